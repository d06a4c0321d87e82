from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.csp import CSP, build_policy
from django.views.decorators.http import require_safe

from pagecache.pages import kept, page
from paper.embeds import embed_at


@kept()
@require_safe
def embed(request: HttpRequest, provider: str, ident: str) -> HttpResponse:
    """One embed in its provider's frame. No other page of ours lets anything in from outside, and this one from there alone."""
    found = embed_at(provider, ident)
    if found is None:
        raise Http404("Nothing of a provider we know has this address.")
    response = page(request, "paper/embed.html", {"embed": found}, tags=(), at=timezone.now())
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy({**settings.SECURE_CSP, "frame-src": found.hosts})
    return response
