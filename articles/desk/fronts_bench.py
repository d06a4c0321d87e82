"""The bench on which a front is arranged. Readers see nothing of what is on it until it is put on the front."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone

from articles.arrangement import MOST, MOST_BANDS, TOP, Malformed
from articles.desk import fronts_preview
from articles.desk.answers import wants_json
from articles.desk.find import is_row_number
from articles.desk.fronts_find import find
from articles.desk.fronts_form import Bench, bench_of, carry_out, parse, unpacked
from articles.desk.fronts_map import Map, Stack, map_of
from articles.desk.fronts_moves import NotSo
from articles.desk.fronts_pages import front_or_404, newest_change, page_of
from articles.desk.fronts_record import as_of, scheduled, since, withdraw
from articles.desk.fronts_words import Names, differences, sentence, spot_name
from articles.desk.state import moment, zone_in_words
from articles.models import FrontChange, Refused, SavedMeanwhile
from articles.models.front import Front

CLAUSES = 6


def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    front = front_or_404(pk)
    if request.method != "POST":
        return _bench_page(request, _opened(request, front))
    try:
        bench = parse(front, request.POST)
    except (Malformed, NotSo) as fault:
        bench = bench_of(front, None, newest_change(front))
        bench.refused = str(fault)
        return _bench_page(request, bench)
    return _done(request, bench)


def _opened(request: HttpRequest, front: Front) -> Bench:
    """As it is, or at the minute ?at=; or as a change left it, ?from=; or what waited in the address."""
    at = fronts_preview.minute_in(request.GET.get("at", ""))
    newest = newest_change(front)
    bench = bench_of(front, at, newest)
    earlier = request.GET.get("from", "")
    try:
        if request.GET.get("kept"):
            bench = parse(front, unpacked(request.GET["kept"]))
        elif is_row_number(earlier):
            change = get_object_or_404(FrontChange, pk=earlier, front=front.pk)
            bench.arrangement = as_of(front, change).holding(timezone.now())
    except (Malformed, NotSo) as fault:
        bench.refused = str(fault)
    bench.typed = QueryDict()
    return bench


def _done(request: HttpRequest, bench: Bench) -> HttpResponse:
    do = request.POST.get("do", "find")
    verb, _, base = do.partition(":")
    try:
        if verb == "look":
            return _look(request, bench)
        if verb in ("publish", "schedule"):
            return _published(request, bench, verb, base)
        if verb == "withdraw":
            bench.said = withdraw(bench.front, base, by=request.user)
            return _bench_page(request, bench)
        carry_out(bench, do)
        bench.pressed = verb
    except (NotSo, Refused, Malformed) as no:
        bench.refused = str(no)
        bench.moved = None
    return _bench_page(request, bench)


def _look(request: HttpRequest, bench: Bench) -> HttpResponse:
    """The front at another minute: what is on the bench where something was arranged, else what readers have then."""
    untouched = not _differences(bench)
    bench.at = bench.look_form.moment if not bench.look_form.is_empty else None
    if bench.look_form.errors or not untouched:
        return _bench_page(request, bench)
    query = f"?{urlencode({'at': bench.at.isoformat()})}" if bench.at else ""
    return HttpResponseRedirect(f"{request.path}{query}")


def _published(request: HttpRequest, bench: Bench, verb: str, base: str) -> HttpResponse:
    """`base`: the newest change that whoever presses the button has seen, where it is another than the page's."""
    bench.base = int(base) if is_row_number(base) else bench.base
    at = bench.go_form.moment if verb == "schedule" else None
    if verb == "schedule" and at is None:
        raise NotSo("Say when: a day and a time.")
    front = Front.objects.of(bench.front.section)
    note = request.POST.get("note", "").replace("\0", "").strip()
    before = front.arrangement(at).holding(at or timezone.now())
    try:
        made = front.arrange(bench.arrangement, by=request.user, at=at, base=bench.base, note=note)
    except SavedMeanwhile:
        raise NotSo("Somebody changed this front since you opened it. What they did stands above the front.") from None
    words = sentence(before, bench.arrangement, Names(before, bench.arrangement))
    said = f"Scheduled for {moment(made.at)}" if at else "On the front now"
    messages.success(request, f"{said}. {words}.")
    return HttpResponseRedirect(request.path)


