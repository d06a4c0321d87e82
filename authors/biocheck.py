"""Broken bios: where a link, a name or the end of a sentence was lost on the way.

English only, as far as words go; brackets, quotation marks and spaces are looked at in every language. Rather
silent than wrong: a doubt stands before an editor and must be worth the look.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

STOPS = ".!?…。！？．｡।॥۔؟።။។"
CLOSERS = "\"'”’»›)]}」』）】 "
PREPOSITIONS = "about|as|at|by|for|from|in|into|of|on|to|via|with"
ADVERBS = ("about", "by", "in", "on")  # may end a sentence by themselves: "pitches in"
CLOSED = r"(?=[\"'”’)\]]*(?:\s|$))"
VERBS = (
    "also|are|began|began|can|contributes|covered|covers|currently|earned|edited|edits|graduated|grew|had|has|have|holds|is|"
    "joined|lived|lives|previously|received|reported|reports|served|serves|spent|started|studied|taught|teaches|"
    "was|were|will|won|worked|works|writes|wrote"
)
WORKS = (
    "articles?|book|books|bylines?|columns?|email|essays|journalism|latest|photographs|reporting|stories|work|writing"
)

PATTERNS = (
    (
        rf"\b(?:{PREPOSITIONS}|an?|the) (?:(?:He|She|They|It) (?:{VERBS})|(?:His|Her|Their) (?:{WORKS})|You can"
        r"|(?:Follow|Email|Contact|Reach) (?:him|her|them))\b",
        "Words are missing after “{1}”: a new sentence begins before this one has ended.",
    ),
    (rf"\b(?:an?|and|but|nor|or|the)(?= ?\.{CLOSED}|$)", "Words are missing: the sentence ends in “{0}”."),
    (
        r"\b(?:an|the) (?:and|are|for|from|has|have|is|of|or|was|were|with)\b(?![-'’/])"
        r"|\ba (?:and|are|from|has|have|is|of|or|was|were|with)\b(?![-'’/])",
        "Words are missing between “{0}”.",
    ),
    (
        r"\b(the|an?) (?!\1\b)(?:the|an?)\b(?![-'’]| (?:cap+ella|la|priori|posteriori)\b)",
        "Two articles in a row: “{0}”.",
    ),
    (r"\(\s*[,;.&]*\s*\)|\[\s*\]|“\s*”|«\s*»|(?<!\S)\"\"(?!\S)", "Empty “{0}”: something stood in there."),
    (rf"\b(?:{PREPOSITIONS}|an?|the) \)", "Words are missing before the bracket."),
    (r"(?<![.,…]) ,(?=[\s\"”’)]|$)", "A space before a comma: words may be missing."),
    (rf"(?<![.…]) \.{CLOSED}(?! \.)", "A space before a full stop: words may be missing."),
    (r"[,;] ?[,;.](?=\s|$)", "Two marks with nothing between them: “{0}”."),
    (rf"(?<![.!?])\.\.{CLOSED}", "Two full stops in a row: words may be missing."),
    (r"(?<=\s)@(?=[.,;)]|$)", "A handle is missing after “@”."),
)
CUT_PATTERNS = (
    (rf"\b(?:{PREPOSITIONS})$", "The end is missing: the bio stops at “{0}”."),
    (r"^(?!\.\.)[,.;:)]", "The beginning is missing."),
    (r"^(?:is|was|has|writes|covers|reports)\b", "The name is missing at the beginning."),
)
COMPILED = tuple((re.compile(pattern), message, "lost") for pattern, message in PATTERNS) + tuple(
    (re.compile(pattern), message, "cut") for pattern, message in CUT_PATTERNS
)
DOUBLED = re.compile(
    r"(?<![\w'’-])(the|an?|and|are|as|at|be|by|for|from|has|have|he|his|in|of|or|she|their|they|to|was|were|who|with)"
    r" (\1)(?![\w'’-])",
    re.IGNORECASE,
)

# A sentence may well end in a preposition ("the paper she writes for."): what shows that it does so rightly.
AT_AN_END = re.compile(rf"\b({PREPOSITIONS})(?= ?\.{CLOSED}| and (?:has|holds|is|lives|was|writes)\b)")
SUBJECT = r"(?:he|she|they|we|you|I|it|one|people|everyone|nobody|the|an?|his|her|their|most|[A-Z]\w+)"
NO_SUBJECT_BEFORE = (
    "after|although|and|are|as|at|because|before|but|by|for|from|if|in|is|of|on|once|or|since|so|than|then|though|to|until|"
    "when|where|while|with"
)
STRANDED = re.compile(
    r"\b(?:able|going|had|has|have|hopes?|likes?|needs?|ought|plans?|used|wants?|wanted)$"  # "to": "as she used to."
    r"|\b(?:what|whatever|where|wherever|how|why|whom|worth)\b"
    rf"|\b(?:that|which|who|whose \w+) {SUBJECT}\b"
    r"|\bto \w+(?: \w+){0,3}$"
    rf"|\b(?!(?:{NO_SUBJECT_BEFORE})\b)\w+ (?:he|she|they|we|you|I|it)(?:['’]\w+)? [^,;]*$"
    rf"|\b(?!(?:{NO_SUBJECT_BEFORE})\b)[a-z]+ [A-Z][\w’'-]+ [a-z]+(?:s|ed)\b[^,;]*$"
    r"|\b(?:is|are|was|were|be|been|being)(?: \w+ly| often| well| much)?"
    r" (?!based|born|published|featured|located|known|educated|employed)\w+(?:ed|en|ght|lt|ne|id|ade)(?: \w+)?$"
)
HEADS = re.compile(
    r"\b(?:appear(?:s|ed)?|based|born|bylines?|columns?|correspondent|degree|editor|experience|expert|expertise|featured|"
    r"fellow|focus(?:e[sd]|ing)|interested|lives|PhD|professor|published|reporter|reports|speciali[sz](?:es|ing)|"
    r"writer|writes|writing|written|wrote)$"
)
FINITE = re.compile(rf"\b(?:{VERBS}|follow|hosts|leads|produces|runs)\b", re.IGNORECASE)
ADDRESS_AT_END = re.compile(r"(?:\S*@\S+|\S+://\S+|\S*\w\.[a-z]{2,}\S*)$")
LIST_LABEL = re.compile(r"(?:^|\s|\()\w$")  # of "a) who pays, b) who gains"
DECORATION = re.compile("(?:[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff\\s]|[:;]-?[()])+$")

MOST_DOUBTS = 50  # of one text: more help nobody

INLINE_TAG = re.compile(r"</?(?:a|strong|em)\b[^<>]*>")
TAG = re.compile(r"<[^<>]*>")

_Find = tuple[int, int, str, str]  # start, end, message, check


@dataclass(frozen=True)
class Doubt:
    """Something in a bio to look at: `message` says what, in plain words; `excerpt` is the place, with "…" if cut.

    `check` is "cut" where the text's beginning or end is missing, else "lost".
    """

    message: str
    excerpt: str
    check: str = "lost"


def text_of(html: str) -> str:
    """Return the words of a bio's clean HTML on one line."""
    return " ".join(unescape(TAG.sub(" ", INLINE_TAG.sub("", html))).split())


