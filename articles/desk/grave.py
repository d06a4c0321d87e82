"""The desk's pages for grave moves: each says what readers will see then, and its one button does one verb."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin, site
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from articles.desk import state
from articles.desk.graveforms import EmbargoForm, EndForm, HoldForm, NoteForm, RetractForm, TakeDownForm, crossed
from articles.desk.preview import preview
from articles.desk.seals import SealedAdmin  # noqa: F401 (registers the seals)
from articles.models import Article, Edition

if TYPE_CHECKING:
    from django.forms import Form

    from accounts.models import User

# The page's name → the right it takes.
RIGHTS = {
    "end": "articles.publish_article",
    "embargo": "articles.embargo_article",
    "lift_embargo": "articles.embargo_article",
    "hold": "articles.hold_article",
    "lift_hold": "articles.lift_hold_article",
    "unpublish": "articles.unpublish_article",
    "retract": "articles.retract_article",
    "retract_preview": "articles.retract_article",
    "take_down": "articles.take_down_article",
}
DANGER = {"unpublish", "retract", "take_down"}
TAKEN_DOWN = "This story was taken down. Nothing of it can be published again."


class Link(NamedTuple):
    words: str
    url: str
    is_danger: bool


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """The pages' addresses, to stand among the admin's own."""
    view = admin.admin_site.admin_view
    return [
        path("<int:pk>/end/", view(end), name="articles_article_end"),
        path("<int:pk>/embargo/", view(embargo), name="articles_article_embargo"),
        path("<int:pk>/embargo/lift/", view(lift_embargo), name="articles_article_lift_embargo"),
        path("<int:pk>/hold/", view(hold), name="articles_article_hold"),
        path("<int:pk>/hold/lift/", view(lift_hold), name="articles_article_lift_hold"),
        path("<int:pk>/unpublish/", view(unpublish), name="articles_article_unpublish"),
        path("<int:pk>/retract/", view(retract), name="articles_article_retract"),
        path("<int:pk>/retract/preview/", view(retract_preview), name="articles_article_retract_preview"),
        path("<int:pk>/take-down/", view(take_down), name="articles_article_take_down"),
    ]


def links(story: Article, user: "User") -> list[Link]:
    """The grave moves that make sense for the story as it stands, and that this person may make. Needs `with_state()`."""
    found = [
        Link(words, _url(name, story), name in DANGER)
        for name, words in _sensible(story).items()
        if user.has_perm(RIGHTS[name])
    ]
    if user.has_perm("articles.view_sealed") and story.sealed.exists():
        seals = f"{reverse('admin:articles_sealed_changelist')}?article={story.pk}"
        found.append(Link("What was taken down", seals, False))
    return found


def _sensible(story: Article) -> dict[str, str]:
    """The pages that can do something now, and what they are called in a menu."""
    if story.gone_status:
        return {}
    live, coming, now_under = state.is_live(story), story.next_from, story.is_under_embargo()
    return {
        "end": "Move the end…" if story.ends_at else "Set an end…",
        "embargo": "Change the embargo…" if now_under else "Embargo…",
        **({"lift_embargo": "Lift the embargo…"} if now_under else {}),
        **({"lift_hold": "Lift the legal hold…"} if story.held else {"hold": "Legal hold…"}),
        **({"unpublish": "Unpublish…"} if live or coming else {}),
        **({"retract": "Change the retraction…" if story.live_retracted else "Retract…"} if live else {}),
        "take_down": "Take down…",
    }


# The pages


def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "unpublish")
    form = NoteForm(_typed(request))

    def verb() -> str:
        withdrawn = story.unpublish(by=request.user, note=form.cleaned_data["note"])
        return f"Unpublished. Readers are told that it is gone.{_withdrawn(withdrawn)}"

    if said := form.carried_out(verb):
        return _back(request, story, said)
    live, scheduled = _live(story), _scheduled(story)
    nothing = "" if live or scheduled else "Readers do not have this story, and nothing is scheduled."
    context = {"live": live, "scheduled": scheduled, "nothing": nothing}
    return _page(request, "unpublish", f"Unpublish “{story}”?", story, form, **context)


def retract(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "retract")
    live = _live(story)
    form = RetractForm(_typed(request), live)

    def verb() -> str:
        found = form.cleaned_data
        story.retract(by=request.user, notice=found["notice"], keep_text=form.keeps_text, note=found["note"])
        return "Retracted. At its address readers have the notice now."

    if said := form.carried_out(verb):
        return _back(request, story, said)
    nothing = "" if live else "Readers do not have this story. Only what readers have can be retracted."
    title = f"Change the retraction of “{story}”?" if live and live.retracted else f"Retract “{story}”?"
    context = {"live": live, "scheduled": _scheduled(story), "nothing": nothing}
    return _page(request, "retract", title, story, form, **context)


def retract_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The readers' page as the notice that is being typed would make it. Saves nothing."""
    story = _story(request, pk, "retract_preview")
    live = _live(story)
    if live is None or request.method != "POST":
        return HttpResponseRedirect(_url("retract", story))
    form = RetractForm(request.POST, live)
    form.is_valid()
    return preview(request, _retracted(live, form.cleaned_data.get("notice", ""), form.keeps_text))


def _retracted(live: Edition, notice: str, keep_text: bool) -> Edition:
    """Twin: correcting.retract, which makes the edition."""
    now = timezone.now()
    others = [correction for correction in live.corrections if correction["kind"] != "retraction"]
    told = {"key": "", "kind": "retraction", "text": notice.strip(), "top": True, "at": now.isoformat()}
    live.retracted, live.corrections, live.material_at = True, [told, *others], now
    live.body = live.body if keep_text else ""
    return live


