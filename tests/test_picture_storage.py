"""Where pictures are kept: on disk or in storage that speaks S3, and what is said when it cannot be reached."""

import errno
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.module_loading import import_string

from images.storage import STORAGE_TROUBLE
from newsroom.storages import pictures_of

VAR = Path("var")


def storage_at(url, var_dir=VAR):
    entry = pictures_of(url, var_dir)
    return import_string(entry["BACKEND"])(**entry["OPTIONS"])


class Answers(BaseHTTPRequestHandler):
    """A bucket called quay, in memory; or, if the server is told so, trouble."""

    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.command, self.headers))
        if not self.trouble():
            self.server.kept[self.key] = data
            self.answer(200)

    def do_GET(self):
        self.server.asked.append((self.command, self.headers))
        if self.trouble():
            return
        data = self.server.kept.get(self.key)
        if data is None:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self.answer(200, data, cut=self.server.cut)

    do_HEAD = do_GET

    def do_DELETE(self):
        self.server.asked.append((self.command, self.headers))
        if not self.trouble():
            self.server.kept.pop(self.key, None)
            self.answer(204)

    @property
    def key(self):
        return unquote(urlsplit(self.path).path)

    def trouble(self):
        if self.server.says:
            self.answer(*self.server.says)
        return bool(self.server.says)

    def answer(self, status, body=b"", cut=0):
        self.send_response(status)
        self.send_header("ETag", '"0"')
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) - cut])
        if cut:
            self.close_connection = True

    def log_message(self, *args):
        pass


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server():
    served = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    served.kept, served.asked, served.says, served.cut = {}, [], None, 0
    served.url = (
        f"s3+http://ann%40quay:a%2Fb+c@127.0.0.1:{served.server_port}/quay?region=eu-north-1&prefix=paper/pictures"
    )
    threading.Thread(target=served.serve_forever, args=(0.05,), daemon=True).start()
    yield served
    served.shutdown()
    served.server_close()


# In storage that speaks S3


def test_a_picture_is_saved_found_read_and_deleted(server):
    storage = storage_at(server.url)
    assert not storage.exists("originals/ab/ab.jpg")
    assert storage.save("originals/ab/ab.jpg", ContentFile(b"\xff\xd8picture")) == "originals/ab/ab.jpg"
    assert server.kept == {"/quay/paper/pictures/originals/ab/ab.jpg": b"\xff\xd8picture"}
    assert storage.exists("originals/ab/ab.jpg")
    assert storage.size("originals/ab/ab.jpg") == 9
    with storage.open("originals/ab/ab.jpg") as file:
        assert file.read() == b"\xff\xd8picture"
    storage.delete("originals/ab/ab.jpg")
    assert server.kept == {}
    storage.delete("originals/ab/ab.jpg")


def test_saving_again_replaces_under_the_same_name(server):
    storage = storage_at(server.url)
    for data in (b"first", b"second"):
        assert storage.save("a.avif", ContentFile(data)) == "a.avif"
    assert list(server.kept.values()) == [b"second"]


def test_one_request_saves_and_one_reads(server):
    storage = storage_at(server.url)
    storage.save("a.jpg", ContentFile(b"x" * 9_000_000))
    storage.open("a.jpg").read()
    assert [command for command, _ in server.asked] == ["PUT", "GET"]


def test_requests_are_signed_for_the_key_and_region_and_make_nothing_public(server):
    storage_at(server.url).save("a.jpg", ContentFile(b"x"))
    _, headers = server.asked[0]
    assert "Credential=ann@quay/" in headers["Authorization"]
    assert "/eu-north-1/s3/aws4_request" in headers["Authorization"]
    assert "x-amz-acl" not in headers
    assert "a/b+c" not in str(headers)


def test_what_is_not_there_is_a_missing_file(server):
    with pytest.raises(FileNotFoundError):
        storage_at(server.url).open("none.jpg")
    with pytest.raises(FileNotFoundError):
        storage_at(server.url).size("none.jpg")


DEEDS = {
    "save": lambda storage: storage.save("a.jpg", ContentFile(b"x")),
    "open": lambda storage: storage.open("a.jpg"),
    "exists": lambda storage: storage.exists("a.jpg"),
    "size": lambda storage: storage.size("a.jpg"),
    "delete": lambda storage: storage.delete("a.jpg"),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    "says",
    [
        (403, b"<Error><Code>AccessDenied</Code></Error>"),
        (500, b"<Error><Code>InternalError</Code></Error>"),
        (503, b"no XML at all"),
        (507, b"<Error><Code>QuotaExceeded</Code></Error>"),
    ],
    ids=["forbidden", "error", "overloaded", "full"],
)
def test_a_storage_that_refuses_is_trouble_and_no_missing_file(server, says, deed):
    server.says = says
    with pytest.raises(STORAGE_TROUBLE) as raised:
        DEEDS[deed](storage_at(server.url))
    assert not isinstance(raised.value, FileNotFoundError)
    assert "a/b+c" not in str(raised.value)


def test_a_bucket_that_is_not_there_is_trouble_and_no_missing_file(server):
    server.says = (404, b"<Error><Code>NoSuchBucket</Code></Error>")
    with pytest.raises(OSError, match="refuses") as raised:
        storage_at(server.url).open("a.jpg")
    assert not isinstance(raised.value, FileNotFoundError)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_storage_that_is_away_is_trouble(deed):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(STORAGE_TROUBLE, match="does not answer"):
        DEEDS[deed](storage_at(f"s3+http://key:secret@127.0.0.1:{port}/quay"))


