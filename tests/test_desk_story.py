"""The writing form: what each button does, to whom it is open, and that nothing typed is ever lost."""

from datetime import timedelta

import pytest

import paper
from articles.models import Article, Byline, Edition
from authors.models import Author
from paper.models import Paper
from tests.desk import ADD, change_url, errors, form_on, page, press
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc

pytestmark = pytest.mark.django_db
BODY = "<p>The tide came in early.</p>"


@pytest.fixture
def edith(client, editor):
    """The editor at the desk."""
    client.force_login(editor)
    return client


@pytest.fixture
def rosa(client, reporter):
    client.force_login(reporter)
    return client


def day_and_time(moment):
    local = moment.astimezone(paper.zone())
    return {"on": f"{local:%Y-%m-%d}", "at": f"{local:%H:%M}"}


def said(client, response):
    return " ".join(page(client.get(response["Location"])).find_class("messages")[0].text_content().split())


# Saving


def test_a_new_story_is_saved_with_its_words_bylines_topics_and_who_wrote_it(rosa, reporter):
    world, tides = make_section(name="World"), make_topic(name="Tides")
    ann = make_author(name="Ann Lee")
    response = press(
        rosa, ADD, "save", headline="High\r\nwater", deck="It rose.", body=BODY, section=world.pk, topics=[tides.pk],
        bylines=[("ann lee", "author", ""), ("Ann Lee", "photographer", "A. Lee")],
    )  # fmt: skip
    article = Article.objects.get()
    assert response.status_code == 302 and response["Location"] == change_url(article)
    assert (article.headline, article.deck, article.body, article.section) == ("High water", "It rose.", BODY, world)
    assert (article.created_by, article.changed_by) == (reporter, reporter)
    assert list(article.topics.all()) == [tides]
    assert [(b.author, b.role, b.credited_as) for b in article.bylines.all()] == [
        (ann, "author", ""), (ann, "photographer", "A. Lee"),
    ]  # fmt: skip
    assert not Edition.objects.exists()


def test_a_new_story_starts_with_ones_own_byline(rosa, reporter):
    make_author(name="Rosa Quill", user=reporter)
    assert form_on(rosa.get(ADD))["bylines-0-name"] == ["Rosa Quill"]
    press(rosa, ADD, "save", headline="Mine")
    assert [line.printed for line in Article.objects.get().bylines.all()] == ["Rosa Quill"]


def test_saving_makes_a_new_version_and_readers_see_nothing_of_it(edith, editor):
    article = make_live(headline="Old words")
    press(edith, change_url(article), "save", headline="New words")
    article.refresh_from_db()
    assert (article.headline, article.version, article.changed_by) == ("New words", 2, editor)
    assert Edition.objects.live().get().headline == "Old words"


def test_what_readers_do_not_see_yet_is_one_click_away(edith):
    article = make_live(headline="First")
    words = "What readers do not see yet"
    assert words not in edith.get(change_url(article)).content.decode()
    press(edith, change_url(article), "save", headline="Second")
    (link,) = page(edith.get(change_url(article))).xpath(f"//a[.='{words}']")
    assert edith.get(link.get("href")).status_code == 200


def test_saving_without_a_change_makes_no_new_version(edith):
    article = make_article(authors=[make_author()], topics=[make_topic()], deck="Two\nlines")
    press(edith, change_url(article), "save")
    press(edith, change_url(article), "save")
    article.refresh_from_db()
    assert article.version == 1


@pytest.mark.parametrize("typed", [{"bylines": [("Bo Ek", "author", "")]}, {"topics": []}])
def test_other_bylines_or_topics_are_a_new_version(edith, typed):
    make_author(name="Bo Ek")
    article = make_article(authors=[make_author()], topics=[make_topic()])
    press(edith, change_url(article), "save", **typed)
    article.refresh_from_db()
    assert article.version == 2


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(edith, editor):
    article = make_article(headline="First", authors=[make_author()])
    url = change_url(article)
    mine = form_on(edith.get(url))
    press(edith, url, "save", headline="Theirs")
    typed = mine | {"headline": "Mine", "deck": "My deck", "body": "<p>My text</p>", "bylines-1-name": "Somebody New"}
    response = edith.post(url, typed | {"do": "save"})
    article.refresh_from_db()
    assert article.headline == "Theirs" and not Author.objects.filter(name="Somebody New").exists()
    assert "edith saved this story while you wrote" in errors(response)
    along = form_on(response, "merge")
    assert [along[name][0].strip() for name in ("headline", "deck", "body", "bylines-1-name")] == [
        "Mine", "My deck", "<p>My text</p>", "Somebody New",
    ]  # fmt: skip
    assert along["version"] == ["1"] and along["do"] == ["save"]


