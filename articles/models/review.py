"""Submit, send back, approve, restore: the verbs of the working copy. Readers see nothing of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles.models.move import Move
from articles.models.refusals import Refused
from articles.models.revision import Revision
from articles.models.snapshot import Words, put_words
from articles.models.steps import check_not_gone, lock, set_facts

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article


def submit(pk: int, *, by: User | None, note: str) -> None:
    from articles.models.article import Article

    with transaction.atomic():
        story, _ = lock(pk)
        check_not_gone(story)
        if story.state == Article.State.IN_REVIEW:
            raise Refused("This story is in review already.")
        set_facts(story, state=Article.State.IN_REVIEW)
        Move.objects.log(story, "submit", by=by, note=note)


def send_back(pk: int, *, by: User | None, note: str) -> None:
    from articles.models.article import Article

    if not note.strip():
        raise Refused("Say what should be changed: whoever wrote the story reads it on their desk.")
    with transaction.atomic():
        story, _ = lock(pk)
        if story.state not in (Article.State.IN_REVIEW, Article.State.APPROVED):
            raise Refused("This story is not in review: there is nothing to send back.")
        set_facts(story, state=Article.State.SENT_BACK, sent_back_because=note)
        Move.objects.log(story, "send_back", by=by, note=note)


def approve(pk: int, *, by: User | None, note: str) -> None:
    """Mark the version as it stands; what is written later shows as changed since."""
    from articles.models.article import Article

    with transaction.atomic():
        story, now = lock(pk)
        check_not_gone(story)
        if story.state == Article.State.APPROVED and story.approved_version == story.version:
            raise Refused("This very version is approved already.")
        Revision.objects.keep(story, by=story.changed_by)
        set_facts(
            story,
            state=Article.State.APPROVED,
            approved_version=story.version,
            approved_at=now,
            approved_by_name=str(by) if by else "Newsroom",
        )
        Move.objects.log(story, "approve", by=by, note=note, version=story.version)


def restore(pk: int, number: int, *, by: User | None, note: str) -> list[str]:
    with transaction.atomic():
        story, _ = lock(pk)
        check_not_gone(story)
        words = Revision.objects.words(story, number)
        if words is None:
            raise Refused("This version is not kept any more.")
        if number == story.version:
            raise Refused("This is the newest version already.")
        gone = write(story, words, by=by, kind=Revision.Kind.RESTORED, note=note or f"Version {number}")
        Move.objects.log(story, "restore", by=by, note=note, version=number)
    return gone


def write(story: Article, words: Words, *, by: User | None, kind: str, note: str = "") -> list[str]:
    """Make the next version of a locked story, with these words. Names what is gone since they were kept."""
    story.claim_version(story.version, by=by)
    gone = put_words(story, words)
    Revision.objects.keep(story, by=by, kind=kind, note=note)
    return gone
