import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
HOST = re.compile(r"([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")
PREFIX = re.compile(r"[\w.-]+(/[\w.-]+)*")
WRONG = (
    "STORAGE_URL is no address of a storage. Write s3://KEY:SECRET@HOST/BUCKET, with / in the key or secret as %2F; or "
    "leave it out, and pictures are kept in VAR_DIR."
)


def pictures_of(url: str, var_dir: Path) -> dict[str, Any]:
    """Django's STORAGES["pictures"] for a STORAGE_URL; a folder below `var_dir` where it is empty.

    s3:// means HTTPS, s3+http:// plain HTTP. Raises ImproperlyConfigured, never with the secret in it.
    """
    if not url:
        return {"BACKEND": "images.storage.PicturesOnDisk", "OPTIONS": {"location": var_dir / "pictures"}}
    try:
        parts = urlsplit(url)
        scheme = {"s3": "https", "s3+http": "http"}[parts.scheme]
        port_is_fine = parts.port != 0  # asking raises ValueError for most that are not
    except (ValueError, KeyError):
        raise ImproperlyConfigured(WRONG) from None
    host, bucket = parts.netloc.rpartition("@")[2], parts.path.strip("/")
    if not (port_is_fine and HOST.fullmatch(host) and BUCKET.fullmatch(bucket) and not parts.fragment):
        raise ImproperlyConfigured(WRONG)
    options = {"bucket_name": bucket, "endpoint_url": f"{scheme}://{host}", **_keys(parts), **_extras(parts.query)}
    return {"BACKEND": "images.s3.PicturesInS3", "OPTIONS": options}


def _keys(parts: SplitResult) -> dict[str, str]:
    """Both or neither: without them the machine's own are used, where its provider gives it some."""
    key, secret = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured(
            "STORAGE_URL names a key or a secret without the other. Write s3://KEY:SECRET@HOST/BUCKET."
        )
    return {"access_key": key, "secret_key": secret} if key else {}


def _extras(query: str) -> dict[str, str]:
    said = dict(parse_qsl(query, keep_blank_values=True))
    region, prefix = said.pop("region", "us-east-1"), said.pop("prefix", "").strip("/")
    addressing = said.pop("addressing", "path")
    if said or addressing not in ("path", "virtual") or not region:
        raise ImproperlyConfigured("STORAGE_URL takes region=…, prefix=… and addressing=path or virtual behind its ?")
    if prefix and (not PREFIX.fullmatch(prefix) or ".." in prefix):
        raise ImproperlyConfigured(
            "STORAGE_URL names a prefix that is no folder. Write prefix=pictures or prefix=paper/pictures."
        )
    return {"region_name": region, "location": prefix, "addressing": addressing}
