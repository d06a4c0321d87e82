"""The words of one person's name: how capitals are turned back, and which words are given name and surname.

Each function takes a part off the name or tells it in two; what it is not sure of it says in a sentence.
"""

import re
import unicodedata
from typing import NamedTuple

from authors.namewords import (
    ALONE,
    DEGREES,
    GENERATIONS,
    LINKS,
    LOUD,
    MACS,
    PARTICLES,
    PRINTED,
    SUFFIXES,
    SURNAME_FIRST,
    TITLES,
    TWO_SYLLABLES,
    words,
)

QUIET = words("a af av ben das den do e i o of or te ter the to y")  # particles in small letters only
ARTICLE = re.compile(r"((?:al|el|as|ad|ar|an|ash|at|az)[-‑])(?=\w)", re.IGNORECASE)
PATRONYMIC = re.compile(r"[а-яё]+(?:ович|евич|льич|мич|овна|евна|ична|инична)", re.IGNORECASE)
IBERIAN = re.compile(r"[^\W\d_]{2,}[eé]z|garc[ií]a|silva|souza|sousa", re.IGNORECASE)
EAST = re.compile("[\u3040-\u309f\u3400-\u9fff\uac00-\ud7a3々]+")
KATAKANA = re.compile("[\u30a0-\u30ff]")
INITIALS = re.compile(r"(?:[^\W\d_]\.?-?){1,3}")
NICKNAME = re.compile(
    r"\s(?:\(([^()]{1,40})\)|[\"“”„‟]([^\"“”„‟]{1,40})[\"“”]|''([^']{1,40})''|[‘']([^'‘’]{1,40})['’])(?=\s|$)"
)
ROMAN = re.compile("[ivx]+", re.IGNORECASE)


class Parts(NamedTuple):
    given: str = ""
    particles: str = ""
    family: str = ""
    doubt: str = ""


def bare(word: str) -> str:
    """A word by which it is looked up: without case and dots."""
    return unicodedata.normalize("NFC", word).casefold().replace(".", "").strip(",")


# What stands before and behind


def part_title(text: str) -> tuple[str, str]:
    """Dr. Jane Doe → ("Dr.", "Jane Doe")."""
    found = text.split(" ")
    count = 0
    while count < len(found) - 1 and count < 3 and bare(found[count]) in TITLES and _is_title(found[count]):
        count += 1
    return " ".join(found[:count]), " ".join(found[count:])


def _is_title(word: str) -> bool:
    """Short ones are initials or names too: "Col" with a dot or in the usual case only."""
    return not (word.isupper() and len(word) > 2 and word[-1] != ".") or bare(word) in words("mrs miss")


def part_suffix(text: str, least: int = 2) -> tuple[str, str]:
    """Jane Doe, Jr., PhD → ("Jane Doe", "Jr., PhD"). Without a comma `least` words must be left before it."""
    head = text
    for _ in range(6):
        before, _, last = head.rstrip(" ,").rpartition(" ")
        if not before.strip(", ") or not _is_suffix(last, before, least):
            break
        head = before
    head = head.rstrip(" ,")
    return head, text[len(head) :].strip(" ,")


def _is_suffix(last: str, before: str, least: int) -> bool:
    """The doubtful ones (MP, MA, V) only behind a comma or in capitals behind a name that is not."""
    key = bare(last)
    marked = before.endswith(",") or (len(key) > 1 and last.isupper() and not before.isupper() and " " in before)
    return (key in SUFFIXES and marked) or (key in GENERATIONS | DEGREES and before.count(" ") > least - 2)


def part_nickname(text: str) -> tuple[str, str]:
    """Jane "Jay" Doe → ("Jane Doe", "Jay"); only what stands behind another word."""
    found = NICKNAME.search(text)
    if not found:
        return text, ""
    return text[: found.start()] + text[found.end() :], next(filter(None, found.groups()))


# Capitals


def is_shouted(text: str) -> bool:
    """Is all of it in capitals, and more than initials?"""
    return text.isupper() and any(len(word) > 1 and "." not in word for word in re.split(r"[\s,]+", text))


def without_capitals(text: str) -> str:
    """JANE VAN DOE-O'HARA JR → Jane van Doe-O'Hara Jr. Initials stay."""
    found = text.split(" ")
    return " ".join(_small(word, at == 0, at == len(found) - 1) for at, word in enumerate(found))


def _small(word: str, first: bool, last: bool) -> str:
    key = bare(word)
    if not (first or last) and key in PARTICLES - LOUD - QUIET:
        return _lower(word)
    if key in PRINTED:
        return PRINTED[key] + word[len(word.rstrip(".,")) :] if "." not in word[:-1] else word
    dotted = "." in word[:-1] and INITIALS.fullmatch(word.rstrip(","))
    if dotted or (not first and (key in SUFFIXES or ROMAN.fullmatch(key))):
        return word
    small = re.sub(r"[^\W\d_]+", lambda found: _capitalised(found[0]), word)
    small = re.sub(r"(?<=[’'])S\b", "s", small) if len(word) > 3 else small
    return re.sub(ARTICLE, lambda found: found[0] if first else found[0].lower(), small)


