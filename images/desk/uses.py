"""Where a picture is used: stories live, to come, on the desk and of the past, and authors. They come through the reverse
relations, a few queries for all of them, and never more of them than a page holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin import ModelAdmin
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list

from images.desk.serving import check, show
from images.models import Picture
from paper.pager import Place

SHOWN = 50  # of a kind
FEW = 3  # of these stand unfolded where something else is to be done on the page
COUNTED = 1_000  # more are "more than 1,000"


@dataclass(frozen=True)
class Use:
    """One place where it is used. `state` is a chip's class and `word` what it says; `since` ("since", "for", "until") and `when`
    are the moment that goes with it.

    `where` in a story, `url` for readers and `desk_url` where it is changed: each "" where there is none."""

    name: str
    state: str
    word: str
    desk_url: str
    is_story: bool = True
    since: str = ""
    when: datetime | None = None
    where: str = ""
    url: str = ""


@dataclass(frozen=True)
class Uses:
    """Those of a kind: the first of them, how many there are in all, and where the next page begins, None for none."""

    kind: "Kind"
    rows: list[Use]
    count: int
    older: Place | None = None

    @property
    def words(self) -> str:
        """3 live stories; more than 1,000 live stories"""
        if self.count > COUNTED:
            return f"more than {COUNTED:,} {self.kind.many}"
        return f"{self.count:,} {self.kind.one if self.count == 1 else self.kind.many}"

    @property
    def few(self) -> list[Use]:
        return self.rows[:FEW]

    @property
    def others(self) -> list[Use]:
        return self.rows[FEW:]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


class Kind(NamedTuple):
    """A kind of uses. `find(picture, at)` is the queryset, ordered by `keys`, a moment and a number, from the one end or the
    other: without keys it is in its own order, and all there is stands on one page. `tell(rows, picture, at)` says them."""

    name: str
    title: str
    one: str
    many: str
    find: Callable[[Picture, datetime], Any]
    tell: Callable[[list[Any], Picture, datetime], list[Use]]
    keys: tuple[str, str] | tuple[()] = ("live_from", "pk")
    is_ascending: bool = False


def uses(picture: Picture, at: datetime) -> list[Uses]:
    """All kinds of which there are any. A query for each, and one more for each with more than are shown."""
    found = (page_of_uses(picture, kind, at) for kind in KINDS.values())
    return [one for one in found if one.rows]


def page_of_uses(picture: Picture, kind: Kind, at: datetime, place: Place | None = None, size: int = SHOWN) -> Uses:
    found = kind.find(picture, at)
    rows = list(_after(found, kind, place)[: size + 1])
    has_more = len(rows) > size
    count = found.order_by()[: COUNTED + 1].count() if has_more or place else len(rows)
    older = _place_of(rows[size - 1], kind) if has_more and kind.keys else None
    return Uses(kind, kind.tell(rows[:size], picture, at), count, older)


def is_used(picture: Any) -> bool:
    """Anywhere at all: such a picture is not deleted."""
    related = (
        picture.edition_rows,
        picture.article_rows,
        picture.led_articles,
        picture.portrait_of(manager="everyone"),
    )
    return any(rows.exists() for rows in related)


def in_words(found: list[Uses]) -> str:
    """3 live stories, 1 scheduled story and 1 author’s portrait; "" for none. Earlier versions are no use any more."""
    return get_text_list([one.words for one in found if one.kind.name != "earlier"], "and")


def _after(found: Any, kind: Kind, place: Place | None) -> Any:
    """Those beyond the place, in the kind's order."""
    if not kind.keys:
        return found
    sign, way = ("", "gt") if kind.is_ascending else ("-", "lt")
    moment, number = kind.keys
    if place:
        beyond = Q(**{f"{moment}__{way}": place.moment}) | Q(**{f"{number}__{way}": place.article_id})
        found = found.filter(beyond, **{f"{moment}__{way}e": place.moment})
    return found.order_by(f"{sign}{moment}", f"{sign}{number}")


def _place_of(row: Any, kind: Kind) -> Place:
    return Place(*(_value(row, key) for key in kind.keys))


def _value(row: Any, key: str) -> Any:
    if isinstance(row, dict):
        return row[key]
    for part in key.split("__"):
        row = getattr(row, part)
    return row


# The kinds ------------------------------------------------------------------------------------------------


