"""What two people made of one author's profile, together; the difference of two versions; and the page that asks."""

import re
from itertools import product

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from authors.merging import LABELS, changes, difference, merge, summary
from paper.difference import Piece, blocks
from paper.mergeforms import answers_in, collision_rows, typed_along
from paper.prose import plain_text

ONE = "<p>Ann Lee covers the harbour and the people who work there.</p>"
TWO = "<p>Before that she was a cook on two ferries for nine years.</p>"
THREE = '<p>She lives in Seabury with <a href="https://dogs.example/">three dogs</a>.</p>'
CHANGED = TWO.replace("nine", "ten")
SITE, TOOTS = ({"label": name, "url": f"https://{name.lower()}.example/"} for name in ("Website", "Mastodon"))
TIDE, GULL, QUAY = ({"name": name} for name in ("The Tide", "Gull & Co", "Quay"))


def profile(**changed):
    texts = dict.fromkeys(LABELS, "") | {"name": "Ann Lee", "position": "Reporter", "bio": ONE + TWO + THREE}
    return {**texts, "start_year": 1998, "links": [SITE], "outlets": [TIDE, GULL], **changed}


def merged(mine, theirs, **base):
    """What of the merged profile is not as in the base, and the labels of the collisions."""
    start = profile(**base)
    found = merge(start, profile(**base | mine), profile(**base | theirs))
    changed = {name: value for name, value in found.words.items() if value != start[name]}
    return changed, [collision.label for collision in found.collisions]


def collision(mine, theirs, **base):
    (found,) = merge(profile(**base), profile(**base | mine), profile(**base | theirs)).unanswered
    return found


def answered(mine, theirs, answer, **base):
    """The value of the one field that collides, by this answer; None if it was no answer."""
    three = profile(**base), profile(**base | mine), profile(**base | theirs)
    (asked,) = merge(*three).collisions
    found = merge(*three, {asked.key: answer})
    assert found.unanswered in ([], [asked])
    return None if found.unanswered else found.words[asked.field]


# Lines and choices --------------------------------------------------------------------------------------


def test_changes_of_different_fields_come_together():
    mine, theirs = {"position": "Editor", "start_year": None}, {"beat": "Ferries", "email": "ann@paper.example"}
    assert merged(mine, theirs) == (mine | theirs, [])


@pytest.mark.parametrize(
    ("name", "mine", "theirs", "takes"),
    [
        ("name", "Ann Ek", "Ann Oh", ("mine", "theirs", "write")),
        ("position", "Chief reporter", "Senior reporter", ("mine", "theirs", "write")),
        ("place", "Seabury", "Port Ann", ("mine", "theirs", "write")),
        ("start_year", 1997, None, ("mine", "theirs")),
        ("email", "ann@paper.example", "lee@paper.example", ("mine", "theirs")),
        ("links", [SITE | {"label": "Home"}], [SITE | {"label": "Pages"}], ("mine", "theirs", "both")),
    ],
)
def test_what_both_changed_is_asked_with_the_answers_that_fit(name, mine, theirs, takes):
    found = collision({name: mine}, {name: theirs})
    assert (found.label, found.takes, found.is_html) == (LABELS[name], takes, False)
    for take in ("mine", "theirs"):
        assert answered({name: mine}, {name: theirs}, {"take": take}) == {"mine": mine, "theirs": theirs}[take]


def test_a_year_is_asked_in_words():
    found = collision({"start_year": 1997}, {"start_year": None})
    assert (found.base, found.mine, found.theirs) == ("1998", "1997", "")


def test_a_disclosure_is_merged_by_words_and_keeps_its_lines():
    base = "Holds shares in Gull.\nHer brother works at the quay."
    mine, theirs = base.replace("shares", "bonds").replace("\n", "\r\n"), base.replace("brother", "sister")
    assert merged({"disclosure": mine}, {"disclosure": theirs}, disclosure=base) == (
        {"disclosure": base.replace("shares", "bonds").replace("brother", "sister")},
        [],
    )
    both = {"disclosure": "Owns a boat."}, {"disclosure": "Rents a boat."}
    assert answered(*both, {"take": "write", "text": "One.\r\nTwo.\n"}) == "One.\nTwo."


def test_line_ends_of_a_browser_are_no_change():
    assert difference(profile(disclosure="One.\nTwo."), profile(disclosure="One.\r\nTwo.")) == []
    theirs = {"disclosure": "One.\nThree."}
    assert merged({"disclosure": "One.\r\nTwo."}, theirs, disclosure="One.\nTwo.") == (theirs, [])


