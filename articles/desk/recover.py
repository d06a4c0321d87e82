"""Words that were typed and never saved: kept for whoever typed them, shown beside what is saved, gone on with or discarded."""

import re
from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.desk.compare import changes
from articles.desk.fixforms import fix_form
from articles.desk.pictures import Album
from articles.desk.state import moment
from articles.models import Article, Recovery, Revision
from articles.models.snapshot import Words, words_of, words_of_edition
from images.desk.serving import numbers
from paper.prose import sanitize, word_count

if TYPE_CHECKING:
    from accounts.models import User
    from articles.admin import ArticleAdmin
    from articles.desk.forms import ArticleForm

TAB = re.compile(r"[\w-]{1,40}", re.ASCII)
MOST_ROWS = 1000
SHOWN = 10  # at most so many at once: the newest
NOT_WORDS = {"csrfmiddlewaretoken", "do", "tab", "base", "dirty", "who", "gone", "undone", "instead", "version", "seen"}
TEXTS = (
    "headline", "deck", "kicker", "dateline", "kind", "sponsor", "front_headline", "search_title", "description", "slug",
    "language", "direction", "source_name", "canonical_url", "byline_wording", "lead_caption", "lead_alt",
)  # fmt: skip
LINES = ("sources", "how_reported", "disclosure")  # texts whose lines stay apart
TICKS = ("noindex", "signed_by_house", "no_ai")
OPENED = "opened"  # the field that names the edition a fix was begun over


def paths(admin: "ArticleAdmin") -> list:
    """The addresses under the stories' own, to be put into get_urls."""

    def mine(view: Callable, *methods: str) -> Callable:
        return admin.admin_site.admin_view(require_http_methods(methods)(partial(view, admin)))

    panel, page = mine(panel_view, "GET", "POST"), mine(recover_view, "GET", "POST", "DELETE")
    return [
        path("recover/", panel, name="articles_article_recoveries_new"),
        path("recover/<int:recovery>/", page, name="articles_article_recover_new"),
        path("<int:pk>/recover/", panel, name="articles_article_recoveries"),
        path("<int:pk>/recover/<int:recovery>/", page, name="articles_article_recover"),
    ]


def may_write(admin: "ArticleAdmin", request: HttpRequest, story: Article | None) -> bool:
    return admin.has_change_permission(request, story) if story else admin.has_add_permission(request)


# Keeping


class TakenDown(Http404):
    """Nothing is kept of a story that was taken down."""


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    """The form's fields as a browser sent them; {} where none were sent. A zero byte is no word, and PostgreSQL keeps none."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in request.POST.lists()
        if name not in NOT_WORDS
    }


def tab_of(request: HttpRequest) -> str:
    """The window the words were typed in. Raises BadRequest."""
    tab = request.POST.get("tab", "")
    if not TAB.fullmatch(tab):
        raise BadRequest("No such window.")
    return tab


def tab_in(form: "ArticleForm") -> str:
    """The window whose words a form came with; nothing where it came with none."""
    return str(form["tab"].value() or "").replace("\0", "")


def base_of(request: HttpRequest) -> int:
    """The version they were typed over; 0 where none is named."""
    base = request.POST.get("base", "")
    return int(base) if base.isascii() and base.isdigit() and len(base) < 10 else 0


def keep(user: "User", story: Article | None, *, tab: str, base: int, typed: dict[str, list[str]]) -> Recovery:
    """One copy for each window. The story is locked: what a take-down removes does not come back. Raises TakenDown."""
    with transaction.atomic():
        if story and Article.objects.lock(story.pk).gone_status:
            raise TakenDown
        headline = " ".join("".join(typed.get("headline", [])).split())
        article = story.pk if story else None
        return Recovery.objects.keep(user=user, article=article, tab=tab, base=base, typed=typed, headline=headline)


def saved(user: "User", tab: str) -> None:
    """What this window had typed is saved, or wanted no more. Call in the save's own transaction."""
    if tab:
        Recovery.objects.filter(user=user, tab=tab).delete()


# Offering


class Offer(NamedTuple):
    """Unsaved words to go on with. `behind`: the story was saved since they were begun; `fixing`: typed over what readers see."""

    pk: int
    tab: str
    at: datetime
    headline: str
    words: int
    behind: bool
    fixing: bool
    url: str
    go_on: str


def offered(user: "User", story: Article | None, *, but_of: str = "") -> list[Offer]:
    """This person's unsaved words for the story (None: for new ones) that say something else than it, newest first.

    `but_of` is the window whose words stand in the form already.
    """
    found = Recovery.objects.filter(user=user, article=story).exclude(tab=but_of)[:SHOWN]
    mine = list(found) if not (story and story.gone_status) else []
    said = said_by(words_of(story)) if story and mine else {}
    return [_offer(one, story) for one in mine if said_in(one.typed) != said]


