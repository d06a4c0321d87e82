"""The search form, read from an address. Whatever stands there gives a page: what cannot be met is said in a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from articles.models import Topic
from articles.models.kinds import Kind
from articles.models.section import Section, sections
from articles.search.asking import Question, read
from articles.search.finding import Hunt, everything_until
from articles.search.index import author_mark, first_key, kind_mark, section_mark, topic_mark
from articles.search.offers import Offer, people, topic_called, topics, words_in
from authors.models import Author
from paper.addresses import canonical
from paper.days import midnight
from paper.speech import apart

NEWEST, BEST = "newest", "best"
FIRST_DAY, LAST_DAY = date(1600, 1, 2), date(8999, 12, 30)
LONGEST_NAME = 200
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass
class Filters:
    """`author_text` and `topic_text` are what the form shows; `notes` sentences for the reader; `meant` who or what may have
    been meant by a name that nobody has. `unmet`: nothing can be found."""

    question: Question
    section: Section | None = None
    kind: str = ""
    author: Author | None = None
    author_text: str = ""
    topic: Topic | None = None
    topic_text: str = ""
    start: date | None = None
    end: date | None = None
    order: str = NEWEST
    notes: list[str] = field(default_factory=list)
    meant: list[Offer] = field(default_factory=list)
    unmet: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str], at: datetime) -> "Filters":
        """Of a request's GET. A query each for an author and a topic that are named."""
        found = cls(read(given.get("q", "")))
        found._read_section(given.get("section", ""))
        found._read_kind(given.get("kind", ""))
        found._read_author(_typed(given, "author"), at)
        found._read_topic(_typed(given, "topic"), at)
        found._read_days(given.get("from", "").strip(), given.get("to", "").strip())
        found.order = BEST if given.get("order") == BEST and found.question.wanted else NEWEST
        return found

    def _read_section(self, slug: str) -> None:
        slug = canonical(slug[:LONGEST_NAME])
        self.section = next((one for one in sections().values() if one.slug == slug), None)
        if slug and not self.section:
            self.notes.append(_("There is no such section: it was left out."))

    def _read_kind(self, kind: str) -> None:
        self.kind = kind if kind in Kind.values else ""
        if kind and not self.kind:
            self.notes.append(_("There is no such kind of story: it was left out."))

    def _read_author(self, typed: str, at: datetime) -> None:
        self.author_text = typed
        if not typed:
            return
        self.author = _author_at(canonical(typed), at)
        meant = [] if self.author else people(words_in(typed), at)
        alone = [offer for offer in meant if len(meant) == 1 or words_in(offer.name) == words_in(typed)]
        if len(alone) == 1:
            self.author = Author.objects.filter(slug=alone[0].slug).first()
        if self.author:
            self.author_text = self.author.name
            return
        self.unmet, self.meant = True, self.meant + meant
        self.notes.append(
            _("Several authors are called %(name)s: choose one.") % {"name": apart(typed)}
            if len(alone) > 1
            else _("No author here is called %(name)s.") % {"name": apart(typed)}
        )

    def _read_topic(self, typed: str, at: datetime) -> None:
        self.topic_text = typed
        if not typed:
            return
        self.topic = Topic.objects.filter(slug=canonical(typed)).first() or topic_called(typed)
        if self.topic:
            self.topic_text = self.topic.name
            return
        self.unmet, self.meant = True, self.meant + topics(words_in(typed), at)
        self.notes.append(_("No topic here is called %(name)s.") % {"name": apart(typed)})

    def _read_days(self, start: str, end: str) -> None:
        days = [_day(text) for text in (start, end)]
        for text, day in zip((start, end), days, strict=True):
            if text and not day:
                self.notes.append(
                    _("“%(text)s” is no day and was left out. Write one like this: 2018-02-14.")
                    % {"text": apart(text[:40])}
                )
        self.start, self.end = days
        if self.start and self.end and self.start > self.end:
            self.start, self.end = self.end, self.start
            self.notes.append(_("The first day was later than the last: they were taken the other way round."))

    @property
    def narrowed(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.section or self.kind or self.author_text or self.topic_text or self.start or self.end)

    @property
    def asks(self) -> bool:
        return bool(self.question.clauses) or self.narrowed

    def query(self, **more: str) -> str:
        """The one form of this search's address, from its question mark."""
        values = {
            "q": self.question.text,
            "section": self.section.slug if self.section else "",
            "kind": self.kind,
            "author": self.author.slug if self.author else self.author_text,
            "topic": self.topic.slug if self.topic else self.topic_text,
            "from": self.start.isoformat() if self.start else "",
            "to": self.end.isoformat() if self.end else "",
            "order": BEST if self.order == BEST else "",
        } | more
        found = urlencode({name: value for name, value in values.items() if value})
        return f"?{found}" if found else ""

    def hunt(self, at: datetime) -> Hunt:
        until = everything_until(at)
        if self.end:
            until = min(until, first_key(midnight(self.end + timedelta(days=1))))
        since = first_key(midnight(self.start)) if self.start else 0
        return Hunt.of(self.question, self._marks(), since, until)

    def _marks(self) -> list[list[str]]:
        below = [section_mark(one.pk) for one in self.section.subtree()] if self.section else []
        author = [author_mark(pk) for pk in _all_of(self.author)] if self.author else []
        kind = [kind_mark(self.kind)] if self.kind else []
        topic = [topic_mark(self.topic.pk)] if self.topic else []
        return [marks for marks in (below, author, kind, topic) if marks]


def _typed(given: Mapping[str, str], name: str) -> str:
    return " ".join(read(given.get(name, "")[:LONGEST_NAME]).text.split())


def _author_at(slug: str, at: datetime) -> Author | None:
    """Whose address this is, of those that readers know. An old one may spell a private name."""
    return Author.objects.in_directory(at).filter(slug=slug).first()


def _all_of(author: Author) -> list[int]:
    """The numbers under which editions name this author today."""
    return [author.pk, *Author.everyone.filter(merged_into=author).order_by("pk").values_list("pk", flat=True)]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None
