"""Two people at one front at once, in real threads with their own connections, on both databases."""

import pytest
from django.utils import timezone

from articles.arrangement import Arrangement, Item
from articles.models import Article, BreakingLine, FrontChange, Refused, SavedMeanwhile
from articles.models.front import HOME, Front
from tests.makers import ahead, make_live
from tests.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_arrange_a_front_from_the_same_base_one_is_told():
    stories = [make_live() for _ in range(4)]

    def arranges(story):
        arrangement = Arrangement(top=(Item(story=story.pk),))
        return lambda: Front.objects.of(None).arrange(arrangement, by=None, base=0)

    results = together(*map(arranges, stories))
    assert sum(isinstance(one, FrontChange) for one in results) == 1, results
    assert sum(isinstance(one, SavedMeanwhile) for one in results) == 3, results
    assert FrontChange.objects.count() == 1


def test_stories_placed_at_once_all_stand_there():
    stories = [make_live() for _ in range(5)]
    results = together(*[lambda s=s: Front.objects.of(None).place(s, "top", by=None) for s in stories])
    assert all(isinstance(one, FrontChange) for one in results), results
    assert set(Front.objects.get().arrangement().stories(timezone.now())) == {story.pk for story in stories}


def test_a_story_published_and_placed_while_others_are_placed():
    from django.db import transaction

    story, others = make_live(), [make_live() for _ in range(3)]

    def publishes_and_places():
        with transaction.atomic():
            Article.objects.get(pk=story.pk).publish(by=None)
            return Front.objects.of(None).place(story, "top", by=None)

    results = together(
        publishes_and_places, *[lambda s=s: Front.objects.of(None).place(s, "top", by=None) for s in others]
    )
    assert all(isinstance(one, FrontChange) for one in results), results


def test_a_change_is_withdrawn_once():
    front = Front.objects.of(None)
    change = front.place(make_live(), "top", by=None, at=ahead(hours=1))
    results = together(*[lambda: Front.objects.get(pk=HOME).withdraw(change, by=None) for _ in range(3)])
    assert sum(one is None for one in results) == 1
    assert sum(isinstance(one, Refused) for one in results) == 2


def test_of_lines_announced_at_once_one_stands():
    results = together(
        *[lambda n=n: BreakingLine.objects.announce(f"Line {n}", by=None, until=ahead(hours=1)) for n in range(4)]
    )
    assert all(isinstance(one, BreakingLine) for one in results), results
    now = timezone.now()
    assert BreakingLine.objects.filter(live_from__lte=now, live_until__gt=now).count() == 1
