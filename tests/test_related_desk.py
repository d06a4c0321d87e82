"""Related stories in a story's form: chosen without a script, and kept as words of the story through everything."""

import pytest
from django.test import Client

from articles.models import Revision
from tests.desk import ADD, change_url, errors, form_on, page, press
from tests.makers import ago, ahead, make_article, make_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def ada(administrator):
    ada = Client()
    ada.force_login(administrator)
    return ada


def live(headline, **fields):
    return make_live(headline=headline, at=ago(days=2), **fields)


def three():
    return live("Gulls return"), live("Bells ring"), live("Buoys drift")


def rows(*stories):
    return [{"article": story.pk, "headline": story.headline} for story in stories]


def numbers(thing):
    thing.refresh_from_db()
    return [row["article"] for row in thing.related]


def ordered(*stories):
    """The fields of the form for these, in this order."""
    places = {f"related-place-{story.pk}": str(n) for n, story in enumerate(stories, 1)}
    return {"related": [str(story.pk) for story in stories], **places}


def test_a_story_is_found_by_words_or_address_and_kept_as_a_new_version(desk):
    gulls, bells, _ = three()
    story = make_article()
    press(desk, change_url(story), "save", **{"related-find": "gulls"})
    press(desk, change_url(story), "save", **{"related-find": bells.editions.get().path})
    story.refresh_from_db()
    assert story.related == rows(gulls, bells)
    assert story.version == 3
    assert Revision.objects.get(number=2).words["related"] == rows(gulls)


def test_it_is_chosen_with_a_new_story_too(desk):
    gulls, *_ = three()
    press(desk, ADD, "save", headline="New", **{"related-find": "gulls"})
    assert numbers(type(gulls).objects.get(headline="New")) == [gulls.pk]


def test_they_are_moved_and_taken_out_without_a_script(desk):
    gulls, bells, buoys = three()
    story = make_article(related=rows(gulls, bells, buoys))
    press(
        desk,
        change_url(story),
        "save",
        **{f"related-place-{buoys.pk}": "0", "related-out": [str(bells.pk)]},
    )
    assert numbers(story) == [buoys.pk, gulls.pk]


def test_saving_what_was_not_changed_makes_no_version(desk):
    story = make_article(related=rows(*three()))
    press(desk, change_url(story), "save")
    story.refresh_from_db()
    assert story.version == 1


def test_a_program_that_does_not_know_the_field_leaves_it_alone(desk):
    story = make_article(related=rows(*three()))
    typed = {name: value for name, value in form_on(desk.get(change_url(story))).items() if "related" not in name}
    desk.post(change_url(story), typed | {"do": "save", "headline": "Other"})
    story.refresh_from_db()
    assert story.headline == "Other" and len(story.related) == 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"related-find": "nothing like it"}, "No story has these words"),
        ({"related-find": "the"}, "Several stories have these words"),
        ({"related-find": "Myself"}, "This is the story itself"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, typed, says):
    live("The one"), live("The other")
    story = make_article(headline="Myself")
    response = press(desk, change_url(story), "save", deck="Typed.", **typed)
    assert says in errors(response)
    assert typed["related-find"] in response.content.decode() and "Typed." in response.content.decode()
    assert numbers(story) == []


def test_a_ninth_is_refused_and_named(desk):
    others = [live(f"Story {n}") for n in range(9)]
    story = make_article()
    response = press(desk, change_url(story), "save", **ordered(*others))
    assert "8 related stories fit. Take 1 out." in errors(response)
    assert len(page(response).xpath("//li[@data-row]/input[@name='related']")) >= 9


def test_numbers_that_are_no_stories_are_dropped(desk):
    gulls, *_ = three()
    story = make_article()
    press(desk, change_url(story), "save", related=["x", "999999", "-1", str(gulls.pk), str(gulls.pk), "9" * 30])
    assert numbers(story) == [gulls.pk]


def test_each_says_what_readers_have_of_it_and_a_deleted_one_keeps_its_headline(desk):
    gulls, draft, gone = live("Gulls return"), make_article(headline="Not yet"), make_article(headline="Long gone")
    story = make_article(related=rows(gulls, draft, gone))
    gone.delete()
    found = page(desk.get(change_url(story))).xpath("//ol[@class='chosen-stories']/li")
    told = [" ".join(row.text_content().split()) for row in found]
    assert "Gulls return live since" in told[0] and "Not yet draft" in told[1] and "Long gone deleted" in told[2]


