"""Who and what a corpus is about: sections, topics and authors, made by the same ways as the desk makes them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from articles.models import Move, Section, Series, Topic
from authors.models import Author, AuthorMerge, BioVersion, Department, Outlet
from interchange.corpus import dates, vocabulary
from interchange.corpus.prose import Writer

FEWEST_AUTHORS, MOST_AUTHORS, STORIES_OF_ONE = 12, 2_500, 400
FEWEST_TOPICS, MOST_TOPICS = 24, 2_000
FLATTER = 8  # the first of many authors does not do everything: 34,000 stories of a million


class Chosen(NamedTuple):
    """Things to be drawn in one year of the paper, with how often, summed up: see random.choices."""

    things: list
    weights: list[float]


class Cast(NamedTuple):
    """Sections with how often, and for each year of the paper its authors and topics."""

    sections: Chosen
    authors: list[Chosen]
    topics: list[Chosen]


def make_cast(stories: int, until: datetime, writer: Writer) -> Cast:
    sections = _sections()
    topics = _topics(stories, writer)
    authors = _authors(stories, until, writer)
    return Cast(
        Chosen(sections, _sums(1 / (place + 3) for place in range(len(sections)))),
        _by_year(authors, FLATTER, writer.chance, longest=18),
        _by_year(topics, 2, writer.chance, longest=40),
    )


def _sections() -> list[Section]:
    made = []
    for order, (name, below) in enumerate(vocabulary.SECTIONS.items()):
        top = Section.objects.create(name=name, order=order)
        parts = [Section.objects.create(name=part, parent=top, order=place) for place, part in enumerate(below)]
        made += [top, *parts]
    return made


def _topics(stories: int, writer: Writer) -> list[Topic]:
    wanted = int(min(MOST_TOPICS, max(FEWEST_TOPICS, 2 * stories**0.5)))
    names: dict[str, None] = {}
    while len(names) < wanted:
        names[writer.say(vocabulary.TOPIC_PATTERNS if len(names) < 300 else ("{place} {noun}s",))] = None
    return [Topic.objects.create(name=name) for name in names]


def _authors(stories: int, until: datetime, writer: Writer) -> list[Author]:
    many = min(MOST_AUTHORS, max(FEWEST_AUTHORS, stories // STORIES_OF_ONE))
    desks = [Department.objects.create(name=name, order=order) for order, name in enumerate(("Editors", "Reporters"))]
    outlets = [Outlet.called(name) for name in vocabulary.OUTLETS]
    names: dict[str, None] = {}
    while len(names) < many:
        names[writer.person()] = None
    made = [_author(place, name, until, desks, outlets, writer) for place, name in enumerate(names)]
    BioVersion.objects.update(at=until - timedelta(days=30))
    return made


def _author(
    place: int, name: str, until: datetime, desks: list[Department], outlets: list[Outlet], writer: Writer
) -> Author:
    chance = writer.chance
    author = Author.objects.create(
        name=name,
        position=chance.choice(vocabulary.POSITIONS),
        beat=chance.choice(vocabulary.MATTERS),
        place=chance.choice(writer.towns) if chance.random() < 0.5 else "",
        start_year=until.year - chance.randint(1, 35) if chance.random() < 0.6 else None,
        bio=f"<p>{_bio(name, writer)}</p>" if place % 10 else "",
        standing=chance.choices(Author.Standing.values, [4, 3, 1, 2])[0],
        department=desks[place % 2] if place < 60 else None,
        looked_at=until - timedelta(days=20),
    )
    for order, outlet in enumerate(chance.sample(outlets, chance.choice((0, 0, 1, 2))), start=1):
        author.outlet_credits.create(outlet=outlet, order=order)
    author.keep(by=None, source="corpus")
    return author


def _bio(name: str, writer: Writer) -> str:
    return writer.say((writer.chance.choice(vocabulary.BIOS).replace("{name}", name),))


def _by_year(things: list, flatter: int, chance: Random, *, longest: int) -> list[Chosen]:
    """The first are drawn most often. Most are not there in every year: they come, and go."""
    spans = []
    for place in range(len(things)):
        length = chance.randint(2, longest)
        start = 0 if place % 4 == 0 else chance.randint(-length + 1, dates.YEARS - 1)
        spans.append(range(start, dates.YEARS if place % 4 == 0 else start + length))
    found = []
    for year in range(dates.YEARS + 1):
        there = [place for place, span in enumerate(spans) if min(year, dates.YEARS - 1) in span]
        found.append(Chosen([things[place] for place in there], _sums(1 / (place + flatter) for place in there)))
    return found


def _sums(weights: Iterable[float]) -> list[float]:
    return list(accumulate(weights))


def make_series(published: int, until: datetime) -> None:
    """One for every thousand stories, twelve at the most, each of about twenty stories that lie apart."""
    for number in range(min(12, 1 + published // 1_000)):
        made = Series.objects.create(name=f"Notebook {number + 1}", description="What we found when we asked again.")
        made.set_parts(range(1 + number, published + 1, max(1, published // 20)), by=None)
    Move.objects.filter(at__gt=until).update(at=until)


def merge_some(until: datetime) -> None:
    """Two of the authors turn out to be one, twice: those with the fewest stories, for a merge reads each."""
    made = list(Author.objects.order_by("-pk")[:4])
    for kept, gone in zip(made[2:], made[:2], strict=True):
        merge = AuthorMerge.merge(kept, gone, by=None, note="Two spellings of one name")
        AuthorMerge.objects.filter(pk=merge.pk).update(at=until)
    BioVersion.objects.filter(at__gt=until).update(at=until)
