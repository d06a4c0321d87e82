"""What may not be kept, however it came to be in memory: read before a change was taken back, past an end, of another database."""
# ruff: noqa: F811 (a fixture is named where it is used)

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

import paper
from articles.models import Article, Series
from articles.models.series import SeriesPart
from pagecache import memory, wsgi
from pagecache.models import Purge, own, purge
from pagecache.pages import LONGEST_SAID, public
from pagecache.poll import NUMBERS_OPEN, Listener
from paper.models import Paper
from tests.cached import visitor  # noqa: F401 (a fixture)
from tests.makers import make_live, make_section, utc
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)

NOON = utc(2026, 5, 1, 12)
pytestmark = pytest.mark.django_db


# What was read of a change that is taken back


def taken_back(change):
    """It is made in a transaction that ends in an error, within a request."""
    with memory.making():
        try:
            with transaction.atomic():
                change()
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass


@pytest.mark.parametrize("is_asked_for", ["before the tag is named", "after it"])
def test_what_a_transaction_reads_of_its_own_change_is_not_kept_when_that_is_taken_back(monkeypatch, is_asked_for):
    monkeypatch.setattr("pagecache.models.on_commit", lambda hear: None)  # it is never kept
    bell = Paper.objects.create(name="The Bell")
    memory.forget()

    def change():
        Paper.objects.filter(pk=bell.pk).update(name="The Gong")
        if is_asked_for == "before the tag is named":
            assert paper.current().name == "The Gong"
        purge(["site"])
        assert paper.current().name == "The Gong"

    taken_back(change)
    assert paper.current().name == "The Bell"


def test_a_change_to_come_leaves_what_is_kept(clock):
    clock.set(NOON)
    memory.keep("x", ["site"], lambda: 1)
    purge(["site"], at=NOON + timedelta(hours=1))
    assert memory.keep("x", ["site"], lambda: 2) == 1


# Heavier than all others together


