"""What the pages beside the author's form share: who may open them, and the page of collisions."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from authors.merging import changes
from authors.models import Author, Collides
from authors.models.bio import EMPTY
from authors.models.words import Words
from authors.wordsform import WordsForm, opened
from paper.mergeforms import collision_rows, typed_along
from paper.merging import Change

View = Callable[..., HttpResponse]


def page_of(admin: ModelAdmin, address: str, view: View, name: str) -> URLPattern:
    """A page of the desk at this address below the list of authors, as `admin:authors_author_NAME`."""
    served = _led_on(admin, view, name) if "<int:pk>" in address else partial(view, admin)
    return path(address, admin.admin_site.admin_view(served), name=f"authors_author_{name}")


def _led_on(admin: ModelAdmin, view: View, name: str) -> View:
    """The view; of somebody merged into another, the same page of that one."""

    def page(request: HttpRequest, pk: int, **rest: Any) -> HttpResponse:
        try:
            return view(admin, request, pk, **rest)
        except Http404:
            led = merged_meanwhile(admin, request, pk, "versions" if rest else name)
            if led is None:
                raise
            return led

    return page


def merged_meanwhile(admin: ModelAdmin, request: HttpRequest, pk: Any, name: str) -> HttpResponse | None:
    """The way to whom the author of this number became, with what was written in a form; None where they are nobody's part."""
    gone = Author.everyone.filter(pk=pk).exclude(merged_into=None).select_related("merged_into").first()
    if gone is None or gone.merged_into is None:
        return None
    why = f"{gone} was merged into {gone.merged_into}."
    if request.method == "POST" and "base" in request.POST:
        showed = opened(request.POST["base"], gone) or EMPTY
        return late_page(admin, request, gone.merged_into, why, written=changes(showed, words_typed(request, gone)))
    messages.info(request, why)
    return redirect(f"admin:authors_author_{name}", gone.merged_into.pk)


def words_typed(request: HttpRequest, author: Author) -> Words:
    """What a form of words was sent with, whatever of it can be kept."""
    form = WordsForm(request.POST, author=author, showing={})
    form.is_valid()
    return form.words()


def late_page(
    admin: ModelAdmin, request: HttpRequest, author: Author | None, why: str, *, written: list[Change]
) -> HttpResponse:
    """What was written cannot be saved any more: it is shown, to be copied, with the way to `author`."""
    context = {"title": "What you wrote was not saved", "author": author, "why": why, "changes": written}
    response = show(admin, request, "bios/late.html", context)
    response.status_code = 409
    return response


def author_for(request: HttpRequest, pk: int, right: str) -> Author:
    """The author, for whoever has this right of the room of authors; 403 and 404 for the others."""
    if not request.user.has_perm(f"authors.{right}"):
        raise PermissionDenied(f"authors.{right}")
    return get_object_or_404(Author, pk=pk)


def show(admin: ModelAdmin, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    whole = {**admin.admin_site.each_context(request), "opts": admin.opts, **context}
    return TemplateResponse(request, f"admin/{template}", whole)


def collision_page(
    admin: ModelAdmin, request: HttpRequest, author: Author, clash: Collides, **said: Any
) -> HttpResponse:
    """Both changed the same words: each is answered, and all that was typed goes along, hidden.

    `said` is what the page says in other words than of two people's own texts: see admin/merge.html."""
    rows = collision_rows(clash.merged.open, request.POST, clash.faults)
    context = {
        "title": "Both changed the same words",
        "subject": author.name,
        "thing": "bio",
        "who": clash.who,
        "is_own": clash.who == str(request.user),
        "rows": rows,
        "along": typed_along(request.POST, rows),
    }
    return show(admin, request, "bios/merge.html", context | said)
