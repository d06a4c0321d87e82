"""What becomes of a story: what it says, who wrote it, and the editions readers got of it."""

from collections import deque
from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from articles.models import END, Byline, Section, Topic
from articles.models.edition import Edition
from articles.models.kinds import Kind
from articles.models.listing import TICK
from authors.models import Author
from interchange.corpus import vocabulary
from interchange.corpus.dates import YEARS, First
from interchange.corpus.people import Cast, Chosen
from interchange.corpus.prose import Block, Writer, block_of
from interchange.corpus.vocabulary import COMMON_WORD, MIDDLING_WORD, PHRASE, RARE_WORD

KINDS = (
    [Kind.NEWS.value] * 70 + [Kind.BRIEF.value] * 5 + [Kind.ANALYSIS.value] * 8 + [Kind.OPINION.value] * 8
    + [Kind.REVIEW.value] * 5 + [Kind.EXPLAINER.value] * 3 + [Kind.SPONSORED.value]
)  # fmt: skip
CREDITS = (1,) * 70 + (2,) * 22 + (3,) * 8
TOPICS = (0,) * 12 + (1,) * 23 + (2,) * 27 + (3,) * 21 + (4,) * 11 + (5,) * 6
EDITIONS = (1,) * 62 + (2,) * 28 + (3,) * 8 + (4, 6)
BRIEF, USUAL, LONG = (130, 0.25), (575, 0.42), (2_200, 0.3)  # words of a body in the middle, and how far they spread
WORDS_OF_A_BLOCK = 47  # about
OTHER_ROLES = [role for role in Byline.Role.values if role != Byline.Role.AUTHOR]
OTHER_TONGUES = 25  # one story in so many is in another language
NOT_YET = timedelta(minutes=10)  # before `until`: what is still to come was made then


class Words(NamedTuple):
    """What one version says. `credits`, `topics` and `corrections` as an edition holds them."""

    headline: str
    deck: str
    blocks: tuple[Block, ...]
    kind: str
    kicker: str
    section: Section
    writer: Writer
    credits: list[dict[str, Any]]
    topics: list[dict[str, Any]]
    dateline: str = ""
    sponsor: str = ""
    how_reported: str = ""
    sources: str = ""
    source_name: str = ""
    canonical_url: str = ""
    noindex: bool = False
    signed_by_house: bool = False
    related: tuple[dict[str, Any], ...] = ()
    corrections: tuple[dict[str, Any], ...] = ()
    retracted: bool = False


class Version(NamedTuple):
    words: Words
    live_from: datetime
    made_at: datetime
    live_until: datetime = END
    change: str = Edition.MATERIAL
    line: str = ""
    chosen_slug: str = ""


class Story(NamedTuple):
    """`versions` in the order in which readers get them; `ends_at` is when its end comes, if somebody set one."""

    first: First
    versions: list[Version]
    ends_at: datetime | None = None


