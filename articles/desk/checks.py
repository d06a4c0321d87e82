"""What is looked at before a story goes out: one table of checks and how grave each is.

Few things block. All else warns, and whoever publishes says why they publish anyway. `docs/checks.md` shows the table; a test
holds the two together.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

import paper
from articles import textchecks, typos, wording
from articles.desk import picturechecks
from articles.desk.picturechecks import Pictures
from articles.models import Address, Article, Edition, Section
from articles.models.byline import Byline
from articles.models.kinds import Kind
from articles.models.passages import returned
from articles.models.snapshot import Words, words_of_edition
from articles.models.topic import Topic
from articles.models.trust import Source, is_for_readers, sources_of
from authors.desk.doubts import bios_with_lost_words
from authors.models import Author
from paper.prose import plain_text
from paper.templatetags.paper import when

BLOCK, WARN = "block", "warn"
UNSIGNED_KINDS = {Kind.BRIEF, Kind.SPONSORED}  # nobody is missed above these
READ = (  # where words are looked at
    "headline", "deck", "kicker", "front_headline", "lead_caption", "lead_alt", "how_reported", "disclosure", "sources", "body",
)  # fmt: skip


@dataclass
class Situation:
    """What is about to go out. `moment` is when; `live` what readers have, `last` what they had last, if anything."""

    story: Article
    words: Words
    moment: datetime
    change: str = Edition.MATERIAL
    live: Edition | None = None
    last: Edition | None = None

    @cached_property
    def pictures(self) -> Pictures:
        return Pictures(self.words)

    @property
    def language(self) -> str:
        return self.words["language"] or paper.current().language

    @property
    def texts(self) -> dict[str, str]:
        texts = {name: self.words.get(name, "") for name in READ}
        titles = ".\n".join(source.title for source in self.sources)
        return texts | {"body": plain_text(texts["body"]), "sources": titles}

    @cached_property
    def sources(self) -> list[Source]:
        return sources_of(self.words.get("sources", ""))


class Finding(NamedTuple):
    """`place` is the form field to go to, `excerpt` the words to find in it, `url` another page that mends it; `figure`: which
    of the body's figures it is about, from 1, or 0."""

    check: str
    severity: str
    says: str
    place: str = ""
    excerpt: str = ""
    url: str = ""
    figure: int = 0

    @property
    def anchor(self) -> str:
        """The place on the form."""
        return self.place if self.place == "bylines" else f"id_{self.place}"


Found = Iterator[tuple[str, str, str, str] | tuple[str, str, str, str, int]]  # says, place, excerpt, url, figure


class Check(NamedTuple):
    severity: str
    about: str  # for docs/checks.md
    find: Callable[[Situation], Found]


def findings(situation: Situation) -> list[Finding]:
    """What blocks first, then what warns, each in the order of the table."""
    found = [Finding(name, check.severity, *one) for name, check in CHECKS.items() for one in check.find(situation)]
    return sorted(found, key=lambda finding: finding.severity)


def warnings(found: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity == WARN]


def digest(found: Iterable[Finding]) -> str:
    """Says which warnings somebody has seen: others, or one more, make another digest."""
    told = "\n".join(finding.says for finding in found)
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest() if told else ""


def situation_of(story: Article, words: Words, *, at: datetime | None = None, change: str = "") -> Situation:
    """As it stands now; `at` is the moment it is to go out."""
    now = timezone.now()
    seen = list(story.editions.filter(live_from__lte=now).order_by("-live_from")[:1]) if story.pk else []
    last = seen[0] if seen else None
    live = last if last and last.is_live(now) else None
    return Situation(story, words, at or now, change or Edition.MATERIAL, live, last)


# Each finds its own


def _headline(s: Situation) -> Found:
    if not s.words["headline"].strip():
        yield "There is no headline.", "headline", "", ""


def _body(s: Situation) -> Found:
    if not plain_text(s.words["body"]).strip() and not (s.live and s.live.retracted):
        yield "There is no text.", "body", "", ""


def _embargo(s: Situation) -> Found:
    if s.story.embargo_covers(s.moment):
        until = f"until {when(s.story.embargo_until)}" if s.story.embargo_until else "until somebody lifts it"
        yield f"It is under embargo {until}: {s.story.embargo_reason}", "", "", _page("embargo", s.story)


