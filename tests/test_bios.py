"""One bad bio, mended once on the desk, is right everywhere; and the desk says where to look."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import bylines
from articles.models import Edition
from authors import desk
from authors.desk import history, queue
from authors.desk.saving import state_of
from authors.models import Author, BioVersion
from authors.models.words import FIELDS
from authors.wordsform import sealed
from pagecache import memory
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section

pytestmark = pytest.mark.django_db

BROKEN = "<p>Jo Marsh is Senior Editor for He has covered the harbour since 1998.</p>"
MENDED = "<p>Jo Marsh is Senior Editor for The Tern. He has covered the harbour since 1998.</p>"
LIST = reverse("admin:authors_author_changelist")
FRONT = reverse("admin:index")


def form_of(author):
    return reverse("admin:authors_author_change", args=[author.pk])


def filled(author, **fields):
    """What a browser sends of the author's form, rows and all."""
    facts = ("kind", "standing", "slug", "sort_name", "fediverse", "behind", "contact_email", "masthead_place")
    data = {name: getattr(author, name) for name in ("name", *FIELDS, *facts)}
    data |= {"user": author.user_id or "", "department": author.department_id or ""}
    data |= {name: getattr(author, name) or "" for name in ("start_year", "born_year", "died_year")}
    data |= (
        {"base": sealed(state_of(author), author), "pinned": "\n".join(author.pins.addresses())} if author.pk else {}
    )
    data |= rows("links", [{"label": link.label, "url": link.url} for link in author.links.all()] if author.pk else [])
    data |= rows("outlets", [{"name": outlet.name} for outlet in author.outlets()] if author.pk else [])
    aliases = list(author.aliases.all()) if author.pk else []
    data |= {"aliases-TOTAL_FORMS": len(aliases), "aliases-INITIAL_FORMS": len(aliases)}
    for i, row in enumerate(aliases):
        data |= {f"aliases-{i}-id": row.pk, f"aliases-{i}-author": author.pk, f"aliases-{i}-name": row.name}
    return data | fields


def rows(prefix, entries):
    """Rows of a form of words, as they are sent."""
    data = {f"{prefix}-TOTAL_FORMS": len(entries), f"{prefix}-INITIAL_FORMS": len(entries)}
    return data | {f"{prefix}-{i}-{name}": value for i, row in enumerate(entries) for name, value in row.items()}


def add_rows(data, prefix, *rows):
    """The same with rows filled in below the others."""
    total = data[f"{prefix}-TOTAL_FORMS"]
    for i, row in enumerate(rows, start=total):
        data |= {f"{prefix}-{i}-{name}": value for name, value in row.items()}
    return data | {f"{prefix}-TOTAL_FORMS": total + len(rows)}


@pytest.fixture
def desk_of(client, bio_manager):
    client.force_login(bio_manager)
    return client


@pytest.fixture
def jo():
    return make_author(name="Jo Marsh", bio=BROKEN, position="Senior Editor")


def text(response):
    return response.content.decode()


# Mended once, right everywhere


def test_a_bio_mended_on_the_desk_is_right_on_the_next_request_everywhere(
    desk_of, bio_manager, jo, django_capture_on_commit_callbacks
):
    stories = [make_live(authors=[jo], section=make_section(), at=ago(hours=n)) for n in (1, 2, 3)]
    pages = [jo.url, *(story.editions.get().url for story in stories)]
    before = list(Edition.objects.order_by("pk").values())
    for page in pages:
        assert "Senior Editor for He has" in text(desk_of.get(page)), page
    with django_capture_on_commit_callbacks(execute=True):
        response = desk_of.post(form_of(jo), filled(jo, bio=MENDED))
    assert response.status_code == 302
    for page in pages:
        shown = text(desk_of.get(page))
        assert "Senior Editor for The Tern. He has" in shown, page
        assert "Senior Editor for He has" not in shown, page
    assert list(Edition.objects.order_by("pk").values()) == before
    newest, first = jo.bio_versions.all()
    assert (first.text, newest.text) == (BROKEN, MENDED)
    assert (newest.by, newest.by_name, newest.source) == (bio_manager, "bruno", "desk")


def test_saving_says_under_which_stories_the_bio_now_stands(desk_of, jo):
    stories = [make_live(headline=f"Quay {n}", authors=[jo], at=ago(hours=n)) for n in range(1, 6)]
    said = text(desk_of.post(form_of(jo), filled(jo, bio=MENDED), follow=True))
    said = said[said.index('class="messages"') : said.index('class="heading"')]
    assert "Stands under five stories" in said
    linked = re.findall(r'href="([^"]+)"', said)
    assert linked == [*(story.editions.get().url for story in stories[:3]), jo.url]


