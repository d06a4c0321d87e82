"""What a file is that is no picture we take, told by how it begins; and what whoever sent it can do."""

import re

HEIC = "{} is in HEIC, which browsers do not show. On an iPhone choose Settings, Camera, Formats, Most Compatible for the next ones; this one you can open in Photos or Preview and export as JPEG."
GIF = "{} is a GIF, and those are not taken. Save it as PNG or JPEG (of one that moves, a single frame) and send that."
SVG = "{} is an SVG drawing, and those are not taken. Export it as PNG, at least 1,920 pixels wide, and send that."
WEB_PAGE = "{} is a web page, not a picture. Open the page, save the picture itself and send that."
PDF = "{} is a PDF. Export the picture in it as JPEG and send that."
ARCHIVE = "{} is an archive or a document, not a picture. Take the pictures out of it and send those."
VIDEO = "{} is a video. Save one of its frames as JPEG and send that."
OTHER = "{} is a picture in a format that is not taken. Save it as JPEG, PNG, WebP, AVIF or TIFF and send that."
UNKNOWN = "{} is no picture that can be read. Save it as JPEG, PNG, WebP, AVIF or TIFF and send that."

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", GIF),
    (b"PK\x03\x04", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"\xd0\xcf\x11\xe0", ARCHIVE),  # documents of older office programs
    (b"BM", OTHER),
    (b"8BPS", OTHER),  # Photoshop
    (b"\x00\x00\x01\x00", OTHER),  # icons
    (b"\x00\x00\x00\x0cjP", OTHER),  # JPEG 2000
    (b"\xff\x4f\xff\x51", OTHER),
    (b"\x00\x00\x00\x0cJXL", OTHER),
    (b"\xff\x0a", OTHER),
    (b"%!PS", OTHER),
    (b"\xc5\xd0\xd3\xc6", OTHER),  # EPS with a preview
    (b"\x1aE\xdf\xa3", VIDEO),
)
TAKEN = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
AVIF_BRANDS = {b"avif", b"avis"}
MARKUP = re.compile(rb"\s*<(!doctype|\?xml|!--|[a-z])", re.IGNORECASE)
HEAD = 4096  # bytes that are looked at


def guess(data: bytes) -> str | None:
    """The sentence for it, with {} where the file is named. None if it begins like a picture that is taken: then it is broken."""
    head = data[:HEAD]
    if head.startswith(TAKEN) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return None
    if head[4:8] == b"ftyp":
        return _of_boxes(head)
    if head.startswith(b"RIFF"):
        return VIDEO
    if b"%PDF-" in head[:1024]:
        return PDF
    text = head.removeprefix(b"\xef\xbb\xbf")
    if MARKUP.match(text):
        return SVG if b"<svg" in text.lower() else WEB_PAGE
    return next((sentence for beginning, sentence in BEGINNINGS if head.startswith(beginning)), UNKNOWN)


def _of_boxes(head: bytes) -> str | None:
    """Of the family in which AVIF, HEIC and videos are kept: the first box says which they are."""
    end = min(int.from_bytes(head[:4]), len(head))
    brands = {head[place : place + 4] for place in range(8, end, 4)}
    if brands & AVIF_BRANDS:
        return None
    return HEIC if brands & HEIC_BRANDS or head[8:12] in (b"mif1", b"msf1") else VIDEO
