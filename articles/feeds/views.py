"""The addresses of feeds: /atom.xml, /rss.xml and /feed.json behind the address of the page they are of, and a page of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from articles.feeds import sources
from articles.feeds.sources import Source
from articles.graph import crumb, told_of_list
from articles.models import Section, Series, Topic
from articles.models.section import sections, top_sections
from authors.models import Author
from pagecache.pages import gone_or_unknown, kept, page, public
from paper.addresses import canonical
from paper.feeds import Channel, Icon, Person
from paper.feeds import feed as in_form
from paper.mark import LARGE, SMALL, mark
from paper.pager import ListPage, list_page
from paper.robots import reserve
from paper.speech import apart


@kept("before", "after")
@require_safe
def the_paper(request: HttpRequest, form: str) -> HttpResponse:
    at = timezone.now()
    return _answer(request, form, sources.the_paper(at), at)


@kept("before", "after")
@require_safe
def section(request: HttpRequest, slugs: str, form: str) -> HttpResponse:
    at, slug = timezone.now(), canonical(slugs).rpartition("/")[2]
    found = next((section for section in sections().values() if section.slug == slug), None)
    if found is None:
        raise Http404("No such section.")
    source = sources.of_section(found, at)
    return _moved(source, form) if request.path_info != f"{found.path}{form}" else _answer(request, form, source, at)


@kept("before", "after")
@require_safe
def topic(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    at, found = timezone.now(), Topic.objects.filter(slug=canonical(slug)).first()
    if found is None:
        raise Http404("No such topic.")
    source = sources.of_topic(found, at)
    return _moved(source, form) if slug != found.slug else _answer(request, form, source, at)


@kept("before", "after")
@require_safe
def series(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    at, found = timezone.now(), Series.objects.filter(slug=canonical(slug)).first()
    if found is None:
        raise Http404("No such series.")
    source = sources.of_series(found, at)
    return _moved(source, form) if slug != found.slug else _answer(request, form, source, at)


@kept("before", "after")
@require_safe
def author(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Old addresses of an author lead to today's."""
    at, found = timezone.now(), Author.objects.at_slug(canonical(slug))
    if found is None:
        raise Http404("No author has this address.")
    source = sources.of_author(found, at)
    if slug != found.slug:
        return _moved(source, form)
    response = _answer(request, form, source, at)
    if found.hidden:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@kept("before", "after")
@require_safe
def corrections(request: HttpRequest, form: str) -> HttpResponse:
    at = timezone.now()
    return _answer(request, form, sources.of_corrections(at), at)


@kept()
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """What feeds there are, and how to find the others."""
    at, url = timezone.now(), request.build_absolute_uri(request.path)
    follow = gettext("Follow %(paper)s in a feed reader: all of it, or what you choose.")
    title, description = gettext("Feeds"), follow % {"paper": apart(paper.current().name)}
    context = {
        "description": description,
        "whole": sources.the_paper(at),
        "corrections": sources.of_corrections(at),
        "sections": [
            {"feed": sources.of_section(section, at), "is_nested": section.parent_id is not None}
            for section in _tree(top_sections())
        ],
        "canonical": url,
    }
    crumbs = (crumb(title, "articles:feeds"),)
    context |= told_of_list(request, [], title=title, url=url, description=description, crumbs=crumbs)
    return page(request, "articles/feeds.html", context, tags={"sections"}, at=at)


def _tree(top: Iterable[Section]) -> Iterator[Section]:
    """Each with those below it behind it."""
    for section in top:
        yield section
        yield from _tree(section.below)


def _moved(source: Source, form: str) -> HttpResponse:
    return gone_or_unknown(HttpResponsePermanentRedirect(source.address(form)))


def _answer(request: HttpRequest, form: str, source: Source, at: datetime) -> HttpResponse:
    """The page of the feed that ?before= or ?after= asks for; the newest without either.

    The ETag alone tells whether it changed: a moment of last change would go back when a story is retracted or taken out,
    and readers who compare such moments would go on showing it."""
    found = list_page(source.rows, request, at, source.size)
    told = source.told(found.rows, request, at)
    response = public(
        in_form(form, _channel(request, form, source, found), told.entries),
        source.tags | told.tags,
        at=at,
        ends=told.ends,
    )
    if told.is_reserved:
        reserve(response)
    response.headers["Access-Control-Allow-Origin"] = "*"  # readers in a browser stand on other sites
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _channel(request: HttpRequest, form: str, source: Source, found: ListPage) -> Channel:
    def whole(path: str) -> str:
        return request.build_absolute_uri(path) if path else ""

    ours, icon = paper.current(), mark()
    author = source.author
    return Channel(
        title=source.title,
        description=source.description,
        page=whole(source.page),
        language=ours.language,
        author=Person(author.name, whole(author.url)) if author else Person(ours.name, whole("/")),
        url=whole(found.url),
        first=whole(source.address(form)),
        previous=whole(found.newer_url),
        next=whole(found.older_url),
        icon=Icon(whole(icon.png_url(LARGE)), whole(icon.png_url(SMALL))),
    )
