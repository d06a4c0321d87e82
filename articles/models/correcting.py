"""Fix what readers see, put back, retract: the verbs that change the live text without publishing the draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from articles.merging import FieldCollision, Merged, merge
from articles.models.correction import new_key
from articles.models.edition import Edition
from articles.models.front import BreakingLine
from articles.models.publishing import log, make_again
from articles.models.refusals import Refused
from articles.models.review import write
from articles.models.revision import Revision
from articles.models.snapshot import Words, edition_of, faults_of, words_of, words_of_edition
from articles.models.steps import (
    Making,
    Start,
    check_free,
    check_not_held,
    check_ready,
    check_words,
    insert,
    lock,
    next_moment,
    settle,
    take_back,
    take_back_all,
    withdrawn_facts,
)  # fmt: skip

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from articles.models.article import Article

Answers = dict[str, dict[str, str]]
LIVE, DRAFT = "live", "draft"  # the names of two texts a fix is carried into; scheduled ones are called by their number


class Carried(NamedTuple):
    """A fix merged into one more text. `into` is "live", "draft" or a scheduled edition's pk as text."""

    into: str
    merged: Merged


class Collides(Exception):
    """Somebody's changes touch the same words: nothing was published. `carried` holds the collisions to be answered, `faults`
    say by field why an answer cannot be kept."""

    def __init__(self, carried: list[Carried], faults: dict[str, str]) -> None:
        super().__init__("Some changes touch the same words.")
        self.carried, self.faults = carried, faults

    @property
    def collisions(self) -> list[tuple[str, FieldCollision]]:
        """(name of the form field that answers it, the collision), those without an answer."""
        return [(f"{one.into}-{found.key}", found) for one in self.carried for found in one.merged.unanswered]


class Fixed(NamedTuple):
    edition: Edition
    remade: list[Edition]  # scheduled editions, made again with the fix
    gone: list[str]


def fix(
    pk: int, edition_pk: int, words: Words, making: Making, *, answers: Answers | None, despite: Iterable[str]
) -> Fixed:
    """Publish `words`, typed over the live edition `edition_pk`, and carry what they change into every other text.

    Raises Collides, changing nothing, where an answer is needed; `answers` are by `Collides.collisions`' names.
    """
    with transaction.atomic():
        story, now = lock(pk)
        opened, live = _opened(story, edition_pk), story.editions.live(now).first()
        if live is None:
            raise Refused("Readers do not have this story any more. Publish it again from the desk.")
        check_free(story, next_moment(story, now))
        base, fixed = words_of_edition(opened), words
        if base == words:
            raise Refused("Nothing is changed: there is nothing to publish.")
        coming = list(story.editions.scheduled(now).order_by("live_from"))
        carried: list[Carried] = []
        if live.pk != opened.pk:
            carried.append(_carry(LIVE, base, words, words_of_edition(live), answers))
            base, fixed = words_of_edition(live), carried[0].merged.story
        others = [(DRAFT, words_of(story)), *((str(one.pk), words_of_edition(one)) for one in coming)]
        carried += [_carry(into, base, fixed, theirs, answers) for into, theirs in others]
        _check_answered(carried)
        texts = {one.into: one.merged.story for one in carried}
        edition, gone = _publish_fix(story, live, fixed, texts[DRAFT], now, making)
        remade = [_remake(story, one, texts[str(one.pk)], now, making.by) for one in coming]
        settle(story, now, edition)
        edition.refresh_from_db()
        log(story, "fix", making, edition, despite, carried=len(remade))
    return Fixed(edition, remade, gone)


def _check_answered(carried: list[Carried]) -> None:
    """Raises Collides where an answer is missing or cannot be kept, and Refused where no answer would help."""
    unanswered = any(one.merged.unanswered for one in carried)
    faults: dict[str, str] = {}
    for one in carried if not unanswered else []:
        found = faults_of(one.merged.story)
        one.merged.reopen(found)
        faults |= found
    if unanswered or any(one.merged.unanswered for one in carried):
        raise Collides(carried, faults)
    if faults:
        raise Refused(" ".join(faults.values()))


def _opened(story: Article, edition_pk: int) -> Edition:
    edition = story.editions.filter(pk=edition_pk).first()
    if edition is None:
        raise Refused("The edition you opened is not there any more. Open what readers see again.")
    return edition


