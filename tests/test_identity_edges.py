"""Edges of bios, names and merges: races, stale copies, what an undo gives back, and what a click may never lose."""

import time
from functools import partial
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk.bylines import BylineFormSet, author_called
from articles.models import Byline, Edition, EditionCredit, OldPrinting
from articles.models.takedown import Order
from authors.desk.care import unseen
from authors.looking import is_there
from authors.mending import mend
from authors.models import (
    Author,
    AuthorMerge,
    BioAsk,
    BioProposal,
    BioVersion,
    NameChange,
    Outlet,
    Refused,
)
from authors.models.words import clean_words, put_words, words_of
from pagecache import memory
from pagecache.models import Purge
from tests.desk import change_url, form_on
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic
from tests.test_races import together

pytestmark = pytest.mark.django_db

FROM_NOW, EVERYWHERE = NameChange.Scope.FROM_NOW, NameChange.Scope.EVERYWHERE


@pytest.fixture
def ann():
    return make_author(name="Ann Lee")


@pytest.fixture
def twins():
    return make_author(name="Jason Litz"), make_author(name="JASON LITZ, AP")


def give_outlets(author, *names):
    put_words(author, {"outlets": [{"name": name} for name in names]})
    author.keep(by=None)


# Mending by one click


def test_writing_an_outlet_into_the_bio_keeps_what_was_written_there_since(ann):
    ann.bio = "<p>Her work has appeared in Forbes and Wired.</p>"
    ann.save()
    give_outlets(ann, "Forbes", "Wired", "Kelp")
    found = ann.findings.get(kind="outlet_unnamed")
    ann.bio += "<p>She keeps bees on the north quay.</p>"
    ann.save()
    ann.keep(by=None)
    mend(ann, found.key, by=None)
    assert "Kelp" in ann.bio
    assert "keeps bees" in ann.bio


def test_mending_a_name_leaves_where_it_is_right_and_addresses_alone():
    author = make_author(name="Ann Brooks")
    author.bio = '<p>Ann Brook writes of ships. Ann Brooks has <a href="https://x.example/Ann%20Brook">a page</a>.</p>'
    author.save()
    author.keep(by=None)
    found = author.findings.get(kind="name")
    mend(author, found.key, by=None)
    assert "Brookss" not in author.bio


def test_mending_says_what_is_wrong_where_another_fact_cannot_be_kept(ann, client, bio_manager):
    ann.bio = "<p>Her work has appeared in Forbes and Wired.</p>"
    ann.email = "ann at quay"  # as an import may leave it
    ann.save()
    ann.keep(by=None)
    found = ann.findings.filter(kind="outlet_unlisted").first()
    client.force_login(bio_manager)
    answer = client.post(f"/admin/authors/author/{ann.pk}/care/", {"do": "mend", "key": found.key})
    assert answer.status_code == 302


def test_a_bio_that_was_changed_lately_is_not_unseen(ann):
    Author.objects.filter(pk=ann.pk).update(looked_at=ago(days=800))
    ann.refresh_from_db()
    ann.bio = "<p>Ann Lee writes.</p>"
    ann.save()
    ann.keep(by=None)
    assert [pk for pk, _ in unseen(timezone.now())] == []


# Links inside the site


def test_looking_at_a_bio_opens_nobodys_link(ann):
    other = make_author(name="Bo Ek")
    ask = BioAsk.ask(other, by=None)
    ann.bio = f'<p>Ann Lee <a href="{ask.get_absolute_url()}">writes</a>.</p>'
    ann.save()
    ann.keep(by=None)
    ask.refresh_from_db()
    assert ask.opened_at is None


def test_an_address_that_leads_on_for_want_of_its_slash_is_there(ann):
    assert is_there("/authors/ann-lee")


@pytest.mark.parametrize(
    "path",
    [
        "/topics/\0/",
        "/authors/\0/",
        "/2026/01/02/\0/",
        "/0000/",
        "/9999/12/",
        "/٢٠٢٦/",
        "//",
        "/authors/check/x/",
        "/" + "x" * 3000 + "/",
        "/2026/13/45/x/",
        "/latest/",
        "/corrections/atom.xml",
        "/authors/ann-lee/atom.xml",
        "/paper-x.css",
        "/.well-known/security.txt",
        "/authors/masthead/",
        "/%",
        "/\ud800/",
    ],
)
def test_no_odd_address_stops_a_bio_from_being_saved(ann, path):
    with transaction.atomic():
        is_there(path)
        Author.objects.count()


