"""A story put on a front from its own page: with its publishing, in one transaction, or afterwards."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

import paper
from articles import placing
from articles.models import Article, Edition, FrontChange, Refused
from articles.models.front import Front
from articles.models.kinds import Kind
from pagecache import memory
from tests.desk import ADD, change_url, errors, form_on, page, press
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section

pytestmark = pytest.mark.django_db

WHERE = "stand-where"


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def world():
    return make_section()


@pytest.fixture
def budget(world):
    return make_live(headline="Budget passes", section=world, at=ago(hours=1))


@pytest.fixture
def draft(world, budget):
    return make_article(
        headline="Council votes", section=world, authors=[make_author()], deck="A close one.", description="x"
    )


def text(node):
    return " ".join(node.text_content().split())


def panel(client, story, do, **typed):
    memory.forget()
    data = form_on(client.get(change_url(story))) | typed | {"do": do}
    return client.post(reverse("admin:articles_article_panel", args=[story.pk]), data)


def choices(response):
    return [text(one) for one in page(response).xpath("//fieldset[contains(@class, 'stand')]/label")]


def lead(at=None):
    memory.forget()
    return placing.home(at or timezone.now())["lead"].headline


def minute(moment):
    local = timezone.localtime(moment, paper.zone())
    return {"on": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}"}


def told(client, story):
    return text(page(client.get(change_url(story))).find_class("messages")[0])


def test_the_panel_offers_the_fronts_and_names_what_moves_down(edith, draft):
    assert choices(panel(edith, draft, "publish")) == [
        "Nowhere in particular",
        "Home: lead, moves down “Budget passes”",
        "Home: second",
        "World: lead, moves down “Budget passes”",
    ]


def test_opinion_is_offered_to_opinion_and_each_section_above(edith, world, budget):
    city = make_section(name="The city", parent=world)
    view = make_article(headline="A view", section=city, kind=Kind.OPINION)
    offered = choices(panel(edith, view, "publish"))
    assert "Home: opinion" in offered
    assert [one.partition(",")[0] for one in offered[-2:]] == ["The city: lead", "World: lead"]


def test_at_a_scheduled_minute_what_stands_there_then_moves_down(edith, draft, budget, editor, world):
    at = ahead(days=1).replace(second=0, microsecond=0)
    other = make_live(headline="Ferry late", section=world, at=ago(days=3))
    Front.objects.of(None).place(other, "top", by=editor, at=at - timedelta(hours=1))
    offered = choices(panel(edith, draft, "schedule", **minute(at)))
    assert "Home: lead, moves down “Ferry late”" in offered
    assert "Home: second, moves down “Budget passes”" in offered


def test_it_is_published_and_put_there_at_once(edith, draft, budget):
    done = press(edith, change_url(draft), "publish", **{WHERE: "0:top:0"})
    assert done.status_code == 302
    assert "Home: lead; “Budget passes” moved down." in told(edith, draft)
    assert lead() == "Council votes"
    assert FrontChange.objects.get().by_name == "edith"


def test_nowhere_in_particular_changes_no_front(edith, draft):
    press(edith, change_url(draft), "publish", **{WHERE: ""})
    assert draft.editions.exists() and not FrontChange.objects.exists()


def test_it_is_scheduled_and_stands_there_from_its_minute(edith, draft):
    at = ahead(days=1).replace(second=0, microsecond=0)
    press(edith, change_url(draft), "schedule", **minute(at), **{WHERE: "0:top:0"})
    assert draft.editions.get().live_from == FrontChange.objects.get().at == at
    assert "moves down" in told(edith, draft)
    assert lead() == "Budget passes"
    assert lead(at) == "Council votes"


def test_changes_to_a_scheduled_edition_take_a_place_at_its_minute(edith, draft, editor):
    at = ahead(days=1).replace(second=0, microsecond=0)
    held = draft.publish(by=editor, at=at)
    press(edith, change_url(draft), f"schedule_changes:{held.pk}", deck="Another one.", **{WHERE: "0:top:0"})
    assert FrontChange.objects.get().at == at


def test_it_stands_there_until_its_end(edith, draft):
    until = ahead(days=2).replace(second=0, microsecond=0)
    local = timezone.localtime(until, paper.zone())
    typed = {"stand-how": "moment", "stand-on": f"{local:%Y-%m-%d}", "stand-at": f"{local:%H:%M}"}
    press(edith, change_url(draft), "publish", **{WHERE: "0:top:0"}, **typed)
    assert lead(until - timedelta(minutes=1)) == "Council votes"
    assert FrontChange.objects.get().placing["item"]["until"] == until.isoformat()
    assert Front.objects.get().arrangement(until).stories(until) == []


@pytest.mark.parametrize("typed", [{}, {"stand-on": "2020-01-01", "stand-at": "09:00"}])
def test_a_wrong_end_publishes_nothing_and_is_asked_for_again(edith, draft, typed):
    response = press(edith, change_url(draft), "publish", **{WHERE: "0:top:0", "stand-how": "moment"}, **typed)
    assert response.status_code == 200
    assert not draft.editions.exists() and not FrontChange.objects.exists()
    shown = page(response).get_element_by_id("panel")
    assert shown.get("open") is not None
    assert shown.xpath(".//input[@name='stand-where' and @checked]/@value") == ["0:top:0"]
    assert text(shown.find_class("stand")[0].find_class("errorlist")[0])


@pytest.mark.parametrize("where", ["4711:top:0", "0:top:7", "0:opinion:0", "x", "0:cellar:0"])
def test_a_place_that_was_not_offered_publishes_nothing(edith, draft, where):
    response = press(edith, change_url(draft), "publish", **{WHERE: where})
    assert response.status_code == 200 and "Choose its place again" in errors(response)
    assert not draft.editions.exists() and not FrontChange.objects.exists()


def test_where_the_front_says_no_nothing_is_published(edith, draft, monkeypatch):
    def refuses(*args, **kwargs):
        raise Refused("The front is closed.")

    monkeypatch.setattr(Front, "place", refuses)
    response = press(edith, change_url(draft), "publish", **{WHERE: "0:top:0"})
    assert "The front is closed." in errors(response)
    assert not Edition.objects.filter(article=draft).exists()


def test_where_publishing_is_refused_the_front_stays(edith, draft, monkeypatch):
    def refuses(*args, **kwargs):
        raise Refused("It is under embargo.")

    monkeypatch.setattr(Article, "publish", refuses)
    press(edith, change_url(draft), "publish", **{WHERE: "0:top:0"})
    assert not FrontChange.objects.exists()


def test_a_new_story_is_published_and_leads(edith, budget, world):
    typed = {"headline": "New", "body": "<p>It is new, and long enough.</p>", "section": str(world.pk)}
    press(edith, ADD, "publish", bylines=[("Ann Lee", "author", "")], **typed, **{WHERE: "0:top:0"})
    assert lead() == "New"


def test_a_reporter_is_offered_no_front_and_places_nothing(client, reporter, world):
    client.force_login(reporter)
    story = make_article(headline="Mine", section=world, created_by=reporter)
    assert "Place on a front" not in client.get(change_url(story)).content.decode()
    assert client.get(reverse("admin:articles_front_place", args=[story.pk])).status_code == 403


# Afterwards, from the story's page


def test_the_storys_page_leads_to_its_place_and_says_where_it_stands(edith, budget, world):
    other = make_live(headline="Ferry late", section=world)
    address = reverse("admin:articles_front_place", args=[budget.pk])
    assert address in edith.get(change_url(budget)).content.decode()
    served = edith.get(address)
    assert "Home: lead, moves down “Ferry late”" in choices(served)
    done = edith.post(address, {WHERE: "0:top:0", "do": "place"}, follow=True)
    memory.forget()
    assert "“Ferry late” moved down" in text(page(done).find_class("messages")[0])
    assert lead() == "Budget passes"
    stands = text(page(edith.get(address)).find_class("stands-on")[0])
    assert stands.startswith("Home: Lead")
    edith.post(address, {"do": "remove:0"})
    assert lead() == other.headline


def test_without_a_choice_nothing_is_placed(edith, budget):
    address = reverse("admin:articles_front_place", args=[budget.pk])
    for typed in ({"do": "place"}, {"do": "remove:0"}, {"do": "remove:x"}, {WHERE: "0:top:0", "stand-how": "moment"}):
        assert errors(edith.post(address, typed))
    assert not FrontChange.objects.exists()


def test_a_scheduled_story_is_placed_from_its_minute(edith, draft, editor):
    at = ahead(days=1).replace(second=0, microsecond=0)
    draft.publish(by=editor, at=at)
    edith.post(reverse("admin:articles_front_place", args=[draft.pk]), {WHERE: "0:top:0", "do": "place"})
    assert FrontChange.objects.get().at == at


def test_a_story_that_is_gone_has_no_place(edith, editor):
    assert edith.get(reverse("admin:articles_front_place", args=[4711])).status_code == 404
