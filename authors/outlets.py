"""The outlets a bio lists: "her work has appeared in A, B and the C"."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from authors.biocheck import Doubt
from authors.namewords import words

WORK = (
    r"(?:analysis|articles|bylines?|cartoons|columns?|commentary|criticism|dispatches|essays|features|illustrations|"
    r"journalism|op-eds|photographs|photography|pieces|poems|poetry|reporting|reviews|stories|words|works?|writings?)"
)
OFTEN = r"(?: (?:also|extensively|frequently|often|previously|recently|regularly|widely))*"
TRIGGER = re.compile(
    rf"(?:\b(?:his|her|their|whose)|['’]s) (?:[\w-]+,? ){{0,5}}?{WORK}(?:,? [\w-]+){{0,4}}?"
    rf"(?: (?:has|have))?{OFTEN} (?:appear(?:ed|s)?|been (?:featured|published)|run){OFTEN} (?:in|on|at)\b"
    rf"|\b(?:has|have){OFTEN} (?:(?:freelanced|reported|written){OFTEN} for|contributed{OFTEN} to)\b"
    rf"|\b(?:has|have){OFTEN} been published{OFTEN} in\b"
    rf"|\b(?:(?:freelances|writes){OFTEN} for|contributes{OFTEN} to|contributor to|bylines (?:at|in))\b",
    re.IGNORECASE,
)
ONLY_NOW = re.compile(r"freelances|writes|contributes|contributor|bylines", re.IGNORECASE)
ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]|Co|Dr|Ft|Inc|Jr|Ltd|Mr|Mrs|Ms|Mt|No|Prof|Sr|St|Ste|vs)|\b(?:[A-Z]\.)+[A-Z])$")
SENTENCE_END = re.compile(r"[.!?](?=[\"”’)]*(?:\s|$))")
LEAD_IN = re.compile(r"^:? ?(?:[a-z-]+,? ){0,8}?(?:including|like|such as)[,:]? ")
ASIDE = re.compile(r",? (?:among (?:many )?other(?:s\b|(?: [a-z]+){1,2})|to name (?:just )?a few),?")
AND_SO_ON = re.compile(
    r",? (?:and|or)(?: in| for| on)? "
    r"(?:elsewhere|beyond|more|(?:many|several|various|numerous|some|other|others)\b[^,;]*)$"
)
NEW_CLAUSE = re.compile(
    r",? (?:(?:and|but) )?(?:also )?(?:after|are|as an?|before|began|can|covering|covers|earned|edits|focusing|"
    r"graduated|grew|had|has|have|he|holds|hosts|is|joined|lives|received|reports|she|served|serves|since|studied|"
    r"taught|teaches|they|until|was|were|when|where|which|while|who|whose|won|works|writes)\b.*"
    r"|,? (?:He|Her|His|It|She|Their|They) [a-z].*"
)
SMALL = words("and af de der des di du e el et i la le les of og on the und van von y & – -")
PLACING = re.compile(r"^(?:(?:and|at|both|for|in|on|to) )+")
PAPER = words(
    "bulletin chronicle courier daily dispatch express gazette globe guardian herald independent inquirer journal "
    "magazine mail mirror monitor news observer post press quarterly record register report review standard star sun "
    "telegraph times today tribune weekly world"
)
ONE_WORD = words(
    "axios billboard bloomberg bustle economist elle esquire forbes fortune granta guardian harper’s "
    "harper's newsweek playboy politico polygon propublica quartz reuters salon slate time vice vogue vox wired"
)
WITH_AND = frozenset(
    {
        "better homes and gardens",
        "field and stream",
        "food and wine",
        "science and society",
        "time and tide",
        "town and country",
        "travel and leisure",
        "u.s. news and world report",
        "us news and world report",
    }
)
NO_OUTLET = words(
    "arabic chinese dutch english french german greek hebrew hindi italian japanese korean norwegian persian polish "
    "portuguese russian spanish swedish turkish urdu television radio print online"
)
LONGEST_LIST = 3000  # characters
LONGEST_NAME = 160  # characters
UNSURE = "Is this one outlet or two? Neither was taken."


@dataclass(frozen=True)
class Listing:
    """One list of outlets in a bio, each name once, in its order; text[start:end] is where it stands.

    `is_whole`: it speaks of all past work and hints at no more ("among others", "including", "and elsewhere").
    """

    names: tuple[str, ...]
    start: int
    end: int
    is_whole: bool


def read_outlets(text: str, known: Collection[str] = ()) -> tuple[list[str], list[Doubt]]:
    """Return ([the names of outlets, each once], doubts); the names in `known` are kept whole wherever they stand."""
    names: dict[str, str] = {}
    found, doubts = listings(text, known)
    for name in (name for listing in found for name in listing.names):
        names.setdefault(plain(name), name)
    return list(names.values()), doubts


def plain(name: str) -> str:
    """What spellings of one outlet share here: case and the list's own "the" are none of the name."""
    return name.casefold().removeprefix("the ")


