"""Days, months and years of the paper as half-open ranges of moments, made in its zone."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

import paper


class Period(NamedTuple):
    """From `start` up to, not including, `end`; both aware."""

    start: datetime
    end: datetime


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), paper.zone())


def day_of(moment: datetime) -> date:
    return timezone.localtime(moment, paper.zone()).date()


def day_period(day: date) -> Period:
    return Period(midnight(day), midnight(day + timedelta(days=1)))


def month_period(year: int, month: int) -> Period:
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(midnight(date(year, month, 1)), midnight(following))


def year_period(year: int) -> Period:
    return Period(midnight(date(year, 1, 1)), midnight(date(year + 1, 1, 1)))


def next_midnight(moment: datetime) -> datetime:
    """When the paper's today ends."""
    return day_period(day_of(moment)).end
