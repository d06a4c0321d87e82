"""What a story says of itself: its sources, how it was reported, what readers should know, and what to read with it."""

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from paper.public_web import is_public

TRUST = ("sources", "how_reported", "disclosure", "no_ai", "related")  # fields of the working copy and of editions

# Ends of names that only a house knows.
INSIDE = {"local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa"}
MOST_SOURCES, LONGEST_SOURCE = 40, 500
MOST_RELATED = 8
_ADDRESS = re.compile(r"^(?P<title>.*?)(?:[:：]\s*|\s+|^)(?P<url>https?://\S+)\s*$")


class Source(NamedTuple):
    title: str
    url: str  # "" where it has none

    @classmethod
    def of(cls, line: str) -> "Source":
        """`Title`, `Title: https://…` or an address alone, which is then called by its host."""
        found = _ADDRESS.match(line)
        if not found or not _is_address(found["url"]):
            return cls(line.strip(), "")
        return cls(found["title"].strip() or urlsplit(found["url"]).hostname or found["url"], found["url"])


def sources_of(text: str) -> list[Source]:
    """One to a line; empty lines are nothing."""
    return [Source.of(line) for line in text.splitlines() if line.strip()]


def is_for_readers(source: Source) -> bool:
    """Whether anybody could open it, as far as its address tells: not where it names a machine inside the house."""
    host = (urlsplit(source.url).hostname or "").rstrip(".")
    try:
        return not host or is_public(host, 443)
    except ValueError:  # a name, and no number
        return "." in host and host.rpartition(".")[2] not in INSIDE


def are_sources(text: str) -> None:
    found = sources_of(text)
    if len(found) > MOST_SOURCES:
        raise ValidationError(f"{MOST_SOURCES} sources fit. Take {len(found) - MOST_SOURCES} out.")
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        if len(line) > LONGEST_SOURCE:
            raise ValidationError(f"Source {number} is too long: {LONGEST_SOURCE} characters fit on a line.")
        if "://" in line and not Source.of(line).url:
            raise ValidationError(
                f"Source {number} has no address that can be opened. Write it whole, at the end of the line, for example "
                "Council budget 2026: https://example.org/budget.pdf"
            )


def are_related(rows: Any) -> None:
    """[{"article": 12, "headline": "…"}], each story once."""
    try:
        numbers = [row["article"] for row in rows]
        sound = all(
            type(pk) is int and pk > 0 and isinstance(row["headline"], str)
            for pk, row in zip(numbers, rows, strict=True)
        )
    except (TypeError, KeyError):
        sound, numbers = False, []
    if not sound or len(set(numbers)) < len(numbers):
        raise ValidationError("Choose each related story once.")
    if len(numbers) > MOST_RELATED:
        raise ValidationError(f"{MOST_RELATED} related stories fit. Take {len(numbers) - MOST_RELATED} out.")


def _is_address(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
