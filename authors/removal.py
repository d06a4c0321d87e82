"""Sentences of a bio that say nothing the profile's data does not say: they may go, if somebody wants them to.

A sentence is read from its first word to its last. One word that is not accounted for keeps it.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

from authors.bioprose import PARAGRAPH, Names, characters, sentences
from authors.bioyears import YEARS, span
from authors.care import LINK, PROSE
from authors.outlets import listings, name_key
from paper.prose import sanitize_bio

LONGEST = 2_000  # characters of a sentence that is read
MOST = 20  # sentences that are offered at once
WORK = r"(?:articles|journalism|pieces|reporting|stories|work|writing)"
PUBLISHED = r"(?:has|have)(?: also)? (?:appeared|been published|run) (?:in|on|at) "
WROTE_FOR = r"has(?: also)? (?:been published in|contributed to|freelanced for|reported for|written for) "
IS = r"(?:is|serves as|works as)(?: currently| now)? (?:(?:an?|the|our|the paper's) )?"
TRADE = r"(?:journalism|news|the (?:news )?(?:business|trade))"
AND_ANOTHER = r"(?:,? and|,|; and|;|,? as well as) (?:(?:in|on|for) )?(?:the )?"
JOINT = re.compile(r"(?:, and|,| and) ", re.IGNORECASE)
PRONOUN = re.compile(r"(?:he|she|they) ", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A sentence that may go: it stands in `field`, number `index` of paragraph number `paragraph`, both from 0.

    `says` are the facts it repeats, in words. `without` is the field's clean HTML when it has gone: "" if nothing is
    left, which `empties` says too.
    """

    field: str
    text: str
    paragraph: int
    index: int
    says: list[str]
    without: str

    @property
    def empties(self) -> bool:
        return not self.without


def removable(
    words: Mapping[str, Any], *, name: str, published_year: int, known_outlets: Collection[str] = ()
) -> list[Sentence]:
    """Return the sentences of bio and short bio that the data says in full.

    `words` as for `care.look`; `published_year` is when the text was written: a span of years is counted from it.
    Of `known_outlets` one called "Health and Science" is not taken for the two that are on the author's list.
    """
    facts = _Facts.of(words, name, published_year, frozenset(known_outlets))
    return list(islice((one for prose in PROSE for one in _in_field(prose, words.get(prose) or "", facts)), MOST))


# One field ----------------------------------------------------------------------------------------------


def _in_field(prose: str, html: str, facts: "_Facts") -> Iterator[Sentence]:
    for number, paragraph in enumerate(PARAGRAPH.finditer(html)):
        letters = [(letter, start, end) for text, start, end in characters(paragraph[1]) for letter in text]
        text = "".join(letter for letter, _, _ in letters)
        for index, (start, end) in enumerate(sentences(text)):
            says = facts.told_by(text[start:end]) if end - start <= LONGEST else []
            places = [(one, other) for _, one, other in letters[start:end]]
            if says and _links(paragraph[1], places) <= facts.addresses:
                gap = [(one, other) for _, one, other in letters[len(text[:start].rstrip()) : start]]
                without = _without(html, paragraph, gap + places)
                yield Sentence(prose, " ".join(text[start:end].split()), number, index, says, without)


def _links(inner: str, places: list[tuple[int, int]]) -> set[str]:
    """The addresses that the letters at `places` lead to."""
    first, last = places[0][0], places[-1][1]
    opened = inner.rfind("<a ", 0, first)
    begin = opened if opened > inner.rfind("</a>", 0, first) else first
    return {unescape(found[1]) for found in LINK.finditer(inner, max(begin, 0), last)}


def _without(html: str, paragraph: re.Match[str], places: list[tuple[int, int]]) -> str:
    """The whole field without these letters; tags stay for what is left in them, and go where nothing is."""
    kept, reached = [], 0
    for start, end in places:
        kept.append(paragraph[1][reached:start])
        reached = end
    inner = "".join(kept) + paragraph[1][reached:]
    return sanitize_bio(html[: paragraph.start(1)] + inner + html[paragraph.end(1) :])


# What the data says -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Clause:
    """A way to say a fact: `says` it as the data does, where `holds` agrees with what was matched."""

    pattern: re.Pattern[str]
    says: str
    holds: Callable[[re.Match[str]], bool] = bool

    def said(self, found: re.Match[str]) -> str:
        these = found["these"] if "these" in found.re.groupindex else None
        return f"{self.says} {these}" if these else self.says


