"""What two people made of one thing, together; and what changed between two versions of it, in words.

The thing is a plain dict, its words: a story's snapshot, an author's profile. What it is made of is described field by
field, in the order in which fields are told:

    FIELDS = (Sentence("headline", "Headline"), Html("body", "Story", clean=sanitize), Choice("kind", "Kind"))

A kind of field knows what of two people's changes goes together, what a person has to decide, and how to say it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar

from django.utils.text import get_text_list

from paper import entries, figures
from paper.difference import Fold, Passage, Piece, blocks, changed_words, folded, passages, words
from paper.entries import Entry, Identity
from paper.figures import Names
from paper.merge import Collision, merge_html, merge_words
from paper.prose import FIGURE, TAG, from_plain_text, pictures_in

Words = dict[str, Any]

# {key of a collision: {"take": "mine" | "theirs" | "both" | "write", "text": what was written, for HTML that or plain}}
Answer = Mapping[str, str]
Answers = Mapping[str, Answer]
MINE, THEIRS, BOTH, WRITE = "mine", "theirs", "both", "write"

NAMED = 4  # a summary names at most so many fields


@dataclass(frozen=True)
class FieldCollision:
    """Where both changed the same thing differently.

    `base`, `mine` and `theirs` are HTML where `is_html`, else text: of a list one entry a line. `key` is the same for
    the same three texts, and another when one of them changed: an answer never lands on what nobody saw. `takes` are
    the answers that fit; `names` call the pictures in the texts."""

    key: str
    field: str
    label: str
    base: str
    mine: str
    theirs: str
    takes: tuple[str, ...] = (MINE, THEIRS)
    is_html: bool = False
    names: Names | None = None

    @property
    def can_keep_both(self) -> bool:
        return BOTH in self.takes

    @property
    def can_write(self) -> bool:
        return WRITE in self.takes

    def as_read(self, text: str) -> str:
        """One of its texts as a person reads it, with figures named."""
        return figures.as_read(text, self.names) if self.is_html else text

    def is_answered_by(self, answer: Answer | None) -> bool:
        return answer is not None and answer.get("take", "") in self.takes


Decide = Callable[[FieldCollision], Answer]  # the answer to a collision


@dataclass
class Merged:
    """The words of both. In place of an unanswered collision they have mine."""

    words: Words
    collisions: list[FieldCollision] = field(default_factory=list)
    unanswered: list[FieldCollision] = field(default_factory=list)

    @property
    def open(self) -> list[tuple[str, FieldCollision]]:
        """(the name its answer has in a form, the collision), those without an answer."""
        return [(collision.key, collision) for collision in self.unanswered]

    def reopen(self, fields: Iterable[str]) -> None:
        """Ask again about the collisions in these fields: their answers cannot be kept."""
        self.unanswered = [collision for collision in self.collisions if collision.field in fields]

    def decide(self, collision: FieldCollision, answers: Answers) -> Answer:
        """Keep the collision; its answer, or mine until there is one."""
        answer = answers.get(collision.key)
        self.collisions.append(collision)
        if answer and collision.is_answered_by(answer):
            return answer
        self.unanswered.append(collision)
        return {"take": MINE}


@dataclass(frozen=True)
class FieldDifference:
    """How one field differs: HTML in passages, every other in pieces."""

    field: str
    label: str
    pieces: list[Piece]
    passages: list[Passage]


@dataclass(frozen=True)
class Change:
    """A field that differs, for `admin/_difference.html`: HTML in `parts`, every other in `pieces`. `language` and
    `direction` are the text's, "" where it is not known."""

    label: str
    pieces: list[Piece]
    parts: list[Passage | Fold]
    language: str = ""
    direction: str = ""


