"""Finished pages, kept around the site: a page that is there is sent before Django hears of the request.

A page is kept by scheme, host, path and the query parameters that its view names (pages.kept). It is rendered from these
alone: cookies, other headers and other parameters never reach the view, so one reader's request cannot show in another's
page. It is dropped by its tags (memory.py) and over at the next moment at which the clock changes it. While somebody makes
a page, others who ask for it wait. While the database is away, what is there is sent on for `outage` seconds: past the
moment at which it would have changed, never past the end of its own story.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from pagecache import memory
from pagecache.encoding import DECODERS, ENCODERS, SMALLEST, accepted, etag_of
from pagecache.pages import Made, cache_control, is_kept, seconds_until

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Key = tuple[str, str, str, str]  # scheme, host, path, query

WRAPPED = "newsroom.pagecache"  # in the environ of a request whose page will be kept here
A_SECOND = timedelta(seconds=1)
KEPT_FOR = timedelta(hours=1)  # then a page is made anew, whether something changed or not
OF_THE_BODY = ("Content-Length", "Content-Encoding", "Content-Type")  # not sent with a 304
PATIENCE = 10.0  # seconds to wait for another's rendering of the same page
SLICE, TAG = 4_000, 200  # bytes that a page and each of its tags weigh beside the bodies
LONGEST_ADDRESS = 2_000  # characters of host, path and query; what is longer is answered and not kept
PROTO = (settings.SECURE_PROXY_SSL_HEADER or ("",))[0]  # the header in which the proxy in front says how it was asked
SAID = (  # what a view that is kept may know of a request
    "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST",
    "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", PROTO,
)  # fmt: skip


@dataclass(slots=True)
class Body:
    """The bytes in one encoding, with its headers, which are right for a second, and for a page that is over at `over`."""

    content: bytes
    encoding: str | None
    etag: str
    until: datetime = memory.EVER
    over: datetime = memory.EVER
    headers: Headers = field(default_factory=list)


class Page:
    """A finished page. Its bodies are made when first asked for, each from one that is there."""

    def __init__(self, content: bytes, headers: Headers, made: Made) -> None:
        self.headers, self.ends = headers, made.ends
        self._slice = SLICE + TAG * len(made.tags)
        self._plain: bytes | None = content
        self._bodies: dict[str | None, Body] = {}
        self.weight = self._slice + len(content)

    def body(self, encoding: str | None) -> Body:
        found = self._bodies.get(encoding)
        return found or self._made(encoding)

    def _made(self, encoding: str | None) -> Body:
        plain = self._content()
        encoding = encoding if len(plain) >= SMALLEST else None
        content = ENCODERS[encoding](plain) if encoding else plain
        body = Body(content, encoding, etag_of(content))
        if encoding or len(plain) < SMALLEST:
            self._bodies[encoding] = body
            self._plain = None  # whoever takes no encoding is rare, and gets it unpacked
            self.weight = self._slice + sum(len(body.content) for body in list(self._bodies.values()))
        return body

    def _content(self) -> bytes:
        plain = self._plain  # asked for once: another request may be taking it away
        if plain is not None:
            return plain
        body = list(self._bodies.values())[0]
        return DECODERS[body.encoding](body.content) if body.encoding else body.content

    def headers_at(self, now: datetime, body: Body, until: datetime) -> Headers:
        """Made once a second: how long the page stays true changes. `until`: when it is over."""
        if now >= body.until or until != body.over:
            second = now.replace(microsecond=0)
            left = seconds_until(until, second + A_SECOND)
            own = [("ETag", body.etag), ("Content-Length", str(len(body.content)))]
            own += [("Content-Encoding", body.encoding)] if body.encoding else []
            expires = f"@{int(second.timestamp())}" if left else "0"  # nginx asks each second; it needs no telling
            kept = [("Cache-Control", cache_control(left)), ("X-Accel-Expires", expires)]
            body.headers, body.over, body.until = [*self.headers, *kept, *own], until, second + A_SECOND
        return body.headers


class Trust:
    """Whether this process still hears of purges: what it keeps is true as long as it does."""

    def __init__(self) -> None:
        self._heard = float("-inf")
        self.is_away = False

    def heard(self) -> None:
        self._heard, self.is_away = monotonic(), False

    def lost(self) -> None:
        self.is_away = True

    def holds(self) -> bool:
        return monotonic() - self._heard < settings.PAGE_CACHE_OUTAGE


trust = Trust()
shelf = memory.Shelf(settings.PAGE_CACHE * 2**20)


class PageCache:
    """The site, with its pages kept. `application` is Django's handler: it returns its HttpResponse."""

    def __init__(self, application: Callable) -> None:
        self._application = application
        self._making: dict[Key, threading.Event] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        query = environ["QUERY_STRING"]
        key: Key = (_scheme(environ), environ.get("HTTP_HOST", ""), environ["PATH_INFO"], query)
        kept = None if query else shelf.look(key)
        if kept is None:
            found = _known(environ, *key)
            if found is None:
                return self._application(environ, start_response)
            key, kept = found, shelf.look(found)
        now = timezone.now()
        if kept is not None and _may_send(kept, now):
            return _send(environ, start_response, key, kept, now)
        return self._make(environ, start_response, key)

    def _make(self, environ: Environ, start_response: Callable, key: Key) -> Iterable[bytes]:
        """One request renders, the others wait for what it keeps. What is not kept, each renders for itself."""
        with self._lock:
            others = self._making.get(key)
            if others is None:
                mine = self._making[key] = threading.Event()
        if others is not None:
            others.wait(PATIENCE)
            kept, now = shelf.look(key), timezone.now()
            if kept is not None and _may_send(kept, now):
                return _send(environ, start_response, key, kept, now)
            return self._render(environ, start_response, key)
        try:
            return self._render(environ, start_response, key)
        finally:
            with self._lock:
                del self._making[key]
            mine.set()

    def _render(self, environ: Environ, start_response: Callable, key: Key) -> Iterable[bytes]:
        began, answer = memory.begin(), _Answer()
        response = self._application(_scrubbed(environ, key), answer)
        if is_kept(response) and not _is_ones_own(response):
            page = Page(response.content, _lasting(answer.headers), response.made)
            response.close()
            page.body(_encoding(environ))
            return _send(environ, start_response, key, _keep(key, page, response, began), timezone.now())
        stale = shelf.look(key) if response.status_code == 503 else None  # the database is away
        if stale is not None and _outlasts(stale, timezone.now()):
            response.close()
            return _send(environ, start_response, key, stale, timezone.now())
        start_response(answer.status, answer.headers)
        if environ["REQUEST_METHOD"] == "GET":
            return response
        response.close()
        return []


