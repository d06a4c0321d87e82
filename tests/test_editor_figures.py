"""Pictures and embeds in the body editor, in a real browser under the strict policy."""

import pytest
from playwright.sync_api import expect

from paper.prose import sanitize
from tests.test_paste import Desk
from tests.writing import PIXEL, figure, opener

pytestmark = pytest.mark.browser


@pytest.fixture
def open_with(browser_page):
    yield from opener(browser_page)


# Putting one in


def test_a_picture_chosen_in_the_library_stands_after_the_block_one_is_in(open_with):
    desk = open_with()
    desk.at("One.")
    desk.press("Control+Alt+8")
    desk.choose("Ferry at the quay")
    assert desk.html() == f"<p>One.</p>{figure(12)}<p>Two.</p>"
    desk.page.keyboard.type("Our own words")
    assert desk.html() == f"<p>One.</p>{figure(12, 'Our own words')}<p>Two.</p>"
    assert sanitize(desk.html()) == desk.html()


def test_an_empty_paragraph_gives_its_place_to_the_picture(open_with):
    desk = open_with("<p>One.</p>")
    desk.at("One.")
    desk.press("Enter", "Control+Alt+8")
    desk.choose("Ferry at the quay")
    assert desk.html() == f"<p>One.</p>{figure(12)}"
    desk.press("Enter")
    desk.page.keyboard.type("On.")
    assert desk.html() == f"<p>One.</p>{figure(12)}<p>On.</p>"


def test_inside_a_list_it_stands_after_the_whole_list(open_with):
    desk = open_with("<ul><li>One.</li><li>Two.</li></ul><p>Three.</p>")
    desk.at("One.")
    desk.press("Control+Alt+8")
    desk.choose("Ferry at the quay")
    assert sanitize(desk.html()) == f"<ul><li>One.</li><li>Two.</li></ul>{figure(12)}<p>Three.</p>"


def test_putting_in_is_undone_and_done_again(open_with):
    desk = open_with()
    desk.at("One.")
    desk.page.keyboard.type(" More.")
    desk.press("Control+Alt+8")
    desk.choose("Ferry at the quay")
    desk.press("Control+z")
    assert desk.html() == "<p>One. More.</p><p>Two.</p>"
    desk.press("Control+Shift+z")
    assert desk.html() == f"<p>One. More.</p>{figure(12)}<p>Two.</p>"


def test_a_dialog_that_is_closed_puts_nothing_in_and_gives_the_focus_back(open_with):
    desk = open_with()
    desk.at("One.")
    desk.press("Control+Alt+8")
    expect(desk.page.locator("#choosing input[type=search]")).to_be_focused()
    desk.press("Escape")
    expect(desk.page.locator("#id_body_text")).to_be_focused()
    desk.page.keyboard.type(" On.")
    assert desk.html() == "<p>One. On.</p><p>Two.</p>"


# What is kept


@pytest.mark.parametrize(
    "body",
    [
        figure(12) + "<p>a</p>",
        f"<p>a</p>{figure(12)}{figure(13)}{figure(12)}",
        figure(
            12,
            'The <em>Ann</em> at <a href="/quay/" data-story="7">the quay</a>, H<sub>2</sub>O',
            "A ferry, 5 &amp; more",
        ),
        figure(12, 'ا <span lang="fr">été</span>', "سفينة"),
        '<figure data-embed="https://video.example/watch?v=abc&amp;t=1"><figcaption>Tides, <strong>explained</strong></figcaption></figure>',
        '<figure data-embed="http://video.example/1"></figure><p>b</p>',
        '<figure data-embed="https://localhost/%5C"></figure><p>b</p>',
        f"<blockquote><p>q</p></blockquote>{figure(9)}<hr>{figure(8, 'x')}",
    ],
)
def test_clean_html_with_figures_comes_out_of_the_editor_as_it_went_in(open_with, body):
    desk = open_with(body)
    assert sanitize(body) == body
    written = desk.page.evaluate("editor.getHTML().replace(/(<p><\\/p>)+$/, '')")
    assert sanitize(written) == body
    assert written == body


