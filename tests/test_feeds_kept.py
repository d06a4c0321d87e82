"""Pages of a feed, and how long each stays true: the same bytes until something changes."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from articles.models import Edition, Series
from authors.models import Author
from paper.feeds import FORMS
from paper.pager import SIZE
from tests.feeds import (
    ATOM,
    HOST,
    a_story_everywhere,
    answer,
    json_feed,
    titles,
)
from tests.makers import ago, ahead, make_article, make_live, make_section, make_topic, utc
from tests.pictures import make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


@pytest.fixture
def everywhere():
    return a_story_everywhere()


# Pages


def test_a_feed_is_in_pages_and_no_story_stands_on_two(reader):
    for n in range(SIZE * 2 + 3):
        make_live(headline=f"Boat {n:02}", at=ago(hours=n + 1))
    seen, address = [], "/feed.json"
    while address:
        words = json.loads(answer(reader, address).content)
        assert words["feed_url"] == f"{HOST}{address}"
        seen += [item["title"] for item in words["items"]]
        address = words.get("next_url", "").removeprefix(HOST)
    assert seen == [f"Boat {n:02}" for n in range(SIZE * 2 + 3)]


def test_the_pages_of_a_feed_are_linked(reader):
    section = make_section()
    for n in range(SIZE * 2 + 3):
        make_live(section=section, at=ago(hours=n + 1))
    for form in ("atom.xml", "rss.xml"):
        first = f"{HOST}{section.url}{form}"

        def ways(address):
            root = ElementTree.fromstring(answer(reader, address.removeprefix(HOST)).content)
            links = (root if root.tag == f"{ATOM}feed" else root.find("channel")).findall(f"{ATOM}link")
            return {link.get("rel"): link.get("href") for link in links if link.get("rel") != "alternate"}

        one = ways(first)
        two = ways(one["next"])
        three = ways(two["next"])
        assert one == {"self": first, "first": first, "next": two["self"]}
        assert set(two) == {"self", "first", "previous", "next"} and two["first"] == first
        assert set(three) == {"self", "first", "previous"} and ways(three["previous"])["self"] != three["self"]
        assert ways(two["previous"])["self"] == first


def test_a_series_is_in_pages_too(reader):
    series = Series.objects.create(name="Boats")
    parts = [make_live(headline=f"Part {n:02}", at=ago(hours=n + 1)) for n in range(SIZE + 2)]
    series.set_parts([part.pk for part in reversed(parts)], by=None)
    first = json_feed(reader, series.url)
    second = json.loads(answer(reader, first["next_url"].removeprefix(HOST)).content)
    assert [item["title"] for item in [*first["items"], *second["items"]]] == [f"Part {n:02}" for n in range(SIZE + 2)]
    assert "next_url" not in second


def test_what_else_is_asked_is_nothing_to_a_feed(reader):
    make_live()
    same = answer(reader, "/rss.xml")
    assert answer(reader, "/rss.xml?utm_source=x&page=3").content == same.content
    assert reader.get("/rss.xml?before=junk").status_code == 404


# While nothing changes, and when something does


def test_a_feed_is_the_same_bytes_until_something_changes(reader, clock, everywhere):
    clock.set(utc(2027, 5, 1, 12))
    addresses = [f"{page}{form}" for page in [*everywhere, "/corrections/"] for form in FORMS]
    before = {address: answer(reader, address) for address in addresses}
    clock.set(utc(2027, 5, 2, 12))
    for address, was in before.items():
        assert "Last-Modified" not in was and was["ETag"].startswith('"')
        again = reader.get(address, headers={"if-none-match": was["ETag"]})
        assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", was["Cache-Control"]), address


def test_an_empty_feed_is_a_feed_and_the_same_bytes_every_day(reader, clock):
    for form in FORMS:
        clock.set(utc(2026, 5, 1, 12))
        one = answer(reader, f"/{form}").content
        clock.set(utc(2026, 5, 2, 12))
        assert answer(reader, f"/{form}").content == one
    assert titles(reader) == [] and "items" in json_feed(reader)


def seconds(response):
    return int(response["Cache-Control"].partition("s-maxage=")[2])


def test_a_story_to_come_is_there_at_its_moment_and_no_cache_reaches_past_it(
    reader, clock, everywhere, django_capture_on_commit_callbacks
):
    moment = ahead(hours=30)
    before = Edition.objects.live().get()
    article = make_article(
        headline="To come", section=before.section, authors=[Author.objects.get()], topics=[make_topic()]
    )
    Series.objects.get().add(article, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=None, at=moment)
    for page in everywhere:
        clock.set(moment - timedelta(seconds=20))
        assert [seconds(answer(reader, f"{page}{form}")) for form in FORMS] == [20] * 3, page
        clock.set(moment - timedelta(microseconds=1))
        assert titles(reader, page) == ["Ferry late"]
        clock.set(moment)
        assert titles(reader, page) == ["To come", "Ferry late"], page


def test_no_cache_reaches_past_the_end_of_a_licence(reader, clock, django_capture_on_commit_callbacks):
    clock.set(utc(2026, 5, 1, 23, 59, 40))
    with django_capture_on_commit_callbacks(execute=True):
        make_live(lead_picture=make_picture(rendered=True, licensed_through=utc(2026, 5, 1).date()))
    assert "/pictures/" in answer(reader, "/rss.xml").content.decode()
    assert seconds(answer(reader, "/rss.xml")) <= 20
    clock.set(utc(2026, 5, 2))
    assert "/pictures/" not in answer(reader, "/rss.xml").content.decode()


def test_readers_on_other_sites_may_ask(reader):
    for form in FORMS:
        found = answer(reader, f"/{form}")
        assert found["Access-Control-Allow-Origin"] == "*" and found["Cross-Origin-Resource-Policy"] == "cross-origin"
