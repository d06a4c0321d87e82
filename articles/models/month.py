"""When the stories of a month last changed for readers: what a sitemap's index is made from, without reading stories."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Max
from django.utils import timezone

from paper.days import day_of

if TYPE_CHECKING:
    from articles.models.edition import Edition


def month_of(edition: "Edition") -> date:
    """The first day of the month in which the story was first published, in the paper's zone."""
    return day_of(edition.first_published_at).replace(day=1)


class StoryMonthManager(models.Manager["StoryMonth"]):
    def touch(self, edition: "Edition", at: datetime) -> None:
        """Readers see a change of this story at `at`. What was said of the month before is forgotten once that has passed."""
        month = month_of(edition)
        if at <= timezone.now():
            self.filter(month=month, changed_at__lt=at).delete()
        self.bulk_create([StoryMonth(month=month, changed_at=at)], ignore_conflicts=True)

    def rebuild(self) -> None:
        """Anew from every edition: each month's newest change so far, and all that are to come."""
        from articles.models.edition import Edition

        now, newest, rows = timezone.now(), dict[date, datetime](), set[tuple[date, datetime]]()
        facts = Edition.objects.order_by().only("first_published_at", "live_from", "live_until", "change", "made_at")
        for edition in facts.iterator():
            month, moments = month_of(edition), _moments(edition)
            rows |= {(month, moment) for moment in moments if moment > now}
            past = [moment for moment in moments if moment <= now]
            if past:
                newest[month] = max(*past, newest.get(month, past[0]))
        rows |= set(newest.items())
        self.all().delete()
        self.bulk_create((StoryMonth(month=month, changed_at=at) for month, at in sorted(rows)), batch_size=500)

    def changed(self, at: datetime | None = None) -> dict[date, datetime]:
        """{first day of the month: when something in it last changed, by `at`}, oldest month first. One query."""
        rows = self.filter(changed_at__lte=at or timezone.now()).order_by("month").values_list("month")
        return dict(rows.annotate(newest=Max("changed_at")))


def _moments(edition: "Edition") -> list[datetime]:
    """When readers see that the edition came, if that was material, and when it ends, if it does."""
    from articles.models.edition import Edition
    from articles.models.listing import END

    begun = [max(edition.live_from, edition.made_at)] if edition.change == Edition.MATERIAL else []
    return begun + ([edition.live_until] if edition.live_until < END else [])


class StoryMonth(models.Model):
    """`month` is the first day of the month of first publication, in the paper's zone; `changed_at` may lie ahead."""

    month = models.DateField()
    changed_at = models.DateTimeField()

    objects = StoryMonthManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "changed_at"], name="story_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} at {self.changed_at:%Y-%m-%d %H:%M}"
