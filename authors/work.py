"""What an author has done: pages of it, whole or narrowed to a role, a year or a topic, and what is worth narrowing to.

Stories come through the reverse relations of the author: this room knows nothing of how they are made.
"""

import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from authors.models import Author
from paper.addresses import canonical
from paper.days import day_of, year_period
from paper.pager import ListPage, Place, PreparedList, list_page

TICK = timedelta(microseconds=1)  # the databases' shortest time
YEAR = re.compile(r"[1-8]\d{3}", re.ASCII)
ROLE_WORDS = {  # what somebody did, as in the middle of a sentence; by the names of the roles
    "author": pgettext_lazy("work on a story", "writing"),
    "contributor": pgettext_lazy("work on a story", "additional reporting"),
    "photographer": pgettext_lazy("work on a story", "photographs"),
    "illustrator": pgettext_lazy("work on a story", "illustrations"),
    "translator": pgettext_lazy("work on a story", "translation"),
    "editor": pgettext_lazy("work on a story", "editing"),
}
NEWEST = 200  # stories whose topics and roles are offered
OTHER_ROLES = 500  # stories they did not only write, whose roles are offered
TOPICS, TWICE = 8, 2  # topics offered at the most; each of so many of the newest stories at least
FEW = 1_000  # editions on a topic
YEARS = 100  # years offered at the most


class Choice(NamedTuple):
    """A link that narrows the list."""

    words: str
    url: str
    chosen: bool = False

    def chosen_by(self, query: str) -> "Choice":
        """`query` is that of the narrowing in force."""
        return self._replace(chosen=self.url.endswith(f"?{query}"))


class Narrowed(NamedTuple):
    """A list of stories up to a moment; `query` is what the address says of it ("year=2016"), "" where it is whole; `tags`:
    what its words are made from."""

    stories: Any  # has newest() and oldest_after()
    end: datetime
    query: str = ""
    words: str = ""
    tags: frozenset[str] = frozenset()


class Within(NamedTuple):
    """A list that ends with a period: the way back to newer pages must not lead out of it."""

    stories: Any
    end: datetime

    def newest(self, bound: datetime | Place) -> Any:
        return self.stories.newest(bound)

    def oldest_after(self, place: Place) -> Any:
        return self.stories.filter(first_published_at__lte=self.end).oldest_after(place)


def narrowed(author: Author, request: HttpRequest, at: datetime) -> Narrowed:
    """The list that the address asks for, by one thing: a role, else a year, else a topic. Raises Http404 for none of these."""
    for name, narrow in NARROW.items():
        if name in request.GET:
            stories = author.edition_credits.listed(at).for_lists()  # type: ignore[attr-defined]
            return narrow(stories, request.GET[name], at)
    return Narrowed(_whole(at, author=author.pk), at)


_whole = PreparedList(lambda at, author: _credits().filter(author=author).listed(at).for_lists())


def _credits() -> Any:
    return Author.edition_credits.rel.related_model.objects  # type: ignore[attr-defined]


def page_of(work: Narrowed, request: HttpRequest) -> ListPage:
    """The page of that list which the address asks for; its links keep the narrowing. Raises Http404 where nothing is."""
    found = list_page(work.stories, request, work.end)
    if not work.query:
        return found
    if not found.rows and not {"before", "after"} & set(request.GET):
        raise Http404("No stories of this author are there.")
    return ListPage(found.rows, *(_with(work.query, url) for url in (found.url, found.older_url, found.newer_url)))


def _with(query: str, url: str) -> str:
    path, _, cursor = url.partition("?")
    return f"{path}?{query}{f'&{cursor}' if cursor else ''}" if url else ""


# Narrowing


def _by_role(stories: Any, value: str, at: datetime) -> Narrowed:
    if value not in _roles().values:
        raise Http404("Nobody does that here.")
    return Narrowed(_did(stories, value), at, f"role={value}", role_words(value))


def _by_year(stories: Any, value: str, at: datetime) -> Narrowed:
    if not YEAR.fullmatch(value):
        raise Http404("No such year.")
    period = year_period(int(value))
    end = min(period.end - TICK, at)
    inside = stories.filter(first_published_at__gte=period.start)
    return Narrowed(Within(inside, end), end, f"year={value}", value)


