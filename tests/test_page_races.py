"""Several who ask for a page at once, and readers who ask while the database is away."""
# ruff: noqa: F811 (a fixture is named where it is used)

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.test import TestCase
from django.utils import timezone

from articles import views
from pagecache import memory, wsgi
from tests.cached import in_step, story, visitor  # noqa: F401 (fixtures)
from tests.makers import make_live, make_section, utc

pytestmark = pytest.mark.django_db
NOON = utc(2026, 5, 1, 12)
HOUR = timedelta(hours=1)


# Several at once


class Holding:
    """Holds every rendering of the latest stories open, once its rows are read, until it is let go."""

    def __init__(self, monkeypatch):
        self.begun, self.go, self.count = threading.Event(), threading.Event(), 0
        self._real, self._lock, self.fails = views.page, threading.Lock(), False
        monkeypatch.setattr(views, "page", self)

    def __call__(self, *args, **kwargs):
        with self._lock:
            self.count += 1
        self.begun.set()
        assert self.go.wait(20)
        if self.fails:
            self.fails = False
            raise ZeroDivisionError
        return self._real(*args, **kwargs)


@pytest.fixture
def holding(monkeypatch):
    found = Holding(monkeypatch)
    yield found
    found.go.set()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_was_being_made_as_something_was_published_is_not_kept(visitor, story, holding):
    with ThreadPoolExecutor(1) as threads:
        old = threads.submit(in_step, 1, lambda _: visitor.get("/latest/"))
        assert holding.begun.wait(20)
        make_live(headline="Fire at the mill")
        holding.go.set()
        assert "Fire at the mill" not in old.result()[0].text
        assert "s-maxage=0" in old.result()[0].headers["Cache-Control"]
    answer = visitor.get("/latest/")
    assert not answer.kept and "Fire at the mill" in answer.text
    assert visitor.get("/latest/").kept


@pytest.mark.django_db(transaction=True)
def test_nor_one_whose_making_began_before_a_purge_was_heard_of(visitor, story, holding):
    """From another process: its rows were there, perhaps, and perhaps not."""
    with ThreadPoolExecutor(1) as threads:
        old = threads.submit(in_step, 1, lambda _: visitor.get("/latest/"))
        assert holding.begun.wait(20)
        memory.hear([("list:home", timezone.now() - timedelta(seconds=3))])
        holding.go.set()
        old.result()
    assert not visitor.get("/latest/").kept


@pytest.mark.django_db(transaction=True)
def test_a_cold_page_under_a_stampede_is_made_once(visitor, story, holding):
    with ThreadPoolExecutor(1) as threads:
        all_of_them = threads.submit(in_step, 20, lambda n: visitor.get(f"/latest/?fbclid={n}"))
        assert holding.begun.wait(20)
        holding.go.set()
        answers = all_of_them.result()
    assert holding.count == 1 and sum(not answer.kept for answer in answers) == 1
    assert len({answer.body for answer in answers}) == 1 and not visitor.site._making


@pytest.mark.django_db(transaction=True)
def test_an_error_lets_those_who_waited_go_on(visitor, story, holding):
    holding.fails = True
    with ThreadPoolExecutor(1) as threads:
        all_of_them = threads.submit(in_step, 8, lambda _: visitor.get("/latest/").status)
        assert holding.begun.wait(20)
        holding.go.set()
        statuses = all_of_them.result()
    assert sorted(statuses) == [200] * 7 + [500]
    assert visitor.get("/latest/").kept and not visitor.site._making


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_longer_than_patience(visitor, story, holding, monkeypatch):
    monkeypatch.setattr(wsgi, "PATIENCE", 0.05)
    with ThreadPoolExecutor(1) as threads:
        both = threads.submit(in_step, 2, lambda _: visitor.get("/latest/").status)
        for _ in range(200):
            if holding.count == 2:
                break
            threading.Event().wait(0.05)
        assert holding.count == 2
        holding.go.set()
        assert both.result() == [200, 200]


def test_another_page_does_not_wait_for_it(visitor, story):
    """What is being made is one address with its parameters, of one host."""
    event = threading.Event()
    visitor.site._making[("https", "testserver", "/latest/", "")] = event
    assert visitor.get("/authors/").status == 200
    assert visitor.get("/latest/", HTTP_HOST="localhost").status == 200
    assert visitor.get("/latest/?before=x").status == 404


# While the database is away


@pytest.fixture
def kept_page(visitor, story, clock):
    """The page of the latest stories, which is over in a minute."""
    clock.set(NOON)
    memory.hear([("list:home", NOON + timedelta(minutes=1))])
    return visitor.get("/latest/")


def broken(monkeypatch, visitor):
    monkeypatch.setattr(views, "page", lambda *args, **kwargs: 1 / 0)


def test_pages_that_are_there_are_served_on(visitor, kept_page, clock, monkeypatch):
    wsgi.trust.lost()
    broken(monkeypatch, visitor)
    assert visitor.get("/latest/").kept
    clock.set(NOON + timedelta(minutes=2))
    late = visitor.get("/latest/")
    assert late.kept and late.body == kept_page.body and "s-maxage=0" in late.headers["Cache-Control"]


def test_when_it_is_back_what_is_over_is_made_anew(visitor, kept_page, clock):
    wsgi.trust.lost()
    clock.set(NOON + timedelta(minutes=2))
    assert visitor.get("/latest/").kept
    wsgi.trust.heard()
    assert not visitor.get("/latest/").kept


def test_not_longer_than_was_set(visitor, kept_page, clock, settings, monkeypatch):
    wsgi.trust.lost()
    broken(monkeypatch, visitor)
    clock.set(NOON + timedelta(minutes=1, seconds=settings.PAGE_CACHE_OUTAGE) - timedelta(microseconds=1))
    assert visitor.get("/latest/").kept
    clock.set(NOON + timedelta(minutes=1, seconds=settings.PAGE_CACHE_OUTAGE))
    assert visitor.get("/latest/").status == 500


def test_nor_than_purges_were_last_heard_of(visitor, kept_page, settings, monkeypatch):
    broken(monkeypatch, visitor)
    settings.PAGE_CACHE_OUTAGE = 0
    assert visitor.get("/latest/").status == 500


def test_a_process_that_hears_of_no_purges_keeps_nothing(visitor, story):
    wsgi.trust.__init__()
    for _ in range(2):
        answer = visitor.get("/latest/")
        assert answer.status == 200 and not answer.kept and "s-maxage=0" in answer.headers["Cache-Control"]
    assert len(wsgi.shelf) == 0


def test_a_story_is_not_served_past_its_own_end(visitor, clock):
    clock.set(NOON)
    with TestCase.captureOnCommitCallbacks(execute=True):
        story = make_live(headline="Tickets", section=make_section())
        story.set_end(by=None, at=NOON + HOUR)
    url = story.editions.get().url
    visitor.get(url), visitor.get("/latest/")
    wsgi.trust.lost()
    clock.set(NOON + HOUR - timedelta(microseconds=1))
    assert visitor.get(url).kept
    clock.set(NOON + HOUR)
    assert visitor.get("/latest/").kept
    assert visitor.get(url).status == 410


def test_a_story_is_served_past_the_start_of_its_update(visitor, clock):
    clock.set(NOON)
    with TestCase.captureOnCommitCallbacks(execute=True):
        story = make_live(headline="Boats", section=make_section())
        story.publish(by=None, at=NOON + timedelta(minutes=1))
    url = story.editions.first().url
    visitor.get(url)
    wsgi.trust.lost()
    clock.set(NOON + timedelta(minutes=2))
    assert visitor.get(url).kept
