"""From a question to the keys of the entries that answer it. The databases stream them newest first and never rank or count
all of what matches: see MOST and RANKED."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from articles.models.search_entry import SearchEntry
from articles.search import engine
from articles.search.asking import Clause, Phrase, Question
from articles.search.index import ALL, EDITION, first_key

SIZE = 20  # stories on a page
MOST = 1_000  # matches that are counted
RANKED = 500  # of the newest matches, those the best are chosen from


class Hunt(NamedTuple):
    """What is looked for. Each item of `wanted` and `marks` must be met, by any of its own; none of `unwanted` may be.

    Keys from `since` up to, not including, `until`."""

    wanted: list[list[Phrase]]
    unwanted: list[list[Phrase]]
    marks: list[list[str]]
    since: int
    until: int

    @classmethod
    def of(cls, question: Question, marks: list[list[str]], since: int, until: int) -> "Hunt":
        languages = SearchEntry.objects.languages()
        wanted = [_readings(clause, languages) for clause in question.clauses if clause.wanted]
        unwanted = [_readings(clause, languages) for clause in question.clauses if not clause.wanted]
        return cls(wanted, unwanted, marks if wanted or marks else [[ALL]], since, until)


class Page(NamedTuple):
    """The keys of a page, in its order. `total` stops at MOST + 1; `older` and `newer` are cursors, "" where there is nothing."""

    keys: list[int]
    total: int
    older: str = ""
    newer: str = ""


def newest(hunt: Hunt, at: datetime, *, before: int | None = None, after: int | None = None) -> Page:
    """The page that begins or ends at a cursor, newest first."""
    top = engine().stream(hunt, at, MOST + 1)
    if after is not None:
        rest = hunt._replace(since=min(max(hunt.since, after + 1 << EDITION), hunt.until))
        found = engine().stream(rest, at, SIZE + 1, ascending=True)
        if len(found) > SIZE:
            return _page(found[SIZE - 1 :: -1], len(top), older=True, newer=True)
    elif before is not None:
        rest = hunt._replace(until=min(hunt.until, before << EDITION))
        found = engine().stream(rest, at, SIZE + 1)
        return _page(found[:SIZE], len(top), older=len(found) > SIZE, newer=bool(found))
    return _page(top[:SIZE], len(top), older=len(top) > SIZE, newer=False)


def best(hunt: Hunt, at: datetime, *, page: int = 1) -> Page:
    """The page of that number, from 1, of the best among the newest RANKED. Those alike: newest first."""
    found = engine().ranked(hunt, at, MOST + 1, RANKED)
    keys = [key for key, _ in sorted(found[:RANKED], key=lambda row: (-row[1], -row[0]))]
    start = (page - 1) * SIZE
    older, newer = str(page + 1) if len(keys) > start + SIZE else "", str(page - 1) if page > 1 else ""
    return Page(keys[start : start + SIZE], len(found), older, newer)


def everything_until(at: datetime) -> int:
    """The bound above what can have been published by then."""
    return first_key(at + timedelta(seconds=1))


def _page(keys: list[int], total: int, *, older: bool, newer: bool) -> Page:
    ends = [str(key >> EDITION) for key in (keys[-1:] if older else []) + (keys[:1] if newer else [])]
    return Page(keys, total, ends[0] if older else "", ends[-1] if newer else "")


def _readings(clause: Clause, languages: Iterable[str]) -> list[Phrase]:
    """The clause as texts of each language would say it."""
    return list(dict.fromkeys(clause.phrase(stems) for stems in languages))
