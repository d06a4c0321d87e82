"""The demo paper's own pictures: the files are there, fit for a front page, and named as the demo names its stories."""

import tomllib

import pytest
from PIL import Image

from interchange import demo
from interchange.demo_pictures import FOLDER, PICTURES, PORTRAITS

EVERYTHING = [*PICTURES, *PORTRAITS]
MEGABYTE = 1_000_000


@pytest.mark.parametrize("picture", EVERYTHING, ids=lambda picture: picture.file)
def test_a_file_is_a_plain_jpeg_without_metadata(picture):
    with Image.open(FOLDER / picture.file) as image:
        image.load()
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert {name for name, _ in image.applist} <= {"APP0"}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.file)
def test_a_picture_is_large_enough_for_the_front_and_small_enough_to_keep(picture):
    path = FOLDER / picture.file
    with Image.open(path) as image:
        assert 2000 <= max(image.size) <= 2400
        assert min(image.size) >= 1200
    assert 120_000 <= path.stat().st_size <= 350_000


@pytest.mark.parametrize("portrait", PORTRAITS, ids=lambda portrait: portrait.file)
def test_a_portrait_is_square(portrait):
    path = FOLDER / portrait.file
    with Image.open(path) as image:
        width, height = image.size
    assert width == height >= 800
    assert path.stat().st_size <= 200_000


def test_all_of_them_together_stay_under_three_megabytes():
    assert sum((FOLDER / picture.file).stat().st_size for picture in EVERYTHING) < 3 * MEGABYTE


def test_every_file_is_used_once_and_none_lies_about():
    assert sorted(picture.file for picture in EVERYTHING) == sorted(path.name for path in FOLDER.glob("*.jpg"))


def test_every_story_and_every_author_is_in_the_demo_paper():
    stories = {path.stem for path in (demo.HERE / "stories").glob("*.html")}
    people = {row["slug"] for row in tomllib.loads((demo.HERE / "people.toml").read_text("utf-8"))["person"]}
    assert {picture.story for picture in PICTURES} <= stories
    assert {portrait.author for portrait in PORTRAITS} <= people


def test_no_story_has_two_lead_pictures_and_no_author_two_portraits():
    leads = [picture.story for picture in PICTURES if picture.lead]
    authors = [portrait.author for portrait in PORTRAITS]
    assert len(leads) == len(set(leads)) and len(authors) == len(set(authors))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.file)
def test_the_words_say_what_is_seen_and_what_is_news(picture):
    assert picture.alt and picture.caption and picture.place
    assert picture.alt != picture.caption
    assert len(picture.alt) <= 125
    assert picture.alt.endswith(".") and picture.caption.endswith(".")


@pytest.mark.parametrize("picture", EVERYTHING, ids=lambda picture: picture.file)
def test_every_picture_is_credited_and_its_focus_lies_in_it(picture):
    assert picture.credit.endswith(" / The Ostrey Semaphore")
    assert all(0 < fraction < 1 for fraction in picture.focus)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.file)
def test_a_picture_is_no_younger_than_its_story(picture):
    head = (demo.HERE / "stories" / f"{picture.story}.html").read_text("utf-8").split("+++\n", 2)[1]
    assert (picture.days_ago + 1) * 1440 > tomllib.loads(head)["minutes_ago"]
