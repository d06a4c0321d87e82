"""What a bio says of its author, read only where it is certain: position, first year in the trade, outlets.

English sentences. Whatever is half certain becomes a doubt and no fact: a wrong fact about a person is worse than
an empty field.
"""

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from interchange.bylines import words
from interchange.lostwords import Doubt, excerpt, lost_words
from interchange.outlets import read_outlets

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


# Position

JOB = (
    r"(?:analyst|anchor|artist|assistant|author(?! of\b)|blogger|broadcaster|cartoonist|chair|chief|co-?founder|columnist|"
    r"commentator|consultant|contributor|correspondent|critic|dean|designer|developer|director|economist|editor|engineer|"
    r"fellow|founder|historian|host|illustrator|intern|journalist|lecturer|manager|novelist|officer|ombudsman|"
    r"photographer|photojournalist|poet|presenter|president|producer|professor|publisher|reporter|researcher|scholar|"
    r"scientist|strategist|student|translator|writer)(?:-in-chief| in chief|-at-large| at large)?"
)
NOT_IN_TITLE = (
    "a|an|and|as|aspiring|at|by|ex|former|formerly|from|has|her|his|in|is|its|late|like|my|not|of|on|once|or|our|retired|"
    "the|their|to|was|who|whose|with|would-be|your"
)
TITLE_WORD = rf"(?:(?!(?:{NOT_IN_TITLE})\b)[\w&/.’'-]+|[A-Z][\w’'-]+ (?:and|&) [A-Z][\w’'-]+) "
PRAISE = r"(?:(?:acclaimed|award-winning|best-?selling|celebrated|long-?time|noted|prolific|respected|veteran),? )*"
AFTER_TITLE = (
    r"(?=$|[.,;:)]| (?:about|and|at|based|but|by|covering|currently|focused|focusing|for|from|here|in|living|of|on|or|"
    r"reporting|since|speciali[sz]ing|that|to|via|where|who|whose|with|working|writing)\b)"
)
OF = r"(?:(?:professor|lecturer|director|dean|chair|head)(?: emeritus)? of (?:the )?[\w’'-]+(?: [\w’'-]+){0,3}?)"
END_OF_OF = r"(?=$|[.,;:)]| (?:at|based|for|in|where|who|whose|with)\b)"
ONE_TITLE = rf"(?:(?:{TITLE_WORD}){{0,5}}?(?:{OF}{END_OF_OF}|{JOB}{AFTER_TITLE}))"
TITLE = rf"(?P<title>{ONE_TITLE}(?: and (?:an? )?(?:{TITLE_WORD}){{0,3}}?{JOB}{AFTER_TITLE})?)"
ARTICLE = r"(?:an?|the|our|its|the paper['’]s|[A-Z][\w.-]*['’]s) "
IS = r"(?:is|are|serves as|works as)(?: (?:also|currently|now|presently))?"
HAS_BEEN_SINCE = r"has been(?=[^.;]* since\b)"
HONORIFIC = r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame|Rev)\.? )?"
SENTENCE = r"(?:^|[.!?][\"”’)]* )"


def read_position(name: str, text: str) -> str:
    """Return the present title as written, its first letter a capital: "Senior Editor", "Staff writer"; or ""."""
    names = _names(name)
    whole = "|".join(map(re.escape, names))
    for pattern in (
        rf"(?i:{SENTENCE}{HONORIFIC}(?:{whole}|He|She|They)(?:, [^,.;]{{1,60}},)?) (?:{IS}|{HAS_BEEN_SINCE}) (?:{ARTICLE})?{PRAISE}{TITLE}",
        rf"(?i:{SENTENCE}{HONORIFIC}(?:{whole})), (?:{ARTICLE})?{PRAISE}{TITLE}",
        rf"^(?:{ARTICLE.replace('an?|the', 'The')})?(?P<title>(?:{TITLE_WORD}){{0,5}}?{JOB}) (?i:{re.escape(names[0])})\b",
        rf"^{TITLE}(?! and\b)",
    ):
        found = _title(re.compile(pattern), text)
        if found:
            return found
    return ""


def _names(name: str) -> list[str]:
    """Return the ways a bio may call its subject: whole, then surname and given name."""
    name = " ".join(name.split())
    parts = name.split(",")[0].split()
    return [name, *(part for part in dict.fromkeys([" ".join(parts), *parts[-1:], *parts[:1]]) if len(part) > 1)]


def _title(pattern: re.Pattern[str], text: str) -> str:
    """`JOB` is lower case in the patterns; a title may be "Senior Editor": match a copy whose job words are lower."""
    lowered = JOB_WORD.sub(lambda found: found[0].lower(), text)
    found = pattern.search(lowered)
    if not found:
        return ""
    title = text[found.start("title") : found.end("title")]
    return title[0].upper() + title[1:] if len(title) <= 120 else ""


JOB_WORD = re.compile(rf"\b(?:{JOB}|head)\b", re.IGNORECASE)
