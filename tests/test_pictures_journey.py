"""The whole way of a picture, in a real browser on a phone and at a desk: a batch comes in with a broken file among it, is credited
together, a face is pointed at, one stands on top and one inside a new story that goes out at once; readers have it, and later in
its own sizes; at night the agency kills one, and it is nowhere any more."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from articles.models import Edition
from images.models import Picture
from newsroom.worker import work
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section
from tests.pictures import make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_journey import WATCH, byline, fits, open_side, publish, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage"),
]

SIZES = [(390, "light"), (1440, "dark")]
SHIFTS = """window.shifts = []; new PerformanceObserver((seen) => seen.getEntries().forEach((one) => window.shifts.push(one.value)))
.observe({ type: "layout-shift", buffered: true })"""
BROKEN = {"name": "broken.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 this was a picture once"}
FACE = (0.1, 0.5)  # of the wide picture: a crop around its middle has no face
RED = (210, 30, 30)


def somebody(chromium, live_server, width, scheme):
    """A page of that width and scheme. What is wrong on it is in `page.complaints`."""
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.complaints = []
    context.on("weberror", lambda error: page.complaints.append(str(error.error)))
    return page


def leave(page):
    """The page is closed, and nothing was wrong on it."""
    blocked = page.evaluate("window.blocked || []")
    page.context.close()
    assert not blocked and not page.complaints


@pytest.fixture(params=SIZES, ids=lambda p: f"{p[0]}-{p[1]}")
def look(request):
    return request.param


@pytest.fixture
def page(look, chromium, live_server, editor):
    page = somebody(chromium, live_server, *look)
    sign_in(page, "edith")
    yield page
    leave(page)


@pytest.fixture
def readers(chromium, live_server):
    """A reader on a phone and one at a desk."""
    pages = [somebody(chromium, live_server, *size) for size in SIZES]
    for page in pages:
        page.add_init_script(SHIFTS)
    yield pages
    for page in pages:
        leave(page)


def with_a_face():
    """A wide picture with a red face near its left edge."""
    image = Image.new("RGB", (2400, 800), "lightgrey")
    x, y = FACE[0] * 2400, FACE[1] * 800
    ImageDraw.Draw(image).ellipse((x - 120, y - 120, x + 120, y + 120), fill=RED)
    made = BytesIO()
    image.save(made, "JPEG", quality=90)
    return made.getvalue()


def has_the_face(data):
    image = Image.open(BytesIO(data)).convert("RGB")
    image.thumbnail((160, 160))
    return any(
        all(abs(part - red) < 40 for part, red in zip(pixel, RED, strict=True)) for pixel in image.get_flattened_data()
    )


def file(name, data=None):
    return {"name": name, "mimeType": "image/jpeg", "buffer": data or photo()}


# The steps of the way


def bring_in(page):
    """Three pictures and a broken file, and what all three have in common."""
    page.get_by_role("link", name="Pictures").first.click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add pictures").click()
    chooser.value.set_files([file("face.jpg", with_a_face()), BROKEN, file("quay.jpg")])
    said = page.locator("[data-said-of-batch]")
    expect(said).to_contain_text("2 of 3 pictures are here.")
    expect(said).to_contain_text("One was refused: “broken.jpg” is damaged")
    assert fits(page)
    page.get_by_role("link", name="Say the same of these 2").click()
    page.get_by_label("Credit").fill("Ann Lee / The Bell")
    page.get_by_label("Licence").select_option(label="From an agency")
    page.get_by_role("button", name="Say it of all 2").click()
    expect(page.get_by_text("Written: credit on 2 pictures, licence on 2.")).to_be_visible()


def point_at_the_face(page):
    face = Picture.objects.get(file_name="face.jpg")
    page.goto(f"/admin/images/picture/{face.pk}/change/")
    page.get_by_label("Alternative text").fill("The harbour master laughs")
    page.get_by_label("Caption").fill("The harbour master on Monday")
    page.keyboard.press("Control+s")
    expect(page.locator(".messages").get_by_text("Saved.")).to_be_visible()
    image = page.locator("[data-stage] img").first
    image.scroll_into_view_if_needed()
    box = image.bounding_box()
    page.mouse.click(box["x"] + box["width"] * FACE[0], box["y"] + box["height"] * FACE[1])
    expect(page.locator("[data-marker]")).to_be_focused()
    page.get_by_role("button", name="Save the focus").click()
    expect(page.locator(".messages").get_by_text("The focus is kept.")).to_be_visible()
    assert fits(page)
    return face


def write_with_pictures(page, face):
    """A new story: the face on top, the quay inside with its own words, and below it something to play."""
    page.goto("/admin/articles/article/add/")
    page.locator(".ProseMirror").wait_for()
    page.get_by_label("Headline", exact=True).fill("Harbour master laughs")
    open_side(page)
    byline(page, "Bo Ek")
    page.get_by_label("Section", exact=True).select_option(label="Harbour")
    page.get_by_role("button", name="Add a lead picture").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("laughs")
    expect(dialog.locator("li")).to_have_count(1)
    dialog.locator(f"[data-id='{face.pk}']").click()
    expect(page.locator(".lead-picture .chosen img")).to_be_visible()
    page.locator(".ProseMirror").click()
    page.keyboard.type("Nobody knows why.")
    put_the_quay_inside(page)
    embed(page)
    assert fits(page)


def put_the_quay_inside(page):
    page.keyboard.press("Control+Alt+8")
    quay = Picture.objects.get(file_name="quay.jpg")
    page.get_by_role("dialog").locator(f"[data-id='{quay.pk}']").click()
    expect(page.locator(".body-figure img")).to_be_visible()
    page.keyboard.type("The north quay")
    page.get_by_label("Alternative text here").fill("A quay without ships")
    page.locator(".ProseMirror > p").first.click()
    page.keyboard.press("End")


def embed(page):
    page.keyboard.press("Control+Alt+9")
    page.get_by_label("Address of its page").fill("https://www.youtube.com/watch?v=abcdefghijk")
    page.keyboard.press("Tab")
    page.keyboard.type("Laughter, explained")
    page.keyboard.press("Enter")
    expect(page.locator(".body-figure-embed")).to_be_visible()


def read(reader, address):
    """The story's page until all of its pictures came, and what of them the reader got, from the top down."""
    reader.goto(address)
    for image in reader.locator("article figure.picture img").all():
        image.scroll_into_view_if_needed()
    reader.wait_for_function("() => [...document.querySelectorAll('article figure img')].every((one) => one.complete)")
    assert fits(reader)
    return reader.locator("article figure.picture img").evaluate_all(
        "(all) => all.map((one) => one.naturalWidth && one.currentSrc)"
    )


