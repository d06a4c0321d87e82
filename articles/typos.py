"""Whether a change that is called a typo is more than one.

Two texts are compared word by word; spaces, hyphens, capitals, punctuation and quotation marks make no difference.
What counts is in the words that differ: numbers, dates, names, what somebody is quoted as saying, and a "not".
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain, zip_longest
from typing import Any, NamedTuple

from articles.models.trust import sources_of
from paper import figures
from paper.prose import FIGURE, plain_text

MOST_WORDS = 25  # changed: more is no typo
FEWEST_WORDS = 5  # added or removed where paragraphs were parted or joined too: fewer is no new paragraph
WORDS_SHOWN = 8
ALIKE, NEAR = 0.6, 0.85  # how much two spellings of one word share, at least
MOST_OF_A_KIND = 3  # reasons
LONG = 2_000  # words
SAID_OF_ITSELF = {"how_reported": "how it was reported", "disclosure": "a disclosure"}
WRITTEN = ("headline", "deck", "how_reported", "disclosure")

# Words, by language ------------------------------------------------------------------------------------

COUNTED = {  # from 2 on: 1 is "a" as well
    "en": "two three four five six seven eight nine ten eleven twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
}
AMOUNTS_AND_DATES = {  # with a capital where they always have one
    "en": """one dozen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday
        January February March April May June July August September October November December""",
    "de": """zwanzig dreißig vierzig fünfzig hundert tausend Million Millionen Milliarde Milliarden
        Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
        Januar Februar März April Mai Juni Juli August September Oktober November Dezember""",
    "fr": """vingt trente quarante cinquante cent mille million millions milliard milliards
        lundi mardi mercredi jeudi vendredi samedi dimanche
        janvier février mars avril mai juin juillet août septembre octobre novembre décembre""",
    "es": """veinte treinta cuarenta cincuenta cien mil millón millones
        lunes martes miércoles jueves viernes sábado domingo
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre""",
    "nl": """twintig dertig veertig vijftig honderd duizend miljoen miljard
        maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
        januari februari maart april mei juni juli augustus september oktober november december""",
}
NEGATIONS = {  # without apostrophes
    "en": """not no never none nobody nothing nowhere neither nor without cannot dont cant wont isnt arent wasnt werent
        doesnt didnt hasnt havent hadnt wouldnt couldnt shouldnt mustnt neednt aint""".split(),  # noqa: SIM905
    "de": "nicht nichts nie niemals niemand ohne weder kein keine keinen keinem keiner keines".split(),  # noqa: SIM905
    "fr": "ne n pas jamais rien aucun aucune sans ni non".split(),  # noqa: SIM905
    "es": "no nunca jamás nada nadie ningún ninguno ninguna sin ni tampoco".split(),  # noqa: SIM905
    "nl": "niet niets nooit niemand zonder geen nergens".split(),  # noqa: SIM905
}


def _numbers(language: str) -> dict[str, str]:
    """Every word for a number or date, with the digits or the word itself that it is compared by."""
    counted = {word: str(number) for number, word in enumerate(COUNTED[language].split(), 2)}
    return counted | {word: word for word in AMOUNTS_AND_DATES[language].split()}


NUMBERS = {language: _numbers(language) for language in COUNTED}

WORD = re.compile(  # a number, with what makes it another one, or a word
    r"(?P<number>(?:(?<!\w)[-−])?[$€£¥₹]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:/'’]\d+)*)"
    r"(?:\s?%|\s?per ?cent\b|\s?[ap]m\b|\s?[ap]\.m\.|(?:bn|tn|m|k)\b)?)"
    r"|(?P<elided>[nN])['’](?=[^\W\d_]{2})|[^\W\d_]+(?:['’][^\W\d_]+)*",
    re.IGNORECASE,
)
QUOTED = re.compile(r'“[^“”\n]*”?|„[^„“”\n]*[“”]?|«[^«»\n]*»?|»[^«»\n]*«|(?<!\d)"[^"\n]*"?')
SENTENCE_BEGINS = re.compile(r'[.!?:…\n“„«"‘]')
SHORTENED = re.compile(r"[A-Z]|Mrs?|Ms|Drs?|St|Sen|Rep|Gov|Gen|Prof|Sgt|Lt|Capt|Col")  # their full stop ends nothing
APOSTROPHE = re.compile("['’]")
DOUBLE_LETTER = re.compile(r"([^\W\d_])\1")


class _Token(NamedTuple):
    word: str
    key: str  # what it is compared by
    number: bool
    capital: bool
    named: bool  # has a capital that is not its sentence's
    quoted: bool


class _Change(NamedTuple):
    before: list[_Token]
    after: list[_Token]


class _Block(NamedTuple):
    """Paragraphs that became others."""

    before: list[list[_Token]]
    after: list[list[_Token]]


def beyond_a_typo(before: dict[str, Any], after: dict[str, Any], language: str = "en") -> list[str]:
    """Why a change is more than a mended typo, each reason going on from "You called it a typo, but …".

    Of each text: headline, deck, body (clean HTML), bylines ([{"name", "credited_as", "role"}]), lead_picture (its
    number) and lead_caption, how_reported, disclosure and sources (one to a line). `language` is a tag; number words and negations are known in English, German, French,
    Spanish and Dutch."""
    language = language.lower().partition("-")[0]
    texts = {
        name: [_read(unicodedata.normalize("NFC", text), language) for text in both]
        for name, both in _texts(before, after).items()
    }
    blocks = {name: _blocks(*both) for name, both in texts.items()}
    changes = [change for block in chain(*blocks.values()) for change in _changes(block)]
    names = _names(token for both in texts.values() for paragraphs in both for token in chain(*paragraphs))
    kinds = (
        _of_kind("a number", changes, lambda token: token.number and _has_digit(token.key)),
        _of_kind("a date or amount", changes, lambda token: token.number and not _has_digit(token.key)),
        _of_kind("a name", changes, lambda token: token.named or (token.capital and token.key in names)),
        _german_nouns(changes) if language == "de" else [],
        _quotations(changes),
        _negations(changes, NEGATIONS.get(language, [])),
        _sizes(blocks, changes),
        _pictures(before, after),
        _bylines(before.get("bylines") or [], after.get("bylines") or []),
        _trust(before, after),
    )
    return [reason for kind in kinds for reason in list(dict.fromkeys(kind))[:MOST_OF_A_KIND]]


# Reading ------------------------------------------------------------------------------------------------


def _texts(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """The texts to compare, by name: what was, and what is. Of pictures the words of those that stand in both."""
    bodies = [snapshot.get("body") or "" for snapshot in (before, after)]
    old, new = map(_figures, bodies)
    shown = [(old[key], new[key]) for key in old if key in new]
    called = [(was, now) for was, now in shown if was["alt"] and now["alt"]]  # to call one that was not is no change
    sources = [_titles(snapshot) for snapshot in (before, after)]
    written = WRITTEN if before.get("lead_picture") != after.get("lead_picture") else (*WRITTEN, "lead_caption")
    return {
        **{name: (before.get(name) or "", after.get(name) or "") for name in written},
        "sources": ("\n\n".join(sources[0]), "\n\n".join(sources[1])),
        "body": (plain_text(FIGURE.sub("", bodies[0])), plain_text(FIGURE.sub("", bodies[1]))),
        "captions": (_lines("caption", (was for was, _ in shown)), _lines("caption", (now for _, now in shown))),
        "alternatives": (_lines("alt", (was for was, _ in called)), _lines("alt", (now for _, now in called))),
    }


def _titles(snapshot: dict[str, Any]) -> list[str]:
    """What sources are called: an address that is mended is no other source."""
    return [source.title for source in sources_of(snapshot.get("sources") or "")]


def _lines(group: str, found: Iterable[re.Match[str]]) -> str:
    return plain_text("".join(f"<p>{figure[group] or ''}</p>" for figure in found))


def _figures(html: str) -> dict[tuple[str, int], re.Match[str]]:
    """By what they show, and how often it was shown before."""
    seen: Counter[str] = Counter()
    found = {}
    for figure in FIGURE.finditer(html):
        shown = figures.shown_by(figure)
        found[shown, seen[shown]] = figure
        seen[shown] += 1
    return found


def _read(text: str, language: str) -> list[list[_Token]]:
    """The words and numbers of each paragraph."""
    paragraphs = [_tokens(paragraph, language) for paragraph in text.split("\n\n")]
    if _is_in_capitals(text):
        paragraphs = [[token._replace(named=False) for token in tokens] for tokens in paragraphs]
    return [tokens for tokens in paragraphs if tokens]


def _tokens(paragraph: str, language: str) -> list[_Token]:
    """A word that stands twice in a row is there once."""
    quoted = {place for match in QUOTED.finditer(paragraph) for place in range(*match.span())}
    tokens: list[_Token] = []
    end = 0
    for match in WORD.finditer(paragraph):
        gap = paragraph[end : match.start()]
        token = _token(match, language, match.start() in quoted)
        if _begins(tokens, gap) and not token.word[1:].isupper():
            token = token._replace(named=False)
        twice = gap.isspace() and tokens and tokens[-1].key == token.key and not _has_digit(token.word)
        if not twice:
            tokens.append(token)
        end = match.end()
    return _named_in_german(tokens) if language == "de" else tokens


def _token(match: re.Match[str], language: str, quoted: bool) -> _Token:
    word = match["elided"] or match[0]
    if match["number"]:
        return _Token(word, _number_key(word, language), True, False, False, quoted)
    known = NUMBERS.get(language, {})
    number = known.get(word) or known.get(word.lower(), "")
    capital = word[0].isupper() and APOSTROPHE.split(word)[0] != "I" and not number
    return _Token(word, (number or APOSTROPHE.sub("", word)).casefold(), bool(number), capital, capital, quoted)


def _number_key(number: str, language: str) -> str:
    """ "1,000" and "1000", "14 per cent" and "14%", "5 p.m." and "5pm" are the same."""
    key = re.sub(r"[\s'’]", "", number.lower()).replace("−", "-").replace("percent", "%")
    key = re.sub(r"([ap])\.m\.$", r"\1m", key)
    return re.sub(rf"[{',' if language == 'en' else '.'}](?=\d{{3}}(?!\d))", "", key)


def _begins(before: list[_Token], gap: str) -> bool:
    """Whether a sentence or a quotation begins after this gap, so that a capital says nothing."""
    shortened = before and gap.startswith(". ") and SHORTENED.fullmatch(before[-1].word)
    return not before or bool(SENTENCE_BEGINS.search(gap) and not shortened)


def _is_in_capitals(text: str) -> bool:
    """A Headline Like This One, where a capital says nothing."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _named_in_german(tokens: list[_Token]) -> list[_Token]:
    """Every noun has a capital; two in a row are most likely a name."""
    named = [False, *(token.named for token in tokens), False]
    return [
        token._replace(named=token.named and (named[place] or named[place + 2])) for place, token in enumerate(tokens)
    ]


