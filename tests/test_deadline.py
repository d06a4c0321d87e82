"""The desk on deadline, in a real browser, by keyboard, at phone and desk width, light and dark: break news, fix a live story that has
a half-written draft, schedule and withdraw, collide and merge, correct twice and retract, put back. No violation of the policy."""

import re
import time

import pytest
from playwright.sync_api import expect

from articles.models import Article, Edition
from tests.makers import make_author, make_live, make_section
from tests.test_journey import fits, person, sign_in  # noqa: F401 (person is a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE = """[Math.round(document.querySelectorAll(".ProseMirror p")[40].getBoundingClientRect().top), getSelection().anchorOffset,
document.activeElement.className]"""
TWO = "<p>The ferry left at nine.</p><p>It came back at ten.</p>"


def change(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".ProseMirror").wait_for()


def panel(page):
    page.locator("dialog#panel[open]").wait_for()
    return page.locator("dialog#panel")


def go(page, reason=""):
    """Ctrl+Enter, the one line, Enter."""
    page.keyboard.press("Control+Enter")
    shown = panel(page)
    if reason:
        page.keyboard.type(reason)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return shown


def test_a_headline_and_a_sentence_are_live_within_45_seconds_by_keyboard(person, editor):  # noqa: F811
    sign_in(person, "edith")
    begun = time.monotonic()
    person.keyboard.press("n")
    person.wait_for_url("**/add/")
    person.locator(".ProseMirror").wait_for()
    person.keyboard.type("Quay on fire")
    person.keyboard.press("Tab")
    person.keyboard.press("Tab")
    while not person.evaluate("document.activeElement.matches('.ProseMirror')"):
        person.keyboard.press("Tab")
    person.keyboard.type("The north quay is burning.")
    go(person, "It burns.")
    assert time.monotonic() - begun < 45
    edition = Edition.objects.live().get()
    assert (edition.headline, edition.body) == ("Quay on fire", "<p>The north quay is burning.</p>")
    assert "There is no deck." in edition.article.moves.get(verb="publish").facts["despite"]
    person.goto(edition.url)
    assert person.locator("h1").inner_text() == "Quay on fire" and fits(person)


def test_publishing_again_is_one_shortcut_and_one_line(person, editor):  # noqa: F811
    article = make_live(headline="Quay on fire", deck="It burns.", section=make_section(), authors=[make_author()])
    sign_in(person, "edith")
    change(person, article)
    person.locator(".ProseMirror").click()
    person.keyboard.press("Control+End")
    person.keyboard.type(" Nobody was hurt.")
    go(person, "Nobody hurt")
    edition = Edition.objects.live().get()
    assert edition.body.endswith("Nobody was hurt.</p>") and edition.note == "Nobody hurt"


def test_saving_keeps_cursor_scroll_and_focus(person, editor):  # noqa: F811
    article = make_live(body="".join(f"<p>Paragraph number {n} of a long story about gulls.</p>" for n in range(60)))
    sign_in(person, "edith")
    change(person, article)
    place = person.locator(".ProseMirror p").nth(40)
    place.click(position={"x": 4, "y": 8})
    person.keyboard.press("Home")
    person.keyboard.type("Here: ")
    top, *caret = person.evaluate(WHERE)
    person.keyboard.press("Control+s")
    person.get_by_text(re.compile("^Saved \\d\\d:\\d\\d")).wait_for()
    expect(person.locator("[name=version]")).to_have_value("2")
    top_now, *caret_now = person.evaluate(WHERE)
    assert caret_now == caret and abs(top_now - top) <= 2
    person.keyboard.type("still ")
    assert place.inner_text().startswith("Here: still Paragraph number 40")
    assert Article.objects.get().body.count("Here: ") == 1
    person.keyboard.press("Control+s")
    expect(person.locator("[name=version]")).to_have_value("3")


def test_leaving_by_a_link_makes_a_version(person, editor):  # noqa: F811
    article = make_live(headline="Ferry late")
    sign_in(person, "edith")
    change(person, article)
    person.get_by_label("Headline", exact=True).fill("Ferry later")
    with person.expect_navigation(url=re.compile("/admin/articles/article/$")):
        person.locator(".words .back a").press("Enter")
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Ferry later", 2)
    change(person, article)
    with person.expect_navigation(url=re.compile("/admin/articles/article/$")):
        person.locator(".words .back a").press("Enter")
    article.refresh_from_db()
    assert article.version == 2, "nothing typed, nothing saved"


def test_a_live_story_with_a_half_written_draft_is_fixed_alone(person, editor):  # noqa: F811
    article = make_live(headline="Ferry late", deck="Again", body=TWO, section=make_section(), authors=[make_author()])
    article.claim_version(1, by=None)
    article.body = TWO + "<p>A thought that is not</p>"
    article.save()
    article.keep_version(by=None)
    sign_in(person, "edith")
    change(person, article)
    person.locator(".side").get_by_role("link", name="Fix what readers see…").press("Enter")
    person.wait_for_url("**/fix/")
    person.locator(".ProseMirror").wait_for()
    assert "A thought" not in person.locator(".ProseMirror").inner_text()
    person.evaluate(
        "document.dispatchEvent(new CustomEvent('newsroom:goto', {detail: {field: 'id_body', excerpt: 'nine'}}))"
    )
    person.keyboard.type("eight")
    go(person, "It left at eight")
    live = Edition.objects.live().get()
    assert live.body == TWO.replace("nine", "eight")
    article.refresh_from_db()
    assert article.body == TWO.replace("nine", "eight") + "<p>A thought that is not</p>"


def test_two_people_collide_and_merge(person, editor):  # noqa: F811
    article = make_live(headline="Ferry late", deck="Again", body=TWO, section=make_section(), authors=[make_author()])
    sign_in(person, "edith")
    change(person, article)
    article.claim_version(1, by=None)
    article.headline, article.body = "Ferry early", TWO.replace("at nine", "at eight").replace("ten", "eleven")
    article.save()
    article.keep_version(by=None)
    person.get_by_label("Headline", exact=True).fill("Ferry lost")
    person.evaluate(
        "document.dispatchEvent(new CustomEvent('newsroom:goto', {detail: {field: 'id_body', excerpt: 'at nine'}}))"
    )
    person.keyboard.type("at half past nine")
    person.keyboard.press("Control+s")
    person.locator("form#merge").wait_for()
    expect(person.locator("[data-step]:visible")).to_have_count(1)
    assert fits(person)
    expect(person.get_by_text("2 left to answer")).to_be_visible()
    person.keyboard.press("Tab")
    person.locator("[data-step]:visible input").first.focus()
    person.keyboard.press("Space")
    person.get_by_role("button", name="Next").press("Enter")
    person.locator("[data-step]:visible input[value='both']").focus()
    person.keyboard.press("Space")
    with person.expect_navigation():
        person.get_by_role("button", name="Go on with these answers").press("Enter")
    article.refresh_from_db()
    assert article.headline == "Ferry lost" and "eleven" in article.body
    assert "half past nine" in article.body and "at eight" in article.body


def correct(page, article, words, *, top):
    page.goto(f"/admin/articles/article/{article.pk}/fix/")
    page.locator(".ProseMirror").wait_for()
    if page.locator("[name^='corrections-'][name$='-text']:visible").last.input_value():
        page.get_by_role("button", name="Add a correction").click()
    row = page.locator(".correction-row:visible").last
    row.get_by_label("What readers are told").fill(words)
    if top:
        row.get_by_label("At the top: the fact mattered").check()
    go(page, "A reader wrote.")


def test_a_story_is_corrected_twice_then_retracted(person, editor):  # noqa: F811
    article = make_live(headline="Ferry late", deck="Again", body=TWO, section=make_section(), authors=[make_author()])
    sign_in(person, "edith")
    correct(person, article, "It left at eight.", top=True)
    correct(person, article, "It came back at eleven.", top=False)
    url = Edition.objects.live().get().url
    person.goto(url)
    expect(person.get_by_text("It left at eight.")).to_be_visible()
    expect(person.get_by_text("It came back at eleven.")).to_be_visible()
    person.goto("/corrections/")
    expect(person.get_by_text("It came back at eleven.")).to_be_visible()
    assert fits(person)
    person.goto(f"/admin/articles/article/{article.pk}/retract/")
    person.locator("[name='notice']").fill("There was no ferry.")
    with person.expect_navigation():
        person.locator("main button.danger, main button.filled").last.press("Enter")
    assert Edition.objects.live().get().retracted
    person.goto(url)
    expect(person.get_by_text("There was no ferry.")).to_be_visible()
    assert fits(person)
    person.goto("/latest/")
    expect(person.get_by_text("Ferry late")).to_have_count(0)


def test_a_schedule_is_made_changed_and_withdrawn(person, editor):  # noqa: F811
    article = make_live(headline="Ferry late", deck="Again", body=TWO, section=make_section(), authors=[make_author()])
    sign_in(person, "edith")
    change(person, article)
    person.locator(".more > summary").press("Enter")
    person.get_by_label("Day").fill("2031-05-01")
    person.locator("#id_at").fill("09:00")
    person.get_by_role("button", name="Schedule this text").press("Enter")
    panel(person)
    with person.expect_navigation():
        person.keyboard.press("Enter")
    planned = article.editions.scheduled().get()
    person.get_by_label("Headline", exact=True).fill("Ferry later")
    person.keyboard.press("Control+s")
    expect(person.locator("[name=version]")).to_have_value("2")
    person.reload()
    person.locator(".ProseMirror").wait_for()
    person.locator(".more > summary").press("Enter")
    person.get_by_role("button", name=re.compile("Schedule these changes")).press("Enter")
    panel(person)
    with person.expect_navigation():
        person.keyboard.press("Enter")
    fresh = article.editions.scheduled().get()
    assert (fresh.headline, fresh.live_from) == ("Ferry later", planned.live_from)
    person.locator(".more > summary").press("Enter")
    with person.expect_navigation():
        person.get_by_role("button", name=re.compile("Withdraw")).press("Enter")
    assert not article.editions.scheduled().exists()


def test_the_edition_before_is_put_back(person, editor):  # noqa: F811
    article = make_live(headline="First words", deck="Again", section=make_section(), authors=[make_author()])
    article.headline = "Second words"
    article.save()
    article.publish(by=editor)
    first = article.editions.order_by("live_from").first()
    sign_in(person, "edith")
    person.goto(f"/admin/articles/article/{article.pk}/versions/")
    assert fits(person)
    person.goto(f"/admin/articles/article/{article.pk}/put-back/{first.pk}/")
    with person.expect_navigation():
        person.locator("main form button").last.press("Enter")
    assert Edition.objects.live().get().headline == "First words"
