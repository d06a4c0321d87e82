"""What stands where on a front at a moment: what was placed by hand or by rule, then the newest, and no story twice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet, Value

from articles.arrangement import FREE, MOST, Arrangement, Band, Item, Rule
from articles.cards import Card
from articles.models import Edition, EditionCredit, EditionTopic, Series, Topic
from articles.models.front import HOME, arrangement_of, breaking_at, tag_of
from articles.models.kinds import Kind
from articles.models.section import Section, sections, top_sections
from authors.models import Author
from paper.days import day_of
from paper.templatetags.paper import clock, day

NEWEST = 60  # stories the top of the front is chosen from
SECONDS, OPINION, LATEST, BAND = 3, 4, 6, 4
TOP = 1 + SECONDS
NOT_AT_THE_TOP = {Kind.OPINION, Kind.BRIEF, Kind.SPONSORED}  # by themselves; an editor may put them there

Found = dict[Rule, list[Edition]]
Fits = Callable[[Card], bool]


class Heading(NamedTuple):
    name: str
    url: str


class Spot(NamedTuple):
    """Why a card stands where it stands: by its item, or by itself. An item without a card brings nothing now."""

    item: Item
    card: Card | None


class Spots(NamedTuple):
    """For the desk: the spots of each place from the top, and each band that was asked for, also one that has no story."""

    top: list[Spot]
    opinion: list[Spot]
    bands: list[tuple[Band, Heading | None, list[Spot]]]


def home(at: datetime, arrangement: Arrangement | None = None) -> dict:
    """{"lead": card or None, "seconds", "opinion", "latest": cards, "bands": [{"name", "url", "stories": cards}], "spots", "tags"}.

    `arrangement` in place of the one in force at `at`: for a preview."""
    arrangement = arrangement_of(HOME, at) if arrangement is None else arrangement
    rows = Edition.objects.listed(at).for_cards().newest(at)[:NEWEST]
    page = _Filling(arrangement, [Card.of(row) for row in rows], at)
    spots = page.fill(arrangement.top, TOP, is_for_the_top)
    voices = page.fill(arrangement.opinion, OPINION, is_opinion)
    latest = page.newest(LATEST)
    filled = page.bands(of_the_sections() if arrangement.bands is None else arrangement.bands)
    top, opinion = _shown(spots), _shown(voices)
    return {
        "lead": top[0] if top else None,
        "seconds": top[1:],
        "opinion": opinion,
        "latest": [replace(card, when=when(card, at)) for card in latest],
        "bands": _with_stories(filled),
        "spots": Spots(spots, voices, filled),
        "tags": page.tags(HOME),
    }


def of_the_sections() -> list[Band]:
    """The bands of a home page that nobody gave others."""
    return [Band(Rule("section", one.pk)) for one in top_sections()]


def is_for_the_top(card: Card) -> bool:
    return card.kind not in NOT_AT_THE_TOP


def is_opinion(card: Card) -> bool:
    return card.kind == Kind.OPINION


def anything(card: Card) -> bool:
    return True


def nothing(card: Card) -> bool:
    return False


def of_section(section: Section, newest: list[Card], at: datetime, arrangement: Arrangement | None = None) -> dict:
    """{"stories": cards, "placed": how many of them by hand or rule, "opinion": cards, "bands", "spots", "tags"}.

    `newest` are the first page's stories: those placed come before them, and stand once. Without hand, all is as it was."""
    arrangement = arrangement_of(section.pk, at) if arrangement is None else arrangement
    page = _Filling(arrangement, newest, at)
    top = page.fill(arrangement.top, TOP, anything)
    voices = page.fill(arrangement.opinion, OPINION, nothing)
    stories = [*_shown(top), *page.newest(len(newest))]
    filled = page.bands(arrangement.bands or ())
    return {
        "stories": stories,
        "placed": sum(spot.item != FREE and spot.card is not None for spot in top),
        "opinion": _shown(voices),
        "bands": _with_stories(filled),
        "spots": Spots(top, voices, filled),
        "tags": page.tags(section.pk),
    }


def _shown(spots: Iterable[Spot]) -> list[Card]:
    return [spot.card for spot in spots if spot.card]


def _with_stories(bands: Iterable[tuple[Band, Heading | None, list[Spot]]]) -> list[dict]:
    """Those that have a story. One whose subject is gone is left out."""
    return [
        {"name": band.title or heading.name, "url": heading.url, "stories": stories}
        for band, heading, spots in bands
        if heading and (stories := _shown(spots))
    ]


