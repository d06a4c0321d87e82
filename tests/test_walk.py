"""A long walk: two stories that want one address, every verb in any order, and a clock that jumps. What must hold, always holds."""

import random
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest

from articles.models import Address, Article, Edition, EditionCorrection, EditionCredit, EditionTopic, Refused
from articles.models.correcting import Collides
from articles.models.edition import COPIED
from articles.models.listing import END, TICK
from articles.models.snapshot import words_of_edition
from pagecache.models import Purge
from tests.makers import make_article, make_author, make_section, make_topic, utc

pytestmark = pytest.mark.django_db

STEPS = 36
SPANS = [TICK, timedelta(seconds=1), timedelta(minutes=40), timedelta(hours=5), timedelta(hours=26)]
SLUGS = ["", "", "storm", "harbour", "storm-2"]


class Walk:
    """One seeded walk. It remembers what readers have seen, and asks after each step whether that still holds."""

    def __init__(self, seed: int, clock, reader) -> None:
        self.seed, self.random, self.clock, self.reader = seed, random.Random(seed), clock, reader
        self.now = utc(2026, 5, 1, 12)
        clock.set(self.now)
        self.sections = [make_section(name="World"), make_section(name="Town")]
        self.sections.append(make_section(name="Quays", parent=self.sections[1]))
        self.authors = [make_author(name=f"Ann Lee {n}") for n in range(3)]
        self.topics = [make_topic(name=f"Topic {n}") for n in range(2)]
        self.stories = [make_article(headline="Storm"), make_article(headline="Storm")]
        self.seen_addresses: dict[tuple[date, str], int] = {}
        self.seen_times: dict[int, tuple] = {}
        self.past: dict[datetime, set] = {}
        self.written = 0

    def run(self) -> None:
        if self.seed % 2:
            self.date_back(self.stories[0])
        for step in range(STEPS):
            self.pass_time()
            before = self.shown(self.now)
            story = Article.objects.get(pk=self.random.choice(self.stories).pk)
            self.rewrite(story)
            try:
                self.random.choice(VERBS)(self, story)
            except Refused:
                assert self.shown(self.now) == before
            self.check(before)
            if step % 3 == 0:
                self.ask_for_pages()

    def pass_time(self) -> None:
        """To a moment soon, or to the very moment at which the clock changes something."""
        self.past[self.now] = self.live(self.now)
        coming = Edition.objects.scheduled(self.now).order_by("live_from").values_list("live_from", flat=True).first()
        step = self.random.choice([timedelta(0), *SPANS])
        self.now = coming if coming and self.random.random() < 0.25 else self.now + step
        self.clock.set(self.now)

    def rewrite(self, story: Article) -> None:
        if self.random.random() < 0.3:
            return
        self.written += 1
        story.headline, story.slug = f"Storm draft {self.written:03}", self.random.choice(SLUGS)
        story.section = self.random.choice([None, *self.sections])
        story.save()
        story.topics.set(self.random.sample(self.topics, self.random.randint(0, 2)))
        story.bylines.all().delete()
        for author in self.random.sample(self.authors, self.random.randint(0, 2)):
            story.bylines.create(author=author)

    # The verbs

    def moment(self) -> datetime:
        return self.now + self.random.choice(SPANS) * self.random.randint(1, 3)

    def pending(self, story: Article) -> Edition:
        """A scheduled edition of the story; one that went live, or was withdrawn meanwhile, where there is none."""
        coming = list(story.editions.scheduled())
        return self.random.choice(coming) if coming else story.editions.first() or Edition(pk=0)

    def publish(self, story: Article) -> None:
        story.publish(by=None, change=self.random.choice([Edition.MATERIAL, Edition.TYPO]))

    def schedule(self, story: Article) -> None:
        story.publish(by=None, at=self.moment())

    def date_back(self, story: Article) -> None:
        story.publish(by=None, at=self.random.choice([utc(2018, 2, 14, 9), date(2018, 2, 14), date(2018, 2, 14)]))

    def withdraw(self, story: Article) -> None:
        story.withdraw(self.pending(story), by=None)

    def reschedule(self, story: Article) -> None:
        story.reschedule(self.pending(story), by=None, at=self.moment())

    def unpublish(self, story: Article) -> None:
        story.unpublish(by=None)
        assert not story.editions.scheduled().exists() and not story.editions.live(self.now + TICK).exists()

    def schedule_changes(self, story: Article) -> None:
        story.schedule_changes(self.pending(story), by=None)

    def fix(self, story: Article) -> None:
        edition = story.editions.live().first() or story.editions.first() or Edition(pk=0)
        self.written += 1
        correction = {"key": f"k{self.written}", "kind": "correction", "text": "It rained.", "top": False}
        words = words_of_edition(edition) | {"deck": f"Rain {self.written}", "corrections": [correction]}
        with suppress(Collides):
            story.fix(edition, words, by=None)

    def put_back(self, story: Article) -> None:
        story.put_back(by=None)

    def retract(self, story: Article) -> None:
        story.retract(by=None, notice="It never rained.", keep_text=self.random.random() < 0.7)
        assert not story.editions.scheduled().exists()

    def embargo(self, story: Article) -> None:
        until = self.random.choice([None, self.moment()])
        story.embargo(by=None, reason="Agreed.", until=until)
        stopped = story.editions.scheduled().filter(live_from__lt=until or END)
        assert not stopped.exists()

    def lift(self, story: Article) -> None:
        story.lift_embargo(by=None)

    def set_end(self, story: Article) -> None:
        story.set_end(by=None, at=self.random.choice([None, None, self.moment()]))

    # What must hold

    def check(self, before: dict[str, set]) -> None:
        self.editions_never_overlap()
        self.what_was_live_stays_what_was_live()
        self.list_rows_move_along()
        self.corrections_keep_their_moment()
        self.nothing_outlives_the_storys_end()
        self.first_publication_is_frozen_once_seen()
        self.every_change_has_its_purge(before)

    def ask_for_pages(self) -> None:
        self.addresses_answer()
        self.nothing_to_come_is_shown()

    def live(self, at: datetime) -> set:
        return set(Edition.objects.live(at).filter(made_at__lte=at).values_list("article", "pk", "slug", "date"))

    def editions_never_overlap(self) -> None:
        for story in self.stories:
            times = list(story.editions.order_by("live_from").values_list("live_from", "live_until"))
            assert all(start < end <= END for start, end in times)
            assert all(one[1] <= two[0] for one, two in zip(times, times[1:], strict=False))

    def what_was_live_stays_what_was_live(self) -> None:
        for at, was in self.past.items():
            assert at == self.now or self.live(at) == was

    def list_rows_move_along(self) -> None:
        for rows in (EditionCredit.objects, EditionTopic.objects):
            for row in rows.select_related("edition"):
                assert all(getattr(row, name) == getattr(row.edition, name) for name in (*COPIED, "retracted"))
        for row in EditionCorrection.objects.select_related("edition"):
            assert all(getattr(row, name) == getattr(row.edition, name) for name in ("live_from", "live_until"))
            assert row.first_published_at.isoformat() == row.correction["at"]

    def corrections_keep_their_moment(self) -> None:
        """Each bears the moment of the first edition with it; what readers have seen never changes."""
        for story in self.stories:
            first: dict[str, str] = {}
            for edition in story.editions.order_by("live_from"):
                assert edition.fingerprint == edition.make_fingerprint()
                assert all(c["at"] == first.setdefault(c["key"], c["at"]) for c in edition.corrections)
                assert all(c["at"] <= edition.live_from.isoformat() or c["key"] in first for c in edition.corrections)

    def nothing_outlives_the_storys_end(self) -> None:
        for story in Article.objects.exclude(ends_at=None).filter(ends_at__gt=self.now):
            assert not story.editions.filter(live_until__gt=story.ends_at).exists()

    def first_publication_is_frozen_once_seen(self) -> None:
        for story in Article.objects.all():
            times = (story.first_published_at, story.date, story.time_known)
            for edition in story.editions.all():
                assert (edition.first_published_at, edition.date, edition.time_known) == times
            if story.editions.filter(live_from__lte=self.now).exists():
                assert self.seen_times.setdefault(story.pk, times) == times

    def addresses_answer(self) -> None:
        """200 where the live edition has the address, 301 to it, 410 where none is live; 404 before anyone saw it."""
        editions = list(Edition.objects.defer("body"))
        seen = {(e.date, e.slug): e.article_id for e in editions if e.live_from <= self.now}
        assert all(self.seen_addresses.setdefault(place, story) == story for place, story in seen.items())
        for (day, slug), story in self.seen_addresses.items():
            live = next((e for e in editions if e.article_id == story and e.is_live(self.now)), None)
            answer = self.reader.get(f"/{day:%Y/%m/%d}/{slug}/")
            wanted = (410, None) if live is None else (200, None) if live.slug == slug else (301, live.url)
            assert (answer.status_code, answer.headers.get("Location")) == wanted
        self.nothing_to_come_answers(editions)

    def nothing_to_come_answers(self, editions: list[Edition]) -> None:
        for edition in editions:
            assert Address.objects.get(date=edition.date, slug=edition.slug).article_id == edition.article_id
            if (edition.date, edition.slug) not in self.seen_addresses:
                assert self.reader.get(edition.url).status_code in self.answer_to_what_is_to_come(edition)

    def answer_to_what_is_to_come(self, edition: Edition) -> set[int]:
        """404; the same letters under another date may lead to another story that readers have."""
        return {404} if all(slug != edition.slug for _, slug in self.seen_addresses) else {404, 301, 410}

    def shown(self, at: datetime) -> dict[str, set]:
        """What the pages of each tag are made from at a moment."""
        shown: dict[str, set] = {}
        for edition in Edition.objects.live(at):
            for tag in edition.tags():
                shown.setdefault(tag, set()).add(edition.pk)
        return shown

    def every_change_has_its_purge(self, before: dict[str, set]) -> None:
        """Made by a person: due now. Made by the clock: due at that moment."""
        said = set(Purge.objects.values_list("tag", "due"))
        ends = Edition.objects.values_list("live_from", "live_until")
        moments = sorted({moment for both in ends for moment in both if self.now < moment < END})
        for at, was in [(self.now, before), *((moment, self.shown(moment - TICK)) for moment in moments)]:
            shown = self.shown(at)
            for tag in was.keys() | shown.keys():
                assert was.get(tag) == shown.get(tag) or (tag, at) in said, f"{tag} changes at {at}"

    def nothing_to_come_is_shown(self) -> None:
        coming = Edition.objects.scheduled(self.now).exclude(headline="Storm").values_list("headline", flat=True)
        hidden = set(coming) - set(Edition.objects.live(self.now).values_list("headline", flat=True))
        pages = ["/", "/latest/", "/2026/05/", *(thing.url for thing in (*self.sections, *self.authors, *self.topics))]
        text = self.reader.get(self.random.choice(pages)).content.decode()
        assert not [headline for headline in hidden if headline in text]


VERBS = [
    Walk.publish, Walk.publish, Walk.schedule, Walk.schedule, Walk.schedule, Walk.date_back, Walk.withdraw, Walk.reschedule,
    Walk.unpublish, Walk.schedule_changes, Walk.fix, Walk.fix, Walk.put_back, Walk.retract, Walk.embargo, Walk.lift, Walk.lift,
    Walk.set_end,
]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_whatever_people_and_the_clock_do_readers_are_told_the_truth(seed, clock, reader):
    Walk(seed, clock, reader).run()
