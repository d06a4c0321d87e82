"""The rows lists are made from: what is public, and pages by keyset."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models.topic import Topic
from authors.models import Author
from paper.pager import Place

if TYPE_CHECKING:
    from articles.cards import Card


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


def list_indexes(name: str, *leading: str) -> list[models.Index]:
    fields = [*leading, "first_published_at", "article", "live_from", "live_until", "retracted"]
    return [models.Index(fields=fields, name=f"{name}_list")]


class EditionCredit(models.Model):
    """The list index over a story's authors: one row for each author of each edition, moved along by the verbs."""

    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, related_name="credit_rows")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="edition_credits")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    roles = models.CharField(max_length=120)  # separated by spaces, in the story's order
    first_published_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    retracted = models.BooleanField(default=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "author"], name="credit_once")]
        indexes = list_indexes("credit", "author")

    def __str__(self) -> str:
        return f"{self.author_id} in {self.edition_id}"

    @property
    def card(self) -> "Card":
        from articles.cards import Card

        return Card.of(self.edition, self.roles)


class EditionTopic(models.Model):
    """The list index over a story's topics."""

    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, related_name="topic_rows")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="edition_topics")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    first_published_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    retracted = models.BooleanField(default=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "topic"], name="edition_topic_once")]
        indexes = list_indexes("topic", "topic")

    def __str__(self) -> str:
        return f"{self.topic_id} in {self.edition_id}"

    @property
    def card(self) -> "Card":
        from articles.cards import Card

        return Card.of(self.edition)


class EditionCorrection(models.Model):
    """The list index over corrections. `first_published_at` is the correction's own."""

    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, related_name="correction_rows")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=16)
    first_published_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    retracted = models.BooleanField(default=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="edition_correction_once")]
        indexes = list_indexes("correction")

    def __str__(self) -> str:
        return f"{self.key} in {self.edition_id}"

    @property
    def correction(self) -> dict:
        """The words as published: {"key", "kind", "text", "top", "at"}."""
        return next(correction for correction in self.edition.corrections if correction["key"] == self.key)
