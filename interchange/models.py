from django.db import models
from django.utils import timezone

from articles.models import Article


class ImportedStory(models.Model):
    """What was brought in already: the same words a second time lead to the story they made."""

    digest = models.CharField(max_length=64, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="imports")
    source = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "imported stories"

    def __str__(self) -> str:
        return f"{self.source} → {self.article}"