# The kinds of fields ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of text that would be nobody's if it were half merged: an address, a name.

    `called` is what a summary calls it; "" for its label."""

    name: str
    label: str
    called: str = ""
    takes: ClassVar[tuple[str, ...]] = (MINE, THEIRS, WRITE)

    @property
    def in_summary(self) -> str:
        return self.called or self.label.lower()

    def of(self, words: Words) -> Any:
        """The field's value; words that were kept before the field existed say nothing."""
        return words.get(self.name) or ""

    def own(self, words: Words) -> Words:
        """The field as it stands in these words; {} where they say nothing."""
        return {self.name: words[self.name]} if self.name in words else {}

    def text(self, words: Words, between: str = "\n") -> str:
        """The field as a person reads it; entries of a list with `between` between them."""
        return str(self.of(words) or "")

    # Merging

    def settled(self, base: Words, mine: Words, theirs: Words) -> Words | None:
        """The field of both, or None where it needs a person."""
        was, ours, others = map(self.of, (base, mine, theirs))
        if ours == was:
            return self.own(theirs)
        if others in (was, ours):
            return self.own(mine)
        value = self.together(was, ours, others)
        return None if value is None else {self.name: value}

    def together(self, base: Any, mine: Any, theirs: Any) -> Any:
        """One value of three that differ; None where it needs a person."""
        return None

    def decided(self, base: Words, mine: Words, theirs: Words, decide: Decide) -> Words:
        """The field as a person wants it."""
        three = Collision(self.text(base), self.text(mine), self.text(theirs))
        return self.taken(mine, theirs, decide(self.collision(self.key_of(three), self.label, three)))

    def key_of(self, three: Collision) -> str:
        texts = "\x00".join((three.base, three.mine, three.theirs))
        digest = hashlib.blake2b(texts.encode("utf-8", "surrogatepass"), digest_size=5)
        return f"{self.name}-{digest.hexdigest()}"

    def collision(self, key: str, label: str, three: Collision) -> FieldCollision:
        return FieldCollision(key, self.name, label, three.base, three.mine, three.theirs, self.takes)

    def taken(self, mine: Words, theirs: Words, answer: Answer) -> Words:
        if answer["take"] == WRITE:
            return {self.name: self.written(answer.get("text", ""))}
        return self.own(theirs if answer["take"] == THEIRS else mine)

    def written(self, text: str) -> str:
        return " ".join(text.split())

    # In words

    def differs(self, before: Words, after: Words) -> bool:
        return bool(self.of(before) != self.of(after))

    def difference(self, before: Words, after: Words) -> FieldDifference:
        pieces = self.pieces(self.text(before, "; "), self.text(after, "; "))
        return FieldDifference(self.name, self.label, pieces, [])

    def pieces(self, old: str, new: str) -> list[Piece]:
        return words(old, new)


Fields = Sequence[Line]  # in the order in which they are told


@dataclass(frozen=True)
class Sentence(Line):
    """A line of text that is merged by words."""

    def together(self, base: Any, mine: Any, theirs: Any) -> Any:
        return merge_words(base, mine, theirs)


@dataclass(frozen=True)
class Text(Sentence):
    """Sentences in lines: line breaks stay, however a browser sends them."""

    def of(self, words: Words) -> Any:
        return _with_line_breaks(super().of(words))

    def written(self, text: str) -> str:
        return _with_line_breaks(text).strip()


def _with_line_breaks(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, kw_only=True)
class Choice(Line):
    """One of several values, said as a whole and never written by hand.

    `labels` say a value in words; `along` names the key beside it that does, and that travels with it."""

    labels: Mapping[Any, str] = field(default_factory=dict)
    along: str = ""
    takes = (MINE, THEIRS)

    def of(self, words: Words) -> Any:
        return words.get(self.name) or None

    def own(self, words: Words) -> Words:
        return {name: words[name] for name in (self.name, self.along) if name in words}

    def text(self, words: Words, between: str = "\n") -> str:
        if self.along:
            return words.get(self.along) or ""
        value = self.of(words) or ""
        return str(self.labels.get(value, value))

    def pieces(self, old: str, new: str) -> list[Piece]:
        return [Piece(kind, text) for kind, text in (("removed", old), ("added", new)) if text]


@dataclass(frozen=True, kw_only=True)
class Flag(Choice):
    """Yes or no."""

    def of(self, words: Words) -> Any:
        return bool(words.get(self.name))

    def text(self, words: Words, between: str = "\n") -> str:
        return "yes" if self.of(words) else "no"


@dataclass(frozen=True, kw_only=True)
class Entries(Line):
    """A list of plain dicts in an order that matters.

    `identity` tells what makes two entries the same one, `entry_text` says one to a person. Under the `unsaid` keys stands
    what is not the list's to say. `both` makes one of two entries that stand for the same, mine first."""

    identity: Identity
    entry_text: Callable[[Entry], str]
    unsaid: tuple[str, ...] = ()
    both: Callable[[Entry, Entry], Entry] = lambda mine, theirs: mine
    takes = (MINE, THEIRS, BOTH)

    def of(self, words: Words) -> Any:
        return words.get(self.name) or []

    def text(self, words: Words, between: str = "\n") -> str:
        return between.join(map(self.entry_text, self.of(words)))

    def together(self, base: Any, mine: Any, theirs: Any) -> Any:
        return entries.in_order(base, mine, theirs, self.identity, unsaid=self.unsaid)

    def taken(self, mine: Words, theirs: Words, answer: Answer) -> Words:
        if answer["take"] == BOTH:
            return {self.name: entries.union(self.of(mine), self.of(theirs), self.identity, self.both)}
        return super().taken(mine, theirs, answer)

    def differs(self, before: Words, after: Words) -> bool:
        return self.text(before) != self.text(after)


@dataclass(frozen=True, kw_only=True)
class Unordered(Entries):
    """A list that is as good in any order; it never collides."""

    def together(self, base: Any, mine: Any, theirs: Any) -> Any:
        return entries.in_any_order(base, mine, theirs, self.identity)


