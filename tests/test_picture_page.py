"""The page of one picture on the desk: what it shows and to whom, its words saved by two people at once, its focus and crops,
where it is used, the file itself, and deleting it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, ArticlePicture, Edition, EditionPicture
from articles.models.editions import verb_at_work
from images.desk.cropping import crop_of
from images.desk.uses import KINDS, page_of_uses
from images.files import storage
from images.intake import take_in
from images.models import Picture, PictureMove
from tests.desk import errors, form_on, page
from tests.makers import ago, ahead, make_article, make_author, make_live
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


def url(picture, name="change", *rest):
    return reverse(f"admin:images_picture_{name}", args=[picture.pk, *rest])


def text(response):
    return " ".join(page(response).text_content().split())


def said(response):
    """The page that follows."""
    found = page(response).find_class("messages")
    return " ".join(found[0].text_content().split()) if found else ""


def save(client, picture, data=None, **typed):
    """Open the page, or take the form as it was opened before, type, and save."""
    data = data or form_on(client.get(url(picture)), "words")
    return client.post(url(picture), data | typed, follow=True)


# Who may


def test_everyone_may_change_what_they_uploaded_and_read_the_rest(client, reporter, editor):
    own, other = make_picture(by=reporter), make_picture(by=editor)
    client.force_login(reporter)
    assert save(client, own, credit="Rosa / The Bell").status_code == 200
    assert Picture.objects.get(pk=own.pk).credit == "Rosa / The Bell"
    read = client.get(url(other))
    assert "changing it is for others" in text(read) and "Ann Lee / The Bell" in text(read)
    assert not page(read).xpath("//form[@id='words' or @id='focus']") and "Withdraw" not in text(read)


@pytest.mark.parametrize("name", ["change", "point", "replace", "original"])
def test_who_may_not_change_it_is_refused(client, reporter, editor, name):
    picture = make_picture(by=editor)
    client.force_login(reporter)
    assert client.post(url(picture, name), {"focus-x": "10", "focus-y": "10"}).status_code == 403
    picture.refresh_from_db()
    assert picture.version == 1 and picture.focus == (0.5, 0.5)


@pytest.mark.parametrize(("name", "right"), [("withdraw", "withdraw"), ("put_back", "withdraw"), ("delete", "delete")])
def test_what_takes_it_from_readers_is_for_editors(client, bio_manager, name, right):
    picture = make_picture(by=bio_manager)
    client.force_login(bio_manager)
    assert client.post(url(picture, name), {"why": "killed", "because": "So.", "note": "So."}).status_code == 403
    assert Picture.objects.get(pk=picture.pk).withdrawn_at is None


def test_a_bio_manager_may_change_any(client, bio_manager, editor):
    picture = make_picture(by=editor)
    client.force_login(bio_manager)
    save(client, picture, place="Ostrey")
    assert Picture.objects.get(pk=picture.pk).place == "Ostrey"


def test_strangers_are_sent_to_sign_in_and_what_is_not_there_is_not(client, editor):
    picture = make_picture()
    assert client.get(url(picture)).status_code == 302
    client.force_login(editor)
    assert client.get(url(picture).replace(str(picture.pk), "987654")).status_code == 404


# What is said


def labels(response):
    return [" ".join(label.text_content().split()) for label in page(response).xpath("//form[@id='words']//label")]


def test_what_is_missing_stands_first(client, editor):
    client.force_login(editor)
    picture = make_picture(alt="", credit="", licence="")
    opened = client.get(url(picture))
    assert labels(opened)[:5] == ["Alternative text", "Decorative", "Credit", "Licence", "Caption"]
    assert "Still missing: alternative text, credit, licence" in text(opened)
    assert labels(client.get(url(make_picture())))[:4] == ["Alternative text", "Decorative", "Caption", "Credit"]


def test_what_is_written_is_saved_as_it_is_and_logged(client, editor):
    client.force_login(editor)
    picture = make_picture(credit="")
    typed = {
        "caption": "<b>العبّارة</b> & the quay",
        "credit": "Ann Lee / The Bell",
        "licence": "agency",
        "licensed_through": "2031-05-03",
        "taken_on": "2026-01-02",
        "source_url": "https://wire.example/4711",
        "may_republish": "on",
        "people": "Ann Lee, Bo Ek",
    }
    after = save(client, picture, **typed)
    picture.refresh_from_db()
    assert "Saved." in said(after) and "missing" not in said(after)
    assert (
        picture.caption == typed["caption"] and picture.licensed_through == date(2031, 5, 3) and picture.may_republish
    )
    assert "<b>العبّارة</b>" not in after.content.decode() and typed["caption"] in text(after)
    move = PictureMove.objects.get(picture=picture, verb="change")
    assert move.by == editor and "edith changed caption, credit, licence and 5 more" in text(after)


def test_saving_what_is_there_changes_nothing(client, editor):
    client.force_login(editor)
    picture = make_picture(terms="One\r\ntwo", taken_on=date(2026, 1, 2))
    save(client, picture)
    assert Picture.objects.get(pk=picture.pk).version == 1 and not PictureMove.objects.filter(verb="change").exists()


def test_what_cannot_be_saved_keeps_all_that_was_typed(client, editor):
    client.force_login(editor)
    picture = make_picture()
    refused = save(client, picture, source_url="not an address", caption="A new one", licensed_through="tomorrow")
    assert "Address of the source" in errors(refused) and "Licensed through" in errors(refused)
    again = form_on(refused, "words")
    assert again["caption"][0].strip() == "A new one" and again["source_url"] == ["not an address"]
    assert Picture.objects.get(pk=picture.pk).version == 1


def test_a_decorative_picture_has_no_words(client, editor):
    client.force_login(editor)
    picture = make_picture()
    assert "It has an alternative text" in errors(save(client, picture, decorative="on"))
    save(client, picture, decorative="on", alt="")
    assert Picture.objects.get(pk=picture.pk).decorative


def test_a_form_of_another_picture_or_time_is_refused(client, editor):
    client.force_login(editor)
    one, other = make_picture(), make_picture()
    foreign = form_on(client.get(url(other)), "words")
    assert "of another time" in errors(save(client, one, foreign, credit="Bo Ek"))
    assert Picture.objects.get(pk=one.pk).version == 1


# Two people at once


def test_two_who_change_different_things_both_have_them(client, editor, bio_manager):
    picture = make_picture(credit="", place="")
    client.force_login(editor)
    opened = form_on(client.get(url(picture)), "words")
    picture.change({"place": "Ostrey", "taken_on": date(2026, 1, 2)}, by=bio_manager)
    picture.point(0.2, 0.3, by=bio_manager)
    save(client, picture, opened, credit="Ann Lee / The Bell")
    picture.refresh_from_db()
    assert (picture.credit, picture.place, picture.focus) == ("Ann Lee / The Bell", "Ostrey", (0.2, 0.3))
    assert picture.taken_on == date(2026, 1, 2)


def collided(client, editor, bio_manager, picture, **typed):
    client.force_login(editor)
    opened = form_on(client.get(url(picture)), "words")
    picture.change({"credit": "Bo Ek / Tern", "licence": "agency"}, by=bio_manager)
    return save(client, picture, opened, credit="Ann Lee / The Bell", place="Ostrey", **typed)


@pytest.mark.parametrize(("take", "credit"), [("mine", "Ann Lee / The Bell"), ("theirs", "Bo Ek / Tern")])
def test_two_who_change_the_same_see_both_and_lose_nothing(client, editor, bio_manager, take, credit):
    picture = make_picture(credit="Nobody", licence="own")
    asked = collided(client, editor, bio_manager, picture)
    assert "bruno saved this picture while you wrote" in text(asked)
    assert "Ann Lee" in text(asked) and "Bo Ek" in text(asked)
    assert Picture.objects.get(pk=picture.pk).credit == "Bo Ek / Tern", "nothing is written before the answer"
    answers = form_on(asked, "merge")
    name = next(e.get("name") for e in page(asked).xpath("//input[@type='radio']"))
    client.post(url(picture), answers | {name: take})
    picture.refresh_from_db()
    assert (picture.credit, picture.place, picture.licence) == (credit, "Ostrey", "agency")


def test_words_that_do_not_go_together_are_both_shown(client, editor, bio_manager):
    picture = make_picture(alt="")
    client.force_login(editor)
    opened = form_on(client.get(url(picture)), "words")
    picture.change({"decorative": True}, by=bio_manager)
    refused = save(client, picture, opened, alt="A white ferry")
    again = form_on(refused, "words")
    assert "It has an alternative text" in errors(refused)
    assert again["alt"][0].strip() == "A white ferry" and again["decorative"] == ["on"]
    del again["decorative"]
    client.post(url(picture), again)
    picture.refresh_from_db()
    assert picture.alt == "A white ferry" and not picture.decorative


# Focus and crops


def test_the_focus_is_kept_and_the_crops_follow(client, editor):
    client.force_login(editor)
    picture = make_picture(rendered=True)
    before = crop_of(picture, "square", timezone.now()).box
    after = client.post(url(picture, "point"), {"focus-x": "12,5 %", "focus-y": "30"}, follow=True)
    picture.refresh_from_db()
    assert picture.focus == (0.125, 0.3) and not picture.is_rendered
    assert "The focus is kept" in said(after) and crop_of(picture, "square", timezone.now()).box[0] < before[0]
    assert "put the focus at 12 % from the left, 30 % from the top" in text(after).replace("\xa0", " ")


@pytest.mark.parametrize("x", ["", "101", "-1", "left", "nan", "1e400"])
def test_a_focus_outside_is_refused_and_stays_typed(client, editor, x):
    client.force_login(editor)
    picture = make_picture()
    refused = client.post(url(picture, "point"), {"focus-x": x, "focus-y": "30"})
    assert refused.status_code == 200 and "From the left" in errors(refused)
    assert form_on(refused, "focus")["focus-y"] == ["30"]
    assert Picture.objects.get(pk=picture.pk).focus == (0.5, 0.5)


def test_a_crop_by_hand_is_kept_until_it_follows_the_focus_again(client, editor):
    client.force_login(editor)
    picture = make_picture(width=960, height=640)
    kept = client.post(url(picture, "crop", "square"), {"x": "5", "y": "10", "wide": "40", "do": "keep"}, follow=True)
    picture.refresh_from_db()
    assert picture.crops["square"] == pytest.approx([0.05, 0.1, 0.4, 0.6]) and set(picture.crops) == {"square"}
    assert picture.box("square") == (48, 64, 432, 448)
    assert "Square: the crop is kept" in said(kept) and "Cropped by hand" in text(kept)
    assert "edith cropped it by hand for squares" in text(kept)
    client.post(url(picture, "crop", "square"), {"do": "follow"})
    picture.refresh_from_db()
    assert picture.crops == {}


def test_a_crop_that_reaches_past_the_edge_is_moved_in(client, editor):
    client.force_login(editor)
    picture = make_picture(width=960, height=640)
    client.post(url(picture, "crop", "square"), {"x": "90", "y": "90", "wide": "100", "do": "keep"})
    picture.refresh_from_db()
    assert picture.box("square") == (320, 0, 960, 640)


def test_a_place_that_shows_all_of_it_is_not_cropped(client, editor):
    client.force_login(editor)
    picture = make_picture()
    assert client.get(url(picture, "crop", "whole")).status_code == 404
    assert client.get(url(picture, "crop", "poster")).status_code == 404


def test_a_crop_of_few_pixels_is_told(client, editor):
    client.force_login(editor)
    picture = make_picture(width=960, height=640)
    picture.crop("square", (0, 0, 0.1, 0.15), by=editor)
    assert "96 × 96 pixels: it looks soft" in text(client.get(url(picture)))


# Where it is used


def in_text(picture):
    return f'<p>It left.</p><figure data-picture="{picture.pk}"></figure>'


def used_everywhere(picture):
    make_live(headline="Live on top", lead_picture=picture)
    make_live(headline="Live inside", body=in_text(picture))
    coming = make_article(headline="Tomorrow", body=in_text(picture))
    coming.publish(by=None, at=ahead(hours=2))
    make_article(headline="A draft", lead_picture=picture)
    had = make_live(headline="Had it", lead_picture=picture, at=ago(days=3))
    had.lead_picture = None
    had.save()
    had.publish(by=None)
    make_author(name="Ann Lee", portrait=picture)


def test_every_use_is_told_with_its_state(client, editor):
    picture = make_picture()
    used_everywhere(picture)
    client.force_login(editor)
    shown = text(client.get(url(picture)))
    for told in (
        "Live 2 Live inside live in the text · since", "Live on top live on top · since", "Scheduled 1 Tomorrow scheduled in the text · for",
        "On the desk alone 1 A draft not published on top", "Portraits 1 Ann Lee portrait", "Earlier versions 1 Had it earlier version on top · until",
    ):  # fmt: skip
        assert told in shown, told


def test_one_that_is_used_nowhere_says_where_it_could_be(client, editor):
    client.force_login(editor)
    assert "Nowhere yet." in text(client.get(url(make_picture())))


def test_changes_of_a_live_story_that_readers_do_not_have_are_told_apart(client, editor):
    picture = make_picture()
    story = make_live(headline="Gulls counted")
    story.lead_picture = picture
    story.save()
    client.force_login(editor)
    assert "Gulls counted changes readers do not have on top" in text(client.get(url(picture)))


def test_who_may_not_see_stories_gets_no_link_to_the_desk(client, bio_manager):
    picture = make_picture()
    story = make_live(headline="Gulls counted", lead_picture=picture)
    client.force_login(bio_manager)
    links = page(client.get(url(picture))).xpath("//ul[@class='uses']//a/@href")
    assert links == [story.editions.get().url]


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_page_costs_the_same_for_few_uses_and_many(client, editor):
    client.force_login(editor)
    few, many = make_picture(), make_picture()
    used_everywhere(few)
    for _ in range(6):
        used_everywhere(many)
    cost(client, url(few))
    assert cost(client, url(few)) == cost(client, url(many))


def under(picture, count):
    """So many live stories with it, as rows alone: the verbs take their time."""
    model = make_live(headline="The first", lead_picture=picture, at=ago(days=9))
    was, row = model.editions.get(), EditionPicture.objects.get(picture=picture)
    stories = Article.objects.bulk_create(
        Article(headline=f"Story {n}", body="<p>.</p>", language="en") for n in range(count)
    )
    times = [{"live_from": was.live_from + timedelta(minutes=n), "live_until": was.live_until} for n in range(count)]
    kept = {f.attname: getattr(was, f.attname) for f in Edition._meta.concrete_fields if not f.primary_key}
    made = [
        Edition(**{**kept, **when, "article_id": story.pk, "headline": story.headline, "slug": f"s-{story.pk}"})
        for story, when in zip(stories, times, strict=True)
    ]
    with verb_at_work():
        Edition.objects.bulk_create(made)
    EditionPicture.objects.bulk_create(
        EditionPicture(
            edition=one, picture=picture, article_id=one.article_id, live_from=one.live_from, live_until=row.live_until
        )
        for one in made
    )


def test_a_picture_under_thousands_of_stories_shows_the_first_and_leads_to_the_rest(client, editor):
    picture = make_picture()
    under(picture, 1_204)
    client.force_login(editor)
    shown = client.get(url(picture))
    assert len(page(shown).xpath("//ul[@class='uses']/li")) == 50 and "Live more than 1,000" in text(shown)
    assert cost(client, url(picture)) <= 20
    older, seen = f"{url(picture, 'uses')}?kind=live", []
    while older and len(seen) < 2_000:
        found = page(client.get(older))
        seen += [name.text_content() for name in found.find_class("use-name")]
        older = next((f"{url(picture, 'uses')}{a.get('href')}" for a in found.xpath("//a[@rel='next']")), None)
    assert len(seen) == len(set(seen)) == 1_205


def test_a_page_of_uses_that_is_none_is_not_there(client, editor):
    picture = make_picture()
    client.force_login(editor)
    assert client.get(f"{url(picture, 'uses')}?kind=rumours").status_code == 404
    assert client.get(f"{url(picture, 'uses')}?before=yesterday").status_code == 404
    assert client.get(f"{url(picture, 'uses')}?kind=drafts").status_code == 200


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_walked_page_by_page(name):
    picture = make_picture()
    for _ in range(3):
        used_everywhere(picture)
    at, place, seen = timezone.now(), None, []
    for _ in range(9):
        found = page_of_uses(picture, KINDS[name], at, place, size=2)
        seen += [use.desk_url for use in found.rows]
        place = found.older
        if place is None:
            break
    total = {"live": 6}.get(name, 3)
    assert len(seen) == len(set(seen)) == (2 if name == "portraits" else total) and found.count == total


# The file


def test_the_original_is_sent_to_be_kept_and_never_shown(client, editor):
    data = photo(format="PNG")
    picture = make_picture(data=data, name="evil.html")
    client.force_login(editor)
    got = client.get(url(picture, "original"))
    assert b"".join(got.streaming_content) == data
    assert got.headers["Content-Type"] == "image/png" and got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"] == 'attachment; filename="evil.png"'


@pytest.mark.parametrize(
    ("format", "kind"), [("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("AVIF", "image/avif"), ("TIFF", "image/tiff")]
)
def test_the_original_of_every_format_has_its_type(client, editor, format, kind):
    picture = make_picture(format=format)
    client.force_login(editor)
    assert client.get(url(picture, "original")).headers["Content-Type"] == kind


def test_a_withdrawn_picture_s_original_is_for_those_who_may_put_it_back(client, reporter, editor):
    picture = make_picture(by=reporter)
    picture.withdraw(by=editor, why="consent", because="She asked.")
    client.force_login(reporter)
    assert client.get(url(picture, "original")).status_code == 403
    client.force_login(editor)
    assert client.get(url(picture, "original")).status_code == 200


def test_a_file_that_is_not_where_it_was_is_told(client, editor):
    picture = make_picture()
    storage().delete(picture.original)
    client.force_login(editor)
    assert "not where it is kept" in said(client.get(url(picture, "original"), follow=True))


def test_another_file_keeps_what_is_said_and_where_it_stands(client, editor):
    picture = make_picture(rendered=True, width=960, height=640)
    story = make_live(lead_picture=picture)
    picture.crop("square", (0, 0, 0.5, 0.75), by=editor)
    client.force_login(editor)
    after = client.post(url(picture, "replace"), {"file": file_of(photo(800, 1200), "new.jpg")}, follow=True)
    was, picture = picture, Picture.objects.get(pk=picture.pk)
    assert (picture.width, picture.height, picture.file_name) == (800, 1200, "new.jpg")
    assert picture.caption == was.caption and picture.crops == {} and story.editions.get().lead_picture_id == picture.pk
    assert "Read what is said about it again" in said(after) and "put another file in its place" in text(after)


def test_a_file_that_is_in_the_library_already_takes_nobody_s_place(client, editor):
    picture, other = make_picture(), make_picture()
    with storage().open(other.original) as file:
        data = file.read()
    client.force_login(editor)
    refused = client.post(url(picture, "replace"), {"file": file_of(data)})
    assert "in the library already" in errors(refused)
    assert url(other) in page(refused).xpath("//*[contains(@class, 'errors')]//a/@href")
    assert Picture.objects.get(pk=picture.pk).version == 1


@pytest.mark.parametrize("sent", [b"", b"<svg onload='x'/>", photo()[:900]])
def test_a_file_that_is_no_picture_takes_nobody_s_place(client, editor, sent):
    picture = make_picture()
    client.force_login(editor)
    refused = client.post(url(picture, "replace"), {"file": file_of(sent)})
    assert refused.status_code == 200 and "The new file" in errors(refused)
    assert Picture.objects.get(pk=picture.pk).version == 1


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(client, editor):
    picture = make_picture()
    client.force_login(editor)
    refused = client.post(url(picture, "replace"), {"file": file_of(photo())}, CONTENT_LENGTH=str(90 * 1024**2))
    assert refused.status_code == 413 and "a picture may have 50 MB" in errors(refused)


def test_a_file_without_the_form_s_token_takes_nobody_s_place(editor):
    picture, client = make_picture(), Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(url(picture, "replace"), {"file": file_of(photo())}).status_code == 403
    assert Picture.objects.get(pk=picture.pk).version == 1


def test_no_file_at_all_is_told(client, editor):
    picture = make_picture()
    client.force_login(editor)
    assert "Choose the file" in errors(client.post(url(picture, "replace"), {}))


def test_a_storage_that_is_away_leaves_the_former_file(client, editor, monkeypatch):
    picture = make_picture()
    client.force_login(editor)

    def away(*args, **rest):
        raise OSError("No room.")

    monkeypatch.setattr(type(storage()), "_save", away)
    refused = client.post(url(picture, "replace"), {"file": file_of(photo(), "new.jpg")})
    assert "was not kept" in errors(refused)
    assert Picture.objects.get(pk=picture.pk).file_name == picture.file_name


def test_a_withdrawn_picture_s_file_is_not_replaced(client, editor):
    picture = make_picture()
    picture.withdraw(by=editor, why="killed", because="The wire called.")
    client.force_login(editor)
    assert "Put it back first" in text(client.get(url(picture, "replace")))
    assert "Put it back first" in errors(client.post(url(picture, "replace"), {"file": file_of(photo())}))


def test_one_that_is_used_nowhere_is_deleted_and_the_record_stays(client, editor):
    picture = make_picture()
    client.force_login(editor)
    assert "Delete…" in text(client.get(url(picture)))
    assert "Deleted:" in said(client.post(url(picture, "delete"), follow=True))
    assert not Picture.objects.exists() and PictureMove.objects.filter(verb="delete", by=editor).exists()


@pytest.mark.parametrize("use", ["live", "draft", "portrait", "past"])
def test_one_that_is_used_is_not_deleted_and_the_page_says_where(client, editor, use):
    picture = make_picture()
    match use:
        case "live":
            make_live(headline="Gulls counted", body=in_text(picture))
        case "draft":
            make_article(headline="Gulls counted", lead_picture=picture)
        case "portrait":
            make_author(name="Gulls counted", portrait=picture)
        case "past":
            make_live(headline="Gulls counted", lead_picture=picture).unpublish(by=None)
            ArticlePicture.objects.all().delete()
            Article.objects.update(lead_picture=None)
    client.force_login(editor)
    refused = client.post(url(picture, "delete"))
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert "cannot be deleted" in text(refused) and "Gulls counted" in text(refused)
    assert not page(refused).xpath("//main//button")


# Where readers do not see it


def test_one_whose_licence_ended_is_shown_on_the_desk_and_says_so(client, editor):
    picture = make_picture(rendered=True, licensed_through=date(2026, 1, 2))
    client.force_login(editor)
    shown = client.get(url(picture))
    assert "Its licence ended" in text(shown) and "2 January 2026 was the last day" in text(shown)
    address = page(shown).xpath("//div[@id='sight']//img/@src")[0]
    assert address == url(picture, "sight") and "/pictures/" not in shown.content.decode()
    got = client.get(address)
    assert got.status_code == 200 and got.headers["Content-Type"] == "image/jpeg"
    client.logout()
    assert client.get(address).status_code == 302


def test_a_withdrawn_one_is_shown_nowhere(client, editor):
    picture = make_picture(rendered=True)
    picture.withdraw(by=editor, why="killed", because="The wire called.")
    client.force_login(editor)
    shown = client.get(url(picture))
    assert not page(shown).xpath("//main//img") and client.get(url(picture, "sight")).status_code == 404


def test_one_whose_sizes_are_still_being_made_is_shown_as_it_is(client, editor):
    client.force_login(editor)
    shown = client.get(url(make_picture()))
    assert "Its sizes are being made" in text(shown) and "Being made" in text(shown)


# What was done


def test_the_record_tells_what_every_verb_did(client, editor):
    picture = make_picture(by=editor, name="ferry.jpg")
    picture.change({"credit": "Bo Ek"}, by=editor)
    picture.crop("lead", (0, 0, 0.5, 0.5), by=editor)
    picture.crop("lead", None, by=editor)
    picture.replace(take_in(file_of(photo(), "better.jpg")), by=editor)
    picture.withdraw(by=editor, why="legal", because="A court said so.")
    picture.put_back(by=editor, note="The court said no.")
    client.force_login(editor)
    told = [
        " ".join(e.text_content().split()) for e in page(client.get(url(picture))).xpath("//ol[@class='deeds']/li/p")
    ]
    begun = [line.partition(", 2")[0] for line in told]
    assert begun == [
        "edith put it back", "edith withdrew it (by order or for legal reasons)", "edith put another file in its place",
        "edith let the crop for the top of stories follow the focus again", "edith cropped it by hand for the top of stories",
        "edith changed credit", "edith added it",
    ]  # fmt: skip
    assert told[0].endswith(": The court said no.") and told[-1].endswith(": ferry.jpg")


def test_a_long_record_goes_on_on_its_own_page(client, editor):
    picture = make_picture()
    for n in range(60):
        PictureMove.objects.log(picture, "point", by=editor, x=n / 100, y=0.5)
    client.force_login(editor)
    assert "All that was done with it" in text(client.get(url(picture)))
    first = page(client.get(url(picture, "history")))
    second = page(client.get(f"{url(picture, 'history')}{first.xpath('//a[@rel=$r]/@href', r='next')[0]}"))
    assert [len(one.xpath("//ol[@class='deeds']/li")) for one in (first, second)] == [50, 11]


def test_the_record_is_for_editors(client, reporter):
    picture = make_picture(by=reporter)
    client.force_login(reporter)
    assert "What was done with it" not in text(client.get(url(picture)))
    assert client.get(url(picture, "history")).status_code == 403
