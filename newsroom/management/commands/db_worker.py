"""django-tasks-db's own worker, in the paper's time zone, and keeping the nights and telling caches as the embedded one does."""

from typing import Any

from django.utils import timezone
from django_tasks_db.management.commands import db_worker

import paper
from newsroom import worker
from pagecache import poll


class Command(db_worker.Command):
    help = "Do background work in a process of its own (then set WORKER=none for the web processes)."

    def handle(self, **options: Any) -> None:
        if not options["batch"]:
            poll.start()  # what it keeps of the settings follows the desk
            worker.keep_nights()
            worker.keep_telling()
        with timezone.override(paper.zone()):
            super().handle(**options)
