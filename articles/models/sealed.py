from django.conf import settings
from django.db import models


class Sealed(models.Model):
    """What a take-down removed, kept for the lawyer: seen by administrators alone, and each look is logged."""

    GONE, LEGAL = 410, 451
    STATUSES = ((GONE, "Gone (410)"), (LEGAL, "Unavailable for legal reasons (451)"))

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="sealed")
    headline = models.CharField(max_length=300)
    passage = models.TextField(blank=True)  # empty: the whole story
    reason = models.TextField()
    reference = models.CharField(max_length=120, blank=True)
    public_line = models.CharField(max_length=300, blank=True)
    status = models.PositiveSmallIntegerField(choices=STATUSES, default=GONE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    contents = (
        models.JSONField()
    )  # {"story": words, "editions": [{"id": 3, …}], "revisions": […], "recoveries": […], "log": […]}

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "take-down"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.headline}, {self.at:%Y-%m-%d %H:%M}"
