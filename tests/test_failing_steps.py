"""Each step of each verb made to fail leaves every table exactly as it was."""

from itertools import count

import pytest
from django.apps import apps
from django.db import connection

from articles.models import Article, Correction
from articles.models.snapshot import words_of_edition
from articles.models.takedown import Order
from tests.makers import ahead, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = ("INSERT", "UPDATE", "DELETE")


class StepFails(Exception):
    pass


class FailAt:
    """Fails the n-th statement that writes, and counts them."""

    def __init__(self, number):
        self.number, self.written = number, 0

    def __call__(self, execute, sql, params, many, context):
        if sql.lstrip().upper().startswith(WRITES):
            self.written += 1
            if self.written == self.number:
                raise StepFails(sql)
        return execute(sql, params, many, context)


def everything():
    """Every row of the rooms' tables."""
    rooms = ("articles", "paper", "pagecache", "authors")
    models = [model for room in rooms for model in apps.get_app_config(room).get_models(include_auto_created=True)]
    return {model.__name__: sorted(map(str, model._base_manager.order_by("pk").values())) for model in models}


def story():
    """Live, with an edition to come, a draft ahead and a correction."""
    article = make_live(
        headline="Gulls counted", section=make_section(), authors=[make_author()], topics=[make_topic()], deck="Eleven."
    )
    article.publish(by=None)
    Correction.objects.create(article=article, text="There were twelve gulls, not eleven.")
    article.publish(by=None, at=ahead(hours=2))
    article.claim_version(article.version, by=None)
    article.headline = "Gulls counted again"
    article.save()
    article.keep_version(by=None)
    return article


def live(article):
    return article.editions.live().get()


def coming(article):
    return article.editions.scheduled().get()


def fixed(article):
    words = words_of_edition(live(article))
    return words | {"deck": "Twelve."}


VERBS = {
    "publish": lambda a: a.publish(by=None),
    "schedule": lambda a: a.publish(by=None, at=ahead(hours=1)),
    "withdraw": lambda a: a.withdraw(coming(a), by=None),
    "reschedule": lambda a: a.reschedule(coming(a), by=None, at=ahead(hours=3)),
    "schedule changes": lambda a: a.schedule_changes(coming(a), by=None),
    "unpublish": lambda a: a.unpublish(by=None),
    "submit": lambda a: a.submit(by=None),
    "approve": lambda a: a.approve(by=None),
    "restore": lambda a: a.restore(1, by=None),
    "fix": lambda a: a.fix(live(a), fixed(a), by=None),
    "put back": lambda a: a.put_back(by=None),
    "retract": lambda a: a.retract(by=None, notice="It never happened."),
    "embargo": lambda a: a.embargo(by=None, reason="Agreed."),
    "hold": lambda a: a.hold(by=None, reason="Our lawyer reads it."),
    "end": lambda a: a.set_end(by=None, at=ahead(hours=5)),
    "take down": lambda a: a.take_down(Order("A court said so."), by=None),
    "take a passage down": lambda a: a.take_down(Order("A court said so."), by=None, passage="Gulls"),
    "send back": lambda a: a.send_back(by=None, note="Why?"),
    "lift embargo": lambda a: a.lift_embargo(by=None),
    "lift hold": lambda a: a.lift_hold(by=None),
}
BEFORE = {
    "lift embargo": lambda a: a.embargo(by=None, reason="Agreed."),
    "lift hold": lambda a: a.hold(by=None, reason="Our lawyer reads it."),
    "send back": lambda a: a.submit(by=None),
}


@pytest.mark.parametrize("name", VERBS)
def test_a_step_that_fails_leaves_everything_as_it_was(name):
    article = story()
    BEFORE.get(name, lambda a: None)(article)
    before = everything()
    for step in count(1):
        try:
            with connection.execute_wrapper(FailAt(step)):
                VERBS[name](article)
        except StepFails:
            assert everything() == before, f"step {step} left something behind"
            article.refresh_from_db()
        else:
            break
    assert step > 2 and everything() != before, "the verb did nothing"


def test_every_verb_is_tried():
    verbs = {name for name, verb in vars(Article).items() if "by" in getattr(verb, "__annotations__", {})}
    tried = {name.replace(" ", "_") for name in VERBS}
    assert verbs - {"claim_version", "keep_version"} <= tried | {"set_end"}
