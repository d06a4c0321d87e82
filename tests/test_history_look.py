"""A story's history in a real browser: no barrier axe knows, no violation of the policy, by keyboard, and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Correction
from tests.makers import make_author, make_live, make_section
from tests.test_accessibility import barriers
from tests.test_journey import WATCH, fits, sign_in
from tests.test_review import save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [(1440, "light"), (390, "dark"), (1440, "dark"), (390, "light")]
BODY = "".join(f"<p>At {hour} o’clock the ferry passed buoy number {hour}.</p>" for hour in range(1, 12))


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def look(request):
    return request.param


@pytest.fixture
def story(editor, reporter):
    """Four versions, a run of publishings, a correction, something scheduled."""
    article = make_live(
        headline="Ferry late", body=BODY, authors=[make_author()], section=make_section(), by=editor, deck="It rained"
    )
    for n in range(3):
        save(article, by=reporter, headline=f"Ferry late again {n}", body=BODY.replace("number 6", f"number {60 + n}"))
        article.publish(by=editor, note="Rang the line")
    Correction.objects.create(article=article, text="It was buoy number six.", top=True)
    article.publish(by=editor)
    article.submit(by=reporter, note="One more look")
    article.publish(by=editor, at=timezone.now() + timedelta(days=1))
    return article


def pages(story):
    own = f"/admin/articles/article/{story.pk}"
    return [
        f"{own}/versions/", f"{own}/difference/?from=1&to=4", f"{own}/difference/?from=live&to=now", f"{own}/difference/",
        f"{own}/seen/", f"{own}/seen/?on=2018-02-14&at=", f"{own}/restore/2/",
        f"{own}/put-back/{story.editions.first().pk}/", "/admin/articles/move/", f"/admin/articles/move/?story={story.pk}",
    ]  # fmt: skip


def window(chromium, live_server, look, **options):
    context = chromium.new_context(
        viewport={"width": look[0], "height": 844}, color_scheme=look[1], base_url=live_server.url, **options
    )
    context.set_default_timeout(20_000)
    return context


def test_the_history_has_no_barrier_axe_knows(chromium, live_server, look, story):
    context = window(chromium, live_server, look, bypass_csp=True)
    page = context.new_page()
    sign_in(page, "edith")
    page.goto(pages(story)[0])
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
    found = [barrier for address in pages(story) for barrier in barriers(page, address)]
    context.close()
    assert not found, "\n".join(map(str, found))


def test_no_page_of_it_breaks_the_policy_or_runs_over_the_side(chromium, live_server, look, story):
    context = window(chromium, live_server, look)
    context.add_init_script(WATCH)
    page = context.new_page()
    sign_in(page, "edith")
    for address in pages(story):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true })")
        assert fits(page), address
        assert not page.evaluate("window.blocked"), address
    context.close()


def test_two_texts_are_compared_without_scripts(chromium, live_server, story):
    context = window(chromium, live_server, LOOKS[0], java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "edith")
    page.goto(pages(story)[0])
    page.locator("summary", has_text="saved it 3 times").click()
    page.get_by_role("radio", name="From version 2").check()
    page.get_by_role("radio", name="To version 3").check()
    page.get_by_role("button", name="Compare").click()
    assert page.locator("h1").inner_text().startswith("Version 2 by rosa")
    assert page.locator("ins", has_text="61").count() == page.locator("del", has_text="60").count() == 1
    page.locator("summary", has_text="unchanged paragraphs").first.click()
    expect(page.get_by_text("passed buoy number 1.")).to_be_visible()
    context.close()


def test_an_edition_is_put_back_by_keyboard(chromium, live_server, story):
    context = window(chromium, live_server, LOOKS[0])
    page = context.new_page()
    sign_in(page, "edith")
    page.goto(pages(story)[0])
    page.locator("summary", has_text="published it").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Put back").last.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why, for the record").focus()
    page.keyboard.type("Too soon")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Put back. Readers have").wait_for()
    context.close()
    live = story.editions.live().get()
    assert (live.headline, live.note) == ("Ferry late", "Too soon")


def test_printed_it_is_the_answer_alone(chromium, live_server, story):
    context = window(chromium, live_server, LOOKS[0])
    page = context.new_page()
    sign_in(page, "edith")
    page.goto(pages(story)[4])
    expect(page.locator(".print-head")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator(".as-read").first).to_be_visible()
    for hidden in (".top", ".ask", ".beside", ".back"):
        expect(page.locator(hidden).first).to_be_hidden()
    context.close()
