"""Compressing what is sent, and which encoding a browser takes."""

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache

import brotli

SMALLEST = 200  # bytes; below it, compressing costs more than it saves

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
DECODERS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


@lru_cache(maxsize=256)
def accepted(header: str) -> str | None:
    """The best encoding an Accept-Encoding header takes: br, then gzip; None where it takes neither."""
    weights = {}
    for part in header.lower().split(","):
        name, _, rest = part.strip().partition(";")
        weights[name.strip()] = _quality(rest)
    return next((name for name in ENCODERS if weights.get(name, weights.get("*", 0)) > 0), None)


def _quality(parameters: str) -> float:
    _, _, value = parameters.partition("q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 0.0


def etag_of(body: bytes) -> str:
    """A strong one, of the very bytes that are sent."""
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
