"""Names: what one is made of, how it is filed, and what two spellings of it share.

`read_name(text)` reads one name as it arrives in a byline, an import or a form. What cannot be told is a doubt, in a
sentence for the person who decides; nothing is invented and no name is refused.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from authors.nameparts import (
    Parts,
    bare,
    is_shouted,
    part_nickname,
    part_suffix,
    part_title,
    parts_of,
    without_capitals,
)
from authors.namewords import (
    BODIES,
    FAMILY_TOO,
    GENERATIONS,
    JOINTS,
    LOWER_WIRES,
    NO_NAMES,
    NOBODY,
    ORGANISATION,
    PARTICLES,
    PLACES,
    SCRIPT_ORGANISATION,
    SHORT_WIRE,
    SUFFIXES,
    WIRES,
)

LONGEST_NAME = 100
PERSON, ORGANISATION_KIND, WIRE = "person", "organisation", "wire"  # the kinds of an author

CONTACT = re.compile(
    r"[<(\[]?(?:mailto:)?((?<![\w@.])[\w.+-]{1,64}@[\w-][\w.-]{1,250}|(?<![\w@])@[\w.]{1,60}(?:@[\w.-]{1,250})?)[>)\]]?"
)
CUT = re.compile(r" ?(?:[,/|，、،｜(（\[]| [-–—] ) ?")
COMMA = re.compile(r" ?[,，،] ?")
ODD = re.compile(r"[\d@#<>{}\[\]=_\\^~|*\ufffd]|https?:|www\.|[!?;:]")
SPLIT_COMMA = re.compile(r"[,，،]")


@dataclass(frozen=True)
class Name:
    """One name. `plain` is how it should be printed; the parts are "" where they cannot be told or there are none.

    `kind` is "person", "organisation", "wire" (an agency), or "" in doubt. `place`, `agency` and `contact` (a mail address
    or a handle) are what stood with the name and is no part of it; `title` and `nickname` are part of `plain`. `printed` is
    the name in the capitals it came in, where `plain` has others.
    """

    plain: str
    given: str = ""
    particles: str = ""
    family: str = ""
    suffix: str = ""
    kind: str = ""
    title: str = ""
    nickname: str = ""
    place: str = ""
    agency: str = ""
    contact: str = ""
    printed: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def surname(self) -> str:
        """Particles and family name: van Doe, al-Assad."""
        return glued(self.particles, self.family)


def glued(particles: str, family: str) -> str:
    return particles + family if particles.endswith(("-", "‑", "־")) else f"{particles} {family}".strip()


def match_key(name: str) -> str:
    """What two spellings of one name share: letters and digits alone, without case, accents, spaces or punctuation.

    Signs that stand for vowels and sounds (राम and रमा) are letters here; accents and vowel points are not.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN" or _is_sound(c))


def _is_sound(c: str) -> bool:
    """A mark that is part of a name's spelling. By combining class: from 200 on accents, 10 to 36 points of Hebrew and Arabic."""
    place = unicodedata.combining(c)
    return (
        unicodedata.category(c) in ("Mc", "Mn")
        and place < 200
        and not 10 <= place <= 36
        and not "\ufe00" <= c <= "\ufe0f"
    )


def match_words(text: str) -> str:
    """The words of a text by their keys, a space on either side: one text's words stand in another's, or do not."""
    return f" {' '.join(filter(None, map(match_key, text.split())))} "


# What kind of name


def is_wire(text: str) -> bool:
    """Is it an agency's name? The short ones only in their own spelling: AP, not Ap."""
    key = text.casefold().strip(" .")
    return (
        key in WIRES
        and (len(key) > SHORT_WIRE or not text.islower() or text in LOWER_WIRES)
        and not (len(key) <= SHORT_WIRE and text.istitle())
    )


