"""Sweep: every public page costs a pinned number of queries, cold and warm, the same for 2 and for 20 stories."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import paper
from articles import sharing
from articles.models import Article, Correction, Series
from authors.models import BioAsk
from images import files
from images.shown import shown
from pagecache import memory
from paper.models import Page, Paper
from tests.makers import ago, make_article, make_author, make_live, make_section, make_topic
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.routes import everywhere, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

IN_MEMORY = 4  # the paper's settings, its own pages, the sections and the series: read once, then kept
ALSO_IN_MEMORY = {  # parts of pages among them (memory.fragment)
    "articles:edition": 2,  # its authors' cards; all that stands around it
    "articles:latest": 2,  # the oldest year; the years between
    "articles:day": 1,  # the days before and after
    "articles:month": 2,  # the months before and after; which days
    "articles:year": 2,
    "authors:author": 4,  # links; outlets; what is pinned; former names
    "authors:directory": 1,  # who is filed where
    "articles:search": 4,  # languages; what authors are called, two; what topics are called
    "articles:home": 4,  # how the fronts are arranged; the breaking line; the newest; the sections' bands
    "articles:section": 3,  # the same two; its stories
    "articles:sitemap": 2,  # what the months hold
    "articles:pages_sitemap": 2,
    "articles:month_sitemap": 2,
}

# route → queries when the settings and navigation are in memory
PINNED = {
    "articles:home": 0,
    "articles:latest": 1,  # the stories
    "articles:search": 2,  # which stories; their texts
    "articles:corrections": 1,
    "articles:feeds": 0,
    "articles:feed": 3,  # which stories; these whole; who is credited on them today
    "articles:section_feed": 3,
    "articles:topic_feed": 4,
    "articles:series_feed": 5,  # the series; its parts; and the three
    "articles:author_feed": 4,
    "articles:corrections_feed": 1,
    "articles:topic": 2,
    "articles:edition": 1,  # itself
    "articles:all_series": 1,
    "articles:series": 2,  # itself; its parts
    "articles:share": 1,  # whether a live story has it
    "articles:sitemap": 3,  # when months changed; the last topic and author there are
    "articles:news_sitemap": 1,
    "articles:pages_sitemap": 3,  # when months changed; sections; series
    "articles:topics_sitemap": 1,
    "articles:authors_sitemap": 1,
    "articles:month_sitemap": 2,  # when it changed; its stories
    "articles:day": 1,  # the stories
    "articles:month": 1,
    "articles:year": 0,
    "articles:section": 0,
    "authors:directory": 1,  # those of the page
    "authors:masthead": 1,
    "authors:check": 11,  # nobody keeps this page: it is one person’s form
    "authors:author": 2,  # the author; the stories
    "images:rendition": 1,  # whether readers may see it
    "paper:about": 1,
    "paper:page": 1,
    "paper:embed": 0,
    "images:icon": 0,
    "images:icon_share": 0,
    "images:icon_svg": 0,
    "images:favicon": 0,
    "images:touch_icon": 0,
    "images:manifest": 0,
    "paper:robots_txt": 0,
    "paper:tdmrep": 0,
    "paper:stylesheet": 0,
    "paper:security_txt": 0,
}


def newsroom_with(stories, bylines):
    """A paper with that many stories in one section, each by that many people; returns an address for each route."""
    Paper.objects.create(corrections_email="desk@quay.example")
    section = make_section()
    make_section(name="Below", parent=section)
    authors, topic, minutes = [make_author(name=f"Ann Lee {n}") for n in range(bylines)], make_topic(), count(1)
    for _ in range(stories):
        article = make_article(section=section, authors=authors, topics=[topic])
        Correction.objects.create(article=article, text="It left at eight.")
        article.publish(by=None, at=ago(minutes=next(minutes)))
    series = Series.objects.create(name="Lamps of the coast")
    series.set_parts(Article.objects.values_list("pk", flat=True), by=None)
    for title in ("About", "Contact"):
        Page(title=title, slug=title.lower(), body="<p>Us.</p>", is_public=True).keep(by=None)
    edition = article.editions.get()
    edition.move(share_card="0" * 12)
    files.store({f"shares/00/{edition.share_card}.png": b"A drawing."})
    return addresses(edition, section, topic, series, authors[0])


def addresses(edition, section, topic, series, author):
    """By route, an address that has a page."""
    return {
        **everywhere(),
        "articles:search": "/search/?q=ferry",
        "articles:feed": "/rss.xml",
        "articles:section_feed": f"{section.url}rss.xml",
        "articles:topic_feed": f"{topic.url}atom.xml",
        "articles:series_feed": f"{series.url}feed.json",
        "articles:author_feed": f"{author.url}rss.xml",
        "articles:corrections_feed": "/corrections/atom.xml",
        "articles:topic": topic.url,
        "articles:edition": edition.url,
        "articles:series": series.url,
        "articles:share": sharing.address(edition),
        "articles:month_sitemap": f"/sitemaps/{edition.date:%Y-%m}.xml",
        "articles:day": f"/{edition.date:%Y/%m/%d}/",
        "articles:month": f"/{edition.date:%Y/%m}/",
        "articles:year": f"/{edition.date:%Y}/",
        "articles:section": section.url,
        "authors:check": BioAsk.ask(author, by=None).get_absolute_url(),
        "authors:author": author.url,
        "images:rendition": shown(make_picture(), "whole", sizes="100vw").src,
        "paper:page": "/about/contact/",
        "paper:stylesheet": paper.current().stylesheet_url,
    }


def cost(reader, address, status=200):
    """How many queries, and which."""
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(address).status_code == status, address
    return len(queries), [query["sql"] for query in queries]


def cost_of_the_first(reader, address):
    """Of a page whose parts are not in memory, in a process that knows the paper."""
    memory.forget()
    reader.get("/"), reader.get("/sitemap.xml"), reader.get(address)
    memory._fragments.clear()
    return cost(reader, address)


@pytest.mark.parametrize(("stories", "bylines"), [(2, 2), (20, 2), (20, 40)])
def test_every_public_page_costs_its_pinned_queries(reader, stories, bylines):
    asked = newsroom_with(stories, bylines)
    assert set(asked) == set(PINNED) == set(routes()), "a public route has no pinned cost"
    for route, address in asked.items():
        memory.forget()
        cold, queries = cost(reader, address)
        assert cold <= PINNED[route] + IN_MEMORY + ALSO_IN_MEMORY.get(route, 0), (route, queries)
        warm, queries = cost(reader, address)
        assert warm == PINNED[route], (route, queries)


@pytest.mark.parametrize("figures", [2, 20])
def test_the_pictures_of_a_story_cost_one_query_however_many_they_are(reader, figures):
    author, pictures = (
        make_author(bio="<p>Ann counts gulls.</p>"),
        [make_picture(width=320, height=240) for _ in range(4)],
    )
    author.portrait = pictures[3]
    author.save()
    author.keep(by=None)
    body = "".join(f'<p>a</p><figure data-picture="{pictures[n % 3].pk}"></figure>' for n in range(figures))
    article = make_live(section=make_section(), authors=[author], body=body, lead_picture=pictures[0])
    cold, queries = cost_of_the_first(reader, article.editions.get().url)
    assert cold == PINNED["articles:edition"] + ALSO_IN_MEMORY["articles:edition"] + 1, queries
    warm, queries = cost(reader, article.editions.get().url)
    assert warm == PINNED["articles:edition"], queries


@pytest.mark.parametrize("stories", [2, 20])
def test_the_pictures_of_a_list_cost_one_query_and_none_where_there_are_none(reader, stories):
    section, topic, below = make_section(), make_topic(), make_section(name="Ferries")
    for n in range(stories):
        picture = make_picture(width=320, height=240)
        make_live(section=(section, below)[n % 2], topics=[topic], lead_picture=picture, at=ago(minutes=n + 1))
    for route, address, kept in (("home", "/", 2), ("section", section.url, 1), ("topic", topic.url, 0)):
        cold, queries = cost_of_the_first(reader, address)
        assert cold == PINNED[f"articles:{route}"] + kept + 1, (route, queries)
        warm, queries = cost(reader, address)
        assert warm == PINNED[f"articles:{route}"] + (not kept), (route, queries)
    for address in ("/latest/", f"/{ago():%Y/%m/%d}/"):
        found, queries = cost(reader, address)
        assert not [sql for sql in queries if "images_picture" in sql], address


def test_the_portraits_of_opinion_cost_who_the_writers_are_today_and_their_pictures(reader):
    for n in range(4):
        author = make_author(name=f"Ann Lee {n}", portrait=make_picture(width=320, height=240))
        make_live(section=make_section(), kind="opinion", authors=[author], at=ago(minutes=n + 1))
    found, queries = cost_of_the_first(reader, "/")
    assert found == PINNED["articles:home"] + 2 + 2, queries


def test_a_portrait_costs_the_profile_one_query_and_none_again(reader):
    author = make_author(portrait=make_picture(width=320, height=240))
    found, queries = cost_of_the_first(reader, author.url)
    assert found == PINNED["authors:author"] + ALSO_IN_MEMORY["authors:author"] + 1, queries
    found, queries = cost(reader, author.url)
    assert found == PINNED["authors:author"], queries


def test_a_redirect_and_a_story_that_is_gone_cost_little(reader):
    article = make_live(section=make_section(), authors=[make_author()], at=ago(days=2))
    edition = article.editions.get()
    reader.get("/")
    found, queries = cost(reader, edition.url.rstrip("/"), 301)
    assert found <= 4, queries
    article.unpublish(by=None)
    found, queries = cost(reader, edition.url, 410)
    assert found <= 4, queries


@pytest.mark.parametrize(
    ("listed", "updates", "more"),
    [(True, 12, 1), (True, 0, 0), (False, 12, 0)],
    ids=["listed", "never-updated", "not-listed"],
)
def test_what_changed_costs_one_query_and_only_where_it_is_shown(reader, listed, updates, more):
    Paper.objects.create(lists_changes=listed)
    article = make_live(section=make_section(), authors=[make_author()], at=ago(days=2))
    for _ in range(updates):
        article.publish(by=None, line="The count came in.")
    cold, queries = cost_of_the_first(reader, article.editions.live().get().url)
    assert cold == PINNED["articles:edition"] + ALSO_IN_MEMORY["articles:edition"] + more, queries
    warm, queries = cost(reader, article.editions.live().get().url)
    assert warm == PINNED["articles:edition"], queries


def test_lists_of_stories_that_the_paper_signs_cost_no_more(reader):
    for _ in range(3):
        make_live(section=make_section(), signed_by_house=True, at=ago(hours=1))
    found, queries = cost_of_the_first(reader, "/")
    assert found == PINNED["articles:home"] + 2, queries