def _names(tokens: Iterable[_Token]) -> set[str]:
    """What is a name wherever it has a capital, so at the beginning of a sentence too."""
    tokens = list(tokens)
    return {token.key for token in tokens if token.named} - {token.key for token in tokens if token.word.islower()}


def _has_digit(key: str) -> bool:
    return any(map(str.isdigit, key))


# Comparing ----------------------------------------------------------------------------------------------


def _blocks(before: list[list[_Token]], after: list[list[_Token]]) -> list[_Block]:
    old, new = ([tuple(token.key for token in tokens) for tokens in side] for side in (before, after))
    return [_Block(before[i:j], after[k:m]) for i, j, k, m in _differing(old, new)]


def _changes(block: _Block) -> list[_Change]:
    before, after = (list(chain(*side)) for side in block)
    old, new = ([token.key for token in side] for side in (before, after))
    changes = [_Change(before[i:j], after[k:m]) for i, j, k, m in _differing(old, new)]
    return [change for change in changes if not _is_spacing(change)]


def _differing(old: list[Any], new: list[Any]) -> Iterator[tuple[int, int, int, int]]:
    """The places old[i:j] that became new[k:m]."""
    # Of long texts common words tie nothing together, or the time grows with the square of their length.
    matcher = SequenceMatcher(None, old, new, autojunk=len(new) > LONG)
    return ((i, j, k, m) for what, i, j, k, m in matcher.get_opcodes() if what != "equal")


