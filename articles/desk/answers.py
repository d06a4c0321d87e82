"""What the story's form answers with, beside itself: JSON for a save that stays on the page, and the page of collisions."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from articles.desk import state
from articles.desk.checks import findings, situation_of
from articles.desk.context import buttons
from articles.desk.pulse import clock
from articles.desk.saving import Merging
from articles.desk.verbs import Done
from articles.models import Article, Edition
from articles.models.correcting import DRAFT, LIVE, Collides
from articles.models.snapshot import words_of
from paper.mergeforms import collision_rows, typed_along

STORY_FORM = re.compile(r"/([0-9]{1,18})/change/\Z")


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def as_json(request: HttpRequest, response: HttpResponse) -> JsonResponse:
    """A save that went well as {"version", "merged", "clock", "said", "state", "buttons", "checks", "url"}; {"again"} for a form with faults."""
    story = _saved(response.headers["Location"]) if response.status_code == 302 else None
    if story is None:
        return JsonResponse({"again": True})
    scheduled = list(story.editions.scheduled().order_by("live_from").defer("body"))
    shown = {"chips": state.chips(story), "sentence": state.sentence(story, scheduled)}
    found = findings(situation_of(story, words_of(story)))
    return JsonResponse(
        {
            "url": response.headers["Location"],
            "version": story.version,
            "merged": getattr(request, "merged", False),
            "clock": clock(story.changed_at),
            "said": request.said.strip(),
            "state": render_to_string("admin/articles/article/_state.html", shown, request),
            "buttons": render_to_string(
                "admin/articles/article/_buttons.html", {"buttons": buttons(story, request.user)}, request
            ),
            "checks": render_to_string("admin/articles/article/_checks.html", {"found": found}, request),
        }
    )


def _saved(url: str) -> Article | None:
    """The story whose form the address is; None for any other page."""
    found = STORY_FORM.search(url)
    stories = Article.objects.with_state().select_related("section", "changed_by")
    return stories.filter(pk=found[1]).first() if found else None


def said(request: HttpRequest, done: Done, made: Iterable[Any] = ()) -> SafeString:
    """What was done, with the address of what readers got, and the authors that were made for it."""
    told = {"said": done.said, "made": made, "address": whole(request, done.edition)}
    return render_to_string("admin/articles/_said.html", told)


def whole(request: HttpRequest, edition: Edition | None) -> dict[str, str] | None:
    """The address of a live edition: to be read, and whole, to be copied."""
    return {"path": edition.path, "url": request.build_absolute_uri(edition.url)} if edition else None


def merge_page(admin: ModelAdmin, request: HttpRequest, story: Article, clash: Merging | Collides) -> HttpResponse:
    """Both changed the same words: each is answered, and all that was typed goes along, hidden."""
    if wants_json(request):
        return JsonResponse({"again": True})
    context = {**admin.admin_site.each_context(request), **merge_context(request.POST, story, clash)}
    return TemplateResponse(request, "admin/articles/article/merge.html", context)


def merge_context(typed: QueryDict, story: Article, clash: Merging | Collides) -> dict[str, Any]:
    """Fields that were typed go along, and answers given before."""
    where = {name: _where(name, story) for name, _ in clash.collisions}
    rows = collision_rows(clash.collisions, typed, clash.faults, where)
    theirs = clash.theirs if isinstance(clash, Merging) else None
    return {
        "title": "Both changed the same words",
        "subject": story,
        "thing": "story",
        "language": story.language,
        "direction": story.direction,
        "who": str(theirs.changed_by) if theirs and theirs.changed_by else "",
        "is_fix": theirs is None,
        "rows": rows,
        "along": typed_along(typed, rows),
    }


def _where(name: str, story: Article) -> str:
    """Which text a fix collides in; nothing where two people saved."""
    into = name.partition("-")[0]
    if into == LIVE:
        return "What readers have now"
    if into == DRAFT:
        return "The draft on the desk"
    edition = Edition.objects.filter(pk=into, article=story).first() if into.isdigit() else None
    return f"What goes live {state.moment(edition.live_from)}" if edition else ""
