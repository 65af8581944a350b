"""The page's questions about what comes: the list, what-if, forecast, and who costs what."""

from __future__ import annotations

from datetime import date

import pytest

from provider_desktop.domain.plans import PlanLine
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import ITEM, a_recipient, a_visit, an_assignment, local
from tests.support.ratings import shipped
from tests.support.workspace import Bureau, a_workspace, save, set_clock


def rules(bureau: Bureau, minimum: int = 1) -> None:
    """The starter rules with a small sample, so that a few visits rate."""
    rating = shipped("starter")
    for indicator in rating["indicators"]:
        indicator["minimum"] = minimum
    bureau.rules(version="test-small", rating=rating)


@pytest.fixture
def eleventh(workspace: Workspace) -> Workspace:
    """11 November: four visits to R1 are due, one was made; R2 has three due."""
    bureau = Bureau(workspace)
    rules(bureau)
    bureau.assign([an_assignment(a_recipient("R2", "李桂兰"), (PlanLine(ITEM, 9),))])
    (record,) = save(workspace, a_visit())
    assert VisitFinalisingService(workspace).finalise([record]).sealed == (record,)
    bureau.judge(record)
    set_clock(workspace, local("2026-11-11 18:00"))
    return workspace


def test_the_list_names_the_visits_and_doing_them_turns_the_light(eleventh):
    service = RatingService(eleventh)
    assert service.lights().estimate == "red"
    way = service.to_green()
    assert (way.state, way.horizon, way.is_smallest) == ("reachable", date(2026, 11, 11), True)
    assert [(row.kind, row.key, row.is_due) for row in way.actions] == [
        ("visit", "R1", True), ("visit", "R1", True), ("visit", "R1", True),
        ("visit", "R2", True), ("visit", "R2", True), ("visit", "R2", True),
    ]  # fmt: skip
    assert way.actions[0].name == "张*英"
    assert way.actions[0].moves == "计划完成率"
    # The list was worked out for today: by the month's end more visits will have fallen due.
    assert {row.due_day for row in way.actions} == {way.horizon}
    assert {row.due_day for row in way.others} <= {date(2026, 11, 30)}
    told = service.what_if([row.id for row in way.actions])
    assert (told.light_now, told.case.light, told.unknown) == ("red", "green", ())
    bureau = Bureau(eleventh)
    starts = ("2026-11-11 08:00", "2026-11-11 09:00", "2026-11-11 10:00")
    drafts = [
        a_visit(f"{start[:11]}{hour:02}:00", recipient=recipient, record=20 + hour)
        for recipient, first in (("R1", 8), ("R2", 13))
        for start, hour in zip(starts, range(first, first + 3), strict=True)
    ]
    records = save(eleventh, *drafts)
    given = dict.fromkeys(("TIME-LATE", "OVER-CAP", "SCOPE-PLAN", "OVER-RECIPIENT"), "other")
    assert set(VisitFinalisingService(eleventh).finalise(records, given).sealed) == set(records)
    for record in records:
        bureau.judge(record)
    assert service.lights().estimate == "green"
    after = service.to_green()
    assert (after.state, after.actions) == ("green", ())


def test_one_tick_less_does_not_turn_it(eleventh):
    service = RatingService(eleventh)
    ids = [row.id for row in service.to_green().actions]
    told = service.what_if(ids[:-1])
    assert told.case.light != "green"
    moved = next(each for each in told.case.indicators if each.id == "plan_completion")
    assert (moved.numerator, moved.denominator, moved.light, moved.light_now) == ("6", "7", "yellow", "red")


def test_actions_that_are_not_possible_are_told_and_change_nothing(eleventh):
    told = RatingService(eleventh).what_if(["visit/R9/1", "renew/S1"])
    assert told.unknown == ("visit/R9/1", "renew/S1")
    assert told.case.light == told.light_now


def test_the_forecast_tells_both_ends_and_when_it_turns(eleventh):
    service = RatingService(eleventh)
    coming = service.forecast()
    assert (coming.last_day, coming.source) == (date(2026, 11, 30), "plan")
    assert (coming.nothing.light, coming.kept.light) == ("red", "red")
    assert coming.visits_planned == 14
    completion = {each.id: each for each in coming.kept.indicators}["plan_completion"]
    assert (completion.numerator, completion.denominator) == ("15", "21")
    assert coming.turns_on is None


def test_a_green_light_turns_on_a_day_if_nothing_more_is_done(workspace):
    bureau = Bureau(workspace)
    rules(bureau)
    (record,) = save(workspace, a_visit())
    VisitFinalisingService(workspace).finalise([record])
    bureau.judge(record)
    set_clock(workspace, local("2026-11-03 18:00"))
    service = RatingService(workspace)
    assert service.lights().estimate == "green"
    coming = service.forecast()
    assert (coming.nothing.light, coming.kept.light) == ("red", "green")
    assert coming.turns_on == date(2026, 11, 5)
    set_clock(workspace, local("2026-11-04 18:00"))
    assert service.lights().estimate == "green"
    set_clock(workspace, local("2026-11-05 18:00"))
    assert service.lights().estimate == "red"


def test_what_can_no_longer_be_reached_is_said_with_its_day(eleventh):
    """Plan visits that somebody who died no longer gets: whatever is done, the line stays short."""
    bureau = Bureau(eleventh)
    bureau.assign(
        [an_assignment(a_recipient("R2", "李桂兰"), (PlanLine(ITEM, 9),), last_day=date(2026, 11, 10))]
    )
    way = RatingService(eleventh).to_green()
    assert way.state == "unreachable"
    assert [(each.id, each.reason) for each in way.obstacles] == [("plan_completion", "bound")]
    assert way.since is not None
    assert date(2026, 11, 1) <= way.since <= date(2026, 11, 11)


def test_a_period_that_is_over_and_one_without_data_have_no_list(eleventh):
    service = RatingService(eleventh)
    set_clock(eleventh, local("2026-12-03 18:00"))
    assert service.to_green("2026-11").state == "over"
    set_clock(eleventh, local("2026-12-01 08:00"))
    assert service.to_green("2026-12").state == "no_data"


def test_who_costs_what(eleventh):
    service = RatingService(eleventh)
    first, second = service.costs("recipient")
    assert (first.who, first.name, first.missing) == ("R1", "张*英", 3)
    assert (second.who, second.missing) == ("R2", 3)
    assert [(each.id, each.missing) for each in first.indicators] == [("plan_completion", 3)]
    assert service.costs("staff") == ()
    with pytest.raises(AppError) as raised:
        service.costs("weather")
    assert raised.value.code is ErrorCode.VALUE_INVALID
    with pytest.raises(AppError):
        service.costs("staff", indicator="happiness")


def test_before_rules_have_arrived_every_question_says_so(tmp_path):
    with a_workspace(tmp_path) as workspace:
        service = RatingService(workspace)
        for ask in (
            service.to_green,
            service.forecast,
            lambda: service.what_if([]),
            lambda: service.costs("staff"),
        ):
            with pytest.raises(AppError) as raised:
                ask()
            assert raised.value.code is ErrorCode.RULESET_INVALID
