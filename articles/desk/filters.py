"""What one sees of the stories: filters in words."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.desk.forms import section_choices
from articles.models import Article, Edition
from articles.models.kinds import Kind
from articles.models.section import sections


class InWords(SimpleListFilter):
    any_word = "All"

    def choices(self, changelist: Any) -> Any:
        found = list(super().choices(changelist))
        found[0]["display"] = self.any_word
        return found


class StateFilter(InWords):
    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", "Draft"), ("in_review", "In review"), ("scheduled", "Scheduled"), ("live", "Live"),
            ("changed", "Live, with changes"), ("unpublished", "Unpublished"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Twin: articles.desk.state.chips. From the editions' indexes, not by asking every story."""
        at = timezone.now()
        live, coming = Edition.objects.live(at).values("article"), Edition.objects.scheduled(at).values("article")
        chosen = {
            "draft": queryset.filter(state=Article.State.DRAFT, first_published_at=None),
            "in_review": queryset.filter(state=Article.State.IN_REVIEW),
            "scheduled": queryset.filter(pk__in=coming),
            "live": queryset.filter(pk__in=live),
            "changed": queryset.changed_since_published(at),
            "unpublished": queryset.exclude(first_published_at=None).exclude(pk__in=live).exclude(pk__in=coming),
        }
        return chosen.get(self.value(), queryset)


class MineFilter(InWords):
    title, parameter_name, any_word = "whose", "mine", "Everyone’s"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Mine")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.owned_by(request.user) if self.value() else queryset


class SectionFilter(InWords):
    """A section with all that is part of it."""

    title, parameter_name = "section", "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(sections()[pk].slug, name) for pk, name in section_choices()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = next((section for section in sections().values() if section.slug == self.value()), None)
        return queryset.filter(section__in=chosen.subtree()) if chosen else queryset


class KindFilter(InWords):
    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Kind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() in Kind.values else queryset
