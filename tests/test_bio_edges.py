"""What happens around the edges of a bio's life: two tabs, a press too late, somebody gone meanwhile, thirty at once."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from authors.models import Author, AuthorMerge, BioProposal, Outlet
from authors.models.words import words_of
from tests.makers import make_author, make_live
from tests.test_bios import filled, form_of
from tests.test_proposals_desk import BIO, FRONT, PROFILE, page, propose, review_of, seen, typed, versions_of

pytestmark = pytest.mark.django_db

EDITED = "<p>Rosa Quill covers the harbour and its bridges.</p>"
MARKUP = ("<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "{{7*7}}")


@pytest.fixture
def rosa(reporter):
    return make_author(name="Rosa Quill", bio=BIO, position="Reporter", user=reporter)


@pytest.fixture
def desk_of(client, reporter, rosa):
    """The author's own browser."""
    client.force_login(reporter)
    return client


@pytest.fixture
def bruno(bio_manager):
    """The bio manager's."""
    client = Client()
    client.force_login(bio_manager)
    return client


def asked_for(author, by, **fields):
    said = words_of(author)
    return BioProposal.propose(author, said | fields, base=said, by=by)


# Pressed too late ---------------------------------------------------------------------------------------


def test_what_a_manager_wrote_is_shown_when_the_proposal_was_withdrawn_meanwhile(bruno, rosa, reporter):
    made = asked_for(rosa, reporter, position="Chief")
    written = typed(bruno, review_of(rosa), bio=EDITED)
    made.withdraw(by=reporter)
    response = bruno.post(review_of(rosa), written | {"do": "approve"})
    assert response.status_code == 409
    assert "It was withdrawn by rosa." in seen(response) and "and its bridges" in seen(response)
    assert page(response).xpath(f"//a[@href='{form_of(rosa)}']")


def test_approved_twice_it_is_said_once_more_and_nothing_is_lost(bruno, rosa, reporter):
    asked_for(rosa, reporter, position="Chief")
    written = typed(bruno, review_of(rosa)) | {"do": "approve"}
    bruno.post(review_of(rosa), written)
    again = bruno.post(review_of(rosa), written, follow=True)
    assert again.status_code == 200 and "It was approved by bruno." in seen(again)
    assert rosa.bio_versions.count() == 2


def test_what_an_author_wrote_is_shown_when_the_account_was_taken_from_them_meanwhile(desk_of, rosa):
    written = typed(desk_of, PROFILE, bio=EDITED)
    Author.objects.filter(pk=rosa.pk).update(user=None)
    response = desk_of.post(PROFILE, written | {"do": "propose"})
    assert response.status_code == 409 and "and its bridges" in seen(response)
    assert not BioProposal.objects.exists()


def test_what_an_author_wrote_is_kept_when_they_were_merged_meanwhile(desk_of, rosa):
    written, kept = typed(desk_of, PROFILE, bio=EDITED), make_author(name="Rosa M. Quill")
    AuthorMerge.merge(kept, rosa, by=None)
    response = desk_of.post(PROFILE, written | {"do": "propose"})
    assert "This page is of another time" in seen(response) and "and its bridges" in response.content.decode()


@pytest.mark.parametrize("name", ["change", "proposal", "versions", "care_of", "ask"])
def test_the_pages_of_whoever_was_merged_lead_to_whom_they_became(bruno, rosa, name):
    kept = make_author(name="Rosa M. Quill")
    AuthorMerge.merge(kept, rosa, by=None)
    response = bruno.get(reverse(f"admin:authors_author_{name}", args=[rosa.pk]))
    assert response.status_code == 302
    assert response["Location"] == reverse(f"admin:authors_author_{name}", args=[kept.pk])


def test_what_a_manager_wrote_of_somebody_merged_meanwhile_is_shown(bruno, rosa):
    written, kept = filled(rosa, bio=EDITED), make_author(name="Rosa M. Quill", bio="<p>She sails.</p>")
    AuthorMerge.merge(kept, rosa, by=None)
    response = bruno.post(form_of(rosa), written)
    assert response.status_code == 409 and "and its bridges" in seen(response)
    assert "Rosa Quill was merged into Rosa M. Quill" in seen(response)
    kept.refresh_from_db()
    assert kept.bio == "<p>She sails.</p>"


def test_a_click_that_mends_while_the_form_is_open_comes_together_with_what_is_typed(bruno):
    Outlet.objects.create(name="The Tern")
    author = make_author(name="Ann Lee", bio="<p>Ann Lee covers the harbour. Her work has appeared in The Tern.</p>")
    found = author.findings.get(kind="outlet_unlisted")
    written = filled(author, bio="<p>Ann Lee covers the quays. Her work has appeared in The Tern.</p>", beat="Quays")
    bruno.post(reverse("admin:authors_author_care_of", args=[author.pk]), {"do": "mend", "key": found.key})
    assert bruno.post(form_of(author), written).status_code == 302
    author.refresh_from_db()
    assert "the quays" in author.bio and author.beat == "Quays"
    assert [outlet.name for outlet in author.outlets()] == ["The Tern"]


@pytest.mark.parametrize("roles", [("Reporter", "Bio manager"), ("Editor", "Bio manager")])
def test_whoever_has_two_roles_has_the_rights_of_both(client, rosa, reporter, roles):
    reporter.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    client.force_login(reporter)
    client.post(PROFILE, typed(client, PROFILE, position="Chief") | {"do": "propose"})
    rosa.refresh_from_db()
    assert rosa.position == "Chief" and not BioProposal.objects.exists()
    assert "desk" in seen(client.get(FRONT)) and client.get(review_of(rosa)).status_code == 302


