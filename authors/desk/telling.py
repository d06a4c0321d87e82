"""Telling people by mail what waits for them and what became of what they proposed, where the paper can send mail.

Each mail is a job of its own, so that nobody who proposes or decides waits for the mail server."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.tasks import task
from django.urls import reverse

from authors.models import BioProposal
from paper import post
from paper.background import later

MOST = 20  # people who are told of one proposal


def managers(proposal: BioProposal, request: HttpRequest) -> None:
    """Tell those who decide that something waits, once for each proposal."""
    if proposal.version > 1 or not post.can_mail():
        return
    page = request.build_absolute_uri(reverse("admin:authors_author_proposal", args=[proposal.author_id]))
    people = get_user_model()._default_manager.filter(is_active=True, groups__name="Bio manager")
    for user in people.exclude(email="").exclude(pk=request.user.pk).order_by("pk")[:MOST]:
        later(mail_waiting, proposal.pk, user.email, page)


def author(proposal: BioProposal, request: HttpRequest) -> None:
    """Tell whoever proposed it what became of it."""
    if post.can_mail() and _address_of(proposal):
        page = reverse("admin:authors_author_profile") if proposal.by else proposal.author.url
        later(mail_outcome, proposal.pk, request.build_absolute_uri(page))


@task()
def mail_waiting(number: int, to: str, page: str) -> None:
    """Nothing where it was decided meanwhile."""
    proposal = BioProposal.objects.open().select_related("author").filter(pk=number).first()
    if proposal:
        text = f"{proposal.by_name} proposes a change of the bio of {proposal.author}.\n\nLook at it: {page}\n"
        post.send(to, f"Proposed: the bio of {proposal.author}", text)


@task()
def mail_outcome(number: int, page: str) -> None:
    """Nothing where whoever proposed it has seen it on the desk meanwhile."""
    proposal = BioProposal.objects.filter(pk=number, told_at=None).select_related("author", "by").first()
    to = _address_of(proposal) if proposal else ""
    if proposal and to:
        word = proposal.get_state_display()
        said = [f"What you proposed for your bio was {word} by {proposal.decided_by_name}.", proposal.reason]
        text = "\n\n".join(filter(None, [*said, f"See it: {page}"]))
        post.send(to, f"Your bio: {word}", f"{text}\n")


def _address_of(proposal: Any) -> str:
    """Of the account, or where the question went that this is the answer to; "" where neither is known."""
    if proposal.by:
        return str(proposal.by.email)
    return proposal.asks.exclude(email="").values_list("email", flat=True).first() or ""