def test_opening_a_story_with_pictures_changes_nothing_and_asks_once_for_all(open_with):
    body = "".join(figure(number) for number in (12, 13, 12, 14, 99)) + "<p>a</p>"
    desk = open_with(body)
    expect(desk.page.locator(".body-figure img")).to_have_count(3)
    assert [path for _, path, _ in desk.asked] == ["facts/?id=12&id=13&id=14&id=99"]
    assert desk.html() == body


def test_what_is_no_figure_of_ours_is_only_its_words(open_with):
    desk = open_with("<p>a</p>")
    html = "<figure data-picture=012><img src=/x.jpg><figcaption>One</figcaption></figure><figure data-embed=/x><figcaption>Two</figcaption></figure>"
    desk.page.evaluate("(html) => editor.commands.setContent(html)", html)
    assert sanitize(desk.page.evaluate("editor.getHTML()")) == "<p>One</p><p>Two</p>"


# What a figure shows, and its alternative text


def test_a_picture_is_drawn_with_what_the_library_says_where_the_story_says_nothing(open_with):
    desk = open_with(figure(12) + "<p>a</p>")
    picture = desk.page.locator(".body-figure")
    expect(picture.locator("img")).to_have_attribute("src", "/pictures/12.jpg")
    expect(picture.locator("img")).to_have_attribute("alt", "Ferry at the quay")
    expect(picture.locator("figcaption")).to_have_attribute("data-placeholder", "Empty: The Ann at the quay")
    expect(picture.get_by_label("Alternative text here")).to_have_attribute("placeholder", "Empty: A white ferry")
    expect(picture).to_contain_text("Ann Lee / The Bell")
    expect(picture).not_to_contain_text("Missing")


def test_an_alternative_text_of_this_use_is_one_line_and_can_be_taken_back(open_with):
    desk = open_with(figure(13) + "<p>a</p>")
    missing = desk.page.locator(".body-figure-gaps")
    expect(missing).to_contain_text("Missing: alternative text, credit, licence.")
    field = desk.page.get_by_label("Alternative text here")
    field.fill("  Gulls   \u00ab5 > 3\u00bb on a roof ")
    assert sanitize(desk.html()) == figure(13, alt="Gulls \u00ab5 &gt; 3\u00bb on a roof") + "<p>a</p>"
    expect(missing).to_contain_text("Missing: credit, licence.")
    field.fill("\u200b ")
    assert desk.html() == figure(13) + "<p>a</p>"
    field.fill("x" * 501)
    assert desk.html() == figure(13, alt="x" * 500) + "<p>a</p>"


def test_enter_in_the_alternative_text_leads_on_and_sends_nothing(open_with):
    desk = open_with(figure(12) + "<p>a</p>")
    desk.page.get_by_label("Alternative text here").fill("Ferry")
    desk.press("Enter")
    desk.page.keyboard.type("So ")
    assert desk.html() == figure(12, alt="Ferry") + "<p>So a</p>"
    assert desk.page.url.endswith("/writing/")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (14, "The minister This picture is withdrawn: readers do not see it."),
        (15, "Regatta Its licence has ended: readers do not see it."),
        (99, "Picture 99 is not in the library any more: readers see nothing here."),
    ],
)
def test_a_picture_readers_do_not_see_says_why_and_can_be_removed(open_with, number, words):
    desk = open_with(f"<p>a</p>{figure(number, 'Its caption')}<p>b</p>")
    expect(desk.page.locator(".body-figure-gone")).to_contain_text(words)
    expect(desk.page.locator(".body-figure img")).to_have_count(0)
    desk.page.locator(".body-figure").get_by_role("button", name="Remove").click()
    assert desk.html() == "<p>a</p><p>b</p>"
    expect(desk.page.locator("#id_body_text")).to_be_focused()
    desk.press("Control+z")
    assert desk.html() == f"<p>a</p>{figure(number, 'Its caption')}<p>b</p>"


def test_without_a_connection_a_picture_says_so_and_stays(open_with):
    desk = open_with("<p>a</p>")
    desk.online = False
    desk.page.evaluate("(html) => editor.commands.setContent(html)", figure(12))
    expect(desk.page.locator(".body-figure")).to_contain_text(
        "Picture 12 cannot be shown just now. It stays in the text."
    )
    assert desk.html() == figure(12)
    desk.complaints.clear()  # the browser's own, of the connection


