"""What the desk looks for in a bio: each check finds its case, and none of them finds anything in a good bio."""

import datetime
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authors.care import CHECKS, look, no_bio, unseen
from authors.removal import removable
from paper.prose import plain_text, sanitize_bio
from tests.good_bios import GOOD_BIOS

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "seed"
DAY = datetime.date(2026, 11, 25)


def seen(words, name="Jason Litz", **how):
    """What is found; `also` among the words are other names."""
    defaults = {
        "other_names": words.get("also", ()),
        "year_now": 2026,
        "known_outlets": frozenset(),
        "is_there": lambda path: path == "/about/",
        "site_hosts": ["semaphore.example"],
        "house_names": ["The Ostrey Semaphore"],
    }
    return look(words, name=name, **defaults | how)


def bio(text, **words):
    return {"bio": text if text.startswith("<p>") else f"<p>{text}</p>"} | words


def outlets(*names):
    return [{"name": name} for name in names]


# Good bios


@pytest.mark.parametrize(("name", "words"), GOOD_BIOS)
def test_a_good_bio_is_let_be(name, words):
    assert seen(words, name) == []


@pytest.mark.parametrize(("name", "words"), GOOD_BIOS)
def test_a_good_short_bio_is_let_be(name, words):
    swapped = words | {"bio": "", "short_bio": words.get("bio", "")}
    assert seen(swapped, name) == []


def test_there_are_at_least_sixty_good_bios():
    assert len({words.get("bio", "") for _, words in GOOD_BIOS}) >= 60


def test_in_the_demo_paper_one_bio_needs_care_and_it_lost_words():
    people = tomllib.loads((ROOT / "interchange" / "demo" / "people.toml").read_text("utf-8"))["person"]
    found = {}
    for person in people:
        words = person | {"outlets": outlets(*person.get("outlets", ()))}
        found[person["name"]] = [
            one.check for one in seen(words, person["name"], other_names=person.get("aliases", ()))
        ]
    assert {name: checks for name, checks in found.items() if checks} == {"Morwenna Askew": ["lost"]}


def test_the_bio_of_the_seed_lost_words_and_its_years_went_stale():
    if not SEED.is_dir():
        pytest.skip(f"the seed is not here: {SEED}")
    text = next(SEED.glob("*.txt")).read_text("utf-8-sig").strip().splitlines()[-1]
    found = seen(bio(text, position="Senior Editor", start_year=1998))
    assert [one.check for one in found if not one.check.startswith("outlet")] == ["lost", "year"]
    assert "for He has" in found[0].excerpt
    assert len([one for one in found if one.check == "outlet_unlisted"]) == 8


# Each check and its case

