"""What a bio says of its author, read only where it is certain: position, first year in the trade, outlets.

English sentences. Whatever is half certain becomes a doubt and no fact: a wrong fact about a person is worse than
an empty field.
"""

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from authors.biocheck import Doubt, lost_words
from authors.bioyears import read_start_year
from authors.outlets import read_outlets

__all__ = ["BioFacts", "Doubt", "lost_words", "read_bio"]


@dataclass
class BioFacts:
    """`position` is "" and `start_year` None where nothing is certain; `outlets` in the bio's order, each once."""

    position: str = ""
    start_year: int | None = None
    outlets: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def read_bio(name: str, text: str, published: datetime.date, known: Collection[str] = ()) -> BioFacts:
    """Read the bio (plain text) of `name` as it stood on the day `published`.

    `known` are outlets by name: one that is known is never parted at its "and" or comma. `doubts` hold those of
    `lost_words` too.
    """
    text = " ".join(text.split())
    year, doubts = read_start_year(text, published.year)
    outlets, more = read_outlets(text, known)
    return BioFacts(read_position(name, text), year, outlets, [*lost_words(text), *doubts, *more])


LONGEST_POSITION = 120

# Position

JOB = (
    r"(?:(?!ex-)\w+-)?(?i:analyst|anchor|artist|assistant|author(?! of\b)|blogger|broadcaster|cartoonist|chair|chief|"
    r"co-?founder|columnist|commentator|consultant|contributor|correspondent|critic|dean|designer|developer|director|"
    r"economist|editor|engineer|fellow|founder|historian|host|illustrator|intern|journalist|lecturer|manager|novelist|"
    r"officer|ombudsman|photographer|photojournalist|poet|presenter|president|producer|professor|publisher|reporter|"
    r"researcher|scholar|scientist|strategist|student|subeditor|translator|writer)"
    r"(?i:-in-chief| in chief|-at-large| at large)?"
)
NOT_IN_TITLE = (
    "a|an|and|as|aspiring|at|by|ex|former|formerly|from|has|her|his|in|is|its|late|like|my|not|of|on|once|or|our|retired|"
    "the|their|to|was|who|whose|with|would-be|your"
)
TITLE_WORD = rf"(?:(?!(?i:{NOT_IN_TITLE})\b|\S*['’]s )[\w&/.’'-]+|[A-Z][\w’'-]+ (?:and|&) [A-Z][\w’'-]+) "
PRAISE = r"(?:(?i:acclaimed|award-winning|best-?selling|celebrated|long-?time|noted|prolific|respected|veteran),? )*"
AFTER_TITLE = (
    r"(?=$|[.,;:)]| (?:about|and|at|based|but|by|covering|currently|focused|focusing|for|from|here|in|living|of|on|or|"
    r"reporting|since|speciali[sz]ing|that|to|via|where|who|whose|with|working|writing)\b)"
)
OF_WORD = r"(?!and\b)[\w’'-]+"
OF = rf"(?i:professor|lecturer|director|dean|chair|head)(?: emeritus)? of (?:the )?{OF_WORD}(?: {OF_WORD}){{0,3}}?"
END_OF_OF = r"(?=$|[.,;:)]| (?:at|based|for|in|where|who|whose|with)\b)"
ONE_TITLE = rf"(?:(?:{TITLE_WORD}){{0,5}}?(?:{OF}{END_OF_OF}|{JOB}{AFTER_TITLE}))"
TITLE = rf"(?P<title>{ONE_TITLE}(?: and (?:an? )?(?:{TITLE_WORD}){{0,3}}?{JOB}{AFTER_TITLE})?)"
ARTICLE = r"(?:an?|the|our|its|the paper['’]s|(?:the )?(?:[A-Z][\w.-]* ){0,4}[A-Z][\w.-]*['’]s) "
IS = r"(?:is|are|serves as|works as)(?: (?:also|currently|now|presently))?"
HAS_BEEN_SINCE = r"has been(?=[^.;]* since\b)"
HONORIFIC = r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Rev)\.? )?"
SENTENCE = r"(?:^|[.!?][\"”’)]* )"
NAME = "\0"  # what the name is replaced by, so that the patterns are compiled once
POSITIONS = tuple(
    map(
        re.compile,
        (
            rf"{SENTENCE}(?:{HONORIFIC}{NAME}|He|She|They)(?:, [^,.;]{{1,60}},)?"
            rf" (?:{IS}|{HAS_BEEN_SINCE}) (?:{ARTICLE})?{PRAISE}{TITLE}",
            rf"{SENTENCE}{HONORIFIC}{NAME}, (?:{ARTICLE})?{PRAISE}{TITLE}",
            rf"^(?:The )?(?P<title>(?:{TITLE_WORD}){{0,5}}?{JOB}) {NAME}",
            rf"^{TITLE}",
        ),
    )
)


def read_position(name: str, text: str) -> str:
    """Return the present title as written, its first letter a capital: "Senior Editor", "Staff writer"; or ""."""
    title = stated_title(name, text).words
    return title[:1].upper() + title[1:]


class Title(NamedTuple):
    """A title as a bio says it: its `words`, what stands `before` it in its sentence and what comes `after`."""

    words: str = ""
    before: str = ""
    after: str = ""


def stated_title(name: str, text: str) -> Title:
    """Return the present title with what stands about it; an empty one where none is certain."""
    text = _with_name_marked(name, text)
    found = next(filter(None, (pattern.search(text) for pattern in POSITIONS)), None)
    if not found or len(found["title"]) > LONGEST_POSITION:
        return Title()
    return Title(found["title"], text[found.start() : found.start("title")], text[found.end("title") :])


def _with_name_marked(name: str, text: str) -> str:
    """Put NAME for the whole name anywhere, and for the surname or given name where a sentence begins with it."""
    name = " ".join(name.split())
    parts = [part for part in name.split(",")[0].split() if len(part) > 1]
    text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text.replace(NAME, " "), flags=re.IGNORECASE)
    if not parts:
        return text
    whole, first, last = map(re.escape, (" ".join(parts), parts[0], parts[-1]))
    return re.sub(rf"({SENTENCE}{HONORIFIC})(?:{whole}|{last}|{first})(?!\w)", rf"\1{NAME}", text)
