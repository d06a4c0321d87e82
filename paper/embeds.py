"""Embeds by address: what others play or show, as a card that loads nothing, and a page of our own that holds the frame."""

import re
from html import unescape
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.template.loader import render_to_string

import paper
from paper.prose import FIGURE, INNER_TAG
from paper.providers import PROVIDERS, Embed, site_of

LONGEST = 2000  # characters of an address; nobody's is longer
LONGEST_PASTED = 4000  # of a frame's whole code
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
UNWRITTEN = re.compile(r"[\x00-\x20\x7f\\]")  # in no address that leads where it says
IFRAME = re.compile(r"<iframe\b[^>]*?\ssrc\s*=\s*[\"']([^\"'<>]+)", re.IGNORECASE)


def embed_of(address: str) -> Embed | None:
    """What stands at an address as people paste it (or in a frame's code), of those we know; else None. Never raises."""
    parts = _parts(address)
    if parts is None:
        return None
    try:
        parameters = parse_qs(f"{parts.query}&{parts.fragment}", max_num_fields=100)
    except ValueError:
        return None
    return next(filter(None, (provider.read(parts, parameters) for provider in PROVIDERS.values())), None)


def embed_at(provider: str, ident: str) -> Embed | None:
    """The embed of our own page `/embed/<provider>/<ident>/`; None where its ident is not well made, or has another form."""
    source = PROVIDERS.get(provider)
    begins = r"(?:\.[1-9][0-9]{0,5})?" if source and source.begin else ""
    if source is None or not re.fullmatch(f"(?:{source.ident}){begins}", ident):
        return None
    embed = Embed(source, ident)
    return embed if embed_of(embed.address) == embed else None


def refusal(address: str) -> str:
    """Why an address is no embed, in plain text for the desk, and what to do; "" where it is one."""
    if embed_of(address):
        return ""
    parts = _parts(address)
    if parts is None or "." not in parts.netloc:
        return "This is no address of a web page. Paste the whole address, from https:// on."
    site = site_of(parts)
    theirs = next((provider for provider in PROVIDERS.values() if site in provider.sites), None)
    if theirs:
        single = theirs.kind.single
        return (
            f"This address of {theirs.label} does not tell which {single} is meant. "
            f"Open the {single} by itself and paste the address of that page, or write a link instead."
        )
    return f"Only pages of {allowed()} can be embedded. Write a link to this one instead."


def allowed() -> str:
    """Who is allowed, in words: YouTube, Vimeo … and DocumentCloud."""
    *others, last = dict.fromkeys(provider.label for provider in PROVIDERS.values())
    return f"{', '.join(others)} and {last}"


def _parts(pasted: str) -> SplitResult | None:
    """An http or https address in its parts; None if it is none."""
    text = _pasted(pasted)
    if not text or len(text) > LONGEST or UNWRITTEN.search(text):
        return None
    whole = text if SCHEME.match(text) else f"https://{text.removeprefix('//')}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.netloc else None


def _pasted(text: str) -> str:
    """The address alone, where somebody pasted the code of a frame."""
    text = text[:LONGEST_PASTED].strip()
    code = IFRAME.search(text) if text.startswith("<") else None
    return unescape(code[1]).strip() if code else text


# The card -----------------------------------------------------------------------------------------------


def with_embeds(html: str, language: str = "") -> str:
    """Clean HTML of a story in `language`, with a card in the place of each embed. A card loads nothing from anywhere.

    Other figures stay as they are; `for_page` comes after, which drops what nobody filled in."""

    def card(figure: re.Match[str]) -> str:
        if figure["embed"] is None:
            return figure[0]
        words = INNER_TAG.sub("", (figure["caption"] or "").replace("<br>", " "))
        title = " ".join(unescape(words).split())
        return _card(unescape(figure["embed"]), title, language)

    return FIGURE.sub(card, html)


def _card(address: str, title: str, language: str) -> str:
    embed, parts = embed_of(address), _parts(address)
    link = embed.address if embed else parts.geturl() if parts else ""
    now = paper.current()
    context = {
        "embed": embed,
        "link": link,
        "host": _host(link),
        "title": title or (embed.words if embed else link),
        "is_titled": bool(title),
        "paper": now,
        "language": language,
        "is_foreign": bool(language) and language != now.language,
    }
    return render_to_string("_embed.html", context) if link or title else ""


def _host(link: str) -> str:
    return (urlsplit(link).hostname or "").removeprefix("www.")
