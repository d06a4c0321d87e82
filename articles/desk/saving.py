"""Saving what was typed: over the version it was typed over, or merged with what somebody else saved meanwhile."""

from typing import TYPE_CHECKING, NamedTuple

from articles.desk.forms import ArticleForm
from articles.merging import LABELS, FieldCollision, Merged, merge
from articles.models import Article, Refused, Revision, SavedMeanwhile
from articles.models.review import write
from articles.models.snapshot import faults_of, words_of
from paper.mergeforms import answers_in

if TYPE_CHECKING:
    from accounts.models import User
    from authors.models import Author

WORDS = {*ArticleForm.Meta.fields} - {"topics"}
CHANGED_MEANWHILE = (
    "This story was saved by somebody else since you opened it, so you have not seen all of its text. "
    "Open the story again first."
)
NOT_KEPT = (
    "This story was saved by somebody else since you opened it. Your text is still here: copy what you need, then open the "
    "story again."
)


class Merging(Exception):
    """Somebody saved meanwhile, and touched the same words: nothing was saved until each collision has its answer.

    `faults` say by field why an answer cannot be kept.
    """

    def __init__(self, merged: Merged, theirs: Article, faults: dict[str, str]) -> None:
        super().__init__("Both of you changed the same words.")
        self.merged, self.theirs, self.faults = merged, theirs, faults

    @property
    def collisions(self) -> list[tuple[str, FieldCollision]]:
        return [(found.key, found) for found in self.merged.unanswered]


class Saved(NamedTuple):
    """`made` are authors made of new names; `merged_with` is who saved meanwhile."""

    made: "list[Author]"
    merged_with: str = ""


def save(form: ArticleForm, story: Article, *, by: "User") -> Saved:
    """Write the form's words, topics, bylines and corrections as the story's next version. Raises Refused or Merging."""
    made = form.bylines.make_authors(by=by)
    if form.is_new:
        story.created_by = story.changed_by = by
        story.made_by_form = form.cleaned_data["once"]
        story.save()
    else:
        try:
            story.claim_version(base_of(form), by=by)
        except SavedMeanwhile:
            return Saved(made, _merge(form, story, by=by))
        story.save(update_fields=[name for name in form.fields if name in WORDS])
    _save_rows(form, story)
    story.keep_version(by=by)
    return Saved(made)


def _save_rows(form: ArticleForm, story: Article) -> None:
    if "topics" in form.changes:
        form.save_m2m()
    if "bylines" in form.changes:
        form.bylines.save(story)
    if "corrections" in form.changes:
        form.corrections.save(story)


def _merge(form: ArticleForm, story: Article, *, by: "User") -> str:
    """Put both people's changes into the next version. Returns who saved meanwhile."""
    theirs = Article.objects.lock(story.pk)
    base = Revision.objects.words(theirs, base_of(form))
    if base is None:
        raise Refused(NOT_KEPT)
    merged = merge(base, form.words(), words_of(theirs), answers_in(form.data))
    faults = faults_of(merged.story)
    if faults and not merged.unanswered:
        merged.reopen(faults)
    if merged.unanswered:
        raise Merging(merged, theirs, faults)
    if faults:
        raise Refused(" ".join(f"{LABELS[name]}: {fault}" for name, fault in faults.items()))
    who = str(theirs.changed_by) if theirs.changed_by else "somebody"
    if merged.story == words_of(theirs):  # nothing of mine is new
        if form.verb != "save":
            raise Refused(CHANGED_MEANWHILE)
        return who
    write(theirs, merged.story, by=by, kind=Revision.Kind.MERGED, note=f"With what {who} saved")
    return who


def base_of(form: ArticleForm) -> int:
    """The version the text was typed over."""
    return form.cleaned_data.get("version") or 0


def check_newest(form: ArticleForm, story: Article) -> None:
    """Raises Refused where a button would act on a text that whoever pressed it has not seen."""
    if Article.objects.lock(story.pk).version != base_of(form):
        raise Refused(CHANGED_MEANWHILE)
