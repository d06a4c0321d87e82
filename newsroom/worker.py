"""Background work: what does the jobs of the queue (paper.background), and what is done once a night.

A worker is a thread of the web process (WORKER=embedded) or a process of its own (`manage.py db_worker`). There may be
any number of both on one database. A job that fails is logged with its traceback and kept for two weeks, and is not
done again; one that was cut off with its worker is given up the next night.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

import paper
from authors.letters import remind_due
from authors.rounds import look_at_all
from authors.verify import verify_due
from images.jobs import render_unfinished
from pagecache import memory
from pagecache.outside import Teller
from pagecache.poll import sweep
from paper.background import later

SECONDS = 1.0  # between two looks at the queue
AFTER_TROUBLE = 10.0
LONGEST = timedelta(hours=1)  # no job takes as long
KEPT = timedelta(days=14)  # finished jobs, so that somebody can look at them
NIGHT = time(4)  # in the paper's zone; where nothing runs then, as soon as something does
EVERY_NIGHT = (remind_due, look_at_all, verify_due, render_unfinished)
_log = logging.getLogger("newsroom.worker")


def start() -> None:
    """Do jobs beside the requests for as long as the process lives. Called once, by the web process."""
    if settings.WORKER == "embedded":
        forever(work, SECONDS)
        keep_nights()
        keep_telling()


def keep_nights() -> None:
    """See that every night's work is in the queue, for as long as the process lives."""
    forever(plan_night, 60.0)


def keep_telling() -> None:
    """See that a cache in front of the paper, where there is one, is told what changed."""
    if settings.CACHE_PURGE_URL:
        forever(Teller(), SECONDS)


def forever(do: Callable[[], None], seconds: float) -> None:
    """Do it again and again in a thread that ends with the process, and that no error ends."""
    name = getattr(do, "__name__", type(do).__name__).lower()
    threading.Thread(target=_repeat, args=(do, seconds), name=f"newsroom-{name}", daemon=True).start()


def _repeat(do: Callable[[], None], seconds: float) -> None:
    pause, wait = threading.Event(), SECONDS
    while not pause.wait(wait):
        wait = seconds
        try:
            close_old_connections()
            with timezone.override(paper.zone()), memory.making():
                do()
        except Exception as error:  # not only the database's: a thread that ends is missed too late
            _log.exception("Background work stopped, and goes on in %d seconds.", AFTER_TROUBLE)
            wait = max(seconds, AFTER_TROUBLE)
            if isinstance(error, Error):
                connection.close()


def work() -> None:
    """Do every job that is ready."""
    if DBTaskResult.objects.ready().exists():  # asked first: taking a job is a write lock on SQLite
        _worker().run()


def _worker() -> Worker:
    return Worker(
        queue_names=["*"], excluded_queue_names=[], backend_name="default", interval=SECONDS, batch=True,
        startup_delay=False, max_tasks=None, worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}-web",
    )  # fmt: skip


def plan_night() -> None:
    """Put the last night's work into the queue, once for all processes: its id says which night it is of."""
    night = night_of(timezone.localtime())
    if DBTaskResult.objects.filter(pk=night).exists():
        return
    row: DBTaskResult = DBTaskResult(
        id=night, task_path=nightly.module_path, args_kwargs={"args": [], "kwargs": {}}, backend_name="default",
        run_after=get_date_max(),
    )  # fmt: skip
    DBTaskResult.objects.bulk_create([row], ignore_conflicts=True)


def night_of(local: datetime) -> UUID:
    """The id of the night that was last at that time of the paper's clock."""
    last = local.date() if local.time() >= NIGHT else local.date() - timedelta(days=1)
    return uuid5(NAMESPACE_URL, f"newsroom:night:{last}")


@task
def nightly() -> None:
    """A job: tidy the queue and the purges, and enqueue what is done every night."""
    now = timezone.now()
    give_up(now)
    prune(now)
    sweep()
    for job in EVERY_NIGHT:
        later(job)


def give_up(at: datetime) -> None:
    """Say of jobs whose worker ended before them that they failed."""
    cut_off = DBTaskResult.objects.running().filter(started_at__lt=at - LONGEST)
    said = "The worker ended before the job did."
    for pk, path in cut_off.values_list("pk", "task_path"):
        _log.error("Job %s (%s) was given up: %s", pk, path, said)
    cut_off.update(status=TaskResultStatus.FAILED, finished_at=at, traceback=said)


def prune(at: datetime) -> None:
    """Delete the rows of jobs that ended long ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()
