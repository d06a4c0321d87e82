from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import (
    Edition,
    EditionCorrection,
    EditionCredit,
    EditionPicture,
    EditionTopic,
    SearchEntry,
    StoryMonth,
)


class Command(BaseCommand):
    help = "Make the rows anew that lists, search and the sitemap's index are read from."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            EditionCredit.objects.all().delete()
            EditionTopic.objects.all().delete()
            EditionCorrection.objects.all().delete()
            EditionPicture.objects.all().delete()
            SearchEntry.objects.all().delete()
            editions = Edition.objects.all()
            for edition in editions.iterator():
                edition.write_list_rows()
            StoryMonth.objects.rebuild()
        self.stdout.write(f"Lists were made anew from {editions.count()} editions.")