@dataclass(frozen=True)
class _Facts:
    names: Names
    clauses: tuple[_Clause, ...]
    addresses: frozenset[str]
    outlets: frozenset[tuple[str, ...]]  # by key
    known: frozenset[str]

    @classmethod
    def of(cls, words: Mapping[str, Any], name: str, year: int, known: frozenset[str]) -> "_Facts":
        rows = [*(words.get("links") or ()), *(words.get("outlets") or ())]
        addresses = {row.get("url") or "" for row in rows} | {f"mailto:{words.get('email') or ''}"}
        names = Names.of(name)
        outlets = frozenset(name_key(row.get("name") or "") for row in words.get("outlets") or ())
        return cls(names, tuple(_clauses(words, names, year)), frozenset(addresses), outlets, known)

    def told_by(self, sentence: str) -> list[str]:
        """Return the facts that the sentence is made of; [] where it says anything else too."""
        text = _plain(sentence).rstrip(".!")
        read = listings(" ".join(sentence.split()), self.known)[0]
        if any(name_key(name) not in self.outlets for listing in read for name in listing.names):
            return []
        opening = self.names.opening(text)
        at = opening + 1 if opening and text[opening : opening + 1] == " " else 0
        says: list[str] = []
        while found := self._next(text, at):
            at = found[0]
            says.append(found[1])
            if at == len(text):
                return list(dict.fromkeys(says))
        return []

    def _next(self, text: str, at: int) -> tuple[int, str] | None:
        """Return (where the clause that begins at `at` ends, what it says), an "and" before it aside."""
        joint = JOINT.match(text, at)
        if joint:
            pronoun = PRONOUN.match(text, joint.end())
            at = pronoun.end() if pronoun else joint.end()
        matches = [(clause, clause.pattern.match(text, at)) for clause in self.clauses]
        ends = [(found.end(), clause.said(found)) for clause, found in matches if found and clause.holds(found)]
        return max(ends, default=None)


def _clauses(words: Mapping[str, Any], names: Names, year: int) -> Iterator[_Clause]:
    position, place, beat, email = (words.get(key) or "" for key in ("position", "place", "beat", "email"))
    subjects = [beat, *re.split("[,;]", words.get("expertise") or "")]
    outlets = [row.get("name") or "" for row in words.get("outlets") or ()]
    if position:
        yield _clause(rf"{IS}{_any_of([position])}", f"Position: {position}")
    if place:
        yield _clause(rf"(?:is|,?) ?(?:based|located) in {_any_of([place])}", f"Based in {place}")
    if beat:
        yield _clause(rf"(?:covers|reports on|writes about|,? covering) {_any_of([beat])}", f"Covers {beat}")
    if any(map(str.strip, subjects)):
        yield _clause(rf"(?:speciali[sz]es in|is an expert (?:in|on)) (?P<these>{_several_of(subjects)})", "Subjects:")
    if any(outlets):
        whose = "|".join(["his", "her", "their", *(rf"{re.escape(_plain(form))}'s" for form in names.forms)])
        yield _clause(
            rf"(?:(?:{whose}) {WORK} {PUBLISHED}|{WROTE_FOR})(?P<these>{_several_of(outlets)})",
            "Work has appeared in",
        )
    if email:
        yield _clause(
            rf"(?:you can )?(?:contact|e-?mail|reach|write to) (?:him|her|them)(?: at)? {_any_of([email])}",
            f"Contact: {email}",
        )
    yield from _years(words.get("start_year"), subjects, year)


def _years(start_year: int | None, subjects: list[str], year: int) -> Iterator[_Clause]:
    if start_year is None:
        return

    def holds(found: re.Match[str]) -> bool:
        least, most = span(found)
        return least <= year - start_year <= most

    says = f"In the trade since {start_year}"
    of_subject = rf"|(?P<these>in {_several_of(subjects)})" if any(map(str.strip, subjects)) else ""
    yield _clause(
        rf"(?:has|brings) {YEARS} (?:of )?(?:professional )?experience(?: (?:in {TRADE}{of_subject}))?", says, holds
    )
    yield _clause(rf"has (?:been a journalist|been in {TRADE}|worked in {TRADE}) for {YEARS}", says, holds)
    yield _clause(rf"has (?:been a journalist|been in {TRADE}|worked in {TRADE}) since {start_year}", says)


def _clause(pattern: str, says: str, holds: Callable[[re.Match[str]], bool] = bool) -> _Clause:
    return _Clause(re.compile(rf"{pattern}(?!\w)", re.IGNORECASE), says, holds)


def _several_of(names: list[str]) -> str:
    return rf"{_any_of(names)}(?:{AND_ANOTHER}{_any_of(names)})*"


def _any_of(names: list[str]) -> str:
    """A pattern for one of the names, the longest first, with or without "the"."""
    plain = {_plain(name).removeprefix("the ").removeprefix("The ") for name in names if name.strip()}
    longest_first = sorted(plain, key=lambda name: (-len(name), name))
    return rf"(?:the )?(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"


def _plain(text: str) -> str:
    """On one line, with straight apostrophes, and "and" for its sign."""
    return " ".join(re.sub("[’ʼ]", "'", text).replace("&", " and ").split())