def test_a_text_one_has_not_seen_is_not_published(edith):
    article = make_article(headline="First")
    url = change_url(article)
    mine = form_on(edith.get(url))
    press(edith, url, "save", headline="Theirs")
    assert "saved by somebody else" in errors(edith.post(url, mine | {"do": "publish"}))
    response = edith.post(url, mine | {"do": "publish", "deck": "Mine"})
    assert "look at it first" in said(edith, response)
    article.refresh_from_db()
    assert (article.headline, article.deck) == ("Theirs", "Mine")
    assert not Edition.objects.exists()


def test_wrong_fields_are_named_at_the_top_and_everything_typed_stays(edith):
    response = press(
        edith, ADD, "publish", headline="Kept", body=BODY, kind="sponsored", slug="Not An Address!",
        bylines=[("Ann Lee", "author", ""), ("Ann Lee", "author", "A. L.")], canonical_url="nowhere",
    )  # fmt: skip
    summary = errors(response)
    assert "twice" in summary and "Address of the original" in summary
    assert form_on(response)["headline"][0].strip() == "Kept"
    assert form_on(response)["bylines-1-credited_as"] == ["A. L."]
    assert not Article.objects.exists() and not Author.objects.exists()


def test_every_link_of_the_summary_leads_to_a_field(edith):
    response = press(edith, ADD, "save", slug="Not An Address!", canonical_url="nowhere", bylines=[("?", "author", "")])
    tree = page(response)
    links = tree.xpath("//*[contains(@class, 'errors')]//a/@href")
    assert len(links) >= 2
    for link in links:
        assert tree.get_element_by_id(link[1:]) is not None


# Bylines


def test_an_editor_makes_an_author_by_writing_a_new_name(edith, editor):
    response = press(
        edith, ADD, "save", headline="A", bylines=[("Mara Quay", "author", ""), ("mara quay", "editor", "")]
    )
    author = Author.objects.get()
    assert author.name == "Mara Quay" and author.card
    assert [line.author for line in Byline.objects.all()] == [author, author]
    assert "Mara Quay is new" in said(edith, response)


def test_a_reporter_cannot_make_an_author(rosa):
    response = press(rosa, ADD, "save", headline="A", bylines=[("Mara Quay", "author", "")])
    assert "ask an editor" in errors(response)
    assert not Author.objects.exists() and not Article.objects.exists()


def test_of_two_authors_with_one_name_the_address_decides(edith):
    make_author(name="Ann Lee")
    second = make_author(name="Ann Lee")
    assert "Several authors" in errors(press(edith, ADD, "save", headline="A", bylines=[("Ann Lee", "author", "")]))
    press(edith, ADD, "save", headline="A", bylines=[(f"Ann Lee [{second.slug}]", "author", "")])
    assert Byline.objects.get().author == second


def test_a_byline_keeps_its_author_whoever_else_has_the_name(edith):
    make_author(name="Ann Lee")
    second = make_author(name="Ann Lee")
    article = make_article(authors=[second])
    press(edith, change_url(article), "save", headline="Else")
    assert Byline.objects.get().author == second


def test_bylines_change_places_and_swap(edith):
    ann, bo = make_author(name="Ann Lee"), make_author(name="Bo Ek")
    article = make_article(authors=[ann, bo])
    press(edith, change_url(article), "save", **{"bylines-0-ORDER": "2", "bylines-1-ORDER": "1"})
    assert [line.author for line in article.bylines.all()] == [bo, ann]
    press(edith, change_url(article), "save", bylines=[("Ann Lee", "author", ""), ("Bo Ek", "author", "")])
    assert [line.author for line in article.bylines.all()] == [ann, bo]


