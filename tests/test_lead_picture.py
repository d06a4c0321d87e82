"""A story's lead picture on the desk: chosen, worded, kept, merged, fixed, compared, brought back and read; and portraits."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.desk import recover
from articles.desk.panel import since_approved
from articles.desk.pictures import Album
from articles.merging import summary
from articles.models import Article, Recovery, Revision
from articles.models.snapshot import words_of
from articles.models.takedown import Order
from authors.models import Author, AuthorMerge
from images.models import Picture
from tests.desk import ADD, change_url, errors, form_on, page, press
from tests.makers import make_article, make_author, make_live, make_section
from tests.pictures import make_picture, picture_storage  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

BODY = "<p>The morning ferry left the north quay an hour late.</p>"


@pytest.fixture
def edith(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def rosa(reporter):
    client = Client()
    client.force_login(reporter)
    return client


def figure(picture, caption="", alt=""):
    said = f' data-alt="{alt}"' if alt else ""
    return (
        f'<figure data-picture="{picture.pk}"{said}>{f"<figcaption>{caption}</figcaption>" if caption else ""}</figure>'
    )


def text_of(response):
    return " ".join(page(response).text_content().split())


def lead_on(response):
    return page(response).find_class("lead-picture")[0]


def kill(picture):
    picture.withdraw(by=None, why=Picture.Why.KILLED, because="The agency takes it back.")


def put_lead(story, picture, *, caption="", alt=""):
    """By somebody else, as the story's next version."""
    story.refresh_from_db()
    story.claim_version(story.version, by=None)
    story.lead_picture, story.lead_caption, story.lead_alt = picture, caption, alt
    story.save()
    story.keep_version(by=None)
    return story


# The form


def test_a_story_is_saved_with_a_lead_picture_and_its_own_words(edith):
    picture = make_picture()
    press(
        edith,
        ADD,
        "save",
        headline="Ferry late",
        lead_picture=picture.pk,
        lead_caption=" Late \n again ",
        lead_alt="A boat",
    )
    story = Article.objects.get()
    assert (story.lead_picture, story.lead_caption, story.lead_alt) == (picture, "Late again", "A boat")
    assert list(story.picture_rows.values_list("picture", flat=True)) == [picture.pk]


def test_the_form_shows_the_crop_that_readers_get_with_the_credit_and_what_the_library_says(edith):
    picture = make_picture(rendered=True, caption="The Ann at the quay", alt="A white ferry", credit="Bo Ek / The Bell")
    lead = lead_on(edith.get(change_url(make_article(lead_picture=picture))))
    image = lead.xpath(".//img")[0]
    assert "/lead-" in image.get("src") and (image.get("width"), image.get("height")) == ("960", "640")
    assert "Bo Ek / The Bell" in lead.text_content()
    assert lead.xpath(".//textarea[@name='lead_caption']/@placeholder") == ["Empty: The Ann at the quay"]
    assert lead.xpath(".//textarea[@name='lead_alt']/@placeholder") == ["Empty: A white ferry"]
    assert not lead.find_class("chosen-gaps")


def test_an_upright_lead_is_shown_whole_as_for_readers(edith):
    picture = make_picture(rendered=True, width=600, height=900)
    image = lead_on(edith.get(change_url(make_article(lead_picture=picture)))).xpath(".//img")[0]
    assert "/whole-" in image.get("src")


def test_what_the_library_does_not_say_is_told_with_a_way_to_say_it(edith):
    picture = make_picture(alt="", credit="", licence="")
    story = make_article(lead_picture=picture)
    told = lead_on(edith.get(change_url(story))).find_class("chosen-gaps")[0]
    assert [gap.text for gap in told.find_class("gap")] == ["No alternative text", "No credit", "No licence"]
    assert told.xpath(".//a/@href") == [f"/admin/images/picture/{picture.pk}/change/"]
    Article.objects.filter(pk=story.pk).update(lead_alt="A boat")
    told = lead_on(edith.get(change_url(story))).find_class("chosen-gaps")[0]
    assert [gap.text for gap in told.find_class("gap") if "hidden" not in gap.attrib] == ["No credit", "No licence"]


