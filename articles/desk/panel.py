"""The panel that opens before a move: what stands in the way, what changed since, and the one line for the record."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from articles.desk.checks import Finding, digest, findings, situation_of, warnings
from articles.desk.find import is_row_number
from articles.desk.fixforms import fix_form
from articles.desk.forms import ArticleForm
from articles.desk.fronts_place import RIGHT as ARRANGES
from articles.desk.fronts_place import StandForm
from articles.desk.recover import may_write
from articles.desk.verbs import PUBLISHING, RIGHTS
from articles.merging import difference, summary
from articles.models import Article, Edition, Revision
from articles.models.snapshot import Words, words_of_edition
from paper.difference import changed_words

if TYPE_CHECKING:
    from articles.admin import ArticleAdmin


PLACING = {"publish", "schedule", "schedule_changes"}  # the story can be put on a front along with it


class Asks(NamedTuple):
    title: str
    button: str
    note: str


ASKS = {
    "publish": Asks("Publish", "Publish", "Note for the record, if you like"),
    "schedule": Asks("Schedule", "Schedule", "Note for the record, if you like"),
    "schedule_changes": Asks("Schedule these changes", "Schedule these changes", "Note for the record, if you like"),
    "fix": Asks("Publish this fix", "Publish this fix", "Note for the record, if you like"),
    "send_back": Asks("Send it back", "Send back", "What should be changed"),
}


@dataclass
class Panel:
    do: str  # as the button sends it
    asks: Asks
    found: list[Finding]
    since: list[str]  # what differs from what readers have, and from what was approved
    asks_change: bool  # material or typo
    refused: str = ""
    stand: StandForm | None = None  # where on the fronts the story shall stand

    @property
    def blocks(self) -> list[Finding]:
        return self.found[: len(self.found) - len(self.warnings)]

    @property
    def warnings(self) -> list[Finding]:
        return warnings(self.found)

    @property
    def seen(self) -> str:
        return digest(self.warnings)

    @property
    def button(self) -> str:
        return f"{self.asks.button} anyway" if self.warnings else self.asks.button

    @property
    def note_label(self) -> str:
        return "Why anyway, for the record" if self.warnings else self.asks.note


def panel(form: ArticleForm, *, do: str, at: datetime | None = None, refused: str = "") -> Panel | None:
    """What to show before `do`, from what is typed; None for a move that asks nothing."""
    verb = do.partition(":")[0]
    if verb not in ASKS:
        return None
    story, words = form.instance, form.words()
    situation = situation_of(story, words, at=at, change=form.cleaned_data.get("change", ""))
    had_edition = bool(story.pk) and story.editions.exists()
    if verb not in PUBLISHING:
        return Panel(do, ASKS[verb], [], [], False, refused)
    since = [line for line in (_since_live(situation.live, words), since_approved(story, words)) if line]
    return Panel(do, ASKS[verb], findings(situation), since, had_edition, refused)


def _since_live(live: Edition | None, words: Words) -> str:
    if live is None:
        return ""
    changed = summary(words_of_edition(live), words)
    return f"Against what readers have: {changed[0].lower()}{changed[1:]}."


def since_approved(story: Article, words: Words) -> str:
    """How far the words are from those that were approved; nothing where none are."""
    if story.state != Article.State.APPROVED or story.approved_version is None:
        return ""
    approved = Revision.objects.words(story, story.approved_version)
    if approved is None:
        return f"Approved by {story.approved_by_name}."
    count = changed_words(approved["body"], words["body"])
    if not difference(approved, words):  # older versions are kept with fewer fields
        return f"Approved by {story.approved_by_name}, as it stands."
    if not count:
        changed = summary(approved, words)
        return f"Approved by {story.approved_by_name}; since then: {changed[0].lower()}{changed[1:]}."
    return f"{count} word{'' if count == 1 else 's'} changed since {story.approved_by_name} approved it."


# The page


def paths(admin: "ArticleAdmin") -> list[URLPattern]:
    view = admin.admin_site.admin_view(partial(panel_page, admin))
    return [
        path("panel/", view, name="articles_article_panel_new"),
        path("<int:pk>/panel/", view, name="articles_article_panel"),
    ]


def panel_page(admin: "ArticleAdmin", request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The panel for the move `do`, from what is typed. Saves nothing. {"again"} for a form with faults."""
    story = get_object_or_404(Article, pk=pk) if pk else None
    if request.method != "POST" or not (may_write(admin, request, story) and _may(request)):
        raise PermissionDenied
    form = fix_form(request, story) if story and request.POST.get("opened") else None
    form = form or admin.get_form(request, story)(request.POST, instance=story)
    if not form.is_valid():
        return JsonResponse({"again": True})
    shown = {"panel": panel_of(request, form), "form": form}
    return TemplateResponse(request, "admin/articles/article/_panel.html", shown)


def _may(request: HttpRequest) -> bool:
    right = RIGHTS.get(request.POST.get("do", "").partition(":")[0])
    return right is not None and (not right or request.user.has_perm(right))


def panel_of(request: HttpRequest, form: ArticleForm) -> Panel | None:
    """For the move that was pressed, where it asks something, or the server said no to it."""
    if not form.is_valid() and not form.warned:
        return None
    do = form.data.get("do", "save")
    at = _held_minute(form, do) if do.startswith("schedule_changes") else form.cleaned_data.get("moment")
    refused = getattr(request, "refused", "")
    at = at if isinstance(at, datetime) else None
    made = panel(form, do=do, at=at, refused=refused)
    if made and do.partition(":")[0] in PLACING and request.user.has_perm(ARRANGES):
        made.stand = StandForm(form.data, form.instance, at if at and at > timezone.now() else None)
    return made


def _held_minute(form: ArticleForm, do: str) -> datetime | None:
    """When the scheduled edition goes live that the button stands beside."""
    pk = do.partition(":")[2]
    held = form.instance.editions.filter(pk=pk).first() if is_row_number(pk) else None
    return held.live_from if held else None
