"""Times of day in every form that offices write, and what must not be mended."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ledger.dates import Around
from provider_desktop.domain.ledger.times import ClockTime, read_period, read_time

NINE_05 = ClockTime(9 * 3600 + 5 * 60)


@pytest.mark.parametrize(
    "cell",
    [
        "25:70", "24:01", "12:60", "8", 8, 22, 1.5, -0.2, "上午13:00", "下午", "九点六十五分", "约9点", "",
        "99999", 2500, True,
        date(2026, 10, 3), "9:05-9:30", "晚上2点", "10月3日", float("nan"), "次日24:00", "8:30:61",
        timedelta(hours=30),
    ],
)  # fmt: skip
def test_what_no_clock_shows_is_unreadable(cell):
    assert read_time(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "0905", 905, "9:05", "09:05", "9：05", "９：０５", "9点05分", "9点5分", "9时05分", "9时5",
        "上午9:05", "早上9点05", "9.05",
        "09:05:00", time(9, 5), timedelta(hours=9, minutes=5), 0.37847222222222227, "9:05am", "九点零五分",
        "090500", " 9 : 05 ",
        "9h05", "9:5",
    ],
)  # fmt: skip
def test_all_these_are_five_past_nine(cell):
    assert read_time(cell) == NINE_05


@pytest.mark.parametrize(
    ("cell", "hour", "minute"),
    [
        ("下午2:35", 14, 35), ("晚上7点", 19, 0), ("中午12:30", 12, 30), ("中午1点", 13, 0),
        ("凌晨0:30", 0, 30), ("下午14:10", 14, 10),
        ("12:10am", 0, 10), ("2pm", 14, 0), ("9点半", 9, 30), ("十点一刻", 10, 15),
        ("下午三点三刻", 15, 45), ("8点整", 8, 0),
        ("24:00", 24, 0), ("晚上12点", 24, 0), (0, 0, 0), (0.0, 0, 0), ("下午12点20", 12, 20),
    ],
)  # fmt: skip
def test_parts_of_the_day(cell, hour, minute):
    assert read_time(cell) == ClockTime(hour * 3600 + minute * 60)


def test_the_next_day_is_only_where_it_is_said():
    day = date(2026, 10, 28)
    said = [
        read_time(cell) for cell in ("次日0:30", "第二天0:30", "0:30(次日)", "次日凌晨0:30", "next day 0:30")
    ]
    assert {one.on(day) for one in said if one} == {datetime(2026, 10, 28, 16, 30, tzinfo=UTC)}
    unsaid = read_time("0:30")
    assert unsaid is not None
    assert unsaid.on(day) == datetime(2026, 10, 27, 16, 30, tzinfo=UTC)


def test_a_cell_may_name_its_own_day():
    typed = datetime(2026, 10, 3, 9, 5)  # noqa: DTZ001 - a spreadsheet's moments have no zone
    for cell in ("2026-10-03 09:05", typed, 46298.37847222222, "10月3日 9:05"):
        found = read_time(cell, Around(2026, 10))
        assert found is not None
        assert found.on(date(2026, 1, 1)) == datetime(2026, 10, 3, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("8:30-9:10", 40), ("8：30～9：10", 40), ("8:30至9:10", 40), ("0830-0910", 40), ("8点半到9点", 30),
        ("上午8:30-11:20", 170),
        ("下午2:00-3:30", 90), ("上午10点-下午2点", 240), ("22:40-次日0:30", 110), ("8.30-9.10", 40),
        ("22:40-0:30", -1330),
        ("2026-10-03 8:30-9:10", 40), ("8:30—9:10", 40),
    ],
)  # fmt: skip
def test_two_times_in_one_cell(cell, minutes):
    period = read_period(cell)
    assert period is not None
    begin, end = (clock.on(date(2026, 10, 3)) for clock in period)
    assert (end - begin).total_seconds() == minutes * 60


@pytest.mark.parametrize("cell", ["8:30", "8:30-", "8:30-25:00", "", None, 905, "10-3", "8:30-9:10-9:30"])
def test_what_is_not_two_times_is_no_period(cell):
    assert read_period(cell) is None


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_is_read_back_from_every_form(hour, minute):
    forms: list[object] = [
        f"{hour}:{minute:02d}",
        f"{hour:02d}{minute:02d}",
        f"{hour}点{minute:02d}分",
        f"{hour}.{minute:02d}",
    ]
    forms += [time(hour, minute), (hour * 60 + minute) / 1440, f"{hour:02d}:{minute:02d}:00"]
    assert {read_time(form) for form in forms} == {ClockTime(hour * 3600 + minute * 60)}  # type: ignore[arg-type]
