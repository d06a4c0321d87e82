"""Sessions, sign-in and messages exist on the desk only: public pages run without them, set no cookie and vary on none."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

from paper.robots import is_reserved, reserve

DESK = "/admin/"
OUR_OWN = (settings.STATIC_URL, "/.well-known/")  # nothing of the paper's to learn from


class DeskSessionMiddleware(SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(DESK):
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return super().process_response(request, response) if hasattr(request, "session") else response


class DeskAuthenticationMiddleware(AuthenticationMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(DESK):
            super().process_request(request)


class DeskMessageMiddleware(MessageMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(DESK):
            super().process_request(request)


def policies(get_response: Callable) -> Callable:
    """Headers Django has no setting for. The desk is never kept by any cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith(DESK):
            response.headers.setdefault("Cache-Control", "no-store, private")
        elif response.status_code == 200 and not request.path_info.startswith(OUR_OWN) and is_reserved():
            reserve(response)
        return response

    return middleware
