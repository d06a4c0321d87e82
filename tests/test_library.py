"""The library on the desk: its grid and what is missing in it, its search, its JSON, and saying the same of many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from images.desk import listing
from images.models import Picture, PictureMove
from paper.days import day_of
from tests.desk import page
from tests.makers import make_article, make_author
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

LIBRARY, SAME = "/admin/images/picture/", "/admin/images/picture/same/"
PICK, FACTS = "/admin/images/picture/pick/", "/admin/images/picture/facts/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def names(response):
    return [heading.text_content().strip() for heading in page(response).xpath("//li[contains(@class, 'cell')]/h2")]


def cells(response):
    return [" ".join(cell.text_content().split()) for cell in page(response).xpath("//li[contains(@class, 'cell')]")]


def text(response):
    return " ".join(page(response).text_content().split())


def days(count):
    return day_of(timezone.now()) + timedelta(days=count)


# The grid


def test_the_newest_picture_stands_first_and_an_empty_library_says_the_way_on(desk):
    assert "No picture is here yet" in text(desk.get(LIBRARY))
    for name in ("Ferry", "Gulls", "Weighbridge"):
        make_picture(caption=name)
    assert names(desk.get(LIBRARY)) == ["Weighbridge", "Gulls", "Ferry"]


def test_what_is_missing_stands_out_in_words(desk):
    make_picture(caption="Bare", alt="", credit="", licence="")
    make_picture(caption="Decorative", alt="", decorative=True)
    decorative, bare = cells(desk.get(LIBRARY))
    assert all(gap in bare for gap in ("No alternative text", "No credit", "No licence"))
    assert "No " not in decorative and "Ann Lee / The Bell" in decorative


def test_a_withdrawn_picture_and_one_whose_licence_ended_are_told_without_the_picture(desk, editor):
    withdrawn, ended, soon = (make_picture(caption=name) for name in ("Withdrawn one", "Ended one", "Ending one"))
    withdrawn.withdraw(by=editor, why="killed", because="Killed by Tideline Pictures")
    Picture.objects.filter(pk=ended.pk).update(licensed_through=days(-1))
    Picture.objects.filter(pk=soon.pk).update(licensed_through=days(3))
    response = desk.get(LIBRARY)
    told = dict(zip(names(response), cells(response), strict=True))
    assert "Killed by Tideline Pictures" in told["Withdrawn one"] and "Licence ended" in told["Ended one"]
    assert "Licence ends" in told["Ending one"]
    assert len(page(response).xpath("//li[contains(@class, 'cell')]//img")) == 1


def test_markup_in_words_is_shown_as_words(desk):
    make_picture(caption="<script>alert(1)</script>", credit="<b>Ann</b>", alt="")
    response = desk.get(LIBRARY)
    assert names(response) == ["<script>alert(1)</script>"] and b"<script>alert" not in response.content


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("missing", ["Bare"]),
        ("mine", ["Mine"]),
        ("ending", ["Ending"]),
        ("ended", ["Ended"]),
        ("withdrawn", ["Withdrawn"]),
        ("unused", ["Withdrawn", "Ended", "Ending", "Mine", "Bare"]),
        ("nonsense", ["Withdrawn", "Ended", "Ending", "Mine", "Bare", "Led", "Portrait"]),
    ],
)
def test_the_words_above_the_grid_narrow_it_down(desk, editor, show, found):
    make_author(name="Rosa Quill", portrait=make_picture(caption="Portrait"))
    make_article(lead_picture=make_picture(caption="Led"))
    make_picture(caption="Bare", credit="")
    make_picture(caption="Mine", by=editor)
    ending, ended, withdrawn = (make_picture(caption=name) for name in ("Ending", "Ended", "Withdrawn"))
    Picture.objects.filter(pk=ending.pk).update(licensed_through=days(30))
    Picture.objects.filter(pk=ended.pk).update(licensed_through=days(-1))
    withdrawn.withdraw(by=editor, why="consent", because="She asked for it")
    assert names(desk.get(LIBRARY, {"show": show})) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ferry", ["Ferry at the quay"]),
        ("QUAY ann", ["Ferry at the quay"]),
        ("fähre", ["FÄHRE im Hafen"]),
        ("بوابة", ["بوابة الميناء"]),
        ("heron", ["Ferry at the quay"]),
        ("100%", []),
        ("northquay_1.jpg", ["FÄHRE im Hafen"]),
        ("Hesper", ["بوابة الميناء"]),
        ("\0 " * 400, ["بوابة الميناء", "FÄHRE im Hafen", "Ferry at the quay"]),
    ],
)
def test_a_search_looks_at_what_is_said_and_at_the_file_in_any_script(desk, words, found):
    make_picture(caption="Ferry at the quay", credit="Ann Lee", alt="A heron on a pole", name="DSC_0001.jpg")
    make_picture(caption="FÄHRE im Hafen", credit="Bo", alt="Ein Schiff", name="northquay_1.jpg")
    make_picture(caption="بوابة الميناء", credit="Bo", alt="", people="Hesper Quillan", name="DSC_0002.jpg")
    response = desk.get(LIBRARY, {"q": words})
    assert names(response) == found
    assert found or "No picture here has “100%”" in text(response)


def test_pages_of_the_library_neither_repeat_nor_skip_a_picture(desk, monkeypatch):
    monkeypatch.setattr("images.desk.library.SIZE", 2)
    made = [make_picture(caption=f"Picture {n}").pk for n in range(5)]
    Picture.objects.filter(pk__in=made[1:4]).update(uploaded_at=Picture.objects.get(pk=made[2]).uploaded_at)
    seen, address = [], LIBRARY
    while address:
        response = desk.get(address)
        seen += names(response)
        older = page(response).xpath("//a[@rel='next']/@href")
        address = LIBRARY + older[0] if older else None
    assert seen == [f"Picture {n}" for n in (4, 3, 2, 1, 0)]
    assert "Back to the newest" in text(response)
    assert desk.get(LIBRARY, {"before": "yesterday"}).status_code == 404


def test_a_search_goes_through_so_many_pictures_and_says_that_there_are_older_ones(desk, monkeypatch):
    monkeypatch.setattr("images.desk.library.REACH", 2)
    for name in ("Heron", "Heron", "Gull", "Gull", "Gull"):
        make_picture(caption=name, alt="", credit="")
    first = desk.get(LIBRARY, {"q": "heron"})
    assert names(first) == [] and "None among those looked through" in text(first)
    second = desk.get(LIBRARY + page(first).xpath("//a[@rel='next']/@href")[0])
    assert names(second) == ["Heron"]
    third = desk.get(LIBRARY + page(second).xpath("//a[@rel='next']/@href")[0])
    assert names(third) == ["Heron"] and not page(third).xpath("//a[@rel='next']")


@pytest.mark.parametrize("query", ["", "?q=ferry", "?show=missing", "?show=unused"])
def test_the_grid_costs_the_same_for_two_pictures_and_for_forty(desk, query, django_assert_num_queries):
    data = [make_picture(licence="") for _ in range(2)]
    desk.get(LIBRARY)
    expected = 5 if query else 4  # session, account, roles, the pictures; how far a search looks
    with django_assert_num_queries(expected):
        desk.get(LIBRARY + query)
    for n in range(38):
        Picture.objects.bulk_create([_copy(data[0], n)])
    with django_assert_num_queries(expected):
        assert len(names(desk.get(LIBRARY + query))) == 40


def _copy(picture, number):
    copy = Picture.objects.get(pk=picture.pk)
    copy.pk, copy.sha256, copy.original = None, f"{number:064}", f"originals/{number}"
    return copy


# Who may


@pytest.mark.parametrize("who", ["reporter", "editor", "bio_manager", "administrator"])
def test_everyone_on_the_desk_sees_the_library(client, request, who):
    client.force_login(request.getfixturevalue(who))
    make_picture(caption="Ferry")
    assert names(client.get(LIBRARY)) == ["Ferry"]


def test_who_is_not_signed_in_is_sent_to_sign_in_and_who_has_no_role_is_refused(client, django_user_model):
    assert client.get(LIBRARY).status_code == 302 and client.get(PICK).status_code == 302
    client.force_login(django_user_model.objects.create_user("nemo", is_staff=True))
    for address in (LIBRARY, PICK, FACTS, SAME, f"{LIBRARY}upload/"):
        assert client.get(address).status_code == 403


def test_a_reporter_ticks_their_own_pictures_alone(client, reporter):
    own = make_picture(caption="Own", by=reporter)
    make_picture(caption="Another’s")
    client.force_login(reporter)
    assert page(client.get(LIBRARY)).xpath("//input[@name='id']/@value") == [str(own.pk)]


# Saying the same of many


def same(client, pictures, **words):
    return client.post(SAME, {"id": [picture.pk for picture in pictures], **words}, follow=True)


def test_what_is_filled_in_is_written_on_all_and_what_is_empty_stays(desk, editor):
    pictures = [make_picture(credit="", licence="", caption=f"Boat {n}") for n in range(3)]
    response = same(desk, pictures, credit="  Ann  Lee / The Bell", licence="own", caption="", licensed_through="")
    assert "Written: credit on 3 pictures, licence on 3." in text(response)
    assert response.redirect_chain[0][0].startswith(LIBRARY) and len(names(response)) == 3
    for number, picture in enumerate(pictures):
        picture.refresh_from_db()
        assert (picture.credit, picture.licence) == ("Ann Lee / The Bell", "own")
        assert picture.caption == f"Boat {number}" and picture.version == 2
    assert PictureMove.objects.filter(verb="change", by=editor).count() == 3


def test_words_that_stand_are_written_over_only_after_it_was_told_of_how_many(desk):
    standing = [make_picture(credit="Bo Harrow"), make_picture(credit="Bo Harrow"), make_picture(credit="Tideline")]
    pictures = [*standing, make_picture(credit="")]
    told = same(desk, pictures, credit="Ann Lee")
    assert "Credit on 3 pictures: “Bo Harrow” (2), “Tideline” (1)" in text(told)
    assert not Picture.objects.filter(credit="Ann Lee").exists()
    seen = page(told).xpath("//input[@name='seen']/@value")[0]
    assert page(told).xpath("//input[@name='credit']/@value") == ["Ann Lee"]
    done = same(desk, pictures, credit="Ann Lee", seen=seen, over="all")
    assert "Written: credit on 4 pictures." in text(done)
    assert Picture.objects.filter(credit="Ann Lee").count() == 4


def test_only_where_nothing_stands_is_another_way(desk):
    standing, empty = make_picture(credit="Bo Harrow", licence=""), make_picture(credit="", licence="own")
    done = same(desk, [standing, empty], credit="Ann Lee", licence="own", over="empty")
    assert "Written: credit on 1 picture, licence on 1." in text(done)
    standing.refresh_from_db()
    empty.refresh_from_db()
    assert (standing.credit, standing.licence, standing.version) == ("Bo Harrow", "own", 2)
    assert (empty.credit, empty.licence, empty.version) == ("Ann Lee", "own", 2)


def test_who_writes_over_more_than_was_told_is_told_anew(desk):
    first, second = make_picture(credit="Bo Harrow"), make_picture(credit="")
    seen = page(same(desk, [first, second], credit="Ann Lee")).xpath("//input[@name='seen']/@value")[0]
    Picture.objects.filter(pk=second.pk).update(credit="Written meanwhile")
    assert "Credit on 2 pictures" in text(same(desk, [first, second], credit="Ann Lee", seen=seen, over="all"))
    assert not Picture.objects.filter(credit="Ann Lee").exists()


def test_the_same_words_again_change_nothing(desk):
    picture = make_picture(credit="Ann Lee")
    assert "They say so already" in text(same(desk, [picture], credit="Ann Lee"))
    picture.refresh_from_db()
    assert picture.version == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({}, "Fill in at least one field"),
        ({"credit": "x" * 201}, "at most 200 characters"),
        ({"licence": "stolen"}, "Select a valid choice"),
        ({"licensed_through": "2020-01-01"}, "This day is past"),
        ({"licensed_through": "tomorrow"}, "Enter a valid date"),
    ],
)
def test_what_cannot_be_written_is_said_on_the_form_and_nothing_is_written(desk, words, why):
    picture = make_picture(credit="")
    response = same(desk, [picture], **words)
    assert why in text(response)
    picture.refresh_from_db()
    assert picture.version == 1


def test_a_reporter_says_the_same_of_their_own_and_the_others_are_left_aside(client, reporter):
    own, others = make_picture(by=reporter, credit=""), make_picture(credit="")
    client.force_login(reporter)
    assert "1 of those you chose is left aside" in text(client.get(SAME, {"id": [own.pk, others.pk]}))
    same(client, [own, others], credit="Rosa Quill")
    assert list(Picture.objects.filter(credit="Rosa Quill")) == [own]
    assert "None of these is yours" in text(client.get(SAME, {"id": others.pk}, follow=True))


def test_no_picture_chosen_is_said(desk):
    assert "No picture was chosen" in text(desk.get(SAME, follow=True))
    assert "No picture was chosen" in text(desk.get(SAME, {"id": ["x", "-1", "9" * 30, "²"]}, follow=True))


# What scripts ask


def test_a_picture_is_told_to_scripts_with_all_they_need(desk):
    picture = make_picture(caption="Ferry", credit="", licensed_through=days(5), rendered=True)
    made = picture.renditions
    assert desk.get(FACTS, {"id": picture.pk}).json() == {
        "pictures": [
            {
                "id": picture.pk,
                "version": 1,
                "name": "Ferry",
                "alt": "A white ferry beside a quay",
                "decorative": False,
                "caption": "Ferry",
                "credit": "",
                "licence": "own",
                "licensed_through": days(5).isoformat(),
                "width": 960,
                "height": 640,
                "thumb": f"/pictures/{picture.pk}/{made['whole']['recipe']}/whole-640.jpg",
                "square": f"/pictures/{picture.pk}/{made['square']['recipe']}/square-320.avif",
                "missing": ["credit"],
                "state": "",
                "url": f"/admin/images/picture/{picture.pk}/change/",
            }
        ]
    }


def test_a_picture_that_readers_do_not_see_has_no_address_and_one_just_uploaded_its_whole(desk, editor):
    fresh, small, ended, withdrawn = make_picture(), make_picture(width=200, height=300), make_picture(), make_picture()
    Picture.objects.filter(pk=ended.pk).update(licensed_through=days(-1))
    withdrawn.withdraw(by=editor, why="error", because="Another ferry")
    asked = [withdrawn.pk, ended.pk, 999_999, small.pk, fresh.pk, fresh.pk]
    found = desk.get(FACTS, {"id": asked}).json()["pictures"]
    assert [one["id"] for one in found] == [withdrawn.pk, ended.pk, small.pk, fresh.pk]
    assert [(one["state"], one["thumb"], one["square"]) for one in found[:2]] == [
        ("withdrawn", "", ""),
        ("licence ended", "", ""),
    ]
    assert found[2]["thumb"].endswith("/whole-200.jpg") and found[3]["square"] == found[3]["thumb"]


def test_pictures_to_choose_from_are_those_that_may_be_shown_page_by_page(desk, editor, monkeypatch):
    monkeypatch.setattr("images.desk.pick.SIZE", 2)
    made = [make_picture(caption=f"Ferry {n}") for n in range(5)]
    made[3].withdraw(by=editor, why="error", because="Another ferry")
    first = desk.get(PICK, {"q": "ferry"}).json()
    assert [one["name"] for one in first["pictures"]] == ["Ferry 4", "Ferry 2"]
    second = desk.get(f"{PICK}?{first['older']}").json()
    assert [one["name"] for one in second["pictures"]] == ["Ferry 1", "Ferry 0"] and second["older"] == ""
    assert desk.get(PICK, {"q": "heron"}).json() == {"pictures": [], "older": ""}


def describe(client, picture, **words):
    return client.post(f"/admin/images/picture/{picture.pk}/describe/", words)


def test_words_are_kept_on_the_spot_and_those_not_sent_stay(desk):
    picture = make_picture(alt="", credit="")
    answer = describe(desk, picture, alt="A ferry", credit="Ann Lee", version="1")
    assert answer.json()["picture"]["alt"] == "A ferry" and answer.json()["picture"]["missing"] == []
    picture.refresh_from_db()
    assert picture.caption.startswith("Ferry number") and picture.version == 2
    assert describe(desk, picture, alt="", decorative="true").json()["picture"]["decorative"] is True
    assert describe(desk, picture, decorative="false").json()["picture"]["decorative"] is False


def test_words_that_cannot_be_kept_are_named_by_field(desk):
    picture = make_picture()
    assert "200 characters" in describe(desk, picture, credit="x" * 201).json()["errors"]["credit"]
    assert describe(desk, picture, licence="stolen").status_code == 400
    assert set(describe(desk, picture, decorative="true").json()["errors"]) == {"decorative"}
    assert describe(desk, picture, decorative="true", alt="A ferry").status_code == 400


def test_words_on_what_somebody_changed_meanwhile_are_refused(desk):
    picture = make_picture()
    describe(desk, picture, credit="First", version="1")
    late = describe(desk, picture, credit="Second", version="1")
    assert late.status_code == 409 and "Somebody else changed this picture" in late.json()["error"]


def test_who_may_describe(client, reporter, bio_manager):
    own, others = make_picture(by=reporter), make_picture()
    client.force_login(reporter)
    assert describe(client, own, credit="Rosa Quill").status_code == 200
    assert describe(client, others, credit="Rosa Quill").status_code == 403
    assert client.get(f"/admin/images/picture/{own.pk}/describe/").status_code == 405
    client.force_login(bio_manager)
    assert describe(client, others, credit="Bruno").status_code == 200
    assert describe(client, Picture(pk=999_999), credit="Bruno").status_code == 404


def test_a_search_is_one_line_of_so_many_characters():
    assert listing.clean("  a\0b \n c  ") == "ab c" and len(listing.clean("x" * 900)) == 200
