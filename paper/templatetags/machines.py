"""What machines are told, as templates print it."""

from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from paper.mark import Mark, mark

register = template.Library()


@register.simple_tag
def the_mark() -> Mark:
    """{% the_mark as mark %}: the addresses of the paper's icon."""
    return mark()


@register.filter
def json_ld(graph: dict[str, Any]) -> SafeString:
    """A graph as a block of data. Django's own escaping: nothing in it can end the block."""
    block = json_script(graph).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308 (made by json_script, whose type alone was changed)
