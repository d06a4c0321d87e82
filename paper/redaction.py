"""Takes a passage or a name out of texts, for removal by law.

A text and a passage are compared as they are read, not as they are stored: case, kinds of spaces, quotation marks
and dashes, soft hyphens, tags inside a paragraph and composed or separate accents make no difference, and a
paragraph's end is a space. A name is met in the spelling given and as whole words: its other forms (a genitive
without an apostrophe, a prefixed Arabic "and") are passages of their own.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from paper.addresses import canonical, make_slug
from paper.grammar import MARKS
from paper.prose import IDEOGRAPH, sanitize

PUT = "[…]"  # what stands where something was taken out
SHORTEST = 3  # letters and digits; a Chinese or Japanese sign counts as two

PIECE = re.compile(r"<[^<>]*>|&[#\w]+;|.", re.DOTALL)  # of clean HTML: a tag, or what is read as one character
TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
HREF = re.compile(r'\bhref="([^"]*)"')
EMBED = re.compile(r'\bdata-embed="([^"]*)"')
ALTERNATIVE = re.compile(r'(?<= data-alt=")[^"]*(?=")')  # the words for who cannot see the picture
ADDRESS = re.compile(r"(?:https?:/)?/\S*", re.IGNORECASE)
JOINER = "\u2060"  # invisible: how a tag within a paragraph is read

SAME = str.maketrans(
    dict.fromkeys("’‘‚‛ʼ＇`´′", "'") | dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"ı": "i"}
)
DOTTED = "i\u0307"  # a Turkish capital made small: with ı as i, Turkish and other capitals pair alike
NO_LETTERS = re.compile(r"[\W_]+")
ACCENTS = re.compile("[\u0300-\u036f]")
UNSPACED = re.compile(  # scripts whose words stand or grow together: Thai to Khmer, Korean, Chinese, Japanese
    r"[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)

Span = tuple[int, int]


class Folded:
    """A text as it is compared; `spans` finds passages in it and says where they stand in the text itself."""

    def __init__(self, text: str) -> None:
        self.starts: list[int] = []  # for each character of the folded text, where it comes from
        self.ends: list[int] = []
        characters: list[str] = []
        for start, end in _clusters(text):
            visible, folded = _fold(text[start:end])
            if folded == " " and characters[-1:] == [" "]:
                continue
            characters += folded
            self.starts += [start] * len(folded)
            self.ends += [start + visible] * len(folded)
        self.text = "".join(characters)

    def spans(self, passage: str) -> list[Span]:
        """Where the passage stands, from one end up to the other, in order and without overlaps.

        Whole words only, where the passage begins and ends with a letter or digit: not "Ann" in "Annabel"."""
        return list(self._finds(folded_passage(passage)))

    def _finds(self, wanted: str) -> Iterator[Span]:
        place = self.text.find(wanted) if wanted else -1
        while place >= 0:
            end = place + len(wanted)
            whole = _parts(self.text, place) and _parts(self.text, end)
            if whole:
                yield self.starts[place], self.ends[end - 1]
            place = self.text.find(wanted, end if whole else place + 1)


def folded_passage(passage: str) -> str:
    return Folded(passage).text.strip()


def redact_html(html: str, passage: str, put: str = PUT) -> tuple[str, int]:
    """Clean HTML without the passage, `put` in each place, and how many places those were.

    A link whose address spells the passage, or whose words are all taken out, is a link no more; the former
    count as places. So does an embed whose address spells it: its caption stays. Pictures' alternative texts are
    texts of their own. Without any place the HTML comes back as it was. ValueError for a passage too short."""
    check_passage(passage)
    if _is_absent(html, passage):
        return html, 0
    clean, total = html, 0
    cut, found = _cut_html(sanitize(html), passage, put)
    while found:  # again, for what the cut itself may have brought together
        clean, total = sanitize(cut), total + found
        cut, found = _cut_html(clean, passage, PUT)
    return clean, total


def redact_text(text: str, passage: str, put: str = PUT) -> tuple[str, int]:
    """Plain text without the passage, `put` in each place, and how many places those were.

    A text that is nothing but an address is emptied if the address spells it. ValueError as for redact_html."""
    check_passage(passage)
    if _is_absent(text, passage):
        return text, 0
    if ADDRESS.fullmatch(text) and _address_holds(text, passage):
        return "", 1
    total = 0
    while spans := Folded(text).spans(passage):
        for start, end in reversed(spans):
            text = text[:start] + put + text[end:]
        total, put = total + len(spans), PUT
    return text, total


def redact_json(value: Any, passage: str, put: str = PUT) -> tuple[Any, int]:
    """The same for every string in dicts and lists; one with a tag in it is taken as HTML. Keys stay as they are."""
    if isinstance(value, dict):
        redacted = {key: redact_json(inner, passage, put) for key, inner in value.items()}
        return {key: inner for key, (inner, _) in redacted.items()}, sum(found for _, found in redacted.values())
    if isinstance(value, list):
        several = [redact_json(inner, passage, put) for inner in value]
        return [inner for inner, _ in several], sum(found for _, found in several)
    if isinstance(value, str):
        return (redact_html if TAG.search(value) else redact_text)(value, passage, put)
    return value, 0


def slug_holds(slug: str, passage: str) -> bool:
    """Whether an address's slug spells the passage, as whole parts between its hyphens."""
    words = make_slug(passage, "").replace("-", " ")
    return bool(Folded(canonical(slug).replace("-", " ")).spans(words))


