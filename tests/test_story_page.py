"""A story's page says what kind of story it is, what it stands on and when it was published; and it is readable early."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from lxml import html
from playwright.sync_api import expect

from articles.models import Article, Correction, Edition
from articles.models.kinds import UNLABELLED, Kind, kind_name
from articles.trust import ENDINGS, MEANINGS, document_at
from interchange import demo
from newsroom.roles import ROLES
from paper.models import Page, Paper
from tests.makers import make_article, make_author, make_live, make_section, utc

pytestmark = pytest.mark.django_db

TEXT = "<p>" + "The morning ferry left the north quay an hour late. " * 60 + "</p>"
SOURCES = "Budget: https://www.council.example/b.pdf\nhttps://archive.example/1921/\nA letter, seen by us"


def read(reader, article):
    response = reader.get(article.editions.live().get().url)
    assert response.status_code == 200
    return response.content.decode()


def tree(reader, article):
    return html.fromstring(read(reader, article))


def words(node):
    return " ".join(node.text_content().split())


def make_page(purpose, title):
    page = Page(title=title, purpose=purpose, body="<p>So.</p>", is_public=True)
    page.keep(by=None)
    return page


# What kind of story it is


def test_every_kind_that_is_named_says_what_it_means():
    assert set(MEANINGS) == set(Kind) - UNLABELLED


@pytest.mark.parametrize("kind", sorted(MEANINGS))
def test_the_kind_opens_its_meaning(reader, kind):
    found = tree(reader, make_live(kind=kind, sponsor="Rope & Sons" if kind == "sponsored" else "")).find_class("kind")[
        0
    ]
    assert found.tag == "details" and found.get("open") is None
    assert words(found.find("summary")) == f"{kind_name(kind)} (what this means)"
    assert words(found.find("p")) == str(MEANINGS[kind])


def test_where_the_section_has_the_kinds_name_it_is_not_said_twice(reader):
    page = tree(reader, make_live(kind="opinion", section=make_section(name="Opinion")))
    assert words(page.find_class("label")[0]).count("Opinion") == 1
    assert words(page.find_class("kind")[0].find("summary")) == "What this means"


@pytest.mark.parametrize("kind", ["news", "brief"])
def test_news_and_briefs_have_no_such_word(reader, kind):
    assert "<details" not in read(reader, make_live(kind=kind))


# What it stands on


def test_sources_say_where_they_lead_and_to_what(reader):
    page = tree(reader, make_live(sources=SOURCES))
    section = page.xpath("//section[@aria-labelledby='sources']")[0]
    assert words(section.find("h2")) == "Sources and documents"
    links = [(link.get("href"), link.get("rel"), words(link)) for link in section.xpath(".//a")]
    assert links == [
        ("https://www.council.example/b.pdf", "noopener", "Budget council.example · PDF"),
        ("https://archive.example/1921/", "noopener", "archive.example"),
    ]
    assert words(section.xpath(".//li")[2]) == "A letter, seen by us"


@pytest.mark.parametrize(
    ("url", "document"),
    [
        ("https://a.example/b.PDF?x=1#page=2", "PDF"),
        ("https://a.example/data.tar.gz", "packed files"),
        ("https://a.example/s.xlsx", "spreadsheet"),
        ("https://a.example/pdf", ""),
        ("https://a.example/", ""),
        ("https://a.example", ""),
        ("https://a.example/page.html", ""),
    ],
)
def test_documents_are_known_by_how_their_address_ends(url, document):
    assert document_at(url) == document
    assert all(ending == ending.lower() for ending in ENDINGS)


def test_how_it_was_reported_stands_in_paragraphs_and_the_disclosure_before_the_text(reader):
    article = make_live(how_reported="We asked.\n\nWe asked again.", disclosure="We rent.", body="<p>It left.</p>")
    page = tree(reader, article)
    reported = page.xpath("//section[@aria-labelledby='how-reported']")[0]
    assert [words(p) for p in reported.xpath(".//p")] == ["We asked.", "We asked again."]
    whole = words(page.xpath("//article")[0])
    assert whole.index("We rent.") < whole.index("It left.") < whole.index("How we reported this")
    assert page.find_class("declared")[0].get("role") == "note"


def test_markup_in_them_is_text(reader):
    nasty = "<script>alert(1)</script>"
    page = read(
        reader, make_live(sources=f"{nasty}: https://x.example/?a=\"'<b>", how_reported=nasty, disclosure=nasty)
    )
    assert "<script>alert" not in page and page.count("&lt;script&gt;alert(1)") >= 3
    link = html.fromstring(page).xpath("//section[@aria-labelledby='sources']//a")[0]
    assert link.get("href") == "https://x.example/?a=\"'<b>"


def test_a_story_that_says_nothing_of_itself_has_no_such_part(reader):
    page = read(reader, make_live())
    for mark in ('class="trust', 'class="declared"', 'class="rules"', "How we reported this"):
        assert mark not in page


def test_of_a_retracted_story_without_its_text_only_the_notice_is_left(reader):
    article = make_live(sources=SOURCES, how_reported="We asked.", disclosure="We rent.", deck="By an hour")
    article.retract(by=None, notice="It was wrong.", keep_text=False)
    page = words(tree(reader, article).xpath("//main")[0])
    for gone in ("Budget", "We asked", "We rent", "By an hour"):
        assert gone not in page


def test_a_retracted_story_with_its_text_keeps_what_it_stands_on(reader):
    article = make_live(sources=SOURCES, disclosure="We rent.")
    article.retract(by=None, notice="It was wrong.")
    page = words(tree(reader, article).xpath("//article")[0])
    assert page.index("It was wrong.") < page.index("We rent.") < page.index("Budget")


def test_our_words_in_a_story_of_another_language_say_which_they_are(reader):
    article = make_live(
        language="ar", headline="سفن", kind="analysis", sources=SOURCES, how_reported="سألنا.", disclosure="نستأجر."
    )
    page = tree(reader, article)
    ours = [*page.xpath("//article//h2"), *page.xpath("//details/*"), page.find_class("declared")[0].find("p")]
    assert len(ours) >= 5 and all((node.get("lang"), node.get("dir")) == ("en", "ltr") for node in ours)
    assert page.xpath("//section[@aria-labelledby='sources']//li/a/bdi")[0].text == "Budget"


def test_what_is_short_beside_its_story_stands_in_the_margin(reader):
    short = tree(reader, make_live(body=TEXT, sources=SOURCES)).find_class("trust")[0]
    long = tree(reader, make_live(body="<p>It is open.</p>", sources=SOURCES)).find_class("trust")[0]
    assert "long" not in short.get("class") and "long" in long.get("class")


# The paper's rules


def test_the_papers_rules_stand_where_they_apply(reader):
    facts = make_page(Page.Purpose.VERIFICATION, "How we check facts")
    make_page(Page.Purpose.ETHICS, "Our standards")
    page = tree(reader, make_live(sources=SOURCES))
    assert page.xpath("//*[@class='trust long']//p[@class='rules']/a/@href") == [facts.url]
    assert not tree(reader, make_live()).xpath("//*[@class='rules']")


def test_a_story_without_a_name_leads_to_why(reader):
    why = make_page(Page.Purpose.BYLINES, "Stories without a name")
    assert tree(reader, make_live(signed_by_house=True)).xpath(f"//main//a[@href='{why.url}']")
    assert not tree(reader, make_live(authors=[make_author()])).xpath(f"//main//a[@href='{why.url}']")


@pytest.mark.parametrize(
    ("rows", "retracted", "place"),
    [
        ([], False, "colophon"),
        ([{"top": True}], False, "notices"),
        ([{"top": False}], False, "notices"),
        ([{"top": True}, {"top": False}], False, "notices"),
        ([{"top": True}], True, "article"),
    ],
)
def test_how_the_paper_corrects_is_linked_once_by_the_first_notice(reader, rows, retracted, place):
    policy, article = make_page(Page.Purpose.CORRECTIONS, "How we correct"), make_article()
    for order, row in enumerate(rows):
        Correction.objects.create(article=article, text="It left at eight.", order=order, **row)
    article.publish(by=None)
    if retracted:
        article.retract(by=None, notice="It was wrong.")
    links = tree(reader, article).xpath(f"//main//a[@href='{policy.url}']")
    assert len(links) == 1
    assert any(place in (up.get("class") or "").split() for up in links[0].iterancestors())


def test_a_page_that_readers_do_not_have_is_not_linked(reader, django_capture_on_commit_callbacks):
    page = make_page(Page.Purpose.CORRECTIONS, "How we correct")
    article = make_live()
    assert page.url in read(reader, article)
    page.is_public = False
    with django_capture_on_commit_callbacks(execute=True):
        page.keep(by=None)
    assert page.url not in read(reader, article)


# When it was published


def dates(reader, article):
    return words(tree(reader, article).find_class("dates")[0])


def test_a_day_alone_is_printed_without_a_time(reader):
    article = make_article()
    article.publish(by=None, at=utc(1998, 2, 14).date())
    assert dates(reader, article) == "Published 14 February 1998"
    article.publish(by=None)
    assert re.fullmatch(r"Published 14 February 1998 Updated \d+ \w+ \d{4}, \d\d:\d\d UTC", dates(reader, article))


def test_of_many_changes_the_last_material_one_is_told(reader, clock):
    Paper.objects.create(time_zone="Europe/Paris")
    article = make_live(at=utc(2026, 5, 1, 8))
    for hour, change in ((9, Edition.MATERIAL), (10, Edition.MATERIAL), (11, Edition.TYPO), (12, Edition.TYPO)):
        clock.set(utc(2026, 5, 2, hour))
        article.publish(by=None, change=change)
    assert dates(reader, article) == "Published 1 May 2026, 10:00 CEST Updated 2 May 2026, 12:00 CEST"


# Readable in the first packets


STATIC = Path(settings.BASE_DIR) / "static"


def sheets(page):
    """The bytes of each style sheet that the page waits for."""
    links = html.fromstring(page).xpath("//link[@rel='stylesheet']/@href")
    return [
        (STATIC / link.removeprefix("/static/")).read_bytes() if link.startswith("/static/") else b"" for link in links
    ]


def to_the_third_paragraph(page):
    text = page.index('class="body"')
    ends = [text + end.end() for end in re.finditer("</p>", page[text:])]
    return page[: ends[3]]  # the dateline is one


def squeezed(parts):
    """As served: pagecache.middleware for pages, WhiteNoise for files."""
    pages, files = parts[:1], parts[1:]
    yield sum(len(gzip.compress(part, 6)) for part in pages) + sum(len(gzip.compress(part)) for part in files)
    yield sum(len(brotli.compress(part, quality=5)) for part in pages) + sum(map(len, map(brotli.compress, files)))


def test_a_story_with_a_picture_is_readable_in_its_first_fourteen_kilobytes(reader):
    for role in ROLES:
        Group.objects.get_or_create(name=role)
    demo.load(timezone.now())
    article = Article.objects.get(headline__startswith="Port will repay")
    page = read(reader, article)
    assert 'fetchpriority="high"' in page and len(sheets(page)) >= 3
    sizes = list(squeezed([to_the_third_paragraph(page).encode(), *sheets(page)]))
    assert max(sizes) < 14_000, sizes
    assert "application/ld+json" not in to_the_third_paragraph(page)


# In a browser


@pytest.fixture
def page_at(chromium, live_server):
    contexts = []

    def open_at(width, article, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(article.editions.live().get().url)
        return page

    yield open_at
    for context in contexts:
        context.close()


def whole():
    return make_live(
        body=TEXT,
        sources=SOURCES,
        how_reported="We asked.",
        disclosure="We rent.",
        kind="analysis",
        authors=[make_author()],
    )


def width_beyond(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1200, 1440, 2200])
def test_from_1200_pixels_the_margin_holds_it_and_the_text_keeps_its_place(page_at, width):
    article = whole()
    page = page_at(width, article)
    body, margin = page.locator(".body").bounding_box(), page.locator(".trust").bounding_box()
    assert abs(margin["y"] - body["y"]) < 2 and margin["x"] > body["x"] + body["width"] + 30
    assert abs(margin["width"] - 208) < 1 and margin["x"] + margin["width"] <= width
    assert abs(body["x"] + body["width"] / 2 - page.evaluate("document.documentElement.clientWidth") / 2) < 2
    assert width_beyond(page) == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 390, 1024])
def test_below_that_it_follows_the_text(page_at, width):
    page = page_at(width, whole())
    body, below = page.locator(".body").bounding_box(), page.locator(".trust").bounding_box()
    assert below["y"] > body["y"] + body["height"] and width_beyond(page) == 0
    assert all(
        box["height"] >= 24 for box in map(lambda a: a.bounding_box(), page.locator(".trust a, .kind summary").all())
    )


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_meaning_of_a_kind_opens_by_key(page_at):
    page = page_at(390, whole())
    meaning = page.locator(".kind p")
    expect(meaning).to_be_hidden()
    page.locator(".kind summary").focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    assert width_beyond(page) == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_print_has_the_address_the_notices_and_no_ways_on(page_at):
    article = make_article(body=TEXT, sources=SOURCES, disclosure="We rent.", topics=[], section=make_section())
    Correction.objects.create(article=article, text="It left at eight.")
    article.publish(by=None)
    make_live(section=make_section())
    page = page_at(700, article)
    page.emulate_media(media="print")
    for there in (".printed", ".notice", ".declared", ".trust", ".dates", ".wordmark >> nth=0"):
        expect(page.locator(there).first).to_be_visible()
    for gone in (".sections", ".imprint", ".report", ".more", ".skip"):
        for found in page.locator(gone).all():
            expect(found).to_be_hidden()
    address = page.locator(".trust li a").first.evaluate("(link) => getComputedStyle(link, '::after').content")
    assert "https://www.council.example/b.pdf" in address
    colours = page.locator(".body").evaluate(
        "(text) => [getComputedStyle(text).color, getComputedStyle(document.documentElement).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
