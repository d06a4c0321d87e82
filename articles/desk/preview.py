"""A story as readers would get it, from the working copy: the public template, nothing saved."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext

from articles.bylines import authors_of
from articles.desk.forms import ArticleForm
from articles.document import story_context
from articles.figures import fill
from articles.links import led
from articles.models import Article, Edition
from articles.related import around
from paper.addresses import make_slug
from paper.days import day_of
from paper.prose import sanitize
from paper.speech import speaking
from paper.templatetags.paper import when


def preview(request: HttpRequest, edition: Edition) -> HttpResponse:
    with speaking():
        return _rendered(request, edition)


def _rendered(request: HttpRequest, edition: Edition) -> HttpResponse:
    authors, now = authors_of(edition), timezone.now()
    context = {
        **story_context(request, edition, authors, fill(edition, led(edition.body, now).html, authors, now)),
        **around(edition, now).page,
        "canonical": "",
        "preview": True,
        "embargo": embargo_in_words(edition.article_id, now),
    }
    response = render(request, "articles/edition_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def embargo_in_words(story: int, now: datetime) -> str:
    """Until when the story is under embargo; nothing if it is under none."""
    found = Article.objects.filter(pk=story, embargoed=True).first()
    if found is None or not found.is_under_embargo(now):
        return ""
    if found.embargo_until is None:
        return pgettext("under embargo", "until it is lifted")
    return pgettext("under embargo", "until %(end)s") % {"end": when(found.embargo_until)}


def of_saved(story: Article) -> Edition:
    return _dated(Edition.of(story), story)


def of_typed(form: ArticleForm) -> Edition:
    """What is being typed, wrong fields left out. Saves nothing."""
    form.is_valid()
    story = form.instance
    story.body = sanitize(story.body)
    story.fill_in_language()
    topics = form.cleaned_data.get("topics", [])
    return _dated(Edition.of(story, form.bylines.unsaved(), topics, form.corrections.unsaved()), story)


def _dated(edition: Edition, story: Article) -> Edition:
    """With the date and address it would get now, or has."""
    now = timezone.now()
    last = story.editions.filter(live_from__lte=now).order_by("-live_from").first() if story.pk else None
    edition.article_id = story.pk or 0
    edition.headline = edition.headline or str(story)
    edition.first_published_at, edition.live_from = story.first_published_at or now, now
    edition.time_known = story.time_known
    edition.date = story.date or day_of(now)
    edition.slug = story.slug or (last.slug if last else make_slug(edition.headline, "story"))
    edition.material_at = now if last else None
    edition.corrections = edition.corrections_dated(_known_corrections(last))
    return edition


def _known_corrections(last: Edition | None) -> dict[str, str]:
    """When readers first had each correction, by its key."""
    return {correction["key"]: correction["at"] for correction in last.corrections} if last else {}
