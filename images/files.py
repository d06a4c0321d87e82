"""Where the library's files are: originals, which nobody is ever sent as they came, and the renditions readers get.

A name is made of its contents, so that storing the same twice does no harm and an address never means something else.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from images.storage import STORAGE_TROUBLE

if TYPE_CHECKING:
    from django.core.files import File
    from django.core.files.storage import Storage


class StorageAway(Exception):
    """The files could not be kept or read: the disk is full, or the storage does not answer. Trying again may help."""


def storage() -> "Storage":
    return storages["pictures"]


def original_name(sha256: str, extension: str) -> str:
    return f"originals/{sha256[:2]}/{sha256}.{extension}"


def rendition_name(recipe: str, file: str) -> str:
    return f"renditions/{recipe[:2]}/{recipe}/{file}"


def store(files: dict[str, bytes]) -> None:
    """Keep all of these, {name: contents}, or none: raises StorageAway. What is there already is what is meant."""
    kept: list[str] = []
    try:
        for name, data in files.items():
            if not storage().exists(name):
                storage().save(name, ContentFile(data))
                kept.append(name)
    except STORAGE_TROUBLE as error:
        drop(kept)
        raise StorageAway(str(error)) from error


def read(name: str) -> "File":
    """The open file. Raises FileNotFoundError where there is none, StorageAway where nobody can say."""
    try:
        return storage().open(name)
    except FileNotFoundError:
        raise
    except STORAGE_TROUBLE as error:
        raise StorageAway(str(error)) from error


def drop(names: Iterable[str]) -> list[str]:
    """Delete what is there of these. Returns those that could not be deleted now."""
    return [name for name in names if not _is_dropped(name)]


def _is_dropped(name: str) -> bool:
    try:
        storage().delete(name)
    except FileNotFoundError:
        return True
    except STORAGE_TROUBLE:
        return False
    return True
