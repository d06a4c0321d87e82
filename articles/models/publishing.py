"""How the verbs work. Each locks the story first and reads the clock after that, so that two people at once wait in line.

Times of an edition: [live_from, live_until), half-open. A story's editions never overlap; the database refuses it.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import paper
from articles.models.address import Address
from articles.models.edition import BEGINNING, END, TICK, Edition, verb_at_work
from articles.models.move import Move
from articles.models.refusals import Refused
from pagecache.models import purge
from paper.addresses import make_slug
from paper.days import day_of
from paper.models import hold_zone
from paper.prose import plain_text

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

NOON = time(12)  # of a day whose time is not known


class Start(NamedTuple):
    moment: datetime
    time_known: bool


def publish(pk: int, *, by: User | None, at: datetime | date | None, change: str, note: str) -> Edition:
    with transaction.atomic():
        story, now = _lock(pk)
        hold_zone(True)
        _check_ready(story)
        start = _start(story, at, now)
        edition = _insert(story, Edition.of(story), start, now, by=by, change=change, note=note)
        _settle(story, now, edition)
        edition.refresh_from_db()
        _mark_as_published(story)
        verb = "publish" if start.moment <= now else "schedule"
        Move.objects.log(story, verb, by=by, note=note, edition=edition.pk, live_from=start.moment, change=change)
    return edition


def unpublish(pk: int, *, by: User | None, note: str) -> list[Edition]:
    with transaction.atomic():
        story, now = _lock(pk)
        pending = list(story.editions.scheduled(now))
        live = story.editions.live(now).first()
        if live is None and not pending:
            raise Refused("Readers do not have this story, and nothing is scheduled. There is nothing to unpublish.")
        for edition in pending:
            _remove(edition)
        if live:
            _end(live, max(now, live.live_from + TICK))
        _settle(story, now)
        hold_zone(Address.objects.exists())
        facts = {"withdrawn": ", ".join(f"{e.live_from:%Y-%m-%d %H:%M} UTC" for e in pending)} if pending else {}
        Move.objects.log(story, "unpublish", by=by, note=note, **facts)
    return pending


def withdraw(pk: int, edition_pk: int, *, by: User | None, note: str) -> None:
    with transaction.atomic():
        story, now = _lock(pk)
        edition = _pending(story, edition_pk, now)
        _take_back(edition)
        _settle(story, now)
        hold_zone(Address.objects.exists())
        Move.objects.log(story, "withdraw", by=by, note=note, live_from=edition.live_from, headline=edition.headline)


def reschedule(pk: int, edition_pk: int, *, by: User | None, at: datetime, note: str) -> Edition:
    with transaction.atomic():
        story, now = _lock(pk)
        edition = _pending(story, edition_pk, now)
        was = edition.live_from
        _take_back(edition)
        start = _start(story, at, now)
        if start.moment <= now:
            raise Refused("This moment has passed. Choose one that is still to come, or publish now.")
        again = _insert(story, edition, start, now, by=by, change=edition.change, note=note or edition.note)
        _settle(story, now)
        again.refresh_from_db()
        Move.objects.log(story, "reschedule", by=by, note=note, edition=again.pk, was=was, live_from=start.moment)
    return again


# The steps


def _lock(pk: int) -> tuple[Article, datetime]:
    """The story's row, locked, and what the clock says after that: before it, a later publish could carry an earlier time."""
    from articles.models.article import Article

    story = Article.objects.lock(pk)
    return story, timezone.now()


def _check_ready(story: Article) -> None:
    if not story.headline.strip():
        raise Refused("The story has no headline. Write one, then publish.")
    if not plain_text(story.body).strip():
        raise Refused("The story has no text. Write at least a sentence, then publish.")


def _start(story: Article, at: datetime | date | None, now: datetime) -> Start:
    """When the new edition begins. Raises Refused for a moment that cannot be."""
    if at is None:
        last = (
            story.editions.filter(live_from__lte=now + TICK)
            .order_by("-live_from")
            .values_list("live_from", flat=True)
            .first()
        )
        return Start(max(now, last + TICK) if last else now, time_known=True)
    if not isinstance(at, datetime):
        return _checked(story, Start(datetime.combine(at, NOON, paper.zone()), time_known=False), now)
    if timezone.is_naive(at):
        raise ValueError("publish(at=…) takes an aware datetime or a date")
    return _checked(story, Start(at, time_known=True), now)


