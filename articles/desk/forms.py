"""The writing form: a story's words, its bylines and topics, the base it was made from, and when it should go out."""

import re
import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MinValueValidator
from django.template.defaultfilters import pluralize
from django.utils.functional import cached_property

import paper
from articles.desk import corrections, moments
from articles.desk.bylines import BylineFormSet, own_byline, rows_of
from articles.desk.corrections import CorrectionFormSet
from articles.desk.find import is_row_number
from articles.desk.related import StoriesField
from articles.desk.series_place import Place, place_of
from articles.desk.worded import WordingOnForm
from articles.models import Article, Edition, Section, Topic
from articles.models.section import sections
from articles.models.snapshot import Words, words_of
from articles.models.trust import sources_of
from images.desk.chosen import LEAD, PictureField
from paper.models import direction_of
from paper.prose import plain_text

if TYPE_CHECKING:
    from accounts.models import User

# In the story's own language.
WRITTEN = (
    "headline", "deck", "lead_caption", "lead_alt", "body", "front_headline", "kicker", "dateline", "byline_wording",
    "sources", "how_reported", "disclosure",
)  # fmt: skip
FOLDED = {  # the folded groups: summary, fields
    "Trust": ("sources", "how_reported", "disclosure", "no_ai"),
    "In lists and search engines": ("front_headline", "search_title", "description", "noindex"),
    "Address": ("slug",),
    "Language": ("language", "direction"),
    "Republished from elsewhere": ("source_name", "canonical_url"),
}


class OneLine(forms.Textarea):
    """A field that grows; line breaks in it are spaces."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs={"rows": 2, "data-grow": "", **attrs})


class Lines(forms.Textarea):
    """A field that grows and keeps its lines."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 2, "data-grow": ""})


class TopicsField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """What no row can have for a number is no choice."""
        return super().clean([pk for pk in value or [] if is_row_number(str(pk))])


