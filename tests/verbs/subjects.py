"""What is done to sections, topics and series."""

from articles.models import Section
from tests.makers import make_section, make_topic
from tests.verbs.doing import change, on_the_desk


def rename_a_section(p):
    change(p.coast, name="Shore", slug="shore")


def move_a_section(p):
    change(p.coast, parent=p.sport)


def make_a_section(p):
    make_section(name="Arts", parent=p.world)


def delete_a_section(p):
    Section.objects.get(pk=p.empty.pk).delete()


def rename_a_topic(p):
    change(p.harbours, name="Ports", description="Where boats lie.")


def move_a_topic(p):
    change(p.ferries, slug="boats")


def make_a_topic(p):
    make_topic(name="Flood walls")


def delete_a_topic(p):
    p.silence.delete()


def delete_a_topic_on_the_desk(p):
    on_the_desk(p, f"/admin/articles/topic/{p.silence.pk}/delete/", post="yes")


def rename_a_series(p):
    change(p.flood_series, name="The great flood", slug="great-flood")


def add_to_a_series(p):
    p.flood_series.add(p.match, by=None)


def begin_a_series(p):
    p.blank_series.set_parts([p.match.pk, p.old.pk], by=None)


def drop_from_a_series(p):
    p.flood_series.drop(p.gate, by=None)


def turn_a_series_round(p):
    p.flood_series.set_parts([p.brief.pk, p.flood.pk, p.gate.pk], by=None)


def delete_a_series(p):
    p.flood_series.delete()
