"""What the desk says about authors and bios. Stories come through the reverse relation: this room imports none."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils import timezone

from authors.biocheck import Doubt, lost_words, text_of
from authors.models import Author, AuthorAlias, BioVersion, match_key
from pagecache import memory

CARDS_UP_TO = 3  # people under one story whose bios stand there. Twin: articles.bylines.CARDS_UP_TO
NAMED = 3  # stories a sentence links to
SHOWN = 5  # bios of one kind that the desk's front lists; the list behind it has them all
CHANGED = 8  # bios changed lately
COUNTED = 1_000  # stories; more are "more than 1,000"
VERSIONS = 20  # of one bio, on its form
LONGEST_MARKED = 2_000  # words; the differences of longer texts are not looked for

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


# What stands where ---------------------------------------------------------------------------------------


def credits() -> Any:
    """The rows that author lists are read from: the room of stories hangs them on Author."""
    return Author.edition_credits.rel.related_model._default_manager


def under_stories(at: datetime | None = None) -> Any:
    """The credits whose stories show the author's bio at `at`: listed, and of few enough people."""
    one_too_many = credits().filter(edition=OuterRef("edition")).order_by("pk")[CARDS_UP_TO : CARDS_UP_TO + 1]
    return credits().listed(at).filter(~Exists(one_too_many))


@dataclass
class Standing:
    """Where one author's bio stands: how many stories, and cards of the newest few."""

    author: Author
    count: int
    stories: list = field(default_factory=list)

    @property
    def words(self) -> str:
        """three stories; 40 stories; more than 1,000 stories."""
        return in_words(self.count)

    @property
    def more(self) -> int:
        return max(self.count - len(self.stories), 0)


def standing(author: Author, at: datetime | None = None) -> Standing:
    """Where the author's bio stands now. Two queries."""
    at = at or timezone.now()
    mine = under_stories(at).filter(author=author)
    newest = [row.card for row in mine.for_cards().newest(at)[:NAMED]]
    return Standing(author, mine.order_by()[: COUNTED + 1].count(), newest)


def standings(authors: list[Any], at: datetime) -> list[Standing]:
    """The same for several, in their order. Two queries, however many they are."""
    pks = [author.pk for author in authors]
    counted = under_stories(at).filter(author__in=pks).order_by().values("author").annotate(n=Count("pk"))
    counts = dict(counted.values_list("author", "n"))
    newest = under_stories(at).for_cards().newest(at)[:NAMED]
    prefetch_related_objects(authors, Prefetch("edition_credits", newest, to_attr="newest_credits"))
    return [Standing(one, counts.get(one.pk, 0), [row.card for row in one.newest_credits]) for one in authors]


def is_credited(author: Author) -> bool:
    """On any story, published or not: such an author stays."""
    return author.bylines.exists() or author.edition_credits.exists()


def in_words(count: int, one: str = "story", many: str = "stories") -> str:
    """three stories, one story, 40 stories; what is over COUNTED is not counted."""
    if count > COUNTED:
        return f"more than {COUNTED:,} {many}"
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {one if count == 1 else many}"


# Lists ---------------------------------------------------------------------------------------------------


def with_stories(authors: QuerySet) -> QuerySet:
    """Adds `stories`, the number of listed stories, as one subquery."""
    mine = credits().listed().filter(author=OuterRef("pk")).order_by().values("author").annotate(n=Count("pk"))
    return authors.annotate(stories=Coalesce(Subquery(mine.values("n")), 0))


def called(authors: QuerySet, words: str) -> QuerySet:
    """Those whose name, or another spelling of it, holds every one of the words: without case, accents or marks."""
    for key in filter(None, map(match_key, words.split())):
        spelled = AuthorAlias.objects.filter(key__contains=key)
        authors = authors.filter(Q(key__contains=key) | Q(pk__in=spelled.values("author")))
    return authors


def without_bio(authors: QuerySet, at: datetime) -> QuerySet:
    """People readers already read, of whom nothing is said; adds `newest`, the moment of their newest story."""
    people = authors.filter(kind=Author.Kind.PERSON, bio="", short_bio="")
    return _with_newest(people, at).filter(newest__isnull=False)


def _with_newest(authors: QuerySet, at: datetime) -> QuerySet:
    mine = credits().listed(at).filter(author=OuterRef("pk")).newest(at)
    return authors.annotate(newest=Subquery(mine.values("first_published_at")[:1]))


# Bios that lost words ------------------------------------------------------------------------------------


