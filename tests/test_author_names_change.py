"""A changed name, and two authors who are one: what stories print, where addresses lead, and what can be undone."""

import pytest
from django.core.management import call_command

from articles.models import Edition, EditionCredit, OldPrinting
from authors.models import Author, AuthorMerge, BioProposal, NameChange, Refused
from authors.models.words import words_of
from tests.makers import ago, ahead, make_article, make_author, make_live

pytestmark = pytest.mark.django_db

FROM_NOW, EVERYWHERE = NameChange.Scope.FROM_NOW, NameChange.Scope.EVERYWHERE


@pytest.fixture
def ann():
    return make_author(name="Ann Lee")


def printed(edition):
    return [credit["name"] for credit in Edition.objects.get(pk=edition.pk).credits]


def rename(author, name, scope, **facts):
    change = NameChange.rename(author, name, scope=scope, by=None, **facts)
    call_command("check_editions", verbosity=0)
    return change


def test_from_now_on_leaves_what_was_printed_and_its_later_versions(ann):
    old = make_live(authors=[ann])
    draft = make_article(authors=[ann])
    rename(ann, "Ann Brook", FROM_NOW)
    assert printed(old.editions.get()) == ["Ann Lee"]
    old.publish(by=None)
    assert printed(old.editions.live().get()) == ["Ann Lee"]
    draft.publish(by=None)
    assert printed(draft.editions.get()) == ["Ann Brook"]


def test_from_now_on_changes_what_is_scheduled(ann):
    story = make_article(authors=[ann])
    story.publish(by=None, at=ahead(hours=3))
    rename(ann, "Ann Brook", FROM_NOW)
    assert printed(story.editions.get()) == ["Ann Brook"]
    assert not OldPrinting.objects.exists()


def test_everywhere_changes_what_was_printed_and_keeps_the_old_printing(ann, reader):
    other = make_author(name="Bo Ek")
    story = make_live(authors=[ann, other])
    change = rename(ann, "Ann Brook", EVERYWHERE)
    edition = story.editions.get()
    assert printed(edition) == ["Ann Brook", "Bo Ek"]
    assert change.stories == 1
    assert [row["name"] for row in OldPrinting.objects.get().credits] == ["Ann Lee", "Bo Ek"]
    page = reader.get(edition.url).content.decode()
    assert "Ann Brook" in page
    assert "Ann Lee" not in page


def test_everywhere_touches_the_printings_that_were_chosen_and_no_others(ann):
    short = make_article(authors=[ann])
    short.bylines.update(credited_as="A. Lee")
    short.publish(by=None)
    plain = make_live(authors=[ann])
    namesake = make_live(authors=[make_author(name="Ann Lee")])
    rename(ann, "Ann Brook", EVERYWHERE)
    assert printed(short.editions.get()) == ["A. Lee"]
    assert printed(plain.editions.get()) == ["Ann Brook"]
    assert printed(namesake.editions.get()) == ["Ann Lee"]
    assert ann.edition_credits.printings(ann) == {"A. Lee": 1, "Ann Brook": 1}


def test_everywhere_leaves_the_old_name_in_no_version_of_the_desk(ann):
    story = make_article(authors=[ann])
    story.keep_version(by=None)
    story.publish(by=None)
    rename(ann, "Ann Brook", EVERYWHERE)
    for revision in story.revisions.all():
        assert "Ann Lee" not in str(revision.words)


def test_the_old_address_and_the_old_name_lead_to_the_new(ann, reader):
    make_live(authors=[ann])
    rename(ann, "Ann Brook", FROM_NOW)
    assert ann.slug == "ann-brook"
    assert reader.get("/authors/ann-lee/").url == "/authors/ann-brook/"
    assert Author.objects.named("Ann Lee").get() == ann
    assert ann.aliases.shown().get().former


def test_a_private_old_name_is_shown_nowhere_but_still_matches_imports(ann):
    rename(ann, "Ann Brook", EVERYWHERE, private=True)
    assert not ann.aliases.shown().exists()
    assert Author.objects.named("Ann Lee").get() == ann


def test_going_back_to_a_former_name_is_no_alias_of_itself(ann):
    rename(ann, "Ann Brook", FROM_NOW)
    rename(ann, "Ann Lee", FROM_NOW)
    assert [alias.name for alias in ann.aliases.all()] == ["Ann Brook"]
    assert ann.slug == "ann-lee"


def test_the_sort_name_follows_unless_it_was_written_by_hand():
    plain, own = make_author(name="Ann Lee"), make_author(name="Bo van Ek", sort_name="Van Ek, Bo")
    rename(plain, "Ann Brook", FROM_NOW)
    rename(own, "Bo van Oak", FROM_NOW)
    assert plain.sort_name == "Brook, Ann"
    assert own.sort_name == "Van Ek, Bo"


@pytest.mark.parametrize("name", ["", "  ", "…", "x" * 161, "Ann Lee"])
def test_a_name_that_cannot_be_is_refused(ann, name):
    with pytest.raises(Refused):
        NameChange.rename(ann, name, scope=FROM_NOW, by=None)
    assert not NameChange.objects.exists()


# Merging


@pytest.fixture
def twins():
    kept = make_author(name="Jason Litz", position="Senior Editor")
    gone = make_author(name="JASON LITZ, AP", bio="<p>Jason Litz writes.</p>", start_year=1998)
    return kept, gone


