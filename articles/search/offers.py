"""Which author, section or topic is called what somebody typed. Former names that may be seen find their author too; private
ones find nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from articles.models import EditionTopic, Topic
from articles.models.section import sections
from articles.search.asking import Question
from articles.search.words import terms
from authors.models import Author, AuthorAlias
from authors.profile import position_of
from pagecache import memory

OFFERED = 3  # of each sort
LOOKED_AT = 30  # names like it, of which some may not be for readers


class Offer(NamedTuple):
    """`sort`: Author, Section or Topic, in the reader's words; `about`: a line that tells who that is."""

    sort: str
    name: str
    url: str
    about: str = ""
    slug: str = ""


class Names:
    """Names of things by their words. Rows are (pk, name); something may have several names."""

    def __init__(self, rows: Iterable[tuple[int, str]]) -> None:
        self._names = [(words_in(name), pk, name) for pk, name in rows]
        self._with: dict[str, list[int]] = {}
        for place, (words, _pk, _name) in enumerate(self._names):
            for word in words:
                self._with.setdefault(word, []).append(place)

    def like(self, words: frozenset[str]) -> dict[int, str]:
        """Things by pk, with the name they were found by: first those called just so, then those whose whole name is among
        the words, then those with all of the words in their name."""
        ranks: list[list[int]] = [[], [], []]
        for place in sorted({place for word in words for place in self._with.get(word, ())}):
            name = self._names[place][0]
            if name == words:
                ranks[0].append(place)
            elif name < words and len(name) > 1:
                ranks[1].append(place)
            elif words < name:
                ranks[2].append(place)
        found: dict[int, str] = {}
        for place in [place for rank in ranks for place in rank][:LOOKED_AT]:
            found.setdefault(self._names[place][1], self._names[place][2])
        return found


def words_in(text: str) -> frozenset[str]:
    return frozenset(term.text for term in terms(text, ""))


def offers(question: Question, at: datetime) -> list[Offer]:
    """One query for authors and one for topics, and neither where no name is like it."""
    words = frozenset(word for clause in question.wanted for word in words_in(clause.text))
    return [*people(words, at), *_sections(words), *topics(words, at)] if words else []


def people(words: frozenset[str], at: datetime) -> list[Offer]:
    called = memory.keep("search authors", ["authors"], _authors).like(words)
    known = Author.objects.in_directory(at).in_bulk(list(called)) if called else {}
    found = [(known[pk], name) for pk, name in called.items() if pk in known][:OFFERED]
    return [Offer(_("Author"), author.name, author.url, _who(author, name), author.slug) for author, name in found]


def topics(words: frozenset[str], at: datetime) -> list[Offer]:
    called = _topic_names().like(words)
    written = EditionTopic.objects.listed(at).filter(topic=OuterRef("pk")).newest(at)
    known = Topic.objects.filter(Exists(written)).in_bulk(list(called)) if called else {}
    found = [known[pk] for pk in called if pk in known][:OFFERED]
    return [Offer(_("Topic"), topic.name, topic.url, "", topic.slug) for topic in found]


def topic_called(typed: str) -> Topic | None:
    """The topic of just this name, in whatever case. No query where there is none."""
    for pk, name in _topic_names().like(words_in(typed)).items():
        if name.casefold() == typed.casefold():
            return Topic.objects.filter(pk=pk).first()
    return None


def _topic_names() -> Names:
    found: Names = memory.keep("search topics", ["list:home", "site", "topics"], _topics)
    return found


def _sections(words: frozenset[str]) -> list[Offer]:
    found = [section for section in sections().values() if words_in(section.name) == words][:OFFERED]
    return [Offer(_("Section"), section.name, section.url, "", section.slug) for section in found]


def _who(author: Author, name: str) -> str:
    return position_of(author) if name == author.name else _("also as %(name)s") % {"name": name}


def _authors() -> Names:
    today = Author.objects.filter(hidden=False)
    own = today.order_by("sort_name", "pk").values_list("pk", "name")
    others = AuthorAlias.objects.shown().filter(author__in=today).order_by("pk").values_list("author", "name")
    return Names([*own, *others])


def _topics() -> Names:
    return Names(Topic.objects.values_list("pk", "name"))
