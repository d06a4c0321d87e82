from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

import paper


def in_the_papers_zone(get_response: Callable) -> Callable:
    """Every time a request prints or reads is in the paper's zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(paper.zone()):
            return get_response(request)

    return middleware
