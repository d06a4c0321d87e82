"""The words of a story that show why it was found, with what was asked for marked."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from articles.cards import Card
from articles.models.search_entry import SearchEntry
from articles.search.asking import Phrase, Question
from articles.search.words import Term, are_neighbours, terms, words_beginning

LENGTH = 240  # characters of an extract
BEFORE = 60  # of them before the first that is marked
READ = 30_000  # characters of a text that are looked through for the place that shows most


class Hit(NamedTuple):
    start: int
    end: int
    clause: int  # which of what was asked for it is


def found_cards(entries: Sequence[SearchEntry], question: Question) -> list[Card]:
    """The stories' cards, their headlines marked and an extract in the deck's place; both are HTML."""
    seekers: dict[str, Seeker] = {}
    for entry in entries:
        if entry.stems not in seekers:
            seekers[entry.stems] = Seeker([clause.phrase(entry.stems) for clause in question.wanted], entry.stems)
    return [_found(entry, seekers[entry.stems]) for entry in entries]


def _found(entry: SearchEntry, seeker: "Seeker") -> Card:
    card = entry.edition.card
    return replace(card, headline=seeker.marked(card.headline), deck=seeker.extract(card.deck, entry.text))


class Seeker:
    """Finds phrases in texts of one language."""

    def __init__(self, phrases: list[Phrase], stems: str) -> None:
        self._stems, self._count = stems, len(phrases)
        self._longest = max((len(phrase.terms) for phrase in phrases), default=1)
        self._by_last: dict[str, list[tuple[int, Phrase]]] = {}
        self._beginning: list[tuple[int, Phrase]] = []
        self._word = words_beginning({term[0] for phrase in phrases for term in phrase.terms}, stems)
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
        spans = _joined(self.hits(text))
        if not spans:
            return escape(text)
        places = [0, *(place for span in spans for place in span), len(text)]
        plain = (text[start:end] for start, end in zip(places[::2], places[1::2], strict=True))
        within = (text[start:end] for start, end in spans)
        return format_html_join("", "{}<mark>{}</mark>", zip(plain, within, strict=False)) + escape(text[places[-2] :])

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
    text = " ".join(piece[: LENGTH + 1].split())
    if len(piece) <= LENGTH:
        return text
    space = text.rfind(" ", LENGTH - 40)
    return f"{text[:space].rstrip(',;:') if space > 0 else text[:LENGTH]}…"