def state():
    """Everything a merge may touch, comparable."""
    authors = {
        author.pk: (author.slug, author.merged_into_id, author.user_id, words_of(author), author.card)
        for author in Author.everyone.all()
    }
    rows = sorted(EditionCredit.objects.values_list("edition", "author", "roles", "live_from", "live_until"))
    editions = sorted(Edition.objects.values_list("pk", "fingerprint"))
    from articles.models import Byline
    from authors.models import AuthorAlias, AuthorSlug

    return (
        authors,
        rows,
        editions,
        sorted(Byline.objects.values_list("article", "author", "role", "credited_as")),
        sorted(AuthorSlug.objects.values_list("slug", "author")),
        sorted(AuthorAlias.objects.values_list("name", "author")),
    )


def merge(kept, gone):
    made = AuthorMerge.merge(kept, gone, by=None)
    call_command("check_editions", verbosity=0)
    return made


def test_merged_the_stories_stand_on_one_profile_and_print_what_they_printed(twins, reader):
    kept, gone = twins
    one, other = make_live(authors=[kept]), make_live(authors=[gone])
    merge(kept, gone)
    assert reader.get("/authors/jason-litz-ap/").url == kept.url
    profile = reader.get(kept.url).content.decode()
    assert one.headline in profile
    assert other.headline in profile
    page = reader.get(other.editions.get().url).content.decode()
    assert "JASON LITZ, AP" in page
    assert f'href="{kept.url}"' in page
    assert set(Author.objects.all()) == {kept}
    kept.refresh_from_db()
    assert (kept.bio, kept.start_year, kept.position) == ("<p>Jason Litz writes.</p>", 1998, "Senior Editor")


def test_undone_everything_is_as_it_was(twins, reporter):
    kept, gone = twins
    gone.user = reporter
    gone.save()
    gone.aliases.create(name="J. Litz")
    for author in twins:
        author.keep(by=None)
    make_live(authors=[kept])
    make_live(authors=[gone])
    both = make_article(authors=[kept, gone])
    both.publish(by=None)
    before = state()
    made = merge(kept, gone)
    assert state() != before
    made.undo(by=None)
    call_command("check_editions", verbosity=0)
    assert state() == before
    with pytest.raises(Refused, match="undone already"):
        made.undo(by=None)


def test_undone_stories_credited_since_stay_and_later_versions_go_back(twins):
    kept, gone = twins
    theirs = make_live(authors=[gone])
    made = merge(kept, gone)
    fresh = make_live(authors=[kept])
    theirs.refresh_from_db()
    theirs.headline = "The ferry left twice"
    theirs.save()
    theirs.publish(by=None)
    made.undo(by=None)
    call_command("check_editions", verbosity=0)
    assert {row.edition.article_id for row in gone.edition_credits.all()} == {theirs.pk}
    assert gone.edition_credits.count() == 2
    assert {row.edition.article_id for row in kept.edition_credits.all()} == {fresh.pk}
    assert [line.author for line in theirs.bylines.all()] == [gone]
    assert [line.author for line in fresh.bylines.all()] == [kept]


def test_a_story_that_credits_both_stands_once_on_the_profile(twins, reader):
    kept, gone = twins
    story = make_article(authors=[kept, gone])
    story.publish(by=None)
    merge(kept, gone)
    assert kept.edition_credits.count() == 1
    assert reader.get(kept.url).content.decode().count(story.editions.get().url) == 1
    assert reader.get(story.editions.get().url).content.decode().count("author-card") == 1


def test_rebuilding_the_lists_after_a_merge_changes_nothing(twins):
    kept, gone = twins
    make_live(authors=[gone])
    story = make_article(authors=[kept, gone])
    story.publish(by=None)
    merge(kept, gone)
    before = state()
    call_command("rebuild_lists", verbosity=0)
    assert state() == before


def test_a_chain_of_merges_is_undone_from_its_end(twins, reader):
    kept, gone = twins
    third = make_author(name="J. Litz")
    make_live(authors=[third], at=ago(hours=1))
    before = state()
    first = merge(gone, third)
    middle = state()
    second = merge(kept, gone)
    assert reader.get("/authors/j-litz/").url == kept.url
    with pytest.raises(Refused, match="Undo that first"):
        first.undo(by=None)
    second.undo(by=None)
    assert state() == middle
    first.undo(by=None)
    assert state() == before


def test_a_version_from_before_the_merge_credits_who_they_are_today(twins):
    kept, gone = twins
    story = make_article(authors=[gone])
    story.keep_version(by=None)
    merge(kept, gone)
    story.claim_version(1, by=None)
    story.keep_version(by=None)
    story.restore(1, by=None)
    assert [line.author for line in story.bylines.all()] == [kept]


def test_what_must_be_decided_first_is_refused(twins, reporter):
    kept, gone = twins
    said = words_of(gone)
    BioProposal.propose(gone, said | {"place": "Kyiv"}, base=said, by=reporter)
    for one, other in ((kept, gone), (kept, kept)):
        with pytest.raises(Refused):
            AuthorMerge.merge(one, other, by=None)
    assert Author.objects.count() == 2


def test_a_merged_author_is_in_no_list_of_the_desk(twins, client, bio_manager):
    kept, gone = twins
    merge(kept, gone)
    client.force_login(bio_manager)
    assert "JASON LITZ, AP" not in client.get("/admin/authors/author/").content.decode()
    assert client.get(f"/admin/authors/author/{gone.pk}/change/").url == f"/admin/authors/author/{kept.pk}/change/"


def test_changing_the_bio_after_a_merge_drops_the_pages_of_the_stories_that_came(twins, reader):
    kept, gone = twins
    story = make_live(authors=[gone])
    merge(kept, gone)
    kept.refresh_from_db()
    kept.bio = "<p>Jason Litz writes of ships.</p>"
    kept.save()
    kept.keep(by=None)
    assert "of ships" in reader.get(story.editions.get().url).content.decode()
