"""Which typefaces this machine has, and which of them draws a text: the project carries none of its own.

The usual folders are looked through once per process. Pillow's own face comes last: it is always there, and draws
English without accents. What no face here draws is never drawn: readers are shown no empty boxes.
"""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)
SERIF = (
    "Charter", "Bitstream Charter", "Source Serif 4", "Source Serif Pro", "Noto Serif", "Georgia", "Liberation Serif",
    "C059", "TeX Gyre Schola", "DejaVu Serif", "Times New Roman", "FreeSerif",
)  # fmt: skip
SANS = (
    "Source Sans 3", "Source Sans Pro", "Noto Sans", "Helvetica Neue", "Liberation Sans", "Nimbus Sans", "DejaVu Sans",
    "Arial", "FreeSans",
)  # fmt: skip
ARABIC = ("Noto Naskh Arabic", "Geeza Pro")
CHINESE_SERIF = ("Noto Serif CJK", "Source Han Serif", "Songti", "Hiragino Mincho ProN", "AppleMyungjo")
CHINESE_SANS = (
    "Noto Sans CJK", "Source Han Sans", "PingFang", "Hiragino Sans", "Apple SD Gothic Neo", "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)  # fmt: skip
ORDER = {
    "serif": (*SERIF, *ARABIC, *CHINESE_SERIF, *CHINESE_SANS),
    "sans": (*SANS, *ARABIC, *CHINESE_SANS, *CHINESE_SERIF),
}
FAMILIES = {"serif": ("Noto Serif ", "Noto Sans "), "sans": ("Noto Sans ", "Noto Serif ")}  # one for each script
LAST = ("DejaVu Sans", "Arial Unicode MS")  # many scripts, none of them finely

WEIGHTS = {  # by what the styles of upright faces are called
    **dict.fromkeys(("Bold", "Semibold", "SemiBold", "W6"), "bold"),
    **dict.fromkeys(("Regular", "Book", "Roman", "Normal", "W3", ""), "regular"),
}
REGIONS = {"ja": "JP", "ko": "KR", "zh-hant": "TC", "zh-tw": "TC", "zh-hk": "TC"}  # whose signs are drawn their way
JOINERS = {"\u200c", "\u200d"}
NOWHERE = "\U0010fffd"  # of private use: what a face shows for it, it shows for all it lacks


@dataclass(frozen=True)
class Face:
    """A face in a file; `path` "" is Pillow's own. `thin`: bold was asked for, and the family has none."""

    path: str = ""
    index: int = 0
    variation: str = ""
    thin: bool = False

    @property
    def shapes(self) -> bool:
        """Whether letters are shaped by their neighbours: Pillow sets its own face sign by sign."""
        return bool(self.path)

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        return _opened(self.path, self.index, self.variation, size)

    def draws(self, text: str) -> bool:
        """Whether it has every character of `text`."""
        return all(_has(self.path, self.index, character) for character in text)


class Case:
    """The faces for one purpose, the best first."""

    def __init__(self, faces: tuple[Face, ...]):
        self.faces = faces
        self._known: dict[str, Face | None] = {}

    def faces_of(self, text: str) -> list[Face] | None:
        """A face for each character; None where one has none. Spaces and marks stay with the letters before them."""
        found: list[Face] = []
        for cluster in clusters(text):
            near = found[-1] if found and not cluster[0].isalpha() else None
            face = near if near and near.draws(_shown(cluster)) else self._face_of(_shown(cluster))
            if face is None:
                return None
            found += [face] * len(cluster)
        return found

    def _face_of(self, cluster: str) -> Face | None:
        if cluster not in self._known:
            self._known[cluster] = next((face for face in self.faces if face.draws(cluster)), None)
        return self._known[cluster]


@lru_cache(maxsize=32)
def case(folder: str | None, kind: str, weight: str, language: str) -> Case:
    """`kind` is "serif" or "sans", `weight` "bold" or "regular"; `folder` the one place to look, None the usual ones."""
    families, region = _families(folder), _region(language)
    ranks = {name: rank for name in families if (rank := _rank(name.removesuffix(f" {region}"), kind)) is not None}
    names = sorted(ranks, key=lambda name: (ranks[name], name))
    return Case((*(_in_weight(families[name], weight) for name in names), Face(thin=weight == "bold")))


def _rank(family: str, kind: str) -> int | None:
    order = ORDER[kind]
    if family in order:
        return order.index(family)
    if family.startswith(FAMILIES[kind]):
        return len(order) + (not family.startswith(FAMILIES[kind][0]))
    return len(order) + 2 + LAST.index(family) if family in LAST else None


def _region(language: str) -> str:
    tag = language.lower()
    return next((region for start, region in REGIONS.items() if tag.startswith(start)), "SC")


def _in_weight(family: dict[str, Face], weight: str) -> Face:
    return family.get(weight) or replace(*family.values(), thin=weight == "bold")


def clusters(text: str) -> list[str]:
    """What stands together: a letter with its marks and joiners."""
    found: list[str] = []
    for character in text:
        if found and (joins(character) or found[-1][-1] == "\u200d"):
            found[-1] += character
        else:
            found.append(character)
    return found


def joins(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character).startswith("M")


def _shown(cluster: str) -> str:
    return "".join(character for character in cluster if character not in JOINERS)


# What the machine has


@cache
def _families(folder: str | None) -> dict[str, dict[str, Face]]:
    """{family: {weight: face}}, of upright faces alone."""
    found: dict[str, dict[str, Face]] = {}
    for path in _files((folder,) if folder else FOLDERS):
        for family, style, face in _faces_in(path):
            if style in WEIGHTS:
                found.setdefault(family, {}).setdefault(WEIGHTS[style], face)
    return found


def _files(folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for here, below, names in os.walk(Path(folder).expanduser()):
            below.sort()
            yield from (Path(here, name) for name in sorted(names) if name.lower().endswith((".ttf", ".otf", ".ttc")))


def _faces_in(path: Path) -> Iterator[tuple[str, str, Face]]:
    """(family, style, face) of each in a file; nothing of a broken one."""
    for index in range(64 if path.suffix.lower() == ".ttc" else 1):
        try:
            font = ImageFont.truetype(path, 20, index)
        except OSError:
            return
        family, style = font.getname()
        for variation in _variations(font):
            yield family or "", variation, Face(str(path), index, variation)
        yield family or "", style or "", Face(str(path), index)


def _variations(font: ImageFont.FreeTypeFont) -> list[str]:
    """The named styles of a variable font, bold before what is nearly so; nothing of others."""
    try:
        return sorted((name.decode(errors="replace") for name in font.get_variation_names()), key="Bold".__ne__)
    except (OSError, NotImplementedError):
        return []


@lru_cache(maxsize=256)
def _opened(path: str, index: int, variation: str, size: float) -> ImageFont.FreeTypeFont:
    if not path:
        return ImageFont.load_default(size)  # type: ignore[return-value]
    font = ImageFont.truetype(path, size, index)
    if variation:
        font.set_variation_by_name(variation)
    return font


# What a face has


@lru_cache(maxsize=100_000)
def _has(path: str, index: int, character: str) -> bool:
    try:
        glyph, lacking = _glyph(path, index, character), _lacking(path, index)
    except (OSError, UnicodeError):
        return False
    return glyph != lacking and (any(glyph[1]) or character.isspace())


@lru_cache(maxsize=1024)
def _lacking(path: str, index: int) -> tuple[tuple[int, int], bytes]:
    return _glyph(path, index, NOWHERE)


def _glyph(path: str, index: int, character: str) -> tuple[tuple[int, int], bytes]:
    """How it looks by itself: (width, height) and the pixels."""
    mask = _plain(path, index).getmask(character)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1024)
def _plain(path: str, index: int) -> ImageFont.FreeTypeFont:
    """Signs as the file has them, one by one."""
    if not path:
        return ImageFont.load_default(24)  # type: ignore[return-value]
    return ImageFont.truetype(path, 24, index, layout_engine=ImageFont.Layout.BASIC)
