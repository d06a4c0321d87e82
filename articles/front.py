"""The front page: what stands where, from two queries, with its pictures from two more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from articles.cards import Card
from articles.figures import FINE
from articles.models import Edition
from articles.models.kinds import Kind
from articles.models.section import Section, top_sections
from authors.models import Author
from authors.portraits import OF_VOICES, portrait
from images.models import Picture
from images.shown import available, tags
from paper.days import day_of
from paper.templatetags.paper import clock, day

NEWEST = 60  # stories the top of the front is chosen from
SECONDS, OPINION, LATEST, BAND = 3, 4, 8, 4
TOP, TOP_WITH_A_PICTURE = 3, 5  # stories a list opens with
NOT_AT_THE_TOP = {Kind.OPINION, Kind.BRIEF, Kind.SPONSORED}

# How wide pictures stand, as an image's `sizes` says it; twin: static/paper/reader.css.
PHONE = f"{FINE}, calc(100vw - 2.5rem)"
TABLET = f"(min-width: 48rem) calc(100vw - 4rem), {PHONE}"
LEAD = {  # by the columns there are beside it
    0: f"(min-width: 58rem) 54rem, {TABLET}",
    1: f"(min-width: 112.5rem) 62rem, (min-width: 86rem) 54rem, (min-width: 64rem) 66vw, {TABLET}",
    2: f"(min-width: 112.5rem) 62rem, (min-width: 87rem) 40rem, (min-width: 64rem) calc(50vw - 3.5rem), {TABLET}",
}
SECOND = "(min-width: 64rem) 26rem, 50vw"
IN_A_BAND = f"(min-width: 48rem) 26rem, {PHONE}"
OPENING = f"(min-width: 112.5rem) 51rem, (min-width: 87rem) 40rem, (min-width: 64rem) calc(50vw - 3.5rem), {TABLET}"

Pictures = Mapping[int, Picture]


def front(at: datetime) -> dict:
    """lead, seconds, opinion, latest and bands, each story once above the bands and once in them at the most."""
    newest = [Card.of(row) for row in Edition.objects.listed(at).for_cards().newest(at)[:NEWEST]]
    top = [card for card in newest if card.kind not in NOT_AT_THE_TOP][: 1 + SECONDS]
    opinion = [card for card in newest if card.kind == Kind.OPINION][:OPINION]
    taken = {card.article_id for card in (*top, *opinion)}
    latest = [card for card in newest if card.article_id not in taken][:LATEST]
    return {
        "lead": top[0] if top else None,
        "seconds": top[1:],
        "opinion": opinion,
        "latest": [replace(card, when=_when(card, at)) for card in latest],
        "bands": _bands(at, taken | {card.article_id for card in latest}),
    }


class Pictured(NamedTuple):
    """A page's context with the pictures in; `tags`: what it is made from too, with those that may not be seen."""

    page: dict
    tags: set[str]


def pictured(page: dict, at: datetime) -> Pictured:
    """The front with a picture on the lead, on one second and on each band's first, and with its opinion's portraits."""
    writers = _writers(page["opinion"])
    firsts = [band["stories"][0] for band in page["bands"]]
    cards = [card for card in (page["lead"], *page["seconds"], *firsts) if card]
    wanted = {card.lead_picture_id for card in cards} | {author.portrait_id for author in writers.values()}
    pictures = available(wanted, at)
    beside = bool(page["seconds"]) + bool(page["opinion"])
    filled = {
        "lead": page["lead"] and page["lead"].with_picture(pictures, LEAD[beside], first=True),
        "seconds": _one_with_a_picture(page["seconds"], pictures),
        "opinion": [_with_portrait(card, writers, pictures) for card in page["opinion"]],
        "bands": [{**band, "stories": _first_pictured(band["stories"], pictures, IN_A_BAND)} for band in page["bands"]],
    }
    return Pictured({**page, **filled}, tags(wanted) | {f"author:{author.pk}" for author in writers.values()})


def opened(listing: dict, at: datetime) -> Pictured:
    """The first page of a list of stories, in `top` and `rest`, with a picture on the one it opens with. Later pages
    have none."""
    stories: list[Card] = listing["stories"]
    wanted = set() if listing["newer_url"] else {card.lead_picture_id for card in stories[:1]}
    stories = _first_pictured(stories, available(wanted, at), OPENING, first=True)
    size = TOP_WITH_A_PICTURE if stories and stories[0].picture else TOP
    parts = {"stories": stories, "top": stories[:size], "rest": stories[size:]}
    return Pictured({**listing, **parts}, tags(wanted))


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


def _with_portrait(card: Card, writers: Mapping[int, Author], pictures: Pictures) -> Card:
    author = writers.get(card.writer_id or 0)
    picture = pictures.get(author.portrait_id or 0) if author else None
    return replace(card, portrait=portrait(picture, OF_VOICES))


def _bands(at: datetime, taken: set[int]) -> list[dict]:
    """Each section's newest stories that do not stand above already; sections with none are left out."""
    tops = top_sections()
    listed = Edition.objects.listed(at)
    limited = [
        listed.filter(section=below).exclude(article__in=taken).newest(at)[:BAND]
        for top in tops
        for below in top.subtree()
    ]
    rows = sorted(
        listed.any_of(limited).for_cards(), key=lambda row: (row.first_published_at, row.article_id), reverse=True
    )
    bands = [{"name": top.name, "url": top.url, "stories": _in(top, rows)[:BAND]} for top in tops]
    return [band for band in bands if band["stories"]]


def _in(top: Section, rows: list[Edition]) -> list[Card]:
    below = {section.pk for section in top.subtree()}
    return [Card.of(row) for row in rows if row.section_id in below]


def _when(card: Card, at: datetime) -> str:
    """The clock for today's, the date for others. The page does not outlive midnight."""
    if card.time_known and day_of(card.first_published_at) == day_of(at):
        return clock(card.first_published_at)
    return day(card.first_published_at)
