"""What is taken in as a picture, what is refused and with which words, and what a file says of its picture."""

import io
import random
import struct
import tracemalloc
import warnings
import zipfile
import zlib
from datetime import date
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageOps, PngImagePlugin

from images import intake
from images.described import Described, clean, describe
from images.intake import Rejected, take_in

SIZE = (240, 180)
NOISE = random.Random(4).randbytes(5000)
TODAY = date(2026, 5, 4)


def drawn(mode="RGB", size=SIZE):
    """Something with edges and shades in it."""
    grey = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (grey, ImageOps.mirror(grey), ImageOps.flip(grey)))
    return image.convert(mode)


def saved(image=None, kind="JPEG", **options):
    file = io.BytesIO()
    (image or drawn()).save(file, kind, **options)
    return file.getvalue()


def sent(data, name="harbour.jpg"):
    return take_in(SimpleUploadedFile(name, data, content_type="image/jpeg"))


def refusal(data, name="harbour.jpg"):
    with pytest.raises(Rejected) as refused:
        sent(data, name)
    return str(refused.value)


# Taken in


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_a_picture_is_taken_in_as_it_came(kind):
    data = saved(kind=kind)
    taken = sent(data)
    assert (taken.data, taken.sha256, taken.name) == (data, sha256(data).hexdigest(), "harbour.jpg")
    assert (taken.format, taken.width, taken.height) == (kind.lower(), *SIZE)


def test_neither_name_nor_declared_type_decides_what_it_is():
    upload = SimpleUploadedFile("harbour.svg", saved(kind="PNG"), content_type="text/html")
    taken = take_in(upload)
    assert (taken.format, taken.name) == ("png", "harbour.svg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_width_and_height_are_those_of_the_upright_picture(kind, turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    taken = sent(saved(kind=kind, exif=exif.tobytes()))
    assert (taken.width, taken.height) == (SIZE if turn < 5 else SIZE[::-1])


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_xmp_may_say_how_it_lies(kind):
    packet = XMP.replace(
        "rdf:about", 'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6" rdf:about'
    ).encode()
    taken = sent(saved(kind=kind, **({"xmp": packet} if kind == "JPEG" else {"tiffinfo": {700: packet}})))
    assert (taken.width, taken.height) == SIZE[::-1]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("CMYK", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("RGBA", "PNG"),
        ("RGBA", "WEBP"), ("RGBA", "AVIF"), ("CMYK", "TIFF"), ("P", "TIFF"), ("1", "TIFF"), ("RGBA", "TIFF"),
    ],
)  # fmt: skip
def test_every_usual_kind_of_colour_is_taken(mode, kind):
    assert sent(saved(drawn(mode), kind)).width == SIZE[0]


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_taken(kind):
    assert sent(saved(Image.new("I;16", SIZE, 40_000), kind)).width == SIZE[0]


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"])
def test_tiffs_are_taken_however_they_are_packed(compression):
    assert sent(saved(kind="TIFF", compression=compression)).format == "tiff"


def test_the_first_picture_of_a_phones_several_is_taken():
    data = saved(kind="MPO", save_all=True, append_images=[drawn(size=(120, 90))])
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "MPO"
    taken = sent(data)
    assert (taken.format, taken.width) == ("jpeg", SIZE[0])


def test_the_first_page_of_a_tiff_is_taken():
    assert sent(saved(kind="TIFF", save_all=True, append_images=[drawn(size=(50, 50))])).width == SIZE[0]


def archive(**files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("tail", [archive(a="words"), b"<script>alert(1)</script>"])
def test_what_follows_a_picture_in_its_file_is_no_reason_to_refuse_it(tail):
    assert sent(saved() + tail).format == "jpeg"


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03" * 9]
)
def test_broken_exif_is_passed_over(exif):
    taken = sent(saved(exif=exif))
    assert (taken.width, taken.height, taken.described) == (*SIZE, Described())