def embargo(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "embargo")
    form = EmbargoForm(_typed(request), story)

    def verb() -> str:
        until = form.cleaned_data["until"]
        withdrawn = story.embargo(by=request.user, until=until, reason=form.cleaned_data["reason"])
        ends = f"until {state.moment(until)}" if until else "until somebody lifts it"
        return f"Under embargo {ends}. Nothing of it goes live before.{_withdrawn(withdrawn)}"

    if said := form.carried_out(verb):
        return _back(request, story, said)
    title = f"Change the embargo on “{story}”?" if story.is_under_embargo() else f"Put “{story}” under embargo?"
    context = {"live": _live(story), "scheduled": crossed(form, _scheduled(story))}
    return _page(request, "embargo", title, story, form, **context)


def lift_embargo(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "lift_embargo")
    form = NoteForm(_typed(request))

    def verb() -> str:
        story.lift_embargo(by=request.user, note=form.cleaned_data["note"])
        return "The embargo is lifted. Nothing goes live by itself: publish the story, or schedule it."

    if said := form.carried_out(verb):
        return _back(request, story, said)
    nothing = "" if story.embargoed else "This story is under no embargo."
    return _page(request, "lift_embargo", f"Lift the embargo on “{story}”?", story, form, nothing=nothing)


def hold(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "hold")
    form = HoldForm(_typed(request))

    def verb() -> str:
        withdrawn = story.hold(by=request.user, reason=form.cleaned_data["reason"])
        return f"Under legal hold. Nothing of it is published or deleted.{_withdrawn(withdrawn)}"

    if said := form.carried_out(verb):
        return _back(request, story, said)
    nothing = f"This story is under legal hold already: {story.hold_reason}" if story.held else ""
    context = {"live": _live(story), "scheduled": _scheduled(story), "nothing": nothing}
    return _page(request, "hold", f"Put “{story}” under legal hold?", story, form, **context)


def lift_hold(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "lift_hold")
    form = NoteForm(_typed(request))

    def verb() -> str:
        story.lift_hold(by=request.user, note=form.cleaned_data["note"])
        return "The legal hold is lifted. Nothing goes live by itself: publish the story, or schedule it."

    if said := form.carried_out(verb):
        return _back(request, story, said)
    nothing = "" if story.held else "This story is under no legal hold."
    return _page(request, "lift_hold", f"Lift the legal hold on “{story}”?", story, form, nothing=nothing)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "end")
    form = EndForm(_typed(request), story)

    def verb() -> str:
        story.set_end(by=request.user, at=form.cleaned_data["end"], note=form.cleaned_data["note"])
        return f"The story ends {state.moment(story.ends_at)}." if story.ends_at else "The story has no end any more."

    if said := form.carried_out(verb):
        return _back(request, story, said)
    title = f"Move the end of “{story}”" if story.ends_at else f"Set an end for “{story}”"
    ended = story.ends_at is not None and story.ends_at <= timezone.now()
    return _page(request, "end", title, story, form, live=_live(story), ended=ended)


def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Two steps: what is to go and why; then where it stands, and the button."""
    story = _story(request, pk, "take_down")
    form = TakeDownForm(_typed(request), story)

    def verb() -> str:
        story.take_down(form.order, by=request.user, passage=form.removed)
        return "Taken out everywhere. What was removed is sealed." if form.removed else "Taken down, and sealed."

    if form.step == "take_down" and (said := form.carried_out(verb)):
        return _back(request, story, said)
    if not form.is_ordered or story.gone_status:
        return _page(request, "take_down", f"Take down “{story}”?", story, form)
    context = {"order": form.order, "passage": form.removed, **_what_goes(story, form)}
    return _page(request, "take_down_check", f"Take down “{story}”: look once more", story, form, **context)


def _what_goes(story: Article, form: TakeDownForm) -> dict[str, Any]:
    if form.removed:
        return {"found": form.found}
    return {
        "editions": story.editions.count(),
        "versions": max(story.revisions.count(), 1),  # a story saved once has none in its history
        "unsaved": story.recoveries.count(),
        "addresses": [str(address) for address in story.addresses.order_by("answers_from")],
        "scheduled": _scheduled(story),
    }


# What they share


def _story(request: HttpRequest, pk: int, page: str) -> Article:
    """For whoever has the page's right; anybody else is told who has it."""
    if not request.user.has_perm(RIGHTS[page]):
        raise PermissionDenied(RIGHTS[page])
    return get_object_or_404(Article.objects.with_state(), pk=pk)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _live(story: Article) -> Edition | None:
    return story.editions.live().first()


def _scheduled(story: Article) -> list[Edition]:
    return list(story.editions.scheduled().order_by("live_from").defer("body"))


def _page(
    request: HttpRequest, template: str, title: str, story: Article, form: "Form", *, nothing: str = "", **context: Any
) -> HttpResponse:
    """`nothing`: why the page can do nothing, where it cannot."""
    context |= {
        **site.each_context(request),
        "title": title,
        "story": story,
        "form": form,
        "nothing": TAKEN_DOWN if story.gone_status else nothing,
        "zone": state.zone_in_words(),
    }
    return TemplateResponse(request, f"admin/articles/grave/{template}.html", context)


def _back(request: HttpRequest, story: Article, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(_url("change", story))


def _url(page: str, story: Article) -> str:
    return reverse(f"admin:articles_article_{page}", args=[story.pk])


def _withdrawn(editions: Iterable[Edition]) -> str:
    also = ", ".join(state.moment(edition.live_from) for edition in editions)
    return f" Withdrawn too: what was to go live {also}." if also else ""
