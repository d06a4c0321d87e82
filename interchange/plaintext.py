"""A story in plain text: headline, deck, paragraphs, author lines, bios.

`read_file(path)` gives the text of a file, `parse(text)` the story in it. What cannot be read is a `StoryError`
that names the file and the line and says what to do; what was read but may be wrong is a `Doubt`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from authors.bioowner import begins_as_bio, owner, owner_named
from authors.namewords import words
from interchange.authorlines import author_line, is_bare_label, is_labelled_author, looks_like_author_line
from interchange.paragraphs import (
    BULLET,
    JOINING,
    Doubt,
    Line,
    ParsedByline,
    Piece,
    flows_on,
    has_words,
    is_stopped,
    joined_lines,
    last_mark,
    length_in_words,
    line_groups,
    paragraphs_of,
)
from interchange.textfile import MAX_BYTES, StoryError, decode, one_kind_of_line_end, read_file, refuse_controls

__all__ = [
    "MAX_BYTES", "Doubt", "ParsedBio", "ParsedByline", "ParsedStory", "StoryError", "decode", "parse", "read_file",
]  # fmt: skip

LONGEST_HEADLINE = 300  # characters; more is a paragraph


@dataclass(frozen=True)
class ParsedBio:
    """One person's bio, its paragraphs parted by a blank line; `name` is that of a byline, "" if nobody's."""

    text: str
    name: str = ""


@dataclass
class ParsedStory:
    """Plain text throughout; `deck` is "" where there is none; `doubts` are in the order of their lines."""

    headline: str
    deck: str = ""
    paragraphs: list[str] = field(default_factory=list)
    bylines: list[ParsedByline] = field(default_factory=list)
    bios: list[ParsedBio] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


# From lines to the story

BIO_HEADING = re.compile(
    r"(?:about the (?:author|writer)s?|(?:the )?authors?|bio(?:graph)?(?:y|ies|s)?)\s*[:：]?", re.I
)
DATE_WORDS = words(
    "mon monday tue tues tuesday wed wednesday thu thurs thursday fri friday sat saturday sun sunday "
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september "
    "oct october nov november dec december st nd rd th"
)
TRACES = (
    (re.compile("\ufffd"), "A letter was lost here when the file was converted (�)."),
    (re.compile("â€|Ã[\x80-¿]"), "The accents or quotation marks look wrongly converted here."),
    (
        re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong)\b[^<>]{0,200}>|&(?:nbsp|amp|quot|#\d{1,5});"),
        "HTML is left here.",
    ),
)


def parse(text: str, path: str = "") -> ParsedStory:
    """Read a story: headline, deck, paragraphs, author lines, bios. Raises StoryError.

    No word is dropped but labels, and headings and rules amid bios, which a doubt names.
    """
    text = one_kind_of_line_end(text.removeprefix("\ufeff"))
    refuse_controls(text, path)
    groups = line_groups(text)
    if not groups:
        raise StoryError(path, 1, "There is no text. Put the headline on the first line and the text below it.")
    doubts = _traces(text)
    headline, pieces = _headline_and_pieces(groups, path, doubts)
    story = _story(headline, _settled(pieces, doubts), doubts)
    if not story.paragraphs:
        line = groups[-1][-1].number
        raise StoryError(path, line, "There is no text below the headline. Write it after a blank line.")
    if not story.bylines:
        doubts.append(Doubt(groups[-1][-1].number, "No author line (“Author: NAME”): the story has no byline."))
    return replace(story, doubts=sorted(doubts, key=lambda doubt: doubt.line))


def _traces(text: str) -> list[Doubt]:
    found = [(trace.search(text), message) for trace, message in TRACES]
    return [Doubt(text.count("\n", 0, match.start()) + 1, message) for match, message in found if match]


def _headline_and_pieces(groups: list[list[Line]], path: str, doubts: list[Doubt]) -> tuple[str, list[Piece]]:
    first = groups[0][0]
    if is_labelled_author(first.text):
        message = "The text begins with its author line: there is no headline. Write the headline above it."
        raise StoryError(path, first.number, message)
    if looks_like_author_line(first.text):
        doubts.append(Doubt(first.number, "Read as the headline, though it looks like an author line."))
    top, below = _top(groups[0], doubts)
    count = _headline_lines(top, groups)
    if count > 1:
        doubts.append(Doubt(first.number, f"The headline was read from {count} lines."))
    headline = joined_lines(top[:count], doubts).text
    _check_headline(headline, first.number, path, doubts)
    pieces = [*paragraphs_of(top[count:], doubts), *below]
    for group in _with_names_below(groups[1:]):
        pieces += _group_pieces(group, doubts)
    return headline, pieces


def _top(group: list[Line], doubts: list[Doubt]) -> tuple[list[Line], list[Piece]]:
    """Part the first group at its first author line, if one follows the headline without a blank line."""
    for at in range(1, len(group)):
        if (at == 1 or not flows_on(group[at - 1].text, group[at].text)) and author_line(group[at : at + 60], []):
            return group[:at], _group_pieces(group[at:], doubts)
    return group, []


def _headline_lines(lines: list[Line], groups: list[list[Line]]) -> int:
    """Return how many of the first lines are the headline: one, unless it was wrapped."""
    width = max(len(line.text) for group in groups for line in group)
    short = length_in_words(" ".join(line.text for line in lines[:8])) <= 25
    title_like = short and not any(is_stopped(line.text) for line in lines)
    count, length = 1, length_in_words(lines[0].text)
    while count < len(lines):
        before, after = lines[count - 1].text, lines[count].text
        length += length_in_words(after)
        wrapped = title_like and len(before) + 1 + len(after.split()[0]) > width
        if length > 25 or not (wrapped or flows_on(before, after) or _hangs(before)):
            break
        count += 1
    return 1 if count == len(lines) and len(groups) == 1 else count


def _hangs(line: str) -> bool:
    last = line.rsplit(None, 1)[-1]
    return last.lower() in JOINING or (last[-1] in ",–—" and len(line) > 1)


def _check_headline(headline: str, line: int, path: str, doubts: list[Doubt]) -> None:
    if not has_words(headline):
        raise StoryError(path, line, "The first line has no words in it. Write the headline there.")
    if len(headline) > LONGEST_HEADLINE or length_in_words(headline) > 50:
        message = (
            f"There is no headline: the first paragraph is {length_in_words(headline)} words long. "
            "Write a headline above it, on a line of its own."
        )
        raise StoryError(path, line, message)
    if last_mark(headline) in (".", "。") or length_in_words(headline) > 25:
        doubts.append(Doubt(line, "Read as the headline, though it looks like a sentence of the text."))


def _with_names_below(groups: list[list[Line]]) -> Iterator[list[Line]]:
    """Put a bare "Author:" and the names in the next group together."""
    waiting: list[Line] = []
    for group in groups:
        whole = waiting + group
        waiting = whole if is_bare_label(whole[-1].text) and not waiting else []
        if not waiting:
            yield whole
    if waiting:
        yield waiting


def _group_pieces(lines: list[Line], doubts: list[Doubt]) -> list[Piece]:
    """Part a group into author lines and paragraphs."""
    pieces: list[Piece] = []
    run: list[Line] = []
    at = 0
    while at < len(lines):
        runs_on = run and flows_on(run[-1].text, lines[at].text)
        found = None if runs_on else author_line(lines[at : at + 60], doubts)
        if found:
            pieces += [*paragraphs_of(run, doubts), found[0]]
            run = []
        else:
            run.append(lines[at])
        at += found[1] if found else 1
    return [*pieces, *paragraphs_of(run, doubts)]


def _settled(pieces: list[Piece], doubts: list[Doubt]) -> list[Piece]:
    """Make text again of each "By …" that stands amid the body, where it may be a crosshead."""
    settled: list[Piece] = []
    texts, sure = 0, False
    for at, piece in enumerate(pieces):
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        sure = sure or (texts > 1 and piece.bylines != () and piece.sure)
        if piece.bylines and not (piece.sure or sure or texts < 2 or _ends_body(piece, after)):
            doubts.append(Doubt(piece.line, "This looks like an author line amid the text: read as text."))
            settled.append(replace(piece, bylines=()))
        else:
            settled.append(piece)
        texts += not settled[-1].bylines
    return settled


def _ends_body(piece: Piece, after: Piece | None) -> bool:
    return after is None or after.bylines != () or owner_named(after.text, [each.name for each in piece.bylines]) != ""


def _story(headline: str, pieces: list[Piece], doubts: list[Doubt]) -> ParsedStory:
    deck, front, rest = _front(pieces, doubts)
    first = _first_bylines(rest)
    body, tail = rest[:first], rest[first:]
    if front and not tail:
        body, tail = _trailing_bios(body, front, doubts)
    bylines = _each_once([*front, *(byline for piece in tail for byline in piece.bylines)], doubts)
    if sum(length_in_words(piece.text) for piece in tail) > 2 * sum(length_in_words(piece.text) for piece in body):
        doubts.append(Doubt(tail[0].line, "Far more text stands below the author line than above it: read as bios."))
    bios = _bios([piece for piece in tail if not piece.bylines], [byline.name for byline in bylines], doubts)
    return ParsedStory(headline, deck, [piece.text for piece in body], bylines, bios)


def _first_bylines(pieces: list[Piece]) -> int:
    return next((at for at, piece in enumerate(pieces) if piece.bylines), len(pieces))


def _front(pieces: list[Piece], doubts: list[Doubt]) -> tuple[str, list[ParsedByline], list[Piece]]:
    """The deck, the names above the text if they stand there, and what follows."""
    first = _first_bylines(pieces)
    if first == 0 or (first == 1 and _is_front(pieces, doubts)):
        return (pieces[0].text if first else "", *_leading_bylines(pieces[first:]))
    if first > 1 and _is_deck(pieces, doubts):
        return pieces[0].text, [], pieces[1:]
    return "", [], pieces


def _leading_bylines(pieces: list[Piece]) -> tuple[list[ParsedByline], list[Piece]]:
    count = next((at for at, piece in enumerate(pieces) if not piece.bylines), len(pieces))
    return [byline for piece in pieces[:count] for byline in piece.bylines], pieces[count:]


def _each_once(bylines: list[ParsedByline], doubts: list[Doubt]) -> list[ParsedByline]:
    first: dict[tuple[str, str], ParsedByline] = {}
    again = [line for line in bylines if first.setdefault((line.name.casefold(), line.role), line) is not line]
    doubts += [Doubt(line.line, f"“{line.name}” is named twice.") for line in again]
    return list(first.values())


def _is_front(pieces: list[Piece], doubts: list[Doubt]) -> bool:
    """Headline, one paragraph, author line: is the paragraph a deck and the text still to come?"""
    text = pieces[0].text
    bylines, rest = _leading_bylines(pieces[1:])
    if not rest or owner_named(rest[0].text, [each.name for each in bylines]):
        return False
    longer = length_in_words(text) < sum(length_in_words(piece.text) for piece in rest)
    if not longer or length_in_words(text) > 40:
        return False
    if len(rest) == 1 or not _is_deck_like(text):
        doubts.append(Doubt(pieces[0].line, "Read as the deck, and what follows the author line as the text."))
    return True


def _is_deck(pieces: list[Piece], doubts: list[Doubt]) -> bool:
    """Is the first of two or more paragraphs a deck? Says so where it is unsure."""
    text, after = pieces[0].text, pieces[1].text
    deck = _is_deck_like(text)
    message = _doubt_of_deck(text, after) if deck else _doubt_of_first_paragraph(text, after)
    if message:
        doubts.append(Doubt(pieces[0].line, message))
    return deck


def _is_deck_like(text: str) -> bool:
    short = length_in_words(text) <= 30 and len(text) <= 250
    return short and has_words(text) and not (_ends_open(text) or BULLET.match(text) or _is_date(text))


def _ends_open(text: str) -> bool:
    """Does it end as a sentence does, or as something that goes on below?"""
    return is_stopped(text) or text[-1] in ":：,，;；"


def _is_date(text: str) -> bool:
    return any(map(str.isdigit, text)) and DATE_WORDS.issuperset(re.findall(r"[^\W\d_]+", text.lower()))


def _doubt_of_deck(text: str, after: str) -> str:
    if length_in_words(text) < 3:
        return "Read as the deck, though it is very short: it may be a crosshead."
    if not is_stopped(after):
        return "Read as the deck, though the next paragraph has no full stop either."
    return (
        "Read as the deck, though it is longer than the next paragraph."
        if length_in_words(text) > length_in_words(after)
        else ""
    )


def _doubt_of_first_paragraph(text: str, after: str) -> str:
    if _is_date(text):
        return "Read as text: this looks like a date. Take it out, and give the date when you import."
    if not is_stopped(text):
        return "Read as the first paragraph, though it has no full stop."
    one_sentence = not re.search(r"[.!?…][\"'”’)]*\s", text)
    short = one_sentence and length_in_words(text) <= 20 and length_in_words(after) > length_in_words(text)
    return "Read as the first paragraph. If it is the deck, move it there on the desk." if short else ""


# Bios


def _trailing_bios(
    body: list[Piece], bylines: list[ParsedByline], doubts: list[Doubt]
) -> tuple[list[Piece], list[Piece]]:
    """Where the author line is on top: the last paragraphs, as far as they begin as bios of those named there."""
    names = [byline.name for byline in bylines]
    end = len(body)
    while end > 1 and begins_as_bio(body[end - 1].text, names):
        end -= 1
    doubts += [Doubt(piece.line, "Read as a bio: it begins with the author's name.") for piece in body[end:]]
    return body[:end], body[end:]


def _bios(pieces: list[Piece], names: list[str], doubts: list[Doubt]) -> list[ParsedBio]:
    texts: dict[str, list[str]] = {}
    nobodys: list[ParsedBio] = []
    current = None
    for piece in pieces:
        if not has_words(piece.text) or BIO_HEADING.fullmatch(piece.text):
            doubts.append(Doubt(piece.line, f"“{piece.text[:40]}” was left out."))
            continue
        current, message = owner(piece.text, list(dict.fromkeys(names)), list(texts), current)
        if message:
            doubts.append(Doubt(piece.line, message))
        if current:
            texts.setdefault(current, []).append(piece.text)
        else:
            nobodys.append(ParsedBio(piece.text))
    return [ParsedBio("\n\n".join(paragraphs), name) for name, paragraphs in texts.items()] + nobodys
