"""What else an author is called: old addresses, other spellings and former names, and the links on the profile."""

from django.db import models

from authors.models.author import Author, match_key


class AuthorSlug(models.Model):
    """An old address: it leads to where the author is now."""

    slug = models.CharField(max_length=80, unique=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug


class AliasQuerySet(models.QuerySet["AuthorAlias"]):
    def shown(self) -> "AliasQuerySet":
        """Those that may be seen and searched: not the names somebody left behind for good."""
        return self.filter(private=False)


class AuthorAlias(models.Model):
    """Another spelling under which stories arrive, or a name they had before."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=320, editable=False, db_index=True)
    former = models.BooleanField(default=False, editable=False)  # they were called so once: it finds them
    private = models.BooleanField(default=False, editable=False)  # known to imports and administrators alone

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = "other spelling"
        constraints = [
            models.UniqueConstraint(
                fields=["author", "key"], name="alias_once", violation_error_message="This spelling is there already."
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.key = match_key(self.name)
        super().save(*args, **kwargs)


class AuthorLink(models.Model):
    """A link on the profile, in words: Website, Mastodon, PGP key."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=60, help_text="In words, for example Website.")
    url = models.URLField("address")
    verified_at = models.DateTimeField(null=True, editable=False)  # when that page was last seen to lead back here
    checked_at = models.DateTimeField(null=True, editable=False)
    trouble = models.CharField(max_length=200, blank=True, editable=False)  # why it could not be confirmed
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "link"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs) -> None:
        """Another address is another page: nothing is known of it yet."""
        if self.pk and not AuthorLink.objects.filter(pk=self.pk, url=self.url).exists():
            self.verified_at, self.checked_at, self.trouble = None, None, ""
        super().save(*args, **kwargs)
