"""Pictures and embeds in the difference of two texts, and in what two people made of one."""

import pytest

from paper.difference import MOVED_AWAY, MOVED_HERE, Piece, changed_words, passages
from paper.figures import as_read
from paper.merge import Collision, merge_html
from paper.merging import BOTH, MINE, THEIRS, WRITE, Html, difference, merge, summary
from paper.prose import plain_text, sanitize

ONE = "<p>The council voted on Monday to close the old bridge.</p>"
TWO = "<p>Nobody who lives there was asked, the mayor said later.</p>"
FERRY = '<figure data-picture="12"><figcaption>The ferry waits at the <em>north</em> quay today.</figcaption></figure>'
BARE = '<figure data-picture="12"></figure>'
NAMED = '<figure data-picture="12" data-alt="A ferry at a quay"></figure>'
CRANE = FERRY.replace('"12"', '"13"')
EMBED = '<figure data-embed="https://video.example/7?a=1&amp;b"><figcaption>Tides explained</figcaption></figure>'
SHOWN = "Picture 12: The ferry waits at the north quay today."

MARKS = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}


def shown(before: str, after: str, names=None) -> list[tuple[str, str, str]]:
    """(kind, marked text, note) of what is not the same."""
    return [
        (found.kind, "".join(MARKS[piece.kind].format(piece.text) for piece in found.pieces), found.note)
        for found in passages(before, after, names)
        if found.kind != "same"
    ]


# The difference -----------------------------------------------------------------------------------------


def test_a_figure_reads_as_what_it_shows_and_its_caption():
    found = passages(FERRY + BARE + EMBED, FERRY + BARE + EMBED)
    assert [(passage.tag, passage.text, passage.note) for passage in found] == [
        ("figure", SHOWN, ""),
        ("figure", "Picture 12", ""),
        ("figure", "Embed video.example/7?a=1&b: Tides explained", ""),
    ]


def test_a_picture_has_the_name_it_is_given_and_its_number():
    names = {12: "Ferry  “<Ann>” &\nco"}
    (found,) = passages(BARE, BARE, names)
    assert found.pieces == [Piece("same", "Picture 12 “Ferry “<Ann>” & co”")]
    assert as_read(ONE + FERRY + EMBED, names).split("\n\n")[1].startswith("Picture 12 “Ferry “<Ann>” & co”: The ferry")
    assert as_read(ONE + TWO, names) == plain_text(ONE + TWO)


def test_a_picture_that_comes_or_goes_is_a_passage_that_does():
    assert shown(ONE + TWO, ONE + NAMED + TWO) == [
        ("added", "[+Picture 12]", "alternative text: “A ferry at a quay”"),
    ]
    assert shown(ONE + FERRY, ONE) == [("removed", f"[-{SHOWN}]", "")]


def test_a_picture_that_is_exchanged_is_removed_and_added_whatever_its_caption():
    assert shown(FERRY, CRANE) == [("removed", f"[-{SHOWN}]", ""), ("added", f"[+{SHOWN.replace('12', '13')}]", "")]


def test_a_caption_is_compared_by_words_even_where_it_is_written_anew():
    assert shown(FERRY, FERRY.replace("today", "now")) == [("changed", SHOWN.replace("today.", "[-today.][+now.]"), "")]
    after = '<figure data-picture="12"><figcaption>Nobody came</figcaption></figure>'
    ((kind, text, _),) = shown(ONE + FERRY, ONE + after)
    assert (kind, text[:20]) == ("changed", "Picture 12: [-The fe")
    assert shown(BARE, after) == [("changed", "Picture [-12][+12: Nobody came]", "")]


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        (BARE, NAMED, "alternative text added: “A ferry at a quay”"),
        (NAMED, BARE, "alternative text removed: “A ferry at a quay”"),
        (
            NAMED,
            NAMED.replace("A ferry", "“&quot;x”"),
            'alternative text changed from “A ferry at a quay” to ““"x” at a quay”',
        ),
        (FERRY, FERRY.replace("em>", "strong>"), "formatting changed: bold, italics"),
        (
            FERRY,
            FERRY.replace("<em>north</em>", '<a href="/north/">north</a>'),
            "formatting changed: italics; link added: /north/",
        ),
    ],
)
def test_what_a_figures_words_do_not_show_is_said(before, after, note):
    assert shown(before, after) == [("changed", as_read(before), note)]


