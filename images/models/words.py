"""What is said about a picture: its words and rights, as one JSON value."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from images.models.picture import Picture

PictureWords = dict[str, Any]

WORDS = (
    "alt", "decorative", "caption", "credit", "source", "source_url", "licence", "terms", "licensed_through",
    "may_republish", "taken_on", "people", "place",
)  # fmt: skip
SHARED = ("credit", "caption", "licence", "terms", "licensed_through", "source")  # may be said of many at once


def words_of(picture: "Picture") -> PictureWords:
    return {name: getattr(picture, name) for name in WORDS}


def changed(before: PictureWords, after: PictureWords) -> dict[str, list[str]]:
    """{name: [before, after]} as text, for the record."""
    return {name: [str(before[name]), str(after[name])] for name in WORDS if before[name] != after[name]}
