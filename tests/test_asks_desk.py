"""Asking authors to check their bios: the desk's pages, the letters, the reminders."""

import re
import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from authors import letters
from authors.desk import asking
from authors.models import Author, BioAsk, BioProposal, Refused
from authors.models.ask import REMIND_AFTER, REMINDERS
from authors.models.words import words_of
from newsroom import worker
from pagecache import memory
from paper.models import Paper
from tests.desk import page
from tests.makers import ago, make_author, utc

pytestmark = pytest.mark.django_db
with_worker = pytest.mark.django_db(transaction=True)

LIST = "/admin/authors/author/asks/"
LOCAL = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
BROKEN = {
    "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 1}}
}


@pytest.fixture(autouse=True)
def without_mail(settings):
    settings.MAILERS = {}


@pytest.fixture
def box(settings):
    """Mail is set up, and lands here."""
    settings.MAILERS = LOCAL
    settings.SITE_URL = "https://bell.example"
    Paper(name="The Quay Bell", time_zone="America/New_York").save()
    memory.forget()
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def ann():
    return make_author(name="Ann Lee", bio="<p>Ann Lee writes about tides.</p>", contact_email="ann@tides.example")


@pytest.fixture
def desk(client, bio_manager):
    client.force_login(bio_manager)
    return client


def ask_url(author):
    return reverse("admin:authors_author_ask", args=[author.pk])


def do(desk, author, what, **typed):
    """Press that button; what the desk says, and the page."""
    answer = desk.post(ask_url(author), {"do": what} | typed, follow=True)
    return " ".join(page(answer).xpath("//ul[@class='messages']")[0].text_content().split()), answer


def link_on(answer):
    return page(answer).xpath("//input[@type='url']/@value")[0]


# Who may ------------------------------------------------------------------------------------------------

MAY = {"reporter": False, "editor": False, "bio_manager": True, "administrator": True}
ACTIONS = ["open", "list", "everyone", "again", *asking.VERBS]


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("action", ACTIONS)
def test_who_may_ask(request, client, ann, who, action):
    client.force_login(request.getfixturevalue(who))
    BioAsk.ask(ann, by=None)
    before = list(BioAsk.objects.values())
    answer = act(client, ann, action)
    assert answer.status_code in ((200, 302) if MAY[who] else (403,))
    if not MAY[who]:
        assert list(BioAsk.objects.values()) == before
        assert "Bio managers and administrators may." in answer.content.decode()


def act(client, author, action):
    match action:
        case "open":
            return client.get(ask_url(author))
        case "list":
            return client.get(LIST)
        case "everyone":
            return client.post(LIST, {"do": "ask"})
        case "again":
            return client.post(LIST, {"do": "again"})
    return client.post(ask_url(author), {"do": action, "email": "ann@tides.example"})


@pytest.mark.parametrize("action", ACTIONS)
def test_strangers_are_sent_to_sign_in(client, ann, action):
    assert "/login/" in act(client, ann, action).url
    assert not BioAsk.objects.exists()


@pytest.mark.parametrize(("who", "shown"), MAY.items())
def test_the_authors_form_leads_there_for_those_who_may(request, client, ann, who, shown):
    client.force_login(request.getfixturevalue(who))
    form = client.get(reverse("admin:authors_author_change", args=[ann.pk])).content.decode()
    assert (ask_url(ann) in form) == shown


# One author ---------------------------------------------------------------------------------------------


def test_a_question_by_mail_holds_the_link_and_who_asks(desk, ann, box):
    said, answer = do(desk, ann, "mail", email="ann@tides.example")
    assert said == "Sent to ann@tides.example."
    (letter,) = box
    ask = BioAsk.objects.get()
    assert (letter.to, letter.subject) == (["ann@tides.example"], "Please check: your bio in The Quay Bell")
    assert f"\nhttps://bell.example{ask.get_absolute_url()}\n" in letter.body
    assert letter.body.startswith("Dear Ann Lee,\n\nThe Quay Bell tells its readers")
    assert letter.body.endswith("\nbruno\nThe Quay Bell\n")
    assert "\n    Ann Lee writes about tides.\n" in letter.body
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert ask.sent_at and not ask.trouble
    assert "not opened yet" in answer.content.decode()


