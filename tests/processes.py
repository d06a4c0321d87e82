"""Real processes on one database: web processes as they are served, and a desk (tests.orders) that is neither of them."""

import http.client
import json
import os
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
HOST = "news.example"
PATIENCE = 60.0  # seconds for what may take its time on a loaded machine: a start, an end
_numbers = count(1)
LOOK = 0.02  # seconds between two looks
# A child ends with the suite, even where that is killed (util-linux; elsewhere it is ended when the tests are over).
WITH_US = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
GRANIAN = [
    *WITH_US, sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--blocking-threads", "4",
    "--workers-kill-timeout", "3", "--respawn-failed-workers", "--no-ws", "--log-level", "warning",
]  # fmt: skip


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_kept(self) -> bool:
        """The process keeps the page, and says so to the cache in front."""
        return self.headers.get("x-accel-expires", "0") != "0"


def environment(database: str, folder: Path, **settings: object) -> dict[str, str]:
    """As in production, behind a proxy that ends HTTPS: nothing of this machine's own, no work beside the requests."""
    facts = {
        "PATH": os.environ["PATH"], "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": HOST, "TRUST_FORWARDED_PROTO": "true",
        "DEBUG": "false", "LOOPBACK_HTTP": "false", "DATABASE_URL": database, "VAR_DIR": str(folder), "WORKER": "none",
        "SITE_URL": "", "STORAGE_URL": "", "EMAIL_URL": "", "PAGE_CACHE": "", "PAGE_CACHE_OUTAGE": "",
        "CACHE_PURGE_URL": "",
    }  # fmt: skip
    return facts | {name: str(value) for name, value in settings.items()}


