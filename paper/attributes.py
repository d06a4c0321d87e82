"""What the attributes of a story's tags may say; whatever else was given goes.

Each reading takes a tag's attributes as they came, {name: text}, and gives those that stay, in the order in which they
are written. What was given back is given back again unchanged.
"""

import re
from urllib.parse import urlsplit

SCHEMES = {"http", "https", "mailto"}
RELATIONS = ("nofollow", "sponsored", "ugc")  # what a link is, for search engines; anything else in rel goes
NUMBERS = {"ol": ("start",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan")}
LONGEST_ALT = 500  # characters
LONGEST_EMBED = 2_000

SPACES = re.compile(r"[ \t\n\r\f\u2028]+")
EDGES = " \u00a0"
INVISIBLE = " \u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060"
ROW = re.compile(r"[1-9][0-9]{0,17}")  # the number of a story or a picture of ours
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)

Attributes = dict[str, str]


def of_link(given: Attributes) -> Attributes:
    """A link's address, what it is for search engines and which story of ours it means; {} if it leads nowhere."""
    href = address(given.get("href", ""))
    relations = " ".join(name for name in RELATIONS if name in given.get("rel", "").lower().split())
    return {"href": href, "rel": relations, "data-story": row(given.get("data-story", ""))} if href else {}


def of_figure(given: Attributes) -> Attributes:
    """The picture of ours that a figure shows, with what it is called there, or the address of an embed; {} for neither."""
    picture, embed = row(given.get("data-picture", "")), web_address(given.get("data-embed", ""))
    if picture:
        return {"data-picture": picture, "data-alt": plain_line(given.get("data-alt", ""), LONGEST_ALT)}
    return {"data-embed": embed} if embed else {}


def of_language(given: Attributes) -> Attributes:
    lang, direction = given.get("lang", ""), given.get("dir", "").lower()
    kept = {"lang": lang} if LANGUAGE_TAG.fullmatch(lang) else {}
    return kept | ({"dir": direction} if direction in ("ltr", "rtl", "auto") else {})


def of_numbers(tag: str, given: Attributes) -> Attributes:
    """A cell's spans and a list's first number, where they say more than 1."""
    found = {name: given[name] for name in NUMBERS.get(tag, ()) if name in given}
    return {name: value for name, value in found.items() if re.fullmatch(r"(?!1$)[1-9][0-9]{0,3}", value)}


def row(number: str) -> str:
    return number if ROW.fullmatch(number) else ""


def address(href: str) -> str:
    """Where a link leads, or "" if nowhere we send readers: http, https, mailto and pages of our own."""
    href = re.sub(r"[\x00-\x1f]", "", href).strip().replace(" ", "%20")
    href = re.sub(r"^[/\\]{2,}", "https://", href)
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    whole = {"": parts.path or parts.query, "mailto": "@" in parts.path}.get(scheme, parts.netloc)
    return href if whole and scheme in ("", *SCHEMES) else ""


def web_address(href: str) -> str:
    """A whole address on the web; "" for any other, for one with a name or password in it, and for one without an end."""
    found = address(href)
    if len(found) > LONGEST_EMBED or not WEB_ADDRESS.fullmatch(found):
        return ""
    parts = urlsplit(found)
    return found if parts.hostname and "@" not in parts.netloc else ""


def plain_line(text: str, limit: int) -> str:
    """One line with single spaces and none at its ends, at most `limit` characters; "" if there is nothing to see."""
    line = SPACES.sub(" ", text).strip(EDGES)[:limit].rstrip(EDGES)
    return line if line.strip(INVISIBLE) else ""
