"""Proposed bios: what they ask for, how they meet with what others do meanwhile, and what becomes of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from authors.models import Author, BioProposal, Collides, Outlet, Refused
from authors.models.words import clean_words, put_words, same, words_of
from tests.makers import make_author, make_live

pytestmark = pytest.mark.django_db

LOST = "<p>Ann Lee is Senior Editor for She has covered the estuary since 2012.</p><p>She lives by the quay.</p>"
MENDED = LOST.replace("for She", "for Slack Water. She")


@pytest.fixture
def ann(reporter):
    return make_author(name="Ann Lee", bio=LOST, position="Editor", user=reporter)


def propose(author, *, by, base=None, **words):
    said = words_of(author)
    return BioProposal.propose(author, said | words, base=base or said, by=by)


def test_a_proposal_changes_nothing_until_it_is_approved(ann, reporter):
    propose(ann, by=reporter, bio=MENDED)
    ann.refresh_from_db()
    assert ann.bio == LOST
    assert ann.bio_versions.count() == 1
    assert "Slack Water" not in ann.card


def test_approved_it_stands_on_the_profile_and_in_the_card_and_is_kept(ann, reporter, bio_manager, reader):
    story = make_live(authors=[ann])
    propose(ann, by=reporter, bio=MENDED).approve(by=bio_manager)
    ann.refresh_from_db()
    assert ann.bio == MENDED
    for address in (ann.url, story.editions.get().url):
        assert "Editor for Slack Water" in reader.get(address).content.decode()
    version = ann.bio_versions.first()
    assert (version.by, version.approved_by_name, version.source) == (reporter, "bruno", "proposal")
    assert ann.looked_at is not None


def test_a_manager_may_edit_what_is_approved(ann, reporter, bio_manager):
    made = propose(ann, by=reporter, bio=MENDED)
    linked = MENDED.replace("Slack Water", '<a href="https://slack.example/">Slack Water</a>')
    made.approve(by=bio_manager, words=made.words | {"bio": linked}, seen=made.words)
    ann.refresh_from_db()
    assert "https://slack.example/" in ann.bio
    assert made.result == ann.bio_versions.first()
    assert made.result.profile["bio"] == ann.bio


def test_what_says_nothing_new_is_refused(ann, reporter):
    with pytest.raises(Refused, match="Nothing differs"):
        propose(ann, by=reporter)
    assert not BioProposal.objects.exists()


def test_bad_input_names_the_field(ann, reporter):
    for field, value in (("email", "no address"), ("start_year", 1066), ("position", "x" * 121)):
        with pytest.raises(ValidationError) as error:
            propose(ann, by=reporter, **{field: value})
        assert field in error.value.message_dict
    with pytest.raises(ValidationError) as error:
        propose(ann, by=reporter, links=[{"label": "Site", "url": "javascript:alert(1)"}])
    assert "links" in error.value.message_dict
    assert not BioProposal.objects.exists()


def test_markup_that_is_not_allowed_never_gets_into_a_proposal(ann, reporter):
    made = propose(ann, by=reporter, bio='<p onclick="x()">Ann<script>x()</script></p>')
    assert made.words["bio"] == "<p>Ann</p>"


def test_a_second_proposal_is_taken_into_the_open_one(ann, reporter, editor):
    said = words_of(ann)
    first = propose(ann, by=reporter, bio=MENDED)
    second = BioProposal.propose(ann, said | {"position": "Senior Editor"}, base=said, by=editor)
    assert second.pk == first.pk
    assert second.words["bio"] == MENDED
    assert second.words["position"] == "Senior Editor"
    assert second.version == 2
    assert second.names == "rosa and edith"


def test_a_second_proposal_of_the_same_words_collides_and_writes_nothing(ann, reporter, editor):
    said = words_of(ann)
    propose(ann, by=reporter, bio=MENDED)
    other = said | {"bio": LOST.replace("for She", "for the Argus. She")}
    with pytest.raises(Collides) as clash:
        BioProposal.propose(ann, other, base=said, by=editor)
    assert clash.value.who == "rosa"
    (place,) = clash.value.merged.unanswered
    assert BioProposal.objects.get().words["bio"] == MENDED
    made = BioProposal.propose(ann, other, base=said, by=editor, answers={place.key: {"take": "mine"}})
    assert "for the Argus" in made.words["bio"]


def test_who_edits_their_own_proposal_on_collides_with_nobody(ann, reporter):
    first = propose(ann, by=reporter, bio=MENDED)
    again = BioProposal.propose(ann, first.words | {"bio": MENDED + "<p>More.</p>"}, base=first.words, by=reporter)
    assert again.words["bio"].endswith("<p>More.</p>")
    assert again.others == []


def test_the_database_holds_one_open_proposal_for_each_author(ann, reporter):
    propose(ann, by=reporter, bio=MENDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        BioProposal.objects.create(author=ann, base={}, words={}, by_name="x")


def change(author, *, by, **words):
    with transaction.atomic():
        put_words(author, words_of(author) | words)
        author.keep(by=by)


def test_what_was_saved_meanwhile_is_merged_into_an_approval(ann, reporter, bio_manager):
    made = propose(ann, by=reporter, bio=MENDED)
    change(ann, by=bio_manager, place="Ostrey", bio=LOST.replace("by the quay", "by the quay with two dogs"))
    made.approve(by=bio_manager)
    ann.refresh_from_db()
    assert ann.place == "Ostrey"
    assert "two dogs" in ann.bio
    assert "Slack Water" in ann.bio


def test_what_was_saved_meanwhile_in_the_same_words_asks_before_an_approval(ann, reporter, bio_manager):
    made = propose(ann, by=reporter, position="Senior Editor")
    change(ann, by=bio_manager, position="Managing Editor")
    with pytest.raises(Collides) as clash:
        made.approve(by=bio_manager)
    ann.refresh_from_db()
    made.refresh_from_db()
    assert (ann.position, made.state) == ("Managing Editor", "open")
    (place,) = clash.value.merged.unanswered
    made.approve(by=bio_manager, answers={place.key: {"take": "theirs"}})
    ann.refresh_from_db()
    assert ann.position == "Managing Editor"


def test_what_is_added_while_the_manager_edits_is_merged_or_asks(ann, reporter, bio_manager):
    made = propose(ann, by=reporter, bio=MENDED)
    seen = made.words
    BioProposal.propose(ann, seen | {"place": "Kettle Hill"}, base=seen, by=reporter)
    edited = seen | {"bio": MENDED.replace("since 2012", "since 2011")}
    made.approve(by=bio_manager, words=edited, seen=seen)
    ann.refresh_from_db()
    assert ann.place == "Kettle Hill"
    assert "since 2011" in ann.bio


def test_declined_it_changes_nothing_and_says_why(ann, reporter, bio_manager):
    made = propose(ann, by=reporter, bio=MENDED)
    with pytest.raises(Refused, match="Write why"):
        made.decline(by=bio_manager, reason="  ")
    made.decline(by=bio_manager, reason="The link is missing.")
    ann.refresh_from_db()
    assert ann.bio == LOST
    assert BioProposal.objects.untold(reporter).get() == made
    made.tell()
    assert not BioProposal.objects.untold(reporter).exists()


@pytest.mark.parametrize("first", ["approve", "decline", "withdraw"])
def test_a_proposal_is_decided_once(ann, reporter, bio_manager, first):
    made = propose(ann, by=reporter, bio=MENDED)
    stale = BioProposal.objects.get()
    getattr(made, first)(by=bio_manager, **({"reason": "No."} if first == "decline" else {}))
    with pytest.raises(Refused, match="already, by bruno"):
        stale.approve(by=bio_manager)
    with pytest.raises(Refused, match="already"):
        stale.decline(by=bio_manager, reason="No.")


def test_outlets_and_links_are_proposed_and_put_in_order(ann, reporter, bio_manager):
    ann.outlet_credits.create(outlet=Outlet.called("Slack Water"))
    ann.keep(by=None)
    outlets = [{"name": "Whinmouth Chronicle"}, {"name": "slack water"}]
    links = [{"label": "Tides", "url": "https://tides.example/"}]
    propose(ann, by=reporter, outlets=outlets, links=links).approve(by=bio_manager)
    assert [outlet.name for outlet in ann.outlets()] == ["Whinmouth Chronicle", "Slack Water"]
    assert words_of(ann)["links"] == links
    assert Outlet.objects.count() == 2


def test_a_link_that_stays_keeps_what_is_known_of_its_page(ann):
    from django.utils import timezone

    ann.links.create(label="Tides", url="https://tides.example/", verified_at=timezone.now())
    put_words(ann, words_of(ann) | {"links": [{"label": "The tide diary", "url": "https://tides.example/"}]})
    (link,) = Author.objects.get(pk=ann.pk).links.all()
    assert (link.label, link.verified_at is not None) == ("The tide diary", True)


def test_words_put_back_are_the_words_that_were_read(ann):
    ann.links.create(label="Tides", url="https://tides.example/")
    ann.outlet_credits.create(outlet=Outlet.called("Slack Water"))
    was = words_of(ann)
    put_words(ann, clean_words(was))
    ann.keep(by=None)
    assert same(was, words_of(Author.objects.get(pk=ann.pk)))


def test_a_version_is_kept_for_a_changed_fact_and_not_for_none(ann, bio_manager):
    before = ann.bio_versions.count()
    ann.keep(by=bio_manager)
    assert ann.bio_versions.count() == before
    change(ann, by=bio_manager, place="Ostrey")
    assert ann.bio_versions.first().profile["place"] == "Ostrey"


def test_an_approval_that_fails_at_any_step_leaves_everything_as_it_was(ann, reporter, bio_manager):
    propose(ann, by=reporter, bio=MENDED, outlets=[{"name": "Slack Water"}])
    step = 1
    while _fails(step, BioProposal.objects.get(), bio_manager):
        fresh = Author.objects.get(pk=ann.pk)
        assert (fresh.bio, fresh.outlets(), fresh.bio_versions.count()) == (LOST, [], 1), step
        assert BioProposal.objects.get().state == "open"
        assert not Outlet.objects.exists()
        step += 1
    assert step > 6
    assert Author.objects.get(pk=ann.pk).bio == MENDED


def _fails(step, made, by):
    try:
        with failing_at(step):
            made.approve(by=by)
    except Stopped:
        return True
    return False


class Stopped(Exception):
    pass


class failing_at:
    """The n-th writing statement raises."""

    def __init__(self, step):
        self.left = step

    def __enter__(self):
        from django.db import connection

        self.wrapper = connection.execute_wrapper(self._stop)
        self.wrapper.__enter__()

    def __exit__(self, *failure):
        self.wrapper.__exit__(*failure)

    def _stop(self, execute, sql, params, many, context):
        if sql.split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            self.left -= 1
            if self.left == 0:
                raise Stopped
        return execute(sql, params, many, context)