def _carry(into: str, base: Words, mine: Words, theirs: Words, answers: Answers | None) -> Carried:
    own = {name.removeprefix(f"{into}-"): a for name, a in (answers or {}).items() if name.startswith(f"{into}-")}
    return Carried(into, merge(base, mine, theirs, own))


def _publish_fix(
    story: Article, live: Edition, fixed: Words, draft: Words, now: datetime, making: Making
) -> tuple[Edition, list[str]]:
    """The fix as the next edition, and in the working copy. Where that then says the same, no change is left ahead.

    What is retracted stays so, under its notice.
    """
    edition = edition_of(story, fixed)
    if live.retraction:
        edition.retracted, edition.corrections = True, [live.retraction, *edition.corrections]
    check_ready(edition)
    start = Start(next_moment(story, now), time_known=True)
    check_free(story, start.moment)
    gone = _write_draft(story, draft, making)
    edition.version = story.version if words_of(story) == fixed else live.version
    return insert(story, edition, start, now, making), gone


def _write_draft(story: Article, draft: Words, making: Making) -> list[str]:
    if words_of(story) == draft:
        return []
    return write(story, draft, by=making.by, kind=Revision.Kind.FIXED, note=making.note)


def _remake(story: Article, old: Edition, words: Words, now: datetime, by: User | None) -> Edition:
    """A scheduled edition is never edited: it is withdrawn and made again at its minute."""
    take_back(old)
    fresh = edition_of(story, words)
    fresh.version = story.version if words_of(story) == words else old.version
    fresh.change, fresh.note, fresh.line = old.change, old.note, old.line
    return make_again(story, fresh, Start(old.live_from, old.time_known), now, by=by)


def put_back(pk: int, edition_pk: int | None, making: Making) -> Edition:
    with transaction.atomic():
        story, now = lock(pk)
        live = story.editions.live(now).first()
        old = _to_put_back(story, edition_pk, live, now)
        start = Start(next_moment(story, now), time_known=True)
        check_free(story, start.moment)
        check_words(old)  # nobody can take a withdrawn picture out of it, and readers do not get that
        was = old.pk
        edition = insert(story, old, start, now, making)
        settle(story, now, edition)
        edition.refresh_from_db()
        log(story, "put_back", making, edition, was=was, instead_of=live.pk if live else "")
    return edition


def _to_put_back(story: Article, edition_pk: int | None, live: Edition | None, now: datetime) -> Edition:
    """The edition asked for, else the last one readers had before what they have now."""
    seen = story.editions.filter(live_from__lte=now).exclude(pk=live.pk if live else 0).order_by("-live_from")
    found = seen.filter(pk=edition_pk).first() if edition_pk else seen.first()
    if found is None:
        raise Refused("Readers had no other edition of this story before: there is nothing to put back.")
    return found


def retract(pk: int, making: Making, *, notice: str, keep_text: bool) -> Edition:
    if not notice.strip():
        raise Refused("Write the notice: it tells readers why the paper takes the story back.")
    with transaction.atomic():
        story, now = lock(pk)
        check_not_held(story)
        live = story.editions.live(now).first()
        if live is None:
            raise Refused("Readers do not have this story. Only what readers have can be retracted.")
        withdrawn = take_back_all(story, now)
        BreakingLine.objects.stop(story, now)
        live.refresh_from_db()
        edition = insert(story, _retracted(live, notice, keep_text), Start(next_moment(story, now), True), now, making)
        settle(story, now, edition)
        edition.refresh_from_db()
        log(story, "retract", making, edition, notice=notice, **withdrawn_facts(withdrawn))
    return edition


def _retracted(live: Edition, notice: str, keep_text: bool) -> Edition:
    """The same words under the notice, or the notice alone."""
    others = [correction for correction in live.corrections if correction["kind"] != "retraction"]
    told: dict[str, Any] = {"key": new_key(), "kind": "retraction", "text": notice.strip(), "top": True}
    live.retracted, live.corrections = True, [told, *others]
    if not keep_text:
        live.body, live.lead_picture, live.lead_caption, live.lead_alt = "", None, "", ""
        live.sources = live.how_reported = live.disclosure = ""
    return live
