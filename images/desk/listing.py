"""Which pictures a list of the library shows: filters in words, a search, and pages by keyset, the newest first.

A page that is narrowed down looks through so many pictures and no more: a word that is nowhere costs what a common one does.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.http import HttpRequest, QueryDict

from images.desk.facts import NEEDED, SOON
from images.desk.serving import numbers
from images.models import Picture
from images.models.picture import PictureQuerySet
from paper.days import day_of
from paper.pager import Place

if TYPE_CHECKING:
    from accounts.models import User

REACH = 20_000  # pictures that a narrowed page looks through
LONGEST = 200  # characters of a search
WORDS = 8
SEARCHED = ("caption", "alt", "credit", "people", "place", "file_name")

Narrow = Callable[[PictureQuerySet, "User", datetime], PictureQuerySet]


def _ending(pictures: PictureQuerySet, user: "User", at: datetime) -> PictureQuerySet:
    today = day_of(at)
    return pictures.filter(licensed_through__gte=today, licensed_through__lte=today + SOON, withdrawn_at=None)


def _ended(pictures: PictureQuerySet, user: "User", at: datetime) -> PictureQuerySet:
    return pictures.filter(licensed_through__lt=day_of(at), withdrawn_at=None)


def _unused(pictures: PictureQuerySet, user: "User", at: datetime) -> PictureQuerySet:
    """In no working copy, no edition and no author's profile."""
    return pictures.filter(article_rows=None, edition_rows=None, led_articles=None, portrait_of=None)


KINDS: dict[str, tuple[str, Narrow]] = {
    "missing": ("What is missing", lambda pictures, user, at: pictures.incomplete()),
    "mine": ("Mine", lambda pictures, user, at: pictures.filter(uploaded_by=user)),
    "ending": ("Licence ends soon", _ending),
    "ended": ("Licence ended", _ended),
    "withdrawn": ("Withdrawn", lambda pictures, user, at: pictures.exclude(withdrawn_at=None)),
    "unused": ("Used nowhere", _unused),
}
WHOLE = {"mine", "ending", "ended", "withdrawn"}  # few, or found by an index: looked for in all of the library


@dataclass(frozen=True)
class Asked:
    """What a list is asked for. `pks`: these alone."""

    words: str
    kind: str
    pks: tuple[int, ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        kind = request.GET.get("show", "")
        return cls(
            clean(request.GET.get("q", "")), kind if kind in KINDS else "", tuple(numbers(request.GET.getlist("id")))
        )

    @property
    def reaches_all(self) -> bool:
        """Whether a page need not stop before it is full: all match, or those that do are found at once."""
        return bool(self.kind in WHOLE or self.pks or not (self.words or self.kind))

    def query(self, **other: str) -> str:
        """The query string of this list, with its words, filter or place changed: "q=ferry&show=mine"; "" for the whole library."""
        made = QueryDict(mutable=True)
        for name, value in {"q": self.words, "show": self.kind, **other}.items():
            if value:
                made[name] = value
        made.setlist("id", [str(pk) for pk in self.pks])
        return made.urlencode()


def clean(words: str) -> str:
    """As it is searched for: on one line, composed, no longer than a search may be."""
    return unicodedata.normalize("NFC", " ".join(words.replace("\0", "").split()))[:LONGEST]


class ListPage(NamedTuple):
    """`older` is where the next page begins, None for none; `reached` says that more are to be looked through than were."""

    rows: list[Picture]
    older: Place | None
    reached: bool


def narrowed(asked: Asked, user: "User", at: datetime) -> PictureQuerySet:
    pictures = Picture.objects.only(*NEEDED)
    if asked.pks:
        pictures = pictures.filter(pk__in=asked.pks)
    if asked.kind:
        pictures = KINDS[asked.kind][1](pictures, user, at)
    return holding(pictures, asked.words)


def holding(pictures: PictureQuerySet, words: str) -> PictureQuerySet:
    """Those of which something that is said, or the file's name, holds every one of the words, in whatever case."""
    for word in words.split()[:WORDS]:
        found = [(f"{name}__icontains", spelled) for name in SEARCHED for spelled in _spellings(word)]
        pictures = pictures.filter(Q(*found, _connector=Q.OR))
    return pictures


def _spellings(word: str) -> set[str]:
    """SQLite knows capital letters of ASCII alone: the others are asked for as they are usually written."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def list_page(pictures: PictureQuerySet, place: Place | None, *, size: int, reach: int | None = None) -> ListPage:
    """The page of `pictures` that begins after `place`, or the first. With `reach` it looks through so many of the library at
    most. One query, with `reach` two."""
    end = _end_of_reach(place, reach) if reach else None
    within = _before(pictures, place)
    if end:
        within = within.filter(Q(uploaded_at__gt=end.moment) | Q(pk__gte=end.article_id), uploaded_at__gte=end.moment)
    rows = list(within.order_by("-uploaded_at", "-pk")[: size + 1])
    if len(rows) > size:
        return ListPage(rows[:size], place_of(rows[size - 1]), False)
    return ListPage(rows, end, end is not None)


def place_of(picture: Picture) -> Place:
    return Place(picture.uploaded_at, picture.pk)


def _before(pictures: PictureQuerySet, place: Place | None) -> PictureQuerySet:
    if place is None:
        return pictures
    return pictures.filter(Q(uploaded_at__lt=place.moment) | Q(pk__lt=place.article_id), uploaded_at__lte=place.moment)


def _end_of_reach(place: Place | None, reach: int) -> Place | None:
    """The last that is looked at; None where that is the library's last."""
    newest = _before(Picture.objects.all(), place).order_by("-uploaded_at", "-pk")
    last = list(newest.values_list("uploaded_at", "pk")[reach - 1 : reach + 1])
    return Place(*last[0]) if len(last) == 2 else None