def check_passage(passage: str) -> None:
    """ValueError, in words for the person who wrote it, if too much would match."""
    signs = sum(2 if IDEOGRAPH.match(sign) else 1 for sign in folded_passage(passage) if sign.isalnum())
    if signs < SHORTEST:
        raise ValueError(
            f"“{passage.strip()}” is too short: it would be found in too many places. "
            f"Write at least {SHORTEST} letters or digits."
        )


# Cutting HTML -------------------------------------------------------------------------------------------


def _cut_html(html: str, passage: str, put: str) -> tuple[str, int]:
    """Each piece of the HTML is read as one character, so that places in the two are the same."""
    pieces = PIECE.findall(html)
    spans = Folded("".join(map(_read, pieces))).spans(passage)
    gone = {place for start, end in spans for place in range(start, end) if not _is_tag(pieces[place])}
    found = len(spans) + _unlink(pieces, gone, passage) + _cut_figures(pieces, passage, put)
    for place in gone:
        pieces[place] = ""
    for start, _ in spans:
        pieces[start] = escape(put, quote=False) + pieces[start]
    return "".join(pieces), found


def _read(piece: str) -> str:
    tag = TAG.fullmatch(piece)
    if tag:
        return JOINER if tag[1] in MARKS else " "
    return unescape(piece)[0]


def _is_tag(piece: str) -> bool:
    return len(piece) > 1 and piece[0] == "<"


def _unlink(pieces: list[str], gone: set[int], passage: str) -> int:
    """Take the tags of links away that may not stay; how many of those had the passage in their addresses."""
    named = 0
    for opening, closing in _links(pieces):
        words = {place for place in range(opening, closing) if _read(pieces[place]).isalnum()}
        href = HREF.search(pieces[opening])
        spelt = bool(href and _address_holds(unescape(href[1]), passage))
        if spelt or (words and words <= gone):
            pieces[opening] = pieces[closing] = ""
            named += spelt
    return named


def _links(pieces: list[str]) -> Iterator[Span]:
    opening = 0
    for place, piece in enumerate(pieces):
        if piece.startswith("<a "):
            opening = place
        elif piece == "</a>":
            yield opening, place


def _cut_figures(pieces: list[str], passage: str, put: str) -> int:
    """Take the passage out of the tags of figures; how many places that were."""
    found = 0
    for place, piece in enumerate(pieces):
        if piece.startswith("<figure "):
            pieces[place], times = _cut_figure(piece, passage, put)
            found += times
    return found


def _cut_figure(tag: str, passage: str, put: str) -> tuple[str, int]:
    embed, alternative = EMBED.search(tag), ALTERNATIVE.search(tag)
    if embed and _address_holds(unescape(embed[1]), passage):
        return "", 1
    if alternative is None:
        return tag, 0
    text, found = redact_text(unescape(alternative[0]), passage, put)
    return ALTERNATIVE.sub(lambda _: escape(text), tag), found


def _address_holds(address: str, passage: str) -> bool:
    """As words with any signs between them, run together, or without their accents."""
    words = _bare(passage)
    spelt = Folded(_bare(unquote(address)))
    return bool(words) and bool(spelt.spans(words) or spelt.spans(words.replace(" ", "")))


def _bare(text: str) -> str:
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", folded_passage(text))).replace("'", "")
    return " ".join("".join(sign if _in_word(sign) else " " for sign in plain).split())


def _is_absent(text: str, passage: str) -> bool:
    """A quick look, for the many texts that hold nothing of it: not even its letters stand there in a row."""
    bones = _bones(passage)
    return not any(bones in _bones(reading) for reading in (text, TAG.sub("", text)))


def _bones(text: str) -> str:
    return NO_LETTERS.sub("", unicodedata.normalize("NFKD", unquote(unescape(text)).translate(SAME)).casefold())


# Comparing ----------------------------------------------------------------------------------------------


def _clusters(text: str) -> Iterator[Span]:
    """Each character with the marks and the invisible signs that follow it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _follows(text[place]):
            yield start, place
            start = place


@lru_cache(4096)
def _follows(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category == "Cf" or category[0] == "M" or "\u1160" <= sign <= "\u11ff"  # the rest of a Korean syllable


@lru_cache(4096)
def _fold(cluster: str) -> tuple[int, str]:
    """How much of a cluster is not invisible signs at its end, and the characters it is compared by."""
    visible = [place for place, sign in enumerate(cluster, 1) if unicodedata.category(sign) != "Cf"]
    plain = "".join(cluster[place - 1] for place in visible).translate(SAME)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold()).translate(SAME)
    return max(visible, default=0), " " if folded.isspace() else folded.replace(DOTTED, "i")


def _parts(text: str, place: int) -> bool:
    """Whether a word may end or begin at this place of a folded text."""
    if place in (0, len(text)):
        return True
    before, after = text[place - 1], text[place]
    return not (_in_word(before) and _in_word(after)) or bool(UNSPACED.match(before) or UNSPACED.match(after))


def _in_word(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"
