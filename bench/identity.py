"""What changing a name everywhere, merging and parting cost: `python bench/identity.py [STORIES]` in an empty database.

Fills the database DATABASE_URL names with one author of that many stories (every tenth with a second version, each with a
version of the working copy) and 5,000 others, then prints seconds. Compare rows of one run only: machines differ.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from articles.models import END, Article, Byline, Edition, EditionCredit, Revision  # noqa: E402
from articles.models.snapshot import words_of  # noqa: E402
from authors import duplicates  # noqa: E402
from authors.models import Author, AuthorMerge, NameChange, match_key  # noqa: E402
from pagecache import memory  # noqa: E402

BODY = "<p>The ferry left the north quay an hour late, and nobody aboard was surprised.</p>" * 40
BATCH = 1_000
OTHERS = 5_000
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def fill(stories: int) -> tuple[Author, Author]:
    kept, gone = Author.objects.create(name="Jason Litz"), Author.objects.create(name="JASON LITZ, AP")
    for start in range(0, stories, BATCH):
        _fill_some(gone, range(start, min(start + BATCH, stories)))
    Author.objects.bulk_create(_others(), batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return kept, gone


def _fill_some(author: Author, numbers: range) -> None:
    articles = Article.objects.bulk_create(Article(headline=f"Story {n}", body=BODY) for n in numbers)
    Byline.objects.bulk_create(Byline(article=article, author=author) for article in articles)
    Revision.objects.bulk_create(
        Revision(article=article, number=1, words=words_of(article), by_name="bench") for article in articles[:1]
    )
    editions = Edition.objects.bulk_create(
        one for n, article in zip(numbers, articles, strict=True) for one in _editions(n, article, author)
    )
    EditionCredit.objects.bulk_create(row for edition in editions for row in _rows(edition, author))


def _editions(n: int, article: Article, author: Author) -> list[Edition]:
    first = NOW - timedelta(hours=n + 2)
    ends = [first, first + timedelta(hours=1), END] if n % 10 == 0 else [first, END]
    made = [
        Edition(
            article=article, version=1, first_published_at=first, live_from=start, live_until=end, made_at=start, date=first.date(),
            slug=f"story-{n}", headline=f"Story {n}", language="en", direction="ltr", fingerprint="", body=BODY,
            credits=[{"author": author.pk, "name": author.name, "role": "author"}],
        )
        for start, end in zip(ends, ends[1:], strict=False)
    ]  # fmt: skip
    for edition in made:
        edition.fingerprint = edition.make_fingerprint()
    return made


def _rows(edition: Edition, author: Author) -> list[EditionCredit]:
    times = {name: getattr(edition, name) for name in ("first_published_at", "live_from", "live_until")}
    return [EditionCredit(edition=edition, author=author, article_id=edition.article_id, roles="author", **times)]


def _others() -> list[Author]:
    first, last = (
        ["Ada", "Bo", "Cy", "Dot", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo"],
        ["Marsh", "Brook", "Orr", "Field", "Lind", "Hale", "Wray", "Pike", "Stone", "Reed"],
    )
    names = (f"{first[n % 10]}{n // 100 % 7} {last[n // 10 % 10]}{n // 100}" for n in range(OTHERS))
    return [Author(name=name, key=match_key(name), sort_name=name, slug=f"other-{n}") for n, name in enumerate(names)]


def timed(what: str, run: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = run()
    print(f"{what:34} {time.perf_counter() - began:7.2f} s")
    return result


def main(stories: int) -> None:
    call_command("migrate", verbosity=0)
    kept, gone = fill(stories)
    print(f"{connection.vendor}, {stories} stories of one author, {OTHERS} others")
    timed("under which names they are printed", lambda: gone.edition_credits.printings(gone))
    timed("duplicates, first time", duplicates.find)
    memory.forget()
    timed("duplicates, again", duplicates.find)
    everywhere = NameChange.Scope.EVERYWHERE
    timed(
        "a name changed from now on",
        lambda: NameChange.rename(gone, "J. Litz", scope=NameChange.Scope.FROM_NOW, by=None),
    )
    names = ["JASON LITZ, AP"]
    timed(
        "a name changed everywhere",
        lambda: NameChange.rename(gone, "Jay Litz", scope=everywhere, by=None, printings=names),
    )
    merge = timed("merged", lambda: AuthorMerge.merge(kept, gone, by=None))
    timed("parted again", lambda: merge.undo(by=None))
    timed("every hash looked at", lambda: call_command("check_editions", verbosity=0))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
