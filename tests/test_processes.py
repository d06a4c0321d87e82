"""Several processes of the paper on one database, for real: what changes in one is soon seen in all, whatever breaks."""

import re
import time
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.test import override_settings

from pagecache import memory
from pagecache.models import CHANNEL, Purge
from pagecache.poll import Listener, _subscribe
from tests.makers import utc
from tests.processes import PATIENCE, Died, House, copy_of, until

pytestmark = pytest.mark.django_db  # of the suite's own database nothing is used but a copy
SOON = 10.0  # seconds in which every process must have heard, on a machine that is busy; it takes a tenth of one
OUTAGE = 5  # seconds for which pages go on being served without the database, where a test waits for their end
BRIEFLY = 20.0  # seconds for what takes a few on a machine with nothing else to do


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """A folder with the static files' list, as `collectstatic` leaves it."""
    folder = tmp_path_factory.mktemp("var")
    manifest = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": manifest}, STATIC_ROOT=folder / "static"):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(scope="module")
def empty(django_db_setup, django_db_blocker):
    """The settings of the suite's own database, which nobody is using now."""
    with django_db_blocker.unblock():
        connection.close()  # PostgreSQL copies only what nobody is using
    return connection.settings_dict


@pytest.fixture(scope="module")
def house_of(var, empty, tmp_path_factory):
    """Makes houses: databases with nothing in them, and processes on them."""
    houses = []

    def make(**facts):
        folder = tmp_path_factory.mktemp("house")
        (folder / "static").symlink_to(var / "static")
        houses.append(House(copy_of(empty, folder), folder, **facts))
        return houses[-1]

    yield make
    for house in houses:
        house.end()
        house.database.drop()


@pytest.fixture(scope="module")
def house(house_of):
    return house_of()


@pytest.fixture(scope="module")
def webs(house):
    """Two web processes on two ports."""
    return house.webs(2)


@pytest.fixture(scope="module")
def desk(house):
    desk = house.desk()
    desk.do("section", name="World")
    return desk


@pytest.fixture
def ann(desk):
    return desk.do("author", name=f"Ann Lee {time.time_ns()}")


def soon(webs, path, holds, patience=SOON):
    """Wait until what every process answers there holds; returns the seconds that took."""
    began = time.monotonic()
    for web in webs:
        until(lambda web=web: holds(web.get(path)), patience=patience, what=lambda web=web: f"{path}: {web.get(path)}")
    return time.monotonic() - began


def publish_and_wait(webs, desk, headline):
    """The seconds until every process shows a new story on its front."""
    keep(webs, "/")
    desk.do("publish", headline=headline)
    return soon(webs, "/", has(headline))


def has(words):
    return lambda answer: answer.status == 200 and words in answer.text


def lacks(words):
    return lambda answer: answer.status == 200 and words not in answer.text


def keep(webs, *paths):
    return [web.keep(*paths) for web in webs]


# What is done in one process is seen in all --------------------------------------------------------------


def test_a_published_story_is_soon_in_every_process(webs, desk):
    keep(webs, "/", "/latest/")
    story = desk.do("publish", headline="Gulls take the quay")
    for path in ("/", "/latest/", story["path"]):
        soon(webs, path, has("Gulls take the quay"))
    took = [publish_and_wait(webs, desk, f"The ferry leaves {number} minutes late") for number in range(5)]
    print("seconds until a story is on the front of every process:", *(f"{seconds:.3f}" for seconds in sorted(took)))


def test_a_mended_bio_and_name_are_soon_in_every_process(webs, desk, ann):
    story = desk.do("publish", headline="Eleven gulls", author=ann["author"])
    keep(webs, story["path"], ann["path"])
    assert all("Ann counts gulls." in web.get(story["path"]).text for web in webs)
    desk.do("rename", author=ann["author"], name="Ann Leerdam", bio="Ann counts terns.")
    for path in (story["path"], ann["path"]):
        soon(webs, path, has("Ann counts terns."))
        assert all("Ann Leerdam" in web.get(path).text for web in webs)
        assert not any("Ann counts gulls." in web.get(path).text for web in webs)


def test_a_story_that_was_taken_down_is_soon_gone_and_never_confirmed(webs, desk):
    story = desk.do("publish", headline="A name that must go")
    tags = [answer.headers["etag"] for (answer,) in keep(webs, story["path"])]
    assert webs[0].get(story["path"], If_None_Match=tags[0]).status == 304
    keep(webs, "/")
    desk.do("take_down", story=story["story"])
    soon(webs, story["path"], lambda answer: answer.status == 410)
    for web in webs:
        answers = [web.get(story["path"], If_None_Match=known).status for known in (*tags, f"W/{tags[0]}", "*")]
        assert answers == [410] * 4
    soon(webs, "/", lacks("A name that must go"))


