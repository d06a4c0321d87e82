"""The writing form over an edition: what readers see, to be mended and published by itself."""

from typing import Any

from django.http import HttpRequest, QueryDict

from articles.desk import corrections
from articles.desk.bylines import rows_of
from articles.desk.find import is_row_number
from articles.desk.forms import ArticleForm
from articles.models import Article, Edition
from articles.models.snapshot import bylines_of, corrections_of, fill, topics_of, words_of_edition


class FixForm(ArticleForm):
    """The form of a story whose words are those of `opened`, an edition."""

    def _add_rows(self, data: Any, story: Article) -> None:
        words = words_of_edition(self.opened)
        self.initial["topics"] = [topic.pk for topic in topics_of(words)]
        noted = corrections.rows_of(corrections_of(words))
        self._set_rows(data, rows_of(bylines_of(words, [])), noted)


def fix_form(request: HttpRequest, story: Article, typed: QueryDict | None = None) -> FixForm | None:
    """Over the edition that was opened, or over what readers have now; None where there is none.

    `typed` takes the place of what was posted: words that were never published, to go on with.
    """
    data = request.POST if request.method == "POST" else typed
    opened = data.get("opened", "") if data else ""
    editions = story.editions.filter(pk=opened) if is_row_number(opened) else story.editions.live()
    edition = editions.first()
    if edition is None:
        return None
    facts = {"user": request.user, "opened": edition, "refused": getattr(request, "refused", "")}
    return type("FixForm", (FixForm,), facts)(data or None, instance=start(story, edition))


def start(story: Article, edition: Edition) -> Article:
    """A copy of the story, not to be saved, with the edition's words."""
    copy = Article.objects.get(pk=story.pk)
    fill(copy, words_of_edition(edition), [])
    return copy
