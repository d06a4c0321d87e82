"""Authors, their bios and outlets on the desk."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from authors import desk
from authors.forms import AliasForm, AuthorForm, LinkForm, NamedOnceFormSet, OutletCreditForm, OutletForm
from authors.models import Author, AuthorAlias, AuthorLink, Outlet, OutletCredit
from pagecache.models import purge

OFFERED = 1_000  # outlets by name, as one types; any other name is found all the same


def bio_desk(request: HttpRequest) -> dict:
    """What `admin/bios/_desk.html` shows on the bio manager's front; see desk.front."""
    return desk.front(timezone.now())


class BioFilter(admin.SimpleListFilter):
    title = "bio"
    parameter_name = "bio"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("lost", "words lost"), ("missing", "none, though stories are live"), ("there", "written")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        match self.value():
            case "lost":
                return queryset.filter(pk__in=desk.bios_with_lost_words())
            case "missing":
                return desk.without_bio(queryset, timezone.now())
            case "there":
                return queryset.exclude(bio="", short_bio="")
        return queryset


class RowsInline(admin.TabularInline):
    """Rows of one author. Whoever only reads needs no places."""

    extra = 0

    def get_fields(self, request: HttpRequest, obj: Author | None = None) -> tuple[str, ...]:
        return self.fields if self.has_change_permission(request, obj) else self.fields_to_read


class LinkInline(RowsInline):
    model = AuthorLink
    form = LinkForm
    fields = ("label", "url", "order")
    verbose_name_plural = "links on the profile"
    fields_to_read = ("label", "url")


