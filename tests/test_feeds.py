"""The paper's feeds: what there are, in which forms, and what each says of itself, of a story and of who made it."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
from lxml import html

from articles.models import Byline, Correction, Edition
from paper.feeds import FORMS
from paper.models import Paper
from paper.pager import SIZE
from tests.feeds import (
    ATOM,
    DC,
    HOST,
    LANG,
    TYPES,
    a_story_everywhere,
    answer,
    atom,
    json_feed,
    only_entry,
    rss,
    text,
    titles,
)
from tests.makers import ago, make_article, make_author, make_live, make_section, make_topic, utc
from tests.pictures import make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


@pytest.fixture
def everywhere():
    return a_story_everywhere()


@pytest.fixture
def bell():
    return Paper.objects.create(name="The Bell", tagline="From the quay", language="en-GB")


# What there are


def test_there_is_a_feed_of_the_paper_and_of_each_section_topic_series_and_author(reader, everywhere):
    for page in everywhere:
        assert titles(reader, page) == ["Ferry late"], page
    assert titles(reader, "/corrections/") == ["Correction: Ferry late"]


def test_each_form_is_served_as_what_it_is(reader, everywhere):
    for page in [*everywhere, "/corrections/"]:
        for form, kind in TYPES.items():
            assert answer(reader, f"{page}{form}")["Content-Type"].partition(";")[0] == kind
    assert set(TYPES) == set(FORMS)


def test_every_feed_is_announced_on_its_page_and_the_papers_on_stories(reader, everywhere):
    story = Edition.objects.live().get().url
    for page, of in [*((page, page) for page in [*everywhere, "/corrections/"]), (story, "/")]:
        tree = html.fromstring(answer(reader, page).content.decode())
        links = {link.get("type"): link.get("href") for link in tree.xpath("//link[@rel='alternate'][@type]")}
        assert links == {kind: f"{of}{form}" for form, kind in TYPES.items()}, page


def test_a_section_has_what_is_filed_below_it(reader):
    world = make_section()
    europe = make_section(name="Europe", parent=world)
    make_live(headline="In Europe", section=europe, at=ago(hours=1))
    make_live(headline="In the world", section=world, at=ago(hours=2))
    make_live(headline="Elsewhere", section=make_section(name="Sport"))
    assert titles(reader, world.url) == ["In Europe", "In the world"] and titles(reader, europe.url) == ["In Europe"]


def test_other_forms_of_an_address_lead_to_the_one_and_unknown_ones_nowhere(reader, everywhere):
    moved = {
        "/Europe/rss.xml": "/world/europe/rss.xml",
        "/europe/atom.xml": "/world/europe/atom.xml",
        "/sport/World/feed.json": "/world/feed.json",
        "/topics/HARBOURS/rss.xml": "/topics/harbours/rss.xml",
        "/series/The-Harbour-Files/rss.xml": "/series/the-harbour-files/rss.xml",
        "/authors/Ann-Lee/feed.json": "/authors/ann-lee/feed.json",
    }
    for address, to in moved.items():
        found = reader.get(address)
        assert (found.status_code, found["Location"], found["Cache-Control"]) == (301, to, "no-cache"), address
    for address in (
        "/rss/", "/feed.xml", "/atom.xml/", "/ATOM.XML", "/nowhere/rss.xml", "/topics/nothing/rss.xml", "/series/none/atom.xml",
        "/authors/nobody/feed.json", "/world/rdf.xml", "/authors/atom.xml", "/latest/rss.xml", "/feeds/rss.xml",
    ):  # fmt: skip
        assert reader.get(address).status_code == 404, address


def test_only_reading_is_allowed(reader):
    for form in FORMS:
        assert reader.post(f"/{form}").status_code == 405 and reader.head(f"/{form}").status_code == 200


# What a feed says of itself


def test_a_feed_says_whose_it_is_where_it_stands_and_in_which_language(reader, bell):
    world = make_section(description="What happens abroad.")
    make_live(section=world, at=utc(2026, 5, 1, 9))
    for page, title, said in (
        ("/", "The Bell", "From the quay"),
        (world.url, "World – The Bell", "What happens abroad."),
    ):
        root, channel, words = atom(reader, page), rss(reader, page), json_feed(reader, page)
        assert [root.findtext(f"{ATOM}title"), channel.findtext("title"), words["title"]] == [title] * 3
        assert [root.findtext(f"{ATOM}subtitle"), channel.findtext("description"), words["description"]] == [said] * 3
        assert [root.get(LANG), channel.findtext("language"), words["language"]] == ["en-GB"] * 3
        assert [root.findtext(f"{ATOM}generator"), channel.findtext("generator")] == ["Newsroom"] * 2
        assert [root.findtext(f"{ATOM}id"), channel.findtext("link"), words["home_page_url"]] == [f"{HOST}{page}"] * 3
        assert words["feed_url"] == f"{HOST}{page}feed.json" and words["version"] == "https://jsonfeed.org/version/1.1"
        links = [{link.get("rel"): link.get("href") for link in one.findall(f"{ATOM}link")} for one in (root, channel)]
        assert [found["self"] for found in links] == [f"{HOST}{page}atom.xml", f"{HOST}{page}rss.xml"]
        assert root.findtext(f"{ATOM}updated") == "2026-05-01T09:00:00+00:00"
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "The Bell" == words["authors"][0]["name"]


def test_a_feed_without_a_line_of_the_papers_own_still_describes_itself(reader):
    Paper.objects.create(name="The Bell")
    for page in ("/", make_section().url, make_topic().url, make_author().url, "/corrections/"):
        assert "The Bell" in rss(reader, page).findtext("description"), page


def test_the_mark_of_the_paper_stands_by_its_feeds(reader, bell):
    channel, words = rss(reader), json_feed(reader)
    image = channel.find("image")
    assert (image.findtext("title"), image.findtext("link")) == ("The Bell", f"{HOST}/")
    for address in (image.findtext("url"), words["icon"], words["favicon"], atom(reader).findtext(f"{ATOM}icon")):
        assert reader.get(address.removeprefix(HOST)).status_code == 200


# What it says of a story


def test_a_story_has_the_same_id_address_and_title_in_each_form(reader):
    story = make_live(headline="Ferry late", at=utc(2026, 5, 1, 9)).editions.get()
    entry, item, words = only_entry(reader)
    ids = {entry.findtext(f"{ATOM}id"), item.findtext("guid"), words["id"]}
    assert ids == {f"tag:testserver,2026-05-01:/articles/{story.article_id}"}
    assert item.find("guid").get("isPermaLink") == "false"
    assert (
        entry.find(f"{ATOM}link[@rel='alternate']").get("href")
        == item.findtext("link")
        == words["url"]
        == f"{HOST}{story.url}"
    )


def test_the_dates_are_those_of_what_is_material_as_each_form_writes_them(reader, clock):
    clock.set(utc(2026, 5, 1, 9))
    article = make_live()
    for minute, change in ((10, Edition.MATERIAL), (20, Edition.TYPO)):
        clock.set(utc(2026, 5, 1, 9, minute))
        article.publish(by=None, change=change)
    entry, item, words = only_entry(reader)
    published, updated = utc(2026, 5, 1, 9), utc(2026, 5, 1, 9, 10)
    assert item.findtext("pubDate") == "Fri, 01 May 2026 09:00:00 +0000"
    assert [entry.findtext(f"{ATOM}published"), words["date_published"]] == [published.isoformat()] * 2
    assert {entry.findtext(f"{ATOM}updated"), item.findtext(f"{ATOM}updated"), words["date_modified"]} == {
        updated.isoformat()
    }
    assert parsedate_to_datetime(rss(reader).findtext("lastBuildDate")) == updated


def test_an_id_stays_when_the_address_changes(reader):
    article = make_live(at=ago(days=1))
    before = {entry.findtext(f"{ATOM}id") for entry in atom(reader).iter(f"{ATOM}entry")}
    article.slug = "another-address"
    article.save()
    article.publish(by=None)
    entry, item, words = only_entry(reader)
    assert {entry.findtext(f"{ATOM}id"), item.findtext("guid"), words["id"]} == before and "another-address" in words[
        "url"
    ]


def test_everybody_credited_is_named_in_an_element_of_their_own(reader):
    ann, bo, cy = (
        make_author(),
        make_author(name="Bo Ek", portrait=make_picture(rendered=True)),
        make_author(name="Cy Orr"),
    )
    article = make_article(authors=[ann, bo])
    Byline.objects.create(article=article, author=cy, role="photographer", order=9)
    article.publish(by=None)
    entry, item, words = only_entry(reader)
    assert [one.findtext(f"{ATOM}name") for one in entry.findall(f"{ATOM}author")] == ["Ann Lee", "Bo Ek"]
    assert [one.findtext(f"{ATOM}uri") for one in entry.findall(f"{ATOM}author")] == [
        f"{HOST}{ann.url}",
        f"{HOST}{bo.url}",
    ]
    assert entry.findtext(f"{ATOM}contributor/{ATOM}name") == "Cy Orr"
    assert [one.text for one in item.findall(f"{DC}creator")] == ["Ann Lee", "Bo Ek"]
    assert [one.text for one in item.findall(f"{DC}contributor")] == ["Cy Orr"]
    assert words["authors"][0] == {"name": "Ann Lee", "url": f"{HOST}{ann.url}"}
    assert reader.get(words["authors"][1]["avatar"].removeprefix(HOST)).status_code == 200
    assert words["_contributors"] == [{"name": "Cy Orr", "url": f"{HOST}{cy.url}"}]


def test_a_portrait_that_was_withdrawn_is_in_no_feed(reader):
    bo = make_author(name="Bo Ek", portrait=make_picture(rendered=True))
    make_live(authors=[bo])
    assert "avatar" in only_entry(reader)[2]["authors"][0]
    bo.portrait.withdraw(by=None, why="killed", because="He asked.")
    assert "avatar" not in only_entry(reader)[2]["authors"][0]


def test_what_nobody_signs_is_the_papers(reader, bell):
    make_live()
    entry, item, words = only_entry(reader)
    assert [one.findtext(f"{ATOM}name") for one in entry.findall(f"{ATOM}author")] == ["The Bell"]
    assert [one.text for one in item.findall(f"{DC}creator")] == ["The Bell"]
    assert words["authors"] == [{"name": "The Bell", "url": f"{HOST}/"}]


def test_its_kind_its_sections_and_its_topics_are_categories(reader):
    world = make_section()
    make_live(kind="opinion", section=make_section(name="Europe", parent=world), topics=[make_topic()])
    entry, item, words = only_entry(reader)
    said = ["Opinion", "World", "Europe", "Harbours"]
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == said == words["tags"]
    assert [one.text for one in item.findall("category")] == said


def test_each_story_is_in_its_own_language(reader, bell):
    make_live(headline="سفن", language="ar", direction="rtl")
    entry, item, words = only_entry(reader)
    assert [entry.get(LANG), item.findtext(f"{DC}language"), words["language"]] == ["ar"] * 3
    assert text(reader).startswith('<div lang="ar" dir="rtl">')


# Hostile words

HOSTILE = "]]> <script>alert(1)</script> & \x01\x0b\ufffe \U0001f6a2 \u202eevil\u202c שלום &amp; <!--"


def test_hostile_words_break_no_form_and_stay_words(reader):
    Paper.objects.create(name=HOSTILE[:60], tagline=HOSTILE)
    ann = make_author(name=f"Ann {HOSTILE}")
    section = make_section(name=f"W{HOSTILE}"[:60], slug="world", description=HOSTILE)
    picture = make_picture(rendered=True, caption=HOSTILE, credit=HOSTILE, alt=HOSTILE)
    article = make_live(headline=HOSTILE, deck=HOSTILE, dateline=HOSTILE[:60], section=section, authors=[ann], lead_picture=picture, disclosure=HOSTILE)  # fmt: skip
    Correction.objects.create(article=article, text=HOSTILE)
    article.publish(by=None)
    said = re.sub("[\x01\x0b\ufffe]", "", HOSTILE)
    for page in ("/", section.url, "/corrections/"):
        entry, item, words = only_entry(reader, page)
        for title in (entry.findtext(f"{ATOM}title"), item.findtext("title"), words["title"]):
            assert title.removeprefix("Correction: ") == said
        assert "<script" not in words["content_html"]
    assert only_entry(reader)[2]["authors"][0]["name"] == f"Ann {said}"


# The page of feeds


def test_the_page_of_feeds_leads_to_those_of_the_paper_and_of_every_section(reader, everywhere):
    tree = html.fromstring(answer(reader, "/feeds/").content.decode())
    links = {link.get("href") for link in tree.xpath("//main//a")}
    for page in ("/", "/corrections/", "/world/", "/world/europe/"):
        assert {page, *(f"{page}{form}" for form in FORMS)} <= links
    for address in links - {"/authors/"}:
        assert reader.get(address).status_code == 200, address


def test_the_page_of_feeds_is_a_page_without_sections_too(reader, bell):
    assert "The Bell" in answer(reader, "/feeds/").content.decode()


def test_a_date_is_a_date(reader):
    make_live(at=utc(1998, 1, 31, 23, 59))
    words = only_entry(reader)[2]
    assert datetime.fromisoformat(words["date_published"]) == utc(1998, 1, 31, 23, 59)


def test_addresses_in_any_script_are_whole_addresses(reader):
    topic = make_topic(name="ميناء الصيد")
    for n in range(SIZE + 1):
        make_live(topics=[topic], at=ago(hours=n + 1))
    words = json_feed(reader, topic.url)
    for address in (words["home_page_url"], words["feed_url"], words["next_url"]):
        assert (
            address.isascii() and address.startswith(f"{HOST}/topics/%D9%85") and reader.get(address).status_code == 200
        )
