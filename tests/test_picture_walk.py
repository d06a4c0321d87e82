"""A long walk with pictures: every verb of stories and of the library in any order, and a clock that jumps. The rows always say what
the words say, what stands somewhere is never deleted, and readers see what they may see and nothing else."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest

from articles.models import Article, ArticlePicture, Edition, EditionPicture, Revision
from articles.models.takedown import Order
from images.intake import take_in
from images.jobs import render
from images.models import Picture
from images.models.refusals import Refused as PictureRefused
from images.shown import available
from paper.days import day_of
from paper.prose import pictures_in
from tests import test_walk
from tests.makers import make_article
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_walk import VERBS, Walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

NOBODYS = 987654
ADDRESS = re.compile(r"/pictures/([0-9]+)/")


class PictureWalk(Walk):
    def __init__(self, seed, clock, reader) -> None:
        super().__init__(seed, clock, reader)
        self.pictures = [small().pk for _ in range(3)]

    def rewrite(self, story: Article) -> None:
        super().rewrite(story)
        if self.random.random() < 0.5:
            return
        story.lead_picture_id = self.random.choice([None, *self.there()])
        chosen = self.random.choices([*self.there(), NOBODYS], k=self.random.randint(0, 3))
        figures = "".join(f'<figure data-picture="{pk}" data-alt="Gull {self.digit()}"></figure>' for pk in chosen)
        story.lead_caption = f"Lobster {self.digit()} crawled."
        story.body = f"<p>It rained.</p>{figures}<p>Lobster {self.digit()} crawled.</p>"
        story.claim_version(story.version, by=None)
        story.save()
        story.keep_version(by=None)

    def digit(self) -> int:
        return self.random.randint(0, 9)

    def there(self) -> list[int]:
        return list(Picture.objects.order_by("pk").values_list("pk", flat=True))

    def picture(self) -> Picture:
        return Picture.objects.get(pk=self.random.choice(self.there()))

    # Verbs of stories that the other walk does not take

    def restore(self, story: Article) -> None:
        numbers = list(Revision.objects.filter(article=story).order_by("number").values_list("number", flat=True))
        story.restore(self.random.choice([*numbers, 0]), by=None)

    def take_out(self, story: Article) -> None:
        word = f"{self.random.choice(['Gull', 'Lobster'])} {self.digit()}"
        story.take_down(Order("So ordered."), by=None, passage=word)

    def take_down(self, story: Article) -> None:
        """Another story goes on in its place."""
        if self.random.random() < 0.4:
            story.take_down(Order("So ordered."), by=None)
            assert not story.picture_rows.exists() and not EditionPicture.objects.filter(article=story).exists()
            self.stories = [one for one in self.stories if one.pk != story.pk] + [make_article(headline="Storm")]

    # Verbs of the library

    def kill(self, story: Article) -> None:
        with suppress(PictureRefused):
            self.picture().withdraw(by=None, why="killed", because="So.")

    def let_it_run(self, story: Article) -> None:
        with suppress(PictureRefused):
            self.picture().put_back(by=None, note="So.")

    def make(self, story: Article) -> None:
        for pk in self.there():
            render.call(pk)

    def exchange(self, story: Article) -> None:
        with suppress(PictureRefused):
            self.picture().replace(take_in(file_of(photo(200, 200))), by=None)

    def license(self, story: Article) -> None:
        days = self.random.choice([None, -1, 0, 1])
        last = None if days is None else day_of(self.now) + timedelta(days=days)
        self.picture().change({"licensed_through": last}, by=None)

    def delete(self, story: Article) -> None:
        picture = self.picture()
        stands = any(picture.pk in wanted(one) for model in (Article, Edition) for one in model.objects.all())
        try:
            picture.remove(by=None)
        except PictureRefused:
            assert stands
        else:
            assert not stands
            small()

    # What must hold

    def check(self, before: dict[str, set]) -> None:
        super().check(before)
        self.rows_say_what_the_words_say()

    def ask_for_pages(self) -> None:
        super().ask_for_pages()
        self.readers_see_what_they_may_see()

    def rows_say_what_the_words_say(self) -> None:
        there = set(self.there())
        for story in Article.objects.all():
            rows = list(ArticlePicture.objects.filter(article=story).values_list("picture", flat=True))
            assert sorted(rows) == sorted(wanted(story) & there)
        for edition in Edition.objects.all():
            assert sorted(edition.picture_rows.values_list("picture", flat=True)) == sorted(wanted(edition) & there)
        for row in EditionPicture.objects.select_related("edition"):
            for name in ("article_id", "live_from", "live_until", "retracted"):
                assert getattr(row, name) == getattr(row.edition, name), name

    def readers_see_what_they_may_see(self) -> None:
        for edition in Edition.objects.live(self.now):
            page = self.reader.get(edition.url).content.decode()
            gone = edition.retracted and not edition.body
            seen = set() if gone else set(available(wanted(edition), self.now))
            assert set(map(int, ADDRESS.findall(page))) == seen
            assert "data-picture" not in page


def wanted(story: Article | Edition) -> set[int]:
    return {*filter(None, [story.lead_picture_id]), *pictures_in(story.body)}


def small() -> Picture:
    return make_picture(width=200, height=200)


OURS = [
    PictureWalk.publish, PictureWalk.publish, PictureWalk.schedule, PictureWalk.restore, PictureWalk.take_out,
    PictureWalk.take_down, PictureWalk.kill, PictureWalk.let_it_run, PictureWalk.let_it_run, PictureWalk.make,
    PictureWalk.exchange, PictureWalk.license, PictureWalk.delete, PictureWalk.delete,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_to_pictures_and_stories_the_rows_and_the_pages_tell_the_truth(
    seed, clock, reader, monkeypatch
):
    monkeypatch.setattr(test_walk, "VERBS", [*VERBS, *OURS])
    PictureWalk(seed, clock, reader).run()
