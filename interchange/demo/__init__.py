"""The demo newsroom: an invented paper, dated from the moment it is loaded."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from articles.models import Article, Byline, Section, Topic
from authors.models import Author, Department, Outlet
from images.models import Picture
from interchange.demo import fronts, ways
from interchange.demo.pictures import library, pictured, portraits
from paper.days import day_of
from paper.models import Paper

HERE = Path(__file__).parent
LOGINS = {"editor": "Editor", "reporter": "Reporter", "bios": "Bio manager", "admin": "Administrator"}  # name → role
PASSWORD = "newsroom-demo"  # noqa: S105 (known to all, and refused off this machine)


def load(now: datetime) -> None:
    """Fill an empty database. Everything goes through the same verbs as the desk's own work."""
    with transaction.atomic():
        users = _logins()
        sections, topics = _paper()
        people = _people(users)
        pictures = library(now, by=users["editor"])
        portraits(people, by=users["bios"])
        stories = {path.stem: _read(path) for path in sorted((HERE / "stories").glob("*.html"))}
        articles: dict[str, Article] = {}
        for name, (facts, body) in sorted(stories.items(), key=lambda story: -story[1][0].get("minutes_ago", 0)):
            facts["related"] = ways.related(facts.get("related", []), articles)
            articles[name] = _story(facts, *pictured(name, body, pictures), now, sections, topics, people, users)
        _pins(people, articles)
        ways.series(_toml("paper.toml")["series"], articles, by=users["editor"])
        ways.pages(by=users["admin"])
        named = fronts.Named(articles, sections, topics)
        fronts.arrange(_toml("fronts.toml"), named, now, by=users["editor"])


def _toml(name: str) -> dict:
    return tomllib.loads((HERE / name).read_text())


def _logins() -> dict[str, User]:
    users = {}
    for name, role in LOGINS.items():
        users[name] = User.objects.create_user(
            name, password=PASSWORD, first_name="Demo", last_name=role.lower(), is_staff=True
        )
        users[name].groups.add(Group.objects.get(name=role))
    return users


def _paper() -> tuple[dict[str, Section], dict[str, Topic]]:
    facts = _toml("paper.toml")
    Paper(**{name: value for name, value in facts.items() if not isinstance(value, list)}).save()
    sections: dict[str, Section] = {}
    for order, row in enumerate(facts["sections"]):
        parent = sections.get(row.pop("parent", ""))
        sections[row["slug"]] = Section.objects.create(**row, parent=parent, order=order)
    for order, name in enumerate(facts["departments"]):
        Department.objects.create(name=name, order=order)
    return sections, {row["slug"]: Topic.objects.create(**row) for row in facts["topics"]}


def _people(users: dict[str, User]) -> dict[str, Author]:
    people = {}
    departments = {department.name: department for department in Department.objects.all()}
    for row in _toml("people.toml")["person"]:
        outlets, aliases, links, _ = (row.pop(name, []) for name in ("outlets", "aliases", "links", "pins"))
        department = departments.get(row.pop("department", ""))
        author = people[row["slug"]] = Author.objects.create(**row, department=department)
        for order, name in enumerate(outlets, start=1):
            author.outlet_credits.create(outlet=Outlet.called(name), order=order)
        for name in aliases:
            author.aliases.create(name=name)
        for order, link in enumerate(links, start=1):
            author.links.create(order=order, **link)
        author.keep(by=users["bios"], source="demo")
    return people


def _pins(people: dict[str, Author], articles: dict[str, Article]) -> None:
    """The stories somebody's profile begins with, named by their files."""
    for row in _toml("people.toml")["person"]:
        addresses = [articles[name].editions.latest("live_from").path for name in row.get("pins", [])]
        if addresses:
            people[row["slug"]].pins.put(people[row["slug"]], addresses)


def _read(path: Path) -> tuple[dict, str]:
    _, head, body = path.read_text().split("+++\n", 2)
    return tomllib.loads(head), body.strip()


WORDS = (
    "headline",
    "deck",
    "kicker",
    "dateline",
    "kind",
    "sponsor",
    "language",
    "direction",
    "source_name",
    "canonical_url",
    "how_reported",
    "disclosure",
    "no_ai",
    "related",
)


