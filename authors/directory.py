"""Everybody who writes here: A to Z, and on the masthead."""

import unicodedata
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import paper
from authors.models import Author, Department, match_key
from pagecache import memory
from paper.bidi import runs_otherwise

TAGS = {"authors", "list:home", "site"}  # what it is made from
ON_ONE_PAGE = 300  # people; more have a page for each letter
NO_LETTER = "#"
# Letters that no accent was put on, filed under those they are read as.
FILED_UNDER = str.maketrans({"Æ": "A", "Ð": "D", "Đ": "D", "Ħ": "H", "Ł": "L", "Ŋ": "N", "Ø": "O", "Œ": "O", "Þ": "T"})
HAN = "漢"  # one heading for all of its signs: each would be a letter of its own
SHOWN = ("name", "sort_name", "slug", "position", "kind", "standing", "born_year", "died_year")


class Page(NamedTuple):
    """`letters` are all there are, in order; `people` those of the page, by letter: [{"letter", "people"}].

    `letter` is the one whose page it is, "" where everybody stands on one."""

    letters: list[str]
    people: list[dict[str, Any]]
    letter: str

    @property
    def is_first(self) -> bool:
        return not self.letter or self.letter == self.letters[0]


def directory(at: datetime, letter: str = "") -> Page | None:
    """The page of a letter, the first one's without one; None where nobody stands under it. One query, or two."""
    filed = memory.keep("directory", TAGS, lambda: _filed(at))
    letters = list(filed)
    wanted = (
        (letter_of(letter) if letter.strip() else letters[0]) if sum(map(len, filed.values())) > ON_ONE_PAGE else ""
    )
    if wanted and wanted not in filed:
        return None
    shown = [wanted] if wanted else letters
    people = Author.objects.filter(pk__in=[pk for one in shown for pk in filed[one]]).order_by()
    return Page(letters, _by_letter(people.only(*SHOWN)), wanted)


def _filed(at: datetime) -> dict[str, list[int]]:
    """Everybody's number, by letter, in the order of these."""
    filed: dict[str, list[int]] = {}
    for pk, sort_name in Author.objects.in_directory(at).order_by().values_list("pk", "sort_name"):
        filed.setdefault(letter_of(sort_name), []).append(pk)
    return dict(sorted(filed.items(), key=lambda pair: _place(pair[0])))


def letter_of(sort_name: str) -> str:
    """Where somebody is filed: the first letter, without accents; 漢 for signs of Chinese; # for anything else."""
    first = unicodedata.normalize("NFKD", sort_name.strip().upper().translate(FILED_UNDER))[:1]
    if not first.isalpha():
        return NO_LETTER
    return HAN if "CJK" in unicodedata.name(first, "") else first


def filing_key(author: Author) -> tuple:
    return (_place(letter_of(author.sort_name)), match_key(author.sort_name), author.pk)


def _place(letter: str) -> tuple[bool, bool, str]:
    """A to Z, then other scripts in their own order, and last what is no letter; in a paper from right to left, letters that
    run so come first."""
    direction = paper.current().direction
    return (letter == NO_LETTER, direction == "rtl" and runs_otherwise(letter, direction), letter)


def _by_letter(people: Any) -> list[dict[str, Any]]:
    """Sorted here: databases disagree about É and lower case, and a letter stands once."""
    groups = groupby(sorted(people, key=filing_key), key=lambda person: letter_of(person.sort_name))
    return [{"letter": letter, "people": list(group)} for letter, group in groups]


def masthead() -> list[tuple[Department, list[Author]]]:
    """The departments in the house's order, each with those who work there now. One query."""
    staff = Author.objects.filter(department__isnull=False, hidden=False, died_year=None)
    staff = (
        staff.exclude(standing=Author.Standing.FORMER)
        .select_related("department")
        .only(*SHOWN, "masthead_place", "department")
        .order_by()  # sorted here: in the directory's order everybody would be read
    )
    people = sorted(staff, key=lambda one: (_rank(one.department), one.masthead_place, filing_key(one)))
    return [
        (group[0].department, group)
        for _, those in groupby(people, key=lambda one: _rank(one.department))
        if (group := list(those))
    ]


def _rank(department: Department) -> tuple:
    return (department.order, match_key(department.name), department.pk)
