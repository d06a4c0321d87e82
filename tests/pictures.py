"""Pictures that tests need, with a storage of their own: the files are made here, and no two of them are alike."""

from io import BytesIO
from itertools import count
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from images.intake import take_in
from images.jobs import render
from images.models import Picture

_numbers = count(1)


@pytest.fixture
def picture_storage(settings, tmp_path):
    """The library's files in a folder of this test. Gives the folder."""
    folder = tmp_path / "pictures"
    settings.STORAGES = {
        **settings.STORAGES,
        "pictures": {"BACKEND": "images.storage.PicturesOnDisk", "OPTIONS": {"location": folder}},
    }
    return folder


def photo(width: int = 960, height: int = 640, *, format: str = "JPEG", **saving) -> bytes:
    """A file with a sea, a sky and some boats, never the same twice. `format` and `saving` are Pillow's."""
    chance = Random(next(_numbers))
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = chance.randrange(width), chance.randrange(height)
        colour = tuple(chance.randrange(256) for _ in range(3))
        draw.rectangle((left, top, left + width // 6, top + height // 8), fill=colour)
    made = BytesIO()
    image.save(made, format, **saving)
    return made.getvalue()


def file_of(data: bytes, name: str = "ferry.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """As it comes in from a form, or goes out to one through the test client."""
    return SimpleUploadedFile(name, data, kind)


def make_picture(
    *,
    by=None,
    rendered: bool = False,
    width: int = 960,
    height: int = 640,
    format: str = "JPEG",
    name: str | None = None,
    data: bytes | None = None,
    **words,
) -> Picture:
    """A picture of the library that lacks nothing, unless `words` say so (alt="", credit="" …); uploaded by `by`.

    With `rendered` every rendition is made; without, the whole picture as JPEG alone, as just after an upload.
    Needs the fixture `picture_storage`.
    """
    number = next(_numbers)
    said = {
        "alt": "A white ferry beside a quay",
        "caption": f"Ferry number {number} at the north quay.",
        "credit": "Ann Lee / The Bell",
        "licence": Picture.Licence.OWN,
    }
    sent = file_of(data or photo(width, height, format=format), name or f"ferry-{number}.jpg")
    picture = Picture.objects.take(take_in(sent), by=by, **said | words)
    if rendered:
        render.call(picture.pk)
        picture.refresh_from_db()
    return picture
