"""What stands around a story: its series, what to read with it, and more from its section. One query for all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from articles.cards import Card
from articles.graph import Part
from articles.models import Edition, EditionTopic
from articles.models.editions import EditionQuerySet
from articles.models.listing import BEGINNING, CARD
from articles.series import Held, InSeries, by_story
from paper.pager import Place
from paper.prepared import Prepared

RELATED = 4  # stories to read with this one, where fewer were chosen by hand: filled up by its first topic
MORE = 4  # from the section


@dataclass(frozen=True)
class Around:
    """`tags`: what a page that shows this is made from, beside the story itself."""

    series: InSeries | None
    related: list[Card]
    more: list[Card]
    tags: set[str]

    @property
    def part(self) -> Part | None:
        """Its place in its series, as machines are told of it."""
        return Part(self.series.name, self.series.url, self.series.number) if self.series else None

    @property
    def page(self) -> dict:
        has_ways = bool(self.series or len(self.related) > RELATED)
        return {"series": self.series, "related": self.related, "more": self.more, "has_ways": has_ways}


def around(story: Edition, at: datetime) -> Around:
    """Every story stands in it once. By rule come only those just before this one: a new story does not change them."""
    held = None if story.retracted else by_story().get(story.article_id)
    chosen = [pk for pk in _by_hand(story) if pk not in (held.parts if held else ())]
    rows = {row.article_id: row for row in _rows(story, {*chosen, *(held.parts if held else ())}, at)}
    series = InSeries.of(held, story, rows) if held else None
    related = [rows[pk] for pk in chosen if pk in rows]
    others = [row for row in sorted(rows.values(), key=Place.of, reverse=True) if not _is_named(row, chosen, held)]
    on_topic = [row for row in others if _first_topic(story) in _topics(row)]
    related += on_topic[: max(RELATED - len(related), 0)]
    more = [row for row in others if row.section_id == story.section_id is not None and row not in related][:MORE]
    tags = {f"article:{pk}" for pk in (*chosen, *(row.article_id for row in (*related, *more)))}
    tags |= _before(story) | (held.tags() if held else set())
    return Around(series, _cards(related), _cards(more), tags)


def _before(story: Edition) -> set[str]:
    """A story may come in before this one that was not there: dated back, put back, moved. Twin: Edition.tags_beside."""
    by = {"section": story.section_id, "topic": _first_topic(story)}
    return {f"before:{kind}:{pk}" for kind, pk in by.items() if pk}


def _by_hand(story: Edition) -> list[int]:
    return [row["article"] for row in story.related if row["article"] != story.article_id]


def _rows(story: Edition, named: set[int], at: datetime) -> list[Edition]:
    """The listed editions of the stories named, and the newest before this one on its topic and in its section."""
    asked: dict[str, Any] = {
        "named": sorted(named - {story.article_id}),
        "topic": _first_topic(story),
        "section": story.section_id,
    }
    asked = {name: value for name, value in asked.items() if value}
    if asked.keys() & {"topic", "section"}:
        asked |= {"moment": story.first_published_at, "article": story.article_id}
    return _listed(at=at, **asked) if asked else []


def _queryset(at: datetime, **asked: Any) -> QuerySet[Edition]:
    listed = Edition.objects.listed(at)
    return listed.only(*CARD, "topics").any_of(_parts(listed, at, **asked)).order_by()


_listed = Prepared(_queryset)


def _parts(
    listed: EditionQuerySet,
    at: datetime,
    named: Sequence[int] = (),
    topic: int = 0,
    section: int = 0,
    moment: datetime = BEGINNING,
    article: int = 0,
) -> Iterator[QuerySet]:
    place = Place(moment, article)
    if named:
        yield listed.filter(article__in=named)
    if topic:
        on_topic = EditionTopic.objects.listed(at).filter(topic=topic).exclude(article__in=named)
        yield Edition.objects.filter(pk__in=on_topic.newest(place)[:RELATED].values("edition"))
    if section:
        yield listed.filter(section=section).exclude(article__in=named).newest(place)[: RELATED + MORE]


def _is_named(row: Edition, chosen: list[int], held: Held | None) -> bool:
    return row.article_id in chosen or bool(held and row.article_id in held.parts)


def _first_topic(story: Edition) -> int | None:
    return story.topics[0]["topic"] if story.topics else None


def _topics(row: Edition) -> set[int]:
    return {topic["topic"] for topic in row.topics}


def _cards(rows: list[Edition]) -> list[Card]:
    return [Card.of(row) for row in rows]