def test_a_letter_is_plain_text_for_every_name_and_bio(ann, bio_manager):
    bio = f"<p>Fish &amp; <em>chips</em> – {'and vinegar ' * 30}.</p><p>فاطمة</p>"
    for name in ("Seán O’Brien & <Sons>", "فاطمة الزهراء", "李小龍", "Ann  \t Lee"):
        author = make_author(name=name, bio=bio)
        text = letters.letter(BioAsk.ask(author, by=bio_manager))
        assert text.startswith(f"Dear {' '.join(name.split())},")
        assert "    Fish & chips – and vinegar" in text and "فاطمة" in text
        assert not re.search(r"&\w+;|</?(p|em)>", text)
        assert max(len(line) for line in text.splitlines() if "://" not in line) <= letters.LINE
        assert "\n\n\n" not in text and "None" not in text


def test_times_in_a_letter_are_in_the_papers_zone(ann, box):
    ask = BioAsk.ask(ann, by=None)
    ask.at, ask.expires_at = utc(2027, 5, 4, 2, 0), utc(2027, 6, 2, 12, 0)
    assert "It works until 2 June 2027, 08:00 EDT." in letters.letter(ask)
    assert "on 3 May 2027 we asked you" in letters.letter(ask, "remind")


def test_a_letter_to_somebody_of_whom_nothing_is_said_asks_for_a_line(bio_manager):
    text = letters.letter(BioAsk.ask(make_author(name="Bo Ek"), by=bio_manager))
    assert "nothing but your name" in text and "It says now" not in text


def test_a_long_bio_is_told_in_part(bio_manager):
    author = make_author(name="Bo Ek", bio=f"<p>{'eels ' * 2000}</p>")
    text = letters.letter(BioAsk.ask(author, by=bio_manager))
    assert len(text) < 3000 and " …\n" in text


def test_where_to_write_to_is_what_the_desk_knows_else_what_readers_know(desk, box):
    both = make_author(name="Bo Ek", email="readers@bo.example", contact_email="desk@bo.example")
    public = make_author(name="Cy Oh", email="readers@cy.example")
    for author, address in ((both, "desk@bo.example"), (public, "readers@cy.example")):
        assert page(desk.get(ask_url(author))).get_element_by_id("ask-email").get("value") == address
    do(desk, public, "mail", email="readers@cy.example")
    public.refresh_from_db()
    assert public.contact_email == ""
    do(desk, public, "mail", email="new@cy.example")
    public.refresh_from_db()
    assert (public.contact_email, public.email) == ("new@cy.example", "readers@cy.example")
    assert BioAsk.objects.open().get().email == "new@cy.example"


def test_a_bad_address_is_told_and_nobody_is_asked(desk, ann, box):
    said, _ = do(desk, ann, "mail", email="ann at tides")
    assert "valid email" in said and not BioAsk.objects.exists() and not box


def test_a_mail_that_fails_is_told_and_the_link_is_there_to_copy(desk, ann, settings):
    settings.MAILERS = BROKEN
    said, answer = do(desk, ann, "mail", email="ann@tides.example")
    assert "The mail was not sent: The mail server could not be reached." in said
    ask = BioAsk.objects.get()
    assert ask.is_open() and ask.trouble and ask.sent_at is None
    assert link_on(answer) == f"http://testserver{ask.get_absolute_url()}"
    assert "Not sent:" in page(answer).text_content()


def test_without_mail_a_link_is_made_to_copy(desk, ann):
    shown = desk.get(ask_url(ann)).content.decode()
    assert "cannot send mail" in shown and 'value="mail"' not in shown and "ann@tides.example" in shown
    said, answer = do(desk, ann, "link")
    assert "send it to them alone" in said
    ask = BioAsk.objects.get()
    assert link_on(answer).endswith(ask.get_absolute_url()) and ask.email == ""
    assert desk.get(link_on(answer)).status_code == 200


def test_a_new_question_ends_the_one_before(desk, ann):
    for _ in range(2):
        do(desk, ann, "link")
    assert [ask.is_open() for ask in BioAsk.objects.order_by("pk")] == [False, True]


def test_stopped_withdrawn_and_told_what_became_of_it(desk, ann, box):
    do(desk, ann, "mail", email="ann@tides.example")
    said, answer = do(desk, ann, "stop")
    assert "The link still works" in said and "Does not want to be reminded" in page(answer).text_content()
    said, answer = do(desk, ann, "close")
    assert "leads nowhere" in said and "withdrawn or replaced" in page(answer).text_content()
    for verb in ("stop", "close", "remind"):
        assert "answered meanwhile, or the link has ended" in do(desk, ann, verb)[0]
    assert "Choose what to do" in do(desk, ann, "dance")[0]


