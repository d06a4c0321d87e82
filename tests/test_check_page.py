"""The page behind the signed link: a contributor without an account says that the bio is right, or mends it."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from authors.models import Author, AuthorMerge, BioAsk, BioProposal, NameChange, Outlet
from authors.models.words import put_words, words_of
from pagecache import memory
from tests.desk import errors, form_on, page
from tests.makers import ago, make_author, make_live

pytestmark = pytest.mark.django_db

BIO = "<p>Ann Lee writes about tides.</p>"
MENDED = "<p>Ann Lee writes about tides and eels.</p>"


@pytest.fixture
def ann():
    return make_author(name="Ann Lee", bio=BIO, position="Writer", contact_email="ann@secret.example")


@pytest.fixture
def ask(ann, bio_manager):
    return BioAsk.ask(ann, by=bio_manager, email="ann@secret.example")


@pytest.fixture
def contributor():
    """Somebody with a browser and the link; a form without its token would be refused."""
    return Client(enforce_csrf_checks=True)


def text_of(response):
    return " ".join(page(response).text_content().split())


def fields(contributor, ask, **typed):
    """The form as it was served, with what was typed into it."""
    return form_on(contributor.get(ask.get_absolute_url()), "words") | typed


def send(contributor, ask, **typed):
    return contributor.post(ask.get_absolute_url(), fields(contributor, ask, **typed) | {"do": "mend"})


def change(author, *, by, **words):
    with transaction.atomic():
        put_words(author, words_of(author) | words)
        author.keep(by=by)


# What is shown ----------------------------------------------------------------------------------------------


def test_the_bio_stands_there_as_readers_see_it_with_the_question_before_it(contributor, ask, ann):
    make_live(authors=[ann], headline="Eels return")
    shown = contributor.get(ask.get_absolute_url()).content.decode()
    places = [shown.index(words) for words in ("Yes, all is right", "srcdoc=", "Send what I changed")]
    assert places == sorted(places)
    assert "Ann Lee</bdi>, is this right?" in shown
    assert "Stands under one story" in shown and "Eels return" in shown
    assert "writes about tides" in page(contributor.get(ask.get_absolute_url())).xpath("//iframe")[0].get("srcdoc")


def test_the_page_sets_no_cookie_and_is_kept_by_nobody(contributor, ask):
    address = ask.get_absolute_url()
    for answer in (contributor.get(address), contributor.head(address), contributor.post(address, {"do": "right"})):
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    assert 'name="robots" content="noindex' in contributor.get(address).content.decode()


def test_who_only_opens_it_changes_nothing_but_that_it_was_opened(contributor, ask, ann):
    before = (Author.objects.values().get(), BioAsk.objects.values().get())
    contributor.head(ask.get_absolute_url())
    assert (Author.objects.values().get(), BioAsk.objects.values().get()) == before
    for _ in range(2):
        contributor.get(ask.get_absolute_url())
    after = BioAsk.objects.values().get()
    assert after.pop("opened_at") is not None
    assert (Author.objects.values().get(), after) == (before[0], {k: v for k, v in before[1].items() if k in after})


def test_nothing_that_is_the_desks_is_shown(contributor, ask, ann, bio_manager):
    change(ann, by=bio_manager, bio="<p>Writes about tides.</p>")
    Author.objects.filter(pk=ann.pk).update(behind="Behind Secret")
    NameChange.rename(ann, "Ann Dee", scope=NameChange.Scope.FROM_NOW, by=bio_manager, private=True, note="Secret")
    Outlet.called("Secret Outlet")
    address, preview = ask.get_absolute_url(), reverse("authors:check_preview", args=[ask.token])
    answers = [contributor.get(address), contributor.post(preview, {}), send(contributor, ask, email="no address")]
    answers += [contributor.post(address, {"do": "right"}), contributor.get(address)]
    for answer in answers:
        shown = answer.content.decode()
        assert not [words for words in ("ecret", "Ann Lee", "bruno", "/admin/") if words in shown]


def test_no_page_leads_there(reader, ask, ann):
    make_live(authors=[ann])
    for address in ("/", "/authors/", "/authors/masthead/", ann.url, f"{ann.url}atom.xml"):
        assert "/check/" not in reader.get(address).content.decode()


@pytest.mark.parametrize("spoil", [
    lambda ask: ask.token[:-1],
    lambda ask: ask.token + "A",
    lambda ask: ask.token.replace(str(ask.pk), str(ask.pk + 1), 1),
    lambda ask: ask.token.swapcase(),
    lambda ask: signing.Signer(salt="another").sign(f"{ask.pk}.{ask.nonce}"),
    lambda ask: signing.Signer(salt="authors.ask").sign(f"{ask.pk}.another"),
    lambda ask: signing.Signer(salt="authors.ask").sign(f"²{ask.pk}.{ask.nonce}"),
    lambda ask: signing.Signer(salt="authors.ask").sign(f"{10**30}.{ask.nonce}"),
    lambda ask: f"{ask.pk}",
    lambda ask: "ليس هنا",
    lambda ask: "a\0b",
    lambda ask: ":" * 3000,
])  # fmt: skip
def test_a_wrong_link_is_a_page_that_is_not_there(contributor, ask, spoil):
    for route in ("authors:check", "authors:check_preview"):
        address = reverse(route, args=[spoil(ask)])
        assert contributor.post(address, {"do": "right"}).status_code == 404
    assert contributor.get(reverse("authors:check", args=[spoil(ask)])).status_code == 404
    assert BioAsk.objects.get().is_open()


def test_the_page_costs_the_same_for_few_stories_and_outlets_as_for_many(contributor, ask, ann):
    def add(many):
        for n in range(ann.links.count(), ann.links.count() + many):
            make_live(authors=[ann])
            ann.outlet_credits.create(outlet=Outlet.called(f"Outlet {n}"), order=n)
            ann.links.create(label=f"Link {n}", url=f"https://{n}.example/", order=n)

    def cost():
        memory.forget()
        contributor.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert contributor.get(ask.get_absolute_url()).status_code == 200
        return len(queries)

    contributor.get(ask.get_absolute_url())
    add(1)
    few = cost()
    add(12)
    assert cost() == few <= 16


# All is right -----------------------------------------------------------------------------------------------


def test_whoever_says_that_all_is_right_is_thanked_and_once_more_at_the_next_visit(contributor, ask, ann):
    answer = contributor.post(ask.get_absolute_url(), {"do": "right"}, follow=True)
    assert answer.redirect_chain == [(ask.get_absolute_url(), 302)] and answer.status_code == 200
    assert "Thank you, Ann Lee" in text_of(answer) and "You said that all is right" in text_of(answer)
    assert "<form" not in answer.content.decode()
    first = BioAsk.objects.get()
    again = contributor.post(ask.get_absolute_url(), {"do": "right"}, follow=True)
    assert "Thank you" in text_of(again) and BioAsk.objects.get().answered_at == first.answered_at
    ann.refresh_from_db()
    assert ann.looked_at is not None
    assert not BioProposal.objects.exists()


def test_reminders_stop_when_told_and_the_link_stays(contributor, ask):
    answer = contributor.post(ask.get_absolute_url(), {"do": "stop"})
    assert answer.url.endswith("#reminders")
    assert "You will not be reminded" in text_of(contributor.get(ask.get_absolute_url()))
    found = BioAsk.objects.get()
    assert found.is_open() and found.stopped_at
    assert not BioAsk.objects.to_remind(timezone.now() + timedelta(days=20)).exists()


def test_a_post_that_says_nothing_changes_nothing(contributor, ask):
    for data in ({}, {"do": "delete"}, {"do": "mend"}):
        assert contributor.post(ask.get_absolute_url(), data).status_code == 302
    assert BioAsk.objects.get().is_open()


# Mending ----------------------------------------------------------------------------------------------------


def test_what_they_mend_is_a_proposal_and_readers_see_it_once_it_is_approved(
    contributor, reader, ask, ann, bio_manager
):
    sent = send(contributor, ask, bio=MENDED, note="Eels too, please.")
    assert (sent.status_code, sent.url) == (302, ask.get_absolute_url())
    assert "has arrived" in text_of(contributor.get(ask.get_absolute_url()))
    assert "eels" not in reader.get(ann.url).content.decode()
    made = BioProposal.objects.get()
    assert (made.asked, made.by, made.by_name, made.note) == (True, None, "Ann Lee", "Eels too, please.")
    made.approve(by=bio_manager)
    assert "eels" in reader.get(ann.url).content.decode()
    assert "was approved" in text_of(contributor.get(ask.get_absolute_url()))


def test_why_it_was_declined_is_told_as_text(contributor, ask, bio_manager):
    send(contributor, ask, bio=MENDED)
    BioProposal.objects.get().decline(by=bio_manager, reason="Eels <script>do()</script> are fish.")
    shown = contributor.get(ask.get_absolute_url()).content.decode()
    assert "not taken over" in shown and "<script>do()" not in shown
    assert "Eels &lt;script&gt;" in shown


def test_bio_managers_are_told_that_something_waits(
    contributor, ask, bio_manager, settings, django_capture_on_commit_callbacks
):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    bio_manager.email = "bruno@quay.example"
    bio_manager.save()
    with django_capture_on_commit_callbacks(execute=True):
        send(contributor, ask, bio=MENDED)
    assert "bruno@quay.example" in DBTaskResult.objects.get().args_kwargs["args"]


def test_facts_links_and_outlets_are_mended_too(contributor, ask, bio_manager, ann):
    rows = {"links-0-label": "Tides", "links-0-url": "https://tides.example/", "outlets-0-name": "Slack Water"}
    send(contributor, ask, position="Tide writer", start_year="1998", **rows)
    BioProposal.objects.get().approve(by=bio_manager)
    said = words_of(Author.objects.get(pk=ann.pk))
    assert (said["position"], said["start_year"], said["outlets"]) == ("Tide writer", 1998, [{"name": "Slack Water"}])
    assert said["links"] == [{"label": "Tides", "url": "https://tides.example/"}]


def test_where_nothing_differs_that_is_said_and_the_link_stays_open(contributor, ask):
    answer = send(contributor, ask)
    assert "Nothing differs" in errors(answer) and BioAsk.objects.get().is_open()


def test_a_note_alone_arrives(contributor, ask, bio_manager, ann):
    assert send(contributor, ask, note="My name is Ann-Marie Lee.").status_code == 302
    made = BioProposal.objects.get()
    assert made.note == "My name is Ann-Marie Lee." and made.words == made.base
    made.approve(by=bio_manager)
    assert Author.objects.get(pk=ann.pk).bio == BIO


def test_the_same_sent_twice_is_thanked_for_once(contributor, ask):
    data = fields(contributor, ask, bio=MENDED, note="Eels.") | {"do": "mend"}
    for _ in range(2):
        answer = contributor.post(ask.get_absolute_url(), data, follow=True)
        assert "has arrived" in text_of(answer)
    assert BioProposal.objects.count() == 1


def test_what_was_written_on_a_second_screen_is_shown_and_not_lost(contributor, ask):
    data = fields(contributor, ask, bio=MENDED, note="Eels.") | {"do": "mend"}
    contributor.post(ask.get_absolute_url(), {"do": "right"})
    answer = contributor.post(ask.get_absolute_url(), data)
    assert answer.status_code == 409 and not BioProposal.objects.exists()
    assert "What you wrote was not sent" in text_of(answer)
    assert "and eels" in text_of(answer) and "Eels." in text_of(answer)


def test_a_second_change_after_the_first_is_shown_and_not_lost(contributor, ask):
    late = fields(contributor, ask, place="Kettle Hill") | {"do": "mend"}
    send(contributor, ask, bio=MENDED)
    answer = contributor.post(ask.get_absolute_url(), late)
    assert answer.status_code == 409 and "Kettle Hill" in text_of(answer)
    assert BioProposal.objects.get().words["place"] == ""


# Bad input: told, and nothing lost --------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "told"), [
    ({"email": "no address"}, "valid email"),
    ({"start_year": "1066"}, "1900"),
    ({"start_year": "long ago"}, "whole number"),
    ({"position": "x" * 121}, "at most 120"),
    ({"note": "x" * 2001}, "at most 2000"),
    ({"links-0-url": "javascript:alert(1)", "links-0-label": "Site"}, "Link 1"),
    ({"links-0-label": "Site"}, "Write the address"),
    ({"outlets-0-name": "!!!"}, "at least one letter"),
    ({"bio": "<p>Ann\0 Lee</p>"}, "Null characters"),
    ({"note": "a\0b"}, "Null characters"),
    ({"bio": f"<p>{'eels ' * 4001}</p>"}, "too long for a bio"),
    ({"base": "forged"}, "of another time"),
    ({"links-TOTAL_FORMS": "many"}, "ManagementForm"),
])  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(contributor, ask, typed, told):
    answer = send(contributor, ask, place="Kettle Hill", **typed)
    assert answer.status_code == 200 and told in errors(answer)
    kept = form_on(answer, "words")
    assert kept["place"] == ["Kettle Hill"]
    for name, value in typed.items():
        if name not in ("links-TOTAL_FORMS", "base") and "\0" not in value:
            assert [" ".join(one.split()) for one in kept[name]] == [" ".join(value.split())]
    assert BioAsk.objects.get().is_open() and not BioProposal.objects.exists()


def test_more_rows_than_a_profile_holds_are_told(contributor, ask):
    rows = {"outlets-TOTAL_FORMS": "70"} | {f"outlets-{n}-name": f"Outlet {n}" for n in range(70)}
    answer = send(contributor, ask, **rows)
    assert "60" in errors(answer) and "Outlet 69" in answer.content.decode()
    assert not BioProposal.objects.exists()


@pytest.mark.parametrize("data", [
    {"bio": "x" * 500_000}, {f"field-{n}": "" for n in range(1500)},
])  # fmt: skip
def test_what_is_too_much_to_read_is_told(contributor, ask, data):
    for address in (ask.get_absolute_url(), reverse("authors:check_preview", args=[ask.token])):
        answer = contributor.post(address, data)
        assert answer.status_code == 413 and "too long to send" in text_of(answer)
        assert answer.headers["Cache-Control"] == "no-store, private"
    assert BioAsk.objects.get().is_open()


def test_markup_in_any_field_is_text_or_taken_out(contributor, ask):
    nasty = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    typed = {
        "bio": f"<p>Ann{nasty}</p>",
        "position": nasty,
        "disclosure": nasty,
        "note": nasty,
        "outlets-0-name": nasty,
    }
    preview = contributor.post(reverse("authors:check_preview", args=[ask.token]), fields(contributor, ask, **typed))
    again = send(contributor, ask, email="bad", **typed)
    for answer in (preview, again):
        assert "<script>alert" not in answer.content.decode()
        for frame in page(answer).xpath("//iframe"):
            assert "<script>alert" not in frame.get("srcdoc") and "<img src=x" not in frame.get("srcdoc")
    send(contributor, ask, **typed)
    assert BioProposal.objects.get().words["bio"] == '<p>Ann"&gt;</p>'


# The preview ------------------------------------------------------------------------------------------------


def test_the_preview_shows_what_is_typed_and_changes_nothing(contributor, ask, ann):
    address = reverse("authors:check_preview", args=[ask.token])
    data = fields(contributor, ask, bio=MENDED)
    part = contributor.post(address, data, headers={"Accept": "text/fragment"})
    whole = contributor.post(address, data)
    for answer in (part, whole):
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store, private"
        assert all("and eels" in frame.get("srcdoc") for frame in page(answer).xpath("//iframe"))
    assert "<html" not in part.content.decode() and "<html" in whole.content.decode()
    assert contributor.get(address).status_code == 405
    ann.refresh_from_db()
    assert ann.bio == BIO and not BioProposal.objects.exists()
    ask.close()
    assert contributor.post(address, data).status_code == 410


# What others do meanwhile -----------------------------------------------------------------------------------


def test_what_the_desk_changed_elsewhere_meanwhile_comes_together(contributor, ask, ann, bio_manager):
    data = fields(contributor, ask, bio=MENDED) | {"do": "mend"}
    change(ann, by=bio_manager, place="Ostrey")
    assert contributor.post(ask.get_absolute_url(), data).status_code == 302
    made = BioProposal.objects.get()
    assert (made.words["bio"], made.words["place"]) == (MENDED, "Ostrey")


def collides(contributor, ask, data):
    answer = contributor.post(ask.get_absolute_url(), data)
    assert answer.status_code == 200 and "The paper changed the same words" in text_of(answer)
    assert "bruno" not in answer.content.decode() and "rosa" not in answer.content.decode()
    return form_on(answer, "merge"), page(answer).xpath("//input[@type='radio']/@name")[0]


def test_the_same_words_changed_by_the_desk_are_asked_for_and_nothing_is_lost(contributor, ask, ann, bio_manager):
    data = fields(contributor, ask, position="Tide writer", place="Kettle Hill") | {"do": "mend"}
    change(ann, by=bio_manager, position="Sea writer")
    form, answer_name = collides(contributor, ask, data)
    assert BioAsk.objects.get().is_open() and not BioProposal.objects.exists()
    form, answer_name = collides(contributor, ask, form)
    assert contributor.post(ask.get_absolute_url(), form | {answer_name: "mine"}).status_code == 302
    made = BioProposal.objects.get()
    assert (made.words["position"], made.words["place"]) == ("Tide writer", "Kettle Hill")


def test_it_is_taken_into_a_proposal_that_is_open_already(contributor, ask, ann, reporter):
    said = words_of(ann)
    BioProposal.propose(ann, said | {"place": "Ostrey"}, base=said, by=reporter)
    assert send(contributor, ask, bio=MENDED).status_code == 302
    made = BioProposal.objects.get()
    assert (made.words["place"], made.words["bio"], made.names) == ("Ostrey", MENDED, "rosa and Ann Lee")
    assert BioAsk.objects.get().proposal == made


def test_the_same_words_in_a_proposal_that_is_open_are_asked_for(contributor, ask, ann, reporter):
    said = words_of(ann)
    BioProposal.propose(ann, said | {"position": "Sea writer"}, base=said, by=reporter)
    form, name = collides(contributor, ask, fields(contributor, ask, position="Tide writer") | {"do": "mend"})
    contributor.post(ask.get_absolute_url(), form | {name: "theirs"})
    assert BioProposal.objects.get().words["position"] == "Sea writer"


def test_whoever_is_asked_again_goes_on_from_what_they_sent_before(contributor, ask, ann, bio_manager):
    send(contributor, ask, bio=MENDED)
    second = BioAsk.ask(ann, by=bio_manager)
    shown = contributor.get(second.get_absolute_url())
    assert "Nobody at the paper has looked at it yet" in text_of(shown)
    assert form_on(shown, "words")["bio"][0].strip() == MENDED
    send(contributor, second, place="Ostrey")
    made = BioProposal.objects.get()
    assert (made.words["bio"], made.words["place"], made.names) == (MENDED, "Ostrey", "Ann Lee")


@pytest.mark.parametrize("scope", list(NameChange.Scope))
def test_a_name_that_was_changed_meanwhile_stays_changed(contributor, ask, ann, bio_manager, scope):
    data = fields(contributor, ask, place="Ostrey") | {"do": "mend"}
    NameChange.rename(ann, "Ann Dee", scope=scope, by=bio_manager)
    assert contributor.post(ask.get_absolute_url(), data).status_code == 302
    assert "Thank you, Ann Dee" in text_of(contributor.get(ask.get_absolute_url()))
    BioProposal.objects.get().approve(by=bio_manager)
    assert Author.objects.get(pk=ann.pk).name == "Ann Dee"


def expired(ask, **_):
    BioAsk.objects.filter(pk=ask.pk).update(expires_at=ago(minutes=1))


def withdrawn(ask, **_):
    ask.close()


def replaced(ask, ann, **_):
    BioAsk.ask(ann, by=None)


def dead(ask, ann, **_):
    Author.objects.filter(pk=ann.pk).update(died_year=2020)


def merged(ask, ann, **_):
    AuthorMerge.merge(make_author(name="Lee Ann"), ann, by=None)


@pytest.mark.parametrize("end", [expired, withdrawn, replaced, dead, merged], ids=lambda end: end.__name__)
def test_a_link_that_has_ended_says_so_and_takes_nothing(contributor, ask, ann, end):
    data = fields(contributor, ask, bio=MENDED, note="Eels.") | {"do": "mend"}
    end(ask=ask, ann=ann)
    address = ask.get_absolute_url()
    answer = contributor.get(address)
    assert answer.status_code == 410 and "This link has ended" in text_of(answer)
    assert ("newer one" in text_of(answer)) == (end is replaced)
    assert contributor.post(address, {"do": "right"}, follow=True).status_code == 410
    late = contributor.post(address, data)
    assert late.status_code == 409 and "eels" in text_of(late) and "Eels." in text_of(late)
    assert not BioProposal.objects.exists() and not BioAsk.objects.exclude(answered_at=None).exists()
    (profile,) = page(answer).xpath("//p[@class='actions']/a/@href")
    assert contributor.get(profile).status_code == 200


def test_a_hidden_author_can_check_too(contributor, ask, ann):
    Author.objects.filter(pk=ann.pk).update(hidden=True)
    assert send(contributor, ask, bio=MENDED).status_code == 302


def test_a_deleted_author_takes_the_link_along(contributor, ask, ann):
    address = ask.get_absolute_url()
    ann.delete()
    assert contributor.get(address).status_code == 404


def test_the_page_holds_what_its_script_needs(contributor, ask):
    shown = page(contributor.get(ask.get_absolute_url()))
    form = shown.get_element_by_id("words")
    assert form.get("data-preview") == reverse("authors:check_preview", args=[ask.token])
    assert shown.xpath("//*[@data-frames]//iframe") and shown.xpath("//*[@data-preview-said]")
    nonces = {script.get("nonce") for script in shown.xpath("//script[@src]")}
    assert len(nonces) == 1 and None not in nonces
