"""A page's versions on the desk: who saved what and when, the difference of any two, and the way back."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from paper.models import Page, PageVersion
from paper.models.page import PageChangedMeanwhile
from paper.page_words import Words, changes, summary, words_of
from paper.templatetags.paper import when

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 30  # versions
STAYS = ("is_public",)  # whether readers have the page is decided for today's


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """For PageAdmin.get_urls."""
    return [
        _path(admin, "<int:pk>/versions/", versions, "versions"),
        _path(admin, "<int:pk>/versions/difference/", difference, "difference"),
        _path(admin, "<int:pk>/versions/<int:number>/restore/", restore, "restore"),
    ]


def _path(admin: ModelAdmin, address: str, view: "Callable", name: str) -> URLPattern:
    return path(address, admin.admin_site.admin_view(partial(view, admin)), name=f"paper_page_{name}")


@dataclass(frozen=True)
class Entry:
    """A version as the list tells it: `changed` is one line."""

    version: PageVersion
    changed: str
    newest: bool

    @property
    def name(self) -> str:
        return f"the version of {when(self.version.at)}"


def versions(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, newest first."""
    page = _page_for(request, pk, "view_page")
    before = _number(request.GET.get("before", ""))
    entries, older = _entries(page, before)
    context = {"title": "Versions", "entries": entries, "older": older, "before": before}
    return _show(admin, request, page, "versions", context)


def _entries(page: Page, before: int | None) -> tuple[list[Entry], int | None]:
    """A page of versions older than number `before`, and where the next begins. One query."""
    rows = page.versions.select_related("by")
    found = list((rows.filter(number__lt=before) if before else rows)[: PAGE + 1])
    entries = [
        Entry(row, summary(was.words, row.words) if was else "the first version", row.number == page.version)
        for row, was in zip(found[:PAGE], [*found[1:], None], strict=False)
    ]
    return entries, found[PAGE - 1].number if len(found) > PAGE else None


def difference(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Any two versions; of one alone, against the page as it is."""
    page = _page_for(request, pk, "view_page")
    before, after = (_side(page, request.GET.get(name, "")) for name in ("from", "to"))
    context = {
        "title": f"{before.title[0].upper()}{before.title[1:]} → {after.title}",
        "before": before,
        "after": after,
        "changes": changes(before.words, after.words),
    }
    return _show(admin, request, page, "difference", context)


@dataclass(frozen=True)
class Side:
    """One of two that are compared. `value` says it in an address: a version's number, or "now"."""

    value: str
    title: str
    words: Words


def _side(page: Page, asked: str) -> Side:
    if not asked or asked == "now":
        return Side("now", "the page as it is", words_of(page))
    version = get_object_or_404(PageVersion, page=page, number=_number(asked) or 0)
    return Side(asked, f"the version of {when(version.at)}", version.words)


def restore(admin: ModelAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put a version's words back, as a new version."""
    page = _page_for(request, pk, "change_page")
    version = get_object_or_404(PageVersion, page=page, number=number)
    words = {name: value for name, value in version.words.items() if name not in STAYS}
    now, problem = words_of(page), ""
    if request.method == "POST":
        problem = _put_back(request, page, words)
        if not problem:
            messages.success(request, f"Put back the version of {when(version.at)}. What it replaced stays here.")
            return HttpResponseRedirect(reverse("admin:paper_page_versions", args=[page.pk]))
    context = {
        "title": f"Put back the version of {when(version.at)}",
        "version": version,
        "changes": changes(now, now | words),
        "problem": problem,
    }
    return _show(admin, request, page, "restore", context)


def _put_back(request: HttpRequest, page: Page, words: Words) -> str:
    """What is in the way; nothing where it was done."""
    for name, value in words.items():
        setattr(page, name, value)
    base = _number(request.POST.get("base", "")) or 0
    try:
        with transaction.atomic():
            page.full_clean()
            page.keep(by=request.user, base=base)  # type: ignore[arg-type]
    except ValidationError as error:
        return " ".join(error.messages)
    except PageChangedMeanwhile:
        return "Somebody saved the page since you opened this. Look at what would change now."
    return ""


def _page_for(request: HttpRequest, pk: int, right: str) -> Page:
    if not request.user.has_perm(f"paper.{right}"):
        raise PermissionDenied(f"paper.{right}")
    return get_object_or_404(Page, pk=pk)


def _show(admin: ModelAdmin, request: HttpRequest, page: Page, name: str, context: dict) -> HttpResponse:
    """`base` and the name at the top are the page's as it is saved, whatever was tried meanwhile."""
    saved = Page.objects.only("title", "version").get(pk=page.pk)
    shared = {**admin.admin_site.each_context(request), "opts": Page._meta, "page": saved, "base": saved.version}
    return TemplateResponse(request, f"admin/paper/page/{name}.html", {**shared, **context})


def _number(asked: str) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 10 else None
