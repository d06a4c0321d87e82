"""The pages for grave moves: to whom they open, what they say first, what they refuse, and what readers have afterwards."""

import json
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import paper
from articles.desk import grave, moments
from articles.desk.whereabouts import find
from articles.models import END, Article, Edition, Move, Recovery, Sealed
from articles.models.takedown import Order
from newsroom.roles import MAY, ROLES, who_may
from paper.models import Paper
from tests.desk import change_url, errors, form_on, page
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc
from tests.test_review import save
from tests.test_roles import CAST

pytestmark = pytest.mark.django_db

NAME = "Ann Leerdam"
REASON = "Agreed with the ministry."
NOTICE = "The gulls were terns. We should have counted."
SPRING, AUTUMN = date(2031, 3, 30), date(2031, 10, 26)  # the clocks change in Berlin


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def ada(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def berlin(db):
    Paper.objects.create(name="The Quay Bell", time_zone="Europe/Berlin")


def url_of(story, name):
    return reverse(f"admin:articles_article_{name}", args=[story.pk])


def words_on(response):
    return " ".join(page(response).get_element_by_id("content").text_content().split())


def send(client, story, name, **typed):
    """Open the page, fill it in, press its button."""
    url = url_of(story, name)
    return client.post(url, form_on(client.get(url), "grave") | typed)


def said(client, response):
    assert response.status_code == 302, errors(response)
    return " ".join(page(client.get(response["Location"])).find_class("messages")[0].text_content().split())


def day_and_time(moment):
    local = moment.astimezone(paper.zone())
    return {"on": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}"}


def shown(moment):
    """As the desk says it."""
    return f"{moment.astimezone(paper.zone()):%H:%M}"


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Article, Edition, Move, Sealed)]


def in_lists(reader, story, headline):
    """The lists that show the headline."""
    addresses = [
        "/",
        "/latest/",
        *(row.author.url for row in story.bylines.all()),
        *(t.url for t in story.topics.all()),
    ]
    return [address for address in addresses if headline in reader.get(address).content.decode()]


def listed_story(**fields):
    return make_live(headline="Gulls counted", authors=[make_author()], topics=[make_topic()], **fields)


# Who may


@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_to_those_whom_its_right_names_and_does_nothing_for_the_others(client, request, role):
    client.force_login(request.getfixturevalue(CAST[role]))
    story, before = make_live(), None
    for name, right in grave.RIGHTS.items():
        may, url = role in MAY[right], url_of(story, name)
        assert (client.get(url).status_code != 403) == may, name
        if not may:
            before = everything()
            assert client.post(url, {"reason": REASON, "notice": NOTICE, "how": "open"}).status_code == 403, name
            assert everything() == before, name


def test_every_page_has_its_right():
    assert {name.removeprefix("articles_article_") for name in (p.name for p in grave.paths(Pages))} == set(
        grave.RIGHTS
    )


class Pages:
    class admin_site:
        admin_view = staticmethod(lambda view: view)


@pytest.mark.parametrize(
    ("right", "sentence"),
    [
        ("articles.take_down_article", "Administrators may."),
        ("articles.retract_article", "Editors and administrators may."),
        ("articles.submit_article", "Reporters, editors and administrators may."),
        ("authors.change_author", "Bio managers and administrators may."),
        ("articles.obliterate_article", "Nobody may."),
    ],
)
def test_a_right_says_in_words_who_has_it(right, sentence):
    assert who_may(right) == sentence


def test_whoever_may_not_is_told_who_may(edith):
    response = edith.get(url_of(make_live(), "take_down"))
    assert response.status_code == 403
    assert "Administrators may. You are signed in as edith, editor. Nothing was changed." in words_on(response)


def test_a_stranger_signs_in_first(client):
    story = make_live()
    for name in grave.RIGHTS:
        response = client.get(url_of(story, name))
        assert response.status_code == 302 and response["Location"].startswith(reverse("admin:login")), name


