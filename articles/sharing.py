"""What is shown of a story where its address is shared: its lead picture, or a card drawn of its words.

The card is drawn in the background once an edition is made, and its recipe written on the edition: a page never waits for it.
Bylines are not on it, so that a changed name leaves no picture of the old one.
"""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from articles.models import Edition
from articles.models.kinds import Kind
from images import files
from images.models import Picture
from images.sharecard import HEIGHT, WIDTH, ShareCard, draw, recipe
from images.shown import share_image
from images.views import gone, send, unless_known
from pagecache.models import purge
from pagecache.pages import fresh_for
from paper.background import later
from paper.speech import speaking

AGAIN = timedelta(minutes=5)  # after the storage was away
NO_HASTE = timedelta(hours=1)  # the same, where nobody waits


class Share(NamedTuple):
    """A picture of a story for other sites: its address on this paper, and its size in pixels."""

    url: str
    width: int
    height: int


def share_of(edition: Edition, picture: Picture | None) -> Share | None:
    """The lead picture's card, else the drawn one; None while neither is made."""
    found = share_image(picture) if picture else None
    if found:
        return Share(*found)
    return Share(address(edition), WIDTH, HEIGHT) if edition.share_card else None


def address(edition: Edition) -> str:
    """Twin: the pattern in articles.urls."""
    return f"/shares/{edition.article_id}/{edition.share_card}.png"


def card_of(edition: Edition) -> ShareCard:
    ours, headline = paper.current(), edition.front_headline or edition.headline
    with speaking():
        retracted, kind = gettext("Retracted: %(headline)s"), edition.kind_label
    return ShareCard(
        paper_name=ours.name,
        headline=retracted % {"headline": headline} if edition.retracted else headline,
        label=edition.kicker or edition.section_name or kind,
        language=edition.language,
        direction=edition.direction,
        voice="opinion" if edition.kind == Kind.OPINION else "",
        accent=ours.accent_light,
    )


def recipe_of(edition: Edition) -> str:
    """12 hexadecimal digits, of this story alone: when its words are taken down, nobody else has the card."""
    return sha256(f"{edition.article_id} {recipe(card_of(edition))}".encode()).hexdigest()[:12]


def drawn_already(edition: Edition, before: Edition | None = None) -> str:
    """The recipe of its card where that is drawn: for itself, as it was, or for the edition before it. "" where it is not."""
    made = recipe_of(edition)
    return made if made in (edition.share_card, before.share_card if before else "") else ""


@task
def draw_share_card(pk: int) -> None:
    """A job: draw the card of an edition that readers have or will have. Of words that no face here has there is none."""
    edition = Edition.objects.filter(pk=pk, live_until__gt=timezone.now()).first()
    made = recipe_of(edition) if edition else ""
    if edition is None or edition.share_card == made:
        return
    drawn = draw(card_of(edition), settings.SHARE_FONTS)
    if drawn is None:
        return
    try:
        files.store({_name(made): drawn})
    except files.StorageAway:
        draw_share_card.using(run_after=timezone.now() + AGAIN).enqueue(pk)
        return
    if _keep(edition, made):
        with suppress(files.StorageAway):  # once more: the same words' card may just have been deleted
            files.store({_name(made): drawn})


def _keep(edition: Edition, made: str) -> bool:
    """Unless the words were taken down meanwhile, or the edition withdrawn: then the card goes too."""
    with transaction.atomic():
        now = Edition.objects.select_for_update().filter(pk=edition.pk).first()
        if now is None or recipe_of(now) != made:
            later(drop_card, edition.article_id, made)
            return False
        now.move(share_card=made)
        purge({f"article:{now.article_id}"}, at=max(now.live_from, timezone.now()))
    return True


@task
def drop_card(article: int, made: str) -> None:
    """A job: delete a card that no edition of the story has any more."""
    if Edition.objects.filter(article=article, share_card=made).exists():
        return
    if files.drop([_name(made)]):
        drop_card.using(run_after=timezone.now() + NO_HASTE).enqueue(article, made)


def _name(made: str) -> str:
    return f"shares/{made[:2]}/{made}.png"


@require_safe
def share(request: HttpRequest, pk: str, made: str) -> HttpResponseBase:
    """The card of a live story, kept elsewhere no longer than its page; 410 for any other."""
    at = timezone.now()
    is_there = Edition.objects.live(at).filter(article=int(pk), share_card=made).exists()
    if not is_there:
        return gone()
    return unless_known(request, send(_name(made), "image/png", fresh_for({f"article:{pk}"}, at)))
