"""Hears what other processes changed, in a thread of its own, outside every request.

PostgreSQL notifies; on SQLite the file's own count of changes is looked at ten times a second. Either way the rows are
what counts: what was missed is read when the database answers again.
"""

import logging
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from time import monotonic

from django.db import close_old_connections, connection
from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from pagecache import memory
from pagecache.models import CHANNEL, Purge, own
from pagecache.wsgi import trust

AN_HOUR = 3600.0  # seconds
SECONDS = 1.0  # between two readings at the most
GLANCE = 0.1  # seconds between two looks at SQLite's count
LONGEST_VERB = timedelta(hours=1)  # a transaction that takes longer to be kept is heard of when a page's hour is over
NUMBERS_OPEN = 1_000  # that may have been given out before the first one that is read, and not be kept yet
MOST_GAPS = 100
KEPT_DAYS = timedelta(days=1)
Row = tuple[int, str, datetime, datetime]  # of a purge: pk, tag, due, made_at
_log = logging.getLogger("newsroom.poll")


class Listener:
    """Knows which purges it has heard. `listen()` hears the new ones: those with higher numbers, and those whose lower
    numbers were missing. Numbers are given before transactions are kept, so a lower one can appear after a higher one.

    The first time that is all that may matter, past ones too: requests may have filled the memory before the listening began.
    """

    def __init__(self) -> None:
        self._heard_at = timezone.now()
        self._begin()

    def _begin(self) -> None:
        self._last = 0
        self._newest: tuple[int, datetime] | None = None  # the row of that number, and when it was made
        self._gaps: dict[range, float] = {}  # missing numbers, and when they were first missed

    def _begin_again(self) -> None:
        """What is kept may be stale by rows that are not there to be read."""
        memory.forget()
        own.forget()
        self._begin()

    def listen(self) -> None:
        began = timezone.now()
        if began - self._heard_at > KEPT_DAYS:  # rows may have been swept that were never heard here
            self._begin_again()
        found = self._read(began)
        if self._is_another_database(found, began):
            self._begin_again()
            found = self._read(began)
        rows = [row for row in found if row[0] > self._last or any(row[0] in gap for gap in self._gaps)]
        # What is stale from its making is stale now, though the clock of whoever made it may run before ours.
        memory.hear((tag, due if due > made_at else began) for pk, tag, due, made_at in rows if not own.take(pk))
        if not self._last:
            self._last = _settled([(pk, made_at) for pk, *_, made_at in rows], began - LONGEST_VERB)
        self._note([pk for pk, *_ in rows])
        if rows and rows[-1][0] >= self._last:
            self._last, *_, made_at = rows[-1]
            self._newest = (self._last, made_at)
        self._heard_at = began

    def tidy(self) -> None:
        """Forget what no page depends on any more."""
        own.drop_before(min((gap.start for gap in self._gaps), default=self._last))
        memory.tidy()

    def _read(self, now: datetime) -> list[Row]:
        return list(self._unheard(now).order_by("pk").values_list("pk", "tag", "due", "made_at"))

    def _is_another_database(self, found: list[Row], now: datetime) -> bool:
        """One that was put in its place, or an older state of it: the last row is not in it, and too young to have been swept."""
        newest = self._newest
        if newest is None or now - newest[1] > KEPT_DAYS:
            return False
        return not any((pk, made_at) == newest for pk, _, _, made_at in found)

    def _unheard(self, now: datetime) -> QuerySet[Purge]:
        """With the last that was heard, and some before it where there are many gaps."""
        if not self._last:
            return Purge.objects.filter(Q(due__gt=now) | Q(pk__gt=_first_since(now - LONGEST_VERB) - NUMBERS_OPEN))
        wanted = Q(pk__gte=self._last)
        for gap in self._gaps if len(self._gaps) <= MOST_GAPS else [_around(self._gaps)]:
            wanted |= Q(pk__range=(gap.start, gap.stop - 1))
        return Purge.objects.filter(wanted)

    def _note(self, numbers: list[int]) -> None:
        """Close the gaps that these fill, open those between them, give up those that are too old."""
        now = monotonic()
        oldest = now - LONGEST_VERB.total_seconds()
        gaps = {part: at for gap, at in self._gaps.items() if at > oldest for part in without(gap, numbers)}
        new = [number for number in numbers if number > self._last]
        gaps |= {part: now for part in without(range(self._last + 1, max(new, default=0)), new)}
        self._gaps = gaps


def _first_since(moment: datetime) -> int:
    """The lowest number that was made since; the highest of all where none was."""
    lowest = Purge.objects.filter(made_at__gt=moment).aggregate(pk=Min("pk"))["pk"]
    return lowest or Purge.objects.aggregate(pk=Max("pk"))["pk"] or 0


def _settled(rows: list[tuple[int, datetime]], since: datetime) -> int:
    """Below this number nothing more appears: what was given out before `since` has been kept, or never will be."""
    old = max((pk for pk, made_at in rows if made_at <= since), default=0)
    return max(old, min((pk for pk, made_at in rows if made_at > since), default=0) - NUMBERS_OPEN, 0)


def without(numbers: range, taken: Iterable[int]) -> Iterator[range]:
    """What is left of a range of numbers, in ranges. `taken` ascends."""
    start = numbers.start
    for number in taken:
        if start <= number < numbers.stop:
            if number > start:
                yield range(start, number)
            start = number + 1
    if start < numbers.stop:
        yield range(start, numbers.stop)


def _around(gaps: Iterable[range]) -> range:
    """One range over all."""
    gaps = list(gaps)
    return range(min(gap.start for gap in gaps), max(gap.stop for gap in gaps))


def sweep() -> None:
    """Delete purges that every process has heard long ago. Not in the thread that listens: it must wait for no writer."""
    day_ago = timezone.now() - KEPT_DAYS
    Purge.objects.filter(due__lt=day_ago, made_at__lt=day_ago).delete()


# The thread ---------------------------------------------------------------------------------------------


def _run() -> None:
    listener, tidied = Listener(), monotonic()
    own.is_wanted = True
    while True:
        try:
            close_old_connections()
            _subscribe()
            before = _changes()
            listener.listen()
            trust.heard()
            _wait(before)
            if monotonic() - tidied > AN_HOUR:
                tidied = monotonic()
                listener.tidy()
        except Exception:  # psycopg's own among them, which are none of Django's: a thread that ends is missed too late
            if not trust.is_away:
                _log.exception("The database does not answer. Pages that are there are served on for a while.")
            trust.lost()
            memory.distrust()
            connection.close()
            threading.Event().wait(SECONDS)


def _subscribe() -> None:
    """Each time: Django may have put a new connection in the place of one that was lost, which says nothing of it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")


def _wait(before: int) -> None:
    """Until there may be something new since that count, or a second has passed."""
    if connection.vendor == "postgresql":
        next(iter(connection.connection.notifies(timeout=SECONDS, stop_after=1)), None)
        return
    pause = threading.Event()
    for _ in range(int(SECONDS / GLANCE)):
        pause.wait(GLANCE)
        if _changes() != before:
            return


def _changes() -> int:
    """SQLite's count of what other connections wrote; 0 on PostgreSQL, which tells by itself."""
    if connection.vendor == "postgresql":
        return 0
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA data_version").fetchone()[0]


def start() -> None:
    """Listen for as long as the process lives. Called once, by the web process."""
    threading.Thread(target=_run, name="pagecache-poll", daemon=True).start()
