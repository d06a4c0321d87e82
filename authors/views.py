"""Author pages. Stories come through the reverse relation: this room knows nothing of how they are made."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

import paper
from authors import directory as house
from authors import graph
from authors.models import Author, AuthorSlug, BioVersion
from authors.profile import head_of, profile
from authors.work import Choice, narrowed, offers, page_of
from images import shown
from images.models import Picture
from pagecache import memory
from pagecache.pages import gone_or_unknown, kept, page
from paper.addresses import canonical
from paper.days import day_of
from paper.prepared import Prepared
from paper.speech import apart, titled


@kept("role", "year", "topic", "before", "after")
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """A profile with the newest stories; or a later page of them, or those of a role, a year or a topic."""
    at = timezone.now()
    found = next(iter(_at_slug(slug=canonical(slug))), None)
    if found is None or slug != found.slug:
        return _elsewhere(found, slug)
    work = narrowed(found, request, at)
    listing = page_of(work, request)
    context = {
        **_head(found),
        **_stories(found, listing, work, whole=listing.url == request.path),
        "canonical": request.build_absolute_uri(listing.url),
    }
    tags = {f"author:{found.pk}", f"list:author:{found.pk}", *work.tags, *shown.tags([found.portrait_id])}
    ends = shown.licences_end(filter(None, [context["picture"]]))
    if listing.url != request.path:
        words = work.words or gettext("Earlier stories")
        context |= {"words": words, **_told_of_part(found, words, context, request, listing.url)}
        return page(request, "authors/author_work.html", context, tags=tags, at=at, ends=ends)
    said = _profile(found, context["canonical"])
    context |= {**said, **_told(found, said, context["picture"], request)}
    tags |= {f"article:{pk}" for pk in said["pinned"]}
    return page(request, "authors/author_detail.html", _without_pins(context), tags=tags, at=at, ends=ends)


@kept("letter")
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
    return page(request, "authors/author_list.html", context, tags=house.TAGS, at=at)


@kept()
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


_at_slug = Prepared(lambda slug: _dated().filter(slug=slug).order_by())


# Kept until something is said otherwise of the author.


def _head(author: Author) -> dict[str, Any]:
    tags = {"site", f"author:{author.pk}", *shown.tags([author.portrait_id])}
    return memory.fragment(f"head of author {author.pk}", lambda: (head_of(author, timezone.now()), tags))


def _profile(author: Author, address: str) -> dict[str, Any]:
    """With `top`, as HTML. `address` is the page's own, whole."""

    def make() -> tuple[dict[str, Any], set[str]]:
        head, said = _head(author), profile(author, timezone.now())
        context = {**head, **said, "canonical": address, "paper": paper.current()}
        pinned = {f"article:{pk}" for pk in said["pinned"]}
        tags = {"site", f"author:{author.pk}", *shown.tags([author.portrait_id]), *pinned}
        return {**said, "top": render_to_string("authors/_profile.html", context)}, tags

    return memory.fragment(f"profile of author {author.pk} {address}", make)


def _offers(author: Author) -> dict[str, list[Choice]]:
    tags = {"site", f"author:{author.pk}", f"list:author:{author.pk}"}
    return memory.fragment(f"offers of author {author.pk}", lambda: (offers(author, timezone.now()), tags))


def _narrow(author: Author, query: str, *, whole: bool) -> SafeString:
    """The links that narrow the stories, as HTML; `whole`: this page is the profile."""

    def make() -> tuple[SafeString, set[str]]:
        marked = {name: [choice.chosen_by(query) for choice in those] for name, those in _offers(author).items()}
        context = {"author": author, "offers": marked, "words": not whole, "paper": paper.current()}
        html = render_to_string("authors/_narrow.html", context) if any(marked.values()) else SafeString("")
        return html, {"site", f"author:{author.pk}", f"list:author:{author.pk}"}

    return memory.fragment(f"ways into author {author.pk} {query} {whole}", make)


def _elsewhere(found: Author | None, slug: str) -> HttpResponse:
    """Old addresses and other forms of the letters lead to the one."""
    if found is None:
        old = AuthorSlug.objects.filter(slug=canonical(slug)).select_related("author").first()
        if old is None:
            raise Http404("No author has this address.")
        found = old.author
    return gone_or_unknown(HttpResponsePermanentRedirect(found.url))


def _stories(author: Author, listing: Any, work: Any, *, whole: bool) -> dict[str, Any]:
    """The page's stories by year, and what to narrow them to where there are more than one page holds."""
    cards = [row.card for row in listing.rows]
    if work.query.startswith("role="):
        cards = [replace(card, role_label="") for card in cards]  # the page says it
    is_part = bool(listing.older_url or listing.newer_url or work.query)
    return {
        "years": _by_year(cards),
        "narrow": _narrow(author, work.query, whole=whole) if is_part else "",
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
