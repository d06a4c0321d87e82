"""What the bio manager's desk costs as the house grows: `python bench/bios.py [AUTHORS [STORIES]]` in an empty database.

Fills the database DATABASE_URL names with people of several tongues, with bios good and bad, outlets, spellings and links, 200
of them twice, and one with STORIES stories, who has an account; then looks at every bio. A minute or two for 5,000 authors and
20,000 stories, five for 100,000. Prints for each page of the desk the milliseconds of processor time, the first time in this
process and the median after it, and its queries. Compare rows of one run only: machines differ.
"""

import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("SECRET_KEY", "a key for the sessions of a bench alone, and of nothing else at all")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import END, Article, Byline, Edition, EditionCredit  # noqa: E402
from authors.desk import asking  # noqa: E402
from authors.models import Author, AuthorAlias, AuthorLink, BioVersion, Finding, Outlet, OutletCredit  # noqa: E402
from authors.models.words import words_of  # noqa: E402
from authors.names import match_key, surname_first  # noqa: E402
from pagecache import memory  # noqa: E402
from paper.addresses import make_slug  # noqa: E402

STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"  # without a manifest: nothing was collected here
BATCH = 5_000
STEP = timedelta(minutes=90)  # 100,000 stories are 17 years
TWICE = 200  # people of whom there are two rows
BODY = "<p>The ferry left the north quay an hour late, and nobody aboard was surprised.</p>"
GIVEN = [
    "Ada",
    "Borja",
    "Chiamaka",
    "Dmitri",
    "Élodie",
    "Farid",
    "Gunnar",
    "Hanae",
    "Ilse",
    "Jovana",
    "Kofi",
    "Linh",
    "Mehmet",
]
GIVEN += [
    "Nadia",
    "Oskar",
    "Priya",
    "Quentin",
    "Rosa",
    "Søren",
    "Tomoko",
    "Ugo",
    "Vera",
    "Wanjiru",
    "Ximena",
    "Yusuf",
    "Željka",
]
FAMILY = [
    "Abara",
    "Brandt",
    "Castellanos",
    "Dvořák",
    "Ekström",
    "Farouk",
    "Gallagher",
    "Haddad",
    "Ivanova",
    "Jansen",
    "Kowalski",
]
FAMILY += [
    "Lindqvist",
    "Mbeki",
    "Nakamura",
    "O’Rourke",
    "Petrović",
    "Quispe",
    "Rasmussen",
    "Sorensen",
    "Takahashi",
    "Ueda",
    "Varga",
]
SYLLABLES = [
    "dal",
    "ber",
    "mor",
    "vik",
    "ton",
    "ley",
    "stad",
    "gren",
    "holt",
    "wick",
    "nes",
    "by",
    "rup",
    "feld",
    "brook",
]
OUTLETS = [
    "The Harbour Review",
    "Coastal Weekly",
    "Northern Ledger",
    "The Tideline",
    "Lantern",
    "Quay Street Journal",
    "Salt",
]
GOOD = (
    "<p>{name} is a reporter who covers ports and the people who work in them. {they} has written for {a} and {b}.</p>"
)
BIOS = [
    GOOD,
    GOOD,
    GOOD,
    GOOD,
    "<p>{name} has written about tides for twenty years.</p><p>{they} lives by the sea, and keeps two boats.</p>",
    "",
    "<p>{name} is a reporter for He has covered three elections.</p>",  # words lost
    "<p>{name} covers courts. {name} covers courts. See <a href='/nowhere/at/all/'>the archive</a>.</p>",  # doubled, and a dead link
]


def main(authors: int, stories: int) -> None:
    call_command("migrate", verbosity=0)
    setup_test_environment()
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STATIC}}
    settings.ALLOWED_HOSTS = ["*"]
    warnings.filterwarnings("ignore", "No directory at")  # where static files would be collected
    began = time.perf_counter()
    star = fill(authors, stories)
    print(f"{connection.vendor}, {authors} authors, one with {stories} stories, in {time.perf_counter() - began:.0f} s")
    check_all()
    print(f"{'':34} {'first':>8} {'then':>8}  queries")
    for name, run in deeds(star):
        show(name, run)


def show(name: str, run: Callable[[], Any]) -> None:
    first = cpu(run)
    then = statistics.median(cpu(run) for _ in range(3 if first < 1_000 else 1))
    with CaptureQueriesContext(connection) as queries:
        run()
    print(f"{name:34} {first:8.0f} {then:8.0f} {len(queries):8}", flush=True)


