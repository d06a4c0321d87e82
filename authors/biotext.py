"""What a bio says of its author, read only where it is certain: position, first year in the trade, outlets.

English sentences. Whatever is half certain becomes a doubt and no fact: a wrong fact about a person is worse than
an empty field.
"""

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from authors.biocheck import Doubt, excerpt, lost_words
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
    text = _with_name_marked(name, text)
    found = next(filter(None, (pattern.search(text) for pattern in POSITIONS)), None)
    title = found["title"] if found else ""
    return title[:1].upper() + title[1:] if len(title) <= LONGEST_POSITION else ""


def _with_name_marked(name: str, text: str) -> str:
    """Put NAME for the whole name anywhere, and for the surname or given name where a sentence begins with it."""
    name = " ".join(name.split())
    parts = [part for part in name.split(",")[0].split() if len(part) > 1]
    text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text.replace(NAME, " "), flags=re.IGNORECASE)
    if not parts:
        return text
    whole, first, last = map(re.escape, (" ".join(parts), parts[0], parts[-1]))
    return re.sub(rf"({SENTENCE}{HONORIFIC})(?:{whole}|{last}|{first})(?!\w)", rf"\1{NAME}", text)


# First year in the trade

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty")
NUMBERS = {word: number for number, word in enumerate(re.findall(r"\w+", UNITS + "eighteen nineteen"))}
NUMBERS |= {f"{ten}-{one}": 20 + 10 * n + NUMBERS[one] for n, ten in enumerate(TENS) for one in list(NUMBERS)[1:10]}
NUMBERS |= {ten: 20 + 10 * n for n, ten in enumerate(TENS)}
NUMBER = r"(?P<number>\d{1,2}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
ABOUT = (
    r"(?P<about>(?:about|almost|around|approximately|at least|close to|more than|nearly|over|roughly|some|up to|"
    r"well over) (?:the (?:past|last) )?)?"
)
EXPERIENCE = re.compile(
    rf"\b{ABOUT}{NUMBER}(?P<plus>\+|-plus| or more)? years?['’]? (?:of )?(?:[\w-]+,? ){{0,5}}?experience\b",
    re.IGNORECASE,
)
DECADES = re.compile(r"\b(?:a|\w+) decades?['’]? (?:of )?(?:[\w-]+ ){0,4}?experience\b", re.IGNORECASE)
FOR_YEARS = re.compile(rf"\bfor (?:the (?:past|last) )?{ABOUT}{NUMBER}(?P<plus>\+)? years\b", re.IGNORECASE)
SINCE = re.compile(r"\bsince (?:\w+ )?(?P<year>\d{4})\b", re.IGNORECASE)
NOT_ALONE = re.compile(r"\b(?:combined|between them|collective|together|team|staff|company|firm)\b", re.IGNORECASE)
NOT_THE_TRADE = re.compile(
    r"\b(?:army|banking|business|finance|law|legal|medical|medicine|military|navy|nursing|police|teaching)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"\b(?:has|have|is|was|lives|lived|joined|owns|runs|ran|led|leads|edits|writes|covers|reports)\b")
WORKER = r"(?:critic|columnist|correspondent|editor|journalist|photographer|photojournalist|reporter|writer|cartoonist)"
WORKED = re.compile(
    rf"(?:has|have)(?: also| long)? (?:been (?:an? (?:[\w-]+ ){{0,3}}?{WORKER}\b|covering|editing|photographing|"
    r"reporting|writing|working (?:in|as an?)\b|"
    r"in (?:broadcasting|journalism|news|newspapers|publishing|radio|television|the trade))|"
    rf"covered|photographed|reported|written|worked (?:in journalism|as an? (?:[\w-]+ ){{0,3}}?{WORKER}))\b"
)
EMPLOYER = re.compile(r"\b(?:at|for|with) (?:the )?[A-Z]")
OF_WORK = re.compile(rf"\b(?:been|covered|reported|worked|written|(?i:{WORKER}))\b")
LIVES = re.compile(r"\bbeen (?:married|living|based|on leave|retired|a member)\b|\blived\b")


def read_start_year(text: str, now: int) -> tuple[int | None, list[Doubt]]:
    """Return (the first year in the trade or None, doubts); `now` is the year the text was published."""
    doubts: list[Doubt] = [
        Doubt("A span in decades is not exact: no first year was taken.", excerpt(text, found.start(), found.end()))
        for found in DECADES.finditer(text)
    ]
    counted = _counted(text, now, doubts)
    dated = _dated(text, now, doubts)
    if len(counted) > 1 or (counted and dated and min(dated) < min(counted)):
        years = ", ".join(map(str, sorted(counted | dated)))
        return None, [*doubts, Doubt(f"The years disagree ({years}): none was taken.", "")]
    return min(counted or dated, default=None), doubts


def _counted(text: str, now: int, doubts: list[Doubt]) -> set[int]:
    """Return the first years that spans of experience come to."""
    years = set()
    for found in EXPERIENCE.finditer(text):
        around = text[max(found.start() - 40, 0) : found.end() + 40]
        reason = ""
        if found["about"] or found["plus"]:
            reason = "The span is not exact"
        elif NOT_ALONE.search(around):
            reason = "This may be the experience of several people"
        elif NOT_THE_TRADE.search(text[found.start() : found.end() + 40]):
            reason = "This may be experience in another trade"
        if reason:
            doubts.append(Doubt(f"{reason}: no first year was taken.", excerpt(text, found.start(), found.end())))
        else:
            years.add(now - _number(found["number"]))
    return years


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def _dated(text: str, now: int, doubts: list[Doubt]) -> set[int]:
    """Return the years since when, by "since 1998" or "for 20 years", its subject has done this work."""
    years = set()
    for found in sorted([*SINCE.finditer(text), *FOR_YEARS.finditer(text)], key=re.Match.start):
        clause = _clause(text, found)
        year = int(found["year"]) if found.re is SINCE else now - _number(found["number"])
        reason = _reason_against(clause, found, year, now)
        if not reason:
            years.add(year)
        elif OF_WORK.search(clause) and not LIVES.search(clause):
            doubts.append(Doubt(f"{reason}: no first year was taken.", excerpt(text, found.start(), found.end())))
    return years


def _clause(text: str, found: re.Match[str]) -> str:
    """Return the verb and what follows it, up to "since 1998"; of "Since 1998 she has …" what comes after."""
    before = re.split(r"[.;]\s", text[max(found.start() - 200, 0) : found.start()])[-1]
    if not before.strip():
        after = re.match(r",? (?:\S+ ){1,3}?((?:has|have) [^.;]{0,200})", text[found.end() : found.end() + 300])
        return after[1] if after else ""
    verbs = list(CLAUSE.finditer(before))
    return before[verbs[-1].start() :] if verbs else ""


def _reason_against(clause: str, found: re.Match[str], year: int, now: int) -> str:
    if not 1900 <= year <= now:
        return "The year cannot be right"
    if found.re is FOR_YEARS and (found["about"] or found["plus"]):
        return "The span is not exact"
    if not WORKED.match(clause) or EMPLOYER.search(clause):
        return "This may be the time in one post, not in the trade"
    return ""
