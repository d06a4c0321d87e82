"""Corrections as readers find them: on the story, on the page of all of them, in the feed; and what changed in a story."""

import re
from datetime import UTC, timedelta
from html import unescape

import pytest
from django.template.loader import render_to_string
from lxml import etree, html

from articles.corrections import IN_THE_FEED, notices
from articles.models import Correction, Edition
from paper.models import Paper
from paper.pager import SIZE
from tests.makers import ago, ahead, make_article, make_live, make_section, utc

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/corrections/atom.xml"


def correct(article, text="It left at eight.", **fields):
    return Correction.objects.create(article=article, text=text, **fields)


def corrected(text="It left at eight.", *, headline="Ferry late", **fields):
    """A live story with a correction."""
    article = make_live(headline=headline, at=ago(days=1))
    correct(article, text, **fields)
    article.publish(by=None)
    return article


def live(article):
    return article.editions.live().get()


def read(reader, article):
    return reader.get(live(article).url).content.decode()


def tree(reader, address):
    return html.fromstring(reader.get(address).content.decode())


def words(element):
    return " ".join(element.text_content().split())


def told(page):
    """The notices of a story, as read from top to bottom."""
    return [words(notice) for notice in page.find_class("notice")]


# On the story


def test_a_correction_that_mattered_stands_before_the_text(reader, clock):
    Paper.objects.create(time_zone="America/New_York")
    article = make_live(at=utc(2018, 2, 14, 14, 5))
    correct(article, top=True)
    clock.set(utc(2018, 2, 16, 15, 12))
    article.publish(by=None)
    page = read(reader, article)
    assert page.index('class="byline"') < page.index('class="notice"') < page.index('class="body"')
    assert told(tree(reader, live(article).url)) == ["Correction, 16 February 2018, 10:12 EST It left at eight."]
    assert '<time datetime="2018-02-16T10:12:00-05:00">' in page and "at the foot" not in page


def test_another_stands_at_the_foot_with_a_pointer_to_it_before_the_text(reader):
    page = read(reader, corrected())
    assert page.index('href="#notices"') < page.index('class="body"') < page.index('id="notices"')
    assert page.index('id="notices"') < page.index('class="notice"')
    assert "Correction at the foot of this story" in page


def test_one_pointer_leads_to_several(reader):
    article = corrected()
    correct(article, "More was said.", kind="update", order=1)
    article.publish(by=None)
    assert "2 notes at the foot of this story" in read(reader, article)


def test_notices_stand_newest_first_each_with_its_word(reader):
    article = corrected("One.", top=True)
    for kind in ("clarification", "update", "editors_note"):
        correct(article, f"{kind} it is.", kind=kind, top=True)
        article.publish(by=None)
    found = told(tree(reader, live(article).url))
    assert [notice.partition(",")[0] for notice in found] == ["Editor’s note", "Update", "Clarification", "Correction"]


def test_each_correction_can_be_linked(reader):
    article = corrected()
    assert f'id="correction-{article.corrections.get().key}"' in read(reader, article)


def test_a_notice_is_plain_text_in_paragraphs(reader):
    article = corrected("It is <b>not</b> 5 & 6.\n\nIt is seven.", top=True)
    page = read(reader, article)
    assert "<p>It is &lt;b&gt;not&lt;/b&gt; 5 &amp; 6.</p>" in page and "<p>It is seven.</p>" in page


def test_the_papers_words_keep_its_language_in_a_story_of_another(reader):
    article = make_live(headline="سفن", language="ar")
    correct(article, "هي أربع.", top=True)
    article.publish(by=None)
    notice = tree(reader, live(article).url).find_class("notice")[0]
    title = notice.find_class("title")[0].find("span")
    assert (title.get("lang"), title.get("dir")) == ("en", "ltr")
    assert not notice.xpath("ancestor-or-self::aside[@lang]") and notice.xpath("ancestor::article[@lang='ar']")


def test_a_correction_that_nobody_has_read_yet_has_no_date():
    article = make_live()
    correct(article, top=True)
    assert [notice.at for notice in notices(Edition.of(article))["top"]] == [None]


