"""How authors are told apart: names however they are spelled, addresses, and what stands in a card."""

import pytest

from authors.models import Author, Outlet
from paper.prose import plain_text
from tests.makers import make_author

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "spelled", ["Jason Ditz", "jason ditz", "JASON  DITZ", " Jason Ditz. ", "Jason-Ditz", "JasonDitz", "Jáson Ditz"]
)
def test_a_name_is_matched_however_it_is_cased_spaced_and_punctuated(spelled):
    author = make_author(name="Jason Ditz")
    make_author(name="Jason Dietz")
    assert list(Author.objects.named(spelled)) == [author]


def test_an_alias_is_matched_as_a_name_is():
    author = make_author(name="Željka Brandić")
    author.aliases.create(name="Ž. Brandić-Reyes")
    assert list(Author.objects.named("z brandic reyes")) == [author]
    assert not Author.objects.named("Brandić").exists()


@pytest.mark.parametrize(("one", "other"), [("Ann Lee", "Ann Leigh"), ("王伟", "王芳"), ("J. Doe", "Jane Doe")])
def test_different_names_are_not_matched(one, other):
    make_author(name=one)
    assert not Author.objects.named(other).exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jason Ditz", "jason-ditz"),
        ("Seán O’Brien", "seán-obrien"),
        ("王伟", "王伟"),
        ("Dr. Amal El-Sayed, PhD", "dr-amal-el-sayed-phd"),
        ("!!!", "author"),
    ],
)
def test_an_address_is_made_from_the_name(name, slug):
    assert make_author(name=name).slug == slug


def test_namesakes_get_addresses_of_their_own():
    assert [make_author(name="Ann Lee").slug for _ in range(3)] == ["ann-lee", "ann-lee-2", "ann-lee-3"]


def test_an_old_address_is_not_given_away(reader):
    first = make_author(name="Ann Lee")
    first.slug = "ann-of-the-quay"
    first.save()
    second = make_author(name="Ann Lee")
    assert second.slug == "ann-lee-2"
    assert reader.get("/authors/ann-lee/")["Location"] == first.url


def with_outlets(*names, **fields):
    author = make_author(**fields)
    for place, name in enumerate(names):
        author.outlet_credits.create(outlet=Outlet.called(name), order=place)
    author.keep(by=None)
    return author


def test_a_card_says_the_outlets_that_the_prose_does_not_name():
    author = with_outlets("The Tern", "Slack Water", "Field Notes", bio="<p>She wrote for the Tern for ten years.</p>")
    assert "Work has appeared in Slack Water and Field Notes." in plain_text(author.card)


def test_a_card_whose_prose_names_every_outlet_says_none_again():
    author = with_outlets("The Tern", "Slack Water", bio="<p>Seen in The Tern and in Slack Water.</p>")
    assert "Work has appeared in" not in author.card


@pytest.mark.parametrize(
    ("outlet", "bio"),
    [
        ("Field & Foreshore", "<p>Seen in Field &amp; Foreshore.</p>"),
        ("Radio Skerrin", "<p>Heard on Radio <em>Skerrin</em>.</p>"),
    ],
)
def test_an_outlet_in_marked_up_prose_is_not_said_again(outlet, bio):
    assert "Work has appeared in" not in with_outlets(outlet, bio=bio).card


def test_an_outlet_is_not_taken_for_named_inside_another_word():
    assert "Work has appeared in Time." in plain_text(with_outlets("Time", bio="<p>She sometimes sails.</p>").card)


def test_the_short_bio_stands_under_stories_and_the_long_one_on_the_profile(reader):
    author = make_author(bio="<p>The long one.</p>", short_bio="<p>The short one.</p>")
    assert "The short one." in author.card and "The long one." not in author.card
    assert "The long one." in reader.get(author.url).content.decode()


def test_the_long_bio_stands_under_stories_where_there_is_no_short_one():
    assert "The long one." in make_author(bio="<p>The long one.</p>").card


def test_an_empty_bio_leaves_no_element_and_no_hole(reader):
    author = make_author(name="Ann Lee")
    profile = reader.get(author.url).content.decode()
    for html in (author.card, profile[profile.index("<main") :]):
        assert 'class="bio"' not in html
        assert "<p></p>" not in html and "<dl>" not in html and "outlets" not in html
    assert "Ann Lee" in author.card


@pytest.mark.parametrize("bio", ["<script>alert(1)</script>", "<p> </p>", "<p></p>", "<p>\xa0</p>"])
def test_a_bio_of_nothing_is_an_empty_bio(bio):
    author = make_author(name="Ann Lee", bio=bio)
    assert author.bio == ""
    assert 'class="bio"' not in author.card


def test_a_bio_is_sanitised_on_every_way_in():
    author = make_author(bio='<p onclick="x()">Sails. <img src=x onerror=x()><a href="javascript:x()">Boat</a></p>')
    assert "onclick" not in author.card and "<img" not in author.card and "javascript" not in author.card
