"""Figures in a story's body: pictures of ours and what is embedded, with a caption of their own."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper.prose import (
    BIO_TOOLS,
    BODY_TOOLS,
    FIGURE,
    BodyField,
    embeds_in,
    for_page,
    pictures_in,
    plain_text,
    sanitize,
    sanitize_bio,
    word_count,
)

PICTURE = (
    '<figure data-picture="12" data-alt="Ferry at the quay"><figcaption>The <em>Ann</em> at '
    '<a href="/quay/" data-story="7">the quay</a></figcaption></figure>'
)
BARE = '<figure data-picture="12"></figure>'
EMBED = (
    '<figure data-embed="https://video.example/watch?v=abc&amp;t=1"><figcaption>Tides, explained</figcaption></figure>'
)


@pytest.mark.parametrize("figure", [PICTURE, BARE, EMBED, '<figure data-embed="https://video.example/1"></figure>'])
def test_a_figure_stays_between_the_paragraphs_as_it_is(figure):
    assert sanitize(f"<p>a</p>{figure}<p>b</p>") == f"<p>a</p>{figure}<p>b</p>"
    assert sanitize(figure) == figure


@pytest.mark.parametrize(
    ("given_html", "clean"),
    [
        ("<figure data-alt='x' class=big onclick=x() data-picture='12'><img src=/y.jpg></figure>", None),
        ("<figure data-picture=12 data-embed=https://video.example/1></figure>", BARE),
        ("<figure data-picture=12><figcaption> \u200b<br></figcaption></figure>", BARE),
        ("<figure data-picture=12 data-alt=' \u200b '></figure>", BARE),
        ("<figure data-embed=HTTPS://Video.example/1 data-alt=x></figure>", '<figure data-embed="HTTPS://Video.example/1"></figure>'),
        ("<figure data-embed='//video.example/a b'></figure>", '<figure data-embed="https://video.example/a%20b"></figure>'),
        ("<a href=/x><b><figure data-picture=12><figcaption>c</figcaption></figure></b></a>",
         '<figure data-picture="12"><figcaption><a href="/x"><strong>c</strong></a></figcaption></figure>'),
    ],
)  # fmt: skip
def test_of_a_figure_stays_what_it_shows_its_own_words_and_nothing_else(given_html, clean):
    assert sanitize(given_html) == (clean or '<figure data-picture="12" data-alt="x"></figure>')


@pytest.mark.parametrize(
    "attribute",
    [
        "",
        "data-picture=''",
        "data-picture=0",
        "data-picture=012",
        "data-picture=-1",
        "data-picture='1 '",
        "data-picture=٣",
        f"data-picture={'1' * 19}",
        "data-embed=''",
        "data-embed=javascript:alert(1)",
        "data-embed=mailto:desk@example.org",
        "data-embed=/our/own/",
        "data-embed=https://",
        "data-embed=https://[",
        "data-embed=https://user:secret@video.example/",
        "data-embed='https://video.example/\u00a0x'",
        r"data-embed='https://video.example\\x'",
        """data-embed='https://video.example/"x'""",
        f"data-embed=https://video.example/{'x' * 2000}",
    ],
)
def test_a_figure_that_shows_nothing_of_ours_is_only_its_words(attribute):
    html = f"<p>a</p><figure {attribute}><img src=/x.jpg alt=x><figcaption>Words</figcaption></figure><p>b</p>"
    assert sanitize(html) == "<p>a</p><p>Words</p><p>b</p>"


@pytest.mark.parametrize(
    ("caption", "clean"),
    [
        ("one<br>two", "one two"),
        ("<h2>A <b>bold</b></h2><p>one<br><br>two</p>", "A <strong>bold</strong> one two"),
        ("<ul><li>one<li>two</ul>three", "one two three"),
        ("<table><tr><td>one<td>two</table>", "one two"),
        ("<blockquote>one</blockquote><aside class=fact-box><h3>two</h3></aside><hr>", "one two"),
        ("</figcaption><figcaption>two", "two"),
        ("one</figcaption><figcaption>two", "one two"),
        ('<p lang="ar" dir="rtl">ا <span lang="fr">été</span></p>', 'ا <span lang="fr">été</span>'),
        ("<script>x</script>2 &lt; 3 &amp; H<sub>2</sub>O", "2 &lt; 3 &amp; H<sub>2</sub>O"),
        ("<figure><img><figcaption>inner</figcaption></figure>", "inner"),
    ],
)
def test_a_caption_is_one_line_of_words(caption, clean):
    html = sanitize(f"<figure data-picture=12><figcaption>{caption}</figcaption></figure>")
    assert html == f'<figure data-picture="12"><figcaption>{clean}</figcaption></figure>'


def test_words_in_a_figure_beside_its_caption_are_paragraphs_after_it():
    html = "<figure data-picture=12>one<figcaption>two</figcaption><ul><li>three</li></ul></figure>"
    assert sanitize(html) == (
        '<figure data-picture="12"><figcaption>two</figcaption></figure><p>one</p><ul><li>three</li></ul>'
    )


@pytest.mark.parametrize(
    ("given_html", "clean"),
    [
        (
            "<ul><li>a{0}b<ul><li>c{1}</li></ul></li></ul>",
            "<ul><li><p>a</p><p>b</p><ul><li>c</li></ul></li></ul>{0}{1}",
        ),
        ("<blockquote><p>a</p>{0}<p>b</p></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>{0}"),
        ("<aside class=pull-quote>{0}<p>a</p></aside>", '<aside class="pull-quote"><p>a</p></aside>{0}'),
        ("<table><tr><td>a{0}<td>b{1}</table>", "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>{0}{1}"),
        ("<table><tr><td>{0}</table>", "{0}"),
        ("<p>a{0}b</p>", "<p>a</p>{0}<p>b</p>"),
        ("<h2>a{0}</h2>", "<h2>a</h2>{0}"),
        ("<div><section>{0}</section></div>", "{0}"),
        ("<ul><li>{0}</li></ul>", "{0}"),
    ],
)
def test_a_figure_inside_another_block_is_lifted_out_after_it(given_html, clean):
    assert sanitize(given_html.format(PICTURE, BARE) + "<p>z</p>") == clean.format(PICTURE, BARE) + "<p>z</p>"


def test_a_figure_in_a_figure_stands_after_it():
    html = PICTURE.replace("</figcaption>", f" now{EMBED}</figcaption>")
    assert sanitize(html) == PICTURE.replace("</figcaption>", " now</figcaption>") + EMBED


def test_a_tables_caption_stays_before_the_table_and_a_figure_in_it_after():
    html = sanitize(f"<table><caption>T{BARE}</caption><tr><td>1<td>{EMBED}2</table>")
    assert html.startswith("<p><strong>T</strong></p><table>")
    assert html.endswith(f"</table>{BARE}{EMBED}")


def test_what_a_picture_is_called_is_one_line_of_at_most_500_characters():
    figure = sanitize(f'<figure data-picture=12 data-alt="  a\n\u2028b \u0007{"x" * 600}"></figure>')
    said = FIGURE.fullmatch(figure)["alt"]
    assert said.startswith("a b xx") and len(said) == 500
    assert sanitize(figure) == figure


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text())
def test_whatever_a_picture_is_called_the_figure_stays_one_and_stays_the_same(alt, caption):
    marked = "".join(f"&#{ord(sign)};" for sign in alt)
    html = sanitize(f'<figure data-picture="3" data-alt="{marked}"><figcaption>{caption}')
    assert sanitize(html) == html
    assert pictures_in(html) == [3]
    assert "<" not in (FIGURE.search(html)["alt"] or "")


def test_captions_are_read_and_counted_as_paragraphs_and_what_a_picture_is_called_is_not():
    html = f"<p>One two.</p>{PICTURE}{BARE}{EMBED}<hr><p>Three.</p>"
    assert plain_text(html) == "One two.\n\nThe Ann at the quay\n\nTides, explained\n\nThree."
    assert word_count(html) == 10


def test_pictures_and_embeds_are_listed_once_in_the_order_of_the_text():
    html = PICTURE + EMBED + '<p>data-picture="5"</p><figure data-picture="3"></figure>' + BARE + EMBED
    assert pictures_in(html) == [12, 3]
    assert embeds_in(html) == ["https://video.example/watch?v=abc&t=1"]
    assert pictures_in("") == embeds_in("") == []


def test_the_parts_of_a_figure_have_names():
    found = FIGURE.fullmatch(PICTURE)
    caption = 'The <em>Ann</em> at <a href="/quay/" data-story="7">the quay</a>'
    assert found.groupdict() == {"picture": "12", "alt": "Ferry at the quay", "embed": None, "caption": caption}
    assert FIGURE.fullmatch(BARE).groupdict() == {"picture": "12", "alt": None, "embed": None, "caption": None}
    assert FIGURE.fullmatch(EMBED)["embed"] == "https://video.example/watch?v=abc&amp;t=1"


@pytest.mark.parametrize("figure", [PICTURE, BARE, EMBED, PICTURE.replace("<figure", '<figure class="x>"')])
def test_a_figure_that_was_not_filled_in_never_reaches_readers(figure):
    filled = '<figure class="picture"><img src="/1.jpg" alt="a data-picture=&quot;1&quot; b"><figcaption>c</figcaption></figure>'
    assert for_page(f"<p>a</p>{figure}{filled}<p>b</p>") == f"<p>a</p>{filled}<p>b</p>"


def test_a_figure_between_a_heading_and_a_table_takes_the_name_only_while_readers_see_it():
    table = "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    assert 'aria-label="Votes"' in for_page(f"<h2>Votes</h2>{BARE}{table}")
    assert 'aria-label="Table"' in for_page(f"<h2>Votes</h2><figure>x</figure>{table}")


def test_a_bio_has_no_figures():
    assert sanitize_bio(PICTURE + BARE) == '<p>The <em>Ann</em> at <a href="/quay/">the quay</a></p>'
    assert not {"Figure", "Embed"} & set(BIO_TOOLS)
    assert {"Figure", "Embed"} < set(BODY_TOOLS)


@pytest.mark.filterwarnings("error")
def test_the_field_takes_figures_without_a_warning():
    assert BodyField(blank=True).clean(PICTURE, None) == PICTURE
    assert BodyField(blank=True).formfield().widget.render("body", PICTURE)


@pytest.mark.parametrize("html", [BARE * 20_000, "<figure data-picture=1><figcaption>" * 50_000, "<figure " * 100_000])
def test_endless_figures_take_seconds_at_most(html):
    begun = time.process_time()
    clean = sanitize(html)
    pictures_in(clean), for_page(clean), for_page(html)
    assert time.process_time() - begun < 20