def _by_topic(stories: Any, value: str, at: datetime) -> Narrowed:
    rows = _topic_rows()
    topic = rows.model.topic.field.related_model.objects.filter(slug=canonical(value)).first()
    if topic is None:
        raise Http404("No such topic.")
    counted = rows.filter(topic=topic).newest(at).values("article")[: FEW + 1].count()
    narrow = _on_few if counted <= FEW else _on_many
    found, query = narrow(stories, rows.filter(topic=topic), at), urlencode({"topic": topic.slug})
    return Narrowed(found, at, query, topic.name, frozenset({f"topic:{topic.pk}"}))


def _on_few(stories: Any, rows: Any, at: datetime) -> Any:
    """A small topic's editions are numbered one by one: the author's list may be long, and rarely on it."""
    return stories.filter(edition__in=list(rows.listed(at).values_list("edition", flat=True)))


def _on_many(stories: Any, rows: Any, at: datetime) -> Any:
    """Of each of the author's stories it is asked whether it is on a large topic: the next one rarely is far."""
    on_topic = models.Subquery(rows.filter(edition=models.OuterRef("edition")).values("pk")[:1])
    return stories.alias(on_topic=on_topic).exclude(on_topic=None)  # Exists would be joined, and all rows read for that


NARROW = {"role": _by_role, "year": _by_year, "topic": _by_topic}


def _did(stories: Any, role: str) -> Any:
    """Those in which the author did this. An index of its own serves what somebody did who does not only write."""
    done = stories.filter(roles__contains=role)  # no role's name is part of another's
    return done if role == "author" else done.exclude(roles="author")


def _roles() -> Any:
    return Author.bylines.rel.related_model.Role  # type: ignore[attr-defined]


def _topic_rows() -> Any:
    """The list index over topics, two relations away."""
    edition = editions().model
    return edition.topic_rows.rel.related_model.objects


def editions() -> Any:
    """What was published: the manager of the rows behind author.edition_credits."""
    return Author.edition_credits.rel.related_model.edition.field.related_model.objects  # type: ignore[attr-defined]


def role_words(role: str) -> str:
    """Photographs, Translation …; Writing."""
    return capfirst(str(ROLE_WORDS[role]))


# What is worth narrowing to: four queries, however much somebody has done


def offers(author: Author, at: datetime) -> dict[str, list[Choice]]:
    """{"roles", "years", "topics"}: choices that lead somewhere, each list empty where there is nothing to choose between."""
    stories = author.edition_credits.listed(at)  # type: ignore[attr-defined]
    newest = list(stories.newest(at).values_list("roles", "edition__topics")[:NEWEST])
    roles = _roles_of(stories, [done for done, _ in newest], at)
    years = [(str(year), str(year)) for year in _years_of(author, stories, at)]
    found = {
        "role": roles if len(roles) > 1 else [],
        "year": years if len(years) > 1 else [],
        "topic": _topics_of([topics for _, topics in newest]),
    }
    return {f"{name}s": [_choice(author, name, *one) for one in those] for name, those in found.items()}


def _choice(author: Author, name: str, value: str, words: str) -> Choice:
    return Choice(words, f"{author.url}?{urlencode({name: value})}")


def _roles_of(stories: Any, newest: list[str], at: datetime) -> list[tuple[str, str]]:
    """What they did lately, in the house's order of roles."""
    others = stories.exclude(roles="author").newest(at).values_list("roles", flat=True)[:OTHER_ROLES]
    done = {role for roles in (*newest, *others) for role in roles.split()}
    return [(role, role_words(role)) for role in _roles().values if role in done]


def _topics_of(newest: list[list[dict]]) -> list[tuple[str, str]]:
    """Of the newest stories, most first."""
    found = Counter((topic["slug"], topic["name"]) for topics in newest for topic in topics)
    return [topic for topic, count in found.most_common(TOPICS) if count >= TWICE]


def _years_of(author: Author, stories: Any, at: datetime) -> list[int]:
    """Those in which something was first published, newest first: one short index walk each, all in one query."""
    oldest = stories.order_by("first_published_at").values_list("first_published_at", flat=True).first()
    if oldest is None:
        return []
    last = day_of(at).year
    years = range(last, max(day_of(oldest).year, last - YEARS + 1) - 1, -1)
    asked = [_is_in(stories, year) for year in years]
    found = Author.everyone.filter(pk=author.pk).values_list(*asked).get()
    return [year for year, is_there in zip(years, found, strict=True) if is_there]


def _is_in(stories: Any, year: int) -> models.Exists:
    period = year_period(year)
    return models.Exists(stories.filter(first_published_at__gte=period.start, first_published_at__lt=period.end))
