"""Links to stories of ours: found on the desk, kept with the story's number, and plain links to readers."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from articles.desk.stories import found
from paper.prose import BIO_TOOLS, BODY_TOOLS, for_page, sanitize, sanitize_bio
from tests.makers import ago, make_article, make_live, make_section, utc
from tests.test_paste import ORIGIN, Desk

LINK = '<p><a href="/2026/02/14/gulls/" rel="sponsored" data-story="7">gulls</a></p>'


# What is kept of it


def test_a_link_keeps_the_number_of_its_story():
    assert sanitize(LINK) == LINK
    assert sanitize('<a data-story=7 rel="sponsored" href=/2026/02/14/gulls/>gulls</a>') == LINK


@pytest.mark.parametrize("number", ["", "0", "07", "-7", "7.5", "7 ", "x", "٧", "1" * 19, "7&quot; onclick=&quot;x()"])
def test_what_is_no_number_of_a_story_is_dropped(number):
    assert sanitize(f'<a href="/x" data-story="{number}">x</a>') == '<p><a href="/x">x</a></p>'


def test_only_a_link_has_a_story_and_a_bio_has_none():
    assert sanitize('<p data-story="7"><strong data-story="7">x</strong></p>') == "<p><strong>x</strong></p>"
    two = '<p><a href="/x" data-story="7">a</a><a href="/x">b</a></p>'
    assert sanitize(two) == two
    assert sanitize_bio(two) == '<p><a href="/x">ab</a></p>'
    assert "data-story" not in BIO_TOOLS["Link"]["a"]
    assert "data-story" in BODY_TOOLS["Link"]["a"]


def test_readers_get_a_plain_link():
    assert for_page(LINK) == '<p><a href="/2026/02/14/gulls/" rel="sponsored">gulls</a></p>'
    words = '<p>Write data-story="7" and <a href="/a?b=%3E&amp;c">x</a></p>'
    assert for_page(words) == words


@given(st.text(alphabet="""/?=&<>"' a%;""", max_size=12), st.integers(1, 10**18 - 1))
def test_no_address_hides_the_number_from_the_page(tail, number):
    html = sanitize(f"<p><a href='/x{tail.replace(chr(39), '')}' data-story={number}>y</a> z</p>")
    assert f'data-story="{number}"' in html
    assert sanitize(html) == html
    assert for_page(html) == html.replace(f' data-story="{number}"', "")


# Finding one


def headlines(rows):
    return [row["headline"] for row in rows]


def test_stories_are_found_by_the_words_of_their_headline_newest_change_first(editor):
    make_article(headline="Gulls counted", changed_at=ago(days=3))
    make_article(headline="Counting the GULLS again", changed_at=ago(days=1))
    make_article(headline="Ferries late")
    assert headlines(found("gulls", editor)) == ["Counting the GULLS again", "Gulls counted"]
    assert headlines(found(" counted  gull ", editor)) == ["Gulls counted"]
    assert found("  ", editor) == []
    assert found("herons", editor) == []


def test_letters_with_accents_are_found_in_any_case(editor):
    make_article(headline="Évian’s ÜBERSICHT")
    for typed in ("évian", "ÉVIAN", "übersicht", "Évian"):
        assert len(found(typed, editor)) == 1, typed


def test_a_story_is_found_by_its_address_however_it_is_pasted(editor):
    story = make_live(headline="Gulls counted", at=utc(2026, 2, 14, 9))
    make_article(headline="About /2026/02/14/gulls-counted/")
    for typed in ("/2026/02/14/gulls-counted/", "https://paper.example/2026/2/14/gulls-counted", f"/story/{story.pk}/"):
        assert [row["id"] for row in found(typed, editor)] == [story.pk], typed


