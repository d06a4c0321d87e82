"""Whether the title a bio gives its author can stand beside the one in the field."""

import re

from authors.biotext import JOB, Title

SMALL = frozenset("a an and at for in of the to".split())  # noqa: SIM905
SHARED = 5  # letters that make two words one: Politics and Political, Environment and Environmental
OURS = re.compile(
    r"(?:^|[.!?]\W* )?[^.;]*?(?:\0|he|she|they)(?:,? (?:is|are)(?: (?:currently|now))?)?,? (?:(?:an?|the|our|the paper['’]s) )?$",
    re.I,
)
ENDS_THERE = re.compile(
    r"$|[.;)]|,? (?:and (?!the\b)[a-z]|but |who |where |based |covering |since |currently )|, (?!the |an? )[a-z]"
)
ANY_JOB = re.compile(rf"\b{JOB}\b", re.IGNORECASE)


def contradicts(title: Title, position: str) -> bool:
    """Is `title` a formal one, here and now, that is surely another than `position`?

    "Senior Editor" and "Managing Editor" are; "Editor" and "Politics Editor" may both be true, a title at another
    house ("Senior Editor of The Quay") says nothing of ours, and a trade ("a journalist") is no title.
    """
    if not ANY_JOB.search(position) or re.search(r"\d", position) or not _is_formal(title):
        return False
    said = _words(title.words)
    return all(not _covers(said, held) and not _covers(held, said) for held in map(_words, _titles(position)) if held)


def _is_formal(title: Title) -> bool:
    words = title.words.split()
    capitals = all(word[0].isupper() or word in SMALL for word in words)
    here = OURS.match(title.before) and ENDS_THERE.match(title.after)
    return len(words) >= 2 and capitals and "and" not in words and here is not None


def _titles(position: str) -> list[str]:
    return [position, *re.split(r"[,;/&]| and ", position)]


def _words(title: str) -> set[str]:
    return {word for word in re.findall(r"\w+", title.casefold()) if word not in SMALL}


def _covers(words: set[str], others: set[str]) -> bool:
    return all(any(_are_one(word, other) for other in others) for word in words)


def _are_one(word: str, other: str) -> bool:
    shortest = min(len(word), len(other), SHARED)
    return word == other or (shortest >= SHARED - 1 and word[:shortest] == other[:shortest])
