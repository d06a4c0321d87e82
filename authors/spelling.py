"""Where a bio spells its author's own name otherwise than the byline does.

Near misses alone, in Latin letters. Relatives, nicknames and namesakes have other names, and many languages bend a
name at its end: in doubt it is silent.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from authors.bioowner import BIO_VERB
from authors.bioprose import HONORIFIC, name_words, sentences

MOST_WORDS = 5  # of a name; longer ones are an organisation's
LONGEST_WORD = 40
LONGEST_SENTENCE = 1_000  # characters that are read of one
APOSTROPHE = "'’ʼ`´"
WORD = re.compile(rf"[^\W\d_]+(?:[.{APOSTROPHE}-][^\W\d_]+)*\.?")
CAPITALISED = re.compile(rf"(?<!\w)[^\W\d_a-z][^\W\d_]*(?:[{APOSTROPHE}-](?!s\b)[^\W\d_]+)*")
LATIN = re.compile(rf"[A-Za-z\u00aa-\u024f\u1e00-\u1eff. {APOSTROPHE}-]+")
PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ŋ": "n", "ħ": "h"}
    | dict.fromkeys(f"{APOSTROPHE}.")
)
GOES_ON = re.compile(rf"(?:,? (?:who |also )?(?:{BIO_VERB}|[a-z]{{2,}}(?:s|ed)\b)|, (?:an?|the|our|who)\b| \()")
RELATIVE = re.compile(
    r"\b(?:aunt|brother|child(?:ren)?|cousin|daughter|family|father|grand\w+|husband|married|mother|namesake|nephew|"
    r"niece|parents?|partner|sister|sons?|spouse|twin|uncle|widow(?:er)?|wife|unrelated|no relation)\b",
    re.IGNORECASE,
)
OTHER_NAME = re.compile(
    r"(?:\b(?:aka|alias|as|born|called|character|christened|confused with|known|maiden|misspelled|misspelt|name|née|nee|"
    r"nicknamed|or|pseudonym|signed|spelled|spelt|under|with)\b[^.]{0,12}|[\"“‘(/]\s?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Misspelling:
    """The name as text[start:end] has it, and as it should be."""

    start: int
    end: int
    written: str
    right: str


@dataclass(frozen=True)
class _Word:
    """A word of a text, without a possessive ending, and where it stands."""

    text: str
    start: int
    end: int

    @cached_property
    def plain(self) -> str:
        return without_accents(self.text)

    @cached_property
    def exact(self) -> str:
        return _as_spelled(self.text)


def misspellings(text: str, name: str, others: Collection[str] = ()) -> list[Misspelling]:
    """Return each other spelling of `name` in a text of one line, once, where it first stands.

    `others` are names the author goes by too: their words are right wherever they stand.
    """
    words = [word.text for word in _words(" ".join(name_words(name)))]
    if not words or len(words) > MOST_WORDS or not LATIN.fullmatch(" ".join(words)):
        return []
    known = {word.exact for one in (name, *others) for word in _words(one)}
    found: dict[str, Misspelling] = {}
    wanted, forms = [without_accents(word) for word in words], _forms(words)
    for start, end in sentences(text):
        sentence = text[start : min(end, start + LONGEST_SENTENCE)]
        if _has_suspect(sentence, wanted, known):
            for one in _in_sentence(sentence, start, forms, known):
                found.setdefault(one.written.casefold(), one)
    return list(found.values())


def _has_suspect(sentence: str, wanted: list[str], known: set[str]) -> bool:
    """Is there a word at all that could be one of the name's, misspelt? Most sentences have none, and are read quickly."""
    initials = {word[:1] for word in wanted}
    for found in CAPITALISED.finditer(sentence):
        plain = without_accents(found[0])
        if plain[:1] not in initials or _as_spelled(found[0]) in known:
            continue
        if any(plain == word or are_near(plain, word) for word in wanted):
            return True
    return False


def without_accents(word: str) -> str:
    """A word in small letters without accents and apostrophes: Željka → zeljka, O’Brien → obrien."""
    parted = unicodedata.normalize("NFKD", word[:LONGEST_WORD].casefold().translate(PLAIN_LETTERS))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def are_near(word: str, other: str) -> bool:
    """Does one slip of the pen lie between them, or two in a long word? A slip: a letter more, less, other, or two swapped."""
    allowed = 2 if len(other) >= 8 else 1
    return len(other) >= 4 and word[:1] == other[:1] and 0 < _slips(word, other, allowed) <= allowed


