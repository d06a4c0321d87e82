"""What the paper says about its mistakes: on the story, on a page of all of them, and in a feed."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.contrib.syndication.views import Feed
from django.utils.html import linebreaks

import paper
from articles.models import Edition, EditionCorrection
from articles.models.correction import KIND_WORDS
from paper.feeds import Atom, in_xml

IN_THE_FEED = 30


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
        return KIND_WORDS[self.kind]

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
    return f"{foot[0].label if len(foot) == 1 else f'{len(foot)} notes'} at the foot of this story"


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


class CorrectionsFeed(Feed):
    """The newest corrections at the moment `at`. An entry keeps its id when the story's address changes."""

    feed_type = Atom
    link = "/corrections/"

    def __init__(self, host: str, at: datetime) -> None:
        ours = paper.current()
        self.host, self.at = host.partition(":")[0], at
        self.language, self.author_name = ours.language, in_xml(ours.name)
        self.title = f"Corrections – {self.author_name}"

    def items(self) -> list[Entry]:
        rows = EditionCorrection.objects.live(self.at).for_cards().newest(self.at)[:IN_THE_FEED]
        return [Entry.of(row) for row in rows]

    def item_title(self, entry: Entry) -> str:
        return in_xml(f"{entry.notice.label}: {entry.edition.headline}")

    def item_description(self, entry: Entry) -> str:
        return linebreaks(in_xml(entry.notice.text), autoescape=True)

    def item_link(self, entry: Entry) -> str:
        return entry.url

    def item_guid(self, entry: Entry) -> str:
        notice = entry.notice
        return f"tag:{self.host},{notice.at:%Y-%m-%d}:/corrections/{entry.edition.article_id}/{quote(notice.key)}"

    def item_pubdate(self, entry: Entry) -> datetime | None:
        return entry.notice.at

    item_updateddate = item_pubdate

    def item_extra_kwargs(self, entry: Entry) -> dict[str, str]:
        return {"language": entry.edition.language}
