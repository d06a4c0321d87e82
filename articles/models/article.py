import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from articles.models import correcting, holding, publishing, review, takedown
from articles.models.edition import Edition
from articles.models.kinds import Kind
from articles.models.pictures import keep_pictures
from articles.models.refusals import Refused, SavedMeanwhile
from articles.models.revision import Revision
from articles.models.sealed import Sealed
from articles.models.section import Section
from articles.models.snapshot import Words
from articles.models.steps import Making, check_not_gone
from articles.models.topic import Topic
from articles.models.trust import are_related, are_sources
from images.models import Picture
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
        """Adds what readers see: live_version, live_slug, live_date, live_from, live_until, live_retracted, next_from (the next
        scheduled edition) and was_seen."""
        at = at or timezone.now()
        mine = Edition.objects.filter(article=OuterRef("pk"))
        live = mine.live(at)
        return self.annotate(
            live_version=Subquery(live.values("version")[:1]),
            live_slug=Subquery(live.values("slug")[:1]),
            live_date=Subquery(live.values("date")[:1]),
            live_from=Subquery(live.values("live_from")[:1]),
            live_until=Subquery(live.values("live_until")[:1]),
            live_retracted=Subquery(live.values("retracted")[:1]),
            next_from=Subquery(mine.scheduled(at).order_by("live_from").values("live_from")[:1]),
            was_seen=Exists(mine.filter(live_from__lte=at)),
        )

    def overdue(self, today: dt.date) -> Self:
        """Twin: Article.is_overdue."""
        return self.filter(planned_for__lt=today, first_published_at=None)

    def owned_by(self, user: "User") -> Self:
        """Created by the user, or credited to the user's author. Twin: Article.is_owned_by."""
        return self.filter(Q(created_by=user) | Q(pk__in=self._credited(user)))

    def _credited(self, user: "User") -> models.QuerySet:
        from articles.models.byline import Byline

        return Byline.objects.filter(author__user=user).values("article")


WITH_PICTURES = ("body", "lead_picture")  # fields that say which pictures stand in the story

# A save never writes these.
VERBS_OWN = {
    "state", "version", "first_published_at", "time_known", "date", "approved_version", "approved_at", "approved_by_name",
    "sent_back_because", "planned_for", "embargoed", "embargo_until", "embargo_reason", "held", "hold_reason", "ends_at",
    "gone_status", "gone_line", "made_by_form",
}  # fmt: skip


