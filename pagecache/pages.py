"""Reading pages: rendered from a template, with the headers that say how long they stay true."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pagecache import memory

LONGEST = 60  # seconds a shared cache may keep a page; never past the next moment at which the clock changes it


def page(
    request: HttpRequest,
    template: str,
    context: dict,
    *,
    tags: Iterable[str],
    at: datetime,
    until: datetime | None = None,
) -> HttpResponse:
    """A public page made at the moment `at` from rows named by `tags`; `until` is a moment at which it changes anyway."""
    response = render(request, template, context)
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={fresh_for(tags, at, until)}"
    return response


def fresh_for(tags: Iterable[str], at: datetime, until: datetime | None = None) -> int:
    """Whole seconds for which a page made at `at` stays true, `LONGEST` at the most."""
    moments = [moment for moment in (memory.next_due({*tags, "site"}, at), until) if moment]
    left = (min(moments) - timezone.now()).total_seconds() if moments else LONGEST
    return max(0, min(LONGEST, int(left)))


def gone_or_unknown(response: HttpResponse) -> HttpResponse:
    """404, 410 and redirects are asked for anew each time: how long one lasts would announce what is to come."""
    response.headers["Cache-Control"] = "no-cache"
    return response
