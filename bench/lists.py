"""How list pages cost as the paper grows, and as one pages deep: `python bench/lists.py [STORIES]` in an empty database.

Fills the database DATABASE_URL names with made-up stories (as `manage.py make_corpus` does), then prints the median
milliseconds of the queries behind each list and the ratio of the deepest page to the first. Compare rows of one run only:
machines differ.
"""

import os
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles import placing  # noqa: E402
from articles.models import Edition, Section  # noqa: E402
from authors.models import Author  # noqa: E402
from interchange import corpus  # noqa: E402
from paper.pager import Place  # noqa: E402

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LAST = 100  # the oldest so many make the deepest pages


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
    corpus.fill(stories, NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    section, author = Section.objects.first(), Author.objects.first()
    oldest = Edition.objects.order_by("first_published_at", "article_id")[LAST]
    deep = Place(oldest.first_published_at, 10**12)
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
    print(f"story    {answer:6.2f}\nfront    {median(lambda: placing.home(NOW)):6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