def test_a_byline_is_taken_out(edith):
    article = make_article(authors=[make_author(name="Ann Lee"), make_author(name="Bo Ek")])
    press(edith, change_url(article), "save", **{"bylines-0-DELETE": "on"})
    assert [line.printed for line in article.bylines.all()] == ["Bo Ek"]


def test_forty_bylines_are_written_and_published(edith):
    names = [f"Writer {word}{number}" for number in range(20) for word in ("A", "B")]
    press(edith, ADD, "publish", headline="Many hands", body=BODY, bylines=[(name, "author", "") for name in names])
    assert [credit["name"] for credit in Edition.objects.get().credits] == names


def test_names_are_suggested_from_two_letters(rosa):
    make_author(name="Åse Lund", position="Editor")
    assert rosa.get("/admin/articles/article/names/?q=a").json() == {"names": []}
    assert rosa.get("/admin/articles/article/names/?q=as").json() == {
        "names": [{"value": "Åse Lund", "about": "Editor"}]
    }


# The verbs


def test_an_editor_saves_and_publishes_in_one_go(edith):
    response = press(edith, ADD, "publish", headline="Tide", body=BODY)
    edition = Edition.objects.live().get()
    assert (edition.headline, edition.body) == ("Tide", BODY)
    assert edition.path in said(edith, response)
    tree = page(edith.get(response["Location"]))
    assert tree.xpath(f"//*[@data-copy='http://testserver{edition.url}']")


def test_a_refused_publish_leaves_nothing_behind(edith):
    article = make_article(headline="Was")
    response = press(
        edith, change_url(article), "publish", headline="Is", body="", bylines=[("Mara Quay", "author", "")]
    )
    article.refresh_from_db()
    assert "no text" in errors(response)
    assert (article.headline, article.version) == ("Was", 1)
    assert not Edition.objects.exists() and not Author.objects.exists() and not article.bylines.exists()
    assert form_on(response)["headline"][0].strip() == "Is"


def test_a_refused_publish_of_a_new_story_makes_no_story(edith):
    response = press(edith, ADD, "publish", headline="", body=BODY)
    assert "no headline" in errors(response)
    assert page(response).xpath("//*[contains(@class, 'errors')]//a/@href") == ["#id_headline"]
    assert not Article.objects.exists()


def test_scheduling_holds_the_text_until_its_moment(edith):
    article = make_article()
    at = ahead(days=2)
    response = press(edith, change_url(article), "schedule", headline="As it stood", **day_and_time(at))
    edition = article.editions.get()
    assert edition.live_from == at.replace(second=0, microsecond=0)
    assert "goes live" in said(edith, response)
    press(edith, change_url(article), "save", headline="Afterwards")
    assert article.editions.get().headline == "As it stood"
    assert "without the changes saved since" in page(edith.get(change_url(article))).find_class("sentence")[0].text


