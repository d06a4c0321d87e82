"""Searching in a real browser: with the keyboard alone, without scripts, and without a barrier that axe knows."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.makers import ago, make_author, make_live, make_section, make_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request, chromium, live_server):
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        base_url=live_server.url,
        java_script_enabled=False,
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def newsroom():
    for n in range(22):
        make_live(
            headline=f"Gulls {n} counted",
            deck="Eleven gulls of the north quay.",
            authors=[make_author(name="Ann Lee", position="Reporter")] if n == 0 else [],
            topics=[make_topic()],
            section=make_section(),
            at=ago(hours=n + 1),
        )


def test_a_reader_searches_narrows_and_turns_pages_with_the_keyboard_and_no_script(page):
    newsroom()
    page.goto("/")
    page.get_by_role("link", name="Search").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search", level=1)).to_be_visible()
    page.get_by_label("Words").focus()
    page.keyboard.type("gulls")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="22 stories")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("Gulls")
    page.get_by_role("link", name="Older").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Gulls 21 counted")).to_be_visible()
    page.get_by_text("Narrow it down").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Author").focus()
    page.keyboard.type("ann lee")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="One story")).to_be_visible()
    expect(page.get_by_label("Author")).to_have_value("Ann Lee")


@pytest.mark.parametrize("width", [320, 390, 768, 1440, 2200])
def test_the_search_fits_every_width_and_has_no_barrier_axe_knows(chromium, live_server, width):
    newsroom()
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if width in (390, 2200) else "light",
        base_url=live_server.url,
        bypass_csp=True,
    )
    page = context.new_page()
    for address in (
        "/search/",
        "/search/?q=gulls+ann&order=best&from=never",
        "/search/?q=zanzibar",
        "/search/?q=gulls+lee",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        found = Axe().run(page, options=WCAG).response["violations"]
        assert not [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found], address
    context.close()
