"""Sentences and paragraphs that stand twice in one text, word for word or but for one word."""

import re
from collections.abc import Iterator

from authors.bioprose import Names, sentences
from authors.spelling import are_near

FEWEST_WORDS = 4  # of a sentence; "Yes. Yes." is no slip
FEWEST_SIGNS = 8  # of a sentence in a script that parts no words
FEWEST_NEAR = 8  # words of a sentence that stands twice but for one of them
MOST_NEAR = 60
MOST_ALIKE = 20  # that one sentence is compared with
WORD = re.compile(r"\w+(?:['’-]\w+)*")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
TURNING = frozenset("no not never only first second third last next former latter".split())  # noqa: SIM905
SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "he",
        "her",
        "his",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "she",
        "that",
        "the",
        "their",
        "they",
        "to",
        "was",
        "with",
    ]
)

Words = tuple[str, ...]
Place = tuple[int, int, int]  # paragraph, and from where to where in its words


def doubled_paragraphs(paragraphs: list[str]) -> Iterator[int]:
    """Yield the number of each paragraph (words of one) that has stood before."""
    seen: set[str] = set()
    for number, paragraph in enumerate(paragraphs):
        key = " ".join(WORD.findall(paragraph.casefold()))
        if key in seen:
            yield number
        elif len(key.split()) >= 2 or UNSPACED.search(key):
            seen.add(key)


def doubled_sentences(paragraphs: list[str], names: Names) -> Iterator[Place]:
    """Yield each sentence that has stood before, in this paragraph or another; "Ann Lee is" and "She is" begin alike."""
    before = _Before()
    for number, paragraph in enumerate(paragraphs):
        for start, end in sentences(paragraph):
            words = _key(paragraph[start:end], names)
            if _is_long(words) and before.has(words):
                yield number, start, end
            before.add(words)


def _key(sentence: str, names: Names) -> Words:
    opening = names.opening(sentence)
    words = WORD.findall(sentence[opening:].casefold())
    return ("", *words) if opening else tuple(words)


def _is_long(words: Words) -> bool:
    text = "".join(words)
    return len(words) >= FEWEST_WORDS or (len(text) >= FEWEST_SIGNS and UNSPACED.search(text) is not None)


class _Before:
    """The sentences so far. One that differs from another in one word shares its first words with it, or its last."""

    def __init__(self) -> None:
        self.whole: set[Words] = set()
        self.alike: dict[tuple[str, Words], list[Words]] = {}

    def add(self, words: Words) -> None:
        self.whole.add(words)
        if FEWEST_NEAR <= len(words) <= MOST_NEAR:
            for key in _ends(words):
                self.alike.setdefault(key, []).append(words)

    def has(self, words: Words) -> bool:
        if words in self.whole:
            return True
        if not FEWEST_NEAR <= len(words) <= MOST_NEAR:
            return False
        return any(_is_one_slip(words, other) for key in _ends(words) for other in self.alike.get(key, [])[:MOST_ALIKE])


def _ends(words: Words) -> tuple[tuple[str, Words], tuple[str, Words]]:
    half = FEWEST_NEAR // 2
    return ("first", words[:half]), ("last", words[-half:])


def _is_one_slip(words: Words, other: Words) -> bool:
    """Does one have a word more, or one word spelled otherwise?"""
    short, long = sorted((words, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) > len(short):
        return short[same:] == long[same + 1 :] and _adds_nothing(long[same])
    return short[same + 1 :] == long[same + 1 :] and _is_slip(short[same], long[same])


def _adds_nothing(word: str) -> bool:
    return word not in TURNING and not any(map(str.isdigit, word))


def _is_slip(word: str, other: str) -> bool:
    """Two small words, or one word spelled in two ways: "in 2012" and "in 2014" are two things."""
    if any(map(str.isdigit, word + other)) or {word, other} & TURNING:
        return False
    return (word in SMALL and other in SMALL) or are_near(word, other)
