"""No question breaks search, whatever signs it is made of: in both databases, and on the page."""

import random
from itertools import count

import pytest
from django.utils import timezone

from articles.search import engine, finding
from articles.search.asking import read
from articles.search.finding import Hunt
from tests.makers import make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db

HOSTILE = [
    '"', "'", "''", '""', "\\", "%", "%s", "%%", "_", "*", "^", "(", ")", "((((", "{", "}", "[", "]", ":", "::", ";", "--", "/*", "!", "!!", "&",
    "&&", "|", "||", "<->", "<2>", "<0>", ":*", ":A", "'a':1A", "NEAR", "NEAR(a b, 5)", "AND", "OR", "NOT", "AND AND", "NOT NOT", "headline:", "{text}:x",
    "-", "−", "- -", '-"', '-""', "+", "rowid", "rank", "articles_searchwords", "_all", "_a1", "_knews", "gulls_de", "\x00", "\x01", "\x1a", "\x7f", "\u2028",
    "\ud800", "\udfff", "\ufeff", "\ufffe", "\u202e", "\u200d", "\u0301", "\u0e33", "ﷺ", "½", "⑴", "😀", "👩‍👩‍👧", "東", "東京", "กรุง", "עַל", "ـــ", "١٢", "İ", "ı", "ß", "ﬁ",
    "gulls", "ferry", "a" * 300, "字" * 300, "x'", "e-mail", "c++", "3.14", "1e999", "9" * 50, "<script>", "&lt;", "\n", "\t", "“", "”", "„", "«", "»", "「", "」",
    "; DROP TABLE articles_searchentry", "' OR 1=1", "$$", "$1", "?", "??", "@", "#", "~", "`", "=", ",", ".", "…", "\u00ad",
]  # fmt: skip


def hostile(number, seed):
    chance = random.Random(seed)
    for _ in range(number):
        pieces = chance.choices(HOSTILE, k=chance.randint(1, 12))
        yield "".join(piece + chance.choice(["", " ", '"', " -"]) for piece in pieces)


def test_no_question_breaks_the_database():
    make_live(headline="Gulls counted", body="<p>東京 ferry</p>")
    make_live(headline="Möwen", language="de")
    at = timezone.now()
    for typed in [*HOSTILE, *hostile(3_000, 1)]:
        hunt = Hunt.of(read(typed), [], 0, finding.everything_until(at))
        found = engine().stream(hunt, at, 10)
        ranked = engine().ranked(hunt, at, 10, 1) if hunt.wanted else found
        assert len(found) == len(ranked) <= 2, typed


def test_no_question_breaks_the_page(reader):
    make_live(headline="Gulls counted", authors=[make_author()], topics=[make_topic()], section=make_section())
    names, numbers = ("q", "author", "topic", "section", "kind", "from", "to", "order"), count()
    for typed in [*HOSTILE, *hostile(100, 2), "a" * 10_000, "\x00" * 3_000, '"' * 5_000, "- " * 2_000, "字" * 9_000]:
        text = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        name = names[next(numbers) % len(names)]
        for fields in ({"q": text}, {"q": "gulls", name: text}):
            assert reader.get("/search/", fields).status_code == 200, fields
    assert reader.get("/search/?q=%ff%fe%00&%00=%00&q[]=1&order=%ff").status_code == 200
    assert reader.get("/search").status_code == 301


def test_everything_of_one_question_is_in_as_many_languages_as_there_are():
    for language in ("en", "de", "fr", "es", "it", "nl", "sv", "ru", "ar", "hi", "tr", "sw"):
        make_live(headline="Gulls counted", language=language)
    at = timezone.now()
    hunt = Hunt.of(read(" ".join(f"running{n} -elections{n}" for n in range(10))), [], 0, finding.everything_until(at))
    assert len(hunt.wanted[0]) > 8
    assert engine().stream(hunt, at, 10) == []
