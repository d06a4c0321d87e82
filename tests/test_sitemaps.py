"""Sitemaps: an index, a file for each month, files of everything else, and Google News."""

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from articles import sitemaps
from articles.models import Series, Topic
from articles.sitemaps import news_language
from authors.models import Author
from pagecache import memory
from paper.models import Page, Paper
from tests.makers import ago, make_article, make_author, make_live, make_section, make_topic, utc

pytestmark = pytest.mark.django_db

SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
HOST = "http://testserver"
NOW = utc(2026, 5, 14, 12)


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(NOW)


def read(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def listed(reader, address):
    """{address on this paper: lastmod or None}, in order."""
    rows = list(read(reader, address))
    found = {unquote(row.findtext(f"{SM}loc").removeprefix(HOST)): row.findtext(f"{SM}lastmod") for row in rows}
    assert len(found) == len(rows), "an address stands twice"
    return found


def files(reader):
    return list(listed(reader, "/sitemap.xml"))


def everything(reader):
    return {url: moment for file in files(reader) for url, moment in listed(reader, file).items()}


# The index


def test_the_index_of_an_empty_paper_names_the_one_file_that_has_something(reader):
    assert read(reader, "/sitemap.xml").tag == f"{SM}sitemapindex"
    assert files(reader) == ["/sitemaps/pages.xml"]
    assert list(listed(reader, "/sitemaps/pages.xml")) == ["/", "/latest/", "/authors/", "/authors/masthead/", "/corrections/"]  # fmt: skip


def test_the_index_has_a_file_for_each_month_newest_first_and_when_it_last_changed(reader, clock):
    for month in (2, 4, 5):
        make_live(at=utc(2026, month, 3, 9))
    clock.set(NOW + timedelta(hours=1))
    make_live(at=utc(2018, 2, 14, 9))
    found = listed(reader, "/sitemap.xml")
    assert list(found)[1:] == [
        "/sitemaps/2026-05.xml", "/sitemaps/2026-04.xml", "/sitemaps/2026-02.xml", "/sitemaps/2018-02.xml",
    ]  # fmt: skip
    assert found["/sitemaps/2026-05.xml"] == "2026-05-14T12:00:00+00:00"
    assert found["/sitemaps/2018-02.xml"] == "2026-05-14T13:00:00+00:00"


def test_a_month_is_one_of_the_papers_zone(reader):
    Paper.objects.create(time_zone="Asia/Kathmandu")
    story = make_live(at=utc(2026, 4, 30, 20))
    assert list(listed(reader, "/sitemaps/2026-05.xml")) == [story.editions.get().path]
    assert reader.get("/sitemaps/2026-04.xml").status_code == 404


def test_a_month_whose_stories_are_all_gone_is_in_no_index(reader, clock):
    story = make_live(at=utc(2026, 4, 3, 9))
    assert "/sitemaps/2026-04.xml" in files(reader)
    clock.set(NOW + timedelta(minutes=1))
    story.unpublish(by=None)
    assert files(reader) == ["/sitemaps/pages.xml"]
    assert reader.get("/sitemaps/2026-04.xml").status_code == 404
    assert "/2026/04/" not in listed(reader, "/sitemaps/pages.xml")


@pytest.mark.parametrize(
    "address",
    [
        "/sitemaps/2026-13.xml", "/sitemaps/0000-00.xml", "/sitemaps/2026-05-1.xml", "/sitemaps/2026-05-2.xml", "/sitemaps/2026-04.xml",
        "/sitemaps/topics-2.xml", "/sitemaps/topics-1.xml", "/sitemaps/authors-999999999.xml", "/sitemaps/x.xml", "/sitemaps/",
        "/sitemaps/9999-12.xml", "/sitemaps/topics.xml", "/sitemaps/authors.xml",
    ],
)  # fmt: skip
def test_a_file_that_is_not_there_is_unknown(reader, address):
    make_live(at=utc(2026, 5, 3, 9))
    assert reader.get(address).status_code == 404


# Stories


def test_a_story_stands_there_with_its_last_material_change(reader, clock):
    story = make_live(headline="Ferry late", at=utc(2026, 5, 1, 9))
    assert listed(reader, "/sitemaps/2026-05.xml") == {"/2026/05/01/ferry-late/": "2026-05-01T09:00:00+00:00"}
    story.publish(by=None, change="typo")
    clock.set(NOW + timedelta(hours=1))
    assert listed(reader, "/sitemaps/2026-05.xml") == {"/2026/05/01/ferry-late/": "2026-05-01T09:00:00+00:00"}
    story.publish(by=None)
    clock.set(NOW + timedelta(hours=2))
    story.publish(by=None, change="typo")
    assert listed(reader, "/sitemaps/2026-05.xml") == {"/2026/05/01/ferry-late/": "2026-05-14T13:00:00+00:00"}


def test_where_only_the_day_is_known_only_the_day_is_said(reader):
    story = make_article(headline="Old")
    story.publish(by=None, at=date(2018, 2, 14))
    assert listed(reader, "/sitemaps/2018-02.xml") == {"/2018/02/14/old/": "2018-02-14"}


def test_what_is_not_for_search_engines_or_others_have_first_is_left_out(reader):
    make_live(headline="Ours", at=ago(hours=1))
    make_live(headline="Hidden", noindex=True, at=ago(hours=1))
    make_live(headline="Theirs", canonical_url="https://tide.example/1", at=ago(hours=1))
    make_live(headline="Wrong", at=ago(hours=1)).retract(by=None, notice="It never happened.")
    assert list(listed(reader, "/sitemaps/2026-05.xml")) == ["/2026/05/14/ours/"]


def test_a_month_of_nothing_for_search_engines_is_no_file(reader):
    make_live(noindex=True, at=utc(2026, 4, 3, 9))
    assert "/sitemaps/2026-04.xml" not in files(reader)


def test_a_story_to_come_is_told_at_its_moment_and_one_that_ends_until_then(reader, clock):
    story = make_article(headline="Secret")
    story.publish(by=None, at=utc(2026, 6, 1, 9))
    assert "secret" not in str(everything(reader)) and "2026-06" not in str(files(reader))
    clock.set(utc(2026, 6, 1, 9))
    assert everything(reader)["/2026/06/01/secret/"] == "2026-06-01T09:00:00+00:00"
    story.set_end(by=None, at=utc(2026, 6, 2, 9))
    clock.set(utc(2026, 6, 2, 9))
    assert "secret" not in str(everything(reader)) and "2026-06" not in str(files(reader))


def test_addresses_in_any_script_are_escaped(reader):
    make_live(headline="سفن & «boats»", at=utc(2026, 5, 1, 9))
    (loc,) = read(reader, "/sitemaps/2026-05.xml").iter(f"{SM}loc")
    assert loc.text.isascii() and unquote(loc.text).startswith(f"{HOST}/2026/05/01/سفن-")
    assert reader.get(loc.text.removeprefix(HOST)).status_code == 200


def test_a_month_of_more_than_a_file_holds_is_split_and_every_story_stands_once(reader, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 3)
    for n in range(8):
        make_live(headline=f"Story {n}", at=utc(2026, 5, 1, 9) if n < 5 else utc(2026, 5, n, 9), noindex=n == 1)
    assert [file for file in files(reader) if "2026-05" in file] == [
        "/sitemaps/2026-05.xml", "/sitemaps/2026-05-2.xml", "/sitemaps/2026-05-3.xml",
    ]  # fmt: skip
    parts = [list(listed(reader, f"/sitemaps/2026-05{part}.xml")) for part in ("", "-2", "-3")]
    assert [len(part) for part in parts] == [2, 3, 2]
    assert [url.split("/")[-2] for part in parts for url in part] == [f"story-{n}" for n in (0, 2, 3, 4, 5, 6, 7)]
    assert reader.get("/sitemaps/2026-05-4.xml").status_code == 404
    make_live(headline="Story 8", at=utc(2026, 5, 9, 9))
    assert list(listed(reader, "/sitemaps/2026-05.xml")) == parts[0], "what a full file holds stays there"


def test_the_index_and_a_file_cost_the_same_for_two_stories_and_for_forty(reader):
    reader.get("/")
    costs = []
    for many in (2, 38):
        for n in range(many):
            topic, author = make_topic(name=f"Topic {many} {n}"), make_author(name=f"Ann {many} {n}")
            make_live(section=make_section(), topics=[topic], authors=[author], at=utc(2026, 1 + n % 5, 3, 9, n))
        addresses = ["/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/2026-01.xml", "/sitemaps/topics.xml"]
        addresses += ["/sitemaps/authors.xml", "/news-sitemap.xml"]
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                for address in addresses:
                    assert reader.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] == 11


