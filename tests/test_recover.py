"""Words that were never saved: offered to whoever typed them, shown beside what is saved, gone on with or discarded."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.desk import recover
from articles.models import Article, Correction, Recovery
from articles.models.takedown import Order
from tests.desk import ADD, byline_rows, change_url, errors, form_on, page
from tests.makers import make_article, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db
TEXT = "<p>The morning ferry left the north quay an hour late.</p>"


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


def leave_unsaved(client, story=None, /, tab="gone", bylines=None, **typed):
    """Open the form, type into it, and lose the window after its last pulse."""
    data = form_on(client.get(change_url(story) if story else ADD))
    data |= typed
    if bylines is not None:
        data |= byline_rows(data, bylines)
    name, args = ("articles_article_pulse", [story.pk]) if story else ("articles_article_pulse_new", [])
    sent = data | {"tab": tab, "base": story.version if story else 0, "dirty": 1}
    assert client.post(reverse(f"admin:{name}", args=args), sent).status_code == 200
    return Recovery.objects.get(tab=tab)


def recover_url(one):
    if one.article_id is None:
        return reverse("admin:articles_article_recover_new", args=[one.pk])
    return reverse("admin:articles_article_recover", args=[one.article_id, one.pk])


def offers(client, url):
    """What the panel above the words says."""
    found = page(client.get(url)).xpath("//*[@data-recoveries]//li")
    return [" ".join(one.text_content().split()) for one in found]


# Offering


def test_unsaved_words_are_offered_above_the_story_to_who_typed_them_and_nobody_else(edith, rosa, reporter):
    story = make_article(headline="Saved", created_by=reporter)
    one = leave_unsaved(edith, story, headline="Typed by Edith")
    [offer] = offers(edith, change_url(story))
    assert "in another window" in offer and "Typed by Edith" in offer and "10 words" in offer
    assert offers(rosa, change_url(story)) == []
    assert rosa.get(recover_url(one)).status_code == 404
    assert rosa.post(recover_url(one)).status_code == 404
    assert rosa.delete(recover_url(one)).status_code == 404
    assert Recovery.objects.exists()


def test_words_that_are_saved_already_are_not_offered(edith, reporter):
    author = make_author(name="Ann Lee")
    story = make_article(
        headline="Saved", body=TEXT, authors=[author], topics=[make_topic()], section=make_section(), noindex=True
    )
    Correction.objects.create(article=story, text="It left late.", kind="correction", top=True)
    leave_unsaved(edith, story)
    assert offers(edith, change_url(story)) == []
    leave_unsaved(edith, story, headline=" Saved\r\n", body=f"{TEXT}<script>alert(1)</script>")
    assert offers(edith, change_url(story)) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"headline": "Typed"},
        {"body": "<p>Typed</p>"},
        {"noindex": "on"},
        {"topics": []},
        {"section": ""},
        {"bylines": [("Bo Ek", "author", ""), ("Ann Lee", "author", "")]},
        {"bylines": [("Ann Lee", "author", "A. Lee"), ("Bo Ek", "author", "")]},
        {"bylines": [("Ann Lee", "author", "")]},
        {"corrections-0-text": "It left late."},
    ],
    ids=str,
)
def test_whatever_was_changed_is_offered(edith, typed):
    authors = [make_author(name="Ann Lee"), make_author(name="Bo Ek")]
    story = make_article(authors=authors, topics=[make_topic()], section=make_section())
    leave_unsaved(edith, story, **typed)
    assert len(offers(edith, change_url(story))) == 1


def test_words_of_several_windows_are_offered_each_the_newest_first(edith):
    story = make_article()
    for tab in ("first", "second"):
        leave_unsaved(edith, story, tab=tab, headline=f"The {tab}")
    assert ["second" in offer for offer in offers(edith, change_url(story))] == [True, False]


def test_a_refused_save_does_not_offer_the_words_that_stand_in_the_form(edith):
    story = make_article()
    one = leave_unsaved(edith, story, slug="Not An Address!")
    sent = form_on(edith.get(change_url(story))) | {"slug": "Not An Address!", "tab": one.tab, "do": "save"}
    response = edith.post(change_url(story), sent)
    assert "Address" in errors(response) and not page(response).xpath("//*[@data-recoveries]//li")


def test_who_may_only_read_the_story_is_offered_nothing_there_and_still_reads_their_own_words(rosa, reporter, editor):
    story = make_article(created_by=reporter)
    one = leave_unsaved(rosa, story, headline="Typed while I might")
    Article.objects.filter(pk=story.pk).update(created_by=editor)
    assert offers(rosa, change_url(story)) == []
    shown = rosa.get(recover_url(one))
    assert "Typed while I might" in shown.content.decode() and "Go on with" not in shown.content.decode()


def test_looking_for_unsaved_words_costs_one_query_and_the_same_few_for_one_and_for_eight(edith, editor):
    story = make_article(topics=[make_topic()], authors=[make_author()])

    def cost():
        fresh = Article.objects.select_related("section").get(pk=story.pk)
        with CaptureQueriesContext(connection) as found:
            recover.offered(editor, fresh)
        return len(found)

    assert cost() == 1
    leave_unsaved(edith, story, tab="0", headline="Typed")
    one = cost()
    for n in range(1, 8):
        leave_unsaved(edith, story, tab=str(n), headline=f"Typed {n}")
    assert (one, cost()) == (4, 4)  # the copies; the story's bylines, topics and corrections


# The page


def test_the_page_shows_what_the_words_change_and_both_texts_whole(edith):
    story = make_article(headline="Ferry late", body=TEXT)
    one = leave_unsaved(edith, story, headline="Ferry early", deck="No.", body=f"{TEXT}<p>It never does.</p>")
    shown = page(edith.get(recover_url(one)))
    assert [mark.text_content() for mark in shown.xpath("//del")] == [" (removed: late) "]
    added = " ".join(mark.text_content() for mark in shown.xpath("//ins"))
    assert "early" in added and "No." in added and "It never does." in added
    texts = [text.text_content() for text in shown.xpath("//article")]
    assert "Ferry early" in texts[0] and "Ferry late" in texts[1]


def test_it_says_that_the_story_was_saved_since_and_what(edith, editor):
    story = make_article(headline="Ferry late", deck="One hour.")
    one = leave_unsaved(edith, story, headline="Ferry early")
    save(edith, story, deck="Two hours.")
    assert "saved since" in offers(edith, change_url(story))[0]
    shown = page(edith.get(recover_url(one)))
    assert "last by edith" in shown.find_class("note")[0].text_content()
    typed, since = (part.text_content() for part in shown.find_class("difference"))
    assert "early" in typed and "hour" not in typed
    assert "Two" in since and "early" not in since


def save(client, story, **typed):
    sent = form_on(client.get(change_url(story))) | typed | {"do": "save"}
    return client.post(change_url(story), sent)


def test_fields_that_make_no_sense_yet_are_shown_as_they_were_typed(edith):
    one = leave_unsaved(edith, make_article(), slug="Not An Address!", canonical_url="nowhere")
    shown = edith.get(recover_url(one)).content.decode()
    assert "“Not An Address!”" in shown and "“nowhere”" in shown


def test_what_was_typed_is_shown_as_text_and_not_run(edith):
    typed = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    story = make_article()
    one = leave_unsaved(edith, story, headline=typed, body=f"<p>{typed}</p>")
    for url in (recover_url(one), change_url(story), f"{change_url(story)}?recover={one.pk}"):
        shown = page(edith.get(url))
        assert not shown.xpath("//script[contains(., 'alert')]") and not shown.xpath("//img[@onerror]")


def test_the_words_of_one_story_are_not_shown_under_another(edith):
    one, other = leave_unsaved(edith, make_article(), headline="Typed"), make_article()
    assert edith.get(reverse("admin:articles_article_recover", args=[other.pk, one.pk])).status_code == 404
    assert edith.get(reverse("admin:articles_article_recover_new", args=[one.pk])).status_code == 404


def test_strangers_are_sent_to_sign_in(edith, client):
    one = leave_unsaved(edith, make_article(), headline="Typed")
    assert "/login/" in client.get(recover_url(one))["Location"]


# Going on


def test_going_on_fills_the_form_over_the_version_they_were_typed_over(edith):
    story = make_article(headline="Was", deck="Was too")
    one = leave_unsaved(edith, story, headline="Typed", bylines=[("Bo Ek", "author", "")])
    save(edith, story, deck="Saved since")
    response = edith.get(f"{change_url(story)}?recover={one.pk}")
    shown = form_on(response)
    assert [shown[name][0].strip() for name in ("headline", "deck", "bylines-0-name")] == ["Typed", "Was too", "Bo Ek"]
    assert (shown["version"], shown["tab"]) == (["1"], ["gone"])
    assert errors(response) == "" and not page(response).xpath("//*[@data-recoveries]//li")


def test_saving_them_merges_with_what_was_saved_since_and_keeps_them_no_more(edith):
    story = make_article(headline="Was", deck="Was too")
    one = leave_unsaved(edith, story, headline="Typed")
    save(edith, story, deck="Saved since")
    url = f"{change_url(story)}?recover={one.pk}"
    assert edith.post(url, form_on(edith.get(url)) | {"do": "save"}).status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.deck, story.version) == ("Typed", "Saved since", 3)
    assert not Recovery.objects.exists()


@pytest.mark.parametrize("asked", ["999999", "x", "-1", "9" * 40, "²"])
def test_words_that_are_kept_no_more_are_missed_aloud_and_the_story_opens_as_it_is(edith, asked):
    story = make_article(headline="Saved")
    response = edith.get(change_url(story), {"recover": asked})
    assert form_on(response)["headline"][0].strip() == "Saved"
    assert page(response).find_class("messages")[0].text_content().count("not kept any more") == 1


def test_another_persons_words_cannot_be_gone_on_with(edith, rosa, reporter):
    story = make_article(headline="Saved", created_by=reporter)
    one = leave_unsaved(edith, story, headline="Edith’s")
    assert form_on(rosa.get(f"{change_url(story)}?recover={one.pk}"))["headline"][0].strip() == "Saved"


# Discarding


def test_discarding_is_for_good_and_says_so(edith):
    story = make_article()
    one = leave_unsaved(edith, story, headline="Typed")
    response = edith.post(recover_url(one), follow=True)
    assert response.redirect_chain[-1][0] == change_url(story)
    assert "Discarded: the words from" in page(response).find_class("messages")[0].text_content()
    assert not Recovery.objects.exists()


def test_the_script_discards_without_leaving_the_page(edith):
    story = make_article()
    one = leave_unsaved(edith, story, headline="Typed")
    assert edith.delete(recover_url(one)).status_code == 204
    assert not Recovery.objects.exists()
    assert "messages" not in edith.get(change_url(story)).content.decode().partition("<main")[2].partition("<form")[0]


# What this browser alone had


def test_the_panel_takes_in_what_a_closed_window_left_in_this_browser(edith, editor):
    story = make_article()
    url = reverse("admin:articles_article_recoveries", args=[story.pk])
    response = edith.post(url, {"tab": "closed", "base": "1", "headline": "Typed offline", "bylines-TOTAL_FORMS": "0"})
    assert "Typed offline" in response.content.decode()
    kept = Recovery.objects.get()
    assert (kept.article, kept.user, kept.tab, kept.base) == (story, editor, "closed", 1)
    assert "Typed offline" in edith.get(url).content.decode()


def test_it_takes_nothing_from_who_may_not_write_the_story(rosa):
    url = reverse("admin:articles_article_recoveries", args=[make_article().pk])
    assert rosa.post(url, {"tab": "closed", "base": "1", "headline": "Typed"}).status_code == 403
    assert not Recovery.objects.exists()


# Taken down


def test_of_a_story_that_was_taken_down_nothing_is_offered_shown_or_taken_in(edith, editor, administrator):
    story = make_live()
    one = leave_unsaved(edith, story, headline="The name")
    stale = Article.objects.get(pk=story.pk)
    story.take_down(Order("court order"), by=administrator)
    assert not Recovery.objects.exists()
    assert edith.get(recover_url(one)).status_code == 404
    url = reverse("admin:articles_article_recoveries", args=[story.pk])
    assert edith.post(url, {"tab": "closed", "headline": "The name"}).status_code == 404
    with pytest.raises(recover.TakenDown):  # while it is being taken down
        recover.keep(editor, stale, tab="gone", base=1, typed={"headline": ["The name"]})
    assert recover.offered(editor, story) == [] and not Recovery.objects.exists()


# Stories that were never saved


def test_a_new_storys_words_are_offered_on_the_page_of_the_next_and_on_the_desk(rosa, reporter):
    one = leave_unsaved(rosa, headline="Never saved", body=TEXT)
    [offer] = offers(rosa, ADD)
    assert "Never saved" in offer
    [waiting] = recover.unsaved_new(reporter)
    assert (waiting.headline, waiting.words, waiting.url) == ("Never saved", 10, recover_url(one))
    shown = rosa.get(recover_url(one)).content.decode()
    assert "Never saved" in shown and "north quay" in shown


def test_they_are_gone_on_with_saved_and_kept_no_more(rosa):
    one = leave_unsaved(rosa, headline="Never saved", body=TEXT)
    url = f"{ADD}?recover={one.pk}"
    assert form_on(rosa.get(url))["headline"][0].strip() == "Never saved"
    rosa.post(url, form_on(rosa.get(url)) | {"do": "save"})
    assert Article.objects.get().headline == "Never saved" and not Recovery.objects.exists()


def test_they_are_discarded_to_the_desk(rosa):
    one = leave_unsaved(rosa, headline="Never saved")
    assert rosa.post(recover_url(one))["Location"] == reverse("admin:index")
    assert not Recovery.objects.exists()


def test_another_story_is_not_offered_a_new_ones_words(rosa, reporter):
    leave_unsaved(rosa, headline="Never saved")
    assert offers(rosa, change_url(make_article(created_by=reporter))) == []


# A fix of what readers see


def test_an_unsaved_fix_is_offered_shown_over_what_readers_see_and_gone_on_with_there(edith, editor):
    story = make_live(headline="Ferry late", by=editor)
    edition = story.editions.get()
    save(edith, story, headline="Ferry later still")
    story.refresh_from_db()
    one = leave_unsaved(edith, story, headline="Ferry late by an hour", opened=edition.pk)
    assert "over what readers see" in offers(edith, change_url(story))[0]
    shown = page(edith.get(recover_url(one)))
    assert "still" not in shown.find_class("difference")[0].text_content()
    fix = reverse("admin:articles_article_fix", args=[story.pk])
    assert f"{fix}?recover={one.pk}" in [link.get("href") for link in shown.xpath("//a")]


def test_a_drafts_words_cannot_be_gone_on_with_as_a_fix(edith, editor):
    story = make_live(headline="Ferry late", by=editor)
    one = leave_unsaved(edith, story, headline="Unfinished")
    response = edith.get(reverse("admin:articles_article_fix", args=[story.pk]), {"recover": one.pk})
    assert form_on(response)["headline"][0].strip() == "Ferry late"


def test_an_unsaved_fix_is_gone_on_with_on_the_page_of_the_live_text(edith, editor):
    story = make_live(headline="Ferry late", by=editor)
    one = leave_unsaved(edith, story, headline="Ferry late by an hour", opened=story.editions.get().pk)
    url = f"{reverse('admin:articles_article_fix', args=[story.pk])}?recover={one.pk}"
    sent = form_on(edith.get(url))
    assert sent["headline"][0].strip() == "Ferry late by an hour" and sent["tab"] == [one.tab]
