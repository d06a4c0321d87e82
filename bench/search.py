"""What search costs: `python bench/search.py [STORIES]` in an empty database (100,000 stories by default), or in one that
`manage.py make_corpus` filled, whose words are asked for then and which is only read.

Fills the database DATABASE_URL names with made-up stories of about 120 words (one edition each; every tenth has a second),
one word in every story, one in a quarter of them and one in twenty of all. Prints the milliseconds of server time of an answer
(from the question to the twenty cards with their extracts) and of the whole page with it, rendered and compressed; then what
publishing one story costs, and without its entry in search.
Compare rows of one run only: machines differ.
"""

import contextlib
import os
import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import END, Article, Edition, SearchEntry, Section, Topic  # noqa: E402
from articles.search.views import answer  # noqa: E402
from authors.models import Author  # noqa: E402
from interchange import corpus  # noqa: E402
from tests.makers import make_article  # noqa: E402

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
STEP = timedelta(minutes=51)  # 100,000 stories in ten years
BATCH = 2_000
WORDS = [f"{a}{b}{c}" for a in ("bar", "cor", "del", "fen", "gor", "hal", "lin", "mar", "nor", "pel", "sal", "tor", "ver")
         for b in ("a", "e", "i", "o", "u") for c in ("dan", "fic", "gat", "lam", "mon", "pir", "rus", "sten", "tov", "vel")]  # fmt: skip
STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
COMMON = 4  # of so many stories one has the common word