NOT_GOOD = [
    ("lost", bio("Jason Litz is Senior Editor for He has two dogs."), "for He has"),
    ("lost", bio("Jason Litz", short_bio="<p>He edits the the letters.</p>"), "the the"),
    ("cut", bio("Jason Litz is Senior Editor. He has covered the har"), "the har"),
    ("cut", bio("Jason Litz writes. He has lived in Turku since"), "since"),
    ("cut", bio("is Senior Editor."), "is Senior Editor."),
    ("doubled", bio("He lives in Turku. He sails. He lives in Turku."), "He lives in Turku."),
    ("doubled", bio("He lives in Turku.He lives in Turku."), "He lives in Turku."),
    ("doubled", bio("<p>Jason Litz lives in Turku.</p><p>He writes. Litz lives in Turku.</p>"), "Litz lives in Turku."),
    ("doubled", bio("<p>A sailor.</p><p>He writes.</p><p>A sailor.</p>"), "A sailor."),
    ("doubled", bio("李安是海港邮报的记者。常驻北京。李安是海港邮报的记者。"), "李安是海港邮报的记者。"),
    (
        "doubled",
        bio("He came to the paper from public radio. Litz came to the paper from public radio again."),
        "Litz came to the paper from public radio again.",
    ),
    (
        "doubled",
        bio("He has written about the harbour for a decade. He has writen about the harbour for a decade."),
        "He has writen about the harbour for a decade.",
    ),
    ("link", bio('He keeps <a href="/diary/">a diary</a>.'), "a diary"),
    ("link", bio('He keeps <a href="https://semaphore.example/diary/">a diary</a>.'), "a diary"),
    ("link", bio('He keeps <a href="www.litz.example">a diary</a>.'), "a diary"),
    ("link", bio('He keeps <a href="about/">a diary</a>.'), "a diary"),
    ("link", bio("He sails.", links=[{"label": "Diary", "url": "https://Semaphore.example/diary/"}]), "Diary"),
    ("year", bio("Jason Litz has 20 years of experience.", start_year=1998), "20 years of experience"),
    ("year", bio("He has 20 years of experience in coastal policy research.", start_year=1998), "20 years"),
    ("year", bio("He has twenty years’ experience.", start_year=2018), "twenty years’ experience"),
    ("year", bio("He has more than 20 years of experience.", start_year=2018), "more than 20 years"),
    ("year", bio("He has been a journalist for two decades.", start_year=1990), "for two decades"),
    ("year", bio("Jason Litz, a sailor, has 20 years in journalism.", start_year=1998), "20 years in journalism"),
    ("year", bio("Since 1995, he has written about ships.", start_year=1998), "Since 1995"),
    ("year", bio("Litz has written for Kelp since 1995.", start_year=1998, outlets=outlets("Kelp")), "since 1995"),
    ("year", bio("Jason Litz has been a journalist since 2004.", start_year=1998), "since 2004"),
    ("name", bio("Jason Lietz is Senior Editor."), "Jason Lietz"),
    ("name", bio("Ships are the work of Jason Lietz."), "Jason Lietz"),
    ("name", bio("Jayson Litz is a reporter."), "Jayson Litz"),
    ("position", bio("Jason Litz is Senior Editor. He sails.", position="Managing Editor"), "Senior Editor"),
    ("position", bio("He is our Politics Editor.", position="Chief Critic"), "Politics Editor"),
    (
        "outlet_unlisted",
        bio("He has written for Forbes and the Toronto Star.", outlets=outlets("Forbes")),
        "Toronto Star",
    ),
    (
        "outlet_unnamed",
        bio("His work has appeared in Forbes and Wired.", outlets=outlets("Forbes", "Wired", "Kelp")),
        "in Forbes and Wired",
    ),
]


@pytest.mark.parametrize(("check", "words", "place"), NOT_GOOD)
def test_a_bio_that_is_not_good_gives_its_one_finding(check, words, place):
    (found,) = seen(words)
    assert found.check == check and found.field
    assert place in found.excerpt
    assert found.message.endswith((".", "”.")) and found.key


def test_every_check_has_a_case_and_a_label():
    assert {check for check, _, _ in NOT_GOOD} | {"no_bio", "unseen"} == set(CHECKS)
    assert all(CHECKS.values())


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("Morwenna Askew", "Morwena Askew is Environment Editor.", "Morwena Askew"),
        ("Željka Brandić", "Zeljka Brandic is Politics Editor.", "Zeljka Brandic"),
        ("Željka Brandić", "She edits. Brandic joined from radio.", "Brandic"),
        ("Søren Kjær", "Soren Kjaer writes about ships.", "Soren Kjaer"),
        ("Dr Nkechi Obuya", "Dr. Nkechi Obuyah leads the group.", "Nkechi Obuyah"),
        ("Jason M. Litz", "Jason Leitz has a desk.", "Jason Leitz"),
        ("Michael Reeve", "Micheal Reeve is a reporter.", "Micheal Reeve"),
        ("Maria Lopez", "Maria Lopes, a reporter, sails.", "Maria Lopes"),
        ("Jane van Doren", "Jane van Dorren has a boat.", "Jane van Dorren"),
    ],
)
def test_a_name_spelled_otherwise_is_found_with_how_it_should_be(name, text, written):
    (found,) = seen(bio(text), name)
    assert found.check == "name"
    assert found.fix["wrong"] == written
    assert set(found.fix["right"].split()) <= set(name.split())


def test_another_name_of_the_author_is_no_misspelling():
    assert seen(bio("Jason Lietz is a reporter."), other_names=["Jason Lietz"]) == []


