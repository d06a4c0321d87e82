"""What this process keeps in memory, under tags, and when each tag falls due.

A thing is kept only if none of its tags fell due since its making began. A purge heard late (from another process) counts
from the moment it is heard: what was made in between may have read the old rows. What is kept is dropped as soon as a
purge that is due is heard, and is over at the first moment to come of its tags.
"""

import threading
from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

FRAGMENTS = 12_000_000  # bytes, about, for parts of pages
FRAGMENT = 8_000  # what one weighs that says nothing else
LONGEST_MAKING = timedelta(minutes=10)
FALLEN = 20_000  # tags that fell due last, for what is being made meanwhile
EVER = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)

_lock = threading.RLock()
_coming: dict[str, list[datetime]] = {}  # by tag, ascending: the moments that were to come when they were heard


class Began(NamedTuple):
    """When the making of something began: by the clock, and in purges heard."""

    at: datetime
    purges: int


@dataclass(slots=True)
class Kept:
    """`until`: the first moment at which the clock changes it. `used`: asked for since room was last made."""

    value: Any
    tags: frozenset[str]
    until: datetime
    weight: int
    used: bool = field(default=False)


class Fallen:
    """The tags that were purged last, in the order of their hearing."""

    def __init__(self) -> None:
        self.count = 0
        self._floor = 0  # of what began before it, nobody knows any more
        self._counts: OrderedDict[str, int] = OrderedDict()  # by tag: the last time

    def add(self, tag: str) -> None:
        self.count += 1
        self._counts[tag] = self.count
        self._counts.move_to_end(tag)
        if len(self._counts) > FALLEN:
            self._floor = self._counts.popitem(last=False)[1]

    def since(self, count: int, tags: Iterable[str]) -> bool:
        """Whether one of these may have been purged since that many had been."""
        return count < self._floor or any(self._counts.get(tag, 0) > count for tag in tags)

    def forget(self) -> None:
        self.count += 1
        self._floor = self.count
        self._counts.clear()


class Shelf:
    """Things by name, `limit` of weight at the most: what nobody asked for since room was last made goes first."""

    def __init__(self, limit: int | None = None) -> None:
        self.limit, self.weight = limit, 0
        self._kept: dict[Any, Kept] = {}
        self._names: dict[str, set] = {}  # by tag
        _shelves.append(self)

    def __len__(self) -> int:
        return len(self._kept)

    def look(self, name: Any) -> Kept | None:
        """What is kept under that name, also when its `until` has passed. Takes no lock."""
        found = self._kept.get(name)
        if found is not None:
            found.used = True
        return found

    def put(
        self, name: Any, value: Any, tags: Iterable[str], began: Began, *, until: datetime = NEVER, weight: int = 1
    ) -> Kept | None:
        """Keep it, unless one of its tags was purged since its making began, or it would take the place of many: then None."""
        if self.limit is not None and weight * 8 > self.limit:
            return None
        with _lock:
            tags = frozenset(tags)
            if _fallen.since(began.purges, tags):
                return None
            until = min((until, next_due(tags, began.at) or NEVER))
            kept = Kept(value, tags, until, weight)
            self._drop(name)
            self._kept[name] = kept
            self.weight += weight
            for tag in tags:
                self._names.setdefault(tag, set()).add(name)
            self._make_room()
        return kept

    def weigh(self, name: Any, kept: Kept, weight: int) -> None:
        """It has become heavier, or lighter."""
        with _lock:
            if self._kept.get(name) is kept:
                self.weight += weight - kept.weight
                kept.weight = weight
                self._make_room()

    def drop_tag(self, tag: str) -> None:
        for name in list(self._names.get(tag, ())):
            self._drop(name)

    def end_at(self, tag: str, moment: datetime) -> None:
        for name in self._names.get(tag, ()):
            self._kept[name].until = min(self._kept[name].until, moment)

    def clear(self) -> None:
        self._kept.clear()
        self._names.clear()
        self.weight = 0

    def _drop(self, name: Any) -> None:
        kept = self._kept.pop(name, None)
        if kept is None:
            return
        self.weight -= kept.weight
        for tag in kept.tags:
            names = self._names[tag]
            names.discard(name)
            if not names:
                del self._names[tag]

    def _make_room(self) -> None:
        """Whoever was asked for since the last time gets a second chance, behind the others."""
        while self.limit is not None and self.weight > self.limit:
            name, kept = next(iter(self._kept.items()))
            if kept.used:
                kept.used = False
                self._kept[name] = self._kept.pop(name)
            else:
                self._drop(name)