class OutletInline(RowsInline):
    model = OutletCredit
    form = OutletCreditForm
    formset = NamedOnceFormSet
    fields = ("name", "order")
    verbose_name = "outlet"
    verbose_name_plural = "work has appeared in"
    fields_to_read = ("outlet",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("outlet")


class AliasInline(RowsInline):
    model = AuthorAlias
    form = AliasForm
    formset = NamedOnceFormSet
    fields = fields_to_read = ("name",)
    verbose_name = "spelling"
    verbose_name_plural = "other spellings"


WRITING = (None, {"fields": ["base", "name", "position", "bio", "short_bio"], "classes": ["of-bio"]})
ABOUT = (
    "About them",
    {"fields": ["kind", "standing", "beat", "place", "expertise", "start_year"], "classes": ["of-facts"]},
)
CONTACT = ("For readers", {"fields": ["email", "disclosure"], "classes": ["of-facts"]})
FILING = ("Address and account", {"fields": ["slug", "sort_name", "user"], "classes": ["of-facts"]})
READING = (None, {"fields": ["name", "position", "bio_as_read", "short_bio_as_read"], "classes": ["of-bio"]})
NEWCOMER = (None, {"fields": ["name", "position", "kind", "standing"], "classes": ["of-bio"]})


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ("name", "position", "standing_in_words", "care", "story_count")
    list_filter = (BioFilter, "standing", "kind")
    search_fields = ("name",)
    search_help_text = "A name, or another spelling of it"
    list_per_page = 50
    empty_value_display = ""
    actions = None
    readonly_fields = ("bio_as_read", "short_bio_as_read")
    inlines = (LinkInline, OutletInline, AliasInline)
    form = AuthorForm
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 3})}}

    class Media:
        css = {"all": ["desk/bios.css"]}

    # The list

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        authors = super().get_queryset(request)
        on_the_list = request.resolver_match and request.resolver_match.url_name == "authors_author_changelist"
        return desk.with_stories(authors) if on_the_list else authors

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple:
        return desk.called(queryset, search_term), False

    @admin.display(description="standing", ordering="standing")
    def standing_in_words(self, author: Author) -> str:
        kind = author.get_kind_display() if author.kind != Author.Kind.PERSON else author.get_standing_display()
        return kind.capitalize()

    @admin.display(description="bio")
    def care(self, author: Any) -> str:
        lost = desk.doubts_about(author)
        missing = author.kind == Author.Kind.PERSON and author.stories and not author.bio_under_stories
        return _html("_care.html", {"lost": lost}) if lost or missing else ""

    @admin.display(description="stories", ordering="stories")
    def story_count(self, author: Any) -> int:
        return author.stories

    # The form

    @admin.display(description="bio")
    def bio_as_read(self, author: Author) -> str:
        return render_to_string("_prose.html", {"html": author.bio})

    @admin.display(description="short bio")
    def short_bio_as_read(self, author: Author) -> str:
        return render_to_string("_prose.html", {"html": author.short_bio})

    def get_fieldsets(self, request: HttpRequest, obj: Author | None = None) -> tuple:
        if self.has_change_permission(request, obj):
            return WRITING, ABOUT, CONTACT, FILING
        return (NEWCOMER,) if obj is None else (READING, ABOUT, CONTACT)

    def get_inlines(self, request: HttpRequest, obj: Author | None) -> tuple:
        return () if obj is None and not self.has_change_permission(request) else self.inlines

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "user":
            field.widget = field.widget.widget  # accounts are made and changed on their own page
            field.empty_label = "none"
        return field

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Accounts that nobody else's profile has taken."""
        if db_field.name == "user":
            mine = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            free = models.Q(author=None) | models.Q(author=mine if str(mine).isdigit() else None)
            accounts = db_field.remote_field.model._default_manager.filter(free, is_active=True)
            kwargs["queryset"] = accounts.order_by("first_name", "last_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        author = kwargs.get("obj")
        context["outlets"] = Outlet.objects.values_list("name", flat=True)[:OFFERED]
        if author is not None:
            context["stands"] = desk.standing(author)
            context["history"] = desk.history(author)
            context["is_credited"] = desk.is_credited(author)
            context["show_delete"] = not context["is_credited"]
        return super().render_change_form(request, context, *args, **kwargs)

    # Saving: Django calls these three in one transaction

    def save_related(self, request: HttpRequest, form: AuthorForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        author = form.instance
        for rows in (author.links, author.outlet_credits):
            _number(rows)
        author.keep(by=request.user)

    def response_add(self, request: HttpRequest, obj: Author, post_url_continue: str | None = None) -> HttpResponse:
        return self._say_where(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Author) -> HttpResponse:
        return self._say_where(request, obj) or super().response_change(request, obj)

    def _say_where(self, request: HttpRequest, author: Author) -> HttpResponse | None:
        """Back to the form, saying where the bio stands now. None in a popup, or when another is to follow."""
        if IS_POPUP_VAR in request.POST or "_addanother" in request.POST:
            return None
        messages.success(request, _html("_saved.html", {"author": author, "stands": desk.standing(author)}))
        for doubt in desk.doubts_about(author):
            messages.warning(request, _html("_doubt.html", {"doubt": doubt}))
        # With its own fragment: else the browser keeps the one it came with, and scrolls past what is said here.
        return redirect(f"{reverse('admin:authors_author_change', args=[author.pk])}#content")

    # Deleting

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        author = self.get_object(request, unquote(object_id))
        if author and self.has_delete_permission(request, author) and desk.is_credited(author):
            messages.error(request, f"{author} is credited on stories and stays. Set the standing to “former staff”.")
            return redirect("admin:authors_author_change", author.pk)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Author) -> None:
        tags = [f"author:{obj.pk}", "authors"]
        super().delete_model(request, obj)
        purge(tags)


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    list_display = ("name", "url", "people")
    search_fields = ("name",)
    empty_value_display = ""
    actions = None
    form = OutletForm

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(people_count=models.Count("credits"))

    @admin.display(description="authors", ordering="people_count")
    def people(self, outlet: Any) -> int:
        return outlet.people_count

    def has_delete_permission(self, request: HttpRequest, obj: Outlet | None = None) -> bool:
        """One that stands in somebody's list stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.credits.exists())

    def save_related(self, request: HttpRequest, form: Any, formsets: list, change: bool) -> None:
        """The name and the link stand in the cards of its authors."""
        super().save_related(request, form, formsets, change)
        for credit in form.instance.credits.select_related("author"):
            credit.author.keep(by=request.user)


def _number(rows: Any) -> None:
    """Places 1, 2, 3 … in the order that was asked for."""
    ordered = list(rows.all())
    for place, row in enumerate(ordered, start=1):
        row.order = place
    rows.model.objects.bulk_update(ordered, ["order"])


def _html(template: str, context: dict) -> SafeString:
    return render_to_string(f"admin/authors/author/{template}", context)
