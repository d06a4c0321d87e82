"""The life of a proposed bio: its author asks for it, a bio manager decides it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from authors.desk import preview, telling
from authors.desk.outcome import Outcome, outcomes
from authors.desk.pages import author_for, collision_page, late_page, page_of, show, words_typed
from authors.desk.saving import save_words
from authors.desk.where import standing
from authors.merging import changes
from authors.models import Author, BioProposal, Collides, Outlet, Refused
from authors.models.bio import EMPTY
from authors.models.words import Words, same, words_of
from authors.wordsform import WordsForm, say_you
from paper.mergeforms import answers_in

OFFERED = 1_000  # outlets by name, as one types; any other name is found all the same
PROFILE, PROPOSAL, FORM = (f"admin:authors_author_{name}" for name in ("profile", "proposal", "change"))


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """For AuthorAdmin.get_urls."""
    return [
        page_of(admin, "profile/", own_profile, "profile"),
        page_of(admin, "profile/preview/", own_preview, "profile_preview"),
        page_of(admin, "<int:pk>/proposal/", review, "proposal"),
        page_of(admin, "<int:pk>/preview/", any_preview, "preview"),
    ]


# One's own ------------------------------------------------------------------------------------------------


def own_author(request: HttpRequest) -> Author | None:
    """The author of one's account; None for an account that has none."""
    if not request.user.has_perm("authors.change_own_author"):
        raise PermissionDenied("authors.change_own_author")
    return Author.objects.filter(user=request.user.pk).first()


