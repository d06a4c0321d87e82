"""What the desk alone decides of an author, beside the words of the profile: told, merged and put like these."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Model

from authors.models import Author
from authors.models.words import Words
from paper.merging import Choice, Flag, Line

FACTS: tuple[Line, ...] = (
    Choice("kind", "Kind", labels=dict(Author.Kind.choices)),
    Choice("standing", "Standing", labels=dict(Author.Standing.choices)),
    Line("sort_name", "Sort name"),
    Line("slug", "Address"),
    Line("fediverse", "Fediverse handle"),
    Choice("born_year", "Born"),
    Choice("died_year", "Died"),
    Choice("portrait", "Portrait"),
    Choice("department", "Department"),
    Choice("masthead_place", "Place on the masthead"),
    Flag("hidden", "Hidden"),
    Choice("behind", "Who writes under it"),
    Choice("contact_email", "Where the paper reaches them"),
    Choice("user", "Account"),
)
NAMES = tuple(fact.name for fact in FACTS)
LINKED = ("portrait", "department", "user")  # facts that are another row's number


def facts_of(author: Author) -> Words:
    """{"kind": "person", …, "department": 3, "user": None}"""
    return {name: getattr(author, _column(name)) for name in NAMES}


def facts_in(cleaned: dict[str, Any]) -> Words:
    """The same of a form's cleaned data; of the name too, where it may be written."""
    found = {name: cleaned[name] for name in ("name", *NAMES) if name in cleaned}
    return {name: value.pk if isinstance(value, Model) else value for name, value in found.items()}


def put_facts(author: Author, facts: Words) -> None:
    """Onto the author, not yet into the database."""
    for name in ("name", *NAMES):
        if name in facts:
            setattr(author, _column(name), facts[name])


def clean_facts(author: Author, facts: Words) -> Words:
    """The same, checked as the model checks them. Raises ValidationError by field."""
    tried = Author(pk=author.pk)
    put_facts(tried, facts)
    checked = {"name", *NAMES} & {*facts}
    tried.clean_fields(exclude={field.name for field in Author._meta.get_fields()} - checked)
    tried.validate_constraints()
    return facts


def labelled(facts: Iterable[Line], states: Iterable[Words]) -> list[Line]:
    """The facts, those that are other rows' numbers with the names of these rows. A query for each that is set."""
    said = list(states)
    return [_with_names(fact, said) if isinstance(fact, Choice) and fact.name in LINKED else fact for fact in facts]


def _with_names(fact: Choice, states: list[Words]) -> Choice:
    pks = {state.get(fact.name) for state in states} - {None}
    rows: Any = Author._meta.get_field(fact.name).related_model
    return replace(fact, labels={row.pk: str(row) for row in rows._default_manager.filter(pk__in=pks)})


def _column(name: str) -> str:
    return f"{name}_id" if name in LINKED else name
