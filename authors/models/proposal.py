"""A change of a bio that somebody asks for, and a bio manager decides.

The three steps in which two people's words meet (a second proposal, an approval after the profile changed, a manager's own
edits of what is proposed) are three-way merges; whatever touches is asked for, never overwritten.
"""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from authors.models.author import Author
from authors.models.words import Words, clean_words, faults_of, put_words, same, words_of

if TYPE_CHECKING:
    from accounts.models import User
    from paper.merging import Answers, Merged


class Refused(Exception):
    """What was asked for cannot be done. The message says why, and what to do."""


class Collides(Exception):
    """Two people changed the same words: `merged.unanswered` says where. Nothing was written.

    `faults` say by field why an answer cannot be kept."""

    def __init__(self, merged: "Merged", who: str, faults: dict[str, str] | None = None) -> None:
        super().__init__("Two people changed the same words.")
        self.merged, self.who, self.faults = merged, who, faults or {}


def lock_todays(author: Author) -> None:
    """`author.lock()`. Raises Refused where they were merged into another meanwhile."""
    author.lock()
    if author.merged_into_id:
        raise Refused(f"{author} was merged into {author.merged_into} meanwhile. Open {author.merged_into} instead.")


def merged_words(base: Words, mine: Words, theirs: Words, answers: "Answers | None", *, who: str) -> Words:
    """Both people's words. Raises Collides while one of the places where they meet has no answer that can be kept."""
    from authors.merging import merge

    return agreed(merge(base, mine, theirs, answers), answers, who=who)


def agreed(merged: "Merged", answers: "Answers | None", *, who: str) -> Words:
    """The words of a merge that leaves nothing open. Raises Collides, also where an answer cannot be kept."""
    faults = faults_of(merged.words) if answers and not merged.unanswered else {}
    if faults:
        merged.reopen(faults)
    if merged.unanswered:
        raise Collides(merged, who, faults)
    return merged.words


class ProposalQuerySet(models.QuerySet["BioProposal"]):
    def open(self) -> Self:
        return self.filter(state=BioProposal.State.OPEN, author__merged_into=None)

    def untold(self, user: "User") -> Self:
        """Decided, and the one who proposed it has not seen so yet."""
        decided = (BioProposal.State.APPROVED, BioProposal.State.DECLINED)
        return self.filter(by=user, state__in=decided, told_at=None)


class BioProposal(models.Model):
    """Words somebody would have on their profile. At most one is open for each author."""

    class State(models.TextChoices):
        OPEN = "open", "waiting"
        APPROVED = "approved", "approved"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    base = models.JSONField()  # what the profile said when it was proposed; see authors.models.words
    words = models.JSONField()  # what it is to say
    version = models.PositiveIntegerField(default=1)  # one more with every change
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    others = models.JSONField(default=list)  # the names of those who added to it
    asked = models.BooleanField(default=False)  # came by the link of somebody who was asked to check
    note = models.TextField(blank=True)  # to whoever decides
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_by_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    result = models.ForeignKey("authors.BioVersion", null=True, on_delete=models.SET_NULL, related_name="proposals")
    told_at = models.DateTimeField(null=True)  # when the one who proposed it saw what became of it

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author"], condition=Q(state="open"), name="proposal_one_open"),
        ]
        indexes = [models.Index(fields=["state", "at"], name="proposal_state")]
        default_permissions = ("view",)
        permissions = [("decide_bioproposal", "Can approve and decline proposed bios")]

    def __str__(self) -> str:
        return f"{self.author}, by {self.names}"

    @property
    def names(self) -> str:
        return " and ".join([self.by_name, *self.others])

    # Verbs

    @classmethod
    def propose(
        cls, author: Author, words: Words, *, base: Words, by: "User | None", by_name: str = "", note: str = "",
        asked: bool = False, answers: "Answers | None" = None,
    ) -> "BioProposal":  # fmt: skip
        """Ask for these words. `base` is what the form showed: the profile, or the proposal that was open already.

        One that is open takes them in. Raises Refused where nothing differs, ValidationError by field, Collides.
        """
        mine = clean_words(words)
        with transaction.atomic():
            lock_todays(author)
            said = words_of(author)
            waiting = cls.objects.open().filter(author=author).first()
            who = waiting.names if waiting else author.last_changed_by
            theirs = waiting.words if waiting else said
            final = clean_words(merged_words(base, mine | {"name": author.name}, theirs, answers, who=who))
            name = by_name or str(by or author)
            if waiting:
                return waiting._take_in(final, name, note)
            if same(final, said):
                raise Refused("Nothing differs from what readers see already.")
            return cls.objects.create(
                author=author, base=said, words=final, by=by, by_name=name, note=note, asked=asked
            )  # fmt: skip

    def _take_in(self, words: Words, name: str, note: str) -> "BioProposal":
        self.words, self.version, self.changed_at = words, self.version + 1, timezone.now()
        self.note = "\n\n".join(filter(None, dict.fromkeys([self.note, note])))
        if name not in (self.by_name, *self.others):
            self.others = [*self.others, name]
        self.save()
        return self

    def rebased(self, answers: "Answers | None" = None) -> Words:
        """What the profile would say now: the proposal over whatever changed since. Raises Collides."""
        said = words_of(self.author)
        if same(self.base, said):
            return self.words | {"name": self.author.name}
        return merged_words(self.base, self.words, said, answers, who=self.author.last_changed_by)

    def approve(
        self, *, by: "User | None", words: Words | None = None, seen: Words | None = None,
        answers: "Answers | None" = None,
    ) -> "BioProposal":  # fmt: skip
        """Put it on the profile. `words`: as the manager edited them, having `seen` those. Raises Refused, Collides.

        What was proposed or saved while the manager was at it is merged in, or collides.
        """
        edited = clean_words(words) if words is not None else None
        with transaction.atomic():
            self._lock()
            final = self.rebased(answers)
            if edited is not None:
                mine = edited | {"name": self.author.name}
                final = merged_words(seen or final, mine, final, answers, who=self.names)
            put_words(self.author, clean_words(final))
            self.author.look_right(timezone.now())
            made = self.author.keep(
                by=self.by, source="proposal", by_name=self.names[:160], approved_by_name=str(by or "Newsroom")
            )
            self._decide(self.State.APPROVED, by=by, result=made)
        return self

    def decline(self, *, by: "User | None", reason: str) -> "BioProposal":
        """Leave the profile as it is, and say why. Raises Refused without a reason."""
        if not reason.strip():
            raise Refused("Write why: whoever proposed it reads it.")
        with transaction.atomic():
            self._lock()
            self._decide(self.State.DECLINED, by=by, reason=reason.strip())
        return self

    def withdraw(self, *, by: "User | None") -> "BioProposal":
        """Whoever proposed it thought better of it."""
        with transaction.atomic():
            self._lock()
            self._decide(self.State.WITHDRAWN, by=by, told_at=timezone.now())
        return self

    def _lock(self) -> None:
        lock_todays(self.author)
        self.refresh_from_db()
        if self.state != self.State.OPEN:
            raise Refused(f"This proposal was {self.get_state_display()} already, by {self.decided_by_name}.")

    def _decide(self, state: str, *, by: "User | None", **facts: Any) -> None:
        self.state, self.decided_by, self.decided_by_name = state, by, str(by or "Newsroom")
        self.decided_at = timezone.now()
        for name, fact in facts.items():
            setattr(self, name, fact)
        self.save()

    def tell(self) -> None:
        """The one who proposed it has seen what became of it."""
        type(self).objects.filter(pk=self.pk, told_at=None).update(told_at=timezone.now())
