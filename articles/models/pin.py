"""Stories an author's profile shows first."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from articles.models.edition import Edition
from authors.models import Author
from pagecache.models import purge

if TYPE_CHECKING:
    from articles.cards import Card

MOST = 3


class PinQuerySet(models.QuerySet["Pin"]):
    def stories(self) -> list[int]:
        """The numbers of the pinned stories in their order, those too that readers do not have. Ask `author.pins`."""
        return list(self.order_by("order", "pk").values_list("article", flat=True))

    def cards(self, stories: list[int], at: datetime) -> list["Card"]:
        """Of these stories those that are listed at `at`, in their order. One query, and none for none."""
        rows = Edition.objects.listed(at).filter(article__in=stories).for_cards() if stories else ()
        found = {row.article_id: row.card for row in rows}
        return [found[pk] for pk in stories if pk in found]

    def put(self, author: Author, addresses: Iterable[str]) -> None:
        """Pin the stories at these addresses of this site, in this order, and no others. Raises ValidationError."""
        stories = list(dict.fromkeys(_story_at(address) for address in addresses))
        if len(stories) > MOST:
            raise ValidationError(f"At most {MOST} stories can be pinned.")
        self.filter(author=author).delete()
        Pin.objects.bulk_create(
            Pin(author=author, article_id=story, order=place) for place, story in enumerate(stories)
        )
        purge([f"author:{author.pk}"])

    def addresses(self) -> list[str]:
        """Where the pinned stories are now, in their order, without those that nobody can read. Two queries."""
        live = {
            edition.article_id: edition.path
            for edition in Edition.objects.live(timezone.now())
            .filter(article__pins__in=self)
            .only("article_id", "date", "slug")
        }
        return [live[pk] for pk in self.order_by("order").values_list("article", flat=True) if pk in live]


class Pin(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="pins")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="pins")
    order = models.PositiveSmallIntegerField(default=0)

    objects = PinQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "article"], name="pin_once")]

    def __str__(self) -> str:
        return f"{self.article_id} by {self.author_id}"


def _story_at(address: str) -> int:
    from articles.models.address import Address
    from articles.textchecks import story_address

    found = story_address(urlsplit(address.strip()).path)
    row = Address.objects.filter(date=found[0], slug=found[1]).first() if found else None
    if row is None:
        raise ValidationError(
            f"No story of this paper is at {address.strip()[:200]}. Copy the address from the story’s page."
        )
    return row.article_id
