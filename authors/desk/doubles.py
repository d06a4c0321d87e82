"""The list of authors who may be one person, and the word that two of them are not."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from authors import duplicates as finder
from authors.desk.pages import show
from authors.desk.persons import Side, need, sides
from authors.models import Author, Distinct, Refused

PER_PAGE = 20
SAID = 30  # pairs said to be two people that the page lists
MERGE = "authors.merge_author"
REASONS = ("I know both.", "Their bios show it.", "They write for different papers.")  # one press each


class Double(NamedTuple):
    """A pair with what one needs to decide about it."""

    pair: finder.Pair
    one: Side
    other: Side


def duplicates(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The pairs, likeliest first."""
    need(request, MERGE)
    page = Paginator(finder.find(), PER_PAGE).get_page(request.GET.get("page"))
    said = Distinct.objects.select_related("one", "other")
    context = {
        "title": "Authors who may be one person",
        "page": page,
        "count": page.paginator.count,
        "doubles": doubles_of(page.object_list),
        "reasons": REASONS,
        "said": said[:SAID],
        "authors": Author.objects.count(),
    }
    return show(admin, request, "identity/duplicates.html", context)


def doubles_of(pairs: Any) -> list[Double]:
    """With both sides; without those of whom one is gone since. Two queries."""
    found = sides((pk for pair in pairs for pk in (pair.one, pair.other)), timezone.now())
    return [
        Double(pair, found[pair.one], found[pair.other]) for pair in pairs if pair.one in found and pair.other in found
    ]


def say_different(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Two people: the pair stays silent from now on."""
    need(request, MERGE)
    one, other = (_author(request, name) for name in ("one", "other"))
    try:
        said = Distinct.say(one, other, by=request.user, reason=request.POST.get("reason", "")[:300])
        messages.success(request, _said({"said": said}))
    except Refused as no:
        messages.error(request, str(no))
    return redirect(_back(request))


def _author(request: HttpRequest, name: str) -> Author:
    value = request.POST.get(name, "")
    return get_object_or_404(Author, pk=int(value) if value.isdecimal() else 0)


def _said(context: dict) -> SafeString:
    return render_to_string("admin/identity/_different.html", context)


def ask_again(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """It was a mistake: the pair is listed again."""
    need(request, MERGE)
    said = get_object_or_404(Distinct.objects.select_related("one", "other"), pk=pk)
    said.take_back()
    messages.success(request, f"{said.one} and {said.other} are on the list again.")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page of the list one came from."""
    page = request.POST.get("page", "")
    return reverse("admin:authors_author_duplicates") + (f"?page={page}" if page.isdecimal() and page != "1" else "")