def test_a_moved_figure_is_said_to_be_moved_unless_it_changed_too():
    assert [(kind, note) for kind, _, note in shown(NAMED + ONE + TWO, ONE + TWO + NAMED)] == [
        ("removed", MOVED_AWAY),
        ("added", MOVED_HERE),
    ]
    assert MOVED_HERE not in str(shown(NAMED + ONE + TWO, ONE + TWO + BARE))
    assert MOVED_HERE not in str(shown(BARE + ONE + TWO, ONE + TWO + BARE.replace("12", "13")))


def test_two_embeds_are_never_called_the_same():
    other = EMBED.replace("https://video.example/7", "http://video.example/7")
    assert MOVED_HERE not in str(shown(EMBED + ONE, ONE + other))


def test_the_words_of_a_figure_are_counted_its_number_is_not():
    assert changed_words(ONE, ONE + FERRY) == 8
    assert changed_words(ONE, ONE + NAMED) == 5
    assert changed_words(ONE, ONE + BARE) == changed_words(FERRY, CRANE) == 0
    assert changed_words(NAMED, NAMED.replace("ferry", "boat")) == 1


# Merging ------------------------------------------------------------------------------------------------


def test_a_figure_added_by_one_and_a_paragraph_mended_by_the_other_come_together():
    mended = TWO.replace("mayor", "priest")
    assert merge_html(ONE + TWO, ONE + NAMED + TWO, ONE + mended) == [ONE, NAMED, mended]
    assert merge_html(ONE + TWO, ONE + mended, ONE + TWO + EMBED) == [ONE, mended, EMBED]


def test_figures_added_by_both_at_one_place_collide():
    assert merge_html(ONE, ONE + FERRY, ONE + EMBED) == [ONE, Collision("", FERRY, EMBED)]
    assert merge_html(ONE, ONE + FERRY, ONE + FERRY) == [ONE, FERRY]


def test_captions_merge_and_collide_as_text_does():
    mine, theirs = FERRY.replace("ferry", "boat"), FERRY.replace("today", "now")
    assert merge_html(ONE + FERRY, ONE + mine, ONE + theirs) == [ONE, mine.replace("today", "now")]
    theirs = FERRY.replace("waits", "lies")
    assert merge_html(FERRY, mine, theirs) == [Collision(FERRY, mine, theirs)]


def test_an_alternative_text_and_a_caption_far_enough_from_it_come_together():
    mine, theirs = FERRY.replace('"12"', '"12" data-alt="A boat"'), FERRY.replace("today", "now")
    assert merge_html(FERRY, mine, theirs) == [mine.replace("today", "now")]
    other = FERRY.replace('"12"', '"12" data-alt="A ship"')
    assert merge_html(FERRY, mine, other) == [Collision(FERRY, mine, other)]


def test_a_picture_that_one_exchanged_collides_with_its_mended_caption():
    theirs = FERRY.replace("today", "now")
    assert merge_html(ONE + FERRY, ONE + CRANE, ONE + theirs) == [ONE, Collision(FERRY, CRANE, theirs)]


def test_a_figure_that_one_removed_or_moved_behaves_as_a_paragraph_does():
    theirs = FERRY.replace("today", "now")
    assert merge_html(ONE + FERRY, ONE, ONE + theirs) == [ONE, Collision(FERRY, "", theirs)]
    assert merge_html(ONE + FERRY + TWO, ONE + TWO, ONE + FERRY + TWO.replace("mayor", "priest")) == [
        ONE,
        TWO.replace("mayor", "priest"),
    ]
    assert "".join(merge_html(FERRY + ONE + TWO, ONE + TWO + FERRY, FERRY + ONE + TWO.replace("mayor", "priest"))) == (
        ONE + TWO.replace("mayor", "priest") + FERRY
    )


