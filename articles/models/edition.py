import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.base import ModelState
from django.urls import reverse
from django.utils import timezone

from articles.constraints import NoOverlap
from articles.models.editions import EditionQuerySet, refuse_outside_verbs, verb_at_work
from articles.models.kinds import Kind, kind_label
from articles.models.listing import END, TICK
from articles.models.lists import EditionCorrection, EditionCredit, EditionTopic, list_indexes
from articles.models.pictures import EditionPicture, pictures_of
from articles.models.search_entry import SearchEntry
from articles.models.section import Section, sections
from articles.models.trust import TRUST
from authors.models import Author
from images.models import Picture
from paper.prose import pictures_in, sanitize

if TYPE_CHECKING:
    from articles.cards import Card
    from articles.models.article import Article
    from articles.models.byline import Byline
    from articles.models.correction import Correction
    from articles.models.topic import Topic

# What readers read, and so what the stored hash covers.
WORDS = (
    "kicker", "headline", "deck", "dateline", "kind", "sponsor", "language", "direction", "section_name", "front_headline",
    "search_title", "description", "canonical_url", "source_name", "noindex", "credits", "topics", "body",
)  # fmt: skip
WORDS_SINCE = (
    "corrections",
    "retracted",
    "signed_by_house",
    "byline_wording",
    "lead_picture_id",
    "lead_caption",
    "lead_alt",
    "sources",
    "how_reported",
    "disclosure",
    "no_ai",
    "related",
)  # came later: in the hash only where they say something


