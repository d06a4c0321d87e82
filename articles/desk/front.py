"""The front of the desk: columns of work, each a few rows and a link to the rest. A fixed number of queries.

A story's row is long, its text stands in it: which stories a column shows is found by number, and only those are read.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, F, Prefetch, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.desk.filters import IN_WORK
from articles.desk.state import CHANGED, IN_REVIEW, RETRACTED, Chip, away, brief, chips
from articles.models import Article, Byline, Edition, EditionPicture
from articles.sentences import join_names
from paper.days import day_of
from paper.prose import word_count

if TYPE_CHECKING:
    from accounts.models import User

ROWS = 7
LATELY = 200  # saves, among which changes that readers do not have, and one's own live stories, are looked for


class Clock(NamedTuple):
    """What comes by the clock: "Ends" or nothing, and when."""

    word: str
    at: datetime

    @property
    def away(self) -> str:
        return away(self.at)


@dataclass
class Row:
    """`asks`: what stands above the facts because somebody has to act on it."""

    headline: str
    url: str
    facts: list[str]
    chips: list[Chip] = field(default_factory=list)
    asks: str = ""
    clock: Clock | None = None


@dataclass
class Column:
    """A title, its rows, what to say without any, and where the rest is."""

    title: str
    rows: list[Row]
    nothing: str
    all_url: str


def columns(user: "User") -> list[list[Column]]:
    """What this person needs first, by what they may do: stacks that stand side by side."""
    if not user.has_perm("articles.view_article"):
        return []
    at, own = timezone.now(), Article.objects.owned_by(user)
    if user.has_perm("articles.approve_article"):
        everybodys = Article.objects.all()
        return [
            [yours(own, at)],
            [waiting(at)],
            [next_out(at), *_if_any(overdue(everybodys, at))],
            [*_if_any(changed(lately(everybodys), at)), live_now(at)],
        ]
    saved = lately(own)
    return [
        [own_drafts(own, at)],
        [own_in_review(own, at)],
        [next_out(at), *_if_any(overdue(own, at))],
        [*_if_any(changed(saved, at)), own_live(saved, at)],
    ]


def _if_any(column: Column) -> list[Column]:
    return [column] if column.rows else []


# The columns

NEVER_OUT = Q(first_published_at=None)
ASKED = IN_WORK & Q(state=Article.State.SENT_BACK)
WITH_EDITORS = IN_WORK & Q(state__in=(Article.State.IN_REVIEW, Article.State.APPROVED))
ASKED_FIRST = (Case(When(ASKED, then=0), default=1), "-changed_at", "-pk")


def yours(own: QuerySet[Article], at: datetime) -> Column:
    """What is in work, changes asked first."""
    mine = _either(own.filter(IN_WORK), own.filter(NEVER_OUT)).order_by(*ASKED_FIRST)
    rows = [_story_row(story, words=_words(story), asks=_asked(story)) for story in _first(mine, at)]
    return Column("Yours", rows, "Nothing of yours is in work.", _list(mine=1))


def own_drafts(own: QuerySet[Article], at: datetime) -> Column:
    mine = _either(
        own.filter(ASKED), own.filter(NEVER_OUT).exclude(state__in=(Article.State.IN_REVIEW, Article.State.APPROVED))
    ).order_by(*ASKED_FIRST)
    rows = [_story_row(story, words=_words(story), asks=_asked(story)) for story in _first(mine, at)]
    return Column("Yours", rows, "No drafts of yours.", _list(mine=1))


def own_in_review(own: QuerySet[Article], at: datetime) -> Column:
    mine = own.filter(WITH_EDITORS, gone_status=0)
    rows = [_story_row(story, IN_REVIEW, words=_words(story)) for story in _first(mine, at)]
    return Column("With the editors", rows, "Nothing of yours is in review.", _list(mine=1, state="in_review"))


def _either(*found: QuerySet[Article]) -> QuerySet[Article]:
    """In work by either: found in two walks, as one would ask every story's draft."""
    first, *others = (stories.order_by().values("pk") for stories in found)
    return Article.objects.filter(pk__in=first.union(*others), gone_status=0)


def waiting(at: datetime) -> Column:
    """To be read or, marked as approved, to be published: what waits longest first."""
    found = Article.objects.filter(WITH_EDITORS, gone_status=0).order_by("changed_at", "pk")
    rows = [_story_row(story, IN_REVIEW, words=_words(story)) for story in _first(found, at)]
    return Column("Waiting for you", rows, "Nothing is in review.", _list(state="in_review"))


def next_out(at: datetime) -> Column:
    """Editions to come, and ends."""
    coming = Edition.objects.scheduled(at).order_by("live_from", "pk")
    ending = Edition.objects.filter(article__ends_at__gt=at, live_until=F("article__ends_at"))
    clocks = [(Clock("", edition.live_from), edition) for edition in _light(coming)]
    clocks += [(Clock("Ends", edition.live_until), edition) for edition in _light(ending.order_by("live_until"))]
    first = sorted(clocks, key=lambda one: one[0].at)[:ROWS]
    rows = [_edition_row(edition, at, clock) for clock, edition in first]
    return Column("Next out", rows, "Nothing is scheduled.", _list(state="scheduled"))


