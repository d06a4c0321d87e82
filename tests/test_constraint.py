"""Editions of one story never overlap: kept by the database, also after its table was remade."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from articles.constraints import NoOverlap
from articles.models import END, Edition
from tests.makers import make_live


def overlapping(article):
    twin = article.editions.first()
    twin.pk, twin.live_from, twin.live_until = None, twin.live_from + timedelta(seconds=1), END - timedelta(days=1)
    return twin


def is_refused(article):
    with pytest.raises(IntegrityError), transaction.atomic():
        overlapping(article).save(force_insert=True)
    return True


def longer_note(length):
    field = models.CharField(max_length=length, blank=True)
    field.set_attributes_from_name("note")
    field.model = Edition
    return field


@pytest.mark.django_db(transaction=True)
def test_the_constraint_survives_altering_and_adding_a_field():
    article = make_live()
    assert is_refused(article)
    extra = models.IntegerField(null=True)
    extra.set_attributes_from_name("extra")
    extra.model = Edition
    with connection.schema_editor() as editor:
        editor.alter_field(Edition, Edition._meta.get_field("note"), longer_note(299))
        editor.add_field(Edition, extra)
    try:
        assert is_refused(article)
    finally:
        with connection.schema_editor() as editor:
            editor.remove_field(Edition, extra)
            editor.alter_field(Edition, longer_note(299), Edition._meta.get_field("note"))
    assert is_refused(article)
    assert Edition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_constraint_can_be_taken_off_and_put_back():
    article, constraint = make_live(), next(c for c in Edition._meta.constraints if isinstance(c, NoOverlap))
    Edition._meta.constraints.remove(constraint)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Edition, constraint)
    overlapping(article).save(force_insert=True)
    article.editions.order_by("-pk").first().credit_rows.all().delete()
    from articles.models.editions import verb_at_work

    with verb_at_work():
        article.editions.order_by("-pk").first().delete()
    Edition._meta.constraints.insert(0, constraint)
    with connection.schema_editor() as editor:
        editor.add_constraint(Edition, constraint)
    assert is_refused(article)


@pytest.mark.django_db
def test_the_constraint_says_it_in_words_too():
    with pytest.raises(ValidationError, match="Another edition of this story"):
        overlapping(make_live()).validate_constraints()


def test_the_constraint_is_written_into_migrations_whole():
    constraint = NoOverlap(name="x", violation_error_message="No.")
    path, args, kwargs = constraint.deconstruct()
    assert path == "articles.constraints.NoOverlap"
    assert NoOverlap(*args, **kwargs) == constraint == constraint.clone()
    assert constraint != NoOverlap(name="y")
