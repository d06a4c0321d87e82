"""Sweep: no public page asks the database for what would become dear in a large paper, whatever the planner knows of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from articles.models import Address, Edition, EditionTopic
from interchange import corpus
from pagecache import memory
from tests import plans
from tests.large import TEN_YEARS, Words, addresses, furnish
from tests.makers import utc
from tests.plans import NOTHING, Allowed, Query
from tests.test_visibility import routes

pytestmark = pytest.mark.django_db

UNTIL = utc(2026, 3, 2, 9)
MOMENTS = {"now": UNTIL, "ten-years-back": UNTIL - TEN_YEARS}
WORDS = Words(corpus.COMMON_WORD, corpus.RARE_WORD, corpus.PHRASE)
FEWER, STORIES = 2_000, 20_000
GROWTH = 1.3
MORE_ON_A_PAGE = {"sqlite": 3_000, "postgresql": 300}  # work: what a page may list that the small paper does not have

ALLOWED = {  # by route, or by route and the first word of the query
    "articles:sitemap": Allowed(
        "It looks for the last author and the last topic that have a story.", whole=("articles_topic", "authors_author")
    ),
    "authors:masthead": Allowed("It lists all who have a department.", rows=5_000, whole=("authors_author",)),
    "authors:author?topic": Allowed("An author's stories are looked through for those on a rare topic.", rows=5_000),
    "authors:check": Allowed("It is one author's form, and counts all of their stories up to a thousand.", rows=5_000),
    "authors:directory": Allowed("It lists every author.", rows=5_000, whole=("authors_author",)),
    "articles:topics_sitemap": Allowed("It names every topic.", rows=5_000, whole=("articles_topic",)),
    "articles:authors_sitemap": Allowed(
        "It names every author.", rows=5_000, whole=("authors_author", "authors_bioversion")
    ),
}
ALLOWED_ONCE = {  # of a process that has nothing in memory yet
    "articles:search": Allowed(
        "What authors and topics are called is kept in memory.",
        rows=5_000,
        whole=("authors_author", "authors_authoralias", "articles_topic"),
    ),
    "articles:sitemap": Allowed(
        "How many files a month needs is kept in memory.", rows=STORIES, whole=("articles_topic", "authors_author")
    ),
    "articles:pages_sitemap": Allowed("How many files a month needs is kept in memory.", rows=STORIES),
}


# An index of some rows serves a query that says which in its own words: a value that comes later may be another.
OF_SOME_ROWS = '"articles_editioncredit"."roles" ='

GROWING = {  # more work in a larger paper, up to what any one query may be
    "articles:all_series": "It lists every series.",
    "articles:pages_sitemap": "It names every series.",
    "articles:sitemap": "It asks of topics, from the last one on, whether they have a story.",
    "articles:topics_sitemap": "It names every topic.",
    "articles:authors_sitemap": "It names every author.",
    "authors:directory": "It lists every author.",
    "articles:month_sitemap": "It names every story of a month.",
    "articles:search": "It counts what is found, to a thousand.",
    "authors:check": "It counts an author's stories, to a thousand.",
}


class Answered(NamedTuple):
    """A page's queries; `first`: with nothing in memory."""

    route: str
    address: str
    first: bool
    queries: list[Query]

    @property
    def allowed(self) -> Allowed:
        _, mark, query = self.address.partition("?")
        found = ALLOWED.get(f"{self.route}{mark}{query.partition('=')[0]}") or ALLOWED.get(self.route, NOTHING)
        return ALLOWED_ONCE.get(self.route, found) if self.first else found


class Swept(NamedTuple):
    """What is wrong with the plans of all pages; and by route how much work each address is with everything in memory."""

    faults: list[str]
    work: dict[str, list[int]]