def unsaved_new(user: "User") -> list[Offer]:
    """For the desk's front: stories begun and never saved."""
    return offered(user, None)


def _offer(one: Recovery, story: Article | None) -> Offer:
    return Offer(
        one.pk,
        one.tab,
        one.at,
        one.headline,
        word_count(sanitize(_first(one.typed, "body"))),
        bool(story) and story.version > one.base,
        bool(_first(one.typed, OPENED)),
        _url("recover", one),
        f"{_form_url(one)}?recover={one.pk}",
    )


def _url(page: str, one: Recovery) -> str:
    if one.article_id:
        return reverse(f"admin:articles_article_{page}", args=[one.article_id, one.pk])
    return reverse(f"admin:articles_article_{page}_new", args=[one.pk])


def _form_url(one: Recovery) -> str:
    if one.article_id is None:
        return reverse("admin:articles_article_add")
    page = "fix" if _first(one.typed, OPENED) else "change"
    return reverse(f"admin:articles_article_{page}", args=[one.article_id])


def said_in(typed: dict[str, list[str]]) -> dict[str, Any]:
    """What typed fields say, told so that it can be compared with `said_by`."""
    return {
        **{name: _plain(_first(typed, name)) for name in TEXTS},
        **{name: _lines(_first(typed, name)) for name in LINES},
        **{name: bool(_first(typed, name)) for name in TICKS},
        OPENED: _first(typed, OPENED),
        "body": sanitize(_first(typed, "body")),
        "section": _first(typed, "section"),
        "lead_picture": _first(typed, "lead_picture"),
        "topics": sorted(typed.get("topics", [])),
        "bylines": _rows(typed, "bylines", "name", "credited_as", "role"),
        "corrections": _rows(typed, "corrections", "text", "kind", "top"),
    }


def said_by(words: Words) -> dict[str, Any]:
    """What a snapshot says, told as `said_in` tells it."""
    return {
        **{name: _plain(words[name]) for name in TEXTS},
        **{name: _lines(words[name]) for name in LINES},
        OPENED: "",
        **{name: words[name] for name in TICKS},
        "body": words["body"],
        "section": str(words["section"] or ""),
        "lead_picture": str(words["lead_picture"] or ""),
        "topics": sorted(str(topic["topic"]) for topic in words["topics"]),
        "bylines": [(line["name"], _plain(line["credited_as"]), line["role"]) for line in words["bylines"]],
        "corrections": [(_plain(row["text"]), row["kind"], "on" if row["top"] else "") for row in words["corrections"]],
    }


def _rows(typed: dict[str, list[str]], prefix: str, *names: str) -> list[tuple[str, ...]]:
    """The rows in their order, those that have their first field filled in and are not taken out."""
    places = [place for place in range(_count(typed, prefix)) if not _first(typed, f"{prefix}-{place}-DELETE")]
    places.sort(key=lambda place: _order(_first(typed, f"{prefix}-{place}-ORDER")))
    rows = [tuple(_plain(_first(typed, f"{prefix}-{place}-{name}")) for name in names) for place in places]
    return [row for row in rows if row[0]]


def _count(typed: dict[str, list[str]], prefix: str) -> int:
    return int(min(_order(_first(typed, f"{prefix}-TOTAL_FORMS") or "0"), MOST_ROWS))


def _order(typed: str) -> float:
    """Rows without a number stand last."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else inf


def _first(typed: dict[str, list[str]], name: str) -> str:
    return (typed.get(name) or [""])[0]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return [line for line in map(_plain, text.splitlines()) if line]


# Going on


def typed_for(request: HttpRequest, story: Article | None) -> QueryDict | None:
    """What `?recover=12` asks the writing form to be filled with, read once for a request; None where it asks for nothing.

    Words that were saved or discarded by now are missed aloud; somebody else's and another story's are none.
    """
    if not hasattr(request, "recovered"):
        request.recovered = _typed_for(request, story)
    return request.recovered


def _typed_for(request: HttpRequest, story: Article | None) -> QueryDict | None:
    number = request.GET.get("recover", "")
    if request.method == "POST" or not number:
        return None
    known = number.isascii() and number.isdigit() and len(number) < 19
    found = Recovery.objects.filter(pk=number, user=request.user, article=story).first() if known else None
    if found is None or _form_url(found) != request.path:  # a draft's words are no fix
        messages.warning(request, "These words are not kept any more: they were saved or discarded since.")
        return None
    return data_of(found)


def data_of(recovery: Recovery) -> QueryDict:
    """The words as the form takes them, over the version they were typed over, and with the window they come from."""
    data = QueryDict(mutable=True)
    for name, values in recovery.typed.items():
        data.setlist(name, values)
    data["version"], data["tab"] = str(recovery.base), recovery.tab
    return data


def _own(request: HttpRequest, story: Article | None, pk: int) -> Recovery:
    return get_object_or_404(Recovery, pk=pk, user=request.user, article=story)


# The pages


def panel_view(admin: "ArticleAdmin", request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The offers above the words, as a part of the page. POST first keeps what this browser alone had of a closed window."""
    story = _story(pk)
    if not may_write(admin, request, story):
        raise PermissionDenied
    if request.method == "POST":
        keep(request.user, story, tab=tab_of(request), base=base_of(request), typed=typed_in(request))
    context = {"story": story, "recoveries": offered(request.user, story)}
    return render(request, "admin/articles/article/_recover.html", context)


