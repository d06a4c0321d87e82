"""Two people, or a person and the background's work, at one picture at once: in real threads, on both databases."""

from threading import Event, Thread

import pytest
from django.db import connection
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from images import jobs, rendering
from images.intake import take_in
from images.jobs import drop_unused, render
from images.models import Known, Picture, PictureMove
from images.models.refusals import InUse, Refused
from paper.background import waits
from tests.makers import make_article
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("picture_storage")]

WHY = {"why": "killed", "because": "The agency called."}


def again(picture):
    return Picture.objects.get(pk=picture.pk)


def drop_what_waits():
    """The deletions that are due, as a worker does them."""
    for job in DBTaskResult.objects.filter(task_path=drop_unused.module_path, status=TaskResultStatus.READY):
        pk, names, after = job.args_kwargs["args"]
        if not after:
            drop_unused.call(pk, names, after)


def files_of(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def while_rendering(monkeypatch, picture, action):
    """Do something after the renditions were made and before they are written down."""
    made, go_on = Event(), Event()

    def slow(one):
        found = rendering_as_it_is(one)
        made.set()
        assert go_on.wait(30)
        return found

    def work():
        try:
            render.call(picture.pk)
        finally:
            connection.close()

    rendering_as_it_is = rendering.all_renditions
    monkeypatch.setattr(jobs.rendering, "all_renditions", slow)
    worker = Thread(target=work)
    worker.start()
    assert made.wait(30)
    try:
        action()
    finally:
        go_on.set()
        worker.join(30)
    monkeypatch.undo()


def test_of_two_withdrawals_at_once_one_is_told_that_it_is_withdrawn():
    picture = make_picture(rendered=True)
    results = together(*[lambda: again(picture).withdraw(by=None, **WHY) for _ in range(3)])
    assert sum(isinstance(result, Refused) for result in results) == 2 and results.count(None) == 1
    assert PictureMove.objects.filter(verb="withdraw").count() == 1


def test_of_two_who_put_it_back_one_is_told():
    picture = make_picture(rendered=True)
    picture.withdraw(by=None, **WHY)
    results = together(*[lambda: again(picture).put_back(by=None, note="They called again.") for _ in range(3)])
    assert sum(isinstance(result, Refused) for result in results) == 2
    assert again(picture).withdrawn_at is None


def test_the_same_file_sent_by_several_at_once_is_kept_once(picture_storage):  # noqa: F811
    data = photo()
    results = together(*[lambda: Picture.objects.take(take_in(file_of(data)), by=None) for _ in range(4)])
    kept = [result for result in results if isinstance(result, Picture)]
    known = [result for result in results if isinstance(result, Known)]
    assert len(kept) == 1 and len(known) == 3, results
    assert {error.picture.pk for error in known} == {kept[0].pk}
    drop_what_waits()
    picture = again(kept[0])
    assert {picture.original, *rendering.names_of(picture.renditions)} <= files_of(picture_storage)


def test_the_same_file_put_in_two_places_at_once_is_in_one():
    one, other, data = make_picture(), make_picture(), photo()
    results = together(*[lambda p=p: again(p).replace(take_in(file_of(data)), by=None) for p in (one, other)])
    assert results.count(None) == 1 and sum(isinstance(result, Known) for result in results) == 1, results
    assert len({again(one).sha256, again(other).sha256}) == 2


def test_a_withdrawal_while_it_is_rendered_holds(monkeypatch, picture_storage):  # noqa: F811
    picture = make_picture()
    while_rendering(monkeypatch, picture, lambda: again(picture).withdraw(by=None, **WHY))
    now = again(picture)
    assert now.withdrawn_at and now.renditions == {} and not now.is_rendered
    drop_what_waits()
    assert files_of(picture_storage) == {now.original}


def test_another_file_while_it_is_rendered_is_rendered_after(monkeypatch, picture_storage):  # noqa: F811
    picture = make_picture()
    while_rendering(monkeypatch, picture, lambda: again(picture).replace(take_in(file_of(photo(800, 1200))), by=None))
    now = again(picture)
    assert (now.width, now.height) == (800, 1200) and not now.is_rendered and waits(render, picture.pk)
    render.call(picture.pk)
    now = again(picture)
    assert now.is_rendered and now.renditions["whole"]["jpeg"][-1] == [800, 1200]
    drop_what_waits()
    assert {now.original, *rendering.names_of(now.renditions)} <= files_of(picture_storage)


def test_a_focus_moved_while_it_is_rendered_is_rendered_after(monkeypatch):
    picture = make_picture()
    while_rendering(monkeypatch, picture, lambda: again(picture).point(0.1, 0.2, by=None))
    assert not again(picture).is_rendered and waits(render, picture.pk)


def test_what_is_said_while_it_is_rendered_does_not_make_it_render_again(monkeypatch):
    picture = make_picture()
    while_rendering(monkeypatch, picture, lambda: again(picture).change({"credit": "Bo Ek"}, by=None))
    assert again(picture).is_rendered and again(picture).credit == "Bo Ek"


def test_one_deleted_while_it_is_rendered_leaves_no_file(monkeypatch, picture_storage):  # noqa: F811
    picture = make_picture()
    while_rendering(monkeypatch, picture, lambda: again(picture).remove(by=None))
    assert not Picture.objects.exists()
    drop_what_waits()
    assert not files_of(picture_storage)


def test_of_deleting_and_using_it_at_once_one_wins():
    picture, story = make_picture(), make_article()

    def use():
        story.lead_picture = picture
        story.save()

    results = together(lambda: again(picture).remove(by=None), use)
    assert sum(isinstance(result, Exception) for result in results) == 1, results
    assert isinstance(results[0], InUse) == Picture.objects.filter(pk=picture.pk).exists()


def test_two_who_say_different_things_at_once_both_are_kept():
    picture = make_picture()
    together(
        lambda: again(picture).change({"credit": "Bo Ek"}, by=None),
        lambda: again(picture).change({"place": "Ostrey"}, by=None),
    )
    now = again(picture)
    assert (now.credit, now.place, now.version) == ("Bo Ek", "Ostrey", 3)
