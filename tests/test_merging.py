"""What two people made of one story, together; and the difference of two versions, in words."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.merging import LABELS, difference, merge, summary
from articles.models.snapshot import FIELDS
from paper.difference import Piece

ONE = "<p>The council voted on Monday to close the old bridge.</p>"
TWO = "<p>Nobody who lives there was asked, the mayor said later.</p>"
THREE = "<p>Work begins in spring and takes about two years.</p>"
FOUR = "<p>Shops nearby fear that their customers will stay away.</p>"
HEALTH, WORLD, CITY = (
    {"topic": pk, "name": name, "slug": name.lower()} for pk, name in enumerate(("Health", "World", "City"))
)


def byline(author: int, name: str, role: str = "author", credited_as: str = "") -> dict[str, Any]:
    return {"author": author, "name": name, "credited_as": credited_as, "role": role}


ANN, BO, CY = byline(1, "Ann Lee"), byline(2, "Bo Ek", "photographer"), byline(3, "Cy Ro")


def correction(key: str, text: str, top: bool = False) -> dict[str, Any]:
    return {"key": key, "kind": "correction", "text": text, "top": top}


def story(**changed: Any) -> dict[str, Any]:
    texts = dict.fromkeys(LABELS, "") | {"headline": "Council votes to close the old bridge", "body": ONE + TWO + THREE}
    choices = {"kind": "news", "language": "en", "direction": "ltr", "noindex": False, "signed_by_house": False}
    lists: dict[str, Any] = {"topics": [HEALTH], "bylines": [ANN, BO], "corrections": []}
    return {**texts, **choices, **lists, "section": 2, "section_name": "World", **changed}


def merged(mine: dict[str, Any], theirs: dict[str, Any], **base: Any) -> tuple[dict[str, Any], list[str]]:
    """What of the merged story is not as in the base, and the labels of the collisions."""
    start = story(**base)
    found = merge(start, story(**base | mine), story(**base | theirs))
    changed = {name: value for name, value in found.story.items() if value != start[name]}
    return changed, [collision.label for collision in found.collisions]


def test_every_field_of_a_snapshot_is_merged_and_compared():
    assert {*FIELDS, "slug", "section", "topics", "bylines", "corrections", "lead_picture"} == {*LABELS}


# Texts and choices --------------------------------------------------------------------------------------


def test_changes_of_different_fields_come_together():
    mine, theirs = {"headline": "New", "noindex": True}, {"deck": "A deck.", "kind": "analysis"}
    assert merged(mine, theirs) == (mine | theirs, [])


def test_the_same_change_twice_is_no_collision():
    assert merged({"headline": "New", "section": 3}, {"headline": "New", "section": 3}) == (
        {"headline": "New", "section": 3},
        [],
    )


def test_changes_of_one_headline_come_together_where_a_word_stands_between_them():
    mine, theirs = "Council decides to close the old bridge", "Council votes to close the old tunnel"
    assert merged({"headline": mine}, {"headline": theirs}) == (
        {"headline": "Council decides to close the old tunnel"},
        [],
    )


def test_a_headline_written_anew_by_both_collides_and_is_mine_for_now():
    assert merged({"headline": "Mine"}, {"headline": "Theirs"}) == ({"headline": "Mine"}, ["Headline"])


def test_an_address_is_never_merged_by_words():
    assert merged({"slug": "a b c D"}, {"slug": "A b c d"}, slug="a b c d") == ({"slug": "a b c D"}, ["Address"])


def test_a_section_and_its_name_travel_together():
    city = {"section": 3, "section_name": "City"}
    assert merged({}, city) == (city, [])
    assert merged(city, {"section": 4, "section_name": "Sport"}) == (city, ["Section"])
    assert merged(city, {"section_name": "The world"}) == (city, [])


def test_a_choice_is_shown_in_words():
    base, mine = story(), story(kind="opinion", noindex=True, section=None, section_name="", signed_by_house=True)
    theirs = story(kind="analysis", section=3, section_name="City", direction="rtl")
    shown = {found.field: (found.base, found.mine, found.theirs) for found in merge(base, mine, theirs).collisions}
    assert shown == {"section": ("World", "", "City"), "kind": ("News", "Opinion", "Analysis")}


# Lists --------------------------------------------------------------------------------------------------


def test_topics_come_together_and_never_collide():
    mine, theirs = {"topics": [HEALTH, WORLD]}, {"topics": [CITY]}
    assert merged(mine, theirs) == ({"topics": [WORLD, CITY]}, [])


def test_bylines_added_and_removed_come_together():
    assert merged({"bylines": [ANN, BO, CY]}, {"bylines": [ANN]}) == ({"bylines": [ANN, CY]}, [])
    assert merged({"bylines": [CY, ANN, BO]}, {"bylines": [ANN, BO, byline(4, "Di")]}) == (
        {"bylines": [CY, ANN, BO, byline(4, "Di")]},
        [],
    )


def test_new_bylines_of_both_at_one_place_are_mine_and_then_theirs():
    dee = byline(4, "Di")
    assert merged({"bylines": [ANN, BO, CY]}, {"bylines": [ANN, BO, dee]}) == ({"bylines": [ANN, BO, CY, dee]}, [])


def test_bylines_moved_by_one_and_changed_by_the_other_come_together():
    as_printed = ANN | {"credited_as": "A. Lee"}
    assert merged({"bylines": [as_printed, BO]}, {"bylines": [BO, ANN]}) == ({"bylines": [BO, as_printed]}, [])


def test_a_byline_printed_in_two_ways_collides():
    mine, theirs = ([ANN | {"credited_as": name}, BO] for name in ("A. Lee", "Ann B. Lee"))
    assert merged({"bylines": mine}, {"bylines": theirs}) == ({"bylines": mine}, ["Bylines"])


def test_a_byline_removed_by_one_and_changed_by_the_other_collides():
    assert merged({"bylines": [ANN]}, {"bylines": [ANN, BO | {"credited_as": "B. Ek"}]})[1] == ["Bylines"]


def test_an_author_who_changed_names_is_no_collision():
    mine, theirs = [ANN | {"credited_as": "A. Lee"}, BO], [ANN | {"name": "Ann Lee-Ek"}, BO]
    assert merged({"bylines": mine}, {"bylines": theirs})[1] == []


def test_bylines_put_in_two_orders_collide():
    both = {"bylines": [ANN, BO, CY]}
    assert merged({"bylines": [BO, ANN, CY]}, {"bylines": [ANN, CY, BO]}, **both)[1] == ["Bylines"]


def test_corrections_come_together_and_one_worded_twice_collides():
    old, new, other = correction("a", "Old"), correction("b", "New"), correction("c", "Other", top=True)
    assert merged({"corrections": [old, new]}, {"corrections": [old, other]}, corrections=[old]) == (
        {"corrections": [old, new, other]},
        [],
    )
    mine, theirs = ({"corrections": [old | {"text": text}]} for text in ("Mine", "Theirs"))
    assert merged(mine, theirs, corrections=[old])[1] == ["Corrections"]


def test_a_collision_of_lists_has_an_entry_a_line():
    base, mine = story(bylines=[ANN, BO]), story(bylines=[ANN | {"credited_as": "A. Lee"}, BO])
    (found,) = merge(base, mine, story(bylines=[BO])).collisions
    assert found.base == "Ann Lee\nBo Ek (photographs)"
    assert found.mine == "Ann Lee, printed as “A. Lee”\nBo Ek (photographs)"
    assert (found.theirs, found.can_keep_both, found.can_write) == ("Bo Ek (photographs)", True, False)


# The body -----------------------------------------------------------------------------------------------

CHANGED = TWO.replace("mayor", "priest")
BASE, MINE, THEIRS = (story(body=body) for body in (ONE + TWO + THREE, ONE + CHANGED + THREE, ONE + THREE))


def test_paragraphs_of_both_come_together():
    mine, theirs = ONE + TWO + THREE + FOUR, ONE + CHANGED + THREE
    assert merged({"body": mine}, {"body": theirs}) == ({"body": ONE + CHANGED + THREE + FOUR}, [])


def test_a_collision_in_the_body_says_where_and_is_mine_for_now():
    found = merge(BASE, MINE, THEIRS)
    (collision,) = found.unanswered
    assert (collision.field, collision.label) == ("body", "Story, paragraph 2")
    assert (collision.base, collision.mine, collision.theirs) == (TWO, CHANGED, "")
    assert collision.can_keep_both
    assert found.story == MINE


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        ({"take": "mine"}, CHANGED),
        ({"take": "theirs"}, ""),
        ({"take": "both"}, CHANGED),
        ({"take": "write", "text": "<h1>So</h1><script>x</script>it is"}, "<h2>So</h2><p>it is</p>"),
        ({"take": "write", "text": "So & so\nit\n \nis"}, "<p>So &amp; so it</p><p>is</p>"),
    ],
)
def test_an_answer_settles_a_collision_in_the_body(answer, body):
    (collision,) = merge(BASE, MINE, THEIRS).collisions
    found = merge(BASE, MINE, THEIRS, {collision.key: answer})
    assert found.unanswered == []
    assert found.collisions == [collision]
    assert found.story["body"] == ONE + body + THREE


def test_both_in_the_body_is_mine_and_then_theirs():
    mine, theirs = story(body=ONE + TWO + THREE + FOUR), story(body=ONE + TWO + THREE + CHANGED)
    (collision,) = merge(BASE, mine, theirs).collisions
    both = merge(BASE, mine, theirs, {collision.key: {"take": "both"}})
    assert both.story["body"] == ONE + TWO + THREE + FOUR + CHANGED


def test_collisions_alike_have_keys_of_their_own():
    body = THREE.join([TWO] * 3)
    mine, theirs = (story(body=body.replace("mayor", name)) for name in ("priest", "baker"))
    keys = [collision.key for collision in merge(story(body=body), mine, theirs).collisions]
    assert len({*keys}) == 3
    assert keys == [collision.key for collision in merge(story(body=body), mine, theirs).collisions]


# Answers ------------------------------------------------------------------------------------------------


def answered(
    mine: dict[str, Any], theirs: dict[str, Any], answer: dict[str, str], **base: Any
) -> dict[str, Any] | None:
    """The story's changes by this answer to its one collision; None if it was no answer."""
    three = story(**base), story(**base | mine), story(**base | theirs)
    (collision,) = merge(*three).collisions
    found = merge(*three, {collision.key: answer})
    assert found.unanswered in ([], [collision])
    return None if found.unanswered else {name: found.story[name] for name in mine}


