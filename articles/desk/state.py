"""How a story stands, in the desk's words: a few chips, and one plain sentence."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

import paper
from articles.models import Article, Edition
from paper.templatetags.paper import zone_name


class Chip(NamedTuple):
    """A state as word, shape and tint (`name` chooses the tint)."""

    name: str
    shape: str
    word: str


DRAFT = Chip("draft", "○", "Draft")
IN_REVIEW = Chip("review", "◐", "In review")
CHANGES_ASKED = Chip("asked", "↩", "Changes asked")
APPROVED = Chip("approved", "✓", "Approved")
SCHEDULED = Chip("scheduled", "◷", "Scheduled")
LIVE = Chip("live", "●", "Live")
CHANGED = Chip("live", "●+", "Live, with changes")
RETRACTED = Chip("gone", "■", "Retracted")
ENDED = Chip("gone", "■", "Ended")
UNPUBLISHED = Chip("gone", "■", "Unpublished")
TAKEN_DOWN = Chip("gone", "■", "Taken down")
EMBARGOED = Chip("gone", "■", "Embargoed")
HELD = Chip("gone", "■", "Legal hold")

REVIEW: dict[str, Chip] = {
    Article.State.DRAFT: DRAFT,
    Article.State.IN_REVIEW: IN_REVIEW,
    Article.State.SENT_BACK: CHANGES_ASKED,
    Article.State.APPROVED: APPROVED,
}


def chips(story: Article) -> list[Chip]:
    """What readers have and get next, what the editors say of it, and what stops it. Needs `with_state()`.

    Twin: articles.desk.filters.STATES.
    """
    return [*_public(story), *_review(story), *_stops(story)]


def is_live(story: Article) -> bool:
    return story.live_version is not None


def is_changed(story: Article) -> bool:
    """Whether the desk has something saved that readers of the live story do not have."""
    return is_live(story) and story.version > story.live_version


def has_ended(story: Article) -> bool:
    """Whether the end set for the story has come."""
    return bool(story.ends_at and story.ends_at <= timezone.now())


def _public(story: Article) -> list[Chip]:
    if story.gone_status:
        return [TAKEN_DOWN]
    coming = [SCHEDULED] if story.next_from else []
    if is_live(story):
        return [_of_live(story), *coming]
    if coming or not story.was_seen:
        return coming
    return [ENDED if has_ended(story) else UNPUBLISHED]


def _of_live(story: Article) -> Chip:
    if story.live_retracted:
        return RETRACTED
    return CHANGED if is_changed(story) else LIVE


def _review(story: Article) -> list[Chip]:
    """A draft says so only while readers have, had and get nothing of it."""
    if story.gone_status or story.state == Article.State.DRAFT and _public(story):
        return []
    return [REVIEW[story.state]]


def _stops(story: Article) -> list[Chip]:
    return [chip for chip, stops in ((HELD, story.held), (EMBARGOED, story.is_under_embargo())) if stops]


def sentence(story: Article | None, scheduled: Iterable[Edition] = (), *, words_since: int | None = None) -> str:
    """What readers see now and what the clock will bring, what stops the story, and what the editors say, in plain words.

    `scheduled`: the story's editions to come, the next one first; `words_since`: how many words were changed since its approval,
    of which nothing is said without it.
    """
    if story is None:
        return "Not saved yet. Readers do not see it."
    if story.gone_status:
        return f"Taken down: its text is sealed.{_answer(story)}"
    parts = (
        _now(story),
        _next(story, list(scheduled)),
        _end(story),
        _stopped(story),
        _reviewed(story, words_since),
    )
    return " ".join(part for part in parts if part)


def _answer(story: Article) -> str:
    return f" Its address answers {story.gone_status}." if story.was_seen else ""


def _now(story: Article) -> str:
    if is_live(story):
        return _live_now(story)
    if story.next_from:
        return ""
    if not story.was_seen:
        return "Readers do not see it."
    gone = "Readers are told that it is gone."
    return f"{gone} Its end was {moment(story.ends_at)}." if has_ended(story) else gone


def _live_now(story: Article) -> str:
    if story.live_retracted:
        return f"Retracted {moment(story.live_from)}. Readers see the notice."
    since = f"Live since {moment(story.live_from)}."
    saves = story.version - story.live_version
    if saves <= 0:
        return since
    return f"{since} Readers do not see {'the change' if saves == 1 else f'{saves} changes'} saved since."


def _next(story: Article, scheduled: list[Edition]) -> str:
    if not scheduled:
        return ""
    edition, more = scheduled[0], len(scheduled) - 1
    goes = "The next edition goes live" if is_live(story) else "Goes live"
    without = ", without the changes saved since" if story.version > edition.version else ""
    then = "" if not more else " One more follows it." if more == 1 else f" {more} more follow it."
    return f"{goes} {_clock(edition.live_from)}{without}.{then}"


def _end(story: Article) -> str:
    if not story.ends_at or has_ended(story) or not (is_live(story) or story.next_from):
        return ""
    return f"Readers lose it {_clock(story.ends_at)}."


def _stopped(story: Article) -> str:
    said = [f"Under legal hold: {_full_stop(story.hold_reason)}"] if story.held else []
    if story.is_under_embargo():
        until = _clock(story.embargo_until) if story.embargo_until else "somebody lifts it"
        said.append(f"Under embargo until {until}: {_full_stop(story.embargo_reason)}")
    return " ".join(said)


def _reviewed(story: Article, words_since: int | None) -> str:
    if story.state == Article.State.IN_REVIEW:
        return "The editors have it to read."
    if story.state == Article.State.SENT_BACK:
        return f"Sent back by the editors: {_full_stop(story.sent_back_because)}"
    if story.state == Article.State.APPROVED and words_since is not None:
        since = f", {words_since:,} {'word' if words_since == 1 else 'words'} changed since" if words_since else ""
        return f"Approved by {story.approved_by_name}{since}."
    return ""


def _full_stop(words: str) -> str:
    """With a full stop, where it has none."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…", "”")) else f"{words}."


def _clock(at: datetime) -> str:
    return f"{moment(at)}, {away(at)}"


def away(at: datetime, now: datetime | None = None) -> str:
    """How long until then: "in 20 min", "in 8 h 20 min", "in 3 days 4 h", "in 12 days". Twin: wait() in static/desk/front.js."""
    minutes = int((at - (now or timezone.now())).total_seconds() // 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < 1:
        return "in less than a minute" if minutes == 0 else "now"
    if days >= 7:
        return f"in {days} days"
    if days:
        return f"in {days} day{'' if days == 1 else 's'}" + (f" {hours % 24} h" if hours % 24 else "")
    return " ".join(["in", *([f"{hours} h"] if hours else []), *([f"{minutes % 60} min"] if minutes % 60 else [])])


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
