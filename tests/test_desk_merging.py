"""Two people save one story: what does not collide is merged, the rest is asked, nothing typed is dropped."""

import pytest
from django.test import Client

from articles.models import Edition, Revision
from tests.desk import change_url, errors, form_on, page, press
from tests.makers import ahead, make_article, make_author, make_live, make_topic

pytestmark = pytest.mark.django_db
TWO = "<p>The ferry left at nine.</p><p>It came back at ten.</p>"


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def ada(administrator):
    ada = Client()
    ada.force_login(administrator)
    return ada


def both_open(edith, ada, **fields):
    """A story, and its form as both opened it."""
    article = make_article(body=TWO, headline="Ferry late", **fields)
    return article, form_on(edith.get(change_url(article))), form_on(ada.get(change_url(article)))


def send(client, article, form, do="save", **typed):
    return client.post(change_url(article), form | typed | {"do": do})


def asked(response):
    """The names of the answers that the page of collisions asks for."""
    return sorted({box.get("name") for box in page(response).xpath("//form[@id='merge']//input[@type='radio']")})


def test_what_does_not_collide_is_merged_and_told(edith, ada):
    article, hers, mine = both_open(edith, ada)
    send(edith, article, hers, headline="Ferry very late", body=TWO.replace("nine", "eight"))
    response = send(ada, article, mine, deck="Again", body=TWO.replace("ten", "eleven"))
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Ferry very late", "Again")
    assert article.body == TWO.replace("nine", "eight").replace("ten", "eleven")
    assert article.version == 3 and Revision.objects.get(number=3).kind == Revision.Kind.MERGED
    told = page(ada.get(response["Location"])).find_class("messages")[0].text_content()
    assert "edith had saved too" in told


def test_bylines_topics_and_corrections_merge_too(edith, ada):
    ann, bo, tides = make_author(), make_author(name="Bo Ek"), make_topic(name="Tides")
    article, hers, mine = both_open(edith, ada, authors=[ann])
    press(edith, change_url(article), "save", bylines=[("Ann Lee", "author", ""), ("Bo Ek", "author", "")])
    typed = {"topics": [tides.pk], "corrections-0-kind": "correction", "corrections-0-text": "It left at eight."}
    send(ada, article, mine, **typed)
    assert [line.author for line in article.bylines.all()] == [ann, bo]
    assert article.topics.get() == tides and article.corrections.get().text == "It left at eight."


def collided(edith, ada):
    article, hers, mine = both_open(edith, ada)
    send(edith, article, hers, headline="Ferry early", body=TWO.replace("at nine", "at eight"))
    typed = {"headline": "Ferry lost", "body": TWO.replace("at nine", "at half past nine"), "deck": "Again"}
    return article, send(ada, article, mine, **typed)


def test_what_collides_is_asked_one_by_one_and_nothing_is_saved_before(edith, ada):
    article, response = collided(edith, ada)
    article.refresh_from_db()
    assert len(asked(response)) == 2
    assert (article.version, article.headline, article.deck) == (2, "Ferry early", "")


def answer(ada, article, response, **takes):
    along = form_on(response, "merge")
    given = {name: takes["headline" if name.startswith("answer-headline") else "body"] for name in asked(response)}
    return ada.post(change_url(article), along | given)


@pytest.mark.parametrize(
    ("takes", "headline", "body"),
    [
        ({"headline": "mine", "body": "mine"}, "Ferry lost", "at half past nine"),
        ({"headline": "theirs", "body": "theirs"}, "Ferry early", "at eight"),
        ({"headline": "theirs", "body": "both"}, "Ferry early", "at half past nine.</p><p>The ferry left at eight"),
    ],
)
def test_each_answer_is_taken(edith, ada, takes, headline, body):
    article, response = collided(edith, ada)
    assert answer(ada, article, response, **takes).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.deck, article.version) == (headline, "Again", 3)
    assert body in article.body


def test_one_can_write_it_oneself(edith, ada):
    article, response = collided(edith, ada)
    along = form_on(response, "merge")
    given = {name: "write" for name in asked(response)}
    written = {name.replace("answer-", "written-"): "Written anew" for name in given}
    ada.post(change_url(article), along | given | written)
    article.refresh_from_db()
    assert article.headline == "Written anew" and "<p>Written anew</p>" in article.body


