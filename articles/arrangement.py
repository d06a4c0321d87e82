"""How a front is arranged: plain values, from and to the JSON that a FrontChange keeps.

{"top": [item, …], "opinion": [item, …], "bands": null | [{"of": {"kind": "section", "pk": 3}, "title": "", "items": [item]}]}

An item is {"story": 12} or {"newest": {"kind": "section", "pk": 3}}, with "until": "2026-05-01T18:00:00+00:00" where it leaves
its place by itself; {"newest": null} leaves a place free between others, for the newest there is. `top` begins with the lead.
`bands` null: one for each section, as the navigation has them. Whatever is not placed is filled with the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

MOST = 8  # items kept in a place; more than are shown, so that one that is gone leaves no hole
MOST_BANDS = 20
LONGEST_TITLE = 80  # characters, of a band
RULES = ("section", "topic", "author", "series")
TOP, OPINION = "top", "opinion"
PLACES = (TOP, OPINION)
FIRST, LAST = 1600, 8999  # years
UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class Malformed(ValueError):
    """Not an arrangement; the message is for whoever sent it."""


class Rule(NamedTuple):
    """The newest of a section (with what is below it), a topic, an author or a series."""

    kind: str
    pk: int

    @classmethod
    def parse(cls, value: Any) -> Rule:
        if not isinstance(value, dict) or value.get("kind") not in RULES or not _is_number(value.get("pk")):
            raise Malformed("A rule names a section, a topic, an author or a series.")
        return cls(value["kind"], value["pk"])

    def json(self) -> dict[str, Any]:
        return {"kind": self.kind, "pk": self.pk}


@dataclass(frozen=True)
class Item:
    """A story by hand or by rule; with neither, a place left free for the newest."""

    story: int | None = None
    rule: Rule | None = None
    until: datetime | None = None

    @classmethod
    def parse(cls, value: Any) -> Item:
        if not isinstance(value, dict) or ("story" in value) == ("newest" in value):
            raise Malformed("Each place holds a story or a rule.")
        until = _moment(value["until"]) if value.get("until") else None
        if "newest" in value:
            return cls(rule=Rule.parse(value["newest"]), until=until) if value["newest"] is not None else FREE
        if not _is_number(value["story"]):
            raise Malformed("A story is named by its number.")
        return cls(story=value["story"], until=until)

    def json(self) -> dict[str, Any]:
        what: dict[str, Any] = {"story": self.story} if self.story else {"newest": self.rule and self.rule.json()}
        return what | ({"until": self.until.isoformat()} if self.until else {})

    def holds(self, at: datetime) -> bool:
        return self.until is None or at < self.until


FREE = Item()


@dataclass(frozen=True)
class Band:
    of: Rule
    title: str = ""  # empty: the name of what it is of
    items: tuple[Item, ...] = ()

    @classmethod
    def parse(cls, value: Any) -> Band:
        if not isinstance(value, dict):
            raise Malformed("A band is of a section, a topic, an author or a series.")
        title = value.get("title", "")
        if not isinstance(title, str) or len(title) > LONGEST_TITLE or UNFIT.search(title):
            raise Malformed(f"The title of a band is one line, of {LONGEST_TITLE} characters at the most.")
        return cls(Rule.parse(value.get("of")), title.strip(), _items(value.get("items", [])))

    def json(self) -> dict[str, Any]:
        return {"of": self.of.json(), "title": self.title, "items": [item.json() for item in self.items]}


@dataclass(frozen=True)
class Arrangement:
    top: tuple[Item, ...] = ()
    opinion: tuple[Item, ...] = ()
    bands: tuple[Band, ...] | None = None

    @classmethod
    def parse(cls, value: Any) -> Arrangement:
        """Raises Malformed."""
        if not isinstance(value, dict):
            raise Malformed("This is no arrangement of a front.")
        bands = value.get("bands")
        if bands is not None and (not isinstance(bands, list) or len(bands) > MOST_BANDS):
            raise Malformed(f"A front has {MOST_BANDS} bands at the most.")
        found = cls(
            _items(value.get("top", [])),
            _items(value.get("opinion", [])),
            None if bands is None else tuple(Band.parse(band) for band in bands),
        )
        stories = [item.story for item in found.items() if item.story]
        if len(set(stories)) < len(stories):
            raise Malformed("A story stands on a front once. Take it out of one of its two places.")
        if found.bands and len({band.of for band in found.bands}) < len(found.bands):
            raise Malformed("There are two bands of the same. Take one of them out.")
        return found

    def json(self) -> dict[str, Any]:
        bands = None if self.bands is None else [band.json() for band in self.bands]
        return {**{place: [item.json() for item in getattr(self, place)] for place in PLACES}, "bands": bands}

    def items(self) -> Iterator[Item]:
        yield from self.top
        yield from self.opinion
        for band in self.bands or ():
            yield from band.items

    def stories(self, at: datetime) -> list[int]:
        """Those placed by hand that still hold their places."""
        return [item.story for item in self.items() if item.story and item.holds(at)]

    def moments(self) -> list[datetime]:
        """When items leave by themselves."""
        return [item.until for item in self.items() if item.until]

    def without(self, story: int) -> Arrangement:
        bands = None if self.bands is None else tuple(
            replace(band, items=_without(band.items, story)) for band in self.bands
        )  # fmt: skip
        return Arrangement(_without(self.top, story), _without(self.opinion, story), bands)

    def with_placed(self, item: Item, place: str, index: int) -> Arrangement:
        """The item put into `place` before what stood at `index`; a story leaves its other place, and the last one falls off.
        Where fewer stand before it, the places between are left free."""
        rest = self.without(item.story) if item.story else self
        row = list(getattr(rest, place))
        row += [FREE] * (index - len(row))
        row.insert(index, item)
        return replace(rest, **{place: tuple(row[:MOST])})

    def holding(self, at: datetime) -> Arrangement:
        """Without what has left its place by then, which never comes back."""
        bands = None if self.bands is None else tuple(
            replace(band, items=_holding(band.items, at)) for band in self.bands
        )  # fmt: skip
        return Arrangement(_holding(self.top, at), _holding(self.opinion, at), bands)


def _without(items: tuple[Item, ...], story: int) -> tuple[Item, ...]:
    return tuple(item for item in items if item.story != story)


def _holding(items: tuple[Item, ...], at: datetime) -> tuple[Item, ...]:
    return trimmed(item for item in items if item.holds(at))


def _items(values: Any) -> tuple[Item, ...]:
    if not isinstance(values, list) or len(values) > MOST:
        raise Malformed(f"{MOST} stories fit into one place of a front.")
    return trimmed(Item.parse(value) for value in values)


def trimmed(items: Iterable[Item]) -> tuple[Item, ...]:
    """Without free places at the end, which say nothing."""
    row = list(items)
    while row and row[-1] == FREE:
        row.pop()
    return tuple(row)


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 < value < 2**63


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Malformed("A place is held until a day and a time.") from error
    if moment.tzinfo is None or not FIRST <= moment.year <= LAST:
        raise Malformed("A place is held until a moment with its zone.")
    return moment


def stories_in(values: Iterable[Arrangement]) -> set[int]:
    return {item.story for value in values for item in value.items() if item.story}
