"""Authors in lists: how many stories, under which spellings, with or without a bio."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from authors.desk.where import Counted, credits
from authors.models import Author, AuthorAlias, match_key
from pagecache import memory


def with_stories(authors: QuerySet, most: int | None = None) -> QuerySet:
    """Adds `stories`, the number of listed stories, as one subquery; `most`: counted no further than one more than that."""
    mine = credits().listed().filter(author=OuterRef("pk")).order_by().values("pk")
    return authors.annotate(stories=Counted(mine[: most + 1] if most else mine))


def called(authors: QuerySet, words: str) -> QuerySet:
    """Those whose name, or another spelling of it, holds every one of the words: without case, accents or marks."""
    for key in filter(None, map(match_key, words.split())):
        spelled = AuthorAlias.objects.shown().filter(key__contains=key)
        authors = authors.filter(Q(key__contains=key) | Q(pk__in=spelled.values("author")))
    return authors


def without_bio(authors: QuerySet, at: datetime) -> QuerySet:
    """People readers already read, of whom nothing is said; adds `newest`, the moment of their newest story."""
    people = authors.filter(kind=Author.Kind.PERSON, bio="", short_bio="")
    return with_newest(people, at).filter(newest__isnull=False)


def with_newest(authors: QuerySet, at: datetime) -> QuerySet:
    """Adds `newest`, the moment of their newest listed story, or None."""
    mine = credits().listed(at).filter(author=OuterRef("pk")).newest(at)
    return authors.annotate(newest=Subquery(mine.values("first_published_at")[:1]))


def accounts_of_authors() -> frozenset[int]:
    """The accounts whose author has a profile, kept in memory until an author changes."""
    return memory.keep("accounts of authors", ["authors"], _look_for_accounts)


def _look_for_accounts() -> frozenset[int]:
    return frozenset(Author.objects.exclude(user=None).order_by().values_list("user", flat=True))
