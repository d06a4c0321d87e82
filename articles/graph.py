"""What machines are told of stories and of lists of them, in the words of `paper.graph`.

Everything comes from the same functions as the page: what readers are not shown, machines are not told.
"""

from collections.abc import Iterable
from textwrap import shorten
from typing import Any, NamedTuple
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from articles.bylines import Authors
from articles.cards import Card
from articles.corrections import Notice
from articles.figures import Filled
from articles.models import Byline, Edition, Section
from articles.models.kinds import Kind
from articles.models.trust import sources_of
from articles.sharing import share_of
from authors.models import Author
from images.models import Picture
from images.shown import shown
from paper.days import day_of
from paper.graph import (
    Crumb,
    Graph,
    Image,
    Said,
    collection,
    filled,
    of_the_paper,
    paper_id,
    site_id,
    the_paper,
    told,
    whole,
)
from paper.prose import FIGURE, plain_text, word_count_of, words_of
from paper.templatetags.paper import iso

LONGEST_DESCRIPTION = 200  # characters
TYPES = {
    Kind.NEWS: "ReportageNewsArticle",
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.EXPLAINER: "BackgroundNewsArticle",
    Kind.SPONSORED: "AdvertiserContentArticle",
}
NEWS_ARTICLE = "NewsArticle"
SHAPES = ("share", "lead", "square", "whole")  # of a picture, the widest first
CORRECTIONS = {"correction", "clarification", "retraction"}  # an update or a note puts nothing right
ROLES = {  # those schema.org has a word for; who made a picture is named by the picture
    Byline.Role.CONTRIBUTOR: "contributor",
    Byline.Role.TRANSLATOR: "translator",
    Byline.Role.EDITOR: "editor",
}
PEOPLE = (Author.Kind.PERSON, Author.Kind.PEN_NAME)


class Part(NamedTuple):
    """A story's place in its series, as the page shows it; `url` is the series' address on this paper."""

    name: str
    url: str
    place: int


# Stories


def told_of_story(
    request: HttpRequest, story: Edition, filled: Filled, authors: Authors, part: Part | None = None
) -> dict[str, Any]:
    """The context of a story's page, with its `description`. `part`: which it is of a series. No queries."""
    said = _said(request, story, filled, authors)
    node = _Node(story, said, filled, authors, request.build_absolute_uri("/"))
    return {"description": said.description, **told(request, said, node.whole(part))}


def headline_of(story: Edition) -> str:
    return gettext("Retracted: %(headline)s") % {"headline": story.headline} if story.retracted else story.headline


def description_of(story: Edition) -> str:
    """What a retraction says, else what the desk wrote for it, else the deck, else how the text begins: without captions,
    whose pictures readers may not see."""
    if story.retraction:
        return shorten(story.retraction["text"], LONGEST_DESCRIPTION, placeholder="…")
    words = story.description or story.deck or words_of(FIGURE.sub("", story.body))
    return shorten(words, LONGEST_DESCRIPTION, placeholder="…")


def _said(request: HttpRequest, story: Edition, filled: Filled, authors: Authors) -> Said:
    sections = [Crumb(section.name, section.url) for section in story.section_line()]
    return Said(
        title=headline_of(story),
        url=story.canonical_url or request.build_absolute_uri(story.url),
        description=description_of(story),
        crumbs=(*sections, Crumb(headline_of(story), story.url)),
        image=_image(request, story, filled),
        kind="article",
        language=story.language,
        pairs=tuple(_pairs(request, story, authors)),
        noindex=story.noindex,
        no_ai=story.no_ai,
    )


def _image(request: HttpRequest, story: Edition, filled: Filled) -> Image:
    """The lead picture, else a card that was drawn of the story, else what stands for the paper."""
    found = share_of(story, filled.picture)
    if found is None:
        return of_the_paper(request)
    url, width, height = found
    alt = filled.lead.shown.alt if filled.lead else story.headline
    return Image(request.build_absolute_uri(url), width, height, alt)


