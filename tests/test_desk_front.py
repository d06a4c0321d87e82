"""The desk's front and list: how each state is said and found, what waits for whom, and moves for several stories at once."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import expect

from articles.desk import pages, state
from articles.desk.filters import STATES
from articles.models import Article, Edition, Move, Recovery
from articles.models.takedown import Order
from paper.days import day_of
from paper.models import Paper
from tests.desk import LIST, change_url, page
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, utc

pytestmark = pytest.mark.django_db


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


def fresh(story):
    return Article.objects.with_state().get(pk=story.pk)


def words_of(story):
    return [chip.word for chip in state.chips(fresh(story))]


def said(story, **more):
    return state.sentence(fresh(story), story.editions.scheduled().order_by("live_from"), **more)


def save_again(story, **fields):
    story.claim_version(story.version, by=None)
    for name, value in fields.items():
        setattr(story, name, value)
    story.save()


def make_ended(clock, *, by=None, **fields):
    """A story whose end came an hour ago."""
    now = timezone.now()
    clock.set(now - timedelta(days=2))
    story = make_live(by=by, **fields)
    story.set_end(by=by, at=now - timedelta(hours=1))
    clock.set(now)
    return story


def in_every_state(by, clock):
    """{name: story}: each state there is, and those that lie between two."""
    same = {"created_by": by}
    made = {"draft": make_article(**same)}
    for name in ("in review", "sent back", "approved", "approved, embargoed"):
        made[name] = make_article(**same)
        made[name].submit(by=by)
    made["sent back"].send_back(by=by, note="Who says so?")
    made["approved"].approve(by=by)
    made["approved, embargoed"].approve(by=by)
    made["approved, embargoed"].embargo(by=by, reason="Agreed")
    for name in ("live", "changed", "changed, approved", "held", "retracted", "retracted, changed", "taken down"):
        made[name] = make_live(**same)
    for name in ("changed", "changed, approved", "retracted, changed"):
        save_again(made[name], deck="More")
    made["changed, approved"].approve(by=by)
    made["held"].hold(by=by, reason="A letter")
    made["retracted"].retract(by=by, notice="It was wrong.")
    made["retracted, changed"].retract(by=by, notice="It was wrong.")
    made["taken down"].take_down(Order(reason="A ruling"), by=by)
    made["taken down, never live"] = make_article(**same)
    made["taken down, never live"].take_down(Order(reason="A ruling"), by=by)
    for name in ("to come", "withdrawn"):
        made[name] = make_article(**same)
        made[name].publish(by=by, at=ahead(days=1))
    made["withdrawn"].withdraw(made["withdrawn"].editions.get(), by=by)
    made["update to come"] = make_live(**same)
    made["update to come"].publish(by=by, at=ahead(hours=3))
    made["end to come"] = make_live(**same)
    made["end to come"].set_end(by=by, at=ahead(hours=5))
    made["unpublished"] = make_live(**same)
    made["unpublished"].unpublish(by=by)
    made["ended"] = make_ended(clock, **same)
    made["embargo over"] = make_article(**same)
    made["embargo over"].embargo(by=by, reason="Agreed", until=ahead(hours=1))
    Article.objects.filter(pk=made["embargo over"].pk).update(embargo_until=ago(minutes=1))
    made["overdue"] = make_article(planned_for=day_of(ago(days=2)), **same)
    made["planned"] = make_article(planned_for=day_of(timezone.now()), **same)
    return made


# Chips

CHIPS = {
    "draft": ["Draft"],
    "in review": ["In review"],
    "sent back": ["Changes asked"],
    "approved": ["Approved"],
    "approved, embargoed": ["Approved", "Embargoed"],
    "live": ["Live"],
    "changed": ["Live, with changes"],
    "changed, approved": ["Live, with changes", "Approved"],
    "held": ["Live", "Legal hold"],
    "retracted": ["Retracted"],
    "retracted, changed": ["Retracted"],
    "taken down": ["Taken down"],
    "taken down, never live": ["Taken down"],
    "to come": ["Scheduled"],
    "withdrawn": ["Draft"],
    "update to come": ["Live", "Scheduled"],
    "end to come": ["Live"],
    "unpublished": ["Unpublished"],
    "ended": ["Ended"],
    "embargo over": ["Draft"],
    "overdue": ["Draft"],
    "planned": ["Draft"],
}
FILTERS = {
    "draft": [state.DRAFT],
    "in_review": [state.IN_REVIEW],
    "sent_back": [state.CHANGES_ASKED],
    "approved": [state.APPROVED],
    "scheduled": [state.SCHEDULED],
    "live": [state.LIVE, state.CHANGED],
    "changed": [state.CHANGED],
    "embargoed": [state.EMBARGOED],
    "held": [state.HELD],
    "retracted": [state.RETRACTED],
    "ended": [state.ENDED],
    "unpublished": [state.UNPUBLISHED],
    "taken_down": [state.TAKEN_DOWN],
}


def test_chips_say_what_readers_have_what_the_editors_say_and_what_stops_a_story(editor, clock):
    assert {name: words_of(story) for name, story in in_every_state(editor, clock).items()} == CHIPS


def test_every_filter_finds_the_stories_with_its_chip_and_no_other(editor, clock):
    made = in_every_state(editor, clock)
    names = {story.pk: name for name, story in made.items()}
    now = timezone.now()
    for chosen, (_, find) in STATES.items():
        found = {names[story.pk] for story in find(Article.objects.all(), now)}
        if chosen == "overdue":
            assert (
                found == {name for name, story in made.items() if fresh(story).is_overdue(day_of(now))} == {"overdue"}
            )
            continue
        shown = FILTERS[chosen]
        assert found == {name for name, story in made.items() if set(state.chips(fresh(story))) & {*shown}}, chosen
        assert found, chosen


def test_every_chip_is_a_word_a_shape_and_a_tint_of_the_style_sheet():
    from pathlib import Path

    rules = Path("static/desk/desk.css").read_text()
    for chip in (value for value in vars(state).values() if isinstance(value, state.Chip)):
        assert chip.shape and chip.word and f".chip.{chip.name} {{" in rules, chip


# The sentence


@pytest.fixture
def noon(clock):
    """Noon of 14 February 2018 in New York, which is EST."""
    Paper.objects.create(time_zone="America/New_York")
    clock.set(utc(2018, 2, 14, 17))


def test_a_draft_is_unseen(noon):
    assert state.sentence(None) == "Not saved yet. Readers do not see it."
    assert said(make_article()) == "Readers do not see it."


def test_a_story_to_come_says_when_and_how_long_until_then(noon):
    story = make_article()
    story.publish(by=None, at=utc(2018, 2, 15, 1, 20))
    assert said(story) == "Goes live Wed 14 Feb 20:20 EST, in 8 h 20 min."
    save_again(story, deck="More")
    assert said(story) == "Goes live Wed 14 Feb 20:20 EST, in 8 h 20 min, without the changes saved since."
    story.publish(by=None, at=utc(2018, 2, 17, 17))
    assert said(story).endswith("One more follows it.")


def test_a_live_story_counts_the_saves_that_readers_do_not_have(noon):
    story = make_live()
    assert said(story) == "Live since Wed 14 Feb 12:00 EST."
    save_again(story, deck="More")
    assert said(story) == "Live since Wed 14 Feb 12:00 EST. Readers do not see the change saved since."
    save_again(story, deck="More still")
    assert said(story).endswith("Readers do not see 2 changes saved since.")


def test_an_end_is_said_before_it_comes_and_after(noon, clock):
    story = make_live()
    story.set_end(by=None, at=utc(2018, 2, 16, 21))
    assert said(story).endswith("Readers lose it Fri 16 Feb 16:00 EST, in 2 days 4 h.")
    clock.set(utc(2018, 2, 16, 22))
    assert said(story) == "Readers are told that it is gone. Its end was Fri 16 Feb 16:00 EST."


def test_embargo_and_hold_say_why(noon):
    story = make_article()
    story.embargo(by=None, reason="Agreed with the ministry", until=utc(2018, 2, 14, 17, 30))
    assert said(story).endswith("Under embargo until Wed 14 Feb 12:30 EST, in 30 min: Agreed with the ministry.")
    story.embargo(by=None, reason="Until she has been told.")
    assert said(story).endswith("Under embargo until somebody lifts it: Until she has been told.")
    story.hold(by=None, reason="Letter from counsel")
    assert "Under legal hold: Letter from counsel." in said(story)


def test_a_retracted_story_and_one_taken_down_say_what_readers_get(noon, clock):
    story = make_live()
    clock.set(utc(2018, 2, 14, 18))
    story.retract(by=None, notice="It was wrong.")
    assert said(story) == "Retracted Wed 14 Feb 13:00 EST. Readers see the notice."
    story.take_down(Order(reason="A ruling", status=451), by=None)
    assert said(story) == "Taken down: its text is sealed. Its address answers 451."


def test_the_editors_word_is_said_in_theirs(noon, editor):
    story = make_article()
    story.submit(by=None)
    assert said(story) == "Readers do not see it. The editors have it to read."
    story.send_back(by=editor, note="Who counted?")
    assert said(story) == "Readers do not see it. Sent back by the editors: Who counted?"
    story.approve(by=editor)
    assert said(story) == "Readers do not see it."
    assert said(story, words_since=0) == "Readers do not see it. Approved by edith."
    assert said(story, words_since=1).endswith("Approved by edith, 1 word changed since.")
    assert said(story, words_since=1400).endswith("Approved by edith, 1,400 words changed since.")


SPANS = [
    ({"seconds": -1}, "now"), ({"seconds": 59}, "in less than a minute"), ({"minutes": 1}, "in 1 min"), ({"hours": 1}, "in 1 h"),
    ({"hours": 2, "minutes": 5}, "in 2 h 5 min"), ({"hours": 24}, "in 1 day"), ({"days": 2, "hours": 3, "minutes": 59}, "in 2 days 3 h"),
    ({"days": 6, "hours": 23}, "in 6 days 23 h"), ({"days": 7}, "in 7 days"), ({"days": 400, "hours": 5}, "in 400 days"),
]  # fmt: skip


@pytest.mark.parametrize(("span", "words"), SPANS)
def test_how_long_until_then_is_said_in_its_two_largest_parts(span, words):
    now = timezone.now()
    assert state.away(now + timedelta(**span), now) == words


# The front


def rows(client, title):
    """The rows of a column: [(headline, all that is said)]."""
    tree = page(client.get("/admin/"))
    column = next(one for one in tree.xpath("//*[contains(@class, 'work')]//section") if one.findtext("h2/a") == title)
    return [(row.findtext("h3/a"), " ".join(row.text_content().split())) for row in column.findall(".//li")]


def titles(client):
    return [link.text for link in page(client.get("/admin/")).xpath("//*[contains(@class, 'work')]//h2/a")]


def test_yours_are_what_one_writes_changes_asked_first_with_the_reason(edith, editor, reporter):
    bylined = make_author(name="Edith Orr", user=editor)
    for headline in ("A draft", "In review", "Sent back", "Approved"):
        make_article(headline=headline, created_by=editor)
    make_article(headline="Credited to her", created_by=reporter, authors=[bylined])
    make_article(headline="Another’s", created_by=reporter)
    make_live(headline="Out", created_by=editor)
    story = {one.headline: one for one in Article.objects.all()}
    for headline in ("In review", "Sent back", "Approved"):
        story[headline].submit(by=editor)
    story["Sent back"].send_back(by=editor, note="Name the auditor.")
    story["Approved"].approve(by=editor)
    found = rows(edith, "Yours")
    assert [headline for headline, _ in found] == ["Sent back", "Credited to her", "Approved", "In review", "A draft"]
    assert "Name the auditor." in found[0][1] and "↩ Changes asked" in found[0][1]
    assert "✓ Approved" in found[2][1] and "10 words" in found[4][1]


def test_what_waits_longest_is_first_and_what_is_approved_is_marked(edith, reporter):
    for headline in ("First", "Second", "Third"):
        make_article(headline=headline, created_by=reporter).submit(by=reporter)
    approved = Article.objects.get(headline="Second")
    approved.approve(by=None)
    found = rows(edith, "Waiting for you")
    assert [headline for headline, _ in found] == ["First", "Second", "Third"]
    assert ["Approved" in words for _, words in found] == [False, True, False]


def test_what_comes_by_the_clock_stands_in_its_order_with_the_papers_time(edith, clock):
    Paper.objects.create(time_zone="America/New_York")
    clock.set(utc(2018, 2, 14, 17))
    live = make_live(headline="Live one")
    live.set_end(by=None, at=utc(2018, 2, 14, 19, 5))
    live.publish(by=None, at=utc(2018, 2, 14, 18))
    make_article(headline="To come").publish(by=None, at=utc(2018, 2, 15, 17))
    gone = make_live(headline="Gone before its end")
    gone.set_end(by=None, at=utc(2018, 2, 16, 17))
    gone.unpublish(by=None)
    found = rows(edith, "Next out")
    assert found == [
        ("Live one", "Wed 14 Feb 13:00 EST, in 1 h Live one update"),
        ("Live one", "Ends Wed 14 Feb 14:05 EST, in 2 h 5 min Live one"),
        ("To come", "Thu 15 Feb 12:00 EST, in 1 day To come"),
    ]


def test_overdue_is_what_was_planned_for_a_day_that_has_passed_the_latest_first(edith):
    assert "Overdue" not in titles(edith)
    today = day_of(timezone.now())
    for headline, days in (("Today", 0), ("Yesterday", 1), ("Long ago", 90)):
        make_article(headline=headline, planned_for=today - timedelta(days=days))
    make_live(headline="Done", planned_for=today - timedelta(days=1))
    found = rows(edith, "Overdue")
    assert [headline for headline, _ in found] == ["Yesterday", "Long ago"]
    assert "Planned for" in found[0][1]


def test_a_reporter_sees_what_is_overdue_or_changed_of_their_own_alone(client, reporter, editor):
    for by in (reporter, editor):
        make_article(headline=f"{by} late", created_by=by, planned_for=day_of(ago(days=1)))
        save_again(make_live(headline=f"{by} live", created_by=by), deck="More")
        make_article(headline=f"{by} handed in", created_by=by).submit(by=by)
    client.force_login(reporter)
    assert titles(client) == [
        "Yours",
        "With the editors",
        "Next out",
        "Overdue",
        "Changed since published",
        "Yours, live",
    ]
    for title in ("With the editors", "Overdue", "Changed since published", "Yours, live"):
        assert all(headline.startswith("rosa") for headline, _ in rows(client, title)), title


def test_a_retracted_story_says_so_among_the_live(edith):
    make_live(headline="Wrong").retract(by=None, notice="It was wrong.")
    assert "■ Retracted" in rows(edith, "Live now")[0][1]


def test_words_never_saved_are_offered_to_whoever_typed_them(edith, editor, reporter):
    assert not page(edith.get("/admin/")).find_class("unsaved")
    for user, headline in ((editor, "Half a story"), (editor, ""), (reporter, "Another’s")):
        typed = {"headline": [headline], "body": ["<p>Three more words.</p>"]}
        Recovery.objects.keep(user=user, article=None, tab=f"{user}{headline}", base=0, typed=typed, headline=headline)
    found = page(edith.get("/admin/")).find_class("unsaved")[0].findall(".//li")
    assert [row.findtext("a") for row in found] == ["No headline yet", "Half a story"]
    assert "3 words" in found[0].text_content() and found[0].find("a").get("href")


def fill(by, count):
    world = make_section(name="World")
    authors = [make_author(name=f"Writer {n}") for n in range(3)]
    for n in range(count):
        same = {"authors": authors[: n % 3 + 1], "section": world, "created_by": by}
        make_article(**same)
        sent_back = make_article(**same)
        sent_back.submit(by=by)
        sent_back.send_back(by=by, note="Shorter.")
        make_article(**same).submit(by=by)
        make_article(**same).publish(by=by, at=ahead(days=1))
        make_article(planned_for=day_of(ago(days=1)), **same)
        live = make_live(**same)
        live.set_end(by=by, at=ahead(days=n + 1))
        save_again(live, deck="More")


@pytest.mark.parametrize(("role", "pinned"), [("editor", 19), ("reporter", 19)])
def test_the_front_costs_the_same_however_many_stories_there_are(client, request, role, pinned):
    user = request.getfixturevalue(role)
    client.force_login(user)
    spent = []
    for count in (1, 9):
        fill(user, count)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as ran:
            client.get("/admin/")
        spent.append(len(ran))
    assert spent == [pinned, pinned], [query["sql"][:150] for query in ran]


def test_only_the_shown_rows_whose_words_are_counted_are_read_with_their_text(edith, editor):
    fill(editor, 9)
    with CaptureQueriesContext(connection) as ran:
        edith.get("/admin/")
    with_text = [query["sql"] for query in ran if '"articles_article"."body"' in query["sql"]]
    assert len(with_text) == 2 and all("LIMIT 7" in sql for sql in with_text)
    assert not [query for query in ran if '"articles_edition"."body"' in query["sql"]]


# The list


def test_the_list_counts_no_further_than_a_thousand_and_says_so(edith, monkeypatch):
    monkeypatch.setattr(pages, "MOST", 50)
    make_article(headline="Oldest")
    for _ in range(51):
        make_article(changed_at=ahead(seconds=1))
    with CaptureQueriesContext(connection) as ran:
        tree = page(edith.get(LIST))
    assert any("COUNT" in query["sql"] and "LIMIT 51" in query["sql"] for query in ran)
    assert len(tree.xpath("//tbody/tr")) == 50 and not tree.xpath("//nav[@aria-label='Pages']//li[2]")
    assert [link.text for link in page(edith.get(LIST + "?q=Oldest")).xpath("//tbody//th/a")] == ["Oldest"]


def test_a_mangled_filter_shows_every_story(edith):
    make_article()
    for query in ("?state=nonsense", "?state=", "?section=nowhere", "?kind=x"):
        assert len(page(edith.get(LIST + query)).xpath("//tbody/tr")) == 1, query


# Moves for several stories at once


def press_for(client, verb, *stories, query=""):
    return client.post(LIST + query, {"action": verb, "_selected_action": [story.pk for story in stories]}, follow=True)


def told(response):
    return " ".join(page(response).find_class("messages")[0].text_content().split())


def test_several_stories_are_approved_each_by_its_own_verb(edith, editor):
    stories = [make_article() for _ in range(3)]
    for story in stories:
        story.submit(by=None)
    response = press_for(edith, "approve", *stories, query="?state=in_review")
    assert told(response) == "3 approved."
    assert response.request["QUERY_STRING"] == "state=in_review"
    assert {story.state for story in Article.objects.all()} == {Article.State.APPROVED}
    assert Move.objects.filter(verb="approve", by=editor).count() == 3


def test_a_story_that_refuses_keeps_no_other_back_and_says_why(edith):
    ready, done = make_article(headline="Ready"), make_article(headline="Done before")
    done.approve(by=None)
    response = press_for(edith, "approve", ready, done)
    assert told(response) == "1 approved. 1 refused: Done before – This very version is approved already."
    assert page(response).xpath(f"//*[contains(@class, 'messages')]//a[@href='{change_url(done)}']")
    ready.refresh_from_db()
    assert ready.state == Article.State.APPROVED


def test_what_was_taken_down_is_neither_submitted_nor_approved(edith):
    story = make_article()
    story.take_down(Order(reason="A ruling"), by=None)
    for verb in ("submit", "approve"):
        assert told(press_for(edith, verb, story)).endswith("It was taken down: its text is sealed.")
    story.refresh_from_db()
    assert story.state == Article.State.DRAFT


def test_a_reporter_submits_own_stories_alone_and_approves_none(client, reporter, editor):
    own, other = make_article(created_by=reporter), make_article(headline="Another’s", created_by=editor)
    client.force_login(reporter)
    assert told(press_for(client, "submit", own, other)).startswith("1 handed to the editors. 1 refused: Another’s")
    press_for(client, "approve", own)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state) == (Article.State.IN_REVIEW, Article.State.DRAFT)
    buttons = page(client.get(LIST)).xpath("//*[contains(@class, 'bulk')]//button[@data-move]/@value")
    assert buttons == ["submit"]


def test_pressing_with_nothing_ticked_says_what_to_do(edith):
    make_article()
    assert told(press_for(edith, "approve")) == "No story is ticked. Tick those you mean, then press the button again."


def test_enter_without_a_button_does_nothing(edith):
    story = make_article()
    response = press_for(edith, "", story)
    assert response.status_code == 200 and not page(response).find_class("messages")
    story.refresh_from_db()
    assert story.state == Article.State.DRAFT


def test_a_move_nobody_offers_changes_nothing(edith):
    story = make_article()
    press_for(edith, "delete_selected", story)
    story.refresh_from_db()
    assert story.state == Article.State.DRAFT


def test_every_tick_names_its_story(edith):
    story = make_article(headline="Ferry <late>")
    labels = page(edith.get(LIST)).xpath("//tbody//input[@type='checkbox']/@aria-label")
    assert labels == [f"Choose “{story.headline}”"]


# In a browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
browser = pytest.mark.browser
threads = pytest.mark.django_db(transaction=True)


def sign_in(chromium, live_server, user, **window):
    context = chromium.new_context(base_url=live_server.url, **window)
    context.set_default_timeout(20_000)
    tab = context.new_page()
    tab.goto("/admin/login/")
    tab.fill("#id_username", user.username)
    tab.fill("#id_password", "quay-lamp-42")
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda url: "/login/" not in url)
    return tab


@browser
@threads
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_knows_no_barrier_on_the_front_the_list_and_the_shortcuts(
    chromium, live_server, editor, clock, width, scheme
):
    in_every_state(editor, clock)
    window = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme, "bypass_csp": True}
    tab = sign_in(chromium, live_server, editor, **window)
    found = []

    def look(where):
        rules = Axe().run(tab, options=WCAG).response["violations"]
        found.extend((where, rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in rules)

    tab.goto("/admin/")
    look("front")
    tab.locator(".account summary").click()
    look("account")
    tab.locator("[data-shortcuts]").click()
    look("shortcuts")
    tab.goto(LIST)
    look("list")
    tab.locator("[data-choose]").nth(1).check()
    tab.locator(".filter summary").first.click()
    look("ticked, with a filter open")
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    tab.context.close()
    assert not found, "\n".join(map(str, found))


@browser
@threads
def test_eighteen_rows_stand_in_a_window_of_1440_by_900_under_a_head_that_stays(chromium, live_server, editor):
    world, author = make_section(name="World"), make_author(name="Ann Lee")
    for _ in range(30):
        make_article(section=world, authors=[author])
    tab = sign_in(chromium, live_server, editor, viewport={"width": 1440, "height": 900})
    tab.goto(LIST)
    boxes = [row.bounding_box() for row in tab.locator("#result_list tbody tr").all()]
    assert {round(box["height"]) for box in boxes} <= {40, 41}
    assert sum(box["y"] + box["height"] <= 900 for box in boxes) >= 18, boxes[17]
    tab.evaluate("scrollTo(0, 500)")
    assert tab.locator("thead th").first.bounding_box()["y"] == 0
    tab.context.close()


@browser
@threads
def test_a_story_takes_two_lines_on_a_phone_and_the_list_does_not_scroll_sideways(chromium, live_server, editor):
    headline = "Council finds 640 empty homes, eleven of them its own and one of them the finance director’s"
    make_live(headline=headline, authors=[make_author(name="Ann Lee")], section=make_section(name="World"))
    tab = sign_in(chromium, live_server, editor, viewport={"width": 390, "height": 844})
    tab.goto(LIST)
    assert tab.locator("#result_list tbody tr").bounding_box()["height"] < 84
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    tab.context.close()


@browser
@threads
def test_stories_are_ticked_and_moved_by_keyboard(chromium, live_server, editor):
    for _ in range(3):
        make_article().submit(by=None)
    tab = sign_in(chromium, live_server, editor, viewport={"width": 1440, "height": 900})
    tab.goto(LIST)
    approve = tab.get_by_role("button", name="Approve")
    expect(approve).to_be_hidden()
    tab.locator("[data-choose]").first.focus()
    tab.keyboard.press("Enter")  # no button is pressed by it
    tab.keyboard.press("Space")
    assert tab.locator("[data-chosen]").text_content() == "1 ticked"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.value") == "submit"
    tab.locator("[data-choose-all] input").check()
    assert tab.locator("[data-chosen]").text_content() == "3 ticked"
    with tab.expect_navigation():
        approve.click()
    tab.get_by_text("3 approved.").wait_for()
    tab.context.close()


@browser
@threads
def test_the_time_until_something_goes_out_stays_true_while_the_page_stands_open(chromium, live_server, editor):
    make_article().publish(by=None, at=ahead(days=1))
    tab = sign_in(chromium, live_server, editor)
    now = timezone.now().replace(microsecond=0)
    tab.goto("/admin/")
    tab.clock.set_fixed_time(now)
    clock = tab.locator("[data-until]").first
    for span, words in SPANS:
        clock.evaluate(
            "(one, at) => { one.dataset.until = at; document.dispatchEvent(new Event('visibilitychange')) }",
            (now + timedelta(**span)).isoformat(),
        )
        assert clock.text_content() == words, span
    tab.context.close()


def test_the_cast_of_this_module_is_whole(editor, clock):
    """No chip is left out above."""
    shown = {chip for story in in_every_state(editor, clock).values() for chip in state.chips(fresh(story))}
    assert shown == {value for value in vars(state).values() if isinstance(value, state.Chip)}
    assert Edition.objects.filter(retracted=True).exists()