def _scheme(environ: Environ) -> str:
    """As Django finds it (HttpRequest.scheme)."""
    forwarded = environ.get(PROTO)
    if forwarded is None:
        return environ["wsgi.url_scheme"]
    return "https" if forwarded.split(",", 1)[0].strip() == "https" else "http"


class _Answer:
    """Stands in for the server's start_response."""

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers = status, headers


def _known(environ: Environ, scheme: str, host: str, path: str, query: str) -> Key | None:
    """What the page is kept by; None where nothing is kept."""
    if not host or len(host) + len(path) + len(query) > LONGEST_ADDRESS:
        return None
    names = _parameters(get_path_info(environ))
    return None if names is None else (scheme, host.lower(), path, _wanted(query, names))


@lru_cache(maxsize=1024)
def _parameters(path: str) -> frozenset[str] | None:
    """The query parameters that the view at this path is made from; None where its pages are not kept."""
    try:
        return getattr(resolve(path).func, "parameters", None)
    except Resolver404:
        return None


def _wanted(query: str, names: frozenset[str]) -> str:
    """The query without parameters that mean nothing, in one order."""
    if not query or not names:
        return ""
    pairs = parse_qsl(_letters(query), keep_blank_values=True, max_num_fields=None)
    return urlencode(sorted((pair for pair in pairs if pair[0] in names), key=lambda pair: pair[0]), errors="replace")


def _letters(query: str) -> str:
    """Those that nobody quoted as Django reads them: UTF-8, or single bytes."""
    try:
        return query if query.isascii() else query.encode("latin-1").decode()
    except UnicodeError:
        return query


def _scrubbed(environ: Environ, key: Key) -> Environ:
    """The request as the page may know it."""
    said = {name: value for name, value in environ.items() if name in SAID or name.startswith("wsgi.")}
    return {**said, "REQUEST_METHOD": "GET", "HTTP_HOST": key[1], "QUERY_STRING": key[3], WRAPPED: True}


def _is_ones_own(response: HttpResponse) -> bool:
    """Something in it is for one reader alone: no view that is kept does so, and none that came to would be kept."""
    return bool(response.cookies) or "nonce-" in response.headers.get("Content-Security-Policy", "")


def _lasting(headers: Headers) -> Headers:
    """Without those that each encoding and each second has of its own."""
    own = ("cache-control", "content-length", "content-encoding", "etag", "vary")
    lasting = [(name, value) for name, value in headers if name.lower() not in own]
    return [*lasting, ("Vary", "Accept-Encoding")]


def _keep(key: Key, page: Page, response: HttpResponse, began: memory.Began) -> memory.Kept:
    """Keep it while it is true. What was purged while it was made is sent this once."""
    made = response.made  # type: ignore[attr-defined]
    until = min(filter(None, (made.until, began.at + KEPT_FOR)))
    kept = None
    if trust.holds():
        kept = shelf.put(key, page, made.tags, began, until=until, weight=page.weight)
    return kept or memory.Kept(page, made.tags, began.at, 0)


def _may_send(kept: memory.Kept, now: datetime) -> bool:
    if now < kept.until:
        return trust.holds()
    return trust.is_away and _outlasts(kept, now)


def _outlasts(kept: memory.Kept, now: datetime) -> bool:
    """It would be made anew if the database were there."""
    ends = kept.value.ends
    late = (now - kept.until).total_seconds() < settings.PAGE_CACHE_OUTAGE
    return trust.holds() and late and (ends is None or now < ends)


def _encoding(environ: Environ) -> str | None:
    return accepted(environ.get("HTTP_ACCEPT_ENCODING", "")[:200])


def _send(environ: Environ, start_response: Callable, key: Key, kept: memory.Kept, now: datetime) -> Iterable[bytes]:
    page = kept.value
    body = page.body(_encoding(environ))
    if page.weight != kept.weight:
        shelf.weigh(key, kept, page.weight)
    headers = page.headers_at(now, body, kept.until)
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and (body.etag in known or known.strip() == "*"):
        start_response("304 Not Modified", [pair for pair in headers if pair[0] not in OF_THE_BODY])
        return []
    start_response("200 OK", headers)
    return [body.content] if environ["REQUEST_METHOD"] == "GET" else []  # a list: the server sends it in one go