class _Filling:
    """A front being filled. A story placed by hand is kept for its place, and one that stands somewhere is not taken again."""

    def __init__(self, arrangement: Arrangement, newest: list[Card], at: datetime) -> None:
        self.at, self._arrangement, self._newest = at, arrangement, newest
        bands = arrangement.bands or ()
        self._headings = headings_of(band.of for band in bands)
        unseen = {item.story for band in bands if band.of not in self._headings for item in band.items}
        held = [story for story in arrangement.stories(at) if story not in unseen]
        self._hand = _listed(held, at)
        self._kept, self._taken = set(self._hand), set[int]()
        rules = {item.rule for item in (*arrangement.top, *arrangement.opinion) if item.rule and item.holds(at)}
        self._by_rule = {
            rule: _cards(rows) for rule, rows in newest_by(rules, at, without=held, count=MOST * 2).items()
        }

    def fill(self, items: Iterable[Item], size: int, fits: Fits, among: list[Card] | None = None) -> list[Spot]:
        """`size` cards at the most: the items' own, then the newest that fit. What stands behind those is free for other places."""
        newest, spots, full = self._newest if among is None else among, list[Spot](), False
        for item in items:
            spots.append(Spot(item, None if full else self._card(item, fits, newest)))
            if full:
                self._kept.discard(item.story or 0)
            full = len(_shown(spots)) >= size
        return [*spots, *(Spot(FREE, card) for card in self._next(newest, fits, size - len(_shown(spots))))]

    def newest(self, size: int) -> list[Card]:
        return self._next(self._newest, anything, size)

    def _next(self, among: Iterable[Card], fits: Fits, size: int) -> list[Card]:
        """The first that stand nowhere yet, which are taken with that."""
        cards = list(islice((card for card in among if fits(card) and self._is_free(card)), size))
        self._taken |= {card.article_id for card in cards}
        return cards

    def bands(self, wanted: Iterable[Band]) -> list[tuple[Band, Heading | None, list[Spot]]]:
        """Each with its name and what no place above it has; without a name where what it is of is gone."""
        wanted = list(wanted)
        rules = {band.of for band in wanted} | {item.rule for band in wanted for item in band.items if item.rule}
        across = sum(rule.kind != "section" for rule in rules)  # a story of these may stand in several
        rows = newest_by(rules, self.at, without=self._taken | self._kept, count=BAND * (2 + across))
        self._by_rule |= {rule: _cards(found) for rule, found in rows.items()}
        headings = self._headings or headings_of(band.of for band in wanted)
        return [(band, headings.get(band.of), self._band(band) if band.of in headings else []) for band in wanted]

    def _band(self, band: Band) -> list[Spot]:
        return self.fill(band.items, BAND, anything, self._by_rule.get(band.of, []))

    def _card(self, item: Item, fits: Fits, newest: list[Card]) -> Card | None:
        """What the item brings, which is taken with that."""
        if not item.holds(self.at):
            return None
        if item.story:
            card = self._hand.get(item.story)
            self._taken |= {card.article_id} if card else set()
            return card
        cards = self._next(self._by_rule.get(item.rule, []), anything, 1) if item.rule else self._next(newest, fits, 1)
        return cards[0] if cards else None

    def _is_free(self, card: Card) -> bool:
        return card.article_id not in self._taken and card.article_id not in self._kept

    def tags(self, front: int) -> set[str]:
        """What the front is made from, besides its own section's lists. Home's `list:home` covers every story."""
        rules = {item.rule for item in self._arrangement.items() if item.rule}
        rules |= {band.of for band in self._arrangement.bands or ()}
        stories = {f"article:{pk}" for pk in self._arrangement.stories(self.at)}
        below = {f"{rule.kind}:{pk}" for rule in rules for pk in _numbers(rule)}
        below |= {"list:home"} if any(rule.kind == "series" for rule in rules) else set()
        below |= {f"list:author:{author.pk}" for author in _authors_in(rules).values()}
        return {tag_of(front), "fronts"} | breaking_tags(self.at) | stories | below


def _authors_in(rules: Iterable[Rule]) -> Mapping[int, Author]:
    """By the rules' numbers, who that is today. One query, and none without such rules."""
    return Author.everyone.today(rule.pk for rule in rules if rule.kind == "author")


def _numbers(rule: Rule) -> list[int]:
    found = sections().get(rule.pk) if rule.kind == "section" else None
    return [section.pk for section in found.subtree()] if found else [rule.pk]


def _cards(rows: Iterable[Edition]) -> list[Card]:
    return [Card.of(row) for row in rows]


