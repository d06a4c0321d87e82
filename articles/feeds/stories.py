"""Stories as feeds tell them. However many stand on a page, it costs one query for each of: the stories, who is credited on
them today, the stories they link to, their pictures."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _

import paper
from articles.bylines import sentence_html
from articles.feeds.text import text_of
from articles.figures import Figure, Pictures, lead
from articles.graph import description_of
from articles.links import led
from articles.models import Byline, Edition
from articles.models.edition import ends_of
from articles.models.kinds import Kind
from authors.models import Author
from authors.portraits import portrait
from images.models import Picture
from images.shown import available, licences_end, tags
from paper.feeds import Entry, Image, Person
from paper.prose import pictures_in, plain_text

NAMED = ("name", "slug", "position", "standing", "portrait")  # what a byline needs to know of an author
BETWEEN = "\0"  # in no clean HTML


class Told(NamedTuple):
    """The entries of a page of a feed; `tags`: what they are made from beside the list itself; `is_reserved`: machines may not
    learn from one of them; `ends`: from when on they may not be shown at all."""

    entries: list[Entry]
    tags: set[str]
    is_reserved: bool = False
    ends: datetime | None = None


def told(rows: Iterable[Any], request: HttpRequest, at: datetime) -> Told:
    """`rows` of a list of stories, in its order, at the moment `at`: editions, or rows that have one."""
    page = _Page(_whole(rows), request, at)
    entries, is_reserved = [page.entry(story) for story in page.stories], any(story.no_ai for story in page.stories)
    return Told(entries, page.tags, is_reserved, page.ends())


def _whole(rows: Iterable[Any]) -> list[Edition]:
    """Their editions with text and all."""
    pks = [getattr(row, "edition_id", row.pk) for row in rows]
    found = Edition.objects.with_updated().in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


class _Page:
    """What the entries of a page share."""

    def __init__(self, stories: list[Edition], request: HttpRequest, at: datetime) -> None:
        self.stories, self.request = stories, request
        self.host = request.get_host().partition(":")[0]
        self.paper = Person(paper.current().name, request.build_absolute_uri("/"))
        self.people = _people(stories)
        self.texts, linked = _texts(stories, at) if paper.current().feeds_full_text else ({}, set())
        wanted = {
            *(story.lead_picture_id for story in stories),
            *(author.portrait_id for author in self.people.values()),
            *(pk for text in self.texts.values() for pk in pictures_in(text)),
        }
        self.pictures = available(wanted, at)
        self.tags = {*linked, *tags(wanted), *(f"author:{author.pk}" for author in self.people.values())}

    def ends(self) -> datetime | None:
        """The first end of a licence, and of a story whose whole text is told."""
        told = [story for story in self.stories if story.pk in self.texts]
        return min(filter(None, (licences_end(self.pictures.values()), *ends_of(told))), default=None)

    def entry(self, story: Edition) -> Entry:
        url, picture = self._whole_address(story.url), _lead(story, self.pictures)
        wrote, helped = self._credited(story)
        return Entry(
            id=f"tag:{self.host},{story.date:%Y-%m-%d}:/articles/{story.article_id}",
            url=url,
            title=_title(story),
            published=story.first_published_at,
            updated=story.updated_at or story.first_published_at,
            language=story.language,
            authors=wrote or [self._nobody(story)],
            contributors=helped,
            summary=_summary(story),
            html=self._text(story, picture, url),
            categories=_categories(story),
            image=self._image(picture),
        )

    def _text(self, story: Edition, picture: Figure | None, url: str) -> str:
        """ "" where the paper's feeds carry summaries."""
        if story.pk not in self.texts:
            return ""
        line = sentence_html(story, self.people)
        return text_of(story, self.texts[story.pk], lead=picture, pictures=self.pictures, byline=line, address=url)

    def _credited(self, story: Edition) -> tuple[list[Person], list[Person]]:
        """Who wrote it, and who did anything else for it."""
        people: dict[bool, list[Person]] = {True: [], False: []}
        for credit in story.credits:
            people[credit["role"] == Byline.Role.AUTHOR].append(self._person(credit))
        return people[True], people[False]

    def _nobody(self, story: Edition) -> Person:
        """Who answers for what nobody signs: the paper, unless somebody paid for it."""
        return Person(story.sponsor) if story.kind == Kind.SPONSORED and story.sponsor else self.paper

    def _person(self, credit: dict[str, Any]) -> Person:
        """By the name as printed, at the address of today."""
        author = self.people.get(credit["author"])
        if author is None:
            return Person(credit["name"])
        face = portrait(self.pictures.get(author.portrait_id or 0), sizes="")
        avatar = self._whole_address(face.src) if face else ""
        return Person(credit["name"], self._whole_address(author.url), avatar)

    def _image(self, picture: Figure | None) -> Image | None:
        if picture is None:
            return None
        shown, caption = picture.shown, " ".join(plain_text(picture.caption).split())
        return Image(self._whole_address(shown.src), shown.width, shown.height, shown.alt, caption, shown.credit)

    def _whole_address(self, path: str) -> str:
        return self.request.build_absolute_uri(path)


def _people(stories: list[Edition]) -> dict[int, Author]:
    """By the number in the credits, who that is today. Two numbers lead to one author where the two were merged."""
    credited = {credit["author"] for story in stories for credit in story.credits}
    fields = [*NAMED, "merged_into", *(f"merged_into__{name}" for name in NAMED)]
    return Author.everyone.only(*fields).today(credited) if credited else {}


def _texts(stories: list[Edition], at: datetime) -> tuple[dict[int, str], set[str]]:
    """Their bodies with the links led, by number, and what these are made from. Led as one text: that is one query."""
    if not stories:
        return {}, set()
    whole = led(BETWEEN.join(story.body for story in stories), at)
    return dict(zip((story.pk for story in stories), whole.html.split(BETWEEN), strict=True)), whole.tags


def _lead(story: Edition, pictures: Pictures) -> Figure | None:
    picture: Picture | None = pictures.get(story.lead_picture_id or 0)
    return lead(story, picture) if picture else None


def _title(story: Edition) -> str:
    return f"{_paid_for(story)}: {story.headline}" if story.kind == Kind.SPONSORED else story.headline


def _paid_for(story: Edition) -> str:
    return _("Paid for by %(sponsor)s") % {"sponsor": story.sponsor}


def _summary(story: Edition) -> str:
    """The deck, else what the story is about."""
    paid_for = _paid_for(story) if story.kind == Kind.SPONSORED else ""
    return "\n\n".join(filter(None, [paid_for, story.deck or description_of(story)]))


def _categories(story: Edition) -> list[str]:
    """What sort of piece it is, where readers are told; its sections, from the top down; its topics. Each word once."""
    sections = [section.name for section in story.section_line()] or [story.section_name]
    words = [story.kind_label, *sections, *(topic["name"] for topic in story.topics)]
    return list(dict.fromkeys(filter(None, words)))
