"""Cleaning and reading the body of a story and the bio of an author."""

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paper.difference import blocks
from paper.prose import (
    BIO_TOOLS,
    BODY_TOOLS,
    FIGURE,
    BioField,
    BodyField,
    for_page,
    from_plain_text,
    plain_text,
    sanitize,
    sanitize_bio,
    word_count,
)

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


class Tags(HTMLParser):
    """Every tag and attribute a text contains, as (tag, attribute) and (tag, None)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str | None]] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found |= {(tag, None), *((tag, name) for name, _ in attrs)}
        self.links += [value or "" for name, value in attrs if name == "href"]


def allowed(tools) -> set[tuple[str, str | None]]:
    pairs = [(tag, name) for tags in tools.values() for tag, names in tags.items() for name in [None, *names]]
    return set(pairs)


def assert_clean(html: str, tools=BODY_TOOLS) -> None:
    tags = Tags(html)
    assert tags.found <= allowed(tools)
    for link in tags.links:
        assert re.match(r"(https?://|mailto:|(?![a-zA-Z][a-zA-Z0-9+.-]*:))", link, re.IGNORECASE), link


def sample(path: str) -> str:
    file = SAMPLES / path
    if not file.exists():
        pytest.skip(f"{path} of the shared samples is not here")
    return file.read_text(encoding="utf-8", errors="surrogateescape")


@pytest.mark.parametrize(
    ("given_html", "clean"),
    [
        ("<b>bold</b> and <i>italic</i>", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("<h1>One</h1><h2>Two</h2><h5>Five</h5>", "<h2>One</h2><h2>Two</h2><h3>Five</h3>"),
        ("<h2>A <b>bold</b><br>heading</h2>", "<h2>A bold heading</h2>"),
        ("<div>one</div><div>two</div>three", "<p>one</p><p>two</p><p>three</p>"),
        ("<p></p><p> &nbsp;\u200b</p><p><br></p><p>x</p><ul><li></li></ul>", "<p>x</p>"),
        ("<p>one<br><br>two<br>three<br></p>", "<p>one</p><p>two<br>three</p>"),
        ("<p>  spread \n  out  </p>", "<p>spread out</p>"),
        ("<b><p>one</p><p>two</p></b>", "<p><strong>one</strong></p><p><strong>two</strong></p>"),
        ("<strong>a</strong> <strong>b</strong>", "<p><strong>a b</strong></p>"),
        ("<p><strong>a<br>b</strong></p>", "<p><strong>a<br>b</strong></p>"),
        ("<ul><li><p>one</p></li><li>two<ol><li>three</ol></ul>", None),
        ("<ul><li>one</li><ul><li>two</li></ul></ul>", "<ul><li>one<ul><li>two</li></ul></li></ul>"),
        ("<ul><ul><ul><li>deep</li></ul></ul></ul>", "<ul><li>deep</li></ul>"),
        (
            "<ol start='3'><li>c</ol><ol start='1'><li>a</ol>",
            '<ol start="3"><li>c</li></ol><ol><li>a</li></ol>',
        ),
        ("<blockquote>Said<h2>she</h2></blockquote>", "<blockquote><p>Said</p><p>she</p></blockquote>"),
        ("<aside class='pull-quote big'>Q</aside>", '<aside class="pull-quote"><p>Q</p></aside>'),
        ("<aside class='fact-box'><h2>F</h2>x</aside>", '<aside class="fact-box"><h3>F</h3><p>x</p></aside>'),
        ("<aside class='ad'>words</aside>", "<p>words</p>"),
        ("<p>a</p><hr><p>b</p>", "<p>a</p><hr><p>b</p>"),
        ("H<sub>2</sub>O and x<sup>2</sup>", "<p>H<sub>2</sub>O and x<sup>2</sup></p>"),
        ("<p>kept <del>struck</del><s>out</s></p>", "<p>kept</p>"),
        ("<p>He said <q>yes</q></p>", "<p>He said “yes”</p>"),
        ("<p lang='ar' dir='rtl'>ا</p>", '<p lang="ar" dir="rtl">ا</p>'),
        ("<p><span lang='fr'>été</span> <span class='x'>y</span></p>", '<p><span lang="fr">été</span> y</p>'),
        ("<p lang='\"x' dir='up'>z</p>", "<p>z</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("nul\x00 bell\x07 end", "<p>nul bell end</p>"),
        ("\ud800lone", "<p>lone</p>"),
    ],
)
def test_html_of_any_kind_becomes_a_storys(given_html, clean):
    if clean is None:
        clean = "<ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>"
    assert sanitize(given_html) == clean


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("/2018/02/14/story/", "/2018/02/14/story/"),
        ("//example.org/x", "https://example.org/x"),
        ("javascript:alert(1)", None),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("tel:123", None),
        ("https://", None),
        ("https://[", None),
        ("#_ftn1", None),
        ("", None),
    ],
)
def test_links_lead_to_the_web_to_mail_or_to_our_own_pages(href, kept):
    html = sanitize(f'<a href="{href}" target="_blank" onclick="x()">there</a>')
    assert html == (f'<p><a href="{kept}">there</a></p>' if kept else "<p>there</p>")


def test_a_link_says_that_it_is_paid_and_nothing_else():
    html = sanitize('<a href="/x" rel="noopener sponsored">x</a>')
    assert html == '<p><a href="/x" rel="sponsored">x</a></p>'


def test_rows_of_headings_are_the_head_of_a_table():
    html = sanitize("<table><tr><th>Year<th>Dead<tr><th>2017<td>14</table>")
    assert html == (
        '<table><thead><tr><th scope="col">Year</th><th scope="col">Dead</th></tr></thead>'
        '<tbody><tr><th scope="row">2017</th><td>14</td></tr></tbody></table>'
    )


def test_a_tables_caption_stays_as_the_line_before_it():
    html = sanitize("<table><caption>The dead</caption><tr><td>1<td>2</table>")
    assert html.startswith("<p><strong>The dead</strong></p><table>")


def test_the_rows_of_a_table_are_equally_wide_and_no_cell_reaches_out_of_it():
    html = sanitize("<table><tr><td rowspan=9 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e</table>")
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    assert rows == [
        '<td colspan="2" rowspan="3">a</td><td>b</td><td></td>',
        "<td>c</td><td></td>",
        "<td>d</td><td>e</td>",
    ]


def test_a_table_of_one_cell_was_only_a_frame():
    assert sanitize("<table><tr><td><p>a</p><p>b</p></table>") == "<p>a</p><p>b</p>"


def test_a_bio_has_paragraphs_links_and_emphasis_only():
    html = sanitize_bio("<h2>Jo</h2><ul><li><b>Writes</b></li></ul><sub>x</sub><p lang=fr><a href=/y>y</a><br>z</p>")
    assert html == '<p>Jo</p><p><strong>Writes</strong></p><p>x</p><p><a href="/y">y</a><br>z</p>'


def test_struck_and_hidden_words_are_not_text():
    assert plain_text("<script>x</script><style>y</style><p>z <del>no</del></p>") == "z"


def test_plain_text_keeps_paragraphs_lines_items_and_cells_apart():
    html = "<h2>H</h2><p>a<br>b</p><ul><li>c<ul><li>d</ul></ul><table><tr><td>1<td>2<tr><td>3<td>4</table>"
    assert plain_text(html) == "H\n\na\nb\n\nc\nd\n\n1\t2\n3\t4"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p>It’s a well-known 2,000-word text — or two…</p><p>Yes</p>", 8),
        ("<p>one</p><p>two</p>", 2),
        ("<p>dash—joined</p>", 2),
        ("<p>漢字 and kana かな</p>", 6),
        ("<p>كلمة وأخرى</p>", 2),
    ],
)
def test_words_are_counted_as_a_reader_reads_them(html, words):
    assert word_count(html) == words


def test_plain_paragraphs_become_html_and_come_back():
    paragraphs = ["One & <two>", " ", "Three\nfour"]
    assert from_plain_text(paragraphs) == "<p>One &amp; &lt;two&gt;</p><p>Three four</p>"
    assert plain_text(from_plain_text(paragraphs)) == "One & <two>\n\nThree four"


def table(cell: str) -> str:
    return f"<table><tbody><tr><td>{cell}</td><td>2</td></tr></tbody></table>"


def test_the_page_puts_each_table_in_a_named_region():
    opening = '<section class="table" tabindex="0" aria-label='
    assert for_page(table("1")) == f'{opening}"Table">{table("1")}</section>'
    html = for_page("<h2>The <em>“dead”</em> &amp; gone</h2>" + table("1") + "<p>x</p>" + table("2"))
    assert f'{opening}"The “dead” &amp; gone">' in html
    assert f'{opening}"Table 2">' in html
    assert html.count("</section>") == 2


def test_pull_quotes_and_fact_boxes_are_boxes_and_no_landmarks_on_the_page():
    html = '<aside class="pull-quote"><p>a</p></aside><aside class="fact-box"><h3>b</h3></aside>'
    assert for_page(html) == '<div class="pull-quote"><p>a</p></div><div class="fact-box"><h3>b</h3></div>'


def test_two_regions_of_a_page_never_share_a_name():
    html = for_page(("<p><strong>Votes</strong></p>" + table("1")) * 2)
    assert re.findall('aria-label="(.*?)"', html) == ["Votes", "Votes (2)"]


def test_a_heading_further_up_does_not_name_a_table():
    html = for_page("<h2>Far</h2><p>x</p>" + table("1"))
    assert 'aria-label="Table"' in html


def test_without_tables_the_page_shows_the_body_as_it_is():
    html = sanitize("<h2>a</h2><p>b</p><ul><li>c</li></ul>")
    assert for_page(html) == html


PIECES = st.sampled_from(
    """a b; ;\n;\u00a0;<p>;</p>;<b>;</b>;<i>;<em>;</em>;<strong>;<a href=/x>;<a href=http://e.org rel=ugc>;<a href=/x data-story=7>;</a>;
