"""The paper's settings on the desk: one form, refusals in words, and readers see a change on their next page."""

import pytest
from django.urls import reverse

from paper.models import Paper
from tests.makers import ago, make_article, make_live, utc

pytestmark = pytest.mark.django_db

LIST = reverse("admin:paper_paper_changelist")
FORM = reverse("admin:paper_paper_change", args=[1])
SETTINGS = {
    "name": "The Quay Bell",
    "tagline": "All the harbour",
    "time_zone": "America/New_York",
    "language": "en-GB",
    "accent_light": "#7a1f1f",
    "accent_dark": "#ffb4a8",
    "corrections_email": "errors@bell.example",
}


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def text(response):
    return response.content.decode()


def test_the_list_of_papers_is_the_one_form(desk):
    response = desk.get(LIST)
    assert (response.status_code, response["Location"]) == (302, FORM)
    page = text(desk.get(FORM))
    assert 'value="Newsroom"' in page  # the defaults, before anything was saved
    assert not Paper.objects.exists()


def test_readers_see_a_change_on_their_next_page(desk, django_capture_on_commit_callbacks):
    Paper.objects.create()
    before = text(desk.get("/"))
    assert "The Quay Bell" not in before
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(FORM, SETTINGS, follow=True)
    assert "Readers see it from now on." in text(response)
    story = make_live(at=ago(hours=1))
    after = text(desk.get(story.editions.get().url))
    assert "The Quay Bell" in after and "errors@bell.example" in after and '<html lang="en-GB"' in after
    assert "All the harbour" in text(desk.get("/"))
    assert Paper.load().stylesheet_url in after
    assert "#7a1f1f" in text(desk.get(Paper.load().stylesheet_url))


def test_the_dates_of_new_addresses_follow_the_zone(desk, clock, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(FORM, SETTINGS)
    clock.set(utc(2031, 3, 5, 2, 30))  # still the evening of the 4th in New York
    assert make_live().editions.get().path.startswith("/2031/03/04/")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("time_zone", "Mars/Olympus", "No such time zone. Write one as Area/City"),
        ("language", "English!", "Write a language as a tag"),
        ("accent_light", "#fefefe", "hard to read on light pages"),
        ("accent_dark", "#101010", "hard to read on dark pages"),
        ("accent_light", "green", "Write a colour as # and six digits"),
        ("accent_light", "#0b5a4d;}body{display:none", "Ensure this value has at most 7 characters"),
        ("corrections_email", "errors at bell", "Enter a valid email address"),
        ("name", "", "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk, field, value, said):
    response = desk.post(FORM, SETTINGS | {field: value})
    assert response.status_code == 200
    assert said in text(response)
    assert not Paper.objects.exists()


def test_a_zone_is_known_however_its_capitals_were_typed(desk):
    desk.post(FORM, SETTINGS | {"time_zone": "america/new york"})
    assert Paper.load().time_zone == "America/New_York"


def test_zones_are_offered_as_one_types(desk):
    assert '<option value="Europe/London">' in text(desk.get(FORM))


@pytest.mark.parametrize("at", [{"days": 2}, {"days": -2}], ids=["published", "scheduled"])
def test_the_zone_is_held_once_an_address_depends_on_it(desk, at):
    desk.post(FORM, SETTINGS)
    make_article().publish(by=None, at=ago(**at))
    page = text(desk.get(FORM))
    assert 'name="time_zone"' not in page
    assert "America/New_York" in page
    desk.post(FORM, SETTINGS | {"time_zone": "Asia/Tokyo", "name": "The Harbour Bell"})
    assert (Paper.load().time_zone, Paper.load().name) == ("America/New_York", "The Harbour Bell")


def test_a_form_opened_before_the_first_story_does_not_change_the_zone_after_it(desk):
    desk.post(FORM, SETTINGS)
    opened = SETTINGS | {"time_zone": "Asia/Tokyo"}
    make_live(at=ago(hours=1))
    desk.post(FORM, opened)
    assert Paper.load().time_zone == "America/New_York"
    assert Paper.load().zone_held


def test_a_story_published_while_the_settings_are_saved_still_holds_the_zone(desk, monkeypatch):
    desk.post(FORM, SETTINGS)
    clean = Paper.clean

    def published_meanwhile(paper):
        clean(paper)
        make_live(at=ago(hours=1))

    monkeypatch.setattr(Paper, "clean", published_meanwhile)
    desk.post(FORM, SETTINGS | {"name": "The Harbour Bell"})
    assert (Paper.load().zone_held, Paper.load().name) == (True, "The Harbour Bell")


def test_the_zone_is_free_again_when_nothing_depends_on_it(desk):
    desk.post(FORM, SETTINGS)
    story = make_article()
    story.withdraw(story.publish(by=None, at=ago(days=-2)), by=None)
    desk.post(FORM, SETTINGS | {"time_zone": "Asia/Tokyo"})
    assert Paper.load().time_zone == "Asia/Tokyo"


def test_there_is_no_second_paper_and_no_deleting_the_first(desk):
    desk.post(FORM, SETTINGS)
    assert desk.get(reverse("admin:paper_paper_add")).status_code == 403
    assert desk.post(reverse("admin:paper_paper_delete", args=[1]), {"post": "yes"}).status_code == 403
    assert Paper.objects.count() == 1