def test_markup_in_a_pictures_words_is_text_on_the_form(edith):
    picture = make_picture(caption="<script>alert(1)</script> & “more”", credit="<b>Bo</b>")
    response = edith.get(change_url(make_article(lead_picture=picture)))
    assert "<script>alert(1)" not in response.content.decode() and "<b>Bo" not in response.content.decode()


@pytest.mark.parametrize("typed", ["999999", "seven", "-1", "9" * 40, "1.5"])
def test_a_number_that_no_picture_has_is_refused_in_a_sentence_and_kept(edith, typed):
    story = make_article()
    response = press(edith, change_url(story), "save", lead_picture=typed, lead_caption="Mine")
    assert f"The library has no picture with the number “{typed}”." in errors(response)
    lead = lead_on(response)
    assert lead.xpath(".//input[@name='lead_picture']/@value") == [typed]
    assert lead.xpath(".//textarea[@name='lead_caption']")[0].text.strip() == "Mine"
    assert page(response).xpath("//*[@class='errors']//a/@href") == ["#id_lead_picture"]
    assert page(response).xpath("//*[@id='id_lead_picture']")


def test_words_about_no_picture_are_not_kept(edith):
    story = make_article(lead_picture=make_picture(), lead_caption="Late", lead_alt="A boat")
    press(edith, change_url(story), "save", lead_picture="")
    story.refresh_from_db()
    assert (story.lead_picture, story.lead_caption, story.lead_alt) == (None, "", "")
    assert not story.picture_rows.exists()


def test_without_a_script_the_field_is_a_number_beside_the_library(edith):
    lead = lead_on(edith.get(ADD))
    assert lead.xpath(".//input[@name='lead_picture']/@type") == ["number"]
    assert lead.xpath(".//*[@data-number]//a/@href") == ["/admin/images/picture/"]
    assert "hidden" not in lead.xpath(".//*[@data-number]")[0].attrib
    assert "hidden" in lead.xpath(".//*[@data-acts]")[0].attrib


def test_the_script_gets_the_part_that_shows_a_picture_and_nothing_for_none(edith, client):
    picture = make_picture()
    url = reverse("admin:articles_article_lead")
    assert picture.credit in edith.get(url, {"id": picture.pk}).content.decode()
    for none in ("", "0", "x", "99999999999999999999", str(picture.pk + 1)):
        assert edith.get(url, {"id": none}).content.strip() == b""
    assert client.get(url, {"id": picture.pk}).status_code == 302


def test_a_withdrawn_lead_is_named_on_the_form_and_not_shown(edith):
    picture = make_picture(rendered=True, caption="The minister at lunch")
    story = make_article(lead_picture=picture)
    kill(picture)
    lead = lead_on(edith.get(change_url(story)))
    assert not lead.xpath(".//img")
    assert "The minister at lunch" in lead.text_content() and "This picture is withdrawn" in lead.text_content()
    assert press(edith, change_url(story), "save", deck="Saved all the same.").status_code == 302


def test_a_lead_whose_licence_ended_says_when(edith):
    picture = make_picture(licensed_through=date(2020, 5, 3))
    lead = lead_on(edith.get(change_url(make_article(lead_picture=picture))))
    assert not lead.xpath(".//img") and "Its licence ended on 3 May 2020" in lead.text_content()


def cost(client, pictures):
    body = BODY + "".join(figure(one) for one in pictures)
    story = make_live(lead_picture=pictures[0], body=body, section=make_section(), authors=[make_author()])
    client.get(change_url(story))
    with CaptureQueriesContext(connection) as asked:
        client.get(change_url(story))
    return len(asked)


def test_the_form_asks_as_much_of_the_database_with_ten_pictures_as_with_one(edith):
    assert cost(edith, [make_picture()]) == cost(edith, [make_picture() for _ in range(10)])


# Live stories