def test_every_end_of_a_question_is_told(desk, ann, bio_manager):
    said = words_of(ann)
    BioAsk.ask(ann, by=bio_manager).say_right()
    BioAsk.ask(ann, by=bio_manager).mend(said | {"place": "Ostrey"}, base=said)
    BioProposal.objects.get().approve(by=bio_manager)
    expired = BioAsk.ask(ann, by=bio_manager)
    BioAsk.objects.filter(pk=expired.pk).update(expires_at=ago(days=1))
    shown = " ".join(page(desk.get(ask_url(ann))).text_content().split())
    for words in ("Said that all is right", "Sent a change", ": approved.", "No answer; the link has ended."):
        assert words in shown


@pytest.mark.parametrize(("facts", "why"), [
    ({"died_year": 2001}, "has died"), ({"kind": "wire"}, "not a person"), ({"kind": "organisation"}, "not a person"),
])  # fmt: skip
def test_who_cannot_be_asked_is_told(desk, facts, why):
    author = make_author(name="Old Hand", **facts)
    assert why in do(desk, author, "link")[0] and not BioAsk.objects.exists()


def test_a_pen_name_can_be_asked(desk):
    do(desk, make_author(name="Nib", kind="pen_name", behind="Somebody"), "link")
    assert BioAsk.objects.open().exists()


# Reminders ----------------------------------------------------------------------------------------------


def asked_by_mail(author, **ago_):
    ask = BioAsk.ask(author, by=None, email="ann@tides.example")
    moment = ago(**ago_)
    BioAsk.objects.filter(pk=ask.pk).update(sent_at=moment, at=moment)
    return BioAsk.objects.get(pk=ask.pk)


def test_reminders_go_twice_at_most_and_a_week_apart(desk, ann, box, clock):
    ask = asked_by_mail(ann, days=3)
    assert "within the last week" in do(desk, ann, "remind")[0]
    assert "They can be reminded from" in page(desk.get(ask_url(ann))).text_content()
    for number in range(1, REMINDERS + 1):
        clock.set(ask.sent_at + number * REMIND_AFTER)
        said, answer = do(desk, ann, "remind")
        assert said == "Reminded at ann@tides.example."
        do(desk, ann, "remind")
        assert len(box) == number
    assert "Reminded twice" in page(answer).text_content()
    clock.set(ask.sent_at + 3 * REMIND_AFTER)
    with pytest.raises(Refused, match="not reminded of this any more"):
        letters.remind(BioAsk.objects.get())
    assert box[0].subject == "Still to check: your bio in The Quay Bell"
    assert "Nobody has answered yet." in " ".join(box[0].body.split())


def test_who_said_stop_or_got_a_link_by_hand_is_not_reminded(desk, ann, box):
    asked_by_mail(ann, days=8).stop()
    assert "not reminded of this any more" in do(desk, ann, "remind")[0]
    BioAsk.ask(ann, by=None)
    assert "not reminded of this any more" in do(desk, ann, "remind")[0]
    assert not box


def test_the_rule_of_reminders_in_sql_is_the_rule_in_python(ann):
    ask = asked_by_mail(ann, days=8)
    states = [{}, {"reminders": 1, "reminded_at": ago(days=6)}, {"reminders": 1, "reminded_at": ago(days=8)}]
    states += [{"reminders": REMINDERS}, {"stopped_at": ago(days=1)}, {"sent_at": None}, {"closed_at": ago(days=1)}]
    states += [{"sent_at": ago(days=6)}, {"expires_at": ago(days=1)}, {"answered_at": ago(days=1)}]
    plain = {name: getattr(ask, name) for state in states for name in state}
    for state in states:
        BioAsk.objects.filter(pk=ask.pk).update(**(plain | state))
        fresh, now = BioAsk.objects.get(pk=ask.pk), timezone.now()
        due = fresh.remind_from()
        in_python = bool(due and due <= now and fresh.is_open(now))
        assert in_python == BioAsk.objects.to_remind(now).exists(), state