# Everything else


def test_sections_and_topics_stand_there_while_they_lead_to_something(reader):
    world = make_section(name="World")
    asia, empty = make_section(name="Asia", parent=world), make_section(name="Empty")
    boats, nothing = make_topic(name="Boats"), make_topic(name="Nothing")
    make_live(section=asia, topics=[boats], at=utc(2026, 5, 2, 9))
    make_article(section=empty, topics=[nothing]).publish(by=None, at=utc(2026, 6, 1, 9))
    found = everything(reader)
    assert found["/world/"] == found["/world/asia/"] == found["/topics/boats/"] == "2026-05-02T09:00:00+00:00"
    assert "/empty/" not in found and "/topics/nothing/" not in found


def test_years_and_months_with_stories_stand_there(reader):
    for moment in (utc(2018, 2, 14, 9), utc(2026, 5, 1, 9)):
        make_live(at=moment)
    found = [url for url in listed(reader, "/sitemaps/pages.xml") if url.strip("/")[:1].isdigit()]
    assert found == ["/2026/05/", "/2018/02/", "/2026/", "/2018/"]
    assert {reader.get(url).status_code for url in found} == {200}


def test_those_in_the_directory_stand_there_and_those_hidden_or_merged_do_not(reader):
    ann, bo = make_author(name="Ann Lee", bio="<p>Ann counts gulls.</p>"), make_author(name="Bo Ek")
    make_author(name="Cy Hidden", hidden=True, bio="<p>Cy.</p>")
    make_author(name="Di Coming")
    make_live(authors=[bo], at=utc(2026, 5, 2, 9))
    found = listed(reader, "/sitemaps/authors.xml")
    assert list(found) == [ann.url, bo.url]
    assert all(found.values())


