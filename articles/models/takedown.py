"""Take down: remove a story, or a passage of it, from every edition and version, and seal what was removed.

With the re-crediting of authors and the withdrawing of pictures, this is one of the three ways in which an edition that readers
had is changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction
from django.db.models.functions import Cast

from articles.models.address import Address
from articles.models.crediting import OldPrinting
from articles.models.edition import WORDS, WORDS_SINCE, Edition
from articles.models.editions import verb_at_work
from articles.models.front import BreakingLine, FrontChange
from articles.models.listing import TICK
from articles.models.lists import EditionCorrection, EditionCredit, EditionTopic
from articles.models.move import Move
from articles.models.passages import redact_field, redact_values
from articles.models.pictures import EditionPicture
from articles.models.presence import Recovery
from articles.models.refusals import Refused
from articles.models.review import write
from articles.models.revision import Revision
from articles.models.sealed import Sealed
from articles.models.search_entry import SearchEntry
from articles.models.snapshot import limit_of, put_words, words_of
from articles.models.steps import draw_later, drawn_already, drop_card_later, lock, lose, settle, take_back_all
from articles.search.forgetting import forget_later
from images.models import Picture
from pagecache.models import purge
from paper.addresses import make_slug
from paper.models import hold_zone
from paper.redaction import check_passage, slug_holds

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

TAKEN_DOWN = "Story taken down"
EMPTY: dict[str, Any] = {
    "kicker": "", "headline": TAKEN_DOWN, "deck": "", "body": "", "dateline": "", "sponsor": "", "front_headline": "",
    "search_title": "", "description": "", "canonical_url": "", "source_name": "", "credits": [], "topics": [],
    "corrections": [], "note": "", "line": "", "lead_picture_id": None, "lead_caption": "", "lead_alt": "",
    "sources": "", "how_reported": "", "disclosure": "", "related": [],
}  # fmt: skip
REASONS = ("sent_back_because", "embargo_reason", "hold_reason")  # they may repeat what is to go
READ = (*WORDS, *WORDS_SINCE, "note", "line", "slug", "chosen_slug")  # of an edition: what is sealed


class Order(NamedTuple):
    """Who wants it gone and why; `public_line` is what readers are told, if anything."""

    reason: str
    reference: str = ""
    public_line: str = ""
    status: int = Sealed.GONE


def take_down(pk: int, order: Order, *, by: User | None) -> Sealed:
    """The whole story: every address answers 410 or 451, and no word of it stays anywhere but in the seal."""
    _check(order)
    with transaction.atomic():
        story, now = lock(pk)
        if story.gone_status:
            raise Refused("This story was taken down already.")
        sealed = _seal(story, order, now, by=by)
        _stop(story, now)
        _empty_editions(story)
        _empty_desk(story)
        _forget_in_others(story)
        gone = {"gone_status": order.status, "gone_line": order.public_line}
        type(story).objects.filter(pk=pk).update(**gone, **dict.fromkeys(REASONS, ""))
        Move.objects.filter(article=pk).update(headline=TAKEN_DOWN, note="", facts={})
        hold_zone(Address.objects.exists())
        story.headline = TAKEN_DOWN
        _log(story, sealed, by=by)
    return sealed


def remove_passage(pk: int, passage: str, order: Order, *, by: User | None) -> Sealed:
    """One passage or name, out of every edition, version, unsaved copy and record of the story; the rest stays as it was."""
    _check(order)
    try:
        check_passage(passage)
    except ValueError as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        story, now = lock(pk)
        if story.gone_status:
            raise Refused("This story was taken down as a whole already.")
        _check_library(story, passage, now)
        sealed = _seal(story, order, now, by=by, passage=passage)
        found = _redact_editions(story, passage) + _redact_desk(story, passage, by=by)
        if not found:
            raise Refused(
                "These words stand nowhere in the story, in none of its editions and versions. Check the spelling."
            )
        _move_addresses(story, passage, now)
        story.refresh_from_db()
        _log(story, sealed, by=by, places=found)
    return sealed


def _check(order: Order) -> None:
    if not order.reason.strip():
        raise Refused("Write the reason: the record keeps it for the lawyer.")
    if order.status not in dict(Sealed.STATUSES):
        raise Refused("Choose what the address answers: 410 or 451.")


def _check_library(story: Article, passage: str, now: datetime) -> None:
    """What the library says of a picture stands under it in every story. Raises Refused where that holds the passage."""
    in_editions = EditionPicture.objects.filter(article=story, live_until__gt=now).values("picture")
    wanted = story.picture_rows.values("picture").union(in_editions)
    for picture in Picture.objects.filter(pk__in=wanted).only("alt", "caption"):
        if redact_values([picture.alt, picture.caption], passage)[1]:
            raise Refused(
                f"The library says these words of picture {picture.pk}, which stands in this story. Take them out of its "
                "alternative text and caption first: they stand under it in every story."
            )


def _log(story: Article, sealed: Sealed, *, by: User | None, **facts: object) -> None:
    Move.objects.log(
        story, "take_down", by=by, note=sealed.reason[:300], reference=sealed.reference, seal=sealed.pk, **facts
    )


def _seal(story: Article, order: Order, now: datetime, *, by: User | None, passage: str = "") -> Sealed:
    contents = {
        "story": words_of(story) | {name: getattr(story, name) for name in REASONS},
        "editions": [_read(edition) for edition in story.editions.order_by("live_from")],
        "old_printings": list(OldPrinting.objects.filter(edition__article=story).values("edition", "credits")),
        "revisions": _rows(story.revisions.order_by("number"), "number", "kind", "by_name", "at", "note", "words"),
        "recoveries": _rows(story.recoveries, "user__username", "at", "typed"),
        "log": _rows(story.moves, "verb", "by_name", "at", "headline", "note", "facts"),
    }
    return Sealed.objects.create(
        article=story, headline=str(story), passage=passage, by=by, by_name=str(by) if by else "Newsroom", at=now,
        contents=contents, **order._asdict(),
    )  # fmt: skip


def _rows(found: Any, *fields: str) -> list[dict[str, Any]]:
    return [{**row, "at": row["at"].isoformat()} for row in found.values(*fields)]


def _read(edition: Edition) -> dict[str, Any]:
    times = {"live_from": edition.live_from.isoformat(), "live_until": edition.live_until.isoformat()}
    return {"id": edition.pk, **times, **{name: getattr(edition, name) for name in READ}}


# The whole story


def _stop(story: Article, now: datetime) -> None:
    take_back_all(story, now)
    live = story.editions.live(now).first()
    if live:
        lose(live, max(now, live.live_from + TICK))
    BreakingLine.objects.stop(story, now, words=TAKEN_DOWN)
    settle(story, now)


def _empty_editions(story: Article) -> None:
    for edition in story.editions.all():
        purge(edition.tags())
        _rewrite(edition, EMPTY)
    OldPrinting.objects.filter(edition__article=story).delete()


def _empty_desk(story: Article) -> None:
    story.revisions.all().delete()
    story.recoveries.all().delete()
    nothing = {
        name: value for name, value in EMPTY.items() if name not in ("credits", "note", "line", "lead_picture_id")
    }
    put_words(story, {**words_of(story), **nothing, "lead_picture": None, "bylines": [], "slug": ""})


def _forget_in_others(story: Article) -> None:
    """Where other stories name it as related they keep its number, and not what it was called."""
    for edition in _naming(Edition.objects, "related", story):
        purge(edition.tags())
        _rewrite(edition, {"related": _nameless(edition.related, story)})
    for other in _naming(type(story).objects, "related", story):
        type(story).objects.filter(pk=other.pk).update(related=_nameless(other.related, story))
    for version in _naming(Revision.objects, "words", story):
        words = version.words | {"related": _nameless(version.words["related"], story)}
        Revision.objects.filter(pk=version.pk).update(words=words)


def _naming(rows: Any, field: str, story: Article) -> Any:
    """Rows whose JSON has the story among the related ones. Every row is read: a take-down is rare."""
    text = Cast(field, models.TextField())
    return rows.annotate(json_text=text).filter(json_text__contains=f'{{"article": {story.pk}, "headline"')


def _nameless(related: list[dict[str, Any]], story: Article) -> list[dict[str, Any]]:
    return [row | {"headline": ""} if row["article"] == story.pk else row for row in related]


def _rewrite(edition: Edition, words: dict[str, Any]) -> None:
    """New words in a closed edition, its hash, its card and its list rows with them."""
    card = edition.share_card
    for name, value in words.items():
        setattr(edition, name, value)
    edition.share_card = drawn_already(edition)
    made = {"fingerprint": edition.make_fingerprint(), "share_card": edition.share_card}
    with verb_at_work():
        Edition.objects.filter(pk=edition.pk).update(**words, **made)
    draw_later(edition)
    drop_card_later(edition.article_id, card)
    for rows in (EditionCredit, EditionTopic, EditionCorrection, EditionPicture, SearchEntry):
        rows.objects.filter(edition=edition.pk).delete()
    edition.write_list_rows()
    forget_later()


# A passage


def _redact_editions(story: Article, passage: str) -> int:
    found = 0
    for edition in story.editions.all():
        words, times = _redacted(edition, [*WORDS, *WORDS_SINCE, "note", "line"], passage)
        found += times
        if times:
            purge(edition.tags())
            _rewrite(edition, words)
    return found


def _redact_desk(story: Article, passage: str, *, by: User | None) -> int:
    """The working copy, its versions, what was typed and not saved, reasons, and the record."""
    found = _redact_working_copy(story, passage, by=by)
    purge(["breaking"])
    rows: list[tuple[Any, list[str]]] = [
        (story, list(REASONS)),
        *((row, ["words", "note", "headline"]) for row in Revision.objects.filter(article=story)),
        *((row, ["typed", "headline"]) for row in Recovery.objects.filter(article=story)),
        *((row, ["headline", "note", "facts"]) for row in Move.objects.filter(article=story)),
        *((row, ["text"]) for row in BreakingLine.objects.filter(article=story)),
        *((row, ["note"]) for row in FrontChange.objects.filter(article=story)),
        *((row, ["credits"]) for row in OldPrinting.objects.filter(edition__article=story)),
    ]
    return found + sum(_redact_row(row, fields, passage) for row, fields in rows)


def _redact_working_copy(story: Article, passage: str, *, by: User | None) -> int:
    """As a version of its own, so that a window that was open before does not count as newest."""
    was, words = story.version, words_of(story)
    clean = {
        name: redact_field(name, value, passage, limit_of(name))
        for name, value in words.items()
        if name not in ("topics", "lead_picture_name")
    }
    found = sum(times for _, times in clean.values())
    if found:
        slug = "" if slug_holds(words["slug"], passage) else words["slug"]
        fresh = words | {name: value for name, (value, _) in clean.items()} | {"slug": slug}
        write(story, fresh, by=by, kind=Revision.Kind.SAVED, note="A passage was taken down")
        with verb_at_work():
            Edition.objects.filter(article=story, version=was).update(version=story.version)
    return found


def _redact_row(row: Any, fields: list[str], passage: str) -> int:
    words, found = _redacted(row, fields, passage)
    if found:
        type(row).objects.filter(pk=row.pk).update(**words)
    return found


def _redacted(row: Any, fields: list[str], passage: str) -> tuple[dict[str, Any], int]:
    """The fields that hold the passage, without it, and how often it stood there."""
    limits = {name: getattr(row._meta.get_field(name), "max_length", None) for name in fields}
    clean = {name: redact_field(name, getattr(row, name), passage, limits[name]) for name in fields}
    return {name: value for name, (value, found) in clean.items() if found}, sum(found for _, found in clean.values())


def _move_addresses(story: Article, passage: str, now: datetime) -> None:
    """An address that spells the passage leads to one that does not: readers who kept it still arrive."""
    for edition in story.editions.order_by("live_from"):
        if not slug_holds(edition.slug, passage):
            continue
        slug = Address.objects.claim(story.pk, edition.date, make_slug(edition.headline, "story"), edition.live_from)
        with verb_at_work():
            Edition.objects.filter(pk=edition.pk).update(slug=slug, chosen_slug="")
        purge(edition.tags(), at=max(now, edition.live_from))
