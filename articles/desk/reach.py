"""How far back a narrowed list looks: so many rows and no more, so that a word that is nowhere, or a kind of which there are few,
costs what a common one does. The list says so, and leads further back."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin import ListFilter
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

from paper.pager import Place

FURTHER = "further"  # in an address: where the last look ended


class Reach(NamedTuple):
    """`count` rows were looked through, the last at `end`. 0: the pages end there, since they lead to so many and no more."""

    count: int
    end: Place

    @property
    def in_words(self) -> str:
        return f"{self.count:,}"


class FurtherBack(ListFilter):
    """Takes ?further= out of what the list is asked for: the list itself reads it."""

    title = "further back"

    def __init__(self, request: HttpRequest, params: dict, model: type[Model], model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        params.pop(FURTHER, None)

    def has_output(self) -> bool:
        return False


class Narrowed(ChangeList):
    """A list that says how far it looked: `reach`, None where nothing was left out."""

    reach: Reach | None = None

    def within(
        self, rows: QuerySet, request: HttpRequest, moment: str, count: int, start: Place | None = None
    ) -> QuerySet:
        """Of the rows those among the `count` of all that follow `start`, or where the last look ended, newest first by
        `moment`. A query of its own."""
        place = _place_in(request) or start
        everything = _after(rows.model._default_manager.order_by(f"-{moment}", "-pk"), moment, place)
        last: list[tuple[datetime, int]] = list(everything.values_list(moment, "pk")[count - 1 : count + 1])
        rows = _after(rows, moment, place)
        if len(last) < 2:
            return rows
        self.reach = Reach(count, Place(*last[0]))
        newer = Q(**{f"{moment}__gt": last[0][0]}) | Q(pk__gte=last[0][1])
        return rows.filter(newer, **{f"{moment}__gte": last[0][0]})

    @property
    def further_url(self) -> str:
        """Of the same list, further back."""
        return self.get_query_string({FURTHER: str(self.reach.end)}, [PAGE_VAR]) if self.reach else ""

    @property
    def newest_url(self) -> str:
        """Of the same list from its beginning, where this is not it."""
        return self.get_query_string({}, [FURTHER, PAGE_VAR]) if FURTHER in self.params else ""

    def get_query_string(self, new_params: dict | None = None, remove: list[str] | None = None) -> str:
        """Only the pages of one look begin where it begins: a filter looks from the newest on."""
        stays = new_params and (FURTHER in new_params or PAGE_VAR in new_params)
        return super().get_query_string(new_params, [*(remove or []), *([] if stays else [FURTHER])])


def _place_in(request: HttpRequest) -> Place | None:
    """Where the last look ended; nothing where this is the first, or nonsense stands there."""
    try:
        return Place.parse(request.GET[FURTHER]) if FURTHER in request.GET else None
    except Http404:
        return None


def _after(rows: QuerySet, moment: str, place: Place | None) -> QuerySet:
    if place is None:
        return rows
    older = Q(**{f"{moment}__lt": place.moment}) | Q(pk__lt=place.article_id)
    return rows.filter(older, **{f"{moment}__lte": place.moment})