def test_a_story_not_yet_live_is_not_counted(desk_of, jo):
    make_article(authors=[jo])
    make_article(authors=[jo]).publish(by=None, at=ahead(hours=1))
    make_live(authors=[jo], at=ago(hours=2)).unpublish(by=None)
    assert desk.standing(jo).count == 0
    assert "No live story shows this bio yet" in text(desk_of.get(form_of(jo)))


def test_a_story_of_many_people_does_not_show_their_bios_and_is_not_counted(reader, jo):
    others = [make_author(name=f"Bo Ek {n}") for n in range(desk.CARDS_UP_TO)]
    few = make_live(authors=[jo, *others[1:]])
    many = make_live(authors=[jo, *others])
    assert desk.CARDS_UP_TO == bylines.CARDS_UP_TO
    assert desk.standing(jo).count == 1
    assert "Senior Editor for He has" in text(reader.get(few.editions.get().url))
    assert "Senior Editor for He has" not in text(reader.get(many.editions.get().url))


def test_links_and_outlets_are_in_the_card_that_the_same_save_makes(desk_of, reader, jo):
    story = make_live(authors=[jo])
    data = add_rows(filled(jo, bio=MENDED), "outlets", {"name": "Harbour Lights"})
    desk_of.post(form_of(jo), add_rows(data, "links", {"label": "Website", "url": "https://jo.example/"}))
    assert "Harbour Lights" in text(reader.get(story.editions.get().url))
    assert "https://jo.example/" in text(reader.get(jo.url))


# The history


def test_saving_without_a_change_of_the_profile_adds_no_version(desk_of, jo):
    desk_of.post(form_of(jo), filled(jo, standing="former"))
    jo.refresh_from_db()
    assert (jo.standing, jo.bio_versions.count()) == ("former", 1)


def test_the_form_shows_who_changed_the_bio_and_what(desk_of, jo):
    desk_of.post(form_of(jo), filled(jo, bio=MENDED))
    page = text(desk_of.get(form_of(jo)))
    told = page[page.index('id="bio-history"') :]
    assert "<strong>bruno</strong> saved it on the desk" in told
    assert re.search(r"<ins>.*?The Tern\..*?</ins>", told)
    assert "brought it in from test" in told


def test_a_long_history_costs_the_same_and_shows_the_latest(jo, bio_manager):
    profile = jo.bio_versions.get().words
    for many in (10, 60):
        BioVersion.objects.bulk_create(
            BioVersion(author=jo, words=profile | {"bio": f"<p>Version {n}.</p>"}, source="test") for n in range(many)
        )
        bio_manager.has_perm("authors.view_old_names")
        with CaptureQueriesContext(connection) as queries:
            shown = history.latest(jo, bio_manager)
        assert len(queries) == 2
        assert len(shown["entries"]) == history.LATEST and shown["more"]
    assert (
        shown["entries"][-1].changed == "1 word changed in the bio"
    )  # even the last one is set against the one before


def test_a_base_of_another_form_is_refused_and_nothing_typed_is_lost(desk_of, jo):
    for base in ("", "nonsense", sealed({}, make_author(name="Bo Ek"))):
        page = text(desk_of.post(form_of(jo), filled(jo, bio=MENDED, base=base)))
        assert "This page is of another time." in page and "for The Tern. He has covered" in page
    jo.refresh_from_db()
    assert jo.bio == BROKEN


# Lost words


def test_a_bio_with_lost_words_is_warned_of_at_its_field(desk_of, jo):
    page = text(desk_of.get(form_of(jo)))
    assert re.search(r'id="id_bio_helptext".*?class="doubt".*?Senior Editor for He has', page, re.DOTALL)


def test_saving_a_bio_that_lost_words_warns_and_saves(desk_of, jo):
    response = desk_of.post(form_of(jo), filled(jo, bio="<p>Jo Marsh writes for</p>"), follow=True)
    assert "Look at the bio once more" in text(response)
    jo.refresh_from_db()
    assert jo.bio == "<p>Jo Marsh writes for</p>"


def test_a_whole_bio_is_not_warned_of(desk_of, jo):
    response = desk_of.post(form_of(jo), filled(jo, bio=MENDED), follow=True)
    assert 'class="doubt"' not in text(response)
    assert "once more" not in text(response)


def test_words_are_looked_for_in_the_text_and_not_in_its_marks():
    whole = (
        "<p>She edits <em>The Tern</em>, <a href='https://tern.example/'>a weekly</a>.</p><p>She sails &amp; reads.</p>"
    )
    assert desk.doubts_in(whole) == ()
    assert desk.doubts_in("<p>She edits <strong>The Tern</strong> for</p>") != ()


# The front of the desk


