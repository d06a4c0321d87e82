"""Series as readers get them: their pages, and what a story says of the one it belongs to."""

import re
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Move, Refused, Series, SeriesPart
from articles.models.series import MOST_PARTS
from articles.related import around
from articles.series import WHOLE, by_story
from pagecache import memory
from pagecache.models import Purge
from tests.makers import ago, ahead, make_article, make_live, make_section

pytestmark = pytest.mark.django_db


def make_series(*stories, name="The harbour files", **fields):
    series = Series.objects.create(name=name, **fields)
    series.set_parts([story.pk for story in stories], by=None)
    memory.forget()  # a test never commits: nothing hears its purges
    return series


def live(headline, **fields):
    return make_live(headline=headline, at=fields.pop("at", ago(days=2)), **fields)


def parts(count, **fields):
    return [live(f"Part called {chr(65 + n)}", **fields) for n in range(count)]


def text(reader, address):
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def url(story):
    return story.editions.live().get().url


def numbered(found):
    """[(number, headline, current)] of the list beside a story."""
    listing = found.partition('<nav class="series"')[2].partition("</nav>")[0]
    rows = re.findall(r'<li value="(\d+)"[^>]*>(<span aria-current="page">|<a [^>]*>)([^<]*)<', listing)
    return [(int(number), headline, tag.startswith("<span")) for number, tag, headline in rows]


# Its pages


def test_a_series_shows_its_parts_in_their_order(reader):
    a, b, c = parts(3)
    series = make_series(c, a, b, description="Three weeks on the quay.")
    found = text(reader, series.url)
    assert series.url == "/series/the-harbour-files/"
    assert re.findall("Part called [ABC]", found.partition("<main")[2].partition("<footer")[0]) == [
        "Part called C", "Part called A", "Part called B"
    ]  # fmt: skip
    assert "Three weeks on the quay." in found
    assert "3 parts" in found


def test_a_part_that_readers_do_not_have_leaves_no_hole(reader):
    a, b, c, d = parts(4)
    draft, later = make_article(headline="Zanzibar"), make_article(headline="Zanzibar later")
    later.publish(by=None, at=ahead(hours=1))
    series = make_series(a, draft, b, later, c, d)
    b.retract(by=None, notice="It never happened.")
    c.unpublish(by=None)
    found = text(reader, series.url)
    assert "Zanzibar" not in found
    assert "2 parts" in found
    assert numbered(text(reader, url(d))) == [(1, "Part called A", False), (2, "Part called D", True)]


def test_a_scheduled_part_comes_in_at_its_moment_and_the_pages_know_when(reader, clock):
    a, b = parts(2)
    later = make_article(headline="Zanzibar")
    series = make_series(a, later, b)
    moment = ahead(seconds=30)
    later.publish(by=None, at=moment)
    memory.hear(Purge.objects.values_list("tag", "due"))
    for address in (series.url, url(a), "/series/"):
        cache = reader.get(address).headers["Cache-Control"]
        assert int(cache.rpartition("=")[2]) <= 30, address
    clock.set(moment)
    assert "Zanzibar" in text(reader, series.url)
    assert numbered(text(reader, url(b)))[1:] == [(2, "Zanzibar", False), (3, "Part called B", True)]


@pytest.mark.parametrize("asked", ["/series/The-Harbour-Files/", "/series/the-harbour-fi\u200bles/"])
def test_other_forms_of_the_address_lead_to_the_one(reader, asked):
    make_series(*parts(1))
    response = reader.get(asked)
    assert (response.status_code, response.url) == (301, "/series/the-harbour-files/")


@pytest.mark.parametrize("slug", ["nothing", "%00", "%ED%A0%80", "a" * 3000, "%F0%9F%9B%9F", "<b>"])
def test_an_unknown_series_is_unknown(reader, slug):
    assert reader.get(f"/series/{slug}/").status_code == 404


def test_an_empty_series_says_so_and_the_way_on(reader):
    live("Elsewhere a ferry")
    found = text(reader, make_series().url)
    assert "Nothing published in The harbour files yet." in found
    assert "Elsewhere a ferry" in found


