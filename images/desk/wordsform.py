"""The form in which one picture's words are written, and the saving of it.

What the form showed goes along with it, signed: what somebody else changed meanwhile is merged and never overwritten.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import fields_for_model

from images.models import Picture, PictureMove
from images.models.words import WORDS, PictureWords, words_of
from paper import merging
from paper.merging import Answers, Change, Choice, Flag, Line, Merged, Sentence, Text

if TYPE_CHECKING:
    from accounts.models import User

SALT = "images.words."
DAYS = ("licensed_through", "taken_on")
NOT_SAID = "Not said yet"
OTHER_TIME = "This page is of another time. Copy what you wrote, and open it again."

FIELDS: merging.Fields = (
    Sentence("alt", "Alternative text"),
    Flag("decorative", "Decorative"),
    Text("caption", "Caption"),
    Line("credit", "Credit"),
    Choice("licence", "Licence", labels=dict(Picture.Licence.choices)),
    Text("terms", "Terms"),
    Choice("licensed_through", "Licensed through"),
    Flag("may_republish", "Others may republish it"),
    Line("source", "Source"),
    Line("source_url", "Address of the source"),
    Choice("taken_on", "Taken on"),
    Line("place", "Place"),
    Sentence("people", "People"),
)
LABELS = {field.name: field.label for field in FIELDS}

# What stands together in the form; where something of a group is missing, what is missing stands first, in one of its own.
GROUPS = (
    ("What one sees", ("alt", "decorative", "caption", "credit")),
    ("Rights", ("licence", "terms", "licensed_through", "may_republish", "source", "source_url")),
    ("When, where and who", ("taken_on", "place", "people")),
)
GAPS = {"alternative text": ("alt", "decorative"), "credit": ("credit",), "licence": ("licence",)}


@dataclass(frozen=True)
class Group:
    title: str
    fields: list[Any]  # of a form: BoundField
    is_missing: bool = False


class WordsForm(forms.Form):
    """`showing` are the words it opens with, those of `picture` unless others are given.

    After `is_valid()`: `words()` is what was written, `base` what the form showed."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, picture: Picture, showing: PictureWords | None = None) -> None:
        said = words_of(picture)
        super().__init__(data, initial={**(showing or said), "base": sealed(said, picture)})
        self.picture = picture
        self.fields = {**fields_for_model(Picture, WORDS), **self.fields}
        self._dress()

    def _dress(self) -> None:
        """As a person fills it in: days by a calendar, sentences in fields that grow."""
        licence: Any = self.fields["licence"]
        licence.choices = [("", NOT_SAID), *Picture.Licence.choices]
        for name in DAYS:
            self.fields[name].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        for name in ("alt", "caption", "terms"):
            self.fields[name].widget = forms.Textarea({"rows": 2, "dir": "auto"})
        for name in ("credit", "source", "place", "people"):
            self.fields[name].widget.attrs["dir"] = "auto"

    def clean_base(self) -> PictureWords | None:
        return opened(self.cleaned_data["base"], self.picture)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("base") is None:
            self.add_error(None, OTHER_TIME)
        return data

    def words(self) -> PictureWords:
        return {name: self.cleaned_data[name] for name in WORDS}

    def groups(self) -> list[Group]:
        """The fields as they stand on the page: first those of what is missing."""
        first = [name for gap in self.picture.missing for name in GAPS[gap]]
        named = [("Still missing", first), *((title, [n for n in names if n not in first]) for title, names in GROUPS)]
        return [
            Group(title, [self[name] for name in names], is_missing=names is first) for title, names in named if names
        ]


def sealed(words: PictureWords, picture: Picture) -> str:
    """What a form of this picture showed, to go along with it and come back as it went."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in words.items()}
    return signing.dumps(plain, salt=f"{SALT}{picture.pk}", compress=True)


def opened(seal: str, picture: Picture) -> PictureWords | None:
    """What the form showed; None where it was not a form of this picture."""
    try:
        words: PictureWords = signing.loads(seal, salt=f"{SALT}{picture.pk}")
    except signing.BadSignature:
        return None
    return words | {name: date.fromisoformat(words[name]) if words[name] else None for name in DAYS}


# Saving ---------------------------------------------------------------------------------------------------


class Collides(Exception):
    """Both changed the same words: nothing was written. `who` saved meanwhile."""

    def __init__(self, merged: Merged, who: str) -> None:
        super().__init__("Both changed the same words.")
        self.merged, self.who = merged, who


class Unfit(Exception):
    """What both wrote does not go together: nothing was written. `words` are those of both, `problems` say what is the matter."""

    def __init__(self, words: PictureWords, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.words, self.problems = words, problems


def save_words(
    picture: Picture, words: PictureWords, *, base: PictureWords, by: "User", answers: Answers | None = None
) -> None:
    """Have the picture say `words`, written over `base`. Raises Collides, Unfit, and ValidationError by field."""
    with transaction.atomic():
        now = Picture.objects.lock(picture.pk)
        theirs = words_of(now)
        merged = merging.merge(FIELDS, base, words, theirs, answers)
        if merged.unanswered:
            raise Collides(merged, last_changed_by(picture))
        try:
            now.change(merged.words, by=by)
        except ValidationError as error:
            if merged.words == words:
                raise
            raise Unfit(merged.words, error.messages) from error
    picture.refresh_from_db()


def last_changed_by(picture: Picture) -> str:
    """Whose words the picture has; "" where nobody changed them since it came."""
    said = PictureMove.objects.filter(picture=picture, verb="change").values_list("by_name", flat=True)
    return said.first() or ""


def changes(before: PictureWords, after: PictureWords) -> list[Change]:
    """What `admin/_difference.html` shows; empty where both say the same."""
    return merging.shown(merging.difference(FIELDS, before, after))
