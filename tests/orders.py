"""What somebody does in a process that serves nobody: `python -m tests.orders` reads one order a line, as JSON, from its input, and
answers each with a line. The orders are the functions below, which take what the line says by name.

They import where they are carried out: Django is set up first.
"""

import json
import os
import signal
import sys
from collections.abc import Callable

ORDERS: dict[str, Callable[..., dict]] = {}
_begun: list = []


def order(function: Callable[..., dict]) -> Callable[..., dict]:
    ORDERS[function.__name__] = function
    return function


@order
def publish(headline: str, body: str = "", seconds: float | None = None, **fields: int) -> dict:
    """A story with a byline of author `author` and picture `picture`, live now or in so many seconds."""
    from articles.models import Section
    from authors.models import Author
    from tests.makers import ahead, make_article

    authors = Author.objects.filter(pk=fields.get("author"))
    article = make_article(
        headline=headline, body=body or "<p>The ferry left the north quay.</p>", authors=authors,
        section=Section.objects.first(), lead_picture_id=fields.get("picture"),
    )  # fmt: skip
    made = article.publish(by=None, at=None if seconds is None else ahead(seconds=seconds))
    return {"story": article.pk, "path": made.path, "live_from": made.live_from.timestamp()}


@order
def author(name: str) -> dict:
    from tests.makers import make_author

    made = make_author(name=name, bio="<p>Ann counts gulls.</p>")
    return {"author": made.pk, "path": made.get_absolute_url()}


@order
def section(name: str) -> dict:
    from tests.makers import make_section

    return {"path": make_section(name=name).get_absolute_url()}


@order
def rename(author: int, name: str, bio: str) -> dict:
    from django.db import transaction

    from authors.models import Author

    with transaction.atomic():
        person = Author.objects.get(pk=author)
        person.name, person.bio = name, f"<p>{bio}</p>"
        person.save()
        person.keep(by=None)
    return {}


@order
def end_at(story: int, seconds: float) -> dict:
    from articles.models import Article
    from tests.makers import ahead

    at = ahead(seconds=seconds)
    Article.objects.get(pk=story).set_end(by=None, at=at)
    return {"end": at.timestamp()}


@order
def take_down(story: int) -> dict:
    from articles.models import Article
    from articles.models.takedown import Order

    Article.objects.get(pk=story).take_down(Order("A court said so."), by=None)
    return {}


@order
def picture() -> dict:
    from tests.pictures import make_picture

    return {"picture": make_picture(rendered=True).pk}


@order
def withdraw(picture: int) -> dict:
    from images.models import Picture

    found = Picture.objects.get(pk=picture)
    found.withdraw(by=None, why=Picture.Why.values[0], because="The agency killed it.")
    return {}


@order
def begin() -> dict:
    """Open a transaction: what follows is kept by `commit` alone."""
    from django.db import transaction

    _begun.append(transaction.atomic())
    _begun[-1].__enter__()
    return {}


@order
def commit() -> dict:
    _begun.pop().__exit__(None, None, None)
    return {}


@order
def die() -> dict:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


@order
def die_once_kept() -> dict:
    """From now on it is killed when a change was just kept, before it could hear its own purge or answer."""
    from pagecache import models

    models._hear = lambda rows: die()
    return {}


@order
def backend() -> dict:
    """The number of this process at the server."""
    from django.db import connection

    with connection.cursor() as cursor:
        return {"pid": cursor.execute("SELECT pg_backend_pid()").fetchone()[0]}


@order
def count(model: str, **wanted: object) -> dict:
    from django.apps import apps

    return {"count": apps.get_model(model).objects.filter(**wanted).count()}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    for line in sys.stdin:
        name, facts = json.loads(line)
        print(json.dumps(ORDERS[name](**facts)), flush=True)


if __name__ == "__main__":
    main()