def test_a_withdrawn_picture_is_soon_gone_from_every_process(webs, desk):
    picture = desk.do("picture")["picture"]
    story = desk.do("publish", headline="A quay at dawn", picture=picture)
    (page,), _ = keep(webs, story["path"])
    file = re.search(rf'"(/pictures/{picture}/[^" ]+\.jpg)', page.text)[1]
    known = webs[1].get(file)
    assert known.status == 200
    desk.do("withdraw", picture=picture)
    soon(webs, story["path"], lacks(f"/pictures/{picture}/"))
    for web in webs:
        assert web.get(file).status == 410
        assert web.get(file, If_None_Match=known.headers["etag"]).status == 410


def test_a_scheduled_story_appears_in_every_process_at_its_moment(webs, desk):
    story = next(filter(None, (scheduled_unseen(webs, desk, seconds) for seconds in (2, 4, 16))))
    time.sleep(max(0.0, story["live_from"] - time.time()))
    for web in webs:  # at once: nothing has to be heard
        assert story["headline"] in web.get("/").text
        assert story["headline"] in web.get("/latest/").text
        assert web.get(story["path"]).status == 200


def scheduled_unseen(webs, desk, seconds):
    """A story for so many seconds from now, of which no process shows anything; None where that much passed meanwhile."""
    headline = f"The ferry of {seconds} o’clock"
    keep(webs, "/", "/latest/")
    story = desk.do("publish", headline=headline, seconds=seconds)
    texts = [web.get(path).text for web in webs for path in ("/", "/latest/")]  # kept again, until its moment
    unknown = [web.get(story["path"]).status for web in webs]
    if time.time() > story["live_from"]:
        return None
    assert not any(headline in text for text in texts) and unknown == [404] * len(webs)
    return story | {"headline": headline}


def test_what_a_host_whose_clock_runs_before_ours_changed_is_stale_at_once(clock):
    noon = utc(2026, 5, 1, 12)
    clock.set(noon)
    listener = Listener()
    listener.listen()
    made = [memory.keep("x", ["site"], lambda: "old")]
    theirs = noon + timedelta(seconds=5)
    Purge.objects.create(tag="site", due=theirs, made_at=theirs)
    listener.listen()
    made.append(memory.keep("x", ["site"], lambda: "new"))
    assert made == ["old", "new"]


def test_two_processes_behind_one_port_hear_each_other_and_one_that_was_killed_is_replaced(house, desk):
    (web,) = house.webs(workers=2)
    stories = [desk.do("publish", headline=f"One port, story {number}") for number in range(2)]
    for number, story in enumerate(stories):
        assert all(web.get(story["path"]).status == 200 for _ in range(20))  # each has made it
        if number:
            web.kill_a_worker()
        desk.do("take_down", story=story["story"])
        until(lambda story=story: all(web.get(story["path"]).status == 410 for _ in range(20)), patience=BRIEFLY)
    until(lambda: len(web.workers()) == 2, patience=PATIENCE)


# The database goes away ----------------------------------------------------------------------------------


def test_pages_that_are_made_outlast_the_database_and_nothing_stale_does(house, webs, desk):
    spans = ((4, 6), (12, 18), (40, 60))
    paths = next(filter(None, (outlasting(house, webs, desk, *seconds) for seconds in spans)))
    soon(webs, paths["gone"], lambda answer: answer.status == 410)
    soon(webs, "/", has("Written while it was away"))
    soon(webs, "/", has(paths["coming"]))
    soon(webs, paths["ended"], lambda answer: answer.status == 410)
    soon(webs, paths["unmade"], lambda answer: answer.status == 200)


def outlasting(house, webs, desk, seconds, more):
    """An outage in which a story comes after so many seconds, and another ends after some more. The paths of what it was tried
    with, and the headline of what came; None where the first moment passed before everything was seen as it was."""
    keep(webs, "/")
    ended = desk.do("publish", headline="For a few hours")
    gone = desk.do("publish", headline="To be taken down meanwhile")
    unmade = desk.do("publish", headline="Nobody asked for it")
    headline = f"Comes while it is away, in {seconds} seconds"
    coming = desk.do("publish", headline=headline, seconds=seconds)
    end = desk.do("end_at", story=ended["story"], seconds=more)["end"]
    paths = ("/", ended["path"], gone["path"])
    time.sleep(1.5)  # until everybody has heard of all this: what is kept from then on stays
    made = [dict(zip(paths, [answer.body for answer in web.keep(*paths)], strict=True)) for web in webs]
    with away(house, desk):
        for web in webs:
            until(lambda web=web: web.get(unmade["path"]).status == 503, patience=SOON)
            says_to_come_back(web.get(unmade["path"]))
        seen = [{path: web.get(path).body for path in paths} for web in webs]
        if time.time() > coming["live_from"]:
            return None
        assert seen == made
        desk.do("take_down", story=gone["story"])
        desk.do("publish", headline="Written while it was away")
        time.sleep(max(0.0, coming["live_from"] - time.time()))
        assert [web.get("/").body for web in webs] == [pages["/"] for pages in made]
        time.sleep(max(0.0, end - time.time()))
        assert [web.get(ended["path"]).status for web in webs] == [503, 503]
        assert [web.get("/").status for web in webs] == [200, 200]
        assert all(web.is_alive for web in webs)
    return {"gone": gone["path"], "ended": ended["path"], "unmade": unmade["path"], "coming": headline}


