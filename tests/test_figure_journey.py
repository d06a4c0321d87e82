"""A picture of the library and one uploaded on the spot in a story of the desk: chosen, described, saved, and there again."""

import pytest
from playwright.sync_api import expect

from articles.models import Article
from images.models import Picture
from paper.prose import sanitize
from tests.makers import make_article
from tests.pictures import make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_accessibility import barriers_here
from tests.test_journey import WATCH, fits, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage", "editor"),
]


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request, chromium, live_server):
    """Somebody with a browser of that width and scheme; the test fails on any complaint of its console."""
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url
    )
    context.add_init_script(WATCH)
    complaints = []
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    violations = page.evaluate("window.blocked || []")
    context.close()
    assert not violations and not complaints


def write_on(page, article):
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".ProseMirror").wait_for()


def test_pictures_are_chosen_uploaded_described_and_kept(page):
    ferry = make_picture(rendered=True, caption="Ferry at the quay")
    killed = make_picture(caption="The minister")
    article = make_article(body=f'<p>One.</p><figure data-picture="{killed.pk}"></figure><p>Two.</p>')
    killed.withdraw(by=None, why=Picture.Why.KILLED, because="The agency asked for it.")
    sign_in(page, "edith")
    write_on(page, article)
    expect(page.locator(".body-figure-gone")).to_contain_text("The minister This picture is withdrawn")

    page.locator(".body-figure").get_by_role("button", name="Exchange").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("li")).to_have_count(1)
    found = barriers_here(page, "the library")
    assert fits(page)
    dialog.get_by_role("searchbox").fill("ferry")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".body-figure img")).to_have_count(1)
    page.keyboard.type("Late again")
    page.get_by_label("Alternative text here").fill("A ferry, late")

    page.locator(".ProseMirror > p").last.click()
    page.wait_for_timeout(300)  # no hand is quicker, and the editor has read by then where the click was
    page.keyboard.press("End")
    page.wait_for_timeout(100)
    page.keyboard.press("Control+Alt+8")
    page.set_input_files(
        "#choosing input[type=file]", {"name": "gulls.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(dialog.get_by_label("Alternative text")).to_be_focused()
    found += barriers_here(page, "its words")
    page.keyboard.type("Gulls on a roof")
    dialog.get_by_label("Credit").fill("Bo Ek / The Bell")
    page.keyboard.press("Enter")
    expect(page.locator(".body-figure img")).to_have_count(2)
    expect(page.locator(".body-figure").last).to_contain_text("Bo Ek / The Bell")
    found += barriers_here(page, "figures")
    assert fits(page)
    assert not found, "\n".join(map(str, found))

    with page.expect_response(lambda answer: answer.request.method == "POST" and "/change/" in answer.url):
        page.keyboard.press("Control+s")
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    gulls = Picture.objects.get(file_name="gulls.jpg")
    assert (gulls.alt, gulls.credit) == ("Gulls on a roof", "Bo Ek / The Bell")
    body = Article.objects.get().body
    assert body == sanitize(body)
    assert body == (
        f'<p>One.</p><figure data-picture="{ferry.pk}" data-alt="A ferry, late"><figcaption>Late again</figcaption></figure>'
        f'<p>Two.</p><figure data-picture="{gulls.pk}"></figure>'
    )
    write_on(page, article)
    expect(page.locator(".body-figure img")).to_have_count(2)
    expect(page.get_by_label("Alternative text here").first).to_have_value("A ferry, late")
    assert page.input_value("#id_body") == body
