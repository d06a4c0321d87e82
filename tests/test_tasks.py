"""Background work: enqueued when a change is kept, done once, and what fails is told."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, transaction
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom import worker
from paper.background import later, waits
from paper.models import Paper
from tests.makers import utc
from tests.test_setup import ROOT, manage

pytestmark = pytest.mark.django_db(transaction=True)
did = []  # what the jobs below were asked to do


@pytest.fixture(autouse=True)
def queue(settings):
    """The real one: the rest of the suite does without it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    did.clear()


@task
def note(what):
    did.append(what)


@task
def fall_over(what):
    did.append(what)
    raise RuntimeError(f"No {what} here.")


@task
def leave_the_process(what):
    did.append(what)
    raise SystemExit(1)


def jobs(**facts):
    return DBTaskResult.objects.filter(**facts)


def test_a_job_is_enqueued_when_its_change_is_kept():
    with transaction.atomic():
        later(note, 7)
        assert not jobs().exists()
    assert waits(note, 7)


def test_a_change_that_is_not_kept_enqueues_nothing():
    with pytest.raises(ValueError), transaction.atomic():
        later(note, 7)
        raise ValueError
    assert not jobs().exists()


def test_the_same_job_waits_once():
    with transaction.atomic():
        later(note, 7)
        later(note, 7)
        later(note, 8)
    later(note, 7)
    assert jobs().count() == 2


def test_a_job_that_was_done_can_be_enqueued_again():
    later(note, 7)
    worker.work()
    later(note, 7)
    worker.work()
    assert did == [7, 7]


def test_a_queue_that_does_not_answer_breaks_no_change(monkeypatch, caplog):
    monkeypatch.setattr("paper.background.waits", lambda *args: 1 / 0)
    with transaction.atomic():
        Paper(name="The Quay Bell").save()
        later(note, 7)
    assert Paper.objects.get().name == "The Quay Bell" and "division by zero" in caplog.text


def test_the_worker_does_what_waits_the_urgent_first():
    note.using(priority=-10).enqueue("round")
    note.enqueue("mail")
    worker.work()
    assert did == ["mail", "round"] and jobs(status=TaskResultStatus.SUCCESSFUL).count() == 2


def test_a_job_for_later_waits_for_its_moment():
    note.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("late")
    worker.work()
    assert not did and waits(note, "late")


@pytest.mark.parametrize("job", [fall_over, leave_the_process])
def test_a_job_that_fails_is_told_with_its_traceback_and_not_done_again(job, caplog):
    job.enqueue("quay")
    note.enqueue("next")
    worker.work()
    worker.work()
    assert did == ["quay", "next"]
    failed = jobs(status=TaskResultStatus.FAILED).get()
    assert "tests/test_tasks.py" in failed.traceback.replace(os.sep, "/")
    assert caplog.text.count("Traceback") == 1 and f"tests.test_tasks.{job.name}" in caplog.text


def test_a_job_whose_function_is_gone_fails_alone():
    note.enqueue("renamed")
    jobs().update(task_path="tests.test_tasks.no_longer_here")
    note.enqueue("next")
    worker.work()
    assert did == ["next"] and jobs(status=TaskResultStatus.FAILED).count() == 1


def test_many_workers_do_each_job_once():
    for number in range(24):
        note.enqueue(number)

    def one(_):
        try:
            worker.work()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(4)))
    assert sorted(did) == list(range(24)) and jobs(status=TaskResultStatus.SUCCESSFUL).count() == 24


def test_a_job_cut_off_with_its_worker_is_given_up_the_next_night(caplog):
    note.enqueue("cut off")
    note.enqueue("at work")
    now = timezone.now()
    for minutes, row in zip((61, 59), jobs().order_by("enqueued_at"), strict=True):
        jobs(pk=row.pk).update(status=TaskResultStatus.RUNNING, started_at=now - timedelta(minutes=minutes))
    worker.nightly.func()
    assert [row.args_kwargs["args"] for row in jobs(status=TaskResultStatus.FAILED)] == [["cut off"]]
    assert [row.args_kwargs["args"] for row in jobs(status=TaskResultStatus.RUNNING)] == [["at work"]]
    assert "given up" in caplog.text


def test_jobs_that_ended_long_ago_are_deleted_every_night():
    for what in ("old", "fresh", "waiting"):
        note.enqueue(what)
    rows = list(jobs().order_by("enqueued_at"))
    now = timezone.now()
    for row, days in ((rows[0], 15), (rows[1], 13)):
        jobs(pk=row.pk).update(status=TaskResultStatus.SUCCESSFUL, finished_at=now - timedelta(days=days))
    worker.prune(now)
    assert {row.args_kwargs["args"][0] for row in jobs()} == {"fresh", "waiting"}


