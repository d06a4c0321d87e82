"""Public documents: compressed, with a strong ETag of the very bytes that are sent, one per encoding, and 304."""

import gzip
import hashlib
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

SMALLEST = 200  # bytes; below it, compressing costs more than it saves


def documents(get_response: Callable) -> Callable:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith("/admin/") or response.streaming or response.has_header("ETag"):
            return response
        if response.status_code in (200, 404, 410, 451) and response.content:
            _compress(request, response)
        if response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        etag = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag, None, response) or response

    return middleware


def _compress(request: HttpRequest, response: HttpResponse) -> None:
    patch_vary_headers(response, ("Accept-Encoding",))
    encoding = accepted(request.headers.get("Accept-Encoding", ""))
    if encoding and len(response.content) >= SMALLEST and not response.has_header("Content-Encoding"):
        response.content = ENCODERS[encoding](response.content)
        response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.content))


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


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
