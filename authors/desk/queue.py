"""The front of the bio manager's desk: what waits for a decision, which bios want a person, what changed lately."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from authors.biocheck import Doubt
from authors.desk.doubts import bios_with_lost_words
from authors.desk.lists import with_newest, without_bio
from authors.desk.where import Standing, standings
from authors.merging import summary
from authors.models import Author, BioProposal, BioVersion

SHOWN = 5  # bios of one kind that the desk's front lists; the list behind it has them all
WAITING = 20  # proposals
CHANGED = 8  # bios changed lately


@dataclass
class Care:
    """One bio that wants a person: what is doubted (nothing where there is no bio), and what mending it changes."""

    author: Author
    doubts: tuple[Doubt, ...]
    standing: Standing

    @property
    def sentence(self) -> str:
        """Mend it and watch it change under three stories."""
        if self.doubts:
            return f"Mend it and watch it change {self.where}"
        return f"Write one and watch it appear {self.where}"

    @property
    def where(self) -> str:
        return f"under {self.standing.words}" if self.standing.count else "on the profile"


@dataclass(frozen=True)
class Waiting:
    """A proposal for a person to decide; `changed` says in one line what it changes."""

    proposal: BioProposal
    changed: str


def waiting() -> list[Waiting]:
    """The proposals that wait, the oldest first. One query."""
    found = BioProposal.objects.open().select_related("author").order_by("at", "pk")[:WAITING]
    return [Waiting(one, summary(one.base, one.words)) for one in found]


def front(at: datetime) -> dict:
    """What the bio manager's front shows, in at most ten queries.

    `waiting` (list of Waiting, the oldest; `waiting_count` says of how many), `lost` and `missing` (lists of Care) with their full counts, `changed` (BioVersions, newest first, one an author),
    and `authors`, how many there are.
    """
    doubts = bios_with_lost_words()
    lost = list(with_newest(Author.objects.filter(pk__in=doubts), at).order_by("-newest", "pk")[:SHOWN])
    missing = without_bio(Author.objects.all(), at)
    both = standings([*lost, *missing.order_by("-newest", "pk")[:SHOWN]], at)
    care = [Care(found.author, doubts.get(found.author.pk, ()), found) for found in both]
    proposed = waiting()
    return {
        "waiting": proposed,
        "waiting_count": len(proposed) if len(proposed) < WAITING else BioProposal.objects.open().count(),
        "lost": [one for one in care if one.doubts],
        "lost_count": len(doubts),
        "missing": [one for one in care if not one.doubts],
        "missing_count": missing.count(),
        "changed": changed_lately(),
        "authors": Author.objects.count(),
    }


def changed_lately() -> list[BioVersion]:
    newest = BioVersion.objects.filter(author=OuterRef("author")).order_by("-pk")
    rows = BioVersion.objects.select_related("author").defer("text", "short_text")
    return list(rows.filter(pk=Subquery(newest.values("pk")[:1])).order_by("-pk")[:CHANGED])
