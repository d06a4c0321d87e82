"""Reading the paper's feeds in tests, in their three forms."""

import json
from xml.etree import ElementTree

from lxml import html

from articles.models import Correction, Series
from tests.makers import ago, make_author, make_live, make_section, make_topic

HOST = "http://testserver"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TYPES = {"atom.xml": "application/atom+xml", "rss.xml": "application/rss+xml", "feed.json": "application/feed+json"}


def answer(reader, address):
    found = reader.get(address)
    assert found.status_code == 200, address
    return found


def atom(reader, page="/"):
    return ElementTree.fromstring(answer(reader, f"{page}atom.xml").content)


def rss(reader, page="/"):
    return ElementTree.fromstring(answer(reader, f"{page}rss.xml").content).find("channel")


def json_feed(reader, page="/"):
    return json.loads(answer(reader, f"{page}feed.json").content)


def titles(reader, page="/"):
    """Those of the three forms, which are the same."""
    in_atom = [entry.findtext(f"{ATOM}title") for entry in atom(reader, page).iter(f"{ATOM}entry")]
    in_rss = [item.findtext("title") for item in rss(reader, page).iter("item")]
    in_json = [item["title"] for item in json_feed(reader, page)["items"]]
    assert in_atom == in_rss == in_json
    return in_atom


def only_entry(reader, page="/"):
    """One story in the three forms: Atom's and RSS's elements, and JSON's words."""
    (entry,) = atom(reader, page).iter(f"{ATOM}entry")
    (item,) = rss(reader, page).iter("item")
    (words,) = json_feed(reader, page)["items"]
    return entry, item, words


def text(reader, page="/"):
    """The whole text of the one story: the same in the three forms."""
    entry, item, words = only_entry(reader, page)
    texts = {entry.findtext(f"{ATOM}content"), item.findtext(f"{CONTENT}encoded"), words.get("content_html")}
    assert len(texts) == 1
    return texts.pop()


def plain(markup):
    return " ".join(html.fromstring(markup).text_content().split())


def a_story_everywhere():
    """A story that stands in every feed, and the pages whose feeds these are."""
    world = make_section()
    europe = make_section(name="Europe", parent=world)
    ann, topic = make_author(), make_topic()
    article = make_live(headline="Ferry late", section=europe, authors=[ann], topics=[topic], at=ago(days=1))
    series = Series.objects.create(name="The harbour files")
    series.add(article, by=None)
    Correction.objects.create(article=article, text="It left at eight.")
    article.publish(by=None)
    return ["/", world.url, europe.url, topic.url, series.url, ann.url]
