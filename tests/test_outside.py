"""A cache in front of the paper is told which pages changed: after our own processes, again until it takes it, and no more."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from pagecache.models import Purge, purge
from pagecache.outside import TAGS, Teller
from tests.makers import utc

NOON = utc(2026, 5, 1, 12)
SOON = NOON + timedelta(seconds=1)

pytestmark = pytest.mark.django_db


class Cache(ThreadingHTTPServer):
    """Stands in front; takes what it is told, or answers `status`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told, self.status, self.location = [], 200, ""

    @property
    def tags(self):
        return [json.loads(body)["tags"] for _, _, body in self.told]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def do_GET(self):
        self.server.told.append((self.path, dict(self.headers), b""))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *said):
        pass


@pytest.fixture
def front(settings):
    cache = Cache()
    thread = Thread(target=cache.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    settings.CACHE_PURGE_URL = f"http://Authorization:Bearer%20abc@127.0.0.1:{cache.server_port}/purge?zone=1"
    yield cache
    cache.shutdown()
    cache.server_close()
    thread.join()


def looks_twice():
    """It tells what it saw the last time: then our own processes have heard."""
    teller = Teller()
    teller()
    teller()


def test_it_is_told_each_tag_in_every_form(front, clock):
    clock.set(NOON)
    purge(["article:7", "list:home"])
    clock.set(SOON)
    looks_twice()
    [(path, headers, body)] = front.told
    assert path == "/purge?zone=1"
    assert json.loads(body) == {"tags": ["article:7", "list:home"]}
    assert headers["Cache-Tag"] == "article:7,list:home"
    assert headers["Surrogate-Key"] == "article:7 list:home"
    assert headers["Authorization"] == "Bearer abc"
    assert "abc" not in headers["Host"]


def test_it_is_told_once(front, clock):
    clock.set(NOON)
    purge(["article:7"])
    clock.set(SOON)
    looks_twice()
    looks_twice()
    assert front.tags == [["article:7"]]


def test_our_own_processes_hear_first_however_long_the_verb_took(front, clock):
    teller = Teller()
    clock.set(NOON)
    purge(["article:7"])  # and kept a minute later
    clock.set(NOON + timedelta(minutes=1))
    teller()
    assert not front.told
    teller()
    assert front.tags == [["article:7"]]


def test_what_is_to_come_is_told_at_its_moment(front, clock):
    clock.set(NOON)
    purge(["article:7"], at=NOON + timedelta(hours=1))
    clock.set(NOON + timedelta(minutes=59))
    looks_twice()
    assert not front.told
    clock.set(NOON + timedelta(hours=1, seconds=1))
    looks_twice()
    assert front.tags == [["article:7"]]


def test_many_tags_go_in_several_requests_and_the_same_one_once(front, clock):
    clock.set(NOON)
    for _ in range(2):
        purge([f"article:{n}" for n in range(TAGS + 1)])
    clock.set(SOON)
    looks_twice()
    assert [len(tags) for tags in front.tags] == [TAGS, 1]


def test_what_it_does_not_take_is_told_again_and_said_once(front, clock, caplog):
    teller = Teller()
    clock.set(NOON)
    purge(["article:7"])
    clock.set(SOON)
    front.status = 500
    teller()
    teller()
    teller()
    assert caplog.text.count("does not take what changed") == 1
    assert not Purge.objects.exclude(told_at=None).exists()
    front.status = 200
    teller()
    assert front.tags == [["article:7"]] * 3
    assert Purge.objects.get().told_at == SOON


def test_a_redirect_is_no_yes_and_is_not_followed(front, clock, caplog):
    clock.set(NOON)
    purge(["article:7"])
    clock.set(SOON)
    front.status, front.location = 302, f"http://127.0.0.1:{front.server_port}/elsewhere"
    looks_twice()
    assert "does not take what changed" in caplog.text
    assert [path for path, _, _ in front.told] == ["/purge?zone=1"]
    assert not Purge.objects.exclude(told_at=None).exists()


def test_nobody_there_is_no_error_of_ours(settings, clock, caplog):
    settings.CACHE_PURGE_URL = "http://127.0.0.1:1/"
    clock.set(NOON)
    purge(["article:7"])
    clock.set(SOON)
    looks_twice()
    assert "does not take what changed" in caplog.text


def test_without_a_cache_in_front_nobody_is_told(settings, clock):
    settings.CACHE_PURGE_URL = ""
    clock.set(NOON)
    purge(["article:7"])
    clock.set(SOON)
    looks_twice()
    assert Purge.objects.get().told_at is None