_fallen = Fallen()
_shelves: list[Shelf] = []
_values, _fragments = Shelf(), Shelf(FRAGMENTS)


_request: ContextVar[Began | None] = ContextVar("began", default=None)


@contextmanager
def making() -> Iterator[None]:
    """All that is made within began now: a part may be made from rows that its page read before it came to the part."""
    token = _request.set(begin())
    try:
        yield
    finally:
        _request.reset(token)


def begin() -> Began:
    """Asked before the first row is read that goes into what will be kept."""
    count = _fallen.count  # read first: what is heard between the two counts as heard since
    return Began(timezone.now(), count)


def keep(name: str, tags: Iterable[str], make: Callable[[], Any]) -> Any:
    """The value called `name`, made by `make()` when it is not in memory or one of its tags has fallen due since."""
    return _from(_values, name, lambda: (make(), tags))


def fragment(
    name: str, make: Callable[[], tuple[Any, Iterable[str]]], weigh: Callable[[Any], int] = lambda value: FRAGMENT
) -> Any:
    """A part of pages called `name`: `make()` returns it with its tags. What is seldom asked for is made anew. `weigh`: about
    how many bytes it takes."""
    return _from(_fragments, name, make, weigh)


def _from(
    shelf: Shelf,
    name: str,
    make: Callable[[], tuple[Any, Iterable[str]]],
    weigh: Callable[[Any], int] = lambda value: 1,
) -> Any:
    found = shelf.look(name)
    if found is not None and (
        found.until is NEVER or timezone.now() < found.until
    ):  # most have no end: no clock is read
        return found.value
    began = _request.get() or begin()
    value, tags = make()
    shelf.put(name, value, tags, began, weight=weigh(value))
    return value


def hear(purges: Iterable[tuple[str, datetime]]) -> None:
    """Learn of purges: (tag, due) pairs. Those that are due drop what was made from their tag."""
    with _lock:
        now, fallen = timezone.now(), []
        for tag, due in purges:
            if due > now:
                _to_come(tag, due, now)
            else:
                fallen.append(tag)
        for tag in fallen:
            for shelf in _shelves:
                shelf.drop_tag(tag)
        for tag in fallen:  # last: what began before may have read something that was dropped only just now
            _fallen.add(tag)


def doubt(tags: Iterable[str]) -> None:
    """They are being changed, in a transaction that may not be kept: nobody keeps what was read of it meanwhile."""
    with _lock:
        for tag in tags:
            _values.drop_tag(tag)
            _fragments.drop_tag(tag)
            _fallen.add(tag)


def _to_come(tag: str, due: datetime, now: datetime) -> None:
    dues = _coming.setdefault(tag, [])
    if due not in dues:
        insort(dues, due)
    del dues[: max(bisect_right(dues, now) - 1, 0)]  # the last past one may have fallen within a making
    for shelf in _shelves:
        shelf.end_at(tag, due)


def next_due(tags: Iterable[str], after: datetime) -> datetime | None:
    """The first moment after `after` at which the clock changes something made from `tags`, as far as this process knows."""
    with _lock:
        coming = [
            dues[i] for tag in tags if (dues := _coming.get(tag)) and (i := bisect_right(dues, after)) < len(dues)
        ]
    return min(coming, default=None)


def tidy() -> None:
    """Forget the moments that are long over: nothing kept depends on them, and nothing takes that long to make."""
    with _lock:
        before = timezone.now() - LONGEST_MAKING
        for tag in [tag for tag, dues in _coming.items() if dues[-1] < before]:
            del _coming[tag]


def distrust() -> None:
    """The database was away: values are read anew when they are next asked for. Pages are another matter (wsgi.py)."""
    with _lock:
        _values.clear()
        _fragments.clear()


def forget() -> None:
    """Drop everything: the process starts afresh."""
    with _lock:
        for shelf in _shelves:
            shelf.clear()
        _coming.clear()
        _fallen.forget()