def test_an_answer_too_long_to_be_kept_is_asked_again_and_still_there(edith, ada):
    article, response = collided(edith, ada)
    along = form_on(response, "merge")
    head, body = sorted(asked(response), key=lambda name: "headline" not in name)
    written = head.replace("answer-", "written-")
    again = ada.post(change_url(article), along | {head: "write", body: "mine", written: "Long " * 80})
    assert asked(again) == [head] and "at most 300 characters" in page(again).text_content()
    assert form_on(again, "merge")[written][0].startswith("Long Long")
    article.refresh_from_db()
    assert article.headline == "Ferry early"
    ada.post(change_url(article), form_on(again, "merge") | {head: "write", written: "Short"})
    article.refresh_from_db()
    assert article.headline == "Short" and "half past nine" in article.body


def test_a_third_save_meanwhile_is_asked_about_again(edith, ada):
    article, response = collided(edith, ada)
    press(edith, change_url(article), "save", headline="Ferry sunk")
    again = answer(ada, article, response, headline="mine", body="mine")
    assert [name[:15] for name in asked(again)] == ["answer-headline"]
    article.refresh_from_db()
    assert article.headline == "Ferry sunk"
    along = form_on(again, "merge")
    ada.post(change_url(article), along | {asked(again)[0]: "mine"})
    article.refresh_from_db()
    assert article.headline == "Ferry lost" and "half past nine" in article.body


def test_an_unanswered_collision_is_asked_again_with_the_others_kept(edith, ada):
    article, response = collided(edith, ada)
    along = form_on(response, "merge")
    head, body = sorted(asked(response), key=lambda name: "headline" not in name)
    again = ada.post(change_url(article), along | {head: "theirs"})
    assert asked(again) == [body] and form_on(again, "merge")[head] == ["theirs"]


def test_what_was_merged_is_looked_at_before_it_is_published(edith, ada):
    article, hers, mine = both_open(edith, ada)
    send(edith, article, hers, deck="Hers")
    response = send(ada, article, mine, "publish", kicker="Mine")
    assert response.status_code == 302 and not Edition.objects.exists()
    article.refresh_from_db()
    assert (article.deck, article.kicker) == ("Hers", "Mine")


def fix_url(article):
    return change_url(article).replace("/change/", "/fix/")


def fix(client, article, **typed):
    """Open what readers see, type, and publish the fix over any warnings."""
    form = form_on(client.get(fix_url(article)))
    response = client.post(fix_url(article), form | typed | {"do": "fix"})
    seen = page(response).xpath("//*[@id='panel']//input[@name='seen']") if response.status_code == 200 else []
    if not seen:
        return response
    more = {"do": "fix", "seen": seen[0].get("value"), "note": "It was wrong."}
    return client.post(fix_url(article), form | typed | more)


def live_with_a_draft(edith):
    article = make_live(body=TWO, headline="Ferry late", authors=[make_author()])
    press(edith, change_url(article), "save", headline="Half a thought", body=TWO + "<p>More to</p>")
    return article


def test_the_form_over_what_readers_see_holds_their_words_and_publishes_them_alone(edith):
    article = live_with_a_draft(edith)
    form = form_on(edith.get(fix_url(article)))
    assert form["headline"][0].strip() == "Ferry late" and form["bylines-0-name"] == ["Ann Lee"]
    response = fix(edith, article, body=TWO.replace("nine", "eight"))
    assert response.status_code == 302
    live = article.editions.live().get()
    assert (live.headline, live.body) == ("Ferry late", TWO.replace("nine", "eight"))
    article.refresh_from_db()
    assert article.headline == "Half a thought" and article.body == TWO.replace("nine", "eight") + "<p>More to</p>"


def test_a_correction_is_published_with_a_fix(edith, reader):
    article = live_with_a_draft(edith)
    typed = {"corrections-0-kind": "correction", "corrections-0-text": "It left at eight.", "corrections-0-top": "on"}
    fix(edith, article, **typed)
    live = article.editions.live().get()
    assert (live.corrections[0]["text"], live.corrections[0]["top"]) == ("It left at eight.", True)
    assert article.corrections.get().text == "It left at eight."
    assert "It left at eight." in reader.get(live.url).content.decode()


def test_a_fix_that_touches_the_drafts_words_asks_first(edith):
    article = make_live(body=TWO, headline="Ferry late", authors=[make_author()])
    press(edith, change_url(article), "save", headline="Ferry gone")
    response = fix(edith, article, headline="Ferry early")
    assert "Nothing was published yet" in errors(response)
    assert "The draft on the desk" in page(response).text_content()
    along = form_on(response, "merge")
    done = edith.post(fix_url(article), along | {asked(response)[0]: "theirs"})
    assert done.status_code == 302
    article.refresh_from_db()
    assert (article.editions.live().get().headline, article.headline) == ("Ferry early", "Ferry gone")


