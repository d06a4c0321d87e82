"""The public list of what changed in a story since it was first published."""

from datetime import datetime
from itertools import groupby, starmap
from typing import NamedTuple

import paper
from articles.models import Edition
from paper.days import day_of

SHOWN = 5  # changes of a day; the rest of them opens


class Change(NamedTuple):
    at: datetime
    line: str  # what changed; empty where readers are told the moment alone


class Day(NamedTuple):
    """The changes of one day of the paper, newest first."""

    shown: list[Change]  # those that say what changed before those that do not
    folded: list[Change]


def changes(story: Edition, at: datetime) -> list[Day]:
    """Material changes by `at`, newest first. One query, and only where the paper lists them and the story has any.

    A retraction is not among them: its notice says so above the headline. Needs `with_updated()`.
    """
    if not (paper.current().lists_changes and story.updated_at):
        return []
    since = Edition.objects.filter(article=story.article_id, live_from__gt=story.first_published_at, live_from__lte=at)
    material = since.filter(change=Edition.MATERIAL, retracted=False).order_by("-live_from")
    found = starmap(Change, material.values_list("live_from", "line"))
    return [_day(list(group)) for _, group in groupby(found, key=lambda change: day_of(change.at))]


def _day(found: list[Change]) -> Day:
    shown = sorted(found, key=lambda change: not change.line)[:SHOWN]
    return Day([change for change in found if change in shown], [change for change in found if change not in shown])
