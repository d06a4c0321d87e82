"""How the desk's front and lists cost as the paper grows: `python bench/desk.py [STORIES]` (2,000 by default).

An empty database is filled by `interchange.corpus`; one that `manage.py make_corpus` filled is only read. Prints the milliseconds
of server time of each list as a page that an administrator gets: the processors' (the median), and the clock's (the least).
Compare rows of one run only: machines differ.
"""

import os
import sys
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.contrib.auth.middleware import AuthenticationMiddleware  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.desk.filters import STATES  # noqa: E402
from articles.models import Article  # noqa: E402
from bench.search import STORAGES, timed  # noqa: E402
from interchange import corpus  # noqa: E402

TIMES = 7
STORIES_LIST = "articles/article/"
ADDRESSES = [
    "", STORIES_LIST, f"{STORIES_LIST}?p=20", f"{STORIES_LIST}?q={corpus.COMMON_WORD}", f"{STORIES_LIST}?q={corpus.RARE_WORD}",
    *(f"{STORIES_LIST}?state={state}" for state in STATES), f"{STORIES_LIST}?mine=1", f"{STORIES_LIST}?kind=review",
    f"{STORIES_LIST}stories/?q={corpus.COMMON_WORD}", "articles/front/", "articles/section/", "articles/topic/",
    f"articles/topic/?q={corpus.COMMON_WORD}", "articles/series/", "articles/sealed/", "articles/move/",
    "articles/move/?verb=publish", f"articles/move/?q={corpus.ABSENT_WORD}", "authors/author/", "authors/author/?q=a",
    "authors/author/?bio=missing", "authors/author/care/", "authors/author/duplicates/", "authors/author/merges/",
    "authors/author/asks/", "authors/outlet/", "images/picture/", f"images/picture/?q={corpus.COMMON_WORD}", "accounts/user/", "paper/page/",
]  # fmt: skip


def ready(stories: int) -> None:
    """A filled database is left as it is."""
    if "articles_article" in connection.introspection.table_names() and Article.objects.exists():
        return
    call_command("migrate", verbosity=0)
    corpus.fill(stories, timezone.now())


def signed_in() -> mock._patch:  # type: ignore[type-arg]
    """Every request is an administrator's, without a session that would be written."""
    user = User.objects.filter(is_superuser=True).first() or User.objects.create(
        username="bench", is_staff=True, is_superuser=True
    )

    def let_in(self: AuthenticationMiddleware, request) -> None:  # type: ignore[no-untyped-def]
        request.user = User.objects.get(pk=user.pk)

    return mock.patch.object(AuthenticationMiddleware, "process_request", let_in)


def seen(client: Client, address: str) -> None:
    assert client.get(f"/admin/{address}").status_code == 200, address


def main(stories: int) -> None:
    ready(stories)
    print(f"{connection.vendor}, {Article.objects.count()} stories; milliseconds: processors, clock")
    client = Client()
    with signed_in(), override_settings(STORAGES=STORAGES):
        for address in ADDRESSES:
            print(f"{timed(lambda a=address: seen(client, a), TIMES)}  /admin/{address}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
