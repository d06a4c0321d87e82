"""The paper's mark, drawn: in the tab of a browser, on a phone's home screen, and as the logo machines are told of.

Letters that no face here has, or none at all, are a small page of a paper instead: readers are shown no empty boxes.
"""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from PIL import Image, ImageColor, ImageDraw

import paper
from images import faces
from images.typesetting import Block, Hand, Look, Place, cleaned, set_in
from images.views import YEAR
from pagecache.pages import kept, public
from paper.feeds import in_xml
from paper.mark import LARGE, SHARE, SIZES, SMALL, Mark, mark
from paper.models.settings import GROUND_DARK, GROUND_LIGHT

SIDE = 1024  # pixels of the drawing that every size is made from
IN_A_TAB = (16, 32, 48)
DAY = 86_400  # seconds
SHADES = 24  # from the ground to the letters
LETTERS = Look("serif", "bold", largest=2 * SIDE, small=1, smallest=1, lines=1, leading=1.0)
ROOM = Place(start=112, top=208, width=SIDE - 2 * 112, height=SIDE - 2 * 208)
GRID = 32
PAGE = ((6, 6, 26, 13), (6, 16, 15, 18), (6, 20, 15, 22), (6, 24, 15, 26), (17, 16, 26, 26))  # bars, in 32nds of a side
FAMILY = "Charter,'Bitstream Charter',Cambria,'Noto Serif',Georgia,serif"
ON_SHARE = 400  # pixels: how large it stands on what is shared


class Setting(NamedTuple):
    """Letters in the square of SIDE by SIDE: where they begin and what they stand on, in pixels."""

    block: Block
    x: float
    y: float
    width: float


def set_letters(mark: Mark, fonts: str | None) -> Setting | None:
    """In the middle, as large as they go; None where there are none, or no face here draws them."""
    text = cleaned(mark.letters)
    hand = Hand(faces.case(fonts, LETTERS.kind, LETTERS.weight, mark.language), mark.language, mark.direction)
    block = set_in(ROOM, text, LETTERS, hand) if text else None
    if block is None or block.lines != [text]:
        return None
    width = block.widths[0]
    foot = (SIDE + (block.ink.above - block.ink.below) * block.size) / 2
    return Setting(block, (SIDE - width) / 2, foot, width)


@lru_cache(maxsize=4)
def drawing(mark: Mark, fonts: str | None) -> Image.Image:
    """SIDE by SIDE pixels, in the light pages' colours. Not to be changed."""
    image = Image.new("RGB", (SIDE, SIDE), mark.light)
    pen, setting = ImageDraw.Draw(image), set_letters(mark, fonts)
    if setting:
        block = setting.block
        block.hand.draw(pen, setting.x, setting.y, block.lines[0], block.size, GROUND_LIGHT)
    else:
        unit = SIDE // GRID
        for left, top, right, foot in PAGE:
            pen.rectangle((left * unit, top * unit, right * unit - 1, foot * unit - 1), GROUND_LIGHT)
    return image


@lru_cache(maxsize=8)
def png(mark: Mark, size: int, fonts: str | None = None) -> bytes:
    """A square PNG of so many pixels a side."""
    return _png(_sized(mark, size, fonts), mark)


