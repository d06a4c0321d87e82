"""Bios that need care: the queue, what can be done about each finding, and one author's page of them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import DateTimeField, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, NullIf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from authors import care, desk
from authors.desk.doubts import LOST
from authors.desk.pages import page_of
from authors.mending import key_of, mend, offers, take_out
from authors.models import Author, Dismissal, Finding, Refused
from paper.days import day_of

PAGE = 25
YEAR = timedelta(days=365)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NO_BIO, UNSEEN = "no_bio", "unseen"
WEIGHT = {kind: weight for weight, kind in enumerate(care.CHECKS)}
ANCHORS = {
    "bio": "id_bio_text",
    "short_bio": "id_short_bio_text",
    "outlets": "outlet_credits-group",
    "links": "links-group",
}


def paths(admin: ModelAdmin) -> list[URLPattern]:
    return [page_of(admin, "care/", queue, "care"), page_of(admin, "<int:pk>/care/", one, "care_of")]


# What is found ------------------------------------------------------------------------------------------


@dataclass
class Item:
    """One thing to look at, as the page shows it. `fix` is what the button that mends it says; "" where none can."""

    kind: str
    message: str
    excerpt: str
    key: str
    url: str
    fix: str = ""
    field: str = ""

    @property
    def label(self) -> str:
        return care.CHECKS[self.kind]

    @property
    def is_at_field(self) -> bool:
        """Whether the form says it at the field itself; see authors.wordsform.warn."""
        return self.kind in LOST and self.field in ("bio", "short_bio")


@dataclass
class Row:
    author: Author
    items: list[Item]
    standing: Any


class Place(NamedTuple):
    """Where an author stands in the queue."""

    weight: int
    sort_name: str
    author: int
    kind: str


class Told(NamedTuple):
    """One word of the filter, with its count."""

    kind: str
    label: str
    count: int


def places(at: datetime, author: Author | None = None) -> list[Place]:
    """Every author with something to look at, or this one, once for each kind, the weightiest first. Three queries."""
    findings = Finding.objects.open()
    findings = findings.filter(author=author) if author else findings
    found = list(findings.order_by().values_list("kind", "author", "author__sort_name").distinct())
    found += [(NO_BIO, *row) for row in _not_dismissed(desk.without_bio(_all_or(author), at), care.no_bio(1))]
    found += [(UNSEEN, *row) for row in unseen(at, author)]
    return sorted(Place(WEIGHT[kind], name, pk, kind) for kind, pk, name in found if kind in WEIGHT)


def unseen(at: datetime, author: Author | None = None) -> list[tuple[int, str]]:
    """(pk, sort name) of those whom readers see and nobody looked at for a year. One query."""
    people = _all_or(author).filter(kind=Author.Kind.PERSON, died_year=None).exclude(bio="", short_bio="")
    return list(_with_looked(people).filter(Q(looked=None) | Q(looked__lt=at - YEAR)).values_list("pk", "sort_name"))


def _all_or(author: Author | None) -> QuerySet:
    return Author.objects.filter(pk=author.pk) if author else Author.objects.all()


def _with_looked(authors: QuerySet) -> QuerySet:
    """Adds `looked`: when somebody last looked, or last changed it; None for never."""
    never = Value(NEVER, DateTimeField())
    both = Greatest(Coalesce("looked_at", never), Coalesce(Max("bio_versions__at"), never))
    return authors.annotate(looked=NullIf(both, never))


def _not_dismissed(authors: QuerySet, found: Any) -> list[tuple[int, str]]:
    said = Dismissal.objects.filter(key=found.key).values("author")
    return list(authors.exclude(pk__in=said).values_list("pk", "sort_name"))


def counts(found: list[Place]) -> list[Told]:
    """How many authors of each kind, in the order of weight."""
    by_kind = Counter(place.kind for place in found)
    return [Told(kind, label, by_kind[kind]) for kind, label in care.CHECKS.items() if by_kind[kind]]


def rows(pks: list[int], kinds: dict[int, set[str]], at: datetime) -> list[Row]:
    """What is found in these authors, in their order. Five queries, however many they are."""
    authors = _with_looked(Author.objects.all()).in_bulk(pks)
    found: dict[int, list[Item]] = {pk: [] for pk in pks}
    for finding in Finding.objects.open().filter(author__in=pks):
        found[finding.author_id].append(item_of(finding))
    standings = desk.standings([authors[pk] for pk in pks if pk in authors], at)
    return [
        Row(where.author, [*found[where.author.pk], *_of_dates(where, kinds.get(where.author.pk, set()), at)], where)
        for where in standings
    ]


def item_of(finding: Finding) -> Item:
    place, fix = place_of(finding.author_id, finding.field), fix_in_words(finding.fix)
    return Item(finding.kind, finding.message, finding.excerpt, finding.key, place, fix, finding.field)


def place_of(author: int, name: str) -> str:
    """Where on the author's form a click goes."""
    form = reverse("admin:authors_author_change", args=[author])
    return f"{form}#{ANCHORS.get(name, f'id_{name}')}"


