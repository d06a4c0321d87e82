"""What readers get. Everything public comes from Edition.live (addresses) or .listed (lists), and from nowhere else."""

from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from articles import archive, placing
from articles.bylines import about, authors_of, byline, creators
from articles.cards import Card
from articles.changes import changes
from articles.corrections import Entry, notices
from articles.figures import Filled, fill
from articles.front import opened, pictured
from articles.graph import cards_of, crumb, crumbs_of_section, told_of_list, told_of_story
from articles.links import led
from articles.models import Address, Edition, EditionCorrection, Section, Topic
from articles.models.section import sections
from articles.placing import breaking, breaking_tags
from articles.related import around
from articles.trust import trust_context
from pagecache.pages import gone_or_unknown, page
from paper.addresses import canonical
from paper.days import day_of, next_midnight
from paper.graph import Crumb
from paper.pager import list_page
from paper.prose import embeds_in, for_page
from paper.robots import reserve
from paper.speech import apart

LATEST = 6  # stories on a page that has none of its own


@require_safe
def edition(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """A story. Every other form of its address leads to the one; before anyone could see it, all of them are unknown."""
    at = timezone.now()
    on, slug = _date(year, month, day), canonical(slug)
    story = Edition.objects.at_address(on, slug, at).with_updated().first()
    if story is None:
        return _elsewhere(request, on, slug, at)
    if request.path_info != story.path:
        return _moved(story.url)
    authors, text = authors_of(story), led(story.body, at)
    filled, beside = fill(story, text.html, authors, at), around(story, at)
    tags = (
        story.tags() - {"list:home", "list:corrections"}
        | {f"author:{author.pk}" for author in authors.values()}  # today's: two may have been merged
        | beside.tags
        | text.tags
        | filled.tags
    )
    context = {
        **story_context(request, story, authors, filled),
        **told_of_story(request, story, filled, authors, beside.part),
        **beside.page,
        "changes": changes(story, at),
    }
    response = page(request, "articles/edition_detail.html", context, tags=tags, at=at)
    if story.no_ai:
        reserve(response)
    return response


def story_context(request: HttpRequest, story: Edition, authors: dict, filled: Filled) -> dict:
    """What the story's template needs, for the public page and for the desk's preview alike."""
    address, told = request.build_absolute_uri(story.url), notices(story)
    return {
        "edition": story,
        "lead_picture": filled.lead,
        "body": for_page(filled.html, gettext("Table")),
        "has_embeds": bool(embeds_in(story.body)),
        "byline": byline(story, authors),
        "creators": creators(story, authors),
        "notices": told,
        **trust_context(story, told),
        **about(authors),
        "cards": filled.cards,
        "report_url": report_url(story.headline, address),
        "canonical": story.canonical_url or address,
        "nav_current": next((section.slug for section in story.section_line()), ""),
    }


def report_url(headline: str, address: str) -> str:
    """A mail to the corrections address with the story named; nothing where the paper has no such address."""
    mail = paper.current().corrections_email
    body = f"{headline}\n{address}\n\n"
    subject = gettext("Error in “%(headline)s”") % {"headline": headline}
    return f"mailto:{mail}?subject={quote(subject)}&body={quote(body)}" if mail else ""


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


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    placed = placing.home(at)
    top = pictured(placed, at)
    ours, address = paper.current(), request.build_absolute_uri(request.path)
    context = {
        **top.page,
        "today": day_of(at),
        "breaking": breaking(at),
        "canonical": address,
        **told_of_list(request, cards_of(top.page), title=ours.name, description=ours.tagline, url=address),
    }
    tags = {"list:home", *(f"section:{pk}" for pk in sections()), *placed["tags"], *top.tags}
    return page(request, "articles/home.html", context, tags=tags, at=at, until=next_midnight(at))


@require_safe
def section(request: HttpRequest, slugs: str) -> HttpResponse:
    at = timezone.now()
    found = _section(canonical(slugs).rstrip("/").rpartition("/")[2])
    if request.path_info != found.path:
        return _moved(found.url)
    below = found.subtree()
    listed = Edition.objects.listed(at).in_sections(below).for_cards()
    listing = _listing(request, listed, at)
    placed = {} if listing["newer_url"] else placing.of_section(found, listing["stories"], at)
    top = opened({**listing, **placed}, at)
    context = {**section_context(found, at), **top.page}
    context |= _told(request, top.page, found.name, crumbs_of_section(found), found.description)
    tags = {f"section:{s.pk}" for s in below} | breaking_tags(at) | placed.get("tags", set()) | top.tags
    return page(request, "articles/section_detail.html", context, tags=tags, at=at)


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


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = Topic.objects.filter(slug=canonical(slug)).first()
    if found is None:
        raise Http404("No such topic.")
    if slug != found.slug:
        return _moved(found.url)
    listed = found.edition_topics.listed(at).for_cards()
    top = opened(_listing(request, listed, at), at)
    way = (Crumb(found.name, found.url),)
    context = {"topic": found, **top.page, **_told(request, top.page, found.name, way, found.description)}
    return page(request, "articles/topic_detail.html", context, tags={f"topic:{found.pk}"} | top.tags, at=at)


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    listing, title = _listing(request, Edition.objects.listed(at).for_cards(), at), gettext("Latest")
    words = gettext("Every story in %(paper)s, newest first.") % {"paper": apart(paper.current().name)}
    told = _told(request, listing, title, (crumb(title, "articles:latest"),), words)
    context = {**listing, **told, "years": archive.years(at)}
    return page(request, "articles/latest.html", context, tags={"list:home"}, at=at)


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


def _listing(request: HttpRequest, queryset, at: datetime) -> dict:
    """A keyset page of stories, and the paper's latest where there is none."""
    found = list_page(queryset, request, at)
    return {
        "stories": [row.card for row in found.rows],
        "older_url": found.older_url,
        "newer_url": found.newer_url,
        "latest": [] if found.rows else latest_cards(at),
        "canonical": request.build_absolute_uri(found.url),
    }


def _told(request: HttpRequest, listing: dict, title: str, way: tuple[Crumb, ...], description: str = "") -> dict:
    """What machines are told of a list. `listing` has its `canonical` address, and `stories` where those are what it lists."""
    url = listing["canonical"]
    return told_of_list(request, cards_of(listing), title=title, url=url, crumbs=way, description=description)


@require_safe
def year(request: HttpRequest, year: str) -> HttpResponse:
    return _archive(request, archive.Span(int(year)))


@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    return _archive(request, archive.Span(int(year), int(month)))


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