def test_fixes_are_ready_for_one_click():
    words = bio("His work has appeared in Forbes and the Toronto Star.", outlets=outlets("Forbes", "A & B"))
    unlisted, unnamed = seen(words)
    assert unlisted.fix == {"outlet": "Toronto Star"} and unlisted.field == "outlets"
    assert unnamed.fix["outlet"] == "A & B"
    assert unnamed.fix["bio"] == "<p>His work has appeared in Forbes, A &amp; B and the Toronto Star.</p>"
    (year,) = seen(bio("He has written about ships since 1995.", start_year=1998))
    assert year.fix == {"start_year": 1995}
    (link,) = seen(bio('He keeps <a href="www.litz.example/x">a diary</a>.'))
    assert link.fix == {"href": "www.litz.example/x", "to": "https://www.litz.example/x"}


def test_an_outlet_that_was_added_by_its_fix_is_not_found_again():
    words = bio(
        'His work has appeared in <a href="https://forbes.example"><em>Forbes</em></a>, Wired, and the Toronto Star.',
        outlets=outlets("Forbes", "Wired", "Toronto Star", "Kelp"),
    )
    (found,) = seen(words)
    mended = words | {"bio": found.fix["bio"]}
    assert "<em>Forbes</em></a>, Kelp, Wired, and the Toronto Star." in mended["bio"]
    assert seen(mended) == []


def test_a_known_outlet_is_not_parted():
    words = bio("He has written for Health and Science.")
    (found,) = seen(words, known_outlets=frozenset({"Health and Science"}))
    assert found.fix == {"outlet": "Health and Science"}


def test_an_outlet_that_both_texts_name_is_found_once():
    words = bio("He has written for Kelp Weekly.", short_bio="<p>He has written for Kelp Weekly.</p>")
    assert [one.check for one in seen(words)] == ["outlet_unlisted"]


def test_links_out_of_the_site_and_within_the_page_are_not_asked_for():
    asked = []
    html = (
        '<a href="https://else.example/x">a</a> <a href="mailto:a@b.example">b</a> <a href="#top">c</a> '
        '<a href="https://semaphore.example/a%20b/?q=1#x">d</a> <a href="https://semaphore.example">e</a> <a href="http://[">f</a>.'
    )
    assert seen(bio(f"See {html}"), is_there=lambda path: asked.append(path) or True) == []
    assert asked == ["/a b/", "/"]


def test_the_weightiest_comes_first():
    words = bio(
        'Jason Lietz is Senior Editor for He has <a href="/x/">a dog</a> and has written for Kelp Weekly since 1990.',
        start_year=1998,
        position="Managing Editor",
    )
    checks = [one.check for one in seen(words)]
    assert checks == sorted(checks, key=list(CHECKS).index)
    assert {"lost", "link", "name", "outlet_unlisted"} <= set(checks)


def test_a_message_stays_short_whatever_it_quotes():
    long = "x" * 900
    words = bio(f'He (;;;{";" * 900}) has <a href="/{long}/">{long}</a>.', links=[{"label": long, "url": long}])
    found = seen(words | {"position": f"{long} Editor", "outlets": outlets(long)}, f"Jason {long}")
    assert [one.check for one in found] == ["lost", "link", "link"]
    assert all(len(one.message) <= 400 and "x" * 400 not in one.excerpt for one in found)


# Keys: a dismissal holds until the words change


def key_of(words, **how):
    (found,) = seen(words, **how)
    return found.key


def test_a_key_stays_while_the_words_around_stay():
    broken = bio("Jason Litz is Senior Editor for He has two dogs and a boat that he built himself.")
    longer = bio(broken["bio"][3:-4] + " On Sundays he sails, and on Mondays he mends the sails.")
    assert key_of(broken) == key_of(longer)
    assert key_of(broken) == key_of(broken | {"position": "Senior Editor", "place": "Turku"})


def test_a_key_goes_with_the_words_around():
    was = bio("Jason Litz is Senior Editor for He has two dogs.")
    assert key_of(was) != key_of(bio("Jason Litz is Senior Editor for He has six cats."))
    assert key_of(was) != key_of(was | {"bio": "", "short_bio": was["bio"]})


def test_a_key_on_years_outlives_new_year_but_not_another_start_year():
    words = bio("Jason Litz has 20 years of experience.", start_year=1998)
    assert key_of(words) == key_of(words, year_now=2027)
    assert key_of(words) != key_of(words | {"start_year": 1997})


