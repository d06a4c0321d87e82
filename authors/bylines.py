"""Author lines: what they begin with, the role that says, the names in them; and whose bio a paragraph is."""

import re
from collections.abc import Iterable

LONGEST_NAME = 100


def words(text: str) -> frozenset[str]:
    """Return the set of the words in `text`."""
    return frozenset(text.split())


ROLES = {  # the roles of a byline, and what its line may begin with
    "author": "by|written by|words by|story by|text by|reporting by|byline|author|authors|author(s)|autor|autora|"
    "autores|auteur|auteurs|autrice|autore|autori|verfasser|yazar|автор|авторы|作者|著者|저자|글쓴이|الكاتب|المؤلف|بقلم|लेखक",
    "contributor": "additional reporting by|additional reporting",
    "photographer": "photographs by|photography by|photos by|pictures by|photographs|photos|pictures",
    "illustrator": "illustration by|illustrations by|illustrated by|illustration|illustrations",
    "translator": "translated by|translation by|translator|translation",
    "editor": "edited by|editing by|editing",
}
ROLE_OF = {label: role for role, labels in ROLES.items() for label in labels.split("|")}


def _any_of(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


LABEL = re.compile(rf"({_any_of(ROLE_OF)})\s?[:：﹕]\s*(.*)", re.IGNORECASE | re.DOTALL)
BY = re.compile(rf"({_any_of(label for label in ROLE_OF if label.endswith('by'))}) (\S.*)", re.IGNORECASE)
NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*,?")
PARTICLES = words("al af av bin bint da das de del della der des di dos du el ibn la las le of or the van von y zu")
MORE_NAMES = re.compile(r"(?:[,，、;&]|\band)$", re.IGNORECASE)
COMMA = re.compile(r"[,，、،]")
AND = re.compile(r"(?:^|\s)(and|&)(?=\s)", re.IGNORECASE)
SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv|esq\.?|ph\.?d\.?|m\.?d\.?|j\.?d\.?|mba|mp|qc|kc|[omc]be|rn|dds", re.I)
ORGANISATION = words(
    "agency alliance association board bureau center centre co committee company corporation council department desk "
    "federation foundation group inc institute international llc ltd ministry network news newsroom office "
    "organisation organization plc press project services service society staff team trust union university wire"
)
WIRES = words("afp ap bloomberg dpa efe pa reuters tass upi xinhua")
POSITION = re.compile(
    r".*\b(?:editor|reporter|writer|correspondent|columnist|analyst|critic|bureau chief|contributor|producer|"
    r"photographer|photojournalist|director|professor|fellow|intern)(?: in chief|-in-chief| at large)?",
    re.IGNORECASE,
)


def split_names(value: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Part "A, B and C", "A & B, Jr." or "Health and Science Desk" into names.

    Returns ([(name, position or "")], [what is in doubt]); a position is a title after a name: "Ann Lee, Editor".
    """
    people: list[tuple[str, str]] = []
    messages: list[str] = []
    for chunk in re.split("[;；]", value):
        for name in _surname_first(_chunk_names(chunk, messages), chunk, messages):
            _add_name(people, name, messages)
    return people, messages


def _chunk_names(chunk: str, messages: list[str]) -> list[str]:
    names: list[str] = []
    for part in COMMA.split(chunk):
        beat = names and POSITION.fullmatch(_tidy_name(part)) and re.match(r"\s*\S+ (?:and|&) ", part)
        for name in [_tidy_name(part)] if beat else _whole_organisations(part, messages):
            if names and SUFFIX.fullmatch(name):
                names[-1] += f", {name}"
            elif name:
                names.append(name)
    return names


def _whole_organisations(part: str, messages: list[str]) -> list[str]:
    """Part at each "and", but not "Health and Science Desk": one word, then what ends like an organisation."""
    first, *others = AND.split(part)
    whole = [_tidy_name(first)]
    for joint, text in zip(others[::2], others[1::2], strict=True):
        name, before = _tidy_name(text), whole[-1]
        one_word = before and " " not in before and not before.isupper() and before.lower() not in WIRES
        if one_word and name.split(" ")[-1].lower().strip(".") in ORGANISATION:
            whole[-1] = f"{before} {joint} {name}"
            messages.append(f"“{whole[-1]}” was read as one name.")
        else:
            whole.append(name)
    if (
        len(whole) > 1
        and " " in whole[1]
        and whole[0].istitle()
        and not (" " in whole[0] or SUFFIX.fullmatch(whole[0]))
    ):
        messages.append(f"“{whole[0]}” has one word only: check that it is a whole name.")
    return list(filter(None, whole))


def _tidy_name(text: str) -> str:
    name = " ".join(text.split())
    last = name.split(" ")[-1]
    abbreviated = SUFFIX.fullmatch(last) or len(last) < 3 or last.lower() in ("inc.", "ltd.", "co.", "bros.")
    return name if abbreviated or last.count(".") > 1 else name.rstrip(".")


def _surname_first(names: list[str], chunk: str, messages: list[str]) -> list[str]:
    single = len(names) == 2 and all(name.istitle() and " " not in name for name in names)
    if not single or AND.search(chunk) or any(name.lower() in WIRES for name in names):
        return names
    messages.append(f"“{chunk.strip()}” was read as one person, surname first.")
    return [f"{names[1]} {names[0]}"]


def _add_name(people: list[tuple[str, str]], name: str, messages: list[str]) -> None:
    if people and not people[-1][1] and POSITION.fullmatch(name):
        people[-1] = (people[-1][0], name)
    elif name.casefold() in (known.casefold() for known, _ in people):
        messages.append(f"“{name}” is named twice.")
    else:
        people.append((name, ""))
        if "@" in name or any(char.isdigit() for char in name):
            messages.append(f"“{name}” does not look like a name.")
        if name.isupper() and " " in name and len(name) > 5:
            messages.append(f"“{name}” is in capitals: an author of that name will be made as it stands.")


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
    words = [name.split() for name in names]
    return all(
        (len(name) > 1 or len(names) == 1)
        and len(name) < 7
        and all(NAME_WORD.fullmatch(word) and (not word[0].islower() or word in PARTICLES) for word in name)
        for name in words
    )


# Whose bio a paragraph is

UNSPACED = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
PRONOUN = re.compile(r"(?:he|she|they|his|her|their|follow|email|contact|reach|you can)\b", re.IGNORECASE)
BIO_LEAD = re.compile(
    r"^(?:about\s+(?:the\s+(?:author|writer)s?\s*[:：]?\s*)?|bio(?:graphy)?\s*[:：]\s*)?"
    r"(?:(?:dr|prof|professor|mr|mrs|ms|sir|dame|rev)\.?\s+)?",
    re.IGNORECASE,
)
BIO_VERB = r"(?:is|are|was|has|have|writes|covers|reports|edits|teaches|lives|works|joined|contributes)\b"
STRANGER = re.compile(rf"((?:[^\W\d_][\w.'’-]*\s){{2,5}}){BIO_VERB}")


def begins_as_bio(text: str, names: list[str]) -> bool:
    """Does it begin with one of the names and go on as bios do?"""
    start = BIO_LEAD.sub("", text[:300], count=1)
    return any(re.match(rf"{re.escape(name)}\s{BIO_VERB}", start, re.IGNORECASE) for name in names)


def owner(text: str, names: list[str], served: list[str], current: str | None) -> tuple[str, str]:
    """Return (whose bio this paragraph is or "", what is in doubt or "").

    `served` are those who have a bio, `current` is whose the paragraph before was (None: it is the first).
    """
    named = owner_named(text, names)
    if named:
        both = [
            name for name in names if re.search(rf"^.{{0,20}}{re.escape(named)}(?:,| and| &) {re.escape(name)}", text)
        ]
        return named, f"A bio of {named} and {both[0]} together: given to {named}." if both else ""
    if _is_of_a_stranger(text, names):
        return "", "A bio of somebody who is on no author line: left aside."
    if current is not None and PRONOUN.match(text):
        return current, ""
    if len(names) == 1:
        return names[0], ""
    free = [name for name in names if name not in served]
    if free:
        return free[0], f"A bio that does not begin with a name: given to {free[0]}, the next on the author lines."
    return "", "A bio too many: left aside, since everybody on the author lines has one."


def owner_named(text: str, names: list[str]) -> str:
    """Return the name this text begins with: whole, else first and last, else a surname or given name only one has."""
    start = " ".join(BIO_LEAD.sub("", text[: 3 * LONGEST_NAME], count=1).split()).casefold()
    for forms in (_whole_forms, _short_forms):
        found = [(len(form), name) for name in names for form in forms(name) if _begins(start, form.casefold())]
        if found:
            longest = max(found)[0]
            owners = {name for length, name in found if length == longest}
            return owners.pop() if len(owners) == 1 else ""
    return ""


def _whole_forms(name: str) -> set[str]:
    words = name.split(",")[0].split()
    return {name, " ".join(words), f"{words[0]} {words[-1]}"} if len(words) > 1 else {name}


def _short_forms(name: str) -> set[str]:
    words = name.split(",")[0].split()
    return {word for word in (words[0], words[-1]) if len(word) > 1 and word.lower() not in PARTICLES}


def _begins(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.startswith(name) and (not after.isalnum() or "가" <= after <= "힣" or UNSPACED.match(after) is not None)


def _is_of_a_stranger(text: str, names: list[str]) -> bool:
    found = STRANGER.match(text[:LONGEST_NAME])
    words = found[1].split() if found else []
    known = {word.casefold() for name in names for word in name.split()}
    return (
        words != []
        and words[0] not in ("The", "A", "An", "This")
        and all(word[0].isupper() or word in PARTICLES for word in words)
        and not known & {word.casefold() for word in words}
    )
