from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from authors.models.author import Author

if TYPE_CHECKING:
    from accounts.models import User


class BioVersionManager(models.Manager["BioVersion"]):
    def record(self, author: Author, *, by: "User | None", source: str) -> None:
        """Add a version if the texts differ from the last one; the first is added when there is any text."""
        last = self.filter(author=author).order_by("-pk").first()
        was = (last.text, last.short_text) if last else ("", "")
        if (author.bio, author.short_bio) != was:
            self.create(
                author=author, text=author.bio, short_text=author.short_bio, by=by, by_name=str(by or ""), source=source
            )


class BioVersion(models.Model):
    """A bio as it stood after a change. Rows are only ever added."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="bio_versions")
    text = models.TextField(blank=True)
    short_text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)  # still readable when the account is gone
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=200, help_text="desk, or what it was read from")

    objects = BioVersionManager()

    class Meta:
        verbose_name = "earlier bio"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.author}, {self.at:%Y-%m-%d %H:%M}"