def test_pages_are_not_served_for_ever_without_the_database(house, desk):
    (web,) = house.webs(PAGE_CACHE_OUTAGE=OUTAGE)
    (front,) = web.keep("/")
    with away(house, desk):
        assert web.get("/").body == front.body
        until(lambda: web.get("/").status == 503, patience=OUTAGE + BRIEFLY)
        says_to_come_back(web.get("/"))
    until(lambda: web.get("/").status == 200, patience=BRIEFLY)
    web.keep("/")


@contextmanager
def away(house, desk):
    """The database is away for the processes, and not for the desk, which is connected already."""
    house.database.go_away(but=desk)
    try:
        yield
    finally:
        house.database.come_back()


def says_to_come_back(answer):
    assert answer.status == 503 and int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-cache" and "etag" not in answer.headers
    assert "will probably be back in a minute" in answer.text


# Processes die -------------------------------------------------------------------------------------------


def test_a_process_killed_before_its_change_is_kept_leaves_nothing(house, webs, desk):
    story = desk.do("publish", headline="Half a verb")
    pages = keep(webs, story["path"])
    purges = desk.do("count", model="pagecache.Purge")
    killed = house.desk()
    killed.do("begin")
    killed.do("take_down", story=story["story"])
    with pytest.raises(Died):
        killed.do("die")
    assert desk.do("count", model="pagecache.Purge") == purges
    assert desk.do("count", model="articles.Sealed", article=story["story"]) == {"count": 0}
    assert [web.get(story["path"]).body for web in webs] == [page.body for (page,) in pages]
    desk.do("take_down", story=story["story"])  # nothing is locked
    soon(webs, story["path"], lambda answer: answer.status == 410)


def test_a_process_killed_before_it_hears_its_own_purge_leaves_no_stale_page(house, webs, desk):
    story = desk.do("publish", headline="A whole verb")
    keep(webs, story["path"], "/")
    killed = house.desk()
    killed.do("die_once_kept")
    with pytest.raises(Died):
        killed.do("take_down", story=story["story"])
    soon(webs, story["path"], lambda answer: answer.status == 410)
    soon(webs, "/", lacks("A whole verb"))


# What PostgreSQL alone can do ----------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no listening connections")
def test_what_was_published_while_the_listening_connection_was_lost_is_heard(house, webs, desk):
    story = desk.do("publish", headline="Said into the gap")
    keep(webs, story["path"])
    assert len(house.database.cut_off("query LIKE '%%pagecache_purge%%' AND pid <> %s", desk.do("backend")["pid"])) >= 2
    desk.do("take_down", story=story["story"])
    soon(webs, story["path"], lambda answer: answer.status == 410)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no listening connections")
def test_a_connection_in_the_place_of_a_lost_one_listens_too():
    heard = []

    def lose_one():
        try:
            _subscribe()
            connection.connection.close()
            close_old_connections()  # the next request would do so
            _subscribe()
            with connection.cursor() as cursor:
                heard.extend(cursor.execute("SELECT pg_listening_channels()").fetchall())
        finally:
            connection.close()

    thread = Thread(target=lose_one)  # a connection of its own
    thread.start()
    thread.join(PATIENCE)
    assert heard == [(CHANNEL,)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other")
def test_who_took_numbers_first_and_keeps_last_is_heard(house, webs, desk):
    slow, quick = [desk.do("author", name=f"Bo {name} {time.time_ns()}") for name in ("Slow", "Quick")]
    keep(webs, slow["path"], quick["path"])
    second = house.desk()
    second.do("begin")
    second.do("rename", author=slow["author"], name="Bo Late", bio="Bo says so late.")
    desk.do("rename", author=quick["author"], name="Bo Early", bio="Bo says so early.")
    soon(webs, quick["path"], has("Bo says so early."))
    assert not any("says so late" in web.get(slow["path"]).text for web in webs)
    keep(webs, slow["path"])
    second.do("commit")
    soon(webs, slow["path"], has("Bo says so late."))
