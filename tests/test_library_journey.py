"""A batch of pictures in a real browser: chosen on a phone with a broken one among them, credited together, what is missing gone;
dropped, pasted, sent again when the connection breaks off; by keyboard alone; and no barrier axe knows."""

import base64
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from images.models import Picture
from tests.pictures import make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_accessibility import barriers_here
from tests.test_journey import WATCH, fits, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage", "editor"),
]

LIBRARY, UPLOAD = "/admin/images/picture/", "/admin/images/picture/upload/"
SIZES = [(390, "light"), (1440, "dark"), (390, "dark"), (1440, "light")]
BROKEN = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 this was a picture once"}
BRING = """([names, data, how]) => {
  const transfer = new DataTransfer();
  for (const [place, name] of names.entries()) {
    const bytes = Uint8Array.from(atob(data[place]), (sign) => sign.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  const event = how === "paste"
    ? new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
    : new DragEvent(how, { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
}"""


@contextmanager
def somebody(chromium, live_server, width, scheme):
    """With a browser of that width and scheme. What is refused is an answer with a number, of which a console tells."""
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url
    )
    context.add_init_script(WATCH)
    complaints = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    violations = page.evaluate("window.blocked || []")
    context.close()
    assert not violations and not complaints


@pytest.fixture(params=SIZES, ids=lambda p: f"{p[0]}-{p[1]}")
def person(request, chromium, live_server):
    with somebody(chromium, live_server, *request.param) as page:
        yield page


@pytest.fixture
def on_a_phone(chromium, live_server):
    with somebody(chromium, live_server, 390, "light") as page:
        yield page


@pytest.fixture
def at_a_desk(chromium, live_server):
    with somebody(chromium, live_server, 1440, "dark") as page:
        yield page


def file(name):
    return {"name": name, "mimeType": "image/jpeg", "buffer": photo()}


def bring(page, how, *names):
    page.evaluate(BRING, [names, [base64.b64encode(photo()).decode() for _ in names], how])


def said(page):
    return page.locator("[data-said-of-batch]")


def test_a_batch_with_a_broken_file_is_sent_credited_together_and_what_was_missing_is_gone(person):
    sign_in(person, "edith")
    person.get_by_role("link", name="Pictures").click()
    expect(person.get_by_role("heading", name="No picture is here yet")).to_be_visible()
    with person.expect_file_chooser() as chooser:
        person.get_by_role("button", name="Add pictures").click()
    chooser.value.set_files([file("quay.jpg"), BROKEN, file("ferry.jpg")])
    expect(said(person)).to_contain_text("2 of 3 pictures are here.")
    expect(said(person)).to_contain_text("One was refused: “broken.jpg” is damaged")
    expect(said(person)).to_contain_text("They lack something: alternative text, credit, licence.")
    rows = person.locator("[data-rows] > li")
    expect(rows.nth(1)).to_contain_text("Copy it again")
    expect(rows.nth(0).get_by_role("img")).to_have_count(0)  # beside its name it says nothing more
    assert fits(person)
    person.get_by_role("link", name="Say the same of these 2").click()
    person.get_by_label("Credit").fill("Ann Lee / The Bell")
    person.get_by_label("Licence").select_option(label="The paper’s own")
    assert fits(person)
    person.get_by_role("button", name="Say it of all 2").click()
    expect(person.get_by_text("Written: credit on 2 pictures, licence on 2.")).to_be_visible()
    cells = person.locator(".cell")
    expect(cells).to_have_count(2)
    expect(cells.first).to_contain_text("Ann Lee / The Bell")
    expect(cells.first.locator(".gaps li")).to_have_text(["No alternative text"])
    assert fits(person)
    assert list(Picture.objects.values_list("credit", "licence")) == [("Ann Lee / The Bell", "own")] * 2


