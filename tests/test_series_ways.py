"""Ways through the paper beside series: nested sections, date archives, corrections and the masthead."""

import re

import pytest

from articles.models import Section
from pagecache import memory
from tests.makers import ago, make_live, make_section, utc
from tests.test_pages import make_page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    world = make_section(name="World")
    asia = make_section(name="Asia", parent=world)
    return world, asia, make_section(name="Islands", parent=asia)


def above(found):
    """The links of the way up, in order."""
    way = found.partition('<nav class="label"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', way)


def test_a_section_three_deep_says_the_whole_way_up(reader, tree):
    assert above(text(reader, "/world/asia/islands/")) == [("/world/", "World"), ("/world/asia/", "Asia")]
    assert above(text(reader, "/world/asia/")) == [("/world/", "World")]
    assert above(text(reader, "/world/")) == []


def test_a_section_names_what_is_directly_below_it_and_lists_all_that_is(reader, tree):
    make_live(headline="Ferry to the islands", section=tree[2], at=ago(days=1))
    world = text(reader, "/world/")
    chips = world.partition('<ul class="chips"')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]+)"', chips) == ["/world/asia/"]
    for address in ("/world/", "/world/asia/", "/world/asia/islands/"):
        assert "Ferry to the islands" in text(reader, address)


def test_a_moved_section_is_found_under_its_old_line(reader, tree, django_capture_on_commit_callbacks):
    sport = make_section(name="Sport")
    memory.forget()
    text(reader, "/world/asia/islands/")
    with django_capture_on_commit_callbacks(execute=True):
        moved = Section.objects.get(pk=tree[1].pk)
        moved.parent = sport
        moved.save()
    for old in ("/world/asia/islands/", "/islands/", "/world/islands/"):
        response = reader.get(old)
        assert (response.status_code, response.url) == (301, "/sport/asia/islands/")
    assert above(text(reader, "/sport/asia/islands/")) == [("/sport/", "Sport"), ("/sport/asia/", "Asia")]


def test_an_archive_leads_to_the_nearest_days_with_stories_and_an_empty_day_has_a_way_on(reader):
    for day in (3, 7):
        make_live(headline=f"Story of day {day}", at=utc(2026, 5, day, 12))
    found = text(reader, "/2026/05/07/")
    assert 'href="/2026/05/03/"' in found
    assert 'href="/2026/05/07/"' in text(reader, "/2026/05/03/")
    empty = reader.get("/2026/05/05/")
    assert empty.status_code == 404
    assert "Story of day 7" in empty.content.decode()
    assert 'href="/2026/"' in text(reader, "/latest/").partition('id="years"')[2].partition("</nav>")[0]
    assert 'href="/latest/#years"' in text(reader, "/").partition('class="imprint"')[2]


def test_corrections_lead_to_how_we_correct_where_there_is_such_a_page(reader):
    assert "/about/" not in text(reader, "/corrections/").partition("<main")[2].partition("<footer")[0]
    make_page(purpose="corrections")
    assert (
        'href="/about/how-we-correct/"' in text(reader, "/corrections/").partition("<main")[2].partition("<footer")[0]
    )


def test_the_masthead_leads_to_who_owns_the_paper_and_how_to_reach_it(reader):
    make_page(title="Owners", purpose="ownership")
    make_page(title="Contact", purpose="contact")
    make_page(title="Privacy", purpose="privacy")
    found = text(reader, "/authors/masthead/").partition("<main")[2].partition("<footer")[0]
    assert 'href="/about/owners/"' in found and 'href="/about/contact/"' in found
    assert "/about/privacy/" not in found
