"""What search is answered from, in bulk. The terms of paragraphs are known already, so that none is made twice.

Twins: `articles.search.index` and, for its database, `articles.search.sqlite` or `articles.search.postgres`; a test compares.
"""

from functools import lru_cache
from typing import Any

from django.db import connection

from articles.models import SearchEntry
from articles.search.index import Words, keys_for, marks_of
from articles.search.postgres import APART, COARSE, FINE, vector
from articles.search.words import stems_of
from interchange.corpus.prose import Block, block_of, terms_of
from interchange.corpus.tables import Rows, Terms, moment

SHORT = 2_000  # terms: none of them stands there so often that some of its places are left out


class Entries:
    """Entries that wait to be written, and on SQLite their terms beside them."""

    def __init__(self) -> None:
        self._is_vector = connection.vendor == "postgresql"
        self.rows = Rows(SearchEntry, "key edition_id live_from live_until retracted stems words text")
        self.terms = Terms()

    def add(self, edition: Any, blocks: tuple[Block, ...]) -> None:
        """`edition`: anything with an edition's fields; `blocks` are those of its body."""
        key = keys_for([edition], lambda keys: ())[edition.pk]
        blocks += _notes(edition)
        heads = _heads(edition)
        marks = marks_of(edition)
        words = ""
        if self._is_vector:
            words = _vector(Words(*heads, [], marks), blocks, key)
        else:
            text = " ".join([block.terms for block in blocks])
            self.terms.add((key, *map(" ".join, heads), text, " ".join(marks)))
        text = "\n".join([block.text for block in blocks])
        times = (moment(edition.live_from), moment(edition.live_until))
        self.rows.add((key, edition.pk, *times, edition.retracted, stems_of(edition.language), words, text))


def _notes(edition: Any) -> tuple[Block, ...]:
    """What stands under the body."""
    notes = [edition.how_reported, edition.sources, *(correction["text"] for correction in edition.corrections)]
    return tuple(block_of("", note, edition.language) for note in notes if note)


def _heads(edition: Any) -> tuple[list[str], list[str], list[str]]:
    """The terms of headline, names and deck."""
    names = [credit["name"] for credit in edition.credits] + [topic["name"] for topic in edition.topics]
    names += [edition.section_name, edition.dateline, edition.sponsor, edition.source_name]
    fields = [edition.headline, edition.kicker], names, [edition.deck]
    headline, named, deck = (
        [term for line in lines if line for term in _terms_of(line, edition.language)] for lines in fields
    )
    return headline, named, deck


@lru_cache(1 << 14)
def _terms_of(line: str, language: str) -> list[str]:
    """Of a name that stands in many stories, or a headline that several editions have."""
    return terms_of(line, language)


def _vector(words: Words, blocks: tuple[Block, ...], key: int) -> str:
    """Of a text whose places follow on those of headline, names and deck."""
    if sum([block.many for block in blocks]) > SHORT:
        text = [term for block in blocks for term in block.terms.split()]
        return vector(words._replace(text=text), _windows(key))
    head = vector(words, _windows(key))
    before = sum(map(len, words[:3])) + 3 * APART + 1
    places = range(before, before + sum([block.many for block in blocks]))
    return " ".join([head, *[block.places for block in blocks]]) % tuple(places)


def _windows(key: int) -> list[str]:
    return [f"_f{key >> FINE}", f"_c{key >> COARSE}"]
