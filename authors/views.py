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
from django.views.decorators.http import require_safe

import paper
from authors import directory as house
from authors import graph
from authors.feeds import AuthorFeed
from authors.models import Author, AuthorSlug, BioVersion
from authors.profile import head_of, profile
from authors.work import narrowed, offers, page_of
from images import shown
from images.models import Picture
from pagecache.pages import fresh_for, gone_or_unknown, page
from paper.addresses import canonical
from paper.days import day_of

EARLIER = "Earlier stories"


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """A profile with the newest stories; or a later page of them, or those of a role, a year or a topic."""
    at = timezone.now()
    found = _dated().filter(slug=canonical(slug)).first()
    if found is None or slug != found.slug:
        return _elsewhere(found, slug, "authors:author")
    work = narrowed(found, request, at)
    listing = page_of(work, request)
    context = {
        **head_of(found, at),
        **_stories(found, listing, work, at),
        "canonical": request.build_absolute_uri(listing.url),
    }
    tags = {f"author:{found.pk}", *shown.tags([found.portrait_id])}
    if listing.url != request.path:
        words = work.words or EARLIER
        context |= {"words": words, **_told_of_part(found, words, context, request)}
        return page(request, "authors/author_work.html", context, tags=tags, at=at)
    said = profile(found, at)
    context |= {**said, **_told(found, said, context["picture"], request)}
    tags |= {f"article:{card.article_id}" for card in said["pins"]}
    return page(request, "authors/author_detail.html", _without_pins(context), tags=tags, at=at)


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = Author.objects.filter(slug=canonical(slug)).first()
    if found is None or slug != found.slug:
        return _elsewhere(found, slug, "authors:feed")
    stories = AuthorFeed(found, request, at)
    response = stories(request)
    tags = {f"author:{found.pk}", *(f"author:{person.pk}" for person in stories.people.values())}
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={fresh_for(tags, at)}"
    response.headers.pop("Last-Modified", None)  # a story taken out would move it back: the ETag alone tells
    if found.hidden:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody, A to Z by sort name; a page for each letter where there are many."""
    at = timezone.now()
    found = house.directory(at, request.GET.get("letter", ""))
    if found is None:
        raise Http404("Nobody stands under this letter.")
    address = request.path if found.is_first else f"{request.path}?{urlencode({'letter': found.letter})}"
    description = f"Everyone who writes in {paper.current().name}, from A to Z."
    context = {
        "letters": [_letter(one, found) for one in found.letters],
        "groups": found.people,
        "letter": found.letter,
        **_shared(request, "Authors", description, address),
    }
    return page(request, "authors/author_list.html", context, tags={"authors", "list:home"}, at=at)


@require_safe
def masthead(request: HttpRequest) -> HttpResponse:
    """Who makes the paper, by department."""
    at = timezone.now()
    departments = house.masthead()
    people = [person for _, those in departments for person in those]
    name = paper.current().name
    context = {
        "departments": departments,
        **_shared(request, f"Masthead – {name}", f"Who makes {name}.", request.path),
        "graph": graph.masthead_page(
            people,
            url=request.build_absolute_uri(request.path),
            home=request.build_absolute_uri("/"),
            address_of=lambda person: request.build_absolute_uri(person.url),
        ),
    }
    return page(request, "authors/masthead.html", context, tags={"authors"}, at=at)


def _dated() -> Any:
    """Authors with the moments at which the profile began and last changed."""
    kept = BioVersion.objects.filter(author=OuterRef("pk")).values("at")
    return Author.objects.annotate(
        kept_since=Subquery(kept.order_by("pk")[:1]), kept_at=Subquery(kept.order_by("-pk")[:1])
    )


def _elsewhere(found: Author | None, slug: str, route: str) -> HttpResponse:
    """Old addresses and other forms of the letters lead to the one."""
    if found is None:
        old = AuthorSlug.objects.filter(slug=canonical(slug)).select_related("author").first()
        if old is None:
            raise Http404("No author has this address.")
        found = old.author
    return gone_or_unknown(HttpResponsePermanentRedirect(reverse(route, args=[found.slug])))


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
        "feed_url": reverse("authors:feed", args=[author.slug]),
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
    """What machines are told; of those who are hidden, nothing."""
    if author.hidden:
        return {}
    image = graph.of_author(request, author, picture)
    said = {**said, "image": image.url if picture else ""}
    url, home = request.build_absolute_uri(author.url), request.build_absolute_uri("/")
    dates = {"since": author.kept_since, "changed": author.kept_at}  # type: ignore[attr-defined]
    return {
        "graph": graph.profile_page(author, said, url=url, home=home, **dates),
        "share": graph.share_author(author, url=url, image=image),
    }


def _told_of_part(author: Author, words: str, context: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    if author.hidden:
        return {}
    title, url = f"{author.name}: {words}", context["canonical"]
    image = graph.of_author(request, author, context["picture"])
    return {"share": graph.share(title, context["description"], url=url, image=image)}


def _shared(request: HttpRequest, title: str, description: str, address: str) -> dict[str, Any]:
    url = request.build_absolute_uri(address)
    share = graph.share(title, description, url=url, image=graph.of_the_paper(request))
    return {"description": description, "canonical": url, "share": share}


def _letter(letter: str, found: house.Page) -> dict[str, str | bool]:
    """A link to a letter's page; on the one page to its heading."""
    if not found.letter:
        url = f"#letter-{found.letters.index(letter) + 1}"
    else:
        url = reverse("authors:directory")
        url = url if letter == found.letters[0] else f"{url}?{urlencode({'letter': letter})}"
    return {"letter": letter, "url": url, "chosen": letter == found.letter}
