"""What the desk's templates need: moments in short, and list cells."""

from django import template
from django.utils.safestring import SafeString

from articles.desk import state

register = template.Library()
register.filter("moment", state.moment)
register.filter("brief", state.brief)


@register.filter
def is_a_link(link: SafeString) -> str:
    """Django's link to a page of a list, which it calls a button."""
    return link.replace(' role="button"', "")


@register.filter
def heads_its_row(cell: SafeString) -> str:
    """A list's cell as Django makes it; the one that names the row says so."""
    return cell.replace("<th ", '<th scope="row" ', 1)