def _is_spacing(change: _Change) -> bool:
    """ "any one" for "anyone"; but "1 4" is not "14"."""
    old, new = ("".join(token.key for token in side) for side in change)
    return old == new and not _has_digit(old)


def _is_spelling(change: _Change) -> bool:
    """ "nto" for "not", "fuor" for "four", "nott" for "not": the same letters."""
    old, new = ("".join(token.word.lower() for token in side) for side in change)
    same = sorted(old) == sorted(new) or DOUBLE_LETTER.sub(r"\1", old) == DOUBLE_LETTER.sub(r"\1", new)
    return same and len(old) > 2 and not _has_digit(old + new)


def _is_near(change: _Change) -> bool:
    """ "sevn" for "seven": one word, of which most is the same."""
    words = [token.word for side in change for token in side]
    return len(words) == 2 and all(change) and min(map(len, words)) > 2 and _likeness(*words) >= NEAR


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()


def _of_kind(what: str, changes: list[_Change], belongs: Callable[[_Token], bool]) -> list[str]:
    reasons = []
    for change in changes:
        old, new = (list(filter(belongs, side)) for side in change)
        for gone, come in zip_longest(old, new):
            if not _is_same(gone, come, change):
                reasons.append(_reason(what, gone.word if gone else "", come.word if come else ""))
    return reasons


