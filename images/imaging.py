"""Pictures as pixels: what each place shows of one, in which sizes, and the making of them. Knows no models."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256 as digest
from io import BytesIO
from threading import Lock
from typing import IO, Any, NamedTuple

from PIL import ExifTags, Image, ImageCms
from PIL.Image import Transpose

PIPELINE = 1  # goes up when the same picture would be rendered otherwise: all addresses change then

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")  # all that Pillow may ever try to read here; "JPEG" gives MPO too
DEPTHS = frozenset(
    {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "I;16", "I;16B", "I;16L"}
)
UPRIGHT = {  # by EXIF's number for how the camera was held
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
ON_ITS_SIDE = 5  # from this number on, width and height change places
HOW: dict[str, dict[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 57, "speed": 8},
    "jpeg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}

one_at_a_time = Lock()  # in a process: a large picture takes hundreds of megabytes while it is decoded

Size = tuple[int, int]  # width, height
Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels of the upright picture
Part = tuple[float, float, float, float]  # the same on an image that may have been opened smaller


class Shape(NamedTuple):
    """What a kind of place shows: its ratio (width by height; None: the whole picture), and the widths made in each format."""

    name: str
    ratio: float | None
    avif: tuple[int, ...]
    jpeg: tuple[int, ...]


SHAPES = {
    shape.name: shape
    for shape in (
        Shape("whole", None, (320, 480, 640, 800, 960, 1280, 1920), (640, 1280)),
        Shape("lead", 3 / 2, (320, 480, 640, 800, 960, 1280, 1920), (640, 1280)),
        Shape("square", 1.0, (80, 160, 320, 480), (160, 320)),
        Shape("share", 1200 / 630, (), (1200,)),
    )
}


# What is shown --------------------------------------------------------------------------------------------


def crop_box(
    width: int,
    height: int,
    shape: Shape,
    focus: tuple[float, float] = (0.5, 0.5),
    by_hand: tuple[float, float, float, float] | None = None,
) -> Box:
    """The largest part of the shape's ratio around the focus, or the largest within what was drawn by hand.

    The focus and a crop by hand (x, y, width, height) are fractions of the picture; what of them lies outside is moved in.
    """
    if by_hand is None:
        size = _fitted(width, height, shape.ratio)
        return _placed(size, (width, height), (focus[0] * width, focus[1] * height))
    x, y, wide, high = by_hand
    size = _fitted(_within(wide, 1.0) * width, _within(high, 1.0) * height, shape.ratio)
    return _placed(size, (width, height), ((x + wide / 2) * width, (y + high / 2) * height))


def sizes(box: Box, shape: Shape, kind: str) -> list[Size]:
    """The sizes made of a box in "avif" or "jpeg", the smallest first. None is larger than the box.

    A box narrower than the largest is also made as wide as it is.
    """
    wide, high = box[2] - box[0], box[3] - box[1]
    steps = {"avif": shape.avif, "jpeg": shape.jpeg}[kind]
    widths = [step for step in steps if step <= wide]
    if steps and wide < steps[-1] and wide not in widths:
        widths.append(wide)
    ratio = shape.ratio or wide / high
    return [(width, min(high, max(1, round(width / ratio)))) for width in widths]


def recipe(sha256: str, shape: Shape, box: Box) -> str:
    """12 hex digits for the addresses of what is made of a file in this way: never the same for anything else."""
    return digest(f"{PIPELINE} {sha256} {shape.name} {box}".encode()).hexdigest()[:12]


def _fitted(width: float, height: float, ratio: float | None) -> Size:
    """The largest whole size of that ratio, at least a pixel."""
    wide, high = max(1, int(width + 1e-6)), max(1, int(height + 1e-6))
    if ratio is None:
        return wide, high
    if wide > high * ratio:
        return min(wide, max(1, round(high * ratio))), high
    return wide, min(high, max(1, round(wide / ratio)))


def _placed(size: Size, within: Size, centre: tuple[float, float]) -> Box:
    left, top = (
        round(_within(middle - length / 2, whole - length))
        for middle, length, whole in zip(centre, size, within, strict=True)
    )
    return left, top, left + size[0], top + size[1]


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most)


# From a file to pixels ------------------------------------------------------------------------------------


@contextmanager
def quiet() -> Iterator[None]:
    """Without Pillow's warnings. Threads that meet here leave at worst this one filter behind, never another."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL(\.|$)")
        yield


def orientation(image: Image.Image) -> int:
    """EXIF's number, 1 to 8, for how the picture lies in the file; 1 where that is unknown or cannot be read."""
    try:
        found = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # whatever broken EXIF does to whoever reads it
        return 1
    return found if found in UPRIGHT else 1


def open_upright(file: IO[bytes], needed: Size | None = None) -> Image.Image:
    """The picture in a file that was taken in: RGB in sRGB, upright, on white, with no metadata.

    With `needed` it may come smaller than it is, but no smaller than that (where it is not so itself): less memory.
    Raises OSError where the file cannot be read.
    """
    data = BytesIO(file.read())  # before others have to wait
    with quiet(), one_at_a_time, Image.open(data, formats=FORMATS) as image:
        draft(image, needed)
        image.load()
        turn, profile = orientation(image), image.info.get("icc_profile")
        small = _reduced(_plain(image), _lying(needed, turn))
    upright = _in_srgb(_on_white(small), profile)
    if turn in UPRIGHT:
        upright = upright.transpose(UPRIGHT[turn])
    upright.info = {}
    return upright


def draft(image: Image.Image, needed: Size | None) -> None:
    """Have a JPEG decoded at a half, a quarter or an eighth, where that is enough: as good as shrinking it, and cheaper."""
    if needed and image.format in ("JPEG", "MPO"):
        image.draft(None, _lying(needed, orientation(image)))


def _lying(size: Size | None, turn: int) -> Size | None:
    """A size of the upright picture as it lies in the file."""
    if size is None:
        return None
    width, height = max(1, size[0]), max(1, size[1])
    return (height, width) if turn >= ON_ITS_SIDE else (width, height)


def _plain(image: Image.Image) -> Image.Image:
    """In 8 bits, without a palette: L, LA, RGB, RGBA or CMYK."""
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "CMYK" or (image.mode in ("L", "LA", "RGB", "RGBA") and "transparency" not in image.info):
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _reduced(image: Image.Image, needed: Size | None) -> Image.Image:
    """By a whole number, to half as much again as needed or more: so the fine resampling has something to work on."""
    if needed is None:
        return image
    factor = int(min(image.width / needed[0], image.height / needed[1]) / 1.5)
    return image.reduce(factor) if factor > 1 else image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("LA", "RGBA"):
        return image
    ground = Image.new(image.mode[:-1], image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A copy in sRGB. A profile that is broken, or of another kind than the picture, is passed over."""
    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            made = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            made = None
        if made is not None:
            return made
    return image.convert("RGB")


# From pixels to a file ------------------------------------------------------------------------------------


def encode(image: Image.Image, box: Part, size: Size, kind: str) -> bytes:
    """A rendition of the box (in pixels of this very image) in "avif" or "jpeg": pixels alone, nothing said about them."""
    left, top, right, bottom = box
    inside = max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height)
    small = image.resize(size, Image.Resampling.LANCZOS, box=inside, reducing_gap=3.0)
    small.info = {}
    made = BytesIO()
    small.save(made, **HOW[kind])
    return made.getvalue()