def cpu(run: Callable[[], Any]) -> float:
    """Milliseconds of processor time; on PostgreSQL the server's are not among them, so there it is time on the clock."""
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    began = clock()
    run()
    return (clock() - began) * 1000


def check_all() -> None:
    took = [cpu(lambda: call_command("check_bios", verbosity=0)) for _ in range(2)]
    print(f"every bio looked at: {took[0] / 1000:.1f} s, again {took[1] / 1000:.1f} s; {Finding.objects.count()} found")


# What is measured ---------------------------------------------------------------------------------------


def deeds(star: Author) -> Iterator[tuple[str, Callable[[], Any]]]:
    desk, own = signed_in("bios", "Bio manager"), signed_in("star", "Reporter", star)
    other = Author.objects.filter(edition_credits=None).exclude(bio="").order_by("pk")[0]
    found = pages(star, other)
    for name, address in found.items():
        yield name, partial(read, desk, address)
    yield "your profile, of the star", partial(read, own, "/admin/authors/author/profile/")
    yield "duplicates, nothing in memory", partial(forgetful, partial(read, desk, found["duplicates"]))
    yield "the front, nothing in memory", partial(forgetful, partial(read, desk, found["the front"]))
    yield "the star saved", partial(undone, partial(star.keep, by=None))
    yield "everyone asked", partial(undone, partial(asking.ask_everyone, None))


def pages(star: Author, other: Author) -> dict[str, str]:
    listed = reverse("admin:authors_author_changelist")
    care = reverse("admin:authors_author_care")

    def page_of(name: str, author: Author = star) -> str:
        return reverse(f"admin:authors_author_{name}", args=[author.pk])

    return {
        "the front": "/admin/",
        "authors": listed,
        "authors, last page": f"{listed}?p={(Author.objects.count() - 1) // 50 + 1}",
        "authors by stories": f"{listed}?o=-5",
        "authors, words lost": f"{listed}?bio=lost",
        "authors without a bio": f"{listed}?bio=missing",
        "authors with one": f"{listed}?bio=there",
        "authors searched": f"{listed}?q=jansen",
        "the star's form": page_of("change"),
        "another's form": page_of("change", other),
        "care": care,
        "care, last page": f"{care}?page=9999",
        "care, no bio": f"{care}?kind=no_bio",
        "care, not looked at": f"{care}?kind=unseen",
        "care, not looked at, last page": f"{care}?kind=unseen&page=9999",
        "care, words lost": f"{care}?kind=lost",
        "care of the star": page_of("care_of"),
        "asked": reverse("admin:authors_author_asks"),
        "ask the star": page_of("ask"),
        "duplicates": reverse("admin:authors_author_duplicates"),
        "duplicates, last page": f"{reverse('admin:authors_author_duplicates')}?page=9999",
        "the star's name": page_of("rename"),
        "merge the star: with whom": f"{page_of('merge')}?q=jansen",
        "merge the star into another": f"{page_of('merge', other)}?with={star.pk}&keep={other.pk}",
        "merge another into the star": f"{page_of('merge')}?with={other.pk}&keep={star.pk}",
        "merges": reverse("admin:authors_author_merges"),
        "the star's versions": page_of("versions"),
    }


