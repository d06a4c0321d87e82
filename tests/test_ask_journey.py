"""The whole way in a real browser, at phone and desk width: a bio manager asks by a link; a contributor without an account mends
their bio, the manager approves, readers see it; another says that all is right. No violation of the policy, no barrier axe
knows, and no cookie."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Edition
from authors.models import Author, BioAsk, BioProposal
from tests.makers import make_author, make_live
from tests.test_accessibility import WCAG
from tests.test_journey import WATCH, fits, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BIO = "<p>Ann Lee writes about tides.</p>"


@pytest.fixture(params=[(1440, "light"), (390, "dark"), (768, "light")], ids=lambda p: f"{p[0]}-{p[1]}")
def look(request):
    return {"viewport": {"width": request.param[0], "height": 844}, "color_scheme": request.param[1]}


@pytest.fixture
def browsers(look, chromium, live_server):
    """Opens a page in a browser of its own, as each person has one; the test fails on any complaint of their consoles."""
    contexts, complaints = [], []

    def opened(**more):
        context = chromium.new_context(**look, base_url=live_server.url, **more)
        contexts.append(context)
        context.add_init_script(WATCH)
        context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield opened
    violations = [
        blocked for context in contexts for page in context.pages for blocked in page.evaluate("window.blocked || []")
    ]
    for context in contexts:
        context.close()
    assert not violations and not [one for one in complaints if "410" not in one]


@pytest.fixture
def manager(browsers, bio_manager):
    page = browsers()
    sign_in(page, "bruno")
    return page


@pytest.fixture
def contributor(browsers):
    """Somebody without an account, on their own phone or computer."""
    return browsers()


@pytest.fixture
def ann():
    author = make_author(name="Ann Lee", bio=BIO, position="Writer")
    make_live(authors=[author], headline="Eels return")
    return author


def link_made_by(manager, author):
    manager.goto(f"/admin/authors/author/{author.pk}/change/")
    manager.get_by_role("link", name="Ask them to check the bio…").click()
    with manager.expect_navigation():
        manager.get_by_role("button", name="Make a link to copy").click()
    assert fits(manager) and not barriers(manager)
    return manager.get_by_label("Their link").input_value()


def barriers(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found]


def is_in_sight(page, locator):
    box = locator.bounding_box()
    return box is not None and box["y"] + min(box["height"], 200) <= page.viewport_size["height"]


def sees_their_bio_at_once(page):
    """The question and the bio stand on the first screen."""
    assert "Ann Lee, is this right?" in page.locator("h1").inner_text()
    assert is_in_sight(page, page.get_by_role("button", name="Yes, all is right"))
    frame = page.frame_locator("iframe >> nth=0")
    frame.get_by_text("Ann Lee writes about tides.").wait_for()
    assert is_in_sight(page, page.locator("iframe").first)
    assert fits(page) and not barriers(page)


def mends(page):
    page.get_by_role("link", name="Mend it").click()
    bio = page.locator(".field-bio .ProseMirror")
    bio.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" She keeps eels.")
    page.frame_locator("iframe >> nth=0").get_by_text("She keeps eels.").wait_for()
    page.get_by_label("A note to the paper").fill("The eels matter.")
    with page.expect_navigation():
        page.get_by_role("button", name="Send what I changed").click()
    assert "Thank you, Ann Lee" in page.locator("h1").inner_text()
    expect(page.get_by_text("has arrived")).to_be_visible()
    assert fits(page) and not barriers(page)


def test_a_contributor_without_an_account_is_asked_and_mends_it(manager, contributor, ann):
    link = link_made_by(manager, ann)
    contributor.goto(link)
    sees_their_bio_at_once(contributor)
    mends(contributor)
    assert BioProposal.objects.get().note == "The eels matter."
    manager.goto("/admin/")
    manager.get_by_role("link", name="Ann Lee").first.click()
    expect(manager.get_by_text("who was asked to check it")).to_be_visible()
    with manager.expect_navigation():
        manager.get_by_role("button", name="Approve").click()
    for address in (ann.url, Edition.objects.live().get().url):
        contributor.goto(address)
        expect(contributor.get_by_text("She keeps eels.").first).to_be_visible()
    contributor.goto(link)
    expect(contributor.get_by_text("was approved")).to_be_visible()
    assert not contributor.context.cookies()


def test_another_says_that_all_is_right_and_is_thanked_again_at_the_next_visit(manager, contributor, ann):
    link = link_made_by(manager, ann)
    contributor.goto(link)
    sees_their_bio_at_once(contributor)
    with contributor.expect_navigation():
        contributor.get_by_role("button", name="Yes, all is right").click()
    for _ in range(2):
        assert "Thank you, Ann Lee" in contributor.locator("h1").inner_text()
        expect(contributor.get_by_text("You said that all is right")).to_be_visible()
        contributor.goto(link)
    assert BioAsk.objects.get().right and Author.objects.get().looked_at
    assert not contributor.context.cookies()


def test_what_is_wrong_is_told_at_the_place_and_nothing_typed_is_lost(contributor, ann):
    contributor.goto(BioAsk.ask(ann, by=None).get_absolute_url())
    contributor.get_by_label("Public contact").fill("ann at home")
    contributor.get_by_label("Based in").fill("Kettle Hill")
    with contributor.expect_navigation():
        contributor.get_by_role("button", name="Send what I changed").click()
    problems = contributor.locator(".errors")
    assert problems.evaluate("(box) => box === document.activeElement")
    assert fits(contributor) and not barriers(contributor)
    problems.get_by_role("link", name="Public contact").click()
    contributor.keyboard.press("Control+A")
    contributor.keyboard.type("ann@tides.example")
    with contributor.expect_navigation():
        contributor.get_by_role("button", name="Send what I changed").click()
    words = BioProposal.objects.get().words
    assert (words["email"], words["place"]) == ("ann@tides.example", "Kettle Hill")


def test_both_changed_the_same_words_and_the_contributor_decides(contributor, ann):
    contributor.goto(BioAsk.ask(ann, by=None).get_absolute_url())
    contributor.get_by_label("Position").fill("Tide writer")
    ann.position = "Sea writer"
    ann.save()
    ann.keep(by=None)
    with contributor.expect_navigation():
        contributor.get_by_role("button", name="Send what I changed").click()
    assert "The paper changed the same words" in contributor.locator("h1").inner_text()
    assert fits(contributor) and not barriers(contributor)
    contributor.get_by_label("Keep mine").check()
    with contributor.expect_navigation():
        contributor.get_by_role("button", name="Send with these answers").click()
    assert BioProposal.objects.get().words["position"] == "Tide writer"


def test_it_works_without_javascript(browsers, ann):
    page = browsers(java_script_enabled=False)
    page.goto(BioAsk.ask(ann, by=None).get_absolute_url())
    page.get_by_label("Bio", exact=True).fill("<p>Ann Lee keeps eels.</p>")
    page.get_by_label("Outlet", exact=True).first.fill("Slack Water")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    assert "keeps eels" in opened.value.locator("iframe").first.get_attribute("srcdoc")
    opened.value.close()
    page.get_by_role("button", name="Send what I changed").click()
    expect(page.get_by_text("has arrived")).to_be_visible()
    words = BioProposal.objects.get().words
    assert (words["bio"], words["outlets"]) == ("<p>Ann Lee keeps eels.</p>", [{"name": "Slack Water"}])


def test_the_desks_list_and_a_link_that_has_ended_have_no_barrier(manager, contributor, ann):
    for n in range(3):
        ask = BioAsk.ask(make_author(name=f"Bo Ek {n}"), by=None, email="bo@ek.example" if n else "")
    ask.sent("The mail server could not be reached.")
    for address in ("/admin/authors/author/asks/", "/admin/authors/author/asks/?show=unsent"):
        manager.goto(address)
        assert fits(manager) and not barriers(manager)
    ask.close()
    contributor.goto(ask.get_absolute_url())
    expect(contributor.get_by_text("This link has ended").first).to_be_visible()
    assert fits(contributor) and not barriers(contributor)
