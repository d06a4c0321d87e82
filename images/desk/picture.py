"""The page of one picture: the picture with its focus and crops, what is said about it, where it is used, what was done."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from images.desk import record
from images.desk.access import changeable, seen
from images.desk.cropping import FocusForm, crops
from images.desk.rights import may_change
from images.desk.serving import show
from images.desk.sights import sight_of
from images.desk.uses import is_used, uses
from images.desk.wordsform import Collides, Unfit, WordsForm, save_words
from images.models import Picture
from paper.mergeforms import answers_in, collision_rows, typed_along

WORDS_TO_READ = (
    "alt", "caption", "credit", "source", "source_url", "licence", "terms", "licensed_through", "taken_on", "people", "place",
)  # fmt: skip


def change(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """The page, and the saving of what is said about the picture."""
    if request.method != "POST":
        return picture_page(admin, request, seen(request, pk))
    picture = changeable(request, pk)
    form = WordsForm(request.POST, picture=picture)
    if not form.is_valid():
        return picture_page(admin, request, picture, words=form)
    try:
        return _saved(request, picture, form)
    except Collides as clash:
        return _collision_page(admin, request, picture, clash)
    except Unfit as unfit:
        picture.refresh_from_db()
        words = WordsForm(picture=picture, showing=unfit.words)
        return picture_page(admin, request, picture, words=words, problems=unfit.problems)
    except ValidationError as error:
        form.add_error(None, error)
        picture.refresh_from_db()
        return picture_page(admin, request, picture, words=form)


def point(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Where one looks first."""
    picture = changeable(request, pk)
    if request.method != "POST":
        return redirect("admin:images_picture_change", pk)
    form = FocusForm(request.POST, picture=picture)
    if not form.is_valid():
        return picture_page(admin, request, picture, focus=form)
    picture.point(form.cleaned_data["x"], form.cleaned_data["y"], by=request.user)
    messages.success(request, "The focus is kept. Readers get the new crops as soon as they are made, in a moment.")
    return redirect(f"{reverse('admin:images_picture_change', args=[pk])}#content")


def picture_page(
    admin: ModelAdmin,
    request: HttpRequest,
    picture: Picture,
    *,
    words: WordsForm | None = None,
    focus: FocusForm | None = None,
    problems: list[str] | None = None,
) -> HttpResponse:
    """With the forms as they were sent, where they cannot be saved; `problems` are of no one field."""
    at, is_changer = timezone.now(), may_change(request.user, picture)
    context = {
        "title": str(picture),
        "picture": picture,
        "may_change": is_changer,
        "form": (words or WordsForm(picture=picture)) if is_changer else None,
        "to_read": [] if is_changer else _to_read(picture),
        "focus": focus or FocusForm(picture=picture),
        "problems": problems or [],
        **about(request, picture, at),
    }
    return show(admin, request, "picture.html", context)


def about(request: HttpRequest, picture: Picture, at: datetime) -> dict[str, Any]:
    """What stands around the form."""
    found = uses(picture, at)
    may_withdraw = request.user.has_perm("images.withdraw_picture")
    told, has_more = record.latest(picture) if request.user.has_perm("images.view_picturemove") else ([], False)
    return {
        "at": at,
        "sight": sight_of(picture, at),
        "crops": crops(picture, at),
        "has_ended": picture.licence_has_ended(at),
        "uses": found,
        "may_withdraw": may_withdraw,
        "may_delete": request.user.has_perm("images.delete_picture") and not found and not is_used(picture),
        "deeds": told,
        "has_more_deeds": has_more,
    }


def _to_read(picture: Picture) -> list[tuple[str, Any]]:
    """(label, value) of what is said, for those who may not change it."""
    said = {name: getattr(picture, name) for name in WORDS_TO_READ} | {"licence": picture.get_licence_display()}
    return [(str(Picture._meta.get_field(name).verbose_name), value) for name, value in said.items() if value]


def _saved(request: HttpRequest, picture: Picture, form: WordsForm) -> HttpResponse:
    base = form.cleaned_data["base"]
    save_words(picture, form.words(), base=base, by=request.user, answers=answers_in(request.POST))
    left = f" Still missing: {', '.join(picture.missing)}." if picture.missing else ""
    messages.success(request, f"Saved. Pages that show the picture say it at once.{left}")
    return redirect(f"{reverse('admin:images_picture_change', args=[picture.pk])}#content")


def _collision_page(admin: ModelAdmin, request: HttpRequest, picture: Picture, clash: Collides) -> HttpResponse:
    """What the other changed beside what was typed: each is answered, and all else that was typed goes along, hidden."""
    rows = collision_rows(clash.merged.open, request.POST)
    context = {
        "title": "Both changed the same words",
        "subject": str(picture),
        "thing": "picture",
        "who": clash.who,
        "rows": rows,
        "along": typed_along(request.POST, rows),
    }
    return show(admin, request, "picture_merge.html", context)
