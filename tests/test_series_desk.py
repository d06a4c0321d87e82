"""Series on the desk: their form, what works without a script, who may, and the way from a story."""

import pytest
from django.urls import reverse

from articles.models import Series
from tests.desk import change_url, errors, form_on, page
from tests.makers import ago, make_article, make_live
from tests.test_series import make_series, parts

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/articles/series/", "/admin/articles/series/add/"


def url(series):
    return reverse("admin:articles_series_change", args=[series.pk])


def story_url(story):
    return reverse("admin:articles_series_story", args=[story.pk])


def order(series):
    return list(series.parts.values_list("article", flat=True))


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def send(client, address, **typed):
    """Open the form, type, press Save."""
    return client.post(address, form_on(client.get(address), "series_form") | typed)


def test_a_series_is_made_with_its_first_part(desk):
    a = make_live(headline="The harbour opens", at=ago(days=1))
    response = send(desk, ADD, name="The harbour files", **{"parts-find": "harbour opens"})
    series = Series.objects.get()
    assert (response.url, series.slug, order(series)) == (url(series), "the-harbour-files", [a.pk])


def test_without_a_script_parts_are_moved_by_number_taken_out_by_a_box_and_found_by_words(desk):
    a, b, c = parts(3)
    d = make_article(headline="A draft about gulls")
    series = make_series(a, b, c)
    typed = {
        f"parts-place-{c.pk}": "1",
        f"parts-place-{a.pk}": "2",
        "parts-out": [str(b.pk)],
        "parts-find": "draft gulls",
    }
    assert send(desk, url(series), **typed).status_code == 302
    assert order(series) == [c.pk, a.pk, d.pk]


def test_an_address_finds_its_story(desk):
    (a,) = parts(1)
    series = make_series()
    send(desk, url(series), **{"parts-find": f"https://quay.example{a.editions.get().path}"})
    assert order(series) == [a.pk]


def test_where_several_are_meant_one_is_chosen_and_where_none_is_it_is_said(desk):
    a, b = parts(2)
    series = make_series()
    response = send(desk, url(series), **{"parts-find": "Part called"})
    assert "Several stories have these words." in errors(response)
    picks = page(response).xpath("//input[@name='parts-pick']")
    assert {pick.get("value") for pick in picks} == {str(a.pk), str(b.pk)}
    again = form_on(response, "series_form") | {"parts-pick": str(b.pk)}
    assert desk.post(url(series), again).status_code == 302
    assert order(series) == [b.pk]
    response = send(desk, url(series), **{"parts-find": "Nothing like it"})
    assert "No story has these words in its headline." in errors(response)
    assert "Nothing like it" in response.content.decode()


def test_each_part_says_what_readers_have_of_it(desk):
    (a,) = parts(1)
    series = make_series(a, make_article(headline="Not yet"))
    rows = [" ".join(row.text_content().split()) for row in page(desk.get(url(series))).xpath("//li[@data-row]")]
    assert "live since" in rows[0] and "Not yet draft" in rows[1]
    assert "Readers have 1 of its parts." in desk.get(url(series)).content.decode()


def test_saving_the_words_leaves_the_parts_and_what_somebody_did_to_them(desk):
    a, b = parts(2)
    series = make_series(a)
    opened = form_on(desk.get(url(series)), "series_form")
    series.add(b, by=None)
    assert desk.post(url(series), opened | {"description": "On the quay."}).status_code == 302
    series.refresh_from_db()
    assert (series.description, order(series)) == ("On the quay.", [a.pk, b.pk])


def test_of_two_who_change_the_parts_the_second_is_asked_and_may_then_keep_theirs(desk):
    a, b, c = parts(3)
    series = make_series(a, b)
    opened = form_on(desk.get(url(series)), "series_form")
    series.add(c, by=None)
    response = desk.post(url(series), opened | {"parts-out": [str(a.pk)]})
    assert "They are now: 1. Part called A; 2. Part called B; 3. Part called C." in errors(response)
    assert order(series) == [a.pk, b.pk, c.pk]
    assert desk.post(url(series), form_on(response, "series_form")).status_code == 302
    assert order(series) == [b.pk]


def test_what_a_verb_refuses_is_said_with_all_that_was_typed(desk):
    (a,) = parts(1)
    make_series(a, name="Other files")
    series = make_series()
    response = send(desk, url(series), description="Typed.", **{"parts-find": "Part called A"})
    assert "“Part called A” is a part of Other files." in errors(response)
    assert "Typed." in response.content.decode()
    series.refresh_from_db()
    assert (series.description, order(series)) == ("", [])


