"""Two authors become one: who with whom, what moves, the list of all merges, and parting them again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from authors import duplicates as finder
from authors.desk.doubles import doubles_of
from authors.desk.lists import called
from authors.desk.pages import show
from authors.desk.persons import Side, need, sides, somebody
from authors.models import Author, AuthorMerge, BioAsk, BioProposal, Distinct, Refused
from authors.models.merge import learned, stories_of

MERGE, RECORD = "authors.merge_author", "authors.view_authormerge"
FOUND = 20  # authors a search shows
NEWEST = 5  # stories of one kind that a preview names
PER_PAGE = 50  # merges
LINKED = ("portrait_id", "department_id")  # facts that are another row's number
LOOKED_AT = 200  # newest stories among which those that go back are looked for


def merge(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Without `with`: choose the other one. With it: what moves, and the button."""
    author = somebody(request, pk, MERGE)
    other = Author.objects.filter(pk=_number(request, "with")).exclude(pk=author.pk).first()
    if other is None:
        return _choose(admin, request, author)
    said = sides([author.pk, other.pk], timezone.now())
    kept = _kept(request, said[author.pk], said[other.pk])
    gone = next(side for side in said.values() if side is not kept)
    refused = ""
    if request.method == "POST":
        try:
            return _merged(request, AuthorMerge.merge(kept.author, gone.author, by=request.user, note=_note(request)))
        except Refused as no:
            refused = str(no)
    context = {
        "title": f"Merge {gone.author} into {kept.author}?",
        "author": author,
        "other": other,
        "kept": kept,
        "gone": gone,
        "note": _note(request),
        "back": request.GET.get("from") or request.POST.get("from", ""),
        "refused": refused,
        **what_moves(kept.author, gone.author, request),
    }
    return show(admin, request, "identity/merge.html", context)


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name) or request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "")[:300]


def _kept(request: HttpRequest, one: Side, other: Side) -> Side:
    """Who was chosen; else who has an account, a bio, more stories, or is older."""
    wanted = _number(request, "keep")
    chosen = next((side for side in (one, other) if side.author.pk == wanted), None)
    return chosen or max(one, other, key=_weight)


def _weight(side: Side) -> tuple:
    author = side.author
    is_plain = author.name.upper() != author.name
    return (bool(author.user_id), bool(author.bio), is_plain, side.stories, -author.pk)


def _merged(request: HttpRequest, made: AuthorMerge) -> HttpResponse:
    messages.success(request, render_to_string("admin/identity/_merged.html", {"merge": made}))
    if request.POST.get("from") == "duplicates":
        return redirect("admin:authors_author_duplicates")
    return redirect(f"{reverse('admin:authors_author_change', args=[made.kept_id])}#content")


def _choose(admin: ModelAdmin, request: HttpRequest, author: Author) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:160]
    pks = called(Author.objects.exclude(pk=author.pk), words).values_list("pk", flat=True)[:FOUND] if words else []
    found = sides(pks, timezone.now())
    alike = doubles_of(finder.of(author)[:FOUND])
    context = {
        "title": f"Merge {author} with another author",
        "author": author,
        "words": words,
        "found": sorted(found.values(), key=lambda side: (-side.stories, side.author.sort_name)),
        "alike": [(one if one.author.pk != author.pk else other, pair) for pair, one, other in alike],
        "most": FOUND,
    }
    return show(admin, request, "identity/choose.html", context)


# What would move


@dataclass(frozen=True)
class Stories:
    """Some stories: how many, and the newest few as cards or headlines."""

    count: int
    newest: list


def what_moves(kept: Author, gone: Author, request: HttpRequest) -> dict[str, Any]:
    """For the page that is read before the button is pressed."""
    at, new = timezone.now(), learned(kept, gone)
    said = Distinct.objects.filter(one=min(kept.pk, gone.pk), other=max(kept.pk, gone.pk)).first()
    return {
        "all_stories": stories_of(gone),
        "live": _listed(gone, at),
        "drafts": _drafts(gone),
        "scheduled": _rows(gone).scheduled(at).count(),
        "shared": _shared(kept, gone),
        "addresses": [gone.slug, *gone.old_slugs.values_list("slug", flat=True)],
        "spellings": _spellings(kept, gone, request),
        "filled": [(Author._meta.get_field(name).verbose_name, value) for name, value in _told(new["filled"], gone)],
        "links": new["links"],
        "outlets": new["outlets"],
        "takes_account": bool(gone.user_id and not kept.user_id),
        "frees_account": bool(gone.user_id and kept.user_id),
        "other_bio": gone.bio if kept.bio and gone.bio else "",
        "other_short_bio": gone.short_bio if gone.short_bio and (kept.bio or kept.short_bio) else "",
        "asked": BioAsk.objects.open(at).filter(author=gone).exists(),
        "waiting": BioProposal.objects.open().filter(author=gone).exists(),
        "said": said,
    }


def _rows(author: Author) -> Any:
    """The rows of the author's published stories, which hang on the author."""
    return author.edition_credits  # type: ignore[attr-defined]


def _listed(author: Author, at: datetime) -> Stories:
    rows = _rows(author).listed(at)
    return Stories(rows.count(), [row.card for row in rows.for_cards().newest(at)[:NEWEST]])


