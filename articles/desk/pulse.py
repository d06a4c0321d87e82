"""The writing page's pulse: what its script asks every few seconds. It keeps unsaved words and says who else is here.

Every answer is JSON. 401: nobody is signed in; 403: this person may not change the story; 409: somebody else is signed in
in this browser by now; 410: the story was taken down.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth import authenticate, get_user_model, login
from django.core import signing
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

import paper
from articles.desk import recover
from articles.desk.state import brief
from articles.models import Article, Presence, Recovery

if TYPE_CHECKING:
    from accounts.models import User
    from articles.admin import ArticleAdmin

STALE = timedelta(days=1)  # presence rows older than this are swept when somebody leaves
TAKEN_DOWN = "This story was taken down."
SALT = "desk.sign-in-again"


def paths(admin: "ArticleAdmin") -> list:
    """The addresses under the stories' own, to be put into get_urls."""
    mine = partial(_for_writers, admin)
    return [
        path("pulse/", mine(_pulse_new), name="articles_article_pulse_new"),
        path("<int:pk>/pulse/", mine(_pulse), name="articles_article_pulse"),
        path("sign-in-again/", partial(sign_in_again, admin), name="articles_sign_in_again"),
    ]


def _for_writers(admin: "ArticleAdmin", view: Callable) -> Callable:
    """Only POST; only who may write the story; a lost session is told, not sent to another page."""

    @require_POST
    def guarded(request: HttpRequest, pk: int | None = None) -> JsonResponse:
        if not admin.admin_site.has_permission(request):
            return _no(401, "You are signed out.")
        if request.POST.get("who", str(request.user.pk)) != str(request.user.pk):
            return _no(409, f"{request.user} is signed in in this browser now.", name=str(request.user))
        story = get_object_or_404(Article.objects.select_related("changed_by").defer("body"), pk=pk) if pk else None
        if story and story.gone_status:
            return _no(410, TAKEN_DOWN)
        if not recover.may_write(admin, request, story):
            return _no(403, "You may not change this story.")
        try:
            return view(request, story)
        except recover.TakenDown:
            return _no(410, TAKEN_DOWN)
        except IntegrityError:  # the story, or the account, went while it was answered
            return _no(404, "This story was deleted.")

    return guarded


def _no(status: int, error: str, **facts: Any) -> JsonResponse:
    return JsonResponse({"error": error, **facts}, status=status)


# The pulse


def _pulse(request: HttpRequest, story: Article) -> JsonResponse:
    """A sign from a window that has the story open.

    POST: `tab`, `base`, `dirty` (1: has words that are not saved); the form's fields when they changed since they were last
    kept; `undone` when nothing is unsaved any more; `gone` when the window closes; `instead` names a window whose unsaved words
    this one goes on with. Answers what was kept, the newest version and who saved it, and the other windows.
    """
    tab, base = recover.tab_of(request), recover.base_of(request)
    kept = _kept(request, story, tab, base)
    if "gone" in request.POST:
        _leave(story, request.user, tab)
        return JsonResponse({**kept, "version": story.version})
    _come(story, request.user, tab, typing=request.POST.get("dirty") == "1")
    return JsonResponse({**kept, **_saved_by(story, base, request.user), "here": _others(story, request.user, tab)})


def _pulse_new(request: HttpRequest, story: None) -> JsonResponse:
    """The same of a story that was never saved: nobody else can be there."""
    return JsonResponse({**_kept(request, None, recover.tab_of(request), 0), "version": 0, "here": []})


def _kept(request: HttpRequest, story: Article | None, tab: str, base: int) -> dict[str, str | None]:
    """Keep the words that came, if any came: {"kept_at": iso or None, "kept": "23:41"}."""
    if "undone" in request.POST:
        recover.saved(request.user, tab)
    typed = recover.typed_in(request)
    if not typed:
        return {"kept_at": None, "kept": ""}
    kept = recover.keep(request.user, story, tab=tab, base=base, typed=typed)
    if instead := request.POST.get("instead"):
        Recovery.objects.filter(user=request.user, tab=instead).exclude(tab=tab).delete()
    return {"kept_at": kept.at.isoformat(), "kept": clock(kept.at)}


def clock(at: datetime) -> str:
    """23:41 in the paper's zone; of another day with the date."""
    local, now = timezone.localtime(at, paper.zone()), timezone.localtime(timezone.now(), paper.zone())
    return f"{local:%H:%M}" if local.date() == now.date() else brief(at)


# Who is here


def _come(story: Article, user: "User", tab: str, *, typing: bool) -> None:
    Presence.objects.bulk_create(
        [Presence(article=story, user=user, tab=tab, typing=typing, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["article", "user", "tab"],
        update_fields=["typing", "at"],
    )


def _leave(story: Article, user: "User", tab: str) -> None:
    Presence.objects.filter(article=story, user=user, tab=tab).delete()
    Presence.objects.filter(at__lt=timezone.now() - STALE).delete()


def _others(story: Article, user: "User", tab: str) -> list[dict[str, Any]]:
    """The other windows: [{"name": "Rosa", "typing": true, "mine": false}]; `mine` are the same person's."""
    windows = Presence.objects.here().filter(article=story).exclude(user=user, tab=tab).select_related("user")
    return [
        {"name": str(window.user), "typing": window.typing, "mine": window.user_id == user.pk}
        for window in windows.order_by("pk")
    ]


def _saved_by(story: Article, base: int, user: "User") -> dict[str, Any]:
    """The newest version and when it was saved; who saved it, where it is newer than what the window was opened with."""
    newest = {"version": story.version, "saved": clock(story.changed_at)}
    if story.version <= base:
        return newest
    by = story.changed_by
    return {
        **newest,
        "changed_by": str(by) if by else "Somebody",
        "changed_by_you": story.changed_by_id == user.pk,
    }


# Signing in again, over the form


def user_token(user: "User") -> str:
    """Names the account whose words a page holds, so that nobody else's password is asked."""
    return signing.dumps(user.pk, salt=SALT)


def sign_in_again(admin: "ArticleAdmin", request: HttpRequest) -> JsonResponse:
    """GET: who is signed in in this browser, and a token for its forms. POST {"user": token, "password"}: sign in as them."""
    return _sign_in(admin, request) if request.method == "POST" else _who(request)


@require_safe
def _who(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"user": request.user.pk, "name": str(request.user), "token": get_token(request)})


@sensitive_variables("said", "password")
def _sign_in(admin: "ArticleAdmin", request: HttpRequest) -> JsonResponse:
    name, password = _asked(request)
    user = authenticate(request, username=name, password=password)
    if user is None or not (user.is_active and user.is_staff):
        return _no(403, f"This is not the password of {name}. Check it; capital letters count.")
    login(request, user)
    return JsonResponse({"token": get_token(request)})


@sensitive_variables("said")
def _asked(request: HttpRequest) -> tuple[str, str]:
    """The account's name and the password that was typed."""
    try:
        said = json.loads(request.body)
        user = get_user_model().objects.get(pk=signing.loads(said["user"], salt=SALT))
        return user.get_username(), str(said["password"])
    except (ValueError, KeyError, TypeError, signing.BadSignature, get_user_model().DoesNotExist) as error:
        raise BadRequest("No such account.") from error
