"""Authors who may be one person, found by what their names and addresses share: nobody is compared with everybody.

`find()` gives the pairs, likeliest first, each with its reasons in words. Pairs that somebody said are two people are silent.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from authors.models import Author, AuthorAlias, Distinct, match_key
from authors.names import NEAR, SAME, Likeness, alike, is_wire, likeness_keys, read_name
from pagecache import memory

CROWD = 8  # of one name: each is then paired with the first alone
FULL_NAMES = 3  # that an initial may stand for; where it may stand for more, nothing can be told
SHARED = 3  # authors with one mail address; one that more have is a desk's
REASONS = 3  # that are shown
SURE, LIKELY = 85, 60  # strengths from which a pair is called so
PEOPLE = (Author.Kind.PERSON, Author.Kind.PEN_NAME)


class Somebody(NamedTuple):
    """What the finder knows of an author. `spellings` without those that are private."""

    pk: int
    name: str
    kind: str = Author.Kind.PERSON
    addresses: frozenset[str] = frozenset()
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """Two authors by number, the lower first; `strength` from 0 to 100; `reasons` as sentences, the best first."""

    one: int
    other: int
    strength: int
    reasons: tuple[str, ...]

    @property
    def likelihood(self) -> str:
        return "very likely" if self.strength >= SURE else "likely" if self.strength >= LIKELY else "perhaps"


class Sign(NamedTuple):
    """Something that two have in common, how much it says, and the sentence that says it."""

    one: int
    other: int
    strength: int
    reason: str


def find() -> list[Pair]:
    """The pairs among today's authors, likeliest first. Kept in memory until an author changes; three queries otherwise."""
    return memory.keep("duplicates", ["authors"], _find)


def of(author: Author) -> list[Pair]:
    """Those in which this author is one of the two."""
    return [pair for pair in find() if author.pk in (pair.one, pair.other)]


def _find() -> list[Pair]:
    said = set(Distinct.objects.values_list("one", "other"))
    return [pair for pair in pairs_among(everybody()) if (pair.one, pair.other) not in said]


def everybody() -> list[Somebody]:
    """Today's authors as the finder sees them. Two queries."""
    spellings = defaultdict(list)
    for author, name in AuthorAlias.objects.shown().filter(author__merged_into=None).values_list("author", "name"):
        spellings[author].append(name)
    rows = Author.objects.order_by("pk").values_list("pk", "name", "kind", "user__email", "email", "contact_email")
    return [
        Somebody(pk, name, kind, frozenset(one.casefold() for one in mails if one), tuple(spellings[pk]))
        for pk, name, kind, *mails in rows
    ]


def pairs_among(authors: Iterable[Somebody]) -> list[Pair]:
    """The pairs, likeliest first, then by number."""
    people = list(authors)
    signs: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    for look in (_names, _spellings, _addresses):
        for sign in look(people):
            signs[min(sign.one, sign.other), max(sign.one, sign.other)].append(sign)
    pairs = [_pair(one, other, found) for (one, other), found in signs.items() if one != other]
    return sorted(pairs, key=lambda pair: (-pair.strength, pair.one, pair.other))


def _pair(one: int, other: int, signs: list[Sign]) -> Pair:
    """The strongest sign counts, and a little for each other one."""
    signs = sorted(signs, key=lambda sign: -sign.strength)
    reasons = tuple(dict.fromkeys(sign.reason for sign in signs))[:REASONS]
    return Pair(one, other, min(signs[0].strength + 3 * (len(reasons) - 1), 99), reasons)


# The names themselves


class Spelled(NamedTuple):
    """A name as it is compared: its `keys` by authors.names.likeness_keys, and what stands `behind` it."""

    plain: str
    keys: frozenset[Likeness]
    behind: str
    first: str  # the key of the first name, "" of what has none

    @property
    def is_short(self) -> bool:
        """Whether the first name is a letter."""
        return len(self.first) == 1


@lru_cache(maxsize=30_000)  # all of them are looked at again whenever an author changes
def spelled(text: str, kind: str = Author.Kind.PERSON) -> Spelled:
    """Organisations and agencies are compared by their whole name alone."""
    if kind not in PEOPLE:
        plain = text[4:] if text[:4].casefold() == "the " else text
        key = match_key(plain)
        return Spelled(plain, frozenset({Likeness(f"= {key}", SAME, "")} if key else ()), "", "")
    plain, agency = _without_agency(text)
    name = read_name(plain)
    behind = agency or name.agency or name.place or name.contact
    keys = likeness_keys(name.plain)
    whole = Likeness(f"= {match_key(name.plain)}", SAME, "")  # as an organisation's
    return Spelled(name.plain, keys | {whole}, behind, match_key(name.given.partition(" ")[0]))


