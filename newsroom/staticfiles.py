import os
from wsgiref.headers import Headers


def static_file_headers(headers: Headers, path: str, url: str) -> None:
    """A weak ETag: WhiteNoise's own is strong, and the same for each encoding of a file, which HTTP does not allow."""
    found = os.stat(path)
    headers["ETag"] = f'W/"{int(found.st_mtime):x}-{found.st_size:x}"'
