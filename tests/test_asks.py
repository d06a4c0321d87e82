"""Asking somebody without an account to check their bio."""

from datetime import timedelta

import pytest
from django.utils import timezone

from authors.models import BioAsk, BioProposal, Refused
from authors.models.ask import OPEN_FOR, REMIND_AFTER, REMINDERS, to_ask
from authors.models.words import words_of
from tests.makers import ago, make_author, make_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make_author(name="Ann Lee", bio="<p>Ann Lee writes about tides.</p>", contact_email="ann@tides.example")


def test_a_link_leads_to_its_question_and_cannot_be_guessed(ann, bio_manager):
    ask = BioAsk.ask(ann, by=bio_manager)
    assert BioAsk.objects.by_token(ask.token) == ask
    other = BioAsk.ask(make_author(name="Bo Ek"), by=bio_manager)
    swapped = ask.token.replace(str(ask.pk), str(other.pk), 1)
    for wrong in (swapped, ask.token[:-1], "", "1.x:y", f"{ask.pk}"):
        assert BioAsk.objects.by_token(wrong) is None


def test_a_link_ends_by_the_clock_by_a_new_one_by_the_desk_and_by_its_answer(ann, bio_manager, clock):
    first = BioAsk.ask(ann, by=bio_manager)
    second = BioAsk.ask(ann, by=bio_manager)
    first.refresh_from_db()
    assert not first.is_open()
    assert second.is_open()
    assert not second.is_open(timezone.now() + OPEN_FOR)
    second.say_right()
    assert not second.is_open()
    third = BioAsk.ask(ann, by=bio_manager)
    third.close()
    assert not BioAsk.objects.open().exists()
    with pytest.raises(Refused, match="has ended"):
        third.say_right()


def test_the_rule_in_sql_is_the_rule_in_python(ann, bio_manager):
    asks = [BioAsk.ask(ann, by=bio_manager) for _ in range(3)]
    BioAsk.objects.filter(pk=asks[0].pk).update(expires_at=ago(days=1), closed_at=None)
    BioAsk.objects.filter(pk=asks[1].pk).update(closed_at=None, answered_at=timezone.now())
    for ask in BioAsk.objects.all():
        assert ask.is_open() == BioAsk.objects.open().filter(pk=ask.pk).exists()


def test_all_is_right_is_written_down(ann, bio_manager):
    BioAsk.ask(ann, by=bio_manager).say_right()
    ann.refresh_from_db()
    assert ann.looked_at is not None
    assert not BioProposal.objects.exists()


def test_what_they_mend_is_a_proposal_and_nothing_more(ann, bio_manager):
    ask = BioAsk.ask(ann, by=bio_manager)
    said = words_of(ann)
    made = ask.mend(said | {"bio": "<p>Ann Lee writes about tides and eels.</p>"}, base=said, note="Eels too.")
    ann.refresh_from_db()
    assert "eels" not in ann.bio
    assert (made.asked, made.by, made.by_name, made.note) == (True, None, "Ann Lee", "Eels too.")
    assert not ask.is_open()
    made.approve(by=bio_manager)
    ann.refresh_from_db()
    assert "eels" in ann.bio


def test_a_refused_answer_leaves_the_link_open(ann, bio_manager):
    ask = BioAsk.ask(ann, by=bio_manager)
    with pytest.raises(Refused, match="Nothing differs"):
        ask.mend(words_of(ann), base=words_of(ann))
    assert BioAsk.objects.get().is_open()


def test_reminders_come_after_a_week_at_most_twice_and_stop_when_told(ann, bio_manager):
    ask = BioAsk.ask(ann, by=bio_manager, email="ann@tides.example")
    BioAsk.objects.update(sent_at=timezone.now())
    now = timezone.now()
    assert not BioAsk.objects.to_remind(now).exists()
    assert BioAsk.objects.to_remind(now + REMIND_AFTER).get() == ask
    BioAsk.objects.update(reminders=REMINDERS)
    assert not BioAsk.objects.to_remind(now + REMIND_AFTER).exists()
    BioAsk.objects.update(reminders=0)
    ask.stop()
    assert not BioAsk.objects.to_remind(now + REMIND_AFTER).exists()
    assert ask.is_open()


def test_everyone_not_asked_for_a_year_is_who_is_read_lives_and_has_no_account(ann, bio_manager, reporter):
    asked = make_author(name="Asked Lately", bio="<p>A.</p>")
    BioAsk.ask(asked, by=bio_manager)
    make_author(name="Has Account", bio="<p>A.</p>", user=reporter)
    make_author(name="Dead", bio="<p>A.</p>", died_year=2019)
    make_author(name="Hidden", bio="<p>A.</p>", hidden=True)
    make_author(name="Nobody Reads")
    make_author(name="A Wire", bio="<p>A.</p>", kind="wire")
    make_author(name="Looked At", bio="<p>A.</p>", looked_at=ago(days=10))
    credited = make_author(name="Credited")
    make_live(authors=[credited])
    assert set(to_ask()) == {ann, credited}
    BioAsk.objects.update(at=timezone.now() - timedelta(days=366))
    assert set(to_ask()) == {ann, credited, asked}


def test_the_dead_are_not_asked(bio_manager):
    with pytest.raises(Refused, match="has died"):
        BioAsk.ask(make_author(name="Old Hand", died_year=2001), by=bio_manager)
