"""What somebody typed, read as words that must stand in a story, phrases, and words that must not.

Anything at all can be typed. What is no word, no quotation marks and no leading hyphen parts words and means nothing else, so
nothing of a database's own language ever comes from here.
"""

import re
import unicodedata
from typing import NamedTuple

from articles.search.words import Term, is_unspaced, terms

MOST_WORDS = 20
LONGEST = 1_000  # characters

QUOTES = '"“”„‟«»＂「」『』'
_PIECE = re.compile(
    rf"(?P<not>(?<!\S)[-−–](?=\S))?(?:(?<!\w)[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]"
    rf"|(?P<word>(?:[^\s{QUOTES}]|(?<=\w)[\"](?=\w))+))"
)


class Phrase(NamedTuple):
    """Terms that stand in a row. `begins`: the last need only begin a term, as one sign of Chinese begins each of its pairs."""

    terms: tuple[str, ...]
    begins: bool = False


class Clause(NamedTuple):
    """One word, or several between quotation marks, as typed."""

    text: str
    wanted: bool = True

    def phrase(self, stems: str) -> Phrase:
        """What of a text in this language is asked for."""
        found = list(terms(self.text, stems))
        begins = bool(found) and is_unspaced(self.text[found[-1].start]) and _is_alone(found[-1], self.text)
        if begins and len(found) > 1 and found[-2].end == found[-1].end:
            return Phrase(tuple(term.text for term in found[:-1]))  # the pairs say it all
        return Phrase(tuple(term.text for term in found), begins)


class Question(NamedTuple):
    """`text` is what was typed, without what cannot be seen; `cut`: not all of it is searched for."""

    text: str
    clauses: tuple[Clause, ...]
    cut: bool = False

    @property
    def wanted(self) -> list[Clause]:
        return [clause for clause in self.clauses if clause.wanted]


def read(typed: str) -> Question:
    """Never raises. Without clauses there is nothing to search for."""
    text = " ".join(_seen(typed[: LONGEST + 1]).split())
    left, clauses, cut = MOST_WORDS, dict[Clause, None](), len(typed) > LONGEST
    for found in _PIECE.finditer(text[:LONGEST]):
        clause = Clause(found["word"] if found["phrase"] is None else found["phrase"], wanted=not found["not"])
        words = list(terms(clause.text, ""))
        cut = cut or len(words) > left
        fitting = words[:left]
        if fitting:
            clauses[clause._replace(text=clause.text[: fitting[-1].end].strip())] = None
            left -= len(fitting)
    return Question(text[:LONGEST], tuple(clauses), cut)


def _is_alone(term: Term, text: str) -> bool:
    """Whether it was made of the last sign of a run of its script."""
    return len(list(terms(text[term.start : term.end], ""))) == 1


def _seen(text: str) -> str:
    """What a reader can see of it: control characters and halves of characters become spaces."""
    return "".join(" " if unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Co") else sign for sign in text)
