"""What is doubtful in a story's text, for warnings before it is published.

Rather silent than wrong: a finding stands between an editor and the button and must be worth the look. Texts are
plain (`paper.prose.plain_text` of a body), so that an excerpt can be found and selected there as it stands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.utils.http import is_same_domain

from paper.addresses import canonical
from paper.figures import alternative_texts
from paper.house_list import Avoid, parse_house_list
from paper.prose import INNER_TAG
from paper.redaction import Folded


@dataclass(frozen=True)
class Finding:
    """`what` is a sentence for the editor, `where` the field's name, `excerpt` the exact words that stand there."""

    what: str
    where: str
    excerpt: str


# Placeholders -------------------------------------------------------------------------------------------

NOTE = r"\[[^\[\]\n]{0,80}\]"
UNFINISHED = re.compile(  # what makes words in square brackets a note; "[need]" and "[…]" belong to a quotation
    r"^\[\s*(?:insert|check(?! out)|verify|todo|fill in)[ :]+\w|^\[\s*(?:todo|tb[acd])\b|\b(?:tk)+\b|\bx{2,}\b"
    r"|\w (?:to come|to follow|goes here|needed)\s*\]$|\b(?:placeholder|fact.?check)\b|^\[[^?]{0,20}\?+\s*\]$",
    re.IGNORECASE,
)
PLACEHOLDERS = (
    (NOTE, "“{0}” is a note, not text for readers."),
    # TK is also Turkish Airlines (TK 1987), shops (TK Maxx) and a top-level domain.
    (
        r"(?<![\w.@/&-])(?:(?:TK)+|(?:tk)+)(?:[ -](?:TK|tk))*\b(?![-\s]*\d|[@/&]|\.\w| (?:Maxx|Elevator)\b)",
        "“{0}” stands where words were to come.",
    ),
    (r"(?<![\w.@/&-])(?:x{3,}|X{4,})(?![\w@/&-]|\.\w)", "“{0}” stands where words were to come."),
    (r"\bXXX\b(?=\s+[a-z]|%)", "“{0}” stands where words were to come."),
    (r"\?{3,}", "“{0}” stands where something was to be found out."),
    (r"\b[Ll]orem [Ii]psum\b", "“{0}” is filler."),
)


def placeholders(where: str, text: str) -> list[Finding]:
    """Words still to come: TK, xxx, ???, lorem ipsum, and notes in square brackets such as [name tk]."""
    found = (
        (match.start(), -match.end(), message.format(match[0]))
        for pattern, message in PLACEHOLDERS
        for match in re.finditer(pattern, text)
        if pattern != NOTE or UNFINISHED.search(match[0])
    )
    return _findings(where, text, found)


def placeholders_unseen(where: str, html: str) -> list[Finding]:
    """The same in the alternative texts of the pictures in clean HTML. They stand nowhere in the text that one could
    go to, so that the excerpt is empty and the sentence says where they are."""
    found = [finding for text in alternative_texts(html) for finding in placeholders(where, text)]
    told = (f"In the alternative text of a picture: {finding.what}" for finding in found)
    return [Finding(what, where, "") for what in dict.fromkeys(told)]


def _findings(where: str, text: str, found: Iterable[tuple[int, int, str]]) -> list[Finding]:
    """In the order of the text, none inside another, equal ones once; an end is negative, for the sorting."""
    findings, reached = [], 0
    for start, end, what in sorted(found):
        if start >= reached:
            findings.append(Finding(what, where, text[start:-end]))
            reached = -end
    return list(dict.fromkeys(findings))


# Words that stand twice ---------------------------------------------------------------------------------

