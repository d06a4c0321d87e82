"""What can be put on a front: stories that readers have or will have, and what a rule can be of."""

from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.arrangement import Item, Rule
from articles.desk.called import MOST_WORDS, holding, keys_with
from articles.desk.find import story_at
from articles.desk.state import brief
from articles.desk.stories import BY_NUMBER
from articles.models import Edition, SearchEntry, Section, Series, Topic
from articles.models.front import Front
from articles.models.section import sections
from authors.models import Author
from authors.models.author import match_key

SHOWN = 12  # stories
OF_A_KIND = 4  # topics, authors and series
SECTIONS = 8
REACH = 5_000  # the newest editions, in which pieces of words are looked for; whole words are found in all that readers have
FEW = 2  # letters from which something is looked for


class Story(NamedTuple):
    pk: int
    headline: str
    language: str
    direction: str
    about: str  # World · live since 14 Feb 09:00

    @property
    def move(self) -> str:
        return f"story:{self.pk}"


class Subject(NamedTuple):
    """What the newest are of."""

    rule: Rule
    name: str

    @property
    def move(self) -> str:
        return f"{self.rule.kind}:{self.rule.pk}"


class Found(NamedTuple):
    typed: str
    stories: list[Story]
    subjects: list[Subject]


def find(typed: str, front: Front) -> Found:
    """For what was typed; for less than two letters the newest stories, and the sections of the front."""
    words = " ".join(typed.replace("\0", " ").split())[:600]
    if len(words) < FEW:
        return Found(words, _stories(_pending()), _sections_of(front))
    return Found(words, _stories(_meant(words)), _subjects(words))


def item_of(kind: str, pk: str) -> Item | None:
    """The item that a found thing makes; None for nonsense."""
    if not (pk.isascii() and pk.isdigit() and 0 < len(pk) < 19 and int(pk)):
        return None
    if kind == "story":
        return Item(story=int(pk))
    return Item(rule=Rule(kind, int(pk))) if kind in ("section", "topic", "author", "series") else None


def _pending() -> QuerySet[Edition]:
    """What readers have or will have, what they had last or will have last first."""
    rows = Edition.objects.filter(live_until__gt=timezone.now(), retracted=False)
    return rows.order_by("-first_published_at", "-article_id", "-live_from")


def _meant(words: str) -> QuerySet[Edition]:
    number, at_address = BY_NUMBER.fullmatch(words), story_at(words)
    if number or at_address:
        return _pending().filter(article=number[1] if number else at_address.pk)
    asked = words.split()[:MOST_WORDS]
    named = holding(asked, "headline", "front_headline")
    newest = _newest().filter(named).values_list("pk", flat=True)[: SHOWN * 2]
    published = SearchEntry.objects.filter(key__in=keys_with(asked)).order_by().values("edition")
    older = _pending().filter(named, pk__in=published).values_list("pk", flat=True)[: SHOWN * 2]
    return _pending().filter(pk__in=[*newest, *older])


def _newest() -> QuerySet[Edition]:
    """REACH of what is pending, or a few more."""
    last = list(_pending().values_list("first_published_at", flat=True)[REACH - 1 : REACH])
    return _pending().filter(first_published_at__gte=last[0]) if last else _pending()


def _stories(rows: QuerySet[Edition]) -> list[Story]:
    """Each story once."""
    found: dict[int, Edition] = {}
    for row in rows.for_cards()[: SHOWN * 2]:
        found.setdefault(row.article_id, row)
    return [_story(row) for row in list(found.values())[:SHOWN]]


def _story(row: Edition) -> Story:
    now = timezone.now()
    begins = row.live_from if row.live_from > now and row.first_published_at > now else row.first_published_at
    when = f"scheduled for {brief(begins)}" if begins > now else f"published {brief(begins)}"
    about = " · ".join(part for part in (row.section_name, when) if part)
    return Story(row.article_id, row.front_headline or row.headline, row.language, row.direction, about)


def _sections_of(front: Front) -> list[Subject]:
    found = front.section.subtree() if front.section else [s for s in sections().values() if s.parent_id is None]
    return [_subject(section) for section in found[:SECTIONS]]


def _subject(section: Section) -> Subject:
    return Subject(Rule("section", section.pk), " › ".join(part.name for part in section.line()))


def _subjects(words: str) -> list[Subject]:
    named = [section for section in sections().values() if words.casefold() in section.name.casefold()]
    found = [_subject(section) for section in named[:SECTIONS]]
    for kind, model in (("topic", Topic), ("series", Series)):
        rows = model.objects.filter(_in_name(words)).order_by("name").values_list("pk", "name")
        found += [Subject(Rule(kind, pk), name) for pk, name in rows[:OF_A_KIND]]
    key = match_key(words)
    authors = Author.objects.filter(key__contains=key).order_by("sort_name", "pk") if key else Author.objects.none()
    return found + [Subject(Rule("author", pk), name) for pk, name in authors.values_list("pk", "name")[:OF_A_KIND]]


def _in_name(words: str) -> Q:
    return Q(*(("name__icontains", spelling) for spelling in {words, words.lower(), words.title()}), _connector=Q.OR)
