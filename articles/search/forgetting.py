"""Words that were taken out by law, or with a name: no question finds them from that moment on. SQLite's index may still hold
them in pages that it rewrites in its own time, so it is made to rewrite them, soon after and a little at a time."""

from django.db import connection
from django.tasks import task

from articles.search import sqlite
from paper.background import later


@task
def forget_words() -> None:
    """Looks at nothing but the index: to run it twice does no harm."""
    sqlite.rewrite_pages()


def forget_later() -> None:
    """PostgreSQL does the same by itself, in every table."""
    if connection.vendor == "sqlite":
        later(forget_words)