def test_every_night_all_its_jobs_are_enqueued():
    worker.nightly.func()
    assert all(waits(job) for job in worker.EVERY_NIGHT)


def test_a_night_is_planned_once_for_all_processes():
    def one(_):
        try:
            worker.plan_night()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(8)))
    worker.work()
    worker.plan_night()
    assert jobs(task_path="newsroom.worker.nightly").count() == 1


def test_the_night_is_the_papers_own(clock):
    Paper(name="The Quay Bell", time_zone="Asia/Kathmandu").save()  # UTC+5:45
    nights = []
    for moment in (utc(2026, 5, 1, 22, 14), utc(2026, 5, 1, 22, 15), utc(2026, 5, 2, 22, 14)):
        clock.set(moment)
        with timezone.override("Asia/Kathmandu"):
            nights.append(worker.night_of(timezone.localtime()))
    assert nights[0] != nights[1] == nights[2]


def test_no_error_ends_the_work(monkeypatch, caplog):
    monkeypatch.setattr(worker, "SECONDS", 0.01)
    monkeypatch.setattr(worker, "AFTER_TROUBLE", 0.01)
    went_on = threading.Event()
    turns = iter([RuntimeError("no disk"), connection.Database.InterfaceError("no line"), None])

    def turn():
        trouble = next(turns, None)
        if trouble:
            raise trouble
        connection.close()
        went_on.set()

    with caplog.at_level(logging.ERROR):
        worker.forever(turn, 0.01)
        assert went_on.wait(10)
    assert "no disk" in caplog.text and "no line" in caplog.text


@pytest.mark.parametrize(
    ("told", "cache", "threads"),
    [
        ("embedded", "", ["work", "plan_night"]),
        ("embedded", "https://cache.example.org/", ["work", "plan_night", "Teller"]),
        ("none", "https://cache.example.org/", []),
    ],
)
def test_the_worker_beside_the_requests_can_be_switched_off(settings, monkeypatch, told, cache, threads):
    begun = []
    monkeypatch.setattr(worker, "forever", lambda do, seconds: begun.append(getattr(do, "__name__", type(do).__name__)))
    settings.WORKER, settings.CACHE_PURGE_URL = told, cache
    worker.start()
    assert begun == threads


def test_a_worker_of_its_own_does_the_same_jobs(capsys):
    note.enqueue("by command")
    call_command("db_worker", batch=True, interval=0, startup_delay=False, stdout=StringIO(), verbosity=0)
    assert did == ["by command"]


def test_the_queue_is_no_page_of_the_desk():
    assert DBTaskResult not in admin.site._registry


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WORKER", "thread", "Write embedded or none"),
        ("SITE_URL", "www.example.org", "Write https://www.example.org"),
        ("SITE_URL", "https://example.org/paper", "Write https://www.example.org"),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL"),
        ("PAGE_CACHE", "lots", "Write off, or megabytes such as 16"),
        ("PAGE_CACHE", "0", "Write off, or megabytes such as 16"),
        ("PAGE_CACHE_OUTAGE", "4", "seconds from 5"),
        ("PAGE_CACHE_OUTAGE", "long", "PAGE_CACHE_OUTAGE"),
        ("CACHE_PURGE_URL", "cache.example.org", "CACHE_PURGE_URL is no address of a cache"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_in_words(tmp_path, name, value, said):
    command = [sys.executable, str(ROOT / "manage.py"), "check"]
    refused = subprocess.run(
        command, env=environment(tmp_path) | {name: value}, capture_output=True, text=True, check=False
    )
    assert refused.returncode and said in refused.stderr


def environment(tmp_path):
    return {
        "PATH": "/usr/bin:/bin", "SECRET_KEY": "k" * 50, "LOOPBACK_HTTP": "true", "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/newsroom.sqlite3", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


PROCESS = """
import time
import newsroom.wsgi
print("up", flush=True)
time.sleep(60)
"""


def test_a_web_process_does_its_first_job_at_once_and_leaves_nothing_behind(tmp_path):
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    command = [sys.executable, "-c", PROCESS]
    process = subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "up\n"
        assert nights_done(tmp_path, patience=20) == 1
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == -signal.SIGTERM


def nights_done(tmp_path, patience):
    asked = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE task_path = ? AND status = 'SUCCESSFUL'"
    end = time.monotonic() + patience
    while time.monotonic() < end:
        with sqlite3.connect(tmp_path / "newsroom.sqlite3") as database:
            (count,) = database.execute(asked, ["newsroom.worker.nightly"]).fetchone()
        if count:
            return count
        time.sleep(0.2)
    return 0
