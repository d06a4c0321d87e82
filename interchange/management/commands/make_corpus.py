from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

import paper
from interchange import corpus


class Command(BaseCommand):
    help = (
        "Fill an empty paper with made-up stories, to measure with: as a newspaper has them after twenty years. A million take "
        "about a quarter of an hour. On SQLite, throw the database away if this is stopped half-way."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stories", type=int, metavar="N", help="how many")
        parser.add_argument("--until", metavar="DATE", help="2026-11-01: they end with that day. Without it: now")
        parser.add_argument("--seed", type=int, default=1, help="another number makes another paper")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["stories"] < 1:
            raise CommandError("Say how many stories there are to be: one at least.")
        try:
            corpus.fill(options["stories"], _until(options["until"]), seed=options["seed"], say=self.stdout.write)
        except corpus.NotEmpty as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The database counts what it holds.")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(f"The paper is full: {options['stories']:,} stories.")


def _until(text: str | None) -> datetime:
    if not text:
        return timezone.now()
    try:
        return datetime.combine(date.fromisoformat(text), time.max, paper.zone())
    except ValueError as error:
        raise CommandError(f"--until {text}: write a date, for example 2026-11-01.") from error