def own_profile(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Facts, bio, links and outlets of one's own: what readers see, what waits, and what became of the last proposal."""
    author = own_author(request)
    if author is None:
        return _no_author(admin, request)
    waiting = BioProposal.objects.open().filter(author=author).first()
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        return _withdraw(request, waiting)
    said = words_of(author)
    goes_on = waiting and not _needs_no_approval(request)
    form = WordsForm(request.POST or None, author=author, showing=waiting.words if waiting and goes_on else said)
    if request.method == "POST" and form.is_valid():
        response = _change_own(admin, request, form)
        if response is not None:
            return response
    told = outcomes(author, request.user)
    response = show(admin, request, "bios/profile.html", _own_context(request, say_you(form), waiting, said, told))
    for one in told:
        one.proposal.tell()
    return response


def _no_author(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """There is no bio of theirs; what they wrote while there was one is not lost."""
    if request.method == "POST" and "base" in request.POST:
        why = "Your account has no author any more: somebody changed that while you wrote."
        return late_page(admin, request, None, why, written=changes(EMPTY, words_typed(request, Author())))
    return show(admin, request, "bios/profile_none.html", {"title": "Your profile"})


def _own_context(
    request: HttpRequest, form: WordsForm, waiting: BioProposal | None, said: Words, told: list[Outcome]
) -> dict[str, Any]:
    return {
        **form_context(request, form, reverse("admin:authors_author_profile_preview")),
        "title": "Your profile",
        "waiting": waiting,
        "asked_for": changes(said, waiting.words) if waiting else [],
        "told": told,
        "saves": _needs_no_approval(request),
    }


def _needs_no_approval(request: HttpRequest) -> bool:
    return request.user.has_perm("authors.change_author")


def _change_own(admin: ModelAdmin, request: HttpRequest, form: WordsForm) -> HttpResponse | None:
    """Save or propose what was typed. None where it cannot be: the form says why."""
    try:
        done = _save_own(request, form) if _needs_no_approval(request) else _propose(request, form)
    except Collides as clash:
        return collision_page(admin, request, form.author, clash)
    except (Refused, ValidationError) as error:
        say(form, error)
        return None
    messages.success(request, done)
    return redirect(PROFILE)


def _propose(request: HttpRequest, form: WordsForm) -> str:
    made = BioProposal.propose(
        form.author, form.words(), base=form.base_words, by=request.user, note=form.cleaned_data["note"].strip(),
        answers=answers_in(request.POST),
    )  # fmt: skip
    telling.managers(made, request)
    return "Proposed. Readers see it once a bio manager approves it; what becomes of it is told here."


def _save_own(request: HttpRequest, form: WordsForm) -> SafeString:
    save_words(form.author, form.words(), base=form.base_words, by=request.user, answers=answers_in(request.POST))
    return saved(form.author)


def _withdraw(request: HttpRequest, waiting: BioProposal | None) -> HttpResponse:
    try:
        if waiting is None:
            raise Refused("Nothing of yours waits any more.")
        waiting.withdraw(by=request.user)
        messages.success(request, "Withdrawn. Readers see your profile as it was.")
    except Refused as error:
        messages.warning(request, str(error))
    return redirect(PROFILE)


# A bio manager's ------------------------------------------------------------------------------------------


def review(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """What is proposed against what readers see: edited, approved, or declined with a reason."""
    author = author_for(request, pk, "decide_bioproposal")
    proposal = BioProposal.objects.open().filter(author=author).first()
    if proposal is None:
        return _nothing_waits(admin, request, author)
    proposal.author = author
    proposed, clash = _proposed(proposal)
    form = WordsForm(_typed(request), author=author, showing=proposed)
    problem = ""
    if request.method == "POST" and request.POST.get("do") == "decline":
        problem = _decline(request, proposal)
    elif request.method == "POST" and form.is_valid():
        response = _approve(admin, request, proposal, form)
        if response is not None:
            return response
    if request.method == "POST" and proposal.state != BioProposal.State.OPEN:
        return redirect("admin:index")
    return show(admin, request, "bios/review.html", _review_context(request, form, proposal, proposed, clash, problem))


def _typed(request: HttpRequest) -> Any:
    """What was typed into the form of words; a form that declines has none of it."""
    return request.POST if request.method == "POST" and "base" in request.POST else None


def _proposed(proposal: BioProposal) -> tuple[Words, bool]:
    """What the profile would say, and whether the profile was changed at the very places since."""
    try:
        return proposal.rebased(), False
    except Collides as clash:
        return clash.merged.words, True


def _review_context(
    request: HttpRequest, form: WordsForm, proposal: BioProposal, proposed: Words, clash: bool, problem: str
) -> dict[str, Any]:
    said = words_of(proposal.author)
    return {
        **form_context(request, form, reverse("admin:authors_author_preview", args=[proposal.author.pk])),
        "title": f"{proposal.author}: a proposed bio",
        "proposal": proposal,
        "asked_for": changes(said, proposed),
        "since": [] if same(proposal.base, said) else changes(proposal.base, said),
        "clash": clash,
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }


def _approve(admin: ModelAdmin, request: HttpRequest, proposal: BioProposal, form: WordsForm) -> HttpResponse | None:
    answers = answers_in(request.POST)
    try:
        proposal.rebased(answers)
    except Collides as clash:
        return collision_page(admin, request, form.author, clash, is_review=True, **_sides(proposal))
    try:
        proposal.approve(by=request.user, words=form.words(), seen=form.base_words, answers=answers)
    except Collides as clash:
        return collision_page(admin, request, form.author, clash)
    except (Refused, ValidationError) as error:
        say(form, error)
        return None
    telling.author(proposal, request)
    messages.success(request, saved(proposal.author, done="Approved."))
    return redirect("admin:index")


def _sides(proposal: BioProposal) -> dict[str, str]:
    """What the page of collisions calls the two sides where neither is the manager's own."""
    return {
        "mine": f"{proposal.names}’s proposal",
        "keep_mine": "Take what is proposed",
        "keep_theirs": "Keep what readers see",
        "keep_both": "Keep both, the proposal first",
    }


def _decline(request: HttpRequest, proposal: BioProposal) -> str:
    """Why it cannot be declined; "" once it is."""
    try:
        proposal.decline(by=request.user, reason=request.POST.get("reason", ""))
    except Refused as error:
        return str(error)
    telling.author(proposal, request)
    is_told = proposal.by or proposal.asked
    told = "is told why." if is_told else "has no account any more, and is not told why."
    messages.success(request, f"Declined. {proposal.by_name} {told}")
    return ""


def _nothing_waits(admin: ModelAdmin, request: HttpRequest, author: Author) -> HttpResponse:
    """It was decided or withdrawn meanwhile. What a manager wrote into it, and readers do not see, is shown to be copied."""
    last = author.proposals.exclude(state=BioProposal.State.OPEN).order_by("-decided_at").first()
    said = f"It was {last.get_state_display()} by {last.decided_by_name}." if last else "Nobody proposed anything."
    why = f"Nothing waits for {author}. {said}"
    if _typed(request) and (written := changes(words_of(author), words_typed(request, author))):
        return late_page(admin, request, author, why, written=written)
    messages.info(request, why)
    return redirect(FORM, author.pk)


# What they share ------------------------------------------------------------------------------------------


def form_context(request: HttpRequest, form: WordsForm, preview_url: str) -> dict[str, Any]:
    """What `admin/bios/_words.html` and `_preview.html` show of a form of words, as it was typed so far."""
    words = form.words() if form.is_bound and hasattr(form, "cleaned_data") else form.initial
    return {
        "form": form,
        "author": form.author,
        "preview_url": preview_url,
        "outlets": Outlet.objects.values_list("name", flat=True)[:OFFERED],
        "preview": preview.preview_of(request, form.author, words),
    }


def say(form: Any, error: Refused | ValidationError) -> None:
    """Put what cannot be done onto the form, by its fields where they are the form's."""
    if isinstance(error, Refused):
        form.add_error(None, str(error))
        return
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, faults in by_field.items():
        for fault in faults:
            form.add_error(name if name in form.fields else None, fault)


def saved(author: Author, done: str = "Saved.") -> SafeString:
    """What was done, and where the bio stands now."""
    said = {"author": author, "stands": standing(author), "done": done}
    return render_to_string("admin/authors/author/_saved.html", said)


@require_POST
def _preview(request: HttpRequest, author: Author | None) -> HttpResponse:
    if author is None:
        raise PermissionDenied("Your account has no author any more.")
    return preview.answer(request, author)


def own_preview(admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    return _preview(request, own_author(request))


def any_preview(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    return _preview(request, author_for(request, pk, "change_author"))
