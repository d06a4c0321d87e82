from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

import paper
from authors.models import AuthorLink
from authors.verify import due, verify


class Command(BaseCommand):
    help = (
        "Ask the pages that profiles link to whether they link back with rel=me: those not looked at for a month. "
        "A worker does this every night; run it yourself, or from cron, where there is none."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        begun = timezone.now()
        with timezone.override(paper.zone()):
            for pk in list(due(begun).values_list("pk", flat=True)):
                verify(pk)
        seen = AuthorLink.objects.filter(checked_at__gte=begun)
        self.stdout.write(f"Pages looked at: {seen.count()}. Confirmed: {seen.filter(trouble='').count()}.")
