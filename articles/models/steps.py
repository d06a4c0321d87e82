"""The steps that verbs are made of. Each verb locks the story first and reads the clock after that, so that two people at once
wait in line.

Times of an edition: [live_from, live_until), half-open. A story's editions never overlap; the database refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

import paper
from articles.models.address import Address
from articles.models.edition import WORDS, WORDS_SINCE, Edition
from articles.models.editions import verb_at_work
from articles.models.front import FrontChange
from articles.models.listing import BEGINNING, END, TICK
from articles.models.month import StoryMonth, month_of
from articles.models.passages import returned
from articles.models.pictures import pictures_of
from articles.models.refusals import Refused
from images.models import Picture
from pagecache.models import purge
from paper.addresses import make_slug
from paper.background import later
from paper.days import day_of
from paper.models import lock_paper
from paper.prose import plain_text
from paper.templatetags.paper import when

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

TAKEN_OUT = (
    "The text holds words again that were taken out of this story by order. Take them out before it is published."
)
NOON = time(12)  # of a day whose time is not known


class Start(NamedTuple):
    moment: datetime
    time_known: bool


class Making(NamedTuple):
    """What the record says of a new edition. `line` is for readers: what changed, in a sentence."""

    by: User | None
    change: str = Edition.MATERIAL
    note: str = ""
    line: str = ""


def lock(pk: int) -> tuple[Article, datetime]:
    """The story's row, locked, and what the clock says after that: before it, a later publish could carry an earlier time.

    The paper's row is locked next, always in this order: whether an address holds its zone is then asked of what stays so.
    """
    from articles.models.article import Article

    story = Article.objects.lock(pk)
    lock_paper()
    return story, timezone.now()


def set_facts(story: Article, **values: object) -> None:
    """Write columns that only verbs write; the words stay as they are."""
    from articles.models.article import Article

    Article.objects.filter(pk=story.pk).update(**values)


# What stops a story from going live


def check_ready(edition: Edition) -> None:
    """Raises Refused for what cannot be published."""
    check_words(edition)
    withdrawn = Picture.objects.filter(pk__in=pictures_of(edition)).exclude(withdrawn_at=None).first()
    if withdrawn:
        raise Refused(
            f"A picture in the story was withdrawn: {withdrawn}. Take it out, or choose another, then publish."
        )


def check_words(edition: Edition) -> None:
    """Raises Refused for words that cannot be published."""
    if not edition.headline.strip():
        raise Refused("The story has no headline. Write one, then publish.")
    if not plain_text(edition.body).strip() and not edition.retracted:
        raise Refused("The story has no text. Write at least a sentence, then publish.")
    if returned(edition.article_id, {name: getattr(edition, name) for name in (*WORDS, *WORDS_SINCE)}):
        raise Refused(TAKEN_OUT)


def check_free(story: Article, moment: datetime) -> None:
    """Raises Refused where no edition may begin at `moment`: legal hold, embargo, or after the story's end."""
    check_not_held(story)
    if story.embargo_covers(moment):
        until = f"until {when(story.embargo_until)}" if story.embargo_until else "until somebody lifts it"
        raise Refused(f"This story is under embargo {until}: {story.embargo_reason} Choose a later moment, or lift it.")
    if story.ends_at and moment >= story.ends_at:
        raise Refused(
            f"This story’s end is {when(story.ends_at)}. Choose an earlier moment, or move or remove the end first."
        )


def check_not_gone(story: Article) -> None:
    if story.gone_status:
        raise Refused("This story was taken down: its text is sealed.")


def check_not_held(story: Article) -> None:
    if story.gone_status:
        raise Refused("This story was taken down. Nothing of it can be published again.")
    if story.held:
        raise Refused(
            f"This story is under legal hold: {story.hold_reason} Nothing of it is published until that is lifted."
        )