# What *More* offers


def offered(story, user):
    return [link.words for link in grave.links(Article.objects.with_state().get(pk=story.pk), user)]


STATES = {
    "a draft": (lambda a: None, ["Set an end…", "Embargo…", "Legal hold…"]),
    "scheduled": (lambda a: a.publish(by=None, at=ahead(hours=1)), ["Set an end…", "Embargo…", "Legal hold…", "Unpublish…"]),
    "live": (lambda a: a.publish(by=None), ["Set an end…", "Embargo…", "Legal hold…", "Unpublish…", "Retract…"]),
    "under embargo": (
        lambda a: a.embargo(by=None, reason=REASON), ["Set an end…", "Change the embargo…", "Lift the embargo…", "Legal hold…"],
    ),
    "held": (lambda a: a.hold(by=None, reason=REASON), ["Set an end…", "Embargo…"]),
    "ending": (lambda a: a.set_end(by=None, at=ahead(hours=1)), ["Move the end…", "Embargo…", "Legal hold…"]),
    "taken down": (lambda a: a.take_down(Order("Why"), by=None), []),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_an_editor_is_offered_what_makes_sense(editor, state):
    make, expected = STATES[state]
    story = make_article()
    make(story)
    assert offered(story, editor) == expected


def test_an_administrator_also_takes_down_lifts_holds_and_looks_at_the_seal(administrator):
    story = make_live()
    assert offered(story, administrator)[-1] == "Take down…"
    story.hold(by=None, reason=REASON)
    assert "Lift the legal hold…" in offered(story, administrator)
    story.take_down(Order("Why"), by=None)
    assert offered(story, administrator) == ["What was taken down"]


def test_a_retracted_story_offers_to_change_the_notice(editor):
    story = make_live()
    story.retract(by=None, notice=NOTICE)
    assert "Change the retraction…" in offered(story, editor)


def test_a_reporter_is_offered_nothing(reporter):
    assert offered(make_live(created_by=reporter), reporter) == []


# Unpublish


def test_unpublishing_says_what_readers_will_see_and_takes_it_away(edith, reader):
    story = listed_story()
    address = story.editions.get().url
    coming = story.publish(by=None, at=ahead(days=1))
    first = words_on(edith.get(url_of(story, "unpublish")))
    assert "What readers will see then" in first and "Withdrawn with it" in first and shown(coming.live_from) in first
    assert "Withdrawn too" in said(edith, send(edith, story, "unpublish", note="by mistake"))
    assert reader.get(address).status_code == 410 and not in_lists(reader, story, "Gulls counted")
    assert story.moves.first().note == "by mistake"


# Retract


@pytest.mark.parametrize(("text", "stays"), [("keep", True), ("alone", False)])
def test_a_retracted_story_keeps_its_address_and_leaves_the_lists(edith, reader, text, stays):
    story = listed_story(body="<p>There were eleven.</p>")
    address = story.editions.get().url
    assert in_lists(reader, story, "Gulls counted")
    answer = said(edith, send(edith, story, "retract", notice=NOTICE, text=text, note="the ministry rang"))
    assert answer == "Retracted. At its address readers have the notice now."
    response = reader.get(address)
    assert response.status_code == 200 and ("There were eleven." in response.content.decode()) == stays
    assert not in_lists(reader, story, "Gulls counted")
    live = story.editions.live().get()
    assert (live.retraction["text"], live.note) == (NOTICE, "the ministry rang")


@pytest.mark.parametrize("text", ["keep", "alone"])
def test_the_preview_is_the_page_readers_then_get(edith, reader, text):
    story = listed_story()
    typed = {"notice": NOTICE, "text": text}
    before = everything()
    preview = edith.post(url_of(story, "retract_preview"), typed)
    assert everything() == before
    send(edith, story, "retract", **typed)
    public = reader.get(story.editions.live().get().url)
    one, other = (page(response).xpath("//main//article")[0].text_content().split() for response in (preview, public))
    assert one == other and page(preview).find_class("preview")


def test_a_preview_without_a_form_leads_to_the_form(edith):
    story = make_live()
    assert edith.get(url_of(story, "retract_preview"))["Location"] == url_of(story, "retract")
    draft = make_article()
    assert edith.post(url_of(draft, "retract_preview"), {})["Location"] == url_of(draft, "retract")


def test_a_notice_is_changed_and_a_text_that_is_gone_stays_gone(edith):
    story = make_live(body="<p>There were eleven.</p>")
    story.retract(by=None, notice="Wrong.", keep_text=False)
    response = edith.get(url_of(story, "retract"))
    assert form_on(response, "grave")["notice"][0].strip() == "Wrong." and "text" not in form_on(response, "grave")
    send(edith, story, "retract", notice=NOTICE)
    live = story.editions.live().get()
    assert (live.retraction["text"], live.body, len(live.corrections)) == (NOTICE, "", 1)


def test_a_retraction_needs_a_notice_and_keeps_what_was_typed(edith):
    story = make_live()
    response = send(edith, story, "retract", notice=" ", text="alone", note="the ministry rang")
    assert "Nothing was changed" in errors(response) and "Write the notice" in errors(response)
    kept = form_on(response, "grave")
    assert (kept["text"], kept["note"]) == (["alone"], ["the ministry rang"])
    assert not Edition.objects.filter(retracted=True).exists()


# Embargo


def test_an_embargo_names_what_it_withdraws_before_and_after(edith):
    story = make_article()
    crossed, after = story.publish(by=None, at=ahead(hours=2)), story.publish(by=None, at=ahead(hours=9))
    first = words_on(edith.get(url_of(story, "embargo")))
    assert "Withdrawn with it" in first and shown(crossed.live_from) in first
    until = ahead(hours=5).replace(second=0, microsecond=0)
    answer = said(edith, send(edith, story, "embargo", reason=REASON, **day_and_time(until)))
    assert f"Withdrawn too: what was to go live {moments.date_format(crossed.live_from, 'D j M')}" in answer
    story.refresh_from_db()
    assert (story.embargoed, story.embargo_until, story.embargo_reason) == (True, until, REASON)
    assert list(story.editions.scheduled()) == [after]


def test_an_open_embargo_needs_no_moment_and_stops_publishing_on_the_desk(edith, editor):
    story = make_article()
    assert "until somebody lifts it" in said(edith, send(edith, story, "embargo", how="open", reason=REASON))
    story.refresh_from_db()
    assert (story.embargoed, story.embargo_until) == (True, None)
    edith.post(change_url(story), form_on(edith.get(change_url(story))) | {"do": "publish"})
    assert not Edition.objects.exists()


def test_an_embargo_says_plainly_that_readers_have_the_story_and_keep_it(edith, reader):
    story = make_live()
    words = words_on(edith.get(url_of(story, "embargo")))
    assert "Readers have this story already" in words and "takes nothing from them" in words
    send(edith, story, "embargo", how="open", reason=REASON)
    assert reader.get(story.editions.get().url).status_code == 200


def test_an_embargo_is_changed_from_what_it_says_now(edith):
    story = make_article()
    until = ahead(hours=5).replace(second=0, microsecond=0)
    story.embargo(by=None, reason=REASON, until=until)
    form = form_on(edith.get(url_of(story, "embargo")), "grave")
    assert {name: form[name][0] for name in ("how", "on", "at", "reason")} == {
        "how": "until", "reason": REASON, **day_and_time(until),
    }  # fmt: skip
    send(edith, story, "embargo", how="open")
    story.refresh_from_db()
    assert story.embargoed and story.embargo_until is None


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"reason": " ", "how": "open"}, "Reason: Write the reason"),
        ({"reason": REASON}, "Day: Choose a day."),
        ({"reason": REASON, "on": "2031-05-01"}, "Time: Choose a time too."),
        ({"reason": REASON, "on": "2019-05-01", "at": "09:00"}, "This moment has passed."),
        ({"reason": REASON, "on": "9999-12-31", "at": "09:00"}, "too far ahead"),
        ({"reason": REASON, "on": "0026-05-01", "at": "09:00"}, "four digits"),
        ({"reason": REASON, "on": "tomorrow", "at": "09:00"}, "Enter a valid date."),
        ({"reason": REASON, "how": "never"}, "Nothing goes live"),
    ],
)
def test_an_embargo_that_cannot_be_is_refused_with_all_that_was_typed(edith, typed, reason):
    story = make_article()
    response = send(edith, story, "embargo", **typed)
    assert reason in errors(response)
    kept = form_on(response, "grave")
    assert all(
        kept[name] == [value.strip() or value] for name, value in typed.items() if name in ("on", "at", "reason")
    )
    story.refresh_from_db()
    assert not story.embargoed and not Move.objects.exists()


