"""Authors who may be one person: what is found, what is not, in which words, and how quickly."""

import time

import pytest
from django.urls import reverse

from authors import duplicates
from authors.duplicates import Somebody, pairs_among
from authors.models import Author, AuthorMerge, Distinct
from pagecache import memory
from tests.desk import page
from tests.makers import ago, make_author, make_live

LIST = reverse("admin:authors_author_duplicates")
DIFFERENT = reverse("admin:authors_author_say_different")


def among(*names, kind="person"):
    """The pairs as {(name, name): (strength, reasons)}."""
    found = pairs_among(Somebody(number, name, kind) for number, name in enumerate(names))
    return {(names[pair.one], names[pair.other]): pair for pair in found}


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Jason Litz", "JASON LITZ", "The same name, once in other capitals."),
        ("Jason Litz", "JASON LITZ, AP", "The same name, once with “AP” behind it."),
        ("Jason Litz", "JASON LITZ / Reuters", "The same name, once with “Reuters” behind it."),
        ("Jason Litz", "JASON LITZ (AFP)", "The same name, once with “AFP” behind it."),
        ("Jason Litz", "JASON LITZ AP", "The same name, once with “AP” behind it."),
        ("Jason Litz", "Litz, Jason", "The same name, once with the surname first."),
        ("Jane van Doe", "van Doe, Jane", "The same name, once with the surname first."),
        ("Jason Litz", "Jáson Litz", "The same name but for accents, spaces or marks."),
        ("Mary-Jane Lee", "Mary Jane Lee", "The same name but for accents, spaces or marks."),
        ("王伟", "王 伟", "The same name but for accents, spaces or marks."),
        ("أحمد خليل", "أَحمد خليل", "The same name but for accents, spaces or marks."),
        ("Ann Lee", "Ann Lee", "The very same name."),
    ],
)
def test_one_name_written_twice_is_very_likely_one_person(one, other, reason):
    (found,) = pairs_among([Somebody(1, one), Somebody(2, other)])
    assert found.likelihood == "very likely" and found.reasons == (reason,)


@pytest.mark.parametrize(
    ("one", "other", "likelihood"),
    [
        ("Jason Litz", "Litz Jason", "likely"),
        ("Jason Litz", "Jason M. Litz", "likely"),
        ("Jason Litz", "Jason Litz Jr.", "likely"),
        ("Jason Litz", "J. Litz", "perhaps"),
        ("Jason Mark Litz", "J. M. Litz", "perhaps"),
    ],
)
def test_turned_and_shortened_names_are_weaker(one, other, likelihood):
    assert among(one, other)[one, other].likelihood == likelihood


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jason Litz", "Ann Litz"),
        ("Jason Litz", "Jason Lietz"),
        ("Jason M. Litz", "Jason K. Litz"),
        ("Jason Litz Jr.", "Jason Litz Sr."),
        ("Jason Litz", "A. Litz"),
        ("王伟", "王芳"),
        ("Ann Lee", "Annlee Marsh"),
    ],
)
def test_others_of_a_family_are_not_found(one, other):
    assert not among(one, other)


def test_an_initial_that_may_stand_for_many_says_nothing():
    assert not among("J. Smith", "John Smith", "Jack Smith", "Jim Smith", "Joan Smith")


def test_organisations_are_compared_by_their_name_alone():
    found = among("The Quay Bell", "Quay Bell", "Bell Quay", "Quay B. Bell", kind="organisation")
    assert list(found) == [("The Quay Bell", "Quay Bell")]


def test_an_agency_and_a_person_of_it_are_two():
    assert not pairs_among([Somebody(1, "Reuters", "wire"), Somebody(2, "Ann Lee, Reuters")])


def test_a_spelling_of_one_that_is_the_name_of_another_is_found():
    ann, other = Somebody(1, "Ann Lee", spellings=("A. Marsh",)), Somebody(2, "A. Marsh")
    (found,) = pairs_among([ann, other])
    assert found.reasons == ("Ann Lee is also known as “A. Marsh”.",) and found.likelihood == "very likely"


def test_one_mail_address_is_a_reason_unless_a_desk_has_it():
    shared = frozenset({"ann@quay.example"})
    (found,) = pairs_among([Somebody(1, "Ann Lee", addresses=shared), Somebody(2, "Ann Marsh", addresses=shared)])
    assert found.reasons == ("Both have the address ann@quay.example.",) and found.likelihood == "likely"
    assert not pairs_among(Somebody(n, f"Reporter {n} Name{n}", addresses=shared) for n in range(5))


def test_a_pen_name_shares_its_writers_address_and_says_nothing():
    shared = frozenset({"ann@quay.example"})
    people = [Somebody(1, "Ann Lee", addresses=shared), Somebody(2, "The Gull", "pen_name", shared)]
    assert not pairs_among(people)


def test_several_reasons_stand_together_and_count_for_more():
    shared = frozenset({"ann@quay.example"})
    (found,) = pairs_among([Somebody(1, "Ann Lee", addresses=shared), Somebody(2, "ANN LEE, AP", addresses=shared)])
    assert len(found.reasons) == 2 and found.strength > 96


def test_a_crowd_of_one_name_makes_one_pair_each():
    assert len(pairs_among(Somebody(n, "Ann Lee") for n in range(400))) == 399


