"""The library at its edges: verbs and jobs in every order, run late, twice or on another's file, and the last second of a licence."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from images import files, rendering
from images.intake import take_in
from images.jobs import drop_unused, render, render_unfinished
from images.models import Known, Picture, PictureMove
from images.models.refusals import InUse, Refused
from images.shown import available
from pagecache import memory
from paper.models import Paper
from tests.makers import make_article, make_author, make_live
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage", "kept")]

WHY = {"why": "killed", "because": "The agency called."}


@pytest.fixture
def kept(monkeypatch):
    """Every change of the test is kept as it is made, with what it leaves for later."""
    monkeypatch.setattr(transaction, "on_commit", lambda action, using=None, robust=False: action())


def again(picture):
    return Picture.objects.get(pk=picture.pk)


def sent(data=None, name="another.jpg"):
    return take_in(file_of(data or photo(), name))


def work():
    """Do the jobs that are due, as a worker does, until none is."""
    while job := DBTaskResult.objects.ready().order_by("enqueued_at").first():
        job.delete()
        import_string(job.task_path).call(*job.args_kwargs["args"])


def waiting(task):
    """The arguments with which it waits, due or not."""
    return [job.args_kwargs["args"] for job in DBTaskResult.objects.filter(task_path=task.module_path)]


def addresses(picture):
    """Every address of what is made of it."""
    return [
        rendering.address(picture.pk, shape, made["recipe"], width, kind)
        for shape, made in picture.renditions.items()
        for kind in rendering.EXTENSIONS
        for width, _ in made.get(kind, [])
    ]


def is_whole(picture):
    """What readers can get of it is there, and so is the file as it came."""
    there = files.storage().exists
    return all(there(name) for name in [picture.original, *rendering.names_of(picture.renditions)])


def stored(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# Files that another picture has, or had


def test_a_file_that_was_cropped_elsewhere_first_keeps_what_is_made_of_it(clock):
    data = photo()
    first = make_picture(data=data, rendered=True)
    first.point(0.1, 0.9, by=None)
    work()
    first.replace(sent(), by=None)
    second = make_picture(data=data, rendered=True)
    clock.set(timezone.now() + rendering.LINGER + timedelta(seconds=1))
    work()
    assert is_whole(again(second)) and is_whole(again(first))


def test_a_file_that_was_withdrawn_and_deleted_can_come_again_before_its_deletion_is_done():
    data = photo()
    first = make_picture(data=data, rendered=True)
    first.withdraw(by=None, **WHY)
    first.remove(by=None)
    second = make_picture(data=data, rendered=True)
    work()
    assert is_whole(again(second))


def test_two_pictures_change_files_and_both_stay_whole(clock):
    data = photo()
    one, other = make_picture(data=data, rendered=True), make_picture(rendered=True)
    one.replace(sent(), by=None)
    other.replace(sent(data), by=None)
    work()
    clock.set(timezone.now() + timedelta(days=3))
    work()
    assert is_whole(again(one)) and is_whole(again(other)) and again(other).is_rendered


def test_a_picture_that_gets_its_former_file_back_keeps_it(clock):
    data = photo()
    picture = make_picture(data=data, rendered=True)
    picture.replace(sent(), by=None)
    work()
    picture.replace(sent(data), by=None)
    work()
    clock.set(timezone.now() + timedelta(days=3))
    work()
    assert is_whole(again(picture)) and again(picture).sha256 == sent(data).sha256


def test_a_deletion_just_before_the_row_is_written_takes_no_file_from_it():
    data, patch = photo(), pytest.MonkeyPatch()
    names = [files.original_name(sent(data).sha256, "jpg")]
    save = Picture.save

    def late(self, *args, **kwargs):
        drop_unused.call(0, [*names, *rendering.names_of(self.renditions)], "")
        save(self, *args, **kwargs)

    patch.setattr(Picture, "save", late)
    picture = make_picture(data=data)
    patch.undo()
    assert is_whole(picture)


def test_what_is_refused_leaves_no_file(picture_storage):  # noqa: F811
    picture = make_picture(rendered=True)
    picture.withdraw(by=None, **WHY)
    work()
    before = stored(picture_storage)
    with pytest.raises(Refused, match="withdrawn"):
        picture.replace(sent(), by=None)
    with pytest.raises(ValidationError):
        Picture.objects.take(sent(), by=None, alt="A quay", decorative=True)
    work()
    assert stored(picture_storage) == before


# The verbs in every order, and jobs that come when they come

STEPS = {
    "point": lambda p: p.point(0.2, 0.7, by=None),
    "crop": lambda p: p.crop("lead", (0.1, 0.1, 0.5, 0.5), by=None),
    "replace": lambda p: p.replace(sent(), by=None),
    "withdraw": lambda p: p.withdraw(by=None, **WHY),
    "put back": lambda p: p.put_back(by=None, note="They called again."),
}


@pytest.mark.parametrize("late", [False, True], ids=["jobs at once", "jobs at the end"])
@pytest.mark.parametrize("order", [*permutations(["point", "replace", "withdraw", "put back"])], ids=" ".join)
def test_whatever_is_done_in_whatever_order_readers_get_what_the_row_says(order, late, clock, picture_storage):  # noqa: F811
    picture = make_picture(width=400, height=300, rendered=True)
    for step in order:
        try:
            STEPS[step](again(picture))
        except Refused:
            assert step in ("replace", "put back")
        if not late:
            work()
    work()
    now = again(picture)
    assert is_whole(now)
    assert now.is_rendered == (now.withdrawn_at is None) == bool(now.renditions)
    clock.set(timezone.now() + timedelta(days=3))
    work()
    assert is_whole(again(picture))
    assert stored(picture_storage) == {now.original, *rendering.names_of(now.renditions)}, "nothing is left over"


def test_jobs_that_run_twice_or_for_nothing_do_no_harm(picture_storage):  # noqa: F811
    picture = make_picture(rendered=True)
    before, there = again(picture).renditions, stored(picture_storage)
    for _ in range(2):
        render.call(picture.pk)
        drop_unused.call(picture.pk, [picture.original, *rendering.names_of(before)], "")
        render.call(987654)
        drop_unused.call(987654, ["renditions/aa/nothing/whole-640.jpg"], "")
    assert again(picture).renditions == before and stored(picture_storage) == there


def test_a_withdrawal_does_not_wait_for_a_deletion_that_was_put_off(picture_storage):  # noqa: F811
    picture = make_picture(rendered=True)
    for focus in ((0.1, 0.5), (0.5, 0.5)):
        picture.point(*focus, by=None)
        work()
    picture.withdraw(by=None, **WHY)
    work()
    assert not stored(picture_storage) & {*rendering.names_for(picture)} - {picture.original}


def once_stored(action):
    """Do something when all renditions of a picture are stored, before they are written down."""
    store, patch = files.store, pytest.MonkeyPatch()

    def then_act(wanted):
        store(wanted)
        if len(wanted) > 5:
            patch.undo()
            action()

    patch.setattr(files, "store", then_act)


def do_deletions():
    for pk, names, after in waiting(drop_unused):
        if not after:
            drop_unused.call(pk, names, after)


def test_it_goes_and_comes_back_while_it_is_rendered_and_its_files_are_there():
    picture = make_picture()

    def go_and_come_back():
        again(picture).withdraw(by=None, **WHY)
        do_deletions()
        again(picture).put_back(by=None, note="They called again.")

    once_stored(go_and_come_back)
    render.call(picture.pk)
    work()
    assert again(picture).is_rendered and is_whole(again(picture))


def test_a_deletion_spares_what_is_being_made():
    picture = make_picture(rendered=True)
    picture.withdraw(by=None, **WHY)
    picture.put_back(by=None, note="They called again.")
    once_stored(do_deletions)
    render.call(picture.pk)
    assert again(picture).is_rendered and is_whole(again(picture))


def test_a_picture_that_was_withdrawn_twice_before_it_was_made_leaves_no_file(picture_storage):  # noqa: F811
    picture = make_picture(rendered=True)
    picture.withdraw(by=None, **WHY)
    picture.put_back(by=None, note="They called again.")
    for job in waiting(drop_unused):
        drop_unused.call(*job)
    DBTaskResult.objects.all().delete()
    picture.withdraw(by=None, **WHY)
    work()
    assert stored(picture_storage) == {picture.original}
    picture.remove(by=None)
    work()
    assert not stored(picture_storage)


def test_one_that_is_deleted_while_its_job_waits_is_passed_over():
    picture = make_picture()
    picture.remove(by=None)
    work()
    assert not waiting(render)


def test_a_file_that_is_not_there_is_told_only_while_the_picture_is(monkeypatch):
    picture = make_picture()
    files.drop([picture.original])
    with pytest.raises(FileNotFoundError):
        render.call(picture.pk)

    def gone(one):
        again(picture).remove(by=None)
        raise FileNotFoundError(one.original)

    monkeypatch.setattr(rendering, "all_renditions", gone)
    render.call(picture.pk)


def test_a_verb_on_a_picture_that_is_gone_is_refused():
    picture = make_picture()
    stale = again(picture)
    picture.remove(by=None)
    for verb in STEPS.values():
        with pytest.raises(Refused, match="deleted"):
            verb(stale)
    with pytest.raises(Refused, match="deleted"):
        stale.change({"credit": "Bo Ek"}, by=None)
    with pytest.raises(Refused, match="deleted"):
        stale.remove(by=None)


@pytest.mark.parametrize("point", [(float("nan"), 0.5), (0.5, float("inf")), (-0.1, 0.5), (0.5, 1.01)])
def test_a_focus_outside_is_refused_in_words(point):
    picture = make_picture()
    with pytest.raises((Refused, ValidationError)):
        picture.point(*point, by=None)
    with pytest.raises(Refused):
        picture.crop("lead", (point[0], point[1], 0.5, 0.5), by=None)
    assert again(picture).version == 1


@pytest.mark.parametrize("box", [(0.0, 0.0, 1e-9, 1e-9), (0.999, 0.999, 1.0, 1.0), (0.0, 0.0, 1.0, 0.001)])
def test_a_crop_of_next_to_nothing_is_still_made(box):
    picture = make_picture(width=300, height=200)
    picture.crop("lead", box, by=None)
    work()
    assert again(picture).is_rendered and is_whole(again(picture))


def test_a_long_reason_is_kept_as_far_as_it_goes():
    picture = make_picture()
    picture.withdraw(by=None, why="legal", because="So. " * 200)
    picture.put_back(by=None, note="No. " * 200)
    assert {len(note) for note in PictureMove.objects.exclude(note="").values_list("note", flat=True)} == {300}


def test_the_same_file_is_known_whatever_became_of_it():
    data = photo()
    picture = make_picture(data=data)
    picture.withdraw(by=None, **WHY)
    with pytest.raises(Known, match="The agency called"):
        make_picture(data=data)
    with pytest.raises(Known):
        make_picture().replace(sent(data), by=None)


def test_saying_the_same_of_many_costs_the_same_for_few_and_many():
    def cost(number):
        pictures = [make_picture(width=200, height=200) for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            said = {"credit": "Bo Ek / The Bell", "licensed_through": date(8000, 1, 1)}
            assert Picture.objects.describe([picture.pk for picture in pictures], by=None, **said) == number
        assert {again(picture).version for picture in pictures} == {2}
        assert PictureMove.objects.filter(verb="change", picture__in=pictures).count() == number
        assert all(memory.next_due({picture.tag}, timezone.now()) for picture in pictures)
        return len(queries)

    cost(1)  # the paper is in memory then
    assert cost(2) == cost(15)


def test_saying_what_is_said_already_changes_nothing():
    picture, other = make_picture(credit="Bo Ek"), make_picture(credit="Ann Lee")
    assert Picture.objects.describe([picture.pk, other.pk, 987654], by=None, credit=" Bo  Ek ") == 2
    assert (again(picture).version, again(other).version) == (1, 2)
    assert Picture.objects.describe([], by=None, credit="Bo Ek") == 0
    with pytest.raises(ValidationError):
        Picture.objects.describe([picture.pk, other.pk], by=None, licence="stolen")
    assert not Picture.objects.exclude(licence="own").exists()


# Uses keep it


@pytest.mark.parametrize("use", ["lead", "inside", "live", "ended", "portrait"])
def test_what_stands_somewhere_is_not_deleted(use):
    picture = make_picture()
    body = f'<p>It left.</p><figure data-picture="{picture.pk}"></figure>'
    if use == "lead":
        make_article(lead_picture=picture)
    elif use == "inside":
        make_article(body=body)
    elif use == "portrait":
        make_author(portrait=picture)
    else:
        story = make_live(body=body)
        story.body = "<p>It left.</p>"
        story.save()
        if use == "ended":
            story.unpublish(by=None)
    with pytest.raises(InUse):
        picture.remove(by=None)
    assert is_whole(again(picture)) and not PictureMove.objects.filter(verb="delete").exists()


# The addresses


def test_no_address_leads_to_another_picture_that_readers_may_not_see(reader):
    seen, ended = make_picture(rendered=True), make_picture(rendered=True, licensed_through=date(2026, 1, 2))
    killed = make_picture(rendered=True)
    killed_addresses = addresses(killed)
    killed.withdraw(by=None, **WHY)  # its files are deleted in a moment, or when the storage is there again
    for picture, known in ((ended, addresses(ended)), (killed, killed_addresses)):
        under_another = [address.replace(f"/{picture.pk}/", f"/{seen.pk}/", 1) for address in known]
        assert {reader.get(address).status_code for address in known} == {410}
        assert {reader.get(address).status_code for address in under_another} == {404}
    assert {reader.get(address).status_code for address in addresses(seen)} == {200}


def test_the_addresses_of_a_former_crop_and_a_former_file_answer_a_while(reader, clock):
    picture = make_picture(rendered=True)
    former = addresses(picture)
    picture.point(0.1, 0.9, by=None)
    work()
    former += addresses(again(picture))
    picture.replace(sent(), by=None)
    assert {reader.get(address).status_code for address in former} == {200}, "before the new ones are made"
    work()
    assert {reader.get(address).status_code for address in former} == {200}
    assert {reader.get(address).status_code for address in addresses(again(picture))} == {200}
    clock.set(timezone.now() + rendering.LINGER + timedelta(seconds=1))
    work()
    assert {reader.get(address).status_code for address in former} == {404}
    assert {reader.get(address).status_code for address in addresses(again(picture))} == {200}


def test_what_is_remembered_of_former_crops_has_an_end():
    picture = make_picture(width=300, height=200)
    for step in range(30):
        picture.point(step / 30, 0.5, by=None)
        work()
    assert len(again(picture).renditions["former"]["recipes"]) <= rendering.FORMER


def test_a_former_address_is_gone_with_the_picture(reader):
    picture = make_picture(rendered=True)
    former = addresses(picture)
    picture.point(0.1, 0.9, by=None)
    work()
    picture.withdraw(by=None, **WHY)
    assert {reader.get(address).status_code for address in former} == {410}
    picture.put_back(by=None, note="They called again.")
    work()
    assert {reader.get(address).status_code for address in addresses(again(picture))} == {200}


# A licence and its last second

ZONES = [
    ("Europe/Berlin", date(2026, 10, 25)),  # 25 hours long
    ("America/Santiago", date(2026, 9, 5)),  # the next day begins at one
    ("America/Santiago", date(2026, 4, 4)),  # its last hour comes twice
    ("Africa/Cairo", date(2026, 4, 23)),  # the next day begins at one
    ("Pacific/Apia", date(2011, 12, 29)),  # the next day never was
    ("America/Havana", date(2026, 10, 31)),  # the next day's first hour comes twice
]


@pytest.mark.parametrize(("zone", "last"), ZONES)
def test_a_licence_ends_with_its_last_day_in_the_papers_zone(zone, last, clock, reader):
    Paper.objects.create(time_zone=zone)
    memory.forget()
    clock.set(datetime.combine(last, datetime.min.time(), UTC) - timedelta(days=3))
    picture = make_picture(rendered=True, licensed_through=last)
    ends, known = picture.licence_ends, addresses(picture)
    before = ends - timedelta(microseconds=1)
    assert before.astimezone(ZoneInfo(zone)).date() == last < ends.astimezone(ZoneInfo(zone)).date()
    assert picture.is_available(before) and Picture.objects.available(before).exists()
    assert not picture.is_available(ends) and not Picture.objects.available(ends).exists()
    assert memory.next_due({picture.tag}, timezone.now()) == ends
    clock.set(before)
    answer = reader.get(known[0])
    assert answer.status_code == 200 and "max-age=0," in answer["Cache-Control"]
    assert available([picture.pk], before) and not available([picture.pk], ends)
    clock.set(ends)
    assert reader.get(known[0]).status_code == 410


def test_a_licence_changed_to_any_other_day_changes_its_pages_then(clock):
    now = datetime(2026, 5, 3, 12, tzinfo=UTC)
    clock.set(now)
    picture = make_picture(licensed_through=date(2026, 5, 10))
    first = picture.licence_ends
    picture.change({"licensed_through": date(2026, 5, 20)}, by=None)
    assert memory.next_due({picture.tag}, first) == picture.licence_ends > first
    picture.change({"licensed_through": date(2026, 4, 1)}, by=None)
    assert not picture.is_available()
    picture.change({"licensed_through": date(2026, 5, 3)}, by=None)
    assert picture.is_available() and memory.next_due({picture.tag}, now) == picture.licence_ends
    clock.set(picture.licence_ends)
    assert not picture.is_available()
    picture.change({"licensed_through": None}, by=None)
    assert picture.is_available() and picture.licence_ends is None


@pytest.mark.parametrize("last", [date.max, date(9000, 1, 1)])
def test_a_licence_without_end_is_said_by_no_day(last):
    picture = make_picture()
    with pytest.raises(ValidationError, match="no end"):
        picture.change({"licensed_through": last}, by=None)
    with pytest.raises(ValidationError, match="no end"):
        Picture.objects.describe([picture.pk], by=None, licensed_through=last)
    with pytest.raises(ValidationError, match="no end"):
        make_picture(licensed_through=last)
    picture.change({"licensed_through": date(8999, 12, 31)}, by=None)
    assert picture.is_available()


@pytest.mark.parametrize("last", [date.min, date(1, 1, 2)])
def test_a_licence_that_ended_ages_ago_is_no_trouble(last, reader):
    Paper.objects.create(time_zone="Pacific/Auckland")
    memory.forget()
    picture = make_picture(rendered=True, licensed_through=last)
    assert not picture.is_available() and not available([picture.pk], timezone.now())
    assert reader.get(addresses(picture)[0]).status_code == 410


# The storage is away


@pytest.fixture
def away():
    """Call it: from then on the storage does not answer. Its `undo` ends that."""
    patch = pytest.MonkeyPatch()

    def fail(*args, **kwargs):
        raise OSError("No route to the storage.")

    def go():
        for name in ("_open", "_save", "exists", "delete"):
            patch.setattr("images.storage.PicturesOnDisk." + name, fail)
        return patch

    yield go
    patch.undo()


def test_what_could_not_be_deleted_is_deleted_when_the_storage_is_there_again(away, clock, picture_storage):  # noqa: F811
    picture = make_picture(rendered=True)
    picture.withdraw(by=None, **WHY)
    patch = away()
    work()
    assert len(stored(picture_storage)) > 5
    patch.undo()
    clock.set(timezone.now() + timedelta(hours=2))
    work()
    assert stored(picture_storage) == {picture.original}


def test_what_could_not_be_made_is_made_when_the_storage_is_there_again(away, clock):
    picture = make_picture()
    patch = away()
    work()
    assert not again(picture).is_rendered
    patch.undo()
    clock.set(timezone.now() + timedelta(minutes=6))
    work()
    assert again(picture).is_rendered and is_whole(again(picture))


def test_every_night_what_was_left_undone_is_done_once():
    undone, withdrawn = [make_picture(width=300, height=200) for _ in range(3)], make_picture()
    withdrawn.withdraw(by=None, **WHY)
    DBTaskResult.objects.all().delete()
    render_unfinished.call()
    render_unfinished.call()
    assert sorted(waiting(render)) == [[picture.pk] for picture in undone]
    work()
    assert all(again(picture).is_rendered for picture in undone) and not again(withdrawn).is_rendered
