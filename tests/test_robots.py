"""What crawlers are asked: robots.txt, the head of pages, headers, and where weaknesses are reported."""

import json
from urllib.robotparser import RobotFileParser

import pytest

from pagecache import memory
from paper import robots
from paper.models import Paper
from tests.machines import metas, page_of
from tests.makers import ago, make_author, make_live, make_section, make_topic, utc

pytestmark = pytest.mark.django_db

TRAINERS = ("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Applebot-Extended")
FINDERS = ("OAI-SearchBot", "Claude-SearchBot", "PerplexityBot")
FETCHERS = ("ChatGPT-User", "Claude-User")


def rules(reader):
    answer = reader.get("/robots.txt")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/plain; charset=utf-8"
    found = RobotFileParser()
    found.parse(answer.content.decode().splitlines())
    return found


@pytest.fixture
def pages(reader):
    """An address of each kind of page."""
    article = make_live(section=make_section(), topics=[make_topic()], authors=[make_author()], at=ago(hours=1))
    edition = article.editions.get()
    return ["/", "/latest/", "/corrections/", "/authors/", "/authors/masthead/", "/authors/ann-lee/", edition.url, "/world/",
            "/topics/harbours/", f"/{edition.date:%Y}/", f"/{edition.date:%Y/%m}/", f"/{edition.date:%Y/%m/%d}/"]  # fmt: skip


# robots.txt


@pytest.mark.parametrize("choice", ["welcome", "no_training", "none"])
def test_search_engines_may_read_everything_but_the_desk_and_answers_of_the_search(reader, choice):
    Paper.objects.create(ai_crawlers=choice)
    found = rules(reader)
    for name in ("Googlebot", "Bingbot", "Googlebot-News", "Applebot"):
        assert found.can_fetch(name, "/") and found.can_fetch(name, "/2018/02/14/boats/"), name
        assert not found.can_fetch(name, "/admin/") and not found.can_fetch(name, "/search/?q=boats"), name


@pytest.mark.parametrize(
    ("choice", "shut"),
    [("welcome", ()), ("no_training", TRAINERS), ("none", (*TRAINERS, *FINDERS, *FETCHERS))],
)
def test_the_papers_switch_shuts_out_those_it_names(reader, choice, shut):
    Paper.objects.create(ai_crawlers=choice)
    found = rules(reader)
    for name in (*TRAINERS, *FINDERS, *FETCHERS):
        assert found.can_fetch(name, "/2018/02/14/boats/") is (name not in shut), name


def test_those_who_train_are_asked_to_stay_out_unless_the_paper_says_otherwise(reader):
    assert not rules(reader).can_fetch("GPTBot", "/") and rules(reader).can_fetch("ChatGPT-User", "/")


def test_no_crawler_is_named_twice():
    names = [name.lower() for name in (*robots.TRAINING, *robots.ANSWERS, *robots.FETCHES)]
    assert len(set(names)) == len(names)


def test_the_sitemaps_stand_there_with_whole_addresses_that_answer(reader):
    found = rules(reader).site_maps()
    assert found == ["http://testserver/sitemap.xml", "http://testserver/news-sitemap.xml"]
    assert {reader.get(url.removeprefix("http://testserver")).status_code for url in found} == {200}


def test_a_changed_switch_is_in_the_next_file(reader, django_capture_on_commit_callbacks):
    ours = Paper.objects.create(ai_crawlers="welcome")
    assert rules(reader).can_fetch("GPTBot", "/")
    with django_capture_on_commit_callbacks(execute=True):
        ours.ai_crawlers = "none"
        ours.save()
    assert not rules(reader).can_fetch("GPTBot", "/")


# Pages


def test_every_page_lets_search_engines_show_its_pictures_large(reader, pages):
    for address in pages:
        assert "max-image-preview:large" in metas(page_of(reader, address), "robots"), address


@pytest.mark.parametrize(("choice", "reserved"), [("welcome", False), ("no_training", True), ("none", True)])
def test_every_page_says_whether_machines_may_learn_from_it(reader, pages, choice, reserved):
    Paper.objects.filter(pk=1).update(ai_crawlers=choice)  # the stories made the row
    memory.forget()
    for address in (*pages, f"{pages[5]}atom.xml"):
        assert reader.get(address).get("TDM-Reservation") == ("1" if reserved else None), address
    for address in pages:
        page = page_of(reader, address)
        assert ("noai, noimageai" in metas(page, "robots")) is reserved, address
        assert metas(page, "tdm-reservation") == (["1"] if reserved else []), address


def test_a_story_shut_to_machines_says_so_by_itself(reader):
    Paper.objects.create(ai_crawlers="welcome")
    shut, plain = make_live(no_ai=True), make_live()
    address, other = (story.editions.get().url for story in (shut, plain))
    assert reader.get(address)["TDM-Reservation"] == "1" and "TDM-Reservation" not in reader.get(other)
    page = page_of(reader, address)
    assert metas(page, "robots") == ["noai, noimageai", "max-image-preview:large"]
    assert metas(page, "tdm-reservation") == ["1"] and not metas(page_of(reader, other), "tdm-reservation")


def test_a_story_not_for_search_engines_says_that_alone(reader):
    Paper.objects.create(ai_crawlers="welcome")
    page = page_of(reader, make_live(noindex=True).editions.get().url)
    assert metas(page, "robots") == ["noindex"]


def test_the_desk_and_static_files_say_nothing_of_it(client):
    assert "TDM-Reservation" not in client.get("/admin/login/") and "TDM-Reservation" not in client.get("/nope/")


@pytest.mark.parametrize(("choice", "said"), [("welcome", 0), ("no_training", 1), ("none", 1)])
def test_the_file_of_the_reservation_protocol_says_it_of_the_whole_paper(reader, choice, said):
    Paper.objects.create(ai_crawlers=choice)
    answer = reader.get("/.well-known/tdmrep.json")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content) == [{"location": "/", "tdm-reservation": said}]


# security.txt


def fields(reader):
    answer = reader.get("/.well-known/security.txt")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    assert text.endswith("\n")
    return [tuple(line.split(": ", 1)) for line in text.splitlines()]


def test_security_txt_has_each_field_once_and_names_its_own_address(reader, clock):
    Paper.objects.create(corrections_email="desk@quay.example", contact_email="o'hara+x@quay.example", language="en-GB")
    clock.set(utc(2026, 12, 31, 12))
    assert fields(reader) == [
        ("Contact", "mailto:o%27hara+x@quay.example"),
        ("Expires", "2027-12-01T00:00:00Z"),
        ("Preferred-Languages", "en-GB"),
        ("Canonical", "http://testserver/.well-known/security.txt"),
    ]


def test_without_a_contact_address_it_names_that_of_corrections(reader):
    Paper.objects.create(corrections_email="desk@quay.example")
    assert fields(reader)[0] == ("Contact", "mailto:desk@quay.example")
