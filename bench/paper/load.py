"""Load: wrk for what is served from memory, and a small client that counts its requests and looks at every answer."""

import re
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

CONNECTIONS = 16
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Run:
    requests: int
    seconds: float
    failed: int  # answers that were not 2xx


def wrk(port: int, path: str, headers: dict[str, str], seconds: int = 1, connections: int = CONNECTIONS) -> Run:
    """Ask for one address again and again, on connections that stay open."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    done, taken = re.search(r"(\d+) requests in ([\d.]+)s", said).groups()
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    return Run(
        int(done), float(taken), int(failed[1] if failed else 0) + sum(map(int, errors.groups() if errors else ()))
    )


def burst(port: int, paths: Sequence[str], headers: dict[str, str], connections: int = CONNECTIONS) -> Run:
    """Ask for each address once, on `connections` that stay open."""
    failed: list[str] = []
    threads = [
        threading.Thread(target=_ask, args=(port, paths[n::connections], headers, failed)) for n in range(connections)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Run(len(paths), time.perf_counter() - began, len(failed))


def _ask(port: int, paths: Sequence[str], headers: dict[str, str], failed: list[str]) -> None:
    """Paths that fail are told; a connection that breaks takes all that were still to come with it."""
    done = 0
    try:
        with Client(port, headers) as client:
            for path in paths:
                if client.get(path)[0] != 200:
                    failed.append(path)
                done += 1
    except OSError:
        failed.extend(paths[done:])


class Client:
    """One connection that stays open. `get(path)` gives the status, the head and the body as they came."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self._tail = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "127.0.0.1", **headers}.items())
        self._socket = socket.create_connection(("127.0.0.1", port), 30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, method: str = "GET") -> tuple[int, bytes, bytes]:
        """Raises OSError where the connection breaks."""
        self._socket.sendall(f"{method} {path} HTTP/1.1\r\n{self._tail}\r\n".encode())
        answer = b""
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._more()
        head, body = answer[: end + 2], answer[end + 4 :]
        length = int(found[1]) if (found := _LENGTH.search(head)) and method != "HEAD" else 0
        parts, had = [body], len(body)
        while had < length:
            parts.append(self._more())
            had += len(parts[-1])
        return int(head[9:12]), head, b"".join(parts)

    def _more(self) -> bytes:
        got = self._socket.recv(262_144)
        if not got:
            raise ConnectionResetError("The server closed the connection.")
        return got

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.close()
