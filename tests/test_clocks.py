"""Wall-clock times where clocks are put forward and back."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper.clocks import after_gap, moments_at, offset_words

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # the changes in Berlin


def moments(day: date, clock: str, zone: str) -> list[datetime]:
    return moments_at(day, time.fromisoformat(clock), ZoneInfo(zone))


def utc(found) -> list[str]:
    return [f"{moment.astimezone(UTC):%d %H:%M}" for moment in found]


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2026, 7, 1), "09:00", "Europe/Berlin", ["01 07:00"]),
        (SPRING, "01:59", "Europe/Berlin", ["29 00:59"]),
        (SPRING, "02:00", "Europe/Berlin", []),
        (SPRING, "02:59", "Europe/Berlin", []),
        (SPRING, "03:00", "Europe/Berlin", ["29 01:00"]),
        (AUTUMN, "01:59", "Europe/Berlin", ["24 23:59"]),
        (AUTUMN, "02:00", "Europe/Berlin", ["25 00:00", "25 01:00"]),
        (AUTUMN, "02:59", "Europe/Berlin", ["25 00:59", "25 01:59"]),
        (AUTUMN, "03:00", "Europe/Berlin", ["25 02:00"]),
        (date(2026, 3, 8), "02:30", "America/New_York", []),
        (date(2026, 11, 1), "01:30", "America/New_York", ["01 05:30", "01 06:30"]),
        (date(2026, 10, 4), "02:15", "Australia/Lord_Howe", []),
        (date(2026, 10, 4), "02:45", "Australia/Lord_Howe", ["03 15:45"]),
        (date(2026, 4, 5), "01:45", "Australia/Lord_Howe", ["04 14:45", "04 15:15"]),
        (date(2026, 4, 5), "01:15", "Australia/Lord_Howe", ["04 14:15"]),
        (date(2026, 2, 15), "02:30", "Africa/Casablanca", ["15 01:30", "15 02:30"]),
        (date(2026, 3, 22), "02:30", "Africa/Casablanca", []),
        (date(2026, 3, 29), "02:30", "Asia/Kolkata", ["28 21:00"]),
        (date(2011, 12, 30), "12:00", "Pacific/Apia", []),  # a whole day skipped
    ],
)
def test_a_time_names_one_moment_none_in_a_skipped_hour_and_two_in_a_repeated_one(day, clock, zone, expected):
    assert utc(moments(day, clock, zone)) == expected


def test_the_moments_show_the_time_that_was_asked_for():
    for moment in moments(AUTUMN, "02:30", "Europe/Berlin"):
        assert f"{moment.astimezone(UTC).astimezone(moment.tzinfo):%H:%M}" == "02:30"


def test_of_a_repeated_hour_each_says_which_it_is():
    first, second = moments(AUTUMN, "02:30", "Europe/Berlin")
    assert (first.fold, second.fold) == (0, 1)
    assert [offset_words(first), offset_words(second)] == ["CEST, UTC+2", "CET, UTC+1"]


def test_what_at_brings_of_its_own_decides_nothing():
    assert len(moments_at(AUTUMN, time(2, 30, fold=1, tzinfo=UTC), ZoneInfo("Europe/Berlin"))) == 2


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (SPRING, "02:30", "Europe/Berlin", ["29 03:30 CEST, UTC+2", "29 01:30 CET, UTC+1"]),
        (date(2026, 3, 8), "02:00", "America/New_York", ["08 03:00 EDT, UTC−4", "08 01:00 EST, UTC−5"]),
        (date(2026, 10, 4), "02:15", "Australia/Lord_Howe", ["04 02:45 UTC+11", "04 01:45 UTC+10:30"]),
        (date(2026, 3, 22), "02:30", "Africa/Casablanca", ["22 03:30 UTC+1", "22 01:30 UTC+0"]),
        (date(2011, 12, 30), "12:00", "Pacific/Apia", ["31 12:00 UTC+14", "29 12:00 UTC−10"]),
    ],
)
def test_for_a_skipped_time_two_real_ones_are_offered(day, clock, zone, expected):
    offered = after_gap(day, time.fromisoformat(clock), ZoneInfo(zone))
    assert [f"{moment:%d %H:%M} {offset_words(moment)}" for moment in offered] == expected
    for moment in offered:
        assert utc(moments_at(moment.date(), moment.time(), moment.tzinfo)) == utc([moment])


@pytest.mark.parametrize("day", [AUTUMN, date(2026, 7, 1)])
def test_nothing_is_offered_for_a_time_that_exists(day):
    with pytest.raises(ValueError, match=r"02:30 is not skipped"):
        after_gap(day, time(2, 30), ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (UTC, "UTC"),
        (ZoneInfo("Asia/Kolkata"), "IST, UTC+5:30"),
        (ZoneInfo("Asia/Kathmandu"), "UTC+5:45"),
        (ZoneInfo("Europe/London"), "GMT, UTC+0"),
        (ZoneInfo("America/St_Johns"), "NST, UTC−3:30"),
        (timezone(timedelta(hours=2)), "UTC+2"),
    ],
)
def test_an_offset_is_said_in_words(zone, words):
    assert offset_words(datetime(2026, 1, 1, 12, tzinfo=zone)) == words


def test_a_moment_without_a_zone_has_no_offset():
    with pytest.raises(ValueError, match="no time zone"):
        offset_words(datetime(2026, 1, 1))


def test_the_first_and_the_last_day_of_all_are_no_error():
    for zone in ("America/New_York", "Asia/Kolkata"):
        assert len(moments(date.min, "00:00", zone)) == 1
        assert len(moments(date.max, "23:59", zone)) == 1


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2080, 1, 1)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]),
)
def test_every_moment_is_among_those_its_own_clock_names(moment, zone):
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    shown = moment.astimezone(ZoneInfo(zone))
    found = moments_at(shown.date(), shown.time(), ZoneInfo(zone))
    assert moment in [candidate.astimezone(UTC) for candidate in found]