def test_an_embargo_is_lifted_and_nothing_returns_by_itself(edith):
    story = make_article()
    story.publish(by=None, at=ahead(hours=1))
    story.embargo(by=None, reason=REASON)
    assert REASON in words_on(edith.get(url_of(story, "lift_embargo")))
    assert "lifted" in said(edith, send(edith, story, "lift_embargo", note="they agreed"))
    story.refresh_from_db()
    assert not story.embargoed and not story.editions.exists()


# An hour that comes twice, an hour that is skipped


def test_a_repeated_hour_is_asked_about_and_either_is_taken(edith, berlin):
    for side, hour in enumerate((0, 1)):
        story = make_article()
        typed = {"on": f"{AUTUMN}", "at": "02:30", "reason": REASON}
        response = send(edith, story, "embargo", **typed)
        assert "02:30 comes twice" in errors(response)
        radios = page(response).xpath("//fieldset[@id='id_offset']//input/@value")
        assert len(radios) == 2
        said(edith, edith.post(url_of(story, "embargo"), form_on(response, "grave") | {"offset": radios[side]}))
        story.refresh_from_db()
        assert story.embargo_until == utc(2031, 10, 26, hour, 30)
        again = page(edith.get(url_of(story, "embargo")))
        assert again.xpath("//input[@name='offset'][@checked]/@value") == [radios[side]], "it shows which it was"


