"""A bio's way in a real browser, at phone and desk width, light and dark: its author proposes a mended one, the bio manager finds
it, adds the missing link, sees it as readers will and approves; every page shows it, and the author is told. No violation of the
policy, no complaint of the console."""

import re

import pytest
from playwright.sync_api import expect

from authors.models import Author, BioProposal
from tests.makers import make_author, make_live
from tests.test_accessibility import barriers_here
from tests.test_accessibility import page as axe_page  # noqa: F401 (a fixture)
from tests.test_accessibility import sign_in as sign_in_here
from tests.test_journey import fits, person, sign_in  # noqa: F401 (person is a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROKEN = "<p>Rosa Quill covers the harbour for He has a boat at the north quay.</p>"
MENDED = "Rosa Quill covers the harbour for Slack Water. He has a boat at the north quay."
LINKED = '<a href="https://slack.example/">Slack Water</a>'


def write(page, words):
    """Everything anew in the bio's editor."""
    surface = page.locator(".ProseMirror").first
    surface.wait_for()
    surface.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def link(page, words, address):
    """Lead these words of the bio there."""
    goto = "(words) => document.dispatchEvent(new CustomEvent('newsroom:goto', {detail: {field: 'id_bio', excerpt: words}}))"
    page.evaluate(goto, words)
    page.wait_for_function("(words) => getSelection().toString() === words", arg=words)
    page.get_by_role("button", name="Link", exact=True).first.click()
    page.keyboard.type(address)
    page.keyboard.press("Enter")


def frame(page, title):
    return page.frame_locator(f"iframe[title='{title}']")


def sign_out(page):
    page.context.clear_cookies()


