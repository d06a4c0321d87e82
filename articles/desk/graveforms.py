"""What the grave moves ask for: reasons, notices, moments, orders."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import cached_property

from articles.desk import moments
from articles.desk.whereabouts import Found, find
from articles.models import Article, Edition, Refused, Sealed
from articles.models.takedown import Order
from paper.redaction import check_passage, redact_text

WHOLE, PASSAGE = "whole", "passage"


class GraveForm(forms.Form):
    """One page's form. `carried_out` runs its verb."""

    def carried_out(self, verb: Callable[[], str]) -> str:
        """What to say after the verb. Empty where the form is wrong, or the verb said no: it then shows why."""
        if not self.is_valid():
            return ""
        try:
            return verb()
        except Refused as no:
            self.add_error(None, str(no))
            return ""


def note_field() -> forms.CharField:
    return forms.CharField(label="Why, for the record", max_length=300, required=False)


def reason_field() -> forms.CharField:
    missing = "Write the reason: whoever wants to publish the story reads it."
    return forms.CharField(label="Reason", max_length=300, error_messages={"required": missing})


def day_field() -> forms.DateField:
    return forms.DateField(
        label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def time_field() -> forms.TimeField:
    return forms.TimeField(label="Time", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class NoteForm(GraveForm):
    note = note_field()


class RetractForm(GraveForm):
    """`live` is the edition that is retracted; where its text is gone already there is none to keep."""

    notice = forms.CharField(
        label="The notice",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What was wrong, and what is right, in the paper’s own voice. Readers get it as you write it.",
        error_messages={"required": "Write the notice: it tells readers why the paper takes the story back."},
    )
    text = forms.ChoiceField(
        label="The story itself",
        required=False,
        initial="keep",
        choices=[("keep", "stays, under the notice"), ("alone", "goes: the notice stands alone")],
        widget=forms.RadioSelect,
    )
    note = note_field()

    def __init__(self, data: Any, live: Edition | None) -> None:
        super().__init__(data)
        if live and live.retraction:
            self.initial["notice"] = live.retraction["text"]
        if live and not live.body:
            del self.fields["text"]

    @property
    def keeps_text(self) -> bool:
        return self.cleaned_data.get("text", "keep") != "alone"


class EmbargoForm(GraveForm):
    how = forms.ChoiceField(
        label="Nothing goes live",
        initial="until",
        choices=[("until", "before a day and a time"), ("open", "until somebody lifts it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    on, at, offset = day_field(), time_field(), moments.which()
    reason = reason_field()

    def __init__(self, data: Any, story: Article) -> None:
        super().__init__(data)
        if story.is_under_embargo():
            self.initial.update(reason=story.embargo_reason, how="until" if story.embargo_until else "open")
            if story.embargo_until:
                moments.fill_in(self, story.embargo_until)

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        found["until"] = moments.read(self, found) if found.get("how") == "until" else None
        return found


class HoldForm(GraveForm):
    reason = reason_field()


class EndForm(GraveForm):
    how = forms.ChoiceField(
        label="Readers have the story",
        initial="until",
        choices=[("until", "until a day and a time"), ("none", "without an end")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    on, at, offset = day_field(), time_field(), moments.which()
    note = note_field()

    def __init__(self, data: Any, story: Article) -> None:
        super().__init__(data)
        if story.ends_at:
            moments.fill_in(self, story.ends_at)

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        found["end"] = moments.read(self, found) if found.get("how") == "until" else None
        return found


class TakeDownForm(GraveForm):
    """Two steps: the order is looked at (`do` is "look"), then confirmed (`do` is "take_down")."""

    what = forms.ChoiceField(
        label="What is to go",
        choices=[(WHOLE, "the whole story"), (PASSAGE, "one passage or name in it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    passage = forms.CharField(
        label="The passage or name",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As it stands in the text. Other forms of a name are passages of their own.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the seal. The record shows its first 300 letters: name nobody in it.",
        error_messages={"required": "Write the reason: the record keeps it for the lawyer."},
    )
    reference = forms.CharField(
        label="Reference",
        max_length=120,
        required=False,
        help_text="The order’s or the letter’s, if it has one.",
    )
    public_line = forms.CharField(
        label="What readers are told",
        max_length=300,
        required=False,
        help_text="One line where the story was. Empty: that it is no longer published.",
    )
    status = forms.TypedChoiceField(
        label="What its address answers",
        coerce=int,
        required=False,
        empty_value=Sealed.GONE,
        initial=Sealed.GONE,
        choices=[
            (Sealed.GONE, "410: it is gone"),
            (Sealed.LEGAL, "451: it is not available for legal reasons"),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose 410 or 451."},
    )
    confirmed = forms.BooleanField(label="To confirm", required=False)

    def __init__(self, data: Any, story: Article) -> None:
        super().__init__(data)
        self.story = story

    @property
    def step(self) -> str:
        """What the pressed button asks for: look, change (go back) or take_down."""
        return self.data.get("do", "look")

    @property
    def is_ordered(self) -> bool:
        """Whether the order itself is in order, so that it is shown and confirmed."""
        return self.is_bound and self.step != "change" and not (set(self.errors) & set(self.fields) - {"confirmed"})

    @property
    def order(self) -> Order:
        return Order(**{name: self.cleaned_data[name] for name in Order._fields})

    @property
    def removed(self) -> str:
        """The passage; nothing for the whole story."""
        return self.cleaned_data["passage"] if self.cleaned_data["what"] == PASSAGE else ""

    @cached_property
    def found(self) -> Found:
        return find(self.story, self.removed)

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if found.get("what") == PASSAGE and "passage" not in self.errors:
            self._check_passage(found["passage"], found)
        if self.step == "take_down" and not found.get("confirmed"):
            self.add_error("confirmed", "Tick this first: it cannot be undone.")
        return found

    def _check_passage(self, passage: str, found: dict) -> None:
        if not passage:
            return self.add_error("passage", "Write the words that are to go.")
        try:
            check_passage(passage)
        except ValueError as error:
            return self.add_error("passage", str(error))
        # A search of long texts takes a while: what was looked at already is searched by the verb alone.
        if self.step == "look" and not self.found.times:
            self.add_error("passage", "These words stand nowhere in the story. Check the spelling.")
        return self._check_told(passage, found)

    def _check_told(self, passage: str, found: dict) -> None:
        """What stands in the record afterwards may not say again what was taken out."""
        for name in ("reason", "reference"):
            if redact_text(found.get(name, ""), passage)[1]:
                self.add_error(name, "These are the very words that are to go: write it without them.")


def crossed(form: EmbargoForm, scheduled: list[Edition]) -> list[Edition]:
    """Of the scheduled editions those an embargo withdraws; all of them while its end is not chosen."""
    until: datetime | None = form.cleaned_data.get("until") if form.is_bound and form.is_valid() else None
    return [edition for edition in scheduled if until is None or edition.live_from < until]
