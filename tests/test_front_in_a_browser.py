"""Fronts in Chromium: what stands where at each width, what a phone shows first, and what the keyboard reaches."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import BreakingLine
from paper.models import Paper
from tests.makers import ago, ahead, make_author, make_live, make_section
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.test_accessibility import WCAG

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage"),
]

LONG = "Assembly votes by one to keep the barrage, " * 7


@pytest.fixture
def paper():
    """A day of a paper: ten sections, one with two below it; opinion; two pictures; a headline nobody would print."""
    Paper.objects.create(name="The Ostrey Semaphore", tagline="Read from the quay", corrections_email="a@quay.example")
    sections, ann = [make_section(name=f"Part {n}", order=n) for n in range(10)], make_author()
    for name in ("City", "Coast"):
        make_section(name=name, parent=sections[0])
    for n in range(60):
        kind = "opinion" if n % 7 == 6 else "news"
        picture = make_picture(rendered=True, width=960) if n in (0, 2) else None
        headline = LONG if n == 12 else f"Ferry number {n} leaves the north quay an hour late"
        make_live(headline=headline, deck="The tide would not wait.", kind=kind, authors=[ann], section=sections[n % 10],
                  lead_picture=picture, at=ago(minutes=n + 1), kicker="Harbour")  # fmt: skip
    text = "Swing bridge shut by an eel: buses go round by the hill until the tide has turned"
    return BreakingLine.objects.announce(text, by=None, until=ahead(hours=2))


def tab_at(chromium, server, width, **settings):
    height = 844 if width < 500 else 900
    return chromium.new_context(viewport={"width": width, "height": height}, base_url=server.url, **settings).new_page()


def box(tab, path):
    return tab.locator(path).first.bounding_box()


def share_of(tab, path):
    """How many of twelve columns it is wide."""
    whole = box(tab, ".front")["width"]
    column = (whole - 11 * 32) / 12
    return round((box(tab, path)["width"] + 32) / (column + 32), 1)


def test_on_a_desk_the_lead_has_six_columns_the_seconds_three_and_the_rail_three(chromium, live_server, paper):
    tab = tab_at(chromium, live_server, 1440)
    tab.goto("/")
    assert [share_of(tab, path) for path in (".lead-column", ".seconds", ".rail")] == [6, 3, 3]
    opinion, latest = box(tab, ".voices"), box(tab, ".newest")
    assert opinion["x"] == latest["x"] and latest["y"] > opinion["y"] + opinion["height"]
    assert {box(tab, path)["y"] for path in (".lead-column", ".seconds", ".rail")} == {box(tab, ".front .picture")["y"]}
    tab.context.close()


@pytest.mark.parametrize("width", [1800, 2200])
def test_on_a_wide_desk_opinion_and_latest_stand_side_by_side(chromium, live_server, paper, width):
    tab = tab_at(chromium, live_server, width)
    tab.goto("/")
    assert box(tab, ".voices")["y"] == box(tab, ".newest")["y"]
    assert box(tab, ".front")["width"] <= 104 * 16
    tab.context.close()


@pytest.mark.parametrize(("width", "most"), [(320, 112), (390, 112), (768, 168), (1024, 168), (1440, 168)])
def test_the_masthead_is_low_and_nothing_scrolls_sideways(chromium, live_server, paper, width, most):
    tab = tab_at(chromium, live_server, width)
    for url in ("/", "/part-0/", "/part-0/city/", "/latest/", "/nope/"):
        tab.goto(url)
        masthead = tab.evaluate(
            """() => document.querySelector(".masthead").offsetHeight - (document.querySelector(".breaking")?.offsetHeight || 0)"""
        )
        assert masthead <= most, url
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, url
    tab.context.close()


def test_a_phone_shows_the_leads_headline_first_and_few_pictures(chromium, live_server, paper):
    tab = tab_at(chromium, live_server, 390)
    tab.goto("/")
    headline = box(tab, ".lead-column h3")
    assert headline["y"] + headline["height"] < 844
    shown = "() => [...document.querySelectorAll('main .picture')].filter((each) => each.checkVisibility()).map((each) => each.closest('.lead-column, .band')?.className)"
    assert tab.evaluate(shown)[0] == "lead-column" and None not in tab.evaluate(shown)
    tab.context.close()


def test_the_menu_opens_without_script_and_has_every_section(chromium, live_server, paper):
    for width in (390, 1440):
        tab = tab_at(chromium, live_server, width, java_script_enabled=False)
        tab.goto("/")
        tab.locator(".menu summary").click()
        tab.locator(".menu").get_by_role("link", name="Coast").wait_for()
        box_of = box(tab, ".menu a")
        assert box_of["height"] >= (44 if width < 500 else 36)
        tab.context.close()


def test_the_keyboard_reads_the_front_in_its_order_and_sees_where_it_is(chromium, live_server, paper):
    tab = tab_at(chromium, live_server, 1440)
    tab.goto("/")
    seen = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        seen.append(tab.evaluate(
            """() => { const at = document.activeElement, box = at.getBoundingClientRect();
                const ring = [at, "::after"].map((part) => part === at ? getComputedStyle(at) : getComputedStyle(at, part));
                return [at.textContent.trim(), ring.some((style) => style.outlineStyle !== "none" && style.outlineWidth !== "0px"),
                        box.top >= 0 && box.top < innerHeight, at.closest(".lead-column, .seconds, .voices, .newest, header, .skip")?.className.split(" ")[0]]; }"""
        ))  # fmt: skip
    assert seen[0][0] == "Skip to the main text"
    assert all(ring and inside for _, ring, inside, _ in seen), [each for each in seen if not (each[1] and each[2])]
    places = [place for *_, place in seen if place]
    assert list(dict.fromkeys(places)) == ["skip", "masthead", "lead-column", "seconds", "voices", "newest"]
    tab.context.close()


@pytest.mark.parametrize(
    ("width", "seen_as"),
    [(1440, {"color_scheme": "light"}), (390, {"color_scheme": "dark"}), (768, {"color_scheme": "light"}), (1440, {"forced_colors": "active"})],
    ids=["desk", "phone-dark", "tablet", "forced-colours"],
)  # fmt: skip
def test_fronts_have_no_barrier_axe_knows(chromium, live_server, paper, width, seen_as):
    tab = tab_at(chromium, live_server, width, bypass_csp=True, **seen_as)
    for url in ("/", "/part-0/", "/nope/"):
        tab.goto(url, wait_until="networkidle")
        found = Axe().run(tab, options=WCAG).response["violations"]
        assert not found, (url, [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found])
    tab.context.close()


def test_a_printed_front_is_stories_alone(chromium, live_server, paper):
    tab = tab_at(chromium, live_server, 657)
    tab.goto("/")
    tab.emulate_media(media="print")
    hidden = [".breaking", ".sections", ".tools", ".imprint", ".skip"]
    assert [path for path in hidden if tab.locator(path).first.evaluate("(part) => part.checkVisibility()")] == []
    assert tab.locator(".wordmark").first.evaluate("(part) => part.checkVisibility()")
    tab.context.close()
