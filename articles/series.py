"""Series as readers get them: their pages, and what a story says of the one it belongs to.

A part's number is its place among the parts that readers have: what is not published, or was taken back, leaves no hole.
So a number changes only where a part before it comes or goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from articles.cards import Card
from articles.graph import crumb, told_of_list
from articles.models import Edition, Series, SeriesPart
from pagecache import memory
from pagecache.pages import gone_or_unknown, kept, page
from paper.addresses import canonical
from paper.graph import Crumb, Said, collection, told
from paper.speech import apart

WHOLE = 12  # parts; of a longer series a story names those around it
AROUND = 3  # on either side
LATEST = 6  # stories on a page that has none of its own


class Held(NamedTuple):
    """A series in memory; `parts` are its stories by their numbers, in order, whether readers have them or not."""

    pk: int
    name: str
    slug: str
    parts: tuple[int, ...]

    @property
    def url(self) -> str:
        return Series(slug=self.slug).url

    def tags(self) -> set[str]:
        """What a page that shows which parts readers have is made from."""
        return {f"series:{self.pk}", *(f"article:{part}" for part in self.parts)}


def by_story() -> dict[int, Held]:
    """The series of every story that belongs to one, by the story's number, from memory."""
    return memory.keep("series", ["series"], _by_story)


def _by_story() -> dict[int, Held]:
    rows = SeriesPart.objects.order_by("series", "order", "pk").values_list(
        "series", "series__name", "series__slug", "article"
    )
    parts: dict[tuple[int, str, str], list[int]] = {}
    for pk, name, slug, article in rows:
        parts.setdefault((pk, name, slug), []).append(article)
    held = [Held(*series, tuple(articles)) for series, articles in parts.items()]
    return {article: series for series in held for article in series.parts}


@dataclass(frozen=True)
class Part:
    number: int
    headline: str
    url: str
    language: str
    direction: str
    is_current: bool


@dataclass(frozen=True)
class InSeries:
    """What a story says of its series: `parts` are the shown ones of `count`, `before` and `after` the next ones."""

    name: str
    url: str
    number: int
    count: int
    parts: list[Part]
    before: Part | None
    after: Part | None

    @classmethod
    def of(cls, held: Held, story: Edition, listed: Mapping[int, Edition]) -> "InSeries":
        """`listed` are the other parts that readers have, by their stories' numbers."""
        there = [pk for pk in held.parts if pk == story.article_id or pk in listed]
        place = there.index(story.article_id)
        rows = [(n, story if pk == story.article_id else listed[pk]) for n, pk in enumerate(there, 1)]
        start, end = _window(place, len(rows))
        parts = [_part(number, row, story) for number, row in rows[start:end]]
        return cls(
            name=held.name,
            url=held.url,
            number=place + 1,
            count=len(rows),
            parts=parts,
            before=next((part for part in parts if part.number == place), None),
            after=next((part for part in parts if part.number == place + 2), None),
        )

    @property
    def is_whole(self) -> bool:
        return len(self.parts) == self.count


def _window(place: int, count: int) -> tuple[int, int]:
    """From where to where a story's list goes: as many as fit, the story in the middle where it can be."""
    if count <= WHOLE:
        return 0, count
    start = min(max(place - AROUND, 0), count - 2 * AROUND - 1)
    return start, start + 2 * AROUND + 1


def _part(number: int, row: Edition, story: Edition) -> Part:
    headline = row.front_headline or row.headline
    return Part(number, headline, row.url, row.language, row.direction, row.article_id == story.article_id)


# The pages ----------------------------------------------------------------------------------------------


@kept()
@require_safe
def all_series(request: HttpRequest) -> HttpResponse:
    """Every series of which readers have a story, the one with the newest story first."""
    at, address = timezone.now(), request.build_absolute_uri(request.path)
    found = list(_with_stories(at))
    description = gettext("Stories of %(paper)s that belong together.") % {"paper": apart(paper.current().name)}
    said = Said(gettext("Series"), address, description, crumbs=(_crumb(),))
    items = [Crumb(one.name, one.url) for one in found]
    context = {
        "all_series": found,
        "description": description,
        "latest": [] if found else _latest(at),
        "canonical": address,
        **told(request, said, collection(said, request.build_absolute_uri("/"), items)),
    }
    return page(request, "articles/series_list.html", context, tags={"series", "list:home"}, at=at)


def _with_stories(at: datetime) -> QuerySet[Series]:
    """Adds `count`, and `newest`: the moment its newest story was first published."""
    listed = Edition.objects.listed(at).filter(article__series_part__series=OuterRef("pk")).order_by()
    grouped = listed.values("article__series_part__series")
    counted = grouped.annotate(count=Count("pk")).values("count")
    newest = grouped.annotate(newest=Max("first_published_at")).values("newest")
    found = Series.objects.annotate(count=Subquery(counted), newest=Subquery(newest))
    return found.filter(count__gt=0).order_by("-newest", "name")


@kept()
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = Series.objects.filter(slug=canonical(slug)).first()
    if found is None:
        raise Http404("No such series.")
    if slug != found.slug:
        return gone_or_unknown(HttpResponsePermanentRedirect(found.url))
    stories, address = [row.card for row in found.parts.listed(at)], request.build_absolute_uri(found.url)
    way = (_crumb(), Crumb(found.name, found.url))
    context = {
        "series": found,
        "stories": stories,
        "latest": [] if stories else _latest(at),
        "canonical": address,
        **told_of_list(request, stories, title=found.name, url=address, description=found.description, crumbs=way),
    }
    tags = _tags(found) | ({"list:home"} if not stories else set())
    return page(request, "articles/series_detail.html", context, tags=tags, at=at)


def _tags(found: Series) -> set[str]:
    held = next((one for one in by_story().values() if one.pk == found.pk), None)
    return held.tags() if held else {f"series:{found.pk}"}


def _crumb() -> Crumb:
    return crumb(gettext("Series"), "articles:all_series")


def _latest(at: datetime) -> list[Card]:
    """The way on from where there is nothing."""
    return [row.card for row in Edition.objects.listed(at).for_cards().newest(at)[:LATEST]]