def signed_in(name: str, role: str, author: Author | None = None) -> Client:
    user = User.objects.create(username=name, is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    if author:
        Author.objects.filter(pk=author.pk).update(user=user)
    client = Client()
    client.force_login(user)
    return client


def read(client: Client, address: str) -> None:
    answer = client.get(address, secure=True)
    assert answer.status_code == 200, (address, answer.status_code)


def forgetful(run: Callable[[], Any]) -> None:
    """As after an author changed."""
    memory.forget()
    run()


def undone(run: Callable[[], Any]) -> None:
    """In a transaction that is taken back."""
    with transaction.atomic():
        run()
        transaction.set_rollback(True)


# The house ----------------------------------------------------------------------------------------------


def fill(authors: int, stories: int) -> Author:
    Author.objects.bulk_create(map(person, range(authors)), batch_size=BATCH)
    Author.objects.bulk_create((again(n, authors) for n in range(TWICE)), batch_size=BATCH)
    people = list(Author.objects.order_by("pk"))
    around(people)
    star = people[0]
    publish(stories, lambda n: star)
    publish(authors, lambda n: people[n if n % 3 else 0])  # a third has no story
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return star


def name_of(n: int) -> str:
    given, family = GIVEN[n % len(GIVEN)], FAMILY[n // len(GIVEN) % len(FAMILY)]
    return f"{given} {family}{SYLLABLES[n // 600 % 15]}{SYLLABLES[n // 40 % 15]}"


def person(n: int) -> Author:
    return author(name_of(n), n, BIOS[n % len(BIOS)])


def again(n: int, authors: int) -> Author:
    """The same person, in capitals with an agency, surname first, or spelled without accents."""
    name = name_of(n * 7)
    ways = (f"{name.upper()}, AP", ", ".join(reversed(name.split(" ", 1))), f"Dr. {name}")
    return author(ways[n % 3], authors + n, "")


def author(name: str, n: int, bio: str) -> Author:
    they, (a, b) = name.split()[0], (OUTLETS[(n + k) % len(OUTLETS)] for k in (0, 3))
    return Author(
        name=name, sort_name=surname_first(name, "person"), key=match_key(name), slug=f"{make_slug(name, 'author')[:60]}-{n}",
        position="Reporter", start_year=1990 + n % 30, bio=bio.format(name=name, they=they, a=a, b=b), place="Port Halden",
        contact_email=f"person{n}@mail.example" if n % 4 else "", standing="staff" if n % 5 else "contributor",
        looked_at=timezone.now() - timedelta(days=n % 730),
    )  # fmt: skip


def around(people: list[Author]) -> None:
    """Outlets, spellings, links, and what the profile said first."""
    outlets = [Outlet.called(name) for name in OUTLETS]
    rows = [
        (one, outlets[(n + k) % len(outlets)], k) for n, one in enumerate(people) for k in ((0, 3, 5) if n % 2 else ())
    ]
    OutletCredit.objects.bulk_create(OutletCredit(author=one, outlet=where, order=k) for one, where, k in rows)
    spelled = [(one, one.name.replace(" ", f" {one.name[0]}. ", 1)) for one in people[::4]]
    AuthorAlias.objects.bulk_create(AuthorAlias(author=one, name=name, key=match_key(name)) for one, name in spelled)
    AuthorLink.objects.bulk_create(
        AuthorLink(author=one, label="Website", url=f"https://{one.slug}.example") for one in people[::3]
    )
    then = timezone.now() - timedelta(days=800)
    BioVersion.objects.bulk_create(
        BioVersion(
            author=one,
            text=one.bio,
            words=words_of(one) if n < BATCH // 50 else {},
            by_name="Bench",
            source="bench",
            at=then,
        )
        for n, one in enumerate(people)
    )


def publish(stories: int, author_of: Callable[[int], Author]) -> None:
    now = timezone.now()
    for start in range(0, stories, BATCH):
        numbers = range(start, min(start + BATCH, stories))
        moments = [now - STEP * (stories - n) for n in numbers]
        articles = Article.objects.bulk_create(
            Article(headline=f"Story {n}", body=BODY, first_published_at=first)
            for n, first in zip(numbers, moments, strict=True)
        )
        made = [
            edition(article, author_of(n), first) for n, article, first in zip(numbers, articles, moments, strict=True)
        ]
        Edition.objects.bulk_create(made)
        EditionCredit.objects.bulk_create(
            EditionCredit(edition=one, author_id=one.credits[0]["author"], roles="author", **times(one)) for one in made
        )
        Byline.objects.bulk_create(
            Byline(article_id=one.article_id, author_id=one.credits[0]["author"]) for one in made
        )


def times(edition: Edition) -> dict[str, Any]:
    return {name: getattr(edition, name) for name in ("article_id", "first_published_at", "live_from", "live_until")}


def edition(article: Article, author: Author, first: datetime) -> Edition:
    return Edition(
        article=article, version=1, first_published_at=first, live_from=first, live_until=END, made_at=first, date=first.date(),
        slug=f"story-{article.pk}", headline=article.headline, language="en", direction="ltr", fingerprint="", body=BODY,
        credits=[{"author": author.pk, "name": author.name, "role": "author"}],
    )  # fmt: skip


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:3]) if len(sys.argv) > 2 else (5_000, 20_000)))
