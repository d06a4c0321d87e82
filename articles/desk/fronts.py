"""The desk's pages for fronts: their addresses, who may open them, and the record of each."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from articles.desk import fronts_bench, fronts_breaking, fronts_overview, fronts_place, fronts_preview
from articles.desk.fronts_form import packed
from articles.desk.fronts_pages import front_or_404, page_of
from articles.desk.fronts_record import record, scheduled, withdraw
from articles.desk.state import zone_in_words
from articles.models import Refused
from articles.models.front import Front

LONGEST_ADDRESS = 3_000  # characters of an arrangement in an address: what every server takes


@admin.register(Front)
class FrontAdmin(admin.ModelAdmin):
    """Every page of it is its own: nothing here is a form over a row."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        return [
            self._page("", fronts_overview.overview, "changelist"),
            self._page("breaking/", fronts_breaking.page, "breaking"),
            self._page("place/<int:story>/", fronts_place.page, "place"),
            self._page("<int:pk>/change/", fronts_bench.arrange, "change"),
            self._page("<int:pk>/find/", fronts_bench.found, "find"),
            self._page("<int:pk>/preview/", fronts_preview.page, "preview"),
            self._page("<int:pk>/record/", history, "record"),
        ]

    def _page(self, address: str, view: Callable, name: str) -> URLPattern:
        inner = self.admin_site.admin_view(partial(_for_whoever_may, view))
        return path(address, partial(_kept, self.admin_site.has_permission, inner), name=f"articles_front_{name}")


def _for_whoever_may(view: Callable, request: HttpRequest, **kwargs: Any) -> HttpResponse:
    if not request.user.has_perm("articles.change_front"):
        raise PermissionDenied("articles.change_front")
    return view(request, **kwargs)


def _kept(may: Callable, view: Callable, request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Whoever was signed out meanwhile finds what they arranged after signing in again: it waits in the address."""
    if request.method != "POST" or may(request):
        return view(request, **kwargs)
    kept = packed(request.POST)
    address = f"{request.path}?kept={kept}" if kept and len(kept) < LONGEST_ADDRESS else request.path
    return redirect_to_login(address, reverse("admin:login"))


# The record


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What is scheduled and what was done; POST withdraws what is still to come."""
    front, refused = front_or_404(pk), ""
    if request.method == "POST":
        try:
            return _withdrawn(request, front)
        except Refused as no:
            refused = str(no)
    typed = request.GET.get("page", "")
    page = int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 5 and int(typed) else 1
    rows, more = record(front, page)
    context = {
        "title": f"{front}: scheduled, and done before",
        "front": front,
        "refused": refused,
        "coming": scheduled(front),
        "rows": rows,
        "newer": page - 1,
        "older": page + 1 if more else 0,
        "zone": zone_in_words(),
    }
    return page_of(request, "record", context)


def _withdrawn(request: HttpRequest, front: Front) -> HttpResponse:
    pk = request.POST.get("do", "").removeprefix("withdraw:")
    messages.success(request, withdraw(front, pk, by=request.user))
    return HttpResponseRedirect(request.path)