# Subjects -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        ("Ferries, law, tides", "Ferries, law, birds", "Ferries, law, tides, birds"),
        ("law", "Ferries, law, birds", "law, birds"),
        ("law, Ferries", "Ferries, law, birds", "law, birds, Ferries"),
        ("Ferries, maritime law", "Ferries, law, birds", "Ferries, maritime law, birds"),
        ("Ferries,law,tides", "law", "law,tides"),
    ],
)
def test_subjects_of_both_come_together(mine, theirs, together):
    assert merged({"expertise": mine}, {"expertise": theirs}, expertise="Ferries, law") == ({"expertise": together}, [])


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("Ferries, law", "Ferries, maritime law", "Ferries, law of the sea"),
        ("Ferries, law", "Ferries, law, Tides", "Ferries, law, tides"),
        ("Ferries, law, tides", "law, Ferries, tides", "Ferries, tides, law"),
        ("Harbours", "Harbours of the north", "Old harbours"),
    ],
)
def test_subjects_that_meet_are_asked_as_one_line(base, mine, theirs):
    found = collision({"expertise": mine}, {"expertise": theirs}, expertise=base)
    assert (found.label, found.mine, found.theirs, found.can_write) == ("Expertise", mine, theirs, True)


def test_subjects_of_another_script_keep_their_comma():
    both = merged({"expertise": "صحة، قانون"}, {"expertise": "صحة، بحر"}, expertise="صحة")
    assert both == ({"expertise": "صحة، قانون، بحر"}, [])


# Lists --------------------------------------------------------------------------------------------------


def test_links_and_outlets_added_and_removed_come_together():
    assert merged({"links": [SITE, TOOTS]}, {"links": []}) == ({"links": [TOOTS]}, [])
    assert merged({"outlets": [GULL]}, {"outlets": [TIDE, GULL, QUAY]}) == ({"outlets": [GULL, QUAY]}, [])


def test_an_order_changed_by_one_and_an_entry_added_by_the_other_come_together():
    mine, theirs = {"outlets": [GULL, TIDE]}, {"outlets": [TIDE, GULL, QUAY]}
    assert merged(mine, theirs) == ({"outlets": [GULL, QUAY, TIDE]}, [])


def test_two_orders_collide_and_both_is_all_of_them_in_mine():
    mine, theirs = {"outlets": [GULL, TIDE, QUAY]}, {"outlets": [TIDE, QUAY, GULL]}
    found = collision(mine, theirs, outlets=[TIDE, GULL, QUAY])
    assert (found.label, found.mine) == ("Work has appeared in", "Gull & Co\nThe Tide\nQuay")
    assert answered(mine, theirs, {"take": "both"}, outlets=[TIDE, GULL, QUAY]) == mine["outlets"]


def test_an_outlet_spelled_with_other_capitals_or_accents_is_the_same():
    mine, theirs = {"outlets": [TIDE, {"name": "Café Noir"}]}, {"outlets": [TIDE, {"name": "CAFE-NOIR"}]}
    assert merged(mine, theirs, outlets=[TIDE])[1] == ["Work has appeared in"]
    assert answered(mine, theirs, {"take": "both"}, outlets=[TIDE]) == mine["outlets"]


def test_outlets_of_signs_alone_are_told_apart():
    both = merged({"outlets": [TIDE, {"name": "?!"}]}, {"outlets": [TIDE, {"name": "…"}]}, outlets=[TIDE])
    assert both == ({"outlets": [TIDE, {"name": "?!"}, {"name": "…"}]}, [])


def test_one_address_under_two_names_is_asked_and_both_keeps_both_names():
    mine, theirs = {"links": [SITE | {"label": "Home"}]}, {"links": [TOOTS, SITE | {"label": "Pages"}]}
    assert collision(mine, theirs).mine == "Home: https://website.example/"
    assert answered(mine, theirs, {"take": "both"}) == [SITE | {"label": "Home / Pages"}, TOOTS]


def test_an_address_that_stood_there_twice_stays_twice():
    twice = [SITE, SITE | {"label": "Again"}]
    assert merged({"links": [*twice, TOOTS]}, {"links": twice[::-1]}, links=twice)[0]["links"][-1] == TOOTS
    assert merged({"links": [*twice, TOOTS]}, {"position": "Editor"}, links=twice)[0]["links"] == [*twice, TOOTS]


# Bios ---------------------------------------------------------------------------------------------------


