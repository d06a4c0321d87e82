"""Asking somebody without an account to check their bio: by a signed link that ends."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from authors.models.author import Author
from authors.models.proposal import BioProposal, Refused
from authors.models.words import words_of

if TYPE_CHECKING:
    from accounts.models import User
    from authors.models.words import Words
    from paper.merging import Answers

OPEN_FOR = timedelta(days=30)
REMIND_AFTER = timedelta(days=7)
REMINDERS = 2  # at most
YEAR = timedelta(days=365)
ASKED = (Author.Kind.PERSON, Author.Kind.PEN_NAME)


def address_of(author: Author) -> str:
    """Where the paper writes to them: the address that the desk alone knows, else the one readers have; "" for neither."""
    return author.contact_email or author.email


def nowhere(author: Author) -> str:
    """Of a paper without mail: every link is copied by hand."""
    return ""


def _signer() -> signing.Signer:
    return signing.Signer(salt="authors.ask")


class AskQuerySet(models.QuerySet["BioAsk"]):
    def open(self, at: datetime | None = None) -> Self:
        """Those whose link still answers. Twin: BioAsk.is_open."""
        return self.filter(
            answered_at=None, closed_at=None, expires_at__gt=at or timezone.now(), author__merged_into=None,
            author__died_year=None,
        )  # fmt: skip

    def to_send(self) -> Self:
        """Those whose letter waits to be sent. One that could not be sent does not: see `unsent`."""
        return self.exclude(email="").filter(sent_at=None, trouble="")

    def unsent(self) -> Self:
        """Those whose letter could not be sent, reminders aside."""
        return self.exclude(trouble="").filter(sent_at=None)

    def to_remind(self, at: datetime) -> Self:
        """Those asked or reminded by mail a week ago, who did not say stop. Twin: BioAsk.remind_from."""
        quiet = at - REMIND_AFTER
        return self.open(at).filter(
            Q(reminded_at=None, sent_at__lte=quiet) | Q(reminded_at__lte=quiet),
            stopped_at=None, reminders__lt=REMINDERS, sent_at__isnull=False,
        )  # fmt: skip

    def by_token(self, token: str) -> "BioAsk | None":
        """The one this link is of, open or not; None where nobody signed it."""
        try:
            number, nonce = _signer().unsign(token).split(".", 1)
        except (signing.BadSignature, ValueError):
            return None
        found = self.select_related("author").filter(pk=int(number) if number.isdecimal() else 0).first()
        return found if found and found.nonce == nonce else None


def to_ask(at: datetime | None = None) -> models.QuerySet[Author]:
    """Those who can be asked and were not for a year: people without an account who are read, and live."""
    at = at or timezone.now()
    lately = BioAsk.objects.filter(author=OuterRef("pk"), at__gt=at - YEAR)
    people = Author.objects.filter(kind=Author.Kind.PERSON, user=None, died_year=None).exclude(looked_at__gt=at - YEAR)
    return people.in_directory(at).filter(~Exists(lately))


class BioAsk(models.Model):
    """One question to one contributor: is this right? Answered by a word, or by a proposal."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="asks")
    nonce = models.CharField(max_length=22, default="", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    email = models.EmailField(blank=True)  # where the link was sent; empty: it was copied by hand
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)  # why it could not be sent
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    right = models.BooleanField(default=False)  # answered: all is right
    proposal = models.ForeignKey(BioProposal, null=True, on_delete=models.SET_NULL, related_name="asks")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # no more reminders
    closed_at = models.DateTimeField(null=True)  # the link was withdrawn, or another took its place

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["author", "-at"], name="ask_author")]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.author}, {self.at:%Y-%m-%d}"

    @property
    def token(self) -> str:
        """What the link holds: signed, so that nobody can guess another's."""
        return _signer().sign(f"{self.pk}.{self.nonce}")

    def get_absolute_url(self) -> str:
        return reverse("authors:check", args=[self.token])

    def is_open(self, at: datetime | None = None) -> bool:
        """Twin: AskQuerySet.open."""
        nobody = self.author.merged_into_id or self.author.died_year
        return not (self.answered_at or self.closed_at or nobody) and self.expires_at > (at or timezone.now())

    def remind_from(self) -> datetime | None:
        """From when on they can be reminded; None where they are not to be. Twin: AskQuerySet.to_remind."""
        if self.stopped_at or self.reminders >= REMINDERS or self.sent_at is None:
            return None
        moment = (self.reminded_at or self.sent_at) + REMIND_AFTER
        return moment if self.is_open(moment) else None

    # Verbs

    @classmethod
    def ask(cls, author: Author, *, by: "User | None", email: str = "") -> "BioAsk":
        """A new link; one that was open ends. Mailing it is the caller's, after the transaction. Raises Refused."""
        now = timezone.now()
        with transaction.atomic():
            author.lock()
            _check(author)
            cls.objects.open(now).filter(author=author).update(closed_at=now)
            return cls.objects.create(
                author=author, nonce=secrets.token_urlsafe(12), by=by, by_name=str(by or "Newsroom"), at=now, expires_at=now + OPEN_FOR,
                email=email,
            )  # fmt: skip

    @classmethod
    def ask_everyone(cls, *, by: "User | None", write_to: Callable[[Author], str] = address_of) -> list["BioAsk"]:
        """A question to everyone who can be asked and was not for a year; see `to_ask`. Mailing is the caller's.

        `write_to` says where the letter to an author goes, "" for a link to copy. Whoever asks at the same moment waits,
        and finds nobody left: the authors are locked first, and who is to be asked is read after that.
        """
        now = timezone.now()
        with transaction.atomic():
            list(to_ask(now).select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
            people = to_ask(now).only("contact_email", "email").order_by("sort_name", "pk")
            return BioAsk.objects.bulk_create(
                BioAsk(
                    author=author, nonce=secrets.token_urlsafe(12), by=by, by_name=str(by or "Newsroom"), at=now,
                    expires_at=now + OPEN_FOR, email=write_to(author),
                )
                for author in people
            )  # fmt: skip

    def say_right(self) -> None:
        """They looked, and all is right. Raises Refused when the link has ended."""
        with transaction.atomic():
            self._lock()
            self.author.look_right(timezone.now())
            self._answer(right=True)

    def mend(self, words: "Words", *, base: "Words", note: str = "", answers: "Answers | None" = None) -> BioProposal:
        """What they wrote becomes a proposal, a note alone too. Raises Refused, Collides and ValidationError as
        `BioProposal.propose`."""
        with transaction.atomic():
            self._lock()
            who: dict[str, Any] = {"by": None, "by_name": self.author.name, "note": note, "asked": True}
            try:
                made = BioProposal.propose(self.author, words, base=base, answers=answers, **who)
            except Refused:  # nothing differs
                if not note:
                    raise
                said = words_of(self.author)
                made = BioProposal.objects.create(author=self.author, base=said, words=said, **who)
            self._answer(proposal=made)
        return made

    def sent(self, trouble: str = "") -> None:
        """Written down after the mail: when it went, or why it did not."""
        self._write(trouble=trouble[:300], sent_at=None if trouble else timezone.now())

    def send_again(self) -> bool:
        """The letter that could not be sent waits to be sent once more; False where another has seen to that."""
        return bool(type(self).objects.unsent().filter(pk=self.pk).update(trouble=""))

    def claim_reminder(self, at: datetime) -> None:
        """Count a reminder before it is sent, so that nobody else sends it too. Raises Refused where none is due."""
        due = self.remind_from()
        if due is None:
            raise Refused(f"{self.author} is not reminded of this any more.")
        if due > at:
            raise Refused(f"{self.author} was written to within the last week.")
        same = type(self).objects.filter(pk=self.pk, reminders=self.reminders, reminded_at=self.reminded_at)
        if not same.update(reminders=F("reminders") + 1, reminded_at=at):
            raise Refused(f"Somebody else reminds {self.author} at this moment.")

    def reminded(self, trouble: str = "") -> None:
        """Written down after the mail of a reminder that was claimed. One that did not go does not count."""
        if trouble:
            self._write(trouble=trouble[:300], reminders=self.reminders, reminded_at=self.reminded_at)
        else:
            self._write(trouble="")
            self.refresh_from_db(fields=["reminders", "reminded_at"])

    def stop(self) -> None:
        """No more reminders of this question. The link stays."""
        type(self).objects.filter(pk=self.pk, stopped_at=None).update(stopped_at=timezone.now())
        self.refresh_from_db(fields=["stopped_at"])

    def close(self) -> None:
        """The link answers no more."""
        type(self).objects.filter(pk=self.pk, closed_at=None).update(closed_at=timezone.now())
        self.refresh_from_db(fields=["closed_at"])

    def _write(self, **facts: Any) -> None:
        type(self).objects.filter(pk=self.pk).update(**facts)
        for name, fact in facts.items():
            setattr(self, name, fact)

    def _lock(self) -> None:
        self.author.lock()
        self.refresh_from_db()
        if not self.is_open():
            raise Refused("This link has ended. Ask the paper for another.")

    def _answer(self, **facts: Any) -> None:
        self.answered_at = timezone.now()
        for name, fact in facts.items():
            setattr(self, name, fact)
        self.save()


def _check(author: Author) -> None:
    if author.merged_into_id:
        raise Refused(f"{author} was merged into {author.merged_into}. Ask them.")
    if author.died_year:
        raise Refused(f"{author} has died. Nobody can be asked.")
    if author.kind not in ASKED:
        raise Refused(f"{author} is not a person. Nobody can be asked.")
