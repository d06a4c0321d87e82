"""Where a bio stands: the stories under which readers find it. They come through the reverse relation."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Subquery
from django.utils import timezone

from authors.models import Author

CARDS_UP_TO = 3  # people under one story whose bios stand there. Twin: articles.bylines.CARDS_UP_TO
NAMED = 3  # stories a sentence links to
COUNTED = 1_000  # stories; more are "more than 1,000"

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def credits() -> Any:
    """The rows that author lists are read from: the room of stories hangs them on Author."""
    return Author.edition_credits.rel.related_model._default_manager


def under_stories(at: datetime | None = None) -> Any:
    """The credits whose stories show the author's bio at `at`: listed, and of few enough people."""
    one_too_many = credits().filter(edition=OuterRef("edition")).order_by("pk")[CARDS_UP_TO : CARDS_UP_TO + 1]
    return credits().listed(at).filter(~Exists(one_too_many))


@dataclass
class Standing:
    """Where one author's bio stands: how many stories, and cards of the newest few."""

    author: Author
    count: int
    stories: list = field(default_factory=list)

    @property
    def words(self) -> str:
        """three stories; 40 stories; more than 1,000 stories."""
        return in_words(self.count)

    @property
    def more(self) -> int:
        return max(self.count - len(self.stories), 0)


def standing(author: Author, at: datetime | None = None) -> Standing:
    """Where the author's bio stands now. Two queries."""
    at = at or timezone.now()
    mine = under_stories(at).filter(author=author)
    newest = [row.card for row in mine.for_cards().newest(at)[:NAMED]]
    return Standing(author, mine.order_by()[: COUNTED + 1].count(), newest)


class Counted(Subquery):
    """How many rows a queryset has, of as many as it is cut to."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def standings(authors: list[Any], at: datetime) -> list[Standing]:
    """The same for several, in their order. Two queries, however many they are and however much they wrote."""
    mine = under_stories(at).filter(author=OuterRef("pk"))
    newest = mine.newest(at).values("pk")
    asked = [Counted(mine.order_by().values("pk")[: COUNTED + 1]), *(Subquery(newest[n : n + 1]) for n in range(NAMED))]
    rows = Author.everyone.filter(pk__in=[author.pk for author in authors]).values_list("pk", *asked)
    found = {pk: (count, shown) for pk, count, *shown in rows}
    shown = credits().filter(pk__in=[row for _, those in found.values() for row in those if row]).for_cards()
    cards = {row.pk: row.card for row in shown}
    stands = {pk: (count, [cards[row] for row in those if row in cards]) for pk, (count, those) in found.items()}
    return [Standing(one, *stands.get(one.pk, (0, []))) for one in authors]


def is_credited(author: Author) -> bool:
    """On any story, published or not: such an author stays."""
    return author.bylines.exists() or author.edition_credits.exists()


def in_words(count: int, one: str = "story", many: str = "stories") -> str:
    """three stories, one story, 40 stories; what is over COUNTED is not counted."""
    if count > COUNTED:
        return f"more than {COUNTED:,} {many}"
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {one if count == 1 else many}"
