"""Names and duplicates on the desk: the pages, who may open them, and the corners of renaming, merging and parting again."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from articles.models import Article, Byline, Edition, EditionCredit, OldPrinting
from authors.models import Author, AuthorMerge, AuthorSlug, BioAsk, BioProposal, Distinct, NameChange, Refused
from authors.models.words import words_of
from newsroom.roles import MAY, ROLES
from tests.desk import errors, form_on, page
from tests.makers import ago, ahead, make_article, make_author, make_live
from tests.test_races import together
from tests.test_roles import CAST

pytestmark = pytest.mark.django_db

FROM_NOW, EVERYWHERE = NameChange.Scope.FROM_NOW, NameChange.Scope.EVERYWHERE


@pytest.fixture
def desk_of(client, bio_manager):
    client.force_login(bio_manager)
    return client


@pytest.fixture
def ann():
    return make_author(name="Ann Lee")


@pytest.fixture
def twins():
    return make_author(name="Jason Litz", position="Senior Editor"), make_author(name="JASON LITZ, AP")


def url(name, *args):
    return reverse(f"admin:authors_author_{name}", args=args)


def words(response):
    return " ".join(page(response).get_element_by_id("content").text_content().split())


def printed(story, at=None):
    return [credit["name"] for credit in story.editions.live(at).get().credits]


def is_clean():
    """The hashes are right, and the lists are what rebuilding makes of the editions."""
    call_command("check_editions", verbosity=0)
    before = listing()
    call_command("rebuild_lists", verbosity=0)
    assert listing() == before


def listing():
    return sorted(
        EditionCredit.objects.values_list("edition", "author", "roles", "live_from", "live_until", "retracted")
    )


def byline(story, author, role="author", **facts):
    return Byline.objects.create(article=story, author=author, role=role, order=story.bylines.count(), **facts)


# A name: what is printed


def test_from_now_on_a_scheduled_update_of_a_published_story_keeps_its_name(ann):
    story = make_live(authors=[ann], at=ago(days=1))
    story.publish(by=None, at=ahead(hours=2))
    fresh = make_article(authors=[ann])
    fresh.publish(by=None, at=ahead(hours=2))
    NameChange.rename(ann, "Ann Brook", scope=FROM_NOW, by=None)
    assert printed(story, ahead(hours=3)) == ["Ann Lee"]
    assert printed(fresh, ahead(hours=3)) == ["Ann Brook"]
    is_clean()


def test_from_now_on_a_fix_of_what_readers_see_and_a_story_put_back_keep_the_name(ann):
    story = make_live(authors=[ann], at=ago(days=1))
    NameChange.rename(ann, "Ann Brook", scope=FROM_NOW, by=None)
    story.unpublish(by=None)
    story.put_back(by=None)
    assert printed(story) == ["Ann Lee"]


def test_everywhere_after_from_now_on_changes_both_names(ann):
    old = make_live(authors=[ann], at=ago(days=1))
    NameChange.rename(ann, "Ann Brook", scope=FROM_NOW, by=None)
    new = make_live(authors=[ann])
    NameChange.rename(ann, "Ann Marsh", scope=EVERYWHERE, by=None, printings=["Ann Lee", "Ann Brook"])
    assert printed(old) == printed(new) == ["Ann Marsh"]
    old.refresh_from_db()
    old.publish(by=None)
    assert printed(old) == ["Ann Marsh"]
    is_clean()


def test_everywhere_changes_the_name_of_those_merged_into_the_author_too(twins):
    kept, gone = twins
    story = make_live(authors=[gone])
    AuthorMerge.merge(kept, gone, by=None)
    NameChange.rename(kept, "Jay Litz", scope=EVERYWHERE, by=None, printings=["JASON LITZ, AP"])
    assert printed(story) == ["Jay Litz"]
    is_clean()


def test_printings_count_stories_not_versions(ann):
    story = make_live(authors=[ann], at=ago(days=1))
    story.publish(by=None)
    story.publish(by=None)
    assert ann.edition_credits.printings(ann) == {"Ann Lee": 1}


# A name: the page


def typed(client, author, **said):
    """The form as served, with these words in it."""
    return form_on(client.get(url("rename", author.pk)), "rename") | said


def test_the_page_says_under_which_names_stories_are_printed(desk_of, ann):
    for _ in range(3):
        make_live(authors=[ann])
    short = make_article(authors=[ann])
    short.bylines.update(credited_as="A. Lee")
    short.publish(by=None)
    shown = words(desk_of.get(url("rename", ann.pk)))
    assert "Ann Lee 3 published stories print it" in shown and "A. Lee 1 published story prints it" in shown
    assert form_on(desk_of.get(url("rename", ann.pk)), "rename")["printings"] == ["Ann Lee"]


def test_nothing_changes_before_the_second_step_and_it_says_what_will(desk_of, ann):
    ann.bio = "<p>Ann Lee counts gulls. Lee lives by the quay.</p>"
    ann.save()
    make_live(authors=[ann])
    soon = make_article(headline="Gulls tomorrow", authors=[ann])
    soon.publish(by=None, at=ahead(hours=3))
    make_article(authors=[ann])
    response = desk_of.post(url("rename", ann.pk), typed(desk_of, ann, new_name=" Ann  Brook ", do="check"))
    shown = words(response)
    for said in (
        "Ann Lee becomes Ann Brook", "filed under “Brook, Ann”", "/authors/ann-lee/", "/authors/ann-brook/",
        "1 published story goes on printing “Ann Lee”, in later versions too", "“Gulls tomorrow”, to go live",
        "Whoever looks for “Ann Lee” still finds this person", "The bio still says the old name", "1 story on the desk alone",
    ):  # fmt: skip
        assert said in shown, said
    assert not NameChange.objects.exists()
    done = desk_of.post(url("rename", ann.pk), form_on(response, "rename") | {"do": "rename"}, follow=True)
    ann.refresh_from_db()
    assert (ann.name, ann.slug, ann.sort_name) == ("Ann Brook", "ann-brook", "Brook, Ann")
    assert "The bio still says the old name: open the bio" in words(done)
    assert "Ann Lee → Ann Brook, from now on" in words(done)
    assert "<p>Ann Lee counts gulls." in ann.bio


def test_everywhere_goes_with_the_ticks_and_says_so(desk_of, ann):
    story = make_live(authors=[ann])
    said = typed(desk_of, ann, new_name="Ann Brook", scope=EVERYWHERE, do="check", note="Married.")
    response = desk_of.post(url("rename", ann.pk), said)
    assert "1 published story that prints “Ann Lee” prints “Ann Brook” instead." in words(response)
    desk_of.post(url("rename", ann.pk), form_on(response, "rename") | {"do": "rename"})
    assert printed(story) == ["Ann Brook"]
    change = NameChange.objects.get()
    assert (change.scope, change.printings, change.note, change.by_name) == (
        EVERYWHERE,
        ["Ann Lee"],
        "Married.",
        "bruno",
    )


def test_one_can_go_back_from_the_second_step_and_nothing_typed_is_lost(desk_of, ann):
    said = typed(desk_of, ann, new_name="Ann Brook", sort_name="Brook the Elder", note="Married.", do="check")
    response = desk_of.post(
        url("rename", ann.pk), form_on(desk_of.post(url("rename", ann.pk), said), "rename") | {"do": "change"}
    )
    again = form_on(response, "rename")
    assert (again["new_name"], again["sort_name"], again["note"]) == (["Ann Brook"], ["Brook the Elder"], ["Married."])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"new_name": ""}, "Write the new name."),
        ({"new_name": "…"}, "at least one letter or digit"),
        ({"new_name": "Ann  Lee"}, "Ann Lee is the name already."),
        ({"new_name": "x" * 161}, "at most 160"),
        ({"new_name": "Ann Brook", "scope": ""}, "Choose where the new name is printed."),
        ({"new_name": "Ann Brook", "scope": "EVERYWHERE", "printings": []}, "Tick the printed names"),
        ({"new_name": "Ann Brook", "scope": "EVERYWHERE", "printings": ["Bo Ek"]}, "Bo Ek"),
        ({"new_name": "Ann Brook", "private": "on"}, "would go on printing Ann Lee"),
    ],
)
def test_what_cannot_be_is_said_in_words(desk_of, ann, said, told):
    make_live(authors=[ann])
    said = {name: EVERYWHERE if value == "EVERYWHERE" else value for name, value in said.items()}
    for step in ("check", "rename"):
        response = desk_of.post(url("rename", ann.pk), typed(desk_of, ann, do=step, **said))
        assert told in errors(response)
    assert not NameChange.objects.exists()


def test_a_name_that_another_bears_is_said_with_the_way_to_merge(desk_of, ann):
    other = make_author(name="ANN BROOK", position="Stringer")
    response = desk_of.post(url("rename", ann.pk), typed(desk_of, ann, new_name="Ann Brook", do="check"))
    assert "ANN BROOK, Stringer" in words(response)
    assert f"{url('merge', ann.pk)}?with={other.pk}" in response.content.decode()


def test_a_private_former_name_of_another_is_not_given_away(desk_of, ann):
    other = make_author(name="Bo Ek")
    NameChange.rename(other, "Bo Oak", scope=EVERYWHERE, by=None, private=True)
    response = desk_of.post(url("rename", ann.pk), typed(desk_of, ann, new_name="Bo Ek", do="check"))
    assert "Bo Oak" not in response.content.decode()


# A name: who sees what it was


def test_a_private_change_is_in_the_record_of_administrators_alone(client, bio_manager, administrator, ann):
    make_live(authors=[ann])
    NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None, private=True)
    client.force_login(bio_manager)
    assert "Ann Lee" not in client.get(url("rename", ann.pk)).content.decode()
    client.force_login(administrator)
    shown = client.get(url("rename", ann.pk))
    assert "Ann Lee → Ann Brook" in words(shown) and "private" in words(shown)


def test_old_printings_are_for_administrators_alone(client, bio_manager, administrator, ann):
    make_live(headline="Gulls counted", authors=[ann, make_author(name="Bo Ek")])
    change = NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None)
    address = url("old_printings", ann.pk, change.pk)
    client.force_login(bio_manager)
    assert client.get(address).status_code == 403
    assert address not in client.get(url("rename", ann.pk)).content.decode()
    client.force_login(administrator)
    assert address in client.get(url("rename", ann.pk)).content.decode()
    shown = words(client.get(address))
    assert "Gulls counted" in shown and "Ann Lee" in shown and "Bo Ek" not in shown


def test_old_printings_are_paged_and_belong_to_their_author(client, administrator, ann, monkeypatch):
    monkeypatch.setattr("authors.desk.renaming.PER_PAGE", 2)
    for n in range(3):
        make_live(headline=f"Gulls, part {n}", authors=[ann])
    change = NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None)
    client.force_login(administrator)
    first = client.get(url("old_printings", ann.pk, change.pk))
    assert "part 0" not in words(first)
    (more,) = page(first).xpath("//a[contains(@href, '?after=')]/@href")
    assert "part 0" in words(client.get(url("old_printings", ann.pk, change.pk) + more))
    assert client.get(url("old_printings", make_author(name="Bo Ek").pk, change.pk)).status_code == 404


def test_a_private_old_name_is_on_no_page_for_others(client, reader, bio_manager, ann):
    ann.bio = "<p>She counts gulls.</p>"
    ann.save()
    story = make_live(authors=[ann])
    NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None, private=True)
    other = make_author(name="Bo Ek")
    for address in (ann.url, story.editions.get().url, "/authors/", "/", "/latest/"):
        assert "Ann Lee" not in reader.get(address).content.decode(), address
    client.force_login(bio_manager)
    merging = f"{url('merge', other.pk)}?with={ann.pk}&keep={other.pk}"
    for address in (merging, url("duplicates"), url("merges"), f"{url('merge', other.pk)}?q=ann"):
        assert "Ann Lee" not in client.get(address).content.decode(), address
    assert "No other author is called" in words(client.get(f"{url('merge', other.pk)}?q=Ann+Lee"))


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_a_version_published_while_the_name_changes_everywhere_prints_the_new_one():
    ann = make_author(name="Ann Lee")
    story = make_live(authors=[ann], at=ago(days=1))
    publishing = [lambda: Article.objects.get(pk=story.pk).publish(by=None) for _ in range(4)]
    renaming = lambda: NameChange.rename(Author.objects.get(pk=ann.pk), "Ann Brook", scope=EVERYWHERE, by=None)  # noqa: E731
    results = together(*publishing[:2], renaming, *publishing[2:])
    assert all(isinstance(result, Edition | NameChange) for result in results), results
    assert {credit["name"] for edition in story.editions.all() for credit in edition.credits} == {"Ann Brook"}
    is_clean()


@pytest.mark.django_db(transaction=True)
def test_a_version_published_while_two_are_merged_is_in_the_lists_of_the_one_that_stays():
    kept, gone = make_author(name="Jason Litz"), make_author(name="JASON LITZ, AP")
    story = make_live(authors=[gone], at=ago(days=1))
    publishing = [lambda: Article.objects.get(pk=story.pk).publish(by=None) for _ in range(4)]
    merging = lambda: AuthorMerge.merge(Author.objects.get(pk=kept.pk), Author.objects.get(pk=gone.pk), by=None)  # noqa: E731
    results = together(*publishing[:2], merging, *publishing[2:])
    assert all(isinstance(result, Edition | AuthorMerge) for result in results), results
    assert set(EditionCredit.objects.values_list("author", flat=True)) == {kept.pk}
    is_clean()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_the_same_pair_at_once_one_is_told_why_not():
    one, other = make_author(name="Ann Lee"), make_author(name="ANN LEE")

    def merge(kept, gone):
        return AuthorMerge.merge(Author.objects.get(pk=kept.pk), Author.objects.get(pk=gone.pk), by=None)

    results = together(lambda: merge(one, other), lambda: merge(other, one))
    assert {type(result) for result in results} == {AuthorMerge, Refused} and AuthorMerge.objects.count() == 1
    assert Author.objects.count() == 1


# Merging: corners


def test_two_roles_of_two_authors_in_one_story_stand_in_one_row(twins):
    kept, gone = twins
    story = make_article(authors=[kept])
    byline(story, gone, "photographer")
    byline(story, gone, "author")
    story.publish(by=None)
    AuthorMerge.merge(kept, gone, by=None)
    assert [row.roles for row in kept.edition_credits.all()] == ["author photographer"]
    assert sorted(story.bylines.values_list("author", "role")) == [(kept.pk, "author"), (kept.pk, "photographer")]
    is_clean()


def test_the_roles_of_a_shared_story_stand_in_the_storys_order(twins):
    kept, gone = twins
    story = make_article(authors=[gone])
    byline(story, kept, "photographer")
    story.publish(by=None)
    AuthorMerge.merge(kept, gone, by=None)
    assert [row.roles for row in kept.edition_credits.all()] == ["author photographer"]
    is_clean()


def test_a_version_that_credits_both_is_restored_after_the_merge(twins):
    kept, gone = twins
    story = make_article(authors=[kept, gone])
    story.keep_version(by=None)
    story.claim_version(1, by=None)
    story.bylines.all().delete()
    story.keep_version(by=None)
    AuthorMerge.merge(kept, gone, by=None)
    story.restore(1, by=None)
    assert list(story.bylines.values_list("author", "role")) == [(kept.pk, "author")]
    story.publish(by=None)
    is_clean()


def test_scheduled_stories_move_and_move_back(twins, clock):
    kept, gone = twins
    story = make_article(authors=[gone])
    story.publish(by=None, at=ahead(hours=2))
    made = AuthorMerge.merge(kept, gone, by=None)
    assert kept.edition_credits.scheduled().count() == 1
    is_clean()
    made.undo(by=None)
    assert gone.edition_credits.scheduled().count() == 1 and not kept.edition_credits.exists()
    is_clean()


def test_what_was_published_of_a_moved_story_in_another_role_stays(twins):
    kept, gone = twins
    story = make_article(authors=[gone])
    made = AuthorMerge.merge(kept, gone, by=None)
    byline(story, kept, "editor")
    story.publish(by=None)
    made.undo(by=None)
    credited = {(credit["author"], credit["role"]) for credit in story.editions.get().credits}
    assert credited == {(gone.pk, "author"), (kept.pk, "editor")}
    assert set(story.bylines.values_list("author", "role")) == credited
    is_clean()


def test_a_story_deleted_and_a_line_taken_out_since_do_not_hinder_undoing(twins):
    kept, gone = twins
    draft, other = make_article(authors=[gone]), make_article(authors=[kept, gone])
    story = make_article(authors=[gone])
    made = AuthorMerge.merge(kept, gone, by=None)
    draft.delete()
    other.delete()
    story.bylines.all().delete()
    made.undo(by=None)
    assert not Byline.objects.exists()


def test_undone_after_the_kept_one_took_the_others_name_both_have_an_address(twins, reader):
    gone, kept = twins  # the wrong way round: then the good name is taken over
    made = AuthorMerge.merge(kept, gone, by=None)
    NameChange.rename(kept, "Jason Litz", scope=FROM_NOW, by=None)
    assert kept.slug == "jason-litz"
    made.undo(by=None)
    gone.refresh_from_db()
    assert (kept.slug, gone.slug, gone.merged_into) == ("jason-litz", "jason-litz-2", None)
    assert reader.get(gone.url).status_code == reader.get(kept.url).status_code == 200


def test_undone_after_the_kept_one_was_renamed_everywhere_each_prints_its_own(twins):
    kept, gone = twins
    mine, theirs = make_live(authors=[kept]), make_live(authors=[gone])
    byhand = make_article(authors=[gone])
    byhand.bylines.update(credited_as="J. D.")
    byhand.publish(by=None)
    made = AuthorMerge.merge(kept, gone, by=None)
    names = ["Jason Litz", "JASON LITZ, AP", "J. D."]
    NameChange.rename(kept, "Jay Litz", scope=EVERYWHERE, by=None, printings=names)
    assert printed(mine) == printed(theirs) == printed(byhand) == ["Jay Litz"]
    made.undo(by=None)
    assert (printed(mine), printed(theirs), printed(byhand)) == (["Jay Litz"], ["JASON LITZ, AP"], ["J. D."])
    theirs.publish(by=None)
    byhand.publish(by=None)
    assert (printed(theirs), printed(byhand)) == (["JASON LITZ, AP"], ["J. D."])
    is_clean()


def test_undone_after_the_kept_one_was_renamed_from_now_on_nothing_prints_the_others_name(twins):
    kept, gone = twins
    theirs = make_live(authors=[gone])
    made = AuthorMerge.merge(kept, gone, by=None)
    NameChange.rename(kept, "Jay Litz", scope=FROM_NOW, by=None)
    made.undo(by=None)
    theirs.publish(by=None)
    assert printed(theirs) == ["JASON LITZ, AP"]
    is_clean()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["oldest first", "newest first"])
def test_two_merged_into_one_are_parted_in_either_order(order):
    kept, one, other = (make_author(name=name) for name in ("Ann Lee", "ANN LEE", "A. Lee"))
    story = make_article(authors=[one, other])
    story.publish(by=None)
    before = listing()
    merges = [AuthorMerge.merge(kept, gone, by=None) for gone in (one, other)]
    is_clean()
    for n in order:
        merges[n].undo(by=None)
        is_clean()
    assert listing() == before
    assert set(story.bylines.values_list("author", flat=True)) == {one.pk, other.pk}


def test_a_merge_undone_and_made_again_is_as_the_first(twins):
    kept, gone = twins
    story = make_live(authors=[gone])
    first = AuthorMerge.merge(kept, gone, by=None)
    once = listing()
    first.undo(by=None)
    gone.refresh_from_db()
    AuthorMerge.merge(kept, gone, by=None)
    assert listing() == once and [line.author for line in story.bylines.all()] == [kept]


# Merging: accounts


def test_the_account_of_the_other_is_freed_and_given_back(twins, reporter, editor):
    kept, gone = twins
    for author, user in zip(twins, (editor, reporter), strict=True):
        author.user = user
        author.save()
    made = AuthorMerge.merge(kept, gone, by=None)
    assert set(Author.everyone.exclude(user=None).values_list("pk", "user")) == {(kept.pk, editor.pk)}
    made.undo(by=None)
    assert dict(Author.objects.values_list("pk", "user")) == {kept.pk: editor.pk, gone.pk: reporter.pk}


def test_undone_after_the_account_was_removed_or_taken_by_another(twins, reporter):
    kept, gone = twins
    gone.user = reporter
    gone.save()
    made = AuthorMerge.merge(kept, gone, by=None)
    Author.objects.filter(pk=kept.pk).update(user=None)
    third = make_author(name="Rosa Marsh", user=reporter)
    made.undo(by=None)
    assert Author.objects.get(user=reporter) == third
    gone.refresh_from_db()
    third.user = None
    third.save()
    gone.user = reporter
    gone.save()
    again = AuthorMerge.merge(kept, gone, by=None)
    User.objects.all().delete()
    again.undo(by=None)
    assert not Author.objects.exclude(user=None).exists()


# Merging: the pages


def merging(client, kept, gone, **more):
    return client.get(url("merge", kept.pk), {"with": gone.pk, "keep": kept.pk} | more)


def test_the_preview_says_what_moves_and_moves_nothing(desk_of, twins, reporter):
    kept, gone = twins
    gone.user, gone.bio, gone.place, gone.slug = reporter, "<p>He writes.</p>", "Skerrin", "jd"
    gone.save()
    kept.bio = "<p>Jason Litz edits.</p>"
    kept.save()
    gone.aliases.create(name="J. D. Litz")
    gone.links.create(label="Website", url="https://litz.example/")
    make_live(headline="Gulls counted", authors=[gone])
    make_live(headline="Both were there", authors=[kept, gone])
    make_article(headline="Half a story", authors=[gone])
    BioAsk.ask(gone, by=None)
    before = (listing(), words_of(kept))
    shown = words(merging(desk_of, kept, gone))
    for said in (
        "Merge JASON LITZ, AP into Jason Litz?", "Stories: 3", "live 2, on the desk alone 1", "Gulls counted", "Half a story",
        "Both are credited on 1", "Both were there", "/authors/jd/ leads to /authors/jason-litz/", "/authors/jason-litz-ap/ leads",
        "is found under “JASON LITZ, AP”, “J. D. Litz” too", "Skerrin", "Website, https://litz.example/",
        "The account of rosa belongs to", "Not taken over: the bio of", "He writes.", "asked to check the bio ends",
    ):  # fmt: skip
        assert said in shown, said
    kept.refresh_from_db()
    assert (listing(), words_of(kept)) == before and not AuthorMerge.objects.exists()


def test_merged_on_the_page_the_old_address_leads_on_and_the_log_has_the_way_back(desk_of, twins, bio_manager, reader):
    kept, gone = twins
    story = make_live(authors=[gone])
    data = form_on(merging(desk_of, kept, gone), "merge-authors") | {"note": "Same man."}
    done = desk_of.post(url("merge", kept.pk), data, follow=True)
    made = AuthorMerge.objects.get()
    assert (made.kept, made.gone, made.by, made.note) == (kept, gone, bio_manager, "Same man.")
    assert "1 story is credited anew" in words(done) and url("unmerge", made.pk) in done.content.decode()
    response = reader.get("/authors/jason-litz-ap/")
    assert (response.status_code, response["Location"]) == (301, kept.url)
    assert story.headline in reader.get(kept.url).content.decode()
    log = desk_of.get(url("merges"))
    assert "JASON LITZ, AP → Jason Litz" in words(log) and "Same man." in words(log)


def test_parted_on_the_page(desk_of, twins, reader):
    kept, gone = twins
    make_live(headline="Gulls counted", authors=[gone])
    made = AuthorMerge.merge(kept, gone, by=None)
    make_live(headline="Terns counted", authors=[kept])
    shown = words(desk_of.get(url("unmerge", made.pk)))
    for said in (
        "1 story that came from there",
        "Gulls counted",
        "/authors/jason-litz-ap/",
        "1 story first published since",
        "Terns counted",
    ):
        assert said in shown, said
    done = desk_of.post(url("unmerge", made.pk), follow=True)
    assert "are two again" in words(done) and "undone by bruno" in words(done)
    assert "Gulls counted" in reader.get("/authors/jason-litz-ap/").content.decode()
    assert "Terns counted" in reader.get(kept.url).content.decode()
    again = desk_of.post(url("unmerge", made.pk))
    assert "This was undone already." in words(again)
    assert "This was undone already." in words(desk_of.get(url("unmerge", made.pk)))


def test_the_one_with_an_account_or_a_bio_is_kept_unless_another_is_chosen(desk_of, twins, reporter):
    kept, gone = twins
    make_live(authors=[gone])
    assert "into Jason Litz?" in words(desk_of.get(url("merge", gone.pk), {"with": kept.pk}))
    gone.user = reporter
    gone.save()
    assert "into JASON LITZ, AP?" in words(desk_of.get(url("merge", kept.pk), {"with": gone.pk}))
    assert "into Jason Litz?" in words(merging(desk_of, kept, gone))


def test_a_refusal_changes_nothing_and_keeps_what_was_typed(desk_of, twins):
    kept, gone = twins
    data = form_on(merging(desk_of, kept, gone), "merge-authors") | {"note": "Same man."}
    said = words_of(gone)
    BioProposal.propose(gone, said | {"beat": "Gulls"}, base=said, by=None)
    response = desk_of.post(url("merge", kept.pk), data)
    assert "waits for an answer" in errors(response)
    assert "Approve or decline it first" in words(desk_of.get(url("merge", kept.pk), {"with": gone.pk}))
    assert not AuthorMerge.objects.exists()


def test_a_pair_said_to_be_two_is_merged_with_that_before_ones_eyes(desk_of, twins):
    Distinct.say(*twins, by=None, reason="I know both.")
    assert "said on" in words(merging(desk_of, *twins)) and "I know both." in words(merging(desk_of, *twins))


def test_the_other_one_is_found_by_name_or_among_those_who_look_alike(desk_of, twins):
    kept, gone = twins
    bo = make_author(name="Bo Ék")
    shown = desk_of.get(url("merge", bo.pk), {"q": "litz"})
    assert f"?with={kept.pk}" in shown.content.decode() and f"?with={gone.pk}" in shown.content.decode()
    assert "Nobody else looks like Bo Ék" in words(desk_of.get(url("merge", bo.pk)))
    assert "JASON LITZ, AP" in words(desk_of.get(url("merge", kept.pk)))
    for odd in ("with=x", f"with={bo.pk}", "with=99999999999999999999", "q=%00"):
        assert desk_of.get(f"{url('merge', bo.pk)}?{odd}").status_code == 200, odd


def test_whoever_was_merged_leads_to_whom_they_became(desk_of, twins):
    kept, gone = twins
    AuthorMerge.merge(kept, gone, by=None)
    assert "Change the name of Jason Litz" in words(desk_of.get(url("rename", gone.pk)))
    assert "Merge Jason Litz with another author" in words(desk_of.get(url("merge", gone.pk)))


def test_a_merge_whose_kept_one_was_merged_since_says_what_to_undo_first(desk_of, twins):
    kept, gone = twins
    first = AuthorMerge.merge(kept, gone, by=None)
    third = make_author(name="Jay Litz")
    AuthorMerge.merge(third, kept, by=None)
    said = "Jason Litz was merged into Jay Litz since. Undo that first."
    assert said in words(desk_of.get(url("unmerge", first.pk)))
    assert said in words(desk_of.post(url("unmerge", first.pk)))
    log = desk_of.get(url("merges"))
    assert url("unmerge", first.pk) not in log.content.decode()
    assert AuthorSlug.objects.filter(author=third).count() == 2


def test_the_log_of_one_author_and_its_pages(desk_of, twins, monkeypatch):
    monkeypatch.setattr("authors.desk.merging.PER_PAGE", 1)
    kept, gone = twins
    AuthorMerge.merge(kept, gone, by=None)
    AuthorMerge.merge(kept, make_author(name="J. Litz"), by=None)
    AuthorMerge.merge(make_author(name="Ann Lee"), make_author(name="ANN LEE"), by=None)
    mine = desk_of.get(url("merges"), {"author": kept.pk})
    assert "ANN LEE" not in words(mine) and "Page 1 of 2" in words(mine)
    (more,) = page(mine).xpath("//a[@rel='next']/@href")
    assert "JASON LITZ, AP → Jason Litz" in words(desk_of.get(url("merges") + more))


def test_markup_in_names_bios_and_reasons_runs_nowhere(client, administrator):
    bad = "<img src=x onerror=x()>"
    one, other = make_author(name=f"Ann {bad} Lee", position=bad), make_author(name=f"ANN {bad.upper()} LEE", place=bad)
    make_live(headline=bad, authors=[other])
    change = NameChange.rename(one, f"Ann <script>x()</script> {bad}", scope=EVERYWHERE, by=None, note=bad)
    Distinct.say(one, other, by=None, reason=bad)
    client.force_login(administrator)
    merge = AuthorMerge.merge(one, other, by=None, note=bad)
    for address in (
        url("rename", one.pk), url("old_printings", one.pk, change.pk), url("duplicates"), url("merges"), url("unmerge", merge.pk),
        f"{url('merge', one.pk)}?q={bad}",
    ):  # fmt: skip
        shown = client.get(address).content.decode()
        assert "<img src=x" not in shown.replace("<IMG SRC=X", "<img src=x") and "<script>x()" not in shown, address


# What it costs


@pytest.mark.parametrize("stories", [2, 12])
def test_the_pages_cost_the_same_for_few_and_many_stories(desk_of, twins, stories, django_assert_max_num_queries):
    kept, gone = twins
    for n in range(stories):
        make_live(authors=[gone, kept] if n % 2 else [gone], at=ago(hours=n + 1))
        make_article(authors=[gone])
    with django_assert_max_num_queries(20):
        desk_of.get(url("rename", gone.pk))
    with django_assert_max_num_queries(40):
        merging(desk_of, kept, gone)
    made = AuthorMerge.merge(kept, gone, by=None)
    with django_assert_max_num_queries(22):
        desk_of.get(url("unmerge", made.pk))
    with django_assert_max_num_queries(14):
        desk_of.get(url("merges"))


# Who may


RIGHTS = {
    "rename": "authors.rename_author",
    "old_printings": "authors.view_old_names",
    "duplicates": "authors.merge_author",
    "merge": "authors.merge_author",
    "merges": "authors.view_authormerge",
    "unmerge": "authors.merge_author",
    "say_different": "authors.merge_author",
    "ask_again": "authors.merge_author",
}
ONLY_POST = {"say_different", "ask_again"}


def arguments(ann):
    make_live(authors=[ann])
    change = NameChange.rename(ann, "Ann Brook", scope=EVERYWHERE, by=None)
    merge = AuthorMerge.merge(ann, make_author(name="ANN BROOK"), by=None)
    said = Distinct.say(ann, make_author(name="Anna Brook"), by=None, reason="I know both.")
    return {
        "rename": [ann.pk], "old_printings": [ann.pk, change.pk], "duplicates": [], "merge": [ann.pk], "merges": [],
        "unmerge": [merge.pk], "say_different": [], "ask_again": [said.pk],
    }  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", RIGHTS)
def test_each_page_opens_to_those_who_have_its_right(client, request, role, name, ann):
    args = arguments(ann)[name]
    client.force_login(request.getfixturevalue(CAST[role]))
    may = role in MAY[RIGHTS[name]]
    ask = client.post if name in ONLY_POST else client.get
    assert ask(url(name, *args)).status_code in ((200, 302, 404) if may else (403,)), (role, name)
    if not may:
        assert client.post(url(name, *args)).status_code in (403, 405)
        assert NameChange.objects.count() == AuthorMerge.objects.count() == Distinct.objects.count() == 1
        assert AuthorMerge.objects.get().undone_at is None


@pytest.mark.parametrize("name", RIGHTS)
def test_strangers_are_sent_to_sign_in(client, name, ann):
    response = (
        client.post(url(name, *arguments(ann)[name]))
        if name in ONLY_POST
        else client.get(url(name, *arguments(ann)[name]))
    )
    assert response.status_code == 302 and "/login/" in response["Location"]


def test_every_page_of_identity_has_its_row_in_the_table():
    from authors.desk.identity import PAGES

    assert {name for _, _, name, _ in PAGES} == set(RIGHTS)


def test_an_address_of_nobody_is_not_found(desk_of, ann):
    for address in (url("rename", 99999), url("merge", 99999), url("unmerge", 99999)):
        assert desk_of.get(address).status_code == 404
    assert not Article.objects.exists() and not OldPrinting.objects.exists() and not Edition.objects.exists()
