"""All fronts at a glance: what stands by hand, what is scheduled, and the breaking line."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.arrangement import OPINION, TOP, Arrangement
from articles.desk import fronts_breaking
from articles.desk.fronts_pages import fronts, page_of
from articles.desk.fronts_record import Told, told
from articles.desk.fronts_words import Names, spot_name, until_words
from articles.desk.state import zone_in_words
from articles.models import FrontChange
from articles.models.front import Front, arrangement_of


class Standing(NamedTuple):
    """A front in the overview. `by_hand`: what stands there by hand or by rule now, a clause each."""

    front: Front
    depth: int
    by_hand: list[str]
    bands: str
    coming: list[Told]


def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "title": "Fronts",
        "rows": standings(now),
        "breaking": fronts_breaking.standing(now),
        "zone": zone_in_words(),
    }
    return page_of(request, "overview", context)


def standings(now: datetime) -> list[Standing]:
    """Two queries for all that stands and comes, however many fronts there are, and those for names."""
    every = fronts()
    coming: dict[int, list[FrontChange]] = {}
    for change in FrontChange.objects.coming(now):
        coming.setdefault(change.front_id, []).append(change)
    arranged = {front.pk: arrangement_of(front.pk, now).holding(now) for front in every}
    names = Names(*arranged.values())
    said = _sentences(coming, arranged)
    return [
        Standing(
            front,
            len(front.section.line()) - 1 if front.section else 0,
            _by_hand(arranged[front.pk], names, now),
            _bands_in_words(arranged[front.pk]),
            said.get(front.pk, []),
        )
        for front in every
    ]


def _sentences(coming: dict[int, list[FrontChange]], arranged: dict[int, Arrangement]) -> dict[int, list[Told]]:
    """Only fronts that something is scheduled for cost a query."""
    return {pk: told(changes, arranged[pk]) for pk, changes in coming.items() if pk in arranged}


def _by_hand(arrangement: Arrangement, names: Names, now: datetime) -> list[str]:
    return [
        f"{spot_name(place, index)}: {names.of(item)}{f' {until_words(item.until, now)}' if item.until else ''}"
        for place, items in ((TOP, arrangement.top), (OPINION, arrangement.opinion))
        for index, item in enumerate(items)
        if item.story or item.rule
    ]


def _bands_in_words(arrangement: Arrangement) -> str:
    if arrangement.bands is None:
        return ""
    count, by_hand = len(arrangement.bands), sum(len(band.items) for band in arrangement.bands)
    placed = f", {by_hand} {'place' if by_hand == 1 else 'places'} in them by hand" if by_hand else ""
    return f"{count} band{'' if count == 1 else 's'} of its own{placed}"
