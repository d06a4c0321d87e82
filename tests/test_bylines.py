"""Byline lines: who is credited for what, what stands beside the names, and what is in doubt."""

import time
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Byline
from authors.bylines import printed, read_byline
from authors.models import Author
from interchange.plaintext import parse


def told(line):
    """["author Jane Doe"] for a line."""
    return [f"{credit.role} {credit.name.plain}" for credit in read_byline(line).credits]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Jane Doe", ["author Jane Doe"]),
        ("Jane Doe", ["author Jane Doe"]),
        ("By Jane Doe and John Smith, Staff Writers", ["author Jane Doe", "author John Smith"]),
        ("By Jane Doe, Bo Ek, and Cy Dun", ["author Jane Doe", "author Bo Ek", "author Cy Dun"]),
        ("Doe, Jane; Smith, John", ["author Jane Doe", "author John Smith"]),
        ("By Ann Lee, Jr. and Bo Ek III", ["author Ann Lee, Jr.", "author Bo Ek III"]),
        ("By Jan de Vries", ["author Jan de Vries"]),
        ("By JANE VAN DOE", ["author Jane van Doe"]),
        (
            "By Jane Doe; photographs by Ann Lee; translated by Bob Ray",
            ["author Jane Doe", "photographer Ann Lee", "translator Bob Ray"],
        ),
        ("Words by Ann Lee Pictures by Bo Ek", ["author Ann Lee", "photographer Bo Ek"]),
        ("Story and photos by Ann Lee", ["author Ann Lee", "photographer Ann Lee"]),
        ("Written and illustrated by Ann Lee", ["author Ann Lee", "illustrator Ann Lee"]),
        ("By Ann Lee (words) and Bo Ek (photos)", ["author Ann Lee", "photographer Bo Ek"]),
        ("Analysis by Ann Lee", ["author Ann Lee"]),
        ("Compiled by Ann Lee", ["author Ann Lee"]),
        ("Edited by Ann Lee", ["editor Ann Lee"]),
        (
            "By Jane Doe, with additional reporting by John Smith and Bo Ek",
            ["author Jane Doe", "contributor John Smith", "contributor Bo Ek"],
        ),
        ("By Reuters and AFP", ["author Reuters", "author AFP"]),
        ("(AFP)", ["author AFP"]),
        ("By the Editorial Board", ["author the Editorial Board"]),
        ("By Health and Science Desk", ["author Health and Science Desk"]),
    ],
)
def test_a_line_tells_who_did_what(line, expected):
    assert told(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Von Anna Schmidt und Bernd Braun", ["author Anna Schmidt", "author Bernd Braun"]),
        ("Text: Anna Schmidt, Fotos: Bernd Braun", ["author Anna Schmidt", "photographer Bernd Braun"]),
        ("Par Marie Dupont et Luc Martin", ["author Marie Dupont", "author Luc Martin"]),
        ("Traduit par Marie Dupont", ["translator Marie Dupont"]),
        ("Por María Vega y Juan Mora", ["author María Vega", "author Juan Mora"]),
        ("Por José Ortega y Gasset", ["author José Ortega y Gasset"]),
        ("Por Ana Reis e João Costa", ["author Ana Reis", "author João Costa"]),
        ("Di Anna Rossi e Luca Bianchi", ["author Anna Rossi", "author Luca Bianchi"]),
        ("Door Jan de Vries en Piet van den Berg", ["author Jan de Vries", "author Piet van den Berg"]),
        ("De Ana Popescu", ["author Ana Popescu"]),
        ("Av Anna Berg og Nils Dahl", ["author Anna Berg", "author Nils Dahl"]),
        ("Автор: Анна Ли и Иван Петров", ["author Анна Ли", "author Иван Петров"]),
        ("Autor: Jan Kowalski; zdjęcia: Anna Nowak", ["author Jan Kowalski", "photographer Anna Nowak"]),
        ("Haber: Ahmet Yılmaz, Fotoğraf: Ayşe Kaya", ["author Ahmet Yılmaz", "photographer Ayşe Kaya"]),
        ("作者：王小明、李雷", ["author 王小明", "author 李雷"]),
        ("文/记者 王小明", ["author 王小明"]),
        ("文/王小明 图/李雷", ["author 王小明", "photographer 李雷"]),
        ("文=田中太郎 写真=山田花子", ["author 田中太郎", "photographer 山田花子"]),
        ("文・写真=田中太郎", ["author 田中太郎", "photographer 田中太郎"]),
        ("홍길동 기자", ["author 홍길동"]),
        ("بقلم آن لي", ["author آن لي"]),
        ("الكاتب: آن لي، بو إيك", ["author آن لي", "author بو إيك"]),
        ("מאת דוד לוי", ["author דוד לוי"]),
        ("लेखक राम कुमार", ["author राम कुमार"]),
    ],
)
def test_other_languages_and_scripts_are_read(line, expected):
    assert told(line) == expected


