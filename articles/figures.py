"""The pictures of a story's page, filled in when it is made: before the text, in it, and of those who wrote it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from typing import NamedTuple

from django.template.loader import render_to_string

from articles.bylines import Authors, about
from articles.models import Edition
from authors.portraits import waiting_in, with_portraits
from authors.profile import web_address
from images.models import Picture
from images.shown import Shown, available, licences_end, shown, tags
from paper.embeds import with_embeds
from paper.prose import FIGURE, pictures_in

# On a phone with more dots to a pixel than an eye tells apart, pictures pass for narrower than they stand: it gets what one
# with two dots gets, at half the weight.
FINE = "(min-resolution: 3.5dppx) 50vw, (min-resolution: 2.5dppx) 70vw"
# How wide they stand, as an image's `sizes` says it; twin: static/paper/story.css.
LEAD = f"(min-width: 58rem) 54rem, (min-width: 48rem) calc(100vw - 4rem), {FINE}, 100vw"
UPRIGHT_LEAD = f"(min-width: 48rem) 36rem, {FINE}, 100vw"
IN_THE_TEXT = f"(min-width: 40rem) 36rem, {FINE}, calc(100vw - 2.5rem)"
SMALL = 864  # pixels: what has fewer than the widest place stays in the column of the text
LONG = 2.5  # times as high as wide: a graphic that one reads down, which is not shrunk to fit a screen

Pictures = Mapping[int, Picture]


@dataclass(frozen=True)
class Figure:
    """What `images/_figure.html` draws. `caption` is clean HTML; `form` "wide", "small", "upright" or "long"."""

    shown: Shown
    caption: str
    credit_url: str

    @property
    def form(self) -> str:
        if not self.shown.is_upright:
            return "wide" if self.shown.width >= SMALL else "small"
        return "long" if self.shown.height > LONG * self.shown.width else "upright"


class Filled(NamedTuple):
    """A story's page with its pictures. `tags`: what it is made from beside the story, with those that may not be seen."""

    lead: Figure | None
    picture: Picture | None  # the lead's, for whoever shares the story
    html: str
    cards: list[str]
    tags: set[str]
    ends: datetime | None  # when the first of the licences does


def fill(story: Edition, text: str, authors: Authors, at: datetime) -> Filled:
    """`text`: the clean body with its links led. One query, and none for a story without pictures."""
    cards = about(authors)["cards"]
    first = None if story.retracted and not story.body else story.lead_picture_id
    wanted = {first, *pictures_in(text), *waiting_in(cards)}
    pictures = available(wanted, at)
    picture = pictures.get(first or 0)
    return Filled(
        lead=lead(story, picture) if picture else None,
        picture=picture,
        html=with_embeds(with_figures(text, pictures), story.language),
        cards=[with_portraits(card, pictures) for card in cards],
        tags=tags(wanted),
        ends=licences_end(pictures.values()),
    )


def lead(story: Edition, picture: Picture) -> Figure | None:
    """Cut to its shape; whole where it is upright."""
    is_upright = picture.height > picture.width
    shape, sizes = ("whole", UPRIGHT_LEAD) if is_upright else ("lead", LEAD)
    there = shown(picture, shape, sizes=sizes, alt=story.lead_alt, first=True)
    return _figure(picture, there, escape(story.lead_caption))


def with_figures(html: str, pictures: Pictures) -> str:
    """Clean HTML with each figure filled in; one whose picture is not among these goes whole, caption and all."""

    def put(match: re.Match[str]) -> str:
        if match["picture"] is None:
            return match[0]
        picture = pictures.get(int(match["picture"]))
        found = _in_the_text(picture, match) if picture else None
        return render_to_string("images/_figure.html", {"figure": found}).strip() if found else ""

    return FIGURE.sub(put, html)


def _in_the_text(picture: Picture, match: re.Match[str]) -> Figure | None:
    there = shown(picture, "whole", sizes=IN_THE_TEXT, alt=unescape(match["alt"] or ""))
    return _figure(picture, there, match["caption"] or "")


def _figure(picture: Picture, there: Shown | None, own: str) -> Figure | None:
    """`own`: this use's caption as HTML; "" for the library's."""
    return Figure(there, own or escape(picture.caption), web_address(picture.source_url)) if there else None