def test_nonsense_breaks_nothing(desk):
    a, b = parts(2)
    series = make_series(a)
    opened = form_on(desk.get(url(series)), "series_form")
    for typed in (
        {"parts": ["x", "9" * 30, "-1", "\0", str(a.pk), str(a.pk)]},
        {f"parts-place-{a.pk}": "²", "parts": [str(a.pk), "999999"]},
        {"parts-pick": "999999"},
        {"parts-find": "\0" * 5 + "%" * 700},
        {"version": "x"},
    ):
        assert desk.post(url(series), opened | typed).status_code in (200, 302)
    assert set(order(series)) <= {a.pk}
    assert b.pk not in order(series)


def test_the_address_stays_once_the_series_is_made(desk):
    series = make_series()
    send(desk, url(series), slug="other", name="Other")
    series.refresh_from_db()
    assert (series.name, series.slug) == ("Other", "the-harbour-files")


def test_a_series_is_deleted_and_its_stories_stay(desk):
    (a,) = parts(1)
    series = make_series(a)
    desk.post(reverse("admin:articles_series_delete", args=[series.pk]), {"post": "yes"})
    a.refresh_from_db()
    assert not Series.objects.exists()


# Who may


@pytest.mark.parametrize(
    ("who", "sees", "changes"),
    [("reporter", 200, 403), ("bio_manager", 403, 403), ("editor", 200, 200), ("administrator", 200, 200)],
)
def test_reporters_see_and_editors_change(request, client, who, sees, changes):
    client.force_login(request.getfixturevalue(who))
    a, b = parts(2)
    series = make_series(a)
    assert client.get(LIST).status_code == sees
    shown = client.get(url(series))
    assert shown.status_code == sees
    assert client.get(ADD).status_code == changes
    assert client.get(story_url(a)).status_code == sees
    posted = client.post(story_url(b), {"do": "add", "series": series.pk})
    assert posted.status_code == (302 if changes == 200 else 403)
    if who == "reporter":
        assert "Part called A" in shown.content.decode()
        assert not page(shown).xpath("//input[@name='parts-find']")
        client.post(url(series), {"name": "Mine", "parts-there": "1"})
        series.refresh_from_db()
        assert (series.name, order(series)) == ("The harbour files", [a.pk])


# From the story


def test_a_story_is_added_and_taken_out_from_its_own_page(desk):
    a, b = parts(2)
    series = make_series(a)
    side = desk.get(change_url(b)).content.decode()
    assert "In no series." in side and story_url(b) in side
    response = desk.post(story_url(b), {"do": "add", "series": series.pk})
    assert (response.url, order(series)) == (change_url(b), [a.pk, b.pk])
    side = " ".join(page(desk.get(change_url(b))).text_content().split())
    assert "Part 2 of 2 of The harbour files. Readers have 2 of them." in side
    desk.post(story_url(b), {"do": "drop"})
    assert order(series) == [a.pk]
    assert desk.post(story_url(b), {"do": "drop"}).status_code == 302


def test_a_new_series_is_begun_from_a_story(desk):
    (a,) = parts(1)
    desk.post(story_url(a), {"do": "add", "name": " Quay files "})
    assert order(Series.objects.get(name="Quay files")) == [a.pk]


@pytest.mark.parametrize("typed", [{}, {"name": "  "}, {"series": "999"}, {"series": "x"}, {"name": "x" * 200}])
def test_what_is_missing_for_it_is_said(desk, typed):
    (a,) = parts(1)
    response = desk.post(story_url(a), {"do": "add", **typed})
    assert response.status_code == 200 and errors(response)
    assert not Series.objects.exists()


def test_a_name_whose_address_is_taken_is_refused_and_so_is_a_second_series(desk):
    a, b = parts(2)
    make_series(a)
    assert "already exists" in errors(desk.post(story_url(b), {"do": "add", "name": "The Harbour Files"}))
    other = make_series(name="Other files")
    assert "is a part of The harbour files" in errors(desk.post(story_url(a), {"do": "add", "series": other.pk}))
    assert "is a part of The harbour files" in errors(desk.post(story_url(a), {"do": "add", "name": "Third"}))
    assert not Series.objects.filter(name="Third").exists()
