"""How a database answers a query: what of its plan would not stay cheap in a large paper, and how much it touches.

Queries are taken as they run, then asked once more: EXPLAIN's word on PostgreSQL, with the rows that really passed; on SQLite
the plan, and the steps its machine really made.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any, NamedTuple

from django.db import connection

ROWS = 1_001  # that one part of a plan reads, sorts or holds: a thousand, and the one that tells of more
REMOVED, FOR_ONE = 200, 5  # that one part of a plan reads for nothing: so many, or so many for one that it finds
SMALL = 500  # of a table that may be read whole, whatever it holds
WORK = {"sqlite": 45_000, "postgresql": 7_000}  # of one query: see Seen

# What does not grow with the stories: read whole, and often kept in memory.
FEW = {
    "articles_section", "articles_series", "articles_seriespart", "articles_storymonth", "articles_front",
    "articles_frontchange", "articles_breakingline", "authors_department", "paper_paper", "paper_page",
}  # fmt: skip


class Query(NamedTuple):
    sql: str
    params: Any

    def __str__(self) -> str:
        return re.sub(r'(?:"\w+"\."\w+", ){3,}', "…, ", self.sql)[:900]


class Seen(NamedTuple):
    """`faults` are sentences, none where the plan holds for a paper of any size. `work`: on SQLite the steps its machine took, a
    row of a list about 50; on PostgreSQL the pages of eight kilobytes touched, those of functions that the query calls too."""

    faults: list[str]
    work: int


class Allowed(NamedTuple):
    """What a page may do that others may not, and why: read so many rows at once, read these tables whole."""

    why: str
    rows: int = ROWS
    whole: tuple[str, ...] = ()


NOTHING = Allowed("")


def queries_of(ask: Callable[[], Any]) -> list[Query]:
    """What `ask` reads from the database, in order."""
    found: list[Query] = []

    def see(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.lstrip("( ").startswith(("SELECT", "WITH")):
            found.append(Query(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(see):
        ask()
    return found


def seen(query: Query, allowed: Allowed = NOTHING) -> Seen:
    """Asks it once more."""
    found = _on_postgres(query, allowed) if connection.vendor == "postgresql" else _on_sqlite(query, allowed)
    too_much = found.work > WORK[connection.vendor] * allowed.rows / ROWS
    return found._replace(faults=[*found.faults, *([f"is work of {found.work}"] if too_much else [])])


# PostgreSQL


def _explained(query: Query) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {query.sql}", query.params)
        found = cursor.fetchone()[0]
    return (found if isinstance(found, list) else json.loads(found))[0]["Plan"]


# A join may ask for a thousand rows whether they are of its few: that is bounded by what it joins.
REMOVALS = ("Rows Removed by Filter", "Rows Removed by Index Recheck")


def nodes_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes_of(below)


def _on_postgres(query: Query, allowed: Allowed) -> Seen:
    plan = _explained(query)
    faults = [fault for node in nodes_of(plan) for fault in _faults_of_node(node, allowed)]
    return Seen(faults, plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _faults_of_node(node: dict[str, Any], allowed: Allowed) -> Iterator[str]:
    table = node.get("Relation Name", "")
    if table in FEW or table in allowed.whole:
        return
    rows, removed = _times(node, "Actual Rows"), sum(_times(node, name) for name in REMOVALS if name in node)
    which = f"{node['Node Type']} {table or node.get('Index Name', '')}".strip()
    if node["Node Type"] == "Seq Scan":
        if rows + removed > SMALL:
            yield f"{which} reads {rows + removed} rows"
    elif removed > max(REMOVED, FOR_ONE * rows, allowed.rows - ROWS):
        yield f"{which} reads {removed} rows for nothing"
    if rows > allowed.rows:
        yield f"{which} has {rows} rows"


def _times(node: dict[str, Any], name: str) -> int:
    """PostgreSQL gives the mean of all loops."""
    return round(node.get(name, 0) * node["Actual Loops"])


@contextmanager
def generic_plans() -> Iterator[None]:
    """As a statement is planned that was prepared long ago: for any parameters."""
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        yield
        cursor.execute("RESET plan_cache_mode")


_numbers = count(1)
_TYPES = {bool: "boolean", datetime: "timestamptz", date: "date"}


def prepared(query: Query) -> Query:
    """The query as one that runs a prepared statement."""
    values = list(query.params or ())
    places = iter(
        f"${n}{f'::{_TYPES[type(value)]}' if type(value) in _TYPES else ''}" for n, value in enumerate(values, 1)
    )
    sql = re.sub(r"%[s%]", lambda found: next(places) if found[0] == "%s" else "%", query.sql)
    with connection.cursor() as cursor:
        name = f"asked_{next(_numbers)}"
        cursor.execute(f"PREPARE {name} AS {sql}")
    return Query(f"EXECUTE {name}{f'({", ".join(["%s"] * len(values))})' if values else ''}", values)


# SQLite

_ALIAS = re.compile(r'"(\w+)" (?:AS )?"?([A-Z]+\d+)"?')
_READ = re.compile(r"(?P<way>SCAN|SEARCH) (?P<name>\w+)(?P<how>(?: USING .*)?)$")
GRAIN = 10  # steps: as finely as they are counted
STEPS_OF_A_ROW = 2  # at least, where a table is read from end to end, in its own order or an index's


def _plan(query: Query) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query.sql}", query.params)
        return [detail for *_, detail in cursor.fetchall()]


def _on_sqlite(query: Query, allowed: Allowed) -> Seen:
    work = _steps(query)
    lines = [_READ.match(line) for line in _plan(query)]
    faults = [fault for line in lines if line for fault in _faults_of_line(line, query, allowed, work)]
    return Seen(faults, work)


def _faults_of_line(line: re.Match[str], query: Query, allowed: Allowed, work: int) -> Iterator[str]:
    for table in (_tables(line["name"], query) - FEW).difference(allowed.whole):
        if "AUTOMATIC" in line["how"] and _count(table) > SMALL:
            yield f"makes an index of {table} for itself"
        elif line["way"] == "SCAN" and work >= STEPS_OF_A_ROW * _count(table) > SMALL:
            yield f"reads all of {table}"


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return cursor.fetchone()[0]


def _tables(name: str, query: Query) -> set[str]:
    """What a name in a plan may stand for: a short one means another table in each part of a query."""
    meant = {table for table, alias in _ALIAS.findall(query.sql) if alias == name}
    return meant or {name}.intersection(connection.introspection.table_names())


def _steps(query: Query) -> int:
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += GRAIN

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, GRAIN)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query.sql, query.params)
            cursor.fetchall()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return taken


# What the planner knows


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def forget_statistics() -> None:
    """As in a database that was just filled. For a transaction that is rolled back."""
    analyse()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM pg_statistic")
            cursor.execute(
                "UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relnamespace = 'public'::regnamespace"
            )
        else:
            cursor.execute("DELETE FROM sqlite_stat1")
            read_statistics_again()


def read_statistics_again() -> None:
    """SQLite reads them as it opens a database, and when told to."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE sqlite_schema")