def test_a_retraction_stands_above_the_headline_and_the_text_below(reader):
    article = make_live(headline="Ferry sinks", section=make_section())
    correct(article, "It left at eight.", top=True)
    article.publish(by=None)
    article.retract(by=None, notice="It never happened.\n\nWe are sorry.")
    answer = reader.get(live(article).url)
    page = answer.content.decode()
    assert answer.status_code == 200 and "noindex" not in page
    assert page.index("<p>It never happened.</p>") < page.index("<h1>") < page.index("<p>It left at eight.</p>")
    assert "The morning ferry left" in page
    assert "<title>Retracted: Ferry sinks" in page and 'content="Retracted. It never happened.' in page


def test_a_retraction_can_stand_without_the_text(reader):
    article = make_live(headline="Ferry sinks", deck="All hands saved", dateline="OSTREY")
    article.retract(by=None, notice="It never happened.", keep_text=False)
    page = read(reader, article)
    assert "It never happened." in page and "Ferry sinks" in page
    for gone in ("All hands saved", "OSTREY", 'class="body"', "The morning ferry left"):
        assert gone not in page, gone


def test_a_retracted_story_is_not_among_the_more_from_its_section(reader):
    section = make_section()
    false = make_live(headline="Ferry sinks", section=section, at=ago(days=3))
    newer = make_live(section=section, at=ago(days=1))
    assert "Ferry sinks" in read(reader, newer)
    false.retract(by=None, notice="It never happened.")
    assert "Ferry sinks" not in read(reader, newer)


# The page of all of them


def entries(reader, address="/corrections/"):
    return tree(reader, address).xpath("//main//ol/li")


def test_the_page_has_every_correction_newest_first_with_its_story(reader):
    first = corrected("It left at eight.", headline="Ferry late")
    second = make_live(headline="Ferry sinks")
    second.retract(by=None, notice="It never happened.")
    rows = entries(reader)
    assert [words(row.find_class("label")[0]) for row in rows] == ["Retraction", "Correction"]
    assert [words(row.find_class("words")[0]) for row in rows] == ["It never happened.", "It left at eight."]
    link = rows[1].find(".//h2/a")
    assert words(link) == "Ferry late"
    assert link.get("href") == f"{live(first).url}#correction-{first.corrections.get().key}"
    assert rows[1].find("time").get("datetime")


def test_a_correction_stands_once_however_many_editions_bear_it(reader):
    article = corrected()
    article.publish(by=None)
    assert len(entries(reader)) == 1


def test_corrections_go_with_their_story_and_come_back_with_it(reader):
    article = corrected()
    article.unpublish(by=None)
    assert "It left at eight." not in reader.get("/corrections/").content.decode()
    assert reader.get("/corrections/").status_code == 200
    article.publish(by=None)
    assert "It left at eight." in reader.get("/corrections/").content.decode()


def test_a_scheduled_correction_comes_at_its_moment(reader, clock):
    article = make_live(at=ago(days=1))
    correct(article)
    moment = ahead(hours=2)
    article.publish(by=None, at=moment)
    for address in ("/corrections/", FEED):
        clock.set(moment - timedelta(microseconds=1))
        assert "It left at eight." not in reader.get(address).content.decode()
        clock.set(moment)
        assert "It left at eight." in reader.get(address).content.decode()


def test_older_corrections_are_a_page_away(reader):
    article = make_live(at=ago(days=1))
    for n in range(SIZE + 3):
        correct(article, f"Number {n:02}.", order=n)
    article.publish(by=None)
    older = tree(reader, "/corrections/").xpath("//a[@rel='next']/@href")[0]
    shown = [words(row.find_class("words")[0]) for row in entries(reader) + entries(reader, older)]
    assert shown == [f"Number {n:02}." for n in range(SIZE + 3)]
    assert reader.get("/corrections/?before=junk").status_code == 404


def test_a_paper_without_corrections_says_so(reader):
    page = reader.get("/corrections/").content.decode()
    assert "No corrections yet" in page and "mailto:" not in page


