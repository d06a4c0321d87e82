from django.db import models

from articles.models.crediting import BylineQuerySet
from authors.models import Author


class Byline(models.Model):
    """One credit on the working copy: who, as what, in which place, under which wording."""

    class Role(models.TextChoices):
        AUTHOR = "author", "writer"
        CONTRIBUTOR = "contributor", "additional reporting"
        PHOTOGRAPHER = "photographer", "photographs"
        ILLUSTRATOR = "illustrator", "illustrations"
        TRANSLATOR = "translator", "translation"
        EDITOR = "editor", "editing"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=12, choices=Role, default=Role.AUTHOR)
    order = models.PositiveSmallIntegerField(default=0)
    credited_as = models.CharField(
        max_length=160, blank=True, help_text="Empty: the author's name. Filled in: printed so, and kept so."
    )

    objects = BylineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="byline_once",
                violation_error_message="This person is credited twice for the same work. Take one of the two lines out.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.printed} ({self.get_role_display()})"

    @property
    def printed(self) -> str:
        """The name as it stands under the headline."""
        return self.credited_as or self.author.name
