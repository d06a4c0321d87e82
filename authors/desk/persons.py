"""What the pages of identity share: who may open them, and two authors side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator

from authors.desk.lists import with_stories
from authors.desk.where import credits
from authors.models import Author
from paper.prose import plain_text

BEGINNING = 240  # characters of a bio that stand beside another's


@dataclass(frozen=True)
class Side:
    """One of two who may be one: `stories` that are listed, the card of the newest, and how the bio begins."""

    author: Author
    stories: int
    newest: Any
    bio: str

    @property
    def standing(self) -> str:
        """Senior Editor · Staff; an agency is what it is."""
        is_person = self.author.kind == Author.Kind.PERSON
        what = self.author.get_standing_display() if is_person else self.author.get_kind_display()
        return " · ".join(filter(None, [self.author.position, str(what)]))


def need(request: HttpRequest, *rights: str) -> None:
    """403 without one of these rights; the page says who has it."""
    for right in rights:
        if not request.user.has_perm(right):
            raise PermissionDenied(right)


def somebody(request: HttpRequest, pk: int, right: str) -> Author:
    """Today's author of that number or of one merged since, for whoever has the right."""
    need(request, right)
    found = get_object_or_404(Author.everyone.select_related("merged_into"), pk=pk)
    return found.merged_into or found


def sides(pks: Iterable[int], at: datetime) -> dict[int, Side]:
    """Today's authors of these numbers, side by side. Two queries, however many they are."""
    mine = credits().listed(at).filter(author=OuterRef("pk")).newest(at)
    rows = with_stories(Author.objects.filter(pk__in=set(pks))).select_related("user")
    found = list(rows.annotate(newest_credit=Subquery(mine.values("pk")[:1])))
    newest = credits().filter(pk__in=[row.newest_credit for row in found if row.newest_credit]).for_cards()
    cards = {row.author_id: row.card for row in newest}
    return {row.pk: Side(row, row.stories, cards.get(row.pk), _beginning(row)) for row in found}


def _beginning(author: Author) -> str:
    return Truncator(plain_text(author.bio or author.short_bio)).chars(BEGINNING)
