"""A lead picture and a portrait in a real browser: chosen, dropped, exchanged, taken away, put back; and no barrier axe knows."""

import base64
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.models import Recovery
from images.models import Picture
from tests.desk import ADD
from tests.makers import make_article, make_author, make_live
from tests.pictures import make_picture, photo, picture_storage  # noqa: F401
from tests.test_accessibility import WCAG

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage"),
]

DROP = """(place, [name, data]) => {
  const held = new DataTransfer();
  held.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name, { type: "image/jpeg" }));
  for (const kind of ["dragover", "drop"]) place.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def window(chromium, live_server, name, width=1440, scheme="light", **options):
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url, **options
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda one: page.complaints.append(one.text) if "Security Policy" in one.text else None)
    page.goto("/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", "quay-lamp-42")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


@pytest.fixture
def desk(chromium, live_server, editor):
    page = window(chromium, live_server, "edith")
    yield page
    assert page.complaints == []
    page.context.close()


def open_story(page, story):
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.locator("#id_body_text").wait_for()
    expect(page.locator(".lead-picture [data-acts]")).to_be_visible()


def test_a_lead_picture_is_chosen_worded_saved_and_gone_on_with(desk):
    picture = make_picture(caption="Ferry at the quay", alt="A white ferry")
    story = make_article(body="<p>Late.</p>")
    open_story(desk, story)
    expect(desk.locator(".lead-words")).to_be_hidden()
    desk.get_by_role("button", name="Add a lead picture").click()
    desk.locator(f".choosing-grid [data-id='{picture.pk}']").click()
    expect(desk.locator(".lead-picture .chosen img")).to_be_visible()
    caption = desk.get_by_label("Caption", exact=True).first
    expect(caption).to_be_focused()
    expect(caption).to_have_attribute("placeholder", "Empty: Ferry at the quay")
    desk.keyboard.type("Late again")
    expect(desk.locator("[data-kept]")).to_contain_text("Kept on the server")
    assert Recovery.objects.get().typed["lead_picture"] == [str(picture.pk)]
    desk.keyboard.press("Control+s")
    expect(desk.locator("[data-kept]")).to_have_attribute("data-kind", "saved")
    story.refresh_from_db()
    assert (story.lead_picture, story.lead_caption, story.version) == (picture, "Late again", 2)


def test_a_dropped_file_is_uploaded_described_and_leads_the_story(desk):
    story = make_article()
    open_story(desk, story)
    sent = ["quay.jpg", base64.b64encode(photo()).decode()]
    desk.locator(".lead-picture").evaluate(DROP, sent)
    desk.locator("#choosing-alt").fill("A quay at night")
    desk.locator("#choosing-credit").fill("Ann Lee / The Bell")
    desk.locator("[data-done]").click()
    expect(desk.locator(".chosen-credit")).to_have_text("Ann Lee / The Bell")
    desk.keyboard.press("Control+s")
    expect(desk.locator("[data-kept]")).to_have_attribute("data-kind", "saved")
    story.refresh_from_db()
    assert story.lead_picture == Picture.objects.get() and story.lead_picture.alt == "A quay at night"


def test_what_was_said_of_the_picture_before_is_not_said_of_the_next(desk):
    first, second = make_picture(caption="Ferry"), make_picture(caption="Quay")
    story = make_article(lead_picture=first, lead_caption="Late", lead_alt="A ferry")
    open_story(desk, story)
    desk.get_by_role("button", name="Exchange").first.click()
    desk.locator(f".choosing-grid [data-id='{second.pk}']").click()
    expect(desk.locator("[data-picture-said]").first).to_have_text("Exchanged. Read the caption once more.")
    expect(desk.locator("[name='lead_caption']")).to_have_value("Late")
    expect(desk.locator("[name='lead_alt']")).to_have_value("")


def test_a_picture_that_was_taken_away_is_put_back_with_its_words(desk):
    story = make_article(lead_picture=make_picture(), lead_caption="Late", lead_alt="A ferry")
    open_story(desk, story)
    desk.get_by_role("button", name="Take away").click()
    expect(desk.locator(".lead-words")).to_be_hidden()
    expect(desk.locator("[name='lead_caption']")).to_have_value("")
    expect(desk.get_by_role("button", name="Add a lead picture")).to_be_focused()
    desk.get_by_role("button", name="Put it back").click()
    expect(desk.locator(".lead-picture .chosen img")).to_be_visible()
    expect(desk.locator("[name='lead_caption']")).to_have_value("Late")
    expect(desk.locator("[name='lead_alt']")).to_have_value("A ferry")


def test_what_is_missing_goes_as_it_is_written_here_or_in_the_library(desk):
    story = make_article(lead_picture=make_picture(alt="", credit=""))
    open_story(desk, story)
    gaps = desk.locator(".lead-picture .gap:visible")
    expect(gaps).to_have_text(["No alternative text", "No credit"])
    desk.locator("[name='lead_alt']").fill("A ferry")
    expect(gaps).to_have_text(["No credit"])
    desk.locator("[data-complete]").click()
    desk.locator("#choosing-credit").fill("Bo Ek")
    desk.locator("[data-done]").click()
    expect(desk.locator(".chosen-credit")).to_have_text("Bo Ek")
    expect(gaps).to_have_count(0)
    expect(desk.locator("[name='lead_alt']")).to_have_value("A ferry")


def test_a_picture_that_cannot_be_shown_is_chosen_all_the_same(desk):
    picture = make_picture()
    open_story(desk, make_article())
    desk.route("**/article/lead/**", lambda route: route.abort())
    desk.get_by_role("button", name="Add a lead picture").click()
    desk.locator(f".choosing-grid [data-id='{picture.pk}']").click()
    expect(desk.locator(".chosen")).to_have_text(f"Picture {picture.pk} is chosen. It cannot be shown just now.")
    expect(desk.locator("[name='lead_caption']")).to_be_visible()


def test_a_check_leads_to_the_words_of_the_lead_and_to_its_figure(desk):
    lead, inside = make_picture(alt="", width=1500, height=1000), make_picture(alt="")
    body = f'<p>Late.</p><figure data-picture="{inside.pk}"></figure><p>Again.</p>'
    open_story(desk, make_article(lead_picture=lead, body=body))
    desk.locator("[data-checks] a[href='#id_lead_alt']").click()
    expect(desk.locator("[name='lead_alt']")).to_be_focused()
    desk.locator("[data-checks] a[data-figure='1']").click()
    expect(desk.locator(".body-figure input")).to_be_focused()


def test_a_number_that_is_refused_leads_to_the_button_that_chooses(desk):
    story = make_article()
    open_story(desk, story)
    desk.locator("[name='lead_picture']").evaluate("(field) => { field.value = '987654' }")
    desk.keyboard.press("Control+s")
    desk.locator(".errors a").click()
    expect(desk.locator("#id_lead_picture")).to_be_focused()
    expect(desk.locator("#id_lead_picture")).to_have_text("Exchange")


def test_a_portrait_is_chosen_and_seen_beside_the_form(chromium, live_server, bio_manager):
    author, picture = make_author(bio="<p>Ann Lee counts gulls.</p>"), make_picture(rendered=True)
    page = window(chromium, live_server, "bruno")
    page.goto(f"/admin/authors/author/{author.pk}/change/")
    page.get_by_role("button", name="Add a portrait").click()
    page.locator(f".choosing-grid [data-id='{picture.pk}']").click()
    expect(page.locator(".picture-field img")).to_be_visible()
    expect(page.locator("iframe").first).to_have_attribute("srcdoc", re.compile(f"/pictures/{picture.pk}/"))
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    author.refresh_from_db()
    assert author.portrait == picture and page.complaints == []
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_forms_with_pictures_have_no_barrier_axe_knows(
    chromium, live_server, editor, bio_manager, administrator, width, scheme
):
    page = window(chromium, live_server, "ada", width, scheme, bypass_csp=True)
    whole, poor, killed = make_picture(rendered=True), make_picture(alt="", credit="", licence=""), make_picture()
    story = make_live(lead_picture=whole, body=f'<p>Late.</p><figure data-picture="{killed.pk}"></figure>')
    killed.withdraw(by=None, why=Picture.Why.KILLED, because="The agency takes it back.")
    author = make_author(portrait=poor)
    stories = "/admin/articles/article"
    addresses = [
        ADD,
        f"{stories}/{story.pk}/change/",
        f"{stories}/{story.pk}/fix/",
        f"{stories}/{make_article(lead_picture=poor).pk}/change/",
        f"{stories}/{make_article(lead_picture=killed).pk}/change/",
        f"{stories}/{story.pk}/seen/",
        f"/admin/authors/author/{author.pk}/change/",
    ]
    found = [barrier for address in addresses for barrier in barriers(page, address)]
    assert not found, "\n".join(map(str, found))
    page.context.close()


def barriers(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(address, rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found]
