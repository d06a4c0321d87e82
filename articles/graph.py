"""What machines are told of a story where its address is shared."""

from textwrap import shorten
from typing import Any

from django.http import HttpRequest

from articles.figures import Filled
from articles.models import Edition
from articles.sharing import share_of
from authors import graph
from paper.prose import FIGURE, plain_text

LONGEST_DESCRIPTION = 200  # characters


def share(request: HttpRequest, story: Edition, filled: Filled) -> dict[str, Any]:
    """{"share": Open Graph's pairs, "twitter_card"}: the story's headline, what it is about, and how it looks."""
    pairs = graph.share(
        f"Retracted: {story.headline}" if story.retracted else story.headline,
        description_of(story),
        url=request.build_absolute_uri(story.url),
        image=_image(request, story, filled),
        kind="article",
    )
    return {"share": pairs, "twitter_card": "summary_large_image"}


def description_of(story: Edition) -> str:
    """What a retraction says, else what the desk wrote for it, else the deck, else how the text begins: without captions,
    whose pictures readers may not see."""
    if story.retraction:
        return shorten(story.retraction["text"], LONGEST_DESCRIPTION, placeholder="…")
    words = story.description or story.deck or plain_text(FIGURE.sub("", story.body))
    return shorten(words, LONGEST_DESCRIPTION, placeholder="…")


def _image(request: HttpRequest, story: Edition, filled: Filled) -> graph.Image:
    """The lead picture, else a card that was drawn of the story, else what stands for the paper."""
    found = share_of(story, filled.picture)
    if found is None:
        return graph.of_the_paper(request)
    url, width, height = found
    alt = filled.lead.shown.alt if filled.lead else story.headline
    return graph.Image(request.build_absolute_uri(url), width, height, alt)
