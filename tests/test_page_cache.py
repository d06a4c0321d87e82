"""The cache around the site: what is kept of a page, for whom, and for how long. All through the site as a server asks it."""
# ruff: noqa: F811 (a fixture is named where it is used)

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils import timezone

from articles import views
from authors.models import BioAsk
from pagecache import memory, wsgi
from pagecache.encoding import etag_of
from pagecache.pages import Made
from tests.cached import Visitor, visitor  # noqa: F401 (a fixture)
from tests.makers import make_author, make_live, make_section, make_topic, utc

pytestmark = pytest.mark.django_db
NOON = utc(2026, 5, 1, 12)
HOUR = timedelta(hours=1)


@pytest.fixture
def story():
    return make_live(headline="Boats", section=make_section(), authors=[make_author()], topics=[make_topic()])


@pytest.fixture
def shelf(monkeypatch):
    """A small one in the place of the process's own: 400 kB."""
    small = memory.Shelf(400_000)
    monkeypatch.setattr(wsgi, "shelf", small)
    yield small
    memory._shelves.remove(small)


def in_step(count, do):
    """`do(number)` in that many threads at once; the results in order."""

    def alone(number):
        try:
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(alone, range(count)))


# What a page is kept by


def test_a_page_is_made_once(visitor, story):
    first, again = visitor.get("/latest/"), visitor.get("/latest/")
    assert (first.kept, again.kept) == (False, True)
    assert (first.status, first.headers, first.body) == (again.status, again.headers, again.body)


def test_it_is_the_page_that_django_makes(visitor, story):
    for address in ("/", "/latest/", story.editions.get().url, story.section.url, "/rss.xml", "/robots.txt"):
        kept, made = visitor.get(address), visitor.fresh(address)
        assert kept.plain == made.plain, address
        own = {"Cache-Control", "ETag", "Content-Length", "Vary", "X-Accel-Expires"}
        assert {k: v for k, v in kept.headers.items() if k not in own} == {
            k: v for k, v in made.headers.items() if k not in own
        }, address


@pytest.mark.parametrize(
    "other", [{"wsgi.url_scheme": "http"}, {"HTTP_HOST": "localhost"}, {"HTTP_HOST": "testserver:8443"}]
)
def test_scheme_and_host_have_pages_of_their_own(visitor, story, settings, other):
    settings.SECURE_SSL_REDIRECT = False
    visitor.get("/latest/")
    answer = visitor.get("/latest/", **other)
    said = f"{other.get('wsgi.url_scheme', 'https')}://{other.get('HTTP_HOST', 'testserver')}/latest/"
    assert not answer.kept and f'rel="canonical" href="{said}"' in answer.text
    assert "https://testserver/latest/" in visitor.get("/latest/").text


def test_a_host_is_the_same_in_capitals(visitor, story):
    """And whoever writes it so first leaves nothing of that to the others."""
    assert "TestServer" not in visitor.get("/latest/", HTTP_HOST="TestServer").text
    answer = visitor.get("/latest/")
    assert answer.kept and "https://testserver/latest/" in answer.text
    assert visitor.get("/latest/", HTTP_HOST="TESTSERVER").kept


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver@evil.example", "testserver/evil", "", "testserver, evil.example"]
)
def test_a_host_that_is_not_the_papers_gets_nothing_and_leaves_nothing(visitor, story, host):
    assert visitor.get("/latest/", HTTP_HOST=host).status in (400, 404) or not host
    assert len(wsgi.shelf) == 0
    answer = visitor.get("/latest/")
    assert not answer.kept and "evil" not in answer.text


@pytest.mark.parametrize("query", ["fbclid=1", "utm_source=x&utm_medium=y", "q=boats", "=", "&&&", "%00=1", "BEFORE=1"])
def test_a_parameter_that_the_page_does_not_read_does_not_split_it(visitor, story, query):
    plain = visitor.get("/latest/")
    found = visitor.get(f"/latest/?{query}")
    assert found.kept and found.body == plain.body