class Edition(models.Model):
    """A published version: what readers get from `live_from` until `live_until`. Made by the verbs of Article."""

    MATERIAL, TYPO = "material", "typo"
    CHANGES = ((MATERIAL, "material change"), (TYPO, "typo"))

    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="editions")
    version = models.PositiveIntegerField()  # of the working copy it was made from
    first_published_at = models.DateTimeField()
    time_known = models.BooleanField(default=True)  # False: only the day of first publication is known
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(default=END)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    change = models.CharField(max_length=8, choices=CHANGES, default=MATERIAL)
    note = models.CharField(max_length=300, blank=True)
    date = models.DateField()
    slug = models.CharField(max_length=80)
    chosen_slug = models.CharField(max_length=80, blank=True)  # by hand; empty: it follows
    section = models.ForeignKey(Section, null=True, on_delete=models.PROTECT, related_name="editions")
    section_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NEWS)
    kicker = models.CharField(max_length=60, blank=True)
    headline = models.CharField(max_length=300)
    front_headline = models.CharField(max_length=200, blank=True)
    deck = models.TextField(blank=True)
    dateline = models.CharField(max_length=80, blank=True)
    sponsor = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=20)
    direction = models.CharField(max_length=3)
    search_title = models.CharField(max_length=120, blank=True)
    description = models.CharField(max_length=320, blank=True)
    canonical_url = models.URLField(max_length=500, blank=True)
    source_name = models.CharField(max_length=120, blank=True)
    noindex = models.BooleanField(default=False)
    credits = models.JSONField(default=list)  # as printed: [{"author": 3, "name": "Ann Lee", "role": "author"}]
    topics = models.JSONField(default=list)  # [{"topic": 5, "name": "Health", "slug": "health"}]
    signed_by_house = models.BooleanField(default=False)
    byline_wording = models.CharField(max_length=300, blank=True)  # see articles.wording; empty: the usual sentence
    # newest first: [{"key": "3f9c", "kind": "correction", "text": "…", "top": true, "at": "2026-05-01T09:00:00+00:00"}]
    corrections = models.JSONField(default=list)
    retracted = models.BooleanField(default=False)  # its notice is the correction of kind "retraction"
    line = models.CharField(max_length=300, blank=True)  # for readers: what this edition changed
    lead_picture = models.ForeignKey(Picture, null=True, on_delete=models.PROTECT, related_name="+")
    lead_caption = models.CharField(max_length=2000, blank=True)
    lead_alt = models.CharField(max_length=500, blank=True)
    sources = models.TextField(blank=True)  # see articles.models.trust
    how_reported = models.TextField(blank=True)
    disclosure = models.TextField(blank=True)
    no_ai = models.BooleanField(default=False)  # machines may not learn from it
    related = models.JSONField(default=list)  # by hand, in order: [{"article": 12, "headline": "…"}]
    share_card = models.CharField(max_length=12, blank=True)  # recipe of the one drawn of its words: articles.sharing
    fingerprint = models.CharField(max_length=64)
    body = models.TextField()  # last: lists read the columns before it

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "live_from"]
        constraints = [
            NoOverlap(name="edition_no_overlap"),
            models.CheckConstraint(
                condition=Q(first_published_at__lte=F("live_from")) & Q(live_from__lt=F("live_until")),
                name="edition_times_in_order",
                violation_error_message="An edition ends after it begins, and never begins before the story.",
            ),
            models.UniqueConstraint(fields=["article", "live_from"], name="edition_from_once"),
            models.UniqueConstraint(fields=["article", "live_until"], name="edition_until_once"),
        ]
        indexes = [
            *list_indexes("edition"),
            *list_indexes("edition_section", "section"),
            models.Index(fields=["live_from"], name="edition_live_from"),
            models.Index(
                fields=["live_from", "live_until", "article"], condition=Q(retracted=True), name="edition_retracted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} (from {self.live_from:%Y-%m-%d %H:%M})"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, *, fetch_mode: Any = None) -> "Edition":
        """As Django's, without its way through __init__: lists make twenty of these for a page, without most of their fields."""
        new = cls.__new__(cls)
        new.__dict__.update(zip(field_names, values, strict=True))
        new._state = ModelState()
        new._state.adding, new._state.db = False, db
        if fetch_mode is not None:
            new._state.fetch_mode = fetch_mode
        return new

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new edition's words are sanitised and hashed; an existing one is closed."""
        if self.pk is None:
            self.body = sanitize(self.body)
            self.fingerprint = self.make_fingerprint()
        else:
            refuse_outside_verbs()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_outside_verbs()
        return super().delete(*args, **kwargs)

    @classmethod
    def of(
        cls,
        article: "Article",
        bylines: "Iterable[Byline] | None" = None,
        topics: "Iterable[Topic] | None" = None,
        corrections: "Iterable[Correction] | None" = None,
    ) -> "Edition":
        """An unsaved edition with the working copy's words as they stand: what publishing makes, and what preview shows.

        `bylines`, `topics` and `corrections` in place of the saved ones, for a preview of what is being typed.
        """
        same = {name: getattr(article, name) for name in WORDS if name not in ("section_name", "credits", "topics")}
        bylines = article.bylines.select_related("author") if bylines is None else bylines
        topics = article.topics.all() if topics is None else topics
        return cls(
            **same,
            article=article,
            version=article.version,
            section=article.section,
            section_name=article.section.name if article.section else "",
            chosen_slug=article.slug,
            credits=[{"author": line.author_id, "name": line.printed, "role": line.role} for line in bylines],
            topics=[{"topic": topic.pk, "name": topic.name, "slug": topic.slug} for topic in topics],
            signed_by_house=article.signed_by_house,
            byline_wording=article.byline_wording,
            lead_picture_id=article.lead_picture_id,
            lead_caption=article.lead_caption,
            lead_alt=article.lead_alt,
            **{name: getattr(article, name) for name in TRUST},
            corrections=[row.words() for row in (article.corrections.all() if corrections is None else corrections)],
        )

    def make_fingerprint(self) -> str:
        """A hash of the words readers read: `manage.py check_editions` finds an edition that was tampered with."""
        words = {name: getattr(self, name) for name in WORDS}
        words |= {name: getattr(self, name) for name in WORDS_SINCE if getattr(self, name)}
        text = json.dumps(words, sort_keys=True, ensure_ascii=False)
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()

    def write_list_rows(self) -> None:
        """Make the rows that author and topic lists, and search, are read from."""
        times = self._row_facts()
        self._write_credit_rows(times)
        EditionTopic.objects.bulk_create(
            EditionTopic(edition=self, topic_id=topic["topic"], **times) for topic in self.topics
        )
        self._write_correction_rows()
        self._write_picture_rows()
        SearchEntry.objects.write([self])

    def _write_picture_rows(self) -> None:
        EditionPicture.objects.bulk_create(
            EditionPicture(edition=self, picture_id=pk, retracted=self.retracted, **self._times())
            for pk in pictures_of(self)
        )

    def _write_credit_rows(self, times: dict[str, Any]) -> None:
        today = Author.everyone.today(credit["author"] for credit in self.credits)
        EditionCredit.objects.bulk_create(self._credit_rows(today, times))

    def _credit_rows(self, today: dict[int, Author], times: dict[str, Any]) -> list[EditionCredit]:
        """Unsaved: one for each of today's authors. Those since merged into one share a row."""
        roles: dict[int, list[str]] = {}
        for credit in self.credits:
            roles.setdefault(today[credit["author"]].pk, []).append(credit["role"])
        return [
            EditionCredit(edition=self, author_id=author, roles=" ".join(dict.fromkeys(done)), **times)
            for author, done in roles.items()
        ]

    @staticmethod
    def rewrite_credit_rows(editions: "list[Edition]") -> None:
        """Make the rows of author lists anew: for the verbs that credit anew. Three queries, however many they are."""
        today = Author.everyone.today(credit["author"] for edition in editions for credit in edition.credits)
        EditionCredit.objects.filter(edition__in=editions).delete()
        EditionCredit.objects.bulk_create(
            row for edition in editions for row in edition._credit_rows(today, edition._row_facts())
        )

    def _row_facts(self) -> dict[str, Any]:
        return {"article_id": self.article_id, **{name: getattr(self, name) for name in (*COPIED, "retracted")}}

    def _write_correction_rows(self) -> None:
        EditionCorrection.objects.bulk_create(
            EditionCorrection(
                edition=self,
                key=correction["key"],
                first_published_at=datetime.fromisoformat(correction["at"]),
                retracted=self.retracted,
                **self._times(),
            )
            for correction in self.corrections
            if correction.get("at")
        )

    def _times(self) -> dict[str, Any]:
        return {"article_id": self.article_id, "live_from": self.live_from, "live_until": self.live_until}

    def corrections_dated(self, known: dict[str, str]) -> list[dict]:
        """The corrections newest first, each with the moment it was first published: `known` by key, else this beginning."""
        fresh = [correction for correction in self.corrections if correction["key"] not in known]
        moments = {c["key"]: (self.live_from + n * TICK).isoformat() for n, c in enumerate(reversed(fresh))}
        dated = [{**c, "at": known.get(c["key"]) or moments[c["key"]]} for c in self.corrections]
        return sorted(dated, key=lambda correction: correction["at"], reverse=True)

    def redate_corrections(self, dated: list[dict]) -> None:
        """For the verbs alone, while no reader can have seen this edition."""
        self.corrections = dated
        self.move(corrections=dated, fingerprint=self.make_fingerprint())
        EditionCorrection.objects.filter(edition=self).delete()
        self._write_correction_rows()

    def move(self, **times: Any) -> None:
        """Change an end, or a pending edition's dates, here and in the list rows. For the verbs alone."""
        with verb_at_work():
            Edition.objects.filter(pk=self.pk).update(**times)
        copied = {name: moment for name, moment in times.items() if name in COPIED}
        if copied:
            EditionCredit.objects.filter(edition=self.pk).update(**copied)
            EditionTopic.objects.filter(edition=self.pk).update(**copied)
        own = {name: moment for name, moment in copied.items() if name != "first_published_at"}
        if own and self.corrections:
            EditionCorrection.objects.filter(edition=self.pk).update(**own)
        if own and self.has_pictures:
            EditionPicture.objects.filter(edition=self.pk).update(**own)
        refiled = copied.get("first_published_at", self.first_published_at) != self.first_published_at
        if own:
            SearchEntry.objects.filter(edition=self.pk).update(**own)
        for name, moment in times.items():
            setattr(self, name, moment)
        if refiled:
            SearchEntry.objects.rewrite([self])

    @property
    def url(self) -> str:
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        return quote(self.path)

    def is_live(self, at: datetime | None = None) -> bool:
        """Twin: ListQuerySet.live."""
        at = at or timezone.now()
        return self.live_from <= at < self.live_until

    @property
    def card(self) -> "Card":
        from articles.cards import Card

        return Card.of(self)

    @property
    def path(self) -> str:
        """The address as letters; `url` is the same in percent signs."""
        return f"/{self.date:%Y/%m/%d}/{self.slug}/"

    @property
    def is_indexed(self) -> bool:
        """Whether search engines are told of it. Twin: articles.sitemaps._indexed."""
        return not self.noindex and not self.canonical_url

    @property
    def has_pictures(self) -> bool:
        return bool(self.lead_picture_id or pictures_in(self.body))

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)

    @property
    def updated_at(self) -> datetime | None:
        """When readers last got a material change; None for a story as first published. Needs `with_updated()`."""
        material: datetime | None = getattr(self, "material_at", None)
        return material if material and material > self.first_published_at else None

    @property
    def retraction(self) -> dict | None:
        """The notice above a retracted story."""
        return next((c for c in self.corrections if c["kind"] == "retraction"), None) if self.retracted else None

    def ends(self) -> datetime | None:
        """When readers lose the story; None for one that stays. A query as ends_of."""
        return next(iter(ends_of([self])), None)

    def section_line(self) -> list[Section]:
        """From the top section down to the story's, from memory; the row itself where memory is older than the section."""
        if self.section_id is None:
            return []
        section = sections().get(self.section_id) or self.section
        return section.line() if section else []

    @property
    def section_url(self) -> str:
        line = self.section_line()
        return line[-1].url if line else ""

    @property
    def topic_links(self) -> list[dict[str, str]]:
        return [{"name": t["name"], "url": reverse("articles:topic", args=[t["slug"]])} for t in self.topics]

    def tags(self) -> set[str]:
        """What pages that show this edition, or list it, are made from. One query, and none where nobody is credited."""
        return tags_of([self])

    def tags_beside(self) -> set[str]:
        """What pages of stories are made from that may name this one beside them, once it comes in before them."""
        return {
            *([f"before:section:{self.section_id}"] if self.section_id else []),
            *(f"before:topic:{topic['topic']}" for topic in self.topics),
        }


