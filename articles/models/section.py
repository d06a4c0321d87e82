from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models, transaction

from pagecache import memory
from pagecache.models import purge
from paper.addresses import canonical, make_slug

TAGS = ("site", "sections")  # of what is kept in memory of them

# First words of addresses that are not sections.
RESERVED = {
    "admin",
    "authors",
    "topics",
    "latest",
    "static",
    "media",
    "embed",
    "pictures",
    "shares",
    "search",
    "series",
    "sitemaps",
    "feeds",
    "about",
    "corrections",
    "robots",
    "paper",
}


class Section(models.Model):
    """A part of the paper. Sections nest; the whole tree is small and kept in memory for navigation."""

    name = models.CharField(max_length=60)
    slug = models.CharField("address", max_length=60, unique=True, blank=True, help_text="Empty: made from the name.")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="part of",
    )
    description = models.TextField(blank=True, help_text="A sentence or two at the top of the section's page.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Place in the navigation: lowest first.")

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="section_has_an_address",
                violation_error_message="A section needs an address.",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="section_not_in_itself",
                violation_error_message="A section cannot be part of itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return quote(self.path)

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    @property
    def path(self) -> str:
        """The address as letters; `url` is the same in percent signs."""
        return "/" + "".join(f"{section.slug}/" for section in self.line())

    def line(self) -> list["Section"]:
        """From the top section down to this one."""
        tree = sections()
        line, above = [self], self.parent_id
        while above in tree and len(line) <= len(tree):
            line.insert(0, tree[above])
            above = tree[above].parent_id
        return line

    @property
    def below(self) -> list["Section"]:
        """Sections directly part of this one, from memory."""
        return [section for section in sections().values() if section.parent_id == self.pk]

    def subtree(self) -> list["Section"]:
        """This section and every one below it."""
        return memory.keep("sections below", TAGS, _subtrees).get(self.pk) or [self]

    def clean(self) -> None:
        self.slug = canonical(self.slug) or make_slug(self.name, "section")
        if self.slug != make_slug(self.slug, ""):
            raise ValidationError(
                {"slug": "Write the address in letters, digits and single hyphens, for example world-news."}
            )
        if self.slug in RESERVED or self.slug.isdigit():
            raise ValidationError(
                {"slug": f"“{self.slug}” is used for other pages of the site. Choose another address."}
            )
        if self.parent and self.pk in {up.pk for up in self.parent.line()}:
            raise ValidationError({"parent": f"{self.parent} is itself part of {self}. Choose a section outside it."})

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or make_slug(self.name, "section")
        with transaction.atomic():
            super().save(*args, **kwargs)
            purge(["site", "sections"])

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            purge(["site", "sections"])
        return deleted


def sections() -> dict[int, Section]:
    """Every section by its pk, in the navigation's order, from memory."""
    return memory.keep("sections", TAGS, lambda: {section.pk: section for section in Section.objects.all()})


def _subtrees() -> dict[int, list[Section]]:
    """By the pk of the one at its top, in the navigation's order."""
    found: dict[int, list[Section]] = {}
    for section in sections().values():
        for up in section.line():
            found.setdefault(up.pk, []).append(section)
    return found


def top_sections() -> list[Section]:
    """The navigation: sections that are part of no other."""
    return [section for section in sections().values() if section.parent_id is None]
