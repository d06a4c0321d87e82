"""How a kept page is sent: in each encoding, to who has it already, whole."""
# ruff: noqa: F811 (a fixture is named where it is used)

import pytest
from django.utils import timezone

from pagecache import memory, wsgi
from pagecache.encoding import etag_of
from tests.cached import in_step, story, visitor  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db


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