@pytest.mark.parametrize("deed", DEEDS)
def test_a_storage_that_never_answers_is_trouble(monkeypatch, deed):
    monkeypatch.setattr("images.s3.ANSWER", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"s3+http://key:secret@127.0.0.1:{door.getsockname()[1]}/quay"
        with pytest.raises(STORAGE_TROUBLE, match="does not answer"):
            DEEDS[deed](storage_at(url))


def test_an_answer_that_breaks_off_is_trouble(server):
    storage = storage_at(server.url)
    storage.save("a.jpg", ContentFile(b"x" * 5000))
    server.cut = 700
    with pytest.raises(STORAGE_TROUBLE):
        storage.open("a.jpg")


def test_names_do_not_lead_out_of_the_prefix(server):
    with pytest.raises(SuspiciousOperation):
        storage_at(server.url).open("../../secrets")
    assert server.asked == []


# On disk


def test_without_a_setting_pictures_are_kept_on_disk(tmp_path):
    storage = storage_at("", tmp_path)
    assert storage.save("originals/ab/ab.jpg", ContentFile(b"picture")) == "originals/ab/ab.jpg"
    assert (tmp_path / "pictures/originals/ab/ab.jpg").read_bytes() == b"picture"
    assert storage.save("originals/ab/ab.jpg", ContentFile(b"again")) == "originals/ab/ab.jpg"
    assert storage.open("originals/ab/ab.jpg").read() == b"again"
    storage.delete("originals/ab/ab.jpg")
    assert not storage.exists("originals/ab/ab.jpg")
    with pytest.raises(FileNotFoundError):
        storage.open("originals/ab/ab.jpg")
    with pytest.raises(SuspiciousOperation):
        storage.open("../secrets")


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def full(*args):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Bursting(ContentFile):
    """Some of it can be written, then the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"some"
        full()


def test_a_full_disk_leaves_nothing_half_written_and_what_was_there_as_it_was(tmp_path):
    storage = storage_at("", tmp_path)
    with pytest.raises(STORAGE_TROUBLE):
        storage.save("new.jpg", Bursting(b"some more"))
    assert files_in(tmp_path) == []
    storage.save("old.jpg", ContentFile(b"old"))
    with pytest.raises(STORAGE_TROUBLE):
        storage.save("old.jpg", Bursting(b"some more"))
    assert files_in(tmp_path) == ["old.jpg"]
    assert storage.open("old.jpg").read() == b"old"


def test_whoever_reads_while_a_file_is_written_reads_one_or_the_other(tmp_path, monkeypatch):
    storage = storage_at("", tmp_path)
    storage.save("a.jpg", ContentFile(b"old"))
    seen, write = [], FileSystemStorage._save

    def look_and_write(self, name, content):
        written = write(self, name, content)
        seen.append(storage.open("a.jpg").read())
        return written

    monkeypatch.setattr(FileSystemStorage, "_save", look_and_write)
    storage.save("a.jpg", ContentFile(b"new"))
    assert seen == [b"old"]
    assert storage.open("a.jpg").read() == b"new"


# The setting


@pytest.mark.parametrize(
    ("url", "options"),
    [
        (
            "s3://key:secret@s3.example.org/quay",
            {"endpoint_url": "https://s3.example.org", "bucket_name": "quay", "access_key": "key", "secret_key": "secret",
             "region_name": "us-east-1", "location": "", "addressing": "path"},
        ),
        (
            "s3://a%3Ab:c%2Fd%40e@[::1]:9000/quay/?prefix=/paper/pictures/&region=eu&addressing=virtual",
            {"endpoint_url": "https://[::1]:9000", "bucket_name": "quay", "access_key": "a:b", "secret_key": "c/d@e",
             "region_name": "eu", "location": "paper/pictures", "addressing": "virtual"},
        ),
        (
            "s3+http://minio:9000/quay.bell",
            {"endpoint_url": "http://minio:9000", "bucket_name": "quay.bell", "region_name": "us-east-1", "location": "",
             "addressing": "path"},
        ),
    ],
)  # fmt: skip
def test_the_setting_says_where_pictures_are(url, options):
    assert pictures_of(url, VAR) == {"BACKEND": "images.s3.PicturesInS3", "OPTIONS": options}
    storage_at(url)


@pytest.mark.parametrize(
    "url",
    [
        "quay", "https://key:SECRET@host/quay", "s3://", "s3://key:SECRET@host", "s3://key:SECRET@host/", "s3://key:SECRET@/quay",
        "s3://key:SECRET@host/a/b", "s3://key:SECRET@host:port/quay", "s3://key:SECRET@host:0/quay", "s3://key:SEC/RET@host/quay",
        "s3://key:SECRET@host/quay#x", "s3://key@host/quay", "s3://:SECRET@host/quay", "s3://key:SECRET@host/quay?acl=public",
        "s3://key:SECRET@host/quay?prefix=../up", "s3://key:SECRET@host/quay?prefix=a//b", "s3://key:SECRET@host/quay?addressing=x",
        "s3://key:SECRET@[::1/quay", "s3://key:SECRET@host/q", "file:///srv/pictures", "s3://key:SECRET@ho st/quay",
        "s3://key:SECRET@host/quay?region=",
    ],
)  # fmt: skip
def test_a_wrong_setting_is_said_in_a_sentence_without_the_secret(url):
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL") as raised:
        pictures_of(url, VAR)
    assert "SECRET" not in str(raised.value).replace("KEY:SECRET", "")
    assert raised.value.__cause__ is None
