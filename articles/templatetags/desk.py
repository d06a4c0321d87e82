"""What the desk's templates need: moments in short, and list cells."""

from django import template
from django.utils.safestring import SafeString

from articles.desk import state

register = template.Library()
register.filter("moment", state.moment)
register.filter("brief", state.brief)


@register.filter
def heads_its_row(cell: SafeString) -> str:
    """A list's cell as Django makes it; the one that names the row says so."""
    return cell.replace("<th ", '<th scope="row" ', 1)
