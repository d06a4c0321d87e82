"""Portraits of authors, round, where their initials stand otherwise."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.template.loader import render_to_string

from authors.models import Author
from images.models import Picture
from images.shown import Shown, available, shown

UNDER_STORIES = "4.5rem"  # how wide they are there, as an image's `sizes` says it
ON_PROFILES = "(min-width: 48rem) 10rem, 7rem"
OF_VOICES = "3.5rem"
WAITING = re.compile(  # twin: templates/authors/_card.html
    r'(?P<initials><span class="initials hue-[0-9]+" aria-hidden="true") data-portrait="(?P<picture>[0-9]+)"'
    r"(?P<rest>>[^<]*</span>)"
)


def portrait_of(author: Author, at: datetime) -> Picture | None:
    """The picture of the author that readers may see at `at`; one query, and none for those who have none."""
    return available([author.portrait_id], at).get(author.portrait_id or 0)


def portrait(picture: Picture | None, sizes: str) -> Shown | None:
    """The picture as a portrait. It has no words: the name stands beside it."""
    found = shown(picture, "square", sizes=sizes) if picture else None
    return replace(found, alt="") if found else None


def waiting_in(cards: Iterable[str]) -> set[int]:
    """The portraits that these cards of authors would show."""
    return {int(found["picture"]) for card in cards for found in WAITING.finditer(card)}


def with_portraits(card: str, pictures: Mapping[int, Picture]) -> str:
    """An author's card with the portrait in it, where that is among the pictures; else their initials stay."""

    def put(found: re.Match[str]) -> str:
        there = portrait(pictures.get(int(found["picture"])), UNDER_STORIES)
        if there is None:
            return found["initials"] + found["rest"]
        return render_to_string("authors/_portrait.html", {"shown": there}).strip()

    return WAITING.sub(put, card)
