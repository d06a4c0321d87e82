"""*Play here*: our own page with a provider's frame, and no more of the outside than that frame."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from playwright.sync_api import expect

from paper.embeds import embed_at, with_embeds
from paper.models import Paper
from tests.test_accessibility import WCAG
from tests.test_embed_card import figure
from tests.test_embeds import ROWS

pytestmark = pytest.mark.django_db

VIDEO = "/embed/youtube/abc-123_z00/"
PAGES = [(name, ident) for name, _, ident, *_ in ROWS]


def get(reader, address=VIDEO):
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


def words(element):
    return " ".join(element.text_content().split())


def policy(answer):
    """{directive: its sources} of an answer's Content-Security-Policy."""
    directives = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


@pytest.mark.parametrize(("name", "ident"), PAGES)
def test_every_embed_has_a_page_with_its_frame_and_the_way_to_the_original(reader, name, ident):
    embed = embed_at(name, ident)
    page = get(reader, reverse("paper:embed", args=[name, ident]))
    (frame,) = page.iter("iframe")
    assert frame.get("src") == embed.frame
    assert frame.get("title") == words(page.find(".//h1")) == embed.words
    assert (frame.get("loading"), frame.get("referrerpolicy")) == ("eager", "strict-origin-when-cross-origin")
    assert frame.get("allowfullscreen") is not None
    assert {"allow-scripts", "allow-same-origin"} <= set(frame.get("sandbox").split())
    (link,) = page.xpath("//main//a[starts-with(@href, 'https:')]")
    assert (link.get("href"), words(link), link.get("rel")) == (embed.address, embed.verb, "noopener")


def test_the_page_says_what_loading_it_means(reader):
    told = words(get(reader).find_class("told")[0])
    assert told == "This page loads a video from YouTube, which learns that you are here."
    told = words(get(reader, f"/embed/spotify-list/show/{'a' * 22}/").find_class("told")[0])
    assert told == "This page loads recordings from Spotify, which learns that you are here."


def test_the_frames_host_is_let_in_and_nothing_else_changes(reader):
    usual, here = policy(reader.get("/authors/masthead/")), policy(reader.get(VIDEO))
    assert "frame-src" not in usual and usual["default-src"] == ["'none'"]
    assert here == usual | {"frame-src": ["https://www.youtube-nocookie.com"]}


@pytest.mark.parametrize(("name", "ident"), PAGES)
def test_each_page_lets_in_its_own_provider_alone(reader, name, ident):
    embed = embed_at(name, ident)
    assert policy(reader.get(embed.url))["frame-src"] == embed.hosts


