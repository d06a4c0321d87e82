"""Reading pages: what each is made from, and for how long it stays true.

A view that is `kept(…)` answers everybody alike: from its address and the query parameters it names, and from nothing else
of a request. What it returns through `public()` (or `page()`) is kept by this process (wsgi.py), and by caches in front.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pagecache import memory

LONGEST_SAID = 8_000  # characters; proxies refuse an answer whose headers are longer than they expect
LONGEST = 60  # seconds a shared cache may keep a page; never past the next moment at which the clock changes it


@dataclass(frozen=True, slots=True)
class Made:
    """What a response is made from. `until`: a moment at which it changes whatever its tags say; `ends`: one after which it
    may not be shown at all, not even while the database is away."""

    tags: frozenset[str]
    until: datetime | None
    ends: datetime | None


def kept(*parameters: str) -> Callable[[Callable], Callable]:
    """Mark a view as one whose pages are kept: made from the address and these query parameters alone."""

    def mark(view: Callable) -> Callable:
        view.parameters = frozenset(parameters)  # type: ignore[attr-defined]
        return view

    return mark


def page(
    request: HttpRequest,
    template: str,
    context: dict,
    *,
    tags: Iterable[str],
    at: datetime,
    until: datetime | None = None,
    ends: datetime | None = None,
) -> HttpResponse:
    """A public page made at the moment `at` from rows named by `tags`; `until` is a moment at which it changes anyway."""
    return public(render(request, template, context), tags, at=at, until=until, ends=ends)


def public(
    response: HttpResponse,
    tags: Iterable[str],
    *,
    at: datetime,
    until: datetime | None = None,
    ends: datetime | None = None,
) -> HttpResponse:
    """Everybody may keep this response, which was made at the moment `at` from rows named by `tags`, while it is true."""
    made = Made(frozenset({*tags, "site"}), min(filter(None, (until, ends)), default=None), ends)
    response.made = made  # type: ignore[attr-defined]
    response.headers["Cache-Control"] = cache_control(fresh_for(made.tags, at, made.until))
    said = ",".join(sorted(made.tags))
    response.headers["Cache-Tag"] = said if len(said) <= LONGEST_SAID else "site"
    return response


def is_kept(response: HttpResponse) -> bool:
    return response.status_code == 200 and hasattr(response, "made")


def cache_control(seconds: int) -> str:
    """Browsers ask each time; caches in front for that long. No stale-*: nothing outlives what changes it."""
    return f"public, max-age=0, s-maxage={seconds}"


def fresh_for(tags: Iterable[str], at: datetime, until: datetime | None = None) -> int:
    """Whole seconds for which a page made at `at` stays true, `LONGEST` at the most."""
    moments = [moment for moment in (memory.next_due({*tags, "site"}, at), until) if moment]
    return seconds_until(min(moments), timezone.now()) if moments else LONGEST


def seconds_until(moment: datetime, now: datetime) -> int:
    return max(0, min(LONGEST, int((moment - now).total_seconds())))


def gone_or_unknown(response: HttpResponse) -> HttpResponse:
    """404, 410 and redirects are asked for anew each time: how long one lasts would announce what is to come."""
    response.headers["Cache-Control"] = "no-cache"
    return response
