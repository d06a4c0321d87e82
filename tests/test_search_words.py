"""Words as search compares them, and what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.asking import LONGEST, MOST_WORDS, Phrase, read
from articles.search.words import LONGEST_TERM, fold, stems_of, terms


def terms_of(text, language="en"):
    return [term.text for term in terms(text, stems_of(language))]


def clauses(typed):
    return [(clause.text, clause.wanted) for clause in read(typed).clauses]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "café CAFÉ cafe\u0301", "cafe cafe cafe"),
        ("en", "ferries council’s running O'Brien", "ferry council run o brien"),
        ("en-GB", "Ferries", "ferry"),
        ("xx", "naïve Ærø ŁÓDŹ Þór", "naive aero lodz thor"),
        ("de", "Straße STRASSEN Müller Häuser", "strasse strasse Mueller haus"),
        ("fr", "élections l’élection", "election l election"),
        ("sv", "tidningar", "tidning"),
        ("ru", "выборов Ёлка новый", "выборы елка новая"),
        ("tr", "İSTANBUL ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
        ("ar", "كِتَابٌ كـــتاب المدينة إسلام ٢٠١٨", "كتاب كتاب مدينة اسلام 2018"),
        ("he", "שָׁלוֹם", "שלום"),
        ("fa", "می‌خواهم کتاب", "ميخواهم كتاب"),
        ("hi", "चुनावों २०२६", "चुनाव 2026"),
        ("el", "εκλογές ΝΗΣΙΆ", "εκλογη νησι"),
        ("xx", "co\u00adoperation", "cooperation"),
        ("xx", "ﬁre ① ｆｕｌｌ", "fire 1 full"),
    ],
)
def test_what_readers_take_for_the_same_word_is_the_same(language, one, other):
    assert terms_of(one, language) == terms_of(other, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("xx", "राम", "रमा"), ("ru", "й", "и"), ("xx", "running", "run"), ("th", "ขา", "ข้า"), ("ja", "が", "か")],
)
def test_what_readers_take_for_another_word_is_another(language, one, other):
    assert terms_of(one, language) != terms_of(other, language)


def test_stems_of_two_languages_never_meet():
    assert terms_of("Zeitungen", "de") == terms_of("Zeitung", "de") == ["zeitung_de"]
    assert terms_of("Zeitung", "en") == ["zeitung"]
    assert terms_of("running", "sw") == ["running"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東京都", ["東京", "京都", "都"]),
        ("東京 2026年", ["東京", "京", "2026", "年"]),
        ("서울에서", ["서울", "울에", "에서", "서"]),
        ("กรุง", ["กรุ", "รุง", "ง"]),
    ],
)
def test_scripts_without_spaces_are_cut_into_pairs(text, expected):
    assert terms_of(text, "xx") == expected


def test_a_term_stands_where_it_says():
    text = "The council’s café, 東京"
    assert [text[term.start : term.end] for term in terms(text, "en")] == ["The", "council", "café", "東京", "京"]


@given(st.text())
def test_no_term_holds_anything_that_a_database_could_take_for_its_own(text):
    for language in ("en", "de", "ar", "ja"):
        for term in terms(text, stems_of(language)):
            plain = term.text.removesuffix(f"_{language}")
            assert plain and not set(plain) & set(" \t\n\r\0'\"\\_()*:^&|!<>-+{},")
            assert 0 <= term.start < term.end <= len(text)


@given(st.text(max_size=30))
def test_folding_twice_folds_once(word):
    assert fold(fold(word)) == fold(word)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ferry quay", [("ferry", True), ("quay", True)]),
        ('"north quay" ferry', [("north quay", True), ("ferry", True)]),
        ("„Über allen“ «le chat» 「東京」", [("Über allen", True), ("le chat", True), ("東京", True)]),
        ('ferry -late -"very late" −gull', [("ferry", True), ("late", False), ("very late", False), ("gull", False)]),
        ("e-mail", [("e-mail", True)]),
        ('צה"ל', [('צה"ל', True)]),
        ('6" pipe', [("6", True), ("pipe", True)]),
        ('"never closed', [("never", True), ("closed", True)]),
        ("ferry ferry", [("ferry", True)]),
        ("ferry OR quay NOT late", [("ferry", True), ("OR", True), ("quay", True), ("NOT", True), ("late", True)]),
        ('"" - -- * ^ : () " „', []),
        ("\x00\ud800\x1b", []),
    ],
)
def test_what_was_typed_is_read(typed, expected):
    assert clauses(typed) == expected


def test_a_word_with_signs_in_it_is_a_phrase():
    assert read("e-mail").clauses[0].phrase("en") == Phrase(("e", "mail"))


def test_of_a_script_without_spaces_the_pairs_are_asked_for_and_one_sign_begins_a_pair():
    (clause,) = read("東京都").clauses
    assert clause.phrase("") == Phrase(("東京", "京都"))
    (clause,) = read("東").clauses
    assert clause.phrase("") == Phrase(("東",), begins=True)
    (clause,) = read("2026年東").clauses
    assert clause.phrase("") == Phrase(("2026", "年東"))


def test_a_long_question_is_cut_and_says_so():
    question = read(" ".join(f"word{n}" for n in range(30)))
    assert question.cut and len(question.clauses) == MOST_WORDS
    question = read(f'"{" ".join(f"word{n}" for n in range(30))}"')
    assert question.cut and len(question.clauses[0].phrase("").terms) == MOST_WORDS
    assert read("a " * 2_000).cut
    assert not read("a b c").cut


def test_a_very_long_word_is_the_same_in_texts_and_questions():
    word = "a" * 10_000
    assert terms_of(word, "xx") == ["a" * LONGEST_TERM]
    assert read(word).clauses[0].phrase("").terms == ("a" * LONGEST_TERM,)
    assert len(read(word).text) <= LONGEST


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_anything_can_be_typed(typed):
    question = read(typed)
    for clause in question.clauses:
        assert clause.phrase("en").terms and clause.phrase("").terms
