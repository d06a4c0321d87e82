"""Pictures come in: one a request for a script, many from a plain form; and whatever goes wrong, nothing is half kept."""

from errno import ENOSPC

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError
from django.test import Client

from images import intake
from images.desk import upload
from images.models import Picture
from tests.desk import page
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

UPLOAD = "/admin/images/picture/upload/"
BROKEN = b"\xff\xd8\xff\xe0 this was a picture once"


class FullDisk(FileSystemStorage):
    """Room for so many files, then none."""

    room = 0

    def _save(self, name, content):
        if FullDisk.room <= 0:
            raise OSError(ENOSPC, "No space left on device")
        FullDisk.room -= 1
        return super()._save(name, content)


class Away(FileSystemStorage):
    """The network does not lead there."""

    def exists(self, name):
        raise ConnectionError("No route to host")

    save = delete = open = exists


@pytest.fixture
def full_disk(settings, picture_storage):  # noqa: F811
    settings.STORAGES = {
        **settings.STORAGES,
        "pictures": {"BACKEND": f"{__name__}.FullDisk", "OPTIONS": {"location": picture_storage}},
    }
    FullDisk.room = 0
    yield FullDisk
    FullDisk.room = 0


@pytest.fixture
def desk(client, reporter):
    client.force_login(reporter)
    return client


def send(client, data, name="ferry.jpg", **extra):
    return client.post(UPLOAD, {"file": file_of(data, name)}, headers={"Accept": "application/json"}, **extra)


def text(response):
    return " ".join(page(response).text_content().split())


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# One a request


def test_a_picture_that_came_in_is_answered_with_its_facts(desk, reporter):
    answer = send(desk, photo(format="PNG"), "harbour.png")
    picture = Picture.objects.get()
    assert answer.status_code == 200 and answer.json()["known"] is False
    facts = answer.json()["picture"]
    assert facts["id"] == picture.pk and facts["thumb"].endswith("whole-640.jpg")
    assert facts["missing"] == ["alternative text", "credit", "licence"]
    assert picture.uploaded_by == reporter and picture.file_name == "harbour.png"


def test_the_same_file_again_is_known_and_no_error(desk):
    data = photo()
    first, second = send(desk, data), send(desk, data, "another-name.jpg")
    assert second.status_code == 200 and second.json()["known"] is True
    assert second.json()["picture"]["id"] == first.json()["picture"]["id"]
    assert Picture.objects.count() == 1


