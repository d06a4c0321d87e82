"""The masthead: who makes the paper now, by department, in the house's order."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from authors.models import Department
from paper.models import Paper
from tests.makers import make_author

pytestmark = pytest.mark.django_db

MASTHEAD = "/authors/masthead/"


def get(reader):
    answer = reader.get(MASTHEAD)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def words(element):
    return " ".join(element.text_content().split())


def stands(page):
    return {words(part.find("h2")): [words(row) for row in part.iter("li")] for part in page.find_class("letter")}


@pytest.fixture
def house():
    return [
        Department.objects.create(name=name, order=order)
        for name, order in (("Editors", 1), ("Pictures", 3), ("Reporters", 2))
    ]


def test_departments_and_people_stand_in_the_houses_order(reader, house):
    editors, pictures, reporters = house
    make_author(name="Zoë Abbot", department=editors, masthead_place=2, position="Deputy Editor")
    make_author(name="Ann Zed", department=editors, masthead_place=1, position="Editor")
    make_author(name="Bo Émond", department=reporters)
    make_author(name="Cy Eck", department=reporters)
    make_author(name="Ketil Orr", department=pictures)
    make_author(name="Nowhere Man")
    assert list(stands(get(reader)).items()) == [
        ("Editors", ["Ann Zed Editor", "Zoë Abbot Deputy Editor"]),
        ("Reporters", ["Cy Eck", "Bo Émond"]),
        ("Pictures", ["Ketil Orr"]),
    ]


def test_two_departments_with_one_place_do_not_mix(reader):
    first, second = Department.objects.create(name="Art"), Department.objects.create(name="Books")
    for n, department in enumerate((first, second, first, second)):
        make_author(name=f"Ann {n}", department=department)
    assert stands(get(reader)) == {"Art": ["Ann 0", "Ann 2"], "Books": ["Ann 1", "Ann 3"]}


@pytest.mark.parametrize("fields", [{"hidden": True}, {"standing": "former"}, {"died_year": 2019}])
def test_who_is_hidden_gone_or_dead_does_not_stand_there(reader, house, fields):
    make_author(name="Ann Lee", department=house[0], **fields)
    page = get(reader)
    assert not stands(page) and "Ann Lee" not in words(page)


def test_an_empty_masthead_says_so_with_a_way_on(reader, house):
    page = get(reader)
    assert "Nobody stands here yet." in words(page) and page.xpath("//p[@class='nothing']/a[@href='/authors/']")


def test_the_masthead_is_linked_from_every_page_and_from_the_directory(reader):
    assert reader.get("/").content.decode().count(f'href="{MASTHEAD}"') == 1
    assert html.fromstring(reader.get("/authors/").content).xpath(f"//main//a[@href='{MASTHEAD}']")


def test_machines_are_told_who_works_there(reader, house):
    Paper.objects.create(name="The Quay Bell")
    ann = make_author(name="Ann Lee", department=house[0], position="Editor")
    make_author(name="Data Desk", kind="organisation", department=house[0])
    (block,) = get(reader).xpath("//script[@type='application/ld+json']")
    (page,) = [node for node in json.loads(block.text)["@graph"] if node["@type"] == "AboutPage"]
    assert page["mainEntity"] == {
        "@type": "NewsMediaOrganization", "@id": "http://testserver/#paper", "name": "The Quay Bell", "url": "http://testserver/",
        "masthead": f"http://testserver{MASTHEAD}",
        "employee": [{"@type": "Person", "name": "Ann Lee", "url": f"http://testserver{ann.url}", "jobTitle": "Editor"}],
    }  # fmt: skip


def test_the_masthead_costs_one_query_for_two_and_for_forty(reader, house):
    reader.get("/")
    costs = []
    for many in (2, 38):
        for n in range(many):
            make_author(name=f"Ann {many} {n}", department=house[n % 3])
        with CaptureQueriesContext(connection) as queries:
            get(reader)
        costs.append(len(queries))
    assert costs == [1, 1]