def lost_words(text: str) -> list[Doubt]:
    """Return where a bio (plain text; a link's text counts, an empty link is nothing) seems to have lost words."""
    text = " ".join(text.split())
    doubts: list[Doubt] = []
    reached = -1
    for start, end, message, check in sorted(_finds(text)):
        if start > reached and len(doubts) < MOST_DOUBTS:
            doubts.append(Doubt(message, excerpt(text, start, end), check))
            reached = end
    return doubts


def excerpt(text: str, start: int, end: int) -> str:
    """Return text[start:end] and a few words on either side, whole where they are not very long."""
    before, inside, after = (
        text[max(start - 60, 0) : start],
        text[start : start + 200][: end - start],
        text[end : end + 60],
    )
    if start > 24:
        cut = before.rfind(" ", 0, len(before) - 24) + 1
        before = ("…" if cut or start > 60 else "") + before[cut:]
    if len(text) - end > 24 and " " in after[24:]:
        after = after[: after.index(" ", 24)] + "…"
    return before + inside + after


def _finds(text: str) -> Iterator[_Find]:
    for pattern, message, check in COMPILED:
        for found in pattern.finditer(text):
            yield found.start(), found.end(), message.format(found[0], found[0].split(" ")[0]), check
    for found in DOUBLED.finditer(text):
        if found[2].islower():
            yield (
                found.start(),
                found.end(),
                f"“{found[0]}”: a word stands twice, or one between them is missing.",
                "lost",
            )
    yield from _hanging_prepositions(text)
    yield from _unclosed_brackets(text)
    yield from _unclosed_quotes(text)
    yield from _cut_end(text)


def _hanging_prepositions(text: str) -> Iterator[_Find]:
    for found in AT_AN_END.finditer(text):
        # The sentence so far; its last 300 characters are enough, and keep a long text linear.
        before = re.split(r"[.!?]\s", text[max(found.start() - 300, 0) : found.start()])[-1].rstrip()
        adverb = found[1] in ADVERBS and not HEADS.search(before)
        if not adverb and not STRANDED.search(before):
            yield found.start(), found.end(), f"Words are missing after “{found[1]}”.", "lost"


def _unclosed_brackets(text: str) -> Iterator[_Find]:
    plain = re.sub(r"[:;]-?[()]", lambda found: " " * len(found[0]), text)
    for opening, closing in ("()", "[]"):
        open_at: list[int] = []
        for found in re.finditer(rf"[{re.escape(opening + closing)}]", plain):
            if found[0] == opening:
                open_at.append(found.start())
            elif open_at:
                open_at.pop()
            elif not LIST_LABEL.search(plain, max(found.start() - 2, 0), found.start()):
                yield found.start(), found.end(), f"“{closing}” closes a bracket that was never opened.", "lost"
        yield from ((at, at + 1, f"“{opening}” is never closed.", "lost") for at in open_at)


def _unclosed_quotes(text: str) -> Iterator[_Find]:
    message = "A quotation mark has no partner."
    if not re.search("[„«»]", text) and "“" in text and text.count("“") != text.count("”"):
        yield text.find("“"), text.find("“") + 1, message, "lost"
    straight = [found.start() for found in re.finditer(r"(?<!\d)\"", text)]
    if len(straight) % 2 and text.count('"') % 2:
        yield straight[-1], straight[-1] + 1, message, "lost"


def _cut_end(text: str) -> Iterator[_Find]:
    body = DECORATION.sub("", text).rstrip(CLOSERS)
    if not body or body[-1] in STOPS or ADDRESS_AT_END.search(body[-200:]):
        return
    letters = [char for char in body[-20:] if char.isalpha()]
    if letters and letters[-1].lower() == letters[-1].upper():
        return  # a script without capitals, whose sentences may end otherwise
    if FINITE.search(body) or re.search(r"[.!?]\s", body):
        yield max(len(body) - 1, 0), len(body), "The last sentence has no full stop: it may be cut.", "cut"
