"""What readers saw of a story at a given minute: for whoever complains, and for whoever answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

import paper
from articles import bylines
from articles.corrections import notices
from articles.desk.moments import FIRST, LAST
from articles.desk.pictures import Album
from articles.desk.record import in_words
from articles.desk.timeline import asked_for, maker
from articles.models import END, Article, Edition, Move
from articles.models.listing import TICK
from paper.clocks import after_gap, moments_at, offset_words
from paper.templatetags.paper import day, zone_name

MINUTE = timedelta(minutes=1)
TAKEN = ("unpublish", "take_down")  # what ends an edition by hand


class Asked(forms.Form):
    """The minute somebody asks about, as the paper's clocks showed it."""

    on = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    at = forms.TimeField(label="Time", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if not FIRST <= on.year <= LAST:
            raise forms.ValidationError("Check the year: it has four digits.")
        return on


class Meant(NamedTuple):
    """The beginnings of the minutes that may be meant, the earlier first, and what to say where they are two."""

    moments: list[datetime]
    says: str


def meant(form: Asked) -> Meant:
    """For a valid form: two moments in an hour that the clocks repeat, and two beside one that they skip."""
    on, at = form.cleaned_data["on"], form.cleaned_data["at"].replace(second=0, microsecond=0)
    found = moments_at(on, at, paper.zone())
    says = "The clocks were put back that day, and showed this time twice: here are both." if len(found) == 2 else ""
    if not found:
        found = [*after_gap(on, at, paper.zone())][::-1]
        says = f"The clocks were put forward that day, and never showed {at:%H:%M}: here are the two times that may be meant."
    return Meant([one.astimezone(UTC) for one in found], says)


# The answer ---------------------------------------------------------------------------------------------


class Span(NamedTuple):
    pk: int
    live_from: datetime
    live_until: datetime


@dataclass(frozen=True)
class Sight:
    """What readers had from one moment to another: an edition, or where `edition` is None what `says` tells."""

    says: str = ""
    edition: Edition | None = None
    facts: list[tuple[str, str]] | None = None  # label and words
    dated_back: bool = False  # readers could not have it at the minute that was asked about
    lead: str = ""  # HTML, as the body
    body: str = ""
    has_pictures: bool = False
    credits: list[str] | None = None  # "By Ann Lee and Bo Ek", and who did the rest
    notices: dict[str, Any] | None = None
    earlier: str = ""  # query of the page that shows the edition before
    later: str = ""


@dataclass(frozen=True)
class Answer:
    """For one minute: what readers had at its beginning and, where that changed within it, up to its end."""

    title: str
    sights: list[Sight]
    ahead: bool  # the minute is still to come

    @property
    def changed(self) -> bool:
        return len(self.sights) > 1


def answers(story: Article, moments: list[datetime], now: datetime) -> list[Answer]:
    spans = [Span(*row) for row in story.editions.order_by("live_from").values_list("pk", "live_from", "live_until")]
    return [_answer(story, spans, start, now) for start in moments]


def _answer(story: Article, spans: list[Span], start: datetime, now: datetime) -> Answer:
    stop = start + MINUTE if start > now else min(start + MINUTE, now + TICK)
    within = [span for span in spans if span.live_from < stop and span.live_until > start]
    return Answer(_minute(start), list(_sights(story, spans, within, start, stop)), start > now)


def _sights(story: Article, spans: list[Span], within: list[Span], start: datetime, stop: datetime) -> Iterator[Sight]:
    if not within or within[0].live_from > start:
        yield Sight(_nothing(story, spans, start))
    made = _makers(story, within)
    shown = story.editions.filter(pk__in=[span.pk for span in within])
    editions = list(shown.with_updated().select_related("made_by", "section").order_by("live_from"))
    album = Album.of([(edition.lead_picture_id, edition.body) for edition in editions], timezone.now())
    for edition in editions:
        yield _sight(edition, made.get(str(edition.pk)), spans, stop, album)
    if within and within[-1].live_until < stop:
        yield Sight(_nothing(story, spans, within[-1].live_until))


def _makers(story: Article, within: list[Span]) -> dict[str, Move]:
    """By edition, as the record keeps it."""
    pks = [str(span.pk) for span in within]
    return {move.facts["edition"]: move for move in story.moves.filter(facts__edition__in=pks)} if pks else {}


def _nothing(story: Article, spans: list[Span], at: datetime) -> str:
    """What readers got at a moment when no edition was live."""
    before = [span for span in spans if span.live_until <= at]
    if before:
        return f"Readers were told that the story is gone. {_end(story, before[-1].live_until)}"
    if spans:
        return f"Readers saw nothing of this story yet. Its first edition is of {to_the_second(spans[0].live_from)}."
    return "Readers saw nothing of this story. It was never published."


def _end(story: Article, ended: datetime) -> str:
    taken = story.moves.filter(verb__in=TAKEN, at__gte=ended, at__lt=ended + MINUTE).order_by("at", "pk").first()
    how = f"{taken.by_name} {in_words(taken)}" if taken else "It ended, as had been set,"
    return f"{how} {to_the_second(ended)}."


def _sight(edition: Edition, making: Move | None, spans: list[Span], stop: datetime, album: Album) -> Sight:
    place = [span.pk for span in spans].index(edition.pk)
    is_bare = edition.retracted and not edition.body  # the notice stands alone: twin of articles.figures.fill
    return Sight(
        edition=edition,
        facts=_facts(edition, making),
        dated_back=edition.live_from < stop <= edition.made_at,
        lead="" if is_bare else album.lead(edition.lead_picture_id, edition.lead_caption, edition.lead_alt),
        body=album.body(edition.body, edition.language),
        has_pictures=edition.has_pictures,
        credits=bylines.lines(edition),
        notices=notices(edition),
        earlier=_query(spans[place - 1]) if place else "",
        later=_query(spans[place + 1]) if place + 1 < len(spans) else "",
    )


def _facts(edition: Edition, making: Move | None) -> list[tuple[str, str]]:
    who = f"{making.by_name} {in_words(making)}" if making else f"{maker(edition)} published it"
    until = to_the_second(edition.live_until) if edition.live_until < END else "no end so far"
    facts = [
        ("Live from", to_the_second(edition.live_from)),
        ("Until", until),
        ("By", who),
        ("Made", to_the_second(edition.made_at)),
        ("Note for the record", edition.note),
        ("Readers were told", edition.line),
        ("Address", edition.path),
    ]
    return [(label, words) for label, words in facts if words]


def _query(span: Span) -> str:
    return f"?{urlencode(asked_for(span.live_from))}"


def to_the_second(at: datetime) -> str:
    """14 February 2018, 09:05:31 EST"""
    local = timezone.localtime(at, paper.zone())
    return f"{day(local)}, {local:%H:%M:%S} {zone_name(local)}"


def _minute(start: datetime) -> str:
    """14 February 2018, 09:05 (EST, UTC−5)"""
    local = timezone.localtime(start, paper.zone())
    return f"{day(local)}, {local:%H:%M} ({offset_words(local)})"