def is_read(reader, address, ending):
    """Both pictures, in that format, with all their words; nothing moves, and nothing comes from elsewhere."""
    asked = []
    reader.on("request", lambda request: asked.append(request.url))
    got = read(reader, address)
    assert len(got) == 2 and all(str(source).endswith(ending) for source in got), got
    top, inside = reader.locator("article figure.picture").all()
    expect(top).to_contain_text("The harbour master on Monday")
    expect(top).to_contain_text("Ann Lee / The Bell")
    expect(inside).to_contain_text("The north quay")
    expect(inside).to_contain_text("Ann Lee / The Bell")
    expect(inside.get_by_role("img", name="A quay without ships")).to_be_visible()
    expect(reader.get_by_role("link", name="Play here")).to_be_visible()
    assert reader.evaluate("window.shifts") == []
    assert {urlsplit(one).netloc for one in asked if one.startswith("http")} == {urlsplit(reader.url).netloc}
    return got


def test_from_a_phone_into_the_paper_and_out_of_it_at_night(page, readers, editor):
    make_section(name="Harbour")
    make_author(name="Bo Ek")
    bring_in(page)
    face = point_at_the_face(page)
    write_with_pictures(page, face)
    edition = publish(page, "Publish")
    for reader in readers:
        is_read(reader, edition.url, ".jpg")  # nothing is made of them yet, and they are there
    work()
    for reader in readers:
        top, _ = is_read(reader, edition.url, ".avif")
        assert "/lead-" in top and has_the_face(reader.request.get(top).body())
    kill(page, readers[0], face, edition)


