"""Publish, schedule, withdraw, move, unpublish: the verbs of the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from articles.models.address import Address
from articles.models.edition import Edition
from articles.models.front import BreakingLine, FrontChange
from articles.models.listing import TICK
from articles.models.move import Move
from articles.models.refusals import Refused
from articles.models.steps import (
    Making,
    Start,
    check_free,
    check_not_held,
    check_ready,
    insert,
    lock,
    lose,
    pending,
    settle,
    start_of,
    take_back,
    take_back_all,
    withdrawn_facts,
)  # fmt: skip
from paper.models import hold_zone

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article


def publish(pk: int, making: Making, *, at: datetime | date | None, despite: Iterable[str]) -> Edition:
    with transaction.atomic():
        story, now = lock(pk)
        hold_zone(True)
        edition = Edition.of(story)
        check_not_held(story)
        check_ready(edition)
        start = start_of(story, at, now)
        check_free(story, start.moment)
        edition = insert(story, edition, start, now, making)
        settle(story, now, edition)
        edition.refresh_from_db()
        mark_as_published(story)
        verb = "publish" if start.moment <= now else "schedule"
        log(story, verb, making, edition, despite, live_from=start.moment)
    return edition


def unpublish(pk: int, *, by: User | None, note: str) -> list[Edition]:
    with transaction.atomic():
        story, now = lock(pk)
        live = story.editions.live(now).first()
        withdrawn = take_back_all(story, now)
        if live is None and not withdrawn:
            raise Refused("Readers do not have this story, and nothing is scheduled. There is nothing to unpublish.")
        if live:
            lose(live, max(now, live.live_from + TICK))
        BreakingLine.objects.stop(story, now)
        settle(story, now)
        hold_zone(Address.objects.exists())
        Move.objects.log(story, "unpublish", by=by, note=note, **withdrawn_facts(withdrawn))
    return withdrawn


def withdraw(pk: int, edition_pk: int, *, by: User | None, note: str) -> None:
    with transaction.atomic():
        story, now = lock(pk)
        edition = pending(story, edition_pk, now)
        take_back(edition)
        settle(story, now)
        hold_zone(Address.objects.exists())
        FrontChange.objects.follow(story, edition.live_from, None, by=by)
        Move.objects.log(story, "withdraw", by=by, note=note, live_from=edition.live_from, headline=edition.headline)


def reschedule(pk: int, edition_pk: int, *, by: User | None, at: datetime, note: str) -> Edition:
    with transaction.atomic():
        story, now = lock(pk)
        edition = pending(story, edition_pk, now)
        was = edition.live_from
        take_back(edition)
        start = start_of(story, at, now)
        if start.moment <= now:
            raise Refused("This moment has passed. Choose one that is still to come, or publish now.")
        check_free(story, start.moment)
        again = make_again(story, edition, start, now, by=by, note=note)
        settle(story, now)
        again.refresh_from_db()
        FrontChange.objects.follow(story, was, again.live_from, by=by)
        Move.objects.log(story, "reschedule", by=by, note=note, edition=again.pk, was=was, live_from=start.moment)
    return again


def schedule_changes(pk: int, edition_pk: int, making: Making, *, despite: Iterable[str]) -> Edition:
    """Withdraw a scheduled edition and make the working copy's text in its place, at its minute."""
    with transaction.atomic():
        story, now = lock(pk)
        held = pending(story, edition_pk, now)
        check_free(story, held.live_from)
        fresh = Edition.of(story)
        check_ready(fresh)
        take_back(held)
        edition = insert(story, fresh, Start(held.live_from, held.time_known), now, making)
        settle(story, now)
        edition.refresh_from_db()
        mark_as_published(story)
        log(story, "schedule_changes", making, edition, despite, live_from=edition.live_from)
    return edition


# Shared with the other verbs


def make_again(
    story: Article, edition: Edition, start: Start, now: datetime, *, by: User | None, note: str = ""
) -> Edition:
    """A withdrawn edition once more, as its maker described it."""
    return insert(story, edition, start, now, Making(by, edition.change, note or edition.note, edition.line))


def mark_as_published(story: Article) -> None:
    from articles.models.article import Article

    Article.objects.filter(pk=story.pk).update(state=Article.State.DRAFT)


def log(
    story: Article, verb: str, making: Making, edition: Edition, despite: Iterable[str] = (), **facts: object
) -> None:
    """`despite`: the warnings somebody published over; the note is their reason."""
    warned = {"despite": "\n".join(despite)} if despite else {}
    Move.objects.log(
        story, verb, by=making.by, note=making.note, edition=edition.pk, change=making.change, **warned, **facts
    )
