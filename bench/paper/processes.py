"""Processes and what they cost, as /proc tells it: CPU of whole trees, memory, ports that answer."""

import os
import signal
import socket
import subprocess
import time
from collections import defaultdict
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass
class Stat:
    parent: int
    own: int  # ticks of CPU of the process, all its threads
    reaped: int  # ticks of its children that ended


def stats() -> dict[int, Stat]:
    """Every process of this machine, by its number."""
    found = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with suppress(OSError):
                found[int(entry.name)] = _stat(Path(entry.path, "stat").read_text())
    return found


def _stat(line: str) -> Stat:
    fields = line.rpartition(")")[2].split()
    own, system, reaped, reaped_system = (int(field) for field in fields[11:15])
    return Stat(int(fields[1]), own + system, reaped + reaped_system)


def tree(root: int, known: dict[int, Stat]) -> list[int]:
    """`root` and all that came of it."""
    children = defaultdict(list)
    for pid, stat in known.items():
        children[stat.parent].append(pid)
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        if pid in known:
            found.append(pid)
            waiting += children[pid]
    return found


def snapshot(roots: list[int]) -> dict[int, int]:
    """Ticks of CPU of each process in the trees of `roots`, with those of its children that ended."""
    known = stats()
    return {pid: known[pid].own + known[pid].reaped for root in roots for pid in tree(root, known)}


def between(before: dict[int, int], after: dict[int, int], strangers: Set[int] = frozenset()) -> float:
    """Seconds of CPU used between two snapshots, without that of `strangers`."""
    counted = [sum(ticks for pid, ticks in taken.items() if pid not in strangers) for taken in (before, after)]
    return (counted[1] - counted[0]) * TICK


def memory(root: int) -> list[dict[str, float]]:
    """MiB of each process in the tree: rss and, where the kernel tells it, pss (what is shared is counted once)."""
    return [_memory(pid) for pid in tree(root, stats())]


def _memory(pid: int) -> dict[str, float]:
    for name in ("smaps_rollup", "status"):
        with suppress(OSError):
            lines = (line.split() for line in Path(f"/proc/{pid}/{name}").read_text().splitlines())
            kib = {
                words[0].removeprefix("Vm").rstrip(":").lower(): int(words[1]) for words in lines if words[-1] == "kB"
            }
            if "rss" in kib:
                return {"pid": pid, **{kind: kib[kind] / 1024 for kind in ("rss", "pss") if kind in kib}}
    return {"pid": pid, "rss": 0.0}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command: list[str], log: Path, **settings: str) -> subprocess.Popen:
    """Start a server in a session of its own, so that it ends as a whole."""
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def wait_for(port: int, process: subprocess.Popen, log: Path, seconds: float = 60) -> None:
    """Return as soon as the port answers. Raises RuntimeError with the end of the log where it never does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} does not answer on port {port}:\n{log.read_text()[-2000:]}")


def stop(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
