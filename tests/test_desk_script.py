"""What the desk's small script adds, in a real browser."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Byline
from tests.desk import ADD
from tests.makers import make_article, make_author

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1440, 390])
def desk(request, chromium, live_server, editor):
    """An editor's window, signed in."""
    context = chromium.new_context(
        viewport={"width": request.param, "height": 844},
        base_url=live_server.url,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/admin/")
    page.fill("#id_username", "edith")
    page.fill("#id_password", "quay-lamp-42")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    yield page
    context.close()


def open_side(page):
    page.evaluate("document.querySelectorAll('.side details').forEach((fold) => { fold.open = true })")


def names(page):
    return page.evaluate(
        "[...document.querySelectorAll('.byline-row:not([hidden]) [data-author]')].map((one) => one.value)"
    )


def save(page):
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def test_bylines_are_found_moved_and_taken_out_without_leaving_the_form(desk):
    for name in ("Ann Lee", "Bo Ek", "Cy Orr"):
        make_author(name=name)
    desk.goto(ADD)
    open_side(desk)
    desk.locator("[data-author]:visible").first.click()
    with desk.expect_response("**/names/**"):
        desk.keyboard.type("an")
    desk.wait_for_function("document.querySelector('#authors option')?.value === 'Ann Lee'")
    desk.locator("[data-author]:visible").first.fill("Ann Lee")
    for name in ("Bo Ek", "Cy Orr"):
        desk.get_by_role("button", name="Add a byline").click()  # at once, though the line before closes
        desk.keyboard.type(name)
    assert names(desk) == ["Ann Lee", "Bo Ek", "Cy Orr"]
    desk.keyboard.press("Alt+ArrowUp")
    assert names(desk) == ["Ann Lee", "Cy Orr", "Bo Ek"]
    assert desk.evaluate("document.activeElement.value") == "Cy Orr"
    desk.locator(".byline-row:visible").first.locator("button").nth(1).click()
    assert names(desk) == ["Cy Orr", "Ann Lee", "Bo Ek"]
    desk.locator(".byline-row:visible").nth(1).locator("button").nth(2).click()
    save(desk)
    assert [line.printed for line in Byline.objects.all()] == ["Cy Orr", "Bo Ek"]


def test_a_link_of_the_summary_opens_what_its_field_lies_in(desk):
    desk.goto(ADD)
    desk.evaluate("document.querySelector('[name=canonical_url]').value = 'nowhere'")
    save(desk)
    assert desk.evaluate("document.activeElement.className") == "errors"
    desk.evaluate("document.querySelectorAll('.side details').forEach((fold) => { fold.open = false })")
    desk.locator(".errors a").first.click()
    assert desk.evaluate("document.activeElement.name") == "canonical_url"
    expect(desk.locator("[name=canonical_url]")).to_be_visible()


def test_leaving_with_something_typed_asks_first(desk):
    article = make_article(headline="As saved")
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.goto("/admin/")
    assert asked == []
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator("#id_headline").click()
    desk.keyboard.type("Typed ")
    desk.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_second_click_does_not_send_twice_and_the_address_is_copied(desk):
    article = make_article()
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.get_by_role("button", name="Publish", exact=True).dblclick()
    panel = desk.locator("dialog#panel[open]")
    panel.get_by_label("Why anyway, for the record").fill("It burns.")
    with desk.expect_navigation():
        panel.locator("[data-go]").dblclick()
    desk.locator(".messages [data-copy]").click()
    desk.get_by_text("Copied").wait_for()
    edition = Article.objects.get().editions.get()
    assert desk.evaluate("navigator.clipboard.readText()").endswith(edition.url)
