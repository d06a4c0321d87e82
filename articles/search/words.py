"""Words as search compares them, made here for both databases, so that both find the same.

A text becomes terms: letters and digits without case, accents, vowel points and invisible signs, brought to their stem
where the language of the text is one whose stems are known. Scripts that put no spaces between words are cut into pairs of
signs, each beginning one sign after the last, and the last sign alone: whoever asks for a word asks for its pairs in a row.

A stemmed term ends in its language (`zeitung_de`), but for English, so that stems of two languages never meet. Terms hold
letters and digits alone, but for that; what an index keeps beside them begins with `_` and is out of every reader's reach.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from snowballstemmer import stemmer

LONGEST_TERM = 40  # characters; what is longer is cut, in texts and in queries alike
INDEXED = 20_000  # terms of one text

STEMMED = {  # by the first part of a language tag; English in its newer form, not Porter's first
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
SAME_STEMS = {"nn": "nb", "no": "nb"}
WITHOUT_ENDING = ("", "en")  # of these the terms do not say their language
BEGIN_ALIKE = {  # whose stems begin with the letter that their words begin with; other languages take prefixes off
    "ca", "cs", "da", "de", "es", "et", "eu", "fi", "fr", "hu", "it", "lt", "nb", "pl", "pt", "ro", "sv", "tr",
}  # fmt: skip

# Letters that no accent was put on, and others that are written one for another.
READ_AS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه", "ە": "ه", "ـ": None}
)
LETTERS_OF_THEIR_OWN = set("йїў")  # no accent is taken off these

_MARKS = "".join(sign for sign in map(chr, range(0x300, 0x10000)) if unicodedata.category(sign)[0] == "M")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff"
_INSIDE = re.escape(_MARKS + _INVISIBLE)
_UNSPACED = (  # Thai to Burmese, Khmer, Japanese, Chinese, Korean
    "\u0e00-\u0e4f\u0e5a-\u109f\u1780-\u17df\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_BELONGS = "(?:['’ʼ＇][sS](?![\\w]))?"  # the council’s
UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(f"(\\w[\\w{_INSIDE}]*){_BELONGS}")
_WORD_OR_RUN = re.compile(
    f"(?P<run>[{_UNSPACED}][{_UNSPACED}{_INSIDE}]*)"
    f"|(?P<word>(?![{_UNSPACED}])\\w(?:(?![{_UNSPACED}])[\\w{_INSIDE}])*){_BELONGS}"
)
_BETWEEN = re.compile(f"{_BELONGS}[\\W_]*")
_CLUSTER = re.compile(f"[^{_INSIDE}][{_INSIDE}]*")

_at_work = threading.Lock()  # a stemmer does one word at a time


class Term(NamedTuple):
    """`text` as it is compared; it was made of the characters from `start` up to `end`."""

    text: str
    start: int
    end: int


def stems_of(language: str) -> str:
    """Whose stems the terms of a text in this language are brought to: "en", "de" …; "" where none are known."""
    first = language.partition("-")[0].lower()
    return SAME_STEMS.get(first, first) if first in STEMMED else ""


def terms(text: str, stems: str, word: re.Pattern[str] = _WORD) -> Iterator[Term]:
    """The terms of a text, in its order. `stems`: see stems_of; `word`: see words_like."""
    plain = text.replace("_", " ")
    if plain.isascii() or not UNSPACED.search(plain):
        for found in word.finditer(plain):
            if term := term_of(found[1], stems):
                yield Term(term, *found.span(1))
        return
    for found in _WORD_OR_RUN.finditer(plain):
        if found["run"]:
            yield from _pairs(found["run"], found.start())
        elif term := term_of(found["word"], stems):
            yield Term(term, *found.span("word"))


def are_neighbours(text: str, one: Term, following: Term) -> bool:
    """Whether no word of the text stands between two of its terms."""
    return _BETWEEN.fullmatch(text, one.end, max(one.end, following.start)) is not None


def words_like(wanted: set[str], stems: str) -> re.Pattern[str]:
    """What `terms` needs to see of words to find all of these terms: much less than all of them, where a stem begins as its
    word does."""
    known = stems in WITHOUT_ENDING or stems in BEGIN_ALIKE
    if not known or not all(term[:1].isascii() and term[:1].isalnum() for term in wanted):
        return _WORD
    letters = 2 if stems in WITHOUT_ENDING else 1
    return _words_beginning(tuple(sorted({term[:letters] for term in wanted})))


@lru_cache(1 << 8)
def _words_beginning(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    """Only the first letters are looked for; whatever holds a sign that is not ASCII there may be read as any of them."""
    firsts = "".join(dict.fromkeys(either for one in beginnings for either in (one[0], one[0].upper())))
    alike = "|".join(map(_begins, beginnings))
    return re.compile(
        rf"([{firsts}\x80-\U0010ffff](?:{alike}|(?<=[^\W\x00-\x7f]))(?<![\w{_INSIDE}].)[\w{_INSIDE}]*){_BELONGS}",
        re.DOTALL,
    )


def _begins(beginning: str) -> str:
    """What has to stand where the first letter ends."""
    first = f"(?<=[{beginning[0]}{beginning[0].upper()}])"
    if not beginning[1:].isascii() or len(beginning) < 2:
        return first
    second = beginning[1] + ("y" if beginning[1] == "i" else "")  # die is the stem of dying
    return rf"{first}(?=[{second}{second.upper()}\x80-\U0010ffff])"


def is_unspaced(sign: str) -> bool:
    return UNSPACED.match(sign) is not None


def _pairs(run: str, offset: int) -> Iterator[Term]:
    signs = [Term(fold(found[0]), offset + found.start(), offset + found.end()) for found in _CLUSTER.finditer(run)]
    for one, following in zip(signs, [*signs[1:], None], strict=True):
        pair, end = (one.text + following.text, following.end) if following else (one.text, one.end)
        if pair:
            yield Term(pair, one.start, end)


@lru_cache(1 << 15)
def term_of(word: str, stems: str) -> str:
    """One word's term; "" where it holds no letter and no digit."""
    plain = fold(word)[:LONGEST_TERM]
    if not plain or not stems or not plain[0].isalpha():
        return plain
    with _at_work:
        stem = fold(_stemmer(stems).stemWord(plain)) or plain
    return stem if stems in WITHOUT_ENDING else f"{stem}_{stems}"


@cache
def _stemmer(stems: str):  # type: ignore[no-untyped-def]
    return stemmer(STEMMED[stems])


def fold(word: str) -> str:
    """Letters and digits as they are compared: café and CAFE, Straße and STRASSE, ٢٠١٨ and 2018 are the same."""
    if word.isascii():
        return word.lower()
    small = unicodedata.normalize("NFC", word.casefold())
    parts = (sign if sign in LETTERS_OF_THEIR_OWN else unicodedata.normalize("NFKD", sign) for sign in small)
    bare = "".join(_plain(sign) for sign in "".join(parts))
    return unicodedata.normalize("NFC", bare.casefold().translate(READ_AS))


@lru_cache(1 << 12)
def _plain(sign: str) -> str:
    """The sign, a digit as 0 to 9; nothing of an accent, a vowel point, or what is no letter."""
    if sign in LETTERS_OF_THEIR_OWN or sign.isalpha():
        return sign
    if sign.isdigit():
        return str(unicodedata.digit(sign))
    place = unicodedata.combining(sign)
    is_sound = unicodedata.category(sign) in ("Mn", "Mc") and place < 200 and not 10 <= place <= 36
    return sign if is_sound and not "\ufe00" <= sign <= "\ufe0f" or sign.isnumeric() else ""
