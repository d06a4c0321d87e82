"""The whole way in a real browser: an editor writes, pastes, previews, publishes and changes a story; a reader reads it; the
bio manager mends a bio and it is right everywhere. No violation of the policy, at phone and desk width, light and dark."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, Edition
from authors.models import Author, BioVersion
from tests.makers import make_author, make_live, make_section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->
<p class="MsoNormal"><b><span style="mso-fareast-language:EN-GB">The harbour master</span></b> counted them twice.<o:p></o:p></p>
<p class="MsoListParagraphCxSpFirst" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>eleven gulls</p>
<p class="MsoListParagraphCxSpLast" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>one heron</p>
<!--EndFragment--></body></html>"""
DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">She wrote it </span>
<span style="font-weight:700">all down</span><span style="font-weight:400"> in </span>
<a href="https://www.google.com/url?q=https://log.example/&amp;sa=D"><span>the log</span></a>.</p></b>"""
WATCH = """window.blocked = []; document.addEventListener("securitypolicyviolation", (e) => window.blocked.push(e.violatedDirective))"""
PASTE = """([html]) => { const data = new DataTransfer(); data.setData("text/html", html);
document.querySelector(".ProseMirror").dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})) }"""


@pytest.fixture(params=[(1440, "light"), (390, "dark"), (1440, "dark"), (390, "light")], ids=lambda p: f"{p[0]}-{p[1]}")
def person(request, chromium, live_server):
    """Somebody with a browser of that width and scheme; the test fails on any complaint of its console."""
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url
    )
    context.add_init_script(WATCH)
    complaints = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    violations = [blocked for one in context.pages for blocked in one.evaluate("window.blocked || []")]
    context.close()
    assert not violations and not complaints


def sign_in(page, name):
    page.goto("/admin/")
    page.get_by_label("Account").or_(page.locator("input[name=username]")).first.fill(name)
    page.locator("input[name=password]").fill("quay-lamp-42")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def end_of_text(page):
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")


def byline(page, name):
    rows = page.locator("input[list=authors]:visible")
    if rows.last.input_value():
        page.get_by_role("button", name="Add a byline").click()
    rows.last.fill(name)


def open_side(page):
    """On a phone the side is folded: open what the journey needs."""
    page.evaluate("document.querySelectorAll('.side details').forEach((fold) => { fold.open = true })")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def write(page):
    """A new story: typed, pasted from Word and from Docs, with two bylines, one of a name nobody has yet."""
    page.get_by_role("link", name="New story").first.click()
    page.locator(".ProseMirror").wait_for()
    page.get_by_label("Headline", exact=True).fill("Gulls counted at last")
    page.get_by_label("Deck").fill("There were eleven")
    page.locator(".ProseMirror").click()
    page.keyboard.type('"Never again," she said.')
    page.keyboard.press("Enter")
    page.evaluate(PASTE, [WORD])
    end_of_text(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, [DOCS])
    open_side(page)
    byline(page, "Ann Lee")
    byline(page, "Bo Ek")
    page.get_by_label("Section", exact=True).select_option(label="Harbour")
    assert fits(page)


def preview(page):
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    shown = opened.value
    shown.wait_for_load_state()
    assert shown.locator("h1").inner_text() == "Gulls counted at last"
    expect(shown.get_by_text("not published")).to_be_visible()
    assert not Article.objects.exists(), "a preview saves nothing"
    shown.close()


def publish(page, button):
    page.get_by_role("button", name=button, exact=True).click()
    panel = page.locator("dialog#panel[open]")
    panel.get_by_label(re.compile("record")).fill("The gulls do not wait.")
    with page.expect_navigation():
        panel.locator("[data-go]").click()
    page.get_by_role("link", name="Open").first.wait_for()
    return Edition.objects.live().get()


def has_what_was_written(edition):
    assert edition.body.startswith("<p>“Never again,” she said.</p>")
    assert "<strong>The harbour master</strong> counted them twice." in edition.body
    assert "<ul><li>eleven gulls</li><li>one heron</li></ul>" in edition.body
    assert '<strong>all down</strong> in <a href="https://log.example/">the log</a>' in edition.body
    assert [credit["name"] for credit in edition.credits] == ["Ann Lee", "Bo Ek"]


def read(page, edition, headline):
    page.goto(edition.url)
    assert page.locator("h1").inner_text() == headline
    expect(page.get_by_role("link", name="Ann Lee").first).to_be_visible()
    assert not page.context.cookies([page.url]), "the desk's cookies are not sent with reading pages"
    assert fits(page)


def test_an_editor_takes_a_story_from_the_desk_to_its_reader_and_changes_it(person, editor):
    make_author(name="Ann Lee")
    make_section(name="Harbour")
    sign_in(person, "edith")
    write(person)
    preview(person)
    edition = publish(person, "Publish")
    has_what_was_written(edition)
    expect(person.get_by_text(edition.path).first).to_be_visible()
    read(person, edition, "Gulls counted at last")
    person.goto(f"/admin/articles/article/{edition.article_id}/change/")
    person.get_by_label("Headline", exact=True).fill("Gulls counted again")
    person.keyboard.press("Control+s")
    person.get_by_text("Live, with changes").first.wait_for()
    assert Edition.objects.live().get().headline == "Gulls counted at last"
    read(person, publish(person, "Publish changes"), "Gulls counted again")


def test_a_refused_publication_keeps_what_was_typed_and_takes_one_to_the_reason(person, editor):
    sign_in(person, "edith")
    person.goto("/admin/articles/article/add/")
    person.locator(".ProseMirror").wait_for()
    person.locator(".ProseMirror").click()
    person.keyboard.type("A text without a headline.")
    person.get_by_role("button", name="Publish", exact=True).click()
    panel = person.locator("dialog#panel[open]")
    panel.wait_for()
    assert "There is no headline." in panel.inner_text()
    expect(panel.locator("[data-go]")).to_have_count(0)
    panel.get_by_role("link", name=re.compile("There is no headline")).click()
    assert person.evaluate("document.activeElement.id") == "id_headline"
    assert person.locator(".ProseMirror").inner_text().strip() == "A text without a headline."
    assert not Edition.objects.exists()


def test_a_bio_manager_mends_a_bio_once_and_it_is_right_everywhere(person, bio_manager):
    author = make_author(name="Ann Lee", bio="<p>Ann Lee is Harbour Editor of She has counted gulls since 2009.</p>")
    stories = [make_live(headline=f"Gulls, part {n}", authors=[author]).editions.get().url for n in (1, 2)]
    sign_in(person, "bruno")
    person.get_by_role("link", name=re.compile("Mend it")).first.click()
    surface = person.locator(".ProseMirror").first
    surface.wait_for()
    surface.click()
    person.keyboard.press("Control+a")
    person.keyboard.type("Ann Lee is Harbour Editor of the Quay Bell. She has counted gulls since 2009.")
    person.get_by_role("button", name=re.compile("^Save")).first.click()
    person.wait_for_load_state()
    assert "Quay Bell" in Author.objects.get().bio
    assert BioVersion.objects.count() == 2
    for address in (*stories, author.url):
        person.goto(address)
        expect(person.get_by_text("Harbour Editor of the Quay Bell. She has counted").first).to_be_visible()
        assert "Editor of She has" not in person.content()