def test_an_account_that_was_shut_keeps_its_author_and_its_proposal(bruno, client, rosa, reporter):
    asked_for(rosa, reporter, position="Chief")
    type(reporter).objects.filter(pk=reporter.pk).update(is_active=False)
    client.force_login(reporter)
    assert client.get(PROFILE).status_code == 302
    bruno.post(form_of(rosa), filled(rosa, beat="Boats"))
    bruno.post(review_of(rosa), typed(bruno, review_of(rosa)) | {"do": "approve"})
    rosa.refresh_from_db()
    assert (rosa.position, rosa.beat, rosa.user_id) == ("Chief", "Boats", reporter.pk)


def test_two_windows_of_one_person_are_told_apart_as_windows(desk_of):
    one, other = typed(desk_of, PROFILE, beat="Tides"), typed(desk_of, PROFILE, beat="Weights")
    desk_of.post(PROFILE, one | {"do": "propose"})
    told = seen(desk_of.post(PROFILE, other | {"do": "propose"}))
    assert "in another window" in told and "In the other one" in told and "rosa saved" not in told


# Accounts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("do", ["approve", "decline"])
def test_a_proposal_outlives_the_account_that_made_it(bruno, rosa, reporter, do):
    asked_for(rosa, reporter, position="Chief")
    reporter.delete()
    response = bruno.post(review_of(rosa), typed(bruno, review_of(rosa)) | {"do": do, "reason": "No."}, follow=True)
    told = page(response).find_class("messages")[0].text_content()
    assert {"approve": "Approved.", "decline": "Declined. rosa has no account any more"}[do] in told
    rosa.refresh_from_db()
    assert (rosa.position == "Chief") == (do == "approve")


def test_each_decision_is_told_once_also_of_another_author_of_the_same_account(desk_of, rosa, reporter, bio_manager):
    asked_for(rosa, reporter, position="Chief").decline(by=bio_manager, reason="Not yet.")
    asked_for(rosa, reporter, beat="Boats").approve(by=bio_manager)
    Author.objects.filter(pk=rosa.pk).update(user=None)
    make_author(name="R. Q.", user=reporter)
    assert "What you proposed was declined" in seen(desk_of.get(FRONT))
    told = seen(desk_of.get(PROFILE))
    assert "Not yet." in told and "What you proposed for Rosa Quill was approved" in told
    assert "What you proposed" not in seen(desk_of.get(FRONT))


def test_a_bio_manager_finds_from_their_own_profile_what_waits_of_it(bruno, bio_manager):
    boss = make_author(name="Bruno Vale", bio=BIO, user=bio_manager)
    asked_for(boss, None, position="Chief")
    assert page(bruno.get(PROFILE)).xpath(f"//a[@href='{review_of(boss)}']")


def test_the_refusal_says_who_may(client, editor, rosa):
    client.force_login(editor)
    response = client.get(review_of(rosa))
    assert response.status_code == 403 and "bio manager" in seen(response).lower()


# Many ---------------------------------------------------------------------------------------------------


def test_thirty_proposals_are_counted_and_the_oldest_are_listed(bruno):
    for number in range(30):
        asked_for(make_author(name=f"Author {number}", bio=BIO), None, position="Chief")
    front = bruno.get(FRONT)
    assert "The oldest 20 of 30" in seen(front)


# Words --------------------------------------------------------------------------------------------------


def test_an_authors_own_form_speaks_to_them(desk_of):
    told = seen(desk_of.get(PROFILE))
    assert "Your title" in told and "Their title" not in told and "What they cover" not in told


def test_one_version_is_not_compared_with_itself(bruno, rosa):
    assert not page(bruno.get(versions_of(rosa))).xpath("//main//button | //*[@id='content']//button")


def test_lost_words_are_said_once_on_the_authors_form(bruno):
    author = make_author(name="Ann Lee", bio="<p>Ann Lee is Senior Editor for He has a boat.</p>")
    make_live(authors=[author])
    doubts = page(bruno.get(form_of(author))).find_class("doubt")
    assert len(doubts) == 1
    assert page(bruno.get(form_of(author))).xpath("//*[@id='id_bio_helptext']//*[@class='doubt']")


def test_a_doubt_that_was_let_stand_is_silent_on_every_form(bruno, bio_manager):
    author = make_author(name="Ann Lee", bio="<p>Ann Lee is Senior Editor for He has a boat.</p>", user=bio_manager)
    found = author.findings.get(kind="lost")
    found.dismiss(by=bio_manager, reason="A stage name.")
    for address in (form_of(author), PROFILE):
        assert not page(bruno.get(address)).find_class("doubt")


def test_the_queue_says_whose_authors_and_where_nothing_stands(bruno):
    author = make_author(name="Ann Lee")
    make_live(authors=[author])
    told = seen(bruno.get(reverse("admin:authors_author_care")))
    assert "stands under" not in told and "one story" in told
    assert "One author was not asked for a year" in seen(bruno.get(FRONT))


def test_markup_in_every_word_is_text_on_the_pages_of_a_proposal(bruno, desk_of, rosa):
    for number, words in enumerate(MARKUP):
        propose(desk_of, position=words, beat=words, note=words + str(number))
    for client, address in ((desk_of, PROFILE), (bruno, review_of(rosa)), (bruno, FRONT)):
        body = client.get(address).content.decode()
        assert "<img src=x" not in body and "<script>alert" not in body
    bruno.post(review_of(rosa), {"do": "decline", "reason": MARKUP[0]})
    for address in (FRONT, PROFILE):
        body = desk_of.get(address).content.decode()
        assert "&lt;img src=x" in body and "<img src=x" not in body


def test_a_note_that_waits_says_whose_it_is(desk_of):
    propose(desk_of, position="Chief", note="Since May.")
    assert "Your note: Since May." in seen(desk_of.get(PROFILE))