def overdue(stories: QuerySet[Article], at: datetime) -> Column:
    """Planned for a day that has passed, the latest first: what was given up long ago does not stand in the way."""
    found = stories.overdue(day_of(at)).filter(gone_status=0).order_by("-planned_for", "-pk")
    rows = [_story_row(story, asks=_planned(story)) for story in _first(found, at).defer("body")]
    return Column("Overdue", rows, "Nothing is overdue.", _list(state="overdue"))


def lately(stories: QuerySet[Article]) -> list[int]:
    """The newest saves."""
    return list(stories.order_by("-changed_at", "-pk").values_list("pk", flat=True)[:LATELY])


def changed(saved: list[int], at: datetime) -> Column:
    """Those of the newest saves that are live, and of which readers do not have everything."""
    recent = Article.objects.filter(pk__in=saved).with_state(at)
    found = recent.filter(live_version__lt=F("version"), live_retracted=False).order_by("-changed_at", "-pk")
    rows = [_story_row(story, CHANGED) for story in _first(found, at).defer("body")]
    return Column("Changed since published", rows, "Readers have everything that is saved.", _list(state="changed"))


def live_now(at: datetime) -> Column:
    return Column("Live now", _live(Edition.objects.live(at), at), "Readers have no story yet.", _list(state="live"))


def own_live(saved: list[int], at: datetime) -> Column:
    """Of the newest saves: asked of all one ever wrote, a database may walk every edition there is."""
    mine = Edition.objects.live(at).filter(article__in=saved)
    return Column("Yours, live", _live(mine, at), "Readers have no story of yours yet.", _list(mine=1, state="live"))


# Their rows


def _live(editions: QuerySet[Edition], at: datetime) -> list[Row]:
    return [_edition_row(edition, at) for edition in _light(editions.order_by("-live_from", "-pk"))]


def _light(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    wanted = (
        "headline", "credits", "section_name", "first_published_at", "live_from", "live_until", "version", "retracted",
        "lead_picture", "article__version",
    )  # fmt: skip
    return editions.select_related("article").only(*wanted).prefetch_related(_pictures())[:ROWS]


def _pictures() -> Prefetch:
    known = ("edition", "picture__licensed_through", "picture__withdrawn_at")
    return Prefetch("picture_rows", EditionPicture.objects.select_related("picture").only(*known))


def _edition_row(edition: Edition, at: datetime, clock: Clock | None = None) -> Row:
    names = [credit["name"] for credit in edition.credits if credit["role"] == Byline.Role.AUTHOR]
    when = _kind_of_start(edition, clock) if clock else _together(brief(edition.live_from))
    shown = [] if clock else _live_chips(edition)
    return Row(
        edition.headline,
        _url(edition.article_id),
        _facts(_names(names), edition.section_name, when),
        shown,
        _gone(edition, max(at, edition.live_from)),
        clock,
    )


def _gone(edition: Edition, at: datetime) -> str:
    """What readers do not see of it at `at`, so that somebody finds another picture. Needs `_pictures()`."""
    gone = [row.picture_id for row in edition.picture_rows.all() if not row.picture.is_available(at)]
    if edition.retracted or not gone:
        return ""
    if edition.lead_picture_id in gone:
        return "Its lead picture is gone"
    return "A picture in it is gone" if len(gone) == 1 else f"{len(gone)} pictures in it are gone"


def _kind_of_start(edition: Edition, clock: Clock) -> str:
    return "" if clock.word else "update" if edition.first_published_at < edition.live_from else ""


def _live_chips(edition: Edition) -> list[Chip]:
    if edition.retracted:
        return [RETRACTED]
    return [CHANGED] if edition.article.version > edition.version else []


def _first(stories: QuerySet[Article], at: datetime) -> QuerySet[Article]:
    order = stories.query.order_by or Article._meta.ordering
    first = Article.objects.filter(pk__in=stories.order_by(*order).values("pk")[:ROWS]).order_by(*order)
    return first.with_state(at).select_related("section", "changed_by").prefetch_related(with_authors())


def _story_row(story: Article, but: Chip | None = None, *, words: str = "", asks: str = "") -> Row:
    """`but`: the chip that the column's title says already."""
    facts = _facts(
        byline_of(story),
        story.section.name if story.section else "",
        words,
        str(story.changed_by) if story.changed_by else "",
        _together(brief(story.changed_at)),
    )
    return Row(str(story), _url(story.pk), facts, [chip for chip in chips(story) if chip is not but], asks)


def _words(story: Article) -> str:
    count = word_count(story.body)
    return _together("1 word" if count == 1 else f"{count:,} words")


def _asked(story: Article) -> str:
    return story.sent_back_because if story.state == Article.State.SENT_BACK else ""


def _planned(story: Article) -> str:
    return f"Planned for {date_format(story.planned_for, 'D j M')}"


def _facts(*facts: str) -> list[str]:
    return [fact for fact in facts if fact]


def _together(words: str) -> str:
    """On one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def with_authors() -> Prefetch:
    return Prefetch(
        "bylines", Byline.objects.select_related("author").only("article", "role", "credited_as", "author__name")
    )


def byline_of(story: Article) -> str:
    """The writers' names as printed: the first two, and how many more. Needs `with_authors()`."""
    return _names([line.printed for line in story.bylines.all() if line.role == Byline.Role.AUTHOR])


def _names(names: list[str]) -> str:
    shown = names if len(names) < 4 else [*names[:2], f"{len(names) - 2} others"]
    return join_names(shown) if shown else ""


def _url(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def _list(**filters: Any) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{urlencode(filters)}"
