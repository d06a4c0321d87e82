"""Which bios need care, and why: everything that is looked for in one author's words, without the database.

Few and right: whatever is found stands before a busy person. On a good bio every check is silent.
"""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from html import escape, unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from authors.biocheck import Doubt, excerpt, lost_words, text_of
from authors.bioprose import Names, paragraphs, words_of
from authors.biotext import Title, stated_title
from authors.bioyears import Claim, claims, misfits
from authors.doubling import doubled_paragraphs, doubled_sentences
from authors.outlets import Listing, key_words, listings, name_key, same_outlet
from authors.spelling import Misspelling, misspellings
from authors.titles import contradicts

CHECKS: dict[str, str] = {  # by weight
    "lost": "Words lost",
    "cut": "Cut sentence",
    "doubled": "Sentence stands twice",
    "link": "Link leads nowhere",
    "year": "Years contradict",
    "name": "Name spelled otherwise",
    "position": "Position said otherwise",
    "outlet_unlisted": "Outlet missing from the list",
    "outlet_unnamed": "Listed outlet not in the bio",
    "no_bio": "No bio",
    "unseen": "Not looked at for a year",
}
PROSE = {"bio": "bio", "short_bio": "short bio"}
LONGEST_KEPT = 20_000  # characters of a text whose reading is kept in memory
EXCERPT = 160  # characters
LONGEST_MESSAGE = 400
MOST = 50  # findings on one author: more help nobody


@dataclass(frozen=True)
class Found:
    """Something to look at. `check` is one of CHECKS; `message` says what to do.

    `excerpt` is the place ("" if none) and `field` what a click leads to: "bio", "short_bio", "outlets", "links",
    "position". `fix` is what one click needs, {} where none can mend it: {"outlet": name} adds to the list,
    {"outlet": name, "bio": html} to the prose, {"start_year": year}, {"wrong": words, "right": words} and
    {"href": address, "to": address} say themselves. `key` is the same as long as the words around stay, so that
    a dismissal holds until they change.
    """

    check: str
    message: str
    excerpt: str
    field: str
    fix: dict[str, Any] = dataclasses.field(default_factory=dict)
    key: str = ""


def look(
    words: Mapping[str, Any],
    *,
    name: str,
    other_names: Collection[str],
    year_now: int,
    known_outlets: Collection[str],
    is_there: Callable[[str], bool],
    site_hosts: Collection[str] = (),
    house_names: Collection[str] = (),
) -> list[Found]:
    """Return what needs care in an author's words, the weightiest first, each once.

    `words` is what the profile holds: "position", "start_year", "bio" and "short_bio" (clean HTML), "links" (with
    "label" and "url"), "outlets" (with "name") …; a missing one is empty. `is_there(path)` tells whether a path inside
    the site, decoded and without query, answers; `site_hosts` are the hosts that are the site. `house_names` are what
    the paper calls itself: it is no outlet of its own people. Give `known_outlets` as a frozenset: it is quicker.
    """
    others, known = tuple(sorted(other_names)), frozenset(known_outlets)
    read = {prose: _reading(words.get(prose) or "", name, others, known) for prose in PROSE}
    found = [
        *_in_words(read),
        *_dead_links(words, read, cache(is_there), {host.casefold() for host in site_hosts}),
        *_wrong_years(read, words.get("start_year"), year_now),
        *_wrong_names(read, name),
        *_wrong_position(read, words.get("position") or ""),
        *_outlets_unlisted(read, _listed(words), house_names),
        *_outlets_unnamed(read["bio"], words.get("bio") or "", _listed(words), known),
    ]
    once = {one.key: one for one in reversed(found)}  # the first of each
    weight = {check: place for place, check in enumerate(CHECKS)}
    return sorted(reversed(once.values()), key=lambda one: weight[one.check])[:MOST]


def no_bio(stories: int) -> Found | None:
    """Return the finding on an author without any bio, whom readers read in so many stories; None: nobody reads them."""
    if stories <= 0:
        return None
    under = "one story" if stories == 1 else f"{stories:,} stories"
    return _found("no_bio", f"Nothing is said of them under {under}. Write a line or two.", "", "bio", about="")


def unseen(since: date | None, today: date) -> Found | None:
    """Return the finding on a bio nobody has looked at `since`, None if that is less than a year ago.

    `since` None: nobody ever has. Looking at it, even to say that it is right, makes `since` anew, and so the key.
    """
    if since is None:
        message = "Nobody has said that it is right. Read it, mend it or say so, or ask the author to."
        return _found("unseen", message, "", "bio", about="never")
    if (since.year + 1, since.month, since.day) > (today.year, today.month, today.day):
        return None
    message = (
        f"Last looked at in {since:%B} {since.year}. Read it, mend it or say that it is right, or ask the author to."
    )
    return _found("unseen", message, "", "bio", about=since.isoformat())


