from datetime import datetime
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles.graph import told_of_list
from articles.models import SearchEntry
from articles.models.kinds import Kind, kind_name
from articles.models.section import sections
from articles.search import asking, finding, postgres
from articles.search.extracts import Found, Marker
from articles.search.filters import BEST, Filters
from articles.search.listed import listed
from articles.search.offers import offers
from articles.views import latest_cards
from pagecache.pages import kept, page

LONGEST_PLACE = 17  # digits of a key without its edition
ASKED = ("q", "section", "kind", "author", "topic", "from", "to", "order", "page", "before", "after")
FIRST = "1"  # page, which its address does not say


class Answer(NamedTuple):
    """`place`: which page of several, {"before": 123}; empty for the first. `stories`: those of `found`."""

    filters: Filters
    place: dict[str, int]
    found: finding.Page
    stories: list[Found]


@kept(*ASKED)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What readers can find. Every question gives a page; one without an answer is offered the way on."""
    at = timezone.now()
    filters, place, found, stories = answer(request.GET, at)
    context = {
        "filters": filters,
        "stories": stories,
        **_said(filters, found),
        **_ways(request, filters, found, place),
        "offers": [*filters.meant, *([] if place else offers(filters.question, at))],
        "latest": [] if stories else latest_cards(at),
        "form_sections": _section_choices(filters),
        "form_kinds": [(kind, kind_name(kind), kind == filters.kind) for kind in Kind.values],
    }
    context |= told_of_list(request, [], title=gettext("Search"), url=context["canonical"], noindex=True)
    tags = {"list:home", "authors", "topics", *([f"topic:{filters.topic.pk}"] if filters.topic else [])}
    return page(request, "articles/search.html", context, tags=tags, at=at)


def answer(given: QueryDict, at: datetime) -> Answer:
    filters = Filters.read(given, at)
    place = _place(given, filters)
    found = _found(filters, place, at)
    return Answer(filters, place, found, _shown(found.keys, filters))


def _place(given: QueryDict, filters: Filters) -> dict[str, int]:
    """Raises Http404 for what is no place in a list."""
    for name in ("page",) if filters.order == BEST else ("after", "before"):
        text = given.get(name)
        if text is not None:
            if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_PLACE):
                raise Http404("No such page of this search.")
            return {} if name == "page" and int(text) < 2 else {name: int(text)}
    return {}


def _found(filters: Filters, place: dict[str, int], at: datetime) -> finding.Page:
    if filters.unmet or not filters.asks or (filters.question.text and not filters.question.clauses):
        return finding.Page([], 0)
    hunt = filters.hunt(at)
    return finding.best(hunt, at, **place) if filters.order == BEST else finding.newest(hunt, at, **place)


def _shown(keys: list[int], filters: Filters) -> list[Found]:
    """One query for their texts, one for cards that are not in memory; none without keys. One that went meanwhile is left out."""
    if not keys:
        return []
    entries = SearchEntry.objects.filter(key__in=keys).order_by().values_list("key", "edition", "stems", "text")
    rows = {key: (edition, stems, text) for key, edition, stems, text in entries}
    cards, marker = listed([edition for edition, *_ in rows.values()]), Marker(filters.question)
    texts = [rows[key] for key in keys if key in rows]
    return [marker.found(cards[edition], stems, text) for edition, stems, text in texts if edition in cards]


def _said(filters: Filters, found: finding.Page) -> dict[str, Any]:
    """What the page says in words of the search's limits."""
    question = filters.question
    return {
        "count": min(found.total, finding.MOST),
        "more": found.total > finding.MOST,
        "looked": postgres.REACH if found.cut else 0,
        "ranked": finding.RANKED if filters.order == BEST and found.total > finding.RANKED else 0,
        "cut": asking.MOST_WORDS if question.cut else 0,
        "no_word": bool(question.text and not question.clauses),
    }


def _ways(request: HttpRequest, filters: Filters, found: finding.Page, place: dict[str, int]) -> dict[str, str]:
    """Addresses: of the first page, of this one and its neighbours, and of the same search in the other order."""
    start, best = reverse("articles:search"), filters.order == BEST
    own = {name: str(value) for name, value in place.items()} if found.keys else {}

    def page_at(name: str, cursor: str) -> str:
        return f"{start}{filters.query(**{name: '' if cursor == FIRST else cursor})}" if cursor else ""

    return {
        "first_url": f"{start}{filters.query()}",
        "canonical": request.build_absolute_uri(f"{start}{filters.query(**own)}"),
        "older_url": page_at("page" if best else "before", found.older),
        "newer_url": page_at("page" if best else "after", found.newer),
        "other_order_url": f"{start}{filters.query(order='' if best else BEST)}" if filters.question.wanted else "",
    }


def _section_choices(filters: Filters) -> list[tuple[str, str, bool]]:
    """Every section under the one it is part of: (slug, name with dashes before it, whether it is chosen)."""
    own = filters.section.pk if filters.section else 0
    lines = sorted(
        ((section, section.line()) for section in sections().values()),
        key=lambda one: [(up.order, up.name, up.pk) for up in one[1]],
    )
    return [(section.slug, "– " * (len(line) - 1) + section.name, section.pk == own) for section, line in lines]