def test_series_and_the_papers_own_pages_stand_there(reader):
    series = Series.objects.create(name="The harbour files")
    Series.objects.create(name="Empty")
    series.add(make_live(at=utc(2026, 5, 2, 9)), by=None)
    Page.objects.create(title="Ethics", slug="ethics", purpose="ethics", body="<p>We are fair.</p>", is_public=True)
    Page.objects.create(title="Draft", slug="draft", body="<p>Not yet.</p>")
    found = everything(reader)
    assert {"/series/", "/series/the-harbour-files/", "/about/ethics/"} <= set(found)
    assert "/series/empty/" not in found and "/about/draft/" not in found


def test_topics_and_authors_past_a_files_worth_of_numbers_have_more_files(reader, monkeypatch):
    topics = [make_topic(name=f"Topic {n}") for n in range(4)]
    make_live(topics=topics, authors=[make_author()], at=ago(hours=1))
    last = max(topic.pk for topic in topics)
    monkeypatch.setattr(sitemaps, "MOST", last - 1)
    assert [file for file in files(reader) if "topics" in file] == ["/sitemaps/topics.xml", "/sitemaps/topics-2.xml"]
    both = [*listed(reader, "/sitemaps/topics.xml"), *listed(reader, "/sitemaps/topics-2.xml")]
    assert both == [topic.url for topic in Topic.objects.order_by("pk")]


def test_every_address_that_is_listed_answers(reader):
    make_live(section=make_section(), topics=[make_topic()], authors=[make_author()], at=ago(hours=1))
    found = everything(reader)
    assert len(found) == 11 and {reader.get(url).status_code for url in found} == {200}
    assert Author.objects.get().url in found


# Google News


def items(reader):
    return [row for row in read(reader, "/news-sitemap.xml")]


def told(row, *path):
    return row.findtext("/".join([f"{NEWS}news", *(f"{NEWS}{name}" for name in path)]))


def test_a_news_sitemap_without_news_is_empty(reader):
    assert items(reader) == [] and read(reader, "/news-sitemap.xml").tag == f"{SM}urlset"


