"""What is measured: nginx over a file, the paper as it runs in production, and nginx in front of the paper."""

import os
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.paper import ROOT, VAR, processes

HOST = "127.0.0.1"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}  # as the proxy that ends HTTPS sends them
PLAIN = """\
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{inside}
}}
"""
OVER_A_FILE = """\
    open_file_cache max=1000 inactive=60s;
    open_file_cache_valid 30s;
    default_type "{content_type}";
    server {{
        listen {host}:{port};
        server_tokens off;
        root {folder};
        gzip_static on;
        etag off;
{headers}
    }}
"""
NOT_OURS = {"content-type", "content-length", "content-encoding", "connection", "date", "server", "last-modified"}


@dataclass
class Server:
    """A process that answers on a port of this machine."""

    port: int
    pid: int


def start_site(url: str, name: str, running: ExitStack, **settings: str) -> Server:
    """The paper in production over the database at `url`, until `running` closes.

    Twin: newsroom.management.commands.serve, as far as the server's options go.
    """
    command = ["--interface", "wsgi", "--host", HOST, "--workers", "1", "--blocking-threads", "4", "--http", "1"]
    command += ["--workers-kill-timeout", "3", "--respawn-failed-workers", "--no-ws", "--log-level", "warning"]
    return _start(
        lambda port: [sys.executable, "-m", "granian", *command, "--port", str(port), "newsroom.wsgi:application"],
        name, running, **{**environment(url), "MALLOC_ARENA_MAX": "2", "PGAPPNAME": name, **settings},
    )  # fmt: skip


def environment(url: str) -> dict[str, str]:
    """As in production; background work has a process of its own there (WORKER=none), and here nobody does it."""
    return {
        "SECRET_KEY": "only-for-measuring-" + "0123456789" * 4, "ALLOWED_HOSTS": HOST, "TRUST_FORWARDED_PROTO": "true",
        "WORKER": "none", "DATABASE_URL": url, "VAR_DIR": str(VAR / "site"), "PYTHONPATH": str(ROOT), "DEBUG": "", "LOOPBACK_HTTP": "",
        "PAGE_CACHE": "", "PAGE_CACHE_OUTAGE": "", "CACHE_PURGE_URL": "", "STORAGE_URL": "",
    }  # fmt: skip


def start_limit(answer: tuple[int, bytes, bytes], running: ExitStack) -> Server:
    """nginx over a file that holds the gzipped body of `answer`, with the same headers. Its path is /page."""
    folder = _folder(running)
    _, head, body = answer
    (folder / "page.gz").write_bytes(body)
    (folder / "page").touch()
    pairs = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ": " in line]
    told = {name.lower(): value for name, value in pairs}
    headers = [f"        add_header {name} {quoted(value)};" for name, value in told.items() if name not in NOT_OURS]
    return _nginx(
        lambda port: OVER_A_FILE.format(
            host=HOST, port=port, folder=folder, headers="\n".join(headers), content_type=told["content-type"]
        ),
        folder,
        running,
    )


def quoted(value: str) -> str:
    """A value as nginx reads it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def start_front(site: Server, running: ExitStack) -> Server:
    """nginx with docs/nginx.conf in front of a site: only names, ports and places are other ones."""
    folder = _folder(running)
    return _nginx(lambda port: documented(port, site.port, folder), folder, running)


def documented(port: int, upstream: int, folder: Path) -> str:
    """The documented configuration, for this machine. HTTPS is ended here in name only."""
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for there, here in {
        r"server \{\n    listen 80;.*?\n\}\n": "",
        r"    listen 443 ssl http2;\n    listen \[::\]:443 ssl http2;": f"    listen {HOST}:{port};",
        r"    ssl_[^\n]*\n": "",
        r"server_name www\.example\.org;": f"server_name {HOST};",
        r"\$scheme\b": "https",
        r"server 127\.0\.0\.1:8000;": f"server {HOST}:{upstream};",
        r"/var/cache/nginx/newsroom\b": f"{folder}/cache",
        r"/srv/newsroom/static/": f"{VAR / 'site' / 'static'}/",
    }.items():
        text, found = re.subn(there, here, text, flags=re.DOTALL)
        if not found:
            raise RuntimeError(f"docs/nginx.conf has nothing like {there} any more: teach bench/paper/servers.py")
    return text


def _nginx(inside, folder: Path, running: ExitStack) -> Server:
    def command(port: int) -> list[str]:
        (folder / "nginx.conf").write_text(PLAIN.format(folder=folder, inside=inside(port)))
        return ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]

    return _start(command, "nginx", running)


def _folder(running: ExitStack) -> Path:
    """In memory where there is such a place: what the disk does is not what is measured."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="newsroom-bench-", dir=memory))
    folder.chmod(0o755)  # nginx reads it as another user where it is started as root
    running.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _start(command, name: str, running: ExitStack, **settings: str) -> Server:
    log = VAR / f"{re.sub('[^a-z0-9]+', '-', name.lower())}.log"
    port = processes.free_port()
    process = processes.start(command(port), log, **settings)
    running.callback(processes.stop, process)
    processes.wait_for(port, process, log)
    return Server(port, process.pid)
