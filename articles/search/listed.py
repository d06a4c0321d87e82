"""What stands in a list of a story whatever was asked for: kept in memory, for the newest are found again and again."""

from collections.abc import Iterable
from typing import NamedTuple

from articles.cards import Card
from articles.models import Edition
from pagecache import memory
from paper.dates import day_words, in_zone

_shelf = memory.Shelf(2_000)  # editions; a card is about a kilobyte


class Listed(NamedTuple):
    """`on` and `day` say when it was first published, to machines and to people."""

    card: Card
    on: str
    day: str


def listed(editions: Iterable[int]) -> dict[int, Listed]:
    """By the editions' numbers. One query for those that are not in memory."""
    began = memory.begin()
    kept = {pk: shelved for pk in editions if (shelved := _shelf.look(pk))}
    known: dict[int, Listed] = {pk: shelved.value for pk, shelved in kept.items() if began.at < shelved.until}
    missing = [pk for pk in editions if pk not in known]
    for edition in Edition.objects.for_cards().filter(pk__in=missing).order_by() if missing else ():
        known[edition.pk] = _of(edition)
        _shelf.put(edition.pk, known[edition.pk], {f"article:{edition.article_id}", "site"}, began)
    return known


def _of(edition: Edition) -> Listed:
    day = in_zone(edition.first_published_at).date()
    return Listed(edition.card, day.isoformat(), day_words(day))
