"""The writing form: a story's words, its bylines and topics, the base it was made from, and when it should go out."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.functional import cached_property

import paper
from articles.desk.bylines import BylineFormSet, own_byline, rows_of
from articles.models import Article, Edition, Section, Topic
from articles.models.section import sections
from paper.days import day_of
from paper.models import direction_of
from paper.prose import plain_text

if TYPE_CHECKING:
    from accounts.models import User

WRITTEN = ("headline", "deck", "body", "front_headline", "kicker", "dateline")  # in the story's own language
RARE = {  # the folded groups: summary, fields
    "In lists and search engines": ("front_headline", "search_title", "description", "noindex"),
    "Address": ("slug",),
    "Language": ("language", "direction"),
    "Republished from elsewhere": ("source_name", "canonical_url"),
}


class OneLine(forms.Textarea):
    """A field that grows; line breaks in it are spaces."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"rows": 2, "data-grow": "", **attrs})


class ArticleForm(forms.ModelForm):
    """`user` and `refused` are set on the class made for a request; `refused` is a verb's no, to be shown with all that was typed."""

    user: "User"
    refused = ""

    section = forms.ModelChoiceField(Section.objects.all(), required=False)
    topics = forms.ModelMultipleChoiceField(Topic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(
        label="Day",
        required=False,
        validators=[MinValueValidator(date(1600, 1, 1))],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    at = forms.TimeField(label="Time", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    change = forms.ChoiceField(
        label="This publishing is",
        required=False,
        choices=Edition.CHANGES,
        initial=Edition.MATERIAL,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Note for the record", max_length=300, required=False)

    class Meta:
        model = Article
        fields = [
            "headline", "deck", "body", "section", "kind", "sponsor", "kicker", "dateline", "topics", "front_headline",
            "search_title", "description", "noindex", "slug", "language", "direction", "source_name", "canonical_url",
        ]  # fmt: skip
        help_texts = {"deck": ""}
        error_messages = {
            "canonical_url": {"invalid": "Write the whole address, for example https://example.org/story."}
        }
        widgets = {
            "headline": OneLine(maxlength=300),
            "deck": OneLine(),
            "description": OneLine(maxlength=320),
            "front_headline": OneLine(maxlength=200),
        }

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        story = self.instance
        self.is_new = story.pk is None
        self.initial["version"] = story.version
        if "headline" in self.fields and not story.pk:
            self.fields["headline"].widget.attrs["autofocus"] = True
        self.fields["section"].choices = [("", "No section yet"), *section_choices()]
        bylines = story.bylines.select_related("author") if story.pk else own_byline(self.user)
        self.bylines = BylineFormSet(data, prefix="bylines", initial=rows_of(bylines))
        self.bylines.user = self.user
        if "language" in self.fields:  # not for somebody who may only read the story
            self._write_in(self["language"].value() or paper.current().language, self["direction"].value())

    def _write_in(self, language: str, direction: str) -> None:
        for name in WRITTEN:
            self.fields[name].widget.attrs.update(lang=language, dir=direction or direction_of(language))

    @property
    def verb(self) -> str:
        """What the pressed button asks for: save, submit, publish, schedule, withdraw or move."""
        return self.data.get("do", "save").partition(":")[0]

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_deck(self) -> str:
        return " ".join(self.cleaned_data["deck"].split())

    def clean_front_headline(self) -> str:
        return " ".join(self.cleaned_data["front_headline"].split())

    def clean_description(self) -> str:
        return " ".join(self.cleaned_data["description"].split())

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error(None, self.refused)
        if self.verb in ("schedule", "move") and not ({"on", "at"} & set(self.errors)):
            self._check_moment(found)
        return found

    def _check_moment(self, found: dict) -> None:
        try:
            found["moment"] = moment_of(found.get("on"), found.get("at"))
        except ValidationError as error:
            self.add_error("at" if found.get("on") else "on", error)
            return
        if self.verb == "move" and not isinstance(found["moment"], datetime):
            self.add_error("at", "Choose a time too.")

    def is_valid(self) -> bool:
        rows, words = self.bylines.is_valid(), super().is_valid()
        return rows and words

    @cached_property
    def changes(self) -> list[str]:
        """The fields of the story that differ from what is saved, `bylines` among them."""
        changed = [name for name in self.changed_data if name in self.Meta.fields and self._differs(name)]
        bylines = self.bylines.credits if self.is_new else self.bylines.differs()
        return changed + (["bylines"] if bylines else [])

    def _differs(self, name: str) -> bool:
        """Not where only the browser's way of ending lines differs."""
        clean = self.cleaned_data[name]
        return not isinstance(clean, str) or clean != (self.initial.get(name) or "").replace("\r\n", "\n")

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """For the summary: the field's anchor (or nothing), its name and what is the matter."""
        own = [(*self._empty_field(), error) for error in self.non_field_errors()]
        fields = [(f.auto_id, f.label, error) for f in self.visible_fields() for error in f.errors]
        rows = [
            (row[name].auto_id, f"Byline {place}", error)
            for place, row in enumerate(self.bylines.forms, 1)
            for name, errors in row.errors.items()
            for error in errors
        ]
        return own + fields + rows + [("", "Bylines", error) for error in self.bylines.non_form_errors()]

    def _empty_field(self) -> tuple[str, str]:
        """Where to go when a verb said no: the first field it needs and found empty, if that was it."""
        needed = [self[name] for name in ("headline", "body") if self.verb in ("publish", "schedule")]
        empty = next((field for field in needed if not plain_text(field.value() or "").strip()), None)
        return (empty.auto_id, empty.label) if empty else ("", "")

    @property
    def groups(self) -> list[dict]:
        """The rarely used fields, folded: open where something is wrong, each saying what is filled in."""
        return [self._group(name, [self[field] for field in fields]) for name, fields in RARE.items()]

    @staticmethod
    def _group(name: str, fields: list) -> dict:
        filled = [_in_words(field) for field in fields if field.value()]
        return {"name": name, "fields": fields, "filled": ", ".join(filled), "open": any(f.errors for f in fields)}


def _in_words(field: forms.BoundField) -> str:
    """What is filled in, to sum a folded group up."""
    if field.value() is True or field.value() == "on":
        return field.label.lower()
    return str(dict(getattr(field.field, "choices", ())).get(field.value(), field.value()))


def section_choices() -> list[tuple[int, str]]:
    """Every section under the one it is part of, from memory."""
    lines = sorted(
        (section.line() for section in sections().values()), key=lambda line: [(s.order, s.name) for s in line]
    )
    return [(line[-1].pk, " › ".join(section.name for section in line)) for line in lines]


def moment_of(on: date | None, at: time | None) -> datetime | date:
    """The moment meant, in the paper's zone; a past day alone where no time is given. Raises ValidationError."""
    if on is None:
        raise ValidationError("Choose a day.")
    if at is None:
        if on >= day_of(timezone.now()):
            raise ValidationError("Choose a time too.")
        return on
    meant = datetime.combine(on, at, paper.zone())
    if meant.astimezone(UTC).astimezone(paper.zone()).replace(tzinfo=None) != meant.replace(tzinfo=None):
        raise ValidationError("This time does not exist on that day: the clocks are put forward. Choose another.")
    return meant