def _without_agency(text: str) -> tuple[str, str]:
    """JASON LITZ AP → ("JASON LITZ", "AP")"""
    before, _, last = text.strip().rpartition(" ")
    return (before, last) if " " in before and "," not in before and is_wire(last) else (text, "")


def _names(people: list[Somebody]) -> Iterator[Sign]:
    """By the keys that names share. Initials and middle names are weaker: another may be meant."""
    blocks: dict[str, list[Somebody]] = defaultdict(list)
    for person in people:
        for key in spelled(person.name, person.kind).keys:
            if key.strength == SAME or person.kind == Author.Kind.PERSON:
                blocks[key.key].append(person)
    for shared, block in blocks.items():
        for one, other in _initials(block) if shared.startswith("?") else _couples(block):
            if sign := _sign(one, other):
                yield sign


def _couples(group: list[Somebody]) -> Iterator[tuple[Somebody, Somebody]]:
    """Everybody with everybody; of a crowd each one with the first."""
    return combinations(group, 2) if len(group) <= CROWD else ((group[0], other) for other in group[1:])


def _initials(block: list[Somebody]) -> Iterator[tuple[Somebody, Somebody]]:
    """Whose first name is a letter, with those it may stand for: as long as these are few."""
    short = [person for person in block if spelled(person.name).is_short]
    if not short:
        return
    full = [person for person in block if not spelled(person.name).is_short]
    firsts = {spelled(person.name).first for person in full[: CROWD * FULL_NAMES]}
    if len(firsts) <= FULL_NAMES:
        yield from ((one, other) for one in short[:CROWD] for other in full[:CROWD])
    yield from _couples(short)


def _sign(one: Somebody, other: Somebody) -> Sign | None:
    a, b = spelled(one.name, one.kind), spelled(other.name, other.kind)
    if any(key.strength == SAME for key in a.keys & b.keys):
        return Sign(one.pk, other.pk, *_written(one.name, other.name, a, b))
    found = alike(a.plain, b.plain)
    return Sign(one.pk, other.pk, 65 if found.strength == NEAR else 45, found.why) if found else None


def _written(one: str, other: str, a: Spelled, b: Spelled) -> tuple[int, str]:
    """How the same name is written twice: how much that says, and in words."""
    behind = [added for added in (a.behind, b.behind) if added]
    if len({*behind}) == 1 and len(behind) == 1 or len({*behind}) == 2:
        return 96, f"The same name, once with “{behind[0]}” behind it."
    if one == other:
        return 90, "The very same name."
    if one.casefold() == other.casefold():
        return 95, "The same name, once in other capitals."
    if ("," in one.removesuffix(a.behind).rstrip(" ,")) != ("," in other.removesuffix(b.behind).rstrip(" ,")):
        return 95, "The same name, once with the surname first."
    if match_key(a.plain) != match_key(b.plain):
        return 75, "The same words in another order or with a title."
    return 92, "The same name but for accents, spaces or marks."


# Other spellings, mail addresses


def _spellings(people: list[Somebody]) -> Iterator[Sign]:
    """A spelling of one that is the name of another, or of both."""
    names: dict[str, list[Somebody]] = defaultdict(list)
    shared: dict[str, list[Somebody]] = defaultdict(list)
    for person in people:
        names[match_key(spelled(person.name, person.kind).plain)].append(person)
    for person in people:
        for spelling in person.spellings:
            key = match_key(spelled(spelling, person.kind).plain)
            shared[key].append(person)
            for other in names.get(key, ())[:CROWD]:
                yield Sign(person.pk, other.pk, 90, f"{person.name} is also known as “{spelling}”.")
    for group in shared.values():
        for one, other in _couples(group):
            yield Sign(one.pk, other.pk, 80, "Another spelling of both is the same.")


def _addresses(people: list[Somebody]) -> Iterator[Sign]:
    """One mail address: of persons alone, since a pen name shares its writer's."""
    owners: dict[str, list[Somebody]] = defaultdict(list)
    for person in people:
        for address in person.addresses if person.kind == Author.Kind.PERSON else ():
            owners[address].append(person)
    for address, group in owners.items():
        for one, other in combinations(group, 2) if len(group) <= SHARED else ():
            yield Sign(one.pk, other.pk, 80 if _in_common(one, other) else 50, f"Both have the address {address}.")


def _in_common(one: Somebody, other: Somebody) -> bool:
    """Whether a word of one's name stands in the other's."""
    words, others = (set(map(match_key, person.name.split())) for person in (one, other))
    return bool(words & others - {""})