def test_the_form_of_a_live_story_says_what_was_withdrawn_from_it_since(edith):
    lead, inside = make_picture(caption="Ferry at the quay"), make_picture(caption="Quay at night")
    story = make_live(lead_picture=lead, body=BODY + figure(inside))
    assert "Withdrawn since" not in text_of(edith.get(change_url(story)))
    kill(inside)
    said = "Withdrawn since: “Quay at night”. Readers see the story without it."
    assert said in text_of(edith.get(change_url(story)))
    assert said in text_of(edith.get(reverse("admin:articles_article_fix", args=[story.pk])))
    lead.change({"licensed_through": date(2020, 1, 1)}, by=None)
    assert "Its licence ended: “Ferry at the quay”." in text_of(edith.get(change_url(story)))


def test_a_fix_shows_and_publishes_the_lead_picture_and_carries_it_into_the_draft(edith):
    picture, other = make_picture(caption="Ferry at the quay"), make_picture(caption="Quay at night")
    story = make_live(lead_picture=picture, deck="Late.", section=make_section(), authors=[make_author()])
    url = reverse("admin:articles_article_fix", args=[story.pk])
    assert lead_on(edith.get(url)).xpath(".//input[@name='lead_picture']/@value") == [str(picture.pk)]
    assert press(edith, url, "fix", lead_picture=other.pk, lead_caption="At night").status_code == 302
    live = story.editions.live().get()
    story.refresh_from_db()
    assert (live.lead_picture, live.lead_caption) == (other, "At night") == (story.lead_picture, story.lead_caption)


def test_a_story_with_a_withdrawn_picture_is_not_published(edith):
    picture = make_picture(caption="Ferry at the quay")
    story = make_article(lead_picture=picture, deck="Late.", section=make_section(), authors=[make_author()])
    kill(picture)
    response = press(edith, change_url(story), "publish", anyway=None)
    assert "“Ferry at the quay” was withdrawn: The agency takes it back." in text_of(response)
    assert not story.editions.exists()


def test_words_that_were_approved_stay_so_when_the_library_calls_a_picture_otherwise():
    picture = make_picture(caption="Ferry at the quay")
    story = make_article(lead_picture=picture)
    story.keep_version(by=None)
    story.approve(by=None)
    picture.change({"caption": "Called otherwise"}, by=None)
    story.refresh_from_db()
    assert since_approved(story, words_of(story)) == "Approved by Newsroom, as it stands."


def test_words_that_were_approved_before_there_were_pictures_stay_so():
    story = make_article()
    story.keep_version(by=None)
    story.approve(by=None)
    kept = {name: value for name, value in words_of(story).items() if not name.startswith("lead_")}
    Revision.objects.filter(article=story).update(words=kept)
    assert since_approved(story, words_of(story)) == "Approved by Newsroom, as it stands."


# Two people


def test_a_picture_that_one_chose_and_a_text_that_another_wrote_are_both_kept(edith):
    picture = make_picture()
    story = make_article()
    typed = form_on(edith.get(change_url(story)))
    put_lead(story, picture, caption="Late")
    edith.post(change_url(story), typed | {"headline": "Ferry early", "do": "save"})
    story.refresh_from_db()
    assert (story.headline, story.lead_picture, story.lead_caption) == ("Ferry early", picture, "Late")


def test_two_pictures_chosen_at_once_are_asked_about_by_name(edith):
    first, mine, theirs = (make_picture(caption=name) for name in ("Ferry", "Quay at night", "Gulls"))
    story = make_article(lead_picture=first)
    typed = form_on(edith.get(change_url(story))) | {"lead_picture": mine.pk, "do": "save"}
    put_lead(story, theirs)
    response = edith.post(change_url(story), typed)
    assert "Lead picture" in text_of(response) and "Quay at night" in text_of(response) and "Gulls" in text_of(response)
    asked = page(response).xpath("//form[@id='merge']//input[@type='radio']/@name")[0]
    along = {
        field.get("name"): field.get("value")
        for field in page(response).xpath("//form[@id='merge']//input[@type='hidden']")
    }
    edith.post(change_url(story), along | {asked: "mine"})
    story.refresh_from_db()
    assert story.lead_picture == mine


# Words that were never saved


def keep_unsaved(client, story, **typed):
    data = form_on(client.get(change_url(story))) | typed | {"tab": "gone", "base": story.version, "dirty": 1}
    assert client.post(reverse("admin:articles_article_pulse", args=[story.pk]), data).status_code == 200
    return Recovery.objects.get(tab="gone")


