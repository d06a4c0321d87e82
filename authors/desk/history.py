"""A bio's history on the desk: every version, what each changed, the difference of any two, and the way back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern

from authors.desk.pages import author_for, collision_page, page_of, show
from authors.desk.saving import save_words
from authors.merging import changes, summary
from authors.models import Author, BioVersion, Collides, NameChange, Refused
from authors.models.bio import EMPTY
from authors.models.words import FIELDS, Words, words_of
from authors.wordsform import opened, sealed
from paper.mergeforms import answers_in
from paper.merging import Change
from paper.templatetags.paper import when

if TYPE_CHECKING:
    from accounts.models import User

PAGE = 30  # versions
LATEST = 5  # on the author's form

Told = Callable[[Any], Any]  # what may be seen of a value: see `told_to`


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """For AuthorAdmin.get_urls."""
    return [
        page_of(admin, "<int:pk>/versions/", versions, "versions"),
        page_of(admin, "<int:pk>/versions/difference/", difference, "difference"),
        page_of(admin, "<int:pk>/versions/<int:number>/restore/", restore, "restore"),
    ]


# A name left behind for good -------------------------------------------------------------------------------


def told_to(user: "User", author: Author) -> Told:
    """A function that puts today's name where a name stands that this person may not see. One query.

    It takes words and profiles whole, and goes into their lists."""
    if user.has_perm("authors.view_old_names"):
        return lambda value: value
    return without_private_names(author)


def without_private_names(author: Author) -> Told:
    """The same, whoever asks: nothing that is put back may bring such a name to readers."""
    private = NameChange.objects.filter(author=author, private=True).values_list("old_name", flat=True)
    names = sorted({*private} - {author.name}, key=len, reverse=True)
    if not names:
        return lambda value: value
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
    return lambda value: _replaced(value, pattern, author.name)


def _replaced(value: Any, pattern: re.Pattern[str], name: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda match: name, value)
    if isinstance(value, dict):
        return {key: _replaced(one, pattern, name) for key, one in value.items()}
    return [_replaced(one, pattern, name) for one in value] if isinstance(value, list) else value


# Versions in words ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One version, as the list tells it. `changed` is one line; `change` what it changed, where that is shown."""

    version: BioVersion
    who: str
    deed: str
    changed: str
    newest: bool
    change: list[Change]

    @property
    def name(self) -> str:
        return f"the version of {when(self.version.at)}"


def entries(
    author: Author, user: "User", *, before: int | None = None, size: int = PAGE, marked: int = 0
) -> tuple[list[Entry], int | None]:
    """`size` versions older than `before`, newest first, and where the next page begins; None at the end. Two queries.

    The newest `marked` have what they changed, word by word."""
    rows = BioVersion.objects.filter(author=author).select_related("by")
    page = list((rows.filter(pk__lt=before) if before else rows)[: size + 1])
    told, older = told_to(user, author), [row.profile for row in page[1:]]
    if len(page) <= size:
        older.append({**EMPTY, "name": author.name})
    found = [
        _entry(row, told(was), told, newest=before is None and place == 0, is_marked=place < marked and len(page) > 1)
        for place, (row, was) in enumerate(zip(page, older, strict=False))
    ]
    return found[:size], page[size - 1].pk if len(page) > size else None


def _entry(version: BioVersion, was: Words, told: Told, *, newest: bool, is_marked: bool) -> Entry:
    now = told(version.profile)
    change = changes(was, now) if is_marked else []
    who = told(str(version.by) if version.by else version.by_name)
    return Entry(version, *_deed(version, who, told), summary(was, now), newest, change)


def _deed(version: BioVersion, who: str, told: Told) -> tuple[str, str]:
    """Who did what: ("Rosa", "proposed it; Bruno approved it")."""
    note = told(version.note)
    match version.source:
        case "proposal":
            return who, f"proposed it; {told(version.approved_by_name)} approved it"
        case "name" | "merge":
            return who or "Newsroom", note[:1].lower() + note[1:] or "changed it"
        case "desk":
            return who or "Newsroom", f"saved it on the desk{f' ({note})' if note else ''}"
    return who or "Newsroom", f"brought it in from {version.source}"