<br>;<hr>;<ul>;</ul>;<ol start=4>;</ol>;<li>;</li>;<table>;</table>;<caption>;<tr>;<td>;<th>;<td rowspan=3>;
<td colspan=2>;</td>;<thead>;<tbody>;<h1>;<h3>;</h3>;<blockquote>;</blockquote>;<div>;</div>;<q>;</q>;
<aside class=pull-quote>;<aside class=fact-box>;</aside>;<span lang=fr>;<span dir=rtl>;</span>;<sub>;<sup>;
</sup>;<figure data-picture=12 data-alt="A &lt;b&gt; &quot;c&quot;">;<figure data-picture=12 data-alt=' '>;<figure data-picture=0>;
<figure data-embed="https://e.org/?a=1&amp;b='2'">;</figure>;<figcaption>;</figcaption>;<svg>;<math>;<style>;</style>;<template>;<select>;<form>;<del>;</del>;<!--;-->;&lt;;&nbsp;;&;<;>;<x-y>;
";';\u2028;\u200b;\x00;\ufffe""".replace(";\n<", ";<").split(";")
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("<table><tr><td rowspan=3>a<td>b<tr><td colspan=2>c")
@example("<ul><li>a<figure data-picture=12><figcaption>b<table><tr><td><figure data-picture=7><li>c<p>d")
def test_cleaning_twice_changes_nothing(html):
    once = sanitize(html)
    assert_clean(once)
    assert sanitize(once) == once
    assert "<figure" not in FIGURE.sub("", once)
    assert "<figure" not in "".join(block for block in blocks(once) if not FIGURE.fullmatch(block))
    assert for_page(once) == for_page(FIGURE.sub("", once))
    bio = sanitize_bio(html)
    assert_clean(bio, BIO_TOOLS)
    assert sanitize_bio(bio) == bio


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_is_cleaned_without_an_error(text):
    once = sanitize(text)
    assert sanitize(once) == once
    assert word_count(text) >= 0


