import secrets
from typing import Any

from django.db import models

LONGEST = 2000  # characters of a correction


def new_key() -> str:
    return secrets.token_hex(6)


class Correction(models.Model):
    """What the paper says about a mistake of its own: written on the desk, published with the next edition.

    `key` stays the same through versions and editions, so that a correction keeps the moment it was first published.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correction"
        CLARIFICATION = "clarification", "Clarification"
        UPDATE = "update", "Update"
        EDITORS_NOTE = "editors_note", "Editor’s note"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="corrections")
    key = models.CharField(max_length=16, default=new_key, editable=False)
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(max_length=LONGEST)
    top = models.BooleanField("at the top of the story", default=False, help_text="Where the fact mattered.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="correction_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"

    def words(self) -> dict[str, Any]:
        return {"key": self.key, "kind": self.kind, "text": self.text, "top": self.top}


KIND_WORDS = {**dict(Correction.Kind.choices), "retraction": "Retraction"}
