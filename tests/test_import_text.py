"""import_text: from a plain-text file to a draft or a story, authors matched or made, bios kept whole."""

import time
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Address, Article, Edition
from authors.models import Author, BioVersion, Outlet
from paper.models import Paper
from tests.makers import make_author, make_section, utc

pytestmark = pytest.mark.django_db

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "us-strikes-killed-scores-of-russians.txt"

STORY = """Lamp on the north pier goes dark

Keeper blames a moth

The lamp on the north pier went out at ten on Tuesday and stayed out until four.

“It was a large moth,” said the keeper, who has tended the lamp for nine years.

Author: Ann Lee

Ann Lee is Harbour Editor of the Quay Bell. She has 20 years of experience in lamps and her work has appeared in
The Tide, Slack Water, and the Pier Gazette.
"""


@pytest.fixture
def file(tmp_path):
    def write(text, name="story.txt"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def bring(*files, **options):
    """(what was printed, what was printed as an error, whether the command failed)"""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_text", *files, stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}", True
    return out.getvalue(), err.getvalue(), False


def nothing_was_made():
    return not (
        Article.objects.exists() or Author.objects.exists() or Outlet.objects.exists() or Address.objects.exists()
    )


def test_a_file_becomes_a_draft_that_readers_do_not_see(file):
    bring(file(STORY))
    article = Article.objects.get()
    assert article.headline == "Lamp on the north pier goes dark"
    assert article.deck == "Keeper blames a moth"
    assert article.body.count("<p>") == 2
    assert [line.author.name for line in article.bylines.all()] == ["Ann Lee"]
    assert not Edition.objects.exists()


def test_what_is_certain_in_a_bio_becomes_facts_and_the_prose_is_kept_whole(file):
    bring(file(STORY), published="2018-02-14")
    author = Author.objects.get()
    assert (author.position, author.start_year) == ("Harbour Editor", 1998)
    assert [outlet.name for outlet in author.outlets()] == ["The Tide", "Slack Water", "Pier Gazette"]
    assert "20 years of experience in lamps" in author.bio
    version = BioVersion.objects.get()
    assert version.text == author.bio and "story.txt" in version.source


def test_the_same_file_twice_makes_nothing_new(file):
    path = file(STORY)
    bring(path, publish=True, published="2018-02-14")
    counts = [model.objects.count() for model in (Article, Edition, Author, BioVersion, Outlet)]
    out, _, failed = bring(path, publish=True, published="2018-02-14")
    assert [model.objects.count() for model in (Article, Edition, Author, BioVersion, Outlet)] == counts
    assert "matched story" in out and "published already" in out and not failed


def test_a_draft_brought_in_before_can_be_published_by_the_same_file(file):
    path = file(STORY)
    bring(path)
    bring(path, publish=True, published="2018-02-14")
    assert Edition.objects.live().get().date == date(2018, 2, 14)


def test_a_bare_date_has_no_known_time_and_a_date_time_has(file, client):
    Paper.objects.create(time_zone="America/New_York")
    bring(file(STORY), publish=True, published="2018-02-14")
    assert Edition.objects.get().live_from == utc(2018, 2, 14, 17)
    page = client.get("/2018/02/14/lamp-on-the-north-pier-goes-dark/").content.decode()
    assert "14 February 2018" in page and "12:00" not in page
    bring(file(STORY.replace("moth", "gull")), publish=True, published="2018-02-14T09:05")
    page = client.get("/2018/02/14/lamp-on-the-north-pier-goes-dark-2/").content.decode()
    assert "14 February 2018, 09:05 EST" in page


def test_authors_are_matched_by_name_spelling_and_alias(file):
    author = make_author(name="Ann  LEE")
    other = make_author(name="Bo Ek")
    other.aliases.create(name="Robert Ek")
    bring(file(STORY), file(STORY.replace("Ann Lee", "Robert Ek").replace("moth", "gull"), "two.txt"))
    assert Author.objects.count() == 2
    assert set(Article.objects.values_list("bylines__author", flat=True)) == {author.pk, other.pk}


def test_a_bio_on_file_is_never_overwritten(file):
    author = make_author(name="Ann Lee", bio="<p>Ann Lee keeps the lamp.</p>", position="Keeper")
    out, _, _ = bring(file(STORY))
    author.refresh_from_db()
    assert (author.bio, author.position) == ("<p>Ann Lee keeps the lamp.</p>", "Keeper")
    assert "differs from the one on file" in out


def test_a_broken_bio_is_named(file):
    out, _, _ = bring(file(STORY.replace("of the Quay Bell. She has", "of She has")))
    assert "in doubt: bio of Ann Lee" in out


def test_a_dry_run_tells_everything_and_does_nothing(file):
    out, _, _ = bring(file(STORY), publish=True, published="2018-02-14", dry_run=True)
    assert "made author Ann Lee" in out and "published at /2018/02/14/" in out and "nothing was done" in out
    assert nothing_was_made()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\n ",
        b"\x00\x01\x02\x7fELF",
        b"Only a headline\n",
        b"\xff\xfeA",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\x81\x8d\x8f" * 50,
    ],
    ids=["empty", "blank", "binary", "no body", "half UTF-16", "picture", "unknown encoding"],
)
def test_what_cannot_be_read_is_named_and_the_other_files_go_on(file, content):
    bad, good = file(content, "bad.txt"), file(STORY)
    _, err, failed = bring(bad, good)
    assert failed and "bad.txt" in err and "1 of 2 files" in err
    assert Article.objects.count() == 1


