"""What a bio says of the years its author has worked: the first one, or what a known first year must fit.

English sentences. Rather silent than wrong, as everywhere about people.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from authors.biocheck import Doubt, excerpt
from authors.bioprose import Names, sentences

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
        reason = _reason_against(clause, found, year, now) or _of_another(text, found, clause)
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


def _of_another(text: str, found: re.Match[str], clause: str) -> str:
    """Say why the clause may not speak of the author: "her brother has been a reporter since 1998"."""
    before = re.split(r"[.;]\s", text[max(found.start() - 200, 0) : found.start()])[-1].removesuffix(clause)
    another = OF_ANOTHER.search(re.sub(rf"^{CALLED}, who $", "", before))
    return "This may be about somebody else" if another else ""


def _reason_against(clause: str, found: re.Match[str], year: int, now: int) -> str:
    if not 1900 <= year <= now:
        return "The year cannot be right"
    if found.re is FOR_YEARS and (found["about"] or found["plus"]):
        return "The span is not exact"
    if not WORKED.match(clause) or EMPLOYER.search(clause):
        return "This may be the time in one post, not in the trade"
    return ""


# What a known first year must fit

ANY = 200  # years: no bound
MOST_CLAIMS = 50
LONGEST_SENTENCE = 1_000  # characters that are read of one
WHOLE_TRADE = (
    r"(?:journalism|journalistic|media|news|newsroom|professional|reporting|the (?:news )?(?:business|trade)|"
    r"work(?:ing)?|journalist|reporter)"
)
TRADE = rf"(?:{WHOLE_TRADE}|broadcasting|newspapers|photojournalism|print|publishing|radio|television)"
YEARS = rf"\b{ABOUT}(?:{NUMBER}(?P<plus>\+|-plus| or more)? years?|(?P<decades>a|one|two|three|four|five|six) decades?)['’]?"
OF_EXPERIENCE = re.compile(
    rf"{YEARS} (?:of )?(?P<kind>(?:[\w-]+,? ){{0,5}}?)experience\b"
    r"(?=(?P<field> (?:as|covering|in|of|with)\b(?: [\w-]+){0,2})?)"
    rf"|{YEARS.replace('(?P<', '(?P<in_')} (?:in|of) (?P<trade>{TRADE})\b",
    re.IGNORECASE,
)
FOR_SPAN = re.compile(rf"\bfor (?:the (?:past|last) )?{YEARS}(?! (?:of|old)\b)", re.IGNORECASE)
ALL_TRADE = re.compile(rf"(?:(?:and|or|as|an?|in|of|the),? |{WHOLE_TRADE},? ?)*", re.IGNORECASE)
WHOLE_CAREER = re.compile(
    r"(?:has|have)(?: also)? (?:been (?:a journalist|in (?:journalism|the (?:news )?(?:business|trade)))"
    r"|worked (?:in journalism|as a journalist)) $"
)
NO_TRADE = re.compile(
    r"\b(?:blog|college|diary|fiction|letters?|music|novels?|plays|poems?|poetry|school|software|songs?|student|"
    r"university|volunteer)\b",
    re.IGNORECASE,
)
OVER = re.compile(r"at least|more than|over", re.IGNORECASE)
UNDER = re.compile(r"almost|close to|nearly", re.IGNORECASE)
PAST = re.compile(
    r"\b(?:after|before|died|former|formerly|had|late|left|retired|spent|then|until|was|were|worked)\b", re.I
)
OPENS_PLAINLY = re.compile(rf"(?:(?:an?|for|i|since|with)|{WORKER})\b", re.IGNORECASE)
SAME_SUBJECT = re.compile(r"^$|^, who$|(?:,|\band|\bbut)(?: (?:he|she|they))?$", re.IGNORECASE)
CALLED = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}"
OF_ANOTHER = re.compile(
    r"\b(?:that|which|who|whose|(?:his|her|their) (?!(?:\w+ )?(?:career|experience|work)\b))\b", re.I
)


@dataclass(frozen=True)
class Claim:
    """Words on the years of work, and what they allow: from `least` to `most` years by now, or, where they name a
    year (`is_year`), a first year from `least` to `most`. `part`: they may be of one subject only, and then
    contradict nothing but a career of about that length.
    """

    start: int
    end: int
    least: int
    most: int
    is_year: bool = False
    part: bool = False

    def fits(self, start_year: int, now: int) -> bool:
        """Can both be true in the year `now`?"""
        value = start_year if self.is_year else now - start_year
        if self.part and not self.least <= value <= 1.5 * (self.least + 1):
            return True
        return self.least <= value <= self.most

    @property
    def is_exact(self) -> bool:
        return self.most < ANY and (not self.is_year or self.least == self.most)


def claims(text: str, names: Names) -> list[Claim]:
    """Return what the bio (plain text, one line) certainly says of its author's years of work."""
    return list(islice(_claims(text, names), MOST_CLAIMS))


