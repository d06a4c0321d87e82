"""One reader's request never shows in another's page, however hard somebody tries."""
# ruff: noqa: F811 (a fixture is named where it is used)

import pytest
from django.test import Client
from django.utils import timezone

from pagecache import memory, wsgi
from tests.cached import story, visitor  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

ODD = {
    "HTTP_COOKIE": "sessionid=stolen; csrftoken=zanzibar",
    "HTTP_AUTHORIZATION": "Basic zanzibar",
    "HTTP_ACCEPT_LANGUAGE": "fr, ar;q=0.9",
    "HTTP_X_FORWARDED_HOST": "zanzibar.example",
    "HTTP_X_FORWARDED_PROTO": "http",
    "HTTP_X_FORWARDED_PORT": "8443",
    "HTTP_X_FORWARDED_FOR": "zanzibar",
    "HTTP_X_FORWARDED_PREFIX": "/zanzibar",
    "HTTP_FORWARDED": "host=zanzibar.example;proto=http",
    "HTTP_X_ORIGINAL_URL": "/admin/zanzibar/",
    "HTTP_X_REWRITE_URL": "/admin/zanzibar/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_REQUESTED_WITH": "XMLHttpRequest",
    "HTTP_USER_AGENT": "zanzibar" * 4_000,
    "HTTP_REFERER": "https://zanzibar.example/",
    "HTTP_ORIGIN": "https://zanzibar.example",
    "HTTP_ACCEPT": "application/json",
    "HTTP_RANGE": "bytes=0-1",
    "HTTP_IF_MODIFIED_SINCE": "Fri, 01 May 2099 00:00:00 GMT",
    "HTTP_IF_MATCH": '"zanzibar"',
    "HTTP_CACHE_CONTROL": "no-cache",
    "HTTP_PRAGMA": "no-cache",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "HTTP_CONTENT_LENGTH": "7",
    "REMOTE_USER": "ada",
    "REMOTE_ADDR": "10.0.0.1",
    "CONTENT_TYPE": "zanzibar",
}


@pytest.mark.parametrize("name", ODD)
def test_no_header_shows_in_a_page_or_splits_it(visitor, story, clock, name):
    """Neither in what is made for whoever sent it, nor in what the next one gets."""
    clock.set(timezone.now())
    for address in ("/", "/latest/", story.editions.get().url, "/search/?q=boats", "/rss.xml"):
        memory.forget()
        made = visitor.get(address, **{name: ODD[name]})
        kept = visitor.get(address)
        assert not made.kept and kept.kept and made.status == 200, address
        assert (made.headers, made.body) == (kept.headers, kept.body), address
        assert "zanzibar" not in kept.text and "zanzibar" not in str(kept.headers), address
        assert made.body == visitor.get(address, **{name: ODD[name]}).body
        assert "Set-Cookie" not in made.headers


def test_a_page_of_one_user_is_never_served_to_another(visitor, story, administrator, editor, reporter, bio_manager):
    """Whoever makes the pages, signed in or not: they are the same, and the desk is nobody else's."""
    addresses = [
        "/",
        "/latest/",
        story.editions.get().url,
        "/authors/ann-lee/",
        "/search/?q=boats",
        "/about/",
        "/nope/",
    ]
    plain = [visitor.get(address).text for address in addresses]
    for user in (administrator, editor, reporter, bio_manager):
        client = Client()
        client.force_login(user)
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        memory.forget()
        assert [visitor.get(address, HTTP_COOKIE=cookie).text for address in addresses] == plain
        assert not [text for text in plain if user.username in text]
        desk = visitor.get("/admin/", HTTP_COOKIE=cookie)
        assert desk.status == 200 and not desk.kept and "no-store" in desk.headers["Cache-Control"]
        assert visitor.get("/admin/").status == 302
        assert [visitor.get(address).text for address in addresses] == plain


@pytest.mark.parametrize(
    "path",
    ["//latest/", "/./latest/", "/latest/../latest/", "/latest/;x=1/", "/%2e/latest/", "/latest/%00", "/LATEST/",
     "/latest//", "/admin/../latest/", "//evil.example/latest/", "/\\evil.example/", "/%ff%fe/"],
)  # fmt: skip
def test_another_writing_of_a_path_never_gives_its_page_nor_leaves_one(visitor, story, path):
    answer = visitor.get(path)
    assert answer.status in (301, 302, 400, 404) and len(wsgi.shelf) == 0, answer.status
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))
    page = visitor.get("/latest/")
    assert not page.kept and "evil" not in page.text


@pytest.mark.parametrize(
    "query", ["q=<script>zanzibar</script>", "q=%22%3E%3Cb%3Ezanzibar", "q=zanzibar%0d%0aSet-Cookie:a=b"]
)
def test_a_poisoned_search_is_at_its_own_address_alone(visitor, story, query):
    answer = visitor.get(f"/search/?{query}")
    assert "<script>zanzibar" not in answer.text and "<b>zanzibar" not in answer.text
    assert "Set-Cookie" not in answer.headers
    for address in ("/search/", "/search/?q=boats", "/"):
        assert "zanzibar" not in visitor.get(address).text
