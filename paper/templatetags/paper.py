"""Dates as readers read them, in words and never relative; and in which language words stand."""

from datetime import date, datetime
from html import unescape

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

import paper
from paper import dates, speech
from paper.dates import in_zone, zone_name
from paper.models import Paper, direction_of

register = template.Library()
register.filter("apart", speech.apart)

__all__ = ["clock", "day", "iso", "register", "when", "zone_name"]


@register.filter
def when(moment: datetime) -> str:
    """14 February 2018, 09:05 EST"""
    return dates.moment_words(in_zone(moment))


@register.filter
def day(moment: datetime | date) -> str:
    """14 February 2018"""
    return dates.day_words(_date(moment))


@register.filter
def day_in_year(moment: datetime | date) -> str:
    """14 February"""
    return dates.day_in_year(_date(moment))


@register.filter
def today(on: date) -> str:
    """Wednesday 14 February 2018"""
    return dates.today_words(on)


@register.filter
def clock(moment: datetime) -> str:
    """09:05"""
    return dates.clock_words(in_zone(moment))


@register.filter
def iso(moment: datetime) -> str:
    """2018-02-14T09:05:00-05:00, for machines: HTML takes no microseconds."""
    return in_zone(moment).isoformat(timespec="seconds")


@register.filter
def number(count: int) -> str:
    """1,234"""
    return f"{count:,}".replace(",", pgettext("between thousands", ","))


@register.simple_tag
def titled(words: str) -> str:
    """The title of a page, with the paper's name: Corrections – The Quay. `words` may be escaped already."""
    return speech.titled(unescape(words) if isinstance(words, SafeString) else words)


@register.simple_tag(takes_context=True)
def ours(context: Context, around: str) -> str:
    """` lang="…" dir="…"` for the paper's own words, translated, inside something that is in the language `around`."""
    return attributes(speech.spoken_tag(_paper(context)), around)


@register.simple_tag(takes_context=True)
def house(context: Context, around: str) -> str:
    """The same for what the paper's people wrote in the paper's language: the name of a section, or of the paper."""
    return attributes(_paper(context).language, around)


def _paper(context: Context) -> Paper:
    """The page's, where it knows it: these tags stand many times on one."""
    found: Paper = context.get("paper") or paper.current()
    return found


def attributes(language: str, around: str, direction: str = "") -> str:
    """` lang="…" dir="…"` for what is in `language` inside something that is in `around`; "" where the two are one."""
    if around in ("", language):
        return ""
    return format_html(' lang="{}" dir="{}"', language, direction or direction_of(language))


def iso_day(moment: datetime) -> str:
    """2018-02-14"""
    return in_zone(moment).date().isoformat()


def _date(moment: datetime | date) -> date:
    return in_zone(moment).date() if isinstance(moment, datetime) else moment
