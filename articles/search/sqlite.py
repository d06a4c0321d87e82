"""Searching on SQLite: an FTS5 table beside the entries, its rows numbered by their keys.

Its tokenizer only parts at spaces: what it gets are terms already. It walks its rows in the order of their numbers, so the
newest matches come first without sorting.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from articles.search.asking import Phrase
from articles.search.index import Words

if TYPE_CHECKING:
    from articles.models.search_entry import SearchEntry
    from articles.search.finding import Hunt

_INSERT = "INSERT INTO articles_searchwords (rowid, headline, names, deck, text, marks) VALUES (%s, %s, %s, %s, %s, %s)"
# CROSS JOIN: the words are walked, and each match's entry looked up; never the other way round.
_STREAM = """SELECT {what} FROM articles_searchwords
CROSS JOIN ({listed}) listed ON listed.key = articles_searchwords.rowid
WHERE articles_searchwords MATCH %s AND articles_searchwords.rowid >= %s AND articles_searchwords.rowid < %s
ORDER BY articles_searchwords.rowid {order} LIMIT %s"""
_KEY = "articles_searchwords.rowid"
_WORTH = """SELECT rowid, %s FROM articles_searchwords
WHERE articles_searchwords MATCH %s AND rowid >= %s AND rowid <= %s"""
WORTH = {
    "headline": 10.0,
    "deck": 6.0,
    "names": 4.0,
}  # of a word by where it stands; every match has them in its text too
WEIGHED = 5  # words or phrases whose places are looked at


def insert(entries: "Sequence[SearchEntry]", words: Sequence[Words]) -> None:
    """Write new entries with their words."""
    type(entries[0])._base_manager.bulk_create(entries)
    rows: list[list[Any]] = [
        [entry.key, *map(" ".join, columns)] for entry, columns in zip(entries, words, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def stream(hunt: "Hunt", at: datetime, most: int, *, ascending: bool = False) -> list[int]:
    """The keys of up to `most` matches that are listed at `at`, newest first; oldest first if `ascending`."""
    return [key for (key,) in _rows(_KEY, hunt, at, most, "ASC" if ascending else "DESC")]


def end(hunt: "Hunt", at: datetime) -> int | None:
    """Everything was looked through: the index walks on to the next match whatever it is told."""
    return None


def ranked(hunt: "Hunt", at: datetime, most: int, best: int) -> list[tuple[int, float]]:
    """The newest, as `stream` does, with how well each of the first `best` matches: the more the better; the others 0."""
    found = stream(hunt, at, most)
    points = _points(hunt, found[:best])
    return [(key, points.get(key, 0.0)) for key in found]


def _points(hunt: "Hunt", keys: list[int]) -> dict[int, float]:
    """For each of what was asked what it is worth where it stands. FTS5's own bm25 would count every row that has the words."""
    asked = [
        (f"({expression(hunt)}) AND {field} : {_any_of(map(_phrase, readings))}", worth)
        for readings in hunt.wanted[:WEIGHED]
        for field, worth in WORTH.items()
    ]
    if not keys or not asked:
        return {}
    values = [value for words, worth in asked for value in (worth, words, keys[-1], keys[0])]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_WORTH] * len(asked)), values)
        points: dict[int, float] = defaultdict(float)
        for key, worth in cursor.fetchall():
            points[key] += worth
    return points


def _rows(what: str, hunt: "Hunt", at: datetime, most: int, order: str) -> list:
    from articles.models.search_entry import SearchEntry

    listed, values = SearchEntry.objects.listed(at).order_by().values("key").query.sql_with_params()
    sql = _STREAM.format(what=what, listed=listed, order=order)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, expression(hunt), hunt.since, hunt.until, most])
        return cursor.fetchall()


def rewrite_pages(slice: int = 500) -> None:
    """Bring the whole index together, so that no page holds what is in no row any more. In slices of so many pages, each a
    short write: readers never wait, and whoever publishes waits for one at the most."""
    _merge(-slice)  # from now on all parts of the index count as one level
    while _merge(slice):
        pass


def _merge(pages: int) -> bool:
    """Whether there was anything to do: the table then counts more changes than the command itself."""
    with connection.cursor() as cursor:
        before = connection.connection.total_changes
        cursor.execute("INSERT INTO articles_searchwords (articles_searchwords, rank) VALUES ('merge', %s)", [pages])
        return connection.connection.total_changes - before > 1


def expression(hunt: "Hunt") -> str:
    """The hunt in FTS5's language. Every term stands between quotation marks, and holds none."""
    wanted = [_any_of(map(_phrase, readings)) for readings in hunt.wanted]
    marks = [_any_of(f'"{mark}"' for mark in some) for some in hunt.marks]
    unwanted = [_phrase(reading) for readings in hunt.unwanted for reading in readings]
    found = " AND ".join([*wanted, *marks])
    return f"({found}) NOT {_any_of(unwanted)}" if unwanted else found


def _any_of(parts) -> str:  # type: ignore[no-untyped-def]
    return f"({' OR '.join(parts)})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.terms)}"{" *" if phrase.begins else ""}'
