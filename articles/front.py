"""The front page: what stands where, from two queries."""

from dataclasses import replace
from datetime import datetime

from articles.cards import Card
from articles.models import Edition
from articles.models.kinds import Kind
from articles.models.section import Section, top_sections
from paper.days import day_of
from paper.templatetags.paper import clock, day

NEWEST = 60  # stories the top of the front is chosen from
SECONDS, OPINION, LATEST, BAND = 3, 4, 8, 4
NOT_AT_THE_TOP = {Kind.OPINION, Kind.BRIEF, Kind.SPONSORED}


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