def latest(author: Author, user: "User") -> dict[str, Any]:
    """For `admin/authors/author/_history.html`: the newest few, the last one with what it changed."""
    found, more = entries(author, user, size=LATEST, marked=1)
    return {"entries": found, "more": more is not None}


# Pages ----------------------------------------------------------------------------------------------------


def versions(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Every version that was approved, newest first."""
    author = author_for(request, pk, "view_bioversion")
    before = _number(request.GET.get("before", ""))
    found, older = entries(author, request.user, before=before)  # type: ignore[arg-type]
    context = {"title": "What the bio said", "author": author, "entries": found, "older": older, "before": before}
    return show(admin, request, "bios/versions.html", context)


def difference(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Any two versions against each other; of one alone, against what readers see now."""
    author = author_for(request, pk, "view_bioversion")
    told = told_to(request.user, author)  # type: ignore[arg-type]
    before, after = (_side(author, request.GET.get(name, "")) for name in ("from", "to"))
    context = {
        "title": f"{before.title[0].upper()}{before.title[1:]} → {after.title}",
        "author": author,
        "before": before,
        "after": after,
        "changes": changes(told(before.words), told(after.words)),
    }
    return show(admin, request, "bios/difference.html", context)


@dataclass(frozen=True)
class Side:
    """One of two that are compared. `value` says it in an address: a version's number, or "now"."""

    value: str
    title: str
    words: Words


def _side(author: Author, asked: str) -> Side:
    if not asked or asked == "now":
        return Side("now", "what readers see now", words_of(author))
    version = get_object_or_404(BioVersion, author=author, pk=_number(asked) or 0)
    return Side(asked, f"the version of {when(version.at)}", version.profile)


def _number(asked: str) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


# The way back ---------------------------------------------------------------------------------------------


def restore(admin: ModelAdmin, request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put a version's words back, as a new version."""
    author = author_for(request, pk, "change_author")
    version = get_object_or_404(BioVersion, author=author, pk=number)
    old = _to_put_back(author, version)
    problem = ""
    if request.method == "POST":
        try:
            return _restore(request, author, version, old)
        except Collides as clash:
            return collision_page(
                admin, request, author, clash, mine="The old version", keep_mine="Put the old one back"
            )
        except (Refused, ValidationError) as error:
            problem = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    said = words_of(author)
    context = {
        "title": f"Put back the version of {when(version.at)}",
        "author": author,
        "version": version,
        "changes": changes(said, said | old),
        "stays": _stays(author, version),
        "base": sealed(said, author),
        "problem": problem,
    }
    return show(admin, request, "bios/restore.html", context)


def _to_put_back(author: Author, version: BioVersion) -> Words:
    """The version's words, but for the name, which has its own history, and for what no reader may see any more."""
    words = without_private_names(author)(version.profile)
    return {name: words[name] for name in (*FIELDS, "links", "outlets") if name in words}


def _stays(author: Author, version: BioVersion) -> list[str]:
    """What does not come back, in words."""
    stays = []
    if version.profile.get("name", author.name) != author.name:
        stays.append(f"The name stays {author.name}.")
    if not version.words:
        stays.append("Of this version the two bios alone are known: everything else stays as it is.")
    return [
        *stays,
        "Kind, standing, account, address and the place on the masthead are not part of a version: they stay.",
    ]


def _restore(request: HttpRequest, author: Author, version: BioVersion, old: Words) -> HttpResponse:
    base = opened(request.POST.get("base", ""), author)
    if base is None:
        raise Refused("This page is of another time. Open it again.")
    note = f"Put back the version of {when(version.at)}"
    mine = base | old
    save_words(author, mine, base=base, by=request.user, answers=answers_in(request.POST), note=note)  # type: ignore[arg-type]
    messages.success(request, f"{note}. What it replaced stays in the history.")
    return redirect("admin:authors_author_versions", author.pk)
