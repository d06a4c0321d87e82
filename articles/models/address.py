from datetime import date, datetime

from django.db import IntegrityError, models, transaction

from paper.addresses import numbered


class AddressManager(models.Manager["Address"]):
    def claim(self, article_id: int, day: date, wanted: str, answers_from: datetime) -> str:
        """Give the story the address (day, wanted), or wanted-2, -3 … where another story has it. Returns the slug.

        Two stories racing for one address are told apart by the unique constraint: the second tries the next number.
        """
        number = 1
        while True:
            slug = numbered(wanted, number)
            holder = self.filter(date=day, slug=slug).first()
            if holder and holder.article_id == article_id:
                return slug
            if holder is None and self._take(article_id, day, slug, answers_from):
                return slug
            if holder:
                number += 1

    def _take(self, article_id: int, day: date, slug: str, answers_from: datetime) -> bool:
        try:
            with transaction.atomic():
                self.create(article_id=article_id, date=day, slug=slug, answers_from=answers_from)
        except IntegrityError:
            return False  # somebody else was quicker: ask again who holds it
        return True

    def free_unseen(self, article_id: int, now: datetime) -> None:
        """Let go of the story's addresses that no reader could have had an answer from."""
        self.filter(article_id=article_id, answers_from__gt=now).delete()


class Address(models.Model):
    """Every address a story has or had. Before `answers_from` it is unknown, like any other."""

    date = models.DateField()
    slug = models.CharField(max_length=80)
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="addresses")
    answers_from = models.DateTimeField()

    objects = AddressManager()

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [models.UniqueConstraint(fields=["date", "slug"], name="address_once")]
        indexes = [models.Index(fields=["slug"], name="address_slug")]

    def __str__(self) -> str:
        return f"/{self.date:%Y/%m/%d}/{self.slug}/"
