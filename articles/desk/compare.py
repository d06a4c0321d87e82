"""The difference of two texts of one story, as the desk shows it: which two, and what changed between them."""

import re
from typing import NamedTuple

from articles.desk.state import moment
from articles.desk.timeline import SYSTEM, name_of
from articles.merging import difference
from articles.models import Article, Edition, Revision
from articles.models.snapshot import Words, words_of, words_of_edition
from paper.difference import words
from paper.merging import Change, FieldDifference, shown

NOW, LIVE = "now", "live"
VERSION, EDITION = re.compile(r"[1-9][0-9]{0,17}"), re.compile(r"edition-([1-9][0-9]{0,17})")


class NotThere(Exception):
    """What was asked for cannot be shown. The message says why, for the person who asked."""


class Side(NamedTuple):
    """One of the two texts. `value` is what the address calls it; `notice` is that of a retracted edition."""

    value: str
    title: str
    words: Words
    notice: str = ""


def side(story: Article, value: str) -> Side:
    """`value`: a version's number, "now" (the newest), "live" (what readers have) or "edition-" and its pk. Raises NotThere."""
    edition = EDITION.fullmatch(value)
    if value == LIVE:
        return _live(story)
    if edition:
        return _edition(story, int(edition[1]))
    if value == NOW or value == str(story.version):
        return Side(value, _title(story.version, story.changed_by, story.changed_at, ", the newest"), words_of(story))
    if VERSION.fullmatch(value):
        return _version(story, int(value))
    raise NotThere("Choose two texts of this story in its history, and compare them there.")


def _live(story: Article) -> Side:
    edition = story.editions.live().first()
    if edition is None:
        raise NotThere("Readers do not have this story now, so nothing can be compared with what they have.")
    return Side(LIVE, "what readers have", words_of_edition(edition), _notice(edition))


def _edition(story: Article, pk: int) -> Side:
    edition = story.editions.filter(pk=pk).first()
    if edition is None:
        raise NotThere("This edition is not there any more: it was withdrawn before anybody could read it.")
    return side_of(edition)


def side_of(edition: Edition) -> Side:
    return Side(f"edition-{edition.pk}", name_of(edition), words_of_edition(edition), _notice(edition))


def _version(story: Article, number: int) -> Side:
    revision = story.revisions.filter(number=number).first()
    if revision is None:
        raise NotThere(f"Version {number} of this story is not kept.")
    return side_of_version(revision)


def side_of_version(revision: Revision) -> Side:
    return Side(str(revision.number), _title(revision.number, revision.by_name, revision.at), revision.words)


def _title(number: int, by: object, at: object, more: str = "") -> str:
    return f"version {number} by {by or SYSTEM}, {moment(at)}{more}"


def _notice(edition: Edition) -> str:
    return edition.retraction["text"] if edition.retraction else ""


# What changed -------------------------------------------------------------------------------------------


def changes(before: Words, after: Words) -> list[Change]:
    """What `admin/_difference.html` shows; empty where both say the same."""
    return shown(difference(before, after), after.get("language") or "", after.get("direction") or "")


def changes_between(before: Side, after: Side) -> list[Change]:
    """The same for two sides, with the notice of a retraction."""
    found = changes(before.words, after.words)
    if before.notice == after.notice:
        return found
    told = FieldDifference("notice", "Retraction", words(before.notice, after.notice), [])
    return [*shown([told], after.words.get("language") or "", after.words.get("direction") or ""), *found]
