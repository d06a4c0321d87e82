"""A story's words as one JSON value: what a version keeps, what is compared and merged, and what is put back.

{"headline": "…", …, "body": html, "noindex": false, "section": 2, "section_name": "World",
 "topics": [{"topic": 5, "name": "Health", "slug": "health"}],
 "bylines": [{"author": 3, "name": "Ann Lee", "credited_as": "", "role": "author"}],
 "sources": "Budget: https://…", "related": [{"article": 9, "headline": "…"}], "lead_picture": 12, "lead_picture_name": "Ferry at the quay",
 "corrections": [{"key": "3f9c…", "kind": "correction", "text": "…", "top": false}]}
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from articles.models.byline import Byline
from articles.models.correction import LONGEST as LONGEST_CORRECTION
from articles.models.correction import Correction
from articles.models.edition import Edition
from articles.models.section import Section
from articles.models.topic import Topic
from articles.models.trust import TRUST
from authors.models import Author
from images.models import Picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.models.article import Article

FIELDS = (
    "kicker", "headline", "deck", "body", "dateline", "kind", "sponsor", "language", "direction", "front_headline",
    "search_title", "description", "canonical_url", "source_name", "noindex", "signed_by_house", "byline_wording",
    "lead_caption", "lead_alt", "sources", "how_reported", "disclosure", "no_ai", "related",
)  # fmt: skip

Words = dict[str, Any]


def words_of(
    article: Article,
    *,
    bylines: Iterable[Byline] | None = None,
    topics: Iterable[Topic] | None = None,
    corrections: Iterable[Correction] | None = None,
) -> Words:
    """The working copy's words; `bylines`, `topics` and `corrections` in place of the saved ones."""
    bylines = article.bylines.select_related("author") if bylines is None else bylines
    topics = article.topics.all() if topics is None else topics
    corrections = article.corrections.all() if corrections is None else corrections
    return {
        **{name: getattr(article, name) for name in FIELDS},
        "slug": article.slug,
        "section": article.section_id,
        "section_name": article.section.name if article.section else "",
        "lead_picture": article.lead_picture_id,
        "lead_picture_name": str(article.lead_picture) if article.lead_picture else "",
        "topics": [{"topic": topic.pk, "name": topic.name, "slug": topic.slug} for topic in topics],
        "bylines": [_byline(line.author_id, line.author.name, line.printed, line.role) for line in bylines],
        "corrections": [row.words() for row in corrections],
    }


def words_of_edition(edition: Edition) -> Words:
    """What an edition says, as the working copy would say it."""
    today = Author.everyone.today(credit["author"] for credit in edition.credits)
    names = {pk: author.name for pk, author in today.items()}
    return {
        **{name: getattr(edition, name) for name in FIELDS},
        "slug": edition.chosen_slug,
        "section": edition.section_id,
        "section_name": edition.section_name,
        "lead_picture": edition.lead_picture_id,
        "lead_picture_name": str(edition.lead_picture) if edition.lead_picture else "",
        "topics": sorted(edition.topics, key=lambda topic: topic["name"]),
        "bylines": [
            _byline(
                today[credit["author"]].pk if credit["author"] in today else credit["author"],
                names.get(credit["author"], credit["name"]),
                credit["name"],
                credit["role"],
            )
            for credit in edition.credits
        ],
        "corrections": [
            {name: correction[name] for name in ("key", "kind", "text", "top")}
            for correction in edition.corrections
            if correction["kind"] in Correction.Kind.values
        ],
    }


def _byline(author: int | None, name: str, printed: str, role: str) -> dict[str, Any]:
    return {"author": author, "name": name, "credited_as": "" if printed == name else printed, "role": role}


def faults_of(words: Words) -> dict[str, str]:
    """What the story cannot keep, by field, and what to do about it: a merge, or an answer to one, may have made it so."""
    from articles.models.article import Article

    copy = Article(**{name: words[name] for name in (*FIELDS, "slug")})
    others = {field.name for field in Article._meta.get_fields()} - {*FIELDS, "slug"} | {"body"}
    faults = _errors(lambda: copy.clean_fields(exclude=others)) | _errors(copy.clean)
    if any(len(row["text"]) > LONGEST_CORRECTION for row in words["corrections"]):
        faults["corrections"] = f"A correction is too long: {LONGEST_CORRECTION} characters fit. Keep one of the two."
    return faults