def test_the_file_of_a_withdrawn_picture_is_refused_and_says_why(desk, editor):
    data = photo()
    send(desk, data)
    Picture.objects.get().withdraw(by=editor, why="killed", because="Killed by Tideline Pictures")
    answer = send(desk, data)
    assert answer.status_code == 409
    assert "was withdrawn: Killed by Tideline Pictures" in answer.json()["error"]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (BROKEN, "broken.jpg", "is damaged or incomplete"),
        (b"", "empty.jpg", "empty"),
        (b"<html><script>alert(1)</script>", "page.jpg", "is a web page"),
        (b"PK\x03\x04" + b"\0" * 40, "zip.jpg", "archive"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence_and_nothing_is_kept(desk, picture_storage, data, name, why):  # noqa: F811
    answer = send(desk, data, name)
    assert answer.status_code == 400 and answer.headers["Content-Type"] == "application/json"
    if data:
        assert why in answer.json()["error"] and name in answer.json()["error"]
    assert not Picture.objects.exists() and files_in(picture_storage) == []


def test_a_request_without_a_file_is_told(desk):
    answer = desk.post(UPLOAD, {}, headers={"Accept": "application/json"})
    assert answer.status_code == 400 and "No picture was chosen" in answer.json()["error"]


def test_what_is_too_long_is_refused_before_any_of_it_is_read(desk, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("the request was read")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", never)
    long = str(intake.MOST_BYTES + 2 * 1024 * 1024)
    answer = send(desk, photo(), CONTENT_LENGTH=long)
    assert answer.status_code == 413 and "may have 50 MB" in answer.json()["error"]
    plain = desk.post(UPLOAD, {"file": file_of(photo())}, CONTENT_LENGTH=str(501 * 1024 * 1024 + 1))
    assert plain.status_code == 413 and "all pictures together may have 500 MB" in text(plain)


def test_a_picture_that_is_too_heavy_alone_is_refused_by_its_size(desk, monkeypatch):
    monkeypatch.setattr(intake, "MOST_BYTES", 1024)
    answer = send(desk, photo())
    assert answer.status_code == 400 and "MB. At most" in answer.json()["error"]


# What goes wrong


def test_a_full_disk_is_told_with_what_to_do_and_nothing_is_half_kept(desk, full_disk, picture_storage):  # noqa: F811
    full_disk.room = 1  # the original fits, and no rendition
    data = photo()
    answer = send(desk, data)
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "was not kept" in answer.json()["error"] and "Try again" in answer.json()["error"]
    assert not Picture.objects.exists() and files_in(picture_storage) == []
    full_disk.room = 9
    assert send(desk, data).json()["known"] is False


def test_a_storage_that_is_away_is_told_too(desk, settings):
    settings.STORAGES = {**settings.STORAGES, "pictures": {"BACKEND": f"{__name__}.Away"}}
    answer = send(desk, photo())
    assert answer.status_code == 503 and "does not answer" in answer.json()["error"]
    assert not Picture.objects.exists()


def test_a_database_that_fails_after_the_file_was_stored_is_told_and_another_try_works(desk, monkeypatch):
    data = photo()
    with monkeypatch.context() as patch:
        patch.setattr(Picture, "save", _locked)
        answer = send(desk, data)
    assert answer.status_code == 503 and "could not write it down" in answer.json()["error"]
    assert not Picture.objects.exists()
    assert send(desk, data).json()["known"] is False


def _locked(*args, **kwargs):
    raise OperationalError("database is locked")


def test_pixels_that_fail_when_all_of_them_are_looked_at_are_refused(desk, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("broken data stream")

    monkeypatch.setattr("images.rendering.imaging.open_upright", fails)
    answer = send(desk, photo())
    assert answer.status_code == 400 and "is damaged" in answer.json()["error"]


def test_a_server_without_room_for_what_comes_in_says_so(desk, monkeypatch, settings):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

    def full(*args, **kwargs):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    answer = send(desk, photo())
    assert answer.status_code == 503 and "no room" in answer.json()["error"]


# Who may


def test_the_token_is_asked_for(reporter):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(reporter)
    assert send(careful, photo()).status_code == 403
    token = page(careful.get(UPLOAD)).xpath("//form[@data-upload]//input[@name='csrfmiddlewaretoken']/@value")[0]
    sent = {"file": file_of(photo()), "csrfmiddlewaretoken": token}
    assert careful.post(UPLOAD, sent, headers={"Accept": "application/json"}).status_code == 200


def test_who_may_not_add_pictures_adds_none(client, django_user_model):
    assert send(client, photo()).status_code == 302
    client.force_login(django_user_model.objects.create_user("nemo", is_staff=True))
    assert send(client, photo()).status_code == 403
    assert not Picture.objects.exists()


# Many at once, without a script


def test_a_plain_form_takes_many_and_tells_what_came_in_and_what_did_not(desk):
    known = photo()
    send(desk, known)
    files = [
        file_of(photo(), "one.jpg"),
        file_of(BROKEN, "broken.jpg"),
        file_of(known, "again.jpg"),
        file_of(photo(), "two.jpg"),
    ]
    response = desk.post(UPLOAD, {"file": files})
    told = text(response)
    assert response.status_code == 200 and Picture.objects.count() == 3
    assert "1 of 4 was not added" in told and "“broken.jpg” is damaged" in told
    assert "3 of 4 pictures are here" in told and "In the library already: again.jpg" in told
    assert "They lack something" in told and "Say the same of these 3" in told
    leads = page(response).xpath("//section//a[contains(@class, 'button')]/@href")[0]
    assert "Say the same of these 3 pictures" in text(desk.get(leads))


def test_one_failing_file_of_many_leaves_the_others(desk, full_disk):
    full_disk.room = 2
    response = desk.post(UPLOAD, {"file": [file_of(photo(300, 200), "one.jpg"), file_of(photo(), "two.jpg")]})
    assert Picture.objects.count() == 1 and "was not kept" in text(response)


def test_more_files_than_are_taken_at_once_are_told(desk, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    response = desk.post(UPLOAD, {"file": [file_of(b"x", f"{n}.jpg") for n in range(3)]})
    assert response.status_code == 413 and "too many at once" in text(response)


def test_a_name_with_markup_or_from_right_to_left_is_told_as_it_is(desk):
    response = desk.post(UPLOAD, {"file": [file_of(BROKEN, "<b>x.jpg"), file_of(BROKEN, "صورة.jpg")]})
    assert "<b>x.jpg" in text(response) and "صورة.jpg" in text(response) and b"<b>x" not in response.content


def test_the_admins_own_name_for_it_leads_there(desk):
    assert desk.get("/admin/images/picture/add/").headers["Location"] == UPLOAD


def test_every_sentence_says_what_to_do():
    for sentence in (
        upload.AWAY,
        upload.NOT_WRITTEN,
        upload.NO_ROOM,
        upload.TOO_MUCH,
        upload.TOO_MUCH_AT_ONCE,
        upload.TOO_MANY,
    ):
        assert "ry again" in sentence or "end" in sentence
