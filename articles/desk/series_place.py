"""A story's place in a series, as its own page on the desk tells and changes it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.models import Article, Edition, Refused, Series, SeriesPart


@dataclass(frozen=True)
class Place:
    """`number` of `count` counts every part, `listed` those that readers have."""

    series: Series
    number: int
    count: int
    listed: int

    @property
    def url(self) -> str:
        return reverse("admin:articles_series_change", args=[self.series.pk])


def place_of(story: Article) -> Place | None:
    """Three queries where the story is a part, one where it is not."""
    part = SeriesPart.objects.filter(article=story.pk).select_related("series").first() if story.pk else None
    if part is None:
        return None
    parts = list(SeriesPart.objects.filter(series=part.series_id).values_list("article", flat=True))
    listed = Edition.objects.listed().filter(article__in=parts).count()
    return Place(part.series, parts.index(story.pk) + 1, len(parts), listed)


class AddForm(forms.Form):
    """One that is there, or a new one by its name."""

    series = forms.ModelChoiceField(Series.objects.all(), label="Series", required=False, empty_label="A new one")
    name = forms.CharField(label="Name of the new series", max_length=120, required=False)

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if not self.errors and bool(found["series"]) == bool(found["name"].strip()):
            raise ValidationError("Choose a series, or write the name of a new one.")
        return found


def story_page(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Add the story to a series, or take it out of the one it is in."""
    story = get_object_or_404(Article, pk=pk)
    may_change = request.user.has_perm("articles.change_series")
    if not (admin.has_view_permission(request) and request.user.has_perm("articles.view_article")):
        raise PermissionDenied("articles.view_series")
    form, refused = AddForm(request.POST if request.POST.get("do") == "add" else None), ""
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied("articles.change_series")
        try:
            said = _done(request, story, form)
        except Refused as no:
            said, refused = "", str(no)
        if said:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))
    context = {
        **admin.admin_site.each_context(request),
        "title": "Series",
        "story": story,
        "place": place_of(story),
        "form": form,
        "refused": refused,
        "may_change": may_change,
    }
    return TemplateResponse(request, "admin/articles/series/story.html", context)


def _done(request: HttpRequest, story: Article, form: AddForm) -> str:
    """What was done, in words; nothing where the form has faults. Raises Refused."""
    if request.POST.get("do") == "drop":
        return _dropped(request, story)
    if not form.is_valid():
        return ""
    try:
        with transaction.atomic():
            series = _chosen(form)
            series.add(story, by=request.user)
    except ValidationError as error:
        form.add_error("name", [*error.messages][0])
        return ""
    return f"The story is the last part of {series} now. Readers see it as soon as they have the story."


def _chosen(form: AddForm) -> Series:
    """The series that is there, or a new one that is saved. Raises ValidationError."""
    found = form.cleaned_data["series"]
    if not found:
        found = Series(name=form.cleaned_data["name"].strip())
        found.full_clean()
        found.save()
    return found


def _dropped(request: HttpRequest, story: Article) -> str:
    part = SeriesPart.objects.filter(article=story).select_related("series").first()
    if part is None:
        return "The story is in no series."
    part.series.drop(story, by=request.user)
    return f"The story is no longer a part of {part.series}."
