"""What two people made of one story, together; and what changed between two versions of it, in words.

A story is here a snapshot, a plain dict: its texts and choices by name, `body` as clean HTML, and three lists:
`topics` [{"topic": 5, "name": "Health", "slug": "health"}],
`bylines` [{"author": 3, "name": "Ann Lee", "credited_as": "", "role": "author"}],
`corrections` [{"key": "k3j", "kind": "correction", "text": "…", "top": False}].
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles.models.byline import Byline
from articles.models.correction import KIND_WORDS
from articles.models.kinds import Kind
from articles.sentences import join_names
from paper.difference import Passage, Piece, blocks, changed_words, passages, words
from paper.merge import Collision, merge_html, merge_words
from paper.prose import TAG, from_plain_text, sanitize

Story = dict[str, Any]
Entry = dict[str, Any]

LABELS = {  # what is compared and merged, in the order in which it is told
    "headline": "Headline",
    "deck": "Deck",
    "body": "Story",
    "bylines": "Bylines",
    "signed_by_house": "Signed by the paper",
    "kicker": "Kicker",
    "dateline": "Dateline",
    "section": "Section",
    "topics": "Topics",
    "kind": "Kind",
    "sponsor": "Paid for by",
    "corrections": "Corrections",
    "front_headline": "Front headline",
    "slug": "Address",
    "language": "Language",
    "direction": "Direction",
    "search_title": "Search title",
    "description": "Description",
    "source_name": "Republished from",
    "canonical_url": "Address of the original",
    "noindex": "Hide from search engines",
}
FLAGS = ("noindex", "signed_by_house")
CHOICES = ("section", "kind", "language", "direction", *FLAGS)
SENTENCES = ("headline", "deck")  # merged by words; a half-merged address or name would be nobody's
IDENTITY: dict[str, Callable[[Entry], Any]] = {  # what makes two entries of a list the same one
    "topics": lambda entry: entry["topic"],
    "bylines": lambda entry: (entry["author"], entry["role"]),
    "corrections": lambda entry: entry["key"],
}
NAMED = 4  # a summary names at most so many fields


# {key of a collision: {"take": "mine" | "theirs" | "both" | "write", "text": what was written, of the body HTML or plain}}
Answer = Mapping[str, str]
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class FieldCollision:
    """Where both changed the same thing differently.

    `base`, `mine` and `theirs` are HTML for the body, else text: of a list one entry a line. `key` is the same for
    the same three texts, and another when one of them changed: an answer never lands on what nobody saw."""

    key: str
    field: str
    label: str
    base: str
    mine: str
    theirs: str

    @property
    def can_keep_both(self) -> bool:
        return self.field == "body" or self.field in IDENTITY

    @property
    def can_write(self) -> bool:
        return self.field not in CHOICES and self.field not in IDENTITY

    def is_answered_by(self, answer: Answer | None) -> bool:
        take = answer.get("take", "") if answer else ""
        can_take = {"mine": True, "theirs": True, "both": self.can_keep_both, "write": self.can_write}
        return can_take.get(take, False)


@dataclass
class Merged:
    """The story of both. In place of an unanswered collision it has mine."""

    story: Story
    collisions: list[FieldCollision] = field(default_factory=list)
    unanswered: list[FieldCollision] = field(default_factory=list)

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
        return {"take": "mine"}


@dataclass(frozen=True)
class FieldDifference:
    """How one field differs: the body in passages, every other in pieces."""

    field: str
    label: str
    pieces: list[Piece]
    passages: list[Passage]


def merge(base: Story, mine: Story, theirs: Story, answers: Answers | None = None) -> Merged:
    """Both people's changes of `base` in one story, and what only a person can decide.

    `answers` go by the keys of the collisions; one that does not fit its collision counts as none."""
    merged, answers = Merged(dict(mine)), answers or {}
    for name in LABELS:
        settled = _settled(name, base, mine, theirs)
        if settled is not None:
            merged.story |= settled
        elif name == "body":
            merged.story |= {"body": "".join(_body(merged, base, mine, theirs, answers))}
        else:
            texts = [_readable(name, story, "\n") for story in (base, mine, theirs)]
            answer = merged.decide(FieldCollision(_key(name, *texts), name, LABELS[name], *texts), answers)
            merged.story |= _taken(name, mine, theirs, answer)
    return merged


def difference(before: Story, after: Story) -> list[FieldDifference]:
    """The fields that differ, in the order of LABELS."""
    return [_field_difference(name, before, after) for name in LABELS if _differs(name, before, after)]


def summary(before: Story, after: Story) -> str:
    """One line for a list of versions: "Headline and bylines changed; 14 words changed in the story"."""
    changed = [LABELS[name].lower() for name in LABELS if name != "body" and _differs(name, before, after)]
    if len(changed) > NAMED:
        changed = [*changed[: NAMED - 1], f"{len(changed) - NAMED + 1} more"]
    parts = [f"{join_names(changed)} changed"] if changed else []
    if _differs("body", before, after):
        parts.append(_story_summary(changed_words(before.get("body", ""), after.get("body", ""))))
    sentence = "; ".join(parts) or "nothing changed"
    return sentence[0].upper() + sentence[1:]


def _story_summary(count: int) -> str:
    if not count:
        return "punctuation or formatting changed in the story"
    return f"{count:,} {'word' if count == 1 else 'words'} changed in the story"


# Merging a field ----------------------------------------------------------------------------------------


def _settled(name: str, base: Story, mine: Story, theirs: Story) -> Story | None:
    """The field of both, where no person has to decide: {name: value}, of a section its name too."""
    three = [_value(name, story) for story in (base, mine, theirs)]
    if three[1] == three[0]:
        return _own(name, theirs)
    if three[2] in three[:2]:
        return _own(name, mine)
    if name in SENTENCES:
        return _unless_none(name, merge_words(*three))
    return _unless_none(name, _merged_list(name, *three)) if name in IDENTITY else None


def _unless_none(name: str, value: Any) -> Story | None:
    return None if value is None else {name: value}


def _own(name: str, story: Story) -> Story:
    """The field as it stands in this story; a section and its name travel together."""
    names = ("section", "section_name") if name == "section" else (name,)
    return {name: story[name] for name in names if name in story}


def _value(name: str, story: Story) -> Any:
    """What the story says there; a version kept before the field existed says nothing."""
    empty: Any = [] if name in IDENTITY else False if name in FLAGS else None if name in CHOICES else ""
    return story.get(name, empty)


def _taken(name: str, mine: Story, theirs: Story, answer: Answer) -> Story:
    if answer["take"] == "both":
        return {name: _union(name, _value(name, mine), _value(name, theirs))}
    if answer["take"] == "write":
        return {name: " ".join(answer.get("text", "").split())}
    return _own(name, theirs if answer["take"] == "theirs" else mine)


def _key(name: str, *texts: str) -> str:
    digest = hashlib.blake2b("\x00".join(texts).encode("utf-8", "surrogatepass"), digest_size=5)
    return f"{name}-{digest.hexdigest()}"


# The body -----------------------------------------------------------------------------------------------


def _body(merged: Merged, base: Story, mine: Story, theirs: Story, answers: Answers) -> Iterator[str]:
    """The merged body's blocks; keeps the collisions found on the way."""
    keys: list[str] = []
    paragraph = 1
    for part in merge_html(*(_value("body", story) for story in (base, mine, theirs))):
        if isinstance(part, Collision):
            keys.append(_key("body", part.base, part.mine, part.theirs))
            again = keys.count(keys[-1])
            key = f"{keys[-1]}-{again}" if again > 1 else keys[-1]
            label = f"Story, paragraph {paragraph}"
            collision = FieldCollision(key, "body", label, part.base, part.mine, part.theirs)
            yield _taken_html(part, merged.decide(collision, answers))
        else:
            yield part
        paragraph += len(blocks(part.mine)) if isinstance(part, Collision) else 1