class ArticleForm(forms.ModelForm):
    """`user` and `refused` are set on the class made for a request; `refused` is a verb's no, to be shown with all that was typed.

    `bylines` and `corrections` are its rows; `opened` is the edition it was made of, where what readers see is fixed.
    """

    user: "User"
    refused = ""
    recovered: Any = None  # words that were never saved, to go on with
    warned = False  # the panel is shown first: nothing is wrong, but nothing is done yet
    opened: Edition | None = None

    section = forms.ModelChoiceField(Section.objects.all(), required=False)
    lead_picture = PictureField(
        LEAD,
        label="Lead picture",
        shows="admin:articles_article_lead",
        what="lead picture",
        caption="lead_caption",
        alt="lead_alt",
    )
    related = StoriesField(label="Related stories")
    topics = TopicsField(Topic.objects.all(), required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tab = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)  # names this form of a new story
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)  # which warnings were shown
    on = forms.DateField(
        label="Day",
        required=False,
        validators=[MinValueValidator(date(1600, 1, 1))],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    at = forms.TimeField(label="Time", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    offset = moments.which()
    change = forms.ChoiceField(
        label="This publishing is",
        required=False,
        choices=Edition.CHANGES,
        initial=Edition.MATERIAL,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Note for the record", max_length=300, required=False)
    line = forms.CharField(label="What changed, for readers", max_length=300, required=False)
    planned_for = forms.DateField(
        label="Planned for",
        required=False,
        show_hidden_initial=True,  # an older form does not undo what somebody planned since
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Article
        fields = [
            "headline", "deck", "body", "section", "kind", "sponsor", "kicker", "dateline", "topics", "front_headline",
            "search_title", "description", "noindex", "slug", "language", "direction", "source_name", "canonical_url",
            "signed_by_house", "byline_wording", "lead_picture", "lead_caption", "lead_alt", "related",
            "sources", "how_reported", "disclosure", "no_ai",
        ]  # fmt: skip
        help_texts = {
            "deck": "",
            "lead_caption": "",
            "lead_alt": "",
            "byline_wording": "Each name stands once, by its number: Reported by {1} in Kabul and {2} in Paris. Empty: the "
            "usual sentence.",
        }
        error_messages = {
            "canonical_url": {"invalid": "Write the whole address, for example https://example.org/story."}
        }
        widgets = {
            "headline": OneLine(maxlength=300),
            "deck": OneLine(),
            "description": OneLine(maxlength=320),
            "front_headline": OneLine(maxlength=200),
            "byline_wording": OneLine(maxlength=300),
            "lead_caption": OneLine(maxlength=2000),
            "lead_alt": OneLine(maxlength=500),
            "sources": Lines(),
            "how_reported": Lines(),
            "disclosure": Lines(),
        }

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = self.recovered if data is None else data
        super().__init__(data, *args, **kwargs)
        story = self.instance
        self.is_new = story.pk is None
        self.initial["version"] = story.version
        if "headline" in self.fields and not story.pk:
            self.fields["headline"].widget.attrs["autofocus"] = True
        if "related" in self.fields:  # not for somebody who may only read the story
            self.fields["related"].ready_for(self.user, but=story.pk)
        self.fields["section"].choices = [("", "No section yet"), *section_choices()]
        self.initial["planned_for"] = story.planned_for
        self.initial["once"] = "" if story.pk else secrets.token_hex(12)
        self._add_rows(data, story)
        if "language" in self.fields:  # not for somebody who may only read the story
            self._write_in(self["language"].value() or paper.current().language, self["direction"].value())

    def _add_rows(self, data: Any, story: Article) -> None:
        bylines = story.bylines.select_related("author") if story.pk else own_byline(self.user)
        self._set_rows(data, rows_of(bylines), corrections.rows_of(story.corrections.all()) if story.pk else [])

    def _set_rows(self, data: Any, bylines: list[dict], noted: list[dict]) -> None:
        self.bylines = BylineFormSet(data, prefix="bylines", initial=bylines)
        self.bylines.user = self.user
        self.wording = WordingOnForm(self)
        counted = data is None or "corrections-TOTAL_FORMS" in data  # what another program sends may have none
        self.corrections = CorrectionFormSet(data if counted else None, prefix="corrections", initial=noted)

    @property
    def in_series(self) -> Place | None:
        """Its place in a series, for the side column."""
        return place_of(self.instance)

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

    def clean_byline_wording(self) -> str:
        return " ".join(self.cleaned_data["byline_wording"].split())

    def clean_lead_caption(self) -> str:
        return " ".join(self.cleaned_data["lead_caption"].split())

    def clean_lead_alt(self) -> str:
        return " ".join(self.cleaned_data["lead_alt"].split())

    def clean_sources(self) -> str:
        """One to a line."""
        return "\n".join(line for line in map(_folded, self.cleaned_data["sources"].splitlines()) if line)

    def clean_how_reported(self) -> str:
        return _paragraphs(self.cleaned_data["how_reported"])

    def clean_disclosure(self) -> str:
        return _paragraphs(self.cleaned_data["disclosure"])

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if not found.get("lead_picture", True):  # words about no picture
            found["lead_caption"] = found["lead_alt"] = ""
        for fault in self.wording.faults():
            self.add_error("byline_wording", fault)
        if self.refused:
            self.add_error(None, self.refused)
        if self.verb in ("schedule", "move"):
            choose = moments.chosen_start if self.verb == "schedule" else moments.chosen_moment
            found["moment"] = moments.read(self, found, choose)
        return found

    def is_valid(self) -> bool:
        bylines, words = self.bylines.is_valid(), super().is_valid()
        noted = not self.corrections.is_bound or self.corrections.is_valid()
        return bylines and noted and words and not self.warned

    @cached_property
    def changes(self) -> list[str]:
        """The fields of the story that differ from what is saved, `bylines` among them."""
        changed = [name for name in self.changed_data if name in self.Meta.fields and self._differs(name)]
        bylines = self.bylines.credits if self.is_new else self.bylines.differs()
        noted = self.corrections.is_bound and self.corrections.differs()
        return changed + (["bylines"] if bylines else []) + (["corrections"] if noted else [])

    def words(self) -> Words:
        """What is typed, as a snapshot; wrong fields keep what the story had. Authors still to be made have no number."""
        topics = self.cleaned_data.get("topics", [])
        noted = self.corrections.unsaved()
        return words_of(self.instance, bylines=self.bylines.unsaved(), topics=topics, corrections=noted)

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
        noted = [
            (row[name].auto_id, f"Correction {place}", error)
            for place, row in enumerate(self.corrections.forms if self.corrections.is_bound else [], 1)
            for name, errors in row.errors.items()
            for error in errors
        ]
        return own + fields + rows + noted + [("", "Bylines", error) for error in self.bylines.non_form_errors()]

    def _empty_field(self) -> tuple[str, str]:
        """Where to go when a verb said no: the first field it needs and found empty, if that was it."""
        needed = [self[name] for name in ("headline", "body") if self.verb in ("publish", "schedule")]
        empty = next((field for field in needed if not plain_text(field.value() or "").strip()), None)
        return (empty.auto_id, empty.label) if empty else ("", "")

    @property
    def groups(self) -> list[dict]:
        """The fields that not every story needs, folded: open where something is wrong, each saying what is filled in."""
        return [self._group(name, [self[field] for field in fields]) for name, fields in FOLDED.items()]

    @staticmethod
    def _group(name: str, fields: list) -> dict:
        filled = [_in_words(field) for field in fields if field.value()]
        told = ", ".join(filled) or ("nothing said" if name == "Trust" else "as usual")
        return {"name": name, "fields": fields, "told": told, "open": any(f.errors for f in fields)}


def _folded(line: str) -> str:
    return " ".join(line.split())


def _paragraphs(text: str) -> str:
    """Its lines, none of them with spaces at its ends, and never two empty ones in a row."""
    lines = "\n".join(map(_folded, text.splitlines()))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _in_words(field: forms.BoundField) -> str:
    """What is filled in, to sum a folded group up."""
    if field.name == "sources":
        count = len(sources_of(field.value()))
        return f"{count} source{pluralize(count)}"
    if isinstance(field.field.widget, Lines):
        return field.label.lower()
    if field.value() is True or field.value() == "on":
        return field.label.lower()
    return str(dict(getattr(field.field, "choices", ())).get(field.value(), field.value()))


def section_choices() -> list[tuple[int, str]]:
    """Every section under the one it is part of, from memory."""
    lines = sorted(
        (section.line() for section in sections().values()), key=lambda line: [(s.order, s.name) for s in line]
    )
    return [(line[-1].pk, " › ".join(section.name for section in line)) for line in lines]
