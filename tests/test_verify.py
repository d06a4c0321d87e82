"""Links of a profile: whether the page links back with rel=me, asked in the background and of the public web alone."""

import gzip
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from authors import rounds, verify
from authors.models import Author, AuthorLink, AuthorMerge, AuthorSlug, Finding
from newsroom import worker
from pagecache.models import Purge
from paper import fetch
from paper.background import waits
from paper.models import Paper
from paper.public_web import is_public
from tests.makers import ago, make_author

pytestmark = pytest.mark.django_db

HOME = "https://quay.example/authors/ann-lee/"
BACK = f'<p>Words. <a rel="me" href="{HOME}">The Quay Bell</a></p>'


@pytest.fixture(autouse=True)
def the_papers_own_address(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://quay.example", ["quay.example", "www.quay.example"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


class Site:
    """Somebody's web site on this machine. `pages`: path → HTML, or (status, headers, bytes), or a function that answers."""

    def __init__(self):
        self.pages, self.asked = {}, []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.asked.append((self.path, dict(self.headers)))
                answer = site.pages.get(self.path, (404, {}, b""))
                if callable(answer):
                    answer(self)
                else:
                    self.say(*((200, {}, answer.encode()) if isinstance(answer, str) else answer))

            def say(self, status, headers, body):
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def leads(self, path, to):
        self.pages[path] = (302, {"Location": to}, b"")


@pytest.fixture
def site():
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def anywhere(address, port):
    return True


def make_link(author=None, url="https://ann.example/", **facts):
    author = author or Author.objects.filter(slug="ann-lee").first() or make_author()
    return AuthorLink.objects.create(author=author, label="Website", url=url, **facts)


def asked(link, allowed=anywhere):
    """The link after its page was asked for."""
    verify.verify(link.pk, allowed=allowed)
    link.refresh_from_db()
    return link


# What leads back


@pytest.mark.parametrize(
    "html",
    [
        BACK,
        f'<link rel="me" href="{HOME}">',
        f"<A REL='nofollow ME noopener' HREF={HOME}>me</A>",
        '<a rel=me href="http://quay.example/authors/ann-lee">me</a>',
        '<a rel=me href="https://www.quay.example/authors/Ann-Lee/?from=here#top">me</a>',
        '<a rel=me href="//quay.example/authors/ann-lee/">me</a>',
        '<base href="https://quay.example/authors/"><a rel=me href="ann-lee/">me</a>',
        '<a rel=me href="&#104;ttps://quay.example/authors/ann%2Dlee/">me</a>',
        '<a rel=me href=" https://quay.example/authors/ann-before/ ">an old address</a>',
        '<a rel=me href="https://[bad"></a><a rel=me href="https://quay.example:99999/"></a>' + BACK,
        BACK + "<![<![",
        "Ünïcode \ufeff" + BACK,
    ],
)
def test_a_page_that_links_back_confirms_the_link(site, html):
    link = make_link(url=f"{site.url}/")
    AuthorSlug.objects.create(author=link.author, slug="ann-before")
    site.pages["/"] = html
    assert asked(link).verified_at and link.checked_at and link.trouble == ""


@pytest.mark.parametrize(
    "html",
    [
        "",
        f'<a href="{HOME}">no rel</a>',
        f'<a rel="author" href="{HOME}">other rel</a>',
        f'<a rel="meow" href="{HOME}">other rel</a>',
        f'<a rel=author rel=me href="{HOME}">the first counts</a>',
        '<a rel=me href="https://elsewhere.example/authors/ann-lee/">other paper</a>',
        '<a rel=me href="https://quay.example.evil.example/authors/ann-lee/">other paper</a>',
        '<a rel=me href="https://quay.example@evil.example/authors/ann-lee/">other paper</a>',
        '<a rel=me href="https://quay.example/authors/ann-leeds/">somebody else</a>',
        '<a rel=me href="https://quay.example/">the front</a>',
        '<a rel=me href="javascript://quay.example/authors/ann-lee/">no page</a>',
        f"<!-- {BACK} -->",
        f"<script>const back = '{BACK}'</script>",
        f"{'x' * fetch.MOST}{BACK}",
    ],
)
def test_a_page_that_does_not_link_back_says_so(site, html):
    link = make_link(url=f"{site.url}/")
    site.pages["/"] = html
    assert asked(link).verified_at is None and link.checked_at
    assert link.trouble == "The page does not link back to …/authors/ann-lee/ with rel=me."


def test_an_address_in_another_script_is_found_however_it_is_written(site):
    author = make_author(name="رنا الحسن")
    plain, encoded = author.slug, author.url
    for written in (f"https://quay.example/authors/{plain}/", f"https://quay.example{encoded}"):
        site.pages["/"] = f'<a rel=me href="{written}">رنا</a>'
        assert asked(make_link(author, f"{site.url}/")).verified_at


# What is asked, and how


def test_the_paper_says_who_asks_and_keeps_no_cookie(site):
    Paper(name="The Quay Bell (صحيفة)\r\nX: y").save()
    site.pages["/"] = (302, {"Location": "/there", "Set-Cookie": "a=b"}, b"")
    site.pages["/there"] = BACK
    assert asked(make_link(url=f"{site.url}/")).verified_at
    (_, first), (_, second) = site.asked
    assert first["User-Agent"] == "Newsroom (link check of The Quay Bell X: y; +https://quay.example/)"
    assert first["Host"] == f"127.0.0.1:{site.port}" and first["Accept-Encoding"] == "identity"
    assert "Cookie" not in second


def test_an_address_with_letters_of_any_script_can_be_asked(site):
    site.pages["/%C3%BC%20x?q=%C3%A9"] = BACK
    assert asked(make_link(url=f"{site.url}/ü x?q=é#part")).verified_at


def test_a_redirect_in_letters_of_any_script_is_followed(site):
    site.leads("/", "/über".encode().decode("latin-1"))
    site.pages["/%C3%BCber"] = BACK
    assert asked(make_link(url=f"{site.url}/")).verified_at


@pytest.mark.parametrize(("steps", "said"), [(3, ""), (4, "The address leads on more than 3 times.")])
def test_redirects_are_followed_three_times(site, steps, said):
    for step in range(steps):
        site.leads(f"/{step}", f"/{step + 1}" if step % 2 else f"{site.url}/{step + 1}")
    site.pages[f"/{steps}"] = BACK
    link = asked(make_link(url=f"{site.url}/0"))
    assert bool(link.verified_at) is (said == "") and said in link.trouble


@pytest.mark.parametrize(
    "to", ["file:///etc/hostname", "ftp://127.0.0.1/", "gopher://x/", "http://[::1", "http://a:b@c/"]
)
def test_a_redirect_to_what_is_no_public_page_is_not_followed(site, to):
    site.leads("/", to)
    assert asked(make_link(url=f"{site.url}/")).trouble and len(site.asked) == 1


def test_each_redirect_is_looked_at_again(site):
    inner = Site()
    site.leads("/", f"{inner.url}/secret")
    inner.pages["/secret"] = BACK
    link = asked(make_link(url=f"{site.url}/"), allowed=lambda address, port: port == site.port)
    assert link.trouble == "The address does not lead to the public web." and not inner.asked
    inner.server.shutdown()
    inner.server.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/",
        "http://0/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/", "http://10.0.0.1/",
        "https://192.168.1.1/", "http://[64:ff9b::a9fe:a9fe]/", "http://93.184.216.34:8080/", "http://1.1.1.1:22/",
    ],
)  # fmt: skip
def test_nothing_behind_the_papers_own_walls_is_asked(monkeypatch, url):
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("it was asked"))
    assert asked(make_link(url=url), allowed=is_public).trouble


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.1.1", "192.0.2.1",
        "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1", "::7f00:1",
        "::ffff:10.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff0e::1", "2001:db8::1", "3fff::1",
        "2002:7f00:1::", "2001:0:1::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address):
    assert not is_public(address, 443)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_an_address_outside_is_public_on_the_webs_own_ports(address):
    assert is_public(address, 80) and is_public(address, 443) and not is_public(address, 8080)


