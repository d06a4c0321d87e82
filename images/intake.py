"""What somebody sends: made sure to be a picture, or refused with a sentence that says what to do.

Everything is decided by the contents, nothing by a file's name or what a browser calls it. What follows a picture in its
file (an archive, a page) is no reason to refuse: nobody is ever sent the file as it came, only what is made of its pixels.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from images.described import Described, clean, describe
from images.foreign import guess
from images.imaging import DEPTHS, FORMATS, ON_ITS_SIDE, draft, one_at_a_time, orientation, quiet

MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS = {"jpeg": 64_000_000}
MOST_UNPACKED = 40_000_000  # pixels in all other formats: those are decoded whole, at up to 17 bytes each
LONGEST_SIDE = 30_000  # pixels; browsers show no AVIF beyond 32,768
SHORTEST_SIDE = 160  # pixels: an author's portrait at 80 on a fine screen, the smallest place there is
MOST_SCANS = 50  # of a JPEG: in each the decoder goes through the whole picture, and a dozen is usual
LOST = 512  # zero bytes at the end of a JPEG: what a copy leaves that was broken off

MARKER = re.compile(
    rb"\xff([^\x00\x01\xd0-\xd8\xff])", re.DOTALL
)  # of a JPEG: what stands alone or is pixels is passed over
END, SCAN = b"\xd9", b"\xda"
NAMES = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "TIFF": "tiff"}
NEW_SUBFILE_TYPE, TILE_WIDTH, TILE_LENGTH, DNG_VERSION = 254, 322, 323, 50706

DAMAGED = "{} is damaged or incomplete. Copy it again from where it came from, and send that."
ANIMATED = "{} moves, and only still pictures are taken. Save one of its frames as JPEG or PNG and send that."
DEEP = "{} holds its colours in a way that is not taken. Save it as JPEG, or as PNG in RGB, and send that."
RAW = "{} is a camera’s raw file. Develop it, save it as JPEG and send that."


class Rejected(ValueError):
    """Not taken in. The message is a sentence for the person who sent it; it names the file."""


@dataclass(frozen=True)
class Intake:
    """A picture that may be kept. Width and height are those of the upright picture, in pixels.

    `format` is "jpeg", "png", "webp", "avif" or "tiff", whatever the name ends in; `sha256` is in hex; `name` is for display.
    """

    data: bytes
    sha256: str
    format: str
    width: int
    height: int
    name: str
    described: Described


def take_in(upload: UploadedFile) -> Intake:
    """The picture in an upload, read as a whole and once. Raises Rejected."""
    name = display_name(upload.name or "")
    quoted = _quoted(name)
    if (upload.size or 0) > MOST_BYTES:
        raise Rejected(_too_heavy(quoted, upload.size or 0))
    data = upload.read()
    if not data:
        raise Rejected(f"{quoted} is empty: nothing of it has arrived. Send it again from where it is kept.")
    with quiet(), _refusing(quoted, data), Image.open(BytesIO(data), formats=FORMATS) as image:
        _check_header(image, data, quoted)
        width, height = _check_pixels(image)
        return Intake(data, sha256(data).hexdigest(), NAMES[image.format or ""], width, height, name, describe(image))


def display_name(name: str) -> str:
    """A file's name without folders, in any script, without what cannot be seen or turns its neighbours round."""
    last = clean(re.split(r"[/\\]", name)[-1], 1000)
    if len(last) <= 120:
        return last.strip() or "picture"
    stem, dot, ending = last.rpartition(".")
    return f"{stem[:100].rstrip()}…{dot}{ending[:15]}" if stem else f"{last[:119]}…"


def _quoted(name: str) -> str:
    """Between quotation marks, and isolated where it would turn the sentence round."""
    turns = any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in name)
    return f"“\u2068{name}\u2069”" if turns else f"“{name}”"


# What is refused ------------------------------------------------------------------------------------------