@pytest.mark.parametrize(
    "html",
    [
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x()&gt;'>",
        "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
        "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
        "<aside class='pull-quote' onmouseover=alert(1)>x</aside>",
    ],
)
def test_markup_that_mutates_when_parsed_again_stays_harmless(html):
    once = sanitize(html)
    assert_clean(once)
    assert sanitize(once) == once


def test_every_known_injection_is_cleaned():
    for line in sample("xss-payloadbox/Intruder/xss-payload-list.txt").splitlines():
        once = sanitize(line)
        assert_clean(once)
        assert sanitize(once) == once


def test_every_naughty_string_is_cleaned():
    for line in json.loads(sample("naughty-blns/blns.json")):
        once = sanitize(line)
        assert_clean(once)
        assert sanitize(once) == once
        assert_clean(sanitize_bio(line), BIO_TOOLS)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<ul><li>" * 100_000 + "x",
        "<" * 1_000_000,
        "<p>word " * 200_000,
        "<b><i>" * 50_000 + "x",
    ],
    ids=["divs", "lists", "brackets", "paragraphs", "marks"],
)
def test_megabytes_and_endless_nesting_take_seconds_at_most(html):
    begun = time.process_time()
    assert_clean(sanitize(html))
    assert time.process_time() - begun < 20


def test_what_is_nested_too_deep_keeps_its_words():
    assert sanitize("<div>" * 400 + "one &amp; two<b>three") == "<p>one &amp; two</p><p>three</p>"


def test_the_fields_are_plain_text_to_migrations():
    for model_field in (BodyField(blank=True), BioField(blank=True)):
        _, path, args, kwargs = model_field.deconstruct()
        assert (path, args, kwargs) == ("django.db.models.TextField", [], {"blank": True})


def test_a_field_cleans_what_a_form_brings_and_what_goes_to_the_table():
    assert BodyField(blank=True).clean("<h1>x</h1><script>y</script>", None) == "<h2>x</h2>"
    assert BioField(blank=True).clean("<h1>x</h1>", None) == "<p>x</p>"
    assert BodyField().get_db_prep_save("<b>x</b>", connection=None) == "<p><strong>x</strong></p>"


def test_the_editor_offers_what_the_sanitiser_keeps():
    attributes = BodyField().formfield().widget.get_context("body", "", {})["widget"]["attrs"]
    assert json.loads(attributes["data-django-prose-editor-news"]) == {"extensions": list(BODY_TOOLS)}
