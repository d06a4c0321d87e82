"""What a picture's file says about the picture: who made it, what it shows, when, and on which terms.

Three ways of writing this live in files, often side by side: XMP, IPTC's older records (IIM) and EXIF. They are trusted
in this order, field by field. Where a picture was taken, with what, and the camera's number are never looked at.
"""

import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from xml.etree import ElementTree

from django.utils import timezone
from PIL import Image

CAPTION, FIELD = 2000, 200  # characters that are kept of a caption, of any other field
LONGEST_XMP = 4 * 1024 * 1024  # bytes; layered files drag much along in theirs
FIRST = date(1826, 1, 1)  # no photograph is older

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffd-\uffff]"
)
MAKERS = "olympus|kodak|samsung|sony|minolta|konica|motorola|polaroid|jenoptik|maginon|vivitar|traveler"
PROGRAMS = "gimp|vsco|snapseed|picasa|photoscape|picsart|adobe|lightroom|instagram|polarr|canva"
OF_CAMERAS = re.compile(  # what cameras and programs write for want of a caption
    rf"(({MAKERS})[ _]*)?(digital (still )?camera|dsc|dcim\W.*)|<(digimax|samsung|kenox)[^>]*>|{MAKERS}|exif_jpeg_picture|"
    r"[a-z]{0,6}(hdr|sdr)|bt[yfr]|cof|dav|mde|nor|oznor\w{0,8}|oz[a-z]{3}|rptnb|ptr|"
    rf"(created|edited|made|processed) (with|by|using|in) (the )?({PROGRAMS})\b.{{0,60}}|"
    r"untitled( ?-? ?\d+)?|no title|default|screenshot|\W*",
    re.IGNORECASE,
)
NEVER_SET = re.compile(r"[0-9]{4}:01:01 00:00:0")  # a camera whose clock nobody set counts from a New Year
DAY = re.compile(r"([0-9]{4})([-:]?)([0-9]{2})\2([0-9]{2})(?![0-9])")

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
PERSON = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}PersonInImage"
USAGE = "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms"
DECLARATION = re.compile(r"<!(?!--|\[CDATA\[)")

LATIN_1 = {b"\x1b-A", b"\x1b.A", b"\x1b/A"}  # how a file says that its records are in ISO 8859-1
IIM_RESOURCE, IIM_TAG = 0x0404, 33723  # where JPEG (among Photoshop's resources) and TIFF keep IIM
DESCRIPTION, ARTIST, COPYRIGHT, EXIF, TAKEN = 0x010E, 0x013B, 0x8298, 0x8769, 0x9003


@dataclass(frozen=True)
class Described:
    """Plain text on one line each, empty where the file says nothing; the caption up to 2,000 characters, all else 200."""

    caption: str = ""
    credit: str = ""
    source: str = ""
    place: str = ""
    people: str = ""
    terms: str = ""
    taken_on: date | None = None


class Said(NamedTuple):
    """What one of the three ways says, as it stands in the file; each field as its values in order."""

    caption: Iterable[str] = ()
    credit: Iterable[str] = ()
    source: Iterable[str] = ()
    place: Iterable[str] = ()
    people: Iterable[str] = ()
    terms: Iterable[str] = ()
    taken_on: Iterable[str] = ()


def describe(image: Image.Image, today: date | None = None) -> Described:
    """What the file of an opened and loaded image says. Raises nothing: what cannot be read is not said.

    Days after `today` (the present one) are nonsense; tomorrow is not, for it may be that already where it was taken.
    """
    said = [_quietly(read, image) for read in (_xmp, _iim, _exif)]
    latest = (today or timezone.now().date()) + timedelta(days=1)
    return Described(
        caption=next(filter(None, (_caption(each.caption) for each in said)), ""),
        credit=_first(each.credit for each in said),
        source=_first(each.source for each in said),
        place=_first(each.place for each in said),
        people=_first(each.people for each in said),
        terms=_first(each.terms for each in said),
        taken_on=next(filter(None, (_day(each.taken_on, latest) for each in said)), None),
    )


def _quietly(read: Callable[[Image.Image], Said], image: Image.Image) -> Said:
    try:
        return read(image)
    except Exception:  # whatever broken data does to whoever reads it
        return Said()


# Making it fit to be shown --------------------------------------------------------------------------------


