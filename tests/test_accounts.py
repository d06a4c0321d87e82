"""Accounts on the desk: administrators make them, in words, and nobody locks themselves out."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.forms import IN_WORDS
from accounts.models import User
from newsroom.roles import ROLES
from tests.makers import make_author

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_user_changelist")
ADD = reverse("admin:accounts_user_add")
PASSWORD = "gull-harbour-91"


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def address(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def roles(*names):
    return [role.pk for role in Group.objects.filter(name__in=names)]


def filled(**fields):
    return {
        "first_name": "Nell",
        "last_name": "Quay",
        "username": "nell",
        "email": "nell@paper.example",
        "new_password": PASSWORD,
        "again": PASSWORD,
        "is_active": "on",
        **fields,
    }


def test_every_role_is_said_in_words():
    assert tuple(IN_WORDS) == ROLES


def test_an_account_with_a_role_opens_the_desk_at_once(desk, client):
    response = desk.post(ADD, filled(roles=roles("Reporter", "Bio manager")), follow=True)
    assert "Nell Quay signs in as nell; roles: Bio manager, Reporter." in response.content.decode()
    nell = User.objects.get(username="nell")
    assert nell.is_staff and not nell.is_superuser and nell.is_active
    client.logout()
    client.post(reverse("admin:login"), {"username": "nell", "password": PASSWORD})
    assert client.get(reverse("admin:index")).status_code == 200


def test_who_loses_every_role_cannot_open_the_desk(desk, reporter):
    desk.post(address(reporter), filled(username="rosa", new_password="", again="", roles=[]))
    reporter.refresh_from_db()
    assert not reporter.is_staff and not reporter.groups.exists()


def test_an_empty_password_stays_as_it_is(desk, reporter):
    desk.post(address(reporter), filled(username="rosa", new_password="", again="", roles=roles("Editor")))
    reporter = User.objects.get(pk=reporter.pk)
    assert reporter.check_password("quay-lamp-42")
    assert [role.name for role in reporter.groups.all()] == ["Editor"]
    assert str(reporter) == "Nell Quay"


def test_a_new_password_replaces_the_old_one(desk, reporter):
    desk.post(address(reporter), filled(username="rosa", roles=roles("Reporter")))
    assert User.objects.get(pk=reporter.pk).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"again": "something-else-7"}, "The two passwords differ"),
        ({"new_password": "nellquay", "again": "nellquay", "username": "nellquay"}, "too similar"),
        ({"new_password": "short", "again": "short"}, "too short"),
        ({"new_password": "", "again": ""}, "This field is required"),
        ({"username": "ada"}, "Somebody signs in with this name already"),
        ({"username": "nell quay"}, "Enter a valid username"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, fields, said):
    response = desk.post(ADD, filled(**fields))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not User.objects.filter(first_name="Nell").exists()


def test_nobody_takes_the_administrators_role_from_themselves(desk, administrator):
    own = filled(username="ada", new_password="", again="")
    response = desk.post(address(administrator), own | {"roles": roles("Editor")})
    assert "You cannot take the administrator’s role from yourself" in response.content.decode()
    assert administrator.groups.get().name == "Administrator"


def test_nobody_shuts_themselves_out(desk, administrator):
    own = filled(username="ada", new_password="", again="", roles=roles("Administrator"))
    del own["is_active"]
    response = desk.post(address(administrator), own)
    assert "You cannot shut yourself out" in response.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active


def test_an_administrator_shuts_another_one_out(desk, client, reporter):
    gone = filled(username="rosa", new_password="", again="", roles=roles("Reporter"))
    del gone["is_active"]
    desk.post(address(reporter), gone)
    assert not client.login(username="rosa", password="quay-lamp-42")


def test_ones_own_new_password_does_not_sign_one_out(desk, administrator):
    desk.post(address(administrator), filled(username="ada", roles=roles("Administrator")))
    assert desk.get(LIST).status_code == 200


def test_the_account_says_which_author_it_is(desk, reporter):
    author = make_author(name="Rosa Tern", user=reporter)
    page = desk.get(address(reporter)).content.decode()
    assert reverse("admin:authors_author_change", args=[author.pk]) in page


def test_no_words_of_the_framework_stand_on_the_pages(desk, reporter):
    for page in (LIST, ADD, address(reporter)):
        text = desk.get(page).content.decode().lower()
        for word in ("staff status", "superuser", "group", "user permission", "objects", "pbkdf2", "algorithm"):
            assert word not in text, (page, word)


def test_the_list_costs_the_same_for_many(desk, django_assert_max_num_queries):
    for number in range(30):
        User.objects.create_user(f"person{number}").groups.add(*roles("Reporter"))
    with django_assert_max_num_queries(10):
        desk.get(LIST)