def test_a_first_edition_is_dated_back_and_a_bare_day_has_no_time(edith):
    press(edith, ADD, "schedule", headline="Old", body=BODY, on="2018-02-14", at="09:05")
    press(edith, ADD, "schedule", headline="Older", body=BODY, on="2017-02-14")
    times = {e.headline: (e.live_from, e.time_known) for e in Edition.objects.live()}
    assert times == {"Old": (utc(2018, 2, 14, 9, 5), True), "Older": (utc(2017, 2, 14, 12), False)}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({}, "Choose a day"),
        ({"on": "2031-01-01"}, "Choose a time"),
        ({"on": "14.2.2018x", "at": "9"}, "Day"),
        ({"on": "0001-01-01", "at": "09:00"}, "Day"),
        ({"on": "2018-02-14", "at": "09:00"}, "first edition"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_in_words(edith, typed, reason):
    article = make_live()
    assert reason in errors(press(edith, change_url(article), "schedule", headline="Typed", **typed))
    assert article.editions.count() == 1


@pytest.mark.parametrize(("on", "offered"), [("2031-03-30", ["01:30", "03:30"]), ("2031-10-26", ["02:30", "02:30"])])
def test_a_time_that_the_clocks_skip_or_repeat_is_asked_about(edith, on, offered):
    Paper.objects.create(time_zone="Europe/Copenhagen")
    response = press(edith, ADD, "schedule", headline="A", body=BODY, on=on, at="02:30")
    assert "The clocks are put" in errors(response)
    choices = [box.get("value") for box in page(response).xpath("//input[@name='offset']")]
    assert [choice[11:16] for choice in choices] == offered
    for choice in choices:
        press(edith, ADD, "schedule", headline="A", body=BODY, on=on, at="02:30", offset=choice)
    first, second = Edition.objects.order_by("live_from").values_list("live_from", flat=True)
    assert second - first == timedelta(hours=1)


def test_scheduled_editions_are_moved_and_withdrawn_from_the_form(edith):
    article = make_article()
    edition = article.publish(by=None, at=ahead(days=1))
    later = ahead(days=4).replace(second=0, microsecond=0)
    press(edith, change_url(article), f"move:{edition.pk}", **day_and_time(later))
    moved = article.editions.get()
    assert moved.live_from == later
    press(edith, change_url(article), f"withdraw:{moved.pk}")
    assert not article.editions.exists()
    assert "withdrawn already" in errors(press(edith, change_url(article), f"withdraw:{moved.pk}"))


@pytest.mark.parametrize("do", ["withdraw:", "withdraw:x", "withdraw:99999999999999999999999", "move:٣"])
def test_a_button_for_no_edition_is_refused(edith, do):
    article = make_article()
    assert "withdrawn already" in errors(press(edith, change_url(article), do, on="2031-01-01", at="09:00"))


def test_one_storys_form_does_not_withdraw_anothers_edition(edith):
    other = make_article().publish(by=None, at=ahead(days=1))
    assert "withdrawn already" in errors(press(edith, change_url(make_article()), f"withdraw:{other.pk}"))
    assert Edition.objects.filter(pk=other.pk).exists()


def test_a_typo_and_a_note_are_kept_with_the_edition(edith):
    article = make_live()
    press(edith, change_url(article), "publish", deck="Mended", change="typo", note="a comma")
    edition = article.editions.live().get()
    assert (edition.change, edition.note) == ("typo", "a comma")


def test_unpublishing_says_first_what_readers_will_see(edith):
    article = make_live()
    article.publish(by=None, at=ahead(days=1))
    url = f"/admin/articles/article/{article.pk}/unpublish/"
    words = page(edith.get(url)).text_content()
    assert "What readers will see then" in words and "Withdrawn with it" in words
    assert Edition.objects.live().exists()
    response = edith.post(url, {"note": "by mistake"})
    assert "Withdrawn too" in said(edith, response)
    assert not Edition.objects.live(ahead(days=9)).exists()
    assert article.moves.first().note == "by mistake"
    assert "Nothing was changed" in errors(edith.post(url))


# Who may


@pytest.mark.parametrize("do", ["publish", "schedule", "withdraw:1", "move:1"])
def test_a_reporter_cannot_publish_their_own_story_by_any_button(rosa, reporter, do):
    article = make_article(created_by=reporter)
    assert press(rosa, change_url(article), do, on="2031-01-01", at="09:00").status_code == 403
    assert not Edition.objects.exists()


def test_a_reporter_submits_and_editors_find_it(rosa, reporter):
    article = make_article(created_by=reporter)
    press(rosa, change_url(article), "submit", headline="Ready")
    article.refresh_from_db()
    assert (article.headline, article.state) == ("Ready", "in_review")
    assert "in review already" in errors(press(rosa, change_url(article), "submit"))


def test_a_reporter_reads_others_stories_and_cannot_change_them(rosa, editor):
    article = make_live(headline="Ediths", created_by=editor, body="<p>Her <strong>text</strong>.</p>")
    response = rosa.get(change_url(article))
    words = page(response).text_content()
    assert "Ediths" in words and "Her text." in words and "created by edith" in words
    assert not page(response).xpath("//form[@id='story']")
    assert rosa.post(change_url(article), {"headline": "Mine now", "do": "save"}).status_code == 403
    assert rosa.post(f"{change_url(article)[:-7]}preview/", {"headline": "Mine now"}).status_code == 403
    assert rosa.post(f"{change_url(article)[:-7]}unpublish/").status_code == 403


def test_being_credited_makes_a_story_ones_own(rosa, reporter, editor):
    article = make_article(created_by=editor, authors=[make_author(name="Rosa Quill", user=reporter)])
    press(rosa, change_url(article), "save", headline="Ours")
    article.refresh_from_db()
    assert article.headline == "Ours"


def test_a_bio_manager_cannot_open_stories(client, bio_manager):
    client.force_login(bio_manager)
    article = make_article()
    for url in ("/admin/articles/article/", ADD, change_url(article), f"/admin/articles/article/{article.pk}/preview/"):
        assert client.get(url).status_code == 403, url


@pytest.mark.parametrize(("who", "word"), [("rosa", "Submit for review"), ("edith", "Publish")])
def test_one_button_is_filled_the_likely_next_move(request, who, word):
    client = request.getfixturevalue(who)
    tree = page(client.get(ADD))
    assert [
        button.text
        for button in tree.xpath("//button[contains(@class, 'filled')][not(ancestor::template or ancestor::dialog)]")
    ] == [word]


def test_only_a_story_never_published_can_be_deleted(edith):
    draft, live = make_article(headline="Never seen"), make_live()
    delete = "/admin/articles/article/{}/delete/"
    assert edith.post(delete.format(live.pk), {"post": "yes"}).status_code == 403
    assert "No reader ever had this story" in edith.get(delete.format(draft.pk)).content.decode()
    edith.post(delete.format(draft.pk), {"post": "yes"})
    assert list(Article.objects.all()) == [live]


def test_an_unknown_button_is_no_button(edith):
    assert edith.post(ADD, {"do": "obliterate"}).status_code == 400


# Preview


def test_preview_shows_what_is_typed_and_saves_nothing(edith):
    article = make_live(headline="Saved", authors=[make_author(name="Ann Lee")])
    tides = make_topic(name="Tides")
    data = form_on(edith.get(change_url(article)))
    typed = data | {
        "headline": "Typed", "body": "<p>Typed text<script>alert(1)</script></p>", "topics": [tides.pk],
        "bylines-0-name": "Somebody New", "bylines-0-credited_as": "S. New", "canonical_url": "wrong",
    }  # fmt: skip
    response = edith.post(f"/admin/articles/article/{article.pk}/preview/", typed)
    words = page(response).text_content()
    assert all(word in words for word in ("Typed", "Typed text", "Tides", "S. New", "Preview"))
    assert "alert(1)" not in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Saved", 1)
    assert not Author.objects.filter(name="Somebody New").exists()


def test_preview_of_a_story_not_yet_saved(rosa):
    section = make_section()
    make_live(headline="Beside it", section=section, at=ago(days=3))
    response = rosa.post(
        "/admin/articles/article/preview/", form_on(rosa.get(ADD)) | {"headline": "New", "section": section.pk}
    )
    words = page(response).text_content()
    assert "New" in words and "Beside it" in words
    assert Article.objects.count() == 1


def test_preview_is_the_public_page(edith):
    article = make_live(
        authors=[make_author(name="Ann Lee")], topics=[make_topic()], section=make_section(), deck="A deck"
    )
    public = page(edith.get(article.editions.get().url))
    shown = page(edith.get(f"/admin/articles/article/{article.pk}/preview/"))
    one, other = (" ".join(tree.xpath("//article")[0].text_content().split()) for tree in (public, shown))
    assert one.split("Published")[0] == other.split("Published")[0]
    assert shown.find_class("preview") and not public.find_class("preview")


def test_the_story_form_shows_sections_under_their_own(edith):
    world = make_section(name="World")
    make_section(name="Asia", parent=world)
    assert "World › Asia" in page(edith.get(ADD)).text_content()
