"""What is looked at in a story's pictures and embeds before it goes out: the finders of some rows of `articles.desk.checks`.

A picture stands in a story once or more; what is its own (credit, licence) is said of it once, what is said of it there (the
alternative text, how large it is) of each place.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from django.utils.functional import cached_property

from articles.models.kinds import Kind
from articles.models.snapshot import Words
from images.desk.facts import page_url
from images.models import Picture
from paper.days import day_of
from paper.embeds import refusal
from paper.prose import FIGURE, plain_text
from paper.templatetags.paper import day

if TYPE_CHECKING:
    from articles.desk.checks import Found, Situation

NEEDED = (  # columns
    "alt", "decorative", "caption", "credit", "licence", "terms", "licensed_through", "width", "height", "focus_x", "focus_y",
    "crops", "file_name", "withdrawn_at", "withdrawn_because",
)  # fmt: skip
SOON = timedelta(days=30)
WIDE = {"lead": 1200, "body": 640}  # pixels that look sharp in each place
TERMS_SHOWN = 200  # characters


class Use(NamedTuple):
    """A place where a picture stands, with its own words there as text. `figure`: which figure of the body, from 1; 0: the lead."""

    number: int
    figure: int
    caption: str
    alt: str
    picture: Picture | None  # None: the library has none such

    @property
    def place(self) -> str:
        return "body" if self.figure else "lead_picture"

    @property
    def alt_read(self) -> str:
        """What those hear who do not see it."""
        return self.alt or (self.picture.alt if self.picture else "")

    @property
    def caption_read(self) -> str:
        return self.caption or (self.picture.caption if self.picture else "")


class Pictures:
    """The pictures of a story's words, and where they stand. One query, and none for words without pictures."""

    def __init__(self, words: Words) -> None:
        self._words = words

    @cached_property
    def uses(self) -> list[Use]:
        places = list(_places(self._words))
        known = Picture.objects.only(*NEEDED).in_bulk({place[0] for place in places}) if places else {}
        return [Use(*place, known.get(place[0])) for place in places]

    @property
    def known(self) -> list[tuple[Use, Picture]]:
        return [(use, use.picture) for use in self.uses if use.picture]

    @property
    def each(self) -> list[tuple[Use, Picture]]:
        """Each picture once, at its first place."""
        first = {picture.pk: (use, picture) for use, picture in reversed(self.known)}
        return [first[pk] for pk in dict.fromkeys(picture.pk for _, picture in self.known)]

    @property
    def to_be_seen(self) -> list[tuple[Use, Picture]]:
        """Each once, without those that were withdrawn: of these nothing else is said."""
        return [(use, picture) for use, picture in self.each if not picture.withdrawn_at]


def _places(words: Words) -> Iterator[tuple[int, int, str, str]]:
    """(number, figure, own caption, own alternative text)"""
    if words["lead_picture"]:
        yield words["lead_picture"], 0, words["lead_caption"].strip(), words["lead_alt"].strip()
    for place, figure in enumerate(FIGURE.finditer(words["body"]), 1):
        if figure["picture"]:
            caption = plain_text(figure["caption"] or "").strip()
            yield int(figure["picture"]), place, caption, unescape(figure["alt"] or "")


# Each finds its own: says, place, excerpt, url, figure


def withdrawn(s: "Situation") -> "Found":
    for use, picture in s.pictures.known:
        if picture.withdrawn_at:
            says = f"“{picture}” was withdrawn: {_ended(picture.withdrawn_because)} Take it out, or choose another."
            yield says, use.place, "", "", use.figure


def unknown(s: "Situation") -> "Found":
    for use in s.pictures.uses:
        if use.picture is None:
            yield (
                f"The library has no picture {use.number}: readers see nothing in its place.",
                "body",
                "",
                "",
                use.figure,
            )


def alternative(s: "Situation") -> "Found":
    for use, picture in s.pictures.known:
        if not (use.alt_read or picture.decorative or picture.withdrawn_at):
            says = f"“{picture}” has no alternative text: who does not see it learns nothing of it."
            yield says, _own(use, "lead_alt"), "", page_url(picture), use.figure


def repeated(s: "Situation") -> "Found":
    for use, picture in s.pictures.known:
        if _plain(use.alt_read) and _plain(use.alt_read) == _plain(use.caption_read):
            says = f"The alternative text of “{picture}” is its caption again. Write what one sees."
            yield says, _own(use, "lead_alt"), "", page_url(picture), use.figure


def uncredited(s: "Situation") -> "Found":
    for use, picture in s.pictures.to_be_seen:
        if not picture.credit:
            yield f"“{picture}” has no credit.", use.place, "", page_url(picture), use.figure


def unlicensed(s: "Situation") -> "Found":
    for use, picture in s.pictures.to_be_seen:
        if not picture.licence:
            says = f"Under which licence “{picture}” may be printed is not said."
            yield says, use.place, "", page_url(picture), use.figure


def ending(s: "Situation") -> "Found":
    for use, picture in s.pictures.to_be_seen:
        says = _how_it_ends(picture, s.moment)
        if says:
            yield says, use.place, "", page_url(picture), use.figure


def _how_it_ends(picture: Picture, moment: datetime) -> str:
    """ "" where its licence lasts."""
    last = picture.licensed_through
    if last is None or last > day_of(moment) + SOON:
        return ""
    if picture.licence_has_ended():
        return f"The licence of “{picture}” ended on {day(last)}: readers do not see it."
    if picture.licence_has_ended(moment):
        return f"The licence of “{picture}” ends on {day(last)}, before this goes out: readers will not see it."
    return f"The licence of “{picture}” ends on {day(last)}: readers lose it then."


def terms(s: "Situation") -> "Found":
    """An agency's pictures are licensed for news; what the others' terms say of advertisements only a person can read."""
    for use, picture in s.pictures.to_be_seen if s.words["kind"] == Kind.SPONSORED else ():
        if picture.licence == Picture.Licence.AGENCY or picture.terms:
            said = f": {picture.terms[:TERMS_SHOWN]}" if picture.terms else "."
            says = f"This piece is paid for. Read whether the terms of “{picture}” allow that{said}"
            yield says, use.place, "", page_url(picture), use.figure


def small(s: "Situation") -> "Found":
    for use, picture in s.pictures.known:
        width, least = _width(use, picture), _least(use, picture)
        if width < least and not picture.withdrawn_at:
            says = f"“{picture}” is {width:,} pixels wide there, and looks blurred: {least:,} are enough."
            yield says, use.place, "", page_url(picture), use.figure


def _is_cut(use: Use, picture: Picture) -> bool:
    """Twin: articles.figures.lead."""
    return not use.figure and picture.width >= picture.height


def _width(use: Use, picture: Picture) -> int:
    """How wide what readers see of it is, in pixels."""
    left, _, right, _ = picture.box("lead") if _is_cut(use, picture) else (0, 0, picture.width, 0)
    return right - left


def _least(use: Use, picture: Picture) -> int:
    return WIDE["lead" if _is_cut(use, picture) else "body"]


def embed(s: "Situation") -> "Found":
    for place, figure in enumerate(FIGURE.finditer(s.words["body"]), 1):
        address = unescape(figure["embed"] or "")
        why = refusal(address) if address else ""
        if why:
            yield f"{address} is a plain link for readers. {why}", "body", "", "", place


def _own(use: Use, field: str) -> str:
    """Where this use's own words are written."""
    return "body" if use.figure else field


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
