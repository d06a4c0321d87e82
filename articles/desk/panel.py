"""The panel that opens before a move: what stands in the way, what changed since, and the one line for the record."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from articles.desk.checks import Finding, digest, findings, situation_of, warnings
from articles.desk.forms import ArticleForm
from articles.desk.verbs import PUBLISHING
from articles.merging import summary
from articles.models import Article, Edition, Revision
from articles.models.snapshot import Words, words_of_edition
from paper.difference import changed_words

if TYPE_CHECKING:
    from accounts.models import User


class Asks(NamedTuple):
    title: str
    button: str
    note: str


ASKS = {
    "publish": Asks("Publish", "Publish", "Note for the record, if you like"),
    "schedule": Asks("Schedule", "Schedule", "Note for the record, if you like"),
    "schedule_changes": Asks("Schedule these changes", "Schedule these changes", "Note for the record, if you like"),
    "fix": Asks("Publish this fix", "Publish this fix", "Note for the record, if you like"),
    "send_back": Asks("Send it back", "Send back", "What should be changed"),
}


@dataclass
class Panel:
    do: str  # as the button sends it
    asks: Asks
    found: list[Finding]
    since: list[str]  # what differs from what readers have, and from what was approved
    asks_change: bool  # material or typo
    refused: str = ""

    @property
    def blocks(self) -> list[Finding]:
        return self.found[: len(self.found) - len(self.warnings)]

    @property
    def warnings(self) -> list[Finding]:
        return warnings(self.found)

    @property
    def seen(self) -> str:
        return digest(self.warnings)

    @property
    def button(self) -> str:
        return f"{self.asks.button} anyway" if self.warnings else self.asks.button

    @property
    def note_label(self) -> str:
        return "Why anyway, for the record" if self.warnings else self.asks.note


def panel(form: ArticleForm, *, do: str, at: datetime | None = None, refused: str = "") -> Panel | None:
    """What to show before `do`, from what is typed; None for a move that asks nothing."""
    verb = do.partition(":")[0]
    if verb not in ASKS:
        return None
    story, words = form.instance, form.words()
    situation = situation_of(story, words, at=at, change=form.cleaned_data.get("change", ""))
    had_edition = bool(story.pk) and story.editions.exists()
    if verb not in PUBLISHING:
        return Panel(do, ASKS[verb], [], [], False, refused)
    since = [line for line in (_since_live(situation.live, words), since_approved(story, words)) if line]
    return Panel(do, ASKS[verb], findings(situation), since, had_edition, refused)


def _since_live(live: Edition | None, words: Words) -> str:
    if live is None:
        return ""
    changed = summary(words_of_edition(live), words)
    return f"Against what readers have: {changed[0].lower()}{changed[1:]}."


def since_approved(story: Article, words: Words) -> str:
    """How far the words are from those that were approved; nothing where none are."""
    if story.state != Article.State.APPROVED or story.approved_version is None:
        return ""
    approved = Revision.objects.words(story, story.approved_version)
    if approved is None:
        return f"Approved by {story.approved_by_name}."
    count = changed_words(approved["body"], words["body"])
    if words == approved:
        return f"Approved by {story.approved_by_name}, as it stands."
    if not count:
        changed = summary(approved, words)
        return f"Approved by {story.approved_by_name}; since then: {changed[0].lower()}{changed[1:]}."
    return f"{count} word{'' if count == 1 else 's'} changed since {story.approved_by_name} approved it."


def may_see(do: str, user: "User") -> bool:
    from articles.desk.verbs import RIGHTS

    right = RIGHTS.get(do.partition(":")[0])
    return right is not None and (not right or user.has_perm(right))