def is_organisation(text: str) -> bool:
    """The Gazette, Health and Science Desk, Nets & Sons plc, Committee to Protect Lighthouses."""
    key = text.casefold()
    found = key.split()
    if not found:
        return False
    first, last = found[0].strip("."), found[-1].strip(".")
    whole = text.endswith(SCRIPT_ORGANISATION) or (first == "the" and len(found) > 1)
    many = len(found) > 1 and not any(
        word in PARTICLES - {"of", "or", "the", "to", "i", "e", "y"} for word in found[1:-1]
    )
    named = last in ORGANISATION or first in ORGANISATION - FAMILY_TOO
    return whole or (many and named) or (len(found) > 2 and found[-2:] in (["&", "sons"], ["and", "sons"]))


def names_nobody(text: str) -> bool:
    """Staff, From our own correspondent, Agencies."""
    return text.casefold().strip(" .") in NOBODY


def is_place(text: str) -> bool:
    return text.casefold() in PLACES and not text.islower() or (text in PLACES and not text.isascii())


@lru_cache(4096)
def kind_of(text: str) -> tuple[str, str]:
    """Return (the kind of an agency, an organisation or staff, else ""; what is in doubt)."""
    if is_wire(text):
        return WIRE, ""
    if names_nobody(text):
        return ORGANISATION_KIND, f"“{text}” names nobody: credit a person or your paper."
    if text.casefold() in BODIES:
        return ORGANISATION_KIND, ""
    if CUT.search(text) or not is_organisation(text):
        return "", ""
    found = text.casefold().split()
    if found[-1] in FAMILY_TOO and found[0] != "the" and len(found) < 4 and not JOINTS & set(found):
        return "", f"“{text}” may be an organisation or a person."
    return ORGANISATION_KIND, ""


# One name


@lru_cache(4096)
def read_name(text: str) -> Name:
    """Read one name. Never raises; an empty text gives a Name with an empty `plain`."""
    whole = " ".join(text.split())
    rest, contact = part_contact(whole)
    if not any(map(str.isalpha, rest)):
        return Name(whole, contact=contact, doubts=(f"“{whole}” does not look like a name.",) if whole else ())
    kind, doubt = kind_of(rest)
    if kind or doubt:
        return Name(rest, kind=kind, contact=contact, doubts=(doubt,) if doubt else ())
    rest, agency, place = _part_behind(rest)
    kind, doubt = kind_of(rest)
    name = Name(rest, kind=kind, doubts=(doubt,) if doubt else ()) if kind or doubt else _person(rest)
    return replace(name, agency=agency, place=place, contact=contact) if agency or place or contact else name


def part_contact(text: str) -> tuple[str, str]:
    """Jane Doe <jane@quay.example> → ("Jane Doe", "jane@quay.example")."""
    if "@" not in text:
        return text, ""
    found = CONTACT.findall(text)
    rest = CONTACT.sub(" ", text) if found else text
    return " ".join(rest.split()).strip(" ,;:|/·•-–—"), " ".join(found)


def _part_behind(text: str) -> tuple[str, str, str]:
    """JASON LITZ, AP → ("JASON LITZ", "AP", ""). Takes agencies and known places off the end."""
    cuts = list(CUT.finditer(text))
    end, agency, place = len(text), "", ""
    while cuts and cuts[0].start():
        cut = cuts.pop()
        behind = text[cut.end() : end].strip(" )）].,")
        if behind and not agency and (is_wire(behind) or is_organisation(behind)):
            agency = behind
        elif behind and not place and is_place(behind) and " " in text[: cut.start()]:
            place = behind
        elif behind:
            break
        end = cut.start()
    return text[:end], agency, place


def _person(text: str) -> Name:
    base, suffix = part_suffix(text)
    chunks = [chunk.strip() for chunk in SPLIT_COMMA.split(base)]
    between = [chunk for chunk in chunks[1:-1] if bare(chunk) in SUFFIXES]
    if len(chunks) > 1 and len(between) == len(chunks) - 2 and all(chunks):
        return _surname_first(chunks[0], chunks[-1], [*between, *filter(None, [suffix])], text)
    if len(chunks) > 1:
        return Name(text, doubts=(f"“{text}”: more than a name, or several.",))
    return _as_printed(base, suffix, text)


