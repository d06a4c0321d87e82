"""The body editor with the library's dialog in a real browser; what the library answers is given here."""

import json
import re
from urllib.parse import parse_qs, urlsplit

from django.template.loader import render_to_string
from playwright.sync_api import expect

from paper.prose import BodyField
from tests.test_paste import ORIGIN, POLICY, WATCH, Desk, serve

FERRY = {
    "id": 12, "version": 3, "name": "Ferry at the quay", "alt": "A white ferry", "decorative": False, "caption": "The Ann at the quay",
    "credit": "Ann Lee / The Bell", "licence": "own", "licensed_through": "", "width": 640, "height": 427, "missing": [],
    "thumb": "/pictures/12.jpg", "square": "/pictures/12.jpg", "state": "", "url": "/admin/images/picture/12/change/",
}  # fmt: skip
GULLS = FERRY | {
    "id": 13, "name": "gulls.jpg", "alt": "", "caption": "", "credit": "", "licence": "",
    "missing": ["alternative text", "credit", "licence"],
}  # fmt: skip
KILLED = FERRY | {"id": 14, "name": "The minister", "thumb": "", "square": "", "state": "withdrawn"}
ENDED = FERRY | {"id": 15, "name": "Regatta", "thumb": "", "square": "", "state": "licence ended"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


class Everything:
    """The rights of somebody who may do all."""

    def __getattr__(self, name):
        return self

    def __getitem__(self, name):
        return self

    def __bool__(self):
        return True

    __iter__ = None


def page_html(language: str, body: str, dialog: str) -> str:
    widget = BodyField().formfield().widget
    direction = "rtl" if language == "ar" else "ltr"
    textarea = widget.render("body", body, {"id": "id_body", "lang": language, "dir": direction})
    desk = '<link rel="stylesheet" href="/static/desk/desk.css">'
    head = f'<meta name=viewport content="width=device-width">{desk}{widget.media.render(attrs={"nonce": "n"})}'
    token = '<input type=hidden name=csrfmiddlewaretoken value="t">'
    form = f"<form id=story><label for=id_body>Text</label>{token}{textarea}</form>"
    return f"<!doctype html><html lang=en><head><title>Desk</title>{head}</head><body><main><h1>Desk</h1>{form}</main>{dialog}</body></html>"


class Writing(Desk):
    """The body editor on a page with the library's dialog. `asked` is what the library was asked, as (method, path, body)."""

    def __init__(self, page, body: str = "<p>One.</p><p>Two.</p>", language: str = "en") -> None:
        self.page, self.complaints = page, []
        self.asked: list[tuple[str, str, str]] = []
        self.pictures = {picture["id"]: picture for picture in (FERRY, GULLS, KILLED, ENDED)}
        self.upload: tuple[int, dict] = (200, {"picture": GULLS, "known": False})
        self.uploads: list[tuple[int, dict]] = []  # the answers before that
        self.online = True
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(WATCH)
        page.route(f"{ORIGIN}/**", serve)
        page.route(f"{ORIGIN}/admin/images/**", self.answer)
        page.route(f"{ORIGIN}/pictures/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
        html = page_html(language, body, render_to_string("admin/images/_choose.html", {"perms": Everything()}))
        headers = {"Content-Security-Policy": POLICY}
        page.route(
            f"{ORIGIN}/writing/",
            lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers),
        )
        page.goto(f"{ORIGIN}/writing/")
        page.locator("#id_body_text").wait_for()

    def answer(self, route) -> None:
        request = route.request
        path = request.url.removeprefix(f"{ORIGIN}/admin/images/picture/")
        self.asked.append((request.method, path, (request.post_data_buffer or b"").decode("latin-1")))
        if not self.online:
            route.abort("internetdisconnected")
            return
        status, facts = self.facts(path, request.url)
        route.fulfill(status=status, body=json.dumps(facts), content_type="application/json")

    def facts(self, path: str, url: str) -> tuple[int, dict]:
        if path.startswith("facts/"):
            wanted = [int(number) for number in re.findall(r"id=(\d+)", url)]
            return 200, {"pictures": [self.pictures[pk] for pk in wanted if pk in self.pictures]}
        if path.startswith("pick/"):
            return self.pick(parse_qs(urlsplit(url).query))
        if path.startswith("upload/"):
            return self.uploads.pop(0) if self.uploads else self.upload
        return self.describe()

    def pick(self, query: dict[str, list[str]]) -> tuple[int, dict]:
        return 200, {"pictures": list(self.pictures.values()), "older": ""}

    def describe(self) -> tuple[int, dict]:
        return 200, {"picture": self.pictures[13] | {"alt": "Gulls", "missing": ["licence"]}}

    def html(self) -> str:
        return self.page.input_value("#id_body")

    def at(self, words: str) -> None:
        """The cursor at the end of these words."""
        script = """(words) => {
          let place = 1
          editor.state.doc.descendants((node, at) => { if (node.isText && node.text.includes(words)) place = at + node.text.indexOf(words) + words.length })
          editor.commands.setTextSelection(place)
          editor.view.focus()
        }"""
        self.page.evaluate(script, words)

    def press(self, *keys: str) -> None:
        """One after the other, as a hand does: the editor hears a moment later where a key has moved to."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(50)

    def choose(self, name: str) -> None:
        self.page.get_by_role("dialog").get_by_role("button", name=name).click()
        expect(self.page.locator("#choosing")).to_be_hidden()


def figure(number: int, caption: str = "", alt: str = "") -> str:
    said = f' data-alt="{alt}"' if alt else ""
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-picture="{number}"{said}>{words}</figure>'


def opener(browser_page):
    """For a fixture: opens the editor with a text, and at the end looks at what the browser complained of."""
    opened: list[Writing] = []

    def make(body: str = "<p>One.</p><p>Two.</p>", language: str = "en") -> Writing:
        opened.append(Writing(browser_page, body, language))
        return opened[0]

    yield make
    for writing in opened:
        assert writing.complaints == []
        assert writing.page.evaluate("blocked") == []