def test_two_who_remind_at_the_same_moment_send_one_letter(ann, box):
    ask = asked_by_mail(ann, days=8)
    other = BioAsk.objects.get(pk=ask.pk)
    letters.remind(ask)
    with pytest.raises(Refused, match="Somebody else"):
        letters.remind(other)
    assert len(box) == 1


def test_a_reminder_that_fails_does_not_count(desk, ann, settings):
    settings.MAILERS = BROKEN
    asked_by_mail(ann, days=8)
    said, answer = do(desk, ann, "remind")
    assert "The mail was not sent" in said and "The reminder was not sent" in page(answer).text_content()
    ask = BioAsk.objects.get()
    assert (ask.reminders, ask.reminded_at) == (0, None)
    assert BioAsk.objects.to_remind(timezone.now()).exists()


def remind_bios():
    told, wrong = StringIO(), StringIO()
    call_command("remind_bios", stdout=told, stderr=wrong)
    return told.getvalue().strip(), wrong.getvalue().strip()


def test_the_command_reminds_those_who_are_due(ann, box):
    due = asked_by_mail(ann, days=8)
    asked_by_mail(make_author(name="Bo Ek"), days=6)
    assert remind_bios() == ("1 reminded.", "")
    assert remind_bios() == ("0 reminded.", "")
    assert [letter.to for letter in box] == [["ann@tides.example"]]
    due.refresh_from_db()
    assert due.reminders == 1


def test_the_command_says_what_did_not_go(ann, settings):
    asked_by_mail(ann, days=8)
    assert "No mail server is set" in remind_bios()[0]
    settings.MAILERS = BROKEN
    told, wrong = remind_bios()
    assert told == "0 reminded, 1 not." and "Ann Lee, ann@tides.example: The mail server could not" in wrong


# Everyone -----------------------------------------------------------------------------------------------


def cast():
    """Three who can be asked, two of them by mail."""
    make_author(name="Ann Lee", bio="<p>A.</p>", contact_email="ann@tides.example")
    make_author(name="Bo Ek", bio="<p>A.</p>", email="bo@eels.example")
    make_author(name="Cy Oh", bio="<p>A.</p>")


def told(answer):
    return " ".join(page(answer).xpath("//ul[@class='messages']")[0].text_content().split())


@with_worker
def test_everyone_is_asked_by_one_button_and_letters_go_in_the_background(desk, box):
    cast()
    assert "3 authors without an account" in page(desk.get(LIST)).text_content()
    answer = desk.post(LIST, {"do": "ask"}, follow=True)
    assert told(answer) == "3 authors are asked: 2 by mail and 1 by a link for you to copy below."
    assert not box and DBTaskResult.objects.count() == 2
    assert "The letter is on its way" in page(answer).text_content()
    worker.work()
    assert sorted(letter.to[0] for letter in box) == ["ann@tides.example", "bo@eels.example"]
    assert "Everyone was asked or looked at" in page(desk.get(LIST)).text_content()
    assert "there is nobody to ask" in told(desk.post(LIST, {"do": "ask"}, follow=True))
    assert BioAsk.objects.count() == 3


def test_without_mail_everyone_gets_a_link_to_copy(desk):
    cast()
    answer = desk.post(LIST, {"do": "ask"}, follow=True)
    assert told(answer) == "3 authors are asked: 3 by a link for you to copy below."
    assert len(page(answer).xpath("//input[@type='url']")) == 3 and not DBTaskResult.objects.exists()


@with_worker
def test_a_letter_that_waits_looks_at_what_is_true_when_it_goes(desk, box):
    cast()
    desk.post(LIST, {"do": "ask"})
    BioAsk.objects.filter(author__name="Ann Lee").update(closed_at=timezone.now())
    worker.work()
    assert [letter.to for letter in box] == [["bo@eels.example"]]
    for ask in BioAsk.objects.all():
        letters.deliver_later.call(ask.pk)
    assert len(box) == 1, "run twice, it does no harm"


