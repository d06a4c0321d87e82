"""The text of a story in the paper's feeds, and its pictures: as the page has them, without needing the page."""

import json
import re

import pytest
from lxml import html

from articles.models import Byline, Correction
from paper.feeds import FORMS, Channel, Entry, Person, feed
from paper.models import Paper
from tests.feeds import (
    ATOM,
    CONTENT,
    HOST,
    MEDIA,
    answer,
    atom,
    json_feed,
    only_entry,
    plain,
    rss,
    text,
)
from tests.makers import ago, make_article, make_author, make_live, make_section, utc
from tests.pictures import make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


@pytest.fixture
def bell():
    return Paper.objects.create(name="The Bell", tagline="From the quay", language="en-GB")


# Its text


def test_the_whole_text_stands_in_the_feed(reader):
    make_live(
        deck="It was <fog>.",
        dateline="NORTH QUAY",
        body="<p>The ferry <em>was</em> <strong>late</strong>.</p><h2>Why</h2>",
    )
    markup = text(reader)
    assert "<p>The ferry <em>was</em> <strong>late</strong>.</p><h2>Why</h2>" in markup
    assert plain(markup) == "It was <fog>. NORTH QUAY The ferry was late.Why"
    entry, item, words = only_entry(reader)
    assert entry.findtext(f"{ATOM}summary") == item.findtext("description") == "<p>It was &lt;fog&gt;.</p>"
    assert words["summary"] == "It was <fog>."


def test_a_paper_may_send_summaries_alone(reader, bell):
    bell.feeds_full_text = False
    bell.save()
    make_live(headline="With a deck", deck="It was fog.", body="<p>Nine boats.</p>", at=ago(hours=1))
    make_live(headline="Without", body="<p>Ten boats.</p>", at=ago(hours=2))
    items, channel, root = json_feed(reader)["items"], rss(reader), atom(reader)
    assert [item["content_html"] for item in items] == ["<p>It was fog.</p>", "<p>Ten boats.</p>"]
    assert [item.findtext("description") for item in channel.iter("item")] == [
        "<p>It was fog.</p>",
        "<p>Ten boats.</p>",
    ]
    assert not list(channel.iter(f"{CONTENT}encoded")) and not list(root.iter(f"{ATOM}content"))
    assert "Nine" not in answer(reader, "/rss.xml").content.decode()


def test_links_of_the_text_lead_somewhere_from_anywhere(reader):
    other = make_live(headline="Other", at=ago(days=1))
    draft = make_article(headline="Draft")
    story = make_live(
        body=f'<p><a href="/corrections/">one</a> <a href="https://a.example/?b=1&amp;c">three</a> '
        f'<a href="/2018/01/01/old/" data-story="{other.pk}">four</a> <a href="/x/" data-story="{draft.pk}">five</a></p>'
    ).editions.get()
    (item,) = [item for item in json_feed(reader)["items"] if item["url"].endswith(story.url)]
    links = {link.text: link.get("href") for link in html.fromstring(item["content_html"]).iter("a")}
    assert links == {
        "one": f"{HOST}/corrections/", "three": "https://a.example/?b=1&c",
        "four": f"{HOST}{other.editions.get().url}",
    }  # fmt: skip
    assert "five" in item["content_html"]


def test_pictures_of_the_text_stand_in_it_with_their_words_and_size(reader):
    first, second = make_picture(rendered=True, credit="Ann Lee"), make_picture(rendered=True)
    figure = f'<figure data-picture="{second.pk}" data-alt="Gulls &quot;here&quot;"><figcaption>On the <em>quay</em>.</figcaption></figure>'
    make_live(lead_picture=first, lead_caption="At dawn.", body=f"<p>a</p>{figure}")
    lead, inside = html.fromstring(text(reader)).findall(".//figure")
    assert plain(html.tostring(lead.find("figcaption")).decode()) == "At dawn. Ann Lee"
    assert plain(html.tostring(inside.find("figcaption")).decode()) == "On the quay. Ann Lee / The Bell"
    for image, alt in ((lead.find("img"), "A white ferry beside a quay"), (inside.find("img"), 'Gulls "here"')):
        assert set(image.keys()) == {"src", "width", "height", "alt"} and image.get("alt") == alt
        assert reader.get(image.get("src").removeprefix(HOST)).status_code == 200


def test_the_lead_picture_is_told_apart_from_the_text(reader, bell):
    bell.feeds_full_text = False
    bell.save()
    picture = make_picture(rendered=True, caption="At dawn.", credit="Ann Lee")
    make_live(lead_picture=picture)
    entry, item, words = only_entry(reader)
    for element in (entry.find(f"{MEDIA}content"), item.find(f"{MEDIA}content")):
        assert (element.get("medium"), element.get("type"), element.get("url")) == (
            "image",
            "image/jpeg",
            words["image"],
        )
        assert (element.get("width"), element.get("height")) == ("960", "640")
        assert (element.findtext(f"{MEDIA}description"), element.findtext(f"{MEDIA}credit")) == ("At dawn.", "Ann Lee")
    assert words["_image"]["credit"] == "Ann Lee" and words["_image"]["alt"] == "A white ferry beside a quay"


