import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from pagecache.models import purge
from paper.addresses import canonical, make_slug, numbered
from paper.prose import BioField, plain_text, sanitize_bio

if TYPE_CHECKING:
    from accounts.models import User

HUES = 6  # colours behind initials


def match_key(name: str) -> str:
    """What two spellings of one name share: letters and digits alone, without case, accents, spaces or punctuation.

    Signs that stand for vowels and sounds (राम and रमा) are letters here; accents and vowel points are not.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN" or _is_sound(c))


def _is_sound(c: str) -> bool:
    """A mark that is part of a name's spelling. By combining class: from 200 on accents, 10 to 36 points of Hebrew and Arabic."""
    place = unicodedata.combining(c)
    return (
        unicodedata.category(c) in ("Mc", "Mn")
        and place < 200
        and not 10 <= place <= 36
        and not "\ufe00" <= c <= "\ufe0f"
    )


def match_words(text: str) -> str:
    """The words of a text by their keys, a space on either side: one text's words stand in another's, or do not."""
    return f" {' '.join(filter(None, map(match_key, text.split())))} "


class AuthorQuerySet(models.QuerySet):
    def named(self, name: str) -> "AuthorQuerySet":
        """Those called `name`, however it is spaced, cased or punctuated, under their own name or an alias."""
        key = match_key(name)
        return self.filter(models.Q(key=key) | models.Q(pk__in=AuthorAlias.objects.filter(key=key).values("author")))

    def in_directory(self, at: datetime) -> "AuthorQuerySet":
        """Those with a bio or a story that is listed at `at`: a name made for a story to come would announce it."""
        credits = self.model.edition_credits.rel.related_model.objects.listed(at)  # type: ignore[attr-defined]
        return self.filter(~models.Q(bio="") | models.Exists(credits.filter(author=models.OuterRef("pk"))))


