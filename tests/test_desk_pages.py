"""The desk's pages: what each role lands on, lists, the search box, and what no page of the desk may send."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from paper.models import Paper
from tests.desk import ADD, LIST, change_url, errors, page, press
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db
ROLES = ["reporter", "editor", "bio_manager", "administrator"]
DJANGOS_WORDS = re.compile(
    r"django|\bobjects?\b|change history|site administration|superuser|staff (status|account)|log ?out|"
    r"Add another|Save and continue|select .* to change",
    re.IGNORECASE,
)


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


def columns(client):
    """The front of the desk: {title: [headlines]}."""
    tree = page(client.get("/admin/"))
    return {
        section.findtext(".//h2/a"): [link.text for link in section.findall(".//h3/a")]
        for section in tree.xpath("//*[contains(@class, 'work')]//section")
    }


def in_every_state(by):
    """One story in each state there is."""
    author, section, topic = make_author(name="Ann Lee", bio="<p>Writes.</p>"), make_section(), make_topic()
    same = {"authors": [author], "section": section, "topics": [topic], "created_by": by, "deck": "A deck"}
    make_article(headline="A draft", **same)
    make_article(headline="In review", **same).submit(by=by)
    make_article(headline="To come", **same).publish(by=by, at=ahead(days=1))
    make_live(headline="Live one", **same)
    changed = make_live(headline="Live, older", **same)
    changed.headline = "Live, newer"
    changed.claim_version(1, by=by)
    changed.save()
    gone = make_live(headline="Gone", **same)
    gone.unpublish(by=by)
    return {article.headline: article for article in Article.objects.all()}


def desk_pages(stories):
    story = stories["Live one"].pk
    draft = stories["A draft"].pk
    return [
        "/admin/", LIST, LIST + "?q=nothing-like-it", LIST + "?state=scheduled", ADD, f"{LIST}{story}/change/", f"{LIST}{draft}/change/",
        f"{LIST}{stories['To come'].pk}/change/", f"{LIST}{story}/unpublish/", f"{LIST}{draft}/delete/",
        "/admin/articles/section/", "/admin/articles/section/add/", "/admin/articles/topic/", "/admin/articles/topic/add/",
        f"/admin/articles/section/{stories['A draft'].section_id}/change/", f"/admin/articles/section/{stories['A draft'].section_id}/delete/",
        f"/admin/articles/section/{stories['A draft'].section_id}/history/",
        "/admin/authors/author/", "/admin/authors/author/add/", "/admin/authors/outlet/", "/admin/accounts/user/",
        "/admin/paper/paper/", "/admin/password_change/",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_desk_sends_style_attributes_bare_scripts_or_djangos_words(client, request, role):
    user = request.getfixturevalue(role)
    stories = in_every_state(user)
    client.force_login(user)
    seen = 0
    for url in desk_pages(stories):
        response = client.get(url, follow=True)
        if response.status_code == 403:
            continue
        assert response.status_code == 200, url
        seen += 1
        tree = page(response)
        assert not tree.xpath("//@style"), url
        assert not tree.xpath("//script[not(@src) and not(@nonce)] | //style[not(@nonce)]"), url
        assert len(tree.xpath("//h1")) == 1, url
        assert tree.xpath("//a[@class='skip'][@href='#content']") and tree.xpath("//main[@id='content']"), url
        for heard in tree.xpath(
            "//body//text()[not(ancestor::script or ancestor::template)] | //title/text() | //@title"
        ):
            assert not DJANGOS_WORDS.search(heard), (url, heard)
    assert seen >= 4


def test_errors_send_no_style_attributes_either(edith):
    tree = page(press(edith, ADD, "publish", headline="", canonical_url="x"))
    assert tree.find_class("errors") and not tree.xpath("//@style")


def test_signing_in_speaks_the_papers_words(client, editor):
    Paper.objects.create(name="The Courier")
    tree = page(client.get("/admin/", follow=True))
    assert [heading.text for heading in tree.xpath("//h1")] == ["Sign in to the desk"]
    assert "The Courier" in tree.findtext(".//title")
    response = client.post("/admin/login/", {"username": "edith", "password": "wrong"})
    words = page(response).text_content()
    assert "do not open the desk" in words and not DJANGOS_WORDS.search(words)
    assert (
        client.post("/admin/login/?next=/admin/", {"username": "edith", "password": "quay-lamp-42"}).status_code == 302
    )


def test_signing_out_and_changing_the_password_speak_plainly(edith):
    response = edith.post("/admin/password_change/", {"old_password": "wrong"})
    assert "Old password" in page(response).find_class("errors")[0].text_content()
    words = page(edith.post("/admin/logout/")).text_content()
    assert "You are signed out" in words and not DJANGOS_WORDS.search(words)


# The front of the desk


def test_an_editor_lands_on_what_waits(edith, editor, reporter):
    in_every_state(reporter)
    make_article(headline="Mine", created_by=editor)
    assert columns(edith) == {
        "Yours": ["Mine"],
        "Waiting for you": ["In review"],
        "Next out": ["To come"],
        "Changed since published": ["Live, newer"],
        "Live now": ["Live, older", "Live one"],
    }


def test_a_reporter_lands_on_their_own_stories(client, reporter, editor):
    in_every_state(reporter)
    make_article(headline="Ediths", created_by=editor)
    client.force_login(reporter)
    assert columns(client) == {
        "Yours": ["A draft"],
        "With the editors": ["In review"],
        "Next out": ["To come"],
        "Changed since published": ["Live, newer"],
        "Yours, live": ["Live, older", "Live one"],
    }


def test_a_bio_manager_lands_on_bios_and_sees_no_stories(client, bio_manager, reporter):
    in_every_state(reporter)
    client.force_login(bio_manager)
    tree = page(client.get("/admin/"))
    assert columns(client) == {}
    assert "Bios" in tree.text_content() and "New story" not in tree.text_content()


def queries(client, url):
    client.get(url)  # what is kept in memory is there
    with CaptureQueriesContext(
        connection,
    ) as ran:
        assert client.get(url).status_code == 200
    return len(ran)


@pytest.mark.parametrize("url", ["/admin/", LIST, LIST + "?state=live&mine=1&section=world"])
def test_more_stories_and_bylines_cost_no_more_queries(edith, editor, url):
    authors = [make_author(name=f"Writer {n}") for n in range(4)]
    world = make_section(name="World")

    def some_more(count):
        for n in range(count):
            same = {"authors": authors[: n % 4 + 1], "section": world, "created_by": editor}
            make_live(at=ago(days=2), **same).submit(by=editor)
            make_article(**same).publish(by=None, at=ahead(days=1))
            make_article(**same)

    some_more(1)
    few = queries(edith, url)
    some_more(14)
    assert queries(edith, url) == few < 25


def test_the_form_costs_the_same_for_two_and_forty_bylines(edith):
    two = make_article(authors=[make_author(name=f"Writer {n}") for n in range(2)])
    forty = make_article(authors=[make_author(name=f"Author {n}") for n in range(40)])
    assert queries(edith, change_url(two)) == queries(edith, change_url(forty)) < 30


# The list


def listed(client, query=""):
    tree = page(client.get(LIST + query))
    return {link.text for link in tree.xpath("//table[@id='result_list']/tbody/tr/th/a")}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=draft", {"A draft"}),
        ("?state=in_review", {"In review"}),
        ("?state=scheduled", {"To come"}),
        ("?state=live", {"Live one", "Live, newer"}),
        ("?state=changed", {"Live, newer"}),
        ("?state=unpublished", {"Gone"}),
        ("?q=draft", {"A draft"}),
        ("?kind=opinion", set()),
        ("?mine=1&state=draft", set()),
    ],
)
def test_stories_are_found_by_state_kind_words_and_whose_they_are(edith, reporter, query, found):
    in_every_state(reporter)
    assert listed(edith, query) == found


def test_a_row_says_its_state_in_a_word_and_a_shape(edith, reporter):
    in_every_state(reporter)
    rows = page(edith.get(LIST)).xpath("//table[@id='result_list']/tbody/tr")
    states = {row.findtext("th/a"): " ".join(row.find_class("field-states")[0].text_content().split()) for row in rows}
    assert states == {
        "A draft": "○ Draft",
        "In review": "◐ In review",
        "To come": "◷ Scheduled",
        "Live one": "● Live",
        "Live, newer": "●+ Live, with changes",
        "Gone": "■ Unpublished",
    }


def test_times_stand_in_the_papers_zone_which_the_head_names(edith):
    Paper.objects.create(time_zone="America/New_York")
    make_live()
    assert "When (New York time)" in page(edith.get(LIST)).xpath("string(//thead)")


def test_nothing_offers_to_delete_many_at_once(edith):
    make_article()
    assert not page(edith.get(LIST)).xpath("//select[@name='action']")


# The search box


def test_a_pasted_address_opens_its_story(edith):
    article = make_live(headline="Öffnung am Hafen", at=ago(days=400))
    edition = article.editions.get()
    day = f"{edition.date.year}/{edition.date.month}/{edition.date.day}"
    for pasted in (
        f"https://paper.example{edition.url}", f" http://testserver{edition.path}?from=mail#top ", edition.path, edition.url,
        edition.path.strip("/"), f"/{day}/{edition.slug}", f"paper.example/{day}/{edition.slug.upper()}",
        f"https://paper.example/1999/01/01/{edition.slug}/",
    ):  # fmt: skip
        response = edith.get(LIST, {"q": pasted})
        assert (response.status_code, response.get("Location")) == (302, change_url(article)), pasted


def test_an_old_address_and_one_still_to_come_open_their_stories(edith):
    article = make_live(headline="First words")
    old = article.editions.get().path
    article.slug = "other-words"
    article.save()
    article.publish(by=None)
    assert edith.get(LIST, {"q": old})["Location"] == change_url(article)
    coming = make_article(headline="Tomorrow")
    edition = coming.publish(by=None, at=ahead(days=1))
    assert edith.get(LIST, {"q": edition.path})["Location"] == change_url(coming)


@pytest.mark.parametrize(
    "q", ["2018", "/2018/02/14/", "/2018/02/14/unknown/", "/2018/99/99/x/", "http://[", "%", "\x00"]
)
def test_other_words_are_looked_for_in_headlines(edith, q):
    assert edith.get(LIST, {"q": q}).status_code == 200


# Sections and topics


def test_an_editor_changes_sections_and_an_administrator_makes_them(client, editor, administrator):
    section = make_section(name="World")
    client.force_login(editor)
    assert client.get("/admin/articles/section/add/").status_code == 403
    data = {"name": "The world", "slug": "world", "order": 0}
    assert client.post(f"/admin/articles/section/{section.pk}/change/", data).status_code == 302
    section.refresh_from_db()
    assert section.name == "The world"
    client.force_login(administrator)
    assert client.post("/admin/articles/section/add/", {"name": "admin", "order": 0}).status_code == 200
    response = client.post("/admin/articles/section/add/", {"name": "Harbour", "order": 1, "parent": section.pk})
    assert response.status_code == 302, errors(response)
    assert section.children.get().slug == "harbour"


def test_a_section_in_use_is_not_deleted(client, administrator):
    section = make_section()
    make_article(section=section, headline="In it")
    client.force_login(administrator)
    tree = page(client.get(f"/admin/articles/section/{section.pk}/delete/"))
    assert "cannot be deleted" in tree.findtext(".//h1") and "In it" in tree.text_content()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["section", "topic"])
def test_the_address_of_a_section_or_topic_stays_as_readers_know_it(client, administrator, page):
    from tests.makers import make_section, make_topic

    kept = make_section(name="World") if page == "section" else make_topic(name="World")
    client.force_login(administrator)
    address = f"/admin/articles/{page}/{kept.pk}/change/"
    assert 'name="slug"' not in client.get(address).content.decode()
    response = client.post(
        address, {"name": "The world", "slug": "elsewhere", "description": "", "order": 0, "parent": ""}
    )
    assert response.status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.slug) == ("The world", "world")
