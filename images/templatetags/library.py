"""What templates of other rooms need to know of the library."""

from typing import Any

from django import template

from images.desk.limits import LIMITS
from images.models import Picture

register = template.Library()


@register.simple_tag
def library_terms() -> dict[str, Any]:
    """What is taken in (as images.desk.limits), and `licences`: [("own", "The paper’s own"), …]."""
    return {**LIMITS, "licences": Picture.Licence.choices}