def test_all_series_are_those_with_a_listed_story_the_newest_story_first(reader):
    assert "There are no series yet." in text(reader, "/series/")
    make_series(live("Old", at=ago(days=9)), name="Old files")
    make_series(live("New", at=ago(days=1)), live("Newer", at=ago(hours=1)), name="New files")
    make_series(make_article(), name="Zanzibar files")
    make_series(name="Empty files")
    memory.forget()
    found = text(reader, "/series/")
    assert re.findall(r"(Old|New|Zanzibar|Empty) files</a>", found) == ["New", "Old"]
    assert "2 parts" in found


@pytest.mark.parametrize("count", [2, 20])
def test_the_pages_cost_the_same_however_many_parts(reader, count):
    series = make_series(*parts(count))
    for address in (series.url, "/series/"):
        reader.get(address)
    for address, cost in ((series.url, 2), ("/series/", 1)):
        with CaptureQueriesContext(connection) as queries:
            reader.get(address)
        assert len(queries) == cost, [query["sql"] for query in queries]


def test_hostile_and_other_words_stay_words(reader):
    hostile = '"><script>alert(1)</script>'
    a, b = live(hostile), live("سلسلة", language="ar", direction="rtl")
    series = make_series(a, b, name=f"{hostile} ملفات", slug="x", description=hostile)
    for address in (series.url, "/series/", url(b)):
        found = text(reader, address)
        assert "<script>alert" not in found, address
    assert 'lang="ar" dir="rtl"' in text(reader, url(a)).partition('<nav class="series"')[2].partition("</nav>")[0]


# What a story says


def test_a_story_says_which_part_it_is_and_leads_to_the_ones_beside_it(reader):
    a, b, c = parts(3)
    make_series(a, b, c)
    found = text(reader, url(b))
    assert 'Part 2 of 3 of <a href="/series/the-harbour-files/">The harbour files</a>' in found
    assert numbered(found) == [(1, "Part called A", False), (2, "Part called B", True), (3, "Part called C", False)]
    steps = found.partition('<nav class="parts"')[2].partition("</nav>")[0]
    assert re.findall(r'<a href="([^"]+)" rel="(\w+)"', steps) == [(url(a), "prev"), (url(c), "next")]
    first = text(reader, url(a)).partition('<nav class="parts"')[2].partition("</nav>")[0]
    assert 'rel="prev"' not in first


def test_the_only_part_that_readers_have_has_no_list(reader):
    a = live("Alone")
    make_series(a, make_article(headline="Zanzibar"))
    found = text(reader, url(a))
    assert 'From the series <a href="/series/the-harbour-files/">' in found
    assert '<nav class="series"' not in found


def test_a_retracted_part_says_nothing_of_its_series(reader):
    a, b = parts(2)
    make_series(a, b)
    a.retract(by=None, notice="It never happened.")
    assert "harbour files" not in text(reader, url(a))


def test_a_long_series_names_the_parts_around_the_story(reader):
    stories = [live(f"Part {n}", at=ago(minutes=n)) for n in range(WHOLE + 8)]
    make_series(*stories)
    for place, expected in ((0, range(1, 8)), (9, range(7, 14)), (19, range(14, 21))):
        found = text(reader, url(stories[place]))
        assert [number for number, _, _ in numbered(found)] == list(expected)
        assert "The whole series: 20 parts" in found
        assert f"Part {place + 1} of 20" in found


@pytest.mark.parametrize("count", [2, MOST_PARTS])
def test_a_story_costs_one_query_for_all_that_stands_around_it(count):
    section = make_section()
    story = live("Here", section=section)
    others = [make_article(section=section) for _ in range(count - 1)]
    make_series(story, *others)
    by_story()
    edition = story.editions.get()
    edition.section_line()
    with CaptureQueriesContext(connection) as queries:
        around(edition, timezone.now())
    assert len(queries) == 1


# What falls due


def tags_of(make):
    Purge.objects.all().delete()
    make()
    return set(Purge.objects.values_list("tag", flat=True))


def test_a_page_is_made_from_its_series_and_from_every_part_of_it():
    a, b = parts(2)
    draft = make_article()
    series = make_series(a, draft, b)
    tags = around(a.editions.get(), timezone.now()).tags
    assert {f"series:{series.pk}", *(f"article:{story.pk}" for story in (a, draft, b))} <= tags