def _hold(s: Situation) -> Found:
    if s.story.held:
        yield f"It is under legal hold: {s.story.hold_reason}", "", "", ""


def _sealed(s: Situation) -> Found:
    for passage in returned(s.story.pk, s.words):
        yield f"“{passage}” was taken out of this story by order, and stands in it again.", "", passage, ""


def _byline(s: Situation) -> Found:
    signed = any(line["role"] == Byline.Role.AUTHOR for line in s.words["bylines"]) or s.words["signed_by_house"]
    if not signed and s.words["kind"] not in UNSIGNED_KINDS:
        yield "Nobody signs it. Name a writer, or let the paper sign.", "bylines", "", ""


def _wording(s: Situation) -> Found:
    """Twin: articles.bylines, which then prints the usual sentence."""
    lines = [wording.Line(line["credited_as"] or line["name"], line["role"]) for line in s.words["bylines"]]
    faults = wording.faults(s.words["byline_wording"], lines, house=s.words["signed_by_house"])
    if faults:
        yield (
            f"The byline in other words is left out, and the usual sentence printed: {faults[0]}",
            "byline_wording",
            "",
            "",
        )


def _deck(s: Situation) -> Found:
    if not s.words["deck"].strip() and s.words["kind"] != Kind.BRIEF:
        yield "There is no deck.", "deck", "", ""


def _section(s: Situation) -> Found:
    if not s.words["section"]:
        yield "It is in no section: only the latest stories will list it.", "section", "", ""


def _placeholder(s: Situation) -> Found:
    for name, text in s.texts.items():
        for found in textchecks.placeholders(name, text):
            yield found.what, found.where, found.excerpt, ""
    for found in textchecks.placeholders_unseen("body", s.words["body"]):
        yield found.what, found.where, found.excerpt, ""


def _doubled(s: Situation) -> Found:
    for name, text in s.texts.items():
        for found in textchecks.doubled_words(name, text, s.language):
            yield found.what, found.where, found.excerpt, ""


def _avoided(s: Situation) -> Found:
    house_list = paper.current().words_to_avoid
    for name, text in s.texts.items() if house_list else ():
        for found in textchecks.avoided(name, text, house_list):
            yield found.what, found.where, found.excerpt, ""


def _link(s: Situation) -> Found:
    own = [
        link for link in textchecks.links(s.words["body"]) if textchecks.is_internal(link.href, settings.ALLOWED_HOSTS)
    ]
    stories = _linked_stories(own)
    public = set(
        Edition.objects.live(s.moment)
        .filter(article__in=filter(None, stories.values()))
        .values_list("article", flat=True)
    )
    for link in own:
        says = _fault(link, stories, public, s)
        if says:
            yield f"“{link.words}” {says}", "body", link.words, ""


def _linked_stories(links: Iterable[Any]) -> dict[str, int | None]:
    """href → the story it leads to, None where there is none; hrefs of other pages are left out."""
    addresses = {link.href: found for link in links if (found := textchecks.story_address(link.href))}
    known = Address.objects.filter(slug__in=[slug for _, slug in addresses.values()])
    holders = {(address.date, address.slug): address.article_id for address in known}
    by_address = {href: holders.get(found) for href, found in addresses.items()}
    return by_address | {link.href: link.story for link in links if link.story}


def _fault(link: Any, stories: dict[str, int | None], public: set[int], s: Situation) -> str:
    if link.href not in stories:
        return "" if _is_a_page(link.href) else "leads to no page of this paper."
    story = stories[link.href]
    if story is None:
        return "leads to no story of this paper."
    return "" if story in public or story == s.story.pk else "leads to a story that readers do not have."


def _is_a_page(href: str) -> bool:
    """Whether a section, topic, author or other page answers there."""
    parts = [part for part in urlsplit(href).path.split("/") if part]
    if parts[:1] == ["topics"]:
        return len(parts) == 2 and Topic.objects.filter(slug=parts[1]).exists()
    if parts[:1] == ["authors"]:
        return len(parts) == 1 or Author.objects.filter(slug=parts[1]).exists()
    if not parts or parts[0] in ("latest", "corrections") or parts[0].isdigit():
        return True
    return Section.objects.filter(slug=parts[-1]).exists()


