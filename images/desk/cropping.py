"""What the places of the paper show of a picture: its focus, and crops made by hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from images.desk.access import changeable
from images.desk.serving import show
from images.desk.sights import sight_of
from images.imaging import SHAPES
from images.models import Picture
from images.shown import Shown, shown

SIZES = "(width >= 64rem) 12rem, 30vw"
PLACES = {  # of SHAPES, those that cut something off
    "lead": ("Top of a story", "3 : 2"),
    "square": ("Square", "1 : 1"),
    "share": ("Shared links", "1200 × 630"),
}
# Pixels: a crop of fewer looks soft where it is shown large. Twin: articles.desk.picturechecks.WIDE.
WANTED = {"lead": 1200, "square": 320, "share": 1200}


@dataclass(frozen=True)
class Crop:
    """A place and what it shows. `made` is what readers get, None where they get nothing (yet); `box` what it is made of, as
    fractions of the picture (x, y, width, height); `pixels` its size."""

    place: str
    title: str
    ratio: str
    by_hand: bool
    made: Shown | None
    box: tuple[float, float, float, float]
    pixels: tuple[int, int]

    @property
    def is_small(self) -> bool:
        return self.pixels[0] < WANTED[self.place]


def crops(picture: Picture, at: datetime) -> list[Crop]:
    return [crop_of(picture, place, at) for place in PLACES]


def crop_of(picture: Picture, place: str, at: datetime) -> Crop:
    left, top, right, bottom = picture.box(place)
    size = right - left, bottom - top
    box = (left / picture.width, top / picture.height, size[0] / picture.width, size[1] / picture.height)
    is_made = place in picture.renditions and picture.is_available(at)
    made = shown(picture, place, sizes=SIZES) if is_made else None
    return Crop(place, *PLACES[place], place in picture.crops, made and replace(made, alt=""), box, size)


# Numbers as people write them: percent --------------------------------------------------------------------


class Percent(forms.FloatField):
    """0 to 100, with a comma or a point. Its value is a fraction."""

    def __init__(self, label: str, least: float = 0.0) -> None:
        super().__init__(label=label, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        self.least = least

    def to_python(self, value: Any) -> float | None:
        return super().to_python(str(value or "").replace("%", "").replace(",", ".").strip())

    def clean(self, value: Any) -> float:
        found: float = super().clean(value)
        if not self.least <= found <= 100:
            raise forms.ValidationError(f"Write a number from {self.least:g} to 100.")
        return found / 100


class FocusForm(forms.Form):
    x = Percent("From the left")
    y = Percent("From the top")

    def __init__(self, data: Any = None, *, picture: Picture) -> None:
        x, y = picture.focus
        super().__init__(data, initial={"x": percent(x), "y": percent(y)}, prefix="focus")


class CropForm(forms.Form):
    """Where the crop begins and how wide it is, in percent of the picture. How high follows from the place.

    After `is_valid()`: `box` in fractions, moved in where it would reach past the picture's edge."""

    x = Percent("From the left")
    y = Percent("From the top")
    wide = Percent("As wide as", least=1.0)

    def __init__(self, data: Any = None, *, picture: Picture, crop: Crop) -> None:
        x, y, wide, _ = crop.box
        super().__init__(data, initial={"x": percent(x), "y": percent(y), "wide": percent(wide)}, auto_id="crop_%s")
        self.picture, self.crop = picture, crop

    @property
    def aspect(self) -> float:
        """How high a crop is for how wide, both in fractions of the picture."""
        ratio = SHAPES[self.crop.place].ratio or 1.0
        return self.picture.width / self.picture.height / ratio

    @property
    def box(self) -> tuple[float, float, float, float]:
        wide = min(self.cleaned_data["wide"], 1.0, 1.0 / self.aspect)
        high = min(wide * self.aspect, 1.0)
        x, y = (min(self.cleaned_data[name], 1.0 - length) for name, length in (("x", wide), ("y", high)))
        return max(x, 0.0), max(y, 0.0), wide, high


def percent(part: float) -> str:
    """62.5, 30: with a digit after the point at most."""
    return f"{part * 100:.1f}".removesuffix(".0")


# The page -------------------------------------------------------------------------------------------------


def crop(admin: ModelAdmin, request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """A crop by hand for one place; or none any more, and it follows the focus again."""
    picture = changeable(request, pk)
    if place not in PLACES:
        raise Http404("No such place.")
    at = timezone.now()
    now = crop_of(picture, place, at)
    follows = request.POST.get("do") == "follow"
    form = CropForm(request.POST if request.method == "POST" and not follows else None, picture=picture, crop=now)
    if follows or form.is_valid():
        return _cropped(request, picture, now, None if follows else form.box)
    context = {
        "title": f"{now.title}: crop by hand",
        "picture": picture,
        "crop": now,
        "form": form,
        "sight": sight_of(picture, at),
    }
    return show(admin, request, "picture_crop.html", context)


def _cropped(
    request: HttpRequest, picture: Picture, now: Crop, box: tuple[float, float, float, float] | None
) -> HttpResponse:
    picture.crop(now.place, box, by=request.user)
    said = "is kept" if box else "follows the focus again"
    messages.success(request, f"{now.title}: the crop {said}. Readers get it as soon as it is made, in a moment.")
    return redirect(f"{reverse('admin:images_picture_change', args=[picture.pk])}#crops")
