"""The writing page's pulse: unsaved words are kept for who typed them, and people see who else is there. Nobody is disturbed."""

import json

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.desk.pulse import user_token
from articles.models import Article, Move, Presence, Recovery, Revision
from articles.models.takedown import Order
from tests.desk import ADD, change_url, form_on, page
from tests.makers import ago, make_article, make_author, make_live, utc
from tests.test_races import together

pytestmark = pytest.mark.django_db
NEW = reverse("admin:articles_article_pulse_new")
AGAIN = reverse("admin:articles_sign_in_again")


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


def pulse_url(story):
    return reverse("admin:articles_article_pulse", args=[story.pk])


def pulse(client, story=None, /, tab="tab-1", **sent):
    """One pulse; `typed` are the form's fields."""
    typed = sent.pop("typed", {})
    about = {"tab": tab, "base": story.version if story else 0, "dirty": int(bool(typed)), **sent}
    return client.post(pulse_url(story) if story else NEW, {**typed, **about})


# Keeping words


def test_what_is_typed_is_kept_for_its_window_with_its_base_and_the_last_wins(edith, editor):
    story = make_article(headline="Saved")
    first = pulse(edith, story, typed={"headline": "Typed  on", "topics": ["4", "7"], "do": "publish"})
    pulse(edith, story, typed={"headline": "Typed over", "topics": ["4"]})
    kept = Recovery.objects.get()
    assert (kept.article, kept.user, kept.tab, kept.base, kept.headline) == (story, editor, "tab-1", 1, "Typed over")
    assert kept.typed == {"headline": ["Typed over"], "topics": ["4"]}
    assert first.json()["kept_at"] and len(first.json()["kept"]) == 5


def test_keeping_makes_no_version_no_conflict_no_record_and_tells_nobody(edith, editor):
    story = make_live(headline="Saved", by=editor)
    moves = Move.objects.count()
    pulse(edith, story, typed={"headline": "Typed"})
    now = Article.objects.get()
    assert (now.headline, now.version, now.changed_at) == ("Saved", story.version, story.changed_at)
    assert Move.objects.count() == moves and Revision.objects.filter(headline="Typed").count() == 0


def test_a_pulse_without_words_keeps_what_was_kept(edith):
    story = make_article()
    pulse(edith, story, typed={"headline": "Typed"})
    answer = pulse(edith, story, dirty=1).json()
    assert answer["kept_at"] is None and Recovery.objects.get().headline == "Typed"


def test_two_windows_of_one_person_are_two_copies_and_two_people_do_not_touch_each_others(edith, rosa, reporter):
    story = make_article(created_by=reporter)
    for client, tab in ((edith, "a"), (edith, "b"), (rosa, "a")):
        pulse(client, story, tab=tab, typed={"headline": f"{tab}"})
    assert Recovery.objects.count() == 3


def test_what_was_undone_is_kept_no_more(edith):
    story = make_article()
    pulse(edith, story, typed={"headline": "Typed"})
    pulse(edith, story, undone=1)
    assert not Recovery.objects.exists()


def test_who_goes_on_with_the_words_of_another_window_takes_their_place(edith, editor, rosa, reporter):
    story = make_article(created_by=reporter)
    for client, tab in ((edith, "old"), (rosa, "old")):
        pulse(client, story, tab=tab, typed={"headline": "Begun"})
    pulse(edith, story, tab="new", instead="old", typed={"headline": "Begun, gone on"})
    assert {(kept.user, kept.tab) for kept in Recovery.objects.all()} == {(editor, "new"), (reporter, "old")}


