"""Edges of the core that were once wrong, each as a fact."""

import os
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import ProtectedError

from articles.models import Article, Edition, Refused, Section, Topic
from authors.models import Author, match_key
from newsroom.management.commands.new_paper import _are_sections
from pagecache import memory
from pagecache.models import Purge
from pagecache.poll import Listener
from paper.models import Paper
from tests.makers import ahead, make_article, make_author, make_live, make_topic, utc

pytestmark = pytest.mark.django_db

STORY = "Ferry runs late again\n\nThe ferry was late on Monday. It was late on Tuesday too.\n\nThat is all. So far.\n\n"


def test_an_edition_made_before_a_scheduled_one_has_a_purge_where_it_ends():
    planned = make_article()
    nine = planned.publish(by=None, at=ahead(hours=2)).live_from
    author = make_author()
    planned.bylines.create(author=author)
    planned.publish(by=None)
    assert Purge.objects.filter(tag=f"list:author:{author.pk}", due=nine).exists()


def test_an_edition_that_gets_its_time_back_has_a_purge_where_it_ends_now():
    author = make_author()
    article = make_live(authors=[author])
    article.bylines.all().delete()
    first, second = article.publish(by=None, at=ahead(hours=1)), article.publish(by=None, at=ahead(hours=2))
    article.withdraw(first, by=None)
    assert Purge.objects.filter(tag=f"list:author:{author.pk}", due=second.live_from).exists()


@pytest.mark.parametrize("at", [date(218, 2, 14), date(1400, 2, 14), datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo"))])
def test_no_story_is_older_than_newspapers(reader, at):
    with pytest.raises(Refused, match="four digits"):
        make_live(at=at)
    make_live(at=date(1600, 1, 2))
    assert reader.get("/latest/").status_code == 200
    assert reader.get("/1600/01/02/").status_code == 200


def test_a_save_of_an_older_copy_leaves_what_a_verb_wrote():
    article = make_article()
    older = Article.objects.get(pk=article.pk)
    article.publish(by=None, at=utc(2018, 2, 14, 9))
    older.headline = "Other words"
    older.save()
    assert Article.objects.get(pk=article.pk).headline == "Other words"
    assert article.publish(by=None).date == date(2018, 2, 14)


def test_a_topic_that_stories_have_cannot_be_deleted():
    topic = make_topic()
    make_live(topics=[topic])
    with pytest.raises(ProtectedError):
        topic.delete()
    call_command("rebuild_lists")


@pytest.mark.parametrize("model", [Section, Topic])
def test_a_name_makes_the_address_that_is_checked(model):
    thing = model(name="Arts & Life")
    thing.full_clean()
    thing.save()
    with pytest.raises(ValidationError, match="already exists"):
        model(name="Arts, Life").full_clean()


@pytest.mark.django_db(transaction=True)
def test_what_was_made_before_the_listening_began_is_dropped(clock):
    noon = utc(2026, 5, 1, 12)
    clock.set(noon)
    memory.keep("x", ["site"], lambda: "old rows")
    Purge.objects.create(tag="site", due=noon, made_at=noon)  # by another process
    clock.set(noon + timedelta(seconds=1))
    Listener().listen()
    assert memory.keep("x", ["site"], lambda: "new rows") == "new rows"


def test_each_letter_stands_once_in_the_directory(reader):
    for name in ("Ann Zed", "Léa Émond", "Bo Ek", "van", "Wim Val", "Jan de Witt"):
        make_author(name=name, bio="<p>Counts gulls.</p>")
    page = reader.get("/authors/").content.decode()
    letters = [part[0] for part in page.split('<h2 id="letter-')[1:] for part in [part.partition(">")[2]]]
    assert letters == sorted(set(letters))


@pytest.mark.parametrize(("one", "other"), [("राम", "रमा"), ("かとう", "がとう"), ("ป่า", "ป้า")])
def test_names_that_differ_in_a_sound_are_two_people(one, other):
    assert match_key(one) != match_key(other)


@pytest.mark.parametrize(("one", "other"), [("Zoë", "zoe"), ("Nguyễn", "Nguyen"), ("مُحَمَّد", "محمد"), ("שָׁלוֹם", "שלום")])
def test_names_that_differ_in_accents_or_points_are_one(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize("sections", ["News, Latest", "News, 2026", "Arts & Life, Arts Life", "News, " + "x" * 61])
def test_sections_that_could_not_be_reached_are_refused(sections):
    with pytest.raises(ValidationError):
        _are_sections(sections)


def test_saving_an_older_copy_of_the_settings_does_not_let_go_of_the_time_zone():
    Paper.objects.create()
    older = Paper.load()
    make_live()
    older.save()
    assert Paper.load().zone_held
    older.time_zone = "Asia/Tokyo"
    with pytest.raises(ValidationError):
        older.save()


def test_a_file_name_that_is_no_text_is_brought_in(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    with open(path, "w") as file:
        file.write(f"{STORY}Author: Ann Lee\n\nAnn Lee is an editor.\n")
    call_command("import_text", path)
    assert Author.objects.get().bio


def test_a_position_too_long_for_its_column_is_left_aside_and_said(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(f"{STORY}Author: Ann Lee, {'very ' * 30}senior editor\n")
    call_command("import_text", str(tmp_path / "a.txt"))
    assert Author.objects.get().position == ""
    assert "left aside" in capsys.readouterr().out


def test_a_story_dated_noon_today_in_the_morning_is_said_to_be_scheduled(tmp_path, clock, capsys):
    clock.set(utc(2026, 5, 1, 9))
    (tmp_path / "a.txt").write_text(f"{STORY}Author: Ann Lee\n")
    call_command("import_text", str(tmp_path / "a.txt"), "--publish", "--published", "2026-05-01")
    assert "scheduled for 1 May 2026, 12:00 UTC" in capsys.readouterr().out
    assert not Edition.objects.live().exists()


def test_the_directory_does_not_announce_an_author_of_a_story_to_come(reader, clock):
    clock.set(utc(2026, 5, 1, 12))
    make_article(authors=[make_author(name="Ann Lee")]).publish(by=None, at=utc(2026, 5, 1, 13))
    make_author(name="Bo Ek", bio="<p>Bo Ek counts gulls.</p>")
    assert (
        "Ann Lee" not in reader.get("/authors/").content.decode()
        and "Bo Ek" in reader.get("/authors/").content.decode()
    )
    clock.set(utc(2026, 5, 1, 13))
    assert "Ann Lee" in reader.get("/authors/").content.decode()
