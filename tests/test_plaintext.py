"""Plain-text stories: from bytes to text, from text to headline, deck, paragraphs, author lines and bios."""

import os
import re
import time
from pathlib import Path

import pytest
from django.conf import settings as django
from hypothesis import example, given, settings
from hypothesis import strategies as st

from authors.bylines import ROLES, split_names
from interchange.plaintext import MAX_BYTES, ParsedBio, ParsedByline, StoryError, decode, parse, read_file

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed"
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "samples" / "naughty-blns" / "blns.txt"

STORY = """Lighthouse keeper finds a second door

Nobody had looked behind the stove

The keeper of the north light moved her stove on Tuesday and found a door that is on no plan of the tower.

“It was painted shut,” she said. “I have lived here for nine years.”

Behind it was a stair, eleven steps long, which ends in a wall.

Author: Ann Lee

Ann Lee is Harbour Editor of The Quay. She has 12 years of experience in towers.
"""


def test_a_story_is_parted_into_what_it_is_made_of():
    story = parse(STORY)
    assert story.headline == "Lighthouse keeper finds a second door"
    assert story.deck == "Nobody had looked behind the stove"
    assert len(story.paragraphs) == 3
    assert story.paragraphs[1].startswith("“It was painted shut,”")
    assert story.bylines == [ParsedByline("Ann Lee", 11)]
    assert story.bios == [
        ParsedBio("Ann Lee is Harbour Editor of The Quay. She has 12 years of experience in towers.", "Ann Lee")
    ]
    assert story.doubts == []


def test_the_seed_is_read_whole_and_without_a_doubt():
    if not SEED.is_dir():
        pytest.skip(f"the seed is not here: {SEED}")
    path = str(next(SEED.glob("*.txt")))
    story = parse(read_file(path), path)
    words = re.findall(r"[a-z]+", story.headline.lower())
    assert "-".join(words) == Path(path).stem + "-in-syria-last-week"
    assert len(story.deck.split()) == 7
    assert len(story.paragraphs) == 5
    assert [byline.name for byline in story.bylines] == ["Jason Ditz"]
    assert [bio.name for bio in story.bios] == ["Jason Ditz"]
    assert story.doubts == []


# From bytes to text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_and_utf_8_are_read(encoding):
    assert decode(STORY.encode(encoding)) == STORY


@pytest.mark.parametrize("order", ["le", "be"])
def test_both_byte_orders_are_read(order):
    assert decode(("\ufeff" + STORY).encode(f"utf-16-{order}")) == STORY


@pytest.mark.parametrize(
    "text",
    [
        "The keeper’s door\n\n“Painted shut,” she said – it’s 5 € to see it…\n",
        "Le phare de l’été\n\nLa gardienne a trouvé une porte cachée derrière le poêle : « incroyable », dit-elle.\n",
        "Die Tür im Turm\n\nDie Wärterin schob den Ofen weg und fand eine Tür, größer als „üblich“.\n",
        "El faro\n\n¿Quién la cerró? La señora Muñoz no lo sabe; la puerta está aquí desde 1911.\n",
        "Fyret på øya\n\nVokteren fant en dør bak ovnen. Ingen åpnet den på ni år, sier hun.\n",
    ],
)
def test_windows_text_is_read_with_its_quotes_and_accents(text):
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Маяк\n\nСмотритель нашла дверь за печью.\n", "cp1251"),
        ("Маяк\n\nСмотритель нашла дверь за печью.\n", "koi8-r"),
        ("Ο φάρος\n\nΗ φύλακας βρήκε μια πόρτα.\n", "cp1253"),
        ("המגדלור\n\nהשומרת מצאה דלת.\n", "cp1255"),
        ("المنارة\n\nوجدت الحارسة بابا.\n", "cp1256"),
        ("Maják\n\nStrážkyně našla za kamny dveře, které nejsou na žádném plánu věže.\n", "cp1250"),
        ("Latarnia\n\nLatarniczka znalazła drzwi za piecem, których nie było na żadnym planie.\n", "iso-8859-2"),
        ("Deniz feneri\n\nBekçi sobanın arkasında bir kapı buldu, ışık söndü ve yağmur yağdı.\n", "cp1254"),
        ("灯塔\n\n守塔人在炉子后面发现了一扇门。\n", "gb18030"),
        ("燈塔\n\n守塔人在爐子後面發現了一扇門。\n", "big5"),
        ("灯台\n\n灯台守がストーブの後ろに扉を見つけた。\n", "shift-jis"),
        ("The keeper’s café\n\n“It’s shut,” she said. It’s been so for years.\n", "mac-roman"),
        ("Le phare\n\nLa gardienne a trouvé une porte cachée derrière le poêle.\n", "cp850"),
    ],
)
def test_other_encodings_are_refused_rather_than_guessed(text, encoding):
    with pytest.raises(StoryError, match="UTF-8"):
        decode(text.encode(encoding), "story.txt")


