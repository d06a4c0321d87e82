"""The library's files on this machine's disk, and what can go wrong with any storage of pictures."""

import os
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

# The disk is full, the folder cannot be written, the other side does not answer or does not let us. Every storage of
# pictures raises these alone (see images.s3); FileNotFoundError, which is one of them, means that a file is not there.
STORAGE_TROUBLE: tuple[type[Exception], ...] = (OSError,)


class PicturesOnDisk(FileSystemStorage):
    """Files that are there whole or not at all, under the very names they are given: saving again replaces."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_overwrite": True, **options})

    def _save(self, name: str, content: Any) -> str:
        part = f"{name}.{uuid4().hex}.part"
        try:
            super()._save(part, content)  # type: ignore[misc]
            os.replace(self.path(part), self.path(name))
        except BaseException:
            with suppress(OSError):
                self.delete(part)
            raise
        return name
