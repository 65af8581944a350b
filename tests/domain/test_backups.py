"""Which backups stay: seven days, four weeks, twelve months, and always the newest."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.backups import DAYS, MONTHS, WEEKS, to_keep

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


def test_two_years_of_daily_backups_shrink_to_days_weeks_and_months() -> None:
    made = [NOW - timedelta(days=day) for day in range(730)]
    kept = sorted(to_keep(made), reverse=True)
    assert kept[:DAYS] == made[:DAYS]
    assert made[-1] not in kept
    # 23 November 2026 is a Monday: the weeks before end on Sundays, the months on their last days
    assert NOW - timedelta(days=8) in kept
    assert [each.month for each in kept].count(3) == 1
    assert len(kept) <= DAYS + WEEKS + MONTHS


def test_a_pc_that_was_off_for_long_keeps_what_it_has() -> None:
    made = [NOW - timedelta(days=40 * number) for number in range(7)]
    assert to_keep(made) == frozenset(made)
    assert to_keep([]) == frozenset()


def test_of_one_day_the_newest_stays() -> None:
    morning, evening = NOW, NOW + timedelta(hours=8)
    assert to_keep([morning, evening]) == {evening}


@given(st.lists(st.integers(0, 1_000_000), min_size=1))
def test_the_newest_always_stays_and_nothing_comes_back(minutes: list[int]) -> None:
    made = [NOW - timedelta(minutes=each) for each in minutes]
    kept = to_keep(made)
    assert max(made) in kept
    assert kept <= set(made)
    assert to_keep(kept) == kept