def listings(text: str, known: Collection[str] = ()) -> tuple[list[Listing], list[Doubt]]:
    """Return (every list of outlets, doubts), as `read_outlets` does, list by list."""
    text = text.replace("\0", " ")
    known = _folded(frozenset(known))
    found: list[Listing] = []
    doubts: list[Doubt] = []
    reached = 0
    for trigger in TRIGGER.finditer(text):
        if trigger.end() < reached:
            continue
        listed, hints_at_more = _list_after(text, trigger.end())
        reached = trigger.end() + len(listed)
        before = len(doubts)
        items = [_outlet(item, doubts) for item in _items(listed, known, doubts)]
        if trigger[0].endswith(("in", "on", "at")) and not any(_is_no_place(name, known) for name in items):
            doubts += [Doubt("Is this an outlet, a place or a language? None was taken.", listed[:80])] * any(items)
            continue
        names: dict[str, str] = {}
        for name in filter(None, items):
            names.setdefault(plain(name), name)
        is_whole = not hints_at_more and len(doubts) == before and ONLY_NOW.search(trigger[0]) is None
        if names:
            last = list(names.values())[-1]
            end = max(trigger.end(), text.find(last, trigger.end()) + len(last))
            found.append(Listing(tuple(names.values()), trigger.start(), end, is_whole))
    return found, doubts


@lru_cache(maxsize=8)  # a house's outlets change seldom, and every bio is read with them
def _folded(known: frozenset[str]) -> frozenset[str]:
    return WITH_AND | {name.casefold() for name in known}


@lru_cache(maxsize=8)
def _to_set_aside(known: frozenset[str]) -> list[tuple[str, re.Pattern[str]]]:
    """Those that hold an "and" or a comma, the longest first, each with its pattern."""
    names = sorted((name for name in known if " and " in name or "," in name), key=len, reverse=True)
    return [(name, re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)) for name in names]


def _list_after(text: str, start: int) -> tuple[str, bool]:
    """Return (the rest of the sentence as far as it is the list, whether it says that there are more)."""
    end = min(len(text), start + LONGEST_LIST)
    for stop in SENTENCE_END.finditer(text, start, end + 1):
        if not ABBREVIATION.search(text[max(stop.start() - 12, 0) : stop.start()]):
            end = stop.start()
            break
    rest = LEAD_IN.sub("", text[start:end] + " ", count=1)
    begun = len(rest) <= end - start
    rest, asides = ASIDE.subn(",", rest.strip())
    rest = NEW_CLAUSE.sub("", " " + rest.strip(", "), count=1).strip(" ,:")
    rest, and_so_on = AND_SO_ON.subn("", rest)
    return rest, bool(begun or asides or and_so_on)


def _items(listed: str, known: Collection[str], doubts: list[Doubt]) -> list[str]:
    listed, whole = _set_aside(listed.replace(", as well as ", ", and ").replace(" as well as ", " and "), known)
    parts = [part.strip() for part in listed.split(";" if ";" in listed else ",") if part.strip()]
    final_and = any(part.startswith("and ") for part in parts)
    items: list[str] = []
    for place, part in enumerate(parts):
        plain = part.removeprefix("and ")
        last = place == len(parts) - 1 and not final_and
        items += _parted(plain, len(parts), doubts, last=last) if " and " in plain else [plain]
    return [re.sub("\0(\\d+)\0", lambda found: whole[int(found[1])], item) for item in items]


def _set_aside(listed: str, known: Collection[str]) -> tuple[str, list[str]]:
    """Put a mark in place of each known name that holds an "and" or a comma; return the names too."""
    whole: list[str] = []
    folded = listed.casefold()
    for name, pattern in _to_set_aside(frozenset(known)):
        if name not in folded:
            continue
        for found in pattern.findall(listed):
            listed = listed.replace(found, f"\0{len(whole)}\0", 1)
            whole.append(found)
    return listed, whole


