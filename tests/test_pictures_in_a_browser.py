"""Pictures in Chromium: nothing moves when they come, a phone loads little, and each fits its place."""

import gzip
from io import BytesIO
from time import sleep

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from articles.models import Article
from tests.makers import ago, make_author, make_live, make_section
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.test_accessibility import WCAG

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage"),
]

SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((seen) => seen.getEntries().forEach((entry) => window.shifts.push({
        value: entry.value, what: entry.sources.map((source) => source.node && (source.node.className || source.node.nodeName)),
    }))).observe({ type: "layout-shift", buffered: true });
"""
SCROLL = """async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 300) {
        scrollTo(0, y);
        await new Promise((done) => setTimeout(done, 60));
    }
}"""
LOADED = "() => [...document.images].filter((image) => image.checkVisibility()).every((image) => image.complete)"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


def lifelike(width, height):
    """A file that weighs what a photograph full of detail does: as much of it at every scale."""
    image = Image.new("RGB", (width, height), "grey")
    for step in reversed(range(7)):
        detail = Image.effect_noise((width >> step, height >> step), 60).resize(
            (width, height), Image.Resampling.BICUBIC
        )
        image = Image.blend(image, detail.convert("RGB"), 0.2)
    made = BytesIO()
    image.save(made, "JPEG", quality=90)
    return made.getvalue()


def weight(answer):
    """Bytes on the way to the reader: text is compressed there, as it is not by the tests' server."""
    body = answer.body()
    return len(body if "/pictures/" in answer.url else gzip.compress(body))


def paper_with_pictures():
    """Stories with a lead picture, figures of every form and a portrait: the addresses of those whose lead is wide, upright
    and small."""
    section, author = (
        make_section(),
        make_author(bio="<p>Ann Lee counts gulls.</p>", portrait=make_picture(rendered=True)),
    )
    author.keep(by=None)
    shapes = [(1500, 1000), (900, 1200), (300, 240), (400, 1600)]
    pictures = [make_picture(width=width, height=height, rendered=True) for width, height in shapes]
    text = f"<p>{'The ferry left the quay. ' * 40}</p>"
    body = text + text.join(f'<figure data-picture="{picture.pk}"></figure>' for picture in pictures) + text
    for n in range(9):
        lead = pictures[n % 4]
        kind = "opinion" if n > 6 else "news"
        make_live(
            lead_picture=lead,
            kind=kind,
            section=section,
            authors=[author],
            body=body,
            deck="Late.",
            at=ago(minutes=n + 1),
        )
    return [story.editions.get().url for story in Article.objects.order_by("-first_published_at")[:3]]


def tab_of(chromium, server, viewport, **settings):
    return chromium.new_context(viewport=viewport, base_url=server.url, **settings).new_page()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_when_the_pictures_come(chromium, live_server, viewport):
    stories = paper_with_pictures()
    tab = tab_of(chromium, live_server, viewport)
    tab.add_init_script(SHIFTS)
    tab.route("**/pictures/**", lambda route: (sleep(0.15), route.continue_()))
    for address in ("/", *stories, "/world/", "/authors/ann-lee/"):
        tab.goto(address, wait_until="domcontentloaded")
        tab.evaluate(SCROLL)
        tab.wait_for_function(LOADED)
        assert tab.evaluate("window.shifts") == [], address
    tab.context.close()


def test_a_story_with_its_lead_picture_is_light_on_a_phone(chromium, live_server):
    picture = make_picture(data=lifelike(2400, 1600), rendered=True)
    words = " ".join(f"word{n}" for n in range(800))
    article = make_live(lead_picture=picture, body=f"<p>{words}</p>", section=make_section(), authors=[make_author()])
    tab = tab_of(chromium, live_server, PHONE, device_scale_factor=2, is_mobile=True)
    answers = []
    tab.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright keeps a note on what it calls)
    tab.goto(article.editions.get().url, wait_until="networkidle")
    (chosen,) = [answer for answer in answers if "/pictures/" in answer.url]
    assert chosen.header_value("content-type") == "image/avif"
    loaded = {answer.url: weight(answer) for answer in answers}
    assert loaded[chosen.url] > 40_000 and sum(loaded.values()) < 120_000, loaded
    tab.context.close()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_each_picture_keeps_to_its_place(chromium, live_server, viewport):
    wide, upright, small = paper_with_pictures()
    tab = tab_of(chromium, live_server, viewport)
    tab.goto(wide)
    lead = tab.locator("article > .picture img").bounding_box()
    assert lead["width"] == pytest.approx(min(viewport["width"], 864), abs=1)
    assert lead["height"] == pytest.approx(lead["width"] / 1.5, abs=2)
    boxes = [image.bounding_box() for image in tab.locator(".body .picture img").all()]
    assert all(box["width"] <= 576 for box in boxes) and boxes[2]["width"] == 300, "nothing is blown up"
    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"], "no sideways scroll"
    tab.goto(upright)
    lead = tab.locator("article > .picture.upright img").bounding_box()
    assert lead["height"] <= viewport["height"] * 0.8 + 1
    tab.goto(small)
    assert tab.locator("article > .picture img").bounding_box()["width"] == 300
    tab.context.close()


def test_a_phone_does_not_load_the_picture_of_a_second(chromium, live_server):
    paper_with_pictures()
    tab = tab_of(chromium, live_server, PHONE)
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("/", wait_until="networkidle")
    tab.evaluate(SCROLL)
    second = tab.locator(".seconds .picture img")
    assert second.get_attribute("src") and not second.evaluate("(image) => image.checkVisibility() || image.currentSrc")
    tab.context.close()


def test_pictures_are_printed_no_higher_than_half_a_page(chromium, live_server):
    wide, upright, _ = paper_with_pictures()
    tab = tab_of(chromium, live_server, {"width": 657, "height": 985})  # a sheet of A4 without its margins
    for address in (wide, upright):
        tab.goto(address, wait_until="networkidle")
        tab.emulate_media(media="print")
        boxes = [image.bounding_box() for image in tab.locator("figure img").all()]
        assert len(boxes) == 5
        assert all(box["height"] <= 985 / 2 and box["x"] >= 0 and box["x"] + box["width"] <= 658 for box in boxes), (
            boxes
        )
    tab.context.close()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone-dark", "desk-light"])
def test_pages_with_pictures_have_no_barrier_axe_knows(chromium, live_server, viewport, scheme):
    wide, upright, _ = paper_with_pictures()
    sourced = make_picture(caption="", source_url="https://agency.example/1")
    linked = make_live(lead_picture=sourced, at=ago(days=2)).editions.get().url
    tab = tab_of(chromium, live_server, viewport, color_scheme=scheme, bypass_csp=True)
    for address in ("/", wide, upright, linked, "/world/", "/authors/ann-lee/"):
        tab.goto(address, wait_until="networkidle")
        found = Axe().run(tab, options=WCAG).response["violations"]
        assert not found, (address, [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found])
    tab.context.close()
