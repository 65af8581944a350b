"""Times, days and figures in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.ui.formatting import Formats

ZH, EN = Formats("zh_CN"), Formats("en")


def test_moments_are_shown_in_local_time_across_midnight() -> None:
    moment = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)
    assert ZH.time(moment) == "00:30"
    assert ZH.moment(moment, date(2026, 11, 20)) == "00:30"
    assert ZH.moment(moment, date(2026, 11, 21)) == "11-20 00:30"
    assert ZH.moment(moment, date(2027, 1, 2)) == "2026-11-20 00:30"
    assert ZH.moment(moment) == "2026-11-20 00:30"


def test_a_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    assert ZH.spoken_moment(datetime(2026, 12, 5, 16, 0, tzinfo=UTC)) == "12月5日 24:00"
    assert EN.spoken_moment(datetime(2026, 12, 5, 6, 2, tzinfo=UTC)) == "5 Dec 14:02"


def test_days_and_months() -> None:
    day = date(2026, 11, 20)
    assert (ZH.day(day), ZH.long_day(day), EN.long_day(day)) == ("11-20", "11月20日 星期五", "Fri 20 Nov")
    assert (ZH.month("2026-11"), EN.month("2026-11")) == ("11月", "Nov")
    assert (ZH.long_month("2026-11"), EN.long_month("2026-11")) == ("2026年11月", "Nov 2026")


@pytest.mark.parametrize("period", ["", "2026-13", "2026-Q4"])
def test_what_is_no_month_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match=r"does not match|unconverted"):
        ZH.month(period)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "0 分钟", "0 min"),
        (45, "45 分钟", "45 min"),
        (60, "1 小时", "1 h"),
        (95, "1 小时 35 分", "1 h 35 min"),
    ],
)
def test_durations(minutes: int, zh: str, en: str) -> None:
    assert (ZH.minutes(minutes), EN.minutes(minutes)) == (zh, en)


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [("0.931", "93.1 %"), ("1", "100 %"), ("0.0405", "4.1 %"), ("0", "0 %"), ("0.9995", "100 %")],
)
def test_ratios_are_rounded_half_up(ratio: str, shown: str) -> None:
    assert ZH.percent(ratio) == shown


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_a_shown_ratio_is_never_further_off_than_half_its_last_place(ratio: Decimal) -> None:
    shown = Decimal(ZH.percent(ratio).removesuffix(" %"))
    assert abs(shown - ratio * 100) <= Decimal("0.05")


def test_counts_and_lists() -> None:
    assert ZH.count(2000000) == "2\u202f000\u202f000"
    assert ZH.of(217, 233) == "217 / 233"
    assert ZH.joined("10月", "", "民政局公布") == "10月 · 民政局公布"


def test_masking() -> None:
    assert ZH.masked_name("张玉英") == "张*英"
    assert ZH.masked_name("李英") == "李*"
    assert ZH.masked_name("") == ""
    assert ZH.masked_id("371621194103120011") == "371621********0011"
    assert ZH.masked_phone("13812341234") == "138****1234"


@given(st.text(alphabet="0123456789X", max_size=24))
def test_a_masked_number_keeps_its_length_and_never_shows_the_birthday(number: str) -> None:
    masked = ZH.masked_id(number)
    assert len(masked) == len(number)
    assert masked[6:-4] == "*" * len(masked[6:-4])
    assert len(number) > 10 or set(masked) <= {"*"}