def _parted(text: str, parts: int, doubts: list[Doubt], *, last: bool) -> list[str]:
    """Part "B and C" in two where it surely is two; in the middle of a list "and" belongs to a name."""
    pieces = text.split(" and ")
    if all(map(_begins_anew, pieces[1:])) or (last and len(pieces) == 2 and _are_two(pieces[0], pieces[1], parts)):
        return pieces
    if all(piece[:1].islower() or piece.lower() in NO_OUTLET for piece in pieces):
        return []
    if not last:
        return [text]
    doubts.append(Doubt(UNSURE, text[:80]))
    return []


def _begins_anew(text: str) -> bool:
    return text.lower().startswith("the ") or PLACING.match(text) is not None


def _are_two(left: str, right: str, parts: int) -> bool:
    """Are these two outlets, the last of a list of `parts`, and not one "Left and Right"?"""
    left, right = _bare(left), _bare(right)
    paper = " " in left and left.rsplit(" ", 1)[-1].lower() in PAPER
    several_words = " " in left or " " in right
    return paper or _is_surely_one(left) or _is_surely_one(right) or (parts > 1 and several_words)


def _bare(name: str) -> str:
    return re.sub(r"^[Tt]he ", "", PLACING.sub("", name))


def _is_surely_one(bare: str) -> bool:
    acronym = bare.isupper() and 2 <= len(bare) <= 5
    return "\0" in bare or acronym or bare.lower() in ONE_WORD


def _is_no_place(name: str, known: Collection[str]) -> bool:
    return " " in name or name.casefold() in known or _is_surely_one(name)


def _outlet(item: str, doubts: list[Doubt]) -> str:
    """Return the name in an item of the list without the list's own "the", or ""."""
    bare = PLACING.sub("", item.strip(' "“”‘*_')).removeprefix("the ").strip(' "“”‘’*_')
    name = _capitalised_start(bare)
    if not name or name.lower() in NO_OUTLET or name.isdigit():
        if bare and not bare[0].isdigit() and _capitals(bare):
            doubts.append(Doubt("An outlet may stand here: none was taken.", bare[:80]))
        return ""
    cut = bare[len(name) :].strip()
    if (
        name.endswith(("’s", "'s", "’", "'"))
        or len(name) > 100
        or re.match(r"(?:at|by|for|from|in|to|with) [A-Z]", cut)
    ):
        doubts.append(Doubt("Where does the outlet's name end? None was taken.", bare[:80]))
        return ""
    return name


def _capitals(text: str) -> bool:
    return any(map(str.isupper, text))


def _capitalised_start(text: str) -> str:
    """Return the words up to the first that is neither capitalised (nor of a script without capitals) nor SMALL."""
    name: list[str] = []
    for word in text.split(" "):
        first = word.lstrip("(“‘\"'")[:1]
        if not (first and (first.isupper() or first.isdigit() or first.lower() == first.upper() or word in SMALL)):
            break
        name.append(word)
    while name and name[-1] in SMALL:
        name.pop()
    return " ".join(name) if name and name[0] not in SMALL else ""


# Whether two names mean one outlet ------------------------------------------------------------------------

TAIL = words("com magazine net newspaper newspapers online org")


def same_outlet(name: str, other: str) -> bool:
    """Do both surely or perhaps mean one outlet: "The Star-Tribune" and "Minneapolis Star Tribune", BBC in full?"""
    one, two = sorted((name_key(name), name_key(other)), key=len)
    if one == two:
        return True
    initials = {"".join(word[0] for word in two), "".join(word[0] for word in two if word not in SMALL)}
    return bool(one) and (f" {' '.join(one)} " in f" {' '.join(two)} " and len(one) > 1 or "".join(one) in initials)


@lru_cache(maxsize=20_000)
def name_key(name: str) -> tuple[str, ...]:
    """The words of an outlet's name without case, accents, "and", a leading "the" and a closing "magazine" or ".com"."""
    found = key_words(name[:LONGEST_NAME])
    found = found[1:] if found[:1] == ["the"] else found
    return tuple(found[:-1] if len(found) > 1 and found[-1] in TAIL else found)


def key_words(text: str) -> list[str]:
    """The words of any text as `name_key` has them."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return [word for word in re.findall(r"\w+", re.sub(r"['’](?=s\b)|(?<=\b\w)\.(?=\w\b)", "", bare)) if word != "and"]