def test_a_page_that_breaks_does_not_stop_a_bio_from_being_saved(ann, monkeypatch):
    from articles import views

    def broken(*args, **kwargs):
        raise RuntimeError("no page")

    monkeypatch.setattr(views, "list_page", broken)
    ann.bio = '<p>Ann Lee reads <a href="/latest/">all of it</a>.</p>'
    ann.save()
    ann.keep(by=None)
    assert ann.bio_versions.count() == 1


# Merging


def test_undone_what_was_put_back_retracted_or_moved_since_stands_on_the_profile_it_names(twins):
    kept, gone = twins
    retracted, back, planned = make_live(authors=[gone]), make_live(authors=[gone]), make_article(authors=[gone])
    back.publish(by=None)
    planned.publish(by=None, at=ahead(hours=2))
    made = AuthorMerge.merge(kept, gone, by=None)
    retracted.retract(by=None, notice="It was wrong.")
    back.put_back(by=None)
    planned.reschedule(planned.editions.get(), by=None, at=ahead(hours=5))
    made.undo(by=None)
    assert not kept.edition_credits.exists()
    assert gone.edition_credits.count() == Edition.objects.count()


def test_a_stale_copy_that_is_saved_does_not_undo_a_merge(twins):
    kept, gone = twins
    stale = Author.objects.get(pk=gone.pk)
    AuthorMerge.merge(kept, gone, by=None)
    stale.position = "Editor"
    stale.save()
    gone.refresh_from_db()
    assert gone.merged_into == kept


def test_nothing_is_proposed_of_somebody_who_was_merged_meanwhile(twins, reporter):
    kept, gone = twins
    stale, said = Author.objects.get(pk=gone.pk), words_of(gone)
    AuthorMerge.merge(kept, gone, by=None)
    with pytest.raises(Refused):
        BioProposal.propose(stale, said | {"place": "Kyiv"}, base=said, by=reporter)


def test_nobody_who_was_merged_meanwhile_is_renamed(twins):
    kept, gone = twins
    stale = Author.objects.get(pk=gone.pk)
    AuthorMerge.merge(kept, gone, by=None)
    with pytest.raises(Refused):
        NameChange.rename(stale, "Jay Litz", scope=FROM_NOW, by=None)


def test_nobody_who_was_merged_meanwhile_is_asked(twins):
    kept, gone = twins
    stale = Author.objects.get(pk=gone.pk)
    AuthorMerge.merge(kept, gone, by=None)
    with pytest.raises(Refused):
        BioAsk.ask(stale, by=None)


def test_two_lives_that_cannot_be_one_are_refused_in_words():
    kept, gone = make_author(name="Ann Lee", born_year=1980), make_author(name="ANN LEE", died_year=1975)
    with pytest.raises(Refused):
        AuthorMerge.merge(kept, gone, by=None)


def test_undoing_a_merge_puts_no_name_on_a_story_that_was_taken_down(twins):
    kept, gone = twins
    both = make_article(authors=[kept, gone])
    both.publish(by=None)
    made = AuthorMerge.merge(kept, gone, by=None)
    both.take_down(Order("An order."), by=None)
    made.undo(by=None)
    assert not both.bylines.exists()


def test_undone_an_outlet_that_was_renamed_meanwhile_goes_back_too(twins):
    kept, gone = twins
    give_outlets(gone, "Slack Water")
    made = AuthorMerge.merge(kept, gone, by=None)
    outlet = Outlet.objects.get()
    outlet.name = "Slack Water Weekly"
    outlet.save()
    made.undo(by=None)
    assert not kept.outlet_credits.exists()


def test_undone_a_link_that_was_reworded_since_stays(twins):
    kept, gone = twins
    put_words(gone, {"links": [{"label": "Website", "url": "https://litz.example/"}]})
    made = AuthorMerge.merge(kept, gone, by=None)
    kept.links.update(label="My own pages")
    made.undo(by=None)
    assert [link.label for link in kept.links.all()] == ["My own pages"]


