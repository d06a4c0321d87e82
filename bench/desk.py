"""How the desk's front and list cost as the paper grows: `python bench/desk.py [STORIES]` in an empty database.

Fills the database DATABASE_URL names with made-up stories, most of them live and a few in each other state, then prints the
median milliseconds of what the front reads for an editor and for a reporter with a fiftieth of the stories, and of the first page
of the list under each filter, its count included. Compare rows of one run only: machines differ.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.desk.filters import STATES  # noqa: E402
from articles.desk.front import columns, with_authors  # noqa: E402
from articles.desk.pages import Pages  # noqa: E402
from articles.models import END, Article, Byline, Edition, Section  # noqa: E402
from authors.models import Author  # noqa: E402
from bench.lists import BATCH, BODY, STEP, median  # noqa: E402

NOW = timezone.now()
REPORTERS = 50
OTHERS = {  # of a thousand stories, by number: what the others, which are live, are not
    **dict.fromkeys(range(20), {}),  # drafts
    **dict.fromkeys(range(20, 22), {"planned_for": NOW.date() - timedelta(days=3)}),
    **dict.fromkeys(range(22, 25), {"state": Article.State.IN_REVIEW}),
    **dict.fromkeys(range(25, 27), {"state": Article.State.SENT_BACK, "sent_back_because": "Who says so?"}),
    **dict.fromkeys(range(27, 29), {"state": Article.State.APPROVED, "approved_version": 1}),
    29: {"embargoed": True, "embargo_reason": "Agreed"},
}
HELD, RETRACTED, CHANGED, ENDING, ENDED, UNPUBLISHED, COMING = 30, 31, 32, 33, 34, 35, 36


def fill(stories: int) -> None:
    users = [User.objects.create(username=f"reporter-{n}", is_staff=True) for n in range(REPORTERS)]
    authors = [Author.objects.create(name=f"Ann Lee {n}", user=user) for n, user in enumerate(users)]
    sections = [Section.objects.create(name=f"Section {n}") for n in range(8)]
    for start in range(0, stories, BATCH):
        numbers = range(start, min(start + BATCH, stories))
        articles = Article.objects.bulk_create(article(n, stories, users, sections) for n in numbers)
        Byline.objects.bulk_create(
            Byline(article=one, author=authors[n % REPORTERS], order=0)
            for n, one in zip(numbers, articles, strict=True)
        )
        Edition.objects.bulk_create(
            edition(n, one, authors) for n, one in zip(numbers, articles, strict=True) if one.first_published_at
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def article(n: int, stories: int, users: list, sections: list) -> Article:
    place, begun = n % 1000, NOW - STEP * (stories - n)
    facts: dict = dict(OTHERS[place]) if place in OTHERS else {"first_published_at": begun, "date": begun.date()}
    facts |= {"held": True} if place == HELD else {}
    facts |= {"version": 2} if place == CHANGED else {}
    facts |= {"ends_at": NOW + timedelta(days=1 + n % 30)} if place == ENDING else {}
    facts |= {"ends_at": begun + STEP} if place == ENDED else {}
    facts |= {"first_published_at": NOW + timedelta(hours=1 + n % 90)} if place == COMING else {}
    return Article(
        headline=f"Story {n}", body=BODY, section=sections[n % 8], changed_at=begun, created_by=users[n % REPORTERS], **facts
    )  # fmt: skip


def edition(n: int, article: Article, authors: list) -> Edition:
    begun, place = article.first_published_at, n % 1000
    end = begun + STEP if place in (ENDED, UNPUBLISHED) else article.ends_at or END
    author = authors[n % REPORTERS]
    return Edition(
        article=article, version=1, first_published_at=begun, live_from=begun, live_until=end, made_at=begun, date=begun.date(),
        slug=f"story-{n}", section=article.section, section_name="S", headline=article.headline, language="en", direction="ltr",
        credits=[{"author": author.pk, "name": author.name, "role": "author"}], fingerprint="", body=BODY, retracted=place == RETRACTED,
    )  # fmt: skip


def first_page(find) -> list:
    stories = find(Article.objects.with_state(NOW), NOW)
    shown = Pages(stories.select_related("section").defer("body").prefetch_related(with_authors()), 50)
    return list(shown.page(1).object_list)


def person(name: str, role: str) -> User:
    user = User.objects.get_or_create(username=name, defaults={"is_staff": True})[0]
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def main(stories: int) -> None:
    call_command("migrate", verbosity=0)
    fill(stories)
    print(f"{connection.vendor}, {stories} stories; median ms")
    for name, role in (("editor", "Editor"), ("reporter-7", "Reporter")):
        user = person(name, role)
        print(f"front, {role.lower():15} {median(lambda u=user: columns(u)):8.2f}")
    for name, find in {
        "all": lambda stories, at: stories,
        **{name: find for name, (_, find) in STATES.items()},
    }.items():
        print(f"list, {name:16} {median(lambda f=find: first_page(f)):8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