@pytest.mark.parametrize("name", ["straße am hafen.jpg", "港.png", "ميناء.jpeg", "a&b <i>.jpg", "nothing at all"])
def test_names_in_any_script_are_kept(name):
    assert sent(saved(), name).name == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\fakepath\\quay.jpg", "quay.jpg"),
        ("../../etc/quay.jpg", "quay.jpg"),
        ("quay\u202egpj.exe", "quaygpj.exe"),
        ("two\nlines\x00.jpg", "two lines.jpg"),
        ("", "picture"),
        ("\u200b", "picture"),
        ("x" * 300 + ".jpeg", "x" * 100 + "….jpeg"),
        ("x" * 300, "x" * 119 + "…"),
        ("." + "x" * 300, "." + "x" * 118 + "…"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(name, shown):
    assert intake.display_name(name) == shown


def test_pillows_warnings_stay_inside():
    exif = Image.Exif()
    exif[0x010E] = "Quay"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sent(saved(exif=exif.tobytes()[:-3])).format == "jpeg"
        assert "10,000 × 10,000" in refusal(png(10_000, 10_000))  # Pillow warns, before it refuses


# Refused


def test_an_empty_file_is_refused():
    assert refusal(b"") == "“harbour.jpg” is empty: nothing of it has arrived. Send it again from where it is kept."


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
def test_a_picture_whose_end_is_missing_is_refused(kind, part):
    data = saved(Image.effect_noise((300, 300), 90).convert("RGB"), kind)
    assert "damaged or incomplete" in refusal(data[: int(len(data) * part)])


def test_a_progressive_jpeg_whose_end_is_missing_is_refused():
    data = saved(Image.effect_noise((300, 300), 90), progressive=True)
    assert "damaged or incomplete" in refusal(data[: len(data) // 2])


def test_a_jpeg_whose_end_was_copied_as_zeros_is_refused():
    data = saved(Image.effect_noise((300, 300), 90))
    assert "damaged or incomplete" in refusal(data[: len(data) // 2] + bytes(len(data) // 2))


def test_a_jpeg_that_is_only_padded_with_zeros_is_taken():
    assert sent(saved() + bytes(4096)).format == "jpeg"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_noise_behind_the_right_beginning_is_refused(kind):
    beginning = saved(kind=kind)[:40]
    assert "damaged or incomplete" in refusal(beginning + NOISE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF"])
def test_what_moves_is_refused(kind):
    frames = [drawn(), ImageOps.invert(drawn()), ImageOps.mirror(drawn())]
    said = refusal(saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=200))
    assert "frame" in said
    assert said.endswith("send that.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(kind="GIF"), "is a GIF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(900), "Most Compatible"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf" + bytes(900), "Most Compatible"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  qt  " + bytes(900), "is a video"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn -->\n<SVG/>", "SVG"),
        (b"<!DOCTYPE html><title>Quay</title>", "is a web page"),
        (b"\n <html><img src=x onerror=alert(1)></html>", "is a web page"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF"),
        (archive(story="words"), "is an archive"),
        (saved(kind="BMP"), "format that is not taken"),
        (saved(kind="JPEG2000"), "format that is not taken"),
        (saved(kind="ICO"), "format that is not taken"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n" + bytes(90), "format that is not taken"),
        (b"The morning ferry left late.", "no picture that can be read"),
        (b"\xff", "no picture that can be read"),
        (NOISE[:64], "no picture that can be read"),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_refused_by_what_it_is(data, words):
    said = refusal(data)
    assert words in said
    assert said.startswith("“harbour.jpg” ")


def test_a_name_that_runs_the_other_way_is_isolated_in_the_sentence():
    assert refusal(b"", "ميناء.jpg").startswith("“\u2068ميناء.jpg\u2069” is empty")


def test_markup_in_a_name_is_only_a_name():
    assert refusal(b"", "{0}{quoted} %s <b>.jpg").startswith("“{0}{quoted} %s <b>.jpg” is empty")
    assert refusal(b"x", "{0}{quoted} %s <b>.jpg").startswith("“{0}{quoted} %s <b>.jpg” is no picture")


def test_a_file_that_is_too_heavy_is_refused_unread():
    upload = SimpleUploadedFile("scan.tif", b"")
    upload.size = 63 * 1024 * 1024
    upload.file = None
    with pytest.raises(Rejected, match="“scan.tif” has 63 MB. At most 50 are taken"):
        take_in(upload)


@pytest.mark.parametrize(
    ("size", "taken"), [((160, 160), True), ((159, 900), False), ((900, 159), False), ((1, 1), False)]
)
def test_a_picture_needs_pixels_enough_for_a_portrait(size, taken):
    data = saved(Image.new("RGB", size))
    if taken:
        assert sent(data).width == size[0]
    else:
        assert "at least 160 on each side" in refusal(data)


def png(width, height, *chunks):
    """A PNG that claims a size, with these chunks and next to nothing in it."""
    head = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    parts = [head, *chunks, (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b"")]
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def jpeg(width, height):
    data = bytearray(saved(Image.new("L", (160, 160))))
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp(width, height):
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size + saved(kind="WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff(width, height):
    data = saved(Image.new("L", (161, 162)), "TIFF")
    return data.replace(struct.pack("<HHII", 256, 4, 1, 161), struct.pack("<HHII", 256, 4, 1, width)).replace(
        struct.pack("<HHII", 257, 4, 1, 162), struct.pack("<HHII", 257, 4, 1, height)
    )


@pytest.mark.parametrize(
    "data", [png(8001, 8000), png(60_000, 60_000), png(2**31 - 1, 2**31 - 1), jpeg(9000, 9000), jpeg(65_000, 65_000),
             webp(16_000, 16_000), tiff(60_000, 60_000), png(200, 40_000)],
)  # fmt: skip
def test_a_small_file_of_a_huge_picture_is_refused_before_it_is_unpacked(data):
    tracemalloc.start()
    said = refusal(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "save it smaller" in said.lower() or "damaged" in said
    assert most < 5_000_000


def test_words_packed_to_burst_are_refused():
    words = b"Comment\0\0" + zlib.compress(bytes(30_000_000))
    assert "damaged" in refusal(png(300, 300, (b"zTXt", words)))


def test_a_profile_packed_to_burst_is_refused():
    profile = b"icc\0\0" + zlib.compress(bytes(30_000_000))
    assert "damaged" in refusal(png(300, 300, (b"iCCP", profile)))


def test_words_by_the_thousand_are_refused():
    texts = [(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(1_000_000)))] * 80
    assert "damaged" in refusal(png(300, 300, *texts))


def test_a_jpeg_with_scans_without_end_is_refused():
    data = saved(progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert sent(data[:-2] + scan * 5 + data[-2:]).format == "jpeg"
    assert "damaged" in refusal(data[:-2] + scan * 60 + data[-2:])


def test_a_phones_moving_seconds_behind_its_picture_are_not_looked_at():
    assert sent(saved() + b"\0\0\0\x18ftypmp42" + b"\xff\xda\0\0" * 900).format == "jpeg"


def test_formats_that_are_unpacked_whole_may_have_fewer_pixels():
    assert "At most 40 million" in refusal(png(7000, 6000))
    assert "At most 64 million" in refusal(jpeg(9000, 9000))
    assert "damaged" in refusal(jpeg(7000, 6000))  # its size alone is fine


def test_a_tiff_with_tiles_beyond_measure_is_refused():
    with Image.open(io.BytesIO(saved(kind="TIFF"))) as image:
        image.tag_v2[322] = image.tag_v2[323] = 60_000
        with pytest.raises(Rejected):
            intake._check_tiff(image, b"", "“scan.tif”")


@pytest.mark.parametrize("tag", [{254: 1}, {50706: b"\1\4\0\0"}])
def test_a_cameras_raw_file_is_refused_with_its_preview(tag):
    assert "raw file" in refusal(saved(kind="TIFF", tiffinfo=tag))


@pytest.mark.parametrize("mode", ["F", "I", "LAB"])
def test_measurements_and_colours_beyond_the_usual_are_refused(mode):
    image = Image.new("LAB", SIZE) if mode == "LAB" else drawn("L").convert(mode)
    assert "holds its colours in a way that is not taken" in refusal(saved(image, "TIFF"))


def test_pillow_is_asked_for_nothing_but_what_is_taken(monkeypatch):
    def cry(*args):
        raise AssertionError("asked")

    for name, (_, accept) in list(Image.OPEN.items()):
        if name not in intake.FORMATS:
            monkeypatch.setitem(Image.OPEN, name, (cry, accept))
    for kind in ("GIF", "BMP", "PPM", "TGA"):
        refusal(saved(kind=kind))


# What a file says of its picture


XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 photoshop:Source="Quay Pictures" photoshop:City="Ostend">
<photoshop:Country>Belgium</photoshop:Country><photoshop:Credit>Ann Lee / Quay Pictures</photoshop:Credit>
<photoshop:DateCreated>2026-02-14T23:41:00+01:00</photoshop:DateCreated>
<dc:description><rdf:Alt><rdf:li xml:lang="nl">Een kade</rdf:li>
<rdf:li xml:lang="x-default">The north quay &amp; its &lt;lamp&gt;</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Ann Lee</rdf:li></rdf:Seq></dc:creator>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Once, with the story</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<ext:PersonInImage><rdf:Bag><rdf:li>Bea Noor</rdf:li><rdf:li>Cem Öz</rdf:li></rdf:Bag></ext:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def iim(charset=b"\x1b%G", **fields):
    """Records as Photoshop keeps them in a JPEG; fields are named d80 and so on."""
    records = [(1, 90, charset)] if charset else []
    records += [(2, int(name[1:]), value) for name, values in fields.items() for value in values]
    data = b"".join(
        b"\x1c" + struct.pack(">BBH", record, number, len(value)) + value for record, number, value in records
    )
    return data + b"\0" * (len(data) % 2)


def with_iim(data, records):
    resource = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource + data[2:]


def with_exif(description="", artist="", copyright="", taken="", **options):
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = description.encode(), artist, copyright
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825)[2] = (51.0, 14.0, 0.0)
    exif.get_ifd(0x8769)[0xA431] = "serial-4711"
    return saved(exif=exif.tobytes(), **options)


def said(data, today=TODAY):
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return describe(image, today)


WHOLE = Described(
    caption="The north quay & its <lamp>",
    credit="Ann Lee / Quay Pictures",
    source="Quay Pictures",
    place="Ostend, Belgium",
    people="Bea Noor, Cem Öz",
    terms="Once, with the story",
    taken_on=date(2026, 2, 14),
)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_xmp_is_read(kind):
    assert said(saved(kind=kind, xmp=XMP.encode())) == WHOLE


def test_xmp_is_read_from_a_png():
    words = PngImagePlugin.PngInfo()
    words.add_itxt("XML:com.adobe.xmp", XMP)
    assert said(saved(kind="PNG", pnginfo=words)) == WHOLE


def test_xmp_is_read_from_a_tiff():
    assert said(saved(kind="TIFF", tiffinfo={700: XMP.encode()})) == WHOLE


def test_words_of_a_picture_come_with_it():
    taken = sent(saved(xmp=XMP.encode()))
    assert taken.described.caption == WHOLE.caption
    assert taken.described.people == "Bea Noor, Cem Öz"


RECORDS = {
    "d120": ["Möwen am Kai".encode()],
    "d110": [b"Quay Pictures"],
    "d115": [b"Archive"],
    "d80": [b"Ann Lee"],
    "d90": [b"Ostend"],
    "d101": [b"Belgium"],
    "d55": [b"20260214"],
    "d116": [b"(c) Ann Lee"],
}


def test_iptc_records_are_read():
    expected = Described(
        "Möwen am Kai", "Quay Pictures", "Archive", "Ostend, Belgium", "", "(c) Ann Lee", date(2026, 2, 14)
    )
    assert said(with_iim(saved(), iim(**RECORDS))) == expected
    assert said(saved(kind="TIFF", tiffinfo={33723: iim(**RECORDS)})) == expected


@pytest.mark.parametrize(
    ("charset", "raw", "read"),
    [
        (b"\x1b%G", "Möwe".encode(), "Möwe"),
        (b"", "Möwe".encode(), "Möwe"),
        (b"", "Möwe".encode("latin-1"), "Möwe"),
        (b"\x1b%G", "Möwe".encode("latin-1"), "Möwe"),
        (b"\x1b-A", "Ã¶".encode("latin-1"), "Ã¶"),
        (b"", "it’s".encode("cp1252"), "it’s"),
    ],
)
def test_records_are_read_in_their_letters(charset, raw, read):
    assert said(with_iim(saved(), iim(charset, d120=[raw]))).caption == read


def test_who_took_it_is_the_credit_where_no_other_is_given():
    assert said(with_iim(saved(), iim(d80=[b"Ann Lee", b"Bea Noor"]))).credit == "Ann Lee, Bea Noor"


@pytest.mark.parametrize(
    "records", [b"\x1c", b"\x1c\x02\x78\xff\xff", b"\x1c\x02\x78\x00\xffshort", b"zzz", iim(d120=[b""])]
)
def test_broken_records_say_what_can_be_read_and_no_more(records):
    assert said(with_iim(saved(), records)).caption in ("", "short")


def test_exif_is_read_and_never_where_or_with_what():
    data = with_exif("Möwen am Kai", "Ann Lee", "Ann Lee\0Quay Pictures", "2026:02:14 23:41:00")
    found = said(data)
    assert found == Described(
        caption="Möwen am Kai", credit="Ann Lee", terms="Ann Lee, Quay Pictures", taken_on=date(2026, 2, 14)
    )
    assert "51" not in repr(found).replace("2026", "")
    assert "4711" not in repr(found)


def test_xmp_is_trusted_before_records_and_those_before_exif():
    data = with_exif("from exif", "by exif", "terms of exif", "2020:01:02 10:00:00")
    assert said(data).caption == "from exif"
    both = with_iim(data, iim(d120=[b"from records"]))
    assert (said(both).caption, said(both).credit) == ("from records", "by exif")
    all_three = with_iim(with_exif("from exif", xmp=XMP.encode()), iim(d120=[b"from records"]))
    assert said(all_three) == WHOLE


@pytest.mark.parametrize(
    "words",
    [
        "OLYMPUS DIGITAL CAMERA", "olympus digital camera         ", "SONY DSC", "KODAK Digital Still Camera", "DCIM\\100MEDIA\\DJI_0041.JPG",
        "Minolta DSC", "DIGITAL CAMERA", "Exif_JPEG_PICTURE", "<Digimax S500 / Kenox S500>", "SAMSUNG", "hdr", "Created with GIMP",
        "Processed with VSCO with a6 preset", "Untitled-1", "- - -", "default",
    ],
)  # fmt: skip
def test_what_cameras_write_by_themselves_is_no_caption(words):
    assert said(with_exif(words)).caption == ""


@pytest.mark.parametrize(
    "words",
    ["Samsung opens a yard", "A digital camera from 1999", "Created by hand in 1910", "Default judgment", "Norway"],
)
def test_captions_that_only_begin_like_that_stay(words):
    assert said(with_exif(words)).caption == words


def test_a_cameras_words_do_not_hide_a_caption_that_is_trusted_less():
    assert said(with_iim(with_exif("The quay"), iim(d120=[b"SONY DSC"]))).caption == "The quay"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("2026:05:04 10:00:00", date(2026, 5, 4)), ("2026:05:05 01:00:00", date(2026, 5, 5)), ("2026:05:06 01:00:00", None),
        ("0000:00:00 00:00:00", None), ("2026:13:01 00:00:00", None), ("2025:02:29 10:00:00", None), ("1825:06:01 10:00:00", None),
        ("2000:01:01 00:00:00", None), ("2000:01:01 12:30:00", date(2000, 1, 1)), ("    :  :     :  :  ", None), ("2026", None),
        ("2026-02", None), ("2026-0214", None), ("20260214", date(2026, 2, 14)), ("٢٠٢٦:٠٢:١٤", None), ("202602140", None),
    ],
)  # fmt: skip
def test_only_days_that_can_be_are_read(raw, read):
    assert said(with_exif(taken=raw)).taken_on == read


def test_words_are_put_on_one_line_and_cut():
    found = said(
        with_iim(saved(), iim(d120=[b"  A quay\r\n\r\n\x07at   night" + b" and day" * 400], d110=[b"x" * 500]))
    )
    assert found.caption.startswith("A quay at night and day")
    assert len(found.caption) <= 2000
    assert found.caption.endswith("…")
    assert found.credit == "x" * 199 + "…"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\0b", "ab"), ("e\u0301", "é"), ("\u202eevil\u202c", "evil"), ("نص\u200cها", "نص\u200cها"), ("\ufeffx\ufffd", "x"),
        ("\u200b \u2060", ""), ("👩\u200d🚒", "👩\u200d🚒"), ("a\x85b", "a b"), ("<b>&amp;", "<b>&amp;"),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_taken_out_and_nothing_else(raw, shown):
    assert clean(raw) == shown


@pytest.mark.parametrize(
    "packet",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + XMP,
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd">' + XMP,
        XMP.replace("The north quay", "&#0;"),
        XMP[:200],
        "not XML at all",
        "<a>" * 100_000,
        "",
    ],
)
def test_xmp_that_is_broken_or_meant_to_break_is_passed_over(packet):
    words = PngImagePlugin.PngInfo()
    words.add_itxt("XML:com.adobe.xmp", packet)
    assert said(saved(kind="PNG", pnginfo=words)) == Described()


def test_an_entity_is_not_smuggled_in_by_another_encoding():
    packet = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "quay">]><x>&a;</x>'
    assert said(saved(xmp=packet.encode("utf-16"))) == Described()
