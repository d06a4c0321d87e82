"""The record of what was done with stories, in plain words, and folded where somebody did one thing many times."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from articles.desk.state import moment
from articles.models import Article, Edition, Move
from paper.templatetags.paper import clock, day

LINES_SHOWN = 12
LATELY = 60  # the newest moves, from which the lines shown are folded

VERBS_IN_WORDS = {
    "submit": "handed it to the editors",
    "send_back": "sent it back for changes",
    "approve": "approved it",
    "publish": "published it",
    "schedule": "scheduled it",
    "schedule_changes": "put the newest version into a scheduled edition",
    "reschedule": "moved a scheduled edition",
    "withdraw": "withdrew a scheduled edition",
    "unpublish": "unpublished it",
    "restore": "restored an earlier version",
    "fix": "fixed what readers see",
    "put_back": "put an earlier edition back",
    "retract": "retracted it",
    "embargo": "put it under embargo",
    "lift_embargo": "lifted the embargo",
    "hold": "put it under legal hold",
    "lift_hold": "lifted the legal hold",
    "set_end": "set its end",
    "take_down": "took it down",
    "delete": "deleted it",
    "plan": "planned it",
    "unseal": "looked at what was taken down",
    "add_to_series": "made it a part of a series",
    "drop_from_series": "took it out of a series",
}
WITH_FACTS = {  # the same where the facts were kept with it
    "approve": "approved version {version}",
    "schedule": "scheduled it for {live_from}",
    "schedule_changes": "put the newest version into what is scheduled for {live_from}",
    "reschedule": "moved what was scheduled for {was} to {live_from}",
    "withdraw": "withdrew what was scheduled for {live_from}",
    "restore": "restored version {version}",
    "embargo": "put it under embargo until {until}",
    "set_end": "set its end to {at}",
    "plan": "planned it for {on}",
    "add_to_series": "made it a part of {series}",
    "drop_from_series": "took it out of {series}",
}
MOMENTS = ("live_from", "was", "until", "at", "on")
TAKEN_AWAY = {("set_end", "no end"): "took its end away", ("plan", "no day"): "took its planned day away"}

OFTEN = {  # what is folded
    "save": "saved it",
    "publish": "published it",
    "fix": "fixed what readers see",
    "fixed": "carried a fix into the working copy",
}
MANY, WITHIN = 3, timedelta(hours=1)


def in_words(move: Move) -> str:
    """What somebody did, going on from their name, without the note: "published it, called a typo"."""
    return "; ".join([_deed(move.verb, move.facts), *_besides(move.facts)])


def _deed(verb: str, facts: dict[str, str]) -> str:
    nothing = TAKEN_AWAY.get((verb, facts.get("at") or facts.get("on", "")))
    if nothing:
        return nothing
    if verb == "take_down" and "places" in facts:
        return "took a passage of it down"
    short = VERBS_IN_WORDS.get(verb, verb.replace("_", " "))
    try:
        told = WITH_FACTS.get(verb, short).format_map({name: _fact(name, fact) for name, fact in facts.items()})
    except KeyError:
        told = short
    return f"{told}, called a typo" if facts.get("change") == Edition.TYPO else told


def _fact(name: str, fact: str) -> str:
    """A moment in the paper's zone, a day in words, the rest as it was kept."""
    if name not in MOMENTS:
        return fact
    if fact == "open":
        return "somebody lifts it"
    try:
        return moment(datetime.fromisoformat(fact)) if len(fact) > len("2018-02-14") else day(date.fromisoformat(fact))
    except ValueError:
        return fact


def _besides(facts: dict[str, str]) -> Iterator[str]:
    """What else the record keeps of it."""
    if facts.get("despite"):
        yield f"despite: {_lines(facts['despite'])}"
    if facts.get("carried", "0") not in ("0", ""):
        yield f"carried into {facts['carried']} scheduled edition{'' if facts['carried'] == '1' else 's'}"
    if facts.get("withdrawn"):
        yield f"withdrawn with it: {', '.join(map(_utc, facts['withdrawn'].split(', ')))}"
    if facts.get("notice"):
        yield f"the notice: “{facts['notice']}”"
    if facts.get("reference"):
        yield f"reference {facts['reference']}"


def _lines(kept: str) -> str:
    return ", ".join(line.rstrip(".") for line in kept.splitlines() if line)


def _utc(kept: str) -> str:
    """Of "2018-02-14 08:00 UTC" what the clock of the paper showed."""
    return _fact("at", kept.replace(" UTC", "+00:00"))


# Folding ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What one person did again and again within an hour; the newest first."""

    entries: list[Any]

    @property
    def who(self) -> str:
        return self.entries[0].who

    @property
    def at(self) -> datetime:
        return self.entries[0].at

    @property
    def what(self) -> str:
        first, last = clock(self.entries[-1].at), clock(self.at)
        times = f"at {last}" if first == last else f"between {first} and {last}"
        return f"{OFTEN[self.entries[0].verb]} {len(self.entries)} times {times}"


def fold(entries: Iterable[Any]) -> list[Any]:
    """Entries newest first, each with `who`, `verb` and `at`; many of one kind and person within an hour are one Run.

    Others' saves and publishings may stand between them; anything rarer ends every run."""
    runs: list[list[tuple[int, Any]]] = []
    growing: dict[tuple[str, str], list[tuple[int, Any]]] = {}
    for place, entry in enumerate(entries):
        if entry.verb not in OFTEN:
            growing.clear()
        run = growing.get((entry.who, entry.verb))
        if run is None or run[0][1].at - entry.at > WITHIN:
            run = growing[entry.who, entry.verb] = []
            runs.append(run)
        run.append((place, entry))
    return [row for _, row in sorted(_rows(runs), key=lambda row: row[0])]


def _rows(runs: list[list[tuple[int, Any]]]) -> Iterator[tuple[int, Any]]:
    for run in runs:
        if len(run) >= MANY:
            yield run[0][0], Run([entry for _, entry in run])
        else:
            yield from run


# The lines beside the form ------------------------------------------------------------------------------


class Line(NamedTuple):
    who: str
    verb: str
    what: str
    note: str
    at: datetime


def line_of(move: Move) -> Line:
    return Line(move.by_name, move.verb, in_words(move), move.note, move.at)


def moves(story: Article | None) -> list[Line | Run]:
    """The newest of what was done with the story, folded."""
    found = story.moves.all()[:LATELY] if story else []
    return fold(map(line_of, found))[:LINES_SHOWN]
