"""The author's form: rows, addresses, newcomers, and who stays."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from authors.models import Author, AuthorSlug, Outlet
from tests.makers import ago, make_article, make_author, make_live
from tests.test_bios import add_rows, filled, form_of, text

pytestmark = pytest.mark.django_db

ADD = reverse("admin:authors_author_add")


@pytest.fixture
def desk_of(client, bio_manager):
    client.force_login(bio_manager)
    return client


@pytest.fixture
def ann():
    return make_author(name="Ann Lee", bio="<p>Ann Lee writes about boats.</p>")


# Addresses


def test_a_new_address_leaves_the_old_one_leading_to_it(desk_of, ann):
    desk_of.post(form_of(ann), filled(ann, slug="ann-lee-writer"))
    response = desk_of.get("/authors/ann-lee/")
    assert (response.status_code, response["Location"]) == (301, "/authors/ann-lee-writer/")
    assert desk_of.get("/authors/ann-lee-writer/").status_code == 200


def test_several_changes_of_address_all_lead_to_the_last(desk_of, ann):
    for slug in ("ann-one", "ann-two", "ann-lee", "ann-three"):
        ann.refresh_from_db()
        desk_of.post(form_of(ann), filled(ann, slug=slug))
    for old in ("ann-lee", "ann-one", "ann-two"):
        assert desk_of.get(f"/authors/{old}/")["Location"] == "/authors/ann-three/"


def test_an_address_that_another_author_has_is_refused_in_words(desk_of, ann):
    make_author(name="Bo Ek")
    page = text(desk_of.post(form_of(ann), filled(ann, slug="Bo-Ek")))
    assert "Bo Ek has this address. Choose another, for example bo-ek-2." in page


def test_an_address_that_another_author_had_is_refused_in_words(desk_of, ann):
    bo = make_author(name="Bo Ek")
    bo.slug = "bo-the-ek"
    bo.save()
    assert "This is an old address of Bo Ek." in text(desk_of.post(form_of(ann), filled(ann, slug="bo-ek")))
    assert AuthorSlug.objects.get().author == bo


def test_an_address_of_other_signs_is_refused_in_words(desk_of, ann):
    assert "Write the address in letters" in text(desk_of.post(form_of(ann), filled(ann, slug="ann lee!")))


def test_an_emptied_address_stays_as_it_was(desk_of, ann):
    desk_of.post(form_of(ann), filled(ann, slug=""))
    ann.refresh_from_db()
    assert ann.slug == "ann-lee"


def test_the_sort_name_follows_a_new_name_unless_it_was_written_by_hand(desk_of, ann):
    desk_of.post(form_of(ann), filled(ann, name="Ann Marsh"))
    ann.refresh_from_db()
    assert ann.sort_name == "Marsh, Ann"
    ann.sort_name = "Marsh the Elder"
    ann.save()
    desk_of.post(form_of(ann), filled(ann, name="Ann van Marsh"))
    ann.refresh_from_db()
    assert ann.sort_name == "Marsh the Elder"


# Outlets, links, spellings


def test_an_outlet_is_found_however_it_is_typed_and_a_new_one_is_made(desk_of, ann):
    tern = Outlet.called("The Tern")
    rows = [{"name": "the  TERN", "ORDER": ""}, {"name": "Harbour Lights", "ORDER": ""}]
    desk_of.post(form_of(ann), add_rows(filled(ann), "outlets", *rows))
    assert [outlet.name for outlet in ann.outlets()] == ["The Tern", "Harbour Lights"]
    assert ann.outlets()[0] == tern
    assert Outlet.objects.count() == 2


def test_outlets_are_offered_as_one_types(desk_of, ann):
    Outlet.called("Field & Foreshore")
    assert '<option value="Field &amp; Foreshore">' in text(desk_of.get(form_of(ann)))


def test_outlets_stand_in_the_order_that_was_asked_for(desk_of, ann):
    rows = [{"name": "Third", "ORDER": ""}, {"name": "Second", "ORDER": "5"}, {"name": "First", "ORDER": "1"}]
    desk_of.post(form_of(ann), add_rows(filled(ann), "outlets", *rows))
    assert [(credit.outlet.name, credit.order) for credit in ann.outlet_credits.all()] == [
        ("First", 1),
        ("Second", 2),
        ("Third", 3),
    ]


def test_an_outlet_twice_is_refused_in_words(desk_of, ann):
    rows = [{"name": "The Tern", "ORDER": ""}, {"name": "THE TERN", "ORDER": ""}]
    page = text(desk_of.post(form_of(ann), add_rows(filled(ann), "outlets", *rows)))
    assert "stands here twice. Take one of the two lines out." in page
    assert not ann.outlet_credits.exists()


def test_an_outlet_taken_out_and_added_in_one_save_is_there_once(desk_of, ann):
    ann.outlet_credits.create(outlet=Outlet.called("The Tern"))
    data = filled(ann) | {"outlets-0-name": ""}
    response = desk_of.post(form_of(ann), add_rows(data, "outlets", {"name": "The Tern", "ORDER": ""}))
    assert response.status_code == 302
    assert [outlet.name for outlet in ann.outlets()] == ["The Tern"]


def test_an_outlet_spelled_anew_in_its_row_is_the_same_outlet(desk_of, ann):
    tern = Outlet.called("The Tern")
    ann.outlet_credits.create(outlet=tern)
    desk_of.post(form_of(ann), filled(ann) | {"outlets-0-name": "the tern"})
    assert ann.outlets() == [tern]


def test_a_link_without_words_or_without_an_address_is_refused_at_its_row(desk_of, ann):
    rows = [
        {"label": "Website", "url": ""},
        {"label": "", "url": "https://ann.example/"},
        {"label": "X", "url": "javascript:x"},
    ]
    page = text(desk_of.post(form_of(ann), add_rows(filled(ann), "links", *rows)))
    assert "Link 1: Write the address it leads to" in page
    assert "Link 2: Say in words what it leads to" in page
    assert "Link 3: Enter a valid URL." in page
    assert not ann.links.exists()


def test_a_link_that_stays_keeps_what_is_known_of_its_page(desk_of, ann):
    seen = ago(days=3)
    ann.links.create(label="Site", url="https://ann.example/", verified_at=seen)
    desk_of.post(form_of(ann), filled(ann) | {"links-0-label": "Website"})
    assert [(link.label, link.verified_at) for link in ann.links.all()] == [("Website", seen)]


@pytest.mark.parametrize("prefix", ["outlets", "aliases"])
def test_a_name_without_a_letter_is_refused(desk_of, ann, prefix):
    page = text(desk_of.post(form_of(ann), add_rows(filled(ann), prefix, {"name": "…", "ORDER": ""})))
    assert "Write a name with at least one letter or digit." in page


def test_a_spelling_twice_is_refused_in_words(desk_of, ann):
    ann.aliases.create(name="A. Lee")
    page = text(desk_of.post(form_of(ann), add_rows(filled(ann), "aliases", {"name": "a lee"})))
    assert "stands here twice" in page


def test_an_outlets_new_link_is_in_its_authors_cards_at_once(desk_of, ann):
    outlet = Outlet.called("Harbour Lights")
    ann.outlet_credits.create(outlet=outlet)
    story = make_live(authors=[ann])
    address = reverse("admin:authors_outlet_change", args=[outlet.pk])
    desk_of.post(address, {"name": "Harbour Lights", "url": "https://lights.example/"})
    assert "https://lights.example/" in text(desk_of.get(story.editions.get().url))


def test_two_outlets_are_not_called_the_same(desk_of):
    Outlet.called("The Tern")
    page = text(desk_of.post(reverse("admin:authors_outlet_add"), {"name": "the tern", "url": ""}))
    assert "The Tern is on the list already." in page


# Newcomers


def test_an_editor_adds_an_author_with_the_plain_facts_alone(client, editor):
    client.force_login(editor)
    page = text(client.get(ADD))
    assert 'name="bio"' not in page and 'name="links-TOTAL_FORMS"' not in page
    facts = {"name": "Cy Orr", "position": "Stringer", "kind": "person", "standing": "contributor"}
    response = client.post(ADD, facts | {"bio": "<p>Sneaked in.</p>"}, follow=True)
    author = Author.objects.get()
    assert (author.name, author.position, author.standing, author.bio) == ("Cy Orr", "Stringer", "contributor", "")
    assert "Cy Orr" in author.card
    assert response.status_code == 200 and 'name="name"' not in text(response)


def test_a_new_author_has_a_history_a_card_and_an_address(desk_of, bio_manager):
    data = filled(Author(name="Cy Orr", bio="<p>Cy Orr sails.</p>", slug="", sort_name=""))
    response = desk_of.post(ADD, data)
    author = Author.objects.get()
    assert response["Location"] == f"{form_of(author)}#content"
    assert (author.slug, author.sort_name) == ("cy-orr", "Orr, Cy")
    assert "Cy Orr sails." in author.card
    assert author.bio_versions.get().by == bio_manager


def test_a_reporter_reads_the_bio_and_its_history_and_has_no_button(client, reporter, ann):
    client.force_login(reporter)
    page = text(client.get(form_of(ann)))
    assert "<p>Ann Lee writes about boats.</p>" in page
    assert 'id="bio-history"' in page
    assert 'name="_save"' not in page and "Delete…" not in page


def test_nothing_is_lost_when_a_field_is_wrong(desk_of, ann):
    page = text(desk_of.post(form_of(ann), filled(ann, name="", beat="Tides and ferries")))
    assert "Tides and ferries" in page
    ann.refresh_from_db()
    assert (ann.name, ann.beat) == ("Ann Lee", "")


# Who stays


@pytest.mark.parametrize("make", [make_article, make_live], ids=["on a draft", "on a live story"])
def test_an_author_who_is_credited_stays_and_the_desk_says_why(desk_of, ann, make):
    make(authors=[ann])
    address = reverse("admin:authors_author_delete", args=[ann.pk])
    for response in (desk_of.get(address, follow=True), desk_of.post(address, {"post": "yes"}, follow=True)):
        assert "Ann Lee is credited on stories and stays." in text(response)
    assert Author.objects.filter(pk=ann.pk).exists()
    assert "Delete…" not in text(desk_of.get(form_of(ann)))


def test_an_author_of_nothing_can_be_deleted(desk_of, ann):
    desk_of.post(reverse("admin:authors_author_delete", args=[ann.pk]), {"post": "yes"})
    assert not Author.objects.exists()


# The account


def test_an_account_belongs_to_one_author(desk_of, ann, reporter):
    make_author(name="Bo Ek", user=reporter)
    rosa = User.objects.create_user("rosa2", first_name="Rosa", is_staff=True)
    rosa.groups.add(Group.objects.get(name="Reporter"))
    page = text(desk_of.get(form_of(ann)))
    choices = page[page.index('name="user"') : page.index("</select>", page.index('name="user"'))]
    assert f'value="{rosa.pk}"' in choices
    assert f'value="{reporter.pk}"' not in choices
    desk_of.post(form_of(ann), filled(ann, user=rosa.pk))
    assert Author.objects.get(user=rosa) == ann
    assert f'value="{rosa.pk}" selected' in text(desk_of.get(form_of(ann)))