def test_the_front_says_which_bio_to_mend_and_what_will_change(desk_of, jo):
    for n in (1, 2, 3):
        make_live(headline=f"Quay {n}", authors=[jo], at=ago(hours=n))
    page = text(desk_of.get(FRONT))
    assert f'<a href="{form_of(jo)}#id_bio_text">Mend it and watch it change under three stories</a>' in page
    assert all(edition.url in page for edition in Edition.objects.all())


def test_a_mended_bio_leaves_the_front_on_the_next_request(desk_of, jo, django_capture_on_commit_callbacks):
    make_live(authors=[jo])
    assert "Mend it and watch it change under one story" in text(desk_of.get(FRONT))
    with django_capture_on_commit_callbacks(execute=True):
        desk_of.post(form_of(jo), filled(jo, bio=MENDED))
    page = text(desk_of.get(FRONT))
    assert "Mend it" not in page
    assert "Every bio reads whole." in page
    assert "bruno" in page[page.index("Changed lately") :]


def test_the_front_asks_for_a_bio_of_people_whom_readers_read(desk_of):
    read, unread, agency = make_author(name="Bo Ek"), make_author(name="Cy Orr"), make_author(name="Wire", kind="wire")
    make_live(authors=[read, agency])
    make_article(authors=[unread])
    found = queue.front(timezone.now())
    assert [(one.author, one.sentence) for one in found["missing"]] == [
        (read, "Write one and watch it appear under one story")
    ]
    assert "Write one and watch it appear under one story" in text(desk_of.get(FRONT))


def test_the_front_costs_the_same_for_two_bios_and_for_forty():
    costs = []
    for many in (2, 38):
        for n in range(many):
            lost, none = make_author(name=f"Lost {n}", bio=BROKEN), make_author(name=f"None {n}")
            make_live(authors=[lost, none])
        memory.forget()
        with CaptureQueriesContext(connection) as queries:
            found = queue.front(timezone.now())
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10, costs
    assert (found["lost_count"], found["missing_count"]) == (40, 40)
    assert len(found["lost"]) == len(found["missing"]) == queue.SHOWN


def test_the_front_is_empty_in_words_before_anything_is_there(desk_of):
    page = text(desk_of.get(FRONT))
    assert "There are no authors yet." in page
    assert "Nobody waits for one." in page
    make_author(bio="<p>Ann Lee counts gulls.</p>")
    memory.forget()
    page = text(desk_of.get(FRONT))
    assert "Every bio reads whole." in page
    assert "Everyone readers read has a bio." in page


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no stories"), (1, "one story"), (12, "twelve stories"), (13, "13 stories"), (1001, "more than 1,000 stories")]
)  # fmt: skip
def test_counts_are_said_in_words(count, words):
    assert desk.in_words(count) == words


# The list


def test_the_list_costs_the_same_for_many(desk_of):
    costs = []
    make_live(authors=[make_author(name="Ann", bio=BROKEN)])
    for many in (3, 30):
        for n in range(many):
            make_live(authors=[make_author(name=f"Ann {n}", bio=BROKEN)])
        desk_of.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert desk_of.get(LIST).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1], costs


@pytest.mark.parametrize(
    ("query", "names"), [("lost", ["Jo Marsh"]), ("missing", ["Bo Ek"]), ("there", ["Jo Marsh", "Di Ray"])]
)
def test_the_list_is_narrowed_in_words(desk_of, jo, query, names):
    make_live(authors=[make_author(name="Bo Ek")])
    make_author(name="Di Ray", bio=MENDED.replace("Jo Marsh", "Di Ray"))
    make_author(name="Cy Orr")
    page = text(desk_of.get(LIST, {"bio": query}))
    results = page[page.index("result_list") :]
    assert {name for name in ("Jo Marsh", "Bo Ek", "Di Ray", "Cy Orr") if name in results} == set(names)


def test_the_list_marks_the_bios_that_need_care(desk_of, jo):
    make_live(authors=[make_author(name="Bo Ek")])
    page = text(desk_of.get(LIST))
    assert "words lost" in page[page.index("result_list") :]
    assert "no bio" in page[page.index("result_list") :]


@pytest.mark.parametrize("words", ["zeljka", "BRANDIĆ", "brandic zel", "ž. bran", "Penname"])
def test_an_author_is_found_by_any_spelling(desk_of, words):
    zeljka, other = make_author(name="Željka Brandić"), make_author(name="Ann Lee")
    for alias in ("Ž. Brandić", "A. Penname"):
        zeljka.aliases.create(name=alias)
    found = desk.called(Author.objects.all(), words)
    assert list(found) == [zeljka]
    assert other.name not in text(desk_of.get(LIST, {"q": words}))
