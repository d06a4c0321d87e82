"""The rows that search is answered from: one for each edition, made, moved and removed with it by the verbs."""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import connection, models

from articles.models.listing import ListQuerySet
from articles.search import engine
from articles.search.constraint import WordsGoToo
from articles.search.index import Words, fields_of, keys_for, words_of
from articles.search.words import stems_of
from pagecache import memory
from pagecache.models import purge

if TYPE_CHECKING:
    from articles.models.edition import Edition

CHUNK = 200  # editions at once
LANGUAGES = "search:languages"  # the tag of what is known of them
# From one to the next in the index: DISTINCT would walk every entry.
_LANGUAGES = """WITH RECURSIVE found(stems) AS (
    SELECT min(stems) FROM articles_searchentry
    UNION ALL SELECT (SELECT min(entry.stems) FROM articles_searchentry entry WHERE entry.stems > found.stems)
    FROM found WHERE found.stems IS NOT NULL
) SELECT stems FROM found WHERE stems IS NOT NULL"""


class WordsField(models.TextField):
    """The terms of a story. PostgreSQL has them here, as a tsvector; SQLite in a table of its own, and nothing here."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder_sql(self, value: Any, compiler: Any, connection: Any) -> tuple[str, tuple[Any]]:
        return ("%s::tsvector" if connection.vendor == "postgresql" else "%s"), (value,)


class SearchEntryQuerySet(ListQuerySet):
    def write(self, editions: "Iterable[Edition]") -> None:
        """Make the entries of editions that have none."""
        for some in batched(editions, CHUNK):
            self._write(some)

    def rewrite(self, editions: "Sequence[Edition]") -> None:
        """Make the entries of these editions anew: their words or dates are others now."""
        self.filter(edition__in=[edition.pk for edition in editions]).delete()
        self.write(editions)

    def _write(self, editions: "Sequence[Edition]") -> None:
        keys = keys_for(editions, lambda wanted: self.filter(key__in=wanted).values_list("key", flat=True))
        rows: list[Any] = []
        words: list[Words] = []
        for edition in editions:
            fields = fields_of(edition)
            words.append(words_of(edition, fields))
            times = {name: getattr(edition, name) for name in ("live_from", "live_until", "retracted")}
            stems = stems_of(edition.language)
            rows.append(self.model(key=keys[edition.pk], edition_id=edition.pk, stems=stems, text=fields.text, **times))
        self._tell_of_languages({row.stems for row in rows})
        engine().insert(rows, words)

    def _tell_of_languages(self, stems: set[str]) -> None:
        if not all(self.filter(stems=one).exists() for one in stems):
            purge([LANGUAGES])

    def languages(self) -> list[str]:
        """Whose stems there are among the entries ("en", "de", "" for none), from memory."""
        return memory.keep("search languages", [LANGUAGES], self._languages)

    def _languages(self) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(_LANGUAGES)
            return [stems for (stems,) in cursor.fetchall()] or [""]


class SearchEntry(models.Model):
    """What search knows of one edition. Written by `articles.search`, in the transaction of the verb that makes the edition."""

    key = models.BigIntegerField(primary_key=True)  # sorts by first publication: see articles.search.index
    edition = models.OneToOneField("articles.Edition", on_delete=models.CASCADE, related_name="search_entry")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    retracted = models.BooleanField(default=False)
    stems = models.CharField(max_length=4, blank=True)  # of which language: see articles.search.words
    words = WordsField()
    text = models.TextField()  # what extracts are cut from: a line for each paragraph

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-key"]
        default_permissions = ()
        constraints = [WordsGoToo(name="search_words_go_too")]
        indexes = [models.Index(fields=["stems"], name="search_stems")]

    def __str__(self) -> str:
        return f"{self.edition_id} in search"
