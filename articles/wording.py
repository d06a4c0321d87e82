"""A byline in the house's own words: a template over the rows, which are named by their places.

"Reported by {1} in Kabul and {2} in Paris; written by {3}". It holds no name, so that a changed name, a link and the
list of an author's stories all follow from the rows. It must name every row once. One that does not (a row was added
since, or two authors were merged) is never printed: the usual sentence stands there instead.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from articles.models.byline import Byline
from articles.sentences import join_names

BRACES = re.compile(r"\{([^{}]*)\}")
NAMED = 3  # of many missing names, these are said


class Line(NamedTuple):
    """A row as readers get it."""

    name: str
    role: str


class Parts(NamedTuple):
    """`places`: what stands before each name, and which row's it is, from 1; `after` stands after the last."""

    places: list[tuple[str, int]]
    after: str


def parts(wording: str) -> Parts:
    """The wording taken apart. Needs one without faults."""
    found = BRACES.split(wording)
    return Parts([(before, int(place)) for before, place in zip(found[:-1:2], found[1::2], strict=True)], found[-1])


def fits(wording: str, lines: Sequence[Line], *, house: bool) -> bool:
    return bool(wording) and not faults(wording, lines, house=house)


def faults(wording: str, lines: Sequence[Line], *, house: bool) -> list[str]:
    """What keeps a wording from being printed over these rows, and what to do about it. `house`: the paper signs."""
    if not wording.strip():
        return []
    if not lines:
        return ["There is no byline to put into words. Add one, or leave this empty."]
    if house and all(line.role != Byline.Role.AUTHOR for line in lines):
        return ["The paper signs this story, which only the usual sentence says. Name a writer, or leave this empty."]
    written = [_number(place) for place in BRACES.findall(wording)]
    return [*_strays(wording), *_unknown(written, len(lines)), *_twice(written), *_missing(written, lines)]


def _number(place: str) -> int | str:
    """Digits of any script, with spaces around them as well."""
    digits = place.strip()
    return int(digits) if digits.isdecimal() and len(digits) < 5 else place


def _strays(wording: str) -> Iterable[str]:
    if re.search(r"[{}]", BRACES.sub("", wording)):
        yield "A brace stands alone. A name is written as its number between two of them, for example {1}."


def _unknown(written: list[int | str], rows: int) -> Iterable[str]:
    for place in dict.fromkeys(written):
        if isinstance(place, str) or not 1 <= place <= rows:
            yield f"“{{{place}}}” is no byline. Write {'{1}' if rows == 1 else f'a number from {{1}} to {{{rows}}}'}."


def _twice(written: list[int | str]) -> Iterable[str]:
    for place, times in Counter(written).items():
        if times > 1 and isinstance(place, int):
            yield f"{{{place}}} stands {'twice' if times == 2 else f'{times} times'}. Each name stands once: take one out."


def _missing(written: list[int | str], lines: Sequence[Line]) -> Iterable[str]:
    gone = [place for place in range(1, len(lines) + 1) if place not in written]
    if gone:
        names = [lines[place - 1].name for place in gone]
        said = names if len(names) <= NAMED + 1 else [*names[:NAMED], f"{len(names) - NAMED} others"]
        where = join_names([f"{{{place}}}" for place in gone])
        be, stand = ("is", "the name is") if len(gone) == 1 else ("are", "the names are")
        yield f"{join_names(said)} {be} missing. Write {where} where {stand} to stand."