def test_a_picture_that_was_chosen_and_never_saved_is_offered_shown_and_gone_on_with(edith):
    picture, story = make_picture(caption="Quay at night"), make_article()
    one = keep_unsaved(edith, story, lead_picture=picture.pk, lead_caption="Here at night")
    assert recover.said_in(one.typed)["lead_picture"] == str(picture.pk)
    whole = edith.get(reverse("admin:articles_article_recover", args=[story.pk, one.pk]))
    assert page(whole).xpath("//figure//img") and "Here at night" in text_of(whole)
    assert "Lead picture" in text_of(whole)
    again = lead_on(edith.get(f"{change_url(story)}?recover={one.pk}"))
    assert again.xpath(".//input[@name='lead_picture']/@value") == [str(picture.pk)]
    assert again.xpath(".//img")


def test_what_says_the_same_as_what_is_saved_is_not_offered(edith):
    story = make_article(lead_picture=make_picture(), lead_caption="Late", lead_alt="A boat")
    keep_unsaved(edith, story)
    assert not page(edith.get(change_url(story))).xpath("//*[@data-recoveries]//li")


def test_unsaved_words_name_a_picture_that_no_row_can_have(edith):
    story = make_article()
    one = keep_unsaved(edith, story, lead_picture="9" * 30, body='<p>x</p><figure data-picture="987654"></figure>')
    whole = text_of(edith.get(reverse("admin:articles_article_recover", args=[story.pk, one.pk])))
    assert "The library has no picture" in whole and "It is not in the library any more." in whole


# History


def test_the_difference_and_its_line_name_the_pictures(edith):
    ferry, night = make_picture(caption="Ferry at the quay"), make_picture(caption="Quay at night")
    story = make_article(lead_picture=ferry, body=BODY)
    before = words_of(story)
    put_lead(story, night, caption="Tonight")
    assert summary(before, words_of(story)) == "Lead picture and caption of the lead picture changed"
    url = reverse("admin:articles_article_difference", args=[story.pk])
    told = page(edith.get(url, {"from": "1", "to": "now"}))
    for mark, name in (("del", "Ferry at the quay"), ("ins", "Quay at night")):
        assert name in told.xpath(f"//h3[.='Lead picture']/..//{mark}")[0].text_content()


def test_the_difference_of_the_text_calls_figures_by_the_librarys_words(edith):
    night = make_picture(caption="Quay at night")
    story = make_article(body=BODY)
    story.claim_version(1, by=None)
    story.body = BODY + figure(night, "Empty.")
    story.save()
    story.keep_version(by=None)
    told = edith.get(reverse("admin:articles_article_difference", args=[story.pk]), {"from": "1", "to": "now"})
    assert f"Picture {night.pk} “Quay at night”: Empty." in text_of(told)


def test_a_version_is_restored_with_its_picture_and_without_one_that_is_gone(edith):
    ferry, night = make_picture(caption="Ferry at the quay"), make_picture(caption="Quay at night")
    story = make_article(lead_picture=ferry, lead_caption="By day")
    put_lead(story, night, caption="By night")
    url = reverse("admin:articles_article_restore", args=[story.pk, 1])
    assert "not in the library any more" not in text_of(edith.get(url))
    ferry.remove(by=None)
    shown = edith.get(url)
    assert "The picture “Ferry at the quay” is not in the library any more, and will be left out." in text_of(shown)
    edith.post(url, {"version": "2"})
    story.refresh_from_db()
    assert (story.lead_picture, story.lead_caption) == (None, "By day")


def test_restoring_a_version_with_a_withdrawn_picture_says_so(edith):
    ferry, night = make_picture(caption="Ferry at the quay"), make_picture(caption="Quay at night")
    story = make_article(lead_picture=night, body=BODY + figure(ferry))
    put_lead(story, None)
    kill(ferry)
    shown = text_of(edith.get(reverse("admin:articles_article_restore", args=[story.pk, 1])))
    assert "“Ferry at the quay” was withdrawn: the story cannot be published while it stands in it." in shown


