"""A made-up paper to measure with: its rows are those the verbs would have written."""

import re
import statistics
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F
from django.test import Client

from articles.models import (
    END,
    Address,
    Article,
    Byline,
    Correction,
    Edition,
    EditionCorrection,
    EditionCredit,
    EditionPicture,
    EditionTopic,
    Move,
    SearchEntry,
    Section,
    Series,
    StoryMonth,
    Topic,
)
from articles.models.edition import WORDS, WORDS_SINCE
from articles.models.steps import settle
from authors.models import Author, AuthorMerge, Department, Finding
from interchange import corpus
from interchange.corpus.stories import TABLES
from paper.prose import sanitize
from tests.makers import make_author, make_live, make_section, utc

UNTIL = utc(2026, 11, 20, 15)
STORIES = 600
MADE_ANEW = (EditionCredit, EditionTopic, EditionCorrection, EditionPicture, SearchEntry, StoryMonth)


@pytest.fixture
def filled(db, clock):
    """A small paper, at the moment it was filled."""
    clock.set(UNTIL)
    corpus.fill(STORIES, UNTIL)


def rows_of(model):
    columns = [field.attname for field in model._meta.concrete_fields if field.name != "id"]
    return sorted(model._base_manager.values_list(*columns), key=repr)


def terms():
    """What SQLite keeps beside the entries."""
    if connection.vendor == "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid, * FROM articles_searchwords ORDER BY rowid")
        return cursor.fetchall()


def guards():
    """Every index, trigger and constraint of the tables that are filled."""
    tables = [model._meta.db_table for model in TABLES]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(tables))
            cursor.execute(
                f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ({marks}) ORDER BY name", tables
            )
            return cursor.fetchall()
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) ORDER BY 1",
            [tables],
        )
        found = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid FROM pg_index "
            "WHERE indrelid = ANY(%s::regclass[]) ORDER BY 1",
            [tables],
        )
        return found + cursor.fetchall()


def test_rebuilding_lists_and_search_changes_no_row(filled):
    before = {model: rows_of(model) for model in MADE_ANEW}, terms()
    call_command("rebuild_lists")
    for model in MADE_ANEW:
        assert rows_of(model) == before[0][model], model.__name__
    assert terms() == before[1]


def test_every_edition_is_as_it_was_published_and_no_bio_needs_care(filled, capsys):
    call_command("check_editions")
    call_command("check_bios")
    assert not Finding.objects.exists()
    assert all(sanitize(edition.body) == edition.body for edition in Edition.objects.all()[:150])


def test_the_newest_edition_says_what_the_working_copy_would_publish(filled):
    names = {*WORDS, *WORDS_SINCE} - {"corrections", "credits", "topics", "retracted"}
    for edition in Edition.objects.filter(live_until=END).select_related("article__section"):
        same = Edition.of(edition.article)
        assert {name: getattr(same, name) for name in names} == {name: getattr(edition, name) for name in names}
        assert same.chosen_slug == edition.chosen_slug
        assert same.section_id == edition.section_id
        assert [
            {name: value for name, value in row.items() if name != "at"}
            for row in edition.corrections
            if row["kind"] != "retraction"
        ] == same.corrections
        merged = set(AuthorMerge.objects.values_list("gone", flat=True))
        if not merged & {credit["author"] for credit in edition.credits}:
            assert same.credits == edition.credits
        topics = [sorted(one.topics, key=lambda topic: topic["topic"]) for one in (same, edition)]
        assert topics[0] == topics[1]


def test_settling_a_story_once_more_changes_nothing(filled):
    """Its date, its addresses and the moments of its corrections follow from its editions."""
    before = rows_of(Edition), rows_of(Address), rows_of(EditionCorrection), rows_of(Article)
    with transaction.atomic():
        for story in Article.objects.all()[:200]:
            settle(story, UNTIL)
    assert (rows_of(Edition), rows_of(Address), rows_of(EditionCorrection), rows_of(Article)) == before


