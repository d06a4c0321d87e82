"""What the form's buttons do beyond saving: each one verb of the story, and what to say after it."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from articles.desk.checks import BLOCK, Finding, digest, findings, situation_of, warnings
from articles.desk.find import is_row_number
from articles.desk.forms import ArticleForm
from articles.desk.fronts_moves import NotSo
from articles.desk.fronts_place import stand
from articles.desk.state import moment
from articles.models import Article, Edition, Move, Refused
from articles.models.snapshot import words_of
from paper.templatetags.paper import day, when

if TYPE_CHECKING:
    from accounts.models import User

# Every move a person can make → the right it takes. The form's buttons send one as `do` (before a colon); the others have
# pages of their own.
RIGHTS = {
    "save": "",
    "submit": "articles.submit_article",
    "send_back": "articles.approve_article",
    "approve": "articles.approve_article",
    "publish": "articles.publish_article",
    "schedule": "articles.publish_article",
    "move": "articles.publish_article",
    "withdraw": "articles.publish_article",
    "schedule_changes": "articles.publish_article",
    "fix": "articles.fix_article",
}
PUBLISHING = {"publish", "schedule", "schedule_changes", "fix"}  # looked at first: see checks


class Done(NamedTuple):
    """What to tell the person, and the edition readers got, if they got one now."""

    said: str
    edition: Edition | None = None


class Warned(Exception):
    """Nothing was published yet: these findings are shown first."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__("There is something to look at first.")
        self.found = found

    @property
    def blocks(self) -> list[Finding]:
        return [finding for finding in self.found if finding.severity == BLOCK]


def carry_out(form: ArticleForm, *, by: "User") -> Done:
    """Do what the pressed button says to the saved story. Raises Refused, or Warned."""
    return DOES[form.verb](form.instance, form, by)


def looked_at(story: Article, form: ArticleForm, at: datetime | None = None) -> list[str]:
    """The warnings that whoever presses the button has seen and publishes over, for the record. Raises Warned else."""
    found = findings(situation_of(story, words_of(story), at=at, change=form.cleaned_data["change"]))
    return passed_over(found, form)


def passed_over(found: list[Finding], form: ArticleForm) -> list[str]:
    warned = warnings(found)
    answered = form.cleaned_data["seen"] == digest(warned) and form.cleaned_data["note"].strip()
    if len(warned) < len(found) or warned and not answered:
        raise Warned(found)
    return [finding.says for finding in warned]


def _save(story: Article, form: ArticleForm, by: "User") -> Done:
    if not form.changes:
        return Done("Saved. Nothing had changed.")
    live = story.editions.live().exists()
    return Done("Saved. Readers do not see this until you publish it." if live else "Saved.")


def _submit(story: Article, form: ArticleForm, by: "User") -> Done:
    story.submit(by=by, note=form.cleaned_data["note"])
    return Done("Saved, and handed to the editors.")


def _send_back(story: Article, form: ArticleForm, by: "User") -> Done:
    story.send_back(by=by, note=form.cleaned_data["note"])
    return Done("Sent back. Whoever wrote it reads your reason on their desk.")


def _approve(story: Article, form: ArticleForm, by: "User") -> Done:
    story.approve(by=by, note=form.cleaned_data["note"])
    return Done("Approved, as it stands now.")


def _publish(story: Article, form: ArticleForm, by: "User") -> Done:
    despite = looked_at(story, form)
    with transaction.atomic():
        edition = story.publish(by=by, despite=despite, **_publishing(form))
        stands = _stand(story, form, by, None)
    return Done(f"Published. Readers have it now.{stands}", edition)


def _schedule(story: Article, form: ArticleForm, by: "User") -> Done:
    at = form.cleaned_data["moment"]
    despite = looked_at(story, form, at if isinstance(at, datetime) and at > timezone.now() else None)
    with transaction.atomic():
        edition = story.publish(by=by, at=at, despite=despite, **_publishing(form))
        is_coming = edition.live_from > timezone.now()
        stands = _stand(story, form, by, edition.live_from if is_coming else None)
    if is_coming:
        return Done(f"Scheduled. It goes live {moment(edition.live_from)}, as it stands now.{stands}")
    dated = when(edition.live_from) if edition.time_known else day(edition.live_from)
    return Done(f"Published, dated back to {dated}. Readers have it now.{stands}", edition)


def _schedule_changes(story: Article, form: ArticleForm, by: "User") -> Done:
    held = _named(story, form)
    despite = looked_at(story, form, held.live_from)
    with transaction.atomic():
        edition = story.schedule_changes(held, by=by, despite=despite, **_publishing(form))
        stands = _stand(story, form, by, edition.live_from)
    return Done(f"Scheduled anew: what goes live {moment(edition.live_from)} is the text as it stands now.{stands}")


def _move(story: Article, form: ArticleForm, by: "User") -> Done:
    at: datetime = form.cleaned_data["moment"]
    edition = story.reschedule(_named(story, form), by=by, at=at, note=form.cleaned_data["note"])
    return Done(f"Moved. It goes live {moment(edition.live_from)}.")


def _withdraw(story: Article, form: ArticleForm, by: "User") -> Done:
    edition = _named(story, form)
    story.withdraw(edition, by=by, note=form.cleaned_data["note"])
    return Done(f"Withdrawn: nothing goes live {moment(edition.live_from)}.")


def _stand(story: Article, form: ArticleForm, by: "User", at: datetime | None) -> str:
    """Where on the fronts the story stands now too. A wrong end of that is asked for again, in the panel."""
    try:
        return stand(story, form.data, by=by, at=at)
    except NotSo as no:
        raise Warned([]) from no


def _publishing(form: ArticleForm) -> dict[str, str]:
    typed = form.cleaned_data
    return {"change": typed["change"] or Edition.MATERIAL, "note": typed["note"], "line": typed["line"]}


def _named(story: Article, form: ArticleForm) -> Edition:
    """The scheduled edition that the pressed button stands beside."""
    pk = form.data["do"].partition(":")[2]
    edition = story.editions.filter(pk=pk).first() if is_row_number(pk) else None
    if edition is None:
        raise Refused("This edition was withdrawn already.")
    return edition


def plan(story: Article, form: ArticleForm, *, by: "User") -> bool:
    """Keep the day the story is planned for; no version is made of it. Whether it was another."""
    day_planned = form.cleaned_data["planned_for"]
    if "planned_for" not in form.data or "planned_for" not in form.changed_data or day_planned == story.planned_for:
        return False
    Article.objects.filter(pk=story.pk).update(planned_for=day_planned)
    Move.objects.log(story, "plan", by=by, on=day_planned or "no day")
    story.planned_for = day_planned
    return True


DOES = {
    "save": _save,
    "submit": _submit,
    "send_back": _send_back,
    "approve": _approve,
    "publish": _publish,
    "schedule": _schedule,
    "schedule_changes": _schedule_changes,
    "move": _move,
    "withdraw": _withdraw,
}