def _drafts(author: Author) -> Stories:
    """Stories on the desk alone, the newest first."""
    lines: Any = author.bylines  # type: ignore[attr-defined]
    mine = lines.filter(article__first_published_at=None).order_by("-article")
    rows = mine.select_related("article")[: NEWEST * 3]  # one story may have several lines
    stories = {row.article_id: row.article for row in rows}
    return Stories(mine.order_by().values("article").distinct().count(), list(stories.values())[:NEWEST])


def _shared(kept: Author, gone: Author) -> Stories:
    """Stories on which both are credited, published or not."""
    theirs: Any = gone.bylines  # type: ignore[attr-defined]
    both = kept.bylines.values("article")  # type: ignore[attr-defined]
    rows = theirs.filter(article__in=both).select_related("article").order_by("-article")[: NEWEST * 3]
    printed = _rows(gone).filter(article__in=_rows(kept).values("article")).values_list("article", flat=True)
    count = len({*printed, *theirs.filter(article__in=both).values_list("article", flat=True)})
    return Stories(count, list({row.article_id: row.article for row in rows}.values())[:NEWEST])


def _spellings(kept: Author, gone: Author, request: HttpRequest) -> list[str]:
    """Names under which `kept` will be found too; those left behind for good are for administrators alone."""
    aliases = gone.aliases.all() if request.user.has_perm("authors.view_old_names") else gone.aliases.shown()
    known = {kept.key, *kept.aliases.values_list("key", flat=True)}
    names = {gone.key: gone.name, **{alias.key: alias.name for alias in aliases}}
    return [name for key, name in names.items() if key not in known]


def _told(filled: dict[str, Any], gone: Author) -> list[tuple[str, Any]]:
    """Facts by field, as a person reads them; bios are told apart."""
    facts = {name: value for name, value in filled.items() if name not in ("bio", "short_bio", *LINKED)}
    linked = [name.removesuffix("_id") for name in LINKED if name in filled]
    return [*facts.items(), *((name, getattr(gone, name)) for name in linked)]


# The list of merges, and the way back


def merges(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """All merges, newest first; with `author`, those of one."""
    need(request, RECORD)
    rows = AuthorMerge.objects.select_related("kept", "kept__merged_into", "gone").defer("facts")
    one = Author.everyone.filter(pk=_number(request, "author")).first()
    page = Paginator(rows.filter(kept=one) if one else rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": f"Merged into {one}" if one else "Merged authors",
        "page": page,
        "author": one,
        "query": f"author={one.pk}&" if one else "",
    }
    return show(admin, request, "identity/merges.html", context)


def undo(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What goes back, what stays, and the button."""
    need(request, MERGE)
    made = get_object_or_404(AuthorMerge.objects.select_related("kept", "kept__merged_into", "gone"), pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            made.undo(by=request.user)
            messages.success(request, render_to_string("admin/identity/_unmerged.html", {"merge": made}))
            return redirect("admin:authors_author_merges")
        except Refused as no:
            refused = str(no)
    context = {
        "title": f"Part {made.gone_name} and {made.kept} again?",
        "merge": made,
        "refused": refused,
        "nothing": "" if refused else _hindrance(made),
        **what_goes_back(made),
    }
    return show(admin, request, "identity/unmerge.html", context)


def _hindrance(made: AuthorMerge) -> str:
    """Why it cannot be undone now. Twin: AuthorMerge.undo, which refuses."""
    if made.undone_at:
        return "This was undone already."
    if made.kept.merged_into:
        return f"{made.kept} was merged into {made.kept.merged_into} since. Undo that first."
    return ""


def what_goes_back(made: AuthorMerge) -> dict[str, Any]:
    """For the page that is read before the button is pressed."""
    kept, facts, at = made.kept, made.facts, timezone.now()
    same = [name for name, value in facts["filled"].items() if getattr(kept, name) == value]
    return {
        "live": _again(made, at),
        "since": _since(made, at),
        "address": made.address_again(),
        "has_address": made.address_again() == facts["slug"],
        "account": made.account_is_free(),
        "lost_account": bool(facts["user"]) and not made.account_is_free(),
        "forgets": [_label(name) for name in same],
        "keeps": [_label(name) for name in facts["filled"] if name not in same],
        "links": facts["links"],
        "outlets": facts["outlets"],
        "renamed": kept.name_changes.filter(at__gte=made.at, private=False),
    }


def _label(name: str) -> str:
    return str(Author._meta.get_field(name.removesuffix("_id")).verbose_name)


def _again(made: AuthorMerge, at: datetime) -> Stories:
    """Stories that go back, and the newest of them that are listed: looked for among the newest alone."""
    moved = {line["article"] for line in made.facts["bylines"] if line["moved"]}
    newest = _rows(made.kept).listed(at).for_cards().newest(at)[:LOOKED_AT]
    return Stories(len(moved), [row.card for row in newest if row.article_id in moved][:NEWEST])


def _since(made: AuthorMerge, at: datetime) -> Stories:
    """Listed stories credited to `kept` that were first published since the merge, and were not the other's: they stay."""
    moved = {line["article"] for line in made.facts["bylines"]}
    rows = _rows(made.kept).listed(at).filter(first_published_at__gte=made.at).newest(at)
    new = [pk for pk, story in rows.values_list("pk", "article") if story not in moved]
    return Stories(len(new), [row.card for row in rows.filter(pk__in=new[:NEWEST]).for_cards()])