def test_paragraphs_of_both_come_together():
    mine, theirs = {"bio": ONE + CHANGED + THREE}, {"bio": ONE + TWO + THREE.replace("three", "four")}
    assert merged(mine, theirs) == ({"bio": ONE + CHANGED + THREE.replace("three", "four")}, [])


def test_a_collision_says_in_which_bio_and_where():
    found = collision({"bio": ONE + CHANGED + THREE}, {"bio": ONE + THREE})
    assert (found.field, found.label, found.base, found.mine) == ("bio", "Bio, paragraph 2", TWO, CHANGED)
    assert found.is_html and found.takes == ("mine", "theirs", "both", "write")
    short = collision({"short_bio": ONE}, {"short_bio": TWO})
    assert (short.label, short.mine, short.theirs) == ("Short bio, paragraph 1", ONE, TWO)


def test_the_same_collision_in_both_bios_has_two_answers():
    texts = [profile(bio=text, short_bio=text) for text in (TWO, CHANGED, TWO.replace("nine", "two"))]
    keys = [found.key for found in merge(*texts).unanswered]
    assert len({*keys}) == 2
    found = merge(*texts, {keys[0]: {"take": "mine"}, keys[1]: {"take": "theirs"}})
    assert (found.words["bio"], found.words["short_bio"]) == (CHANGED, TWO.replace("nine", "two"))


@pytest.mark.parametrize(
    ("answer", "bio"),
    [
        ({"take": "mine"}, CHANGED),
        ({"take": "theirs"}, ""),
        ({"take": "both"}, CHANGED),
        ({"take": "write", "text": "So & so\nit\r\n \r\nis"}, "<p>So &amp; so it</p><p>is</p>"),
        ({"take": "write", "text": "<h2 lang='de'>So</h2><script>x</script><ul><li>it"}, "<p>So</p><p>it</p>"),
    ],
)
def test_an_answer_settles_a_bio_with_what_a_bio_may_hold(answer, bio):
    mine, theirs = {"bio": ONE + CHANGED + THREE}, {"bio": ONE + THREE}
    assert answered(mine, theirs, answer) == ONE + bio + THREE


def test_what_the_allow_list_of_bios_would_change_is_asked_and_not_merged():
    base = "<p>She covers the <em>harbour</em> and all the people who work there in winter.</p>"
    mine, theirs = base.replace("covers", "<h2>covers</h2>"), base.replace("winter", "spring")
    assert merged({"bio": mine}, {"bio": theirs}, bio=base)[1] == ["Bio, paragraph 1"]


# Older versions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LABELS)
def test_a_version_kept_before_a_field_existed_does_not_differ_in_it(name):
    full = profile(beat="x", place="x", expertise="x", short_bio=ONE, disclosure="x", email="a@b.example")
    older = {key: value for key, value in full.items() if key != name}
    assert difference(older, full) == difference(full, older) == []
    assert summary(older, full) == "Nothing changed"


@pytest.mark.parametrize("name", LABELS)
def test_who_says_nothing_of_a_field_takes_nothing_away(name):
    full = profile(beat="x", place="x", expertise="x", short_bio=ONE, disclosure="x", email="a@b.example")
    less = {key: value for key, value in full.items() if key != name}
    for base, mine, theirs in product((full, less), repeat=3):
        found = merge(base, mine, theirs)
        assert found.collisions == []
        assert full in (base, mine, theirs) or name not in found.words
        assert name not in found.words or found.words == full


def test_a_form_that_leaves_fields_out_changes_those_it_has():
    found = merge(profile(), {"position": "Editor"}, profile(beat="Ferries"))
    assert found.words == profile(position="Editor", beat="Ferries")


# For every three profiles -------------------------------------------------------------------------------

LINES = st.sampled_from(["", "a", "a b c d", "a B c d", "a b c D", "x"])
BIOS = st.lists(st.sampled_from([ONE, TWO, CHANGED, TWO.replace("cook", "mate"), THREE]), max_size=4, unique=True).map(
    "".join
)
LINKS = st.lists(
    st.builds(
        lambda label, url: {"label": label, "url": url}, st.sampled_from(["Home", "Site", ""]), st.sampled_from("uvw")
    ),
    max_size=3,
    unique_by=lambda link: link["url"],
)
OUTLETS = st.lists(
    st.sampled_from([TIDE, GULL, QUAY, {"name": "the tide"}]), max_size=4, unique_by=lambda o: o["name"].lower()
)
PROFILES = st.builds(
    profile,
    name=LINES,
    position=LINES,
    expertise=st.lists(st.sampled_from(["a", "A", "b", "c d"]), max_size=3, unique=True).map(", ".join),
    start_year=st.sampled_from([None, 1998, 2001]),
    bio=BIOS,
    short_bio=BIOS,
    disclosure=LINES,
    email=st.sampled_from(["", "a@b.example", "c@d.example"]),
    links=LINKS,
    outlets=OUTLETS,
)


