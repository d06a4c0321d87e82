"""What a reading page sends besides itself: no cookie, a strong ETag of the very bytes, and how long it stays true."""

import gzip
import re

import brotli
import pytest

from articles.models import Correction
from pagecache import memory
from pagecache.encoding import accepted
from pagecache.models import Purge
from paper.models import Paper
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, utc

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses():
    article = make_live(section=make_section(), authors=[make_author()], at=ago(days=1))
    edition = article.editions.get()
    return [
        "/",
        "/latest/",
        edition.url,
        article.section.url,
        "/authors/",
        "/authors/ann-lee/",
        "/corrections/",
        "/corrections/atom.xml",
        f"/{edition.date:%Y/%m}/",
        "/nope/",
    ]


def test_public_pages_set_no_cookie_and_vary_on_nothing_but_encoding(client, editor, addresses):
    client.force_login(editor)
    for address in addresses:
        response = client.get(address)
        assert not response.cookies, address
        assert response.get("Vary") == "Accept-Encoding", address


def test_signed_in_or_not_the_bytes_are_the_same(client, editor, addresses):
    before = [client.get(address).content for address in addresses]
    client.force_login(editor)
    assert [client.get(address, headers={"accept-language": "fr"}).content for address in addresses] == before


def test_the_policy_allows_no_inline_anything_and_names_no_nonce(reader, addresses):
    for address in addresses:
        policy = reader.get(address)["Content-Security-Policy"]
        assert "unsafe" not in policy and "nonce" not in policy and "default-src 'none'" in policy


def test_reading_pages_have_no_script_and_no_style_attribute(reader, addresses):
    for address in addresses:
        page = reader.get(address).content.decode()
        assert (
            not re.search(r'<script(?! type="application/ld\+json">)', page)
            and "<style" not in page
            and not re.search(r"<[^>]+\sstyle=", page)
        ), address


def test_each_encoding_has_its_own_strong_etag_and_304(reader, addresses):
    etags = set()
    for encoding, decode in (("identity", bytes), ("gzip", gzip.decompress), ("br", brotli.decompress)):
        response = reader.get("/", headers={"accept-encoding": encoding})
        assert "The desk" not in decode(response.content).decode()
        assert decode(response.content).startswith(b"<!doctype html>")
        assert int(response["Content-Length"]) == len(response.content)
        assert response["ETag"].startswith('"')
        etags.add(response["ETag"])
        again = reader.get("/", headers={"accept-encoding": encoding, "if-none-match": response["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert len(etags) == 3


def test_the_same_page_is_the_same_bytes(reader, addresses):
    for address in addresses:
        assert reader.get(address).content == reader.get(address).content


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("", None),
        ("br;q=junk, GZIP", "gzip"),
        ("*;q=0", None),
    ],
)
def test_the_encoding_follows_what_is_accepted(header, encoding):
    assert accepted(header) == encoding


def seconds(response):
    return int(re.search(r"s-maxage=(\d+)", response["Cache-Control"])[1])


def test_browsers_ask_each_time_and_shared_caches_within_a_minute(reader, addresses):
    for address in addresses[:-1]:
        control = reader.get(address)["Cache-Control"]
        assert "max-age=0" in control and 0 <= seconds({"Cache-Control": control}) <= 60, address


def test_a_page_is_never_kept_past_the_next_moment_that_changes_it(reader, clock, django_capture_on_commit_callbacks):
    clock.set(utc(2026, 5, 1, 12))
    section, author = make_section(), make_author()
    article = make_live(section=section, authors=[author])
    elsewhere = make_live(section=make_section(name="Sport"))
    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=None, at=utc(2026, 5, 1, 12, 0, 20))
    for address in ("/", article.editions.first().url, section.url, author.url, "/latest/"):
        assert seconds(reader.get(address)) == 20, address
    assert seconds(reader.get(elsewhere.editions.first().url)) == 60
    clock.set(utc(2026, 5, 1, 12, 0, 20))
    assert seconds(reader.get(section.url)) == 60


def test_the_corrections_are_never_kept_past_the_next_one(reader, clock, django_capture_on_commit_callbacks):
    clock.set(utc(2026, 5, 1, 12))
    article = make_live()
    Correction.objects.create(article=article, text="It left at eight.")
    with django_capture_on_commit_callbacks(execute=True):
        article.publish(by=None, at=utc(2026, 5, 1, 12, 0, 20))
    for address in ("/corrections/", "/corrections/atom.xml"):
        assert seconds(reader.get(address)) == 20, address


def test_the_front_is_never_kept_past_the_papers_midnight(reader, clock):
    Paper.objects.create(time_zone="Asia/Kathmandu")
    clock.set(utc(2026, 5, 1, 18, 14, 30))
    assert seconds(reader.get("/")) == 30


def test_a_redirect_and_what_is_not_there_are_asked_for_each_time(reader):
    make_live(headline="Boats", at=utc(2018, 2, 14, 9))
    for address in ("/2018/2/14/boats/", "/nope/", "/2018/02/14/nope/", "/topics/nope/", "/authors/nope/"):
        assert reader.get(address)["Cache-Control"] == "no-cache", address


def test_only_reading_is_allowed(reader, addresses):
    for address in addresses[:-1]:
        assert reader.post(address).status_code == 405, address
        assert reader.head(address).status_code == 200, address


def test_a_purge_is_written_in_the_verbs_own_transaction():
    article = make_article(section=make_section(), authors=[make_author()])
    article.publish(by=None, at=ahead(hours=1))
    tags = set(Purge.objects.filter(due=article.first_published_at).values_list("tag", flat=True))
    section, author = article.section_id, article.bylines.get().author_id
    assert tags == {f"article:{article.pk}", "list:home", f"section:{section}", f"list:author:{author}"}


def test_settings_changed_on_the_desk_are_on_the_next_page(reader, django_capture_on_commit_callbacks):
    paper = Paper.objects.create(name="The Quay Bell")
    assert "The Quay Bell" in reader.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        paper.name = "The Harbour Bell"
        paper.save()
    assert "The Harbour Bell" in reader.get("/").content.decode()


def test_the_brand_colours_are_a_stylesheet_that_can_be_kept_for_ever(reader):
    paper = Paper.objects.create(accent_light="#7a1f1f")
    response = reader.get(paper.stylesheet_url)
    assert "#7a1f1f" in response.content.decode()
    assert "immutable" in response["Cache-Control"]
    assert paper.stylesheet_url in reader.get("/").content.decode()


def test_security_txt_names_the_papers_address_for_less_than_a_year_or_so(reader, clock):
    assert reader.get("/.well-known/security.txt").status_code == 404
    Paper.objects.create(corrections_email="desk@quay.example")
    memory.forget()
    clock.set(utc(2026, 12, 31, 12))
    text = reader.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:desk@quay.example" in text and "Expires: 2027-12-01T00:00:00Z" in text


@pytest.mark.parametrize("address", ["/sitemap.php", "/favicon.png", "/wp-login.php", "/x.y/z"])
def test_what_looks_like_a_file_is_no_section(reader, address):
    assert reader.get(address).status_code == 404
