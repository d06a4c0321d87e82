"""The library: a grid of its pictures, what is missing of each, and the way to say the same of many."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from images.desk.facts import Cell, cell_of
from images.desk.limits import LIMITS
from images.desk.listing import KINDS, REACH, Asked, ListPage, list_page, narrowed
from images.desk.rights import may_describe
from images.desk.serving import MOST, check, show
from images.models import Picture
from paper.pager import Place

if TYPE_CHECKING:
    from accounts.models import User

SIZE = 48  # by two, three, four and six


def library(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """?q= words, ?show= a filter, ?id= these alone, ?before= a place of the list."""
    check(request, "view_picture")
    at, asked = timezone.now(), Asked.of(request)
    found = page_of_library(asked, request.user, at, before(request))
    grid = cells(found.rows, request.user, at)
    context = {
        "title": "Pictures",
        "asked": asked,
        "filters": filters(asked),
        "cells": grid,
        "may_choose": any(cell.may_choose for cell in grid),
        "older": found.older and asked.query(before=str(found.older)),
        "newest": asked.query() if "before" in request.GET else None,
        "reach": f"{REACH:,}" if found.reached else "",
        "limits": LIMITS,
        "has_add": request.user.has_perm("images.add_picture"),
    }
    return show(admin, request, "library.html", context)


def page_of_library(asked: Asked, user: "User", at: datetime, place: Place | None) -> ListPage:
    """Of the whole library, of what is asked for in it, or of the pictures named, which all stand on one page."""
    pictures = narrowed(asked, user, at)
    if asked.pks:
        return list_page(pictures, None, size=MOST)
    return list_page(pictures, place, size=SIZE, reach=None if asked.reaches_all else REACH)


def before(request: HttpRequest) -> Place | None:
    """Raises Http404 for what is no place of the list."""
    return Place.parse(request.GET["before"]) if "before" in request.GET else None


def cells(pictures: list[Picture], user: "User", at: datetime) -> list[Cell]:
    return [cell_of(picture, at, may_choose=may_describe(user, picture)) for picture in pictures]


def filters(asked: Asked) -> list[dict[str, Any]]:
    """The words above the grid: {"word": "Mine", "query": "show=mine", "is_chosen": True}. A search stays as one goes along."""
    words = [("", "All"), *((kind, word) for kind, (word, _) in KINDS.items())]
    plain = Asked(asked.words, "", ())
    return [
        {"word": word, "query": plain.query(show=kind), "is_chosen": kind == asked.kind and not asked.pks}
        for kind, word in words
    ]