def test_the_same_place_twice_has_one_key():
    found = seen(bio("He lives in Turku. He lives in Turku. He lives in Turku."))
    assert len(found) == 1


def test_keys_differ_between_findings():
    found = seen(bio("He has written for Forbes, Wired and the Toronto Star."))
    assert len({one.key for one in found}) == len(found) == 3


# No bio, not looked at


def test_nobody_is_asked_for_the_bio_of_someone_nobody_reads():
    assert no_bio(0) is None
    assert "under one story" in no_bio(1).message
    assert "under 1,214 stories" in no_bio(1214).message
    assert no_bio(1).key == no_bio(2).key


def test_a_bio_is_unseen_after_a_year():
    assert unseen(datetime.date(2025, 11, 26), DAY) is None
    assert "November 2025" in unseen(datetime.date(2025, 11, 25), DAY).message
    assert unseen(datetime.date(2024, 2, 29), datetime.date(2025, 2, 28)) is None
    assert unseen(datetime.date(2024, 2, 29), datetime.date(2025, 3, 1)) is not None
    assert unseen(None, DAY).check == "unseen"
    assert unseen(None, DAY).key != unseen(datetime.date(2020, 1, 1), DAY).key


# Sentences that may go

DATA = {
    "position": "Senior Editor",
    "beat": "The Middle East",
    "place": "Saginaw, Michigan",
    "expertise": "Coastal policy research, Syria",
    "start_year": 1998,
    "email": "litz@semaphore.example",
    "links": [{"label": "Diary", "url": "https://litz.example/"}],
    "outlets": outlets("The American Conservative", "Forbes", "Toronto Star", "Health and Science"),
}


def may_go(text, **words):
    found = removable(DATA | bio(text) | words, name="Jason Litz", published_year=2018, known_outlets=())
    return [one.text for one in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "Jason Litz is Senior Editor.",
        "He is our Senior Editor, based in Saginaw, Michigan.",
        "Litz serves as Senior Editor and covers the Middle East.",
        "He has 20 years of experience.",
        "He has over 15 years of experience in journalism.",
        "He has been a journalist since 1998.",
        "He has 20 years of experience in coastal policy research and his work has appeared in Forbes and the Toronto Star.",
        "His work has appeared in The American Conservative, Forbes, and the Toronto Star.",
        "Litz’s writing has also appeared in Health &amp; Science.",
        "He has written for Forbes, <em>Toronto Star</em> and Health and Science.",
        "He specialises in Syria and coastal policy research.",
        'You can reach him at <a href="mailto:litz@semaphore.example">litz@semaphore.example</a>.',
    ],
)
def test_a_sentence_that_the_data_says_in_full_may_go(sentence):
    assert may_go(sentence) == [" ".join(plain_text(sentence).split())]


@pytest.mark.parametrize(
    "sentence",
    [
        "Jason Litz is Senior Editor of the Semaphore.",
        "Jason Litz is Senior Editor emeritus.",
        "Jason Litz was Senior Editor.",
        "Bo Ek is Senior Editor.",
        "His brother is Senior Editor.",
        "He has 20 years of experience in knitting.",
        "He has 20 years of experience, mostly bad.",
        "He has 30 years of experience.",
        "He has been a journalist since 1999.",
        "His work has appeared in Forbes and Kelp.",
        "His poems have appeared in Forbes.",
        "His award-winning work has appeared in Forbes.",
        "His work has appeared in Forbes since 2004.",
        "His work has appeared in Forbes, among others.",
        'His work has appeared in <a href="https://forbes.example/litz">Forbes</a>.',
        "He lives in Saginaw, Michigan.",
        "He covers the Middle East and Asia.",
        "He covers the Middle East with his dog.",
        "You can reach him at another@semaphore.example.",
        "Senior",
        "",
    ],
)
def test_a_sentence_that_says_anything_else_stays(sentence):
    assert may_go(sentence) == []


def test_two_listed_outlets_are_not_taken_for_a_known_third():
    words = DATA | bio("He has written for Health and Science.") | {"outlets": outlets("Health", "Science")}
    assert removable(words, name="Jason Litz", published_year=2018, known_outlets={"Health and Science"}) == []


def test_a_clause_is_no_sentence():
    assert may_go("He has 20 years of experience in coastal policy research.", expertise="") == []


