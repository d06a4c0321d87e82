"""What each place shows of a picture, and the pixels readers get of it."""

import io
import struct
import warnings
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from images.imaging import SHAPES, crop_box, encode, open_upright, recipe, sizes

SHA = "ab" * 32
WHOLE, LEAD, SQUARE, SHARE = (SHAPES[name] for name in ("whole", "lead", "square", "share"))

lengths = st.integers(min_value=160, max_value=30_000)
fractions = st.floats(min_value=0, max_value=1)
shapes = st.sampled_from(sorted(SHAPES.values()))
hands = st.none() | st.tuples(fractions, fractions, fractions, fractions)


def made(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return io.BytesIO(file.getvalue())


def read(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def is_near(pixel, wanted, by=8):
    return all(abs(a - b) <= by for a, b in zip(pixel, wanted, strict=True))


# What is shown


@given(lengths, lengths, shapes, st.tuples(fractions, fractions), hands)
@example(160, 30_000, LEAD, (0.0, 1.0), (0.999, 0.999, 0.001, 0.001))
@example(30_000, 160, SQUARE, (1.0, 0.0), (0.0, 0.0, 0.0, 0.0))
def test_a_box_lies_inside_and_has_its_ratio(width, height, shape, focus, by_hand):
    left, top, right, bottom = crop_box(width, height, shape, focus, by_hand)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    wide, high = right - left, bottom - top
    if shape.ratio:
        assert abs(wide - high * shape.ratio) <= 1 or abs(high - wide / shape.ratio) <= 1


@given(lengths, lengths, shapes, st.tuples(fractions, fractions))
def test_what_is_pointed_at_is_always_shown(width, height, shape, focus):
    left, top, right, bottom = crop_box(width, height, shape, focus)
    assert left <= focus[0] * width <= right
    assert top <= focus[1] * height <= bottom


@given(lengths, lengths, shapes, st.tuples(fractions, fractions))
def test_a_box_by_itself_is_as_large_as_can_be(width, height, shape, focus):
    left, top, right, bottom = crop_box(width, height, shape, focus)
    assert right - left == width or bottom - top == height


@given(lengths, lengths, shapes, st.tuples(fractions, fractions, fractions, fractions))
def test_a_box_by_hand_stays_within_what_was_drawn(width, height, shape, by_hand):
    x, y, wide, high = by_hand
    wide, high = min(wide, 1 - x), min(high, 1 - y)
    left, top, right, bottom = crop_box(width, height, shape, (0.5, 0.5), (x, y, wide, high))
    assert left >= x * width - 1.5
    assert top >= y * height - 1.5
    assert right <= (x + wide) * width + 1.5
    assert bottom <= (y + high) * height + 1.5


@pytest.mark.parametrize(
    ("size", "shape", "focus", "by_hand", "box"),
    [
        ((4000, 3000), WHOLE, (0.1, 0.9), None, (0, 0, 4000, 3000)),
        ((4000, 3000), LEAD, (0.5, 0.5), None, (0, 166, 4000, 2833)),
        ((4000, 3000), LEAD, (0.5, 0.0), None, (0, 0, 4000, 2667)),
        ((3000, 4000), SQUARE, (0.5, 0.3), None, (0, 0, 3000, 3000)),
        ((3000, 4000), SQUARE, (0.5, 0.9), None, (0, 1000, 3000, 4000)),
        ((4000, 3000), SQUARE, (0.7, 0.5), None, (1000, 0, 4000, 3000)),
        ((2400, 1260), SHARE, (0.5, 0.5), None, (0, 0, 2400, 1260)),
        ((4000, 3000), SQUARE, (0.5, 0.5), (0.25, 0.25, 0.3, 0.4), (1000, 750, 2200, 1950)),
        ((4000, 3000), SQUARE, (0.5, 0.5), (0.0, 0.0, 1.0, 0.5), (1250, 0, 2750, 1500)),
        ((4000, 3000), WHOLE, (0.5, 0.5), (0.1, 0.1, 0.5, 0.5), (400, 300, 2400, 1800)),
        ((4000, 3000), SQUARE, (0.5, 0.5), (-3.0, 7.0, 0.1, 0.1), (0, 2700, 300, 3000)),
    ],
)  # fmt: skip
def test_boxes_of_known_pictures(size, shape, focus, by_hand, box):
    assert crop_box(*size, shape, focus, by_hand) == box


@given(lengths, lengths, shapes, hands, st.sampled_from(["avif", "jpeg"]))
def test_sizes_grow_and_are_never_larger_than_the_box(width, height, shape, by_hand, kind):
    box = crop_box(width, height, shape, by_hand=by_hand)
    found = sizes(box, shape, kind)
    assert found == sorted(found)
    assert len({wide for wide, _ in found}) == len(found)
    assert all(1 <= wide <= box[2] - box[0] and 1 <= high <= box[3] - box[1] for wide, high in found)
    assert bool(found) == bool({"avif": shape.avif, "jpeg": shape.jpeg}[kind])


@pytest.mark.parametrize(
    ("box", "shape", "kind", "widths"),
    [
        ((0, 0, 4000, 3000), WHOLE, "avif", [320, 480, 640, 800, 960, 1280, 1920]),
        ((0, 0, 4000, 3000), WHOLE, "jpeg", [640, 1280]),
        ((0, 0, 1000, 3000), WHOLE, "avif", [320, 480, 640, 800, 960, 1000]),
        ((10, 0, 1290, 853), LEAD, "avif", [320, 480, 640, 800, 960, 1280]),
        ((0, 0, 1280, 853), LEAD, "jpeg", [640, 1280]),
        ((0, 0, 900, 600), LEAD, "jpeg", [640, 900]),
        ((0, 0, 300, 200), LEAD, "avif", [300]),
        ((0, 0, 60, 60), SQUARE, "avif", [60]),
        ((0, 0, 2400, 1260), SHARE, "jpeg", [1200]),
        ((0, 0, 700, 368), SHARE, "jpeg", [700]),
        ((0, 0, 2400, 1260), SHARE, "avif", []),
    ],
)
def test_widths_of_known_boxes(box, shape, kind, widths):
    found = [wide for wide, _ in sizes(box, shape, kind)]
    assert found == widths


@given(st.integers(min_value=1200, max_value=9000), st.integers(min_value=630, max_value=9000))
def test_a_share_picture_is_exactly_as_large_as_sites_want_it(width, height):
    assert sizes(crop_box(width, height, SHARE), SHARE, "jpeg") == [(1200, 630)]


def test_an_address_says_from_what_and_how_it_was_made():
    box = (0, 0, 300, 200)
    found = recipe(SHA, LEAD, box)
    assert len(found) == 12
    assert int(found, 16) >= 0
    assert found == recipe(SHA, LEAD, box)
    others = {recipe("cd" * 32, LEAD, box), recipe(SHA, SHARE, box), recipe(SHA, LEAD, (1, 0, 301, 200))}
    assert found not in others
    assert len(others) == 3


def test_an_address_changes_with_the_way_of_making(monkeypatch):
    before = recipe(SHA, LEAD, (0, 0, 3, 2))
    monkeypatch.setattr("images.imaging.PIPELINE", 2)
    assert recipe(SHA, LEAD, (0, 0, 3, 2)) != before


# From a file to pixels


def quarters():
    """Red, green, blue and white, read from the top left."""
    image = Image.new("RGB", (200, 160), "white")
    for colour, corner in (("red", (0, 0)), ("lime", (100, 0)), ("blue", (0, 80))):
        image.paste(colour, (*corner, corner[0] + 100, corner[1] + 80))
    return image


BACK = {2: ImageOps.mirror, 4: ImageOps.flip, 3: lambda image: image.rotate(180)}
BACK |= {5: lambda image: image.transpose(Image.Transpose.TRANSPOSE), 6: lambda image: image.rotate(90, expand=True)}
BACK |= {7: lambda image: image.transpose(Image.Transpose.TRANSVERSE), 8: lambda image: image.rotate(-90, expand=True)}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
@pytest.mark.parametrize("turn", [1, *sorted(BACK)])
def test_a_picture_is_set_upright(turn, kind):
    exif = Image.Exif()
    exif[0x0112] = turn
    lying = BACK.get(turn, lambda image: image)(quarters())
    upright = open_upright(made(lying, kind, exif=exif.tobytes()), (200, 160))
    assert (upright.size, upright.mode) == ((200, 160), "RGB")
    places = ((50, 40), (150, 40), (50, 120), (150, 120))
    wanted = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255))
    assert all(is_near(upright.getpixel(place), colour, 12) for place, colour in zip(places, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", [1, 6])
def test_a_picture_opened_smaller_is_no_smaller_than_needed(kind, turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    file = made(Image.new("RGB", (1600, 1200) if turn == 1 else (1200, 1600), "teal"), kind, exif=exif.tobytes())
    upright = open_upright(file, (390, 200))
    assert upright.width < 1600
    assert upright.width >= 390
    assert upright.height >= 200
    assert abs(upright.width / upright.height - 4 / 3) < 0.01
    assert is_near(upright.getpixel((9, 9)), (0, 128, 128))


@pytest.mark.parametrize("needed", [(9000, 9000), (200, 160), (1, 1), (0, 0), None])
def test_no_picture_is_opened_larger_than_it_is(needed):
    assert open_upright(made(quarters(), "JPEG"), needed).width <= 200


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_becomes_white(mode):
    clear = Image.new(mode, (200, 160), (0, 0) if mode == "LA" else (200, 0, 0, 0))
    clear.paste(Image.new(mode, (100, 160), (0, 255) if mode == "LA" else (0, 0, 0, 255)), (0, 0))
    upright = open_upright(made(clear))
    assert upright.getpixel((150, 80)) == (255, 255, 255)
    assert upright.getpixel((50, 80)) == (0, 0, 0)


@pytest.mark.parametrize("mode", ["P", "1", "L", "RGB"])
def test_one_colour_that_counts_as_transparent_becomes_white(mode):
    image = Image.new("RGB", (200, 160), "black").convert(mode)
    clear = (0, 0, 0) if mode == "RGB" else image.getpixel((0, 0))
    assert open_upright(made(image, transparency=clear)).getpixel((5, 5)) == (255, 255, 255)


def test_half_transparent_edges_are_not_darkened_where_a_picture_is_read_smaller():
    image = Image.new("RGBA", (800, 800), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 401, 800))
    upright = open_upright(made(image), (200, 200))
    assert upright.width < 800
    assert all(pixel[0] > 240 for pixel in upright.crop((0, 50, upright.width, 51)).get_flattened_data())


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_become_eight_and_keep_their_shades(kind):
    image = Image.new("I;16", (200, 160), 32_768)
    assert is_near(open_upright(made(image, kind)).getpixel((5, 5)), (128, 128, 128), 1)


def test_sixteen_bits_may_begin_with_the_large_end():
    file = made(Image.new("I;16B", (200, 160), 32_768), "TIFF")
    with Image.open(io.BytesIO(file.getvalue())) as image:
        assert image.mode == "I;16B"
    assert is_near(open_upright(file).getpixel((5, 5)), (128, 128, 128), 1)


def test_sixteen_bits_of_each_colour_become_eight():
    rows = b"".join(b"\0" + struct.pack(">HHH", 65_535, 32_768, 0) * 200 for _ in range(160))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 200, 160, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    written = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    upright = open_upright(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(written)))
    assert is_near(upright.getpixel((5, 5)), (255, 128, 0), 1)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_colours_for_print_become_colours_for_screens(kind):
    upright = open_upright(made(Image.new("CMYK", (200, 160), (0, 255, 255, 0)), kind))
    assert upright.mode == "RGB"
    assert is_near(upright.getpixel((5, 5)), (255, 0, 0))


def of_profile(image, profile, kind="PNG"):
    return made(image, kind, icc_profile=ImageCms.ImageCmsProfile(profile).tobytes())


def test_colours_are_brought_to_srgb_by_the_pictures_own_profile():
    lab = ImageCms.createProfile("LAB")
    xyz = ImageCms.createProfile("XYZ")
    srgb = ImageCms.createProfile("sRGB")
    assert is_near(
        open_upright(of_profile(Image.new("RGB", (200, 160), "teal"), srgb)).getpixel((5, 5)), (0, 128, 128), 2
    )
    for other in (lab, xyz):  # of another kind than the picture
        assert open_upright(of_profile(Image.new("RGB", (200, 160), "teal"), other)).getpixel((5, 5)) == (0, 128, 128)


def wide_gamut():
    """An RGB profile whose green is greener than any screen's: sRGB's own, with the columns of red and green changed."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    tags = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_a_profile_is_not_only_dropped_but_applied(kind):
    file = made(Image.new("RGB", (200, 160), "red"), kind, icc_profile=wide_gamut())
    assert is_near(open_upright(file).getpixel((5, 5)), (0, 255, 0), 12)


@pytest.mark.parametrize("profile", [b"", b"no profile", wide_gamut()[:200]])
def test_a_broken_profile_is_passed_over(profile):
    assert open_upright(made(quarters(), icc_profile=profile)).getpixel((5, 5)) == (255, 0, 0)


def test_a_grey_picture_under_a_profile_of_colours_stays_grey():
    file = made(Image.new("L", (200, 160), 90), icc_profile=wide_gamut())
    assert open_upright(file).getpixel((5, 5)) == (90, 90, 90)


def test_a_broken_file_is_an_oserror_and_nothing_else():
    whole = made(Image.effect_noise((300, 300), 90), "JPEG").getvalue()
    for data in (b"", b"GIF89a", whole[: len(whole) // 2]):
        with pytest.raises(OSError):
            open_upright(io.BytesIO(data))


def test_opening_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        open_upright(made(quarters(), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff"))


# From pixels to a file


def talkative():
    """A JPEG with a position, a camera's number, a comment, a profile, XMP and a small picture of itself."""
    exif = Image.Exif()
    exif[0x0110], exif[0x8298] = "Camera-4711", "Ann Lee"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (51.0, 14.0, 9.0)
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Secret-Place</x:xmpmeta>"
    return made(quarters(), "JPEG", exif=exif.tobytes(), xmp=packet, comment=b"Secret-Words", icc_profile=wide_gamut())


@pytest.mark.parametrize("kind", ["avif", "jpeg"])
def test_a_rendition_is_pixels_and_nothing_else(kind):
    data = encode(open_upright(talkative()), (0, 0, 200, 160), (100, 80), kind)
    for word in (b"Secret", b"4711", b"Ann Lee", b"Exif", b"ICC_PROFILE", b"xmpmeta", b"mif1Exif", b"GPS"):
        assert word not in data
    image = read(data)
    assert not set(image.info) & {"exif", "icc_profile", "xmp", "comment", "photoshop"}
    assert not dict(image.getexif())


def test_what_an_image_says_of_itself_is_not_written_even_where_it_was_opened_otherwise():
    with Image.open(talkative()) as image:
        data = encode(image, (0, 0, 200, 160), (100, 80), "jpeg")
    assert b"Secret" not in data
    assert b"4711" not in data


@pytest.mark.parametrize(("kind", "format"), [("avif", "AVIF"), ("jpeg", "JPEG")])
def test_a_rendition_has_its_size_and_shows_its_box(kind, format):
    image = read(encode(quarters(), (100, 80, 200, 160), (80, 64), kind))
    assert (image.format, image.size, image.mode) == (format, (80, 64), "RGB")
    assert is_near(image.getpixel((40, 32)), (255, 255, 255))
    corner = read(encode(quarters(), (0, 80, 100, 160), (80, 64), kind))
    assert is_near(corner.getpixel((40, 32)), (0, 0, 255), 12)


def test_the_jpeg_loads_from_coarse_to_fine():
    assert read(encode(quarters(), (0, 0, 200, 160), (200, 160), "jpeg")).info["progressive"]


@pytest.mark.parametrize("kind", ["avif", "jpeg"])
@pytest.mark.parametrize("size", [(1, 1), (1, 160), (200, 1), (81, 63)])
def test_odd_and_tiny_sizes_can_be_made(kind, size):
    assert read(encode(quarters(), (0, 0, 200, 160), size, kind)).size == size


@pytest.mark.parametrize("box", [(-0.4, 0, 200.3, 160), (0.5, 0.5, 99.7, 80.2), (0, 0, 200, 160.6)])
def test_a_box_may_be_measured_in_parts_of_pixels(box):
    """As it comes out where a picture was opened smaller than it is."""
    assert read(encode(quarters(), box, (40, 32), "jpeg")).size == (40, 32)


def test_noise_does_not_burst_the_jpeg():
    noise = Image.merge("RGB", [Image.effect_noise((900, 40), 200) for _ in range(3)])
    assert read(encode(noise, (0, 0, 900, 40), (900, 40), "jpeg")).size == (900, 40)
