"""Stories by the words of their headline, at a cost that does not grow with the paper.

Pieces of words are looked for in what the desk changed last, and in what was never published; whole words in all that readers
have, by the index that readers search in.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import smart_split, unescape_string_literal

from articles.models import Article, SearchEntry
from articles.search import engine
from articles.search.asking import QUOTES, read
from articles.search.finding import Hunt, everything_until

REACH = 5_000  # of the stories that were changed last, and of those never published, whose headlines are read
MOST_WORDS = 8
MOST = 1_000  # stories that are found in each, and one that tells of more
STRAIGHT = str.maketrans(dict.fromkeys(QUOTES, '"'))


def words_of(typed: str) -> list[str]:
    """What is between spaces, or between quotation marks."""
    return [_bare(bit) for bit in smart_split(typed.translate(STRAIGHT))][:MOST_WORDS]


def holding(words: Sequence[str], *fields: str) -> Q:
    """That one of the fields holds each of the words, in whatever case."""
    return Q(*(_in_any(word, fields) for word in words))


def called(typed: str) -> list[int]:
    """The numbers of the stories whose headline holds all that was typed, MOST and one of each place at the most. Six queries."""
    words = words_of(typed)
    if not words:
        return []
    named = holding(words, "headline")
    never_out = Article.objects.filter(first_published_at=None)
    read_through = [newest_changed(REACH), newest_changed(REACH, never_out)]
    newest = [pk for rows in read_through for pk in rows.filter(named).values_list("pk", flat=True)[: MOST + 1]]
    published = SearchEntry.objects.filter(key__in=keys_with(words)).order_by().values("edition__article")
    return [*newest, *Article.objects.filter(named, pk__in=published).values_list("pk", flat=True)]


def newest_changed(count: int, among: QuerySet[Article] | None = None) -> QuerySet[Article]:
    """So many of the stories, those that were changed last; some more where several were changed at once. A query of its own."""
    newest = (Article.objects.all() if among is None else among).order_by("-changed_at", "-pk")
    last = list(newest.values_list("changed_at", flat=True)[count - 1 : count])
    return newest.filter(changed_at__gte=last[0]) if last else newest


def keys_with(words: Sequence[str]) -> list[int]:
    """The newest of what readers have in which these words stand, as search knows them: see SearchEntry."""
    at, question = timezone.now(), read(" ".join(f'"{word}"' for word in words))
    if not question.clauses:
        return []
    return engine().stream(Hunt.of(question, [], 0, everything_until(at)), at, MOST + 1)


def _in_any(word: str, fields: Sequence[str]) -> Q:
    """SQLite knows the capitals of ASCII alone."""
    spellings = sorted({word, word.lower(), word.upper(), word.capitalize()} if not word.isascii() else {word})
    return Q(*((f"{field}__icontains", spelling) for field in fields for spelling in spellings), _connector=Q.OR)


def _bare(bit: str) -> str:
    quoted = len(bit) > 1 and bit[0] == bit[-1] and bit[0] in "\"'"
    return unescape_string_literal(bit) if quoted else bit
