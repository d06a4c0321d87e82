"""The paper's own pages as readers have them."""

from pagecache import memory
from paper.models import Page

TAGS = ("pages", "site")


def public_pages() -> list[Page]:
    """Those that readers have, in the footer's order, without their text: from memory."""
    return memory.keep("pages", TAGS, lambda: list(Page.objects.filter(is_public=True).defer("body")))
