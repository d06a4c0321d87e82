"""What the writing page counts under its fields, in a real browser under the strict policy."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from paper.prose import sanitize, word_count
from tests import test_paste
from tests.test_paste import Desk

pytestmark = pytest.mark.browser

FIELDS = """
<div><textarea id="id_headline" lang="en" dir="ltr" aria-describedby="id_headline_helptext"></textarea></div>
<div><textarea id="id_deck" lang="en"></textarea></div>
<details><textarea id="id_front_headline" lang="en" dir="ltr"></textarea></details>
<link rel="stylesheet" href="/static/desk/desk.css"><link rel="stylesheet" href="/static/desk/counts.css">
<script type="module" src="/static/desk/desk.js"></script><script type="module" src="/static/desk/counts.js"></script>
"""
SHORT = "Gulls counted at last"
LONG = "The harbour master of the old north quay has counted all of the gulls that sleep there"
TOO_LONG = f"{LONG}, and says that nobody before her has ever counted them so carefully"
TEXTS = {
    "nothing": "",
    "plain words": "<p>It’s a well-known 2,000-word text — or two…</p><p>Yes</p>",
    "a dash that joins": "<p>dash—joined - and – not</p>",
    "paragraphs, items and cells": "<h2>One</h2><p>two<br>three</p><ul><li>four<ul><li>five</ul></ul>"
    "<table><tr><td>six<td>seven<tr><td>eight<td>9</table><hr><blockquote><p>ten</p></blockquote>",
    "a word of several marks": "<p>un<strong>believ</strong><em>able</em> <a href=/x>link</a></p>",
    "Chinese and Japanese": "<p>漢字 and kana かな</p><p>カタカナで、書く。</p>",
    "Arabic": "<p dir=rtl>كلمة وأخرى، ٣ كلمات</p>",
    "signs alone": "<p>… — * * * ½ ² Ⅻ №</p>",
    "spaces of all kinds": "<p>10\u00a0000\u2009kg\u202fof\u3000ice</p>",
    "invisible signs": "<p>soft\u00adhyphen zero\u200bwidth mark\u200f end</p>",
    "signs beyond the first plane": "<p>😀 𠀀𠀁 𝒜bc</p>",
    "fact box and pull quote": "<aside class=fact-box><h3>A</h3><p>b</p></aside><aside class=pull-quote><p>c</p></aside>",
}


class Page(Desk):
    def count(self, name: str) -> str:
        return self.page.inner_text(f"#id_{name}_counted")

    def tone(self, name: str) -> str:
        return self.page.get_attribute(f"#id_{name}_counted", "class").removeprefix("counted").strip()

    def fill(self, name: str, words: str) -> None:
        self.page.evaluate(
            """([name, words]) => {
              const field = document.getElementById(name)
              field.value = words
              field.dispatchEvent(new Event("input", { bubbles: true }))
            }""",
            [f"id_{name}", words],
        )
        self.wait()

    def wait(self) -> None:
        """By the page's own clock, until what was due is counted."""
        self.page.evaluate("new Promise((done) => setTimeout(done, 150))")

    def described(self, name: str) -> str:
        """What the field's description says now."""
        script = """(field) => field.getAttribute("aria-describedby").split(" ")
          .map((id) => document.getElementById(id)?.textContent || "").join("")"""
        return self.page.eval_on_selector(name, script)


@pytest.fixture
def desk(browser_page, monkeypatch):
    plain = test_paste.page_html
    monkeypatch.setattr(test_paste, "page_html", lambda language: plain(language).replace("<body>", f"<body>{FIELDS}"))
    page = Page(browser_page)
    page.page.locator("#id_body_counted").wait_for()
    yield page
    assert page.complaints == []
    assert browser_page.evaluate("blocked") == []


def test_words_are_counted_as_the_server_counts_them(desk):
    for what, html in TEXTS.items():
        script = """async (html) => {
          const { wordCount } = await import("/static/desk/counts.js")
          editor.commands.setContent(html)
          return wordCount(editor.state.doc.textBetween(0, editor.state.doc.content.size, "\\n", "\\n"))
        }"""
        assert desk.page.evaluate(script, sanitize(html)) == word_count(html), what


def test_the_story_says_its_words_and_the_minutes_they_take(desk):
    assert desk.count("body") == "0 words"
    desk.type("One")
    desk.page.get_by_text("1 word · 1 min read").wait_for()
    desk.page.evaluate("editor.commands.setContent('<p>' + 'word '.repeat(1204) + '</p>')")
    desk.page.get_by_text("1,204 words · 6 min read").wait_for()


