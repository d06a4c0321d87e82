import os
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

import paper
from articles.models import Refused, Section
from interchange.plaintext import StoryError, parse, read_file
from interchange.stories import Report, bring_in


class Command(BaseCommand):
    help = "Bring in stories from plain-text files: headline, deck, paragraphs, Author: lines, bios. Drafts, unless --publish."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--published", metavar="DATE", help="2018-02-14, or 2018-02-14T09:05 in the paper's time zone"
        )
        parser.add_argument("--section", metavar="SLUG", help="the section's address, for example world")
        parser.add_argument(
            "--publish", action="store_true", help="publish, dated back to --published where that is given"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with timezone.override(paper.zone()):
            self._handle(options)

    def _handle(self, options: dict) -> None:
        published, section = _moment(options["published"]), _section(options["section"])
        failed = [path for path in options["files"] if not self._one(path, published, section, options)]
        if failed:
            raise CommandError(
                f"{len(failed)} of {len(options['files'])} files could not be brought in; the others were."
            )

    def _one(self, path: str, published: date | datetime | None, section: Section | None, options: dict) -> bool:
        name = os.fsencode(path).decode("utf-8", "replace")  # neither database nor terminal takes half a letter
        try:
            story = parse(read_file(path), name)
            with transaction.atomic():
                report = bring_in(story, source=name, section=section, published=published, publish=options["publish"])
                transaction.set_rollback(options["dry_run"])
        except (StoryError, Refused) as error:
            self.stderr.write(str(error) if isinstance(error, StoryError) else f"{name}: {error}")
            return False
        self._print(name, report, dry=options["dry_run"])
        return True

    def _print(self, path: str, report: Report, *, dry: bool) -> None:
        self.stdout.write(f"{path}{' (nothing was done: --dry-run)' if dry else ''}")
        for line in report.lines:
            self.stdout.write(f"  {line}")
        for doubt in report.doubts:
            self.stdout.write(f"  in doubt: {doubt}")


def _moment(text: str | None) -> date | datetime | None:
    """A date, or a date-time in the paper's zone where it names none."""
    if not text:
        return None
    try:
        if len(text) <= len("2018-02-14"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--published {text}: write 2018-02-14, or 2018-02-14T09:05.") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, paper.zone())


def _section(slug: str | None) -> Section | None:
    if not slug:
        return None
    found = Section.objects.filter(slug=slug.strip("/").rpartition("/")[2]).first()
    if found is None:
        known = ", ".join(Section.objects.values_list("slug", flat=True)) or "none yet: make one on the desk"
        raise CommandError(f"--section {slug}: no such section. There are: {known}.")
    return found
