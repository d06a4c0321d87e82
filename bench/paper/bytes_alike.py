"""nginx in front sends what the paper sends: the same bytes under the same headers."""

from bench.paper import load
from bench.paper.servers import HEADERS

OF_EACH = {"connection", "date", "expires", "server", "x-accel-expires", "accept-ranges", "keep-alive"}
ASKED = ("gzip", "br", "gzip, deflate, br;q=0.9", "identity", "")


def check(site: int, front: int, paths: list[str]) -> None:
    """Raises RuntimeError with the first page that differs. Each is asked for twice: made, and kept."""
    for asked in ASKED:
        headers = {**HEADERS, "Accept-Encoding": asked}
        with load.Client(site, headers) as direct, load.Client(front, headers) as behind:
            for path in paths * 2:
                ours, theirs = direct.get(path), behind.get(path)
                if ours[0] != theirs[0] or ours[2] != theirs[2] or told(ours[1]) != told(theirs[1]):
                    raise RuntimeError(f"nginx sends another {path} ({asked}):\n{differ(ours, theirs)}")


def told(head: bytes) -> dict[str, str]:
    pairs = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ": " in line]
    return {name.lower(): value for name, value in pairs if name.lower() not in OF_EACH}


def differ(ours: tuple, theirs: tuple) -> str:
    left, right = told(ours[1]).items(), told(theirs[1]).items()
    lengths = f"{ours[0]}, {len(ours[2])} bytes; {theirs[0]}, {len(theirs[2])} bytes"
    return f"{lengths}\nthe paper: {sorted(left - right)}\nnginx:     {sorted(right - left)}"
