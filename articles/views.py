"""What readers get. Everything public comes from Edition.live (addresses) or .listed (lists), and from nowhere else."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from articles import archive, placing
from articles.cards import Card
from articles.corrections import Entry
from articles.document import document
from articles.front import Pictured, opened, pictured
from articles.graph import cards_of, crumb, crumbs_of_section, told_of_list
from articles.models import Address, Edition, EditionCorrection, EditionTopic, Section, Topic
from articles.models.section import sections
from articles.placing import breaking, breaking_tags
from pagecache import memory
from pagecache.pages import gone_or_unknown, kept, page
from paper.addresses import canonical
from paper.days import day_of, next_midnight
from paper.graph import Crumb
from paper.pager import PreparedList, list_page
from paper.prepared import Prepared
from paper.robots import reserve
from paper.speech import apart

CURSORS = {"before", "after"}  # what an address says of a later page
LISTS, SITE = {"list:home"}, {"site"}
LATEST = 6  # stories on a page that has none of its own


@kept()
@require_safe
def edition(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """A story. Every other form of its address leads to the one; before anyone could see it, all of them are unknown."""
    at = timezone.now()
    on, slug = _date(year, month, day), canonical(slug)
    story = next(iter(_at_address(on=on, slug=slug, at=at)), None)
    if story is None:
        return _elsewhere(request, on, slug, at)
    if request.path_info != story.path:
        return _moved(story.url)
    made = document(request, story)
    context = {"edition": story, **made.context}
    response = page(request, "articles/edition_detail.html", context, tags=made.tags, at=at, ends=made.ends)
    if story.no_ai:
        reserve(response)
    return response


_at_address = Prepared(lambda on, slug, at: Edition.objects.at_address(on, slug, at).with_updated().order_by()[:1])


def _date(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Http404("No such day.") from error


def _elsewhere(request: HttpRequest, on: date, slug: str, at: datetime) -> HttpResponse:
    """No live edition at (on, slug): the story may be gone, or the date wrong. Never says more than that."""
    known = Address.objects.filter(slug=slug, answers_from__lte=at)
    found = known.values_list("article", "article__gone_status", "article__gone_line")
    holders = list(found.filter(date=on)) or list(found[:2])  # a story has one date: two rows are two stories
    if len(holders) != 1:
        raise Http404("No story has this address.")
    article, status, line = holders[0]
    story = Edition.objects.live(at).filter(article=article).for_cards().first()
    return _moved(story.url) if story else gone(request, at, status or 410, line)


def _moved(url: str) -> HttpResponse:
    return gone_or_unknown(HttpResponsePermanentRedirect(url))


def gone(request: HttpRequest, at: datetime, status: int = 410, line: str = "") -> HttpResponse:
    """`line` is what readers are told of a story that was taken down."""
    context = {"latest": latest_cards(at), "status": status, "line": line}
    return gone_or_unknown(render(request, "410.html", context, status=status))


def latest_cards(at: datetime, count: int = LATEST) -> list[Card]:
    return [Card.of(row) for row in Edition.objects.listed(at).for_cards().newest(at)[:count]]


@kept()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    top = memory.fragment(f"front page {day_of(at)}", _front_page)
    ours, address = paper.current(), request.build_absolute_uri(request.path)
    context = {
        **top.page,
        "today": day_of(at),
        "breaking": breaking(at),
        "canonical": address,
        **told_of_list(request, cards_of(top.page), title=ours.name, description=ours.tagline, url=address),
    }
    return page(request, "articles/home.html", context, tags=top.tags, at=at, until=next_midnight(at), ends=top.ends)


def _front_page() -> tuple[Pictured, set[str]]:
    at = timezone.now()
    placed = placing.home(at)
    top = pictured(placed, at)
    tags = {"list:home", *(f"section:{pk}" for pk in sections()), *placed["tags"], *top.tags}
    return top._replace(tags=tags), tags | SITE


@kept("before", "after")
@require_safe
def section(request: HttpRequest, slugs: str) -> HttpResponse:
    at = timezone.now()
    found = _section(canonical(slugs).rstrip("/").rpartition("/")[2])
    if request.path_info != found.path:
        return _moved(found.url)
    if CURSORS & request.GET.keys():
        top = _page_of_section(found, request)
    else:
        top = memory.fragment(f"front of section {found.pk}", lambda: _and_tags(_page_of_section(found, request)))
    listing = {**top.page, "canonical": request.build_absolute_uri(top.page["url"])}
    context = {**section_context(found, at), **listing}
    context |= _told(request, listing, found.name, crumbs_of_section(found), found.description)
    tags = top.tags | breaking_tags(at)
    return page(request, "articles/section_detail.html", context, tags=tags, at=at, ends=top.ends)


def _page_of_section(section: Section, request: HttpRequest) -> Pictured:
    """The page of its stories that ?before= or ?after= asks for; without, its front."""
    at, below = timezone.now(), section.subtree()
    listing = _listing(request, _in_sections(at, wanted=[one.pk for one in below]), at)
    placed = {} if listing["newer_url"] else placing.of_section(section, listing["stories"], at)
    top = opened({**listing, **placed}, at)
    tags = {f"section:{one.pk}" for one in below} | placed.get("tags", set()) | top.tags | _way_on(listing)
    return top._replace(tags=tags)


def _and_tags(made: Pictured) -> tuple[Pictured, set[str]]:
    return made, made.tags | SITE


_in_sections = PreparedList(lambda at, wanted: Edition.objects.listed(at).in_sections(wanted).for_cards())


def section_context(section: Section, at: datetime) -> dict[str, Any]:
    """What a section's front says besides its stories, for the public page and for the desk's preview alike."""
    above = [_link(up) for up in section.line()[:-1]]
    told = {"description": section.description, "children": [_link(one) for one in section.below], "above": above}
    return {
        "section": {**_link(section), **told, "parent": above[-1] if above else None},
        "nav_current": section.line()[0].slug,
        "breaking": breaking(at),
    }


def _section(slug: str) -> Section:
    found = next((section for section in sections().values() if section.slug == slug), None)
    if found is None:
        raise Http404("No such section.")
    return found


def _link(section: Section) -> dict[str, str]:
    return {"name": section.name, "url": section.url}


@kept("before", "after")
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = next(iter(_topic_at(slug=canonical(slug))), None)
    if found is None:
        raise Http404("No such topic.")
    if slug != found.slug:
        return _moved(found.url)
    top = opened(_listing(request, _on_topic(at, topic=found.pk), at), at)
    listing = {**top.page, "canonical": request.build_absolute_uri(top.page["url"])}
    way = (Crumb(found.name, found.url),)
    context = {"topic": found, **listing, **_told(request, listing, found.name, way, found.description)}
    tags = {f"topic:{found.pk}"} | top.tags | _way_on(listing)
    return page(request, "articles/topic_detail.html", context, tags=tags, at=at, ends=top.ends)


_topic_at = Prepared(lambda slug: Topic.objects.filter(slug=slug).order_by())
_on_topic = PreparedList(lambda at, topic: EditionTopic.objects.filter(topic=topic).listed(at).for_lists())


@kept("before", "after")
@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    listing, title = _listing(request, _latest(at), at), gettext("Latest")
    listing["canonical"] = request.build_absolute_uri(listing["url"])
    words = gettext("Every story in %(paper)s, newest first.") % {"paper": apart(paper.current().name)}
    told = _told(request, listing, title, (crumb(title, "articles:latest"),), words)
    years = memory.fragment(f"years {day_of(at).year}", lambda: (archive.years(timezone.now()), LISTS | SITE))
    context = {**listing, **told, "years": years}
    return page(request, "articles/latest.html", context, tags=LISTS, at=at)


_latest = PreparedList(lambda at: Edition.objects.listed(at).for_cards())


@kept("before", "after")
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction of a story that readers have. A retracted story stands here too, with its notice."""
    at = timezone.now()
    found = list_page(EditionCorrection.objects.live(at).for_cards(), request, at)
    context = {
        "entries": [Entry.of(row) for row in found.rows],
        "older_url": found.older_url,
        "newer_url": found.newer_url,
        "canonical": request.build_absolute_uri(found.url),
    }
    title = gettext("Corrections")
    words = gettext("What %(paper)s got wrong and put right, newest first.") % {"paper": apart(paper.current().name)}
    context |= _told(request, context, title, (crumb(title, "articles:corrections"),), words)
    return page(request, "articles/corrections.html", context, tags={"list:corrections"}, at=at)


