"""The pages of a story's history: its versions and editions, their difference, what readers saw, and the ways back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from articles.desk import log, state  # noqa: F401 (the log registers itself)
from articles.desk import seen as sights
from articles.desk.compare import NOW, NotThere, Side, changes_between, side, side_of
from articles.desk.pictures import missing_in
from articles.desk.record import fold
from articles.desk.timeline import asked_for, compared_from, timeline
from articles.models import Article, Edition, Reading, Refused, SavedMeanwhile
from articles.models.correction import KIND_WORDS
from articles.models.snapshot import bylines_of

if TYPE_CHECKING:
    from accounts.models import User

SIZE = 50  # rows on a page of the history
MOST = 100_000  # pages


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """For ArticleAdmin.get_urls."""

    def of(address: str, view: Callable, name: str) -> URLPattern:
        wrapped = admin.admin_site.admin_view(partial(view, admin))
        return path(f"<int:pk>/{address}/", wrapped, name=f"articles_article_{name}")

    return [
        of("versions", versions, "versions"),
        of("difference", difference, "difference"),
        of("seen", seen, "seen"),
        of("restore/<int:number>", restore, "restore"),
        of("put-back/<int:edition>", put_back, "put_back"),
    ]


# What somebody read last --------------------------------------------------------------------------------


def since_last_read(story: Article, user: "User") -> int | None:
    """The version this person read last, if newer ones came since and it is kept. One query."""
    read = story.readings.filter(user=user).values("version")
    older = story.revisions.filter(number__lt=story.version, number__in=read)
    return older.values_list("number", flat=True).first()


def mark_read(story: Article, user: "User") -> None:
    """Note that this person has the newest version before their eyes."""
    reading = Reading(article=story, user=user, version=story.version, at=timezone.now())
    Reading.objects.bulk_create(
        [reading], update_conflicts=True, unique_fields=["article", "user"], update_fields=["version", "at"]
    )


# Pages --------------------------------------------------------------------------------------------------


def versions(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """One list of all there was, with the ways to compare and go back."""
    story = _readable(admin, request, pk)
    entries, number = timeline(story), _page_number(request)
    rows = fold(entries)
    scheduled = story.editions.scheduled().order_by("live_from").defer("body")
    context = {
        "title": "History",
        "rows": rows[(number - 1) * SIZE : number * SIZE],
        "compared_from": compared_from(entries),
        "newer": number - 1,
        "older": number + 1 if len(rows) > number * SIZE else 0,
        "chips": state.chips(story),
        "sentence": state.sentence(story, scheduled),
        "is_live": state.is_live(story),
        "zone": state.zone_in_words(),
        "may_restore": admin.has_change_permission(request, story),
        "may_put_back": request.user.has_perm("articles.publish_article") and not story.gone_status,
    }
    return _page(admin, request, story, "versions", context)


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "")
    return min(int(typed), MOST) if typed.isascii() and typed.isdigit() and len(typed) < 9 and int(typed) else 1


def difference(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    story = _readable(admin, request, pk)
    try:
        before, after = (side(story, request.GET.get(name, "")) for name in ("from", "to"))
    except NotThere as no:
        return _not_there(admin, request, story, no)
    context = {"title": "Difference", "before": before, "after": after, "changes": changes_between(before, after)}
    return _page(admin, request, story, "difference", context)


def seen(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What readers had at the minute that is asked for; without one, now."""
    story = _readable(admin, request, pk)
    now = timezone.now()
    form = sights.Asked(request.GET or asked_for(now))
    asked = sights.meant(form) if form.is_valid() else None
    context = {
        "title": "What readers saw",
        "form": form,
        "zone": state.zone_in_words(),
        "asked": asked,
        "answers": sights.answers(story, asked.moments, now) if asked else [],
        "removed": story.sealed.exclude(passage="").exists(),
        "made": sights.to_the_second(now),
    }
    return _page(admin, request, story, "seen", context)


# Ways back ----------------------------------------------------------------------------------------------


