"""The difference of two texts, and what two people made of one text."""

import random
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paper.difference import (
    MOVED_AWAY,
    MOVED_HERE,
    Fold,
    Passage,
    Piece,
    blocks,
    changed_words,
    folded,
    html_tokens,
    passages,
    tokens,
    words,
)
from paper.figures import as_read
from paper.merge import Collision, merge_html, merge_words
from paper.prose import plain_text, sanitize

ONE = "<p>The council voted on Monday to close the old bridge.</p>"
TWO = "<p>Nobody who lives there was asked, the mayor said later.</p>"
THREE = "<p>Work begins in spring and takes about two years.</p>"
FOUR = "<p>Shops nearby fear that their customers will stay away.</p>"


def marked(pieces) -> str:
    signs = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces)


def shown(before: str, after: str) -> list[tuple[str, str, str]]:
    """(kind, marked text, note) of what is not the same."""
    found = passages(before, after)
    return [(passage.kind, marked(passage.pieces), passage.note) for passage in found if passage.kind != "same"]


def side(pieces: list[Piece], kind: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in ("same", kind))


# Words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "new", "[+new]"),
        ("old", "", "[-old]"),
        ("The cat sat", "The dog sat", "The [-cat][+dog] sat"),
        ("Council votes no", "Council votes no again", "Council votes no[+ again]"),
        ("he said", "he said, she said", "he [+said, she ]said"),
        ("he said so", "he said, so", "he [-said][+said,] so"),
        ("one two three four", "one 2 3 four", "one [-two three][+2 3] four"),
        ("budget—late", "budget—early", "budget—[-late][+early]"),
        ("10\u00a0000 dead", "12\u00a0000 dead", "[-10\u00a0000][+12\u00a0000] dead"),
        ("東京で三人死亡", "大阪で二人死亡", "[-東京][+大阪]で[-三][+二]人死亡"),
        ("القدس اليوم", "بيروت اليوم", "[-القدس][+بيروت] اليوم"),
    ],
)
def test_whole_words_are_marked(before, after, difference):
    assert marked(words(before, after)) == difference


def test_a_word_that_happens_to_stand_in_two_rewritten_sentences_does_not_tear_them():
    before = "He closed nine old bridges of the river last year"
    after = "She opened seven bright schools of every kind in autumn"
    assert [piece.kind for piece in words(before, after)] == ["removed", "added"]


@given(st.text(), st.text())
def test_tokens_and_pieces_give_the_texts_back(before, after):
    assert "".join(tokens(before)) == before
    pieces = words(before, after)
    assert side(pieces, "removed") == before
    assert side(pieces, "added") == after


# Blocks -------------------------------------------------------------------------------------------------


def test_blocks_are_paragraphs_and_whole_lists_tables_and_boxes():
    parts = [
        '<p lang="fr">a<br>b</p>',
        "<hr>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        '<aside class="fact-box"><h3>F</h3><p>x</p></aside>',
        '<table><tbody><tr><td>1</td><td colspan="2"></td></tr></tbody></table>',
        '<p><a href="/x?a=&gt;b">c</a></p>',
    ]
    assert blocks("".join(parts)) == parts
    assert blocks("") == []


PIECES = st.sampled_from(
    """a b; ;c d e f;<p>;</p>;<h2>;</h2>;<strong>;</strong>;<a href=/x>;<a href=/y?a=1&b=">">;</a>;<br>;<hr>;<ul>;</ul>;
<li>;</li>;<table>;<tr>;<td>;</table>;<blockquote>;</blockquote>;<aside class=fact-box>;</aside>;<p lang=fr>;&lt;;&amp;;
国;word""".replace(";\n", ";").split(";")
)
STORIES = st.lists(PIECES, max_size=20).map("".join).map(sanitize)


@settings(max_examples=150, deadline=None)
@given(STORIES, STORIES)
@example("<p>a</p>", '<p lang="fr">a</p>')
def test_blocks_and_tokens_give_any_story_back_and_no_change_is_invisible(before, after):
    assert "".join(blocks(before)) == before
    assert "".join(html_tokens(before)) == before
    found = passages(before, after)
    assert all(passage.kind == "same" for passage in found) == (before == after)
    for passage in found:
        assert passage.kind != "changed" or passage.note or any(p.kind != "same" for p in passage.pieces)
    texts = ["".join(side(passage.pieces, kind) for passage in found) for kind in ("removed", "added")]
    assert [re.sub(r"[\s¶⁂]", "", text) for text in texts] == [
        re.sub(r"[\s¶⁂]", "", as_read(html)) for html in (before, after)
    ]


# Passages -----------------------------------------------------------------------------------------------


