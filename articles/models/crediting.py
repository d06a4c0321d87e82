"""Crediting anew: what merging authors, undoing it, and changing a name everywhere do to stories.

Reached from the room of authors through the rows that hang on an author, who is named once more:
`author.edition_credits.reprint(author, …)`, `author.bylines.hand_over(author, …)`. With take-down and the withdrawing of
pictures, `reprint` and `take_back` are the ways in which an edition that readers had is changed; who did it and why is the
author's NameChange or AuthorMerge.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import batched
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from articles.models.listing import RowQuerySet
from articles.search.forgetting import forget_later
from pagecache.models import purge
from paper.models import lock_paper

if TYPE_CHECKING:
    from articles.models.edition import Edition
    from authors.models import Author

CHUNK = 200  # editions read at once, with their bodies: their hash is made anew
NAMED = 1_000  # more stories than this, and every page is dropped instead of naming each

Credit = dict[str, Any]  # {"author": 3, "name": "Ann Lee", "role": "author"}
# "moved": the line went along; "alone": the other had none there, so whatever it has there later came from this one too.
Line = dict[str, Any]  # {"article": 7, "role": "author", "credited_as": "", "order": 0, "moved": true, "alone": true}


class CreditQuerySet(RowQuerySet):
    def printings(self, author: "Author") -> dict[str, int]:
        """Under which names the author was printed, and in how many stories, most first. Reads each edition's credits."""
        mine, told = _all_of(author.pk), defaultdict[str, set[int]](set)
        texts = Cast(
            "edition__credits", models.TextField()
        )  # most stories of one author say the same: each text is read once
        for story, text in self.order_by().values_list("article", texts).iterator():
            told[text].add(story)
        found = defaultdict[str, set[int]](set)
        for text, stories in told.items():
            for name in {credit["name"] for credit in json.loads(text) if credit["author"] in mine}:
                found[name] |= stories
        return dict(Counter({name: len(stories) for name, stories in found.items()}).most_common())

    def reprint(self, author: "Author", names: dict[str, str], *, change: int) -> int:
        """Print these names otherwise, in every edition of the author. Returns in how many. The old printing is kept."""
        mine = _all_of(author.pk)
        return _rewrite_credits(self._editions(), lambda credit, _: _renamed(credit, names, mine), change=change)

    def reprint_scheduled(self, author: "Author", names: dict[str, str]) -> int:
        """The same in editions of stories that nobody could read yet."""
        mine, coming = _all_of(author.pk), self._editions().filter(live_from__gt=timezone.now())
        unseen = coming.filter(~models.Exists(_seen(models.OuterRef("article"))))
        return _rewrite_credits(unseen, lambda credit, _: _renamed(credit, names, mine))

    def hand_over(self, to: "Author") -> list[int]:
        """Let the lists of `to` show these stories. Returns the editions, for taking them back."""
        from articles.models.lists import EditionCredit

        taken = list(self.values_list("edition", flat=True))
        twins = EditionCredit.objects.filter(author=to, edition__in=self.values("edition")).for_cards()
        shared: dict[int, Any] = {row.edition_id: row for row in twins}
        both = _all_of(to.pk).union(*map(_all_of, self.order_by().values_list("author", flat=True).distinct()))
        for twin in shared.values():
            done = [credit["role"] for credit in twin.edition.credits if credit["author"] in both]
            twin.roles = " ".join(dict.fromkeys(done))  # in the story's order
        EditionCredit.objects.bulk_update(shared.values(), ["roles"], batch_size=500)
        self.filter(edition__in=list(shared)).delete()
        self.update(author=to)
        return taken

    def take_back(
        self, author: "Author", kept: "Author", editions: list[int], lines: list[Line], *, since: datetime
    ) -> None:
        """Undo `hand_over`: these editions' list rows say again what was printed, and what was published of the same
        stories since then is credited to the author they came from."""
        came = _came(lines)

        def back(credit: Credit, edition: "Edition") -> Credit:
            return _given_back(credit, edition.credits, came[edition.article_id], kept.pk, author.pk)

        for some in _chunks(sorted(came)):
            _rewrite_credits(_editions().filter(article__in=some, made_at__gte=since), back)
        _rewrite_revisions(came, kept.pk, author.pk, since)
        stories = set(came)
        for some in _chunks(editions):
            _print_again(author, kept, some, since)
            stories.update(_editions().filter(pk__in=some).values_list("article", flat=True))
        stories.update(_stories_since(kept, since))
        for some in _chunks(sorted(stories)):
            _relist(_editions().filter(article__in=some))  # those made again since then too
        purge([f"author:{author.pk}", f"author:{kept.pk}"])

    def _editions(self) -> models.QuerySet:
        return _editions().filter(pk__in=self.order_by().values("edition"))


