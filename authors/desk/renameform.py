"""What a change of name asks for."""

from typing import Any

from django import forms

from authors.models import Author, NameChange, match_key
from authors.models.author import surname_first

Scope = NameChange.Scope


class RenameForm(forms.Form):
    """`printed` is under which names stories were published, and how many: {"Ann Lee": 212}; `coming` of those scheduled."""

    new_name = forms.CharField(label="New name", max_length=160)
    sort_name = forms.CharField(
        label="In the directory",
        max_length=160,
        required=False,
        help_text="Empty: made from the new name, surname first.",
    )
    scope = forms.ChoiceField(label="Where it is printed", choices=Scope, widget=forms.RadioSelect)
    printings = forms.MultipleChoiceField(
        label="Printed names that are replaced", required=False, widget=forms.CheckboxSelectMultiple
    )
    private = forms.BooleanField(label="The old name stays private", required=False)
    note = forms.CharField(label="Why, for the record", max_length=300, required=False)

    def __init__(
        self, *args: Any, author: Author, printed: dict[str, int], coming: dict[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.author, self.printed, self.coming = author, printed, coming
        names = list(dict.fromkeys([*printed, *coming]))
        self.fields["scope"].error_messages["required"] = "Choose where the new name is printed."
        self.fields["new_name"].error_messages["required"] = "Write the new name."
        self.fields["printings"].choices = [(name, name) for name in names]
        self.fields["printings"].initial = [name for name in names if name == author.name]

    def clean_new_name(self) -> str:
        name = " ".join(self.cleaned_data["new_name"].split())
        if not match_key(name):
            raise forms.ValidationError("Write a name with at least one letter or digit.")
        if name == self.author.name:
            raise forms.ValidationError(f"{name} is the name already.")
        return name

    def clean_sort_name(self) -> str:
        return " ".join(self.cleaned_data["sort_name"].split())

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        everywhere = found.get("scope") == Scope.EVERYWHERE
        if (
            everywhere
            and self.fields["printings"].choices
            and not found.get("printings")
            and "printings" not in self.errors
        ):
            self.add_error("printings", "Tick the printed names that are replaced, or choose “from now on”.")
        if found.get("private") and found.get("scope") and self.still_printed:
            self.add_error(
                "private",
                f"Published stories would go on printing {self.author.name}: a name that readers see is not private. "
                "Choose “everywhere”, and tick it.",
            )
        return found

    @property
    def is_everywhere(self) -> bool:
        return self.cleaned_data.get("scope") == Scope.EVERYWHERE

    @property
    def replaced(self) -> list[str]:
        """The printed names that go; none from now on."""
        return self.cleaned_data.get("printings", []) if self.is_everywhere else []

    @property
    def still_printed(self) -> bool:
        """Whether published stories go on printing the old name."""
        return self.author.name in self.printed and self.author.name not in self.replaced

    @property
    def filed(self) -> str:
        """The name the directory will sort by."""
        return self.cleaned_data["sort_name"] or surname_first(self.cleaned_data["new_name"], self.author.kind)

    @property
    def ticks(self) -> list[dict[str, Any]]:
        """The printed names with their ticks and how many stories print them."""
        return [
            {
                "tick": one,
                "name": one.data["value"],
                "published": self.printed.get(one.data["value"], 0),
                "scheduled": self.coming.get(one.data["value"], 0),
            }
            for one in self["printings"]
        ]
