"""From a question to the keys of the entries that answer it. The databases stream them newest first and never rank or count
all of what matches: see MOST and RANKED."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from articles.models.search_entry import SearchEntry
from articles.search import engine
from articles.search.asking import Clause, Phrase, Question
from articles.search.index import ALL, EDITION, first_key

SIZE = 20  # stories on a page
MOST = 200  # matches that are counted
RANKED = 500  # of the newest matches, those the best are chosen from


class Hunt(NamedTuple):
    """What is looked for. Each item of `wanted` and `marks` must be met, by any of its own; none of `unwanted` may be.

    Keys from `since` up to, not including, `until`."""

    wanted: list[list[Phrase]]
    unwanted: list[list[Phrase]]
    marks: list[list[str]]
    since: int
    until: int

    @property
    def has_rows(self) -> bool:
        """Whether words must stand in a row. That is dear to find out: of words that stand in every story and nowhere together
        all would be looked through, so that a database may look through the newest with all of the words alone."""
        return any(len(reading.terms) > 1 for readings in self.wanted for reading in readings)

    def loosened(self) -> "Hunt":
        """The same words, wherever they stand; what must not stand there is left out."""
        return self._replace(wanted=[words for readings in self.wanted for words in _each(readings)], unwanted=[])

    @classmethod
    def of(cls, question: Question, marks: list[list[str]], since: int, until: int) -> "Hunt":
        languages = SearchEntry.objects.languages()
        wanted = [_readings(clause, languages) for clause in question.clauses if clause.wanted]
        unwanted = [_readings(clause, languages) for clause in question.clauses if not clause.wanted]
        return cls(wanted, unwanted, marks if wanted or marks else [[ALL]], since, until)


class Page(NamedTuple):
    """The keys of a page, in its order. `total` stops at MOST + 1, and is 0 where it is
    not known, further back than was counted; `older` and `newer` are cursors, "" where there is nothing.
    `cut`: not all that could match was looked through; see Hunt.has_rows."""

    keys: list[int]
    total: int
    older: str = ""
    newer: str = ""
    cut: bool = False


def newest(hunt: Hunt, at: datetime, *, before: int | None = None, after: int | None = None) -> Page:
    """The page that begins or ends at a cursor, newest first."""
    top = engine().stream(hunt, at, MOST + 1)
    if after is not None:
        rest = hunt._replace(since=min(max(hunt.since, after + 1 << EDITION), hunt.until))
        found = engine().stream(rest, at, SIZE + 1, ascending=True)
        if len(found) > SIZE:
            return _page(found[SIZE - 1 :: -1], _total(top, hunt, at), older=True, newer=True)
    elif before is not None:
        rest = hunt._replace(until=min(hunt.until, before << EDITION))
        found = engine().stream(rest, at, SIZE + 1)
        total = _total(top, hunt, at) if found else len(top)
        page = _page(found[:SIZE], total, older=len(found) > SIZE, newer=bool(found))
        return page if len(found) > SIZE else _cut(page, engine().end(rest, at))
    page = _page(top[:SIZE], len(top), older=len(top) > SIZE, newer=False)
    return page if len(top) > MOST else _cut(page, engine().end(hunt, at))


def best(hunt: Hunt, at: datetime, *, page: int = 1) -> Page:
    """The page of that number, from 1, of the best among the newest RANKED. Those alike: newest first."""
    found = engine().ranked(hunt, at, max(MOST, RANKED) + 1, RANKED)
    keys = [key for key, _ in sorted(found[:RANKED], key=lambda row: (-row[1], -row[0]))]
    start = (page - 1) * SIZE
    older, newer = str(page + 1) if len(keys) > start + SIZE else "", str(page - 1) if page > 1 else ""
    cut = len(found) <= RANKED and engine().end(hunt, at) is not None
    return Page(keys[start : start + SIZE], len(found), older, newer, cut)


def _total(top: list[int], hunt: Hunt, at: datetime) -> int:
    """How many match, as far as they are counted; 0 where counting ended before the matches did."""
    return len(top) if len(top) > MOST or engine().end(hunt, at) is None else 0


def _cut(page: Page, end: int | None) -> Page:
    """With the way on from where looking ended: None if it did not."""
    return page if end is None else page._replace(older=page.older or str(end >> EDITION), cut=True)


def everything_until(at: datetime) -> int:
    """The bound above what can have been published by then."""
    return first_key(at + timedelta(seconds=1))


def _each(readings: list[Phrase]) -> Iterator[list[Phrase]]:
    """For each place of a phrase the words that may stand there."""
    for place in range(min(len(reading.terms) for reading in readings)):
        last = [reading.begins and place + 1 == len(reading.terms) for reading in readings]
        yield [Phrase((reading.terms[place],), begins) for reading, begins in zip(readings, last, strict=True)]


def _page(keys: list[int], total: int, *, older: bool, newer: bool) -> Page:
    ends = [str(key >> EDITION) for key in (keys[-1:] if older else []) + (keys[:1] if newer else [])]
    return Page(keys, total, ends[0] if older else "", ends[-1] if newer else "")


def _readings(clause: Clause, languages: Iterable[str]) -> list[Phrase]:
    """The clause as texts of each language would say it."""
    return list(dict.fromkeys(clause.phrase(stems) for stems in languages))
