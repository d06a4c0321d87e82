"""What two people made of one story, together; and what changed between two versions of it, in words.

A story is here a snapshot, a plain dict: its texts and choices by name, `body` as clean HTML, and three lists:
`topics` [{"topic": 5, "name": "Health", "slug": "health"}],
`bylines` [{"author": 3, "name": "Ann Lee", "credited_as": "", "role": "author"}],
`corrections` [{"key": "k3j", "kind": "correction", "text": "…", "top": False}].
"""

from typing import Any

from articles.models.byline import Byline
from articles.models.correction import KIND_WORDS
from articles.models.kinds import Kind
from images.models import Picture
from paper import merging
from paper.entries import Entry
from paper.merging import (
    Answer,
    Answers,
    Choice,
    Entries,
    FieldCollision,
    FieldDifference,
    Flag,
    Html,
    Line,
    Sentence,
    Text,
    Unordered,
)
from paper.prose import sanitize

__all__ = [
    "LABELS",
    "Answer",
    "Answers",
    "FieldCollision",
    "FieldDifference",
    "Merged",
    "difference",
    "merge",
    "summary",
]

Story = dict[str, Any]


def _byline_text(entry: Entry) -> str:
    role = "" if entry["role"] == Byline.Role.AUTHOR else f" ({_role_label(entry['role'])})"
    printed = f", printed as “{entry['credited_as']}”" if entry["credited_as"] else ""
    return f"{entry['name']}{role}{printed}"


def _role_label(role: str) -> str:
    return str(Byline.Role(role).label) if role in Byline.Role.values else role


def _correction_text(entry: Entry) -> str:
    top = " (at the top)" if entry.get("top") else ""
    return f"{KIND_WORDS.get(entry['kind'], entry['kind'])}{top}: {entry['text']}"


def _both_wordings(mine: Entry, theirs: Entry) -> Entry:
    if mine.get("text") == theirs.get("text"):
        return mine
    return mine | {"text": f"{mine['text']} {theirs['text']}"}


def _names(pictures: list[int]) -> dict[int, str]:
    """What the library calls them. One query."""
    rows = Picture.objects.filter(pk__in=pictures).only("caption", "alt", "file_name")
    return {picture.pk: str(picture) for picture in rows}


FIELDS: merging.Fields = (
    Sentence("headline", "Headline"),
    Sentence("deck", "Deck"),
    Choice("lead_picture", "Lead picture", along="lead_picture_name"),
    Sentence("lead_caption", "Caption of the lead picture"),
    Line("lead_alt", "Alternative text of the lead picture"),
    Html("body", "Story", clean=sanitize, names=_names),
    Entries(
        "bylines",
        "Bylines",
        identity=lambda entry: (entry["author"], entry["role"]),
        entry_text=_byline_text,
        unsaid=("name",),  # the author's own
    ),
    Flag("signed_by_house", "Signed by the paper"),
    Line("byline_wording", "Byline in other words"),
    Line("kicker", "Kicker"),
    Line("dateline", "Dateline"),
    Choice("section", "Section", along="section_name"),
    Unordered(
        "topics",
        "Topics",
        identity=lambda entry: entry["topic"],
        entry_text=lambda entry: str(entry["name"]),
    ),
    Choice("kind", "Kind", labels={kind.value: str(kind.label) for kind in Kind}),
    Line("sponsor", "Paid for by"),
    Entries(
        "corrections",
        "Corrections",
        identity=lambda entry: entry["key"],
        entry_text=_correction_text,
        both=_both_wordings,
    ),
    Text("sources", "Sources and documents"),
    Text("how_reported", "How we reported this"),
    Text("disclosure", "Disclosure"),
    Entries(
        "related",
        "Related stories",
        identity=lambda entry: entry["article"],
        entry_text=lambda entry: str(entry["headline"]),
        unsaid=("headline",),  # what it was called when it was chosen
    ),
    Line("front_headline", "Front headline"),
    Line("slug", "Address"),
    Choice("language", "Language"),
    Choice("direction", "Direction", labels={"ltr": "left to right", "rtl": "right to left"}),
    Line("search_title", "Search title"),
    Line("description", "Description"),
    Line("source_name", "Republished from"),
    Line("canonical_url", "Address of the original"),
    Flag("noindex", "Hide from search engines"),
    Flag("no_ai", "Shut to machines that learn from texts"),
)
LABELS = {field.name: field.label for field in FIELDS}


class Merged(merging.Merged):
    """The story of both. In place of an unanswered collision it has mine."""

    @property
    def story(self) -> Story:
        return self.words


def merge(base: Story, mine: Story, theirs: Story, answers: Answers | None = None) -> Merged:
    """Both people's changes of `base` in one story, and what only a person can decide.

    `answers` go by the keys of the collisions; one that does not fit its collision counts as none."""
    found = merging.merge(FIELDS, base, mine, theirs, answers)
    return Merged(found.words, found.collisions, found.unanswered)


def difference(before: Story, after: Story) -> list[FieldDifference]:
    """The fields that differ, in the order of LABELS."""
    return merging.difference(FIELDS, before, after)


def summary(before: Story, after: Story) -> str:
    """One line for a list of versions: "Headline and bylines changed; 14 words changed in the story"."""
    return merging.summary(FIELDS, before, after)
