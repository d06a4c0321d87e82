"""A story's history as one list, newest first: versions of the working copy, editions readers got, and all else that was done.

Three queries, whatever its length: neither the words of versions nor the bodies of editions are read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.utils import timezone

import paper
from articles.desk.record import in_words
from articles.desk.state import LIVE, SCHEDULED, Chip, brief, moment
from articles.models import END, Article, Edition, Move, Revision

SYSTEM = "Newsroom"  # who acts where nobody does
KINDS = {
    Revision.Kind.SAVED: "saved version {}",
    Revision.Kind.MERGED: "saved version {}, merged with somebody else’s changes",
    Revision.Kind.FIXED: "carried a fix into version {}",
    Revision.Kind.RESTORED: "restored an earlier version as version {}",
}
SAVES = (Revision.Kind.SAVED, Revision.Kind.MERGED)
EDITION = (
    "article_id", "version", "live_from", "live_until", "made_at", "change", "note", "line", "retracted", "headline",
    "made_by__username", "made_by__first_name", "made_by__last_name",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing that was done. `side` is what the difference page calls its text; empty where it has none."""

    at: datetime
    who: str
    verb: str  # of the move; of a version "save", "fixed" or "restored"
    what: str  # going on from `who`
    note: str = ""
    side: str = ""
    name: str = ""  # of its text: "version 7"
    number: int = 0  # of a version
    edition: Edition | None = None
    facts: list[str] = field(default_factory=list)
    stage: str = ""  # of an edition: "ahead", "live" or "had"
    newest: bool = False  # of the versions

    @property
    def chips(self) -> list[Chip]:
        return {"ahead": [SCHEDULED], "live": [LIVE]}.get(self.stage, [])

    @property
    def seen_query(self) -> str:
        """Of the page that shows this edition as readers had it."""
        return f"?{urlencode(asked_for(self.edition.live_from))}" if self.edition else ""


def asked_for(at: datetime) -> dict[str, str]:
    """The minute of a moment, as the page of what readers saw is asked for it."""
    local = timezone.localtime(at, paper.zone())
    return {"on": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}"}


def timeline(story: Article) -> list[Entry]:
    """Everything, to be folded. Needs the story with `changed_by`."""
    done = list(story.moves.all())
    editions = list(story.editions.select_related("made_by").only(*EDITION))
    entries = [*_versions(story, done), *_editions(editions, done), *_others(editions, done)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def compared_from(entries: list[Entry]) -> str:
    """The side a comparison starts from until somebody chooses: what readers have, else the version before the newest."""
    live = [entry.side for entry in entries if entry.stage == "live"]
    before = [entry.side for entry in entries if entry.number and not entry.newest]
    return next(iter(live + before), "")


# Versions -----------------------------------------------------------------------------------------------


def _versions(story: Article, done: list[Move]) -> Iterator[Entry]:
    kept = list(story.revisions.defer("words"))
    if not kept or kept[0].number != story.version:
        kept.insert(0, _unkept(story))
    for revision in kept:
        yield _version(revision, _restoring(revision, done), newest=revision.number == story.version)


def _unkept(story: Article) -> Revision:
    """The newest version, which is kept as soon as another follows it."""
    by = str(story.changed_by) if story.changed_by else SYSTEM
    return Revision(article=story, number=story.version, by_name=by, at=story.changed_at)


def _version(revision: Revision, restoring: Move | None, *, newest: bool) -> Entry:
    what = f"{in_words(restoring)} as version {{}}" if restoring else KINDS[Revision.Kind(revision.kind)]
    return Entry(
        at=revision.at,
        who=revision.by_name,
        verb="save" if revision.kind in SAVES else revision.kind,
        what=what.format(revision.number),
        note=restoring.note if restoring else revision.note,
        side=str(revision.number),
        name=f"version {revision.number}",
        number=revision.number,
        newest=newest,
    )


def _restoring(revision: Revision, done: Iterable[Move]) -> Move | None:
    """The move that made this version out of an earlier one: the first after it, in the same transaction."""
    if revision.kind != Revision.Kind.RESTORED:
        return None
    after = (move for move in done if move.verb == "restore" and move.at >= revision.at)
    return min(after, key=lambda move: (move.at, move.pk), default=None)


# Editions -----------------------------------------------------------------------------------------------


def _editions(editions: Iterable[Edition], done: Iterable[Move]) -> Iterator[Entry]:
    now = timezone.now()
    making = {move.facts["edition"]: move for move in done if "edition" in move.facts}
    for edition in editions:
        yield _edition(edition, making.get(str(edition.pk)), now)


def _edition(edition: Edition, move: Move | None, now: datetime) -> Entry:
    return Entry(
        at=edition.made_at,
        who=move.by_name if move else maker(edition),
        verb=move.verb if move else "edition",
        what=in_words(move) if move else f"made the edition of {moment(edition.live_from)}",
        note=edition.note,
        side=f"edition-{edition.pk}",
        name=name_of(edition),
        edition=edition,
        facts=facts_of(edition, now),
        stage="live" if edition.is_live(now) else "ahead" if edition.live_from > now else "had",
    )


def maker(edition: Edition) -> str:
    return str(edition.made_by) if edition.made_by else SYSTEM


def name_of(edition: Edition) -> str:
    return f"the edition of {moment(edition.live_from)}"


def facts_of(edition: Edition, now: datetime) -> list[str]:
    """When readers had it, and what they were told of it."""
    told = [] if edition.change == Edition.MATERIAL else ["A typo: readers were not told"]
    line = [f"Readers were told: {edition.line}"] if edition.line else []
    return [when_readers_had(edition, now), *(["Retracted"] if edition.retracted else []), *told, *line]


def when_readers_had(edition: Edition, now: datetime) -> str:
    begin, end = brief(edition.live_from), brief(edition.live_until)
    ends = edition.live_until < END
    if edition.live_from > now:
        return f"Goes live {begin}" + (f", until {end}" if ends else "")
    if edition.live_until > now:
        return f"Readers have it since {begin}" + (f", until {end}" if ends else "")
    return f"Readers had it from {begin} until {end}"


# All else -----------------------------------------------------------------------------------------------


def _others(editions: Iterable[Edition], done: Iterable[Move]) -> Iterator[Entry]:
    """What made neither a version nor an edition that is there."""
    there = {str(edition.pk) for edition in editions}
    for move in done:
        if move.verb != "restore" and move.facts.get("edition") not in there:
            yield Entry(at=move.at, who=move.by_name, verb=move.verb, what=in_words(move), note=move.note)
