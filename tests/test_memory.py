"""What is kept in memory, and when it is dropped: by the verb's own process at once, by others' within a poll."""

from datetime import timedelta

import pytest

from pagecache import memory
from pagecache.models import Purge, purge
from pagecache.poll import Listener, sweep
from tests.makers import utc

NOON = utc(2026, 5, 1, 12)


@pytest.fixture
def made(clock):
    clock.set(NOON)
    calls = []

    def value():
        calls.append(1)
        return memory.keep("x", ["site"], lambda: len(calls))

    return value


def test_a_value_is_made_once(made):
    assert made() == 1
    assert made() == 1


def test_a_purge_drops_it(made, clock):
    made()
    memory.hear([("site", NOON)])
    assert made() == 2


def test_another_tags_purge_does_not(made):
    made()
    memory.hear([("article:1", NOON)])
    assert made() == 1


def test_a_purge_to_come_drops_it_at_its_moment(made, clock):
    made()
    memory.hear([("site", NOON + timedelta(seconds=30))])
    assert memory.next_due(["site"], NOON) == NOON + timedelta(seconds=30)
    clock.set(NOON + timedelta(seconds=29))
    assert made() == 1
    clock.set(NOON + timedelta(seconds=30))
    assert made() == 3


def test_a_purge_heard_late_drops_what_was_made_between_the_change_and_the_hearing(made, clock):
    clock.set(NOON + timedelta(seconds=1))
    made()
    clock.set(NOON + timedelta(seconds=2))
    memory.hear([("site", NOON)])
    assert made() == 2


def test_what_began_before_the_purge_is_not_kept_though_it_ended_after(clock):
    clock.set(NOON)

    def slow():
        clock.set(NOON + timedelta(seconds=1))
        memory.hear([("site", NOON + timedelta(seconds=1))])
        return "old rows"

    memory.keep("x", ["site"], slow)
    assert memory.keep("x", ["site"], lambda: "new rows") == "new rows"


@pytest.mark.django_db(transaction=True)
def test_a_listener_hears_what_another_process_wrote_once(made, clock):
    listener = Listener()
    listener.listen()
    made()
    Purge.objects.create(tag="site", due=NOON, made_at=NOON)  # as if elsewhere: nothing was heard here
    assert made() == 1
    clock.set(NOON + timedelta(seconds=1))
    listener.listen()
    clock.set(NOON + timedelta(seconds=2))
    assert made() == 3
    clock.set(NOON + timedelta(seconds=3))
    listener.listen()
    assert made() == 3


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_starts_knows_what_is_to_come(clock):
    clock.set(NOON)
    later = NOON + timedelta(hours=1)
    Purge.objects.create(tag="article:1", due=later, made_at=NOON)
    Purge.objects.create(tag="article:2", due=NOON - timedelta(hours=1), made_at=NOON - timedelta(hours=1))
    Listener().listen()
    assert memory.next_due(["article:1", "article:2"], NOON) == later


@pytest.mark.django_db(transaction=True)
def test_a_low_number_that_appears_late_is_heard(made, clock):
    listener = Listener()
    high = Purge.objects.create(tag="x", due=NOON, made_at=NOON)
    listener.listen()
    made()
    clock.set(NOON + timedelta(seconds=1))
    Purge.objects.create(pk=high.pk - 1, tag="site", due=NOON, made_at=NOON)
    listener.listen()
    assert made() == 2


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_may_have_been_read_and_is_not_kept(made):
    from django.db import transaction

    made()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        purge(["site"])
        raise ZeroDivisionError
    assert made() == 2
    assert not Purge.objects.exists()


@pytest.mark.django_db
def test_old_purges_are_swept_and_those_to_come_are_not(clock):
    clock.set(NOON)
    old = NOON - timedelta(days=2)
    Purge.objects.create(tag="old", due=old, made_at=old)
    Purge.objects.create(tag="coming", due=NOON + timedelta(days=2), made_at=old)
    Purge.objects.create(tag="fresh", due=old, made_at=NOON)
    sweep()
    assert set(Purge.objects.values_list("tag", flat=True)) == {"coming", "fresh"}
