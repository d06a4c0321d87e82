"""What the desk's templates need: moments in short, and a story's chips."""

from django import template
from django.urls import NoReverseMatch, reverse

from articles.desk import state

register = template.Library()
register.filter("moment", state.moment)
register.filter("brief", state.brief)


@register.inclusion_tag("admin/articles/_chips.html")
def chips(story) -> dict:
    return {"chips": state.chips(story)}


@register.simple_tag
def desk_url(name: str, *args) -> str:
    """The address of a desk page; nothing where there is no such page."""
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        return ""