def _is_same(gone: _Token | None, come: _Token | None, change: _Change) -> bool:
    """A name in the genitive, or a number word that was spelt wrongly."""
    if gone and come:
        return bool(_forms(gone) & _forms(come))
    word = gone or come
    return bool(word and word.number and (_is_spelling(change) or _is_near(change)))


def _forms(token: _Token) -> set[str]:
    return {token.key, re.sub("['’]s$", "", token.word).casefold()}


def _german_nouns(changes: list[_Change]) -> list[str]:
    """A noun that became another, which may be a name, and not the same one spelt better."""
    pairs = [(*before, *after) for before, after in changes if len(before) == len(after) == 1]
    return [
        _reason("a noun or name", old.word, new.word)
        for old, new in pairs
        if old.capital and new.capital and len(old.word) > 3 and _likeness(old.word, new.word) < ALIKE
    ]


def _reason(what: str, before: str, after: str) -> str:
    if before and after:
        return f"{what} changed: “{before}” became “{after}”"
    return f"{what} was added: “{after}”" if after else f"{what} was taken out: “{before}”"


def _quotations(changes: list[_Change]) -> list[str]:
    touched = [change for change in changes if any(token.quoted for side in change for token in side)]
    return [_in_quotation(*map(_some_words, change)) for change in touched]


def _in_quotation(before: str, after: str) -> str:
    if before and after:
        return f"a quotation changed: “{before}” became “{after}”"
    return f"a quotation changed: “{after}” was added" if after else f"a quotation changed: “{before}” was taken out"


def _some_words(tokens: list[_Token]) -> str:
    return " ".join(token.word for token in tokens[:WORDS_SHOWN]) + ("…" if len(tokens) > WORDS_SHOWN else "")


def _negations(changes: list[_Change], negations: list[str]) -> list[str]:
    reasons = []
    for change in changes:
        old, new = ([token.word for token in side if token.key in negations] for side in change)
        if len(old) != len(new) and not _is_spelling(change):
            more = len(new) > len(old)
            reasons.append(_reason("a negation", "" if more else old[-1], new[-1] if more else ""))
    return reasons


def _sizes(blocks: dict[str, list[_Block]], changes: list[_Change]) -> list[str]:
    words = sum(max(map(len, change)) for change in changes)
    many = [f"{words} words changed"] if words > MOST_WORDS else []
    captions = [*blocks.get("lead_caption", []), *blocks["captions"]]
    return [*many, *_more("paragraph", blocks["body"]), *_more("caption", captions)]


def _more(what: str, blocks: list[_Block]) -> list[str]:
    more = sum(map(_more_paragraphs, blocks))
    several = f"a {what} was" if abs(more) == 1 else f"{abs(more)} {what}s were"
    return [f"{several} {'added' if more > 0 else 'removed'}"] if more else []


def _more_paragraphs(block: _Block) -> int:
    """How many were added, or removed if below 0; not where they were only parted or joined."""
    words = sum(map(len, block.after)) - sum(map(len, block.before))
    changed = abs(words) >= FEWEST_WORDS or not all(block)
    return len(block.after) - len(block.before) if changed else 0


def _pictures(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Those that came, went or were exchanged, the lead picture first, and what is embedded likewise."""
    old, new = (snapshot.get("lead_picture") for snapshot in (before, after))
    verb = "exchanged" if old and new else "added" if new else "removed"
    lead = [f"the lead picture was {verb}"] if old != new else []
    return lead + figures.changes(before.get("body") or "", after.get("body") or "")


def _trust(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What the story says of itself: a source more or less, and words where there were none."""
    more = len(_titles(after)) - len(_titles(before))
    several = "a source was" if abs(more) == 1 else f"{abs(more)} sources were"
    reasons = [f"{several} {'added' if more > 0 else 'removed'}"] if more else []
    for name, what in SAID_OF_ITSELF.items():
        was, now = (bool((snapshot.get(name) or "").strip()) for snapshot in (before, after))
        reasons += [f"{what} was {'added' if now else 'removed'}"] if was != now else []
    return reasons


def _bylines(before: list[dict[str, str]], after: list[dict[str, str]]) -> list[str]:
    old, new = (
        {line.get("credited_as") or line["name"]: line.get("role", "") for line in lines} for lines in (before, after)
    )
    gone, come = ([name for name in one if name not in other] for one, other in ((old, new), (new, old)))
    reasons = [_reason("a byline", left or "", right or "") for left, right in zip_longest(gone, come)]
    reasons += [f"the role of {name} changed" for name in old if new.get(name, old[name]) != old[name]]
    moved = not reasons and list(old) != list(new)
    return [*reasons, "the order of the bylines changed"] if moved else reasons