def _surname_first(before: str, after: str, suffixes: list[str], text: str) -> Name:
    """Doe, Jane → Jane Doe. Where two words stand before the comma, the second may as well be a place: left as it is."""
    surname, own = part_suffix(before, least=1)
    suffix = ", ".join(filter(None, [own, *suffixes]))
    found = surname.split()
    certain = len(found) == 1 or bare(found[0]) in PARTICLES or any(len(bare(word)) == 1 for word in after.split()[1:])
    if not certain or len(after.split()) > 4:
        doubt = f"“{text}”: “{after}” may be a given name, a place or an employer."
        return Name(without_capitals(text) if is_shouted(text) else text, suffix=suffix, kind=PERSON, doubts=(doubt,))
    glue = ", " if "," in text.removeprefix(surname).rstrip(" ,")[1:] and not own else " "
    return _as_printed(f"{after} {surname}", suffix, text, surname=len(found), glue=glue)


def _as_printed(base: str, suffix: str, text: str, *, surname: int = 0, glue: str = "") -> Name:
    """A person's name in its order; `surname` is how many of the last words are known to be the surname (0: not known)."""
    doubts = []
    printed = ""
    tail = (glue or text[len(base) : len(text) - len(suffix)]) + suffix if suffix else ""
    plain = base + tail
    title, untitled = part_title(base)
    if is_shouted(untitled) and " " in untitled:
        lead, suffix = tail.removesuffix(suffix), without_capitals(f"x {suffix}")[2:]
        untitled, tail = without_capitals(untitled), lead + suffix if suffix else ""
        small = f"{title} {untitled}{tail}".strip()
        doubts.append(f"“{plain}” is in capitals: read as “{small}”.")
        plain, printed = small, plain
    core, nickname = part_nickname(untitled)
    found = core.split()
    doubts += _oddities(plain, core, found)
    if JOINTS & {word.casefold() for word in found}:
        return Name(plain, suffix=suffix, title=title, doubts=(*doubts, f"“{plain}” names more than one person."))
    parts = _known(found, surname) if surname else parts_of(found)
    if title and len(found) == 1:
        parts = Parts(family=core)
    small = _printed_surname(plain, parts)
    plain, printed = small, printed or (plain if small != plain else "")
    shouted_word = len(found) == 1 and core.isupper() and len(core) > 1 and "." not in core
    if shouted_word:
        doubts.append(f"“{core}” is one word in capitals: a person or an organisation?")
    return Name(
        plain,
        parts.given,
        parts.particles,
        without_capitals(parts.family) if parts.doubt.endswith("in capitals.") else parts.family,
        suffix,
        "" if shouted_word else PERSON,
        title,
        nickname,
        printed=printed,
        doubts=(*doubts, *filter(None, [parts.doubt])),
    )


def _printed_surname(plain: str, parts: Parts) -> str:
    return (
        plain.replace(parts.family, without_capitals(parts.family)) if parts.doubt.endswith("in capitals.") else plain
    )


def _known(found: list[str], surname: int) -> Parts:
    """Of turned names the surname is known; particles may lead it."""
    given, family = found[:-surname], found[-surname:]
    count = next((at for at, word in enumerate(family[:-1]) if bare(word) not in PARTICLES), len(family) - 1)
    return Parts(" ".join(given), " ".join(family[:count]), " ".join(family[count:]))


def _oddities(plain: str, core: str, found: list[str]) -> list[str]:
    cased = found and found[0][:1].isupper()
    small = [
        word
        for word in found
        if (cased and word.islower() and bare(word) not in PARTICLES | JOINTS) or bare(word) in NO_NAMES
    ]
    odd = ODD.search(plain) or not any(map(str.isalpha, core)) or len(plain) > LONGEST_NAME or small
    return [f"“{plain[:LONGEST_NAME]}” does not look like a name."] if odd else []


# Filing


