"""The library's dialog over another form: searching, choosing, uploading on the spot, and the words that are asked at once."""

import pytest
from playwright.sync_api import expect

from images.desk.limits import ACCEPTED
from images.desk.pick import MOST
from images.intake import MOST_BYTES
from images.models import Picture
from tests.writing import FERRY, GULLS, KILLED, PIXEL, Writing, opener

pytestmark = pytest.mark.browser

FILE = {"name": "gulls.png", "mimeType": "image/png", "buffer": PIXEL}
OPEN = """(files) => {
  const answers = []
  const tell = (answer) => { answers.push(answer); document.body.dataset.answers = answers.join(" ") }
  document.body.dataset.answers = ""
  const given = files.map((name) => new File(["x"], name, { type: "image/png" }))
  document.dispatchEvent(new CustomEvent("picture:choose", {
    detail: { title: "Choose a lead picture", files: given, done: (picture) => tell(picture.id), closed: () => tell("closed") },
  }))
}"""


@pytest.fixture
def desk(browser_page):
    for writing in opener(browser_page):
        yield writing()


def open_dialog(desk: Writing, *files: str):
    desk.page.evaluate(OPEN, list(files))
    return desk.page.get_by_role("dialog")


def expect_answers(desk: Writing, answers: str) -> None:
    expect(desk.page.locator("body")).to_have_attribute("data-answers", answers)


def told(desk: Writing):
    return desk.page.locator("#choosing [role=status]")


def names(desk: Writing) -> list[str]:
    return desk.page.locator(".choosing-name").all_inner_texts()


def many(first: int, last: int) -> list[dict]:
    return [FERRY | {"id": number, "name": f"Picture {number}"} for number in range(first, last)]


def paged(query):
    if "before" in query:
        return 200, {"pictures": many(30, 34), "older": ""}
    return 200, {"pictures": many(6, 30), "older": "before=30"}


# Finding one


def test_the_newest_pictures_stand_there_with_what_they_lack_and_are_told_once(desk):
    dialog = open_dialog(desk)
    expect(dialog.get_by_role("heading", name="Choose a lead picture")).to_be_visible()
    expect(told(desk)).to_have_text("4 pictures")
    expect(dialog.locator("li")).to_have_text(
        [
            "Ferry at the quay",
            "gulls.jpgMissing: alternative text, credit, licence",
            "The ministerWithdrawn: not to be used",
            "RegattaLicence ended: not to be used",
        ]
    )
    dialog.get_by_role("button", name="gulls.jpg").click()
    expect_answers(desk, "13")
    expect(desk.page.locator("#choosing")).to_be_hidden()


def test_what_readers_may_not_see_is_not_chosen_and_says_why(desk):
    dialog = open_dialog(desk)
    dialog.get_by_role("button", name="The minister").press("Enter")
    expect(told(desk)).to_have_text("The minister: withdrawn. Choose another one.")
    expect(dialog).to_be_visible()
    expect_answers(desk, "")


def test_one_searches_as_one_types_and_the_last_answer_counts(desk):
    desk.pick = lambda query: (200, {"pictures": [FERRY] if query.get("q") == ["quay"] else many(1, 3), "older": ""})
    dialog = open_dialog(desk)
    expect(told(desk)).to_have_text("2 pictures")
    desk.page.keyboard.type("quay")
    expect(told(desk)).to_have_text("1 picture")
    assert names(desk) == ["Ferry at the quay"]
    asked = [path for _, path, _ in desk.asked if path.startswith("pick/")]
    assert asked[0] == "pick/?"
    assert asked[-1] == "pick/?q=quay"
    assert len(asked) < 5
    dialog.get_by_role("searchbox").fill("  ")
    expect(told(desk)).to_have_text("2 pictures")


def test_a_search_that_finds_nothing_says_so_in_the_words_that_were_typed(desk):
    desk.pick = lambda query: (200, {"pictures": [] if "q" in query else many(1, 3), "older": ""})
    dialog = open_dialog(desk)
    dialog.get_by_role("searchbox").fill("gu<b>lls & terns")
    expect(dialog.locator(".nothing")).to_have_text("No picture has “gu<b>lls & terns” in its words.")
    assert desk.asked[-1][1] == "pick/?q=gu%3Cb%3Ells%20%26%20terns"


