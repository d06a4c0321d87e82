"""What one sees of the stories: filters in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.desk.forms import section_choices
from articles.models import Article, Edition, Sealed
from articles.models.kinds import Kind
from articles.models.section import sections
from paper.days import day_of

IN_WORK = ~Q(state=Article.State.DRAFT)  # of few stories; said so, an index of these alone is used
FEW = 5_000  # editions of a sort of which there are few
Find = Callable[[QuerySet, datetime], QuerySet]  # those of the stories that are so at a moment


def _in_state(state: str) -> Find:
    return lambda stories, at: stories.filter(IN_WORK, state=state, gone_status=0)


def _with(editions: Callable[[datetime], QuerySet]) -> Find:
    """By their numbers, read first: a database that may choose walks all stories and asks each."""

    def find(stories: QuerySet, at: datetime) -> QuerySet:
        newest = editions(at).order_by("-live_from").values_list("article", flat=True)
        return stories.filter(pk__in=list(newest[:FEW]))

    return find


def _retracted(at: datetime) -> QuerySet:
    return Edition.objects.live(at).filter(retracted=True)


def _draft(stories: QuerySet, at: datetime) -> QuerySet:
    return stories.filter(state=Article.State.DRAFT, first_published_at=None, gone_status=0)


def _listed(stories: QuerySet, at: datetime) -> QuerySet:
    """Most stories: asked one by one as they are shown."""
    return stories.filter(Exists(Edition.objects.listed(at).filter(article=OuterRef("pk"))))


def _changed(stories: QuerySet, at: datetime) -> QuerySet:
    behind = Edition.objects.listed(at).filter(article=OuterRef("pk"), version__lt=OuterRef("version"))
    return stories.filter(Exists(behind))


def _embargoed(stories: QuerySet, at: datetime) -> QuerySet:
    return stories.filter(Q(embargo_until=None) | Q(embargo_until__gt=at), embargoed=True)


def _gone(stories: QuerySet, at: datetime) -> QuerySet:
    """Readers had it, and neither have it nor get it again."""
    staying = Edition.objects.filter(article=OuterRef("pk"), live_until__gt=at)
    return stories.filter(~Exists(staying), gone_status=0, first_published_at__isnull=False)


def _taken_down(stories: QuerySet, at: datetime) -> QuerySet:
    return stories.filter(gone_status__gt=0, pk__in=Sealed.objects.values("article"))


# What few stories are is found from the editions, not by asking every story. Twin: articles.desk.state.chips.
STATES: dict[str, tuple[str, Find]] = {
    "draft": ("Draft", _draft),
    "in_review": ("In review", _in_state(Article.State.IN_REVIEW)),
    "sent_back": ("Changes asked", _in_state(Article.State.SENT_BACK)),
    "approved": ("Approved", _in_state(Article.State.APPROVED)),
    "scheduled": ("Scheduled", _with(Edition.objects.scheduled)),
    "live": ("Live", _listed),
    "changed": ("Live, with changes", _changed),
    "overdue": ("Overdue", lambda stories, at: stories.overdue(day_of(at))),
    "embargoed": ("Embargoed", _embargoed),
    "held": ("Legal hold", lambda stories, at: stories.filter(held=True)),
    "retracted": ("Retracted", _with(_retracted)),
    "ended": ("Ended", lambda stories, at: _gone(stories, at).filter(ends_at__lte=at)),
    "unpublished": ("Unpublished", lambda stories, at: _gone(stories, at).exclude(ends_at__lte=at)),
    "taken_down": ("Taken down", _taken_down),
}

FAR = {"live", "changed", "ended", "unpublished"}  # no index knows these: each story is asked for its editions
REACH, REACH_OF_FAR = 20_000, 5_000  # of the stories changed last, among which what no index knows is looked for


def reach_of(given: Mapping[str, str]) -> int:
    """How many stories are looked through at the most for what is asked; 0 where it is found at once."""
    state = given.get("state", "")
    if (given.get("q") or "").strip() or state in STATES.keys() - FAR:
        return 0
    narrowed = any(given.get(name) for name in ("mine", "section", "kind"))
    return REACH_OF_FAR if state in FAR else REACH if narrowed else 0


FOLDED = "admin/articles/article/_folded_filter.html"  # many words, behind the chosen one


class InWords(SimpleListFilter):
    any_word = "All"

    def choices(self, changelist: Any) -> Any:
        found = list(super().choices(changelist))
        found[0]["display"] = self.any_word
        return found


class StateFilter(InWords):
    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, word) for name, (word, _) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = STATES.get(self.value() or "")
        return chosen[1](queryset, timezone.now()) if chosen else queryset


class MineFilter(InWords):
    title, parameter_name, any_word = "whose", "mine", "Everyone’s"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Mine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.owned_by(request.user) if self.value() else queryset


class SectionFilter(InWords):
    """A section with all that is part of it."""

    title, parameter_name, template = "section", "section", FOLDED

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(sections()[pk].slug, name) for pk, name in section_choices()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = next((section for section in sections().values() if section.slug == self.value()), None)
        return queryset.filter(section__in=chosen.subtree()) if chosen else queryset


class KindFilter(InWords):
    title, parameter_name, template = "kind", "kind", FOLDED

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Kind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() in Kind.values else queryset
