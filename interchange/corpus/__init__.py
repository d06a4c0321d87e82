"""A made-up paper of any size, to measure with: stories as a newspaper has them after twenty years.

The same number, moment and seed make the same paper, on either database. All of it is invented, from our own lists of words.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import batched, chain
from random import Random

from django.db import transaction

from articles.models import END, Article, Edition, Section, Series, Topic
from authors.models import Author, Department
from interchange.corpus import dates, people, tables, vocabulary
from interchange.corpus.plan import Planner
from interchange.corpus.prose import Writer
from interchange.corpus.stories import TABLES, Stories
from interchange.corpus.vocabulary import ABSENT_WORD, COMMON_WORD, MIDDLING_WORD, PHRASE, RARE_WORD
from pagecache.models import purge
from paper.models import hold_zone

__all__ = ["ABSENT_WORD", "COMMON_WORD", "MIDDLING_WORD", "PHRASE", "RARE_WORD", "NotEmpty", "fill"]

BATCH, TOLD = 2_000, 20_000  # stories written at once; after how many somebody is told
COMPLETE = 20  # a paper of fewer has no story that is still to come
MADE = (Article, Author, Section, Topic, Series, Department)  # none of which may be there before
STATES = (Article.State.DRAFT, Article.State.IN_REVIEW, Article.State.APPROVED, Article.State.SENT_BACK)

Say = Callable[[str], None]


class NotEmpty(Exception):
    """A corpus is made in an empty paper alone."""


def fill(stories: int, until: datetime, *, seed: int = 1, say: Say = lambda line: None) -> None:
    """Make so many stories, the newest of them published just before the aware moment `until`; some are scheduled for later.

    `say` is told how far it is. Raises NotEmpty where there is any of MADE.
    """
    if any(model._default_manager.exists() for model in MADE):
        raise NotEmpty(
            "There are stories, authors, sections, topics, series or departments here. Make a corpus in a new, empty database."
        )
    writers = _writers(Random(seed))  # noqa: S311 (the same each time)
    with transaction.atomic():
        cast = people.make_cast(stories, until, writers[0])
    say(f"{len(cast.sections.things)} sections, {Topic.objects.count()} topics, {Author.objects.count()} authors")
    made = Stories(dict(Author.objects.values_list("pk", "name")), until)
    began = time.monotonic()
    with tables.in_bulk(TABLES) as write:
        for done in _write(made, Planner(stories, cast, writers, until), stories, until, seed, write):
            spent = time.monotonic() - began
            say(f"{done:,} of {stories:,} stories in {spent:,.0f} s, about {spent * (stories / done - 1):,.0f} s to go")
        say("Indexes and constraints are made again.")
    with transaction.atomic():
        _settle(made, until)


def _writers(chance: Random) -> list[Writer]:
    """Of English, and of the other languages."""
    first = Writer(chance)
    return [first, *(Writer(chance, tongue, names=first) for tongue in vocabulary.TONGUES)]


def _write(
    made: Stories, planner: Planner, stories: int, until: datetime, seed: int, write: tables.Write
) -> Iterator[int]:
    """Yields now and then how many stories there are."""
    drafts, coming = min(200, stories // 50), min(200, 2 + stories // 500) if stories > COMPLETE else 0
    published = dates.firsts(stories - drafts - coming, until, Random(seed))  # noqa: S311 (the same each time)
    done = 0
    for some in batched(chain(published, dates.ahead(until, coming)), BATCH):
        for first in some:
            made.add(planner.story(first))
        made.write(write)
        done += len(some)
        if done % TOLD == 0 or len(some) < BATCH:
            yield done
    for place in range(drafts):
        made.add_draft(planner.draft(), until - timedelta(hours=place), STATES[place % len(STATES)])
    made.write(write)


def _settle(made: Stories, until: datetime) -> None:
    """What else publishing leaves behind."""
    made.write_months()
    hold_zone(True)
    people.make_series(made.published, until)
    people.merge_some(until)
    for some in batched(made.due, 500):
        for edition in Edition.objects.filter(pk__in=some):
            for at in (edition.live_from, edition.live_until):
                if until < at < END:
                    purge(edition.tags(), at=at)
    purge(["site"])
