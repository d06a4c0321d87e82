"""Two people at once, in real threads with their own connections, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Address, Article, Edition, Refused
from tests.makers import ahead, make_article, utc

pytestmark = pytest.mark.django_db(transaction=True)


def together(*actions):
    """Run the actions at the same moment, each in its own thread; returns each one's result or exception."""
    barrier = Barrier(len(actions))

    def run(action):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=10)
            return action()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_people_publishing_one_story_at_once_all_succeed_in_a_line():
    article = make_article()
    results = together(*[lambda: Article.objects.get(pk=article.pk).publish(by=None) for _ in range(6)])
    assert all(isinstance(result, Edition) for result in results), results
    editions = list(article.editions.order_by("live_from"))
    assert len(editions) == 6
    assert all(a.live_until == b.live_from for a, b in zip(editions, editions[1:], strict=False))
    assert Address.objects.count() == 1


def test_two_stories_racing_for_one_address_both_get_one():
    articles = [make_article(headline="Storm warning") for _ in range(5)]
    results = together(*[lambda a=a: a.publish(by=None, at=utc(2018, 2, 14, 9)) for a in articles])
    assert all(isinstance(result, Edition) for result in results), results
    slugs = sorted(Address.objects.values_list("slug", flat=True))
    assert slugs == ["storm-warning", *(f"storm-warning-{n}" for n in (2, 3, 4, 5))]


def test_publishing_and_unpublishing_at_once_end_in_one_of_the_two_orders():
    article = make_article()
    article.publish(by=None)
    article.publish(by=None, at=ahead(hours=1))
    together(
        lambda: Article.objects.get(pk=article.pk).publish(by=None),
        lambda: Article.objects.get(pk=article.pk).unpublish(by=None),
    )
    live, coming = article.editions.live().count(), article.editions.scheduled().count()
    assert (live, coming) in {(0, 0), (1, 0)}


def test_an_edition_withdrawn_twice_at_once_is_withdrawn_once():
    article = make_article()
    planned = article.publish(by=None, at=ahead(hours=1))
    results = together(*[lambda: Article.objects.get(pk=article.pk).withdraw(planned, by=None) for _ in range(3)])
    assert sum(isinstance(result, Refused) for result in results) == 2
    assert not article.editions.exists() and not Address.objects.exists()


def test_two_saves_on_one_base_cannot_both_win():
    article = make_article()
    results = together(*[lambda: Article.objects.get(pk=article.pk).claim_version(1, by=None) for _ in range(4)])
    assert sum(result is None for result in results) == 1
    assert Article.objects.get(pk=article.pk).version == 2
