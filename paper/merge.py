"""Three-way merge: what two people made of one text, together.

Blocks are merged first. Where both changed the same block and their edits leave a word between them, its words
and tags are merged; all else is a collision, for a person to decide. No word is ever lost: each is in the result or
in a collision.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from paper.difference import Pair, aligned, alike, blocks, html_tokens, is_word, tokens, word_changes
from paper.prose import sanitize


@dataclass(frozen=True)
class Collision:
    """Where two people changed the same place: clean HTML each, of several blocks, one, or "" (not there)."""

    base: str
    mine: str
    theirs: str


class Edit(NamedTuple):
    """What one person did: `base[start:stop]` became `new`. `adds`: what is new there continues nothing of the base."""

    start: int
    stop: int
    new: list[str]
    adds: bool = False


class Clash(NamedTuple):
    base: list[str]
    mine: list[str]
    theirs: list[str]


Meets = Callable[[list[Edit], Edit], bool]  # whether an edit belongs to those before it


def merge_html(base: str, mine: str, theirs: str, clean: Callable[[str], str] = sanitize) -> list[str | Collision]:
    """The text of both, as blocks of clean HTML and collisions in order. The three are clean HTML: `clean` leaves them
    as they are, and so it must what is merged."""
    start = blocks(base)
    merged: list[str | Collision] = []
    for part in _woven(start, _block_edits(start, blocks(mine)), _block_edits(start, blocks(theirs)), _blocks_meet):
        merged += _decided(part, clean) if isinstance(part, Clash) else part
    return merged


def merge_words(base: str, mine: str, theirs: str) -> str | None:
    """The plain text of both, or None where their edits touch: two need a word between them that nobody changed."""
    return _merged_tokens(tokens(base), tokens(mine), tokens(theirs))


def _decided(clash: Clash, clean: Callable[[str], str]) -> list[str | Collision]:
    base, mine, theirs = map("".join, clash)
    if alike(base, mine) and alike(base, theirs):
        merged = _merged_tokens(*map(html_tokens, (base, mine, theirs)))
        if merged is not None and clean(merged) == merged:
            return [*blocks(merged)]
    return [Collision(base, mine, theirs)]


def _merged_tokens(base: list[str], mine: list[str], theirs: list[str]) -> str | None:
    def meet(before: list[Edit], edit: Edit) -> bool:
        return not any(map(is_word, base[_end(before) : edit.start]))

    merged = ""
    for part in _woven(base, _word_edits(base, mine), _word_edits(base, theirs), meet):
        if isinstance(part, Clash):
            return None
        merged += "".join(part)
    return merged


# Edits --------------------------------------------------------------------------------------------------


def _word_edits(base: list[str], other: list[str]) -> list[Edit]:
    return [Edit(start, stop, other[begin:end]) for start, stop, begin, end in word_changes(base, other)]


def _block_edits(base: list[str], other: list[str]) -> list[Edit]:
    """One edit for each pair that differs, and one for each run of blocks that have no pair."""
    edits, place = [], 0
    for is_paired, run in groupby(aligned(base, other), all):
        for old, new in run if is_paired else [_one_pair(run)]:
            if old != new:
                edits.append(Edit(place, place + len(old), new, adds=bool(new) and not is_paired))
            place += len(old)
    return edits


def _one_pair(pairs: Iterator[Pair]) -> Pair:
    before, after = zip(*pairs, strict=True)
    return [block for blocks in before for block in blocks], [block for blocks in after for block in blocks]


def _blocks_meet(before: list[Edit], edit: Edit) -> bool:
    """Edits of neighbouring paragraphs do not meet. New paragraphs meet new ones at the same place, and what was
    written there anew: which of them come first, and whether they say the same, is for a person to see."""
    end = _end(before)
    if edit.start != end:
        return edit.start < end
    touching = [other for other in before if other.stop == end and other.adds]
    return edit.adds and any(_inserts(edit) or _inserts(other) for other in touching)


def _inserts(edit: Edit) -> bool:
    return edit.start == edit.stop


def _end(edits: list[Edit]) -> int:
    return max(edit.stop for edit in edits)


# Weaving ------------------------------------------------------------------------------------------------


def _woven(base: list[str], mine: list[Edit], theirs: list[Edit], meets: Meets) -> Iterator[list[str] | Clash]:
    """The base with the edits of both, in order; a clash where edits of both meet and differ."""
    place = 0
    for ours, others in _gathered(mine, theirs, meets):
        start = min(edit.start for edit in ours + others)
        end = _end(ours + others)
        yield base[place:start]
        yield _settled(base[start:end], _applied(base, ours, start, end), _applied(base, others, start, end))
        place = end
    yield base[place:]


def _settled(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | Clash:
    if mine == base:
        return theirs
    return mine if theirs in (base, mine) else Clash(base, mine, theirs)


def _gathered(mine: list[Edit], theirs: list[Edit], meets: Meets) -> list[tuple[list[Edit], list[Edit]]]:
    """The edits of both in order, those that meet together."""
    gathered: list[tuple[list[Edit], list[Edit]]] = []
    sides = [(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs]
    for edit, side in sorted(sides, key=lambda one: one[0][:2]):
        if not gathered or not meets(gathered[-1][0] + gathered[-1][1], edit):
            gathered.append(([], []))
        gathered[-1][side].append(edit)
    return gathered


def _applied(base: Sequence[str], edits: list[Edit], start: int, end: int) -> list[str]:
    """`base[start:end]` with the edits of one person."""
    result: list[str] = []
    for edit in edits:
        result += [*base[start : edit.start], *edit.new]
        start = edit.stop
    return [*result, *base[start:end]]
