"""Documents that the page cache does not send itself: compressed, with a strong ETag of the very bytes, and 304."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from pagecache import memory
from pagecache.encoding import ENCODERS, SMALLEST, accepted, etag_of
from pagecache.pages import is_kept
from pagecache.wsgi import WRAPPED


def documents(get_response: Callable) -> Callable:
    def middleware(request: HttpRequest) -> HttpResponse:
        with memory.making():
            response = get_response(request)
        if request.path_info.startswith("/admin/") or response.streaming or response.has_header("ETag"):
            return response
        if WRAPPED in request.META and is_kept(response):
            return response
        if response.status_code in (200, 404, 410, 451) and response.content:
            _compress(request, response)
        if response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        etag = etag_of(response.content)
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
