"""Fixing what readers see, putting back, corrections and retraction: the live text changes, the draft is never published."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from articles.models import Correction, Edition, EditionCorrection, EditionCredit, Refused
from articles.models.correcting import Collides
from articles.models.snapshot import words_of, words_of_edition
from tests.makers import ahead, make_article, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db

TWO = "<p>The ferry left at nine.</p><p>It came back at ten.</p>"


def save(article, **words):
    article.claim_version(article.version, by=None)
    for name, value in words.items():
        setattr(article, name, value)
    article.save()
    article.keep_version(by=None)


def live(article):
    return article.editions.live().get()


def typed(edition, **words):
    return words_of_edition(edition) | words


def correct(article, text="It left at eight.", **fields):
    return Correction.objects.create(article=article, text=text, **fields)


def test_a_fix_publishes_itself_alone_and_reaches_the_draft():
    article = make_live(body=TWO)
    save(article, body=TWO + "<p>Half a thought about</p>", headline="A headline to come")
    edition = live(article)
    fixed = article.fix(edition, typed(edition, body=TWO.replace("nine", "eight")), by=None)
    assert live(article) == fixed.edition
    assert fixed.edition.body == TWO.replace("nine", "eight")
    assert fixed.edition.headline == edition.headline
    assert article.body == TWO.replace("nine", "eight") + "<p>Half a thought about</p>"
    assert article.headline == "A headline to come"
    assert fixed.edition.version < article.version, "the draft is still ahead"


def test_a_fix_leaves_no_draft_ahead_where_there_was_none():
    article = make_live(body=TWO)
    edition = live(article)
    fixed = article.fix(edition, typed(edition, deck="A deck"), by=None)
    assert (article.deck, fixed.edition.version) == ("A deck", article.version)


def test_a_fix_reaches_every_scheduled_edition_at_its_minute():
    article = make_live(body=TWO)
    save(article, headline="At noon")
    noon, evening = (
        article.publish(by=None, at=ahead(hours=1)),
        article.publish(by=None, at=ahead(hours=9), note="Night"),
    )
    edition = live(article)
    fixed = article.fix(edition, typed(edition, body=TWO.replace("nine", "eight")), by=None)
    remade = list(article.editions.scheduled().order_by("live_from"))
    assert [one.live_from for one in remade] == [noon.live_from, evening.live_from]
    assert [one.headline for one in remade] == ["At noon", "At noon"]
    assert {one.body for one in remade} == {TWO.replace("nine", "eight")}
    assert remade == fixed.remade and remade[1].note == "Night"
    assert live(article).live_until == noon.live_from


def test_what_collides_is_answered_before_anything_is_published():
    article = make_live(body=TWO)
    save(article, body=TWO.replace("at nine", "at half past nine"))
    article.publish(by=None, at=ahead(hours=1))
    edition = live(article)
    words = typed(edition, body=TWO.replace("at nine", "at eight"))
    with pytest.raises(Collides) as clash:
        article.fix(edition, words, by=None)
    names = [name for name, _ in clash.value.collisions]
    assert len(names) == 2 and names[0].startswith("draft-")
    assert live(article) == edition and article.editions.count() == 2
    with pytest.raises(Collides):
        article.fix(edition, words, by=None, answers={names[0]: {"take": "mine"}})
    article.fix(edition, words, by=None, answers={names[0]: {"take": "theirs"}, names[1]: {"take": "mine"}})
    assert "at eight" in live(article).body
    assert "half past nine" in article.body
    assert "at eight" in article.editions.scheduled().get().body


def test_a_fix_over_an_edition_that_was_replaced_meanwhile_merges_with_the_newer():
    article = make_live(body=TWO)
    opened = live(article)
    save(article, body=TWO.replace("ten", "eleven"))
    article.publish(by=None)
    article.fix(opened, typed(opened, body=TWO.replace("nine", "eight")), by=None)
    assert live(article).body == article.body == TWO.replace("nine", "eight").replace("ten", "eleven")


def test_what_readers_do_not_have_cannot_be_fixed():
    article = make_live()
    edition = live(article)
    article.unpublish(by=None)
    with pytest.raises(Refused, match="do not have"):
        article.fix(edition, typed(edition), by=None)


def test_putting_back_makes_the_edition_before_live_again_as_a_new_one(editor):
    article = make_live(headline="First")
    save(article, headline="Second")
    second = article.publish(by=None)
    fresh = article.put_back(by=editor)
    assert fresh.headline == live(article).headline == "First"
    assert fresh.live_from >= second.live_from and fresh.made_by == editor
    assert article.headline == "Second" and article.editions.count() == 3
    second.refresh_from_db()
    assert second.live_until == fresh.live_from


def test_there_is_nothing_to_put_back_after_one_edition():
    with pytest.raises(Refused, match="nothing to put back"):
        make_live().put_back(by=None)


def test_what_was_unpublished_is_put_back():
    article = make_live(headline="First")
    article.unpublish(by=None)
    assert article.put_back(by=None).headline == "First"


def test_a_correction_goes_out_with_an_edition_and_keeps_its_moment():
    article = make_live()
    correct(article)
    first = article.publish(by=None)
    assert first.corrections[0]["at"] == first.live_from.isoformat()
    second = article.publish(by=None)
    assert second.corrections == first.corrections
    row = EditionCorrection.objects.live().get()
    assert (row.first_published_at, row.correction["text"]) == (first.live_from, "It left at eight.")


def test_corrections_are_dated_newest_first_and_never_tie():
    article = make_live()
    correct(article, "One")
    article.publish(by=None)
    correct(article, "Two", order=1)
    correct(article, "Three", order=2)
    edition = article.publish(by=None)
    assert [c["text"] for c in edition.corrections] == ["Two", "Three", "One"]
    moments = [c["at"] for c in edition.corrections]
    assert moments == sorted(set(moments), reverse=True)
    again = article.publish(by=None)
    assert again.corrections == edition.corrections


def test_a_scheduled_correction_bears_the_moment_readers_get_it():
    article = make_live()
    correct(article)
    planned = article.publish(by=None, at=ahead(hours=2))
    assert planned.corrections[0]["at"] == planned.live_from.isoformat()
    moved = article.reschedule(planned, by=None, at=ahead(hours=3))
    assert moved.corrections[0]["at"] == moved.live_from.isoformat()
    now = article.publish(by=None)
    moved.refresh_from_db()
    assert moved.corrections[0]["at"] == now.corrections[0]["at"] == now.live_from.isoformat()
    assert moved.fingerprint == moved.make_fingerprint()
    assert set(EditionCorrection.objects.values_list("first_published_at", flat=True)) == {now.live_from}


def test_a_correction_never_publishes_the_draft():
    article = make_live(headline="First")
    save(article, headline="Half a thought")
    edition = live(article)
    words = typed(edition, corrections=[{"key": "k1", "kind": "correction", "text": "It left at eight.", "top": True}])
    article.fix(edition, words, by=None)
    assert live(article).headline == "First" and live(article).corrections[0]["text"] == "It left at eight."
    assert article.corrections.get().key == "k1" and article.headline == "Half a thought"


def test_a_retracted_story_stays_at_its_address_and_leaves_every_list():
    article = make_live(section=make_section(), authors=[make_author()], topics=[make_topic()])
    article.publish(by=None, at=ahead(hours=1))
    edition = article.retract(by=None, notice="It never happened.")
    assert edition.is_live() and edition.retraction["text"] == "It never happened."
    assert not Edition.objects.scheduled().exists()
    assert not Edition.objects.listed().exists() and not EditionCredit.objects.listed().exists()
    assert Edition.objects.live().get() == edition
    assert edition.body, "the text stands under the notice"
    assert EditionCorrection.objects.live().get().correction["kind"] == "retraction"


def test_what_is_retracted_stays_so_when_it_is_fixed():
    article = make_live(body=TWO)
    notice = article.retract(by=None, notice="It never happened.").retraction
    fixed = article.fix(live(article), typed(live(article), deck="A deck"), by=None).edition
    assert (fixed.retraction, fixed.deck) == (notice, "A deck")
    assert not Edition.objects.listed().exists()


def test_lists_can_be_made_anew():
    article = make_live(authors=[make_author()], topics=[make_topic()])
    correct(article)
    article.publish(by=None)
    article.retract(by=None, notice="It never happened.")
    rows = [list(model.objects.order_by("pk").values()) for model in (EditionCorrection, EditionCredit)]
    call_command("rebuild_lists")
    again = [list(model.objects.order_by("pk").values()) for model in (EditionCorrection, EditionCredit)]
    for before, after in zip(rows, again, strict=True):
        assert [row | {"id": 0} for row in before] == [row | {"id": 0} for row in after]


def test_a_retraction_can_stand_alone():
    article = make_live()
    assert article.retract(by=None, notice="It never happened.", keep_text=False).body == ""
    assert article.body, "the desk keeps the text"


def test_only_what_readers_have_is_retracted_and_never_without_a_notice():
    with pytest.raises(Refused, match="notice"):
        make_live().retract(by=None, notice=" ")
    with pytest.raises(Refused, match="do not have"):
        make_article().retract(by=None, notice="It never happened.")


def test_publishing_a_retracted_story_again_takes_the_retraction_away():
    article = make_live()
    article.retract(by=None, notice="It never happened.")
    again = article.publish(by=None)
    assert not again.retracted and Edition.objects.listed().get() == again


def test_schedule_these_changes_keeps_the_minute():
    article = make_live(headline="First")
    planned = article.publish(by=None, at=ahead(hours=2))
    save(article, headline="Second")
    fresh = article.schedule_changes(planned, by=None)
    assert (fresh.live_from, fresh.headline) == (planned.live_from, "Second")
    assert article.editions.count() == 2 and live(article).live_until == planned.live_from


def test_an_edition_as_words_is_the_working_copy_it_was_made_from():
    article = make_article(section=make_section(), authors=[make_author()], topics=[make_topic()], slug="own-words")
    correct(article, top=True)
    edition = article.publish(by=None)
    assert words_of_edition(edition) == words_of(article)


def test_old_editions_keep_their_hash():
    edition = make_live().editions.get()
    assert edition.make_fingerprint() == edition.fingerprint
    edition.corrections = [
        {"key": "x", "kind": "correction", "text": "Slipped in.", "top": False, "at": "2026-01-01T00:00:00+00:00"}
    ]
    assert edition.make_fingerprint() != edition.fingerprint


def test_thirty_updates_in_an_hour_move_updated_and_nothing_else(clock):
    article = make_live(at=ahead(hours=-2))
    begun = ahead(minutes=0)
    for minute in range(30):
        clock.set(begun + timedelta(minutes=2 * minute))
        article.publish(by=None, note="More")
    edition = article.editions.live().with_updated().get()
    assert edition.updated_at == edition.live_from
    assert Edition.objects.listed().count() == 1
    assert edition.first_published_at < begun
