"""Where pictures stand: the rows that say which pictures a working copy and an edition show.

Readers' pages are made from the words themselves; these rows answer where a picture is used, and keep one that is from being
deleted.
"""

from typing import TYPE_CHECKING

from django.db import models

from articles.models.listing import RowQuerySet
from images.models import Picture
from paper.prose import pictures_in

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.edition import Edition


def pictures_of(story: "Article | Edition") -> list[int]:
    """The numbers of the pictures in the story, its lead picture first, each once: those that are still there."""
    wanted = list(dict.fromkeys([*filter(None, [story.lead_picture_id]), *pictures_in(story.body)]))
    there = set(Picture.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [pk for pk in wanted if pk in there]


class ArticlePicture(models.Model):
    """A picture that stands in a working copy."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="picture_rows")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="article_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "picture"], name="article_picture_once")]

    def __str__(self) -> str:
        return f"{self.picture_id} in story {self.article_id}"


def keep_pictures(article: "Article") -> None:
    """Make the rows follow what was saved; call in the save's own transaction."""
    wanted, had = set(pictures_of(article)), set(article.picture_rows.values_list("picture", flat=True))
    if wanted != had:
        article.picture_rows.filter(picture__in=had - wanted).delete()
        rows = [ArticlePicture(article=article, picture_id=pk) for pk in sorted(wanted - had)]
        ArticlePicture.objects.bulk_create(rows, ignore_conflicts=True)


class EditionPicture(models.Model):
    """A picture that stands in an edition. The times are copies of the edition's, moved along by the verbs."""

    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, related_name="picture_rows")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="edition_rows")
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="+")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    retracted = models.BooleanField(default=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "picture"], name="edition_picture_once")]
        indexes = [models.Index(fields=["picture", "live_until", "live_from"], name="edition_picture_live")]

    def __str__(self) -> str:
        return f"{self.picture_id} in edition {self.edition_id}"
