"""The paper's own pages on the desk: written, previewed, given to readers, compared, put back, and the usual ones made."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from pagecache import memory
from paper import standing
from paper.models import Page, PageVersion, Paper
from paper.models.page import Purpose
from paper.page_views import facts_of
from paper.prose import plain_text, sanitize
from tests.desk import errors, form_on, page
from tests.test_pages import change, make_page, text

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/paper/page/", "/admin/paper/page/add/"


def url(what, name="change", *more):
    return reverse(f"admin:paper_page_{name}", args=[what.pk, *more])


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def send(client, address, **typed):
    """Open the form, type, press Save."""
    data = form_on(client.get(address), "page_form") | typed
    return client.post(address, {name: value for name, value in data.items() if value is not None})


def test_a_page_is_written_as_a_draft_and_then_given_to_readers(desk, editor):
    send(desk, ADD, title="How we correct", body="<p>We say so.</p><script>x</script>")
    made = Page.objects.get()
    assert (made.slug, made.body, made.is_public, made.changed_by) == (
        "how-we-correct", "<p>We say so.</p>", False, editor
    )  # fmt: skip
    assert desk.get(made.url).status_code == 404
    response = send(desk, url(made), is_public="on")
    assert response.status_code == 302
    memory.forget()
    assert "We say so." in text(desk, made.url)
    assert list(made.versions.values_list("number", "by_name")) == [(2, str(editor)), (1, str(editor))]


def test_saving_without_a_change_makes_no_version(desk):
    made = make_page()
    assert send(desk, url(made)).status_code == 302
    assert made.versions.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": ""}, "This field is required."),
        ({"is_public": "on", "body": ""}, "The page has no text."),
        ({"is_public": "on", "body": "<p>We. [To fill in: who pays?]</p>"}, "Answer what stands in brackets"),
        (
            {"is_public": "on", "body": "<p>[To fill in: <strong>who</strong> pays?</p>"},
            "Answer what stands in brackets",
        ),
        ({"slug": "a b!"}, "Write the address in letters"),
        ({"slug": "there"}, "already exists"),
        ({"purpose": "ethics"}, "Another page answers this already."),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(desk, typed, says):
    make_page(title="There", slug="there", purpose="ethics")
    response = send(desk, ADD, **{"title": "Mine", "body": "<p>Typed.</p>"} | typed)
    assert response.status_code == 200
    assert says in errors(response)
    assert Page.objects.count() == 1
    if typed.get("body") != "":
        assert "Typed." in response.content.decode() or "To fill in" in response.content.decode()


def test_of_two_who_change_a_page_the_second_is_asked_and_may_then_keep_theirs(desk, administrator):
    made = make_page()
    opened = form_on(desk.get(url(made)), "page_form")
    made.title, made.body = "Mistakes", "<p>We say so at once.</p>"
    made.keep(by=administrator, base=1)
    response = desk.post(url(made), opened | {"title": "Errors"})
    assert f"{administrator} saved this page since you opened it." in errors(response)
    shown = page(response).find_class("theirs")[0].text_content()
    assert "Mistakes" in shown and "at once" in shown
    assert page(response).xpath("//input[@name='title']")[0].get("value") == "Errors"
    assert Page.objects.get().title == "Mistakes"
    again = form_on(response, "page_form")
    assert desk.post(url(made), again).status_code == 302
    assert Page.objects.get().title == "Errors"
    assert PageVersion.objects.count() == 3


def test_a_preview_shows_what_is_typed_and_saves_nothing(desk):
    made = make_page()
    typed = form_on(desk.get(url(made)), "page_form") | {"body": "<p>Typed [To fill in: who?]</p>", "title": "Zanzibar"}
    response = desk.post(reverse("admin:paper_page_preview"), typed)
    found = response.content.decode()
    assert response.status_code == 200 and response["X-Robots-Tag"] == "noindex"
    assert "<h1>Zanzibar</h1>" in found and "<p>Typed</p>" in found and "not published" in found
    assert Page.objects.get().title == "How we correct"
    assert desk.post(reverse("admin:paper_page_preview"), {}).status_code == 200
    assert desk.get(reverse("admin:paper_page_preview")).status_code == 302


def test_versions_are_listed_with_who_and_what_and_compared(desk, editor):
    made = make_page()
    made.title, made.body = "Mistakes", "<p>We say so at once.</p>"
    made.keep(by=editor, base=1)
    listed = desk.get(url(made, "versions")).content.decode()
    assert str(editor) in listed and "words changed in the text" in listed
    compared = desk.get(url(made, "difference") + "?from=1&to=2")
    shown = page(compared).find_class("difference")[0].text_content()
    assert "Mistakes" in shown and "at once" in shown
    assert desk.get(url(made, "difference") + "?from=1").status_code == 200
    for asked in ("9", "x", "²", "-1", "9" * 40):
        assert desk.get(url(made, "difference") + f"?from={asked}").status_code == 404
        assert desk.get(url(made, "versions") + f"?before={asked}").status_code == 200
    assert desk.get(url(made, "history")).url == url(made, "versions")


def test_a_version_is_put_back_as_a_new_one_and_readers_keep_what_they_have(desk):
    made = make_page(is_public=False)
    change(made, title="Mistakes", is_public=True)
    shown = desk.get(url(made, "restore", 1))
    assert "How we correct" in shown.content.decode()
    base = page(shown).xpath("//input[@name='base']")[0].get("value")
    assert desk.post(url(made, "restore", 1), {"base": base}).status_code == 302
    now = Page.objects.get()
    assert (now.title, now.is_public, now.version) == ("How we correct", True, 3)
    stale = desk.post(url(made, "restore", 2), {"base": base})
    assert "Somebody saved the page since" in errors(stale)
    assert Page.objects.get().version == 3


def test_what_stands_in_the_way_of_putting_back_is_said(desk):
    made = make_page(purpose="ethics")
    change(made, purpose="")
    make_page(title="Standards", purpose="ethics")
    response = desk.post(url(made, "restore", 1), {"base": "2"})
    assert "Another page answers this already." in errors(response)


def test_more_versions_than_a_page_holds_are_paged(desk):
    made = make_page()
    for n in range(34):
        change(made, title=f"Title {n}")
    first = desk.get(url(made, "versions"))
    older = page(first).xpath("//a[@rel='next']")[0].get("href")
    assert len(page(first).xpath("//ol[@class='timeline']/li")) == 30
    second = desk.get(url(made, "versions") + older)
    assert len(page(second).xpath("//ol[@class='timeline']/li")) == 5


# Who may


@pytest.mark.parametrize(
    ("who", "sees", "changes", "deletes"),
    [
        ("reporter", 403, 403, 403),
        ("bio_manager", 403, 403, 403),
        ("editor", 200, 200, 403),
        ("administrator", 200, 200, 200),
    ],
)
def test_who_may_do_what(request, client, who, sees, changes, deletes):
    client.force_login(request.getfixturevalue(who))
    made = make_page()
    change(made, title="Mistakes")
    assert client.get(LIST).status_code == sees
    assert client.get(url(made, "versions")).status_code == sees
    assert client.get(url(made)).status_code == changes
    assert client.get(url(made, "restore", 1)).status_code == changes
    assert client.get(ADD).status_code == changes
    assert client.post(reverse("admin:paper_page_preview"), {"title": "x"}).status_code == changes
    assert client.post(reverse("admin:paper_page_usual")).status_code == (302 if changes == 200 else changes)
    assert client.get(url(made, "delete")).status_code == deletes


def test_strangers_are_asked_to_sign_in(client):
    made = make_page()
    for address in (
        LIST,
        url(made),
        url(made, "versions"),
        url(made, "restore", 1),
        reverse("admin:paper_page_preview"),
    ):
        assert client.get(address).status_code == 302
    assert Permission.objects.filter(codename="delete_page").exists()


def test_a_deleted_page_is_gone_for_readers_too(client, administrator, django_capture_on_commit_callbacks):
    client.force_login(administrator)
    made = make_page()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(made, "delete"), {"post": "yes"})
    assert client.get(made.url).status_code == 404
    assert "How we correct" not in text(client, "/")


# The usual pages


def test_the_usual_pages_are_made_as_drafts_with_what_is_to_be_filled_in(desk, editor):
    assert "Make the usual pages" in desk.get(LIST).content.decode()
    desk.post(reverse("admin:paper_page_usual"))
    assert {made.purpose for made in Page.objects.all()} == {
        Purpose.ABOUT, Purpose.ETHICS, Purpose.CORRECTIONS, Purpose.OWNERSHIP, Purpose.CONTACT, Purpose.FEEDBACK,
        Purpose.UNNAMED_SOURCES, Purpose.PRIVACY,
    }  # fmt: skip
    assert not Page.objects.filter(is_public=True).exists()
    assert Page.objects.get(slug="about").changed_by == editor
    listed = desk.get(LIST).content.decode()
    assert "Make the usual pages" not in listed
    assert "who owns the paper, with which shares, and what else do they own?" in listed
    desk.post(reverse("admin:paper_page_usual"))
    assert Page.objects.count() == len(standing.USUAL)
    assert desk.get(reverse("admin:paper_page_usual")).status_code == 405


def test_only_what_is_missing_is_made_and_nothing_is_taken_over(desk):
    make_page(title="Our rules", purpose="ethics", order=7)
    make_page(title="Privacy", slug="privacy")
    desk.post(reverse("admin:paper_page_usual"))
    assert Page.objects.filter(purpose="ethics").get().title == "Our rules"
    assert Page.objects.get(slug="privacy").purpose == ""
    assert Page.objects.count() == len(standing.USUAL)
    assert min(Page.objects.filter(versions__isnull=False, is_public=False).values_list("order", flat=True)) == 8


@pytest.mark.parametrize("usual", standing.USUAL, ids=lambda one: one.slug)
def test_a_usual_page_is_clean_and_every_question_of_it_is_one_for_the_desk(usual):
    assert sanitize(usual.html) == usual.html
    made = Page(title=usual.title, slug=usual.slug, purpose=usual.purpose, summary=usual.summary, body=usual.html)
    made.full_clean()
    assert plain_text(usual.html).count("[") == len(made.questions) == plain_text(usual.html).count("[To fill in: ")
    assert "[" not in made.text and "<p></p>" not in made.text
    assert len(usual.summary) <= 200


def test_without_its_questions_a_usual_page_can_be_given_to_readers(desk, reader):
    standing.make_missing(by=None)
    for made in Page.objects.all():
        made.body, made.is_public = made.text, True
        made.full_clean()
        made.keep(by=None, base=made.version)
    memory.forget()
    for made in Page.objects.all():
        text(reader, made.url)


def test_the_paper_in_another_language_is_told_that_the_texts_are_in_english(desk):
    assert "translate them" not in desk.get(LIST).content.decode()
    Paper.objects.create(language="de")
    memory.forget()
    assert "translate them" in desk.get(LIST).content.decode()


def test_facts_of_no_purpose_are_none():
    assert facts_of("") == []
