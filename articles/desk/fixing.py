"""Fix what readers see: the page of the live text. The draft is not published; the fix is carried into it."""

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from articles.desk import recover
from articles.desk.answers import merge_page, said, whole
from articles.desk.checks import findings, situation_of
from articles.desk.context import fixing_context
from articles.desk.fixforms import FixForm, fix_form
from articles.desk.panel import panel_of
from articles.desk.state import moment
from articles.desk.verbs import Done, Warned, passed_over
from articles.models import Article, Edition, Refused
from articles.models.correcting import Collides
from paper.mergeforms import answers_in

if TYPE_CHECKING:
    from accounts.models import User
    from articles.admin import ArticleAdmin


def paths(admin: "ArticleAdmin") -> list[URLPattern]:
    view = admin.admin_site.admin_view(partial(fix_page, admin))
    return [path("<int:pk>/fix/", view, name="articles_article_fix")]


def fix_page(admin: "ArticleAdmin", request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Article.objects.with_state(), pk=pk)
    if not (admin.has_change_permission(request, story) and request.user.has_perm("articles.fix_article")):
        raise PermissionDenied("articles.fix_article")
    form = fix_form(request, story, recover.typed_for(request, story))
    if form is None:
        messages.warning(request, "Readers do not have this story: there is nothing to fix.")
        return HttpResponseRedirect(_story_url(story))
    if request.method == "POST" and form.is_valid():
        try:
            return _fixed(request, story, fix(form, story, by=request.user))
        except Collides as clash:
            return merge_page(admin, request, story, clash)
        except Refused as no:
            request.refused = str(no)
        except Warned as warned:
            request.refused = " ".join(finding.says for finding in warned.blocks)
        form = fix_form(request, story) or form
    context = {
        **admin.admin_site.each_context(request),
        **fixing_context(story, form, request.user),
        "address": whole(request, form.opened),
        "problems": form.problems if request.method == "POST" else [],
        "panel": panel_of(request, form) if request.method == "POST" else None,
        "recoveries": recover.offered(request.user, story, but_of=recover.tab_in(form)),
        "opts": admin.opts,
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/article/fix.html", context)


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
            answers=answers_in(form.data),
            despite=despite,
        )
        recover.saved(by, form.cleaned_data["tab"])
    also = ", ".join(moment(edition.live_from) for edition in fixed.remade)
    told = "Fixed. Readers have it now, and the draft has it too."
    return Done(f"{told} So has what goes live {also}." if also else told, fixed.edition)


def _fixed(request: HttpRequest, story: Article, done: Done) -> HttpResponse:
    messages.success(request, said(request, done))
    return HttpResponseRedirect(_story_url(story))


def _story_url(story: Article) -> str:
    return reverse("admin:articles_article_change", args=[story.pk])