def test_a_row_says_section_and_state_and_has_the_address_readers_have(editor, clock):
    world = make_section(name="World")
    clock.set(utc(2026, 2, 20, 12))
    live = make_live(headline="Gulls one", section=world, at=utc(2026, 2, 14, 9))
    coming = make_article(headline="Gulls two", section=world)
    coming.publish(by=None, at=utc(2026, 3, 1, 7, 30))
    draft = make_article(headline="Gulls three")
    gone = make_live(headline="Gulls four")
    gone.unpublish(by=None)
    clock.set(utc(2026, 2, 20, 13))
    rows = {row["id"]: (row["about"], row["url"]) for row in found("gulls", editor)}
    assert rows == {
        live.pk: ("World · live since 14 Feb 09:00", "/2026/02/14/gulls-one/"),
        coming.pk: ("World · scheduled for 1 Mar 07:30", ""),
        draft.pk: ("draft", ""),
        gone.pk: ("unpublished", ""),
    }


def test_an_address_of_another_script_comes_as_browsers_write_it(editor):
    make_live(headline="Чайки", at=utc(2026, 2, 14, 9))
    assert found("чайки", editor)[0]["url"] == "/2026/02/14/%D1%87%D0%B0%D0%B9%D0%BA%D0%B8/"


def test_ten_stories_at_most_are_shown_in_a_few_queries(editor):
    for number in range(12):
        make_live(headline=f"Gulls, part {number}", section=make_section())
    editor.has_perm("articles.view_article")
    with CaptureQueriesContext(connection) as queries:
        assert len(found("gulls", editor)) == 10
    assert len(queries) <= 9  # what was changed last and what never went out, search as readers have it, and the rows
    assert not any('"body"' in query["sql"] for query in queries)


def test_who_does_not_work_on_stories_finds_none(bio_manager, reporter):
    make_article(headline="Gulls counted")
    assert found("gulls", bio_manager) == []
    assert len(found("gulls", reporter)) == 1


def test_the_desk_answers_what_the_editor_asks(client, editor):
    make_article(headline="Gulls counted")
    client.force_login(editor)
    asked = client.get("/admin/articles/article/stories/", {"q": "gulls"})
    assert asked.json() == {"stories": found("gulls", editor)}
    assert asked.json()["stories"][0]["headline"] == "Gulls counted"


# Making the link

ROWS = [
    {"id": 7, "headline": "Gulls counted", "about": "World · live since 14 Feb 09:00", "url": "/2026/02/14/gulls/"},
    {"id": 9, "headline": "Gulls to come", "about": "draft", "url": ""},
]
browser = pytest.mark.browser
MADE = '<a href="/2026/02/14/gulls/" data-story="7">'


@pytest.fixture
def writing(browser_page):
    """The editor in a form that names where our stories are asked for; `asked` is what it was asked."""
    desk = Desk(browser_page)
    desk.asked = []

    def answer(route):
        typed = route.request.url.partition("?q=")[2]
        desk.asked.append(typed)
        rows = {"gu": ROWS, "gul": ROWS, "gulls": ROWS}.get(typed, [])
        if "2026" in typed or "story%2F7" in typed:
            rows = ROWS[:1]
        route.fulfill(body=json.dumps({"stories": rows}), content_type="application/json")

    browser_page.route(f"{ORIGIN}/stories/**", answer)
    browser_page.evaluate(
        """() => {
          const form = document.createElement("form")
          form.dataset.stories = "/stories/"
          document.body.append(form)
          form.append(document.querySelector(".body-editor"))
        }"""
    )
    yield desk
    assert desk.complaints == []
    assert browser_page.evaluate("blocked") == []


def ask(desk, typed, shown=2):
    """Opens the dialog, types, and waits for so many stories."""
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.insert_text(typed)
    desk.page.locator("[role=option]").nth(shown - 1).wait_for()


def body(desk):
    return desk.page.input_value("#id_body")


@browser
def test_a_story_is_found_by_letters_and_its_headline_becomes_the_words(writing):
    writing.type("See ")
    ask(writing, "gu")
    field = writing.page.get_by_role("combobox")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    writing.page.keyboard.press("ArrowDown")
    assert writing.page.locator("[aria-selected=true]").inner_text().split("\n") == [
        ROWS[0]["headline"],
        ROWS[0]["about"],
    ]
    assert field.get_attribute("aria-activedescendant") == writing.page.locator("[aria-selected=true]").get_attribute(
        "id"
    )
    writing.page.keyboard.press("Enter")
    assert writing.page.input_value("dialog input >> nth=1") == "Gulls counted"
    assert "Our story: Gulls counted" in writing.page.inner_text("dialog")
    writing.page.keyboard.press("Enter")
    assert body(writing) == f"<p>See {MADE}Gulls counted</a></p>"
    assert sanitize(body(writing)) == body(writing)


