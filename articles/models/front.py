"""Fronts: what stands where on the home page and on a section's, and from when. And the breaking line.

What readers see is a function of time, as with editions: the changes whose moment has come, laid one over the other. A change
either arranges the whole front or places one story on it. Nothing runs by a job, and nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.arrangement import MOST, PLACES, Arrangement, Item
from articles.models.refusals import Refused, SavedMeanwhile
from articles.models.section import Section
from pagecache import memory
from pagecache.models import purge
from paper.templatetags.paper import when

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

HOME = 0  # the number of the home page's front; a section's front has the section's number
PASSED = "This moment has passed. Choose one that is still to come, or change the front now."


class FrontManager(models.Manager["Front"]):
    def of(self, section: Section | None) -> Front:
        """The front of a section, or of the home page; made where there is none yet."""
        pk = section.pk if section else HOME
        return self.get_or_create(pk=pk, defaults={"section": section})[0]


class Front(models.Model):
    id = models.BigIntegerField(primary_key=True)  # HOME, or the section's
    section = models.OneToOneField(Section, null=True, on_delete=models.CASCADE, related_name="front")

    objects = FrontManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=HOME, section=None) | Q(pk=F("section")), name="front_is_of_home_or_a_section"
            )
        ]

    def __str__(self) -> str:
        return self.section.name if self.section else "Home"

    @property
    def url(self) -> str:
        return self.section.url if self.section else "/"

    @property
    def tag(self) -> str:
        return tag_of(self.pk)

    def arrangement(self, at: datetime | None = None) -> Arrangement:
        """At `at`, from the rows themselves: what verbs and the desk go by. Pages go by `arrangement_of`. Two queries."""
        return laid(self.changes.in_force(at))

    # The verbs: one transaction each. All raise Refused, changing nothing.

    def arrange(
        self,
        arrangement: Arrangement,
        *,
        by: User | None,
        at: datetime | None = None,
        base: int | None = None,
        note: str = "",
    ) -> FrontChange:
        """The whole front so from now, or from a moment to come. `base`: the number of the newest change that whoever arranged it
        had seen (0: none); SavedMeanwhile where there is a newer one."""
        with transaction.atomic():
            now = self._lock()
            newest = self.changes.order_by("-pk").values_list("pk", flat=True).first() or 0
            if base is not None and base != newest:
                raise SavedMeanwhile(
                    "Somebody changed this front since you opened it. Look at it again, then change it."
                )
            return self._change(now, at, by, note, arrangement=arrangement.json())

    def place(
        self,
        article: Article,
        place: str,
        index: int = 0,
        *,
        by: User | None,
        at: datetime | None = None,
        until: datetime | None = None,
        note: str = "",
    ) -> FrontChange:
        """Put a story into `place` ("top", which begins with the lead, or "opinion"); what stood there moves down. A story that
        readers do not have yet stands there from when they do."""
        if place not in PLACES or not 0 <= index < MOST:
            raise Refused("There is no such place on a front. Choose another one.")
        if until and until <= (at or timezone.now()):
            raise Refused("The story would leave its place before it has it. Choose a later moment.")
        placing = {"item": Item(story=article.pk, until=until).json(), "place": place, "index": index}
        with transaction.atomic():
            now = self._lock()
            return self._change(now, at, by, note, placing=placing, article=article)

    def remove(self, article: Article, *, by: User | None, at: datetime | None = None, note: str = "") -> FrontChange:
        """Take a story that was placed by hand out of its place; it may still stand on the front as one of the newest."""
        with transaction.atomic():
            now = self._lock()
            rest = self.arrangement(at or now).without(article.pk)
            return self._change(now, at, by, note, arrangement=rest.json())

    def withdraw(self, change: FrontChange, *, by: User | None) -> None:
        """Take back a change that is still to come."""
        with transaction.atomic():
            now = self._lock()
            found = self.changes.filter(pk=change.pk, withdrawn_at=None).first()
            if found is None:
                raise Refused("This change was withdrawn already.")
            if found.at <= now:
                raise Refused("This change has come into force. Arrange the front anew instead.")
            self.changes.filter(pk=found.pk).update(withdrawn_at=now, withdrawn_by_name=_name(by))
            self._purge(now)

    def _lock(self) -> datetime:
        Front.objects.select_for_update(no_key=True).get(pk=self.pk)
        return timezone.now()

    def _change(self, now: datetime, at: datetime | None, by: User | None, note: str, **facts: Any) -> FrontChange:
        if at is not None and at <= now:
            raise Refused(PASSED)
        made = self.changes.create(at=at or now, made_at=now, by=by, by_name=_name(by), note=note[:300], **facts)
        self._purge(made.at)
        for moment in made.moments():
            if moment > now:
                self._purge(moment)
        return made

    def _purge(self, at: datetime) -> None:
        """What is kept in memory of the arrangements, too, which falls due with the pages."""
        purge([self.tag, "fronts"], at=at)
        if at > timezone.now():
            purge(["fronts"])


class FrontChangeQuerySet(models.QuerySet["FrontChange"]):
    def in_order(self) -> FrontChangeQuerySet:
        """As they are laid one over the other."""
        return self.filter(withdrawn_at=None).order_by("at", "pk")

    def in_force(self, at: datetime | None = None) -> FrontChangeQuerySet:
        """Of one front what makes it at `at`, in order, beginning with the last change that arranged the whole of it."""
        come = self.in_order().filter(at__lte=at or timezone.now())
        whole = come.filter(arrangement__isnull=False).values_list("at", "pk").last()
        return come.filter(Q(at__gt=whole[0]) | Q(at=whole[0], pk__gte=whole[1])) if whole else come

    def follow(self, story: Article, was: datetime, to: datetime | None, *, by: User | None) -> None:
        """What was to place the story as its edition of `was` goes live comes at `to` instead; with no edition, not at all."""
        for change in self.in_order().filter(article=story, at=was).select_related("front"):
            change.front.withdraw(change, by=by)
            if to:
                change.place_again(story, to, by=by)

    def coming(self, at: datetime | None = None) -> FrontChangeQuerySet:
        return self.in_order().filter(at__gt=at or timezone.now())


class FrontChange(models.Model):
    """What somebody did with a front, in force from `at`. Rows are only added; one to come can be withdrawn."""

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    arrangement = models.JSONField(null=True)  # articles.arrangement: the whole front; or
    placing = models.JSONField(null=True)  # {"item": …, "place": "top", "index": 0}: one story
    article = models.ForeignKey("articles.Article", null=True, on_delete=models.CASCADE, related_name="front_changes")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_name = models.CharField(max_length=160, blank=True)

    objects = FrontChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrangement__isnull=True, placing__isnull=False, article__isnull=False)
                | Q(arrangement__isnull=False, placing__isnull=True, article=None),
                name="front_change_is_one_thing",
            )
        ]
        indexes = [models.Index(fields=["front", "at"], name="front_change_at")]

    def __str__(self) -> str:
        return f"{self.by_name}, from {self.at:%Y-%m-%d %H:%M}"

    def over(self, before: Arrangement) -> Arrangement:
        """The front with this change laid over it."""
        if self.placing is None:
            return Arrangement.parse(self.arrangement)
        return before.with_placed(Item.parse(self.placing["item"]), self.placing["place"], self.placing["index"])

    def place_again(self, story: Article, at: datetime, *, by: User | None) -> FrontChange:
        """The same placing from another moment; an end that would lie before that is none."""
        placing: Any = self.placing
        until = Item.parse(placing["item"]).until
        held = until if until and until > at else None
        return self.front.place(story, placing["place"], placing["index"], by=by, at=at, until=held, note=self.note)

    def moments(self) -> list[datetime]:
        return self.over(Arrangement()).moments()


def tag_of(front: int) -> str:
    return f"front:{front}"


def arrangement_of(front: int, at: datetime) -> Arrangement:
    """How the front was, is or will be arranged at `at`: from memory, but for what is past."""
    known = memory.keep("fronts", ["fronts"], _known).get(front)
    if known is None:
        return Arrangement()
    if known.since and at < known.since:
        return laid(FrontChange.objects.filter(front=front).in_force(at))
    return laid((change for change in known.coming if change.at <= at), known.arrangement)


class Known(NamedTuple):
    """A front as it stands since its last change so far, and the changes to come, in order."""

    since: datetime | None
    arrangement: Arrangement
    coming: list[FrontChange]


def laid(changes: Iterable[FrontChange], before: Arrangement | None = None) -> Arrangement:
    """Changes in order, one laid over the other."""
    found = before or Arrangement()
    for change in changes:
        found = change.over(found)
    return found


def _known() -> dict[int, Known]:
    """By front. Two queries: from each one's last change on that arranged the whole of it, if one did."""
    now, found = timezone.now(), dict[int, Known]()
    whole = FrontChange.objects.filter(withdrawn_at=None, arrangement__isnull=False, at__lte=now).order_by()
    last = dict(whole.values_list("front").annotate(models.Max("at")))
    wanted = ~Q(front__in=list(last))
    for front, since in last.items():
        wanted |= Q(front=front, at__gte=since)
    for change in FrontChange.objects.in_order().filter(wanted):
        before = found.get(change.front_id, Known(None, Arrangement(), []))
        if change.at <= now:
            found[change.front_id] = Known(change.at, change.over(before.arrangement), [])
        else:
            found[change.front_id] = before._replace(coming=[*before.coming, change])
    return found


