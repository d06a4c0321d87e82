"""A story put on a front from its own page: as it is published or scheduled, in the same transaction, or afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles.arrangement import OPINION, TOP
from articles.cards import Card
from articles.desk.fronts_form import UntilForm
from articles.desk.fronts_map import filled
from articles.desk.fronts_moves import NotSo
from articles.desk.fronts_pages import front_or_404, page_of
from articles.desk.fronts_words import Names, quoted, spot_name, until_words
from articles.desk.grave import Link
from articles.desk.state import moment, zone_in_words
from articles.models import Article, Refused
from articles.models.front import HOME, Front, arrangement_of
from articles.models.kinds import Kind
from articles.models.section import sections
from articles.placing import Spots

if TYPE_CHECKING:
    from accounts.models import User

RIGHT = "articles.change_front"
PREFIX = "stand"
NOWHERE = "Nowhere in particular"


@dataclass(frozen=True)
class Place:
    """A spot of a front."""

    front: Front
    place: str
    index: int

    @property
    def value(self) -> str:
        return f"{self.front.pk}:{self.place}:{self.index}"

    @property
    def words(self) -> str:
        """Home: lead; the first of several goes without its number"""
        return f"{self.front}: {spot_name(self.place, self.index).lower().removesuffix(' 1')}"


def places_of(story: Article) -> list[Place]:
    """Where the story may be put from its own page: on Home, and on the fronts of its section and those above it."""
    home = front_or_404(HOME)
    section = sections().get(story.section_id or 0)
    own = [front_or_404(one.pk) for one in reversed(section.line())] if section else []
    voices = [Place(home, OPINION, 0)] if story.kind == Kind.OPINION else []
    return [Place(home, TOP, 0), Place(home, TOP, 1), *voices, *(Place(front, TOP, 0) for front in own)]


def moves_down(place: Place, story: Article, at: datetime) -> Card | None:
    """What stands there at `at` without this story."""
    return _there(_spots(place.front, at), place, story)


def _spots(front: Front, at: datetime) -> Spots:
    return filled(front, front.arrangement(at), at)["spots"]


def _there(spots: Spots, place: Place, story: Article) -> Card | None:
    row = spots.opinion if place.place == OPINION else spots.top
    cards = [spot.card for spot in row if spot.card and spot.card.article_id != story.pk]
    return cards[place.index] if place.index < len(cards) else None


class StandForm(UntilForm):
    """Where the story shall stand, and until when: choices for `at`, the moment it goes there; None: now."""

    where = forms.ChoiceField(label="Where it stands", required=False, widget=forms.RadioSelect)

    def __init__(self, data: Any, story: Article, at: datetime | None, nowhere: str = NOWHERE) -> None:
        super().__init__(data, prefix=PREFIX)
        places, then = places_of(story), at or timezone.now()
        spots = {pk: _spots(front, then) for pk, front in {place.front.pk: place.front for place in places}.items()}
        self.fields["where"].choices = [
            *([("", nowhere)] if nowhere else []),
            *((place.value, _offered(place, _there(spots[place.front.pk], place, story))) for place in places),
        ]
        self.wrong = _fault(self, then) if self.is_bound else ""  # why its end makes no sense


def _fault(form: UntilForm, begins: datetime) -> str:
    try:
        form.until(begins)
    except NotSo as no:
        return str(no)
    return ""


def _offered(place: Place, down: Card | None) -> str:
    """Home: lead, moves down “Budget passes”"""
    return f"{place.words}, moves down {quoted(down.headline)}" if down else place.words


def stand(story: Article, typed: Any, *, by: "User", at: datetime | None) -> str:
    """Put the story where the form says, from `at` or now, and say what moved down. "" for nowhere. Inside the transaction of
    the publishing: raises Refused, or NotSo where it is not known until when."""
    value = typed.get(f"{PREFIX}-where", "")
    if not value:
        return ""
    if not by.has_perm(RIGHT):
        raise PermissionDenied(RIGHT)
    place = next((one for one in places_of(story) if one.value == value), None)
    if place is None:
        raise Refused("The story cannot be put there: its section or its kind was changed. Choose its place again.")
    until = UntilForm(typed, prefix=PREFIX).until(at or timezone.now())
    return _put(story, place, by=by, at=at, until=until)


def _put(story: Article, place: Place, *, by: "User", at: datetime | None, until: datetime | None) -> str:
    down = moves_down(place, story, at or timezone.now())
    Front.objects.of(place.front.section).place(story, place.place, place.index, by=by, at=at, until=until)
    ends = f" {until_words(until)}" if until else ""
    moved = f"; {quoted(down.headline)} {'moves' if at else 'moved'} down" if down else ""
    return f" {place.words}{ends}{moved}."


# The story's own page for it


def links(story: Article, user: "User") -> list[Link]:
    """For the menu of the story's form."""
    if not user.has_perm(RIGHT) or story.gone_status:
        return []
    return [Link("Place on a front…", reverse("admin:articles_front_place", args=[story.pk]), False)]


def page(request: HttpRequest, story: int) -> HttpResponse:
    found = get_object_or_404(Article.objects.with_state().select_related("section"), pk=story)
    at = found.next_from if found.live_version is None else None
    form, refused = StandForm(request.POST or None, found, at, nowhere=""), ""
    if request.method == "POST":
        try:
            messages.success(request, _done(request, found, at))
            return HttpResponseRedirect(request.path)
        except (Refused, NotSo) as no:
            refused = str(no)
    context = {
        "title": "Place on a front",
        "story": found,
        "form": form,
        "refused": refused,
        "at": at,
        "is_live": found.live_version is not None,
        "standing": standing(found),
        "zone": zone_in_words(),
    }
    return page_of(request, "place", context)


def _done(request: HttpRequest, story: Article, at: datetime | None) -> str:
    verb, _, pk = request.POST.get("do", "").partition(":")
    if verb == "remove":
        front = next((one for one, _ in standing(story) if str(one.pk) == pk), None)
        if front is None:
            raise Refused("The story does not stand there by hand any more.")
        Front.objects.of(front.section).remove(story, by=request.user)
        return f"Taken out of {front}."
    said = stand(story, request.POST, by=request.user, at=at)
    if not said:
        raise Refused("Choose where the story shall stand.")
    return f"{f'From {moment(at)}:' if at else 'On the front now:'}{said}"


def standing(story: Article) -> list[tuple[Front, str]]:
    """On which fronts the story stands by hand now, and where, in words."""
    now, found = timezone.now(), []
    for pk in (HOME, *sections()):
        arrangement = arrangement_of(pk, now)
        if story.pk in arrangement.stories(now):
            found.append((front_or_404(pk), _where(arrangement, story, now)))
    return found


def _where(arrangement: Any, story: Article, now: datetime) -> str:
    names = Names(arrangement)
    places = [(TOP, arrangement.top, ""), (OPINION, arrangement.opinion, "")]
    places += [("band", band.items, names.of_band(band)) for band in arrangement.bands or ()]
    return next(
        f"{spot_name(place, index, band)}{f' {until_words(item.until, now)}' if item.until else ''}"
        for place, items, band in places
        for index, item in enumerate(items)
        if item.story == story.pk
    )
