"""A changed name: from now on, or everywhere, also on stories that were published under the old one."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from authors.models.author import Author, free_slug, match_key, surname_first
from authors.models.names import AuthorAlias
from authors.models.proposal import Refused, lock_todays

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import User


class NameChange(models.Model):
    """Somebody is called otherwise now. Rows are only ever added."""

    class Scope(models.TextChoices):
        FROM_NOW = "from_now", "from now on"
        EVERYWHERE = "everywhere", "everywhere, also on published stories"

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="name_changes")
    old_name = models.CharField(max_length=160)
    new_name = models.CharField(max_length=160)
    old_slug = models.CharField(max_length=80)
    scope = models.CharField(max_length=12, choices=Scope)
    private = models.BooleanField(default=False)  # the old name finds nobody, and is shown to administrators alone
    printings = models.JSONField(default=list)  # everywhere: the printed names that were replaced
    stories = models.PositiveIntegerField(default=0)  # everywhere: in how many published versions
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.old_name} → {self.new_name}"

    @classmethod
    def rename(
        cls, author: Author, new_name: str, *, scope: str, by: "User | None", private: bool = False,
        printings: "Collection[str]" = (), sort_name: str = "", note: str = "",
    ) -> "NameChange":  # fmt: skip
        """Call them so. The old address leads to the new one; the old name still finds them, unless it is private.

        `FROM_NOW`: what was published stays as it was printed, its later versions too, and what is scheduled gets the new
        name. `EVERYWHERE`: the published versions that print one of `printings` (the old name when empty) print the new
        one; the old printing is kept for administrators. Raises Refused.
        """
        name = " ".join(new_name.split())
        if not match_key(name) or len(name) > 160:
            raise Refused("Write the new name, with letters in it and of 160 characters at most.")
        with transaction.atomic():
            lock_todays(author)
            if name == author.name:
                raise Refused(f"{name} is the name already.")
            old = author.name
            change = cls(
                author=author, old_name=old, new_name=name, old_slug=author.slug, scope=scope, private=private, note=note,
                by=by, by_name=str(by or "Newsroom"), printings=sorted({*printings} or {old}) if scope == cls.Scope.EVERYWHERE else [],
            )  # fmt: skip
            change.save()
            author.bylines.lock_stories(author)  # type: ignore[attr-defined]
            change._call(name, sort_name)
            change._print()
            author.keep(by=by, source="name", note=f"Name changed, {change.get_scope_display()}"[:300])
        return change

    def _call(self, name: str, sort_name: str) -> None:
        """The author's own row, the address, and the name they had."""
        author = self.author
        was_made = author.sort_name == surname_first(author.name, author.kind)
        author.name, author.sort_name = name, sort_name or ("" if was_made else author.sort_name)
        author.slug = free_slug(name, author.pk)
        author.save()
        author.aliases.filter(key=author.key).delete()
        if match_key(self.old_name) != author.key:
            told = {"name": self.old_name, "former": True, "private": self.private}
            AuthorAlias.objects.update_or_create(author=author, key=match_key(self.old_name), defaults=told)

    def _print(self) -> None:
        """Stories, through the rows that hang on the author: published ones first, then the working copies."""
        author: Any = self.author
        credits, bylines = author.edition_credits, author.bylines
        if self.scope == self.Scope.EVERYWHERE:
            new = dict.fromkeys(self.printings, self.new_name)
            self.stories = credits.reprint(author, new, change=self.pk)
            bylines.reprint(author, new)
        else:
            credits.reprint_scheduled(author, {self.old_name: self.new_name})
            bylines.keep_printing(self.old_name)
        self.save(update_fields=["stories"])
