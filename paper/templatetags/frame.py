"""What stands around every page: its looks, masthead and footer. Each is put together once, and anew when what it shows changes."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pagecache import memory

register = template.Library()

TAGS = ("site", "sections", "pages")
WHERE = ("/search/", "/latest/")  # pages that the masthead leads to, and says so of
ON_THE_DESK = ("preview", "embargo")


@register.simple_tag(takes_context=True)
def looks(context: Context) -> SafeString:
    """The paper's mark and its styles."""
    return _kept("_looks.html", context)


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    return _kept("_footer.html", context)


@register.simple_tag(takes_context=True)
def masthead(context: Context) -> SafeString:
    """today: on the front, which does not outlive it; nav_current, section, edition: where one is; breaking."""
    section, edition, request = (context.get(name) for name in ("section", "edition", "request"))
    where = {
        "today": context.get("today"),
        "nav_current": context.get("nav_current", ""),
        "section_url": section["url"] if isinstance(section, dict) else "",
        "story_in": getattr(edition, "section_url", ""),
        "path": request.path if request and request.path in WHERE else "",
        "breaking": context.get("breaking"),
    }
    if any(context.get(name) for name in ON_THE_DESK):
        around: dict[Any, Any] = context.flatten()
        return render_to_string("_masthead.html", {**around, **where})
    return _kept("_masthead.html", context, **where)


def _kept(name: str, context: Context, **where: Any) -> SafeString:
    """Rendered from the paper's settings, its sections and pages, and from `where` alone."""

    def make() -> tuple[SafeString, tuple[str, ...]]:
        paper = {said: context.get(said) for said in ("paper", "nav", "paper_pages")}
        return render_to_string(name, {**paper, **where}), TAGS

    found: SafeString = memory.fragment(f"{name} {get_language()} {sorted(where.items())}", make)
    return found
