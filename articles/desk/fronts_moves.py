"""Moves on an arrangement that no front has yet: each gives a new one, and says where the thing went. Nothing is written.

A place is called "top", "opinion" or "band-0", "band-1" … from the top of the page. A spot is a place and a number from 0, as the
map of the front shows them: what stands there by itself counts too, and stands there by hand once it is moved.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from articles.arrangement import (
    FREE,
    LONGEST_TITLE,
    MOST,
    MOST_BANDS,
    PLACES,
    UNFIT,
    Arrangement,
    Band,
    Item,
    Rule,
    trimmed,
)

BAND = "band-"
NO_PLACE = "There is no such place on this front any more. Look at it again."


class NotSo(ValueError):
    """The move makes no sense; the message says why."""


class Spot(NamedTuple):
    place: str
    index: int

    @classmethod
    def parse(cls, place: str, index: str) -> "Spot":
        number = place.removeprefix(BAND) if place.startswith(BAND) else "0"
        if place not in PLACES and not place.startswith(BAND) or not _is_small(number) or not _is_small(index):
            raise NotSo(NO_PLACE)
        return cls(place, int(index))

    @property
    def band(self) -> int | None:
        """The number of its band; None where it is in none."""
        return int(self.place.removeprefix(BAND)) if self.place.startswith(BAND) else None


def _is_small(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4


def items_at(front: Arrangement, place: str) -> tuple[Item, ...]:
    band = Spot(place, 0).band
    if band is None:
        return getattr(front, place)
    if band >= len(front.bands or ()):
        raise NotSo(NO_PLACE)
    return (front.bands or ())[band].items


def with_items(front: Arrangement, place: str, items: Iterable[Item]) -> Arrangement:
    """The place with these items, as many as it holds."""
    row, band = trimmed([*items][:MOST]), Spot(place, 0).band
    if band is None:
        return replace(front, **{place: row})
    return with_bands(front, [replace(b, items=row) if n == band else b for n, b in enumerate(front.bands or ())])


def with_bands(front: Arrangement, bands: Iterable[Band]) -> Arrangement:
    return replace(front, bands=tuple(bands))


def padded(items: tuple[Item, ...], length: int) -> list[Item]:
    return [*items, *[FREE] * (length - len(items))]


def item_at(front: Arrangement, spot: Spot, itself: int = 0) -> Item:
    """What stands there by hand or by rule, or `itself`: the story that stands there by itself."""
    items = items_at(front, spot.place)
    item = items[spot.index] if spot.index < len(items) else FREE
    return Item(story=itself) if item == FREE and itself else item


def move(front: Arrangement, spot: Spot, to: Spot, itself: int = 0) -> Arrangement:
    """From a spot to another; what stood there moves down."""
    item = item_at(front, spot, itself)
    if item == FREE:
        raise NotSo("Nothing stands there any more. Look at the front again.")
    row = padded(items_at(front, spot.place), spot.index + 1)
    del row[spot.index]
    rest = with_items(front, spot.place, row)
    return put(rest, item, to)


def put(front: Arrangement, item: Item, to: Spot) -> Arrangement:
    """Something new there; a story leaves its other place for it."""
    items_at(front, to.place)  # refuses what is no place
    if to.index >= MOST:
        raise NotSo(f"{MOST} stories fit into one place of a front.")
    rest = front.without(item.story) if item.story else front
    row = padded(items_at(rest, to.place), to.index)
    row.insert(to.index, item)
    return with_items(rest, to.place, row)


def take_out(front: Arrangement, spot: Spot) -> Arrangement:
    items = items_at(front, spot.place)
    if spot.index >= len(items):
        raise NotSo("This stands there by itself. Put another story in its place.")
    return with_items(front, spot.place, (item for place, item in enumerate(items) if place != spot.index))


def hold(front: Arrangement, spot: Spot, itself: int) -> Arrangement:
    """What stands there by itself stays."""
    return _replaced(front, spot, Item(story=itself))


def until(front: Arrangement, spot: Spot, moment: datetime | None, itself: int = 0) -> Arrangement:
    """Until when it stands there; None: until somebody changes it."""
    item = item_at(front, spot, itself)
    if item == FREE:
        raise NotSo("Nothing stands there any more. Look at the front again.")
    return _replaced(front, spot, replace(item, until=moment))


def _replaced(front: Arrangement, spot: Spot, item: Item) -> Arrangement:
    rest = front.without(item.story) if item.story and item_at(front, spot).story != item.story else front
    row = padded(items_at(rest, spot.place), spot.index + 1)
    row[spot.index] = item
    return with_items(rest, spot.place, row)


# Bands


def add_band(front: Arrangement, of: Rule) -> Arrangement:
    bands = front.bands or ()
    if len(bands) >= MOST_BANDS:
        raise NotSo(f"A front has {MOST_BANDS} bands at the most. Take one out first.")
    if of in {band.of for band in bands}:
        raise NotSo("This band is on the front already.")
    return with_bands(front, [*bands, Band(of)])


def move_band(front: Arrangement, number: int, to: int) -> Arrangement:
    bands = [*(front.bands or ())]
    if not (0 <= number < len(bands) and 0 <= to < len(bands)):
        raise NotSo(NO_PLACE)
    bands.insert(to, bands.pop(number))
    return with_bands(front, bands)


def take_band_out(front: Arrangement, number: int) -> Arrangement:
    bands = front.bands or ()
    if not 0 <= number < len(bands):
        raise NotSo(NO_PLACE)
    return with_bands(front, (band for place, band in enumerate(bands) if place != number))


def call_band(front: Arrangement, number: int, title: str) -> Arrangement:
    """Empty: by the name of what it is of."""
    words = " ".join(UNFIT.sub(" ", title).split())
    if len(words) > LONGEST_TITLE:
        raise NotSo(f"The title of a band has {LONGEST_TITLE} characters at the most.")
    return with_bands(front, (replace(b, title=words) if n == number else b for n, b in enumerate(front.bands or ())))
