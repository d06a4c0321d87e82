"""Keys of one sign: they open, find and explain where nothing is typed, and nowhere else."""

import pytest

from tests.desk import ADD, LIST
from tests.makers import make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(chromium, live_server, editor):
    """An editor's window, signed in; what the page's policy stops is noted on it."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=live_server.url)
    context.set_default_timeout(15_000)
    tab = context.new_page()
    tab.stopped = []
    tab.on("console", lambda said: tab.stopped.append(said.text) if said.type == "error" else None)
    tab.goto("/admin/")
    tab.fill("#id_username", "edith")
    tab.fill("#id_password", "quay-lamp-42")
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda url: "/login/" not in url)
    yield tab
    context.close()


def shown(tab):
    return tab.locator("#shortcuts").is_visible()


@pytest.mark.parametrize("where", ["/admin/", LIST, "/admin/authors/author/"])
def test_n_opens_a_new_story_from_every_page(desk, where):
    make_article()
    desk.goto(where)
    assert desk.locator(".top .new").get_attribute("aria-keyshortcuts") == "n"
    assert desk.locator(".top .new").get_attribute("title") == "Key: n"
    desk.keyboard.press("n")
    desk.wait_for_url(f"**{ADD}")
    assert desk.stopped == []


def test_the_slash_goes_to_find_and_is_not_typed_there(desk):
    desk.keyboard.press("/")
    assert desk.evaluate("document.activeElement.id") == "find"
    desk.keyboard.type("n/?")
    assert desk.input_value("#find") == "n/?"
    assert not shown(desk) and desk.url.endswith("/admin/")


def test_the_question_mark_lists_every_shortcut_and_escape_gives_the_focus_back(desk):
    desk.locator(".top .new").focus()
    desk.keyboard.press("?")
    assert shown(desk)
    words = desk.locator("#shortcuts").inner_text()
    for said in ("New story", "Find", "Save", "Ctrl S", "Ctrl Enter", "Ctrl K", "Ctrl F", "Alt F10", "Alt ↑ or ↓"):
        assert said in words.replace("\n", " "), said
    desk.keyboard.press("n")  # the list is read, not left
    assert shown(desk)
    desk.keyboard.press("Escape")
    assert not shown(desk)
    assert desk.evaluate("document.activeElement.className") == "button new"


def test_no_key_works_where_one_types(desk):
    desk.goto(ADD)
    for field in ("#id_headline", ".ProseMirror", "#id_section"):
        desk.locator(field).first.focus()
        for key in ("n", "/", "?"):
            desk.keyboard.press(key)
        assert desk.url.endswith(ADD) and not shown(desk), field
        assert desk.evaluate("document.activeElement.id") != "find", field


def test_no_key_works_with_ctrl_alt_or_meta(desk):
    desk.goto(LIST)
    for held in ("Control", "Alt", "Meta"):
        desk.keyboard.press(f"{held}+/")
        desk.keyboard.press(f"{held}+?")
    assert not shown(desk) and desk.evaluate("document.activeElement.id") != "find"
    desk.keyboard.press("Shift+N")
    assert desk.url.endswith(LIST)


def test_the_keys_are_switched_off_in_the_account_menu_and_stay_off(desk):
    desk.locator(".account summary").click()
    desk.get_by_label("The keys n, / and ? work").uncheck()
    desk.keyboard.press("Escape")
    for where in ("/admin/", LIST):
        desk.goto(where)
        for key in ("?", "/", "n"):
            desk.keyboard.press(key)
        assert desk.url.endswith(where) and not shown(desk)
        assert desk.locator(".top .new").get_attribute("aria-keyshortcuts") is None
    desk.locator(".account summary").click()
    desk.get_by_label("The keys n, / and ? work").check()
    desk.locator(".account [data-shortcuts]").click()
    assert shown(desk)


def test_a_phone_without_find_on_its_form_keeps_the_slash(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(ADD)
    desk.locator("h1").evaluate("() => document.activeElement.blur()")
    desk.keyboard.press("/")
    assert desk.evaluate("document.activeElement.tagName") == "BODY"
