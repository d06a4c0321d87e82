"""A day and a time of the paper's zone as one moment, also where the clocks are put forward or back.

A form has three fields for it: `on`, `at` and `offset = which()`, radio buttons that `admin/_moment.html` shows where two
moments may be meant.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

import paper
from paper.clocks import after_gap, moments_at, offset_words
from paper.days import day_of

FIRST, LAST = 1600, 8999  # years: a newspaper's, and short of what means "no end"


class WhichTime(ValidationError):
    """Two moments may be meant, and nobody has said which: to be asked with the buttons of `offset`."""


def which() -> forms.CharField:
    """The field `offset`. Its value is the moment itself, so that an answer counts for the time it was given for alone."""
    return forms.CharField(label="Which of the two", required=False, max_length=40, widget=forms.RadioSelect)


def chosen_moment(on: date | None, at: time | None, which: str = "") -> datetime:
    """The moment meant, in UTC. Raises ValidationError, or WhichTime where `which` is none of the two values offered."""
    if on is None:
        raise ValidationError("Choose a day.")
    _check_year(on)
    if at is None:
        raise ValidationError("Choose a time too.")
    meant = _meant(on, at)
    found = meant if len(meant) == 1 else [moment for moment in meant if moment.isoformat() == which]
    if not found:
        raise WhichTime(_question(on, at))
    return found[0].astimezone(UTC)


def chosen_start(on: date | None, at: time | None, which: str = "") -> datetime | date:
    """The same for a story's beginning: a past day alone where no time is given."""
    if on and at is None and on < day_of(timezone.now()):
        _check_year(on)
        return on
    return chosen_moment(on, at, which)


def offered(on: date | None, at: time | None) -> list[tuple[str, str]]:
    """What `offset` offers: value and words of both moments that may be meant; nothing where there is no doubt."""
    meant = _meant(on, at) if on and at and FIRST <= on.year <= LAST else []
    sides = zip(meant, ("before", "after"), strict=False)
    return [(moment.isoformat(), _in_words(moment, side)) for moment, side in sides] if len(meant) == 2 else []


def read(form: forms.Form, found: dict, choose: Callable = chosen_moment) -> datetime | date | None:
    """For a form's `clean`: the moment its three fields mean. None where they mean none: the reason then stands at its field."""
    if {"on", "at"} & set(form.errors):
        return None
    on, at = found.get("on"), found.get("at")
    form.fields["offset"].widget.choices = offered(on, at)
    try:
        return choose(on, at, found.get("offset", ""))
    except WhichTime as error:
        form.add_error("offset", error)
    except ValidationError as error:
        form.add_error("at" if on else "on", error)
    return None


def fill_in(form: forms.Form, moment: datetime) -> None:
    """Let a form's three fields show this moment to begin with."""
    local = timezone.localtime(moment, paper.zone()).replace(second=0, microsecond=0)
    form.initial.update(on=local.date(), at=local.time(), offset=local.isoformat())
    form.fields["offset"].widget.choices = offered(local.date(), local.time())


def _check_year(on: date) -> None:
    if on.year < FIRST:
        raise ValidationError("Check the year: it has four digits.")
    if on.year > LAST:
        raise ValidationError("This day lies too far ahead. Choose an earlier one.")


def _meant(on: date, at: time) -> list[datetime]:
    """One moment, or two: the times a repeated hour has, or those on both sides of a skipped one; the earlier first."""
    return moments_at(on, at, paper.zone()) or [*after_gap(on, at, paper.zone())][::-1]


def _question(on: date, at: time) -> str:
    if moments_at(on, at, paper.zone()):
        return f"The clocks are put back that day, and {at:%H:%M} comes twice. Choose which of the two is meant."
    return f"The clocks are put forward that day, and there is no {at:%H:%M}. Choose one of these two instead."


def _in_words(moment: datetime, side: str) -> str:
    """Sun 25 Oct 02:30, before the clocks change (CEST, UTC+2)"""
    return f"{date_format(moment, 'D j M')} {moment:%H:%M}, {side} the clocks change ({offset_words(moment)})"
