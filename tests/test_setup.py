"""Setting up: the demo paper, a paper of one's own, and settings that are refused in words."""

import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Edition, EditionCorrection, Section
from authors.models import Author
from interchange import demo
from newsroom.management.commands.serve import check_free
from newsroom.roles import ADMINISTRATOR, roles_of
from paper.days import day_of
from paper.models import Paper

ROOT = Path(__file__).resolve().parents[1]


def found(**settings):
    return {message.id for message in run_checks(tags=["security"])}


def test_settings_in_order_raise_nothing(settings):
    assert not {check for check in found() if check.startswith("newsroom")}


def test_a_missing_key_is_named(settings):
    settings.SECRET_KEY = ""
    assert "newsroom.E001" in found()


@pytest.mark.parametrize("hosts", [["news.example"], ["localhost", "news.example"], ["*"]])
def test_plain_http_is_refused_off_this_machine(settings, hosts):
    settings.LOOPBACK_HTTP, settings.ALLOWED_HOSTS = True, hosts
    assert "newsroom.E002" in found()


@pytest.mark.django_db
@pytest.mark.parametrize("hosts", [[], ["*"]])
def test_hosts_must_be_named(settings, hosts):
    settings.LOOPBACK_HTTP, settings.ALLOWED_HOSTS = False, hosts
    assert "newsroom.E003" in found()


@pytest.mark.django_db
def test_demo_logins_cannot_exist_off_this_machine(settings, client):
    User.objects.create_user("editor", password=demo.PASSWORD)
    User.objects.create_user("admin", password="quay-lamp-42")
    assert "newsroom.E004" not in found()
    assert client.login(username="editor", password=demo.PASSWORD)
    settings.LOOPBACK_HTTP, settings.ALLOWED_HOSTS = False, ["news.example"]
    (message,) = [message for message in run_checks(tags=["security"]) if message.id == "newsroom.E004"]
    assert "editor" in message.msg and "admin" not in message.msg
    assert not client.login(username="editor", password=demo.PASSWORD)
    assert client.login(username="admin", password="quay-lamp-42")


@pytest.mark.django_db
def test_the_demo_paper_is_as_promised(client):
    now = timezone.now()
    demo.load(now)
    now = timezone.now()
    live = Edition.objects.live(now)
    assert live.count() >= 30 and Author.objects.filter(kind="person").count() >= 12
    minutes = (now - live.order_by("-first_published_at").first().first_published_at).total_seconds() / 60
    assert 1 < minutes < 10
    assert 2 < (Edition.objects.scheduled(now).order_by("live_from").first().live_from - now).total_seconds() / 60 < 4
    states = Article.objects.with_state(now)
    assert {article.state for article in states} == {"draft", "in_review", "sent_back", "approved"}
    assert states.overdue(day_of(now)).exists() and states.filter(live_retracted=True).exists()
    assert EditionCorrection.objects.live(now).count() >= 4
    assert states.filter(live_version__isnull=True, next_from__isnull=True, was_seen=True).exists()  # unpublished
    assert any(article.live_version not in (None, article.version) for article in states)  # live with changes
    assert {edition.kind for edition in live} >= {
        "news",
        "opinion",
        "analysis",
        "review",
        "explainer",
        "brief",
        "sponsored",
    }
    assert live.filter(direction="rtl").exists() and live.filter(body__contains="<table>").exists()
    assert max(len(edition.credits) for edition in live) >= 14
    for edition in live:
        assert client.get(edition.url).status_code == 200


