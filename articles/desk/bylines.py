"""The bylines of the writing form: ordered rows in which an author is named, found or made."""

import re
from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article, Byline
from authors.models import Author, NameChange
from authors.models.author import match_key

if TYPE_CHECKING:
    from accounts.models import User

SUGGESTED = 12
LONGEST_NAME = 160  # of an author
IN_BRACKETS = re.compile(r"(?P<name>.*)\[(?P<slug>[^\[\]]+)\]\s*\Z", re.DOTALL)
TWICE = "This person is credited twice for the same work. Take one of the two lines out."
SEVERAL = "Several authors have this name. Type it again and choose one from the list: its address stands in brackets."
UNKNOWN = "No author has this name yet. Check the spelling, or ask an editor to add them."


def suggestions(typed: str) -> list[dict[str, str]]:
    """Authors whose name holds what is typed: what to fill in, and who that is. Names borne by several carry an address."""
    key = match_key(typed)
    if len(key) < 2:
        return []
    found = list(
        Author.objects.filter(key__contains=key)
        .only("name", "key", "slug", "position")
        .order_by("sort_name", "pk")[:SUGGESTED]
    )
    found.sort(key=lambda author: not author.key.startswith(key))
    keys = [author.key for author in found]
    return [
        {"value": f"{a.name} [{a.slug}]" if keys.count(a.key) > 1 else a.name, "about": a.position} for a in found
    ]  # fmt: skip


def author_called(typed: str, current: Author | None = None) -> Author | None:
    """The author meant by `typed`; `current` where it still fits; None for a name nobody has. Raises ValidationError."""
    bracketed = IN_BRACKETS.match(typed)
    if bracketed:
        return _at(bracketed["slug"].strip())
    if not match_key(typed):
        raise ValidationError("Write a name with letters in it.")
    if current and match_key(typed) == current.key:
        return current
    found = list(Author.objects.named(typed)[:2])
    if len(found) > 1:
        raise ValidationError(SEVERAL)
    return found[0] if found else None


def _at(slug: str) -> Author:
    one = Author.objects.at_slug(slug)
    if one is None:
        raise ValidationError("No author has the address in brackets. Type the name alone, and choose from the list.")
    return one


class Credit(NamedTuple):
    """A row as it will be saved. `author` may be one still to be made."""

    author: Author
    role: str
    credited_as: str


class BylineForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"list": "authors", "autocomplete": "off", "data-author": ""}),
    )
    role = forms.ChoiceField(label="As", choices=[(value, label.capitalize()) for value, label in Byline.Role.choices])
    credited_as = forms.CharField(label="Printed as", max_length=160, required=False)

    author: Author | None = None  # whom the name means, once the formset is clean

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if found.get("credited_as") and not found.get("name") and not found.get("DELETE"):
            self.add_error("name", "Whose name is this? Write the author here, or empty the line.")
        return found


