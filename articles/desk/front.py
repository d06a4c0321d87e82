"""The front of the desk: columns of work, each a few rows and a link to the rest. A fixed number of queries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.desk.state import CHANGED, Chip, brief, chips, moment
from articles.models import Article, Byline, Edition
from articles.sentences import join_names
from paper.prose import word_count

if TYPE_CHECKING:
    from accounts.models import User

ROWS = 7
LATELY = 200  # the newest saves, among which changes that readers do not have are looked for


@dataclass
class Row:
    headline: str
    url: str
    facts: list[str]
    chips: list[Chip] = field(default_factory=list)
    clock: str = ""


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
    at = timezone.now()
    if user.has_perm("articles.publish_article"):
        ahead = changed(at)
        live = [ahead, live_now(at)] if ahead.rows else [live_now(at)]
        return [[waiting(at)], [next_out(at)], live, [drafts(user, at)]]
    return [[drafts(user, at)], [own_in_review(user, at)], [own_live(user, at)], [next_out(at)]]


def drafts(user: "User", at: datetime) -> Column:
    mine = Article.objects.with_state(at).owned_by(user).filter(state=Article.State.DRAFT, first_published_at=None)
    return Column("Your drafts", _rows(mine), "No drafts of yours.", _list(mine=1, state="draft"))


def own_in_review(user: "User", at: datetime) -> Column:
    mine = Article.objects.with_state(at).owned_by(user).filter(state=Article.State.IN_REVIEW)
    return Column("With the editors", _rows(mine), "Nothing of yours is in review.", _list(mine=1, state="in_review"))


def own_live(user: "User", at: datetime) -> Column:
    mine = Article.objects.with_state(at).owned_by(user).exclude(live_version=None)
    return Column(
        "Yours, live", _rows(mine, with_chips=True), "Readers have no story of yours yet.", _list(mine=1, state="live")
    )


def waiting(at: datetime) -> Column:
    found = Article.objects.with_state(at).filter(state=Article.State.IN_REVIEW).order_by("changed_at", "pk")
    return Column("Waiting for you", _rows(found, words=True), "Nothing is in review.", _list(state="in_review"))


def changed(at: datetime) -> Column:
    """Live stories with something saved that readers do not have, among the newest saves."""
    lately = Article.objects.order_by("-changed_at", "-pk").values("pk")[:LATELY]
    recent = Article.objects.filter(pk__in=list(lately.values_list("pk", flat=True)))
    found = recent.with_state(at).changed_since_published(at)
    return Column(
        "Changed since published", _rows(found), "Readers have everything that is saved.", _list(state="changed")
    )


def next_out(at: datetime) -> Column:
    coming = Edition.objects.scheduled(at).order_by("live_from", "pk")
    rows = [_edition_row(edition, clock=moment(edition.live_from)) for edition in _light(coming)]
    return Column("Next out", rows, "Nothing is scheduled.", _list(state="scheduled"))


def live_now(at: datetime) -> Column:
    newest = Edition.objects.live(at).order_by("-live_from", "-pk")
    rows = [_edition_row(edition) for edition in _light(newest)]
    return Column("Live now", rows, "Readers have no story yet.", _list(state="live"))


def _light(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    wanted = ("headline", "credits", "section_name", "live_from", "version", "article__version")
    return editions.select_related("article").only(*wanted)[:ROWS]


def _edition_row(edition: Edition, clock: str = "") -> Row:
    names = [credit["name"] for credit in edition.credits if credit["role"] == Byline.Role.AUTHOR]
    facts = [_names(names), edition.section_name, "" if clock else _together(brief(edition.live_from))]
    ahead = edition.article.version > edition.version
    shown = [CHANGED] if ahead and not clock else []
    return Row(edition.headline, _url(edition.article_id), [fact for fact in facts if fact], shown, clock)


def _rows(stories: QuerySet[Article], **shown: bool) -> list[Row]:
    wanted = stories.select_related("section", "changed_by").prefetch_related(with_authors())[:ROWS]
    return [_story_row(story, **shown) for story in (wanted if shown.get("words") else wanted.defer("body"))]


def _story_row(story: Article, *, words: bool = False, with_chips: bool = False) -> Row:
    facts = [
        byline_of(story),
        story.section.name if story.section else "",
        _together(f"{word_count(story.body):,} words") if words else "",
        str(story.changed_by) if story.changed_by else "",
        _together(brief(story.changed_at)),
    ]
    return Row(str(story), _url(story.pk), [fact for fact in facts if fact], chips(story) if with_chips else [])


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