def test_a_preview_of_what_is_typed_shows_them(desk):
    gulls, *_ = three()
    story = make_article()
    typed = form_on(desk.get(change_url(story))) | {"related": [str(gulls.pk)]}
    shown = desk.post(change_url(story).replace("/change/", "/preview/"), typed).content.decode()
    assert "Gulls return" in shown and "Related stories" in shown


def test_two_peoples_choices_merge(desk, ada):
    gulls, bells, buoys = three()
    story = make_article(related=rows(gulls))
    hers, his = (form_on(who.get(change_url(story))) for who in (desk, ada))
    desk.post(change_url(story), hers | {"do": "save"} | ordered(gulls, bells))
    ada.post(change_url(story), his | {"do": "save"} | ordered(buoys, gulls))
    assert set(numbers(story)) == {gulls.pk, bells.pk, buoys.pk}
    assert Revision.objects.get(number=3).kind == Revision.Kind.MERGED


def test_who_did_not_touch_them_does_not_undo_what_somebody_chose_meanwhile(desk, ada):
    gulls, bells, _ = three()
    story = make_article(related=rows(gulls))
    hers, his = (form_on(who.get(change_url(story))) for who in (desk, ada))
    desk.post(change_url(story), hers | {"do": "save"} | ordered(bells))
    ada.post(change_url(story), his | {"do": "save", "headline": "Other"})
    assert numbers(story) == [bells.pk]


def test_the_difference_of_two_versions_names_them(desk):
    gulls, bells, _ = three()
    story = make_article(related=rows(gulls))
    press(desk, change_url(story), "save", **ordered(bells))
    shown = desk.get(change_url(story).replace("/change/", "/difference/") + "?from=1&to=2")
    if shown.status_code == 404:
        shown = desk.get(change_url(story).replace("/change/", "/versions/"))
    told = " ".join(page(shown).text_content().split())
    assert "elated stories" in told


def test_an_old_version_brings_them_back(editor):
    gulls, bells, _ = three()
    story = make_article(related=rows(gulls))
    story.keep_version(by=editor)
    story.claim_version(1, by=editor)
    story.related = rows(bells)
    story.save()
    story.keep_version(by=editor)
    story.restore(1, by=editor)
    assert numbers(story) == [gulls.pk]


def test_readers_get_them_with_the_edition_and_not_with_a_save(desk, reader):
    gulls, bells, _ = three()
    story = make_live(headline="Here", related=rows(gulls))
    press(desk, change_url(story), "save", **ordered(bells))
    url = story.editions.live().get().url
    assert "Gulls return" in reader.get(url).content.decode()
    press(desk, change_url(story), "publish", change="typo")
    assert "Bells ring" in reader.get(url).content.decode().partition('id="related"')[2]


def test_a_fix_of_what_readers_see_changes_them_alone_and_in_the_draft(desk):
    gulls, bells, buoys = three()
    story = make_live(headline="Here", related=rows(gulls))
    press(desk, change_url(story), "save", headline="Draft ahead")
    press(desk, change_url(story).replace("/change/", "/fix/"), "fix", change="typo", **ordered(gulls, buoys))
    edition = story.editions.live().get()
    assert [row["article"] for row in edition.related] == [gulls.pk, buoys.pk]
    assert edition.headline == "Here"
    story.refresh_from_db()
    assert (story.headline, numbers(story)) == ("Draft ahead", [gulls.pk, buoys.pk])


def test_a_scheduled_edition_keeps_its_own(desk, reader, clock):
    gulls, bells, _ = three()
    story = make_article(headline="Here", related=rows(gulls))
    edition = story.publish(by=None, at=ahead(hours=1))
    press(desk, change_url(story), "save", **ordered(bells))
    clock.set(edition.live_from)
    found = reader.get(edition.url).content.decode()
    assert "Gulls return" in found and "Bells ring" not in found


def test_a_reporter_chooses_for_a_story_of_ones_own(client, reporter):
    gulls, *_ = three()
    story = make_article(created_by=reporter)
    client.force_login(reporter)
    press(client, change_url(story), "save", **{"related-find": "gulls"})
    assert numbers(story) == [gulls.pk]