def _pairs(request: HttpRequest, story: Edition, authors: Authors) -> Iterable[tuple[str, str]]:
    """Open Graph's of an article. When a story ends nobody is told."""
    yield "article:published_time", _published(story)
    if story.updated_at:
        yield "article:modified_time", iso(story.updated_at)
    writers = [authors.get(credit["author"]) for credit in _credits(story, Byline.Role.AUTHOR)]
    for url in dict.fromkeys(author.url for author in writers if author):
        yield "article:author", request.build_absolute_uri(url)
    if story.section_name:
        yield "article:section", story.section_name
    for topic in story.topics:
        yield "article:tag", topic["name"]


def _credits(story: Edition, role: str) -> list[dict[str, Any]]:
    return [credit for credit in story.credits if credit["role"] == role]


def _published(story: Edition) -> str:
    """The moment, or the day where no more is known."""
    moment = story.first_published_at
    return iso(moment) if story.time_known else day_of(moment).isoformat()


class _Node:
    """A story's own node."""

    def __init__(self, story: Edition, said: Said, filled: Filled, authors: Authors, home: str) -> None:
        self.story, self.said, self.filled, self.authors, self.home = story, said, filled, authors, home
        self.address = whole(home, story.url)
        self.alone = story.retracted and not story.body  # its notice is all that is left

    def whole(self, part: Part | None) -> Graph:
        story = self.story
        return filled(
            {
                "@type": self.kind(),
                "@id": f"{self.address}#story",
                "url": self.address,
                "mainEntityOfPage": self.said.url,
                "headline": self.said.title,
                "alternativeHeadline": self._other_headline(),
                "description": self.said.description,
                "image": self._images(),
                "datePublished": _published(story),
                "dateModified": iso(story.updated_at) if story.updated_at else _published(story),
                "author": self._writers(),
                **{name: self._people(role) for role, name in ROLES.items()},
                "publisher": {"@id": paper_id(self.home)},
                "articleSection": story.section_name,
                "genre": story.kind_label,
                "keywords": [topic["name"] for topic in story.topics],
                "inLanguage": story.language,
                "wordCount": word_count_of(FIGURE.sub("", story.body)),
                "isAccessibleForFree": True,
                "creativeWorkStatus": "Retracted" if story.retracted else "",
                "correction": self._corrections(),
                **self._origin(),
                **({} if self.alone else self._trust()),
                **self._place(part),
            }
        )

    def kind(self) -> str:
        """What sort of piece it is. Reporting of others, and what was taken back, is not called ours.

        A review is plain news here: as schema.org's own kind of review it would have to say of what, and nobody writes that down."""
        is_ours = not (self.story.source_name or self.story.retracted) or self.story.kind == Kind.SPONSORED
        return TYPES.get(Kind(self.story.kind), NEWS_ARTICLE) if is_ours else NEWS_ARTICLE

    def _other_headline(self) -> str:
        other = "" if self.story.retracted else self.story.front_headline
        return other if other != self.story.headline else ""

    def _images(self) -> list[Graph]:
        """The lead picture in each shape it was cut to, else the card drawn of the story."""
        if self.filled.picture:
            return _cuts(self.filled, self.home)
        image = share_of(self.story, None)
        return [_image_node(whole(self.home, image.url), image.width, image.height)] if image else []

    def _writers(self) -> list[Graph]:
        """The paper itself where it signs and nobody else does."""
        found = self._people(Byline.Role.AUTHOR)
        return found or ([the_paper(self.home)] if self.story.signed_by_house else [])

    def _people(self, role: str) -> list[Graph]:
        found = [self._person(credit) for credit in _credits(self.story, role)]
        return [one for one in found if one["@type"] == "Person"] if role == Byline.Role.EDITOR else found

    def _person(self, credit: dict[str, Any]) -> Graph:
        """As printed, with who that is today."""
        author = self.authors.get(credit["author"])
        if author is None:
            return {"@type": "Person", "name": credit["name"]}
        is_person = author.kind in PEOPLE
        is_here = is_person and author.standing != Author.Standing.FORMER
        return filled(
            {
                "@type": "Person" if is_person else "Organization",
                "name": credit["name"],
                "url": whole(self.home, author.url),
                "jobTitle": author.position if is_here else "",
            }
        )

    def _corrections(self) -> list[Graph]:
        notes = [Notice.of(words) for words in self.story.corrections if words["kind"] in CORRECTIONS]
        return [
            filled(
                {
                    "@type": "CorrectionComment",
                    "@id": f"{self.address}#{quote(note.anchor)}",
                    "name": note.label,
                    "text": note.text,
                    "datePublished": iso(note.at) if note.at else "",
                }
            )
            for note in notes
        ]

    def _origin(self) -> Graph:
        """Who paid, and whose it is where that is known."""
        story = self.story
        if story.kind == Kind.SPONSORED:
            return {"sponsor": {"@type": "Organization", "name": story.sponsor} if story.sponsor else None}
        if not story.source_name:
            return {
                "copyrightHolder": {"@id": paper_id(self.home)},
                "copyrightYear": day_of(story.first_published_at).year,
            }
        source = {"@type": "Organization", "name": story.source_name}
        return {"copyrightHolder": source, "sourceOrganization": source, "creditText": story.source_name}

    def _trust(self) -> Graph:
        """Where it was reported and how, from what, and what may be done with it."""
        story = self.story
        sources = [source for source in sources_of(story.sources) if source.url]
        asked = gettext("Machines may not learn from this story.")
        return {
            "dateline": story.dateline if story.kind != Kind.SPONSORED else "",
            "backstory": story.how_reported,
            "citation": [{"@type": "CreativeWork", "name": one.title, "url": one.url} for one in sources],
            "usageInfo": {"@type": "CreativeWork", "text": asked} if story.no_ai else None,
        }

    def _place(self, part: Part | None) -> Graph:
        if part is None:
            return {"isPartOf": {"@id": site_id(self.home)}}
        url = whole(self.home, part.url)
        series = {"@type": "CreativeWorkSeries", "@id": f"{url}#series", "name": part.name, "url": url}
        return {"isPartOf": [series, {"@id": site_id(self.home)}], "position": part.place}


