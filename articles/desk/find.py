"""A story by its public address, pasted as it comes: whole, a path, without zeros, an old one, in percent signs."""

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from articles.models import Address, Article
from paper.addresses import canonical

PATH = re.compile(r"/?(\d{4})/(\d{1,2})/(\d{1,2})/([^/]+)/?\Z")


def story_at(pasted: str) -> Article | None:
    """The story that has or had this address, also one that is still to come; None for anything else."""
    found = PATH.match(canonical(unquote(_path(pasted.strip()))))
    if found is None:
        return None
    known = Address.objects.filter(slug=found[4]).select_related("article")
    same_day = [address.article for address in known if address.date == _day(found)]
    stories = same_day or list({address.article_id: address.article for address in known}.values())
    return stories[0] if len(stories) == 1 else None


def _path(pasted: str) -> str:
    try:
        return urlsplit(pasted if "://" in pasted or pasted.startswith("/") else f"//{pasted}").path or pasted
    except ValueError:
        return ""


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
