"""The paper's own pages as readers get them: /about/ and what stands below it."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from pagecache.pages import gone_or_unknown, kept
from pagecache.pages import page as public_page
from paper.addresses import canonical
from paper.graph import Crumb, Said, collection, told, told_of_page
from paper.models import Page, PageVersion
from paper.models.page import ABOUT, Purpose
from paper.pages import public_pages
from paper.prose import for_page

TAGS = {"pages"}


@kept()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """The page about the paper; where there is none, a list of the pages there are."""
    at = timezone.now()
    found = _at(ABOUT)
    if found:
        return _shown(request, found)
    if not public_pages():
        raise Http404("The paper has no pages yet.")
    context = {"pages": public_pages(), **_told_of_list(request)}
    return public_page(request, "paper/page_list.html", context, tags=TAGS, at=at)


@kept()
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page. Every other form of its address, and every one it had, leads to the one."""
    wanted = canonical(slug)
    found = _at(wanted)
    if found is None:
        return _moved(_once_at(wanted).url)
    if wanted != slug or wanted == ABOUT:
        return _moved(found.url)
    return _shown(request, found)


def _at(slug: str) -> Page | None:
    return Page.objects.filter(slug=slug, is_public=True).first()


def _once_at(slug: str) -> Page:
    """The page that readers had at this address last, if they still have it."""
    had = PageVersion.objects.filter(words__slug=slug, words__is_public=True, page__is_public=True)
    version = had.select_related("page").defer("page__body").order_by("-at", "-pk").first()
    if version is None:
        raise Http404("No page has this address.")
    return version.page


def _moved(url: str) -> HttpResponse:
    return gone_or_unknown(HttpResponsePermanentRedirect(url))


def _shown(request: HttpRequest, found: Page) -> HttpResponse:
    context = {**contents(found), **told_of_page(request, found)}
    tags = {*TAGS, f"page:{found.pk}"}
    return public_page(request, "paper/page.html", context, tags=tags, at=timezone.now())


def _told_of_list(request: HttpRequest) -> dict:
    ours, url = paper.current(), request.build_absolute_uri(request.path)
    title = gettext("About %(paper)s") % {"paper": ours.name}
    said = Said(title, url, ours.tagline, crumbs=(Crumb(title, request.path),))
    items = [Crumb(one.title, one.url) for one in public_pages()]
    return {"canonical": url, **told(request, said, collection(said, request.build_absolute_uri("/"), items))}


def contents(found: Page) -> dict:
    """What the page's template needs, for readers and for the desk's preview alike."""
    others = [other for other in public_pages() if other.pk != found.pk and other.slug != found.slug]
    return {
        "page": found,
        "body": for_page(found.text, gettext("Table")),
        "facts": facts_of(found.purpose),
        "up": next((other for other in others if other.slug == ABOUT), None),
        "others": others,
    }


class Fact(NamedTuple):
    """A line of what the paper's settings say. `mail`: the text is an address to write to."""

    name: str
    text: str
    mail: bool = False


def facts_of(purpose: str) -> list[Fact]:
    """What the settings know and this page answers: those that are filled in."""
    ours = paper.current()
    publisher = [
        Fact(gettext("Published by"), ours.legal_name),
        Fact(gettext("Founded"), str(ours.founded or "")),
    ]
    ways = [
        Fact(gettext("Write to us"), ours.contact_email, mail=True),
        Fact(gettext("Report an error"), ours.corrections_email, mail=True),
        Fact(gettext("By post"), ours.postal_address),
    ]
    shown = {
        Purpose.ABOUT: publisher,
        Purpose.OWNERSHIP: publisher,
        Purpose.CONTACT: ways,
        Purpose.CORRECTIONS: ways[1:2],
        Purpose.FEEDBACK: ways[:2],
        Purpose.PRIVACY: ways[:1],
    }
    return [fact for fact in shown.get(purpose, []) if fact.text.strip()]  # type: ignore[call-overload]