@pytest.mark.parametrize(
    "address",
    [
        "/embed/", "/embed/youtube/", "/embed/youtube//", "/embed/nobody/abc-123_z00/", "/embed/youtube/abc/", "/embed/youtube/videoseries/",
        "/embed/youtube/abc-123_z00/x/", "/embed/youtube/abc-123_z00.0/", "/embed/youtube/abc%0a123_z00/", "/embed/youtube/%22onload=x/",
        "/embed/soundcloud/https://evil.example/x/", "/embed/vimeo/..%2f..%2f/", f"/embed/vimeo/{'9' * 5000}/", "/embed/vimeo/%D9%A1%D9%A2/",
    ],
)  # fmt: skip
def test_what_no_provider_could_have_is_not_there_and_lets_nobody_in(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 404
    assert "frame-src" not in answer["Content-Security-Policy"] and b"<iframe" not in answer.content


def test_nothing_that_a_link_says_stands_on_the_page(reader):
    plain = reader.get(VIDEO).content
    assert reader.get(f"{VIDEO}?title=Buy+gold&autoplay=1").content == plain


def test_the_page_is_kept_like_any_other_and_is_not_for_search_engines(reader):
    answer = reader.get(VIDEO)
    assert answer["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert not answer.cookies and answer["ETag"] and answer["Vary"] == "Accept-Encoding"
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//script") and not page.xpath("//*[@style]")
    assert reader.post(VIDEO).status_code == 405 and reader.head(VIDEO).status_code == 200


def test_the_page_costs_no_query_once_the_paper_is_in_memory(reader):
    reader.get(VIDEO)
    with CaptureQueriesContext(connection) as queries:
        reader.get(VIDEO)
    assert len(queries) == 0


def test_the_page_carries_the_papers_name_and_a_way_to_its_front(reader):
    Paper.objects.create(name="The Quay Bell")
    page = get(reader)
    assert words(page.find(".//title")) == "Video on YouTube – The Quay Bell"
    assert "The Quay Bell" in [words(link) for link in page.xpath("//main//a[@href='/']")]


# In a browser -------------------------------------------------------------------------------------------

LOOKS = [(1440, "light"), (390, "dark")]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(request):
    width, scheme = request.param
    return {"viewport": {"width": width, "height": 844}, "color_scheme": scheme}


@pytest.fixture
def open_page(chromium, live_server):
    """A page in a fresh context; everything outside the paper answers with an empty page, and is remembered."""
    contexts = []

    def opened(**options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page, page_outside = context.new_page(), []

        def answer(route):
            page_outside.append(route.request.url)
            route.fulfill(content_type="text/html", body="<!doctype html><title>Player</title><p>Player</p>")

        context.route(lambda url: not url.startswith(live_server.url), answer)
        return page, page_outside

    yield opened
    for context in contexts:
        context.close()


def set_story(page, body, language="en", direction="ltr"):
    """Puts a story's body into the open page of ours, which has the sheets that a story with an embed has."""
    page.evaluate(
        "([body, lang, dir]) => { document.querySelector('main').innerHTML = "
        "`<article class='article' lang='${lang}' dir='${dir}'><header><h1>Quay</h1></header><div class='body'>${body}</div></article>` }",
        [body, language, direction],
    )


def barriers(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]


@pytest.mark.parametrize("address", [VIDEO, "/embed/youtube-shorts/abc-123_z00/", "/embed/datawrapper/AbC12/"])
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_has_no_barrier_axe_knows_and_does_not_scroll_sideways(open_page, look, address):
    page, _ = open_page(bypass_csp=True, **look)
    page.goto(address)
    expect(page.frame_locator("iframe").get_by_text("Player")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_card_has_no_barrier_axe_knows_in_any_script_and_its_targets_are_large(open_page, look):
    page, _ = open_page(bypass_csp=True, **look)
    page.goto(VIDEO)
    long = "https://film.example/" + "quay" * 60
    for language, direction, title in (("en", "ltr", "The quay at night"), ("ar", "rtl", "الميناء ليلا")):
        body = with_embeds(figure(title=title) + figure(long, "") + figure(title=""), language)
        set_story(page, body, language, direction)
        expect(page.locator(".embed").first).to_be_visible()
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = page.locator(".embed a").evaluate_all(
            "links => links.filter((link) => link.getBoundingClientRect().height < 24).length"
        )
        assert small == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_frame_loads_under_the_pages_policy_and_another_host_does_not(open_page):
    page, outside = open_page()
    page.goto(VIDEO)
    expect(page.frame_locator("iframe").get_by_text("Player")).to_be_visible()
    assert outside == ["https://www.youtube-nocookie.com/embed/abc-123_z00"]
    refused = page.evaluate(
        "() => new Promise((done) => { addEventListener('securitypolicyviolation', (event) => done(event.blockedURI));"
        "const frame = document.createElement('iframe'); frame.src = 'https://evil.example/'; document.body.append(frame) })"
    )
    assert refused.startswith("https://evil.example") and len(outside) == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_card_is_read_without_asking_anybody_and_play_here_opens_the_frame(open_page):
    page, outside = open_page()
    page.goto("/embed/vimeo/123456789/")
    expect(page.frame_locator("iframe").get_by_text("Player")).to_be_visible()
    asked = len(outside)
    set_story(page, with_embeds(figure()))
    expect(page.get_by_role("link", name="The quay at night on youtube.com")).to_be_visible()
    assert len(outside) == asked
    page.get_by_role("link", name="Play here The quay at night").click()
    expect(page.get_by_role("heading", name="Video on YouTube")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_text("Player")).to_be_visible()
    assert outside[asked:] == ["https://www.youtube-nocookie.com/embed/abc-123_z00"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_print_a_card_is_its_title_and_its_address(open_page):
    page, _ = open_page(bypass_csp=True)
    page.goto(VIDEO)
    set_story(page, with_embeds(figure()))
    page.emulate_media(media="print")
    expect(page.get_by_text("https://www.youtube.com/watch?v=abc-123_z00")).to_be_visible()
    expect(page.get_by_text("Play here")).to_be_hidden()
