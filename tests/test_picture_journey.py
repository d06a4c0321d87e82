"""The page of one picture in a real browser, at phone and desk width: pointing at a face by click and by keyboard, a crop mended
by hand, a withdrawal at night and its end. No violation of the policy, no complaint of the console, no barrier axe knows."""

import re

import pytest
from playwright.sync_api import expect

from images.jobs import render
from images.models import Picture
from tests.makers import ago, make_article, make_author, make_live, make_section
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_grave_journey import barriers, is_refused, is_told, look, person, press  # noqa: F401 (two are fixtures)
from tests.test_journey import fits, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage"),
]

LIBRARY = "/admin/images/picture"


@pytest.fixture
def picture():
    return make_picture(rendered=True, width=1300, height=900, caption="The harbour master in her boat")


def look_at(page, picture, more="change/"):
    page.goto(f"{LIBRARY}/{picture.pk}/{more}")
    page.locator("h1").wait_for()
    assert fits(page)


def click_at(page, x, y):
    """On the picture, at these fractions of it."""
    image = page.locator("[data-stage] img").first
    image.scroll_into_view_if_needed()
    image.evaluate("(one) => one.complete || new Promise((done) => { one.onload = done })")
    box = image.bounding_box()
    page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)


def focus_of(picture):
    """Of a hundred; a pointer meets whole pixels."""
    return tuple(round(part, 2) for part in Picture.objects.get(pk=picture.pk).focus)


def shown_of(view):
    """What a crop shows of the picture: the fraction at which its left edge lies."""
    return view.evaluate("""(view) => {
        const [all, part] = [view.querySelector("img").getBoundingClientRect(), view.getBoundingClientRect()];
        return (part.left - all.left) / all.width;
    }""")


def test_an_editor_points_at_a_face_and_the_crops_follow(person, editor, picture):  # noqa: F811
    sign_in(person, "edith")
    look_at(person, picture)
    square = person.locator("[data-crop='square']")
    before = shown_of(square)
    click_at(person, 0.2, 0.3)
    marker = person.locator("[data-marker]")
    expect(marker).to_be_focused()
    expect(person.get_by_text("Not saved yet")).to_be_visible()
    expect(person.locator("#id_focus-x")).to_have_value(re.compile(r"^(19\.[5-9]|20|20\.[0-4])$"))
    assert shown_of(square) < before
    for key in ("ArrowRight", "Shift+ArrowDown"):
        person.keyboard.press(key)
    expect(person.locator("[data-place]")).to_have_text("21 percent from the left, 40 from the top")
    assert focus_of(picture) == (0.5, 0.5), "nothing is kept before it is sent"
    press(person, "Save the focus")
    is_told(person, "The focus is kept.")
    assert focus_of(picture) == (0.21, 0.4)


def test_the_focus_is_set_by_keyboard_alone_and_stops_at_the_edge(person, editor, picture):  # noqa: F811
    sign_in(person, "edith")
    look_at(person, picture)
    person.get_by_role("button", name="Focus: 50 percent from the left, 50 from the top").focus()
    for key in ["Shift+ArrowLeft"] * 7 + ["ArrowUp"] * 3:
        person.keyboard.press(key)
    expect(person.locator("[data-place]")).to_have_text("0 percent from the left, 47 from the top")
    person.get_by_label("From the top", exact=True).fill("12")
    expect(person.locator("[data-marker]")).to_have_accessible_name("Focus: 0 percent from the left, 12 from the top")
    press(person, "Save the focus")
    is_told(person, "The focus is kept.")
    assert focus_of(picture) == (0.0, 0.12)


def test_without_script_the_numbers_do_it(look, chromium, live_server, editor, picture):  # noqa: F811
    context = chromium.new_context(**look, base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "edith")
    look_at(page, picture)
    expect(page.get_by_text("Say where one looks first")).to_be_visible()
    page.get_by_label("From the left", exact=True).fill("62")
    page.get_by_role("button", name="Save the focus").click()
    is_told(page, "The focus is kept.")
    assert focus_of(picture) == (0.62, 0.5)
    context.close()


def test_the_square_crop_is_mended_by_hand_and_follows_again(person, editor, picture):  # noqa: F811
    sign_in(person, "edith")
    look_at(person, picture)
    person.get_by_role("link", name=re.compile("Crop by hand ?: Square")).click()
    frame = person.get_by_role("button", name="Crop:")
    expect(frame).to_be_visible()
    assert fits(person)
    frame.focus()
    for key in ["-"] * 10 + ["ArrowLeft"] * 5:
        person.keyboard.press(key)
    expect(person.locator("[data-place]")).to_contain_text("wide")
    wide = float(person.get_by_label("As wide as").input_value())
    assert wide == pytest.approx(69.2 - 20, abs=0.2)
    drag_by(person, frame, -30, 20)
    press(person, "Keep this crop")
    is_told(person, "Square: the crop is kept.")
    expect(person.get_by_text("Cropped by hand", exact=True)).to_be_visible()
    kept = Picture.objects.get(pk=picture.pk).crops["square"]
    assert kept[2] == pytest.approx(wide / 100, abs=0.002) and kept[0] < 0.2 and kept[1] > 0.1
    assert shown_of(person.locator("[data-crop='square']")) == pytest.approx(kept[0], abs=0.01)
    person.get_by_role("link", name=re.compile("Change the crop ?: Square")).click()
    press(person, "Follow the focus again")
    is_told(person, "follows the focus again")
    assert Picture.objects.get(pk=picture.pk).crops == {}


def drag_by(page, what, x, y):
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    start = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + x, start[1] + y, steps=4)
    page.mouse.up()


