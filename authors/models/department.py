from django.db import models


class Department(models.Model):
    """A part of the masthead: Editors, Reporters, Pictures. In the house's own order."""

    name = models.CharField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField("place", default=0, help_text="On the masthead, from the top.")

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
