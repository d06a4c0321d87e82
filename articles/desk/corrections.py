"""The corrections of the writing form: rows of a kind, a text, and whether it stands at the top."""

from collections.abc import Iterable
from typing import Any

from django import forms

from articles.models import Article, Correction
from articles.models.correction import LONGEST, new_key

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
        if not hasattr(self, "_rows"):
            self._rows = [self._words(form.cleaned_data) for form in self.forms if self._is_written(form)]
        return self._rows

    @staticmethod
    def _is_written(form: forms.Form) -> bool:
        found = getattr(form, "cleaned_data", {})
        return bool(found.get("text", "").strip()) and not found.get("DELETE")

    def _words(self, found: dict[str, Any]) -> dict[str, Any]:
        known = {row["key"] for row in self.initial or []}
        text = EMPTY_LINES.join(" ".join(part.split()) for part in found["text"].splitlines() if part.strip())
        key = found["key"] if found["key"] in known else new_key()
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
