"""Searching on PostgreSQL: a tsvector in the entry's own row, under a GIN index.

Such an index gives all rows that match, in no order. So time is cut into windows, the newest first and each longer than the
last, and a window's matches are read only while more are wanted: `articles_search`, a function that the migration makes,
does it in one query. What lies in a window is a word in the index too, so that the index itself picks it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from articles.search.asking import Phrase
from articles.search.index import Words

if TYPE_CHECKING:
    from articles.models.search_entry import SearchEntry
    from articles.search.finding import Hunt

FINE, COARSE = 46, 50  # bits of a key below a window's number: 24 days and 388 days
SPANS = (1, 2, 4, 8, 16, 32, 64)  # fine windows read at once, one span after another, then all that is left
FINE_AT_MOST = 8  # windows named one by one; a longer span is named by coarse ones
LONGEST_VECTOR = 800_000  # bytes of terms; a tsvector holds a megabyte
LAST_PLACE, PLACES = 16_383, 255  # what a tsvector knows of a term's places
WEIGHTS = ("A", "C", "B", "")  # of headline, names, deck and text; the last is "D", which is not written
REACH = 1_000  # stories with all the words of a phrase, in which it is looked for
APART = 10  # no phrase reaches from one field into the next

_MATCHES = "SELECT key FROM articles_search(%s::bigint[], %s::bigint[], %s::tsquery[], %s, %s, %s) AS key"
# Of the stories with all of a phrase's words, walked in their order, the first in which they stand in a row.
_IN_A_ROW = """SELECT key FROM articles_search(%s::bigint[], %s::bigint[], %s::tsquery[], %s, %s, %s) AS key
WHERE (SELECT entry.words @@ %s::tsquery FROM articles_searchentry entry WHERE entry.key = key.key) LIMIT %s"""
# No join: the planner may then read all entries for the few.
_RANKED = """SELECT found.key, coalesce((
    SELECT ts_rank('{{0.1, 0.4, 0.6, 1.0}}', entry.words, %s::tsquery, 1)
    FROM articles_searchentry entry WHERE entry.key = found.key AND found.place <= %s
), 0)
FROM (SELECT key, row_number() OVER () AS place FROM ({matches}) matches) found
ORDER BY found.place"""


class Window(NamedTuple):
    """Keys from `floor` up to, not including, `ceiling`, and the marks of what lies in it: none where it is too long."""

    floor: int
    ceiling: int
    marks: list[str]


def insert(entries: "Sequence[SearchEntry]", words: Sequence[Words]) -> None:
    """Write new entries with their words."""
    for entry, columns in zip(entries, words, strict=True):
        entry.words = vector(columns, [_mark("f", entry.key >> FINE), _mark("c", entry.key >> COARSE)])
    type(entries[0])._base_manager.bulk_create(entries)


def stream(hunt: "Hunt", at: datetime, most: int, *, ascending: bool = False) -> list[int]:
    """The keys of up to `most` matches that are listed at `at`, newest first; oldest first if `ascending`."""
    with connection.cursor() as cursor:
        cursor.execute(*_matches(hunt, at, most, ascending=ascending))
        return [key for (key,) in cursor.fetchall()]


def end(hunt: "Hunt", at: datetime) -> int | None:
    """The key of the last story that was looked through, newest first; None where all were."""
    if not hunt.has_rows:
        return None
    last = stream(hunt.loosened(), at, REACH)
    return last[-1] if len(last) == REACH else None


def ranked(hunt: "Hunt", at: datetime, most: int, best: int) -> list[tuple[int, float]]:
    """The newest, as `stream` does, with how well each of the first `best` matches: the more the better; the others 0."""
    asked = " & ".join(_any_of(map(_phrase, readings)) for readings in hunt.wanted)
    matches, values = _matches(hunt, at, most)
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(matches=matches), [asked, best, *values])
        return cursor.fetchall()


def _matches(hunt: "Hunt", at: datetime, most: int, *, ascending: bool = False) -> tuple[str, list]:
    """A query for the keys, and its values."""
    if not hunt.has_rows:
        return _MATCHES, _streamed(hunt, at, most, ascending=ascending)
    return _IN_A_ROW, [*_streamed(hunt.loosened(), at, REACH, ascending=ascending), expression(hunt), most]


def _streamed(hunt: "Hunt", at: datetime, most: int, *, ascending: bool = False) -> list:
    asked, spans = expression(hunt), list(windows(hunt.since, hunt.until, ascending=ascending))
    within = [f"{asked} & {_any_of(map(_quoted, span.marks))}" if span.marks else asked for span in spans]
    return [[span.floor for span in spans], [span.ceiling for span in spans], within, at, most, ascending]


def windows(since: int, until: int, *, ascending: bool = False) -> Iterator[Window]:
    """Windows that cover the keys from `since` up to `until` without overlap, in the order in which they are read."""
    for span in SPANS:
        if since >= until:
            return
        if ascending:
            floor, ceiling = since, min(until, ((since >> FINE) + span) << FINE)
            since = ceiling
        else:
            floor, ceiling = max(since, (((until - 1) >> FINE) - span + 1) << FINE), until
            until = floor
        sort, bits = ("f", FINE) if span <= FINE_AT_MOST else ("c", COARSE)
        yield Window(floor, ceiling, _marks(floor, ceiling, sort, bits))
    if since < until:
        yield Window(since, until, [])


def _marks(floor: int, ceiling: int, sort: str, bits: int) -> list[str]:
    return [_mark(sort, number) for number in range(floor >> bits, (ceiling - 1 >> bits) + 1)]


def _mark(sort: str, number: int) -> str:
    return f"_{sort}{number}"


def vector(words: Words, windows: Iterable[str]) -> str:
    """A tsvector in PostgreSQL's writing: 'ferri':1A,14 'late':2A."""
    places, place, size = dict[str, list[str]](), 0, 0
    for weight, terms in zip(WEIGHTS, words, strict=False):
        for term in terms:
            place, size = place + 1, size + (len(term.encode()) if term not in places else 0)
            found = places.setdefault(term, []) if size <= LONGEST_VECTOR else places.get(term, [])
            if len(found) < PLACES:
                found.append(f"{min(place, LAST_PLACE)}{weight}")
        place += APART
    placed = (f"{_quoted(term)}:{','.join(where)}" for term, where in places.items())
    return " ".join(chain(placed, map(_quoted, words.marks), map(_quoted, windows)))


def expression(hunt: "Hunt") -> str:
    """The hunt in a tsquery's language. Every term stands between quotation marks, and holds none."""
    wanted = [_any_of(map(_phrase, readings)) for readings in hunt.wanted]
    marks = [_any_of(map(_quoted, some)) for some in hunt.marks]
    unwanted = [f"!{_any_of(map(_phrase, readings))}" for readings in hunt.unwanted]
    return " & ".join([*wanted, *marks, *unwanted])


def _any_of(parts: Iterable[str]) -> str:
    return f"({' | '.join(parts)})"


def _phrase(phrase: Phrase) -> str:
    terms = [_quoted(term) for term in phrase.terms]
    return f"({' <-> '.join(terms)}{':*' if phrase.begins else ''})"


def _quoted(term: str) -> str:
    return f"'{term}'"
