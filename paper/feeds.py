"""A feed in three forms, Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, all made of the same rows.

An entry has the same id in each. A feed is the same bytes while nothing changes, even where there is nothing in it.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import linebreaks

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # an empty feed never changes
NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GENERATOR = "Newsroom"
RSS_IMAGE = "144"  # pixels a side: it allows no more
NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class Person(NamedTuple):
    """Somebody by name; whole addresses of their page and portrait, "" where there is none."""

    name: str
    url: str = ""
    avatar: str = ""


class Image(NamedTuple):
    """A JPEG at a whole address, its size in pixels, and its words: what one sees, what it says, who made it."""

    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str


class Entry(NamedTuple):
    """`summary` is plain text with an empty line between paragraphs; `html` the whole text with whole addresses, "" where the
    feed carries none. `updated` moves only with what is material."""

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    language: str
    authors: list[Person]
    contributors: list[Person] = []
    summary: str = ""
    html: str = ""
    categories: list[str] = []
    image: Image | None = None

    @property
    def summary_html(self) -> str:
        return linebreaks(self.summary, autoescape=True) if self.summary else ""


class Icon(NamedTuple):
    """What stands for the paper, at whole addresses: square, and small; "" for none."""

    large: str = ""
    small: str = ""


class Channel(NamedTuple):
    """A feed, or a page of one (RFC 5005). `page` is what a reader's browser shows; all addresses are whole, "" for none."""

    title: str
    description: str
    page: str
    language: str
    author: Person
    url: str
    first: str
    previous: str = ""
    next: str = ""
    icon: Icon = Icon()

    def links(self) -> list[tuple[str, str]]:
        """The ways through its pages, where there are several: (relation, address)."""
        ways = {"previous": self.previous, "next": self.next}
        found = [(relation, address) for relation, address in ways.items() if address]
        return [("first", self.first), *found] if found else []


def feed(form: str, channel: Channel, entries: list[Entry]) -> HttpResponse:
    """The answer in a form of FORMS."""
    channel, entries = in_xml(channel), in_xml(entries)
    made: Atom | Rss | Json = FORMS[form](
        channel.title or channel.page,
        channel.page,
        channel.description,
        subtitle=channel.description,
        language=channel.language,
        author_name=channel.author.name,
        author_link=channel.author.url,
        feed_url=channel.url,
        channel=channel,
    )
    for entry in entries:
        _add(made, entry)
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def _add(made: SyndicationFeed, entry: Entry) -> None:
    made.add_item(
        entry.title,
        entry.url,
        entry.summary_html,
        unique_id=entry.id,
        unique_id_is_permalink=False,
        pubdate=entry.published,
        updateddate=entry.updated,
        categories=entry.categories,
        entry=entry,
    )


def in_xml(value: Any) -> Any:
    """The same without the control characters that no XML may hold, however written: a text, or lists and tuples of such."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", value)
    if isinstance(value, list):
        return [in_xml(one) for one in value]
    if isinstance(value, tuple):
        return type(value)(*map(in_xml, value))
    return value


# The forms ----------------------------------------------------------------------------------------------


class InLines(SyndicationFeed):
    """An element to a line, for whoever looks at a feed in a browser."""

    def writeString(self, encoding: str) -> str:
        return super().writeString(encoding).replace("><", ">\n<")  # only between tags: text has &lt; and &gt;


class Atom(InLines, Atom1Feed):
    """Each author and contributor is an element of its own, each entry in its story's language."""

    def latest_post_date(self) -> datetime:
        return _latest(self)

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:media": NAMESPACES["xmlns:media"]}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        channel: Channel = self.feed["channel"]
        for relation, address in channel.links():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})
        handler.addQuickElement("generator", GENERATOR)
        _add_said(handler, icon=channel.icon.small or channel.icon.large)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for element, people in (("author", entry.authors), ("contributor", entry.contributors)):
            for person in people:
                handler.startElement(element, {})
                _add_said(handler, name=person.name, uri=person.url)
                handler.endElement(element)
        if entry.html:
            handler.addQuickElement("content", entry.html, {"type": "html"})
        _add_image(handler, entry.image)


class Rss(InLines, Rss201rev2Feed):
    """Each name is a dc:creator of its own; who did something else than writing, a dc:contributor."""

    def latest_post_date(self) -> datetime:
        return _latest(self)

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        channel: Channel = self.feed["channel"]
        for relation, address in channel.links():
            handler.addQuickElement("atom:link", "", {"rel": relation, "href": address})
        handler.addQuickElement("generator", GENERATOR)
        if channel.icon.small:
            handler.startElement("image", {})
            _add_said(handler, url=channel.icon.small, title=channel.title or channel.page, link=channel.page)
            _add_said(handler, width=RSS_IMAGE, height=RSS_IMAGE)
            handler.endElement("image")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for element, people in (("dc:creator", entry.authors), ("dc:contributor", entry.contributors)):
            for person in people:
                handler.addQuickElement(element, person.name)
        handler.addQuickElement("dc:language", entry.language)
        handler.addQuickElement("atom:updated", rfc3339_date(entry.updated))
        _add_image(handler, entry.image)
        _add_said(handler, **{"content:encoded": entry.html})


class Json(SyndicationFeed):
    """What the form has no name for stands under names that begin with _, as it asks."""

    content_type = "application/feed+json"

    def write(self, outfile: Any, encoding: str) -> None:
        channel: Channel = self.feed["channel"]
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": channel.page,
            "feed_url": channel.url,
            "description": channel.description,
            "next_url": channel.next,
            "icon": channel.icon.large,
            "favicon": channel.icon.small,
            "authors": _people([channel.author]),
            "language": channel.language,
        }
        items = [_item(item["entry"]) for item in self.items]
        outfile.write(json.dumps({**_said(said), "items": items}, ensure_ascii=False, separators=(",", ":")))


FORMS: dict[str, type[Atom | Rss | Json]] = {"atom.xml": Atom, "rss.xml": Rss, "feed.json": Json}


def _latest(made: SyndicationFeed) -> datetime:
    return max((item["entry"].updated for item in made.items), default=NOTHING_YET)


def _add_said(handler: Any, **texts: str) -> None:
    """An element for each that says something."""
    for element, text in texts.items():
        if text:
            handler.addQuickElement(element, text)


def _add_image(handler: Any, image: Image | None) -> None:
    if image is None:
        return
    size = {"width": str(image.width), "height": str(image.height)}
    handler.startElement("media:content", {"url": image.url, "type": "image/jpeg", "medium": "image", **size})
    _add_said(handler, **{"media:description": image.caption or image.alt, "media:credit": image.credit})
    handler.endElement("media:content")


def _item(entry: Entry) -> dict[str, Any]:
    html = entry.html or entry.summary_html
    said = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": html,
        "content_text": "" if html else entry.title,  # one of the two has to be there
        "image": entry.image.url if entry.image else "",
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "authors": _people(entry.authors),
        "_contributors": _people(entry.contributors),
        "tags": entry.categories,
        "language": entry.language,
        "_image": _said(entry.image._asdict()) if entry.image else {},
    }
    return _said(said)


def _people(people: list[Person]) -> list[dict[str, str]]:
    return [_said(person._asdict()) for person in people]


def _said(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if value}
