"""Stories and their pictures at the edges: where the rows stand after every verb, old versions and old editions, what is taken down
by order, and the card that is drawn of a story for other sites."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from articles import sharing
from articles.merging import difference, merge, summary
from articles.models import Article, ArticlePicture, Edition, EditionPicture, Recovery, Refused, Revision, Sealed
from articles.models.snapshot import faults_of, words_of, words_of_edition
from articles.models.takedown import Order
from images.files import storage
from images.models import Picture
from images.models.refusals import InUse
from pagecache.pages import LONGEST
from tests.makers import ago, ahead, make_article, make_live
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.test_review import save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage", "kept")]

WHY = {"why": "killed", "because": "The agency called."}
NAME = "Ann Leerdam"
ORDER = Order("A court said so.")


@pytest.fixture
def kept(monkeypatch):
    """Every change of the test is kept as it is made, with what it leaves for later."""
    monkeypatch.setattr(transaction, "on_commit", lambda action, using=None, robust=False: action())


def figure(number, alt="", caption=""):
    own = f' data-alt="{alt}"' if alt else ""
    return f'<figure data-picture="{number}"{own}>' + (
        f"<figcaption>{caption}</figcaption></figure>" if caption else "</figure>"
    )


def body(*figures):
    return f"<p>The ferry left.</p>{''.join(figures)}<p>It came back.</p>"


def rows(story):
    return set(story.picture_rows.values_list("picture", flat=True))


def work(task=None):
    """Do the jobs that are due, or those of one kind."""
    due = DBTaskResult.objects.ready().order_by("enqueued_at")
    while job := (due.filter(task_path=task.module_path) if task else due).first():
        job.delete()
        import_string(job.task_path).call(*job.args_kwargs["args"])


# The rows say what the words say


def test_a_picture_on_top_and_twice_inside_is_one_row():
    picture = make_picture(rendered=True)
    story = make_live(lead_picture=picture, body=body(figure(picture.pk), figure(picture.pk, "Again")))
    assert ArticlePicture.objects.filter(article=story).count() == EditionPicture.objects.count() == 1


def test_a_number_that_no_picture_has_is_no_row_and_no_trouble(reader):
    story = make_live(body=body(figure(987654), figure("9" * 18)))
    assert not rows(story) and not EditionPicture.objects.exists()
    page = reader.get(story.editions.live().get().url).content.decode()
    assert "It came back." in page and "<figure" not in page
    call_command("rebuild_lists")
    assert not EditionPicture.objects.exists()


def test_lists_made_anew_are_as_they_were():
    picture, other = make_picture(), make_picture()
    story = make_live(lead_picture=picture, body=body(figure(other.pk)), at=ago(days=3))
    story.publish(by=None, at=ahead(hours=2))
    story.retract(by=None, notice="It never left.")
    before = sorted(EditionPicture.objects.values_list("edition", "picture", "live_from", "live_until", "retracted"))
    call_command("rebuild_lists")
    assert (
        sorted(EditionPicture.objects.values_list("edition", "picture", "live_from", "live_until", "retracted"))
        == before
    )
    assert len(before) == 4


def test_editions_from_before_there_were_pictures_are_as_they_were_published():
    edition = Edition(
        headline="Gulls counted", language="en", direction="ltr", body="<p>Eleven.</p>", signed_by_house=True
    )
    assert edition.make_fingerprint() == "98147c3460534cfef7855b588dfcbb7b8e7ecd7f47b2ef987addb6e9c389ae21"


def test_a_never_published_story_is_deleted_and_its_pictures_may_be():
    picture = make_picture()
    story = make_article(lead_picture=picture, body=body(figure(picture.pk)))
    with pytest.raises(InUse):
        picture.remove(by=None)
    story.delete()
    picture.remove(by=None)
    assert not Picture.objects.exists()


def test_publishing_costs_the_same_for_few_pictures_and_many():
    def cost(number):
        pictures = [make_picture(width=200, height=200) for _ in range(number)]
        story = make_article(body=body(*(figure(picture.pk) for picture in pictures)), lead_picture=pictures[0])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            story.publish(by=None)
        story.body += "<p>More.</p>"
        with CaptureQueriesContext(connection) as saving:
            story.save()
        return len(queries), len(saving)

    cost(1)
    assert cost(2) == cost(12)


# Versions


def test_restoring_a_version_that_names_a_deleted_picture_says_so(editor):
    picture, kept_one = make_picture(caption="Ferry at dawn"), make_picture()
    story = make_article(lead_picture=picture, body=body(figure(kept_one.pk), figure(picture.pk)))
    number = story.version
    save(story, by=editor, lead_picture=None, body=body())
    picture.remove(by=None)
    gone = story.restore(number, by=editor)
    assert gone == ["picture Ferry at dawn"]
    assert story.lead_picture is None and rows(story) == {kept_one.pk}
    story.publish(by=editor)
    assert set(EditionPicture.objects.values_list("picture", flat=True)) == {kept_one.pk}


def before_pictures(words):
    return {name: value for name, value in words.items() if not name.startswith("lead_")}


def test_a_version_from_before_there_were_pictures_is_restored_without_one_and_without_words_for_one(editor, client):
    story = make_article()
    save(story, by=editor, lead_picture=make_picture(), lead_caption="At dawn", lead_alt="A ferry")
    old = Revision.objects.get(article=story, number=1)
    Revision.objects.filter(pk=old.pk).update(words=before_pictures(old.words))
    client.force_login(editor)
    for page in ("versions/", "difference/?from=1&to=2", "restore/1/"):
        assert client.get(f"/admin/articles/article/{story.pk}/{page}").status_code == 200, page
    assert story.restore(1, by=editor) == []
    assert (story.lead_picture, story.lead_caption, story.lead_alt) == (None, "", "")
    assert not rows(story)


def test_merging_over_a_version_from_before_there_were_pictures_keeps_both(editor):
    picture, other = make_picture(), make_picture()
    base = words_of(make_article(headline="Ferry late", lead_picture=picture, lead_caption="At dawn"))
    plain = base | {"lead_picture": None, "lead_picture_name": "", "lead_caption": "", "lead_alt": ""}
    old = before_pictures(base)
    mine, theirs = (
        plain | {"headline": "Ferry very late"},
        plain | {"lead_picture": other.pk, "lead_picture_name": str(other)},
    )
    for one, two in ((mine, theirs), (theirs, mine)):
        merged = merge(old, one, two)
        assert not merged.unanswered and not faults_of(merged.story)
        assert (merged.story["headline"], merged.story["lead_picture"]) == ("Ferry very late", other.pk)
        assert merged.story["lead_picture_name"] == str(other)
    assert not difference(old, plain) and summary(old, plain) == "Nothing changed"
    assert [found.field for found in difference(old, theirs)] == ["lead_picture"]
    assert merge(old, plain | {"lead_picture": picture.pk}, theirs).unanswered


@pytest.mark.parametrize("typed", ["abc", "-1", "1.5", "9" * 30, "null", '{"id": 1}', "0", "²"])
def test_unsaved_words_that_name_no_picture_are_shown_all_the_same(typed, editor, client):
    story = make_article()
    words = {"headline": ["Kept"], "lead_picture": [typed], "body": [body(figure(typed))], "lead_caption": ["At dawn"]}
    own = Recovery.objects.keep(user=editor, article=story.pk, tab="t1", base=1, typed=words, headline="Kept")
    client.force_login(editor)
    page = client.get(reverse("admin:articles_article_recover", args=[story.pk, own.pk]))
    assert page.status_code == 200 and "Kept" in page.content.decode()
    form = client.get(reverse("admin:articles_article_change", args=[story.pk]), {"recover": own.pk})
    assert form.status_code == 200


# By order


def test_a_passage_goes_from_every_word_about_a_picture(editor):
    picture = make_picture(rendered=True)
    said = {
        "lead_caption": f"{NAME} at sea",
        "lead_alt": f"{NAME}, laughing",
        "body": body(figure(picture.pk, NAME, NAME)),
    }
    story = make_live(lead_picture=picture, **said)
    save(story, by=editor, deck="Later.")
    story.publish(by=editor, at=ahead(hours=1))
    story.take_down(ORDER, by=editor, passage=NAME)
    for words in [words_of(story), *(words_of_edition(edition) for edition in story.editions.all())]:
        assert "Leerdam" not in json.dumps(words) and words["lead_picture"] == picture.pk
        assert words["lead_caption"] == "[…] at sea" and words["lead_alt"] == "[…], laughing"
        assert figure(picture.pk, "[…]", "[…]") in words["body"]
    assert rows(story) == {picture.pk} and EditionPicture.objects.count() == story.editions.count()
    call_command("check_editions")


@pytest.mark.parametrize("field", ["lead_caption", "lead_alt", "body"])
def test_a_passage_does_not_come_back_in_a_word_about_a_picture(field, editor):
    picture = make_picture()
    story = make_live(lead_picture=picture, deck=f"By {NAME}")
    story.take_down(ORDER, by=editor, passage=NAME)
    said = body(figure(picture.pk, f"{NAME} at sea")) if field == "body" else f"{NAME} at sea"
    save(story, by=editor, **{field: said})
    with pytest.raises(Refused, match="taken out of this story by order"):
        story.publish(by=editor)


@pytest.mark.parametrize("field", ["caption", "alt"])
@pytest.mark.parametrize("place", ["lead", "inside", "to come"])
def test_a_passage_that_the_library_says_under_the_story_is_changed_there_first(field, place, editor, reader):
    picture = make_picture(rendered=True, **{field: f"Gulls, and {NAME}"})
    story = make_live(headline=f"{NAME} counts gulls")
    story.lead_picture, story.body = (None, body(figure(picture.pk))) if place == "inside" else (picture, body())
    story.save()
    story.publish(by=editor, at=ahead(hours=1) if place == "to come" else None)
    with pytest.raises(Refused, match=f"picture {picture.pk}"):
        story.take_down(ORDER, by=editor, passage=NAME)
    assert not Sealed.objects.exists()
    picture.change({field: "Gulls"}, by=editor)
    story.take_down(ORDER, by=editor, passage=NAME)
    assert NAME not in reader.get(story.editions.live().get().url).content.decode()


def test_a_story_that_is_taken_down_lets_go_of_its_pictures(editor):
    picture, inside = make_picture(), make_picture()
    story = make_live(lead_picture=picture, lead_caption="At dawn", lead_alt="A ferry", body=body(figure(inside.pk)))
    story.publish(by=editor, at=ahead(hours=1))
    sealed = story.take_down(ORDER, by=editor)
    assert {edition["lead_picture_id"] for edition in sealed.contents["editions"]} == {picture.pk}
    assert not ArticlePicture.objects.exists() and not EditionPicture.objects.exists()
    assert (story.lead_picture, story.lead_caption, story.lead_alt) == (None, "", "")
    picture.remove(by=None)
    inside.remove(by=None)
    call_command("check_editions")


# The card


def card(story):
    return story.editions.live().get().share_card


def get_card(reader, story, made):
    return reader.get(f"/shares/{story.pk}/{made}.png")


def stored_cards():
    return {path.stem for path in Path(storage().base_location).glob("shares/*/*.png")}


def test_a_card_is_drawn_once_and_served_while_the_story_is_live(reader):
    story = make_live()
    work()
    made = card(story)
    answer = get_card(reader, story, made)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert int(re.search(r"max-age=(\d+)", answer["Cache-Control"])[1]) <= LONGEST
    for _ in range(2):
        sharing.draw_share_card.call(story.editions.get().pk)
    assert card(story) == made
    story.unpublish(by=None)
    assert get_card(reader, story, made).status_code == 410


def test_the_same_words_keep_their_card_without_a_gap(reader):
    story = make_live(headline="Ferry late")
    work()
    made = card(story)
    for again in (lambda: story.publish(by=None), lambda: story.put_back(by=None), lambda: fix(story, deck="So.")):
        again()
        assert card(story) == made and get_card(reader, story, made).status_code == 200
    work()
    assert card(story) == made and stored_cards() == {made}


def fix(story, **words):
    edition = story.editions.live().get()
    return story.fix(edition, words_of_edition(edition) | words, by=None)


def test_other_words_have_another_card_and_the_old_address_is_gone(reader):
    story = make_live(headline="Ferry late")
    work()
    old = card(story)
    fix(story, headline="Ferry very late")
    assert card(story) == "" and get_card(reader, story, old).status_code == 410
    work()
    assert card(story) not in ("", old) and get_card(reader, story, card(story)).status_code == 200
    story.put_back(by=None)
    assert card(story) == old and get_card(reader, story, old).status_code == 200


def test_a_retraction_has_its_own_card():
    story = make_live(headline="Ferry late")
    work()
    old = card(story)
    story.retract(by=None, notice="It never left.", keep_text=False)
    work()
    assert card(story) not in ("", old)


def test_a_card_to_come_is_not_served_before_its_time(reader, clock):
    story = make_live(headline="Ferry late")
    story.headline = "Ferry sunk"
    story.save()
    coming = story.publish(by=None, at=ahead(hours=1))
    work()
    coming.refresh_from_db()
    assert coming.share_card and get_card(reader, story, coming.share_card).status_code == 410
    clock.set(ahead(hours=2))
    assert get_card(reader, story, coming.share_card).status_code == 200


def test_a_card_of_what_was_withdrawn_before_or_after_it_was_drawn_is_not_kept():
    story = make_live(headline="Ferry late")
    work()
    story.headline = "Ferry sunk"
    story.save()
    for at_once in (True, False):
        coming = story.publish(by=None, at=ahead(hours=1))
        if at_once:
            work()
        story.withdraw(coming, by=None)
        work()
        assert stored_cards() == {card(story)}


def test_a_moved_edition_takes_its_card_along():
    story = make_live(headline="Ferry late")
    story.headline = "Ferry sunk"
    story.save()
    coming = story.publish(by=None, at=ahead(hours=1))
    work()
    coming.refresh_from_db()
    moved = story.reschedule(coming, by=None, at=ahead(hours=3))
    assert moved.share_card == coming.share_card
    work()
    assert coming.share_card in stored_cards()


def test_two_stories_of_one_headline_have_a_card_each():
    one, other = make_live(headline="Ferry late"), make_live(headline="Ferry late")
    work()
    assert card(one) != card(other)
    one.take_down(ORDER, by=None)
    work()
    assert stored_cards() == {card(other)}


@pytest.mark.parametrize("whole", [True, False], ids=["the story", "a passage"])
def test_what_is_taken_down_is_on_no_card_any_more(whole, reader, editor):
    story = make_live(headline=f"{NAME} counts gulls")
    story.headline = f"{NAME} counts more gulls"
    story.save()
    story.publish(by=editor, at=ahead(hours=1))
    work()
    old = card(story)
    assert len(stored_cards()) == 2
    story.take_down(ORDER, by=editor, passage="" if whole else NAME)
    assert get_card(reader, story, old).status_code == 410
    work()
    assert old not in stored_cards()
    if whole:
        assert not stored_cards()
    else:
        assert get_card(reader, story, card(story)).status_code == 200 and len(stored_cards()) == 2


def test_a_passage_elsewhere_in_the_story_leaves_its_card(editor, reader):
    story = make_live(headline="Gulls counted", deck=f"By {NAME}")
    work()
    made = card(story)
    story.take_down(ORDER, by=editor, passage=NAME)
    assert card(story) == made and get_card(reader, story, made).status_code == 200
    work()
    assert stored_cards() == {made}


def test_words_taken_down_while_their_card_is_drawn_are_on_none(monkeypatch, editor):
    story = make_live(headline=f"{NAME} counts gulls")
    draw = sharing.draw

    def slowly(*args):
        drawn = draw(*args)
        if not Sealed.objects.exists():
            Article.objects.get(pk=story.pk).take_down(ORDER, by=editor, passage=NAME)
        return drawn

    monkeypatch.setattr(sharing, "draw", slowly)
    work()
    assert card(story) == sharing.recipe_of(story.editions.live().get()) and stored_cards() == {card(story)}


def test_a_headline_that_no_face_draws_has_no_card_and_the_page_is_whole(reader, settings, tmp_path):
    settings.SHARE_FONTS = str(tmp_path)
    story = make_live(headline="渡轮晚点", language="zh")
    work()
    assert card(story) == "" and not stored_cards()
    assert reader.get(story.editions.live().get().url).status_code == 200
    fix(story, headline="Ferry late", language="en")
    work()
    assert get_card(reader, story, card(story)).status_code == 200


def test_the_job_of_an_edition_that_is_gone_or_over_draws_nothing(reader):
    story = make_live()
    story.unpublish(by=None)
    work()
    sharing.draw_share_card.call(987654)
    sharing.drop_card.call(987654, "0" * 12)
    assert not stored_cards()


def test_a_card_is_drawn_and_dropped_when_the_storage_is_there_again(monkeypatch, clock, editor):
    story = make_live(headline=f"{NAME} counts gulls")
    patch = pytest.MonkeyPatch()

    def fail(*args, **kwargs):
        raise OSError("No route to the storage.")

    def go():
        for name in ("_open", "_save", "exists", "delete"):
            patch.setattr(f"images.storage.PicturesOnDisk.{name}", fail)

    go()
    work()
    assert card(story) == ""
    patch.undo()
    clock.set(timezone.now() + timedelta(minutes=6))
    work()
    old = card(story)
    assert stored_cards() == {old}
    go()
    story.take_down(ORDER, by=editor, passage=NAME)
    work()
    assert old in stored_cards()
    patch.undo()
    clock.set(timezone.now() + timedelta(hours=2))
    work()
    assert card(story) and stored_cards() == {card(story)}