def test_a_story_of_today_is_told_with_all_that_google_asks(reader):
    Paper.objects.create(name="The Quay & Bell", time_zone="America/New_York")
    make_live(headline="Ferry <late>", language="en-GB", at=utc(2026, 5, 14, 3))
    (row,) = items(reader)
    assert row.findtext(f"{SM}loc") == f"{HOST}/2026/05/13/ferry-late/"
    assert told(row, "publication", "name") == "The Quay & Bell" and told(row, "publication", "language") == "en"
    assert told(row, "publication_date") == "2026-05-13T23:00:00-04:00" and told(row, "title") == "Ferry <late>"
    assert {child.tag for child in row.find(f"{NEWS}news")} == {f"{NEWS}{n}" for n in ("publication", "publication_date", "title")}  # fmt: skip


def test_the_date_stays_that_of_first_publication(reader, clock):
    story = make_live(at=utc(2026, 5, 13, 9))
    story.publish(by=None)
    assert told(items(reader)[0], "publication_date") == "2026-05-13T09:00:00+00:00"


def test_an_item_leaves_after_two_days_and_the_file_is_not_kept_past_that(reader, clock):
    make_live(at=utc(2026, 5, 14, 11))
    make_live(at=NOW - timedelta(days=2) + timedelta(seconds=20))
    assert len(items(reader)) == 2 and "s-maxage=20" in reader.get("/news-sitemap.xml")["Cache-Control"]
    clock.set(NOW + timedelta(seconds=20))
    assert len(items(reader)) == 1 and "s-maxage=60" in reader.get("/news-sitemap.xml")["Cache-Control"]


def test_what_is_no_news_stays_out(reader):
    make_live(headline="Paid", kind="sponsored", sponsor="Rope & Sons", at=ago(hours=1))
    make_live(headline="Hidden", noindex=True, at=ago(hours=1))
    make_live(headline="Theirs", canonical_url="https://tide.example/1", at=ago(hours=1))
    make_live(headline="Wrong", at=ago(hours=1)).retract(by=None, notice="It never happened.")
    assert items(reader) == []


def test_it_holds_a_thousand_at_the_most_the_newest(reader, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    for n in range(4):
        make_live(headline=f"Story {n}", at=ago(hours=4 - n))
    assert [told(row, "title") for row in items(reader)] == ["Story 3", "Story 2"]


def test_characters_no_xml_may_hold_are_left_out(reader):
    Paper.objects.create(name="The \x0bQuay")
    make_live(headline="Ferry \x01\uffff]]> late", at=ago(hours=1))
    assert told(items(reader)[0], "title") == "Ferry ]]> late"


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", "en"), ("en-GB", "en"), ("zh", "zh-cn"), ("zh-Hans-SG", "zh-cn"), ("zh-Hant", "zh-tw"), ("zh-HK", "zh-tw"), ("ZH-TW", "zh-tw"), ("gsw", "gsw")],
)  # fmt: skip
def test_languages_are_written_as_google_news_writes_them(tag, said):
    assert news_language(tag) == said


# Kept no longer than true


def test_files_are_kept_for_a_minute_and_never_past_what_changes_them(
    reader, clock, django_capture_on_commit_callbacks
):
    make_live(at=utc(2026, 5, 1, 9), topics=[make_topic()], authors=[make_author()])
    with django_capture_on_commit_callbacks(execute=True):
        make_article(headline="Next").publish(by=None, at=NOW + timedelta(seconds=20))
    for address in ("/sitemap.xml", "/news-sitemap.xml", *files(reader)):
        assert "s-maxage=20" in reader.get(address)["Cache-Control"], address


def test_what_a_process_remembers_of_a_month_ends_with_the_months_next_change(reader, clock):
    story = make_live(at=utc(2026, 5, 1, 9))
    assert "/sitemaps/2026-05.xml" in files(reader)
    clock.set(NOW + timedelta(hours=1))
    story.unpublish(by=None)
    assert "/sitemaps/2026-05.xml" not in files(reader)
    memory.forget()
    assert "/sitemaps/2026-05.xml" not in files(reader)
    assert date(2026, 5, 1) == story.editions.get().date
