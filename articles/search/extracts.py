"""The words of a story that show why it was found, with what was asked for marked."""

import re
from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from articles.cards import Card
from articles.search.asking import Phrase, Question
from articles.search.words import Term, are_neighbours, terms, words_like

if TYPE_CHECKING:
    from articles.search.listed import Listed

LENGTH = 240  # characters of an extract
BEFORE = 60  # of them before the first that is marked
READ = 30_000  # characters of a text that are looked through for the place that shows most
_UNENDED = re.compile(r"(?<=[^\s.!?…:;,،؛؟。！？、»”’\"')])\n+")  # after a heading or a cell, which no sign ends
OPENED, CLOSED = SafeString("<mark>"), SafeString("</mark>")


class Hit(NamedTuple):
    start: int
    end: int
    clause: int  # which of what was asked for it is


class Found(NamedTuple):
    """A story that was found: its headline with marks, and of its words those that show why; both are HTML. `on` and `day` say
    when it was first published, to machines and to people."""

    card: Card
    headline: SafeString
    extract: SafeString
    on: str
    day: str


class Marker:
    """Makes what a page shows of the stories that answer one question."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._seekers: dict[str, Seeker] = {}

    def found(self, listed: "Listed", stems: str, text: str) -> Found:
        """Of a story with this text, whose terms have these stems."""
        seeker, card = self._seeker(stems), listed.card
        return Found(card, seeker.marked(card.headline), seeker.extract(card.deck, text), listed.on, listed.day)

    def _seeker(self, stems: str) -> "Seeker":
        if stems not in self._seekers:
            phrases = [clause.phrase(stems) for clause in self._question.wanted]
            self._seekers[stems] = Seeker(phrases, stems)
        return self._seekers[stems]


class Seeker:
    """Finds phrases in texts of one language."""

    def __init__(self, phrases: list[Phrase], stems: str) -> None:
        self._stems, self._count = stems, len(phrases)
        self._longest = max((len(phrase.terms) for phrase in phrases), default=1)
        self._by_last: dict[str, list[tuple[int, Phrase]]] = {}
        self._beginning: list[tuple[int, Phrase]] = []
        self._word = words_like({term for phrase in phrases for term in phrase.terms}, stems)
        for clause, phrase in enumerate(phrases):
            if phrase.begins:
                self._beginning.append((clause, phrase))
            else:
                self._by_last.setdefault(phrase.terms[-1], []).append((clause, phrase))

    def hits(self, text: str) -> Iterator[Hit]:
        recent = deque[Term](maxlen=self._longest)
        if not self._count:
            return
        for term in terms(text, self._stems, self._word):
            recent.append(term)
            for clause, phrase in self._by_last.get(term.text, ()):
                if start := _starts(recent, phrase, text):
                    yield Hit(start.start, term.end, clause)
            for clause, phrase in self._beginning:
                last = phrase.terms[-1]
                if term.text.startswith(last) and (start := _starts(recent, phrase, text)):
                    yield Hit(start.start, term.start + len(last), clause)

    def marked(self, text: str) -> SafeString:
        """The text as HTML, every hit in a <mark>; hits that touch in one."""
        html, place = SafeString(), 0
        for start, end in _joined(self.hits(text)):
            html += escape(text[place:start]) + OPENED + escape(text[start:end]) + CLOSED
            place = end
        return html + escape(text[place:])

    def extract(self, deck: str, text: str) -> SafeString:
        """Of the text what shows most of what was asked for; the deck where that shows as much, or the text shows nothing."""
        there, place = self._best_place(text[:READ])
        if deck and len({hit.clause for hit in self.hits(deck)}) >= there:
            return self.marked(deck)
        return self.marked(_cut(text, place))

    def _best_place(self, text: str) -> tuple[int, int]:
        """How many of the clauses stand close together, and where the first of them begins."""
        most, place, near = 0, 0, list[Hit]()
        for hit in self.hits(text):
            near = [*(one for one in near if hit.end - one.start < LENGTH - BEFORE), hit]
            count = len({one.clause for one in near})
            if count > most:
                most, place = count, near[0].start
            if count == self._count:
                break
        return most, place


def _starts(recent: deque[Term], phrase: Phrase, text: str) -> Term | None:
    """Where the phrase begins that ends in the last of these terms; the last itself is known to be right."""
    if len(phrase.terms) == 1:
        return recent[-1]
    row = list(recent)[-len(phrase.terms) :]
    same = len(row) == len(phrase.terms) and all(
        one.text == term for one, term in zip(row, phrase.terms[:-1], strict=False)
    )
    return row[0] if same and all(map(partial(are_neighbours, text), row, row[1:])) else None


def _joined(hits: Iterator[Hit]) -> list[tuple[int, int]]:
    """Where marks begin and end, in order: no two overlap."""
    spans: list[tuple[int, int]] = []
    for start, end, _ in sorted(hits):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _cut(text: str, place: int) -> str:
    """Around a place: from a paragraph's beginning or a space, up to a space."""
    start = max(0, place - BEFORE)
    line = text.rfind("\n", start, place)
    whole = start == 0 or line >= 0
    if not whole:
        space = text.find(" ", start, place)
        start = space if space >= 0 else start
    piece = text[line + 1 if line >= 0 else start :]
    return f"{'' if whole else '…'}{_shortened(piece)}"


def _shortened(piece: str) -> str:
    text = " ".join(_UNENDED.sub(" · ", piece[: LENGTH + 1]).split())
    if len(piece) <= LENGTH:
        return text
    space = text.rfind(" ", LENGTH - 40)
    return f"{text[:space].rstrip(',;:') if space > 0 else text[:LENGTH]}…"
