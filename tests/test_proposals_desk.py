"""The life of a bio on the desk: proposed by its author, looked at, edited, approved or declined; two at once; back again."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from lxml import html

from authors.models import Author, BioProposal, NameChange, Outlet
from authors.models.words import words_of
from authors.wordsform import sealed
from tests.desk import errors, form_on, page
from tests.makers import ago, make_author, make_live
from tests.test_bios import filled, form_of, text

pytestmark = pytest.mark.django_db

FRONT = reverse("admin:index")
PROFILE = reverse("admin:authors_author_profile")
BIO = "<p>Rosa Quill covers the harbour. She keeps a boat at the north quay.</p>"
MENDED = "<p>Rosa Quill covers the harbour for The Tern. She keeps a boat at the north quay.</p>"


def review_of(author):
    return reverse("admin:authors_author_proposal", args=[author.pk])


def versions_of(author):
    return reverse("admin:authors_author_versions", args=[author.pk])


def typed(client, url, **fields):
    """The form of words at `url` as it was served, with these fields written otherwise."""
    return form_on(client.get(url), "words") | fields


def propose(client, **fields):
    return client.post(PROFILE, typed(client, PROFILE, **fields) | {"do": "propose"})


def decide(client, author, do="approve", **fields):
    return client.post(review_of(author), typed(client, review_of(author), **fields) | {"do": do})


def seen(response):
    """What a page says, without its tags."""
    return " ".join(page(response).get_element_by_id("content").text_content().split())


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


# Proposing ----------------------------------------------------------------------------------------------


def test_an_account_without_an_author_gets_a_page_that_says_what_to_do(client, editor):
    client.force_login(editor)
    assert "ask a bio manager to choose your account" in seen(client.get(PROFILE))
    assert "Your profile" not in text(client.get(FRONT))


def test_an_author_finds_their_profile_in_the_navigation(desk_of):
    places = page(desk_of.get(PROFILE)).xpath("//nav[@class='places']//a[@aria-current='page']")
    assert [place.text for place in places] == ["Your profile"]


def test_proposing_shows_readers_nothing_and_waits_with_its_difference(desk_of, rosa):
    response = propose(desk_of, bio=MENDED, note="They asked me to.")
    assert response.status_code == 302
    rosa.refresh_from_db()
    assert rosa.bio == BIO
    proposal = BioProposal.objects.get()
    assert (proposal.words["bio"], proposal.note, proposal.by_name) == (MENDED, "They asked me to.", "rosa")
    shown = page(desk_of.get(PROFILE))
    assert "".join(piece.text_content() for piece in shown.xpath("//*[@class='waits']//ins")).count("for The Tern") == 1
    assert shown.xpath("//textarea[@name='bio']")[0].text.strip() == MENDED


def test_links_outlets_and_facts_are_proposed_with_the_bio(desk_of, rosa):
    fields = {
        "beat": "Harbours", "start_year": "1998", "links-0-label": "Website", "links-0-url": "https://rosa.example/",
        "outlets-0-name": "Slack Water",
    }  # fmt: skip
    propose(desk_of, **fields)
    words = BioProposal.objects.get().words
    assert (words["beat"], words["start_year"]) == ("Harbours", 1998)
    assert words["links"] == [{"label": "Website", "url": "https://rosa.example/"}]
    assert words["outlets"] == [{"name": "Slack Water"}]
    assert not rosa.links.exists() and not Outlet.objects.exists()


def test_a_profile_as_it_is_cannot_be_proposed(desk_of):
    assert "Nothing differs from what readers see already." in errors(propose(desk_of))
    assert not BioProposal.objects.exists()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk_of):
    response = propose(desk_of, email="nonsense", beat="Tides and ferries", **{"links-0-label": "Site"})
    assert "Write the address it leads to" in errors(response) and "email" in errors(response)
    assert "Tides and ferries" in text(response)
    assert not BioProposal.objects.exists()


def test_an_author_goes_on_with_what_waits_and_it_stays_one(desk_of):
    propose(desk_of, bio=MENDED)
    propose(desk_of, beat="Harbours")
    proposal = BioProposal.objects.get()
    assert (proposal.words["bio"], proposal.words["beat"], proposal.version) == (MENDED, "Harbours", 2)


def test_a_second_proposal_over_the_same_words_is_asked_about(desk_of):
    first, second = (
        typed(desk_of, PROFILE, position="Harbour reporter"),
        typed(desk_of, PROFILE, position="Chief reporter"),
    )
    desk_of.post(PROFILE, first | {"do": "propose"})
    response = desk_of.post(PROFILE, second | {"do": "propose"})
    assert "1 place needs your answer" in seen(response)
    answers = form_on(response, "merge")
    name = page(response).xpath("//input[@type='radio']/@name")[0]
    assert desk_of.post(PROFILE, answers | {name: "mine"}).status_code == 302
    assert BioProposal.objects.get().words["position"] == "Chief reporter"


def test_an_answer_that_cannot_be_kept_is_asked_again_with_its_reason(desk_of):
    first, second = (
        typed(desk_of, PROFILE, position="Harbour reporter"),
        typed(desk_of, PROFILE, position="Chief reporter"),
    )
    desk_of.post(PROFILE, first | {"do": "propose"})
    asked = desk_of.post(PROFILE, second | {"do": "propose"})
    name = page(asked).xpath("//input[@type='radio']/@name")[0]
    written = {name: "write", name.replace("answer-", "written-"): "long " * 60}
    again = desk_of.post(PROFILE, form_on(asked, "merge") | written)
    assert "at most 120 characters" in seen(again) and "long long" in seen(again)
    assert desk_of.post(PROFILE, form_on(again, "merge") | {name: "theirs"}).status_code == 302


def test_an_author_withdraws_what_waits(desk_of, rosa):
    propose(desk_of, bio=MENDED)
    response = desk_of.post(PROFILE, {"do": "withdraw"}, follow=True)
    assert "Withdrawn." in seen(response)
    assert BioProposal.objects.get().state == "withdrawn"
    assert "Nothing of yours waits any more." in seen(desk_of.post(PROFILE, {"do": "withdraw"}, follow=True))


def test_a_base_of_another_author_is_refused(desk_of, rosa):
    other = make_author(name="Bo Ek")
    response = propose(desk_of, bio=MENDED, base=sealed(words_of(other), other))
    assert "This page is of another time." in errors(response)
    assert not BioProposal.objects.exists()


def test_a_bio_manager_who_is_an_author_needs_no_approval(client, bio_manager):
    bruno = make_author(name="Bruno Reed", bio=BIO, user=bio_manager)
    client.force_login(bio_manager)
    assert "Propose" not in page(client.get(PROFILE)).get_element_by_id("words").text_content()
    response = client.post(PROFILE, typed(client, PROFILE, bio=MENDED) | {"do": "propose"}, follow=True)
    assert "Saved." in seen(response)
    bruno.refresh_from_db()
    assert bruno.bio == MENDED and not BioProposal.objects.exists()


# Deciding -----------------------------------------------------------------------------------------------


def test_the_front_lists_what_waits_the_oldest_first_and_says_what_changes(bruno, rosa):
    for days, name in ((1, "Bo Ek"), (3, "Cy Orr")):
        author = make_author(name=name)
        made = BioProposal.propose(author, words_of(author) | {"position": "Chief"}, base=words_of(author), by=None)
        BioProposal.objects.filter(pk=made.pk).update(at=ago(days=days))
    queue = page(bruno.get(FRONT)).find_class("bio-queue")[0]
    assert [link.text for link in queue.iter("a")] == ["Cy Orr", "Bo Ek"]
    assert "Position changed." in queue.text_content()


def test_a_proposal_is_looked_at_edited_and_approved_and_stands_everywhere(
    desk_of, bruno, rosa, django_capture_on_commit_callbacks
):
    story = make_live(authors=[rosa])
    propose(desk_of, bio=MENDED)
    shown = seen(bruno.get(review_of(rosa)))
    assert "for The Tern" in shown and "Stands under one story" in shown
    linked = MENDED.replace("The Tern", '<a href="https://tern.example/">The Tern</a>')
    with django_capture_on_commit_callbacks(execute=True):
        response = decide(bruno, rosa, bio=linked)
    assert response.status_code == 302
    for address in (story.editions.get().url, rosa.url):
        assert '<a href="https://tern.example/">The Tern</a>' in text(desk_of.get(address)), address
    version = rosa.bio_versions.first()
    assert (version.by_name, version.approved_by_name, version.source) == ("rosa", "bruno", "proposal")


def test_the_author_is_told_once_that_it_was_approved_with_changes(desk_of, bruno, rosa):
    propose(desk_of, bio=MENDED)
    decide(bruno, rosa, position="Harbour reporter")
    assert "What you proposed was approved" in seen(desk_of.get(FRONT))
    told = seen(desk_of.get(PROFILE))
    assert (
        "What you proposed was approved with changes" in told
        and "(added: Harbour reporter)" in told.replace("Harbour  ", "Harbour ")
        or "Harbour" in told
    )
    assert "What you proposed" not in seen(desk_of.get(FRONT))
    assert "What you proposed was approved with changes" in seen(desk_of.get(PROFILE))


def test_declining_needs_a_reason_and_tells_it(desk_of, bruno, rosa):
    propose(desk_of, bio=MENDED)
    refused = bruno.post(review_of(rosa), {"do": "decline", "reason": "  "})
    assert "Write why: whoever proposed it reads it." in errors(refused)
    assert page(refused).xpath("//details[@id='decline']/@open") != []
    response = bruno.post(review_of(rosa), {"do": "decline", "reason": "The Tern is not ours."}, follow=True)
    assert "Declined." in seen(response)
    rosa.refresh_from_db()
    assert rosa.bio == BIO
    assert "The Tern is not ours." in seen(desk_of.get(FRONT))
    assert "What you proposed was declined" in seen(desk_of.get(PROFILE))


def test_what_was_decided_already_is_said(bruno, desk_of, rosa):
    assert "Nobody proposed anything." in seen(bruno.get(review_of(rosa), follow=True))
    propose(desk_of, bio=MENDED)
    form = typed(bruno, review_of(rosa))
    BioProposal.objects.get().decline(by=None, reason="No.")
    assert "It was declined by Newsroom." in seen(bruno.post(review_of(rosa), form | {"do": "approve"}, follow=True))


def test_what_changed_since_it_was_proposed_is_shown_and_kept(desk_of, bruno, rosa):
    propose(desk_of, bio=MENDED)
    bruno.post(form_of(rosa), filled(rosa, beat="Harbours"))
    assert "What changed since it was proposed" in seen(bruno.get(review_of(rosa)))
    decide(bruno, rosa)
    rosa.refresh_from_db()
    assert (rosa.bio, rosa.beat) == (MENDED, "Harbours")


@pytest.mark.parametrize(("take", "position"), [("mine", "Harbour reporter"), ("theirs", "Chief reporter")])
def test_a_proposal_that_meets_what_was_saved_since_is_asked_about(desk_of, bruno, rosa, take, position):
    propose(desk_of, position="Harbour reporter")
    bruno.post(form_of(rosa), filled(rosa, position="Chief reporter"))
    assert "Both changed the same words" in seen(bruno.get(review_of(rosa)))
    response = decide(bruno, rosa)
    assert "What is proposed and what bruno saved since" in seen(response)
    name = page(response).xpath("//input[@type='radio']/@name")[0]
    assert bruno.post(review_of(rosa), form_on(response, "merge") | {name: take}).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.position, BioProposal.objects.get().state) == (position, "approved")


def test_a_proposal_that_grows_while_the_manager_edits_is_merged(desk_of, bruno, rosa):
    propose(desk_of, bio=MENDED)
    form = typed(bruno, review_of(rosa), place="Quay Street")
    propose(desk_of, beat="Harbours")
    assert bruno.post(review_of(rosa), form | {"do": "approve"}).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.bio, rosa.place, rosa.beat) == (MENDED, "Quay Street", "Harbours")


# A manager's own save -----------------------------------------------------------------------------------


def test_two_saves_of_one_form_come_together(bruno, rosa):
    one = filled(rosa, bio=MENDED, standing="contributor")
    other = filled(rosa, beat="Harbours", fediverse="@rosa@toots.example")
    bruno.post(form_of(rosa), one)
    assert bruno.post(form_of(rosa), other).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.bio, rosa.beat, rosa.standing, rosa.fediverse) == (
        MENDED,
        "Harbours",
        "contributor",
        "@rosa@toots.example",
    )


def test_rows_that_two_people_changed_come_together(bruno, rosa):
    rosa.outlet_credits.create(outlet=Outlet.called("The Tern"), order=1)
    one = filled(rosa) | {"outlets-TOTAL_FORMS": 2, "outlets-1-name": "Slack Water"}
    other = filled(rosa) | {
        "outlets-0-name": "",
        "links-TOTAL_FORMS": 1,
        "links-0-label": "Site",
        "links-0-url": "https://r.example/",
    }
    for data in (one, other):
        assert bruno.post(form_of(rosa), data).status_code == 302
    assert [outlet.name for outlet in rosa.outlets()] == ["Slack Water"]
    assert rosa.links.get().url == "https://r.example/"


@pytest.mark.parametrize(
    ("field", "mine", "theirs"), [("position", "Chief", "Editor"), ("standing", "guest", "former")]
)
def test_what_two_saves_say_differently_is_asked_and_nothing_is_saved_before(bruno, rosa, field, mine, theirs):
    slow = filled(rosa, **{field: mine, "beat": "Harbours"})
    bruno.post(form_of(rosa), filled(rosa, **{field: theirs}))
    response = bruno.post(form_of(rosa), slow)
    assert "changed the same words" in seen(response) and "merged already" in seen(response)
    rosa.refresh_from_db()
    assert (getattr(rosa, field), rosa.beat) == (theirs, "")
    name = page(response).xpath("//input[@type='radio']/@name")[0]
    assert bruno.post(form_of(rosa), form_on(response, "merge") | {name: "mine"}).status_code == 302
    rosa.refresh_from_db()
    assert (getattr(rosa, field), rosa.beat) == (mine, "Harbours")


def test_an_approval_while_a_manager_writes_is_merged_into_the_save(desk_of, bruno, rosa):
    slow = filled(rosa, place="Quay Street")
    propose(desk_of, bio=MENDED)
    decide(bruno, rosa)
    assert bruno.post(form_of(rosa), slow).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.bio, rosa.place) == (MENDED, "Quay Street")


def test_only_a_pen_name_has_somebody_behind_it_and_readers_never_see_who(bruno, client, rosa):
    assert "Only a pen name" in errors(bruno.post(form_of(rosa), filled(rosa, behind="Somebody Else")))
    bruno.post(form_of(rosa), filled(rosa, behind="Somebody Else", kind="pen_name", contact_email="x@y.example"))
    make_live(authors=[rosa])
    for told in (text(client.get(rosa.url)), text(client.get(make_live(authors=[rosa]).editions.get().url))):
        assert "Somebody Else" not in told and "x@y.example" not in told


def test_pinned_stories_are_put_by_their_addresses_and_a_wrong_one_is_said(bruno, rosa):
    story = make_live(authors=[rosa]).editions.get().url
    response = bruno.post(form_of(rosa), filled(rosa, pinned="/nowhere/", beat="Tides"))
    assert "No story of this paper is at /nowhere/" in errors(response) and "Tides" in text(response)
    rosa.refresh_from_db()
    assert rosa.beat == ""
    assert bruno.post(form_of(rosa), filled(rosa, pinned=story)).status_code == 302
    assert rosa.pins.addresses() == [story]


def test_a_credited_authors_name_is_not_changed_in_the_form(bruno, rosa):
    make_live(authors=[rosa])
    shown = page(bruno.get(form_of(rosa)))
    assert not shown.xpath("//input[@name='name']")
    bruno.post(form_of(rosa), filled(rosa, name="Rosa Marsh", beat="Tides"))
    rosa.refresh_from_db()
    assert (rosa.name, rosa.beat) == ("Rosa Quill", "Tides")


# The history --------------------------------------------------------------------------------------------


def test_the_history_says_who_did_what(desk_of, bruno, rosa):
    propose(desk_of, bio=MENDED)
    decide(bruno, rosa)
    bruno.post(form_of(rosa), filled(Author.objects.get(pk=rosa.pk), position="Editor"))
    told = seen(bruno.get(versions_of(rosa)))
    assert "bruno saved it on the desk" in told and "Position changed" in told
    assert "rosa proposed it; bruno approved it" in told and "3 words changed in the bio" in told
    assert "Newsroom brought it in from test" in told


def test_any_two_versions_are_compared_and_one_with_what_readers_see(desk_of, bruno, rosa):
    bruno.post(form_of(rosa), filled(rosa, bio=MENDED))
    new, old = rosa.bio_versions.values_list("pk", flat=True)
    address = reverse("admin:authors_author_difference", args=[rosa.pk])
    for query in ({"from": old, "to": new}, {"from": old}, {"from": old, "to": "now"}):
        marked = page(bruno.get(address, query)).xpath("//ins")
        assert any("for The Tern" in one.text_content() for one in marked), query
    assert bruno.get(address, {"from": "99999"}).status_code == 404
    assert bruno.get(address, {"from": "x"}).status_code == 404


def test_an_old_version_is_put_back_as_a_new_one(bruno, rosa):
    bruno.post(form_of(rosa), filled(rosa, bio=MENDED))
    old = rosa.bio_versions.last()
    address = reverse("admin:authors_author_restore", args=[rosa.pk, old.pk])
    form = page(bruno.get(address))
    base = form.xpath("//input[@name='base']/@value")[0]
    assert "Put back the version of" in seen(bruno.post(address, {"base": base}, follow=True))
    rosa.refresh_from_db()
    assert rosa.bio == BIO and rosa.bio_versions.count() == 3
    assert "Put back the version of" in rosa.bio_versions.first().note


def test_putting_back_says_what_stays_and_keeps_what_an_old_version_never_knew(bruno, rosa):
    rosa.bio_versions.update(words={}, text="<p>Older than the rest.</p>")
    bruno.post(form_of(rosa), filled(rosa, beat="Harbours"))
    address = reverse("admin:authors_author_restore", args=[rosa.pk, rosa.bio_versions.last().pk])
    shown = bruno.get(address)
    assert "the two bios alone are known" in seen(shown)
    bruno.post(address, {"base": page(shown).xpath("//input[@name='base']/@value")[0]})
    rosa.refresh_from_db()
    assert (rosa.bio, rosa.beat) == ("<p>Older than the rest.</p>", "Harbours")


def test_a_name_left_behind_for_good_is_shown_to_administrators_alone(client, bruno, rosa, administrator):
    NameChange.rename(rosa, "Ross Quill", scope=NameChange.Scope.EVERYWHERE, by=None, private=True)
    address = reverse("admin:authors_author_difference", args=[rosa.pk])
    old = rosa.bio_versions.last().pk
    pages = (
        form_of(rosa),
        versions_of(rosa),
        f"{address}?from={old}",
        reverse("admin:authors_author_restore", args=[rosa.pk, old]),
    )
    for url in pages:
        assert "Rosa Quill" not in seen(bruno.get(url)) or url == form_of(rosa), url
    client.force_login(administrator)
    assert "Rosa" in seen(client.get(f"{address}?from={old}"))


def test_putting_back_never_brings_such_a_name_to_readers(client, administrator, rosa):
    NameChange.rename(rosa, "Ross Quill", scope=NameChange.Scope.EVERYWHERE, by=None, private=True)
    rosa.refresh_from_db()
    old = rosa.bio_versions.last()
    address = reverse("admin:authors_author_restore", args=[rosa.pk, old.pk])
    client.force_login(administrator)
    base = sealed(words_of(rosa), rosa)
    client.post(address, {"base": base})
    rosa.refresh_from_db()
    assert "Rosa Quill" not in rosa.bio


# The preview --------------------------------------------------------------------------------------------


def frames(response):
    return [html.fromstring(frame.get("srcdoc")) for frame in page(response).iter("iframe")]


def test_the_form_shows_the_bio_under_a_story_and_on_the_profile(bruno, rosa):
    make_live(authors=[rosa])
    story, profile = frames(bruno.get(form_of(rosa)))
    assert "covers the harbour." in story.find_class("author-card")[0].text_content()
    assert "covers the harbour." in profile.find_class("profile")[0].text_content()
    assert not story.xpath("//script") and not profile.xpath("//script")


def test_what_is_typed_is_previewed_and_nothing_is_saved(bruno, rosa):
    tern = Outlet.called("Slack Water")
    tern.url = "https://slack.example/"
    tern.save()
    data = filled(rosa, bio=f"{MENDED}<script>alert(1)</script>", position="Chief <b>x</b>")
    data |= {"outlets-TOTAL_FORMS": 1, "outlets-0-name": "slack water", "links-TOTAL_FORMS": 1, "links-0-label": "Site"}
    data |= {"links-0-url": "https://rosa.example/", "start_year": "nonsense"}
    address = reverse("admin:authors_author_preview", args=[rosa.pk])
    for headers in ({}, {"Accept": "text/fragment"}):
        story, profile = frames(bruno.post(address, data, headers=headers))
        assert "for The Tern" in story.text_content() and "Chief <b>x</b>" in story.text_content()
        assert story.xpath("//a[@href='https://slack.example/']") and profile.xpath(
            "//a[@href='https://rosa.example/']"
        )
        assert not story.xpath("//script") and not profile.xpath("//script")
    rosa.refresh_from_db()
    assert rosa.bio == BIO and not rosa.links.exists()
    assert bruno.get(address).status_code == 405


def test_the_preview_of_a_short_bio_stands_under_stories_alone(bruno, rosa):
    address = reverse("admin:authors_author_preview", args=[rosa.pk])
    story, profile = frames(bruno.post(address, filled(rosa, short_bio="<p>Rosa, in short.</p>")))
    assert "Rosa, in short." in story.text_content() and "Rosa, in short." not in profile.text_content()


# Who may what -------------------------------------------------------------------------------------------

EVERYBODY = {"Reporter", "Editor", "Bio manager", "Administrator"}
MANAGERS = {"Bio manager", "Administrator"}
MAY = {  # page, what is sent (None: it is looked at) → who may
    ("profile", None): EVERYBODY,
    ("profile", "propose"): EVERYBODY,
    ("profile", "withdraw"): EVERYBODY,
    ("profile_preview", ""): EVERYBODY,
    ("proposal", None): MANAGERS,
    ("proposal", "approve"): MANAGERS,
    ("proposal", "decline"): MANAGERS,
    ("preview", ""): MANAGERS,
    ("versions", None): EVERYBODY,
    ("difference", None): EVERYBODY,
    ("restore", None): MANAGERS,
    ("restore", "restore"): MANAGERS,
}


@pytest.mark.parametrize("role", [*sorted(EVERYBODY), "no role", "signed out"])
@pytest.mark.parametrize(("name", "do"), MAY, ids=str)
def test_roles_and_actions(client, django_user_model, rosa, role, name, do):
    user = django_user_model.objects.create_user("somebody", is_staff=role in EVERYBODY)
    if role in EVERYBODY:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    make_author(name="Some Body", user=user)
    made = BioProposal.propose(rosa, words_of(rosa) | {"position": "Chief"}, base=words_of(rosa), by=rosa.user)
    if role != "signed out":
        client.force_login(user)
    args = {"restore": [rosa.pk, rosa.bio_versions.first().pk]}.get(name, [rosa.pk])
    address = reverse(f"admin:authors_author_{name}", args=[] if name.startswith("profile") else args)
    response = client.get(address) if do is None else client.post(address, {"do": do, "reason": "So."})
    if role not in EVERYBODY:
        assert response.status_code == 302 and "/login/" in response["Location"]
    else:
        assert (response.status_code != 403) == (role in MAY[name, do])
        assert response.status_code in (200, 302, 403)
    made.refresh_from_db()
    assert (made.state == "declined") == (do == "decline" and role in MANAGERS)


def test_every_form_of_words_knows_where_its_preview_is(bruno, rosa):
    markup = bruno.get(form_of(rosa)).content.decode()
    address = reverse("admin:authors_author_preview", args=[rosa.pk])
    assert f'data-preview="{address}"' in markup and f'formaction="{address}"' in markup
