"""Names in a row and what they did, in the grammar of a language (`articles.tongues`)."""

from typing import NamedTuple

import paper
from articles.tongues import TONGUES, Tongue, known
from paper.bidi import ISOLATE, POP, isolated, runs_otherwise
from paper.models import direction_of

__all__ = [
    "ISOLATE",
    "POP",
    "Spoken",
    "isolated",
    "join_names",
    "links",
    "opened",
    "others",
    "runs_otherwise",
    "spoken",
]


class Spoken(NamedTuple):
    """A language whose grammar is known, its tag and direction."""

    tag: str
    direction: str
    tongue: Tongue


def spoken(language: str) -> Spoken:
    """The language itself, else the paper's, else English: the first whose words for bylines are known."""
    for tag in (language, paper.current().language):
        if tongue := known(tag):
            return Spoken(tag, direction_of(tag), tongue)
    return Spoken("en", "ltr", TONGUES["en"])


def join_names(names: list[str], language: str = "en") -> str:
    """A · A and B · A, B and C, in a language that is known."""
    tongue, direction = known(language) or TONGUES["en"], direction_of(language)
    return "".join(before + isolated(name, direction) for before, name in zip(links(names, tongue), names, strict=True))


def links(names: list[str], tongue: Tongue, *, more: int = 0) -> list[str]:
    """What stands before each name; `more` follow that are not named, so that the last name here is not the last."""
    found = ["", *[tongue.comma] * (len(names) - 1)][: len(names)]
    if len(names) > 1 and not more:
        found[-1] = tongue.last_before(names[-1]) if tongue.last_before else tongue.last
    return found


def others(count: int, tongue: Tongue) -> str:
    """ " and 37 others", to be put after the names."""
    return tongue.others.format(str(count).translate(str.maketrans("0123456789", tongue.digits)))


def opened(text: str, language: str) -> str:
    """As a line begins: with a large letter, where the script has any."""
    first = "İ" if text[:1] == "i" and language.partition("-")[0].lower() == "tr" else text[:1].upper()
    return first + text[1:]
