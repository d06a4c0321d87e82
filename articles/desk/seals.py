"""What was taken down, for administrators alone: a list, and a page of each seal. Every look is logged."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.desk import state
from articles.desk.pictures import Album
from articles.desk.record import Line, line_of
from articles.models import END, Article, Edition, Move, Sealed
from articles.models.correction import KIND_WORDS
from images.desk.serving import numbers
from paper.prose import plain_text, sanitize
from paper.templatetags.paper import iso, when

SET_APART = {"headline", "deck", "body", "language", "direction"}  # what a sheet shows as text
CALLED = {"section_name": "section", "lead_picture_name": "lead picture", "credits": "bylines", "slug": "address"}
UNSAID = {"id", "live_from", "live_until", "section", "version", "lead_picture", "lead_picture_id"}


class Sheet(NamedTuple):
    """One text of a seal. `facts` are its other filled fields, as (label, value); `note` says whose or when; `lead` and
    `body` are HTML."""

    title: str
    note: str
    headline: str
    deck: str
    lead: str
    body: str
    language: str
    direction: str
    facts: list[tuple[str, str]]


@admin.register(Sealed)
class SealedAdmin(admin.ModelAdmin):
    list_display = ["story_then", "what", "answers", "who", "time"]
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Sealed | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Sealed | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("contents")

    @admin.display(description="Story")
    def story_then(self, sealed: Sealed) -> str:
        return sealed.headline

    @admin.display(description="Taken down")
    def what(self, sealed: Sealed) -> str:
        return "a passage" if sealed.passage else "the whole story"

    @admin.display(description="Answers")
    def answers(self, sealed: Sealed) -> str:
        return "" if sealed.passage else str(sealed.status)

    @admin.display(description="By")
    def who(self, sealed: Sealed) -> str:
        return sealed.by_name

    @admin.display(description="When")
    def time(self, sealed: Sealed) -> SafeString:
        return format_html('<time datetime="{}">{}</time>', iso(sealed.at), state.moment(sealed.at))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The contents, to read and to print. The look is written down first."""
        if not self.has_view_permission(request):
            raise PermissionDenied("articles.view_sealed")
        if request.method == "POST":
            raise PermissionDenied("A seal is never changed.")
        sealed = self.get_object(request, object_id)
        if sealed is None:
            raise Http404("No such seal.")
        Move.objects.log(sealed.article, "unseal", by=request.user, seal=sealed.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": sealed.headline,
            "sealed": sealed,
            "sheets": sheets(sealed),
            "log": log(sealed),
        }
        return TemplateResponse(request, "admin/articles/sealed/page.html", context)


def sheets(sealed: Sealed) -> dict[str, list[Sheet]]:
    """The texts of a seal, by what they were."""
    contents = sealed.contents
    typed = [_typed(row) for row in contents["recoveries"]]
    texts = [*contents["editions"], contents["story"], *(row["words"] for row in contents["revisions"]), *typed]
    album = Album.of([(_lead(words), _body(words)) for words in texts], timezone.now())
    return {
        "editions": [_edition(words, sealed.at, album) for words in contents["editions"]],
        "story": [_sheet(contents["story"], album, "Working copy")],
        "revisions": [_revision(row, album) for row in contents["revisions"]],
        "recoveries": [
            _sheet(words, album, "Typed and not saved", row["user__username"])
            for words, row in zip(typed, contents["recoveries"], strict=True)
        ],
    }


def log(sealed: Sealed) -> list[Line]:
    """What the record said before, as it was sealed; early seals did not keep the moments, so that `at` is None."""
    moves = [Move(**{**move, "at": parse_datetime(move.get("at") or "")}) for move in sealed.contents["log"]]
    return [line_of(move) for move in moves]


def _edition(words: dict[str, Any], at: datetime, album: Album) -> Sheet:
    begins, ends = datetime.fromisoformat(words["live_from"]), datetime.fromisoformat(words["live_until"])
    until = f"until {when(ends)}" if ends < END else "without an end"
    return _sheet(words, album, f"From {when(begins)} {until}", "Scheduled: no reader had it" if begins > at else "")


def _revision(row: dict[str, Any], album: Album) -> Sheet:
    note = ": ".join(part for part in (row["by_name"], row["note"]) if part)
    return _sheet(row["words"], album, f"Version {row['number']}", note)


def _typed(row: dict[str, Any]) -> dict[str, str]:
    """Fields as a browser sent them, lists of strings, as one text each."""
    return {name: "; ".join(values) for name, values in row["typed"].items() if any(values) and not _is_machines(name)}


def _is_machines(name: str) -> bool:
    """Fields no person typed."""
    return name in ("do", "version", "csrfmiddlewaretoken") or name.endswith("_FORMS")


def _lead(words: dict[str, Any]) -> int | None:
    """The lead picture's number; in what was typed it is text."""
    said = words.get("lead_picture_id") or words.get("lead_picture") or ""
    return next(iter(numbers([str(said)])), None)


def _body(words: dict[str, Any]) -> str:
    return sanitize(words.get("body") or "")


def _sheet(words: dict[str, Any], album: Album, title: str, note: str = "") -> Sheet:
    text = {name: words.get(name) or "" for name in SET_APART}
    facts = [(_label(name), _in_words(value)) for name, value in words.items() if name not in SET_APART | UNSAID]
    text["lead"] = album.lead(_lead(words), words.get("lead_caption") or "", words.get("lead_alt") or "")
    text["body"] = album.body(_body(words), text["language"])
    return Sheet(title, note, **text, facts=[(label, value) for label, value in facts if value])


def _label(name: str) -> str:
    """The field's own name in words."""
    if name in CALLED:
        return CALLED[name]
    for model in (Article, Edition):
        field = next((field for field in model._meta.concrete_fields if field.name == name), None)
        if field:
            return str(field.verbose_name)
    return name.replace("_", " ")


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_in_words(row) for row in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, dict):
        return _row(value)
    return plain_text(value) if isinstance(value, str) and "<" in value else str(value or "")


def _row(row: dict[str, Any]) -> str:
    """A byline, a topic, a correction or a related story."""
    if "text" in row:
        return f"{KIND_WORDS.get(row['kind'], row['kind'])}: {row['text']}"
    printed = row.get("credited_as") or row.get("name") or row.get("headline", "")
    return f"{printed} ({row['role']})" if "role" in row else printed