@pytest.mark.parametrize("full", [True, False])
def test_a_picture_that_may_not_be_seen_is_in_no_feed(reader, full):
    Paper.objects.create(feeds_full_text=full)
    words = dict.fromkeys(("alt", "caption", "credit"), "Zanzibar")
    withdrawn, ended = (
        make_picture(rendered=True, **words),
        make_picture(rendered=True, licensed_through=ago(days=2).date(), **words),
    )
    figures = "".join(
        f'<figure data-picture="{one.pk}"><figcaption>Zanzibar</figcaption></figure>' for one in (withdrawn, ended)
    )
    make_live(lead_picture=withdrawn, lead_caption="Zanzibar", body=f"<p>a</p>{figures}")
    withdrawn.withdraw(by=None, why="killed", because="The agency killed it.")
    for form in FORMS:
        found = answer(reader, f"/{form}").content.decode()
        assert "Zanzibar" not in found and "/pictures/" not in found


def test_an_embed_is_a_link_and_loads_nothing(reader):
    embed = '<figure data-embed="https://www.youtube.com/watch?v=abc-123_z00"><figcaption>The <em>quay</em> &amp; gulls</figcaption></figure>'
    make_live(body=f"<p>a</p>{embed}")
    markup = text(reader)
    (link,) = html.fromstring(markup).findall(".//a")
    assert (link.text_content(), link.get("href")) == (
        "The quay & gulls",
        "https://www.youtube.com/watch?v=abc-123_z00",
    )
    assert "YouTube" in markup and "<iframe" not in markup and "<img" not in markup


def test_nothing_of_the_text_needs_the_page_around_it(reader):
    box = '<aside class="fact-box"><p>Nine boats.</p></aside><aside class="pull-quote"><p>It was fog.</p></aside>'
    article = make_live(
        body=f"<p>a</p>{box}<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>",
        authors=[make_author()],
    )
    Correction.objects.create(article=article, text="It left at eight.", top=True)
    article.publish(by=None)
    markup = text(reader)
    assert not re.search(r"\s(class|id|style|role|srcset|sizes|loading|tabindex|data-[a-z]+)=", markup)
    assert not re.search(r"<(\w+)(\s[^>]*)?>\s*</\1>", markup)
    assert not re.search(r"<(script|style|link|svg|iframe|form|section|picture|source)\b", markup)
    assert "<aside><p>Nine boats.</p></aside><blockquote><p>It was fog.</p></blockquote><table>" in markup


def test_the_whole_byline_stands_in_the_text_with_its_links(reader):
    ann, bo = make_author(), make_author(name="Bo Ek")
    article = make_article(authors=[ann])
    Byline.objects.create(article=article, author=bo, role="photographer", order=9)
    article.publish(by=None)
    markup = text(reader)
    assert f'By <a href="{HOST}{ann.url}">' in markup and "Bo Ek" in plain(markup)


def test_corrections_stand_where_readers_of_the_page_find_them(reader, clock):
    clock.set(utc(2026, 5, 1, 9))
    article = make_live(body="<p>The ferry was late.</p>")
    Correction.objects.create(article=article, text="It left at eight.", top=True)
    Correction.objects.create(article=article, text="It was the <Aurora>.", kind="clarification", order=1)
    clock.set(utc(2026, 5, 1, 10))
    article.publish(by=None)
    said = plain(text(reader))
    assert "Correction, 1 May 2026, 10:00 UTC" in said and "It was the <Aurora>." in said
    assert said.index("It left at eight.") < said.index("The ferry was late.") < said.index("Clarification, 1 May")


def test_who_paid_is_said_first_in_title_text_and_summary(reader):
    make_live(headline="Sail with us", deck="Now.", kind="sponsored", sponsor="Aurora & Sons")
    entry, item, words = only_entry(reader)
    assert words["title"] == "Paid for by Aurora & Sons: Sail with us" and words["tags"][0] == "Sponsored"
    assert words["authors"] == [{"name": "Aurora & Sons"}]
    assert words["summary"].startswith("Paid for by Aurora & Sons\n") and plain(text(reader)).startswith(
        "Paid for by Aurora & Sons"
    )


def test_what_a_story_says_of_its_reporting_stands_under_it(reader):
    make_live(sources="Council budget: https://quay.example/b.pdf\nAn eyewitness", how_reported="We asked nine captains.", disclosure="The paper rents a pier.")  # fmt: skip
    markup = text(reader)
    assert '<a href="https://quay.example/b.pdf">' in markup
    for words in ("An eyewitness", "We asked nine captains.", "The paper rents a pier."):
        assert words in plain(markup)


def test_a_story_without_any_text_is_an_entry_all_the_same():
    entry = Entry(
        "tag:a", f"{HOST}/a/", "Picture of the day", utc(2026, 5, 1), utc(2026, 5, 1), "en", [Person("Ann Lee")]
    )
    channel = Channel("The Bell", "", f"{HOST}/", "en", Person("The Bell"), f"{HOST}/feed.json", f"{HOST}/feed.json")
    (item,) = json.loads(feed("feed.json", channel, [entry]).content)["items"]
    assert item["content_text"] == "Picture of the day" and "content_html" not in item and "summary" not in item


def test_a_feed_with_a_story_that_is_not_for_machines_says_so(reader):
    Paper.objects.create(ai_crawlers=Paper.AiCrawlers.WELCOME)
    world, sport = make_section(), make_section(name="Sport")
    make_live(section=world, no_ai=True)
    make_live(section=sport)
    for form in FORMS:
        said = [answer(reader, f"{page}{form}").get("TDM-Reservation") for page in ("/", "/world/", "/sport/")]
        assert said == ["1", "1", None]