def test_a_changed_paragraph_stands_in_its_place_with_its_words_marked():
    after = ONE + TWO.replace("the mayor", "the priest") + THREE
    found = passages(ONE + TWO + THREE, after)
    assert [passage.kind for passage in found] == ["same", "changed", "same"]
    assert "[-mayor][+priest] said later." in marked(found[1].pieces)
    assert found[0] == Passage("p", "same", [Piece("same", plain_text(ONE))])


def test_changed_paragraphs_are_paired_and_new_ones_stand_where_they_are():
    after = ONE.replace("Monday", "Tuesday") + FOUR + TWO.replace("later", "today")
    kinds = [passage.kind for passage in passages(ONE + TWO, after)]
    assert kinds == ["changed", "added", "changed"]


def test_a_paragraph_written_anew_is_removed_and_added():
    assert [kind for kind, _, _ in shown(ONE + TWO, ONE + FOUR)] == ["removed", "added"]


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ("<p>a b</p>", "<p>a <strong>b</strong></p>", "formatting changed: bold"),
        ("<p>a b</p>", "<h2>a b</h2>", "formatting changed: heading"),
        ("<p>a b</p>", '<p lang="fr">a b</p>', "formatting changed: language"),
        ("<ul><li>a b</li></ul>", "<ol><li>a b</li></ol>", "formatting changed: bullets, numbers"),
        ('<p><a href="/x">a</a></p>', '<p><a href="/y?a&amp;b">a</a></p>', "link changed from /x to /y?a&b"),
        ("<p>a b</p>", '<p>a <a href="/y">b</a></p>', "link added: /y"),
        ('<p>a <a href="/y">b</a></p>', "<p>a b</p>", "link removed: /y"),
        ('<p>a <a href="/y">b</a></p>', '<p><a href="/y">a</a> b</p>', "formatting changed: link"),
        ("<p>a <strong>b</strong> c</p>", "<p>a b <em>c</em></p>", "formatting changed: bold, italics"),
        ("<p>a b</p>", "<p>a<br>b</p>", "line breaks changed"),
    ],
)
def test_a_change_that_words_do_not_show_is_said(before, after, note):
    ((kind, _, said),) = shown(before, after)
    assert (kind, said) == ("changed", note)


def test_a_link_that_changes_with_its_words_is_said_too():
    before, after = '<p>read <a href="/x">this</a> now</p>', '<p>read <a href="/y">that</a> now</p>'
    assert shown(before, after) == [("changed", "read [-this][+that] now", "link changed from /x to /y")]


def test_a_bold_word_beside_a_new_one_is_not_said_to_be_changed():
    before, after = "<p>a <strong>b</strong></p>", "<p>a new <strong>b</strong></p>"
    assert shown(before, after) == [("changed", "a [+new ]b", "")]


def test_a_split_paragraph_reads_as_one_with_a_paragraph_sign_in_it():
    whole = "<p>One two three four five. Six seven eight nine ten.</p>"
    parted = "<p>One two three four five.</p><p>Six seven eight nine ten.</p>"
    sign = "One two three four five. [{}¶ ]Six seven eight nine ten."
    assert shown(whole, parted) == [("changed", sign.format("+"), "split in two")]
    assert shown(parted, whole) == [("changed", sign.format("-"), "two joined into one")]
    assert changed_words(whole, parted) == 0


def test_a_moved_paragraph_is_said_to_be_moved():
    before, after = ONE + TWO + THREE + FOUR, TWO + THREE + FOUR + ONE
    assert [(kind, note) for kind, _, note in shown(before, after)] == [("removed", MOVED_AWAY), ("added", MOVED_HERE)]


def test_the_items_of_a_list_and_the_rows_of_a_table_are_lines():
    table = "<table><tbody><tr><td>1</td><td>{}</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>"
    (found,) = passages(table.format("2"), table.format("9"))
    assert (found.tag, marked(found.pieces)) == ("table", "1\t[-2][+9]\n3\t4")
    (found,) = passages("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>x<ul><li>y</li></ul></li><li>b</li></ul>")
    assert (found.tag, marked(found.pieces)) == ("list", "a\n[+x\ny\n]b")


def test_each_block_says_what_it_is():
    html = (
        '<h2>a</h2><blockquote><p>b</p></blockquote><aside class="pull-quote"><p>c</p></aside><hr><ol><li>d</li></ol>'
    )
    assert [passage.tag for passage in passages(html, html)] == ["h2", "quote", "pull-quote", "rule", "list"]


def test_runs_of_unchanged_passages_are_folded_but_for_those_beside_a_change():
    before = [f"<p>{name} stands alone here</p>" for name in "abcdefgh"]
    after = [*before[:4], before[4].replace("alone", "firm"), *before[5:]]
    found = passages("".join(before), "".join(after))
    assert folded(found) == [Fold(found[:3]), *found[3:6], Fold(found[6:])]
    assert folded(found, context=2) == [Fold(found[:2]), *found[2:8]]
    assert folded(found[:3]) == [Fold(found[:3])]
    assert folded([]) == []


