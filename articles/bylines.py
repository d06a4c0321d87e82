"""The line under the headline, made from an edition's credits as printed."""

import paper
from articles.models import Byline, Edition
from authors.models import Author

FOLD_OVER, SHOWN = 5, 3  # above five names, three are shown and the rest opens
CARDS_UP_TO = 3  # more people than this: names and positions alone

LABELS = {
    Byline.Role.CONTRIBUTOR: "Additional reporting by",
    Byline.Role.PHOTOGRAPHER: "Photographs by",
    Byline.Role.ILLUSTRATOR: "Illustrations by",
    Byline.Role.TRANSLATOR: "Translated by",
    Byline.Role.EDITOR: "Edited by",
}


def authors_of(edition: Edition) -> dict[int, Author]:
    """The credited authors by pk, with what a card or a name needs, in the order of the credits. One query at the most."""
    wanted = list(dict.fromkeys(credit["author"] for credit in edition.credits))
    if not wanted:
        return {}
    full = Author.objects.only("name", "slug", "position", "kind", *(["card"] if len(wanted) <= CARDS_UP_TO else []))
    found = full.in_bulk(wanted)
    return {pk: found[pk] for pk in wanted if pk in found}


def byline(edition: Edition, authors: dict[int, Author]) -> dict:
    """Names with links: the writers (`lead`), a single writer's position, and the other roles each on a line."""
    names = {role: _names(edition, role, authors) for role in Byline.Role}
    writers = names[Byline.Role.AUTHOR] or [{"name": n, "url": "", "position": ""} for n in writers_of(edition)]
    shown = writers[:SHOWN] if len(writers) > FOLD_OVER else writers
    hidden = writers[len(shown) :]
    lead = {"shown": shown, "hidden": hidden, "others": f"and {len(hidden)} others" if hidden else ""}
    others = [{"label": label, "names": names[role]} for role, label in LABELS.items() if names[role]]
    return {"lead": lead, "position": writers[0]["position"] if len(writers) == 1 else "", "others": others}


def writers_of(edition: Edition) -> list[str]:
    """The writers' names as printed; the paper's own where it signs and nobody else does."""
    names = [credit["name"] for credit in edition.credits if credit["role"] == Byline.Role.AUTHOR]
    return names or ([paper.current().name] if edition.signed_by_house else [])


def about(authors: dict[int, Author]) -> dict:
    """What stands after the text: up to three authors' cards, or names and positions of more."""
    if len(authors) <= CARDS_UP_TO:
        return {"cards": [author.card for author in authors.values() if author.card], "people": []}
    return {"cards": [], "people": list(authors.values())}


def _names(edition: Edition, role: str, authors: dict[int, Author]) -> list[dict[str, str]]:
    return [_name(credit, authors.get(credit["author"])) for credit in edition.credits if credit["role"] == role]


def _name(credit: dict, author: Author | None) -> dict[str, str]:
    return {"name": credit["name"], "url": author.url if author else "", "position": author.position if author else ""}
