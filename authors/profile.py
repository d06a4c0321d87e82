"""What a profile says of an author, in the words readers read."""

import re
import textwrap
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, pgettext

import paper
from authors.models import Author, AuthorLink, Outlet
from authors.portraits import ON_PROFILES, portrait, portrait_of
from paper.prose import plain_text
from paper.speech import apart

PEOPLE = (Author.Kind.PERSON, Author.Kind.PEN_NAME)
KIND_WORDS = {Author.Kind.WIRE: gettext_lazy("News agency"), Author.Kind.PEN_NAME: gettext_lazy("A pen name")}
STANDING_WORDS = {
    Author.Standing.FORMER: gettext_lazy("Former staff"),
    Author.Standing.CONTRIBUTOR: gettext_lazy("Contributor"),
    Author.Standing.GUEST: gettext_lazy("Guest writer"),
}
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
LONGEST_DESCRIPTION = 200  # characters


class Link(NamedTuple):
    """A link as it is printed; `url` is "" where it is no address of a page."""

    label: str
    url: str
    confirmed: bool  # that page leads back here


def profile(author: Author, at: datetime) -> dict[str, Any]:
    """What stands on the whole profile beside the stories: its links, outlets, pinned stories and former names. `pinned` are
    the numbers of all that are pinned, `pins` the cards of those that readers have."""
    pinned = author.pins.stories()  # type: ignore[attr-defined]
    return {
        "links": [_link(link) for link in author.links.all()],
        "outlets": [{"name": outlet.name, "url": web_address(outlet.url)} for outlet in _outlets(author)],
        "pinned": pinned,
        "pins": author.pins.cards(pinned, at),  # type: ignore[attr-defined]
        "former_names": former_names(author),
        "born": author.born_year if is_person(author) else None,
        "died": author.died_year if is_person(author) else None,
        "is_past": is_past(author),
        "email": email_of(author),
    }


def head_of(author: Author, at: datetime | None = None) -> dict[str, Any]:
    """What stands on every page of an author. One query where there is a portrait: `picture` is what it is made from."""
    picture = portrait_of(author, at or timezone.now())
    return {
        "author": author,
        "picture": picture,
        "portrait": portrait(picture, ON_PROFILES),
        "standing": standing_words(author),
        "position": position_of(author),
        "name_lang": "und-Arab" if ARABIC.search(author.name) else "",
        "description": description_of(author),
        "handle": handle_of(author),
    }


def is_person(author: Author) -> bool:
    return author.kind in PEOPLE


def is_past(author: Author) -> bool:
    """Dead, or no longer here: what they are is what they were."""
    return bool(author.died_year) or author.standing == Author.Standing.FORMER


def standing_words(author: Author) -> str:
    """How they belong to the paper; nothing where they are simply of it."""
    if author.kind in KIND_WORDS:
        return str(KIND_WORDS[Author.Kind(author.kind)])
    if author.kind == Author.Kind.ORGANISATION or author.standing not in STANDING_WORDS:
        return ""
    return str(STANDING_WORDS[Author.Standing(author.standing)])


def position_of(author: Author) -> str:
    """Chief Reporter; Formerly Chief Reporter."""
    gone = author.standing == Author.Standing.FORMER and author.position
    return gettext("Formerly %(position)s") % {"position": author.position} if gone else author.position


def lifetime(author: Author) -> str:
    """1931–2019, died 2019, born 1931; nothing for what was not born."""
    if not is_person(author):
        return ""
    if bool(author.born_year) == bool(author.died_year):
        return author.life
    if author.died_year:
        return pgettext("life", "died %(year)s") % {"year": author.died_year}
    return pgettext("life", "born %(year)s") % {"year": author.born_year}


def email_of(author: Author) -> str:
    """Where readers write to; nobody reads it any more where the author has died."""
    return "" if author.died_year else author.email


def handle_of(author: Author) -> str:
    """@ann@social.example, whichever way it was typed."""
    return f"@{author.fediverse.strip().lstrip('@')}" if author.fediverse.strip() else ""


def description_of(author: Author) -> str:
    """One or two lines for search engines and shared links: the bio's beginning, else who that is."""
    bio = " ".join(plain_text(author.bio_under_stories).split())
    if bio:
        return textwrap.shorten(bio, LONGEST_DESCRIPTION, placeholder="…")
    comma = pgettext("between a name and a position", ", ")
    who = comma.join(filter(None, [author.name, position_of(author)]))
    return gettext("%(who)s: all stories in %(paper)s.") % {"who": apart(who), "paper": apart(paper.current().name)}


def former_names(author: Author) -> list[str]:
    """Those that may be seen."""
    return list(author.aliases.shown().filter(former=True).order_by("pk").values_list("name", flat=True))


def web_address(url: str) -> str:
    """The address, if it is one of a page on the web; nothing else is ever linked."""
    try:
        found = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if found.scheme in ("http", "https") and found.netloc else ""


def _link(link: AuthorLink) -> Link:
    return Link(link.label or link.url, web_address(link.url), link.verified_at is not None)


def _outlets(author: Author) -> list[Outlet]:
    return author.outlets()