def test_an_empty_library_says_so(desk):
    desk.pick = lambda query: (200, {"pictures": [], "older": ""})
    dialog = open_dialog(desk)
    expect(dialog.locator(".nothing")).to_have_text("No picture is in the library yet.")


def test_older_ones_come_as_one_scrolls_and_by_keyboard(desk):
    desk.page.set_viewport_size({"width": 800, "height": 600})
    desk.pick = paged
    dialog = open_dialog(desk)
    expect(told(desk)).to_have_text("24 pictures, and older ones")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("End")
    expect(dialog.get_by_role("button", name="Picture 29")).to_be_focused()
    expect(dialog.locator("li")).to_have_count(28)
    expect(dialog.get_by_role("button", name="Older pictures")).to_be_hidden()
    expect(told(desk)).to_have_text("4 more pictures")


def test_arrows_go_among_the_pictures_and_enter_chooses(desk):
    desk.page.set_viewport_size({"width": 1440, "height": 900})
    desk.pick = lambda query: (200, {"pictures": many(1, 12), "older": ""})
    dialog = open_dialog(desk)
    expect(told(desk)).to_have_text("11 pictures")
    columns = desk.page.evaluate(
        "getComputedStyle(document.querySelector('.choosing-grid')).gridTemplateColumns.split(' ').length"
    )
    focused = "document.activeElement.querySelector('.choosing-name')?.textContent ?? document.activeElement.type"
    for key, name in (
        ("ArrowDown", "Picture 1"), ("ArrowRight", "Picture 2"), ("ArrowDown", f"Picture {2 + columns}"), ("ArrowLeft", f"Picture {1 + columns}"),
        ("End", "Picture 11"), ("ArrowRight", "Picture 11"), ("Home", "Picture 1"), ("ArrowUp", "search"),
    ):  # fmt: skip
        desk.page.keyboard.press(key)
        assert desk.page.evaluate(focused) == name, key
    expect(dialog.locator("li button[tabindex='0']")).to_have_count(1)
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect_answers(desk, "1")


def test_escape_closes_chooses_nothing_and_the_focus_goes_back(desk):
    desk.page.evaluate("document.querySelector('h1').tabIndex = 0, document.querySelector('h1').focus()")
    open_dialog(desk)
    expect(told(desk)).to_have_text("4 pictures")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("h1").first).to_be_focused()
    expect_answers(desk, "closed")


@pytest.mark.parametrize(
    ("status", "facts", "words"),
    [
        (200, None, "No connection. Try again when it is back."),
        (500, {}, "The server did not answer as it should. Try again."),
        (403, {}, "The desk did not allow it."),
        (
            503,
            {"error": "The library is being moved. Try again in a minute."},
            "The library is being moved. Try again in a minute.",
        ),
    ],
)
def test_what_is_the_matter_is_said_and_goes_when_it_is_over(desk, status, facts, words):
    desk.online = facts is not None
    desk.pick = lambda query: (status, facts)
    dialog = open_dialog(desk)
    expect(dialog.get_by_role("alert")).to_contain_text(words)
    desk.online, desk.pick = True, lambda query: (200, {"pictures": [FERRY], "older": ""})
    desk.page.keyboard.press("Enter")
    expect(told(desk)).to_have_text("1 picture")
    expect(desk.page.locator("#choosing [role=alert]")).to_be_empty()
    desk.complaints.clear()  # the browser's own, of the answer


# Uploading on the spot


def test_one_file_is_uploaded_described_and_chosen_by_keyboard(desk):
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    expect(dialog.get_by_role("heading", name="Describe the picture")).to_be_visible()
    expect(told(desk)).to_have_text("Uploaded. Say what it shows, then use it.")
    expect(dialog.get_by_label("Alternative text")).to_be_focused()
    desk.page.keyboard.type("Gulls on a roof")
    dialog.get_by_label("Credit").fill("Ann Lee / The Bell")
    dialog.get_by_label("Licence").select_option("own")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#choosing")).to_be_hidden()
    method, path, sent = desk.asked[-1]
    assert (method, path) == ("POST", "13/describe/")
    assert "Gulls on a roof" in sent and "Ann Lee / The Bell" in sent
    assert 'name="licence"' in sent and 'name="version"' in sent
    assert 'name="caption"' not in sent and 'name="decorative"' not in sent
    expect_answers(desk, "13")


