"""The library's files in storage that speaks S3. Whatever goes wrong there is an OSError, as it is with a disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

CONNECT, ANSWER = 5, 20  # seconds
TRIES = 2
IN_ONE_PIECE = 1024**3  # bytes; the largest picture is far below, and one PUT is there whole or not at all


class PicturesInS3(S3Storage):
    """One request for each file. Nobody is sent there: the paper reads the files and answers itself.

    `addressing`: "path" (HOST/BUCKET/…), which all servers understand, or "virtual" (BUCKET.HOST/…), which some ask for.
    """

    def __init__(self, *, addressing: str = "path", **options: Any) -> None:
        super().__init__(
            client_config=_config(addressing),
            transfer_config=TransferConfig(use_threads=False, multipart_threshold=IN_ONE_PIECE),
            file_overwrite=True,
            **options,
        )

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        with _as_oserror(name):
            return ContentFile(self.bucket.Object(self._key(name)).get()["Body"].read(), name)

    def _save(self, name: str, content: Any) -> str:
        with _as_oserror(name):
            return super()._save(name, content)

    def exists(self, name: str) -> bool:
        with _as_oserror(name):
            return super().exists(name)

    def size(self, name: str) -> int:
        with _as_oserror(name):
            return super().size(name)

    def delete(self, name: str) -> None:
        with _as_oserror(name):
            super().delete(name)

    def _key(self, name: str) -> str:
        return self._normalize_name(name)


def _config(addressing: str) -> Config:
    return Config(
        connect_timeout=CONNECT,
        read_timeout=ANSWER,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        s3={"addressing_style": addressing},
        signature_version="s3v4",
        request_checksum_calculation="when_required",  # servers other than Amazon's do not all know the new ones
        response_checksum_validation="when_required",
    )


@contextmanager
def _as_oserror(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "NoSuchKey":
            raise FileNotFoundError(f"{name} is not in the storage of pictures.") from error
        raise OSError(f"The storage of pictures refuses: {error}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"The storage of pictures does not answer: {error}") from error
