"""Author pages. Stories come through the reverse relation: this room knows nothing of how they are made."""

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from authors import directory as house
from authors import graph
from authors.models import Author, AuthorSlug, BioVersion
from authors.profile import head_of, profile
from authors.work import narrowed, offers, page_of
from images import shown
from images.models import Picture
from pagecache.pages import gone_or_unknown, page
from paper.addresses import canonical
from paper.days import day_of
from paper.speech import apart, titled


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """A profile with the newest stories; or a later page of them, or those of a role, a year or a topic."""
    at = timezone.now()
    found = _dated().filter(slug=canonical(slug)).first()
    if found is None or slug != found.slug:
        return _elsewhere(found, slug)
    work = narrowed(found, request, at)
    listing = page_of(work, request)
    context = {
        **head_of(found, at),
        **_stories(found, listing, work, at),
        "canonical": request.build_absolute_uri(listing.url),
    }
    tags = {f"author:{found.pk}", *shown.tags([found.portrait_id])}
    if listing.url != request.path:
        words = work.words or gettext("Earlier stories")
        context |= {"words": words, **_told_of_part(found, words, context, request, listing.url)}
        return page(request, "authors/author_work.html", context, tags=tags, at=at)
    said = profile(found, at)
    context |= {**said, **_told(found, said, context["picture"], request)}
    tags |= {f"article:{card.article_id}" for card in said["pins"]}
    return page(request, "authors/author_detail.html", _without_pins(context), tags=tags, at=at)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody, A to Z by sort name; a page for each letter where there are many."""
    at = timezone.now()
    found = house.directory(at, request.GET.get("letter", ""))
    if found is None:
        raise Http404("Nobody stands under this letter.")
    address = request.path if found.is_first else f"{request.path}?{urlencode({'letter': found.letter})}"
    description = gettext("Everyone who writes in %(paper)s, from A to Z.") % {"paper": apart(paper.current().name)}
    context = {
        "letters": [_letter(one, found) for one in found.letters],
        "groups": found.people,
        "letter": found.letter,
        "description": description,
        "canonical": request.build_absolute_uri(address),
        **graph.told_of_directory(request, description, address),
    }
    return page(request, "authors/author_list.html", context, tags={"authors", "list:home"}, at=at)


@require_safe
def masthead(request: HttpRequest) -> HttpResponse:
    """Who makes the paper, by department."""
    at = timezone.now()
    departments = house.masthead()
    people = [person for _, those in departments for person in those]
    description = gettext("Who makes %(paper)s.") % {"paper": apart(paper.current().name)}
    context = {
        "departments": departments,
        "description": description,
        "canonical": request.build_absolute_uri(request.path),
        **graph.told_of_masthead(request, titled(gettext("Masthead")), description, people),
    }
    return page(request, "authors/masthead.html", context, tags={"authors"}, at=at)


def _dated() -> Any:
    """Authors with the moments at which the profile began and last changed."""
    kept = BioVersion.objects.filter(author=OuterRef("pk")).values("at")
    return Author.objects.annotate(
        kept_since=Subquery(kept.order_by("pk")[:1]), kept_at=Subquery(kept.order_by("-pk")[:1])
    )


def _elsewhere(found: Author | None, slug: str) -> HttpResponse:
    """Old addresses and other forms of the letters lead to the one."""
    if found is None:
        old = AuthorSlug.objects.filter(slug=canonical(slug)).select_related("author").first()
        if old is None:
            raise Http404("No author has this address.")
        found = old.author
    return gone_or_unknown(HttpResponsePermanentRedirect(found.url))


def _stories(author: Author, listing: Any, work: Any, at: datetime) -> dict[str, Any]:
    """The page's stories by year, and what to narrow them to where there are more than one page holds."""
    cards = [row.card for row in listing.rows]
    if work.query.startswith("role="):
        cards = [replace(card, role_label="") for card in cards]  # the page says it
    is_part = bool(listing.older_url or listing.newer_url or work.query)
    return {
        "years": _by_year(cards),
        "offers": offers(author, at, work.query) if is_part else {},
        "older_url": listing.older_url,
        "newer_url": listing.newer_url,
    }


def _by_year(cards: list) -> list[dict[str, Any]]:
    years = groupby(cards, key=lambda card: day_of(card.first_published_at).year)
    return [{"year": year, "stories": list(stories)} for year, stories in years]


def _without_pins(context: dict[str, Any]) -> dict[str, Any]:
    """What is pinned stands above the list, and not in it once more."""
    pinned = {card.article_id for card in context["pins"]}
    cards = [card for year in context["years"] for card in year["stories"] if card.article_id not in pinned]
    return {**context, "years": _by_year(cards)}


def _told(author: Author, said: dict[str, Any], picture: Picture | None, request: HttpRequest) -> dict[str, Any]:
    dates = {"since": author.kept_since, "changed": author.kept_at}  # type: ignore[attr-defined]
    return graph.told_of_author(request, author, said, picture, **dates)


def _told_of_part(
    author: Author, words: str, context: dict[str, Any], request: HttpRequest, url: str
) -> dict[str, Any]:
    title = gettext("%(author)s: %(words)s") % {"author": author.name, "words": words}
    cards = [card for year in context["years"] for card in year["stories"]]
    return {"title": title, **graph.told_of_part(request, author, title, context, url, cards)}


def _letter(letter: str, found: house.Page) -> dict[str, str | bool]:
    """A link to a letter's page; on the one page to its heading."""
    if not found.letter:
        url = f"#letter-{found.letters.index(letter) + 1}"
    else:
        url = reverse("authors:directory")
        url = url if letter == found.letters[0] else f"{url}?{urlencode({'letter': letter})}"
    return {"letter": letter, "url": url, "chosen": letter == found.letter}
