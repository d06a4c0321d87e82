"""The directory: everybody readers may find, A to Z, on one page or one for each letter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from authors import directory
from authors.directory import letter_of
from authors.models import Author, AuthorMerge
from tests.makers import make_author, make_live

pytestmark = pytest.mark.django_db

BIO = "<p>Counts gulls.</p>"


def get(reader, address="/authors/"):
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


def words(element):
    return " ".join(element.text_content().split())


def filed(page):
    """{letter: names} in the page's order."""
    return {
        words(part.find("h2")): [words(name) for name in part.find_class("name")] for part in page.find_class("letter")
    }


@pytest.fixture
def few_on_a_page(monkeypatch):
    monkeypatch.setattr(directory, "ON_ONE_PAGE", 3)


@pytest.mark.parametrize(
    ("sort_name", "letter"),
    [
        ("Émond, Léa", "E"), ("émond", "E"), ("Łoś, Jan", "L"), ("Østby", "O"), ("Ångström", "A"), ("ß", "S"), ("Æsop", "A"), ("Žižek", "Z"),
        ("İnan", "I"), ("Иванов", "И"), ("Йорданов", "И"), ("سليم", "س"), ("שלום", "ש"), ("राम", "र"), ("山田", "漢"), ("かとう", "か"), ("がとう", "か"),
        ("김", "ᄀ"), ("  Lee", "L"), ("7 News", "#"), ("“Quote”", "#"), ("🚢", "#"), ("", "#"), ("ﬁn", "F"),
    ],
)  # fmt: skip
def test_everybody_is_filed_under_a_letter(sort_name, letter):
    assert letter_of(sort_name) == letter


def test_letters_go_from_a_to_z_then_by_script_and_signs_last(reader):
    for name in ("7 News", "Иванов, Иван", "سليم المرساوي", "山田太郎", "Žižek, Zoë", "Abbot, Ann", "Émond, Léa"):
        make_author(name=name, sort_name=name, bio=BIO)
    assert list(filed(get(reader))) == ["A", "E", "Z", "И", "س", "漢", "#"]


def test_names_stand_by_sort_name_whatever_their_accents(reader):
    for name, sort_name in (("Zed Éa", "Éa, Zed"), ("Ann Eb", "Eb, Ann"), ("Bo eA", "ea, Bo")):
        make_author(name=name, sort_name=sort_name, bio=BIO)
    assert filed(get(reader)) == {"E": ["Bo eA", "Zed Éa", "Ann Eb"]}


def test_the_directory_says_what_somebody_is_and_was(reader):
    make_author(name="Ann Lee", position="Chief Reporter", standing="former", bio=BIO)
    make_author(name="Bo Ek", position="Diarist", died_year=2019, bio=BIO)
    page = get(reader)
    assert [words(row) for row in page.xpath("//ul[@class='people']/li")] == [
        "Bo Ek died 2019 Diarist",
        "Ann Lee Formerly Chief Reporter",
    ]


def test_who_is_hidden_merged_or_not_read_is_not_in_it(reader, bio_manager):
    kept, gone = make_author(name="Ann Lee", bio=BIO), make_author(name="A. Lee", bio=BIO)
    AuthorMerge.merge(kept, gone, by=bio_manager)
    make_author(name="Hidden", bio=BIO, hidden=True)
    make_author(name="Nobody")
    make_live(authors=[make_author(name="Cy Orr")])
    assert filed(get(reader)) == {"L": ["Ann Lee"], "O": ["Cy Orr"]}


def test_nobody_yet_is_said_with_a_way_on(reader):
    page = get(reader)
    assert "Nobody has written here yet." in words(page) and page.xpath("//main//p[@class='nothing']/a[@href='/']")


def test_where_there_are_few_a_letter_leads_to_its_heading(reader):
    for name in ("Ann Abbot", "Bo Bee", "Cy Carr", "Di Dee"):
        make_author(name=name, bio=BIO)
    page = get(reader, "/authors/?letter=B")
    links = page.xpath("//nav[@aria-label='Letters']//a/@href")
    assert len(links) == 4 and all(page.get_element_by_id(link[1:]) is not None for link in links)
    assert list(filed(page)) == ["A", "B", "C", "D"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["http://testserver/authors/"]


def test_where_there_are_many_each_letter_has_a_page(reader, few_on_a_page):
    for name in ("Ann Abbot", "Bo Bee", "Cy Carr", "Di Dee", "Ed Émond"):
        make_author(name=name, bio=BIO)
    first = get(reader)
    links = first.xpath("//nav[@aria-label='Letters']//a/@href")
    assert filed(first) == {"A": ["Ann Abbot"]}
    assert links == [
        "/authors/",
        "/authors/?letter=B",
        "/authors/?letter=C",
        "/authors/?letter=D",
        "/authors/?letter=E",
    ]
    assert [list(filed(get(reader, link))) for link in links] == [["A"], ["B"], ["C"], ["D"], ["E"]]
    for asked, canonical in (
        ("?letter=A", "/authors/"),
        ("?letter=%C3%A9", "/authors/?letter=E"),
        ("?letter=b", "/authors/?letter=B"),
    ):
        page = get(reader, f"/authors/{asked}")
        assert page.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{canonical}"]
    assert get(reader, links[1]).xpath("//nav[@aria-label='Letters']//a[@aria-current='page']/@href") == [links[1]]
    assert reader.get("/authors/?letter=Q").status_code == 404
    assert reader.get("/authors/?letter=%F0%9F%9A%A2").status_code == 404


def test_signs_have_a_page_too(reader, few_on_a_page):
    for name in ("Ann Abbot", "Bo Bee", "Cy Carr", "7 News"):
        make_author(name=name, sort_name=name if name[0] == "7" else "", bio=BIO)
    link = get(reader).xpath("//nav[@aria-label='Letters']//a/@href")[-1]
    assert link == "/authors/?letter=%23" and filed(get(reader, link)) == {"#": ["7 News"]}


@pytest.mark.parametrize("limit", [300, 3])
def test_the_directory_costs_the_same_for_four_and_for_forty(reader, monkeypatch, limit):
    monkeypatch.setattr(directory, "ON_ONE_PAGE", limit)
    reader.get("/")
    costs = []
    for many in (4, 40):
        for n in range(many):
            make_author(name=f"Ann {'ABCDEFG'[n % 7]}ee {many}", bio=BIO)
        with CaptureQueriesContext(connection) as queries:
            get(reader)
        costs.append(len(queries))
    assert costs == [2, 2]


def test_no_letter_of_any_name_breaks_it(reader):
    Author.objects.bulk_create(
        Author(name=name, sort_name=name, key="k", slug=f"s{n}", bio=BIO)
        for n, name in enumerate(("\u200f", "\u0301a", "\x01", "\ud7ff", "٣", "ⅷ", "ª"))
    )
    assert len(get(reader).find_class("name")) == 7
