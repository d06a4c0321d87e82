"""What search finds, and what its index holds, asked of the database itself."""

from django.db import connection
from django.utils import timezone

from articles.models import SearchEntry
from articles.search import engine, finding
from articles.search.asking import read
from articles.search.finding import Hunt
from pagecache import memory


def found(typed="", *, at=None, marks=()):
    """The headlines of what is found, newest first."""
    at = at or timezone.now()
    memory.forget()
    hunt = Hunt.of(read(typed), [list(marks)] if marks else [], 0, finding.everything_until(at))
    keys = engine().stream(hunt, at, 100)
    assert keys == sorted(keys, reverse=True)
    assert sorted(key for key, _ in engine().ranked(hunt, at, 100, 50)) == sorted(keys) if typed else True
    headlines = dict(SearchEntry.objects.values_list("key", "edition__headline"))
    return [headlines[key] for key in keys]


def words_known():
    """Every term that stands anywhere in the database's own index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT word FROM ts_stat('SELECT words FROM articles_searchentry')")
        else:
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.known USING fts5vocab('main', 'articles_searchwords', 'row')"
            )
            cursor.execute("SELECT term FROM temp.known")
        return {term for (term,) in cursor.fetchall()}


def words_rows():
    """How many rows the words have."""
    with connection.cursor() as cursor:
        table = "searchentry" if connection.vendor == "postgresql" else "searchwords"
        cursor.execute(f"SELECT count(*) FROM articles_{table}")
        return cursor.fetchone()[0]
