"""The line under the headline, made from an edition's credits as printed, in the language of the story.

The same names make the lines on the page, the one line of feeds and metadata, and the house's own wording of it. A name is
a dict {"name", "url", "position", "before": what stands before it, "apart": whether it runs in the other direction}.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

import paper
from articles.models import Byline, Edition
from articles.sentences import Spoken, isolated, links, opened, others, runs_otherwise, spoken
from articles.wording import Line, fits, parts
from authors.models import Author
from authors.models.author import heirs
from authors.profile import position_of
from paper.prepared import Prepared

FOLD_OVER, SHOWN = 5, 3  # above five names, three are shown and the rest opens
CARDS_UP_TO = 3  # more people than this: names and positions alone

Name = dict[str, Any]
Authors = dict[int, Author]


class Whole(NamedTuple):
    """Names in one line; `after` stands behind the last."""

    names: list[Name]
    after: str
    language: str
    direction: str


def authors_of(edition: Edition) -> Authors:
    """By the number in the credits, in their order: who that is today, with what a card, a name or the page's head needs.
    One query at the most. Two numbers lead to one author where the two were merged."""
    wanted = list(dict.fromkeys(credit["author"] for credit in edition.credits))
    if not wanted:
        return {}
    found = heirs(_credited_on_few(pks=wanted) if len(wanted) <= CARDS_UP_TO else _credited(pks=wanted))
    return {pk: found[pk] for pk in wanted if pk in found}


def _with(*fields: str) -> Callable[..., QuerySet[Author]]:
    needed = [*fields, "merged_into", *(f"merged_into__{field}" for field in fields)]
    return lambda pks: Author.everyone.only(*needed).with_heirs(pks)


_credited = Prepared(_with("name", "slug", "position", "standing", "kind", "fediverse"))
_credited_on_few = Prepared(_with("name", "slug", "position", "standing", "kind", "fediverse", "card"))


def byline(edition: Edition, authors: Authors) -> dict:
    """For `_byline.html`: the writers (`lead`), a single writer's position and the other roles, each on a line; `wording` is
    the house's own of all of them, or None."""
    speech = spoken(edition.language)
    found = _by_role(edition, authors, speech.direction)
    writers = found.pop(Byline.Role.AUTHOR, [])
    return {
        "language": speech.tag,
        "direction": speech.direction,
        "lead": _lead(writers, speech),
        "position": writers[0]["position"] if len(writers) == 1 else "",
        "aside": speech.tongue.aside or speech.tongue.comma,
        "others": [{"label": _label(role, speech), "names": _joined(names, speech)} for role, names in found.items()],
        "wording": _worded(edition, authors),
    }


def _lead(writers: list[Name], speech: Spoken) -> dict:
    """All, or three of more than five; the rest opens."""
    shown = writers[:SHOWN] if len(writers) > FOLD_OVER else writers
    hidden = writers[len(shown) :]
    rest = others(len(hidden), speech.tongue) if hidden else ""
    return {
        "label": _label(Byline.Role.AUTHOR, speech),
        "shown": _joined(shown, speech, more=len(hidden)),
        "hidden": _joined(hidden, speech),
        "gap": " " if rest.startswith(" ") else "",
        "others": rest.strip(),
    }


def sentence(edition: Edition) -> str:
    """By A and B; photographs by C: the whole byline in one plain line, nobody left out. "" where nobody is named."""
    return _plain(_whole(edition, {}))


def sentence_html(edition: Edition, authors: Authors) -> SafeString:
    """The same with its names linked."""
    return render_to_string("articles/_byline.html#sentence", {"line": _whole(edition, authors)})


def lines(edition: Edition) -> list[str]:
    """As they stand under the headline, in plain text and nobody folded away: the house's wording, or one for each role."""
    worded, speech = _worded(edition, {}), spoken(edition.language)
    if worded:
        return [_plain(worded)]
    return [
        _label(role, speech) + _plain(Whole(_joined(names, speech), "", speech.tag, speech.direction))
        for role, names in _by_role(edition, {}, speech.direction).items()
    ]


def writers_of(edition: Edition) -> list[str]:
    """The writers' names as printed; the paper's own where it signs and nobody else does."""
    names = [credit["name"] for credit in edition.credits if credit["role"] == Byline.Role.AUTHOR]
    return names or ([paper.current().name] if edition.signed_by_house else [])


def creators(edition: Edition, authors: Authors) -> list[str]:
    """The writers' fediverse handles, @name@server."""
    writers = [authors.get(credit["author"]) for credit in edition.credits if credit["role"] == Byline.Role.AUTHOR]
    handles = [f"@{author.fediverse.removeprefix('@')}" for author in writers if author and author.fediverse]
    return list(dict.fromkeys(handles))


def about(authors: Authors) -> dict:
    """What stands after the text: up to three authors' cards, or names and positions of more."""
    people = list({author.pk: author for author in authors.values()}.values())
    if len(authors) <= CARDS_UP_TO:
        return {"cards": [author.card for author in people if author.card], "people": []}
    return {"cards": [], "people": people}


# One line -----------------------------------------------------------------------------------------------


def _whole(edition: Edition, authors: Authors) -> Whole:
    """The house's wording where it fits the rows, else the usual sentence."""
    return _worded(edition, authors) or _usual(edition, authors)


def _usual(edition: Edition, authors: Authors) -> Whole:
    speech = spoken(edition.language)
    names: list[Name] = []
    for role, people in _by_role(edition, authors, speech.direction).items():
        words = speech.tongue.between + speech.tongue.words(role) if names else _label(role, speech)
        names += _joined(people, speech, first=words)
    return Whole(names, "", speech.tag, speech.direction)


def _worded(edition: Edition, authors: Authors) -> Whole | None:
    rows = [Line(credit["name"], credit["role"]) for credit in edition.credits]
    if not fits(edition.byline_wording, rows, house=edition.signed_by_house):
        return None
    places, after = parts(edition.byline_wording)
    names = [
        {**_name(edition.credits[place - 1], authors, edition.direction), "before": before} for before, place in places
    ]
    return Whole(names, after, edition.language, edition.direction)


def _plain(line: Whole) -> str:
    return "".join(name["before"] + isolated(name["name"], line.direction) for name in line.names) + line.after


# Names --------------------------------------------------------------------------------------------------


def _by_role(edition: Edition, authors: Authors, direction: str) -> dict[str, list[Name]]:
    """The roles that somebody has, in their order, writers first."""
    found: dict[str, list[Name]] = {role: [] for role in Byline.Role.values}
    for credit in edition.credits:
        found[credit["role"]].append(_name(credit, authors, direction))
    if not found[Byline.Role.AUTHOR]:
        house = [{"author": None, "name": name} for name in writers_of(edition)]
        found[Byline.Role.AUTHOR] = [_name(credit, authors, direction) for credit in house]
    return {role: names for role, names in found.items() if names}


def _name(credit: dict, authors: Authors, direction: str) -> Name:
    name, author = credit["name"], authors.get(credit["author"])
    return {
        "name": name,
        "url": author.url if author else "",
        "position": position_of(author) if author else "",
        "apart": runs_otherwise(name, direction),
    }


def _joined(names: list[Name], speech: Spoken, *, first: str = "", more: int = 0) -> list[Name]:
    """With what stands before each; `more` come after these."""
    before = links([name["name"] for name in names], speech.tongue, more=more)
    return [{**name, "before": words} for name, words in zip(names, [first, *before[1:]], strict=False)]


def _label(role: str, speech: Spoken) -> str:
    return opened(speech.tongue.words(role), speech.tag)