def test_a_broken_utf_8_file_is_refused_with_its_line():
    data = "Маяк\n\nДверь ".encode() + b"\xd0\xff\xfe" + " за печью".encode()
    with pytest.raises(StoryError) as error:
        decode(data, "story.txt")
    assert error.value.line == 3
    assert str(error.value).startswith("story.txt, line 3: ")


def test_utf_16_cut_in_the_middle_of_a_letter_is_refused():
    with pytest.raises(StoryError):
        decode(STORY.encode("utf-16")[:-1])


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04\x14\x00", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word"),
        (b"{\\rtf1\\ansi Hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"\xef\xbb\xbf\n<HTML><body>", "HTML"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"Headline\n\nBody \x00 text\n", "U+0000"),
        (b"Headline\n\nBody \x1b[31m text\n", "U+001B"),
        ("Headline\n\nIt\u0092s C1\n".encode(), "U+0092"),
        (STORY.encode("utf-16-le"), "U+0000"),
        (b"x" * (MAX_BYTES + 1), "5 MB"),
    ],
)
def test_what_is_no_plain_text_is_refused_in_plain_words(data, word):
    with pytest.raises(StoryError) as error:
        decode(data, "story.txt")
    assert word in error.value.message
    assert str(error.value).startswith("story.txt")
    assert error.value.message.endswith(".")


def test_a_control_character_is_named_with_its_line_whatever_the_line_ends():
    for end in ("\n", "\r\n", "\r"):
        with pytest.raises(StoryError) as error:
            decode(f"Headline{end}{end}Bo\x07dy".encode())
        assert error.value.line == 3


def test_an_end_of_file_mark_of_old_systems_is_dropped():
    assert decode(b"Headline\n\nBody.\n\x1a") == "Headline\n\nBody.\n"