def _checked(story: Article, start: Start, now: datetime) -> Start:
    if start.moment >= END:
        raise Refused("This moment lies too far ahead. Choose an earlier one.")
    if start.moment < BEGINNING:
        raise Refused("No newspaper is as old as that. Check the year: it has four digits.")
    if start.moment <= now and story.editions.exists():
        raise Refused("Only a story's first edition can be dated back, and this story has one. Publish now instead.")
    if story.editions.filter(live_from=start.moment).exists():
        raise Refused("An edition is scheduled for this very moment. Withdraw it first, or choose another minute.")
    return start


def _insert(
    story: Article, edition: Edition, start: Start, now: datetime, *, by: User | None, change: str, note: str
) -> Edition:
    """Fit the edition in: what is live at its start ends there, and it ends where the next one begins."""
    seen = _was_seen(story, now)
    before = story.editions.live(start.moment).first()
    after = story.editions.filter(live_from__gt=start.moment).order_by("live_from").first()
    if before:
        _end(before, start.moment)
    edition.pk = None
    edition.live_from, edition.live_until = start.moment, after.live_from if after else END
    edition.first_published_at = min(story.first_published_at or start.moment, start.moment)
    edition.time_known = story.time_known if seen else start.time_known
    edition.date = story.date or day_of(start.moment)
    edition.slug = make_slug(edition.headline, "story")  # until _settle claims an address
    edition.made_at, edition.made_by, edition.change, edition.note = now, by, change, note
    edition.save(force_insert=True)
    edition.write_list_rows()
    purge(edition.tags(), at=max(start.moment, now))
    if after:
        purge(edition.tags(), at=after.live_from)
    return edition


def _end(edition: Edition, at: datetime) -> None:
    """Let it end at this moment, and say that its pages change then."""
    edition.move(live_until=at)
    if at < END:
        purge(edition.tags(), at=max(at, timezone.now()))


def _pending(story: Article, edition_pk: int, now: datetime) -> Edition:
    edition = story.editions.filter(pk=edition_pk).first()
    if edition is None:
        raise Refused("This edition was withdrawn already.")
    if edition.live_from <= now:
        raise Refused("This edition has gone live. Unpublish the story, or publish it again with your changes.")
    return edition


def _take_back(edition: Edition) -> None:
    """Remove a pending edition; the one that would have made way for it stays as long as it would have."""
    before = Edition.objects.filter(article=edition.article_id, live_until=edition.live_from).first()
    _remove(edition)
    if before:
        _end(before, edition.live_until)


def _remove(edition: Edition) -> None:
    purge(edition.tags())
    with verb_at_work():
        Edition.objects.filter(pk=edition.pk).delete()


def _was_seen(story: Article, now: datetime, made: Edition | None = None) -> bool:
    """Whether a reader could have seen the story before this verb, which made `made`."""
    return story.editions.filter(live_from__lte=now).exclude(pk=made.pk if made and made.pk else 0).exists()


def _settle(story: Article, now: datetime, made: Edition | None = None) -> None:
    """Make the story's date, and the addresses of what nobody has seen yet, follow from its editions."""
    if not _was_seen(story, now, made):
        _date_by_first_edition(story)
    Address.objects.free_unseen(story.pk, now)
    _claim_addresses(story, now, made)


def _date_by_first_edition(story: Article) -> None:
    """Nobody could have seen the story: its date is that of the edition that will be first, or none."""
    editions = list(story.editions.order_by("live_from"))
    first = editions[0] if editions else None
    story.first_published_at = first.live_from if first else None
    story.time_known = first.time_known if first else True
    story.date = day_of(first.live_from) if first else None
    for edition in editions:
        edition.move(first_published_at=story.first_published_at, date=story.date, time_known=story.time_known)
    story.save(update_fields=["first_published_at", "time_known", "date"])


def _claim_addresses(story: Article, now: datetime, made: Edition | None) -> None:
    """An edition has the slug chosen for it, or that of the edition before it; the first one's headline makes its own."""
    coming = Q(live_from__gt=now) | Q(pk=made.pk if made else None)
    last = story.editions.exclude(coming).order_by("-live_from").first()
    slug = last.slug if last else ""
    for edition in story.editions.filter(coming).order_by("live_from"):
        wanted = edition.chosen_slug or slug or make_slug(edition.headline, "story")
        slug = Address.objects.claim(story.pk, edition.date, wanted, edition.live_from)
        if slug != edition.slug:
            edition.move(slug=slug)


def _mark_as_published(story: Article) -> None:
    from articles.models.article import Article

    Article.objects.filter(pk=story.pk).update(state=Article.State.DRAFT)
