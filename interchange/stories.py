"""From a parsed plain-text story to rows: a draft, its bylines, and authors matched or made with their bios."""

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

import paper
from articles.models import Article, Byline, Section
from authors.biotext import LONGEST_POSITION, BioFacts, read_bio
from authors.models import Author, Outlet, match_key
from authors.names import read_name
from interchange.models import ImportedStory
from interchange.plaintext import ParsedBio, ParsedStory
from paper.days import day_of
from paper.prose import from_plain_text, plain_text
from paper.templatetags.paper import when


@dataclass
class Report:
    """What one file came to. `lines` and `doubts` are sentences for the person at the terminal."""

    article: Article | None = None
    lines: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def bring_in(
    story: ParsedStory,
    *,
    source: str,
    section: Section | None = None,
    published: date | datetime | None = None,
    publish: bool,
) -> Report:
    """One story, in one transaction. The same words a second time make nothing new."""
    report = Report(doubts=[f"line {doubt.line}: {doubt.message}" for doubt in story.doubts])
    with transaction.atomic():
        authors = _authors(story, source, _day(published), report)
        report.article = _known(story, report) or _draft(story, source, section, authors, report)
        if publish:
            _publish(report.article, published, report)
    return report


def _day(published: date | datetime | None) -> date:
    """The day a bio's "20 years" is counted back from."""
    if isinstance(published, datetime):
        return day_of(published)
    return published or day_of(timezone.now())


def digest(story: ParsedStory) -> str:
    words = "\n".join([story.headline, story.deck, *story.paragraphs])
    return hashlib.blake2b(unicodedata.normalize("NFC", words).encode(), digest_size=32).hexdigest()


def _known(story: ParsedStory, report: Report) -> Article | None:
    found = ImportedStory.objects.filter(digest=digest(story)).select_related("article").first()
    if found:
        report.lines.append(f"matched story “{found.article}”: brought in {found.at:%Y-%m-%d} from {found.source}")
    return found.article if found else None


def _draft(
    story: ParsedStory, source: str, section: Section | None, authors: list[tuple[Author, str, str]], report: Report
) -> Article:
    if Article.objects.filter(headline=story.headline).exists():
        report.doubts.append("a story with this headline, but other words, is here already: compare the two")
    article = Article.objects.create(
        headline=story.headline,
        deck=story.deck,
        body=from_plain_text(story.paragraphs),
        section=section,
        **_script(story, report),
    )
    Byline.objects.bulk_create(
        Byline(article=article, author=author, role=role, order=place, credited_as=_credited_as(name, author))
        for place, (author, name, role) in enumerate(authors)
    )
    ImportedStory.objects.create(digest=digest(story), article=article, source=source[-200:])
    report.lines.append(f"made draft “{article}”, {len(story.paragraphs)} paragraphs")
    return article


def _script(story: ParsedStory, report: Report) -> dict[str, str]:
    """Language and direction of a story whose letters run the other way than the paper's."""
    letters = [unicodedata.bidirectional(c) for c in " ".join([story.headline, *story.paragraphs]) if c.isalpha()]
    rtl = sum(letter in ("R", "AL") for letter in letters) * 2 > len(letters)
    if rtl == (paper.current().direction == "rtl"):
        return {}
    if not rtl:
        report.doubts.append("the text runs from left to right: check its language")
        return {"direction": "ltr", "language": "en"}
    language = "he" if letters.count("R") > letters.count("AL") else "ar"
    report.doubts.append(f"the text runs from right to left and was marked as “{language}”: check its language")
    return {"direction": "rtl", "language": language}


def _publish(article: Article, published: date | datetime | None, report: Report) -> None:
    if article.editions.exists():
        report.lines.append("it was published already, or scheduled: left as it is")
        return
    edition = article.publish(by=None, at=published, note="Imported")
    if edition.is_live():
        report.lines.append(f"published at {edition.path}")
    else:
        report.lines.append(f"scheduled for {when(edition.live_from)} at {edition.path}: readers have it then")


def _authors(story: ParsedStory, source: str, day: date, report: Report) -> list[tuple[Author, str, str]]:
    """(author, name as printed, role) in order; one credit for each person and role."""
    bios = {bio.name: bio for bio in story.bios if bio.name}
    credits: dict[tuple[int, str], tuple[Author, str, str]] = {}
    for line in story.bylines:
        author = _author(line.name, report)
        _fill(author, line.position, bios.get(line.name), source, day, report)
        credits.setdefault((author.pk, line.role), (author, line.name, line.role))
    return list(credits.values())


def _credited_as(name: str, author: Author) -> str:
    """What the byline prints where it is not the author's name: capitals are the old paper's type, no other spelling."""
    shouted = name.isupper() and match_key(name) == author.key
    return "" if shouted or name == author.name else name


def _author(name: str, report: Report) -> Author:
    found = list(Author.objects.named(name)[:2])
    if not found:
        read = read_name(name)
        report.lines.append(f"made author {read.plain}")
        return Author.objects.create(name=read.plain, kind=read.kind or Author.Kind.PERSON)
    if len(found) > 1:
        report.doubts.append(f"more than one author is called {name}: {found[0].slug} was credited")
    report.lines.append(f"matched author {found[0]}")
    found[0].lock()  # whoever is merged meanwhile is filled in as whom they are now
    return found[0].merged_into or found[0]


def _fill(author: Author, position: str, bio: ParsedBio | None, source: str, day: date, report: Report) -> None:
    """Give the author what the file knows and the paper does not. What stands there already is never overwritten."""
    if bio is None and not position:
        author.keep(by=None, source=f"import of {source}"[:200])
        return
    known = Outlet.objects.values_list("name", flat=True)
    facts = read_bio(author.name, bio.text, day, known=known) if bio else BioFacts()
    report.doubts += [
        f"bio of {author}: {doubt.message}" + (f" (“{doubt.excerpt}”)" if doubt.excerpt else "")
        for doubt in facts.doubts
    ]
    if bio:
        _fill_bio(author, bio, report)
    if len(position) > LONGEST_POSITION:
        report.doubts.append(f"{author}: too long for a position, left aside: {position}")
        position = ""
    for name, value in (("position", facts.position or position), ("start_year", facts.start_year)):
        if value and not getattr(author, name):
            setattr(author, name, value)
            report.lines.append(f"{author}: {name.replace('_', ' ')} {value}")
    author.save()
    _fill_outlets(author, facts.outlets, report)
    author.keep(by=None, source=f"import of {source}"[:200])


def _fill_bio(author: Author, bio: ParsedBio, report: Report) -> None:
    text = from_plain_text(bio.text.split("\n\n"))
    if not author.bio:
        author.bio = text
        report.lines.append(f"{author}: bio kept whole")
    elif plain_text(author.bio).split() != plain_text(text).split():
        report.doubts.append(f"bio of {author} differs from the one on file, which was left as it is")


def _fill_outlets(author: Author, names: list[str], report: Report) -> None:
    if not names or author.outlet_credits.exists():
        return
    for place, name in enumerate(names):
        author.outlet_credits.get_or_create(outlet=Outlet.called(name), defaults={"order": place})
    report.lines.append(f"{author}: {len(names)} outlets: {', '.join(names)}")
