from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models, transaction
from django.db.transaction import on_commit
from django.utils import timezone

from pagecache import memory

CHANNEL = "newsroom_purge"  # PostgreSQL tells the other processes on it


class Purge(models.Model):
    """What was made from `tag` before `due` is stale. Written in the transaction of the change that causes it."""

    tag = models.CharField(max_length=100)
    due = models.DateTimeField(help_text="now, or the moment at which the clock makes the change")
    made_at = models.DateTimeField(db_index=True)
    told_at = models.DateTimeField(null=True, help_text="when the caches in front were told")

    class Meta:
        indexes = [
            models.Index(fields=["due"], name="purge_due"),
            models.Index(fields=["due"], condition=models.Q(told_at=None), name="purge_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.tag} at {self.due:%Y-%m-%d %H:%M:%S}"


class Own:
    """The numbers of purges that this process made and has heard: whoever listens for others' need not hear them again."""

    def __init__(self) -> None:
        self.is_wanted = False  # nobody listens in a command
        self._numbers: set[int] = set()

    def add(self, numbers: Iterable[int]) -> None:
        if self.is_wanted:
            self._numbers.update(numbers)

    def take(self, number: int) -> bool:
        """Whether it is one of them. Asked once for each."""
        is_own = number in self._numbers
        self._numbers.discard(number)
        return is_own

    def drop_before(self, number: int) -> None:
        """Those that were heard from the table first are asked for no more."""
        self._numbers = {one for one in list(self._numbers) if one >= number}

    def forget(self) -> None:
        """All that there is will be heard from the table."""
        self._numbers.clear()


own = Own()


def purge(tags: Iterable[str], at: datetime | None = None) -> None:
    """Say that pages made from `tags` are stale from `at` (now when None). Call inside the verb's transaction."""
    now, tags = timezone.now(), sorted(set(tags))
    rows = [Purge(tag=tag, due=at or now, made_at=now) for tag in tags]
    if at is None or at <= now:
        memory.doubt(tags)
    with transaction.atomic():
        rows = Purge.objects.bulk_create(rows)
        _notify()
        on_commit(lambda: _hear(rows))


def _notify() -> None:
    """PostgreSQL sends it when the transaction is kept; on SQLite others look at the file (poll.py)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


def _hear(rows: list[Purge]) -> None:
    own.add(row.pk for row in rows)
    memory.hear((row.tag, row.due) for row in rows)
