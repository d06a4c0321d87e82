"""An author's feed: the newest stories, everybody credited, the same bytes until something changes."""

from datetime import UTC

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from articles.models import Byline, Edition
from authors.models import AuthorMerge, NameChange
from paper.models import Paper
from paper.pager import SIZE
from tests.makers import ago, ahead, make_article, make_author, make_live, make_topic, utc

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(reader, author):
    answer = reader.get(f"{author.url}atom.xml")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content)


def entries(root):
    return root.findall(ATOM + "entry")


def texts(parent, *path):
    return [found.text for found in parent.findall("/".join(ATOM + name for name in path))]


def titles(reader, author):
    return [texts(entry, "title")[0] for entry in entries(feed(reader, author))]


@pytest.fixture
def ann():
    return make_author(bio="<p>Ann Lee counts gulls.</p>")


def test_the_feed_is_found_from_the_profile_and_says_whose_it_is(reader):
    Paper.objects.create(name="The Quay Bell")
    ann = make_author(bio="<p>Ann Lee counts gulls.</p>")
    page = html.fromstring(reader.get(ann.url).content.decode())
    assert page.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href") == [f"{ann.url}atom.xml"]
    root = feed(reader, ann)
    assert (texts(root, "title"), texts(root, "subtitle")) == (["Ann Lee – The Quay Bell"], ["Ann Lee counts gulls."])
    assert texts(root, "author", "name") == ["Ann Lee"]
    assert {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")} == {
        "alternate": f"http://testserver{ann.url}", "self": f"http://testserver{ann.url}atom.xml",
    }  # fmt: skip


def test_an_entry_says_what_it_is_who_made_it_and_when(reader, ann):
    bo, cy = make_author(name="Bo Ek"), make_author(name="Cy Orr")
    article = make_article(
        headline="Boats & “dates”",
        deck="It is <b>not</b> 5.",
        authors=[ann, bo],
        topics=[make_topic()],
        language="ar",
        direction="rtl",
    )
    Byline.objects.create(article=article, author=cy, role="photographer", order=9)
    article.publish(by=None, at=utc(2026, 5, 1, 9))
    (entry,) = entries(feed(reader, ann))
    story = Edition.objects.get()
    assert texts(entry, "title") == ["Boats & “dates”"] and texts(entry, "summary") == [
        "<p>It is &lt;b&gt;not&lt;/b&gt; 5.</p>"
    ]
    assert texts(entry, "author", "name") == ["Ann Lee", "Bo Ek"] and texts(entry, "contributor", "name") == ["Cy Orr"]
    assert texts(entry, "author", "uri") == [f"http://testserver{ann.url}", f"http://testserver{bo.url}"]
    assert texts(entry, "published") == texts(entry, "updated") == ["2026-05-01T09:00:00+00:00"]
    assert entry.find(ATOM + "link").get("href") == f"http://testserver{story.url}"
    assert entry.find(ATOM + "category").get("term") == "Harbours"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_only_what_is_material_moves_an_entry(reader, ann, clock):
    clock.set(utc(2026, 5, 1, 9))
    article = make_live(authors=[ann])
    clock.set(utc(2026, 5, 1, 10))
    article.publish(by=None, change=Edition.TYPO)
    assert texts(entries(feed(reader, ann))[0], "updated") == ["2026-05-01T09:00:00+00:00"]
    clock.set(utc(2026, 5, 1, 11))
    article.publish(by=None)
    (entry,) = entries(feed(reader, ann))
    assert texts(entry, "updated") == ["2026-05-01T11:00:00+00:00"] and texts(entry, "published") == [
        "2026-05-01T09:00:00+00:00"
    ]


def test_an_entry_keeps_its_id_when_the_story_moves(reader, ann):
    article = make_live(authors=[ann], at=ago(days=1))
    before = texts(entries(feed(reader, ann))[0], "id")
    article.headline, article.slug = "Another headline", "another-address"
    article.save()
    article.publish(by=None)
    (entry,) = entries(feed(reader, ann))
    assert "/another-address/" in entry.find(ATOM + "link").get("href")
    assert texts(entry, "id") == before and before[0].startswith("tag:testserver,")


def test_an_entry_without_a_deck_is_summed_up_by_its_beginning_and_one_without_writers_is_the_papers(reader):
    Paper.objects.create(name="The Quay Bell")
    ann = make_author()
    article = make_article(headline="Picture")
    Byline.objects.create(article=article, author=ann, role="photographer")
    article.publish(by=None)
    (entry,) = entries(feed(reader, ann))
    assert texts(entry, "summary") == ["<p>The morning ferry left the north quay an hour late.</p>"]
    assert texts(entry, "author", "name") == ["The Quay Bell"] and texts(entry, "contributor", "name") == ["Ann Lee"]