def _story(
    facts: dict, body: str, lead: Picture | None, now: datetime, sections: dict, topics: dict, people: dict, users: dict
) -> Article:
    reporter, editor = users["reporter"], users["editor"]
    article = Article.objects.create(
        **{name: facts[name] for name in WORDS if name in facts},
        sources="\n".join(facts.get("sources", [])),
        body=body,
        lead_picture=lead,
        section=sections.get(facts.get("section", "")),
        created_by=reporter,
        changed_by=reporter,
    )
    article.topics.set(topics[slug] for slug in facts.get("topics", []))
    Byline.objects.bulk_create(
        Byline(
            article=article, author=people[line["person"]], order=order, role=line.get("role", "author"),
            credited_as=line.get("credited_as", ""),
        )
        for order, line in enumerate(facts.get("bylines", []))
    )  # fmt: skip
    article.keep_version(by=reporter)
    STATES[facts.get("state", "live")](article, facts, now, editor)
    if "planned_days_ahead" in facts:
        day = day_of(now) + timedelta(days=facts["planned_days_ahead"])
        Article.objects.filter(pk=article.pk).update(planned_for=day)
    return article


def _live(article: Article, facts: dict, now: datetime, editor: User) -> None:
    moment = now - timedelta(minutes=facts["minutes_ago"])
    article.publish(by=editor, at=moment if facts.get("time_known", True) else moment.date())
    if "update_append" in facts or "update_headline" in facts:
        ahead = facts.get("update_minutes_ahead")
        _change(article, editor, facts.get("update_headline"), facts.get("update_append"))
        article.publish(by=editor, at=now + timedelta(minutes=ahead) if ahead else None)
    if "corrections" in facts:
        _correct(article, editor, facts["corrections"])


def _correct(article: Article, editor: User, corrections: list[dict]) -> None:
    for order, row in enumerate(corrections):
        article.corrections.create(order=order, **row)
    article.publish(by=editor, note="A reader wrote")


def _live_changed(article: Article, facts: dict, now: datetime, editor: User) -> None:
    _live(article, facts, now, editor)
    _change(article, editor, facts.get("changed_headline"), facts.get("changed_append"), facts.get("changed_deck"))


def _draft(article: Article, facts: dict, now: datetime, editor: User) -> None:
    """It is one."""


def _in_review(article: Article, facts: dict, now: datetime, editor: User) -> None:
    article.submit(by=article.created_by)


def _sent_back(article: Article, facts: dict, now: datetime, editor: User) -> None:
    article.submit(by=article.created_by)
    article.send_back(by=editor, note=facts["reason"])


def _approved(article: Article, facts: dict, now: datetime, editor: User) -> None:
    article.submit(by=article.created_by)
    article.approve(by=editor)


def _retracted(article: Article, facts: dict, now: datetime, editor: User) -> None:
    _live(article, facts, now, editor)
    article.retract(by=editor, notice=facts["notice"], note="The board rang")


def _scheduled(article: Article, facts: dict, now: datetime, editor: User) -> None:
    article.publish(by=editor, at=now + timedelta(minutes=facts["minutes_ahead"]))


def _unpublished(article: Article, facts: dict, now: datetime, editor: User) -> None:
    _live(article, facts, now, editor)
    article.unpublish(by=editor, note="Withdrawn while a quotation is checked")


def _change(article: Article, editor: User, headline: str | None, append: str | None, deck: str | None = None) -> None:
    article.claim_version(article.version, by=editor)
    article.headline = headline or article.headline
    article.deck = deck or article.deck
    article.body += append or ""
    article.save()
    article.keep_version(by=editor)


STATES = {
    "live": _live,
    "live_changed": _live_changed,
    "draft": _draft,
    "in_review": _in_review,
    "sent_back": _sent_back,
    "approved": _approved,
    "retracted": _retracted,
    "scheduled": _scheduled,
    "unpublished": _unpublished,
}


def present() -> list[str]:
    """The demo logins that exist here."""
    return [user.username for user in User.objects.filter(username__in=LOGINS) if user.check_password(PASSWORD)]
