"""Letters to authors: the question whether their bio is right, and its reminders. Plain text, in the paper's zone."""

import textwrap
from datetime import datetime

from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

import paper
from authors.models import BioAsk, Refused
from authors.models.ask import AskQuerySet
from paper.addresses import absolute
from paper.post import can_mail, send
from paper.prose import plain_text
from paper.speech import speaking

LINE = 72  # characters; an address is never broken
LONGEST_BIO = 1_200  # characters of it that a letter says: the page behind the link has it whole
BEHIND_OTHERS = -5  # priority: letters to many let every other job pass


def deliver(ask: BioAsk) -> str:
    """Send the question to `ask.email` and write down how it went. Returns the trouble in plain words, or ""."""
    trouble = send(ask.email, subject(), letter(ask))
    ask.sent(trouble)
    return trouble


def remind(ask: BioAsk) -> str:
    """The same once more, for somebody who has not answered. Raises Refused where no reminder is due."""
    ask.claim_reminder(timezone.now())
    trouble = send(ask.email, subject("remind"), letter(ask, "remind"))
    ask.reminded(trouble)
    return trouble


def subject(name: str = "ask") -> str:
    """Of that letter, in the paper's language."""
    with speaking():
        said = {
            "ask": gettext("Please check: your bio in %(paper)s"),
            "remind": gettext("Still to check: your bio in %(paper)s"),
        }
    return said[name] % {"paper": paper.current().name}


def letter(ask: BioAsk, name: str = "ask") -> str:
    """The text of `templates/authors/mail/NAME.txt` to whoever is asked, in the paper's language."""
    bio = " ".join(plain_text(ask.author.bio_under_stories).split())
    context = {
        "author": " ".join(ask.author.name.split()),
        "ask": ask,
        "bio": textwrap.shorten(bio, LONGEST_BIO, placeholder=" …"),
        "link": absolute(ask.get_absolute_url()),
        "paper": paper.current(),
    }
    with speaking():
        text = render_to_string(f"authors/mail/{name}.txt", context)
    return "\n".join(_lines(line) for line in text.strip().splitlines()) + "\n"


def _lines(line: str) -> str:
    """A line of the template as lines of a letter; what follows one that stands in stands in as well."""
    margin = " " * (len(line) - len(line.lstrip(" ")))
    return textwrap.fill(line, LINE, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)


# In the background -----------------------------------------------------------------------------------------


def enqueue(asks: list[BioAsk]) -> None:
    """Letters to many: one job each, in the transaction in which they are asked."""
    for ask in asks:
        deliver_later.enqueue(ask.pk)


@task(priority=BEHIND_OTHERS)
def deliver_later(ask_pk: int) -> None:
    """A job: `deliver`, if the question is still open by then, and the letter not sent."""
    ask = _asked(BioAsk.objects.open().to_send(), ask_pk)
    if ask:
        deliver(ask)


@task(priority=BEHIND_OTHERS)
def remind_later(ask_pk: int) -> None:
    """A job: `remind`, if that is still due by then."""
    ask = _asked(BioAsk.objects.to_remind(timezone.now()), ask_pk)
    if ask:
        remind(ask)


@task
def remind_due() -> None:
    """A job for every night: enqueue the reminders that are due."""
    if can_mail():
        for pk in BioAsk.objects.to_remind(timezone.now()).values_list("pk", flat=True):
            remind_later.enqueue(pk)


def remind_all(at: datetime) -> dict[str, str]:
    """Send every reminder that is due at `at`. Returns {who, where: trouble or ""}."""
    said = {}
    for ask in BioAsk.objects.to_remind(at).select_related("author").order_by("pk"):
        said[f"{ask.author}, {ask.email}"] = _remind_quietly(ask)
    return said


def _remind_quietly(ask: BioAsk) -> str:
    try:
        return remind(ask)
    except Refused as no:  # answered, stopped or reminded by somebody else this very moment
        return str(no)


def _asked(asks: AskQuerySet, pk: int) -> BioAsk | None:
    return asks.select_related("author").filter(pk=pk).first()