def test_undone_a_spelling_that_the_kept_one_took_as_a_name_is_the_others_again(twins):
    kept, gone = twins
    gone.aliases.create(name="J. Litz")
    made = AuthorMerge.merge(kept, gone, by=None)
    kept.refresh_from_db()
    NameChange.rename(kept, "J. Litz", scope=FROM_NOW, by=None)
    NameChange.rename(kept, "Jason Litz", scope=FROM_NOW, by=None)
    made.undo(by=None)
    assert [alias.name for alias in gone.aliases.all()] == ["J. Litz"]


# A name, and take-downs


def test_a_story_taken_down_leaves_no_old_printing(ann):
    story = make_live(authors=[ann])
    NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None)
    story.take_down(Order("An order."), by=None)
    assert not OldPrinting.objects.exists()


def test_a_passage_taken_out_is_taken_out_of_old_printings(ann):
    other = make_author(name="Olga Quist")
    story = make_live(authors=[ann, other], body="<p>Olga Quist rowed out.</p><p>She came back.</p>")
    NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None)
    story.take_down(Order("An order."), by=None, passage="Olga Quist")
    assert "Olga Quist" not in str(list(OldPrinting.objects.values_list("credits", flat=True)))


# Words


def test_a_year_written_as_text_is_the_same_year(ann):
    ann.start_year = 1998
    ann.save()
    assert clean_words(words_of(ann) | {"start_year": "1998"})["start_year"] == 1998


def test_line_ends_of_a_browser_are_no_change(ann, reporter):
    ann.disclosure = "One line.\nAnother."
    ann.save()
    ann.keep(by=None)
    said = words_of(ann)
    with pytest.raises(Refused):
        BioProposal.propose(ann, said | {"disclosure": "One line.\r\nAnother."}, base=said, by=reporter)


def test_base_of_missing_keys(ann, reporter):
    said = words_of(ann)
    BioProposal.propose(ann, said | {"place": "Kyiv"}, base={}, by=reporter)


def test_a_proposal_approved_as_the_profile_stands_names_no_older_version_as_its_result(ann, reporter, bio_manager):
    ann.place = "Kyiv"
    ann.save()
    ann.keep(by=None)
    said = words_of(ann)
    made = BioProposal.propose(ann, said | {"place": "Lviv"}, base=said, by=reporter)
    seen = made.rebased()
    made.approve(by=bio_manager, words=said, seen=seen)
    made.refresh_from_db()
    assert made.result is None


def test_pins_percent(ann):
    story = make_live(authors=[ann], headline="Željka rows home")
    ann.pins.put(ann, [story.editions.get().url])
    ann.pins.put(ann, [story.editions.get().path])
    u = story.editions.get().path
    other, third = make_live(authors=[ann]), make_live(authors=[ann])
    ann.pins.put(ann, [u, u, other.editions.get().path, third.editions.get().path])


# An author typed with an address


def test_an_author_chosen_by_an_address_that_is_old_by_now_is_found(twins, client, editor):
    from articles.desk.bylines import author_called

    kept, gone = twins
    AuthorMerge.merge(kept, gone, by=None)
    assert author_called("JASON LITZ, AP [jason-litz-ap]") == kept


# A form that was open meanwhile


def test_a_form_that_was_open_during_a_change_from_now_on_keeps_the_old_printing(ann, client, editor):
    story = make_live(authors=[ann])
    client.force_login(editor)
    opened = form_on(client.get(change_url(story)))
    NameChange.rename(ann, "Ann Brook", scope=FROM_NOW, by=None)
    client.post(change_url(story), opened | {"headline": "Other words", "do": "save"})
    story.refresh_from_db()
    assert story.headline == "Other words"
    assert [line.printed for line in story.bylines.all()] == ["Ann Lee"]