# Counting -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (ONE, ONE, 0),
        ("", ONE, 10),
        (ONE, "", 10),
        (ONE, ONE.replace("Monday", "Tuesday"), 1),
        (ONE, ONE.replace("Monday", "Monday evening"), 1),
        (ONE, ONE.replace("Monday", "Tuesday").replace("old", "new"), 2),
        (ONE + TWO, ONE + FOUR, 10),
        (ONE + TWO + THREE + FOUR, TWO + THREE + FOUR + ONE, 10),
        (ONE, ONE.replace("Monday", "<em>Monday</em>"), 0),
        ("<p>三人死亡</p>", "<p>二人死亡</p>", 1),
    ],
)
def test_changed_words_are_counted_once(before, after, count):
    assert changed_words(before, after) == count


# Merging ------------------------------------------------------------------------------------------------


def test_changes_of_different_paragraphs_are_both_there_even_of_neighbours():
    mine, theirs = ONE.replace("old", "new"), TWO.replace("mayor", "priest")
    assert merge_html(ONE + TWO, mine + TWO, ONE + theirs) == [mine, theirs]


def test_new_removed_and_changed_paragraphs_come_together():
    theirs = ONE + THREE.replace("spring", "autumn")
    assert merge_html(ONE + TWO + THREE, ONE + FOUR + TWO + THREE, theirs) == [ONE, FOUR, theirs.removeprefix(ONE)]


def test_changes_of_one_paragraph_come_together_where_a_word_stands_between_them():
    mine, theirs = ONE.replace("Monday", "Tuesday"), ONE.replace("bridge", "<strong>tunnel</strong>")
    assert merge_html(ONE, mine, theirs) == [theirs.replace("Monday", "Tuesday")]


def test_changes_of_neighbouring_words_collide():
    mine, theirs = ONE.replace("old", "new"), ONE.replace("bridge", "tunnel")
    assert merge_html(ONE, mine, theirs) == [Collision(ONE, mine, theirs)]


def test_words_are_not_merged_into_html_that_is_not_clean():
    mine = ONE.replace("council voted on Monday", "<strong>council voted on Monday</strong>")
    theirs = ONE.replace("Monday to close the", "<em>Monday to close the</em>")
    assert sanitize(theirs) == theirs
    assert merge_html(ONE, mine, theirs) == [Collision(ONE, mine, theirs)]


def test_a_paragraph_split_by_one_and_mended_by_the_other_is_both():
    whole = "<p>One two three four five. Six seven eight nine ten.</p>"
    split = whole.replace(". Six", ".</p><p>Six")
    assert merge_html(whole, split, whole.replace("nine", "9")) == [
        "<p>One two three four five.</p>",
        "<p>Six seven eight 9 ten.</p>",
    ]


def test_items_added_and_mended_in_one_list_come_together():
    base = "<ul><li>one plum</li><li>two pears</li><li>three figs</li></ul>"
    mine, theirs = base.replace("one", "1"), base.replace("</ul>", "<li>four nuts</li></ul>")
    assert merge_html(base, mine, theirs) == [theirs.replace("one", "1")]


def test_a_row_and_a_column_added_to_one_table_collide():
    base = "<table><tbody><tr><td>a b</td><td>c d</td></tr><tr><td>e f</td><td>g h</td></tr></tbody></table>"
    mine = sanitize(base.replace("<tr><td>a", "<tr><td>x</td><td>a").replace("<tr><td>e", "<tr><td>y</td><td>e"))
    theirs = sanitize(base.replace("</tbody>", "<tr><td>i</td><td>j</td></tr></tbody>"))
    assert merge_html(base, mine, theirs) == [Collision(base, mine, theirs)]


def test_the_same_change_twice_is_no_collision():
    mine = ONE.replace("old", "new") + FOUR
    assert "".join(merge_html(ONE + TWO + THREE, mine + THREE, mine + THREE.replace("two", "2"))) == (
        mine + THREE.replace("two", "2")
    )


def test_new_paragraphs_of_both_at_one_place_collide_unless_they_are_the_same():
    assert merge_html(ONE + TWO, ONE + THREE + TWO, ONE + FOUR + TWO) == [ONE, Collision("", THREE, FOUR), TWO]
    assert merge_html(ONE + TWO, ONE + THREE + TWO, ONE + THREE + TWO + FOUR) == [ONE, THREE, TWO, FOUR]