def test_an_answer_settles_a_text():
    three = {"headline": "Mine"}, {"headline": "Theirs"}
    assert answered(*three, {"take": "mine"}) == {"headline": "Mine"}
    assert answered(*three, {"take": "theirs"}) == {"headline": "Theirs"}
    assert answered(*three, {"take": "write", "text": " Both\n of us "}) == {"headline": "Both of us"}
    assert answered(*three, {"take": "both"}) is None


def test_an_answer_settles_a_choice_and_takes_its_name_along():
    city, sport = {"section": 3, "section_name": "City"}, {"section": 4, "section_name": "Sport"}
    assert answered(city, sport, {"take": "theirs"}) == sport
    assert answered(city, sport, {"take": "write", "text": "Home"}) is None
    assert answered(city, sport, {"take": "both"}) is None


def test_both_of_two_lists_is_all_entries_and_both_wordings():
    dee = byline(4, "Di")
    mine, theirs = [BO, ANN | {"credited_as": "A."}, CY], [ANN | {"credited_as": "A. Lee"}, dee]
    assert answered({"bylines": mine}, {"bylines": theirs}, {"take": "both"}) == {"bylines": [*mine, dee]}
    old = correction("a", "Old")
    mine, theirs = ([old | {"text": text}] for text in ("Mine.", "Theirs."))
    both = answered({"corrections": mine}, {"corrections": theirs}, {"take": "both"}, corrections=[old])
    assert both == {"corrections": [old | {"text": "Mine. Theirs."}]}


