"""A story in a list, as HTML. It stands twenty times on a page, so it is put together here and not by a template."""

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

import paper
from articles.cards import Card
from articles.models.kinds import Kind
from images.shown import Shown
from paper.speech import apart, spoken_tag
from paper.templatetags.paper import attributes, clock, day, day_in_year, iso, iso_day

register = template.Library()

LONG = 120  # letters of a headline that is set smaller
LOUD = {Kind.OPINION: " opinion", Kind.SPONSORED: " sponsored"}  # kinds that look different everywhere


@register.simple_tag(takes_context=True)
def story(context: Context, card: Card, level: str = "third", **shown: Any) -> SafeString:
    """`level`: "lead", "second", "third" or "line". What is `shown` too: with_deck, with_author, with_date, with_section,
    with_portrait; bare: without its label. On a page that says what day it is (`today`), that of today goes without saying,
    and so does this year."""
    return SafeString(_story(card, level, shown, context.get("today")))


@register.simple_tag
def river(stories: Iterable[Card], beside: str = "day", **shown: Any) -> SafeString:
    """Stories newest first. `beside`: what stands beside each, its "day", its "day_in_year" or its "clock" time; `shown` as
    above, "with_deck" always."""
    said = BESIDE[beside]
    rows = [
        f"<li>\n{said(card)}\n{_story(card, 'third', {'with_deck': True, **shown}, None)}\n</li>" for card in stories
    ]
    return SafeString('<ol class="river">\n' + "\n".join(rows) + "\n</ol>")


def _day(card: Card) -> str:
    return _time(card, iso_day(card.first_published_at), day(card.first_published_at))


def _day_in_year(card: Card) -> str:
    return _time(card, iso_day(card.first_published_at), day_in_year(card.first_published_at))


def _clock(card: Card) -> str:
    """Nothing where only the day is known."""
    moment = card.first_published_at
    return f'<time datetime="{iso(moment)}">{clock(moment)}</time>' if card.time_known else ""


BESIDE = {"day": _day, "day_in_year": _day_in_year, "clock": _clock}


def _time(card: Card, at: str, words: str) -> str:
    return f'<time datetime="{at}"{attributes(spoken_tag(), paper.current().language)}>{escape(words)}</time>'


def _story(card: Card, level: str, shown: dict[str, Any], today: date | None) -> str:
    parts = [
        _picture(card.picture) if card.picture else "",
        *_above(card, shown),
        _headline(card),
        f'<p class="deck">{escape(card.deck)}</p>' if shown.get("with_deck") and card.deck else "",
        _facts(card, shown, today),
    ]
    tongue = attributes(card.language, paper.current().language, card.direction)
    inner = "\n".join(filter(None, parts))
    return f'<div class="story {level}{LOUD.get(Kind(card.kind), "")}"{tongue}>\n{inner}\n</div>'


def _picture(shown: Shown) -> str:
    credit = f'<figcaption><bdi class="credit">{escape(shown.credit)}</bdi></figcaption>' if shown.credit else ""
    return f'<figure class="picture">{_drawn("images/_picture.html", shown)}{credit}</figure>'


def _drawn(name: str, shown: Shown) -> str:
    return render_to_string(name, {"shown": shown}).strip()


def _above(card: Card, shown: dict[str, Any]) -> list[str]:
    """What stands over the headline: who paid, who argues, else what it is about and what sort of piece it is."""
    if card.kind == Kind.SPONSORED:
        said = gettext("Paid for by %(sponsor)s") % {"sponsor": apart(card.sponsor)}
        return [f'<p class="paid-for"{_ours(card)}>{escape(said)}</p>']
    if card.kind == Kind.OPINION and card.byline_text:
        writer = f'<p class="writer">{escape(card.writer or card.byline_text)}</p>'
        return [_portrait(card), writer] if shown.get("with_portrait") else [writer]
    label = "" if shown.get("bare") else " · ".join(filter(None, [escape(card.kicker), _kind(card)]))
    return [f'<p class="label">{label}</p>'] if label else []


def _portrait(card: Card) -> str:
    if card.portrait:
        return _drawn("authors/_portrait.html", card.portrait)
    return (
        f'<span class="initials hue-{card.hue}" aria-hidden="true">{escape(card.initials)}</span>'
        if card.initials
        else ""
    )


def _kind(card: Card) -> str:
    tongue = _ours(card) if card.kind_label else ""
    return f"<span{tongue}>{escape(card.kind_label)}</span>" if tongue else escape(card.kind_label)


def _headline(card: Card) -> str:
    long = " long" if len(card.headline) > LONG else ""
    return f'<h3 class="headline{long}"><a href="{escape(card.url)}">{escape(card.headline)}</a></h3>'


def _facts(card: Card, shown: dict[str, Any], today: date | None) -> str:
    """Section, role, byline, and the day."""
    ours = paper.current().language
    said = [
        f"<span>{escape(card.section_name)}</span>" if shown.get("with_section") and card.section_name else "",
        f"<span{attributes(spoken_tag(), ours)}>{escape(card.role_label)}</span>" if card.role_label else "",
        _byline(card, ours) if shown.get("with_author") and card.byline_text and card.kind != Kind.OPINION else "",
        _date(card, today) if shown.get("with_date") else "",
    ]
    facts = "\n".join(filter(None, said))
    return f'<p class="facts"{attributes(ours, card.language)}>\n{facts}\n</p>' if facts else ""


def _byline(card: Card, ours: str) -> str:
    tongue, line = attributes(card.byline_language, ours, card.byline_direction), escape(card.byline_text)
    return f"<span><span{tongue}>{line}</span></span>" if tongue else f"<span>{line}</span>"


def _date(card: Card, today: date | None) -> str:
    on = iso_day(card.first_published_at)
    if today and on == today.isoformat():
        return ""
    is_this_year = today is not None and on[:4] == today.isoformat()[:4]
    words = day_in_year(card.first_published_at) if is_this_year else day(card.first_published_at)
    return _time(card, on, words)


def _ours(card: Card) -> str:
    """Of the paper's own words inside the story's."""
    return attributes(spoken_tag(), card.language)
