"""Days and times of the paper in words, in the language that is spoken here and now (paper.speech).

How a language writes them is in its catalogue: formats as Django's `date` filter takes them, and patterns around them.
"""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext, pgettext_lazy

import paper

ZONES = {  # abbreviations that some language has words of its own for
    "UTC": pgettext_lazy("time zone", "UTC"),
    "GMT": pgettext_lazy("time zone", "GMT"),
    "BST": pgettext_lazy("time zone", "BST"),
    "WET": pgettext_lazy("time zone", "WET"),
    "WEST": pgettext_lazy("time zone", "WEST"),
    "CET": pgettext_lazy("time zone", "CET"),
    "CEST": pgettext_lazy("time zone", "CEST"),
    "EET": pgettext_lazy("time zone", "EET"),
    "EEST": pgettext_lazy("time zone", "EEST"),
    "MSK": pgettext_lazy("time zone", "MSK"),
}


def in_zone(moment: datetime) -> datetime:
    return timezone.localtime(moment, paper.zone())


def day_words(day: date) -> str:
    """14 February 2018; in French 14 février 2018 and 1er février 2018."""
    return _day_words(day, get_language())


def day_in_year(day: date) -> str:
    """14 February, where the year is said already."""
    return _day_in_year(day, get_language())


def month_words(day: date) -> str:
    """February 2018"""
    return date_format(day, pgettext("date", "F Y"))


def today_words(day: date) -> str:
    """Wednesday 14 February 2018: as a line begins."""
    said = pgettext("today", "%(weekday)s %(day)s")
    return capfirst(said % {"weekday": date_format(day, "l"), "day": day_words(day)})


def clock_words(local: datetime) -> str:
    """09:05"""
    return date_format(local, pgettext("time of day", "H:i"))


def moment_words(local: datetime) -> str:
    """14 February 2018, 09:05 EST"""
    said = pgettext("moment", "%(day)s, %(clock)s %(zone)s")
    return said % {"day": day_words(local.date()), "clock": clock_words(local), "zone": zone_name(local)}


# A list says the same few days over and over.


@lru_cache(maxsize=4_000)
def _day_words(day: date, language: str | None) -> str:
    if day.day == 1:
        return date_format(day, pgettext("date, first of a month", "j F Y"))
    return date_format(day, pgettext("date", "j F Y"))


@lru_cache(maxsize=4_000)
def _day_in_year(day: date, language: str | None) -> str:
    if day.day == 1:
        return date_format(day, pgettext("date, first of a month", "j F"))
    return date_format(day, pgettext("date", "j F"))


def zone_name(local: datetime) -> str:
    """EST, CET …; UTC+03:00 where the zone has no letters of its own."""
    name = local.tzname() or ""
    return str(ZONES.get(name, name)) if name.isalpha() else f"UTC{local:%:z}"