def test_a_form_that_was_open_during_a_change_everywhere_does_not_bring_the_old_name_back(ann, client, editor):
    story = make_article(authors=[ann])
    story.bylines.update(credited_as="Ann Lee")
    story.publish(by=None)
    client.force_login(editor)
    opened = form_on(client.get(change_url(story)))
    NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None, private=True)
    client.post(change_url(story), opened | {"headline": "Other words", "do": "save"})
    story.refresh_from_db()
    assert story.headline == "Other words"
    assert [line.printed for line in story.bylines.all()] == ["Ann Brook"]


def test_a_private_old_name_typed_on_the_desk_credits_the_person_and_makes_nobody_of_that_name(ann):
    NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None, private=True)
    assert author_called("Ann Lee") == ann


def test_a_line_whose_work_was_changed_while_two_were_one_goes_back(twins):
    kept, gone = twins
    story = make_article(authors=[gone])
    made = AuthorMerge.merge(kept, gone, by=None)
    story.bylines.update(role=Byline.Role.CONTRIBUTOR)
    story.publish(by=None)
    made.undo(by=None)
    assert [line.author for line in story.bylines.all()] == [gone]
    assert [row.author for row in EditionCredit.objects.all()] == [gone]


# What it costs


def cost(deed):
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


@pytest.mark.parametrize("scope", [FROM_NOW])
def test_a_change_from_now_on_costs_the_same_for_few_and_for_many_stories(scope):
    costs = []
    for number in (2, 12):
        author = make_author(name=f"Ann Lee {number}")
        for _ in range(number):
            make_live(authors=[author])
            make_article(authors=[author])
        costs.append(cost(partial(NameChange.rename, author, f"Ann Brook {number}", scope=scope, by=None)))
    assert costs[0] == costs[1]


def test_merging_and_parting_costs_the_same_for_few_and_for_many_stories():
    costs = []
    for number in (2, 12):
        kept, gone = make_author(name=f"Ann Lee {number}"), make_author(name=f"ANN LEE {number}")
        for _ in range(number):
            make_live(authors=[gone])
            make_live(authors=[kept, gone])
        costs.append(
            (
                cost(partial(AuthorMerge.merge, kept, gone, by=None)),
                cost(lambda: AuthorMerge.objects.latest("pk").undo(by=None)),
            )
        )
    assert costs[0] == costs[1]


def test_no_odd_character_in_a_link_stops_a_bio_from_being_saved(ann):
    ann.bio = '<p>Ann Lee <a href="/topics/%00/">writes</a> <a href="/authors/%00/">a</a> <a href="/2026/01/02/%00/">b</a>.</p>'
    ann.save()
    ann.keep(by=None)


# Every page that prints a name


def test_every_public_page_that_prints_a_name_is_dropped_when_it_changes_everywhere(client, monkeypatch):
    ann, bo = make_author(name="Ann Lee"), make_author(name="Bo Ek")
    section, topic = make_section(), make_topic()
    first = make_live(authors=[ann, bo], section=section, topics=[topic], at=ago(hours=5))
    other = make_live(authors=[bo], section=section)
    first.corrections.create(kind="correction", text="It was late.", key="k1")
    first.publish(by=None)
    ann.pins.put(ann, [first.editions.live().get().path])
    used = {}
    monkeypatch.setattr(memory, "next_due", lambda tags, after: used.setdefault("tags", set()).update(tags))
    day = first.date
    pages = [
        "/", "/latest/", "/corrections/", "/corrections/atom.xml", section.url, f"/topics/{topic.slug}/", "/authors/",
        "/authors/masthead/", ann.url, bo.url, f"{ann.url}atom.xml", f"{bo.url}atom.xml", f"/{day:%Y}/", f"/{day:%Y/%m}/",
        f"/{day:%Y/%m/%d}/", first.editions.live().get().url, other.editions.live().get().url,
    ]  # fmt: skip
    tags = {}
    for address in pages:
        used.clear()
        answer = client.get(address)
        assert answer.status_code == 200, address
        if "Ann Lee" in answer.content.decode():
            tags[address] = used.get("tags", set())
    monkeypatch.undo()
    Purge.objects.all().delete()
    NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None, private=True)
    dropped = set(Purge.objects.values_list("tag", flat=True))
    assert [address for address, of in tags.items() if not of & dropped] == []
    assert len(tags) > 8
    for address in pages:
        answer = client.get(address.replace("ann-lee", "ann-brook"))
        assert "Ann Lee" not in answer.content.decode(), address


