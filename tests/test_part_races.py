"""Parts of pages are not kept that were made from what a verb changed between the reading and the making."""

from datetime import timedelta

import pytest
from django.utils import timezone

import articles.views
import authors.views
from articles.models.takedown import Order
from pagecache import memory
from pagecache.models import Purge
from pagecache.poll import Listener
from pagecache.wsgi import trust
from paper.models import Paper
from paper.templatetags import frame
from tests.cached import visitor  # noqa: F401 (a fixture)
from tests.makers import ago, make_author, make_live, make_section, utc
from tests.pictures import make_picture
from tests.test_fragments import now_, read, url  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


def meanwhile(monkeypatch, place, name, verb):
    """Let the verb happen as `place.name` is called first."""
    real, did = getattr(place, name), []

    def after_it(*args, **kwargs):
        if not did:
            did.append(1)
            verb()
        return real(*args, **kwargs)

    monkeypatch.setattr(place, name, after_it)


def test_a_footer_with_old_settings_is_not_kept(read, now_, monkeypatch):  # noqa: F811
    make_live(at=ago(hours=1))
    Paper.objects.update_or_create(pk=1, defaults={"name": "Old Quay"})
    memory.forget()

    def rename():
        with now_():
            paper = Paper.objects.get(pk=1)
            paper.name = "New Quay"
            paper.save()

    meanwhile(monkeypatch, frame, "_kept", rename)
    read("/latest/")
    page = read("/latest/")
    assert "Old Quay" not in page and "New Quay" in page


def test_a_profile_with_the_old_bio_is_not_kept(read, now_, monkeypatch):  # noqa: F811
    ann = make_author(name="Ann Lee", bio="<p>Ann counts gulls.</p>")
    make_live(authors=[ann], at=ago(hours=1))

    def mend():
        with now_():
            ann.bio = "<p>Ann counts lamps.</p>"
            ann.save()
            ann.keep(by=None)

    meanwhile(monkeypatch, authors.views, "page_of", mend)
    read(ann.url)
    page = read(ann.url)
    assert "gulls" not in page and "lamps" in page


def test_words_that_are_taken_down_are_not_kept(read, now_, monkeypatch):  # noqa: F811
    story = make_live(at=ago(hours=1), body="<p>A secret passage here.</p><p>Other words.</p>")
    address = url(story)

    def take_down():
        with now_():
            story.take_down(Order("A court said so."), by=None, passage="A secret passage")

    meanwhile(monkeypatch, articles.views, "document", take_down)
    read(address)
    page = read(address)
    assert "A secret passage" not in page and "Other words." in page


def test_a_story_that_returns_to_a_section_by_the_clock_stands_beside_others_there(read, now_, clock):  # noqa: F811
    noon = utc(2026, 5, 1, 12)
    clock.set(noon)
    tides, sails = make_section(name="Tides", slug="tides"), make_section(name="Sails", slug="sails")
    older = make_live(section=tides, headline="A lamp goes out", at=noon - timedelta(hours=3))
    newer = make_live(section=tides, headline="A gull comes in", at=noon - timedelta(hours=2))
    with now_():
        older.publish(by=None, at=noon + timedelta(minutes=5))
        older.section = sails
        older.save()
        older.publish(by=None)
    assert "A lamp goes out" not in read(url(newer))
    clock.set(noon + timedelta(minutes=6))
    assert "A lamp goes out" in read(url(newer))


def test_a_front_shows_no_picture_past_its_licence_though_the_database_is_away(visitor, clock, now_):  # noqa: F811
    evening = utc(2026, 5, 1, 22)
    clock.set(evening)
    with now_():
        picture = make_picture(credit="Photo: Ann Lee", licensed_through=evening.date())
        make_live(headline="Boats", section=make_section(), lead_picture=picture)
    assert "Photo: Ann Lee" in visitor.get("/").text
    trust.lost()
    clock.set(evening + timedelta(hours=2, minutes=1))
    assert "Photo: Ann Lee" not in visitor.get("/").text


def test_however_many_numbers_are_missing_nothing_is_heard_twice(monkeypatch):
    now, listener = timezone.now(), Listener()
    Purge.objects.create(pk=10_000, tag="x", due=now, made_at=now)
    listener.listen()
    Purge.objects.bulk_create(Purge(pk=20_000 + 2 * n, tag=f"article:{n}", due=now, made_at=now) for n in range(150))
    listener.listen()
    heard = []
    monkeypatch.setattr(memory, "hear", heard.extend)
    listener.listen()
    assert heard == []
    Purge.objects.create(pk=20_101, tag="late", due=now, made_at=now)
    listener.listen()
    assert [tag for tag, _ in heard] == ["late"]
