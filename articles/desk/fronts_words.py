"""What stands on fronts, and what a change does, in plain words."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from articles.arrangement import OPINION, TOP, Arrangement, Band, Item, Rule, stories_in
from articles.desk.fronts_moves import BAND, Spot
from articles.desk.state import brief, has_ended, is_live, moment
from articles.models import Article, Edition
from articles.placing import Heading, headings_of
from articles.sentences import join_names
from paper.bidi import isolated
from paper.days import day_of
from paper.templatetags.paper import clock

LONG = 110  # characters of a headline in a sentence
NAMED = 4  # stories that one sentence names at the most, for each thing that happens to them


class Names:
    """What stories and rules are called. Two queries for the stories, and one for each kind of rule but sections.

    A story is called as readers have it at `at`; one that they do not have, as the desk has it."""

    def __init__(self, *arrangements: Arrangement, stories: Iterable[int] = (), at: datetime | None = None) -> None:
        wanted = stories_in(arrangements) | {*stories}
        found = Article.objects.with_state(at).select_related("section").defer("body").filter(pk__in=wanted)
        self.stories: dict[int, Article] = {story.pk: story for story in found} if wanted else {}
        live = Edition.objects.live(at).filter(article__in=self.stories) if self.stories else Edition.objects.none()
        rows = live.values_list("article", "front_headline", "headline")
        self._printed = {pk: short or headline for pk, short, headline in rows}
        self.headings: dict[Rule, Heading] = headings_of(_rules(arrangements))

    def of(self, item: Item) -> str:
        """“Budget passes”, or: the newest in World"""
        if item.rule:
            return self.of_rule(item.rule)
        story = self.stories.get(item.story or 0)
        return quoted(self._printed.get(story.pk, str(story))) if story else "a story that was deleted"

    def of_rule(self, rule: Rule) -> str:
        return f"the newest {RULE_WORDS[rule.kind]} {self.of_subject(rule)}"

    def of_subject(self, rule: Rule) -> str:
        heading = self.headings.get(rule)
        return isolated(heading.name, "ltr") if heading else f"a {rule.kind} that is gone"

    def of_band(self, band: Band) -> str:
        return isolated(band.title, "ltr") if band.title else self.of_subject(band.of)


RULE_WORDS = {"section": "in", "topic": "on", "author": "by", "series": "of"}


def _rules(arrangements: Iterable[Arrangement]) -> set[Rule]:
    every = list(arrangements)
    bands = {band.of for one in every for band in one.bands or ()}
    return bands | {item.rule for one in every for item in one.items() if item.rule}


def quoted(headline: str) -> str:
    short = headline if len(headline) <= LONG else f"{headline[:LONG].rstrip()}…"
    return f"“{isolated(short, 'ltr')}”"


def spot_name(place: str, index: int, band: str = "") -> str:
    """Lead, Second 2, Opinion 1, World 3"""
    if place == TOP:
        return f"Second {index}" if index else "Lead"
    return f"{'Opinion' if place == OPINION else band} {index + 1}"


def until_words(until: datetime, now: datetime | None = None) -> str:
    """until 18:00, or: until 14 Feb 09:00"""
    today = day_of(until) == day_of(now or timezone.now())
    return f"until {clock(until) if today else brief(until)}"


def missing(story: Article | None, at: datetime) -> str:
    """Why readers do not have a story at `at`, and when they will. Needs `with_state(at)`."""
    if story is None:
        return "This story was deleted. Take it out."
    if story.gone_status:
        return "Taken down: it stands nowhere any more. Take it out."
    if story.live_retracted:
        return "Retracted: no front shows it."
    if story.next_from:
        return f"Scheduled: it stands here from {moment(story.next_from)}, when readers have it."
    if story.is_under_embargo(at):
        return "Under embargo: it stands here from when it is published."
    if story.was_seen and not is_live(story):
        return "Ended: readers do not have it." if has_ended(story) else "Unpublished: readers do not have it."
    return "A draft: it stands here from when it is published."


# What differs


class Held(NamedTuple):
    spot: Spot
    within: str | Rule  # the place, or what its band is of: bands change places with all that is in them
    until: datetime | None


def differences(before: Arrangement, after: Arrangement, names: Names) -> list[str]:
    """What `after` changes, a clause for each: Lead: “Budget passes”; moves down “Council votes”."""
    was, now = _held(before), _held(after)
    clauses = [*_new(was, now, after, names), *_moved(was, now, after, names)]
    clauses += _said("takes out", [names.of(_item(key)) for key in was if key not in now])
    return [*clauses, *_bands(before, after, names)]


def sentence(before: Arrangement, after: Arrangement, names: Names) -> str:
    return "; ".join(differences(before, after, names)) or "Everything as it was before"


Key = int | Rule


def _held(front: Arrangement) -> dict[Key, Held]:
    """Where each story and rule stands; the free places count. A rule that stands twice counts once."""
    places: list[tuple[str, str | Rule, tuple[Item, ...]]] = [(TOP, TOP, front.top), (OPINION, OPINION, front.opinion)]
    places += [(f"{BAND}{n}", band.of, band.items) for n, band in enumerate(front.bands or ())]
    found: dict[Key, Held] = {}
    for place, within, items in places:
        for index, item in enumerate(items):
            key: Key | None = item.story or item.rule
            if key:
                found.setdefault(key, Held(Spot(place, index), within, item.until))
    return found


def _item(key: Key) -> Item:
    return Item(rule=key) if isinstance(key, Rule) else Item(story=key)


def _new(was: dict[Key, Held], now: dict[Key, Held], after: Arrangement, names: Names) -> Iterator[str]:
    for key, held in now.items():
        if key not in was:
            yield f"{_place(held.spot, after, names)}: {names.of(_item(key))}{_until(held.until)}"


def _moved(was: dict[Key, Held], now: dict[Key, Held], after: Arrangement, names: Names) -> Iterator[str]:
    same = [key for key in now if key in was]
    ranks = _ranks(was, same), _ranks(now, same)
    raised = [key for key in same if was[key].within != now[key].within or ranks[1][key] < ranks[0][key]]
    for key in raised:
        yield f"{_place(now[key].spot, after, names)}: {names.of(_item(key))}{_until(now[key].until)}"
    rest = [key for key in same if key not in raised]
    steps = {key: now[key].spot.index - was[key].spot.index for key in rest}
    yield from _said("moves up", [names.of(_item(key)) for key in rest if steps[key] < 0])
    yield from _said("moves down", [names.of(_item(key)) for key in rest if steps[key] > 0])
    for key in rest:
        if was[key].until != now[key].until:
            yield f"{names.of(_item(key))}{_until(now[key].until) or ' until somebody changes it'}"


def _ranks(held: dict[Key, Held], keys: list[Key]) -> dict[Key, int]:
    """Which of these in its place each is, the others left aside: what only makes way keeps its rank."""
    found: dict[Key, int] = {}
    counts: dict[str | Rule, int] = {}
    for key in held:
        if key in keys:
            found[key] = counts[held[key].within] = counts.get(held[key].within, 0) + 1
    return found


def _place(spot: Spot, front: Arrangement, names: Names) -> str:
    band = (front.bands or ())[spot.band] if spot.band is not None else None
    return spot_name(spot.place, spot.index, names.of_band(band) if band else "")


def _until(until: datetime | None) -> str:
    return f" {until_words(until)}" if until else ""


def _said(verb: str, things: list[str]) -> list[str]:
    more = len(things) - NAMED
    told = [*things[:NAMED], f"{more} more"] if more > 0 else things
    return [f"{verb} {join_names(told)}"] if things else []


def _bands(before: Arrangement, after: Arrangement, names: Names) -> Iterator[str]:
    if before.bands is None and after.bands is None:
        return
    if after.bands is None:
        yield "bands as the sections have them"
        return
    if before.bands is None:
        yield f"bands of its own: {_listed(after.bands, names)}"
        return
    was, now = {band.of: band for band in before.bands}, {band.of: band for band in after.bands}
    yield from _said("adds the band", [names.of_band(band) for of, band in now.items() if of not in was])
    yield from _said("takes out the band", [names.of_band(band) for of, band in was.items() if of not in now])
    if [of for of in was if of in now] != [of for of in now if of in was]:
        yield f"bands in this order: {_listed(after.bands, names)}"
    for of, band in now.items():
        if of in was and was[of].title != band.title:
            yield f"calls the band {names.of_subject(of)} {quoted(band.title) if band.title else 'by its own name'}"


def _listed(bands: Iterable[Band], names: Names) -> str:
    return join_names([names.of_band(band) for band in bands]) or "none"
