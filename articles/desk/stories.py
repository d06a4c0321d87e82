"""Stories of ours for a link: found by a pasted address, or by words of the headline."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db.models import QuerySet

from articles.desk.called import called
from articles.desk.find import story_at
from articles.desk.state import brief, chips
from articles.models import Article

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 10
BY_NUMBER = re.compile(r"/story/([1-9][0-9]{0,17})/")  # what a link says while its story has no address


def found(typed: str, user: "User") -> list[dict[str, Any]]:
    """What a link may lead to: number, headline, section and state, and the address; "" where readers cannot have it yet."""
    if not user.has_perm("articles.view_article"):
        return []
    return [
        {"id": story.pk, "headline": str(story), "about": about(story), "url": _url(story)} for story in _meant(typed)
    ]


def _meant(typed: str) -> QuerySet[Article]:
    stories = Article.objects.with_state().select_related("section").defer("body").order_by("-changed_at", "-pk")
    number, at_address = BY_NUMBER.fullmatch(typed.strip()), story_at(typed)
    if number or at_address:
        return stories.filter(pk=number[1] if number else at_address.pk)
    first = Article.objects.filter(pk__in=called(typed)).order_by("-changed_at", "-pk").values_list("pk", flat=True)
    return stories.filter(pk__in=list(first[:SHOWN]))


def about(story: Article) -> str:
    """World · live since 14 Feb 09:00"""
    section = [story.section.name] if story.section else []
    return " · ".join([*section, ", ".join(_state(story))])


def _state(story: Article) -> list[str]:
    times = {"live": f"live since {brief(story.live_from)}"} if story.live_from else {}
    if story.next_from:
        times["scheduled"] = f"scheduled for {brief(story.next_from)}"
    return [times.get(chip.name, chip.word.lower()) for chip in chips(story)]


def _url(story: Article) -> str:
    return quote(f"/{story.live_date:%Y/%m/%d}/{story.live_slug}/") if story.live_slug else ""
