"""Two authors who are one person: merged, their stories credited anew, and, if it was a mistake, parted again."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from authors.models.ask import BioAsk
from authors.models.author import Author, free_slug, match_key
from authors.models.names import AuthorAlias, AuthorSlug
from authors.models.proposal import BioProposal, Refused
from authors.models.words import FIELDS, put_words, words_of
from pagecache.models import purge

if TYPE_CHECKING:
    from accounts.models import User

NUMBERS = ("start_year", "born_year", "died_year", "department_id", "portrait_id")
FACTS = (  # beside the words
    "born_year", "died_year", "department_id", "portrait_id", "contact_email", "fediverse", "behind",
)  # fmt: skip


class AuthorMerge(models.Model):
    """`gone` became `kept`. What moved is written down, so that it can be undone. Rows are only ever added."""

    kept = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="merged_away")
    gone_name = models.CharField(max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)
    # {"slug": "…", "user": 4 or null, "took_user": bool, "aliases": [name], "aliases_moved": [{"name", "former", "private"}],
    #  "slugs": [slug], "absorbed": [pk], "filled": {field: value}, "links": [{"label", "url"}], "outlets": [pk], "bylines": [row],
    #  "editions": [pk]}
    facts = models.JSONField(default=dict)
    stories = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept}"

    @classmethod
    def merge(cls, kept: Author, gone: Author, *, by: "User | None", note: str = "") -> "AuthorMerge":
        """Credit `kept` with all that `gone` is credited with; what `kept` does not know it learns from `gone`.

        Printed names stay as they were printed. The old address leads to `kept`. Raises Refused.
        """
        with transaction.atomic():
            _lock_both(kept, gone)
            _check(kept, gone)
            gone.bylines.lock_stories(gone)  # type: ignore[attr-defined]
            made = cls(kept=kept, gone=gone, gone_name=gone.name, by=by, by_name=str(by or "Newsroom"), note=note)
            made.stories = stories_of(gone)
            made.facts = {**_take_names(kept, gone), **_take_account(kept, gone), **_take_words(kept, gone)}
            made.facts |= _take_stories(kept, gone)
            made.save()
            BioAsk.objects.open().filter(author=gone).update(closed_at=timezone.now())
            _bury(gone, kept)
            kept.keep(by=by, source="merge", note=f"Merged with {gone.name}"[:300])
            purge([f"author:{gone.pk}"])
        return made

    def undo(self, *, by: "User | None") -> None:
        """Part them again: what came from `gone` goes back, later versions of those stories too; stories that were
        credited to `kept` since then stay. Raises Refused."""
        with transaction.atomic():
            _lock_both(self.kept, self.gone)
            self.refresh_from_db()
            if self.undone_at:
                raise Refused("This was undone already.")
            if self.kept.merged_into_id:
                raise Refused(f"{self.kept} was merged into {self.kept.merged_into} since. Undo that first.")
            self.kept.bylines.lock_stories(self.kept)  # type: ignore[attr-defined]
            self._raise_again()
            self._give_back_words()
            self._give_back_stories()
            self.undone_at, self.undone_by_name = timezone.now(), str(by or "Newsroom")
            self.save()
            for author in (self.kept, self.gone):
                author.keep(by=by, source="merge", note=f"Merge with {self._other(author)} undone"[:300])

    def _other(self, author: Author) -> str:
        return self.gone.name if author.pk == self.kept_id else self.kept.name

    def _raise_again(self) -> None:
        facts, gone, kept = self.facts, self.gone, self.kept
        user = facts["user"] if self.account_is_free() else None
        if user:
            Author.objects.filter(pk=kept.pk, user=user).update(user=None)
        AuthorAlias.objects.filter(author=kept, key__in=map(match_key, facts["aliases"])).delete()
        for alias in facts["aliases_moved"]:
            AuthorAlias.objects.filter(author=kept, key=match_key(alias["name"])).delete()
            AuthorAlias.objects.get_or_create(author=gone, key=match_key(alias["name"]), defaults=alias)
        Author.everyone.filter(pk__in=facts["absorbed"], merged_into=kept).update(merged_into=gone)
        Author.everyone.filter(pk=gone.pk).update(merged_into=None, slug=self._take_addresses_back(), user=user)
        kept.refresh_from_db()
        gone.refresh_from_db()

    def _take_addresses_back(self) -> str:
        """The address `gone` has again: its own, or a new one where `kept` has come to bear it."""
        mine = [self.facts["slug"], *self.facts["slugs"]]
        AuthorSlug.objects.filter(author=self.kept, slug__in=mine).delete()
        old = [slug for slug in self.facts["slugs"] if slug != self.kept.slug]
        AuthorSlug.objects.bulk_create(AuthorSlug(author=self.gone, slug=slug) for slug in old)
        return self.address_again()

    def address_again(self) -> str:
        """Where `gone` will be found once this is undone."""
        slug: str = self.facts["slug"]
        return free_slug(self.gone_name, self.gone_id) if slug == self.kept.slug else slug

    def account_is_free(self) -> bool:
        """Whether the account `gone` had is still there, and nobody but `kept` has taken it since."""
        user = self.facts["user"]
        known = self._meta.get_field("by").related_model._default_manager  # type: ignore[union-attr]
        taken = Author.objects.exclude(pk=self.kept_id).filter(user=user)
        return bool(user) and known.filter(pk=user).exists() and not taken.exists()

    def _give_back_stories(self) -> None:
        gone, kept, facts = self.gone, self.kept, self.facts
        bylines: Any = gone.bylines  # type: ignore[attr-defined]
        credits: Any = gone.edition_credits  # type: ignore[attr-defined]
        bylines.take_back(gone, kept, facts["bylines"])
        credits.take_back(gone, kept, facts["editions"], facts["bylines"], since=self.at)

    def _give_back_words(self) -> None:
        """What `kept` learned, where it still says that and nothing else."""
        kept, facts = self.kept, self.facts
        same = [name for name, value in facts["filled"].items() if getattr(kept, name) == value]
        for name in same:
            setattr(kept, name, None if name in NUMBERS else "")
        kept.save()
        for link in facts["links"]:
            kept.links.filter(**link).delete()
        kept.outlet_credits.filter(outlet__in=facts["outlets"]).delete()
        kept.refresh_from_db()


class Distinct(models.Model):
    """Two authors who look alike and are not one: somebody said so. `one` has the lower number."""

    one = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="distinct_lower_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"

    @classmethod
    def say(cls, one: Author, other: Author, *, by: "User | None", reason: str) -> "Distinct":
        """They are two. Raises Refused without a reason."""
        if not reason.strip():
            raise Refused("Write how you know that these are two: the next one who looks will want to know.")
        low, high = sorted((one, other), key=lambda author: author.pk)
        said = {"reason": reason.strip(), "by": by, "by_name": str(by or "Newsroom"), "at": timezone.now()}
        with transaction.atomic():
            purge(["authors"])
            return cls.objects.update_or_create(one=low, other=high, defaults=said)[0]

    def take_back(self) -> None:
        """They may be one after all: the pair is looked at again."""
        with transaction.atomic():
            self.delete()
            purge(["authors"])


def _lock_both(one: Author, other: Author) -> None:
    """Those merged into them before too, in the order of their numbers: two merges never wait for each other."""
    pks = [one.pk, other.pk]
    ours = Author.everyone.filter(models.Q(pk__in=pks) | models.Q(merged_into__in=pks))
    list(ours.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    for author in (one, other):
        author.refresh_from_db()


def _check(kept: Author, gone: Author) -> None:
    if kept.pk == gone.pk:
        raise Refused("Choose two different authors.")
    for author in (kept, gone):
        if author.merged_into_id:
            raise Refused(f"{author} was merged into {author.merged_into} already.")
    if BioProposal.objects.open().filter(author=gone).exists():
        raise Refused(f"A change of {gone}’s bio waits for an answer. Approve or decline it first.")
    born, died = kept.born_year or gone.born_year, kept.died_year or gone.died_year
    if born and died and born > died:
        raise Refused(f"One was born in {born}, the other died in {died}: they are two, or one of the years is wrong.")


def _take_names(kept: Author, gone: Author) -> dict[str, Any]:
    """Addresses and spellings of `gone` lead to `kept`, and those once merged into it with them."""
    known = {kept.key, *kept.aliases.values_list("key", flat=True)}
    moving = [alias for alias in gone.aliases.all() if alias.key not in known]
    gone.aliases.filter(pk__in=[alias.pk for alias in moving]).update(author=kept)
    fresh = []
    if gone.key not in {*known, *AuthorAlias.objects.filter(author=kept).values_list("key", flat=True)}:
        fresh = [AuthorAlias.objects.create(author=kept, name=gone.name).name]
    slugs = list(gone.old_slugs.values_list("slug", flat=True))
    gone.old_slugs.update(author=kept)
    before = Author.everyone.filter(merged_into=gone)  # `gone.absorbed` asks for today's authors, and has none
    absorbed = list(before.values_list("pk", flat=True))
    before.update(merged_into=kept)
    return {
        "slug": gone.slug,
        "slugs": slugs,
        "aliases": fresh,
        "aliases_moved": [_spelling(alias) for alias in moving],
        "absorbed": absorbed,
    }


def _spelling(alias: AuthorAlias) -> dict[str, Any]:
    return {name: getattr(alias, name) for name in ("name", "former", "private")}


def _take_account(kept: Author, gone: Author) -> dict[str, Any]:
    """The account of `gone`, where `kept` has none."""
    user, took = gone.user_id, bool(gone.user_id and not kept.user_id)
    Author.everyone.filter(pk=gone.pk).update(user=None)
    gone.user = None
    if took:
        kept.user_id = user
        Author.objects.filter(pk=kept.pk).update(user=user)
    return {"user": user, "took_user": took}


def stories_of(author: Author) -> int:
    """On how many stories they are credited, published or not."""
    both: Any = author
    published = both.edition_credits.order_by().values("article")
    return both.bylines.order_by().values("article").union(published).count()


def _take_stories(kept: Author, gone: Author) -> dict[str, Any]:
    both: Any = gone
    return {"bylines": both.bylines.hand_over(kept), "editions": both.edition_credits.hand_over(kept)}


def learned(kept: Author, gone: Author) -> dict[str, Any]:
    """What `kept` would learn from `gone`: `filled` {field: value}, `links` and `outlets` as in words_of."""
    mine, theirs = words_of(kept), words_of(gone)
    filled = {
        name: getattr(gone, name) for name in (*FIELDS, *FACTS) if getattr(gone, name) and not getattr(kept, name)
    }
    if mine["bio"]:
        filled.pop("short_bio", None)  # one bio is not put together from two
    known = {match_key(own["name"]) for own in mine["outlets"]}
    return {
        "filled": filled,
        "links": [link for link in theirs["links"] if link["url"] not in {own["url"] for own in mine["links"]}],
        "outlets": [outlet for outlet in theirs["outlets"] if match_key(outlet["name"]) not in known],
    }


def _take_words(kept: Author, gone: Author) -> dict[str, Any]:
    """Every fact that `kept` lacks; links and outlets behind its own."""
    mine, new = words_of(kept), learned(kept, gone)
    for name, value in new["filled"].items():
        setattr(kept, name, value)
    put_words(kept, {name: [*mine[name], *new[name]] for name in ("links", "outlets")})
    added = [match_key(outlet["name"]) for outlet in new["outlets"]]
    return {
        "filled": new["filled"],
        "links": new["links"],
        "outlets": list(kept.outlet_credits.filter(outlet__key__in=added).values_list("outlet", flat=True)),
    }


def _bury(gone: Author, kept: Author) -> None:
    """The row stays for what was printed with its number; its address now leads to `kept`."""
    old = gone.slug
    Author.everyone.filter(pk=gone.pk).update(merged_into=kept, slug=f"~{gone.pk}", user=None)
    AuthorSlug.objects.create(author=kept, slug=old)
    gone.refresh_from_db()