# Two at once


at_once = pytest.mark.django_db(transaction=True)


@at_once
def test_asking_everyone_and_merging_wait_for_each_other_and_both_succeed():
    low, high = make_author(name="Zoe Zander"), make_author(name="Ann Archer")
    for author in (low, high):
        make_live(authors=[author])
    locked = Event()

    def merge():
        with transaction.atomic():
            low.lock()
            locked.set()
            time.sleep(1)
            AuthorMerge.merge(low, high, by=None)

    def ask():
        locked.wait(5)
        return BioAsk.ask_everyone(by=None)

    results = together(merge, ask)
    assert not [result for result in results if isinstance(result, Exception)]


@at_once
def test_a_story_made_and_published_while_two_are_merged_stands_on_the_profile():
    kept, gone = make_author(name="Jason Litz"), make_author(name="JASON LITZ, AP")
    made = Event()

    def publish():
        with transaction.atomic():
            story = make_article(authors=[gone])
            story.publish(by=None)
            made.set()
            time.sleep(1)

    def merge():
        made.wait(5)
        AuthorMerge.merge(kept, gone, by=None)

    results = together(publish, merge)
    assert not [result for result in results if isinstance(result, Exception)]
    assert Author.objects.get(pk=kept.pk).edition_credits.count() == 1
    assert [line.author for line in Byline.objects.all()] == [kept]


@at_once
def test_a_story_made_and_published_while_a_name_changes_everywhere_prints_the_new_name():
    ann = make_author(name="Ann Lee")
    made = Event()

    def publish():
        with transaction.atomic():
            make_article(authors=[Author.objects.get()]).publish(by=None)
            made.set()
            time.sleep(1)

    def rename():
        made.wait(5)
        NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None)

    results = together(publish, rename)
    assert not [result for result in results if isinstance(result, Exception)]
    assert [credit["name"] for credit in Edition.objects.get().credits] == ["Ann Brook"]


@at_once
def test_a_name_of_other_capitals_is_printed_on_a_story_published_meanwhile():
    ann = make_author(name="Ann lee")
    made = Event()

    def publish():
        with transaction.atomic():
            make_article(authors=[Author.objects.get()]).publish(by=None)
            made.set()
            time.sleep(1)

    def rename():
        made.wait(5)
        NameChange.rename(ann, "Ann Lee", scope=EVERYWHERE, by=None)

    results = together(publish, rename)
    assert not [result for result in results if isinstance(result, Exception)]
    assert [credit["name"] for credit in Edition.objects.get().credits] == ["Ann Lee"]


@at_once
def test_two_merges_in_a_circle_end_with_one():
    one, other = make_author(name="Jason Litz"), make_author(name="JASON LITZ, AP")
    results = together(
        lambda: AuthorMerge.merge(Author.objects.get(pk=one.pk), Author.objects.get(pk=other.pk), by=None),
        lambda: AuthorMerge.merge(Author.objects.get(pk=other.pk), Author.objects.get(pk=one.pk), by=None),
    )
    assert sum(isinstance(result, AuthorMerge) for result in results) == 1, results
    assert Author.objects.count() == 1


@at_once
def test_merging_and_undoing_an_older_merge_wait_for_each_other():
    third, gone, kept = make_author(name="J. Litz"), make_author(name="JASON LITZ, AP"), make_author(name="Jason Litz")
    first = AuthorMerge.merge(gone, third, by=None)
    locked = Event()

    def undo():
        with transaction.atomic():
            third.lock()
            locked.set()
            time.sleep(1)
            first.undo(by=None)

    def merge():
        locked.wait(5)
        return AuthorMerge.merge(kept, Author.objects.get(pk=gone.pk), by=None)

    results = together(undo, merge)
    assert not [result for result in results if isinstance(result, Exception) and not isinstance(result, Refused)], (
        results
    )


@at_once
def test_two_approvals_at_once_are_one(reporter, bio_manager):
    ann = make_author(name="Ann Lee")
    said = words_of(ann)
    made = BioProposal.propose(ann, said | {"place": "Kyiv"}, base=said, by=reporter)
    results = together(*[lambda: BioProposal.objects.get(pk=made.pk).approve(by=bio_manager) for _ in range(3)])
    assert sum(isinstance(result, Refused) for result in results) == 2, results
    assert BioVersion.objects.count() == 1