def names(count):
    first, last = (
        ["Ja", "Ma", "Ka", "Le", "Ro", "Ti", "Be", "Da", "Jo", "Su"],
        ["Dit", "Smi", "Wil", "Tay", "Bro", "Dav", "Eva", "Tho", "Rob", "Mar"],
    )
    ends = ["son", "ria", "tha", "nas", "lie", "mon", "bert", "vid", "nell", "tine", "rick", "ley"]
    for n in range(count):
        a, b, c = n % 10, n // 10 % 10, n // 100
        yield f"{first[a]}{ends[n % 11]} {'M. ' if n % 3 else ''}{last[b]}{ends[c % 12]}{ends[c // 12 % 12]}"


def test_five_thousand_authors_take_well_under_a_second():
    people = [Somebody(n, name) for n, name in enumerate(names(5_000))]
    pairs_among(people)  # names are read once
    began = time.process_time()
    pairs_among(people)
    assert time.process_time() - began < 1


# From the database


def found():
    """Looked for anew: in these tests nothing is committed, and so nothing is heard of."""
    memory.forget()
    return duplicates.find()


@pytest.fixture
def desk_of(client, bio_manager):
    client.force_login(bio_manager)
    return client


@pytest.fixture
def two(db):
    return make_author(name="Jason Litz", bio="<p>Jason Litz counts gulls.</p>"), make_author(name="JASON LITZ, AP")


@pytest.mark.django_db
def test_the_pairs_are_known_until_an_author_changes(
    two, django_assert_num_queries, django_capture_on_commit_callbacks
):
    assert len(duplicates.find()) == 1
    with django_assert_num_queries(0):
        assert duplicates.of(two[0]) == duplicates.find()
    with django_capture_on_commit_callbacks(execute=True):
        make_author(name="Litz, Jason")
    assert len(duplicates.find()) == 3


@pytest.mark.django_db
def test_a_private_former_name_is_no_reason(two):
    make_author(name="Bo Ek").aliases.create(name="Jason Litz", former=True, private=True)
    assert len(found()) == 1


@pytest.mark.django_db
def test_the_list_shows_what_one_needs_to_decide(desk_of, two):
    ann = two[1]
    ann.position = "Stringer"
    ann.save()
    make_live(headline="Gulls counted", authors=[ann], at=ago(days=2))
    seen = page(desk_of.get(LIST)).get_element_by_id("content").text_content()
    for words in (
        "Very likely",
        "once with “AP” behind it",
        "Stringer · Staff",
        "Gulls counted",
        "1 live story",
        "Jason Litz counts gulls.",
    ):
        assert words in " ".join(seen.split()), words


@pytest.mark.django_db
def test_the_list_costs_the_same_for_two_and_for_forty(desk_of, django_assert_max_num_queries):
    for n in range(40):
        for spelled in (f"Ann Leeward{n}x", f"ANN LEEWARD{n}X"):
            make_live(authors=[make_author(name=spelled)])
    with django_assert_max_num_queries(16):
        shown = page(desk_of.get(LIST))
    assert len(shown.find_class("two")) == 20
    assert len(page(desk_of.get(f"{LIST}?page=2")).find_class("two")) == 20


@pytest.mark.django_db
def test_two_people_are_said_to_be_two_with_one_press_and_stay_silent(desk_of, two, bio_manager):
    form = page(desk_of.get(LIST)).find_class("decide")[0].find("form")
    data = dict(form.form_values()) | {"reason": form.xpath(".//button/@value")[0]}
    desk_of.post(form.get("action"), data)
    said = Distinct.objects.get()
    assert (said.one, said.other, said.by, said.reason) == (*two, bio_manager, "I know both.")
    assert not found()
    assert "stay two people" in desk_of.get(LIST).content.decode()


@pytest.mark.django_db
def test_a_slip_is_taken_back(desk_of, two):
    said = Distinct.say(*two, by=None, reason="I know both.")
    assert not found()
    desk_of.post(reverse("admin:authors_author_ask_again", args=[said.pk]))
    assert len(found()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{"reason": " "}, {}])
def test_without_a_reason_nothing_is_said(desk_of, two, typed):
    ids = {"one": two[0].pk, "other": two[1].pk}
    response = desk_of.post(DIFFERENT, ids | typed, follow=True)
    assert "Write how you know" in response.content.decode() and not Distinct.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "x", "0", "99999999", "²"])
def test_somebody_unknown_is_not_found(desk_of, two, typed):
    assert desk_of.post(DIFFERENT, {"one": typed, "other": two[0].pk, "reason": "x"}).status_code == 404


@pytest.mark.django_db
def test_markup_in_a_name_and_a_bio_runs_nowhere(desk_of):
    for name in ("<b>Ann</b> <script>x()</script> Lee", "<B>ANN</B> <SCRIPT>X()</SCRIPT> LEE"):
        make_author(name=name, position="<img src=x onerror=x()>", bio="<p>&lt;script&gt;x()&lt;/script&gt;</p>")
    shown = desk_of.get(LIST).content.decode()
    assert "<script>x()" not in shown and "<img src=x" not in shown and "<B>ANN" not in shown


@pytest.mark.django_db
def test_an_author_merged_since_is_no_part_of_a_pair(desk_of, two):
    AuthorMerge.merge(*two, by=None)
    assert not found()
    assert Author.objects.count() == 1
