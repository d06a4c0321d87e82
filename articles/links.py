"""Links to stories of our own are kept by the story: they lead where it is, and are no links while readers do not have it."""

import re
from datetime import datetime
from html import escape
from typing import NamedTuple

from articles.models import Edition

OWN = re.compile(
    r'<a href="[^"]*"(?P<rel>(?: rel="[^"]*")?) data-story="(?P<story>[0-9]+)">(?P<words>.*?)</a>', re.DOTALL
)


class Led(NamedTuple):
    """`tags`: what a page with this text is made from beside the story itself."""

    html: str
    tags: set[str]


def led(html: str, at: datetime) -> Led:
    """Clean HTML with each link to a story at that story's address. One query, and none without such links."""
    stories = {int(match["story"]) for match in OWN.finditer(html)}
    if not stories:
        return Led(html, set())
    rows = Edition.objects.live(at).filter(article__in=stories).only("article_id", "date", "slug")
    urls = {row.article_id: row.url for row in rows}

    def lead(match: re.Match[str]) -> str:
        url = urls.get(int(match["story"]))
        return f'<a href="{escape(url)}"{match["rel"]}>{match["words"]}</a>' if url else match["words"]

    return Led(OWN.sub(lead, html), {f"article:{pk}" for pk in stories})
