from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from pagecache import memory


class Purge(models.Model):
    """What was made from `tag` before `due` is stale. Written in the transaction of the change that causes it."""

    tag = models.CharField(max_length=100)
    due = models.DateTimeField(help_text="now, or the moment at which the clock makes the change")
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["due"], name="purge_due")]

    def __str__(self) -> str:
        return f"{self.tag} at {self.due:%Y-%m-%d %H:%M:%S}"


def purge(tags: Iterable[str], at: datetime | None = None) -> None:
    """Say that pages made from `tags` are stale from `at` (now when None). Call inside the verb's transaction."""
    now = timezone.now()
    rows = [Purge(tag=tag, due=at or now, made_at=now) for tag in sorted(set(tags))]
    with transaction.atomic():
        Purge.objects.bulk_create(rows)
        transaction.on_commit(lambda: memory.hear((row.tag, row.due) for row in rows))
