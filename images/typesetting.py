"""Sets words in a place: finds their faces, the largest size that fits, and where the lines break."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from PIL import ImageDraw, features

from images import bidi, faces
from images.faces import Case, Face
from images.lines import INVISIBLE, Widths, jointed, pieces, printed

SHAPES = features.check("raqm")  # else nothing is drawn whose letters change with their neighbours
REFERENCE = 100  # pixels: the size at which words are measured
MOST_LINES = 12
LONGEST = 600  # characters; more would be dust
AIR = 1.06  # lines are at least so far apart, of how high their letters are

MARKS = 3  # kept on one letter
NO_WORDS = {"Cc", "Cs", "Co"}  # categories of Unicode
EMOJI = re.compile("[\u2190-\u2bff]\ufe0f|[\U0001f000-\U0001faff\U000e0020-\U000e007f\ufe0e\ufe0f\u20e3]")
ORDERS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")  # to whoever sets a whole page
SPACE = re.compile(r"[^\S\xa0\u202f]+")  # those two break no line
SHAPED = re.compile(
    "[\u0590-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\ua95f\ua980-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00011fff\U0001e800-\U0001efff]"
)
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


class Place(NamedTuple):
    """Pixels; `start` is from the side where reading begins."""

    start: int
    top: int
    width: int
    height: int
    on_foot: bool = False  # else the words hang from the top


class Look(NamedTuple):
    """Sizes in pixels. Below `small`, more lines than `lines` are better than smaller type; `leading` is in sizes."""

    kind: str
    weight: str
    largest: int
    small: int
    smallest: int
    lines: int
    leading: float


class Run(NamedTuple):
    """What is drawn at once."""

    text: str
    face: Face
    shaping: dict[str, Any]


class Ink(NamedTuple):
    """How far letters reach above and below the line they stand on, in sizes."""

    above: float
    below: float


def cleaned(text: str) -> str:
    """Without what is no word: controls, emoji, marks heaped on one letter, space around and between."""
    text = ORDERS.sub("", EMOJI.sub("", unicodedata.normalize("NFC", SPACE.sub(" ", text))))
    text = "".join(character for character in text if unicodedata.category(character) not in NO_WORDS)
    kept = [cluster[: 1 + MARKS] for cluster in faces.clusters(SPACE.sub(" ", text).strip())]
    words = "".join(cluster for cluster in kept if not faces.joins(cluster[0]))
    return words if INVISIBLE.sub("", words).strip() else ""


@dataclass(frozen=True)
class Hand:
    """Sets lines: from a case, in a language, beginning on one side ("ltr" or "rtl")."""

    case: Case
    language: str
    direction: str

    def can_set(self, text: str) -> bool:
        return bool(SHAPES or not SHAPED.search(text)) and self.case.faces_of(printed(text)) is not None

    def width(self, line: str, size: float = REFERENCE) -> float:
        return sum(run.face.at(size).getlength(run.text, **run.shaping) for run in self._runs(line))

    def ink(self, line: str) -> Ink:
        boxes = [
            run.face.at(REFERENCE).getbbox(run.text, anchor="ls", **run.shaping) for run in self._runs(line)
        ]  # fmt: skip
        return Ink(-min(box[1] for box in boxes) / REFERENCE, max(box[3] for box in boxes) / REFERENCE)

    def draw(self, pen: ImageDraw.ImageDraw, x: float, y: float, line: str, size: float, colour: str) -> None:
        """`x` is the left end, `y` what the letters stand on."""
        for run in self._runs(line):
            font, stroke = run.face.at(size), size / 60 if run.face.thin else 0
            pen.text((x, y), run.text, colour, font, "ls", stroke_width=stroke, **run.shaping)
            x += font.getlength(run.text, **run.shaping)

    def _runs(self, line: str) -> list[Run]:
        """From left to right, each of one face and one direction."""
        levels = bidi.levels(line, self.direction) if SHAPES else [0] * len(line)
        each = zip(line, levels, self.case.faces_of(line) or [], strict=True)
        runs = [(how, "".join(part[0] for part in parts)) for how, parts in groupby(each, lambda part: part[1:])]
        seen = [runs[place] for place in bidi.order([level for (level, _), _ in runs])]
        return [self._run(text, level, face) for (level, face), text in seen]

    def _run(self, text: str, level: int, face: Face) -> Run:
        backwards = bool(level % 2)
        if not (SHAPES and face.shapes):
            return Run(text[::-1].translate(MIRRORED) if backwards else text, face, {})
        return Run(text, face, {"direction": "rtl" if backwards else "ltr", "language": self.language or None})


class Block(NamedTuple):
    """Lines set at a size, in a place."""

    hand: Hand
    lines: list[str]
    size: int
    leading: float
    ink: Ink
    place: Place

    @property
    def widths(self) -> list[float]:
        return [self.hand.width(line, self.size) for line in self.lines]

    @property
    def evenness(self) -> float:
        """How long the shortest line is, of the longest."""
        widths = self.widths
        return min(widths) / max(*widths, 1)

    def fitted(self) -> "Block":
        """A little smaller where letters are wider together than they were one by one."""
        block = self
        while max(block.widths) > self.place.width:
            block = block._replace(size=block.size - 1)
        return block

    def draw(self, pen: ImageDraw.ImageDraw, page_width: int, colour: str) -> None:
        y, step = self._first_line(), round(self.leading * self.size)
        for line in self.lines:
            x: float = self.place.start
            if self.hand.direction == "rtl":
                x = page_width - x - self.hand.width(line, self.size)
            self.hand.draw(pen, x, y, line, self.size, colour)
            y += step

    def _first_line(self) -> int:
        """Where its letters stand."""
        if not self.place.on_foot:
            return self.place.top + round(self.ink.above * self.size)
        last = self.place.top + self.place.height - round(self.ink.below * self.size)
        return last - (len(self.lines) - 1) * round(self.leading * self.size)


def set_in(place: Place, text: str, look: Look, hand: Hand) -> Block | None:
    """`text`, `cleaned` and not empty, as large as it goes; None where no face here draws it.

    Whole words if they fit, else broken ones, else what of them fits, with an ellipsis.
    """
    text = _shorter(text, LONGEST) if len(text) > LONGEST else text
    if not hand.can_set(text):
        return None
    words = pieces(jointed(text, hand.language))
    if found := _largest(words, look, place, hand) or _largest(_broken(words), look, place, hand):
        return found
    shorter = _shorter(text, len(text) * 4 // 5)
    return set_in(place, shorter, look, hand) if len(shorter) < len(text) else None


def _shorter(text: str, length: int) -> str:
    cut = text[:length].rstrip("… ")
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _broken(words: list[str]) -> list[str]:
    return [cluster for word in words for cluster in faces.clusters(word)]


def _largest(words: list[str], look: Look, place: Place, hand: Hand) -> Block | None:
    """None where the words go in only smaller than the smallest."""
    fit = _Fit(words, look, place, hand)
    few = fit.best(range(1, look.lines + 1))
    many = fit.best(range(look.lines + 1, MOST_LINES + 1)) if few is None or few.size < look.small else None
    return max(filter(None, (few, many)), key=lambda block: block.size, default=None)


class _Fit:
    """Words in a place, in so many lines or another number of them."""

    def __init__(self, words: list[str], look: Look, place: Place, hand: Hand):
        self.words, self.look, self.place, self.hand = words, look, place, hand
        self.ink = hand.ink(printed("".join(words)))
        self.leading = max(look.leading, sum(self.ink) * AIR)
        inside = [hand.width(INVISIBLE.sub("", word)) for word in words]
        self.widths = Widths([hand.width(printed(word)) for word in words], inside)

    def best(self, counts: range) -> Block | None:
        """The largest; but lines of like length are worth some of the size."""
        blocks = filter(None, map(self._in_lines, counts))
        return max(blocks, key=lambda block: block.size * block.evenness**0.5, default=None)

    def _in_lines(self, count: int) -> Block | None:
        """None where the type would be too small, or the lines are more than the words."""
        size = self._size(count)
        stops = self.widths.stops(REFERENCE * self.place.width / size, count) if size >= self.look.smallest else ()
        ends = zip((0, *stops), stops, strict=False)
        lines = [printed("".join(self.words[start:stop])) for start, stop in ends]
        return Block(self.hand, lines, size, self.leading, self.ink, self.place).fitted() if lines else None

    def _size(self, count: int) -> int:
        by_width = REFERENCE * self.place.width / max(self.widths.least(count), 1)
        by_height = self.place.height / ((count - 1) * self.leading + sum(self.ink))
        return int(min(self.look.largest, by_width, by_height))