def test_for_a_skipped_hour_the_two_real_times_are_offered(edith, berlin):
    story = make_live()
    response = send(edith, story, "end", on=f"{SPRING}", at="02:30")
    assert "there is no 02:30" in errors(response)
    words = [
        " ".join(label.text_content().split()) for label in page(response).xpath("//fieldset[@id='id_offset']//label")
    ]
    assert words == [
        "Sun 30 Mar 01:30, before the clocks change (CET, UTC+1)", "Sun 30 Mar 03:30, after the clocks change (CEST, UTC+2)",
    ]  # fmt: skip
    chosen = page(response).xpath("//fieldset[@id='id_offset']//input/@value")[1]
    said(edith, edith.post(url_of(story, "end"), form_on(response, "grave") | {"offset": chosen}))
    assert Article.objects.get().ends_at == utc(2031, 3, 30, 1, 30)


def test_an_answer_counts_for_the_time_it_was_given_for_alone(berlin):
    first = moments.offered(AUTUMN, time(2, 30))[0][0]
    assert moments.chosen_moment(AUTUMN, time(2, 30), first) == utc(2031, 10, 26, 0, 30)
    with pytest.raises(moments.WhichTime):
        moments.chosen_moment(AUTUMN, time(2, 45), first)
    assert moments.chosen_moment(AUTUMN, time(9), first) == utc(2031, 10, 26, 8)