def test_what_is_no_answer_leaves_the_collision_open():
    three = {"headline": "Mine"}, {"headline": "Theirs"}
    for answer in ({}, {"take": ""}, {"take": "none"}):
        assert answered(*three, answer) is None


def test_an_answer_never_lands_on_a_text_that_nobody_saw():
    base, mine = story(headline=""), story(headline="Mine")
    (collision,) = merge(base, mine, story(headline="Theirs")).collisions
    again = merge(base, mine, story(headline="Third"), {collision.key: {"take": "theirs"}})
    assert again.unanswered == again.collisions
    assert again.story["headline"] == "Mine"


HEADLINES = st.sampled_from(["", "a", "a b c d", "a B c d", "a b c D", "x"])
BYLINES = st.lists(
    st.sampled_from([ANN, BO, CY, ANN | {"credited_as": "A"}]), max_size=4, unique_by=lambda b: b["author"]
)
BODIES = st.lists(st.sampled_from([ONE, TWO, CHANGED, THREE]), max_size=4).map("".join)
STORIES = st.builds(
    lambda headline, bylines, body, topics: story(headline=headline, bylines=bylines, body=body, topics=topics),
    HEADLINES,
    BYLINES,
    BODIES,
    st.lists(st.sampled_from([HEALTH, WORLD, CITY]), max_size=3, unique_by=lambda topic: topic["topic"]),
)


