"""How the pages of pictures cost as the library grows: `python bench/pictures.py [PICTURES]` in an empty database.

Fills the database DATABASE_URL names with that many pictures without files (100,000 unless said), the same ones every time,
then prints the median milliseconds of each page, whole, and how many queries it makes, and how the deepest page compares
with the first and 20 figures with one. Compare rows of one run only: machines differ.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
os.environ.setdefault("SECRET_KEY", "a key for the sessions of a bench alone, and of nothing else at all")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Article  # noqa: E402
from images.imaging import SHAPES  # noqa: E402
from images.models import Picture  # noqa: E402
from pagecache import memory  # noqa: E402
from paper.pager import Place  # noqa: E402

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
STEP = timedelta(minutes=50)  # 100,000 pictures are nine and a half years
BATCH = 5_000
STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"  # without a manifest: nothing was collected here
MANY = 20  # figures
LIBRARY = "/admin/images/picture/"
PLACES = ("north quay", "fish market", "lighthouse", "dry dock", "ferry pier", "slipway", "mole")
RARE = "albatross"  # in the caption of the oldest picture alone


def fill(pictures: int) -> User:
    editor = User.objects.create_superuser("bench", password=None)
    for start in range(0, pictures, BATCH):
        numbers = range(start, min(start + BATCH, pictures))
        Picture.objects.bulk_create(made(n, pictures, editor) for n in numbers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return editor


def made(n: int, pictures: int, editor: User) -> Picture:
    """The newest has the highest number. Of ten one lacks its credit, of a hundred one is withdrawn and one's licence ended."""
    at = NOW - STEP * (pictures - n)
    gone = at if n % 100 == 50 else None
    digest = sha256(str(n).encode()).hexdigest()
    return Picture(
        alt=f"A boat at the {PLACES[n % 7]}", caption=f"Boat {n} at the {PLACES[n % 7]}{'' if n else ', and an ' + RARE}.",
        credit="" if n % 10 == 3 else "Ann Lee / The Bell", licence="own", place=PLACES[n % 7], sha256=digest,
        original=f"originals/{digest[:2]}/{digest}.jpg", file_name=f"boat-{n}.jpg", extension="jpg", width=1920, height=1280,
        bytes=900_000, renditions={} if gone else renditions(digest), rendered_at=at, uploaded_at=at,
        uploaded_by=editor if n % 1000 == 7 else None, withdrawn_at=gone, withdrawn_why="killed" if gone else "",
        licensed_through=date(2020, 1, 1) if n % 100 == 60 else None,
    )  # fmt: skip


def renditions(digest: str) -> dict:
    def sizes(widths: tuple[int, ...], ratio: float) -> list[list[int]]:
        return [[width, round(width / ratio)] for width in widths]

    return {
        name: {
            "recipe": digest[:12],
            "avif": sizes(shape.avif, shape.ratio or 1.5),
            "jpeg": sizes(shape.jpeg, shape.ratio or 1.5),
        }
        for name, shape in SHAPES.items()
    }


def story(figures: int) -> str:
    """The address of a live story with that many pictures in its text, and another on top."""
    chosen = list(Picture.objects.available(NOW).order_by("pk").values_list("pk", flat=True)[: figures + 1])
    body = "".join(f'<p>The ferry left.</p><figure data-picture="{pk}"></figure>' for pk in chosen[1:])
    article = Article.objects.create(headline=f"With {figures}", body=body, lead_picture_id=chosen[0])
    article.publish(by=None)
    return article.editions.get().url


def read(client: Client, address: str) -> None:
    memory.forget()
    answer = client.get(address, secure=True)
    assert answer.status_code == 200, (address, answer.status_code)


def median(run: Callable[[], None]) -> float:
    """Milliseconds, of 9 runs after one that is not counted."""
    run()
    found = []
    for _ in range(9):
        began = time.perf_counter()
        run()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def pages(pictures: int) -> dict[str, str]:
    deepest = f"before={Place(NOW - STEP * (pictures - 60), 10**12)}"
    return {
        "library": LIBRARY,
        "library, deepest": f"{LIBRARY}?{deepest}",
        "a common word": f"{LIBRARY}?q=ferry",
        "a common word, deepest": f"{LIBRARY}?q=ferry&{deepest}",
        "three words": f"{LIBRARY}?q=ferry+pier+lee",
        "a word that is nowhere": f"{LIBRARY}?q={RARE}",
        "what is missing": f"{LIBRARY}?show=missing",
        "mine": f"{LIBRARY}?show=mine",
        "licence ended": f"{LIBRARY}?show=ended",
        "withdrawn": f"{LIBRARY}?show=withdrawn",
        "used nowhere": f"{LIBRARY}?show=unused",
        "choosing": f"{LIBRARY}pick/",
        "choosing, deepest": f"{LIBRARY}pick/?{deepest}",
        "a picture": f"{LIBRARY}{Picture.objects.order_by('-pk').values_list('pk', flat=True)[0]}/change/",
        "a story, 1 figure": story(1),
        f"a story, {MANY} figures": story(MANY),
    }


def measure(client: Client, addresses: dict[str, str]) -> dict[str, float]:
    cost = {}
    for name, address in addresses.items():
        cost[name] = median(lambda address=address: read(client, address))  # type: ignore[misc]
        with CaptureQueriesContext(connection) as queries:
            read(client, address)
        print(f"{name:24} {cost[name]:7.1f} ms {len(queries):3} queries")
    return cost


def main(pictures: int) -> None:
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    editor = fill(pictures)
    print(f"{connection.vendor}, {pictures} pictures (made in {time.perf_counter() - began:.0f} s)")
    setup_test_environment()
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STATIC}}
    settings.SECRET_KEY = "of the bench alone"
    client = Client()
    client.force_login(editor)
    cost = measure(client, pages(pictures))
    print(f"deepest to first         {cost['library, deepest'] / cost['library']:7.2f}")
    print(f"the same, choosing       {cost['choosing, deepest'] / cost['choosing']:7.2f}")
    print(f"the same, a word         {cost['a common word, deepest'] / cost['a common word']:7.2f}")
    print(f"{MANY} figures to 1          {cost[f'a story, {MANY} figures'] / cost['a story, 1 figure']:7.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
