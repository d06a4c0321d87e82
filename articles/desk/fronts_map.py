"""The compact map of a front: what readers have in each place at a minute, and why it stands there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.text import capfirst

from articles import placing
from articles.arrangement import FREE, MOST_BANDS, OPINION, TOP, Arrangement, Band, Item, Rule
from articles.cards import Card
from articles.desk.fronts_moves import BAND
from articles.desk.fronts_words import Names, missing, spot_name, until_words
from articles.desk.state import brief
from articles.models import Edition
from articles.models.front import HOME, Front
from articles.placing import Spot, Spots, of_the_sections
from paper.pager import SIZE

SIZES = {TOP: placing.TOP, OPINION: placing.OPINION}
HAND, RULE, ITSELF, NOT_THERE = "hand", "rule", "itself", "not-there"


@dataclass(frozen=True)
class Row:
    """A spot. `how` it stands there: "hand", "rule", "itself" or "not-there", which `why` says in words."""

    place: str
    index: int
    name: str  # Lead, Second 1; nothing while nothing stands there
    headline: str
    language: str
    direction: str
    facts: str
    how: str
    why: str
    itself: int  # the story that stands there by itself, or 0
    item: Item
    is_last: bool = False

    @property
    def spot(self) -> str:
        return f"{self.place}:{self.index}:{self.itself}"

    @property
    def short(self) -> str:
        """The number alone, under the name of a band."""
        return self.name.rpartition(" ")[2] if self.place.startswith(BAND) else self.name

    @property
    def key(self) -> str:
        """Names the row's own fields."""
        return f"until-{self.place}-{self.index}"

    @property
    def is_placed(self) -> bool:
        return self.item != FREE


@dataclass(frozen=True)
class Stack:
    """A place, as it is called, with its rows. `of`: what a band is of, None for the others; `typed`: its own title."""

    place: str
    name: str
    rows: list[Row]
    of: Rule | None = None
    typed: str = ""
    own_name: str = ""
    what: str = ""
    number: int = 0


@dataclass(frozen=True)
class Map:
    top: Stack
    opinion: Stack
    bands: list[Stack]
    latest: list[Card]

    def rows(self) -> Iterator[Row]:
        for stack in (self.top, self.opinion, *self.bands):
            yield from stack.rows


def filled(front: Front, arrangement: Arrangement, at: datetime) -> dict[str, Any]:
    """The front as readers would have it at `at`, arranged so: the context of its page, with `spots`."""
    if front.section is None:
        return placing.home(at, arrangement)
    rows = Edition.objects.listed(at).in_sections(front.section.subtree()).for_cards().newest(at)[:SIZE]
    return placing.of_section(front.section, [Card.of(row) for row in rows], at, arrangement)


def with_own_bands(front: Front, arrangement: Arrangement) -> Arrangement:
    """With the bands written out that the front has where it was given none, so that they can be moved."""
    if arrangement.bands is not None:
        return arrangement
    return replace(arrangement, bands=tuple(of_the_sections()[:MOST_BANDS]) if front.pk == HOME else ())


def map_of(front: Front, arrangement: Arrangement, at: datetime) -> Map:
    page = filled(front, arrangement, at)
    spots: Spots = page["spots"]
    names = Names(arrangement, at=at)
    latest = page["latest"] if front.pk == HOME else page["stories"][placing.TOP :]
    return Map(
        Stack(TOP, "Top stories", _rows(TOP, spots.top, at, names)),
        Stack(OPINION, "Opinion", _rows(OPINION, spots.opinion, at, names)),
        [_band(number, *band, at, names) for number, band in enumerate(spots.bands)],
        latest[: placing.LATEST],
    )


def _band(
    number: int, band: Band, heading: placing.Heading | None, spots: list[Spot], at: datetime, names: Names
) -> Stack:
    name = band.title or (heading.name if heading else "Gone")
    what = f"{band.of.kind.capitalize()}" if heading else f"This {band.of.kind} is gone: readers do not have the band."
    rows = _rows(f"{BAND}{number}", spots, at, names, name)
    return Stack(f"{BAND}{number}", name, rows, band.of, band.title, heading.name if heading else "", what, number)


def _rows(place: str, spots: list[Spot], at: datetime, names: Names, band: str = "") -> list[Row]:
    size, shown, rows = SIZES.get(place, placing.BAND), 0, []
    for index, spot in enumerate(spots):
        name = spot_name(place, shown, band) if spot.card else ""
        rows.append(_row(place, index, name, spot, at, names, is_full=shown >= size))
        shown += bool(spot.card)
    return [replace(row, is_last=row.index == len(rows) - 1) for row in rows]


def _row(place: str, index: int, name: str, spot: Spot, at: datetime, names: Names, *, is_full: bool) -> Row:
    item, card = spot
    story = names.stories.get(item.story or 0)
    words = card or story
    headline = card.headline if card else str(story) if story else _nothing(item, names)
    return Row(
        place=place,
        index=index,
        name=name,
        headline=headline,
        language=words.language if words else "",
        direction=words.direction if words else "",
        facts=f"{card.section_name} · {brief(card.first_published_at)}".removeprefix(" · ") if card else "",
        how=_how(spot),
        why=_why(spot, at, names, is_full),
        itself=card.article_id if card and item == FREE else 0,
        item=item,
    )


def _nothing(item: Item, names: Names) -> str:
    if item.rule:
        return capfirst(names.of_rule(item.rule))
    return "A story that was deleted" if item.story else "Left free for the newest"


def _how(spot: Spot) -> str:
    if spot.card is None:
        return NOT_THERE
    return HAND if spot.item.story else RULE if spot.item.rule else ITSELF


def _why(spot: Spot, at: datetime, names: Names, is_full: bool) -> str:
    """By hand until 18:00 · By rule: the newest in World · By itself · why it is not there."""
    item = spot.item
    until = f" {until_words(item.until)}" if item.until else ""
    if item == FREE:
        return "By itself" if spot.card else "Nothing new stands there now."
    if spot.card:
        return f"By hand{until}" if item.story else f"By rule: {names.of_rule(item.rule)}{until}"  # type: ignore[arg-type]
    if not item.holds(at):
        return f"Its time is over: it stood here{until}."
    story = names.stories.get(item.story or 0)
    listed = story and story.live_version is not None and not story.live_retracted
    if is_full and (item.rule or listed):
        return f"In reserve{until}: it moves up when one above goes."
    return missing(story, at) if item.story else "Nothing of it that does not stand above."