@settings(max_examples=150, deadline=None)
@given(STORIES, STORIES, STORIES)
def test_a_merge_takes_what_only_one_changed_and_asks_for_the_rest(base, mine, theirs):
    assert merge(base, base, theirs).story == theirs
    assert merge(base, mine, base).story == mine
    assert merge(base, mine, mine).story == mine
    found = merge(base, mine, theirs)
    for take in ("mine", "theirs"):
        answers = {collision.key: {"take": take} for collision in found.collisions}
        settled = merge(base, mine, theirs, answers)
        assert settled.unanswered == []
        for entry in mine["bylines"]:
            assert take == "theirs" or entry in base["bylines"] or entry in settled.story["bylines"]
    assert found.story["bylines"] == mine["bylines"] or "bylines" not in {c.field for c in found.collisions}


# In words -----------------------------------------------------------------------------------------------


def test_a_difference_has_each_changed_field_in_order():
    after = story(headline="Council votes to close the new bridge", body=ONE + THREE, bylines=[ANN, CY], noindex=True)
    found = difference(story(), after)
    assert [one.label for one in found] == ["Headline", "Story", "Bylines", "Hide from search engines"]
    headline, body, bylines, hidden = found
    assert [(piece.kind, piece.text) for piece in headline.pieces[1:3]] == [("removed", "old"), ("added", "new")]
    assert [passage.kind for passage in body.passages] == ["same", "removed", "same"]
    assert "".join(piece.text for piece in bylines.pieces if piece.kind != "added") == "Ann Lee; Bo Ek (photographs)"
    assert hidden.pieces == [Piece("removed", "no"), Piece("added", "yes")]


def test_two_equal_stories_have_no_difference():
    assert difference(story(), story()) == []
    assert summary(story(), story()) == "Nothing changed"


def test_a_version_kept_before_a_field_existed_does_not_differ_in_it():
    before = story()
    del before["signed_by_house"], before["source_name"], before["corrections"]
    assert difference(before, story()) == []
    assert merge(before, story(deck="x"), story(kicker="y")).story == story(deck="x", kicker="y")


def test_topics_corrections_and_choices_differ_in_words():
    after = story(topics=[HEALTH, WORLD], corrections=[correction("a", "Three died.", top=True)], kind="opinion")
    texts = {
        one.field: "".join(p.text for p in one.pieces if p.kind != "removed") for one in difference(story(), after)
    }
    assert texts == {
        "topics": "Health; World",
        "kind": "Opinion",
        "corrections": "Correction (at the top): Three died.",
    }


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"headline": "New"}, "Headline changed"),
        ({"headline": "New", "deck": "x", "bylines": []}, "Headline, deck and bylines changed"),
        ({"body": ONE + CHANGED + THREE}, "1 word changed in the story"),
        ({"body": ONE + THREE, "topics": []}, "Topics changed; 10 words changed in the story"),
        ({"body": ONE.replace("old", "<em>old</em>") + TWO + THREE}, "Punctuation or formatting changed in the story"),
        (
            {"headline": "", "deck": "x", "kicker": "x", "slug": "x", "kind": "opinion"},
            "Headline, deck, kicker and 2 more changed",
        ),
    ],
)
def test_a_summary_says_in_one_line_what_changed(changed, sentence):
    assert summary(story(), story(**changed)) == sentence
