"""What stands under a story: chosen by hand, by its first topic, and more from its section, each story once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Series
from articles.related import MORE, RELATED, around
from pagecache import memory
from tests.makers import ago, make_article, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db


def live(headline, minutes=60, **fields):
    return make_live(headline=headline, at=ago(minutes=minutes), **fields)


def chosen(*stories):
    return [{"article": story.pk, "headline": story.headline} for story in stories]


def blocks(reader, story):
    """{"related": [headlines], "more": […]} of the story's page."""
    text = reader.get(story.editions.live().get().url).content.decode()
    found = {}
    for name in ("related", "more"):
        block = text.partition(f'<section class="more{" related" if name == "related" else ""} block"')[2]
        found[name] = re.findall(r'<h3 class="headline"><a href="[^"]+">([^<]+)<', block.partition("</section>")[0])
    return found


def test_what_was_chosen_by_hand_stands_first_and_in_its_order(reader):
    old, new = live("Old ferry", 9000), live("New ferry", 1)
    story = live("Here", related=chosen(old, new))
    assert blocks(reader, story) == {"related": ["Old ferry", "New ferry"], "more": []}


def test_the_first_topic_fills_up_what_was_not_chosen_by_hand(reader):
    bridges, ferries = make_topic(name="Bridges"), make_topic(name="Ferries")  # a story's topics stand by name
    by_hand = live("By hand", 500)
    for n in range(6):
        live(f"Bridge {n}", 70 + n, topics=[bridges])
    live("Ferry", 65, topics=[ferries])
    live("Newer bridge", 5, topics=[bridges])
    story = live("Here", topics=[bridges, ferries], related=chosen(by_hand))
    assert blocks(reader, story)["related"] == ["By hand", "Bridge 0", "Bridge 1", "Bridge 2"]


def test_more_from_the_section_are_the_ones_just_before_and_no_story_stands_twice(reader):
    section, topic = make_section(), make_topic()
    others = [live(f"Story {n}", 70 + n, section=section, topics=[topic] if n < 6 else []) for n in range(12)]
    story = live("Here", section=section, topics=[topic], related=chosen(others[1]))
    found = blocks(reader, story)
    assert found["related"] == ["Story 1", "Story 0", "Story 2", "Story 3"]
    assert found["more"] == ["Story 4", "Story 5", "Story 6", "Story 7"]
    assert len(found["related"]) == RELATED and len(found["more"]) == MORE


def test_as_many_as_were_chosen_are_shown(reader):
    others = [live(f"Story {n}", 70 + n) for n in range(8)]
    assert len(blocks(reader, live("Here", related=chosen(*others)))["related"]) == 8


def test_parts_of_the_series_stand_in_the_series_alone(reader):
    section, topic = make_section(), make_topic()
    a, b, other = (live(name, 70 + n, section=section, topics=[topic]) for n, name in enumerate("AB")), None, None
    a, b = a
    other = live("Other", 90, section=section)
    story = live("Here", section=section, topics=[topic], related=chosen(a))
    series = Series.objects.create(name="Files")
    series.set_parts([a.pk, story.pk, b.pk], by=None)
    memory.forget()
    assert blocks(reader, story) == {"related": [], "more": [other.headline]}


@pytest.mark.parametrize("state", ["draft", "scheduled", "retracted", "unpublished", "deleted", "itself"])
def test_only_what_is_listed_is_shown(reader, state):
    other = make_article(headline="Zanzibar")
    story = make_article(headline="Here", related=chosen(other))
    if state == "itself":
        story.related = chosen(story)
        story.save()
    if state == "scheduled":
        other.publish(by=None, at=timezone.now() + timezone.timedelta(hours=1))
    if state in ("retracted", "unpublished"):
        other.publish(by=None, at=ago(days=2))
    if state == "retracted":
        other.retract(by=None, notice="It never happened.")
    if state == "unpublished":
        other.unpublish(by=None)
    if state == "deleted":
        other.delete()
    story.publish(by=None)
    assert blocks(reader, story) == {"related": [], "more": []}


def test_the_page_is_made_from_every_story_it_names_or_was_to_name():
    section, topic = make_section(), make_topic()
    draft = make_article()
    on_topic, in_section = live("On topic", 80, topics=[topic]), live("In section", 90, section=section)
    story = live("Here", section=section, topics=[topic], related=chosen(draft))
    tags = around(story.editions.get(), timezone.now()).tags
    of_stories = {f"article:{other.pk}" for other in (draft, on_topic, in_section)}
    assert tags == of_stories | {f"before:section:{section.pk}", f"before:topic:{topic.pk}"}


@pytest.mark.parametrize("others", [1, 30])
def test_all_of_it_is_one_query(others):
    section, topic = make_section(), make_topic()
    stories = [live(f"Story {n}", 70 + n, section=section, topics=[topic]) for n in range(others)]
    edition = live("Here", section=section, topics=[topic], related=chosen(*stories[:8])).editions.get()
    edition.section_line()
    around(edition, timezone.now())
    with CaptureQueriesContext(connection) as queries:
        around(edition, timezone.now())
    assert len(queries) == 1
    bare = live("Nothing around it").editions.get()
    with CaptureQueriesContext(connection) as queries:
        assert around(bare, timezone.now()).page == {"series": None, "related": [], "more": [], "has_ways": False}
    assert not queries