class Article(models.Model):
    """The working copy of a story: what the desk writes. Readers never see it; publishing makes an Edition of it."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"
        SENT_BACK = "sent_back", "changes asked"
        APPROVED = "approved", "approved"

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
    no_ai = models.BooleanField(
        "shut to machines that learn from texts",
        default=False,
        help_text="Whatever the paper says for all its stories.",
    )
    sources = models.TextField(
        "sources and documents",
        blank=True,
        validators=[are_sources],
        help_text="One to a line, with its address after a colon where it has one. "
        "For example: Council budget 2026: https://example.org/budget.pdf",
    )
    how_reported = models.TextField(
        "how we reported this", blank=True, help_text="Who was asked, what was read, what could not be checked."
    )
    disclosure = models.TextField(
        blank=True, help_text="What readers should know of the paper or the writer, for example a sponsored journey."
    )
    related = models.JSONField(
        "related stories", default=list, blank=True, validators=[are_related]
    )  # by hand, in order: [{"article": 12, "headline": "…"}]
    signed_by_house = models.BooleanField(
        "the paper signs it", default=False, help_text="Printed under the paper’s name: nobody is missing."
    )

    byline_wording = models.CharField(
        "byline in other words",
        max_length=300,
        blank=True,
        help_text="A name is written as {1}, {2} … by its place among the bylines. Empty: the usual sentence.",
    )

    lead_picture = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_articles",
        verbose_name="lead picture",
    )
    lead_caption = models.CharField(
        "caption here", max_length=2000, blank=True, help_text="Empty: the one the picture has in the library."
    )
    lead_alt = models.CharField(
        "alternative text here", max_length=500, blank=True, help_text="Empty: the one the picture has in the library."
    )

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)  # one more with every save: a save names its base
    first_published_at = models.DateTimeField(null=True, editable=False)
    time_known = models.BooleanField(default=True, editable=False)
    date = models.DateField(
        null=True, editable=False
    )  # of the address; in the paper's zone, fixed when readers could see it
    approved_version = models.PositiveIntegerField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by_name = models.CharField(max_length=160, blank=True, editable=False)
    sent_back_because = models.CharField(max_length=300, blank=True, editable=False)
    planned_for = models.DateField(null=True, blank=True, help_text="For the desk alone: nothing happens by it.")
    embargoed = models.BooleanField(default=False, editable=False)
    embargo_until = models.DateTimeField(null=True, editable=False)  # None while embargoed: until somebody lifts it
    embargo_reason = models.CharField(max_length=300, blank=True, editable=False)
    held = models.BooleanField(default=False, editable=False)  # legal hold
    hold_reason = models.CharField(max_length=300, blank=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    gone_status = models.PositiveSmallIntegerField(default=0, editable=False)  # 410 or 451: taken down
    gone_line = models.CharField(max_length=300, blank=True, editable=False)  # what readers are told of it
    made_by_form = models.CharField(max_length=32, blank=True, editable=False)  # a form sent twice makes one story
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
            ("approve_article", "Can approve stories and send them back"),
            ("fix_article", "Can fix what readers see"),
            ("retract_article", "Can retract stories"),
            ("embargo_article", "Can set and lift embargoes"),
            ("hold_article", "Can put stories under legal hold"),
            ("lift_hold_article", "Can lift legal holds"),
            ("take_down_article", "Can take stories and passages down"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["made_by_form"], condition=~Q(made_by_form=""), name="article_made_once")
        ]
        indexes = [
            # The desk's narrowed lists walk it: what they ask for stands in it, so that no row with its body is read.
            models.Index(
                fields=[
                    "-changed_at",
                    "-id",
                    "kind",
                    "section",
                    "created_by",
                    "gone_status",
                    "first_published_at",
                    "ends_at",
                    "version",
                ],
                name="article_list",
            ),
            models.Index(
                fields=["-changed_at", "-id", "state"], condition=Q(first_published_at=None), name="article_never_out"
            ),
            models.Index(fields=["-changed_at", "-id", "state"], condition=~Q(state="draft"), name="article_in_work"),
            models.Index(fields=["-changed_at", "-id"], condition=Q(held=True), name="article_held"),
            models.Index(fields=["-changed_at", "-id"], condition=Q(embargoed=True), name="article_embargoed"),
            models.Index(fields=["planned_for"], name="article_planned", condition=Q(planned_for__isnull=False)),
            models.Index(fields=["ends_at"], name="article_ends", condition=Q(ends_at__isnull=False)),
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
        self.fill_in_language()
        if not self._state.adding:
            kwargs.setdefault("update_fields", self._words())
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            if set(WITH_PICTURES) & set(kwargs.get("update_fields") or WITH_PICTURES):
                keep_pictures(self)

    def _words(self) -> set[str]:
        return {field.name for field in self._meta.concrete_fields if not field.primary_key} - VERBS_OWN

    def fill_in_language(self) -> None:
        """What was left empty is the paper's language, and runs as its letters do."""
        import paper

        self.language = self.language or paper.current().language
        self.direction = self.direction or direction_of(self.language)

    def claim_version(self, base: int, *, by: "User | None") -> None:
        """Take the next version, if `base` is still the newest: call before saving, in the same transaction.

        The version that is left behind is kept first. Raises SavedMeanwhile when somebody saved in between.
        """
        now = timezone.now()
        before = Article.objects.select_related("section", "changed_by").filter(pk=self.pk).first()
        if before is None:
            raise Refused(
                "This story was deleted meanwhile. What you typed is kept, and waits for you under New story."
            )
        Revision.objects.keep(before, by=before.changed_by)
        taken = Article.objects.filter(pk=self.pk, version=base, gone_status=0).update(
            version=F("version") + 1, changed_at=now, changed_by=by
        )
        if not taken:
            check_not_gone(Article.objects.lock(self.pk))
            raise SavedMeanwhile("This story was saved by somebody else since you opened it.")
        self.version, self.changed_at, self.changed_by = base + 1, now, by

    def keep_version(self, *, by: "User | None", kind: str = Revision.Kind.SAVED, note: str = "") -> Revision:
        """Keep what was just saved, words and rows, as this version: the last step of a save."""
        return Revision.objects.keep(self, by=by, kind=kind, note=note)

    def embargo_covers(self, moment: dt.datetime) -> bool:
        """Whether no edition may begin at `moment`."""
        return self.embargoed and (self.embargo_until is None or moment < self.embargo_until)

    def is_under_embargo(self, at: dt.datetime | None = None) -> bool:
        return self.embargo_covers(at or timezone.now())

    def is_overdue(self, today: dt.date) -> bool:
        """Planned for a day that has passed, and not published. Twin: ArticleQuerySet.overdue."""
        return bool(self.planned_for and self.planned_for < today and self.first_published_at is None)

    def is_owned_by(self, user: "User") -> bool:
        """Twin: ArticleQuerySet.owned_by."""
        return self.created_by_id == user.pk or self.bylines.filter(author__user=user).exists()

    # The verbs: one transaction each. All raise Refused, changing nothing.

    def submit(self, *, by: "User | None", note: str = "") -> None:
        """Hand the story to the editors. Refused when it is there already."""
        review.submit(self.pk, by=by, note=note)
        self.refresh_from_db()

    def send_back(self, *, by: "User | None", note: str) -> None:
        """Ask for changes, saying which."""
        review.send_back(self.pk, by=by, note=note)
        self.refresh_from_db()

    def approve(self, *, by: "User | None", note: str = "") -> None:
        """Mark this version as approved; what is written later shows as changed since."""
        review.approve(self.pk, by=by, note=note)
        self.refresh_from_db()

    def restore(self, number: int, *, by: "User | None", note: str = "") -> list[str]:
        """Make version `number` the newest, as a new version. Names authors and sections that are gone since."""
        gone = review.restore(self.pk, number, by=by, note=note)
        self.refresh_from_db()
        return gone

    def publish(
        self,
        *,
        by: "User | None",
        at: dt.datetime | dt.date | None = None,
        change: str = Edition.MATERIAL,
        note: str = "",
        line: str = "",
        despite: Iterable[str] = (),
    ) -> Edition:
        """Make an edition of the working copy: live now (`at=None`), from a future moment, or, for a story's first, a past one.

        A bare date is 12:00 in the paper's zone, marked as having no known time. `line` tells readers what changed; `despite`
        are the warnings it is published over.
        """
        edition = publishing.publish(self.pk, Making(by, change, note, line), at=at, despite=despite)
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

    def schedule_changes(
        self,
        edition: Edition,
        *,
        by: "User | None",
        change: str = "",
        note: str = "",
        line: str = "",
        despite: Iterable[str] = (),
    ) -> Edition:
        """Withdraw a scheduled edition and make the working copy's text in its place, at its minute."""
        making = Making(by, change or edition.change, note, line or edition.line)
        fresh = publishing.schedule_changes(self.pk, edition.pk, making, despite=despite)
        self.refresh_from_db()
        return fresh

    def fix(
        self,
        edition: Edition,
        words: Words,
        *,
        by: "User | None",
        change: str = Edition.MATERIAL,
        note: str = "",
        line: str = "",
        answers: correcting.Answers | None = None,
        despite: Iterable[str] = (),
    ) -> correcting.Fixed:
        """Publish `words`, typed over the live `edition`, and carry them into the working copy and every scheduled edition.

        Raises correcting.Collides, changing nothing, where somebody's changes touch the same words: `answers` settle those.
        """
        making = Making(by, change, note, line)
        fixed = correcting.fix(self.pk, edition.pk, words, making, answers=answers, despite=despite)
        self.refresh_from_db()
        return fixed

    def put_back(self, *, by: "User | None", edition: Edition | None = None, note: str = "") -> Edition:
        """Make the edition readers had before (or `edition`) live again, as a new edition."""
        fresh = correcting.put_back(self.pk, edition.pk if edition else None, Making(by, note=note))
        self.refresh_from_db()
        return fresh

    def retract(self, *, by: "User | None", notice: str, keep_text: bool = True, note: str = "") -> Edition:
        """Take the story back under a notice; its address stays. Everything scheduled is withdrawn."""
        edition = correcting.retract(self.pk, Making(by, note=note), notice=notice, keep_text=keep_text)
        self.refresh_from_db()
        return edition

    def embargo(self, *, by: "User | None", reason: str, until: dt.datetime | None = None) -> list[Edition]:
        """No edition may begin before `until` (None: until it is lifted). What was scheduled before it is withdrawn and returned."""
        withdrawn = holding.embargo(self.pk, by=by, until=until, reason=reason)
        self.refresh_from_db()
        return withdrawn

    def lift_embargo(self, *, by: "User | None", note: str = "") -> None:
        holding.lift_embargo(self.pk, by=by, note=note)
        self.refresh_from_db()

    def hold(self, *, by: "User | None", reason: str) -> list[Edition]:
        """Legal hold: nothing is published or deleted. What was scheduled is withdrawn and returned."""
        withdrawn = holding.hold(self.pk, by=by, reason=reason)
        self.refresh_from_db()
        return withdrawn

    def lift_hold(self, *, by: "User | None", note: str = "") -> None:
        holding.lift_hold(self.pk, by=by, note=note)
        self.refresh_from_db()

    def set_end(self, *, by: "User | None", at: dt.datetime | None, note: str = "") -> None:
        """When readers lose the story (None: never). It belongs to the story: later editions inherit it."""
        holding.set_end(self.pk, by=by, at=at, note=note)
        self.refresh_from_db()

    def take_down(self, order: takedown.Order, *, by: "User | None", passage: str = "") -> Sealed:
        """Remove the story, or one passage of it, from every edition and version; what was removed is sealed."""
        if passage:
            sealed = takedown.remove_passage(self.pk, passage, order, by=by)
        else:
            sealed = takedown.take_down(self.pk, order, by=by)
        self.refresh_from_db()
        return sealed
