"""The renditions of a picture: which there are, under which addresses, and how they come to be and go.

The manifest on the picture's row says what readers can get: {"lead": {"recipe": "3fa9…", "avif": [[320, 213], …],
"jpeg": [[640, 427]]}}. A new crop has a new recipe and so new addresses; the old ones answer a while longer, and their recipes
stand under "former": {"recipes": ["81c0…"]}.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from images import files, imaging
from images.imaging import SHAPES, Box
from paper.background import later

if TYPE_CHECKING:
    from PIL.Image import Image

    from images.intake import Intake
    from images.models import Picture

Manifest = dict[str, dict[str, Any]]

EXTENSIONS = {"avif": "avif", "jpeg": "jpg"}
LINGER = timedelta(days=2)  # how long the addresses of a former crop or file answer
FORMER = 24  # recipes at the most: three for each crop that was changed within that time


class Made(NamedTuple):
    """`files` are {name in the storage: contents}."""

    manifest: Manifest
    files: dict[str, bytes]


def facts_of(intake: "Intake", first: Made) -> dict[str, Any]:
    """The columns that say what came in."""
    extension = EXTENSIONS.get(intake.format, intake.format)
    return {
        "sha256": intake.sha256,
        "original": files.original_name(intake.sha256, extension),
        "file_name": intake.name,
        "extension": extension,
        "width": intake.width,
        "height": intake.height,
        "bytes": len(intake.data),
        "renditions": first.manifest,
    }


def first_renditions(intake: "Intake") -> Made:
    """The whole picture as JPEG: what readers get until the rest is made, so that no page ever waits for it."""
    size = (intake.width, intake.height)
    boxes = {"whole": imaging.crop_box(*size, SHAPES["whole"])}
    image = imaging.open_upright(BytesIO(intake.data), _needed(boxes, size, ["jpeg"]))
    return _make(image, size, boxes, _planned(intake.sha256, boxes, ["jpeg"]))


def all_renditions(picture: "Picture") -> Made:
    """Every shape in every size and format: seconds of work. Raises FileNotFoundError and files.StorageAway."""
    size, boxes = (picture.width, picture.height), _boxes(picture)
    with files.read(picture.original) as file:
        image = imaging.open_upright(file, _needed(boxes, size, list(EXTENSIONS)))
    return _make(image, size, boxes, _planned(picture.sha256, boxes, list(EXTENSIONS)))


def _boxes(picture: "Picture") -> dict[str, Box]:
    return {name: picture.box(name) for name in SHAPES}


def _planned(sha256: str, boxes: dict[str, Box], formats: list[str]) -> Manifest:
    """The manifest of what is still to be made."""
    plan: Manifest = {}
    for name, box in boxes.items():
        sizes = {kind: [list(size) for size in imaging.sizes(box, SHAPES[name], kind)] for kind in formats}
        plan[name] = {"recipe": imaging.recipe(sha256, SHAPES[name], box), "avif": [], "jpeg": [], **sizes}
    return plan


def _needed(boxes: dict[str, Box], size: tuple[int, int], formats: list[str]) -> tuple[int, int]:
    """How large the picture has to be read, so that no rendition is drawn larger than it is."""
    scale = max(
        imaging.sizes(box, SHAPES[name], kind)[-1][0] / (box[2] - box[0])
        for name, box in boxes.items()
        for kind in formats
        if imaging.sizes(box, SHAPES[name], kind)
    )
    return round(size[0] * min(scale, 1.0)), round(size[1] * min(scale, 1.0))


def _make(image: "Image", size: tuple[int, int], boxes: dict[str, Box], plan: Manifest) -> Made:
    made = Made(plan, {})
    for name, box in boxes.items():
        left, upper, right, lower = (part * image.width / size[0] for part in box)  # it may have been read smaller
        for kind in EXTENSIONS:
            for wide, high in plan[name][kind]:
                made.files[_name(name, plan[name]["recipe"], wide, kind)] = imaging.encode(
                    image, (left, upper, right, lower), (wide, high), kind
                )
    return made


# The manifest's former entries


def with_former(manifest: Manifest, before: Manifest) -> Manifest:
    """The manifest, with the recipes of the one before it: pages that lead to those are still about."""
    now = {made["recipe"] for made in manifest.values()}
    former = [recipe for recipe in dict.fromkeys(recipes_of(before)) if recipe not in now][:FORMER]
    return manifest | ({"former": {"recipes": former}} if former else {})


def recipes_of(manifest: Manifest) -> list[str]:
    """All that its addresses may name, the former ones last."""
    return [
        *(made["recipe"] for made in manifest.values() if "recipe" in made),
        *manifest.get("former", {}).get("recipes", []),
    ]


# Addresses and names


def address(pk: int, shape: str, recipe: str, width: int, kind: str) -> str:
    """Of one rendition, on this paper. It never means anything else. Twin: the pattern in images.urls."""
    return f"/pictures/{pk}/{recipe}/{_file(shape, width, kind)}"


def _name(shape: str, recipe: str, width: int, kind: str) -> str:
    return files.rendition_name(recipe, _file(shape, width, kind))


def _file(shape: str, width: int, kind: str) -> str:
    return f"{shape}-{width}.{EXTENSIONS[kind]}"


def names_for(picture: "Picture") -> list[str]:
    """Of its file, of what is made of it, and of what is made of it next: somebody may be at that just now."""
    plan = _planned(picture.sha256, _boxes(picture), list(EXTENSIONS))
    return list(dict.fromkeys([picture.original, *_names(picture.renditions), *_names(plan)]))


def names_of(manifest: Manifest) -> list[str]:
    return list(_names(manifest))


def _names(manifest: Manifest) -> Iterator[str]:
    for shape, made in manifest.items():
        for kind in EXTENSIONS:
            for width, _ in made.get(kind, []):
                yield _name(shape, made["recipe"], width, kind)


# Coming and going


@contextmanager
def keeping(wanted: dict[str, bytes]) -> Iterator[None]:
    """A transaction that writes down whose these files are, {name: contents}. Where it fails they are deleted again.

    Raises files.StorageAway. What was stored is stored once more after that: a deletion that was on its way, of the same file
    in a former picture's name, may have come in between.
    """
    files.store(wanted)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        drop_later(0, wanted)
        raise
    with suppress(files.StorageAway):
        files.store(wanted)


def drop_later(pk: int, names: Iterable[str], *, linger: bool = False) -> None:
    """Have these files deleted once the transaction is kept: soon, or when pages that lead to them are gone.

    With renditions goes the name of the file they were made of: by that it is found who may have them by then.
    """
    from images.jobs import drop_unused

    names = list(names)
    if names:
        later(drop_unused, pk, names, (timezone.now() + LINGER).isoformat() if linger else "")