@dataclass(frozen=True, kw_only=True)
class Html(Line):
    """Clean HTML, merged by its blocks; each place where both meet is asked about by itself. `clean` leaves what is
    clean already as it is. `names` tells the names of pictures, by their numbers, for the figures in it."""

    clean: Callable[[str], str]
    names: Callable[[list[int]], Names] = lambda numbers: {}
    takes = (MINE, THEIRS, BOTH, WRITE)

    def decided(self, base: Words, mine: Words, theirs: Words, decide: Decide) -> Words:
        parts = merge_html(self.of(base), self.of(mine), self.of(theirs), self.clean)
        asked = "".join(part.base + part.mine + part.theirs for part in parts if isinstance(part, Collision))
        names = self._names_in(asked)
        return {self.name: "".join(self._blocks(parts, lambda collision: decide(replace(collision, names=names))))}

    def _names_in(self, html: str) -> Names | None:
        pictures = pictures_in(html)
        return self.names(pictures) if pictures else None

    def collision(self, key: str, label: str, three: Collision) -> FieldCollision:
        """Nobody writes a figure by hand: where there is one, a person chooses."""
        figure = FIGURE.search(three.base + three.mine + three.theirs)
        takes = tuple(take for take in self.takes if take != WRITE or not figure)
        return replace(super().collision(key, label, three), takes=takes, is_html=True)

    def _blocks(self, parts: list[str | Collision], decide: Decide) -> Iterator[str]:
        """The merged blocks, with collisions alike told apart by their number."""
        keys: list[str] = []
        paragraph = 1
        for part in parts:
            if isinstance(part, Collision):
                keys.append(self.key_of(part))
                again = keys.count(keys[-1])
                key = f"{keys[-1]}-{again}" if again > 1 else keys[-1]
                label = f"{self.label}, paragraph {paragraph}"
                yield self._taken_html(part, decide(self.collision(key, label, part)))
                paragraph += len(blocks(part.mine))
            else:
                yield part
                paragraph += 1

    def _taken_html(self, part: Collision, answer: Answer) -> str:
        if answer["take"] == WRITE:
            return self.written(answer.get("text", ""))
        return {MINE: part.mine, THEIRS: part.theirs, BOTH: part.mine + part.theirs}[answer["take"]]

    def written(self, text: str) -> str:
        """Clean HTML of what somebody wrote: HTML, or plain text with empty lines between paragraphs."""
        return self.clean(text if TAG.search(text) else from_plain_text(re.split(r"\n\s*\n", text)))

    def difference(self, before: Words, after: Words) -> FieldDifference:
        old, new = self.of(before), self.of(after)
        return FieldDifference(self.name, self.label, [], passages(old, new, self._names_in(old + new)))

    def how_much(self, before: Words, after: Words) -> list[str]:
        """14 words changed in the story; a picture was added"""
        old, new = self.of(before), self.of(after)
        count, told = changed_words(old, new), figures.changes(old, new)
        if figures.is_only_moved(old, new):
            return ["a picture or an embed was moved"]
        if count:
            return [f"{count:,} {'word' if count == 1 else 'words'} changed in the {self.in_summary}", *told]
        return told or [f"punctuation or formatting changed in the {self.in_summary}"]


# What is done with them ---------------------------------------------------------------------------------


def merge(fields: Fields, base: Words, mine: Words, theirs: Words, answers: Answers | None = None) -> Merged:
    """Both people's changes of `base` in one, and what only a person can decide.

    `answers` go by the keys of the collisions; one that does not fit its collision counts as none."""
    merged = Merged(dict(mine))
    decide = partial(merged.decide, answers=answers or {})
    for each in fields:
        settled = each.settled(base, mine, theirs)
        merged.words |= each.decided(base, mine, theirs, decide) if settled is None else settled
    return merged


def difference(fields: Fields, before: Words, after: Words) -> list[FieldDifference]:
    """The fields that differ, in their order."""
    return [each.difference(before, after) for each in fields if each.differs(before, after)]


def summary(fields: Fields, before: Words, after: Words) -> str:
    """One line for a list of versions: "Headline and bylines changed; 14 words changed in the story"."""
    changed = [each for each in fields if each.differs(before, after)]
    names = [each.in_summary for each in changed if not isinstance(each, Html)]
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    parts = [f"{get_text_list(names, 'and')} changed"] if names else []
    parts += [part for each in changed if isinstance(each, Html) for part in each.how_much(before, after)]
    sentence = "; ".join(parts) or "nothing changed"
    return sentence[0].upper() + sentence[1:]


def shown(differences: Iterable[FieldDifference], language: str = "", direction: str = "") -> list[Change]:
    """What `admin/_difference.html` shows of these, in the text's language and direction."""
    return [Change(found.label, found.pieces, folded(found.passages), language, direction) for found in differences]
