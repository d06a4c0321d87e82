"""Searching on SQLite: an FTS5 table beside the entries, its rows numbered by their keys.

Its tokenizer only parts at spaces: what it gets are terms already. It walks its rows in the order of their numbers, so the
newest matches come first without sorting.
"""

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
_RANK = f"{_KEY}, -bm25(articles_searchwords, 10, 4, 6, 1, 0)"  # a headline's word tells most, our own marks nothing


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


def ranked(hunt: "Hunt", at: datetime, most: int, best: int) -> list[tuple[int, float]]:
    """The newest, as `stream` does, with how well each of the first `best` matches: the more the better; the others 0."""
    found = _rows(_RANK, hunt, at, best, "DESC")
    if len(found) < best:
        return found
    rest = stream(hunt._replace(until=found[-1][0]), at, most - best)
    return [*found, *((key, 0.0) for key in rest)]


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