class BylineQuerySet(models.QuerySet):
    def lock_stories(self, author: "Author") -> None:
        """Wait for whoever is publishing a story of this author, and let nobody else until the transaction ends: a name is
        printed, and an author credited, before the change or after it."""
        from articles.models.article import Article
        from articles.models.lists import EditionCredit

        published = EditionCredit.objects.filter(author=author).values("article")
        mine = Article.objects.filter(models.Q(pk__in=self.values("article")) | models.Q(pk__in=published))
        list(mine.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
        lock_paper()  # then nobody is half-way through publishing a story that others do not see yet

    def hand_over(self, to: "Author") -> list[Line]:
        """Credit `to` with the working copies of these lines; one that would credit twice is taken out. Returns the lines."""
        from articles.models.byline import Byline

        there = set(Byline.objects.filter(author=to, article__in=self.values("article")).values_list("article", "role"))
        shared = {article for article, _ in there}
        lines = [
            {
                **row,
                "moved": (row["article"], row["role"]) not in there,
                "alone": row["article"] not in shared,
            }
            for row in self.order_by("pk").values("pk", "article", "role", "credited_as", "order")
        ]
        self.filter(pk__in=[line.pop("pk") for line in lines if not line["moved"]]).delete()
        for line in lines:
            line.pop("pk", None)
        self.update(author=to)
        return lines

    def take_back(self, author: "Author", kept: "Author", lines: list[Line]) -> None:
        """Undo `hand_over`, wherever the line is still there; one that was taken out returns where its story is."""
        from articles.models.article import Article
        from articles.models.byline import Byline

        out = [line for line in lines if not line["moved"]]
        there = Article.objects.filter(pk__in=[line["article"] for line in out], gone_status=0)
        known = set(there.values_list("pk", flat=True))
        changes = kept.name_changes.values_list("old_name", "new_name")
        names = {"", kept.name, *(name for change in changes for name in change)}  # what a changed name left there
        moved = [line for line in lines if line["moved"]]
        for role, printed in {(line["role"], line["credited_as"]) for line in moved}:
            stories = [line["article"] for line in moved if (line["role"], line["credited_as"]) == (role, printed)]
            for some in _chunks(stories):
                mine = Byline.objects.filter(author=kept, role=role, article__in=some)
                mine.filter(credited_as__in=names).update(credited_as=printed)
                mine.update(author=author)
        for some in _chunks([line["article"] for line in moved if line["alone"]]):  # its work was changed since
            without = Article.objects.filter(pk__in=some).exclude(bylines__author=author)
            Byline.objects.filter(author=kept, article__in=list(without)).update(author=author)
        Byline.objects.bulk_create(
            (
                Byline(
                    author=author,
                    article_id=line["article"],
                    **{name: line[name] for name in ("role", "credited_as", "order")},
                )
                for line in out
                if line["article"] in known
            ),
            ignore_conflicts=True,
        )

    def reprint(self, author: "Author", names: dict[str, str]) -> None:
        """Working copies that print one of these names by hand follow the author's name again; so do their versions."""
        from articles.models.edition import Edition
        from articles.models.revision import Revision

        mine = _all_of(author.pk)
        self.filter(credited_as__in=list(names)).update(credited_as="")
        stories = {
            *self.values_list("article", flat=True),
            *Edition.objects.filter(credit_rows__author=author).values_list("article", flat=True),
        }
        for some in _chunks(sorted(stories)):
            for revision in Revision.objects.filter(article__in=some).iterator(chunk_size=CHUNK):
                _rewrite_version(revision, lambda line: _renamed_line(line, names, mine))

    def keep_printing(self, name: str) -> None:
        """Stories that readers had under this name go on printing it, whatever the author is called now."""
        seen = _seen(models.OuterRef("article"))
        self.filter(models.Exists(seen), credited_as="").update(credited_as=name)


class OldPrinting(models.Model):
    """How an edition credited its authors before a name was changed everywhere. Administrators alone see it."""

    edition = models.ForeignKey("articles.Edition", on_delete=models.CASCADE, related_name="old_printings")
    change = models.ForeignKey("authors.NameChange", on_delete=models.CASCADE, related_name="old_printings")
    credits = models.JSONField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.edition_id} before {self.change_id}"


class _Came(NamedTuple):
    """What of one story came from the author who was merged: in which roles, and whether the other had none there."""

    roles: set[str]
    alone: bool


def _came(lines: list[Line]) -> dict[int, _Came]:
    """By story."""
    found: dict[int, _Came] = {}
    for line in lines:
        if line["moved"]:
            found.setdefault(line["article"], _Came(set(), line["alone"])).roles.add(line["role"])
    return found


def _given_back(credit: Credit, beside: list[Credit], came: _Came, kept: int, author: int) -> Credit:
    """The credit under the author it came from. Where none of the roles stands any more, the work was changed since."""
    if credit["author"] != kept:
        return credit
    changed = came.alone and not any(one["author"] == kept and one["role"] in came.roles for one in beside)
    return {**credit, "author": author} if changed or credit["role"] in came.roles else credit


def _editions() -> Any:
    from articles.models.edition import Edition

    return Edition.objects.all()


def _seen(article: Any) -> models.QuerySet:
    """The editions of this story that readers had by now."""
    return _editions().filter(article=article, live_from__lte=timezone.now())