def test_what_would_take_the_place_of_many_is_not_kept():
    for number in range(20):
        memory.fragment(f"small {number}", lambda: ("small", ["site"]))
    assert memory.fragment("heavy", lambda: ("heavy", ["site"]), lambda value: memory.FRAGMENTS // 4) == "heavy"
    assert memory.fragment("heavy", lambda: ("again", ["site"])) == "again"
    assert all(memory.fragment(f"small {n}", lambda: ("gone", ["site"])) == "small" for n in range(20))


# Pages that name very many tags


def test_a_page_made_from_very_many_rows_says_less_and_hears_of_each(visitor):
    stories = Article.objects.bulk_create(Article(headline=f"Part {n}", body="<p>On.</p>") for n in range(600))
    series = Series.objects.create(name="Tides")
    SeriesPart.objects.bulk_create(SeriesPart(series=series, article=one, order=n) for n, one in enumerate(stories))
    make_live(headline="A lamp goes out", section=make_section())
    for address in ("/series/", series.url):
        assert len(visitor.get(address).headers.get("Cache-Tag", "")) <= LONGEST_SAID


def test_tags_that_are_too_many_to_be_said_are_those_of_the_whole_site():
    many = public(HttpResponse(), {f"article:{n}" for n in range(10_000)}, at=NOON)
    assert many.headers["Cache-Tag"] == "site"
    assert "article:9999" in many.made.tags
    few = public(HttpResponse(), {"article:1"}, at=NOON)
    assert few.headers["Cache-Tag"] == "article:1,site"


# Feeds, while the database is away


@pytest.fixture
def full_text(clock):
    clock.set(NOON)
    return Paper.objects.create(name="The Bell", feeds_full_text=True)


def test_no_feed_shows_a_picture_past_its_licence(full_text, visitor, clock, picture_storage):
    with TestCase.captureOnCommitCallbacks(execute=True):
        picture = make_picture(rendered=True, licensed_through=NOON.date())
        make_live(headline="Boats", section=make_section(), lead_picture=picture, at=NOON)
    clock.set(picture.licence_ends - timedelta(seconds=10))
    assert f"/pictures/{picture.pk}/" in visitor.get("/rss.xml").text
    wsgi.trust.lost()
    assert visitor.get("/rss.xml").kept
    clock.set(picture.licence_ends + timedelta(seconds=1))
    assert not visitor.get("/rss.xml").kept


def test_no_feed_tells_a_story_past_its_end(full_text, visitor, clock):
    with TestCase.captureOnCommitCallbacks(execute=True):
        story = make_live(headline="Tickets", body="<p>Two at the door.</p>", section=make_section(), at=NOON)
        story.set_end(by=None, at=NOON + timedelta(hours=1))
    assert "Two at the door." in visitor.get("/rss.xml").text
    wsgi.trust.lost()
    clock.set(NOON + timedelta(hours=1, seconds=1))
    assert not visitor.get("/rss.xml").kept


def test_feeds_ask_once_for_all_ends(full_text, visitor, django_assert_max_num_queries):
    section = make_section()
    with TestCase.captureOnCommitCallbacks(execute=True):
        for hours in range(1, 11):
            make_live(section=section, at=NOON).set_end(by=None, at=NOON + timedelta(hours=hours))
    visitor.get("/atom.xml")
    with django_assert_max_num_queries(7):
        visitor.get("/rss.xml")


# Whoever listens


@pytest.fixture
def ours():
    own.is_wanted = True
    yield
    own.__init__()


def heard(tag="site"):
    """Whether something that is kept now is dropped by the next reading."""
    memory.keep("held", [tag], lambda: 1)
    return lambda: memory.keep("held", [tag], lambda: 2) == 2


def write(tag="site", at=NOON, count=1):
    return Purge.objects.bulk_create(Purge(tag=tag, due=at, made_at=at) for _ in range(count))


def test_after_a_long_sleep_a_moment_of_ones_own_is_not_forgotten(ours, clock):
    clock.set(NOON)
    listener = Listener()
    listener.listen()
    late = NOON + timedelta(days=2)
    clock.set(late)
    purge(["list:home"], at=late + timedelta(hours=1))
    listener.listen()
    assert memory.next_due(["list:home"], late) == late + timedelta(hours=1)


def test_another_database_in_the_place_of_the_first_is_noticed(clock):
    clock.set(NOON)
    write(count=30)
    listener = Listener()
    listener.listen()
    is_gone = heard()
    listener.listen()
    assert not is_gone()
    Purge.objects.all().delete()  # as in a paper that was just made
    memory.keep("held", ["site"], lambda: 1)
    listener.listen()
    assert is_gone()
    is_gone = heard()
    write()  # with a low number, where numbers begin again
    listener.listen()
    assert is_gone()


def test_an_older_state_of_the_database_is_another(clock):
    clock.set(NOON)
    rows = write(count=3)
    listener = Listener()
    listener.listen()
    is_gone = heard()
    earlier = NOON - timedelta(minutes=1)
    Purge.objects.filter(pk=rows[-1].pk).update(made_at=earlier)  # the same number, given to another
    listener.listen()
    assert is_gone()


def test_a_last_row_that_was_swept_is_no_other_database(clock):
    clock.set(NOON)
    write()
    listener = Listener()
    for hours in range(0, 26, 5):
        clock.set(NOON + timedelta(hours=hours))
        listener.listen()
    is_gone = heard()
    Purge.objects.all().delete()
    clock.set(NOON + timedelta(hours=25, seconds=1))
    listener.listen()
    assert not is_gone()


def test_the_first_reading_leaves_what_is_long_over(clock):
    clock.set(NOON)
    write(at=NOON - timedelta(hours=5), count=NUMBERS_OPEN + 500)
    write(at=NOON - timedelta(minutes=5), count=3)
    to_come = write("list:home", at=NOON - timedelta(hours=5))[0]
    Purge.objects.filter(pk=to_come.pk).update(due=NOON + timedelta(hours=1))
    listener = Listener()
    is_gone = heard()
    with CaptureQueriesContext(connection) as queries:
        listener.listen()
    assert len(queries) == 2
    assert is_gone()
    assert memory.next_due(["list:home"], NOON) == NOON + timedelta(hours=1)
    assert len(listener._read(NOON)) == 1
