"""The verbs: what each does to a story, its editions and its dates."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import END, Address, Edition, EditionCredit, EditionTopic, Move, Refused
from articles.models.editions import EditionIsClosed
from paper.models import Paper
from tests.makers import ago, ahead, make_article, make_author, make_live, make_topic, utc

pytestmark = pytest.mark.django_db


def times(article):
    return list(article.editions.order_by("live_from").values_list("live_from", "live_until"))


def test_publishing_makes_an_edition_that_is_live_at_once(editor):
    article = make_article()
    edition = article.publish(by=editor)
    assert edition.is_live()
    assert list(Edition.objects.live()) == [edition]
    assert edition.live_until == END
    assert edition.made_by == editor


def test_saving_changes_nothing_readers_see():
    article = make_live(headline="First words")
    article.headline = "Other words"
    article.save()
    assert Edition.objects.live().get().headline == "First words"


def test_publishing_again_ends_the_edition_before_where_the_next_begins():
    article = make_live()
    second = article.publish(by=None)
    first = article.editions.order_by("live_from").first()
    assert first.live_until == second.live_from
    assert list(article.editions.live()) == [second]


def test_a_scheduled_story_is_live_at_its_very_moment_and_not_before(clock):
    article = make_article()
    nine = ahead(hours=2)
    article.publish(by=None, at=nine)
    assert not Edition.objects.live(nine - timedelta(microseconds=1)).exists()
    assert Edition.objects.live(nine).exists()
    assert not Edition.objects.live().exists()
    clock.set(nine)
    assert Edition.objects.live().exists()


def test_a_scheduled_edition_replaces_a_live_one_and_holds_the_text_as_it_was(clock):
    article = make_live(headline="Before")
    article.headline = "After"
    article.save()
    nine = ahead(hours=2)
    article.publish(by=None, at=nine)
    article.headline = "Changed since"
    article.save()
    assert Edition.objects.live().get().headline == "Before"
    assert Edition.objects.live(nine).get().headline == "After"


def test_publishing_now_leaves_what_is_scheduled_in_its_place():
    article = make_live()
    nine = ahead(hours=2)
    planned = article.publish(by=None, at=nine)
    article.publish(by=None)
    (a, b, c) = times(article)
    assert a[1] == b[0] and b[1] == c[0] == nine and c[1] == END
    assert article.editions.live(nine).get() == planned


def test_only_a_first_edition_can_be_dated_back():
    article = make_article()
    edition = article.publish(by=None, at=utc(2018, 2, 14, 17))
    assert article.first_published_at == edition.live_from == utc(2018, 2, 14, 17)
    assert edition.made_at > utc(2026, 1, 1)
    with pytest.raises(Refused, match="first edition"):
        article.publish(by=None, at=utc(2019, 1, 1))
    assert article.editions.count() == 1


def test_a_bare_date_is_noon_in_the_papers_zone_with_no_known_time():
    Paper.objects.create(time_zone="America/New_York")
    article = make_article()
    edition = article.publish(by=None, at=date(2018, 2, 14))
    assert edition.live_from == utc(2018, 2, 14, 17)
    assert (edition.time_known, article.time_known, article.date) == (False, False, date(2018, 2, 14))
    assert article.publish(by=None).time_known is False


def test_an_update_keeps_the_first_publication():
    article = make_live(at=utc(2018, 2, 14, 17))
    edition = article.publish(by=None)
    assert edition.first_published_at == utc(2018, 2, 14, 17)
    assert edition.date == date(2018, 2, 14)


def test_updated_is_the_last_material_change_and_a_typo_is_none():
    article = make_live(at=utc(2018, 2, 14, 17))
    assert article.editions.live().with_updated().get().updated_at is None
    article.publish(by=None, change=Edition.TYPO)
    assert article.editions.live().with_updated().get().updated_at is None
    material = article.publish(by=None)
    article.publish(by=None, change=Edition.TYPO)
    assert article.editions.live().with_updated().get().updated_at == material.live_from


@pytest.mark.parametrize(("fields", "said"), [({"headline": " "}, "no headline"), ({"body": "<p> </p>"}, "no text")])
def test_without_headline_or_text_nothing_is_published(fields, said):
    article = make_article(**fields)
    with pytest.raises(Refused, match=said):
        article.publish(by=None)
    assert not Edition.objects.exists() and not Address.objects.exists() and not Move.objects.exists()


def test_unpublishing_takes_the_story_away_and_everything_that_was_to_come():
    article = make_live()
    article.publish(by=None, at=ahead(hours=1))
    article.publish(by=None, at=ahead(hours=2))
    withdrawn = article.unpublish(by=None)
    assert len(withdrawn) == 2
    assert not Edition.objects.live().exists()
    assert not Edition.objects.live(ahead(days=9)).exists()
    assert "withdrawn" in Move.objects.filter(verb="unpublish").get().facts


def test_unpublishing_what_readers_do_not_have_is_refused():
    with pytest.raises(Refused, match="nothing to unpublish"):
        make_article().unpublish(by=None)


def test_after_unpublishing_and_publishing_the_date_and_address_are_the_same(clock):
    article = make_live(headline="A quay reopens")
    was = article.editions.get().url
    article.unpublish(by=None)
    clock.set(ahead(days=40))
    assert article.publish(by=None).url == was


def test_withdrawing_gives_the_edition_before_its_time_back():
    article = make_live()
    planned = article.publish(by=None, at=ahead(hours=1))
    later = article.publish(by=None, at=ahead(hours=2))
    article.withdraw(planned, by=None)
    (a, b) = times(article)
    assert a[1] == b[0] == later.live_from
    article.withdraw(later, by=None)
    assert times(article)[0][1] == END


def test_what_readers_have_had_cannot_be_withdrawn(clock):
    article = make_article()
    edition = article.publish(by=None, at=ahead(hours=1))
    clock.set(ahead(hours=1))
    with pytest.raises(Refused, match="gone live"):
        article.withdraw(edition, by=None)


def test_a_withdrawn_first_schedule_leaves_no_trace_of_a_date():
    article = make_article()
    edition = article.publish(by=None, at=ahead(hours=1))
    article.withdraw(edition, by=None)
    assert (article.first_published_at, article.date) == (None, None)
    assert not Address.objects.exists()
    assert not Paper.objects.get().zone_held


def test_moving_a_never_live_schedule_past_midnight_moves_its_date():
    article = make_article()
    edition = article.publish(by=None, at=utc(2031, 3, 1, 23, 50))
    assert article.date == date(2031, 3, 1)
    moved = article.reschedule(edition, by=None, at=utc(2031, 3, 2, 0, 10))
    assert article.date == moved.date == date(2031, 3, 2)
    assert [str(address) for address in Address.objects.all()] == [f"/2031/03/02/{moved.slug}/"]


def test_a_rescheduled_edition_keeps_the_text_it_held():
    article = make_article(headline="Held words")
    edition = article.publish(by=None, at=ahead(hours=1))
    article.headline = "Newer words"
    article.save()
    assert article.reschedule(edition, by=None, at=ahead(hours=3)).headline == "Held words"


def test_publishing_before_a_first_schedule_dates_both_by_the_earlier(clock):
    clock.set(utc(2026, 5, 1, 12))
    article = make_article(headline="Boats")
    planned = article.publish(by=None, at=utc(2026, 5, 3, 9))
    now = article.publish(by=None)
    planned = Edition.objects.get(pk=planned.pk)
    assert planned.first_published_at == now.live_from
    assert planned.date == now.date == date(2026, 5, 1)
    assert planned.slug == now.slug
    assert Address.objects.count() == 1


def test_two_editions_at_one_moment_are_refused_in_words():
    article = make_live()
    nine = ahead(hours=2)
    article.publish(by=None, at=nine)
    with pytest.raises(Refused, match="this very moment"):
        article.publish(by=None, at=nine)


def test_the_database_itself_refuses_editions_that_overlap():
    article = make_live()
    twin = Edition.objects.get()
    twin.pk, twin.live_from = None, twin.live_from + timedelta(seconds=1)
    twin.live_until = END - timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    article.unpublish(by=None)
    article.publish(by=None)
    first = article.editions.order_by("live_from").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.move(live_until=END - timedelta(days=2))


def test_an_edition_is_closed_outside_the_verbs():
    make_live()
    edition = Edition.objects.get()
    edition.headline = "Rewritten"
    with pytest.raises(EditionIsClosed):
        edition.save()
    with pytest.raises(EditionIsClosed):
        Edition.objects.update(headline="Rewritten")
    with pytest.raises(EditionIsClosed):
        edition.delete()
    with pytest.raises(EditionIsClosed):
        Edition.objects.all().delete()


def test_list_rows_always_carry_their_editions_times():
    author, topic = make_author(), make_topic()
    article = make_live(authors=[author], topics=[topic])
    article.publish(by=None, at=ahead(hours=1))
    late = article.publish(by=None, at=ahead(hours=2))
    article.publish(by=None)
    article.withdraw(late, by=None)
    article.unpublish(by=None)
    article.publish(by=None)
    names = ("article_id", "first_published_at", "live_from", "live_until")
    for model in (EditionCredit, EditionTopic):
        rows = list(model.objects.select_related("edition"))
        assert len(rows) == article.editions.count()
        for row in rows:
            assert [getattr(row, name) for name in names] == [getattr(row.edition, name) for name in names]


def test_credits_are_kept_as_printed_and_follow_the_name_until_then():
    author = make_author(name="Ann Lee")
    article = make_article(authors=[author])
    author.name = "Ann Lee-Marsh"
    author.save()
    assert article.publish(by=None).credits == [{"author": author.pk, "name": "Ann Lee-Marsh", "role": "author"}]
    article.bylines.update(credited_as="A. Lee")
    assert article.publish(by=None).credits[0]["name"] == "A. Lee"


def test_every_verb_says_who_did_it(editor):
    article = make_article()
    article.submit(by=editor, note="Second read, please")
    article.publish(by=editor)
    planned = article.publish(by=editor, at=ahead(hours=1))
    moved = article.reschedule(planned, by=editor, at=ahead(hours=2))
    article.withdraw(moved, by=editor)
    article.unpublish(by=editor)
    moves = Move.objects.order_by("pk")
    assert [move.verb for move in moves] == ["submit", "publish", "schedule", "reschedule", "withdraw", "unpublish"]
    assert {move.by_name for move in moves} == {"edith"}


def test_publishing_takes_a_story_out_of_review():
    article = make_article()
    article.submit(by=None)
    with pytest.raises(Refused, match="in review already"):
        article.submit(by=None)
    article.publish(by=None)
    assert article.state == "draft"


def test_a_save_on_an_old_base_is_refused():
    article = make_article()
    article.claim_version(article.version, by=None)
    with pytest.raises(Refused, match="saved by somebody else"):
        article.claim_version(1, by=None)


def test_a_moment_without_a_zone_is_a_programming_error():
    with pytest.raises(ValueError, match="aware"):
        make_article().publish(by=None, at=timezone.make_naive(ago(hours=1)))


def test_scripts_never_reach_an_edition():
    article = make_article(body="<p>Hello<script>alert(1)</script></p>")
    assert "script" not in article.publish(by=None).body