def test_the_feed_has_the_newest_and_no_more(reader, ann):
    for n in range(SIZE + 2):
        make_live(headline=f"Boat {n:02}", authors=[ann], at=ago(days=n + 1))
    assert titles(reader, ann) == [f"Boat {n:02}" for n in range(SIZE)]


def test_what_is_to_come_retracted_or_taken_back_is_not_in_it(reader, ann):
    make_article(headline="Draft", authors=[ann])
    make_article(headline="To come", authors=[ann]).publish(by=None, at=ahead(hours=1))
    make_live(headline="Retracted", authors=[ann], at=ago(days=1)).retract(by=None, notice="It never happened.")
    make_live(headline="Unpublished", authors=[ann], at=ago(days=1)).unpublish(by=None)
    make_live(headline="There", authors=[ann], at=ago(days=2))
    assert titles(reader, ann) == ["There"]


def test_a_feed_is_the_same_bytes_until_something_changes(reader, ann, clock):
    clock.set(utc(2026, 5, 1, 12))
    empty = reader.get(f"{ann.url}atom.xml")
    clock.set(utc(2026, 5, 2, 12))
    again = reader.get(f"{ann.url}atom.xml", headers={"if-none-match": empty["ETag"]})
    assert (again.status_code, again.content) == (304, b"") and "Last-Modified" not in again
    make_live(authors=[ann])
    assert reader.get(f"{ann.url}atom.xml", headers={"if-none-match": empty["ETag"]}).status_code == 200


def test_a_feed_is_stale_when_a_story_to_come_is_due(reader, ann, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_article(authors=[ann]).publish(by=None, at=ahead(seconds=20))
    seconds = int(reader.get(f"{ann.url}atom.xml")["Cache-Control"].partition("s-maxage=")[2])
    assert 0 < seconds <= 20


def test_old_addresses_of_a_feed_lead_to_it(reader, ann, bio_manager):
    NameChange.rename(ann, "Ann Marsh", scope=NameChange.Scope.FROM_NOW, by=bio_manager)
    ann.refresh_from_db()
    if ann.slug == "ann-lee":
        ann.slug = "ann-marsh"
        ann.save()
    other = make_author(name="A. Marsh")
    AuthorMerge.merge(ann, other, by=bio_manager)
    for old in ("/authors/ann-lee/atom.xml", "/authors/a-marsh/atom.xml", "/authors/ANN-MARSH/atom.xml"):
        answer = reader.get(old)
        assert (answer.status_code, answer["Location"]) == (301, f"{ann.url}atom.xml"), old
    assert reader.get("/authors/nobody/atom.xml").status_code == 404


def test_a_writer_since_merged_is_named_as_printed_at_todays_address(reader, ann, bio_manager):
    other = make_author(name="A. Lee")
    make_live(authors=[other])
    AuthorMerge.merge(ann, other, by=bio_manager)
    (entry,) = entries(feed(reader, ann))
    assert texts(entry, "author", "name") == ["A. Lee"] and texts(entry, "author", "uri") == [
        f"http://testserver{ann.url}"
    ]


def test_what_no_xml_may_hold_breaks_no_feed(reader):
    author = make_author(name="Ann\x0b Lee", bio="<p>Ann\x01 counts.</p>")
    make_live(headline="Ferry\x01 late", deck="Nine\x0b boats\ufffe.", authors=[author])
    root = feed(reader, author)
    assert texts(root, "title")[0].startswith("Ann Lee")
    assert texts(entries(root)[0], "title") == ["Ferry late"] and texts(entries(root)[0], "author", "name") == [
        "Ann Lee"
    ]


def test_the_moment_is_said_in_utc_for_a_paper_elsewhere(reader):
    Paper.objects.create(time_zone="Asia/Kathmandu")
    ann = make_author()
    story = make_live(authors=[ann], at=utc(2026, 5, 1, 20)).editions.get()
    (entry,) = entries(feed(reader, ann))
    assert texts(entry, "published") == [story.first_published_at.astimezone(UTC).isoformat()]


@pytest.mark.parametrize("bylines", [1, 3])
def test_the_feed_costs_the_same_for_two_stories_and_for_twenty(reader, bylines):
    reader.get("/")
    people, costs = [make_author(name=f"Ann {n}") for n in range(bylines)], []
    for many in (2, 18):
        for n in range(many):
            make_live(authors=people, topics=[make_topic()], at=ago(days=n + 1))
        with CaptureQueriesContext(connection) as queries:
            feed(reader, people[0])
        costs.append(len(queries))
    assert costs == [4, 4]
