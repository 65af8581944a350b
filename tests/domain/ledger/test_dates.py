"""Days in every form that offices write, and what must not be taken for one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ledger.dates import Around, read_date, read_month

OCTOBER = Around(2026, 10)


@pytest.mark.parametrize(
    "cell",
    [
        "10月32日", "2026-02-30", "10月3日-5日", "10.3-10.5", "2026-10-3至10-5", 10.12, 31.5, True,
        "13月1日", "0月5日",
        "周三", "待定", "", "2026", "1890-01-01", "3026-10-01", 99, 20261301, "２０２６－１３－０１",
        "10月", time(8, 30), "32日",
    ],
)  # fmt: skip
def test_what_names_no_day_is_unreadable(cell):
    assert read_date(cell, OCTOBER) is None


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-03", "2026/10/3", "2026.10.03", "20261003", 20261003, "10月3日", "2026年10月3日",
        "２０２６－１０－０３",
        46298, "46298", date(2026, 10, 3), datetime(2026, 10, 3, 8, tzinfo=UTC), "10月3日(星期六)",
        "10月3日 周六",
        "3日", "3号", 3,
        "10-3", "10/3", "10.3", "2026-10-03 00:00:00", "2026-10-03T08:30", "十月三日", "二〇二六年十月三日",
        "26.10.3",
        "Oct 3, 2026", "3 Oct 2026", "3-Oct-26", "10/3/2026", "Sat, Oct 3", " 10月 3日 ", 46298.354,
    ],
)  # fmt: skip
def test_all_these_are_the_third_of_october(cell):
    assert read_date(cell, OCTOBER) == date(2026, 10, 3)


def test_a_day_without_a_year_needs_surroundings():
    assert read_date("10月3日") is None
    assert read_date("3日", Around(year=2026)) is None


@pytest.mark.parametrize(
    ("cell", "around", "expected"),
    [
        ("12月30日", Around(2027, 1), date(2026, 12, 30)),
        ("1月2日", Around(2026, 12), date(2027, 1, 2)),
        ("1月2日", Around(neighbour=date(2026, 12, 31)), date(2027, 1, 2)),
        ("10月3日", Around(2025, 10, date(2026, 10, 1)), date(2026, 10, 3)),
        ("2月29日", Around(2028, 3), date(2028, 2, 29)),
    ],
)
def test_the_year_is_the_nearest_one(cell, around, expected):
    assert read_date(cell, around) == expected


def test_day_and_month_that_could_change_places_need_the_title():
    assert read_date("10/3/2026") is None
    assert read_date("13/10/2026") == date(2026, 10, 13)
    assert read_date("3/10/2026", OCTOBER) == date(2026, 10, 3)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("惠民县暖心居家服务中心2026年10月上门服务台账", (2026, 10)),
        ("visits_2026-10_town", (2026, 10)),
        ("二〇二六年十月", (2026, 10)),
        ("10月台账", (None, 10)),
        ("2026年度花名册", (2026, None)),
        ("台账", (None, None)),
        ("2026年13月", (2026, None)),
    ],
)
def test_a_title_says_the_month(title, expected):
    assert read_month(title) == expected


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_full_form(day):
    forms = (
        day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        (day - date(1899, 12, 30)).days, day, f"{day:%Y.%m.%d}",
    )  # fmt: skip
    assert {read_date(form) for form in forms} == {day}
