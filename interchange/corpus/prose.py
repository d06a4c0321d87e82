"""Invented prose: sentences by the patterns of `vocabulary`, and paragraphs made once, that stories are put together from.

A paragraph brings what search knows of it along, so that no story is cut into terms again.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from random import Random
from typing import NamedTuple

from articles.search.words import UNSPACED, stems_of, term_of, terms
from interchange.corpus import vocabulary
from interchange.corpus.vocabulary import COMMON_WORD, Tongue
from paper.prose import sanitize

PARAGRAPHS, PARAGRAPHS_OF_OTHERS = 3_000, 60  # of English, and of each other language
TURNS = 2_048  # how finely the frequency of words is told
SURNAMES, TOWNS = 6_000, 900
_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"(\w+)(?:’s(?!\w))?")
_AN = re.compile(r"\b([Aa]) (?=[aeio])")


class Block(NamedTuple):
    """A piece of a body: clean HTML, its text as extracts show it, its terms, and how many those are."""

    html: str
    text: str
    terms: str  # separated by spaces
    places: str  # the same in a tsvector's writing, its places to be filled in
    many: int


class _Known(dict[str, str]):
    """The terms of one language's words, as they are asked for."""

    def __init__(self, stems: str) -> None:
        self._stems = stems

    def __missing__(self, word: str) -> str:
        term = term_of(word, self._stems)
        if not word.isdigit():  # of numbers there is no end
            self[word] = term
        return term


_known: dict[str, _Known] = {}


def terms_of(text: str, language: str) -> list[str]:
    """As `articles.search.words.terms` finds them; quicker in our own simple texts."""
    if UNSPACED.search(text):
        return [term.text for term in terms(text, stems_of(language))]
    known = _known.get(language) or _known.setdefault(language, _Known(stems_of(language)))
    return [known[word] for word in _WORD.findall(text)]


def block_of(html: str, text: str, language: str) -> Block:
    """`text`: a line for each line of the HTML."""
    found = terms_of(text, language)
    return Block(html, text, " ".join(found), " ".join(f"'{term}':%d" for term in found), len(found))


def often_first(words: Iterable[str], turns: int = TURNS) -> list[str]:
    """The words, each as often as its place tells (the second half as often as the first, and so on): every one at least once."""
    known = list(words)
    whole = sum(1 / (place + 1) for place in range(len(known)))
    return [word for place, word in enumerate(known) for _ in range(max(1, round(turns / (place + 1) / whole)))]


