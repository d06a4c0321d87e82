"""Pages of the whole site: what stands where something is not, or went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.views import latest_cards
from pagecache.pages import gone_or_unknown


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return gone_or_unknown(render(request, "404.html", {"latest": latest_cards(timezone.now())}, status=404))