@lru_cache(maxsize=8)
def share_png(mark: Mark, fonts: str | None = None) -> bytes:
    """1200 by 630 pixels: the mark in the middle, which every crop keeps."""
    image = Image.new("RGB", SHARE, GROUND_LIGHT)
    image.paste(_sized(mark, ON_SHARE, fonts), ((SHARE[0] - ON_SHARE) // 2, (SHARE[1] - ON_SHARE) // 2))
    return _png(image, mark)


@lru_cache(maxsize=8)
def ico(mark: Mark, fonts: str | None = None) -> bytes:
    """Of 16, 32 and 48 pixels."""
    *smaller, largest = (_sized(mark, size, fonts) for size in IN_A_TAB)
    file = BytesIO()
    largest.save(file, "ICO", sizes=[(size, size) for size in IN_A_TAB], append_images=smaller)
    return file.getvalue()


def svg(mark: Mark, fonts: str | None = None) -> str:
    """In the reader's own serif, and in the colours of dark pages where the reader's screen is dark."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}"><style>{_style(mark)}</style>'
        f'<path class="g" d="M0 0h{GRID}v{GRID}H0z"/>{_letters(mark, fonts)}</svg>\n'
    )


def _sized(mark: Mark, size: int, fonts: str | None) -> Image.Image:
    return drawing(mark, fonts).resize((size, size), Image.Resampling.LANCZOS)


def _png(image: Image.Image, mark: Mark) -> bytes:
    """With a palette of the ground as it turns into the letters, which is all there is."""
    ends = list(zip(ImageColor.getrgb(mark.light), ImageColor.getrgb(GROUND_LIGHT), strict=True))
    shades = [[round(a + (b - a) * step / (SHADES - 1)) for a, b in ends] for step in range(SHADES)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for shade in shades for value in shade])
    file = BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _style(mark: Mark) -> str:
    dark = f"@media(prefers-color-scheme:dark){{.g{{fill:{mark.dark}}}.l{{fill:{GROUND_DARK}}}}}"
    return f".g{{fill:{mark.light}}}.l{{fill:{GROUND_LIGHT}}}{dark}"


def _letters(mark: Mark, fonts: str | None) -> str:
    text, setting = in_xml(cleaned(mark.letters)), set_letters(mark, fonts)
    if not text:
        bars = "".join(f"M{left} {top}H{right}V{foot}H{left}z" for left, top, right, foot in PAGE)
        return f'<path class="l" d="{bars}"/>'
    unit = SIDE / GRID
    size, foot = (
        (setting.block.size / unit, setting.y / unit) if setting else (16.0, 21.5)
    )  # whatever faces they have there
    room = f' textLength="{setting.width / unit:.2f}" lengthAdjust="spacingAndGlyphs"' if setting else ""
    return (
        f'<text class="l" x="{GRID // 2}" y="{foot:.2f}" text-anchor="middle" font-size="{size:.2f}" font-weight="700" '
        f'font-family="{FAMILY}" lang="{escape(mark.language)}"{room}>{escape(text)}</text>'
    )


# What answers


@require_safe
def icon(request: HttpRequest, digest: str, size: str) -> HttpResponseBase:
    now = _now(digest)
    if int(size) not in SIZES:
        raise Http404("No such size.")
    return _sent(request, png(now, int(size), settings.SHARE_FONTS), "image/png", f"{digest}-{size}")


@require_safe
def icon_share(request: HttpRequest, digest: str) -> HttpResponseBase:
    return _sent(request, share_png(_now(digest), settings.SHARE_FONTS), "image/png", f"{digest}-share")


@require_safe
def icon_svg(request: HttpRequest, digest: str) -> HttpResponseBase:
    now = _now(digest)
    response = HttpResponse(svg(now, settings.SHARE_FONTS), content_type="image/svg+xml")
    style = b64encode(sha256(_style(now).encode()).digest()).decode()
    return _for_everybody(response, YEAR, f"default-src 'none'; style-src 'sha256-{style}'; sandbox")


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """For what asks for it unasked: under one address for ever, so kept for a day."""
    now = mark()
    return _sent(request, ico(now, settings.SHARE_FONTS), "image/x-icon", f"{now.digest}-ico", DAY)


@require_safe
def touch_icon(request: HttpRequest) -> HttpResponseBase:
    now = mark()
    return _sent(request, png(now, SIZES[0], settings.SHARE_FONTS), "image/png", f"{now.digest}-touch", DAY)


@kept()
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone that puts the paper on its home screen is told."""
    ours, now = paper.current(), mark()
    icons = [
        (now.png_url(SMALL), SMALL, "any"),
        (now.png_url(LARGE), LARGE, "any"),
        (now.png_url(LARGE), LARGE, "maskable"),
    ]
    said = {
        "name": ours.name,
        "short_name": ours.name,
        "description": ours.tagline,
        "lang": ours.language,
        "dir": ours.direction,
        "id": "/",
        "start_url": "/",
        "display": "browser",
        "background_color": GROUND_LIGHT,
        "theme_color": GROUND_LIGHT,
        "icons": [
            {"src": url, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for url, size, purpose in icons
        ],
    }
    response = JsonResponse({name: value for name, value in said.items() if value})
    response.headers["Content-Type"] = "application/manifest+json"
    return public(response, ["site"], at=timezone.now())


def _now(digest: str) -> Mark:
    """Raises Http404 for the address of a mark that the paper had before."""
    now = mark()
    if digest != now.digest:
        raise Http404("No such icon.")
    return now


def _sent(request: HttpRequest, data: bytes, content_type: str, name: str, seconds: int = YEAR) -> HttpResponseBase:
    """`name` is made of what the picture is drawn from: that is its ETag."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["ETag"] = f'"{name}"'
    _for_everybody(response, seconds, "default-src 'none'; sandbox")
    return get_conditional_response(request, response["ETag"], None, response) or response


def _for_everybody(response: HttpResponse, seconds: int, policy: str) -> HttpResponse:
    """Other sites show it beside the paper's name."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}{', immutable' if seconds == YEAR else ''}"
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
