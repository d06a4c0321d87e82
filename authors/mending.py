"""Mending a bio by one click: what a finding offers, and sentences that the profile's data says already."""

import re
from html import escape
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from authors.looking import known_outlets
from authors.models.author import Author
from authors.models.finding import Finding
from authors.models.proposal import Refused, lock_todays
from authors.models.words import Words, put_words, words_of
from authors.removal import Sentence, removable
from paper.days import day_of

if TYPE_CHECKING:
    from accounts.models import User

GONE = "This was mended already, or its text has changed since. Look at what is found now."
TAGS = re.compile(r"(<[^<>]*>)")
BY_HAND = "The words do not stand there in one piece. Mend them by hand."


def mend(author: Author, key: str, *, by: "User | None") -> str:
    """Do what the finding `key` offers. Returns a sentence that says what was done. Raises Refused."""
    with transaction.atomic():
        lock_todays(author)
        Finding.objects.look(author)
        finding = author.findings.filter(key=key).first()
        if finding is None:
            raise Refused(GONE)
        changed, done = _mended(words_of(author), finding.field, finding.fix)
        _put(author, changed, by=by, note=done)
    return done


def take_out(author: Author, key: str, *, by: "User | None") -> str:
    """Take a sentence out that the data says already. Returns a sentence that says so. Raises Refused."""
    with transaction.atomic():
        lock_todays(author)
        sentence = next((one for one in offers(author) if key_of(one) == key), None)
        if sentence is None:
            raise Refused(GONE)
        done = f"Taken out: {sentence.text}"
        _put(author, {sentence.field: sentence.without}, by=by, note=done)
    return done


def offers(author: Author) -> list[Sentence]:
    """The sentences of the bio that the profile's data says in full. Two or three queries."""
    written = author.bio_versions.values_list("at", flat=True).first() or timezone.now()
    return removable(
        words_of(author), name=author.name, published_year=day_of(written).year, known_outlets=known_outlets()
    )


def key_of(sentence: Sentence) -> str:
    """What names the sentence in a form: its place and its words."""
    return f"{sentence.field}-{sentence.paragraph}-{sentence.index}-{sentence.text}"


def _put(author: Author, changed: Words, *, by: "User | None", note: str) -> None:
    put_words(author, changed)
    author.look_right(timezone.now())
    author.keep(by=by, note=note[:300])


def _mended(words: Words, field: str, fix: dict[str, Any]) -> tuple[Words, str]:
    """What changes, and a sentence that says so."""
    match fix:
        case {"outlet": name, "bio": html}:
            return {"bio": html}, f"{name} stands in the bio now."
        case {"outlet": name}:
            return {"outlets": [*words["outlets"], {"name": name}]}, f"{name} is on the list now."
        case {"start_year": year}:
            return {"start_year": year}, f"In the trade since {year} now."
        case {"wrong": wrong, "right": right}:
            return {field: _respelled(words[field], wrong, right)}, f"It says {right} now."
        case {"href": href, "to": to}:
            return {field: _led(words[field], href, to)}, f"It leads to {to} now."
    raise Refused(BY_HAND)


def _respelled(html: str, wrong: str, right: str) -> str:
    """The words in the text, where they stand by themselves; never inside a tag."""
    whole = re.compile(rf"(?<!\w){re.escape(escape(wrong, quote=False))}(?!\w)")
    parts = TAGS.split(html)
    mended = [part if part.startswith("<") else whole.sub(lambda _: escape(right, quote=False), part) for part in parts]
    if mended == parts:
        raise Refused(BY_HAND)
    return "".join(mended)


def _led(field: Any, href: str, to: str) -> Any:
    if isinstance(field, list):
        return [{**link, "url": to} if link["url"] == href else link for link in field]
    old = f'href="{escape(href)}"'
    if old not in field:
        raise Refused(BY_HAND)
    return field.replace(old, f'href="{escape(to)}"')
