"""The share card: what is shown of a story without a picture where its address is shared. 1200 by 630 pixels.

A page of the paper: the wordmark over a rule, the headline as large as it goes, label and byline in a narrow column
beside it. The headline begins inside the middle square, which is all that some places show.

Pure drawing: the words come in, a PNG goes out. The same words and faces give the same bytes.
"""

import hashlib
from dataclasses import astuple, dataclass
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw

from images import faces
from images.typesetting import Block, Hand, Look, Place, cleaned, set_in

PIPELINE = 1  # raise it when cards are to be drawn anew
SIZE = WIDTH, HEIGHT = 1200, 630  # pixels
MARGIN = 72

GROUND, INK, SOFT, HAIRLINE = "#fdfcf9", "#17191c", "#50565d", "#d8d5cd"
ACCENT, OPINION = "#0b5a4d", "#8f3a12"
SHADES = 24  # of each, from the ground to the ink

# A narrow column beside a wide one, which begins inside the middle square (285 to 915)
NARROW, WIDE = (MARGIN, 192), (304, 824)  # start and width
TOP, FOOT = 170, 558
WORDMARK = Place(WIDE[0], 42, WIDE[1], 66, on_foot=True)
RULE = Place(MARGIN, 126, WIDTH - 2 * MARGIN, 2)
FLAG = Place(MARGIN, 118, NARROW[1], 10)
GUTTER = Place(283, TOP, 2, FOOT - TOP)
LABEL = Place(NARROW[0], TOP, NARROW[1], 170)
BYLINE = Place(NARROW[0], 360, NARROW[1], FOOT - 360, on_foot=True)
HEADLINE = Place(WIDE[0], TOP, WIDE[1], FOOT - TOP)

NAME = Look("serif", "bold", largest=46, small=30, smallest=16, lines=1, leading=1.1)
STRONG = Look("sans", "bold", largest=30, small=20, smallest=17, lines=4, leading=1.25)
QUIET = Look("sans", "regular", largest=26, small=20, smallest=17, lines=5, leading=1.3)
NEWS = Look("serif", "bold", largest=168, small=56, smallest=28, lines=5, leading=1.08)
VIEW = NEWS._replace(weight="regular")


class Part(NamedTuple):
    text: str
    look: Look
    place: Place
    colour: str


@dataclass(frozen=True)
class ShareCard:
    """All words are plain text. `voice` is "opinion" or ""; `direction` "ltr" or "rtl"; `accent` the paper's, "#rrggbb"."""

    paper_name: str
    headline: str
    label: str = ""
    byline: str = ""
    language: str = "en"
    direction: str = "ltr"
    voice: str = ""
    accent: str = ACCENT

    @property
    def is_opinion(self) -> bool:
        return self.voice == "opinion"

    @property
    def colour(self) -> str:
        return OPINION if self.is_opinion else self.accent


def recipe(card: ShareCard) -> str:
    """12 hexadecimal digits: other words, another look, another address."""
    return hashlib.sha256(repr((PIPELINE, *astuple(card))).encode(errors="backslashreplace")).hexdigest()[:12]


def draw(card: ShareCard, fonts: str | None = None) -> bytes | None:
    """A PNG of 1200 by 630 pixels; None where no face here draws some of the words, or there is no headline.

    `fonts` is the one folder in which to look for faces; None means the usual ones of this machine.
    """
    parts = _parts(card)
    blocks = [_block(part, card, fonts) for part in parts]
    if not cleaned(card.headline) or None in blocks:
        return None
    image = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(image)
    for place, colour in ((RULE, INK), (FLAG, card.colour), (GUTTER, HAIRLINE)):
        _bar(pen, place, colour, card.direction)
    for block, part in zip(filter(None, blocks), parts, strict=True):
        block.draw(pen, WIDTH, part.colour)
    return _png(image, card)


def _parts(card: ShareCard) -> list[Part]:
    """Those that say something."""
    parts = (
        Part(card.paper_name, NAME, WORDMARK, INK),
        Part(card.label, STRONG, LABEL, card.colour),
        Part(card.headline, VIEW if card.is_opinion else NEWS, HEADLINE, INK),
        Part(card.byline, STRONG if card.is_opinion else QUIET, BYLINE, card.colour if card.is_opinion else SOFT),
    )
    return [part for part in parts if cleaned(part.text)]


def _block(part: Part, card: ShareCard, fonts: str | None) -> Block | None:
    case = faces.case(fonts, part.look.kind, part.look.weight, card.language)
    return set_in(part.place, cleaned(part.text), part.look, Hand(case, card.language, card.direction))


def _bar(pen: ImageDraw.ImageDraw, place: Place, colour: str, direction: str) -> None:
    left = WIDTH - place.start - place.width if direction == "rtl" else place.start
    pen.rectangle((left, place.top, left + place.width - 1, place.top + place.height - 1), colour)


def _png(image: Image.Image, card: ShareCard) -> bytes:
    """With a palette of the inks as they fade into the ground, which is all there is on a card: smaller than a JPEG."""
    colours = [shade for ink in (INK, SOFT, card.colour) for shade in _shades(ink)] + [ImageColor.getrgb(HAIRLINE)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in colours for value in colour])
    file = BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _shades(ink: str) -> list[tuple[int, ...]]:
    ends = list(zip(ImageColor.getrgb(GROUND), ImageColor.getrgb(ink), strict=True))
    return [tuple(round(a + (b - a) * step / (SHADES - 1)) for a, b in ends) for step in range(SHADES)]