def ends_of(editions: Iterable[Edition]) -> list[datetime]:
    """When readers lose the stories of these, those that do not stay: as the last edition of each ends. One query, and none
    where all stay."""
    ending = [edition.article_id for edition in editions if edition.live_until < END]
    if not ending:
        return []
    last = (
        Edition.objects.filter(article__in=ending).order_by().values("article").annotate(last=models.Max("live_until"))
    )
    return [moment for moment in last.values_list("last", flat=True) if moment < END]


def tags_of(editions: Iterable[Edition]) -> set[str]:
    """`Edition.tags` of all of these. One query: stories are in the lists of those whom their authors were merged into, too."""
    editions = list(editions)
    credited = {credit["author"] for edition in editions for credit in edition.credits}
    merged = Author.everyone.filter(pk__in=credited).exclude(merged_into=None) if credited else Author.everyone.none()
    own = set().union(*(_own_tags(edition) for edition in editions))
    return own | {f"list:author:{pk}" for pk in (*credited, *merged.values_list("merged_into", flat=True))}


def _own_tags(edition: Edition) -> set[str]:
    return {
        f"article:{edition.article_id}",
        "list:home",
        *(["list:corrections"] if edition.corrections else []),
        *(f"topic:{topic['topic']}" for topic in edition.topics),
        *(f"section:{up.pk}" for up in edition.section_line()),
    }


COPIED = ("first_published_at", "live_from", "live_until")  # in the list rows too