def test_a_past_day_alone_begins_a_story_and_no_other_day_does(berlin):
    assert moments.chosen_start(date(2018, 2, 14), None) == date(2018, 2, 14)
    assert moments.chosen_start(date(2018, 2, 14), time(9)) == utc(2018, 2, 14, 8)
    for day in (ahead(days=2).date(), None):
        with pytest.raises(moments.ValidationError, match="Choose a"):
            moments.chosen_start(day, None)
    with pytest.raises(moments.ValidationError, match="four digits"):
        moments.chosen_start(date(26, 5, 1), None)


def test_a_plain_hour_asks_nothing(berlin):
    assert moments.offered(AUTUMN, time(9)) == moments.offered(None, None) == moments.offered(date.max, time(9)) == []


# Legal hold


def test_a_legal_hold_stops_everything_until_an_administrator_lifts_it(client, editor, administrator):
    story = make_article()
    coming = story.publish(by=None, at=ahead(hours=1))
    client.force_login(editor)
    first = words_on(client.get(url_of(story, "hold")))
    assert "Who may lift it? Administrators may." in first and shown(coming.live_from) in first
    assert "Withdrawn too" in said(client, send(client, story, "hold", reason="Our lawyer reads it."))
    assert not story.editions.exists()
    assert "already: Our lawyer reads it." in words_on(client.get(url_of(story, "hold")))
    assert client.post(url_of(story, "lift_hold")).status_code == 403
    client.force_login(administrator)
    assert "Our lawyer reads it." in words_on(client.get(url_of(story, "lift_hold")))
    assert "lifted" in said(client, send(client, story, "lift_hold", note="settled"))
    story.refresh_from_db()
    assert not story.held and story.moves.first().note == "settled"


def test_a_legal_hold_needs_a_reason(edith):
    story = make_article()
    assert "Reason: Write the reason" in errors(send(edith, story, "hold", reason=""))
    story.refresh_from_db()
    assert not story.held


# The end


def test_an_end_takes_the_story_from_readers_at_its_moment(edith, reader, clock):
    story = listed_story(at=ago(days=1))
    ends = ahead(hours=5).replace(second=0, microsecond=0)
    assert shown(ends) in said(edith, send(edith, story, "end", note="a sale", **day_and_time(ends)))
    edition = story.editions.get()
    assert edition.live_until == ends and reader.get(edition.url).status_code == 200
    assert shown(ends) in words_on(edith.get(url_of(story, "end")))
    clock.set(ends)
    assert reader.get(edition.url).status_code == 410 and not in_lists(reader, story, "Gulls counted")
    assert "The story ended" in words_on(edith.get(url_of(story, "end")))


def test_an_end_is_moved_and_taken_away(edith):
    story = make_live()
    story.set_end(by=None, at=ahead(hours=1))
    later = ahead(hours=7).replace(second=0, microsecond=0)
    send(edith, story, "end", **day_and_time(later))
    assert story.editions.get().live_until == later
    assert "no end any more" in said(edith, send(edith, story, "end", how="none"))
    assert story.editions.get().live_until == END


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"how": "none"}, "This story has no end."),
        ({"on": "2019-05-01", "at": "09:00"}, "This moment has passed."),
        ({}, "Day: Choose a day."),
    ],
)
def test_an_end_that_cannot_be_is_refused(edith, typed, reason):
    story = make_live()
    assert reason in errors(send(edith, story, "end", **typed))
    assert Article.objects.get().ends_at is None


# Take down


