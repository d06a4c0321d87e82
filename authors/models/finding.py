"""What the checks found in a bio, and what a person said of it."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from authors.models.author import Author
from pagecache.models import purge

if TYPE_CHECKING:
    from accounts.models import User


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> Self:
        """Those nobody has dismissed, of today's authors."""
        said = Dismissal.objects.filter(author=OuterRef("author"), key=OuterRef("key"))
        return self.filter(~Exists(said), author__merged_into=None)

    def look(self, author: Author) -> None:
        """Look at the author's bio anew, and write down what is found. Writes nothing where nothing changed."""
        from authors.looking import look_at

        found = look_at(author)
        mine = self.filter(author=author)
        known = list(mine.order_by("pk").values_list("key", "field", "message", "fix"))
        if [(one.key, one.field, one.message, one.fix) for one in found] == known:
            return
        with transaction.atomic():
            mine.delete()
            Finding.objects.bulk_create(Finding(author=author, kind=one.check, **_rest(one)) for one in found)


class Finding(models.Model):
    """Something in a bio for a person to look at. Made anew whenever the author changes; see authors.care."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=20)  # one of authors.care.CHECKS
    field = models.CharField(max_length=20, blank=True)
    message = models.CharField(max_length=400)
    excerpt = models.TextField(blank=True)
    fix = models.JSONField(default=dict)
    key = models.CharField(max_length=40)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["author", "pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="finding_once")]
        indexes = [models.Index(fields=["kind", "author"], name="finding_kind")]

    def __str__(self) -> str:
        return f"{self.author}: {self.message}"

    def dismiss(self, *, by: "User | None", reason: str) -> "Dismissal":
        """Say that it is right as it stands: silent until that text changes. Raises ValueError without a reason."""
        return Dismissal.dismiss(self.author, self.kind, self.key, self.excerpt, by=by, reason=reason)


class Dismissal(models.Model):
    """Somebody looked at a finding and let it stand. `key` changes with the text it is about."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="dismissals")
    kind = models.CharField(max_length=20)  # one of authors.care.CHECKS
    key = models.CharField(max_length=40)
    excerpt = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="dismissal_once")]

    def __str__(self) -> str:
        return f"{self.author}: {self.excerpt}"

    @classmethod
    def dismiss(
        cls, author: Author, kind: str, key: str, excerpt: str, *, by: "User | None", reason: str
    ) -> "Dismissal":
        if not reason.strip():
            raise ValueError("Write why it may stand: the next one who looks will want to know.")
        said: dict[str, Any] = {
            "kind": kind, "excerpt": excerpt, "reason": reason.strip(), "by": by, "by_name": str(by or "Newsroom"),
            "at": timezone.now(),
        }  # fmt: skip
        with transaction.atomic():
            purge(["authors"])
            return cls.objects.update_or_create(author=author, key=key, defaults=said)[0]


def _rest(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in ("field", "message", "excerpt", "fix", "key")}
