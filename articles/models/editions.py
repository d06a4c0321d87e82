"""Editions in lists, and that nobody but the verbs changes one."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from articles.models.listing import CARD, TICK, ListQuerySet
from paper.days import Period
from paper.pager import Place

if TYPE_CHECKING:
    from articles.models.section import Section

_verb_at_work: ContextVar[bool] = ContextVar("verb_at_work", default=False)


@contextmanager
def verb_at_work() -> Iterator[None]:
    """Only inside this, and only the verbs use it, may an existing edition be changed."""
    token = _verb_at_work.set(True)
    try:
        yield
    finally:
        _verb_at_work.reset(token)


class EditionIsClosed(Exception):
    """An edition is append-only: a verb of its story changes what readers see."""


def refuse_outside_verbs() -> None:
    """Raises EditionIsClosed."""
    if not _verb_at_work.get():
        raise EditionIsClosed("Editions are changed by the verbs of their story (publish, unpublish, withdraw) alone.")


class EditionQuerySet(ListQuerySet):
    def update(self, **kwargs: Any) -> int:
        refuse_outside_verbs()
        return super().update(**kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        refuse_outside_verbs()
        return super().bulk_update(*args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        refuse_outside_verbs()
        return super().delete()

    def at_address(self, day: Any, slug: str, at: datetime) -> Self:
        """The live editions whose story has the address (day, slug), if it answers by then."""
        return self.live(at).filter(
            article__addresses__date=day,
            article__addresses__slug=slug,
            article__addresses__answers_from__lte=at,
        )

    def in_sections(self, wanted: "Sequence[Section | int]") -> "InSections | Self":
        """Filed in one of these sections. Several are walked one by one: an index serves one section at a time."""
        return self.filter(section=wanted[0]) if len(wanted) == 1 else InSections(self, wanted)

    def in_period(self, period: Period, at: datetime) -> Self:
        """The newest first published in the period: the lower bound here, the one upper bound by `newest`."""
        return self.filter(first_published_at__gte=period.start).newest(min(period.end - TICK, at))

    def any_of(self, querysets: Iterable[models.QuerySet]) -> Self:
        """The rows of several limited querysets, in one query that walks each one's index."""
        parts = [
            self.model._default_manager.filter(pk__in=part.values("pk")).order_by().values("pk") for part in querysets
        ]
        if not parts:
            return self.none()
        return self.filter(pk__in=parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])

    def for_cards(self) -> Self:
        return self.only(*CARD)

    def with_updated(self) -> Self:
        """Adds `material_at`: when the story's last material edition so far began."""
        material = self.model._default_manager.filter(
            article=OuterRef("article"),
            live_from__lte=OuterRef("live_from"),
            change=self.model.MATERIAL,  # type: ignore[attr-defined]
        )
        return self.annotate(material_at=Subquery(material.order_by("-live_from").values("live_from")[:1]))


class InSections:
    """A list over several sections: its pages are taken from each one's index and merged, in one query."""

    def __init__(self, editions: EditionQuerySet, wanted: "Sequence[Section | int]") -> None:
        self._editions, self._wanted = editions, wanted

    def for_cards(self) -> "InSections":
        return InSections(self._editions.for_cards(), self._wanted)

    def newest(self, bound: datetime | Place) -> "Merged":
        return Merged(self._editions, [self._editions.filter(section=one).newest(bound) for one in self._wanted])

    def oldest_after(self, place: Place) -> "Merged":
        return Merged(self._editions, [self._editions.filter(section=one).oldest_after(place) for one in self._wanted])


class Merged:
    """Ordered querysets of one kind, to be sliced as one."""

    def __init__(self, editions: EditionQuerySet, parts: list[EditionQuerySet]) -> None:
        self._editions, self._parts = editions, parts

    def __getitem__(self, wanted: slice) -> EditionQuerySet:
        order = self._parts[0].query.order_by
        return self._editions.any_of([part[: wanted.stop] for part in self._parts]).order_by(*order)[wanted]
