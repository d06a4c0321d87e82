"""Looking at one author's bio with everything the checks need to know."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

import paper
from authors.care import Found, look
from authors.models.author import Author
from authors.models.outlet import Outlet
from authors.models.words import words_of
from pagecache import memory
from paper.days import day_of

_log = logging.getLogger("newsroom.looking")


def look_at(author: Author) -> list[Found]:
    """What the checks find in this author's words now."""
    return look(
        words_of(author),
        name=author.name,
        other_names=list(author.aliases.shown().values_list("name", flat=True)),
        year_now=day_of(timezone.now()).year,
        known_outlets=known_outlets(),
        is_there=is_there,
        site_hosts=[host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"],
        house_names=[paper.current().name],
    )


def known_outlets() -> frozenset[str]:
    """The names of all outlets, kept in memory until an author changes."""
    return memory.keep("outlets", ["authors"], lambda: frozenset(Outlet.objects.values_list("name", flat=True)))


def is_there(address: str) -> bool:
    """Whether a page of this site answers at that path, for readers. One that breaks is there: that is another's trouble."""
    path = urlsplit(address).path
    match = _match(path) or _match(f"{path}/")
    if match is None or path.startswith(("/admin/", "/authors/check/")):
        return False
    try:
        with transaction.atomic():  # whatever the page does to the database
            return match.func(_request(path), *match.args, **match.kwargs).status_code < 400
    except Http404:
        return False
    except Exception:
        _log.exception("The page at %s broke while a bio that links to it was looked at.", path)
        return True


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _request(path: str) -> HttpRequest:
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": _host(), "SERVER_PORT": "443", "REQUEST_METHOD": "GET"}
    return request


def _host() -> str:
    """A name this site answers to, whatever it is: the page is not shown to anybody."""
    return next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
