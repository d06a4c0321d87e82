"""Bios that lost words."""

from functools import lru_cache

from authors.biocheck import Doubt, lost_words, text_of
from authors.models import Author, Finding
from pagecache import memory

LOST = ("lost", "cut")  # of authors.care.CHECKS


@lru_cache(maxsize=2_000)
def doubts_in(html: str) -> tuple[Doubt, ...]:
    """Where a bio seems to have lost words."""
    return tuple(lost_words(text_of(html)))


def doubts_left(html: str, author: Author) -> list[Doubt]:
    """The same without those that somebody has let stand. One query where there are any."""
    found = doubts_in(html)
    stand = {*author.dismissals.values_list("excerpt", flat=True)} if found and author.pk else set()
    return [doubt for doubt in found if doubt.excerpt not in stand]


def doubts_about(author: Author) -> tuple[Doubt, ...]:
    """What nobody has let stand. One query."""
    return _lost(author=author).get(author.pk, ())


def bios_with_lost_words() -> dict[int, tuple[Doubt, ...]]:
    """The doubts by author that nobody has let stand, kept in memory until an author changes."""
    return memory.keep("bios with lost words", ["authors"], _lost)


def _lost(**of: Author) -> dict[int, tuple[Doubt, ...]]:
    found: dict[int, tuple[Doubt, ...]] = {}
    for one in Finding.objects.open().filter(kind__in=LOST, **of).order_by("author", "pk"):
        found[one.author_id] = (*found.get(one.author_id, ()), Doubt(one.message, one.excerpt))
    return found
