"""What was done with a picture, told: who, what, and what it changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import get_text_list

from images.desk.serving import check, numbers, show
from images.desk.wordsform import DAYS, LABELS, changes
from images.models import Picture, PictureMove
from paper.merging import Change

LATEST = 8  # on the picture's page
PAGE = 50
NAMED = 4  # of what was changed
PLACES = {"lead": "the top of stories", "square": "squares", "share": "links that are shared"}


@dataclass(frozen=True)
class Deed:
    """One line of the record: "Ann withdrew it: Killed by the agency. They called at eleven."; `changes` are of words."""

    move: PictureMove
    what: str
    note: str
    changes: list[Change]


def latest(picture: Picture) -> tuple[list[Deed], bool]:
    """The newest few, and whether there are more. One query."""
    return deeds(picture, size=LATEST)


def deeds(picture: Picture, *, before: int | None = None, size: int = PAGE) -> tuple[list[Deed], bool]:
    rows = PictureMove.objects.filter(picture=picture).order_by("-pk")
    found = list((rows.filter(pk__lt=before) if before else rows)[: size + 1])
    return [_deed(move) for move in found[:size]], len(found) > size


def history(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """?before= a line of the record: those older than it."""
    check(request, "view_picturemove")
    picture = get_object_or_404(Picture, pk=pk)
    before = next(iter(numbers([request.GET.get("before", "")])), None)
    told, has_more = deeds(picture, before=before)
    context = {
        "title": "What was done with it",
        "picture": picture,
        "deeds": told,
        "older": told[-1].move.pk if has_more else None,
        "is_first": before is None,
    }
    return show(admin, request, "picture_history.html", context)


def _deed(move: PictureMove) -> Deed:
    what, note = _what(move)
    return Deed(move, what, note, _changes(move.facts.get("changed", {})) if move.verb == "change" else [])


def _what(move: PictureMove) -> tuple[str, str]:
    """What was done, and what was said about it."""
    facts = move.facts
    match move.verb:
        case "upload":
            return "added it", facts.get("file", "")
        case "replace":
            return "put another file in its place", facts.get("file", "")
        case "change":
            return f"changed {_named(facts.get('changed', {}))}", ""
        case "point":
            return f"put the focus at {_percent(facts['x'])} from the left, {_percent(facts['y'])} from the top", ""
        case "crop":
            return _cropped(facts), ""
        case "withdraw":
            return f"withdrew it ({_why(facts)})", move.note
        case "put_back":
            return "put it back", move.note
    return "changed it", move.note


def _named(changed: dict[str, Any]) -> str:
    """credit and caption; credit, caption, licence and 4 more"""
    names = [label.lower() for name, label in LABELS.items() if name in changed]
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    return get_text_list(names, "and") or "it"


def _percent(part: float) -> str:
    return f"{part:.0%}".replace("%", " %")


def _cropped(facts: dict[str, Any]) -> str:
    place = PLACES.get(facts.get("shape", ""), "one place")
    return f"cropped it by hand for {place}" if facts.get("box") else f"let the crop for {place} follow the focus again"


def _why(facts: dict[str, Any]) -> str:
    why = dict(Picture.Why.choices).get(facts.get("why", ""), "")
    return f"{why[:1].lower()}{why[1:]}" if why else "no reason chosen"


def _changes(changed: dict[str, list[str]]) -> list[Change]:
    """As `admin/_difference.html` shows them."""
    before, after = ({name: _value(name, pair[end]) for name, pair in changed.items()} for end in (0, 1))
    return changes(before, after)


def _value(name: str, said: str) -> Any:
    """The record keeps text: a day, yes and no and nothing are read again."""
    if name in DAYS:
        return None if said == "None" else date.fromisoformat(said)
    return {"True": True, "False": False}.get(said, said)
