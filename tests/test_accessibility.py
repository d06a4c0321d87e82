"""axe-core on reading pages and the desk, phone and desk width, light and dark. It finds part of the barriers, not all."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models import Article
from authors.models import Author
from interchange import demo
from newsroom.roles import ROLES
from tests.makers import make_live

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=lambda p: f"{p[0]}-{p[1]}")
def page(request, chromium, live_server):
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url, bypass_csp=True
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def barriers(page, address):
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return barriers_here(page, address)


def barriers_here(page, address):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(address, rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]


def sign_in(page, name, password="quay-lamp-42"):
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def test_the_panel_the_refusal_and_the_page_of_collisions_have_no_barrier_axe_knows(page, editor):
    article = make_live(headline="Ferry late", body="<p>It left at nine, TK.</p>")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    sign_in(page, "edith")
    page.locator(".ProseMirror").wait_for()
    page.keyboard.press("Control+Enter")
    page.locator("dialog#panel[open]").wait_for()
    found = barriers_here(page, "panel")
    page.keyboard.press("Escape")
    article.claim_version(1, by=None)
    article.headline = "Ferry early"
    article.save()
    article.keep_version(by=None)
    page.get_by_label("Headline", exact=True).fill("Ferry lost")
    page.keyboard.press("Control+s")
    page.locator("form#merge").wait_for()
    found += barriers_here(page, "collisions")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.locator(".ProseMirror").wait_for()
    page.locator("#id_kind").evaluate("(field) => { field.value = 'sponsored' }")
    page.keyboard.press("Control+s")
    page.locator(".errors").wait_for()
    found += barriers_here(page, "refusal")
    assert not found, "\n".join(map(str, found))


def test_reading_pages_and_the_desk_have_no_barrier_axe_knows(page):
    for role in ROLES:
        Group.objects.get_or_create(name=role)  # tests with threads empty every table
    demo.load(timezone.now())
    story = Article.objects.get(headline__startswith="What the weighbridge owes").editions.get().url
    many = Article.objects.get(headline__startswith="Fourteen reporters").editions.get().url
    rtl = Article.objects.get(direction="rtl").editions.get().url
    reading = [
        "/",
        story,
        many,
        rtl,
        "/news/",
        "/latest/",
        "/authors/",
        "/authors/duncan-amory/",
        "/authors/hesper-quillan/",
        "/authors/masthead/",
        f"/{timezone.now():%Y}/",
        "/nope/",
        "/corrections/",
        Article.objects.get(headline="Harbour board elects a seal").editions.live().get().url,
        Article.objects.get(headline__startswith="Council finds 640").editions.live().get().url,
    ]
    found = [barrier for address in reading for barrier in barriers(page, address)]
    page.goto("/admin/")
    found += barriers(page, "/admin/login/")
    sign_in(page, "admin", demo.PASSWORD)
    askew = Author.objects.get(slug="morwenna-askew").pk
    live, draft = (
        Article.objects.filter(editions__isnull=False).first().pk,
        Article.objects.filter(editions=None).first().pk,
    )
    stories, authors = "/admin/articles/article/", "/admin/authors/author/"
    desk = [
        "/admin/", stories, f"{stories}add/", f"{stories}{live}/change/", f"{stories}{draft}/change/", f"{stories}{live}/unpublish/",
        f"{stories}{live}/fix/", "/admin/articles/move/",
        authors, f"{authors}{askew}/change/", f"{authors}0/change/", "/admin/paper/paper/1/change/", "/admin/accounts/user/", "/admin/articles/section/",
    ]  # fmt: skip
    found += [barrier for address in desk for barrier in barriers(page, address)]
    assert not found, "\n".join(map(str, found))