def words_in(text):
    """The words of a text, of HTML with the addresses it links to."""
    return {*re.findall(r'href="[^"]*"', text), *(word.strip(",") for word in re.sub(r"<[^>]*>", " ", text).split())}


def said(words, name):
    value = words[name]
    texts = [text for entry in value for text in entry.values()] if isinstance(value, list) else [str(value or "")]
    return words_in(" ".join(texts))


def asked(found, name):
    texts = [t for one in found.collisions if one.field == name for t in (one.mine, one.theirs)]
    return words_in(" ".join(texts).replace(": ", " "))


@settings(max_examples=200, deadline=None)
@given(PROFILES, PROFILES, PROFILES)
def test_no_word_of_either_is_lost(base, mine, theirs):
    found = merge(base, mine, theirs)
    for name in LABELS:
        kept = said(found.words, name) | asked(found, name)
        for one in (mine, theirs):
            assert said(one, name) - said(base, name) <= kept
    for name in ("bio", "short_bio"):
        for block in {*blocks(base[name])} & {*blocks(mine[name])} & {*blocks(theirs[name])}:
            assert block in found.words[name] or words_in(block) <= asked(found, name)


@settings(max_examples=100, deadline=None)
@given(PROFILES, PROFILES)
def test_what_only_one_changed_is_theirs_whole(base, other):
    assert merge(base, other, base).words == other
    assert merge(base, base, other).words == other
    assert merge(base, other, other).words == other
    assert merge(base, other, base).collisions == merge(base, base, other).collisions == []


@settings(max_examples=200, deadline=None)
@given(PROFILES, PROFILES, PROFILES, st.data())
def test_an_answer_to_every_collision_leaves_none(base, mine, theirs, data):
    found = merge(base, mine, theirs)
    answers = {
        one.key: {"take": data.draw(st.sampled_from(one.takes)), "text": "Written <b>anew"} for one in found.collisions
    }
    settled = merge(base, mine, theirs, answers)
    assert settled.unanswered == []
    assert settled.collisions == found.collisions
    assert {*settled.words} == {*LABELS}


@settings(max_examples=100, deadline=None)
@given(PROFILES, PROFILES)
def test_a_difference_tells_both_sides(before, after):
    for found in changes(before, after):
        pieces = [*found.pieces, *(piece for part in found.parts for piece in pieces_of(part))]
        assert any(piece.text for piece in pieces)
    assert (changes(before, after) == []) == (summary(before, after) == "Nothing changed")


def pieces_of(part):
    passages = getattr(part, "passages", None) or [part]
    return [piece for passage in passages for piece in passage.pieces]


# In words -----------------------------------------------------------------------------------------------


def test_a_difference_has_each_changed_field_in_order():
    after = profile(links=[SITE, TOOTS], start_year=None, bio=ONE + THREE, position="Senior reporter")
    found = difference(profile(position="Junior reporter"), after)
    assert [one.label for one in found] == ["Position", "In the trade since", "Bio", "Links"]
    position, year, bio, links = found
    assert [piece.text for piece in position.pieces] == ["Junior", "Senior", " reporter"]
    assert year.pieces == [Piece("removed", "1998")]
    assert [passage.kind for passage in bio.passages] == ["same", "removed", "same"]
    assert "Mastodon: https://mastodon.example/" in "".join(piece.text for piece in links.pieces)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Nothing changed"),
        ({"start_year": 1999}, "Start year changed"),
        ({"position": "Editor", "bio": ONE + CHANGED + THREE}, "Position changed; 1 word changed in the bio"),
        (
            {"place": "x", "outlets": [], "short_bio": "<p>So.</p>", "bio": ""},
            "Place and outlets changed; 30 words changed in the bio; 1 word changed in the short bio",
        ),
        (
            {"bio": ONE + TWO + THREE.replace("dogs.example", "cats.example")},
            "Punctuation or formatting changed in the bio",
        ),
        (
            {"beat": "x", "place": "x", "expertise": "x", "email": "x", "links": []},
            "Beat, place, expertise and 2 more changed",
        ),
    ],
)
def test_a_summary_says_in_one_line_what_changed(changed, sentence):
    assert summary(profile(), profile(**changed)) == sentence


