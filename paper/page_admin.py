"""The paper's own pages on the desk: written, given to readers, and put back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.safestring import SafeString

import paper
from paper import page_history, page_views, standing
from paper.addresses import make_slug
from paper.merging import Change
from paper.models import Page, PageVersion
from paper.page_words import changes, words_of
from paper.speech import speaking
from paper.templatetags.paper import when


class PageForm(forms.ModelForm):
    """`theirs` is what somebody else changed since the form was opened, where the form was refused for it."""

    theirs: list[Change] | None = None

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Page
        fields = ("title", "slug", "purpose", "summary", "body", "is_public", "in_footer", "order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        if "body" in self.fields:
            self.fields["body"].label = "Text"
            language, direction = paper.current().language, paper.current().direction
            for name in ("title", "summary", "body"):
                self.fields[name].widget.attrs.update(lang=language, dir=direction)
            self.fields["purpose"].choices = [("", "Something else"), *Page.Purpose.choices]  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or make_slug(self.cleaned_data.get("title", ""), "page")

    def clean(self) -> dict:
        found = super().clean() or self.cleaned_data
        if self.instance.pk:
            self._check_base(found.get("version") or 0)
        return found

    def _check_base(self, base: int) -> None:
        """Of two who change the page the second is asked; what they typed stands, and is kept when they save again."""
        held = Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=self.instance.pk).first()
        if held is None or held.version == base:
            return
        opened = PageVersion.objects.filter(page=held, number=base).first()
        self.theirs = changes(opened.words, words_of(held)) if opened else []
        self.add_error(
            None,
            f"{held.changed_by or 'Somebody'} saved this page since you opened it. What changed stands below; your words "
            "stand in the form. Put in what should stay, then save again: yours is kept then.",
        )
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix("version")] = held.version
        self.data = typed


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    form = PageForm
    list_display = ["title", "address", "purpose", "state", "foot", "changed"]
    list_per_page = 100
    show_full_result_count = False
    sortable_by = ()
    list_select_related = ["changed_by"]
    actions = None
    fieldsets = (
        (None, {"fields": ["title", "summary", "body", "version"]}),
        ("For readers", {"fields": ["is_public", "slug", "purpose", "in_footer", "order"]}),
    )

    class Media:
        css = {"all": ["desk/bios.css", "desk/ways.css", "desk/history.css"]}

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).order_by("order", "title")

    @admin.display(description="Address")
    def address(self, page: Page) -> str:
        return page.url

    @admin.display(description="Readers")
    def state(self, page: Page) -> SafeString:
        return render_to_string("admin/paper/page/_state.html", {"page": page})

    @admin.display(description="At the foot", boolean=False)
    def foot(self, page: Page) -> str:
        return f"yes, {page.order}" if page.in_footer else "no"

    @admin.display(description="Changed")
    def changed(self, page: Page) -> str:
        return f"{when(page.changed_at)}{f' by {page.changed_by}' if page.changed_by else ''}"

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        missing = standing.missing() if self.has_add_permission(request) else []
        context = {"missing": missing, "is_english": paper.current().language.partition("-")[0].lower() == "en"}
        return super().changelist_view(request, {**(extra_context or {}), **context})

    # The form

    def get_form(self, request: HttpRequest, obj: Page | None = None, **kwargs: Any) -> Any:  # type: ignore[override]
        return super().get_form(request, obj, **{**kwargs, "fields": PageForm.Meta.fields})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "summary":
            field.widget = forms.Textarea(attrs={"rows": 2, "maxlength": 200, "data-grow": ""})
        return field

    def save_model(self, request: HttpRequest, obj: Page, form: PageForm, change: bool) -> None:
        """As a new version, where anything was changed. The form has locked the page and looked at its base."""
        if not change or set(form.changed_data) - {"version"}:
            obj.keep(by=_user(request), base=form.cleaned_data["version"] if change else None)

    def response_add(self, request: HttpRequest, obj: Page, post_url_continue: Any = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Page) -> HttpResponse:
        said = "Saved. Readers have it from now on." if obj.is_public else "Saved. Readers do not have it yet."
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:paper_page_change", args=[obj.pk]))

    def log_addition(self, request: HttpRequest, obj: Page, message: Any) -> None:  # type: ignore[override]
        """Its versions are its record."""

    def log_change(self, request: HttpRequest, obj: Page, message: Any) -> None:  # type: ignore[override]
        """Its versions are its record."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Django's address for it leads to the page's own."""
        return HttpResponseRedirect(reverse("admin:paper_page_versions", args=[object_id]))

    # Pages beside the form

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("preview/", view(self.preview_view), name="paper_page_preview"),
            path("usual/", view(self.usual_view), name="paper_page_usual"),
            *page_history.paths(self),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """What is being typed, as readers would get it. Saves nothing."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied("paper.change_page")
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:paper_page_changelist"))
        form = PageForm(request.POST)
        form.is_valid()
        form.instance.slug = form.instance.slug or make_slug(form.instance.title, "page")
        return preview(request, form.instance)

    def usual_view(self, request: HttpRequest) -> HttpResponse:
        """Make those of the usual pages that are not there."""
        if not self.has_add_permission(request):
            raise PermissionDenied("paper.add_page")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        made = standing.make_missing(by=_user(request))
        words = "One page was made." if len(made) == 1 else f"{len(made)} pages were made."
        messages.success(request, f"{words} Readers have none of them until you say so." if made else "All are there.")
        return HttpResponseRedirect(reverse("admin:paper_page_changelist"))


def preview(request: HttpRequest, page: Page) -> HttpResponse:
    with speaking():
        response = render(request, "paper/page.html", {**page_views.contents(page), "preview": True})
    response["X-Robots-Tag"] = "noindex"
    return response


def _user(request: HttpRequest) -> Any:
    """Whom the desk has signed in."""
    return request.user