def test_exchanging_keeps_the_caption_and_forgets_what_was_seen(open_with):
    desk = open_with(figure(14, "Its caption", "A minister") + "<p>a</p>")
    desk.page.locator(".body-figure").get_by_role("button", name="Exchange").click()
    desk.choose("Ferry at the quay")
    assert desk.html() == figure(12, "Its caption") + "<p>a</p>"
    expect(desk.page.locator(".body-figure img")).to_have_count(1)
    desk.press("Control+z")
    assert desk.html() == figure(14, "Its caption", "A minister") + "<p>a</p>"


def test_what_is_missing_is_completed_from_the_text(open_with):
    desk = open_with(figure(13) + "<p>a</p>")
    desk.page.get_by_role("button", name="Complete it").click()
    desk.page.get_by_role("dialog").get_by_label("Alternative text").fill("Gulls")
    desk.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(desk.page.locator(".body-figure-gaps")).to_contain_text("Missing: licence.")
    expect(desk.page.get_by_label("Alternative text here")).to_have_attribute("placeholder", "Empty: Gulls")
    assert desk.html() == figure(13) + "<p>a</p>"


# Keys in a figure


def test_enter_leaves_a_caption_and_steps_back_at_its_start_remove_the_figure(open_with):
    desk = open_with(f"<p>a</p>{figure(12, 'xy')}<p>b</p>")
    desk.at("xy")
    desk.press("Shift+Enter")
    desk.page.keyboard.type("1")
    assert desk.html() == f"<p>a</p>{figure(12, 'xy')}<p>1b</p>"
    desk.at("xy")
    desk.press("Delete", "Home", "Backspace")
    expect(desk.page.locator(".body-figure.ProseMirror-selectednode")).to_have_count(1)
    desk.page.keyboard.type("z")
    assert desk.html() == f"<p>a</p>{figure(12, 'xy')}<p>1b</p>"
    desk.press("Backspace")
    assert desk.html() == "<p>a</p><p>1b</p>"


def test_arrows_lead_into_a_caption_and_out_again(open_with):
    desk = open_with(f"<p>a</p>{figure(12, 'xy')}{figure(13)}<p>b</p>")
    desk.at("xy")
    for keys, typed, html in (
        (["ArrowDown"], "1", f"<p>a</p>{figure(12, 'xy')}{figure(13, '1')}<p>b</p>"),
        (["ArrowDown"], "2", f"<p>a</p>{figure(12, 'xy')}{figure(13, '1')}<p>2b</p>"),
        (["ArrowUp", "ArrowUp", "End"], "3", f"<p>a</p>{figure(12, 'xy3')}{figure(13, '1')}<p>2b</p>"),
        (["ArrowUp", "End"], "4", f"<p>a4</p>{figure(12, 'xy3')}{figure(13, '1')}<p>2b</p>"),
        (["ArrowDown", "Home"], "5", f"<p>a4</p>{figure(12, '5xy3')}{figure(13, '1')}<p>2b</p>"),
    ):
        desk.press(*keys)
        desk.page.keyboard.type(typed)
        assert desk.html() == html


def test_alt_and_arrows_move_a_figure_and_the_cursor_stays_in_it(open_with):
    desk = open_with(f"<p>a</p>{figure(12, 'xy')}<ul><li>b</li></ul>")
    desk.at("xy")
    desk.press("Alt+ArrowUp", "Alt+ArrowUp")
    desk.page.keyboard.type("z")
    assert sanitize(desk.html()) == f"{figure(12, 'xyz')}<p>a</p><ul><li>b</li></ul>"
    desk.press("Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowDown")
    assert sanitize(desk.html()) == f"<p>a</p><ul><li>b</li></ul>{figure(12, 'xyz')}"
    desk.press("Control+z", "Control+z")
    assert sanitize(desk.html()) == f"{figure(12, 'xyz')}<p>a</p><ul><li>b</li></ul>"


def test_buttons_move_a_figure_and_keep_the_focus(open_with):
    desk = open_with(f"<p>a</p><p>b</p>{figure(12)}<p>c</p>")
    for button, html in (
        ("Move up", f"<p>a</p>{figure(12)}<p>b</p><p>c</p>"),
        ("Move up", f"{figure(12)}<p>a</p><p>b</p><p>c</p>"),
        ("Move down", f"<p>a</p>{figure(12)}<p>b</p><p>c</p>"),
    ):
        desk.page.locator(".body-figure").get_by_role("button", name=button).press("Enter")
        expect(desk.page.locator(".body-figure").get_by_role("button", name=button)).to_be_focused()
        assert desk.html() == html