@browser
def test_selected_words_stay_and_one_key_makes_the_link(writing):
    writing.type("the count")
    writing.page.keyboard.press("Control+a")
    ask(writing, "gulls")
    writing.page.keyboard.press("ArrowUp")
    writing.page.keyboard.press("Enter")
    assert body(writing) == '<p><a href="/story/9/" data-story="9">the count</a></p>'
    writing.page.locator("#id_body_text:focus").wait_for()


@browser
def test_a_click_chooses_too(writing):
    writing.type("See ")
    ask(writing, "gul")
    writing.page.locator("[role=option]").first.click()
    writing.page.keyboard.type("what they counted")
    writing.page.keyboard.press("Enter")
    assert body(writing) == f"<p>See {MADE}what they counted</a></p>"


@browser
@pytest.mark.parametrize("pasted", ["/2026/02/14/gulls/", f"{ORIGIN}/2026/02/14/gulls/?from=list"])
def test_an_address_of_our_own_is_recognised(writing, pasted):
    writing.type("the count")
    writing.page.keyboard.press("Control+a")
    ask(writing, pasted, shown=1)
    writing.page.keyboard.press("Enter")
    assert body(writing) == f"<p>{MADE}the count</a></p>"


@browser
def test_other_addresses_and_a_single_letter_ask_nobody(writing):
    writing.type("")
    writing.page.keyboard.press("Control+k")
    for typed in ("g", "https://example.org/2026/02/14/gulls/", "example.org", "desk@example.org"):
        writing.page.keyboard.press("Control+a")
        writing.page.keyboard.insert_text(typed)
        writing.page.wait_for_timeout(350)
    assert writing.asked == []


@browser
def test_escape_closes_the_list_before_the_dialog(writing):
    writing.type("See ")
    ask(writing, "gu")
    writing.page.keyboard.press("Escape")
    expect(writing.page.locator("[role=listbox]")).to_be_hidden()
    expect(writing.page.locator("dialog")).to_be_visible()
    writing.page.keyboard.press("Escape")
    writing.page.locator("dialog").wait_for(state="detached")


@browser
def test_words_that_are_no_address_and_nobodys_headline_are_refused(writing):
    writing.type("See ")
    writing.page.keyboard.press("Control+k")
    writing.page.keyboard.type("herons")
    writing.page.locator("dialog [role=status]", has_text="No story of ours has these words").wait_for(state="attached")
    writing.page.keyboard.press("Enter")
    assert "choose a story from the list" in writing.page.inner_text("dialog [role=alert]")


@browser
def test_a_link_to_a_story_says_which_and_another_address_means_it_no_more(writing):
    html = f"<p>See {MADE}the count</a></p>"
    writing.page.evaluate("(html) => { editor.commands.setContent(html); editor.commands.setTextSelection(8) }", html)
    assert body(writing) == html
    writing.page.keyboard.press("Tab")
    writing.page.evaluate("editor.view.focus()")
    writing.page.keyboard.press("Control+k")
    writing.page.get_by_text("Our story: Gulls counted").wait_for()
    writing.page.keyboard.press("Enter")
    assert body(writing) == html
    writing.page.keyboard.press("Control+k")
    writing.page.keyboard.type("https://example.org/")
    expect(writing.page.get_by_text("Our story")).to_be_hidden()
    writing.page.keyboard.press("Enter")
    assert body(writing) == '<p>See <a href="https://example.org/">the count</a></p>'


@browser
def test_a_form_that_names_no_place_has_a_plain_dialog(browser_page):
    desk = Desk(browser_page)
    desk.type("See ")
    desk.page.keyboard.press("Control+k")
    expect(desk.page.locator("dialog [role=combobox], dialog [role=listbox]")).to_have_count(0)
