"""Tells a cache in front of the paper which pages changed: by HTTP, from the rows that tell the processes.

CACHE_PURGE_URL names it, with a header to send between // and @: https://Authorization:Bearer%20KEY@host/path. It gets a
POST with the tags in three forms, of which each kind of cache reads its own: as JSON ({"tags": ["article:7", …]}), in
`Cache-Tag` (by commas) and in `Surrogate-Key` (by spaces). What it did not take is sent again until it does, or a day has
passed; that it is told something twice does no harm.
"""

import json
import logging
from collections.abc import Iterable
from itertools import batched
from typing import Any
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone

from pagecache.models import Purge

ROWS, TAGS = 500, 30  # at once; hosted caches take no more tags in one request
MOST = 10 * ROWS  # from one look to the next
PATIENCE = 5.0  # seconds
_log = logging.getLogger("newsroom.outside")


def untold() -> list[int]:
    """The numbers of what is due and that the cache in front was not told, the longest due first."""
    due = Purge.objects.filter(told_at=None, due__lte=timezone.now()).order_by("due", "pk")
    return list(due.values_list("pk", flat=True)[:MOST]) if settings.CACHE_PURGE_URL else []


def tell_all(numbers: Iterable[int]) -> None:
    """Tell the cache in front of these. Raises URLError when it does not take it."""
    for some in batched(numbers, ROWS, strict=False):
        rows = Purge.objects.filter(pk__in=some)
        for tags in batched(sorted({row.tag for row in rows}), TAGS, strict=False):
            tell(tags)
        rows.update(told_at=timezone.now())


def tell(tags: Iterable[str]) -> None:
    """One request. Raises URLError where nobody answers, HTTPError (which is one) where the answer is no."""
    tags = list(tags)
    address = urlsplit(settings.CACHE_PURGE_URL)
    headers = {"Content-Type": "application/json", "Cache-Tag": ",".join(tags), "Surrogate-Key": " ".join(tags)}
    if address.username:
        headers[unquote(address.username)] = unquote(address.password or "")
    url = address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()
    request = Request(url, json.dumps({"tags": tags}).encode(), headers, method="POST")  # noqa: S310 (settings say http or https)
    try:
        _opener.open(request, timeout=PATIENCE).close()
    except (TimeoutError, OSError) as error:
        raise error if isinstance(error, URLError) else URLError(error) from error


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is no yes, and the key is for nobody else."""

    def redirect_request(self, *args: Any) -> None:
        return None


_opener = build_opener(_NoRedirect)


class Teller:
    """Tells again and again, each time what was there the last time: our own processes have heard of that since, and what is
    fetched anew is new. Says once when it does not work, and once when it works again."""

    def __init__(self) -> None:
        self._in_trouble = False
        self._seen: list[int] = []

    def __call__(self) -> None:
        seen, self._seen = self._seen, untold()
        try:
            tell_all(sorted({*seen} & {*self._seen}))
        except URLError as error:
            if not self._in_trouble:
                _log.warning("The cache in front does not take what changed (%s). It is told again each second.", error)
            self._in_trouble = True
            return
        if self._in_trouble:
            _log.info("The cache in front takes what changed again.")
        self._in_trouble = False
