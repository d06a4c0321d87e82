"""Permalinks: what answers, with what, and what is never given away."""

import unicodedata
from datetime import timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Address
from paper.addresses import LONGEST, canonical, make_slug
from paper.models import Paper
from tests.makers import ahead, make_article, make_author, make_live, make_section, utc


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Mayor’s plan, at last: a ‘quiet’ quay?", "mayors-plan-at-last-a-quiet-quay"),
        ("It's 5 o'clock", "its-5-oclock"),
        ("بلدية الميناء تعلن", "بلدية-الميناء-تعلن"),
        ("समुद्र की चिट्ठी", "समुद्र-की-चिट्ठी"),
        ("Ὁδυσσεύς ἥκει", "ὁδυσσεύς-ἥκει"),
        ("🚢🚢", "story"),
        ("", "story"),
        ("---", "story"),
        ("x" * 90, "x" * LONGEST),
        ("a " * 60, ("a-" * 35)[:-1]),
        ("İstanbul", "i̇stanbul"),
    ],
)
def test_slugs(headline, slug):
    assert make_slug(headline, "story") == unicodedata.normalize("NFC", slug)


@given(st.text(max_size=200))
def test_a_slug_is_never_empty_never_long_and_makes_itself_again(text):
    slug = make_slug(text, "story")
    assert 0 < len(slug) <= LONGEST
    assert slug == canonical(slug) == make_slug(slug, "story")
    assert not slug.startswith("-") and not slug.endswith("-") and "--" not in slug and "/" not in slug


pytestmark = pytest.mark.django_db


def test_a_live_story_answers_at_its_address(reader):
    make_live(headline="Boats are late", at=utc(2018, 2, 14, 9))
    assert reader.get("/2018/02/14/boats-are-late/").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        "/2018/2/14/boats-are-late/",
        "/2018/02/14/boats-are-late",
        "/2018/02/14/Boats-Are-Late/",
        "/2018/02/15/boats-are-late/",
        "/2011/1/1/boats-are-late",
    ],
)
def test_other_forms_of_an_address_lead_to_it(reader, form):
    make_live(headline="Boats are late", at=utc(2018, 2, 14, 9))
    response = reader.get(form)
    assert (response.status_code, response["Location"]) == (301, "/2018/02/14/boats-are-late/")


def test_other_forms_of_the_same_letters_lead_to_the_address(reader):
    make_live(headline="Café à Liège", at=utc(2018, 2, 14, 9))
    composed = quote("/2018/02/14/café-à-liège/")
    apart = quote(unicodedata.normalize("NFD", "/2018/02/14/café-à-liège/"))
    assert reader.get(composed).status_code == 200
    assert reader.get(apart)["Location"] == composed


def test_a_wrong_date_is_not_guessed_between_two_stories(reader):
    make_live(headline="Tide tables", at=utc(2018, 2, 14, 9))
    make_live(headline="Tide tables", at=utc(2019, 2, 14, 9))
    assert reader.get("/2018/02/15/tide-tables/").status_code == 404


def test_days_that_do_not_exist_are_unknown(reader):
    for path in (
        "/2018/02/30/x/",
        "/2018/13/01/x/",
        "/0000/01/01/x/",
        "/2018/02/30/",
        "/2018/13/",
        "/0000/",
        "/9999/12/31/",
    ):
        assert reader.get(path).status_code == 404, path


def test_the_date_is_the_day_in_the_papers_zone(reader):
    Paper.objects.create(time_zone="Pacific/Auckland")
    make_live(headline="Dawn", at=utc(2018, 2, 14, 20))
    assert reader.get("/2018/02/15/dawn/").status_code == 200


def test_a_clash_gets_a_number(reader):
    first = make_live(headline="Tide tables", at=utc(2018, 2, 14, 9))
    second = make_live(headline="Tide tables", at=utc(2018, 2, 14, 10))
    assert [str(a) for a in Address.objects.order_by("pk")] == [
        "/2018/02/14/tide-tables/",
        "/2018/02/14/tide-tables-2/",
    ]
    assert first.editions.get().slug != second.editions.get().slug