def _taken_html(part: Collision, answer: Answer) -> str:
    if answer["take"] == "write":
        return _written(answer.get("text", ""))
    return {"mine": part.mine, "theirs": part.theirs, "both": part.mine + part.theirs}[answer["take"]]


def _written(text: str) -> str:
    """Clean HTML of what an editor wrote: HTML, or plain text with empty lines between paragraphs."""
    return sanitize(text) if TAG.search(text) else from_plain_text(re.split(r"\n\s*\n", text))


# Lists --------------------------------------------------------------------------------------------------


def _merged_list(name: str, base: list[Entry], mine: list[Entry], theirs: list[Entry]) -> list[Entry] | None:
    """Both people's additions, removals, changes and order; None where they meet."""
    if name == "topics":
        return _merged_topics(base, mine, theirs)
    three = [_by_identity(name, entries) for entries in (base, mine, theirs)]
    versions = {key: [entries.get(key) for entries in three] for entries in three for key in entries}
    order = _merged_order(*map(list, three))
    if order is None or any(_clash(*version) for version in versions.values()):
        return None
    kept = (_newer(*versions[key]) for key in order)
    return [entry for entry in kept if entry is not None]


def _merged_topics(base: list[Entry], mine: list[Entry], theirs: list[Entry]) -> list[Entry]:
    """Mine, without what they took out and with what they put in."""
    were, ours, others = (_by_identity("topics", entries) for entries in (base, mine, theirs))
    kept = [topic for key, topic in ours.items() if key not in were or key in others]
    return kept + [topic for key, topic in others.items() if key not in were and key not in ours]


