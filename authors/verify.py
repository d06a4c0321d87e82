"""Whether a page that a profile links to links back with rel=me: then the two are one person's, and readers are told so.

Never done while somebody saves: a job asks, soon after, and again every month.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.http.request import validate_host
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from authors.models.author import Author
from authors.models.names import AuthorLink
from pagecache.models import purge
from paper.addresses import canonical
from paper.background import later
from paper.fetch import Allowed, NoPage, Page, fetch
from paper.public_web import is_public

EVERY = timedelta(days=30)
STANDS_FOR = timedelta(days=90)  # how long a page stays confirmed that cannot be reached
AT_A_TIME = 20  # links in one job of the monthly round: others wait no longer behind it
BEHIND_OTHERS = -10  # priority
_log = logging.getLogger("newsroom.verify")


def due(at: datetime | None = None) -> models.QuerySet[AuthorLink]:
    """Links of today's authors whose pages were never looked at, or not for a month."""
    month_ago = (at or timezone.now()) - EVERY
    return AuthorLink.objects.filter(
        Q(checked_at=None) | Q(checked_at__lt=month_ago), author__merged_into=None
    ).order_by("pk")  # fmt: skip


def verify_later(author: Author) -> None:
    """Have the author's links looked at soon, if one of them is due. One query; one job for all of them."""
    if due().filter(author=author).exists():
        later(verify_links_of, author.pk)


@task
def verify_links_of(author_pk: int) -> None:
    """A job: look at those of this author's links that are due."""
    for pk in list(due().filter(author=author_pk).values_list("pk", flat=True)):
        verify(pk)


@task(priority=BEHIND_OTHERS)
def verify_due() -> None:
    """A job: look at the first few links that are due, and enqueue itself again while there are more."""
    first = list(due().values_list("pk", flat=True)[: AT_A_TIME + 1])
    for pk in first[:AT_A_TIME]:
        verify(pk)
    if len(first) > AT_A_TIME:
        later(verify_due)


def verify(link_pk: int, *, allowed: Allowed = is_public) -> None:
    """Ask for the page behind a link and write down whether it leads back to its author. Not inside a transaction.

    A link that was removed meanwhile is left alone. Raises nothing that the other side can cause.
    """
    link = AuthorLink.objects.filter(pk=link_pk, author__merged_into=None).select_related("author").first()
    if link is None:
        return
    trouble, lasting = "", True
    try:
        _find_way_back(link.author, fetch(link.url, allowed=allowed))
    except NoPage as error:
        trouble, lasting = str(error), error.lasting
    except Exception:  # one page must not stand in the way of all others
        _log.exception("%s could not be looked at.", link.url)
        trouble, lasting = "The page could not be read.", False
    _write_down(link, trouble, lasting)


def _find_way_back(author: Author, page: Page) -> None:
    """Raises NoPage where there is none."""
    mine = {_plain(path) for path in _paths(author)}
    if not any(_plain(path) in mine for path in _own_paths(page)):
        raise NoPage(f"The page does not link back to …{unquote(author.url)} with rel=me.", lasting=True)


def _paths(author: Author) -> list[str]:
    """Where the profile stands, and where it stood."""
    slugs = [author.slug, *author.old_slugs.values_list("slug", flat=True)]
    return [reverse("authors:author", args=[slug]) for slug in slugs]


def _plain(path: str) -> str:
    return canonical(unquote(path)).rstrip("/")


def _own_paths(page: Page) -> list[str]:
    """The paths of this paper that the page links to with rel=me."""
    reader = _Reader()
    try:
        reader.feed(page.html)  # and no close(): what the end cuts off is left unread
    except AssertionError:  # markup html.parser gives up on: what stands before it counts
        _log.info("%s was read only in part.", page.url)
    base = _joined(page.url, reader.base)
    found = (_parts(_joined(base, href)) for href in reader.links)
    return [path for host, path in found if _is_own(host)]


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # https://[
        return base


def _parts(url: str) -> tuple[str, str]:
    """An address's host ("" where it has none or is no web address) and path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (parts.hostname or "" if parts.scheme in ("http", "https") else ""), parts.path


def _is_own(host: str) -> bool:
    """Whether the paper answers to that host."""
    return host != "" and (host == urlsplit(settings.SITE_URL).hostname or validate_host(host, settings.ALLOWED_HOSTS))


class _Reader(HTMLParser):
    """Notes where `<a rel=me>` and `<link rel=me>` lead, as they stand there."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in reversed(attrs)}  # of two alike the first counts
        if tag == "base":
            self.base = self.base or facts.get("href", "")
        if tag in ("a", "link") and "me" in facts.get("rel", "").lower().split() and "href" in facts:
            self.links.append(facts["href"].strip())


def _write_down(link: AuthorLink, trouble: str, lasting: bool) -> None:
    """What was found, unless the link leads elsewhere by now. What readers see is made anew only where it changes."""
    now = timezone.now()
    with suppress(Author.DoesNotExist), transaction.atomic():
        link.author.lock()
        row = AuthorLink.objects.filter(pk=link.pk, url=link.url, author=link.author).first()
        if row is None:
            return
        was_confirmed = row.verified_at is not None
        row.verified_at = _confirmed_at(row, trouble, lasting, now)
        row.checked_at, row.trouble = now, trouble[:200]
        row.save(update_fields=["verified_at", "checked_at", "trouble"])
        if was_confirmed != (row.verified_at is not None):
            _show(link.author)


def _confirmed_at(row: AuthorLink, trouble: str, lasting: bool, now: datetime) -> datetime | None:
    """A site that is down for a day takes nothing back; one that is down for three months does."""
    if not trouble:
        return now
    stands = not lasting and row.verified_at is not None and row.verified_at > now - STANDS_FOR
    return row.verified_at if stands else None


def _show(author: Author) -> None:
    """The profile says confirmed, or no longer."""
    author.card = author.render_card()
    Author.objects.filter(pk=author.pk).update(card=author.card)
    purge([f"author:{author.pk}"])
