"""Corrections and retractions as their feed tells them. An entry keeps its id when the story's address changes."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest
from django.utils.translation import gettext as _

import paper
from articles.corrections import Entry as Correction
from articles.feeds.stories import Told
from articles.models import EditionCorrection
from paper.feeds import Entry, Person


def told(rows: Iterable[EditionCorrection], request: HttpRequest, at: datetime) -> Told:
    """No query. The moment of each is its own: what a story says later does not move it."""
    return Told([_entry(Correction.of(row), request) for row in rows], set())


def _entry(correction: Correction, request: HttpRequest) -> Entry:
    notice, story = correction.notice, correction.edition
    host, at = request.get_host().partition(":")[0], notice.at
    if at is None:
        raise ValueError("A row of the list of corrections has a moment.")
    return Entry(
        id=f"tag:{host},{at:%Y-%m-%d}:/corrections/{story.article_id}/{quote(notice.key)}",
        url=request.build_absolute_uri(correction.url),
        title=_("%(kind)s: %(headline)s") % {"kind": notice.label, "headline": story.headline},
        published=at,
        updated=at,
        language=story.language,
        authors=[Person(paper.current().name, request.build_absolute_uri("/"))],
        summary=notice.text,
        categories=[notice.label],
    )
