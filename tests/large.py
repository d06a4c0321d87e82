"""The addresses of a large paper that cost the most: of every public page the fullest, its first page and its last."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.http import urlencode

from articles import sharing
from articles.models import Edition, EditionCorrection, EditionCredit, EditionTopic, Section, Series, Topic
from authors.models import Author, BioAsk
from images import files
from images.models import Picture
from images.shown import shown
from paper import current
from paper.addresses import make_slug
from paper.mark import mark
from paper.models import Page, Paper
from paper.pager import Place
from tests.pictures import make_picture

TEN_YEARS = timedelta(days=3653)
NAMES, BIO = 2_000, "<p>Counts gulls from the north quay.</p>" * 40
LATELY = 2_000  # stories that tell which section, author and topic have the most
NEAR = 5  # the last page of a list begins so many stories before its oldest


class Words(NamedTuple):
    """What is searched for: a word of half of all stories, one of a few, and some that stand in a row in some."""

    common: str
    rare: str
    phrase: str


def furnish(at: datetime) -> None:
    """Give a paper of stories, authors and topics what else there can be pages of; and as many names as an old paper has."""
    Paper.objects.update_or_create(pk=1, defaults={"corrections_email": "desk@quay.example"})
    names = [f"{chr(ord('A') + n % 26)}ell {n}" for n in range(NAMES)]
    Author.objects.bulk_create(
        Author(name=f"Cor {name}", sort_name=name, slug=make_slug(name, ""), bio=BIO) for name in names
    )
    Topic.objects.bulk_create(Topic(name=name, slug=make_slug(name, "")) for name in names)
    for title in ("About", "Contact"):
        Page(title=title, slug=title.lower(), body="<p>Us.</p>", is_public=True).keep(by=None)
    edition = Edition.objects.listed(at).newest(at)[0]
    edition.move(share_card="0" * 12)
    files.store({f"shares/00/{edition.share_card}.png": b"A drawing."})
    make_picture()
    BioAsk.ask(Author.objects.order_by("pk")[0], by=None)


def addresses(at: datetime, words: Words) -> dict[str, list[str]]:
    """By the name of the route, of the paper as readers have it at `at`. None where the paper lacks what the route shows."""
    return (
        _lists(at) | _stories(at) | _archives(at) | _people(at) | {"articles:search": _searches(at, words)} | _others()
    )


def _lists(at: datetime) -> dict[str, list[str]]:
    listed, section, topic = Edition.objects.listed(at), _fullest_section(at), _fullest(EditionTopic, "topic", at)
    latest, mistakes = _ends(listed), _ends(EditionCorrection.objects.live(at))
    in_section = _ends(listed.filter(section=section))
    on_topic = _ends(EditionTopic.objects.listed(at).filter(topic=topic))
    whole = section.line()[0]
    return {
        "articles:home": ["/"],
        "articles:latest": _pages("/latest/", latest),
        "articles:corrections": _pages("/corrections/", mistakes),
        "articles:section": [*_pages(section.url, in_section), *_pages(whole.url, in_section)],
        "articles:topic": [*_pages(topic.url, on_topic), *(one.url for one in Topic.objects.order_by("-pk")[:1])],
        "articles:feeds": ["/feeds/"],
        "articles:feed": _feeds("/", latest),
        "articles:section_feed": _feeds(whole.url, in_section),
        "articles:topic_feed": _feeds(topic.url, on_topic),
        "articles:corrections_feed": _feeds("/corrections/", mistakes),
        "articles:series_feed": [page for one in Series.objects.all()[:1] for page in _feeds(one.url, [])],
        "articles:series": [one.url for one in Series.objects.all()[:3]],
        "articles:all_series": ["/series/"],
    }


def _stories(at: datetime) -> dict[str, list[str]]:
    """New and old ones, with a topic and a series and without; one of another address, one that went, and one that never was."""
    listed, drawn = Edition.objects.listed(at), Edition.objects.live(at).exclude(share_card="")
    some = [*listed.newest(at)[:3], *listed.newest(at - TEN_YEARS)[:3], *listed.order_by("first_published_at")[:3]]
    gone = Edition.objects.filter(live_until__lte=at).exclude(article__editions__live_until__gt=at).newest(at)[:1]
    urls = [one.url for one in some]
    others = [urls[0].rstrip("/"), f"/2001/02/03/{some[0].slug}/", "/2001/02/03/nothing/", *(one.url for one in gone)]
    return {
        "articles:edition": [*urls, *others],
        "articles:share": [sharing.address(one) for one in drawn[:1]],
    }


def _archives(at: datetime) -> dict[str, list[str]]:
    oldest = Edition.objects.listed(at).order_by("first_published_at")[0].first_published_at
    days, places = (at, at - timedelta(days=30), at - TEN_YEARS, oldest), _ends(Edition.objects.listed(at))
    return {
        "articles:day": [f"/{day:%Y/%m/%d}/" for day in days],
        "articles:month": [page for day in days for page in _pages(f"/{day:%Y/%m}/", places)],
        "articles:year": [f"/{day:%Y}/" for day in days],
        "articles:sitemap": ["/sitemap.xml"],
        "articles:news_sitemap": ["/news-sitemap.xml"],
        "articles:pages_sitemap": ["/sitemaps/pages.xml"],
        "articles:topics_sitemap": ["/sitemaps/topics.xml"],
        "articles:authors_sitemap": ["/sitemaps/authors.xml"],
        "articles:month_sitemap": [f"/sitemaps/{day:%Y-%m}.xml" for day in days],
    }


def _people(at: datetime) -> dict[str, list[str]]:
    author, topic = _fullest(EditionCredit, "author", at), _fullest(EditionTopic, "topic", at)
    places = _ends(author.edition_credits.listed(at))
    lesser = EditionTopic.objects.listed(at).filter(edition__credit_rows__author=author).order_by("-topic")[0]
    narrowed = [{"role": "author"}, {"role": "photographer"}, {"year": (at - timedelta(days=400)).year}]
    narrowed += [{"topic": one.slug} for one in (topic, lesser.topic)]
    parts = [f"{author.url}?{urlencode(one)}" for one in narrowed]
    few = EditionCredit.objects.listed(at).order_by("-author")[:1]
    return {
        "articles:author_feed": _feeds(author.url, places),
        "authors:author": [
            *_pages(author.url, places),
            *parts,
            *_further(parts, places),
            *(row.author.url for row in few),
        ],
        "authors:directory": ["/authors/", "/authors/?letter=E"],
        "authors:masthead": ["/authors/masthead/"],
        "authors:check": [one.get_absolute_url() for one in BioAsk.objects.all()[:1]],
    }


def _searches(at: datetime, words: Words) -> list[str]:
    section, topic = _fullest_section(at), _fullest(EditionTopic, "topic", at)
    author, common = _fullest(EditionCredit, "author", at), {"q": words.common}
    then = at - TEN_YEARS
    asked: list[dict[str, Any]] = [
        *(
            {"q": text}
            for text in (words.common, words.rare, f'"{words.phrase}"', f"{words.common} -{words.rare}", "xyzzyx")
        ),
        *({**common, "order": "best", "page": page} for page in (1, 9)),
        {**common, "section": section.slug},
        {**common, "author": author.slug},
        {**common, "topic": topic.slug},
        {**common, "topic": topic.name.upper()},
        {**common, "from": f"{then:%Y-%m-%d}", "to": f"{then + timedelta(days=90):%Y-%m-%d}"},
        {"section": section.slug},
        {"q": author.name},
        {"q": topic.name},
        {},
    ]
    return [f"/search/?{urlencode(one)}" for one in asked]


def _others() -> dict[str, list[str]]:
    return {
        "images:rendition": [
            made.src for one in Picture.objects.all()[:1] if (made := shown(one, "whole", sizes="100vw"))
        ],
        "images:icon": [mark().touch_url],
        "images:icon_share": [mark().share_url],
        "images:icon_svg": [mark().svg_url],
        "images:favicon": ["/favicon.ico"],
        "images:touch_icon": ["/apple-touch-icon.png"],
        "images:manifest": ["/site.webmanifest"],
        "paper:about": ["/about/"],
        "paper:page": ["/about/contact/"],
        "paper:embed": ["/embed/youtube/abc-123_z00/"],
        "paper:robots_txt": ["/robots.txt"],
        "paper:tdmrep": ["/.well-known/tdmrep.json"],
        "paper:stylesheet": [current().stylesheet_url],
        "paper:security_txt": ["/.well-known/security.txt"],
    }


def _fullest(rows: Any, name: str, at: datetime) -> Any:
    """The author or topic with the most of the newest stories."""
    (pk, _), *_ = Counter(rows.objects.listed(at).newest(at).values_list(name, flat=True)[:LATELY]).most_common(1)
    return rows._meta.get_field(name).related_model._base_manager.get(pk=pk)


def _fullest_section(at: datetime) -> Section:
    """Of those that stand in another."""
    newest = Edition.objects.listed(at).newest(at).values_list("section", "section__parent")[:LATELY]
    (pk, _), *_ = Counter(section for section, parent in newest if parent).most_common(1)
    return Section.objects.get(pk=pk)


def _ends(rows: Any) -> list[Place]:
    """A place just before the oldest, and one just after the newest."""
    old = list(rows.order_by("first_published_at", "article_id")[: NEAR + 1])
    new = list(rows.order_by("-first_published_at", "-article_id")[: NEAR * 6])
    return [Place.of(old[-1]), Place.of(new[-1])]


def _pages(url: str, places: Iterable[Place]) -> list[str]:
    """The first page, the last, the way back from there and from near the beginning."""
    return [url, *(f"{url}?{way}={place}" for place in places for way in ("before", "after"))]


def _feeds(url: str, places: Iterable[Place]) -> list[str]:
    return [*_pages(f"{url}atom.xml", places), f"{url}feed.json"]


def _further(parts: Iterable[str], places: list[Place]) -> list[str]:
    return [f"{part}&before={places[0]}" for part in parts]