@pytest.mark.parametrize(
    ("line", "positions"),
    [
        ("By Jane Doe and John Smith, Staff Writers", ["Staff Writer", "Staff Writer"]),
        ("By JANE DOE, Special to the Times", ["Special to the Times"]),
        ("By Jane Doe Staff Writer", ["Staff Writer"]),
        ("By Ann Lee, Health and Science Editor, and Bo Ek, reporter", ["Health and Science Editor", "reporter"]),
        ("By Jane Doe, Our Kabul Correspondent", ["Our Kabul Correspondent"]),
        ("Par Marie Dupont et Luc Martin, envoyés spéciaux à Kiev", ["envoyés spéciaux", "envoyés spéciaux"]),
        ("홍길동 기자", ["기자"]),
    ],
)
def test_a_title_beside_a_name_is_a_position(line, positions):
    assert [credit.position for credit in read_byline(line).credits] == positions


@pytest.mark.parametrize(
    ("line", "places", "agencies"),
    [
        ("By Jane Doe in Kabul and John Smith in Paris", ["Kabul", "Paris"], ["", ""]),
        ("By Jane Doe, Kabul", ["Kabul"], [""]),
        ("BY JANE DOE IN KABUL", ["Kabul"], [""]),
        ("Par Luc Martin, envoyé spécial à Kiev", ["Kiev"], [""]),
        ("By JASON LITZ, Associated Press", [""], ["Associated Press"]),
        ("By Jane Doe | The Gazette", [""], ["The Gazette"]),
        ("By Jane Doe of The Gazette", [""], ["The Gazette"]),
        ("Jane Doe/Reuters", [""], ["Reuters"]),
        ("By Ann Lee - Reuters", [""], ["Reuters"]),
        ("Photos by Ann Lee (AP)", [""], ["AP"]),
        ("By Ann Lee, AP and Reuters", ["", ""], ["AP", ""]),
    ],
)
def test_places_and_agencies_beside_a_name_are_told(line, places, agencies):
    names = [credit.name for credit in read_byline(line).credits]
    assert [name.place for name in names] == places
    assert [name.agency for name in names] == agencies


def test_the_line_has_the_place_and_the_agency_of_its_names():
    line = read_byline("By Jane Doe in Kabul and Bo Ek, AP")
    assert (line.place, line.agency) == ("Kabul", "AP")


def test_an_address_behind_a_name_is_no_part_of_it():
    line = read_byline("By Jane Doe <jane@quay.example> and Bo Ek (@boek)")
    assert [(credit.name.plain, credit.name.contact) for credit in line.credits] == [
        ("Jane Doe", "jane@quay.example"),
        ("Bo Ek", "@boek"),
    ]


@pytest.mark.parametrize(
    ("line", "doubt"),
    [
        ("By JANE DOE", "in capitals"),
        ("By Jane Doe, Bamiyan", "one word only"),
        ("By Susan and Mark Stevens", "one word only"),
        ("By Lee, Ann", "surname first"),
        ("By Jane Doe as told to John Smith", "as told to"),
        ("By Jane Doe with John Smith", "“with”"),
        ("By Jane Doe from wire reports", "“from wire reports” was left out"),
        ("By Jane Doe | March 3, 2020", "“2020” was left out"),
        ("By @jdoe", "does not look like a name"),
        ("From our own correspondent", "names nobody"),
        ("Staff", "names nobody"),
        ("Staff and wire reports", "names nobody"),
        ("By Ann Lee, Ann Lee", "twice"),
        ("By Health Editor", "ends like a title"),
        ("本报记者 王小明 李雷", "spaces between"),
        ("آن لي وبو إيك", "more than one person"),
        ("By Nguyễn Văn Anh", "cannot be told"),
        ("By " + "Jane Doe, " * 5000, "too long"),
    ],
)
def test_what_is_not_certain_is_a_doubt(line, doubt):
    assert any(doubt in message for message in read_byline(line).doubts)


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "By Jane Doe and John Smith, Staff Writers",
        "By Jane Doe, Special to the Times",
        "By Jane Doe; photographs by Ann Lee; translated by Bob Ray",
        "Story and photos by Ann Lee",
        "By Jane Doe | The Gazette",
        "Von Anna Schmidt und Bernd Braun",
        "作者：王小明、李雷",
        "By Reuters",
        "",
    ],
)
def test_plain_lines_leave_no_doubt(line):
    assert read_byline(line).doubts == []


