"""The present moment, and days and months as people in China count them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from provider_desktop.domain.clock import (
    FixedClock,
    SystemClock,
    day_start,
    local_day,
    local_month,
    month_days,
)


def test_clocks_tell_aware_utc() -> None:
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)
    put = datetime(2026, 11, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    assert FixedClock(put).now().isoformat() == "2026-11-02T01:00:00+00:00"


def test_days_and_months_are_local() -> None:
    evening = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    assert (local_day(evening), local_month(evening)) == (date(2026, 11, 1), "2026-11")
    assert day_start(date(2026, 11, 1)) == evening


def test_days_of_a_month() -> None:
    assert month_days("2028-02") == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_days("2026-12") == (date(2026, 12, 1), date(2026, 12, 31))
    for text in ("2026-13", "2026", "", "november"):
        with pytest.raises(ValueError, match=r"time data|unconverted|does not match|month must"):
            month_days(text)