def test_a_file_of_100_megabytes_is_refused_without_being_read(tmp_path, file):
    path = tmp_path / "huge.txt"
    with path.open("wb") as huge:
        huge.truncate(100 * 1024 * 1024)
    _, err, failed = bring(str(path), file(STORY))
    assert failed and "huge.txt" in err and Article.objects.count() == 1


def test_a_file_that_is_not_there_is_named(file):
    _, err, failed = bring("nowhere.txt")
    assert failed and "nowhere.txt" in err and nothing_was_made()


def test_nothing_is_half_written_when_publishing_is_refused(file, monkeypatch):
    from articles.models import Refused

    def refuse(*args, **kwargs):
        raise Refused("No.")

    monkeypatch.setattr(Article, "publish", refuse)
    _, err, failed = bring(file(STORY), publish=True)
    assert failed and "No." in err and nothing_was_made()


def test_the_section_must_be_there_and_the_ones_that_are_there_are_named(file):
    world = make_section(name="World")
    _, err, failed = bring(file(STORY), section="wrold")
    assert failed and "There are: world" in err and nothing_was_made()
    bring(file(STORY), section="world")
    assert Article.objects.get().section == world


def test_a_date_that_is_none_is_refused_in_words(file):
    _, err, failed = bring(file(STORY), published="14/02/2018")
    assert failed and "write 2018-02-14" in err and nothing_was_made()


def test_a_story_in_arabic_letters_runs_from_right_to_left(file):
    text = "انطفأ مصباح الرصيف الشمالي\n\nانطفأ المصباح عند العاشرة وبقي كذلك حتى الرابعة صباحا.\n\nعاد الضوء بعد ذلك إلى الميناء كله.\n"
    out, _, _ = bring(file(text))
    assert (Article.objects.get().direction, Article.objects.get().language) == ("rtl", "ar")
    assert "check its language" in out


@pytest.mark.skipif(not SEED.exists(), reason="the real story lies beside the project, and is not here")
def test_the_real_story_from_its_file_to_its_reader(client, bio_manager):
    out, _, failed = bring(str(SEED), publish=True, published="2018-02-14")
    assert not failed
    page = client.get("/2018/02/14/us-strikes-killed-scores-of-russians-in-syria-last-week/")
    assert page.status_code == 200
    html, author, article = unescape(page.content.decode()), Author.objects.get(), Article.objects.get()
    assert article.deck in html and article.body.count("<p>") == 5
    assert 'href="/authors/jason-ditz/"' in html
    assert (author.position, author.start_year, len(author.outlets())) == ("Senior Editor", 1998, 8)
    assert "for He has" in html and "in doubt: bio" in out
    assert "for He has" in client.get("/authors/jason-ditz/").content.decode()


def test_the_day_is_the_papers_whatever_the_machines_clock_says(file, client, settings, monkeypatch):
    """The process lives where it is already tomorrow, the paper where it is still today."""
    Paper.objects.create(time_zone="America/Los_Angeles")
    settings.TIME_ZONE = "Pacific/Kiritimati"
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        bring(file(STORY), publish=True, published="2018-02-14T23:30")
        page = client.get("/2018/02/14/lamp-on-the-north-pier-goes-dark/").content.decode()
        assert "14 February 2018, 23:30 PST" in page
        assert client.get("/2018/02/14/").status_code == 200 and client.get("/2018/02/15/").status_code == 404
    finally:
        monkeypatch.undo()
        time.tzset()