def test_a_reporter_cannot_fix_what_readers_see(client, reporter):
    client.force_login(reporter)
    article = make_live(created_by=reporter)
    assert client.get(fix_url(article)).status_code == 403


def test_there_is_nothing_to_fix_in_a_draft(edith):
    assert edith.get(fix_url(make_article())).status_code == 302


def test_a_save_that_stays_on_the_page_answers_with_what_changed(edith):
    article = make_article(headline="First")
    form = form_on(edith.get(change_url(article)))
    typed = form | {"headline": "Second", "do": "save"}
    answer = edith.post(change_url(article), typed, headers={"Accept": "application/json"})
    told = answer.json()
    assert (answer.status_code, told["version"], told["said"]) == (200, 2, "Saved.")
    assert "Draft" in told["state"] and "Publish" in told["buttons"] and "deck" in told["checks"]
    stale = edith.post(change_url(article), typed | {"headline": "Third"}, headers={"Accept": "application/json"})
    assert stale.json() == {"again": True}
    wrong = edith.post(change_url(article), typed | {"kind": "sponsored"}, headers={"Accept": "application/json"})
    assert wrong.json() == {"again": True}
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Second", 2)


def test_the_day_a_story_is_planned_for_is_no_change_of_it(edith):
    article = make_live()
    press(edith, change_url(article), "save", planned_for="2031-05-01")
    article.refresh_from_db()
    assert (article.version, f"{article.planned_for}") == (1, "2031-05-01")
    assert article.moves.first().verb == "plan"


def test_the_panel_asks_for_a_reason_and_the_record_keeps_it(edith):
    article = make_article(deck="")
    assert press(edith, change_url(article), "publish", anyway=None).status_code == 200
    assert not Edition.objects.exists()
    press(edith, change_url(article), "publish", anyway="It burns.")
    move = article.moves.get(verb="publish")
    assert move.note == "It burns." and "There is no deck." in move.facts["despite"]


@pytest.mark.parametrize(("typed", "chosen"), [({}, "material"), ({"change": "typo"}, "typo")])
def test_the_panel_says_what_kind_of_change_it_is(edith, typed, chosen):
    article = make_live(body=TWO)
    tree = page(press(edith, change_url(article), "publish", anyway=None, body=TWO.replace("nine", "eight"), **typed))
    assert [box.get("value") for box in tree.xpath("//*[@id='panel']//input[@name='change'][@checked]")] == [chosen]


def test_warnings_nobody_saw_are_not_passed_over(edith):
    article = make_article(deck="")
    response = press(edith, change_url(article), "publish", anyway=None)
    form = form_on(edith.get(change_url(article)))
    seen = page(response).xpath("//*[@id='panel']//input[@name='seen']")[0].get("value")
    more = {"do": "publish", "seen": seen, "note": "It burns.", "body": "<p>The the fire.</p>"}
    assert edith.post(change_url(article), form | more).status_code == 200
    assert not Edition.objects.exists()


def test_send_back_and_approve_from_the_form(edith, editor):
    article = make_article()
    article.submit(by=None)
    press(edith, change_url(article), "approve")
    article.refresh_from_db()
    assert article.state == "approved"
    press(edith, change_url(article), "save", body="<p>The morning ferry left the south quay an hour late.</p>")
    assert "1 word changed since edith approved it." in page(edith.get(change_url(article))).text_content()
    response = press(edith, change_url(article), "send_back", note="")
    assert "Say what should be changed" in errors(response)
    press(edith, change_url(article), "send_back", note="Which quay?")
    assert "Which quay?" in page(edith.get(change_url(article))).text_content()


def test_these_changes_are_scheduled_in_the_place_of_the_old_text(edith):
    article = make_article()
    planned = article.publish(by=None, at=ahead(days=1))
    press(edith, change_url(article), f"schedule_changes:{planned.pk}", headline="Newer words")
    fresh = article.editions.get()
    assert (fresh.headline, fresh.live_from) == ("Newer words", planned.live_from)


def test_what_changed_since_one_last_read_is_one_click_away(edith, ada):
    article = make_article()
    ada.get(change_url(article))
    press(edith, change_url(article), "save", headline="Second")
    first = page(ada.get(change_url(article)))
    assert first.xpath("//a[contains(., 'since you last read')]")[0].get("href").endswith("?from=1&to=now")
    assert not page(ada.get(change_url(article))).xpath("//a[contains(., 'since you last read')]")