def start_of(story: Article, at: datetime | date | None, now: datetime) -> Start:
    """When the new edition begins. Raises Refused for a moment that cannot be."""
    if at is None:
        return Start(next_moment(story, now), time_known=True)
    if not isinstance(at, datetime):
        return _checked(story, Start(datetime.combine(at, NOON, paper.zone()), time_known=False), now)
    if timezone.is_naive(at):
        raise ValueError("publish(at=…) takes an aware datetime or a date")
    return _checked(story, Start(at, time_known=True), now)


def next_moment(story: Article, now: datetime) -> datetime:
    """Now, or strictly after the last edition's beginning where the clock has not moved on."""
    begun = story.editions.filter(live_from__lte=now + TICK).order_by("-live_from")
    last = begun.values_list("live_from", flat=True).first()
    return max(now, last + TICK) if last else now


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


# Putting editions in and taking them out


def insert(story: Article, edition: Edition, start: Start, now: datetime, making: Making) -> Edition:
    """Fit the edition in: what is live at its start ends there, and it ends where the next one begins, or the story does."""
    seen = was_seen(story, now)
    before = story.editions.live(start.moment).first()
    listed = _listed_as(before) if before else set()
    after = story.editions.filter(live_from__gt=start.moment).order_by("live_from").first()
    if before:
        end(before, start.moment)
    edition.pk = None
    edition.live_from, edition.live_until = start.moment, after.live_from if after else story.ends_at or END
    edition.first_published_at = min(story.first_published_at or start.moment, start.moment)
    edition.time_known = story.time_known if seen else start.time_known
    edition.date = story.date or day_of(start.moment)
    edition.slug = make_slug(edition.headline, "story")  # until settle() claims an address
    edition.made_at, edition.made_by, edition.change, edition.note, edition.line = now, *making
    edition.share_card = drawn_already(edition, before)
    edition.save(force_insert=True)
    edition.write_list_rows()
    draw_later(edition)
    purge(edition.tags() | _comes_before(edition, listed, now), at=max(start.moment, now))
    if after:
        purge(_comes_before(after, _listed_as(edition), now), at=after.live_from)
    if making.change == Edition.MATERIAL or (before and before.is_indexed != edition.is_indexed):
        StoryMonth.objects.touch(edition, max(start.moment, now))
    if edition.live_until < END:
        purge(edition.tags(), at=edition.live_until)
    if edition.live_until == story.ends_at:
        StoryMonth.objects.touch(edition, edition.live_until)
    return edition


def _comes_before(edition: Edition, listed: set[str], now: datetime) -> set[str]:
    """Where it comes in among older stories. A new one comes before none; `listed`: where it stood already."""
    return _listed_as(edition) - listed if edition.first_published_at < max(edition.live_from, now) else set()


def _listed_as(edition: Edition) -> set[str]:
    return set() if edition.retracted else edition.tags_beside()


def drawn_already(edition: Edition, before: Edition | None = None) -> str:
    """The recipe of its card: the same words keep it, and its address answers on. "" where it is still to be drawn."""
    from articles import sharing

    return sharing.drawn_already(edition, before)


def draw_later(edition: Edition) -> None:
    """Have the card drawn that stands for the story where its address is shared."""
    from articles.sharing import draw_share_card

    later(draw_share_card, edition.pk)


def drop_card_later(article: int, made: str) -> None:
    """Have a card of the story deleted, unless an edition of it still has the same."""
    from articles.sharing import drop_card

    if made:
        later(drop_card, article, made)


def lose(edition: Edition, at: datetime) -> None:
    """Let readers lose the story at this moment: nothing follows."""
    end(edition, at)
    if at < END:
        StoryMonth.objects.touch(edition, at)


def end(edition: Edition, at: datetime) -> None:
    """Let it end at this moment, and say that its pages change then."""
    edition.move(live_until=at)
    if at < END:
        purge(edition.tags(), at=max(at, timezone.now()))


def pending(story: Article, edition_pk: int, now: datetime) -> Edition:
    edition = story.editions.filter(pk=edition_pk).first()
    if edition is None:
        raise Refused("This edition was withdrawn already.")
    if edition.live_from <= now:
        raise Refused("This edition has gone live. Unpublish the story, or publish it again with your changes.")
    return edition


