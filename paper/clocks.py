"""What a wall clock means where clocks are put forward and back: a time of day names one moment, none or two.

Zones answer for a time twice, with `fold` 0 and 1 (PEP 495). The two answers differ only around a change: in a
skipped hour the first is the smaller offset, in a repeated hour the larger.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

NUMERIC_NAME = re.compile(r"[+-]\d+")  # what a zone is called that has no letters: "+1030"


def moments_at(on: date, at: time, zone: tzinfo) -> list[datetime]:
    """The aware moments at which clocks in `zone` show this time on this day, the earlier first.

    One normally, none in a skipped hour, two in a repeated one. Those two compare as equal until they are
    converted to UTC: Python looks at the wall clock alone within a zone."""
    first, second = _readings(on, at, zone)
    gained = _offset(second) - _offset(first)
    if gained > timedelta(0):
        return []
    return [first, second] if gained else [first]


def after_gap(on: date, at: time, zone: tzinfo) -> tuple[datetime, datetime]:
    """For a time that is skipped, the two moments that may be meant, as clocks will show them.

    First the time as if the clocks had not been changed yet, which they show later; then as if they had been
    already, which they show earlier: for 02:30 in Berlin 03:30 and 01:30. ValueError if the time is not skipped."""
    if moments_at(on, at, zone):
        raise ValueError(f"{at:%H:%M} is not skipped on {on}.")
    unchanged, changed = (reading.astimezone(UTC).astimezone(zone) for reading in _readings(on, at, zone))
    return unchanged, changed


def offset_words(moment: datetime) -> str:
    """How far an aware moment's clock is from UTC, with the zone's name where it has one: "CEST, UTC+2", "UTC+10:30"."""
    seconds = int(_offset(moment).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    offset = f"UTC{'−' if seconds < 0 else '+'}{hours}" + (f":{minutes:02}" if minutes else "")
    name = moment.tzname() or ""
    if name == "UTC":
        return name
    return offset if NUMERIC_NAME.fullmatch(name) or name.startswith("UTC") else f"{name}, {offset}"


def _readings(on: date, at: time, zone: tzinfo) -> tuple[datetime, datetime]:
    meant = datetime.combine(on, at, zone)
    return meant.replace(fold=0), meant.replace(fold=1)


def _offset(moment: datetime) -> timedelta:
    """ValueError for a moment without a zone."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment} has no time zone.")
    return offset
