"""Pasting from Word, Google Docs and the web into the body editor, in a real browser under the strict policy."""

import mimetypes
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from paper.prose import BODY_TOOLS, BodyField, sanitize

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples" / "paste-ckeditor" / "tests" / "plugins"
WORD, DOCS = ("pastefromword/generated/_fixtures", "pastefromgdocs/generated/_fixtures")
ORIGIN = "http://paste.test"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-n'; style-src 'self' 'nonce-n'; img-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WATCH = """
window.blocked = []
document.addEventListener("securitypolicyviolation", (event) => window.blocked.push(event.violatedDirective))
document.addEventListener("prose-editor:ready", (event) => { window.editor = event.detail.editor })
"""


def page_html(language: str) -> str:
    widget = BodyField().formfield().widget
    direction = "rtl" if language == "ar" else "ltr"
    textarea = widget.render("body", "", {"id": "id_body", "lang": language, "dir": direction})
    head = widget.media.render(attrs={"nonce": "n"})
    return f"<!doctype html><html lang=en><head><title>Desk</title>{head}</head><body>{textarea}</body></html>"


def serve(route) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if file:
        body, kind = Path(file).read_bytes(), mimetypes.guess_type(file)[0]
        route.fulfill(body=body, content_type=kind or "application/octet-stream")
    elif path.startswith("/desk/"):
        headers = {"Content-Security-Policy": POLICY}
        html = page_html(path.removeprefix("/desk/"))
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
    else:
        route.fulfill(status=404, body="")


class Desk:
    """The page with one body editor."""

    def __init__(self, page, language: str = "en") -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(WATCH)
        page.route(f"{ORIGIN}/**", serve)
        page.goto(f"{ORIGIN}/desk/{language}")
        page.wait_for_function("window.editor")

    def clean(self, html: str, direction: str = "ltr") -> str:
        script = "async ([html, direction]) => (await import('/static/paper/editor.js')).cleanPaste(html, direction)"
        return self.page.evaluate(script, [html, direction])

    def paste(self, html: str) -> str:
        """Pastes into the empty editor; what the textarea then holds."""
        script = "(html) => { editor.commands.clearContent(true); editor.view.pasteHTML(html) }"
        self.page.evaluate(script, html)
        return self.page.input_value("#id_body")

    def type(self, text: str) -> str:
        self.page.evaluate("editor.commands.clearContent(true), editor.view.focus()")
        self.page.keyboard.type(text)
        return self.page.input_value("#id_body")


@pytest.fixture
def desk(browser_page):
    return Desk(browser_page)


def samples(folder: str, name: str) -> list[Path]:
    """What each browser put on the clipboard for one document."""
    if not SAMPLES.exists():
        pytest.skip("the shared samples of pasted documents are not here")
    files = sorted((SAMPLES / folder).glob(f"{name}/*/*.html"))
    return [file for file in files if not file.name.startswith("expected")]


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def items(*names: str) -> str:
    return "".join(f"<li>{name}</li>" for name in names)


TABLE = [["x\\y", "1", "2"], ["1", "1,1", "1,2"], ["2", "2,1", "2,2"]]
WORD_DOCUMENTS = {
    "Unordered_list": f"<ul>{items('This', 'Is', 'A', 'One', 'Level', 'Unordered', 'List')}</ul>",
    "Bold": "<p><strong>This text is only bolded.</strong></p>",
    "Link": '<p>There is a <a href="http://www.google.com">link here</a>.</p>',
    "Simple_table": "<table><tbody>"
    + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    + "</tbody></table>",
}


@pytest.mark.parametrize("name", WORD_DOCUMENTS)
def test_a_word_document_comes_out_the_same_from_every_browser(desk, name):
    files = samples(WORD, name)
    assert files
    for file in files:
        pasted = sanitize(desk.paste(read(file))).replace("google.com/", "google.com")
        assert pasted == WORD_DOCUMENTS[name], file
    assert desk.complaints == []


def test_paragraphs_from_word_have_their_words_and_nothing_else(desk):
    pasted = {sanitize(desk.paste(read(file))) for file in samples(WORD, "Only_paragraphs")}
    assert len(pasted) == 1
    text = pasted.pop()
    assert set(re.findall("<[^>]*>", text)) == {"<p>", "</p>"}
    assert text.count("<p>") == 4
    assert text.startswith("<p>Tofu aesthetic Neutra Echo Park Odd Future McSweeney's, jean shorts")


def test_nested_lists_from_docs_keep_their_levels(desk):
    nested = "<li>With nested items<ol><li>Some list<ol><li>With nested items</li></ol></li></ol></li>"
    for file in samples(DOCS, "NestedOrderedLists"):
        html = sanitize(desk.paste(read(file)))
        assert f"<li>Some list<ol>{nested}</ol></li>" in html, file
        assert not re.search(r"<p>|<li></li>|<li><ol>", html)
    for file in samples(DOCS, "NestedUnorderedLists"):
        html = sanitize(desk.paste(read(file)))
        assert "<li>With nested items<ul><li>Some list</li><li>With nested items</li></ul></li>" in html, file


def test_a_letter_from_docs_keeps_headings_emphasis_lists_and_the_tables_head(desk):
    files = samples(DOCS, "BasicCKE5")
    assert files
    for file in files:
        html = sanitize(desk.paste(read(file)))
        assert html.startswith("<h2>Recognition of Achievement</h2><p>This letter acknowledges the invaluable input")
        assert "input <strong>you</strong>, as a member of our <em>Innovation Team</em>, have provided" in html
        assert (
            f"<ul>{items('Paste from Office feature,', 'Tracking changes feature,', 'Comments feature.')}</ul>" in html
        )
        assert '<thead><tr><th scope="col">Project Phase</th>' in html
        assert html.count("<strong>") == 1


def test_a_newsletter_from_docs_loses_its_pictures_and_colours(desk):
    files = samples(DOCS, "Basic")
    assert files
    for file in files:
        html = sanitize(desk.paste(read(file)))
        assert re.match(r'<p><a href="https://www.cksource.com/?"><strong>CKSource</strong></a>', html), file
        assert "<h2>We have a s<em>u</em><sub>r</sub>" in html
        assert "<tr><td>Simple</td><td>Table</td></tr>" in html
        assert not re.search("<img|style|<span|color", html)


def test_every_sample_shows_in_the_editor_as_it_will_be_kept(desk):
    files = [file for folder in (WORD, DOCS) for file in samples(folder, "*")]
    for file in files:
        html = read(file)
        assert sanitize(desk.clean(html)) == sanitize(desk.paste(html)), file
    assert len(files) > 40
    assert desk.complaints == []
    assert desk.page.evaluate("blocked") == []


def word_item(level: int, marker: str, words: str, list_name: str = "l0") -> str:
    style = f"margin-left:{level / 2}in;text-indent:-.25in;mso-list:{list_name} level{level} lfo1"
    drawn = f"<span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times\"'>&nbsp;&nbsp; </span></span>"
    return f"<p class=MsoListParagraph style='{style}'><![if !supportLists]>{drawn}<![endif]>{words}<o:p></o:p></p>\n"


def word(body: str, rules: str = "") -> str:
    head = f"<head><meta name=Generator content='Microsoft Word 15'><style><!-- {rules} --></style></head>"
    office = "xmlns:o='urn:schemas-microsoft-com:office:office'"
    return f"<html {office}>{head}<body><!--StartFragment-->{body}<!--EndFragment--></body></html>"


PASTED = {
    "numbers and bullets of word by level": (
        word(
            word_item(1, "1.", "One")
            + word_item(2, "a)", "Inner")
            + word_item(3, "o", "Deep")
            + word_item(1, "2.", "Two")
            + "<p class=MsoNormal>Text</p>"
            + word_item(1, "3.", "Three")
        ),
        "<ol><li>One<ol><li>Inner<ul><li>Deep</li></ul></li></ol></li><li>Two</li></ol><p>Text</p>"
        '<ol start="3"><li>Three</li></ol>',
    ),
    "a list whose kind only word's stylesheet tells": (
        word(word_item(1, "x", "One", "l7"), "@list l7:level1 {mso-level-number-format:roman-lower;}"),
        "<ol><li>One</li></ol>",
    ),
    "lists of word online": (
        "<div class=ListContainerWrapper><ul><li data-aria-level=1><p><span class=TextRun>One</span>"
        "<span class=EOP>&nbsp;</span></p></li></ul></div>"
        "<div class=ListContainerWrapper><ul><li data-aria-level=2><p>Inner</p></li></ul></div>",
        "<ul><li>One<ul><li>Inner</li></ul></li></ul>",
    ),
    "headings, title and quotation of word": (
        word(
            "<p class=MsoTitle>T</p><h1>One</h1><h4><b>Four</b></h4><p style='mso-outline-level:3'>Three</p>"
            "<p class=MsoQuote>Said</p><p class=MsoQuote>more</p>"
        ),
        "<h2>T</h2><h2>One</h2><h3>Four</h3><h3>Three</h3><blockquote><p>Said</p><p>more</p></blockquote>",
    ),
    "tracked changes without what was deleted, nor comments": (
        word(
            "<p class=MsoNormal>Kept<span class=msoDel><del cite='mailto:x'> gone</del></span>"
            "<span class=msoIns><ins> added</ins></span><a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[A1]</a>"
            "<span class=MsoCommentReference>[1]</span>.</p>"
            "<div style='mso-element:comment-list'><hr class=msocomoff><div><p>A remark</p></div></div>"
            "<p style='display:none'>Hidden</p>"
        ),
        "<p>Kept added.</p>",
    ),
    "smart tags, bookmarks, tabs and footnote marks of word": (
        word(
            "<p class=MsoNormal><st1:place w:st='on'>Paris</st1:place><a name=_GoBack></a>, in"
            "<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp; </span>May<sup><a href='#_ftn1'>[1]</a></sup></p>"
            "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        ),
        "<p>Paris, in May<sup>[1]</sup></p>",
    ),
    "the bold wrapper of docs without its boldness": (
        "<meta charset=utf-8><b style='font-weight:normal' id='docs-internal-guid-1'>"
        "<p dir=ltr style='line-height:1.4'><span style='font-weight:400'>Plain </span>"
        "<span style='font-weight:700;font-style:italic'>both</span></p><br />"
        "<h1 dir=ltr><span style='font-weight:700'>Head</span></h1></b><br class=Apple-interchange-newline>",
        "<p>Plain <strong><em>both</em></strong></p><h2>Head</h2>",
    ),
    "a text of docs without struck words and comments": (
        "<p><span style='text-decoration:line-through'>no</span>yes<sup><a href='#cmnt1'>[a]</a></sup></p>",
        "<p>yes</p>",
    ),
    "links that google and outlook have wrapped": (
        "<p><a href='https://www.google.com/url?q=https://a.example/x?y%3D1&sa=D&ust=1'>a</a> "
        "<a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fb.example%2F&data=1'>b</a> "
        "<a href='file:///C:/x'>c</a> <a href='javascript:x()'>d</a></p>",
        '<p><a href="https://a.example/x?y=1">a</a> <a href="https://b.example/">b</a> c d</p>',
    ),
    "the words of a web page without boxes, pictures and scripts": (
        "<div><div>One <img src=https://x.example/a.png></div><div><b>Two</b></div></div>"
        "<script>x()</script><style>p{}</style><svg><text>z</text></svg><button>Share</button>",
        "<p>One</p><p><strong>Two</strong></p>",
    ),
    "what a table of one cell frames": ("<table><tr><td><p>In a frame</p></td></tr></table>", "<p>In a frame</p>"),
    "words that look like markup": ('<p>Write &lt;p style="x"&gt; so</p>', '<p>Write &lt;p style="x"&gt; so</p>'),
    "hard spaces that mean something": (
        "<p>10&nbsp;000 people,&nbsp;and&nbsp; more</p>",
        "<p>10&nbsp;000 people, and more</p>",
    ),
}


def test_paste_brings_over_what_a_story_has_and_nothing_else(desk):
    for what, (pasted, kept) in PASTED.items():
        assert sanitize(desk.paste(pasted)) == kept, what
        assert sanitize(desk.clean(pasted)) == kept, what
    assert desk.complaints == []
    assert desk.page.evaluate("blocked") == []


def test_what_is_copied_within_the_editor_is_left_as_it_is(desk):
    copied = '<p dir="rtl" data-pm-slice="1 1 []">x</p>'
    assert desk.clean(copied) == copied


def test_only_a_direction_other_than_the_storys_is_kept(desk):
    assert desk.clean("<p dir=ltr>a</p><p dir=rtl>b</p>") == '<p>a</p><p dir="rtl">b</p>'
    assert desk.clean("<p dir=ltr>a</p><p dir=rtl>b</p>", "rtl") == '<p dir="ltr">a</p><p>b</p>'


def test_the_editor_knows_every_tool_of_the_allow_list(desk):
    schema = desk.page.evaluate("[...Object.keys(editor.schema.nodes), ...Object.keys(editor.schema.marks)]")
    names = {name[0].upper() + name[1:] for name in schema} - {"Doc", "Text"}
    assert names == set(BODY_TOOLS)


def test_clean_html_comes_out_of_the_editor_as_it_went_in(desk):
    html = sanitize(
        "<h2 lang=fr>Titre</h2><p dir=rtl>a<br>b <strong>c <em>d</em></strong><sub>e</sub></p><h3>f</h3>"
        "<ul><li>g<ol start=4><li>h</ol></ul><blockquote><p>i</p></blockquote><hr>"
        "<aside class=pull-quote><p>j</p></aside><aside class=fact-box><h3>k</h3><ul><li>l</ul></aside>"
        "<p><a href=/x rel=sponsored>m</a> <span lang=de>n</span></p>"
        "<table><tr><th>o<th>p<tr><td rowspan=2>q<td>r<tr><td>s</table>"
    )
    written = desk.page.evaluate("(html) => { editor.commands.setContent(html); return editor.getHTML() }", html)
    assert sanitize(written) == html


def test_opening_the_editor_changes_nothing_and_blocks_nothing(desk):
    assert desk.page.evaluate("blocked") == []
    assert desk.complaints == []
    assert desk.page.input_value("#id_body") == ""
    assert desk.page.evaluate("getComputedStyle(editor.view.dom).whiteSpace") == "break-spaces"


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("en", "\"It's 'so',\" he said in the '90s.", "“It’s ‘so’,” he said in the ’90s."),
        ("de", "Er sagte \"das 'ist' so's\".", "Er sagte „das ‚ist‘ so’s“."),
        ("fr", 'Il dit "l\'heure" (non).', "Il dit «&nbsp;l’heure&nbsp;» (non)."),
        ("fi", '"Niin"', "”Niin”"),
        ("ru", '"Да"', "«Да»"),
        ("ar", '"نعم"', "«نعم»"),
    ],
)
def test_quotation_marks_are_those_of_the_storys_language(browser_page, language, typed, written):
    desk = Desk(browser_page, language)
    assert desk.type(typed) == f"<p>{written}</p>"
    surface = desk.page.locator("#id_body_text")
    assert (surface.get_attribute("lang"), surface.get_attribute("spellcheck")) == (language, "true")


def test_the_editor_follows_when_the_storys_language_changes(desk):
    desk.page.evaluate("document.querySelector('#id_body').lang = 'de'")
    desk.page.wait_for_selector("#id_body_text[lang=de]")
    assert desk.type('"so"') == "<p>„so“</p>"


def test_a_quotation_mark_can_be_had_straight_again_with_one_backspace(desk):
    desk.type('"')
    desk.page.keyboard.press("Backspace")
    assert desk.page.input_value("#id_body") == '<p>"</p>'


def test_the_tools_are_worked_by_keyboard(desk):
    desk.type("Text")
    desk.page.keyboard.press("Alt+F10")
    focused = "document.activeElement.getAttribute('aria-label')"
    assert desk.page.evaluate(focused) == "Bold"
    desk.page.keyboard.press("ArrowRight")
    desk.page.keyboard.press("ArrowRight")
    assert desk.page.evaluate(focused) == "Heading"
    desk.page.keyboard.press("Enter")
    assert desk.page.input_value("#id_body") == "<h2>Text</h2>"
    desk.page.wait_for_selector("button[aria-label=Heading][aria-pressed=true]")


def test_every_tool_has_a_name_and_one_of_each_bar_is_in_the_tab_order(desk):
    names = desk.page.eval_on_selector_all("[role=toolbar] button", "(all) => all.map((one) => one.ariaLabel)")
    assert len(names) == len(set(names)) == 27
    assert all(names)
    for bar in ("Text tools", "Table tools"):
        expect(desk.page.locator(f"[aria-label='{bar}'] button[tabindex='0']")).to_have_count(1)


def test_a_link_is_made_and_mended_by_keyboard(desk):
    desk.type("Read ")
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("nowhere at all")
    desk.page.keyboard.press("Enter")
    assert "Write a web address" in desk.page.inner_text("dialog [role=alert]")
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("example.org/a")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type("this")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type(" now")
    made = '<p>Read <a href="https://example.org/a">this</a> now</p>'
    assert desk.page.input_value("#id_body") == made
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.press("Escape")
    assert desk.page.evaluate("document.activeElement.id") == "id_body_text"
    desk.page.evaluate("editor.commands.setTextSelection(8)")
    desk.page.keyboard.press("Control+k")
    desk.page.keyboard.type("/b/")
    desk.page.keyboard.press("Enter")
    assert desk.page.input_value("#id_body") == made.replace("https://example.org/a", "/b/")


def test_escape_leaves_a_table_and_a_second_enter_a_pull_quote(desk):
    desk.type("")
    desk.page.keyboard.press("Control+Alt+6")
    desk.page.keyboard.type("Year")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Control+Alt+4")
    desk.page.keyboard.type("Said")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type("End")
    html = sanitize(desk.page.input_value("#id_body"))
    assert html.startswith('<table><thead><tr><th scope="col">Year</th>')
    assert html.endswith('</table><aside class="pull-quote"><p>Said</p></aside><p>End</p>')