def kill(page, reader, face, edition):
    """It leads a story, a front and a section, stands in a story to come, and is somebody's portrait."""
    author = make_author(name="Una Holm", bio="<p>Una Holm laughs.</p>", portrait=face)
    make_live(headline="Why we laugh", kind="opinion", authors=[author], section=edition.section, at=ago(hours=1))
    inside = f'<p>More.</p><figure data-picture="{face.pk}"></figure>'
    make_article(headline="Laughter tomorrow", lead_picture=face, body=inside).publish(by=None, at=ahead(hours=9))
    shown = [edition.url, "/", "/harbour/", "/authors/una-holm/"]
    addresses = {address: [*pictures_on(reader, address, face)] for address in shown}
    assert all(addresses.values()), addresses

    withdraw(page, face)

    for address, files in addresses.items():
        assert not pictures_on(reader, address, face), address
        assert reader.locator("h1, h2").count() > 0
        assert {reader.request.get(one).status for one in files} == {410}
    assert "The harbour master on Monday" not in reader.request.get(edition.url).text()
    assert Edition.objects.scheduled().get().lead_picture_id == face.pk, "the record keeps what it was"
    assert len(read(reader, edition.url)) == 1, "the other one stays"
    desk_says_so(page, edition)


def pictures_on(reader, address, picture):
    """All addresses of the picture's files that the page names, of whatever kind."""
    reader.goto(address)
    return set(re.findall(rf"/pictures/{picture.pk}/[0-9a-f]+/[a-z]+-[0-9]+\.(?:avif|jpg)", reader.content()))


def withdraw(page, picture):
    page.goto(f"/admin/images/picture/{picture.pk}/change/")
    page.get_by_role("link", name="Withdraw…").click()
    expect(page.get_by_text("1 live story, 1 scheduled version and 1 author’s portrait")).to_be_visible()
    page.get_by_label("Killed by the agency").check()
    page.get_by_label("In your own words").fill("They called at eleven.")
    assert fits(page)
    page.get_by_role("button", name="Withdraw it everywhere").click()
    expect(page.locator(".messages").get_by_text("Withdrawn. Readers have it nowhere any more.")).to_be_visible()
    assert fits(page)


def desk_says_so(page, edition):
    page.goto(f"/admin/articles/article/{edition.article_id}/change/")
    page.locator(".ProseMirror").wait_for()
    expect(page.locator(".lead-picture")).to_contain_text("This picture is withdrawn: readers do not see it.")
    expect(page.get_by_text("Withdrawn since: “The harbour master on Monday”")).to_be_visible()
    assert fits(page)


# By other ways


@pytest.fixture
def desk(chromium, live_server, editor):
    page = somebody(chromium, live_server, 1440, "light")
    sign_in(page, "edith")
    yield page
    leave(page)


def tab_to(page, wanted):
    """With the tabulator alone, from where one is."""
    for _ in range(80):
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by the tabulator")


def enter(page, wanted):
    wanted.wait_for()
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def test_all_the_way_by_keyboard_alone(desk):
    make_section(name="Harbour")
    make_author(name="Bo Ek")
    enter(desk, desk.get_by_role("link", name="Pictures").first)
    with desk.expect_file_chooser() as chooser:
        enter(desk, desk.get_by_role("button", name="Add pictures"))
    chooser.value.set_files([file("face.jpg", with_a_face())])
    enter(desk, desk.get_by_role("link", name="Say what it shows"))
    say_and_point(desk)
    face = Picture.objects.get()
    assert (face.alt, face.credit, face.focus_x) == ("The harbour master", "Ann Lee", pytest.approx(0.1))
    write_by_keyboard(desk)
    edition = publish_by_keyboard(desk)
    assert edition.lead_picture_id == face.pk and f'<figure data-picture="{face.pk}">' in edition.body


def say_and_point(page):
    for label, words in (("Alternative text", "The harbour master"), ("Credit", "Ann Lee")):
        tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.type(words)
    page.keyboard.press("Control+s")
    expect(page.locator(".messages").get_by_text("Saved.")).to_be_visible()
    tab_to(page, page.locator("[data-marker]"))
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    enter(page, page.get_by_role("button", name="Save the focus"))
    expect(page.locator(".messages").get_by_text("The focus is kept.")).to_be_visible()


