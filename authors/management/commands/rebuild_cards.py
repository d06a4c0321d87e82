from typing import Any

from django.core.management.base import BaseCommand

from authors.models import Author


class Command(BaseCommand):
    help = "Render every author's block under stories anew: after a change of its template."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for author in Author.objects.iterator():
            author.keep(by=None, source="rebuild_cards")
            count += 1
        self.stdout.write(f"{count} cards were rendered.")
