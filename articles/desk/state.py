"""How a story stands, in the desk's words: a chip or two, and one plain sentence."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

import paper
from articles.models import Article, Edition
from paper.templatetags.paper import when, zone_name


class Chip(NamedTuple):
    """A state as word, shape and tint (`name` chooses the tint)."""

    name: str
    shape: str
    word: str


DRAFT = Chip("draft", "○", "Draft")
IN_REVIEW = Chip("review", "◐", "In review")
SCHEDULED = Chip("scheduled", "◷", "Scheduled")
LIVE = Chip("live", "●", "Live")
CHANGED = Chip("live", "●+", "Live, with changes")
UNPUBLISHED = Chip("gone", "■", "Unpublished")


def chips(story: Article) -> list[Chip]:
    """What readers have, and whether the editors have something to read. Needs `with_state()`."""
    public, in_review = _public(story), story.state == Article.State.IN_REVIEW
    if not in_review:
        return [public]
    return [IN_REVIEW] if public is DRAFT else [public, IN_REVIEW]


def is_live(story: Article) -> bool:
    return story.live_version is not None


def is_changed(story: Article) -> bool:
    """Whether the desk has something saved that readers of the live story do not have."""
    return is_live(story) and story.version > story.live_version


def _public(story: Article) -> Chip:
    if is_live(story):
        return CHANGED if is_changed(story) else LIVE
    if story.next_from:
        return SCHEDULED
    return UNPUBLISHED if story.was_seen else DRAFT


def sentence(story: Article | None, scheduled: Iterable[Edition] = ()) -> str:
    """What readers see now and what the clock will bring, in plain words."""
    if story is None:
        return "Not saved yet. Readers do not see it."
    return " ".join(part for part in (_now(story), _next(story, scheduled)) if part)


def _next(story: Article, scheduled: Iterable[Edition]) -> str:
    edition = next(iter(scheduled), None)
    if edition is None:
        return ""
    goes = "The next edition goes live" if is_live(story) else "Goes live"
    without = ", without the changes saved since" if story.version > edition.version else ""
    return f"{goes} {moment(edition.live_from)}{without}."


def _now(story: Article) -> str:
    if is_live(story):
        since = f"Live since {when(story.live_from)}."
        return f"{since} Readers do not see the changes saved since." if is_changed(story) else since
    if story.next_from:
        return ""
    if story.was_seen:
        return "Readers are told that it is gone."
    return "Readers do not see it."


def moment(at: datetime) -> str:
    """Wed 14 Feb 09:00 CET, in the paper's zone; with the year where it is another than this one."""
    local = timezone.localtime(at, paper.zone())
    return f"{date_format(local, 'D')} {brief(at)} {zone_name(local)}"


def brief(at: datetime) -> str:
    """14 Feb 09:00; in another year than this one 14 Feb 2018, 09:00."""
    local, now = timezone.localtime(at, paper.zone()), timezone.localtime(timezone.now(), paper.zone())
    year = "" if local.year == now.year else f" {local.year},"
    return f"{date_format(local, 'j M')}{year} {local:%H:%M}"


def zone_in_words() -> str:
    """New York time, UTC: true of every row, in summer and in winter."""
    name = paper.current().time_zone
    return f"{name.rpartition('/')[2].replace('_', ' ')} time" if "/" in name else name