def test_the_page_says_where_to_report_an_error_and_is_linked_from_every_page(reader):
    Paper.objects.create(corrections_email="desk@quay.example")
    links = tree(reader, "/corrections/").xpath("//main//a[text()='Report an error']/@href")
    assert links == ["mailto:desk@quay.example"]
    assert tree(reader, "/").xpath("//footer//a[@href='/corrections/']")


# The feed


def feed(reader):
    answer = reader.get(FEED)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content)


def texts(parent, name):
    return [found.text for found in parent.iter(ATOM + name)]


def test_the_feed_is_found_from_the_page_and_names_the_paper(reader):
    Paper.objects.create(name="The Quay Bell")
    page = tree(reader, "/corrections/")
    assert page.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href") == [FEED]
    root = feed(reader)
    assert root.find(f"{ATOM}author/{ATOM}name").text == "The Quay Bell"
    assert {link.get("rel"): link.get("href") for link in root.findall(ATOM + "link")} == {
        "alternate": "http://testserver/corrections/", "self": f"http://testserver{FEED}",
    }  # fmt: skip


def test_an_entry_says_what_was_wrong_where_and_since_when(reader):
    article = corrected("It is <b>not</b> 5 & 6.\n\nIt is seven.", headline="Boats & “dates”")
    (entry,) = feed(reader).findall(ATOM + "entry")
    moment = live(article).live_from.astimezone(UTC).isoformat()
    assert texts(entry, "title") == ["Correction: Boats & “dates”"]
    assert texts(entry, "published") == texts(entry, "updated") == [moment]
    assert texts(entry, "summary") == ["<p>It is &lt;b&gt;not&lt;/b&gt; 5 &amp; 6.</p>\n\n<p>It is seven.</p>"]
    assert entry.find(ATOM + "link").get("href").startswith(f"http://testserver{live(article).url}#correction-")


def test_an_entry_keeps_its_id_and_moment_when_the_story_moves_on(reader):
    article = corrected()
    before = feed(reader).find(ATOM + "entry")
    article.headline, article.slug = "Another headline", "another-address"
    article.save()
    article.publish(by=None)
    after = feed(reader).find(ATOM + "entry")
    assert "/another-address/" in after.find(ATOM + "link").get("href")
    for name in ("id", "published", "updated"):
        assert texts(before, name) == texts(after, name)
    assert texts(after, "id")[0].startswith("tag:testserver,")


def test_the_feed_has_the_newest_and_no_more(reader):
    article = make_live(at=ago(days=1))
    for n in range(IN_THE_FEED + 2):
        correct(article, f"Number {n:02}.", order=n)
    article.publish(by=None)
    entries = feed(reader).findall(ATOM + "entry")
    moments = [texts(entry, "updated")[0] for entry in entries]
    assert len(entries) == len({texts(entry, "id")[0] for entry in entries}) == IN_THE_FEED
    assert moments == sorted(moments, reverse=True)