def test_a_new_storys_words_are_kept_without_a_story(rosa, reporter):
    answer = pulse(rosa, typed={"headline": "Never saved"})
    assert answer.json() == {**answer.json(), "version": 0, "here": []}
    assert (Recovery.objects.get().article, Recovery.objects.get().headline) == (None, "Never saved")
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "\x00null\x00",
        "\ud7ff\uffff\ufffe",
        "\u202ertl\u202c \u200b\ufeff",
        "😀" * 400,
        "</script><b>",
        "'; DROP TABLE--",
        "\r\n\t\x1b[0m",
        "ﷺ" * 300,
    ],
)
def test_naughty_strings_survive(edith, typed):
    story = make_article()
    assert pulse(edith, story, typed={"headline": typed, "body": typed * 20}).status_code == 200
    kept = Recovery.objects.get()
    assert kept.typed["headline"][0] == typed.replace("\x00", "")
    assert len(kept.headline) <= 300


def test_bytes_that_are_no_text_are_taken_as_they_can_be_read(edith):
    story = make_article()
    sent = b"tab=tab-1&base=1&dirty=1&headline=caf%E9%ED%A0%80+%00"
    assert edith.post(pulse_url(story), sent, content_type="application/x-www-form-urlencoded").status_code == 200
    assert Recovery.objects.get().headline.startswith("caf")


