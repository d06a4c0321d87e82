"""How the pages of authors cost as the house grows: `python bench/authors.py [AUTHORS [STORIES]]` in an empty database.

Fills the database DATABASE_URL names with made-up authors, one of whom has STORIES stories (most written, some with other
roles, half of them on one topic), then prints the median milliseconds of each page, whole, and how many queries it makes. Compare
rows of one run only: machines differ.
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

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from articles.models import END, Article, Edition, EditionCredit, EditionTopic, Topic  # noqa: E402
from authors.models import Author, Department  # noqa: E402
from paper.pager import Place  # noqa: E402

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
STEP = timedelta(minutes=90)  # 100,000 stories are 17 years
BODY = "<p>The ferry left the north quay an hour late, and nobody aboard was surprised.</p>" * 4
BATCH = 5_000
STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"  # without a manifest: nothing was collected here
ROLES = {0: "photographer", 500: "author translator"}  # of every thousandth story; the others were written
LETTERS = "ABCDEFGHIJKLMNOPRSTVWYZÉЖم"


def fill(authors: int, stories: int) -> Author:
    desk = Department.objects.create(name="Reporters")
    Author.objects.bulk_create(
        Author(
            name=f"Ann {LETTERS[n % len(LETTERS)]}ee {n}", sort_name=f"{LETTERS[n % len(LETTERS)]}ee, Ann {n}", key=f"annee{n}", slug=f"ann-{n}",
            position="Reporter", bio="<p>Ann counts gulls.</p>" if n % 2 else "", department=desk if n < 100 else None,
        )
        for n in range(authors)
    )  # fmt: skip
    people, topics = list(Author.objects.order_by("pk")), [Topic.objects.create(name=f"Topic {n}") for n in range(40)]
    publish(stories, lambda n: people[0], topics)
    publish(authors, lambda n: people[n], topics[1:])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people[0]


def publish(stories: int, author_of, topics: list) -> None:
    for start in range(0, stories, BATCH):
        numbers = range(start, min(start + BATCH, stories))
        articles = Article.objects.bulk_create(Article(headline=f"Story {n}", body=BODY) for n in numbers)
        editions = [
            made(n, article, author_of(n), topics, stories) for n, article in zip(numbers, articles, strict=True)
        ]
        Edition.objects.bulk_create(editions)
        EditionCredit.objects.bulk_create(
            EditionCredit(edition=e, author_id=e.credits[0]["author"], roles=ROLES.get(n % 1000, "author"), **times(e))
            for n, e in zip(numbers, editions, strict=True)
        )
        EditionTopic.objects.bulk_create(
            EditionTopic(edition=e, topic_id=topic["topic"], **times(e)) for e in editions for topic in e.topics
        )


def times(edition: Edition) -> dict:
    return {name: getattr(edition, name) for name in ("article_id", "first_published_at", "live_from", "live_until")}


def made(n: int, article: Article, author: Author, topics: list, stories: int) -> Edition:
    first = NOW - STEP * (stories - n)
    topic = topics[0 if n % 2 else n % len(topics)]
    return Edition(
        article=article, version=1, first_published_at=first, live_from=first, live_until=END, made_at=first, date=first.date(),
        slug=f"story-{article.pk}", headline=f"Story {n}", deck="Nobody was surprised.", language="en", direction="ltr",
        credits=[{"author": author.pk, "name": author.name, "role": "author"}],
        topics=[{"topic": topic.pk, "name": topic.name, "slug": topic.slug}], fingerprint="", body=BODY,
    )  # fmt: skip


def read(reader: Client, address: str) -> None:
    answer = reader.get(address, secure=True)
    assert answer.status_code == 200, (address, answer.status_code)


def median(run) -> float:
    """Milliseconds, of 9 runs after one that is not counted."""
    run()
    found = []
    for _ in range(9):
        began = time.perf_counter()
        run()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def pages(star: Author, stories: int) -> dict[str, str]:
    oldest = Place(NOW - STEP * (stories - 30), 10**12)
    rare = Topic.objects.get(name="Topic 38").slug
    return {
        "profile": star.url,
        "profile, deepest": f"{star.url}?before={oldest}",
        "a year": f"{star.url}?year={NOW.year - 5}",
        "a common role": f"{star.url}?role=author",
        "a rare role": f"{star.url}?role=photographer",
        "a common topic": f"{star.url}?topic={Topic.objects.get(name='Topic 0').slug}",
        "a common topic, deepest": f"{star.url}?topic={Topic.objects.get(name='Topic 0').slug}&before={oldest}",
        "a rarer topic": f"{star.url}?topic={rare}",
        "feed": f"{star.url}atom.xml",
        "somebody with a story": Author.objects.order_by("-pk")[0].url,
        "directory": "/authors/",
        "directory, S": "/authors/?letter=S",
        "masthead": "/authors/masthead/",
    }


def main(authors: int, stories: int) -> None:
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    star = fill(authors, stories)
    print(
        f"{connection.vendor}, {authors} authors, one with {stories} stories (made in {time.perf_counter() - began:.0f} s)"
    )
    setup_test_environment()
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STATIC}}
    reader, cost = Client(), {}
    for name, address in pages(star, stories).items():
        cost[name] = median(lambda address=address: read(reader, address))
        with CaptureQueriesContext(connection) as queries:
            read(reader, address)
        print(f"{name:24} {cost[name]:7.1f} ms {len(queries):3} queries")
    print(f"deepest to first         {cost['profile, deepest'] / cost['profile']:7.2f}")


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (5_000, 100_000)))
