"""Hours, ways and frequencies that planning goes by."""

from __future__ import annotations

from datetime import date

import pytest

from provider_desktop.domain.checks.rules import Limits
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.domain.schedule_agenda import Agenda, minute_of, moment_of
from provider_desktop.domain.schedule_hours import UNKNOWN_WAY, WorkHours, monthly_visits
from tests.support.builders import default_catalogue, local

TOWN, VILLAGE = ("37.490000", "117.540000"), ("37.490000", "117.653000")  # ten kilometres apart
DAY = date(2026, 11, 2)


def test_a_visit_lies_within_a_session_or_else_fills_the_day() -> None:
    hours = WorkHours()
    assert hours.windows(210) == ((510, 720), (810, 1050))
    assert hours.windows(240) == ((810, 1050),)
    assert hours.windows(300) == ((510, 1050),)
    assert hours.windows(541) == ()


def test_the_way_is_never_faster_than_the_checks_believe() -> None:
    hours = WorkHours()
    assert hours.way(TOWN, VILLAGE, 60) == 25
    assert hours.way(TOWN, VILLAGE, 20) == 35
    assert hours.way(TOWN, TOWN, 60) == 0
    assert hours.way(TOWN, None, 60) == UNKNOWN_WAY


@pytest.mark.parametrize(
    ("frequency", "care", "expected"),
    [
        ("full_care 4/month; half 2/month; self 1/month", SelfCare.NONE, 4),
        ("full_care 4/month; half 2/month; self 1/month", SelfCare.FULL, 1),
        ("1-2/week", SelfCare.FULL, 5),
        ("1/day", SelfCare.FULL, 30),
        ("2-4/month", SelfCare.PARTIAL, 2),
        ("half 2/month", SelfCare.FULL, 0),
        ("1/quarter", SelfCare.FULL, 0),
        ("plan", SelfCare.FULL, 0),
        ("", SelfCare.FULL, 0),
        ("often", SelfCare.FULL, 0),
    ],
)
def test_frequencies_as_catalogues_write_them(frequency: str, care: SelfCare, expected: int) -> None:
    assert monthly_visits(frequency, care) == expected


def test_every_frequency_of_the_shipped_catalogue_is_read_or_says_that_it_depends() -> None:
    for item in default_catalogue().items:
        said = monthly_visits(item.frequency, SelfCare.NONE)
        assert said or item.frequency in {"plan", "order", "demand", "event", "1/quarter", "1/year"}, item


def test_room_is_found_between_what_is_there() -> None:
    agenda = Agenda(WorkHours(), Limits())
    assert agenda.room(("S1",), "R1", DAY, 30, TOWN) == 510
    agenda.take("R1", ("S1",), local("2026-11-02 08:30"), 30, TOWN)
    assert agenda.room(("S1",), "R2", DAY, 30, TOWN) == 540
    assert agenda.room(("S1",), "R2", DAY, 30, VILLAGE) == 565
    assert agenda.room(("S2",), "R1", DAY, 30, TOWN) == 540
    assert agenda.room(("S2",), "R2", DAY, 30, TOWN) == 510
    agenda.take("R3", ("S2",), local("2026-11-02 08:30"), 210, TOWN)
    assert agenda.room(("S1", "S2"), "R2", DAY, 30, TOWN) == 810
    assert agenda.way_there("S1", DAY, 600, VILLAGE) == 25
    assert agenda.way_there("S3", DAY, 600, VILLAGE) == 0


def test_hours_count_on_the_day_they_begin_and_bar_both_days_past_midnight() -> None:
    agenda = Agenda(WorkHours(sessions=((0, 720),)), Limits(cap_day_hours=3, cap_month_hours=4))
    agenda.take("R1", ("S1",), local("2026-11-01 23:00"), 120, TOWN)
    assert agenda.worked("S1", DAY) == (0, 120)
    assert agenda.room(("S1",), "R2", DAY, 30, TOWN) == 60
    assert agenda.within_caps("S1", DAY, 120)
    assert not agenda.within_caps("S1", DAY, 121)
    assert not agenda.within_caps("S1", date(2026, 11, 1), 61)
    assert agenda.has_visit("R1", DAY)


def test_minutes_of_a_day_are_local() -> None:
    assert moment_of(DAY, 545) == local("2026-11-02 09:05")
    assert minute_of(local("2026-11-02 09:05")) == 545
