"""When the stories of a corpus were first published: over twenty years, more in later ones, fewer at weekends."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

import paper
from articles.models.steps import NOON
from paper.days import midnight

YEARS = 20
DAYS = YEARS * 365
WEEKDAYS = (1.0, 1.05, 1.05, 1.05, 0.95, 0.45, 0.35)  # from Monday
AT_FIRST = 0.35  # how many stories a day had twenty years ago, to one today
ARCHIVE = 0.2  # the first part of the time: of some stories then only the day is known


class First(NamedTuple):
    """The moment of first publication; a story of which only the day is known stands at noon."""

    moment: datetime
    time_known: bool


def firsts(stories: int, until: datetime, chance: Random) -> Iterator[First]:
    """So many moments up to `until`, the earliest first."""
    today = until.astimezone(paper.zone()).date()
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    weights = [WEEKDAYS[day.weekday()] * (AT_FIRST + (1 - AT_FIRST) * place / DAYS) for place, day in enumerate(days)]
    done, whole, so_far = 0, sum(weights), 0.0
    for place, (day, weight) in enumerate(zip(days, weights, strict=True)):
        so_far += weight
        many = round(stories * so_far / whole) - done if place < DAYS else stories - done
        done += many
        yield from _of_a_day(day, many, until, chance, archive=place < DAYS * ARCHIVE)


def _of_a_day(day: date, many: int, until: datetime, chance: Random, *, archive: bool) -> list[First]:
    noon = First(datetime.combine(day, NOON, paper.zone()).astimezone(UTC), time_known=False)
    start = midnight(day).astimezone(UTC)
    hours = min(timedelta(hours=23), until - start).total_seconds()
    found = [noon if archive and chance.random() < 0.3 else _timed(start, hours, chance) for _ in range(many)]
    return sorted(found)


def _timed(start: datetime, seconds: float, chance: Random) -> First:
    """A third at a round minute, for which the story was scheduled."""
    second = chance.triangular(seconds * 0.2, seconds, seconds * 0.45)
    if chance.random() < 0.33:
        return First(start + timedelta(minutes=int(second) // 300 * 5), time_known=True)
    return First(start + timedelta(microseconds=int(second * 1_000_000)), time_known=True)


def ahead(until: datetime, many: int) -> list[First]:
    """What is still to come, the earliest first: in the next four weeks, at full hours."""
    hour = until.replace(minute=0, second=0, microsecond=0)
    return sorted(First(hour + timedelta(hours=1 + place * 5 % 700), time_known=True) for place in range(many))
