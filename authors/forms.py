"""The desk's forms for authors, and for the rows that belong to one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from authors.desk import doubts_in, repeated
from authors.models import Author, AuthorAlias, AuthorLink, BioVersion, Outlet, OutletCredit, match_key
from authors.models.author import free_slug, surname_first
from paper.addresses import canonical

LAST = 32_767  # where a row without a place stands: behind all others
BIOS = ("bio", "short_bio")


class AuthorForm(forms.ModelForm):
    """`base` is the version of the bio that was opened: a save of an older one is refused, nothing is overwritten."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        help_texts = {
            "short_bio": "Under stories, in place of the bio above. Empty: the bio above stands there too.",
        }
        error_messages = {"user": {"unique": "This account belongs to another author already."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].initial = newest_version(self.instance)
        for name in BIOS:
            if name in self.fields:
                self._warn(name)

    def _warn(self, name: str) -> None:
        html = self.data.get(self.add_prefix(name), "") if self.is_bound else getattr(self.instance, name)
        context = {"doubts": doubts_in(html), "help": self.fields[name].help_text}
        self.fields[name].help_text = render_to_string("admin/authors/author/_doubts.html", context)

    def clean_slug(self) -> str:
        slug = canonical(self.cleaned_data["slug"])
        if not slug and self.instance.pk:
            return Author.objects.values_list("slug", flat=True).get(pk=self.instance.pk)
        if not slug:
            return free_slug(self.cleaned_data.get("name", ""))
        other = Author.objects.filter(slug=slug).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(f"{other} has this address. Choose another, for example {slug}-2.")
        return slug

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and "name" in self.changed_data and "sort_name" not in self.changed_data:
            self._follow_name(data)
        if self.instance.pk and set(BIOS) & set(self.changed_data):
            self._refuse_an_older_base(data)
        return data

    def _follow_name(self, data: dict) -> None:
        """A sort name that was made from the old name is made anew; one written by hand stays."""
        if data.get("sort_name") == surname_first(self.initial.get("name", ""), self.initial.get("kind", "")):
            data["sort_name"] = ""

    def _refuse_an_older_base(self, data: dict) -> None:
        Author.objects.select_for_update(no_key=True).filter(pk=self.instance.pk).first()  # two saves, one at a time
        if newest_version(self.instance) != (data.get("base") or 0):
            raise ValidationError(
                "Somebody saved this bio since you opened it. Your words are still here: copy them, open the author "
                "again, and see in the history below what was changed."
            )


def newest_version(author: Author) -> int:
    """The number of the bio's latest version; 0 where there is none."""
    return BioVersion.objects.filter(author=author.pk).values_list("pk", flat=True).first() or 0 if author.pk else 0


class RowForm(forms.ModelForm):
    """A row with a place in the author's own order. Empty: behind the others."""

    order = forms.IntegerField(label="place", required=False, min_value=0, max_value=LAST)

    def clean_order(self) -> int:
        order = self.cleaned_data.get("order")
        return LAST if order is None else order


class LinkForm(RowForm):
    class Meta:
        model = AuthorLink
        fields = ("label", "url", "order")
        widgets = {"url": forms.URLInput}


class NamedOnce(forms.ModelForm):
    """A row that is called something: once added it is taken out or kept, never renamed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["name"].disabled = True
            self.fields["name"].initial = self.initial["name"] = str(self.instance)

    def clean_name(self) -> str:
        return lettered(self.cleaned_data["name"])


class OutletCreditForm(NamedOnce, RowForm):
    """An outlet by its name, offered as one types; a new name makes a new outlet."""

    name = forms.CharField(label="outlet", max_length=160, widget=forms.TextInput(attrs={"list": "outlets"}))

    class Meta:
        model = OutletCredit
        fields = ("order",)

    field_order = ("name", "order")

    def save(self, commit: bool = True) -> OutletCredit:
        if not self.instance.pk:
            self.instance.outlet = Outlet.called(self.cleaned_data["name"])
        return super().save(commit)


class AliasForm(NamedOnce):
    class Meta:
        model = AuthorAlias
        fields = ("name",)


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


def lettered(name: str) -> str:
    """The name, if it can be matched at all."""
    if not match_key(name):
        raise ValidationError("Write a name with at least one letter or digit.")
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