@lru_cache(maxsize=20_000)  # the desk looks at every bio whenever one changes
def doubts_in(html: str) -> tuple[Doubt, ...]:
    """Where a bio seems to have lost words."""
    return tuple(lost_words(text_of(html)))


def doubts_about(author: Author) -> tuple[Doubt, ...]:
    return doubts_in(author.bio) + doubts_in(author.short_bio)


def bios_with_lost_words() -> dict[int, tuple[Doubt, ...]]:
    """The doubts by author, kept in memory until an author changes."""
    return memory.keep("bios with lost words", ["authors"], _look_at_every_bio)


def _look_at_every_bio() -> dict[int, tuple[Doubt, ...]]:
    bios = Author.objects.exclude(bio="", short_bio="").order_by().values_list("pk", "bio", "short_bio")
    found = {pk: doubts_in(bio) + doubts_in(short) for pk, bio, short in bios.iterator()}
    return {pk: doubts for pk, doubts in found.items() if doubts}


# The front of the bio manager's desk ---------------------------------------------------------------------


@dataclass
class Care:
    """One bio that wants a person: what is doubted (nothing where there is no bio), and what mending it changes."""

    author: Author
    doubts: tuple[Doubt, ...]
    standing: Standing

    @property
    def sentence(self) -> str:
        """Mend it and watch it change under three stories."""
        if self.doubts:
            return f"Mend it and watch it change {self.where}"
        return f"Write one and watch it appear {self.where}"

    @property
    def where(self) -> str:
        return f"under {self.standing.words}" if self.standing.count else "on the profile"


def front(at: datetime) -> dict:
    """What the bio manager's front shows, in at most eight queries.

    `lost` and `missing` (lists of Care) with their full counts, `changed` (BioVersions, newest first, one an author),
    and `authors`, how many there are.
    """
    doubts = bios_with_lost_words()
    lost = list(_with_newest(Author.objects.filter(pk__in=doubts), at).order_by("-newest", "pk")[:SHOWN])
    missing = without_bio(Author.objects.all(), at)
    both = standings([*lost, *missing.order_by("-newest", "pk")[:SHOWN]], at)
    care = [Care(found.author, doubts.get(found.author.pk, ()), found) for found in both]
    return {
        "lost": [one for one in care if one.doubts],
        "lost_count": len(doubts),
        "missing": [one for one in care if not one.doubts],
        "missing_count": missing.count(),
        "changed": changed_lately(),
        "authors": Author.objects.count(),
    }


def changed_lately() -> list[BioVersion]:
    newest = BioVersion.objects.filter(author=OuterRef("author")).order_by("-pk")
    rows = BioVersion.objects.select_related("author").defer("text", "short_text")
    return list(rows.filter(pk=Subquery(newest.values("pk")[:1])).order_by("-pk")[:CHANGED])


# The history of one bio ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One saved version against the one before.

    `texts` is [(which text, [(kind, words)])], kind "", "added" or "removed"."""

    version: BioVersion
    texts: list[tuple[str, list[tuple[str, str]]]]


def history(author: Author) -> list[Change]:
    """The latest versions, newest first, with what each changed. One query."""
    rows = list(BioVersion.objects.filter(author=author).select_related("by")[: VERSIONS + 1])
    older = [*rows[1:], BioVersion()] if len(rows) <= VERSIONS else rows[1:]
    return [Change(row, _changed_texts(was, row)) for row, was in zip(rows, older, strict=False)]


def _changed_texts(was: BioVersion, now: BioVersion) -> list[tuple[str, list[tuple[str, str]]]]:
    pairs = [("Bio", was.text, now.text), ("Short bio", was.short_text, now.short_text)]
    changed = [(name, differences(text_of(old), text_of(new))) for name, old, new in pairs if old != new]
    return [(name, pieces) for name, pieces in changed if pieces]


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """Both texts as one: [(kind, words)], kind "" for what stayed, "removed" or "added"."""
    one, other = old.split(), new.split()
    if not one or len(one) + len(other) > LONGEST_MARKED:
        return [("", new)] if new else [("removed", old)]
    return list(_pieces(one, other))


def _pieces(one: list[str], other: list[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "", " ".join(one[a:b])
            continue
        if b > a:
            yield "removed", " ".join(one[a:b])
        if d > c:
            yield "added", " ".join(other[c:d])


def repeated(names: Iterable[str]) -> list[str]:
    """The names that stand there more than once, however they are spelled."""
    names = list(names)
    counts = Counter(map(match_key, names))
    return [name for name in names if counts[match_key(name)] > 1]
