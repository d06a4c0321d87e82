"""Lists by keyset: nothing twice, nothing left out, whatever happens between two pages."""

from datetime import timedelta
from html import unescape

import pytest

from articles.models import Edition
from paper.models import Paper
from paper.pager import SIZE, Place
from tests.makers import ago, make_author, make_live, make_section, make_topic, utc

pytestmark = pytest.mark.django_db

NOON = utc(2026, 5, 1, 12)


def link(page, word):
    """The address of the link Older or Newer, if there is one."""
    for piece in page.content.decode().split("<a ")[1:]:
        if f">{word}" in piece.split("</a>")[0].replace("\n", "").replace("  ", ""):
            return unescape(piece.split('href="')[1].split('"')[0])
    return ""


def headlines(page):
    read = page.content.decode().partition("<script")[0]  # what machines are told stands at the foot
    return [part.split("<")[0] for part in read.split("Story number ")[1:]]


def read_through(reader, address):
    """Every story's number from the first page to the last, and the pages' addresses."""
    found, addresses = [], []
    while address:
        page = reader.get(address)
        addresses.append(address)
        found += list(dict.fromkeys(headlines(page)))
        address = link(page, "Older")
    return found, addresses


@pytest.fixture
def many():
    """45 stories; ten of them at one moment."""
    section, author, topic = make_section(), make_author(), make_topic()
    below = make_section(name="Below", parent=section)
    for n in range(45):
        make_live(
            headline=f"Story number {n:02}.", section=below if n % 3 else section, authors=[author], topics=[topic],
            at=NOON + timedelta(minutes=min(n, 35)),
        )  # fmt: skip
    return section, author, topic


EVERYTHING = [f"{n:02}." for n in range(44, -1, -1)]


@pytest.mark.parametrize("which", ["section", "author", "topic", "latest", "month", "day"])
def test_pages_show_everything_once_in_order_there_and_back(reader, many, which):
    section, author, topic = many
    address = {
        "section": section.url, "author": author.url, "topic": topic.url, "latest": "/latest/", "month": "/2026/05/",
        "day": "/2026/05/01/",
    }[which]  # fmt: skip
    found, addresses = read_through(reader, address)
    assert found == EVERYTHING
    assert len(addresses) == -(-45 // SIZE)
    back, page = [], reader.get(addresses[-1])
    while True:
        back = list(dict.fromkeys(headlines(page))) + back
        newer = link(page, "Newer")
        if not newer:
            break
        page = reader.get(newer)
    assert list(dict.fromkeys(back)) == EVERYTHING


def test_an_update_between_two_pages_neither_repeats_nor_skips(reader, many):
    first = reader.get("/latest/")
    shown = list(dict.fromkeys(headlines(first)))
    for edition in Edition.objects.live().order_by("-first_published_at")[:30:7]:
        edition.article.publish(by=None)
    rest, _ = read_through(reader, link(first, "Older"))
    assert shown + rest == EVERYTHING


def test_the_address_of_a_page_holds_nothing_of_the_rest_of_the_query(reader, many):
    older = link(reader.get("/latest/"), "Older")
    page = reader.get(f"{older}&utm_source=x").content.decode()
    assert "utm_source" not in page
    assert f'rel="canonical" href="http://testserver{older}"' in page
    assert reader.get("/?x=<script>").content == reader.get("/").content


@pytest.mark.parametrize(
    "junk", ["", "x", "20260501T120000000000-", "20261301T120000000000-1", "-1", "٢" * 20, "20260501T120000000000-1x"]
)
@pytest.mark.parametrize("name", ["before", "after"])
def test_a_place_that_is_none_is_not_found(reader, name, junk):
    assert reader.get("/latest/", {name: junk}).status_code == 404


def test_a_place_is_read_as_it_was_written():
    place = Place(utc(2026, 5, 1, 12, 0, 1), 7)
    assert Place.parse(str(place)) == place


def test_lists_walk_an_index_with_exactly_one_upper_bound():
    sql = str(Edition.objects.listed(NOON).newest(Place(NOON, 7)).query)
    where = sql.split("WHERE")[1].split("ORDER BY")[0]
    assert where.count('"first_published_at" <= ') == 1
    assert " OFFSET " not in sql


def test_totally_ordered_pages():
    assert Edition.objects.listed(NOON).newest(NOON).order_by("-first_published_at", "-article_id").ordered


def test_a_month_ends_at_the_papers_midnight(reader):
    Paper.objects.create(time_zone="Pacific/Auckland")
    make_live(headline="Story number 1.", at=utc(2026, 4, 30, 12, 30))
    assert headlines(reader.get("/2026/05/"))
    assert reader.get("/2026/04/").status_code == 404


def test_archives_lead_to_their_neighbours_and_up(reader):
    for day in (1, 9):
        make_live(headline=f"Story number {day}.", at=utc(2026, 5, day, 9))
    page = reader.get("/2026/05/01/").content.decode()
    assert 'href="/2026/05/09/"' in page and 'href="/2026/05/"' in page and 'href="/2026/"' in page
    assert 'href="/2026/05/01/"' in reader.get("/2026/05/09/").content.decode()
    assert 'href="/2026/05/"' in reader.get("/2026/").content.decode()


@pytest.mark.parametrize("form", ["/2026/5/1/", "/2026/05/01", "/2026/5"])
def test_other_forms_of_an_archives_address_lead_to_it(reader, form):
    make_live(at=utc(2026, 5, 1, 9))
    response = reader.get(form)
    assert response.status_code == 301 and response["Location"].startswith("/2026/05/")


def test_a_section_is_found_under_its_whole_line_alone(reader):
    world = make_section(name="World")
    asia = make_section(name="Asia", parent=world)
    assert asia.url == "/world/asia/"
    assert reader.get("/asia/")["Location"] == "/world/asia/"
    assert reader.get("/World/Asia/")["Location"] == "/world/asia/"
    assert reader.get("/sport/asia/")["Location"] == "/world/asia/"
    assert reader.get("/world/nope/").status_code == 404


def test_more_from_the_section_are_the_stories_just_before(reader):
    section = make_section()
    stories = [
        make_live(headline=f"Story number {n}.", section=section, at=NOON + timedelta(hours=n)) for n in range(7)
    ]
    page = reader.get(stories[4].editions.get().url)
    more = page.content.decode().partition('id="more"')[2].partition("<script")[0]
    assert [n for n in range(7) if f"Story number {n}." in more] == [0, 1, 2, 3]


def test_an_empty_section_says_so_and_shows_the_way_on(reader):
    culture = make_section(name="Culture")
    make_live(headline="Story number 1.", section=make_section(name="World"), at=ago(days=1))
    page = reader.get(culture.url).content.decode()
    assert "Nothing published in Culture yet" in page and "Story number 1." in page


@pytest.mark.parametrize(
    "address",
    ["/%00/", "/authors/%00/", "/topics/a%00b/", "/2026/05/01/a%00b/", "/authors/%FF/", "/0001/01/", "/9999/"],
)
def test_nonsense_is_not_found(reader, address):
    assert reader.get(address).status_code == 404
