"""Lists of the desk at any size: how far a narrowed one looks, what it says of it, and what is found wherever it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin import ArticleAdmin
from articles.desk import called, filters, fronts_find, log, pages
from articles.desk.filters import STATES
from articles.models import Article
from articles.models.front import Front
from tests.desk import LIST, page
from tests.makers import ago, make_article, make_author, make_live, make_section

pytestmark = pytest.mark.django_db
LOG = "/admin/articles/move/"


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


def headlines(tree):
    return [link.text for link in tree.xpath("//tbody//th/a")]


def link(tree, words):
    found = tree.xpath(f"//a[normalize-space()='{words}']/@href")
    return found[0] if found else None


def some(count, **fields):
    return [make_article(headline=f"Story {n}", changed_at=ago(hours=count - n), **fields) for n in range(count)]


def test_a_narrowed_list_says_how_far_it_looked_and_leads_further_back(edith, monkeypatch):
    monkeypatch.setattr(filters, "REACH", 2)
    make_article(headline="An old opinion", kind="opinion", changed_at=ago(days=9))
    some(3)
    tree = page(edith.get(LIST + "?kind=opinion"))
    assert not headlines(tree) and "Looked through 2 stories" in tree.text_content()
    tree = page(edith.get(LIST + link(tree, "Look further back")))
    assert headlines(tree) == ["An old opinion"] and link(tree, "Look further back") is None
    assert link(tree, "To the newest") == "?kind=opinion"
    news = next(href for href in tree.xpath("//a/@href") if "kind=news" in href)
    assert "further" not in news


def test_a_list_that_is_looked_through_whole_says_nothing_of_it(edith, monkeypatch):
    monkeypatch.setattr(filters, "REACH", 4)
    some(4, section=make_section())
    tree = page(edith.get(LIST + "?section=world"))
    assert len(headlines(tree)) == 4 and "Looked through" not in tree.text_content()


def test_every_story_is_come_by_as_one_looks_further_back(edith, monkeypatch):
    monkeypatch.setattr(filters, "REACH", 3)
    some(8)
    at = timezone.now()
    Article.objects.update(changed_at=at)  # all at once: their numbers part them
    address, seen = "?kind=news", []
    while address:
        tree = page(edith.get(LIST + address))
        seen += headlines(tree)
        address = link(tree, "Look further back")
    assert seen == [f"Story {n}" for n in reversed(range(8))]


def test_where_pages_end_the_list_leads_on_however_few_were_looked_through(edith, monkeypatch):
    monkeypatch.setattr(filters, "REACH", 5)
    monkeypatch.setattr(pages, "MOST", 4)
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 2)
    some(7, section=make_section())
    Article.objects.filter(headline__in=["Story 3", "Story 2"]).update(changed_at=ago(hours=4))
    address, seen, told = "?section=world", [], []
    while address:
        for number in (1, 2):
            tree = page(edith.get(f"{LIST}{address}&p={number}"))
            seen += headlines(tree)
        told.append("The newest 1,000 of these are here." in tree.text_content())
        address = link(tree, "Look further back")
    assert list(dict.fromkeys(seen)) == [f"Story {n}" for n in reversed(range(7))]
    assert told == [True, False]


def test_where_pages_end_the_list_leads_on_though_all_was_looked_through(edith, monkeypatch):
    monkeypatch.setattr(pages, "MOST", 2)
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 2)
    some(3, section=make_section())
    tree = page(edith.get(LIST + "?section=world"))
    assert headlines(tree) == ["Story 2", "Story 1"]
    assert headlines(page(edith.get(LIST + link(tree, "Look further back")))) == ["Story 0"]


@pytest.mark.parametrize("typed", ["", "%20", "%20%20"])
def test_spaces_in_the_search_box_are_no_search(edith, monkeypatch, typed):
    monkeypatch.setattr(filters, "REACH", 2)
    some(3)
    assert "Looked through 2 stories" in page(edith.get(f"{LIST}?kind=news&q={typed}")).text_content()


@pytest.mark.parametrize("place", ["x", "", "20260101T000000000000-1x", "99999999T999999999999-1"])
def test_nonsense_for_a_place_is_the_beginning_of_the_list(edith, place):
    some(1)
    assert headlines(page(edith.get(f"{LIST}?kind=news&further={place}"))) == ["Story 0"]


def test_what_few_stories_are_is_found_however_long_ago(edith, editor, monkeypatch):
    monkeypatch.setattr(filters, "REACH", 1)
    monkeypatch.setattr(filters, "REACH_OF_FAR", 1)
    old = make_article(headline="Held", changed_at=ago(days=900))
    old.hold(by=None, reason="A judge asked")
    Article.objects.update(changed_at=ago(days=900))
    retracted = make_live(headline="Wrong")
    retracted.retract(by=editor, notice="It was wrong.")
    Article.objects.filter(pk=retracted.pk).update(changed_at=ago(days=900))
    some(3)
    assert headlines(page(edith.get(LIST + "?state=held"))) == ["Held"]
    assert headlines(page(edith.get(LIST + "?state=retracted"))) == ["Wrong"]


@pytest.mark.parametrize("state", STATES)
def test_a_list_of_a_state_costs_the_same_queries_for_few_and_for_many(edith, state):
    def asked():
        with CaptureQueriesContext(connection) as ran:
            edith.get(f"{LIST}?state={state}")
        return len(ran)

    make_live()
    asked()
    few = asked()
    for _ in range(5):
        make_live()
    assert asked() <= few + 3  # rows, where there were none: their stories, bylines


def test_a_headline_is_found_by_a_piece_of_a_word_among_the_newest_and_by_whole_words_everywhere(edith, monkeypatch):
    monkeypatch.setattr(called, "REACH", 2)
    make_live(headline="The ferry sank", at=ago(days=30))
    make_live(headline="A quiet day", body="<p>No ferry came.</p>", at=ago(days=30))
    Article.objects.update(changed_at=ago(days=30))
    make_article(headline="Ferryman’s draft")
    make_article(headline="Other")
    assert headlines(page(edith.get(LIST + "?q=ferry"))) == ["Ferryman’s draft", "The ferry sank"]
    assert headlines(page(edith.get(LIST + "?q=erryma"))) == ["Ferryman’s draft"]
    assert headlines(page(edith.get(LIST + "?q=ferry+sank"))) == ["The ferry sank"]
    for typed in ('"the ferry"', "“the ferry”", "„the ferry“", "«the ferry»"):
        assert headlines(page(edith.get(LIST, {"q": typed}))) == ["The ferry sank"]


def test_more_than_are_looked_for_is_said(edith, monkeypatch):
    monkeypatch.setattr(called, "MOST", 3)
    for n in range(5):
        make_live(headline=f"The ferry sank {n}", at=ago(hours=n + 1))
    monkeypatch.setattr(called, "REACH", 1)
    assert len(called.called("ferry")) >= 4


def test_an_old_story_that_was_never_published_is_found_and_the_list_says_where_it_looked(edith, monkeypatch):
    monkeypatch.setattr(called, "REACH", 2)
    make_article(headline="The ferry that waits", changed_at=ago(days=900))
    make_article(headline="A ferry too old", changed_at=ago(days=901))
    for _ in range(3):
        make_live(headline="Other")
    make_article(headline="Quay", changed_at=ago(days=1))
    tree = page(edith.get(LIST + "?q=erry"))
    assert headlines(tree) == ["The ferry that waits"]
    assert "Looked through: headlines of the 5,000 stories changed last" in tree.text_content()
    tree = page(edith.get(LIST + "?q=gulls"))
    assert "No story was found with “gulls” in its headline." in tree.text_content()
    assert "A story is also found by its address." in tree.text_content()


@pytest.mark.parametrize("typed", ["%22", "-", "'", "%00x", "*", "%25", "_", "\\", "OR", "AND NOT"])
def test_anything_can_be_typed_in_the_search_of_the_list(edith, typed):
    some(1)
    assert edith.get(f"{LIST}?q={typed}").status_code == 200


def test_an_old_story_is_found_for_a_front(editor, monkeypatch):
    monkeypatch.setattr(fronts_find, "REACH", 1)
    make_live(headline="The ferry sank", at=ago(days=30))
    make_live(headline="Other", at=ago(days=1))
    found = fronts_find.find("ferry", Front())
    assert [one.headline for one in found.stories] == ["The ferry sank"]


def test_words_in_the_record_are_looked_for_so_far_and_no_further(edith, editor, monkeypatch):
    monkeypatch.setattr(log, "REACH", 2)
    make_live(headline="The ferry sank", by=editor)
    for _ in range(3):
        make_live(headline="Other", by=editor)
    tree = page(edith.get(LOG + "?q=ferry"))
    assert "Looked through 2 entries" in tree.text_content() and not tree.xpath("//tbody/tr")
    assert link(tree, "Look further back")


def test_stories_of_an_author_are_counted_so_far_and_no_further(edith, monkeypatch):
    monkeypatch.setattr("authors.admin.COUNTED", 2)
    ann = make_author(name="Ann Lee")
    for _ in range(4):
        make_live(authors=[ann])
    text = page(edith.get("/admin/authors/author/")).text_content()
    assert "more than 2" in text
    assert "more than" not in page(edith.get("/admin/authors/author/?o=-5")).text_content()