def story_with_the_name(user):
    """Its words hold the name in every place there is."""
    story = make_live(
        headline=f"{NAME} counts gulls", deck=f"What {NAME} saw", section=make_section(), topics=[make_topic()],
        body=f"<p>On Monday <em>Ann</em> Leerdam counted gulls, {NAME}’s friends say.</p><p>There were eleven.</p>",
        authors=[make_author(name="Bo Ek", bio="<p>Bo Ek counts with Ann Leerdam.</p>")],
    )  # fmt: skip
    save(story, by=user, kicker=NAME)
    story.publish(by=user, note=f"{NAME} rang")
    story.publish(by=user, at=ahead(hours=1))
    typed = {"headline": [f"{NAME} again"], "body": [f"<p>{NAME}</p>"], "bylines-TOTAL_FORMS": ["3"]}
    Recovery.objects.keep(user=user, article=story.pk, tab="t1", base=2, typed=typed, headline=NAME)
    return story


ORDER = {"reason": "A court said so.", "reference": "12 O 345/26"}


def look(client, story, **typed):
    return send(client, story, "take_down", do="look", **ORDER, **typed)


def confirm(client, story, response, **typed):
    return client.post(url_of(story, "take_down"), form_on(response, "grave") | {"do": "take_down"} | typed)


def test_a_story_is_looked_at_confirmed_and_gone_with_its_line(ada, reader, administrator):
    story = story_with_the_name(administrator)
    addresses = [edition.url for edition in story.editions.all()]
    before = everything()
    checked = look(ada, story, what="whole", public_line="Removed by order of a court.", status="451")
    words = words_on(checked)
    assert everything() == before, "looking takes nothing down"
    told = (
        "Removed by order of a court.",
        "451",
        "Nothing of this story can be published again",
        "bios are not touched",
    )
    assert all(part in words for part in (*told, "A court said so.", "12 O 345/26", story.editions.live().get().path))
    assert said(ada, confirm(ada, story, checked, confirmed="on")) == "Taken down, and sealed."
    for address in addresses:
        response = reader.get(address)
        assert response.status_code == 451 and "Removed by order of a court." in response.content.decode()
    assert not in_lists(reader, story, "gulls")
    sealed = Sealed.objects.get()
    assert (sealed.reason, sealed.reference, sealed.by_name) == ("A court said so.", "12 O 345/26", "ada")


def test_without_a_line_and_a_status_the_address_answers_410(ada, reader):
    story = make_live()
    address = story.editions.get().url
    confirm(ada, story, look(ada, story, what="whole"), confirmed="on")
    assert reader.get(address).status_code == 410


def test_a_passage_is_counted_where_it_stands_and_then_taken_out(ada, reader, administrator):
    story = story_with_the_name(administrator)
    old, before, found = story.editions.live().get().path, everything(), find(story, NAME)
    checked = look(ada, story, what="passage", passage=NAME)
    words = words_on(checked)
    assert everything() == before and f"Where they stand: {found.times} times" in words
    assert "Addresses with these words" in words and old in words
    assert (
        said(ada, confirm(ada, story, checked, confirmed="on")) == "Taken out everywhere. What was removed is sealed."
    )
    assert int(story.moves.get(verb="take_down").facts["places"]) == found.times, "the count is the verb's"
    answer = reader.get(old)
    assert answer.status_code == 301 and "leerdam" not in answer["Location"]
    public = reader.get(answer["Location"]).content.decode()
    assert "There were eleven." in public and "counted gulls, […]’s friends say" in public
    assert "Bo Ek counts with Ann Leerdam." in public, "the bio is another matter"
    story.refresh_from_db()
    assert not find(story, NAME).times


def test_the_count_names_each_place(administrator):
    story = story_with_the_name(administrator)
    assert [place.where for place in find(story, NAME).places] == [
        "what readers have now", "an earlier edition", "a scheduled edition", "the working copy", "2 versions in the history",
        "an unsaved copy", "the record of what was done",
    ]  # fmt: skip
    assert find(story, "eleven").addresses == []


