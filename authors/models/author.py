import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from authors.names import match_key, match_words, surname_first
from pagecache.models import purge
from paper.addresses import canonical, make_slug, numbered
from paper.prose import BioField, plain_text, sanitize_bio
from paper.speech import speaking

if TYPE_CHECKING:
    from accounts.models import User
    from authors.models.bio import BioVersion

HUES = 6  # colours behind initials
VERBS_OWN = {"merged_into", "looked_at", "card"}  # a save never writes these: it may be of an older copy
APART = "\u200c"  # keeps Arabic letters from joining into a word
RESERVED = ("masthead", "check")  # addresses of other pages beside the profiles
YEARS = [MinValueValidator(1700), MaxValueValidator(2200)]


class AuthorQuerySet(models.QuerySet["Author"]):
    def today(self, pks: Iterable[int | None]) -> dict[int, "Author"]:
        """For each of these pks whoever stands for it today: the author, or the one it was merged into. Ask `everyone`. No
        query for none."""
        wanted = {pk for pk in pks if pk}
        return heirs(self.with_heirs(list(wanted))) if wanted else {}

    def with_heirs(self, pks: list[int]) -> "AuthorQuerySet":
        """These, each with the author it was merged into."""
        return self.filter(pk__in=pks).select_related("merged_into")

    def named(self, name: str) -> "AuthorQuerySet":
        """Those called `name`, however it is spaced, cased or punctuated, under their own name or an alias."""
        from authors.models.names import AuthorAlias

        key = match_key(name)
        return self.filter(models.Q(key=key) | models.Q(pk__in=AuthorAlias.objects.filter(key=key).values("author")))

    def at_slug(self, slug: str) -> "Author | None":
        """Whose address this is or was. Asked for one after the other: each has an index, the two together none."""
        return self.filter(slug=slug).first() or self.filter(old_slugs__slug=slug).first()

    def in_directory(self, at: datetime) -> "AuthorQuerySet":
        """Those with a bio or a story that is listed at `at`: a name made for a story to come would announce it."""
        credits = self.model.edition_credits.rel.related_model.objects.listed(at)  # type: ignore[attr-defined]
        newest = credits.filter(author=models.OuterRef("pk")).newest(at)
        # With Exists the planner may read all credits there are.
        listed = self.alias(newest_credit=models.Subquery(newest.values("pk")[:1]))
        return listed.filter(~models.Q(bio="") | models.Q(newest_credit__isnull=False), hidden=False)


def heirs(rows: "Iterable[Author]") -> "dict[int, Author]":
    """By number, whoever stands for each of these today. They come `with_heirs`."""
    return {row.pk: row.merged_into or row for row in rows}


class TodaysAuthors(models.Manager.from_queryset(AuthorQuerySet)):  # type: ignore[misc]
    """Those who were not merged into another: what every list, form and search means by authors."""

    def get_queryset(self) -> AuthorQuerySet:
        return super().get_queryset().filter(merged_into=None)


