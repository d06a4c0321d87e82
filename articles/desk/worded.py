"""A byline in other words, on the writing form: checked over the rows that are typed there, and read out."""

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import paper
from articles.bylines import sentence
from articles.models import Edition
from articles.sentences import isolated
from articles.wording import Line, faults
from authors.models import Author
from paper.models import direction_of

if TYPE_CHECKING:
    from articles.desk.forms import ArticleForm

MOVED = "The bylines are not those that this was written over. It reads now: “{}” Save again if that is right, or change it."


class Row(NamedTuple):
    author: Author
    role: str
    name: str  # as printed


class WordingOnForm:
    """Of one form. `worded` goes out with it and comes back: which rows under which words were read out already."""

    def __init__(self, form: "ArticleForm") -> None:
        self._form = form
        self.worded = form.data.get("worded", "")[:16]

    @property
    def places(self) -> list[tuple[str, str]]:
        """What to write for each name."""
        return [(f"{{{place}}}", row.name) for place, row in enumerate(self._rows(), 1)]

    @property
    def reads(self) -> str:
        """What readers would get; "" while something is wrong with it."""
        return "" if self._form.errors.get("byline_wording") else self._reading(self._form.instance.byline_wording)

    @property
    def language(self) -> str:
        return self._form.instance.language or paper.current().language

    @property
    def direction(self) -> str:
        return self._form.instance.direction or direction_of(self.language)

    def faults(self) -> list[str]:
        """Why the wording does not go with the rows. Where rows moved under it, it is read out once before it is kept."""
        typed = self._form.cleaned_data
        text, rows = typed.get("byline_wording", ""), self._rows()
        if not text or not self._form.bylines.is_valid():
            return []
        lines = [Line(row.name, row.role) for row in rows]
        found = faults(text, lines, house=typed.get("signed_by_house", False))
        return found or self._moved(text, rows)

    def _moved(self, text: str, rows: list[Row]) -> list[str]:
        now = self._digest(rows, text)
        same = [row[:2] for row in rows] == [row[:2] for row in self._served()]
        if same or "byline_wording" in self._form.changed_data or self.worded == now:
            return []
        self.worded = now
        return [MOVED.format(isolated(self._reading(text), "ltr"))]

    def _reading(self, text: str) -> str:
        credits = [{"author": None, "name": row.name, "role": row.role} for row in self._rows()]
        house = self._form.instance.signed_by_house
        return sentence(
            Edition(
                language=self.language,
                direction=self.direction,
                credits=credits,
                signed_by_house=house,
                byline_wording=text,
            )
        )

    def _rows(self) -> list[Row]:
        """As typed; none while one of them is wrong."""
        bylines = self._form.bylines
        if not bylines.is_bound:
            return self._served()
        credits = bylines.credits if bylines.is_valid() else []
        return [Row(one.author, one.role, one.credited_as or one.author.name) for one in credits]

    def _served(self) -> list[Row]:
        rows = self._form.bylines.initial or []
        return [Row(row["author"], row["role"], row["credited_as"] or row["author"].name) for row in rows]

    @staticmethod
    def _digest(rows: list[Row], text: str) -> str:
        told = "\n".join([text, *(f"{row.author.pk or row.author.name} {row.role}" for row in rows)])
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