def test_a_number_fits_within_the_length():
    for _ in range(2):
        article = make_live(headline="w" * 90, at=utc(2018, 2, 14, 9))
    assert article.editions.get().slug == "w" * (LONGEST - 2) + "-2"


def test_the_slug_is_frozen_once_readers_could_see_it():
    article = make_live(headline="First thought")
    article.headline = "Second thought"
    article.save()
    assert article.publish(by=None).slug == "first-thought"


def test_the_slug_follows_the_headline_until_then():
    article = make_article(headline="First thought")
    planned = article.publish(by=None, at=ahead(hours=3))
    article.headline = "Second thought"
    article.save()
    article.withdraw(planned, by=None)
    assert article.publish(by=None, at=ahead(hours=3)).slug == "second-thought"
    assert Address.objects.count() == 1


def test_a_slug_changed_by_hand_leaves_a_redirect_through_several_changes(reader):
    article = make_live(headline="One", at=utc(2018, 2, 14, 9))
    for slug in ("two", "three"):
        article.slug = slug
        article.save()
        article.publish(by=None)
    assert reader.get("/2018/02/14/three/").status_code == 200
    for old in ("one", "two"):
        assert reader.get(f"/2018/02/14/{old}/")["Location"] == "/2018/02/14/three/"
    article.slug = "one"
    article.save()
    article.publish(by=None)
    assert reader.get("/2018/02/14/one/").status_code == 200
    assert reader.get("/2018/02/14/three/")["Location"] == "/2018/02/14/one/"


def test_a_new_slug_to_come_is_unknown_until_its_minute(reader, clock):
    article = make_live(headline="One", at=utc(2018, 2, 14, 9))
    article.slug = "two"
    article.save()
    nine = ahead(hours=3)
    article.publish(by=None, at=nine)
    assert reader.get("/2018/02/14/one/").status_code == 200
    assert reader.get("/2018/02/14/two/").status_code == 404
    clock.set(nine)
    assert reader.get("/2018/02/14/two/").status_code == 200
    assert reader.get("/2018/02/14/one/")["Location"] == "/2018/02/14/two/"


def test_an_unpublished_story_is_gone_and_looks_like_the_paper(reader):
    Paper.objects.create(name="The Quay Bell")
    article = make_live(headline="Boats", at=utc(2018, 2, 14, 9))
    article.unpublish(by=None)
    response = reader.get("/2018/02/14/boats/")
    assert response.status_code == 410
    assert "The Quay Bell" in response.content.decode()
    assert reader.get("/2018/02/15/boats/").status_code == 410


FORMS = ("/2031/05/01/boats/", "/2031/5/1/boats/", "/2031/05/01/boats", "/2031/05/01/BOATS/", "/2030/01/01/boats/")


def test_nothing_announces_a_story_to_come_or_one_withdrawn_before_anyone_saw_it(reader):
    article = make_article(headline="Boats", section=make_section(), authors=[make_author()])
    unknown = reader.get("/2031/05/01/unheard-of/")
    planned = article.publish(by=None, at=utc(2031, 5, 1, 9))
    answers = [reader.get(form) for form in FORMS]
    article.withdraw(planned, by=None)
    answers += [reader.get(form) for form in FORMS]
    for answer in answers:
        assert answer.status_code == 404
        assert answer["Cache-Control"] == unknown["Cache-Control"] == "no-cache"
        assert answer.content == unknown.content


def test_an_address_to_come_can_be_taken_back_and_used_by_another():
    one = make_article(headline="Boats")
    planned = one.publish(by=None, at=utc(2031, 5, 1, 9))
    one.withdraw(planned, by=None)
    two = make_article(headline="Boats")
    assert two.publish(by=None, at=utc(2031, 5, 1, 9)).slug == "boats"


def test_an_edition_keeps_answering_through_the_minute_of_a_change(reader, clock):
    article = make_live(headline="Boats", at=utc(2018, 2, 14, 9))
    nine = ahead(hours=3)
    article.headline = "Boats again"
    article.save()
    article.publish(by=None, at=nine)
    clock.set(nine - timedelta(microseconds=1))
    assert "Boats again" not in reader.get("/2018/02/14/boats/").content.decode()
    clock.set(nine)
    assert "Boats again" in reader.get("/2018/02/14/boats/").content.decode()
