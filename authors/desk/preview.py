"""A bio as it will stand, from words that are not saved: under a story on a phone, and on the profile."""

from copy import copy
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from authors.desk.where import Standing, standing
from authors.models import Author, AuthorLink, Outlet, match_key
from authors.models.words import FIELDS, Words
from authors.portraits import waiting_in, with_portraits
from authors.profile import head_of, profile
from authors.wordsform import WordsForm
from images.desk.serving import numbers
from images.shown import available
from paper.days import day_of
from paper.prose import sanitize_bio
from paper.speech import speaking

NEWEST = 3  # stories on the profile that is shown
FRAGMENT = "text/fragment"  # what the script asks for: the frames alone


@dataclass(frozen=True)
class Preview:
    """`story` and `profile` are whole pages of HTML, for the `srcdoc` of a frame; `stands` is where the bio stands."""

    story: str
    profile: str
    stands: Standing


def preview_of(request: HttpRequest, author: Author, words: Words) -> Preview:
    """What readers would see of these words. Nothing is saved; what `words` says nothing of is as it is now."""
    seen = with_words(author, words)
    card = {"author": seen, "card": _card(seen)}
    with speaking():
        story = render_to_string("admin/bios/preview_story.html", card, request)
        whole = render_to_string("admin/bios/preview_profile.html", _profile(seen), request)
    return Preview(story, whole, standing(author))


def _card(seen: Any) -> str:
    """With the portrait in it, as under a story."""
    card = seen.render_card()
    return with_portraits(card, available(waiting_in([card]), timezone.now()))


def with_words(author: Author, words: Words) -> Any:
    """The author as these words would have it: outlets, links and the portrait too. Not to be saved."""
    seen: Any = copy(author)
    seen.portrait_id = words.get("portrait", author.portrait_id)
    for name in (*FIELDS, "name"):
        setattr(seen, name, words.get(name, getattr(author, name)))
    seen.bio, seen.short_bio = sanitize_bio(seen.bio), sanitize_bio(seen.short_bio)
    outlets = _outlets(words["outlets"]) if "outlets" in words else author.outlets()
    seen.outlets = lambda: outlets
    if "links" in words:
        seen._prefetched_objects_cache = {"links": _links(author, words["links"])}
    return seen


def _links(author: Author, said: list[dict[str, str]]) -> list[AuthorLink]:
    """With what is known of those pages."""
    known = {link.url: link for link in author.links.all()}
    found = [known.get(link["url"]) or AuthorLink(url=link["url"]) for link in said]
    for row, link in zip(found, said, strict=True):
        row.label = link["label"]
    return found


def _outlets(said: list[dict[str, str]]) -> list[Outlet]:
    """With the addresses of those that are known."""
    keys = [match_key(entry["name"]) for entry in said]
    known = {outlet.key: outlet for outlet in Outlet.objects.filter(key__in=keys)}
    return [known.get(key) or Outlet(name=entry["name"]) for key, entry in zip(keys, said, strict=True)]


def _profile(seen: Any) -> dict[str, Any]:
    """What the profile's page shows, with its newest few stories."""
    now = timezone.now()
    cards = [row.card for row in seen.edition_credits.listed(now).for_cards().newest(now)[:NEWEST]]
    years = groupby(cards, key=lambda card: day_of(card.first_published_at).year)
    return {
        **head_of(seen),
        **profile(seen, now),
        "years": [{"year": year, "stories": list(stories)} for year, stories in years],
    }


def _portrait(request: HttpRequest) -> Words:
    """The portrait that is chosen in the author's form: {"portrait": 12}; {} where the form has none."""
    typed = request.POST.getlist("portrait")
    return {"portrait": next(iter(numbers(typed)), None)} if typed else {}


def answer(request: HttpRequest, author: Author) -> HttpResponse:
    """What is being typed in a form of words, as readers would see it: the frames beside the form for its script, a page
    for whoever has none. The caller sees to who may ask."""
    form = WordsForm(request.POST, author=author, showing={})
    form.is_valid()
    shown = preview_of(request, author, form.words() | _portrait(request))
    is_part = request.headers.get("Accept", "") == FRAGMENT
    template = "admin/bios/_preview_frames.html" if is_part else "admin/bios/preview.html"
    response = render(request, template, {"author": author, "preview": shown, "title": "As readers will see it"})
    response["X-Robots-Tag"] = "noindex"
    return response
