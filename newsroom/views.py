"""Pages of the whole site: what stands where something is not, is not for everybody, or went wrong."""

import sys

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.defaults import permission_denied, server_error

from articles.views import latest_cards
from newsroom.roles import MAY, who_may
from pagecache.pages import gone_or_unknown


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return gone_or_unknown(render(request, "404.html", {"latest": latest_cards(timezone.now())}, status=404))


def failed(request: HttpRequest) -> HttpResponse:
    """500; where the database is away 503, which asks machines to come back."""
    response = server_error(request)
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response.status_code = 503
        response.headers["Retry-After"] = "30"
    return gone_or_unknown(response)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """The desk's no. Whoever raises PermissionDenied with the name of a right lets the page say who has it."""
    if not hasattr(request, "user"):
        return permission_denied(request, exception)
    said = str(exception)
    context = {**admin.site.each_context(request), "said": who_may(said) if said in MAY else said}
    return render(request, "admin/403.html", context, status=403)