# Small words that do not stand twice rightly, which leaves out many: "had had", "Leute, die die Wahl", "nous nous".
SMALL_WORDS = {
    "en": """a an and are as at be but by for from has he his if in into is it its not of on or our she than the
        their they this to was we were with""",
    "de": "als auch aus des dass ein eine einem einen einer für im ist kein nicht oder und vom von wird zum zur",
    "fr": "à au aux avec ce ces dans de des du elle et il la le les mais ne ou par pas pour qui sur un une",
    "es": "al con de del e el en la las los más o para pero por se su sus un una y",
    "it": "al alla con da dal dei del della delle di e gli i il in la le nel nella non per sul sulla un una",
    "nl": "de een en door maar naar niet of om ook te uit van",
    "pt": "ao aos as com da das de do dos e em mas na nas não os por um uma",
    "sv": "att av eller en ett från har inte men och om som är",
    "da": "af at en et eller fra har ikke men og om som",
    "nb": "av at en et eller fra har ikke men og om som",
}
SMALL: dict[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
SMALL["no"] = SMALL["nb"]
WELCOME_TWICE = frozenset(  # longer English words that do; shorter ones are not looked at
    """agar ahem back beri bang beep blah boing boom bora buddy clap chop chow down dear ding dong ever goody gado
    haha hear here hush knock long mahi many more much naughty never nice night okay over peri piri please pooh
    pretty quack quick quite rarely real really same shoo slowly some soon such tata that there tick tock truly tsk
    very wakey wall well what wiki woof yada yeah years ylang""".split()  # noqa: SIM905
)
TWICE = re.compile(
    r"(?<![\w'’.@/&$-])(?P<word>[^\W\d_]+)(?P<gap>(?:[^\S\n\t]+|[^\S\n\t]*\n[^\S\n\t]*))"
    r"(?P<again>(?P=word))(?![\w'’/@-]|\.\w)",
    re.IGNORECASE,
)
OPENING = re.compile(r"(?:^|[.!?:…]\W*\s|\n)[^\w\s]*\Z")  # before a sentence's first word


def doubled_words(where: str, text: str, language: str = "en") -> list[Finding]:
    """ "the the", also over a line's end; in English longer words too. `language` is a tag; of others nothing."""
    known = language.lower().partition("-")[0]
    found = (
        (match.start(), -match.end(), f"“{match['again']}” stands twice.")
        for match in TWICE.finditer(text)
        if _is_slip(match, known)
    )
    return _findings(where, text, found)


def _is_slip(match: re.Match[str], language: str) -> bool:
    word, again = match["word"], match["again"]
    small = again in SMALL.get(language, ())
    longer = language == "en" and len(again) > 3 and again not in WELCOME_TWICE and "\n" not in match["gap"]
    if not again.islower() or not (small or longer):
        return False
    opens = word.istitle() and len(word) > 1 and bool(OPENING.search(match.string[: match.start()][-20:] or "\n"))
    return word == again or (small and opens)


# The house list -----------------------------------------------------------------------------------------


def avoided(where: str, text: str, house_list: str) -> list[Finding]:
    """Words of the house list, whole, whatever their case and apostrophes; not where what to write instead stands."""
    folded = Folded(text)
    found = []
    for avoid in parse_house_list(house_list):
        right = [match.span() for match in re.finditer(re.escape(avoid.instead), text)] if avoid.instead else []
        for start, end in folded.spans(avoid.words):
            if not any(first <= start and end <= last for first, last in right):
                found.append((start, -end, _advice(text[start:end], avoid)))
    return _findings(where, text, found)


def _advice(words: str, avoid: Avoid) -> str:
    return f"“{words}” is on the house list" + (f": write “{avoid.instead}”." if avoid.instead else ".")


# Links --------------------------------------------------------------------------------------------------

LINK = re.compile(r"<a\b([^<>]*)>(.*?)</a>", re.DOTALL)  # in clean HTML
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
STORY_PATH = re.compile(r"/([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})/([^/\s]+)/?")


class Link(NamedTuple):
    words: str
    href: str
    story: int | None  # the story of ours that is meant


def links(html: str) -> list[Link]:
    """Every link of clean HTML, in order."""
    return [_link(attributes, inner) for attributes, inner in LINK.findall(html)]


def _link(attributes: str, inner: str) -> Link:
    given = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
    words = unescape(INNER_TAG.sub("", inner.replace("<br>", " ")))
    story = given.get("data-story", "")
    return Link(" ".join(words.split()), given.get("href", ""), int(story) if story.isdecimal() else None)


def is_internal(href: str, hosts: Iterable[str]) -> bool:
    """Whether a link leads to our own pages: a path, or an http(s) address on one of `hosts`.

    Hosts are written as in ALLOWED_HOSTS: "example.org", or ".example.org" for what is below it too; "*" is none."""
    try:
        parts = urlsplit(href)
        name = parts.hostname or ""
    except ValueError:
        return False
    if parts.netloc:
        return parts.scheme in ("", "http", "https") and any(is_same_domain(name, host) for host in hosts)
    return not parts.scheme and href.startswith("/") and not href.startswith("/\\")


def story_address(href: str) -> tuple[date, str] | None:
    """The date and the slug, in its one form, of an address like /2026/01/31/slug/; None for any other."""
    try:
        found = STORY_PATH.fullmatch(urlsplit(href).path)
        return (date(*map(int, found.groups()[:3])), canonical(unquote(found[4]))) if found else None
    except ValueError:
        return None
