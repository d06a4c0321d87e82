"""The pages on which fronts are arranged, as a browser without script uses them."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import paper
from articles.arrangement import Arrangement, Band, Item, Rule
from articles.desk.fronts_form import packed
from articles.models import BreakingLine, FrontChange
from articles.models.front import Front
from articles.models.kinds import Kind
from pagecache import memory
from paper.models import Paper
from tests.desk import errors, page
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"admin:articles_front_{name}", args=args)


HOME = "/admin/articles/front/0/change/"


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


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


def fields(response):
    """Every field of the bench as it was served."""
    form = page(response).get_element_by_id("bench")
    return {name: value for name, value in form.form_values() if name != "do"}


def press(client, response, do, **typed):
    memory.forget()
    return client.post(HOME, fields(response) | typed | {"do": do})


def text(node):
    return " ".join(node.text_content().split())


def rows(response, place="top"):
    """Name, headline and why of each spot of a place."""
    found = page(response).xpath(f"//ol[@data-place='{place}']/li[contains(@class, 'spot')]")
    parts = ("spot-name", "spot-headline", "why")
    return [tuple(text(row.find_class(part)[0]) for part in parts) for row in found]


def heads(response, place="top"):
    return [headline for _, headline, _ in rows(response, place)]


def on_bench(response):
    return Arrangement.parse(json.loads(fields(response)["arrangement"]))


def unsaved(response):
    found = page(response).xpath("//section[@data-unsaved]//p")
    return text(found[0]) if found else ""


def said(response):
    return text(page(response).xpath("//*[@data-told]")[0])


# The overview


def test_the_overview_shows_what_stands_by_hand_what_comes_and_the_breaking_line(edith, stories, home, editor, world):
    home.place(stories[3], "top", by=editor, until=ahead(days=2))
    Front.objects.of(world).place(stories[4], "top", by=editor, at=ahead(days=1))
    BreakingLine.objects.announce("The sea wall has broken", by=editor, until=ahead(hours=1))
    memory.forget()
    shown = text(page(edith.get(url("changelist"))).get_element_by_id("content"))
    assert "Lead: “Story 4” until" in shown
    assert "edith: Lead: “Story 5”" in shown
    assert "The sea wall has broken" in shown
    links = page(edith.get(url("changelist"))).xpath("//ul[@class='all-fronts']//h2/a/@href")
    assert links == [HOME, url("change", world.pk)]


def test_the_overview_costs_the_same_for_forty_sections(edith, stories, editor, django_assert_max_num_queries):
    for n in range(40):
        Front.objects.of(make_section(name=f"Section {n}")).place(stories[n % 9], "top", by=editor)
    memory.forget()
    with django_assert_max_num_queries(20):
        assert edith.get(url("changelist")).status_code == 200


# The bench


def test_the_bench_shows_the_front_as_readers_have_it(edith, stories, home, editor):
    home.place(stories[7], "top", by=editor)
    assert rows(edith.get(HOME)) == [
        ("Lead", "Story 8", "By hand"),
        ("Second 1", "Story 1", "By itself"),
        ("Second 2", "Story 2", "By itself"),
        ("Second 3", "Story 3", "By itself"),
    ]


def test_what_readers_do_not_have_is_said_in_words(edith, stories, home, editor, world):
    draft = make_article(headline="Draft", section=world)
    later = make_article(headline="Later", section=world)
    later.publish(by=editor, at=ahead(days=1))
    stories[0].retract(by=editor, notice="It was not so.")
    stories[1].unpublish(by=editor)
    placed = [draft, later, stories[0], stories[1]]
    home.arrange(Arrangement(top=tuple(Item(story=s.pk) for s in placed), opinion=(Item(story=999_999),)), by=editor)
    served = edith.get(HOME)
    whys = [why for name, _, why in rows(served) if name == "Not shown"]
    assert whys[0].startswith("A draft: it stands here from when it is published")
    assert whys[1].startswith("Scheduled: it stands here from")
    assert whys[2].startswith("Retracted")
    assert whys[3].startswith("Unpublished")
    assert "deleted" in rows(served, "opinion")[0][2]


def test_nothing_is_shown_to_readers_until_it_is_put_on_the_front(edith, stories, home):
    moved = press(edith, edith.get(HOME), f"up:top:2:{stories[2].pk}")
    assert heads(moved)[:3] == ["Story 1", "Story 3", "Story 2"]
    assert said(moved) == "Story 3: second 1, 2 of 4"
    assert "Second 1: “Story 3”" in unsaved(moved)
    assert not FrontChange.objects.exists()
    put = press(edith, moved, "publish")
    assert put.status_code == 302
    assert home.arrangement() == Arrangement.parse({"top": [{"newest": None}, {"story": stories[2].pk}]})
    assert "On the front now. Second 1: “Story 3”" in text(page(edith.get(HOME)).find_class("messages")[0])


def test_moving_up_and_down_ends_where_it_began(edith, stories):
    served = edith.get(HOME)
    down = press(edith, served, f"down:top:0:{stories[0].pk}")
    assert heads(down)[:2] == ["Story 2", "Story 1"]
    up = press(edith, down, "up:top:1:0")
    assert heads(up) == heads(served)


def test_the_focus_stays_with_what_was_moved_without_script(edith, stories):
    moved = press(edith, edith.get(HOME), f"up:top:2:{stories[2].pk}")
    assert page(moved).xpath("//button[@autofocus]/@value") == ["up:top:1:0"]


def test_a_story_is_put_where_it_is_wanted_and_taken_out(edith, stories):
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:1")
    assert heads(put)[:2] == ["Story 1", "Story 9"]
    out = press(edith, put, "out:top:1:0")
    assert heads(out)[:2] == ["Story 1", "Story 2"]
    assert unsaved(out) == ""


def test_a_rule_is_put_and_named(edith, stories):
    harbour = make_topic()
    make_live(headline="Quay", topics=[harbour], at=ago(days=3))
    put = press(edith, edith.get(HOME), f"put:topic:{harbour.pk}", where="top:0")
    assert rows(put)[0] == ("Lead", "Quay", "By rule: the newest on Harbours")


@pytest.mark.parametrize(
    ("how", "expected"), [("", None), ("today", "midnight"), ("moment", "given")], ids=["open", "today", "moment"]
)
def test_until_when_is_chosen(edith, stories, how, expected):
    local = timezone.localtime(ahead(days=2), paper.zone()).replace(second=0, microsecond=0)
    typed = {"until-how": how, "until-on": f"{local:%Y-%m-%d}", "until-at": f"{local:%H:%M}"}
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:0", **typed)
    until = on_bench(put).top[0].until
    if expected == "given":
        assert until == local
    elif expected == "midnight":
        assert timezone.now() < until <= timezone.now() + timedelta(days=1, hours=1)
    else:
        assert until is None


def test_until_when_is_changed_in_the_row(edith, stories, home, editor):
    home.place(stories[5], "top", by=editor)
    changed = press(edith, edith.get(HOME), "until:top:0:0", **{"until-top-0-how": "today"})
    assert on_bench(changed).top[0].until is not None
    assert "until" in rows(changed)[0][2]


def test_an_end_that_has_passed_is_refused_and_nothing_typed_is_lost(edith, stories):
    typed = {"until-how": "moment", "until-on": "2020-01-01", "until-at": "09:00", "q": "story"}
    first = press(edith, edith.get(HOME), f"hold:top:3:{stories[3].pk}")
    refused = press(edith, first, f"put:story:{stories[8].pk}", where="top:2", **typed)
    assert "Choose a later moment" in errors(refused)
    assert on_bench(refused) == on_bench(first)
    kept = fields(refused)
    assert (kept["where"], kept["q"], kept["until-on"], kept["until-at"]) == ("top:2", "story", "2020-01-01", "09:00")


def test_to_another_place_by_its_field(edith, stories):
    held = press(edith, edith.get(HOME), f"hold:top:0:{stories[0].pk}")
    moved = press(edith, held, "move:top:0:0", **{"to-top-0": "opinion:0"})
    assert heads(moved, "opinion") == ["Story 1"]
    assert heads(moved)[0] == "Story 2"


def test_bands_become_the_fronts_own_when_one_is_moved(edith, stories, world):
    sport = make_section(name="Sport", order=5)
    for n in range(12):
        make_live(headline=f"Game {n}", section=sport, at=ago(days=n + 1))
        make_live(headline=f"Report {n}", section=world, at=ago(days=n + 1))
    memory.forget()
    served = edith.get(HOME)
    assert on_bench(served).bands is None
    moved = press(edith, served, "band-up:1")
    assert [band.of.pk for band in on_bench(moved).bands] == [sport.pk, world.pk]
    titled = press(edith, moved, "find", **{"title-0": "On the pitch"})
    assert on_bench(titled).bands[0].title == "On the pitch"
    assert "calls the band Sport “On the pitch”" in unsaved(press(edith, titled, "find")) or "On the pitch" in unsaved(
        titled
    )
    gone = press(edith, titled, "band-out:1")
    assert len(on_bench(gone).bands) == 1
    back = press(edith, gone, "bands-as-sections")
    assert on_bench(back).bands is None and unsaved(back) == ""


def test_a_band_of_a_topic_an_author_or_a_series_is_added(edith, stories):
    ann = make_author()
    make_live(headline="By Ann", authors=[ann], at=ago(days=3))
    added = press(edith, edith.get(HOME), f"band:author:{ann.pk}")
    assert on_bench(added).bands[-1] == Band(Rule("author", ann.pk))
    twice = press(edith, added, f"band:author:{ann.pk}")
    assert "on the front already" in errors(twice)
    nonsense = press(edith, added, "band:story:1")
    assert "not known here" in errors(nonsense)


def test_forty_sections_are_shown_and_twenty_bands_can_be_the_fronts_own(edith):
    for n in range(40):
        make_live(headline=f"Story {n}", section=make_section(name=f"Section {n}", order=n), at=ago(days=n + 20))
    for n in range(14):
        make_live(headline=f"Newer {n}", at=ago(hours=n + 1))
    memory.forget()
    served = edith.get(HOME)
    assert len(page(served).find_class("band-stack")) == 40
    assert "twenty" not in errors(served)
    moved = press(edith, served, "band-down:0")
    assert len(on_bench(moved).bands) == 20


# Finding


def test_the_newest_stand_there_without_typing_and_two_letters_find(edith, stories, editor, world):
    make_article(headline="Draft of a story", section=world)
    later = make_article(headline="Árvíz", section=world)
    later.publish(by=editor, at=ahead(days=1))
    served = edith.get(HOME)
    found = [text(one) for one in page(served).find_class("found-headline")]
    assert found[:2] == ["Árvíz", "Story 1"]
    typed = press(edith, served, "find", q="árvíz")
    assert [text(one) for one in page(typed).find_class("found-headline")] == ["Árvíz"]
    partly = edith.get(url("find", 0), {"q": "story 7"}).json()["html"]
    assert "Story 7" in partly and "Story 6" not in partly
    assert "Draft" not in edith.get(url("find", 0), {"q": "draft"}).json()["html"]


def test_a_story_is_found_by_its_address(edith, stories):
    address = f"https://paper.example{stories[6].editions.get().path}"
    assert "Story 7" in edith.get(url("find", 0), {"q": address}).json()["html"]


@pytest.mark.parametrize("typed", ["\0", "%", "_" * 3, "x" * 5000, "' OR 1=1", "\ud83d\ude00", "(" * 50])
def test_nothing_typed_breaks_the_search(edith, stories, typed):
    assert edith.get(url("find", 0), {"q": typed.encode("utf-8", "ignore").decode()}).status_code == 200


def test_what_rules_can_be_of_is_found_by_name(edith):
    make_section(name="Harbour news")
    make_topic(name="Harbour dues")
    make_author(name="Ann Harbour")
    memory.forget()
    html = edith.get(url("find", 0), {"q": "harbour"}).json()["html"]
    assert all(name in html for name in ("Harbour news", "Harbour dues", "Ann Harbour"))


# At another minute, and by the clock


def minute(moment, prefix):
    local = timezone.localtime(moment, paper.zone())
    return {f"{prefix}-on": f"{local:%Y-%m-%d}", f"{prefix}-at": f"{local:%H:%M}"}


def test_a_change_is_scheduled_listed_and_withdrawn(edith, stories, home):
    at = ahead(days=1).replace(second=0, microsecond=0)
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:0")
    done = press(edith, put, "schedule", note="For the morning", **minute(at, "go"))
    assert done.status_code == 302
    change = FrontChange.objects.get()
    assert (change.at, change.note) == (at, "For the morning")
    served = edith.get(HOME)
    assert heads(served)[0] == "Story 1"
    coming = text(page(served).find_class("coming")[0])
    assert "Lead: “Story 9”" in coming and "edith" in coming and "For the morning" in coming
    assert "takes the place of this one" in text(page(served).get_element_by_id("bench"))
    then = edith.get(HOME, {"at": at.isoformat()})
    assert heads(then)[0] == "Story 9"
    arranged = press(edith, served, f"hold:top:2:{stories[2].pk}")
    withdrawn = press(edith, arranged, f"withdraw:{change.pk}")
    assert on_bench(withdrawn) == on_bench(arranged), "what is on the bench stays there"
    change.refresh_from_db()
    assert change.withdrawn_by_name == "edith"


def test_without_a_moment_nothing_is_scheduled_and_nothing_is_lost(edith, stories):
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:0")
    for typed in ({}, {"go-on": "2020-01-01", "go-at": "09:00"}, {"go-on": "2030-01-01"}, {"go-on": "x", "go-at": "y"}):
        refused = press(edith, put, "schedule", **typed)
        assert errors(refused)
        assert on_bench(refused) == on_bench(put)
    assert not FrontChange.objects.exists()


def test_an_hour_that_comes_twice_is_asked_about(edith):
    Paper.objects.update_or_create(pk=1, defaults={"time_zone": "Europe/Berlin"})
    memory.forget()
    story = make_live(headline="Story 9")
    put = press(edith, edith.get(HOME), f"put:story:{story.pk}", where="top:0")
    asked = press(edith, put, "schedule", **{"go-on": "2030-10-27", "go-at": "02:30"})
    values = page(asked).xpath("//input[@name='go-offset']/@value")
    assert len(values) == 2
    done = press(edith, asked, "schedule", **{"go-offset": values[1], "go-on": "2030-10-27", "go-at": "02:30"})
    assert done.status_code == 302
    assert FrontChange.objects.get().at.isoformat() == "2030-10-27T01:30:00+00:00"


def test_at_another_minute_the_bench_shows_what_readers_have_then(edith, stories, home, editor):
    at = ahead(days=1).replace(second=0, microsecond=0)
    home.place(stories[6], "top", by=editor, at=at)
    looked = press(edith, edith.get(HOME), "look", **minute(at, "look"))
    assert looked.status_code == 302
    assert heads(edith.get(looked.url))[0] == "Story 7"
    arranged = press(edith, edith.get(HOME), f"hold:top:0:{stories[0].pk}")
    kept = press(edith, arranged, "look", **minute(at, "look"))
    assert kept.status_code == 200 and on_bench(kept) == on_bench(arranged)


def test_somebody_elses_change_meanwhile_is_shown_and_one_chooses(edith, stories, home, administrator):
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:0")
    theirs = home.place(stories[7], "top", by=administrator)
    refused = press(edith, put, "publish")
    assert "Somebody changed this front" in errors(refused)
    told = text(page(refused).find_class("meanwhile")[0])
    assert "ada" in told and "Lead: “Story 8”" in told
    assert on_bench(refused) == on_bench(put)
    assert FrontChange.objects.count() == 1
    done = press(edith, refused, f"publish:{theirs.pk}")
    assert done.status_code == 302
    assert home.arrangement().top == (Item(story=stories[8].pk),)


def test_mine_is_not_put_over_what_i_have_not_seen(edith, stories, home, administrator):
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:0")
    seen = home.place(stories[7], "top", by=administrator)
    home.place(stories[6], "top", by=administrator)
    assert press(edith, put, f"publish:{seen.pk}").status_code == 200
    assert FrontChange.objects.count() == 2


def test_an_earlier_arrangement_is_put_back_as_a_new_change(edith, stories, home, editor):
    first = home.place(stories[5], "top", by=editor)
    home.arrange(Arrangement(), by=editor)
    record = edith.get(url("record", 0))
    assert f"{HOME}?from={first.pk}" in page(record).xpath("//a/@href")
    again = edith.get(HOME, {"from": first.pk})
    assert heads(again)[0] == "Story 6"
    assert press(edith, again, "publish").status_code == 302
    assert FrontChange.objects.count() == 3


def test_the_record_says_who_changed_what(edith, stories, home, editor, administrator):
    home.place(stories[5], "top", by=editor, note="It is big")
    home.place(stories[6], "top", by=administrator)
    late = home.place(stories[7], "top", by=administrator, at=ahead(hours=1))
    home.withdraw(late, by=editor)
    lines = [text(one) for one in page(edith.get(url("record", 0))).find_class("done-fronts")[0]]
    assert "Lead: “Story 8”; moves down “Story 7” and “Story 6”" in lines[0] and "Withdrawn by edith" in lines[0]
    assert "ada" in lines[1] and "Lead: “Story 7”; moves down “Story 6”" in lines[1]
    assert "edith: It is big" in lines[2] and "Lead: “Story 6”" in lines[2]


def test_the_record_of_a_busy_front_has_pages(edith, stories, home, editor):
    for n in range(45):
        home.place(stories[n % 9], "top", by=editor)
    first = edith.get(url("record", 0))
    assert len(page(first).find_class("done-fronts")[0]) == 30
    assert len(page(edith.get(url("record", 0), {"page": 2})).find_class("done-fronts")[0]) == 15
    for nonsense in ("0", "-1", "x", "99", "9" * 30):
        assert edith.get(url("record", 0), {"page": nonsense}).status_code == 200


# Preview


def frame(response):
    return page(response).xpath("//iframe/@srcdoc")[0]


def test_the_preview_is_the_readers_page_at_its_minute(edith, stories, home, editor, world):
    at = ahead(days=1)
    home.place(stories[8], "top", by=editor, at=at)
    BreakingLine.objects.announce("Soon", by=editor, at=ahead(hours=1), until=ahead(days=2))
    Front.objects.of(world).place(stories[6], "top", by=editor)
    memory.forget()
    now, then = edith.get(url("preview", 0)), edith.get(url("preview", 0), {"at": at.isoformat()})
    assert frame(now).index("Story 1") < frame(now).index("Story 2")
    assert frame(then).index("Story 9<") < frame(then).index("Story 1<")
    assert "Soon" not in frame(now) and "Soon" in frame(then)
    assert "Preview:" in frame(now) and 'target="_blank"' in frame(now)
    links = text(page(now).find_class("quick")[0])
    assert "what edith scheduled" in links and "breaking line ends" in links
    section = frame(edith.get(url("preview", world.pk)))
    assert section.index("Story 7<") < section.index("Story 1<")


def test_what_is_on_the_bench_is_previewed(edith, stories, home, editor):
    home.place(stories[8], "top", 1, by=editor, at=ahead(days=1))
    put = press(edith, edith.get(HOME), f"put:story:{stories[5].pk}", where="top:0")
    shown = edith.post(url("preview", 0), fields(put) | {"do": "now"})
    assert frame(shown).index("Story 6<") < frame(shown).index("Story 1<")
    later = edith.post(url("preview", 0), fields(put) | {"do": f"at:{ahead(days=2).isoformat()}"})
    found = frame(later)
    assert found.index("Story 6<") < found.index("Story 9<") < found.index("Story 1<")


@pytest.mark.parametrize("at", ["", "x", "2026-05-01", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"])
def test_no_minute_in_an_address_breaks_a_page(edith, stories, at):
    for name in ("change", "preview"):
        assert edith.get(url(name, 0), {"at": at}).status_code == 200
    assert edith.get(url("preview", 0), {"look-on": at, "look-at": at}).status_code == 200


# Who may, and what is sent


PAGES = [("changelist",), ("breaking",), ("change", 0), ("find", 0), ("preview", 0), ("record", 0)]


@pytest.mark.parametrize("name", PAGES, ids=lambda p: p[0])
@pytest.mark.parametrize("who", ["reporter", "bio_manager"])
def test_only_who_may_change_fronts_opens_their_pages(client, request, who, name):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(*name)).status_code == 403
    assert client.post(url(*name), {"do": "publish", "arrangement": "{}"}).status_code == 403
    assert not FrontChange.objects.exists()


@pytest.mark.parametrize("name", PAGES, ids=lambda p: p[0])
def test_strangers_are_asked_to_sign_in(client, name):
    response = client.get(url(*name))
    assert response.status_code == 302 and "/login/" in response.url


def test_who_was_signed_out_finds_what_was_arranged_after_signing_in(edith, editor, stories):
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:0")
    edith.logout()
    sent = press(edith, put, "publish")
    assert "/login/" in sent.url and not FrontChange.objects.exists()
    back = parse_qs(urlsplit(sent.url).query)["next"][0]
    edith.force_login(editor)
    again = edith.get(back)
    assert on_bench(again) == on_bench(put)
    assert "Lead: “Story 9”" in unsaved(again)


def test_a_form_from_elsewhere_does_nothing(editor, stories):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(HOME, {"arrangement": "{}", "do": "publish"}).status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{",
        "null",
        "[]",
        "1" * 6000,
        "[" * 50_000,
        '{"top": [{"story": "x"}]}',
        '{"top": [{"story": 1}, {"story": 1}]}',
        '{"bands": [{"of": {"kind": "section", "pk": 1}, "title": "\\ud800"}]}',
        '{"bands": [{"of": {"kind": "section", "pk": 1}, "title": "\\u0000"}]}',
        '{"top": [{"story": 1, "until": "9999-12-31T23:59:59-14:00"}]}',
    ],
)
@pytest.mark.parametrize("do", ["publish", "find"])
def test_a_hostile_arrangement_is_refused(edith, stories, sent, do):
    response = edith.post(HOME, {"arrangement": sent, "do": do, "base": "0"})
    assert response.status_code == 200 and errors(response)
    assert edith.post(url("preview", 0), {"arrangement": sent}).status_code == 302
    kept = packed(QueryDict(f"arrangement={quote(sent)}&minute=x&base=x"))
    assert edith.get(HOME, {"kept": kept}).status_code == edith.get(HOME, {"kept": sent or "x"}).status_code == 200
    assert not FrontChange.objects.exists()


@pytest.mark.parametrize(
    "do",
    [
        "", "x", "up", "up:top", "up:top:0:0", "up:cellar:1:0", "up:top:-1:0", "up:top:1:x", "up:top:1:0", "up:top:999999:0", "down:band-9:0:0",
        "band-up:0", "band-up:x", "band-out:99", "band:section:0", "put:story:0", "put:user:1", "put:story:1:top:9", "put:story:1:band-77:0",
        "put:story:" + "9" * 30, "move:top:0:0", "move:top:0:0:top", "out:top:0:0", "hold:top:0:0", "until:top:0:0", "withdraw:x",
        "withdraw:999", "schedule", "up:band-:0:0", "up:top:1:" + "9" * 30, "::::", "up:top:²:0",
    ],
)  # fmt: skip
def test_no_button_breaks_the_page(edith, do):
    served = edith.get(HOME)
    response = edith.post(HOME, fields(served) | {"do": do})
    assert response.status_code == 200


def test_a_front_of_no_section_is_not_there(edith):
    for name in ("change", "preview", "record", "find"):
        assert edith.get(url(name, 4711)).status_code == 404
    assert edith.get(HOME, {"from": 4711}).status_code == 404


def test_headlines_of_every_kind_are_shown_as_they_are(edith, home, editor, world):
    long = make_live(headline="Long " * 59 + "end", section=world)
    arabic = make_live(headline="المدينة <b>القديمة</b>", section=world, language="ar", direction="rtl")
    home.arrange(Arrangement(top=(Item(story=long.pk), Item(story=arabic.pk))), by=editor)
    served = edith.get(HOME)
    assert heads(served)[1] == "المدينة <b>القديمة</b>"
    assert page(served).xpath("//p[@class='spot-headline' and @dir='rtl' and @lang='ar']")
    assert edith.get(url("record", 0)).status_code == 200
    assert "…”" in text(page(edith.get(url("record", 0))).find_class("done-fronts")[0])


def test_readers_get_what_was_put_on_the_front(edith, stories):
    put = press(edith, edith.get(HOME), f"put:story:{stories[8].pk}", where="top:0")
    press(edith, put, "publish")
    memory.forget()
    body = edith.get("/").content.decode()
    assert body.index("Story 9</a>") < body.index("Story 1</a>")


# The breaking line


def announce(client, **typed):
    return client.post(url("breaking"), {"text": "The sea wall has broken", "start": "now", "until": "30", "article": "", "do": "announce"} | typed)  # fmt: skip


@pytest.mark.parametrize(("until", "span"), [("30", 30), ("60", 60), ("180", 180)])
def test_a_line_is_announced_and_ended(edith, until, span):
    assert announce(edith, until=until).status_code == 302
    line = BreakingLine.objects.get()
    assert abs((line.live_until - line.live_from).total_seconds() - span * 60) < 5
    memory.forget()
    assert "The sea wall has broken" in edith.get("/admin/").content.decode()
    assert edith.post(url("breaking"), {"do": f"end:{line.pk}"}).status_code == 302
    memory.forget()
    assert "No breaking line stands now" in edith.get(url("breaking")).content.decode()
    assert edith.post(url("breaking"), {"do": f"end:{line.pk}"}, follow=True).status_code == 200


def test_a_line_for_later_with_a_story(edith, stories):
    begins, ends = ahead(hours=3), ahead(hours=6)
    typed = {"start": "later", "until": "moment", "article": stories[0].pk}
    assert announce(edith, **typed, **minute(begins, "begins"), **minute(ends, "ends")).status_code == 302
    line = BreakingLine.objects.get()
    assert line.article == stories[0]
    assert line.live_from > timezone.now()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"text": " "}, "no words"),
        ({"text": "x" * 121}, "too long"),
        ({"text": "x" * 9000}, "characters"),
        ({"until": "moment"}, "a day and a time"),
        ({"until": "moment", "ends-on": "2020-01-01", "ends-at": "09:00"}, "later end"),
        ({"start": "later"}, "a day and a time"),
        ({"until": "900"}, "valid choice"),
        ({"article": "999999"}, "not there any more"),
    ],
)
def test_a_wrong_line_is_refused_and_kept(edith, typed, says):
    refused = announce(edith, **typed)
    assert refused.status_code == 200 and says in errors(refused)
    if "text" not in typed:
        assert "The sea wall has broken" in text(page(refused).get_element_by_id("line"))
    assert not BreakingLine.objects.exists()


def test_a_story_for_the_line_is_found_without_script(edith, stories):
    found = edith.post(url("breaking"), {"text": "Words", "q": "Story 7", "until": "60", "do": "find"})
    assert "Story 7" in text(page(found).get_element_by_id("line"))
    assert not errors(found)
    partly = edith.get(url("breaking"), {"q": "Story 6"}, headers={"accept": "application/json"}).json()["html"]
    assert "Story 6" in partly


def test_the_desks_front_tells_editors_of_the_line_and_nobody_else(edith, client, reporter, editor):
    BreakingLine.objects.announce("The sea wall has broken", by=editor, until=ahead(hours=1))
    memory.forget()
    assert "The sea wall has broken" in edith.get("/admin/").content.decode()
    client.force_login(reporter)
    assert "The sea wall has broken" not in client.get("/admin/").content.decode()


def test_opinion_on_home_by_itself_is_shown_as_such(edith, world):
    make_live(headline="A view", section=world, kind=Kind.OPINION)
    assert rows(edith.get(HOME), "opinion") == [("Opinion 1", "A view", "By itself")]


def test_a_band_whose_subject_is_gone_is_shown_as_such_and_taken_out(edith, stories, home, editor):
    gone = make_topic(name="Gone soon")
    home.arrange(Arrangement(bands=(Band(Rule("topic", gone.pk)),)), by=editor)
    gone.delete()
    served = edith.get(HOME)
    assert "This topic is gone: readers do not have the band." in text(page(served).find_class("band-stack")[0])
    assert on_bench(press(edith, served, "band-out:0")).bands == ()


def test_the_bench_costs_the_same_however_much_stands_there(edith, stories, home, editor, world):
    def cost():
        memory.forget()
        with CaptureQueriesContext(connection) as captured:
            assert edith.get(HOME).status_code == 200
        return len(captured)

    home.arrange(Arrangement(top=(Item(story=stories[0].pk),)), by=editor)
    home.place(stories[1], "top", by=editor, at=ahead(hours=1))
    little = cost()
    more = [make_live(headline=f"More {n}", section=world, at=ago(days=n + 1)) for n in range(8)]
    top, opinion = [tuple(Item(story=s.pk) for s in some) for some in (stories[:8], more)]
    home.arrange(Arrangement(top, opinion), by=editor)
    for n in range(5):
        home.place(stories[n], "top", by=editor, at=ahead(hours=n + 2))
    assert cost() == little
    assert little <= 32