def test_a_figure_is_dragged_by_its_picture(open_with):
    desk = open_with(f"{figure(12, 'xy')}<p>a</p><p>b</p>")
    expect(desk.page.locator(".body-figure img")).to_have_count(1)
    target = desk.page.locator("#id_body_text > p").last.bounding_box()
    desk.page.locator(".body-figure-seen").hover()
    desk.page.mouse.down()
    desk.page.mouse.move(target["x"] + target["width"] - 5, target["y"] + target["height"] - 2, steps=8)
    desk.page.mouse.up()
    assert desk.html() == f"<p>a</p><p>b</p>{figure(12, 'xy')}"


def test_words_are_found_and_replaced_in_captions(open_with):
    desk = open_with(f"<p>gulls</p>{figure(12, 'Two <em>gulls</em>')}")
    desk.at("gulls")
    desk.press("Control+f")
    desk.page.get_by_label("Find", exact=True).fill("gulls")
    expect(desk.page.locator(".body-find-count")).to_have_text("1 of 2")
    desk.page.get_by_label("Replace with").fill("terns")
    desk.page.get_by_role("button", name="Replace all", exact=True).click()
    assert desk.html() == f"<p>terns</p>{figure(12, 'Two <em>terns</em>')}"


def test_an_alternative_text_is_undone_in_the_order_of_all_that_was_written(open_with):
    desk = open_with(f"{figure(12)}<p>a</p>")
    desk.page.get_by_label("Alternative text here").click()
    desk.page.keyboard.type("Ferry")
    desk.press("Control+z")
    expect(desk.page.get_by_label("Alternative text here")).to_have_value("")
    assert desk.html() == f"{figure(12)}<p>a</p>"
    desk.press("Control+Shift+z")
    expect(desk.page.get_by_label("Alternative text here")).to_have_value("Ferry")
    assert desk.html() == f"{figure(12, alt='Ferry')}<p>a</p>"


@pytest.mark.parametrize(
    "keys", ["Control+Alt+2", "Control+Alt+0", "Control+Shift+8", "Control+Shift+7", "Control+Shift+9", "Control+Alt+4"]
)
def test_no_tool_makes_something_else_of_a_figure(open_with, keys):
    body = f"<p>a</p>{figure(12, 'xy')}<p>b</p>"
    desk = open_with(body)
    desk.at("xy")
    desk.press("Control+a", keys)
    assert desk.html() == body
    desk.at("xy")
    desk.press(keys)
    assert desk.html() == body


def test_signs_that_begin_a_heading_or_a_list_are_only_signs_in_a_caption(open_with):
    desk = open_with(f"<p>a</p>{figure(12)}")
    desk.page.evaluate("editor.commands.setTextSelection(4), editor.view.focus()")
    desk.page.keyboard.type("## - 1. x")
    assert desk.html().startswith("<p>a</p><figure")
    assert "1. x</figcaption>" in desk.html()


# Copy, paste and files

FILES = """async ([target, kind, files, html, text, place]) => {
  const data = new DataTransfer()
  for (const [name, type, bytes] of files) data.items.add(new File([Uint8Array.from(bytes)], name, { type }))
  if (html) data.setData("text/html", html)
  if (text) data.setData("text/plain", text)
  const at = document.querySelector(target)
  const { left, top, bottom } = document.querySelector(place).getBoundingClientRect()
  const where = { clientX: left + 20, clientY: (top + 3 * bottom) / 4 }
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, ...where })
  at.dispatchEvent(event)
  return event.defaultPrevented
}"""
PNG = ["gulls.png", "image/png", list(PIXEL)]


def give(desk, kind, files=(PNG,), html="", text="", place="#id_body_text > p"):
    return desk.page.evaluate(FILES, ["#id_body_text", kind, list(files), html, text, place])