def test_what_one_removed_and_the_other_changed_collides():
    changed = TWO.replace("mayor", "priest")
    assert merge_html(ONE + TWO, ONE, ONE + changed) == [ONE, Collision(TWO, "", changed)]
    assert merge_html(ONE + TWO, ONE + changed, ONE) == [ONE, Collision(TWO, changed, "")]


def test_a_paragraph_written_anew_collides_with_its_change():
    changed = TWO.replace("mayor", "priest")
    assert merge_html(ONE + TWO, ONE + FOUR, ONE + changed) == [ONE, Collision(TWO, FOUR, changed)]


def test_plain_texts_merge_by_words_or_not_at_all():
    assert merge_words("a b c d e", "A b c d e", "a b c d E") == "A b c d E"
    assert merge_words("a b", "A b", "a B") is None
    assert merge_words("", "a", "b") is None
    assert merge_words("", "a", "a") == "a"


PARAGRAPH = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h"]), min_size=1, max_size=6).map(
    lambda found: f"<p>{' '.join(found)}</p>"
)
SHORT = st.one_of(st.lists(PARAGRAPH, max_size=5).map("".join), STORIES)


def everything(merged: list[str | Collision]) -> str:
    return "".join(part if isinstance(part, str) else part.base + part.mine + part.theirs for part in merged)


def said(html: str) -> set[str]:
    return {token for token in html_tokens(html) if not token.startswith("<") and not token.isspace()}


@settings(max_examples=300, deadline=None)
@given(SHORT, SHORT, SHORT)
def test_a_merge_loses_no_word_and_leaves_clean_html(base, mine, theirs):
    merged = merge_html(base, mine, theirs)
    assert said(mine) - said(base) <= said(everything(merged))
    assert said(theirs) - said(base) <= said(everything(merged))
    for taken in ("mine", "theirs"):
        html = "".join(part if isinstance(part, str) else getattr(part, taken) for part in merged)
        assert sanitize(html) == html


@settings(max_examples=150, deadline=None)
@given(SHORT, SHORT)
def test_who_changed_nothing_changes_nothing_in_a_merge(base, other):
    assert "".join(merge_html(base, base, other)) == other
    assert "".join(merge_html(base, other, base)) == other
    assert "".join(merge_html(base, other, other)) == other


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["keep", "mine", "theirs", "mine-new", "theirs-new", "mine-gone", "theirs-gone"]), max_size=12
    )
)
def test_edits_of_different_paragraphs_are_all_there(plan):
    base, mine, theirs, wanted = [], [], [], []
    for place, who in enumerate(plan):
        old = f"<p>p{place} stands here with q{place} and r{place}</p>"
        new = old.replace("stands", "stood") if not who.endswith("new") else f"<p>anew{place} x{place} y{place}</p>"
        result = "" if who.endswith("gone") else new
        base.append(old)
        mine.append(result if who.startswith("mine") else old)
        theirs.append(result if who.startswith("theirs") else old)
        wanted += [block for block in [old if who == "keep" else result] if block]
    assert merge_html("".join(base), "".join(mine), "".join(theirs)) == wanted


# Speed --------------------------------------------------------------------------------------------------


def long_story(chance: random.Random) -> list[str]:
    vocabulary = [f"word{number}" for number in range(3000)] + ["the", "of", "and"] * 100
    return [f"<p>{' '.join(chance.choices(vocabulary, k=35))}</p>" for _ in range(300)]


def edited(story: list[str], places, name: str) -> str:
    return "".join(
        re.sub(r" (\S+) ", f" {name} ", block, count=2) if place in places else block
        for place, block in enumerate(story)
    )


def seconds(call, *args) -> float:
    begun = time.process_time()
    call(*args)
    return time.process_time() - begun


def test_ten_thousand_words_are_compared_and_merged_at_once():
    story = long_story(random.Random(1))
    base, mine, theirs = "".join(story), edited(story, {3, 150}, "m"), edited(story, {3, 151, 299}, "t")
    assert seconds(passages, base, mine) < 0.2
    assert seconds(merge_html, base, mine, theirs) < 0.2


def test_ten_thousand_words_that_all_differ_take_seconds_at_most():
    story = long_story(random.Random(1))
    base, mine, theirs = "".join(story), edited(story, range(300), "m"), edited(story, range(300), "t")
    assert seconds(passages, base, "".join(long_story(random.Random(2)))) < 2
    assert seconds(merge_html, base, mine, theirs) < 3


@pytest.mark.parametrize("unit", ["<p>a a</p>", "<hr>"])
def test_endless_repetition_takes_seconds_at_most(unit):
    assert seconds(passages, unit * 1000, f"<p>x</p>{unit}" * 1000) < 5


def test_one_endless_paragraph_takes_seconds_at_most():
    before, after = " ".join(["the", "a"] * 5000), " ".join(["a", "the", "x"] * 3000)
    assert seconds(words, before, after) < 5