def test_a_feed_is_the_same_bytes_until_something_changes(reader, clock):
    clock.set(utc(2026, 5, 1, 12))
    empty = reader.get(FEED)
    clock.set(utc(2026, 5, 2, 12))
    assert reader.get(FEED).content == empty.content
    again = reader.get(FEED, headers={"if-none-match": empty["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    corrected()
    assert reader.get(FEED, headers={"if-none-match": empty["ETag"]}).status_code == 200


def test_what_no_xml_may_hold_breaks_no_feed(reader):
    Paper.objects.create(name="The\x0b Bell")
    corrected("Nine\x0b boats\ufffe.", headline="Ferry\x01 late")
    entry = feed(reader).find(ATOM + "entry")
    assert texts(entry, "title") == ["Correction: Ferry late"] and texts(entry, "summary") == ["<p>Nine boats.</p>"]


def test_an_entry_says_its_storys_language(reader):
    article = make_live(headline="سفن", language="ar")
    correct(article, "هي أربع.")
    article.publish(by=None)
    root = feed(reader)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (root.get(lang), root.find(ATOM + "entry").get(lang)) == ("en", "ar")


# What changed


def changed(reader, article):
    """The moments and lines under a story; a fold in its own words."""
    found = tree(reader, live(article).url).xpath("//section[@class='changes']/ol/li")
    return [words((row.xpath(".//summary") or [row])[0]) for row in found]


def test_a_paper_may_list_what_changed_under_a_story(reader, clock):
    Paper.objects.create(lists_changes=True)
    article = make_live(at=utc(2026, 5, 1, 9))
    for minute, change, line in (
        (5, Edition.MATERIAL, "The captain’s answer was added."),
        (6, Edition.TYPO, "A comma."),
        (7, Edition.MATERIAL, ""),
    ):
        clock.set(utc(2026, 5, 1, 12, minute))
        article.publish(by=None, change=change, line=line)
    article.publish(by=None, at=utc(2026, 5, 1, 13), line="To come.")
    assert changed(reader, article) == [
        "1 May 2026, 12:07 UTC Updated",
        "1 May 2026, 12:05 UTC The captain’s answer was added.",
    ]


def test_a_paper_that_lists_no_changes_shows_none(reader):
    article = make_live(at=ago(days=1))
    article.publish(by=None, line="The captain’s answer was added.")
    assert "captain" not in read(reader, article)


def test_a_story_that_never_changed_lists_none(reader):
    Paper.objects.create(lists_changes=True)
    assert 'class="changes"' not in read(reader, make_live())


def test_many_updates_of_one_day_fold_and_what_says_something_stays(reader, clock):
    Paper.objects.create(lists_changes=True)
    article = make_live(at=utc(2026, 4, 30, 9))
    clock.set(utc(2026, 5, 1, 11))
    article.publish(by=None, line="First.")
    for minute in range(29):
        clock.set(utc(2026, 5, 1, 12, minute))
        article.publish(by=None, line="Second." if minute == 3 else "")
    clock.set(utc(2026, 5, 2, 9))
    article.publish(by=None, line="Third.")
    assert changed(reader, article) == [
        "2 May 2026, 09:00 UTC Third.",
        "1 May 2026, 12:28 UTC Updated",
        "1 May 2026, 12:27 UTC Updated",
        "1 May 2026, 12:26 UTC Updated",
        "1 May 2026, 12:03 UTC Second.",
        "1 May 2026, 11:00 UTC First.",
        "and 25 more that day",
    ]
    assert len(tree(reader, live(article).url).xpath("//details/ol/li")) == 25


def test_days_of_changes_are_the_papers_days(reader, clock):
    Paper.objects.create(lists_changes=True, time_zone="Asia/Kathmandu")
    article = make_live(at=utc(2026, 5, 1, 9))
    for minute in range(10):
        clock.set(utc(2026, 5, 1, 18, 10 + minute))  # midnight is at 18:15
        article.publish(by=None)
    assert len(changed(reader, article)) == 10


def test_a_retraction_is_no_change_among_others(reader):
    Paper.objects.create(lists_changes=True)
    article = make_live(at=ago(days=1))
    article.retract(by=None, notice="It never happened.")
    assert 'class="changes"' not in read(reader, article)


# The desk's preview


def test_a_preview_under_embargo_says_so():
    bar = render_to_string("_masthead.html", {"preview": True, "embargo": "until 14 February 2018, 09:05 EST"})
    text = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", bar)))
    assert "not published" in text and "Under embargo until 14 February 2018, 09:05 EST: not for readers" in text
    assert "embargo" not in render_to_string("_masthead.html", {"preview": True})


def test_a_story_that_is_being_written_can_be_looked_at_with_its_corrections(client, editor):
    article = make_article(headline="Ferry late")
    correct(article, top=True)
    client.force_login(editor)
    page = client.get(f"/admin/articles/article/{article.pk}/preview/").content.decode()
    assert "It left at eight." in page and ">Correction, <time" in page
    assert "Under embargo" not in page
    article.embargo(by=editor, reason="Agreed.")
    page = client.get(f"/admin/articles/article/{article.pk}/preview/").content.decode()
    assert "Under embargo until it is lifted: not for readers" in page
