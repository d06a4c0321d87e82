from datetime import UTC
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import paper
from paper.days import day_of, month_period


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness of the site (RFC 9116): the address readers write to. Renewed by the month."""
    ours = paper.current()
    mail = ours.contact_email or ours.corrections_email
    if not mail:
        raise Http404("The paper has named no address.")
    today = day_of(timezone.now())
    expires = month_period(today.year + 1, today.month).start.astimezone(UTC)
    lines = [
        f"Contact: mailto:{quote(mail, safe='@+')}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {ours.language}",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
    )


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The brand colours. The address holds a hash of the content, so it can be kept for ever."""
    now = paper.current()
    if digest != now.stylesheet_digest:
        raise Http404
    return HttpResponse(
        now.stylesheet, content_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )
