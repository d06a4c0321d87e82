"""A story's history on the desk: versions, editions and moves in one list, their difference, what readers saw, the ways back,
and the log of everything."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.desk import history
from articles.desk.compare import changes
from articles.desk.record import Run, fold, in_words, moves
from articles.models import Article, Correction, Move, Reading, Revision
from articles.models.takedown import Order
from pagecache import memory
from paper.models import Paper
from tests.desk import change_url, errors, page
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc
from tests.test_review import save

pytestmark = pytest.mark.django_db

TWO = "<p>The ferry left at nine.</p><p>It came back at ten.</p>"
LOG = "/admin/articles/move/"


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def rosa(client, reporter):
    client.force_login(reporter)
    return client


def url(name, article, *more):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def words(response):
    return told_in(page(response).find(".//main"))


def told_in(element):
    return " ".join(" ".join(element.itertext()).split())


def rows(response):
    """What the list says, a row each."""
    return list(map(told_in, page(response).xpath("//form[@class='timeline-form']/ol[@class='timeline']/li")))


def links(response, text):
    return page(response).xpath(f"//main//a[starts-with(normalize-space(), '{text}')]/@href")


def live(article):
    return article.editions.live().get()


# The record in words


@pytest.mark.parametrize(
    ("verb", "facts", "said"),
    [
        ("submit", {}, "handed it to the editors"),
        ("send_back", {}, "sent it back for changes"),
        ("approve", {"version": "4"}, "approved version 4"),
        ("publish", {"edition": "1", "change": "material"}, "published it"),
        ("publish", {"edition": "1", "change": "typo"}, "published it, called a typo"),
        ("publish", {"despite": "No byline.\nNo deck."}, "published it; despite: No byline, No deck"),
        ("schedule", {"live_from": "2018-02-14 09:00:00+00:00"}, "scheduled it for Wed 14 Feb 2018, 09:00 UTC"),
        ("schedule", {}, "scheduled it"),
        (
            "schedule_changes",
            {"live_from": "2018-02-14 09:00:00+00:00"},
            "put the newest version into what is scheduled for Wed 14 Feb 2018, 09:00 UTC",
        ),
        (
            "reschedule",
            {"was": "2018-02-14 09:00:00+00:00", "live_from": "2018-02-15 09:00:00.000001+00:00"},
            "moved what was scheduled for Wed 14 Feb 2018, 09:00 UTC to Thu 15 Feb 2018, 09:00 UTC",
        ),
        (
            "withdraw",
            {"live_from": "2018-02-14 09:00:00+00:00", "headline": "Tide"},
            "withdrew what was scheduled for Wed 14 Feb 2018, 09:00 UTC",
        ),
        (
            "unpublish",
            {"withdrawn": "2018-02-14 09:00 UTC, 2018-02-15 10:00 UTC"},
            "unpublished it; withdrawn with it: Wed 14 Feb 2018, 09:00 UTC, Thu 15 Feb 2018, 10:00 UTC",
        ),
        ("restore", {"version": "3"}, "restored version 3"),
        ("fix", {"carried": "0"}, "fixed what readers see"),
        ("fix", {"carried": "1"}, "fixed what readers see; carried into 1 scheduled edition"),
        ("fix", {"carried": "2"}, "fixed what readers see; carried into 2 scheduled editions"),
        ("put_back", {"was": "12"}, "put an earlier edition back"),
        ("retract", {"notice": "It was wrong."}, "retracted it; the notice: “It was wrong.”"),
        ("embargo", {"until": "open"}, "put it under embargo until somebody lifts it"),
        ("embargo", {"until": "2018-02-14 09:00:00+00:00"}, "put it under embargo until Wed 14 Feb 2018, 09:00 UTC"),
        ("lift_embargo", {}, "lifted the embargo"),
        ("hold", {}, "put it under legal hold"),
        ("lift_hold", {}, "lifted the legal hold"),
        ("set_end", {"at": "2018-02-14 09:00:00+00:00"}, "set its end to Wed 14 Feb 2018, 09:00 UTC"),
        ("set_end", {"at": "no end"}, "took its end away"),
        ("take_down", {"reference": "12 O 345/26", "seal": "1"}, "took it down; reference 12 O 345/26"),
        ("take_down", {"places": "5", "reference": ""}, "took a passage of it down"),
        ("delete", {}, "deleted it"),
        ("plan", {"on": "2018-02-14"}, "planned it for 14 February 2018"),
        ("plan", {"on": "no day"}, "took its planned day away"),
        ("unseal", {}, "looked at what was taken down"),
        ("schedule", {"live_from": "[…]"}, "scheduled it for […]"),
        ("wave_at", {}, "wave at"),
    ],
)
def test_every_move_is_said_in_words(verb, facts, said):
    assert in_words(Move(verb=verb, facts=facts)) == said


def test_the_record_tells_times_in_the_papers_zone():
    Paper.objects.create(time_zone="America/New_York")
    move = Move(verb="unpublish", facts={"withdrawn": "2018-02-14 09:00 UTC"})
    assert in_words(move) == "unpublished it; withdrawn with it: Wed 14 Feb 2018, 04:00 EST"


# Folding


class Done:
    def __init__(self, who, verb, minutes):
        self.who, self.verb, self.at = who, verb, utc(2026, 5, 1, 22) - timedelta(minutes=minutes)
        self.what, self.note = verb, ""


def test_many_publishings_by_one_person_within_an_hour_are_one_row():
    done = [Done("edith", "publish", minutes) for minutes in range(0, 60, 2)]
    (run,) = fold(done)
    assert isinstance(run, Run) and run.entries == done
    assert (run.who, run.what) == ("edith", "published it 30 times between 21:02 and 22:00")


def test_two_of_a_kind_are_two_rows():
    done = [Done("edith", "publish", 0), Done("edith", "publish", 5)]
    assert fold(done) == done


def test_an_hour_is_measured_from_the_newest():
    found = fold([Done("edith", "save", minutes) for minutes in range(0, 120, 10)])
    assert [len(run.entries) for run in found] == [7, 5]


def test_what_others_saved_between_does_not_part_a_run_and_keeps_its_place():
    done = [Done("edith" if n % 2 else "rosa", "save", n) for n in range(6)]
    first, second = fold(done)
    assert (first.who, second.who) == ("rosa", "edith")
    few = [Done("edith", "save", 0), Done("rosa", "publish", 1), Done("edith", "save", 2)]
    assert fold(few) == few


def test_fixes_and_what_they_carry_fold_each_by_itself():
    first, second = fold([Done("edith", "fixed" if n % 2 else "fix", n) for n in range(6)])
    assert first.what.startswith("fixed what readers see 3 times")
    assert second.what.startswith("carried a fix into the working copy 3 times")


def test_anything_rarer_parts_a_run():
    done = [*(Done("edith", "save", n) for n in range(3)), Done("edith", "unpublish", 3)]
    found = fold([*done, *(Done("edith", "save", n) for n in range(4, 7))])
    assert [len(row.entries) if isinstance(row, Run) else row.verb for row in found] == [3, "unpublish", 3]


def test_thirty_updates_are_one_line_beside_the_form(edith, editor):
    article = make_article()
    article.submit(by=editor, note="Ready")
    for _ in range(30):
        article.publish(by=editor, change="typo")
    lines = moves(article)
    assert [line.who for line in lines] == ["edith", "edith"] and len(lines[0].entries) == 30
    panel = page(edith.get(change_url(article))).get_element_by_id("history").text_content()
    assert "edith published it 30 times" in panel and "handed it to the editors: Ready" in panel


# The list


def test_versions_editions_and_moves_stand_in_one_list_newest_first(edith, editor, reporter):
    article = make_article(headline="First", created_by=reporter)
    save(article, by=reporter, headline="Second")
    article.submit(by=reporter, note="Please read")
    article.publish(by=editor, note="Looks good", change="typo")
    article.unpublish(by=editor, note="Too early")
    found = rows(edith.get(url("versions", article)))
    assert len(found) == 5
    assert "edith unpublished it" in found[0] and "Too early" in found[0]
    assert "edith published it, called a typo" in found[1] and "Looks good" in found[1]
    assert "Readers had it from" in found[1] and "readers were not told" in found[1]
    assert "rosa handed it to the editors" in found[2] and "Please read" in found[2]
    assert "rosa saved version 2" in found[3] and "the newest" in found[3]
    assert "Newsroom saved version 1" in found[4]


def test_the_newest_version_stands_there_though_it_is_not_kept_yet(rosa):
    article = make_article()
    assert "Newsroom saved version 1 the newest" in rows(rosa.get(url("versions", article)))[0]
    assert not Revision.objects.exists()


def test_a_version_says_how_it_came_about(edith, editor):
    article = make_live(body=TWO)
    edition = live(article)
    save(article, by=editor, headline="Other")
    article.fix(edition, history.side_of(edition).words | {"body": TWO.replace("nine", "eight")}, by=editor)
    article.restore(1, by=editor, note="The first was better")
    found = rows(edith.get(url("versions", article)))
    assert "edith restored version 1 as version 4" in found[0] and "The first was better" in found[0]
    assert any("edith carried a fix into version 3" in row for row in found)
    assert any("edith fixed what readers see" in row and "Live" in row for row in found)
    assert sum("restored" in row for row in found) == 1


def test_history_still_reads_when_account_author_and_section_are_gone(edith, editor, reporter):
    ann, world = make_author(name="Ann Lee"), make_section(name="World")
    article = make_article(authors=[ann], section=world)
    save(article, by=reporter, headline="Hers", section=None)
    article.publish(by=reporter)
    article.bylines.all().delete()
    save(article, by=editor, headline="His")
    article.publish(by=editor)
    ann.name = "Ann Leigh"
    ann.save()
    world.name = "Elsewhere"
    world.save()
    reporter.delete()
    found = rows(edith.get(url("versions", article)))
    assert any("rosa published it" in row for row in found) and any("rosa saved version 2" in row for row in found)
    told = words(edith.get(url("difference", article), {"from": "1", "to": "3"}))
    assert "Ann Lee" in told and "World" in told


def test_pages_of_the_list_lead_to_each_other(edith, editor):
    article = make_article()
    for n in range(60):
        article.moves.create(headline="A", verb="submit", by_name=f"writer {n}")
    first = edith.get(url("versions", article))
    assert len(rows(first)) == 50 and links(first, "Older") == ["?page=2"] and not links(first, "Newer")
    second = edith.get(url("versions", article), {"page": "2"})
    assert len(rows(second)) == 11 and links(second, "Newer") == ["?page=1"] and not links(second, "Older")
    for odd in ("0", "x", "-1", "٣", "99999999999"):
        assert edith.get(url("versions", article), {"page": odd}).status_code == 200


def test_a_long_history_costs_the_same_queries(edith, editor):
    def cost(article):
        with CaptureQueriesContext(connection) as queries:
            edith.get(url("versions", article))
        return len(queries)

    short, long = make_live(by=editor), make_live(by=editor)
    for n in range(20):
        save(long, by=editor, headline=f"Number {n}")
        long.publish(by=editor)
    edith.get(url("versions", short))
    assert cost(short) == cost(long) <= 9


def test_the_comparison_starts_from_what_readers_have(edith, editor):
    article = make_live(by=editor)
    save(article, by=editor, headline="Newer")
    chosen = form_on_list(edith.get(url("versions", article)))
    assert chosen == {"from": f"edition-{live(article).pk}", "to": "2"}
    draft = make_article()
    save(draft, by=editor, headline="Newer")
    assert form_on_list(edith.get(url("versions", draft))) == {"from": "1", "to": "2"}


def form_on_list(response):
    return dict(page(response).find_class("timeline-form")[0].form_values())


def test_each_row_offers_what_one_may_do_with_it(edith, rosa, editor, client):
    article = make_live(by=editor)
    save(article, by=editor, headline="Newer")
    article.publish(by=editor)
    client.force_login(editor)
    response = client.get(url("versions", article))
    assert links(response, "Restore") == [url("restore", article, 1)]
    assert links(response, "Put back") == [url("put_back", article, article.editions.first().pk)]
    assert len(links(response, "What readers saw: ")) == 2
    assert links(response, "The record of this story") == [f"{LOG}?story={article.pk}"]


def test_a_reporter_reads_the_history_of_others_stories_and_changes_nothing(rosa, editor):
    article = make_live(by=editor, created_by=editor)
    save(article, by=editor, headline="Newer")
    article.publish(by=editor)
    response = rosa.get(url("versions", article))
    assert not links(response, "Restore") and not links(response, "Put back") and not links(response, "The record")
    for name in ("difference", "seen"):
        assert rosa.get(url(name, article), {"from": "1", "to": "2"}).status_code == 200
    for address in (url("restore", article, 1), url("put_back", article, article.editions.first().pk)):
        assert rosa.get(address).status_code == rosa.post(address).status_code == 403
    assert rosa.get(LOG).status_code == 403


def test_whoever_may_not_read_stories_reads_no_history(client, bio_manager):
    client.force_login(bio_manager)
    article = make_live()
    for name in ("versions", "difference", "seen"):
        assert client.get(url(name, article)).status_code == 403
    assert client.get(LOG).status_code == 403
    client.logout()
    assert client.get(url("versions", article)).status_code == 302


# What one read last


def test_what_changed_since_one_last_read_is_known(editor, reporter):
    article = make_article()
    assert history.since_last_read(article, editor) is None
    history.mark_read(article, editor)
    assert history.since_last_read(article, editor) is None
    save(article, by=reporter, headline="Newer")
    assert history.since_last_read(article, editor) == 1
    assert history.since_last_read(article, reporter) is None
    history.mark_read(article, editor)
    assert history.since_last_read(article, editor) is None
    assert Reading.objects.get().version == 2


def test_reading_is_noted_and_asked_with_one_query_each(editor, django_assert_num_queries):
    article = make_article()
    history.mark_read(article, editor)
    with CaptureQueriesContext(connection) as queries:
        history.mark_read(article, editor)
    assert len([one for one in queries if "reading" in one["sql"]]) == 1
    with django_assert_num_queries(1):
        history.since_last_read(article, editor)


# The difference


def test_two_versions_are_compared_as_one_text(edith, reporter):
    article = make_article(headline="Ferry late", body=TWO)
    save(article, by=reporter, headline="Ferry on time", body=TWO.replace("nine", "eight"))
    response = edith.get(url("difference", article), {"from": "1", "to": "2"})
    tree = page(response)
    assert [one.text_content() for one in tree.xpath("//*[@class='difference']//ins")] == [
        " (added: on time) ",
        " (added: eight.) ",
    ]
    assert [one.text_content() for one in tree.xpath("//*[@class='difference']//del")] == [
        " (removed: late) ",
        " (removed: nine.) ",
    ]
    title = words_of_title(response)
    assert title.startswith("Version 1 by Newsroom, ") and "→" in title and "version 2 by rosa, " in title


def words_of_title(response):
    return told_in(page(response).find(".//h1"))


def test_fields_and_bylines_are_compared_and_the_headline_comes_first(edith, editor):
    article = make_article(headline="A", authors=[make_author(name="Ann Lee")], section=make_section(name="World"))
    save(article, by=editor, headline="B", deck="Deck", section=make_section(name="Home"), kicker="K")
    tree = page(edith.get(url("difference", article), {"from": "1", "to": "now"}))
    assert [one.text for one in tree.xpath("//*[@class='difference']//h3")] == ["Headline", "Deck", "Kicker", "Section"]


def test_unchanged_paragraphs_fold(edith, editor):
    body = "".join(f"<p>Paragraph number {n}.</p>" for n in range(20))
    article = make_article(body=body)
    save(article, by=editor, body=body.replace("number 0.", "number nought."))
    response = edith.get(url("difference", article), {"from": "1", "to": "2"})
    assert [one.text for one in page(response).xpath("//*[@class='difference']//summary")] == [
        "18 unchanged paragraphs"
    ]


def test_the_working_copy_is_compared_with_what_readers_have(edith, editor):
    article = make_live(headline="Readers have this")
    save(article, by=editor, headline="The desk has that")
    response = edith.get(url("difference", article), {"from": "live", "to": "now"})
    assert "What readers have → compared with version 2 by edith" in words_of_title(response)
    assert "the newest" in words_of_title(response)
    back = links(response, "The other way round")
    assert back == ["?from=now&to=live"]
    same = edith.get(url("difference", article), {"from": f"edition-{live(article).pk}", "to": "live"})
    assert "Both say the same." in words(same)


def test_a_retraction_is_part_of_the_difference(edith, editor):
    article = make_live(by=editor)
    first = live(article)
    article.retract(by=editor, notice="None of it was true.")
    told = words(edith.get(url("difference", article), {"from": f"edition-{first.pk}", "to": "live"}))
    assert "Retraction" in told and "None of it was true." in told


@pytest.mark.parametrize(
    ("sides", "reason"),
    [
        ({}, "Choose two texts"),
        ({"from": "1"}, "Choose two texts"),
        ({"from": "7", "to": "now"}, "Version 7 of this story is not kept."),
        ({"from": "live", "to": "now"}, "Readers do not have this story now"),
        ({"from": "edition-99", "to": "now"}, "not there any more"),
        ({"from": "<script>", "to": "٣"}, "Choose two texts"),
        ({"from": "999999999999999999", "to": "now"}, "not kept"),
    ],
)
def test_what_cannot_be_compared_is_said_in_words(edith, sides, reason):
    response = edith.get(url("difference", make_article()), sides)
    assert response.status_code == 404 and reason in words(response)


def test_another_storys_edition_is_not_compared_here(edith):
    other = live(make_live())
    response = edith.get(url("difference", make_live()), {"from": f"edition-{other.pk}", "to": "now"})
    assert response.status_code == 404


def test_a_story_from_right_to_left_is_compared_so(edith, editor):
    article = make_article(headline="تأخر العبارة", language="ar")
    save(article, by=editor, headline="وصلت العبارة")
    told = page(edith.get(url("difference", article), {"from": "1", "to": "2"})).find_class("marked")[0]
    assert (told.get("lang"), told.get("dir")) == ("ar", "rtl")


def test_nothing_in_a_text_is_taken_for_markup(edith, editor):
    article = make_article(headline="A <b>bold</b> claim")
    save(article, by=editor, headline="A <i>bold</i> claim")
    response = edith.get(url("difference", article), {"from": "1", "to": "2"})
    assert "<b>bold" not in response.content.decode() and "<b>bold</b>" in words(response)


def test_a_difference_costs_a_fixed_number_of_queries(edith, editor):
    article = make_live(by=editor, authors=[make_author(name=f"Ann {n}") for n in range(8)], topics=[make_topic()])
    for n in range(20):
        save(article, by=editor, headline=f"Number {n}")
    edith.get(url("difference", article), {"from": "1", "to": "2"})
    for sides in ({"from": "1", "to": "2"}, {"from": "live", "to": "now"}):
        with CaptureQueriesContext(connection) as queries:
            edith.get(url("difference", article), sides)
        assert len(queries) <= 10, [one["sql"][:80] for one in queries]


def test_the_difference_is_there_for_other_pages():
    found = changes({"headline": "A", "body": TWO}, {"headline": "B", "body": TWO})
    assert [(change.label, [piece.kind for piece in change.pieces]) for change in found] == [
        ("Headline", ["removed", "added"])
    ]


# Restoring


def test_restoring_says_first_what_will_change(edith, editor):
    article = make_live(headline="First", by=editor)
    save(article, by=editor, headline="Second")
    address = url("restore", article, 1)
    told = words(edith.get(address))
    assert "Second" in told and "First" in told and "Readers keep what they have" in told
    article.refresh_from_db()
    assert article.headline == "Second"
    response = edith.post(address, {"version": "2", "note": "It was better"})
    assert response["Location"] == change_url(article)
    article.refresh_from_db()
    assert (article.headline, article.version) == ("First", 3)
    assert article.moves.first().note == "It was better" and live(article).headline == "First"
    assert "Version 1 is restored" in words(edith.get(response["Location"]))


def test_restoring_over_a_version_one_has_not_seen_is_refused(edith, editor):
    article = make_article(headline="First")
    save(article, by=editor, headline="Second")
    save(article, by=editor, headline="Third")
    response = edith.post(url("restore", article, 1), {"version": "2"})
    assert "saved this story meanwhile" in errors(response) and "Third" in words(response)
    article.refresh_from_db()
    assert article.headline == "Third"


def test_restoring_names_who_is_no_author_any_more(edith, editor):
    ann = make_author(name="Ann Lee")
    article = make_article(authors=[ann])
    save(article, by=editor, headline="Newer")
    article.bylines.all().delete()
    ann.delete()
    address = url("restore", article, 1)
    assert "Ann Lee is no author any more" in words(edith.get(address))
    told = words(edith.get(edith.post(address, {"version": "2"})["Location"]))
    assert "left out: Ann Lee" in told


def test_the_newest_version_is_not_restored(edith):
    response = edith.get(url("restore", make_article(), 1))
    assert response.status_code == 404 and "the newest already" in words(response)


def test_a_version_that_is_not_kept_cannot_be_restored(edith):
    article = make_article()
    for response in (edith.get(url("restore", article, 9)), edith.post(url("restore", article, 9), {"version": "1"})):
        assert response.status_code == 404 and "not kept" in words(response)


def test_ones_own_story_can_be_restored_by_a_reporter(rosa, reporter):
    article = make_article(headline="First", created_by=reporter)
    save(article, by=reporter, headline="Second")
    rosa.post(url("restore", article, 1), {"version": "2"})
    article.refresh_from_db()
    assert article.headline == "First"


# Putting back


def put_back(article, client, edition, **typed):
    return client.post(url("put_back", article, edition.pk), {"live": live(article).pk, **typed})


def test_putting_back_says_first_what_readers_will_see(edith, editor):
    article = make_live(headline="First", by=editor)
    first = live(article)
    save(article, by=editor, headline="Second")
    Correction.objects.create(article=article, text="It was eleven gulls.")
    article.publish(by=editor)
    article.publish(by=editor, at=ahead(days=1))
    told = words(edith.get(url("put_back", article, first.pk)))
    assert "In place of what they have" in told or "in place of what they have now" in told
    assert "Readers will not be told this any more" in told and "It was eleven gulls." in told
    assert "What is scheduled stays" in told and "Second" in told
    assert live(article).headline == "Second"
    response = put_back(article, edith, first, note="Too soon")
    assert live(article).headline == "First" and live(article).note == "Too soon"
    assert "Put back." in words(edith.get(response["Location"]))


def test_nothing_is_put_back_over_what_one_has_not_seen(edith, editor):
    article = make_live(headline="First", by=editor)
    first = live(article)
    article.publish(by=editor)
    seen = live(article)
    article.publish(by=editor)
    response = put_back(article, edith, first, live=seen.pk)
    assert "changed meanwhile" in errors(response)
    assert live(article).pk not in (seen.pk, first.pk)


def test_a_story_that_is_gone_can_be_put_back(edith, editor):
    article = make_live(headline="First", by=editor)
    first = live(article)
    article.unpublish(by=editor)
    assert "told that the story is gone" in words(edith.get(url("put_back", article, first.pk)))
    edith.post(url("put_back", article, first.pk), {"live": ""})
    assert live(article).headline == "First"


def test_under_legal_hold_nothing_is_put_back(edith, editor):
    article = make_live(by=editor)
    first = live(article)
    article.publish(by=editor)
    article.hold(by=editor, reason="A letter came.")
    assert "A letter came." in errors(put_back(article, edith, first))


def test_only_what_readers_of_this_story_had_before_is_put_back(edith, editor):
    article, other = make_live(), live(make_live())
    coming = article.publish(by=editor, at=ahead(days=1))
    for edition, reason in ((other, "never had"), (coming, "never had"), (live(article), "have this edition now")):
        response = edith.get(url("put_back", article, edition.pk))
        assert response.status_code == 404 and reason in words(response)


def test_putting_back_what_was_before_a_retraction_says_that_the_notice_goes(edith, editor):
    article = make_live(by=editor)
    first = live(article)
    article.retract(by=editor, notice="None of it was true.")
    told = words(edith.get(url("put_back", article, first.pk)))
    assert "Retraction: None of it was true." in told


# What readers saw


def saw(client, article, on="", at=""):
    return client.get(url("seen", article), {"on": on, "at": at} if on else {})


@pytest.fixture
def clock(clock, monkeypatch):
    """The record too goes by it."""

    def now():
        return timezone.now()

    monkeypatch.setattr(Move._meta.get_field("at"), "_get_default", now)
    return clock


def clocked(clock, *when):
    clock.set(utc(*when))


@pytest.fixture
def through_a_day(clock, editor):
    """Published at 9, changed at 10:30:30, unpublished at noon; it is evening."""
    clocked(clock, 2026, 5, 1, 8)
    article = make_article(headline="At nine", body=TWO, authors=[make_author(name="Ann Lee")])
    clocked(clock, 2026, 5, 1, 9)
    article.publish(by=editor, note="Rang twice")
    clocked(clock, 2026, 5, 1, 10, 30, 30)
    save(article, by=editor, headline="At half past ten")
    article.publish(by=editor, line="The number of gulls.")
    clocked(clock, 2026, 5, 1, 12)
    article.unpublish(by=editor)
    clocked(clock, 2026, 5, 1, 20)
    return article


def test_the_edition_of_a_minute_is_shown_with_its_times_and_who_made_it(edith, through_a_day):
    response = saw(edith, through_a_day, "2026-05-01", "09:59")
    told = words(response)
    assert "1 May 2026, 09:59 (UTC)" in told
    assert "Live from 1 May 2026, 09:00:00 UTC" in told and "Until 1 May 2026, 10:30:30 UTC" in told
    assert "By edith published it Made 1 May 2026, 09:00:00 UTC" in told and "Rang twice" in told
    assert "/2026/05/01/at-nine/" in told
    read = page(response).find_class("as-read")[0]
    assert read.findtext("h3") == "At nine" and "The ferry left at nine." in read.text_content()
    assert "By Ann Lee" in read.text_content() and "At half past ten" not in read.text_content()


def test_a_minute_in_which_it_changed_shows_both(edith, through_a_day):
    response = saw(edith, through_a_day, "2026-05-01", "10:30")
    assert "changed within this minute" in words(response)
    assert [one.findtext("h3") for one in page(response).find_class("as-read")] == ["At nine", "At half past ten"]
    assert "The number of gulls." in words(response)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("08:59", "nothing of this story yet. Its first edition is of 1 May 2026, 09:00:00 UTC"),
        ("12:00", "told that the story is gone. edith unpublished it 1 May 2026, 12:00:00 UTC"),
        ("19:00", "told that the story is gone. edith unpublished it"),
    ],
)
def test_where_readers_saw_nothing_it_says_so(edith, through_a_day, at, said):
    response = saw(edith, through_a_day, "2026-05-01", at)
    assert said in words(response)
    assert not page(response).find_class("as-read")


def test_without_a_question_it_answers_for_now(edith, clock, editor):
    article = make_live(by=editor, headline="Just now")
    assert page(saw(edith, article)).find_class("as-read")[0].findtext("h3") == "Just now"
    assert "never published" in words(saw(edith, make_article()))


def test_an_end_by_the_clock_is_called_so(edith, editor, clock):
    clocked(clock, 2026, 5, 1, 9)
    article = make_live(by=editor)
    article.set_end(by=editor, at=utc(2026, 5, 1, 18))
    clocked(clock, 2026, 5, 2, 9)
    assert "It ended, as had been set, 1 May 2026, 18:00:00 UTC." in words(saw(edith, article, "2026-05-02", "08:00"))


def test_what_is_still_to_come_is_called_so(edith, editor, clock):
    clocked(clock, 2026, 5, 1, 9)
    article = make_article(headline="Tomorrow")
    article.publish(by=editor, at=utc(2026, 5, 2, 9))
    response = saw(edith, article, "2026-05-02", "09:00")
    assert "still to come" in words(response) and page(response).find_class("as-read")
    assert "nothing of this story yet" in words(saw(edith, article, "2026-05-01", "09:00"))


def test_an_edition_that_was_dated_back_is_not_said_to_have_been_read_then(edith, editor):
    article = make_live(by=editor, at=utc(2018, 2, 14, 9))
    assert "dated back" in words(saw(edith, article, "2018-03-01", "12:00"))
    assert "dated back" not in words(saw(edith, article))


def test_a_minute_that_the_clocks_repeated_is_answered_twice(edith, editor, clock):
    Paper.objects.create(time_zone="Europe/Berlin")
    clocked(clock, 2026, 10, 25, 0)
    article = make_article(headline="Night")
    article.publish(by=editor, at=utc(2026, 10, 25, 1))
    clocked(clock, 2026, 10, 26, 0)
    response = saw(edith, article, "2026-10-25", "02:30")
    titles = [one.text for one in page(response).xpath("//section[@class='answer']/h2")]
    assert titles == ["25 October 2026, 02:30 (CEST, UTC+2)", "25 October 2026, 02:30 (CET, UTC+1)"]
    assert "showed this time twice" in words(response)
    assert len(page(response).find_class("as-read")) == 1


def test_a_minute_that_the_clocks_skipped_is_answered_with_both_beside_it(edith):
    Paper.objects.create(time_zone="Europe/Berlin")
    response = saw(edith, make_live(), "2026-03-29", "02:30")
    assert "never showed 02:30" in words(response) and len(page(response).xpath("//section[@class='answer']")) == 2


@pytest.mark.parametrize(
    ("on", "at", "said"),
    [
        ("2026-13-40", "09:00", "Day"),
        ("2026-05-01", "", "Time"),
        ("0001-01-01", "09:00", "four digits"),
        ("9999-12-31", "23:59", "four digits"),
    ],
)
def test_a_question_that_is_none_is_answered_in_words(edith, on, at, said):
    response = saw(edith, make_live(), on, at)
    assert response.status_code == 200 and said in errors(response)
    assert not page(response).xpath("//section[@class='answer']")


def test_editions_lead_to_those_before_and_after(edith, through_a_day):
    response = saw(edith, through_a_day, "2026-05-01", "09:30")
    assert links(response, "The edition after") == ["?on=2026-05-01&at=10%3A30"] and not links(
        response, "The edition before"
    )
    response = saw(edith, through_a_day, "2026-05-01", "11:00")
    assert links(response, "The edition before") == ["?on=2026-05-01&at=09%3A00"] and not links(
        response, "The edition after"
    )


def test_printed_it_names_paper_story_and_who_printed_it(edith, through_a_day):
    Paper.objects.update(name="The Quay Bell")
    memory.forget()
    head = page(saw(edith, through_a_day, "2026-05-01", "09:30")).find_class("print-head")[0].text_content()
    assert (
        "The Quay Bell" in head
        and "At half past ten" in head
        and "edith" in head
        and "1 May 2026, 20:00:00 UTC" in head
    )


def test_corrections_and_retractions_are_shown_as_readers_had_them(edith, editor):
    article = make_live(by=editor)
    Correction.objects.create(article=article, text="It was eleven gulls.", top=True)
    article.publish(by=editor)
    article.retract(by=editor, notice="There were no gulls.")
    read = page(saw(edith, article)).find_class("as-read")
    assert "It was eleven gulls." in read[-1].text_content() and "There were no gulls." in read[-1].text_content()
    assert "There were no gulls." not in read[0].text_content()


def test_what_was_taken_down_is_sealed_and_its_times_stay(edith, editor, administrator, clock, through_a_day):
    through_a_day.take_down(Order("A court said so."), by=administrator)
    response = saw(edith, through_a_day, "2026-05-01", "09:30")
    told = words(response)
    assert "is sealed" in told and "Live from 1 May 2026, 09:00:00 UTC" in told
    assert "ferry" not in told and not page(response).find_class("as-read")
    told = words(edith.get(url("versions", through_a_day)))
    assert "taken down" in told and "ada took it down" in told
    assert not links(edith.get(url("versions", through_a_day)), "Put back")


def test_a_passage_that_was_removed_is_said_to_be(edith, editor, administrator):
    article = make_live(by=editor, body="<p>Ann Leerdam counted gulls.</p>")
    article.take_down(Order("A court said so."), by=administrator, passage="Ann Leerdam")
    told = words(saw(edith, article))
    assert "A passage was removed by order since" in told and "Leerdam" not in told


# The log


def log(client, **asked):
    response = client.get(LOG, asked)
    assert response.status_code == 200
    return [
        [cell.text_content() for cell in row] for row in page(response).xpath("//table[@id='result_list']/tbody/tr")
    ]


def test_the_log_says_when_who_what_and_of_which_story(edith, editor):
    article = make_live(by=editor, headline="Tide")
    article.unpublish(by=editor, note="Too early")
    newest = log(edith)[0]
    assert newest[1:] == ["edith", "unpublished it", "Tide", "Too early"]
    assert page(edith.get(LOG)).xpath(f"//td//a[@href='{url('versions', article)}']")


def test_the_log_outlives_story_and_account(edith, editor, reporter):
    article = make_article(headline="Never seen", created_by=reporter)
    article.submit(by=reporter, note="Please")
    article.delete()
    reporter.delete()
    assert log(edith)[0][1:] == ["rosa", "handed it to the editors", "Never seen", "Please"]
    assert not page(edith.get(LOG)).xpath("//table[@id='result_list']//a")


def test_the_log_is_narrowed_by_verb_days_story_headline_and_name(edith, editor, reporter, clock):
    clock.set(utc(2026, 5, 1, 23, 30))
    tide = make_article(headline="Tide")
    tide.submit(by=reporter)
    clock.set(utc(2026, 5, 2, 0, 30))
    gulls = make_live(headline="Gulls", by=editor)
    assert [row[3] for row in log(edith, verb="submit")] == ["Tide"]
    assert [row[3] for row in log(edith, since="2026-05-01", until="2026-05-01")] == ["Tide"]
    assert [row[3] for row in log(edith, since="2026-05-02")] == ["Gulls"]
    assert [row[3] for row in log(edith, story=gulls.pk)] == ["Gulls"]
    assert [row[3] for row in log(edith, q="tide")] == ["Tide"]
    assert [row[3] for row in log(edith, q="edith")] == ["Gulls"]
    assert "Nothing in the record" in words(edith.get(LOG, {"q": "nobody"}))


def test_days_of_the_log_are_the_papers(edith, editor, clock):
    Paper.objects.create(time_zone="America/New_York")
    clock.set(utc(2026, 5, 2, 3, 30))
    make_live(headline="Late on the first", by=editor)
    assert [row[3] for row in log(edith, since="2026-05-01", until="2026-05-01")] == ["Late on the first"]
    assert not log(edith, since="2026-05-02")


@pytest.mark.parametrize(
    "asked", [{"since": "x"}, {"story": "x"}, {"story": "9" * 30}, {"verb": "'"}, {"until": "9999-99-99"}, {"p": "99"}]
)
def test_odd_questions_to_the_log_break_nothing(edith, asked):
    make_live()
    assert edith.get(LOG, asked, follow=True).status_code == 200


def test_the_log_is_only_read(edith, administrator, client):
    make_live()
    move = Move.objects.first()
    client.force_login(administrator)
    for address in (f"{LOG}add/", f"{LOG}{move.pk}/change/", f"{LOG}{move.pk}/delete/"):
        assert client.get(address).status_code == 404
    client.post(LOG, {"action": "delete_selected", "_selected_action": [move.pk]})
    assert Move.objects.filter(pk=move.pk).exists()
    assert not admin.site._registry[Move].get_actions(client.get(LOG).wsgi_request)


def test_the_log_costs_the_same_queries_however_long(edith, editor):
    make_live(by=editor)
    edith.get(LOG)
    with CaptureQueriesContext(connection) as few:
        edith.get(LOG)
    for _ in range(10):
        make_live(by=editor)
    with CaptureQueriesContext(connection) as many:
        edith.get(LOG)
    assert len(few) == len(many) <= 6


# All of it


def test_no_page_of_the_history_sends_style_attributes_or_bare_scripts(edith, editor):
    article = make_live(by=editor)
    save(article, by=editor, headline="Newer")
    article.publish(by=editor)
    first = article.editions.first()
    addresses = [
        url("versions", article), f"{url('difference', article)}?from=1&to=2", f"{url('difference', article)}?from=x",
        url("seen", article), url("restore", article, 1), url("put_back", article, first.pk), LOG,
    ]  # fmt: skip
    for address in addresses:
        tree = page(edith.get(address))
        assert not tree.xpath("//@style"), address
        assert not tree.xpath("//script[not(@src) and not(@nonce)] | //style[not(@nonce)]"), address
        assert len(tree.xpath("//h1")) == 1, address


def test_pages_of_a_story_that_is_not_there_are_not_there(edith):
    assert Article.objects.count() == 0
    for name in ("versions", "difference", "seen"):
        assert edith.get(reverse(f"admin:articles_article_{name}", args=[1])).status_code == 404
    assert ago(days=1)