def surname_first(name: str, kind: str = PERSON) -> str:
    """Jane van Doe, Jr. → van Doe, Jane, Jr. for a person whose surname can be told; others as they are."""
    found = read_name(name)
    if kind != PERSON or found.kind != PERSON or not (found.family and found.given):
        return " ".join(name.split())
    if parts_stand_first(found):
        return " ".join(name.split())
    given = " ".join(filter(None, [found.title, found.given]))
    comma = "، " if "\u0600" <= found.family[0] <= "\u06ff" else ", "
    return comma.join(filter(None, [found.surname, given, found.suffix]))


def parts_stand_first(name: Name) -> bool:
    """Is it filed as printed? Scripts that put the surname first without a comma: 山田 太郎."""
    return name.plain == f"{name.family} {name.given}" and not name.family.isascii() and name.family[0] > "\u2fff"


# What two spellings share

SAME, NEAR, PERHAPS = 3, 2, 1
WORD = re.compile(r"[^\s\-‑־.,·・]+")


@dataclass(frozen=True)
class Likeness:
    """A `key` that names alike share, how much that says (3 the same, 2 nearly, 1 perhaps), and why, for people to read."""

    key: str
    strength: int
    why: str


def likeness_keys(text: str) -> frozenset[Likeness]:
    """The keys of one name. Two that share one may be one person: `alike` tells whether, once they are side by side.

    Agencies, titles, degrees, places and capitals do not count, and the order of words does not.
    """
    name = read_name(text)
    generation = " ".join(word for word in re.split(r"[\s,.]+", name.suffix.casefold()) if word in GENERATIONS)
    core = _core(name)
    found = {_key("=", sorted(_keys_of(f"{core} {generation}")), SAME), _key("=", [match_key(core + generation)], SAME)}
    given = _keys_of(name.given)
    if name.kind == PERSON and given and name.family:
        surname = match_key(name.surname)
        found |= {
            _key("~", sorted([first, surname]), NEAR)
            for first in (given[0], match_key(name.nickname))
            if len(first) > 1
        }
        found.add(_key("?", [surname, given[0][0]], PERHAPS))
        halves = _keys_of(name.family)
        found |= {_key("/", [half, given[0]], PERHAPS) for half in halves if len(given[0]) > 1 and len(half) > 2}
    return frozenset(key for key in found if key.key[1:].strip())


def _core(name: Name) -> str:
    """The name without its title, nickname and suffix."""
    if name.given and name.family:
        east = name.plain.startswith(name.family)
        return f"{name.surname} {name.given}" if east else f"{name.given} {name.surname}"
    plain = name.plain.removeprefix(name.title).removesuffix(name.suffix).strip(" ,")
    return re.sub("^the ", "", plain, flags=re.IGNORECASE) if name.kind != PERSON else part_nickname(plain)[0]


def _keys_of(text: str) -> list[str]:
    return list(filter(None, map(match_key, WORD.findall(text))))


WHY = {
    "=": "The same name but for capitals, accents, order, title or agency.",
    "~": "The same first name and surname: one has another name, a suffix or a nickname besides.",
    "?": "The same surname, and a first name that begins with the initial.",
    "/": "The same first name, and one surname of two.",
}


def _key(sort: str, parts: list[str], strength: int) -> Likeness:
    return Likeness(f"{sort}{' '.join(parts)}", strength, WHY[sort])


def alike(one: str, other: str) -> Likeness | None:
    """The strongest reason to take two names for one person's, or None. Jr. and Sr. are two people, so are M. and P."""
    shared = likeness_keys(one) & likeness_keys(other)
    for key in sorted(shared, key=lambda key: (-key.strength, key.key)):
        if key.strength == SAME or _can_be_one(read_name(one), read_name(other), key):
            return key
    return None


def _can_be_one(one: Name, other: Name, key: Likeness) -> bool:
    generations = [{bare(word) for word in name.suffix.split()} & GENERATIONS for name in (one, other)]
    givens = [_keys_of(name.given) for name in (one, other)]
    middles = [given[1:] for given in givens]
    clash = any(a[0] != b[0] for a, b in zip(*middles, strict=False))
    an_initial = any(len(given[0]) == 1 for given in givens)
    return (
        not (all(generations) and generations[0] != generations[1]) and not clash and (key.key[0] != "?" or an_initial)
    )