# The pages ----------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\"'>"


def test_the_difference_of_two_profiles_is_shown_and_nothing_in_it_runs():
    folded = "".join(f"<p>Paragraph {number} stays as it is.</p>" for number in range(6))
    before, after = profile(bio=folded + TWO), profile(bio=folded + CHANGED, position=HOSTILE, links=[])
    page = html.fromstring(render_to_string("admin/_difference.html", {"changes": changes(before, after)}))
    assert [head.text for head in page.iter("h3")] == ["Position", "Bio", "Links"]
    assert page.find(".//script") is None and HOSTILE in page.text_content()
    assert page.find(".//details/summary").text == "5 unchanged paragraphs"
    assert "Website: https://website.example/" in "".join(d.text_content() for d in page.iter("del"))


def asking(rf, rows, along=(), **context):
    request = rf.get("/")
    shared = {
        "title": "Both changed the same words",
        "subject": "Ann Lee",
        "thing": "profile",
        "rows": rows,
        "along": along,
    }
    return html.fromstring(render_to_string("admin/merge.html", shared | context, request))


def rows_of(typed, mine, theirs, **more):
    found = merge(profile(), profile(**mine), profile(**theirs), answers_in(typed))
    return collision_rows(found.open, typed, **more)


@pytest.mark.django_db
def test_the_page_asks_what_is_open_and_sends_all_that_was_typed_along(rf):
    typed = QueryDict("csrfmiddlewaretoken=x&links-0-url=a&links-0-url=b&answer-old=mine&written-old=")
    rows = rows_of(
        typed, {"position": HOSTILE, "bio": ONE + CHANGED + THREE}, {"position": "Editor", "bio": ONE + THREE}
    )
    page = asking(rf, rows, typed_along(typed, rows), who="Bo Ek")
    told = " ".join(page.find_class("errors")[0].text_content().split())
    assert told.startswith("Nothing was saved yet. 2 places need your answer. Bo Ek saved this profile while you wrote")
    form = page.get_element_by_id("merge")
    hidden = [
        (box.name, box.value) for box in form.iterfind("input[@type='hidden']") if box.name != "csrfmiddlewaretoken"
    ]
    assert hidden == [("links-0-url", "a"), ("links-0-url", "b"), ("answer-old", "mine"), ("written-old", "")]
    assert [head.text for head in form.iter("h3")] == ["Yours", "Bo Ek’s"] * 2
    assert [len(places.xpath(".//input[@type='radio']")) for places in form.iter("fieldset")] == [3, 4]
    assert form.find(".//script") is None
    assert form.xpath("string(.//fieldset[1]//textarea)") == HOSTILE


@pytest.mark.django_db
def test_what_was_answered_is_still_there_when_it_cannot_be_kept(rf):
    mine, theirs = {"position": "Editor"}, {"position": "Chief"}
    key = merge(profile(), profile(**mine), profile(**theirs)).unanswered[0].key
    typed = QueryDict(mutable=True)
    typed.update({f"answer-{key}": "write", f"written-{key}": "Too long\0"})
    found = merge(profile(), profile(**mine), profile(**theirs), answers_in(typed))
    assert found.words["position"] == "Too long" and found.open == []
    found.reopen(["position"])
    page = asking(rf, collision_rows(found.open, typed, {"position": "Shorten it."}))
    assert page.find_class("errorlist")[0].text == "Shorten it."
    assert page.xpath("//input[@checked]/@value") == ["write"] and page.find(".//textarea").value.startswith("Too long")
    assert "Somebody saved this profile" in page.text_content()
    assert [head.text for head in page.get_element_by_id("merge").iter("h3")] == ["Yours", "Theirs"]


def test_a_bio_is_asked_about_as_it_reads():
    (row,) = rows_of(QueryDict(""), {"bio": ONE + TWO}, {"bio": ONE + TWO + THREE.replace("three", "two")})
    assert row.text == "" and row.where == ""
    assert [(piece.kind, piece.text) for piece in row.theirs][1:3] == [("removed", "three"), ("added", "two")]
    assert "".join(piece.text for piece in row.mine) == plain_text(THREE)


def test_answers_are_read_as_they_were_given():
    typed = QueryDict("answer-live-bio-1=both&answer-links-2=write&written-links-2=a%0Ab&written-alone=x")
    assert answers_in(typed) == {
        "live-bio-1": {"take": "both", "text": ""},
        "links-2": {"take": "write", "text": "a\nb"},
    }