class Planner:
    """Plans one story after another, in the order of first publication."""

    def __init__(self, stories: int, cast: Cast, writers: list[Writer], until: datetime) -> None:
        self._cast, self._until = cast, until
        self._writer, self.chance = writers[0], writers[0].chance
        self._pools = [(writer, writer.pool()) for writer in writers]
        self._headings = [writers[0].heading() for _ in range(60)]
        self._number = -1
        self._before: deque[tuple[int, str]] = deque(maxlen=2)  # the numbers and headlines of the last stories
        self._seen_rare = {stories * (2 * part + 1) // 10 for part in range(5)}

    def story(self, first: First) -> Story:
        self._number += 1
        words = self._words(first.moment)
        self._before.append((self._number + 1, words.headline))
        made = first.moment if first.moment <= self._until else self._until - NOT_YET
        versions = [Version(words, first.moment, made + timedelta(hours=6) * (not first.time_known))]
        if first.moment <= self._until:
            self._go_on(versions)
        return self._ended(Story(first, versions))

    def draft(self) -> Words:
        """What a story says that is still being written."""
        self._number += 1
        return self._words(self._until)

    # What it says

    def _words(self, moment: datetime) -> Words:
        chance, number = self.chance, self._number
        is_other = number % OTHER_TONGUES == 11
        writer, pool = self._pools[1 + number // OTHER_TONGUES % (len(self._pools) - 1)] if is_other else self._pools[0]
        kind = KINDS[int(chance.random() * len(KINDS))]
        return Words(
            headline=writer.headline(),
            deck="" if is_other or chance.random() < 0.1 else writer.say(vocabulary.DECKS),
            blocks=self._body(writer, pool, kind),
            kind=kind,
            kicker=chance.choice(vocabulary.MATTERS).capitalize() if chance.random() < 0.15 else "",
            section=_one(self._cast.sections, chance),
            writer=writer,
            credits=self._credits(moment) if number % 150 != 8 else [],
            topics=self._topics(moment),
            dateline=chance.choice(self._writer.towns).upper() if chance.random() < 0.2 else "",
            sponsor="The Harbour Fund" if kind == Kind.SPONSORED else "",
            **self._seldom(),
        )

    def _seldom(self) -> dict[str, Any]:
        """What few stories say."""
        said: dict[str, Any] = {"signed_by_house": self._number % 150 == 8}
        if self._number % 67 == 9:
            said["how_reported"] = self._writer.paragraph(2)
        if self._number % 71 == 12:
            said["sources"] = f"Case {self._number}: https://archive.example/case/{self._number}/"
        if self._number % 113 == 17:
            said["source_name"] = vocabulary.OUTLETS[self._number % len(vocabulary.OUTLETS)]
            said["canonical_url"] = f"https://archive.example/{self._number}/"
        if self._number % 20 == 6:
            said["related"] = tuple({"article": pk, "headline": told} for pk, told in self._before)
        return said | {"noindex": self._number % 409 == 3}

    def _body(self, writer: Writer, pool: list[Block], kind: str) -> tuple[Block, ...]:
        chance = self.chance
        rest = chance.choices(pool, k=max(1, round(self._length(kind) / WORDS_OF_A_BLOCK) - 1))
        if writer is self._writer:
            for place in range(len(rest) - 5, 0, -6):
                rest.insert(place, self._headings[int(chance.random() * len(self._headings))])
            return (self._opening(), *rest)
        return tuple(rest)

    def _length(self, kind: str) -> float:
        """Words of a body."""
        chance = self.chance
        is_long = kind != Kind.BRIEF and chance.random() < 0.04
        middle, spread = BRIEF if kind == Kind.BRIEF else LONG if is_long else USUAL
        return middle * chance.lognormvariate(0, spread)

    def _opening(self) -> Block:
        """The story's own first paragraph, with the words whose frequency is known."""
        number, say = self._number, self._writer.say
        said = [say(vocabulary.LEADS)]
        if number % 2 == 0:
            said += [say(vocabulary.OF_KNOWN_WORDS[COMMON_WORD]) for _ in range(1 + number % 3)]
        if number % 50 == 3:
            said.append(say(vocabulary.OF_KNOWN_WORDS[MIDDLING_WORD]))
        if number % 39 == 4:
            said.append(say(vocabulary.OF_KNOWN_WORDS[PHRASE]))
        if number in self._seen_rare:
            said.append(say(vocabulary.OF_KNOWN_WORDS[RARE_WORD]))
        text = " ".join(said)
        return block_of(f"<p>{text}</p>", text, self._writer.language)

    def _credits(self, moment: datetime) -> list[dict[str, Any]]:
        chance, there = self.chance, self._cast.authors[self._year(moment)]
        many = CREDITS[int(chance.random() * len(CREDITS))]
        people: list[Author] = list(dict.fromkeys(_some(there, many, chance)))
        roles = ["author", *(chance.choice(OTHER_ROLES) if chance.random() < 0.6 else "author" for _ in people[1:])]
        credits = [{"author": one.pk, "name": one.name, "role": role} for one, role in zip(people, roles, strict=True)]
        if self._number % 83 == 2:  # printed otherwise than the name is
            given, surname = people[0].name.split(" ", 1)
            credits[0] |= {"name": f"{given[0]}. {surname}"}
        if self._number % 211 == 5:  # who wrote it took the photographs too
            credits.append(credits[0] | {"role": Byline.Role.PHOTOGRAPHER.value})
        return credits

    def _topics(self, moment: datetime) -> list[dict[str, Any]]:
        chance, there = self.chance, self._cast.topics[self._year(moment)]
        many = TOPICS[int(chance.random() * len(TOPICS))]
        found: list[Topic] = sorted(set(_some(there, many, chance)), key=lambda topic: topic.name)
        return [{"topic": topic.pk, "name": topic.name, "slug": topic.slug} for topic in found]

    def _year(self, moment: datetime) -> int:
        return max(0, YEARS - 1 - (self._until - moment).days // 365)

    # What becomes of it

    def _go_on(self, versions: list[Version]) -> None:
        """The editions after the first."""
        chance, number = self.chance, self._number
        for _ in range(EDITIONS[int(chance.random() * len(EDITIONS))] - 1):
            self._append(versions, self._updated(versions[-1].words), _pause(chance))
        if number % 53 == 7:
            moved = f"{number}-{versions[0].words.kind}-in-other-words"
            self._append(versions, versions[-1].words, timedelta(hours=30), chosen_slug=moved)
        if number % 97 == 13:
            self._append(
                versions, self._corrected(versions[-1].words), timedelta(days=1), line="A number was put right."
            )
        if number % 499 == 40:
            self._append(versions, self._retracted(versions[-1].words), timedelta(days=90))

    def _append(self, versions: list[Version], words: Words, pause: timedelta, **facts: Any) -> None:
        """After a pause. What falls behind `until` does not happen; of every seventh story it is scheduled."""
        last = versions[-1]
        at = max(last.live_from, last.made_at) + pause
        is_ahead = at > self._until
        if is_ahead and (self._number % 7 or last.live_from > self._until or words.retracted or words.corrections):
            return
        slug = facts.pop("chosen_slug", last.chosen_slug)
        change = Edition.TYPO if words.deck == last.words.deck and not words.corrections else Edition.MATERIAL
        made = max(last.made_at, self._until - NOT_YET) if is_ahead else at
        versions[-1] = last._replace(live_until=at)
        versions.append(Version(words, at, made, change=change, chosen_slug=slug, **facts))

    def _updated(self, words: Words) -> Words:
        """One paragraph more, and three times out of four another deck."""
        pool = next(pool for writer, pool in self._pools if writer is words.writer)
        more = pool[int(self.chance.random() * len(pool))]
        deck = self._writer.say(vocabulary.DECKS) if words.deck and self.chance.random() < 0.75 else words.deck
        return words._replace(blocks=(*words.blocks, more), deck=deck)

    def _corrected(self, words: Words) -> Words:
        return words._replace(corrections=(self._note("correction", vocabulary.CORRECTIONS, top=False),))

    def _retracted(self, words: Words) -> Words:
        note = self._note("retraction", ("The paper takes this story back: the {noun} was never {deed}.",), top=True)
        return words._replace(corrections=(note, *words.corrections), retracted=True)

    def _note(self, kind: str, patterns: tuple[str, ...], *, top: bool) -> dict[str, Any]:
        key = f"{self.chance.getrandbits(48):012x}"
        return {"key": key, "kind": kind, "text": self._writer.say(patterns), "top": top}

    def _ended(self, story: Story) -> Story:
        """Unpublished, or with an end of its own."""
        last = story.versions[-1]
        if self._number % 251 == 20 and last.live_from + timedelta(days=5) < self._until:
            story.versions[-1] = last._replace(live_until=max(last.made_at, last.live_from) + timedelta(days=4))
        if self._number % 307 == 31:
            end = max(last.live_from, last.made_at) + timedelta(days=30)
            story.versions[-1] = last._replace(live_until=end)
            return story._replace(ends_at=end)
        return story


def _one(there: Chosen, chance: Random) -> Any:
    return chance.choices(there.things, cum_weights=there.weights)[0]


def _some(there: Chosen, many: int, chance: Random) -> list[Any]:
    return chance.choices(there.things, cum_weights=there.weights, k=many) if many else []


def _pause(chance: Random) -> timedelta:
    """Until the next edition: hours mostly, sometimes weeks."""
    hours = chance.lognormvariate(1.2, 1.1) + (24 * 20 * chance.random() if chance.random() < 0.08 else 0)
    return max(TICK, timedelta(seconds=int(hours * 3600)))