class Author(models.Model):
    """Somebody stories are credited to. Exists without an account, and outlives one. The bio has its one home here."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Organisation"
        WIRE = "wire", "Wire agency"
        PEN_NAME = "pen_name", "Pen name"

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
    fediverse = models.CharField(
        "fediverse handle",
        max_length=160,
        blank=True,
        validators=[
            RegexValidator(
                r"^@?[\w.-]+@[\w-]+(\.[\w-]+)+\Z", "Write it as @name@server, for example @ann@social.example."
            )
        ],
        help_text="Shared links then name them. They list this paper’s address in their account’s settings.",
    )
    born_year = models.PositiveSmallIntegerField(
        "born", null=True, blank=True, validators=YEARS, help_text="A year, if readers are to see it."
    )
    died_year = models.PositiveSmallIntegerField("died", null=True, blank=True, validators=YEARS)
    portrait = models.ForeignKey(
        "images.Picture",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="portrait_of",
        help_text="From the picture library. Without one their initials stand there.",
    )
    department = models.ForeignKey(
        "authors.Department",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
        help_text="Where they stand on the masthead. Empty: they do not.",
    )
    masthead_place = models.PositiveSmallIntegerField(
        "place on the masthead", default=0, help_text="In the department. Those with the same number stand by name."
    )
    hidden = models.BooleanField(
        "hidden",
        default=False,
        help_text="Not in the directory, on the masthead or in search engines. Bylines still lead to the profile.",
    )
    behind = models.CharField(
        "who writes under it",
        max_length=160,
        blank=True,
        help_text="Of a pen name: for bio managers alone, never shown.",
    )
    contact_email = models.EmailField(
        "where the paper reaches them", blank=True, help_text="For questions about the bio. Never shown to readers."
    )
    looked_at = models.DateTimeField(null=True, editable=False)  # when somebody last said that all this is right
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="absorbed"
    )
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

    objects = TodaysAuthors()
    everyone = AuthorQuerySet.as_manager()  # those merged into another too

    class Meta:
        ordering = ["sort_name", "pk"]
        base_manager_name = "everyone"
        permissions = [
            ("change_own_author", "Can propose changes of one's own bio"),
            ("ask_author", "Can ask authors to check their bios"),
            ("rename_author", "Can change an author's name"),
            ("merge_author", "Can merge authors, and undo it"),
            ("view_old_names", "Can see what stood under a name that was changed everywhere"),
        ]
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
            models.CheckConstraint(
                condition=models.Q(born_year=None)
                | models.Q(died_year=None)
                | models.Q(born_year__lte=models.F("died_year")),
                name="author_dies_after_birth",
                violation_error_message="Nobody dies before they are born: check the two years.",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="author_directory"),
            models.Index(fields=["department", "masthead_place"], name="author_masthead"),
        ]

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
    def life(self) -> str:
        """1931–2019, †2019 or born 1931; "" where readers are told nothing."""
        if self.died_year:
            return f"{self.born_year}–{self.died_year}" if self.born_year else f"†{self.died_year}"
        return f"born {self.born_year}" if self.born_year else ""

    @property
    def hue(self) -> int:
        return hue_of(self.pk or 0)

    @property
    def bio_under_stories(self) -> str:
        return self.short_bio or self.bio

    def clean(self) -> None:
        from authors.models.names import AuthorSlug

        self.slug = canonical(self.slug) or free_slug(self.name, self.pk)
        if self.slug != make_slug(self.slug, ""):
            raise ValidationError(
                {"slug": "Write the address in letters, digits and single hyphens, for example jane-doe."}
            )
        if self.slug in RESERVED:
            raise ValidationError({"slug": "Another page has this address. Choose another."})
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
            old = Author.objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
            self._keep_old_slug(old)
            if not self._state.adding:
                kwargs.setdefault("update_fields", self._own(is_merged=old is None))
            super().save(*args, **kwargs)

    def _own(self, *, is_merged: bool) -> set[str]:
        fields = {field.name for field in self._meta.concrete_fields if not field.primary_key}
        return fields - VERBS_OWN - ({"slug", "user"} if is_merged else set())  # these went to the other

    def _keep_old_slug(self, old: str | None) -> None:
        from authors.models.names import AuthorSlug

        if old and old != self.slug:
            AuthorSlug.objects.filter(slug=self.slug).delete()
            AuthorSlug.objects.create(slug=old, author=self)

    def keep(self, *, by: "User | None", source: str = "desk", **facts: Any) -> "BioVersion | None":
        """Record the profile if it changed, look at the bio, render the card, and drop the pages that show this author.

        Call after every change of the author, the links or the outlet credits, in the same transaction. `facts` go into
        the version that is kept: see BioVersion. Returns it; None where the profile says what it said.
        """
        from authors.models.bio import BioVersion
        from authors.models.finding import Finding
        from authors.verify import verify_later

        with transaction.atomic():
            version = BioVersion.objects.record(self, by=by, source=source, **facts)
            Finding.objects.look(self)
            self.card = self.render_card()
            Author.objects.filter(pk=self.pk).update(card=self.card)
            purge([f"author:{self.pk}", "authors"])
            verify_later(self)
        return version

    def say_anew(self) -> None:
        """Render the card where it would say something else, as it does when the paper speaks another language."""
        with transaction.atomic():
            self.lock()
            card = self.render_card()
            if card != self.card:
                Author.objects.filter(pk=self.pk).update(card=card)
                purge([f"author:{self.pk}"])

    @property
    def last_changed_by(self) -> str:
        """The name of whoever changed the profile last."""
        return self.bio_versions.values_list("by_name", flat=True).first() or "Somebody"

    def look_right(self, at: datetime) -> None:
        """Somebody who must know says that all this is right."""
        self.looked_at = at
        Author.objects.filter(pk=self.pk).update(looked_at=at)

    def lock(self) -> None:
        """Wait for whoever is changing this author, and read what is true now. Every verb's first step."""
        Author.everyone.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db()

    def render_card(self) -> str:
        """The block under a story: HTML, made from today's facts. Outlets that the prose names are not said again."""
        context = {"author": self, "bio": self.bio_under_stories, "outlets": self.outlets_not_in_prose()}
        with speaking():
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
    letters = [words[0][0], *([words[-1].removeprefix("ال")[:1] or words[-1][0]] if len(words) > 1 else [])]
    return APART.join(letters).upper() if unicodedata.bidirectional(letters[0]) == "AL" else "".join(letters).upper()


def hue_of(pk: int) -> int:
    """1 to 6: which muted colour stands behind the initials, always the same for one author."""
    return pk % HUES + 1


def free_slug(name: str, own: int | None = None) -> str:
    """The first of name, name-2, name-3 … that no author but `own` has or had."""
    slug, number = make_slug(name, "author"), 1
    while _is_taken(numbered(slug, number), own):
        number += 1
    return numbered(slug, number)


def _is_taken(slug: str, own: int | None) -> bool:
    from authors.models.names import AuthorSlug

    if slug in RESERVED:
        return True
    others, old = Author.objects.exclude(pk=own or 0), AuthorSlug.objects.exclude(author=own or 0)
    return others.filter(slug=slug).exists() or old.filter(slug=slug).exists()
