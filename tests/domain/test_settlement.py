"""A month's tally: to the minute, once per visit, in local months."""

from datetime import UTC, datetime, timedelta

from provider_desktop.domain.settlement import tally
from provider_desktop.domain.visits import Capture, ItemDone, Outcome, Visit


def a_visit(
    start: datetime, minutes: int = 30, *, staff: tuple[str, ...] = ("S1",), outcome: str = "done"
) -> Visit:
    return Visit(
        record=start.isoformat(),
        version=1,
        recipient="R1",
        staff=staff,
        sign_in=Capture(start),
        sign_out=Capture(start + timedelta(minutes=minutes)),
        items=(ItemDone("ZH-01", minutes),) if outcome == "done" else (),
        outcome=Outcome(outcome),
    )


NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)


def test_two_staff_count_once_for_the_recipient_and_in_full_for_each() -> None:
    month = tally("2026-11", [a_visit(NOON, 45, staff=("S1", "S2"))])
    assert (month.visits, month.minutes) == (1, 45)
    assert [(line.key, line.minutes) for line in month.recipients] == [("R1", 45)]
    assert [(line.key, line.minutes) for line in month.staff] == [("S1", 45), ("S2", 45)]


def test_month_is_the_local_month_of_the_sign_in() -> None:
    last_evening = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # 00:00 on 1 November in China
    assert tally("2026-11", [a_visit(last_evening)]).visits == 1
    assert tally("2026-11", [a_visit(last_evening - timedelta(minutes=1))]).visits == 0


def test_adjusted_times_count_and_nobody_at_home_is_no_visit() -> None:
    visit = a_visit(NOON, outcome="absent")
    month = tally("2026-11", [visit])
    assert (month.visits, month.minutes, month.not_done) == (0, 0, 1)


def test_visit_without_a_sign_in_is_passed_over() -> None:
    visit = Visit("r", 1, "R1", ("S1",), Capture(), Capture(NOON), ())
    assert tally("2026-11", [visit]).visits == 0
