"""Dates as readers read them: in words, with the zone, never relative."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

import paper

register = template.Library()


@register.filter
def when(moment: datetime) -> str:
    """14 February 2018, 09:05 EST"""
    local = timezone.localtime(moment, paper.zone())
    return f"{day(local)}, {local:%H:%M} {zone_name(local)}"


@register.filter
def day(moment: datetime | date) -> str:
    """14 February 2018"""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment, paper.zone())
    return date_format(moment, "j F Y")


@register.filter
def clock(moment: datetime) -> str:
    """09:05"""
    return f"{timezone.localtime(moment, paper.zone()):%H:%M}"


@register.filter
def iso(moment: datetime) -> str:
    """2018-02-14T09:05:00-05:00, for machines: HTML takes no microseconds."""
    return timezone.localtime(moment, paper.zone()).isoformat(timespec="seconds")


def zone_name(local: datetime) -> str:
    """EST, CET …; UTC+03:00 where the zone has no letters of its own."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%:z}"