class BylineRows(forms.BaseFormSet):
    """All rows at once. `user` decides whether a new name makes a new author."""

    user: "User"

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label, form.fields["DELETE"].label = "Place", "Take out"
        form.fields["ORDER"].widget.attrs["min"] = 1

    def clean(self) -> None:
        made: dict[str, Author] = {}
        credited = set()
        for row in self._named():
            try:
                row.author = self._author(row, made)
            except ValidationError as error:
                row.add_error("name", error)
                continue
            credit = (row.author.pk or row.author.name, row.cleaned_data.get("role"))
            if credit in credited:
                row.add_error("name", TWICE)
            credited.add(credit)

    def _named(self) -> list[Any]:
        return [
            row
            for row in self.forms
            if getattr(row, "cleaned_data", {}).get("name") and not row.cleaned_data.get("DELETE")
        ]

    def _author(self, row: Any, made: dict[str, Author]) -> Author:
        name = row.cleaned_data["name"]
        author = author_called(name, row.initial.get("author"))
        if author is None and not self.user.has_perm("authors.add_author"):
            raise ValidationError(UNKNOWN)
        if author is None and len(name) > LONGEST_NAME:
            raise ValidationError("This is too long for a name.")
        return author or made.setdefault(match_key(name), Author(name=name))

    @property
    def credits(self) -> list[Credit]:
        """The rows in their order: by number, those without one last."""
        rows = [row for row in self._named() if row.author]
        rows.sort(key=lambda row: row.cleaned_data.get("ORDER") or inf)
        left = self._left_behind(rows)
        return [Credit(row.author, row.cleaned_data["role"], self._printed(row, left)) for row in rows]

    def _printed(self, row: Any, left: dict[int, set[str]]) -> str:
        """As typed; but a window that was open while a name changed neither brings the old one back nor loses it."""
        typed, author = row.cleaned_data.get("credited_as", ""), row.author
        if typed:
            return "" if typed in left.get(author.pk, ()) else typed
        kept = {(saved["author"].pk, saved["role"]): saved["credited_as"] for saved in self.initial or []}
        was = kept.get((author.pk, row.cleaned_data["role"]), "")
        return was if row.cleaned_data["name"] == was != author.name else ""

    def _left_behind(self, rows: list[Any]) -> dict[int, set[str]]:
        """By author the printed names that a change everywhere replaced: one query, where anything is printed otherwise."""
        authors = [row.author.pk for row in rows if row.cleaned_data.get("credited_as") and row.author.pk]
        if not authors:
            return {}
        changes = NameChange.objects.filter(author__in=authors, scope=NameChange.Scope.EVERYWHERE).select_related(
            "author"
        )
        found: dict[int, set[str]] = {}
        for change in changes:
            found.setdefault(change.author_id, set()).update({*change.printings} - {change.author.name})
        return found

    def unsaved(self) -> list[Byline]:
        """The rows as bylines of nothing, for a preview."""
        return [Byline(author=c.author, role=c.role, credited_as=c.credited_as) for c in self.credits]

    def differs(self) -> bool:
        saved = [(row["author"].pk, row["role"], row["credited_as"]) for row in self.initial or []]
        return saved != [(credit.author.pk, credit.role, credit.credited_as) for credit in self.credits]

    def make_authors(self, *, by: "User") -> list[Author]:
        """Save the authors that are new with these rows. Returns them."""
        new = {id(row.author): row.author for row in self._named() if row.author and row.author.pk is None}
        return [author for author in new.values() if self._make(author, by=by)]

    def _make(self, author: Author, *, by: "User") -> bool:
        """False where somebody made one of this name at the same moment: theirs is credited then."""
        try:
            with transaction.atomic():
                author.save()
                author.keep(by=by)
        except IntegrityError:
            theirs = Author.objects.named(author.name).first()
            if theirs is None:
                raise
            for row in self._named():
                row.author = theirs if row.author is author else row.author
            return False
        return True

    def save(self, story: Article) -> None:
        """Put these rows in the place of the story's. New authors are made before: see `make_authors`."""
        story.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=story, order=order, **credit._asdict()) for order, credit in enumerate(self._todays())
        )

    def _todays(self) -> list[Credit]:
        """The credits; whoever was merged since the name was looked up stands as whom they are now, and once."""
        credits = self.credits
        today = Author.everyone.today(credit.author.pk for credit in credits)
        once: dict[tuple[int, str], Credit] = {}
        for credit in credits:
            author = today[credit.author.pk]
            once.setdefault((author.pk, credit.role), credit._replace(author=author))
        return list(once.values())


BylineFormSet = forms.formset_factory(BylineForm, formset=BylineRows, extra=1, can_order=True, can_delete=True)


def own_byline(user: "User") -> list[Byline]:
    """What a new story starts with: whoever writes it, if readers know them."""
    return [Byline(author=author) for author in Author.objects.filter(user=user)]


def rows_of(bylines: Iterable[Byline]) -> list[dict]:
    """What the formset starts from. Needs the authors loaded with the bylines."""
    return [
        {"name": b.author.name, "author": b.author, "role": b.role, "credited_as": b.credited_as} for b in bylines
    ]  # fmt: skip