def _capitalised(word: str) -> str:
    small = word[0] + _lower(word[1:])
    if small.startswith("Mc") and len(small) > 3:
        return "Mc" + small[2:].capitalize()
    if small.startswith("Mac") and small[3:] in MACS:
        return "Mac" + small[3:].capitalize()
    return small


def _lower(word: str) -> str:
    """In Turkish words I is the capital of ı and İ of i."""
    turkish = any(letter in word for letter in "İĞŞ")
    return (word.replace("I", "ı") if turkish else word).replace("İ", "i").lower()


# Given name and surname


def parts_of(found: list[str]) -> Parts:
    """Tell one person's words in given name, particles and surname. Where the order cannot be told: no parts."""
    name = " ".join(found)
    if len(found) < 2:
        return Parts()
    if EAST.fullmatch(name.replace(" ", "")):
        return Parts(found[1], "", found[0]) if len(found) == 2 else Parts()
    if KATAKANA.search(name):
        return Parts()
    if _may_stand_first(found) or (len(found) > 2 and len(bare(found[-1])) == 1):
        return Parts(doubt=f"“{name}”: it cannot be told which word is the surname.")
    if len(found) == 3 and PATRONYMIC.fullmatch(found[2]):
        return Parts(f"{found[1]} {found[2]}", "", found[0])
    return _surname_alone(found) or _in_capitals(found) or _surname_last(found)


def _may_stand_first(found: list[str]) -> bool:
    first = bare(found[0])
    syllables = len(found) == 2 and re.fullmatch(r"\w{2,6}-[^\W\d_A-Z]\w{0,6}", found[1])
    return first in SURNAME_FIRST or (first in TWO_SYLLABLES and syllables is not None)


def _surname_alone(found: list[str]) -> Parts | None:
    """Von Trapp, van der Berg, De Gaulle."""
    first = found[0]
    begins = bare(first) in (PARTICLES if first.islower() else ALONE)
    if not begins or not all(bare(word) in PARTICLES for word in found[:-1]):
        return None
    name = " ".join(found)
    return Parts("", " ".join(found[:-1]), found[-1], f"“{name}” was read as a surname alone.")


def _in_capitals(found: list[str]) -> Parts | None:
    """Anna SCHMIDT, SCHMIDT Anna: the surname is marked by its capitals."""
    loud = [len(word) > 3 and word.isupper() and "." not in word for word in found]
    if all(loud) or not any(loud):
        return None
    count = sum(loud)
    last, first = all(loud[-count:]), all(loud[:count])
    if not (last or first):
        return None
    surname = " ".join(found[-count:] if last else found[:count])
    given = found[:-count] if last else found[count:]
    return Parts(" ".join(given), "", surname, f"“{surname}” was read as the surname, since it is in capitals.")


def _surname_last(found: list[str]) -> Parts:
    link = next((at for at in range(2, len(found) - 1) if found[at] in LINKS), 0)
    if link:
        return Parts(" ".join(found[: link - 1]), "", " ".join(found[link - 1 :]))
    at = next((at for at in range(1, len(found) - 1) if is_particle(found, at)), 0)
    if at:
        return _with_particles(" ".join(found[:at]), found[at:])
    article = ARTICLE.match(found[-1])
    if article:
        return Parts(" ".join(found[:-1]), article[0], found[-1][article.end() :])
    if len(found) > 2 and IBERIAN.fullmatch(found[-2]):
        surnames = " ".join(found[-2:])
        return Parts(" ".join(found[:-2]), "", surnames, f"“{surnames}” was read as two surnames.")
    many = len(found) > 3 and all(len(bare(word)) > 1 for word in found)
    doubt = f"“{' '.join(found)}”: only “{found[-1]}” was read as the surname." if many else ""
    return Parts(" ".join(found[:-1]), "", found[-1], doubt)


def is_particle(found: list[str], at: int) -> bool:
    word, before = bare(found[at]), bare(found[at - 1])
    follows = at > 1 and before in PARTICLES - QUIET
    initial = found[at].endswith(".") and len(word) == 1
    return word in PARTICLES and not initial and (word not in QUIET or found[at].islower() or follows)


def _with_particles(given: str, surname: list[str]) -> Parts:
    count = next((at for at in range(1, len(surname) - 1) if bare(surname[at]) not in PARTICLES), len(surname) - 1)
    particles, family = " ".join(surname[:count]), " ".join(surname[count:])
    whole = " ".join(surname)
    return Parts(given, particles, family, f"“{whole}” was read as the surname." if " " in family else "")
