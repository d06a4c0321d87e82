"""How an author is said on a page."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from authors.models import Author
from authors.profile import lifetime, position_of, web_address

register = template.Library()

register.filter("web", web_address)
register.filter("lifetime", lifetime)


@register.filter
def position(author: Author) -> str:
    """Chief Reporter; Formerly Chief Reporter."""
    return position_of(author)


@register.filter
def json_ld(graph: dict) -> SafeString:
    """A graph as a block of data. Django's own escaping: nothing in it can end the block."""
    block = json_script(graph).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308 (made by json_script, whose type alone was changed)