def test_a_draft_is_what_its_verbs_would_have_made_of_it(filled, clock):
    verbs = {"submit": Article.submit, "approve": Article.approve, "send_back": Article.send_back}
    drafts = Article.objects.filter(first_published_at=None)
    assert set(drafts.values_list("state", flat=True)) == set(Article.State.values)
    before = rows_of(Article), rows_of(Move)
    for story in drafts:
        moves = list(story.moves.order_by("pk").values_list("verb", "at", "note"))
        story.moves.all().delete()
        drafts.filter(pk=story.pk).update(
            state="draft", approved_version=None, approved_at=None, approved_by_name="", sent_back_because=""
        )
        for verb, at, note in moves:
            clock.set(at)
            verbs[verb](story, by=None, note=note)
            story.moves.filter(verb=verb).update(at=at)  # the moment of a move is the machine's
    assert (rows_of(Article), rows_of(Move)) == before
    assert set(drafts.filter(state="approved").values_list("approved_version", flat=True)) == {1}
    assert not drafts.filter(state="sent_back", sent_back_because="").exists()


def test_a_story_is_published_with_a_version_of_its_own_each_time(filled):
    behind = Edition.objects.filter(article__version__lt=F("version"))
    assert not behind.exists()
    assert Move.objects.filter(verb__in=["publish", "schedule", "retract"]).count() == Edition.objects.count()
    assert (
        Move.objects.filter(verb__in=["unpublish", "set_end"]).count()
        == Article.objects.filter(editions__isnull=False).exclude(editions__live_until=END).distinct().count()
    )
    assert Byline.objects.count() >= Article.objects.count() * 0.95
    assert not Edition.objects.exclude(live_from__lt=F("live_until")).exists()


def test_editions_of_a_story_never_overlap(filled):
    last: dict[int, object] = {}
    for edition in Edition.objects.order_by("article", "live_from"):
        assert edition.article_id not in last or last[edition.article_id] <= edition.live_from
        last[edition.article_id] = edition.live_until


@pytest.mark.django_db
def test_indexes_triggers_and_constraints_stand_again():
    before = guards()
    corpus.fill(60, UNTIL)
    assert guards() == before


@pytest.mark.django_db(transaction=True)
def test_a_corpus_can_be_made_outside_a_transaction():
    before, sqlite = guards(), connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        pragmas = [f"PRAGMA {name}" for name in ("synchronous", "journal_mode", "cache_size", "foreign_keys")]
        was = [cursor.execute(pragma).fetchone() for pragma in pragmas] if sqlite else []
        corpus.fill(60, UNTIL)
        assert not sqlite or [cursor.execute(pragma).fetchone() for pragma in pragmas] == was
    assert guards() == before
    connection.check_constraints()
    make_live(headline="The next story has a number of its own", authors=[make_author(name="Ann Lee")])


@pytest.mark.django_db
def test_the_same_number_and_seed_make_the_same_paper():
    first, again, other = (tale(seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def tale(seed):
    """What a paper says, without the numbers its rows have."""
    with transaction.atomic():
        corpus.fill(60, UNTIL, seed=seed)
        told = list(
            Edition.objects.order_by("pk").values_list(
                "headline", "deck", "body", "slug", "live_from", "live_until", "section_name", "language", "corrections"
            )
        )
        told += list(Author.everyone.order_by("pk").values_list("name", "bio", "position"))
        transaction.set_rollback(True)
    return told


def make_series():
    Series.objects.create(name="After the flood")


def make_department():
    Department.objects.create(name="Reporters")


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_author, make_live, make_section, make_series, make_department])
def test_a_paper_that_is_not_empty_is_left_alone(make):
    make()
    with pytest.raises(corpus.NotEmpty, match="series or departments here. Make a corpus in a new, empty database"):
        corpus.fill(10, UNTIL)
    with pytest.raises(CommandError, match="new, empty database"):
        call_command("make_corpus", 10)


def test_a_corpus_is_like_a_newspaper(filled):
    assert Article.objects.count() == STORIES
    assert 1.35 < Edition.objects.count() / STORIES < 1.65
    lengths = [len(text.split()) for text in SearchEntry.objects.values_list("text", flat=True)]
    assert 480 < statistics.median(lengths) < 720
    assert max(lengths) > 1_800
    assert min(lengths) < 150
    assert 3_000 < statistics.mean(map(len, Edition.objects.values_list("body", flat=True))) < 6_000
    assert {first.weekday() for first in Edition.objects.values_list("date", flat=True)} == set(range(7))
    assert Edition.objects.order_by("date")[0].date.year == 2006
    assert Section.objects.filter(parent=None).count() == 8
    assert Topic.objects.count() == 48
    assert Author.objects.exclude(card="").count() == 10
    assert AuthorMerge.objects.count() == 2
    assert Edition.objects.exclude(language="en").values("language").distinct().count() == 5


