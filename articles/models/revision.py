from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.snapshot import Words, words_of

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article


class RevisionManager(models.Manager["Revision"]):
    def keep(self, article: Article, *, by: User | None, kind: str = "saved", note: str = "") -> Revision:
        """Keep the working copy as it stands as its version, once: a version that is kept already stays as it was."""
        kept, _ = self.get_or_create(
            article_id=article.pk,
            number=article.version,
            defaults={
                "kind": kind,
                "words": words_of(article),
                "headline": article.headline,
                "by": by,
                "by_name": str(by) if by else "Newsroom",
                "note": note,
                "at": article.changed_at,
            },
        )
        return kept

    def words(self, article: Article, number: int) -> Words | None:
        """What version `number` said; None for one that was never kept."""
        if number == article.version:
            return words_of(article)
        return self.filter(article=article.pk, number=number).values_list("words", flat=True).first()


class Revision(models.Model):
    """A version of the working copy: what the desk's history shows, compares, merges from and restores."""

    class Kind(models.TextChoices):
        SAVED = "saved", "saved"
        MERGED = "merged", "merged with somebody else’s changes"
        FIXED = "fixed", "what readers see was fixed"
        RESTORED = "restored", "an earlier version restored"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SAVED)
    headline = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    words = models.JSONField()  # last: lists of versions read the columns before it

    objects = RevisionManager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_once")]

    def __str__(self) -> str:
        return f"Version {self.number}, {self.by_name}"