def test_a_sentence_is_offered_with_the_bio_without_it():
    html = (
        "<p><strong>Jason Litz</strong> is Senior Editor. He sails &amp; swims.</p>"
        '<p>His work has appeared in Forbes.</p><p>He is <em>old. He has 20 years of experience.</em> See <a href="/x/">x</a>.</p>'
    )
    first, second, third = removable(
        DATA | {"short_bio": html}, name="Jason Litz", published_year=2018, known_outlets=()
    )
    assert (first.field, first.paragraph, first.index, first.says) == ("short_bio", 0, 0, ["Position: Senior Editor"])
    assert first.without.startswith("<p>He sails &amp; swims.</p><p>His work")
    assert (second.paragraph, second.index, second.says) == (1, 0, ["Work has appeared in Forbes"])
    assert "swims.</p><p>He is <em>old." in second.without
    assert (third.paragraph, third.index) == (2, 1)
    assert third.without.endswith('<p>He is <em>old.</em> See <a href="/x/">x</a>.</p>')


def test_taking_the_last_sentence_says_that_nothing_is_left():
    (only,) = removable(
        DATA | bio("Jason Litz is Senior Editor."), name="Jason Litz", published_year=2018, known_outlets=()
    )
    assert only.without == "" and only.empties


def test_braces_and_patterns_in_the_data_are_plain_words():
    words = bio("Jason Litz is {0} (a+)+ Editor.", position="{0} (a+)+ Editor", beat="[", expertise="*, {x}", place="?")
    assert [one.says for one in removable(words, name="Jason Litz", published_year=2018, known_outlets=())] == [
        ["Position: {0} (a+)+ Editor"]
    ]


# Anything at all

PIECES = """Jason Litz is has a the Senior Editor for of in He She His work has appeared written Forbes and , . ; ( ) “ ”
since 1998 20 years of experience journalist been <em> </em> <p> </p> <br> &amp; & < <a href="/x"> </a> two decades 王 ن"""
HTML = st.text(max_size=300) | st.lists(st.sampled_from(PIECES.split()), max_size=60).map(" ".join)


@settings(deadline=None)
@given(HTML, st.text(min_size=1, max_size=40).filter(str.strip))
def test_no_text_breaks_the_checks_or_the_removal(html, name):
    clean = sanitize_bio(html)
    words = DATA | {"bio": clean, "short_bio": html}
    for one in seen(words, name):
        assert one.check in CHECKS and 0 < len(one.message) <= 400 and 0 < len(one.key) <= 40
    for one in removable(words, name=name, published_year=2018, known_outlets=()):
        assert one.without == sanitize_bio(one.without)
        assert len(plain_text(one.without)) < len(plain_text(words[one.field]))


@settings(deadline=None)
@given(HTML)
def test_the_same_words_give_the_same_findings(html):
    words = DATA | {"bio": sanitize_bio(html)}
    assert seen(words) == seen(words)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a ",
        "A. ",
        "Litz ",
        "Lietz is ",
        "Jason Lietz is here. ",
        "He lives in Turku. ",
        "<a href='/x'>x",
        '<a href="/x">x</a>',
        "<a ",
        "<p>x</p>",
        "&amp;",
        "his work has appeared in A, B and ",
        "20 years of experience ",
        "since 1998 ",
        "He has been a journalist since 1998. ",
        "she has covered a b c d e f and g h for 20 years of long wet experience ",
        "one two three four five six seven eight nine. ",
        "(",
        "“",
    ],
)
def test_a_hostile_text_is_read_in_time(piece):
    words = DATA | {"bio": f"<p>Jason Litz is {piece * (100_000 // len(piece))}</p>"}
    start = time.perf_counter()
    assert len(seen(words)) <= 50
    removable(words, name="Jason Litz", published_year=2018, known_outlets=())
    assert time.perf_counter() - start < 10


def test_a_bio_that_was_read_before_is_looked_at_in_less_than_a_millisecond():
    name, words = max(GOOD_BIOS, key=lambda one: len(one[1].get("bio", "")))
    known = frozenset(f"Outlet {number}" for number in range(5_000))
    seen(words, name, known_outlets=known)
    start = time.process_time()
    for _ in range(200):
        seen(words, name, known_outlets=known)
    assert (time.process_time() - start) / 200 < 0.001
