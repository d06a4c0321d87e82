"""Archives by year, month and day, in the paper's zone."""

from datetime import date, datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import pgettext

import paper
from articles.models import Edition
from articles.models.listing import TICK
from pagecache import memory
from paper.dates import day_words, month_words
from paper.days import Period, day_of, day_period, month_period, year_period
from paper.pager import SIZE as PAGE
from paper.pager import Place, first_page, list_page
from paper.speech import apart

TAGS = {"list:home", "site"}
MONTHS, MOST_DAYS = 12, 31
FIRST_YEAR, LAST_YEAR = 1000, 9000  # within what a zone can be reckoned in


class Span(NamedTuple):
    """A year, a month of it or a day of that."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def around(cls, day: date, like: "Span") -> "Span":
        """The span of `like`'s length that holds `day`."""
        return cls(day.year, day.month if like.month else None, day.day if like.day else None)

    def exists(self) -> bool:
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        return FIRST_YEAR <= self.year <= LAST_YEAR

    @property
    def period(self) -> Period:
        if self.month and self.day:
            return day_period(date(self.year, self.month, self.day))
        return month_period(self.year, self.month) if self.month else year_period(self.year)

    @property
    def url(self) -> str:
        return "/" + "".join(f"{part:0{width}}/" for part, width in zip(self, (4, 2, 2), strict=True) if part)

    @property
    def name(self) -> str:
        """As in the middle of a sentence: 14 February 2018, February 2018 or 2018."""
        first = date(self.year, self.month or 1, self.day or 1)
        return day_words(first) if self.day else month_words(first) if self.month else str(self.year)

    @property
    def heading(self) -> str:
        """As it stands alone."""
        return capfirst(self.name)

    @property
    def level(self) -> str:
        return "day" if self.day else "month" if self.month else "year"

    def parts(self) -> list["Span"]:
        """The months of a year, the days of a month."""
        if self.day:
            return []
        if self.month is None:
            return [Span(self.year, month) for month in range(1, MONTHS + 1)]
        days = (Span(self.year, self.month, day) for day in range(1, MOST_DAYS + 1))
        return [day for day in days if day.exists()]


def contents(request: HttpRequest, span: Span, at: datetime) -> dict:
    """What the archive page of `span` shows at `at`."""
    parts, before, after = memory.fragment(f"archive {span.url}", lambda: (_ways(span, timezone.now()), TAGS))
    listing = _stories(request, span, at) if span.month else None
    return {
        "period": span.name,
        "heading": span.heading,
        "description": _description(span),
        "nothing": _nothing(span),
        "canonical": request.build_absolute_uri(listing.url if listing else span.url),
        "level": span.level,
        "crumbs": [{"name": up.heading, "url": up.url} for up in _above(span)],
        "months": parts if span.level == "year" else [],
        "days": parts if span.level == "month" else [],
        "stories": [row.card for row in listing.rows] if listing else [],
        "older_url": listing.older_url if listing else "",
        "newer_url": listing.newer_url if listing else "",
        "previous": before,
        "next": after,
    }


def _ways(span: Span, at: datetime) -> tuple[list[dict], dict | None, dict | None]:
    """The spans within it, before it and after it that have stories."""
    parts = [
        {"name": part.heading, "url": part.url, "label": str(part.day or part.heading)}
        for part in filled(span.parts(), at)
    ]
    return parts, *_neighbours(span, at)


def _description(span: Span) -> str:
    said = {
        "day": pgettext("day", "What %(paper)s published in %(period)s."),
        "month": pgettext("month", "What %(paper)s published in %(period)s."),
        "year": pgettext("year", "What %(paper)s published in %(period)s."),
    }
    return said[span.level] % {"paper": apart(paper.current().name), "period": span.name}


def _nothing(span: Span) -> str:
    said = {
        "day": pgettext("day", "Nothing published in %(period)s."),
        "month": pgettext("month", "Nothing published in %(period)s."),
        "year": pgettext("year", "Nothing published in %(period)s."),
    }
    return said[span.level] % {"period": span.name}


def filled(spans: list[Span], at: datetime) -> list[Span]:
    """Those in which something was first published that is listed now: one query, one short index walk each."""
    if not spans:
        return []
    listed = Edition.objects.listed(at)
    found = listed.any_of([listed.in_period(span.period, at)[:1] for span in spans])
    days = {day_of(moment) for moment in found.values_list("first_published_at", flat=True)}
    return [span for span in spans if any(Span.around(day, span) == span for day in days)]


def years(at: datetime) -> list[dict]:
    """Every year with a story, newest first."""
    oldest = (
        Edition.objects.listed(at).order_by("first_published_at").values_list("first_published_at", flat=True).first()
    )
    if oldest is None:
        return []
    spans = [Span(year) for year in range(day_of(at).year, day_of(oldest).year - 1, -1)]
    return [{"name": span.heading, "url": span.url} for span in filled(spans, at)]


def _stories(request: HttpRequest, span: Span, at: datetime):
    period = span.period
    listed = Edition.objects.listed(at).for_cards().filter(first_published_at__gte=period.start)
    end = min(period.end - TICK, at)
    if "before" in request.GET or "after" in request.GET:
        return list_page(_Until(listed, end), request, end)
    return first_page(listed, request, end, PAGE)


class _Until:
    """A list that ends with its period: the way back to newer pages must not lead out of it."""

    def __init__(self, listed, end: datetime) -> None:
        self._listed, self._end = listed, end

    def newest(self, bound: datetime | Place):
        return self._listed.newest(bound)

    def oldest_after(self, place: Place):
        return self._listed.filter(first_published_at__lte=self._end).oldest_after(place)


def _above(span: Span) -> list[Span]:
    above = [Span(span.year), Span(span.year, span.month)]
    return above[: {"year": 0, "month": 1, "day": 2}[span.level]]


def _neighbours(span: Span, at: datetime) -> tuple[dict | None, dict | None]:
    """The nearest spans of the same length, before and after, that have stories."""
    listed, period = Edition.objects.listed(at), span.period
    older = listed.newest(period.start - TICK)[:1]
    coming = listed.filter(first_published_at__gte=period.end, first_published_at__lte=at)  # bounded
    newer = coming.order_by("first_published_at")[:1]
    moments = sorted(listed.any_of([older, newer]).values_list("first_published_at", flat=True))
    before = next((m for m in moments if m < period.start), None)
    after = next((m for m in moments if m >= period.end), None)
    return _neighbour(before, span), _neighbour(after, span)


def _neighbour(moment: datetime | None, span: Span) -> dict | None:
    if moment is None:
        return None
    found = Span.around(day_of(moment), span)
    return {"name": found.heading, "url": found.url}
