"""What two people made of one profile, together; and what changed between two versions of it, in words.

A profile is here a plain dict:
{"name": "Ann Lee", "position": "Editor", "beat": "", "place": "", "expertise": "Health, law", "start_year": 1998,
 "bio": html, "short_bio": html, "disclosure": "", "email": "", "links": [{"label": "Website", "url": "https://…"}],
 "outlets": [{"name": "Slack Water"}]}

A key that is missing says nothing: neither that the field is empty nor that it was changed.
"""

import re
from collections import Counter
from dataclasses import dataclass

from authors.names import match_key
from paper import merging
from paper.entries import Entry, in_order
from paper.merging import (
    Answers,
    Change,
    Choice,
    Entries,
    FieldCollision,
    FieldDifference,
    Html,
    Line,
    Merged,
    Text,
    Words,
)
from paper.prose import sanitize_bio

__all__ = ["LABELS", "FieldCollision", "FieldDifference", "Merged", "changes", "difference", "merge", "summary"]

COMMA = re.compile(r"\s*[,،，、]\s*")  # Latin, Arabic, Chinese, Japanese


@dataclass(frozen=True)
class Subjects(Line):
    """Subjects in one line, with commas between. Those of both come together, unless both reworded the same one."""

    def together(self, base: str, mine: str, theirs: str) -> str | None:
        was, ours, others = map(_subjects, (base, mine, theirs))
        gone, come, others_come = {*was} - {*ours} - {*others}, {*ours} - {*was}, {*others} - {*was}
        if gone and come and others_come and come != others_come:
            return None
        merged = in_order(_entries(was), _entries(ours), _entries(others), _said)
        return None if merged is None else _line(list(map(_said, merged)), mine, theirs)


def _subjects(line: str) -> list[str]:
    return [subject for subject in COMMA.split(line.strip()) if subject]


def _entries(subjects: list[str]) -> list[Entry]:
    return [{"said": subject} for subject in subjects]


def _said(entry: Entry) -> str:
    return str(entry["said"])


def _line(subjects: list[str], mine: str, theirs: str) -> str | None:
    """The subjects with the comma that stands between them already; None where one is spelled in two ways."""
    if max(Counter(map(_key, subjects)).values(), default=1) > 1:
        return None
    comma = COMMA.search(mine) or COMMA.search(theirs)
    return (comma[0] if comma else ", ").join(subjects)


def _key(name: str) -> str:
    return match_key(name) or name


def _link_text(link: Entry) -> str:
    return f"{link['label']}: {link['url']}" if link["label"] else link["url"]


def _both_labels(mine: Entry, theirs: Entry) -> Entry:
    """An address stands there once: under both names."""
    labels = dict.fromkeys(filter(None, (mine["label"], theirs["label"])))
    return mine | {"label": " / ".join(labels)}


FIELDS: merging.Fields = (
    Line("name", "Name"),
    Line("position", "Position"),
    Line("beat", "Beat"),
    Line("place", "Based in", "place"),
    Subjects("expertise", "Expertise"),
    Choice("start_year", "In the trade since", "start year"),
    Html("bio", "Bio", clean=sanitize_bio),
    Html("short_bio", "Short bio", clean=sanitize_bio),
    Text("disclosure", "Disclosure"),
    Choice("email", "Public contact"),
    Entries("links", "Links", identity=lambda link: link["url"], entry_text=_link_text, both=_both_labels),
    Entries(
        "outlets",
        "Work has appeared in",
        "outlets",
        identity=lambda outlet: _key(outlet["name"]),
        entry_text=lambda outlet: str(outlet["name"]),
    ),
)
LABELS = {field.name: field.label for field in FIELDS}


def merge(base: Words, mine: Words, theirs: Words, answers: Answers | None = None) -> Merged:
    """Both people's changes of `base` in one profile, its `words`, and what only a person can decide.

    `answers` go by the keys of the collisions; one that does not fit its collision counts as none."""
    return merging.merge(FIELDS, base, base | mine, base | theirs, answers)


def difference(before: Words, after: Words) -> list[FieldDifference]:
    """The fields that differ, in the order of LABELS. What one of the two says nothing of does not differ."""
    return merging.difference(FIELDS, after | before, before | after)


def summary(before: Words, after: Words) -> str:
    """One line for a list of versions: "Position and links changed; 3 words changed in the bio"."""
    return merging.summary(FIELDS, after | before, before | after)


def changes(before: Words, after: Words) -> list[Change]:
    """What `admin/_difference.html` shows; empty where both say the same."""
    return merging.shown(difference(before, after))