def test_pictures_are_dropped_and_pasted(at_a_desk):
    sign_in(at_a_desk, "edith")
    at_a_desk.goto(LIBRARY)
    bring(at_a_desk, "dragover", "ferry.jpg")
    expect(at_a_desk.get_by_text("Let go to add them to the library")).to_be_visible()
    bring(at_a_desk, "drop", "ferry.jpg", "quay.jpg")
    expect(at_a_desk.get_by_text("Let go to add them to the library")).to_be_hidden()
    expect(said(at_a_desk)).to_contain_text("2 of 2 pictures are here.")
    bring(at_a_desk, "paste", "image.png")
    expect(said(at_a_desk)).to_contain_text("3 of 3 pictures are here.")
    assert Picture.objects.count() == 3


def test_a_file_that_is_here_already_is_told_and_leads_to_its_picture(on_a_phone):
    data = photo()
    known = make_picture(data=data, caption="Ferry at the quay", alt="A ferry")
    sign_in(on_a_phone, "edith")
    on_a_phone.goto(UPLOAD)
    on_a_phone.locator("input[type=file]").set_input_files(
        {"name": "copy.jpg", "mimeType": "image/jpeg", "buffer": data}
    )
    expect(said(on_a_phone)).to_contain_text("1 of 1 picture is here.")
    row = on_a_phone.locator("[data-rows] > li")
    expect(row).to_contain_text("In the library already")
    leads = row.get_by_role("link", name="Ferry at the quay")
    expect(leads).to_have_attribute("href", f"/admin/images/picture/{known.pk}/change/")


def test_what_did_not_arrive_is_tried_again_and_the_rest_goes_on(on_a_phone):
    sign_in(on_a_phone, "edith")
    on_a_phone.goto(LIBRARY)
    broken_off = []

    def once(route):
        if broken_off:
            return route.continue_()
        broken_off.append(route.request.url)
        return route.abort()

    on_a_phone.route("**/upload/", once)
    on_a_phone.locator("input[type=file]").set_input_files([file("one.jpg"), file("two.jpg"), file("three.jpg")])
    expect(said(on_a_phone)).to_contain_text("2 of 3 pictures are here.")
    expect(said(on_a_phone)).to_contain_text("One did not arrive: The connection broke off.")
    on_a_phone.get_by_role("button", name="Try again").click()
    expect(said(on_a_phone)).to_contain_text("3 of 3 pictures are here.")
    assert Picture.objects.count() == 3


def test_whoever_signed_in_anew_meanwhile_sends_on_with_another_token(at_a_desk):
    sign_in(at_a_desk, "edith")
    at_a_desk.goto(LIBRARY)
    at_a_desk.locator("[data-upload] [name=csrfmiddlewaretoken]").evaluate(
        "(field) => { field.value = 'x'.repeat(64) }"
    )
    at_a_desk.locator("input[type=file]").set_input_files([file("one.jpg"), file("two.jpg"), file("three.jpg")])
    expect(said(at_a_desk)).to_contain_text("3 of 3 pictures are here.")


def test_whoever_is_signed_out_meanwhile_is_told(on_a_phone):
    sign_in(on_a_phone, "edith")
    on_a_phone.goto(LIBRARY)
    on_a_phone.context.clear_cookies()
    on_a_phone.locator("input[type=file]").set_input_files([file("one.jpg")])
    expect(said(on_a_phone)).to_contain_text("You are signed out. Sign in on another tab")


def test_what_is_too_heavy_is_refused_before_it_is_sent(on_a_phone):
    sign_in(on_a_phone, "edith")
    on_a_phone.goto(LIBRARY)
    on_a_phone.locator("[data-upload]").evaluate("(form) => { form.dataset.most = 1000 }")
    on_a_phone.locator("input[type=file]").set_input_files([file("heavy.jpg")])
    expect(said(on_a_phone)).to_contain_text("“heavy.jpg” has more than 50 MB.")
    assert not Picture.objects.exists()