def _name(by: User | None) -> str:
    return str(by) if by else "Newsroom"


# The breaking line


class BreakingLineManager(models.Manager["BreakingLine"]):
    def announce(
        self,
        text: str,
        *,
        by: User | None,
        until: datetime,
        article: Article | None = None,
        at: datetime | None = None,
    ) -> BreakingLine:
        """One line above every front, from now or a moment to come, until `until`. It takes the place of the one that stands
        there then. Raises Refused."""
        words = " ".join(text.split())
        if not words:
            raise Refused("The line has no words. Write what has happened.")
        if len(words) > LONGEST_LINE:
            raise Refused(f"The line is too long for a phone: {LONGEST_LINE} characters fit.")
        with transaction.atomic():
            Front.objects.of(None)._lock()
            now = timezone.now()
            start = at or now
            if at is not None and at <= now:
                raise Refused("This moment has passed. Choose one that is still to come, or announce it now.")
            if until <= start:
                raise Refused("The line would end before it begins. Choose a later end.")
            self._make_room(start, until)
            made = self.create(
                text=words, article=article, live_from=start, live_until=until, made_by=by, by_name=_name(by)
            )
            _purge_lines(start, until)
        return made

    def stop(self, story: Article, now: datetime, *, words: str | None = None) -> None:
        """The paper takes the story back: no line tells of it any more. `words` in place of what the lines said."""
        lines = self.filter(article=story)
        if not lines.exists():
            return
        lines.filter(live_from__gte=now).delete()
        lines.filter(live_until__gt=now).update(live_until=now)
        if words is not None:
            lines.update(text=words)
        _purge_lines(now)

    def _make_room(self, start: datetime, until: datetime) -> None:
        for line in self.filter(live_until__gt=start, live_from__lt=until):
            if line.live_from >= start:
                raise Refused(
                    f"Another line is announced for {when(line.live_from)}. End this one before, or take that one back."
                )
            self.filter(pk=line.pk).update(live_until=start)
            _purge_lines(start)


