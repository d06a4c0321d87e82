"""Author pages. Stories come through the reverse relation: this room knows nothing of how they are made."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from authors.models import Author, AuthorSlug, match_key
from pagecache.pages import gone_or_unknown, page
from paper.addresses import canonical
from paper.days import day_of
from paper.pager import list_page


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """A profile. Old addresses and other forms of the letters lead to it."""
    at = timezone.now()
    found = Author.objects.filter(slug=canonical(slug)).first()
    if found is None:
        return _old_address(canonical(slug))
    if slug != found.slug:
        return gone_or_unknown(HttpResponsePermanentRedirect(found.url))
    listing = list_page(found.edition_credits.listed(at).for_cards(), request, at)
    cards = [row.card for row in listing.rows]
    years = groupby(cards, key=lambda card: day_of(card.first_published_at).year)
    context = {
        "author": found,
        "bio": found.bio,
        "outlets": found.outlets(),
        "links": list(found.links.all()),
        "years": [{"year": year, "stories": list(stories)} for year, stories in years],
        "older_url": listing.older_url,
        "newer_url": listing.newer_url,
        "canonical": request.build_absolute_uri(listing.url),
    }
    return page(request, "authors/author_detail.html", context, tags={f"author:{found.pk}"}, at=at)


def _old_address(slug: str) -> HttpResponse:
    old = AuthorSlug.objects.filter(slug=slug).select_related("author").first()
    if old is None:
        raise Http404("No author has this address.")
    return gone_or_unknown(HttpResponsePermanentRedirect(old.author.url))


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody, A to Z by sort name. Sorted here: databases disagree about É and lower case, and a letter stands once."""
    at = timezone.now()
    found = Author.objects.in_directory(at).only("name", "sort_name", "slug", "position", "kind")
    people = sorted(found, key=lambda person: (person.letter, match_key(person.sort_name)))
    letters = groupby(people, key=lambda person: person.letter)
    context = {
        "letters": [{"letter": letter, "people": list(group)} for letter, group in letters],
        "canonical": request.build_absolute_uri(request.path),
    }
    return page(request, "authors/author_list.html", context, tags={"authors", "list:home"}, at=at)
