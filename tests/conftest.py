import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from pagecache import memory


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
        user.groups.add(Group.objects.get(name=role))
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
