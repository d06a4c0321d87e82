"""django-tasks-db's own worker, in the paper's time zone, and keeping the nights as the embedded one does."""

from typing import Any

from django.utils import timezone
from django_tasks_db.management.commands import db_worker

import paper
from newsroom import worker


class Command(db_worker.Command):
    help = "Do background work in a process of its own (then set WORKER=none for the web processes)."

    def handle(self, **options: Any) -> None:
        if not options["batch"]:
            worker.keep_nights()
        with timezone.override(paper.zone()):
            super().handle(**options)
