import os
import shutil
import time

import pytest
from django.contrib.auth.models import Group
from django.core.signals import request_finished, request_started
from django.utils import timezone

from accounts.models import User
from pagecache import memory
from tests.pictures import picture_storage  # noqa: F401 (a fixture)


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """No manifest: the suite runs without collected files, except where a test collects them."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nothing_in_memory():
    memory.forget()
    yield
    memory.forget()


@pytest.fixture(autouse=True)
def purges_are_heard(request):
    """A test that ends with its transaction hears at once what a verb says as its own is kept."""
    marks = [mark for mark in request.node.iter_markers("django_db") if mark.kwargs.get("transaction")]
    is_kept = bool(marks) or bool({"transactional_db", "live_server"} & set(request.fixturenames))
    with pytest.MonkeyPatch.context() as patch:
        if not is_kept:
            patch.setattr("pagecache.models.on_commit", lambda hear: hear())
        yield


class Clock:
    """What timezone.now() says, once a test sets it."""

    def __init__(self, monkeypatch):
        self._monkeypatch = monkeypatch

    def set(self, moment):
        self._monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def _person(username, role=None):
    user = User.objects.create_user(username, password="quay-lamp-42", is_staff=role is not None)
    if role:
        user.groups.add(Group.objects.get_or_create(name=role)[0])  # tests with threads empty every table
    return user


@pytest.fixture
def reporter(db):
    return _person("rosa", "Reporter")


@pytest.fixture
def editor(db):
    return _person("edith", "Editor")


@pytest.fixture
def bio_manager(db):
    return _person("bruno", "Bio manager")


@pytest.fixture
def administrator(db):
    return _person("ada", "Administrator")


@pytest.fixture
def reader(client):
    """Somebody with a browser and nothing else."""
    return client


class Traffic:
    """Requests that the live server is answering: a page that is closed still says so, and has its answer after the test."""

    def __init__(self):
        self.open, self.last = 0, 0.0
        request_started.connect(self.begun)
        request_finished.connect(self.ended)

    def begun(self, **kwargs):
        self.open, self.last = self.open + 1, time.monotonic()

    def ended(self, **kwargs):
        self.open, self.last = max(self.open - 1, 0), time.monotonic()

    def wait_for_the_last(self, quiet=0.3, patience=5.0):
        end = time.monotonic() + patience
        while time.monotonic() < end and (self.open or time.monotonic() - self.last < quiet):
            time.sleep(0.05)


@pytest.fixture
def live_server(live_server):
    """pytest-django's, and nothing of a test is taken away while its browser is still being answered."""
    traffic = Traffic()
    yield live_server
    traffic.wait_for_the_last()
    request_started.disconnect(traffic.begun)
    request_finished.disconnect(traffic.ended)


CHROMIUM = next(
    filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"))),
    None,
)


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium; the test is skipped where the machine has none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: install Debian's package, or name one in CHROMIUM")
    from playwright.sync_api import expect, sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium):
    """A page in a fresh context."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()
