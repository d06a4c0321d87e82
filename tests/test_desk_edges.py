"""What must hold of saving, merging, fixing and taking down, and did not."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.desk import saving
from articles.models import Address, Article, Correction, Recovery, Revision, publishing
from articles.models.snapshot import words_of, words_of_edition
from articles.models.takedown import Order
from paper.models import Paper
from tests.desk import change_url, form_on, page, press
from tests.makers import ahead, make_article, make_live, utc

pytestmark = pytest.mark.django_db
TWO = "<p>The ferry left at nine.</p><p>It came back at ten.</p>"


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def ada(administrator):
    ada = Client()
    ada.force_login(administrator)
    return ada


def both_open(edith, ada, **fields):
    article = make_article(**{"body": TWO, "headline": "Ferry late", **fields})
    return article, form_on(edith.get(change_url(article))), form_on(ada.get(change_url(article)))


def send(client, article, form, do="save", **typed):
    return client.post(change_url(article), form | typed | {"do": do})


def answered(client, response, article, **answers):
    """Send the page of collisions: every one written as `answers` say, by field."""
    data = form_on(response, "merge")
    for name in [name for name in data if name.startswith("written-")]:
        key = name.removeprefix("written-")
        data |= {f"answer-{key}": "write", name: answers[key.rpartition("-")[0]]}
    return client.post(change_url(article), data)


def collide(edith, ada, field, one, other, written, **fields):
    article, hers, mine = both_open(edith, ada, **fields)
    send(edith, article, hers, **{field: one})
    response = send(ada, article, mine, **{field: other})
    response = answered(ada, response, article, **{field: written})
    article.refresh_from_db()
    return article, response


# Taken down


def test_a_save_that_was_under_way_brings_no_sealed_word_back(edith, administrator, monkeypatch):
    article = make_article(headline="Ferry late")
    form = form_on(edith.get(change_url(article)))
    base_of = saving.base_of

    def while_it_is_saved(form):
        Article.objects.get(pk=form.instance.pk).take_down(Order("A court order"), by=administrator)
        return base_of(form)

    monkeypatch.setattr(saving, "base_of", while_it_is_saved)
    send(edith, article, form, headline="The sealed name")
    article.refresh_from_db()
    assert article.headline != "The sealed name"
    assert not Revision.objects.filter(article=article, headline="The sealed name").exists()


def test_a_window_opened_before_a_passage_was_removed_does_not_publish_it_again(edith, administrator, reader):
    article = make_live(body="<p>Jane Roe left. The ferry sailed.</p>", headline="Ferry late")
    form = form_on(edith.get(change_url(article)))
    article.take_down(Order("A court order"), by=administrator, passage="Jane Roe")
    send(edith, article, form, headline="Ferry very late")
    press(edith, change_url(article), "publish")
    assert "Jane Roe" not in Client().get(article.editions.live().get().url).content.decode()


def test_a_removed_passage_stays_in_no_reason_on_the_desk(editor, administrator):
    article = make_article(body="<p>Jane Roe left.</p>")
    article.submit(by=None)
    article.send_back(by=editor, note="Ask Jane Roe first")
    article.embargo(by=editor, reason="Until Jane Roe was told")
    article.hold(by=editor, reason="Jane Roe sues")
    article.take_down(Order("A court order"), by=administrator, passage="Jane Roe")
    kept = (article.sent_back_because, article.embargo_reason, article.hold_reason)
    assert not any("Jane Roe" in text for text in kept), kept


# Saving


def test_somebody_elses_planned_day_outlives_a_save_from_an_older_form(edith, ada):
    article, hers, mine = both_open(edith, ada)
    send(edith, article, hers, planned_for="2031-05-06")
    send(ada, article, mine, deck="Again")
    article.refresh_from_db()
    assert str(article.planned_for) == "2031-05-06"


def test_what_another_program_does_not_send_leaves_the_planned_day(edith):
    article = make_article(headline="Ferry late")
    Article.objects.filter(pk=article.pk).update(planned_for="2031-05-06")
    form = form_on(edith.get(change_url(article)))
    del form["planned_for"]
    send(edith, article, form, deck="Again")
    article.refresh_from_db()
    assert str(article.planned_for) == "2031-05-06"


def test_a_correction_somebody_took_out_does_not_come_back_from_an_older_form(edith, ada):
    article = make_article(headline="Ferry late", body=TWO)
    Correction.objects.create(article=article, text="It left at eight.")
    hers, mine = (form_on(who.get(change_url(article))) for who in (edith, ada))
    send(edith, article, hers, **{"corrections-0-DELETE": "on"})
    assert not article.corrections.exists()
    send(ada, article, mine, deck="Again")
    article.refresh_from_db()
    assert article.deck == "Again"
    assert not article.corrections.exists()


def test_a_correction_somebody_added_does_not_cost_mine_its_key(edith, ada):
    """A published correction that moved places keeps its key, and so its moment."""
    article = make_article(headline="Ferry late", body=TWO)
    Correction.objects.create(article=article, key="aaaa", text="It left at eight.")
    hers, mine = (form_on(who.get(change_url(article))) for who in (edith, ada))
    send(edith, article, hers, **{"corrections-1-kind": "correction", "corrections-1-text": "It came back at nine."})
    send(ada, article, mine, deck="Again")
    assert "aaaa" in article.corrections.values_list("key", flat=True) and article.corrections.count() == 2


def test_words_saved_into_a_story_deleted_meanwhile_are_answered_as_json(edith, editor):
    article = make_article()
    form = form_on(edith.get(change_url(article)))
    url = change_url(article)
    article.delete()
    response = edith.post(url, form | {"do": "save", "deck": "Typed"}, headers={"accept": "application/json"})
    assert response.status_code < 500


def test_words_nobody_saved_outlive_the_story_they_were_typed_into(reporter):
    article = make_article()
    Recovery.objects.keep(user=reporter, article=article.pk, tab="a", base=1, typed={"body": ["Typed"]}, headline="")
    Article.objects.get(pk=article.pk).delete()
    assert Recovery.objects.filter(user=reporter).exists()


def test_a_hold_set_while_somebody_deletes_keeps_the_story(edith, editor, rf):
    from django.contrib import admin

    article = make_article()
    seen = Article.objects.with_state().get(pk=article.pk)
    article.hold(by=editor, reason="A letter came")
    request = rf.post("/")
    request.user = editor
    with suppress(Exception):  # any refusal will do
        admin.site._registry[Article].delete_model(request, seen)
    assert Article.objects.filter(pk=article.pk).exists()


# Merging: what is written as an answer


def test_a_headline_written_as_an_answer_may_not_be_longer_than_a_headline(edith, ada):
    article, response = collide(edith, ada, "headline", "Boats sink", "Trams stop", "x" * 400)
    assert response.status_code < 500 and len(article.headline) <= 300


def test_headlines_that_grow_on_both_sides_are_no_error(edith, ada):
    base = "Ferry " + "very " * 30 + "late"
    article, hers, mine = both_open(edith, ada, headline=base)
    send(edith, article, hers, headline="north " * 20 + base)
    response = send(ada, article, mine, headline=base + " south" * 20)
    article.refresh_from_db()
    assert response.status_code < 500 and len(article.headline) <= 300


def test_an_answer_with_a_zero_byte_is_no_error(edith, ada):
    _, response = collide(edith, ada, "headline", "Boats sink", "Trams stop", "Trams\0 sink")
    assert response.status_code < 500


def test_an_address_written_as_an_answer_is_one_that_readers_reach(edith, ada, reader):
    article, _ = collide(edith, ada, "slug", "boats", "trams", "Boats & Trams?", section=None)
    article.publish(by=None)
    assert Client().get(article.editions.live().get().url).status_code == 200


def test_an_original_written_as_an_answer_is_a_web_address(edith, ada):
    urls = ("https://a.example/", "https://b.example/", "javascript:alert(1)")
    article, _ = collide(edith, ada, "canonical_url", *urls, source_name="A")
    assert not article.canonical_url.startswith("javascript:")


def test_a_language_merge_and_a_kind_merge_never_make_an_unpaid_sponsored_piece(edith, ada):
    article, hers, mine = both_open(edith, ada, sponsor="Acme")
    send(edith, article, hers, kind="sponsored")
    send(ada, article, mine, sponsor="")
    article.refresh_from_db()
    assert article.kind != "sponsored" or article.sponsor


# Fixing what readers see


def fix_url(article):
    return change_url(article).replace("/change/", "/fix/")


def test_a_fix_without_rows_of_corrections_publishes_none_of_the_drafts(edith):
    article = make_live(headline="Ferry late", body=TWO)
    Correction.objects.create(article=article, text="Not decided yet.")
    form = form_on(edith.get(fix_url(article)))
    form = {name: value for name, value in form.items() if not name.startswith("corrections-")}
    typed = {"body": TWO.replace("nine", "eight"), "do": "fix"}
    response = edith.post(fix_url(article), form | typed)
    seen = page(response).xpath("//*[@id='panel']//input[@name='seen']")[0].get("value")
    edith.post(fix_url(article), form | typed | {"seen": seen, "note": "So be it"})
    assert article.editions.count() == 2
    assert article.editions.live().get().corrections == []


def test_a_fix_carried_into_what_is_scheduled_leaves_no_draft_ahead_of_it(clock):
    article = make_live(headline="Ferry late", body=TWO)
    story = Article.objects.get(pk=article.pk)
    story.claim_version(1, by=None)
    story.deck = "Again"
    story.save()
    story.keep_version(by=None)
    planned = story.publish(by=None, at=ahead(hours=1))
    assert planned.version == story.version
    live = story.editions.live().get()
    story.fix(live, words_of_edition(live) | {"body": TWO.replace("nine", "eight")}, by=None)
    clock.set(ahead(hours=2))
    now = Article.objects.with_state().get(pk=article.pk)
    said, kept = words_of_edition(story.editions.live().get()), words_of(now)
    assert said == kept
    assert now.live_version == now.version


def test_a_fix_with_no_language_typed_is_in_the_papers(edith):
    article = make_live(headline="Ferry late", body=TWO)
    press(edith, fix_url(article), "fix", language="", direction="")
    edition = article.editions.live().get()
    assert article.editions.count() == 2
    assert (edition.language, edition.direction) == ("en", "ltr")


def test_a_fix_over_no_edition_at_all_is_no_error(edith):
    article = make_live(headline="Ferry late", body=TWO)
    form = form_on(edith.get(fix_url(article)))
    assert edith.post(fix_url(article), form | {"opened": "9" * 5000, "do": "fix"}).status_code < 500


def test_a_retracted_story_without_its_text_can_have_its_headline_fixed(edith):
    article = make_live(headline="Feryr late", body=TWO)
    article.retract(by=None, notice="It was untrue.", keep_text=False)
    live = article.editions.live().get()
    article.fix(live, words_of_edition(live) | {"headline": "Ferry late"}, by=None)
    assert article.editions.live().get().headline == "Ferry late"


# Scheduling


def test_what_changed_for_readers_is_kept_with_a_scheduled_edition(edith):
    Paper(lists_changes=True).save()
    article = make_live(headline="Ferry late", body=TWO)
    press(edith, change_url(article), "schedule", on="2031-05-06", at="09:00", line="The hour of sailing was added")
    assert article.editions.scheduled().get().line == "The hour of sailing was added"


def test_scheduling_the_changes_keeps_the_line_for_readers():
    article = make_live(headline="Ferry late", body=TWO)
    planned = article.publish(by=None, at=ahead(hours=1), line="The hour of sailing was added")
    assert article.schedule_changes(planned, by=None).line == "The hour of sailing was added"


def test_no_change_of_address_is_told_where_the_number_behind_it_stays(edith):
    for _ in range(2):
        article = make_article(headline="Ferry late", body=TWO, slug="storm")
        article.publish(by=None, at=utc(2018, 2, 14, 9))
    assert article.editions.get().slug == "storm-2"
    told = press(edith, change_url(article), "publish", anyway=None).content.decode()
    assert "address changes" not in told


# Crafted


def test_a_fix_asked_of_the_storys_own_form_is_no_error(edith):
    article = make_live(headline="Ferry late", body=TWO)
    edith.raise_request_exception = False
    assert send(edith, article, form_on(edith.get(change_url(article))), do="fix").status_code < 500


def test_one_key_on_two_corrections_is_no_error(edith):
    article = make_article(headline="Ferry late", body=TWO)
    Correction.objects.create(article=article, key="aaaa", text="It left at eight.")
    form = form_on(edith.get(change_url(article)))
    rows = {"corrections-1-key": "aaaa", "corrections-1-kind": "correction", "corrections-1-text": "Another."}
    edith.raise_request_exception = False
    assert send(edith, article, form, **rows).status_code < 500


@pytest.mark.parametrize("field", ["topics", "section"])
def test_a_number_no_row_can_have_is_no_error(edith, field):
    article = make_article(headline="Ferry late", body=TWO)
    form = form_on(edith.get(change_url(article)))
    edith.raise_request_exception = False
    assert send(edith, article, form, **{field: ["9" * 30]}).status_code < 500


@pytest.mark.parametrize("version", ["9" * 30, "-5", "", "x", "\0", "0"])
def test_a_version_nobody_had_saves_nothing(edith, version):
    article = make_article(headline="Ferry late", body=TWO)
    form = form_on(edith.get(change_url(article)))
    edith.raise_request_exception = False
    assert send(edith, article, form, version=version, headline="Other").status_code < 500
    article.refresh_from_db()
    assert article.headline == "Ferry late"


NAUGHTY = ["\0", "a\0b", "x" * 100_000, "\u202e<script>", "9" * 5000, "٣" * 50]
FIELDS = [
    "headline", "deck", "body", "kicker", "dateline", "kind", "sponsor", "slug", "language", "direction", "search_title",
    "description", "canonical_url", "source_name", "front_headline", "note", "line", "planned_for", "on", "at", "offset",
    "tab", "seen", "change", "bylines-0-name", "bylines-0-role", "bylines-0-credited_as", "bylines-0-ORDER",
    "corrections-0-text", "corrections-0-kind", "corrections-0-key", "bylines-TOTAL_FORMS", "corrections-TOTAL_FORMS",
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_nothing_typed_anywhere_is_an_error(edith, field):
    article = make_article(headline="Ferry late", body=TWO)
    form = form_on(edith.get(change_url(article)))
    edith.raise_request_exception = False
    bad = []
    for typed in NAUGHTY:
        answers = {do: send(edith, article, form, do=do, **{field: typed}) for do in ("save", "schedule", "publish")}
        for beside in ("panel", "preview"):
            answers[beside] = edith.post(
                change_url(article).replace("change", beside), form | {field: typed, "do": "publish"}
            )
        bad += [(typed[:10], do) for do, answer in answers.items() if answer.status_code >= 500]
    assert not bad, bad


@pytest.mark.parametrize("day", ["0001-01-01", "0999-12-31", "9999-12-31"])
def test_any_planned_day_can_be_shown(edith, day):
    article = make_article(headline="Ferry late", body=TWO)
    edith.raise_request_exception = False
    send(edith, article, form_on(edith.get(change_url(article))), planned_for=day)
    pages = (change_url(article), "/admin/", "/admin/articles/article/", "/admin/articles/article/?state=overdue")
    assert [edith.get(url).status_code for url in pages] == [200] * 4


@pytest.mark.parametrize(
    "path", ["?q=%00", "?q=/2018/02/14/%00/", "stories/?q=%00x", "stories/?q=/2018/02/14/a%00/", "names/?q=a%00bc"]
)
def test_a_zero_byte_in_a_search_is_no_error(edith, path):
    edith.raise_request_exception = False
    assert edith.get(f"/admin/articles/article/{path}").status_code < 500


def test_an_account_with_a_long_name_saves_and_publishes(edith, editor):
    editor.first_name, editor.last_name = "F" * 150, "L" * 150
    editor.save()
    article = make_article(headline="Ferry late", body=TWO)
    edith.raise_request_exception = False
    assert send(edith, article, form_on(edith.get(change_url(article))), deck="Again").status_code == 302


# Two at once


def run(action):
    try:
        return action()
    except Exception as error:
        return error
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_letting_go_of_the_zone_never_overtakes_a_publish(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("its transactions wait for each other")
    going, coming = make_article(), make_article()
    planned = going.publish(by=None, at=ahead(hours=1))
    held = Event()
    hold = publishing.hold_zone

    def slow_hold(value):
        hold(value)
        if value:
            held.set()
            sleep(1)

    monkeypatch.setattr(publishing, "hold_zone", slow_hold)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(run, lambda: coming.publish(by=None))
        held.wait(5)
        other = pool.submit(run, lambda: going.withdraw(planned, by=None))
        assert not [done for done in (one.result(), other.result()) if isinstance(done, Exception)]
    assert Address.objects.exists() and Paper.objects.get().zone_held


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_publishing_stories_of_one_address_wait_in_line(monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("its transactions wait for each other")
    first, other = (make_article(headline="Storm warning") for _ in range(2))
    early = first.publish(by=None, at=ahead(days=2))
    first.publish(by=None, at=ahead(days=5))
    settled = Event()
    settle = publishing.settle

    def slow_settle(story, *rest):
        settle(story, *rest)
        if story.pk == first.pk:
            settled.set()
            sleep(1.5)

    monkeypatch.setattr(publishing, "settle", slow_settle)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(run, lambda: first.withdraw(early, by=None))
        settled.wait(5)
        two = pool.submit(run, lambda: other.publish(by=None, at=ahead(days=5)))
        results = [one.result(), two.result()]
    assert not any(isinstance(result, Exception) for result in results), results


@pytest.mark.django_db(transaction=True)
def test_two_who_name_one_new_author_at_once_both_save(editor, administrator, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("its transactions wait for each other")
    from articles.desk.bylines import BylineRows

    stories, clients = [make_article(), make_article()], [Client(), Client()]
    for one, who in zip(clients, (editor, administrator), strict=True):
        one.force_login(who)
        one.raise_request_exception = False
    make = BylineRows.make_authors
    barrier = Barrier(2)

    def both(self, *, by):
        barrier.wait(5)
        return make(self, by=by)

    monkeypatch.setattr(BylineRows, "make_authors", both)

    def press_one(one, story):
        return press(one, change_url(story), "save", bylines=[("Nora Quist", "author", "")]).status_code

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(run, lambda a=a, s=s: press_one(a, s)) for a, s in zip(clients, stories, strict=True)]
        results = [one.result() for one in done]
    assert results == [302, 302]


def test_the_form_takes_as_many_queries_however_many_editions_there_are(edith):
    def count(article):
        edith.get(change_url(article))
        with CaptureQueriesContext(connection) as caught:
            edith.get(change_url(article))
        return len(caught)

    counts, article = [], make_live(headline="Ferry late", body=TWO)
    for _ in range(3):
        counts.append(count(article))
        for n in range(4):
            story = Article.objects.get(pk=article.pk)
            story.claim_version(story.version, by=None)
            Correction.objects.create(article=story, text=f"Wrong {n}")
            story.keep_version(by=None)
            story.publish(by=None)
            story.publish(by=None, at=ahead(days=len(counts), hours=n))
    assert len(set(counts)) == 1


def test_a_story_deleted_while_it_is_saved_is_no_error(edith, monkeypatch):
    article = make_article(headline="Ferry late", body=TWO)
    form = form_on(edith.get(change_url(article)))
    monkeypatch.setattr(saving, "base_of", lambda form: Article.objects.filter(pk=form.instance.pk).delete()[0])
    edith.raise_request_exception = False
    assert send(edith, article, form, deck="Again").status_code < 500


def test_a_short_name_is_taken_out_of_a_full_headline():
    article = make_article(headline="東京" * 150, body="<p>東京</p>")
    article.take_down(Order("A court order"), by=None, passage="東京")
    article.refresh_from_db()
    assert len(article.headline) <= 300


def test_one_form_sent_twice_makes_one_story(edith):
    url = "/admin/articles/article/add/"
    data = form_on(edith.get(url)) | {"headline": "Ferry late", "body": TWO, "tab": "a1", "do": "save"}
    edith.post(url, data)
    edith.post(url, data)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "do", ["publish", "schedule", "approve", "send_back", "fix", "withdraw:1", "move:1", "schedule_changes:1"]
)
def test_a_move_without_the_right_writes_nothing(client, reporter, do):
    article = make_article(headline="Ferry late", body=TWO, created_by=reporter)
    client.force_login(reporter)
    form = form_on(client.get(change_url(article)))
    assert send(client, article, form, do=do, headline="Other").status_code == 403
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Ferry late", 1)


def test_both_corrections_kept_can_be_saved_again(edith, ada):
    article = make_article(headline="Ferry late", body=TWO)
    Correction.objects.create(article=article, key="aaaa", text="It left at eight.")
    hers, mine = (form_on(who.get(change_url(article))) for who in (edith, ada))
    send(edith, article, hers, **{"corrections-0-text": "eight " * 300})
    response = send(ada, article, mine, **{"corrections-0-text": "nine " * 300})
    data = form_on(response, "merge")
    data |= {name.replace("written-", "answer-"): "both" for name in data if name.startswith("written-")}
    keys = {box.get("name") for box in page(response).xpath("//form[@id='merge']//input[@type='radio']")}
    ada.post(change_url(article), data | dict.fromkeys(keys, "both"))
    assert send(ada, article, form_on(ada.get(change_url(article))), deck="Again").status_code == 302


@pytest.mark.parametrize("field", FIELDS)
def test_nothing_typed_over_the_live_text_is_an_error(edith, field):
    article = make_live(headline="Ferry late", body=TWO)
    form = form_on(edith.get(fix_url(article)))
    edith.raise_request_exception = False
    bad = [
        typed[:10]
        for typed in NAUGHTY
        if edith.post(fix_url(article), form | {field: typed, "do": "fix"}).status_code >= 500
    ]
    assert not bad, bad
