"""Functions that make what tests need, through the domain's own verbs."""

from datetime import UTC, datetime, timedelta
from itertools import count

from django.utils import timezone

from articles.models import Article, Byline, Section, Topic
from authors.models import Author

_numbers = count(1)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def ahead(**span: float) -> datetime:
    return timezone.now() + timedelta(**span)


def make_section(*, name: str = "World", **fields) -> Section:
    return Section.objects.filter(name=name).first() or Section.objects.create(name=name, **fields)


def make_topic(*, name: str = "Harbours", **fields) -> Topic:
    return Topic.objects.filter(name=name).first() or Topic.objects.create(name=name, **fields)


def make_author(*, name: str = "Ann Lee", **fields) -> Author:
    author = Author.objects.create(name=name, **fields)
    author.keep(by=None, source="test")
    return author


def make_article(
    *, headline: str | None = None, authors=(), topics=(), section: Section | None = None, **fields
) -> Article:
    """A draft with a headline, a text, and one byline for each of `authors`, in order."""
    article = Article.objects.create(
        headline=f"Ferry number {next(_numbers)} runs late" if headline is None else headline,
        body=fields.pop("body", "<p>The morning ferry left the north quay an hour late.</p>"),
        section=section,
        **fields,
    )
    Byline.objects.bulk_create(Byline(article=article, author=author, order=i) for i, author in enumerate(authors))
    article.topics.set(topics)
    return article


def make_live(*, at: datetime | None = None, by=None, **fields) -> Article:
    """A story readers have; `at` in the past dates its first edition back."""
    article = make_article(**fields)
    article.publish(by=by, at=at)
    return article