def test_the_words_are_counted_now_and_then_while_one_types(desk):
    desk.page.evaluate(
        """() => {
          const count = document.getElementById("id_body_counted")
          window.changes = []
          new MutationObserver(() => changes.push(performance.now())).observe(count, { childList: true })
        }"""
    )
    desk.page.evaluate("editor.view.focus()")
    desk.page.keyboard.type("one two three four five six", delay=40)
    desk.page.get_by_text("6 words · 1 min read").wait_for()
    moments = desk.page.evaluate("changes")
    assert all(later - earlier > 250 for earlier, later in pairwise(moments))
    assert len(moments) < len("one two three four five six") / 2


def test_a_headline_says_how_it_breaks_on_a_card(desk):
    assert desk.count("headline") == ""
    desk.fill("headline", SHORT)
    assert desk.count("headline") in (
        f"{len(SHORT)} characters · {lines} on a card" for lines in ("one line", "two lines")
    )
    assert desk.tone("headline") == ""
    desk.fill("headline", LONG)
    assert desk.count("headline").endswith(" lines on a card, long")
    assert desk.tone("headline") == "amber"
    desk.fill("headline", TOO_LONG)
    assert desk.count("headline").startswith(f"{len(TOO_LONG)} characters · ")
    assert desk.count("headline").endswith(" lines on a card: give lists a shorter headline")
    assert desk.tone("headline") == "alert"


def test_the_lines_are_those_of_the_readers_card(desk):
    desk.fill("headline", LONG)
    lines = desk.page.evaluate(
        """async (words) => {
          const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/static/paper/reader.css" })
          await new Promise((loaded) => { link.onload = loaded; document.head.append(link) })
          const card = document.createElement("article")
          card.className = "story"
          card.lang = "en"
          card.innerHTML = `<h3 class="headline"><a href="/">${words}</a></h3>`
          card.style.width = "272px"
          document.body.append(card)
          const headline = card.firstElementChild
          return headline.offsetHeight / parseFloat(getComputedStyle(headline).lineHeight)
        }""",
        LONG,
    )
    names = {3: "three", 4: "four", 5: "five"}
    assert f"· {names[round(lines)]} lines on a card" in desk.count("headline")


def test_the_way_to_a_shorter_headline_opens_what_it_lies_in(desk):
    desk.fill("headline", TOO_LONG)
    desk.page.get_by_role("link", name="give lists a shorter headline").click()
    desk.page.locator("#id_front_headline:focus").wait_for()
    expect(desk.page.locator("#id_front_headline")).to_be_visible()


def test_a_shorter_headline_is_what_lists_show(desk):
    desk.fill("headline", TOO_LONG)
    desk.fill("front_headline", SHORT)
    assert desk.count("headline") == f"{len(TOO_LONG)} characters · lists show the shorter headline"
    assert desk.tone("headline") == ""
    desk.page.evaluate("document.querySelector('details').open = true")
    assert desk.count("front_headline").startswith(f"{len(SHORT)} characters · ")
    desk.fill("front_headline", TOO_LONG)
    assert desk.count("front_headline").endswith(" lines on a card, long")
    assert desk.tone("front_headline") == "alert"
    desk.fill("front_headline", "")
    assert desk.count("front_headline") == ""
    assert "on a card" in desk.count("headline")


def test_a_deck_is_counted_once_it_is_long(desk):
    desk.fill("deck", "x" * 160)
    assert desk.count("deck") == ""
    desk.fill("deck", "😀" * 182)
    assert desk.count("deck") == "182 characters, long for a card"
    assert desk.tone("deck") == "amber"


def test_a_count_describes_its_field_and_is_not_spoken_at_every_key(desk):
    assert desk.page.get_attribute("#id_headline", "aria-describedby") == "id_headline_helptext id_headline_told"
    desk.page.focus("#id_headline")
    desk.page.keyboard.type(SHORT)
    desk.wait()
    assert desk.count("headline") != ""
    assert desk.described("#id_headline") == ""
    desk.page.keyboard.press("Tab")
    assert desk.described("#id_headline") == desk.count("headline")
    assert desk.described("#id_body_text") == "0 words"
    expect(desk.page.locator("[id$=_counted][aria-live], [id$=_counted][role]")).to_have_count(0)


def test_headlines_are_measured_in_their_own_language(desk):
    desk.fill("headline", "عدّ النوارس في الميناء القديم")
    before = desk.count("headline")
    desk.page.evaluate("Object.assign(document.getElementById('id_headline'), { lang: 'ar', dir: 'rtl' })")
    desk.wait()
    size = desk.page.evaluate("getComputedStyle(document.querySelector('.card-probe')).fontSize")
    assert size == "21.6px"
    assert before.partition(" · ")[0] == desk.count("headline").partition(" · ")[0]
