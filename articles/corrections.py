"""What the paper says about its mistakes: on the story, on a page of all of them, and in a feed (articles.feeds)."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext_lazy, ngettext

from articles.models import Edition, EditionCorrection

IN_THE_FEED = 30  # in one page of it
LABELS = {  # twin: articles.models.correction.KIND_WORDS, the desk's
    "correction": gettext_lazy("Correction"),
    "clarification": gettext_lazy("Clarification"),
    "update": gettext_lazy("Update"),
    "editors_note": gettext_lazy("Editor’s note"),
    "retraction": gettext_lazy("Retraction"),
}
POINTERS = {  # whole lines: where the words stand in a sentence differs from language to language
    "correction": gettext_lazy("Correction at the foot of this story"),
    "clarification": gettext_lazy("Clarification at the foot of this story"),
    "update": gettext_lazy("Update at the foot of this story"),
    "editors_note": gettext_lazy("Editor’s note at the foot of this story"),
    "retraction": gettext_lazy("Retraction at the foot of this story"),
}


class Notice(NamedTuple):
    """A correction, or a retraction, as published; `at` is None where no reader has had it yet."""

    key: str
    kind: str
    text: str
    at: datetime | None

    @classmethod
    def of(cls, words: dict[str, Any]) -> "Notice":
        at = words.get("at")
        return cls(words["key"], words["kind"], words["text"], datetime.fromisoformat(at) if at else None)

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])

    @property
    def anchor(self) -> str:
        return f"correction-{self.key}"


def notices(edition: Edition) -> dict[str, Any]:
    """Above the headline, before the text and at its foot: {"above", "top", "foot": notices, newest first,
    "pointer": the words that lead to the foot, "alone": no text is left}."""
    others = [words for words in edition.corrections if words["kind"] != "retraction"]
    foot = [Notice.of(words) for words in others if not words["top"]]
    return {
        "above": [Notice.of(edition.retraction)] if edition.retraction else [],
        "top": [Notice.of(words) for words in others if words["top"]],
        "foot": foot,
        "pointer": _pointer(foot),
        "alone": edition.retracted and not edition.body,
    }


def _pointer(foot: list[Notice]) -> str:
    """One short line: it stands on a phone."""
    if not foot:
        return ""
    if len(foot) == 1:
        return str(POINTERS[foot[0].kind])
    said = ngettext("%(count)d note at the foot of this story", "%(count)d notes at the foot of this story", len(foot))
    return said % {"count": len(foot)}


class Entry(NamedTuple):
    """A notice in a list, with the story it belongs to."""

    notice: Notice
    edition: Edition

    @classmethod
    def of(cls, row: EditionCorrection) -> "Entry":
        return cls(Notice.of(row.correction), row.edition)

    @property
    def url(self) -> str:
        return f"{self.edition.url}#{quote(self.notice.anchor)}"
