"""What a story says of itself, as its page shows it: what kind it is, what it stands on, and which rules of the paper apply."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.models import Edition
from articles.models.kinds import Kind
from articles.models.trust import Source, sources_of
from paper.models import Page
from paper.pages import public_pages

MEANINGS = {  # of every kind that is named over a story: articles.models.kinds
    Kind.ANALYSIS: gettext_lazy(
        "What the facts mean and what may follow, from somebody who knows the subject. It takes no side."
    ),
    Kind.OPINION: gettext_lazy(
        "A view that is argued for: the writer’s own or, where the paper signs, the paper’s. It is not reporting."
    ),
    Kind.REVIEW: gettext_lazy("A critic’s own judgement of what they have seen, read, heard or tried."),
    Kind.EXPLAINER: gettext_lazy("The background of the news: what is known, how it came about and what is open."),
    Kind.SPONSORED: gettext_lazy("Somebody paid for this to stand here. It is not the paper’s reporting."),
}

DOCUMENTS = {  # what an address ends in, and what readers are told it leads to
    "pdf": pgettext_lazy("kind of document", "PDF"),
    "doc docx odt rtf pages": pgettext_lazy("kind of document", "text document"),
    "csv tsv xls xlsx ods": pgettext_lazy("kind of document", "spreadsheet"),
    "ppt pptx odp key": pgettext_lazy("kind of document", "slides"),
    "json xml geojson kml parquet": pgettext_lazy("kind of document", "data file"),
    "zip gz tgz 7z": pgettext_lazy("kind of document", "packed files"),
    "mp3 m4a ogg oga wav flac": pgettext_lazy("kind of document", "sound"),
    "mp4 mov webm mkv": pgettext_lazy("kind of document", "film"),
    "jpg jpeg png gif webp avif tif tiff svg": pgettext_lazy("kind of document", "picture"),
    "txt md": pgettext_lazy("kind of document", "plain text"),
}
ENDINGS = {ending: label for endings, label in DOCUMENTS.items() for ending in endings.split()}

AROUND = 600  # letters of a story, for the headings and the space of what stands beside it
RULES = (Page.Purpose.VERIFICATION, Page.Purpose.UNNAMED_SOURCES)  # those that sources are read by


class ListedSource(NamedTuple):
    """`host`: where its address leads, "" where that is its title already; `document`: what it leads to, if that is no page."""

    title: str
    url: str
    host: str
    document: str

    @classmethod
    def of(cls, source: Source) -> "ListedSource":
        host = (urlsplit(source.url).hostname or "").removeprefix("www.")
        return cls(
            source.title, source.url, "" if source.title.removeprefix("www.") == host else host, document_at(source.url)
        )


class Trust(NamedTuple):
    """`rules`: pages of the paper that say how it works. `is_long`: too long to stand in the margin of its story."""

    how_reported: str
    sources: list[ListedSource]
    rules: list[Page]
    is_long: bool


def trust_of(story: Edition, policies: dict[str, Page]) -> Trust | None:
    """None for a story that names nothing, or of which only a notice is left."""
    sources = [ListedSource.of(source) for source in sources_of(story.sources)]
    if not (sources or story.how_reported) or (story.retracted and not story.body):
        return None
    rules = [policies[purpose] for purpose in RULES if purpose in policies]
    return Trust(story.how_reported, sources, rules, _is_long(story, sources))


def _is_long(story: Edition, sources: Iterable[ListedSource]) -> bool:
    """Twin: the margin in static/paper/story.css, where a line holds less than half of what it holds in the text."""
    said = len(story.how_reported) + sum(len(source.title) + len(source.host) for source in sources)
    return 2 * said + AROUND > len(story.body)


def policies() -> dict[str, Page]:
    """The paper's public pages by what they answer, without their text: from memory."""
    return {page.purpose: page for page in public_pages() if page.purpose}


def meaning_of(kind: str) -> str:
    """What the label of a kind promises readers, in the language that is spoken; "" where it has no label."""
    return str(MEANINGS.get(Kind(kind), ""))


def document_at(url: str) -> str:
    """What an address leads to by how it ends; "" for a page."""
    return str(ENDINGS.get(PurePosixPath(urlsplit(url).path).suffix[1:].lower(), ""))


def trust_context(story: Edition, told: Mapping[str, Any]) -> dict[str, Any]:
    """For the story's template: {"trust": Trust | None, "policies": pages by purpose, "policy_at", "why_unnamed", "kind_meaning"}.

    `told` are its notices: the paper's page on how it corrects is linked once, by the first of them or else "after" the text;
    the one on stories without a name, `why_unnamed`, where nobody is credited.
    """
    pages = policies()
    places = [place for place in ("above", "top", "foot") if told[place]]
    return {
        "trust": trust_of(story, pages),
        "policies": pages,
        "policy_at": [*places, "after"][0] if Page.Purpose.CORRECTIONS in pages else "",
        "why_unnamed": None if story.credits else pages.get(Page.Purpose.BYLINES),
        "kind_meaning": meaning_of(story.kind),
    }
