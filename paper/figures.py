"""Figures in words, for the desk: how one reads where it cannot be seen, and what became of those in a text.

A picture's name is what the library calls it, by its number: {12: "Ferry at the quay"}. One without a name is known by
its number alone.
"""

import re
from collections import Counter
from collections.abc import Mapping
from html import escape, unescape
from itertools import zip_longest

from paper.prose import FIGURE, plain_text

Names = Mapping[int, str]

KINDS = (("picture", "a picture", "pictures"), ("embed", "an embed", "embeds"))  # the group of FIGURE, one, several


def in_words(html: str, names: Names | None = None) -> str:
    """Clean HTML with a paragraph for each figure: "Picture 12: its caption", "Embed video.example/7: its caption"."""

    def paragraph(figure: re.Match[str]) -> str:
        caption = f": {figure['caption']}" if figure["caption"] else ""
        return f"<p>{escape(called(figure, names or {}), quote=False)}{caption}</p>"

    return FIGURE.sub(paragraph, html)


def called(figure: re.Match[str], names: Names) -> str:
    """Two figures that show different things are never called the same."""
    if figure["embed"]:
        return f"Embed {unescape(figure['embed']).removeprefix('https://')}"
    name = " ".join(names.get(int(figure["picture"]), "").split())
    return f"Picture {figure['picture']}" + (f" “{name}”" if name else "")


def as_read(html: str, names: Names | None = None) -> str:
    """The words of clean HTML as `plain_text` gives them, with each figure named."""
    return plain_text(in_words(html, names))


def own_words(html: str) -> str:
    """Clean HTML with a paragraph for the words of each figure, its alternative text and its caption."""

    def paragraph(figure: re.Match[str]) -> str:
        words = " ".join(filter(None, figure.group("alt", "caption")))
        return f"<p>{words}</p>" if words else ""

    return FIGURE.sub(paragraph, html)


def shown_in(html: str) -> list[str]:
    """What each figure of clean HTML shows, in order: "picture 12", "embed https://…"."""
    return [shown_by(figure) for figure in FIGURE.finditer(html)]


def shown_by(figure: re.Match[str]) -> str:
    return f"picture {figure['picture']}" if figure["picture"] else f"embed {figure['embed']}"


def alternative_texts(html: str) -> list[str]:
    """What its pictures are called there for who cannot see them, in order; of those that are called anything."""
    return [unescape(figure["alt"]) for figure in FIGURE.finditer(html) if figure["alt"]]


def alternative_note(html: str) -> str:
    return "; ".join(f"alternative text: “{text}”" for text in alternative_texts(html))


def alternative_changes(before: str, after: str) -> list[str]:
    """How the alternative texts differ, in words."""
    old, new = Counter(alternative_texts(before)), Counter(alternative_texts(after))
    both = zip_longest((old - new).elements(), (new - old).elements(), fillvalue="")
    return [_alternative_change(gone, come) for gone, come in both]


def _alternative_change(gone: str, come: str) -> str:
    if gone and come:
        return f"alternative text changed from “{gone}” to “{come}”"
    return f"alternative text added: “{come}”" if come else f"alternative text removed: “{gone}”"


def changes(before: str, after: str) -> list[str]:
    """What became of the figures: "a picture was added", "2 embeds were removed", "a picture was exchanged"."""
    old, new = Counter(shown_in(before)), Counter(shown_in(after))
    gone, come = list((old - new).elements()), list((new - old).elements())
    found = []
    for kind, one, several in KINDS:
        less, more = (sum(shown.startswith(kind) for shown in side) for side in (gone, come))
        exchanged = min(less, more)
        told = (("exchanged", exchanged), ("added", more - exchanged), ("removed", less - exchanged))
        found += [
            f"{one} was {verb}" if times == 1 else f"{times} {several} were {verb}" for verb, times in told if times
        ]
    return found


def is_only_moved(before: str, after: str) -> bool:
    """Whether the figures, as they are, stand elsewhere in the same text."""
    figures = [sorted(match[0] for match in FIGURE.finditer(html)) for html in (before, after)]
    return before != after and figures[0] == figures[1] and FIGURE.sub("", before) == FIGURE.sub("", after)
