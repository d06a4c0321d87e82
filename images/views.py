"""The addresses of pictures: finished renditions from the storage, and nothing else that was ever uploaded."""

from datetime import datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from images import files
from images.models import Picture
from images.rendering import recipes_of
from pagecache.pages import LONGEST, gone_or_unknown

TYPES = {"avif": "image/avif", "jpg": "image/jpeg"}
YEAR = 31_536_000  # seconds


@require_safe
def rendition(request: HttpRequest, pk: str, recipe: str, file: str) -> HttpResponseBase:
    """One rendition, for ever the same; 410 once its picture is withdrawn, deleted or its licence ended.

    Of this picture alone: a recipe of another's, which may be seen no more, does not lead to that one's file.
    """
    at = timezone.now()
    picture = Picture.objects.available(at).only("pk", "licensed_through", "renditions").filter(pk=pk).first()
    if picture is None:
        return gone()
    if recipe not in recipes_of(picture.renditions):
        raise Http404("No such picture.")
    kind, seconds = TYPES[file.rpartition(".")[2]], _seconds(picture.licence_ends, at)
    return unless_known(request, send(files.rendition_name(recipe, file), kind, seconds))


def send(name: str, content_type: str, seconds: int = YEAR) -> HttpResponseBase:
    """A file of the storage that we made, and that stays the same for ever; `seconds`: how long it may be kept."""
    try:
        opened = files.read(name)
    except FileNotFoundError as error:
        raise Http404("No such picture.") from error
    except files.StorageAway:
        return _away()
    response = FileResponse(opened, content_type=content_type)
    shared = min(LONGEST, seconds)  # what stands between asks again each minute: it may have been withdrawn
    response.headers["Cache-Control"] = f"public, max-age={seconds}, s-maxage={shared}, immutable"
    response.headers["X-Accel-Expires"] = f"@{int(timezone.now().timestamp())}"  # nginx asks each second, as for pages
    response.headers["ETag"] = f'"{"-".join(name.split("/")[-2:])}"'  # the name is made of the contents
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # feeds are read on other sites
    return response


def unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """304 for whoever has it already. Asked last, so that nobody goes on showing what was withdrawn."""
    if "ETag" not in response:
        return response
    known = get_conditional_response(request, response["ETag"], None, response)  # type: ignore[arg-type]
    if known is None or known is response:
        return response
    response.close()
    return known


def _seconds(ends: datetime | None, at: datetime) -> int:
    return YEAR if ends is None else min(YEAR, int((ends - at).total_seconds()))


def gone() -> HttpResponse:
    """One word for what is withdrawn, what never was and what is not yet."""
    return gone_or_unknown(
        HttpResponse(gettext("This picture is not here."), status=410, content_type="text/plain; charset=utf-8")
    )


def _away() -> HttpResponse:
    response = HttpResponse(
        gettext("The picture cannot be read just now."), status=503, content_type="text/plain; charset=utf-8"
    )
    response.headers["Retry-After"] = "60"
    return gone_or_unknown(response)
