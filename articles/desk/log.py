"""The log of everything that was done with stories: read by whoever may, changed by nobody."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property, lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.desk.filters import InWords
from articles.desk.reach import FurtherBack, Narrowed
from articles.desk.record import VERBS_IN_WORDS, in_words
from articles.desk.state import brief, zone_in_words
from articles.models import Article, Move
from paper.days import day_period
from paper.pager import Place

MOST = 10_000  # no counting beyond: the log is long, and days narrow it down
REACH = 20_000  # moves that are looked through for words
NUMBER = re.compile(r"[1-9][0-9]{0,17}")


class VerbFilter(InWords):
    title, parameter_name, any_word = "what was done", "verb", "Everything"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(verb, words[0].upper() + words[1:]) for verb, words in VERBS_IN_WORDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(verb=self.value()) if self.value() else queryset


class StoryFilter(InWords):
    """The log of one story; from its history alone."""

    title, parameter_name = "story", "story"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        number = request.GET.get("story", "")
        return [(number, "This story")] if NUMBER.fullmatch(number) else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(article=self.value()) if self.value() else queryset


class Days(forms.Form):
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class DayFilter(admin.ListFilter):
    """From one day to another, both included, in the paper's zone. An index over the moments serves it."""

    title = "day"

    def __init__(self, request: HttpRequest, params: dict, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.days = Days({name: params.pop(name, [""])[-1] for name in self.expected_parameters()})

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return ["since", "until"]

    def choices(self, changelist: Any) -> list:
        return []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        self.days.is_valid()
        since, until = self.days.cleaned_data.get("since"), self.days.cleaned_data.get("until")
        queryset = queryset.filter(at__gte=day_period(since).start) if since else queryset
        return queryset.filter(at__lt=day_period(until).end) if until else queryset


class Counted(Paginator):
    """Counts so far and no further."""

    @cached_property
    def count(self) -> int:
        return self.object_list[: MOST + 1].count()


class Log(Narrowed):
    """What the form above the list shows."""

    verbs = VERBS_IN_WORDS

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        moves = super().get_queryset(request, exclude_parameters)
        if not self.query or self.params.get("story"):
            return moves
        last = self.days.cleaned_data.get("until")
        return self.within(moves, request, "at", REACH, Place(day_period(last).end, 0) if last else None)

    @property
    def days(self) -> Days:
        return next(spec.days for spec in self.filter_specs if isinstance(spec, DayFilter))

    @property
    def asked(self) -> dict[str, str]:
        return {name: self.params.get(name, "") for name in ("verb", "story")}

    @property
    def is_cut(self) -> bool:
        return self.result_count > MOST


@admin.register(Move)
class MoveAdmin(admin.ModelAdmin):
    list_display = ["time", "who", "what", "which", "note"]
    list_display_links = None
    list_filter = [VerbFilter, DayFilter, StoryFilter, FurtherBack]
    search_fields = ["headline", "by_name"]
    list_per_page = 50
    list_max_show_all = 0
    paginator = Counted
    show_full_result_count = False
    sortable_by = ()
    actions = None
    change_list_template = "admin/articles/history/log.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Move | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Move | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list alone."""
        return [url for url in super().get_urls() if url.name == "articles_move_changelist"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Log

    @admin.display(description=lazy(lambda: f"When ({zone_in_words()})", str)())
    def time(self, move: Move) -> SafeString:
        return format_html('<time datetime="{}">{}</time>', move.at.isoformat(timespec="seconds"), brief(move.at))

    @admin.display(description="Who")
    def who(self, move: Move) -> str:
        return move.by_name

    @admin.display(description="What")
    def what(self, move: Move) -> str:
        return in_words(move)

    @admin.display(description="Story, as it was called then", empty_value="")
    def which(self, move: Move) -> str:
        """Linked while it is there."""
        if move.article_id is None:
            return move.headline
        address = reverse("admin:articles_article_versions", args=[move.article_id])
        return format_html('<a href="{}">{}</a>', address, move.headline or str(Article()))
