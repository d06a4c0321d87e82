"""The rows lists are made from."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from articles.models.crediting import CreditQuerySet
from articles.models.listing import RowQuerySet
from articles.models.topic import Topic
from authors.models import Author

if TYPE_CHECKING:
    from articles.cards import Card


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

    objects = CreditQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "author"], name="credit_once")]
        indexes = [
            *list_indexes("credit", "author"),
            models.Index(  # what somebody did who does not only write is found without walking all they wrote
                fields=["author", "first_published_at", "article", "live_from", "live_until", "retracted", "roles"],
                name="credit_other_roles",
                condition=~Q(roles="author"),
            ),
        ]

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
