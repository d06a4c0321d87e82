"""Stories as rows: what the verbs would have written for each, and a test compares with that."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast

from articles.models import (
    END,
    Address,
    Article,
    Byline,
    Correction,
    Edition,
    EditionCorrection,
    EditionCredit,
    EditionTopic,
    Move,
    SearchEntry,
    StoryMonth,
)
from articles.models.edition import WORDS, WORDS_SINCE
from interchange.corpus.entries import Entries
from interchange.corpus.plan import Story, Version, Words
from interchange.corpus.tables import Rows, Write, moment
from paper.addresses import LONGEST, make_slug, numbered
from paper.days import day_of

_PLAIN = re.compile(r"[a-z0-9]+")
ArticleTopic = Article.topics.through
TABLES = (
    Article, ArticleTopic, Byline, Correction, Edition, EditionCredit, EditionTopic, EditionCorrection, Address, Move, SearchEntry,
)  # fmt: skip
_TIMES = "first_published_at live_from live_until retracted"
_NOTHING = {
    field.attname: field.get_default()
    for field in Edition._meta.concrete_fields
    if field.attname in {*WORDS, *WORDS_SINCE}
}
_WORDS = (
    "kicker headline deck body dateline kind sponsor language direction how_reported sources source_name canonical_url noindex "
    "signed_by_house related"
)
_FACTS = (
    "slug state version first_published_at time_known date ends_at created_at changed_at approved_version approved_at "
    "approved_by_name sent_back_because"
)
_HOUSE = "Newsroom"  # who does what nobody is known to have done
_TO_CHANGE = "Say where the numbers come from."
_REVIEWED = {  # what was done with a draft that is in this state
    Article.State.DRAFT: (), Article.State.IN_REVIEW: ("submit",), Article.State.APPROVED: ("submit", "approve"),
    Article.State.SENT_BACK: ("submit", "send_back"),
}  # fmt: skip


class Tables:
    """Where the rows of stories wait."""

    def __init__(self) -> None:
        self.articles = Rows(Article, f"id {_WORDS} section_id {_FACTS}")
        times = "id article_id version time_known made_at change line date slug chosen_slug section_id section_name"
        lists = "credits topics corrections fingerprint"
        self.editions = Rows(Edition, f"{times} {_TIMES} {_WORDS} {lists}")
        self.topics = Rows(ArticleTopic, "article_id topic_id")
        self.bylines = Rows(Byline, "article_id author_id role order credited_as")
        self.corrections = Rows(Correction, "article_id key kind text top")
        self.credit_rows = Rows(EditionCredit, f"edition_id author_id article_id roles {_TIMES}")
        self.topic_rows = Rows(EditionTopic, f"edition_id topic_id article_id {_TIMES}")
        self.correction_rows = Rows(EditionCorrection, f"edition_id article_id key {_TIMES}")
        self.addresses = Rows(Address, "date slug article_id answers_from")
        self.moves = Rows(Move, "article_id headline verb at note facts", by_name=_HOUSE)
        self.entries = Entries()

    def all(self) -> list[Rows]:
        return [
            *(rows for rows in vars(self).values() if isinstance(rows, Rows)),
            self.entries.rows,
            self.entries.terms,
        ]


class Stories:
    """Takes planned stories in the order of first publication."""

    def __init__(self, names: dict[int, str], until: datetime) -> None:
        """`names`: of the authors, by their numbers."""
        self._names = names
        self._until, self._tables = until, Tables()
        self._articles = self._editions = self.published = 0
        self._day, self._taken = date.min, set[str]()
        self._changed, self._coming = dict[date, datetime](), set[tuple[date, datetime]]()
        self.due: list[int] = []  # editions whose beginning or end is still to come

    def add(self, story: Story) -> None:
        self._articles += 1
        self.published = self._articles
        day = day_of(story.first.moment)
        slugs = self._addresses(story, day)
        number = 0
        for version, slug in zip(story.versions, slugs, strict=True):
            number += not version.words.retracted  # that is said over the same words
            self._edition(story, version, number, day, slug)
        first, last = story.versions[0], story.versions[-1]
        self._log_the_end(story, last)
        self._working_copy(last.words, (
            last.chosen_slug, Article.State.DRAFT.value, number, moment(first.live_from),
            story.first.time_known, str(day), moment(story.ends_at) if story.ends_at else None,
            moment(min(first.live_from, first.made_at)), moment(last.made_at), None, None, "", "",
        ))  # fmt: skip

    def add_draft(self, words: Words, at: datetime, state: str) -> None:
        """A story that nobody published yet, written and looked at in one moment. Twin: articles.models.review."""
        self._articles += 1
        approved = (1, moment(at), _HOUSE) if state == Article.State.APPROVED else (None, None, "")
        because = _TO_CHANGE if state == Article.State.SENT_BACK else ""
        facts = ("", state, 1, None, True, None, None, moment(at), moment(at), *approved, because)
        self._working_copy(words, facts)
        for verb in _REVIEWED[Article.State(state)]:
            note = because if verb == "send_back" else ""
            self._move(words, verb, at, {"version": "1"} if verb == "approve" else {}, note)

    def write(self, write: Write) -> None:
        """Bring into the database what waits."""
        write(self._tables.all())

    def write_months(self) -> None:
        rows = {*self._changed.items(), *self._coming}
        StoryMonth.objects.bulk_create(
            (StoryMonth(month=month, changed_at=at) for month, at in sorted(rows)), batch_size=500
        )

    def _addresses(self, story: Story, day: date) -> Iterator[str]:
        """The slug of each version; every new one is the story's address from then on. Twin: AddressManager.claim."""
        if day != self._day:
            self._day, self._taken = day, set()
        mine: dict[str, str] = {}
        first = _slug(story.versions[0].words.headline)
        for version in story.versions:
            wanted = version.chosen_slug or first
            if wanted not in mine:
                mine[wanted] = self._claim(wanted)
                self._tables.addresses.add((str(day), mine[wanted], self._articles, moment(version.live_from)))
            yield mine[wanted]

    def _claim(self, wanted: str) -> str:
        slug, number = wanted, 1
        while slug in self._taken:
            number += 1
            slug = numbered(wanted, number)
        self._taken.add(slug)
        return slug

    def _working_copy(self, words: Words, facts: tuple) -> None:
        """`facts`: in the order of _FACTS."""
        pk, tables = self._articles, self._tables
        tables.articles.add((pk, *_words(words), words.section.pk, *facts))
        for order, credit in enumerate(words.credits):
            printed = "" if credit["name"] == self._names[credit["author"]] else credit["name"]
            tables.bylines.add((pk, credit["author"], credit["role"], order, printed))
        for topic in words.topics:
            tables.topics.add((pk, topic["topic"]))
        for row in words.corrections:
            if row["kind"] in Correction.Kind.values:
                tables.corrections.add((pk, row["key"], row["kind"], row["text"], row["top"]))

    def _edition(self, story: Story, version: Version, number: int, day: date, slug: str) -> None:
        self._editions += 1
        words = version.words
        edition = said(words, version.live_from)
        edition.pk, edition.article_id = self._editions, self._articles
        edition.first_published_at = story.first.moment
        edition.live_from, edition.live_until = version.live_from, version.live_until
        times = (moment(story.first.moment), moment(version.live_from), moment(version.live_until), words.retracted)
        self._tables.editions.add((
            edition.pk, edition.article_id, number, story.first.time_known, moment(version.made_at), version.change,
            version.line, str(day), slug, version.chosen_slug, words.section.pk, words.section.name,
            *times, *_words(words, edition.body),
            _json(edition.credits), _json(edition.topics), _json(edition.corrections),
            Edition.make_fingerprint(cast(Edition, edition)),
        ))  # fmt: skip
        self._list_rows(edition, times)
        self._tables.entries.add(edition, words.blocks)
        self._log(edition, version)
        self._touch(story, version, day)

    def _list_rows(self, edition: Any, times: tuple) -> None:
        pk, article, tables = edition.pk, edition.article_id, self._tables
        roles: dict[int, dict[str, None]] = {}
        for credit in edition.credits:
            roles.setdefault(credit["author"], {})[credit["role"]] = None
        for author, done in roles.items():
            tables.credit_rows.add((pk, author, article, " ".join(done), *times))
        for topic in edition.topics:
            tables.topic_rows.add((pk, topic["topic"], article, *times))
        for correction in edition.corrections:
            at = moment(datetime.fromisoformat(correction["at"]))
            tables.correction_rows.add((pk, article, correction["key"], at, *times[1:]))

    def _log(self, edition: Any, version: Version) -> None:
        facts = {"edition": str(edition.pk), "change": version.change}
        if version.words.retracted:
            verb, more = "retract", {"notice": version.words.corrections[0]["text"]}
        else:
            verb = "publish" if version.live_from <= version.made_at else "schedule"
            more = {"live_from": str(version.live_from)}
        self._move(version.words, verb, version.made_at, facts | more)

    def _log_the_end(self, story: Story, last: Version) -> None:
        if story.ends_at:
            self._move(last.words, "set_end", last.made_at, {"at": str(story.ends_at)})
        elif last.live_until < END:
            self._move(last.words, "unpublish", last.live_until, {})

    def _move(self, words: Words, verb: str, at: datetime, facts: dict[str, str], note: str = "") -> None:
        self._tables.moves.add((self._articles, words.headline, verb, moment(at), note, json.dumps(facts)))

    def _touch(self, story: Story, version: Version, day: date) -> None:
        """When the month of the story changed for readers. Twin: StoryMonthManager.rebuild."""
        month = day.replace(day=1)
        moments = [max(version.live_from, version.made_at)] if version.change == Edition.MATERIAL else []
        moments += [version.live_until] if version.live_until < END else []
        for at in moments:
            if at > self._until:
                self._coming.add((month, at))
            else:
                self._changed[month] = max(at, self._changed.get(month, at))
        if version.live_from > self._until or self._until < version.live_until < END:
            self.due.append(self._editions)


