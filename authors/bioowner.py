"""Whose bio a paragraph is, of the people on the author lines."""

import re

from authors.names import LONGEST_NAME
from authors.namewords import PARTICLES

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