def test_the_words_may_be_skipped(desk):
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    dialog.get_by_role("button", name="Use this picture").click()
    expect(desk.page.locator("#choosing")).to_be_hidden()
    expect_answers(desk, "13")
    assert "describe" not in desk.asked[-1][1]


def test_a_decorative_picture_needs_no_words(desk):
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    dialog.get_by_label("Alternative text").fill("Gulls")
    dialog.get_by_label("Decorative").check()
    expect(dialog.get_by_label("Alternative text")).to_be_disabled()
    expect(dialog.get_by_label("Alternative text")).to_have_value("")
    dialog.get_by_role("button", name="Use this picture").click()
    expect(desk.page.locator("#choosing")).to_be_hidden()
    assert 'name="decorative"' in desk.asked[-1][2] and 'name="alt"' not in desk.asked[-1][2]


def test_words_that_are_refused_are_told_under_their_field(desk):
    desk.describe = lambda: (400, {"errors": {"credit": "Write at most 200 characters.", "people": "Too many."}})
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    dialog.get_by_label("Credit").fill("x")
    desk.page.keyboard.press("Enter")
    expect(dialog.locator(".field.wrong")).to_contain_text("Write at most 200 characters.")
    expect(dialog.get_by_label("Credit")).to_be_focused()
    assert dialog.get_by_label("Credit").get_attribute("aria-describedby").endswith("choosing-credit-wrong")
    expect(dialog.get_by_role("alert")).to_have_text("Too many.")
    desk.describe = lambda: (200, {"picture": GULLS})
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#choosing")).to_be_hidden()
    desk.complaints.clear()


def test_what_somebody_else_said_meanwhile_is_not_overwritten(desk):
    desk.describe = lambda: (
        409,
        {"error": "Somebody else changed this picture since you opened it. Look at it as it is now."},
    )
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    dialog.get_by_label("Alternative text").fill("Mine")
    desk.pictures[13] = GULLS | {"version": 4, "alt": "Theirs", "credit": "Their credit"}
    desk.page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody else changed this picture")
    expect(dialog.get_by_label("Credit")).to_have_value("Their credit")
    expect(dialog.get_by_label("Alternative text")).to_have_value("Mine")
    desk.describe = lambda: (200, {"picture": GULLS})
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#choosing")).to_be_hidden()
    sent = desk.asked[-1][2]
    assert "Mine" in sent and "Their credit" not in sent
    desk.complaints.clear()


def test_who_may_not_change_a_picture_is_told_so(desk):
    desk.describe = lambda: (403, {})
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    dialog.get_by_label("Credit").fill("Mine")
    desk.page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Nothing was saved: this picture is somebody else’s.")
    dialog.get_by_label("Credit").fill("")
    dialog.get_by_role("button", name="Use this picture").click()
    expect(desk.page.locator("#choosing")).to_be_hidden()
    expect_answers(desk, "13")
    desk.complaints.clear()


