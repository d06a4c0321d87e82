"""The article page: what stands where, and what leaves no trace when it is absent."""

import gzip
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from articles.models import Byline, Edition
from articles.models.takedown import Order
from paper.models import Paper
from tests.makers import ago, make_article, make_author, make_live, make_section, make_topic, utc

pytestmark = pytest.mark.django_db

STYLES = Path(__file__).resolve().parents[1] / "static" / "paper"


def read(reader, article):
    return reader.get(article.editions.live().get().url).content.decode()


def words(page):
    """What one reads, tags gone and spaces folded."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_each_writer_is_a_link_in_order(reader):
    ann, bo = make_author(name="Ann Lee"), make_author(name="Bo Ek")
    page = read(reader, make_live(authors=[bo, ann]))
    assert page.index(f'href="{bo.url}"') < page.index(f'href="{ann.url}"')
    assert re.search(r"By Bo Ek and Ann Lee", words(page))


def test_forty_names_are_all_there_and_three_are_shown(reader):
    authors = [make_author(name=f"Ann Lee the {n:02}th") for n in range(40)]
    page = read(reader, make_live(authors=authors))
    assert "and 37 others" in words(page)
    fold = page.split("<details", 2)[-1]
    assert page.count("<details") >= 1 and "Ann Lee the 03th" in fold
    for author in authors:
        assert author.url in page


def test_other_work_stands_on_its_own_line(reader):
    ann, bo = make_author(name="Ann Lee"), make_author(name="Bo Ek")
    article = make_article(authors=[ann])
    Byline.objects.create(article=article, author=bo, role=Byline.Role.PHOTOGRAPHER, order=9)
    article.publish(by=None)
    assert "Photographs by Bo Ek" in words(read(reader, article))


def test_a_name_is_printed_as_it_was_and_leads_to_where_the_author_is_now(reader):
    author = make_author(name="Ann Lee")
    article = make_live(authors=[author])
    author.name, author.slug = "Ann Marsh", "ann-marsh"
    author.save()
    author.keep(by=None)
    byline = read(reader, article).split('class="byline"')[1].split('class="body"')[0]
    assert "Ann Lee" in byline and 'href="/authors/ann-marsh/"' in byline
    assert reader.get("/authors/ann-lee/")["Location"] == "/authors/ann-marsh/"


def test_times_are_in_words_with_the_zone_and_never_relative(reader):
    Paper.objects.create(time_zone="America/New_York")
    article = make_live(at=utc(2018, 2, 14, 14, 5))
    page = read(reader, article)
    assert "Published 14 February 2018, 09:05 EST" in words(page)
    assert 'datetime="2018-02-14T09:05:00-05:00"' in page
    assert "Updated" not in page and " ago" not in words(page)


def test_updated_stands_only_after_a_material_change(reader, clock):
    article = make_live(at=utc(2018, 2, 14, 14, 5))
    clock.set(utc(2026, 5, 1, 12))
    article.publish(by=None, change=Edition.TYPO)
    assert "Updated" not in read(reader, article)
    clock.set(utc(2026, 5, 1, 12, 30))
    article.publish(by=None)
    assert "Updated 1 May 2026, 12:30 UTC" in words(read(reader, article))


def test_what_is_absent_leaves_no_element(reader):
    page = read(reader, make_live())
    for mark in (
        'class="deck"',
        'class="label"',
        'class="dateline"',
        'class="paid-for"',
        "Topics",
        "More from",
        "Report an error",
        "<h2",
    ):
        assert mark not in page, mark
    assert not re.search(r"<(p|div|span|ul|section|aside|h\d)[^>]*>\s*</\1>", page), "an element with nothing in it"


def test_what_is_there_stands_there(reader):
    Paper.objects.create(corrections_email="desk@quay.example")
    topic = make_topic(name="Ferries")
    article = make_live(
        headline="Ferry late", deck="By an hour", kicker="The quay", dateline="OSTREY", kind="analysis", section=make_section(),
        topics=[topic], source_name="The Tide", canonical_url="https://tide.example/1", authors=[make_author()],
    )  # fmt: skip
    page, text = read(reader, article), words(read(reader, article))
    for expected in ("By an hour", "The quay", "OSTREY", "Analysis", "World", "The Tide"):
        assert expected in text, expected
    assert f'href="{topic.url}"' in page
    assert '<link rel="canonical" href="https://tide.example/1">' in page


def test_an_error_is_reported_with_headline_and_address_filled_in(reader):
    Paper.objects.create(corrections_email="desk@quay.example")
    article = make_live(headline="Rates & “dates”: 50% off?")
    link = unescape(re.search(r'href="(mailto:[^"]+)"', read(reader, article))[1])
    assert link.startswith("mailto:desk@quay.example?")
    assert "Rates & “dates”: 50% off?" in unquote(link) and article.editions.get().url in unquote(link)
    assert "&body=" in link and "50%25" in link


def test_a_sponsored_piece_says_who_paid_before_the_headline(reader):
    page = words(read(reader, make_live(headline="Buy rope", kind="sponsored", sponsor="Rope & Sons")))
    assert page.index("Paid for by Rope & Sons") < page.rindex("Buy rope")


@pytest.mark.parametrize(
    "headline", ["<b>Bold</b> & “brash”", "ثلاث سفن 3 ships", "Pneumono" * 8, "🚢 Ship", "One", "word " * 25]
)
def test_any_headline_is_printed_as_it_was_written(reader, headline):
    page = read(reader, make_live(headline=headline))
    assert unescape(re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]).strip() == headline.strip()
    assert "<b>Bold" not in page


def test_a_story_says_its_language_and_direction(reader):
    page = read(reader, make_live(language="ar", headline="سفن"))
    assert re.search(r'<article[^>]*lang="ar"[^>]*dir="rtl"', page)


def test_a_story_hidden_from_search_engines_says_so(reader):
    assert '<meta name="robots" content="noindex">' in read(reader, make_live(noindex=True))
    assert "noindex" not in read(reader, make_live())


def test_an_author_without_a_bio_is_a_line_and_no_box(reader):
    page = read(reader, make_live(authors=[make_author(name="Ann Lee")]))
    assert "author-card" not in page and "author-line" in page


def test_up_to_three_bios_stand_under_a_story_and_more_people_are_named(reader):
    authors = [make_author(name=f"Ann {n}", bio=f"<p>Bio number {n}.</p>", position="Reporter") for n in range(4)]
    assert read(reader, make_live(authors=authors[:3])).count("Bio number") == 3
    page = read(reader, make_live(authors=authors)).partition("<script")[0]
    assert "Bio number" not in page and page.count("Reporter") == 4


def test_a_story_that_the_paper_signs_says_so_everywhere(reader):
    Paper.objects.create(name="The Quay Bell")
    article = make_live(signed_by_house=True, section=make_section())
    page = read(reader, article)
    assert "By The Quay Bell" in words(page) and "author-card" not in page
    assert article.editions.get().credits == []
    for address in ("/", "/latest/", article.section.url):
        assert "By The Quay Bell" in words(reader.get(address).content.decode()), address


def test_a_leader_that_the_paper_signs_has_its_name_above_the_headline(reader):
    Paper.objects.create(name="The Quay Bell")
    page = read(reader, make_live(signed_by_house=True, kind="opinion", headline="Open the harbour"))
    assert re.search(r'class="writer"><span class="name">The Quay Bell</span>', page)
    assert "By The Quay Bell" not in words(page)
    assert '<p class="writer">The Quay Bell</p>' in reader.get("/latest/").content.decode()


def test_the_paper_signs_only_where_nobody_else_does(reader):
    Paper.objects.create(name="The Quay Bell")
    page = words(read(reader, make_live(signed_by_house=True, authors=[make_author(name="Ann Lee")])))
    assert "By Ann Lee" in page and "By The Quay Bell" not in page


@pytest.mark.parametrize(
    ("status", "heading"), [(410, "No longer published"), (451, "Not available for legal reasons")]
)
def test_a_story_that_was_taken_down_says_what_the_desk_wrote(reader, status, heading):
    article = make_live(headline="Boats", at=ago(days=1))
    address = article.editions.get().url
    article.take_down(Order("An order.", public_line="A <court> said so.", status=status), by=None)
    answer = reader.get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    assert f"<h1>{heading}</h1>" in page and "A &lt;court&gt; said so." in page and "Boats" not in page


def test_a_story_that_was_taken_down_without_a_word_still_says_something(reader):
    article = make_live(headline="Boats", at=ago(days=1))
    address = article.editions.get().url
    article.take_down(Order("An order."), by=None)
    assert "There was a story at this address." in words(reader.get(address).content.decode())


def test_an_article_and_its_styles_are_under_25_kilobytes(reader):
    author = make_author(bio="<p>Ann Lee has counted gulls since 2009.</p>")
    section = make_section()
    for _ in range(4):
        make_live(section=section, at=ago(days=2))
    body = "".join(
        f"<p>{' '.join(f'word{n * 40 + i}' for i in range(40))}.</p>" for n in range(20)
    )  # 800 words, all different
    page = read(reader, make_live(body=body, section=section, authors=[author]))
    styles = [(STYLES / name).read_bytes() for name in ("reader.css", "story.css")]
    assert sum(len(gzip.compress(part)) for part in (page.encode(), *styles)) < 25_000


def test_a_table_scrolls_in_a_named_region(reader):
    page = read(reader, make_live(body="<h2>Landings</h2><table><tr><th>Boat</th></tr><tr><td>Eel</td></tr></table>"))
    assert '<section class="table" tabindex="0" aria-label="Landings">' in page
