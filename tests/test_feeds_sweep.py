"""Sweep: every feed in every form hides every state that readers must not see, and costs the same for 2 stories and for 20."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Correction
from articles.models.section import Section
from authors.models import Author
from pagecache import memory
from paper.feeds import FORMS
from paper.models import Paper
from tests.makers import ago, make_article, make_author, make_live, make_section, make_topic
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.test_visibility import HIDDEN, SHOWN, STATES, feeds_of, live, retracted, series_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

IN_MEMORY = 2  # the paper's settings and the sections: read once, then kept
# page → queries of its feed, each with a text that has links and pictures: and one more for those, each
PINNED = {"/": 3, "section": 3, "topic": 4, "series": 5, "author": 4}


def feeds(article):
    """Every feed that the story would be in, in every form."""
    author, section, topic = Author.objects.first(), make_section(), make_topic()
    pages = ["/", section.url, topic.url, author.url, series_with(article), "/corrections/"]
    return [address for page in pages for address in feeds_of(page)]


@pytest.mark.parametrize("full", [True, False], ids=["full", "summary"])
@pytest.mark.parametrize("make", STATES, ids=lambda make: make.__name__)
def test_no_feed_has_what_readers_must_not_see(reader, make, full):
    Paper.objects.create(feeds_full_text=full)
    for address in feeds(make()):
        found = reader.get(address)
        assert found.status_code == 200 and HIDDEN.lower() not in found.content.decode().lower(), address


def test_every_feed_has_what_is_live(reader):
    for address in feeds(live()):
        assert SHOWN in reader.get(address).content.decode(), address


def test_a_retracted_story_is_among_the_corrections_alone(reader):
    there = {address for address in feeds(retracted()) if HIDDEN in reader.get(address).content.decode()}
    assert there == set(feeds_of("/corrections/"))


@pytest.mark.parametrize("full", [True, False], ids=["full", "summary"])
def test_a_feed_costs_the_same_for_two_stories_and_for_twenty(reader, full):
    Paper.objects.create(feeds_full_text=full)
    section, topic = make_section(), make_topic()
    make_section(name="Below", parent=section)
    people = [make_author(name=f"Ann {n}", portrait=make_picture(width=320, height=240)) for n in range(3)]
    other, picture = make_live(at=ago(days=400)), make_picture(width=320, height=240)
    body = f'<p><a href="/" data-story="{other.pk}">a</a></p><figure data-picture="{picture.pk}"></figure>'
    for stories in (2, 18):
        for n in range(stories):
            article = make_article(section=section, topics=[topic], authors=people, lead_picture=picture, body=body, deck="It was fog.")  # fmt: skip
            Correction.objects.create(article=article, text="It left at eight.")
            article.publish(by=None, at=ago(minutes=n + 1))
            series_with(article) if not n else None
        pages = {
            "/": "/",
            "section": section.url,
            "topic": topic.url,
            "author": people[0].url,
            "series": series_with(article),
        }
        for name, page in pages.items():
            for address in feeds_of(page):
                memory.forget()
                assert cost(reader, address) <= PINNED[name] + 1 + full + IN_MEMORY, address
                assert cost(reader, address) == PINNED[name] + 1 + full, address


def test_the_deepest_page_costs_what_the_first_costs(reader):
    author = make_author()
    for n in range(45):
        make_live(authors=[author], at=ago(hours=n + 1))
    first = reader.get(f"{author.url}feed.json").json()
    second = reader.get(first["next_url"]).json()
    assert cost(reader, first["feed_url"]) == cost(reader, second["next_url"]) == PINNED["author"]


def test_the_page_of_feeds_costs_nothing_that_is_in_memory(reader):
    for n in range(20):
        make_section(name=f"Part {n}", parent=Section.objects.first() if n % 2 else None)
    reader.get("/feeds/")
    assert cost(reader, "/feeds/") == 0


def cost(reader, address):
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(address).status_code == 200, address
    return len(queries)


def test_every_form_is_swept():
    assert set(feeds_of("/")) == {f"/{form}" for form in FORMS}
