"""A picture in another form of the desk: chosen over the library, and shown there as it will be seen."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from js_asset import Script

from images.desk.facts import NEEDED, ends_soon, page_url, state_of
from images.desk.serving import LIBRARY, check, numbers
from images.models import Picture
from images.shown import Shown, shown

LONGEST = 40  # characters of what was typed for a number that are said again
UNKNOWN = "The library has no picture with the number “%(value)s”. Choose one there, or leave this empty."
ALT = "alternative text"


class Place(NamedTuple):
    """Where the form's picture will stand: the shape it has there, how wide the form shows it (as an image's `sizes` says
    it), and whether it has words of its own there."""

    shape: str
    sizes: str
    has_words: bool


LEAD = Place("lead", "(min-width: 48rem) 19rem, calc(100vw - 2rem)", has_words=True)
PORTRAIT = Place("square", "7rem", has_words=False)


@dataclass(frozen=True)
class Chosen:
    """What `admin/images/_chosen.html` draws. `image` None: `state` says why readers do not see it, or it is not made yet.

    `gaps`: "No credit"; `ends`: its last day, where that is near; the hints stand in the empty fields for its words there."""

    picture: Picture
    url: str
    image: Shown | None
    state: str
    gaps: list[str]
    lacks_alt: bool
    ends: date | None

    @property
    def caption_hint(self) -> str:
        return f"Empty: {self.picture.caption}" if self.picture.caption else "None in the library"

    @property
    def alt_hint(self) -> str:
        if self.picture.decorative:
            return "Decorative: no words needed"
        return f"Empty: {self.picture.alt}" if self.picture.alt else "What one sees, for those who do not see it"


def chosen_of(number: Any, place: Place, at: datetime) -> Chosen | None:
    """The picture of this number; None where there is none such. One query, and none where it is no number."""
    picture = next(iter(Picture.objects.only(*NEEDED).filter(pk__in=numbers([str(number)]))), None)
    if picture is None:
        return None
    state = state_of(picture, at)
    missing = picture.missing
    return Chosen(
        picture=picture,
        url=page_url(picture),
        image=None if state else _image(picture, place),
        state=state,
        gaps=[f"No {gap}" for gap in missing if gap != ALT],
        lacks_alt=place.has_words and ALT in missing,
        ends=picture.licensed_through if not state and ends_soon(picture, at) else None,
    )


def _image(picture: Picture, place: Place) -> Shown | None:
    """An upright lead is not cut. Twin: articles.figures.lead."""
    is_whole = place is LEAD and picture.height > picture.width
    found = shown(picture, "whole" if is_whole else place.shape, sizes=place.sizes)
    return found and replace(found, alt=str(picture))


def chosen_page(place: Place, request: HttpRequest) -> HttpResponse:
    """?id=12: the part of a form that shows it; empty where there is none such."""
    check(request, "view_picture")
    chosen = chosen_of(request.GET.get("id", ""), place, timezone.now())
    return render(request, "admin/images/_chosen.html", {"chosen": chosen})


# The field


class PictureInput(forms.NumberInput):
    """The number of a picture. Its script hides it behind buttons."""

    use_fieldset = True

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["desk/picture-field.css"]}, js=[Script("desk/picture-field.js", type="module")])

    def id_for_label(self, id_: str) -> str:
        return ""  # a group with a legend


class BoundPicture(BoundField):
    """The field as its form shows it, with the picture that is chosen in it."""

    field: "PictureField"

    @cached_property
    def chosen(self) -> Chosen | None:
        return chosen_of(self.value() or "", self.field.place, timezone.now())

    @property
    def shows(self) -> str:
        return reverse(self.field.shows)

    @property
    def library(self) -> str:
        return reverse(LIBRARY)

    @property
    def caption(self) -> BoundField | None:
        return self.form[self.field.caption] if self.field.caption else None

    @property
    def alt(self) -> BoundField | None:
        return self.form[self.field.alt] if self.field.alt else None

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> SafeString:
        return render_to_string("admin/images/_chosen_field.html", {"field": self, "chosen": self.chosen})


class PictureField(forms.ModelChoiceField):
    """A picture of the library, by its number. `shows` names the address of `chosen_page` for this place; `what` is what the
    picture is there ("lead picture"); `caption` and `alt` are the form's fields for its words there, "" for none."""

    bound_field_class = BoundPicture
    widget = PictureInput

    def __init__(self, place: Place, *, shows: str, what: str, caption: str = "", alt: str = "", **kwargs: Any) -> None:
        super().__init__(Picture.objects.all(), required=False, error_messages={"invalid_choice": UNKNOWN}, **kwargs)
        self.place, self.shows, self.what, self.caption, self.alt = place, shows, what, caption, alt

    def to_python(self, value: Any) -> Picture | None:
        typed = str(value or "").strip()
        if typed and not numbers([typed]):
            raise ValidationError(UNKNOWN, code="invalid_choice", params={"value": typed[:LONGEST]})
        found: Picture | None = super().to_python(typed)
        return found