def recover_view(admin: "ArticleAdmin", request: HttpRequest, recovery: int, pk: int | None = None) -> HttpResponse:
    """The words beside what is saved. POST discards them and goes back to the form; DELETE discards them from elsewhere."""
    story = _story(pk)
    own = _own(request, story, recovery)
    if request.method == "GET":
        return TemplateResponse(request, "admin/articles/recover/recover.html", _context(admin, request, story, own))
    own.delete()
    if request.method == "DELETE":
        return HttpResponse(status=204)
    messages.success(request, f"Discarded: the words from {moment(own.at)}.")
    return HttpResponseRedirect(_form_url(own) if story else reverse("admin:index"))


def _story(pk: int | None) -> Article | None:
    stories = Article.objects.filter(gone_status=0).select_related("section", "changed_by")
    return get_object_or_404(stories, pk=pk) if pk else None


def _context(admin: "ArticleAdmin", request: HttpRequest, story: Article | None, own: Recovery) -> dict[str, Any]:
    """Whoever may not write the story any more still reads their own words."""
    may_go_on = may_write(admin, request, story)
    return {
        **admin.admin_site.each_context(request),
        "title": "Words that were not saved",
        "story": story,
        "offer": _offer(own, story),
        "may_go_on": may_go_on,
        "texts": _texts(story, own),
        **(_compared(admin, request, story, own) if story and may_go_on else {}),
    }


def _compared(admin: "ArticleAdmin", request: HttpRequest, story: Article, own: Recovery) -> dict[str, Any]:
    """What the words change of those they were typed over, and what was saved since; fields that make no sense yet."""
    form, base, now = _form(admin, request, story, own)
    form.is_valid()
    return {
        "changes": changes(base, form.words()),
        "since": changes(base, now),
        "unclear": [
            (form[name].label, form[name].value(), errors[0])
            for name, errors in form.errors.items()
            if name in form.fields
        ],
    }


def _form(
    admin: "ArticleAdmin", request: HttpRequest, story: Article, own: Recovery
) -> tuple["ArticleForm", Words, Words]:
    """The form the words were typed into; what stood in it, and what stands there by now."""
    fixing = fix_form(request, story, data_of(own)) if _first(own.typed, OPENED) else None
    if fixing:
        words = words_of_edition(fixing.opened)
        return fixing, words, words
    now = words_of(story)
    base = Revision.objects.words(story, own.base) if story.version > own.base else None
    return admin.get_form(request, story)(data_of(own), instance=copy(story)), base or now, now


class Text(NamedTuple):
    """A text whole; `lead` and `body` are HTML."""

    which: str
    headline: str
    deck: str
    lead: str
    body: str


def _texts(story: Article | None, own: Recovery) -> list[Text]:
    """Both, that of the story where there is one."""
    typed = _typed_story(own)
    both = {"The words that were not saved": typed} | ({"The story as it is saved": story} if story else {})
    bodies = {which: sanitize(text.body) for which, text in both.items()}
    album = Album.of([(text.lead_picture_id, bodies[which]) for which, text in both.items()], timezone.now())
    return [
        Text(
            which,
            text.headline,
            text.deck,
            album.lead(text.lead_picture_id, text.lead_caption, text.lead_alt),
            album.body(bodies[which], text.language),
        )
        for which, text in both.items()
    ]


def _typed_story(own: Recovery) -> Article:
    """What was typed as a story, not to be saved: the texts of it and its lead picture."""
    texts = ("headline", "deck", "lead_caption", "lead_alt", "language")
    said = {name: _plain(_first(own.typed, name)) for name in texts}
    picture = next(iter(numbers([_first(own.typed, "lead_picture")])), None)
    return Article(**said, lead_picture_id=picture, body=_first(own.typed, "body"))
