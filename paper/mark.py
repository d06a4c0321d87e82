"""The paper's mark: one or two letters on its colour. Which they are, and under which addresses their pictures are found.

An address holds a hash of what the picture is drawn from, so it can be kept for ever. `images.icon` draws them.
"""

import unicodedata
from dataclasses import astuple, dataclass
from functools import cached_property
from hashlib import blake2b

from django.urls import reverse

import paper
from pagecache import memory

DRAWING = 1  # raise it when marks are to be drawn anew
TOUCH, SMALL, LARGE = 180, 192, 512  # pixels: a phone's home screen; a launcher; machines and splash screens
SIZES = (TOUCH, SMALL, LARGE)
SHARE = 1200, 630  # pixels: what stands for the paper in a shared link
WORDLESS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}  # categories of Unicode


@dataclass(frozen=True)
class Mark:
    """`letters` is plain text, "" where the name has none; the colours are the ground's, "#rrggbb"."""

    letters: str
    light: str
    dark: str
    language: str
    direction: str

    @cached_property
    def digest(self) -> str:
        """12 hexadecimal digits: other letters, another colour, another address."""
        return blake2b(repr((DRAWING, *astuple(self))).encode(errors="backslashreplace"), digest_size=6).hexdigest()

    @property
    def svg_url(self) -> str:
        return reverse("images:icon_svg", args=[self.digest])

    @property
    def touch_url(self) -> str:
        return self.png_url(TOUCH)

    @property
    def share_url(self) -> str:
        return reverse("images:icon_share", args=[self.digest])

    def png_url(self, size: int) -> str:
        """`size` is one of SIZES."""
        return reverse("images:icon", args=[self.digest, size])


def mark() -> Mark:
    """As the settings have it now, from memory."""
    return memory.keep("mark", ["site"], _mark)


def _mark() -> Mark:
    ours = paper.current()
    letters = _visible(ours.icon_letters) or first_letter(ours.name)
    return Mark(letters, ours.accent_light, ours.accent_dark, ours.language, ours.direction)


def first_letter(name: str) -> str:
    """The first letter or digit with its marks, as a name begins; "" where there is none."""
    text = unicodedata.normalize("NFC", name)
    start = next((place for place, character in enumerate(text) if character.isalnum()), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    letter = text[start:end]
    large = letter.upper()
    return large if len(large) == len(letter) else letter  # not SS for ß


def _visible(letters: str) -> str:
    return "".join(character for character in letters if unicodedata.category(character) not in WORDLESS)
