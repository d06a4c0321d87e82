from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from pagecache.models import purge
from paper.addresses import canonical, make_slug


class Topic(models.Model):
    """What stories are about, across sections."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.CharField("address", max_length=80, unique=True, blank=True, help_text="Empty: made from the name.")
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="topic_has_an_address",
                violation_error_message="A topic needs an address.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:topic", args=[self.slug])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    def clean(self) -> None:
        self.slug = canonical(self.slug) or make_slug(self.name, "topic")
        if self.slug != make_slug(self.slug, ""):
            raise ValidationError(
                {"slug": "Write the address in letters, digits and single hyphens, for example public-health."}
            )

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or make_slug(self.name, "topic")
        with transaction.atomic():
            super().save(*args, **kwargs)
            purge([f"topic:{self.pk}", "topics"])

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            purge([f"topic:{self.pk}", "topics"])
            return super().delete(*args, **kwargs)