def test_what_comes_into_a_series_or_leaves_it_falls_due_itself():
    a, b, c = parts(3)
    series = make_series(a, b)
    own = {f"series:{series.pk}", "series"}
    assert tags_of(lambda: series.set_parts([b.pk, c.pk], by=None)) == own | {f"article:{a.pk}", f"article:{c.pk}"}
    assert tags_of(lambda: series.add(a, by=None)) == own | {f"article:{a.pk}"}
    assert tags_of(lambda: series.drop(a, by=None)) == own | {f"article:{a.pk}"}
    assert tags_of(lambda: series.set_parts([c.pk, b.pk], by=None)) == own
    assert tags_of(series.save) == own
    assert tags_of(series.delete) >= own


def test_a_story_shows_its_series_as_soon_as_it_is_a_part(reader, django_capture_on_commit_callbacks):
    a, b = parts(2)
    series = make_series(a)
    assert "harbour files" not in text(reader, url(b))
    with django_capture_on_commit_callbacks(execute=True):
        series.add(b, by=None)
    assert "Part 2 of 2" in text(reader, url(b))
    with django_capture_on_commit_callbacks(execute=True):
        series.delete()
    assert "harbour files" not in text(reader, url(b))


# The verbs


def test_the_verbs_refuse_and_change_nothing():
    a, b, c = parts(3)
    series, other = make_series(a, b), make_series(c, name="Other files")
    for act in (
        lambda: series.add(a, by=None),
        lambda: series.add(c, by=None),
        lambda: series.set_parts([a.pk, 999_999], by=None),
        lambda: series.set_parts(range(1, MOST_PARTS + 2), by=None),
        lambda: series.set_parts([b.pk], by=None, base=series.version - 1),
    ):
        with pytest.raises(Refused):
            act()
    assert list(series.parts.values_list("article", flat=True)) == [a.pk, b.pk]
    other.delete()
    gone = Series(pk=other.pk or 999_999)
    with pytest.raises(Refused):
        gone.set_parts([], by=None)


def test_saving_the_name_does_not_undo_what_was_done_to_the_parts():
    a, b = parts(2)
    series = make_series(a)
    stale = Series.objects.get(pk=series.pk)
    series.add(b, by=None)
    stale.name = "Quay files"
    stale.save()
    fresh = Series.objects.get(pk=series.pk)
    assert (fresh.name, fresh.version) == ("Quay files", series.version)


def test_the_record_tells_what_came_and_what_left(editor):
    a, b = parts(2)
    series = make_series(a)
    series.set_parts([b.pk], by=editor)
    newest = Move.objects.filter(verb__endswith="_series", by=editor)
    told = {(move.verb, move.article_id, move.facts["series"]) for move in newest}
    assert told == {("add_to_series", b.pk, "The harbour files"), ("drop_from_series", a.pk, "The harbour files")}


def test_a_deleted_story_leaves_its_series():
    draft = make_article()
    series = make_series(draft)
    Article.objects.get(pk=draft.pk).delete()
    assert not series.parts.exists()


def at_once(*acts):
    """What each of these, begun together, ended with: "done" or "refused"."""
    results, ready = [], threading.Barrier(len(acts))

    def run(act):
        try:
            ready.wait()
            act()
            results.append("done")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


@pytest.mark.django_db(transaction=True)
def test_of_two_orders_made_from_one_version_one_is_refused():
    a, b = parts(2)
    series = make_series(a, b)
    base = series.version

    def put(order):
        return lambda: Series.objects.get(pk=series.pk).set_parts(order, by=None, base=base)

    assert at_once(put([b.pk, a.pk]), put([a.pk])) == ["done", "refused"]
    assert SeriesPart.objects.count() in (1, 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_series_that_take_one_story_one_gets_it():
    (a,) = parts(1)
    one, two = make_series(name="One"), make_series(name="Two")
    results = at_once(*(lambda s=s: Series.objects.get(pk=s.pk).add(a, by=None) for s in (one, two)))
    assert results == ["done", "refused"]
    assert SeriesPart.objects.count() == 1
