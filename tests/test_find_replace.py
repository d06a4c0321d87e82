"""Finding and replacing words in the body editor, and what the rest of the desk asks of it, in a real browser."""

import pytest
from playwright.sync_api import expect

from paper.prose import BioField
from tests import test_paste
from tests.test_paste import Desk

pytestmark = pytest.mark.browser

STORY = (
    "<h2>The harbour</h2><p>The <strong>har</strong>bour master’s gulls. The Harbours, too.</p>"
    "<ul><li>One harbour</li></ul>"
)
HERE = "document.querySelector('.body-found-here')?.textContent"


class Finder(Desk):
    def open(self, html: str, words: str = "") -> None:
        self.page.evaluate(
            "(html) => { editor.commands.setContent(html); editor.commands.setTextSelection(1); editor.view.focus() }",
            html,
        )
        self.page.keyboard.press("Control+f")
        self.page.keyboard.type(words)

    def count(self) -> str:
        return self.page.inner_text(".body-find-count")

    def text(self) -> str:
        return self.page.input_value("#id_body")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def selected(self) -> str:
        return self.page.evaluate(
            "editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to)"
        )

    def replace_with(self, words: str, button: str) -> None:
        self.page.get_by_label("Replace with").fill(words)
        self.page.get_by_role("button", name=button, exact=True).click()


@pytest.fixture
def desk(browser_page):
    finder = Finder(browser_page)
    yield finder
    assert finder.complaints == []
    assert finder.page.evaluate("blocked") == []


def test_words_are_found_in_any_case_and_across_bold(desk):
    desk.open(STORY, "harbour")
    assert desk.count() == "1 of 4"
    assert desk.page.locator(".body-found").count() >= 4
    assert desk.page.evaluate(HERE) == "harbour"
    desk.press("Enter", "Enter")
    assert desk.count() == "3 of 4"
    desk.press("Shift+Enter", "Shift+Enter", "Shift+Enter")
    assert desk.count() == "4 of 4"
    desk.press("Enter")
    assert desk.count() == "1 of 4"


def test_case_and_whole_words_narrow_the_search_down(desk):
    desk.open(STORY, "harbour")
    desk.page.get_by_label("Match case").check()
    assert desk.count() == "1 of 3"
    desk.page.get_by_label("Whole words").check()
    assert desk.count() == "1 of 3"
    desk.page.get_by_label("Match case").uncheck()
    assert desk.count() == "1 of 3"
    desk.page.get_by_label("Find", exact=True).fill("Harbours")
    assert desk.count() == "1 of 1"
    desk.page.get_by_label("Find", exact=True).fill("arbour")
    assert desk.count() == "No match"


@pytest.mark.parametrize(
    ("html", "words", "count"),
    [
        ('<p>“It’s so”, it\'s "so"</p>', "it's", "1 of 2"),
        ('<p>“It’s so”, it\'s "so"</p>', "“so”", "1 of 1"),
        ("<p>10\u00a0000 and 10 000</p>", "10 000", "1 of 2"),
        ("<p>a.b (c) [d] axb</p>", "a.b", "1 of 1"),
        ("<p>1 + 1 \\ 2</p>", "1 + 1 \\", "1 of 1"),
        ("<p>one</p><p>two</p>", "onetwo", "No match"),
        ("<p>one<br>two</p>", "one", "1 of 1"),
        ("<p>كلمة وكلمة</p>", "كلمة", "1 of 2"),
        ("<p>ÉVIAN évian</p>", "Évian", "1 of 2"),
    ],
)
def test_what_one_means_is_found(desk, html, words, count):
    desk.open(html)
    desk.page.keyboard.insert_text(words)
    assert desk.count() == count


def test_escape_returns_to_the_last_match(desk):
    desk.open(STORY, "harbour")
    desk.press("Enter", "Escape")
    assert desk.page.evaluate("document.activeElement.id") == "id_body_text"
    assert desk.selected() == "harbour"
    expect(desk.page.locator(".body-find")).to_be_hidden()
    expect(desk.page.locator(".body-found")).to_have_count(0)
    desk.page.keyboard.type("quay")
    assert "The <strong>quay</strong> master" in desk.text()


