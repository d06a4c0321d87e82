"""Nothing typed is lost, in a real browser: killed, offline, signed out, in two tabs, beside somebody else. And who is here is seen."""

import os
import re
import signal
import time
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article, Presence, Recovery
from tests.conftest import CHROMIUM
from tests.desk import ADD, change_url
from tests.makers import make_article, make_live
from tests.test_accessibility import WCAG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WATCH = """window.blocked = []; window.spoken = [];
document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.violatedDirective));
document.addEventListener("DOMContentLoaded", () => new MutationObserver((found) => {
  for (const { addedNodes, target } of found) for (const node of addedNodes) {
    if (target.parentElement && target.closest("[aria-live], [role='status']")) spoken.push(node.textContent.trim());
  }
}).observe(document.body, { childList: true, subtree: true }))"""
FLUSHED = 6  # seconds after which Chromium has surely written its store to the disk


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def browser(request, chromium, live_server):
    """Opens windows of that width and scheme; the test fails on any violation of the policy."""
    width, scheme = request.param
    opened = []

    def open_window(**more):
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url, **more
        )
        context.set_default_timeout(20_000)
        context.add_init_script(WATCH)
        opened.append(context)
        return context.new_page()

    yield open_window
    blocked = [one for context in opened for page in context.pages for one in page.evaluate("window.blocked || []")]
    for context in opened:
        context.close()
    assert not blocked


def sign_in(page, name="edith"):
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "quay-lamp-42")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def open_story(page, story=None, query=""):
    """Open the writing page, and wait for its first pulse."""
    with page.expect_response("**/pulse/"):
        page.goto((change_url(story) if story else ADD) + query)
    page.locator(".ProseMirror").wait_for()
    return page


def until(page, fact):
    """Wait for a fact; the policy forbids what Playwright's own way would need."""
    for _ in range(150):
        if fact():
            return
        page.wait_for_timeout(100)
    assert fact()


def version(page, number):
    page.locator(f"[name=version][value='{number}']").wait_for(state="attached")


def write(page, words, field="#id_headline"):
    page.locator(field).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def says(page, words):
    page.locator("[data-kept] .says").get_by_text(re.compile(words)).wait_for()


def spoken(page, words):
    return [line for line in page.evaluate("spoken") if re.search(words, line)]


def offered(page, words):
    panel = page.locator("[data-recoveries]")
    panel.get_by_text(re.compile(words)).wait_for()
    return panel


def save(page):
    with page.expect_response(
        lambda response: response.request.method == "POST" and response.url.endswith(("/change/", "/add/"))
    ):
        page.keyboard.press("Control+s")


def copies(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('newsroom:'))")


def killed(page):
    """The same browser after a crash: what it had stored, and nothing of what ran."""
    state = page.context.storage_state()
    page.context.close()
    return state


# Crash and recover


@pytest.mark.parametrize("online", [True, False], ids=["online", "offline"])
def test_a_browser_killed_in_mid_sentence_gives_the_words_back(chromium, live_server, editor, tmp_path, online):
    story = make_article(headline="Ferry")

    def start():
        context = chromium.browser_type.launch_persistent_context(
            tmp_path, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], base_url=live_server.url
        )
        context.set_default_timeout(20_000)
        return context, context.new_page()

    context, page = start()
    open_story(sign_in(page), story)
    context.set_offline(not online)
    write(page, " leaves without")
    write(page, " Nobody was on bo", field=".ProseMirror")
    says(page, "Kept on the server" if online else "no connection, kept on this computer")
    until(page, lambda: not online or "on bo" in Recovery.objects.get().typed["body"][0])
    time.sleep(0 if online else FLUSHED)
    os.kill(int(os.readlink(tmp_path / "SingletonLock").rpartition("-")[2]), signal.SIGKILL)
    with suppress(Exception):  # it is gone
        context.close()
    assert Recovery.objects.exists() is online
    for left in tmp_path.glob("Singleton*"):
        left.unlink()
    context, page = start()
    context.clear_cookies()  # whether this browser had written them down already is luck
    open_story(sign_in(page), story)
    offered(page, "Ferry leaves without").get_by_role("link", name=re.compile("^Go on")).click()
    until(page, lambda: page.locator(".ProseMirror").inner_text().endswith("Nobody was on bo"))
    assert page.locator("#id_headline").input_value() == "Ferry leaves without"
    says(page, "Kept on the server")
    write(page, "ard.", field=".ProseMirror")
    save(page)
    says(page, "Saved")
    story.refresh_from_db()
    assert story.headline == "Ferry leaves without" and "Nobody was on board." in story.body
    open_story(page, story)
    assert not Recovery.objects.exists() and copies(page) == []
    context.close()