def test_what_comes_out_of_a_merge_is_clean_with_every_attribute():
    alt = FERRY.replace('"12"', '"12" data-alt="&quot;A&quot; &lt;b&gt; &amp; \'c\'"')
    merged = "".join(merge_html(ONE + alt, ONE + alt + EMBED, ONE.replace("old", "new") + alt))
    assert merged == ONE.replace("old", "new") + alt + EMBED == sanitize(merged)


# The fields ---------------------------------------------------------------------------------------------

asked: list[list[int]] = []


def library(numbers: list[int]) -> dict[int, str]:
    asked.append(numbers)
    return dict.fromkeys(numbers, "Ferry")


FIELDS = (Html("body", "Story", clean=sanitize, names=library),)


@pytest.fixture(autouse=True)
def nothing_asked():
    asked.clear()


def test_the_names_of_pictures_are_asked_for_once_and_only_where_there_are_some():
    (found,) = difference(FIELDS, {"body": ONE + FERRY}, {"body": TWO + FERRY + CRANE})
    assert found.passages[-1].text.startswith("Picture 13 “Ferry”: ")
    assert asked == [[12, 13]]
    difference(FIELDS, {"body": ONE}, {"body": TWO})
    merge(FIELDS, {"body": ONE}, {"body": ONE + FERRY}, {"body": ONE.replace("old", "new")})
    assert asked == [[12, 13]]


def test_a_collision_names_its_figures_and_nobody_writes_one_by_hand():
    theirs = FERRY.replace("today", "now")
    found = merge(FIELDS, {"body": ONE + FERRY}, {"body": ONE + CRANE}, {"body": ONE + theirs})
    (collision,) = found.collisions
    assert collision.takes == (MINE, THEIRS, BOTH) and not collision.can_write
    assert collision.as_read(collision.mine).startswith("Picture 13 “Ferry”: The ferry")
    assert collision.as_read(collision.theirs) == SHOWN.replace("12", "12 “Ferry”").replace("today", "now")
    assert asked == [[12, 13]]
    answers = {collision.key: {"take": WRITE, "text": "x"}}
    assert merge(FIELDS, {"body": FERRY}, {"body": CRANE}, {"body": theirs}, answers).unanswered
    for take, body in ((MINE, CRANE), (THEIRS, theirs), (BOTH, CRANE + theirs)):
        answers = {collision.key: {"take": take}}
        taken = merge(FIELDS, {"body": ONE + FERRY}, {"body": ONE + CRANE}, {"body": ONE + theirs}, answers)
        assert taken.words["body"] == ONE + body == sanitize(ONE + body)


def test_a_collision_of_text_alone_is_read_as_text_and_can_be_written():
    found = merge(FIELDS, {"body": ONE}, {"body": ONE.replace("old", "new")}, {"body": ONE.replace("old", "stone")})
    (collision,) = found.collisions
    assert collision.can_write and collision.as_read(collision.base) == plain_text(ONE)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (ONE, ONE + FERRY, "8 words changed in the story; a picture was added"),
        (ONE, ONE + BARE, "A picture was added"),
        (ONE + BARE, ONE, "A picture was removed"),
        (ONE + BARE, ONE + BARE.replace("12", "13"), "A picture was exchanged"),
        (ONE, BARE + ONE + BARE + CRANE.replace("13", "14") + EMBED, "10 words changed in the story; 3 pictures were added; an embed was added"),
        (EMBED, FERRY, "8 words changed in the story; a picture was added; an embed was removed"),
        (EMBED, EMBED.replace("/7", "/8"), "An embed was exchanged"),
        (NAMED + ONE, ONE + NAMED, "A picture or an embed was moved"),
        (NAMED, BARE, "5 words changed in the story"),
        (FERRY, FERRY.replace("em>", "strong>"), "Punctuation or formatting changed in the story"),
    ],
)  # fmt: skip
def test_a_summary_says_what_became_of_the_figures(before, after, sentence):
    assert summary(FIELDS, {"body": before}, {"body": after}) == sentence
