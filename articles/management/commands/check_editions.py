from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Edition


class Command(BaseCommand):
    help = "Compare every edition's words with the hash made when it was published."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = [
            edition for edition in Edition.objects.iterator() if edition.make_fingerprint() != edition.fingerprint
        ]
        for edition in changed:
            self.stderr.write(
                f"edition {edition.pk} of story {edition.article_id}, “{edition.headline}”: its words were changed"
            )
        if changed:
            raise CommandError(f"{len(changed)} editions are not as they were published.")
        self.stdout.write(f"{Edition.objects.count()} editions are as they were published.")