def _source(s: Situation) -> Found:
    """No address is opened: whether one answers is for a person to see."""
    for source, times in Counter(s.sources).items():
        if times > 1:
            yield f"The source “{source.title}” stands there {times} times.", "sources", source.title, ""
        if not is_for_readers(source):
            yield f"Readers cannot open the source “{source.title}”: only this house can.", "sources", source.title, ""


def _slug(s: Situation) -> Found:
    wanted = s.words["slug"]
    if s.last and wanted and wanted != (s.last.chosen_slug or s.last.slug):
        yield f"Its address changes from {s.last.slug} to {wanted}. The old one will lead to it.", "slug", "", ""


def _bio(s: Situation) -> Found:
    credited = {line["author"] for line in s.words["bylines"] if line["author"]}
    for author in Author.objects.filter(pk__in=credited & set(bios_with_lost_words())).order_by("sort_name", "pk"):
        url = reverse("admin:authors_author_change", args=[author.pk])
        yield f"Words seem to be lost from the bio of {author}, which stands under the story.", "bylines", "", url


def _typo(s: Situation) -> Found:
    if s.change == Edition.TYPO and s.live:
        for reason in typos.beyond_a_typo(words_of_edition(s.live), s.words, s.language):
            yield f"You call it a typo, but {reason}.", "change", "", ""


def _retracted(s: Situation) -> Found:
    if s.live and s.live.retracted:
        yield "It is retracted. Published again, it stands there without the notice.", "", "", ""


def _page(name: str, story: Article) -> str:
    return reverse(f"admin:articles_article_{name}", args=[story.pk]) if story.pk else ""


CHECKS: dict[str, Check] = {
    "headline": Check(BLOCK, "The headline is missing", _headline),
    "body": Check(BLOCK, "The text is missing", _body),
    "embargo": Check(BLOCK, "The moment lies inside an embargo", _embargo),
    "hold": Check(BLOCK, "The story is under legal hold", _hold),
    "sealed": Check(BLOCK, "Words stand in it again that were taken out by order", _sealed),
    "withdrawn": Check(BLOCK, "A picture stands in it that was withdrawn", picturechecks.withdrawn),
    "byline": Check(
        WARN, "No writer is named and the paper does not sign (not asked of briefs and sponsored pieces)", _byline
    ),
    "wording": Check(WARN, "The byline in other words does not name every byline once", _wording),
    "deck": Check(WARN, "The deck is missing (not asked of briefs)", _deck),
    "section": Check(WARN, "The story is in no section", _section),
    "placeholder": Check(WARN, "A placeholder was left: TK, xxx, [name], lorem ipsum", _placeholder),
    "doubled": Check(WARN, "A word stands twice in a row", _doubled),
    "avoided": Check(WARN, "A word of the house list stands in it", _avoided),
    "link": Check(WARN, "A link to the paper itself leads nowhere, or to what readers do not have", _link),
    "source": Check(WARN, "A source stands there twice, or has an address that only this house can open", _source),
    "slug": Check(WARN, "The address changes after publication", _slug),
    "bio": Check(WARN, "A bio under the story has lost words", _bio),
    "picture": Check(WARN, "A picture stands in it that is not in the library", picturechecks.unknown),
    "alternative": Check(
        WARN,
        "A picture has no alternative text, here or in the library, and is not decorative",
        picturechecks.alternative,
    ),
    "repeated": Check(WARN, "A picture’s alternative text is its caption again", picturechecks.repeated),
    "credit": Check(WARN, "A picture has no credit", picturechecks.uncredited),
    "licence": Check(WARN, "A picture’s licence is not said", picturechecks.unlicensed),
    "ending": Check(
        WARN, "A picture’s licence ends before the story goes out, or within 30 days of it", picturechecks.ending
    ),
    "terms": Check(WARN, "A sponsored piece has a picture of an agency, or one with terms", picturechecks.terms),
    "small": Check(
        WARN, "A picture is too small for its place: 1,200 pixels wide on top, 640 in the text", picturechecks.small
    ),
    "embed": Check(WARN, "An embed is of nobody whose pages can be embedded", picturechecks.embed),
    "typo": Check(WARN, "A change called a typo changes a number, a name, a quotation, a negation or a picture", _typo),
    "retracted": Check(WARN, "The story is retracted, and would stand there again without its notice", _retracted),
}