def seen_at(client, story, at=None):
    at = timezone.localtime(at or timezone.now())
    return client.get(
        reverse("admin:articles_article_seen", args=[story.pk]), {"on": f"{at:%Y-%m-%d}", "at": f"{at:%H:%M}"}
    )


def test_what_readers_saw_shows_the_pictures_and_names_those_withdrawn_since(edith):
    lead, inside = make_picture(caption="Ferry at the quay"), make_picture(caption="Quay at night")
    story = make_live(lead_picture=lead, lead_caption="Late again", body=BODY + figure(inside, "In the dark"))
    whole = seen_at(edith, story)
    assert len(page(whole).xpath("//*[@class='as-read']//figure//img")) == 2
    assert "Late again" in text_of(whole) and "shown as they are there now" in text_of(whole)
    kill(inside)
    whole = seen_at(edith, story)
    assert len(page(whole).xpath("//*[@class='as-read']//figure//img")) == 1
    gone = page(whole).find_class("no-figure")[0].text_content()
    assert "Quay at night" in gone and "Withdrawn" in gone and "In the dark" in gone


def test_who_may_only_read_a_story_sees_its_pictures_and_embeds(rosa):
    picture = make_picture()
    body = BODY + figure(picture) + '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>'
    whole = page(rosa.get(change_url(make_article(lead_picture=picture, body=body))))
    assert len(whole.xpath("//article//figure//img")) == 2
    assert whole.xpath("//article//*[@class='embed']//a[contains(@href, '/embed/youtube/')]")


def test_the_preview_shows_the_picture_that_is_being_chosen(edith):
    picture = make_picture()
    story = make_article()
    data = form_on(edith.get(change_url(story))) | {"lead_picture": picture.pk, "lead_caption": "Not saved yet"}
    shown = edith.post(reverse("admin:articles_article_preview", args=[story.pk]), data)
    assert page(shown).xpath("//article/figure//img") and "Not saved yet" in text_of(shown)


def test_a_sealed_text_shows_its_pictures_to_administrators(administrator, client):
    picture = make_picture(caption="Ferry at the quay")
    story = make_live(lead_picture=picture, lead_caption="Late", body=BODY + figure(picture))
    sealed = story.take_down(Order("A court said so."), by=None)
    client.force_login(administrator)
    whole = client.get(reverse("admin:articles_sealed_change", args=[sealed.pk]))
    assert len(page(whole).xpath("//*[@class='sealed-text']//figure//img")) >= 4
    picture.remove(by=None)
    whole = client.get(reverse("admin:articles_sealed_change", args=[sealed.pk]))
    assert "It is not in the library any more." in text_of(whole) and "Ferry at the quay" in text_of(whole)


def test_the_pictures_of_many_texts_cost_one_query(django_assert_num_queries):
    first, second = make_picture(), make_picture()
    texts = [(first.pk, BODY), (None, figure(second)), (second.pk, figure(first))]
    with django_assert_num_queries(1):
        album = Album.of(texts, timezone.now())
        for lead, body in texts:
            album.lead(lead)
            album.body(body)
    with django_assert_num_queries(0):
        assert Album.of([(None, BODY)], timezone.now()).body(BODY) == BODY


# Portraits


def author_url(author):
    return reverse("admin:authors_author_change", args=[author.pk])


@pytest.fixture
def bruno(bio_manager):
    client = Client()
    client.force_login(bio_manager)
    return client


def save_author(client, author, **typed):
    data = form_on(client.get(author_url(author)), "author_form") | typed
    return client.post(author_url(author), data)


def test_a_portrait_is_chosen_on_the_authors_form_and_stands_in_the_card(bruno):
    author, picture = make_author(bio="<p>Ann Lee counts gulls.</p>"), make_picture(rendered=True)
    assert save_author(bruno, author, portrait=picture.pk).status_code == 302
    author.refresh_from_db()
    assert author.portrait == picture and f'data-portrait="{picture.pk}"' in author.card
    shown = page(bruno.get(author_url(author))).find_class("picture-field")[0]
    assert "/square-" in shown.xpath(".//img/@src")[0]
    save_author(bruno, author, portrait="")
    author.refresh_from_db()
    assert author.portrait is None and "data-portrait" not in author.card


