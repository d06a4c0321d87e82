"""Who may do what: one table. A role is a group's name; what it may do is never kept anywhere else.

`docs/roles.md` shows this table; a test holds the two together.
"""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from articles.sentences import join_names
from interchange import demo

REPORTER, EDITOR, BIO_MANAGER, ADMINISTRATOR = ROLES = ("Reporter", "Editor", "Bio manager", "Administrator")

_EVERYONE = set(ROLES)
_STORIES = {REPORTER, EDITOR, ADMINISTRATOR}
_EDITORS = {EDITOR, ADMINISTRATOR}
_BIOS = {BIO_MANAGER, ADMINISTRATOR}

# permission → the roles that have it. "own" stories are those one created or is credited on; "own" is the author of one's account.
MAY: dict[str, set[str]] = {
    "articles.view_article": _STORIES,
    "articles.add_article": _STORIES,
    "articles.change_own_article": _STORIES,
    "articles.change_article": _EDITORS,
    "articles.delete_article": _EDITORS,
    "articles.submit_article": _STORIES,
    "articles.publish_article": _EDITORS,
    "articles.unpublish_article": _EDITORS,
    "articles.approve_article": _EDITORS,
    "articles.fix_article": _EDITORS,
    "articles.retract_article": _EDITORS,
    "articles.embargo_article": _EDITORS,
    "articles.hold_article": _EDITORS,
    "articles.lift_hold_article": {ADMINISTRATOR},
    "articles.take_down_article": {ADMINISTRATOR},
    "articles.view_sealed": {ADMINISTRATOR},
    "articles.view_move": _EDITORS,
    "articles.view_byline": _STORIES,
    "articles.add_byline": _STORIES,
    "articles.change_byline": _STORIES,
    "articles.delete_byline": _STORIES,
    "articles.view_section": _STORIES,
    "articles.add_section": {ADMINISTRATOR},
    "articles.change_section": _EDITORS,
    "articles.delete_section": {ADMINISTRATOR},
    "articles.view_front": _EDITORS,
    "articles.change_front": _EDITORS,
    "articles.view_series": _STORIES,
    **{f"articles.{verb}_series": _EDITORS for verb in ("add", "change", "delete")},
    "articles.view_topic": _STORIES,
    "articles.add_topic": _EDITORS,
    "articles.change_topic": _EDITORS,
    "articles.delete_topic": _EDITORS,
    "authors.view_author": _EVERYONE,
    "authors.add_author": _EDITORS | _BIOS,
    "authors.change_author": _BIOS,
    "authors.delete_author": _BIOS,
    **{
        f"authors.{verb}_{model}": _EVERYONE if verb == "view" else _BIOS
        for model in ("outlet", "outletcredit", "authorlink", "authoralias")
        for verb in ("view", "add", "change", "delete")
    },
    "authors.view_bioversion": _EVERYONE,  # written by saving alone
    "authors.change_own_author": _EVERYONE,
    "authors.view_bioproposal": _BIOS,
    "authors.decide_bioproposal": _BIOS,
    "authors.ask_author": _BIOS,
    "authors.view_bioask": _BIOS,
    "authors.rename_author": _BIOS,
    "authors.view_namechange": _BIOS,
    "authors.merge_author": _BIOS,
    "authors.view_authormerge": _BIOS,
    "authors.view_distinct": _BIOS,
    "authors.view_old_names": {ADMINISTRATOR},
    "articles.view_oldprinting": {ADMINISTRATOR},
    **{
        f"authors.{verb}_department": _EVERYONE if verb == "view" else _BIOS
        for verb in ("view", "add", "change", "delete")
    },
    **{f"authors.{verb}_finding": _BIOS for verb in ("view", "change")},
    "authors.view_dismissal": _BIOS,
    "images.view_picture": _EVERYONE,
    "images.add_picture": _EVERYONE,
    "images.change_own_picture": _EVERYONE,  # what one uploaded oneself
    "images.change_picture": _EDITORS | _BIOS,
    "images.describe_picture": _EDITORS,
    "images.withdraw_picture": _EDITORS,
    "images.delete_picture": _EDITORS,
    "images.view_picturemove": _EDITORS,
    "paper.view_paper": {ADMINISTRATOR},
    "paper.change_paper": {ADMINISTRATOR},
    **{f"paper.{verb}_page": _EDITORS for verb in ("view", "add", "change")},
    "paper.delete_page": {ADMINISTRATOR},
    "accounts.view_user": {ADMINISTRATOR},
    "accounts.add_user": {ADMINISTRATOR},
    "accounts.change_user": {ADMINISTRATOR},
}


def permissions_of(roles: set[str]) -> set[str]:
    return {permission for permission, who in MAY.items() if who & roles}


def who_may(permission: str) -> str:
    """For whoever may not, in a sentence: Editors and administrators may."""
    roles = [f"{role.lower()}s" for role in ROLES if role in MAY.get(permission, set())]
    return f"{join_names(roles).capitalize()} may." if roles else "Nobody may."


class RoleBackend(ModelBackend):
    """Django's own, except that a group's permissions come from the table above: one query a request, for the groups."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if password == demo.PASSWORD and not settings.LOOPBACK_HTTP:
            return None  # everybody knows this password
        return super().authenticate(request, username=username, password=password, **kwargs)

    def get_group_permissions(self, user_obj, obj=None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_role_permissions"):
            user_obj._role_permissions = permissions_of(roles_of(user_obj))
        return user_obj._role_permissions

    def get_user_permissions(self, user_obj, obj=None) -> set[str]:
        return set(MAY) if user_obj.is_active and user_obj.is_superuser and obj is None else set()

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return self.get_group_permissions(user_obj, obj) | self.get_user_permissions(user_obj, obj)

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        return any(p.startswith(f"{app_label}.") for p in self.get_all_permissions(user_obj))


def roles_of(user) -> set[str]:
    """The names of the user's roles, read once and kept on the user."""
    if not hasattr(user, "_roles"):
        user._roles = set(user.groups.values_list("name", flat=True)) & set(ROLES)
    return user._roles
