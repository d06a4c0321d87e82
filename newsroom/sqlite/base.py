"""SQLite that notices when its file is gone or another, as a server's clients notice when that goes.

A file that is open stays open when it is moved, deleted or replaced: without this, whoever holds it would read and write on
in it, and whoever connects meanwhile would make an empty one in its place. Asked once for each request (CONN_HEALTH_CHECKS).
"""

import os
from sqlite3 import OperationalError
from typing import Any

from django.db.backends.sqlite3 import base

_opened: set[str] = set()  # by this process


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        name = str(conn_params["database"])
        if name in _opened and _file(name) is None:
            raise OperationalError(f"The database's file is not there any more: {name}")
        connection = super().get_new_connection(conn_params)
        self._file = _file(name)
        if self._file:
            _opened.add(name)
        return connection

    def is_usable(self) -> bool:
        return self._file == _file(str(self.settings_dict["NAME"]))


def let_go(name: str) -> None:
    """Its file is moved on purpose: whoever connects next may make another."""
    _opened.discard(name)


def _file(name: str) -> tuple[int, int] | None:
    """Which file has that name; None where none has, as a database in memory."""
    try:
        found = os.stat(name)
    except OSError:
        return None
    return found.st_dev, found.st_ino
