"""The corrections of the writing form: rows of a kind, a text, and whether it stands at the top."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from articles.models import Article, Correction
from articles.models.correction import LONGEST, new_key

KEY = re.compile(r"[0-9a-z]{1,16}")
EMPTY_LINES = "\n\n"


class CorrectionForm(forms.Form):
    key = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What it is", choices=Correction.Kind.choices)
    text = forms.CharField(
        label="What readers are told",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    top = forms.BooleanField(label="At the top: the fact mattered", required=False)


class CorrectionRows(forms.BaseFormSet):
    """All rows at once. A row without a text is none."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Take out"

    def get_form_kwargs(self, index: int | None) -> dict:
        return {**super().get_form_kwargs(index), "use_required_attribute": False}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The words of each row: {"key", "kind", "text", "top"}. A new row gets its key here, once."""
        if not self.is_bound:
            return list(self.initial or [])
        if not hasattr(self, "_rows"):
            keys: set[str] = set()
            self._rows = [self._words(form.cleaned_data, keys) for form in self.forms if self._is_written(form)]
        return self._rows

    @staticmethod
    def _is_written(form: forms.Form) -> bool:
        found = getattr(form, "cleaned_data", {})
        return bool(found.get("text", "").strip()) and not found.get("DELETE")

    @staticmethod
    def _words(found: dict[str, Any], keys: set[str]) -> dict[str, Any]:
        """`keys` are those taken by the rows before. A row keeps its key also where somebody took it out meanwhile."""
        key = found["key"] if KEY.fullmatch(found["key"]) and found["key"] not in keys else new_key()
        keys.add(key)
        text = EMPTY_LINES.join(" ".join(part.split()) for part in found["text"].splitlines() if part.strip())
        return {"key": key, "kind": found["kind"], "text": text, "top": found["top"]}

    def unsaved(self) -> list[Correction]:
        return [Correction(order=place, **row) for place, row in enumerate(self.rows)]

    def differs(self) -> bool:
        return self.rows != list(self.initial or [])

    def save(self, story: Article) -> None:
        """Put these rows in the place of the story's."""
        story.corrections.all().delete()
        rows = self.unsaved()
        for row in rows:
            row.article = story
        Correction.objects.bulk_create(rows)


CorrectionFormSet = forms.formset_factory(CorrectionForm, formset=CorrectionRows, extra=1, can_delete=True)


def rows_of(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """What the formset starts from."""
    return [correction.words() for correction in corrections]