def propose(page):
    sign_in(page, "rosa")
    page.get_by_role("link", name="Your profile").click()
    write(page, MENDED)
    expect(frame(page, "The bio under a story, on a phone").get_by_text("for Slack Water. He has")).to_be_visible()
    assert fits(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Propose these changes").click()
    page.get_by_role("heading", name="Waiting for a bio manager").wait_for()
    assert Author.objects.get(name="Rosa Quill").bio == BROKEN


def approve(page):
    sign_in(page, "bruno")
    queue = page.locator(".bio-queue")
    assert "changed in the bio" in queue.inner_text() and fits(page)
    queue.get_by_role("link", name="Rosa Quill").click()
    expect(page.locator(".asked-for ins").first).to_contain_text("Slack Water")
    page.locator(".ProseMirror").first.wait_for()
    link(page, "Slack Water", "https://slack.example/")
    story = frame(page, "The bio under a story, on a phone")
    expect(story.get_by_role("link", name="Slack Water")).to_be_visible()
    assert page.locator("iframe").first.evaluate("(frame) => frame.contentWindow.innerWidth") == 390
    page.get_by_role("heading", name="On the profile", exact=True).click()
    profile = frame(page, "The profile, on a phone")
    expect(profile.get_by_role("link", name="Slack Water")).to_be_visible()
    assert "Stands under two stories" in page.locator(".bio-preview").inner_text() and fits(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved. Stands under two stories").wait_for()


def test_a_bio_is_proposed_mended_approved_and_right_everywhere(person, reporter, bio_manager):  # noqa: F811
    rosa = make_author(name="Rosa Quill", bio=BROKEN, position="Reporter", user=reporter)
    stories = [make_live(headline=f"Gulls, part {n}", authors=[rosa]).editions.get().url for n in (1, 2)]
    propose(person)
    sign_out(person)
    approve(person)
    for address in (*stories, rosa.url):
        person.goto(address)
        assert person.get_by_role("link", name="Slack Water").first.get_attribute("href") == "https://slack.example/"
    rosa.refresh_from_db()
    assert LINKED in rosa.bio
    person.goto(f"/admin/authors/author/{rosa.pk}/versions/")
    expect(person.get_by_text("rosa proposed it; bruno approved it")).to_be_visible()
    assert fits(person)
    person.get_by_role("button", name="Compare").click()
    expect(person.locator(".difference ins").first).to_be_visible()
    assert fits(person)
    sign_out(person)
    sign_in(person, "rosa")
    person.get_by_role("link", name="What you proposed was approved").click()
    expect(person.get_by_role("heading", name="What you proposed was approved with changes")).to_be_visible()
    person.goto("/admin/")
    expect(person.get_by_text("What you proposed")).to_have_count(0)


def test_rows_are_added_moved_and_taken_out(person, bio_manager):  # noqa: F811
    rosa = make_author(name="Rosa Quill", bio=BROKEN)
    sign_in(person, "bruno")
    person.goto(f"/admin/authors/author/{rosa.pk}/change/")
    outlets = person.locator("#outlet_credits-group")
    outlets.get_by_label("Outlet").first.fill("The Tern")
    for name in ("Slack Water", "Gone"):
        outlets.get_by_role("button", name="Add an outlet").click()
        person.keyboard.type(name)
    outlets.get_by_role("button", name="Take out: Gone").click()
    outlets.get_by_role("button", name="Move up: Slack Water").click()
    person.keyboard.press("Control+s")
    person.get_by_text(re.compile("^Saved")).first.wait_for()
    assert [outlet.name for outlet in rosa.outlets()] == ["Slack Water", "The Tern"]
    assert fits(person)


def test_declining_without_a_word_leads_to_what_is_missing(person, reporter, bio_manager):  # noqa: F811
    rosa = make_author(name="Rosa Quill", bio=BROKEN, user=reporter)
    BioProposal.propose(rosa, {**_words(rosa), "position": "Chief"}, base=_words(rosa), by=reporter)
    sign_in(person, "bruno")
    person.goto(f"/admin/authors/author/{rosa.pk}/proposal/")
    person.get_by_role("link", name="Decline…").click()
    expect(person.get_by_label("Why? rosa reads this")).to_be_focused()
    with person.expect_navigation():
        person.get_by_role("button", name="Decline", exact=True).click()
    expect(person.locator(".errors")).to_be_focused()
    expect(person.locator(".errors")).to_be_in_viewport()


def test_the_pages_of_a_bio_have_no_barrier_axe_knows(axe_page, reporter, bio_manager, administrator):  # noqa: F811
    rosa = make_author(name="Rosa Quill", bio=BROKEN, position="Reporter", user=reporter)
    boss = make_author(name="Ada Byron", user=administrator)
    make_live(authors=[rosa])
    made = [
        BioProposal.propose(one, {**_words(one), "position": "Chief"}, base=_words(one), by=one.user)
        for one in (rosa, boss)
    ]
    made[1].approve(by=bio_manager)
    author = f"/admin/authors/author/{rosa.pk}"
    old = boss.bio_versions.last().pk
    pages = [
        "/admin/", f"{author}/change/", f"{author}/proposal/", f"{author}/versions/", f"{author}/versions/difference/",
        f"/admin/authors/author/{boss.pk}/versions/{old}/restore/", "/admin/authors/author/profile/",
        "/admin/authors/department/", "/admin/authors/department/add/",
    ]  # fmt: skip
    axe_page.goto("/admin/")
    sign_in_here(axe_page, "ada")
    found = []
    for address in pages:
        axe_page.goto(address)
        axe_page.wait_for_load_state("networkidle")
        found += barriers_here(axe_page, address)
    assert not found, "\n".join(map(str, found))


def _words(author):
    from authors.models.words import words_of

    return words_of(author)


def test_what_a_manager_types_is_shown_beside_the_form_and_saved_by_nothing_but_the_button(person, bio_manager):  # noqa: F811
    page = person
    rosa = make_author(name="Rosa Quill", bio=BROKEN)
    sign_in(page, "bruno")
    page.goto(f"/admin/authors/author/{rosa.pk}/change/")
    write(page, MENDED)
    expect(frame(page, "The bio under a story, on a phone").get_by_text("for Slack Water. He has")).to_be_visible()
    assert Author.objects.get(pk=rosa.pk).bio == BROKEN
    assert rosa.bio_versions.count() == 1
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    assert MENDED in Author.objects.get(pk=rosa.pk).bio
