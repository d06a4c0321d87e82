"""A story as it stands in a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from articles.bylines import writers_of
from articles.models.byline import Byline
from articles.models.kinds import kind_label
from articles.sentences import join_names
from authors.models import hue_of, initials_of

if TYPE_CHECKING:
    from articles.models.edition import Edition

SHOWN = 3  # names; more are counted


@dataclass(frozen=True)
class Card:
    headline: str
    deck: str
    kicker: str
    kind: str
    kind_label: str
    sponsor: str
    url: str
    section_name: str
    first_published_at: datetime
    time_known: bool
    language: str
    direction: str
    byline_text: str
    role_label: str
    article_id: int
    writer: str  # the first writer's name, with what stands for a portrait; or the paper's, which has none
    initials: str
    hue: int
    when: str = ""  # in "Latest" alone

    @classmethod
    def of(cls, edition: "Edition", roles: str = "") -> "Card":
        """`roles`: what the author whose list this is did for the story, separated by spaces."""
        return cls(
            headline=edition.front_headline or edition.headline,
            kind_label=kind_label(edition.kind),
            byline_text=byline_text(edition),
            role_label=role_label(roles.split()),
            **_writer(edition),
            **{name: getattr(edition, name) for name in SAME},
        )


SAME = (
    "deck", "kicker", "kind", "sponsor", "url", "section_name", "first_published_at", "time_known", "language", "direction",
    "article_id",
)  # fmt: skip


def _writer(edition: "Edition") -> dict:
    first = next((credit for credit in edition.credits if credit["role"] == Byline.Role.AUTHOR), None)
    if first is None:
        return {"writer": "".join(writers_of(edition)), "initials": "", "hue": 1}
    return {"writer": first["name"], "initials": initials_of(first["name"]), "hue": hue_of(first["author"])}


def byline_text(edition: "Edition") -> str:
    """By Ann Lee and Bo Ek; nothing where nobody signs it."""
    names = writers_of(edition)
    if len(names) > SHOWN:
        names = [*names[:SHOWN], f"{len(names) - SHOWN} others"]
    return f"By {join_names(names)}" if names else ""


def role_label(roles: list[str]) -> str:
    """Photographs, translation …; nothing for those who wrote."""
    if not roles or Byline.Role.AUTHOR in roles:
        return ""
    return ", ".join(str(Byline.Role(role).label) for role in roles).capitalize()
