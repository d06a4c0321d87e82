"""Queries that are built once, and on PostgreSQL planned once. What a page asks on every request is the same but for a few
values; building it takes Django, and planning it PostgreSQL, many times as long as answering.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

MOST_SHAPES = 500  # of one query: lists of so many lengths


class Prepared:
    """`build(**values)` makes a queryset, in which each value stands as it is given: a moment, a day, a whole number, a text,
    or a list of numbers. Called with values it returns the rows as a list; its SQL is that of the first call of the same shape."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._known: dict[tuple, _Compiled] = {}

    def __call__(self, **values: Any) -> list[Any]:
        shape = tuple((name, _kind(value)) for name, value in values.items())
        known = self._known.get(shape)
        if known is None:
            if len(self._known) >= MOST_SHAPES:
                self._known.clear()
            known = self._known[shape] = _Compiled.of(self._build, values)
        return known.rows(values)


class _Compiled(NamedTuple):
    """`params`: functions of the values, in the order of the SQL."""

    queryset: QuerySet
    facts: dict[str, Any]
    sql: str
    params: list[Callable[[dict[str, Any]], Any]]

    @classmethod
    def of(cls, build: Callable[..., QuerySet], values: dict[str, Any]) -> "_Compiled":
        """Built with a stand-in for each value, which is found again among the parameters of the SQL."""
        stand_ins = _stand_ins(values)
        queryset = build(**stand_ins)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        places = _places(stand_ins, compiler.connection.ops.adapt_unknown_value)
        facts = {name: value for name, value in vars(compiler).items() if name != "connection"}
        missing = set(places) - set(params)
        if missing:
            raise ValueError(f"A value does not stand in the query as it was given: {sorted(map(repr, missing))}")
        return cls(queryset, facts, sql, [places.get(param) or _same(param) for param in params])

    def rows(self, values: dict[str, Any]) -> list[Any]:
        ready = self.queryset.all()
        ready.query = _Query(self, values)  # type: ignore[assignment]
        return list(ModelIterable(ready))


class _Query(NamedTuple):
    """Stands for the query of a queryset that is iterated: all it is asked for is its compiler, which has compiled already."""

    compiled: _Compiled
    values: dict[str, Any]
    values_select: tuple = ()  # a queryset looks at it

    def get_compiler(self, using: str) -> SQLCompiler:
        compiler = self.compiled.queryset.query.get_compiler(using)
        adapted = compiler.connection.ops.adapt_unknown_value
        params = tuple(adapted(param(self.values)) for param in self.compiled.params)
        if compiler.connection.vendor == "postgresql":
            from paper.planned import Planned, of_one_size  # with psycopg, which takes 10 MB that SQLite can do without

            compiler.connection = Planned(compiler.connection)
            params = tuple(of_one_size(param) for param in params)
        vars(compiler).update(self.compiled.facts, as_sql=lambda *args, **kwargs: (self.compiled.sql, params))
        return compiler


def _kind(value: Any) -> Any:
    return (list, len(value)) if isinstance(value, list) else type(value)


# Stand-ins are values that no query of ours asks for.


def _stand_ins(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _stand_in(value, 1000 * (place + 1)) for place, (name, value) in enumerate(values.items())}


def _stand_in(value: Any, number: int) -> Any:
    if isinstance(value, list):
        return [-(10**15) * number - place for place in range(len(value))]
    if isinstance(value, datetime):
        return datetime(1001, 1, 1, microsecond=number, tzinfo=UTC)
    if isinstance(value, date):
        return date(1001, 1, number // 1000)
    return f"\ue000{number}" if isinstance(value, str) else -(10**12) - number


def _places(stand_ins: dict[str, Any], adapted: Callable[[Any], Any]) -> dict[Any, Callable[[dict[str, Any]], Any]]:
    found: dict[Any, Callable[[dict[str, Any]], Any]] = {}
    for name, stand_in in stand_ins.items():
        if isinstance(stand_in, list):
            found |= {one: _of_list(name, place) for place, one in enumerate(stand_in)}
        else:
            found[adapted(stand_in)] = _of(name)
    return found


def _of(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda values: values[name]


def _of_list(name: str, place: int) -> Callable[[dict[str, Any]], Any]:
    return lambda values: values[name][place]


def _same(param: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda values: param
