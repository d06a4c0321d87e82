"""The card of an embed in a story: it names who plays it, leads there and to our own page, and loads nothing."""

import pytest
from lxml import html

from paper.embeds import with_embeds
from paper.models import Paper
from paper.prose import for_page, sanitize
from tests.test_embeds import ROWS


def figure(address="https://youtu.be/abc-123_z00", title="The quay at night"):
    caption = f"<figcaption>{title}</figcaption>" if title else ""
    return f'<p>Before.</p><figure data-embed="{address}">{caption}</figure><p>After.</p>'


def card(clean, language=""):
    (found,) = html.fromstring(f"<div>{with_embeds(clean, language)}</div>").find_class("embed")
    return found


def words(element):
    return " ".join(element.text_content().split())


@pytest.fixture
def english():
    return Paper(language="en")


@pytest.fixture(autouse=True)
def the_paper(monkeypatch, english):
    monkeypatch.setattr("paper.current", lambda: english)


def test_a_card_names_the_provider_the_title_and_the_host_and_leads_to_both_pages():
    found = card(figure())
    there, here = found.iter("a")
    assert words(found.find_class("label")[0]) == "YouTube"
    assert words(there) == "The quay at night on youtube.com"
    assert (there.get("href"), there.get("rel")) == ("https://www.youtube.com/watch?v=abc-123_z00", "noopener")
    assert (words(here), here.get("href")) == ("Play here The quay at night", "/embed/youtube/abc-123_z00/")
    assert words(found.find_class("printed")[0]) == there.get("href")


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[2]}" for row in ROWS])
def test_a_card_loads_nothing_and_runs_nothing(row):
    loading = {"src", "srcset", "data", "poster", "action", "style", "background", "ping"}
    for element in card(figure(row[3].replace("&", "&amp;"))).iter():
        assert element.tag in ("div", "p", "a", "span", "bdi")
        assert not loading & set(element.keys()) and not any(name.startswith("on") for name in element.attrib)


def test_charts_maps_and_documents_are_shown_and_not_played():
    assert "Show here Landings" in words(card(figure("https://datawrapper.dwcdn.net/AbC12/", "Landings")))
    assert not card(figure("https://datawrapper.dwcdn.net/AbC12/")).find_class("play")
    assert card(figure()).find_class("play")


@pytest.mark.parametrize("title", ["", " ", "<em></em>", "&nbsp;"])
def test_a_card_without_a_title_says_what_it_is(title):
    assert words(card(figure(title=title))).startswith("YouTube Video on YouTube on youtube.com")


def test_markup_in_a_title_is_text():
    found = card(figure(title="Tide &amp; <em>quay</em> &lt;script&gt;<br>&quot;late&quot;"))
    assert words(next(found.iter("bdi"))) == 'Tide & quay <script> "late"'


def test_an_address_that_no_provider_knows_is_a_plain_link():
    found = card(figure("https://film.example/quay?a=1&amp;b=2"))
    (link,) = found.iter("a")
    assert (words(link), link.get("href")) == ("The quay at night on film.example", "https://film.example/quay?a=1&b=2")
    assert link.get("rel") == "noopener" and not found.find_class("label")
    assert words(next(card(figure("https://film.example/quay", "")).iter("a"))).startswith("https://film.example/quay")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "", "https://", "data:text/html,x"])
def test_an_address_that_leads_nowhere_leaves_the_words(address):
    found = card(figure(address))
    assert words(found) == "The quay at night" and not list(found.iter("a"))
    assert with_embeds(figure(address, "")) == "<p>Before.</p><p>After.</p>"


def test_our_words_are_in_the_papers_language_and_the_title_in_the_storys():
    found = card(figure(title="الميناء ليلا"), "ar")
    ours = [element for element in found.iter() if element.get("lang") == "en"]
    assert {words(element) for element in ours} >= {"YouTube", "on youtube.com"}
    assert all(element.get("dir") == "ltr" for element in ours)
    bdi, unseen, _ = found.iter("bdi")
    assert bdi.get("lang") is None and unseen.get("lang") == "ar"
    assert not [element for element in card(figure(), "en").iter() if element.get("lang")]
    assert card(figure(title=""), "ar").xpath("string(.//a/bdi[@lang='en'])") == "Video on YouTube"


def test_each_embed_has_its_card_and_other_figures_stay():
    picture = '<figure data-picture="7"><figcaption>Boats</figcaption></figure>'
    filled = with_embeds(figure() + picture + figure("https://vimeo.com/123456789"))
    assert filled.count('class="embed"') == 2 and picture in filled
    assert with_embeds("<p>Words.</p>") == "<p>Words.</p>"


def test_a_story_keeps_an_embed_from_the_desk_to_the_page():
    clean = sanitize(figure("https://www.youtube.com/watch?v=abc-123_z00&amp;t=90s"))
    found = card(clean)
    assert 'href="/embed/youtube/abc-123_z00.90/"' in for_page(with_embeds(clean))
    assert next(found.iter("a")).get("href") == "https://www.youtube.com/watch?v=abc-123_z00&t=90s"