def _found(
    check: str, message: str, excerpt: str, field: str, fix: dict[str, Any] | None = None, about: str = ""
) -> Found:
    """With its key, made of the check, the field, what it is about and the words around."""
    digest = blake2b("\x1f".join((check, field, about, excerpt)).encode("utf-8", "replace"), digest_size=12)
    return Found(check, _shortened(message, LONGEST_MESSAGE), excerpt, field, fix or {}, digest.hexdigest())


# Reading ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reading:
    """What stands in one text, whatever the other fields say."""

    text: str = ""
    doubts: tuple[Doubt, ...] = ()
    doubled: tuple[tuple[str, str], ...] = ()  # (message, the words)
    claims: tuple[Claim, ...] = ()
    misspellings: tuple[Misspelling, ...] = ()
    title: Title = Title()
    listings: tuple[Listing, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # (address, the words)


def _reading(html: str, name: str, others: tuple[str, ...], known: frozenset[str]) -> _Reading:
    if not html:
        return NOTHING
    read = _read_and_keep if len(html) <= LONGEST_KEPT else _read
    return read(html, name, others, known)


def _read(html: str, name: str, others: tuple[str, ...], known: frozenset[str]) -> _Reading:
    text, names = text_of(html), Names.of(name, others)
    return _Reading(
        text=text,
        doubts=tuple(lost_words(text)),
        doubled=tuple(_doubled(html, names)),
        claims=tuple(claims(text, names)),
        misspellings=tuple(misspellings(text, name, others)),
        title=stated_title(name, text),
        listings=tuple(listings(text, known)[0]),
        links=tuple(islice(_links(html), MOST)),
    )


NOTHING = _Reading()
_read_and_keep = lru_cache(maxsize=20_000)(_read)  # the desk looks at every bio whenever one changes
LINK = re.compile(r'<a\b[^<>]*?\bhref="([^"<>]*)"[^<>]*>([^<>]*)')


def _links(html: str) -> Iterator[tuple[str, str]]:
    for found in LINK.finditer(html):
        yield unescape(found[1]), " ".join(unescape(found[2]).split())


def _doubled(html: str, names: Names) -> Iterator[tuple[str, str]]:
    texts = list(map(words_of, paragraphs(html)))
    again = set(doubled_paragraphs(texts))
    for number in sorted(again):
        yield "This paragraph stands twice. Take one out.", " ".join(texts[number].split())
    once = ["" if number in again else text for number, text in enumerate(texts)]
    for number, start, end in doubled_sentences(once, names):
        yield "This sentence stands twice, or nearly so. Take one out.", " ".join(once[number][start:end].split())


# The checks ---------------------------------------------------------------------------------------------


def _in_words(read: Mapping[str, _Reading]) -> Iterator[Found]:
    for prose, reading in read.items():
        for doubt in reading.doubts:
            yield _found(doubt.check, doubt.message, doubt.excerpt, prose, about=doubt.message)
        for message, sentence in reading.doubled:
            yield _found("doubled", message, _shortened(sentence), prose, about=sentence)


def _shortened(text: str, most: int = EXCERPT) -> str:
    text = text.replace("\0", "")
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _wrong_years(read: Mapping[str, _Reading], start_year: int | None, now: int) -> Iterator[Found]:
    if start_year is None:
        return
    for prose, reading in read.items():
        for claim in misfits(list(reading.claims), start_year, now):
            said = reading.text[claim.start : claim.end]
            place = excerpt(reading.text, claim.start, claim.end)
            if claim.is_year:
                message = (
                    f"“{said}” stands in the {PROSE[prose]}, and {start_year} as the start year. Mend one of them."
                )
                fix = {"start_year": claim.most} if claim.most <= now else {}
                yield _found("year", message, place, prose, fix, about=str(start_year))
            else:
                message = (
                    f"“{said}” stands in the {PROSE[prose]}; since the start year, {start_year}, it is {now - start_year}. "
                    "Mend one of them, or leave the count to the start year, which never goes stale."
                )
                yield _found("year", message, place, prose, about=str(start_year))


def _wrong_names(read: Mapping[str, _Reading], name: str) -> Iterator[Found]:
    for prose, reading in read.items():
        for one in reading.misspellings:
            message = f"“{one.written}” is spelled otherwise than “{name}”. Mend it, or add it to the other spellings."
            fix = {"wrong": one.written, "right": one.right}
            yield _found("name", message, excerpt(reading.text, one.start, one.end), prose, fix, about=name)


def _wrong_position(read: Mapping[str, _Reading], position: str) -> Iterator[Found]:
    for prose, reading in read.items():
        title = reading.title.words
        if title and contradicts(reading.title, position):
            at = reading.text.find(title)
            message = f"The {PROSE[prose]} says “{title}”, the position “{position}”. Mend one of them."
            yield _found("position", message, excerpt(reading.text, at, at + len(title)), prose, about=position)


# Links


def _dead_links(
    words: Mapping[str, Any], read: Mapping[str, _Reading], is_there: Callable[[str], bool], hosts: Collection[str]
) -> Iterator[Found]:
    for prose, reading in read.items():
        for href, label in reading.links:
            yield from _dead_link(href, label or href, prose, is_there, hosts)
    for row in words.get("links") or ():
        yield from _dead_link(row.get("url") or "", row.get("label") or "", "links", is_there, hosts)


def _dead_link(
    href: str, label: str, place: str, is_there: Callable[[str], bool], hosts: Collection[str]
) -> Iterator[Found]:
    path = _path_inside(href, hosts)
    if path is None:
        return
    about = f"{href}\x1f{label}"
    if path.startswith("/"):
        if not is_there(path):
            message = f"“{_shortened(label)}” leads to {_shortened(path)}, where nothing is. Lead it elsewhere, or take the link out."
            yield _found("link", message, _shortened(label), place, about=about)
    elif BARE_HOST.match(path):
        message = (
            f"“{_shortened(label)}” leads nowhere: its address, {_shortened(path)}, lacks https:// at the beginning."
        )
        yield _found("link", message, _shortened(label), place, {"href": href, "to": f"https://{href}"}, about=about)
    else:
        message = f"“{_shortened(label)}” leads elsewhere from every page: its address, {_shortened(path)}, should begin with / or https://."
        yield _found("link", message, _shortened(label), place, about=about)


BARE_HOST = re.compile(r"(?:[\w-]+\.)+(?:[a-z]{2,})(?:[/:]|$)", re.IGNORECASE)


def _path_inside(href: str, hosts: Collection[str]) -> str | None:
    """Return the path a link inside the site leads to, None of one that leads out or stays on the page."""
    try:
        parts = urlsplit(href.strip())
        host = (parts.hostname or "").casefold()
    except ValueError:
        return None
    if parts.netloc:
        is_ours = parts.scheme in ("", "http", "https") and (host in hosts or parts.netloc.casefold() in hosts)
        return (unquote(parts.path) or "/") if is_ours else None
    return unquote(parts.path) or None if not parts.scheme else None


# Outlets


def _listed(words: Mapping[str, Any]) -> list[str]:
    return [row["name"] for row in words.get("outlets") or () if row.get("name")]


def _outlets_unlisted(read: Mapping[str, _Reading], listed: list[str], house: Collection[str]) -> Iterator[Found]:
    told: list[str] = []
    for prose, reading in read.items():
        for listing in reading.listings:
            for name in listing.names:
                if any(same_outlet(name, other) for other in (*listed, *told)) or _is_house(name, house):
                    continue
                told.append(name)
                message = f"The {PROSE[prose]} names “{name}”, the list of outlets does not. Add it there."
                yield _found(
                    "outlet_unlisted", message, _around(reading.text, listing, name), "outlets", {"outlet": name}, name
                )


def _is_house(name: str, house: Collection[str]) -> bool:
    """Is it the paper itself, in full or in short: the Semaphore of The Ostrey Semaphore?"""
    return any(set(name_key(name)) <= set(name_key(other)) for other in house)


def _around(text: str, listing: Listing, name: str) -> str:
    at = text.find(name, listing.start)
    return excerpt(text, at, at + len(name)) if at >= 0 else name


def _outlets_unnamed(reading: _Reading, html: str, listed: list[str], known: frozenset[str]) -> Iterator[Found]:
    """Only where the bio gives a list as if it were the whole one: else the page shows the others beside it."""
    whole = [listing for listing in reading.listings if listing.is_whole and len(listing.names) > 1]
    for listing in whole[:1]:
        named = [name for other in reading.listings for name in other.names]
        if not any(same_outlet(name, other) for name in listing.names for other in listed):
            return
        prose = f" {' '.join(key_words(reading.text))} "
        for name in listed:
            if any(same_outlet(name, other) for other in named) or f" {' '.join(name_key(name))} " in prose:
                continue
            message = f"“{name}” is on the list of outlets, and the bio’s own list lacks it. Add it, or leave the list to the page."
            fix = _with_outlet(html, listing, name, known)
            place = reading.text[listing.start : listing.end]
            yield _found("outlet_unnamed", message, _shortened(place), "bio", fix, about=f"{name}\x1f{place}")


def _with_outlet(html: str, listing: Listing, name: str, known: frozenset[str]) -> dict[str, Any]:
    """Return the fix that puts the name after the list's first: "A and B" → "A, C and B". {} where that reads wrongly."""
    first = escape(listing.names[0], quote=False)
    wanted = (listing.names[0], name, *listing.names[1:])
    for found in islice(re.finditer(rf"{re.escape(first)}(?!\w)(?:</(?:a|em|strong)>)*", html), 3):
        longer = f"{html[: found.end()]}, {escape(name, quote=False)}{html[found.end() :]}"
        if any(other.names == wanted for other in listings(text_of(longer), known | {name})[0]):
            return {"outlet": name, "bio": longer}
    return {}