def test_parameters_that_it_reads_have_pages_of_their_own_in_any_order(visitor, story):
    visitor.get("/search/?q=boats&section=world&fbclid=1")
    assert visitor.get("/search/?section=world&q=boats").kept
    assert visitor.get("/search/?section=world&utm=2&q=boats").kept
    assert not visitor.get("/search/?section=world&q=nets").kept
    assert not visitor.get("/search/?section=world").kept


def test_of_a_repeated_parameter_the_last_counts_as_django_reads_it(visitor, story):
    assert 'value="nets"' in visitor.get("/search/?q=boats&q=nets").text
    swapped = visitor.get("/search/?q=nets&q=boats")
    assert not swapped.kept and 'value="boats"' in swapped.text


@pytest.mark.parametrize(
    "query", ["q=%C3%A9t%C3%A9", "q=\u00c3\u00a9t\u00c3\u00a9", "q=%E9", "q=a%2Bb+c", "q=%22a%26b%22"]
)
def test_words_are_read_as_django_reads_them(visitor, story, query):
    """Quoted, in bare UTF-8 (which servers hand on a byte a letter), and in no coding at all."""
    assert visitor.get(f"/search/?{query}").plain == visitor.fresh(f"/search/?{query}").plain


def test_values_that_are_not_there_and_empty_ones_are_read_as_django_reads_them(visitor, story):
    for query in ("before=", "before", "after=&before="):
        assert visitor.get(f"/latest/?{query}").status == visitor.fresh(f"/latest/?{query}").status, query


def test_ten_thousand_click_numbers_are_one_page(visitor, story):
    visitor.get("/latest/")
    before = len(wsgi.shelf), wsgi.shelf.weight
    assert all(visitor.get(f"/latest/?fbclid={n}").kept for n in range(10_000))
    assert (len(wsgi.shelf), wsgi.shelf.weight) == before


def test_ten_thousand_addresses_stay_within_the_memory_there_is(visitor, shelf, monkeypatch):
    """Every one of them a page: of the body nothing but the number differs."""
    tags = frozenset({"site", "list:home"})

    def page(environ, start_response):
        response = HttpResponse(f"{environ['QUERY_STRING']} {'x' * 2000}")
        response.made = Made(tags | {f"article:{environ['QUERY_STRING'][7:]}"}, None, None)
        start_response("200 OK", list(response.items()))
        return response

    monkeypatch.setattr(visitor, "django", page)
    for n in range(10_000):
        visitor.get(f"/latest/?before={n}")
        assert shelf.weight <= shelf.limit
    names = {name for its in shelf._names.values() for name in its}
    assert names == set(shelf._kept) and 10 < len(shelf) < 200
    assert len(shelf._names) == len(shelf) + 2
    assert shelf.weight == sum(kept.weight for kept in shelf._kept.values())


def test_encodings_asked_for_later_are_weighed_too(visitor, shelf, story):
    for encoding in ("identity", "br", "gzip"):
        visitor.get("/latest/", HTTP_ACCEPT_ENCODING=encoding)
        assert shelf.weight == sum(kept.value.weight for kept in shelf._kept.values())


def test_what_is_asked_for_often_outlasts_what_is_not(visitor, shelf, story):
    shelf.limit = 100_000
    visitor.get("/latest/")
    for n in range(40):
        visitor.get(f"/search/?q=word{n}")
        assert visitor.get("/latest/").kept


def test_an_address_too_long_to_keep_is_answered(visitor, story):
    assert visitor.get(f"/latest/?fbclid={'x' * 10_000}").status == 200
    assert visitor.get(f"/search/?q={'x' * 5_000}").status == 200
    assert visitor.get(f"/{'x' * 5_000}/").status == 404
    assert len(wsgi.shelf) == 0


# How it is sent


