"""Moves for several stories at once, from the list: one verb for each, each its own transaction, and what became of each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Article, Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHOSEN = ACTION_CHECKBOX_NAME


class No(NamedTuple):
    """A story that a move was refused for, and why."""

    story: Article
    reason: str


@admin.action(permissions=["submit"], description="Submit for review")
def submit(model_admin: Any, request: HttpRequest, chosen: "QuerySet[Article]") -> None:
    def submit_one(story: Article) -> None:
        _check(model_admin, request, story)
        story.submit(by=request.user)

    _each(request, chosen, submit_one, "handed to the editors")


@admin.action(permissions=["approve"], description="Approve")
def approve(model_admin: Any, request: HttpRequest, chosen: "QuerySet[Article]") -> None:
    def approve_one(story: Article) -> None:
        _check(model_admin, request, story)
        story.approve(by=request.user)

    _each(request, chosen, approve_one, "approved")


def _check(model_admin: Any, request: HttpRequest, story: Article) -> None:
    if story.gone_status:
        raise Refused("It was taken down: its text is sealed.")
    if not model_admin.has_change_permission(request, story):
        raise Refused("Editors may do this, and those who write it.")


def _each(request: HttpRequest, chosen: "QuerySet[Article]", verb: Callable[[Article], None], done: str) -> None:
    stories = list(chosen)
    refused = [no for story in stories if (no := _tried(verb, story))]
    told = {"count": len(stories) - len(refused), "done": done, "refused": refused}
    level = messages.WARNING if refused else messages.SUCCESS
    messages.add_message(request, level, render_to_string("admin/articles/_bulk_said.html", told))


def _tried(verb: Callable[[Article], None], story: Article) -> No | None:
    try:
        verb(story)
    except Refused as no:
        return No(story, str(no))
    except Article.DoesNotExist:
        return No(story, "It was deleted meanwhile.")
    return None


# For ArticleAdmin


def box(story: Article) -> SafeString:
    """The tick of a story's row."""
    return render_to_string("admin/articles/_choose.html", {"story": story, "name": CHOSEN})


def nothing_to_do(request: HttpRequest) -> HttpResponse | None:
    """Back to the list, when a button was pressed with no story ticked, which it says, or Enter with none pressed."""
    if request.method != "POST" or (request.POST.get("action") and request.POST.getlist(CHOSEN)):
        return None
    if request.POST.get("action"):
        messages.warning(request, "No story is ticked. Tick those you mean, then press the button again.")
    return HttpResponseRedirect(request.get_full_path())
