"""The difference of two texts as an editor reads it: whole words and whole paragraphs, in the order of the text.

A text is a plain string (a headline) or clean HTML, as `paper.prose.sanitize` leaves it. Equal paragraphs are
found first; within what is left, paragraphs are paired by the words they share; only a pair is compared word by
word. `paper.merge` stands on the same steps.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html import unescape
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from paper.figures import Names, alternative_changes, alternative_note, in_words, own_words, shown_by
from paper.prose import FIGURE, IDEOGRAPH

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"

SIGN, SPACE = IDEOGRAPH.pattern, r"[^\S\u00a0\u202f]"  # spaces that no line breaks at stay inside a word
TOKEN = re.compile(rf"{SIGN}|{SPACE}+|(?:(?!{SIGN}|{SPACE}|—).)+—*|—+", re.DOTALL)
MARKUP = re.compile(r'(</?[a-z][a-z0-9]*(?:[^<>"]|"[^"]*")*>)')
NAME = re.compile(r'</?([a-z0-9]+)(?: class="([a-z-]+)")?')
HREF = re.compile(r'<a href="([^"]*)"')

LONG = 400  # tokens or blocks; in more, what stands on every line ties nothing together: the time grows with its cube
ALIKE = 0.4  # paragraphs that share less of their words are two paragraphs, not one rewritten
PARTED = 0.7  # two paragraphs that were one share at least this with it
MOST_PAIRS = 100_000  # paragraphs times paragraphs compared at once

TAGS = {"ul": "list", "ol": "list", "blockquote": "quote", "hr": "rule"}  # what a passage calls them
VOID = ("br", "hr")
LINES = ("br", "p", "h3", "li", "tr", "ul", "ol")
CELLS = ("td", "th")
RULE, PARAGRAPH_BREAK = "⁂", " ¶ "

MOVED_AWAY, MOVED_HERE = "moved from here", "moved here"
FORMATS = {
    "strong": "bold",
    "em": "italics",
    "a": "link",
    "sub": "subscript",
    "sup": "superscript",
    "span": "language",
    "h2": "heading",
    "h3": "small heading",
    "ul": "bullets",
    "ol": "numbers",
    "blockquote": "quotation",
    "aside": "box",
    "table": "table",
    "td": "cells",
    "th": "cells",
}

Pair = tuple[list[str], list[str]]
Run = tuple[str, tuple[str, ...]]  # text, and the tags open around it


@dataclass(frozen=True)
class Piece:
    """Words in a row: `kind` is "same", "added" or "removed". Same and added make the text after, same and removed
    the text before."""

    kind: str
    text: str


@dataclass(frozen=True)
class Passage:
    """One block of the text: `tag` is p, h2, h3, list, quote, pull-quote, fact-box, table, figure or rule.

    `kind` is "same", "changed", "added" or "removed". Its pieces are plain text with line breaks for items and
    rows. `note` says what words cannot show (a link's address, bold, an alternative text, a move, a split), or is ""."""

    tag: str
    kind: str
    pieces: list[Piece]
    note: str = ""

    @property
    def text(self) -> str:
        """All words, removed ones too."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Fold:
    """Unchanged passages, two at least, that the page shows on demand."""

    passages: list[Passage]


class Change(NamedTuple):
    """`before[start:stop]` became `after[begin:end]`; one of them may be empty."""

    start: int
    stop: int
    begin: int
    end: int


def words(before: str, after: str) -> list[Piece]:
    """The difference of two plain strings in whole words; in Chinese and Japanese, sign by sign."""
    old, new = tokens(before), tokens(after)
    pieces, place = [], 0
    for start, stop, begin, end in word_changes(old, new):
        pieces += [(SAME, old[place:start]), (REMOVED, old[start:stop]), (ADDED, new[begin:end])]
        place = stop
    pieces.append((SAME, old[place:]))
    return [Piece(kind, "".join(found)) for kind, found in pieces if found]


def passages(before_html: str, after_html: str, names: Names | None = None) -> list[Passage]:
    """The difference of two stories, block by block. What was rewritten beyond knowing again is a removed passage
    and an added one. A figure reads "Picture 12: its caption"; `names` call pictures by more than their numbers."""
    pairs = aligned(blocks(before_html), blocks(after_html))
    return _moves_told([_passage(old, new, names) for old, new in pairs])


def folded(found: list[Passage], context: int = 1) -> list[Passage | Fold]:
    """The passages, with each run of unchanged ones folded but for `context` of them beside a change."""
    changed = [place for place, passage in enumerate(found) if passage.kind != SAME]
    shown = {near for place in changed for near in range(place - context, place + context + 1)}
    result: list[Passage | Fold] = []
    for is_shown, places in groupby(range(len(found)), shown.__contains__):
        run = [found[place] for place in places]
        result += run if is_shown or len(run) == 1 else [Fold(run)]
    return result


def changed_words(before_html: str, after_html: str) -> int:
    """How many words differ: the added or the removed of each change, whichever are more; a moved passage's words once.
    A figure's are its caption and its alternative text.

    0 for two different stories means that only punctuation, formatting, links, paragraph breaks or figures changed."""
    found = [part for part in passages(own_words(before_html), own_words(after_html)) if part.note != MOVED_AWAY]
    pieces = [piece for passage in found for piece in passage.pieces]
    total = 0
    for is_same, run in groupby(pieces, lambda piece: piece.kind == SAME):
        if not is_same:
            count = Counter(piece.kind for piece in run for token in tokens(piece.text) if is_word(token))
            total += max(count.values(), default=0)
    return total


# The steps ----------------------------------------------------------------------------------------------


def blocks(html: str) -> list[str]:
    """The top-level blocks of clean HTML, each as its own HTML; joined they give the HTML back."""
    found, depth, begun = [], 0, 0
    for match in MARKUP.finditer(html):
        if _name(match[0]) not in VOID:
            depth += -1 if match[0].startswith("</") else 1
        if not depth:
            found.append(html[begun : match.end()])
            begun = match.end()
    return [*found, html[begun:]] if begun < len(html) else found


def tokens(text: str) -> list[str]:
    """Words with their punctuation, and the spaces between them; joined they give the text back."""
    return TOKEN.findall(text)


def html_tokens(html: str) -> list[str]:
    """Words, spaces and tags; joined they give the HTML back."""
    parts = enumerate(MARKUP.split(html))
    return [token for place, part in parts for token in ([part] if place % 2 else tokens(part))]


def is_word(token: str) -> bool:
    """Not a space, a tag or punctuation by itself."""
    return not token.startswith("<") and any(map(str.isalnum, token))


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """What changed, in order, with something equal between each two."""
    head = _common(before, after)
    old, new = before[head:], after[head:]
    tail = _common(old[::-1], new[::-1])
    old, new = old[: len(old) - tail], new[: len(new) - tail]
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=len(new) > LONG)
    found = (operation[1:] for operation in matcher.get_opcodes() if operation[0] != "equal")
    return [Change(*(place + head for place in four)) for four in found]


def word_changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """`changes`, but a few words that happen to be equal between two long changes are part of one."""
    gathered: list[Change] = []
    for change in changes(before, after):
        last = gathered[-1] if gathered else None
        if last and 2 * (change.start - last.stop) <= min(_size(last), _size(change)):
            gathered[-1] = Change(last.start, change.stop, last.begin, change.end)
        else:
            gathered.append(change)
    return gathered


def aligned(before: list[str], after: list[str]) -> list[Pair]:
    """Both texts' blocks side by side, in order: equal ones, pairs that share words, and those of one side alone.

    A paragraph that was split stands beside its two parts, two that were joined beside the one."""
    pairs: list[Pair] = []
    place = 0
    for start, stop, begin, end in changes(before, after):
        pairs += [([block], [block]) for block in before[place:start]]
        pairs += _paired(before[start:stop], after[begin:end])
        place = stop
    return pairs + [([block], [block]) for block in before[place:]]


def alike(before: str, after: str) -> bool:
    """Whether two pieces of HTML share words enough to be one text, rewritten."""
    return _gain(_vocabulary(before), _vocabulary(after)) > 0


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    shorter = min(len(before), len(after))
    return next((place for place in range(shorter) if before[place] != after[place]), shorter)


def _size(change: Change) -> int:
    return max(change.stop - change.start, change.end - change.begin)


def _name(tag: str) -> str:
    match = NAME.match(tag)
    return match[1] if match else ""


# Pairing paragraphs -------------------------------------------------------------------------------------


def _paired(before: list[str], after: list[str]) -> list[Pair]:
    """The trickiest bit: of all ways to stand the blocks side by side in order, the one that shares most words."""
    if len(before) * len(after) > MOST_PAIRS:
        middle, centre = len(before) // 2, len(after) // 2
        return _paired(before[:middle], after[:centre]) + _paired(before[middle:], after[centre:])
    steps = _steps(list(map(_vocabulary, before)), list(map(_vocabulary, after)))
    pairs, i, j = [], 0, 0
    while i < len(before) or j < len(after):
        down, right = steps[i][j]
        pairs.append((before[i : i + down], after[j : j + right]))
        i, j = i + down, j + right
    return pairs


def _steps(before: list[set[str]], after: list[set[str]]) -> list[list[tuple[int, int]]]:
    """For each place (i, j), how many blocks of either side to take next."""
    rows, columns = len(before), len(after)
    best = [[0.0] * (columns + 2) for _ in range(rows + 2)]
    steps = [[(1, 0)] * (columns + 1) for _ in range(rows)] + [[(0, 1)] * (columns + 1)]
    two_before, two_after = _joined(before), _joined(after)
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            ways = [
                (best[i + 1][j + 1] + _gain(before[i], after[j]), (1, 1)),
                (best[i + 1][j + 2] + _gain(before[i], two_after[j], PARTED), (1, 2)),
                (best[i + 2][j + 1] + _gain(two_before[i], after[j], PARTED), (2, 1)),
                (best[i + 1][j], (1, 0)),
                (best[i][j + 1], (0, 1)),
            ]
            best[i][j], steps[i][j] = max(ways, key=lambda way: way[0])
    return steps


def _gain(before: set[str], after: set[str], least: float = ALIKE) -> float:
    """What standing side by side is worth: more with more shared words, out of the question with too few."""
    shared, total = 2 * len(before & after), len(before) + len(after)
    return shared - ALIKE * total if shared > least * total else -1.0


def _joined(vocabularies: list[set[str]]) -> list[set[str]]:
    return [one | two for one, two in pairwise(vocabularies)] + [set()]


def _vocabulary(html: str) -> set[str]:
    """A figure is known by what it shows, whatever its caption."""
    shown = {shown_by(figure) for figure in FIGURE.finditer(html)}
    text = MARKUP.sub(" ", FIGURE.sub(" ", html) if shown else html)
    return shown | {token for token in tokens(text) if not token.isspace()} or {html}


# One passage --------------------------------------------------------------------------------------------


def _passage(old: list[str], new: list[str], names: Names | None) -> Passage:
    before, after = _runs(old, names), _runs(new, names)
    if old == new or not old or not new:
        kind = SAME if old == new else ADDED if new else REMOVED
        note = "" if kind == SAME else alternative_note((new or old)[0])
        return Passage(_tag((new or old)[0]), kind, [Piece(kind, _text(after or before))], note)
    pieces = words(_text(before), _text(after))
    notes = _notes(old, new, _formats(before, after, pieces))
    return Passage(_tag(new[0]), CHANGED, pieces, "; ".join(notes) or _last_note(pieces))


def _tag(block: str) -> str:
    match = NAME.match(block)
    return (match[2] or TAGS.get(match[1], match[1])) if match else "p"


def _runs(found: Iterable[str], names: Names | None) -> list[Run]:
    """The words of blocks and the tags around them; between two blocks a paragraph sign."""
    runs: list[Run] = []
    for block in found:
        runs += [(PARAGRAPH_BREAK, ())] if runs else []
        runs += _block_runs(in_words(block, names))
    return runs


def _block_runs(block: str) -> list[Run]:
    runs: list[Run] = []
    inside: list[str] = []
    space = ""
    for place, part in enumerate(MARKUP.split(block)):
        if place % 2:
            space = _space_of(part) if space in ("", "\t") and _space_of(part) else space
            _follow(part, inside)
        elif part:
            runs += [(space, ())] if space and runs else []
            runs.append((unescape(part), tuple(inside)))
            space = ""
    return runs or [(RULE if block == "<hr>" else "", ())]


def _space_of(tag: str) -> str:
    name = _name(tag)
    return "\n" if name in LINES else "\t" if name in CELLS else ""


def _follow(tag: str, inside: list[str]) -> None:
    """Keep the list of open tags as of after this tag."""
    if not tag.startswith("</"):
        inside += [tag] if _name(tag) not in VOID else []
    elif inside:
        inside.pop()


def _text(runs: list[Run]) -> str:
    return "".join(text for text, _ in runs)


def _moves_told(found: list[Passage]) -> list[Passage]:
    gone = Counter(_said(passage) for passage in found if passage.kind == REMOVED and passage.tag != "rule")
    come = Counter(_said(passage) for passage in found if passage.kind == ADDED)
    notes = {
        (kind, said): note
        for said, times in gone.items()
        if times == come[said]
        for kind, note in ((REMOVED, MOVED_AWAY), (ADDED, MOVED_HERE))
    }
    return [replace(passage, note=notes.get((passage.kind, _said(passage)), passage.note)) for passage in found]


def _said(passage: Passage) -> tuple[str, str]:
    """What makes two passages the same one, elsewhere."""
    return passage.text, passage.note


# What words cannot show ---------------------------------------------------------------------------------


def _notes(old: list[str], new: list[str], formats: set[str]) -> list[str]:
    """Splits, alternative texts, links and formats of one changed passage, in words."""
    notes = []
    if len(old) != len(new):
        notes.append("split in two" if len(new) > len(old) else "two joined into one")
    before, after = "".join(old), "".join(new)
    links = _link_notes(HREF.findall(before), HREF.findall(after))
    formats = formats - ({FORMATS["a"]} if links else set())
    if formats:
        notes.append(f"formatting changed: {', '.join(sorted(formats))}")
    return notes + alternative_changes(before, after) + links


def _link_notes(before: list[str], after: list[str]) -> list[str]:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    both = zip_longest(gone.elements(), come.elements(), fillvalue="")
    return [_link_note(unescape(old), unescape(new)) for old, new in both]


def _link_note(old: str, new: str) -> str:
    if old and new:
        return f"link changed from {old} to {new}"
    return f"link added: {new}" if new else f"link removed: {old}"


def _formats(old: list[Run], new: list[Run], pieces: list[Piece]) -> set[str]:
    """The names of what differs around words that stayed."""
    before, after = ([around for text, around in runs for _ in text] for runs in (old, new))
    tags: set[str] = set()
    i = j = 0
    for piece in pieces:
        size = len(piece.text)
        if piece.kind == SAME:
            same = zip(piece.text, before[i : i + size], after[j : j + size], strict=True)
            tags |= {tag for sign, was, now in same if was != now and not sign.isspace() for tag in {*was} ^ {*now}}
        i += size if piece.kind != ADDED else 0
        j += size if piece.kind != REMOVED else 0
    return {_format(tag) for tag in tags} - {""}


def _format(tag: str) -> str:
    return "language" if " lang=" in tag or " dir=" in tag else FORMATS.get(_name(tag), "")


def _last_note(pieces: list[Piece]) -> str:
    """What to say where nothing else is to be seen."""
    changed = [piece for piece in pieces if piece.kind != SAME]
    if all(piece.text.isspace() for piece in changed):
        return "line breaks changed" if changed else "formatting changed"
    return ""
