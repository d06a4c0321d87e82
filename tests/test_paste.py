"""Pasting from Word, Google Docs and the web into the body editor, in a real browser under the strict policy."""

import json
import mimetypes
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from articles.body import BODY_TOOLS, BodyField, sanitize

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
    return f"<!doctype html><html lang=en><head><title>Desk</title>{head}</head><body><form>{textarea}</form></body></html>"


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
        script = "async ([html, direction]) => (await import('/static/articles/editor.js')).cleanPaste(html, direction)"
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


@pytest.fixture(scope="module")
def opened():
    """One editor for the module, opened by the first test that asks for it."""
    return {}


@pytest.fixture
def desk(browser_page):
    return Desk(browser_page)


def samples(folder: str, name: str) -> list[Path]:
    """What each browser put on the clipboard for one document."""
    if not SAMPLES.exists():
        pytest.skip("the shared samples of pasted documents are not here")
    files = sorted((SAMPLES / folder / name).glob("*/*.html"))
    return [file for file in files if not file.name.startswith("expected")]


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def items(*names: str) -> str:
    return "".join(f"<li>{name}</li>" for name in names)


WORD_DOCUMENTS = {
    "Unordered_list": f"<ul>{items('This', 'Is', 'A', 'One', 'Level', 'Unordered', 'List')}</ul>",
    "Bold": "<p><strong>This text is only bolded.</strong></p>",
    "Link": '<p>There is a <a href="http://www.google.com">link here</a>.</p>',
    "Simple_table": "<table><tbody><tr><td>x\\y</td><td>1</td><td>2</td></tr><tr><td>1</td><td>1,1</td><td>1,2</td></tr>"
    "<tr><td>2</td><td>2,1</td><td>2,2</td></tr></tbody></table>",
}


@pytest.mark.parametrize("name", WORD_DOCUMENTS)
def test_a_word_document_comes_out_clean_from_every_browser(desk, name):
    files = samples(WORD, name)
    assert files
    for file in files:
        pasted = sanitize(desk.paste(read(file))).replace("google.com/", "google.com")
        assert pasted == WORD_DOCUMENTS[name], file
    assert desk.complaints == []
