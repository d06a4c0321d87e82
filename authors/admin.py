"""Authors, their bios and outlets on the desk."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from js_asset import Script

from authors import desk, duplicates
from authors.desk import asking, care, history, identity, preview, proposals, queue
from authors.desk.pages import collision_page, merged_meanwhile
from authors.desk.saving import save_state
from authors.desk.where import COUNTED
from authors.forms import AliasForm, AuthorForm, NamedOnceFormSet, OutletForm
from authors.models import Author, AuthorAlias, AuthorLink, Collides, Department, Outlet, OutletCredit, Refused
from authors.models.words import put_words
from images.desk.chosen import PORTRAIT, chosen_of, chosen_page
from pagecache.models import purge
from paper.mergeforms import answers_in


def bio_desk(request: HttpRequest) -> dict:
    """What `admin/bios/_desk.html` shows on the bio manager's front; see queue.front and asking.front."""
    at = timezone.now()
    pairs = len(duplicates.find()) if request.user.has_perm("authors.merge_author") else 0
    return queue.front(at) | {"asks": asking.front(at), "care": care.front(at), "doubles": pairs}


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


class LinksRead(admin.TabularInline):
    """To those who only read: whoever writes has these rows in the form itself."""

    model = AuthorLink
    fields = ("label", "url")
    verbose_name_plural = "links on the profile"


class OutletsRead(admin.TabularInline):
    model = OutletCredit
    fields = ("outlet",)
    verbose_name_plural = "work has appeared in"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("outlet")


class AliasInline(admin.TabularInline):
    model = AuthorAlias
    form = AliasForm
    formset = NamedOnceFormSet
    fields = ("name",)
    extra = 0
    verbose_name = "spelling"
    verbose_name_plural = "other spellings"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """A name that was left behind for good is for administrators alone."""
        spellings = super().get_queryset(request)
        return spellings if request.user.has_perm("authors.view_old_names") else spellings.filter(private=False)


