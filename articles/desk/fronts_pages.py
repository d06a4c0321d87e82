"""What the pages of fronts share."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles.models.front import HOME, Front
from articles.models.section import sections


def front_or_404(pk: int) -> Front:
    """The front of the home page or of a section; its row is made by the first change."""
    section = sections().get(pk)
    if section is None and pk != HOME:
        raise Http404("There is no such section.")
    return Front(pk=pk, section=section)


def fronts() -> list[Front]:
    """Home, and every section under the one it is part of."""
    lines = sorted(
        (section.line() for section in sections().values()), key=lambda line: [(s.order, s.name) for s in line]
    )
    return [Front(pk=HOME), *(Front(pk=line[-1].pk, section=line[-1]) for line in lines)]


def newest_change(front: Front) -> int:
    return front.changes.order_by("-pk").values_list("pk", flat=True).first() or 0


def page_of(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/fronts/{name}.html", context)
