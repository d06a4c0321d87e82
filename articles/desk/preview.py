"""A story as readers would get it, from the working copy: the public template, nothing saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

import paper
from articles.bylines import authors_of
from articles.desk.forms import ArticleForm
from articles.models import Article, Edition
from articles.views import stories_before, story_context
from paper.addresses import make_slug
from paper.days import day_of
from paper.models import direction_of
from paper.prose import sanitize


def preview(request: HttpRequest, edition: Edition) -> HttpResponse:
    authors = authors_of(edition)
    context = {
        **story_context(request, edition, authors),
        "more": stories_before(edition, timezone.now()),
        "canonical": "",
        "preview": True,
    }
    response = render(request, "articles/edition_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def of_saved(story: Article) -> Edition:
    return _dated(Edition.of(story), story)


def of_typed(form: ArticleForm) -> Edition:
    """What is being typed, wrong fields left out. Saves nothing."""
    form.is_valid()
    story = form.instance
    story.body = sanitize(story.body)
    story.language = story.language or paper.current().language
    story.direction = story.direction or direction_of(story.language)
    topics = form.cleaned_data.get("topics", [])
    return _dated(Edition.of(story, bylines=form.bylines.unsaved(), topics=topics), story)


def _dated(edition: Edition, story: Article) -> Edition:
    """With the date and address it would get now, or has."""
    now = timezone.now()
    last = story.editions.filter(live_from__lte=now).order_by("-live_from").first() if story.pk else None
    edition.article_id = story.pk or 0
    edition.headline = edition.headline or str(story)
    edition.first_published_at = story.first_published_at or now
    edition.time_known = story.time_known
    edition.date = story.date or day_of(now)
    edition.slug = story.slug or (last.slug if last else make_slug(edition.headline, "story"))
    edition.material_at = now if last else None
    return edition
