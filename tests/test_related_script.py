"""Choosing stories in an order in a browser: found while one types, moved by keys, buttons and drag, kept as shown."""

import pytest
from playwright.sync_api import expect

from articles.models import Series
from tests.desk import change_url
from tests.makers import ago, make_article, make_live
from tests.test_accessibility import barriers_here, sign_in
from tests.test_series_desk import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium, live_server, editor):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=live_server.url, bypass_csp=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def stories():
    return [make_live(headline=f"{name} at the quay", at=ago(days=2)) for name in ("Gulls", "Bells", "Buoys")]


def opened(page, address):
    page.goto(address)
    sign_in(page, "edith")
    return page.locator("[data-stories-field]")


def headlines(field):
    return field.locator("[data-row] [data-headline]")


def saved_order(series):
    return list(Series.objects.get(pk=series.pk).parts.values_list("article__headline", flat=True))


def test_parts_are_found_moved_by_keys_and_buttons_and_taken_out(page, stories):
    series = Series.objects.create(name="The harbour files")
    field = opened(page, url(series))
    find, status = field.get_by_role("combobox", name="Add a story"), field.get_by_role("status")
    for word in ("gulls", "bells", "buoys"):
        find.fill(word)
        expect(field.get_by_role("option")).to_have_count(1)
        find.press("Enter")
        expect(find).to_have_value("")
    expect(headlines(field)).to_have_text(["Gulls at the quay", "Bells at the quay", "Buoys at the quay"])
    expect(status).to_have_text("Added in place 3: Buoys at the quay")
    headlines(field).nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(status).to_have_text("Now in place 2 of 3.")
    expect(headlines(field).nth(1)).to_be_focused()
    field.get_by_role("button", name="Move up: Buoys at the quay").click()
    expect(headlines(field)).to_have_text(["Buoys at the quay", "Gulls at the quay", "Bells at the quay"])
    expect(field.get_by_role("button", name="Move up: Buoys at the quay")).to_be_disabled()
    field.get_by_role("button", name="Take out: Gulls at the quay").click()
    expect(headlines(field)).to_have_text(["Buoys at the quay", "Bells at the quay"])
    assert barriers_here(page, "series") == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    assert saved_order(series) == ["Buoys at the quay", "Bells at the quay"]


def test_parts_are_dragged(page, stories):
    series = Series.objects.create(name="The harbour files")
    series.set_parts([story.pk for story in stories], by=None)
    field = opened(page, url(series))
    rows = field.locator("[data-row]")
    rows.nth(2).locator(".grip").drag_to(rows.nth(0), target_position={"x": 40, "y": 4})
    expect(headlines(field)).to_have_text(["Buoys at the quay", "Gulls at the quay", "Bells at the quay"])
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    assert saved_order(series)[0] == "Buoys at the quay"


def test_the_box_follows_the_arrows_and_escape_closes_it(page, stories):
    field = opened(page, url(Series.objects.create(name="The harbour files")))
    find = field.get_by_role("combobox", name="Add a story")
    find.fill("quay")
    expect(field.get_by_role("option")).to_have_count(3)
    expect(find).to_have_attribute("aria-expanded", "true")
    second = field.get_by_role("option").nth(1)
    wanted = second.evaluate("option => option.firstChild.textContent.trim()")
    find.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    assert barriers_here(page, "open box") == []
    find.press("Enter")
    expect(headlines(field)).to_have_text([wanted])
    find.fill("quay")
    expect(field.get_by_role("option")).to_have_count(3)
    find.press("Escape")
    expect(field.get_by_role("option")).to_have_count(0)
    find.fill("nothing like it")
    expect(field.get_by_role("status")).to_have_text("No story has these words in its headline.")


def test_related_stories_are_chosen_in_the_storys_own_form_and_saved_without_leaving_it(page, stories):
    story = make_article(headline="Here")
    field = opened(page, change_url(story))
    page.locator(".ProseMirror").wait_for()
    page.get_by_text("Related stories", exact=True).first.click()
    find = field.get_by_role("combobox", name="Add a story")
    find.fill("bells")
    field.get_by_role("option").click()
    expect(headlines(field)).to_have_text(["Bells at the quay"])
    page.keyboard.press("Control+s")
    expect(page.locator("[name=version]")).to_have_value("2")
    story.refresh_from_db()
    assert [row["headline"] for row in story.related] == ["Bells at the quay"]
    assert barriers_here(page, "story") == []


def test_the_same_works_without_a_script(chromium, live_server, editor, stories):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    series = Series.objects.create(name="The harbour files")
    series.set_parts([story.pk for story in stories], by=None)
    page.goto(url(series))
    sign_in(page, "edith")
    rows = page.locator("[data-row]")
    rows.nth(0).get_by_label("Place").fill("9")
    rows.nth(1).get_by_label("Take out").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    assert saved_order(series) == ["Buoys at the quay", "Gulls at the quay"]
    context.close()
