"""Bios that need care on the desk: the queue, one-click mending, letting stand, and sentences that may go."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authors.care import CHECKS
from authors.models import Author, Dismissal, Finding, Outlet
from authors.models.words import words_of
from tests.makers import make_author, make_live

pytestmark = pytest.mark.django_db

QUEUE = "/admin/authors/author/care/"
LOST = "<p>Ann Lee is Senior Editor for She has covered the estuary since 2012.</p>"
LISTED = "<p>Ann Lee writes about tides. Her work has appeared in Slack Water, the Whinmouth Chronicle and the Orr Valley Argus.</p>"


@pytest.fixture
def desk(client, bio_manager):
    client.force_login(bio_manager)
    return client


def with_outlets(author, *names):
    for name in names:
        author.outlet_credits.create(outlet=Outlet.called(name))
    author.keep(by=None)


def act(desk, author, **post):
    return desk.post(f"/admin/authors/author/{author.pk}/care/", post, follow=True).content.decode()


def test_a_bio_with_lost_words_is_in_the_queue_with_its_place(desk):
    make_author(name="Ann Lee", bio=LOST)
    page = desk.get(QUEUE).content.decode()
    assert "Ann Lee" in page
    assert "Words lost" in page
    assert "for She has" in page


def test_good_bios_are_not_in_the_queue(desk):
    make_author(name="Ann Lee", bio="<p>Ann Lee writes about tides for people who live by them.</p>")
    assert "Nothing needs care" in desk.get(QUEUE).content.decode()


def test_mended_it_leaves_the_queue(desk, bio_manager):
    author = make_author(name="Ann Lee", bio=LOST)
    author.bio = LOST.replace("for She", "for Slack Water. She")
    author.save()
    author.keep(by=bio_manager)
    assert not Finding.objects.filter(kind="lost").exists()


def test_an_outlet_in_the_prose_is_added_to_the_list_by_one_click(desk):
    author = make_author(name="Ann Lee", bio=LISTED)
    with_outlets(author, "Slack Water", "Whinmouth Chronicle")
    finding = author.findings.get(kind="outlet_unlisted")
    assert f"Add {finding.fix['outlet']} to the list" in desk.get(QUEUE).content.decode()
    said = act(desk, author, do="mend", key=finding.key)
    assert "is on the list now" in said
    assert [outlet.name for outlet in author.outlets()] == ["Slack Water", "Whinmouth Chronicle", "Orr Valley Argus"]
    assert author.bio_versions.first().by_name == "bruno"
    assert not author.findings.exists()


def test_clicked_twice_it_is_mended_once_and_says_so(desk):
    author = make_author(name="Ann Lee", bio=LISTED)
    with_outlets(author, "Slack Water", "Whinmouth Chronicle")
    key = author.findings.get(kind="outlet_unlisted").key
    act(desk, author, do="mend", key=key)
    assert "was mended already" in act(desk, author, do="mend", key=key)
    assert len(author.outlets()) == 3


def test_let_stand_with_a_reason_it_is_silent_until_the_text_changes(desk):
    author = make_author(name="Ann Lee", bio=LOST)
    key = author.findings.get().key
    assert "Write why" in act(desk, author, do="dismiss", key=key, reason=" ")
    act(desk, author, do="dismiss", key=key, reason="She is called For.")
    assert "Nothing needs care" in desk.get(QUEUE).content.decode()
    assert "She is called For." in desk.get(f"/admin/authors/author/{author.pk}/care/").content.decode()
    author.beat = "Eels"
    author.save()
    author.keep(by=None)
    assert "Nothing needs care" in desk.get(QUEUE).content.decode()
    author.bio = LOST.replace("She has covered", "She has written about")
    author.save()
    author.keep(by=None)
    assert "Words lost" in desk.get(QUEUE).content.decode()


def test_no_bio_counts_once_readers_read_them(desk):
    author = make_author(name="Bo Ek")
    assert "Bo Ek" not in desk.get(QUEUE).content.decode()
    make_live(authors=[author])
    page = desk.get(QUEUE).content.decode()
    assert "Bo Ek" in page
    assert "No bio" in page
    act(desk, author, do="dismiss", key=_key(page), reason="Wants none.")
    assert "Bo Ek" not in desk.get(QUEUE).content.decode()
    assert Dismissal.objects.get().kind == "no_bio"


def _key(page):
    return page.split('name="key" value="')[1].split('"')[0]


def test_not_looked_at_for_a_year_is_a_list_of_its_own_and_one_word_answers_it(desk):
    author = make_author(name="Ann Lee", bio="<p>Ann Lee writes about tides.</p>")
    assert "Ann Lee" not in desk.get(f"{QUEUE}?kind=unseen").content.decode()
    author.bio_versions.update(at=timezone.now() - timedelta(days=400))
    assert "Nothing needs care" in desk.get(QUEUE).content.decode()
    assert "Ann Lee" in desk.get(f"{QUEUE}?kind=unseen").content.decode()
    assert "all is right" in act(desk, author, do="right")
    assert "Ann Lee" not in desk.get(f"{QUEUE}?kind=unseen").content.decode()


def test_a_sentence_the_data_says_is_offered_and_never_cut_silently(desk):
    bio = "<p>Ann Lee grew up by the quay.</p><p>Her work has appeared in Slack Water.</p>"
    author = make_author(name="Ann Lee", bio=bio)
    with_outlets(author, "Slack Water")
    page = desk.get(f"/admin/authors/author/{author.pk}/care/").content.decode()
    assert "Sentences that may go" in page
    author.refresh_from_db()
    assert author.bio == bio
    said = act(desk, author, do="out", key=_key(page.split("Sentences that may go")[1]))
    assert "Taken out" in said
    author.refresh_from_db()
    assert author.bio == "<p>Ann Lee grew up by the quay.</p>"
    assert author.bio_versions.count() == 3


def test_a_link_inside_the_site_that_leads_nowhere_is_found_and_one_that_leads_is_not(desk):
    there = make_author(name="Bo Ek", bio="<p>Bo Ek draws maps.</p>")
    make_author(name="Ann Lee", bio=f'<p>Ann Lee works with <a href="{there.url}">Bo Ek</a>.</p>')
    lost = make_author(name="Cy Orr", bio='<p>Cy Orr works with <a href="/authors/nobody/">somebody</a>.</p>')
    assert [finding.author for finding in Finding.objects.filter(kind="link")] == [lost]


@pytest.mark.parametrize("name", ["reporter", "editor", "bio_manager", "administrator"])
def test_only_those_who_look_after_bios_see_the_queue_and_act(client, request, name):
    author = make_author(name="Ann Lee", bio=LOST)
    user = request.getfixturevalue(name)
    client.force_login(user)
    may = name in ("bio_manager", "administrator")
    assert client.get(QUEUE).status_code == (200 if may else 403)
    answer = client.post(f"/admin/authors/author/{author.pk}/care/", {"do": "right"})
    assert answer.status_code == (302 if may else 403)
    author.refresh_from_db()
    assert (author.looked_at is not None) == may


def test_a_stranger_is_asked_to_sign_in(client):
    assert "/login/" in client.get(QUEUE).url


def test_where_a_button_leads_back_to_is_never_another_site(desk):
    author = make_author(name="Ann Lee", bio=LOST)
    for bad in ("https://evil.example/", "//evil.example/admin/", "/authors/"):
        answer = desk.post(f"/admin/authors/author/{author.pk}/care/", {"do": "right", "next": bad})
        assert answer.url == f"/admin/authors/author/{author.pk}/care/"


@pytest.mark.parametrize("count", [3, 30])
def test_the_queue_costs_the_same_for_few_and_for_many(desk, count):
    for number in range(count):
        make_author(name=f"Ann Lee {number}", bio=LOST)
    desk.get(QUEUE)
    with CaptureQueriesContext(connection) as queries:
        desk.get(QUEUE)
    assert len(queries) <= 14, [query["sql"][:120] for query in queries]


def test_markup_in_a_bio_is_text_in_the_queue(desk):
    make_author(name="<b>Ann</b> Lee", bio=LOST.replace("Senior", "&lt;script&gt;"))
    page = desk.get(QUEUE).content.decode()
    assert "<b>Ann</b>" not in page
    assert "<script>She" not in page


def test_a_mended_name_stands_in_the_bio(desk):
    author = make_author(name="Željka Brandić", bio="<p>Zeljka Brandic is Politics Editor.</p>")
    finding = author.findings.get(kind="name")
    act(desk, author, do="mend", key=finding.key)
    assert words_of(Author.objects.get(pk=author.pk))["bio"] == "<p>Željka Brandić is Politics Editor.</p>"


def test_the_checks_on_paper_are_the_checks_in_the_code():
    from pathlib import Path

    text = (Path(__file__).resolve().parents[1] / "docs" / "bios.md").read_text()
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    assert {code.strip("`"): label for code, label in rows} == CHECKS