def test_the_count_costs_the_same_for_many_editions(administrator):
    def cost(story):
        with CaptureQueriesContext(connection) as queries:
            find(story, NAME)
        return len(queries)

    few, many = make_live(), make_live()
    for _ in range(12):
        save(many, kicker=NAME)
        many.publish(by=None)
    assert cost(few) == cost(many)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"what": "passage", "passage": "Nobody Atall"}, "stand nowhere in the story"),
        ({"what": "passage", "passage": "xy"}, "too short"),
        ({"what": "passage", "passage": " "}, "Write the words that are to go."),
        ({"what": "passage", "passage": NAME, "reason": f"The lawyer of {NAME} wrote."}, "without them"),
        ({"what": "whole", "reason": ""}, "Reason: Write the reason"),
        ({"what": "everything"}, "What is to go"),
        ({"what": "whole", "status": "200"}, "Choose 410 or 451."),
    ],
)
def test_an_order_that_cannot_be_followed_is_refused_with_all_that_was_typed(ada, administrator, typed, reason):
    story = story_with_the_name(administrator)
    before = everything()
    for do in ("look", "take_down"):
        response = send(ada, story, "take_down", do=do, confirmed="on", **ORDER | {"public_line": "Gone."} | typed)
        assert reason in errors(response), do
        assert form_on(response, "grave")["public_line"] == ["Gone."]
        assert everything() == before


def test_nothing_is_taken_down_without_a_tick(ada):
    story = make_live()
    before = everything()
    response = confirm(ada, story, look(ada, story, what="whole"))
    assert "Tick this first" in errors(response) and everything() == before
    assert form_on(response, "grave")["reason"] == ["A court said so."]


def test_one_goes_back_to_the_order_with_everything_kept(ada):
    story = make_live()
    checked = look(ada, story, what="whole", public_line="Removed.", status="451")
    back = ada.post(url_of(story, "take_down"), form_on(checked, "grave") | {"do": "change"})
    kept = form_on(back, "grave")
    assert (kept["what"], kept["public_line"], kept["status"]) == (["whole"], ["Removed."], ["451"])
    assert kept["reason"][0].strip() == "A court said so." and not errors(back)


def test_what_was_taken_down_meanwhile_is_not_taken_down_twice(ada):
    story = make_live()
    checked = look(ada, story, what="whole")
    story.take_down(Order("Why"), by=None)
    assert "already" in errors(confirm(ada, story, checked, confirmed="on"))
    assert Sealed.objects.count() == 1


# Where there is nothing to do


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unpublish", "nothing is scheduled"),
        ("retract", "Only what readers have can be retracted"),
        ("lift_embargo", "under no embargo"),
        ("lift_hold", "under no legal hold"),
    ],
)
def test_a_page_that_can_do_nothing_says_so_and_its_verb_refuses(ada, name, words):
    story = make_article()
    response = ada.get(url_of(story, name))
    assert words in words_on(response) and not page(response).xpath("//form[@id='grave']")
    assert "Nothing was changed" in errors(ada.post(url_of(story, name), {"notice": NOTICE}))
    assert not Move.objects.exists()


@pytest.mark.parametrize("name", sorted(set(grave.RIGHTS) - {"retract_preview"}))
def test_a_story_that_was_taken_down_offers_no_move(ada, name):
    story = make_live()
    story.take_down(Order("Why"), by=None)
    assert "This story was taken down" in words_on(ada.get(url_of(story, name)))


@pytest.mark.parametrize("name", sorted(grave.RIGHTS))
def test_there_is_no_page_for_a_story_that_is_not_there(ada, name):
    assert ada.get(reverse(f"admin:articles_article_{name}", args=[987654])).status_code == 404


# Every page


