import hashlib
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from interchange import demo
from paper.models import Paper

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Make the database and static files ready, the demo paper where there is no paper, and serve on this machine."
    )
    requires_system_checks = ["security"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        check_free(port)
        try:
            migrate()
        except OperationalError as error:
            raise CommandError(
                f"The database does not answer: {error}\nCheck DATABASE_URL, or leave it out."
            ) from error
        collect_static()
        if not Paper.objects.exists():
            self.stdout.write("Making the demo paper …")
            demo.load(timezone.now())
        self._greet(f"http://{HOST}:{port}")
        sys.stdout.flush()
        connection.close()
        serve(port)

    def _greet(self, address: str) -> None:
        paper = Paper.load()
        self.stdout.write(f"\n{paper.name}\n  the paper  {address}/\n  the desk   {address}/admin/")
        names = list(demo.present())
        if names:
            self.stdout.write(f"  sign in as {', '.join(names)}; password {demo.PASSWORD}")
        self.stdout.write("Ctrl+C stops it.\n")


def check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {port} cannot be used ({error}). Choose another: make run PORT=8001") from error


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def collect_static() -> None:
    """Collect, hash and compress the static files if any of them changed since the last time."""
    stamp = settings.STATIC_ROOT.parent / "static.stamp"
    state = _static_state()
    if not stamp.exists() or stamp.read_text() != state:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state)


def _static_state() -> str:
    files = sorted(
        (path, os.stat(storage.path(path)).st_mtime_ns, os.stat(storage.path(path)).st_size)
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    return hashlib.blake2b(repr(files).encode()).hexdigest()


def serve(port: int) -> None:
    """Become the server: one worker, four threads."""
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    options += ["--http", "1"]
    command = [
        sys.executable,
        "-m",
        "granian",
        *options,
        "--workers-kill-timeout",
        "3",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # what one thread gave back, another takes: a quarter less memory
    os.execv(sys.executable, [*command, "newsroom.wsgi:application"])  # noqa: S606 (our own words)