def test_a_file_is_read(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    assert read_file(str(path)) == STORY


def test_a_huge_file_is_refused_without_being_read_whole(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000_000)
    start = time.perf_counter()
    with pytest.raises(StoryError, match="larger than 5 MB"):
        read_file(str(path))
    assert time.perf_counter() - start < 2


def test_a_file_that_cannot_be_opened_is_a_story_error(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path, "nul\0byte"):
        with pytest.raises(StoryError, match="cannot be read") as error:
            read_file(str(path))
        assert error.value.path == str(path)
        assert error.value.line == 0


def test_a_file_that_may_not_be_read_is_a_story_error(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(STORY)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(StoryError, match="cannot be read"):
        read_file(str(path))


# Lines and paragraphs


@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n", "\u2028", "\x85"])
def test_every_kind_of_line_end_gives_the_same_story(end):
    assert parse(STORY.replace("\n", end)) == parse(STORY)


def test_tabs_and_spaces_and_stray_marks_do_not_matter():
    loose = STORY.replace("\n\n", " \t\n \u00a0 \n\u200b\n").replace(" ", "  ").replace("The keeper", "\tThe\tkeeper")
    story, plain = parse("\ufeff\n\n" + loose), parse(STORY)
    for name in ("headline", "deck", "paragraphs", "bios"):
        assert getattr(story, name) == getattr(plain, name)
    assert [byline.name for byline in story.bylines] == ["Ann Lee"]


def test_no_break_spaces_inside_a_line_are_kept():
    assert parse("Le phare\n\nLa porte coûte 10\u00a0000\u202f€.").paragraphs == ["La porte coûte 10\u00a0000\u202f€."]


def test_hard_wrapped_lines_are_joined():
    story = parse("A door\n\nThe keeper of the north\nlight moved her stove on\nTuesday.\n\nShe found a\ndoor.\n")
    assert story.paragraphs == ["The keeper of the north light moved her stove on Tuesday.", "She found a door."]


def test_lines_of_a_script_without_spaces_are_joined_without_one():
    story = parse("灯塔里的第二扇门\n\n守塔人在炉子后面\n发现了一扇门。\n")
    assert story.paragraphs == ["守塔人在炉子后面发现了一扇门。"]


def test_a_hyphen_at_a_line_end_is_joined_and_doubted():
    story = parse("A door\n\nIt is a long-\nstanding rule of pre-\nand post-war towers.\n\nAuthor: Ann Lee")
    assert story.paragraphs == ["It is a long-standing rule of pre- and post-war towers."]
    assert [(doubt.line, "long-standing" in doubt.message) for doubt in story.doubts] == [(3, True)]


def test_long_unwrapped_lines_are_paragraphs_even_without_blank_lines():
    long = [
        "The keeper moved her stove and found a door " + "that is on no plan " * 8 + f"of tower {n}." for n in range(3)
    ]
    story = parse("\n".join(["A second door", *long, "Author: Ann Lee", "Ann Lee is a reporter."]))
    assert story.headline == "A second door"
    assert story.paragraphs == long
    assert story.bios[0].text == "Ann Lee is a reporter."


def test_a_list_keeps_its_items_apart_and_is_doubted():
    story = parse("A door\n\nThree things were found there:\n- a lamp\n- a chair\nwith three legs\n- a boot\n")
    assert story.paragraphs == ["Three things were found there:", "- a lamp", "- a chair with three legs", "- a boot"]
    assert any("list" in doubt.message for doubt in story.doubts)


# Headline and deck


def test_the_body_may_follow_the_headline_without_a_blank_line():
    story = parse(
        "Keeper finds a door\nThe keeper of the north light moved her\nstove and found a door.\n\nIt is shut."
    )
    assert story.headline == "Keeper finds a door"
    assert story.deck == ""
    assert story.paragraphs == ["The keeper of the north light moved her stove and found a door.", "It is shut."]


def test_headline_deck_and_body_may_follow_each_other_without_blank_lines():
    body = "The keeper moved her stove and found a door. " * 5
    story = parse(f"Keeper finds a door\nNobody had looked behind the stove\n{body}\n{body}")
    assert (story.headline, story.deck) == ("Keeper finds a door", "Nobody had looked behind the stove")
    assert len(story.paragraphs) == 2


def test_a_wrapped_headline_is_joined_and_doubted():
    story = parse("Keeper of the north light finds\na second door\n\nThe stove hid it.\n\nIt is shut.")
    assert story.headline == "Keeper of the north light finds a second door"
    assert any(doubt.line == 1 and "2 lines" in doubt.message for doubt in story.doubts)


def test_a_story_without_a_deck_has_none():
    body = "The keeper of the north light moved her stove on Tuesday. Behind it was a door that is on no plan."
    story = parse(f"A door\n\n{body}\n\nIt is shut.\n\nAuthor: Ann Lee")
    assert story.deck == ""
    assert story.paragraphs[0] == body
    assert story.doubts == []


@pytest.mark.parametrize(
    ("second", "deck", "doubt"),
    [
        ("Nobody had looked behind the stove", True, ""),
        ("‘Painted shut’: nobody had looked behind the stove", True, ""),
        ("Nobody had looked behind the stove.", False, "If it is the deck"),
        ("Who painted it shut?", False, "If it is the deck"),
        ("She moved the stove. There it was.", False, ""),
        ("Background", True, "crosshead"),
        ("What we know:", False, "no full stop"),
        ("14 February 2018", False, "a date"),
        ("Tuesday, Feb. 14th, 2018", False, "a date"),
        ("February 7 opening shocks 200 keepers", True, ""),
        ("- a lamp", False, "no full stop"),
        ("and so on " * 40, False, "no full stop"),
    ],
)
def test_a_deck_is_told_from_the_first_paragraph(second, deck, doubt):
    third = "The keeper of the north light moved her stove on Tuesday and found a door that is on no plan of the tower."
    story = parse(f"A second door\n\n{second}\n\n{third}\n\nIt is shut.\n\nAuthor: Ann Lee")
    assert story.deck == (second.strip() if deck else "")
    assert len(story.paragraphs) == (2 if deck else 3)
    assert [each.line for each in story.doubts] == ([3] if doubt else [])
    assert doubt in "".join(each.message for each in story.doubts)


def test_the_only_paragraph_is_the_body_and_no_deck():
    story = parse("A second door\n\nNobody had looked behind the stove\n\nAuthor: Ann Lee\n\nAnn Lee is a reporter.")
    assert story.deck == ""
    assert story.paragraphs == ["Nobody had looked behind the stove"]


@pytest.mark.parametrize(
    ("headline", "deck", "body"),
    [
        (
            "المنارة تخفي بابا ثانيا",
            "لم ينظر أحد خلف الموقد",
            "نقلت حارسة المنارة الموقد يوم الثلاثاء فوجدت بابا لا يظهر في أي مخطط.",
        ),
        ("灯塔里的第二扇门", "没有人看过炉子后面", "守塔人星期二搬开炉子，发现了一扇任何图纸上都没有的门。"),
        (
            "На маяке нашли дверь",
            "За печью никто не смотрел",
            "Смотрительница маяка во вторник отодвинула печь и нашла дверь.",
        ),
        (
            "लाइटहाउस में दूसरा दरवाज़ा",
            "चूल्हे के पीछे किसी ने नहीं देखा",
            "मंगलवार को रखवाले ने चूल्हा हटाया और एक दरवाज़ा पाया जो किसी नक्शे पर नहीं है।",
        ),
    ],
)
def test_any_script_is_read(headline, deck, body):
    story = parse(f"{headline}\n\n{deck}\n\n{body}\n\n{body}\n\nAuthor：Ann Lee")
    assert (story.headline, story.deck, story.paragraphs) == (headline, deck, [body, body])
    assert story.doubts == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no text"),
        (" \n\t\n\u200b\n", 1, "no text"),
        ("A second door", 1, "no text below the headline"),
        ("\n\nA second door\n\n\n", 3, "no text below the headline"),
        ("A second door\n\nAuthor: Ann Lee", 3, "no text below the headline"),
        ("Author: Ann Lee\n\nThe keeper found a door.", 1, "no headline"),
        ("\nAUTHORS：Ann Lee\n", 2, "no headline"),
        ("The keeper found a door. " * 30 + "\n\nIt is shut.", 1, "no headline"),
        ("x" * 301 + "\n\nIt is shut.", 1, "no headline"),
        ("***\n\nIt is shut.", 1, "no words"),
        ("A second door\n\nIt is \x00 shut.", 3, "never has"),
    ],
)
def test_what_is_no_story_is_refused_with_its_line(text, line, words):
    with pytest.raises(StoryError) as error:
        parse(text, "story.txt")
    assert error.value.line == line
    assert words in error.value.message
    assert str(error.value).startswith(f"story.txt, line {line}: ")


def test_a_headline_that_reads_like_a_sentence_is_doubted():
    story = parse("The keeper found a door.\n\nIt is shut.\n\nShe is not.\n\nAuthor: Ann Lee")
    assert story.headline == "The keeper found a door."
    assert story.doubts[0].line == 1


def test_what_a_conversion_left_behind_is_doubted():
    story = parse("A door\n\nShe said it\ufffds shut. It wasnâ€™t.\n\n<b>Bold</b> &nbsp; words.\n\nAuthor: Ann Lee")
    assert [doubt.line for doubt in story.doubts if "here" in doubt.message] == [3, 3, 5]


# Author lines


def names(text):
    return [byline.name for byline in parse(f"A door\n\nIt was found. It is shut.\n\n{text}").bylines]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Author: Ann Lee", ["Ann Lee"]),
        ("  author :   Ann   Lee  ", ["Ann Lee"]),
        ("AUTHOR: Ann Lee", ["Ann Lee"]),
        ("Author：Ann Lee", ["Ann Lee"]),
        ("Author:Ann Lee.", ["Ann Lee"]),
        ("Author(s): Ann Lee", ["Ann Lee"]),
        ("Author: By Ann Lee", ["Ann Lee"]),
        ("Authors: Ann Lee, Bo Ek and Cy Dun", ["Ann Lee", "Bo Ek", "Cy Dun"]),
        ("Authors: Ann Lee, Bo Ek, and Cy Dun", ["Ann Lee", "Bo Ek", "Cy Dun"]),
        ("Authors: Ann Lee; Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("By Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("BY ANN LEE AND BO EK", ["ANN LEE", "BO EK"]),
        ("by Ann Lee & Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("By: Ann Lee", ["Ann Lee"]),
        ("Written by Ann van der Lee", ["Ann van der Lee"]),
        ("Author: Ann Lee, Jr.", ["Ann Lee, Jr."]),
        ("Authors: Ann Lee, Jr. and Bo Ek III", ["Ann Lee, Jr.", "Bo Ek III"]),
        ("Author: Bo Ek, Ph.D., M.D.", ["Bo Ek, Ph.D., M.D."]),
        ("Author: Health and Science Desk", ["Health and Science Desk"]),
        ("Authors: Ann Lee and the Data Team", ["Ann Lee", "the Data Team"]),
        ("Author: Nets & Sons plc", ["Nets & Sons plc"]),
        ("Authors: Reuters, AFP", ["Reuters", "AFP"]),
        ("Authors: AFP and Harbour News Agency", ["AFP", "Harbour News Agency"]),
        ("Author: Committee to Protect Lighthouses", ["Committee to Protect Lighthouses"]),
        ("Author: Lee, Ann", ["Ann Lee"]),
        ("Author: bell lee", ["bell lee"]),
        ("Author: Ann O'Lee-Smith", ["Ann O'Lee-Smith"]),
        ("作者：王小明、李雷", ["王小明", "李雷"]),
        ("الكاتب: آن لي، بو إيك", ["آن لي", "بو إيك"]),
        ("Автор: Анна Ли", ["Анна Ли"]),
        ("Auteur : Anne Lys", ["Anne Lys"]),
        ("Authors: Ann Lee, Bo Ek,\nCy Dun and\nDee Orr", ["Ann Lee", "Bo Ek", "Cy Dun", "Dee Orr"]),
        ("Authors:\nAnn Lee\nBo Ek", ["Ann Lee", "Bo Ek"]),
        ("Author:\n\nAnn Lee", ["Ann Lee"]),
        ("Author: Ann Lee\nAuthor: Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Author: Ann Lee\n\nAuthor: Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Authors: Ann Lee, Bo Ek and ann lee", ["Ann Lee", "Bo Ek"]),
        ("Author: JASON DITZ, AP", ["JASON DITZ", "AP"]),
        ("By Ann Lee / Reuters", ["Ann Lee", "Reuters"]),
        ("Author: Ann Lee, ann@quay.example", ["Ann Lee"]),
        ("By Ann Lee in Kabul and Bo Ek in Paris", ["Ann Lee", "Bo Ek"]),
        ("By Ann Lee, Special to the Times", ["Ann Lee"]),
        ("Par Anne Lys et Luc Martin", ["Anne Lys", "Luc Martin"]),
        ("Authors: Lee, Ann; Ek, Bo", ["Ann Lee", "Bo Ek"]),
    ],
)
def test_names_are_read_from_author_lines(line, expected):
    assert names(line) == expected


def test_forty_authors_are_read():
    people = [f"Ann{'abcdefghij'[n % 10]} Lee{'abcd'[n // 10]}" for n in range(40)]
    assert names("Authors: " + ", ".join(people)) == people


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Photographs by Bo Ek", "photographer"),
        ("Photos: Bo Ek", "photographer"),
        ("Illustrations by Bo Ek", "illustrator"),
        ("Translated by Bo Ek", "translator"),
        ("Editing by Bo Ek", "editor"),
        ("Additional reporting by Bo Ek", "contributor"),
        ("Reporting by Bo Ek", "author"),
    ],
)
def test_a_line_may_say_what_somebody_did(line, role):
    story = parse(f"A door\n\nIt was found.\n\nIt is shut.\n\nAuthor: Ann Lee\n{line}\n\nAnn Lee is a reporter.")
    assert story.bylines == [ParsedByline("Ann Lee", 7), ParsedByline("Bo Ek", 8, role)]


def test_the_roles_are_those_of_a_byline():
    if not django.configured:
        pytest.skip("Django is not set up in this run")
    from articles.models import Byline

    assert set(ROLES) <= set(Byline.Role.values)


def test_a_title_after_a_name_is_its_position_and_no_author():
    story = parse(
        "A door\n\nIt was found. It is shut.\n\nAuthors: Ann Lee, Health and Science Editor, and Bo Ek, reporter"
    )
    assert [(each.name, each.position) for each in story.bylines] == [
        ("Ann Lee", "Health and Science Editor"),
        ("Bo Ek", "reporter"),
    ]


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        ("Health and Science Desk", "one name"),
        ("Lee, Ann", "surname first"),
        ("Ann and Bo Lee", "one word"),
        ("ANN LEE", "capitals"),
        ("ann@quay.example", "not look like a name"),
        ("Ann Lee, Ann Lee", "twice"),
    ],
)
def test_names_that_are_not_certain_are_doubts(value, doubt):
    people, messages = split_names(value)
    assert people
    assert any(doubt in message for message in messages)


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the door was open.",
        "By Land and Sea",
        "By train they came, and by boat.",
        "Author: this word comes from the Latin, and means somebody who makes a thing grow, as she has said before.",
        "Authors of the report declined to comment.",
        "Pictures: see page four",
    ],
)
def test_a_line_that_only_resembles_an_author_line_is_text(line):
    story = parse(f"A door\n\nIt was found.\n\nIt is shut.\n\n{line}\n\nNobody opened it.\n\nAuthor: Ann Lee")
    assert story.paragraphs == ["It was found.", "It is shut.", line, "Nobody opened it."]
    assert [byline.name for byline in story.bylines] == ["Ann Lee"]


def test_an_author_line_amid_the_text_is_text_and_doubted():
    story = parse(
        "A door\n\nIt was found.\n\nIt is shut.\n\nBy Ann Lee\n\nThe stove was heavy.\n\nIt stays.\n\nAuthor: Bo Ek"
    )
    assert story.paragraphs[2] == "By Ann Lee"
    assert [byline.name for byline in story.bylines] == ["Bo Ek"]
    assert any(doubt.line == 7 and "amid the text" in doubt.message for doubt in story.doubts)


def test_a_sentence_that_wraps_before_the_word_author_is_not_cut():
    story = parse("A door\n\nOn the wall stood one word more, the\nauthor: a keeper of old.\n\nIt is shut.")
    assert story.paragraphs[0] == "On the wall stood one word more, the author: a keeper of old."


LONG = "The keeper of the north light moved her stove on Tuesday and found a door that is on no plan of the tower. " * 3


@pytest.mark.parametrize("line", ["By Ann Lee", "Author: Ann Lee"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_author_line_may_stand_on_top(line, gap):
    story = parse(f"A door{gap}{line}\n\n{LONG}\n\n{LONG}")
    assert (story.headline, story.deck) == ("A door", "")
    assert [byline.name for byline in story.bylines] == ["Ann Lee"]
    assert len(story.paragraphs) == 2
    assert story.bios == []


def test_the_author_line_may_stand_below_the_deck():
    story = parse(f"A door\n\nNobody had looked behind the stove\n\nBy Ann Lee\n\n{LONG}\n\n{LONG}")
    assert story.deck == "Nobody had looked behind the stove"
    assert len(story.paragraphs) == 2
    assert story.bios == [] and story.doubts == []


def test_a_deck_with_a_full_stop_above_the_author_line_is_a_deck_and_doubted():
    story = parse(f"A door\n\nNobody had looked behind the stove.\n\nBy Ann Lee\n\n{LONG}\n\n{LONG}")
    assert story.deck == "Nobody had looked behind the stove."
    assert len(story.paragraphs) == 2
    assert [doubt.line for doubt in story.doubts] == [3]


def test_a_bio_at_the_end_is_known_by_the_name_on_top_and_doubted():
    story = parse(f"A door\n\nBy Ann Lee\n\n{LONG}\n\nAnn Lee is a reporter.")
    assert story.bios == [ParsedBio("Ann Lee is a reporter.", "Ann Lee")]
    assert len(story.paragraphs) == 1
    assert any("Read as a bio" in doubt.message for doubt in story.doubts)


def test_a_story_without_an_author_line_has_no_byline_and_a_doubt():
    story = parse("A door\n\nIt was found. It is shut.")
    assert story.bylines == [] and story.bios == []
    assert any("byline" in doubt.message for doubt in story.doubts)


# Bios


def bios(text, authors="Authors: Ann Lee, Bo Ek and Cy Dun"):
    story = parse(f"A door\n\n{LONG}\n\n{LONG}\n\n{authors}\n\n{text}")
    return {bio.name: bio.text for bio in story.bios}, [doubt for doubt in story.doubts if doubt.line > 6]


def test_bios_go_to_those_whose_names_they_begin_with():
    found, doubts = bios("Cy Dun takes pictures.\n\nAnn Lee is a reporter.\n\nBo Ek edits.")
    assert found == {"Cy Dun": "Cy Dun takes pictures.", "Ann Lee": "Ann Lee is a reporter.", "Bo Ek": "Bo Ek edits."}
    assert doubts == []


def test_a_surname_a_given_name_or_a_title_is_name_enough():
    found, doubts = bios("Dun takes pictures.\n\nAnn is a reporter.\n\nDr. Bo Ek edits.")
    assert list(found) == ["Cy Dun", "Ann Lee", "Bo Ek"]
    assert doubts == []


def test_bios_without_names_go_by_their_order_and_are_doubted():
    found, doubts = bios("A reporter from Turku.\n\nAn editor from Riga.")
    assert found == {"Ann Lee": "A reporter from Turku.", "Bo Ek": "An editor from Riga."}
    assert len(doubts) == 2


def test_a_bio_may_have_several_paragraphs():
    found, doubts = bios("Ann Lee is a reporter.\n\nShe lives in Turku.\n\nBo Ek edits.\n\nHe sails.")
    assert found == {"Ann Lee": "Ann Lee is a reporter.\n\nShe lives in Turku.", "Bo Ek": "Bo Ek edits.\n\nHe sails."}
    assert doubts == []


def test_all_paragraphs_below_a_single_author_are_hers():
    found, doubts = bios("A reporter from Turku.\n\nOften at sea.", "Author: Ann Lee")
    assert found == {"Ann Lee": "A reporter from Turku.\n\nOften at sea."}
    assert doubts == []


def test_each_bio_may_stand_below_its_own_author_line():
    story = parse(f"A door\n\n{LONG}\n\nAuthor: Ann Lee\n\nAnn Lee reports.\n\nAuthor: Bo Ek\n\nBo Ek edits.")
    assert [byline.name for byline in story.bylines] == ["Ann Lee", "Bo Ek"]
    assert [bio.name for bio in story.bios] == ["Ann Lee", "Bo Ek"]


def test_a_bio_may_follow_its_author_line_without_a_blank_line_and_be_wrapped():
    story = parse(f"A door\n\n{LONG}\n\nAuthor: Ann Lee\nAnn Lee is a reporter and has been\none for years.")
    assert story.bios == [ParsedBio("Ann Lee is a reporter and has been one for years.", "Ann Lee")]


def test_an_author_without_a_bio_is_no_doubt():
    found, doubts = bios("Bo Ek edits.")
    assert found == {"Bo Ek": "Bo Ek edits."} and doubts == []


def test_a_bio_of_somebody_else_is_left_aside():
    found, doubts = bios("Dee Orr is a painter.\n\nShe paints ships.", "Author: Ann Lee")
    assert set(found) == {""}
    assert len(doubts) == 1


def test_a_bio_too_many_is_left_aside():
    found, doubts = bios("A reporter.\n\nAn editor.\n\nA third.\n\nA fourth.")
    assert found[""] == "A fourth."
    assert len(doubts) == 4


def test_a_bio_of_two_people_is_doubted():
    found, doubts = bios("Ann Lee and Bo Ek are reporters.")
    assert list(found) == ["Ann Lee"]
    assert "together" in doubts[0].message


def test_headings_and_rules_amid_bios_are_left_out_and_named():
    found, doubts = bios("* * *\n\nAbout the authors\n\nAnn Lee is a reporter.\n\n###")
    assert found == {"Ann Lee": "Ann Lee is a reporter."}
    assert [doubt.message for doubt in doubts] == [
        "“* * *” was left out.",
        "“About the authors” was left out.",
        "“###” was left out.",
    ]


def test_an_author_line_too_early_is_doubted():
    story = parse(f"A door\n\nIt is shut.\n\nIt was found.\n\nAuthor: Ann Lee\n\n{LONG}\n\n{LONG}")
    assert any("Far more text" in doubt.message for doubt in story.doubts)


# Anything at all

LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]) | st.sampled_from("\n\n\n\r\t .:-,")
)
WORDS = """Author: Authors: By by : A B, and & Ann Lee Lee, Bo Ek. Jr. Desk is the door- door. She - 1. * “ ” *** ： 王小明 ، Photos
Photos: Written Background 2018 February ? http://quay.example/ long-word Editor"""
LINES = st.lists(st.sampled_from(WORDS.split()), max_size=9).map(" ".join)
PAGES = st.lists(LINES | st.just("") | st.just("word " * 40), max_size=25).map("\n".join)
PAGES |= PAGES.map(lambda page: "A second door\n\n" + page)


@settings(deadline=None)
@given(st.text() | LETTERS | PAGES)
def test_any_text_is_a_story_or_a_story_error(text):
    try:
        story = parse(text)
    except StoryError as error:
        assert error.message and error.line >= 1
        return
    lines = len(re.split("\r{0,2}\n|[\r\x85\u2028\u2029]", text))
    assert story.headline and story.paragraphs
    assert all(1 <= doubt.line <= lines for doubt in story.doubts)
    assert all(1 <= byline.line <= lines and byline.name.strip() for byline in story.bylines)
    assert {bio.name for bio in story.bios} <= {"", *(byline.name for byline in story.bylines)}
    assert [doubt.line for doubt in story.doubts] == sorted(doubt.line for doubt in story.doubts)


@settings(deadline=None)
@given(st.binary() | st.binary().map(lambda data: b"Headline\n\n" + data) | LETTERS.map(str.encode))
def test_any_bytes_are_text_or_a_story_error(data):
    try:
        assert decode(data).strip()
    except StoryError as error:
        assert error.message


def letters(text):
    return sorted(char for char in text if char.isalnum())


def all_of(story):
    people = [f"{byline.name} {byline.position}" for byline in story.bylines]
    return " ".join([story.headline, story.deck, *story.paragraphs, *people, *(bio.text for bio in story.bios)])


@settings(deadline=None)
@given(LETTERS)
@example(STORY.replace("Author: ", ""))
def test_no_letter_of_a_text_without_author_lines_is_lost_or_made(text):
    try:
        story = parse(text)
    except StoryError:
        return
    assert letters(all_of(story)) == letters(text)


NAMES = st.lists(
    st.sampled_from(["Ann Lee", "Bo Ek", "Cy Dun", "Dee van Orr", "Eva Holm-Lee"]), min_size=1, unique=True
)
PLAIN = "the a door stove keeper found and was on tower Tuesday"
SENTENCE = st.lists(st.sampled_from(PLAIN.split()), min_size=1, max_size=30)
PARAGRAPH = SENTENCE.map(lambda words: " ".join(words).capitalize() + ".")


@settings(deadline=None)
@given(NAMES, st.lists(PARAGRAPH, min_size=2, max_size=6), st.lists(PARAGRAPH, max_size=5), st.booleans())
def test_no_word_of_a_story_is_lost_and_each_name_is_found(people, body, tail, deck):
    *most, last = people
    line = f"{', '.join(most)} and {last}" if most else last
    deck = ["Nobody had looked behind it"] if deck else []
    story = parse("\n\n".join(["A second door", *deck, *body, f"Authors: {line}", *tail]))
    assert [byline.name for byline in story.bylines] == people
    assert story.paragraphs == body
    assert [story.deck] == (deck or [""])
    assert letters(" ".join(bio.text for bio in story.bios)) == letters(" ".join(tail))


@settings(deadline=None)
@given(PAGES)
def test_only_labels_and_joints_of_author_lines_are_ever_dropped(page):
    try:
        story = parse(page)
    except StoryError:
        return
    dropped = re.compile(r"\b(?:authors?|by|photos|written|and)\b|（|）", re.IGNORECASE)
    left_out = [doubt for doubt in story.doubts if "twice" in doubt.message or "left out" in doubt.message]
    if not left_out:
        assert letters(dropped.sub("", all_of(story))) == letters(dropped.sub("", page))


def test_strings_that_break_software_are_kept():
    if not CORPUS.is_file():
        pytest.skip(f"the naughty strings are not here: {CORPUS}")
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        text = f"A door\n\n{line}\n\nThe keeper found it. It is shut."
        try:
            story = parse(text)
        except StoryError:
            continue
        assert letters(all_of(story)) == letters(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "a\n",
        "a\n\n",
        "Author: A\n",
        "Author:\n",
        "Ann Lee, ",
        "\r",
        "\t",
        "x-\n",
        "- x\n",
        ".\n",
        "王\n",
        "By A\n\n",
    ],
)
def test_time_grows_with_the_length_of_the_text_and_no_faster(piece):
    start = time.perf_counter()
    try:
        parse("A door\n\nIt is shut. It was found.\n\n" + piece * (1_000_000 // len(piece)))
        parse("A door\n" + piece * (300_000 // len(piece)))
    except StoryError:
        pass
    assert time.perf_counter() - start < 20