def _slips(word: str, other: str, most: int) -> int:
    """The number of slips; where they are more than `most` perhaps too small, but more than `most` too."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted)))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]


# Reading ------------------------------------------------------------------------------------------------


def _words(text: str) -> list[_Word]:
    found = WORD.finditer(text)
    return [_Word(re.sub(rf"[{APOSTROPHE}]s?$|\.$", "", one[0]), one.start(), one.end()) for one in found]


def _as_spelled(word: str) -> str:
    """But for case and the kind of apostrophe."""
    return re.sub(f"[{APOSTROPHE}]", "'", unicodedata.normalize("NFC", word).casefold())


def _forms(words: list[str]) -> list[list[_Word]]:
    """The whole name, first and last, and the surname."""
    forms = [words, [words[0], words[-1]], words[-1:]]
    return [[_Word(word, 0, 0) for word in form] for place, form in enumerate(forms) if form not in forms[:place]]


def _in_sentence(sentence: str, offset: int, forms: list[list[_Word]], known: set[str]) -> Iterator[Misspelling]:
    words = _words(sentence)
    initials = {form[0].plain[:1] for form in forms}
    reached = 0
    for at, word in enumerate(words):
        if word.start < reached or not word.text[:1].isupper() or word.plain[:1] not in initials:
            continue
        form = next((form for form in forms if _is_misspelt(sentence, words, at, form, known)), None)
        if form:
            end = words[at + len(form) - 1]
            reached = end.start + len(end.text)
            right = " ".join(word.text for word in form)
            yield Misspelling(offset + word.start, offset + reached, sentence[word.start : reached], right)


def _is_misspelt(sentence: str, words: list[_Word], at: int, form: list[_Word], known: set[str]) -> bool:
    """Do the words from `at` on mean this form of the name, and spell it otherwise?"""
    window = words[at : at + len(form)]
    if len(window) < len(form) or not window[-1].text[:1].isupper():
        return False
    pairs = list(zip(window, form, strict=True))
    wrong = [(word, right) for word, right in pairs if word.exact not in known]
    if not wrong or any(word.exact in known and word.plain != right.plain for word, right in pairs):
        return False
    if not _stands_alone(sentence, words, at, window):
        return False
    if all(word.plain == right.plain for word, right in wrong):  # the accents alone
        return len(form) > 1 or len(form[0].plain) >= 4
    return len(wrong) == 1 and _is_slip(sentence, window, form, *wrong[0])


def _is_slip(sentence: str, window: list[_Word], form: list[_Word], word: _Word, right: _Word) -> bool:
    if not are_near(word.plain, right.plain):
        return False
    is_subject = not _before(sentence, window) and GOES_ON.match(sentence, window[-1].end) is not None
    if len(form) == 1:
        return is_subject and len(right.plain) >= 6 and word.plain.rstrip("es") != right.plain.rstrip("es")
    if right is not form[-1]:  # a first name: a sister may be Marie where she is Maria
        return is_subject and len(right.plain) >= 5 and not _begins_alike(word.plain, right.plain)
    return is_subject or not _differ_at_end(word.plain, right.plain)


def _stands_alone(sentence: str, words: list[_Word], at: int, window: list[_Word]) -> bool:
    """Is it no part of a longer name, nor said to be somebody else's or another of the author's?"""
    joined = all(sentence[one.end : two.start] == " " for one, two in zip(window, window[1:], strict=False))
    following = words[at + len(window)] if at + len(window) < len(words) else None
    runs_on = following and following.text[:1].isupper() and sentence[window[-1].end : following.start] == " "
    before = _before(sentence, window)
    led = words[at - 1] if at and before else None
    continues = led and led.text[:1].isupper() and sentence[led.end : window[0].start] == " "
    titled = led and led.start == 0 and len(window) > 1  # "Reporter Ann Lee", but "Bo Lee" is somebody else
    near = sentence[max(window[0].start - 50, 0) : window[-1].end + 30]
    return (
        joined
        and not runs_on
        and (titled or not continues)
        and not RELATIVE.search(near)
        and not OTHER_NAME.search(before[-40:])
    )


def _before(sentence: str, window: list[_Word]) -> str:
    """What stands before the name, a title aside."""
    return HONORIFIC.sub("", sentence[: window[0].start], count=1)


def _begins_alike(word: str, other: str) -> bool:
    return word.startswith(other) or other.startswith(word)


def _differ_at_end(word: str, other: str) -> bool:
    """As a language bends a name: Nováka for Novák, Kowalskiej for Kowalska, Bergs for Berg."""
    shared = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return shared >= len(other) - 1
