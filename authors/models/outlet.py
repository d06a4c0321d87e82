from django.db import models

from authors.models.author import Author, match_key


class Outlet(models.Model):
    """A publication somebody wrote for."""

    name = models.CharField(max_length=160)
    key = models.CharField(max_length=320, unique=True, editable=False)
    url = models.URLField("address", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.key = match_key(self.name)
        super().save(*args, **kwargs)

    @classmethod
    def called(cls, name: str) -> "Outlet":
        """The outlet of that name, however it is cased or punctuated; made when there is none."""
        return cls.objects.get_or_create(key=match_key(name), defaults={"name": name})[0]


class OutletCredit(models.Model):
    """An outlet that ran an author's work, in the author's own order."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="outlet_credits")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="credits")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "work has appeared in"
        verbose_name_plural = "work has appeared in"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "outlet"], name="outlet_once", violation_error_message="This outlet is there already."
            )
        ]

    def __str__(self) -> str:
        return self.outlet.name