@contextmanager
def the_moment(at: datetime, folder: Path) -> Iterator[None]:
    """It is `at`; pictures are kept in `folder`."""
    storages = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "pictures": {"BACKEND": "images.storage.PicturesOnDisk", "OPTIONS": {"location": folder}},
    }
    with override_settings(STORAGES=settings.STORAGES | storages), mock.patch.object(timezone, "now", lambda: at):
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker, folder):
    """What was found in a small paper. Then there is a large one for all tests of this module: what they do with it is rolled
    back, and in the end all of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with transaction.atomic():
            corpus.fill(FEWER, UNTIL)
            found = sweep("now", folder, plans.analyse)
            transaction.set_rollback(True)
        corpus.fill(STORIES, UNTIL)
        yield found
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        plans.read_statistics_again()
    memory.forget()


def sweep(moment: str, folder: Path, prepare: Callable, form: Callable[[Query], Query] = lambda query: query) -> Swept:
    swept = Swept([], {})
    with transaction.atomic(), the_moment(MOMENTS[moment], folder):
        furnish(MOMENTS[moment])
        prepare()
        for page in visits(MOMENTS[moment]):
            seen = [(query, plans.seen(form(query), page.allowed)) for query in page.queries]
            swept.faults.extend(f"{page.address}: {fault}: {query}" for query, one in seen for fault in one.faults)
            if not page.first:
                swept.work.setdefault(page.route, []).append(sum(one.work for _, one in seen))
        transaction.set_rollback(True)
    return swept


def visits(at: datetime) -> Iterator[Answered]:
    """Every page of the paper; the first of each route twice."""
    reader = Client()
    for route, found in addresses(at, WORDS).items():
        memory.forget()
        for place, address in enumerate([found[0], *found]):
            queries = plans.queries_of(lambda address=address: reader.get(address))
            yield Answered(route, address, place == 0, queries)


def told(faults: list[str]) -> str:
    return "\n\n".join([f"{len(faults)} faults", *faults])


DEAR = {
    "a table read": lambda: list(Edition.objects.filter(slug="nothing").only("pk")),
    "a list walked to its end": lambda: list(Edition.objects.filter(deck="nothing").newest(UNTIL).only("pk")[:1]),
    "many rows sorted": lambda: list(EditionTopic.objects.order_by("live_until", "edition").only("pk")[:1]),
    "all of something large": lambda: list(Address.objects.only("pk")),
}


@pytest.mark.parametrize("case", DEAR)
def test_what_becomes_dear_is_found(small, case):
    plans.analyse()
    assert [fault for query in plans.queries_of(DEAR[case]) for fault in plans.seen(query).faults]


def test_every_public_page_is_looked_at(reader, small, folder):
    with the_moment(UNTIL, folder):
        furnish(UNTIL)
        found = addresses(UNTIL, WORDS)
        assert set(found) == set(routes()), "a public route has no address in tests/large.py"
        for route, those in found.items():
            assert those and reader.get(those[0]).status_code == 200, route
            assert {reader.get(one).status_code for one in those} <= {200, 301, 404, 410}, route


def test_every_page_is_answered_by_short_walks_of_indexes_as_short_as_in_a_paper_a_tenth_of_its_size(small, folder):
    swept = sweep("now", folder, plans.analyse)
    assert not swept.faults, told(swept.faults)
    more = MORE_ON_A_PAGE[connection.vendor]
    pairs = [
        (route, *pair) for route, found in swept.work.items() for pair in zip(small.work[route], found, strict=False)
    ]
    grown = [(route, was, now) for route, was, now in pairs if now > was * GROWTH + more]
    assert {route for route, *_ in grown} <= set(GROWING), grown


def test_it_is_so_at_a_date_ten_years_back(small, folder):
    swept = sweep("ten-years-back", folder, plans.analyse)
    assert not swept.faults, told(swept.faults)


@pytest.mark.parametrize("moment", MOMENTS)
def test_it_is_so_where_the_planner_has_no_statistics(small, folder, moment):
    swept = sweep(moment, folder, plans.forget_statistics)
    assert not swept.faults, told(swept.faults)


@pytest.mark.parametrize("moment", MOMENTS)
def test_it_is_so_for_statements_prepared_for_any_values(small, folder, moment):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite never looks at the values.")
    with plans.generic_plans():
        swept = sweep(moment, folder, plans.analyse, form=plans.prepared)
    found = [fault for fault in swept.faults if OF_SOME_ROWS not in fault]
    assert not found, told(found)
