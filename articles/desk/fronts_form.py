"""The page on which a front is arranged, as a browser sends it: the arrangement travels in the form until it is put on the front.

Every button is a move, written as its name and what it is about between colons: "up:top:1:0", "put:story:12", "publish".
"""

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils import timezone

from articles.arrangement import FREE, Arrangement, Item, Malformed, Rule
from articles.desk import moments
from articles.desk.find import is_row_number
from articles.desk.fronts_find import item_of
from articles.desk.fronts_map import with_own_bands
from articles.desk.fronts_moves import (
    NotSo,
    Spot,
    add_band,
    call_band,
    hold,
    item_at,
    move,
    move_band,
    put,
    take_band_out,
    take_out,
    until,
)
from articles.desk.graveforms import day_field, time_field
from articles.models.front import Front
from paper.days import next_midnight

LONGEST = 100_000  # characters of an arrangement as JSON
PACKED = ("arrangement", "base", "minute")
FOREVER, TODAY, MOMENT = "", "today", "moment"
UNTIL = [(FOREVER, "I change it"), (TODAY, "the end of today"), (MOMENT, "a day and a time")]
NONSENSE = "This button is not known here. Look at the front again."


class MomentForm(forms.Form):
    """A day and a time of the paper's zone."""

    on, at, offset = day_field(), time_field(), moments.which()

    @cached_property
    def moment(self) -> datetime | None:
        """None where it is wrong, or not filled in: its fields then say why."""
        if not self.is_valid():
            return None
        found = moments.read(self, self.cleaned_data)
        return found if isinstance(found, datetime) else None

    @property
    def is_empty(self) -> bool:
        return not any(self.data.get(self.add_prefix(name)) for name in ("on", "at"))


class UntilForm(MomentForm):
    """How long something stands in its place."""

    how = forms.ChoiceField(label="Until", choices=UNTIL, required=False)

    def until(self, now: datetime) -> datetime | None:
        """Raises NotSo."""
        how = self.data.get(self.add_prefix("how"), FOREVER)
        if how == TODAY:
            return next_midnight(now)
        if how != MOMENT:
            return None
        found = self.moment
        if found is None:
            raise NotSo("Say until when: a day and a time.")
        if found <= now:
            raise NotSo("It would leave its place before it has it. Choose a later moment.")
        return found


@dataclass
class Bench:
    """A front being arranged. `base` is the newest change its arranger had seen; `at` the minute that is looked at, None: now."""

    front: Front
    arrangement: Arrangement
    base: int
    at: datetime | None = None
    typed: QueryDict = field(default_factory=QueryDict)
    refused: str = ""
    said: str = ""  # what was moved where, once
    moved: tuple[str, int] | None = None  # where the thing is now, and by which button it came
    pressed: str = ""

    @property
    def minute(self) -> datetime:
        return self.at or timezone.now()

    @property
    def json(self) -> str:
        return json.dumps(self.arrangement.json(), separators=(",", ":"))

    @cached_property
    def until_form(self) -> UntilForm:
        return UntilForm(self.typed or None, prefix="until")

    @cached_property
    def go_form(self) -> MomentForm:
        """When it is to be put on the front: to begin with, the minute that is looked at."""
        return self._form("go", self.at)

    @cached_property
    def look_form(self) -> MomentForm:
        return self._form("look", self.minute)

    def _form(self, prefix: str, begins: datetime | None) -> MomentForm:
        """As it was typed, else with that moment to begin with."""
        is_typed = bool(self.typed.get(f"{prefix}-on") or self.typed.get(f"{prefix}-at"))
        form = MomentForm(self.typed if is_typed else None, prefix=prefix)
        if begins and not is_typed:
            moments.fill_in(form, begins)
        return form


def bench_of(front: Front, at: datetime | None, newest: int) -> Bench:
    """The front as it is, or will be at `at`."""
    now = timezone.now()
    return Bench(front, front.arrangement(at or now).holding(at or now), newest, at)


def parse(front: Front, typed: QueryDict) -> Bench:
    """What was sent, with the titles that were typed. Raises Malformed or NotSo."""
    bench = Bench(front, arrangement_in(typed.get("arrangement", "")), 0, _moment(typed.get("minute", "")), typed)
    bench.base = int(typed["base"]) if is_row_number(typed.get("base", "")) else 0
    _take_titles(bench)
    return bench


def arrangement_in(text: str) -> Arrangement:
    """Raises Malformed."""
    try:
        return Arrangement.parse(json.loads(text[:LONGEST]))
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed("This is no arrangement of a front.") from error


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and moments.FIRST <= found.year <= moments.LAST else None


def _take_titles(bench: Bench) -> None:
    """Of the bands, which are fields of the page."""
    own = with_own_bands(bench.front, bench.arrangement)
    for number, band in enumerate(own.bands or ()):
        typed = bench.typed.get(f"title-{number}", "").strip()
        if f"title-{number}" in bench.typed and typed != band.title:
            bench.arrangement = own = call_band(own, number, typed)


# The moves


def carry_out(bench: Bench, do: str) -> None:
    """Do what the button says to what is on the bench. Raises NotSo."""
    verb, *about = do.split(":")
    deed = MOVES.get(verb)
    if deed is None:
        raise NotSo(NONSENSE)
    try:
        deed(bench, *about)
    except (TypeError, ValueError) as error:
        if isinstance(error, NotSo):
            raise
        raise NotSo(NONSENSE) from error


