"""Fronts as a function of time: what stands where by hand, by rule and by itself, the changes that say so, and the breaking line."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from articles import placing
from articles.arrangement import FREE, MOST, Arrangement, Band, Item, Malformed, Rule
from articles.models import BreakingLine, FrontChange, Refused, SavedMeanwhile
from articles.models.front import HOME, Front, arrangement_of, breaking_at
from articles.models.kinds import Kind
from articles.models.takedown import Order
from pagecache import memory
from pagecache.models import Purge
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_section()


@pytest.fixture
def stories(world):
    """Nine that readers have, the newest first."""
    return [make_live(headline=f"Story {n}", section=world, at=ago(hours=n)) for n in range(1, 10)]


@pytest.fixture
def home():
    return Front.objects.of(None)


def item(story, **fields):
    return Item(story=story.pk, **fields)


def top_of(at=None, arrangement=None):
    memory.forget()  # what a commit makes it forget: these tests never commit
    page = placing.home(at or timezone.now(), arrangement)
    return [card.headline for card in (page["lead"], *page["seconds"]) if card]


def everywhere(page):
    cards = [page["lead"], *page["seconds"], *page["opinion"], *page["latest"]]
    cards += [card for band in page["bands"] for card in band["stories"]]
    return [card.article_id for card in cards if card]


# What an arrangement is


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "top",
        {"top": "x"},
        {"top": [None]},
        {"top": [{}]},
        {"top": [{"story": "1"}]},
        {"top": [{"story": True}]},
        {"top": [{"story": 0}]},
        {"top": [{"story": 2**63}]},
        {"top": [{"story": 1.5}]},
        {"top": [{"story": 1, "newest": {"kind": "section", "pk": 1}}]},
        {"top": [{"newest": {"kind": "user", "pk": 1}}]},
        {"top": [{"newest": {"kind": ["section"], "pk": 1}}]},
        {"top": [{"story": 1, "until": "soon"}]},
        {"top": [{"story": 1, "until": 5}]},
        {"top": [{"story": 1, "until": "2026-05-01T18:00:00"}]},
        {"top": [{"story": 1, "until": "9999-12-31T23:59:59+00:00"}]},
        {"top": [{"story": 1, "until": "0001-01-01T00:00:00+14:00"}]},
        {"top": [{"story": 1}] * 2},
        {"top": [{"story": 1}], "opinion": [{"story": 1}]},
        {"top": [{"story": n} for n in range(1, MOST + 2)]},
        {"bands": {}},
        {"bands": [{"of": {"kind": "section", "pk": 1}, "title": "a\nb"}]},
        {"bands": [{"of": {"kind": "section", "pk": 1}, "title": "\ud800"}]},
        {"bands": [{"of": {"kind": "section", "pk": 1}, "title": "\0"}]},
        {"bands": [{"of": {"kind": "section", "pk": 1}, "title": "x" * 81}]},
        {"bands": [{"of": {"kind": "section", "pk": 1}, "title": None}]},
        {"bands": [{"of": {"kind": "section", "pk": 1}}] * 2},
        {"bands": [{"of": {"kind": "section", "pk": n}} for n in range(1, 23)]},
    ],
)
def test_nonsense_is_no_arrangement(value):
    with pytest.raises(Malformed):
        Arrangement.parse(value)


def test_an_arrangement_survives_its_json():
    made = Arrangement(
        top=(Item(story=3, until=ahead(hours=1)), FREE, Item(rule=Rule("topic", 4))),
        opinion=(Item(rule=Rule("author", 2), until=ahead(hours=2)),),
        bands=(Band(Rule("series", 1), "The harbour \u200c files", (Item(story=9),)),),
    )
    assert Arrangement.parse(json.loads(json.dumps(made.json()))) == made


def test_free_places_at_the_end_say_nothing():
    assert Arrangement.parse({"top": [{"story": 1}, {"newest": None}, {"newest": None}]}).top == (Item(story=1),)


# What stands where


def test_untouched_the_newest_stand_on_the_front_and_none_twice(stories):
    page = placing.home(timezone.now())
    assert top_of() == ["Story 1", "Story 2", "Story 3", "Story 4"]
    assert len(set(everywhere(page))) == len(everywhere(page))


def test_a_story_placed_by_hand_stands_there_and_nowhere_else(stories, home, editor):
    home.place(stories[7], "top", by=editor)
    page = placing.home(timezone.now())
    assert top_of() == ["Story 8", "Story 1", "Story 2", "Story 3"]
    assert everywhere(page).count(stories[7].pk) == 1


def test_a_second_by_hand_leaves_the_lead_to_the_newest(stories, home, editor):
    home.place(stories[7], "top", 1, by=editor)
    assert top_of() == ["Story 1", "Story 8", "Story 2", "Story 3"]
    make_live(headline="Newer", section=stories[0].section)
    assert top_of() == ["Newer", "Story 8", "Story 1", "Story 2"]


def test_what_stood_there_moves_down_and_the_last_falls_off(stories, home, editor):
    for story in stories:
        home.place(story, "top", by=editor)
    assert top_of() == ["Story 9", "Story 8", "Story 7", "Story 6"]
    assert len(home.arrangement().top) == MOST


def test_a_story_that_moves_leaves_its_other_place(stories, home, editor):
    home.place(stories[5], "top", by=editor)
    home.place(stories[5], "opinion", by=editor)
    page = placing.home(timezone.now())
    assert page["lead"].headline == "Story 1"
    assert [card.headline for card in page["opinion"]] == ["Story 6"]


def test_a_retracted_lead_leaves_no_hole(stories, home, editor):
    home.place(stories[6], "top", by=editor)
    home.place(stories[7], "top", by=editor)
    stories[7].retract(by=editor, notice="It was not so.")
    assert top_of() == ["Story 7", "Story 1", "Story 2", "Story 3"]


def test_a_draft_stands_there_from_when_readers_have_it(stories, home, editor, world):
    draft = make_article(headline="Draft", section=world)
    home.place(draft, "top", by=editor)
    assert top_of()[0] == "Story 1"
    draft.publish(by=editor)
    assert top_of()[0] == "Draft"


def test_what_stands_in_reserve_is_free_for_other_places(stories, home, editor):
    order = tuple(item(story) for story in stories[:8])
    home.arrange(Arrangement(top=order), by=editor)
    page = placing.home(timezone.now())
    assert top_of() == ["Story 1", "Story 2", "Story 3", "Story 4"]
    assert "Story 5" in [card.headline for card in page["latest"]]
    stories[1].unpublish(by=editor)
    assert top_of() == ["Story 1", "Story 3", "Story 4", "Story 5"]


def test_rules_bring_the_newest_that_stands_nowhere_above(home, editor, world):
    sport, ferries, ann = make_section(name="Sport"), make_topic(name="Ferries"), make_author()
    make_live(headline="Newest", section=world, at=ago(minutes=1))
    for n in (1, 2):
        make_live(headline=f"Sport {n}", section=sport, at=ago(days=n))
        make_live(headline=f"Ferry {n}", section=world, topics=[ferries], at=ago(days=10 + n))
        make_live(headline=f"Ann {n}", section=world, authors=[ann], at=ago(days=20 + n))
    rules = [Rule("section", sport.pk), Rule("section", sport.pk), Rule("topic", ferries.pk), Rule("author", ann.pk)]
    home.arrange(Arrangement(top=tuple(Item(rule=rule) for rule in rules)), by=editor)
    assert top_of() == ["Sport 1", "Sport 2", "Ferry 1", "Ann 1"]


def test_a_rule_whose_subject_is_gone_brings_nothing(stories, home, editor):
    home.arrange(Arrangement(top=(Item(rule=Rule("topic", 999)), Item(rule=Rule("section", 999)))), by=editor)
    assert top_of() == ["Story 1", "Story 2", "Story 3", "Story 4"]


def test_until_when_something_stands_there_passes_by_itself(stories, home, editor, clock):
    until = ahead(hours=2)
    home.place(stories[7], "top", by=editor, until=until)
    assert top_of()[0] == "Story 8"
    assert top_of(until - timedelta(microseconds=1))[0] == "Story 8"
    assert top_of(until)[0] == "Story 1"
    assert Purge.objects.filter(tag=home.tag, due=until).exists()


def test_bands_of_its_own_have_titles_order_and_stories_by_hand(stories, home, editor, world):
    sport = make_section(name="Sport")
    games = [make_live(headline=f"Game {n}", section=sport, at=ago(days=n)) for n in range(1, 7)]
    bands = (Band(Rule("section", sport.pk), "On the pitch", (item(games[4]),)), Band(Rule("section", world.pk)))
    home.arrange(Arrangement(bands=bands), by=editor)
    memory.forget()
    found = placing.home(timezone.now())["bands"]
    assert [band["name"] for band in found][0] == "On the pitch"
    assert [card.headline for card in found[0]["stories"]][0] == "Game 5"


def test_more_than_a_band_shows_are_free_for_the_next(home, editor, world):
    harbour = make_topic()
    pieces = [make_live(headline=f"Piece {n}", section=world, topics=[harbour], at=ago(days=n)) for n in range(1, 30)]
    by_hand = tuple(item(piece) for piece in pieces[20:28])
    home.arrange(
        Arrangement(bands=(Band(Rule("topic", harbour.pk), items=by_hand), Band(Rule("section", world.pk)))), by=editor
    )
    first, second = placing.home(timezone.now())["bands"]
    assert [card.headline for card in first["stories"]] == ["Piece 21", "Piece 22", "Piece 23", "Piece 24"]
    assert not {card.article_id for card in first["stories"]} & {card.article_id for card in second["stories"]}


def test_a_sections_front_opens_with_what_was_placed(stories, editor, world):
    front = Front.objects.of(world)
    front.place(stories[6], "top", by=editor)
    cards = [placing.Card.of(one.editions.get()) for one in stories]
    page = placing.of_section(world, cards, timezone.now())
    assert [card.headline for card in page["stories"]][:3] == ["Story 7", "Story 1", "Story 2"]
    assert len(page["stories"]) == len({card.article_id for card in page["stories"]}) == 9
    assert page["placed"] == 1


def test_opinion_and_briefs_lead_only_by_hand(home, editor, world):
    view = make_live(headline="A view", section=world, kind=Kind.OPINION)
    make_live(headline="News", section=world, at=ago(days=1))
    assert top_of() == ["News"]
    home.place(view, "top", by=editor)
    assert top_of() == ["A view", "News"]
    assert placing.home(timezone.now())["opinion"] == []


# Changes over time


def test_changes_are_laid_one_over_the_other_in_the_order_of_their_moments(stories, home, editor):
    soon, later = ahead(hours=1), ahead(hours=2)
    home.place(stories[8], "top", by=editor, at=later)
    home.arrange(Arrangement(top=(item(stories[7]),)), by=editor, at=soon)
    home.place(stories[6], "top", by=editor)
    assert top_of()[0] == "Story 7"
    assert top_of(soon)[:2] == ["Story 8", "Story 1"], "a whole arrangement takes the place of what stood there"
    assert top_of(later)[:2] == ["Story 9", "Story 8"]
    assert arrangement_of(HOME, later) == home.arrangement(later)


def test_the_past_is_as_it_was(stories, home, editor, clock):
    began = timezone.now()
    home.place(stories[6], "top", by=editor)
    between = timezone.now()
    home.arrange(Arrangement(top=(item(stories[5]),)), by=editor)
    assert arrangement_of(HOME, between) == home.arrangement(between)
    assert arrangement_of(HOME, between).top == (item(stories[6]),)
    assert home.arrangement(began) == Arrangement()


def test_a_first_arrangement_that_is_still_to_come_costs_readers_no_query(
    stories, home, editor, django_assert_num_queries
):
    home.arrange(Arrangement(top=(item(stories[5]),)), by=editor, at=ahead(hours=1))
    arrangement_of(HOME, timezone.now())
    with django_assert_num_queries(0):
        assert arrangement_of(HOME, timezone.now()) == Arrangement()


def test_a_change_that_was_withdrawn_never_happens_and_stays_in_the_record(stories, home, editor):
    change = home.place(stories[8], "top", by=editor, at=ahead(hours=1))
    home.withdraw(change, by=editor)
    assert top_of(ahead(hours=2))[0] == "Story 1"
    kept = FrontChange.objects.get()
    assert kept.withdrawn_at and kept.withdrawn_by_name == "edith"
    with pytest.raises(Refused, match="withdrawn already"):
        home.withdraw(change, by=editor)


def test_what_has_come_into_force_is_not_withdrawn(stories, home, editor):
    change = home.place(stories[8], "top", by=editor)
    with pytest.raises(Refused, match="come into force"):
        home.withdraw(change, by=editor)


def test_a_moment_that_has_passed_is_refused(stories, home, editor):
    for verb in (
        lambda: home.place(stories[8], "top", by=editor, at=ago(minutes=1)),
        lambda: home.arrange(Arrangement(), by=editor, at=ago(minutes=1)),
        lambda: home.place(stories[8], "top", by=editor, until=ago(minutes=1)),
        lambda: home.place(stories[8], "top", by=editor, at=ahead(hours=2), until=ahead(hours=1)),
        lambda: home.place(stories[8], "cellar", by=editor),
        lambda: home.place(stories[8], "top", MOST, by=editor),
        lambda: home.place(stories[8], "top", -1, by=editor),
    ):
        with pytest.raises(Refused):
            verb()
    assert not FrontChange.objects.exists()


def test_who_arranged_it_meanwhile_is_not_overwritten(stories, home, editor, administrator):
    base = home.arrange(Arrangement(top=(item(stories[3]),)), by=editor).pk
    home.place(stories[4], "top", by=administrator)
    with pytest.raises(SavedMeanwhile):
        home.arrange(Arrangement(), by=editor, base=base)
    newest = home.changes.order_by("-pk").first().pk
    home.arrange(Arrangement(), by=editor, base=newest)
    assert home.arrangement() == Arrangement()


def test_taking_out_leaves_the_rest(stories, home, editor):
    home.place(stories[4], "top", by=editor)
    home.place(stories[5], "top", by=editor)
    home.remove(stories[5], by=editor)
    assert top_of()[0] == "Story 5"


def test_the_pages_fall_due_when_the_front_changes(stories, home, editor):
    at, until = ahead(hours=1), ahead(hours=2)
    Purge.objects.all().delete()
    home.place(stories[4], "top", by=editor, at=at, until=until)
    due = set(Purge.objects.values_list("tag", "due"))
    assert {(home.tag, at), (home.tag, until), ("fronts", at), ("fronts", until)} <= due


@pytest.mark.parametrize("verb", ["arrange", "place", "remove", "withdraw"])
def test_a_step_that_fails_leaves_nothing_half_written(stories, home, editor, monkeypatch, verb):
    waiting = home.place(stories[7], "top", by=editor, at=ahead(hours=1))
    home.place(stories[6], "top", by=editor)
    before = list(FrontChange.objects.values())

    def fails(*args, **kwargs):
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr("articles.models.front.purge", fails)
    deeds = {
        "arrange": lambda: home.arrange(Arrangement(), by=editor),
        "place": lambda: home.place(stories[5], "top", by=editor),
        "remove": lambda: home.remove(stories[6], by=editor),
        "withdraw": lambda: home.withdraw(waiting, by=editor),
    }
    with pytest.raises(DatabaseError):
        deeds[verb]()
    assert list(FrontChange.objects.values()) == before


def test_a_deleted_story_leaves_no_hole_and_a_deleted_section_takes_its_front_along(stories, home, editor, world):
    draft = make_article(headline="Draft")
    home.arrange(Arrangement(top=(item(draft), item(stories[4]))), by=editor)
    home.place(draft, "top", by=editor, at=ahead(hours=1))
    draft.delete()
    assert top_of()[0] == "Story 5"
    assert top_of(ahead(hours=2))[0] == "Story 5"
    empty = make_section(name="Empty")
    Front.objects.of(empty).arrange(Arrangement(), by=editor)
    empty.delete()
    assert not FrontChange.objects.exclude(front=HOME).exists()


# The breaking line


def test_a_breaking_line_stands_until_its_end(editor, clock):
    line = BreakingLine.objects.announce("  The  sea wall\nhas broken ", by=editor, until=ahead(hours=1))
    assert line.text == "The sea wall has broken"
    assert breaking_at(timezone.now()) == line
    assert breaking_at(line.live_until) is None


def test_another_line_takes_its_place(editor):
    first = BreakingLine.objects.announce("First", by=editor, until=ahead(hours=1))
    second = BreakingLine.objects.announce("Second", by=editor, until=ahead(hours=2))
    first.refresh_from_db()
    assert first.live_until == second.live_from
    assert breaking_at(timezone.now()) == second


def test_a_line_for_later_cuts_the_one_that_stands_then(editor):
    first = BreakingLine.objects.announce("First", by=editor, until=ahead(hours=3))
    at = ahead(hours=1)
    BreakingLine.objects.announce("Later", by=editor, at=at, until=ahead(hours=2))
    first.refresh_from_db()
    assert first.live_until == at
    with pytest.raises(Refused, match="Another line is announced"):
        BreakingLine.objects.announce("Over it", by=editor, until=ahead(hours=4))


def test_a_line_that_makes_no_sense_is_refused(editor):
    for text, fields in (
        (" ", {"until": ahead(hours=1)}),
        ("x" * 121, {"until": ahead(hours=1)}),
        ("Words", {"until": ago(minutes=1)}),
        ("Words", {"until": ahead(hours=1), "at": ago(minutes=1)}),
        ("Words", {"until": ahead(hours=1), "at": ahead(hours=2)}),
    ):
        with pytest.raises(Refused):
            BreakingLine.objects.announce(text, by=editor, **fields)
    assert not BreakingLine.objects.exists()


def test_a_line_is_ended_and_one_to_come_is_taken_back(editor):
    line = BreakingLine.objects.announce("Now", by=editor, until=ahead(hours=1))
    later = BreakingLine.objects.announce("Later", by=editor, at=ahead(hours=2), until=ahead(hours=3))
    line.end(by=editor)
    later.end(by=editor)
    assert breaking_at(timezone.now()) is None
    assert list(BreakingLine.objects.values_list("text", flat=True)) == ["Now"]
    with pytest.raises(Refused, match="ended already"):
        line.end(by=editor)


def test_a_line_leads_to_its_story_only_while_readers_have_it_and_ends_with_it(editor):
    story = make_article(headline="Sea wall", section=make_section())
    BreakingLine.objects.announce("The sea wall has broken", by=editor, until=ahead(hours=1), article=story)
    assert placing.breaking(timezone.now())["url"] == ""
    story.publish(by=editor)
    assert placing.breaking(timezone.now())["url"] == story.editions.get().url
    story.retract(by=editor, notice="It was not so.")
    assert placing.breaking(timezone.now()) is None


# What becomes of a story, and of the front with it


def test_a_placing_moves_with_the_scheduled_edition_it_was_made_for(home, stories, world, editor):
    story, was, to = make_article(headline="Bridge opens", section=world), ahead(hours=3), ahead(hours=1)
    edition = story.publish(by=editor, at=was)
    home.place(story, "top", 0, by=editor, at=was, until=ahead(hours=4))
    story.reschedule(edition, by=editor, at=to)
    assert top_of(to + timedelta(minutes=1))[0] == "Bridge opens"
    assert [change.at for change in home.changes.coming()] == [to]
    assert home.arrangement(to).stories(ahead(hours=3)) == [story.pk]
    assert home.arrangement(to).stories(ahead(hours=4, minutes=1)) == []


@pytest.mark.parametrize("verb", ["withdraw", "unpublish", "embargo", "hold"])
def test_a_placing_of_an_edition_that_is_withdrawn_does_not_come(home, stories, world, editor, verb):
    story, at = make_article(headline="Bridge opens", section=world), ahead(hours=3)
    edition = story.publish(by=editor, at=at)
    home.place(story, "top", 0, by=editor, at=at)
    {
        "withdraw": lambda: story.withdraw(edition, by=editor),
        "unpublish": lambda: story.unpublish(by=editor),
        "embargo": lambda: story.embargo(by=editor, reason="Agreed with the ministry."),
        "hold": lambda: story.hold(by=editor, reason="The lawyers read it."),
    }[verb]()
    assert not home.changes.coming().exists()
    assert home.arrangement(ahead(hours=4)).stories(ahead(hours=4)) == []


@pytest.mark.parametrize("verb", ["retract", "unpublish", "take_down"])
def test_no_breaking_line_tells_of_a_story_that_the_paper_took_back(stories, editor, verb):
    story = stories[0]
    line = BreakingLine.objects.announce("Mayor arrested at dawn", by=editor, until=ahead(hours=1), article=story)
    {
        "retract": lambda: story.retract(by=editor, notice="It was another man."),
        "unpublish": lambda: story.unpublish(by=editor),
        "take_down": lambda: story.take_down(Order("A court says so."), by=editor),
    }[verb]()
    memory.forget()
    assert breaking_at(timezone.now()) is None
    line.refresh_from_db()
    assert ("Mayor" in line.text) is (verb != "take_down")


def test_a_passage_that_is_taken_down_leaves_the_breaking_line_too(stories, editor):
    story = make_live(headline="Jonas Quill named in the leak", by=editor)
    line = BreakingLine.objects.announce(
        "Jonas Quill named in the leak", by=editor, until=ahead(hours=1), article=story
    )
    story.take_down(Order("A court says so."), by=editor, passage="Jonas Quill")
    line.refresh_from_db()
    assert "Quill" not in line.text


def test_a_story_taken_down_is_named_by_no_other_story(editor):
    gone = make_live(headline="Mayor Xylo arrested")
    other = make_article(headline="Here", related=[{"article": gone.pk, "headline": gone.headline}])
    other.keep_version(by=editor)
    edition = other.publish(by=editor)
    gone.take_down(Order("A court says so."), by=editor)
    other.refresh_from_db()
    edition.refresh_from_db()
    nameless = [{"article": gone.pk, "headline": ""}]
    assert (other.related, edition.related) == (nameless, nameless)
    assert edition.fingerprint == edition.make_fingerprint()
    assert [row.words["related"] for row in other.revisions.all()] == [nameless]


def test_a_story_in_a_band_whose_subject_is_gone_stands_where_it_would_by_itself(home, stories, editor):
    lost = Band(Rule("topic", 99_999), "", (item(stories[0]),))
    assert top_of(arrangement=Arrangement(bands=(lost,)))[0] == stories[0].headline


def test_bands_of_the_same_stories_share_them(home, world, editor):
    ann, harbours = make_author(), make_topic()
    for n in range(30):
        make_live(section=world, authors=[ann], topics=[harbours], at=ago(hours=n + 1))
    bands = tuple(
        Band(rule) for rule in (Rule("section", world.pk), Rule("topic", harbours.pk), Rule("author", ann.pk))
    )
    memory.forget()
    page = placing.home(timezone.now(), Arrangement(bands=bands))
    assert [len(band["stories"]) for band in page["bands"]] == [4, 4, 4]


def test_a_front_with_many_placings_is_read_in_two_queries(home, stories, editor, django_assert_num_queries):
    for number in range(30):
        home.place(stories[number % 9], "top", 0, by=editor)
    memory.forget()
    with django_assert_num_queries(2):
        found = arrangement_of(HOME, timezone.now())
    assert found == home.arrangement() and found.top[0].story == stories[2].pk
