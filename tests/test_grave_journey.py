"""Grave moves in a real browser, at phone and desk width: an editor retracts and embargoes, a lawyer's call holds a story, an
administrator follows an order. No violation of the policy, and no barrier that axe knows."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Article, Edition
from articles.models.takedown import Order
from tests.makers import ahead, make_article, make_author, make_live, make_section
from tests.test_accessibility import WCAG
from tests.test_journey import WATCH, fits, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "Ann Leerdam"
REASON = "Agreed with the ministry."


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def look(request):
    return {"viewport": {"width": request.param[0], "height": 844}, "color_scheme": request.param[1]}


@pytest.fixture
def person(look, chromium, live_server):
    """Somebody with a browser; the test fails on any complaint of its console."""
    context = chromium.new_context(**look, base_url=live_server.url)
    context.add_init_script(WATCH)
    complaints = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    violations = [blocked for one in context.pages for blocked in one.evaluate("window.blocked || []")]
    context.close()
    asked = [
        one for one in complaints if not any(status in one for status in ("410", "451"))
    ]  # a page that is gone says so
    assert not violations and not asked


def choose(page, story, words):
    """The story's menu, by keyboard alone."""
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator(".more > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=words, exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("#grave").wait_for()
    assert fits(page)


def press(page, words):
    """A button, by keyboard."""
    page.get_by_role("button", name=words, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def is_refused(page, words):
    """The reasons stand at the top and have the focus."""
    problems = page.locator(".errors")
    problems.wait_for()
    assert words in problems.inner_text()
    assert problems.evaluate("(box) => box === document.activeElement")
    assert fits(page)


def is_told(page, words):
    page.locator(".messages").get_by_text(words).wait_for()


def test_an_editor_retracts_a_story_after_seeing_the_notice_as_readers_get_it(person, editor):
    story = make_live(headline="Gulls counted", authors=[make_author()], body="<p>There were eleven.</p>")
    sign_in(person, "edith")
    choose(person, story, "Retract…")
    press(person, "Retract")
    is_refused(person, "Write the notice")
    person.get_by_role("link", name="The notice").click()
    person.keyboard.type("The gulls were terns.")
    with person.expect_popup() as opened:
        person.get_by_role("button", name="Preview as readers get it").click()
    shown = opened.value
    shown.get_by_text("The gulls were terns.").first.wait_for()
    expect(shown.get_by_text("There were eleven.")).to_be_visible()
    shown.close()
    assert not Edition.objects.filter(retracted=True).exists()
    press(person, "Retract")
    is_told(person, "Retracted.")
    person.goto(story.editions.live().get().url)
    expect(person.get_by_text("The gulls were terns.").first).to_be_visible()
    person.goto("/")
    assert "Gulls counted" not in person.content()


def test_an_embargo_after_scheduling_withdraws_it_and_stops_publishing(person, editor):
    story = make_article(headline="Gulls counted", section=make_section(), authors=[make_author()])
    story.publish(by=None, at=ahead(hours=2))
    sign_in(person, "edith")
    choose(person, story, "Embargo…")
    expect(person.get_by_role("listitem").filter(has_text="“Gulls counted”")).to_be_visible()
    person.get_by_label("until somebody lifts it").check()
    expect(person.get_by_label("Day", exact=True)).to_be_hidden()
    person.get_by_label("Reason", exact=True).fill(REASON)
    press(person, "Put it under embargo")
    is_told(person, "Withdrawn too")
    assert not Edition.objects.exists() and Article.objects.get().is_under_embargo()
    choose(person, story, "Lift the embargo…")
    expect(person.get_by_text(REASON)).to_be_visible()
    press(person, "Lift the embargo")
    is_told(person, "lifted")
    assert not Article.objects.get().embargoed


def test_a_legal_hold_is_set_by_an_editor_and_lifted_by_an_administrator(person, editor, administrator):
    story = make_live(headline="Gulls counted")
    story.publish(by=None, at=ahead(hours=2))
    sign_in(person, "edith")
    choose(person, story, "Legal hold…")
    expect(person.get_by_text("Readers have this story already")).to_be_visible()
    press(person, "Put it under legal hold")
    is_refused(person, "Write the reason")
    person.get_by_label("Reason", exact=True).fill("Our lawyer reads it.")
    press(person, "Put it under legal hold")
    is_told(person, "Withdrawn too")
    assert Edition.objects.count() == 1
    person.context.clear_cookies()
    sign_in(person, "ada")
    choose(person, story, "Lift the legal hold…")
    press(person, "Lift the legal hold")
    is_told(person, "lifted")
    assert not Article.objects.get().held


def order(page):
    page.get_by_label("Reason", exact=True).fill("A court said so.")
    page.get_by_label("Reference").fill("12 O 345/26")


def test_a_story_is_taken_down_by_order(person, administrator):
    story = make_live(headline="Gulls counted")
    address = story.editions.get().url
    sign_in(person, "ada")
    choose(person, story, "Take down…")
    person.get_by_label("the whole story").check()
    expect(person.get_by_label("The passage or name")).to_be_hidden()
    order(person)
    person.get_by_label("What readers are told").fill("Removed by order of a court.")
    person.get_by_label("451").check()
    press(person, "Go on: see what would go")
    expect(person.get_by_text("Nothing of this story can be published again.")).to_be_visible()
    assert fits(person)
    press(person, "Take the story down")
    is_refused(person, "Tick this first")
    person.keyboard.press("Tab")
    person.keyboard.press("Enter")  # the summary's link leads to the tick
    person.keyboard.press("Space")
    press(person, "Take the story down")
    is_told(person, "Taken down, and sealed.")
    assert person.goto(address).status == 451
    expect(person.get_by_text("Removed by order of a court.")).to_be_visible()


def test_a_name_is_taken_out_of_a_story_by_order(person, administrator):
    story = make_live(
        headline=f"{NAME} counts gulls", body=f"<p>On Monday {NAME} counted.</p><p>There were eleven.</p>"
    )
    old = story.editions.get().url
    sign_in(person, "ada")
    choose(person, story, "Take down…")
    person.get_by_label("one passage or name in it").check()
    expect(person.get_by_label("What readers are told")).to_be_hidden()
    person.get_by_label("The passage or name").fill("Ann Leerdamm")
    order(person)
    press(person, "Go on: see what would go")
    is_refused(person, "stand nowhere in the story")
    person.get_by_label("The passage or name").fill(NAME)
    press(person, "Go on: see what would go")
    expect(person.get_by_text("Addresses with these words")).to_be_visible()
    assert fits(person)
    person.get_by_label("These words are to go").check()
    press(person, "Take these words out")
    is_told(person, "Taken out everywhere.")
    person.goto(old)
    assert "leerdam" not in person.url and NAME not in person.content()
    expect(person.get_by_text("There were eleven.")).to_be_visible()


def test_the_pages_for_grave_moves_have_no_barrier_axe_knows(look, chromium, live_server, administrator):
    story, held = make_live(), make_live()
    held.embargo(by=None, reason=REASON)
    held.hold(by=None, reason=REASON)
    gone = make_live().take_down(Order("A court said so."), by=None)
    context = chromium.new_context(**look, base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(page, "ada")
    here = f"/admin/articles/article/{story.pk}"
    there = f"/admin/articles/article/{held.pk}"
    pages = [
        *(f"{here}/{name}/" for name in ("unpublish", "retract", "embargo", "hold", "end", "take-down")),
        *(f"{there}/{name}/" for name in ("embargo/lift", "hold/lift", "hold")),
        "/admin/articles/sealed/", f"/admin/articles/sealed/{gone.pk}/change/",
    ]  # fmt: skip
    found = [barrier for address in pages for barrier in barriers(page, address)]
    page.goto(f"{here}/embargo/")
    press(page, "Put it under embargo")
    found += barriers(page)
    page.goto(f"{here}/take-down/")
    page.get_by_label("one passage or name in it").check()
    page.get_by_label("The passage or name").fill("ferry")
    order(page)
    press(page, "Go on: see what would go")
    found += barriers(page)
    context.close()
    assert not found, "\n".join(map(str, found))


def barriers(page, address=""):
    if address:
        page.goto(address)
    rules = Axe().run(page, options=WCAG).response["violations"]
    return [(page.url, rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in rules]
