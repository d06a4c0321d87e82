"""Who has a story open, what they last read of it, and the words they have not saved yet."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User

GONE = timedelta(seconds=30)  # without a sign from somebody's window


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self, at: datetime | None = None) -> Self:
        """Those who gave a sign lately."""
        return self.filter(at__gt=(at or timezone.now()) - GONE)


class Presence(models.Model):
    """A window somebody has the story open in. Never a lock."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    typing = models.BooleanField(default=False)  # has words that are not saved
    at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user", "tab"], name="presence_once")]
        indexes = [models.Index(fields=["at"], name="presence_at")]

    def __str__(self) -> str:
        return f"{self.user}, {self.at:%H:%M:%S}"


class Reading(models.Model):
    """The version of a story that somebody last had before their eyes."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.user}: version {self.version}"


class RecoveryManager(models.Manager["Recovery"]):
    def keep(self, *, user: "User", article: int | None, tab: str, base: int, typed: dict, headline: str) -> "Recovery":
        """One copy for each window: what is typed now takes the place of what was typed before."""
        facts = {"article_id": article, "base": base, "typed": typed, "headline": headline[:300], "at": timezone.now()}
        return self.update_or_create(user=user, tab=tab, defaults=facts)[0]


class Recovery(models.Model):
    """Words that were typed and not saved: seen by nobody but who typed them, until they are saved or discarded."""

    article = models.ForeignKey("articles.Article", null=True, on_delete=models.SET_NULL, related_name="recoveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    base = models.PositiveIntegerField()  # the version it was typed over
    headline = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    typed = models.JSONField()  # the form's fields as a browser sends them: {"headline": ["…"], …}

    objects = RecoveryManager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="recovery_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.headline or 'no headline'}, {self.at:%Y-%m-%d %H:%M}"
