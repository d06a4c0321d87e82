"""Sweep: every public page costs a pinned number of queries, cold and warm, the same for 2 and for 20 stories."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import sharing
from articles.models import Correction
from authors.models import BioAsk
from images import files
from images.shown import shown
from pagecache import memory
from paper.models import Paper
from tests.makers import ago, make_article, make_author, make_live, make_section, make_topic
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.test_visibility import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

IN_MEMORY = 2  # the paper's settings and the sections: read once, then kept

# route → queries when the settings and navigation are in memory
PINNED = {
    "articles:home": 2,  # the newest; the sections' bands
    "articles:latest": 3,  # the stories; the oldest year; the years between
    "articles:corrections": 1,
    "articles:corrections_feed": 1,
    "articles:topic": 2,
    "articles:edition": 3,  # itself; its authors' cards; more from the section
    "articles:share": 1,  # whether a live story has it
    "articles:day": 2,  # the stories; the days before and after
    "articles:month": 3,  # and which days
    "articles:year": 2,
    "articles:section": 1,
    "authors:directory": 2,  # who is filed where; those of the page
    "authors:masthead": 1,
    "authors:check": 12,  # nobody keeps this page: it is one person’s form
    "authors:author": 7,  # the author; the stories; links; outlets; pinned stories and their order; former names
    "authors:feed": 3,  # the author; the stories; who is credited on them today
    "images:rendition": 1,  # whether readers may see it
    "paper:embed": 0,
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
    edition = article.editions.get()
    edition.move(share_card="0" * 12)
    files.store({f"shares/00/{edition.share_card}.png": b"A drawing."})
    from paper import current

    return {
        "articles:home": "/",
        "articles:latest": "/latest/",
        "articles:corrections": "/corrections/",
        "articles:corrections_feed": "/corrections/atom.xml",
        "articles:topic": topic.url,
        "articles:edition": edition.url,
        "articles:share": sharing.address(edition),
        "articles:day": f"/{edition.date:%Y/%m/%d}/",
        "articles:month": f"/{edition.date:%Y/%m}/",
        "articles:year": f"/{edition.date:%Y}/",
        "articles:section": section.url,
        "authors:directory": "/authors/",
        "authors:masthead": "/authors/masthead/",
        "authors:check": BioAsk.ask(authors[0], by=None).get_absolute_url(),
        "authors:author": authors[0].url,
        "authors:feed": f"{authors[0].url}atom.xml",
        "images:rendition": shown(make_picture(), "whole", sizes="100vw").src,
        "paper:embed": "/embed/youtube/abc-123_z00/",
        "paper:stylesheet": current().stylesheet_url,
        "paper:security_txt": "/.well-known/security.txt",
    }


def cost(reader, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert reader.get(address).status_code == 200, address
    return len(queries), [query["sql"] for query in queries]


@pytest.mark.parametrize(("stories", "bylines"), [(2, 2), (20, 2), (20, 40)])
def test_every_public_page_costs_its_pinned_queries(reader, stories, bylines):
    addresses = newsroom_with(stories, bylines)
    assert set(addresses) == set(PINNED) == set(routes()), "a public route has no pinned cost"
    for route, address in addresses.items():
        memory.forget()
        cold, queries = cost(reader, address)
        assert cold <= PINNED[route] + IN_MEMORY, (route, queries)
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
    reader.get("/")
    found, queries = cost(reader, article.editions.get().url)
    assert found == PINNED["articles:edition"] + 1, queries


@pytest.mark.parametrize("stories", [2, 20])
def test_the_pictures_of_a_list_cost_one_query_and_none_where_there_are_none(reader, stories):
    section, topic, below = make_section(), make_topic(), make_section(name="Ferries")
    for n in range(stories):
        picture = make_picture(width=320, height=240)
        make_live(section=(section, below)[n % 2], topics=[topic], lead_picture=picture, at=ago(minutes=n + 1))
    for route, address in (("home", "/"), ("section", section.url), ("topic", topic.url)):
        reader.get(address)
        found, queries = cost(reader, address)
        assert found == PINNED[f"articles:{route}"] + 1, (route, queries)
    for address in ("/latest/", f"/{ago():%Y/%m/%d}/"):
        found, queries = cost(reader, address)
        assert not [sql for sql in queries if "images_picture" in sql], address


def test_the_portraits_of_opinion_cost_who_the_writers_are_today_and_their_pictures(reader):
    for n in range(4):
        author = make_author(name=f"Ann Lee {n}", portrait=make_picture(width=320, height=240))
        make_live(section=make_section(), kind="opinion", authors=[author], at=ago(minutes=n + 1))
    reader.get("/")
    found, queries = cost(reader, "/")
    assert found == PINNED["articles:home"] + 2, queries


def test_a_portrait_costs_the_profile_one_query(reader):
    author = make_author(portrait=make_picture(width=320, height=240))
    reader.get("/")
    found, queries = cost(reader, author.url)
    assert found == PINNED["authors:author"] + 1, queries


def test_a_redirect_and_a_story_that_is_gone_cost_little(reader):
    article = make_live(section=make_section(), authors=[make_author()], at=ago(days=2))
    edition = article.editions.get()
    reader.get("/")
    found, queries = cost_of_any(reader, edition.url.rstrip("/"))
    assert found <= 4, queries
    article.unpublish(by=None)
    found, queries = cost_of_any(reader, edition.url)
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
    reader.get("/")
    found, queries = cost(reader, article.editions.live().get().url)
    assert found == PINNED["articles:edition"] + more, queries


def test_lists_of_stories_that_the_paper_signs_cost_no_more(reader):
    for _ in range(3):
        make_live(section=make_section(), signed_by_house=True, at=ago(hours=1))
    reader.get("/authors/")
    found, queries = cost(reader, "/")
    assert found == PINNED["articles:home"], queries


def cost_of_any(reader, address):
    with CaptureQueriesContext(connection) as queries:
        reader.get(address)
    return len(queries), [query["sql"] for query in queries]
