"""Which queries would become dear: `python bench/plans.py [public|desk|search…]` in a filled database (manage.py make_corpus).

Asks every public page, or every list of the desk, of the database that DATABASE_URL names, and prints what of their queries'
plans does not hold for a paper of any size: tests/plans.py says what that means. Writes nothing. Words that follow are parts of
the addresses that are asked, in place of all. With PLANS=all each address is printed too, with how much it touches.
"""

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib import admin  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Edition  # noqa: E402
from interchange import corpus  # noqa: E402
from pagecache import memory  # noqa: E402
from tests.large import TEN_YEARS, Words, addresses  # noqa: E402
from tests.plans import queries_of, seen  # noqa: E402

WORDS = Words(corpus.COMMON_WORD, corpus.RARE_WORD, corpus.PHRASE)
STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def public(at: datetime) -> tuple[Client, list[str]]:
    return Client(), [address for found in addresses(at, WORDS).values() for address in found]


def desk(at: datetime) -> tuple[Client, list[str]]:
    """Each list of the admin, as an administrator sees it: whole, searched, under each of its filters, its second page."""
    setup_test_environment()  # answers then tell their context
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("plans"))
    lists = [address for model in admin.site._registry if (address := _list_of(model))]
    found = ["/admin/"]
    for address in lists:
        response = client.get(address)
        if response.status_code == 200 and response.context and "cl" in response.context:
            found += [address, *(f"{address}{query}" for query in _queries(response.context["cl"]))]
    return client, found


def _list_of(model: type) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    except NoReverseMatch:
        return ""


def _queries(shown) -> Iterator[str]:  # type: ignore[no-untyped-def]
    if shown.search_fields:
        yield from (f"?q={word}" for word in (*WORDS.common.split()[:1], WORDS.rare))
    yield "?p=2"
    for one in shown.filter_specs:
        yield from [choice["query_string"] for choice in one.choices(shown) if choice.get("query_string", "?") != "?"][
            :6
        ]


def report(client: Client, wanted: list[str]) -> None:
    for address in wanted:
        looked_at = [(query, seen(query)) for query in queries_of(lambda address=address: client.get(address))]
        found = [f"  {'; '.join(one.faults[:4])}\n    {query}" for query, one in looked_at if one.faults]
        if found or os.environ.get("PLANS") == "all":
            print(address, sum(one.work for _, one in looked_at), flush=True)
            print(*found, sep="\n", end="\n" * bool(found), flush=True)


def main(which: str, *parts: str) -> None:
    with transaction.atomic(), override_settings(STORAGES=STORAGES):
        newest = Edition.objects.aggregate(newest=Max("made_at"))["newest"]
        moments = [newest, newest - TEN_YEARS] if which == "public" else [newest]
        for at in moments:
            print(f"\n{connection.vendor}, {which} pages at {at:%Y-%m-%d}", flush=True)
            memory.forget()
            with mock.patch.object(timezone, "now", lambda at=at: at):
                client, wanted = desk(at) if which == "desk" else public(at)
                report(client, [one for one in wanted if not parts or any(part in one for part in parts)])
        transaction.set_rollback(True)


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["public"]))
