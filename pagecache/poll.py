"""Hears what other processes changed: one query a second, outside every request."""

import logging
import threading
from datetime import timedelta

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from pagecache import memory
from pagecache.models import Purge

SECONDS = 1.0
OVERLAP = 500  # rows read again each time: ids are given before commits, so a lower one can appear later
_log = logging.getLogger("newsroom.poll")


class Listener:
    """Remembers which purge rows it has heard. `listen()` hears the new ones.

    The first time that is all of them, past ones too: requests may have filled the memory before the listening began.
    """

    def __init__(self) -> None:
        self._heard: set[int] = set()

    def listen(self) -> None:
        last = max(self._heard, default=0)
        rows = list(Purge.objects.filter(pk__gt=last - OVERLAP).order_by("pk").values_list("pk", "tag", "due"))
        memory.hear((tag, due) for pk, tag, due in rows if pk not in self._heard)
        self._heard = {pk for pk, _, _ in rows}

    def lose(self) -> None:
        """The database was away: nothing in memory can be trusted."""
        self._heard = set()
        memory.forget()


def sweep() -> None:
    """Delete purges that every process has heard long ago."""
    day_ago = timezone.now() - timedelta(days=1)
    Purge.objects.filter(due__lt=day_ago, made_at__lt=day_ago).delete()


def _run() -> None:
    listener, beats, pause = Listener(), 0, threading.Event()
    while not pause.wait(SECONDS):
        try:
            close_old_connections()
            listener.listen()
            beats += 1
            if beats % 3600 == 0:
                sweep()
        except Error:  # InterfaceError, which is no DatabaseError, would end the thread for good
            _log.exception("The database did not answer; everything kept in memory is dropped.")
            listener.lose()
            connection.close()


def start() -> None:
    """Listen for as long as the process lives. Called once, by the web process."""
    threading.Thread(target=_run, name="pagecache-poll", daemon=True).start()