def clean(text: str, most: int = FIELD) -> str:
    """On one line, in NFC, without what cannot be seen or turns its neighbours round, cut to `most` characters."""
    line = " ".join(UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _first(fields: Iterable[Iterable[str]]) -> str:
    return next(filter(None, map(_joined, fields)), "")


def _joined(values: Iterable[str]) -> str:
    return clean(", ".join(dict.fromkeys(filter(None, map(clean, values)))))


def _caption(values: Iterable[str]) -> str:
    text = clean(" ".join(values), CAPTION)
    return "" if OF_CAMERAS.fullmatch(text) else text


def _day(values: Iterable[str], latest: date) -> date | None:
    """The one day that is named in full. None for a month, a year, or a day that cannot be."""
    found = DAY.match(next(iter(values), "").strip())
    try:
        day = date(int(found[1]), int(found[3]), int(found[4])) if found else None
    except ValueError:
        return None
    return day if day and FIRST <= day <= latest else None


# XMP ------------------------------------------------------------------------------------------------------


def _xmp(image: Image.Image) -> Said:
    found = _properties(_as_bytes(image.info.get("xmp")))
    return Said(
        caption=found[DC + "description"],
        credit=found[PHOTOSHOP + "Credit"] or found[DC + "creator"],
        source=found[PHOTOSHOP + "Source"],
        place=found[PHOTOSHOP + "City"] + found[PHOTOSHOP + "Country"],
        people=found[PERSON],
        terms=found[USAGE] or found[DC + "rights"],
        taken_on=found[PHOTOSHOP + "DateCreated"],
    )


def _properties(packet: bytes) -> dict[str, list[str]]:
    """The packet's properties by qualified name. One that declares entities is not read at all."""
    text = packet.decode("utf-8-sig", "replace").strip("\0 \r\n\t")
    found: dict[str, list[str]] = defaultdict(list)
    if not text or len(packet) > LONGEST_XMP or DECLARATION.search(text):
        return found
    root = ElementTree.fromstring(text)  # noqa: S314 -- no entities get here, and it never asks the network
    for rdf in root.iter(RDF + "RDF"):
        for description in rdf.findall(RDF + "Description"):
            for name, value in description.items():
                found[name] = found[name] or [value]
            for child in description:
                found[child.tag] = found[child.tag] or _values(child)
    return found


def _values(element: ElementTree.Element) -> list[str]:
    """Of alternatives the one for any language, else the first; of a list all."""
    alternatives = element.findall(f"{RDF}Alt/{RDF}li")
    if alternatives:
        return ["".join(min(alternatives, key=lambda li: li.get(LANGUAGE) != "x-default").itertext())]
    items = element.findall(f"{RDF}Bag/{RDF}li") + element.findall(f"{RDF}Seq/{RDF}li")
    return ["".join(each.itertext()) for each in items or [element]]


# IPTC's records -------------------------------------------------------------------------------------------


def _iim(image: Image.Image) -> Said:
    records = _records(_iim_data(image))
    latin = any(charset in LATIN_1 for charset in records[1, 90])

    def values(*numbers: int) -> list[str]:
        return [_decoded(value, latin) for number in numbers for value in records[2, number]]

    return Said(
        caption=values(120)[:1],
        credit=values(110) or values(80),
        source=values(115),
        place=values(90, 101),
        terms=values(116),
        taken_on=values(55),
    )


def _iim_data(image: Image.Image) -> bytes:
    resources = image.info.get("photoshop")
    if isinstance(resources, dict):
        return _as_bytes(resources.get(IIM_RESOURCE))
    return _as_bytes(getattr(image, "tag_v2", {}).get(IIM_TAG))


def _records(data: bytes) -> dict[tuple[int, int], list[bytes]]:
    """{(record, data set): values}, as far as the data makes sense. A length beyond 32,767 is none of ours."""
    found: dict[tuple[int, int], list[bytes]] = defaultdict(list)
    place = max(data.find(b"\x1c"), 0)
    while place + 5 <= len(data) and data[place] == 0x1C:
        record, number, size = struct.unpack_from(">BBH", data, place + 1)
        place += 5
        if size > 0x7FFF:
            break
        found[record, number].append(data[place : place + size])
        place += size
    return found


def _decoded(value: bytes, latin: bool = False) -> str:
    """UTF-8 if it is that, whatever is or is not declared, else Western letters as Windows has them."""
    try:
        return value.decode("cp1252" if latin else "utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


# EXIF -----------------------------------------------------------------------------------------------------


def _exif(image: Image.Image) -> Said:
    tags = image.getexif()
    taken = _text(tags.get_ifd(EXIF).get(TAKEN))
    return Said(
        caption=[_text(tags.get(DESCRIPTION))],
        credit=[_text(tags.get(ARTIST))],
        terms=_text(tags.get(COPYRIGHT)).split("\0"),
        taken_on=[] if NEVER_SET.match(taken) else [taken],
    )


def _text(value: object) -> str:
    """Pillow reads these as Latin-1; most programs write UTF-8."""
    if isinstance(value, tuple):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        return _decoded(value)
    if not isinstance(value, str):
        return ""
    try:
        return _decoded(value.encode("latin-1"))
    except UnicodeEncodeError:
        return value


def _as_bytes(value: object) -> bytes:
    """Pillow hands over bytes, text, or one of them in a tuple."""
    if isinstance(value, tuple):
        value = value[0] if len(value) == 1 else bytes(part & 0xFF for part in value if isinstance(part, int))
    if isinstance(value, str):
        return value.encode("latin-1", "ignore")
    return value if isinstance(value, bytes) else b""