def restore(admin: ModelAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page that says what will change in the working copy; its button does it."""
    story = _readable(admin, request, pk)
    if not admin.has_change_permission(request, story):
        raise PermissionDenied("articles.change_article")
    refused = ""
    if request.method == "POST":
        try:
            return _restored(request, story, number)
        except Refused as no:
            refused = str(no)
    try:
        newest, old = side(story, NOW), _older(story, number)
    except NotThere as no:
        return _not_there(admin, request, story, no)
    context = {
        "title": f"Restore version {number}?",
        "refused": refused,
        "old": old,
        "changes": changes_between(newest, old),
        "gone": _gone(old),
        "pictures": missing_in(old.words),
        "is_live": state.is_live(story),
    }
    return _page(admin, request, story, "restore", context)


def _restored(request: HttpRequest, story: Article, number: int) -> HttpResponse:
    with transaction.atomic():
        if request.POST.get("version") != str(Article.objects.lock(story.pk).version):
            raise SavedMeanwhile("Somebody saved this story meanwhile. Below is what would change now.")
        gone = story.restore(number, by=request.user, note=request.POST.get("note", "")[:300])
    without = f" Not there any more, and left out: {', '.join(gone)}." if gone else ""
    messages.success(request, f"Version {number} is restored. Readers see nothing of it until you publish.{without}")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))


def _older(story: Article, number: int) -> Side:
    if number == story.version:
        raise NotThere(f"Version {number} is the newest already.")
    return side(story, str(number))


def _gone(old: Side) -> list[str]:
    """Who is named in it and is no author any more."""
    gone: list[str] = []
    bylines_of(old.words, gone)
    return gone


def put_back(admin: ModelAdmin, request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """A page that says what readers will see; its button does it."""
    story = _readable(admin, request, pk)
    if not request.user.has_perm("articles.publish_article"):
        raise PermissionDenied("articles.publish_article")
    try:
        old = _edition_had(story, edition)
    except NotThere as no:
        return _not_there(admin, request, story, no)
    refused = ""
    if request.method == "POST":
        try:
            return _put_back(request, story, old)
        except Refused as no:
            refused = str(no)
    live = story.editions.live().first()
    context = {
        "title": "Put this edition back?",
        "refused": refused,
        "old": side_of(old),
        "edition": old,
        "live": live,
        "changes": changes_between(side_of(live), side_of(old)) if live else [],
        "vanishing": _vanishing(story, old),
        "scheduled": story.editions.scheduled().order_by("live_from").defer("body").first(),
    }
    return _page(admin, request, story, "put_back", context)


def _edition_had(story: Article, pk: int) -> Edition:
    """One that readers had, and have not now. Raises NotThere."""
    now = timezone.now()
    edition = story.editions.filter(pk=pk, live_from__lte=now).first()
    if story.gone_status:
        raise NotThere("This story was taken down: nothing of it can be put back.")
    if edition is None:
        raise NotThere("Readers never had this edition, so it cannot be put back.")
    if edition.is_live(now):
        raise NotThere("Readers have this edition now. Choose an earlier one.")
    return edition


def _put_back(request: HttpRequest, story: Article, old: Edition) -> HttpResponse:
    with transaction.atomic():
        Article.objects.lock(story.pk)
        live = story.editions.live().values_list("pk", flat=True).first()
        if request.POST.get("live") != str(live or ""):
            raise Refused("What readers have was changed meanwhile. Below is what would change now.")
        story.put_back(by=request.user, edition=old, note=request.POST.get("note", "")[:300])
    messages.success(request, f"Put back. Readers have {side_of(old).title} again.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))


def _vanishing(story: Article, old: Edition) -> list[dict[str, str]]:
    """Corrections and the like that readers had last and would not have then."""
    last = story.editions.filter(live_from__lte=timezone.now()).order_by("-live_from").first()
    kept = {correction["key"] for correction in old.corrections}
    found = last.corrections if last else []
    return [{"kind": KIND_WORDS[c["kind"]], "text": c["text"]} for c in found if c["key"] not in kept]


# Shared -------------------------------------------------------------------------------------------------


def _readable(admin: ModelAdmin, request: HttpRequest, pk: int) -> Article:
    story = get_object_or_404(Article.objects.with_state().select_related("section", "changed_by"), pk=pk)
    if not admin.has_view_or_change_permission(request, story):
        raise PermissionDenied("articles.view_article")
    return story


def _not_there(admin: ModelAdmin, request: HttpRequest, story: Article, no: NotThere) -> HttpResponse:
    context = {"title": "Not to be found", "says": str(no)}
    return _page(admin, request, story, "not_there", context, status=404)


def _page(
    admin: ModelAdmin, request: HttpRequest, story: Article, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**admin.admin_site.each_context(request), "story": story, **context}
    return TemplateResponse(request, f"admin/articles/history/{name}.html", context, status=status)
