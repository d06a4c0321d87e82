"""Where bios stand, asked for one author and for many at once: the same answer, and the same cost however much they wrote."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from authors.desk import care, where
from tests.makers import ago, make_article, make_author, make_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """One with five stories of their own, one on a story of four people besides, one with a draft alone."""
    busy, fourth, newcomer = (make_author(name=name) for name in ("Ann Lee", "Bo Reed", "Cy Orr"))
    for days in range(1, 6):
        make_live(authors=[busy], at=ago(days=days))
    crowd = [make_author(name=f"Di {n}") for n in range(2)]
    make_live(authors=[busy, fourth, *crowd], at=ago(hours=1))
    make_live(authors=[fourth], at=ago(hours=2))
    make_article(authors=[newcomer])
    return [newcomer, busy, fourth]


def test_what_is_said_of_many_is_what_is_said_of_each(people):
    now = timezone.now()
    many = where.standings(people, now)
    assert many == [where.standing(author, now) for author in people]
    assert [one.count for one in many] == [0, 5, 1]
    assert [len(one.stories) for one in many] == [0, 3, 1]


def test_more_than_are_counted_are_told_as_more_and_never_walked(people, monkeypatch):
    monkeypatch.setattr(where, "COUNTED", 3)
    for one in (where.standings(people, timezone.now())[1], where.standing(people[1])):
        assert (one.count, one.words) == (4, "more than 3 stories")


def test_two_queries_tell_it_of_one_and_of_all(people):
    for some in (people[1:2], people):
        with CaptureQueriesContext(connection) as queries:
            where.standings(some, timezone.now())
        assert len(queries) == 2


def test_one_authors_place_in_the_queue_is_the_one_all_have(people):
    make_author(name="Ed Hale", bio="<p>Ed Hale is a reporter for He has covered courts.</p>")
    now = timezone.now()
    everybody = care.places(now)
    assert everybody
    for author in [*people, *type(people[0]).objects.exclude(bio="")]:
        assert care.places(now, author) == [place for place in everybody if place.author == author.pk]
