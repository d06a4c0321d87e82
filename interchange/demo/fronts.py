"""The demo paper's fronts, arranged as an editor would: see fronts.toml."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from accounts.models import User
from articles.arrangement import Arrangement, Band, Item, Rule
from articles.models import Article, Section, Topic
from articles.models.front import BreakingLine, Front


class Named(NamedTuple):
    """Stories by their files, sections and topics by their slugs."""

    articles: Mapping[str, Article]
    sections: Mapping[str, Section]
    topics: Mapping[str, Topic]

    def items(self, names: list[str]) -> tuple[Item, ...]:
        return tuple(Item(story=self.articles[name].pk) for name in names)

    def band(self, row: dict[str, Any]) -> Band:
        subject = self.topics[row["topic"]] if "topic" in row else self.sections[row["section"]]
        rule = Rule("topic" if "topic" in row else "section", subject.pk)
        return Band(rule, row.get("title", ""), self.items(row.get("stories", [])))


def arrange(facts: dict[str, Any], named: Named, now: datetime, *, by: User) -> None:
    """`facts`: fronts.toml, read: the breaking line, and a front for the home page and for sections."""
    fronts = {name: front for name, front in facts.items() if name != "breaking"}
    for name, front in fronts.items():
        _front(Front.objects.of(named.sections.get(name)), front, named, now, by)
    line = facts["breaking"]
    end = now + timedelta(minutes=line["minutes_long"])
    BreakingLine.objects.announce(line["text"], by=by, until=end, article=named.articles[line["story"]])


def _front(front: Front, facts: dict[str, Any], named: Named, now: datetime, by: User) -> None:
    front.arrange(
        Arrangement(
            top=named.items(facts["top"]),
            opinion=named.items(facts.get("opinion", [])),
            bands=tuple(map(named.band, facts["bands"])),
        ),
        by=by,
    )
    for row in facts.get("later", []):
        at = now + timedelta(minutes=row["minutes_ahead"])
        front.place(named.articles[row["story"]], row["place"], by=by, at=at, note=row["note"])
