from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

import paper
from authors.models import Finding
from authors.rounds import look_from


class Command(BaseCommand):
    help = (
        "Look at every bio anew, for what changes without the author: links that lead nowhere now, years gone by. "
        "A worker does this every night; run it yourself, or from cron, where there is none."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with timezone.override(paper.zone()):
            last: int | None = 0
            while last is not None:
                last = look_from(last)
        found = Finding.objects.open()
        people = found.values("author").distinct().count()
        self.stdout.write(f"Bios that need care: {people}. Things to look at in them: {found.count()}.")
