"""What is public, and pages of it by keyset: for every row that lists are made from."""

from datetime import UTC, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from paper.pager import Place

TICK = timedelta(microseconds=1)  # the databases' shortest time
END = datetime(9000, 1, 1, tzinfo=UTC)  # no end
BEGINNING = datetime(1600, 1, 1, tzinfo=UTC)  # the first newspaper is of 1605; no year of four digits is ever short

# What a card in a list needs: never the body.
CARD = (
    "article_id", "headline", "front_headline", "deck", "kicker", "kind", "sponsor", "slug", "date", "section_id", "section_name",
    "first_published_at", "time_known", "live_from", "language", "direction", "credits", "signed_by_house",
    "lead_picture_id", "lead_alt", "retracted",
)  # fmt: skip


class ListQuerySet(models.QuerySet):
    """For rows with `article`, `first_published_at`, `live_from`, `live_until` and `retracted`."""

    def live(self, at: datetime | None = None) -> Self:
        """What readers can see at `at`: the address answers. Twin: Edition.is_live."""
        at = at or timezone.now()
        return self.filter(live_from__lte=at, live_until__gt=at)

    def listed(self, at: datetime | None = None) -> Self:
        """What lists, feeds and search show at `at`: what is live and was not retracted."""
        return self.live(at).filter(retracted=False)

    def scheduled(self, at: datetime | None = None) -> Self:
        """What the clock will bring."""
        return self.filter(live_from__gt=at or timezone.now())

    def newest(self, bound: datetime | Place) -> Self:
        """Newest first, up to a moment or strictly older than a place. The one upper bound lets the index be walked."""
        if not isinstance(bound, Place):
            return self.filter(first_published_at__lte=bound).order_by("-first_published_at", "-article_id")
        older = Q(first_published_at__lt=bound.moment) | Q(article_id__lt=bound.article_id)
        return self.filter(older, first_published_at__lte=bound.moment).order_by("-first_published_at", "-article_id")

    def oldest_after(self, place: Place) -> Self:
        """Oldest first, strictly newer than a place: the way back."""
        newer = Q(first_published_at__gt=place.moment) | Q(article_id__gt=place.article_id)
        return self.filter(newer, first_published_at__gte=place.moment).order_by("first_published_at", "article_id")


class RowQuerySet(ListQuerySet):
    def for_cards(self) -> Self:
        """With the edition's words, but never its body."""
        return self.select_related("edition").defer("edition__body")

    def for_lists(self) -> Self:
        """With what a card needs, and no more."""
        fields = {field.name for field in self.model._meta.concrete_fields}
        return self.select_related("edition").only(*fields, *(f"edition__{name}" for name in CARD))
