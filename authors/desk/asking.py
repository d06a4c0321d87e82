"""Asking contributors to check their bios: one of them, or everyone not asked for a year."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone

from authors.desk.pages import page_of, show
from authors.letters import deliver, enqueue, remind
from authors.models import Author, BioAsk, Refused
from authors.models.ask import address_of, nowhere, to_ask
from paper.post import can_mail

PAGE = 50
ASK, ASKS = "admin:authors_author_ask", "admin:authors_author_asks"
WAITING, UNSENT, BY_HAND = "", "unsent", "links"  # what the list of questions shows


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """For AuthorAdmin.get_urls."""
    return [page_of(admin, "asks/", asks, "asks"), page_of(admin, "<int:pk>/ask/", ask, "ask")]


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm("authors.ask_author"):
        raise PermissionDenied("authors.ask_author")


# One author -----------------------------------------------------------------------------------------------


def ask(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one author, by mail or by a link to copy; remind them, stop that, withdraw the link. What was asked before."""
    _check(request)
    author = get_object_or_404(Author, pk=pk)
    if request.method == "POST":
        try:
            messages.success(request, _do(request, author))
        except (Refused, ValidationError) as no:
            messages.error(request, " ".join(getattr(no, "messages", [str(no)])))
        return redirect(ASK, author.pk)
    now = timezone.now()
    asked = list(author.asks.select_related("proposal"))
    waiting = next((one for one in asked if one.is_open(now)), None)
    context = {
        **_shared(request),
        "title": f"Ask {author} to check the bio",
        "author": author,
        "address": address_of(author),
        "waiting": waiting,
        "remind_from": waiting and waiting.remind_from(),
        "now": now,
        "asks": [one for one in asked if one is not waiting],
    }
    return show(admin, request, "asks/author.html", context)


def _shared(request: HttpRequest) -> dict[str, Any]:
    return {"can_mail": can_mail(), "host": request.build_absolute_uri("/").rstrip("/")}


def _do(request: HttpRequest, author: Author) -> str:
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None:
        raise Refused("Choose what to do.")
    return verb(request, author)


def _mail(request: HttpRequest, author: Author) -> str:
    address = request.POST.get("email", "").strip()
    validate_email(address)
    made = BioAsk.ask(author, by=request.user, email=address)  # type: ignore[arg-type]
    if address != address_of(author):
        Author.objects.filter(pk=author.pk).update(contact_email=address)
    trouble = deliver(made)
    if trouble:
        raise Refused(f"The mail was not sent: {trouble} Copy the link below and send it yourself.")
    return f"Sent to {address}."


def _link(request: HttpRequest, author: Author) -> str:
    BioAsk.ask(author, by=request.user)  # type: ignore[arg-type]
    return "The link is made. Copy it, and send it to them alone: whoever has it can propose a change of this bio."


def _remind(request: HttpRequest, author: Author) -> str:
    waiting = _waiting(author)
    trouble = remind(waiting)
    if trouble:
        raise Refused(f"The mail was not sent: {trouble}")
    return f"Reminded at {waiting.email}."


def _stop(request: HttpRequest, author: Author) -> str:
    _waiting(author).stop()
    return "They are not reminded of this any more. The link still works."


def _close(request: HttpRequest, author: Author) -> str:
    _waiting(author).close()
    return "The link leads nowhere any more."


def _waiting(author: Author) -> BioAsk:
    found = BioAsk.objects.open().filter(author=author).select_related("author").first()
    if found is None:
        raise Refused("They have answered meanwhile, or the link has ended.")
    return found


VERBS = {"mail": _mail, "link": _link, "remind": _remind, "stop": _stop, "close": _close}


# Everyone -------------------------------------------------------------------------------------------------


def asks(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Who was asked and has not answered; and the one button that asks everyone not asked for a year."""
    _check(request)
    if request.method == "POST":
        done = send_again() if request.POST.get("do") == "again" else ask_everyone(request.user)
        messages.success(request, done)
        return redirect(ASKS)
    now = timezone.now()
    kind = request.GET.get("show", WAITING)
    waiting = BioAsk.objects.open(now).select_related("author").order_by("-at", "author__sort_name", "pk")
    context = {
        **_shared(request),
        "title": "Asked to check their bios",
        "page": Paginator(_shown(waiting, kind), PAGE).get_page(request.GET.get("page")),
        "kind": kind,
        "told": _told(now, kind),
        "to_ask": counts(now),
    }
    return show(admin, request, "asks/list.html", context)


def _shown(waiting: Any, kind: str) -> QuerySet[BioAsk]:
    match kind:
        case "unsent":
            return waiting.unsent()
        case "links":
            return waiting.filter(email="")
    return waiting


def _told(at: datetime, kind: str) -> list[dict[str, Any]]:
    """The words of the filter with their counts: those of which there are none are left out. One query."""
    found = waiting_counts(at)
    words = ((WAITING, "All", "waiting"), (UNSENT, "Not sent", "unsent"), (BY_HAND, "By a link to copy", "by_hand"))
    told = [{"kind": one, "label": label, "count": found[name]} for one, label, name in words]
    return [one for one in told if one["count"] or one["kind"] == kind]


def waiting_counts(at: datetime) -> dict[str, int]:
    """How many wait for an answer: all, those whose letter could not be sent, those whose link is copied by hand."""
    return BioAsk.objects.open(at).aggregate(
        waiting=Count("pk"),
        unsent=Count("pk", filter=Q(sent_at=None) & ~Q(trouble="")),  # twin: AskQuerySet.unsent
        by_hand=Count("pk", filter=Q(email="")),
    )


def counts(at: datetime) -> dict[str, int]:
    """`all` who can be asked and were not for a year, and how many of them by `mail`."""
    by_mail = ~Q(contact_email="") | ~Q(email="")
    found = to_ask(at).aggregate(all=Count("pk"), mail=Count("pk", filter=by_mail))
    return found if can_mail() else found | {"mail": 0}


def ask_everyone(by: Any) -> str:
    """Ask them all, those with an address by mail in the background. Returns what was done, in a sentence."""
    with transaction.atomic():
        asked = BioAsk.ask_everyone(by=by, write_to=address_of if can_mail() else nowhere)
        mailed = [one for one in asked if one.email]
        enqueue(mailed)
    if not asked:
        return "Everyone was asked within the last year: there is nobody to ask."
    copied = len(asked) - len(mailed)
    ways = [f"{len(mailed):,} by mail"] * bool(mailed) + [f"{copied:,} by a link for you to copy below"] * bool(copied)
    return f"{len(asked):,} {'author is' if len(asked) == 1 else 'authors are'} asked: {' and '.join(ways)}."


def send_again() -> str:
    """Try once more, in the background, to send every letter that could not be sent. Returns what was done."""
    with transaction.atomic():
        again = [one for one in BioAsk.objects.open().unsent() if one.send_again()]
        enqueue(again)
    return f"{len(again):,} {'letter is' if len(again) == 1 else 'letters are'} sent again."


def front(at: datetime) -> dict[str, Any]:
    """What the bio manager's front says of asks: how many wait, could not be sent, and can be asked. Two queries."""
    return {**waiting_counts(at), "to_ask": to_ask(at).count(), "url": reverse(ASKS)}
