"""axe-core, sideways scroll and the script of the reading and desk pages of series and of the paper's own pages."""

import pytest
from playwright.sync_api import expect

from paper import standing
from paper.models import Page, Paper
from tests.makers import ago, make_live, make_section, make_topic
from tests.test_accessibility import barriers, barriers_here, page, sign_in  # noqa: F401 (a fixture)
from tests.test_pages_desk import url as page_url
from tests.test_series import make_series, url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


WIDER = "document.documentElement.scrollWidth > innerWidth"


def all_public():
    Paper.objects.create(
        contact_email="desk@quay.example", postal_address="1 Fish Quay\nOstrey", legal_name="Quay Press"
    )
    standing.make_missing(by=None)
    for made in Page.objects.all():
        made.body, made.is_public = made.text, True
        made.keep(by=None, base=made.version)


def sideways(on, addresses):
    """Those of the addresses that scroll sideways on the narrowest phone."""
    on.set_viewport_size({"width": 320, "height": 640})
    return [address for address in addresses if on.goto(address) and on.evaluate(WIDER)]


def test_the_papers_own_pages_have_no_barrier_axe_knows(page):  # noqa: F811
    all_public()
    addresses = [made.url for made in Page.objects.all()]
    assert [found for address in addresses for found in barriers(page, address)] == []
    assert sideways(page, addresses) == []


def test_series_and_the_stories_in_them_have_no_barrier_axe_knows(page):  # noqa: F811
    section, topic = make_section(), make_topic()
    words = {"section": section, "topics": [topic]}
    stories = [make_live(headline=f"Part called {n}", at=ago(hours=n), **words) for n in range(1, 16)]
    stories.append(make_live(headline="سلسلة الميناء", language="ar", direction="rtl", at=ago(hours=20), **words))
    others = [make_live(headline=f"Other {n}", at=ago(hours=30 + n), **words) for n in range(10)]
    related = [{"article": other.pk, "headline": other.headline} for other in others[:6]]
    stories.append(make_live(headline="Chosen by hand", related=related, at=ago(hours=2), **words))
    series = make_series(*stories, description="Three weeks on the quay.")
    empty = make_series(name="Empty files")
    addresses = ["/series/", series.url, empty.url, *(url(story) for story in (stories[7], *stories[-2:]))]
    assert [found for address in addresses for found in barriers(page, address)] == []
    assert sideways(page, addresses) == []


def test_the_desks_pages_for_them_have_no_barrier_axe_knows(page, editor):  # noqa: F811
    stories = [make_live(headline=f"Part called {n}", at=ago(hours=n)) for n in (1, 2)]
    series = make_series(*stories)
    standing.make_missing(by=editor)
    made = Page.objects.get(slug="standards")
    made.title = "Rules"
    made.keep(by=editor, base=made.version)
    page.goto("/admin/paper/page/")
    sign_in(page, "edith")
    addresses = [
        "/admin/paper/page/", page_url(made), page_url(made, "versions"), page_url(made, "difference") + "?from=1",
        page_url(made, "restore", 1), "/admin/articles/series/", f"/admin/articles/series/{series.pk}/change/",
        f"/admin/articles/series/story/{stories[0].pk}/", "/admin/articles/topic/", "/admin/articles/section/",
    ]  # fmt: skip
    assert [found for address in addresses for found in barriers(page, address)] == []


def test_a_page_is_written_previewed_and_given_to_readers_in_a_browser(page, editor):  # noqa: F811
    page.goto("/admin/paper/page/add/")
    sign_in(page, "edith")
    page.get_by_label("Title").fill("How we count")
    text = page.locator(".ProseMirror")
    text.click()
    page.keyboard.type("We count twice.")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    expect(opened.value.locator("article.own")).to_contain_text("We count twice.")
    opened.value.close()
    page.get_by_label("Readers have it").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("Readers have it from now on.")
    assert barriers_here(page, "form") == []
    page.goto("/about/how-we-count/")
    expect(page.locator(".body")).to_contain_text("We count twice.")
