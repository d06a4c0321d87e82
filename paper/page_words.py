"""What changed between two versions of a page, in words. A version's words are `PageVersion.words`."""

from typing import Any

from paper import merging
from paper.merging import Change, Choice, Flag, Html, Line, Sentence
from paper.models import Page
from paper.models.page import WORDS, clean_body

Words = dict[str, Any]

FIELDS: merging.Fields = (
    Sentence("title", "Title"),
    Sentence("summary", "Summary"),
    Html("body", "Text", clean=clean_body),
    Line("slug", "Address"),
    Choice("purpose", "What it answers", labels=dict(Page.Purpose.choices)),
    Flag("is_public", "Readers have it"),
    Flag("in_footer", "Stands at the foot of every page", "place at the foot"),
    Choice("order", "Place among the pages"),
)


def words_of(page: Page) -> Words:
    return {name: getattr(page, name) for name in WORDS}


def changes(before: Words, after: Words) -> list[Change]:
    """For admin/_difference.html."""
    return merging.shown(merging.difference(FIELDS, before, after))


def summary(before: Words, after: Words) -> str:
    """Title changed; 14 words changed in the text"""
    return merging.summary(FIELDS, before, after)
