"""A bio's prose, paragraph by paragraph and sentence by sentence, and whom a sentence speaks of."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from authors.outlets import ABBREVIATION

PARAGRAPH = re.compile(r"<p\b[^<>]*>(.*?)(?:</p>|$)", re.DOTALL)
BREAK = re.compile(r"<br\b[^<>]*>")
TAG = re.compile(r"<[^<>]*>")
PIECE = re.compile(r"(?P<tag><[^<>]*>)|(?P<sign>&#?\w{1,32};)|(?P<words>[^<&]+|[<&])")

STOP = re.compile(
    r"\n|[.!?…]+[\"'”’»)\]]*(?=\s|$)"
    r"|(?<=[^\W\d_A-Z]{3})[.!?](?=[A-Z][a-z])"  # two sentences pasted together without a space
    r"|[。！？｡।॥።؟۔]+[”’」』）]*"
)


def paragraphs(html: str) -> list[str]:
    """The inner HTML of each paragraph; a text without paragraphs is one."""
    return [found[1] for found in PARAGRAPH.finditer(html)] or [html]


def words_of(inner: str) -> str:
    """The words of a paragraph's inner HTML, its line breaks kept."""
    return unescape(TAG.sub("", BREAK.sub("\n", inner)))


def characters(inner: str) -> Iterator[tuple[str, int, int]]:
    """Each piece of text in a paragraph's inner HTML, with where it stands there: one character, or what a sign means."""
    for found in PIECE.finditer(inner):
        if found["words"]:
            yield from ((letter, at, at + 1) for at, letter in enumerate(found["words"], found.start()))
        elif found["sign"]:
            yield unescape(found["sign"]), found.start(), found.end()
        elif BREAK.fullmatch(found["tag"]):
            yield "\n", found.start(), found.end()


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends; an abbreviation ("the U.S. Navy") ends none."""
    ends = [found.end() for found in STOP.finditer(text) if _is_end(text, found)]
    for start, end in pairwise([0, *ends, len(text)]):
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _is_end(text: str, found: re.Match[str]) -> bool:
    if not found[0].startswith("."):
        return True
    after = text[found.end() : found.end() + 3].lstrip()
    return not after[:1].islower() and not ABBREVIATION.search(text[max(found.start() - 12, 0) : found.start()])


# Whom a sentence speaks of

HONORIFIC = re.compile(r"(?:dr|prof|professor|mr|mrs|ms|sir|dame|rev)\.? ", re.IGNORECASE)
PRONOUN = re.compile(r"(?:he|she|they)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """What a bio may call its author, in small letters, longest first."""

    forms: tuple[str, ...]

    @classmethod
    def of(cls, name: str, others: Collection[str] = ()) -> "Names":
        forms = {form.casefold() for one in (name, *others) for form in _forms(one)}
        return cls(tuple(sorted(forms, key=lambda form: (-len(form), form))))

    def opening(self, sentence: str) -> int:
        """How long the author's name or pronoun is that the sentence begins with; 0: it speaks of something else."""
        start = _after_honorific(sentence)
        for form in self.forms:
            after = sentence[start + len(form) : start + len(form) + 1]
            if sentence[start : start + len(form)].casefold() == form and not after.isalnum():
                return start + len(form)
        pronoun = PRONOUN.match(sentence)
        return pronoun.end() if pronoun else 0


def name_words(name: str) -> list[str]:
    """The words of a name without honorific and suffix: Dr Jane van Doe, Jr. → Jane, van, Doe."""
    plain = " ".join(name.split()).split(",")[0]
    return plain[_after_honorific(plain) :].split()


def _after_honorific(text: str) -> int:
    found = HONORIFIC.match(text)
    return found.end() if found else 0


def _forms(name: str) -> set[str]:
    words = name_words(name)
    short = {words[0], words[-1]} if len(words) > 1 else set()
    whole = {" ".join(words), f"{words[0]} {words[-1]}"} if words else set()
    return {" ".join(name.split())} - {""} | whole | {word for word in short if len(word) > 1}
