"""Names and duplicates in a real browser, at phone and desk width: a name changed from now on and another everywhere; two duplicates
found, merged, credited anew and parted. No violation of the policy, no complaint of the console, no barrier that axe knows."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Edition
from authors.models import AuthorMerge, Distinct, NameChange
from tests.makers import ago, ahead, make_article, make_author, make_live
from tests.test_accessibility import WCAG
from tests.test_grave_journey import is_refused, is_told, look, person, press  # noqa: F401 (look and person are fixtures)
from tests.test_journey import fits, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHORS = "/admin/authors/author"


@pytest.fixture
def two():
    return make_author(name="Jason Litz", bio="<p>Jason Litz counts gulls.</p>"), make_author(name="JASON LITZ, AP")


def printed(story):
    return [credit["name"] for credit in Edition.objects.live().get(article=story).credits]


def open_rename(page, author):
    page.goto(f"{AUTHORS}/{author.pk}/name/")
    page.locator("#rename").wait_for()
    assert fits(page)


def test_somebody_changes_their_name_from_now_on(person, bio_manager):  # noqa: F811
    ann = make_author(name="Ann Lee", bio="<p>Ann Lee counts gulls.</p>")
    story = make_live(headline="Gulls counted", authors=[ann], at=ago(days=3))
    coming = make_article(headline="Gulls tomorrow", authors=[ann])
    coming.publish(by=None, at=ahead(hours=2))
    sign_in(person, "bruno")
    open_rename(person, ann)
    press(person, "Go on: see what changes")
    is_refused(person, "Write the new name.")
    person.get_by_label("New name", exact=True).fill("Ann Brook")
    expect(person.get_by_text("Printed names that are replaced")).to_be_hidden()
    press(person, "Go on: see what changes")
    expect(person.get_by_text("goes on printing “Ann Lee”")).to_be_visible()
    expect(person.get_by_text("“Gulls tomorrow”, to go live")).to_be_visible()
    assert person.locator("mark").inner_text() == "Ann Lee" and fits(person)
    press(person, "Change the name")
    is_told(person, "The name is Ann Brook now")
    expect(person.get_by_text("Ann Lee → Ann Brook, from now on")).to_be_visible()
    assert printed(story) == ["Ann Lee"] and Edition.objects.get(article=coming).credits[0]["name"] == "Ann Brook"
    person.goto("/authors/ann-lee/")
    assert person.url.endswith("/authors/ann-brook/") and person.locator("h1").inner_text() == "Ann Brook"
    person.goto(Edition.objects.live().get().url)
    person.get_by_role("link", name="Ann Lee").first.click()
    person.wait_for_url("**/authors/ann-brook/")
    person.goto(f"{AUTHORS}/?q=Ann+Lee")
    expect(person.get_by_role("link", name="Ann Brook").first).to_be_visible()


def test_somebody_changes_their_name_everywhere_and_for_good(person, bio_manager, administrator):  # noqa: F811
    ann = make_author(name="Ann Lee")
    story = make_live(headline="Gulls counted", authors=[ann], at=ago(days=3))
    sign_in(person, "bruno")
    open_rename(person, ann)
    person.get_by_label("New name", exact=True).fill("Ann Brook")
    person.get_by_label("The old name stays private").check()
    press(person, "Go on: see what changes")
    is_refused(person, "would go on printing Ann Lee")
    person.get_by_label(re.compile("Everywhere, also on")).check()
    expect(person.get_by_label(re.compile("Ann Lee 1 published story prints it"))).to_be_checked()
    assert fits(person)
    press(person, "Go on: see what changes")
    expect(person.get_by_text("instead.")).to_be_visible()
    expect(person.get_by_text("Nobody is found under")).to_be_visible()
    press(person, "Change the name")
    is_told(person, "also in 1 published")
    assert printed(story) == ["Ann Brook"] and NameChange.objects.get().private
    person.goto(Edition.objects.live().get().url)
    expect(person.get_by_role("link", name="Ann Brook").first).to_be_visible()
    assert "Ann Lee" not in person.content()
    person.goto(f"{AUTHORS}/?q=Ann+Lee")
    expect(person.get_by_role("link", name="Ann Brook")).to_have_count(0)
    person.context.clear_cookies()
    sign_in(person, "ada")
    open_rename(person, ann)
    person.get_by_role("link", name="What stood there before").press("Enter")
    person.get_by_text("Gulls counted").wait_for()
    expect(person.get_by_text(re.compile(": Ann Lee"))).to_be_visible()
    assert fits(person)


def test_two_duplicates_are_found_merged_credited_anew_and_parted(person, bio_manager, two):  # noqa: F811
    kept, gone = two
    old = make_live(headline="Gulls counted", authors=[gone], at=ago(days=3))
    sign_in(person, "bruno")
    person.goto(f"{AUTHORS}/duplicates/")
    expect(person.get_by_text("once with “AP” behind it")).to_be_visible()
    assert fits(person)
    person.get_by_role("link", name=re.compile("^Merge…")).press("Enter")
    person.locator("#merge-authors").wait_for()
    expect(person.get_by_role("heading", name="Stories: 1")).to_be_visible()
    assert fits(person)
    person.get_by_label("Why, for the record").fill("The same man.")
    press(person, "Merge")
    is_told(person, "1 story is credited anew")
    assert (
        person.get_by_text("None of the 1 authors look alike").is_visible()
        or person.locator(".doubles li").count() == 0
    )

    person.goto(Edition.objects.live().get(article=old).url)
    person.get_by_role("link", name="JASON LITZ, AP").first.click()
    person.wait_for_url(f"**{kept.url}")
    expect(person.get_by_text("Gulls counted").first).to_be_visible()
    person.goto("/authors/jason-litz-ap/")
    assert person.url.endswith(kept.url)
    new = make_live(headline="Terns counted", authors=[kept])
    old.refresh_from_db()
    old.publish(by=None)
    assert printed(old) == ["Jason Litz"]

    person.goto(f"{AUTHORS}/merges/")
    expect(person.get_by_text("“The same man.”").or_(person.get_by_text("The same man.")).first).to_be_visible()
    person.get_by_role("link", name=re.compile("^Undo…")).press("Enter")
    person.locator("#unmerge").wait_for()
    expect(person.get_by_text("1 story first published since the merge")).to_be_visible()
    assert fits(person)
    press(person, "Part them again")
    is_told(person, "are two again")
    assert AuthorMerge.objects.get().undone_at
    for author, there, elsewhere in ((gone, old, new), (kept, new, old)):
        person.goto(f"/authors/{author.slug}/")
        expect(person.get_by_text(there.headline).first).to_be_visible()
        expect(person.get_by_text(elsewhere.headline)).to_have_count(0)


def test_two_people_of_one_name_are_said_to_be_two_by_keyboard(person, bio_manager):  # noqa: F811
    for _ in range(2):
        make_author(name="Ann Lee")
    sign_in(person, "bruno")
    person.goto(f"{AUTHORS}/duplicates/")
    person.get_by_text("Another reason").focus()
    person.keyboard.press("Enter")
    person.get_by_label("How do you know that they are two?").fill("One lives in Skerrin.")
    press(person, "They are two people")
    is_told(person, "stay two people")
    assert Distinct.objects.get().reason == "One lives in Skerrin." and fits(person)
    person.get_by_text("Said to be two people").press("Enter")
    press(person, "Look at them again")
    is_told(person, "on the list again")
    expect(person.locator(".doubles > li")).to_have_count(1)


def test_the_pages_of_identity_have_no_barrier_axe_knows(look, chromium, live_server, administrator, two):  # noqa: F811
    kept, gone = two
    gone.bio = "<p>Jason Litz writes for an agency.</p>"
    gone.save()
    make_live(headline="Gulls counted", authors=[gone])
    make_live(headline="Both of them", authors=[kept, gone])
    third, fourth = make_author(name="Ann Lee"), make_author(name="ANN LEE")
    Distinct.say(make_author(name="Bo Ek"), make_author(name="BO EK"), by=None, reason="I know both.")
    merge = AuthorMerge.merge(third, fourth, by=None, note="The same.")
    change = NameChange.rename(kept, "Jay Litz", scope=NameChange.Scope.EVERYWHERE, by=None, note="Wished so.")
    context = chromium.new_context(**look, base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(page, "ada")
    found = [
        barrier
        for address in (
            f"{kept.pk}/name/", f"{kept.pk}/name/{change.pk}/", "duplicates/", f"{kept.pk}/merge/?q=jason", "merges/",
            f"merges/{merge.pk}/undo/", f"{kept.pk}/merge/?with={gone.pk}",
        )
        for barrier in barriers(page, f"{AUTHORS}/{address}")
    ]  # fmt: skip
    open_rename(page, kept)
    press(page, "Go on: see what changes")
    found += barriers(page)
    page.get_by_label("New name", exact=True).fill("Bo Ek")
    press(page, "Go on: see what changes")
    found += barriers(page)
    context.close()
    assert not found, "\n".join(map(str, found))


def barriers(page, address=""):
    if address:
        page.goto(address)
    rules = Axe().run(page, options=WCAG).response["violations"]
    return [(page.url, rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in rules]
