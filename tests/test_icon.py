"""The paper's mark: drawn from its settings, in a tab, on a home screen and as its logo."""

import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from PIL import Image, ImageColor

from images import faces, icon
from paper.mark import Mark, first_letter, mark
from paper.models import Paper
from paper.models.settings import GROUND_LIGHT

MARK = Mark("Q", "#0b5a4d", "#7fd1c0", "en", "ltr")
PINE, PAPER = ImageColor.getrgb(MARK.light), ImageColor.getrgb(GROUND_LIGHT)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A folder without fonts: a machine that has none."""
    return str(tmp_path_factory.mktemp("fonts"))


def opened(data):
    return Image.open(BytesIO(data))


def letters(image):
    """The box of what is not the ground, in pixels."""
    light = image.convert("RGB").split()[0]
    return Image.eval(light, lambda red: 255 if red > 128 else 0).getbbox()


# Drawn


@pytest.mark.parametrize("size", [180, 192, 512])
def test_a_png_is_a_square_in_the_papers_colour(size):
    image = opened(icon.png(MARK, size))
    assert (image.format, image.size) == ("PNG", (size, size))
    assert image.convert("RGB").getpixel((0, 0)) == PINE and PAPER in {
        c for _, c in image.convert("RGB").getcolors(999)
    }


def test_an_ico_has_the_sizes_of_tabs_each_drawn_for_itself():
    image = opened(icon.ico(MARK))
    assert image.format == "ICO" and image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    for size in image.info["sizes"]:
        image.size = size
        assert image.convert("RGB").getpixel((0, 0)) == PINE and letters(image)


@pytest.mark.parametrize("text", ["Q", "QB", "WM", "ij", "É", "7", "J."])
def test_letters_stand_in_the_middle_and_inside_what_round_icons_keep(text):
    left, top, right, foot = letters(opened(icon.png(replace(MARK, letters=text), 512)))
    assert abs(left - (512 - right)) < 40 and abs(top - (512 - foot)) < 20
    assert min(left, top, 512 - right, 512 - foot) > 40


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [("ن", "ar", "rtl"), ("א", "he", "rtl"), ("报", "zh", "ltr"), ("कि", "hi", "ltr"), ("Λ", "el", "ltr")],
)
def test_any_script_that_this_machine_has_is_drawn(text, language, direction):
    if faces.case(None, "serif", "bold", language).faces_of(text) is None:
        pytest.skip("no face here draws this")
    drawn = replace(MARK, letters=text, language=language, direction=direction)
    assert icon.set_letters(drawn, None) and icon.png(drawn, 180) != icon.png(replace(drawn, letters=""), 180)


def test_letters_that_no_face_here_has_are_a_small_page_instead(bare):
    empty = icon.png(replace(MARK, letters=""), 180, bare)
    assert icon.png(replace(MARK, letters="报"), 180, bare) == empty == icon.png(replace(MARK, letters="🚢"), 180)
    assert icon.png(MARK, 180, bare) != empty, "without fonts English is drawn"


def test_what_is_shared_of_the_paper_has_the_mark_in_its_middle():
    image = opened(icon.share_png(MARK)).convert("RGB")
    assert image.size == (1200, 630) and image.getpixel((0, 0)) == PAPER and image.getpixel((410, 125)) == PINE


def test_the_same_mark_gives_the_same_bytes_and_every_part_of_it_another_address():
    assert icon.png(MARK, 192) == icon.png(replace(MARK), 192) and icon.svg(MARK) == icon.svg(replace(MARK))
    others = [replace(MARK, **{name: f"{value}x"}) for name, value in vars(MARK).items()]
    assert len({one.digest for one in (MARK, *others)}) == 1 + len(others)


def test_the_svg_is_one_and_turns_with_dark_screens():
    tree = etree.fromstring(icon.svg(replace(MARK, letters="&<")))
    assert tree.tag == "{http://www.w3.org/2000/svg}svg" and tree.findtext("{*}text") == "&<"
    assert "prefers-color-scheme:dark" in tree.findtext("{*}style") and MARK.dark in tree.findtext("{*}style")
    assert etree.fromstring(icon.svg(replace(MARK, letters=""))).findtext("{*}text") is None


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=2), language=st.sampled_from(("en", "ar", 'x"><')))
def test_no_letters_raise_or_leave_their_place(text, language):
    drawn = replace(MARK, letters=text, language=language)
    assert letters(opened(icon.png(drawn, 180)))
    tree = etree.fromstring(icon.svg(drawn))
    assert {element.tag.partition("}")[2] for element in tree.iter()} <= {"svg", "style", "path", "text"}


# Which letters


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("The Quay", "T"), ("“the” quay", "T"), ("ßa", "ß"), ("e\u0301cho", "É"), ("الرصيف", "ا"), ("कि", "कि"), ("24 heures", "2"),
        ("日本の", "日"), ("!!", ""), ("", ""), ("\x00\u202equay", "Q"),
    ],
)  # fmt: skip
def test_a_names_first_letter_is_found_in_any_script(name, letter):
    assert first_letter(name) == letter


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "said"), [("", "T"), ("QB", "QB"), ("q", "q"), (" \u202e", "T"), ("&<", "&<")])
def test_the_letters_are_those_of_the_settings_else_the_names_first(typed, said):
    Paper.objects.create(name="The Quay", icon_letters=typed)
    assert mark().letters == said


# Where they are


@pytest.mark.django_db
def test_every_page_leads_to_the_icons_and_they_answer(reader):
    page = html.fromstring(reader.get("/").content)
    found = {link.get("rel"): link.get("href") for link in page.xpath("//link[contains(@rel, 'icon')]")}
    found |= {"svg": page.xpath("//link[@type='image/svg+xml']/@href")[0], "ico": "/favicon.ico"}
    kinds = {url: reader.get(url)["Content-Type"] for url in {*found.values(), "/apple-touch-icon.png"}}
    now = mark()
    assert kinds == {
        "/favicon.ico": "image/x-icon", now.svg_url: "image/svg+xml", now.touch_url: "image/png", "/apple-touch-icon.png": "image/png",
    }  # fmt: skip


@pytest.mark.django_db
def test_an_icon_under_an_address_of_its_own_is_kept_for_ever_and_gone_when_the_mark_is_another(reader):
    ours = Paper.objects.create(name="The Quay")
    now = mark()
    addresses = [now.svg_url, now.share_url, *(now.png_url(size) for size in (180, 192, 512))]
    for address in addresses:
        answer = reader.get(address)
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable", address
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin" and "default-src 'none'" in answer["Content-Security-Policy"]  # fmt: skip
        assert reader.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304, address
    Paper.objects.filter(pk=ours.pk).update(accent_light="#7a1f1f")
    from pagecache import memory

    memory.forget()
    assert {reader.get(address).status_code for address in addresses} == {404}


@pytest.mark.django_db
def test_an_icon_under_a_fixed_address_is_kept_for_a_day(reader):
    for address in ("/favicon.ico", "/apple-touch-icon.png"):
        answer = reader.get(address)
        assert answer["Cache-Control"] == "public, max-age=86400"
        assert reader.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_the_svgs_own_policy_lets_its_style_in_and_nothing_else(reader):
    from base64 import b64encode
    from hashlib import sha256

    answer = reader.get(mark().svg_url)
    style = re.search(r"<style>(.*?)</style>", answer.content.decode())[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert answer["Content-Security-Policy"] == f"default-src 'none'; style-src 'sha256-{digest}'; sandbox"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/icon-000000000000.svg", "/icon-000000000000-180.png", "/icon-000000000000-share.png"]
)
def test_icons_of_other_papers_are_unknown(reader, address):
    assert reader.get(address).status_code == 404


@pytest.mark.django_db
def test_a_size_that_is_not_made_is_unknown(reader):
    assert reader.get(mark().touch_url.replace("180", "181")).status_code == 404


# The manifest


@pytest.mark.django_db
def test_the_manifest_names_the_paper_its_colours_and_icons(reader):
    Paper.objects.create(name="The </script> Quay", tagline="Tides", language="ar")
    answer = reader.get("/site.webmanifest")
    said = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert said["name"] == said["short_name"] == "The </script> Quay" and (said["lang"], said["dir"]) == ("ar", "rtl")
    assert said["start_url"] == "/" and said["background_color"] == said["theme_color"] == GROUND_LIGHT
    assert {(one["sizes"], one["purpose"]) for one in said["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    assert {reader.get(one["src"]).status_code for one in said["icons"]} == {200}


@pytest.mark.django_db
def test_an_icon_is_drawn_once_for_many_who_ask(monkeypatch, reader):
    Paper.objects.create(name="Zebra Times")
    reader.get(mark().touch_url)
    monkeypatch.setattr(icon, "drawing", None)
    request = RequestFactory().get("/")
    assert icon.icon(request, mark().digest, "180").status_code == 200
