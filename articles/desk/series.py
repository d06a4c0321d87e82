"""Series on the desk: a name, an address, a few words, and the parts in their order."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString

from articles.desk.related import Rows, StoriesField, Typed, rows_of
from articles.desk.series_place import story_page
from articles.models import Edition, Refused, Series
from paper.addresses import make_slug

if TYPE_CHECKING:
    from accounts.models import User


def parts_of(series: Series) -> Rows:
    rows = series.parts.select_related("article").only("order", "article__headline")
    return [{"article": row.article_id, "headline": str(row.article)} for row in rows]


class SeriesForm(forms.ModelForm):
    """`user` and `refused` are set on the class made for a request."""

    user: "User"
    refused = ""

    parts = StoriesField(
        label="Parts, in their order",
        help_text="Readers count the parts they have: one that is not published leaves no hole.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Series
        fields = ("name", "slug", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].ready_for(self.user)
        self.initial["version"] = self.instance.version
        self.initial["parts"] = parts_of(self.instance) if self.instance.pk else []

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or make_slug(self.cleaned_data.get("name", ""), "series")

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error("parts", self.refused)
        elif self.moves_parts and self.instance.pk:
            self._check_base()
        return found

    @property
    def typed(self) -> Typed | None:
        return self["parts"].data

    @property
    def moves_parts(self) -> bool:
        return bool(self.typed and self.typed.changes)

    def _check_base(self) -> None:
        """Of two who change the parts the second is asked; what they typed stands, and is kept when they save again."""
        held = Series.objects.select_for_update(no_key=True).filter(pk=self.instance.pk).first()
        if held is None or held.version == self.cleaned_data.get("version"):
            return
        now = "; ".join(f"{n}. {row['headline']}" for n, row in enumerate(parts_of(held), 1)) or "none"
        self.add_error(
            "parts",
            f"Somebody changed the parts since you opened the series. They are now: {now}. Yours stand below: save again "
            "to keep yours instead.",
        )
        typed: Any = self.data.copy()
        typed[self.add_prefix("version")] = held.version
        self.data = typed


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    form = SeriesForm
    list_display = ["name", "slug", "how_many"]
    list_per_page = 100
    show_full_result_count = False
    sortable_by = ()
    search_fields = ["name"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).annotate(how_many=Count("parts"))

    def get_fieldsets(self, request: HttpRequest, obj: Series | None = None) -> Any:
        words = (None, {"fields": ["name", "slug", "description"]})
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [words, (None, {"fields": ["parts", "version"] if may else ["parts_to_read"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Series | None = None) -> tuple[str, ...]:
        return ("slug", "parts_to_read") if obj else ()  # readers may have kept the address

    def get_form(self, request: HttpRequest, obj: Series | None = None, **kwargs: Any) -> type[SeriesForm]:
        fields = [name for name in SeriesForm.Meta.fields if name not in self.get_readonly_fields(request, obj)]
        form = super().get_form(request, obj, **{**kwargs, "fields": fields})
        form.user, form.refused = request.user, getattr(request, "refused", "")
        return form

    @admin.display(description="Parts")
    def how_many(self, series: Series) -> int:
        return series.how_many  # type: ignore[attr-defined]

    @admin.display(description="Parts")
    def parts_to_read(self, series: Series) -> SafeString:
        return render_to_string("admin/articles/series/_parts.html", {"rows": rows_of(parts_of(series))})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """After a no nothing is kept but what was typed: it is shown again, with the reason."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as no:
            request.refused = str(no)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        series = kwargs.get("obj")
        if series:
            parts = series.parts.values("article")
            context["listed"] = Edition.objects.listed().filter(article__in=parts).count()
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Series, form: SeriesForm, change: bool) -> None:
        obj.save()
        if form.moves_parts:
            numbers = [row["article"] for row in form.cleaned_data["parts"]]
            obj.set_parts(numbers, by=request.user, base=form.cleaned_data["version"] if change else None)

    def response_add(self, request: HttpRequest, obj: Series, post_url_continue: Any = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Series) -> HttpResponse:
        messages.success(request, "Saved. Readers see it from now on.")
        return HttpResponseRedirect(reverse("admin:articles_series_change", args=[obj.pk]))

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(partial(story_page, self))
        return [path("story/<int:pk>/", view, name="articles_series_story"), *super().get_urls()]
