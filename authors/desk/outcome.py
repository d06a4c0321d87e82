"""What became of what somebody proposed: told on the desk's front until it was seen, and on their own page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authors.desk.lists import accounts_of_authors
from authors.merging import changes
from authors.models import Author, BioProposal
from paper.merging import Change

if TYPE_CHECKING:
    from accounts.models import User

STATES = BioProposal.State
MOST = 20  # decisions that are looked at for one page


@dataclass(frozen=True)
class Outcome:
    """The last decision. `edited` is what was changed before it was approved, `is_new` whether they see it first now."""

    proposal: BioProposal
    edited: list[Change]
    is_new: bool

    @property
    def word(self) -> str:
        """approved, approved with changes, declined"""
        return f"{self.proposal.get_state_display()}{' with changes' if self.edited else ''}"


def outcomes(author: Author, user: "User") -> list[Outcome]:
    """What became of what this person proposed, the newest first: all they have not seen, of whatever author their account
    was then; else the last that is about this one. One query."""
    decided = BioProposal.objects.filter(by=user, state__in=(STATES.APPROVED, STATES.DECLINED))
    rows = list(decided.select_related("result", "author").order_by("-decided_at", "-pk")[:MOST])
    new = [row for row in rows if row.told_at is None]
    shown = new or [row for row in rows if row.author_id == author.pk][:1]
    return [Outcome(row, _edited(row), row.told_at is None) for row in shown]


def _edited(proposal: BioProposal) -> list[Change]:
    return changes(proposal.words, proposal.result.profile) if proposal.result else []


def untold(user: "User") -> list[BioProposal]:
    """For the front of the desk: decided, and not seen yet. One query for whoever is an author, none for the others."""
    if user.pk not in accounts_of_authors():
        return []
    return list(BioProposal.objects.untold(user).select_related("author").order_by("decided_at"))