WRITING = (None, {"fields": ["base", "name", "position", "portrait", "bio", "short_bio"], "classes": ["of-bio"]})
ABOUT = (
    "About them",
    {
        "fields": ["kind", "standing", "behind", "beat", "place", "expertise", "start_year", "born_year", "died_year"],
        "classes": ["of-facts"],
    },
)
ABOUT_TO_READ = (
    "About them",
    {
        "fields": ["kind", "standing", "beat", "place", "expertise", "start_year", "born_year", "died_year"],
        "classes": ["of-facts"],
    },
)
CONTACT = ("For readers", {"fields": ["email", "fediverse", "disclosure", "pinned"], "classes": ["of-facts"]})
CONTACT_TO_READ = ("For readers", {"fields": ["email", "fediverse", "disclosure"], "classes": ["of-facts"]})
MASTHEAD = (
    "Masthead and directory",
    {"fields": ["department", "masthead_place", "hidden"], "classes": ["of-facts"]},
)
FILING = ("Address and account", {"fields": ["slug", "sort_name", "user", "contact_email"], "classes": ["of-facts"]})
READING = (
    None,
    {"fields": ["name", "position", "portrait_as_seen", "bio_as_read", "short_bio_as_read"], "classes": ["of-bio"]},
)
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
    readonly_fields = ("portrait_as_seen", "bio_as_read", "short_bio_as_read", "name_as_printed")
    inlines = (LinksRead, OutletsRead, AliasInline)
    form = AuthorForm
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 3})}}

    class Media:
        css = {"all": ["desk/bios.css"]}
        js = [Script("desk/bios.js", type="module")]

    def get_urls(self) -> list:
        chosen = self.admin_site.admin_view(partial(chosen_page, PORTRAIT))
        beside = [part for room in (proposals, history, identity, asking, care) for part in room.paths(self)]
        return [path("portrait/", chosen, name="authors_author_portrait"), *beside, *super().get_urls()]

    # The list

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        authors = super().get_queryset(request)
        on_the_list = request.resolver_match and request.resolver_match.url_name == "authors_author_changelist"
        if not on_the_list:
            return authors
        return desk.with_stories(authors, None if ORDER_VAR in request.GET else COUNTED)

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> tuple:
        return desk.called(queryset, search_term), False

    @admin.display(description="standing", ordering="standing")
    def standing_in_words(self, author: Author) -> str:
        kind = author.get_kind_display() if author.kind != Author.Kind.PERSON else author.get_standing_display()
        return kind.capitalize()

    @admin.display(description="bio")
    def care(self, author: Any) -> str:
        lost = author.pk in desk.bios_with_lost_words()
        missing = author.kind == Author.Kind.PERSON and author.stories and not author.bio_under_stories
        return _html("_care.html", {"lost": lost}) if lost or missing else ""

    @admin.display(description="stories", ordering="stories")
    def story_count(self, author: Any) -> str:
        """Counted further only where the list is sorted by a column, which may be this one."""
        return f"more than {COUNTED:,}" if author.stories == COUNTED + 1 else f"{author.stories:,}"

    # The form

    @admin.display(description="portrait")
    def portrait_as_seen(self, author: Author) -> str:
        return _html("_portrait.html", {"chosen": chosen_of(author.portrait_id, PORTRAIT, timezone.now())})

    @admin.display(description="bio")
    def bio_as_read(self, author: Author) -> str:
        return render_to_string("_prose.html", {"html": author.bio})

    @admin.display(description="short bio")
    def short_bio_as_read(self, author: Author) -> str:
        return render_to_string("_prose.html", {"html": author.short_bio})

    @admin.display(description="name")
    def name_as_printed(self, author: Author) -> SafeString:
        return _html("_name.html", {"author": author})

    def get_fieldsets(self, request: HttpRequest, obj: Author | None = None) -> tuple:
        if self.has_change_permission(request, obj):
            writing = _with_printed_name(WRITING) if obj and obj.edition_credits.exists() else WRITING
            return writing, ABOUT, CONTACT, MASTHEAD, FILING
        return (NEWCOMER,) if obj is None else (READING, ABOUT_TO_READ, CONTACT_TO_READ)

    def get_inlines(self, request: HttpRequest, obj: Author | None) -> tuple:
        if self.has_change_permission(request):
            return (AliasInline,)
        return () if obj is None else self.inlines

    def get_form(self, request: HttpRequest, obj: Author | None = None, change: bool = False, **kwargs: Any) -> Any:
        """With what the last try to save it found, if it was this request's: see `changeform_view`."""
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.faults = getattr(request, "faults", None)
        return made

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("user", "department"):
            field.widget = field.widget.widget  # these are made and changed on their own pages
            field.empty_label = "none"
        return field

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Accounts that nobody else's profile has taken; of those that are shut this author's alone."""
        if db_field.name == "user":
            mine = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            free = models.Q(author=None, is_active=True)
            if str(mine).isdecimal():
                free |= models.Q(author=mine)
            accounts = db_field.remote_field.model._default_manager.filter(free)
            kwargs["queryset"] = accounts.order_by("first_name", "last_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        author, form = kwargs.get("obj"), context["adminform"].form
        context["rows"] = getattr(form, "rows", None)
        context["outlets"] = Outlet.objects.values_list("name", flat=True)[: proposals.OFFERED]
        if author is not None:
            context |= self._about(request, author, form)
        return super().render_change_form(request, context, *args, **kwargs)

    def _about(self, request: HttpRequest, author: Author, form: Any) -> dict[str, Any]:
        """What the form's page shows beside the form."""
        is_credited = desk.is_credited(author)
        about = {
            "stands": desk.standing(author),
            "history": history.latest(author, request.user),  # type: ignore[arg-type]
            "is_credited": is_credited,
            "show_delete": not is_credited,
        }
        if self.has_change_permission(request, author):
            typed = form.state() if form.is_bound else {}
            saved = Author.objects.get(pk=author.pk) if form.is_bound else author
            waiting = author.proposals.open().first()
            about |= {
                "preview": preview.preview_of(request, saved, typed),
                "preview_url": reverse("admin:authors_author_preview", args=[author.pk]),
                "waiting": waiting,
                "care": care.about(saved),
            }
        return about

    # Saving: Django calls these three in one transaction

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """What two people changed at once is asked for; what cannot be saved is said on the form. Nothing was written then."""
        try:
            return self._merged(request, object_id) or super().changeform_view(
                request, object_id, form_url, extra_context
            )
        except Collides as clash:
            return collision_page(self, request, Author.objects.get(pk=unquote(object_id or "")), clash)
        except Refused as no:
            return self._merged(request, object_id) or self._refused(request, str(no))
        except ValidationError as fault:
            request.faults = fault  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _merged(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """Of somebody merged into another the form of that one; None of all others."""
        number = unquote(object_id or "")
        if not number.isdecimal() or not self.has_view_or_change_permission(request):
            return None
        return merged_meanwhile(self, request, int(number), "change")

    def _refused(self, request: HttpRequest, why: str) -> HttpResponse:
        messages.error(request, why)
        return redirect("admin:authors_author_changelist")

    def save_model(self, request: HttpRequest, obj: Author, form: AuthorForm, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            if form.rows:
                put_words(obj, form.rows.words())
            return
        base = form.cleaned_data["base"]
        save_state(obj, form.state(), base=base, by=request.user, answers=answers_in(request.POST))  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: AuthorForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        author: Any = form.instance
        if "pinned" in form.changed_data:
            author.pins.put(author, form.pinned_lines())
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


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ("name", "people", "order")
    search_fields = ("name",)
    empty_value_display = ""
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(people_count=models.Count("people"))

    @admin.display(description="authors", ordering="people_count")
    def people(self, department: Any) -> int:
        return department.people_count

    def save_model(self, request: HttpRequest, obj: Department, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        purge(["authors"])

    def delete_model(self, request: HttpRequest, obj: Department) -> None:
        super().delete_model(request, obj)
        purge(["authors"])


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


def _with_printed_name(fieldset: tuple) -> tuple:
    """The same fieldset, for somebody credited on published stories: the name has a page of its own."""
    title, options = fieldset
    fields = ["name_as_printed" if name == "name" else name for name in options["fields"]]
    return title, {**options, "fields": fields}


def _html(template: str, context: dict) -> SafeString:
    return render_to_string(f"admin/authors/author/{template}", context)
