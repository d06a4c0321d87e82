"""Fix what readers see: the writing form over the live edition. The draft is not published; the fix is carried into it."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk import corrections
from articles.desk.bylines import rows_of
from articles.desk.checks import findings, situation_of
from articles.desk.forms import ArticleForm
from articles.desk.saving import answers_of
from articles.desk.state import moment
from articles.desk.verbs import Done, passed_over
from articles.models import Article, Edition
from articles.models.snapshot import bylines_of, corrections_of, fill, topics_of, words_of_edition

if TYPE_CHECKING:
    from accounts.models import User


class FixForm(ArticleForm):
    """The form of a story whose words are those of `opened`, an edition. `start` makes its instance."""

    def _add_rows(self, data: Any, story: Article) -> None:
        words, gone = words_of_edition(self.opened), []
        self.initial["topics"] = [topic.pk for topic in topics_of(words)]
        noted = corrections.rows_of(corrections_of(words))
        self._set_rows(data, rows_of(bylines_of(words, gone)), noted)


def start(story: Article, edition: Edition) -> Article:
    """A copy of the story, not to be saved, with the edition's words."""
    copy = Article.objects.get(pk=story.pk)
    fill(copy, words_of_edition(edition), [])
    return copy


def fix(form: FixForm, story: Article, *, by: "User") -> Done:
    """Publish what was typed and carry it on. Raises Refused, Warned, or correcting.Collides."""
    with transaction.atomic():
        form.bylines.make_authors(by=by)
        words = form.words()
        despite = passed_over(findings(situation_of(story, words, change=form.cleaned_data["change"])), form)
        fixed = story.fix(
            form.opened,
            words,
            by=by,
            change=form.cleaned_data["change"] or Edition.MATERIAL,
            note=form.cleaned_data["note"],
            line=form.cleaned_data["line"],
            answers=answers_of(form.data),
            despite=despite,
        )
    also = ", ".join(moment(edition.live_from) for edition in fixed.remade)
    said = "Fixed. Readers have it now, and the draft has it too."
    return Done(f"{said} So has what goes live {also}." if also else said, fixed.edition)
