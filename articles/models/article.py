import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from articles.models import publishing
from articles.models.edition import Edition
from articles.models.kinds import Kind
from articles.models.move import Move
from articles.models.refusals import Refused
from articles.models.section import Section
from articles.models.topic import Topic
from paper.addresses import canonical, make_slug
from paper.models import direction_of, is_language
from paper.prose import BodyField, sanitize

if TYPE_CHECKING:
    from accounts.models import User


class ArticleQuerySet(models.QuerySet["Article"]):
    def lock(self, pk: int) -> "Article":
        """The row, locked until the transaction ends: every verb's first step. SQLite's transactions lock by themselves."""
        return self.select_for_update(no_key=True).get(pk=pk)

    def with_state(self, at: dt.datetime | None = None) -> Self:
        """Adds what readers see: live_version, live_slug, live_date, next_from (the next scheduled edition) and was_seen."""
        at = at or timezone.now()
        mine = Edition.objects.filter(article=OuterRef("pk"))
        live = mine.live(at)
        return self.annotate(
            live_version=Subquery(live.values("version")[:1]),
            live_slug=Subquery(live.values("slug")[:1]),
            live_date=Subquery(live.values("date")[:1]),
            live_from=Subquery(live.values("live_from")[:1]),
            next_from=Subquery(mine.scheduled(at).order_by("live_from").values("live_from")[:1]),
            was_seen=Exists(mine.filter(live_from__lte=at)),
        )

    def changed_since_published(self, at: dt.datetime | None = None) -> Self:
        """Live stories with something saved that readers do not have. Twin: articles.desk.state.is_changed."""
        behind = Edition.objects.live(at).filter(version__lt=F("article__version"))
        return self.filter(pk__in=behind.values("article"))

    def owned_by(self, user: "User") -> Self:
        """Created by the user, or credited to the user's author. Twin: Article.is_owned_by."""
        return self.filter(Q(created_by=user) | Q(pk__in=self._credited(user)))

    def _credited(self, user: "User") -> models.QuerySet:
        from articles.models.byline import Byline

        return Byline.objects.filter(author__user=user).values("article")


VERBS_OWN = {"state", "version", "first_published_at", "time_known", "date"}  # a save never writes these