def test_escape_in_the_text_closes_the_bar_too(desk):
    desk.open(STORY, "gulls")
    desk.page.locator("#id_body_text h2").click()
    desk.press("Escape")
    expect(desk.page.locator(".body-find")).to_be_hidden()


def test_the_bar_starts_from_the_selected_words_and_opens_by_its_button_too(desk):
    desk.open("<p>gulls and gulls</p>")
    desk.press("Escape")
    desk.page.evaluate("editor.commands.setTextSelection({ from: 1, to: 6 })")
    desk.page.get_by_role("button", name="Find and replace", exact=True).click()
    assert desk.page.input_value("[aria-label=Find]") == "gulls"
    assert desk.count() == "1 of 2"
    assert desk.page.evaluate("document.activeElement.ariaLabel") == "Find"


def test_one_match_after_the_other_is_replaced_and_each_can_be_undone(desk):
    desk.open("<p>cat, cat, cat</p>", "cat")
    desk.replace_with("cats", "Replace")
    assert desk.text() == "<p>cats, cat, cat</p>"
    assert desk.count() == "2 of 3"
    desk.page.get_by_label("Replace with").press("Enter")
    assert desk.text() == "<p>cats, cats, cat</p>"
    desk.press("Escape", "Control+z")
    assert desk.text() == "<p>cats, cat, cat</p>"


def test_all_are_replaced_in_one_step_that_can_be_undone(desk):
    desk.open(STORY, "harbour")
    written = desk.text()
    desk.replace_with("quay", "Replace all")
    assert desk.text() == (
        "<h2>The quay</h2><p>The <strong>quay</strong> master’s gulls. The quays, too.</p><ul><li><p>One quay</p></li></ul>"
    )
    assert desk.count() == "4 replaced"
    desk.press("Escape", "Control+z")
    assert desk.text() == written


@pytest.mark.parametrize(
    ("html", "find", "put", "made"),
    [
        ('<p>See <a href="/x">gulls</a>.</p>', "gulls", "herons", '<p>See <a href="/x">herons</a>.</p>'),
        ("<p>The <em>Times</em> said</p>", "the times", "The Post", "<p>The <em>Post</em> said</p>"),
        ("<p>a <strong>very </strong>big cat</p>", "very ", "", "<p>a big cat</p>"),
        ("<p>the <em>cat</em> sat</p>", "cat", "cats", "<p>the <em>cats</em> sat</p>"),
        ("<p>he said “no”</p>", '"no"', '"yes"', "<p>he said “yes”</p>"),
        ('<p>he said "no"</p>', '"', '"', "<p>he said “no”</p>"),
        ("<p>it is so</p>", "it is", "it's", "<p>it’s so</p>"),
    ],
)
def test_what_is_put_in_has_the_marks_and_quotation_marks_of_its_place(desk, html, find, put, made):
    desk.open(html)
    desk.page.keyboard.insert_text(find)
    desk.replace_with(put, "Replace all")
    assert desk.text() == made


def test_quotation_marks_put_in_are_those_of_the_language(browser_page):
    desk = Finder(browser_page, "de")
    desk.open("<p>Er sagte nein.</p>", "nein")
    desk.replace_with('"ja"', "Replace all")
    assert desk.text() == "<p>Er sagte „ja“.</p>"


def test_the_number_found_is_said_once_for_a_search(desk):
    desk.open("<p>gull, gull</p>")
    said = desk.page.evaluate(
        """async () => {
          const region = document.querySelector(".body-find [role=status]")
          const field = document.querySelector("[aria-label=Find]")
          const said = []
          new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, { childList: true })
          for (const words of ["g", "gu", "gul", "gull"]) {
            field.value = words
            field.dispatchEvent(new Event("input", { bubbles: true }))
          }
          await new Promise((done) => setTimeout(done, 1500))
          return said
        }"""
    )
    assert said == ["2 matches"]
    expect(desk.page.locator(".body-find-count[aria-live], .body-find-count[role]")).to_have_count(0)


def test_the_count_follows_when_the_text_changes(desk):
    desk.open("<p>gull</p><p>and</p>", "gull")
    desk.page.evaluate("editor.view.dispatch(editor.state.tr.insertText('gull ', 7))")
    assert desk.count() == "1 of 2"