def write_by_keyboard(page):
    enter(page, page.get_by_role("link", name="New story").first)
    page.locator(".ProseMirror").wait_for()
    tab_to(page, page.get_by_label("Headline", exact=True))
    page.keyboard.type("Harbour master laughs")
    enter(page, page.get_by_role("button", name="Add a lead picture"))
    choose_first(page)
    expect(page.locator(".lead-picture .chosen img")).to_be_visible()
    tab_to(page, page.locator(".ProseMirror"))
    page.keyboard.type("Nobody knows why.")
    page.keyboard.press("Control+Alt+8")
    choose_first(page)
    expect(page.locator(".body-figure img")).to_be_visible()
    page.keyboard.type("The harbour")
    tab_to(page, page.locator("input[list=authors]:visible").last)
    page.keyboard.type("Bo Ek")
    tab_to(page, page.get_by_label("Section", exact=True))
    page.keyboard.type("Harbour")


def choose_first(page):
    """The newest of the library: down from the field for words, and there it is."""
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    expect(dialog.locator("li")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def publish_by_keyboard(page):
    publishes = page.get_by_role("button", name="Publish", exact=True)
    while not publishes.evaluate("(one) => one === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    panel = page.locator("dialog#panel[open]")
    tab_to(page, panel.get_by_label(re.compile("record")))
    page.keyboard.type("The harbour master does not wait.")
    with page.expect_navigation():
        enter(page, panel.locator("[data-go]"))
    page.get_by_role("link", name="Open").first.wait_for()
    return Edition.objects.live().get()


def test_what_breaks_off_with_the_connection_is_told_once_and_goes_on_with_it(desk):
    desk.goto("/admin/images/picture/upload/")
    desk.context.set_offline(True)
    desk.locator("input[type=file]").set_input_files([file("one.jpg"), file("two.jpg"), file("three.jpg")])
    said = desk.locator("[data-said-of-batch]")
    expect(said).to_have_text("0 of 3 pictures are here. 3 did not arrive: The connection broke off. Try again.")
    desk.context.set_offline(False)
    expect(said).to_contain_text("3 of 3 pictures are here.")
    assert Picture.objects.count() == 3


def test_two_at_one_picture_lose_nothing_of_each_other(desk, chromium, live_server, bio_manager):
    picture = make_picture(alt="A ferry", caption="Late", credit="Bo Ek")
    other = somebody(chromium, live_server, 390, "dark")
    sign_in(other, "bruno")
    for page in (desk, other):
        page.goto(f"/admin/images/picture/{picture.pk}/change/")
    change(desk, {"Caption": "Late again", "Credit": "Ann Lee"})
    expect(desk.locator(".messages").get_by_text("Saved.")).to_be_visible()
    change(other, {"Alternative text": "A white ferry", "Credit": "Cy Odd"})
    expect(other.get_by_text("Ann Lee").first).to_be_visible()
    assert fits(other)
    other.get_by_role("radio", name=re.compile("mine", re.IGNORECASE)).first.check()
    other.get_by_role("button", name="Go on with these answers").click()
    expect(other.locator(".messages").get_by_text("Saved.")).to_be_visible()
    leave(other)
    picture.refresh_from_db()
    assert (picture.alt, picture.caption, picture.credit) == ("A white ferry", "Late again", "Cy Odd")


def change(page, words):
    for label, value in words.items():
        page.get_by_label(label, exact=True).fill(value)
    page.keyboard.press("Control+s")


def test_a_long_caption_of_the_library_does_not_run_over_what_stands_under_its_figure(page):
    picture = make_picture(caption="The ferry at the quay, late as it was on every morning of that winter. " * 3)
    story = make_article(body=f'<p>Late.</p><figure data-picture="{picture.pk}"></figure>')
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    caption, credit = page.locator(".body-figure figcaption"), page.locator(".body-figure-credit")
    expect(credit).to_have_text("Ann Lee / The Bell")
    assert caption.evaluate("(one) => one.scrollHeight <= one.clientHeight + 1")
    above, below = caption.bounding_box(), credit.bounding_box()
    assert above["y"] + above["height"] <= below["y"] + 1
    caption.click()
    page.keyboard.type("Late again")
    expect(caption).to_have_text("Late again")
