"""Pages of a list by keyset: each begins where another ended, so the last costs what the first costs."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest

from paper.prepared import Prepared

SIZE = 20
_CURSOR = re.compile(r"(\d{8}T\d{12})-(\d{1,18})\Z", re.ASCII)
_STAMP = "%Y%m%dT%H%M%S%f"


class Place(NamedTuple):
    """Where a page begins or ends: the moment a story was first published, and the story's number."""

    moment: datetime
    article_id: int

    def __str__(self) -> str:
        return f"{self.moment.astimezone(UTC):{_STAMP}}-{self.article_id}"

    @classmethod
    def of(cls, row: Any) -> "Place":
        return cls(row.first_published_at, row.article_id)

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Raises Http404 for what is not a place in a list."""
        found = _CURSOR.match(text)
        try:
            moment = datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)  # type: ignore[index]
        except (TypeError, ValueError) as error:
            raise Http404("No such page of this list.") from error
        return cls(moment, int(found[2]))  # type: ignore[index]


class PreparedList:
    """A list whose pages are asked for again and again: `build(at, **which)` makes it, with `newest()` and `oldest_after()`.

    Called with a moment and values for `which`, it is the list as it is then, for `list_page` in pages of SIZE."""

    def __init__(self, build: Callable[..., Any]) -> None:
        def part(at: datetime, moment: datetime, **which: Any) -> Any:
            return build(at, **which).newest(moment)[: SIZE + 1]

        def older(at: datetime, moment: datetime, article: int, **which: Any) -> Any:
            return build(at, **which).newest(Place(moment, article))[: SIZE + 1]

        def newer(at: datetime, moment: datetime, article: int, **which: Any) -> Any:
            return build(at, **which).oldest_after(Place(moment, article))[: SIZE + 1]

        self.first, self.older, self.newer = Prepared(part), Prepared(older), Prepared(newer)

    def __call__(self, at: datetime, **which: Any) -> "ListAt":
        return ListAt(self, {"at": at, **which})


class ListAt(NamedTuple):
    """A prepared list at a moment."""

    prepared: PreparedList
    values: dict[str, Any]

    def newest(self, bound: datetime | Place) -> list:
        if not isinstance(bound, Place):
            return self.prepared.first(moment=bound, **self.values)
        return self.prepared.older(moment=bound.moment, article=bound.article_id, **self.values)

    def oldest_after(self, place: Place) -> list:
        return self.prepared.newer(moment=place.moment, article=place.article_id, **self.values)


class ListPage(NamedTuple):
    rows: list
    url: str  # the page's own address: nothing else of the query belongs to it
    older_url: str
    newer_url: str


def list_page(queryset: Any, request: HttpRequest, at: datetime, size: int = SIZE) -> ListPage:
    """The page of `queryset` that ?before= or ?after= asks for, newest first; the first page without either.

    `queryset` has `newest(bound)` and `oldest_after(place)`, and is limited to what is listed at `at`.
    """
    if "after" in request.GET:
        place = Place.parse(request.GET["after"])
        newer = list(queryset.oldest_after(place)[: size + 1])
        if len(newer) > size:
            return _page(request, f"?after={place}", newer[size - 1 :: -1], older=True, newer=True)
        return first_page(queryset, request, at, size)
    if "before" not in request.GET:
        return first_page(queryset, request, at, size)
    place = Place.parse(request.GET["before"])
    rows = list(queryset.newest(min(place, Place(at, place.article_id)))[: size + 1])
    return _page(request, f"?before={place}", rows[:size], older=len(rows) > size, newer=True)


def first_page(queryset: Any, request: HttpRequest, bound: datetime, size: int) -> ListPage:
    rows = list(queryset.newest(bound)[: size + 1])
    return _page(request, "", rows[:size], older=len(rows) > size, newer=False)


def _page(request: HttpRequest, query: str, rows: list, *, older: bool, newer: bool) -> ListPage:
    return ListPage(
        rows,
        f"{request.path}{query}",
        f"{request.path}?before={Place.of(rows[-1])}" if older and rows else "",
        f"{request.path}?after={Place.of(rows[0])}" if newer and rows else "",
    )
