"""The author lines of a plain-text story: which lines they are, and whom they credit."""

import re

from authors.bylines import Line as Byline
from authors.bylines import printed, read_value, split_names
from authors.bylinewords import OF_TWO_WORDS, Label, label_of
from authors.names import LONGEST_NAME, is_wire
from authors.namewords import PARTICLES
from interchange.paragraphs import UNSPACED, Doubt, Line, ParsedByline, Piece

LONGEST_AUTHOR_LINE = 5000
MORE_NAMES = re.compile(r"(?:[,，、;&]|\b(?:and|und|et))$", re.IGNORECASE)
NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*,?")


def is_labelled_author(text: str) -> bool:
    """Does it begin with "Author:"?"""
    label = label_of(text)
    return label is not None and label.is_sure


def is_bare_label(text: str) -> bool:
    """Is it "Author:" and no more? The names stand below then."""
    label = label_of(text)
    return label is not None and label.colon and label.value == ""


def looks_like_author_line(text: str) -> bool:
    label = label_of(text)
    return label is not None and not label.colon and not label.abroad


def author_line(lines: list[Line], doubts: list[Doubt]) -> tuple[Piece, int] | None:
    """Return the author line these lines begin with and how many of them it takes, or None."""
    text = lines[0].text
    label = label_of(text) if len(text) <= LONGEST_AUTHOR_LINE else None
    if label is None:
        return None
    value, taken = _whole_value(label.value, lines)
    byline = read_value(value, label.roles, label.text)
    credits, messages = printed(byline)
    names = [credit.name for credit in credits]
    if not (names and (could_be_names(names) if label.is_sure else _are_certain(byline, names, label))):
        if label.is_sure:
            doubts.append(Doubt(lines[0].number, f"Begins with “{label.text}:” but names nobody: read as text."))
        return None
    if label.abroad:
        messages.append("Read as an author line: put “Author:” in front, or move it if it is part of the text.")
    doubts += [Doubt(lines[0].number, message) for message in messages]
    bylines = tuple(ParsedByline(credit.name, lines[0].number, credit.role, credit.position) for credit in credits)
    return Piece(lines[0].number, " ".join(line.text for line in lines[:taken]), bylines, label.is_sure), taken


def _whole_value(value: str, lines: list[Line]) -> tuple[str, int]:
    """Return the names and how many lines they took: "A, B," goes on below; a bare "Authors:" is a list below."""
    taken = 1
    bare = value == ""
    while taken < len(lines) and (bare or MORE_NAMES.search(value)):
        text = lines[taken].text
        names = [name for name, _ in split_names(text)[0]]
        if not names or not (are_plainly_names(names) if bare else could_be_names(names)):
            break
        value = f"{value}; {text}".lstrip("; ") if bare else f"{value} {text}"
        taken += 1
    return value, taken


def _are_certain(byline: Byline, names: list[str], label: Label) -> bool:
    """Labels that are not sure may as well begin a sentence or a crosshead: "By Tuesday in Kabul", "Von Braun"."""
    beside = [credit for credit in byline.credits if credit.name.place or credit.name.agency]
    doubtful = label.abroad or label.text.casefold() in OF_TWO_WORDS or beside
    whole = all(" " in name or UNSPACED.match(name) for name in names if not is_wire(name))
    capital = not any(name[0].islower() for name in names)
    return not byline.aside and are_plainly_names(names) and (not doubtful or (whole and capital))


def could_be_names(names: list[str]) -> bool:
    return all(
        len(name) <= LONGEST_NAME
        and len(name.split()) <= (4 if name[0].islower() else 10)
        and any(map(str.isalpha, name))
        and (name[-1] not in ".!?。" or len(name.split()) < 7)
        for name in names
    )


def are_plainly_names(names: list[str]) -> bool:
    """The strict rule for "By …", which may as well begin a sentence or a crosshead."""
    found = [name.split() for name in names]
    return all(
        (len(name) > 1 or len(names) == 1 or UNSPACED.match(name[0]) or is_wire(name[0]))
        and len(name) < 7
        and all(NAME_WORD.fullmatch(word) and (not word[0].islower() or word in PARTICLES) for word in name)
        for name in found
    )
