"""The form in which a profile's words are written: by their author, by a bio manager, and by whoever was asked to check them.

`authors.models.words` is the value it reads and gives. What the form showed goes along with it, signed: what somebody else
changed meanwhile is then merged and never overwritten.
"""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.template.loader import render_to_string

from authors.desk.doubts import doubts_left
from authors.models import Author, AuthorLink, match_key
from authors.models.words import FIELDS, Words

SALT = "authors.words."
BIOS = ("bio", "short_bio")
SPARE = 1  # empty rows below the others
MOST = 60  # rows of one kind
LAST = 32_767  # where a row without a number stands
YOURS = {"position": "Your title, for example Senior Editor.", "beat": "What you cover."}
OTHER_TIME = "This page is of another time. Copy what you wrote, and open it again."
SHORT_BIO_HELP = "Under stories, in place of the bio above. Empty: the bio above stands there too."


def sealed(words: Words, author: Author) -> str:
    """What a form of this author showed, to go along with it and come back as it went."""
    return signing.dumps(words, salt=f"{SALT}{author.pk}", compress=True)


def opened(seal: str, author: Author) -> Words | None:
    """What the form showed; None where it was not a form of this author."""
    try:
        return signing.loads(seal, salt=f"{SALT}{author.pk}")
    except signing.BadSignature:
        return None


def lettered(name: str) -> str:
    """The name, if it can be matched at all."""
    if name and not match_key(name):
        raise ValidationError("Write a name with at least one letter or digit.")
    return name


# The rows: what is emptied is taken out -------------------------------------------------------------------


class LinkRow(forms.Form):
    label = forms.CharField(label="In words, for example Website", max_length=60, required=False)
    url = forms.CharField(
        label="Address",
        max_length=200,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("url") and data.get("label") and "url" not in self.errors:
            self.add_error("url", "Write the address it leads to, beginning with https://.")
        if data.get("url") and not data.get("label") and "label" not in self.errors:
            self.add_error("label", "Say in words what it leads to: readers see this.")
        return data

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url:
            AuthorLink._meta.get_field("url").run_validators(url)
        return url


class OutletRow(forms.Form):
    name = forms.CharField(
        label="Outlet",
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "outlets", "autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return lettered(" ".join(self.cleaned_data["name"].split()))


class RowSet(forms.BaseFormSet):
    """Rows in the order of their numbers; those without one stand behind the others, as they come."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Place"

    def entries(self) -> list[dict[str, str]]:
        """What the rows that are filled in say, without rows that are wrong."""
        valid = [form for form in self.forms if form.is_valid() and any(_said(form).values())]
        valid.sort(key=lambda form: form.cleaned_data.get("ORDER") or LAST)
        return [_said(form) for form in valid]

    def problems(self) -> list[str]:
        """For the summary on top of the form: which row, and what to do."""
        found = [str(error) for error in self.non_form_errors()]
        for number, form in enumerate(self.forms, start=1):
            found += [f"{number}: {error}" for errors in form.errors.values() for error in errors]
        return found


def _said(form: forms.Form) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name != "ORDER"}


class OutletSet(RowSet):
    def clean(self) -> None:
        keys = [match_key(entry["name"]) for entry in self.entries()]
        for entry in self.entries():
            if keys.count(match_key(entry["name"])) > 1:
                raise ValidationError(f"{entry['name']} stands here twice. Take one of the two lines out.")


def _formset(row: type[forms.Form], base: type[RowSet]) -> Any:
    return forms.formset_factory(
        row, formset=base, extra=SPARE, can_order=True, max_num=MOST, validate_max=True, absolute_max=MOST + 40
    )


LinkRows, OutletRows = _formset(LinkRow, RowSet), _formset(OutletRow, OutletSet)


class Rows:
    """The links and the outlets of a form, by what they say: whose rows they were in the database does not matter."""

    def __init__(self, data: Any, words: Words) -> None:
        said = {"links": words.get("links", []), "outlets": words.get("outlets", [])}
        self.links = LinkRows(data, prefix="links", initial=said["links"])
        self.outlets = OutletRows(data, prefix="outlets", initial=said["outlets"])

    def problems(self) -> list[str]:
        links = [f"Link {problem}" for problem in self.links.problems()]
        return links + [f"Outlet {problem}" for problem in self.outlets.problems()]

    def words(self) -> Words:
        return {"links": self.links.entries(), "outlets": self.outlets.entries()}


# The form -------------------------------------------------------------------------------------------------


class WordsForm(forms.Form):
    """`showing` are the words it opens with; `author` whose they are.

    After `is_valid()`: `words()` is what was written, `base` what the form showed."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label="A note to whoever decides",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Readers never see it.",
    )

    def __init__(self, data: Any = None, *, author: Author, showing: Words) -> None:
        super().__init__(data, initial={**showing, "base": sealed(showing, author)})
        self.author = author
        self.fields = {**fields_for_model(Author, FIELDS), **self.fields}
        self.fields["disclosure"].widget.attrs["rows"] = 3
        self.fields["short_bio"].help_text = SHORT_BIO_HELP
        self.rows = Rows(data, showing)
        warn(self, showing, author)

    def clean_base(self) -> Words | None:
        return opened(self.cleaned_data["base"], self.author)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("base") is None:
            self.add_error(None, OTHER_TIME)
        for problem in self.rows.problems():
            self.add_error(None, problem)
        return data

    @property
    def base_words(self) -> Words:
        return self.cleaned_data["base"]

    def words(self) -> Words:
        """What was written; wrong fields are left out."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data} | self.rows.words()


def say_you(form: WordsForm) -> WordsForm:
    """The form, its help said to the one the words are about."""
    for name, said in YOURS.items():
        form.fields[name].help_text = said
    return form


def warn(form: Any, words: Words, author: Author) -> None:
    """Where a bio seems to have lost words, and nobody has let that stand, its field says so."""
    for name in BIOS:
        if name in form.fields:
            html = form.data.get(form.add_prefix(name), "") if form.is_bound else words.get(name, "")
            context = {"doubts": doubts_left(html, author), "help": form.fields[name].help_text}
            form.fields[name].help_text = render_to_string("admin/authors/author/_doubts.html", context)
