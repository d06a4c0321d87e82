from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import paper


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The brand colours. The address holds a hash of the content, so it can be kept for ever."""
    now = paper.current()
    if digest != now.stylesheet_digest:
        raise Http404
    return HttpResponse(
        now.stylesheet, content_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )
