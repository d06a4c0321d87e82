"""Bios: what is read from them, and what is seen to be missing. Every bio here is invented."""

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authors.biotext import lost_words, read_bio
from interchange.plaintext import parse, read_file

DAY = datetime.date(2018, 2, 14)
SEED = Path(__file__).resolve().parents[2] / "shared" / "seed"

GOOD = [
    "Ann Lee is a reporter at The Harbour Post.",
    "Ann Lee covers courts, prisons and the police for the Harbour Post. She lives in Bergen with two loud dogs.",
    "Bo Ek writes about the work that The Who inspired, and about the towns they played in.",
    "It is He who gave the choir its name: Bo Ek has written about hymns since 1998.",
    "Cy Dun was nominated for It Takes Two, a play about a lighthouse.",
    "Cy Dun designed the lights for He Is Not Here and the sound for She Has Gone.",
    "Dee Orr is the paper she always wanted to write for. So she says.",
    "Oslo is the city Ann lives in and writes about.",
    "The Quay is a magazine he has written for since it began.",
    "Ask her what the harbour is for. She has been asking since 2004.",
    "Bo Ek likes cities worth walking in and arguments worth listening to.",
    "He is a man to be reckoned with. His column appears on Fridays.",
    "Her first book, What We Came For, was shortlisted for two prizes.",
    "Ann Lee is a critic. The plays she walks out of are rarely reviewed, but often talked about.",
    "Some stories take years to report on. Those are the ones he cares about.",
    "The ferry was much written about; Bo Ek is the reporter who found out whom it belonged to.",
    "Ann Lee (no relation to the mayor) edits the letters page.",
    "Ann Lee wrote “The Salt Tax” (2011) and “A Short Walk” (2016).",
    'Bo Ek is the author of "Nets", a history of fishing, and "Lines", its sequel.',
    "Dr. Ida Holm, Ph.D., teaches at St. Olav’s College and lives in the U.S.",
    "Ida Holm is a professor of marine law at the University of Nord. Follow her at @idaholm",
    "Ida Holm is a lecturer in Bergen. Write to her at ida@nord.example",
    "Ida Holm keeps her notes at https://ida.example/notes",
    "Ida Holm’s essays are collected at ida.example",
    "Staff writer, the Harbour Post",
    "Senior Editor",
    "Wire service of the northern ports",
    "He had had enough of law by 1999, and that that was so surprised nobody.",
    "Lives in Walla Walla, and has covered Bora Bora and Duran Duran.",
    "Ann Lee played bass in The The and sang in the a cappella choir of the port.",
    "Bo Ek is an on-air editor and runs the for-profit and the not-for-profit desks of the station.",
    "Cy Dun gave her her first job; they have shared a desk ever since.",
    "Dee Orr has worked, on and off, in and out of newspapers, by land and by sea, for and against the tide.",
    "Dee Orr is editor of, and chief contributor to, a quarterly on knots.",
    'She measured the 6" nails and the 12" planks of the old pier herself.',
    "Ann Lee asks three things: a) who pays, b) who gains, and c) who knew.",
    "Bo Ek reports from the coast :) and from the hills :( for The Net.",
    "Has anyone read it all? Bo Ek has. He read the 900 pages of the inquiry … twice.",
    "Ann Lee writes . . . slowly. Her mentor, the late Sr. Marie, would approve!",
    "Cy Dun builds .NET tools for reporters. He is a data editor.",
    "آن لي مراسلة تكتب عن الموانئ منذ عشرين عاما",
    "李安是海港邮报的记者，常驻北京。",
    "Анна Ли пишет о портах. Живёт в Мурманске.",
    "Anna Berg ist Redakteurin in Kiel und schreibt „Hafenblick“, eine Kolumne.",
    "Anne Lys est journaliste à Brest ; elle a publié « Le Quai » en 2009 !",
    "Ann Lee is a reporter. 🌊",
    "Ann Lee says: “I came for a week.” She has stayed for 20 years.",
    "A reporter who started out in print, Bo Ek now makes radio. He is who you call when a ship goes down.",
    "She knows what she is up to, and so does the company she writes about.",
    "The beat is hers: nobody else knows where the bodies were and who put them there.",
    "Ann Lee is a reporter, photographer, etc., and has the mud to prove it.",
    "Ann Lee is a diver (PADI level 3) and keeps a log (see page 9) of wrecks. She plays in a band(s).",
    "Two chairs are all the desk has been provided with. Bo Ek and Ann Lee take turns.",
    "Bo Ek covers the Her Majesty’s Coastguard beat and wrote to Her Majesty about it.",
    "",
]


@pytest.mark.parametrize("bio", GOOD)
def test_a_good_bio_raises_no_doubt(bio):
    assert lost_words(bio) == []


def test_there_are_at_least_forty_good_bios():
    assert len(set(GOOD)) >= 40


BROKEN = [
    ("Ann Lee is a reporter for She has 12 years of experience.", "“for”"),
    ("Bo Ek is an editor at He lives in Turku.", "“at”"),
    ("Bo Ek is the founder of the They have four prizes.", "“the”"),
    ("Ann Lee is a writer for Her work has appeared in The Quay.", "“for”"),
    ("Ann Lee is a columnist at Follow her for news of the port.", "“at”"),
    ("Ann Lee is a reporter for You can reach her by letter.", "“for”"),
    ("Cy Dun is Senior Editor for. He lives in Vaasa.", "“for”"),
    ("Cy Dun is an editor. His work has appeared in.", "“in”"),
    ("Cy Dun is a writer whose work has appeared in. He lives in Vaasa.", "“in”"),
    ("Cy Dun has written for. He lives in Vaasa.", "“for”"),
    ("Cy Dun is the author of. He lives in Vaasa.", "“of”"),
    ("Cy Dun is an editor at and has three children.", "“at”"),
    ("Cy Dun lives near the. He writes.", "“the”"),
    ("Cy Dun has written for Quay and. He writes.", "“and”"),
    ("Cy Dun works for the the Harbour Post.", "the the"),
    ("Cy Dun is a graduate of of Nord College.", "of of"),
    ("Cy Dun is the editor of the and has three children.", "the and"),
    ("Cy Dun is an the editor.", "an the"),
    ("Cy Dun is the author of three books (the last in 2012.", "“(”"),
    ("Cy Dun is the author of three books, the last in 2012).", "“)”"),
    ("Cy Dun wrote “Nets, a book on fishing.", "partner"),
    ('Cy Dun wrote "Nets, a book on fishing.', "partner"),
    ("Cy Dun runs a newsletter () for sailors.", "Empty"),
    ("Cy Dun wrote “” in 2012.", "Empty"),
    ("Cy Dun has written for Quay, , and The Net.", "Two marks"),
    ("Cy Dun has written for , and lives in Vaasa.", "comma"),
    ("Cy Dun is an editor at .", "“at”"),
    ("Cy Dun edits Quay .", "full stop"),
    ("Cy Dun runs a newsletter (read it at ).", "bracket"),
    ("Cy Dun is Senior Editor of the Harbour Po", "cut"),
    ("Cy Dun is Senior Editor for", "“for”"),
    ("Cy Dun has lived in Vaasa since 2001 and", "“and”"),
    ("Cy Dun is a reporter. Follow him on @.", "@"),
    (", a reporter, has lived in Vaasa since 2001.", "beginning"),
    ("is Senior Editor of the Harbour Post.", "name is missing"),
]


@pytest.mark.parametrize(("bio", "what"), BROKEN)
def test_a_broken_bio_raises_a_doubt_that_names_the_place(bio, what):
    doubts = lost_words(bio)
    assert doubts
    assert any(what in doubt.message for doubt in doubts), doubts
    for doubt in doubts:
        assert doubt.excerpt.strip("…") in bio


def test_there_are_at_least_twenty_five_broken_bios():
    assert len({bio for bio, _ in BROKEN}) >= 25


def test_one_place_is_doubted_once():
    assert len(lost_words("Cy Dun is an editor at .")) == 1
    assert len(lost_words("Cy Dun is Senior Editor for")) == 1


def test_several_places_are_all_named_in_their_order():
    doubts = lost_words("Cy Dun is an editor for He has () of the the sea. He")
    assert [doubt.message.split(":")[0] for doubt in doubts] == [
        "Words are missing after “for”",
        "Empty “()”",
        "“the the”",
        "The last sentence has no full stop",
    ]


def test_an_excerpt_is_cut_at_whole_words():
    bio = (
        "Cy Dun has spent a long and happy life by the sea. He is an editor for He has two dogs and a boat of his own."
    )
    (doubt,) = lost_words(bio)
    assert doubt.excerpt.startswith("…") and doubt.excerpt.endswith("…")
    assert doubt.excerpt.strip("…") in bio
    assert f" {doubt.excerpt.strip('…')} " in bio


# Positions


@pytest.mark.parametrize(
    ("bio", "position"),
    [
        ("Ann Lee is Senior Editor at The Quay.", "Senior Editor"),
        ("Ann Lee is Senior Editor for He has two dogs.", "Senior Editor"),
        ("Ann Lee is a staff writer.", "Staff writer"),
        ("Ann Lee is the Harbour Post’s science editor and lives in Turku.", "Science editor"),
        ("Ann Lee is the paper’s science editor.", "Science editor"),
        ("Ann Lee is our Moscow bureau chief, and has been since 2012.", "Moscow bureau chief"),
        ("Ann Lee is editor-in-chief of The Quay.", "Editor-in-chief"),
        ("Ann Lee is founder and editor of The Quay.", "Founder and editor"),
        ("Ann Lee is an editor and lives in Oslo.", "Editor"),
        ("Ann Lee is Health and Science Editor at The Quay.", "Health and Science Editor"),
        ("Ann Lee is an award-winning investigative reporter based in Riga.", "Investigative reporter"),
        ("Ann Lee is professor of marine law at Nord.", "Professor of marine law"),
        ("Ann Lee is a professor of law and lives in Turku.", "Professor"),
        ("Ann Lee is an ex-editor.", ""),
        ("Ann Lee grew up in Turku. She is a columnist for The Quay.", "Columnist"),
        ("Lee is currently an associate producer.", "Associate producer"),
        ("Dr. Ann Lee is a historian.", "Historian"),
        ("Ann Lee, deputy editor of The Quay, lives in Turku.", "Deputy editor"),
        ("Ann Lee, who grew up in Turku, is a reporter.", "Reporter"),
        ("Political Correspondent Ann Lee covers parliament.", "Political Correspondent"),
        ("Staff photographer based in Turku.", "Staff photographer"),
        ("Ann Lee has been Senior Editor since 2010.", "Senior Editor"),
        ("Ann Lee has been an editor at six papers.", ""),
        ("Ann Lee was Senior Editor at The Quay until 2012.", ""),
        ("Ann Lee is a former editor of The Quay.", ""),
        ("Ann Lee is the former editor of The Quay.", ""),
        ("Ann Lee is a retired reporter.", ""),
        ("Ann Lee is not a reporter.", ""),
        ("Ann Lee is the author of three books.", ""),
        ("Ann Lee is an editor wrangler.", ""),
        ("Ann Lee’s sister is an editor.", ""),
        ("Ann Lee and Bo Ek are reporters.", ""),
        ("Ann Lee lives in Turku.", ""),
        ("Ann Lee is the daughter of an editor.", ""),
        ("She married an editor.", ""),
        ("", ""),
    ],
)
def test_a_position_is_read_where_it_is_certain(bio, position):
    assert read_bio("Ann Lee", bio, DAY).position == position


def test_a_surname_that_is_a_job_is_no_position():
    assert read_bio("Ann Dean", "Ann Dean, who lives in Turku, sails.", DAY).position == ""
    assert read_bio("Ann Dean", "Ann Dean is a sub-editor.", DAY).position == "Sub-editor"


# First year in the trade


@pytest.mark.parametrize(
    ("bio", "year"),
    [
        ("She has 20 years of experience in foreign policy research.", 1998),
        ("With twenty-five years’ experience, she knows the port.", 1993),
        ("She has 7 years of newsroom and radio experience.", 2011),
        ("Ann Lee has covered the courts since 1998.", 1998),
        ("Since 1998, Ann Lee has written about ships.", 1998),
        ("Ann Lee has been a journalist since 1998.", 1998),
        ("She has been reporting from the coast since May 2004.", 2004),
        ("She has reported on fish, ice and the price of both for 12 years.", 2006),
        ("She has covered courts since 1998 and has written about prisons since 2010.", 1998),
        ("She has 20 years of experience and has covered Turku for 5 years.", 1998),
        ("Ann Lee, who has covered courts since 1998, sails.", 1998),
        ("Ann Lee has lived in Turku since 1998.", None),
        ("Ann Lee is a reporter. She was born in 1970.", None),
        ("She was 20 years old when the pier burnt.", None),
        ("She has been married for 20 years.", None),
        ("She spent 20 years as a nurse.", None),
        ("", None),
    ],
)
def test_the_first_year_is_counted_from_publication(bio, year):
    facts = read_bio("Ann Lee", bio, DAY)
    assert facts.start_year == year
    assert facts.doubts == []


@pytest.mark.parametrize(
    ("bio", "why"),
    [
        ("She has more than 20 years of experience.", "not exact"),
        ("She has 20+ years of experience.", "not exact"),
        ("She has over two decades of experience.", "decades"),
        ("Her team has 40 years of experience.", "several people"),
        ("She has 20 years of experience in law.", "another trade"),
        ("Ann Lee has been Senior Editor since 2010.", "one post"),
        ("Ann Lee has written for The Quay since 2010.", "one post"),
        ("She has covered courts for nearly 20 years.", "not exact"),
        ("Her brother has been a reporter since 1980.", "somebody else"),
        ("She lives with Bo Ek, who has covered ships since 1980.", "somebody else"),
        ("She has covered courts since 2030.", "cannot be right"),
        ("She has 20 years of experience and has written about ships since 1990.", "disagree"),
        ("She has 20 years of experience in print and 9 years of experience in radio.", "disagree"),
    ],
)
def test_a_span_that_proves_no_year_is_a_doubt(bio, why):
    facts = read_bio("Ann Lee", bio, DAY)
    assert facts.start_year is None
    assert any(why in doubt.message for doubt in facts.doubts), facts.doubts


# Outlets


@pytest.mark.parametrize(
    ("bio", "outlets"),
    [
        (
            "His work has appeared in The Net, Harbour Mail, and the Northern Free Press.",
            ["The Net", "Harbour Mail", "Northern Free Press"],
        ),
        ("Her writing has also appeared in Harbour Mail, Kelp, and The Net.", ["Harbour Mail", "Kelp", "The Net"]),
        (
            "She has written for Harbour Mail, Deep Water and the Quay Review.",
            ["Harbour Mail", "Deep Water", "Quay Review"],
        ),
        ("She has written for the Quay Review and the Harbour Mail.", ["Quay Review", "Harbour Mail"]),
        ("She has bylines in Quay Review, The Net and the BBC.", ["Quay Review", "The Net", "BBC"]),
        ("She writes for Forbes and Wired.", ["Forbes", "Wired"]),
        ("She contributes to Quay Review.", ["Quay Review"]),
        ("Her essays have been published in places such as Quay Review and The Net.", ["Quay Review", "The Net"]),
        ("His articles have appeared in Quay Review, among others.", ["Quay Review"]),
        ("His articles have appeared in Quay Review, The Net and elsewhere.", ["Quay Review", "The Net"]),
        ("His articles have appeared in Quay Review, The Net, and many other papers.", ["Quay Review", "The Net"]),
        ("His work has appeared in Quay Review, on NPR, and in The Net.", ["Quay Review", "NPR", "The Net"]),
        ("He has written for Quay Review and has won two prizes.", ["Quay Review"]),
        (
            "He has written for Quay Review, The Net, and the Tide Table, and lives in Turku.",
            ["Quay Review", "The Net", "Tide Table"],
        ),
        (
            "He has written for the U.S. Ports Review and the St. Olav Star. He lives in Turku.",
            ["U.S. Ports Review", "St. Olav Star"],
        ),
        (
            "His work has appeared in Health and Science, Quay Review, and The Net.",
            ["Health and Science", "Quay Review", "The Net"],
        ),
        (
            "His work has appeared in Quay Review, The Net, and Health and Science.",
            ["Quay Review", "The Net", "Health and Science"],
        ),
        (
            "He has written for Nets; Ropes, Knots and Sails; and the Quay Review.",
            ["Nets", "Ropes, Knots and Sails", "Quay Review"],
        ),
        ("She has written for Field and Stream.", ["Field and Stream"]),
        ("Ann Lee’s photographs have appeared in Quay Review since 2012.", ["Quay Review"]),
        ("She has written for Quay Review and writes for Quay Review still.", ["Quay Review"]),
        ("She has written for radio and television.", []),
        ("She has written for 20 years.", []),
        ("Her work has been published in English and French.", []),
        ("Her daughter has appeared in The Net.", []),
        ("Her work has been published by Nord Books.", []),
        ("She has never written for Quay Review.", []),
        ("She has worked for Quay Review.", []),
        ("", []),
    ],
)
def test_outlets_are_read_in_their_order(bio, outlets):
    facts = read_bio("Ann Lee", bio, DAY)
    assert facts.outlets == outlets
    assert [doubt for doubt in facts.doubts if "span" not in doubt.message] == []


@pytest.mark.parametrize(
    ("bio", "outlets", "why"),
    [
        ("She has written for Health and Science.", [], "one outlet or two"),
        ("She has written for Quay Review, Health and Science.", ["Quay Review"], "one outlet or two"),
        ("She has written for Ships and Shipping News.", [], "one outlet or two"),
        ("She has written for Kelp, Nets and Ropes and Sails.", ["Kelp"], "one outlet or two"),
        ("Her work has been published in Norway.", [], "a place"),
        ("She has written for The Net in Oslo.", [], "end"),
        ("She has written for iNets.", [], "may stand here"),
    ],
)
def test_outlets_that_are_not_certain_are_doubts(bio, outlets, why):
    facts = read_bio("Ann Lee", bio, DAY)
    assert facts.outlets == outlets
    assert any(why in doubt.message for doubt in facts.doubts), facts.doubts


def test_a_known_outlet_is_never_parted():
    bio = "She has written for Health and Science and Rock, Paper, Ink."
    known = ["health and science", "Rock, Paper, Ink"]
    assert read_bio("Ann Lee", bio, DAY, known).outlets == ["Health and Science", "Rock, Paper, Ink"]


# The real thing, and anything at all


def test_the_bio_of_the_seed_gives_its_facts_and_its_doubt():
    if not SEED.is_dir():
        pytest.skip(f"the seed is not here: {SEED}")
    story = parse(read_file(str(next(SEED.glob("*.txt")))))
    (bio,) = story.bios
    facts = read_bio(bio.name, bio.text, DAY)
    assert facts.position == "Senior Editor"
    assert facts.start_year == 1998
    assert len(facts.outlets) == 8
    assert facts.outlets[0] == "The American Conservative"
    assert facts.outlets[-1] == "Detroit Free Press"
    (doubt,) = facts.doubts
    assert "“for”" in doubt.message and "for He has" in doubt.excerpt


PARTS = """Ann Lee is has been a an the The Senior Editor reporter for of in at He She Her work written appeared and
, . ; ( ) “ ” since 1998 20 years experience Quay Review U.S. -- @ 王 more than nearly two decades"""


BIOS = st.text() | st.lists(st.sampled_from(PARTS.split()), max_size=60).map(" ".join)


@settings(deadline=None)
@given(BIOS, st.text(min_size=1).filter(str.strip))
def test_no_text_breaks_the_reader(text, name):
    facts = read_bio(name, text, DAY)
    assert len(facts.position) <= 120
    assert facts.start_year is None or 1900 <= facts.start_year <= 2018
    assert all(outlet and len(outlet) <= 100 for outlet in facts.outlets)
    assert len({outlet.casefold() for outlet in facts.outlets}) == len(facts.outlets)
    assert all(doubt.message for doubt in facts.doubts)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "for ",
        "Ann and ",
        "“",
        "(",
        "her work ",
        "He has written for A, ",
        "since 1998 ",
        "is . ",
        ". .",
        " ,",
    ],
)
def test_a_very_long_text_is_read_in_time(piece):
    start = time.perf_counter()
    read_bio("Ann Lee", "Ann Lee is " + piece * (200_000 // len(piece)), DAY)
    assert time.perf_counter() - start < 10
