"""A story's page. It is kept as it was made, and made anew when something that it shows changes.

Who wrote it and what stands around it are kept on their own too: another story of the same author or section takes the page
away, and most of it is found again.
"""

from datetime import datetime
from sys import getsizeof
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

import paper
from articles.bylines import Authors, about, authors_of, byline, creators
from articles.changes import changes
from articles.corrections import notices
from articles.figures import Filled, fill
from articles.graph import told_of_story
from articles.links import led
from articles.models import Edition
from articles.related import Around, around
from articles.trust import trust_context
from pagecache import memory
from paper.prose import embeds_in, for_page
from paper.templatetags.machines import in_the_head, json_ld

IN_THE_HEAD = ("canonical", "creators", "description", "has_embeds", "has_ways", "nav_current", "notices")


def story_context(request: HttpRequest, story: Edition, authors: dict, filled: Filled) -> dict:
    """What the story's template needs, for the public page and for the desk's preview alike."""
    address, told = request.build_absolute_uri(story.url), notices(story)
    return {
        "edition": story,
        "lead_picture": filled.lead,
        "body": for_page(filled.html, gettext("Table")),
        "has_embeds": bool(embeds_in(story.body)),
        "byline": byline(story, authors),
        "creators": creators(story, authors),
        "notices": told,
        **trust_context(story, told),
        **about(authors),
        "cards": filled.cards,
        "report_url": report_url(story.headline, address),
        "canonical": story.canonical_url or address,
        "nav_current": next((section.slug for section in story.section_line()), ""),
    }


def report_url(headline: str, address: str) -> str:
    """A mail to the corrections address with the story named; nothing where the paper has no such address."""
    mail = paper.current().corrections_email
    body = f"{headline}\n{address}\n\n"
    subject = gettext("Error in “%(headline)s”") % {"headline": headline}
    return f"mailto:{mail}?subject={quote(subject)}&body={quote(body)}" if mail else ""


class Document(NamedTuple):
    """`context`: what the page's template needs beside the edition; `tags`: what it is made from; `ends`: from when on it may
    not be shown at all."""

    context: dict[str, Any]
    tags: frozenset[str]
    ends: datetime | None

    def weight(self) -> int:
        """Bytes, about."""
        return memory.FRAGMENT + sum(getsizeof(part) for part in self.context.values() if isinstance(part, str))


def document(request: HttpRequest, story: Edition) -> Document:
    """Of an edition as readers have it now. Of the request only how the paper's addresses begin goes into it."""
    home = request.build_absolute_uri("/")
    return memory.fragment(f"story {story.pk} {home}", lambda: _kept(_made(request, story)), Document.weight)


def _kept(made: Document) -> tuple[Document, frozenset[str]]:
    return made, made.tags


def _made(request: HttpRequest, story: Edition) -> Document:
    at = timezone.now()  # not the request's: what fell due since then is in it
    authors, beside, text = _authors(story), _around(story), led(story.body, at)
    filled = fill(story, text.html, authors, at)
    context = {
        **story_context(request, story, authors, filled),
        **told_of_story(request, story, filled, authors, beside.part),
        **beside.page,
        "changes": changes(story, at),
    }
    context = {**{name: context[name] for name in IN_THE_HEAD}, **_rendered(context)}
    tags = _tags(story) | text.tags | filled.tags | beside.tags | _tags_of(authors)
    ends = min(filter(None, (story.ends(), filled.ends)), default=None)
    return Document(context, frozenset(tags), ends)


def _rendered(context: dict[str, Any]) -> dict[str, SafeString]:
    return {
        "main": render_to_string("articles/_edition.html", {**context, "paper": paper.current()}),
        "machines": in_the_head(context["metas"], context["share"]),
        "graph": json_ld(context["graph"]),
    }


def _authors(story: Edition) -> Authors:
    def make() -> tuple[Authors, set[str]]:
        found = authors_of(story)
        return found, _tags(story) | _tags_of(found)

    return memory.fragment(f"authors {story.pk}", make)


def _around(story: Edition) -> Around:
    def make() -> tuple[Around, set[str]]:
        found = around(story, timezone.now())
        return found, _tags(story) | found.tags

    return memory.fragment(f"around {story.pk}", make)


def _tags(story: Edition) -> set[str]:
    return {f"article:{story.article_id}", "site"}


def _tags_of(authors: Authors) -> set[str]:
    """By the numbers in the credits and today's: two may have been merged, or be parted again."""
    return {f"author:{pk}" for number, author in authors.items() for pk in (number, author.pk)}
