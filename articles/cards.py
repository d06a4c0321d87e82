"""A story as it stands in a list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import pgettext

from articles.bylines import writers_of
from articles.models.byline import Byline
from articles.models.kinds import kind_label
from articles.sentences import Spoken, isolated, links, opened, others, spoken
from authors.models import hue_of, initials_of
from authors.work import ROLE_WORDS
from images.shown import Shown, shown

if TYPE_CHECKING:
    from articles.models.edition import Edition
    from images.models import Picture

SHOWN = 3  # names; of more than four the others are counted


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
    byline_language: str  # the story's, or what its byline is written in where no words for one are known in that
    byline_direction: str
    role_label: str
    article_id: int
    lead_picture_id: int | None
    lead_alt: str
    writer: str  # the first writer's name, with what stands for a portrait; or the paper's, which has none
    writer_id: int | None
    initials: str
    hue: int
    when: str = ""  # in "Latest" alone
    picture: Shown | None = None  # only where the list shows it: see with_picture
    portrait: Shown | None = None  # the same

    @classmethod
    def of(cls, edition: "Edition", roles: str = "") -> "Card":
        """`roles`: what the author whose list this is did for the story, separated by spaces."""
        speech = spoken(edition.language)
        return cls(
            headline=edition.front_headline or edition.headline,
            kind_label=kind_label(edition.kind),
            byline_text=_byline_text(edition, speech),
            byline_language=speech.tag,
            byline_direction=speech.direction,
            role_label=role_label(roles.split()),
            **_writer(edition),
            **{name: getattr(edition, name) for name in SAME},
        )

    def with_picture(self, pictures: "Mapping[int, Picture]", sizes: str, *, first: bool = False) -> "Card":
        """The card with its lead picture, where that is among these: those that readers may see."""
        found = pictures.get(self.lead_picture_id or 0)
        there = shown(found, "lead", sizes=sizes, alt=self.lead_alt, first=first) if found else None
        return replace(self, picture=there)


SAME = (
    "deck", "kicker", "kind", "sponsor", "url", "section_name", "first_published_at", "time_known", "language", "direction",
    "article_id", "lead_picture_id", "lead_alt",
)  # fmt: skip


def _writer(edition: "Edition") -> dict:
    first = next((credit for credit in edition.credits if credit["role"] == Byline.Role.AUTHOR), None)
    if first is None:
        return {"writer": "".join(writers_of(edition)), "writer_id": None, "initials": "", "hue": 1}
    name, number = first["name"], first["author"]
    return {"writer": name, "writer_id": number, "initials": initials_of(name), "hue": hue_of(number)}


def byline_text(edition: "Edition") -> str:
    """By Ann Lee and Bo Ek, in the story's language; nothing where nobody signs it."""
    return _byline_text(edition, spoken(edition.language))


def _byline_text(edition: "Edition", speech: Spoken) -> str:
    _, direction, tongue = speech
    names = writers_of(edition)
    if not names:
        return ""
    shown = names[:SHOWN] if len(names) > SHOWN + 1 else names
    more = len(names) - len(shown)
    before = links(shown, tongue, more=more)
    text = "".join(words + isolated(name, direction) for words, name in zip(before, shown, strict=True))
    return opened(tongue.author, speech.tag) + text + (others(more, tongue) if more else "")


def role_label(roles: list[str]) -> str:
    """Photographs, translation …; nothing for those who wrote."""
    if not roles or Byline.Role.AUTHOR in roles:
        return ""
    between = pgettext("between items of a list", ", ")
    return capfirst(between.join(str(ROLE_WORDS[role]) for role in roles))
