import hashlib
import re
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from pagecache.models import purge

RTL_LANGUAGES = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
GROUND_LIGHT, GROUND_DARK = "#fdfcf9", "#15181b"
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3

is_colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Write a colour as # and six digits, for example #0b5a4d.")
is_language = RegexValidator(
    r"^[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "Write a language as a tag, for example en, en-GB, ar or pt-BR."
)


def direction_of(language: str) -> str:
    """ "rtl" or "ltr" for a language tag."""
    return "rtl" if language.partition("-")[0].lower() in RTL_LANGUAGES else "ltr"


def is_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            "No such time zone. Write one as Area/City, for example Europe/London or America/New_York."
        )


class AiCrawlers(models.TextChoices):
    WELCOME = "welcome", "may read and learn"
    NO_TRAINING = "no_training", "may quote and link, not learn"
    NONE = "none", "are asked to stay out"


class Paper(models.Model):
    """The paper's own settings: one row, edited on the desk."""

    AiCrawlers = AiCrawlers

    name = models.CharField(max_length=80, default="Newsroom", help_text="As in the masthead.")
    tagline = models.CharField(max_length=160, blank=True)
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[is_zone],
        help_text="Area/City, for example Europe/London. It can be changed only while nothing is published.",
    )
    zone_held = models.BooleanField(default=False, editable=False)  # an address depends on it
    language = models.CharField(
        max_length=20, default="en", validators=[is_language], help_text="For example en or en-GB."
    )
    accent_light = models.CharField("colour on light pages", max_length=7, default="#0b5a4d", validators=[is_colour])
    accent_dark = models.CharField("colour on dark pages", max_length=7, default="#7fd1c0", validators=[is_colour])
    corrections_email = models.EmailField(
        "corrections address", blank=True, help_text="Readers report errors to it. Empty: no such link is shown."
    )

    founded = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1600)], help_text="The year, for example 1987."
    )
    legal_name = models.CharField(
        "published by", max_length=160, blank=True, help_text="The company or association that answers for the paper."
    )
    contact_email = models.EmailField("contact address", blank=True, help_text="Readers and agencies write to it.")
    postal_address = models.TextField(blank=True)
    icon_letters = models.CharField(
        "letters of the icon",
        max_length=2,
        blank=True,
        help_text="One or two, in the tab of a browser. Empty: the first letter of the name.",
    )
    ai_crawlers = models.CharField(
        "machines that learn from texts",
        max_length=12,
        choices=AiCrawlers,
        default=AiCrawlers.NO_TRAINING,
        help_text="What robots.txt tells the crawlers of language models. A story can be shut to them by itself.",
    )
    feeds_full_text = models.BooleanField(
        "feeds carry the whole story", default=True, help_text="Otherwise the headline and the deck."
    )

    words_to_avoid = models.TextField(
        blank=True,
        help_text="The house list, one to a line, with what to write instead after a colon. "
        "For example: utilise: use. Whoever publishes is told where one of them stands.",
    )
    lists_changes = models.BooleanField(
        "tell readers what changed",
        default=False,
        help_text="Under a story that was updated: each material change, with its moment.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "the paper"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="paper_is_one", violation_error_message="There is only one paper here."
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def load(cls) -> "Paper":
        """The row, or the defaults where it has not been made yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    def clean(self) -> None:
        for field, ground, pages in (("accent_light", GROUND_LIGHT, "light"), ("accent_dark", GROUND_DARK, "dark")):
            found = _contrast(getattr(self, field), ground)
            if found and found < LEAST_CONTRAST:
                raise ValidationError(
                    {field: f"Links in this colour would be hard to read on {pages} pages (contrast {found:.1f}, "
                            f"at least {LEAST_CONTRAST} is needed). Choose a {'darker' if pages == 'light' else 'lighter'} one."}
                )  # fmt: skip
        held = Paper.objects.filter(pk=1, zone_held=True).values_list("time_zone", flat=True).first()
        if held and held != self.time_zone:
            raise ValidationError(
                {"time_zone": f"The dates in published addresses were made in {held}, so the time zone stays as it is. "
                              "It can be changed only while nothing is published or scheduled."}
            )  # fmt: skip

    def save(self, *args, **kwargs) -> None:
        """Raises ValidationError where a story was published since `clean()`, and the time zone would change under it."""
        self.pk = 1
        with transaction.atomic():
            now = Paper.objects.select_for_update().filter(pk=1).first()
            self.zone_held = now.zone_held if now else False
            if now and now.zone_held and now.time_zone != self.time_zone:
                raise ValidationError("A story was published just now, so the time zone stays as it is.")
            super().save(*args, **kwargs)
            purge(["site"])
            if now and now.language != self.language:
                _say_anew()

    @property
    def stylesheet(self) -> str:
        """The brand colours, as CSS."""
        return f":root{{--accent:light-dark({self.accent_light},{self.accent_dark})}}\n"

    @property
    def stylesheet_digest(self) -> str:
        return hashlib.blake2b(self.stylesheet.encode(), digest_size=6).hexdigest()

    @property
    def stylesheet_url(self) -> str:
        return reverse("paper:stylesheet", args=[self.stylesheet_digest])


def lock_paper() -> "Paper":
    """The settings' row, made where there is none, and locked until the transaction ends."""
    Paper.objects.get_or_create(pk=1)
    return Paper.objects.select_for_update().get(pk=1)


def hold_zone(held: bool) -> None:
    """The verbs say whether an address depends on the time zone; while one does, it cannot be changed.

    They lock the row before they look: one that lets go cannot overtake one that holds.
    """
    if lock_paper().zone_held is held:
        return
    Paper.objects.filter(pk=1).update(zone_held=held)
    purge(["site"])


def _say_anew() -> None:
    """What is kept of words in the paper's language is made once more, in the background."""
    from paper.background import later

    for job in settings.IN_THE_PAPERS_LANGUAGE:
        later(import_string(job))


def _contrast(one: str, other: str) -> float | None:
    """WCAG contrast of two #rrggbb colours; None where one is not such a colour (its own validator says so)."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", one):
        return None
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