def test_without_a_connection_nothing_is_sent_and_all_is_kept_and_said_once(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    page.context.set_offline(True)
    write(page, " late")
    says(page, "Not saved: no connection, kept on this computer")
    page.keyboard.press("Control+s")
    until(page, lambda: spoken(page, "^Nothing was sent. Not saved: no connection"))
    page.keyboard.type(" again")
    page.wait_for_timeout(2500)
    assert len(spoken(page, "^Not saved: no connection")) == 1
    assert page.locator("#id_headline").input_value() == "Ferry late again"
    page.context.set_offline(False)
    says(page, "Kept on the server")
    assert Recovery.objects.get().headline == "Ferry late again"
    save(page)
    says(page, "Saved")
    story.refresh_from_db()
    assert story.headline == "Ferry late again" and not Recovery.objects.exists()


def test_what_only_the_browser_had_is_brought_to_the_server_and_offered(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    page.context.set_offline(True)
    write(page, " typed offline")
    says(page, "kept on this computer")
    state = killed(page)
    assert not Recovery.objects.exists()
    again = open_story(browser(storage_state=state), story)
    offered(again, "Ferry typed offline")
    assert Recovery.objects.get().headline == "Ferry typed offline"
    until(again, lambda: spoken(again, "words that were not saved"))
    again.wait_for_timeout(500)
    assert len(spoken(again, "words that were not saved")) == 1


def test_two_tabs_of_one_person_are_two_and_both_are_offered(browser, editor):
    story = make_article(headline="Ferry")
    one = open_story(sign_in(browser()), story)
    write(one, " one")
    says(one, "Kept on the server")
    with one.expect_popup() as opened:  # a copy of the tab has a copy of its name
        one.evaluate("open(location.href)")
    two = opened.value
    two.locator("[data-here]").get_by_text("You have it open in another window").wait_for()
    two.wait_for_timeout(500)
    expect(two.locator("[data-recoveries]")).to_be_hidden()  # it is open, not lost
    write(two, " two")
    says(two, "Kept on the server")
    two.locator("[data-here]").get_by_text("with words that are not saved").wait_for()
    assert {kept.headline for kept in Recovery.objects.all()} == {"Ferry one", "Ferry two"}
    assert Presence.objects.filter(user=editor).count() == 2
    again = open_story(browser(storage_state=killed(one)), story)
    offered(again, "Ferry one")
    offered(again, "Ferry two")


def test_a_reload_offers_what_was_typed_before_it_and_does_not_write_over_it(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, " first")
    says(page, "Kept on the server")
    page.reload()
    offered(page, "Ferry first")
    write(page, " second")
    says(page, "Kept on the server")
    assert {kept.headline for kept in Recovery.objects.all()} == {"Ferry first", "Ferry second"}


def test_leaving_at_once_after_the_last_letter_loses_nothing(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, " gone")
    page.goto("/admin/")
    page.wait_for_timeout(500)
    assert Recovery.objects.get().headline == "Ferry gone" and not Presence.objects.exists()


# Saving


def test_a_save_is_said_once_and_leaves_nothing_behind(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    write(page, " late")
    says(page, "Kept on the server")
    save(page)
    says(page, r"Saved \d\d:\d\d")
    page.wait_for_timeout(300)
    assert len(spoken(page, "^Saved")) == 1
    assert copies(page) == [] and not Recovery.objects.exists()
    assert page.locator("[name=version]").input_value() == "2"


def test_what_is_typed_while_the_save_is_under_way_is_not_saved_and_not_lost(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    under_way = []

    def hold(route):
        under_way.append(route)

    page.route("**/change/", hold)
    write(page, " late")
    page.keyboard.press("Control+s")
    until(page, lambda: under_way)
    page.keyboard.type(" again")
    page.wait_for_timeout(500)
    under_way[0].continue_()
    version(page, 2)
    says(page, "Kept on the server")
    until(page, lambda: Recovery.objects.filter(headline="Ferry late again").exists())
    story.refresh_from_db()
    assert story.headline == "Ferry late"


def test_a_refused_save_goes_on_in_the_same_window(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    tab = page.locator("[name=tab]").input_value()
    page.evaluate("document.querySelector('[name=canonical_url]').value = 'nowhere'")
    write(page, " late")
    save(page)
    page.locator(".errors").wait_for()
    says(page, "Kept on the server")
    assert page.locator("[name=tab]").input_value() == tab
    expect(page.locator("[data-recoveries]")).to_be_hidden()
    again = open_story(browser(storage_state=killed(page)), story)
    offered(again, "Ferry late")


def test_a_new_story_is_kept_before_it_is_saved_and_only_until_then(browser, editor):
    page = open_story(sign_in(browser()))
    write(page, "Gulls counted")
    says(page, "Kept on the server")
    again = open_story(browser(storage_state=killed(page)))
    offered(again, "Gulls counted").get_by_role("link", name=re.compile("^Go on")).click()
    until(again, lambda: again.locator("#id_headline").input_value() == "Gulls counted")
    says(again, "Kept on the server")
    with again.expect_response(re.compile(r"/\d+/pulse/")):
        again.keyboard.press("Control+s")
    assert Article.objects.get().headline == "Gulls counted"
    assert copies(again) == [] and not Recovery.objects.exists()


def test_an_unfinished_fix_is_offered_and_gone_on_with_over_what_readers_see(browser, editor):
    story = make_live(headline="Ferry", by=editor)
    page = sign_in(browser())
    with page.expect_response("**/pulse/"):
        page.goto(reverse("admin:articles_article_fix", args=[story.pk]))
    write(page, " late")
    says(page, "Kept on the server")
    again = open_story(browser(storage_state=killed(page)), story)
    offered(again, "over what readers see").get_by_role("link", name=re.compile("^Go on")).click()
    again.get_by_role("button", name="Publish this fix").first.wait_for()
    assert again.locator("#id_headline").input_value() == "Ferry late"
    says(again, "Kept on the server")
    assert Recovery.objects.count() == 1


# Signed out


def test_a_lost_session_asks_the_password_over_the_form_and_goes_on_with_the_save(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    write(page, " late")
    Session.objects.all().delete()
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Sign in again to go on")
    dialog.wait_for()
    assert dialog.get_by_label("Name").input_value() == "edith"
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    dialog.get_by_text("This is not the password of edith").wait_for()
    page.keyboard.type("quay-lamp-42")
    page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    says(page, "Saved")
    story.refresh_from_db()
    assert story.headline == "Ferry late" and not Recovery.objects.exists()


def test_the_dialog_waits_until_one_has_stopped_typing_and_can_be_put_off(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    Session.objects.all().delete()
    write(page, " late")
    dialog = page.get_by_role("dialog", name="Sign in again to go on")
    for _ in range(20):
        page.keyboard.type("x", delay=100)
    expect(dialog).to_be_hidden()
    assert page.locator("#id_headline").input_value().endswith("x" * 20)
    dialog.wait_for()
    page.keyboard.press("Escape")
    says(page, "Not saved: you are signed out, kept on this computer")
    page.wait_for_timeout(9000)
    expect(dialog).to_be_hidden()
    assert len(spoken(page, "^Not saved: you are signed out")) == 1
    page.get_by_role("button", name="Sign in again").click()
    page.keyboard.type("quay-lamp-42")
    page.keyboard.press("Enter")
    says(page, "Kept on the server")
    assert Recovery.objects.get().headline.endswith("x" * 20)


def test_who_signed_in_again_in_another_tab_simply_goes_on(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    Session.objects.all().delete()
    sign_in(page.context.new_page())
    write(page, " late")
    says(page, "Kept on the server")
    save(page)
    says(page, "Saved")
    assert Article.objects.get().headline == "Ferry late"


def test_somebody_else_in_the_same_browser_sends_nothing_and_sees_nothing(browser, editor, reporter):
    story = make_article(headline="Ferry", created_by=reporter)
    page = open_story(sign_in(browser()), story)
    Session.objects.all().delete()
    other = sign_in(page.context.new_page(), "rosa")
    write(page, " late")
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog", name="Sign in again to go on")
    dialog.get_by_text("rosa is signed in in this browser now").wait_for()
    page.keyboard.press("Escape")
    says(page, "Not saved: rosa is signed in in this browser now")
    assert Article.objects.get().headline == "Ferry" and not Recovery.objects.exists()
    expect(open_story(other, story).locator("[data-recoveries]")).to_be_hidden()
    assert not Recovery.objects.exists()


# Beside others


def test_people_see_each_other_come_type_save_and_go_said_once_each(browser, editor, reporter):
    story = make_article(headline="Ferry", deck="Late", created_by=reporter)
    rosa = open_story(sign_in(browser(), "rosa"), story)
    edith = open_story(sign_in(browser()), story)
    edith.locator("[data-here]").get_by_text("rosa is here").wait_for()
    write(rosa, " two", field="#id_deck")
    edith.locator("[data-here]").get_by_text("rosa is here, typing").wait_for(timeout=12_000)
    write(edith, " one")
    save(rosa)
    told = edith.locator("[data-meanwhile]")
    told.get_by_text("rosa saved version 2 while you write: your changes will be merged when you save.").wait_for(
        timeout=12_000
    )
    assert told.get_by_role("link", name="See what changed").get_attribute("href").endswith("?from=1&to=now")
    edith.wait_for_timeout(9000)
    assert len(spoken(edith, "^rosa is here")) == 1 and len(spoken(edith, "^rosa saved version 2")) == 1
    rosa.close()
    edith.locator("[data-here] li").wait_for(state="detached", timeout=12_000)
    save(edith)
    version(edith, 3)
    story.refresh_from_db()
    assert (story.headline, story.deck, story.version) == ("Ferry one", "Late two", 3)


# When all goes wrong at once


def test_a_browser_without_room_says_so(browser, editor):
    page = browser()
    page.add_init_script(
        "Storage.prototype.setItem = function () { if (this === localStorage) throw new DOMException('full', 'QuotaExceededError') }"
    )
    open_story(sign_in(page), make_article(headline="Ferry"))
    page.context.set_offline(True)
    write(page, " late")
    says(page, "no room for it: copy your text")


def test_a_server_that_fails_the_pulse_does_not_stop_a_save(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    page.route("**/pulse/", lambda route: route.fulfill(status=500, body="broken"))
    write(page, " late")
    says(page, "the server does not take it, kept on this computer")
    save(page)
    version(page, 2)
    assert Article.objects.get().headline == "Ferry late"


def test_what_was_typed_into_a_story_that_is_deleted_waits_under_new_story(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    write(page, " late")
    says(page, "Kept on the server")
    Article.objects.all().delete()
    write(page, " again")
    says(page, "This story was deleted")
    page.on("dialog", lambda dialog: dialog.accept())
    open_story(page)
    offered(page, "Ferry late again")


def test_discarding_in_the_panel_asks_once_more_and_is_for_good(browser, editor):
    story = make_article(headline="Ferry")
    page = open_story(sign_in(browser()), story)
    write(page, " late")
    says(page, "Kept on the server")
    again = open_story(browser(storage_state=killed(page)), story)
    panel = offered(again, "Ferry late")
    panel.get_by_role("button", name=re.compile("^Discard")).focus()
    again.keyboard.press("Enter")
    assert Recovery.objects.exists()
    again.get_by_role("button", name="Discard for good?").wait_for()
    again.keyboard.press("Enter")
    panel.wait_for(state="hidden")
    assert not Recovery.objects.exists() and copies(again) == []
    assert again.evaluate("document.activeElement.id") == "id_headline"
    again.reload()
    again.wait_for_timeout(1000)
    expect(again.locator("[data-recoveries]")).to_be_hidden()


def barriers(page, *parts):
    found = Axe().run(page, context={"include": [[part] for part in parts]}, options=WCAG).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]


def test_the_line_the_panel_the_dialog_and_the_page_have_no_barrier_axe_knows(browser, editor, reporter):
    story = make_article(headline="Ferry", created_by=reporter)
    rosa = open_story(sign_in(browser(bypass_csp=True), "rosa"), story)
    page = open_story(sign_in(browser(bypass_csp=True)), story)
    write(page, " late")
    says(page, "Kept on the server")
    write(rosa, " early")
    save(rosa)
    page.locator("[data-meanwhile]:not([hidden])").wait_for()
    found = barriers(page, ".keeping")
    again = open_story(browser(bypass_csp=True, storage_state=killed(page)), story)
    offered(again, "Ferry late")
    found += barriers(again, ".recoveries")
    assert again.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    again.get_by_role("link", name=re.compile("^See the difference")).click()
    again.get_by_role("heading", name="What these words change").wait_for()
    found += barriers(again, "body")
    assert again.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    open_story(again, story)
    Session.objects.all().delete()
    write(again, " too")
    again.get_by_role("dialog").wait_for()
    found += barriers(again, ".sign-in-again", ".keeping")
    assert not found