@at_once
def test_two_who_propose_at_once_make_one_proposal(reporter):
    ann = make_author(name="Ann Lee")
    said = words_of(ann)
    results = together(
        *[
            lambda name=name: BioProposal.propose(
                Author.objects.get(), said | {name: "Kyiv"}, base=said, by=reporter, by_name=name
            )
            for name in ("place", "beat", "position")
        ]
    )
    assert all(isinstance(result, BioProposal) for result in results), results
    assert BioProposal.objects.get().version == 3


# Found later


def test_those_who_were_merged_before_come_along(twins, client):
    kept, gone = twins
    first = make_author(name="J. Litz")
    story = make_live(authors=[first])
    AuthorMerge.merge(gone, first, by=None)
    made = AuthorMerge.merge(kept, gone, by=None)
    assert Author.everyone.today([first.pk])[first.pk] == kept
    assert f'href="{kept.url}"' in client.get(story.editions.get().url).content.decode()
    call_command("rebuild_lists", verbosity=0)
    assert EditionCredit.objects.get().author == kept
    made.undo(by=None)
    assert Author.everyone.today([first.pk])[first.pk] == gone


def test_a_name_changed_everywhere_is_changed_of_those_who_were_merged_before_too(twins):
    kept, gone = twins
    first = make_author(name="J. Litz")
    story = make_live(authors=[first])
    AuthorMerge.merge(gone, first, by=None)
    AuthorMerge.merge(kept, gone, by=None)
    kept.refresh_from_db()
    assert NameChange.rename(kept, "Jay Litz", scope=EVERYWHERE, by=None, printings=["J. Litz"]).stories == 1
    assert [credit["name"] for credit in story.editions.get().credits] == ["Jay Litz"]


def test_undone_a_scheduled_story_that_was_moved_goes_back_though_its_draft_has_another_byline(twins):
    kept, gone = twins
    story = make_article(authors=[gone])
    story.publish(by=None, at=ahead(hours=2))
    story.bylines.all().delete()
    made = AuthorMerge.merge(kept, gone, by=None)
    story.reschedule(story.editions.get(), by=None, at=ahead(hours=5))
    made.undo(by=None)
    assert [row.author for row in EditionCredit.objects.all()] == [gone]


def test_a_row_typed_before_two_were_merged_credits_the_one_that_stays(twins, editor):
    kept, gone = twins
    story = make_article()
    typed = {"bylines-TOTAL_FORMS": "1", "bylines-INITIAL_FORMS": "0", "bylines-0-name": gone.name}
    rows = BylineFormSet(typed | {"bylines-0-role": "author"}, prefix="bylines", initial=[])
    rows.user = editor
    assert rows.is_valid()
    AuthorMerge.merge(kept, gone, by=None)
    rows.save(story)
    assert [line.author for line in story.bylines.all()] == [kept]


def test_an_address_in_brackets_that_nobody_has_makes_no_author():
    with pytest.raises(ValidationError):
        author_called("Ann Lee [ann-lee-7]")


def test_a_form_that_was_open_while_an_accent_was_added_keeps_the_old_printing(client, editor):
    author = make_author(name="Zeljka Novak")
    story = make_live(authors=[author])
    client.force_login(editor)
    opened = form_on(client.get(change_url(story)))
    NameChange.rename(author, "Željka Novak", scope=FROM_NOW, by=None)
    client.post(change_url(story), opened | {"headline": "Other words", "do": "save"})
    assert [line.printed for line in story.bylines.all()] == ["Zeljka Novak"]


def test_a_stale_copy_that_is_saved_takes_no_address_and_no_account_back(twins, reporter):
    kept, gone = twins
    Author.objects.filter(pk=gone.pk).update(user=reporter)
    stale = Author.objects.get(pk=gone.pk)
    AuthorMerge.merge(kept, gone, by=None)
    stale.position = "Editor"
    stale.save()
    assert Author.everyone.get(user=reporter) == kept
