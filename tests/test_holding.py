"""Embargo, legal hold and the story's end: every way of going live is stopped, and what is stopped is named."""

from datetime import timedelta

import pytest

from articles.models import END, Article, Edition, Move, Refused
from articles.models.snapshot import words_of_edition
from tests.makers import ahead, make_article, make_live

pytestmark = pytest.mark.django_db

WAYS = {
    "publish": lambda story: story.publish(by=None),
    "schedule": lambda story: story.publish(by=None, at=ahead(hours=1)),
    "fix": lambda story: story.fix(story.editions.live().get(), words_of_edition(story.editions.live().get()), by=None),
    "put back": lambda story: story.put_back(by=None),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("until", [None, 3])
def test_an_embargo_stops_every_way_of_going_live(way, until):
    article = make_live()
    article.publish(by=None)
    article.embargo(by=None, reason="Agreed with the ministry.", until=until and ahead(hours=until))
    with pytest.raises(Refused, match="embargo until .*Agreed with the ministry"):
        way(article)
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_legal_hold_stops_every_way_of_going_live(way):
    article = make_live()
    article.publish(by=None)
    article.hold(by=None, reason="Our lawyer reads it.")
    with pytest.raises(Refused, match="legal hold: Our lawyer reads it"):
        way(article)
    assert Edition.objects.count() == 2


def test_an_embargo_set_later_withdraws_what_it_crosses_and_names_it(editor):
    article = make_live()
    crossed = [article.publish(by=None, at=ahead(hours=hours)) for hours in (1, 2)]
    after = article.publish(by=None, at=ahead(hours=5))
    withdrawn = article.embargo(by=editor, reason="Agreed.", until=ahead(hours=3))
    assert [edition.live_from for edition in withdrawn] == [edition.live_from for edition in crossed]
    assert list(article.editions.scheduled()) == [after]
    assert article.editions.live().get().live_until == after.live_from
    assert f"{crossed[0].live_from:%Y-%m-%d %H:%M}" in Move.objects.get(verb="embargo").facts["withdrawn"]


def test_an_edition_at_the_very_end_of_an_embargo_stays(clock):
    article = make_article()
    nine = ahead(hours=3)
    edition = article.publish(by=None, at=nine)
    assert article.embargo(by=None, reason="Agreed.", until=nine) == []
    clock.set(nine)
    assert Edition.objects.live().get() == edition
    article.publish(by=None)


def test_an_embargo_ends_by_the_clock_or_by_hand(clock):
    article = make_article()
    nine = ahead(hours=3)
    article.embargo(by=None, reason="Agreed.", until=nine)
    assert article.is_under_embargo() and not article.is_under_embargo(nine)
    article.lift_embargo(by=None)
    assert not article.is_under_embargo()
    article.publish(by=None)
    with pytest.raises(Refused, match="no embargo"):
        article.lift_embargo(by=None)


def test_a_legal_hold_withdraws_everything_and_a_lifted_one_brings_nothing_back():
    article = make_article()
    article.publish(by=None, at=ahead(hours=1))
    assert len(article.hold(by=None, reason="Our lawyer reads it.")) == 1
    article.lift_hold(by=None)
    assert not article.editions.exists()
    assert (article.date, article.first_published_at) == (None, None)
    article.publish(by=None)


@pytest.mark.parametrize("verb", ["embargo", "hold"])
def test_a_reason_is_needed(verb):
    article = make_article()
    with pytest.raises(Refused, match="reason"):
        getattr(article, verb)(by=None, reason=" ")
    assert not Move.objects.exists() and not (article.embargoed or article.held)


def test_the_end_is_inherited_by_later_editions(clock):
    article = make_live()
    noon = ahead(hours=12)
    article.set_end(by=None, at=noon)
    assert article.editions.live().get().live_until == noon
    later = article.publish(by=None)
    assert later.live_until == noon
    planned = article.publish(by=None, at=ahead(hours=6))
    assert (planned.live_until, article.editions.live().get().live_until) == (noon, planned.live_from)
    clock.set(noon)
    assert not Edition.objects.live().exists()
    with pytest.raises(Refused, match="end is"):
        article.publish(by=None)
    article.set_end(by=None, at=None)
    assert not Edition.objects.live().exists(), "what ended does not return by itself"
    article.publish(by=None)
    assert Edition.objects.live().get().live_until == END


def test_an_end_moves_and_goes_while_it_is_ahead():
    article = make_live()
    article.set_end(by=None, at=ahead(hours=1))
    later = ahead(hours=2)
    article.set_end(by=None, at=later)
    assert article.editions.get().live_until == later
    article.set_end(by=None, at=None)
    assert article.editions.get().live_until == END


def test_no_end_before_what_is_scheduled_nor_in_the_past():
    article = make_live()
    planned = article.publish(by=None, at=ahead(hours=2))
    for moment, said in [(ahead(hours=1), "scheduled for"), (ahead(hours=-1), "passed"), (None, "no end")]:
        with pytest.raises(Refused, match=said):
            article.set_end(by=None, at=moment)
    article.set_end(by=None, at=planned.live_from + timedelta(minutes=1))
    assert Article.objects.get().ends_at


def test_an_end_set_on_a_draft_waits_for_its_edition():
    article = make_article()
    noon = ahead(hours=12)
    article.set_end(by=None, at=noon)
    assert article.publish(by=None).live_until == noon
