"""What this process keeps in memory, under tags, and when each tag falls due.

A thing is kept only if none of its tags fell due since its making began. A purge heard late (from another process) counts
from the moment it is heard: what was made in between may have read the old rows.
"""

import threading
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

_lock = threading.Lock()
_kept: dict[str, tuple[datetime, frozenset[str], Any]] = {}
_dues: dict[str, list[datetime]] = {}  # by tag, ascending: one past moment at the most, and all that are to come


def keep(name: str, tags: Iterable[str], make: Callable[[], Any]) -> Any:
    """The value called `name`, made by `make()` when it is not in memory or one of its tags has fallen due since."""
    now = timezone.now()
    with _lock:
        found = _kept.get(name)
        if found and not _fell_due(found[1], found[0], now):
            return found[2]
    value = make()
    with _lock:
        _kept[name] = (now, frozenset(tags), value)
    return value


def hear(purges: Iterable[tuple[str, datetime]]) -> None:
    """Learn of purges: (tag, due) pairs, each due now or in the future."""
    now = timezone.now()
    with _lock:
        for tag, due in purges:
            dues = _dues.setdefault(tag, [])
            insort(dues, max(due, now))
            del dues[: max(bisect_right(dues, now) - 1, 0)]


def next_due(tags: Iterable[str], after: datetime) -> datetime | None:
    """The first moment after `after` at which the clock changes something made from `tags`, as far as this process knows."""
    with _lock:
        coming = [dues[i] for tag in tags if (dues := _dues.get(tag)) and (i := bisect_right(dues, after)) < len(dues)]
    return min(coming, default=None)


def forget() -> None:
    """Drop everything: the process starts afresh (tests, and after a lost database)."""
    with _lock:
        _kept.clear()
        _dues.clear()


def _fell_due(tags: Iterable[str], since: datetime, now: datetime) -> bool:
    return any((dues := _dues.get(tag)) and bisect_right(dues, now) > _before(dues, since) for tag in tags)


def _before(dues: list[datetime], moment: datetime) -> int:
    """How many dues lie strictly before `moment`: one at that very moment may have come after the reading."""
    return sum(1 for due in dues if due < moment)
