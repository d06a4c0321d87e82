from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article


class MoveManager(models.Manager["Move"]):
    def log(self, article: "Article", verb: str, *, by: "User | None", note: str = "", **facts: Any) -> "Move":
        """Write down who did what. `facts` are kept as JSON; times in them are datetimes in UTC."""
        return self.create(
            article_id=article.pk,
            headline=article.headline,
            verb=verb,
            by=by,
            by_name=str(by) if by else "Newsroom",
            note=note,
            facts={name: str(fact) for name, fact in facts.items()},
        )


class Move(models.Model):
    """What somebody did with a story. Rows are only ever added, and outlive account and story."""

    article = models.ForeignKey("articles.Article", null=True, on_delete=models.SET_NULL, related_name="moves")
    headline = models.CharField(max_length=300)
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)

    objects = MoveManager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="move_at"),
            models.Index(fields=["verb", "-at", "-id"], name="move_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.verb}, {self.at:%Y-%m-%d %H:%M}"