def _differences(bench: Bench) -> list[str]:
    was = bench.front.arrangement(bench.minute).holding(bench.minute)
    return differences(was, bench.arrangement, Names(was, bench.arrangement))


def _some(clauses: list[str]) -> list[str]:
    """As many as a bar holds that stays in sight."""
    more = len(clauses) - CLAUSES
    return [*clauses[:CLAUSES], f"and {more} more"] if more > 1 else clauses


def _bench_page(request: HttpRequest, bench: Bench) -> HttpResponse:
    context = bench_context(request, bench)
    if wants_json(request):
        html = render_to_string("admin/fronts/_bench.html", context, request)
        return JsonResponse({"html": html, "said": context["said"], "focus": context["focus"]})
    return page_of(request, "arrange", context)


def bench_context(request: HttpRequest, bench: Bench) -> dict[str, Any]:
    front, now = bench.front, timezone.now()
    shown = map_of(front, bench.arrangement, bench.minute)
    coming, spots = scheduled(front, now), places(shown)
    return {
        "title": f"{front}: arrange the front",
        "front": front,
        "bench": bench,
        "map": shown,
        "own_bands": bench.arrangement.bands is not None,
        "many_bands": len(shown.bands) > MOST_BANDS,
        "spots": spots,
        "targets": _targets(spots),
        "where": bench.typed.get("where", f"{TOP}:0"),
        "found": find(bench.typed.get("q", ""), front),
        "unsaved": _some(_differences(bench)),
        "meanwhile": since(front, bench.base),
        "newest": newest_change(front),
        "coming": coming,
        "replacing": next((one for one in coming if one.is_whole), None),
        "minutes": fronts_preview.minutes(front, bench.arrangement, now),
        "zone": zone_in_words(),
        "now": now,
        "said": _said(bench, shown),
        "focus": _focus(bench),
    }


def places(shown: Map) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Where something can be put: value and words of each spot, by place."""
    stacks = [shown.top, shown.opinion, *shown.bands[:MOST_BANDS]]
    return [(stack.place, stack.name, _spots(stack)) for stack in stacks]


def _targets(spots: list[tuple[str, str, list[tuple[str, str]]]]) -> list[tuple[str, str]]:
    """Where something on the front can be moved to: any spot of the top and of opinion, and the first of each band."""
    return [one for place, _, found in spots for one in (found[:1] if place.startswith("band") else found)]


def _spots(stack: Stack) -> list[tuple[str, str]]:
    """Those that are filled, and one more."""
    count = max(sum(bool(row.name) for row in stack.rows) + 1, len([row for row in stack.rows if row.is_placed]) + 1)
    return [(f"{stack.place}:{n}", spot_name(stack.place, n, stack.name)) for n in range(min(count, MOST))]


def _said(bench: Bench, shown: Map) -> str:
    """Once, for the ear: Budget passes: second, 2 of 3."""
    if bench.refused:
        return bench.refused
    if bench.moved is None or bench.said:
        return bench.said
    place, index = bench.moved
    stack = next((one for one in (shown.top, shown.opinion, *shown.bands) if one.place == place), None)
    if stack is None:
        return ""
    if index < 0:
        return f"{stack.name}: band {stack.number + 1} of {len(shown.bands)}"
    if bench.pressed == "out":
        return "Taken out."
    row = next((row for row in stack.rows if row.index == index), None)
    if row is None:
        return ""
    return f"{row.headline}: {row.name.lower() or 'not shown now'}, {index + 1} of {len(stack.rows)}"


def _focus(bench: Bench) -> dict[str, str]:
    """Where the focus goes: to the spot of what was moved, on the button that moved it."""
    if bench.moved is None or bench.refused:
        return {}
    place, index = bench.moved
    return {"spot": place if index < 0 else f"{place}:{index}", "button": bench.pressed}


def found(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of what can be put, for what is typed: a part of the page."""
    front = front_or_404(pk)
    context = {"found": find(request.GET.get("q", ""), front)}
    return JsonResponse({"html": render_to_string("admin/fronts/_found.html", context, request)})
