"""The cache around the site: what a page is kept by, what is not kept, and what drops it. All as a server asks the site."""
# ruff: noqa: F811 (a fixture is named where it is used)

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from articles import views
from authors.models import BioAsk
from pagecache import memory, wsgi
from pagecache.pages import Made
from tests.cached import story, visitor  # noqa: F401 (fixtures)
from tests.makers import make_author, make_live, make_section, utc

pytestmark = pytest.mark.django_db
NOON = utc(2026, 5, 1, 12)
HOUR = timedelta(hours=1)


@pytest.fixture
def shelf(monkeypatch):
    """A small one in the place of the process's own: 400 kB."""
    small = memory.Shelf(400_000)
    monkeypatch.setattr(wsgi, "shelf", small)
    yield small
    memory._shelves.remove(small)


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
