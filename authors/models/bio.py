from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from authors.models.author import Author

if TYPE_CHECKING:
    from accounts.models import User


class BioVersionManager(models.Manager["BioVersion"]):
    def record(
        self, author: Author, *, by: "User | None", source: str, by_name: str = "", **facts: Any
    ) -> "BioVersion | None":
        """Add a version if the profile says something else than the last one, and return it; None where it does not.

        `by` wrote it, or `by_name` who has no account; `facts` are `note` and `approved_by_name`.
        """
        from authors.models.words import words_of

        words = words_of(author)
        last = self.filter(author=author).order_by("-pk").first()
        if words == (last.profile if last else EMPTY | {"name": author.name}):
            return None
        return self.create(
            author=author,
            text=author.bio,
            short_text=author.short_bio,
            words=words,
            by=by,
            by_name=by_name or str(by or ""),
            source=source,
            **facts,
        )


class BioVersion(models.Model):
    """A profile as it stood after a change that was approved. Rows are only ever added."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="bio_versions")
    text = models.TextField(blank=True)
    short_text = models.TextField(blank=True)
    words = models.JSONField(default=dict)  # see authors.models.words; of old versions the two texts alone are known
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160, blank=True)  # still readable when the account is gone
    approved_by_name = models.CharField(max_length=160, blank=True)  # of a change that somebody proposed
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=200, help_text="desk, or what it was read from")

    objects = BioVersionManager()

    class Meta:
        verbose_name = "earlier bio"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.author}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def profile(self) -> dict[str, Any]:
        """Its words; of a version kept before all of them were, the two bios."""
        return self.words or {"bio": self.text, "short_bio": self.short_text}


EMPTY: dict[str, Any] = {
    "position": "", "beat": "", "place": "", "expertise": "", "start_year": None, "bio": "", "short_bio": "", "disclosure": "",
    "email": "", "links": [], "outlets": [],
}  # fmt: skip