LONGEST_LINE = 120  # characters


class BreakingLine(models.Model):
    """Above the fronts from `live_from` until `live_until`. One at a time."""

    text = models.CharField(max_length=LONGEST_LINE)
    article = models.ForeignKey("articles.Article", null=True, on_delete=models.SET_NULL, related_name="breaking_lines")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)

    objects = BreakingLineManager()

    class Meta:
        ordering = ["-live_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(live_from__lt=F("live_until")), name="breaking_line_times_in_order")
        ]
        indexes = [models.Index(fields=["live_until"], name="breaking_line_until")]

    def __str__(self) -> str:
        return self.text

    def end(self, *, by: User | None) -> None:
        """Now; one that is still to come is taken back. Raises Refused where it has ended."""
        with transaction.atomic():
            Front.objects.of(None)._lock()
            now = timezone.now()
            held = BreakingLine.objects.filter(pk=self.pk, live_until__gt=now).first()
            if held is None:
                raise Refused("This line has ended already.")
            if held.live_from >= now:
                held.delete()
            else:
                BreakingLine.objects.filter(pk=self.pk).update(live_until=now)
            _purge_lines(now)


def breaking_at(at: datetime) -> BreakingLine | None:
    """The line that stands at `at`, from memory."""
    lines = memory.keep("breaking", ["breaking"], _lines)
    return next((line for line in lines if line.live_from <= at < line.live_until), None)


def _lines() -> list[BreakingLine]:
    return list(BreakingLine.objects.filter(live_until__gt=timezone.now()))


def _purge_lines(*moments: datetime) -> None:
    now = timezone.now()
    purge(["breaking"])
    for moment in moments:
        if moment > now:
            purge(["breaking"], at=moment)


def stories_on(front: int, moments: Iterable[datetime]) -> set[int]:
    """Placed by hand at any of these moments."""
    return {story for at in moments for story in arrangement_of(front, at).stories(at)}
