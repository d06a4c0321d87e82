"""The desk's forms for authors, and for the rows that belong to one."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from authors.desk.facts import facts_in
from authors.desk.saving import state_of
from authors.models import Author, AuthorAlias, Outlet, match_key
from authors.models.author import free_slug, surname_first
from authors.models.words import FIELDS, Words
from authors.wordsform import OTHER_TIME, SHORT_BIO_HELP, Rows, lettered, opened, sealed, warn
from images.desk.chosen import PORTRAIT, PictureField
from paper.addresses import canonical


class AuthorForm(forms.ModelForm):
    """The author's form: the words of the profile with their rows, and the desk's own facts.

    `base` is what the form showed, signed: what somebody else saved since is merged, see authors.desk.saving. `faults` are
    what a save found that the form could not know."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    portrait = PictureField(
        PORTRAIT,
        shows="admin:authors_author_portrait",
        what="portrait",
        help_text="Round, around the point one looks at first. Without one their initials stand there.",
    )
    pinned = forms.CharField(
        label="pinned stories",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Shown first on the profile, three at most. The addresses of their pages, one a line.",
    )
    faults: ValidationError | None = None

    class Meta:
        help_texts = {"short_bio": SHORT_BIO_HELP}
        error_messages = {"user": {"unique": "This account belongs to another author already."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: Rows | None = None
        if "bio" not in self.fields:  # a newcomer's plain facts
            del self.fields["pinned"], self.fields["base"], self.fields["portrait"]
            return
        state = state_of(self.instance) if self.instance.pk else {}
        self.rows = Rows(self.data if self.is_bound else None, state)
        self.fields["base"].initial = sealed(state, self.instance)
        if self.instance.pk:
            self.fields["pinned"].initial = "\n".join(self.instance.pins.addresses())
        warn(self, {name: getattr(self.instance, name) for name in FIELDS}, self.instance)

    def clean_base(self) -> Words | None:
        return opened(self.cleaned_data["base"], self.instance)

    def clean_slug(self) -> str:
        slug = canonical(self.cleaned_data["slug"])
        if not slug and self.instance.pk:
            return Author.objects.values_list("slug", flat=True).get(pk=self.instance.pk)
        if not slug:
            return free_slug(self.cleaned_data.get("name", ""))
        other = Author.everyone.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(f"{other} has this address. Choose another, for example {slug}-2.")
        return slug

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and data.get("base") is None:
            self.add_error(None, OTHER_TIME)
        if self.instance.pk and "name" in self.changed_data and "sort_name" not in self.changed_data:
            self._follow_name(data)
        if data.get("behind") and data.get("kind") != Author.Kind.PEN_NAME:
            self.add_error("behind", "Only a pen name has somebody behind it: choose that kind, or empty this.")
        for problem in self.rows.problems() if self.rows else ():
            self.add_error(None, problem)
        for field, faults in by_field(self.faults, self.fields) if self.faults else ():
            self.add_error(field, faults)
        return data

    def _follow_name(self, data: dict) -> None:
        """A sort name that was made from the old name is made anew; one written by hand stays."""
        if data.get("sort_name") == surname_first(self.initial.get("name", ""), self.initial.get("kind", "")):
            data["sort_name"] = ""

    def state(self) -> Words:
        """All that was typed: see authors.desk.saving.state_of. Wrong fields are left out."""
        words = {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}
        return words | facts_in(self.cleaned_data) | (self.rows.words() if self.rows else {})

    def pinned_lines(self) -> list[str]:
        return self.cleaned_data["pinned"].split()


def by_field(error: ValidationError, fields: Iterable[str]) -> list[tuple[str | None, list[str]]]:
    """What is wrong, under the names of the form's own fields; None for all else."""
    if not hasattr(error, "error_dict"):
        return [(None, error.messages)]
    return [(name if name in fields else None, faults) for name, faults in error.message_dict.items()]


class AliasForm(forms.ModelForm):
    """Once added it is taken out or kept, never renamed."""

    class Meta:
        model = AuthorAlias
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["name"].disabled = True

    def clean_name(self) -> str:
        return lettered(self.cleaned_data["name"])


class OutletForm(forms.ModelForm):
    class Meta:
        model = Outlet
        fields = ("name", "url")

    def clean_name(self) -> str:
        name = lettered(self.cleaned_data["name"])
        other = Outlet.objects.filter(key=match_key(name)).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(f"{other} is on the list already.")
        return name


class NamedOnceFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if getattr(form, "cleaned_data", {}).get("name") and not self._goes(form)]
        names = repeated(form.cleaned_data["name"] for form in kept)
        if names:
            raise ValidationError(f"{names[0]} stands here twice. Take one of the two lines out.")

    def _goes(self, form: forms.ModelForm) -> bool:
        return bool(self.can_delete and form.cleaned_data.get("DELETE"))


def repeated(names: Iterable[str]) -> list[str]:
    """The names that stand there more than once, however they are spelled."""
    names = list(names)
    counts = Counter(map(match_key, names))
    return [name for name in names if counts[match_key(name)] > 1]
