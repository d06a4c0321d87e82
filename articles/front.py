"""The pictures of fronts and lists: who gets one, and how wide. What stands where is in articles.placing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from articles.cards import Card
from articles.figures import FINE
from authors.models import Author
from authors.portraits import OF_VOICES, portrait
from images.models import Picture
from images.shown import available, licences_end, tags

TOP, TOP_WITH_A_PICTURE = 3, 5  # stories a list opens with

# How wide pictures stand, as an image's `sizes` says it; twins: static/paper/front.css, static/paper/reader.css.
PHONE = f"{FINE}, calc(100vw - 2.5rem)"
TABLET = f"(min-width: 48rem) calc(100vw - 4rem), {PHONE}"
LEAD = {  # by what stands beside it: seconds and a rail, one of the two, nothing
    2: "(min-width: 112.5rem) 43rem, (min-width: 87rem) 40rem, (min-width: 80rem) calc(50vw - 3.5rem), "
    f"(min-width: 64rem) calc(58vw - 3.75rem), {TABLET}",
    1: f"(min-width: 87rem) 54rem, (min-width: 64rem) calc(66vw - 4rem), {TABLET}",
    0: f"(min-width: 112.5rem) 54rem, (min-width: 87rem) 47rem, (min-width: 64rem) calc(58vw - 4rem), {TABLET}",
}
SECOND = "(min-width: 112.5rem) 25rem, (min-width: 80rem) 19rem, (min-width: 64rem) 30rem, calc(50vw - 3rem)"
IN_A_BAND = f"(min-width: 112.5rem) 25rem, (min-width: 64rem) 19rem, (min-width: 48rem) calc(50vw - 3rem), {PHONE}"
OPENING = f"(min-width: 112.5rem) 51rem, (min-width: 87rem) 40rem, (min-width: 64rem) calc(50vw - 3.5rem), {TABLET}"

Pictures = Mapping[int, Picture]
Writers = Mapping[int, Author]


class Pictured(NamedTuple):
    """A page's context with the pictures in; `tags`: what it is made from too, with those that may not be seen."""

    page: dict
    tags: set[str]
    ends: datetime | None = None  # when the first of their licences does


def pictured(page: dict, at: datetime) -> Pictured:
    """The front with a picture on the lead, on one second and on each band's first, and with its opinion's portraits."""
    writers = _writers(page["opinion"])
    cards = [card for card in (page["lead"], *page["seconds"], *_firsts(page["bands"])) if card]
    wanted = _wanted(cards, writers)
    pictures = available(wanted, at)
    beside = bool(page["seconds"]) + bool(page["opinion"] or page["latest"])
    filled = {
        "lead": page["lead"] and page["lead"].with_picture(pictures, LEAD[beside], first=True),
        "seconds": _one_with_a_picture(page["seconds"], pictures),
        **_opinion_and_bands(page, writers, pictures),
    }
    return Pictured({**page, **filled}, _tags(wanted, writers), licences_end(pictures.values()))


def opened(listing: dict, at: datetime) -> Pictured:
    """The first page of a list of stories, in `top` and `rest`, with a picture on the one it opens with. Later pages
    have none. A section's front has its `opinion`, its `bands` and how many stories are `placed` too."""
    listing = {"opinion": [], "bands": [], "placed": 0, **listing}
    stories: list[Card] = listing["stories"]
    writers = _writers(listing["opinion"])
    firsts = [] if listing["newer_url"] else [*stories[:1], *_firsts(listing["bands"])]
    wanted = _wanted(firsts, writers)
    pictures = available(wanted, at)
    stories = _first_pictured(stories, pictures, OPENING, first=True)
    size = max(TOP_WITH_A_PICTURE if stories and stories[0].picture else TOP, listing["placed"])
    parts = {"stories": stories, "top": stories[:size], "rest": stories[size:]}
    filled = {**listing, **parts, **_opinion_and_bands(listing, writers, pictures)}
    return Pictured(filled, _tags(wanted, writers), licences_end(pictures.values()))


def _opinion_and_bands(page: dict, writers: Writers, pictures: Pictures) -> dict:
    return {
        "opinion": [_with_portrait(card, writers, pictures) for card in page["opinion"]],
        "bands": [{**band, "stories": _first_pictured(band["stories"], pictures, IN_A_BAND)} for band in page["bands"]],
    }


def _firsts(bands: list[dict]) -> list[Card]:
    return [band["stories"][0] for band in bands]


def _wanted(cards: list[Card], writers: Writers) -> set[int | None]:
    return {card.lead_picture_id for card in cards} | {author.portrait_id for author in writers.values()}


def _tags(wanted: set[int | None], writers: Writers) -> set[str]:
    return tags(wanted) | {f"author:{author.pk}" for author in writers.values()}


def _first_pictured(stories: list[Card], pictures: Pictures, sizes: str, *, first: bool = False) -> list[Card]:
    return [*(card.with_picture(pictures, sizes, first=first) for card in stories[:1]), *stories[1:]]


def _one_with_a_picture(seconds: list[Card], pictures: Pictures) -> list[Card]:
    """The first that has one."""
    chosen = next((card for card in seconds if card.lead_picture_id in pictures), None)
    return [card.with_picture(pictures, SECOND) if card is chosen else card for card in seconds]


def _writers(opinion: list[Card]) -> dict[int, Author]:
    """Who the first writers are today, by their numbers in the credits. One query, and none without opinion."""
    wanted = {card.writer_id for card in opinion if card.writer_id}
    return Author.everyone.only("portrait", "merged_into__portrait").today(wanted) if wanted else {}


def _with_portrait(card: Card, writers: Writers, pictures: Pictures) -> Card:
    author = writers.get(card.writer_id or 0)
    picture = pictures.get(author.portrait_id or 0) if author else None
    return replace(card, portrait=portrait(picture, OF_VOICES))