def _all_of(author: int) -> set[int]:
    """The numbers under which editions name this author: its own, and those of authors merged into it."""
    from authors.models import Author

    return {author, *Author.everyone.filter(merged_into=author).values_list("pk", flat=True)}


def _renamed(credit: Credit, names: dict[str, str], mine: set[int]) -> Credit:
    return {**credit, "name": names.get(credit["name"], credit["name"])} if credit["author"] in mine else credit


def _renamed_line(line: Credit, names: dict[str, str], mine: set[int]) -> Credit:
    """A version's byline, {"author", "name", "credited_as", "role"}: the old name is in neither of the two."""
    if line["author"] not in mine:
        return line
    return {
        **line,
        "name": names.get(line["name"], line["name"]),
        "credited_as": "" if line["credited_as"] in names else line["credited_as"],
    }


def _rewrite_credits(editions: Any, other: Callable[[Credit, "Edition"], Credit], *, change: int | None = None) -> int:
    """New credits in closed editions, their hash and their list rows with them. `change`: keep the old ones under it."""
    from articles.models.edition import tags_of

    done, tags = 0, set[str]()
    for some in batched(editions.iterator(chunk_size=CHUNK), CHUNK):
        changed = [(one, was) for one in some if (was := _recredit(one, other)) is not None]
        _write(changed, change)
        done, tags = done + len(changed), tags | tags_of(edition for edition, _ in changed)
    purge(tags if done <= NAMED else ["site"])
    return done


def _recredit(edition: "Edition", other: Callable[[Credit, "Edition"], Credit]) -> list[Credit] | None:
    """Give the edition its new credits, unsaved. Returns the old ones; None where nothing differs."""
    was, edition.credits = edition.credits, [other(credit, edition) for credit in edition.credits]
    if edition.credits == was:
        return None
    edition.fingerprint = edition.make_fingerprint()
    return was


def _write(changed: list[tuple["Edition", list[Credit]]], change: int | None) -> None:
    from articles.models.edition import Edition
    from articles.models.editions import verb_at_work
    from articles.models.search_entry import SearchEntry

    with verb_at_work():
        Edition.objects.bulk_update([edition for edition, _ in changed], ["credits", "fingerprint"])
    if change:
        OldPrinting.objects.bulk_create(
            OldPrinting(edition=edition, change_id=change, credits=was) for edition, was in changed
        )
    if changed:
        SearchEntry.objects.rewrite([edition for edition, _ in changed])
        forget_later()
    moved = [edition for edition, was in changed if _authors(was) != _authors(edition.credits)]
    if moved:
        Edition.rewrite_credit_rows(moved)


def _authors(credits: list[Credit]) -> list[int]:
    return [credit["author"] for credit in credits]


def _stories_since(author: "Author", since: datetime) -> models.QuerySet:
    """Of the editions made since then: one that was moved to another minute credits whom the old one credited."""
    from articles.models.lists import EditionCredit

    fresh = EditionCredit.objects.filter(author=author, edition__made_at__gte=since)
    return fresh.order_by().values_list("article", flat=True)


def _relist(editions: Any) -> None:
    from articles.models.edition import Edition

    Edition.rewrite_credit_rows(list(editions.defer("body")))


def _print_again(author: "Author", kept: "Author", editions: list[int], since: datetime) -> None:
    """A name of `kept` that was changed everywhere since then was changed in these too: they print again what they printed."""
    changed = OldPrinting.objects.filter(edition__in=editions, change__author=kept, change__at__gte=since)
    first = {old.edition_id: old.credits for old in changed.order_by("-pk")}
    names = {
        (edition, credit["author"], credit["role"]): credit["name"]
        for edition, credits in first.items()
        for credit in credits
    }
    mine = _all_of(author.pk)

    def again(credit: Credit, edition: "Edition") -> Credit:
        name = names.get((edition.pk, credit["author"], credit["role"]))
        return {**credit, "name": name} if name and credit["author"] in mine else credit

    _rewrite_credits(_editions().filter(pk__in=list(first)), again)


def _rewrite_revisions(came: dict[int, _Came], kept: int, author: int, since: datetime) -> None:
    """Versions saved while the two were one: their lines go back as the editions' do."""
    from articles.models.revision import Revision

    for some in _chunks(sorted(came)):
        for revision in Revision.objects.filter(article__in=some, at__gte=since).iterator(chunk_size=CHUNK):
            lines, mine = revision.words.get("bylines", []), came[revision.article_id]
            _rewrite_version(revision, partial(_given_back, beside=lines, came=mine, kept=kept, author=author))


def _rewrite_version(revision: Any, other: Callable[[Credit], Credit]) -> None:
    lines = revision.words.get("bylines", [])
    fresh = [other(line) for line in lines]
    if fresh != lines:
        type(revision).objects.filter(pk=revision.pk).update(words={**revision.words, "bylines": fresh})


def _chunks(rows: list) -> Iterator[list]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