def _claims(text: str, names: Names) -> Iterator[Claim]:
    for start, end in sentences(text):
        sentence = text[start : min(end, start + LONGEST_SENTENCE)]
        if _is_of_author(sentence, names):
            yield from _shifted(_experience(sentence), start)
            yield from _shifted(_since(sentence, names), start)


def misfits(claimed: list[Claim], start_year: int, now: int) -> list[Claim]:
    """Return the claims that cannot be true of somebody who began in `start_year`.

    A shorter span beside one that fits is of a part of the time.
    """
    wrong = [claim for claim in claimed if not claim.fits(start_year, now)]
    right = [claim for claim in claimed if claim.fits(start_year, now)]
    proven = any(claim.is_exact and not claim.part for claim in right)
    return [claim for claim in wrong if claim.is_year or claim.most >= now - start_year or not proven]


def span(found: re.Match[str], prefix: str = "") -> tuple[int, int]:
    """Return (least, most) years that a match of YEARS allows; a round number is said for a few years more."""
    said, decades = found[f"{prefix}about"] or "", found[f"{prefix}decades"]
    number = (
        10 * _number("one" if decades.lower() == "a" else decades) if decades else _number(found[f"{prefix}number"])
    )
    if OVER.search(said) or (not decades and found[f"{prefix}plus"]):
        return number - 1, ANY
    slack = 1 if not said else max(2, number // 5)
    more = 4 if number % 5 == 0 and number >= 10 else 1
    if decades:
        slack, more = max(slack, 3), 6
    return number - slack, number + (more if not said or UNDER.search(said) else max(more, slack))


def _is_of_author(sentence: str, names: Names) -> bool:
    opening = names.opening(sentence)
    return opening > 0 or OPENS_PLAINLY.match(sentence) is not None


def _shifted(found: Iterator[Claim], by: int) -> Iterator[Claim]:
    for one in found:
        yield Claim(one.start + by, one.end + by, one.least, one.most, one.is_year, one.part)


def _experience(sentence: str) -> Iterator[Claim]:
    """What "20 years of experience" and "20 years in journalism" claim."""
    for found in OF_EXPERIENCE.finditer(sentence):
        around = sentence[max(found.start() - 60, 0) : found.end() + 40]
        before = sentence[max(found.start() - 120, 0) : found.start()]
        if NOT_ALONE.search(around) or NOT_THE_TRADE.search(around) or OF_ANOTHER.search(before):
            continue
        prefix, kind = (
            ("", f"{found['kind']}{found['field'] or ''}") if found["trade"] is None else ("in_", found["trade"])
        )
        least, most = span(found, prefix)
        is_part = not ALL_TRADE.fullmatch(f"{kind.strip()} ".lstrip())
        yield Claim(found.start(), found.end(), least, ANY if PAST.search(sentence) else most, part=is_part)


def _since(sentence: str, names: Names) -> Iterator[Claim]:
    """What "has covered the courts since 1998" and "for 20 years" claim: at least so much, of a whole career exactly."""
    for found in sorted([*SINCE.finditer(sentence), *FOR_SPAN.finditer(sentence)], key=re.Match.start):
        clause = _clause(sentence, found)
        if WORKED.match(clause) and not NO_TRADE.search(clause) and _is_subject(sentence, clause, found, names):
            yield from _claimed_since(found, whole=WHOLE_CAREER.match(clause.rstrip(" ,.") + " ") is not None)


def _claimed_since(found: re.Match[str], *, whole: bool) -> Iterator[Claim]:
    if found.re is FOR_SPAN:
        least, most = span(found)
        yield Claim(found.start(), found.end(), least, most if whole else ANY)
    elif int(found["year"]) >= 1900:
        year = int(found["year"])
        yield Claim(found.start(), found.end(), year if whole else 0, year, is_year=True)


def _is_subject(sentence: str, clause: str, found: re.Match[str], names: Names) -> bool:
    """Is the author who the clause speaks of: "Ann Lee, who has", "she lives here and has", "since 1998 she has"?"""
    before = sentence[max(found.start() - 200, 0) : found.start()]
    if not before.strip():
        return names.opening(sentence[found.end() :].lstrip(", ")) > 0
    opening = names.opening(sentence)
    before = sentence[opening : found.start()].removesuffix(clause).strip()
    return opening > 0 and SAME_SUBJECT.search(before) is not None
