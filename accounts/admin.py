"""Accounts on the desk: who may sign in, and as what."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.admin import GroupAdmin  # noqa: F401 (registers groups, which are taken off the desk below)
from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import IN_WORDS, AccountForm
from accounts.models import User

admin.site.unregister(Group)  # a role is a name: what it may do is newsroom/roles.py


class RoleFilter(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(name, name) for name in IN_WORDS] + [("none", "none")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "none":
            return queryset.filter(groups=None)
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class ActiveFilter(admin.SimpleListFilter):
    title = "sign-in"
    parameter_name = "active"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", "may sign in"), ("no", "shut out")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(is_active=self.value() == "yes") if self.value() else queryset


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):
    list_display = ("called", "signs_in_as", "roles_in_words", "may_sign_in", "last_seen")
    list_filter = (RoleFilter, ActiveFilter)
    search_fields = ("username", "first_name", "last_name", "email")
    search_help_text = "A name or an e-mail address"
    list_per_page = 50
    actions = None
    readonly_fields = ("author_profile", "last_seen")
    form = AccountForm
    ordering = ("first_name", "last_name", "username")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    # The list

    @admin.display(description="name", ordering="first_name")
    def called(self, account: User) -> str:
        return str(account)

    @admin.display(description="signs in as", ordering="username")
    def signs_in_as(self, account: User) -> str:
        return account.username

    @admin.display(description="roles")
    def roles_in_words(self, account: User) -> str:
        return ", ".join(sorted(role.name for role in account.groups.all())) or "none"

    @admin.display(description="sign-in", ordering="is_active")
    def may_sign_in(self, account: User) -> str:
        return "may sign in" if account.is_active else "shut out"

    @admin.display(description="last signed in", ordering="last_login")
    def last_seen(self, account: User) -> str:
        return date_format(localtime(account.last_login), "j F Y, H:i") if account.last_login else "never"

    # The form

    @admin.display(description="author")
    def author_profile(self, account: User) -> str:
        """The author this account writes as. It is chosen on the author's page; this room knows nothing of authors."""
        try:
            author = account.author
        except ObjectDoesNotExist:
            return "none. An account is tied to an author on the author’s page."
        url = f"admin:{author._meta.app_label}_{author._meta.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(url, args=[author.pk]), author)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> tuple:
        person = (None, {"fields": ["first_name", "last_name", "username", "email"]})
        password = ("Password", {"fields": ["new_password", "again"]})
        if obj is None:
            return person, ("Roles", {"fields": ["roles"]}), password
        return (
            person,
            ("Roles", {"fields": ["roles", "is_active"]}),
            password,
            ("This account", {"fields": ["author_profile", "last_seen"]}),
        )

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.actor = request.user
        return form

    @method_decorator(sensitive_post_parameters("new_password", "again"))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    # Saving

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.pk == request.user.pk:
            update_session_auth_hash(request, obj)  # a new password of one's own does not sign one out

    def save_related(self, request: HttpRequest, form: AccountForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.groups.set(form.cleaned_data["roles"])

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        if "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._saved(request, obj)

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        return self._saved(request, obj)

    def _saved(self, request: HttpRequest, account: User) -> HttpResponse:
        roles = self.roles_in_words(account)
        messages.success(request, f"Saved. {account} signs in as {account.username}; roles: {roles}.")
        return redirect("admin:accounts_user_changelist")
