"""What the library's pages on the desk share: their addresses, who may open them, and the numbers they are asked for."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

View = Callable[..., HttpResponse]
LIBRARY = "admin:images_picture_changelist"
MOST = 500  # pictures that are asked for by number at once


def page_of(admin: ModelAdmin, address: str, view: View, name: str) -> URLPattern:
    """A page of the desk at this address below the library, as `admin:images_picture_NAME`. An exemption of the view's holds."""
    served: Any = partial(view, admin)
    served.__dict__.update(view.__dict__)
    return path(address, admin.admin_site.admin_view(served), name=f"images_picture_{name}")


def check(request: HttpRequest, right: str) -> None:
    """Raises PermissionDenied for whoever lacks this right of the room of pictures."""
    if not request.user.has_perm(f"images.{right}"):
        raise PermissionDenied(f"images.{right}")


def show(
    admin: ModelAdmin, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    whole = {**admin.admin_site.each_context(request), "opts": admin.opts, **context}
    return TemplateResponse(request, f"admin/images/{template}", whole, status=status)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def numbers(values: Iterable[str], most: int = MOST) -> list[int]:
    """The pictures' numbers among what was sent, in its order, each once: what is none is passed over, and so are too many."""
    found = dict.fromkeys(int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19)
    return list(found)[:most]