def test_an_import_credits_the_agency_behind_a_name_and_says_so():
    credits, doubts = printed(read_byline("By JASON LITZ, AP, Kabul"))
    assert [(credit.name, credit.role) for credit in credits] == [("JASON LITZ", "author"), ("AP", "author")]
    assert any("“AP” stands behind “Jason Litz”" in doubt for doubt in doubts)
    assert any("“Kabul” stands with “Jason Litz” and was left out" in doubt for doubt in doubts)


STORY = "A door\n\n{}\n\nThe keeper moved her stove on Tuesday and found a door.\n\nIt was painted shut."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Story and photos by Ann Lee", [("Ann Lee", "author"), ("Ann Lee", "photographer")]),
        ("By Jane Doe; photographs by Ann Lee", [("Jane Doe", "author"), ("Ann Lee", "photographer")]),
        ("By Jane Doe, Special to the Times", [("Jane Doe", "author")]),
        ("Von Anna Schmidt und Bernd Braun", [("Anna Schmidt", "author"), ("Bernd Braun", "author")]),
        ("文/王小明 图/李雷", [("王小明", "author"), ("李雷", "photographer")]),
        ("Von der Leyen", []),
        ("De Gaulle", []),
        ("Text: Hello", []),
        ("By Tuesday in Kabul they had gone", []),
    ],
)
def test_a_story_in_plain_text_is_credited_by_the_same_parser(line, expected):
    assert [(byline.name, byline.role) for byline in parse(STORY.format(line)).bylines] == expected


@pytest.mark.django_db
def test_an_imported_name_in_capitals_makes_an_author_who_is_not(tmp_path):
    file = tmp_path / "story.txt"
    file.write_text(STORY.format("By JANE VAN DOE, AP"))
    call_command("import_text", str(file), stdout=StringIO(), stderr=StringIO())
    assert list(Author.objects.order_by("pk").values_list("name", "kind")) == [
        ("Jane van Doe", "person"),
        ("AP", "wire"),
    ]
    assert list(Byline.objects.values_list("credited_as", flat=True)) == ["", ""]


# Anything at all

HARD = """By by and , ; | / ( ) - • : ： Jane Doe JANE DOE Ann O'Lee al-Bashir van der Jr. AP Reuters Staff Writers Special to the
Times in Kabul for of The Gazette photos Photographs translated with as told from wire reports @jd jd@quay.example 王小明 记者 文/ 写真=
بقلم وبو und et y e Von Par 2020 İNCE ß"""
LINES = st.lists(st.sampled_from(HARD.split()), max_size=14).map(" ".join)


def letters(text):
    return Counter(char for char in text.upper().casefold() if char.isalnum())


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=150) | LINES)
def test_any_line_is_read_and_no_name_is_invented(text):
    line = read_byline(text)
    for credit in line.credits:
        assert credit.name.plain
        assert not letters(credit.name.plain) - letters(text)
    assert all(doubt for doubt in line.doubts)
    printed(line)


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "a ",
        "A, ",
        "A,",
        "and ",
        " y ",
        "(",
        ")",
        "()",
        "/",
        "|",
        "@",
        "a@b ",
        "for the ",
        "in A ",
        "by ",
        "Photos by ",
        "photos, ",
    ]
    + [
        "with ",
        "Jr., ",
        "Doe, Jane; ",
        "- ",
        "AP, ",
        "文/",
        "وا ",
        "staff ",
        "A y B ",
        '"',
        "'",
        "O'",
        "al-",
        "editor ",
        "1 ",
        "\u0301",
    ],
)
def test_time_grows_with_the_length_of_a_line_and_no_faster(piece):
    start = time.process_time()
    for lead in ("By ", "", "By Ann Lee, "):
        printed(read_byline(lead + piece * (10_000 // len(piece))))
    assert time.process_time() - start < 3
