"""Taking pictures in: one a request where a script sends them, many at once from a plain form. What is refused of a batch
leaves the rest of it alone."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import TooManyFilesSent, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from images.desk.facts import facts_of
from images.desk.library import cells
from images.desk.limits import ACCEPTED as ACCEPTED
from images.desk.limits import ALONGSIDE, LIMITS, MEGABYTE, MOST_AT_ONCE
from images.desk.serving import check, show, wants_json
from images.files import StorageAway
from images.intake import DAMAGED, MOST_BYTES, Rejected, display_name, take_in
from images.models import Known, Picture

if TYPE_CHECKING:
    from accounts.models import User

AWAY = (
    "{} was not kept: the place where pictures are stored is full, or does not answer. Nothing of it was stored. Try again in "
    "a minute; if that does not help, tell whoever looks after the paper’s server."
)
NOT_WRITTEN = "{} was not kept: the desk could not write it down just now. Try again in a minute."
NO_ROOM = (
    "Nothing was kept: the server has no room for what you sent. Try again in a minute; if that does not help, tell whoever "
    "looks after it."
)
TOO_MUCH = "That is more than is taken at once: a picture may have {} MB. Save it as JPEG, or smaller, and send that."
TOO_MUCH_AT_ONCE = (
    "That is more than is taken at once: all pictures together may have {} MB. Send them in smaller groups."
)
TOO_MANY = "These are too many at once. Send them in smaller groups."
NOTHING = "No picture was chosen. Choose one or more, then send them."


@dataclass(frozen=True)
class Outcome:
    """What became of a file. `picture` is None where it is not here, and `refusal` says why; `known`: it was here before.

    `status` is HTTP's: 200, 400 for what is never taken, 409 for a withdrawn picture's file, 503 for what may work later.
    """

    name: str
    picture: Picture | None = None
    known: bool = False
    refusal: str = ""
    status: int = 200


@csrf_exempt
def upload(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """How long the request is gets looked at before any of it is read. Reading its token reads all of it: that comes after."""
    check(request, "add_picture")
    if request.method != "POST":
        return _page(admin, request, {"title": "Add pictures"})
    too_much = _too_much(request)
    if too_much:
        return _refuse(admin, request, too_much, 413)
    try:
        return csrf_protect(partial(_received, admin))(request)
    except TooManyFilesSent:
        return _refuse(admin, request, TOO_MANY, 413)
    except OSError:  # of the folder in which what comes in is put while it comes
        return _refuse(admin, request, NO_ROOM, 503)


def add(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The admin's name for it."""
    return redirect("admin:images_picture_upload")


def _page(admin: ModelAdmin, request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return show(admin, request, "library_upload.html", {"limits": LIMITS, **context}, status)


def _too_much(request: HttpRequest) -> str:
    """The sentence for a request that is too long; "" for others."""
    most, sentence = (MOST_BYTES, TOO_MUCH) if wants_json(request) else (MOST_AT_ONCE, TOO_MUCH_AT_ONCE)
    length = request.META.get("CONTENT_LENGTH") or "0"
    return sentence.format(most // MEGABYTE) if length.isdigit() and int(length) > most + ALONGSIDE else ""


def _received(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    sent = request.FILES.getlist("file")
    if not sent:
        return _refuse(admin, request, NOTHING, 400)
    if wants_json(request):
        return _answer(take(sent[0], by=request.user), timezone.now())
    outcomes = [take(file, by=request.user) for file in sent]
    return _page(admin, request, _told(request, outcomes))


def take(sent: UploadedFile, *, by: "User") -> Outcome:
    """Take one file in. Raises nothing that concerns this file alone."""
    name = display_name(sent.name or "")
    quoted = f"“\u2068{name}\u2069”"
    try:
        return Outcome(name, Picture.objects.take(take_in(sent), by=by))
    except Known as known:
        return _known(name, quoted, known)
    except Rejected as no:
        return Outcome(name, refusal=str(no), status=400)
    except StorageAway:
        return Outcome(name, refusal=AWAY.format(quoted), status=503)
    except (OSError, MemoryError):  # its pixels, when all of them were looked at
        return Outcome(name, refusal=DAMAGED.format(quoted), status=400)
    except (DatabaseError, ValidationError):
        return Outcome(name, refusal=NOT_WRITTEN.format(quoted), status=503)


def _known(name: str, quoted: str, known: Known) -> Outcome:
    picture = known.picture
    if not picture.withdrawn_at:
        return Outcome(name, picture, known=True)
    why = f"{quoted} is in the library already, and was withdrawn: {picture.withdrawn_because}"
    return Outcome(name, refusal=why, status=409)


def _answer(outcome: Outcome, at: datetime) -> JsonResponse:
    if outcome.picture is None:
        return _error(outcome.refusal, outcome.status)
    return JsonResponse({"picture": facts_of(outcome.picture, at), "known": outcome.known})


def _error(sentence: str, status: int) -> JsonResponse:
    later = {"Retry-After": "60"} if status == 503 else None
    return JsonResponse({"error": sentence}, status=status, headers=later)


def _refuse(admin: ModelAdmin, request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """Nothing of the request was taken."""
    if wants_json(request):
        return _error(sentence, status)
    return _page(admin, request, {"title": "Add pictures", "problems": [sentence]}, status)


def _told(request: HttpRequest, outcomes: list[Outcome]) -> dict[str, Any]:
    """What the page after a plain form says: what is here, which of these were before, and what was refused."""
    here = {one.picture.pk: one.picture for one in outcomes if one.picture}
    return {
        "title": "What came in",
        "cells": cells(list(here.values()), request.user, timezone.now()),
        "known": [one for one in outcomes if one.known],
        "refused": [one for one in outcomes if one.refusal],
        "sent": len(outcomes),
        "arrived": sum(one.picture is not None for one in outcomes),
        "incomplete": sum(bool(picture.missing) for picture in here.values()),
    }