def test_a_picture_file_that_is_pasted_is_uploaded_and_stands_there(open_with):
    desk = open_with()
    desk.at("One.")
    assert give(desk, "paste")
    expect(desk.page.locator(".body-figure img")).to_have_count(1)
    assert desk.html() == f"<p>One.</p>{figure(13)}<p>Two.</p>"
    method, path, sent = next(row for row in desk.asked if row[1] == "upload/")
    assert (method, path) == ("POST", "upload/")
    assert 'name="file"; filename="gulls.png"' in sent
    desk.page.keyboard.type(" On.")
    assert desk.html() == f"<p>One. On.</p>{figure(13)}<p>Two.</p>"


def test_files_that_are_dropped_stand_where_they_were_dropped_in_their_order(open_with):
    desk = open_with()
    desk.at("Two.")
    assert give(desk, "drop", [PNG, ["notes.txt", "text/plain", [65]], PNG])
    expect(desk.page.locator(".body-figure img")).to_have_count(2)
    assert desk.html() == f"<p>One.</p>{figure(13)}{figure(13)}<p>Two.</p>"


def test_a_file_that_is_no_picture_is_not_put_in_and_never_opened(open_with):
    desk = open_with()
    assert give(desk, "drop", [["notes.txt", "text/plain", [65]]])
    expect(desk.page.locator("[role=status]", has_text="Only pictures can be put into the text.")).to_have_count(1)
    assert desk.html() == "<p>One.</p><p>Two.</p>"
    assert "upload/" not in [path for _, path, _ in desk.asked]


def test_a_file_the_library_refuses_says_why_where_it_would_have_stood(open_with):
    desk = open_with()
    desk.upload = (400, {"error": "“gulls.png” is no picture. Send a JPEG or a PNG."})
    desk.at("One.")
    give(desk, "paste")
    line = desk.page.locator(".body-uploading")
    expect(line).to_contain_text("“gulls.png” is no picture. Send a JPEG or a PNG.")
    assert desk.html() == "<p>One.</p><p>Two.</p>"
    line.get_by_role("button", name="Close").click()
    expect(line).to_have_count(0)
    expect(desk.page.locator("#id_body_text")).to_be_focused()
    desk.complaints.clear()  # the browser's own, of the answer 400


def test_words_that_come_with_a_picture_of_them_are_pasted_as_words(open_with):
    desk = open_with()
    desk.at("One.")
    give(desk, "paste", html="<p>From a document</p>", text="From a document")
    assert "From a document" in desk.html()
    assert "upload/" not in [path for _, path, _ in desk.asked]


def test_a_picture_copied_on_a_web_page_is_uploaded_and_an_address_of_one_is_dropped(open_with):
    desk = open_with()
    desk.at("One.")
    desk.page.evaluate("editor.view.pasteHTML('<img src=\"https://x.example/a.png\">')")
    assert desk.html() == "<p>One.</p><p>Two.</p>"
    give(desk, "paste", html='<meta charset=utf-8><img src="https://x.example/a.png">')
    expect(desk.page.locator(".body-figure img")).to_have_count(1)
    assert desk.html() == f"<p>One.</p>{figure(13)}<p>Two.</p>"


def test_a_figure_is_copied_within_the_editor(open_with):
    desk = open_with(f"<p>a</p>{figure(12, 'xy', 'Alt')}<p>b</p>")
    desk.page.evaluate("editor.commands.setNodeSelection(3)")
    script = """() => {
      const { dom } = editor.view.serializeForClipboard(editor.state.selection.content())
      editor.commands.setTextSelection(editor.state.doc.content.size - 1)
      editor.view.pasteHTML(dom.innerHTML)
    }"""
    desk.page.evaluate(script)
    assert desk.html() == f"<p>a</p>{figure(12, 'xy', 'Alt')}<p>b</p>{figure(12, 'xy', 'Alt')}"


def test_in_a_caption_everything_is_pasted_as_one_line(open_with):
    desk = open_with(f"<p>a</p>{figure(12, 'xy')}<p>b</p>")
    desk.at("xy")
    desk.page.evaluate("editor.view.pasteHTML('<h2>One</h2><ul><li>two <b>three</b><br>four</li></ul>')")
    assert desk.html() == f"<p>a</p>{figure(12, 'xyOne two <strong>three</strong> four')}<p>b</p>"