@pytest.mark.parametrize("name", sorted(set(grave.RIGHTS) - {"retract_preview"}))
def test_every_page_has_one_heading_no_style_and_links_its_reasons_to_fields(ada, administrator, name):
    story = story_with_the_name(administrator)
    if name.startswith("lift"):
        story.embargo(by=None, reason=REASON), story.hold(by=None, reason=REASON)
    wrong = ada.post(url_of(story, name), {"note": "x" * 301, "on": "x", "how": "until", "what": "passage"})
    assert errors(wrong)
    for tree in (page(ada.get(url_of(story, name))), page(wrong)):
        assert len(tree.xpath("//h1")) == 1 and not tree.xpath("//@style")
        assert len(tree.xpath("//form[@id='grave']//button[not(@formtarget) and not(@value='change')]")) == 1
        for link in tree.xpath("//*[contains(@class, 'errors')]//a/@href"):
            assert tree.get_element_by_id(link[1:]) is not None


# The seal


def seal_url(sealed):
    return reverse("admin:articles_sealed_change", args=[sealed.pk])


def test_a_seal_is_read_and_each_look_is_logged(ada, administrator):
    story = story_with_the_name(administrator)
    sealed = story.take_down(Order("A court said so.", reference="12 O 345/26"), by=administrator)
    listed = words_on(ada.get(reverse("admin:articles_sealed_changelist")))
    assert f"{NAME} counts gulls" in listed and "the whole story" in listed and "410" in listed
    assert not Move.objects.filter(verb="unseal").exists(), "the list is no look"
    for looks in (1, 2):
        words = words_on(ada.get(seal_url(sealed)))
        assert Move.objects.filter(verb="unseal", article=story, by=administrator).count() == looks
    assert Move.objects.filter(verb="unseal").first().facts == {"seal": str(sealed.pk)}
    for kept in (
        "There were eleven.",
        f"{NAME} again",
        "12 O 345/26",
        "Version 1",
        "ada published it",
        f"{NAME} rang",
        "Bo Ek (author)",
    ):
        assert kept in words, kept
    assert "TOTAL_FORMS" not in words


def test_a_seal_of_a_passage_says_which(ada, administrator):
    sealed = story_with_the_name(administrator).take_down(Order("Why"), by=administrator, passage=NAME)
    words = words_on(ada.get(seal_url(sealed)))
    assert "A passage, by ada" in words and f"The words{NAME}" in words.replace("The words ", "The words")


def test_a_seal_prints_nothing_that_runs(ada):
    story = make_live(body="<p>Here.</p>")
    sealed = story.take_down(Order("Why"), by=None)
    contents = json.loads(json.dumps(sealed.contents).replace("Here.", "Here.<script>alert(1)</script>"))
    Sealed.objects.update(contents=contents)
    assert "alert(1)" not in ada.get(seal_url(sealed)).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_seals_open_to_administrators_alone_and_change_for_nobody(client, request, role):
    client.force_login(request.getfixturevalue(CAST[role]))
    sealed = make_live().take_down(Order("Why"), by=None)
    may = role in MAY["articles.view_sealed"]
    pages = [reverse("admin:articles_sealed_changelist"), seal_url(sealed)]
    assert [client.get(address).status_code for address in pages] == [200 if may else 403] * 2
    assert client.post(seal_url(sealed), {"reason": "Other"}).status_code == 403
    assert client.get(reverse("admin:articles_sealed_add")).status_code == 403
    assert client.post(reverse("admin:articles_sealed_delete", args=[sealed.pk]), {"post": "yes"}).status_code == 403
    assert Move.objects.filter(verb="unseal").exists() == may and Sealed.objects.get().reason == "Why"


def test_a_seal_that_is_not_there_is_not_found(ada):
    for pk in ("987654", "x"):
        assert ada.get(reverse("admin:articles_sealed_change", args=[pk])).status_code == 404


def test_a_storys_menu_leads_to_its_own_seals(ada, administrator):
    mine, other = make_live(headline="Mine"), make_live(headline="Other")
    for story in (mine, other):
        story.take_down(Order("Why"), by=None)
    link = grave.links(Article.objects.with_state().get(pk=mine.pk), administrator)[-1]
    words = words_on(ada.get(link.url))
    assert "Mine" in words and "Other" not in words
