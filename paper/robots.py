"""What crawlers are asked: robots.txt, what pages say to them, and whether machines may learn from our texts (TDMRep).

The names below are those their makers gave: who trains a model, who makes an index that answers are found in, and who fetches
a page because somebody asked about it are three things, and asked separately.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

import paper
from pagecache.pages import kept, public
from paper.models import AiCrawlers

TRAINING = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-ai",
    "cohere-training-data-crawler", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "meta-externalagent", "omgili",
    "PanguBot", "Timpibot", "Webzio-Extended",
)  # fmt: skip
ANSWERS = ("Claude-SearchBot", "DuckAssistBot", "OAI-SearchBot", "PerplexityBot", "YouBot")
FETCHES = ("ChatGPT-User", "Claude-User", "meta-externalfetcher", "MistralAI-User", "Perplexity-User")
SHUT_TO = {
    AiCrawlers.WELCOME: (),
    AiCrawlers.NO_TRAINING: TRAINING,
    AiCrawlers.NONE: (*TRAINING, *ANSWERS, *FETCHES),
}
NO_PAGES = ("/admin/", "/search/", "/authors/check/")  # to read
SITEMAPS = ("articles:sitemap", "articles:news_sitemap")

Pairs = list[tuple[str, str]]


def is_reserved(*, no_ai: bool = False) -> bool:
    """Whether machines may not learn from a page: for the story's own sake, or because the paper says so of all."""
    return no_ai or paper.current().ai_crawlers != AiCrawlers.WELCOME


def reserve(response: HttpResponse) -> None:
    """The same in a header: the right to learn from what is sent is reserved."""
    response.headers["TDM-Reservation"] = "1"


def metas(*, noindex: bool = False, no_ai: bool = False) -> Pairs:
    """What a page says to crawlers, as names and contents."""
    shut = [("tdm-reservation", "1"), ("robots", "noai, noimageai")] if is_reserved(no_ai=no_ai) else []
    return [*shut, ("robots", "noindex" if noindex else "max-image-preview:large")]


@kept()
@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    shut = SHUT_TO[AiCrawlers(paper.current().ai_crawlers)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NO_PAGES), ""]
    if shut:
        lines += [*(f"User-agent: {name}" for name in shut), "Disallow: /", ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse(name))}" for name in SITEMAPS]
    return _said(HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8"))


@kept()
@require_safe
def tdmrep(request: HttpRequest) -> HttpResponse:
    """The TDM Reservation Protocol's file. A story shut by itself says so in its own header and head, which come first."""
    return _said(JsonResponse([{"location": "/", "tdm-reservation": int(is_reserved())}], safe=False))


def _said(response: HttpResponse) -> HttpResponse:
    return public(response, ["site"], at=timezone.now())
