"""What there are feeds of."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

import paper
from articles.corrections import IN_THE_FEED
from articles.feeds import corrections as mistakes
from articles.feeds import stories
from articles.models import Edition, EditionCorrection, Section, Series, Topic
from authors.models import Author
from authors.profile import description_of
from paper.pager import SIZE, Place
from paper.speech import apart, titled


class Source(NamedTuple):
    """A list, and the page of the paper that it stands on. `rows` has newest() and oldest_after(); `told` makes entries of
    them; `tags`: what the list is made from. `name` is "" for the whole paper."""

    page: str
    name: str
    description: str
    rows: Any
    tags: set[str]
    told: Callable[..., stories.Told] = stories.told
    size: int = SIZE
    author: Author | None = None

    @property
    def title(self) -> str:
        return titled(self.name) if self.name else paper.current().name

    def address(self, form: str) -> str:
        """Of its newest page in a form of paper.feeds.FORMS."""
        return f"{self.page}{form}"


class Known(NamedTuple):
    """A list of editions that is known whole, in pages like any other."""

    editions: list[Edition]

    def newest(self, bound: datetime | Place) -> list[Edition]:
        """Twin: ListQuerySet.newest."""
        is_older = (lambda one: Place.of(one) < bound) if isinstance(bound, Place) else lambda one: True
        return sorted(filter(is_older, self.editions), key=Place.of, reverse=True)

    def oldest_after(self, place: Place) -> list[Edition]:
        return sorted((one for one in self.editions if Place.of(one) > place), key=Place.of)


def the_paper(at: datetime) -> Source:
    ours = paper.current()
    said = ours.tagline or _("Every story in %(paper)s, newest first.") % {"paper": apart(ours.name)}
    return Source("/", "", said, Edition.objects.listed(at).for_cards(), {"list:home"})


def of_section(section: Section, at: datetime) -> Source:
    """With what is filed in the sections below it."""
    below = section.subtree()
    rows = Edition.objects.listed(at).in_sections(below).for_cards()
    said = section.description or _about(section.name)
    return Source(section.url, section.name, said, rows, {f"section:{one.pk}" for one in below})


def of_topic(topic: Topic, at: datetime) -> Source:
    rows = topic.edition_topics.listed(at)  # type: ignore[attr-defined]
    return Source(topic.url, topic.name, topic.description or _about(topic.name), rows, {f"topic:{topic.pk}"})


def of_series(series: Series, at: datetime) -> Source:
    """Its parts, newest first as in any feed. One query more: which stories those are, those to come too."""
    parts = list(series.parts.values_list("article", flat=True))  # type: ignore[attr-defined]
    rows = Known(list(Edition.objects.listed(at).for_cards().filter(article__in=parts)))
    tags = {f"series:{series.pk}", *(f"article:{part}" for part in parts)}
    return Source(series.url, series.name, series.description or _about(series.name), rows, tags)


def of_author(author: Author, at: datetime) -> Source:
    rows = author.edition_credits.listed(at)  # type: ignore[attr-defined]
    said, tags = description_of(author), {f"author:{author.pk}", f"list:author:{author.pk}"}
    return Source(author.url, author.name, said, rows, tags, author=author)


def of_corrections(at: datetime) -> Source:
    """Of retracted stories too."""
    rows = EditionCorrection.objects.live(at).for_cards()
    said = _("What %(paper)s got wrong and put right, newest first.") % {"paper": apart(paper.current().name)}
    return Source(
        "/corrections/", _("Corrections"), said, rows, {"list:corrections"}, told=mistakes.told, size=IN_THE_FEED
    )


def _about(name: str) -> str:
    return _("%(name)s in %(paper)s, newest first.") % {"name": apart(name), "paper": apart(paper.current().name)}
