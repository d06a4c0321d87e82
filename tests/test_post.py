"""Mail: whether it is set up, what is sent, and what is said when it does not go."""

import email
import email.policy
import socket
import threading

import pytest
from django.core import mail

from newsroom.mailers import mailers_of
from paper import post
from paper.models import Paper

pytestmark = pytest.mark.django_db
LOCAL = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


class MailServer:
    """A mail server that takes one mail, or answers `says` to a command."""

    def __init__(self, **says):
        self.says, self.received = {name.upper(): answer for name, answer in says.items()}, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.door.getsockname()[1]}"

    def _serve(self):
        line, _ = self.door.accept()
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 here\r\n")
            for command in heard:
                word = command.split()[0].decode().upper()
                answer = self.says.get(word, "354 go on" if word == "DATA" else "250 fine")
                line.sendall(answer.encode() + b"\r\n")
                if answer.startswith("354"):
                    self.received = b"".join(iter(heard.readline, b".\r\n"))
                    line.sendall(b"250 taken\r\n")


@pytest.fixture
def box(settings):
    """Mail is set up, and lands here."""
    settings.MAILERS = LOCAL
    Paper(name="The Quay Bell", corrections_email="desk@quay.example").save()
    mail.outbox = []
    return mail.outbox


def test_without_a_mail_server_nothing_is_sent_and_that_is_said(settings):
    settings.MAILERS = mailers_of("")
    assert not post.can_mail()
    assert "not set up" in post.send("ann@example.org", "Your bio", "Is it right?")


def test_a_mail_comes_from_the_paper_and_answers_go_to_the_desk(box, settings):
    settings.DEFAULT_FROM_EMAIL = "newsroom@quay.example"
    assert post.can_mail() and post.send("ann@example.org", "Your bio", "Is it right?") == ""
    (sent,) = box
    assert sent.from_email == "The Quay Bell <newsroom@quay.example>"
    assert sent.to == ["ann@example.org"] and sent.reply_to == ["desk@quay.example"]
    assert sent.body == "Is it right?" and sent.content_subtype == "plain"
    assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_a_sender_with_a_name_keeps_it(box, settings):
    settings.DEFAULT_FROM_EMAIL = "Bios <bios@quay.example>"
    post.send("ann@example.org", "Your bio", "Is it right?")
    assert box[0].from_email == "Bios <bios@quay.example>"


def test_words_never_become_headers(box, settings):
    Paper(name='Bell "and" <Co>, \r\nBcc: x@example.org').save()
    assert post.send("ann@example.org", "Your bio\r\nBcc: all@example.org\x00\u2028 now", "Bcc: nobody\n") == ""
    written = box[0].message()
    assert written["Subject"] == "Your bio Bcc: all@example.org now" and written["Bcc"] is None
    assert written["From"].addresses[0].display_name == 'Bell "and" <Co>, Bcc: x@example.org'
    assert box[0].recipients() == ["ann@example.org"]


@pytest.mark.parametrize("to", ["", "ann", "ann@example.org\nBcc: bo@example.org", "ann@example.org, bo@example.org"])
def test_only_one_address_is_written_to(box, to):
    assert "no mail address" in post.send(to, "Your bio", "Is it right?") and not box


@pytest.mark.parametrize("words", ["صحيفة الرصيف", "नागरिक", "報紙", "می‌خواهم"])
def test_every_script_arrives(settings, words):
    server = MailServer()
    settings.MAILERS = mailers_of(server.url)
    Paper(name=words).save()
    assert post.send("ann@example.org", words, f"{words}\n{'long ' * 400}") == ""
    arrived = email.message_from_bytes(server.received, policy=email.policy.default)
    assert arrived["Subject"] == words and arrived["From"].addresses[0].display_name == words
    assert arrived.get_content().splitlines()[0] == words and arrived.get_content_charset() == "utf-8"


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ({"rcpt": "550 nobody here"}, "does not take mail for this address"),
        ({"data": "451 busy"}, "did not take this mail"),
        ({"ehlo": "421 closing", "helo": "421 closing"}, "did not take this mail"),
    ],
)
def test_what_the_mail_server_refuses_is_said_in_words(settings, server, said):
    settings.MAILERS = mailers_of(MailServer(**server).url)
    assert said in post.send("ann@example.org", "Your bio", "Is it right?")


def test_a_mail_server_that_is_away_is_said_in_words(settings, caplog):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    settings.MAILERS = mailers_of(f"smtp://127.0.0.1:{port}")
    assert "could not be reached" in post.send("ann@example.org", "Your bio", "Is it right?")
    assert "A mail was not sent" in caplog.text


def test_a_mail_server_that_is_silent_is_not_waited_for(settings, monkeypatch):
    monkeypatch.setattr("newsroom.mailers.TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.MAILERS = mailers_of(f"smtp://127.0.0.1:{door.getsockname()[1]}")
        assert "could not be reached" in post.send("ann@example.org", "Your bio", "Is it right?")


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://mail.example", {"use_tls": False, "use_ssl": False, "port": None}),
        ("smtp+tls://ann%40example.org:a%2Fb@mail.example:587", {"use_tls": True, "use_ssl": False, "port": 587}),
        ("smtp+ssl://mail.example:465", {"use_tls": False, "use_ssl": True}),
        ("smtps://mail.example:465", {"use_tls": False, "use_ssl": True}),
    ],
)
def test_a_mail_server_is_named_by_an_address(url, options):
    made = mailers_of(url)["default"]["OPTIONS"]
    assert made["host"] == "mail.example" and made["timeout"] == 10 and made.items() >= options.items()
    if "ann" in url:
        assert (made["username"], made["password"]) == ("ann@example.org", "a/b")
