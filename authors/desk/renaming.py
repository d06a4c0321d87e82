"""The page on which somebody's name is changed: the choice, what it would change, and the record of all changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from authors.desk.pages import show
from authors.desk.persons import need, somebody
from authors.desk.renameform import RenameForm
from authors.models import Author, AuthorAlias, NameChange, Refused, match_key
from authors.models.author import free_slug
from paper.prose import plain_text
from paper.redaction import Folded

RENAME = "authors.rename_author"
OLD_NAMES = ("authors.view_old_names", "articles.view_oldprinting")
SHOWN = 6  # scheduled stories that the page names
PER_PAGE = 50  # old printings
AROUND = 40  # characters before and after an old name that are shown with it
PROSE = (("bio", "Bio"), ("short_bio", "Short bio"), ("disclosure", "Disclosure"))


@dataclass(frozen=True)
class Mention:
    """The old name in the author's own prose: in which field, and the words around it."""

    field: str
    label: str
    before: str
    name: str
    after: str


def rename(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Two steps: the new name and where it is printed; then what changes, and the button."""
    author = somebody(request, pk, RENAME)
    form = _form(request, author)
    step = request.POST.get("do", "")
    if step == "rename" and form.is_valid() and (change := _carried_out(request, form)):
        messages.success(request, render_to_string("admin/identity/_renamed.html", _outcome(change)))
        return redirect(reverse("admin:authors_author_rename", args=[author.pk]))
    is_checked = step in ("check", "rename") and form.is_valid()
    context = {
        "title": f"Change the name of {author}",
        "author": author,
        "form": form,
        "record": record(author, request),
        **(what_changes(form) if is_checked else {}),
    }
    return show(admin, request, f"identity/{'rename_check' if is_checked else 'rename'}.html", context)


def _form(request: HttpRequest, author: Author) -> RenameForm:
    now = timezone.now()
    credits: Any = author.edition_credits  # type: ignore[attr-defined]
    printed = credits.filter(live_from__lte=now).printings(author)
    return RenameForm(
        request.POST or None, author=author, printed=printed, coming=credits.scheduled(now).printings(author),
        initial={"scope": NameChange.Scope.FROM_NOW},
    )  # fmt: skip


def _carried_out(request: HttpRequest, form: RenameForm) -> NameChange | None:
    """None where the verb said no: the form shows why."""
    found = form.cleaned_data
    try:
        return NameChange.rename(
            form.author, found["new_name"], scope=found["scope"], by=request.user, private=found["private"],
            printings=form.replaced, sort_name=form.filed, note=found["note"],
        )  # fmt: skip
    except Refused as no:
        form.add_error(None, str(no))
        return None


def _outcome(change: NameChange) -> dict[str, Any]:
    """What is said when it is done. The name that became private is not said again."""
    author = change.author
    return {
        "change": change,
        "author": author,
        "moved": change.old_slug != author.slug and not change.private,
        "mentions": mentions(author, change.old_name, change.new_name),
    }


# What it would change


def what_changes(form: RenameForm) -> dict[str, Any]:
    """For the page that is read before the button is pressed. `form` is valid."""
    author, now, name = form.author, timezone.now(), form.cleaned_data["new_name"]
    replaced = form.replaced
    return {
        "new_name": name,
        "address": (author.slug, free_slug(name, author.pk)),
        "goes": [(one, form.printed.get(one, 0)) for one in replaced],
        "stays": [(one, count) for one, count in form.printed.items() if one not in replaced],
        "scheduled": _scheduled(author, now),
        "drafts": _drafts(author),
        "namesakes": namesakes(author, name),
        "mentions": mentions(author, author.name, name),
    }


def _scheduled(author: Author, now: datetime) -> dict[str, Any]:
    """Stories the clock will bring: `first` that nobody has read yet, `updates` of those that are out."""
    credits: Any = author.edition_credits  # type: ignore[attr-defined]
    rows = list(credits.scheduled(now).for_cards().order_by("live_from", "pk")[:SHOWN])
    unread = credits.scheduled(now).filter(first_published_at__gt=now).values("article").distinct().count()
    return {
        "first": [row.edition for row in rows if row.first_published_at > now],
        "count": unread,
        "updates": credits.scheduled(now).filter(first_published_at__lte=now).count(),
    }


def _drafts(author: Author) -> int:
    """Stories on the desk alone."""
    bylines: Any = author.bylines  # type: ignore[attr-defined]
    count: int = bylines.filter(article__first_published_at=None).values("article").distinct().count()
    return count


def namesakes(author: Author, name: str) -> QuerySet:
    """Others who are called so already, or were and do not hide it."""
    key = match_key(name)
    spelled = AuthorAlias.objects.shown().filter(key=key).values("author")
    return Author.objects.filter(Q(key=key) | Q(pk__in=spelled)).exclude(pk=author.pk)


def mentions(author: Author, old: str, new: str) -> list[Mention]:
    """Where the author's own prose still says the old name, or a word of it that is not in the new one: once of each text."""
    kept = set(map(match_key, new.split()))
    gone = [word for word in old.split() if len(match_key(word)) > 1 and match_key(word) not in kept]
    found = (_mention(field, label, plain_text(getattr(author, field)), [old, *gone]) for field, label in PROSE)
    return [mention for mention in found if mention]


def _mention(field: str, label: str, text: str, wanted: list[str]) -> Mention | None:
    """The first of the wanted words that stands there, with whole words around it."""
    folded = Folded(text)
    spans = next((spans for words in wanted if (spans := folded.spans(words))), None)
    if spans is None:
        return None
    start, end = spans[0]
    before, after = text[:start], text[end:]
    if start > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return Mention(field, label, before, text[start:end], after)


# The record


def record(author: Author, request: HttpRequest) -> list[NameChange]:
    """Changes of this author's name and of those merged into them, newest first. Private ones for administrators alone."""
    changes = NameChange.objects.filter(Q(author=author) | Q(author__merged_into=author))
    if request.user.has_perm(OLD_NAMES[0]):
        return list(changes.annotate(kept=Count("old_printings")))
    return list(changes.filter(private=False))


def old_printings(admin: ModelAdmin, request: HttpRequest, pk: int, change: int) -> HttpResponse:
    """How stories printed the name before it was changed everywhere: for administrators alone."""
    need(request, *OLD_NAMES)
    author = somebody(request, pk, RENAME)
    changes = NameChange.objects.filter(Q(author=author) | Q(author__merged_into=author))
    told = get_object_or_404(changes, pk=change)
    after = request.GET.get("after", "")
    rows: Any = told.old_printings.select_related("edition").defer("edition__body")  # type: ignore[attr-defined]
    found = list(rows.filter(pk__gt=int(after) if after.isdecimal() else 0).order_by("pk")[: PER_PAGE + 1])
    context = {
        "title": f"What stood there before {told.new_name}",
        "author": author,
        "change": told,
        "rows": [(row.edition, _names_before(row.credits, told)) for row in found[:PER_PAGE]],
        "older": found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None,
    }
    return show(admin, request, "identity/old_printings.html", context)


def _names_before(credits: list[dict], change: NameChange) -> list[str]:
    """As printed, those that were replaced."""
    return list(dict.fromkeys(credit["name"] for credit in credits if credit["name"] in change.printings))
