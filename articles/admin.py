"""The desk's pages for stories, sections and topics."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import IntegrityError
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.desk import bulk, fixing, fronts_place, grave, history, pages, panel, pulse, recover, saving, state
from articles.desk import fronts as _fronts  # noqa: F401 (registers the fronts)
from articles.desk import series as _series  # noqa: F401 (registers the series)
from articles.desk.answers import as_json, merge_page, said, wants_json, whole
from articles.desk.bylines import suggestions
from articles.desk.called import called
from articles.desk.context import reading_context, writing_context
from articles.desk.filters import KindFilter, MineFilter, SectionFilter, StateFilter, reach_of
from articles.desk.find import story_at
from articles.desk.forms import ArticleForm
from articles.desk.front import byline_of, with_authors
from articles.desk.preview import of_saved, of_typed, preview
from articles.desk.reach import FurtherBack, Narrowed, Reach
from articles.desk.saving import Merging
from articles.desk.stories import found as found_stories
from articles.desk.verbs import DOES, RIGHTS, Done, Warned, carry_out, plan
from articles.models import Article, Move, Refused, Section, Topic
from images.desk.chosen import LEAD, chosen_page
from paper.addresses import make_slug
from paper.pager import Place

MERGED = (
    "Saved. {who} had saved too: your changes and theirs are both in the text now. Nothing more was done, so that you can look "
    "at it first."
)


class StoryList(Narrowed):
    """Which stories stand on a page is found by their numbers; of those alone is read what the page shows."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        stories = super().get_queryset(request, exclude_parameters)
        count = reach_of(request.GET)
        return self.within(stories, request, "changed_at", count) if count else stories

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.result_count > pages.MOST and reach_of(request.GET):
            self.reach = Reach(0, self._last_place())
        shown = list(self.result_list.values_list("pk", flat=True))
        rows = self.root_queryset.filter(pk__in=shown).order_by(*self.queryset.query.order_by)
        self.result_list = rows.select_related("section").defer("body").prefetch_related(with_authors())

    def _last_place(self) -> Place:
        """Of the last story that the pages lead to: what follows on it is further back."""
        places = self.queryset.order_by("-changed_at", "-pk").values_list("changed_at", "pk")
        return Place(*places[pages.MOST - 1])


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["headline_or_none", "states", "byline", "section", "time"]
    list_filter = [StateFilter, MineFilter, SectionFilter, KindFilter, FurtherBack]
    search_fields = ["headline"]
    list_select_related = ["section"]
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    paginator = pages.Pages
    actions = [bulk.submit, bulk.approve]
    form = ArticleForm
    view_on_site = False
    delete_confirmation_template = "admin/articles/article/delete.html"

    # Who may

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj and obj.gone_status:
            return False  # its text is sealed
        if request.user.has_perm("articles.change_article"):
            return True
        own = request.user.has_perm("articles.change_own_article")
        return own and (obj is None or obj.is_owned_by(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What was published, is scheduled or is under legal hold stays."""
        return super().has_delete_permission(request, obj) and not (obj and (obj.held or obj.editions.exists()))

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.submit_article")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.approve_article")

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_state()

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return queryset.filter(pk__in=called(search_term)) if search_term else queryset, False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryList

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """A public address in the search box opens its story."""
        story = story_at(request.GET.get("q", "").replace("\0", "")[:1000])
        if story and self.has_view_or_change_permission(request, story):
            return HttpResponseRedirect(_url("change", story))
        return bulk.nothing_to_do(request) or super().changelist_view(request, extra_context)

    def action_checkbox(self, story: Article) -> SafeString:
        return bulk.box(story)

    @admin.display(description="Headline")
    def headline_or_none(self, story: Article) -> str:
        return str(story)

    @admin.display(description="State")
    def states(self, story: Article) -> SafeString:
        return render_to_string("admin/articles/_chips.html", {"chips": state.chips(story)})

    @admin.display(description="By", empty_value="")
    def byline(self, story: Article) -> str:
        return byline_of(story)

    @admin.display(description=lazy(lambda: f"When ({state.zone_in_words()})", str)())
    def time(self, story: Article) -> SafeString:
        at = story.live_from or story.next_from or story.changed_at
        return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), state.brief(at))

    # The form

    def get_form(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> type[ArticleForm]:
        form = super().get_form(request, obj, **{**kwargs, "fields": ArticleForm.Meta.fields})
        form.user, form.refused = request.user, getattr(request, "refused", "")
        form.warned = getattr(request, "warned", False)
        form.recovered = recover.typed_for(request, obj)
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """One button, one transaction. After a no nothing is kept but what was typed: it is shown again, with the reason."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        made = "" if object_id else _made_by(request)
        request.sent_twice, object_id = bool(made), object_id or made or None
        try:
            _check_right(request)
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            if object_id or not _made_by(request):
                raise
            return self.changeform_view(
                request, None, form_url, extra_context
            )  # sent twice at once: the other was first
        except Refused as no:
            request.refused = str(no)
        except Warned as warned:
            request.refused, request.warned = " ".join(finding.says for finding in warned.blocks), True
        except Merging as merging:
            return merge_page(self, request, merging.theirs, merging)
        else:
            return as_json(request, response) if wants_json(request) else response
        if wants_json(request):
            return JsonResponse({"again": True})
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        """The words, with topics, bylines and corrections. Without changes no new version is made."""
        form.saved = None
        if not change or form.changes:
            form.saved = saving.save(form, obj, by=request.user)
        elif form.verb != "save":
            saving.check_newest(form, obj)

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        """Then what the button says, if the text is all its presser's: what was merged is looked at first."""
        story, user = form.instance, request.user
        planned = plan(story, form, by=user)
        if form.saved and form.saved.merged_with:
            done, request.merged = Done(MERGED.format(who=form.saved.merged_with)), True
        elif request.sent_twice and not form.changes:
            done = Done("This was sent twice, and done once.")
        else:
            done = carry_out(form, by=user)
        if planned and not form.changes and form.verb == "save":
            done = Done("Saved. Nothing goes live by the planned day.")
        made = form.saved.made if form.saved else []
        request.said = said(request, done, made)
        recover.saved(user, form.cleaned_data["tab"])

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: Any = None) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if not wants_json(request) or getattr(request, "merged", False):  # what was merged is loaded anew
            messages.success(request, request.said)
        return HttpResponseRedirect(_url("change", obj))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        story = (
            Article.objects.with_state().select_related("section", "changed_by", "created_by").get(pk=obj.pk)
            if obj
            else None
        )
        live = story.editions.live().first() if story else None
        context["address"] = whole(request, live)
        may_write = add or self.has_change_permission(request, obj)
        make = writing_context if may_write else reading_context
        form = context["adminform"].form
        context.update(make(story, form, request.user))
        own = fronts_place.links(story, request.user) if story else []
        context["links"] = [*own, *grave.links(story, request.user)] if story else []
        if may_write and request.method == "POST":
            context["panel"] = panel.panel_of(request, form)
        if may_write and request.method == "GET":
            context |= self._whats_new(request, story, form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _whats_new(self, request: HttpRequest, story: Article | None, form: ArticleForm) -> dict[str, Any]:
        """Unsaved words of this person's, and what changed since they last read the story, which counts as read by this."""
        recoveries = recover.offered(request.user, story, but_of=recover.tab_in(form))
        if story is None:
            return {"recoveries": recoveries}
        since = history.since_last_read(story, request.user)
        history.mark_read(story, request.user)
        return {"recoveries": recoveries, "since": since}

    # Its own record of what was done is the story's moves.

    def log_addition(self, request: HttpRequest, obj: Article, message: Any) -> None:
        pass

    def log_change(self, request: HttpRequest, obj: Article, message: Any) -> None:
        pass

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        pass

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """A hold, or an edition, that came meanwhile keeps the story."""
        if not self.has_delete_permission(request, Article.objects.lock(obj.pk)):
            raise PermissionDenied("This story was published, scheduled or put under legal hold meanwhile: it stays.")
        Move.objects.log(obj, "delete", by=request.user)
        obj.delete()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        """Django's address for it leads to the story's own."""
        return HttpResponseRedirect(reverse("admin:articles_article_versions", args=[object_id]))

    # Pages beside the form

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        own = [
            path("names/", view(self.names_view), name="articles_article_names"),
            path("stories/", view(self.stories_view), name="articles_article_stories"),
            path("lead/", view(partial(chosen_page, LEAD)), name="articles_article_lead"),
            path("preview/", view(self.preview_view), name="articles_article_preview_new"),
            path("<int:pk>/preview/", view(self.preview_view), name="articles_article_preview"),
        ]
        beside = [part for room in (panel, fixing, history, grave, pulse, recover) for part in room.paths(self)]
        return [*own, *beside, *super().get_urls()]

    def names_view(self, request: HttpRequest) -> JsonResponse:
        """Authors for what is typed in a byline: [{"value": what to fill in, "about": position}]."""
        if not request.user.has_perm("authors.view_author"):
            raise PermissionDenied
        return JsonResponse({"names": suggestions(request.GET.get("q", "").replace("\0", "")[:160])})

    def stories_view(self, request: HttpRequest) -> JsonResponse:
        """Stories to link to: [{"id", "headline", "about", "url"}]."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return JsonResponse({"stories": found_stories(request.GET.get("q", "").replace("\0", "")[:600], request.user)})

    def preview_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """GET: the saved working copy. POST: what is being typed. Saves nothing."""
        story = get_object_or_404(Article, pk=pk) if pk else None
        if request.method != "POST":
            if not self.has_view_or_change_permission(request, story):
                raise PermissionDenied
            return preview(request, of_saved(story)) if story else HttpResponseRedirect(_url("add"))
        if not (self.has_change_permission(request, story) if story else self.has_add_permission(request)):
            raise PermissionDenied
        return preview(request, of_typed(self.get_form(request, story)(request.POST, instance=story)))


def _made_by(request: HttpRequest) -> str:
    """The story that this very form has made already; nothing where it was not sent before."""
    once = request.POST.get("once", "").replace("\0", "")
    made = Article.objects.filter(made_by_form=once, created_by=request.user) if once else Article.objects.none()
    return str(made.values_list("pk", flat=True).first() or "")


def _check_right(request: HttpRequest) -> None:
    verb = request.POST.get("do", "save").partition(":")[0]
    if RIGHTS.get(verb) and not request.user.has_perm(RIGHTS[verb]):
        raise PermissionDenied(RIGHTS[verb])
    if verb not in DOES:
        raise SuspiciousOperation(f"No such button: {verb!r}")


def _url(page: str, *story: Article) -> str:
    return reverse(f"admin:articles_article_{page}", args=[one.pk for one in story])


class AddressedForm(forms.ModelForm):
    """An empty address is made from the name here already, so that it is checked like one that was typed."""

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or make_slug(
            self.cleaned_data.get("name", ""), self._meta.model._meta.model_name
        )


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    form = AddressedForm
    list_display = ["place", "path", "order"]
    sortable_by = ()
    ordering = [
        Coalesce("parent__order", "order"),
        Coalesce("parent__name", "name"),
        F("parent").asc(nulls_first=True),
        "order",
        "name",
    ]
    fields = ["name", "slug", "parent", "description", "order"]

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # readers may have kept the address

    @admin.display(description="Section")
    def place(self, section: Section) -> str:
        return " › ".join(part.name for part in section.line())

    @admin.display(description="Address")
    def path(self, section: Section) -> str:
        return section.path

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, empty_label="Stands by itself", **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A plain choice: sections are made and changed on their own pages."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "parent":
            field.widget = field.widget.widget
        return field


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    form = AddressedForm
    list_display = ["name", "slug"]
    sortable_by = ()
    search_fields = ["name"]
    fields = ["name", "slug", "description"]

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # readers may have kept the address
