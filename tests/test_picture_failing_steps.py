"""Each step of each verb on pictures made to fail leaves every table and every stored file exactly as it was."""

from itertools import count

import pytest
from django.apps import apps
from django.db import connection
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from images.intake import take_in
from images.jobs import drop_unused, render
from images.models import Picture
from images.models.picture import PictureQuerySet
from tests.makers import make_author, make_live
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_failing_steps import FailAt, StepFails, everything

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("picture_storage")]

WHY = {"why": "killed", "because": "The agency called."}


def rows():
    """Every row of the rooms' tables, the library's too."""
    models = apps.get_app_config("images").get_models(include_auto_created=True)
    return everything() | {m.__name__: sorted(map(str, m._base_manager.order_by("pk").values())) for m in models}


def stored(folder):
    """The stored files that nobody is about to delete: {name: contents}."""
    waiting = DBTaskResult.objects.filter(task_path=drop_unused.module_path, status=TaskResultStatus.READY)
    going = {name for job in waiting for name in job.args_kwargs["args"][1]}
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if name not in going}


def used():
    """Live on top and inside, and somebody's portrait."""
    picture = make_picture(rendered=True)
    make_live(lead_picture=picture, authors=[make_author(portrait=picture)])
    make_live(body=f'<p>It left.</p><figure data-picture="{picture.pk}"></figure>')
    return picture


def other():
    return Picture.objects.order_by("-pk").first()


def sent():
    return take_in(file_of(photo(), "another.jpg"))


VERBS = {
    "take": lambda p: Picture.objects.take(sent(), by=None, credit="Bo Ek"),
    "describe": lambda p: Picture.objects.describe([p.pk, other().pk], by=None, credit="Bo Ek"),
    "change": lambda p: p.change({"credit": "Bo Ek"}, by=None),
    "point": lambda p: p.point(0.2, 0.3, by=None),
    "crop": lambda p: p.crop("square", (0.1, 0.1, 0.5, 0.5), by=None),
    "replace": lambda p: p.replace(sent(), by=None),
    "withdraw": lambda p: p.withdraw(by=None, **WHY),
    "put back": lambda p: p.put_back(by=None, note="They called again."),
    "remove": lambda p: p.remove(by=None),
}
BEFORE = {
    "describe": lambda p: make_picture(),
    "put back": lambda p: p.withdraw(by=None, **WHY),
}


@pytest.mark.parametrize("name", VERBS)
def test_a_step_that_fails_leaves_everything_as_it_was(name, picture_storage):  # noqa: F811
    picture = make_picture(rendered=True) if name == "remove" else used()
    BEFORE.get(name, lambda p: None)(picture)
    before, files = rows(), stored(picture_storage)
    for step in count(1):
        try:
            with connection.execute_wrapper(FailAt(step)):
                VERBS[name](Picture.objects.get(pk=picture.pk))
        except StepFails:
            assert rows() == before, f"step {step} left something behind"
            assert stored(picture_storage) == files, f"step {step} left files behind, or lost some"
        else:
            break
    assert step > 2 and rows() != before, "the verb did nothing"


def test_renditions_that_could_not_be_written_down_are_made_again():
    """Their files may stay: the next time they are made under the same names."""
    picture = used()
    picture.point(0.2, 0.3, by=None)
    before = rows()
    with pytest.raises(StepFails), connection.execute_wrapper(FailAt(1)):
        render.call(picture.pk)
    assert rows() == before
    render.call(picture.pk)
    assert Picture.objects.get(pk=picture.pk).is_rendered


def test_every_verb_is_tried():
    verbs = {
        name
        for owner in (Picture, PictureQuerySet)
        for name, verb in vars(owner).items()
        if "by" in getattr(verb, "__annotations__", {}) and not name.startswith("_")
    }
    assert verbs - {"put"} <= {name.replace(" ", "_") for name in VERBS}