class Writer:
    """Writes in one language. What it writes follows from `chance` alone."""

    def __init__(self, chance: Random, tongue: Tongue | None = None, names: "Writer | None" = None) -> None:
        self.chance, self.language = chance, tongue.language if tongue else "en"
        self.direction = tongue.direction if tongue else "ltr"
        self.tongue = tongue
        self.surnames: list[str] = names.surnames if names else _made(chance, SURNAMES, vocabulary.ENDINGS_OF_NAMES)
        self.towns: list[str] = (
            names.towns if names else often_first(_made(chance, TOWNS, vocabulary.ENDINGS_OF_PLACES))
        )
        self._patterns: dict[str, list[str | Callable[[], str]]] = {}
        self._lists = _lists(tongue)

    def say(self, patterns: tuple[str, ...]) -> str:
        """One of the patterns, its slots filled, with a capital at its beginning."""
        pattern = patterns[int(self.chance.random() * len(patterns))]
        parts = self._patterns.get(pattern) or self._read(pattern)
        said = "".join([part if part.__class__ is str else part() for part in parts])  # type: ignore[operator, misc]
        return _AN.sub(r"\1n ", said[0].upper() + said[1:])

    def _read(self, pattern: str) -> list[str | Callable[[], str]]:
        parts = [self._slot(part) if place % 2 else part for place, part in enumerate(_SLOT.split(pattern))]
        self._patterns[pattern] = parts
        return parts

    def _slot(self, name: str) -> Callable[[], str]:
        made = {"person": self.person, "number": self.number, "case": self.case, "COMMON": lambda: COMMON_WORD}
        if name in made:
            return made[name]
        words, random = self.towns if name == "place" else self._lists[name], self.chance.random
        return lambda: words[int(random() * len(words))]

    def person(self) -> str:
        given, names, random = vocabulary.GIVEN, self.surnames, self.chance.random
        return f"{given[int(random() * len(given))]} {names[int(random() * len(names))]}"

    def number(self) -> str:
        return str(2 + int(self.chance.random() ** 3 * 2_000))

    def case(self) -> str:
        return str(int(self.chance.random() * 9_000_000) + 1_000_000)

    def paragraph(self, sentences: int) -> str:
        patterns = self.tongue.sentences if self.tongue else vocabulary.SENTENCES
        between = "" if self.language == "ja" else " "
        return between.join(self.say(patterns) for _ in range(sentences))

    def headline(self) -> str:
        return self.say(self.tongue.headlines if self.tongue else vocabulary.HEADLINES)

    def pool(self) -> list[Block]:
        """The paragraphs stories of this language are put together from."""
        if self.tongue:
            return [self._block("<p>{}</p>", [self.paragraph(4)]) for _ in range(PARAGRAPHS_OF_OTHERS)]
        return [self._any_block(place) for place in range(PARAGRAPHS)]

    def heading(self) -> Block:
        return self._block("<h2>{}</h2>", [self.say(vocabulary.HEADINGS)])

    def _any_block(self, place: int) -> Block:
        if place % 40 == 7:
            items = [self.say(vocabulary.ITEMS) for _ in range(self.chance.randint(3, 6))]
            return self._block("<ul>" + "<li>{}</li>" * len(items) + "</ul>", items)
        if place % 40 == 17:
            return self._block("<blockquote><p>{}</p></blockquote>", [self.paragraph(1)])
        text = self.paragraph(self.chance.choice((2, 2, 3, 3, 3, 4)))
        return self._linked(text) if place % 8 == 3 else self._block("<p>{}</p>", [text])

    def _linked(self, text: str) -> Block:
        """With a link on a few of its words."""
        words = text.split(" ")
        start = self.chance.randrange(len(words) - 4)
        before, inside, after = (escape(" ".join(part), quote=False) for part in _cut(words, start, start + 3))
        address = f"https://archive.example/{self.case()}/"
        return self._checked(f'<p>{before} <a href="{address}">{inside}</a> {after}</p>', text)

    def _block(self, frame: str, texts: list[str]) -> Block:
        return self._checked(frame.format(*(escape(text, quote=False) for text in texts)), "\n".join(texts))

    def _checked(self, html: str, text: str) -> Block:
        return block_of(sanitize(html), text, self.language)


def _cut(words: list[str], start: int, end: int) -> tuple[list[str], list[str], list[str]]:
    return words[:start], words[start:end], words[end:]


def _lists(tongue: Tongue | None) -> dict[str, list[str]]:
    if tongue:
        return {"noun": often_first(tongue.nouns), "deed": often_first(tongue.deeds)}
    return {
        "noun": often_first(vocabulary.NOUNS), "people": often_first(vocabulary.PEOPLE), "time": often_first(vocabulary.TIMES),
        "quality": often_first(vocabulary.QUALITIES), "deed": often_first(vocabulary.DEEDS),
        "doing": often_first(vocabulary.DOINGS), "matter": often_first(vocabulary.MATTERS),
    }  # fmt: skip


def _made(chance: Random, many: int, endings: tuple[str, ...]) -> list[str]:
    """Names nobody has: of syllables."""
    every = [f"{a}{b}{c}" for a in vocabulary.BEGINNINGS for b in vocabulary.MIDDLES for c in endings]
    return chance.sample(every, min(many, len(every)))