def names(monkeypatch, *answers):
    """What the name servers say, one answer after the other."""
    left, looked = list(answers), []

    def look_up(host, port):
        looked.append(host)
        return left.pop(0)

    monkeypatch.setattr(fetch, "_look_up", look_up)
    return looked


def test_the_connection_goes_to_the_very_address_that_was_looked_at(site, monkeypatch):
    looked = names(monkeypatch, ["127.0.0.1"])  # a second answer would be another
    site.pages["/"] = BACK
    assert asked(make_link(url=f"http://ann.example:{site.port}/")).verified_at
    assert looked == ["ann.example"] and site.asked[0][1]["Host"] == f"ann.example:{site.port}"


@pytest.fixture
def certificate(tmp_path):
    """A certificate for ann.example that signs itself, and its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here to make a certificate")
    made = tmp_path / "ann.pem"
    options = "req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -subj /CN=ann.example"
    names = ["-addext", "subjectAltName=DNS:ann.example", "-keyout", str(made), "-out", str(tmp_path / "cert.pem")]
    subprocess.run([openssl, *options.split(), *names], check=True, capture_output=True)
    made.write_text(made.read_text() + (tmp_path / "cert.pem").read_text())
    return made


@pytest.mark.parametrize(
    ("host", "trusted", "said"),
    [
        ("ann.example", True, ""),
        ("ann.example", False, "The page has no valid certificate."),
        ("bo.example", True, "The page has no valid certificate."),
    ],
)
def test_a_certificate_must_be_the_names_own(site, monkeypatch, certificate, host, trusted, said):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    names(monkeypatch, ["127.0.0.1"])
    site.pages["/"] = BACK
    link = asked(make_link(url=f"https://{host}:{site.port}/"))
    assert link.trouble == said and bool(link.verified_at) is (said == "")


def test_one_address_inside_is_enough_to_ask_none(site, monkeypatch):
    names(monkeypatch, ["1.1.1.1", "127.0.0.1"])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("it was asked"))
    assert "public web" in asked(make_link(url="http://ann.example/"), allowed=is_public).trouble


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://ann:secret@ann.example/", "Take it out"),
        ("ftp://ann.example/", "https://"),
        ("https:///x", "no address of a web page"),
        ("https://an%20n.example/", "no address of a web page"),
        ("https://ann.example:99999/", "no address of a web page"),
        ("https://ann.example/" + "x" * 2000, "no address of a web page"),
        (f"https://{'x' * 64}.example/", "could not be reached"),
        ("https://bücher\u3002.exa mple/", "no address of a web page"),
    ],
)
def test_an_address_that_cannot_be_asked_is_said_in_words(monkeypatch, url, said):
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("it was asked"))
    with pytest.raises(fetch.NoPage, match=said):
        fetch.fetch(url)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, {}, b"gone"), "no page at this address"),
        ((410, {}, b""), "no page at this address"),
        ((403, {}, b"no robots"), "answers 403"),
        ((503, {}, b""), "answers 503"),
        ((200, {"Content-Type": "application/pdf"}, BACK.encode()), "not a web page"),
        ((200, {"Content-Type": "text/plain"}, BACK.encode()), "not a web page"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(BACK.encode())), "packed"),
        ((302, {}, b""), "answers 302"),
    ],
)
def test_what_is_no_page_is_said_in_words(site, answer, said):
    site.pages["/"] = answer
    link = asked(make_link(url=f"{site.url}/"))
    assert said in link.trouble and link.verified_at is None and link.checked_at


def drip(handler):
    with suppress(OSError):
        while True:
            handler.wfile.write(b"H")
            time.sleep(0.05)


def drip_page(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b"<p>slow</p>")
            time.sleep(0.05)


def nonsense(handler):
    handler.wfile.write(b"\x00\xff 1.1.1 what\r\n\r\n")
    handler.close_connection = True


@pytest.mark.parametrize("answer", [drip, drip_page, nonsense])
def test_a_site_that_plays_for_time_or_answers_nonsense_is_left(site, monkeypatch, answer):
    monkeypatch.setattr(fetch, "SECONDS", 0.6)
    site.pages["/"] = answer
    begun = time.monotonic()
    assert asked(make_link(url=f"{site.url}/")).trouble == "The page could not be reached."
    assert time.monotonic() - begun < 3


def test_name_servers_that_play_for_time_are_left(monkeypatch):
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    monkeypatch.setattr(fetch, "_look_up", lambda host, port: time.sleep(5))
    begun = time.monotonic()
    assert asked(make_link()).trouble == "The page could not be reached."
    assert time.monotonic() - begun < 3


def test_a_page_without_end_is_read_at_its_beginning(site):
    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(10**10))
        handler.end_headers()
        with suppress(OSError):
            handler.wfile.write(BACK.encode())
            for _ in range(10_000):
                handler.wfile.write(b"x" * 65_536)

    site.pages["/"] = endless
    assert asked(make_link(url=f"{site.url}/")).verified_at


@pytest.mark.parametrize("piece", ["<", "<a ", "<a b='", "<!--", "</", "<![", "&#", "<script>", "<a rel=me href=x>"])
def test_markup_made_to_be_slow_is_read_in_time(site, piece):
    site.pages["/"] = piece * (fetch.MOST // len(piece))
    begun = time.monotonic()
    assert asked(make_link(url=f"{site.url}/")).trouble
    assert time.monotonic() - begun < 10


def test_a_fault_of_ours_is_told_in_the_log_and_stops_no_other_link(monkeypatch, caplog):
    monkeypatch.setattr(verify, "fetch", lambda url, allowed: 1 / 0)
    link = asked(make_link())
    assert link.trouble == "The page could not be read." and link.checked_at
    assert "ZeroDivisionError" in caplog.text


# What is written down


def away(url, allowed):
    raise fetch.NoPage("The page could not be reached.")


def gone(url, allowed):
    raise fetch.NoPage("There is no page at this address.", lasting=True)


@pytest.mark.parametrize(("answer", "days", "stands"), [(away, 89, True), (away, 91, False), (gone, 1, False)])
def test_a_site_that_is_down_for_a_day_takes_nothing_back(monkeypatch, answer, days, stands):
    monkeypatch.setattr(verify, "fetch", answer)
    link = asked(make_link(verified_at=ago(days=days), checked_at=ago(days=31)))
    assert bool(link.verified_at) is stands and link.trouble and link.checked_at > ago(minutes=1)


def test_pages_are_made_anew_only_where_readers_see_a_change(site):
    site.pages["/"] = BACK
    link = make_link(url=f"{site.url}/")
    purges = Purge.objects.filter(tag=f"author:{link.author.pk}")
    before, counts = purges.count(), []
    for html in (BACK, BACK, "", ""):
        site.pages["/"] = html
        asked(link)
        counts.append(purges.count() - before)
    assert counts == [1, 1, 2, 2]


def test_an_answer_for_an_address_that_was_changed_meanwhile_is_dropped(monkeypatch):
    link = make_link()

    def answer(url, allowed):
        AuthorLink.objects.filter(pk=link.pk).update(url="https://other.example/")
        return fetch.Page(url, BACK)

    monkeypatch.setattr(verify, "fetch", answer)
    assert asked(link).checked_at is None


def test_a_link_or_an_author_deleted_meanwhile_is_no_trouble(monkeypatch):
    link = make_link()

    def answer(url, allowed):
        Author.objects.all().delete()
        return fetch.Page(url, BACK)

    monkeypatch.setattr(verify, "fetch", answer)
    verify.verify(link.pk)
    verify.verify(link.pk)


# When


def test_saving_asks_nobody(monkeypatch):
    monkeypatch.setattr(fetch, "_ask", lambda *args: pytest.fail("asked while saving"))
    author = make_author()
    with transaction.atomic():
        make_link(author)
        author.keep(by=None)
        verify.verify_later(author)


@pytest.mark.django_db(transaction=True)
def test_one_job_for_an_author_however_many_links_and_saves():
    author = make_author()
    with transaction.atomic():
        for number in range(3):
            make_link(author, f"https://ann.example/{number}")
        verify.verify_later(author)
        verify.verify_later(author)
        assert not DBTaskResult.objects.exists()
    verify.verify_later(author)
    assert DBTaskResult.objects.count() == 1 and waits(verify.verify_links_of, author.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("days", "due"), [(None, True), (29, False), (31, True)])
def test_what_was_looked_at_within_the_month_is_not_asked_again(days, due):
    link = make_link(checked_at=days and ago(days=days))
    with CaptureQueriesContext(connection) as queries:
        verify.verify_later(link.author)
    assert waits(verify.verify_links_of, link.author.pk) is due
    assert due or len(queries) == 1


@pytest.mark.django_db(transaction=True)
def test_the_job_asks_for_all_of_an_authors_due_links(site, monkeypatch):
    verify_one = verify.verify
    monkeypatch.setattr(verify, "verify", lambda pk: verify_one(pk, allowed=anywhere))
    author = make_author()
    site.pages |= {"/a": BACK, "/b": ""}
    links = [make_link(author, f"{site.url}/{name}") for name in "ab"]
    fresh = make_link(author, f"{site.url}/c", checked_at=ago(days=1))
    verify.verify_later(author)
    worker.work()
    assert [bool(AuthorLink.objects.get(pk=link.pk).verified_at) for link in links] == [True, False]
    assert [path for path, _ in site.asked] == ["/a", "/b"] and fresh.trouble == ""


@pytest.mark.django_db(transaction=True)
def test_the_monthly_round_lets_others_pass(monkeypatch):
    seen = []
    monkeypatch.setattr(verify, "AT_A_TIME", 2)
    monkeypatch.setattr(verify, "verify", lambda pk: seen.append(pk) or looked_at(pk))
    links = [make_link(url=f"https://ann.example/{number}") for number in range(5)]
    verify.verify_due.enqueue()
    worker.work()
    assert seen == [link.pk for link in links] and DBTaskResult.objects.count() == 3


def looked_at(pk):
    AuthorLink.objects.filter(pk=pk).update(checked_at=timezone.now())


def test_links_of_somebody_merged_into_another_are_left_alone(monkeypatch):
    monkeypatch.setattr(verify, "fetch", lambda url, allowed: pytest.fail("asked"))
    kept, other = make_author(), make_author(name="Lee Ann")
    link = make_link(other)
    AuthorMerge.merge(kept, other, by=None)
    assert not verify.due().filter(author=other).exists()
    AuthorLink.objects.filter(pk=link.pk).update(author=other)
    verify.verify(link.pk)


def test_the_command_asks_for_all_that_are_due(site, monkeypatch):
    site.pages |= {"/a": BACK, "/b": ""}
    for name in "ab":
        make_link(url=f"{site.url}/{name}")
    make_link(url=f"{site.url}/c", checked_at=ago(days=1))
    monkeypatch.setattr(
        "authors.management.commands.verify_links.verify", lambda pk: verify.verify(pk, allowed=anywhere)
    )
    said = StringIO()
    call_command("verify_links", stdout=said)
    assert said.getvalue() == "Pages looked at: 2. Confirmed: 1.\n"


# Looking at every bio anew


def test_a_link_gone_dead_inside_the_site_is_found_without_a_change(client):
    author = make_author(bio='<p>Ann Lee covers ports. See <a href="/2018/02/14/ferry/">her story</a>.</p>')
    Finding.objects.all().delete()
    said = StringIO()
    call_command("check_bios", stdout=said)
    assert author.findings.filter(kind="link").exists() and "Bios that need care: 1." in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_every_author_is_looked_at_a_hundred_at_a_time(monkeypatch):
    monkeypatch.setattr(rounds, "AT_A_TIME", 2)
    seen = []
    authors = [make_author(name=f"Ann Lee {number}") for number in range(4)]
    monkeypatch.setattr(Finding.objects, "look", lambda author: seen.append(author.pk))
    rounds.look_at_all.enqueue()
    worker.work()
    assert seen == [author.pk for author in authors]


@pytest.mark.django_db(transaction=True)
def test_a_saved_author_is_enqueued_and_a_changed_address_is_a_new_page():
    link = make_link(verified_at=ago(days=1), checked_at=ago(days=1), trouble="It was slow.")
    link.author.keep(by=None)
    assert not waits(verify.verify_links_of, link.author.pk)
    link.url = "https://other.example/"
    link.save()
    assert (link.verified_at, link.checked_at, link.trouble) == (None, None, "")
    link.author.keep(by=None)
    assert waits(verify.verify_links_of, link.author.pk)