@with_worker
def test_what_could_not_be_sent_is_shown_with_its_link_and_sent_again_by_one_button(desk, settings):
    cast()
    settings.MAILERS = BROKEN
    desk.post(LIST, {"do": "ask"})
    worker.work()
    shown = desk.get(f"{LIST}?show=unsent")
    assert page(shown).text_content().count("Not sent: The mail server could not be reached.") == 2
    assert len(page(shown).xpath("//input[@type='url']")) == 2
    settings.MAILERS = LOCAL
    mail.outbox = []
    assert told(desk.post(LIST, {"do": "again"}, follow=True)) == "2 letters are sent again."
    assert told(desk.post(LIST, {"do": "again"}, follow=True)) == "0 letters are sent again."
    worker.work()
    assert len(mail.outbox) == 2 and not BioAsk.objects.unsent().exists()


@with_worker
def test_reminders_that_are_due_are_enqueued_at_night_and_each_sent_once(ann, box):
    asked_by_mail(ann, days=8)
    for _ in range(2):
        letters.remind_due.call()
    worker.work()
    assert len(box) == 1 and BioAsk.objects.get().reminders == 1


def test_the_list_narrows_to_links_to_copy_and_has_pages(desk, bio_manager):
    for n in range(asking.PAGE + 1):
        BioAsk.ask(make_author(name=f"Ann {n:02}"), by=bio_manager, email="" if n else "a@b.example")
    first = desk.get(f"{LIST}?show=links")
    assert "Ann 00" not in first.content.decode() and len(page(first).find_class("finding")) == asking.PAGE
    assert len(page(desk.get(LIST)).find_class("finding")) == asking.PAGE
    assert "Page 2 of 2" in page(desk.get(f"{LIST}?page=2")).text_content()
    for strange in ("?page=x", "?page=99", "?show=nothing"):
        assert desk.get(LIST + strange).status_code == 200


def test_the_pages_cost_the_same_for_few_and_many(desk, bio_manager):
    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    def asked(many):
        for _ in range(many):
            BioAsk.ask(make_author(name=f"Ann {Author.objects.count()}"), by=bio_manager)

    ann = make_author(name="Ann Lee")
    asked(2)
    BioAsk.ask(ann, by=bio_manager)
    desk.get(LIST)
    few = [cost(LIST), cost(ask_url(ann))]
    asked(20)
    for _ in range(10):
        said = words_of(ann)
        made = BioAsk.ask(ann, by=bio_manager).mend(said | {"place": f"{timezone.now()}"}, base=said)
        made.approve(by=bio_manager)
        ann.refresh_from_db()
    desk.get(LIST)
    assert [cost(LIST), cost(ask_url(ann))] == few
    assert max(few) <= 12


def test_the_front_knows_who_waits_what_did_not_go_and_who_can_be_asked(ann, bio_manager, django_assert_num_queries):
    BioAsk.ask(make_author(name="Bo Ek"), by=bio_manager)
    BioAsk.ask(make_author(name="Cy Oh"), by=bio_manager, email="cy@oh.example").sent("It did not go.")
    with django_assert_num_queries(2):
        front = asking.front(timezone.now())
    assert front == {"waiting": 2, "unsent": 1, "by_hand": 1, "to_ask": 1, "url": LIST}


@pytest.mark.parametrize(("facts", "words"), [
    ({"waiting": 1}, "1 has not answered yet. See who"),
    ({"waiting": 2, "to_ask": 3}, "2 have not answered yet. 3 authors were not asked for a year. Ask them all…"),
    ({"waiting": 2, "unsent": 1, "to_ask": 1}, "1 letter could not be sent. One author was not asked for a year. See why"),
    ({}, ""),
])  # fmt: skip
def test_the_front_says_it_in_a_line(facts, words):
    said = render_to_string("admin/bios/_queue_asks.html", {"bios": {"asks": facts | {"url": LIST}}})
    text = " ".join(re.sub(r"<[^>]+>", " ", said).split())
    assert words in text and bool(words) == bool(text)


@with_worker
def test_two_who_ask_everyone_at_once_ask_each_once(bio_manager):
    cast()
    start, wrong = threading.Barrier(2), []

    def ask():
        start.wait()
        try:
            asking.ask_everyone(bio_manager)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=ask) for _ in range(2)]
    [one.start() for one in both]
    [one.join() for one in both]
    assert not wrong
    assert BioAsk.objects.count() == 3 and BioAsk.objects.open().count() == 3


def test_a_question_is_asked_anew_after_a_year(bio_manager, clock):
    cast()
    asking.ask_everyone(bio_manager)
    clock.set(timezone.now() + timedelta(days=366))
    assert "3 authors are asked" in asking.ask_everyone(bio_manager)