def test_leaving_while_pictures_are_sent_asks(at_a_desk):
    sign_in(at_a_desk, "edith")
    at_a_desk.goto(LIBRARY)
    held = []

    def hold(route):
        held.append(route)

    at_a_desk.route("**/upload/", hold)
    asks = "() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert not at_a_desk.evaluate(asks)
    at_a_desk.locator("input[type=file]").set_input_files([file("one.jpg")])
    expect(at_a_desk.locator("[data-state=sending]")).to_have_count(1)
    assert at_a_desk.evaluate(asks)
    while not held:
        at_a_desk.wait_for_timeout(50)
    held[0].continue_()
    expect(said(at_a_desk)).to_contain_text("1 of 1 picture is here.")
    assert not at_a_desk.evaluate(asks)


def test_by_keyboard_alone_several_are_ticked_and_said_the_same_of(person):
    for n in range(5):
        make_picture(caption=f"Boat {n}", credit="")
    sign_in(person, "edith")
    person.goto(LIBRARY)
    ticks = person.locator("[data-choose]")
    ticks.nth(1).focus()
    person.keyboard.press("Space")
    for _ in range(4):
        person.keyboard.press("Tab")
    expect(ticks.nth(3)).to_be_focused()
    person.keyboard.press("Shift+Space")
    expect(person.locator("[data-chosen]")).to_have_text("3 ticked")
    person.keyboard.press("Enter")
    expect(person.get_by_role("button", name="Say the same of all")).to_be_focused()
    person.keyboard.press("Enter")
    expect(person.get_by_role("heading", name="Say the same of these 3 pictures")).to_be_visible()
    person.get_by_label("Credit").focus()
    person.keyboard.type("Ann Lee")
    person.keyboard.press("Enter")
    expect(person.get_by_text("Written: credit on 3 pictures.")).to_be_visible()
    assert Picture.objects.filter(credit="Ann Lee").count() == 3


def test_a_click_with_shift_ticks_all_between_and_one_tick_all_shown(at_a_desk):
    for _ in range(6):
        make_picture()
    sign_in(at_a_desk, "edith")
    at_a_desk.goto(LIBRARY)
    ticks = at_a_desk.locator("[data-choose]")
    ticks.nth(1).click()
    ticks.nth(4).click(modifiers=["Shift"])
    expect(at_a_desk.locator("[data-choose]:checked")).to_have_count(4)
    at_a_desk.get_by_label("All shown").click()
    expect(at_a_desk.locator("[data-choose]:checked")).to_have_count(6)


def test_the_library_its_form_and_what_came_in_have_no_barrier_axe_knows(chromium, live_server, editor):
    make_picture(caption="Bare", alt="", credit="", licence="")
    make_picture(caption="بوابة الميناء", credit="Ann Lee")
    make_picture(caption="Withdrawn").withdraw(by=editor, why="killed", because="Killed by Tideline Pictures")
    for width, scheme in SIZES:
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url, bypass_csp=True
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        sign_in(page, "edith")
        found = []
        page.goto(LIBRARY)
        page.locator("[data-choose]").first.click()
        found += barriers_here(page, "the grid")
        page.goto(f"{LIBRARY}?q=nothing-of-the-kind")
        found += barriers_here(page, "nothing found")
        page.goto(UPLOAD)
        page.locator("input[type=file]").set_input_files([file("ferry.jpg"), BROKEN])
        expect(said(page)).to_contain_text("1 of 2 pictures is here")
        found += barriers_here(page, "what came in")
        page.get_by_role("link", name="See it in the library").click()
        page.locator("[data-choose]").first.click()
        page.get_by_role("button", name="Say the same of all").click()
        page.get_by_role("button", name="Say it of this picture").click()
        expect(page.locator(".errors")).to_be_visible()
        found += barriers_here(page, "a form with a fault")
        page.goto(f"{LIBRARY}same/?id={Picture.objects.get(caption__startswith='بوابة').pk}")
        page.get_by_label("Credit").fill("Somebody else")
        page.get_by_role("button", name="Say it of this picture").click()
        expect(page.get_by_role("button", name="Write over it")).to_be_visible()
        found += barriers_here(page, "something stands")
        context.close()
        assert not found, "\n".join(map(str, found))
