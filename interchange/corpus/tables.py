"""Writing rows in bulk, around the models: by COPY on PostgreSQL, by one statement for many rows on SQLite.

Secondary indexes, and on PostgreSQL the constraints that need one or look at other tables, are taken away meanwhile and made
again, and so checked, at the end. On PostgreSQL all of it is one transaction. On SQLite it is many, unless the caller has begun
one: whoever kills the process there is left with a database that lacks indexes, to be thrown away.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import OperationalError, connection, models, transaction

_CONSTRAINTS = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u', 'x') ORDER BY contype = 'f', conname"""
_INDEXES = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY indexrelid"""
_TERMS = "rowid headline names deck text marks"
_MEMORY = "512MB"  # for each index that PostgreSQL makes
_GATHERED = 64 << 20  # bytes of terms that SQLite gathers before it writes them: see articles.search.sqlite
Copied = tuple[str, str]  # a COPY statement, and its lines
Write = Callable[[Iterable["Rows"]], None]  # brings into the database what waits
_BY_ITSELF = {"hashsize": 1 << 20, "automerge": 4}  # what FTS5 does when nobody says otherwise


class Rows:
    """Rows of one table that wait to be written: tuples of what varies. Every other column holds its default, or what `same`
    says. Values are words, numbers, True, False and None; JSON is words, and moments are what `moment` makes of them."""

    def __init__(self, model: type[models.Model], columns: str, **same: Any) -> None:
        self._table, self._columns = model._meta.db_table, columns.split()
        self._same = {
            str(field.column): _plain(same.get(field.name, field.get_default()))
            for field in model._meta.concrete_fields
            if field.column not in self._columns and not isinstance(field, models.AutoField)
        }
        self.waiting: list[tuple] = []
        self.add = self.waiting.append

    def copied(self) -> Copied:
        """What waits, for PostgreSQL."""
        end = "".join(f"\t{_copied(value)}" for value in self._same.values()) + "\n"
        lines = ["\t".join([_copied(value) for value in row]) + end for row in self.waiting]
        self.waiting.clear()
        return f"COPY {self._table} ({self._names()}) FROM STDIN", "".join(lines)

    def insert(self) -> None:
        """Write what waits into SQLite."""
        values = ", ".join([*(["%s"] * len(self._columns)), *map(_literal, self._same.values())])
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {self._table} ({self._names()}) VALUES ({values})", self.waiting)  # noqa: S608
        self.waiting.clear()

    def _names(self) -> str:
        return ", ".join(map(connection.ops.quote_name, [*self._columns, *self._same]))


class Terms(Rows):
    """The same for SQLite's index of words, which is no model's table."""

    def __init__(self) -> None:
        self._table, self._columns, self._same = "articles_searchwords", _TERMS.split(), {}
        self.waiting = []
        self.add = self.waiting.append


@lru_cache(1 << 12)
def moment(at: datetime) -> str:
    """An aware moment as this database reads it."""
    return str(at) if connection.vendor == "postgresql" else str(at.replace(tzinfo=None))


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value)
    if isinstance(value, date | datetime):
        raise TypeError("Say for each row which moment it is.")
    return value


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    text = value if value.__class__ is str else str(value)
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''").replace("%", "%%") + "'" if isinstance(value, str) else str(int(value))


@contextmanager
def in_bulk(tables: Iterable[type[models.Model]]) -> Iterator[Write]:
    """Between these, rows are cheap to write, by what this gives. Every index, trigger and constraint stands again
    afterwards."""
    names = [model._meta.db_table for model in tables]
    with _postgres(names) if connection.vendor == "postgresql" else _sqlite(names) as write:
        yield write


@contextmanager
def _postgres(tables: list[str]) -> Iterator[Write]:
    """Rows are brought over by another thread, while the next ones are made."""
    with transaction.atomic(), ThreadPoolExecutor(1) as thread:
        _run("SET CONSTRAINTS ALL IMMEDIATE", f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
        constraints, indexes = _all(_CONSTRAINTS, [tables]), _all(_INDEXES, [tables])
        _run(*(f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in reversed(constraints)))
        _run(*(f"DROP INDEX {name}" for name, _ in indexes))
        under_way = [thread.submit(_copy, connection.connection, [])]

        def write(many: Iterable[Rows]) -> None:
            made = [rows.copied() for rows in many if rows.waiting]
            under_way.pop().result()
            under_way.append(thread.submit(_copy, connection.connection, made))

        yield write
        under_way.pop().result()
        _run(*(made for _, made in indexes))
        _run(*(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}" for table, name, made in constraints))
        _reset_sequences()
        _run("SET CONSTRAINTS ALL DEFERRED")


def _copy(server: Any, made: list[Copied]) -> None:
    """`server`: psycopg's own connection, which any thread may use."""
    for statement, lines in made:
        with server.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(lines)


@contextmanager
def _sqlite(tables: list[str]) -> Iterator[Write]:
    """What is written at once is a transaction of its own, so that no journal grows with the paper."""
    marks = ", ".join(["%s"] * len(tables))
    found = f"FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ({marks})"
    made = _all(f"SELECT type, name, sql {found} ORDER BY type, rowid", tables)

    def write(many: Iterable[Rows]) -> None:
        with transaction.atomic(savepoint=False):
            for rows in many:
                rows.insert()

    with _unsafe():
        _run(*(f'DROP {sort} "{name}"' for sort, name, _ in made))
        _set_terms(hashsize=_GATHERED, automerge=0)
        try:
            yield write
        finally:
            _set_terms(**_BY_ITSELF)
            _run(*(sql for _, _, sql in made))


@contextmanager
def _unsafe() -> Iterator[None]:
    """No waiting for the disk, and no journal on it: where no transaction is open, for neither can change in one."""
    if connection.in_atomic_block:
        yield
        return
    was = [_value(f"PRAGMA {name}") for name in ("synchronous", "journal_mode", "cache_size")]
    _run("PRAGMA synchronous = OFF", "PRAGMA cache_size = -200000")
    with suppress(OperationalError):  # somebody else reads the same file
        _run("PRAGMA journal_mode = MEMORY")
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()
        synchronous, journal_mode, cache_size = was
        _run(
            f"PRAGMA cache_size = {cache_size}",
            f"PRAGMA journal_mode = {journal_mode}",
            f"PRAGMA synchronous = {synchronous}",
        )


def _set_terms(**options: int) -> None:
    with connection.cursor() as cursor:
        for name, value in options.items():
            cursor.execute(
                "INSERT INTO articles_searchwords (articles_searchwords, rank) VALUES (%s, %s)", [name, value]
            )


def _reset_sequences() -> None:
    from django.core.management.color import no_style

    from interchange.corpus.stories import TABLES

    _run(*connection.ops.sequence_reset_sql(no_style(), TABLES))


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _all(query: str, values: list) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _value(query: str) -> Any:
    return _all(query, [])[0][0]
