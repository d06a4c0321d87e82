"""Arranging fronts in a real browser: by drawing, by keys, without script; by the clock; from the panel of a story; and the
breaking line. No violation of the policy, no error, no barrier axe knows, at phone and desk width, light and dark."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.arrangement import Arrangement, Band, Item, Rule
from articles.models import BreakingLine, FrontChange
from articles.models.front import Front
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section
from tests.test_accessibility import barriers_here
from tests.test_journey import WATCH, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/admin/articles/front/0/change/"
SIZES = [(1440, "light"), (390, "dark")]


def somebody(chromium, live_server, *, width=1440, scheme="light", **context):
    """A page of that width and scheme. What is wrong on it is in `page.complaints`."""
    made = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url, **context
    )
    made.add_init_script(WATCH)
    page = made.new_page()
    page.set_default_timeout(20_000)
    page.complaints = []
    made.on("weberror", lambda error: page.complaints.append(str(error.error)))
    made.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    return page


def leave(page):
    """The page is closed, and nothing was wrong on it."""
    blocked = [] if page.url == "about:blank" else page.evaluate("window.blocked || []")
    page.context.close()
    assert not blocked and not page.complaints


@pytest.fixture
def stories(db):
    world = make_section()
    return [make_live(headline=f"Story {n}", section=world, at=ago(hours=n)) for n in range(1, 7)]


@pytest.fixture(params=SIZES, ids=lambda p: f"{p[0]}-{p[1]}")
def page(request, chromium, live_server, editor, stories):
    page = somebody(chromium, live_server, width=request.param[0], scheme=request.param[1])
    sign_in(page, "edith")
    page.goto(HOME)
    yield page
    leave(page)


@pytest.fixture
def desk_page(chromium, live_server, editor, stories):
    page = somebody(chromium, live_server)
    sign_in(page, "edith")
    yield page
    leave(page)


def spot(page, place, index):
    return page.locator(f"[data-spot='{place}:{index}']")


def expect_top(page, *headlines):
    expect(page.locator("ol[data-place='top'] .spot-headline")).to_have_text(list(headlines))


def readers_lead(page):
    """What leads the home page, read by somebody who is not signed in."""
    answer = page.context.browser.new_context(base_url=page.url.partition("/admin")[0])
    reader = answer.new_page()
    reader.goto(page.url.partition("/admin")[0] + "/")
    found = reader.locator(".lead-column a").first.inner_text()
    answer.close()
    return found


def test_a_story_is_moved_by_keys_said_once_and_put_on_the_front(page):
    third = spot(page, "top", 2)
    third.locator("[data-do='up']").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect_top(page, "Story 1", "Story 3", "Story 2", "Story 4")
    expect(page.locator("[data-told]")).to_have_text("Story 3: second 1, 2 of 4")
    expect(spot(page, "top", 1).locator("[data-do='up']")).to_be_focused()
    page.keyboard.press("Enter")
    expect_top(page, "Story 3", "Story 1", "Story 2", "Story 4")
    expect(page.locator("[data-told]")).to_have_text("Story 3: lead, 1 of 4")
    page.keyboard.press("Alt+ArrowDown")
    expect_top(page, "Story 1", "Story 3", "Story 2", "Story 4")
    page.keyboard.press("Alt+ArrowUp")
    expect_top(page, "Story 3", "Story 1", "Story 2", "Story 4")
    assert readers_lead(page) == "Story 1"
    page.get_by_role("button", name="Put on the front").click()
    expect(page.get_by_text("On the front now.")).to_be_visible()
    assert readers_lead(page) == "Story 3"
    assert Front.objects.get().arrangement().top == (Item(story=_pk("Story 3")),)


def _pk(headline):
    from articles.models import Article

    return Article.objects.get(headline=headline).pk


def test_what_is_looked_for_is_found_while_one_types_and_put(page):
    page.locator("#where").select_option("top:1")
    page.locator("[data-q]").fill("story 6")
    expect(page.locator("[data-put^='story']")).to_have_count(1)
    page.get_by_role("button", name="Put it there: Story 6").click()
    expect_top(page, "Story 1", "Story 6", "Story 2", "Story 3")
    expect(page.get_by_role("button", name="Put it there: Story 6")).to_be_focused()
    spot(page, "top", 1).get_by_text("Until, or to another place").click()
    row = spot(page, "top", 1)
    row.get_by_label("Until", exact=True).select_option("today")
    row.get_by_role("button", name="Set until when").click()
    expect(spot(page, "top", 1).locator(".why")).to_contain_text("By hand until")
    spot(page, "top", 1).get_by_role("button", name="Take out").click()
    expect_top(page, "Story 1", "Story 2", "Story 3", "Story 4")
    expect(page.locator("[data-told]")).to_have_text("Taken out.")


def test_leaving_with_something_on_the_bench_is_asked_about(desk_page):
    page = desk_page
    page.goto(HOME)
    spot(page, "top", 1).locator("[data-do='up']").click()
    expect_top(page, "Story 2", "Story 1", "Story 3", "Story 4")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_row_is_drawn_to_its_place_and_something_found_too(desk_page):
    page = desk_page
    page.goto(HOME)
    spot(page, "top", 3).drag_to(spot(page, "top", 0))
    expect_top(page, "Story 4", "Story 1", "Story 2", "Story 3")
    page.locator("[data-q]").fill("story 6")
    expect(page.locator("[data-put^='story']")).to_have_count(1)
    page.locator("[data-put^='story']").drag_to(spot(page, "top", 1))
    expect_top(page, "Story 4", "Story 6", "Story 1", "Story 2")
    spot(page, "top", 0).drag_to(page.locator("ol[data-place='opinion']"))
    expect(page.locator("ol[data-place='opinion'] .spot-headline")).to_have_text(["Story 4"])
    expect_top(page, "Story 6", "Story 1", "Story 2", "Story 3")
    assert not FrontChange.objects.exists()


def test_without_script_the_same_buttons_do_the_same(chromium, live_server, editor, stories):
    page = somebody(chromium, live_server, java_script_enabled=False)
    page.goto(HOME)
    page.locator("input[name=username]").fill("edith")
    page.locator("input[name=password]").fill("quay-lamp-42")
    page.get_by_role("button", name="Sign in").or_(page.locator("[type=submit]")).first.click()
    spot(page, "top", 1).get_by_role("button", name="Up: Story 2").click()
    expect_top(page, "Story 2", "Story 1", "Story 3", "Story 4")
    page.locator("#where").select_option("opinion:0")
    page.locator("[data-q]").fill("story 5")
    page.keyboard.press("Enter")
    expect(page.locator("[data-put^='story']")).to_have_count(1)
    page.get_by_role("button", name="Put it there: Story 5").click()
    expect(page.locator("ol[data-place='opinion'] .spot-headline")).to_have_text(["Story 5"])
    page.get_by_role("button", name="Put on the front").click()
    expect(page.get_by_text("On the front now.")).to_be_visible()
    page.context.close()
    assert not page.complaints
    found = Front.objects.get().arrangement()
    assert [found.top[0].story, found.opinion[0].story] == [stories[1].pk, stories[4].pk]


def test_a_change_is_scheduled_previewed_at_its_minute_and_readers_have_it_then(page):
    at = (ahead(minutes=30)).replace(second=0, microsecond=0)
    spot(page, "top", 3).locator("[data-do='hold']").click()
    expect(spot(page, "top", 3).locator(".why")).to_have_text("By hand")
    for _ in range(3):  # quicker than the answers
        page.keyboard.press("Alt+ArrowUp")
    expect_top(page, "Story 4", "Story 1", "Story 2", "Story 3")
    page.get_by_text("Schedule", exact=True).first.click()
    local = timezone.localtime(at)
    page.locator("[name='go-on']").fill(f"{local:%Y-%m-%d}")
    page.locator("[name='go-at']").fill(f"{local:%H:%M}")
    page.locator("button[value='schedule']").click()
    expect(page.get_by_text("Scheduled for")).to_be_visible()
    expect_top(page, "Story 1", "Story 2", "Story 3", "Story 4")
    page.get_by_role("link", name="Look at it").click()
    lead = page.frame_locator(".at-a-desk iframe").locator(".lead-column a").first
    expect(lead).to_have_text("Story 4")
    page.get_by_role("link", name="Now", exact=True).click()
    expect(lead).to_have_text("Story 1")
    page.get_by_text("On a phone").click()
    expect(page.frame_locator(".on-a-phone iframe").locator(".lead-column a").first).to_have_text("Story 1")
    assert readers_lead(page) == "Story 1"
    change = FrontChange.objects.get()
    assert change.at == at
    soon = timezone.now() + timedelta(seconds=2)
    Front.objects.get().withdraw(change, by=None)
    Front.objects.get().arrange(Arrangement.parse(change.arrangement), by=None, at=soon)
    page.wait_for_timeout(3_000)
    assert readers_lead(page) == "Story 4"


def test_what_is_on_the_bench_opens_in_a_preview_of_its_own(desk_page):
    page = desk_page
    page.goto(HOME)
    spot(page, "top", 1).locator("[data-do='up']").click()
    expect_top(page, "Story 2", "Story 1", "Story 3", "Story 4")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    shown = opened.value
    expect(shown.frame_locator(".at-a-desk iframe").locator(".lead-column a").first).to_have_text("Story 2")
    shown.close()
    expect_top(page, "Story 2", "Story 1", "Story 3", "Story 4")


def test_a_lost_session_loses_nothing(desk_page):
    page = desk_page
    page.goto(HOME)
    spot(page, "top", 2).locator("[data-do='up']").click()
    expect_top(page, "Story 1", "Story 3", "Story 2", "Story 4")
    page.context.clear_cookies(name="sessionid")
    spot(page, "top", 1).locator("[data-do='up']").click()
    page.wait_for_url("**/login/**")
    page.locator("input[name=username]").fill("edith")
    page.locator("input[name=password]").fill("quay-lamp-42")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/**")
    expect_top(page, "Story 1", "Story 3", "Story 2", "Story 4")
    expect(page.locator(".bench-state")).to_contain_text("Not on the front yet")


def test_a_story_is_put_on_a_front_from_its_panel(page):
    story = make_article(
        headline="Sea wall breaks",
        section=make_section(),
        authors=[make_author()],
        deck="At high water.",
        description="The sea wall has broken.",
    )
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator(".ProseMirror").wait_for()
    page.keyboard.press("Control+Enter")
    panel = page.locator("dialog#panel[open]")
    panel.wait_for()
    panel.get_by_label("Home: lead, moves down “Story 1”").check()
    assert barriers(page) == []
    if panel.locator("input[name=seen]").count():
        panel.locator("input[name=note]").fill("The water does not wait.")
    panel.locator("[data-go]").click()
    expect(page.get_by_text("Home: lead; “Story 1” moved down.")).to_be_visible()
    assert readers_lead(page) == "Sea wall breaks"


def test_a_breaking_line_is_announced_seen_and_ended(page):
    page.goto("/admin/articles/front/breaking/")
    field = page.get_by_label("What has happened")
    field.fill("x" * 121)
    expect(page.locator("[data-left]")).to_have_text("1 too many.")
    field.fill("The sea wall has broken")
    expect(page.locator("[data-left]")).to_have_text("97 left of 120.")
    page.locator("[data-line-q]").fill("story 4")
    expect(page.locator("[data-line-found] label")).to_have_count(2)
    page.get_by_label("Story 4").check()
    page.get_by_label("for 30 minutes").check()
    page.get_by_role("button", name="Announce").click()
    expect(page.get_by_text("Readers have the line now")).to_be_visible()
    assert BreakingLine.objects.get().article.headline == "Story 4"
    assert barriers(page) == []
    page.goto("/")
    expect(page.get_by_text("The sea wall has broken")).to_be_visible()
    page.goto("/admin/articles/front/breaking/")
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_text("No breaking line stands now.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("The sea wall has broken")).to_have_count(0)


def barriers(page):
    return barriers_here(page, page.url)


@pytest.fixture(params=SIZES, ids=lambda p: f"{p[0]}-{p[1]}")
def swept(request, chromium, live_server, editor, stories):
    width, scheme = request.param
    page = somebody(chromium, live_server, width=width, scheme=scheme, bypass_csp=True)
    sign_in(page, "edith")
    yield page
    page.context.close()


def test_the_pages_of_fronts_have_no_barrier_axe_knows_and_fit(swept, stories, editor):
    page, home = swept, Front.objects.of(None)
    world = stories[0].section
    draft = make_article(headline="المدينة القديمة", language="ar", direction="rtl")
    long = make_live(headline="Long " * 59 + "end", section=world)
    top = (Item(story=long.pk, until=ahead(days=1)), Item(story=draft.pk), Item(rule=Rule("section", world.pk)))
    bands = (Band(Rule("section", world.pk), "From the world", (Item(story=stories[5].pk),)),)
    home.arrange(Arrangement(top, (), bands), by=editor)
    home.place(stories[3], "top", by=editor, at=ahead(hours=3))
    BreakingLine.objects.announce("The sea wall has broken", by=editor, until=ahead(hours=1))
    found = []
    for address in (
        "/admin/",
        "/admin/articles/front/",
        HOME,
        f"/admin/articles/front/{world.pk}/change/",
        "/admin/articles/front/0/record/",
        "/admin/articles/front/0/preview/",
        "/admin/articles/front/breaking/",
        f"/admin/articles/front/place/{long.pk}/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        found += barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(HOME)
    spot(page, "top", 0).locator("[data-do='down']").click()
    expect(page.locator("[data-unsaved]")).to_have_count(1)
    for summary in page.locator(".how-long summary, .go summary, .minute-chooser summary").all():
        summary.click()
    found += barriers(page)
    assert not found, "\n".join(map(str, found))
