"""A story by its public address, pasted as it comes: whole, a path, without zeros, an old one, in percent signs."""

import re
from datetime import date
from urllib.parse import unquote

from articles.models import Address, Article
from paper.addresses import canonical

ADDRESS = re.compile(r"(?:\A|/)(\d{4})/(\d{1,2})/(\d{1,2})/([^/?#\s]+)/?(?:[?#].*)?\Z", re.DOTALL)


def is_row_number(text: str) -> bool:
    """Whether a row can have this number: what comes from outside may be anything."""
    return text.isascii() and text.isdigit() and len(text) < 19


def story_at(pasted: str) -> Article | None:
    """The story that has or had this address, also one that is still to come; None for anything else."""
    found = ADDRESS.search(pasted.strip())
    if found is None:
        return None
    known = Address.objects.filter(slug=canonical(unquote(found[4]))).select_related("article")
    by_story = {address.article_id: address.article for address in known}
    exact = [address.article for address in known if address.date == _day(found)]
    stories = exact or list(by_story.values())
    return stories[0] if len(stories) == 1 else None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