def said(words: Words, live_from: datetime) -> SimpleNamespace:
    """All that an edition's hash covers and search knows, under the names of its fields."""
    return SimpleNamespace(
        **_NOTHING
        | {
            "kicker": words.kicker, "headline": words.headline, "deck": words.deck, "dateline": words.dateline,
            "kind": words.kind, "sponsor": words.sponsor, "language": words.writer.language,
            "direction": words.writer.direction, "section_name": words.section.name, "section_id": words.section.pk,
            "credits": words.credits, "topics": words.topics, "how_reported": words.how_reported,
            "sources": words.sources, "source_name": words.source_name, "canonical_url": words.canonical_url,
            "noindex": words.noindex, "signed_by_house": words.signed_by_house, "related": list(words.related),
            "retracted": words.retracted, "body": "".join([block.html for block in words.blocks]),
            "corrections": [{**row, "at": row.get("at") or live_from.isoformat()} for row in words.corrections],
        }
    )  # fmt: skip


def _slug(headline: str) -> str:
    """As make_slug makes it; quicker of plain letters that are not too long."""
    plain = headline.replace("’", "").lower()
    slug = "-".join(_PLAIN.findall(plain)) if plain.isascii() else ""
    return slug if 0 < len(slug) <= LONGEST else make_slug(headline, "story")


def _json(value: Sequence[dict[str, Any]]) -> str:
    return json.dumps(value) if value else "[]"


def _words(words: Words, body: str | None = None) -> tuple:
    """In the order of _WORDS."""
    body = "".join([block.html for block in words.blocks]) if body is None else body
    return (
        words.kicker, words.headline, words.deck, body, words.dateline, words.kind, words.sponsor,
        words.writer.language, words.writer.direction, words.how_reported, words.sources, words.source_name,
        words.canonical_url, words.noindex, words.signed_by_house, _json(words.related),
    )  # fmt: skip
