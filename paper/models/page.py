"""The paper's own pages: who it is, what it promises, how to reach it."""

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pagecache.models import purge
from paper.addresses import canonical, make_slug
from paper.prose import BODY_TOOLS, FIGURE, BodyField, plain_text, sanitize

if TYPE_CHECKING:
    from accounts.models import User

ABOUT = "about"  # the page at /about/; the others stand below it
ASKED = re.compile(r"\[To fill in:([^\]]*)")  # in plain text: of the desk, for what only the paper can know
QUESTION = re.compile(r"\s?\[To fill in:[^\[\]<>]*\]")  # the same in clean HTML
ASKING = re.compile(rf"<p>(?:\s|{QUESTION.pattern})+</p>")  # nothing but questions
WORDS = ("title", "slug", "summary", "body", "purpose", "is_public", "in_footer", "order")


class Purpose(models.TextChoices):
    """What a page answers. Machines are told of each by schema.org's name for it."""

    ABOUT = "about", "who we are"
    MISSION = "mission", "what we cover, and why"
    ETHICS = "ethics", "our standards"
    CORRECTIONS = "corrections", "how we correct"
    VERIFICATION = "verification", "how we check facts"
    UNNAMED_SOURCES = "unnamed_sources", "unnamed sources"
    BYLINES = "bylines", "stories without a name"
    DIVERSITY = "diversity", "diversity"
    FEEDBACK = "feedback", "how readers answer"
    OWNERSHIP = "ownership", "ownership and funding"
    CONTACT = "contact", "contact"
    PRIVACY = "privacy", "privacy"


class PageChangedMeanwhile(Exception):
    """Somebody saved the page since it was opened."""


def clean_body(html: str) -> str:
    """Clean HTML as a page holds it: no pictures, no embeds. Of those only the caption stays."""
    clean = sanitize(html)
    without = FIGURE.sub(lambda figure: f"<p>{figure['caption']}</p>" if figure["caption"] else "", clean)
    return clean if without == clean else sanitize(without)


class PageBodyField(BodyField):
    """Text, lists, tables and boxes. Pictures belong to stories."""

    tools = {name: tags for name, tags in BODY_TOOLS.items() if name not in ("Figure", "Embed")}
    clean_html = staticmethod(clean_body)


class Page(models.Model):
    """Shown to readers as saved, while `is_public`. Every version is kept."""

    Purpose = Purpose

    title = models.CharField(max_length=120)
    slug = models.CharField("address", max_length=60, unique=True, blank=True, help_text="Empty: made from the title.")
    purpose = models.CharField(
        "what it answers",
        max_length=16,
        choices=Purpose,
        blank=True,
        help_text="Search engines are told of it by this.",
    )
    summary = models.CharField(
        max_length=200, blank=True, help_text="A sentence under the title, and for search engines."
    )
    body = PageBodyField(blank=True)
    is_public = models.BooleanField("readers have it", default=False)
    in_footer = models.BooleanField("stands at the foot of every page", default=True)
    order = models.PositiveSmallIntegerField(default=0, help_text="Place at the foot: lowest first.")
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug=""), name="page_has_an_address", violation_error_message="A page needs an address."
            ),
            models.UniqueConstraint(
                fields=["purpose"],
                condition=~Q(purpose=""),
                name="page_for_each_purpose",
                violation_error_message="Another page answers this already. Choose something else here, or there.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("paper:about") if self.slug == ABOUT else reverse("paper:page", args=[self.slug])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    def clean(self) -> None:
        self.slug = canonical(self.slug) or make_slug(self.title, "page")
        if self.slug != make_slug(self.slug, ""):
            raise ValidationError(
                {"slug": "Write the address in letters, digits and single hyphens, for example how-we-correct."}
            )
        if self.is_public and not self.body.strip():
            raise ValidationError({"body": "The page has no text. Write at least a sentence before readers have it."})
        if self.is_public and self.questions:
            raise ValidationError(
                {
                    "body": f"Answer what stands in brackets before readers have the page, or take it out: {self.questions[0]}"
                }
            )

    @property
    def questions(self) -> list[str]:
        """What the desk has still to fill in, in the order of the text."""
        return [" ".join(words.split()) for words in ASKED.findall(plain_text(self.body))]

    @property
    def text(self) -> str:
        """The body as readers may have it: clean HTML without the desk's questions."""
        return QUESTION.sub("", ASKING.sub("", self.body)) if "[" in self.body else self.body

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body = clean_body(self.body)
        self.slug = self.slug or make_slug(self.title, "page")
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._purge()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            self._purge()
            return super().delete(*args, **kwargs)

    def _purge(self) -> None:
        """Its address stands at the foot of every page."""
        purge(["pages", "site", *([f"page:{self.pk}"] if self.pk else [])])

    def keep(self, *, by: "User | None", base: int | None = None) -> None:
        """Save as a new version, one transaction; `base` is the version it was made from. Raises PageChangedMeanwhile."""
        now = timezone.now()
        with transaction.atomic():
            if self.pk:
                newest = Page.objects.filter(pk=self.pk, **({"version": base} if base is not None else {}))
                if not newest.update(version=F("version") + 1):
                    raise PageChangedMeanwhile("Somebody saved this page since you opened it.")
                self.version = Page.objects.values_list("version", flat=True).get(pk=self.pk)
            self.changed_at, self.changed_by = now, by
            self.save()
            PageVersion.objects.create(
                page=self,
                number=self.version,
                words={name: getattr(self, name) for name in WORDS},
                at=now,
                by=by,
                by_name=str(by) if by else "Newsroom",
            )


class PageVersion(models.Model):
    """A page as it was saved once. Rows are only added."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    words = models.JSONField()  # {"title": "…", "slug": "…", "body": html, "is_public": true, …}
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="page_version_once")]

    def __str__(self) -> str:
        return f"{self.page_id}, version {self.number}"
