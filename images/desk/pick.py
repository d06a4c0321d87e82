"""What scripts of the desk ask of the library, as JSON: pictures to choose from, pictures by number, and words kept on the spot."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from images.desk.facts import NEEDED, facts_of
from images.desk.library import before
from images.desk.listing import REACH, Asked, clean, list_page, narrowed
from images.desk.rights import may_change
from images.desk.serving import check, numbers
from images.models import Picture, Refused

SIZE = 24
MOST = 100  # pictures by number at once


class WordsForm(forms.ModelForm):
    """The words that are asked for when a picture is uploaded: those of them that were sent."""

    class Meta:
        model = Picture
        fields = ("alt", "decorative", "caption", "credit", "licence")

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in set(self.fields) - set(data):
            del self.fields[name]


def pick(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """?q= words, ?before= a place: those that may be shown. {"pictures": […], "older": "q=ferry&before=…" or ""}"""
    check(request, "view_picture")
    at, asked = timezone.now(), Asked(clean(request.GET.get("q", "")), "", ())
    pictures = narrowed(asked, request.user, at).available(at)
    found = list_page(pictures, before(request), size=SIZE, reach=REACH)
    older = asked.query(before=str(found.older)) if found.older else ""
    return JsonResponse({"pictures": [facts_of(picture, at) for picture in found.rows], "older": older})


def facts(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """?id=12&id=13: {"pictures": […]} in that order, without those that are not there."""
    check(request, "view_picture")
    at, pks = timezone.now(), numbers(request.GET.getlist("id"), MOST)
    found = Picture.objects.only(*NEEDED).in_bulk(pks)
    return JsonResponse({"pictures": [facts_of(found[pk], at) for pk in pks if pk in found]})


def describe(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Keep some words of one picture: {"picture": …}, or {"errors": {"alt": "…"}} with 400, {"error": "…"} with 409."""
    picture = get_object_or_404(Picture, pk=pk)
    if not may_change(request.user, picture):
        raise PermissionDenied("images.change_picture")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = WordsForm(request.POST, instance=picture)
    if not form.is_valid():
        return _faulty(form.errors.as_data())
    try:
        picture.change(
            form.cleaned_data, by=request.user, base=next(iter(numbers([request.POST.get("version", "")])), None)
        )
    except ValidationError as fault:
        return _faulty(fault.update_error_dict({}))
    except Refused as no:
        return JsonResponse({"error": str(no)}, status=409)
    return JsonResponse({"picture": facts_of(picture, timezone.now())})


def _faulty(faults: dict[str, list[ValidationError]]) -> HttpResponse:
    """What is said of no field is said where it is about: of these words only a decorative picture's exclude each other."""
    errors = {
        "decorative" if name == NON_FIELD_ERRORS else name: " ".join(text for one in found for text in one.messages)
        for name, found in faults.items()
    }
    return JsonResponse({"errors": errors}, status=400)
