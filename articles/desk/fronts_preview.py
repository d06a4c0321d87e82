"""A front as readers would get it at a minute: the public template, in frames of a page of the desk. Saves nothing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone

from articles.arrangement import Arrangement, Malformed, stories_in
from articles.desk import moments
from articles.desk.fronts_form import Bench, bench_of, parse
from articles.desk.fronts_map import filled
from articles.desk.fronts_moves import NotSo
from articles.desk.fronts_pages import front_or_404, newest_change, page_of
from articles.desk.fronts_words import quoted
from articles.desk.state import away, moment, zone_in_words
from articles.front import opened, pictured
from articles.models import END, BreakingLine, Edition, FrontChange
from articles.models.front import HOME, Front
from articles.placing import breaking
from articles.views import section_context
from paper.days import day_of
from paper.speech import speaking

MOST = 12  # quick links
NAMED = 2  # things that happen at one of them


class Minute(NamedTuple):
    """A moment at which the front changes, and by what."""

    at: datetime
    words: str

    @property
    def iso(self) -> str:
        return self.at.isoformat()

    @property
    def query(self) -> str:
        return urlencode({"at": self.iso})


def minute_in(text: str) -> datetime | None:
    """The moment in an address; None for nonsense."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo and moments.FIRST <= found.year <= moments.LAST else None


def minutes(front: Front, arrangement: Arrangement, now: datetime) -> list[Minute]:
    """When the front changes by the clock, what comes first first: one moment once."""
    coming = list(front.changes.coming(now))
    found: dict[datetime, list[str]] = {}
    for at, words in _moments(coming, arrangement, now):
        if at > now and words not in found.setdefault(at, []):
            found[at].append(words)
    return [Minute(at, "; ".join(found[at][:NAMED])) for at in sorted(found)][:MOST]


def _moments(coming: list[FrontChange], arrangement: Arrangement, now: datetime) -> Iterator[tuple[datetime, str]]:
    later = [change.over(Arrangement()) for change in coming]
    yield from ((change.at, f"what {change.by_name} scheduled") for change in coming)
    yield from ((at, "a story leaves its place") for one in (arrangement, *later) for at in one.moments())
    stories = stories_in([arrangement, *later])
    editions = Edition.objects.filter(article__in=stories, live_until__gt=now) if stories else Edition.objects.none()
    for begins, ends, headline in editions.values_list("live_from", "live_until", "headline"):
        yield begins, f"readers get {quoted(headline)}"
        if ends < END:
            yield ends, f"{quoted(headline)} changes or ends"
    for line in BreakingLine.objects.filter(live_until__gt=now):
        yield line.live_from, "the breaking line begins"
        yield line.live_until, "the breaking line ends"


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: as it is arranged. POST: as it is being arranged, on the bench."""
    front = front_or_404(pk)
    bench, fault = _bench(request, front)
    if fault:
        return HttpResponseRedirect(request.path)
    at = bench.minute
    context = {
        "title": f"{front}: as readers get it",
        "front": front,
        "bench": bench,
        "is_unsaved": request.method == "POST",
        "at": at,
        "is_now": bench.at is None,
        "away": away(at) if at > timezone.now() else "",
        "minutes": minutes(front, bench.arrangement, timezone.now()),
        "zone": zone_in_words(),
        "frame": rendered(request, front, arranged(bench), at),
        "told": moment(at),
    }
    return page_of(request, "preview", context)


def _bench(request: HttpRequest, front: Front) -> tuple[Bench, str]:
    if request.method != "POST":
        bench = bench_of(front, minute_in(request.GET.get("at", "")), newest_change(front))
        if "look-on" in request.GET:
            bench.typed = request.GET
            bench.at = bench.look_form.moment
        return bench, ""
    try:
        bench = parse(front, request.POST)
    except (Malformed, NotSo) as fault:
        return bench_of(front, None, 0), str(fault)
    verb, _, iso = request.POST.get("do", "").partition(":")
    if verb == "at":
        bench.at = minute_in(iso)
    elif verb == "look":
        bench.at = bench.look_form.moment if not bench.look_form.is_empty else None
    return bench, ""


def arranged(bench: Bench) -> Arrangement:
    """What is on the bench, with the changes over it that are scheduled until its minute."""
    found = bench.arrangement
    for change in bench.front.changes.coming():
        if change.at <= bench.minute:
            found = change.over(found)
    return found


def rendered(request: HttpRequest, front: Front, arrangement: Arrangement, at: datetime) -> str:
    """The readers' page as HTML."""
    with speaking():
        if front.pk == HOME:
            context = _home(front, arrangement, at)
            return render_to_string("admin/fronts/readers_home.html", context, request)
        return render_to_string("admin/fronts/readers_section.html", _section(front, arrangement, at), request)


def _home(front: Front, arrangement: Arrangement, at: datetime) -> dict[str, Any]:
    page = pictured(filled(front, arrangement, at), at).page
    return {**page, "today": day_of(at), "breaking": breaking(at), "preview": True, "canonical": ""}


def _section(front: Front, arrangement: Arrangement, at: datetime) -> dict[str, Any]:
    listing = {**filled(front, arrangement, at), "older_url": "", "newer_url": "", "latest": [], "canonical": ""}
    return {**section_context(front.section, at), **opened(listing, at).page, "preview": True}
