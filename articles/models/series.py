"""Stories that belong together, as parts in an order. Which stories those are is the series' own, not a story's words: it is
true at once, for readers too. A part that readers do not have is not shown."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from articles.models.edition import Edition
from articles.models.move import Move
from articles.models.refusals import Refused
from pagecache.models import purge
from paper.addresses import canonical, make_slug

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

MOST_PARTS = 200


class Series(models.Model):
    name = models.CharField(max_length=120)
    slug = models.CharField("address", max_length=80, unique=True, blank=True, help_text="Empty: made from the name.")
    description = models.TextField(blank=True, help_text="A sentence or two at the top of the series' page.")
    version = models.PositiveIntegerField(default=1, editable=False)  # of the order of its parts

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="series_has_an_address",
                violation_error_message="A series needs an address.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:series", args=[self.slug])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    def clean(self) -> None:
        self.slug = canonical(self.slug) or make_slug(self.name, "series")
        if self.slug != make_slug(self.slug, ""):
            raise ValidationError(
                {"slug": "Write the address in letters, digits and single hyphens, for example the-harbour-files."}
            )

    def save(self, *args, **kwargs) -> None:
        """Never undoes what was done to the order of its parts meanwhile."""
        self.slug = self.slug or make_slug(self.name, "series")
        if not self._state.adding:
            kwargs.setdefault("update_fields", ["name", "slug", "description"])
        with transaction.atomic():
            super().save(*args, **kwargs)
            purge([f"series:{self.pk}", "series"])

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            purge([f"series:{self.pk}", "series"])
            return super().delete(*args, **kwargs)

    # The verbs: one transaction each.

    def set_parts(self, articles: Iterable[int], *, by: "User | None", base: int | None = None) -> None:
        """These stories, by their numbers, are its parts, in this order, and no others. `base` is the `version` the order was
        made from. Raises Refused."""
        wanted = list(dict.fromkeys(articles))
        self._change(lambda before: wanted, by=by, base=base)

    def add(self, article: "Article", *, by: "User | None") -> None:
        """Make the story its last part. Refused where it is one already, or one of another series."""
        self._change(lambda before: [*before, article.pk], by=by)

    def drop(self, article: "Article", *, by: "User | None") -> None:
        """Take the story out of it."""
        self._change(lambda before: [pk for pk in before if pk != article.pk], by=by)

    def _change(self, order: Callable[[list[int]], list[int]], *, by: "User | None", base: int | None = None) -> None:
        with transaction.atomic():
            version = self._take_version(base)
            before = list(self.parts.values_list("article", flat=True))
            self._put(order(before), before, by=by)
        self.version = version

    def _take_version(self, base: int | None) -> int:
        """Lock the series; its next version."""
        held = Series.objects.select_for_update(no_key=True).filter(pk=self.pk).first()
        if held is None:
            raise Refused("This series was deleted meanwhile.")
        if base is not None and held.version != base:
            raise Refused(
                "Somebody changed the parts since you opened the series. Look at them again, then change them."
            )
        Series.objects.filter(pk=self.pk).update(version=held.version + 1)
        return held.version + 1

    def _put(self, wanted: list[int], before: list[int], *, by: "User | None") -> None:
        self._check(wanted)
        self.parts.all().delete()
        SeriesPart.objects.bulk_create(
            SeriesPart(series=self, article_id=pk, order=place) for place, pk in enumerate(wanted)
        )
        come, gone = set(wanted) - set(before), set(before) - set(wanted)
        moved = [f"article:{pk}" for pk in come | gone]  # their pages were not made from the series, or will not be
        purge([f"series:{self.pk}", "series", *moved])
        self._log(come, "add_to_series", by)
        self._log(gone, "drop_from_series", by)

    def _check(self, wanted: list[int]) -> None:
        if len(wanted) > MOST_PARTS:
            raise Refused(f"A series has {MOST_PARTS} parts at the most. Begin another one.")
        if len(set(wanted)) < len(wanted):
            raise Refused("This story is a part of the series already.")
        self._hold(wanted)
        other = SeriesPart.objects.filter(article__in=wanted).exclude(series=self).select_related("series", "article")
        taken = other.first()
        if taken:
            raise Refused(f"“{taken.article}” is a part of {taken.series}. Take it out there first.")

    def _hold(self, wanted: list[int]) -> None:
        """Lock the stories: nobody deletes one meanwhile, or puts it into another series."""
        from articles.models.article import Article

        held = Article.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
        if len(held.values_list("pk", flat=True)) < len(wanted):
            raise Refused("One of these stories was deleted meanwhile. Look at the parts again.")

    def _log(self, changed: set[int], verb: str, by: "User | None") -> None:
        from articles.models.article import Article

        for story in Article.objects.filter(pk__in=changed).only("headline").order_by("pk"):
            Move.objects.log(story, verb, by=by, series=self.name)


class SeriesPartQuerySet(models.QuerySet["SeriesPart"]):
    def listed(self, at: datetime | None = None) -> "list[Edition]":
        """The editions of these parts that lists show at `at`, in the parts' order, without their bodies. One query."""
        rows = Edition.objects.listed(at or timezone.now()).for_cards().filter(article__series_part__in=self.order_by())
        found = rows.annotate(part_order=models.F("article__series_part__order"))
        return sorted(found.order_by(), key=lambda row: row.part_order)  # type: ignore[attr-defined]


class SeriesPart(models.Model):
    """A story of a series. A story is a part of one series at the most."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="parts")
    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="series_part")
    order = models.PositiveSmallIntegerField(default=0)

    objects = SeriesPartQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["series", "order"], name="series_part_order")]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.series_id}"
