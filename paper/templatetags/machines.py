"""What machines are told, as templates print it."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from paper.mark import Mark, mark

register = template.Library()


@register.simple_tag
def the_mark() -> Mark:
    """{% the_mark as mark %}: the addresses of the paper's icon."""
    return mark()


@register.simple_tag(takes_context=True)
def machines(context: Context) -> SafeString:
    """What machines are told in the head: `metas` and `share` of the page; or its `machines`, all of it as it is kept."""
    return context.get("machines") or in_the_head(context.get("metas") or (), context.get("share") or ())


def in_the_head(metas: Iterable[tuple[str, str]], share: Iterable[tuple[str, str]]) -> SafeString:
    """Names and contents, and Open Graph's properties."""
    lines = [f'<meta name="{escape(name)}" content="{escape(content)}">' for name, content in metas]
    lines += [f'<meta property="{escape(name)}" content="{escape(content)}">' for name, content in share]
    return mark_safe("\n".join(lines))  # noqa: S308 (all of it is escaped)


@register.filter
def json_ld(graph: dict[str, Any] | SafeString) -> SafeString:
    """A graph as a block of data; one that is such a block already stays. Django's own escaping: nothing in it can end the block."""
    if isinstance(graph, SafeString):
        return graph
    block = json_script(graph).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308 (made by json_script, whose type alone was changed)
