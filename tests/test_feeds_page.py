"""The page of feeds in a browser."""

import pytest
from playwright.sync_api import expect

from tests.makers import make_section
from tests.test_accessibility import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sections():
    world = make_section(description="What happens abroad.")
    make_section(name="Europe", parent=world)
    make_section(name="Wissenschaftsgeschichtsschreibung")


@pytest.fixture(params=[(1440, "light"), (320, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request, chromium, live_server):
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url, bypass_csp=True
    )
    yield context.new_page()
    context.close()


def test_the_page_has_no_barrier_axe_knows_and_no_sideways_scroll(page, sections):
    assert not barriers(page, "/feeds/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_every_section_is_seen_and_each_link_can_be_hit(page, sections):
    page.goto("/feeds/")
    for name in ("World", "Europe", "Wissenschaftsgeschichtsschreibung"):
        expect(page.get_by_role("main").get_by_role("heading", name=name)).to_be_visible()
        link = page.get_by_role("main").get_by_role("link", name=f"RSS {name}")
        expect(link).to_be_visible()
        box = link.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    assert page.request.get(page.get_by_role("link", name="RSS Europe").get_attribute("href")).ok