@contextmanager
def _refusing(quoted: str, data: bytes) -> Iterator[None]:
    """Whatever goes wrong while a file is read, as the sentence for it."""
    try:
        yield
    except Rejected:
        raise
    except UnidentifiedImageError as error:
        raise Rejected((guess(data) or DAMAGED).format(quoted)) from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise Rejected(f"{quoted} is far too large to be opened. Save it smaller and send that.") from error
    except Exception as error:  # a decoder says what it likes about a file that is broken, or meant to break it
        raise Rejected(DAMAGED.format(quoted)) from error


def _check_header(image: Image.Image, data: bytes, quoted: str) -> None:
    """What can be told before a single pixel is decoded. Raises Rejected."""
    _check_size(image, quoted)
    if image.format not in ("MPO", "TIFF") and getattr(image, "is_animated", False):
        raise Rejected(ANIMATED.format(quoted))
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        _check_tiff(image, data, quoted)
    if image.mode not in DEPTHS:
        raise Rejected(DEEP.format(quoted))
    if image.format in ("JPEG", "MPO") and (_is_cut_off(data, image.size) or _has_too_many_scans(data)):
        raise Rejected(DAMAGED.format(quoted))


def _check_size(image: Image.Image, quoted: str) -> None:
    width, height = image.size
    most = MOST_PIXELS.get(NAMES[image.format or ""], MOST_UNPACKED)
    if width * height > most or max(width, height) > LONGEST_SIDE:
        raise Rejected(
            f"{quoted} is {width:,} × {height:,} pixels. At most {most // 1_000_000} million in all are taken, and "
            f"{LONGEST_SIDE:,} on a side. Save it smaller, as JPEG, and send that."
        )
    if min(width, height) < SHORTEST_SIDE:
        raise Rejected(
            f"{quoted} is {width:,} × {height:,} pixels, too small for any place in the paper. Send a larger one: at "
            f"least {SHORTEST_SIDE} on each side."
        )


def _check_tiff(image: TiffImagePlugin.TiffImageFile, data: bytes, quoted: str) -> None:
    """Raw files are TIFFs whose first picture is but a preview; and tiles have their own way of being too large."""
    tags = image.tag_v2
    if DNG_VERSION in tags or tags.get(NEW_SUBFILE_TYPE, 0) & 1 or data[8:10] == b"CR":
        raise Rejected(RAW.format(quoted))
    if tags.get(TILE_WIDTH, 0) * tags.get(TILE_LENGTH, 0) > MOST_UNPACKED:
        raise Rejected(DAMAGED.format(quoted))


def _is_cut_off(data: bytes, size: tuple[int, int]) -> bool:
    """Whether a JPEG has its length and not its end, or fewer bytes than it must: a bit for each 8 × 8 pixels.

    The decoder does not mind: it paints the rest grey.
    """
    there = data.rstrip(b"\0")
    is_lost = len(data) - len(there) >= LOST and not there.endswith(b"\xff" + END)
    return is_lost or len(there) * 8 * 64 < size[0] * size[1]


def _has_too_many_scans(data: bytes) -> bool:
    """Of its first picture: others may follow, and videos."""
    scans, place = 0, 2
    while scans <= MOST_SCANS and (found := MARKER.search(data, place)) and found[1] != END:
        scans += found[1] == SCAN
        place = found.end() + int.from_bytes(data[found.end() : found.end() + 2])
    return scans > MOST_SCANS


def _check_pixels(image: Image.Image) -> tuple[int, int]:
    """Decode all of it, a JPEG at an eighth; its upright size. Raises what the decoder raises."""
    width, height = image.size
    draft(image, (1, 1))
    with one_at_a_time:
        image.load()
    if image.format == "TIFF":  # Pillow has turned it already
        width, height = image.size
    return (height, width) if orientation(image) >= ON_ITS_SIDE else (width, height)


def _too_heavy(quoted: str, size: int) -> str:
    most, million = MOST_BYTES // 1024**2, 1024**2
    return (
        f"{quoted} has {size / million:,.0f} MB. At most {most} are taken: save it as JPEG, or smaller, and send that."
    )