def test_each_encoding_is_the_same_page_under_its_own_strong_etag(visitor, story):
    answers = [visitor.get("/", HTTP_ACCEPT_ENCODING=encoding) for encoding in ("br", "gzip", "identity")]
    assert [answer.headers.get("Content-Encoding") for answer in answers] == ["br", "gzip", None]
    assert len({answer.plain for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 3
    for answer in answers:
        assert answer.headers["ETag"] == etag_of(answer.body) and answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(answer.body)


@pytest.mark.parametrize("order", [("br", "gzip", "identity"), ("identity", "br", "gzip"), ("gzip", "identity", "br")])
def test_whichever_encoding_is_asked_for_first(visitor, story, order):
    assert len({visitor.get("/latest/", HTTP_ACCEPT_ENCODING=encoding).plain for encoding in order}) == 1
    assert all(visitor.get("/latest/", HTTP_ACCEPT_ENCODING=encoding).kept for encoding in order)


def test_threads_that_ask_for_different_encodings_at_once_get_whole_pages(visitor, story):
    visitor.get("/latest/")
    encodings = ["br", "gzip", "identity"]
    for _ in range(20):
        page = next(iter(wsgi.shelf._kept.values())).value
        page._plain, page._bodies = page._content(), {}
        found = in_step(6, lambda n: visitor.get("/latest/", HTTP_ACCEPT_ENCODING=encodings[n % 3]).plain)
        assert len(set(found)) == 1


def test_a_short_page_is_sent_as_it_is(visitor):
    answer = visitor.get("/.well-known/tdmrep.json", HTTP_ACCEPT_ENCODING="br")
    assert "Content-Encoding" not in answer.headers and answer.text.startswith("[{")
    assert visitor.get("/.well-known/tdmrep.json").kept


def test_head_is_the_head_of_get(visitor, story):
    for address in ("/latest/", "/latest/", "/nope/"):
        head, got = visitor.get(address, method="HEAD"), visitor.get(address)
        assert head.body == b"" and (head.status, head.headers) == (got.status, got.headers), address
    assert visitor.get("/latest/", method="HEAD").kept


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', '{}, W/"other"', "*", " * "])
def test_who_has_the_page_is_told_so(visitor, story, known):
    for encoding in ("br", "identity"):
        etag = visitor.get("/latest/", HTTP_ACCEPT_ENCODING=encoding).headers["ETag"]
        answer = visitor.get("/latest/", HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH=known.format(etag))
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
        assert not {"Content-Length", "Content-Encoding", "Content-Type"} & set(answer.headers)
        assert {"Cache-Control", "Vary", "Cache-Tag"} <= set(answer.headers)


def test_who_has_another_page_gets_this_one(visitor, story):
    others = [visitor.get("/latest/", HTTP_ACCEPT_ENCODING="gzip").headers["ETag"], visitor.get("/").headers["ETag"]]
    for known in (*others, '"nonsense"', "", '"'):
        answer = visitor.get("/latest/", HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known)
        assert answer.status == 200 and answer.plain == visitor.get("/latest/").plain


def test_a_condition_does_not_keep_a_page_from_being_made_whole(visitor, story):
    etag = visitor.get("/latest/").headers["ETag"]
    memory.hear([("site", timezone.now())])
    answer = visitor.get("/latest/", HTTP_IF_NONE_MATCH=etag)
    assert (answer.status, answer.kept) == (304, False)
    assert visitor.get("/latest/").status == 200 and visitor.get("/latest/").kept


def test_a_range_is_not_cut_out_of_it(visitor, story):
    for _ in range(2):
        answer = visitor.get("/latest/", HTTP_RANGE="bytes=0-9")
        assert answer.status == 200 and answer.plain == visitor.fresh("/latest/").plain


# What is not kept


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PURGE", "get"])
def test_other_methods_go_to_django(visitor, story, method):
    visitor.get("/latest/")
    answer = visitor.get("/latest/", method=method)
    assert not answer.kept and answer.status in ((200,) if method == "get" else (403, 405))
    assert visitor.get("/latest/", method="GET", HTTP_X_HTTP_METHOD_OVERRIDE="DELETE").status == 200


def test_the_desk_files_and_everything_of_ones_own_is_never_kept(visitor, story):
    asked = BioAsk.ask(story.bylines.get().author, by=None).get_absolute_url()
    addresses = [
        "/admin/",
        "/admin/login/",
        asked,
        "/favicon.ico",
        "/pictures/1/000000000000/whole-640.jpg",
        "/shares/1/000000000000.png",
        "/.well-known/security.txt",
        "/static/paper/reader.css",
        f"/admin/articles/article/{story.pk}/preview/",
    ]
    for address in addresses * 2:
        assert not visitor.get(address).kept, address
    assert len(wsgi.shelf) == 0


def test_what_is_not_there_gone_or_elsewhere_is_never_kept(visitor, story):
    url = story.editions.get().url
    story.unpublish(by=None)
    moved = {url.rstrip("/"): 301, "/authors/ANN-LEE/": 301, "/2026/5/": 301}
    for address, status in {
        "/nope/": 404,
        url: 410,
        "/latest/?before=x": 404,
        "/authors/nobody/": 404,
        **moved,
    }.items():
        for _ in range(2):
            answer = visitor.get(address)
            assert not answer.kept and answer.status in (status, 404, 410), address
            assert "s-maxage" not in answer.headers.get("Cache-Control", "")
    assert len(wsgi.shelf) == 0


def test_a_page_that_sets_a_cookie_or_names_a_nonce_is_sent_and_not_kept(visitor, story, monkeypatch):
    real = views.page

    def page(*args, **kwargs):
        response = real(*args, **kwargs)
        response.set_cookie("own", "1")
        return response

    monkeypatch.setattr(views, "page", page)
    for _ in range(2):
        answer = visitor.get("/latest/")
        assert answer.headers["Set-Cookie"].startswith("own=1") and not answer.kept


def test_an_error_is_not_kept(visitor, story, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(views, "page", lambda *args, **kwargs: 1 / 0)
        assert visitor.get("/latest/").status == 500
    answer = visitor.get("/latest/")
    assert (answer.status, answer.kept) == (200, False)


# One reader's request in another's page


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


# Purges


def test_a_purge_drops_the_pages_under_its_tag_and_no_others(visitor, story):
    other = make_live(headline="Nets", section=make_section(name="Sport"), authors=[make_author(name="Ben Ito")])
    addresses = [one.editions.get().url for one in (story, other)]
    assert not any(visitor.get(address).kept for address in addresses)
    memory.hear([(f"article:{story.pk}", timezone.now())])
    assert [visitor.get(address).kept for address in addresses] == [False, True]


def test_a_purge_to_come_shortens_the_page_and_what_caches_in_front_are_told(visitor, story, clock):
    clock.set(NOON)
    assert visitor.get("/latest/").headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    memory.hear([("list:home", NOON + timedelta(seconds=20))])
    kept = visitor.get("/latest/")
    assert kept.kept and kept.headers["Cache-Control"] == "public, max-age=0, s-maxage=19"
    clock.set(NOON + timedelta(seconds=19, milliseconds=999))
    kept = visitor.get("/latest/")
    assert kept.kept and kept.headers["Cache-Control"] == "public, max-age=0, s-maxage=0"
    clock.set(NOON + timedelta(seconds=20))
    assert not visitor.get("/latest/").kept


@pytest.mark.parametrize("left", [0.5, 1, 1.5, 2, 3, 30, 59.5, 90])
def test_no_cache_in_front_is_told_to_keep_a_page_past_its_end(visitor, story, clock, left):
    """Whenever within a second it is asked for, and nginx, which counts in whole seconds, neither."""
    over = NOON + timedelta(seconds=left)
    clock.set(NOON)
    memory.hear([("site", over)])
    visitor.get("/latest/")
    for tenths in range(int(min(left, 3) * 10)):
        now = NOON + timedelta(seconds=tenths / 10)
        clock.set(now)
        headers = visitor.get("/latest/").headers
        seconds = int(headers["Cache-Control"].rpartition("=")[2])
        assert now + timedelta(seconds=seconds) <= over, tenths
        until = headers["X-Accel-Expires"]
        assert until == "0" or utc(1970, 1, 1) + timedelta(seconds=int(until[1:]) + 1) <= over, tenths


def test_a_page_is_made_anew_after_an_hour(visitor, story, clock):
    clock.set(NOON)
    visitor.get("/authors/")
    clock.set(NOON + HOUR - timedelta(microseconds=1))
    wsgi.trust.heard()
    assert visitor.get("/authors/").kept
    clock.set(NOON + HOUR)
    assert not visitor.get("/authors/").kept


def test_a_page_says_what_it_is_made_from(visitor, story):
    for _ in range(2):
        tags = visitor.get(story.editions.get().url).headers["Cache-Tag"].split(",")
        assert {f"article:{story.pk}", "site"} <= set(tags)


# Several at once


class Holding:
    """Holds every rendering of the latest stories open, once its rows are read, until it is let go."""

    def __init__(self, monkeypatch):
        self.begun, self.go, self.count = threading.Event(), threading.Event(), 0
        self._real, self._lock, self.fails = views.page, threading.Lock(), False
        monkeypatch.setattr(views, "page", self)

    def __call__(self, *args, **kwargs):
        with self._lock:
            self.count += 1
        self.begun.set()
        assert self.go.wait(20)
        if self.fails:
            self.fails = False
            raise ZeroDivisionError
        return self._real(*args, **kwargs)


@pytest.fixture
def holding(monkeypatch):
    found = Holding(monkeypatch)
    yield found
    found.go.set()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_was_being_made_as_something_was_published_is_not_kept(visitor, story, holding):
    with ThreadPoolExecutor(1) as threads:
        old = threads.submit(in_step, 1, lambda _: visitor.get("/latest/"))
        assert holding.begun.wait(20)
        make_live(headline="Fire at the mill")
        holding.go.set()
        assert "Fire at the mill" not in old.result()[0].text
        assert "s-maxage=0" in old.result()[0].headers["Cache-Control"]
    answer = visitor.get("/latest/")
    assert not answer.kept and "Fire at the mill" in answer.text
    assert visitor.get("/latest/").kept


@pytest.mark.django_db(transaction=True)
def test_nor_one_whose_making_began_before_a_purge_was_heard_of(visitor, story, holding):
    """From another process: its rows were there, perhaps, and perhaps not."""
    with ThreadPoolExecutor(1) as threads:
        old = threads.submit(in_step, 1, lambda _: visitor.get("/latest/"))
        assert holding.begun.wait(20)
        memory.hear([("list:home", timezone.now() - timedelta(seconds=3))])
        holding.go.set()
        old.result()
    assert not visitor.get("/latest/").kept


@pytest.mark.django_db(transaction=True)
def test_a_cold_page_under_a_stampede_is_made_once(visitor, story, holding):
    with ThreadPoolExecutor(1) as threads:
        all_of_them = threads.submit(in_step, 20, lambda n: visitor.get(f"/latest/?fbclid={n}"))
        assert holding.begun.wait(20)
        holding.go.set()
        answers = all_of_them.result()
    assert holding.count == 1 and sum(not answer.kept for answer in answers) == 1
    assert len({answer.body for answer in answers}) == 1 and not visitor.site._making


@pytest.mark.django_db(transaction=True)
def test_an_error_lets_those_who_waited_go_on(visitor, story, holding):
    holding.fails = True
    with ThreadPoolExecutor(1) as threads:
        all_of_them = threads.submit(in_step, 8, lambda _: visitor.get("/latest/").status)
        assert holding.begun.wait(20)
        holding.go.set()
        statuses = all_of_them.result()
    assert sorted(statuses) == [200] * 7 + [500]
    assert visitor.get("/latest/").kept and not visitor.site._making


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_longer_than_patience(visitor, story, holding, monkeypatch):
    monkeypatch.setattr(wsgi, "PATIENCE", 0.05)
    with ThreadPoolExecutor(1) as threads:
        both = threads.submit(in_step, 2, lambda _: visitor.get("/latest/").status)
        for _ in range(200):
            if holding.count == 2:
                break
            threading.Event().wait(0.05)
        assert holding.count == 2
        holding.go.set()
        assert both.result() == [200, 200]


def test_another_page_does_not_wait_for_it(visitor, story):
    """What is being made is one address with its parameters, of one host."""
    event = threading.Event()
    visitor.site._making[("https", "testserver", "/latest/", "")] = event
    assert visitor.get("/authors/").status == 200
    assert visitor.get("/latest/", HTTP_HOST="localhost").status == 200
    assert visitor.get("/latest/?before=x").status == 404


# While the database is away


@pytest.fixture
def kept_page(visitor, story, clock):
    """The page of the latest stories, which is over in a minute."""
    clock.set(NOON)
    memory.hear([("list:home", NOON + timedelta(minutes=1))])
    return visitor.get("/latest/")


def broken(monkeypatch, visitor):
    monkeypatch.setattr(views, "page", lambda *args, **kwargs: 1 / 0)


def test_pages_that_are_there_are_served_on(visitor, kept_page, clock, monkeypatch):
    wsgi.trust.lost()
    broken(monkeypatch, visitor)
    assert visitor.get("/latest/").kept
    clock.set(NOON + timedelta(minutes=2))
    late = visitor.get("/latest/")
    assert late.kept and late.body == kept_page.body and "s-maxage=0" in late.headers["Cache-Control"]


def test_when_it_is_back_what_is_over_is_made_anew(visitor, kept_page, clock):
    wsgi.trust.lost()
    clock.set(NOON + timedelta(minutes=2))
    assert visitor.get("/latest/").kept
    wsgi.trust.heard()
    assert not visitor.get("/latest/").kept


def test_not_longer_than_was_set(visitor, kept_page, clock, settings, monkeypatch):
    wsgi.trust.lost()
    broken(monkeypatch, visitor)
    clock.set(NOON + timedelta(minutes=1, seconds=settings.PAGE_CACHE_OUTAGE) - timedelta(microseconds=1))
    assert visitor.get("/latest/").kept
    clock.set(NOON + timedelta(minutes=1, seconds=settings.PAGE_CACHE_OUTAGE))
    assert visitor.get("/latest/").status == 500


def test_nor_than_purges_were_last_heard_of(visitor, kept_page, settings, monkeypatch):
    broken(monkeypatch, visitor)
    settings.PAGE_CACHE_OUTAGE = 0
    assert visitor.get("/latest/").status == 500


def test_a_process_that_hears_of_no_purges_keeps_nothing(visitor, story):
    wsgi.trust.__init__()
    for _ in range(2):
        answer = visitor.get("/latest/")
        assert answer.status == 200 and not answer.kept and "s-maxage=0" in answer.headers["Cache-Control"]
    assert len(wsgi.shelf) == 0


def test_a_story_is_not_served_past_its_own_end(visitor, clock):
    clock.set(NOON)
    with TestCase.captureOnCommitCallbacks(execute=True):
        story = make_live(headline="Tickets", section=make_section())
        story.set_end(by=None, at=NOON + HOUR)
    url = story.editions.get().url
    visitor.get(url), visitor.get("/latest/")
    wsgi.trust.lost()
    clock.set(NOON + HOUR - timedelta(microseconds=1))
    assert visitor.get(url).kept
    clock.set(NOON + HOUR)
    assert visitor.get("/latest/").kept
    assert visitor.get(url).status == 410


def test_a_story_is_served_past_the_start_of_its_update(visitor, clock):
    clock.set(NOON)
    with TestCase.captureOnCommitCallbacks(execute=True):
        story = make_live(headline="Boats", section=make_section())
        story.publish(by=None, at=NOON + timedelta(minutes=1))
    url = story.editions.first().url
    visitor.get(url)
    wsgi.trust.lost()
    clock.set(NOON + timedelta(minutes=2))
    assert visitor.get(url).kept
