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
from django.db.models import Q, QuerySet
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
_log = logging.getLogger("newsroom.poll")


class Listener:
    """Knows which purges it has heard. `listen()` hears the new ones: those with higher numbers, and those whose lower
    numbers were missing. Numbers are given before transactions are kept, so a lower one can appear after a higher one.

    The first time that is all of them, past ones too: requests may have filled the memory before the listening began.
    """

    def __init__(self) -> None:
        self._last = 0
        self._gaps: dict[range, float] = {}  # missing numbers, and when they were first missed
        self._heard_at = timezone.now()

    def listen(self) -> None:
        began = timezone.now()
        if began - self._heard_at > KEPT_DAYS:  # rows may have been swept that were never heard here
            memory.forget()
            self._last, self._gaps = 0, {}
        found = self._unheard().order_by("pk").values_list("pk", "tag", "due", "made_at")
        rows = [row for row in found if row[0] > self._last or any(row[0] in gap for gap in self._gaps)]
        # What is stale from its making is stale now, though the clock of whoever made it may run before ours.
        memory.hear((tag, due if due > made_at else began) for pk, tag, due, made_at in rows if not own.take(pk))
        if not self._last:
            self._last = _settled([(pk, made_at) for pk, *_, made_at in rows], began - LONGEST_VERB)
        self._note([pk for pk, *_ in rows])
        self._last = max([self._last, *(pk for pk, *_ in rows)])
        self._heard_at = began

    def tidy(self) -> None:
        """Forget what no page depends on any more."""
        own.drop_before(min((gap.start for gap in self._gaps), default=self._last))
        memory.tidy()

    def _unheard(self) -> QuerySet[Purge]:
        """With some that were heard, where there are many gaps."""
        wanted = Q(pk__gt=self._last)
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
