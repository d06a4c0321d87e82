"""The picture library: what is kept of a picture, and what may be done with it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from images import rendering
from images.imaging import SHAPES, Box, crop_box
from images.models.move import PictureMove
from images.models.refusals import InUse, Known, Refused, SavedMeanwhile
from images.models.words import SHARED, PictureWords, changed, words_of
from pagecache.models import purge
from paper.background import later
from paper.days import day_of, day_period

if TYPE_CHECKING:
    from accounts.models import User
    from images.intake import Intake

FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]
SHORT = 80  # characters of a caption that name a picture
NEVER = date(9000, 1, 1)  # days beyond are no days but words for "always"; the last of them has no morrow


class PictureQuerySet(models.QuerySet["Picture"]):
    def lock(self, pk: int) -> "Picture":
        """The row, locked until the transaction ends: every verb's first step. Raises Refused where it is gone."""
        found = self.select_for_update(no_key=True).filter(pk=pk).first()
        if found is None:
            raise Refused("This picture was deleted meanwhile.")
        return found

    def available(self, at: datetime | None = None) -> Self:
        """Those that readers may see at `at`. Twin: Picture.is_available."""
        return self.available_on(day_of(at or timezone.now()))

    def available_on(self, today: date) -> Self:
        return self.filter(Q(licensed_through=None) | Q(licensed_through__gte=today), withdrawn_at=None)

    def incomplete(self) -> Self:
        """Those that may need something doing about them before they are printed."""
        return self.filter(Q(alt="", decorative=False) | Q(credit="") | Q(licence=""), withdrawn_at=None)

    def unfinished(self) -> Self:
        """Those whose renditions are still to be made. Twin: Picture.is_rendered."""
        return self.filter(rendered_at=None, withdrawn_at=None)

    def take(self, intake: "Intake", *, by: "User | None", **words: Any) -> "Picture":
        """Keep a new picture. What its file says of itself is filled in where `words` say nothing.

        Raises Known for a file that is here already, files.StorageAway where it could not be kept; then nothing is.
        """
        self.check_new(intake)
        first = rendering.first_renditions(intake)
        described = {name: value for name, value in vars(intake.described).items() if value}
        picture = self.model(uploaded_by=by, **rendering.facts_of(intake, first), **described | words)
        picture.full_clean(exclude=["uploaded_by", "sha256"])
        try:
            with rendering.keeping({picture.original: intake.data, **first.files}):
                picture.save(force_insert=True)
                PictureMove.objects.log(picture, "upload", by=by, file=intake.name)
                come_and_go([picture], picture.licence_ends)
                later(_render(), picture.pk)
        except IntegrityError:  # somebody took the same file in at the same time
            self.check_new(intake)
            raise
        return picture

    def check_new(self, intake: "Intake") -> None:
        """Raises Known for a file that is in the library already."""
        known = self.filter(sha256=intake.sha256).first()
        if known:
            raise Known(known)

    def describe(self, pks: Iterable[int], *, by: "User | None", **words: Any) -> int:
        """Say the same of many: credit, caption, licence, terms, its last day, source. Returns of how many. One transaction."""
        unknown = set(words) - set(SHARED)
        if unknown:
            raise ValueError(f"Not said of many at once: {', '.join(sorted(unknown))}")
        with transaction.atomic():
            wanted: list[Picture] = list(self.select_for_update(no_key=True).filter(pk__in=set(pks)).order_by("pk"))
            told = {picture: change for picture in wanted if (change := picture.say(words))}
            for picture in told:
                picture.version += 1
            Picture.objects.bulk_update(list(told), [*words, "version"])
            PictureMove.objects.bulk_create(
                PictureMove.objects.unsaved(picture, "change", by=by, changed=change)
                for picture, change in told.items()
            )
            come_and_go(told, next(iter(told)).licence_ends if told and "licensed_through" in words else None)
        return len(wanted)


# A save never writes these.
VERBS_OWN = {
    "sha256", "original", "file_name", "extension", "width", "height", "bytes", "renditions", "rendered_at", "withdrawn_at",
    "withdrawn_why", "withdrawn_because", "withdrawn_by_name", "uploaded_by", "uploaded_at", "version",
}  # fmt: skip