class Web:
    """A server on a port of its own, with one process or more of the paper behind it."""

    def __init__(self, environ: dict[str, str], *, workers: int = 1) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._log = Path(environ["VAR_DIR"]) / f"web-{self.port}.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [*GRANIAN, "--port", str(self.port), "--workers", str(workers), "newsroom.wsgi:application"],
                env=environ, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def ready(self) -> "Web":
        until(lambda: self.get("/robots.txt").status == 200, patience=PATIENCE, what=self.said)
        return self

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """What it answers, or an Answer with status 0 where nobody listens (yet). Each time by a connection of its own."""
        sent = {"Host": HOST, "X-Forwarded-Proto": "https"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            try:
                connection.request(method, path, headers=sent)
                answer = connection.getresponse()
                return Answer(
                    answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
                )
            except (OSError, http.client.HTTPException):
                return Answer(0, {}, b"")

    def keep(self, *paths: str) -> list[Answer]:
        """Have it make these pages and keep them."""

        def kept(path: str) -> Answer | None:
            answer = self.get(path)
            return answer if answer.status == 200 and answer.is_kept else None

        return [until(partial(kept, path), patience=PATIENCE, what=partial(str, path)) for path in paths]

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None and not self.said().count("thread panicked")

    def workers(self) -> list[int]:
        """The processes behind the port."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        names = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
        return [pid for pid, name in names.items() if b"newsroom.wsgi" in name]

    def kill_a_worker(self) -> None:
        """With no time to say anything. The server starts another in its place."""
        os.kill(self.workers()[0], signal.SIGKILL)

    def said(self) -> str:
        return self._log.read_text()

    def end(self) -> None:
        end(self._process)


class Desk:
    """A process in which somebody works: `desk.do("publish", headline=…)` returns when the change is kept."""

    def __init__(self, environ: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [*WITH_US, sys.executable, "-m", "tests.orders"],
            env=environ, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
           
        )  # fmt: skip

    def do(self, order: str, **facts: object) -> dict:
        """What the order of that name returns. Raises Died where the process ended in the middle of it."""
        print(json.dumps([order, facts]), file=self._process.stdin, flush=True)
        answered, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        assert answered, f"{order} takes for ever: somebody holds what it waits for"
        line = self._process.stdout.readline()
        if not line:
            raise Died(self._process.wait(PATIENCE))
        return json.loads(line)

    def end(self) -> None:
        end(self._process)


class Died(Exception):
    """With the exit code."""


def end(process: subprocess.Popen) -> None:
    """End it and what it started, which is one group."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            break
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in filter(None, (process.stdin, process.stdout)):
        pipe.close()


def until(what_holds, *, patience: float, what=lambda: ""):
    """Ask again and again until the answer is true, and return it; fail when that takes longer than `patience` seconds."""
    deadline = time.monotonic() + patience
    while True:
        found = what_holds()
        if found:
            return found
        assert time.monotonic() < deadline, f"not within {patience} seconds; {what()}"
        time.sleep(LOOK)


class House:
    """One database and folder, with the processes that a test starts on it."""

    def __init__(self, database: "Database", folder: Path, **settings: object) -> None:
        self.database, self.folder = database, folder
        self.environ = environment(database.url, folder, **settings)
        self._open = ExitStack()

    def webs(self, count: int = 1, *, workers: int = 1, **settings: object) -> list[Web]:
        """So many servers, started together; `settings` are theirs alone."""
        environ = self.environ | {name: str(value) for name, value in settings.items()}
        webs = [Web(environ, workers=workers) for _ in range(count)]
        for web in webs:
            self._open.callback(web.end)
        return [web.ready() for web in webs]

    def desk(self) -> Desk:
        desk = Desk(self.environ)
        self._open.callback(desk.end)
        return desk

    def end(self) -> None:
        self._open.close()


# Databases ----------------------------------------------------------------------------------------------


class SQLite:
    """A file of its own."""

    def __init__(self, source: str, folder: Path) -> None:
        self._file, self._aside = folder / "paper.sqlite3", folder / "aside"
        self.url = f"sqlite:///{self._file}"
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(self._file)) as new:
            old.backup(new)

    def go_away(self, *, but: Desk) -> None:
        """The file, and what belongs to it, are moved: who has it open still holds it."""
        self._aside.mkdir()
        for file in self._file.parent.glob(f"{self._file.name}*"):
            file.rename(self._aside / file.name)

    def come_back(self) -> None:
        for file in self._aside.iterdir():
            file.rename(self._file.parent / file.name)
        self._aside.rmdir()

    def drop(self) -> None:
        self._file.unlink(missing_ok=True)


class PostgreSQL:
    """A database of its own, on the server of DATABASE_URL."""

    def __init__(self, source: str) -> None:
        self.name = f"processes_{os.getpid()}_{next(_numbers)}"
        server = urlsplit(os.environ["DATABASE_URL"])  # .env has been read into it
        self._server = server._replace(path="/postgres").geturl()
        self.url = server._replace(path=f"/{self.name}").geturl()
        self.ask(f"CREATE DATABASE {self.name} TEMPLATE {source}")

    def ask(self, words: str, *values: object) -> list[tuple]:
        with closing(psycopg.connect(self._server, autocommit=True)) as connection:
            found = connection.execute(words, values)
            return found.fetchall() if found.description else []

    def go_away(self, *, but: Desk) -> None:
        """Nobody gets in any more, and who is in is thrown out, except that desk."""
        pid = but.do("backend")["pid"]
        self.ask(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false")
        self.cut_off("pid <> %s", pid)

    def come_back(self) -> None:
        self.ask(f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")

    def cut_off(self, those: str, *values: object) -> list[tuple]:
        found = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND {those}"
        return self.ask(found, self.name, *values)

    def drop(self) -> None:
        self.ask(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


Database = SQLite | PostgreSQL


def copy_of(suites: dict, folder: Path) -> Database:
    """A database like the one with these settings, which must be in nobody's use."""
    return PostgreSQL(suites["NAME"]) if "postgresql" in suites["ENGINE"] else SQLite(suites["NAME"], folder)