def test_a_crop_is_pulled_by_its_corner(person, editor, picture):  # noqa: F811
    picture.crop("square", (0.1, 0.1, 0.3, 0.3 * 1300 / 900), by=editor)
    sign_in(person, "edith")
    look_at(person, picture, "crop/square/")
    handle = person.locator("[data-handle]")
    expect(handle).to_be_visible()
    drag_by(person, handle, 40, 40)
    wide = float(person.get_by_label("As wide as").input_value())
    assert wide > 31 and float(person.get_by_label("From the left", exact=True).input_value()) == 10


def test_words_are_typed_and_nothing_is_lost_by_a_mistake(person, editor):  # noqa: F811
    picture = make_picture(alt="", credit="", licence="")
    sign_in(person, "edith")
    look_at(person, picture)
    person.get_by_role("link", name="credit", exact=True).click()
    person.get_by_label("Credit").fill("Quill Brandt / The Tern Agency")
    person.get_by_label("Alternative text").fill("A white ferry")
    person.get_by_label("Decorative").check()
    expect(person.get_by_label("Alternative text")).to_be_disabled()
    person.get_by_label("Decorative").uncheck()
    expect(person.get_by_label("Alternative text")).to_have_value("A white ferry")
    person.get_by_label("Address of the source").fill("no address")
    press(person, "Save")
    is_refused(person, "Address of the source")
    expect(person.get_by_label("Credit")).to_have_value("Quill Brandt / The Tern Agency")
    person.get_by_label("Address of the source").fill("https://wire.example/4711")
    person.get_by_label("Licence", exact=True).select_option("agency")
    person.keyboard.press("Control+s")
    is_told(person, "Saved.")
    assert not Picture.objects.get().missing


def test_the_agency_kills_it_at_night_and_calls_again(person, editor, picture):  # noqa: F811
    ann = make_author(name="Ann Lee", bio="<p>Ann Lee counts gulls.</p>", portrait=picture)
    story = make_live(
        headline="Gulls counted", lead_picture=picture, authors=[ann], section=make_section(), at=ago(days=1)
    )
    make_article(headline="Gulls again", lead_picture=picture)
    address = story.editions.get().url
    person.goto(address)
    expect(person.locator("figure img")).to_be_visible()
    sign_in(person, "edith")
    look_at(person, picture)
    person.get_by_role("link", name="Withdraw…").click()
    expect(person.get_by_text("1 live story, 1 story on the desk and 1 author’s portrait")).to_be_visible()
    expect(person.get_by_role("link", name="Gulls again")).to_be_visible()
    assert fits(person)
    press(person, "Withdraw it everywhere")
    is_refused(person, "Choose why it goes.")
    person.get_by_label("Killed by the agency").check()
    person.get_by_label("In your own words").fill("They called at eleven.")
    press(person, "Withdraw it everywhere")
    is_told(person, "Withdrawn. Readers have it nowhere any more.")
    expect(person.get_by_role("heading", name="What stands without it now")).to_be_visible()
    assert fits(person)
    person.goto(address)
    expect(person.get_by_role("heading", name="Gulls counted")).to_be_visible()
    expect(person.locator("figure")).to_have_count(0)
    look_at(person, picture)
    person.get_by_role("link", name="Put back…").click()
    person.get_by_label("Why it comes back").fill("They called again.")
    assert fits(person)
    press(person, "Put it back")
    is_told(person, "Put back.")
    render.call(picture.pk)
    person.goto(address)
    expect(person.locator("figure img")).to_be_visible()


def test_another_file_takes_its_place(person, editor, picture):  # noqa: F811
    sign_in(person, "edith")
    look_at(person, picture)
    person.get_by_role("link", name="Replace the file…").click()
    sent = file_of(photo(800, 1200))
    person.get_by_label("The new file").set_input_files(
        {"name": "new.jpg", "mimeType": "image/jpeg", "buffer": sent.read()}
    )
    press(person, "Put it in its place")
    is_told(person, "Another file is in its place.")
    expect(person.get_by_text("800 × 1200 pixels")).to_be_visible()


def test_its_pages_have_no_barrier_axe_knows(look, chromium, live_server, editor, picture):  # noqa: F811
    make_live(headline="Gulls counted", lead_picture=picture, authors=[make_author(portrait=picture)])
    lacking, gone = make_picture(alt="", credit="", licence="", rendered=True), make_picture()
    lacking.crop("square", (0, 0, 0.2, 0.3), by=editor)
    picture.change({"credit": "Bo Ek", "place": "Ostrey"}, by=editor)
    gone.withdraw(by=editor, why="killed", because="They called.")
    context = chromium.new_context(**look, base_url=live_server.url, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(page, "edith")
    names = ("change", "withdraw", "replace", "delete", "history", "uses", "crop/square")
    pages = [
        *(f"{LIBRARY}/{picture.pk}/{name}/" for name in names),
        f"{LIBRARY}/{lacking.pk}/change/", f"{LIBRARY}/{gone.pk}/change/", f"{LIBRARY}/{gone.pk}/put-back/",
    ]  # fmt: skip
    found = [barrier for address in pages for barrier in barriers(page, address)]
    page.goto(f"{LIBRARY}/{picture.pk}/withdraw/")
    press(page, "Withdraw it everywhere")
    found += barriers(page)
    page.goto(f"{LIBRARY}/{picture.pk}/change/")
    for details in page.locator("main details").all():
        details.evaluate("(one) => { one.open = true }")
    found += barriers(page)
    context.close()
    assert not found, "\n".join(map(str, found))
