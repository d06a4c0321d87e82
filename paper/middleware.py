from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

import paper
from paper.speech import speaking

DESK = "/admin/"


def in_the_papers_zone(get_response: Callable) -> Callable:
    """Every time a request prints or reads is in the paper's zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(paper.zone()):
            return get_response(request)

    return middleware


def in_the_papers_language(get_response: Callable) -> Callable:
    """Public pages are in the paper's language, whatever a browser asks for; the desk is in English."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(DESK):
            return get_response(request)
        with speaking():
            return get_response(request)

    return middleware
