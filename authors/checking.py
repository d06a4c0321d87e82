"""Where somebody without an account checks their bio: the page behind the signed link of a BioAsk.

The link is the only key. No session and no cookie stands behind it, so there is nothing that another site could make a
browser send along: a CSRF token would guard nothing, and would be the page's only cookie. Who has the address may answer.
That is why it is kept out of caches, search engines and the Referer header, and why opening it changes nothing (mail
scanners open every link) except that the desk is told it was opened.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from authors.desk import telling
from authors.desk.preview import FRAGMENT, preview_of
from authors.desk.proposals import form_context, say
from authors.merging import changes
from authors.models import BioAsk, BioProposal, Collides, Refused
from authors.models.words import Words, words_of
from authors.wordsform import BIOS, WordsForm, say_you
from paper.mergeforms import answers_in, collision_rows, typed_along

HEADERS = {"Cache-Control": "no-store, private", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
LONGEST_POST = 400_000  # bytes: several times what the fullest form sends
LONGEST_BIO = 20_000  # characters of HTML

View = Callable[[HttpRequest, BioAsk], HttpResponse]


def behind_a_link(view: View) -> Callable[..., HttpResponse]:
    """A page for whoever has the link, and for nobody's memory; 404 where nobody signed it."""

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        ask = BioAsk.objects.by_token(token)
        if ask is None:
            raise Http404("No such link.")
        request.user = AnonymousUser()  # whoever has signed in on the desk has not signed in here
        with translation.override(settings.LANGUAGE_CODE):  # the desk's form, in the desk's language
            response = view(request, ask) if _can_be_read(request) else _too_long(request, ask)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return page


def _can_be_read(request: HttpRequest) -> bool:
    """Whether what was sent is small enough to be looked at."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) <= LONGEST_POST and request.POST is not None
    except (ValueError, SuspiciousOperation):  # no number; more fields than Django takes
        return False


def _too_long(request: HttpRequest, ask: BioAsk) -> HttpResponse:
    return render(request, "authors/check_too_long.html", {"ask": ask, "author": ask.author}, status=413)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_link
def check(request: HttpRequest, ask: BioAsk) -> HttpResponse:
    """The bio as readers see it; they say that it is right, or mend it. An answered or ended link says so."""
    if request.method == "POST":
        return _answer(request, ask)
    if not ask.is_open():
        return _ended(request, ask)
    if request.method == "GET":
        BioAsk.objects.filter(pk=ask.pk, opened_at=None).update(opened_at=timezone.now())
    return _form(request, ask)


def _answer(request: HttpRequest, ask: BioAsk) -> HttpResponse:
    try:
        match request.POST.get("do"):
            case "right":
                ask.say_right()
            case "stop":
                ask.stop()
                return redirect(f"{ask.get_absolute_url()}#reminders")
            case _ if "base" in request.POST:
                return _mend(request, ask)
    except Refused:  # it has ended: the page says how
        pass
    return redirect(ask)


def _mend(request: HttpRequest, ask: BioAsk) -> HttpResponse:
    if not ask.is_open():
        return _late(request, ask)
    form = _words_form(ask, request.POST)
    if _is_valid(form):
        note = form.cleaned_data["note"].strip()
        try:
            made = ask.mend(form.words(), base=form.base_words, note=note, answers=answers_in(request.POST))
        except Collides as clash:
            return _collisions(request, ask, clash)
        except (Refused, ValidationError) as error:
            if not ask.is_open():  # answered this very moment, by a second click or on another screen
                return _late(request, ask)
            say(form, error)
        else:
            telling.managers(made, request)
            return redirect(ask)
    return _form(request, ask, form)


def _words_form(ask: BioAsk, data: Any = None, *, showing: Words | None = None) -> WordsForm:
    """The form of words, said to the one they are about."""
    return say_you(WordsForm(data, author=ask.author, showing=showing or {}))


def _is_valid(form: WordsForm) -> bool:
    for name in BIOS:
        if form.is_valid() and len(form.cleaned_data[name]) > LONGEST_BIO:
            form.add_error(name, f"This is too long for a bio: {LONGEST_BIO:,} characters at most. Shorten it.")
    return form.is_valid()


def _form(request: HttpRequest, ask: BioAsk, form: WordsForm | None = None) -> HttpResponse:
    """The page with the form as it was typed so far; else with what readers see, or with what came by an earlier link and
    nobody has decided yet."""
    waiting = BioProposal.objects.open().filter(author=ask.author, asked=True, by=None).first()
    form = form or _words_form(ask, showing=waiting.words if waiting else words_of(ask.author))
    context = {
        **form_context(request, form, reverse("authors:check_preview", args=[ask.token])),
        "outlets": [],  # the desk's list is the desk's
        "ask": ask,
        "waiting": waiting,
    }
    return render(request, "authors/check.html", context)


@require_POST
@behind_a_link
def preview(request: HttpRequest, ask: BioAsk) -> HttpResponse:
    """What is being typed, as readers would see it: the frames for the script, a page for whoever has none."""
    if not ask.is_open():
        return _ended(request, ask)
    form = WordsForm(request.POST, author=ask.author, showing={})
    _is_valid(form)
    context = {"ask": ask, "author": ask.author, "preview": preview_of(request, ask.author, form.words())}
    is_part = request.headers.get("Accept", "") == FRAGMENT
    return render(request, "admin/bios/_preview_frames.html" if is_part else "authors/check_preview.html", context)


def _collisions(request: HttpRequest, ask: BioAsk, clash: Collides) -> HttpResponse:
    rows = collision_rows(clash.merged.open, request.POST, clash.faults)
    context = {"ask": ask, "author": ask.author, "rows": rows, "along": typed_along(request.POST, rows)}
    return render(request, "authors/check_merge.html", context)


# A link that has ended --------------------------------------------------------------------------------------


def _late(request: HttpRequest, ask: BioAsk) -> HttpResponse:
    """A change sent when the link had ended: what was written is shown, not lost. The same sent twice is thanked for."""
    form = WordsForm(request.POST, author=ask.author, showing={})
    form.is_valid()
    note = form.cleaned_data.get("note", "").strip()
    if ask.proposal and note in ask.proposal.note:
        note = ""
    unsent = changes(ask.proposal.words if ask.proposal else words_of(ask.author), form.words())
    return _ended(request, ask, unsent=unsent, note=note) if unsent or note else redirect(ask)


def _ended(request: HttpRequest, ask: BioAsk, **late: Any) -> HttpResponse:
    """Thanks to whoever answered; to whoever came too late, what to do. `late`: what they wrote in vain, see `_late`."""
    context = {
        "ask": ask,
        "author": ask.author.merged_into or ask.author,
        "proposal": ask.proposal,
        "is_replaced": not ask.answered_at and BioAsk.objects.open().filter(author=ask.author_id).exists(),
        "late": late,
        **late,
    }
    status = 409 if late else 200 if ask.answered_at else 410
    return render(request, "authors/check_ended.html", context, status=status)