@pytest.mark.parametrize(
    ("body", "at"),
    [
        (f"<p>a</p>{figure(12, 'xy')}<p>b</p>", "xy"),
        ("<table><tbody><tr><td>x</td><td>y</td></tr></tbody></table><p>b</p>", "x"),
    ],
)
def test_a_figure_pasted_where_none_may_stand_stands_after_it(open_with, body, at):
    desk = open_with(body)
    desk.at(at)
    desk.page.evaluate(
        "(html) => editor.view.pasteHTML(html)", figure(13, "new").replace("<figure", '<figure data-pm-slice="0 0 []"')
    )
    assert sanitize(desk.html()) == body.replace("<p>b</p>", f"{figure(13, 'new')}<p>b</p>")


# Embeds


def embed(address, title=""):
    return f'<figure data-embed="{address}">' + (f"<figcaption>{title}</figcaption>" if title else "") + "</figure>"


def test_an_embed_is_made_by_its_address_and_title(open_with):
    desk = open_with()
    desk.at("One.")
    desk.press("Control+Alt+9")
    desk.page.keyboard.type("nowhere at all")
    desk.press("Enter")
    expect(desk.page.get_by_role("alert").filter(has_text="Paste the whole address")).to_be_visible()
    desk.press("Control+a")
    desk.page.keyboard.type("video.example/watch?v=abc&t=1")
    desk.press("Tab")
    desk.page.keyboard.type("Tides")
    desk.press("Enter")
    desk.page.keyboard.type(", explained")
    made = f"<p>One.</p>{embed('https://video.example/watch?v=abc&amp;t=1', 'Tides, explained')}<p>Two.</p>"
    assert desk.html() == made
    assert sanitize(made) == made
    card = desk.page.locator(".body-figure-embed")
    expect(card).to_contain_text("Embed · video.example")
    card.get_by_role("button", name="Change address").click()
    desk.page.get_by_label("Address of its page").fill(
        '<iframe width="1" src="https://map.example/?a=1&amp;b=2"></iframe>'
    )
    desk.press("Enter")
    assert desk.html() == made.replace("https://video.example/watch?v=abc&amp;t=1", "https://map.example/?a=1&amp;b=2")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "javascript:alert(1)",
        "mailto:a@b.example",
        "/our/own/",
        "https://u:p@x.example/",
        "localhost",
        "https://a b.example",
        "data:text/html,x",
    ],
)
def test_what_is_no_address_of_a_page_is_not_embedded(open_with, typed):
    desk = open_with()
    found = desk.page.evaluate("async (typed) => (await import('paper/figures')).embedAddress(typed)", typed)
    assert found == ""


def test_an_address_that_is_pasted_is_a_link_and_nothing_more(open_with):
    desk = open_with("<p>a</p>")
    desk.at("a")
    desk.press("Enter")
    give(desk, "paste", files=(), text="https://www.youtube.com/watch?v=abc")
    address = "https://www.youtube.com/watch?v=abc"
    assert desk.html() == f'<p>a</p><p><a href="{address}">{address}</a></p>'


def test_in_a_story_from_right_to_left_what_is_ours_stays_from_left_to_right(open_with):
    desk = open_with(figure(12, "سفينة في الميناء") + "<p>نص</p>", "ar")
    style = "([selector]) => getComputedStyle(document.querySelector(selector)).direction"
    assert desk.page.evaluate(style, ["figcaption"]) == "rtl"
    assert desk.page.evaluate(style, [".body-figure-about"]) == "ltr"
    desk.page.get_by_label("Alternative text here").focus()
    expect(desk.page.get_by_label("Alternative text here")).to_have_attribute("lang", "ar")


def test_a_page_without_the_library_has_no_tool_for_pictures_and_keeps_those_of_the_text(browser_page):
    desk = Desk(browser_page)
    expect(desk.page.get_by_role("button", name="Picture", exact=True)).to_have_count(0)
    desk.page.evaluate("(html) => editor.commands.setContent(html)", figure(12, "xy"))
    expect(desk.page.locator(".body-figure")).to_contain_text("Picture 12 cannot be shown just now.")
    expect(desk.page.locator(".body-figure").get_by_role("button", name="Exchange")).to_have_count(0)
    assert desk.page.evaluate("editor.getHTML()").startswith(figure(12, "xy"))
    assert desk.complaints == []
