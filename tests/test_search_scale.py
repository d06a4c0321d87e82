"""What keeps a search cheap however many stories there are, and that readers see no less for it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string

import paper
from articles.models import Edition
from articles.search import finding, postgres
from articles.search.asking import read
from articles.search.extracts import Marker
from articles.search.listed import listed
from articles.search.words import terms, words_like
from pagecache.models import purge
from tests.makers import ago, make_live, make_section

pytestmark = pytest.mark.django_db
TEXT = "Fähren FERRIES fe\u00adrry, “Ferry’s” dying; tying über 2018 naïve x’s x ferry_boat ölfähre e-mail Éclair eclair ie"


@pytest.mark.parametrize("stems", ["", "en", "de", "fr", "nl", "ar"])
def test_a_text_of_which_less_is_looked_at_holds_the_same_words(stems):
    everything = [term.text for term in terms(TEXT, stems)]
    for wanted in everything:
        seen = [term.text for term in terms(TEXT, stems, words_like({wanted}, stems))]
        assert seen.count(wanted) >= everything.count(wanted), wanted


def shapes():
    """Cards of all shapes a list knows, none with a picture."""
    card = make_live(headline="Gulls", deck="They came.", section=make_section()).editions.get().card
    return [
        card,
        replace(card, kicker="Harbour", kind="analysis", kind_label="Analysis", deck=""),
        replace(card, kind="opinion", kind_label="Opinion", writer="", byline_text="By Ann Lee"),
        replace(card, kind="opinion", kind_label="Opinion", writer="Ann Lee", byline_text="By Ann Lee"),
        replace(card, kind="sponsored", kind_label="Sponsored", sponsor="A & B"),
        replace(card, language="ar", direction="rtl", kind="review", kind_label="Review", byline_text="By Ann Lee"),
        replace(card, language="de", byline_language="de", byline_text="Von Ann Lee", section_name=""),
        replace(card, section_name="", byline_text="", headline="Long " * 30),
    ]


@pytest.mark.parametrize("shape", range(8))
def test_what_was_found_looks_like_every_list(shape):
    card, ours = shapes()[shape], paper.current()
    marker = Marker(read("nowhere"))
    rows = listed([Edition.objects.get().pk])
    found = marker.found(next(iter(rows.values()))._replace(card=card), "en", "")
    there = render_to_string("articles/_search_found.html", {"stories": [found], "paper": ours})
    river = render_to_string("articles/_river.html", {"stories": [card], "paper": ours, "with_section": 1})
    assert parts(there) == parts(river)


def parts(html):
    return html.replace(">", "> ").replace("<", " <").split()


def test_a_card_in_memory_is_made_anew_when_its_story_changes(django_capture_on_commit_callbacks):
    edition = make_live(headline="Gulls").editions.get()
    assert listed([edition.pk])[edition.pk].card.headline == "Gulls"
    connection.cursor().execute("UPDATE articles_edition SET kicker = 'Harbour'")
    assert listed([edition.pk])[edition.pk].card.kicker == ""
    with django_capture_on_commit_callbacks(execute=True):
        purge([f"article:{edition.article_id}"])
    assert listed([edition.pk])[edition.pk].card.kicker == "Harbour"


def test_cards_in_memory_cost_no_query(django_assert_num_queries):
    numbers = [make_live().editions.get().pk for _ in range(3)]
    with django_assert_num_queries(1):
        assert set(listed(numbers)) == set(numbers)
    with django_assert_num_queries(0):
        listed(numbers)


def test_a_phrase_is_looked_for_in_so_many_stories_and_the_way_on_is_shown(reader, monkeypatch):
    """On PostgreSQL; SQLite looks through all of them."""
    monkeypatch.setattr(postgres, "REACH", 2)
    make_live(headline="Evening ferry", at=ago(days=9))
    for days in range(2, 5):
        make_live(headline="Ferry in the evening", at=ago(days=days))
    text = reader.get("/search/", {"q": '"evening ferry"'}).content.decode()
    if connection.vendor == "sqlite":
        assert "One story" in text and "looked through" not in text
        return
    assert "2 were looked through" in text and "Nothing was found" in text
    while "Look further back" in text:
        further = text.split('">Look further back')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
        text = reader.get(further).content.decode()
        if "One story" in text or 'class="headline"' in text:
            break
    assert "<mark>Evening ferry</mark>" in text


def test_further_back_than_was_counted_no_number_is_said(reader, monkeypatch):
    """On PostgreSQL; SQLite counts all of them."""
    monkeypatch.setattr(postgres, "REACH", 2)
    make_live(headline="Evening ferry", at=ago(days=9))
    for days in range(2, 4):
        make_live(headline="Ferry in the evening", at=ago(days=days))
    text = reader.get("/search/", {"q": '"evening ferry"'}).content.decode()
    while "<mark>Evening ferry</mark>" not in text:
        further = text.split('">Look further back')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
        text = reader.get(further).content.decode()
    assert "0 stories" not in text
    assert ("One story" if connection.vendor == "sqlite" else "Older stories") in text


@pytest.mark.parametrize("many", [0, 3, finding.MOST + 1])
@pytest.mark.parametrize("end", [None, 7])
def test_a_count_that_ended_early_is_no_count(monkeypatch, many, end):
    monkeypatch.setattr(finding, "engine", lambda: SimpleNamespace(end=lambda hunt, at: end))
    assert finding._total([9] * many, None, None) == (0 if end and many <= finding.MOST else many)


def test_a_phrase_that_stands_in_the_newest_is_found_as_ever(reader, monkeypatch):
    monkeypatch.setattr(postgres, "REACH", 3)
    for days in range(1, 3):
        make_live(headline="Evening ferry", at=ago(days=days))
    text = reader.get("/search/", {"q": '"evening ferry"'}).content.decode()
    assert "2 stories" in text and "looked through" not in text


def test_the_best_of_several_words_has_them_in_its_headline(reader):
    make_live(headline="Harbour", body="<p>The ferry and the quay.</p>", at=ago(days=1))
    make_live(headline="Ferry at the quay", at=ago(days=3))
    make_live(headline="Ferry", body="<p>At the quay.</p>", at=ago(days=2))
    text = reader.get("/search/", {"q": "ferry quay", "order": "best"}).content.decode()
    first = text.index("<mark>Ferry</mark> at the <mark>quay</mark></a>")
    assert first < min(text.index("><mark>Ferry</mark></a>"), text.index(">Harbour</a>"))
