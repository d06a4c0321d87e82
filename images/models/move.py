from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from images.models.picture import Picture


class MoveManager(models.Manager["PictureMove"]):
    def log(self, picture: "Picture", verb: str, *, by: "User | None", note: str = "", **facts: Any) -> "PictureMove":
        """Write down who did what. `facts` are kept as JSON."""
        move = self.unsaved(picture, verb, by=by, note=note, **facts)
        move.save(force_insert=True)
        return move

    def unsaved(
        self, picture: "Picture", verb: str, *, by: "User | None", note: str = "", **facts: Any
    ) -> "PictureMove":
        """The row alone, to be written together with others."""
        return self.model(
            picture_id=picture.pk,
            name=str(picture)[:300],
            verb=verb,
            by=by,
            by_name=str(by) if by else "Newsroom",
            note=note,
            facts=facts,
        )


class PictureMove(models.Model):
    """What somebody did with a picture. Rows are only ever added, and outlive account and picture."""

    picture = models.ForeignKey("images.Picture", null=True, on_delete=models.SET_NULL, related_name="moves")
    name = models.CharField(max_length=300)
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)

    objects = MoveManager()

    class Meta:
        verbose_name = "what was done with a picture"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="picture_move_at")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.verb}, {self.at:%Y-%m-%d %H:%M}"
