"""Byline lines: the names in them, the work, position, place and agency said beside them, and what is in doubt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from authors.bylinewords import (
    DATE,
    EAST_POSITION,
    ENGLISH_PLURAL,
    INNER,
    JOB_WORD,
    PLURAL,
    POSITION,
    REPORTS,
    SPECIAL,
    WHERE,
    label_of,
    roles_of,
)
from authors.bylinewords import ROLES as ROLES
from authors.nameparts import bare, without_capitals
from authors.names import (
    Name,
    is_organisation,
    is_place,
    is_wire,
    kind_of,
    match_key,
    names_nobody,
    part_contact,
    read_name,
)
from authors.namewords import DEGREES, GENERATIONS, ORGANISATION, PARTICLES, SUFFIXES, words

LONGEST_LINE = 20_000  # characters; what is longer is no byline

GROUPS = re.compile("[;；]")
BY = re.compile(r"^by\s", re.IGNORECASE)
CHUNK = re.compile(  # commas and the like; brackets only where nothing follows that could be the rest of a name
    r" ?[,，、،|｜•] ?| [-–—·] | ?(?<![/:])[/／](?!/) ?|"
    r" ?[(（](?=[^()（）]*[)）] ?(?:$|[,，、،;；|/&]|(?:and|und|et|y|e) ))|[)）](?= ?(?:$|[,，、،;；|/&]|(?:and|und|et|y|e) ))"
)
AND = re.compile(r"(?:^|\s)(and|&|und|et|og|och|oraz|ve|и|та|और|και|y|e|en|i)(?=\s)", re.IGNORECASE)
WEAK = words("y e en i")  # these also stand inside names: they part only what has two words on either side
PARTNERS = words("sons bros brothers daughters partners")
BEAT = re.compile(r"\S+ (?:and|&) ")
CORRESPONDENT = re.compile(r"from (?=(?:our|an?) )", re.IGNORECASE)
STAFF = re.compile(
    r"(?<=\S) (?=(?:staff|senior|special|foreign|contributing) (?:writer|reporter|correspondent|editor)s?$)", re.I
)
UNSPACED_NAMES = re.compile("[\u3400-\u9fff]{2,4}(?: [\u3400-\u9fff]{2,4})+")


class Credit(NamedTuple):
    role: str
    name: Name
    position: str = ""


@dataclass
class Line:
    """What a byline says. `aside` are the words that were left out of it: dates, "from wire reports"."""

    credits: list[Credit] = field(default_factory=list)
    place: str = ""
    agency: str = ""
    doubts: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


@dataclass
class _Person:
    text: str
    position: str = ""
    place: str = ""
    agency: str = ""
    contact: str = ""
    roles: tuple[str, ...] = ()


def read_byline(line: str) -> Line:
    """Read "By A and B, Staff Writers; photographs by C". Never raises; what is not certain is in `doubts`."""
    text = " ".join(line.split())
    if len(text) > LONGEST_LINE:
        return Line(doubts=["This is too long for a byline."])
    label = label_of(text)
    return read_value(label.value, label.roles, label.text) if label else read_value(text, ("author",))


@lru_cache(maxsize=4_096)  # one line may stand in a file very often
def read_value(value: str, roles: tuple[str, ...], label: str = "") -> Line:
    """Read what stands behind the label of a byline. The answer is kept: do not change it."""
    line = Line()
    value = CORRESPONDENT.sub("", BY.sub("", value), count=1)
    for section_roles, text in _sections(value, roles, line):
        people = _people(text, line)
        if "记者" in label or "記者" in label:
            people = [each for person in people for each in _parted(person, line)]
        _credit(people, section_roles, line)
    _close(line)
    return line


def _sections(value: str, roles: tuple[str, ...], line: Line) -> Iterator[tuple[tuple[str, ...], str]]:
    """Part "A; photographs by B; as told to C" where the work changes."""
    start = 0
    for found in INNER.finditer(value):
        yield roles, value[start : found.start()]
        said = found["jobs"] or found["label"] or found["mark"]
        roles, start = _roles_inside(said, found, line), found.end()
    yield roles, value[start:]


def _roles_inside(said: str | None, found: re.Match[str], line: Line) -> tuple[str, ...]:
    if said:
        return roles_of(said)
    if found["told"]:
        line.doubts.append("“as told to”: who told it and who wrote it were both read as writers.")
        return ("author",)
    line.doubts.append("“with”: who is named behind it was read as having done additional reporting.")
    return ("contributor",)


# The people of one section


def _people(text: str, line: Line) -> list[_Person]:
    people: list[_Person] = []
    for group in GROUPS.split(text):
        if names_nobody(_tidy(group)):
            people.append(_Person(_tidy(group)))
            continue
        own: list[_Person] = []
        at, joint = 0, ""
        for found in CHUNK.finditer(group):
            _take_chunk(group[at : found.start()], joint, own or people[-1:], own, line)
            at, joint = found.end(), found[0].strip()
        _take_chunk(group[at:], joint or (";" if people else ""), own or people[-1:], own, line)
        people += _surname_first(own, group, line)
    return people


def _tidy(text: str) -> str:
    """Without the spaces and marks around, and the full stop unless it abbreviates."""
    name = " ".join(text.split()).strip("|•:：,")
    last = name.split(" ")[-1]
    abbreviated = bare(last) in SUFFIXES or len(last) < 3 or last.lower() in ("inc.", "ltd.", "co.", "bros.", "jr.")
    return (name if abbreviated or last.count(".") > 1 else name.rstrip(".")).strip()


def _take_chunk(chunk: str, joint: str, before: list[_Person], own: list[_Person], line: Line) -> None:
    """One chunk between commas: something about whoever stands before, else names. New people are added to `own`."""
    text = _tidy(chunk)
    beat = BEAT.match(text)
    if before and beat and POSITION.fullmatch(text):
        _set_position(before, own, text)
        return
    for at, piece in enumerate([text] if is_wire(text) or names_nobody(text) else _pieces(text, line)):
        known = own[-1:] or before
        if not (known and _is_about(piece, known, own, line, behind=at == 0 and joint != "")):
            _add(piece, own, line)


def _pieces(part: str, line: Line) -> list[str]:
    """Part at each "and", but not "Health and Science Desk": one word, then what ends like an organisation."""
    first, *others = AND.split(part)
    whole = [_tidy(first)]
    for joint, text in zip(others[::2], others[1::2], strict=True):
        name, before = _tidy(text), whole[-1]
        weak = joint.casefold() in WEAK and (not joint.islower() or " " not in before or " " not in name)
        one_word = before and " " not in before and not before.isupper() and not is_wire(before)
        last = name.split(" ")[-1].lower().strip(".")
        if before and (weak or (one_word and last in ORGANISATION) or last in PARTNERS):
            whole[-1] = f"{before} {joint} {name}"
            line.doubts += [] if weak else [f"“{whole[-1]}” was read as one name."]
        else:
            whole.append(name)
    named = [name for name in whole if name]
    if len(named) > 1 and " " in named[1] and named[0].istitle() and _is_one_word(named[0]):
        line.doubts.append(_one_word(named[0]))
    return named


def _is_one_word(name: str) -> bool:
    return " " not in name and bare(name) not in SUFFIXES and not is_wire(name)


def _one_word(name: str) -> str:
    return f"“{name}” has one word only: check that it is a whole name."


def _is_about(text: str, before: list[_Person], own: list[_Person], line: Line, *, behind: bool) -> bool:
    """Note what a piece says about the person before it; False if it is a name itself."""
    person = before[-1]
    key = bare(text)
    if key in GENERATIONS | DEGREES or (key in SUFFIXES and text.isupper()):
        person.text += f", {text}"
        return True
    if not behind:
        return False
    rest, contact = part_contact(text)
    head, place, agency = _where(rest)
    if contact and not rest:
        person.contact = f"{person.contact} {contact}".strip()
    elif not any(map(str.isalpha, text)) or REPORTS.fullmatch(text) or DATE.fullmatch(text):
        line.aside.append(text)
    elif JOB_WORD.fullmatch(text):
        person.roles = roles_of(text)
    elif (place or agency) and (not head or POSITION.fullmatch(head)):
        person.place, person.agency = place or person.place, agency or person.agency
        _set_position(before, own, head)
    elif SPECIAL.fullmatch(text) or POSITION.fullmatch(text) or names_nobody(text):
        _set_position(before, own, text)
    elif (is_wire(text) or is_organisation(text)) and not person.agency and not kind_of(person.text)[0]:
        person.agency = text
    elif is_place(text) and " " in person.text and not person.place:
        person.place = text
    else:
        return False
    return True


def _set_position(before: list[_Person], own: list[_Person], position: str) -> None:
    """A plural, "Staff Writers", is the position of all who have none yet, in the singular."""
    plural = ENGLISH_PLURAL.fullmatch(position)
    many = [person for person in own if not person.position] if plural or PLURAL.fullmatch(position) else []
    for person in many or before[-1:]:
        held = plural[1] if plural and position else position
        person.position = ", ".join(filter(None, [person.position, held]))


def _where(text: str) -> tuple[str, str, str]:
    """Jane Doe in Kabul → ("Jane Doe", "Kabul", ""); Jane Doe for The Gazette → ("Jane Doe", "", "The Gazette")."""
    loud = text.isupper()
    for found in islice(WHERE.finditer(text), 8):
        word = found["place"] or found["agency"]
        named = text[found.end("place" if found["place"] else "agency") :].strip()
        said = loud or word.islower() or not found.start()
        if said and (_may_be_place(named) if found["place"] else _may_employ(named)):
            head = text[: found.start()]
            return (head, named, "") if found["place"] else (head, "", named)
    return text, "", ""


def _may_be_place(text: str) -> bool:
    found = text.split()
    small = [word for word in found if word.islower() and bare(word) not in PARTICLES]
    return 0 < len(found) < 6 and found[0][0].isupper() and not small


def _may_employ(text: str) -> bool:
    found = text.removeprefix("the ").split()
    the = text.casefold().startswith("the ") and 0 < len(found) < 6
    return (the or is_wire(text) or is_organisation(text)) and found[0][0].isupper()


def _add(text: str, own: list[_Person], line: Line) -> None:
    if not any(map(str.isalpha, text)):
        line.aside += [text] if any(map(str.isalnum, text)) else []
        return
    head, place, agency = _where(text)
    if kind_of(text)[0] and not (agency.casefold().startswith("the ") and " " in head and not is_organisation(head)):
        head, place, agency = text, "", ""
    reports = REPORTS.search(head)
    if reports and reports.start() and reports.end() == len(head):
        line.aside.append(reports[0].strip())
        head = head[: reports.start()]
    name, _, position = head.partition("\0") if "\0" in head else STAFF.sub("\0", head).partition("\0")
    east = EAST_POSITION.fullmatch(name)
    if east:
        name, position = east[1], east[2]
    if not name:
        line.place, line.agency = place or line.place, agency or line.agency
        return
    own.append(_Person(name, position, place, agency))


def _surname_first(own: list[_Person], group: str, line: Line) -> list[_Person]:
    """Lee, Ann; Lee, Ann M.: two words with a comma between, and nothing else, are one person."""
    if len(own) != 2 or own[0].position or own[0].agency or AND.search(group):
        return own
    one, two = own
    initials = re.fullmatch(r"[^\W\d_]{2,}(?: [^\W\d_]\.?){0,2}", two.text)
    plain = all(person.text.istitle() and not is_wire(person.text) and not kind_of(person.text)[0] for person in own)
    if " " in one.text or not initials or not plain or "," not in group.replace("，", ",").replace("،", ","):
        return own
    line.doubts.append(f"“{group.strip()}” was read as one person, surname first.")
    return [replace(two, text=f"{two.text} {one.text}")]


def _parted(person: _Person, line: Line) -> list[_Person]:
    """王小明 李雷 behind "reporters": names that spaces part."""
    if not UNSPACED_NAMES.fullmatch(person.text):
        return [person]
    line.doubts.append(f"“{person.text}” was read as names with spaces between.")
    return [replace(person, text=name) for name in person.text.split()]


# From people to credits


def _credit(people: list[_Person], roles: tuple[str, ...], line: Line) -> None:
    named = [(person, _name_of(person)) for person in people]
    _doubt_single_words([name for _, name in named], line)
    credits = [
        Credit(own, name, person.position)
        for role in roles
        for person, name in named
        for own in person.roles or (role,)
    ]
    line.credits += credits


def _name_of(person: _Person) -> Name:
    name = read_name(person.text)
    place = without_capitals(person.place) if name.printed.isupper() and len(person.place) > 3 else person.place
    told: dict[str, Any] = {
        "place": place or name.place,
        "agency": person.agency or name.agency,
        "contact": " ".join(filter(None, [name.contact, person.contact])),
        "doubts": (*name.doubts, *_doubts_of(person, name)),
    }
    return replace(name, **told) if any(told[key] != getattr(name, key) for key in told) else name


def _doubts_of(person: _Person, name: Name) -> Iterator[str]:
    if POSITION.fullmatch(person.text) and name.kind != "organisation" and not person.position:
        yield f"“{person.text}” ends like a title: check the name."
    if any(len(word) > 2 and word[0] == "و" for word in person.text.split()[2:]):
        yield f"“{person.text}” may name more than one person."


def _doubt_single_words(names: list[Name], line: Line) -> None:
    """Among whole names one word alone may be a place, or half of a name."""
    whole = any(" " in name.plain and name.kind == "person" for name in names)
    for name in names[1:]:
        single = name.kind in ("person", "") and " " not in name.plain and name.plain.isascii() and not name.contact
        if whole and single:
            line.doubts.append(_one_word(name.plain))


def _close(line: Line) -> None:
    """Credit each once for one work, and gather from the names what concerns the whole line."""
    first: dict[tuple[str, str], Credit] = {}
    for credit in line.credits:
        name = credit.name
        if first.setdefault((credit.role, match_key(name.plain) or name.plain), credit) is not credit:
            line.doubts.append(f"“{name.plain}” is named twice.")
        line.place = name.place or line.place
        line.agency = name.agency or (name.plain if name.kind == "wire" else "") or line.agency
        line.doubts += name.doubts
    line.credits = list(first.values())
    line.doubts = list(dict.fromkeys([*line.doubts, *(f"“{text}” was left out." for text in line.aside)]))


# As an import writes them down


class Printed(NamedTuple):
    """A name with the letters and capitals it came in."""

    name: str
    role: str
    position: str = ""


def printed(line: Line) -> tuple[list[Printed], list[str]]:
    """Return (the credits of a byline as printed, what is in doubt). An agency behind a name is credited by itself."""
    credits = [
        Printed(credit.name.printed or credit.name.plain, credit.role, credit.position) for credit in line.credits
    ]
    doubts = list(line.doubts)
    agencies = {credit.name.agency: credit for credit in line.credits if credit.name.agency}
    for agency, credit in agencies.items():
        doubts.append(f"“{agency}” stands behind “{credit.name.plain}”: credited too.")
        if agency.casefold() not in {known.name.casefold() for known in credits if known.role == credit.role}:
            credits.append(Printed(agency, credit.role))
    beside = [(text, credit) for credit in line.credits for text in (credit.name.place, credit.name.contact) if text]
    doubts += [
        f"“{text}” stands with “{credit.name.plain}” and was left out."
        for text, credit in beside
        if text != credit.name.plain
    ]
    return credits, list(dict.fromkeys(doubts))


def split_names(value: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Part "A, B and C", "A & B, Jr." or "Health and Science Desk" into names.

    Returns ([(name, position or "")], [what is in doubt]); a position is a title after a name: "Ann Lee, Editor".
    """
    credits, doubts = printed(read_value(" ".join(value.split()), ("author",)))
    return [(credit.name, credit.position) for credit in credits], doubts