def _listing(request: HttpRequest, stories: Any, at: datetime) -> dict:
    """A keyset page of stories with its `url` on this paper, and the paper's latest where there is none."""
    found = list_page(stories, request, at)
    return {
        "stories": [row.card for row in found.rows],
        "older_url": found.older_url,
        "newer_url": found.newer_url,
        "latest": [] if found.rows else latest_cards(at),
        "url": found.url,
    }


def _way_on(listing: dict) -> set[str]:
    """Where there is no story, the page shows the paper's latest."""
    return set() if listing["stories"] else {"list:home"}


def _told(request: HttpRequest, listing: dict, title: str, way: tuple[Crumb, ...], description: str = "") -> dict:
    """What machines are told of a list. `listing` has its `canonical` address, and `stories` where those are what it lists."""
    url = listing["canonical"]
    return told_of_list(request, cards_of(listing), title=title, url=url, crumbs=way, description=description)


@kept("before", "after")
@require_safe
def year(request: HttpRequest, year: str) -> HttpResponse:
    return _archive(request, archive.Span(int(year)))


@kept("before", "after")
@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    return _archive(request, archive.Span(int(year), int(month)))


@kept("before", "after")
@require_safe
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    return _archive(request, archive.Span(int(year), int(month), int(day)))


def _archive(request: HttpRequest, span: archive.Span) -> HttpResponse:
    at = timezone.now()
    if not span.exists():
        raise Http404("No such day, month or year.")
    if request.path_info != span.url:
        return _moved(span.url)
    context = archive.contents(request, span, at)
    if not (context["stories"] or context["months"]):
        raise Http404("Nothing was published then.")
    way = (*(Crumb(up["name"], up["url"]) for up in context["crumbs"]), Crumb(span.heading, span.url))
    context |= _told(request, context, span.heading, way, context["description"])
    return page(request, "articles/archive.html", context, tags={"list:home"}, at=at)
