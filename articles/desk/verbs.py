"""What the form's buttons do beyond saving: each one verb of the story, and what to say after it."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from articles.desk.forms import ArticleForm
from articles.desk.state import moment
from articles.models import Article, Edition, Refused
from paper.templatetags.paper import day, when

if TYPE_CHECKING:
    from accounts.models import User

# What the button sends as `do` (before a colon) → the right it takes.
RIGHTS = {
    "save": "",
    "submit": "articles.submit_article",
    "publish": "articles.publish_article",
    "schedule": "articles.publish_article",
    "move": "articles.publish_article",
    "withdraw": "articles.publish_article",
}


class Done(NamedTuple):
    """What to tell the person, and the edition readers got, if they got one now."""

    said: str
    edition: Edition | None = None


def carry_out(form: ArticleForm, *, by: "User") -> Done:
    """Do what the pressed button says to the saved story. Raises Refused."""
    return DOES[form.verb](form.instance, form, by)


def _save(story: Article, form: ArticleForm, by: "User") -> Done:
    if not form.changes:
        return Done("Saved. Nothing had changed.")
    live = story.editions.live().exists()
    return Done("Saved. Readers do not see this until you publish it." if live else "Saved.")


def _submit(story: Article, form: ArticleForm, by: "User") -> Done:
    story.submit(by=by, note=form.cleaned_data["note"])
    return Done("Saved, and handed to the editors.")


def _publish(story: Article, form: ArticleForm, by: "User") -> Done:
    return Done("Published. Readers have it now.", story.publish(by=by, **_publishing(form)))


def _schedule(story: Article, form: ArticleForm, by: "User") -> Done:
    edition = story.publish(by=by, at=form.cleaned_data["moment"], **_publishing(form))
    if edition.live_from > timezone.now():
        return Done(f"Scheduled. It goes live {moment(edition.live_from)}, as it stands now.")
    dated = when(edition.live_from) if edition.time_known else day(edition.live_from)
    return Done(f"Published, dated back to {dated}. Readers have it now.", edition)


def _move(story: Article, form: ArticleForm, by: "User") -> Done:
    at: datetime = form.cleaned_data["moment"]
    edition = story.reschedule(_named(story, form), by=by, at=at, note=form.cleaned_data["note"])
    return Done(f"Moved. It goes live {moment(edition.live_from)}.")


def _withdraw(story: Article, form: ArticleForm, by: "User") -> Done:
    edition = _named(story, form)
    story.withdraw(edition, by=by, note=form.cleaned_data["note"])
    return Done(f"Withdrawn: nothing goes live {moment(edition.live_from)}.")


def _publishing(form: ArticleForm) -> dict[str, str]:
    return {"change": form.cleaned_data["change"] or Edition.MATERIAL, "note": form.cleaned_data["note"]}


def _named(story: Article, form: ArticleForm) -> Edition:
    """The scheduled edition that the pressed button stands beside."""
    pk = form.data["do"].partition(":")[2]
    edition = story.editions.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    if edition is None:
        raise Refused("This edition was withdrawn already.")
    return edition


DOES = {
    "save": _save,
    "submit": _submit,
    "publish": _publish,
    "schedule": _schedule,
    "move": _move,
    "withdraw": _withdraw,
}
