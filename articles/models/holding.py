"""Embargo, legal hold, the story's end: what keeps a story from readers, or takes it from them, by the clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from articles.models.address import Address
from articles.models.edition import Edition
from articles.models.front import FrontChange
from articles.models.listing import END
from articles.models.move import Move
from articles.models.refusals import Refused
from articles.models.steps import check_not_gone, lock, lose, set_facts, settle, take_back, withdrawn_facts
from paper.models import hold_zone
from paper.templatetags.paper import when

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article


def embargo(pk: int, *, by: User | None, until: datetime | None, reason: str) -> list[Edition]:
    _check_reason(reason)
    with transaction.atomic():
        story, now = lock(pk)
        check_not_gone(story)
        if until and until <= now:
            raise Refused("This moment has passed. An embargo ends at one that is still to come, or is open.")
        set_facts(story, embargoed=True, embargo_until=until, embargo_reason=reason)
        crossed = Q(live_from__lt=until) if until else Q()
        withdrawn = _withdraw(story, now, crossed)
        Move.objects.log(story, "embargo", by=by, note=reason, until=until or "open", **withdrawn_facts(withdrawn))
    return withdrawn


def lift_embargo(pk: int, *, by: User | None, note: str) -> None:
    with transaction.atomic():
        story, _ = lock(pk)
        if not story.embargoed:
            raise Refused("This story is under no embargo.")
        set_facts(story, embargoed=False, embargo_until=None, embargo_reason="")
        Move.objects.log(story, "lift_embargo", by=by, note=note)


def hold(pk: int, *, by: User | None, reason: str) -> list[Edition]:
    _check_reason(reason)
    with transaction.atomic():
        story, now = lock(pk)
        check_not_gone(story)
        if story.held:
            raise Refused("This story is under legal hold already.")
        set_facts(story, held=True, hold_reason=reason)
        withdrawn = _withdraw(story, now, Q())
        Move.objects.log(story, "hold", by=by, note=reason, **withdrawn_facts(withdrawn))
    return withdrawn


def lift_hold(pk: int, *, by: User | None, note: str) -> None:
    with transaction.atomic():
        story, _ = lock(pk)
        if not story.held:
            raise Refused("This story is under no legal hold.")
        set_facts(story, held=False, hold_reason="")
        Move.objects.log(story, "lift_hold", by=by, note=note)


def set_end(pk: int, *, by: User | None, at: datetime | None, note: str) -> None:
    """The end moves only while the old one and the new one are both ahead; later editions inherit it."""
    with transaction.atomic():
        story, now = lock(pk)
        check_not_gone(story)
        _check_end(story, at, now)
        last = story.editions.filter(live_until__gt=now).order_by("-live_from").first()
        if last:
            lose(last, at or END)
        set_facts(story, ends_at=at)
        Move.objects.log(story, "set_end", by=by, note=note, at=at or "no end")


def _check_end(story: Article, at: datetime | None, now: datetime) -> None:
    if at and at <= now:
        raise Refused("This moment has passed. Choose an end that is still to come, or unpublish the story now.")
    if at and at >= END:
        raise Refused("This moment lies too far ahead. Choose an earlier one, or none.")
    after = story.editions.filter(live_from__gte=at).order_by("live_from").first() if at else None
    if after:
        raise Refused(
            f"An edition is scheduled for {when(after.live_from)}, after that end. Withdraw it first, or choose a later end."
        )
    if at == story.ends_at:
        raise Refused("That is its end already." if at else "This story has no end.")


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Write the reason: whoever wants to publish the story reads it.")


def _withdraw(story: Article, now: datetime, which: Q) -> list[Edition]:
    withdrawn = list(story.editions.scheduled(now).filter(which).order_by("live_from"))
    for edition in withdrawn:
        take_back(edition)
        FrontChange.objects.follow(story, edition.live_from, None, by=None)
    if withdrawn:
        settle(story, now)
        hold_zone(Address.objects.exists())
    return withdrawn
