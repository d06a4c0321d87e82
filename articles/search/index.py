"""What of an edition search knows, and the number it is known by.

A key sorts by the second of first publication, then by story; deeper than that editions have any order. It is 63 bits: seconds
since 1600, 17 bits of the story's number, 8 of the edition's. Where another edition has it, the next free one is taken.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from articles.search.words import INDEXED, stems_of, terms
from paper.prose import FIGURE

if TYPE_CHECKING:
    from articles.models.edition import Edition

EPOCH = datetime(1600, 1, 1, tzinfo=UTC)
SECOND, STORY, EDITION = 25, 17, 8  # bits: a second is worth this many, and how they are shared out

ALL = "_all"
_WITHIN_A_LINE = re.compile(r"</?(?:a|em|span|strong|sub|sup)(?:\s[^<>]*)?>")
_TAG = re.compile(r"<[^<>]*>")


class Fields(NamedTuple):
    """The words of an edition by where they stand, most telling first."""

    headline: str
    names: str  # of people, section and topics, and the place
    deck: str
    text: str


class Words(NamedTuple):
    """The same as terms; `marks` are words of our own about the story."""

    headline: list[str]
    names: list[str]
    deck: list[str]
    text: list[str]
    marks: list[str]


def fields_of(edition: "Edition") -> Fields:
    """What readers read of it. Never what stands under pictures: one may be withdrawn, and its words with it."""
    names = [credit["name"] for credit in edition.credits] + [topic["name"] for topic in edition.topics]
    notes = [correction["text"] for correction in edition.corrections]
    return Fields(
        _lines(edition.headline, edition.front_headline, edition.kicker),
        _lines(*names, edition.section_name, edition.dateline, edition.sponsor, edition.source_name),
        _lines(edition.deck),
        _lines(_plain(edition.body), edition.how_reported, edition.disclosure, edition.sources, *notes),
    )


def words_of(edition: "Edition", fields: Fields) -> Words:
    stems = stems_of(edition.language)
    headline, names, deck, text = ([term.text for term in islice(terms(one, stems), INDEXED)] for one in fields)
    return Words(headline, names, deck, text, marks_of(edition))


def marks_of(edition: "Edition") -> list[str]:
    """Author, section, topic and kind, as words that no reader can type."""
    return [
        ALL,
        kind_mark(edition.kind),
        *([section_mark(edition.section_id)] if edition.section_id else []),
        *dict.fromkeys(author_mark(credit["author"]) for credit in edition.credits),
        *(topic_mark(topic["topic"]) for topic in edition.topics),
    ]


def author_mark(pk: int) -> str:
    return f"_a{pk}"


def section_mark(pk: int) -> str:
    return f"_s{pk}"


def topic_mark(pk: int) -> str:
    return f"_t{pk}"


def kind_mark(kind: str) -> str:
    return f"_k{kind}"


def first_key(moment: datetime) -> int:
    """The lowest key of a story first published then or later."""
    return (moment - EPOCH) // timedelta(seconds=1) << SECOND


def keys_for(editions: "Iterable[Edition]", taken_among: Any) -> dict[int, int]:
    """A free key for each edition, by its pk. `taken_among`: those of these keys that others have."""
    waiting, found = {edition.pk: _own_key(edition) for edition in editions}, dict[int, int]()
    while waiting:
        taken = {*taken_among(list(waiting.values())), *found.values()}
        for pk, key in list(waiting.items()):
            if key not in taken:
                taken.add(key)
                found[pk] = waiting.pop(pk)
            else:
                waiting[pk] = key + 1
    return found


def _own_key(edition: "Edition") -> int:
    story, own = edition.article_id % (1 << STORY), edition.pk % (1 << EDITION)
    return first_key(edition.first_published_at) | story << EDITION | own


def _plain(html: str) -> str:
    """The words of clean HTML, without figures; a line for each block."""
    return unescape(_TAG.sub("\n", _WITHIN_A_LINE.sub("", FIGURE.sub("\n", html))))


def _lines(*texts: str) -> str:
    lines = (" ".join(line.split()) for text in texts for line in text.splitlines())
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
