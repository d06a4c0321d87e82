"""How the paper spells its addresses: letters of any script in NFC, lower case, hyphens between words."""

import unicodedata

from django.conf import settings

LONGEST = 69  # characters in a slug
_INVISIBLE = ("Cc", "Cf", "Cs")  # control and format characters, halves of pairs
_DROPPED = "'’‘ʼ＇`´"  # apostrophes: Syria’s → syrias


def make_slug(text: str, otherwise: str) -> str:
    """A slug of `text`, cut at a word under 70 characters; `otherwise` where the text has no letter or digit.

    Marks that belong to letters (vowel signs, tone marks) are kept, which Django's slugify drops.
    """
    kept = "".join(c if _in_word(c) else "" if c in _DROPPED else " " for c in canonical(text))
    return _cut(kept.split()) or otherwise


def canonical(text: str) -> str:
    """The one form of an address: NFC, lower case, without invisible characters. Other forms of the same letters lead to it."""
    visible = "".join(c for c in text if unicodedata.category(c) not in _INVISIBLE)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", visible).lower())


def absolute(path: str) -> str:
    """The whole address of a page of this paper, where no request tells it: in mails, and when other sites are asked."""
    return f"{settings.SITE_URL}{path}"


def numbered(slug: str, number: int) -> str:
    """The slug with -2, -3, … behind it, still within the length."""
    if number == 1:
        return slug
    ending = f"-{number}"
    return slug[: LONGEST - len(ending)].rstrip("-") + ending


def _in_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _cut(words: list[str]) -> str:
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return slug
