"""Saying the same of many pictures: one form, written where nothing stands, and over what stands only after that was told."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from images.desk.facts import NEEDED
from images.desk.library import cells
from images.desk.rights import describable
from images.desk.serving import LIBRARY, check, numbers, show
from images.models import Picture
from images.models.picture import PictureQuerySet
from images.models.words import SHARED
from paper.days import day_of
from paper.templatetags.paper import day

if TYPE_CHECKING:
    from accounts.models import User

TOLD = 3  # of what stands already, the most frequent
NOTHING = (None, "")
ALL, EMPTY = "all", "empty"  # write over what stands, or only where nothing does

NONE_CHOSEN = "No picture was chosen. Tick those you mean, then say the same of all."
NONE_YOURS = (
    "Of pictures that others uploaded, editors and administrators say the same at once. None of these is yours."
)
ENDED = (
    "This day is past: readers would see none of these any more. Write one that is to come, or withdraw the pictures."
)


class SameForm(forms.ModelForm):
    """What is left empty stays as it is."""

    class Meta:
        model = Picture
        fields = SHARED
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "terms": forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            "credit": forms.TextInput(attrs={"dir": "auto"}),
            "source": forms.TextInput(attrs={"dir": "auto"}),
            "licensed_through": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"licensed_through": "Last day"}
        help_texts = {
            "licensed_through": "The last day readers may see them. To take an end away, open the picture itself."
        }

    field_order = ("credit", "licence", "caption", "source", "terms", "licensed_through")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["licence"].choices = [("", "As it is"), *Picture.Licence.choices]

    def clean_credit(self) -> str:
        return " ".join(self.cleaned_data["credit"].split())

    def clean_licensed_through(self) -> date | None:
        last = self.cleaned_data["licensed_through"]
        if last and last < day_of(timezone.now()):
            raise ValidationError(ENDED)
        return last

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.words():
            raise ValidationError("Fill in at least one field: what is left empty stays as it is.")
        return self.cleaned_data

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Standing:
    """Of how many pictures something else is said already; `values` are the most frequent, with their numbers."""

    name: str
    label: str
    count: int
    values: list[tuple[str, int]]

    @property
    def more(self) -> int:
        """On how many of them something stands that is not among `values`."""
        return self.count - sum(count for _, count in self.values)


@dataclass
class Plan:
    """What would be written on which pictures."""

    pictures: list[Picture]
    words: dict[str, Any]
    is_done: bool = False

    def standing(self) -> list[Standing]:
        return [found for name in self.words if (found := self._standing(name)).count]

    def _standing(self, name: str) -> Standing:
        said = [picture for picture in self.pictures if getattr(picture, name) not in (*NOTHING, self.words[name])]
        values = Counter(in_words(picture, name) for picture in said).most_common(TOLD)
        return Standing(name, label(name), len(said), values)

    @property
    def seen(self) -> str:
        """What was told of what stands, to know it again: "credit:3,licence:1"."""
        return ",".join(f"{one.name}:{one.count}" for one in self.standing())

    @property
    def fills(self) -> bool:
        """Whether there is anything to write where nothing stands."""
        return any(self.written(EMPTY).values())

    def written(self, over: str) -> dict[str, list[int]]:
        """{name: the pictures on which it is written}, those that say so already left aside."""
        return {
            name: [
                picture.pk
                for picture in self.pictures
                if (now := getattr(picture, name)) != value and (over == ALL or now in NOTHING)
            ]
            for name, value in self.words.items()
        }

    def carry_out(self, over: str, *, by: "User") -> dict[str, int]:
        """Write it: {name: on how many}. One change of each picture."""
        written = self.written(over)
        for names, pks in _together(written).items():
            Picture.objects.describe(pks, by=by, **{name: self.words[name] for name in names})
        return {name: len(pks) for name, pks in written.items()}


def _together(written: dict[str, list[int]]) -> dict[tuple[str, ...], list[int]]:
    """The pictures by what is written on them."""
    names: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for name, pks in written.items():
        for pk in pks:
            names[pk] += (name,)
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, of_it in names.items():
        found[of_it].append(pk)
    return found


def label(name: str) -> str:
    return str(SameForm.base_fields[name].label).lower()


def in_words(picture: Picture, name: str) -> str:
    value = getattr(picture, name)
    if name == "licence":
        return picture.get_licence_display()
    return day(value) if isinstance(value, date) else value


def bulk(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """?id=12&id=13 are the pictures, in the form too. Everyone of their own uploads, editors and administrators of all."""
    check(request, "view_picture")
    sent = request.POST if request.method == "POST" else request.GET
    chosen = numbers(sent.getlist("id"))
    yours = describable(request.user).only(*NEEDED, *SHARED).filter(pk__in=chosen).order_by("-uploaded_at", "-pk")
    pictures = list(yours)
    if not pictures:
        messages.warning(request, NONE_YOURS if chosen else NONE_CHOSEN)
        return redirect(LIBRARY)
    form = SameForm(request.POST if request.method == "POST" else None)
    plan = _write(request, yours, form.words()) if form.is_bound and form.is_valid() else None
    if plan and plan.is_done:
        return redirect(f"{reverse(LIBRARY)}?{query_of(plan.pictures)}")
    context = {
        "title": f"Say the same of {in_number(len(pictures))}",
        "cells": cells(pictures, request.user, timezone.now()),
        "left": len(chosen) - len(pictures),
        "form": form,
        "plan": plan,
    }
    return show(admin, request, "library_bulk.html", context)


def _write(request: HttpRequest, yours: PictureQuerySet, words: dict[str, Any]) -> Plan:
    """What is to be written, done where it may be: over what stands only as it was told. Who is late is told anew."""
    over = request.POST.get("over", "")
    with transaction.atomic():
        plan = Plan(list(yours.select_for_update(no_key=True)), words)
        is_told = plan.seen == request.POST.get("seen") if over == ALL else over == EMPTY
        if is_told or not plan.seen:
            plan.is_done = True
            messages.success(request, told(plan.carry_out(over, by=request.user)))
    return plan


def query_of(pictures: Iterable[Picture]) -> str:
    """id=12&id=13"""
    query = QueryDict(mutable=True)
    query.setlist("id", [str(picture.pk) for picture in pictures])
    return query.urlencode()


def in_number(count: int) -> str:
    return "this picture" if count == 1 else f"these {count} pictures"


def told(written: dict[str, int]) -> str:
    """Written: credit on 5 pictures, licence on 3."""
    parts = [(label(name), number) for name, number in written.items() if number]
    if not parts:
        return "They say so already: nothing was changed."
    (name, number), *others = parts
    first = f"{name} on {number} picture{'' if number == 1 else 's'}"
    return f"Written: {', '.join([first, *(f'{name} on {number}' for name, number in others)])}."