def test_more_than_the_settings_allow_is_refused(edith, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    assert pulse(edith, make_article(), typed={"body": "long " * 1000}).status_code in (400, 413)
    assert not Recovery.objects.exists()


@pytest.mark.parametrize("tab", ["", "a b", "é", "x" * 41, "../.."])
def test_a_window_has_a_plain_name(edith, tab):
    assert pulse(edith, make_article(), tab=tab, typed={"headline": "Typed"}).status_code == 400


@pytest.mark.parametrize("base", ["", "-1", "nine", "²", "9" * 30])
def test_a_base_that_is_none_counts_as_none(edith, base):
    assert pulse(edith, make_article(), base=base, typed={"headline": "Typed"}).status_code == 200
    assert Recovery.objects.get().base == 0


# Who may


def test_a_lost_session_is_told_and_not_sent_elsewhere():
    answer = pulse(Client(), make_article(), typed={"headline": "Typed"})
    assert answer.status_code == 401 and "signed out" in answer.json()["error"]
    assert not Recovery.objects.exists()


def test_words_of_one_person_are_not_kept_for_another_who_signed_in_meanwhile(edith, editor, reporter):
    answer = pulse(edith, make_article(), who=reporter.pk, typed={"headline": "Rosa’s"})
    assert answer.status_code == 409 and answer.json()["name"] == str(editor)
    assert not Recovery.objects.exists()


def test_who_may_only_read_the_story_has_no_pulse(rosa):
    assert pulse(rosa, make_article(), typed={"headline": "Typed"}).status_code == 403
    assert not Recovery.objects.exists() and not Presence.objects.exists()


def test_who_may_write_no_story_keeps_none(bio_manager):
    client = Client()
    client.force_login(bio_manager)
    assert pulse(client, typed={"headline": "Typed"}).status_code == 403


def test_a_story_that_was_taken_down_accepts_nothing(edith, administrator):
    story = make_live()
    story.take_down(Order("court order"), by=administrator)
    answer = pulse(edith, story, typed={"headline": "The name again"})
    assert answer.status_code == 410 and not Recovery.objects.exists()


def test_a_pulse_needs_the_forms_token(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert pulse(client, make_article(), typed={"headline": "Typed"}).status_code == 403
    assert not Recovery.objects.exists()


def test_a_pulse_only_comes_by_post(edith):
    assert edith.get(pulse_url(make_article())).status_code == 405


def test_of_a_deleted_story_nothing_is_kept(edith):
    story = make_article()
    Article.objects.filter(pk=story.pk).delete()
    assert pulse(edith, story, typed={"headline": "Typed"}).status_code == 404


# Who is here


def test_people_see_each_other_and_their_own_other_windows(edith, rosa, editor, reporter):
    story = make_article(created_by=reporter)
    assert pulse(edith, story, tab="a").json()["here"] == []
    pulse(edith, story, tab="b", dirty=1)
    assert pulse(rosa, story, tab="a").json()["here"] == [
        {"name": "edith", "typing": False, "mine": False},
        {"name": "edith", "typing": True, "mine": False},
    ]
    here = pulse(edith, story, tab="a").json()["here"]
    assert here == [{"name": "edith", "typing": True, "mine": True}, {"name": "rosa", "typing": False, "mine": False}]
    assert Presence.objects.count() == 3


def test_who_leaves_is_gone_at_once_and_who_falls_silent_within_a_minute(edith, rosa, reporter):
    story = make_article(created_by=reporter)
    pulse(rosa, story, tab="left")
    pulse(rosa, story, tab="left", gone=1)
    pulse(rosa, story, tab="silent")
    assert len(pulse(edith, story, tab="a").json()["here"]) == 1
    Presence.objects.filter(tab="silent").update(at=ago(seconds=31))
    assert pulse(edith, story, tab="a").json()["here"] == []


def test_leaving_keeps_the_last_words_and_sweeps_old_presence(edith, editor):
    story, other = make_article(), make_article()
    Presence.objects.create(article=other, user=editor, tab="old", at=ago(days=2))
    pulse(edith, story, gone=1, typed={"headline": "Last word"})
    assert Recovery.objects.get().headline == "Last word" and not Presence.objects.exists()


def test_a_newer_version_is_told_with_who_saved_it(edith, rosa, reporter):
    story = make_article(created_by=reporter)
    assert "changed_by" not in pulse(edith, story).json()
    before = story.version
    story.claim_version(before, by=reporter)
    answer = pulse(edith, story, base=before).json()
    assert (answer["version"], answer["changed_by"], answer["changed_by_you"]) == (before + 1, "rosa", False)
    assert pulse(rosa, story, base=before).json()["changed_by_you"] is True
    assert "changed_by" not in pulse(edith, story, base=before + 1).json()


def test_a_save_by_a_deleted_account_is_somebodys(edith):
    story = make_article(version=3)
    assert pulse(edith, story, base=2).json()["changed_by"] == "Somebody"


def test_times_are_the_papers_and_of_another_day_with_the_date(edith, clock):
    story = make_article(changed_at=utc(2018, 2, 14, 22, 41))
    clock.set(utc(2018, 2, 14, 23, 59))
    assert pulse(edith, story).json()["saved"] == "22:41"
    clock.set(utc(2018, 2, 16, 9, 0))
    assert pulse(edith, story).json()["saved"] == "14 Feb 22:41"


def queries(client, story, **sent):
    with CaptureQueriesContext(connection) as found:
        assert pulse(client, story, **sent).status_code == 200
    return [query["sql"] for query in found if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def test_a_pulse_costs_few_queries_however_many_are_there(edith, reporter):
    story = make_article(authors=[make_author()])
    pulse(edith, story, typed={"headline": "Typed"})
    for n in range(12):
        Presence.objects.create(article=story, user=reporter, tab=f"t{n}", at=timezone.now())
    alone = queries(edith, story)
    assert len(alone) == 6, alone  # session, account, roles, story, presence, the others
    keeping = queries(edith, story, typed={"headline": "Typed on"})
    assert len(keeping) == 9, keeping  # and the lock, what was kept, what is kept


def test_presence_goes_with_a_story_and_with_an_account(edith, editor):
    story = make_article()
    pulse(edith, story, typed={"headline": "Typed"})
    User.objects.filter(pk=editor.pk).delete()
    assert not Presence.objects.exists() and not Recovery.objects.exists()


# Signing in again


def sign_in(client, user, password="quay-lamp-42", **headers):
    said = {"user": user_token(user), "password": password}
    return client.post(AGAIN, json.dumps(said), content_type="application/json", headers=headers)


def test_who_is_signed_in_is_told_with_a_token(edith, editor):
    assert Client().get(AGAIN).json()["user"] is None
    answer = edith.get(AGAIN).json()
    assert (answer["user"], answer["name"]) == (editor.pk, "edith") and answer["token"]


def test_the_password_signs_in_again_and_brings_a_new_token(reporter):
    client = Client(enforce_csrf_checks=True)
    story = make_article(created_by=reporter)
    token = client.get(AGAIN).json()["token"]
    answer = sign_in(client, reporter, **{"X-CSRFToken": token})
    assert answer.status_code == 200
    sent = {"tab": "a", "base": 1, "headline": "Typed", "csrfmiddlewaretoken": answer.json()["token"]}
    assert client.post(pulse_url(story), sent).status_code == 200
    assert Recovery.objects.get().user == reporter


def test_another_accounts_password_does_not(reporter, editor):
    User.objects.filter(pk=editor.pk).update(password=make_password("tide-rope-7"))
    client = Client()
    answer = sign_in(client, reporter, password="tide-rope-7")
    assert answer.status_code == 403 and "not the password of rosa" in answer.json()["error"]
    assert pulse(client, make_article()).status_code == 401


def test_who_may_not_open_the_desk_any_more_is_not_signed_in(reporter):
    User.objects.filter(pk=reporter.pk).update(is_staff=False)
    assert sign_in(Client(), reporter).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"user": "1:x:y", "password": "a"}', b"\xff", b'{"user": 3, "password": "a"}']
)
def test_nonsense_signs_nobody_in(body):
    assert Client().post(AGAIN, body, content_type="application/json").status_code == 400


def test_a_deleted_account_signs_nobody_in(reporter):
    token = user_token(reporter)
    reporter.delete()
    body = json.dumps({"user": token, "password": "quay-lamp-42"})
    assert Client().post(AGAIN, body, content_type="application/json").status_code == 400


def test_signing_in_again_needs_a_token_of_the_browser(reporter):
    assert sign_in(Client(enforce_csrf_checks=True), reporter).status_code == 403


# The page


def test_the_page_names_its_pulse_and_its_window_is_empty_before_the_script_names_it(edith):
    story = make_article()
    for url, at in ((change_url(story), pulse_url(story)), (ADD, NEW)):
        assert f'data-pulse="{at}"' in edith.get(url).content.decode()
    assert page(edith.get(change_url(story))).xpath("//input[@name='tab'][not(@value)]")


def test_a_save_takes_what_was_kept_of_its_window_and_no_other(edith, editor):
    story = make_article(headline="Was")
    for tab in ("mine", "other"):
        pulse(edith, story, tab=tab, typed={"headline": f"From {tab}"})
    data = form_on(edith.get(change_url(story))) | {"headline": "From mine", "tab": "mine", "do": "save"}
    assert edith.post(change_url(story), data).status_code == 302
    assert Recovery.objects.get().tab == "other"


def test_a_refused_save_leaves_what_was_kept(edith):
    story = make_article(headline="Was")
    pulse(edith, story, tab="mine", typed={"slug": "Not An Address!"})
    data = form_on(edith.get(change_url(story))) | {"slug": "Not An Address!", "tab": "mine", "do": "save"}
    response = edith.post(change_url(story), data)
    assert Recovery.objects.get().tab == "mine" and form_on(response)["tab"] == ["mine"]


# Everybody at once


@pytest.mark.django_db(transaction=True)
def test_pulses_of_one_window_at_once_make_one_presence_and_one_copy(editor):
    story, clients = make_article(), [Client() for _ in range(6)]
    for client in clients:
        client.force_login(editor)
    answers = together(*[lambda c=c: pulse(c, story, typed={"headline": "Typed"}).status_code for c in clients])
    assert answers == [200] * 6
    assert (Presence.objects.count(), Recovery.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_story_that_is_being_taken_down(edith, editor, administrator):
    story = make_live(by=editor)
    together(
        lambda: Article.objects.get(pk=story.pk).take_down(Order("court order"), by=administrator),
        *[lambda n=n: pulse(edith, story, tab=f"t{n}", typed={"headline": "The name"}) for n in range(4)],
    )
    assert not Recovery.objects.exists()
