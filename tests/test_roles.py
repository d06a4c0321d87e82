"""Who may do what: the table on paper, the table in the code, and what the desk's own pages answer."""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.models import Article, Front, Series
from articles.models.takedown import Order
from authors.models import Department
from newsroom.roles import MAY, ROLES
from paper.models import Page, Paper
from tests.makers import make_article, make_author, make_section, make_topic
from tests.pictures import make_picture

pytestmark = pytest.mark.django_db

CAST = {"Reporter": "reporter", "Editor": "editor", "Bio manager": "bio_manager", "Administrator": "administrator"}


def on_paper():
    """docs/roles.md as {permission: {roles}}."""
    text = (Path(__file__).resolve().parents[1] / "docs" / "roles.md").read_text()
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for permission in re.findall(r"`(\w+\.\w+)`", cells[1] if len(cells) == 6 else ""):
            assert permission not in found, f"{permission} stands twice in docs/roles.md"
            found[permission] = {role for role, cell in zip(ROLES, cells[2:], strict=True) if cell == "yes"}
    return found


@pytest.fixture(params=ROLES)
def role(request):
    return request.param


@pytest.fixture
def somebody(request, role):
    return request.getfixturevalue(CAST[role])


def test_the_table_on_paper_is_the_table_in_the_code():
    assert on_paper() == MAY


def test_every_right_in_the_table_exists():
    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}
    assert set(MAY) <= known


def test_a_role_has_the_rights_of_its_column_and_no_other(role, somebody):
    table = on_paper()
    for permission in Permission.objects.select_related("content_type"):
        name = f"{permission.content_type.app_label}.{permission.codename}"
        assert somebody.has_perm(name) == (role in table.get(name, set())), name


def test_rights_given_past_the_table_count_for_nothing(reporter):
    reporter.user_permissions.set(Permission.objects.all())
    assert not reporter.has_perm("articles.publish_article")
    assert not reporter.has_perm("auth.change_group")


def test_two_roles_add_up(reporter, bio_manager):
    reporter.groups.add(*bio_manager.groups.all())
    assert reporter.has_perm("authors.change_author")
    assert reporter.has_perm("articles.add_article")
    assert not reporter.has_perm("articles.publish_article")


def test_who_is_shut_out_may_do_nothing(editor):
    editor.is_active = False
    editor.save()
    assert not [permission for permission in MAY if editor.has_perm(permission)]


def rows():
    """A row of every model the desk has pages for."""
    author = make_author()
    outlet = author.outlet_credits.model.outlet.field.related_model.called("The Tern")
    made = {
        "article": make_article(),
        "section": make_section(),
        "topic": make_topic(),
        "author": author,
        "outlet": outlet,
        "department": Department.objects.create(name="Editors"),
        "paper": Paper.objects.create(),
        "picture": make_picture(),
        "front": Front.objects.of(None),
        "series": Series.objects.create(name="The harbour files"),
        "page": _page(),
        "sealed": make_article().take_down(Order("A court said so."), by=None),
    }
    return lambda model, user: made.get(model._meta.model_name, user)


def _page():
    page = Page(title="Contact", body="<p>Write.</p>")
    page.keep(by=None)
    return page


PAGES = {  # page of the desk → the rights of which one is enough
    "changelist": ("view", "change"),
    "add": ("add",),
    "change": ("view", "change"),
    "delete": ("delete",),
}


READ_ONLY = {  # records, and fronts, which are there with their sections: these pages alone
    "articles_move": {"changelist"},
    "articles_sealed": {"changelist", "change"},
    "articles_front": {"changelist", "change"},
}


@pytest.mark.usefixtures("picture_storage")
def test_the_desks_pages_open_to_those_whom_the_table_names(client, role, somebody):
    client.force_login(somebody)
    row_of, seen = rows(), set()
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        seen.add(label)
        for page, rights in PAGES.items():
            if page not in READ_ONLY.get(label, PAGES):
                continue
            args = [row_of(model, somebody).pk] if page in ("change", "delete") else []
            may = any(role in MAY.get(label.replace("_", f".{right}_"), set()) for right in rights)
            status = client.get(reverse(f"admin:{label}_{page}", args=args), follow=True).status_code
            assert status == (200 if may else 403), (label, page)
    assert seen == {
        "articles_article", "articles_section", "articles_topic", "articles_move", "articles_sealed", "articles_front",
        "authors_author", "authors_outlet", "authors_department", "paper_paper", "accounts_user", "images_picture",
        "articles_series", "paper_page",
    }  # fmt: skip


def test_the_desks_pages_change_nothing_for_those_whom_the_table_does_not_name(client, role, somebody):
    client.force_login(somebody)
    row_of = rows()
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        if role in MAY.get(label.replace("_", ".change_"), set()) | MAY.get(label.replace("_", ".change_own_"), set()):
            continue
        if "change" not in READ_ONLY.get(label, PAGES):
            continue
        row = row_of(model, somebody)
        address = reverse(f"admin:{label}_change", args=[row.pk])
        assert client.post(address, {"name": "Overwritten", "headline": "Overwritten"}).status_code == 403, label
        row.refresh_from_db()
        assert "Overwritten" not in str(row)


def test_a_stranger_is_sent_to_sign_in_everywhere_on_the_desk(client):
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))


def test_an_account_without_a_role_cannot_open_the_desk(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("rita", password="quay-lamp-42"))
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_reporter_cannot_change_another_ones_story_but_can_read_it(client, reporter):
    client.force_login(reporter)
    story = make_article(headline="Ferry late")
    address = reverse("admin:articles_article_change", args=[story.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"headline": "Overwritten"}).status_code == 403
    assert Article.objects.get().headline == "Ferry late"


@pytest.mark.parametrize("button", ["publish", "schedule"])
def test_a_reporter_cannot_publish_even_a_story_of_their_own(client, reporter, button):
    client.force_login(reporter)
    story = make_article(created_by=reporter)
    data = {"headline": story.headline, "body": story.body, "version": story.version, "kind": "news", "do": button}
    assert client.post(reverse("admin:articles_article_change", args=[story.pk]), data).status_code == 403
    assert not story.editions.exists()


def test_a_bio_manager_is_kept_out_of_stories(client, bio_manager):
    client.force_login(bio_manager)
    story = make_article()
    for page, args in (("changelist", []), ("add", []), ("change", [story.pk]), ("delete", [story.pk])):
        assert client.get(reverse(f"admin:articles_article_{page}", args=args)).status_code == 403, page


def test_nobody_meets_groups_or_permissions(client, administrator):
    client.force_login(administrator)
    assert "auth_group" not in {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}
    assert client.get("/admin/auth/group/").status_code == 404
