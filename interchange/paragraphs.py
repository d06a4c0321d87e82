"""From text to lines and paragraphs: what belongs together, before anybody asks what it is."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from authors.bioowner import UNSPACED
from authors.namewords import words

SPACES = re.compile("[ \t\x0b\x0c]+")
VISIBLE = re.compile("[^\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
ADDRESS = re.compile(r"https?://\S+")
BULLET = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+\S")
CLOSERS = "\"'”’»›)]}」』）】"
STOPS = ".!?…。！？．｡।॥۔؟።။។"
JOINING = words("a an and as at but by for from in into is not of on or over that the to with")
WIDEST_WRAP = 120  # characters; a longer line was not wrapped by its writer's program


@dataclass(frozen=True)
class Doubt:
    """Something to look at: the line (from 1) and what was made of it, in plain words."""

    line: int
    message: str


@dataclass(frozen=True)
class ParsedByline:
    """A name as printed. `role` is one of ROLES; `position` is a title given after the name: "Ann Lee, Editor"."""

    name: str
    line: int
    role: str = "author"
    position: str = ""


@dataclass(frozen=True)
class Line:
    number: int
    text: str


@dataclass(frozen=True)
class Piece:
    """A paragraph (`text`), or an author line too where `bylines` is filled; `sure` if it was labelled "Author:"."""

    line: int
    text: str
    bylines: tuple[ParsedByline, ...] = ()
    sure: bool = True


def line_groups(text: str) -> list[list[Line]]:
    """Return the runs of lines between blank lines."""
    groups: list[list[Line]] = [[]]
    for number, raw in enumerate(text.split("\n"), start=1):
        line = SPACES.sub(" ", raw).strip()
        if VISIBLE.search(line):
            groups[-1].append(Line(number, line))
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def last_mark(text: str) -> str:
    return text.rstrip(CLOSERS + " ")[-1:]


def is_stopped(text: str) -> bool:
    mark = last_mark(text)
    return mark != "" and mark in STOPS


def has_words(text: str) -> bool:
    return any(char.isalnum() or unicodedata.category(char) == "So" for char in text)


def length_in_words(text: str) -> int:
    """Return the length in words; two letters of a script without spaces count as one."""
    return len(text.split()) + len(UNSPACED.findall(text)) // 2


def paragraphs_of(lines: list[Line], doubts: list[Doubt]) -> Iterator[Piece]:
    """Join the wrapped lines of one group; lines of a list, or too long to be wrapped, are paragraphs each."""
    bullets = [line for line in lines if BULLET.match(line.text)]
    listed = len(bullets) > 1
    if listed:
        doubts.append(Doubt(bullets[0].number, "This looks like a list: each item became a paragraph."))
    unwrapped = any(len(ADDRESS.sub("", line.text)) > WIDEST_WRAP for line in lines)
    run: list[Line] = []
    for line in lines:
        if run and ((listed and BULLET.match(line.text)) or (unwrapped and not flows_on(run[-1].text, line.text))):
            yield joined_lines(run, doubts)
            run = []
        run.append(line)
    if run:
        yield joined_lines(run, doubts)


def flows_on(before: str, after: str) -> bool:
    """Does a sentence run on from one line into the next?"""
    return after[0].islower() and not is_stopped(before)


def joined_lines(lines: list[Line], doubts: list[Doubt]) -> Piece:
    parts = [lines[0].text]
    for before, after in zip(lines, lines[1:], strict=False):
        parts += [glue_between(before, after, doubts), after.text]
    return Piece(lines[0].number, "".join(parts))


def glue_between(before: Line, after: Line, doubts: list[Doubt]) -> str:
    if UNSPACED.match(before.text[-1]) and UNSPACED.match(after.text[0]):
        return ""
    hyphened = before.text[-1] == "-" and before.text[-2:-1].isalpha() and after.text[0].isalpha()
    if not hyphened or after.text.split()[0] in ("and", "or", "to"):
        return " "
    word = before.text.rsplit(None, 1)[-1] + after.text.split()[0]
    doubts.append(Doubt(before.number, f"The line ends in a hyphen: read as “{word[:80]}”."))
    return ""
