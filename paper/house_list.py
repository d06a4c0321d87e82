"""The house list: words the paper avoids, and what it writes instead. A field of its settings, one word or phrase to a line."""

from typing import NamedTuple

from paper.redaction import Folded

LONGEST_AVOIDED, LONGEST_ADVICE, MOST_AVOIDED = 60, 200, 500


class Avoid(NamedTuple):
    words: str
    instead: str  # or ""


def parse_house_list(text: str) -> list[Avoid]:
    """A settings field, one to a line: "word or phrase" or "word or phrase: what to write instead".

    Lines that begin with # are comments. Those in which `house_list_problems` finds fault are left out."""
    return [avoid for _, avoid in _listed(text)[:MOST_AVOIDED] if not _fault(avoid)]


def house_list_problems(text: str) -> list[str]:
    """What is wrong with a house list, each in a sentence that names the line."""
    listed = _listed(text)
    problems = [f"Line {line}: {fault}" for line, avoid in listed if (fault := _fault(avoid))]
    seen: dict[str, int] = {}
    for line, avoid in listed:
        first = seen.setdefault(Folded(avoid.words).text, line)
        if first != line and not _fault(avoid):
            problems.append(f"Line {line}: “{avoid.words}” is on line {first} already.")
    if len(listed) > MOST_AVOIDED:
        line = listed[MOST_AVOIDED][0]
        problems.append(f"Line {line}: the list may have {MOST_AVOIDED} entries; from here on they are not looked for.")
    return problems


def _listed(text: str) -> list[tuple[int, Avoid]]:
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    parted = ((number, line.partition(":")) for number, line in lines if line and not line.startswith("#"))
    return [(number, Avoid(words.strip(), instead.strip())) for number, (words, _, instead) in parted]


def _fault(avoid: Avoid) -> str:
    if not any(map(str.isalpha, avoid.words)):
        return "there are no letters in what is to be avoided."
    if len(avoid.words) > LONGEST_AVOIDED:
        return f"what is to be avoided is over {LONGEST_AVOIDED} characters long."
    if len(avoid.instead) > LONGEST_ADVICE:
        return f"what to write instead is over {LONGEST_ADVICE} characters long."
    return ""