def test_every_state_a_story_can_be_in_is_there(filled):
    editions = Edition.objects.filter(article__first_published_at__isnull=False)
    assert editions.scheduled(UNTIL).exists()
    assert editions.filter(retracted=True).exists()
    assert editions.filter(time_known=False).exists()
    assert Correction.objects.exists()
    assert Article.objects.filter(first_published_at=None).exists()
    assert Article.objects.filter(ends_at__isnull=False).exists()
    assert Article.objects.exclude(slug="").exists()
    assert Address.objects.values("article").annotate(many=Count("pk")).filter(many__gt=1).exists()
    ended = Article.objects.filter(ends_at=None, editions__isnull=False).exclude(editions__live_until=END)
    assert ended.exists()  # unpublished
    assert Series.objects.exists()


def test_words_are_as_frequent_as_they_are_said_to_be(filled):
    texts = list(SearchEntry.objects.listed(UNTIL).filter(stems="en").values_list("text", flat=True))

    def share(words):
        return sum(bool(re.search(rf"\b{words}\b", text)) for text in texts) / len(texts)

    assert 0.4 < share(corpus.COMMON_WORD) < 0.6
    assert 0.01 < share(corpus.MIDDLING_WORD) < 0.04
    assert 0.01 < share(corpus.PHRASE) < 0.05
    assert share(corpus.ABSENT_WORD) == 0
    rare = Edition.objects.filter(body__contains=corpus.RARE_WORD).values("article").distinct()
    assert rare.count() == 5


def test_every_kind_of_public_page_answers(filled, client):
    with_stories = EditionCredit.objects.listed(UNTIL).values_list("author__slug", "edition_id")
    slug, edition = with_stories.order_by("-edition_id")[0]
    edition = Edition.objects.get(pk=edition)
    topic = EditionTopic.objects.listed(UNTIL).order_by("-pk")[0].topic
    address = Address.objects.values("article").annotate(many=Count("pk")).filter(many=2)[0]["article"]
    day = edition.date
    for path in (
        "/", "/corrections/", "/search/", f"/search/?q={corpus.COMMON_WORD}", "/series/", "/feeds/", "/atom.xml", "/feed.json", "/latest/",
        "/sitemap.xml", "/news-sitemap.xml", "/authors/", "/authors/masthead/", f"/authors/{slug}/", edition.url, topic.url,
        Series.objects.all()[0].url, f"/{day:%Y/%m/%d}/", f"/{day:%Y/%m}/", f"/{day:%Y}/", edition.section_url,
        f"/sitemaps/{day:%Y-%m}.xml", "/sitemaps/topics.xml", "/sitemaps/authors.xml",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    old, new = Address.objects.filter(article=address).order_by("answers_from")
    moved = Client().get(str(old).replace(" ", ""))
    assert moved.status_code in (301, 302)
    assert moved.headers["Location"].endswith(f"/{new.slug}/")


def test_a_page_that_the_clock_changes_knows_when(filled, clock):
    coming = Edition.objects.scheduled(UNTIL).order_by("live_from")[0]
    assert Client().get(coming.url).status_code == 404
    clock.set(coming.live_from + timedelta(seconds=1))
    assert Client().get(coming.url).status_code == 200


@pytest.mark.django_db
def test_the_command_says_how_far_it_is(capsys):
    call_command("make_corpus", 30, until="2026-11-01")
    said = capsys.readouterr().out
    assert "12 authors" in said
    assert "30 stories" in said
    assert Edition.objects.filter(live_from__gt=utc(2026, 11, 1), live_from__lt=utc(2026, 11, 3)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("stories", "until", "told"), [(0, "2026-11-01", "one at least"), (5, "soon", "write a date")])
def test_the_command_says_what_it_wants(stories, until, told):
    with pytest.raises(CommandError, match=told):
        call_command("make_corpus", stories, until=until)
