import pytest
from django.db import connection

from articles.models import Edition, EditionCredit
from paper.pager import Place, PreparedList
from paper.prepared import Prepared
from tests.makers import ago, make_author, make_live, make_section

pytestmark = pytest.mark.django_db


def test_it_finds_what_its_queryset_finds_whatever_the_values():
    section, author = make_section(), make_author()
    stories = [make_live(section=section, authors=[author], at=ago(days=n + 1)) for n in range(4)]
    asked = Prepared(lambda section, at: Edition.objects.listed(at).filter(section=section).for_cards().newest(at))
    for at in (ago(), ago(days=2, hours=1), ago(days=9)):
        wanted = Edition.objects.listed(at).filter(section=section).newest(at)
        assert asked(section=section.pk, at=at) == list(wanted)
    assert len(stories) == len(asked(section=section.pk, at=ago()))
    assert asked(section=section.pk + 1, at=ago()) == []


def test_a_list_of_numbers_may_have_any_length():
    stories = [make_live(at=ago(days=n + 1)) for n in range(3)]
    asked = Prepared(lambda articles: Edition.objects.filter(article__in=articles).order_by("article_id"))
    for count in (1, 3, 2, 1):
        wanted = sorted(story.pk for story in stories[:count])
        assert [row.article_id for row in asked(articles=wanted)] == wanted


def test_its_rows_are_as_any_others(django_assert_num_queries):
    author = make_author()
    story = make_live(authors=[author], at=ago(days=1), headline="A lamp goes out")
    story.publish(by=None)
    asked = Prepared(lambda at, author: EditionCredit.objects.filter(author=author).listed(at).for_lists())
    edition = story.editions.live().get()
    asked(at=ago(), author=author.pk)
    with django_assert_num_queries(1):
        [row] = asked(at=ago(), author=author.pk)
        assert (row.edition, row.edition.headline, row.roles) == (edition, "A lamp goes out", "author")
        assert row.edition.first_published_at == edition.first_published_at
        assert row.edition.credits == edition.credits
    assert row.edition.body == edition.body  # asked for when it is wanted after all
    updated = Prepared(lambda pk: Edition.objects.filter(pk=pk).with_updated())(pk=edition.pk)
    assert updated[0].material_at == Edition.objects.with_updated().get(pk=edition.pk).material_at


def test_a_value_that_the_query_does_not_hold_as_it_was_given_is_refused():
    day = Prepared(lambda day: Edition.objects.filter(first_published_at__year=day.year))
    with pytest.raises(ValueError, match="does not stand"):
        day(day=ago().date())


def test_a_prepared_list_has_the_pages_of_its_list():
    for n in range(25):
        make_live(at=ago(days=n + 1))
    at, prepared = ago(), PreparedList(lambda at: Edition.objects.listed(at).for_cards())
    plain, ready = Edition.objects.listed(at), prepared(at)
    assert ready.newest(at) == list(plain.newest(at)[:21])
    place = Place.of(ready.newest(at)[9])
    assert ready.newest(place) == list(plain.newest(place)[:21])
    assert ready.oldest_after(place) == list(plain.oldest_after(place)[:21])


def test_no_number_of_a_long_list_is_taken_for_another_value():
    make_live()
    section = make_section(name="Tides", slug="tides")
    story = make_live(section=section)
    asked = Prepared(lambda articles, section: Edition.objects.filter(article__in=articles, section=section))
    articles = [-number for number in range(1, 1_502)]
    articles[1_000] = story.pk
    assert story.pk != section.pk
    assert [edition.article_id for edition in asked(articles=articles, section=section.pk)] == [story.pk]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in no time")
def test_postgresql_plans_it_once_whatever_the_values():
    section = make_section()
    asked = Prepared(lambda section, at: Edition.objects.listed(at).filter(section=section).for_cards().newest(at))
    for number in (1, 70_000, 2**40, section.pk):
        asked(section=number, at=ago())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", ["%section_id%"]
        )
        assert cursor.fetchall() == [(2, 0)]