@pytest.mark.django_db
def test_a_paper_of_ones_own_is_made_in_one_command(client):
    call_command(
        "new_paper", name="The Quay Bell", time_zone="Asia/Kathmandu", language="ne", sections="News, Sport",
        administrator="ada", password="a-long-lamp-42", stdout=StringIO(),
    )  # fmt: skip
    paper = Paper.objects.get()
    assert (paper.name, paper.time_zone, paper.language) == ("The Quay Bell", "Asia/Kathmandu", "ne")
    assert [section.slug for section in Section.objects.all()] == ["news", "sport"]
    assert roles_of(User.objects.get()) == {ADMINISTRATOR}
    page = client.get("/").content.decode()
    assert "The Quay Bell" in page and "Nothing published yet" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"time_zone": "Kathmandu"}, "Area/City"),
        ({"language": "english!"}, "tag"),
        ({"password": "short"}, "short"),
        ({"name": " "}, "Write"),
    ],
)
def test_a_wrong_answer_makes_nothing_and_says_what_to_write(wrong, said):
    given = {
        "name": "The Quay Bell", "time_zone": "UTC", "language": "en", "sections": "News", "administrator": "ada",
        "password": "a-long-lamp-42",
    }  # fmt: skip
    with pytest.raises(CommandError, match=said):
        call_command("new_paper", **(given | wrong), stdout=StringIO())
    assert not Paper.objects.exists() and not User.objects.exists()


@pytest.mark.django_db
def test_a_paper_is_never_made_over_another():
    Paper.objects.create(name="The Quay Bell")
    with pytest.raises(CommandError, match="The Quay Bell"):
        call_command("new_paper", name="Other")


def manage(tmp_path, *arguments, database=""):
    environment = {
        "PATH": "/usr/bin:/bin", "SECRET_KEY": "k" * 50, "LOOPBACK_HTTP": "true", "VAR_DIR": str(tmp_path),
        "DATABASE_URL": database or f"sqlite:///{tmp_path}/newsroom.sqlite3",
    }  # fmt: skip
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_embedded_demo_paper_steps_aside_for_ones_own(tmp_path):
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    load = "from interchange import demo; demo._logins(); from paper.models import Paper; Paper(name='Demo').save()"
    assert manage(tmp_path, "shell", "-v0", "-c", load).returncode == 0
    made = manage(
        tmp_path, "new_paper", "--name", "Mine", "--time-zone", "UTC", "--language", "en", "--sections", "News",
        "--administrator", "ada", "--password", "a-long-lamp-42",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert names(tmp_path / "newsroom.sqlite3") == ["Mine"]
    (aside,) = tmp_path.glob("demo-*.sqlite3")
    assert names(aside) == ["Demo"]


def names(path):
    with sqlite3.connect(path) as database:
        return [name for (name,) in database.execute("SELECT name FROM paper_paper")]


def test_a_port_in_use_is_said_with_the_way_on():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CommandError, match="make run PORT="):
        check_free(taken.getsockname()[1])


@pytest.mark.django_db
def test_an_edition_whose_words_were_changed_is_found():
    from django.db import connection

    from tests.makers import make_live

    make_live(headline="As printed")
    call_command("check_editions", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_edition SET headline = 'Rewritten'")
    with pytest.raises(CommandError, match="1 editions"):
        call_command("check_editions", stderr=StringIO())


@pytest.mark.django_db
def test_lists_can_be_made_anew():
    from articles.models import EditionCredit
    from tests.makers import make_author, make_live

    author = make_author()
    make_live(authors=[author])
    EditionCredit.objects.all().delete()
    call_command("rebuild_lists", stdout=StringIO())
    assert author.edition_credits.listed().count() == 1


@pytest.mark.parametrize("url", ["foo", "mysql://localhost/x"])
def test_an_address_that_is_no_database_is_refused_in_words(tmp_path, url):
    refused = manage(tmp_path, "check", database=url)
    assert refused.returncode and "Write sqlite:///… or postgres://…" in refused.stderr


@pytest.mark.parametrize("url", ["postgres://127.0.0.1:1/x", "sqlite:////nowhere/at/all.sqlite3"])
def test_a_database_that_does_not_answer_is_said_with_the_way_on(tmp_path, url):
    refused = manage(tmp_path, "serve", "--port", "0", database=url)
    assert refused.returncode and "Check DATABASE_URL" in refused.stderr and "Traceback" not in refused.stderr


@pytest.mark.django_db
def test_cards_can_be_rendered_anew():
    from tests.makers import make_author

    author = make_author(bio="<p>Ann Lee counts gulls.</p>")
    Author.objects.update(card="old")
    call_command("rebuild_cards", stdout=StringIO())
    author.refresh_from_db()
    assert "Ann Lee counts gulls." in author.card and author.bio_versions.count() == 1
