"""How list pages cost as the paper grows, and as one pages deep: `python bench/lists.py [STORIES]` in an empty database.

Fills the database DATABASE_URL names with made-up stories (one edition each; every tenth has a second), then prints the
median milliseconds of the queries behind each list and the ratio of the deepest page to the first. Compare rows of one run
only: machines differ.
"""

import os
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.front import front  # noqa: E402
from articles.models import END, Article, Edition, EditionCredit, Section  # noqa: E402
from authors.models import Author  # noqa: E402
from paper.pager import Place  # noqa: E402

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
STEP = timedelta(minutes=17)
BODY = "<p>The ferry left the north quay an hour late, and nobody aboard was surprised.</p>" * 40
BATCH = 5_000


def fill(stories: int) -> None:
    sections = [Section.objects.create(name=f"Section {n}") for n in range(8)]
    authors = [Author.objects.create(name=f"Ann Lee {n}") for n in range(50)]
    for start in range(0, stories, BATCH):
        numbers = range(start, min(start + BATCH, stories))
        articles = Article.objects.bulk_create(Article(headline=f"Story {n}", body=BODY) for n in numbers)
        editions = [e for n, a in zip(numbers, articles, strict=True) for e in made(n, a, stories, sections, authors)]
        made_rows = Edition.objects.bulk_create(editions)
        EditionCredit.objects.bulk_create(
            EditionCredit(
                edition=e, author_id=e.credits[0]["author"], article_id=e.article_id, roles="author",
                first_published_at=e.first_published_at, live_from=e.live_from, live_until=e.live_until,
            )
            for e in made_rows
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def made(n: int, article: Article, stories: int, sections: list, authors: list) -> list[Edition]:
    first = NOW - STEP * (stories - n)
    ends = [first, first + timedelta(hours=1), END] if n % 10 == 0 else [first, END]
    author = authors[0] if n % 2 else authors[n % 50]
    return [
        Edition(
            article=article, version=1, first_published_at=first, live_from=start, live_until=end, made_at=start, date=first.date(),
            slug=f"story-{n}", section=sections[n % 8], section_name="S", headline=f"Story {n}", language="en", direction="ltr",
            credits=[{"author": author.pk, "name": author.name, "role": "author"}], fingerprint="", body=BODY,
        )
        for start, end in zip(ends, ends[1:], strict=False)
    ]  # fmt: skip


def median(run) -> float:
    """Milliseconds, of 15 runs after one that is not counted."""
    run()
    times = []
    for _ in range(15):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def main(stories: int) -> None:
    call_command("migrate", verbosity=0)
    fill(stories)
    section, author = Section.objects.first(), Author.objects.first()
    deep = Place(NOW - STEP * (stories - 100), 10**12)
    lists = {
        "latest": Edition.objects.listed(NOW).for_cards(),
        "section": Edition.objects.listed(NOW).filter(section=section).for_cards(),
        "author": author.edition_credits.listed(NOW).for_cards(),
    }
    print(f"{connection.vendor}, {stories} stories; median ms of a page of 20")
    for name, queryset in lists.items():
        first, last = (median(lambda q=queryset, b=bound: list(q.newest(b)[:21])) for bound in (NOW, deep))
        print(f"{name:8} first {first:6.2f}   deepest {last:6.2f}   ratio {last / first:4.2f}")
    story = Edition.objects.listed(NOW).for_cards().newest(deep)[0]
    answer = median(lambda: Edition.objects.live(NOW).filter(article=story.article_id).with_updated().get())
    print(f"story    {answer:6.2f}\nfront    {median(lambda: front(NOW)):6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