def test_a_portrait_that_no_picture_is_is_refused(bruno):
    author = make_author()
    response = save_author(bruno, author, portrait="424242")
    assert "The library has no picture with the number “424242”." in errors(response)


def test_a_portrait_and_a_bio_that_two_people_change_at_once_are_both_kept(bruno):
    author, picture = make_author(), make_picture()
    typed = form_on(bruno.get(author_url(author)), "author_form") | {"position": "Chief Reporter"}
    save_author(bruno, author, portrait=picture.pk)
    bruno.post(author_url(author), typed)
    author.refresh_from_db()
    assert (author.position, author.portrait) == ("Chief Reporter", picture)


def test_two_portraits_chosen_at_once_are_asked_about_by_name(bruno):
    author, ferry, night = make_author(), make_picture(caption="Ann, laughing"), make_picture(caption="Ann at night")
    typed = form_on(bruno.get(author_url(author)), "author_form") | {"portrait": ferry.pk}
    save_author(bruno, author, portrait=night.pk)
    asked = text_of(bruno.post(author_url(author), typed))
    assert "Portrait" in asked and "Ann, laughing" in asked and "Ann at night" in asked


def test_the_preview_of_a_bio_shows_the_portrait_that_is_being_chosen(bruno):
    author, picture = make_author(bio="<p>Ann Lee counts gulls.</p>"), make_picture(rendered=True)
    data = form_on(bruno.get(author_url(author)), "author_form") | {"portrait": picture.pk}
    url = reverse("admin:authors_author_preview", args=[author.pk])
    frames = page(bruno.post(url, data)).xpath("//iframe/@srcdoc")
    assert len(frames) == 2 and all(f"/pictures/{picture.pk}/" in frame for frame in frames)
    author.refresh_from_db()
    assert author.portrait is None


def test_the_kept_of_two_merged_authors_keeps_its_portrait_or_takes_the_others():
    mine, theirs = make_picture(), make_picture()
    with_one, without = make_author(name="Ann Lee", portrait=mine), make_author(name="Bo Ek")
    AuthorMerge.merge(with_one, make_author(name="A. Lee", portrait=theirs), by=None)
    AuthorMerge.merge(without, make_author(name="B. Ek", portrait=theirs, bio="<p>Bo.</p>"), by=None)
    with_one.refresh_from_db()
    without.refresh_from_db()
    assert (with_one.portrait, without.portrait) == (mine, theirs)
    assert f'data-portrait="{theirs.pk}"' in without.card


def test_undoing_a_merge_gives_the_portrait_back_unless_another_was_chosen_since():
    theirs, newer = make_picture(), make_picture()
    one, two = make_author(name="Ann Lee"), make_author(name="Bo Ek")
    first = AuthorMerge.merge(one, make_author(name="A. Lee", portrait=theirs), by=None)
    second = AuthorMerge.merge(two, make_author(name="B. Ek", portrait=theirs), by=None)
    Author.objects.filter(pk=two.pk).update(portrait=newer)
    for merge in (first, second):
        merge.refresh_from_db()
        merge.undo(by=None)
    assert Author.objects.get(pk=one.pk).portrait is None
    assert Author.objects.get(pk=two.pk).portrait == newer
    assert Author.objects.get(name="A. Lee").portrait == Author.objects.get(name="B. Ek").portrait == theirs


def test_the_page_before_a_merge_says_that_the_portrait_moves(bruno):
    picture = make_picture(caption="Ann, laughing")
    kept, gone = make_author(name="Ann Lee", bio="<p>x</p>"), make_author(name="A. Lee", portrait=picture)
    url = reverse("admin:authors_author_merge", args=[kept.pk])
    shown = bruno.get(url, {"with": gone.pk, "keep": kept.pk})
    assert "Portrait" in text_of(shown) and "Ann, laughing" in text_of(shown)
    bruno.post(url, {"with": gone.pk, "keep": kept.pk})
    undo = AuthorMerge.objects.get()
    assert "portrait" in text_of(bruno.get(reverse("admin:authors_author_unmerge", args=[undo.pk])))
