"""Asking the site as a server does: through the page cache that stands around it."""

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import Article
from pagecache.wsgi import WRAPPED, PageCache, trust
from tests.makers import make_author, make_live, make_section, make_topic

DECODED = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
RENDERED = "wsgi.rendered"  # in the environ: a list that Django's handler puts the paths into that it was asked for


@dataclass(frozen=True)
class Answer:
    """`kept`: it came from the shelf, and Django did not hear of the request."""

    status: int
    headers: dict[str, str]
    body: bytes
    kept: bool

    @property
    def plain(self) -> bytes:
        return DECODED[self.headers.get("Content-Encoding", "")](self.body)

    @property
    def text(self) -> str:
        return self.plain.decode()


class Visitor:
    """Somebody who asks a process of the site. Each has the cache of a fresh process around the one shelf."""

    def __init__(self) -> None:
        self.django = get_wsgi_application()
        self.site = PageCache(self._noticed)

    def _noticed(self, environ, start_response):
        environ[RENDERED].append(environ["PATH_INFO"])
        return self.django(environ, start_response)

    def get(self, address: str = "/", *, method: str = "GET", **environ: str) -> Answer:
        """`environ`: what else the server says of the request: HTTP_HOST, HTTP_COOKIE, …"""
        return answer_of(self.site, said(address, method, environ))

    def fresh(self, address: str, **environ: str) -> Answer:
        """The same page as Django renders it, with no page cache around it."""
        return answer_of(self._noticed, said(address, "GET", environ) | {WRAPPED: True})


def said(address: str, method: str, environ: dict[str, str]) -> dict:
    """An address as a server tells it: the path unquoted, in letters of one byte."""
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        RENDERED: [],
        **environ,
    }


def answer_of(site, environ: dict) -> Answer:
    told: list = []
    response = site(environ, lambda status, headers, exc_info=None: told.extend((status, headers)))
    try:
        body = b"".join(response)
    finally:
        getattr(response, "close", bool)()
    names = [name for name, _ in told[1]]
    assert len(set(names)) == len(names), f"said twice: {names}"
    return Answer(int(told[0].split()[0]), dict(told[1]), body, kept=not environ[RENDERED])


@pytest.fixture
def visitor(db, monkeypatch):
    """Of a process that hears of purges, so that its pages are kept. As with Django's client, a request leaves the test's
    connection alone."""
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda connection: None)
    trust.heard()
    yield Visitor()
    trust.__init__()


@pytest.fixture
def story(db) -> Article:
    return make_live(headline="Boats", section=make_section(), authors=[make_author()], topics=[make_topic()])


def in_step(count: int, do: Callable[[int], Any]) -> list:
    """`do(number)` in that many threads at once; the results in order."""

    def alone(number: int) -> Any:
        try:
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(alone, range(count)))
