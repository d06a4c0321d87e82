"""Three-way merge of lists: what two people added, took out, changed and moved, together.

An entry is a plain dict. `identity` tells what makes two entries of a list the same one; should several of one list share
it, the first of them is the other's first, and so on.
"""

from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

Entry = dict[str, Any]
Identity = Callable[[Entry], Hashable]


def in_order(
    base: list[Entry], mine: list[Entry], theirs: list[Entry], identity: Identity, *, unsaid: tuple[str, ...] = ()
) -> list[Entry] | None:
    """Both people's additions, removals, changes and order; None where they meet.

    What an entry holds under the `unsaid` keys is nobody's change."""
    three = [by_identity(entries, identity) for entries in (base, mine, theirs)]
    versions = {key: [_said(entries.get(key), unsaid) for entries in three] for entries in three for key in entries}
    order = _merged_order(*map(list, three))
    if order is None or any(_clash(*version) for version in versions.values()):
        return None
    _, ours, others = three
    kept = (others.get(key) if versions[key][1] == versions[key][0] else ours.get(key) for key in order)
    return [entry for entry in kept if entry is not None]


def in_any_order(base: list[Entry], mine: list[Entry], theirs: list[Entry], identity: Identity) -> list[Entry]:
    """Mine, without what they took out and with what they put in."""
    were, ours, others = (by_identity(entries, identity) for entries in (base, mine, theirs))
    kept = [entry for key, entry in ours.items() if key not in were or key in others]
    return kept + [entry for key, entry in others.items() if key not in were and key not in ours]


def union(
    mine: list[Entry], theirs: list[Entry], identity: Identity, both: Callable[[Entry, Entry], Entry]
) -> list[Entry]:
    """Mine, then what only they have; `both` makes one entry of those that both have."""
    ours, others = by_identity(mine, identity), by_identity(theirs, identity)
    kept = [both(entry, others[key]) if key in others else entry for key, entry in ours.items()]
    return kept + [entry for key, entry in others.items() if key not in ours]


def by_identity(entries: list[Entry], identity: Identity) -> dict[tuple[Hashable, int], Entry]:
    """The entries by identity and by how many of the same identity stand before."""
    seen: Counter[Hashable] = Counter()
    found = {}
    for entry in entries:
        key = identity(entry)
        found[key, seen[key]] = entry
        seen[key] += 1
    return found


def _said(entry: Entry | None, unsaid: tuple[str, ...]) -> Entry | None:
    return entry and {name: value for name, value in entry.items() if name not in unsaid}


def _clash(base: Entry | None, mine: Entry | None, theirs: Entry | None) -> bool:
    return mine != base and theirs not in (base, mine)


def _merged_order(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any] | None:
    """All identities of mine and theirs, in the order of who moved some; None if both did, differently."""
    shared = {*base} & {*mine} & {*theirs}
    was, ours, others = ([key for key in keys if key in shared] for keys in (base, mine, theirs))
    if ours != was and others not in (was, ours):
        return None
    lead, other = (theirs, mine) if ours == was != others else (mine, theirs)
    return _with_others(lead, other, new={*mine, *theirs} - {*base})


def _with_others(lead: list[Any], other: list[Any], new: set[Any]) -> list[Any]:
    """`lead` with what only `other` has, each behind the one it follows there, and behind what is new in `lead`."""
    order = list(lead)
    before = None
    for key in other:
        if key not in order:
            place = order.index(before) + 1 if before is not None else 0
            while place < len(order) and order[place] in new:
                place += 1
            order.insert(place, key)
        before = key
    return order