def test_of_several_files_the_broken_one_is_told_and_the_others_stand_first(desk):
    desk.uploads = [
        (200, {"picture": GULLS | {"id": 21, "name": "one.png"}, "known": False}),
        (400, {"error": "“two.png” is damaged or incomplete."}),
        (200, {"picture": GULLS | {"id": 23, "name": "three.png"}, "known": False}),
    ]
    dialog = open_dialog(desk)
    desk.page.set_input_files(
        "#choosing input[type=file]", [FILE | {"name": name} for name in ("one.png", "two.png", "three.png")]
    )
    expect(told(desk)).to_have_text("2 uploaded: choose one.")
    expect(dialog.get_by_role("alert")).to_have_text("“two.png” is damaged or incomplete.")
    assert names(desk)[:3] == ["three.png", "one.png", "Ferry at the quay"]
    expect(dialog.get_by_role("button", name="three.png")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect_answers(desk, "23")
    desk.complaints.clear()


def test_a_file_that_is_there_already_is_offered_and_not_described_again(desk):
    desk.upload = (200, {"picture": FERRY, "known": True})
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    expect(told(desk)).to_have_text("This very file is in the library already: choose it.")
    expect(dialog.get_by_role("button", name="Ferry at the quay")).to_be_focused()
    assert names(desk).count("Ferry at the quay") == 1
    desk.upload = (200, {"picture": KILLED, "known": True})
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    expect(dialog.get_by_role("alert")).to_contain_text("Withdrawn: not to be used.")


def test_a_file_too_large_is_refused_before_it_is_sent(desk):
    dialog = open_dialog(desk)
    desk.page.evaluate("document.getElementById('choosing').dataset.most = '10'")
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    expect(dialog.get_by_role("alert")).to_contain_text("“gulls.png” has more than 50 MB.")
    assert "upload/" not in [path for _, path, _ in desk.asked]


def test_without_a_connection_a_file_is_not_lost_silently(desk):
    dialog = open_dialog(desk)
    expect(told(desk)).to_have_text("4 pictures")
    desk.online = False
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    expect(dialog.get_by_role("alert")).to_have_text(
        "“gulls.png” was not uploaded. No connection. Try again when it is back."
    )
    expect(dialog.get_by_role("button", name="Upload…")).to_be_focused()
    desk.complaints.clear()


def test_who_is_given_a_picture_may_ask_for_another_at_once(desk):
    script = """() => {
      const choose = (title, done) => document.dispatchEvent(new CustomEvent("picture:choose", { detail: { title, done } }))
      choose("The first", () => choose("The second", (picture) => { document.body.dataset.answers = picture.id }))
    }"""
    desk.page.evaluate(script)
    dialog = desk.page.get_by_role("dialog")
    for title, number in (("The first", 0), ("The second", 1)):
        expect(dialog.get_by_role("heading", name=title)).to_be_visible()
        dialog.locator("li button").nth(number).click()
    expect_answers(desk, "13")


def test_closing_the_dialog_stops_what_is_being_uploaded(desk):
    desk.page.route("**/picture/upload/", lambda route: None)  # no answer comes
    dialog = open_dialog(desk)
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    expect(dialog).to_contain_text("Uploading gulls.png")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#choosing")).to_be_hidden()
    expect_answers(desk, "closed")
    desk.page.unroute("**/picture/upload/")
    dialog = open_dialog(desk)
    expect(told(desk)).to_have_text("4 pictures")
    expect(desk.page.locator("[data-upload-line]")).to_be_hidden()
    desk.page.set_input_files("#choosing input[type=file]", FILE)
    expect(dialog.get_by_role("heading", name="Describe the picture")).to_be_visible()


def test_files_can_be_handed_in_dropped_and_pasted(desk):
    dialog = open_dialog(desk, "gulls.png")
    expect(dialog.get_by_role("heading", name="Describe the picture")).to_be_visible()
    script = """(kind) => {
      const data = new DataTransfer()
      data.items.add(new File(["x"], "gulls.png", { type: "image/png" }))
      const event = kind === "paste"
        ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
      document.querySelector("#choosing [data-grid]").dispatchEvent(event)
      return event.defaultPrevented
    }"""
    for kind in ("drop", "paste"):
        dialog.get_by_role("button", name="All pictures").click()
        expect(dialog.get_by_role("searchbox")).to_be_focused()
        assert desk.page.evaluate(script, kind)
        expect(dialog.get_by_role("heading", name="Describe the picture")).to_be_visible()


# What it takes from the desk


def test_the_dialog_takes_what_the_library_takes(desk):
    dialog = desk.page.locator("#choosing")
    assert dialog.locator("input[type=file]").get_attribute("accept") == ACCEPTED
    assert dialog.get_attribute("data-most") == str(MOST_BYTES)
    values = dialog.locator("[name=licence] option").evaluate_all("(options) => options.map((one) => one.value)")
    assert values == ["", *Picture.Licence.values]


def test_more_pictures_than_the_desk_tells_of_at_once_are_asked_for_in_turn(desk):
    script = "async () => { const { factsOf } = await import('desk/pictures'); await Promise.all(Array.from({ length: 205 }, (_, n) => factsOf(n + 1))) }"
    desk.page.evaluate(script)
    asked = [path.count("id=") for _, path, _ in desk.asked if path.startswith("facts/")]
    assert asked == [MOST, MOST, 5]