def _by_identity(name: str, entries: list[Entry]) -> dict[Any, Entry]:
    return {IDENTITY[name](entry): entry for entry in entries}


def _said(entry: Entry | None) -> Entry | None:
    """What a story says in the entry: not the author's name, which is the author's own."""
    return entry and {name: value for name, value in entry.items() if name != "name"}


def _clash(base: Entry | None, mine: Entry | None, theirs: Entry | None) -> bool:
    was, ours, others = map(_said, (base, mine, theirs))
    return ours != was and others not in (was, ours)


def _newer(base: Entry | None, mine: Entry | None, theirs: Entry | None) -> Entry | None:
    return theirs if _said(mine) == _said(base) else mine


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


def _union(name: str, mine: list[Entry], theirs: list[Entry]) -> list[Entry]:
    """Mine, then what only they have; of a correction worded in two ways, both wordings."""
    ours, others = _by_identity(name, mine), _by_identity(name, theirs)
    kept = [_both_wordings(entry, others.get(key)) for key, entry in ours.items()]
    return kept + [entry for key, entry in others.items() if key not in ours]


def _both_wordings(mine: Entry, theirs: Entry | None) -> Entry:
    if theirs is None or mine.get("text") == theirs.get("text"):
        return mine
    return mine | {"text": f"{mine['text']} {theirs['text']}"}


# In words -----------------------------------------------------------------------------------------------


def _differs(name: str, before: Story, after: Story) -> bool:
    if name in IDENTITY:
        return _readable(name, before, "\n") != _readable(name, after, "\n")
    return bool(_value(name, before) != _value(name, after))


def _field_difference(name: str, before: Story, after: Story) -> FieldDifference:
    if name == "body":
        return FieldDifference(name, LABELS[name], [], passages(_value(name, before), _value(name, after)))
    old, new = (_readable(name, story, "; ") for story in (before, after))
    pieces = words(old, new) if name not in CHOICES else _replaced(old, new)
    return FieldDifference(name, LABELS[name], pieces, [])


def _replaced(old: str, new: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("removed", old), ("added", new)) if text]


def _readable(name: str, story: Story, between: str) -> str:
    """The field as a person reads it; entries of a list with `between` between them."""
    value = _value(name, story)
    if name in IDENTITY:
        return between.join(map(ENTRY_TEXTS[name], value))
    if name == "section":
        return story.get("section_name") or ""
    if name in FLAGS:
        return "yes" if value else "no"
    return _choice_label(name, value or "")


def _choice_label(name: str, value: str) -> str:
    choices: dict[str, dict[str, str]] = {
        "kind": {kind.value: str(kind.label) for kind in Kind},
        "direction": {"ltr": "left to right", "rtl": "right to left"},
    }
    return choices.get(name, {}).get(value, value)


def _byline_text(entry: Entry) -> str:
    role = "" if entry["role"] == Byline.Role.AUTHOR else f" ({_role_label(entry['role'])})"
    printed = f", printed as “{entry['credited_as']}”" if entry["credited_as"] else ""
    return f"{entry['name']}{role}{printed}"


def _role_label(role: str) -> str:
    return str(Byline.Role(role).label) if role in Byline.Role.values else role


def _correction_text(entry: Entry) -> str:
    top = " (at the top)" if entry.get("top") else ""
    return f"{KIND_WORDS.get(entry['kind'], entry['kind'])}{top}: {entry['text']}"


ENTRY_TEXTS: dict[str, Callable[[Entry], str]] = {
    "topics": lambda entry: str(entry["name"]),
    "bylines": _byline_text,
    "corrections": _correction_text,
}
