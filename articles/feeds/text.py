"""A story's whole text for other people's readers: as this paper's page shows it, with nothing that needs the page around it."""

import re
from html import unescape
from typing import Any

import nh3
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

import paper
from articles.corrections import notices
from articles.figures import Figure, Pictures, with_figures
from articles.models import Edition
from articles.models.trust import sources_of
from articles.sentences import spoken
from paper.attributes import SCHEMES, web_address
from paper.embeds import embed_of
from paper.prose import FIGURE, INNER_TAG, LANGUAGE

PULL_QUOTE = re.compile(r'<aside class="pull-quote">(.*?)</aside>', re.DOTALL)  # in clean HTML
TEMPLATE = "articles/_feed_text.html"

IN_WORDS = {tag: LANGUAGE for tag in ("div", "p", "span", "h2", "h3", "bdi", "a")}
ATTRIBUTES = {
    **IN_WORDS,
    "a": LANGUAGE | {"href", "rel"},
    "img": {"src", "width", "height", "alt"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
TAGS = {*ATTRIBUTES} | set(
    "aside b blockquote br em figcaption figure hr li small strong sub sup table tbody thead tr ul".split()  # noqa: SIM905
)


def text_of(
    story: Edition, body: str, *, lead: Figure | None, pictures: Pictures, byline: SafeString, address: str
) -> str:
    """HTML whose every address is whole. `body` is the clean text with its links led; `address` the story's own, whole."""
    context: dict[str, Any] = {
        "edition": story,
        "paper": paper.current(),
        "byline": byline,
        "speech": spoken(story.language),
        "lead_picture": lead,
        "notices": notices(story),
        "body": with_cards(with_figures(PULL_QUOTE.sub(r"<blockquote>\1</blockquote>", body), pictures)),
        "sources": sources_of(story.sources),
    }
    return alone(render_to_string(TEMPLATE, context), address)


def with_cards(html: str) -> str:
    """Clean HTML with a plain link in the place of each embed."""

    def card(figure: re.Match[str]) -> str:
        return figure[0] if figure["embed"] is None else _card(unescape(figure["embed"]), figure["caption"] or "")

    return FIGURE.sub(card, html)


def _card(address: str, caption: str) -> str:
    embed = embed_of(address)
    link = embed.address if embed else web_address(address)
    words = " ".join(unescape(INNER_TAG.sub("", caption.replace("<br>", " "))).split())
    title = words or (embed.words if embed else link)
    context = {"embed": embed, "link": link, "title": title}
    return render_to_string(f"{TEMPLATE}#embed", context) if title else ""


def alone(html: str, address: str) -> str:
    """Without classes, ids, styles and scripts; every address whole, and whole pictures instead of choices of them."""
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes={"*": set(), **ATTRIBUTES},
        url_schemes=SCHEMES,
        url_relative=("rewrite_with_base", address),
        link_rel=None,
    )
    return re.sub(r"\s*\n\s*", "\n", cleaned).strip()
