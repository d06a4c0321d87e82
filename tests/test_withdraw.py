"""Withdrawing a picture: gone from everything readers see at once, and there again when it is put back. Its licence ends by the
clock alone. The desk says what readers lose before, and what stands without it after."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from images.jobs import drop_unused, render
from images.models import Picture, PictureMove
from images.models.picture import Refused
from pagecache.models import Purge
from tests.desk import errors, page
from tests.makers import ahead, make_article, make_author, make_live, make_section
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

CAPTION, CREDIT = "The harbour master in her boat", "Quill Brandt / The Tern Agency"
ALT = "A woman at the tiller"
WHY = {"why": "killed", "because": "The agency called at eleven."}
AT_NIGHT = datetime(2026, 5, 3, 21, 1, tzinfo=UTC)


@pytest.fixture
def killed():
    """A picture that stands wherever one can stand."""
    return make_picture(rendered=True, caption=CAPTION, credit=CREDIT, alt=ALT, width=1300, height=900)


@pytest.fixture
def places(killed):
    """The addresses at which readers meet it: on top, inside, both lists, the profile."""
    section, ann = make_section(name="World"), make_author(name="Ann Lee", portrait=killed)
    inside = f'<p>It left.</p><figure data-picture="{killed.pk}" data-alt="A boat, from afar"><figcaption>At the helm</figcaption></figure><p>It came.</p>'
    on_top = make_live(headline="Led by it", lead_picture=killed, section=section, authors=[ann])
    within = make_live(headline="Has it inside", body=inside, section=section, authors=[ann])
    return ["/", "/latest/", section.url, ann.url, *(story.editions.get().url for story in (on_top, within))]


def url(picture, name):
    return reverse(f"admin:images_picture_{name}", args=[picture.pk])


def text(response):
    return " ".join(page(response).text_content().split())


def traces(reader, picture, addresses, words=(CAPTION, CREDIT, ALT, "At the helm", "A boat, from afar")):
    """What readers can tell of it, by address."""
    found = {}
    for address in addresses:
        response = reader.get(address)
        assert response.status_code == 200, address
        body = response.content.decode()
        told = [word for word in (f"/pictures/{picture.pk}/", *words) if word in body]
        if told:
            found[address] = told
    return found


def renditions(reader, addresses, picture):
    """Every address of it that pages name."""
    found = set()
    for address in addresses:
        for value in page(reader.get(address)).xpath("//img/@src | //img/@srcset | //source/@srcset | //meta/@content"):
            found |= {part.split()[0] for part in value.split(", ") if f"/pictures/{picture.pk}/" in part}
    return {one[one.index("/pictures/") :] for one in found}


def test_a_picture_that_is_withdrawn_is_gone_everywhere_at_once(client, editor, killed, places):
    assert set(traces(client, killed, places)) >= set(places[-2:]), "readers have it before"
    named = renditions(client, places, killed)
    assert named and all(client.get(one).status_code == 200 for one in named)
    client.force_login(editor)
    client.post(url(killed, "withdraw"), WHY)
    client.logout()
    assert traces(client, killed, places) == {}
    assert {client.get(one).status_code for one in named} == {410}


def test_pages_that_lost_it_stand_whole(client, editor, killed, places):
    killed.withdraw(by=editor, **WHY)
    on_top, within = (page(client.get(address)) for address in places[-2:])
    assert not on_top.xpath("//figure") and not within.xpath("//figure")
    assert "It left." in within.text_content() and "It came." in within.text_content()
    assert page(client.get(places[3])).find_class("initials"), "the author's initials stand where the portrait was"
    assert 'property="og:title"' in client.get(places[-2]).content.decode()


def test_a_story_to_come_goes_live_without_it(client, editor, killed, clock):
    story = make_article(headline="Tomorrow", lead_picture=killed)
    planned = story.publish(by=None, at=ahead(hours=2))
    killed.withdraw(by=editor, **WHY)
    later = ahead(hours=3)
    clock.set(later)
    assert traces(client, killed, [planned.url, "/"]) == {}


def test_put_back_it_is_there_again_once_it_is_made(client, editor, killed, places):
    before = traces(client, killed, places)
    named = renditions(client, places, killed)
    killed.withdraw(by=editor, **WHY)
    client.force_login(editor)
    client.post(url(killed, "put_back"), {"note": "They called again: it may run."})
    client.logout()
    assert traces(client, killed, places) == {}, "nothing is made of it yet"
    render.call(killed.pk)
    assert traces(client, killed, places) == before
    assert {client.get(one).status_code for one in named} == {200}


def test_its_files_are_deleted_and_the_original_is_kept(killed, editor, picture_storage):  # noqa: F811
    names = [
        f"renditions/{path.relative_to(picture_storage / 'renditions')}"
        for path in picture_storage.glob("renditions/*/*/*")
    ]
    assert names
    killed.withdraw(by=editor, **WHY)
    drop_unused.call(killed.pk, names, "")
    assert not [path for path in picture_storage.glob("renditions/*/*/*") if path.is_file()]
    assert (picture_storage / killed.original).is_file()


def test_no_kept_page_outlives_it(client, editor, killed, places):
    for address in places:
        client.get(address)
    killed.withdraw(by=editor, **WHY)
    due = Purge.objects.filter(tag=f"picture:{killed.pk}", due__lte=timezone.now())
    assert due.exists()
    assert traces(client, killed, places) == {}


def test_a_story_with_it_is_not_published_again(editor, killed, places):
    story = Edition.objects.live().get(headline="Led by it").article
    killed.withdraw(by=editor, **WHY)
    with pytest.raises(Exception, match="was withdrawn"):
        story.publish(by=editor)
    story.lead_picture = None
    story.save()
    story.publish(by=editor)


# Its licence


def test_a_licence_ends_by_the_clock_at_the_end_of_its_last_day(client, killed, places, clock):
    last = timezone.now().date() + timedelta(days=3)
    killed.change({"licensed_through": last}, by=None)
    named = renditions(client, places, killed)
    ends = killed.licence_ends
    clock.set(ends - timedelta(seconds=1))
    assert set(traces(client, killed, places)) >= set(places[-2:])
    answer = client.get(next(iter(named)))
    assert answer.status_code == 200 and "max-age=1, s-maxage=1," in answer.headers["Cache-Control"]
    clock.set(ends)
    assert traces(client, killed, places) == {}
    assert {client.get(one).status_code for one in named} == {410}


def test_a_licence_that_is_renewed_brings_it_back_at_once(client, killed, places, clock):
    killed.change({"licensed_through": date(2026, 1, 2)}, by=None)
    assert traces(client, killed, places) == {}
    killed.change({"licensed_through": None}, by=None)
    assert set(traces(client, killed, places)) >= set(places[-2:])


# The desk's pages


def test_the_page_names_every_use_before_the_press(client, editor, killed, places):
    make_article(headline="Tomorrow", lead_picture=killed).publish(by=None, at=ahead(hours=2))
    make_article(headline="A draft", lead_picture=killed)
    client.force_login(editor)
    asked = text(client.get(url(killed, "withdraw")))
    assert (
        "It stands in 2 live stories, 1 scheduled version, 1 story on the desk and 1 author’s portrait: gone" in asked
    )
    for told in ("Led by it", "Has it inside", "Tomorrow", "A draft", "Ann Lee"):
        assert told in asked
    assert Picture.objects.get(pk=killed.pk).withdrawn_at is None


def test_one_that_is_used_nowhere_can_be_withdrawn_too(client, editor):
    picture = make_picture()
    client.force_login(editor)
    assert "Nothing: it is used nowhere" in text(client.get(url(picture, "withdraw")))
    client.post(url(picture, "withdraw"), WHY)
    assert Picture.objects.get(pk=picture.pk).withdrawn_at


def test_a_reason_and_words_are_asked_for(client, editor, killed):
    client.force_login(editor)
    refused = errors(client.post(url(killed, "withdraw"), {"because": "  "}))
    assert "Choose why it goes." in refused and "Write why it is withdrawn" in refused
    assert "Choose why" in errors(client.post(url(killed, "withdraw"), {"why": "whim", "because": "So."}))
    long = errors(client.post(url(killed, "withdraw"), {"why": "legal", "because": "x" * 301}))
    assert "at most 300" in long
    assert Picture.objects.get(pk=killed.pk).withdrawn_at is None


def test_afterwards_the_page_says_who_why_when_and_what_stands_without_it(client, editor, killed, places, clock):
    clock.set(AT_NIGHT)
    killed.withdraw(by=editor, **WHY)
    client.force_login(editor)
    shown = client.get(url(killed, "change"))
    told = text(shown)
    assert (
        "Withdrawn: readers get it nowhere edith, 3 May 2026, 21:01 UTC: Killed by the agency. The agency called at eleven."
        in told
    )
    assert "What stands without it now" in told
    story = Edition.objects.get(headline="Led by it").article_id
    assert reverse("admin:articles_article_change", args=[story]) in page(shown).xpath("//ul[@class='uses']//a/@href")
    assert re.search(r"edith withdrew it \(killed by the agency\), [^:]*:[^:]*: The agency called at eleven\.", told)


def test_words_of_a_reason_are_text_and_nothing_else(client, editor, killed):
    killed.withdraw(by=editor, why="other", because="<script>alert(1)</script> قالت")
    client.force_login(editor)
    shown = client.get(url(killed, "change"))
    assert "<script>alert(1)" not in shown.content.decode() and "<script>alert(1)</script> قالت" in text(shown)


def test_the_second_who_withdraws_is_told(client, editor, killed):
    killed.withdraw(by=None, **WHY)
    client.force_login(editor)
    assert "withdrawn already" in text(client.get(url(killed, "withdraw")))
    assert "is withdrawn" in errors(client.post(url(killed, "withdraw"), WHY))
    assert PictureMove.objects.filter(verb="withdraw").count() == 1


def test_putting_back_takes_a_reason_and_a_withdrawn_picture(client, editor, killed):
    client.force_login(editor)
    assert "not withdrawn" in text(client.get(url(killed, "put_back")))
    assert "not withdrawn" in errors(client.post(url(killed, "put_back"), {"note": "So."}))
    killed.withdraw(by=editor, **WHY)
    assert "Write why it comes back" in errors(client.post(url(killed, "put_back"), {"note": " "}))
    told = client.post(url(killed, "put_back"), {"note": "They called again."}, follow=True)
    assert "Put back." in text(told) and "edith put it back" in text(told)
    killed.refresh_from_db()
    assert killed.withdrawn_at is None and killed.withdrawn_because == ""


def test_before_it_comes_back_the_page_says_where(client, editor, killed, places):
    killed.withdraw(by=editor, **WHY)
    client.force_login(editor)
    asked = text(client.get(url(killed, "put_back")))
    assert "It comes back where it still has its place: 2 live stories and 1 author’s portrait." in asked
    Picture.objects.update(licensed_through=date(2026, 1, 2))
    assert "Nothing yet: its licence ended" in text(client.get(url(killed, "put_back")))


def test_a_verb_asks_for_its_reason_whoever_calls_it(killed):
    for why, because in (("", "So."), ("whim", "So."), ("killed", " ")):
        with pytest.raises(Refused):
            killed.withdraw(by=None, why=why, because=because)
    killed.refresh_from_db()
    assert killed.withdrawn_at is None