def test_searching_neither_changes_the_form_nor_sends_it(desk):
    desk.page.evaluate(
        """() => {
          const form = document.createElement("form")
          window.heard = []
          document.body.append(form)
          form.append(document.querySelector(".body-editor"), document.createElement("button"))
          for (const kind of ["input", "change", "submit"]) {
            form.addEventListener(kind, (event) => { heard.push(kind); event.preventDefault() })
          }
        }"""
    )
    desk.page.evaluate("editor.view.focus()")
    desk.press("Control+f")
    desk.page.keyboard.type("gull")
    desk.page.get_by_label("Match case").check()
    desk.press("Enter")
    desk.page.get_by_label("Replace with").fill("heron")
    desk.press("Enter", "Escape")
    assert desk.page.evaluate("heard") == []
    assert desk.page.evaluate("[...new FormData(document.querySelector('form')).keys()]") == ["body"]


def test_a_match_far_down_comes_clear_of_the_tools(desk):
    desk.open("<p>word</p>" * 100 + "<p>gull</p>" + "<p>word</p>" * 100, "gull")
    place = "document.querySelector('.body-found').getBoundingClientRect().top"
    tools = "document.querySelector('.body-tools').getBoundingClientRect().bottom"
    assert desk.page.evaluate(f"{place} > {tools} && {place} < innerHeight")


def test_of_thousands_of_matches_only_the_one_at_hand_is_marked(desk):
    desk.open("<p>the cat sat on the mat there, the end of it</p>" * 1000, "e")
    assert desk.count() == "1 of 6,000"
    expect(desk.page.locator(".body-found")).to_have_count(1)
    desk.press("Enter")
    assert desk.count() == "2 of 6,000"


def test_a_bio_has_no_such_bar(browser_page, monkeypatch):
    monkeypatch.setattr(test_paste, "BodyField", BioField)
    desk = Desk(browser_page)
    expect(desk.page.locator(".body-find, [aria-label='Find and replace']")).to_have_count(0)
    assert desk.type("Ann") == "<p>Ann</p>"


# What others ask of the editor

GOTO = "(detail) => document.dispatchEvent(new CustomEvent('newsroom:goto', { detail }))"


def test_the_desk_leads_to_words_of_the_text(desk):
    desk.open("<p>one</p>" * 60 + "<p>It’s <em>the</em> the end</p>")
    desk.press("Escape")
    desk.page.evaluate(GOTO, {"field": "id_body", "excerpt": "the the"})
    assert desk.selected() == "the the"
    assert desk.page.evaluate("document.activeElement.id") == "id_body_text"
    assert desk.page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().bottom < innerHeight")
    desk.page.evaluate(GOTO, {"field": "id_body", "excerpt": "IT'S"})
    assert desk.selected() == "It’s"
    desk.page.evaluate(GOTO, {"field": "id_body", "excerpt": "nowhere"})
    desk.page.evaluate(GOTO, {"field": "id_body"})
    desk.page.evaluate(GOTO, {"field": "id_nothing", "excerpt": "x"})


def test_the_desk_leads_to_words_of_a_plain_field_and_opens_what_it_lies_in(desk):
    desk.page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend", `<details><textarea id="id_deck">A deck’s the the
           end</textarea><input type="date" id="id_on"></details>`)"""
    )
    desk.page.evaluate(GOTO, {"field": "id_deck", "excerpt": "the the"})
    assert desk.page.evaluate("document.activeElement.id") == "id_deck"
    assert desk.page.evaluate("getSelection().toString()") == "the the"
    desk.page.evaluate(GOTO, {"field": "id_on", "excerpt": "x"})
    assert desk.page.evaluate("document.activeElement.id") == "id_on"


def test_the_desk_puts_another_text_in_and_one_undo_takes_it_back(desk):
    desk.type("As written")
    desk.page.evaluate(
        "document.dispatchEvent(new CustomEvent('newsroom:setbody', { detail: { html: '<h2>Kept</h2><p>before</p>' } }))"
    )
    assert desk.text() == "<h2>Kept</h2><p>before</p>"
    desk.page.evaluate("editor.view.focus()")
    desk.press("Control+z")
    assert desk.text() == "<p>As written</p>"