class Article(models.Model):
    """The working copy of a story: what the desk writes. Readers never see it; publishing makes an Edition of it."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"

    class Direction(models.TextChoices):
        LTR = "ltr", "left to right"
        RTL = "rtl", "right to left"

    kicker = models.CharField(max_length=60, blank=True, help_text="A word or two above the headline.")
    headline = models.CharField(max_length=300, blank=True)
    deck = models.TextField(blank=True, help_text="The sentence under the headline.")
    body = BodyField(blank=True)
    dateline = models.CharField(max_length=80, blank=True, help_text="Where it was written, for example GENEVA.")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEWS)
    sponsor = models.CharField("paid for by", max_length=120, blank=True)
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="articles")
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles")
    language = models.CharField(
        max_length=20, blank=True, validators=[is_language], help_text="Empty: the paper's language."
    )
    direction = models.CharField(max_length=3, choices=Direction, blank=True)
    front_headline = models.CharField(
        max_length=200, blank=True, help_text="On the front and in lists, where the headline is long."
    )
    slug = models.CharField(
        "address",
        max_length=80,
        blank=True,
        help_text="Empty: made from the headline, and kept once readers have seen it.",
    )
    search_title = models.CharField(max_length=120, blank=True, help_text="For search engines. Empty: the headline.")
    description = models.CharField(max_length=320, blank=True, help_text="For search engines. Empty: the deck.")
    source_name = models.CharField("republished from", max_length=120, blank=True)
    canonical_url = models.URLField("address of the original", max_length=500, blank=True)
    noindex = models.BooleanField("hide from search engines", default=False)

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # one more with every save: a save names its base
    first_published_at = models.DateTimeField(null=True, editable=False)
    time_known = models.BooleanField(default=True, editable=False)
    date = models.DateField(
        null=True, editable=False
    )  # of the address; in the paper's zone, fixed when readers could see it
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "story"
        verbose_name_plural = "stories"
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("change_own_article", "Can change stories of one's own"),
            ("submit_article", "Can submit stories"),
            ("publish_article", "Can publish and schedule stories"),
            ("unpublish_article", "Can unpublish stories"),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="article_changed"),
            models.Index(fields=["state", "-changed_at"], name="article_state"),
        ]

    def __str__(self) -> str:
        return self.headline or "(no headline yet)"

    def clean(self) -> None:
        self.slug = canonical(self.slug)
        if self.slug != make_slug(self.slug, ""):
            raise ValidationError(
                {"slug": "Write the address in letters, digits and single hyphens, for example council-votes-no."}
            )
        if self.kind == Kind.SPONSORED and not self.sponsor:
            raise ValidationError({"sponsor": "A sponsored piece says who paid for it: fill this in."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saving never shows readers anything, and never undoes what a verb wrote since this copy was read."""
        self.body = sanitize(self.body)
        self.language = self.language or self._papers_language()
        self.direction = self.direction or direction_of(self.language)
        if not self._state.adding:
            kwargs.setdefault("update_fields", self._words())
        super().save(*args, **kwargs)

    def _words(self) -> set[str]:
        return {field.name for field in self._meta.concrete_fields if not field.primary_key} - VERBS_OWN

    @staticmethod
    def _papers_language() -> str:
        import paper

        return paper.current().language

    def claim_version(self, base: int, *, by: "User | None") -> None:
        """Take the next version, if `base` is still the newest: call before saving, in the same transaction.

        Raises Refused when somebody saved in between: nothing is overwritten.
        """
        now = timezone.now()
        taken = Article.objects.filter(pk=self.pk, version=base).update(
            version=F("version") + 1, changed_at=now, changed_by=by
        )
        if not taken:
            raise Refused(
                "This story was saved by somebody else since you opened it. Your text is still here: copy what you need, then open the story again."
            )
        self.version, self.changed_at, self.changed_by = base + 1, now, by

    def is_owned_by(self, user: "User") -> bool:
        """Twin: ArticleQuerySet.owned_by."""
        return self.created_by_id == user.pk or self.bylines.filter(author__user=user).exists()

    # The verbs: one transaction each.

    def submit(self, *, by: "User | None", note: str = "") -> None:
        """Hand the story to the editors. Refused when it is there already."""
        with transaction.atomic():
            story = Article.objects.lock(self.pk)
            if story.state == Article.State.IN_REVIEW:
                raise Refused("This story is in review already.")
            Article.objects.filter(pk=self.pk).update(state=Article.State.IN_REVIEW)
            Move.objects.log(story, "submit", by=by, note=note)
        self.refresh_from_db()

    def publish(
        self,
        *,
        by: "User | None",
        at: dt.datetime | dt.date | None = None,
        change: str = Edition.MATERIAL,
        note: str = "",
    ) -> Edition:
        """Make an edition of the working copy: live now (`at=None`), from a future moment, or, for a story's first, a past one.

        A bare date is 12:00 in the paper's zone, marked as having no known time. Raises Refused, changing nothing.
        """
        edition = publishing.publish(self.pk, by=by, at=at, change=change, note=note)
        self.refresh_from_db()
        return edition

    def unpublish(self, *, by: "User | None", note: str = "") -> list[Edition]:
        """Take the story from readers, and withdraw every scheduled edition: nothing returns by the clock. Returns those."""
        withdrawn = publishing.unpublish(self.pk, by=by, note=note)
        self.refresh_from_db()
        return withdrawn

    def withdraw(self, edition: Edition, *, by: "User | None", note: str = "") -> None:
        """Take back a scheduled edition that nobody could have read yet."""
        publishing.withdraw(self.pk, edition.pk, by=by, note=note)
        self.refresh_from_db()

    def reschedule(self, edition: Edition, *, by: "User | None", at: dt.datetime, note: str = "") -> Edition:
        """Withdraw a scheduled edition and make the same one again for another moment, in one transaction."""
        moved = publishing.reschedule(self.pk, edition.pk, by=by, at=at, note=note)
        self.refresh_from_db()
        return moved
