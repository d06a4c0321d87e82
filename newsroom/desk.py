"""The desk: Django's admin as the paper's own. Rooms register their pages with `@admin.register`."""

from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newsroom.roles import ROLES, roles_of


class Place(NamedTuple):
    """A link of the desk's navigation; `current` while one works there."""

    name: str
    url: str
    current: bool


# Model, its name in the navigation, and the right without which it is not shown.
PLACES = (
    ("articles.Article", "Stories", "view"),
    ("articles.Front", "Fronts", "change"),
    ("authors.Author", "Authors", "view"),
    ("images.Picture", "Pictures", "view"),
    ("articles.Section", "Sections", "change"),
    ("articles.Topic", "Topics", "change"),
    ("authors.Outlet", "Outlets", "change"),
    ("authors.Department", "Departments", "change"),
    ("articles.Move", "Record", "view"),
    ("articles.Sealed", "Taken down", "view"),
    ("paper.Page", "Pages", "delete"),  # editors find them from Sections, and series from Topics: their row is full
    ("paper.Paper", "The paper", "change"),
    ("accounts.User", "Accounts", "change"),
)

OWN = "admin:authors_author_profile"


class SignIn(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This name and password do not open the desk. Check both; capital letters count.",
    }


class Desk(AdminSite):
    site_title = site_header = index_title = "The desk"
    site_url = "/"
    login_form = SignIn
    password_change_template = "admin/password_change.html"  # noqa: S105 (a template)
    password_change_done_template = "admin/password_change_done.html"  # noqa: S105
    logout_template = "admin/signed_out.html"
    enable_nav_sidebar = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")
        self.empty_value_display = ""

    def each_context(self, request: HttpRequest) -> dict:
        return {
            **super().each_context(request),
            "places": self.places(request),
            "search_url": self.search_url(request),
            "index_path": reverse("admin:index"),
            "roles": [role for role in ROLES if role in roles_of(request.user)] if request.user.is_active else [],
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        """Django's list of tables: the desk's own navigation stands in its place."""
        return []

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:index"))

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Everyone's first page: what waits for them."""
        from articles.desk.front import columns
        from articles.desk.fronts_breaking import line_for
        from articles.desk.recover import unsaved_new
        from authors.desk.outcome import untold

        context = {
            "columns": columns(request.user),
            "unsaved": unsaved_new(request.user),
            "told": untold(request.user),
            "breaking": line_for(request.user),
            "bios": _bios(request),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def places(self, request: HttpRequest) -> list[Place]:
        found = [
            self._place(request, model, name)
            for label, name, right in PLACES
            if self.is_registered(model := apps.get_model(label))
            and request.user.has_perm(f"{model._meta.app_label}.{right}_{model._meta.model_name}")
        ]
        return found + self._own(request)

    def _place(self, request: HttpRequest, model: type, name: str) -> Place:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        return Place(name, url, request.path.startswith(url) and not request.path.startswith(reverse(OWN)))

    def _own(self, request: HttpRequest) -> list[Place]:
        """The profile of whoever is an author."""
        from authors.desk.lists import accounts_of_authors

        if not request.user.is_active or request.user.pk not in accounts_of_authors():
            return []
        url = reverse(OWN)
        return [Place("Your profile", url, request.path.startswith(url))]

    def search_url(self, request: HttpRequest) -> str:
        """Where the search box asks: among the stories, or for whoever has none, among the authors."""
        places = self.places(request)
        return places[0].url if places and places[0].name in ("Stories", "Authors") else ""


def _bios(request: HttpRequest) -> Any:
    """What a bio manager needs first; nothing for the others."""
    if not request.user.has_perm("authors.change_author"):
        return None
    from authors import admin

    return admin.bio_desk(request) if hasattr(admin, "bio_desk") else None
