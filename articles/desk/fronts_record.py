"""What was done with a front and what is scheduled, in sentences, and the ways back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from articles.arrangement import Arrangement
from articles.desk.find import is_row_number
from articles.desk.fronts_words import Names, sentence
from articles.desk.state import moment
from articles.models import FrontChange, Refused
from articles.models.front import Front, laid

if TYPE_CHECKING:
    from accounts.models import User

SIZE = 30  # changes on a page of the record
TOLD_SINCE = 5  # the newest


@dataclass(frozen=True)
class Told:
    """A change in words. `withdrawn`: by whom, where it never came into force."""

    pk: int
    at: datetime
    made_at: datetime
    who: str
    words: str
    note: str
    is_whole: bool
    withdrawn: str = ""

    @property
    def was_scheduled(self) -> bool:
        return self.at > self.made_at


def scheduled(front: Front, now: datetime | None = None) -> list[Told]:
    """What the clock will do to the front, the next first. Each sentence goes on from the one before it."""
    at = now or timezone.now()
    return told(front.changes.coming(at), front.arrangement(at))


def told(changes: Iterable[FrontChange], before: Arrangement) -> list[Told]:
    """Changes in order, over what stood there before them; withdrawn ones change nothing. One query for all headlines."""
    steps = list(_steps(changes, before))
    names = Names(*(one for _, was, now in steps for one in (was, now)))
    return [_told(change, was, now, names) for change, was, now in steps]


def _steps(
    changes: Iterable[FrontChange], before: Arrangement
) -> Iterable[tuple[FrontChange, Arrangement, Arrangement]]:
    for change in changes:
        after = change.over(before)
        yield change, before, after
        before = before if change.withdrawn_at else after


def _told(change: FrontChange, was: Arrangement, now: Arrangement, names: Names) -> Told:
    return Told(
        pk=change.pk,
        at=change.at,
        made_at=change.made_at,
        who=change.by_name,
        words=sentence(was.holding(change.at), now.holding(change.at), names),
        note=change.note,
        is_whole=change.placing is None,
        withdrawn=change.withdrawn_by_name if change.withdrawn_at else "",
    )


def record(front: Front, page: int) -> tuple[list[Told], bool]:
    """What came into force or was withdrawn, the newest first, and whether there is more."""
    begin = (page - 1) * SIZE
    done = front.changes.filter(Q(at__lte=timezone.now()) | Q(withdrawn_at__isnull=False))
    rows = list(done.order_by("-at", "-pk")[begin : begin + SIZE + 1])
    changes = rows[:SIZE][::-1]
    if not changes:
        return [], False
    return told(changes, _before(front, changes[0]))[::-1], len(rows) > SIZE


def _before(front: Front, change: FrontChange) -> Arrangement:
    earlier = front.changes.filter(Q(at__lt=change.at) | Q(at=change.at, pk__lt=change.pk))
    return laid(earlier.in_force(change.at))


def as_of(front: Front, change: FrontChange) -> Arrangement:
    """The front as this change left it."""
    return change.over(_before(front, change))


def since(front: Front, base: int) -> list[Told]:
    """What others did to the front, now or for later, since the change of that number: for whoever arranged it meanwhile."""
    changes = list(front.changes.in_order().filter(pk__gt=base).order_by("-pk")[:TOLD_SINCE])[::-1]
    return [line for change in changes for line in told([change], _before(front, change))]


def withdraw(front: Front, pk: str, *, by: "User") -> str:
    """Take back what is still to come, and say so. Raises Refused."""
    change = FrontChange.objects.filter(pk=pk, front=front.pk).first() if is_row_number(pk) else None
    if change is None:
        raise Refused("There is no such change of this front. Look at the list again.")
    Front.objects.of(front.section).withdraw(change, by=by)
    return f"Withdrawn: nothing of it happens {moment(change.at)}."
