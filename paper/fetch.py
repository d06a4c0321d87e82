"""Asking the public web for one page, at an address that somebody typed.

Such an address may be meant to reach what only this machine can reach. So: http and https on their own ports, every
address that the name resolves to must be public, the connection goes to the very address that was looked at, and each
redirect is looked at again. Nothing is expanded, and neither time nor size is the other side's to choose.
"""

import io
import queue
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from threading import Thread
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

import paper
from paper.public_web import is_public

SECONDS = 5.0  # for everything: names, redirects, the page
MOST = 512 * 1024  # bytes that are read of a page
REDIRECTS = 3
LONGEST = 2000  # characters of an address
HTML = {"text/html", "application/xhtml+xml"}
HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")  # a name in ASCII, or an IPv6 address

Allowed = Callable[[str, int], bool]  # (numeric address, port) → whether it may be asked


@dataclass(frozen=True)
class Page:
    """What stood at `url`, where the redirects led. At most `MOST` bytes of it."""

    url: str
    html: str


class NoPage(Exception):
    """No page to read, and why, in words for a person. `lasting`: asking again in a while will not help."""

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting = lasting


def fetch(url: str, *, allowed: Allowed = is_public) -> Page:
    """The HTML page at that address. Raises NoPage. Tests pass another `allowed`, to ask a server of their own."""
    deadline = monotonic() + SECONDS
    for _ in range(REDIRECTS + 1):
        try:
            found = _ask(url, deadline, allowed)
        except ssl.SSLCertVerificationError as error:
            raise NoPage("The page has no valid certificate.") from error
        except (OSError, HTTPException, ValueError) as error:  # ValueError: answers that make no sense
            raise NoPage("The page could not be reached.") from error
        if isinstance(found, Page):
            return found
        url = found
    raise NoPage(f"The address leads on more than {REDIRECTS} times. Give the one where it ends.", lasting=True)


def _ask(url: str, deadline: float, allowed: Allowed) -> Page | str:
    """The page, or the address to which this one leads on."""
    parts, host, port = _taken_apart(url)
    with _connect(parts.scheme, host, port, deadline, allowed) as line:
        line.settimeout(_left(deadline))
        line.sendall(_request(parts, host).encode("ascii"))
        response = HTTPResponse(_Timed(line, deadline), method="GET")  # type: ignore[arg-type]
        response.begin()
        onward = response.getheader("Location")
        if response.status in (301, 302, 303, 307, 308) and onward:
            return urljoin(url, onward.encode("latin-1").decode("utf-8", "replace"))  # as browsers read it
        _refuse_other_than_html(response)
        return Page(url, response.read(MOST).decode("utf-8", "replace"))


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    """The address's parts, its host in ASCII, its port."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        host = _ascii(parts.hostname or "")
    except (ValueError, KeyError) as error:
        raise NoPage("This is no address of a web page: write it with https:// and a host.", lasting=True) from error
    if len(url) > LONGEST or not HOST.fullmatch(host):
        raise NoPage("This is no address of a web page.", lasting=True)
    if "@" in parts.netloc:
        raise NoPage("The address holds a name or a password. Take it out.", lasting=True)
    return parts, host, port


def _ascii(host: str) -> str:
    return host.lower() if host.isascii() else host.encode("idna").decode("ascii")


def _connect(scheme: str, host: str, port: int, deadline: float, allowed: Allowed) -> socket.socket:
    addresses = _addresses(host, port, _left(deadline))
    if not all(allowed(address, port) for address in addresses):
        raise NoPage("The address does not lead to the public web.", lasting=True)
    line = _first_that_answers(addresses, port, deadline)
    if scheme == "http":
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise


def _addresses(host: str, port: int, seconds: float) -> list[str]:
    """The numeric addresses of a host. Looked up beside this thread: the system's own patience is longer than ours."""
    found: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()
    Thread(target=lambda: found.put(_look_up(host, port)), daemon=True).start()
    try:
        answer = found.get(timeout=seconds)
    except queue.Empty as error:
        raise TimeoutError(f"The name {host} was not found in time.") from error
    if isinstance(answer, OSError):
        raise answer
    return answer


def _look_up(host: str, port: int) -> list[str] | OSError:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: a label that is too long
        return error if isinstance(error, OSError) else OSError(str(error))
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _first_that_answers(addresses: list[str], port: int, deadline: float) -> socket.socket:
    trouble = OSError("The name has no address.")
    for address in addresses:
        try:
            line = socket.create_connection((address, port), timeout=_left(deadline))
            line.settimeout(_left(deadline))
            return line
        except OSError as error:
            trouble = error
    raise trouble


def _request(parts: SplitResult, host: str) -> str:
    target = iri_to_uri(parts._replace(scheme="", netloc="", fragment="").geturl() or "/")
    name = f"[{host}]" if ":" in host else host
    lines = [
        f"GET {target if target.startswith('/') else '/' + target} HTTP/1.1",
        f"Host: {name}:{parts.port}" if parts.port else f"Host: {name}",
        f"User-Agent: {user_agent()}",
        "Accept: text/html, application/xhtml+xml",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    return "\r\n".join([*lines, "", ""])


def user_agent() -> str:
    """Who asks, for the other side's log: the paper by name and address."""
    name = "".join(c for c in paper.current().name if c.isascii() and c.isprintable() and c not in "()").strip()
    return f"Newsroom (link check{f' of {name}' if name else ''}; +{iri_to_uri(settings.SITE_URL)}/)"


def _refuse_other_than_html(response: HTTPResponse) -> None:
    if response.status in (404, 410):
        raise NoPage("There is no page at this address.", lasting=True)
    if response.status != 200:
        raise NoPage(f"The site does not show this page to the paper (it answers {response.status}).")
    if response.headers.get_content_type() not in HTML:
        raise NoPage("This is not a web page.", lasting=True)
    if response.getheader("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise NoPage("The site sent the page packed, though it was asked not to.")


def _left(deadline: float) -> float:
    """Seconds until then. Raises TimeoutError."""
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError("It took too long.")
    return left


class _Timed(io.RawIOBase):
    """What arrives on a socket, until the deadline, however slowly the other side sends it."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._line.settimeout(_left(self._deadline))
        return self._line.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What HTTPResponse asks a socket for."""
        return io.BufferedReader(self)
