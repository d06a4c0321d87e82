"""How an author is said on a page."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from authors.models import Author, Outlet
from authors.profile import lifetime, position_of, web_address
from paper.speech import listed

register = template.Library()

register.filter("web", web_address)
register.filter("lifetime", lifetime)


@register.filter
def position(author: Author) -> str:
    """Chief Reporter; Formerly Chief Reporter."""
    return position_of(author)


@register.simple_tag
def outlets_sentence(outlets: list[Outlet]) -> SafeString:
    """Work has appeared in The Quay, The Lamp and The Ferry."""
    said = escape(gettext("Work has appeared in %(outlets)s."))
    return mark_safe(said % {"outlets": listed([_linked(outlet) for outlet in outlets])})  # noqa: S308 (each is escaped)


def _linked(outlet: Outlet) -> str:
    url = web_address(outlet.url)
    if url:
        return format_html('<a href="{}">{}</a>', url, outlet.name)
    return format_html("<bdi>{}</bdi>", outlet.name)
