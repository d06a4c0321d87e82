"""The public routes, and the addresses of those whose address is the same in every paper."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from paper.mark import mark

POSTED = {"authors:check_preview"}  # takes what is typed, and is no page to read
SAME = {
    "articles:home": "/",
    "articles:latest": "/latest/",
    "articles:corrections": "/corrections/",
    "articles:feeds": "/feeds/",
    "articles:all_series": "/series/",
    "articles:sitemap": "/sitemap.xml",
    "articles:news_sitemap": "/news-sitemap.xml",
    "articles:pages_sitemap": "/sitemaps/pages.xml",
    "articles:topics_sitemap": "/sitemaps/topics.xml",
    "articles:authors_sitemap": "/sitemaps/authors.xml",
    "authors:directory": "/authors/",
    "authors:masthead": "/authors/masthead/",
    "paper:about": "/about/",
    "paper:embed": "/embed/youtube/abc-123_z00/",
    "images:favicon": "/favicon.ico",
    "images:touch_icon": "/apple-touch-icon.png",
    "images:manifest": "/site.webmanifest",
    "paper:robots_txt": "/robots.txt",
    "paper:tdmrep": "/.well-known/tdmrep.json",
    "paper:stylesheet": "/paper-0.css",
    "paper:security_txt": "/.well-known/security.txt",
}


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """The name of every page outside the desk."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from routes(entry, f"{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and f"{prefix}{entry.name}" not in POSTED:
            yield f"{prefix}{entry.name}"


def everywhere() -> dict[str, str]:
    """By their routes the addresses that every paper has, with those of the mark of this one."""
    now = mark()
    return {**SAME, "images:icon": now.touch_url, "images:icon_share": now.share_url, "images:icon_svg": now.svg_url}