def fill(stories: int) -> None:
    chance = random.Random(7)
    sections = [Section.objects.create(name=f"Section {n}") for n in range(8)]
    authors = [Author.objects.create(name=f"Ann Lee {n}") for n in range(50)]
    topic = Topic.objects.create(name="Harbours")
    for numbers in batched(range(stories), BATCH):
        with transaction.atomic():
            articles = Article.objects.bulk_create(Article(headline=f"Story {n}") for n in numbers)
            made = [
                edition
                for n, article in zip(numbers, articles, strict=True)
                for edition in editions(n, article, stories, chance, sections, authors, topic)
            ]
            Edition.objects.bulk_create(made)
            SearchEntry.objects.write(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def editions(n, article, stories, chance, sections, authors, topic) -> list[Edition]:
    first = NOW - STEP * (stories - n)
    ends = [first, first + timedelta(hours=1), END] if n % 10 == 0 else [first, END]
    author = authors[0] if n % 2 else authors[n % 50]
    words = chance.choices(WORDS, weights=[1 / (rank + 1) for rank in range(len(WORDS))], k=110)
    words += ["the", "city", "council"]
    words += ["ferry"] * (n % COMMON == 0) * (1 + n % 3) + ["harbour"] * (n % 3 == 0)
    words += ["pelican"] if n % (stories // 20) == 5 else []
    chance.shuffle(words)
    words += ["evening", "ferry"] if n % 40 == 0 else []
    headline = f"{words[0]} {words[1]} {words[2]} {n}".capitalize()
    return [
        Edition(
            article=article, version=1, first_published_at=first, live_from=start, live_until=end, made_at=start, date=first.date(),
            slug=f"story-{n}", section=sections[n % 8], section_name=f"Section {n % 8}", headline=headline, language="en",
            direction="ltr", credits=[{"author": author.pk, "name": author.name, "role": "author"}], fingerprint="",
            topics=[{"topic": topic.pk, "name": topic.name, "slug": topic.slug}] if n % 16 == 0 else [],
            deck=" ".join(words[3:12]), body=f"<p>{' '.join(words[:60])}.</p><p>{' '.join(words[60:])}.</p>",
        )
        for start, end in zip(ends, ends[1:], strict=False)
    ]  # fmt: skip


def timed(run, times: int = 21) -> str:
    """Milliseconds, after one run that is not counted: the median of the processors' time, and the least by the clock."""
    run()
    busy, lasted = [], []
    for _ in range(times):
        began, was = time.perf_counter(), spent()
        run()
        lasted.append((time.perf_counter() - began) * 1000)
        busy.append(spent() - was)
    return f"{statistics.median(busy):8.2f} {min(lasted):7.2f}"


def spent() -> float:
    """Milliseconds of a processor's time so far: of this process, and of its PostgreSQL where that runs on this machine. It is
    what other work on the machine disturbs least."""
    own = time.process_time() * 1000
    if connection.vendor != "postgresql":
        return own
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}")
    if not (server / "comm").exists() or not (server / "comm").read_text().startswith("postgres"):
        return own
    return own + int((server / "schedstat").read_text().split()[0]) / 1_000_000


def asked(reader: Client, query: str) -> None:
    response = reader.get(f"/search/?{query}")
    assert response.status_code == 200, query


def main(stories: int) -> None:
    if filled_by_corpus():
        measure(timezone.now(), corpus_queries())
        return
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    if not filled():
        fill(stories)
    print(f"{connection.vendor}, {stories} stories, filled in {time.perf_counter() - began:.0f} s")
    measure(NOW, queries())
    publishing()


def measure(now: datetime, asking: dict[str, str]) -> None:
    print(f"{connection.vendor}\n{'milliseconds: processors, clock':38} {'answer':>16} {'page':>16}")
    reader = Client()
    with mock.patch.object(timezone, "now", lambda: now), override_settings(STORAGES=STORAGES):
        for name, query in asking.items():
            given = QueryDict(query)
            found = timed(lambda given=given: answer(given, now))
            print(f"{name:38} {found} {timed(lambda q=query: asked(reader, q))}")


def filled_by_corpus() -> bool:
    """Whether the middling word of the corpus is found, which no story of ours has."""
    with contextlib.suppress(DatabaseError):
        return bool(answer(QueryDict(f"q={corpus.MIDDLING_WORD}"), timezone.now()).stories)
    return False


def corpus_queries() -> dict[str, str]:
    common, rare = corpus.COMMON_WORD, corpus.RARE_WORD
    return {
        "rare": f"q={rare}",
        "middling": f"q={corpus.MIDDLING_WORD}",
        "common": f"q={common}",
        "common, best": f"q={common}&order=best",
        "a common and a rare word": f"q={common}+{rare}",
        "phrase": f"q=%22{corpus.PHRASE.replace(' ', '+')}%22",
        "phrase of every story that is in none": f"q=%22{common}+the+the%22",
    }


def filled() -> bool:
    return SearchEntry.objects.exists()


def queries() -> dict[str, str]:
    keys = SearchEntry.objects.values_list("key", flat=True)
    deep = keys[len(keys) - 500] >> 8
    author, section = Author.objects.first(), Section.objects.first()
    return {
        "form alone": "",
        "rare": "q=pelican",
        "none": "q=zanzibar",
        "common": "q=ferry",
        "common, deep": f"q=ferry&before={deep}",
        "common, best": "q=ferry&order=best",
        "common, best, last page": "q=ferry&order=best&page=25",
        "in every story": "q=the",
        "in every story, deep": f"q=the&before={deep}",
        "in every story, best": "q=the&order=best",
        "two words": "q=ferry+harbour",
        "two words, best": "q=ferry+harbour&order=best",
        "a common and a rare word": "q=ferry+pelican",
        "phrase": "q=%22evening+ferry%22",
        "phrase, best": "q=%22evening+ferry%22&order=best",
        "phrase of every story that is in none": "q=%22council+the+the+city%22",
        "common, without another": "q=ferry+-harbour",
        "common in a section": f"q=ferry&section={section.slug}",
        "common by an author": f"q=ferry&author={author.slug}",
        "common on a topic": "q=ferry&topic=harbours",
        "common in a year": "q=ferry&from=2020-01-01&to=2020-12-31",
        "common in a month": "q=ferry&from=2019-03-01&to=2019-03-31",
        "a section, no words": f"section={section.slug}",
        "an author, no words, deep": f"author={author.slug}&before={deep}",
    }


def publishing() -> None:
    with mock.patch.object(timezone, "now", return_value=NOW + timedelta(days=1)):
        drafts = iter([make_article(body=f"<p>{' '.join(WORDS[:500])}</p>") for _ in range(34)])
        print(f"{'publish one story':38} {timed(lambda: next(drafts).publish(by=None), 15)}")
        with mock.patch.object(type(SearchEntry.objects.all()), "write"):
            print(f"{'the same without search':38} {timed(lambda: next(drafts).publish(by=None), 15)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
