"""What only the paper itself knows, asked in a process of its own: `python -m bench.paper.inside count`, or another
of its QUESTIONS.

DATABASE_URL names the paper. Answers are lines of JSON.
"""

import json
import os
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.db.models.functions import Length  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Article, Edition, EditionCredit, EditionTopic, Topic  # noqa: E402
from articles.models.section import sections  # noqa: E402
from authors.models import Author  # noqa: E402
from interchange import corpus  # noqa: E402
from newsroom.management.commands.serve import collect_static  # noqa: E402
from paper.pager import SIZE, Place  # noqa: E402

NEWEST = 2_000  # rows that say who and what there is most of
FEW, MANY = 20, 4_000  # stories asked for again and again, and once each
LIKE = 4_000  # characters of a story of the middling length


def count() -> dict[str, Any]:
    return {"vendor": connection.vendor, "stories": Article.objects.count()}


def fill(stories: str) -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    call_command("make_corpus", int(stories), stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
    return count()


def static() -> dict[str, Any]:
    """Static files, compressed, as a deployment has them."""
    collect_static()
    return {"ready": True}


def pages() -> dict[str, Any]:
    """Paths to ask for, by kind of page, and the cookie of somebody who is signed in."""
    call_command("migrate", verbosity=0)
    return {"pages": {**stories(), **lists(), **desk()}, "cookie": cookie()}


def stories() -> dict[str, list[str]]:
    """A few stories of the middling length; and many of all lengths and ages."""
    now = timezone.now()
    newest = list(
        Edition.objects.listed(now).newest(now).annotate(long=Length("body")).values_list("article_id", "long")[:NEWEST]
    )
    few = [pk for pk, _ in sorted(newest, key=lambda row: abs(row[1] - LIKE))[:FEW]]
    last = Article.objects.aggregate(last=Max("pk"))["last"]
    some = random.Random(7).sample(range(1, last + 1), min(MANY, last))
    return {"article": paths(few, now), "article, cold": paths(some, now)}


def paths(articles: list[int], now) -> list[str]:
    """In the order of the numbers' list: nobody asks in the order of an index."""
    rows = Edition.objects.listed(now).filter(article_id__in=articles).only("article_id", "date", "slug")
    found = {row.article_id: row.url for row in rows}
    return [found[pk] for pk in articles if pk in found]


def lists() -> dict[str, list[str]]:
    now = timezone.now()
    listed = Edition.objects.listed(now)
    author = Author.objects.get(pk=most(EditionCredit.objects.listed(now), "author_id"))
    section = sections()[most(listed, "section_id")].line()[0]
    topic = Topic.objects.get(pk=most(EditionTopic.objects.listed(now), "topic_id"))
    day = listed.newest(now).values_list("date", flat=True)[0].replace(day=1) - timedelta(days=1)
    found = {
        "author": (author.get_absolute_url(), author.edition_credits.listed(now)),
        "section": (section.url, listed.in_sections(section.subtree())),
        "topic": (topic.url, topic.edition_topics.listed(now)),
        "latest": (reverse("articles:latest"), listed),
    }
    others = {
        "home": "/", "archive, a month": f"/{day:%Y/%m}/", "corrections": "/corrections/", "directory of authors": "/authors/",
        "feed": "/atom.xml", "sitemap index": "/sitemap.xml", "sitemap, a month": f"/sitemaps/{day:%Y-%m}.xml",
        "search, common word": f"/search/?q={corpus.COMMON_WORD}", "search, rare word": f"/search/?q={corpus.RARE_WORD}",
    }  # fmt: skip
    ways = {}
    for name, (url, queryset) in found.items():
        ways |= {name: [url], f"{name}, deepest": [f"{url}?before={before_the_last(queryset)}"]}
    return {**ways, **{name: [url] for name, url in others.items()}}


def most(rows, field: str) -> int:
    counts = Counter(rows.newest(timezone.now()).values_list(field, flat=True)[:NEWEST])
    counts.pop(None, None)
    return counts.most_common(1)[0][0]


def before_the_last(queryset) -> Place:
    """Where the last full page of a list begins."""
    rows = list(queryset.oldest_after(Place(datetime(1, 1, 2, tzinfo=UTC), 0))[: SIZE + 1])
    return Place.of(rows[-1])


def desk() -> dict[str, list[str]]:
    names = {"desk: stories": "articles_article", "desk: authors": "authors_author"}
    return {name: [reverse(f"admin:{admin}_changelist")] for name, admin in names.items()}


def cookie() -> str:
    user = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("bench")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "newsroom.roles.RoleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"


def verbs() -> None:
    """Do what each line asks for, and say when it was kept: {"article": 7, "headline": "…", "in": 3}; `in` seconds, or now."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        story = Article.objects.get(pk=asked["article"])
        story.headline = asked["headline"]
        story.save(update_fields=["headline"])
        at = timezone.now() + timedelta(seconds=asked["in"]) if asked["in"] else None
        edition = story.publish(by=None, at=at)
        print(json.dumps({"kept": time.time(), "from": edition.live_from.timestamp()}), flush=True)


def subjects() -> dict[str, Any]:
    """Stories that a verb can publish again: numbers and addresses."""
    now = timezone.now()
    rows = Edition.objects.listed(now).newest(now).filter(article__ends_at=None, article__held=False)
    free = rows.exclude(article__editions__live_from__gt=now).only("article_id", "date", "slug")
    return {"stories": [(row.article_id, row.url) for row in free[:60]], "cookie": cookie()}


QUESTIONS = {one.__name__: one for one in (count, fill, static, pages, subjects, verbs)}

if __name__ == "__main__":
    told = QUESTIONS[sys.argv[1]](*sys.argv[2:])
    if told:
        print(json.dumps(told))
