"""Where a passage stands in a story, counted before anything is taken down. Changes nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from articles.models import Article, BreakingLine, Edition, FrontChange, Move, Recovery, Revision
from articles.models.edition import WORDS, WORDS_SINCE
from articles.models.passages import redact_field
from articles.models.snapshot import Words, words_of
from articles.models.takedown import REASONS
from paper.redaction import check_passage, slug_holds

READ = [*WORDS, *WORDS_SINCE, "note", "line"]


class Place(NamedTuple):
    where: str
    times: int


class Found(NamedTuple):
    """`places` without those where it stands nowhere; `addresses` spell it, and will lead to others."""

    places: list[Place]
    addresses: list[str]

    @property
    def times(self) -> int:
        return sum(place.times for place in self.places)


def find(story: Article, passage: str) -> Found:
    """Raises ValueError, in words, for a passage too short. Twin: takedown.remove_passage, which counts what it removes."""
    check_passage(passage)
    editions = list(story.editions.order_by("live_from"))
    places = [*_in_editions(editions, passage, timezone.now()), *_on_the_desk(story, passage)]
    addresses = dict.fromkeys(edition.path for edition in editions if slug_holds(edition.slug, passage))
    return Found([place for place in places if place.times], list(addresses))


def _in_editions(editions: list[Edition], passage: str, now: datetime) -> list[Place]:
    earlier = [edition for edition in editions if edition.live_until <= now]
    coming = [edition for edition in editions if edition.live_from > now]
    return [
        Place("what readers have now", _count([e for e in editions if e.is_live(now)], READ, passage)),
        Place(_several(earlier, "an earlier edition", "earlier editions"), _count(earlier, READ, passage)),
        Place(_several(coming, "a scheduled edition", "scheduled editions"), _count(coming, READ, passage)),
    ]


def _on_the_desk(story: Article, passage: str) -> list[Place]:
    versions = list(Revision.objects.filter(article=story))
    unsaved = list(Recovery.objects.filter(article=story))
    moves = list(Move.objects.filter(article=story))
    return [
        Place("the working copy", _in_words(words_of(story), passage)),
        Place("reasons on the desk", _count([story], list(REASONS), passage)),
        Place(
            _several(versions, "a version in the history", "versions in the history"),
            _count(versions, ["words", "note", "headline"], passage),
        ),
        Place(_several(unsaved, "an unsaved copy", "unsaved copies"), _count(unsaved, ["typed", "headline"], passage)),
        Place("a line above the fronts", _count(BreakingLine.objects.filter(article=story), ["text"], passage)),
        Place("notes on the fronts", _count(FrontChange.objects.filter(article=story), ["note"], passage)),
        Place("the record of what was done", _count(moves, ["headline", "note", "facts"], passage)),
    ]


def _several(rows: list, one: str, more: str) -> str:
    return one if len(rows) == 1 else f"{len(rows)} {more}"


def _count(rows: Iterable[Any], fields: list[str], passage: str) -> int:
    return sum(redact_field(name, getattr(row, name), passage)[1] for row in rows for name in fields)


def _in_words(words: Words, passage: str) -> int:
    return sum(redact_field(name, value, passage)[1] for name, value in words.items() if name != "topics")