class Author(models.Model):
    """Somebody stories are credited to. Exists without an account, and outlives one. The bio has its one home here."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Organisation"
        WIRE = "wire", "Wire agency"

    class Standing(models.TextChoices):
        STAFF = "staff", "Staff"
        CONTRIBUTOR = "contributor", "Contributor"
        GUEST = "guest", "Guest"
        FORMER = "former", "Former staff"

    name = models.CharField(max_length=160, help_text="As printed under a headline.")
    sort_name = models.CharField(
        max_length=160, blank=True, help_text="For the directory: surname first. Empty: made from the name."
    )
    key = models.CharField(max_length=320, editable=False, db_index=True)
    slug = models.CharField(
        "address",
        max_length=80,
        unique=True,
        blank=True,
        help_text="Empty: made from the name. The old address leads to the new one.",
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.STAFF)
    position = models.CharField(max_length=120, blank=True, help_text="Their title, for example Senior Editor.")
    beat = models.CharField(max_length=160, blank=True, help_text="What they cover.")
    place = models.CharField("based in", max_length=120, blank=True)
    expertise = models.CharField(max_length=240, blank=True, help_text="Subjects, with commas between.")
    start_year = models.PositiveSmallIntegerField(
        "in the trade since",
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
        help_text="A year. It never goes stale; “20 years of experience” does.",
    )
    short_bio = BioField("short bio", blank=True, help_text="Under stories. Empty: the bio below stands there.")
    bio = BioField(blank=True, help_text="Written once, here: it stands on the profile and under every story.")
    disclosure = models.TextField(blank=True, help_text="What readers should know: memberships, holdings, relations.")
    email = models.EmailField("public contact", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        verbose_name="account",
    )
    card = models.TextField(
        editable=False, blank=True
    )  # the block under a story, rendered when something of it changes

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="author_has_a_name",
                violation_error_message="An author needs a name.",
            ),
            models.CheckConstraint(
                condition=~models.Q(slug=""),
                name="author_has_an_address",
                violation_error_message="An author needs an address.",
            ),
        ]
        indexes = [models.Index(fields=["sort_name", "id"], name="author_directory")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("authors:author", args=[self.slug])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def letter(self) -> str:
        """Where the directory files them: the sort name's first letter without accents; # for anything else."""
        first = unicodedata.normalize("NFKD", self.sort_name.strip())[:1].upper()
        return first if first.isalpha() else "#"

    @property
    def hue(self) -> int:
        return hue_of(self.pk or 0)

    @property
    def bio_under_stories(self) -> str:
        return self.short_bio or self.bio

    def clean(self) -> None:
        self.slug = canonical(self.slug) or free_slug(self.name, self.pk)
        if self.slug != make_slug(self.slug, ""):
            raise ValidationError(
                {"slug": "Write the address in letters, digits and single hyphens, for example jane-doe."}
            )
        taken = AuthorSlug.objects.filter(slug=self.slug).exclude(author=self.pk).select_related("author").first()
        if taken:
            raise ValidationError({"slug": f"This is an old address of {taken.author}. Choose another."})

    def save(self, *args, **kwargs) -> None:
        """Fills in what follows from the name, and keeps the old address when it changes."""
        self.bio, self.short_bio = sanitize_bio(self.bio), sanitize_bio(self.short_bio)
        self.key = match_key(self.name)
        self.sort_name = self.sort_name or surname_first(self.name, self.kind)
        self.slug = self.slug or free_slug(self.name, self.pk)
        with transaction.atomic():
            self._keep_old_slug()
            super().save(*args, **kwargs)

    def _keep_old_slug(self) -> None:
        old = Author.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        if old and old != self.slug:
            AuthorSlug.objects.filter(slug=self.slug).delete()
            AuthorSlug.objects.create(slug=old, author=self)

    def keep(self, *, by: "User | None", source: str = "desk") -> None:
        """Record the bio if it changed, render the card, and drop the pages that show this author.

        Call after every change of the author, the links or the outlet credits, in the same transaction.
        """
        from authors.models.bio import BioVersion

        with transaction.atomic():
            BioVersion.objects.record(self, by=by, source=source)
            self.card = self.render_card()
            Author.objects.filter(pk=self.pk).update(card=self.card)
            purge([f"author:{self.pk}", "authors"])

    def render_card(self) -> str:
        """The block under a story: HTML, made from today's facts. Outlets that the prose names are not said again."""
        context = {"author": self, "bio": self.bio_under_stories, "outlets": self.outlets_not_in_prose()}
        return render_to_string("authors/_card.html", context).strip()

    def outlets(self) -> list:
        """Where the work has appeared, in order."""
        return [credit.outlet for credit in self.outlet_credits.select_related("outlet")]

    def outlets_not_in_prose(self) -> list:
        prose = match_words(plain_text(self.bio_under_stories))
        return [outlet for outlet in self.outlets() if match_words(outlet.name) not in prose]


def initials_of(name: str) -> str:
    """The first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()] or [name]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def hue_of(pk: int) -> int:
    """1 to 6: which muted colour stands behind the initials, always the same for one author."""
    return pk % HUES + 1


def surname_first(name: str, kind: str) -> str:
    """Jane van Doe → Doe, Jane van for a person of two or more words; others as they are."""
    first, _, last = name.strip().rpartition(" ")
    return f"{last}, {first}" if first and kind == Author.Kind.PERSON else name.strip()


def free_slug(name: str, own: int | None = None) -> str:
    """The first of name, name-2, name-3 … that no author but `own` has or had."""
    slug, number = make_slug(name, "author"), 1
    while _is_taken(numbered(slug, number), own):
        number += 1
    return numbered(slug, number)


def _is_taken(slug: str, own: int | None) -> bool:
    others, old = Author.objects.exclude(pk=own or 0), AuthorSlug.objects.exclude(author=own or 0)
    return others.filter(slug=slug).exists() or old.filter(slug=slug).exists()


class AuthorSlug(models.Model):
    """An old address: it leads to where the author is now."""

    slug = models.CharField(max_length=80, unique=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug


class AuthorAlias(models.Model):
    """Another spelling under which stories arrive."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=320, editable=False, db_index=True)

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
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "link"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label