def take_back(edition: Edition) -> None:
    """Remove a pending edition; the one that would have made way for it stays as long as it would have."""
    edition.refresh_from_db(fields=["live_until"])  # the one after it may have been taken back since it was read
    before = Edition.objects.filter(article=edition.article_id, live_until=edition.live_from).first()
    remove(edition)
    if before:
        end(before, edition.live_until)
        after = Edition.objects.filter(article=edition.article_id, live_from=edition.live_until).first()
        if after:
            purge(_comes_before(after, _listed_as(before), timezone.now()), at=after.live_from)


def take_back_all(story: Article, now: datetime) -> list[Edition]:
    """Withdraw every scheduled edition: nothing returns by the clock."""
    coming = list(story.editions.scheduled(now).order_by("live_from"))
    for edition in coming:
        take_back(edition)
        FrontChange.objects.follow(story, edition.live_from, None, by=None)
    return coming


def withdrawn_facts(withdrawn: Iterable[Edition]) -> dict[str, str]:
    when = ", ".join(f"{edition.live_from:%Y-%m-%d %H:%M} UTC" for edition in withdrawn)
    return {"withdrawn": when} if when else {}


def remove(edition: Edition) -> None:
    purge(edition.tags())
    drop_card_later(edition.article_id, edition.share_card)
    with verb_at_work():
        Edition.objects.filter(pk=edition.pk).delete()


def was_seen(story: Article, now: datetime, made: Edition | None = None) -> bool:
    """Whether a reader could have seen the story before this verb, which made `made`."""
    return story.editions.filter(live_from__lte=now).exclude(pk=made.pk if made and made.pk else 0).exists()


# What follows from a story's editions: its date, the addresses and the dates of corrections


def settle(story: Article, now: datetime, made: Edition | None = None) -> None:
    """Make the story's date, and the addresses and corrections of what nobody has seen yet, follow from its editions."""
    if not was_seen(story, now, made):
        _date_by_first_edition(story)
    Address.objects.free_unseen(story.pk, now)
    _claim_addresses(story, now, made)
    _date_corrections(story, now, made)


def _date_by_first_edition(story: Article) -> None:
    """Nobody could have seen the story: its date is that of the edition that will be first, or none."""
    editions = list(story.editions.order_by("live_from"))
    first = editions[0] if editions else None
    story.first_published_at = first.live_from if first else None
    story.time_known = first.time_known if first else True
    story.date = day_of(first.live_from) if first else None
    for edition in editions:
        month = month_of(edition)
        edition.move(first_published_at=story.first_published_at, date=story.date, time_known=story.time_known)
        if month_of(edition) != month:
            StoryMonth.objects.touch(edition, edition.live_from)
    story.save(update_fields=["first_published_at", "time_known", "date"])


def _claim_addresses(story: Article, now: datetime, made: Edition | None) -> None:
    """An edition has the slug chosen for it, or that of the edition before it; the first one's headline makes its own."""
    last = story.editions.exclude(_unseen(now, made)).order_by("-live_from").first()
    slug = last.slug if last else ""
    for edition in story.editions.filter(_unseen(now, made)).order_by("live_from"):
        wanted = edition.chosen_slug or slug or make_slug(edition.headline, "story")
        slug = Address.objects.claim(story.pk, edition.date, wanted, edition.live_from)
        if slug != edition.slug:
            edition.move(slug=slug)


def _date_corrections(story: Article, now: datetime, made: Edition | None) -> None:
    """A correction bears the moment of the first edition with it; several of one edition are a tick apart, so that none tie."""
    known: dict[str, str] = {}
    unseen = set(story.editions.filter(_unseen(now, made)).values_list("pk", flat=True))
    for edition in story.editions.exclude(corrections=[]).order_by("live_from"):
        dated = edition.corrections_dated(known)
        if edition.pk in unseen and dated != edition.corrections:
            edition.redate_corrections(dated)
        known |= {correction["key"]: correction["at"] for correction in dated}


def _unseen(now: datetime, made: Edition | None) -> Q:
    return Q(live_from__gt=now) | Q(pk=made.pk if made else None)