def _cuts(filled: Filled, home: str) -> list[Graph]:
    picture = filled.picture
    cuts = [cut for shape in SHAPES if picture and (cut := shown(picture, shape, sizes=""))]
    words = _words_of(filled, picture)
    found = {cut.src: _image_node(whole(home, cut.src), cut.width, cut.height, **words) for cut in cuts}
    return list(found.values())


def _words_of(filled: Filled, picture: Picture | None) -> dict[str, str]:
    caption = plain_text(filled.lead.caption) if filled.lead else ""
    return {"caption": caption, "creditText": picture.credit if picture else ""}


def _image_node(url: str, width: int, height: int, **more: str) -> Graph:
    return filled({"@type": "ImageObject", "url": url, "width": width, "height": height, **more})


# Lists


def told_of_list(
    request: HttpRequest,
    cards: Iterable[Card | None],
    *,
    title: str,
    url: str,
    description: str = "",
    crumbs: tuple[Crumb, ...] = (),
    noindex: bool = False,
) -> dict[str, Any]:
    """The context of a page of stories, in the order in which they stand there. `url` is its one whole address; `crumbs` the
    way to it from the front page, itself last."""
    said = Said(title, url, description, crumbs=crumbs, noindex=noindex)
    items = [Crumb(card.headline, card.url) for card in cards if card]
    kind = "SearchResultsPage" if url.startswith(request.build_absolute_uri("/search/")) else "CollectionPage"
    return told(request, said, collection(said, request.build_absolute_uri("/"), items, kind))


def cards_of(page: dict[str, Any]) -> list[Card]:
    """The stories of a list or a front as one reads them, from its context."""
    first = [page.get("lead"), *page.get("seconds", ()), *page.get("stories", ()), *page.get("opinion", ())]
    newest = page["latest"] if "lead" in page else ()  # on other lists these stand in for what is not there
    bands = [card for band in page.get("bands", ()) for card in band["stories"]]
    return [card for card in (*first, *newest, *bands) if card]


def crumbs_of_section(section: Section) -> tuple[Crumb, ...]:
    return tuple(Crumb(one.name, one.url) for one in section.line())


def crumb(name: str, route: str, *args: Any) -> Crumb:
    """A page by the name of its route."""
    return Crumb(name, reverse(route, args=args))
