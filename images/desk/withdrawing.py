"""Withdrawing a picture, and putting it back: each page says what readers lose or get, and has one button."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from images.desk.access import seen
from images.desk.serving import show
from images.desk.sights import sight_of
from images.desk.uses import in_words, uses
from images.models import Picture
from images.models.refusals import Refused

RIGHT = "withdraw_picture"


class WithdrawForm(forms.Form):
    why = forms.ChoiceField(
        label="Why it goes",
        choices=Picture.Why,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it goes.", "invalid_choice": "Choose why it goes."},
    )
    because = forms.CharField(
        label="In your own words",
        max_length=300,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text="Who asked for it, and when. Readers never see it; the record keeps it.",
        error_messages={"required": "Write why it is withdrawn: the record keeps it."},
    )


class PutBackForm(forms.Form):
    note = forms.CharField(
        label="Why it comes back",
        max_length=300,
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
        help_text="The record keeps it.",
        error_messages={"required": "Write why it comes back: the record keeps it."},
    )


def withdraw(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    picture = seen(request, pk, RIGHT)
    form = WithdrawForm(_typed(request))
    if form.is_valid() and _done(form, lambda: picture.withdraw(by=request.user, **form.cleaned_data)):
        messages.success(request, "Withdrawn. Readers have it nowhere any more.")
        return _back(picture)
    nothing = "This picture is withdrawn already." if picture.withdrawn_at else ""
    return _page(admin, request, "picture_withdraw.html", picture, form, f"Withdraw “{picture}”?", nothing)


def put_back(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    picture = seen(request, pk, RIGHT)
    form = PutBackForm(_typed(request))
    if form.is_valid() and _done(form, lambda: picture.put_back(by=request.user, **form.cleaned_data)):
        messages.success(request, "Put back. Readers have it again as soon as its sizes are made, in a moment.")
        return _back(picture)
    nothing = "" if picture.withdrawn_at else "This picture is not withdrawn."
    return _page(admin, request, "picture_put_back.html", picture, form, f"Put “{picture}” back?", nothing)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(form: forms.Form, verb: Any) -> bool:
    """Whether the verb was carried out; the form says why it was not."""
    try:
        verb()
    except Refused as no:
        form.add_error(None, str(no))
        return False
    return True


def _page(
    admin: ModelAdmin,
    request: HttpRequest,
    template: str,
    picture: Picture,
    form: forms.Form,
    title: str,
    nothing: str,
) -> HttpResponse:
    """`nothing`: why the page can do nothing, where it cannot."""
    at = timezone.now()
    found = uses(picture, at)
    context = {
        "title": title,
        "picture": picture,
        "form": form,
        "nothing": nothing,
        "uses": found,
        "used": in_words(found),
        "has_ended": picture.licence_has_ended(at),
        "sight": sight_of(picture, at),
    }
    return show(admin, request, template, context)


def _back(picture: Picture) -> HttpResponse:
    return redirect(f"{reverse('admin:images_picture_change', args=[picture.pk])}#content")