def _of_dates(where: Any, kinds: set[str], at: datetime) -> list[Item]:
    """What no text shows: that there is none, and that nobody looked."""
    since = getattr(where.author, "looked", None)
    made = {
        NO_BIO: care.no_bio(max(where.count, 1)),
        UNSEEN: care.unseen(day_of(since) if since else None, day_of(at)),
    }
    return [
        Item(found.check, found.message, "", found.key, place_of(where.author.pk, "bio"))
        for kind, found in made.items()
        if kind in kinds and found
    ]


def fix_in_words(fix: dict[str, Any]) -> str:
    """What the button says that does it."""
    match fix:
        case {"outlet": name, "bio": _}:
            return f"Write {name} into the bio"
        case {"outlet": name}:
            return f"Add {name} to the list"
        case {"start_year": year}:
            return f"Set “in the trade since” to {year}"
        case {"right": right}:
            return f"Write {right}"
        case {"to": address}:
            return f"Lead it to {address}"
    return ""


def front(at: datetime) -> list[Told]:
    """What the bio manager's front says: how many authors there are of each kind, but for those with a list of their own
    beside it and those only not looked at lately."""
    return [told for told in counts(places(at)) if told.kind not in ("lost", "cut", NO_BIO, UNSEEN)]


# Pages --------------------------------------------------------------------------------------------------


def queue(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Bios that need care, of one kind or all. Those only not looked at for a year are a list of their own."""
    _check(request)
    at, kind = timezone.now(), request.GET.get("kind", "")
    found = places(at)
    told = counts(found)
    wanted = [place for place in found if (place.kind == kind if kind else place.kind != UNSEEN)]
    pages = Paginator(list(dict.fromkeys(place.author for place in wanted)), PAGE)
    page = pages.get_page(request.GET.get("page"))
    kinds: dict[int, set[str]] = {}
    for place in found:
        kinds.setdefault(place.author, set()).add(place.kind)
    context = {
        **admin.admin_site.each_context(request),
        "title": "Bios that need care",
        "told": told,
        "all_count": len({place.author for place in found if place.kind != UNSEEN}),
        "kind": kind if kind in care.CHECKS else "",
        "rows": rows(list(page.object_list), kinds, at),
        "page": page,
        "here": request.get_full_path(),
        "opts": admin.opts,
    }
    return TemplateResponse(request, "admin/care/queue.html", context)


def one(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """One author's findings, sentences that may go, and what was let stand; each button comes back here."""
    _check(request)
    author = get_object_or_404(Author, pk=pk)
    if request.method == "POST":
        return _do(request, author)
    context = {
        **admin.admin_site.each_context(request),
        **about(author),
        "title": f"{author}: what needs care",
        "here": request.path,
        "opts": admin.opts,
    }
    return TemplateResponse(request, "admin/care/author.html", context)


def about(author: Author) -> dict[str, Any]:
    """What `admin/care/author.html` and `admin/authors/author/_findings.html` show of one author.

    `row`, `removals` [(key, Sentence)], `dismissed` and `looked` (when somebody last looked).
    """
    at = timezone.now()
    Finding.objects.look(author)
    kinds = {author.pk: {place.kind for place in places(at, author)}}
    found = rows([author.pk], kinds, at)
    return {
        "author": author,
        "row": found[0] if found else None,
        "removals": [(key_of(sentence), sentence) for sentence in offers(author)],
        "dismissed": list(author.dismissals.select_related("by")),
        "looked": author.looked_at,
    }


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm("authors.change_finding"):
        raise PermissionDenied("authors.change_finding")


def _do(request: HttpRequest, author: Author) -> HttpResponse:
    verb = VERBS.get(request.POST.get("do", ""))
    try:
        said = verb(author, request) if verb else ""
        messages.success(request, said) if said else messages.error(request, "Choose what to do.")
    except (Refused, ValueError) as no:
        messages.error(request, str(no))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, None) and back.startswith(reverse("admin:index"))
    return redirect(back if safe else reverse("admin:authors_author_care_of", args=[author.pk]))


def _mend(author: Author, request: HttpRequest) -> str:
    return f"{author}: {mend(author, request.POST.get('key', ''), by=request.user)}"


def _take_out(author: Author, request: HttpRequest) -> str:
    return f"{author}: {take_out(author, request.POST.get('key', ''), by=request.user)}"


def _dismiss(author: Author, request: HttpRequest) -> str:
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")[:300]
    items = about(author)["row"].items
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise Refused("This is not found any more.")
    Dismissal.dismiss(author, found.kind, key, found.excerpt, by=request.user, reason=reason)
    return f"{author}: it stands, until that text changes."


def _say_right(author: Author, request: HttpRequest) -> str:
    author.look_right(timezone.now())
    return f"{author}: all is right as it stands."


VERBS: dict[str, Callable[[Author, HttpRequest], str]] = {
    "mend": _mend, "out": _take_out, "dismiss": _dismiss, "right": _say_right,
}  # fmt: skip