def _live(picture: Any, at: datetime) -> Any:
    return picture.edition_rows.live(at).for_cards()


def _scheduled(picture: Any, at: datetime) -> Any:
    return picture.edition_rows.scheduled(at).for_cards()


def _drafts(picture: Any, at: datetime) -> Any:
    """Working copies that have it, of stories of which readers neither have it nor will."""
    known = picture.edition_rows.filter(live_until__gt=at).values("article")
    needed = ("headline", "first_published_at", "changed_at", "lead_picture")
    rows = picture.article_rows.exclude(article__in=known).select_related("article")
    return rows.only("article", *(f"article__{name}" for name in needed))


def _portraits(picture: Any, at: datetime) -> Any:
    return picture.portrait_of(manager="everyone").only("name").order_by("sort_name", "pk")


def _earlier(picture: Any, at: datetime) -> Any:
    """Of each story the last version that had it, where no version does any more that readers have or will have."""
    known = picture.edition_rows.filter(live_until__gt=at).values("article")
    past = picture.edition_rows.filter(live_until__lte=at).exclude(article__in=known)
    return past.values("article").annotate(last=Max("live_until"), row=Max("pk"))


def _tell_editions(rows: list[Any], picture: Picture, at: datetime) -> list[Use]:
    return [_edition(row, picture, *_state(row, at), when=row.live_from) for row in rows]


def _state(row: Any, at: datetime) -> tuple[str, str, str]:
    if row.live_from > at:
        return "scheduled", "scheduled", "for"
    return ("gone", "retracted", "since") if row.retracted else ("live", "live", "since")


def _edition(row: Any, picture: Picture, state: str, word: str, since: str, *, when: datetime) -> Use:
    edition = row.edition
    return Use(
        name=edition.headline,
        state=state,
        word=word,
        desk_url=_story(row.article_id),
        since=since,
        when=when,
        where=_where(edition.lead_picture_id, picture),
        url=edition.url if state in ("live", "gone") else "",
    )


def _tell_drafts(rows: list[Any], picture: Picture, at: datetime) -> list[Use]:
    return [
        Use(
            name=str(row.article),
            state="draft",
            word="changes readers do not have" if row.article.first_published_at else "not published",
            desk_url=_story(row.article_id),
            where=_where(row.article.lead_picture_id, picture),
        )
        for row in rows
    ]


def _tell_portraits(rows: list[Any], picture: Picture, at: datetime) -> list[Use]:
    return [
        Use(author.name, "live", "portrait", reverse("admin:authors_author_change", args=[author.pk]), is_story=False)
        for author in rows
    ]


def _tell_earlier(rows: list[Any], picture: Any, at: datetime) -> list[Use]:
    """One query: the rows come grouped by story."""
    found = picture.edition_rows.for_cards().in_bulk([row["row"] for row in rows])
    told = (found[row["row"]] for row in rows if row["row"] in found)
    return [_edition(row, picture, "draft", "earlier version", "until", when=row.live_until) for row in told]


def _where(lead: int | None, picture: Picture) -> str:
    return "on top" if lead == picture.pk else "in the text"


def _story(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("live", "Live", "live story", "live stories", _live, _tell_editions),
        Kind("scheduled", "Scheduled", "scheduled version", "scheduled versions", _scheduled, _tell_editions, is_ascending=True),
        Kind("drafts", "On the desk alone", "story on the desk", "stories on the desk", _drafts, _tell_drafts, ("article__changed_at", "article_id")),
        Kind("portraits", "Portraits", "author’s portrait", "authors’ portraits", _portraits, _tell_portraits, ()),
        Kind("earlier", "Earlier versions", "story of which an earlier version had it", "stories of which an earlier version had it", _earlier, _tell_earlier, ("last", "article")),
    )
}  # fmt: skip


# The page -------------------------------------------------------------------------------------------------


def all_uses(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """?kind= one of KINDS, ?before= where its page begins."""
    check(request, "view_picture")
    picture = get_object_or_404(Picture, pk=pk)
    kind = KINDS.get(request.GET.get("kind", "live"))
    if kind is None:
        raise Http404("No such kind of uses.")
    place = Place.parse(request.GET["before"]) if "before" in request.GET else None
    context = {
        "title": "Where it is used",
        "picture": picture,
        "one": page_of_uses(picture, kind, timezone.now(), place),
        "is_first": place is None,
    }
    return show(admin, request, "picture_uses.html", context)
