"""The page on which a person answers what two people's changes left open: `admin/merge.html`, what it shows and sends back.

Each collision has a name, which is its key unless one form asks about several texts. Its answer comes back as
`answer-NAME`, what was written instead as `written-NAME`; all else that was typed before goes along, hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from paper.difference import Piece, words
from paper.merging import FieldCollision

NOT_SENT_AGAIN = "csrfmiddlewaretoken"
ANSWER, WRITTEN = "answer-", "written-"


@dataclass(frozen=True)
class CollisionRow:
    """One collision as `admin/_collisions.html` asks about it.

    `mine` and `theirs` are what either did to the text before. `chosen` and `text` are what was answered already, `fault`
    says why that cannot be kept, `where` in which of several texts the collision is."""

    name: str
    collision: FieldCollision
    mine: list[Piece]
    theirs: list[Piece]
    chosen: str
    text: str
    fault: str = ""
    where: str = ""

    @property
    def answer(self) -> str:
        return f"{ANSWER}{self.name}"

    @property
    def written(self) -> str:
        return f"{WRITTEN}{self.name}"


def collision_rows(
    collisions: Iterable[tuple[str, FieldCollision]],
    typed: QueryDict,
    faults: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
) -> list[CollisionRow]:
    """The rows of these (name, collision), with what was `typed` in them before.

    `faults` are by field; `where` is by name."""
    faults, where = faults or {}, where or {}
    return [
        _row(name, collision, typed, fault=faults.get(collision.field, ""), where=where.get(name, ""))
        for name, collision in collisions
    ]


def _row(name: str, collision: FieldCollision, typed: QueryDict, *, fault: str, where: str) -> CollisionRow:
    base, mine, theirs = (collision.as_read(text) for text in (collision.base, collision.mine, collision.theirs))
    chosen, text = typed.get(f"{ANSWER}{name}", ""), typed.get(f"{WRITTEN}{name}") or mine
    return CollisionRow(name, collision, words(base, mine), words(base, theirs), chosen, text, fault, where)


def typed_along(typed: QueryDict, rows: list[CollisionRow]) -> list[tuple[str, str]]:
    """All that was typed, answers given before too, but for what these rows ask."""
    asked = {NOT_SENT_AGAIN, *(row.answer for row in rows), *(row.written for row in rows)}
    return [(name, value) for name in typed for value in typed.getlist(name) if name not in asked]


def answers_in(typed: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What was answered, by the names of the collisions: {name: {"take": "mine", "text": "…"}}."""
    named = [name.removeprefix(ANSWER) for name in typed if name.startswith(ANSWER)]
    return {name: {"take": str(typed[f"{ANSWER}{name}"]), "text": _written(typed, name)} for name in named}


def _written(typed: Mapping[str, Any], name: str) -> str:
    return str(typed.get(f"{WRITTEN}{name}", "")).replace("\0", "")
