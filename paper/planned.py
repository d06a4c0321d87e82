"""Statements that PostgreSQL keeps, planned once for all values."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from psycopg.types.numeric import Int8


class Planned:
    """A connection whose statements PostgreSQL keeps, planned for any values (settings: prepare_threshold)."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> CursorWrapper:
        """Values go to the server beside the statement, and not within it as from other cursors of Django."""
        self._connection.ensure_connection()
        held = self._connection.connection  # which the next line but one may find broken, and let go
        usual, held.cursor_factory = held.cursor_factory, ServerBindingCursor
        try:
            return self._connection.cursor()
        finally:
            held.cursor_factory = usual


def of_one_size(value: Any) -> Any:
    """A statement is kept by the types of its values, and psycopg gives a small whole number another than a large one."""
    return Int8(value) if type(value) is int else value