class Picture(models.Model):
    """A picture of the library: the file as it came, what is said about it, and the renditions readers get of it.

    Stories keep its number. Whether readers see it is asked when a page is made: `available(at)` and nothing else knows.
    """

    class Licence(models.TextChoices):
        OWN = "own", "The paper’s own"
        AGENCY = "agency", "From an agency"
        HANDOUT = "handout", "Handout for the press"
        FREE = "free", "Creative Commons or another free licence"
        PERMISSION = "permission", "By permission"

    class Why(models.TextChoices):
        KILLED = "killed", "Killed by the agency"
        CONSENT = "consent", "Consent withdrawn"
        LEGAL = "legal", "By order or for legal reasons"
        ERROR = "error", "Wrong picture, or not what it seemed"
        OTHER = "other", "Another reason"

    alt = models.CharField(
        "alternative text",
        max_length=500,
        blank=True,
        help_text="What one sees, for those who do not see it. Not the caption again.",
    )
    decorative = models.BooleanField(
        default=False, help_text="It says nothing that the text does not: no words for it."
    )
    caption = models.CharField(
        max_length=2000, blank=True, help_text="Under the picture, unless a story says otherwise."
    )
    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made it, and for whom: always shown. For example Ann Lee / The Bell."
    )
    source = models.CharField(max_length=200, blank=True, help_text="Where it came from.")
    source_url = models.URLField("address of the source", max_length=500, blank=True)
    licence = models.CharField(max_length=12, choices=Licence, blank=True)
    terms = models.CharField(max_length=1000, blank=True, help_text="What the licence asks, and what it forbids.")
    licensed_through = models.DateField(
        "licensed through", null=True, blank=True, help_text="The last day readers may see it. Empty: no end."
    )
    may_republish = models.BooleanField(
        "others may republish it", default=False, help_text="With our stories, where those are passed on."
    )
    taken_on = models.DateField("taken on", null=True, blank=True)
    people = models.CharField(max_length=500, blank=True, help_text="Who is seen, with commas between.")
    place = models.CharField(max_length=200, blank=True)
    focus_x = models.FloatField(default=0.5, validators=FRACTION)  # of its width: what every crop keeps in sight
    focus_y = models.FloatField(default=0.5, validators=FRACTION)
    crops = models.JSONField(
        default=dict, blank=True
    )  # by hand, {"lead": [x, y, width, height]} in fractions of the whole

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    original = models.CharField(max_length=120, editable=False)  # its name in the storage
    file_name = models.CharField(max_length=200, editable=False)  # as uploaded
    extension = models.CharField(max_length=5, editable=False)
    width = models.PositiveIntegerField(editable=False)  # upright
    height = models.PositiveIntegerField(editable=False)
    bytes = models.PositiveBigIntegerField(editable=False)
    # what readers can get: {"lead": {"recipe": "3fa9…", "avif": [[320, 213], …], "jpeg": [[640, 427]]}}, see images.rendering
    renditions = models.JSONField(default=dict, editable=False)
    rendered_at = models.DateTimeField(null=True, editable=False)  # None: some are still to be made
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.CharField(max_length=8, choices=Why, blank=True, editable=False)
    withdrawn_because = models.CharField(max_length=300, blank=True, editable=False)
    withdrawn_by_name = models.CharField(max_length=160, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(
        default=1, editable=False
    )  # one more with every change: a change names its base

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        permissions = [
            ("change_own_picture", "Can change pictures one uploaded oneself"),
            ("describe_picture", "Can say the same of many pictures"),
            ("withdraw_picture", "Can withdraw pictures, and put them back"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__gte=0.0) & Q(focus_x__lte=1.0) & Q(focus_y__gte=0.0) & Q(focus_y__lte=1.0),
                name="picture_focus_inside",
                violation_error_message="The focus lies inside the picture.",
            ),
            models.CheckConstraint(
                condition=~Q(decorative=True) | Q(alt=""),
                name="picture_decorative_or_described",
                violation_error_message="A decorative picture has no alternative text: clear one of the two.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_why=""),
                name="picture_withdrawn_for_a_reason",
                violation_error_message="Say why the picture is withdrawn.",
            ),
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="picture_newest"),
            models.Index(
                fields=["licensed_through"], name="picture_licence", condition=Q(licensed_through__isnull=False)
            ),
            models.Index(fields=["withdrawn_at"], name="picture_withdrawn", condition=Q(withdrawn_at__isnull=False)),
            models.Index(fields=["uploaded_at"], name="picture_unfinished", condition=Q(rendered_at=None)),
        ]

    def __str__(self) -> str:
        """What the desk calls it: by its caption or what one sees, else by its file."""
        words = " ".join((self.caption or self.alt).split()) or self.file_name
        return words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Never undoes what a verb wrote since this copy was read."""
        if not self._state.adding:
            own = {field.name for field in self._meta.concrete_fields if not field.primary_key} - VERBS_OWN
            kwargs.setdefault("update_fields", own)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.credit = " ".join(self.credit.split())
        self.alt = " ".join(self.alt.split())
        self.caption = self.caption.strip()
        if self.decorative and self.alt:
            raise ValidationError({"decorative": "It has an alternative text: clear that, or this tick."})
        if self.licensed_through and self.licensed_through >= NEVER:
            raise ValidationError(
                {"licensed_through": "No licence lasts that long. Leave it empty where it has no end."}
            )

    @property
    def tag(self) -> str:
        """What pages that show it, or would, are made from."""
        return f"picture:{self.pk}"

    @property
    def focus(self) -> tuple[float, float]:
        return self.focus_x, self.focus_y

    @property
    def is_rendered(self) -> bool:
        return self.rendered_at is not None

    @property
    def missing(self) -> list[str]:
        """What is still to be said before it is printed, in words for the desk: "alternative text", "credit", "licence"."""
        gaps = {
            "alternative text": not (self.alt or self.decorative),
            "credit": not self.credit,
            "licence": not self.licence,
        }
        return [name for name, is_missing in gaps.items() if is_missing]

    def is_available(self, at: datetime | None = None) -> bool:
        """Whether readers may see it at `at`. Twin: PictureQuerySet.available."""
        return self.withdrawn_at is None and not self.licence_has_ended(at)

    def licence_has_ended(self, at: datetime | None = None) -> bool:
        return self.licensed_through is not None and self.licensed_through < day_of(at or timezone.now())

    @property
    def licence_ends(self) -> datetime | None:
        """The first moment at which readers may not see it any more."""
        return _end_of(self.licensed_through)

    def box(self, shape: str) -> Box:
        """What the shape shows of it, in pixels."""
        return crop_box(self.width, self.height, SHAPES[shape], self.focus, self.crops.get(shape))

    # The verbs: one transaction each. All raise Refused, changing nothing.

    def change(self, words: PictureWords, *, by: "User | None", base: int | None = None) -> None:
        """Say something else about it. `base`: the version the person saw, where they saw one."""
        with transaction.atomic():
            now = self._locked(base)
            now.put(words, by=by)
        self.refresh_from_db()

    def put(self, words: PictureWords, *, by: "User | None") -> None:
        """For the verbs alone, on a locked row: keep the words, and say that its pages change."""
        change = self.say(words)
        if change:
            self.save()
            self._next_version()
            PictureMove.objects.log(self, "change", by=by, changed=change)
            come_and_go([self], self.licence_ends)

    def say(self, words: PictureWords) -> dict[str, list[str]]:
        """For the verbs alone: take the words over, unsaved. Returns what they change, for the record; raises ValidationError."""
        before = words_of(self)
        for name, value in words.items():
            setattr(self, name, value)
        self.full_clean(validate_unique=False, validate_constraints=False)  # no query: it may be done of many
        return changed(before, words_of(self))

    def point(self, x: float, y: float, *, by: "User | None") -> None:
        """Where one looks first, in fractions of width and height: every crop that was not made by hand follows it."""
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise Refused("The focus lies outside the picture. Point at a place inside.")
        with transaction.atomic():
            now = self._locked()
            now.focus_x, now.focus_y = x, y
            now._crop_anew(by, "point", x=x, y=y)
        self.refresh_from_db()

    def crop(self, shape: str, box: tuple[float, float, float, float] | None, *, by: "User | None") -> None:
        """What one place shows of it, (x, y, width, height) in fractions; None: again what lies around the focus."""
        if shape not in SHAPES or SHAPES[shape].ratio is None:
            raise Refused("This place shows the picture as a whole.")
        if box and not (0 <= box[0] < 1 and 0 <= box[1] < 1 and 0 < box[2] <= 1 and 0 < box[3] <= 1):
            raise Refused("The crop lies outside the picture. Draw it again.")
        with transaction.atomic():
            now = self._locked()
            now.crops = {name: kept for name, kept in now.crops.items() if name != shape} | (
                {shape: [float(part) for part in box]} if box else {}
            )
            now._crop_anew(by, "crop", shape=shape, box=list(box or ()))
        self.refresh_from_db()

    def replace(self, intake: "Intake", *, by: "User | None") -> None:
        """Another file in its place: what is said about it and where it stands stay. Crops by hand are forgotten."""
        Picture.objects.check_new(intake)
        first = rendering.first_renditions(intake)
        facts = rendering.facts_of(intake, first)
        try:
            with rendering.keeping({facts["original"]: intake.data, **first.files}):
                self._locked()._exchange(facts, by=by)
        except IntegrityError:  # somebody took the same file in at the same time
            Picture.objects.check_new(intake)
            raise
        self.refresh_from_db()

    def withdraw(self, *, by: "User | None", why: str, because: str) -> None:
        """Take it from readers at once, everywhere: stories live and scheduled, lists, feeds, its own addresses."""
        if why not in self.Why.values:
            raise Refused("Choose why it is withdrawn.")
        if not because.strip():
            raise Refused("Write why it is withdrawn: the record keeps it.")
        with transaction.atomic():
            now = self._locked()
            now._check_not_withdrawn()
            names = rendering.names_for(now)
            told = {
                "withdrawn_why": why,
                "withdrawn_because": because.strip()[:300],
                "withdrawn_by_name": str(by or "Newsroom"),
            }
            now._set(withdrawn_at=timezone.now(), renditions={}, rendered_at=None, **told)
            now._next_version()
            PictureMove.objects.log(now, "withdraw", by=by, note=because.strip()[:300], why=why)
            purge({now.tag})
            rendering.drop_later(now.pk, names)
        self.refresh_from_db()

    def put_back(self, *, by: "User | None", note: str) -> None:
        """A withdrawal was a mistake, or was called off: readers get it again wherever it stands."""
        if not note.strip():
            raise Refused("Write why it comes back: the record keeps it.")
        with transaction.atomic():
            now = self._locked()
            if now.withdrawn_at is None:
                raise Refused("This picture is not withdrawn.")
            now._set(withdrawn_at=None, withdrawn_why="", withdrawn_because="", withdrawn_by_name="")
            now._next_version()
            PictureMove.objects.log(now, "put_back", by=by, note=note.strip()[:300])
            purge({now.tag})
            later(_render(), now.pk)
        self.refresh_from_db()

    def remove(self, *, by: "User | None") -> None:
        """Delete it for good. Raises InUse where a story, an edition or an author has it."""
        try:
            with transaction.atomic():
                now = self._locked()
                PictureMove.objects.log(now, "delete", by=by, file=now.file_name)
                rendering.drop_later(now.pk, rendering.names_for(now))
                now.delete()
        except IntegrityError as error:  # ProtectedError is one; the database's own comes of a use written meanwhile
            raise InUse("This picture stands somewhere: it is not deleted. Take it out there first.") from error

    # Their steps

    def _locked(self, base: int | None = None) -> "Picture":
        now = Picture.objects.lock(self.pk)
        if base is not None and now.version != base:
            raise SavedMeanwhile("Somebody else changed this picture since you opened it. Look at it as it is now.")
        return now

    def _check_not_withdrawn(self) -> None:
        if self.withdrawn_at:
            raise Refused("This picture is withdrawn. Put it back first.")

    def _set(self, **facts: Any) -> None:
        Picture.objects.filter(pk=self.pk).update(**facts)
        for name, value in facts.items():
            setattr(self, name, value)

    def _next_version(self) -> None:
        self._set(version=self.version + 1)

    def _exchange(self, facts: dict[str, Any], *, by: "User | None") -> None:
        """The step of `replace` on a locked row. `facts`: the columns that say what came in."""
        self._check_not_withdrawn()
        before = rendering.names_for(self)
        facts["renditions"] = rendering.with_former(facts["renditions"], self.renditions)
        self._set(crops={}, rendered_at=None, **facts)
        self._next_version()
        PictureMove.objects.log(self, "replace", by=by, file=facts["file_name"])
        purge({self.tag})
        later(_render(), self.pk)
        rendering.drop_later(self.pk, before, linger=True)

    def _crop_anew(self, by: "User | None", verb: str, **facts: Any) -> None:
        self.full_clean()
        self.save()
        self._set(rendered_at=None)
        self._next_version()
        PictureMove.objects.log(self, verb, by=by, **facts)
        later(_render(), self.pk)


def come_and_go(pictures: Iterable[Picture], ends: datetime | None) -> None:
    """For the verbs alone: say that the pages of these change now, and when their licences end."""
    tags = {picture.tag for picture in pictures}
    purge(tags)
    if ends and ends > timezone.now():
        purge(tags, at=ends)


def _end_of(day: date | None) -> datetime | None:
    return day_period(day).end if day else None


def _render() -> Any:
    from images.jobs import render

    return render