def _errors(clean: Callable[[], None]) -> dict[str, str]:
    try:
        clean()
    except ValidationError as error:
        return {name: " ".join(told) for name, told in error.message_dict.items()}
    return {}


def limit_of(name: str) -> int | None:
    """Characters that fit into a field of the story; None for one without a limit."""
    from articles.models.article import Article

    return getattr(Article._meta.get_field(name), "max_length", None) if name in FIELDS else None


def put_words(article: Article, words: Words) -> list[str]:
    """Make these the working copy's words, in the database too; call inside a verb's transaction. Names what is gone since."""
    gone: list[str] = []
    fill(article, words, gone)
    article.save()
    article.topics.set(_found(Topic, [topic["topic"] for topic in words["topics"]]).values())
    _put_bylines(article, words["bylines"], gone)
    article.corrections.all().delete()
    Correction.objects.bulk_create(
        Correction(article=article, order=place, **row) for place, row in enumerate(words["corrections"])
    )
    return gone


def fill(article: Article, words: Words, gone: list[str]) -> None:
    """Set the article's own fields, without saving. What is gone since is named in `gone`."""
    for name in (*FIELDS, "slug"):
        if name in words:
            setattr(article, name, words[name])
    article.fill_in_language()
    article.section = Section.objects.filter(pk=words["section"]).first() if words["section"] else None
    if words["section"] and not article.section:
        gone.append(f"section {words['section_name']}")
    lead = words.get("lead_picture")
    article.lead_picture = Picture.objects.filter(pk=lead).first() if lead else None
    if lead and not article.lead_picture:
        gone.append(f"picture {words['lead_picture_name']}")
    if "lead_picture" not in words:  # a version from before there were pictures: none, and no words for one
        article.lead_caption = article.lead_alt = ""
    for name in [name for name in TRUST if name not in words]:  # or from before there were such words
        setattr(article, name, getattr(type(article)(), name))


def bylines_of(words: Words, gone: list[str]) -> list[Byline]:
    """Unsaved bylines of nobody's story yet, for those authors who are still there: two who are one since then stand once."""
    authors = Author.everyone.today(line["author"] for line in words["bylines"])
    gone += [line["name"] for line in words["bylines"] if line["author"] not in authors]
    there = [line for line in words["bylines"] if line["author"] in authors]
    once = {(authors[line["author"]].pk, line["role"]): line for line in reversed(there)}
    return [
        Byline(author=authors[line["author"]], role=line["role"], credited_as=line["credited_as"], order=place)
        for place, line in enumerate(there)
        if once[authors[line["author"]].pk, line["role"]] is line
    ]


def _put_bylines(article: Article, lines: list[dict], gone: list[str]) -> None:
    rows = bylines_of({"bylines": lines}, gone)
    for row in rows:
        row.article = article
    article.bylines.all().delete()
    Byline.objects.bulk_create(rows)


def topics_of(words: Words) -> list[Topic]:
    """The topics that are still there."""
    return list(_found(Topic, [topic["topic"] for topic in words["topics"]]).values())


def corrections_of(words: Words) -> list[Correction]:
    """Unsaved corrections of nobody's story yet."""
    return [Correction(order=place, **row) for place, row in enumerate(words["corrections"])]


def edition_of(article: Article, words: Words) -> Edition:
    """An unsaved edition that says this."""
    from articles.models.article import Article

    gone: list[str] = []
    copy = Article(pk=article.pk, version=article.version)
    fill(copy, words, gone)
    edition = Edition.of(copy, bylines_of(words, gone), topics_of(words), corrections_of(words))
    edition.article = article
    return edition


def _found(model: Any, pks: list[int | None]) -> dict[int, Any]:
    wanted = [pk for pk in pks if pk]
    rows = model.objects.in_bulk(wanted)
    return {pk: rows[pk] for pk in wanted if pk in rows}