def _listed(stories: list[int], at: datetime) -> dict[int, Card]:
    """By number, those of these stories that lists show. One query, and none for none."""
    if not stories:
        return {}
    return {row.article_id: Card.of(row) for row in Edition.objects.listed(at).for_cards().filter(article__in=stories)}


def newest_by(rules: Iterable[Rule], at: datetime, *, without: Iterable[int], count: int) -> Found:
    """The newest `count` of each rule, without these stories. One query for sections alone, two with other rules."""
    rules = sorted(set(rules))
    authors = _authors_in(rules)
    without = list(without)
    parts = [(rule, part[:count]) for rule in rules for part in _parts(rule, at, without, authors)]
    if not parts:
        return {}
    limited = [Edition.objects.filter(pk__in=part) for _, part in parts]
    rows = list(Edition.objects.listed(at).any_of(limited).for_cards())
    rows.sort(key=lambda row: (row.first_published_at, row.article_id), reverse=True)
    others = _editions_by_rule([(rule, part) for rule, part in parts if rule.kind != "section"])
    return {rule: [row for row in rows if _is_of(row, rule, others)][:count] for rule in rules}


def _parts(rule: Rule, at: datetime, without: list[int], authors: Mapping[int, Author]) -> list[QuerySet]:
    """Querysets of editions' numbers, each served by an index, newest first."""
    if rule.kind == "section":
        found = sections().get(rule.pk)
        listed = [Edition.objects.listed(at).filter(section=one) for one in (found.subtree() if found else [])]
        return [part.exclude(article__in=without).newest(at).values("pk") for part in listed]
    if rule.kind == "series":
        part = Edition.objects.listed(at).filter(article__series_part__series=rule.pk)
        return [part.exclude(article__in=without).newest(at).values("pk")]
    rows: QuerySet
    if rule.kind == "topic":
        rows = EditionTopic.objects.listed(at).filter(topic=rule.pk)
    else:
        today = authors.get(rule.pk)
        rows = EditionCredit.objects.listed(at).filter(author=today.pk if today else rule.pk)
    return [rows.exclude(article__in=without).newest(at).values("edition")]


def _editions_by_rule(parts: list[tuple[Rule, QuerySet]]) -> set[tuple[Rule, int]]:
    """(rule, edition's number): which of the rows that were found stand for which rule. One query, and none for none."""
    if not parts:
        return set()
    marked = [
        Edition.objects.filter(pk__in=part).order_by().annotate(mark=Value(place)).values_list("mark", "pk")
        for place, (_, part) in enumerate(parts)
    ]
    found = marked[0].union(*marked[1:], all=True).order_by() if len(marked) > 1 else marked[0]
    return {(parts[mark][0], pk) for mark, pk in found}


def _is_of(row: Edition, rule: Rule, others: set[tuple[Rule, int]]) -> bool:
    if rule.kind != "section":
        return (rule, row.pk) in others
    return row.section_id in _numbers(rule)


def headings_of(rules: Iterable[Rule]) -> dict[Rule, Heading]:
    """What rules are called, and where they lead; without those whose subject is gone. One query for each kind but sections."""
    rules = set(rules)
    found: dict[Rule, Any] = {rule: sections().get(rule.pk) for rule in rules if rule.kind == "section"}
    for kind, model in (("topic", Topic), ("series", Series)):
        wanted = [rule.pk for rule in rules if rule.kind == kind]
        rows = model.objects.in_bulk(wanted) if wanted else {}
        found |= {Rule(kind, pk): row for pk, row in rows.items()}
    authors = _authors_in(rules)
    found |= {Rule("author", pk): author for pk, author in authors.items()}
    return {rule: Heading(str(subject), subject.url) for rule, subject in found.items() if subject}


def when(card: Card, at: datetime) -> str:
    """The clock for today's, the date for others. The page does not outlive midnight."""
    if card.time_known and day_of(card.first_published_at) == day_of(at):
        return clock(card.first_published_at)
    return day(card.first_published_at)


def breaking_tags(at: datetime) -> set[str]:
    """What a page with the breaking line is made from: its story, too, wherever that stands."""
    line = breaking_at(at)
    return {"breaking"} | ({f"article:{line.article_id}"} if line and line.article_id else set())


def breaking(at: datetime) -> dict | None:
    """{"text", "url"} of the breaking line; "url" is "" where it leads to no story that readers have. One query where it names one."""
    line = breaking_at(at)
    if line is None:
        return None
    story = Edition.objects.listed(at).filter(article=line.article_id).for_cards().first() if line.article_id else None
    return {"text": line.text, "url": story.url if story else ""}