def _arrange(bench: Bench, arrangement: Arrangement, to: Spot) -> None:
    bench.arrangement = arrangement
    bench.moved = (to.place, to.index)


def _own(bench: Bench, *spots: Spot) -> Arrangement:
    """With its bands written out, where one of them is changed."""
    in_a_band = any(spot.band is not None for spot in spots)
    return with_own_bands(bench.front, bench.arrangement) if in_a_band else bench.arrangement


def _story(itself: str) -> int:
    """The number of the story that stands there by itself; 0 for none."""
    if not is_row_number(itself):
        raise NotSo(NONSENSE)
    return int(itself)


def _step(bench: Bench, place: str, index: str, itself: str, by: int) -> None:
    spot = Spot.parse(place, index)
    to = Spot(spot.place, spot.index + by)
    if to.index < 0:
        raise NotSo("It stands first already.")
    _arrange(bench, move(_own(bench, spot), spot, to, _story(itself)), to)


def _up(bench: Bench, place: str, index: str, itself: str) -> None:
    _step(bench, place, index, itself, -1)


def _down(bench: Bench, place: str, index: str, itself: str) -> None:
    _step(bench, place, index, itself, 1)


def _move(bench: Bench, place: str, index: str, itself: str, *to: str) -> None:
    """To the spot that is named, or chosen in the row's own field."""
    spot = Spot.parse(place, index)
    there = _target(bench, f"to-{place}-{index}", to)
    _arrange(bench, move(_own(bench, spot, there), spot, there, _story(itself)), there)


def _target(bench: Bench, name: str, named: tuple[str, ...]) -> Spot:
    place, _, index = ":".join(named).partition(":") if named else bench.typed.get(name, "").partition(":")
    return Spot.parse(place, index)


def _out(bench: Bench, place: str, index: str, itself: str) -> None:
    spot = Spot.parse(place, index)
    _arrange(bench, take_out(_own(bench, spot), spot), spot)


def _hold(bench: Bench, place: str, index: str, itself: str) -> None:
    spot = Spot.parse(place, index)
    _arrange(bench, hold(_own(bench, spot), spot, _story(itself)), spot)


def _until(bench: Bench, place: str, index: str, itself: str) -> None:
    spot = Spot.parse(place, index)
    moment = UntilForm(bench.typed, prefix=f"until-{place}-{index}").until(bench.minute)
    _arrange(bench, until(_own(bench, spot), spot, moment, _story(itself)), spot)


def _put(bench: Bench, kind: str, pk: str, *to: str) -> None:
    item = item_of(kind, pk)
    if item is None:
        raise NotSo(NONSENSE)
    there = _target(bench, "where", to)
    item = replace(item, until=bench.until_form.until(bench.minute))
    _arrange(bench, put(_own(bench, there), item, there), there)


def _band(bench: Bench, kind: str, pk: str) -> None:
    item = item_of(kind, pk)
    if item is None or item.rule is None:
        raise NotSo(NONSENSE)
    bench.arrangement = add_band(with_own_bands(bench.front, bench.arrangement), item.rule)
    bench.moved = (f"band-{len(bench.arrangement.bands or ()) - 1}", -1)


def _band_moved(bench: Bench, number: str, by: int) -> None:
    own = with_own_bands(bench.front, bench.arrangement)
    bench.arrangement = move_band(own, int(number), int(number) + by)
    bench.moved = (f"band-{int(number) + by}", -1)


def _band_up(bench: Bench, number: str) -> None:
    _band_moved(bench, number, -1)


def _band_down(bench: Bench, number: str) -> None:
    _band_moved(bench, number, 1)


def _band_out(bench: Bench, number: str) -> None:
    bench.arrangement = take_band_out(with_own_bands(bench.front, bench.arrangement), int(number))


def _bands_as_sections(bench: Bench) -> None:
    bench.arrangement = replace(bench.arrangement, bands=None)


def _nothing(bench: Bench) -> None:
    """The page again, with what was typed: titles, words to look for."""


MOVES: dict[str, Callable[..., None]] = {
    "up": _up,
    "down": _down,
    "move": _move,
    "out": _out,
    "hold": _hold,
    "until": _until,
    "put": _put,
    "band": _band,
    "band-up": _band_up,
    "band-down": _band_down,
    "band-out": _band_out,
    "bands-as-sections": _bands_as_sections,
    "find": _nothing,
}


def item_moved(bench: Bench) -> Item | Rule | None:
    """What stands now where something was put; the subject of a band that was moved."""
    if bench.moved is None:
        return None
    place, index = bench.moved
    if index < 0:
        bands, number = bench.arrangement.bands or (), Spot(place, 0).band or 0
        return bands[number].of if number < len(bands) else None
    item = item_at(bench.arrangement, Spot(place, index))
    return None if item == FREE else item


def packed(typed: QueryDict) -> str:
    """The arrangement, its base and minute as letters of an address, for whoever was signed out; "" for none."""
    fields = {name: typed[name][:LONGEST] for name in PACKED if typed.get(name)}
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(fields).encode())).decode() if fields else ""


def unpacked(text: str) -> QueryDict:
    """The same back. Raises Malformed."""
    try:
        fields = json.loads(zlib.decompressobj().decompress(base64.urlsafe_b64decode(text), LONGEST))
        kept = {name: fields[name] for name in PACKED if isinstance(fields.get(name), str)}
    except (ValueError, AttributeError, RecursionError, zlib.error) as error:
        raise Malformed("This is no arrangement of a front.") from error
    found = QueryDict(mutable=True)
    found.update(kept)
    return found
